"""Departments one by one: chance for each, homophily of reports, and ties that one side alone reports."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import confirmation, groups
from alignment.analysis.base import Context
from alignment.analysis.groups import benjamini_hochberg
from alignment.analysis.parts import group_chances
from alignment.analysis.silos import MEASURES, RULES
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.network import collaboration
from alignment.settings import Settings
from build import organisation

TWO = {"a": "Sales", "b": "Sales", "c": "Sales", "d": "Ops", "e": "Ops", "f": "Ops"}


def taken(org: Organisation, ident: str) -> dict[Scope, Measurement]:
    (measure,) = [one for one in MEASURES if one.id == ident]
    return {one.scope: one for one in measure.take(Context(org, Settings()))}


def found(org: Organisation, code: str, **changes: float) -> list[Finding]:
    (rule,) = [one for one in RULES if one.code == code]
    return list(rule.find(Context(org, Settings(rules={code: changes}))))


def of(name: str) -> Scope:
    return Scope("group", name)


# Chance


def test_a_p_value_is_adjusted_by_how_many_are_as_small():
    # 0.005 · 4/1, 0.01 · 4/2, 0.03 · 4/3 (but no more than the next), 0.04 · 4/4.
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert benjamini_hochberg([0.9, 0.8]) == pytest.approx([0.9, 0.9])
    assert benjamini_hochberg([]) == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusting_never_lowers_a_p_value_nor_changes_the_order(p):
    q = benjamini_hochberg(p)
    assert all(one <= other <= 1 for one, other in zip(p, q, strict=True))
    assert [other for _, other in sorted(zip(p, q, strict=True))] == sorted(q)


def test_each_department_has_the_chance_of_its_own_ties():
    readings = taken(organisation(people=TWO, ties="a-b a-d"), "silos.group_p")
    # One tie inside Sales, at least: where a falls into Sales, which is every other time, two of the five others are
    # there too, and in 3 of 10 cases neither of its neighbours. None is inside Ops, as always.
    assert readings[of("Sales")].value == pytest.approx(1 / 2 * 7 / 10, abs=0.02)
    assert readings[of("Ops")].value == 1


def test_departments_are_tested_in_the_shuffles_of_the_company():
    b = Context(
        organisation(people={**TWO, "d": "Law", "e": "Fin", "f": "Tax"}, ties="a-b b-c d-e a-d e-c"), Settings()
    ).blocks
    # Where only one department can hold a tie, its test is the company's.
    company = groups.permuted_internal_ties(b, 2_000, 7)
    place = b.groups.index("Sales")
    assert groups.permuted_groups(b, 2_000, 7)[place] == (company >= b.internal).sum()


def test_the_chance_of_a_department_is_adjusted_for_all_that_are_tested():
    people = {f"{team}{one}": team for team in "ABC" for one in range(5)}
    ties = [pair for pair in combinations(people, 2) if people[pair[0]] == people[pair[1]] == "A"]
    org = organisation(people=people, ties=[*ties, ("B0", "C0"), ("B1", "C1")])
    p, q = taken(org, "silos.group_p"), taken(org, "silos.group_q")
    assert p[of("A")].value < 0.01
    assert q[of("A")].value == pytest.approx(3 * p[of("A")].value)
    assert q[of("B")].value == p[of("B")].value == 1


def test_departments_of_two_people_or_without_ties_are_not_tested():
    org = organisation(people=TWO | {"x": "Law", "y": "Law"}, ties="a-b x-y a-x")
    readings = taken(org, "silos.group_q")
    assert {scope.id: (one.value, one.note) for scope, one in readings.items() if one.value is None} == {
        "Law": (None, "a department of fewer than 3 people is not judged"),
        "Ops": (None, "no tie is recorded"),
    }
    context = Context(org, Settings())
    assert list(group_chances(context, context.blocks)) == ["Sales"]


def test_amounts_of_work_cannot_be_shuffled():
    (one,) = taken(organisation("Sales Ops", ties="Sales-Sales:50 Sales-Ops:10"), "silos.group_p").values()
    assert one.status == "not_applicable"
    assert one.note.endswith("and work within one is an amount, not a number of ties, so no tie can stay inside")


def test_insularity_says_what_an_even_spread_would_keep_and_how_few_ties_there_are():
    readings = taken(organisation(people=TWO | {"g": "Law"}, ties="a-b b-c a-c c-d d-e e-f d-f"), "silos.insularity")
    # Two of six others are in the same department.
    assert readings[of("Sales")].note == "an even spread would keep 33% inside; it rests on 4 ties only"
    within = taken(organisation("Sales Ops", ties="Sales-Sales:50 Sales-Ops:10"), "silos.insularity")
    assert within[of("Sales")].note == ""


# Homophily of reports


def test_homophily_is_between_chance_and_only_each_other():
    readings = taken(organisation(people=TWO, ties="a-b b-a a-d:5 d-e"), "silos.coleman")
    # Three reports by Sales, two of them inside; (3 - 1) of (6 - 1) others are there: 1.2 expected.
    assert readings[of("Sales")].value == pytest.approx((2 - 1.2) / (3 - 1.2))
    assert readings[of("Sales")].note == "it rests on 3 reports only"
    assert readings[of("Ops")].value == 1


def test_homophily_below_chance_is_on_its_own_scale_down_to_minus_one():
    people = TWO | {"g": "Law"}
    readings = taken(organisation(people=people, ties="a-d b-d c-d c-a d-a e-a f-b"), "silos.coleman")
    # Four reports by Sales, one inside; 4 · 2/6 expected.
    assert readings[of("Sales")].value == pytest.approx((1 - 4 / 3) / (4 / 3))
    assert readings[of("Ops")].value == -1
    assert (readings[of("Law")].value, readings[of("Law")].note) == (
        None,
        "a department of one person: no tie can stay inside",
    )


def test_who_reports_nothing_has_no_homophily():
    readings = taken(organisation(people=TWO, ties="a-b a-d"), "silos.coleman")
    assert (readings[of("Ops")].value, readings[of("Ops")].note) == (None, "none of its people reports a tie")


def test_ties_without_direction_are_reports_of_both_sides():
    once = taken(organisation(people=TWO, ties="a-b b-c c-d", ties_directed=False), "silos.coleman")
    both = taken(organisation(people=TWO, ties="a-b b-a b-c c-b c-d d-c"), "silos.coleman")
    assert {scope: one.value for scope, one in once.items()} == {scope: one.value for scope, one in both.items()}


# What both sides report


def test_reciprocity_is_the_share_of_reports_that_are_confirmed():
    org = organisation(people=TWO, ties="a-b b-a a-d d-a:4 b-e c-c")
    readings = taken(org, "silos.reciprocity")
    assert {scope.id: one.value for scope, one in readings.items()} == {
        None: pytest.approx(4 / 5), ("Ops", "Sales"): pytest.approx(2 / 3), ("Sales", "Sales"): 1,
    }  # fmt: skip
    assert readings[Scope()].note == "1 not confirmed, 1 of them by somebody who reports nothing"
    assert readings[Scope("pair", ("Ops", "Sales"))].note == "2 of 3 reports"


@pytest.mark.parametrize(
    ("org", "status", "note"),
    [
        (organisation(people=TWO, ties="a-b", ties_directed=False), "not_applicable", "each tie is recorded once: no side can confirm the other"),
        (organisation(people=TWO, ties="a-a d-d"), "not_measured", "no tie between two people is recorded"),
    ],
)  # fmt: skip
def test_without_two_sides_nothing_is_confirmed_and_nothing_is_not(org, status, note):
    (one,) = taken(org, "silos.reciprocity").values()
    assert (one.value, one.status, one.note) == (None, status, note)
    assert found(org, "SIL05") == []


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1, max_size=20))
def test_when_everybody_confirms_reciprocity_is_one(ties):
    view = collaboration(organisation(people=TWO, ties=[*ties, *((other, one) for one, other in ties)]))
    assert confirmation.reciprocity(view) in (None, 1)
    assert all(confirmed == reports for confirmed, reports in confirmation.reciprocity_between(view).values())


def one_sided(*more: tuple[str, str]) -> Organisation:
    """Five of Sales name five of Ops in vain; within each department all confirm."""
    people = {f"{team}{one}": team for team in ("Ops", "Sales") for one in range(5)}
    inside = [(one, other) for one in people for other in people if one != other and people[one] == people[other]]
    open_ = [(f"Sales{one}", f"Ops{one}") for one in range(5)]
    return organisation(people=people, ties=[*open_, *inside, *more])


def test_ties_that_one_side_alone_reports_are_found_with_their_rows():
    (one,) = found(one_sided(), "SIL05")
    assert (one.id, one.severity) == ("SIL05:pair:ops+sales", "low")
    assert one.message == (
        "People of Sales report 5 ties with Ops; Ops confirms none of them, though 89% of all reports are confirmed."
    )
    assert [str(cell) for cell in one.evidence] == [f"Collaboration!A{row}" for row in range(2, 7)]
    assert found(one_sided(), "SIL05", limit=6) == []
    # Two of five confirmed are more than a quarter.
    assert found(one_sided(("Ops0", "Sales0"), ("Ops1", "Sales1")), "SIL05") == []


def test_who_reports_nothing_is_not_blamed_for_not_confirming():
    org = one_sided()
    silent = [(tie.source, tie.target) for tie in org.ties if not tie.source.startswith("Ops")]
    assert (
        found(organisation(people={person.id: person.department for person in org.people}, ties=silent), "SIL05") == []
    )


def test_where_few_reports_are_confirmed_the_question_was_not_put_to_both():
    people = {f"{team}{one}": team for team in ("Ops", "Sales") for one in range(5)}
    advice = [(f"Sales{one}", f"Ops{other}") for one in range(5) for other in range(5) if one != other]
    assert found(organisation(people=people, ties=[*advice, ("Ops0", "Ops1"), ("Ops1", "Ops2")]), "SIL05") == []


def test_departments_that_one_alone_names_are_one_list():
    (one,) = found(organisation("A B C D", ties="A-B B-A A-C C-A B-C B-D D-A A-D"), "SIL05")
    assert one.id == "SIL05:organisation"
    assert one.message == "2 contacts between departments are reported by one side alone: B names C and B names D."
    assert [str(cell) for cell in one.evidence] == ["Collaboration!A6", "Collaboration!A7"]
