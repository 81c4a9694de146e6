"""What does a test of a change yield, and which of many changes are real?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist
from typing import Literal

from alignment.analysis.groups import benjamini_hochberg
from alignment.model.result import Scope
from alignment.settings import Settings

__all__ = ["POWER", "Change", "Method", "State", "Tested", "Untested", "Verdict", "detectable", "holm", "verdicts"]

# With what chance the least change that is told would have been shown: the usual one (Cohen 1988).
POWER = 0.8
Method = Literal["reporters", "pairs", "answers", "matched", "unmatched"]
State = Literal["real", "not_shown", "unchanged", "too_few"]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one measure between two waves, over what both have, and the test of it.

    Attributes
    ----------
    before, after
        The measure in both waves, over what both have: it may differ from what is printed for a wave.
    method
        What was exchanged between the waves: the reports of each reporter, each pair, the answers of a department; or how
        two shares were compared, item by item or as two sets.
    cases, changed
        How many of them there are, and how many differ between the waves.
    p
        Two-sided: how often as large a change comes where the waves differ by chance alone.
    least_p
        The smallest p that so many cases could have given, however they had changed.
    low, high
        Interval of the change; None where none can be told.
    least
        The least change that would have been shown with a chance of `POWER`.
    draws
        How often was drawn; 0 where p is exact.
    """

    measure: str
    scope: Scope
    before: float
    after: float
    method: Method
    cases: int
    changed: int
    p: float
    least_p: float
    low: float | None
    high: float | None
    least: float | None
    draws: int

    @property
    def size(self) -> float:
        """What was added; negative where the figure fell."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Untested:
    """A measure whose change cannot be tested, and why."""

    measure: str
    scope: Scope
    why: str


Tested = Change | Untested


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a change: `adjusted` is p where all that was tested with it is allowed for; None outside that."""

    change: Change
    state: State
    adjusted: float | None


def verdicts(changes: Sequence[Change], settings: Settings) -> tuple[Verdict, ...]:
    """Say which of all the changes tested in one comparison are real.

    A change whose p could never have been small enough is no test: whether that is so depends on how many cases changed and not
    on where to, so that such are left out of the correction.

    References
    ----------
    .. [1] Tarone, R. E. (1990). A modified Bonferroni method for discrete data. Biometrics, 46(2), 515-522.
    """
    told = [at for at, one in enumerate(changes) if one.changed and one.least_p <= settings.significance]
    adjust = _CORRECTIONS[settings.correction]
    adjusted = dict(zip(told, adjust([changes[at].p for at in told]), strict=True))
    found = []
    for at, one in enumerate(changes):
        state: State = "unchanged" if not one.changed else "too_few"
        if at in adjusted:
            state = "real" if adjusted[at] <= settings.significance else "not_shown"
        found.append(Verdict(one, state, adjusted.get(at)))
    return tuple(found)


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p-values so that one false alarm among all of them is as rare as it would be in a single test.

    References
    ----------
    .. [1] Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scand. J. Statist., 6(2), 65-70.
    """
    adjusted, highest = [0.0] * len(p), 0.0
    for rank, at in enumerate(sorted(range(len(p)), key=lambda at: p[at])):
        highest = max(highest, min(1.0, (len(p) - rank) * p[at]))
        adjusted[at] = highest
    return adjusted


_CORRECTIONS: dict[str, Callable[[Sequence[float]], list[float]]] = {
    "benjamini-hochberg": benjamini_hochberg,
    "holm": holm,
}


def detectable(spread: float, significance: float) -> float | None:
    """Return the least change that a test by itself would have shown with a chance of `POWER`.

    Parameters
    ----------
    spread
        Standard deviation of the change where the waves differ by chance alone.
    significance
        Two-sided level of the test.

    References
    ----------
    .. [1] Bloom, H. S. (1995). Minimum detectable effects: a simple way to report the statistical power of experimental
       designs. Evaluation Review, 19(5), 547-556.
    """
    normal = NormalDist()
    times = normal.inv_cdf(1 - significance / 2) + normal.inv_cdf(POWER)
    return times * spread if isfinite(spread) and spread > 0 else None
