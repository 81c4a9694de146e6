"""Who answers for the whole journey, and can they?"""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import ownership
from alignment.analysis.ages import months_before
from alignment.analysis.base import Context, points, rating_of_points
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation

ALL = {one.id: one for one in ownership.MEASURES}
RULES = {one.code: one for one in ownership.RULES}
CHART = "Sales>Company Ops>Company Billing>Ops Depot>Ops"


def taken(org: Organisation, ident: str) -> list[Measurement]:
    return list(ALL[f"ownership.{ident}"].take(Context(org, Settings())))


def value(org: Organisation, ident: str) -> float | None:
    """The organisation's value, and only that one."""
    (found,) = [one for one in taken(org, ident) if one.scope == Scope()]
    return found.value


def of_journey(org: Organisation, ident: str, journey: str = "J") -> Measurement:
    (found,) = [one for one in taken(org, ident) if one.scope == Scope("journey", journey)]
    return found


def found(org: Organisation, code: str, **changes: float) -> list[Finding]:
    return list(RULES[code].find(Context(org, Settings(rules={code: changes}))))


def addresses(finding: Finding) -> list[str]:
    return [str(cell) for cell in finding.evidence]


def owned(owner: str, words: str = "Sales", **more) -> Organisation:
    """One journey J with an owner; ann leads Sales, cem works in Billing, dee heads the company."""
    people = {"ann": "Sales: Lead", "bob": "Sales", "cem": "Billing: Clerk", "dee": "Company"}
    more = {"departments": CHART, "people": people, **more}
    return organisation(journeys={"J": words}, owners={"J": owner}, **more)


# Journeys with one owner, without, with several


def test_one_owner_of_four_journeys_is_a_quarter():
    org = organisation(
        people="ann bob", journeys=dict.fromkeys("ABCD", ""), owners={"A": "ann", "B": "ann, bob", "C": "TBD"}
    )
    assert value(org, "journeys_owned") == 0.25
    assert value(org, "journeys_with_several_owners") == 1
    assert value(org, "journeys_without_owner") == 2


def test_a_name_that_no_register_knows_is_still_a_name():
    assert value(organisation(people="ann", journeys={"J": ""}, owners={"J": "Zoe"}), "journeys_owned") == 1


def test_the_same_owner_written_twice_is_one_owner():
    assert value(organisation(people="ann", journeys={"J": ""}, owners={"J": "ann, ann"}), "journeys_owned") == 1


def test_nobody_owns_anything_where_all_cells_say_tbd():
    org = organisation(journeys={"A": "", "B": ""}, owners={"A": "TBD", "B": "-"})
    assert value(org, "journeys_owned") == 0
    assert value(org, "journeys_without_owner") == 2
    assert value(org, "ladder_mean") == 0


def test_without_a_column_for_owners_nothing_is_measured():
    org = organisation(departments="Sales", journeys={"J": "Sales"})
    for ident in ("journeys_owned", "journeys_without_owner", "ladder", "mandate_gap"):
        (one,) = taken(org, ident)
        assert (one.value, one.status) == (None, "not_measured")
        assert "no column that names end-to-end owners" in one.note


def test_without_journeys_nothing_is_measured_and_nothing_found():
    org = organisation(departments="Sales Ops")
    assert {one.status for ident in ALL for one in ALL[ident].take(Context(org, Settings()))} == {"not_measured"}
    assert [hit for code in RULES for hit in found(org, code)] == []


def test_an_empty_list_of_journeys_is_not_perfect():
    org = organisation(
        departments=CHART, sheets=frozenset({"journeys"}), columns={"journeys": frozenset({"journey", "owner"})}
    )
    assert value(org, "journeys_owned") is None
    assert taken(org, "ladder")[0].note == "the workbook lists no journey"


