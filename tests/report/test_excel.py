import re
import zipfile
from dataclasses import replace
from datetime import date

import example
import openpyxl
import pytest

from alignment.advice.agreed import Outcome
from alignment.model.organisation import Action, Origin, Table
from alignment.model.result import InputFile, Measurement, Scope, SheetReading
from alignment.report import excel, spreadsheet
from alignment.report.document import Column, Document, Register
from alignment.source import read


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("excel") / "health-check.xlsx"
    excel.write(example.document(), example.health_check(), file)
    return file


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def bare(*registers: Register) -> Document:
    return Document("T", "O", "", "2026-09-30", "", "g", (), registers=registers)


def column(sheet, header):
    place = [cell.value for cell in sheet[1]].index(header)
    return [row[place].value for row in sheet.iter_rows(min_row=2)]


def test_no_cell_can_run(book):
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}


@pytest.mark.parametrize("poison", example.POISON)
def test_a_text_that_would_like_to_run_comes_back_as_text(book, poison):
    assert poison in column(book["Findings"], "What was found")


def test_a_text_like_a_formula_stays_text_when_edited(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
                    assert cell.quotePrefix


def test_there_is_no_formula_and_no_address_in_any_part(path):
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name]


def test_the_sheets_come_in_their_order(book):
    assert book.sheetnames == [
        "Cover", "Findings", "Actions", "Measurements", "Journeys", "Texts to run not at all a long",
        "Issues", "Method",
    ]  # fmt: skip


