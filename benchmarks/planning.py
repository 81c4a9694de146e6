"""What does a plan cost, beside one analysis and beside measuring every candidate anew?

    python benchmarks/planning.py                        a made-up company with 1,000 possible moves, 20 chosen
    python benchmarks/planning.py audit.xlsx --most 10   any workbook

All in one process, in processor seconds, so that a busy machine stretches them little. One analysis is what a report takes
of it: every measure, rule and the ranges of the scores. Measuring anew is done for some of the candidates, evenly picked,
each checked to give the same score; what all of them would take is that time, times their number.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

import companies

from alignment.advice.plan import make_plan
from alignment.advice.proposals import proposed
from alignment.analysis.catalogue import analyse
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Organisation
from alignment.settings import Settings

_T = TypeVar("_T")
# No plan runs out of effort before it has the moves asked for, and no subject is left out.
BUDGET = 10_000
SETTINGS = Settings(plan_subjects=10_000)
ANEW = 20


def timed(work: Callable[[], _T]) -> tuple[float, _T]:
    """Processor seconds, and what came out."""
    begun = process_time()
    found = work()
    return process_time() - begun, found


def read(workbook: Path | None) -> Organisation:
    if workbook is None:
        return companies.unowned()
    from alignment import source

    return source.read([workbook]).organisation


def rows(organisation: Organisation, most: int) -> list[tuple[str, str]]:
    """Lines of the table: what, and what it took."""
    settings = SETTINGS
    # Once before, so that imports are not counted.
    analyse(organisation, settings)
    once = min(timed(lambda: analyse(organisation, settings))[0] for _ in range(3))
    begin, before = timed(lambda: Measured(organisation, settings))
    moves = proposed(before.context)
    if before.score is None or not moves:
        raise SystemExit("This company has no score, or nothing to propose.")
    some = moves[:: max(1, len(moves) // ANEW)]
    changed = [one.apply(organisation) for one in some]
    quick, found = timed(lambda: [before.score_after(one) for one in changed])
    anew, checked = timed(lambda: [Measured(one, settings).score for one in changed])
    if found != checked:
        raise SystemExit("Measuring again gives another score than measuring anew.")
    spent, plan = timed(lambda: make_plan(before, proposed, BUDGET, most))
    return [
        ("possible moves", f"{plan.considered:,}"),
        ("moves chosen", f"{len(plan.steps)}"),
        ("points gained", f"{plan.gain:.2f}"),
        ("one analysis, s", f"{once:.2f}"),
        ("a plan, s", f"{begin + spent:.2f}"),
        ("**a plan, in analyses**", f"**{(begin + spent) / once:.1f}**"),
        ("a candidate, measured again, ms", f"{1000 * quick / len(some):.1f}"),
        ("a candidate, measured anew, ms", f"{1000 * anew / len(some):.1f}"),
        ("times quicker", f"{anew / quick:.0f}"),
        ("all candidates once, measured anew, in analyses", f"{anew / len(some) * len(moves) / once:.0f}"),
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("workbook", nargs="?", type=Path)
    arguments.add_argument("--most", type=int, default=20, help="moves to choose")
    chosen = arguments.parse_args()
    print("| | |\n|---|---:|")
    for label, value in rows(read(chosen.workbook), chosen.most):
        print(f"| {label} | {value} |")


if __name__ == "__main__":
    main()
