"""How do time and memory of the whole program grow with a company?

    python benchmarks/growth.py                      writes growth.md: 100, 1,000 and 10,000 departments, in all printed formats
    python benchmarks/growth.py 100 2000 -f json     other sizes and formats
    python benchmarks/growth.py --make 2000 FOLDER   only writes the files of an enterprise of 2,000 departments

Every size is a process of its own, so that its peaks are its own; it ends where it would take more memory or time than is
given. What was measured is kept in growth.json, and other sizes are added to it. A stage's exponent is that of its time, and of its memory, over the departments, between two sizes: 1 is as much
longer as the company is larger; n log n is some 1.1 between these sizes.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from enterprises import PEOPLE, STEPS, TIES, made
from memory import forget_peak, peak

HERE = Path(__file__).resolve().parent
SIZES = (100, 1_000, 10_000)
FORMATS = ("html", "pdf", "xlsx", "pptx", "json")
READING = ("Opening", "Reading")
# What grows no faster than this does so as n log n does between sizes of 100 and 10,000.
STEEP = 1.25
# Under this a stage is the time of its imports.
NOTABLE = 1.0
# What the stages are bounded by, to be read beside the exponent.
BOUNDS = {
    "Measuring": "10,000 shuffles of the people; exact paths to 20,000 people, from 500 of them beyond; whom a survey shows, of "
    "300 groups",
    "Finding": "nothing is left out: rows behind ties are sorted, n log n, and no longer fit the processor's caches",
    "Network, by itself": "nothing is left out: ties are sorted, n log n, and no longer fit the processor's caches",
    "Scoring": "60 departments left out in turn, or as many as 10,000,000 ties read again allow",
    "Planning": "50 subjects for each kind of step, or as many as 1,000,000 steps and processes read again allow, for contacts "
    "20,000,000 ties; 12 steps in the plan, or as many as 30,000,000 ties allow; at least 5 of each",
}


@dataclass
class Run:
    """What a run of one size took: seconds, processor seconds and peak megabytes of each stage, in order, and how it ended.

    `note` is written by hand, where there is more to know of a run.
    """

    departments: int
    stages: dict[str, list[float]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    ended: str = ""
    note: str = ""


def child(folder: Path, formats: Sequence[str]) -> None:
    """One whole run in this process: a line of JSON as each stage ends."""
    from alignment import network
    from alignment.pipeline import examine, write_report
    from alignment.settings import Settings

    # A company of 10,000 departments has files beyond what is read unasked.
    settings = Settings(most_cells=100_000_000, most_file_mb=1_000)
    now = ["", perf_counter(), process_time()]

    def mark(name: str) -> None:
        stage = "Reading" if name.startswith(READING) else name.partition(":")[0]
        if stage == now[0]:
            return
        if now[0]:
            told = {"stage": now[0], "seconds": perf_counter() - now[1], "processor": process_time() - now[2]}
            print(json.dumps({**told, "megabytes": peak()}), flush=True)
        forget_peak()
        now[:] = [stage, perf_counter(), process_time()]

    examination = examine([folder], settings, stage=mark)
    mark("Network, by itself")
    network.collaboration(examination.organisation)
    check = examination.check
    for one in formats:
        # Each by itself: what they share is in each.
        mark({"xlsx": "Excel", "pptx": "PowerPoint"}.get(one, one.upper()))
        write_report(examination, folder / "report", [one])
    mark("")
    counts = {"findings": len(check.findings), "figures": len(check.measurements), "steps": len(check.advice.steps)}
    print(json.dumps({"counts": counts}), flush=True)


def run(departments: int, formats: Sequence[str], gigabytes: float, minutes: float) -> Run:
    """One size in a process of its own, which may take so much memory and time."""
    found = Run(departments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = made(departments, Path(scratch) / "enterprise")
        limit = int(gigabytes * 2**30)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [sys.executable, __file__, "--child", folder, "-f", ",".join(formats)]
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),  # noqa: PLW1509 - there is one thread
        ) as process:
            try:
                output, errors = process.communicate(timeout=60 * minutes)
            except subprocess.TimeoutExpired:
                process.kill()
                output, errors = process.communicate()
                found.ended = f"stopped after {minutes:g} minutes"
    for line in map(json.loads, output.splitlines()):
        if "counts" in line:
            found.counts = line["counts"]
        else:
            found.stages[line["stage"]] = [line["seconds"], line["processor"], line["megabytes"]]
    if process.returncode and not found.ended:
        last = errors.strip().splitlines()[-1:] or [f"status {process.returncode}"]
        found.ended = f"over {gigabytes:g} GiB" if "Memory" in last[0] else last[0]
        if process.returncode < 0:
            # The system ends what takes more memory than the machine has.
            found.ended = f"ended by signal {-process.returncode}"
    return found


def exponent(one: Run, other: Run, stage: str, place: int) -> float | None:
    """The slope between two sizes of a stage's figure, both as logarithms; None where one of them is not known."""
    if stage not in one.stages or stage not in other.stages:
        return None
    return math.log(other.stages[stage][place] / one.stages[stage][place]) / math.log(
        other.departments / one.departments
    )