def test_a_journey_that_only_the_steps_name_is_not_asked_for_an_owner():
    org = organisation(people="ann", journeys={"A": "Sales", "B": "Sales"}, owners={"A": "ann"})
    org = replace(org, journeys=(org.journeys[0], replace(org.journeys[1], listed=False)))
    assert value(org, "journeys_owned") == 1


def test_importance_weighs_journeys():
    org = organisation(
        people="ann",
        journeys={"A": "", "B": ""},
        owners={"A": "ann"},
        details={"A": {"importance": 1}, "B": {"importance": 4, "volume": 1}},
    )
    assert value(org, "journeys_owned_weighted") == 0.2


def test_volume_weighs_journeys_where_no_importance_is_given():
    org = organisation(
        people="ann",
        journeys={"A": "", "B": "", "C": ""},
        owners={"A": "ann"},
        details={"A": {"volume": 300}, "B": {"volume": 100}},
    )
    (one,) = taken(org, "journeys_owned_weighted")
    assert (one.value, one.note) == (0.75, "by annual volume; without 1 journey that gives none")


def test_without_weights_there_is_no_weighted_share():
    assert value(organisation(journeys={"A": ""}, owners={}), "journeys_owned_weighted") is None


def test_without_an_owner_column_the_owner_department_stands_in():
    org = organisation(
        departments="Sales",
        journeys={"J": "Sales"},
        details={"J": {"owners": "Sales", "owner_department": "Sales"}},
        columns={"journeys": frozenset({"journey", "owner_department"})},
    )
    (one,) = taken(org, "journeys_owned")
    assert one.value == 1
    assert one.note.startswith("the owner department stands in")
    assert of_journey(org, "ladder").value == 3


# The ladder

EXERCISED = {"kpi": "NPS", "target": "50", "last_review": date(2026, 1, 31)}
LADDER = {
    "nobody": (owned("TBD"), 0, "nobody is named"),
    "several": (owned("ann, bob"), 1, "2 end-to-end owners are named"),
    "unknown": (owned("Zoe"), 1, "the owner is in no register"),
    "no register": (owned("Zoe", people=()), 1, "the workbook has no list"),
    "no authority": (owned("ann", "Sales Billing"), 2, "no authority over Billing"),
    "no steps": (owned("ann", ""), 2, "no step of this journey names a department"),
    "in one department": (
        owned("ann", "Sales Sales"),
        3,
        "rung 4 cannot be judged: the workbook has no column for KPI",
    ),
    "mandate": (owned("ann", "Sales Billing", details={"J": {"mandate": True}}), 3, "rung 4 cannot be judged"),
    "no snapshot": (owned("ann", details={"J": EXERCISED}), 3, "without a snapshot date"),
    "no target": (owned("ann", details={"J": EXERCISED | {"target": ""}}), 3, "no target is set"),
    "stale": (
        owned("ann", details={"J": EXERCISED}, snapshot_date=date(2027, 2, 1)),
        3,
        "the last review, 31 January 2026, is more than 12 months old",
    ),
    "exercised": (owned("ann", details={"J": EXERCISED}, snapshot_date=date(2027, 1, 31)), 4, ""),
    # The weakest link sets the rung: a KPI and a review do not make up for a missing mandate.
    "weakest link": (
        owned("ann", "Sales Billing", details={"J": EXERCISED}, snapshot_date=date(2026, 6, 30)),
        2,
        "no mandate",
    ),
}


@pytest.mark.parametrize("case", LADDER)
def test_the_weakest_link_sets_the_rung(case: str):
    org, rung, note = LADDER[case]
    one = of_journey(org, "ladder")
    assert one.value == rung
    assert note in one.note if note else one.note == ""


def test_the_mean_rung_says_how_many_stand_on_each():
    org = organisation(people="ann", journeys={"A": "", "B": ""}, owners={"A": "ann"})
    (one,) = taken(org, "ladder_mean")
    assert (one.value, one.note) == (1.0, "1 on rung 0, 1 on rung 2")


