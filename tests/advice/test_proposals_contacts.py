"""Who is asked to meet: those with a part in it, not heads, and not those who know many already."""

from collections import Counter

import pytest

from alignment.advice.proposals.contacts import back_up, connect, second_thread
from alignment.analysis.base import Context
from alignment.analysis.connection import articulation_points, single_threads
from alignment.model.organisation import Organisation, Tie
from alignment.settings import Settings
from build import organisation

TRIANGLES = "sa-sb sb-sc sa-sc oa-ob ob-oc oa-oc"
PEOPLE = {"sa": "Sales", "sb": "Sales", "sc": "Sales", "oa": "Ops", "ob": "Ops", "oc": "Ops"}


def context(company: Organisation) -> Context:
    return Context(company, Settings())


def company(ties: object = TRIANGLES, people: dict[str, str] | None = None, **more: object) -> Organisation:
    """Sales and Ops, led by sa and oa, need each other for a journey."""
    given = {"journeys": {"Move": "Sales Ops"}, "details": {"Sales": {"heads": "sa"}, "Ops": {"heads": "oa"}}}
    return organisation(departments="Sales Ops", people=PEOPLE | (people or {}), ties=ties, **(given | more))


def ends(move) -> list[str]:
    return move.variant.split("+")


def new_ties(before: Organisation, move) -> tuple[Tie, ...]:
    return move.apply(before).ties[len(before.ties) :]


def test_those_who_lead_are_asked_last():
    (move,) = connect(context(company()))
    assert ends(move) == ["ob", "sb"]
    # Of Ops only its head is known.
    alone = {"ob": "Sales", "oc": "Sales", "sd": ""}
    move = next(connect(context(company("sa-sb sb-sc sa-sc oa-sd", alone))))
    assert ends(move)[0] == "oa"
    assert "oa heads Ops" in move.against


def test_who_has_a_part_in_what_needs_the_contact_is_asked_first():
    raci = {"Bill": {"sc": "R", "ob": "A"}}
    (move,) = connect(context(company(raci=raci, processes={"Bill": "Ops"})))
    assert ends(move) == ["ob", "sc"]
    assert "ob has a part in 1 of these and sc has a part in 1 of these" in move.words


def test_who_knows_more_departments_is_asked_first_unless_that_is_many():
    around = {f"{unit}{at}": unit for unit in "LMN" for at in (1, 2)}
    inside = "L1-L2 M1-M2 N1-N2 L1-M1 M1-N1 L2-M2 M2-N2"
    (move,) = connect(context(company(f"{TRIANGLES} {inside} sc-L1 sc-M1 sb-L2", around)))
    assert ends(move)[1] == "sc"
    assert "sc knows people in 2 other departments" in move.words
    # Three contacts elsewhere are more than three of four people have.
    (move,) = connect(context(company(f"{TRIANGLES} {inside} sc-L1 sc-M1 sc-N1 sb-L2", around)))
    assert ends(move)[1] == "sb"


def test_others_are_proposed_only_where_their_tie_changes_the_network_otherwise():
    moves = list(connect(context(company(people={"sd": "Sales"}))))
    assert [ends(one)[1] for one in moves] == ["sb", "sd"]
    # sd has no tie at all: one with Ops would join what is apart.
    assert "no contact of sd is recorded at all: ask first whether that is so" in moves[1].against


def test_nobody_is_asked_for_a_third_contact_while_others_can():
    wanting = {f"{unit}{at}": unit for unit in "ABCDE" for at in (1, 2)}
    ties = f"{TRIANGLES} {' '.join(f'{unit}1-{unit}2' for unit in 'ABCDE')}"
    now = company(ties, wanting, journeys={unit: f"Sales {unit}" for unit in "ABCDE"})
    asked: Counter[str] = Counter()
    for _ in range(5):
        move = next(connect(context(now)))
        asked.update(set(ends(move)) & {"sa", "sb", "sc"})
        now = move.apply(now)
    assert asked == {"sb": 2, "sc": 2, "sa": 1}


