"""A copy of the workbook with the cells marked: what it shows, what it keeps, what it refuses."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.errors import SourceError
from alignment.model.organisation import Cell
from alignment.model.result import Issue
from alignment.source.annotate import write_annotated


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Journey steps"
    for row in [("Journey", "Order", "Department"), ("Move", 1, "Saels"), ("Move", 2, "Billing"), ("Sum", "=B2+B3")]:
        page.append(row)
    page["C2"].font = Font(bold=True)
    page["B2"].number_format = "0.00"
    page["C3"].comment = Comment("ask Ilse", "Bram")
    rule = DataValidation(type="list", formula1='"Sales,Billing"')
    rule.add("C2:C9")
    page.add_data_validation(rule)
    page.merge_cells("A6:C6")
    book.create_sheet("Notes")
    book.save(path)
    return path


def issue(row: int, column: int, message: str = "is wrong.", severity: str = "error", sheet: str = "Journey steps"):
    return Issue(severity, Cell("audit.xlsx", sheet, row, column, "Saels"), message, 'Did you mean "Sales"?')  # type: ignore[arg-type]


def annotated(folder: Path, *issues: Issue):
    marked = write_annotated(workbook(folder / "audit.xlsx"), issues, folder / "marked.xlsx")
    return marked, openpyxl.load_workbook(folder / "marked.xlsx")


def test_the_cell_is_filled_and_says_what_is_wrong(tmp_path: Path):
    marked, book = annotated(tmp_path, issue(2, 3, 'no department is called "Saels".'))
    cell = book["Journey steps"]["C2"]
    assert marked == 1
    assert cell.fill.fgColor.rgb == "00F4B6A6"
    assert cell.comment.text == 'Error: no department is called "Saels". Did you mean "Sales"?'


def test_errors_and_warnings_look_different(tmp_path: Path):
    _, book = annotated(tmp_path, issue(2, 3), issue(3, 3, severity="warning"))
    page = book["Journey steps"]
    assert page["C2"].fill.fgColor.rgb != page["C3"].fill.fgColor.rgb


def test_two_issues_in_one_cell_are_one_mark_and_two_lines(tmp_path: Path):
    marked, book = annotated(tmp_path, issue(2, 3, "one.", "warning"), issue(2, 3, "two."))
    assert marked == 1
    assert [line[:12] for line in book["Journey steps"]["C2"].comment.text.splitlines()] == [
        "Warning: one",
        "Error: two. ",
    ]
    assert book["Journey steps"]["C2"].fill.fgColor.rgb == "00F4B6A6"


def test_formats_formulas_validation_and_comments_are_kept(tmp_path: Path):
    _, book = annotated(tmp_path, issue(2, 3), issue(3, 3, "is wrong."))
    page = book["Journey steps"]
    assert page["C2"].font.bold
    assert page["B2"].number_format == "0.00"
    assert page["B4"].value == "=B2+B3"
    assert [(str(one.sqref), one.formula1) for one in page.data_validations.dataValidation] == [
        ("C2:C9", '"Sales,Billing"')
    ]
    assert page["C3"].comment.text.startswith("ask Ilse\n\nError: is wrong.")
    assert page["C3"].comment.author == "Bram"


@pytest.mark.parametrize("charts", [0, 1])
def test_a_chart_sheet_is_kept_with_or_without_a_chart_and_stays_hidden(tmp_path: Path, charts: int):
    source = workbook(tmp_path / "audit.xlsx")
    book = openpyxl.load_workbook(source)
    page = book.create_chartsheet("Chart")
    page.sheet_state = "hidden"
    for _ in range(charts):
        page.add_chart(BarChart())
    book.save(source)
    assert write_annotated(source, [issue(2, 3)], tmp_path / "marked.xlsx") == 1
    with zipfile.ZipFile(tmp_path / "marked.xlsx") as archive:
        assert sum(name.startswith("xl/charts/chart") for name in archive.namelist()) == charts
        assert 'name="Chart" sheetId="4" state="hidden"' in " ".join(archive.read("xl/workbook.xml").decode().split())


def test_a_drop_down_in_the_form_of_excel_is_kept(tmp_path: Path):
    plain, path = workbook(tmp_path / "plain.xlsx"), tmp_path / "audit.xlsx"
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" '
        'allowBlank="1" showInputMessage="1" prompt="Choose."><x14:formula1><xm:f>Notes!$A$1:$A$9</xm:f></x14:formula1>'
        "<xm:sqref>A2:A5 A9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                # The extension comes after everything else but what refers to the drawing of the comments.
                part = part.replace(b"<legacyDrawing", extension[:-12].encode() + b"<legacyDrawing", 1)
                head, drawing = part.split(b"<extLst>", 1)[0], part.split(b"</extLst>", 1)[1]
                part = head + drawing.removesuffix(b"</worksheet>") + extension.encode()
            new.writestr(name, part)
    write_annotated(path, [issue(2, 3)], tmp_path / "marked.xlsx")
    rules = openpyxl.load_workbook(tmp_path / "marked.xlsx")["Journey steps"].data_validations.dataValidation
    kept = {str(one.sqref): (one.type, one.formula1, one.allowBlank, one.prompt) for one in rules}
    assert kept["A2:A5 A9"] == ("list", "Notes!$A$1:$A$9", True, "Choose.")
    assert len(rules) == 2


def test_a_list_leads_to_every_cell(tmp_path: Path):
    _, book = annotated(tmp_path, issue(2, 3), issue(0, 0, "is not read.", "warning", "Notes"))
    page = book["Issues"]
    assert book.sheetnames == ["Issues", "Journey steps", "Notes"]
    assert [cell.value for cell in page[3]] == [
        1,
        "error",
        "Journey steps!C2",
        "Saels",
        "is wrong.",
        'Did you mean "Sales"?',
    ]
    assert page["C3"].hyperlink.location == "'Journey steps'!C2"
    assert page["C4"].hyperlink.location == "'Notes'!A1"


def test_an_issue_of_a_row_marks_its_first_cell_and_one_of_a_sheet_none(tmp_path: Path):
    marked, book = annotated(tmp_path, issue(3, 0), issue(0, 0))
    assert marked == 1
    assert book["Journey steps"]["A3"].comment.text.startswith("Error")


def test_merged_cells_are_marked_where_they_show(tmp_path: Path):
    marked, book = annotated(tmp_path, issue(6, 2))
    assert (marked, book["Journey steps"]["A6"].comment is not None) == (1, True)


def test_what_was_found_cannot_run_as_a_formula(tmp_path: Path):
    found = Issue("error", Cell("audit.xlsx", "Journey steps", 2, 3, "=1+1"), "=cmd", "+2")
    _, book = annotated(tmp_path, found)
    assert [(cell.value, cell.data_type) for cell in book["Issues"][3][3:]] == [
        ("=1+1", "s"),
        ("=cmd", "s"),
        ("+2", "s"),
    ]


def test_issues_of_another_workbook_are_left_out(tmp_path: Path):
    other = Issue("error", Cell("other.xlsx", "Journey steps", 2, 3, "x"), "is wrong.")
    marked, book = annotated(tmp_path, other)
    assert (marked, book["Issues"].max_row) == (0, 2)


def test_a_second_list_gets_another_name(tmp_path: Path):
    first, second = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    write_annotated(workbook(tmp_path / "audit.xlsx"), [issue(2, 3)], first)
    write_annotated(first, [], second)
    assert openpyxl.load_workbook(second).sheetnames[:2] == ["Issues (2)", "Issues"]


def test_macros_stay_in_the_copy(tmp_path: Path):
    plain, path = workbook(tmp_path / "plain.xlsx"), tmp_path / "audit.xlsm"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml").replace(
                    b"vnd.openxmlformats-officedocument.ms-excel", b"vnd.ms-excel"
                )
            new.writestr(name, part)
        new.writestr("xl/vbaProject.bin", b"macros")
    write_annotated(path, [issue(2, 3)], tmp_path / "marked.xlsm")
    with zipfile.ZipFile(tmp_path / "marked.xlsm") as archive:
        assert archive.read("xl/vbaProject.bin") == b"macros"


@pytest.mark.parametrize("name", ["audit.xls", "audit.csv", "audit.ods", "audit.xlsb"])
def test_other_formats_are_refused(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SourceError, match=r"only \.xlsx and \.xlsm"):
        write_annotated(tmp_path / name, [], tmp_path / "marked.xlsx")


def test_the_workbook_itself_is_never_written_to(tmp_path: Path):
    path = workbook(tmp_path / "audit.xlsx")
    before = path.read_bytes()
    (tmp_path / "folder").mkdir()
    with pytest.raises(SourceError, match="never changed"):
        write_annotated(path, [issue(2, 3)], tmp_path / "folder" / ".." / "audit.xlsx")
    write_annotated(path, [issue(2, 3)], tmp_path / "marked.xlsx")
    assert path.read_bytes() == before


def test_a_broken_workbook_is_one_clear_line(tmp_path: Path):
    (tmp_path / "audit.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(SourceError, match="cannot be opened for marking"):
        write_annotated(tmp_path / "audit.xlsx", [], tmp_path / "marked.xlsx")
    assert not (tmp_path / "marked.xlsx").exists()


def test_a_copy_that_cannot_be_written_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, copy = workbook(tmp_path / "audit.xlsx"), tmp_path / "marked.xlsx"
    copy.write_bytes(b"the last one")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("openpyxl.writer.excel.ExcelWriter.save", fail)
    with pytest.raises(OSError, match="No space"):
        write_annotated(path, [issue(2, 3)], copy)
    assert copy.read_bytes() == b"the last one"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["audit.xlsx", "marked.xlsx"]