def test_a_head_stands_where_they_lead():
    org = owned("ann", "Billing Depot", details={"Ops": {"heads": "ann"}})
    assert of_journey(org, "ladder").value == 3


def test_a_role_stands_where_its_only_holder_does():
    assert of_journey(owned("Lead", "Sales"), "ladder").value == 3


def test_a_role_held_in_two_departments_stands_nowhere():
    org = owned("Clerk", "Billing", people={"cem": "Billing: Clerk", "eve": "Sales: Clerk"})
    one = of_journey(org, "ladder")
    assert one.value == 2
    assert "does not tell in which department the owner stands" in one.note


def test_the_owner_department_can_be_the_owner():
    assert of_journey(owned("Ops", "Billing Depot"), "ladder").value == 3


# Reach


def test_coverage_counts_steps_at_or_below_the_owner():
    assert of_journey(owned("Ops", "Sales Ops Billing Depot"), "owner_coverage").value == 0.75


def test_a_step_without_department_is_outside_the_owners_reach():
    one = of_journey(owned("ann", "Sales -"), "owner_coverage")
    assert (one.value, one.note) == (0.5, "1 step of 2 without a department")


@pytest.mark.parametrize("owner", ["TBD", "ann, bob"])
def test_coverage_needs_one_owner(owner: str):
    assert of_journey(owned(owner), "owner_coverage").status == "not_applicable"


@pytest.mark.parametrize(
    ("owner", "words", "levels"),
    [
        ("dee", "Sales Billing Depot", 0),  # the company stands above all
        ("Ops", "Billing Depot", 0),  # at the common superior
        ("cem", "Billing Billing", 0),  # one department, the owner's own
        ("cem", "Billing Depot", 1),  # Ops
        ("cem", "Billing Sales", 2),  # Ops, Company
        ("ann", "Depot Billing", 1),  # elsewhere: their common superior is the company
        ("ann", "Sales+Billing", 1),  # participants count
    ],
)
def test_the_gap_is_counted_up_to_the_lowest_common_superior(owner: str, words: str, levels: int):
    assert of_journey(owned(owner, words), "mandate_gap").value == levels


def test_suppliers_are_left_out_of_the_gap_and_said_to_be():
    org = owned("ann", "Sales Courier", departments=f"{CHART} Courier", details={"Courier": {"external": True}})
    one = of_journey(org, "mandate_gap")
    assert (one.value, one.note) == (0, "without 1 supplier")
    assert of_journey(org, "ladder").value == 3


def test_a_journey_of_suppliers_only_has_no_gap():
    org = owned("ann", "Courier", departments=f"{CHART} Courier", details={"Courier": {"external": True}})
    one = of_journey(org, "mandate_gap")
    assert (one.value, one.status, one.note) == (None, "not_applicable", "only suppliers do the steps")
    assert of_journey(org, "ladder").value == 2
    assert found(org, "OWN04") == found(org, "OWN09") == []


def test_two_trees_have_no_common_superior():
    one = of_journey(owned("ann", "Sales Lab", departments=f"{CHART} Lab"), "mandate_gap")
    assert (one.value, one.note) == (None, "no department stands above all of Sales and Lab")


def test_a_department_that_is_not_listed_has_no_place_in_the_chart():
    one = of_journey(owned("ann", "Sales Mystery"), "mandate_gap")
    assert (one.status, one.note) == ("not_measured", "Mystery is not in the list of departments")


def test_a_chart_without_levels_has_no_gap():
    (one,) = taken(owned("ann", "Sales Ops", departments="Sales Ops Billing Company"), "mandate_gap")
    assert (one.value, one.status) == (None, "not_measured")
    org = owned("ann", "Sales Ops", departments="Sales Ops Billing Company", details={"Sales": {"parent": None}})
    (one,) = taken(org, "mandate_gap")
    assert (one.status, one.note) == ("not_applicable", "the chart has no levels: no department has a parent")


