"""The sample's two quarters: the planted story, told through the department that became two."""

import pytest

from alignment.advice.reorganised import merged
from alignment.analysis.base import UNDIVIDED
from alignment.analysis.catalogue import MEASURES
from alignment.history.comparison import Comparison, compare
from alignment.history.crosswalk import Declared
from alignment.history.proposing import Proposal
from alignment.history.snapshot import Snapshot
from alignment.resources import sample_data
from alignment.source import read
from waves import snapshot

SPLIT = [Declared("department", "Customer Service", now, "here") for now in ("Customer Contact", "Digital Service")]


@pytest.fixture(scope="module")
def quarters() -> tuple[Snapshot, Snapshot]:
    first, second = (snapshot(read([sample_data() / f"brightwater-q{one}.xlsx"]).organisation) for one in (1, 2))
    return first, second


@pytest.fixture(scope="module")
def told(quarters: tuple[Snapshot, Snapshot]) -> Comparison:
    return compare(*quarters, SPLIT)


def states(found: Comparison, state: str) -> set[str]:
    return {one.finding.id for one in found.findings if one.state == state}


def test_the_split_is_proposed_from_the_people_that_moved(quarters: tuple[Snapshot, Snapshot]):
    proposed: dict[str, Proposal] = {one.now: one for one in compare(*quarters).proposed}
    contact, digital = proposed["Customer Contact"], proposed["Digital Service"]
    assert contact.was == digital.was == "Customer Service"
    assert contact.evidence.startswith("“Customer Contact” has 5 of 9 people of “Customer Service”")
    assert digital.evidence.startswith("“Digital Service” has 4 of 9 people of “Customer Service”")


def test_what_was_mended_is_gone_and_by_the_company(told: Comparison):
    mended = {
        "OWN01:journey:j1", "OWN01:journey:j7", "OWN03:person:wouter-claessens", "OWN06:person:p006",
        "RACI12:person:p006", "RACI01:process:pr-33", "FRG02:journey:j3", "COO01:pair:network-planning+sales",
        "COO01:pair:marketing+network-operations", "COO01:pair:it-platforms+legal-and-compliance",
        "BRG03:department:legal-and-compliance",
    }  # fmt: skip
    assert mended <= states(told, "gone")
    assert {one.cause for one in told.findings if one.finding.id in mended} == {"company"}


def test_only_the_owner_who_left_is_new_of_what_was_planted(told: Comparison):
    new = {one.finding.id: one.cause for one in told.findings if one.state == "new"}
    assert new.pop("OWN01:journey:j8") == "company"
    # The rest is what people say in the survey.
    assert all(ident.startswith("MAT") for ident in new)


def test_what_the_parts_inherited_persists(told: Comparison):
    inherited = {"COO01:pair:customer-contact+meter-data", "MAT02:department:customer-contact"}
    assert inherited <= states(told, "persisting")
    assert not any("customer-service" in ident for ident in states(told, "gone"))


def test_without_the_crosswalk_the_same_findings_would_be_gone_and_new(quarters: tuple[Snapshot, Snapshot]):
    found = compare(*quarters)
    assert "COO01:pair:customer-service+meter-data" in states(found, "gone")
    assert "COO01:pair:customer-contact+meter-data" in states(found, "new")


def test_handoffs_that_the_split_alone_makes_are_no_change_of_the_company(told: Comparison):
    share = told.movement("fragmentation.handoff_share")
    assert share is not None
    assert (share.before.value, share.after.value) == (pytest.approx(0.3674, abs=1e-4), pytest.approx(0.463, abs=1e-4))
    assert share.change is None
    assert share.of_company == pytest.approx(0, abs=1e-12)


def test_what_does_not_ask_how_the_company_is_divided_is_the_same_in_another_division(
    quarters: tuple[Snapshot, Snapshot],
):
    after = quarters[1]
    parts = ("Customer Contact", "Digital Service")
    before = snapshot(merged(after.organisation, parts, "Customer Service", "Customer Service"))
    found = compare(before, after, SPLIT)
    asked = [one for one in found.movements if MEASURES[one.id].survives == UNDIVIDED and one.change is not None]
    assert len({one.id for one in asked}) > 50
    assert [one.id for one in asked if abs(one.change) > 1e-9] == []
    assert {one.cause for one in found.findings} <= {None, "division"}


def test_who_answered_for_the_first_time_is_told_apart(told: Comparison):
    assert "Only in the later wave: the ties of 1 who reports none in the other." in told.alone
    rate = told.movement("trust.response_rate")
    # 86 of the company's own people were asked: of 90 listed, 4 work for suppliers.
    assert rate.change == rate.of_data == pytest.approx(1 / 86)
    assert rate.of_company == 0


def test_what_survives_is_followed_and_the_raw_index_is_beside_its_expectation(told: Comparison):
    r, raw = told.movement("silos.assortativity"), told.movement("silos.ei_index")
    assert (r.direction, r.of_company_direction) == ("better", "better")
    # Half of what is printed is of the split alone.
    assert r.change == pytest.approx(r.of_company + r.of_division + r.of_data)
    assert r.of_division == pytest.approx(r.change / 2, rel=0.1)
    assert raw.change is None
    assert raw.expected == (pytest.approx(0.9021, abs=1e-4), pytest.approx(0.9121, abs=1e-4))


def test_what_was_agreed_is_done_or_open(told: Comparison):
    assert {one.action.finding: one.state for one in told.actions} == {
        "OWN01:journey:j1": "done",
        "COO01:pair:network-planning+sales": "done",
        "RACI01:process:pr-33": "done",
        "OWN01:journey:j4": "open",
        "BRG01:person:p055": "open",
    }
