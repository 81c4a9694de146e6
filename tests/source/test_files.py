"""Files that can be read, and one clear line for those that cannot."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from alignment.errors import SourceError
from alignment.source import read
from alignment.source.files import open_books

ROWS = [["Department", "Head"], ["Sales", "Zoë"], ["Service", "Bo\nAl"]]


def csv(rows, separator=","):
    cells = [
        ['"' + cell.replace('"', '""') + '"' if separator in cell or "\n" in cell else cell for cell in row]
        for row in rows
    ]
    return "\r\n".join(separator.join(row) for row in cells)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_any_usual_dialect(tmp_path, separator, encoding):
    path = tmp_path / "departments.csv"
    path.write_bytes(csv(ROWS, separator).encode(encoding))
    assert [list(row) for row in open_books([path])[0].grids[0].rows] == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quoted_cell_of_several_lines_is_one_cell_of_a_csv_file(tmp_path, end):
    path = tmp_path / "departments.csv"
    rows = ("Department;Responsibilities", f'Sales;"quotes{end}{end}and ""orders""; north"', "Ops;plant")
    path.write_bytes(end.join(rows).encode())
    found = read([path])
    assert [(one.id, one.origin.row) for one in found.organisation.departments] == [("Sales", 2), ("Ops", 3)]
    (grid,) = open_books([path])[0].grids
    assert grid.rows[1][1].split() == ["quotes", "and", '"orders";', "north"]


def test_csv_keeps_the_text_na_and_title_rows(tmp_path):
    path = tmp_path / "departments.csv"
    path.write_text('Our teams\n\nDepartment,Head\nSales,N/A\nService,"a, ""b"""\n')
    grid = open_books([path])[0].grids[0]
    assert [list(row) for row in grid.rows] == [
        ["Our teams", ""],
        ["", ""],
        ["Department", "Head"],
        ["Sales", "N/A"],
        ["Service", 'a, "b"'],
    ]
    assert read([path]).organisation.departments[0].cell("department").address == "A4"


def test_a_folder_of_csv_files_is_a_workbook(tmp_path):
    (tmp_path / "departments.csv").write_text("Department\nSales\nOps\n")
    (tmp_path / "journeys.csv").write_text("Journey;Owner department\nMove;Sales\n")
    reading = read([tmp_path])
    assert [(one.file, one.sheets[0].kind) for one in reading.inputs] == [
        ("departments.csv", "departments"),
        ("journeys.csv", "journeys"),
    ]
    assert reading.organisation.journeys[0].owner_department == "Sales"


def test_a_table_that_does_not_start_at_a1_knows_its_cells(tmp_path):
    book = Workbook()
    book.active.title = "Departments"
    for row, text in enumerate(("Department", "Sales"), start=5):
        book.active.cell(row, 3, text)
    book.save(tmp_path / "a.xlsx")
    cell = read([tmp_path / "a.xlsx"]).organisation.departments[0].cell("department")
    assert (cell.address, cell.value) == ("C6", "Sales")


def test_an_ods_workbook_is_read(tmp_path):
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>'
        for text in ("Department", "Sales")
    )
    spaces = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Departments">{rows}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
    assert read([tmp_path / "a.ods"]).organisation.departments[0].id == "Sales"


def test_two_files_of_one_name_are_told_apart_by_their_folders(workbook, tmp_path):
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
    first = workbook({"Departments": "Department / Sales"}, "north/a.xlsx")
    second = workbook({"Departments": "Department / Ops"}, "south/a.xlsx")
    assert [one.file for one in read([first, second]).inputs] == ["north/a.xlsx", "south/a.xlsx"]


def test_the_same_file_twice_is_read_once_and_that_is_said(workbook):
    first = workbook({"Departments": "Department / Sales"}, "a.xlsx")
    copy = first.with_name("b.xlsx")
    copy.write_bytes(first.read_bytes())
    reading = read([first, copy])
    assert len(reading.organisation.departments) == 1
    assert [str(issue) for issue in reading.issues] == ["b.xlsx: is the same file as a.xlsx; it is read once."]


def truncated():
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()[:-200]


