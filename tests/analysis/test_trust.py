"""How far can the figures be trusted?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import ownership, trust
from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, analyse
from alignment.analysis.trust import coverage, coverage_measurements
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope, Status
from alignment.settings import Settings
from build import organisation
from surveys import company

ALL = {one.id: one for one in trust.MEASURES}
RULES = {one.code: one for one in trust.RULES}
DIMENSIONS = {"ownership": "Ownership", "silos": "Silos"}


def taken(org: Organisation, ident: str) -> Measurement:
    (one,) = ALL[f"trust.{ident}"].take(Context(org, Settings()))
    return one


def found(org: Organisation, code: str, **changes: float) -> list[Finding]:
    return list(RULES[code].find(Context(org, Settings(rules={code: changes}))))


def addresses(finding: Finding) -> list[str]:
    return [str(cell) for cell in finding.evidence]


def measured(ident: str, *statuses: Status) -> list[Measurement]:
    """One measurement a status, of journeys 0, 1, 2 …"""
    return [
        Measurement(f"ownership.{ident}", Scope("journey", str(at)), 1.0 if one == "measured" else None, "share", one)
        for at, one in enumerate(statuses)
    ]


# Coverage


def test_coverage_is_measured_over_applicable():
    some = [*measured("ladder", "measured"), *measured("mandate_gap", "not_measured")]
    assert coverage(some, ownership.MEASURES, "ownership") == 0.5


def test_what_does_not_apply_is_not_counted():
    some = [*measured("ladder", "measured"), *measured("mandate_gap", "not_applicable")]
    assert coverage(some, ownership.MEASURES, "ownership") == 1


def test_a_measure_of_many_journeys_counts_once_with_its_share():
    some = [*measured("ladder", "measured"), *measured("mandate_gap", "measured", "not_measured", "not_applicable")]
    assert coverage(some, ownership.MEASURES, "ownership") == 0.75


def test_what_is_withheld_to_protect_someone_is_no_gap_beside_what_is_shown():
    assert coverage(measured("ladder", "measured", "suppressed"), ownership.MEASURES) == 1
    assert coverage(measured("ladder", "measured", "suppressed", "not_measured"), ownership.MEASURES) == 0.5
    assert coverage(measured("ladder", "suppressed", "suppressed"), ownership.MEASURES) == 0


def test_of_what_people_say_no_more_is_covered_than_the_share_who_said_it():
    details = {one: {"headcount": 10.0} for one in ("S", "O")}
    org = company(*["S f 4"] * 6, *["O f 2"] * 5, departments="S O", details=details)
    analysis = analyse(org, Settings(permutations=20, score_draws=5, dimension_weights={"maturity": 1}))
    assert coverage(analysis.measurements, tuple(MEASURES.values()), "maturity") == 11 / 20
    (said,) = [one for one in analysis.dimensions if one.id == "maturity"]
    assert (said.coverage, said.score) == (11 / 20, None)
    assert said.reason == "Only 55% of those who work there answered; at least 70% are needed."


def test_departments_hidden_to_protect_those_who_answered_do_not_withhold_what_all_say():
    details = {one: {"headcount": 5.0} for one in "ABC"}
    org = company(*["A f 4"] * 4, *["B f 2"] * 4, *["C f 3"] * 5, departments="A B C", details=details)
    analysis = analyse(org, Settings(permutations=20, score_draws=5, dimension_weights={"maturity": 1}))
    (said,) = [one for one in analysis.dimensions if one.id == "maturity"]
    assert said.coverage == 13 / 15
    assert said.score is not None


def test_nothing_that_applies_has_no_coverage():
    assert coverage([], ownership.MEASURES, "ownership") is None
    assert coverage(measured("ladder", "measured"), ownership.MEASURES, "silos") is None
    assert coverage(measured("ladder", "measured"), trust.MEASURES) is None


def test_coverage_is_given_for_all_and_for_each_dimension():
    found = coverage_measurements(measured("ladder", "measured"), ownership.MEASURES, DIMENSIONS)
    assert [(one.id, one.value, one.status) for one in found] == [
        ("trust.coverage", 1, "measured"),
        ("trust.coverage.ownership", 1, "measured"),
        ("trust.coverage.silos", None, "not_applicable"),
    ]


def test_the_declared_measure_of_coverage_yields_nothing_itself():
    assert list(ALL["trust.coverage"].take(Context(organisation(), Settings()))) == []


@given(
    st.permutations([*measured("ladder", "measured", "not_measured", "measured"), *measured("mandate_gap", "measured")])
)
def test_the_order_of_measurements_does_not_matter(some: list[Measurement]):
    assert coverage(some, ownership.MEASURES) == pytest.approx(5 / 6)


# Completeness


def test_completeness_counts_columns_in_use_only():
    org = organisation(people={"ann": "Sales", "bob": ""})
    one = taken(org, "completeness")
    assert (one.value, one.note) == (0.5, "emptiest: people, department (1 blank)")


def test_a_blank_owner_is_an_answer_and_no_gap():
    org = organisation(journeys={"J": ""}, owners={}, details={"J": {"importance": 3}})
    assert taken(org, "completeness").value == 1


def test_without_such_columns_completeness_is_not_measured():
    assert taken(organisation(departments="Sales"), "completeness").value is None


# Freshness

REVIEWS = {"A": {"last_review": date(2026, 5, 1)}, "B": {"last_review": date(2024, 5, 1)}, "C": {"last_review": None}}


def reviewed(**more) -> Organisation:
    return organisation(journeys=dict.fromkeys("ABC", ""), details=more.pop("details", REVIEWS), **more)


def test_freshness_is_the_share_of_reviews_within_a_year():
    one = taken(reviewed(snapshot_date=date(2026, 6, 30)), "freshness")
    assert (one.value, one.note) == (0.5, "1 of 2 reviews")


def test_without_dates_there_is_no_freshness():
    assert taken(reviewed(), "freshness").note.startswith("without a snapshot date")
    assert taken(organisation(journeys={"J": ""}), "freshness").status == "not_measured"
    blank = reviewed(details={"A": {"last_review": None}}, snapshot_date=date(2026, 6, 30))
    assert taken(blank, "freshness").value is None


def test_tru03_speaks_where_most_dates_are_old():
    assert found(reviewed(snapshot_date=date(2026, 6, 30)), "TRU03") == []
    (one,) = found(reviewed(snapshot_date=date(2027, 6, 30)), "TRU03")
    assert (one.id, addresses(one)) == ("TRU03:organisation", ["Journeys!B3", "Journeys!B2"])
    assert one.message == ("2 of 2 review dates are more than 12 months before the snapshot; the oldest is 1 May 2024.")
    assert found(reviewed(), "TRU03") == []


# Response


def test_response_is_the_share_of_people_who_report():
    one = taken(organisation(people="a b c d", ties="a-b b-a c-d"), "response_rate")
    assert (one.value, one.note, one.rating) == (0.75, "3 of 4 listed people report ties", "amber")


def test_suppliers_and_the_unlisted_are_not_asked():
    org = organisation(
        departments="Sales Courier",
        people={"a": "Sales", "b": "Sales", "x": "Courier"},
        ties="a-b b-x y-a",
        details={"Courier": {"external": True}},
    )
    assert taken(org, "response_rate").value == 1


def test_a_division_is_not_asked_beside_its_departments():
    org = organisation(departments="Sales>Front Desk>Front Lab", ties="Sales-Desk Desk-Sales")
    assert taken(org, "response_rate").value == pytest.approx(2 / 3)


def test_ties_recorded_once_tell_nothing_of_response():
    one = taken(organisation(people="a b", ties="a-b", ties_directed=False), "response_rate")
    assert (one.value, one.status) == (None, "not_applicable")
    assert found(organisation(people="a b c d", ties="a-b", ties_directed=False), "TRU01") == []


def test_tru01_names_departments_and_not_people():
    org = organisation(people={"a": "Sales", "b": "Sales", "c": "Ops", "d": "Ops"}, ties="a-b b-c")
    (one,) = found(org, "TRU01")
    assert one.message == "Only 2 of 4 listed people report ties (50%; 70% are needed); most are missing in Ops (2)."
    assert addresses(one) == ["People!B4", "People!B5"]
    assert {cell.value for cell in one.evidence} == {"Ops"}
    assert found(org, "TRU01", limit=0.5) == []


def test_answers_enough_for_totals_may_be_too_few_to_name_bridges():
    # Four of five report.
    org = organisation(people=dict.fromkeys("abcde", "Sales"), ties="a-b b-c c-d d-a")
    assert found(org, "TRU01") == []
    (one,) = found(org, "TRU04")
    assert one.message == (
        "4 of 5 listed people report ties (80%): enough for totals, too few to be sure who stands between others "
        "(85% are needed)."
    )
    assert addresses(one) == ["People!B6"]
    assert found(org, "TRU04", limit=0.8) == []
    # Three of five: TRU01 says so already.
    assert found(organisation(people="a b c d e", ties="a-b b-c c-a"), "TRU04") == []


# Contradictions


def test_an_owner_without_the_a_contradicts_the_chart():
    org = organisation(
        people="ann bob", journeys={"J": "Sales"}, owners={"J": "ann"}, raci={"J": {"bob": "A", "ann": "R"}}
    )
    one = taken(org, "contradictions")
    assert (one.value, one.note) == (1, "1 owner or accountable")
    (hit,) = found(org, "TRU02")
    assert hit.message == "“J” is told in two ways: its end-to-end owner is ann, but the RACI chart gives the A to bob."
    assert addresses(hit) == ["Journeys!B2", "RACI!C2"]


@pytest.mark.parametrize(
    ("accountable", "holder", "count"),
    [
        ("ann", "ann", 0),
        ("ann", "bob", 1),
        ("ann", "Sales", 0),  # she works there
        ("ann", "Company", 0),  # which holds Sales
        ("ann", "Ops", 1),
        ("Sales", "Ops", 1),
        ("ann", "Some role", 0),  # may be hers
    ],
)
def test_a_person_and_their_department_do_not_contradict(accountable: str, holder: str, count: int):
    org = organisation(
        departments="Sales>Company Ops>Company",
        people={"ann": "Sales", "bob": "Ops"},
        processes={"P": ""},
        raci={"P": {holder: "A"}},
        details={"P": {"accountable": accountable}},
    )
    assert taken(org, "contradictions").value == count
    assert len(found(org, "TRU02")) == count


def test_a_step_may_belong_to_a_process_of_its_own_line_only():
    org = organisation(
        departments="Sales>Company Ops>Company Billing>Ops",
        processes={"Bill": "Billing"},
        journeys={"J": "Billing@Bill Ops@Bill Sales@Bill"},
    )
    one = taken(org, "contradictions")
    assert (one.value, one.note) == (1, "1 step")
    (hit,) = found(org, "TRU02")
    assert hit.message == (
        "“J” is told in two ways: another department owns the process of step 3 “step 3” (done in Sales; “Bill” "
        "belongs to Billing)."
    )
    assert addresses(hit) == ["Journey steps!D4", "Processes!B2"]


def test_a_supplier_that_does_the_step_of_a_process_contradicts_nothing():
    org = organisation(
        departments="Ops Courier",
        processes={"Ship": "Ops"},
        journeys={"J": "Courier@Ship"},
        details={"Courier": {"external": True}},
    )
    assert taken(org, "contradictions").status == "not_measured"


def test_ratings_two_apart_are_counted_and_left_to_their_own_rule():
    org = organisation(people="a b c", ties="a-b:5 b-a:3 b-c:4 c-b:3")
    one = taken(org, "contradictions")
    assert (one.value, one.note) == (1, "1 rating")
    assert found(org, "TRU02") == []


def test_what_is_said_once_cannot_contradict_itself():
    one = taken(organisation(departments="Sales"), "contradictions")
    assert (one.value, one.status) == (None, "not_measured")
