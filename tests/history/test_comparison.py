"""What changed: figures with their direction, findings through a split, and what is of the data told apart."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from alignment.analysis.catalogue import MEASURES
from alignment.history.common import in_common
from alignment.history.comparison import compare, direction
from alignment.history.crosswalk import Crosswalk, Declared, Link, crosswalk
from alignment.model.organisation import Action, Organisation
from alignment.model.result import Advice, Scope, Step
from build import organisation, origin
from waves import SHORT, snapshot

DAYS = (date(2026, 3, 31), date(2026, 6, 30))
PEOPLE = {"ann": "Care", "bob": "Care", "cem": "Care", "dan": "Care", "eve": "Sales", "fay": "Sales", "gus": "Ops"}
TIES = "ann-bob bob-ann cem-dan dan-cem ann-cem eve-fay fay-ann gus-eve"
JOURNEYS = {"Buy": "Sales Care Ops", "Leave": "Care Ops"}


def company(**changes: object) -> Organisation:
    given = {"departments": "Care Sales Ops", "people": PEOPLE, "ties": TIES, "journeys": JOURNEYS, "owners": {}}
    return organisation(**{**given, "snapshot_date": DAYS[1], **changes})


BEFORE = company(snapshot_date=DAYS[0])
# Care is Contact and Digital: nobody works with anybody else than before.
SPLIT = company(
    departments="Contact Digital Sales Ops",
    people=PEOPLE | {"ann": "Contact", "bob": "Contact", "cem": "Digital", "dan": "Digital"},
    journeys={"Buy": "Sales Contact Ops", "Leave": "Digital Ops"},
)
DECLARED = [Declared("department", "Care", now, "here") for now in ("Contact", "Digital")]


def compared(before: Organisation, after: Organisation, declared=(), **more):
    return compare(snapshot(before), snapshot(after), declared, **more)


def action(finding: str, status: str = "", **more: object) -> Action:
    return Action(origin("actions", 2, ("finding",)), finding, "Do it", "Ann", status=status, **more)


def test_the_same_company_has_not_changed():
    found = compared(BEFORE, BEFORE)
    assert {one.state for one in found.findings} == {"persisting"}
    assert not any(one.change for one in found.movements)
    assert found.alone == ()
    assert {one.of_company_direction for one in found.movements} == {"same", None}


def test_an_owner_that_is_named_is_a_change_of_the_company_for_the_better():
    found = compared(BEFORE, company(owners={"Buy": "eve"}))
    owned = found.movement("ownership.journeys_owned")
    assert (owned.before.value, owned.after.value) == (0, 0.5)
    assert (owned.change, owned.of_company, owned.of_division, owned.of_data) == (0.5, 0.5, 0, 0)
    assert owned.direction == owned.of_company_direction == "better"
    assert ("gone", "OWN01:journey:buy", "company") in {
        (one.state, one.finding.id, one.cause) for one in found.findings
    }


def test_a_split_alone_changes_nothing_of_the_company():
    found = compared(BEFORE, SPLIT, DECLARED)
    assert {one.of_company_direction for one in found.movements} <= {"same", None}
    assert not [one for one in found.findings if one.cause == "company"]


def test_what_depends_on_the_division_is_not_followed_across_a_split():
    found = compared(BEFORE, SPLIT, DECLARED)
    raw, q = found.movement("silos.ei_index"), found.movement("silos.yules_q")
    # Five ties of ann-bob, cem-dan, ann-cem, eve-fay, fay-ann, gus-eve: two leave a department before, three after.
    assert (raw.before.value, raw.after.value) == (pytest.approx((2 - 4) / 6), pytest.approx((3 - 3) / 6))
    assert raw.change is None
    assert raw.reason == "it depends on how the company is divided, which has changed"
    assert raw.expected == tuple(side.check.value("silos.ei_expected") for side in (found.earlier, found.later))
    assert raw.of_company == 0
    assert q.change == pytest.approx(q.of_division)


def test_a_finding_follows_its_department_through_a_split():
    # Care and Ops meet in two journeys, and nobody of Care works with anybody of Ops.
    before = {one.finding.id for one in compared(BEFORE, BEFORE).findings}
    assert "COO01:pair:care+ops" in before
    found = {one.finding.id: one.state for one in compared(BEFORE, SPLIT, DECLARED).findings}
    assert found["COO01:pair:contact+ops"] == found["COO01:pair:digital+ops"] == "persisting"
    assert "COO01:pair:care+ops" not in found


def test_without_a_crosswalk_it_is_another_finding():
    found = {one.finding.id: one.state for one in compared(BEFORE, SPLIT).findings}
    assert (found["COO01:pair:care+ops"], found["COO01:pair:contact+ops"]) == ("gone", "new")


def test_a_finding_of_an_earlier_check_is_back_under_the_name_it_had():
    mended = replace(BEFORE, ties=(*BEFORE.ties, replace(BEFORE.ties[0], source="gus", target="dan")))
    found = compared(mended, SPLIT, DECLARED, seen={"COO01:pair:care+ops"})
    states = {one.finding.id: one.state for one in found.findings}
    assert states["COO01:pair:contact+ops"] == "back"


def test_a_sheet_that_is_newly_filled_is_no_change_of_the_company():
    found = compared(company(ties=(), snapshot_date=DAYS[0]), company())
    assert found.alone[0] == "Only in the later wave: the sheet Collaboration."
    congruence = found.movement("coordination.congruence")
    assert congruence.change is None
    assert congruence.reason.startswith("not known before: ")
    assert congruence.of_company is None
    came = [one for one in found.findings if one.finding.code == "COO01"]
    assert came
    assert {(one.state, one.cause) for one in came} == {("new", "data")}


def test_a_report_of_somebody_who_was_silent_is_of_the_data():
    silent = compared(company(ties=TIES.replace("gus-eve", ""), snapshot_date=DAYS[0]), BEFORE)
    assert "Only in the later wave: the ties of 1 who reports none in the other." in silent.alone
    moved = silent.movement("silos.density")
    assert (moved.of_company, moved.of_data) == (0, pytest.approx(1 / 21))


def test_a_journey_that_one_wave_has_is_left_out_of_what_both_have():
    found = compared(BEFORE, company(journeys=JOURNEYS | {"Move": "Care"}, owners={"Move": "ann"}))
    owned = found.movement("ownership.journeys_owned")
    assert owned.change == pytest.approx(1 / 3)
    assert owned.of_company == 0
    assert owned.of_data == pytest.approx(1 / 3)
    assert found.alone == ("Only in the later wave: journeys: Move.",)


def test_a_number_that_one_wave_leaves_blank_is_blank_in_both():
    details = {"Buy": {"importance": 5.0}, "Leave": {"importance": 1.0}}
    known = company(details=details, owners={"Buy": "eve"}, snapshot_date=DAYS[0])
    half = company(details={"Buy": {"importance": 5.0}}, owners={"Buy": "eve"})
    half = replace(half, columns=known.columns)
    found = compared(known, half)
    weighed = found.movement("ownership.journeys_owned_weighted")
    assert weighed.of_company in (None, 0)
    assert found.alone == ("Only in the earlier wave: 1 cell of Importance of Journeys.",)


def test_who_came_since_and_owns_a_journey_still_owns_it():
    after = company(people=PEOPLE | {"hal": "Sales"}, owners={"Buy": "hal"})
    owned = compared(BEFORE, after).movement("ownership.journeys_owned")
    assert owned.of_company == 0.5


def test_a_name_that_another_department_took_does_not_make_one_of_the_two():
    # What was Sales is Care now, and what was Care is Service.
    new = {"Care": "Service", "Sales": "Care", "Ops": "Ops"}
    after = company(
        departments="Service Care Ops",
        people={who: new[unit] for who, unit in PEOPLE.items()},
        journeys={name: " ".join(new[unit] for unit in way.split()) for name, way in JOURNEYS.items()},
    )
    matched = Crosswalk(
        (
            Link("department", ("Care",), ("Service",)),
            Link("department", ("Sales",), ("Care",)),
            *(one for one in crosswalk(BEFORE, after).links if one.kind != "department" or one.now == ("Ops",)),
        )
    )
    common = in_common(BEFORE, after, matched)
    assert [{one.id: one.department for one in wave.people} for wave in common.waves] == [
        {who: new[unit] for who, unit in PEOPLE.items()}
    ] * 2
    before, later = ([one.departments for one in wave.steps] for wave in common.waves)
    assert before == later == [one.departments for one in after.steps]


def test_better_is_what_the_measure_says_and_nothing_beyond_a_limit():
    q, r, density = (MEASURES[one] for one in ("silos.yules_q", "silos.assortativity", "silos.density"))
    assert direction(q, SHORT, 0.9, 0.8) == "better"
    assert direction(q, SHORT, 0.8, 0.9) == "worse"
    assert direction(r, SHORT, 0.2, 0.1) == "neutral"  # up to 0.3 nothing is lost
    assert direction(density, SHORT, 0.2, 0.1) == "neutral"
    assert direction(q, SHORT, None, 0.1) is None


def test_actions_are_told_by_what_became_of_what_they_answer():
    agreed = (
        action("OWN01:journey:buy", "done"),
        action("OWN01:journey:leave", "open", due=date(2026, 5, 1)),
        action("COO01:pair:care+ops", "done"),
        action("COO01:pair:care+sales", "waived", waiver_until=date(2026, 6, 1)),
    )
    found = compared(BEFORE, replace(SPLIT, actions=agreed, journeys=company(owners={"Buy": "eve"}).journeys), DECLARED)
    states = {one.action.finding: one.state for one in found.actions}
    assert states["OWN01:journey:buy"] == "done"
    assert states["OWN01:journey:leave"] == "late"
    # Care is no more, and what was found of it still is, of its parts.
    assert states["COO01:pair:care+ops"] == "without effect"
    assert [one.state for one in found.actions][:2] == ["without effect", "late"]


def test_what_was_done_and_had_helped_is_back_where_it_is_found_again():
    done = (action("OWN01:journey:buy", "done"), action("OWN01:journey:leave", "done"))
    # “Buy” had an owner when the check before was made, and has none now; “Leave” never had one.
    found = compared(company(owners={"Buy": "eve"}), company(actions=done))
    assert [(one.state, one.action.finding) for one in found.actions] == [
        ("without effect", "OWN01:journey:leave"),
        ("back", "OWN01:journey:buy"),
    ]
    assert [one.verdict for one in found.actions] == [
        "Still found: OWN01:journey:leave.",
        "Found again: OWN01:journey:buy.",
    ]


def test_of_what_is_late_that_comes_first_which_was_to_gain_most():
    def step(rank: int, journey: str, gain: float) -> Step:
        return Step(
            rank, f"name_owner:{journey}", "name_owner", Scope("journey", journey), "", (), (), 1, gain, gain, "now",
            True, (f"OWN01:journey:{journey.casefold()}",), (), (),
        )  # fmt: skip

    plan = Advice((step(1, "Buy", 2.0), step(2, "Leave", 5.0)), answers=MappingProxyType({}))
    due = date(2026, 5, 1)
    agreed = (action("OWN01:journey:buy", "open", due=due), action("OWN01:journey:leave", "open", due=due))
    found = compare(snapshot(BEFORE, advice=plan), snapshot(company(actions=agreed)))
    assert [(one.state, one.action.finding, one.gain) for one in found.actions] == [
        ("late", "OWN01:journey:leave", 5.0),
        ("late", "OWN01:journey:buy", 2.0),
    ]
