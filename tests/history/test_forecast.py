"""Where it leads: a line by hand, its interval from a textbook formula, and when there is none."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import linregress, t

from alignment.history.forecast import Forecast, Wave, forecast

QUARTERS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
END = date(2026, 6, 30)


def waves(*values, days=QUARTERS):
    return [Wave(day, value) for day, value in zip(days, values, strict=False)]


def test_line_and_interval_are_those_of_least_squares():
    found = forecast(waves(0.40, 0.46, 0.47, 0.55), END, level=0.9)
    x = np.array([(one - QUARTERS[0]).days for one in QUARTERS]) / 365.25
    y = np.array([0.40, 0.46, 0.47, 0.55])
    line = linregress(x, y)
    at = (END - QUARTERS[0]).days / 365.25
    error = np.sqrt(((y - line.intercept - line.slope * x) ** 2).sum() / 2)
    half = t.ppf(0.95, 2) * error * np.sqrt(1 + 1 / 4 + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())
    assert found.value == pytest.approx(line.intercept + line.slope * at)
    assert (found.low, found.high) == (pytest.approx(found.value - half), pytest.approx(found.value + half))
    assert (found.yearly, found.waves) == (pytest.approx(line.slope), 4)


def test_three_waves_make_a_wide_interval():
    """One degree of freedom: t is 12.7."""
    three, four = (forecast(waves(*values), END, level=0.95) for values in ((1, 2.1, 2.9), (1, 2.1, 2.9, 4.1)))
    assert three.high - three.low > 3 * (four.high - four.low)


@pytest.mark.parametrize(
    "given",
    [
        waves(0.1, 0.2),
        waves(0.1, None, 0.3),
        [Wave(None, 0.1), *waves(0.2, 0.3)],
        waves(0.1, 0.2, 0.3, days=[QUARTERS[0], QUARTERS[0], QUARTERS[1]]),
    ],
)
def test_under_three_waves_there_is_none(given):
    assert "three waves at least" in forecast(given, END, level=0.95)


def test_waves_on_a_line_tell_of_no_interval():
    found = forecast(waves(0.25, 0.25, 0.25), END, level=0.95)
    assert found == Forecast(END, 0.25, None, None, 0.0, 3)


def test_a_share_stays_a_share():
    found = forecast(waves(0.6, 0.85, 0.97), date(2027, 12, 31), level=0.95, limits=(0, 1))
    assert (found.value, found.low, found.high) == (1, 0, 1)


def test_a_reorganisation_cuts_the_line_of_what_does_not_survive_it():
    given, cut = waves(0.1, 0.9, 0.8, 0.75), [QUARTERS[1]]
    after = forecast(given, END, level=0.95, survives=False, reorganised=cut)
    assert (after.waves, after.value) == (3, pytest.approx(forecast(given[1:], END, level=0.95).value))
    assert forecast(given, END, level=0.95, survives=True, reorganised=cut).waves == 4
    late = forecast(given, END, level=0.95, survives=False, reorganised=[QUARTERS[2]])
    assert late.startswith("the figure means another thing since the reorganisation of 30 September 2025")


def test_the_order_of_waves_does_not_matter():
    given = waves(0.40, 0.46, 0.47, 0.55)
    assert forecast(given[::-1], END, level=0.95) == forecast(given, END, level=0.95)
