"""How long ago is too long, also where there was no time before."""

from datetime import date

import pytest

from alignment.analysis.ages import months_before


@pytest.mark.parametrize(("day", "before"), [(date(1, 1, 1), date(1, 1, 1)), (date(1, 12, 31), date(1, 1, 1)), (date(2, 1, 1), date(1, 1, 1)), (date(2026, 3, 31), date(2025, 3, 31))])  # fmt: skip
def test_before_the_first_day_there_is_none(day, before):
    assert months_before(day, 12) == before
