"""Which department a step is given to, and what speaks against it."""

import pytest

from alignment.advice.proposals.steps import hold_moment, move_step, name_department
from alignment.analysis.base import Context
from alignment.analysis.route import routes
from alignment.model.organisation import Organisation
from alignment.settings import Settings
from build import organisation


def context(company: Organisation) -> Context:
    return Context(company, Settings())


def company(steps: str, **more: object) -> Organisation:
    return organisation(departments="A B C D", journeys={"Move": steps}, **more)


def route(company: Organisation):
    return routes(context(company))[0]


def after(company: Organisation, move) -> str:
    """The departments of the steps, in order."""
    changed = move.apply(company)
    return " ".join("+".join(step.departments) or "-" for step in changed.steps)


def test_a_ping_pong_is_ended_in_either_direction():
    before = company("A B A C")
    moves = list(move_step(context(before)))
    assert [after(before, one) for one in moves] == ["A A A C", "A B B C"]
    assert all(not route(one.apply(before)).ping_pongs for one in moves)
    assert {one.asks for one in moves} == {("A", "B")}
    assert moves[0].words.startswith("Let A also do “step 2” (step 2) of “Move”: the case then stays in A")


def test_who_takes_part_in_a_step_still_does_when_it_moves():
    before = company("A B+C+A A")
    assert after(before, next(move_step(context(before)))) == "A A+C A"


@pytest.mark.parametrize(("supplier", "other"), [("A", "B"), ("B", "A")])
def test_what_a_supplier_does_stays_there(supplier, other):
    details = {supplier: {"external": True}}
    assert not list(move_step(context(company("A B A", details=details))))
    assert not list(hold_moment(context(company("A B*", details=details))))
    assert [one.asks for one in name_department(context(company("A - B", details=details)))] == [(other,)]


def test_a_step_without_a_name_of_its_own_says_who_takes_part_and_does_not_move():
    named = {"Move/1": {"name": "Lead"}, "Move/2": {"name": "Take part"}, "Move/3": {"name": "Take part"}}
    assert not list(move_step(context(company("A B A", details=named))))
    assert not list(move_step(context(company("A B A", details={f"Move/{at}": {"name": ""} for at in (1, 2, 3)}))))


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        ("A B* C", ["B B B"]),  # the steps beside it come to its department
        ("A* B", ["B B", "A A"]),  # it begins the journey: it can also go to the next
        ("A B B*  C", ["A B B B"]),  # only one side is another department's
        (
            "A B* C*",
            ["A B B"],
        ),  # the one at the end goes to its neighbour; the other cannot be held without moving that
        ("A - B*", []),  # nobody hands over to a moment of truth here
        ("A A* A", []),
    ],
)
def test_a_moment_of_truth_is_held_wholly_or_not_at_all(steps, held):
    before = company(steps)
    moves = list(hold_moment(context(before)))
    assert sorted(after(before, one) for one in moves) == sorted(held)


def test_every_further_step_that_moves_is_more_work():
    assert [one.effort for one in hold_moment(context(company("A B* C")))] == [5]
    assert [one.effort for one in hold_moment(context(company("A B B* C")))] == [4]


def test_a_step_that_nobody_does_is_offered_to_its_neighbours_and_to_who_owns_its_process():
    before = company("A -@Bill B", processes={"Bill": "C"})
    moves = {one.asks: one for one in name_department(context(before))}
    assert {asks: after(before, one) for asks, one in moves.items()} == {
        ("A",): "A A B",
        ("B",): "A B B",
        ("C",): "A C B",
    }
    assert moves["C",].words == "Make C responsible for “step 2” (step 2) of “Move”: it owns “Bill”."
    assert "“Bill” belongs to C: the process goes along, or step and process part ways" in moves["A",].against
    assert "A has had no part in “Bill” so far" in moves["A",].against


def test_one_department_on_both_sides_is_offered_a_step_once():
    (move,) = name_department(context(company("A -* A")))
    assert move.words.endswith("it does the steps before and after it.")
    # Nobody would leave a moment of truth to the customer.
    assert move.against == ()


def test_a_department_that_has_an_r_for_the_process_has_a_part_in_it():
    letters = {"Bill": {"A": "R"}}
    found = context(company("A B@Bill A", processes={"Bill": "B"}, raci=letters))
    assert not [one for one in next(move_step(found)).against if "no part" in one]


def test_moves_of_important_journeys_come_first():
    before = organisation(
        departments="A B", journeys={"Plain": "A B A", "Vital": "A B A"}, details={"Vital": {"importance": 5}}
    )
    assert [one.subject.id for one in move_step(context(before))] == ["Vital", "Vital", "Plain", "Plain"]
