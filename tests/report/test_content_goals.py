"""What the report says of goals and of the formal chart, and that it says nothing where the workbook holds neither."""

from alignment.analysis import catalogue
from alignment.model.organisation import Goal, Organisation
from alignment.model.result import HealthCheck
from alignment.report import content
from alignment.report.document import Document, Paragraph, Section, Subheading, Table
from alignment.settings import Settings
from build import organisation, origin

SETTINGS = Settings(permutations=100, score_draws=20)


def report(org: Organisation) -> Document:
    found = catalogue.analyse(org, SETTINGS)
    check = HealthCheck(
        org.name, org.snapshot_date, (), found.score, found.dimensions, found.measurements, found.findings, ()
    )
    return content.document(check, org, SETTINGS)


def section(document: Document, anchor: str) -> Section | None:
    return next((one for one in document.sections if one.anchor == anchor), None)


def tables(chapter: Section) -> dict[str, Table]:
    return {one.caption: one for one in chapter.blocks if isinstance(one, Table)}


def lead(chapter: Section) -> str:
    return next(one.text for one in chapter.blocks if isinstance(one, Paragraph) and one.style == "lead")


def goal(name: str, owner: str, row: int = 2, **more: object) -> Goal:
    return Goal(origin("goals", row, ("goal", "owner_department")), name, name, owner, **more)


def company(*goals: Goal) -> Organisation:
    return organisation(
        "Sales Care", journeys={"Buy": "Sales Care", "Leave": "Care"}, owners={"Buy": "", "Leave": "Care"},
        goals=goals, sheets=frozenset({"goals"}),
    )  # fmt: skip


def test_without_goals_there_is_no_chapter_about_them():
    assert section(report(organisation(journeys={"Buy": "Sales Care"}, owners={})), "goals") is None


def test_the_chapter_of_goals_follows_ownership_and_tells_by_journey_and_by_department():
    document = report(
        company(
            goal("Sold", "Sales", journey="Buy", perspective="financial", horizon_months=3.0, conflicts_with=("Kept",)),
            goal("Kept", "Care", row=3, journey="Buy", perspective="customer", horizon_months=12.0),
        )
    )
    titles = [one.title for one in document.sections]
    assert titles[titles.index("Ownership") + 1] == "Goals"
    chapter = section(document, "goals")
    assert lead(chapter) == (
        "2 goals of 2 departments, 50% of them about customers. 1 of 2 journeys has a goal about the customer. 1 pair of "
        "goals works against each other. None of the pairs of departments that depend on each other has a goal in common."
    )
    assert tables(chapter)["Goals that name a journey"].rows == (
        ("Buy", "“Kept” (Care)", "“Sold” (Sales)", 1),
        ("Leave", "none", "none", 0),
    )
    assert tables(chapter)["Goals by department"].rows == (("Care", 1, 1, 0, 1), ("Sales", 1, 0, 1, 1))


def test_what_goals_do_not_tell_is_left_out_and_not_a_nought():
    chapter = section(report(company(goal("Sold", "Sales"))), "goals")
    assert lead(chapter) == "1 goal of 1 department."
    assert [one.name for one in tables(chapter)["Goals by department"].columns] == ["Department", "Goals"]
    assert "Goals that name a journey" not in tables(chapter)


def test_levels_and_spans_of_both_charts_stand_under_ownership():
    org = organisation(
        "Sales>Company Care>Company",
        people={"boss": "Sales", "ann": "Sales"},
        journeys={"Buy": "Sales Care"}, owners={"Buy": "boss"},
        details={"ann": {"manager": "boss"}},
    )  # fmt: skip
    chapter = section(report(org), "ownership")
    at = next(at for at, one in enumerate(chapter.blocks) if isinstance(one, Subheading) and one.anchor == "chart")
    assert chapter.blocks[at + 1].text == (
        "3 departments on 2 levels, 1 and 2 from the top down. 2 people on 2 levels, 1 and 1 from the top down."
    )
    assert chapter.blocks[at + 2].rows == (
        ("Departments below a department", 1, 2, 2.0, 2.0, 2.0, 2, 1, 0),
        ("People who report to a position", 1, 1, 1.0, 1.0, 1.0, 1, 1, 0),
    )


def test_without_anything_about_ownership_the_chart_is_a_chapter_of_its_own():
    document = report(organisation("A>X B>Y"))
    assert section(document, "ownership") is None
    assert "HIE01" in str(section(document, "chart").blocks)
    assert section(report(organisation("A B")), "chart") is None


def test_departments_in_a_circle_are_on_no_level():
    org = organisation("A>X B>A C>B", details={"A": {"parent": "C"}}, journeys={"Buy": "A"}, owners={"Buy": "A"})
    chapter = section(report(org), "ownership")
    said = [one.text for one in chapter.blocks if isinstance(one, Paragraph)]
    assert (
        "4 departments on 1 level, 1 from the top down, 3 in or below a circle of superiors, in 2 parts that no superior "
        "joins."
    ) in said
