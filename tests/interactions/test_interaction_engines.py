"""Do all engines say the same, to the last digit? A random log against a plain reckoning in Python, then engine against engine."""

import random
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from alignment.errors import EngineError, SourceError
from alignment.interactions.counting import Counted, Rules, count
from alignment.interactions.engines import Engine, connected, left_files
from alignment.interactions.handovers import Ways, ways
from alignment.interactions.identifiers import MACHINES
from alignment.interactions.logs import read_logs
from alignment.interactions.pairs import UNITS
from alignment.interactions.people import read_people, shown_in
from alignment.interactions.privacy import REST, Hashing
from interactionlogs import KEY, counted, table, written

FIRST = date(2026, 1, 1)
MOVES = date(2026, 2, 10)
NAMES = [f"p{at}" for at in range(60)]
PEOPLE = " ".join(
    f"p{at}:D{at % 6}:..{MOVES - timedelta(days=1)} p{at}:D{(at + 1) % 6}:{MOVES}.."
    if at % 7 == 0
    else f"p{at}:D{at % 6}"
    for at in range(60)
)


def random_log() -> tuple[str, str]:
    """Pairs, and meetings, as `written` takes them: some with strangers, oneself, machines and too many."""
    dice = random.Random(20260101)
    names = [*NAMES, "stranger", "no-reply@acme.com"]
    pairs, lists = [], []
    for _ in range(600):
        day = FIRST + timedelta(days=dice.randrange(80))
        pairs.append(f"{dice.choice(names)}>{dice.choice(names)}~{day}")
    for _ in range(200):
        day = FIRST + timedelta(days=dice.randrange(80))
        lists.append(f"{','.join(dice.choices(names, k=dice.randrange(2, 12)))}~{day}")
    return " ".join(pairs), " ".join(lists)


def department(name: str, day: str) -> str | None:
    if name == "stranger":
        return None
    at = int(name[1:])
    return f"D{(at + 1) % 6}" if at % 7 == 0 and day >= str(MOVES) else f"D{at % 6}"


