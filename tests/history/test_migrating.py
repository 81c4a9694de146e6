"""A history of an earlier version is migrated after a copy was kept, one of a later version is refused, and views stay."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from alignment.errors import StoreError
from alignment.history import migrating
from alignment.history.connecting import database
from alignment.history.store import open_store
from alignment.history.tables import METADATA, REVISION, VERSION_TABLE, VIEWS
from snapshots import snapshot

FIRST = snapshot()
PAGE = Path(__file__).resolve().parents[2] / "docs" / "history.md"


def begin_old(place: str, revision: str = "0001") -> None:
    """Leave a history with one snapshot, as an earlier version of the program left it."""
    with open_store(place, create=True) as store:
        store.add(FIRST)
        with store.database.writing() as connection:
            for view in VIEWS:
                connection.execute(text(f"DROP VIEW {view.name}"))
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '{revision}'"))


def test_the_program_writes_the_last_revision_there_is():
    assert migrating.known_revisions()[0] == REVISION


def test_what_the_migrations_make_is_what_the_program_writes(place: str):
    with open_store(place, create=True) as store, store.database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: kind != "table" or name != VERSION_TABLE,
                "version_table": VERSION_TABLE,
            },
        )
        assert compare_metadata(context, METADATA) == []


def test_an_older_history_is_migrated_and_keeps_its_snapshots(place: str):
    begin_old(place)
    with open_store(place) as store:
        assert store.load(FIRST.ident) == FIRST
        with store.database.reading() as connection:
            assert set(inspect(connection).get_view_names()) >= {one.name for one in VIEWS}


def dumped(file: Path) -> list[str]:
    """All that a file holds."""
    with closing(sqlite3.connect(file)) as connection:
        return sorted(connection.iterdump())


def test_of_an_older_file_a_copy_is_kept_first(tmp_path: Path):
    file = tmp_path / "history.sqlite"
    begin_old(str(file))
    before = dumped(file)
    with open_store(file):
        pass
    copy = tmp_path / "history.revision-0001.sqlite"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["history.revision-0001.sqlite", "history.sqlite"]
    assert dumped(copy) == before


def test_a_migration_that_fails_leaves_the_older_history_as_it_was(place: str, monkeypatch):
    begin_old(place)

    def fails(connection, revision=REVISION):
        connection.execute(text("DROP TABLE evidence"))
        connection.execute(text("SELECT * FROM nowhere"))

    monkeypatch.setattr(migrating, "upgrade", fails)
    with pytest.raises(StoreError), open_store(place):
        pass
    monkeypatch.undo()
    with open_store(place) as store:
        assert store.load(FIRST.ident) == FIRST
        with store.database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM evidence")).scalar_one() == 2


def test_without_a_copy_nothing_is_migrated(tmp_path: Path):
    file = tmp_path / "history.sqlite"
    begin_old(str(file))
    # Where the copy would be made stands something else.
    (tmp_path / "history.revision-0001.sqlite").mkdir()
    with pytest.raises(StoreError, match="no copy could be kept"), open_store(file):
        pass
    with closing(sqlite3.connect(file)) as connection:
        (found,) = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
    assert found == "0001"


@pytest.mark.parametrize("create", [True, False])
def test_a_history_of_a_newer_version_is_refused_and_left(place: str, create: bool):
    begin_old(place, "0999")
    with (
        pytest.raises(StoreError, match=r"newer version of this program .*0999.* Update the program"),
        open_store(place, create=create),
    ):
        pass
    found = database(place)
    with found.reading() as connection:
        assert connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one() == "0999"
    found.engine.dispose()


def test_the_views_have_the_columns_that_are_promised(place: str):
    with open_store(place, create=True) as store, store.database.reading() as connection:
        for view in VIEWS:
            found = [one["name"] for one in inspect(connection).get_columns(view.name)]
            assert found == [one.name for one in view.columns], view.name


def test_on_a_server_the_views_have_the_types_that_are_promised(empty_database: str):
    kinds = {"text": "text", "date": "date", "double": "double precision", "integer": "integer"}
    query = text(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = :view AND table_schema = current_schema()"
    )
    with open_store(empty_database, create=True) as store, store.database.reading() as connection:
        for view in VIEWS:
            found = {one.column_name: one.data_type for one in connection.execute(query, {"view": view.name})}
            # A text of a known length and a count of rows are the server's own words for a text and an integer.
            simpler = {"character varying": "text", "bigint": "integer"}
            assert {name: simpler.get(one, one) for name, one in found.items()} == {
                one.name: kinds[one.kind] for one in view.columns
            }, view.name


def test_the_page_on_the_history_describes_every_column():
    page = PAGE.read_text(encoding="utf-8")
    for view in VIEWS:
        section = page.partition(f"### {view.name}\n")[2].partition("\n### ")[0]
        assert f"One row for each {view.rows}." in section
        listed = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, flags=re.MULTILINE)
        assert listed == [(one.name, one.kind, one.meaning) for one in view.columns]
