"""When a step can be taken: by its effort, by what comes before it, and by who has to act."""

from functools import partial

from alignment.advice.moves import Move
from alignment.advice.plan import PlannedMove
from alignment.advice.waves import quick_wins, waves
from alignment.model.result import Scope


def planned(kind="connect", journey="Buy", effort=1, asks=("Sales",), gain=1.0):
    move = Move(kind, Scope("journey", journey), "", "Do it.", asks, effort, (), lambda company: company)
    return PlannedMove(move, gain, gain, (), ())


when = partial(waves, capacity={})


def test_the_effort_says_how_early_a_step_can_be_taken():
    steps = [planned(journey=str(effort), effort=effort, asks=(str(effort),)) for effort in (1, 2, 3, 4, 5)]
    assert when(steps) == ("now", "now", "next", "later", "later")


def test_a_department_takes_on_two_in_the_first_wave_four_in_the_next_and_the_last_takes_the_rest():
    assert when([planned(journey=str(place)) for place in range(8)]) == ("now",) * 2 + ("next",) * 4 + ("later",) * 2


def test_each_department_that_is_asked_must_have_the_capacity():
    steps = [
        planned(effort=2),
        planned(journey="Leave", asks=("Sales", "Care")),
        planned(journey="Pay", asks=("Care",)),
    ]
    assert when(steps) == ("now", "next", "now")


def test_a_department_with_less_to_spare_takes_its_share_and_never_more():
    steps = [planned(journey=str(place)) for place in range(4)]
    assert waves(steps, {"Sales": 0.5}) == ("now", "next", "next", "later")
    # A quarter of 2 and of 4 is half a unit of effort now and one next.
    assert waves(steps[:2], {"Sales": 0.25}) == ("next", "later")
    assert waves([planned(effort=2)], {"Sales": 0.25}) == ("later",)


def test_a_department_with_nothing_to_spare_is_asked_for_nothing_before_the_last_wave():
    steps = [planned(), planned(journey="Pay", asks=("Care", "Sales")), planned(journey="Leave", asks=("Care",))]
    assert waves(steps, {"Sales": 0.0}) == ("later", "later", "now")


def test_a_mandate_comes_a_wave_after_the_owner_it_is_given_to():
    owner = planned("name_owner", effort=1)
    assert when([owner, planned("give_mandate", asks=("Care",))]) == ("now", "next")
    assert when([owner, planned("give_mandate", journey="Leave", asks=("Care",))]) == ("now", "now")


def test_a_step_waits_for_those_on_the_same_subject():
    assert when([planned("move_step", effort=4), planned("hold_moment", asks=("Care",))]) == ("later", "later")


def test_quick_wins_take_little_and_gain_most_for_it():
    steps = [planned(gain=8), planned(gain=4), planned(gain=2), planned(gain=1), planned(gain=9, effort=3)]
    # gain for effort: 8, 4, 2, 1, 3; the upper quarter begins at 4
    assert quick_wins(steps) == {0, 1}
    assert quick_wins([planned(effort=4)]) == frozenset()
    assert quick_wins([]) == frozenset()