def test_both_sides_report_where_each_reports_for_itself():
    before = company(f"{TRIANGLES} sb-sa")
    (move,) = connect(context(before))
    assert [(one.source, one.target) for one in new_ties(before, move)] == [("ob", "sb"), ("sb", "ob")]
    once = company(ties_directed=False)
    (move,) = connect(context(once))
    assert len(new_ties(once, move)) == len(move.edits) == 1


@pytest.mark.parametrize(
    ("ties", "strength"),
    [("A-B:5 A-Company:1 B-Company:2", 2.0), ("A-A:9 A-Company:4 B-Company:5", 4.0), ("A-B A-Company", None)],
)
def test_a_new_tie_is_as_strong_as_the_middle_one_between_departments(ties, strength):
    before = organisation(departments="A>Company B>Company C>Company D", ties=ties, journeys={"Move": "C D"})
    (move,) = connect(context(before))
    assert move.asks == ("C", "D")
    assert {one.strength for one in new_ties(before, move)} == {strength}
    assert [one.row.get("strength") for one in move.edits] == [f"{strength:g}" if strength else None] * 2


def test_the_most_needed_contacts_come_first():
    needed = {"A": "Sales Ops", "B": "Legal Ops", "C": "Ops Legal"}
    found = connect(context(company(f"{TRIANGLES} la-lb", {"la": "Legal", "lb": "Legal"}, journeys=needed)))
    assert [one.subject.id for one in found] == [("Legal", "Ops"), ("Ops", "Sales")]


@pytest.mark.parametrize("joining", ["sb-ob", "sb-ob sb-oc"])
def test_a_second_thread_is_of_others_than_the_one_that_holds_it(joining):
    before = company(f"{TRIANGLES} {joining}")
    assert single_threads(context(before).collaboration)
    for move in second_thread(context(before)):
        assert "sb" not in ends(move)
        assert not single_threads(context(move.apply(before)).collaboration)


def test_a_thread_that_nothing_needs_is_left_alone():
    assert not list(second_thread(context(company(f"{TRIANGLES} sb-ob", journeys={"Move": "Sales Sales"}))))


def test_divisions_joined_by_one_tie_get_another_between_other_departments():
    before = organisation(
        departments="A>X B>X C>Y D>Y X>Company Y>Company", ties="A-B C-D A-C", journeys={"Move": "A D"}
    )
    (move,) = second_thread(context(before))
    assert (move.subject.id, ends(move)) == (("X", "Y"), ["B", "D"])
    assert not single_threads(context(move.apply(before)).collaboration)


def test_a_deputy_of_the_same_department_makes_a_bridge_safe():
    before = company(f"{TRIANGLES} sc-ob la-sb la-lb lb-sb", {"la": "Legal", "lb": "Legal"})
    assert articulation_points(context(before).collaboration) == ("ob", "sb", "sc")
    move = next(one for one in back_up(context(before)) if one.subject.id == "sb")
    assert ends(move) == ["la", "sc"]
    assert "sb" not in articulation_points(context(move.apply(before)).collaboration)


def test_a_deputy_is_not_one_of_those_who_would_be_cut_off():
    # sd knows another department, but hangs on sb too.
    before = company(f"{TRIANGLES} sb-sd sd-la sb-se sa-se", {"sd": "Sales", "se": "Sales", "la": "Legal"})
    move = next(one for one in back_up(context(before)) if one.subject.id == "sb")
    assert ends(move) == ["sd", "sc"]


def test_all_that_hangs_on_a_place_gets_to_know_the_deputy_unless_that_is_a_hub():
    leaves = "sb-la sb-ma sb-na"
    people = {"la": "Legal", "ma": "Money", "na": "News"}
    before = company(f"{TRIANGLES} {leaves}", people)
    (move,) = back_up(context(before))
    assert ends(move) == ["la", "sc", "ma", "na"]
    assert articulation_points(context(move.apply(before)).collaboration) == ()
    assert not list(back_up(context(company(f"{TRIANGLES} {leaves} sb-pa", people | {"pa": "Post"}))))
