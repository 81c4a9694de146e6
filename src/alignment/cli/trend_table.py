"""How a trend is printed on a terminal: a row a check, a line a figure."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignment.history.trend import Trend

__all__ = ["aligned", "printed"]

# So many of the last checks are shown beside one another.
_SHOWN = 6


def printed(trend: "Trend", everything: bool) -> Iterator[str]:
    """Yield the lines."""
    from alignment.history.regression import regressions
    from alignment.history.targets import target_words

    yield f"{trend.comparison.later.check.organisation}: {len(trend.checks)} checks"
    yield from aligned(_checks(trend))
    if trend.reorganised:
        days = ", ".join(one.isoformat() for one in trend.reorganised)
        yield f"Divided otherwise from: {days}. A bar | stands where figures on both sides of it cannot be compared."
    shown = trend.days[-_SHOWN:]
    if len(shown) < len(trend.days):
        yield f"\nFigures of the last {_SHOWN} checks"
    else:
        yield "\nFigures"
    yield from aligned(_figures(trend, everything))
    yield "\nChange since the check before"
    yield from _chance(trend)
    if trend.targets:
        yield "\nTargets"
        yield from (f"  {target_words(one)}" for one in trend.targets)
    worse = regressions(trend.comparison)
    if worse:
        yield "\nWorse than before"
        yield from (f"  {one}" for one in worse)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield each row as a line, its columns under one another."""
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        yield "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=False)).rstrip()


def _checks(trend: "Trend") -> list[list[str]]:
    from alignment.analysis.score import DIMENSIONS
    from alignment.model.result import SEVERITIES

    scored = [
        ident
        for ident in DIMENSIONS
        if any(ident in one.dimensions and one.dimensions[ident].score is not None for one in trend.checks)
    ]
    rows = [["Date", "Score", *(DIMENSIONS[ident] for ident in scored), "Findings"]]
    for one in trend.checks:
        score = one.score
        told = "withheld" if score.value is None else f"{score.value:.1f} ({score.rating})"
        scores = [one.dimensions[ident].score if ident in one.dimensions else None for ident in scored]
        found = ", ".join(f"{one.findings[name]} {name}" for name in SEVERITIES if one.findings.get(name))
        rows.append(
            [one.day.isoformat(), told, *("" if value is None else f"{value:.1f}" for value in scores), found or "none"]
        )
    return rows


def _figures(trend: "Trend", everything: bool) -> list[list[str]]:
    from alignment.analysis.base import CHANCE_OUT
    from alignment.analysis.catalogue import MEASURES

    shown = trend.days[-_SHOWN:]
    rows = [["", *(day.isoformat() for day in shown)]]
    for ident, measure in MEASURES.items():
        leads = (
            measure.scored_as is not None
            or measure.survives == CHANCE_OUT
            or ident in {one.measure for one in trend.targets}
        )
        if ident not in trend.lines or not (everything or leads):
            continue
        values = {one.day: one.value for one in trend.lines[ident]}
        begins = {stretch[0].day for stretch in trend.stretches(ident)[1:]}
        if all(values.get(day) is None for day in shown) and not everything:
            continue
        cells = [f"{'| ' if day in begins else ''}{_number(values.get(day))}" for day in shown]
        rows.append([measure.name, *cells])
    return rows


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3g}".replace("-", "−")


def _chance(trend: "Trend") -> Iterator[str]:
    from alignment.history.certainty import words

    certainty = trend.comparison.certainty
    told = [one for one in certainty.verdicts if one.state == "real"]
    tested = sum(1 for one in certainty.verdicts if one.state in ("real", "not_shown"))
    if tested:
        are = "is" if len(told) == 1 else "are"
        yield f"  {len(told) or 'None'} of {tested} tested changes {are} more than chance explains."
    else:
        yield "  Nothing changed that can be tested against chance."
    for one in told:
        of = one.change.scope
        subject = "" if of.kind == "organisation" else f"{of.id}: "
        yield f"  {subject}{words(one)}"
