"""What must be survived: the lines of the catalogue of layouts about what a sheet holds besides what is asked of it."""

import datetime
import socket
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.model.organisation import Holder
from alignment.source import read
from rawbooks import Look, ods_parts, packed, write_raw

CHART = "Activity|Clerk|Boss / Sell|R|A / Ship|A|I"


def said(found):
    return [str(issue) for issue in found.issues if "there is no list" not in issue.message]


def rewritten(path, parts=(), **replaced):
    """A workbook with further parts, and with texts of its parts replaced: part → (old, new)."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, (old, new) in replaced.items():
        known = next(one for one in held if one.endswith(f"/{name}.xml") or one.endswith(f"{name}.xml.rels"))
        assert old in held[known]
        held[known] = held[known].replace(old, new)
    return packed(path, {**held, **dict(parts)})


def test_colours_of_cells_change_nothing(workbook):
    path = workbook({"RACI": CHART})
    plain = read([path]).organisation
    book = load_workbook(path)
    for row in book["RACI"].iter_rows():
        for cell, colour in zip(row, ("FF0000", "FFFF00", "00FF00"), strict=True):
            cell.fill = PatternFill("solid", fgColor=colour)
    book.save(path)
    found = read([path])
    assert found.organisation == plain
    assert said(found) == []


@pytest.mark.parametrize(
    "text", ["2026-05-31", "31-05-2026", "31.5.2026", "31 May 2026", "31 de mayo de 2026", "46173"]
)
def test_a_date_written_as_text_is_that_day(reading, text):
    found = reading({"Journeys": f"Journey|Last review / Move|{text}"})
    assert found.organisation.journeys[0].last_review == datetime.date(2026, 5, 31)
    assert said(found) == []


def test_a_date_written_as_text_that_may_be_two_days_is_an_issue(reading):
    found = reading({"Journeys": "Journey|Last review / Move|05/06/2026"})
    assert found.organisation.journeys[0].last_review is None
    assert [line.split(". ")[0] for line in said(found)] == ['Journeys!B2: "05/06/2026" may mean two different days']


def test_comments_are_no_values(workbook):
    path = workbook({"Departments": "Department|Head / Sales|Ada / Ops|"})
    book = load_workbook(path)
    for address in ("A1", "A3", "B3", "D9"):
        book["Departments"][address].comment = Comment("Bo leads this from May", "Cy")
    book.save(path)
    found = read([path])
    assert [(one.id, one.heads) for one in found.organisation.departments] == [
        ("Sales", (Holder("unknown", "Ada"),)), ("Ops", ()),
    ]  # fmt: skip
    assert said(found) == []


def test_comments_in_ods_are_no_values(tmp_path):
    remark = "<office:annotation><text:p>Bo leads this from May</text:p></office:annotation>"
    rows = (("Department", "Head"), ("Sales", ""))
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string">{remark}<text:p>{text}</text:p></table:table-cell>'
            if text
            else f"<table:table-cell>{remark}</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    path = packed(tmp_path / "a.ods", ods_parts(f'<table:table table:name="Departments">{body}</table:table>'))
    found = read([path])
    assert [(one.id, one.heads) for one in found.organisation.departments] == [("Sales", ())]
    assert said(found) == []


def test_a_reference_that_leads_nowhere_stays_and_is_an_issue_at_its_cell(reading):
    found = reading({"Departments": "Department / Sales", "Processes": "Process|Owner department / Sell|Salse"})
    assert found.organisation.processes[0].owner_department == "Salse"
    assert said(found) == ['Processes!B2: no department is called "Salse". Did you mean "Sales"?']


def test_a_duplicate_is_read_once_and_what_contradicts_it_is_an_issue(reading):
    found = reading({"Departments": "Department|Headcount / Sales|3 / sales|4"})
    assert [(one.id, one.headcount) for one in found.organisation.departments] == [("Sales", 3)]
    assert said(found) == [
        'Departments!B3: Headcount of Sales is "4" here but "3" in Departments!B2; the first is used.'
    ]


def test_a_reference_to_itself_is_not_used_and_an_issue(reading):
    found = reading({"Departments": "Department|Parent / Sales|Sales"})
    assert found.organisation.departments[0].parent is None
    assert said(found) == ['Departments!B2: "Sales" is its own parent. The parent is not used.']


def test_a_template_row_is_skipped_and_said(reading):
    found = reading({"People": "Person|Role / FIRST LAST|Head / Ada|Clerk"})
    assert [one.id for one in found.organisation.people] == ["Ada"]
    assert found.inputs[0].sheets[0].skipped == {"no person named": 1}
    assert said(found) == ['People!A2: "FIRST LAST" names no person; the row is not used.']


@pytest.mark.parametrize("mark", [" (Acting)", "**", " (a.i.)", " [interim]", "†"])
def test_a_mark_on_a_name_is_an_issue_and_no_part_of_it(reading, mark):
    found = reading({"People": f"Person / Ada Example{mark}", "Journeys": "Journey|Owner / Move|Ada Example"})
    assert [one.id for one in found.organisation.people] == ["Ada Example"]
    assert found.organisation.journeys[0].owners == (Holder("person", "Ada Example"),)
    assert [line for line in said(found) if line.startswith("People!A2") and "the mark is no part of the name" in line]


def test_a_key_sheet_and_an_empty_sheet_are_not_used_and_that_is_said(reading):
    found = reading(
        {"Key": "Colour|Meaning / green|checked / red|late", "Departments": "Department / Sales", "Empty": ""}
    )
    assert [(one.kind, one.records, dict(one.skipped), one.note) for one in found.inputs[0].sheets] == [
        (None, 0, {"not used": 3}, "neither its name nor its columns show what it is"),
        ("departments", 1, {}, ""),
        (None, 0, {}, "empty"),
    ]
    assert said(found) == []


def test_an_empty_chart_sheet_is_read_as_empty(tmp_path):
    book = Workbook()
    book.active.title = "Departments"
    for name in ("Department", "Sales"):
        book.active.append([name])
    book.create_chartsheet("Chart")
    book.save(tmp_path / "a.xlsx")
    found = read([tmp_path / "a.xlsx"])
    assert [(one.sheet, one.kind, one.note) for one in found.inputs[0].sheets] == [
        ("Departments", "departments", ""),
        ("Chart", None, "empty"),
    ]


def test_a_formula_is_read_by_the_result_that_was_saved_with_it(workbook):
    path = workbook({"Departments": "Department|Headcount / Sales|7"})
    found = read([rewritten(path, sheet1=("<v>7</v>", "<f>SUM(3,4)</f><v>7</v>"))])
    assert found.organisation.departments[0].headcount == 7
    assert said(found) == []


def test_a_formula_without_a_result_is_an_issue_and_no_zero(workbook):
    path = workbook({"Departments": "Department|Headcount / Sales|7"})
    found = read([rewritten(path, sheet1=("<v>7</v>", "<f>SUM(3,4)</f>"))])
    assert found.organisation.departments[0].headcount is None
    assert [str(one.cell) for one in found.issues] == ["Departments!B2"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_said_to_be_hidden(workbook, state):
    path = workbook({"People": "Person / Ada", "Departments": "Department / Sales"})
    book = load_workbook(path)
    book["Departments"].sheet_state = state
    book.save(path)
    found = read([path])
    assert found.organisation.department.keys() == {"Sales"}
    assert found.inputs[0].sheets[1].note == "hidden"


@pytest.mark.loopback
def test_a_link_to_another_workbook_is_never_followed(workbook):
    path = workbook({"Departments": "Department|Headcount / Sales|7"})
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        target = f"http://127.0.0.1:{server.getsockname()[1]}/other.xlsx"
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        link = f'<externalLink xmlns:r="{space}"><externalBook r:id="rId1"/></externalLink>'
        relation = f'<Relationships><Relationship Id="rId1" Type="{space}/externalLinkPath" Target="{target}" TargetMode="External"/></Relationships>'
        parts = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": relation}
        found = read([rewritten(path, parts, sheet1=("<v>7</v>", "<f>[1]Sheet1!$A$1</f><v>9</v>"))])
        with pytest.raises(BlockingIOError):
            server.accept()
    assert found.organisation.departments[0].headcount == 9
    assert said(found) == []


def test_numbers_stored_as_text_are_numbers(tmp_path):
    cells = {
        (1, 1): "Department",
        (1, 2): "Headcount",
        (2, 1): "Sales",
        (2, 2): "12 000",
        (3, 1): "Ops",
        (3, 2): " 2,5 ",
    }
    found = read([write_raw(tmp_path / "a.xlsx", cells)])
    assert [one.headcount for one in found.organisation.departments] == [12_000, 2.5]
    assert said(found) == []


BLANK_ROWS = 100_000


def test_a_hundred_thousand_formatted_blank_rows_are_no_rows(workbook):
    path = workbook({"Departments": "Department|Head / Sales|Ada"})
    blank = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(3, BLANK_ROWS + 3)
    )
    found = read([rewritten(path, sheet1=("</sheetData>", f"{blank}</sheetData>"))])
    assert (found.inputs[0].sheets[0].rows, len(found.organisation.departments)) == (1, 1)
    assert said(found) == []


def test_a_hundred_thousand_formatted_blank_rows_of_ods_are_no_rows(tmp_path):
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row>'
    styled = f'<table:table-row table:number-rows-repeated="{BLANK_ROWS}"><table:table-cell table:style-name="s1"/></table:table-row>'
    body = row.format("Department") + row.format("Sales") + styled
    path = packed(tmp_path / "a.ods", ods_parts(f'<table:table table:name="Departments">{body}</table:table>'))
    assert read([path]).inputs[0].sheets[0].rows == 1


@pytest.mark.parametrize("suffix", [".xls", ".xlsb"])
def test_thousands_of_formatted_blank_rows_of_older_formats_are_no_rows(tmp_path, suffix):
    look = Look(coloured=frozenset((row, 1) for row in range(3, 10_003)))
    found = read([write_raw(tmp_path / f"a{suffix}", {(1, 1): "Department", (2, 1): "Sales"}, look)])
    assert found.inputs[0].sheets[0].rows == 1


def test_data_validation_is_survived_also_in_the_form_of_excel(workbook):
    path = workbook({"Departments": "Department|Head / Sales|Ada"})
    book = load_workbook(path)
    rule = DataValidation(type="list", formula1='"Ada,Bo"')
    rule.add("B2:B9")
    book["Departments"].add_data_validation(rule)
    book.save(path)
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    rules = (
        f'<extLst><ext xmlns:x14="{space}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations count="1">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        "Lists!$A$1:$A$9</xm:f></x14:formula1></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    found = read([rewritten(path, sheet1=("</worksheet>", f"{rules}</worksheet>"))])
    assert [(one.id, one.heads[0].id) for one in found.organisation.departments] == [("Sales", "Ada")]
    assert said(found) == []


def test_a_pivot_table_is_survived(workbook):
    path = workbook({"Departments": "Department|Headcount / Sales|3", "Pivot": "Row Labels|Sum of Headcount / Sales|3"})
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    found = read([
        rewritten(path, {
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{space}" name="P" cacheId="1"><location ref="A1:B2"/></pivotTableDefinition>',
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{space}"><cacheSource type="worksheet"/></pivotCacheDefinition>',
            "xl/worksheets/_rels/sheet2.xml.rels": f'<Relationships><Relationship Id="r1" Type="{kind}/pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>',
        }),
    ])  # fmt: skip
    assert [(one.kind, one.records) for one in found.inputs[0].sheets] == [("departments", 1), (None, 0)]
    assert said(found) == []