ENCRYPTED = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"Department\nSales", "not a workbook, despite its name"),
        ("a.xlsx", b"", "is empty"),
        ("a.xlsx", ENCRYPTED, "protected with a password"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls workbook"),
        ("a.xlsx", truncated(), "damaged or was cut short"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "damaged"),
        ("a.ods", b"PK\x05\x06" + b"\0" * 18, "damaged"),
        ("raci.csv", b"%PDF-1.7", "not text, despite its name, but a PDF"),
        ("raci.csv", b"PK\x03\x04", "not text, despite its name"),
        ("raci.csv", b"a\0b", "not text"),
        ("a.docx", b"PK", "cannot read .docx"),
        ("a", b"x", "without an extension"),
        ("notes.csv", b"just a note", "nothing in it can be recognised"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_names_the_file(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as problem:
        read([tmp_path / name])
    assert said in str(problem.value)
    assert name in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_missing_file_an_empty_folder_and_no_file_at_all_are_said(tmp_path):
    for paths, said in (
        ([tmp_path / "no.xlsx"], "there is no such file"),
        ([tmp_path], "holds no .csv file"),
        ([], "No file was given"),
    ):
        with pytest.raises(SourceError, match=said):
            read(paths)


def test_sheets_nobody_knows_are_named_with_what_to_do(workbook):
    with pytest.raises(
        SourceError, match=r'seen: sheets "Menu", "Prices".*alignment map \S*audit\.xlsx -o mapping\.toml'
    ):
        read([workbook({"Menu": "Soup|Fish", "Prices": "3|4"})])


@pytest.mark.parametrize(
    ("part", "name", "said"),
    [
        ("content.xml", "a.xlsx", "is an .ods workbook despite its name. Rename it to end in .ods."),
        ("xl/workbook.xml", "a.xls", "is an .xlsx workbook despite its name. Rename it to end in .xlsx."),
        ("xl/workbook.bin", "a.xlsm", "is an .xlsb workbook despite its name. Rename it to end in .xlsb."),
        ("word/document.xml", "a.xlsx", "is a Word document, despite its name."),
        ("ppt/presentation.xml", "a.ods", "is a PowerPoint presentation, despite its name."),
    ],
)
def test_a_packed_file_with_a_wrong_name_is_told_by_what_it_holds(tmp_path, part, name, said):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr(part, "<x/>")
    with pytest.raises(SourceError) as refused:
        open_books([tmp_path / name])
    assert said in str(refused.value)


def test_a_web_page_saved_as_xls_is_no_workbook(tmp_path):
    (tmp_path / "export.xls").write_text("<html><table><tr><td>Department</td></tr></table></html>")
    with pytest.raises(SourceError, match=r"export\.xls: is not a workbook, despite its name"):
        open_books([tmp_path / "export.xls"])


def test_a_folder_of_workbooks_says_how_to_give_them(tmp_path, workbook):
    workbook({"Departments": "Department / Sales"})
    with pytest.raises(SourceError, match=r"holds workbooks, but no \.csv file\. Give each workbook by its name"):
        open_books([tmp_path])


def test_a_path_given_twice_is_one_file(workbook, tmp_path, monkeypatch):
    workbook({"Departments": "Department / Sales"}, "b.xlsx")
    workbook({"Departments": "Department / Ops"}, "a.xlsx")
    monkeypatch.chdir(tmp_path)
    books = open_books([Path("b.xlsx"), Path("a.xlsx"), tmp_path / "b.xlsx"])
    assert [book.file for book in books] == ["b.xlsx", "a.xlsx"]


def test_files_of_one_name_in_folders_of_one_name_are_told_apart(tmp_path, workbook):
    for folder in ("2025/q1", "2026/q1"):
        (tmp_path / folder).mkdir(parents=True)
    first = workbook({"Departments": "Department / Sales"}, "2025/q1/a.xlsx")
    second = workbook({"Departments": "Department / Ops"}, "2026/q1/a.xlsx")
    assert [book.file for book in open_books([first, second])] == ["2025/q1/a.xlsx", "2026/q1/a.xlsx"]


def test_with_a_mapping_the_advice_is_to_complete_it(workbook, tmp_path):
    words = tmp_path / "words.toml"
    words.write_text("[values]\nmissing = []\n")
    with pytest.raises(SourceError, match=r"or say under \[sheets\] of \S*words\.toml which sheet is which"):
        read([workbook({"Menu": "Soup / 1"})], words)
