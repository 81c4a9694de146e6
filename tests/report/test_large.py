"""What the report says of a company with more of everything than it prints: limits, and where the rest is."""

import sys
from dataclasses import replace

import pytest

from alignment.model.result import Finding, HealthCheck, InputFile, Measurement, Scope, Score, SheetReading
from alignment.report import content
from alignment.report.answering import Answers
from alignment.report.charts import MapNode, MapTie, company_map
from alignment.report.content.words import all_in_workbook, points_column
from alignment.report.document import Column, Document, Paragraph, Section, Table
from alignment.report.relations import About, Relations
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings(permutations=20, score_draws=5)
NOTHING = HealthCheck("Firm", None, (), Score(None, None, None, 0.0, "withheld"), (), (), (), ())


def finding(code: str, number: int, scope: Scope, severity: str = "high", **more: str) -> Finding:
    return Finding(f"{code}:{number}", code, severity, scope, f"Wrong {number}", "Mend it", (), **more)  # type: ignore[arg-type]


def section(document: Document, anchor: str) -> Section:
    return next(one for one in document.sections if one.anchor == anchor)


def table(document: Document, caption: str) -> Table:
    blocks = (block for one in document.sections for block in one.blocks)
    return next(one for one in blocks if isinstance(one, Table) and one.caption == caption)


@pytest.fixture(scope="module")
def divided():
    """Three divisions: of four departments, of three, of two."""
    return organisation(
        departments="A>X B>X C>X D>X E>Y F>Y G>Y H>Z I>Z",
        ties="A-B:9 C-D:9 A-E:9 E-F:9 H-I:9",
        journeys={"Buy": "A E H", "Pay": "B F I"},
    )


def test_of_too_many_divisions_the_largest_are_shown(divided, monkeypatch):
    monkeypatch.setattr("alignment.report.content.company.MOST_DIVISIONS", 2)
    shown = table(content.document(NOTHING, divided, SETTINGS), "How densely the divisions are tied")
    # X has 2 of 6 pairs inside and one tie out, Y 1 of 3 and the same tie.
    assert [row[:5] for row in shown.rows] == [("X", 4, 2, 2 / 6, 1), ("Y", 3, 1, 1 / 3, 1)]
    assert shown.note.endswith("Shown: the 2 largest of 3.")


def test_where_not_every_department_has_a_page_findings_are_summed_by_division(divided, monkeypatch):
    monkeypatch.setattr("alignment.report.content.departments._MOST_DEPARTMENTS", 1)
    found = (
        finding("COO01", 1, Scope("pair", ("A", "B"))),
        finding("COO01", 2, Scope("pair", ("A", "E")), "medium"),
        finding("HIE02", 3, Scope("department", "H"), "critical"),
        finding("HIE02", 4, Scope("department", "I"), "low", status="waived"),
    )
    document = content.document(replace(NOTHING, findings=found), divided, SETTINGS)
    chapter = section(document, "departments")
    assert chapter.title == "Pages for departments"
    summed = table(document, "What was found, by division")
    # The pair within X is one finding of X; that of A and E is one of X and one of Y; what is waived is none.
    assert summed.rows == (("Z", 2, 1, 0, 0, 0, 0), ("X", 4, 0, 1, 1, 0, 0), ("Y", 3, 0, 0, 1, 0, 0))
    assert summed.note == "A finding that names departments of several divisions counts in each of them."


def test_where_every_department_has_a_page_nothing_is_summed_up(divided):
    found = (finding("HIE02", 1, Scope("department", "H")),)
    chapter = section(content.document(replace(NOTHING, findings=found), divided, SETTINGS), "departments")
    assert chapter.title == "A page for each department"
    assert "findings-by-division" not in [one.anchor for one in chapter.blocks if isinstance(one, Table)]


def test_of_too_many_sheets_the_first_are_printed_and_those_that_sentences_point_to(divided, monkeypatch):
    monkeypatch.setattr("alignment.report.content.sheets.MOST_SHEETS", 1)
    kinds = ("departments", "departments", "journeys", "departments")
    files = tuple(InputFile(f"{at}.csv", "", (SheetReading("S", one, 1, 1),)) for at, one in enumerate(kinds))
    document = content.document(replace(NOTHING, inputs=files), divided, SETTINGS)
    read = table(document, "Sheets, their rows, and the records made of them")
    assert [row[1] for row in read.rows] == ["0.csv", "2.csv"]
    assert read.anchors == ("sheet-departments", "sheet-journeys")
    assert read.note == "Shown: 2 of 4. All are in the Excel report, sheet Sheets read."
    assert len(next(one for one in document.registers if one.name == "Sheets read").rows) == 4


