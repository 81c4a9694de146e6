"""Do departments want the same for the customer, or do their goals pull apart?"""

from typing import Any

import pytest

from alignment.analysis import goals
from alignment.analysis.base import Context
from alignment.model.organisation import Goal, Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation, origin

COLUMNS = ("goal", "owner_department", "perspective", "horizon", "journey", "conflicts_with")


def company(*rows: str, **more: Any) -> Organisation:
    """A company with goals: `name|department|perspective|months|journey|conflicts with` each, all but the name optional."""
    return organisation(
        **more, goals=tuple(goal(*row) for row in enumerate(rows, start=2)), sheets=frozenset({"goals"})
    )


def goal(row: int, text: str) -> Goal:
    name, owner, about, months, journey, against = (*text.split("|"), "", "", "", "", "")[:6]
    texts = dict(zip(COLUMNS, (name, owner, about, months, journey, against), strict=True))
    return Goal(
        origin("goals", row, COLUMNS, **texts),
        name,
        name,
        owner or None,
        about,
        float(months) if months else None,
        journey or None,
        conflicts_with=tuple(against.split(", ")) if against else (),
    )


def figure(org: Organisation, ident: str, scope: Scope | None = None) -> Measurement:
    measure = next(one for one in goals.MEASURES if one.id == f"goals.{ident}")
    return next(one for one in measure.take(Context(org, Settings())) if one.scope == (scope or Scope()))


def findings(org: Organisation, code: str) -> list[Finding]:
    rule = next(one for one in goals.RULES if one.code == code)
    return list(rule.find(Context(org, Settings())))


def cells(found: Finding) -> list[str]:
    return [str(one) for one in found.evidence]


def test_without_a_goals_sheet_nothing_is_measured():
    org = organisation(journeys={"Move": "A B"})
    found = [one for measure in goals.MEASURES for one in measure.take(Context(org, Settings()))]
    assert len(found) == len(goals.MEASURES)
    assert {(one.value, one.status) for one in found} == {(None, "not_measured")}
    assert all("no sheet Goals" in one.note for one in found)


# Journeys with a customer goal


def test_a_journey_is_served_by_a_goal_about_customers_that_names_it():
    org = company("a|A|customer||Move", "b|A|financial||Stay", journeys={"Move": "A", "Stay": "A", "Leave": "A"})
    assert figure(org, "journeys_with_customer_kpi").value == pytest.approx(1 / 3)


def test_a_journey_whose_goals_do_not_say_what_they_are_about_is_left_out():
    org = company(
        "a|A|customer||Move", "b|A|||Stay", "c|A|process||Leave", journeys={"Move": "A", "Stay": "A", "Leave": "A"}
    )
    found = figure(org, "journeys_with_customer_kpi")
    assert (found.value, found.note) == (
        1 / 2,
        "without 1 journey whose goals do not say whether they are about customers",
    )


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["a|A|customer"], "no goal names the journey it serves"),
        (["a|A|||Move"], "no goal says whether it is about customers, money, processes or people"),
    ],
)
def test_where_goals_name_no_journey_or_perspective_it_is_not_measured(rows, reason):
    found = figure(company(*rows, journeys={"Move": "A"}), "journeys_with_customer_kpi")
    assert (found.value, found.status, found.note) == (None, "not_measured", reason)


# Shares


def test_shares_are_of_the_goals_that_tell_of_the_company_and_of_each_department():
    org = company("a|A|customer|3", "b|A|financial|12", "c|B|process|", "d|B|growth|2")
    customer, short = figure(org, "customer_share"), figure(org, "short_term_share")
    assert (customer.value, customer.note) == (
        pytest.approx(1 / 3),
        "1 of 3 goals; 1 more whose perspective is blank or another",
    )
    assert (short.value, short.note) == (pytest.approx(2 / 3), "2 of 3 goals; 1 more give no horizon")
    of_a, of_b = (Scope("department", one) for one in "AB")
    assert [figure(org, "customer_share", one).value for one in (of_a, of_b)] == [1 / 2, 0]
    assert [figure(org, "short_term_share", one).value for one in (of_a, of_b)] == [1 / 2, 1]


def test_a_share_of_nothing_is_no_share():
    org = company("a|A|growth")
    assert figure(org, "customer_share").status == figure(org, "short_term_share").status == "not_measured"
    assert figure(org, "short_term_share").note == "no goal says in how many months it is due"


# Goals in common


def test_a_pair_shares_a_goal_that_both_its_departments_have():
    org = company("nps|A", "nps|B", "x|A", "y|C", journeys={"Move": "A B C A"})
    found = figure(org, "shared")
    # Of the pairs AB, BC and AC only AB shares one, as of all pairs of departments with goals.
    assert found.value == pytest.approx(1 / 3)
    assert found.note == "of all 3 pairs of departments with goals 33% share one"


