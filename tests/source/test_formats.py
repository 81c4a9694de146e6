"""What a sheet tells beside its values is told alike in every format of workbooks, and by CSV where it can be."""

import shutil
import struct
import subprocess
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from alignment.errors import SourceError
from alignment.source import read
from alignment.source.errorcells import examined, indents
from alignment.source.files import open_books
from alignment.source.formats import ooxml
from rawbooks import (
    SUFFIXES,
    Failed,
    Look,
    Uncalculated,
    ods_parts,
    packed,
    record,
    record12,
    write_raw,
    xls_of,
    xlsb_parts,
)

every_format = pytest.mark.parametrize("suffix", SUFFIXES)
HEADS = {(1, 1): "Department", (1, 2): "Head", (1, 3): "Headcount"}
SALES = {(2, 1): "Sales", (2, 2): "Ada", (2, 3): 3.0}


def said(found):
    return [str(issue) for issue in found.issues if "there is no list" not in issue.message]


@every_format
def test_an_error_is_an_issue_at_its_cell_and_read_as_blank(tmp_path, suffix):
    cells = {**HEADS, **SALES, (3, 1): "Ops", (3, 2): Failed("#N/A"), (3, 3): Failed("#REF!")}
    found = read([write_raw(tmp_path / f"a{suffix}", cells)])
    assert said(found) == [
        "Departments!B3: the cell shows #N/A; it is read as blank. Mend the formula.",
        "Departments!C3: the cell shows #REF!; it is read as blank. Mend the formula.",
    ]
    ops = found.organisation.department["Ops"]
    assert (ops.heads, ops.headcount) == ((), None)
    assert found.organisation.department["Sales"].headcount == 3


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_a_formula_saved_without_its_result_is_an_issue_and_no_zero(tmp_path, suffix):
    found = read([write_raw(tmp_path / f"a{suffix}", {**HEADS, **SALES, (2, 3): Uncalculated("=1+1")})])
    assert [line.split(";")[0] for line in said(found)] == ["Departments!C2: the formula was saved without its result"]
    assert found.organisation.departments[0].headcount is None


@pytest.mark.parametrize(
    "shown",
    [
        'office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>',
        'office:value-type="string"><text:p>#DIV/0!</text:p>',
        'office:value-type="string" office:string-value=""><text:p>Err:502</text:p>',
        'office:value-type="float" office:value="0"><office:annotation><text:p>why?</text:p></office:annotation><text:p>#DEEL/0!</text:p>',
    ],
)
def test_in_ods_an_error_is_told_by_what_the_formula_shows(tmp_path, shown):
    def cell(given):
        return f"<table:table-cell {given}</table:table-cell>"

    text = 'office:value-type="string"><text:p>{}</text:p>'
    rows = [
        [text.format("Department"), text.format("Headcount")],
        [text.format("Sales"), f'table:formula="of:=1/0" {shown}'],
    ]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    path = packed(tmp_path / "a.ods", ods_parts(f'<table:table table:name="Departments">{body}</table:table>'))
    found = read([path])
    assert [line.split(": the cell shows")[0] for line in said(found)] == ["Departments!B2"]
    assert found.organisation.departments[0].headcount is None


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "#BEZUG!", "#¿NOMBRE?", "#VERW!", "Err:502"])
def test_in_csv_an_error_is_told_by_its_text(tmp_path, shown):
    (tmp_path / "departments.csv").write_text(f"Department,Head\nSales,{shown}\n", encoding="utf-8")
    found = read([tmp_path / "departments.csv"])
    assert said(found) == [f"departments!B2: the cell shows {shown}; it is read as blank. Mend the formula."]
    assert found.organisation.departments[0].heads == ()


@pytest.mark.parametrize("name", ["#1 Service!", "Errand", "#marketing", "#URGENT!"])
def test_a_name_that_begins_like_an_error_is_a_name(tmp_path, name):
    (tmp_path / "departments.csv").write_text(f"Department,Head\n{name},\n", encoding="utf-8")
    assert [one.name for one in read([tmp_path / "departments.csv"]).organisation.departments] == [name]


@every_format
def test_a_hierarchy_by_the_indent_of_cells_is_read(tmp_path, suffix):
    names = ("Department", "North", "Sales", "Inside", "Ops")
    cells = {(row, 1): name for row, name in enumerate(names, start=1)}
    found = read([write_raw(tmp_path / f"a{suffix}", cells, Look(indents={(3, 1): 1, (4, 1): 2}))])
    parents = {one.name: one.parent for one in found.organisation.departments}
    assert parents == {"North": None, "Sales": "North", "Inside": "Sales", "Ops": None}
    assert "the hierarchy is read from the indent of the names" in found.inputs[0].sheets[0].note


