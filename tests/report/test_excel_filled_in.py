"""What the workbook does when somebody opens it: its charts, what may be typed into Actions, and how it is printed."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from datetime import date

import example
import openpyxl
import pytest
from test_content import report

from alignment.language import speaking
from alignment.report import excel
from alignment.report.document import Column, Register
from alignment.source import read
from build import organisation

OWNERS = ("Billing", "Sales & Co", "Head of Sales", "=1+1", "Ada Example")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SCORED = replace(example.health_check().dimensions[0], id="journeys", name="Journeys", score=75.0, low=70.0, high=80.0)


def check(**more):
    """A check of which the dimension in the middle is withheld."""
    found = example.health_check()
    return replace(found, dimensions=(*found.dimensions, SCORED), **more)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    file = tmp_path_factory.mktemp("excel") / "health-check.xlsx"
    excel.write(replace(example.document(), owners=OWNERS), check(), file)
    return file


@pytest.fixture(scope="module")
def book(path):
    return openpyxl.load_workbook(path)


def parts(path, pattern):
    """The parts of a workbook whose name matches, in their order."""
    with zipfile.ZipFile(path) as archive:
        names = sorted(one for one in archive.namelist() if re.fullmatch(pattern, one))
        return [ElementTree.fromstring(archive.read(one)) for one in names]


def drawn(path):
    """Of each chart what its series and names are read from: each cell as text."""
    sheets = openpyxl.load_workbook(path)
    charts = []
    for chart in parts(path, r"xl/charts/chart\d+\.xml"):
        read_from = []
        for one in chart.iter(f"{C}ser"):
            cells = [one.find(f"{C}{place}//{C}f").text for place in ("tx", "cat", "val")]
            read_from.append(tuple(values(sheets, cell) for cell in cells))
        charts.append(read_from)
    return charts


def values(book, cells):
    sheet, _, place = cells.rpartition("!")
    found = book[sheet.strip("'")][place.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def validation(sheet, cell):
    (found,) = (one for one in sheet.data_validations.dataValidation if cell in one.sqref)
    return found


def test_the_charts_read_the_score_and_the_dimensions_from_the_cells_of_the_cover(path):
    score, dimensions = drawn(path)
    name = ["Health score"]
    assert score == [(["Score"], name, [57.4]), (["Low"], name, [51.2]), (["High"], name, [63.9])]
    names = ["Ownership", "Journeys"]
    assert dimensions == [
        (["Score"], names, [34, 75]), (["Low"], names, [30, 70]), (["High"], names, [40, 80]),
    ]  # fmt: skip


def test_what_is_withheld_is_no_column_and_stands_last_on_the_cover(path, book):
    assert not any("Silos" in names for chart in drawn(path) for _, names, _ in chart)
    rows = [row[0].value for row in book["Cover"].iter_rows(min_row=7, max_row=10)]
    assert rows == ["Health score", "Ownership", "Journeys", "Silos"]


def test_without_any_score_there_is_no_chart(tmp_path):
    withheld = replace(check(), dimensions=check().dimensions[1:2])
    score = replace(withheld.score, value=None, low=None, high=None)
    excel.write(example.document(), replace(withheld, score=score), tmp_path / "a.xlsx")
    assert not parts(tmp_path / "a.xlsx", r"xl/charts/.*")


def test_the_scale_goes_from_nothing_to_all(path):
    for chart in parts(path, r"xl/charts/chart\d+\.xml"):
        (scale,) = chart.iter(f"{C}valAx")
        ends = [scale.find(f"{C}scaling/{C}{end}").get("val") for end in ("min", "max")]
        assert [float(one) for one in ends] == [0, 100]


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", ("Dimensions", "Ownership: 34 of 100, range 30 to 40.", "Not drawn, since withheld: Silos.")),
        ("nl", ("DIMENSIONS", "OWNERSHIP: 34 OF 100, RANGE 30 TO 40.", "NOT DRAWN, SINCE WITHHELD: SILOS.")),
    ],
)
def test_charts_say_in_words_what_they_show(tmp_path, code, words):
    with speaking(code):
        excel.write(example.document(), check(), tmp_path / "a.xlsx")
    (drawing,) = parts(tmp_path / "a.xlsx", r"xl/drawings/drawing\d+\.xml")
    _, shape = (one for one in drawing.iter() if one.tag.endswith("}cNvPr"))
    assert shape.get("name") == words[0]
    assert shape.get("descr").startswith(words[1])
    assert shape.get("descr").endswith(words[2])
    (_, title) = parts(tmp_path / "a.xlsx", r"xl/charts/chart\d+\.xml")
    assert "".join(title.find(f"{C}chart/{C}title").itertext()) == words[0]


def test_owners_are_offered_from_a_sheet_out_of_sight_and_others_may_be_written(book):
    rule = validation(book["Actions"], "C2")
    assert rule.formula1 == "'Lists'!$A$2:$A$6"
    assert values(book, rule.formula1) == list(OWNERS)
    assert not rule.showErrorMessage
    assert book["Lists"].sheet_state == "hidden"
    assert "Lists" not in [row[0].value for row in book["Cover"].iter_rows()]


def test_without_anybody_to_offer_there_is_no_list(tmp_path):
    excel.write(example.document(), check(), tmp_path / "a.xlsx")
    bare = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "Lists" not in bare.sheetnames
    assert not [one for one in bare["Actions"].data_validations.dataValidation if "C2" in one.sqref]


def test_departments_positions_and_people_may_own_an_action_each_once():
    org = organisation(
        departments="sales Billing",
        people={"ann": "sales: Head of Sales", "bob": "Billing: Clerk", "cem": "Billing: Clerk"},
        ties="ann-bob",
    )
    assert report(org).owners == ("Billing", "sales", "Head of Sales", "ann", "bob", "cem")


def test_states_and_days_are_checked_and_a_waiver_asks_for_its_reason(book):
    sheet = book["Actions"]
    assert validation(sheet, "E2").formula1 == '"open,done,waived"'
    assert validation(sheet, "E2").showErrorMessage
    assert validation(sheet, "D2").type == validation(sheet, "G2").type == "date"
    coloured = {
        str(cells.sqref): rule.formula[0]
        for cells, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
        if rule.type == "expression"
    }
    assert coloured == {
        "D2:D13": 'AND(ISNUMBER($D2),$D2<TODAY(),$E2<>"done",$E2<>"waived")',
        "F2:F13": 'AND($E2="waived",LEN(TRIM($F2))=0)',
        "G2:G13": 'AND($E2="waived",LEN(TRIM($G2))=0)',
    }


def test_days_are_shown_alike_whether_they_were_typed_or_came_back(book):
    columns = book["Actions"].column_dimensions
    assert [columns[one].number_format for one in "DG"] == ["yyyy-mm-dd"] * 2


def test_figures_are_shown_in_their_units_and_held_exactly(book):
    cells = [book["Measurements"].cell(row, 5) for row in (2, 4)]
    assert [(one.value, one.number_format) for one in cells] == [(5 / 9, "0.0%"), (0, "0.0%")]
    assert book["Measurements"].cell(6, 5).number_format == "#,##0"


def test_a_wide_sheet_goes_on_on_further_pages_with_its_first_column(tmp_path):
    columns = tuple(Column(f"Column {number}") for number in range(10))
    rows = (tuple("x" * 60 for _ in columns),)
    narrow = Register("Narrow", columns[:2], (("a", "b"),))
    document = replace(example.document(), title="A & B", registers=(Register("Wide", columns, rows), narrow))
    excel.write(document, check(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    wide = book["Wide"]
    # Ten columns of 60 characters: on the first page four and a half, on each other three and a half beside the first.
    assert (wide.page_setup.fitToWidth, wide.print_title_cols, wide.print_title_rows) == (3, "$A:$A", "$1:$1")
    assert wide.page_setup.orientation == "landscape"
    assert wide.oddFooter.left.text == "A && B – Fernhill Energy && Söhne <AG>"
    assert [book[name].sheet_properties.pageSetUpPr.fitToPage for name in ("Wide", "Narrow")] == [True, False]


def test_the_cover_leads_to_each_sheet(book):
    named = {one.value: one.hyperlink.location for row in book["Cover"] for one in row if one.hyperlink}
    assert named == {name: f"'{name}'!A1" for name in book.sheetnames if name not in ("Cover", "Lists")}


def converted(path, folder, suffix):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / "out" / f"{path.stem}.{suffix}"


def shown(sheet, rows, columns):
    """What stands in the cells, figures to as many digits as another program keeps."""
    found = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    return [[float(f"{one:.12g}") if isinstance(one, float) else one for one in row] for row in found]


@pytest.mark.slow
def test_libreoffice_opens_it_as_it_is_and_keeps_charts_choices_and_what_is_typed(path, tmp_path):
    typed = openpyxl.load_workbook(path)
    filled = ("Name an owner", "Somebody Else", date(2026, 12, 31), "waived", "Merger pending", date(2027, 3, 31))
    for place, value in enumerate(filled, 2):
        typed["Actions"].cell(2, place, value)
    typed.save(tmp_path / "typed.xlsx")
    kept = converted(path, tmp_path, "xlsx")
    assert drawn(kept) == drawn(path)
    before, after = openpyxl.load_workbook(path), openpyxl.load_workbook(kept)
    assert after.sheetnames == before.sheetnames
    for name in before.sheetnames:
        last = before[name].max_row, before[name].max_column
        assert shown(after[name], *last) == shown(before[name], *last), name
        assert {one.ref for one in after[name].tables.values()} == {one.ref for one in before[name].tables.values()}
    assert values(after, validation(after["Actions"], "C2").formula1) == list(OWNERS)
    back = openpyxl.load_workbook(converted(tmp_path / "typed.xlsx", tmp_path, "xlsx"))
    for name in back.sheetnames:
        if name != "Actions":
            del back[name]
    back.save(tmp_path / "actions.xlsx")
    first = read([tmp_path / "actions.xlsx"]).organisation.actions[0]
    assert (first.action, first.owner, first.due, first.status, first.waiver_reason, first.waiver_until) == filled
