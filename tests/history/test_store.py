"""The history keeps every snapshot whole, once, and says clearly what it cannot do: in a file and on a server alike."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, text

from alignment.errors import StoreError
from alignment.history import store as store_module
from alignment.history.store import open_store
from alignment.model.organisation import Organisation
from snapshots import ODD, snapshot

FIRST, SECOND = snapshot(), snapshot(date(2026, 6, 30), "b")


def test_what_was_added_is_read_as_it_was(place: str):
    with open_store(place, create=True) as store:
        assert store.add(FIRST) == "added"
    with open_store(place) as store:
        assert store.load(FIRST.ident) == FIRST


def test_the_same_input_twice_changes_nothing(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        before = store.entries()
        assert store.add(snapshot()) == "kept"
        assert store.entries() == before


def test_the_same_input_read_otherwise_is_said_and_what_was_kept_stays(place: str):
    other = replace(FIRST, organisation=replace(FIRST.organisation, notes="read with another mapping"))
    with open_store(place, create=True) as store:
        store.add(FIRST)
        assert store.add(other) == "differs"
        assert store.load(FIRST.ident) == FIRST


def test_snapshots_are_listed_by_date_whenever_they_were_added(place: str):
    with open_store(place, create=True) as store:
        store.add(SECOND)
        store.add(FIRST)
        first, second = store.entries()
    assert (first.ident, first.snapshot_date, first.score, first.files) == (
        FIRST.ident, date(2026, 3, 31), 61.5, ("acme.xlsx",),
    )  # fmt: skip
    assert (second.ident, second.findings) == (SECOND.ident, 1)  # the other is waived


def test_a_snapshot_is_named_by_its_date_or_the_beginning_of_its_id(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        store.add(SECOND)
        assert store.load("2026-06-30") == SECOND
        assert store.load(FIRST.ident[:8].upper()) == FIRST
        with pytest.raises(StoreError, match="there is no snapshot 2025-01-01"):
            store.load("2025-01-01")
        with pytest.raises(StoreError, match="there is no snapshot %"):
            store.load("%")
        with pytest.raises(StoreError, match="there is no snapshot  "):
            store.remove(" ")


def test_two_snapshots_of_one_day_are_named_by_their_ids(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        store.add(snapshot(content="c"))
        with pytest.raises(StoreError, match=f"several snapshots .*{FIRST.ident[:8]}"):
            store.load("2026-03-31")


def test_the_same_files_measured_otherwise_are_not_passed_over_in_silence(place: str):
    # As with another bank of statements, which no hash of an input tells.
    otherwise = replace(FIRST, check=replace(FIRST.check, measurements=FIRST.check.measurements[:1]))
    with open_store(place, create=True) as store:
        assert store.add(FIRST) == "added"
        assert (store.add(FIRST), store.add(otherwise)) == ("kept", "differs")
        # A formula that changed with the version of the program is no other reading.
        assert store.add(replace(otherwise, version="0.0.1")) == "kept"
        assert store.load(FIRST.ident).check == FIRST.check


def test_a_removed_snapshot_leaves_no_row_anywhere(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        store.add(SECOND)
        assert store.remove("2026-03-31").ident == FIRST.ident
        assert [one.ident for one in store.entries()] == [SECOND.ident]
        with store.database.reading() as connection:
            for table in store_module.tables.METADATA.tables.values():
                column = "id" if table.name == "snapshots" else "snapshot"
                query = text(f"SELECT count(*) FROM {table.name} WHERE {column} = :ident")
                assert connection.execute(query, {"ident": FIRST.ident}).scalar_one() == 0, table.name


def test_a_removed_snapshot_is_nowhere_in_the_file(tmp_path):
    file = tmp_path / "history.sqlite"
    with open_store(file, create=True) as store:
        store.add(FIRST)
        assert b"nobody answered" in file.read_bytes()
        store.remove(FIRST.ident)
    assert b"nobody answered" not in file.read_bytes()


def test_a_snapshot_without_a_date_is_refused_with_what_to_do(place: str):
    with open_store(place, create=True) as store:
        with pytest.raises(StoreError, match="--date"):
            store.add(snapshot(None))
        assert store.entries() == ()


def test_a_figure_that_is_not_there_is_null_and_zero_is_zero(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        with store.database.reading() as connection:
            found = connection.execute(
                text("SELECT measure, scope_name, value FROM v_measurements ORDER BY number")
            ).all()
    assert [tuple(one) for one in found] == [
        ("silos.ei_index", "Acme", -0.25),
        ("silos.none", "Ops", None),
        ("bridges.strength", "Ops – Sales", 0.0),
    ]


def test_the_actions_are_those_of_the_plan_and_those_agreed(place: str):
    query = "SELECT origin, number, finding, action, owner, status, waiver_reason, gain FROM v_actions ORDER BY origin, number"
    with open_store(place, create=True) as store:
        store.add(FIRST)
        with store.database.reading() as connection:
            found = connection.execute(text(query)).all()
    assert [tuple(one) for one in found] == [
        ("agreed", 1, "F1", "Name an owner", "ann", "open", None, None),
        ("agreed", 2, "F2", "", None, "waived", "closing down", None),
        ("plan", 1, None, "Give a mandate.", None, None, None, 1.5),
    ]


def test_a_text_that_no_database_takes_is_kept_whole_and_shown_with_its_marks_replaced(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        assert store.load(FIRST.ident).check.findings[0].message == ODD
        with store.database.reading() as connection:
            shown = connection.execute(text("SELECT message FROM v_findings WHERE finding = 'F1'")).scalar_one()
    assert shown == ODD.replace("\0", "\ufffd").replace("\ud800", "\ufffd\ufffd\ufffd")


def test_a_snapshot_that_was_damaged_is_said_to_be(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        with store.database.writing() as connection:
            connection.execute(text("UPDATE documents SET settings = :nothing"), {"nothing": b"nothing"})
        with pytest.raises(StoreError, match="damaged"):
            store.load(FIRST.ident)


def test_the_inputs_the_settings_and_the_date_make_the_snapshot_and_names_of_files_do_not():
    renamed = replace(FIRST.check, inputs=(replace(FIRST.check.inputs[0], file="copy.xlsx"),))
    assert replace(FIRST, check=renamed).ident == FIRST.ident
    idents = [
        FIRST,
        snapshot(content="c"),
        snapshot(date(2026, 4, 1)),
        snapshot(seed=1),
        snapshot(rules={"A": {"limit": 1}}),
    ]
    assert len({one.ident for one in idents}) == len(idents)
    # A setting that says the default says nothing.
    assert snapshot(seed=20260101).ident == FIRST.ident


def test_where_there_is_no_history_none_is_made_by_asking(tmp_path):
    with pytest.raises(StoreError, match="there is no history here"), open_store(tmp_path / "none.sqlite"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_holds_no_history_yet(place: str, tmp_path):
    (tmp_path / "history.sqlite").touch()
    with pytest.raises(StoreError, match="holds no history yet"), open_store(place):
        pass


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path, create: bool):
    file = tmp_path / "audit.xlsx"
    file.write_bytes(b"PK\3\4" * 400)
    with pytest.raises(StoreError, match="not a file of SQLite"), open_store(file, create=create):
        pass
    assert file.read_bytes() == b"PK\3\4" * 400


def test_a_database_of_another_program_stays_as_it_is(tmp_path):
    file = tmp_path / "browser.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE cookies (name TEXT)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"tables of another program \(cookies\)"), open_store(file, create=True):
        pass
    assert file.read_bytes() == before


def test_a_server_may_hold_the_tables_of_others_too(empty_database: str):
    engine = create_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (number integer)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
    with open_store(empty_database, create=True) as store:
        assert store.add(FIRST) == "added"
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alignment_version"))
    with pytest.raises(StoreError, match="another program"), open_store(empty_database, create=True):
        pass
    engine.dispose()


def test_the_password_of_a_server_is_never_told():
    place = "postgresql+psycopg://ann:secret@127.0.0.1:1/history"
    with pytest.raises(StoreError, match="the server refuses") as raised, open_store(place):
        pass
    assert "secret" not in str(raised.value)
    assert "ann:***@127.0.0.1" in str(raised.value)


@pytest.mark.parametrize("place", ["mysql://ann@127.0.0.1/history", "postgresql://a b:c:d/e", "sqlite://"])
def test_what_is_no_place_for_a_history_is_refused(place: str):
    with pytest.raises(StoreError, match="--store"), open_store(place, create=True):
        pass


def test_a_history_of_many_reads_the_one_asked_for(place: str):
    quarters = [snapshot(date(2016 + one // 4, one % 4 * 3 + 1, 1), f"{one:x}", figures=20) for one in range(8)]
    with open_store(place, create=True) as store:
        assert {store.add(one) for one in quarters} == {"added"}
        assert [store.load(one.ident) for one in store.entries()] == quarters
        assert all(isinstance(store.load(one.ident).organisation, Organisation) for one in quarters[:1])
