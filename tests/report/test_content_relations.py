"""What belongs to a department, a journey, a pair and a finding, for a page that is pointed at and filtered."""

import pytest

from alignment.analysis import catalogue
from alignment.model.result import Finding, HealthCheck, Scope
from alignment.report import content
from alignment.report.document import Subheading
from alignment.report.relations import PairPlace, Relations
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings(permutations=20, score_draws=5)


def finding(code: str, scope: Scope, message: str = "") -> Finding:
    return Finding(f"{code}:x", code, "high", scope, message, "Mend it", ())


@pytest.fixture(scope="module")
def document():
    company = organisation(
        departments="Sales>Firm Ops>Firm Legal>Firm Join>Firm",
        people={"ann": "Sales", "bob": "Ops: Clerk", "cem": "Legal", "dee": "Join"},
        ties="ann-bob:3 cem-dee:1",
        journeys={"Join": "Sales Ops Legal", "Leave": "Sales Ops"},
    )
    found = (
        finding("OWN01", Scope("journey", "Join"), "“Join” crosses Sales and Ops"),
        finding("COO01", Scope("pair", ("Legal", "Ops"))),
        finding("BRG01", Scope("person", "bob")),
    )
    analysis = catalogue.analyse(company, SETTINGS)
    check = HealthCheck("Firm", None, (), analysis.score, analysis.dimensions, analysis.measurements, found, ())
    return content.document(check, company, SETTINGS)


@pytest.fixture(scope="module")
def related(document) -> Relations:
    return document.relations


def test_a_department_has_its_journeys_and_leads_to_its_page(document, related):
    assert [(one.name, one.journeys) for one in related.departments] == [
        ("Join", ()), ("Legal", ("Join",)), ("Ops", ("Join", "Leave")), ("Sales", ("Join", "Leave")),
    ]  # fmt: skip
    headings = [one for section in document.sections for one in section.blocks if isinstance(one, Subheading)]
    pages = {one.text: one.anchor for one in headings if one.page}
    assert pages
    assert {one.name: one.anchor for one in related.departments if one.anchor} == pages


def test_a_journey_leads_to_where_it_is_drawn(document, related):
    anchors = {one.anchor for section in document.sections for one in section.blocks if isinstance(one, Subheading)}
    assert [one.name for one in related.journeys] == ["Join", "Leave"]
    assert all(one.anchor in anchors for one in related.journeys)


def test_a_pair_has_its_tie_or_misses_it_and_the_journeys_that_need_it(related):
    assert related.pairs == (
        PairPlace("Join", "Legal", 1.0, False, ()),
        PairPlace("Legal", "Ops", None, True, ("Join",)),
        PairPlace("Ops", "Sales", 3.0, False, ("Join", "Leave")),
    )


def test_without_collaboration_data_no_tie_is_missing():
    company = organisation(departments="A>F B>F", journeys={"J": "A B"})
    found = catalogue.analyse(company, SETTINGS)
    check = HealthCheck("F", None, (), found.score, found.dimensions, found.measurements, (), ())
    assert content.document(check, company, SETTINGS).relations.pairs == (PairPlace("A", "B", None, False, ("J",)),)


def test_a_finding_is_about_the_departments_it_names_and_the_journeys_behind_it(related):
    about = {anchor.split("-")[1]: (one.departments, one.journeys) for anchor, one in related.findings.items()}
    assert about == {
        "OWN01": (("Ops", "Sales"), ("Join",)),
        "COO01": (("Legal", "Ops"), ("Join",)),
        "BRG01": (("Ops",), ()),
    }


def test_a_name_that_something_else_bears_names_no_department(related):
    """A cell that says "Join" may mean the journey."""
    assert related.names == {"Legal": "Legal", "Ops": "Ops", "Sales": "Sales"}