def reckoned(pairs: str, lists: str, most: int) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    """(month, kind, from, to) → units, interactions; the same rules once more, in plain Python."""
    rows = []
    for word in pairs.split():
        ends, day = word.split("~")
        one, other = ends.split(">")
        if one != other and "no-reply" not in ends:
            rows.append((day, "contact", one, other, 1))
    for word in lists.split():
        names, day = word.split("~")
        there = {one for one in names.split(",") if "no-reply" not in one}
        if 1 < len(there) <= most + 1:
            for one, other in combinations(sorted(there, key=lambda name: department(name, day) or ""), 2):
                rows.append((day, "meeting", one, other, len(there) - 1))
    cells: dict[tuple[str, ...], list[tuple[str, str, int]]] = defaultdict(list)
    for day, kind, one, other, others in rows:
        ends = department(one, day), department(other, day)
        if None not in ends:
            cells[day[:7], kind, *ends].append((one, other, UNITS // others))
    sums: dict[tuple[str, str, str, str], tuple[int, int]] = {}
    # Cells of few lose their month; those that are of few still, their departments.
    for lose in (lambda cell: ("None", *cell[1:]), lambda cell: ("None", cell[1], REST, REST), None):
        rest = defaultdict(list)
        for cell, found in cells.items():
            if len({name for one, other, _ in found for name in (one, other)}) >= 5:
                sums[cell] = sum(units for *_, units in found), len(found)
            elif lose is not None:
                rest[lose(cell)] += found
        cells = rest
    return sums


def cells(found: Counted) -> dict[tuple[str, str, str, str], tuple[int, int]]:
    return {
        (str(row["month"])[:7], row["kind"], row["from"], row["to"]): (row["units"], row["times"])
        for row in found.months.to_pylist()
    }


def tickets(folder: Path) -> Path:
    dice = random.Random(3)
    lines = [(case, order, dice.choice("ABC")) for case in range(150) for order in range(dice.randrange(1, 4))]
    return table(folder / "tickets.csv", "case order department", lines)


def test_duckdb_counts_what_plain_python_counts(tmp_path: Path):
    pairs, lists = random_log()
    found = counted(tmp_path, PEOPLE, pairs, lists, most=8)
    expected = reckoned(pairs, lists, 8)
    assert cells(found) == expected
    # The log has what the rules are about.
    assert len(expected) > 50
    assert {REST} < {end for _, _, *ends in expected for end in ends}
    assert set(found.rows) == {"kept", "self", "bot", "broadcast"}
    assert found.unlisted


def test_another_key_gives_the_same_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import interactionlogs

    pairs, lists = random_log()
    before = cells(counted(tmp_path, PEOPLE, pairs, lists))
    monkeypatch.setattr(interactionlogs, "KEY", interactionlogs.Key.new())
    assert cells(counted(tmp_path, PEOPLE, pairs, lists)) == before


def test_ways_are_what_plain_python_counts(tmp_path: Path):
    file = tickets(tmp_path)
    with connected(None) as engine:
        found = ways(read_logs(engine, [str(file)], {}), engine)
    gone: dict[str, list[str]] = defaultdict(list)
    for line in file.read_text().splitlines()[1:]:
        case, _, step = line.split(",")
        if gone[case][-1:] != [step]:
            gone[case].append(step)
    counts = Counter(map(tuple, gone.values()))
    assert dict(found.found) == {way: cases for way, cases in counts.items() if cases >= 5}
    assert found.rare == sum(cases for cases in counts.values() if cases < 5) > 0


# PySpark leaves its sockets to the collector.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java on this machine, which Spark needs")
def test_spark_counts_to_the_last_digit_what_duckdb_counts(tmp_path: Path):
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    pairs, lists = random_log()
    file = tickets(tmp_path)

    def told(url: str | None) -> tuple[Counted, Ways]:
        with connected(url) as engine:
            return (
                counted(tmp_path, PEOPLE, pairs, lists, most=8, engine=engine),
                ways(read_logs(engine, [str(file)], {}), engine),
            )

    (here, ways_here), (there, ways_there) = told(None), told("spark://local[2]")
    assert there.months.equals(here.months)
    assert (there.rows, there.bots, there.unlisted, there.unlisted_people, there.elsewhere, there.withheld, there.ties) == (
        here.rows, here.bots, here.unlisted, here.unlisted_people, here.elsewhere, here.withheld, here.ties,
    )  # fmt: skip
    assert ways_there == ways_here


@pytest.mark.slow
def test_postgresql_counts_to_the_last_digit_what_duckdb_counts(tmp_path: Path, server: str):
    pairs, lists = random_log()
    logs = [*written(tmp_path, PEOPLE, pairs, lists), str(tickets(tmp_path))]
    people = str(tmp_path / "people.csv")

    def told(engine: Engine, places: list[str]) -> tuple[Counted, Ways]:
        found = read_logs(engine, places, {})
        register = read_people(engine, people, {})
        shown = shown_in(register, Hashing(engine, KEY), MACHINES)
        assert sorted(shown) == [f"D{at}" for at in range(6)]
        return count(engine, found[:2], register, KEY, Rules(8)), ways(found[2:], engine, shown)

    with connected(None) as engine:
        (here, ways_here) = told(engine, logs)
        rows = {Path(log).stem: engine.tables(log)[0].to_pyarrow() for log in logs}
    with connected(f"{server.replace('postgresql+psycopg', 'postgres')}/postgres") as engine:
        for name, table_ in rows.items():
            engine.connection.create_table(name, table_, temp=True)
        (there, ways_there) = told(engine, list(rows))
    assert there.months.equals(here.months)
    assert (there.rows, there.bots, there.unlisted, there.unlisted_people, there.elsewhere, there.withheld, there.ties) == (
        here.rows, here.bots, here.unlisted, here.unlisted_people, here.elsewhere, here.withheld, here.ties,
    )  # fmt: skip
    assert ways_there == ways_here


def test_an_engine_that_is_not_installed_or_no_url_is_told_without_its_password():
    with (
        pytest.raises(EngineError, match=r'pip install "ibis-framework\[snowflake\]"') as refused,
        connected("snowflake://me:hush@there/x"),
    ):
        pass
    assert "hush" not in str(refused.value)
    with pytest.raises(EngineError, match="no URL of an engine"), connected("warehouse"):
        pass


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with connected(None) as engine, pytest.raises(SourceError, match="is no file here, and no table of duckdb"):
        read_logs(engine, [str(tmp_path / "mail.csv")], {})


def test_a_folder_of_parquet_and_a_table_of_the_engine_are_read(tmp_path: Path):
    with connected(None) as engine:
        import ibis

        rows = {"from": ["a", "b"], "to": ["b", "a"], "time": ["2026-01-05", "2026-01-06"]}
        made = engine.connection.create_table("mail", ibis.memtable(rows))
        for name in ("one", "two"):
            made.to_parquet(tmp_path / f"{name}.parquet")
        logs = read_logs(engine, [str(tmp_path), "mail"], {})
        assert [engine.connection.to_pyarrow(log.table.count()).as_py() for log in logs] == [4, 2]


def test_files_of_a_folder_are_read_by_their_own_headers_wherever_they_lie(tmp_path: Path):
    (tmp_path / "logs [2026]" / "may").mkdir(parents=True)
    table(tmp_path / "logs [2026]" / "a.CSV", "from to time", [("a", "b", "2026-01-05")])
    table(
        tmp_path / "logs [2026]" / "b.csv",
        "time to from subject",
        [("2026-01-05", "b", "a", "x"), ("2026-01-06", "b", "a", "x")],
    )
    table(tmp_path / "logs [2026]" / "may" / "c.csv", "from to time", [("a", "b", "2026-05-05")])
    table(tmp_path / "logs [2026]" / "notes.txt", "from", [])
    with connected(None) as engine:
        logs = read_logs(engine, [str(tmp_path / "logs [2026]")], {})
        found = [(log.left_out, sorted(engine.connection.to_pyarrow(log.table).to_pydict()["from"])) for log in logs]
    assert found == [((), ["a", "a"]), (("subject",), ["a", "a"])]
    assert left_files(str(tmp_path / "logs [2026]")) == 1


def test_signs_in_a_name_are_no_pattern(tmp_path: Path):
    table(tmp_path / "m[a].csv", "from to time", [("a", "b", "2026-01-05")])
    table(tmp_path / "ma.csv", "from to time", [("a", "b", "2026-01-05")] * 2)
    with connected(None) as engine:
        (log,) = read_logs(engine, [str(tmp_path / "m[a].csv")], {})
        assert engine.number(log.table.count()) == 1


def test_a_mapping_serves_logs_of_different_headers(tmp_path: Path):
    one = table(tmp_path / "one.csv", "von_wem an time", [("a", "b", "2026-01-05")])
    other = table(tmp_path / "two.csv", "from to time", [("a", "b", "2026-01-05")])
    with connected(None) as engine:
        logs = read_logs(engine, [str(one), str(other)], {"from": "von_wem"})
        assert [log.columns["from"] for log in logs] == ["von_wem", "from"]
        with pytest.raises(SourceError, match='no column is called "nobody"'):
            read_logs(engine, [str(one), str(other)], {"from": "nobody"})
