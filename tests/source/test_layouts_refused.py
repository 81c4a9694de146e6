"""What is refused, with the reason and what to do; and how much may be read."""

import io
import struct
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from alignment.errors import SourceError
from alignment.settings import ReadingLimits, Settings
from alignment.source import read
from alignment.source.errorcells import examined
from rawbooks import packed


def refusal(path, **limits):
    with pytest.raises(SourceError) as problem:
        read([path], limits=ReadingLimits(**limits))
    assert "\n" not in str(problem.value)
    assert path.name in str(problem.value)
    return str(problem.value)


def test_a_gantt_of_coloured_blank_cells_is_refused_and_said_why(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["Plan", "W1", "W2", "W3", "W4"])
    for row in range(2, 6):
        page.cell(row, 1, f"Work {row}")
        for column in (2, 3):
            page.cell(row, column).fill = PatternFill("solid", fgColor="FF8800")
    book.save(tmp_path / "a.xlsx")
    said = refusal(tmp_path / "a.xlsx")
    assert "8 of its cells are coloured and blank" in said
    assert "Write in the cells what their colour says" in said


DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


@pytest.mark.parametrize(
    ("drawn", "reason"),
    [
        ("<xdr:sp></xdr:sp><xdr:cxnSp></xdr:cxnSp>", "drawn with shapes"),
        (f'<xdr:graphicFrame><a:graphicData uri="{DIAGRAM}"/></xdr:graphicFrame>', "drawn with SmartArt"),
    ],
)
def test_an_organisation_chart_of_shapes_or_smart_art_is_refused_and_said_why(tmp_path, drawn, reason):
    stream = io.BytesIO()
    book = Workbook()
    book.active.title = "Org chart"
    book.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        new.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships><Relationship Id="r1" Target="../drawings/drawing1.xml"/></Relationships>',
        )
        new.writestr("xl/drawings/drawing1.xml", f"<xdr:wsDr>{drawn}</xdr:wsDr>")
    said = refusal(tmp_path / "a.xlsx")
    assert reason in said
    assert "Department and Parent" in said


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"<!DOCTYPE html><html>", "a web page"), (b'{"raci": [1]}', "JSON"), (b"\x89PNG\r\n", "a picture"), (b"{\\rtf1", "a text document")],
)  # fmt: skip
def test_a_file_called_raci_csv_that_is_something_else_is_said_to_be_that(tmp_path, content, kind):
    (tmp_path / "raci.csv").write_bytes(content)
    assert kind in refusal(tmp_path / "raci.csv")


def test_a_web_page_called_xls_is_said_to_be_that(tmp_path):
    (tmp_path / "a.xls").write_bytes(b"<html><table><tr><td>Department</td></tr></table>")
    assert "a web page" in refusal(tmp_path / "a.xls")


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(workbook):
    assert "unpacks to" in refusal(workbook({"Departments": "Department / Sales"}), most_unpacked_mb=0)


def test_a_directory_that_lies_about_sizes_is_not_believed(tmp_path):
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b"a" * 3_000_000) + packed.flush()
    name = b"xl/sharedStrings.xml"
    checksum = zlib.crc32(b"a" * 10)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, checksum, len(data), 10, len(name), 0) + name + data
    central = (
        struct.pack(
            "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, checksum, len(data), 10, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local), 0)
    (tmp_path / "a.xlsx").write_bytes(local + central + end)
    assert "unpacks to more than" in refusal(tmp_path / "a.xlsx", most_unpacked_mb=1)


def test_xml_entities_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><workbook>&c;</workbook>'
        )
    assert "defines XML entities" in refusal(tmp_path / "a.xlsx")


def test_two_cells_at_opposite_corners_of_a_sheet_are_refused_before_they_are_read(tmp_path):
    book = Workbook()
    book.active["A1"] = "Department"
    book.active["XFD1048576"] = "Sales"
    book.save(tmp_path / "a.xlsx")
    assert "reaches from row 1 to row 1048576 and over 16,384 columns" in refusal(tmp_path / "a.xlsx")


def test_formatted_blank_cells_far_away_do_no_harm(tmp_path):
    book = Workbook()
    book.active.title = "Departments"
    book.active["A1"], book.active["A2"] = "Department", "Sales"
    book.active["XFD1048576"].fill = PatternFill("solid", fgColor="FF8800")
    book.save(tmp_path / "a.xlsx")
    assert [one.id for one in read([tmp_path / "a.xlsx"]).organisation.departments] == ["Sales"]


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path):
    (tmp_path / "a.csv").write_text("Department\nSales\n" * 100_000)
    assert "more than 1 MB" in refusal(tmp_path / "a.csv", most_file_mb=1)


def test_the_cells_of_all_sheets_count_together(workbook):
    path = workbook({"Departments": "Department / Sales / Ops", "People": "Name|Department / Ada|Sales"})
    assert len(read([path], limits=ReadingLimits(most_cells=7)).organisation.people) == 1
    assert 'its sheets up to "People" span more than 6 cells together' in refusal(path, most_cells=6)


def test_a_long_sheet_is_refused_for_no_more_cells_than_it_has(workbook):
    # The last row of a sheet of some megabytes is first known by two digits: 109 of 101.
    rows = "\n".join(f"{'a' * 9_999}{row}|{'b' * 9_999}|{'c' * 9_999}" for row in range(100))
    path = workbook({"Departments": f"Department|Parent|Head\n{rows}", "Notes": "a\nb"})
    found = {one.extent.cells for one in examined(path, 305).values()}
    assert found == {303, 2}
    assert 'its sheets up to "Notes" span more than 304 cells together' in refusal(path, most_cells=304)


def test_what_unpacks_to_less_than_a_gigabyte_is_told_in_megabytes(tmp_path):
    packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"a" * 2_300_000})
    assert "unpacks to 2.3 MB, more than 1 MB. Save only its tables" in refusal(tmp_path / "a.xlsx", most_unpacked_mb=1)


def test_limits_are_settings(tmp_path):
    assert Settings(most_cells=7).reading == ReadingLimits(most_cells=7)


def test_a_person_to_group_export_is_refused_with_what_to_give_instead(tmp_path):
    (tmp_path / "p2g.csv").write_text(
        "PrimaryCollaborator_PersonId,SecondaryCollaborator_FunctionType,Meeting_Count\na,HR,3\n"
    )
    said = refusal(tmp_path / "p2g.csv")
    assert "person-to-group export" in said
    assert "group-to-group" in said