def test_in_ods_an_indent_may_be_that_of_a_named_style_or_of_the_column(tmp_path):
    def cell(name, style=""):
        return f'<table:table-row><table:table-cell office:value-type="string"{style}><text:p>{name}</text:p></table:table-cell></table:table-row>'

    rows = [cell("Department", ' table:style-name="flat"'), cell("North", ' table:style-name="flat"'), cell("Sales")]
    styles = (
        '<style:style style:name="flat" style:family="table-cell"/>'
        '<style:style style:name="own" style:family="table-cell" style:parent-style-name="named"/>'
    )
    column = '<table:table-column table:default-cell-style-name="own"/>'
    parts = ods_parts(f'<table:table table:name="Departments">{column}{"".join(rows)}</table:table>', styles)
    named = '<style:style style:name="named" style:family="table-cell"><style:paragraph-properties fo:margin-left="5mm"/></style:style>'
    parts["styles.xml"] = ods_parts("", named)["content.xml"]
    assert indents(packed(tmp_path / "a.ods", parts), "Departments", 1) == {3: 14}


@every_format
def test_hidden_rows_and_columns_are_read_and_said(tmp_path, suffix):
    cells = {**HEADS, **SALES, (3, 1): "Ops", (3, 3): 4.0}
    look = Look(hidden_rows=frozenset({3}), hidden_columns=frozenset({3}))
    found = read([write_raw(tmp_path / f"a{suffix}", cells, look)])
    assert [one.headcount for one in found.organisation.departments] == [3, 4]
    assert found.inputs[0].sheets[0].note == "read with 1 hidden row and 1 hidden column"


@every_format
def test_merged_cells_stand_for_every_row_they_cover(tmp_path, suffix):
    heads = dict(zip(((1, column) for column in range(1, 4)), ("Journey", "Step", "Department"), strict=True))
    cells = {**heads, (2, 1): "Move", (2, 2): "Ask", (2, 3): "Sales", (3, 2): "Do", (3, 3): "Ops"}
    path = write_raw(tmp_path / f"a{suffix}", cells, Look(merges=[(2, 1, 3, 1)]), "Journey steps")
    assert [(one.journey, one.name) for one in read([path]).organisation.steps] == [("Move", "Ask"), ("Move", "Do")]


@every_format
def test_a_merge_over_a_whole_column_is_no_more_than_its_table(tmp_path, suffix):
    bottom = 65_536 if suffix == ".xls" else 1_048_576
    cells = {**HEADS, **SALES, (3, 1): "Ops"}
    path = write_raw(tmp_path / f"a{suffix}", cells, Look(merges=[(2, 3, bottom, 3)]))
    assert open_books([path])[0].grids[0].merged == {(3, 3): (2, 3)}
    assert [one.headcount for one in read([path]).organisation.departments] == [3, 3]


@every_format
def test_a_gantt_of_coloured_blank_cells_is_refused(tmp_path, suffix):
    cells = {(1, 1): "Plan", (1, 2): "W1", (1, 3): "W2", (2, 1): "Dig", (3, 1): "Lay", (4, 1): "Fill"}
    look = Look(coloured=frozenset((row, column) for row in (2, 3, 4) for column in (2, 3)))
    with pytest.raises(SourceError, match="6 of its cells are coloured and blank: what a colour means cannot be read"):
        read([write_raw(tmp_path / f"a{suffix}", cells, look, "Plan")])


@every_format
def test_two_values_far_apart_are_refused_before_they_are_read(tmp_path, suffix):
    bottom, right = (65_536, 256) if suffix == ".xls" else (1_048_576, 16_384)
    path = write_raw(tmp_path / f"a{suffix}", {(1, 1): "Department", (bottom, right): "Sales"})
    with pytest.raises(SourceError, match=rf"reaches from row 1 to row {bottom} and over {right:,} columns"):
        read([path])


@every_format
def test_what_is_coloured_far_away_does_no_harm(tmp_path, suffix):
    bottom, right = (65_536, 256) if suffix == ".xls" else (1_048_576, 16_384)
    look = Look(coloured=frozenset({(bottom, right)}))
    found = read([write_raw(tmp_path / f"a{suffix}", {**HEADS, **SALES}, look)])
    assert [one.id for one in found.organisation.departments] == ["Sales"]


def shape(kind):
    """The record of an object of .xls: 30 is what Office draws, 8 a picture, 25 a comment."""
    return record(0x005D, struct.pack("<HHHHH", 0x15, 0x12, kind, 1, 0) + bytes(12))


