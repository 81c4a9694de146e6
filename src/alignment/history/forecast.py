"""Where does it lead? A straight line through the waves, with the interval in which the next one is expected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose, sqrt

from alignment.language import date_text, later, say

__all__ = ["LEAST_WAVES", "Forecast", "Wave", "forecast"]

# Two waves make a line whatever they are: nothing tells how far off it the next will be.
LEAST_WAVES = 3
_TOO_FEW = later("a straight line needs three waves at least, with a value and a date of their own each")
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave of a measure: its day, and its value; either is None where the wave does not tell."""

    day: date | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a straight line through the waves gives for a day.

    `low` and `high` hold a new wave with the level asked for; None where the waves lie on the line exactly, so that nothing tells
    how far off it others may be. `yearly` is how much the line rises in a year.
    """

    day: date
    value: float
    low: float | None
    high: float | None
    yearly: float
    waves: int


def forecast(
    waves: Sequence[Wave],
    day: date,
    *,
    level: float,
    limits: tuple[float | None, float | None] = (None, None),
    survives: bool = True,
    reorganised: Collection[date] = (),
) -> Forecast | str:
    r"""Return what a straight line gives for a day, or why there is none.

    .. math:: \hat y(x) \pm t_{n-2} \, s \sqrt{1 + \frac{1}{n} + \frac{(x - \bar x)^2}{\sum_i (x_i - \bar x)^2}}

    Parameters
    ----------
    waves
        In any order; those without a value or a day are left out, and of one day the last counts.
    day
        For which day.
    level
        Of the interval, such as 0.95.
    limits
        The least and the most the measure can be: line and interval stop there.
    survives
        Whether the measure means the same before and after a reorganisation. Where it does not, the line begins with the first
        wave after the last one.
    reorganised
        Days of the first wave after each reorganisation.

    References
    ----------
    .. [1] Draper, N. R., & Smith, H. (1998). Applied Regression Analysis (3rd ed.). Wiley. Section 3.1.
    """
    told = {one.day: one.value for one in waves if one.day is not None and one.value is not None}
    last = max(reorganised, default=None)
    if not survives and last is not None and any(one < last for one in told):
        told = {one: value for one, value in told.items() if one >= last}
        if len(told) < LEAST_WAVES:
            return say(
                "the figure means another thing since the reorganisation of {day}, and since then there are fewer than three "
                "waves",
                day=date_text(last),
            )
    if len(told) < LEAST_WAVES:
        return say(_TOO_FEW)
    return _line(sorted(told.items()), day, level, limits)


def _line(
    points: Sequence[tuple[date, float]], day: date, level: float, limits: tuple[float | None, float | None]
) -> Forecast:
    # The quantiles of Student's t, without all of scipy.stats.
    from scipy.special import stdtrit

    number = len(points)
    times = [(one - points[0][0]).days / _YEAR for one, _ in points]
    values = [value for _, value in points]
    middle, mean = sum(times) / number, sum(values) / number
    spread = sum((one - middle) ** 2 for one in times)
    slope = sum((one - middle) * (value - mean) for one, value in zip(times, values, strict=True)) / spread
    left = [value - mean - slope * (one - middle) for one, value in zip(times, values, strict=True)]
    at = (day - points[0][0]).days / _YEAR
    value = mean + slope * (at - middle)
    low = high = None
    if not all(isclose(one, 0, abs_tol=1e-9 * max(1.0, *map(abs, values))) for one in left):
        error = sqrt(sum(one**2 for one in left) / (number - 2))
        half = float(stdtrit(number - 2, (1 + level) / 2)) * error
        half *= sqrt(1 + 1 / number + (at - middle) ** 2 / spread)
        low, high = _within(value - half, limits), _within(value + half, limits)
    return Forecast(day, _within(value, limits), low, high, slope, number)


def _within(value: float, limits: tuple[float | None, float | None]) -> float:
    low, high = limits
    value = value if low is None else max(low, value)
    return value if high is None else min(high, value)
