"""A sheet written into a workbook: what belongs to the old one goes, and everything else stays."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from alignment.errors import SourceError
from alignment.source.inserting import write_sheet

ROWS = [["Respondent", "We <ask> & listen"], ["=R1", 4], [None, "don't know"]]


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with a chart and a formula on one sheet, and a comment on the sheet that is replaced."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Figures"
    for value in (1, 2, 3):
        page.append([value])
    page["B1"] = "=SUM(A1:A3)"
    chart = BarChart()
    chart.add_data(Reference(page, min_col=1, min_row=1, max_row=3))
    page.add_chart(chart, "D1")
    survey = book.create_sheet("Survey")
    survey["A1"] = "=1+1"
    survey["A1"].comment = Comment("an old note", "me")
    book.create_sheet("Last")
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_a_sheet_in_the_place_of_another_keeps_charts_and_formulas_and_drops_its_own_comments(book: Path):
    before = parts(book)
    write_sheet(book, "Survey", ROWS, [10, 30])
    after = parts(book)
    assert {one for one in after if after[one] != before[one]} == {
        "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet2.xml",
    }  # fmt: skip
    assert any("chart" in one for one in after)
    assert b"an old note" in b"".join(before.values())
    assert b"an old note" not in b"".join(after.values())
    found = openpyxl.load_workbook(book)
    assert found.sheetnames == ["Figures", "Survey", "Last"]
    assert found["Figures"]["B1"].value == "=SUM(A1:A3)"


def test_texts_stay_texts(tmp_path: Path):
    write_sheet(tmp_path / "new.xlsx", "Survey", ROWS, [10])
    page = openpyxl.load_workbook(tmp_path / "new.xlsx")["Survey"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["Respondent", "We <ask> & listen"], ["=R1", 4], [None, "don't know"],
    ]  # fmt: skip
    assert page["A2"].data_type == "s"
    assert page["A1"].font.bold


def test_the_order_of_calculation_goes_with_the_formulas_of_the_old_sheet(book: Path):
    content = parts(book)
    content["xl/calcChain.xml"] = b"<calcChain/>"
    kind, relation = (
        b"<Override PartName='/xl/calcChain.xml' ContentType='x'/>",
        b"<Relationship Id='c' Type='x/calcChain' Target='calcChain.xml'/>",
    )
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", kind + b"</Types>")
    rels = "xl/_rels/workbook.xml.rels"
    content[rels] = content[rels].replace(b"</Relationships>", relation + b"</Relationships>")
    with ZipFile(book, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    write_sheet(book, "Survey", ROWS, [10])
    after = parts(book)
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after[rels]


def test_a_workbook_that_is_none_is_left_as_it_is(tmp_path: Path):
    path = tmp_path / "audit.xlsx"
    path.write_bytes(b"PK no workbook")
    with pytest.raises(SourceError, match=r"audit\.xlsx: no sheet can be added"):
        write_sheet(path, "Survey", ROWS, [10])
    assert path.read_bytes() == b"PK no workbook"
    assert [one.name for one in tmp_path.iterdir()] == ["audit.xlsx"]
