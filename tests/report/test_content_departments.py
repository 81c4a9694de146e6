"""What the page of a department says: its part, its figures beside the others, what is asked of it, what was found."""

from dataclasses import replace

import pytest

from alignment.advice.library import library
from alignment.analysis.catalogue import analyse
from alignment.model.organisation import Organisation
from alignment.model.result import Advice, Finding, HealthCheck, Scope, Score, Step
from alignment.report import content
from alignment.report.document import Block, Paragraph, Section, Subheading, Table
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings(permutations=100, score_draws=20)


def step(rank: int, *asks: str, **more: str) -> Step:
    subject = Scope("department", asks[0])
    return Step(rank, f"m{rank}", "connect", subject, f"Do {rank}.", (), asks, 1, 1.0, float(rank), "now", False, (), (),
                (), practice="connect-groups", **more)  # fmt: skip


def finding(code: str, scope: Scope, message: str = "It is wrong.", severity: str = "medium", **more: str) -> Finding:
    return Finding(f"{code}:{scope.kind}:{scope.id}", code, severity, scope, message, "Mend it", (), **more)  # type: ignore[arg-type]


def section(company: Organisation, *found: Finding, steps: tuple[Step, ...] = ()) -> Section | None:

    advice = Advice(steps, 1, 50.0, 55.0, library().practices if steps else ())
    measured = analyse(company, SETTINGS).measurements
    score = Score(50.0, None, None, 1, "amber")
    check = HealthCheck("Tiny", None, (), score, (), measured, found, (), advice)
    document = content.document(check, company, SETTINGS)
    return next((one for one in document.sections if one.anchor == "departments"), None)


def pages(chapter: Section | None) -> dict[str, list[Block]]:
    """The blocks of each page, by the name of its department."""
    assert chapter is not None
    found: dict[str, list[Block]] = {}
    for one in chapter.blocks:
        if isinstance(one, Subheading):
            assert one.page
            found[one.text] = []
        elif found:
            list(found.values())[-1].append(one)
    return found


def table(page: list[Block], caption: str) -> Table:
    return next(one for one in page if isinstance(one, Table) and one.caption == caption)


def captions(page: list[Block]) -> list[str]:
    return [one.caption for one in page if isinstance(one, Table)]


@pytest.fixture(scope="module")
def company() -> Organisation:
    return organisation(
        departments="Sales Care Billing Board",
        people={"ann": "Sales", "ben": "Sales", "cem": "Care", "dee": "Care", "eva": "Billing", "fay": "Board"},
        ties="ann-ben:2 ann-cem:3 ben-dee:1 cem-eva:5 fay-ann:4",
        journeys={"Buy": "Sales Billing* Care+Sales", "Ask": "Care"},
        owners={"Buy": "eva", "Ask": ""},
        processes={"Invoice": "Billing"},
        raci={"Invoice": {"eva": "A"}},
    )


def test_a_page_tells_the_steps_and_both_ends_of_the_handoffs_of_a_department(company):
    told = pages(section(company))
    assert table(told["Sales"], "The journeys it is in").rows == (
        ("Buy", "1 step 1; takes part in 3 step 3", "", "Billing (blind)"),
    )
    assert table(told["Billing"], "The journeys it is in").rows == (
        ("Buy", "2 step 2 (moment of truth)", "Sales (blind)", "Care"),
    )


def test_a_step_without_a_name_is_told_by_its_number(company):
    bare = replace(company, steps=tuple(replace(one, name="") for one in company.steps))
    assert table(pages(section(bare))["Sales"], "The journeys it is in").rows[0][1] == "step 1; takes part in step 3"


def test_a_page_says_what_the_department_answers_for_and_with_whom_it_works(company):
    told = pages(section(company))
    assert dict(table(told["Billing"], "What it answers for, and with whom").rows) == {
        "Owns from end to end": "Buy",
        "Accountable for": "Invoice",
        "Works most with": "Care (strength 5)",
        "Should talk to and does not": "Sales, for “Buy”",
    }
    works = dict(table(told["Sales"], "What it answers for, and with whom").rows)["Works most with"]
    assert works == "Board (strength 4); Care (strength 4)"


