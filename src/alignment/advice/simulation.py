"""What would change? A company before and after some changes: score, dimensions, figures, findings gone and new."""

from collections.abc import Mapping
from dataclasses import dataclass

from alignment.analysis.catalogue import MEASURES, Analysis
from alignment.model.result import Finding, Scope

__all__ = ["Difference", "FigureChange", "difference", "digits_apart"]

# Differences below this are rounding.
_SAME = 1e-12
# The same in points of the score, or in what is printed like them.
_NO_POINTS = 1e-9
_MOST_DIGITS, _MORE_DIGITS = 9, 2


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure before and after. `better` is None where neither direction is better, or one side has no value."""

    id: str
    scope: Scope
    before: float | None
    after: float | None
    better: bool | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change to a company changes in its health check.

    `score` and the values of `dimensions` are (before, after), None where withheld. `figures` holds those that differ, in
    the order of the catalogue; those of the whole company come first within each.
    """

    score: tuple[float | None, float | None]
    dimensions: Mapping[str, tuple[float | None, float | None]]
    figures: tuple[FigureChange, ...]
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]


def difference(before: Analysis, after: Analysis) -> Difference:
    """Compare two analyses of one company under the same settings."""
    old = {(one.id, one.scope): one.value for one in before.measurements}
    new = {(one.id, one.scope): one.value for one in after.measurements}
    changes = [
        FigureChange(ident, scope, old.get((ident, scope)), new.get((ident, scope)), None)
        for ident, scope in dict.fromkeys((*new, *old))
        if not _same(old.get((ident, scope)), new.get((ident, scope)))
    ]
    order = {ident: place for place, ident in enumerate(MEASURES)}
    changes.sort(key=lambda one: (order[one.id], one.scope.id is not None))
    found_before = {one.id for one in before.findings}
    found_after = {one.id for one in after.findings}
    scores = {one.id: one.score for one in before.dimensions}
    return Difference(
        (before.score.value, after.score.value),
        {one.id: (scores[one.id], one.score) for one in after.dimensions},
        tuple(_judged(one) for one in changes),
        tuple(one for one in before.findings if one.id not in found_after),
        tuple(one for one in after.findings if one.id not in found_before),
    )


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _SAME * max(1.0, abs(one), abs(other))


def _judged(one: FigureChange) -> FigureChange:
    direction = MEASURES[one.id].direction
    if direction == "neither" or one.before is None or one.after is None:
        return one
    return FigureChange(one.id, one.scope, one.before, one.after, (one.after > one.before) == (direction == "higher"))


def digits_apart(before: float, after: float) -> int | None:
    """Return how many digits it takes to see that two values differ, and that the difference is that of the two printed.

    None where they do not differ. Of thirds and ninths the printed difference may never be that: two digits more are enough then.

    Examples
    --------
    >>> digits_apart(79.24, 79.2), digits_apart(57.2, 61.9), digits_apart(57.24, 57.39), digits_apart(57.0, 57.0)
    (2, 1, 2, None)
    >>> digits_apart(43 / 45, 42 / 45)
    4
    """
    if abs(after - before) < _NO_POINTS:
        return None
    first = next((digits for digits in range(1, _MOST_DIGITS) if round(after - before, digits)), _MOST_DIGITS)
    most = min(first + _MORE_DIGITS, _MOST_DIGITS)
    for digits in range(first, most):
        if f"{after - before:+.{digits}f}" == f"{round(after, digits) - round(before, digits):+.{digits}f}":
            return digits
    return most
