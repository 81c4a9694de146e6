"""Who could carry a change between departments: those whom people on all sides work with."""

import pytest

from alignment.advice.champions import champion
from alignment.analysis.base import Context
from alignment.settings import Settings
from build import organisation

PEOPLE = {
    "a1": "A: Planner", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "b3": "B", "c1": "C: Analyst", "c2": "C", "x1": "X",
}  # fmt: skip


def found(ties, units=("A", "B"), people=PEOPLE, **details):
    company = organisation(departments="A B C X", people=people, ties=ties, details={"X": {"external": True}} | details)
    return champion(Context(company, Settings()), units)


def who(ties, **more):
    carrier = found(ties, **more)
    return carrier and carrier.holder.id


def test_a_champion_knows_people_on_both_sides_and_the_words_do_not_say_who():
    carrier = found("c1-a1 c1-a2 c1-b1 c1-b2 c1-b3 c2-a1")
    assert (carrier.holder.kind, carrier.holder.id) == ("person", "c1")
    assert carrier.why == "has ties with 3 people in B and 2 in A"


def test_the_smaller_side_counts_before_the_sum():
    assert who("c1-a1 c1-b1 c1-b2 c1-b3 c2-a2 c2-a3 c2-b1 c2-b2") == "c2"
    assert who("c1-a1 c1-b1 c1-b2 c2-a2 c2-b3") == "c1"


def test_somebody_of_one_of_the_sides_can_be_the_champion():
    assert who("a1-a2 a1-b1 a1-b2 b3-a3") == "a1"


@pytest.mark.parametrize("ties", ["a1-a2 b1-b2", "c1-a1 c2-b1", "x1-a1 x1-b1"])
def test_nobody_is_a_champion_by_the_chart_alone_nor_a_supplier(ties):
    assert found(ties) is None


def test_a_head_is_a_champion_only_where_nobody_else_is_known_on_both_sides():
    ties = "a1-a2 a1-a3 a1-b1 a1-b2"
    assert who(ties, A={"heads": "a1"}) == "a1"
    assert who(f"{ties} c1-a2 c1-b3", A={"heads": "a1"}) == "c1"


def test_of_many_departments_most_are_reached_first():
    assert who("c1-a1 c1-a2 c1-b1 c1-b2 c2-a1 c2-b1 c2-x1", units=("A", "B", "X")) == "c2"


def test_between_departments_a_third_one_carries_the_change():
    company = organisation(departments="A B C D", ties="A-B C-A C-B D-A", journeys={"Move": "A B"})
    carrier = champion(Context(company, Settings()), ["A", "B"])
    assert (carrier.holder.kind, carrier.holder.id, carrier.why) == ("department", "C", "works with A and B")
