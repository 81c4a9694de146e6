"""Between two waves: a waiver that is given or lapses moves what is printed, and is no change of the company."""

from dataclasses import replace
from datetime import date

import pytest

from alignment.history.comparison import compare
from alignment.history.crosswalk import Declared
from alignment.model.organisation import Action, Organisation
from build import organisation, origin
from waves import snapshot

FIRST, SECOND = date(2026, 3, 31), date(2026, 6, 30)


def company(day: date, *waived: str, until: date | None = None, units: str = "Care Sales Ops") -> Organisation:
    """Buy has an owner and Leave has none; of the pairs that must talk, one of two does."""
    care, sales, ops = units.split()
    actions = tuple(
        Action(origin("actions", row, ("finding",)), one, status="waived", waiver_until=until)
        for row, one in enumerate(waived, start=2)
    )
    return organisation(
        departments=units,
        people={"ann": care, "bob": care, "cem": sales, "dan": sales, "eve": ops},
        ties="ann-bob ann-cem cem-dan dan-bob bob-cem eve-cem",
        journeys={"Buy": f"{sales} {care}", "Leave": f"{care} {ops}"},
        owners={"Buy": "ann", "Leave": ""},
        snapshot_date=day,
        actions=actions,
        sheets=frozenset({"actions"} if waived else ()),
    )


def compared(before: Organisation, after: Organisation, *declared: Declared):
    return compare(snapshot(before), snapshot(after), declared)


OWNED = "ownership.journeys_owned"


def test_a_waiver_newly_given_is_of_what_was_read():
    found = compared(company(FIRST), company(SECOND, "OWN01:journey:leave"))
    owned = found.movement(OWNED)
    assert (owned.before.value, owned.after.value) == (1 / 2, 1)
    assert owned.common == (1 / 2, 1 / 2)
    assert (owned.of_company, owned.of_division, owned.of_data) == (0, 0, 1 / 2)
    assert owned.of_company_direction == "same"
    assert found.alone == ("Only in the later wave: 1 waiver.",)
    assert {one.state for one in found.findings} == {"persisting"}
    assert found.common_score[0] == found.common_score[1]


def test_a_waiver_that_lapses_between_two_waves_is_of_what_was_read():
    ends = date(2026, 5, 31)
    waived = ("OWN01:journey:leave", "COO01:pair:care+ops")
    found = compared(company(FIRST, *waived, until=ends), company(SECOND, *waived, until=ends))
    owned = found.movement(OWNED)
    assert (owned.before.value, owned.after.value, owned.of_company) == (1, 1 / 2, 0)
    assert found.movement("coordination.congruence").of_company == 0
    assert found.alone == ("Only in the earlier wave: 2 waivers.",)


def test_a_waiver_of_both_waves_is_in_neither_where_they_are_compared():
    waived = company(FIRST, "OWN01:journey:leave"), company(SECOND, "own01:journey:LEAVE")
    mended = replace(
        waived[1],
        journeys=tuple(replace(one, owners=one.owners or waived[1].journeys[0].owners) for one in waived[1].journeys),
    )
    assert compared(*waived).alone == ()
    assert compared(*waived).movement(OWNED).common == (1 / 2, 1 / 2)
    # As printed both are 1: the one since the journey was left out, the other since it is owned.
    owned = compared(waived[0], mended).movement(OWNED)
    assert (owned.before.value, owned.after.value) == (1, 1)
    assert (owned.of_company, owned.of_company_direction) == (1 / 2, "better")


def test_a_waiver_of_a_step_of_the_plan_is_no_waiver_of_a_finding():
    assert compared(company(FIRST), company(SECOND, "name_owner:Leave:1")).alone == ()


@pytest.mark.parametrize("units", ["Care Sales Ops", "Contact Sales Ops"], ids=["called the same", "renamed"])
def test_a_waiver_goes_with_the_department_that_is_called_otherwise(units):
    finding = {"Care": "COO01:pair:care+ops", "Contact": "COO01:pair:contact+ops"}[units.split()[0]]
    declared = [] if units.startswith("Care") else [Declared("department", "Care", "Contact", "here")]
    found = compared(company(FIRST), company(SECOND, finding, units=units), *declared)
    met = found.movement("coordination.congruence")
    assert (met.before.value, met.after.value) == (1 / 2, 1)
    assert (met.of_company, met.of_division, met.of_data) == (0, 0, 1 / 2)