def test_nobody_stands_above_in_a_circle_of_parents():
    org = owned("ann", "Sales Ops", departments="Sales>Ops Ops>Sales", people={"ann": "Sales"})
    one = of_journey(org, "mandate_gap")
    assert (one.value, one.note) == (None, "the parents of Ops and Sales run in a circle")
    assert of_journey(org, "ladder").value == 2
    assert found(org, "OWN04") == found(org, "OWN09") == []


# Steps


def test_steps_and_moments_of_truth_are_owned_by_a_department():
    org = organisation(journeys={"J": "Sales - Ops* -*", "K": "Sales", "L": ""})
    assert value(org, "steps_owned") == 0.6
    assert value(org, "moments_of_truth_owned") == 0.5
    assert of_journey(org, "steps_owned").value == 0.5
    assert of_journey(org, "moments_of_truth_owned", "K").status == "not_applicable"
    assert of_journey(org, "steps_owned", "L").status == "not_measured"


def test_without_a_column_no_moment_of_truth_is_measured():
    (one,) = taken(organisation(journeys={"J": "Sales"}), "moments_of_truth_owned")
    assert (one.value, one.status) == (None, "not_measured")


def test_a_department_that_is_not_listed_is_mentioned():
    org = organisation(departments="Sales", journeys={"J": "Sales Mystery"})
    assert of_journey(org, "steps_owned").note == "with 1 step of a department that is not listed"


# Processes


def test_the_accountable_column_and_the_chart_both_count():
    org = organisation(
        departments="Sales Ops",
        people="ann bob",
        processes={"A": "Sales", "B": "Sales", "C": "Ops", "D": "Ops"},
        raci={"A": {"Sales": "A", "Ops": "R"}, "B": {"Sales": "A", "Ops": "A"}},
        details={"A": {"accountable": "ann"}, "C": {"accountable": "ann"}, "D": {"accountable": ""}},
    )
    assert value(org, "processes_accountable") == 0.5
    assert value(org, "processes_without_accountable") == 1
    assert value(org, "processes_with_several_accountable") == 1
    assert value(org, "processes_without_responsible") == 1


def test_a_heading_over_other_processes_is_not_asked_for_an_accountable():
    org = organisation(processes={"Group": "", "A": ""}, raci={"A": {"ann": "A/R"}}, details={"A": {"parent": "Group"}})
    assert value(org, "processes_accountable") == 1


def test_of_processes_outside_the_chart_nothing_is_said_without_an_accountable_column():
    org = organisation(processes={"A": "", "B": ""}, raci={"A": {"ann": "A/R"}})
    (one,) = taken(org, "processes_accountable")
    assert (one.value, one.note) == (1, "without 1 process of which the workbook does not ask this")


def test_a_list_of_processes_that_names_nobody_is_not_measured():
    org = organisation(processes={"A": "Sales"})
    assert value(org, "processes_accountable") is None
    assert value(org, "processes_without_responsible") is None


def test_a_chart_of_journeys_says_nothing_about_processes():
    org = organisation(journeys={"J": "Sales"}, raci={"J": {"ann": "A"}})
    assert value(org, "processes_accountable") is None


# Load, concentration, unknown names


def test_load_adds_journeys_and_processes():
    org = organisation(
        departments="Sales",
        people="ann",
        journeys={"A": "", "B": ""},
        owners={"A": "ann", "B": "ann, Sales"},
        processes={"P": "", "Q": ""},
        raci={"P": {"Legal": "A"}, "Q": {"Legal": "A"}},
        details={"P": {"accountable": "ann"}},
    )
    loads = {one.scope: (one.value, one.note) for one in taken(org, "owner_load")}
    assert loads == {
        Scope("department", "Sales"): (1, "1 journey"),
        # The column names ann for P, so the A of the chart counts for Q alone.
        Scope("person", "ann"): (3, "2 journeys and 1 process"),
        Scope("group", "Legal"): (1, "1 process"),
    }
    assert value(org, "concentration") == pytest.approx(11 / 25)