@pytest.mark.parametrize(
    ("kinds", "reason"), [((30, 30), "drawn with shapes"), ((8,), "it holds a picture"), ((25, 25), "neither its name")]
)
def test_in_xls_shapes_and_pictures_are_told_from_comments(tmp_path, kinds, reason):
    (tmp_path / "a.xls").write_bytes(xls_of(b"".join(map(shape, kinds)), "Chart"))
    sheet = sheet_beside(tmp_path / "a.xls", tmp_path)
    assert reason in sheet.note or (reason == "neither its name" and sheet.note == "empty")


@pytest.mark.parametrize(
    ("drawn", "reason"),
    [
        ("<draw:custom-shape/><draw:connector/>", "drawn with shapes"),
        ("<draw:frame><draw:image/></draw:frame>", "it holds a picture"),
        ("", "empty"),
    ],
)
def test_in_ods_shapes_and_pictures_are_seen(tmp_path, drawn, reason):
    table = f'<table:table table:name="Chart"><table:shapes>{drawn}</table:shapes><table:table-row><table:table-cell/></table:table-row></table:table>'
    assert reason in sheet_beside(packed(tmp_path / "a.ods", ods_parts(table)), tmp_path).note


def sheet_beside(path, folder):
    """What is said of the only sheet of a file that is read beside one that can be used."""
    (folder / "departments.csv").write_text("Department\nSales\n")
    return read([path, folder / "departments.csv"]).inputs[0].sheets[0]


def test_in_xlsb_shapes_are_seen(tmp_path):
    path = write_raw(tmp_path / "a.xlsb", {(1, 1): "Chart"}, title="Chart")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet1.bin.rels",
            '<Relationships><Relationship Id="r1" Target="../drawings/drawing1.xml"/></Relationships>',
        )
        archive.writestr("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp></xdr:sp><xdr:cxnSp></xdr:cxnSp></xdr:wsDr>")
    assert "drawn with shapes" in sheet_beside(path, tmp_path).note


@pytest.mark.parametrize(
    "cell", ["<c r='A1'>", '<c t="n" r="A1">', '<c r = "A1">', '<c r="a1">', "<c>", '<x:c r="A1">']
)
def test_cells_that_are_written_unusually_are_seen_where_they_stand(tmp_path, cell):
    far = cell.replace("A1", "XFD1048576").replace("a1", "xfd1048576")
    end = "</x:c>" if ":" in cell else "</c>"
    rows = f'<row r="1">{cell}<v>1</v>{end}</row><row r="1048576">{far}<v>2</v>{end}</row>'
    packed(tmp_path / "a.xlsx", sheet_parts(rows))
    right = 1 if cell == "<c>" else 16_384
    assert examined(tmp_path / "a.xlsx")["S"].extent == (1, 1_048_576, 1, right)


# Blocks of cells of so many rows and columns, some of a million cells and more.
SIZES = st.tuples(st.sampled_from([40, 30_000, 99_999, 1_048_576]), st.sampled_from([1, 8, 12, 26, 30, 700]))
BLOCKS = SIZES.flatmap(
    lambda size: st.lists(st.tuples(st.integers(1, size[0]), st.integers(1, size[1])), min_size=10, max_size=20)
)


WAYS = ('<c r="{}">', '<c r="{}" s="1">', "<c s='1' r='{}'>")


@settings(max_examples=100, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=3), st.booleans(), st.sampled_from(WAYS), st.sampled_from([300, 1 << 20]))
def test_whether_a_sheet_is_too_large_is_told_whatever_the_order_of_its_cells(blocks, ascending, cell, chunk):
    places = [place for block in blocks for place in (sorted(block) if ascending else block)]
    rows = [f"<row>{cell.format(f'{get_column_letter(column)}{row}')}<v>1</v></c></row>" for row, column in places]
    (top, left), (bottom, right) = (tuple(map(bound, zip(*places, strict=True))) for bound in (min, max))
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ooxml, "_CHUNK", chunk)
        found = examined(packed(Path(folder) / "a.xlsx", sheet_parts("".join(rows))), 1_000_000)
    assert (found["S"].extent.cells > 1_000_000) == ((bottom - top + 1) * (right - left + 1) > 1_000_000)


def sheet_parts(rows):
    return {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Target="/xl/Worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
    }