def test_findings_are_a_table_with_filters_and_a_frozen_header(book):
    sheet = book["Findings"]
    (table,) = sheet.tables.values()
    assert table.ref == "A1:K13"
    assert table.autoFilter.ref == table.ref
    assert [one.name for one in table.tableColumns] == [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"


def test_evidence_is_cells_as_text(book):
    assert column(book["Findings"], "Evidence")[0] == (
        'Journeys!D7 (blank); Journeys!D8 “=HYPERLINK("http://example.org","x")”'
    )


def test_evidence_names_its_file_where_there_are_several(tmp_path):
    check = example.health_check()
    second = InputFile("ops.xlsx", "1" * 64, (SheetReading("People", "people", 1, 1),))
    excel.write(bare(), replace(check, inputs=(*check.inputs, second)), tmp_path / "a.xlsx")
    evidence = column(openpyxl.load_workbook(tmp_path / "a.xlsx")["Findings"], "Evidence")
    assert evidence[0].startswith("audit.xlsx Journeys!D7 (blank); ")


def test_actions_are_there_to_fill_in(book):
    sheet = book["Actions"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:7] == ["Finding", "Action", "Owner", "Due", "Status", "Waiver reason", "Waiver until"]
    assert column(sheet, "Finding") == [one.id for one in example.health_check().findings]
    assert not any(column(sheet, "Action"))
    choices = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"}
    assert choices == {"E2:E13": '"open,done,waived"'}
    dates = [str(one.sqref) for one in sheet.data_validations.dataValidation if one.type == "date"]
    assert dates == ["D2:D13 G2:G13"]


def test_measurements_are_exact_and_say_why_there_is_none(book):
    sheet = book["Measurements"]
    assert column(sheet, "Value")[:3] == [5 / 9, None, 0]
    assert column(sheet, "Status")[:2] == ["Measured", "Not measured"]
    assert column(sheet, "Note")[1] == "no ties"
    assert column(sheet, "Subject")[2] == "Billing – sales"
    assert column(sheet, "Rating")[0] == "Red"
    assert len(column(sheet, "Value")) == len(example.health_check().measurements)


def test_subjects_are_named_as_people_say_it(book):
    assert column(book["Findings"], "Subject")[:2] == ["I move house", "j-1"]
    assert column(book["Measurements"], "Name")[:2] == [None, "E-I index"]


def test_actions_come_back_as_they_were_filled_in(path, tmp_path):
    book = openpyxl.load_workbook(path)
    for name in book.sheetnames:
        if name != "Actions":
            del book[name]
    filled = ("Name an owner", "Ada Example", date(2026, 12, 31), "waived", "Merger pending", date(2027, 3, 31))
    for place, value in enumerate(filled, 2):
        book["Actions"].cell(2, place, value)
    book.save(tmp_path / "actions.xlsx")
    first = read([tmp_path / "actions.xlsx"]).organisation.actions[0]
    assert (first.finding, first.action, first.owner) == ("OWN01:journey:j-0", "Name an owner", "Ada Example")
    assert (first.due, first.status) == (date(2026, 12, 31), "waived")
    assert (first.waiver_reason, first.waiver_until) == ("Merger pending", date(2027, 3, 31))


def test_registers_hold_every_row_as_numbers_and_words(book):
    sheet = book["Journeys"]
    assert len(column(sheet, "Journey")) == 180
    assert column(sheet, "Steps")[:2] == [1, 2]
    assert column(sheet, "Light")[:3] == ["Amber", "Red", "Withheld"]
    assert column(sheet, "Worst finding")[:2] == ["High", "Medium"]
    waiting = sheet.cell(2, 5)
    assert (waiting.value, waiting.number_format) == (pytest.approx(1 / 11), "0%")


def test_twin_headers_are_told_apart(book):
    sheet = book["Texts to run not at all a long"]
    assert [cell.value for cell in sheet[1]] == ["Text", "Text 2", "Figure"]
    assert sheet["C2"].number_format == "#,##0.00"


def test_what_a_cell_cannot_hold_is_replaced_or_cut_and_the_cover_says_so(book):
    texts = column(book["Texts to run not at all a long"], "Text")
    assert texts[-2] == "bell\ufffd"
    assert len(texts[-1]) == 32_767
    assert texts[-1].endswith("(cut here: a cell holds no more)")
    said = [row[0].value for row in book["Cover"].iter_rows()]
    assert "1 text holds control characters, which a workbook cannot; each is shown as \ufffd." in said
    assert "1 text is longer than a cell can hold and cut at its end; the JSON file holds all of it." in said


def test_issues_stand_at_their_cells(book):
    rows = [[cell.value for cell in row] for row in book["Issues"].iter_rows(min_row=2)]
    assert rows[0] == [
        "Error", "audit.xlsx", "Collaboration", "B7", "Finanace", 'No department is called "Finanace".',
        'Did you mean "Finance"?',
    ]  # fmt: skip
    assert rows[1][3] is None


def test_the_cover_gives_the_score_and_the_dimensions(book):
    rows = {row[0].value: [cell.value for cell in row[1:7]] for row in book["Cover"].iter_rows()}
    assert rows["Health score"][:5] == [57.4, "Amber", 51.2, 63.9, 0.92]
    assert rows["Ownership"][:2] == [34, "Red"]
    assert rows["Silos"] == ["–", "Withheld", "–", "–", 0.2, "the workbook has no ties"]


def test_the_cover_says_what_each_sheet_holds(book):
    holds = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
    assert holds["Journeys"] == "Every journey of the workbook. 180 rows."
    assert holds["Findings"] == "Every finding with the cells that show it. 12 rows."


def test_the_method_explains_the_words(book):
    meanings = dict(zip(column(book["Method"], "Term"), column(book["Method"], "Meaning"), strict=True))
    assert meanings["Handoff"] == "A journey step that passes to another department."


def test_the_same_results_give_the_same_bytes(path, tmp_path, monkeypatch):
    import openpyxl.writer.excel as writer

    class Later(writer.datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2031, 5, 6, 7, 8, 9, tzinfo=tz)

    monkeypatch.setattr(writer.datetime, "datetime", Later)
    excel.write(example.document(), example.health_check(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_a_check_that_found_nothing_still_opens(tmp_path):
    empty = replace(example.health_check(), findings=(), issues=(), measurements=(), inputs=())
    excel.write(bare(Register("Journeys", (Column("Journey"),), ())), empty, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Findings"]["A2"].value == "Nothing was found."
    assert not book["Journeys"].tables


def test_sheets_with_the_same_name_are_told_apart(tmp_path):
    twins = [Register(name, (Column("A"),), (("x",),)) for name in ("findings", "History", "A" * 40, "A" * 41, "[]")]
    excel.write(bare(*twins), example.health_check(), tmp_path / "a.xlsx")
    names = openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames
    assert {"findings (2)", "History (2)", "A" * 31, "A" * 27 + " (2)", "Sheet"} <= set(names)


def test_of_a_list_that_does_not_fit_the_first_rows_stand_and_sheet_and_cover_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    numbers = Register("Numbers", (Column("Number", "number"),), tuple((one,) for one in range(1, 6)), "All of them.")
    check = replace(example.health_check(), measurements=(), findings=(), issues=())
    excel.write(bare(numbers), check, tmp_path / "many.xlsx")
    book = openpyxl.load_workbook(tmp_path / "many.xlsx")
    told = (
        "Not all rows fit: 2 of 5 stand here, the first of them. The JSON report holds every finding, figure and issue."
    )
    assert [row[0].value for row in book["Numbers"].iter_rows()] == [told, "Number", 1, 2]
    assert [table.ref for table in book["Numbers"].tables.values()] == ["A2:A4"]
    assert book["Numbers"].freeze_panes == "A3"
    said = {row[0].value: row[1].value for row in book["Cover"].iter_rows()}
    assert said["Numbers"] == f"All of them. {told}"


def test_a_list_that_just_fits_stands_whole_and_nothing_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    numbers = Register("Numbers", (Column("Number", "number"),), ((1,), (2,)))
    check = replace(example.health_check(), measurements=(), findings=(), issues=())
    excel.write(bare(numbers), check, tmp_path / "few.xlsx")
    book = openpyxl.load_workbook(tmp_path / "few.xlsx")
    assert column(book["Numbers"], "Number") == [1, 2]


def test_where_not_all_figures_fit_those_of_the_company_stand_before_those_of_pairs_and_positions(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    scopes = (Scope("person", "ann"), Scope("pair", ("A", "B")), Scope(), Scope("department", "A"))
    figures = tuple(Measurement("silos.mixing", one, 1.0, "ratio", "measured") for one in scopes)
    check = replace(example.health_check(), measurements=figures, findings=(), issues=())
    excel.write(bare(), check, tmp_path / "many.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "many.xlsx")["Measurements"].iter_rows(values_only=True))
    assert rows[0][0] == (
        "Not all rows fit: 2 of 4 stand here, those of the company before those of departments, journeys, pairs and positions. "
        "The JSON report holds every finding, figure and issue."
    )
    assert [row[2] for row in rows[2:]] == ["Organisation", "Department"]


def test_where_not_all_actions_fit_what_was_agreed_stays_and_comes_back(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    check = replace(example.health_check(), measurements=(), issues=())
    assert len(check.findings) > 2
    last = check.findings[-1]
    agreed = Action(Origin(Table("a.xlsx", "Actions", {}), 2), last.id, "Mend it", "Ada", None, "open")
    outcome = Outcome(agreed, last, None, known=True, waived=False)
    excel.write(replace(bare(), agreed=(outcome,)), check, tmp_path / "many.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "many.xlsx")["Actions"].iter_rows(values_only=True))
    assert rows[0][0].startswith(
        f"Not all rows fit: 2 of {len(check.findings)} stand here, the plan, what was agreed, and"
    )
    assert [row[0] for row in rows[1:]] == ["Finding", check.findings[0].id, last.id]
    back = read([tmp_path / "many.xlsx"]).organisation.actions
    assert [(one.finding, one.owner) for one in back if one.owner] == [(last.id, "Ada")]


def test_rows_of_long_text_are_tall_enough_to_read(book):
    heights = {number: one.height for number, one in book["Texts to run not at all a long"].row_dimensions.items()}
    assert heights[15] == 150
    assert heights.get(2) is None


def test_every_relation_leads_to_a_part(path):
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for name in names:
            if name.startswith("xl/worksheets/_rels/"):
                for target in re.findall(r'Target="/([^"]+)"', archive.read(name).decode()):
                    assert target in names


def test_every_one_of_four_thousand_findings_is_there(tmp_path):
    check = example.health_check(4_000, 0)
    excel.write(bare(), check, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    written = {cell for row in book["Findings"].iter_rows(values_only=True) for cell in row}
    book.close()
    assert {one.id for one in check.findings} <= written