def test_of_too_many_waived_findings_the_gravest_are_printed(divided, monkeypatch):
    monkeypatch.setattr("alignment.report.content.waived.MOST_WAIVED", 1)
    found = tuple(finding("HIE02", at, Scope("department", unit), status="waived") for at, unit in enumerate("ABC"))
    waived = table(content.document(replace(NOTHING, findings=found), divided, SETTINGS), "Waived findings")
    assert len(waived.rows) == 1
    assert waived.note == "Shown: the gravest 1 of 3. All are in the Excel report, sheet Findings."


def test_no_more_than_a_quarter_of_the_ties_drawn_are_single_threads():
    """Two hundred threads and 200 strong ties among 40 departments: 80 are drawn, 20 of them threads."""
    names = [f"{at:02}" for at in range(40)]
    pairs = [(one, other) for one in names for other in names if one < other][:400]
    ties = [MapTie(*ends, 1 if at % 2 else 9, single=bool(at % 2)) for at, ends in enumerate(pairs)]
    picture = company_map("map", [MapNode(one, one) for one in names], ties)
    assert picture.note == "Drawn: the 60 strongest of 400 ties and the 20 strongest of 200 single threads."
    assert picture.alt.startswith("Map of 40 departments and 80 ties")


def test_single_threads_are_all_drawn_where_they_leave_room_for_strong_ties():
    names = [f"{at:02}" for at in range(40)]
    pairs = [(one, other) for one in names for other in names if one < other][:100]
    ties = [MapTie(*ends, 9, single=at < 5) for at, ends in enumerate(pairs)]
    assert company_map("map", [MapNode(one, one) for one in names], ties).note == "Drawn: the 80 strongest of 100 ties."


def test_where_the_workbook_does_not_hold_all_the_report_says_where_all_are(monkeypatch):
    words = sys.modules["alignment.report.content.words"]
    monkeypatch.setattr(words, "MOST_ROWS", 1000)
    assert all_in_workbook("Gaps", 1000) == "All are in the Excel report, sheet Gaps."
    assert all_in_workbook("Gaps", 1001) == (
        "The first 1,000 are in the Excel report, sheet Gaps; the JSON report tells of all."
    )
    assert all_in_workbook("Gaps", 1000, "Each is there.") == "Each is there."
    assert all_in_workbook("Gaps", 1001, "Each is there.").startswith("The first 1,000 are in the Excel report")


def test_the_page_says_where_all_findings_are(monkeypatch):
    monkeypatch.setattr("alignment.report.answering.MOST_ROWS", 1)
    about = {f"finding-{at}": About("high", (), ()) for at in range(2)}
    document = Document("T", "O", "", "", "", "g", (), relations=Relations(findings=about))
    assert Answers(document).data()["words"]["some_findings"] == (
        "Findings: {shown} of {told} told here; the JSON report has all {all}"
    )


def test_of_too_many_figures_the_report_says_how_many_the_workbook_holds(divided, monkeypatch):
    monkeypatch.setattr("alignment.report.content.measures.MOST_ROWS", 1)
    figures = tuple(Measurement("hierarchy.span", Scope("department", one), 1.0, "count", "measured") for one in "AB")
    document = content.document(replace(NOTHING, measurements=figures), divided, SETTINGS)
    told = [one.text for one in section(document, "method").blocks if isinstance(one, Paragraph)]
    assert next(one for one in told if "sheet Measurements" in one).endswith(
        "sheet Measurements. That sheet holds 1 of 2, those of pairs and positions last; the JSON report has them all."
    )


def test_points_have_as_many_decimals_as_the_smallest_needs():
    column = Column("Points", "number", decimals=1)
    assert [points_column(column, some).decimals for some in ([1.2, 0.3], [0.3, 0.04], [0.004], [0.0001], [])] == [
        1, 2, 3, 3, 1,
    ]  # fmt: skip
