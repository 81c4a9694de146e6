"""The blank workbook: what it offers, and that it comes back as it was filled in."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from alignment.model.organisation import Holder, Organisation
from alignment.source import read
from alignment.source.blank import EXAMPLE_MARK, INSTRUCTIONS, ORGANISATION, write_blank
from alignment.source.schema import SHEETS

HEADER, EXAMPLE = 2, 3

ROWS: dict[str, list[tuple[object, ...]]] = {
    "Departments": [
        ("Operations", "D1", None, None, 40),
        ("Service", "D2", "Operations", "Ann Lee", 12, "yes", "no"),
        ("Billing", "D3", "Operations", None, 9, "no", "no"),
    ],
    "People": [("Ann Lee", "P1", "Service", "Head of Service"), ("Bo Day", "P2", "Billing", "Clerk", "Ann Lee")],
    "Processes": [("Correct a bill", "PR1", "Billing", "Bo Day", None, 4, 900)],
    "RACI": [("Correct a bill", "Billing", "R"), ("Correct a bill", "Bo Day", "A"), ("Correct a bill", "Service", "C")],
    "Journeys": [
        (
            "I move",
            "J1",
            "Homes",
            "Ann Lee",
            "Service",
            None,
            "yes",
            "Right first time",
            "95 %",
            date(2026, 5, 12),
            5,
            900,
            7.5,
        )
    ],
    "Journey steps": [
        ("I move", 1, "Call", "Service", None, "Phone", "yes", 2, 0.5, 0),
        ("I move", 2, "Last bill", "Billing", "Correct a bill", "Post", "no", 1, 1, 24),
    ],
    "Collaboration": [("Ann Lee", "Bo Day", 3, "work", "survey"), ("Bo Day", "Ann Lee", 4, "work", "survey")],
    "Goals": [("Right first time", "Billing", "customer", 12, "I move", "95 %", "90 %")],
    "Survey": [("R1", "Service", "middle"), ("R2", "Billing", "front line")],
}


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "audit.xlsx"
    write_blank(path)
    return path


def filled(blank: Path, folder: Path, rows: dict[str, list[tuple[object, ...]]]) -> Path:
    book = openpyxl.load_workbook(blank)
    particulars = book[ORGANISATION]
    particulars["B1"], particulars["B2"], particulars["B3"] = "Acme", date(2026, 3, 31), "Us"
    for title, its in rows.items():
        for row in its:
            book[title].append(row)
    if "Survey" in rows:
        page = book["Survey"]
        for row, text in ((HEADER, "We keep our dates."), (EXAMPLE + 1, 4), (EXAMPLE + 2, "don't know")):
            page.cell(row, 4, text)
    path = folder / "filled.xlsx"
    book.save(path)
    return path


def test_there_is_a_sheet_for_everything_after_the_instructions(blank: Path):
    book: Workbook = openpyxl.load_workbook(blank)
    assert book.sheetnames == [INSTRUCTIONS, ORGANISATION, *(one.title for one in SHEETS.values())]


def test_every_column_has_a_heading_and_a_note(blank: Path):
    book = openpyxl.load_workbook(blank)
    for one in SHEETS.values():
        headers = book[one.title][HEADER]
        assert [cell.value for cell in headers] == [field.header for field in one.fields]
        assert all(cell.comment.text.endswith(("Needed.", "May stay blank.")) for cell in headers)


def test_every_sheet_has_one_example_row_that_says_so(blank: Path):
    book = openpyxl.load_workbook(blank)
    for one in SHEETS.values():
        page = book[one.title]
        assert page.max_row == EXAMPLE
        assert page.cell(EXAMPLE, 1).value.startswith(EXAMPLE_MARK)
        assert page.cell(EXAMPLE, 1).font.italic


def test_names_are_offered_from_the_sheet_that_lists_them(blank: Path):
    book = openpyxl.load_workbook(blank)
    lists = {str(one.sqref): one.formula1 for one in book["Journey steps"].data_validations.dataValidation}
    assert lists["A4:A2000"] == "'Journeys'!$A$4:$A$2000"
    assert lists["D4:D2000"] == "'Departments'!$A$4:$A$2000"
    assert lists["E4:E2000"] == "'Processes'!$A$4:$A$2000"
    assert lists["G4:G2000"] == '"yes,no"'


def test_numbers_and_dates_outside_their_range_are_refused(blank: Path):
    rules = {str(one.sqref): one for one in openpyxl.load_workbook(blank)["Journeys"].data_validations.dataValidation}
    importance, reviewed = rules["K4:K2000"], rules["J4:J2000"]
    assert (importance.type, importance.formula1, importance.formula2, importance.showErrorMessage) == (
        "decimal",
        "1",
        "5",
        True,
    )
    assert (reviewed.type, reviewed.showErrorMessage) == ("date", True)


def test_a_list_of_words_is_short_enough_for_excel(blank: Path):
    for page in openpyxl.load_workbook(blank):
        for one in page.data_validations.dataValidation:
            assert len(one.formula1) <= 255
            assert len(one.prompt or "") <= 255
            assert len(one.promptTitle or "") <= 32


def test_an_empty_blank_workbook_holds_nothing(blank: Path):
    found = read([blank])
    empty = Organisation()
    for records in (
        "departments",
        "people",
        "processes",
        "assignments",
        "journeys",
        "steps",
        "ties",
        "goals",
        "answers",
        "actions",
    ):
        assert getattr(found.organisation, records) == getattr(empty, records), records
    assert [one for one in found.issues if one.severity == "error"] == []


def test_what_is_filled_in_comes_back_without_an_issue(blank: Path, tmp_path: Path):
    found = read([filled(blank, tmp_path, ROWS)])
    organisation = found.organisation
    assert found.issues == ()
    assert (organisation.name, organisation.snapshot_date, organisation.prepared_by) == (
        "Acme",
        date(2026, 3, 31),
        "Us",
    )
    assert [(one.name, one.parent, one.headcount, one.customer_facing) for one in organisation.departments] == [
        ("Operations", None, 40.0, None), ("Service", "D1", 12.0, True), ("Billing", "D1", 9.0, False),
    ]  # fmt: skip
    assert organisation.department["D2"].heads == (Holder("person", "P1"),)
    assert [(one.id, one.name, one.department, one.role, one.manager) for one in organisation.people] == [
        ("P1", "Ann Lee", "D2", "Head of Service", None), ("P2", "Bo Day", "D3", "Clerk", "P1"),
    ]  # fmt: skip
    process = organisation.processes[0]
    assert (process.id, process.owner_department, process.accountable) == ("PR1", "D3", (Holder("person", "P2"),))
    assert (process.criticality, process.volume) == (4.0, 900.0)
    assert [(one.process, one.holder.id, one.codes) for one in organisation.assignments] == [
        ("PR1", "D3", ("R",)), ("PR1", "P2", ("A",)), ("PR1", "D2", ("C",)),
    ]  # fmt: skip
    journey = organisation.journeys[0]
    assert (journey.id, journey.segment, journey.owners, journey.owner_department) == (
        "J1", "Homes", (Holder("person", "P1"),), "D2",
    )  # fmt: skip
    assert (journey.mandate, journey.kpi, journey.target, journey.last_review) == (
        True, "Right first time", "95 %", date(2026, 5, 12),
    )  # fmt: skip
    assert (journey.importance, journey.volume, journey.satisfaction) == (5.0, 900.0, 7.5)
    assert [(one.journey, one.order, one.name, one.departments, one.process) for one in organisation.steps] == [
        ("J1", 1, "Call", ("D2",), None), ("J1", 2, "Last bill", ("D3",), "PR1"),
    ]  # fmt: skip
    assert [(one.moment_of_truth, one.hassle, one.duration, one.waiting) for one in organisation.steps] == [
        (True, 2.0, 0.5, 0.0), (False, 1.0, 1.0, 24.0),
    ]  # fmt: skip
    assert [(one.source, one.target, one.strength, one.kind) for one in organisation.ties] == [
        ("P1", "P2", 3.0, "work"), ("P2", "P1", 4.0, "work"),
    ]  # fmt: skip
    goal = organisation.goals[0]
    assert (goal.owner_department, goal.perspective, goal.horizon_months, goal.journey) == (
        "D3",
        "customer",
        12.0,
        "J1",
    )
    assert [(one.respondent, one.department, one.score, one.known) for one in organisation.answers] == [
        ("R1", "D2", 4, True), ("R2", "D3", None, False),
    ]  # fmt: skip


def test_a_column_of_ids_may_stay_blank(blank: Path, tmp_path: Path):
    found = read([filled(blank, tmp_path, {"Departments": [("Sales",), ("Billing",)]})])
    assert found.issues == ()
    assert [one.id for one in found.organisation.departments] == ["Sales", "Billing"]


def test_examples_overwritten_count_as_data(blank: Path, tmp_path: Path):
    book = openpyxl.load_workbook(blank)
    for column, value in enumerate(("Sales", None, None, None, 4, "yes", "no"), start=1):
        book["Departments"].cell(EXAMPLE, column).value = value
    book.save(tmp_path / "filled.xlsx")
    assert [one.name for one in read([tmp_path / "filled.xlsx"]).organisation.departments] == ["Sales"]


def test_a_failed_run_leaves_the_file_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "audit.xlsx"
    path.write_bytes(b"filled in last week")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("openpyxl.writer.excel.ExcelWriter.save", fail)
    with pytest.raises(OSError, match="No space"):
        write_blank(path)
    assert path.read_bytes() == b"filled in last week"
    assert [one.name for one in tmp_path.iterdir()] == ["audit.xlsx"]
