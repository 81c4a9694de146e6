"""What belongs to a department, a journey, a pair and a finding, for a page that is pointed at and filtered."""

import sys

import pytest

from alignment import resources
from alignment.analysis import catalogue
from alignment.model.result import Finding, HealthCheck, Scope, Score
from alignment.report import content
from alignment.report.document import Subheading
from alignment.report.relations import NAMED, PairPlace, Relations
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


def test_of_too_many_pairs_those_drawn_and_those_that_cards_name_are_told_and_counted(document, monkeypatch):
    """Seven departments, each tied to all others: a card names five ties, and counts six."""
    units = "ABCDEFG"
    ties = " ".join(f"{one}-{other}:{ord(other) - 64}" for one in units for other in units if one < other)
    company = organisation(departments=" ".join(units), ties=ties)
    check = HealthCheck("Firm", None, (), Score(None, None, None, 0.0, None, ""), (), (), (), ())
    module = sys.modules["alignment.report.content.relations"]
    monkeypatch.setattr(module, "MOST_PAIRS", 20)
    monkeypatch.setattr(module, "NAMED", 1)
    monkeypatch.setattr("alignment.report.content.company.MOST_DEPARTMENTS", 3)
    related = content.document(check, company, SETTINGS).relations
    # Drawn are the three with the strongest ties, E, F and G; the strongest tie of each is that with G, of G one of them.
    told = [f"{one.first}{one.second}" for one in related.pairs]
    assert told == ["AG", "BG", "CG", "DG", "EF", "EG", "FG"]
    assert {one.name: (one.ties, one.gaps) for one in related.departments} == dict.fromkeys(units, (6, 0))


def test_where_all_pairs_are_told_nothing_is_counted_beside_them(related):
    assert {(one.ties, one.gaps) for one in related.departments} == {(None, None)}


def test_the_script_names_as_many_as_the_page_holds():
    script = (resources.templates() / "report.js").read_text(encoding="utf-8")
    assert f"most = {NAMED})" in script
