"""What was agreed on a department is found again after that was renamed or split, as the sheet Crosswalk says."""

from datetime import date

import pytest

from alignment.advice.agreed import outcomes, waived_topics
from alignment.analysis.waivers import ids_today
from alignment.model.organisation import Action, Renaming
from build import organisation, origin
from waves import snapshot


def renamed(now: str, was: str, kind: str = "department") -> Renaming:
    return Renaming(origin("crosswalk", 2, ("now", "was")), now, was, kind)


SPLIT = (renamed("Contact Desk", "Customer Care"), renamed("Digital", "Customer Care"))
# Care's parts each hand over to Sales, and talk with nobody.
AFTER = {
    "departments": ["Contact Desk", "Digital", "Sales", "Ops"],
    "ties": [("Sales", "Ops", 3)],
    "journeys": {"Move": ["Contact Desk", "Sales", "Digital", "Sales"]},
    "snapshot_date": date(2026, 6, 30),
}


def agreed(finding: str, status: str = "waived", until: date | None = None) -> Action:
    return Action(origin("actions", 2, ("finding",)), finding, "Meet", "ann", None, status, "not now", until)


@pytest.mark.parametrize(
    ("ident", "today"),
    [
        ("COO01:pair:customer-care+sales", ["COO01:pair:contact-desk+sales", "COO01:pair:digital+sales"]),
        ("OWN06:department:customer-care", ["OWN06:department:contact-desk", "OWN06:department:digital"]),
        ("connect:Customer Care+Sales", ["connect:contact-desk+sales", "connect:digital+sales"]),
        ("OWN01:journey:move", []),
    ],
)
def test_an_id_of_the_last_report_has_the_names_of_today(ident: str, today: list[str]):
    assert ids_today(ident, organisation(**AFTER, renamings=SPLIT)) == (ident, *today)


def test_a_waiver_holds_for_the_parts_of_what_was_split_until_it_lapses():
    def waived(until: date | None) -> set[str]:
        actions = (agreed("COO01:pair:customer-care+sales", until=until),)
        found = snapshot(organisation(**AFTER, renamings=SPLIT, actions=actions)).check.findings
        return {one.id for one in found if one.status == "waived"}

    both = {"COO01:pair:contact-desk+sales", "COO01:pair:digital+sales"}
    assert waived(None) == waived(date(2026, 6, 30)) == both
    assert waived(date(2026, 6, 29)) == set()


def test_what_was_agreed_on_a_former_name_is_known_and_still_found():
    actions = (agreed("COO01:pair:customer-care+sales", "done"), agreed("OWN01:journey:gone", "done"))
    company = organisation(**AFTER, renamings=SPLIT, actions=actions)
    first, second = outcomes(snapshot(company).check, company)
    assert (first.known, first.finding.id) == (True, "COO01:pair:contact-desk+sales")
    assert first.verdict == "Still found: COO01:pair:contact-desk+sales."
    assert not second.known


def test_a_step_that_is_waived_stays_so_for_the_parts():
    company = organisation(**AFTER, renamings=SPLIT, actions=(agreed("connect:Customer Care+Sales"),))
    assert {one.subject for one in waived_topics(company)} == {"contact-desk+sales", "digital+sales"}