def test_a_pair_of_which_one_side_has_no_goals_is_left_out():
    found = figure(company("nps|A", "nps|B", journeys={"Move": "A B D"}), "shared")
    assert (found.value, found.note.split("; ")[1]) == (1, "without 1 pair of which one side has no goals")


@pytest.mark.parametrize(
    ("rows", "steps", "status"),
    [
        (["nps"], "A B", "not_measured"),
        (["nps|A"], "A A", "not_measured"),
        (["nps|A", "x|C"], "A B", "not_applicable"),
    ],
)
def test_without_pairs_that_could_share_a_goal_there_is_no_share(rows, steps, status):
    found = figure(company(*rows, journeys={"Move": steps}), "shared")
    assert (found.value, found.status) == (None, status)
    assert found.note


# Cross purpose


def test_goals_that_name_each_other_are_one_conflict_of_each_journey_they_serve():
    org = company(
        "calls short|A||||solved", "solved|A|customer||Move|calls short", "sold|B|||Stay|solved",
        journeys={"Move": "A", "Stay": "B", "Leave": "A"},
    )  # fmt: skip
    assert figure(org, "conflicts").value == 2
    assert [figure(org, "conflicts", Scope("journey", one)).value for one in ("Move", "Stay")] == [2, 1]


def test_where_nobody_names_a_conflict_there_may_still_be_one():
    found = figure(company("a|A", "b|B"), "conflicts")
    assert (found.value, found.status, found.note) == (
        None,
        "not_measured",
        "no goal names another that it works against",
    )


# Rules


def test_a_journey_without_a_goal_about_its_customer_is_found_with_what_it_has_instead():
    org = company(
        "a|A|customer||Move", "readings|Meters|process||Stay",
        journeys={"Move": "A", "Stay": "A", "Leave": "A"},
        details={"Stay": {"kpi": "Right first time", "importance": 5}},
    )  # fmt: skip
    leave, stay = sorted(findings(org, "GOA01"), key=lambda one: one.id)
    assert leave.message == "No department has a goal about the customer of “Leave”."
    assert (leave.severity, cells(leave)) == ("low", ["Journeys!A4"])
    assert stay.message == (
        "No department has a goal about the customer of “Stay”; its goals are about other things: “readings” (Meters), "
        "about processes. Its own KPI, “Right first time”, is nobody's goal."
    )
    assert (stay.severity, cells(stay)) == ("medium", ["Journeys!A3", "Goals!C3", "Journeys!B3"])


def test_where_no_goal_names_a_journey_none_is_blamed_for_it():
    assert findings(company("a|A|customer", journeys={"Move": "A"}), "GOA01") == []


def test_goals_at_cross_purpose_are_told_by_journey_and_are_grave_where_the_customer_loses():
    rows = ("sell|Sales||||connect", "connect|Planning|customer||Move", "cost|IT||||uptime", "uptime|Network")
    org = company(
        *rows, departments="Sales Planning IT Network", journeys={"Move": "A"}, details={"Move": {"importance": 4}}
    )
    move, others = findings(org, "GOA02")
    assert move.message == "In the journey “Move”, “sell” (Sales) works against “connect” (Planning)."
    assert (move.severity, move.scope, cells(move)) == ("high", Scope("journey", "Move"), ["Goals!F2"])
    assert (others.severity, others.scope) == ("medium", Scope("pair", ("IT", "Network")))
    assert others.message == "“cost” (IT) works against “uptime” (Network)."


def test_a_conflict_with_a_goal_that_is_not_listed_is_told_as_written():
    (found,) = findings(company("sell|Sales||||Quality first"), "GOA02")
    assert found.message == "“sell” (Sales) works against “Quality first”."


def test_a_department_is_short_sighted_only_from_two_goals_on_and_none_beyond_a_quarter():
    org = company("a|A||3", "b|A||1", "c|B||1", "d|C||3", "e|C||6", "f|D||1", "g|D")
    (found,) = findings(org, "GOA03")
    assert found.message == "In A, both goals are due within 3 months: “a” and “b”."
    assert cells(found) == ["Goals!D2", "Goals!D3"]


def test_departments_that_depend_on_each_other_and_share_no_goal_are_one_finding():
    rows = ("a|A", "b|B", "c|C", "d|D", "e|E", "f|F")
    journeys = {"Move": "A B C D E F", "Stay": "E F"}
    (found,) = findings(company(*rows, journeys=journeys), "GOA04")
    assert found.message == (
        "Of 5 pairs of departments that have goals and that journeys or processes join, none has one in common. The first to need one: "
        "E and F; A and B; B and C."
    )
    assert cells(found)[:2] == ["Goals!B6", "Goals!B7"]
    assert findings(company(*rows, "e|F", journeys=journeys), "GOA04") == []
    assert findings(company(*rows, journeys={"Move": "A B C D E"}), "GOA04") == []