def test_one_holder_of_everything_is_full_concentration():
    assert value(owned("ann"), "concentration") == 1
    assert value(owned("TBD"), "concentration") is None


def test_unknown_names_are_counted_once_each():
    org = organisation(
        people="ann", journeys=dict.fromkeys("ABC", ""), owners={"A": "Zoe", "B": "Zoe, ann", "C": "Max"}
    )
    assert value(org, "unknown_owners") == 2


def test_names_cannot_be_unknown_without_a_register():
    org = organisation(journeys={"J": ""}, owners={"J": "Zoe"})
    assert value(org, "unknown_owners") is None
    assert found(org, "OWN03") == []


# Rules: each speaks, with its cells, and is silent where nothing is wrong


def test_own01_names_the_blank_cell():
    org = owned("", "Sales Billing")
    (one,) = found(org, "OWN01")
    assert one.id == "OWN01:journey:j"
    assert one.severity == "high"
    assert one.message == "“J” has no end-to-end owner, though it crosses 2 departments (Billing and Sales)."
    assert addresses(one) == ["Journeys!B2", "Journey steps!D3", "Journey steps!D2"]
    assert found(owned("ann"), "OWN01") == found(owned("Zoe"), "OWN01") == []


def test_own01_is_critical_for_a_vital_journey_or_one_of_many_departments():
    assert found(owned("", "Sales Ops Billing Depot"), "OWN01")[0].severity == "critical"
    assert found(owned("", "Sales Ops Billing Depot", details={"J": {"importance": 4}}), "OWN01")[0].severity == "high"
    (one,) = found(owned("", details={"J": {"importance": 5}}), "OWN01")
    assert one.severity == "critical"
    assert addresses(one) == ["Journeys!B2", "Journeys!C2"]


def test_own02_lists_a_few_names():
    (one,) = found(organisation(people="a b c d e", journeys={"J": ""}, owners={"J": "a,b,c,d,e"}), "OWN02")
    assert one.message == "“J” has 5 end-to-end owners (a, b, c and 2 more); none has the last word."
    assert addresses(one) == ["Journeys!B2"]
    assert found(owned("ann"), "OWN02") == found(owned(""), "OWN02") == []


def test_own03_collects_what_an_unknown_name_stands_beside():
    org = organisation(people="ann", journeys={"A": "", "B": "", "C": ""}, owners={"A": "Zoe", "B": "Zoe", "C": "ann"})
    (one,) = found(org, "OWN03")
    assert (one.id, one.severity) == ("OWN03:person:zoe", "high")
    assert one.message == (
        "“Zoe” is named to answer for 2 journeys (A and B) and cannot be found in the list of people or that of "
        "departments."
    )
    assert addresses(one) == ["Journeys!B2", "Journeys!B3"]


def test_own04_says_over_whom_authority_is_missing():
    (one,) = found(owned("ann", "Sales Billing Billing"), "OWN04")
    assert one.message == (
        "The owner of “J” stands in Sales, without authority over Billing (2 of 3 steps), and no mandate is recorded."
    )
    assert addresses(one) == ["Journeys!B2", "Journeys!row 2", "Journey steps!D3", "Journey steps!D4"]
    assert found(owned("dee", "Sales Billing"), "OWN04") == []
    assert found(owned("ann", "Sales Billing", details={"J": {"mandate": True}}), "OWN04") == []
    assert found(owned("ann", "Sales Ops", departments="Sales Ops Billing Company"), "OWN04") == []