def chart(path):
    """A workbook as openpyxl writes it: an indented hierarchy, errors, what is hidden and merged."""
    book = Workbook()
    page = book.active
    page.title = "Departments"
    rows = (
        ["Department", "Head", "Headcount"],
        ["North", "Ada", 3],
        ["Sales", "=1/0", 4],
        ["Inside", "Bo", "=NA()"],
        ["Ops", None, 5],
    )
    for number, row in enumerate(rows, start=1):
        page.append(row)
        page.cell(number, 1).alignment = Alignment(indent={"Sales": 1, "Inside": 2}.get(row[0], 0))
    page["B2"].fill = PatternFill("solid", fgColor="FF8800")
    page.row_dimensions[5].hidden = True
    page.column_dimensions["C"].hidden = True
    book.save(path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_workbook_that_another_program_wrote_tells_the_same(tmp_path, suffix):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = chart(tmp_path / "a.xlsx")
    command = [
        program,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        suffix[1:],
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=240)
    found = read([tmp_path / f"a{suffix}"])
    assert {one.name: one.parent for one in found.organisation.departments} == {
        "North": None, "Sales": "North", "Inside": "Sales", "Ops": None,
    }  # fmt: skip
    assert [line.split(";")[0] for line in said(found)] == [
        "Departments!B3: the cell shows #DIV/0!",
        "Departments!C4: the cell shows #N/A",
    ]
    assert "read with 1 hidden row and 1 hidden column" in found.inputs[0].sheets[0].note


def xls_text(text: str, *, wide: bool = False, runs: int = 0, spoken: bytes = b"") -> bytes:
    """A text of the list that the cells of an .xls file share."""
    flags = wide | (8 if runs else 0) | (4 if spoken else 0)
    lengths = (struct.pack("<H", runs) if runs else b"") + (struct.pack("<I", len(spoken)) if spoken else b"")
    letters = text.encode("utf-16-le" if wide else "latin-1")
    return struct.pack("<HB", len(text), flags) + lengths + letters + bytes(4 * runs) + spoken


def test_a_text_that_cells_of_an_xls_file_share_has_the_size_that_is_read(tmp_path):
    texts = (
        xls_text("abc"), xls_text("Zoë"), xls_text("Ω-mega", wide=True), xls_text("rich", runs=2), xls_text("said", spoken=b"x" * 10),
        xls_text("both€", wide=True, runs=1, spoken=b"yy"), xls_text(""),
    )  # fmt: skip
    # A text that goes on in the next record, in wide letters there; and one whose looks do.
    first = struct.pack("<II", 9, 9) + b"".join(texts) + struct.pack("<HB", 10, 0) + b"12345"
    second = b"\1" + "ΩΩΩΩΩ".encode("utf-16-le") + struct.pack("<HBH", 2, 8, 3) + b"ok" + bytes(5)
    cells = b"".join(record(0x00FD, struct.pack("<HHHI", row, 0, 15, row)) for row in range(9))
    path = tmp_path / "a.xls"
    path.write_bytes(xls_of(cells, first=record(0x00FC, first) + record(0x003C, second) + record(0x003C, bytes(7))))
    with python_calamine.CalamineWorkbook.from_path(path) as book:
        read_ = [str(row[0]) for row in book.get_sheet_by_index(0).iter_rows()]
    assert read_ == ["abc", "Zoë", "Ω-mega", "rich", "said", "both€", "", "12345ΩΩΩΩΩ", "ok"]
    assert examined(path)["Departments"].texts == sum(len(text.encode()) for text in read_)


def test_a_text_that_cells_of_an_xlsb_file_share_counts_for_each(tmp_path):
    cells = b"".join(record12(7, struct.pack("<III", column, 0, 1)) for column in range(3))
    sheet = record12(129) + record12(145) + record12(0, bytes(25)) + cells + record12(146) + record12(130)
    texts = [record12(19, struct.pack("<BI", 0, len(text)) + text.encode("utf-16-le")) for text in ("a", "Zoë€")]
    packed(tmp_path / "a.xlsb", {**xlsb_parts(sheet), "xl/sharedStrings.bin": b"".join(texts)})
    assert examined(tmp_path / "a.xlsb")["Departments"].texts == 3 * len("Zoë€".encode())


def test_a_text_that_an_ods_file_repeats_counts_for_each_cell_and_blanks_for_what_they_stand_for(tmp_path):
    given = 'office:value-type="float" office:value="7"'
    cells = (
        '<table:table-cell office:value-type="string"><text:p>once</text:p></table:table-cell>',
        '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="40"/></text:p></table:table-cell>',
        f'<table:table-cell {given} table:number-columns-repeated="2"><text:p>Zoë</text:p></table:table-cell>',
    )
    rows = f'<table:table-row>{"".join(cells[:2])}</table:table-row><table:table-row table:number-rows-repeated="3">{cells[2]}</table:table-row>'
    packed(tmp_path / "a.ods", ods_parts(f'<table:table table:name="S">{rows}</table:table>'))
    # "Zoë" has four bytes, and "float", "7" and "2" have seven.
    assert examined(tmp_path / "a.ods")["S"].texts == 40 + 6 * (4 + 7)
