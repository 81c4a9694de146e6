"""How fast is a log of millions counted, and in how much memory, beside plain DuckDB SQL, polars and pandas?

    python benchmarks/interactions.py                                            10 million rows, every contender
    python benchmarks/interactions.py --rows 10,50 -o benchmarks/interactions.md     the committed page: half an hour
    python benchmarks/interactions.py --make 1 FOLDER                            a log of a million rows, to look at

A seeded log of a year of mail, chat and tickets as one Parquet file, and a list of people of whom every tenth moves. Each
contender does the same job: places both ends of each row in the department of its day, drops machines and oneself, counts
who is in no list, adds up by month, kind and departments, and puts together what is of fewer than five people. Ours hashes
identifiers besides, takes every spelling, and drops and counts what the made-up log has none of. Every run is a process of its own; runs take turns, and the
quickest counts. What each finds is compared with what plain SQL finds, to the last digit. polars is no dependency of the program: install it beside.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata, util
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import numpy as np
from memory import peak
from numpy.typing import NDArray

if TYPE_CHECKING:
    import duckdb
    import pyarrow

SEED = 20260301
PEOPLE, DEPARTMENT, CONTACTS, PARTNERS = 20_000, 50, 60, 6
STRANGERS, MACHINES = 20_000, 20
MONTHS = 12
CHUNK = 1_000_000
MILLION = 1_000_000
MACHINE, REST, SMALLEST = "noreply-", "Not told", 5
# Seconds after which a contender is stopped, and gigabytes it may take.
LIMIT, LIMIT_GB = 1_800, 20
LIBRARIES = ("ibis-framework", "duckdb", "polars", "pandas", "pyarrow")
Cells = dict[tuple[str, str, str, str], int]


def make(rows: int, folder: Path) -> None:
    """Write log.parquet (from, to, time, kind, subject) and people.csv (person, department, from, until)."""
    import pyarrow as pa
    from pyarrow import parquet

    chance = np.random.default_rng(SEED)
    departments = PEOPLE // DEPARTMENT
    home = np.arange(PEOPLE) // DEPARTMENT
    partners = chance.integers(departments, size=(departments, PARTNERS))[home]
    drawn = chance.random((PEOPLE, CONTACTS))
    partner = np.take_along_axis(partners, chance.integers(PARTNERS, size=(PEOPLE, CONTACTS)), axis=1)
    anywhere = chance.integers(departments, size=(PEOPLE, CONTACTS))
    where = np.where(drawn < 0.6, home[:, None], np.where(drawn < 0.94, partner, anywhere))
    contacts = where * DEPARTMENT + chance.integers(DEPARTMENT, size=(PEOPLE, CONTACTS))
    names = [
        *(f"first.last{at:05}@acme.example" for at in range(PEOPLE)),
        *(f"someone{at:05}@elsewhere.example" for at in range(STRANGERS)),
        *(f"{MACHINE}{at}@acme.example" for at in range(MACHINES)),
    ]
    begin, year = np.datetime64("2025-01-01", "us").astype(np.int64), 365 * 86_400 * 10**6

    def texts(places: NDArray[np.int64], values: Sequence[str]) -> "pyarrow.Array":
        return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(values)).cast(pa.string())

    def chunk(first: int, last: int) -> "pyarrow.Table":
        many = last - first
        sender = (chance.random(many) ** 1.5 * PEOPLE).astype(np.int64)
        receiver = contacts[sender, np.minimum(chance.geometric(0.06, size=many) - 1, CONTACTS - 1)]
        luck = chance.random(many)
        receiver = np.where(luck < 0.03, PEOPLE + chance.integers(STRANGERS, size=many), receiver)
        receiver = np.where((luck > 0.5) & (luck < 0.505), sender, receiver)
        sender = np.where(luck > 0.99, PEOPLE + STRANGERS + chance.integers(MACHINES, size=many), sender)
        times = np.sort(chance.integers(begin + year * first // rows, begin + year * last // rows, size=many))
        return pa.table(
            {
                "from": texts(sender, names),
                "to": texts(receiver, names),
                "time": pa.array(times).cast(pa.timestamp("us")),
                "kind": texts(chance.choice(3, size=many, p=[0.6, 0.3, 0.1]), ["mail", "chat", "ticket"]),
                "subject": texts(chance.integers(5_000, size=many), [f"about {at}" for at in range(5_000)]),
            }
        )

    folder.mkdir(parents=True, exist_ok=True)
    writer = None
    for first in range(0, rows, CHUNK):
        table = chunk(first, min(first + CHUNK, rows))
        writer = writer or parquet.ParquetWriter(folder / "log.parquet", table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()
    with (folder / "people.csv").open("w", encoding="utf-8") as stream:
        stream.write("person,department,from,until\n")
        for at in range(PEOPLE):
            if at % 10:
                stream.write(f"{names[at]},D{home[at]:03},,\n")
            else:
                moved = (home[at] + 7) % departments
                stream.write(f"{names[at]},D{home[at]:03},,2025-06-14\n{names[at]},D{moved:03},2025-06-15,\n")


# The contenders. Each gives how many interactions are known, how many are not, and the cells that are told.


def ours(folder: Path) -> tuple[int, int, Cells]:
    from alignment.interactions.counting import count
    from alignment.interactions.engines import connected
    from alignment.interactions.logs import read_logs
    from alignment.interactions.people import read_people
    from alignment.source.pseudonyms import Key

    with connected(None) as engine:
        logs = read_logs(engine, [str(folder / "log.parquet")], {})
        found = count(engine, logs, read_people(engine, str(folder / "people.csv"), {}), Key.new())
    return (
        found.known,
        found.unlisted + found.elsewhere,
        _cells(found.months.select(["month", "kind", "from", "to", "times"]).to_pydict()),
    )


_STAYS = """create temp table stays as select lower(trim(person)) person, department,
    coalesce("from", date '1900-01-01') since, coalesce(until, date '9999-12-31') until from read_csv('{people}')"""
_BARE = """select date_trunc('month', l.time) as month, l.kind, a.department, b.department, count(*) from read_parquet('{log}') l
    join stays a on l."from" = a.person and l.time::date between a.since and a.until
    join stays b on l."to" = b.person and l.time::date between b.since and b.until group by all"""
_PAIRS = """create temp table pairs as
    select date_trunc('month', l.time) as month, l.kind, l."from", l."to", a.department s, b.department t, count(*) times
    from read_parquet('{log}') l
    left join stays a on l."from" = a.person and l.time::date between a.since and a.until
    left join stays b on l."to" = b.person and l.time::date between b.since and b.until
    where l."from" <> l."to" and not starts_with(l."from", 'noreply-') and not starts_with(l."to", 'noreply-') group by all"""
_CELLS = """with cells as (
        select month, kind, s, t, sum(times) times from pairs where s is not null and t is not null group by all),
    people as (
        select month, kind, s, t, count(distinct person) people from (
            select month, kind, s, t, "from" person from pairs union all select month, kind, s, t, "to" from pairs) group by all)
    select strftime(month, '%Y-%m-%d') as month, kind, s, t, times, people from cells join people using (month, kind, s, t)"""


def _duckdb(folder: Path) -> "duckdb.DuckDBPyConnection":
    import duckdb

    connection = duckdb.connect(config={"preserve_insertion_order": False, "temp_directory": str(folder / "spill")})
    connection.execute(_STAYS.format(people=folder / "people.csv"))
    return connection


def plain_sql(folder: Path) -> tuple[int, int, Cells]:
    connection = _duckdb(folder)
    connection.execute(_PAIRS.format(log=folder / "log.parquet"))
    known, unknown = connection.execute(
        "select sum(times) filter (s is not null and t is not null), sum(times) filter (s is null or t is null) from pairs"
    ).fetchall()[0]
    return int(known), int(unknown), _folded(*zip(*connection.execute(_CELLS).fetchall(), strict=True))


def bare_sql(folder: Path) -> tuple[int, int, Cells]:
    """Join, group, and nothing else: rows of machines and strangers are lost, and every cell is told."""
    found = _duckdb(folder).execute(_BARE.format(log=folder / "log.parquet")).fetchall()
    return sum(row[4] for row in found), 0, {}


def polars_(folder: Path) -> tuple[int, int, Cells]:
    import polars as pl

    people = pl.scan_csv(folder / "people.csv", try_parse_dates=True).with_columns(
        pl.col("from").fill_null(pl.date(1900, 1, 1)), pl.col("until").fill_null(pl.date(2999, 12, 31))
    )
    rows = pl.scan_parquet(folder / "log.parquet").select("from", "to", "time", "kind")
    rows = rows.filter(
        (pl.col("from") != pl.col("to"))
        & ~pl.col("from").str.starts_with(MACHINE)
        & ~pl.col("to").str.starts_with(MACHINE)
    ).with_columns(day=pl.col("time").dt.date(), month=pl.col("time").dt.date().dt.month_start())
    for end, name in (("from", "s"), ("to", "t")):
        stays = people.select(person="person", **{name: "department"}, since="from", until_="until")
        joined = rows.join(stays, left_on=end, right_on="person", how="left")
        there = pl.col("since").is_null() | ((pl.col("day") >= pl.col("since")) & (pl.col("day") <= pl.col("until_")))
        rows = joined.filter(there).drop("since", "until_")
    by = ["month", "kind", "s", "t"]
    pairs = rows.group_by([*by, "from", "to"]).agg(times=pl.len()).collect(engine="streaming")
    is_known = pl.col("s").is_not_null() & pl.col("t").is_not_null()
    known = pairs.filter(is_known)
    ends = pl.concat([known.select(*by, person=end) for end in ("from", "to")])
    cells = (
        known.group_by(by)
        .agg(pl.col("times").sum())
        .join(ends.group_by(by).agg(people=pl.col("person").n_unique()), on=by)
    )
    cells = cells.with_columns(pl.col("month").cast(pl.String))
    told = (cells[name].to_list() for name in (*by, "times", "people"))
    return int(known["times"].sum()), int(pairs.filter(~is_known)["times"].sum()), _folded(*told)


def pandas_(folder: Path) -> tuple[int, int, Cells]:
    import pandas as pd

    people = pd.read_csv(folder / "people.csv", parse_dates=["from", "until"])
    people["from"] = people["from"].fillna(pd.Timestamp("1900-01-01"))
    people["until"] = people["until"].fillna(pd.Timestamp("2999-12-31"))
    rows = pd.read_parquet(folder / "log.parquet", columns=["from", "to", "time", "kind"])
    machine = rows["from"].str.startswith(MACHINE) | rows["to"].str.startswith(MACHINE)
    rows = rows[~machine & (rows["from"] != rows["to"])]
    rows["day"] = rows.pop("time").dt.normalize()
    rows["kind"] = rows["kind"].astype("category")
    for end, name in (("from", "s"), ("to", "t")):
        stays = people.set_axis([f"{end}_is", name, "since", "until"], axis=1)
        rows = rows.merge(stays, left_on=end, right_on=f"{end}_is", how="left").drop(columns=f"{end}_is")
        there = rows["since"].isna() | ((rows["day"] >= rows["since"]) & (rows["day"] <= rows["until"]))
        rows = rows[there].drop(columns=["since", "until"])
    rows["month"] = rows.pop("day").dt.to_period("M").dt.to_timestamp()
    by = ["month", "kind", "s", "t"]
    unknown = rows["s"].isna() | rows["t"].isna()
    pairs = rows[~unknown].groupby([*by, "from", "to"], observed=True).size().rename("times").reset_index()
    ends = pd.concat([pairs[[*by, end]].rename(columns={end: "person"}) for end in ("from", "to")]).drop_duplicates()
    cells = pairs.groupby(by, observed=True)["times"].sum().to_frame()
    cells = cells.join(ends.groupby(by, observed=True).size().rename("people")).reset_index()
    cells["month"] = cells["month"].dt.strftime("%Y-%m-%d")
    told = (cells[name].tolist() for name in (*by, "times", "people"))
    return int((~unknown).sum()), int(unknown.sum()), _folded(*told)


CONTENDERS: Mapping[str, Callable[[Path], tuple[int, int, Cells]]] = {
    "ours, on DuckDB": ours,
    "plain DuckDB SQL": plain_sql,
    "DuckDB SQL: join and group only": bare_sql,
    "polars": polars_,
    "pandas": pandas_,
}
NEEDS = {"polars": "polars"}


def _folded(
    months: Sequence[str],
    kinds: Sequence[str],
    one: Sequence[str],
    other: Sequence[str],
    times: Sequence[int],
    people: Sequence[int],
) -> Cells:
    """Cells of five people and more; the rest is in none, for what is told of it depends on who is in several."""
    return {
        (month, kind, s, t): int(many)
        for month, kind, s, t, many, who in zip(months, kinds, one, other, times, people, strict=True)
        if who >= SMALLEST
    }


def _cells(told: Mapping[str, Sequence[Any]]) -> Cells:
    cells = zip(*told.values(), strict=True)
    # Without months, and without departments, are sums of cells of few people.
    return {(str(month), kind, s, t): times for month, kind, s, t, times in cells if month and REST not in (s, t)}


def run(name: str, folder: Path) -> dict[str, Any]:
    """One contender, in this process."""
    begun, worked = perf_counter(), process_time()
    known, unknown, cells = CONTENDERS[name](folder)
    told = {
        "seconds": perf_counter() - begun, "processor": process_time() - worked, "megabytes": peak(), "known": known, "unknown": unknown,
    }  # fmt: skip
    (folder / f"{list(CONTENDERS).index(name)}.json").write_text(
        json.dumps([[*cell, times] for cell, times in cells.items()])
    )
    return told


def _run_apart(name: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", __file__, "--run", name, str(folder)]
    limited = f'ulimit -v {LIMIT_GB * 2**20}; exec "$@"' if sys.platform == "linux" else 'exec "$@"'
    try:
        done = subprocess.run(
            ["bash", "-c", limited, "bash", *command], capture_output=True, text=True, timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {LIMIT} s"}
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return {"failed": f"not done: {said[:80]}"}
    return json.loads(done.stdout.splitlines()[-1])


def measure(millions: float, runs: int, names: Sequence[str], folder: Path) -> dict[str, dict[str, Any]]:
    make(int(millions * MILLION), folder)
    found: dict[str, dict[str, Any]] = {}
    for turn in range(runs):
        for name in names:
            if "failed" in found.get(name, {}):
                continue
            print(f"{millions:g} million rows, {name}, run {turn + 1}", file=sys.stderr, flush=True)
            told = _run_apart(name, folder)
            before = found.get(name)
            if "failed" in told or before is None:
                found[name] = told
            else:
                found[name] = {
                    **min(before, told, key=lambda one: one["seconds"]),
                    "megabytes": max(before["megabytes"], told["megabytes"]),
                }
    _compare(found, folder)
    return found


def _compare(found: Mapping[str, dict[str, Any]], folder: Path) -> None:
    """Make sure that all who did the whole job found the same; raises where one did not."""

    def cells(name: str) -> Cells:
        rows = json.loads((folder / f"{list(CONTENDERS).index(name)}.json").read_text())
        return {tuple(row[:4]): row[4] for row in rows}

    whole = [name for name, told in found.items() if "failed" not in told and CONTENDERS[name] is not bare_sql]
    exact = next((name for name in whole if CONTENDERS[name] is not ours), None)
    if exact is None:
        return
    expected = cells(exact)
    for name in whole:
        if (found[name]["known"], found[name]["unknown"]) != (found[exact]["known"], found[exact]["unknown"]):
            raise SystemExit(f"{name} counts {found[name]}, {exact} {found[exact]}")
        told = cells(name)
        wrong = [cell for cell, times in told.items() if expected.get(cell) != times]
        lacking = len(expected) - len(told)
        if wrong or (lacking and CONTENDERS[name] is not ours):
            raise SystemExit(f"{name} differs from {exact}: {wrong[:3]}, {lacking} cells lacking")
        found[name]["cells"], found[name]["lacking"] = len(told), lacking


def page(sizes: Mapping[float, Mapping[str, dict[str, Any]]], runs: int) -> Iterator[str]:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES if util.find_spec(name.split("-")[0]))
    yield "# Counting logs, side by side"
    yield ""
    yield f"{platform.system()}, {platform.machine()}; Python {platform.python_version()}, {versions}. {'Of one run' if runs == 1 else f'The quickest of {runs} runs that took turns'}, each a process of its own;"
    yield "`interactions.py` says what each does and makes this page. Everyone who did the whole job found the same figures, to the last digit."
    for millions, found in sizes.items():
        plain, mine = found.get("plain DuckDB SQL", {}), found.get("ours, on DuckDB", {})
        yield ""
        yield f"## {millions:g} million rows"
        yield ""
        yield "| | s | processor s | peak MB | of plain SQL's time | ours is faster by |"
        yield "|---|---:|---:|---:|---:|---:|"
        for name, told in found.items():
            if "failed" in told:
                yield f"| {name} | {told['failed']} | | | | |"
                continue
            ratios = [
                f"{top['seconds'] / bottom['seconds']:.2f}" if "seconds" in top and "seconds" in bottom else ""
                for top, bottom in ((told, plain), (told, mine))
            ]
            yield f"| {name} | {told['seconds']:.1f} | {told['processor']:.1f} | {told['megabytes']:,.0f} | {ratios[0]} | {ratios[1]} |"
        if mine.get("cells") is not None:
            yield ""
            yield (
                f"{mine['known']:,} interactions between people in departments, {mine['unknown']:,} with somebody who is not; {mine['cells']:,} cells of month, kind and departments "
                f"are told. {mine['lacking']:,} that have exactly five or six people are folded by ours, to which five are not certain."
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="10", help="millions of rows, parted by commas")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--only", action="append", help="a contender; may be repeated")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--make", nargs=2, metavar=("MILLIONS", "FOLDER"))
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.make:
        make(int(float(chosen.make[0]) * MILLION), Path(chosen.make[1]))
        return
    if chosen.run:
        print(json.dumps(run(chosen.run[0], Path(chosen.run[1]))))
        return
    names = [name for name in chosen.only or CONTENDERS if util.find_spec(NEEDS.get(name, "json"))]
    sizes = {}
    for millions in map(float, chosen.rows.split(",")):
        folder = Path(tempfile.mkdtemp(prefix="interactions-"))
        try:
            sizes[millions] = measure(millions, chosen.runs, names, folder)
        finally:
            shutil.rmtree(folder)
    text = "\n".join(page(sizes, chosen.runs)) + "\n"
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