def table(runs: Sequence[Run]) -> list[str]:
    """A row a stage: processor seconds and peak megabytes of every size, with the exponents between them."""
    stages = list(dict.fromkeys(stage for one in runs for stage in one.stages))
    head, rule = "| stage |", "|---|"
    for unit in ("s", "MB"):
        for one in runs:
            head += f" {one.departments:,}, {unit} |"
        head += " exponents |"
        rule += "---:|" * (len(runs) + 1)
    lines = [head, rule]
    for stage in stages:
        row = f"| {stage} |"
        for place, digits in ((1, 1), (2, 0)):
            for one in runs:
                row += f" {one.stages[stage][place]:,.{digits}f} |" if stage in one.stages else "  |"
            slopes = [exponent(one, other, stage, place) for one, other in pairwise(runs)]
            row += f" {', '.join(f'{slope:.2f}' for slope in slopes if slope is not None)} |"
        lines.append(row)
    return lines


def steep(runs: Sequence[Run]) -> list[str]:
    """Lines on the stages that grow faster than n log n, with what bounds them."""
    found = []
    for stage in dict.fromkeys(stage for one in runs for stage in one.stages):
        slopes = [
            slope
            for one, other in pairwise(runs)
            if (slope := exponent(one, other, stage, 1)) is not None and other.stages[stage][1] > NOTABLE
        ]
        if slopes and max(slopes) > STEEP:
            found.append(f"- {stage}: {max(slopes):.2f}. Bounded: {BOUNDS.get(stage, 'nothing yet')}.")
    return found


def page(runs: Sequence[Run]) -> str:
    """The page of what was measured."""
    sizes = "; ".join(
        f"{one.departments:,} departments: {PEOPLE * one.departments:,} people with {PEOPLE * TIES * one.departments:,} ties, "
        f"{one.departments:,} journeys of {STEPS} steps"
        for one in runs
    )
    told = [
        f"- {one.departments:,}: "
        + (f"ended in the stage after {(list(one.stages) or ['the start'])[-1]}: {one.ended}" if one.ended else "whole")
        + "".join(f"; {number:,} {name}" for name, number in one.counts.items())
        + (f". {one.note}" if one.note else "")
        for one in runs
    ]
    lines = [
        "# How the whole program grows",
        "",
        f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}. Processor seconds",
        "and peak memory of each stage, swap included, each size in a process of its own. `growth.py` makes this page of what `growth.json` keeps,",
        "and says what an exponent is. The network by itself is also a part of measuring.",
        "",
        f"{sizes}.",
        "",
        *table(runs),
        "",
        *told,
        "",
        f"Faster than n log n (an exponent over {STEEP:g}, and over {NOTABLE:g} s):",
        "",
        *(steep(runs) or ["- nothing"]),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sizes", nargs="*", type=int, default=SIZES)
    arguments.add_argument("-f", "--formats", default=",".join(FORMATS))
    arguments.add_argument("--gigabytes", type=float, default=8)
    arguments.add_argument("--minutes", type=float, default=60, help="for each size")
    arguments.add_argument("--make", nargs=2, metavar=("DEPARTMENTS", "FOLDER"))
    arguments.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    formats = [one for one in chosen.formats.split(",") if one]
    if chosen.make:
        made(int(chosen.make[0]), Path(chosen.make[1]))
    elif chosen.child:
        child(chosen.child, formats)
    else:
        kept = HERE / "growth.json"
        known = {one["departments"]: Run(**one) for one in json.loads(kept.read_text())} if kept.exists() else {}
        for size in chosen.sizes:
            known[size] = run(size, formats, chosen.gigabytes, chosen.minutes)
            runs = [known[one] for one in sorted(known)]
            # Written after each: the next may take an hour.
            kept.write_text(json.dumps([asdict(one) for one in runs], indent=1) + "\n", encoding="utf-8")
            (HERE / "growth.md").write_text(page(runs), encoding="utf-8")


if __name__ == "__main__":
    main()