def test_own05_speaks_of_owned_journeys_only():
    blank = {"kpi": "", "last_review": None}
    (one,) = found(owned("ann", details={"J": blank}), "OWN05")
    assert one.message == "“J” is owned, but no KPI is recorded and no review is recorded."
    assert addresses(one) == ["Journeys!C2", "Journeys!D2"]
    assert found(owned("", details={"J": blank}), "OWN05") == []
    assert found(owned("ann"), "OWN05") == []  # no such columns
    stale = owned("ann", details={"J": EXERCISED}, snapshot_date=date(2027, 6, 30))
    assert len(found(stale, "OWN05")) == 1
    assert found(stale, "OWN05", limit=24) == []


def test_own06_speaks_beyond_the_limit():
    names = [f"J{number}" for number in range(9)]
    org = organisation(
        people={"ann": "Care: Head of Care"}, journeys=dict.fromkeys(names, ""), owners=dict.fromkeys(names, "ann")
    )
    (one,) = found(org, "OWN06")
    assert one.message == "9 journeys rest on one position, “Head of Care”: more than 8."
    assert len(one.evidence) == 9
    assert found(org, "OWN06", limit=9) == []


def test_own07_and_own08_share_the_steps_without_department():
    org = organisation(journeys={"J": "Sales - -* Ops"})
    (moment,), (step,) = found(org, "OWN07"), found(org, "OWN08")
    assert moment.message == "“J” has 1 moment of truth for which no department is responsible: step 3 “step 3”."
    assert step.message == "In “J”, 1 of 4 steps names no department: step 2 “step 2”."
    assert (addresses(moment), addresses(step)) == (["Journey steps!D4"], ["Journey steps!D3"])
    whole = organisation(journeys={"J": "Sales Ops*"})
    assert found(whole, "OWN07") == found(whole, "OWN08") == []


def test_own09_speaks_where_the_owner_does_none_of_the_work():
    (one,) = found(owned("ann", "Billing Depot"), "OWN09")
    assert one.message == (
        "The owner of “J” stands in Sales, which does none of its 2 steps and does not stand above Billing and Depot."
    )
    assert found(owned("ann", "Billing", details={"J": {"mandate": True}}), "OWN09")[0].severity == "info"
    assert found(owned("ann", "Billing Sales"), "OWN09") == found(owned("dee", "Billing"), "OWN09") == []


# What holds for any input


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(["A", "B", "C", "D"]), mark=st.text("xyz", min_size=1, max_size=3))
def test_order_and_names_change_nothing(order: list[str], mark: str):
    words = {"A": "Sales Billing", "B": "Sales -*", "C": "Depot Depot*", "D": ""}
    owners = {"A": "ann", "B": "ann, cem", "C": "Ops", "D": ""}

    def figures(names: list[str], suffix: str) -> tuple[object, ...]:
        def renamed(text: str) -> str:
            return re.sub("[A-Za-z]+", lambda name: name[0] + suffix, text)

        org = organisation(
            departments=renamed(CHART),
            people={renamed("ann"): renamed("Sales"), renamed("cem"): renamed("Billing")},
            journeys={name + suffix: renamed(words[name]) for name in names},
            owners={name + suffix: renamed(owners[name]) for name in names},
        )
        context = Context(org, Settings())
        values = {
            (one.id, str(one.scope.id).removesuffix(suffix), one.value) for m in ALL.values() for one in m.take(context)
        }
        hits = {
            (one.code, str(one.scope.id).removesuffix(suffix), one.severity)
            for r in RULES.values()
            for one in r.find(context)
        }
        return values, hits

    assert figures(order, f"-{mark}") == figures(["A", "B", "C", "D"], "-")


@pytest.mark.parametrize("one", [m for m in ALL.values() if m.limits], ids=lambda one: one.id)
def test_limits_turn_with_the_direction(one):
    limits = one.limits
    assert (limits.bad > limits.good) == (one.direction == "lower")
    assert [rating_of_points(points(at, limits)) for at in (limits.good, limits.amber, limits.red, limits.bad)] == [
        "green", "green", "amber", "red",
    ]  # fmt: skip


def test_months_are_counted_back_by_the_calendar():
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)
