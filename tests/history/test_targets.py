"""Targets: met, on the way, behind, late, in words too."""

from datetime import date

import pytest

from alignment.history.forecast import Wave
from alignment.history.targets import progress, target_words
from alignment.settings import Settings, Target

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
BY = date(2026, 12, 31)
OWNED, INWARD = "ownership.journeys_owned", "silos.assortativity"


def state(ident, value, *waves, today=DAYS[-1], by=BY):
    return one(ident, value, *waves, today=today, by=by).state


def one(ident, value, *waves, today=DAYS[-1], by=BY):
    settings = Settings(targets={ident: Target(value, by)})
    told = {ident: [Wave(day, figure) for day, figure in zip(DAYS, waves, strict=False)]}
    return progress(told, settings, today=today)[0]


def test_a_target_is_met_by_the_last_wave_alone():
    assert state(OWNED, 0.9, 0.5, 0.9) == "met"
    assert state(OWNED, 0.9, 0.95, 0.7) != "met"


def test_lower_is_better_where_the_measure_says_so():
    assert state(INWARD, 0.3, 0.5, 0.28) == "met"
    assert state(INWARD, 0.3, 0.28, 0.5) == "behind"


def test_after_its_day_a_target_is_late():
    assert state(OWNED, 0.9, 0.5, 0.8, today=date(2027, 1, 1)) == "late"
    assert state(OWNED, 0.9, 0.5, 0.95, today=date(2027, 1, 1)) == "met"


def test_two_waves_are_held_against_a_steady_pace():
    """A third of the way in a third of the time: 91 of 275 days from 0.3 to 0.9 ask for 0.4985."""
    assert state(OWNED, 0.9, 0.3, 0.50, today=DAYS[1]) == "on_the_way"
    assert state(OWNED, 0.9, 0.3, 0.49, today=DAYS[1]) == "behind"


def test_three_waves_are_held_against_their_line():
    assert state(OWNED, 0.9, 0.3, 0.5, 0.71) == "on_the_way"
    assert state(OWNED, 0.9, 0.6, 0.5, 0.55) == "behind"


def test_one_wave_tells_no_way_and_none_nothing():
    assert state(OWNED, 0.9, 0.3) == "unknown"
    assert "No wave has measured it." in target_words(one(OWNED, 0.9))


@pytest.mark.parametrize(
    ("waves", "words"),
    [
        ((0.5, 0.95), "Journeys with one end-to-end owner: the target of 90% by 31 December 2026 is met, at 95%."),
        (
            (0.3, 0.5),
            "Journeys with one end-to-end owner: on the way to 90% by 31 December 2026, at 50% now. There is no forecast: a "
            "straight line needs three waves at least, with a value and a date of their own each.",
        ),
        (
            (0.3, 0.5, 0.6),
            "Journeys with one end-to-end owner: behind on the way to 90% by 31 December 2026, at 60% now. If it goes on as a "
            "straight line, it will be 77% then, somewhere between 0% and 100%.",
        ),
        (
            (0.5, 0.5, 0.5),
            "Journeys with one end-to-end owner: behind on the way to 90% by 31 December 2026, at 50% now. A straight line "
            "leads to 50%; the waves lie on it exactly, so it has no interval.",
        ),
    ],
)
def test_words(waves, words):
    assert target_words(one(OWNED, 0.9, *waves, today=DAYS[len(waves) - 1])) == words
