"""How long does `alignment report` take, stage by stage, beside a plain script and beside the mere imports?

    python benchmarks/stages.py                       the sample company
    python benchmarks/stages.py audit.xlsx --runs 5   any workbook

Every run is a process of its own. Runs of the program, of the plain script (`plain.py`: the same headline figures and as
many pictures) and of the imports alternate, so that all see the same machine; medians are compared. Ratios hold from
machine to machine, seconds do not. The PDF is set while the other formats are written: what stands beside it is the time that
it is still waited for.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter

HERE = Path(__file__).resolve().parent
IMPORTS = "import pandas, networkx, matplotlib"
STAGES = (
    "Importing",
    "Reading",
    "Measuring",
    "Finding",
    "Scoring",
    "Planning",
    "Drawing",
    "Writing HTML",
    "Writing Excel",
    "Writing PowerPoint",
    "Writing PDF",
    "Writing JSON",
)
# Without compiled files beside the sources every start compiles them again, which no installation does.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def child(workbook: Path, folder: Path) -> None:
    """One whole run in this process: seconds of each stage and the peak memory, as JSON."""
    marks: list[tuple[str, float]] = [("Importing", perf_counter())]
    from alignment.analysis import catalogue  # noqa: F401 - the imports are the stage
    from alignment.pipeline import examine, write_report
    from alignment.report import content, excel, html, pdf, powerpoint  # noqa: F401
    from alignment.source import workbooks  # noqa: F401

    def mark(name: str) -> None:
        marks.append((name, perf_counter()))

    write_report(examine([workbook], stage=mark), folder, stage=mark)
    marks.append(("", perf_counter()))
    seconds: dict[str, float] = {}
    for (name, begun), (_, ended) in pairwise(marks):
        stage = next((one for one in STAGES if name.startswith(one)), name)
        seconds[stage] = seconds.get(stage, 0.0) + ended - begun
    print(json.dumps({"seconds": seconds, "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


def timed(command: Sequence[str | Path]) -> tuple[float, float, str]:
    """Seconds, peak megabytes and output of a process."""
    wrapped = (
        "import resource, subprocess, sys, time; t = time.perf_counter(); "
        "out = subprocess.run(sys.argv[1:], check=True, capture_output=True, text=True).stdout; "
        "print(time.perf_counter() - t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); print(out)"
    )
    done = subprocess.run(
        [sys.executable, "-c", wrapped, *command], check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    head, _, rest = done.stdout.partition("\n")
    seconds, kilobytes = head.split()
    return float(seconds), float(kilobytes) / 1024, rest


def measure(workbook: Path, runs: int, pictures: int) -> dict[str, list[float]]:
    """Seconds by label over all runs, the three commands in turn; memory under labels that end in MB."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        ours = [sys.executable, HERE / "stages.py", "--child", workbook, "-o", Path(scratch) / "ours"]
        plain = [
            sys.executable,
            HERE / "plain.py",
            workbook,
            "--pictures",
            str(pictures),
            "-o",
            Path(scratch) / "plain",
        ]
        for _ in range(runs + 1):  # the first round only warms the disk
            whole, megabytes, output = timed(ours)
            imports, _, _ = timed([sys.executable, "-c", IMPORTS])
            beside, beside_megabytes, _ = timed(plain)
            row = {
                "report": whole,
                "imports": imports,
                "plain": beside,
                "report MB": megabytes,
                "plain MB": beside_megabytes,
            }
            row |= json.loads(output)["seconds"]
            for label, value in row.items():
                found.setdefault(label, []).append(value)
    return {label: values[1:] for label, values in found.items()}


def rows(workbook: Path, runs: int, pictures: int) -> list[tuple[str, str]]:
    """Lines of the table for one workbook: what, and its ratio to the imports."""
    found = {label: statistics.median(values) for label, values in measure(workbook, runs, pictures).items()}
    unit = found["imports"]
    lines = [(stage, f"{found[stage] / unit:.2f}") for stage in STAGES if stage in found]
    lines.append(("**whole report**", f"**{found['report'] / unit:.2f}**"))
    lines.append(("plain script", f"{found['plain'] / unit:.2f}"))
    lines.append(("report / plain script", f"{found['report'] / found['plain']:.2f}"))
    lines.append(("peak memory, report / plain", f"{found['report MB']:.0f} / {found['plain MB']:.0f} MB"))
    return lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("workbooks", nargs="*", type=Path)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--pictures", type=int, default=18, help="pictures the plain script draws")
    arguments.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("-o", "--output", type=Path, default=Path("reports/benchmark"))
    chosen = arguments.parse_args()
    books = chosen.workbooks or sorted((HERE.parent / "sample_data").glob("*.xlsx"))[:1]
    if chosen.child:
        child(books[0], chosen.output)
        return
    tables = {book.name: dict(rows(book, chosen.runs, chosen.pictures)) for book in books}
    print(f"Medians of {chosen.runs} runs, in units of the time of `python -c '{IMPORTS}'`\n")
    print("| stage | " + " | ".join(tables) + " |\n|---" + "|---:" * len(tables) + "|")
    for stage in next(iter(tables.values())):
        print(f"| {stage} | " + " | ".join(table.get(stage, "") for table in tables.values()) + " |")


if __name__ == "__main__":
    main()
