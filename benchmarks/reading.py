"""How long does reading a large workbook take, and how much memory, beside openpyxl and pandas?

    python benchmarks/reading.py                       200,000 rows of collaboration, three runs of each
    python benchmarks/reading.py --rows 20000 --runs 5

The workbook is written once. Every run is a process of its own, imports included, and the readers take turns so that all
see the same machine. Medians of processor seconds are compared: a busy machine does not stretch them.

The reader finds the tables, checks every name and keeps the cell of everything it reads. openpyxl only goes over the
values in its read-only mode, or loads the workbook as most scripts do; pandas makes data frames by way of openpyxl.
Ratios hold from machine to machine, seconds do not.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

PEOPLE = 2_000
DEPARTMENTS = 40
SEED = 20260301


def write(path: Path, rows: int) -> None:
    """Write departments, people, and who works with whom: ends, strength, kind and source in every row."""
    from openpyxl import Workbook  # not above: each reader pays for its own imports

    chance = random.Random(SEED)
    book = Workbook(write_only=True)
    page = book.create_sheet("Departments")
    page.append(["Department", "Parent"])
    for number in range(DEPARTMENTS):
        page.append([f"Department {number}", f"Department {number % 5}" if number >= 5 else None])
    page = book.create_sheet("People")
    page.append(["Person", "Department", "Role"])
    for number in range(PEOPLE):
        page.append([f"Person {number:04d}", f"Department {number % DEPARTMENTS}", f"Role {number % 70}"])
    page = book.create_sheet("Collaboration")
    page.append(["From", "To", "Strength", "Kind", "Source"])
    for _ in range(rows):
        one, other = chance.sample(range(PEOPLE), 2)
        kind, source = chance.choice(["work", "advice", "decisions"]), chance.choice(["survey", "calendar"])
        page.append([f"Person {one:04d}", f"Person {other:04d}", chance.randint(1, 5), kind, source])
    book.save(path)


def read_by_alignment(path: Path) -> int:
    from alignment.source import read

    return len(read([path]).organisation.ties)


def read_by_openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return max(sum(1 for _ in page.iter_rows(values_only=True)) - 1 for page in book.worksheets)


def read_by_openpyxl_whole(path: Path) -> int:
    from openpyxl import load_workbook

    return max(page.max_row - 1 for page in load_workbook(path).worksheets)


def read_by_pandas(path: Path) -> int:
    import pandas as pd

    return max(map(len, pd.read_excel(path, sheet_name=None, engine="openpyxl").values()))


READERS = {
    "alignment": read_by_alignment,
    "openpyxl, read-only": read_by_openpyxl,
    "openpyxl, whole": read_by_openpyxl_whole,
    "pandas with openpyxl": read_by_pandas,
}


def measured(reader: str, path: Path, rows: int) -> tuple[float, float]:
    """Seconds and peak megabytes of one run in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--child", reader, str(path)], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    if found["rows"] != rows:
        raise SystemExit(f"{reader} read {found['rows']} rows of {rows}")
    return found["seconds"], found["megabytes"]


def child(reader: str, path: Path) -> None:
    """Read in this process, and say how it went as JSON."""
    begun = process_time()
    rows = READERS[reader](path)
    seconds = process_time() - begun
    # Linux counts kilobytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"rows": rows, "seconds": seconds, "megabytes": peak}))


def table(path: Path, rows: int, runs: int) -> str:
    """A Markdown table: median seconds, how many times those of the reader, peak memory, lowest and highest run."""
    found: dict[str, list[tuple[float, float]]] = {reader: [] for reader in READERS}
    for _ in range(runs):
        for reader, each in found.items():
            each.append(measured(reader, path, rows))
    seconds = {reader: statistics.median(one for one, _ in each) for reader, each in found.items()}
    own = seconds["alignment"]
    lines = [
        f"{rows:,} rows of collaboration, {path.stat().st_size / 1e6:.1f} MB; medians of {runs} "
        f"{'run' if runs == 1 else 'runs'}",
        "",
        "| Reader | Processor seconds | Lowest–highest | Times alignment | Peak memory (MB) |",
        "|---|---:|---:|---:|---:|",
    ]
    for reader, each in found.items():
        times = sorted(one for one, _ in each)
        peak = statistics.median(one for _, one in each)
        lines.append(
            f"| {reader} | {seconds[reader]:.2f} | {times[0]:.2f}–{times[-1]:.2f} | {seconds[reader] / own:.1f} | {peak:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], Path(sys.argv[3]))
        return
    parser = argparse.ArgumentParser(description="Time the reader on a large workbook.")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collaboration.xlsx"
        write(path, options.rows)
        print(table(path, options.rows, options.runs))


if __name__ == "__main__":
    main()
