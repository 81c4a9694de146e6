"""What does an answer to "what if" cost, beside the whole run that it stands for?

    python benchmarks/whatif.py                the sample
    python benchmarks/whatif.py audit.xlsx     any workbook

Side by side on one machine, in seconds by the clock, since that is what somebody waits. A full run is the command
`alignment report`, all formats, as a process of its own. An answer is what a window gives that has the company measured in memory:
first one move of each kind alone, then the steps of the plan ticked one after the other, then all of them at once. What each
kind of answer says is compared with what measuring the changed company from the start gives.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from alignment.advice.byhand import STEP, Asked
from alignment.advice.chosen import Choosing
from alignment.advice.simulation import difference
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Organisation
from alignment.pipeline import examine
from alignment.resources import sample_data

_T = TypeVar("_T")
RUNS = 3


def timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """Seconds by the clock, and what came out."""
    begun = perf_counter()
    found = work()
    return perf_counter() - begun, found


def report(workbook: Path) -> None:
    """Make the whole report as the command line does."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "alignment", "report", str(workbook), "-o", folder, "--quiet"]
        subprocess.run(command, check=True)


def by_hand(company: Organisation) -> Iterator[Asked]:
    """One change of each kind, of the first names that the company has for it."""
    peopled = {one.department for one in company.people}
    units = [one.name for one in company.departments if one.id in peopled]
    if company.journeys and units:
        yield Asked("owner", f"{company.journeys[0].name}={units[0]}")
    if len(units) > 2:
        yield Asked("link", f"{units[0]}:{units[-1]}")
        yield Asked("merge", f"{units[0]}+{units[1]}=Both")
        yield Asked("without", units[2])


def same(before: Measured, choosing: Choosing, asked: Sequence[Asked]) -> bool:
    """Tell whether an answer is that of measuring from the start."""
    after = choosing.after(asked)
    anew = Measured(after.organisation, before.settings)
    return choosing.difference(asked) == difference(before.analysis, anew.analysis)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workbook", nargs="?", type=Path, default=sample_data() / "brightwater-q2.xlsx")
    workbook = parser.parse_args().workbook
    whole = min(timed(lambda: report(workbook))[0] for _ in range(RUNS))
    examination = examine([workbook], retain=True)
    before = examination.measured
    if before is None:
        raise SystemExit("Nothing was measured.")
    steps = [Asked(STEP, one.move) for one in examination.check.advice.steps]
    print(f"{'full run':<42}{whole:8.2f} s")
    for one in by_hand(examination.organisation):
        choosing = Choosing(before)
        seconds, _ = timed(lambda choosing=choosing, one=one: choosing.difference([one]))
        right = "" if same(before, choosing, [one]) else "  differs"
        print(f"{f'{one.kind} by hand':<42}{seconds:8.2f} s{seconds / whole:8.1%}{right}")
    if not steps:
        return
    choosing = Choosing(before)
    ticks = [timed(lambda place=place: choosing.difference(steps[: place + 1]))[0] for place in range(len(steps))]
    print(f"{f'{len(steps)} steps ticked one by one, each':<42}{max(ticks):8.2f} s{max(ticks) / whole:8.1%}  at most")
    choosing = Choosing(before)
    seconds, _ = timed(lambda: choosing.difference(steps))
    right = "" if same(before, choosing, steps) else "  differs"
    print(f"{f'{len(steps)} steps at once':<42}{seconds:8.2f} s{seconds / whole:8.1%}{right}")


if __name__ == "__main__":
    main()
