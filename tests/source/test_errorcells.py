"""Error cells and formulas without a value, found in the sheet XML."""

import zipfile

import pytest
from openpyxl import Workbook

from alignment.source import read
from alignment.source.errorcells import NOT_CALCULATED, examined

WORKBOOK = """<workbook xmlns:r="r"><sheets><sheet name="A &amp; B" sheetId="1" r:id="rId7"/></sheets></workbook>"""
RELATIONS = """<Relationships><Relationship Id="rId7" Type="t" Target="worksheets/any.xml"/></Relationships>"""


def error_cells(path):
    return {name: dict(one.errors) for name, one in examined(path).items() if one.errors}


def pack(path, cells):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        archive.writestr("xl/worksheets/any.xml", f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>")
    return path


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="B7" s="1" t="e"><f>X!A1</f><v>#REF!</v></c>', "#REF!"),
        ('<c t="e" r="B7"><v>#N/A</v></c>', "#N/A"),
        ('<c r="B7"><f>A1+1</f><v></v></c>', NOT_CALCULATED),
        ('<c r="B7"><f>A1+1</f></c>', NOT_CALCULATED),
        ('<x:c r="B7" t="e"><x:v>#DIV/0!</x:v></x:c>', "#DIV/0!"),
    ],
)
def test_a_cell_in_error_is_found_with_its_place(tmp_path, cell, found):
    path = pack(tmp_path / "a.xlsx", f'<c r="A7" s="3"/>{cell}<c r="C7"><v>1</v></c>')
    assert error_cells(path) == {"A & B": {(7, 2): found}}


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><f>1+1</f><v>2</v></c>',
        '<c r="A1" t="str"><f>""</f><v></v></c>',
        '<c r="A1" t="s"><v>0</v></c>',
        '<c r="A1"/>',
    ],
)
def test_calculated_formulas_and_blank_texts_are_no_errors(tmp_path, cell):
    assert error_cells(pack(tmp_path / "a.xlsx", cell)) == {}


def test_cells_at_the_seam_of_two_chunks_are_found_once(tmp_path):
    filler = "".join(f'<c r="A{row}"><v>{row}</v></c><c r="B{row}" t="e"><v>#N/A</v></c>' for row in range(1, 60_001))
    assert len(error_cells(pack(tmp_path / "a.xlsx", filler))["A & B"]) == 60_000


def test_a_zip_without_sheets_has_no_error_cells(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("other.xml", "<a/>")
    assert error_cells(tmp_path / "a.xlsx") == {}


def test_errors_are_reported_at_their_cells_and_read_as_blank(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "Departments"
    for row in (["Department", "Head", "Headcount"], ["Sales", "=Nobody!A1", "=1+1"]):
        page.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = read([tmp_path / "a.xlsx"])
    assert [str(issue.cell) for issue in reading.issues] == ["Departments!B2", "Departments!C2"]
    assert "saved without its result" in reading.issues[0].message
    assert reading.organisation.departments[0].headcount is None