def test_figures_stand_beside_the_median_of_all_departments(company):
    rows = {row[0]: row[1:] for row in table(pages(section(company))["Sales"], "Its figures").rows}
    # Of strength 10 that Sales has, 2 stay inside, of Care nothing; in the others there is one person each.
    assert rows["Collaboration that stays inside"][:2] == ("20%", "10%")
    # 2, 2, 1 and 1.
    assert rows["Departments it works with"] == ("2", "1.5", "of 3 others")
    assert rows["Contacts that are missing"] == ("1", "1", "of 1 that its journeys and processes need")
    assert rows["Handoffs in its journeys"] == ("1", "1", "0 in, 1 out")
    assert rows["Handoffs that are blind"] == ("1", "1", "of 1")
    # Board meets Sales through fay alone, Billing meets Care through one tie.
    assert rows["Met through one tie, or one person, only"][:1] == ("1",)


def test_the_lead_adds_up_what_the_page_holds(company):
    found = finding("SIL01", Scope("department", "Sales"))
    lead = pages(section(company, found, steps=(step(1, "Sales"),)))["Sales"][0]
    assert isinstance(lead, Paragraph)
    assert lead.text == (
        "In 1 journey, with no handoff to it and 1 from it; that handoff is blind: this department has no tie with the "
        "one at the other end. The plan asks 1 step of it; 1 finding names it."
    )


def test_what_the_plan_asks_leaves_owner_and_date_to_write_in(company):
    asked = table(
        pages(section(company, steps=(step(1, "Sales", champion="Ann"), step(2, "Care"))))["Sales"],
        "What the plan asks of it",
    )
    assert asked.rows == ((1, "Do 1.", "in 30 days", "Ann", "", ""),)
    assert [one.kind for one in asked.columns[-2:]] == ["blank", "blank"]


def test_every_page_ends_with_lines_to_write_on(company):
    for page in pages(section(company)).values():
        assert captions(page)[-1] == "Ours to decide"
        assert set(page[-1].rows) == {("", "", "", "")}


def test_of_each_code_the_gravest_finding_is_told_and_how_many_there_are(company):
    sales = Scope("department", "Sales")
    found = (
        finding("COO01", Scope("pair", ("Care", "Sales")), "They do not talk.", "low"),
        finding("COO01", Scope("pair", ("Billing", "Sales")), "they never talk.", "high"),
        finding("SIL01", sales, "It is turned inward."),
        finding("SIL02", sales, "Waived.", status="waived"),
    )
    told = table(pages(section(company, *found))["Sales"], "What was found")
    assert told.rows == (("high", "COO01", "They never talk.", 2), ("medium", "SIL01", "It is turned inward.", 1))
    assert told.note.endswith("All are in the Excel report, sheet Findings.")


def test_a_finding_is_told_to_those_it_names_and_to_the_department_of_a_position(company):
    found = (
        finding("BRG01", Scope("person", "cem"), "A position is the only link."),
        finding("FRG01", Scope("journey", "Buy"), '"Sales talk" stays with Billing and Care.'),
    )
    told = pages(section(company, *found))
    codes = {name: [row[1] for one in page if isinstance(one, Table) and one.caption == "What was found" for row in one.rows]
             for name, page in told.items()}  # fmt: skip
    assert codes == {"Billing": ["FRG01"], "Care": ["BRG01", "FRG01"], "Sales": []}


def test_a_longer_name_does_not_name_the_department_whose_name_it_begins_with():
    support = organisation(departments=["Sales", "Sales Support", "Care"])
    told = pages(section(support, finding("FRG01", Scope("journey", "J"), "Sales Support waits for Salesforce.")))
    assert list(told) == ["Sales Support"]


def test_a_department_of_which_there_is_little_to_say_has_no_page(company):
    small = finding("BRG03", Scope("department", "Board"), severity="low")
    chapter = section(company, small)
    assert list(pages(chapter)) == ["Billing", "Care", "Sales"]
    assert "Of 4 departments of which there is something to say, 3 have a page" in chapter.blocks[0].text
    assert section(organisation(departments="A B", ties="A-B")) is None


def test_of_many_departments_those_have_a_page_whom_the_plan_asks_first():
    names = [f"D{number:02}" for number in range(50)]
    found = [finding("SIL01", Scope("department", one)) for one in names]
    chapter = section(organisation(departments=names), *found, steps=(step(1, "D49"),))
    assert chapter.apart
    assert list(pages(chapter)) == [*names[:35], "D49"]
    assert [row[0] for row in chapter.blocks[1].rows] == [*names[:35], "D49"]
    assert "Of 50 departments of which there is something to say, 36 have a page" in chapter.blocks[0].text
    assert chapter.blocks[0].text.endswith("What was found about the others is in the Excel report, sheet Findings.")
