"""What fuzzing found: each with the least that it takes, and what comes of it now."""

import json
import re
import struct
import zlib
from datetime import date, timedelta

import pyarrow
import pytest
from fuzzing import examined, sheets_in, workbook_parts, write_book
from pyarrow import parquet
from sqlalchemy import update

from alignment.errors import MappingError, SettingsError, SourceError, StoreError
from alignment.history import tables
from alignment.history.documents import text_of, value_of
from alignment.history.store import open_store
from alignment.interactions.counting import Rules, count
from alignment.interactions.engines import connected
from alignment.interactions.logs import read_logs
from alignment.interactions.people import read_people
from alignment.model.organisation import Organisation
from alignment.settings import read_settings
from alignment.source import read, read_mapping
from build import organisation
from interactionlogs import KEY
from rawbooks import packed, record, record12, xls_of, xlsb_parts
from snapshots import snapshot


@pytest.fixture
def book(tmp_path):
    return lambda text: write_book(tmp_path / "a.xlsx", sheets_in(text))


@pytest.fixture
def toml(tmp_path):
    path = tmp_path / "a.toml"

    def written(text):
        path.write_text(text, encoding="utf-8")
        return path

    return written


def said(reading):
    return [f"{issue.cell}: {issue.message}" for issue in reading.issues]


# A file may hold what no spreadsheet program writes: NaN is no number, and what follows from infinity is none either.
@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("#NaN", '"nan" is not a number.'),
        ("#inf", '"inf" is larger than any number that is counted here.'),
        ("#1e999", '"inf" is larger than any number that is counted here.'),
        ("#1e16", '"1e+16" is larger than any number that is counted here.'),
        ("9" * 400, f'"{"9" * 40}" is larger than any number that is counted here.'),
    ],
)
def test_what_is_no_figure_of_a_company_is_told_at_its_cell(book, cell, why):
    found = read([book(f"[Departments]\nDepartment|Headcount\nSales|{cell}\nOps|#1e12")])
    assert [one.headcount for one in found.organisation.departments] == [None, 1e12]
    assert said(found) == [f"Departments!B2: {why} The cell is not used."]


def test_a_strength_without_end_is_no_tie_in_a_matrix(book):
    found = read([book("[Collaboration]\n|Sales|Ops\nSales||#1e999\nOps|#2")])
    assert [(one.source, one.target, one.strength) for one in found.organisation.ties] == [("Ops", "Sales", 2)]
    assert 'Collaboration!C2: "inf" is not a number. The cell is not used.' in said(found)


def test_what_rounding_leaves_of_nothing_is_no_tie(book):
    found = read([book("[Collaboration]\nFrom|To|Strength\nSales|Ops|#1e-300\nOps|Sales|#-5e-324\nSales|Legal|#1e-9")])
    assert [(one.target, one.strength) for one in found.organisation.ties] == [("Legal", 1e-9)]
    assert dict(found.inputs[0].sheets[0].skipped) == {"strength 0, so no tie": 2}


@pytest.mark.parametrize("strength", ["#1e12", "#1e-9"])
def test_the_largest_and_the_least_strength_are_measured(book, strength):
    ties = "".join(f"\nD{one}|D{one % 6 + 1}|{strength}\nD{one}|D1|#1" for one in range(1, 7))
    assert examined([book(f"[Collaboration]\nFrom|To|Strength{ties}")]) is not None


@pytest.mark.parametrize(("cell", "shown"), [("#NaN", "nan"), ("#-inf", "-inf"), ("#1e999", "inf")])
def test_a_day_that_is_no_number_is_told_at_its_cell(book, cell, shown):
    found = read([book(f"[Organisation]\nName|Acme\nSnapshot date|{cell}\n[Departments]\nDepartment\nSales")])
    assert found.organisation.snapshot_date is None
    assert said(found) == [f'Organisation!B2: "{shown}" is not a date. Write it as 2026-05-12.']


def test_a_survey_that_nobody_answered_has_no_mean(book):
    text = "[Survey]\nRespondent|Department|We know our customers\nx|Sales|a"
    content = examined([book(text)])
    measured = {one["id"] for one in content["measurements"] if one["status"] == "measured"}
    assert not {one for one in measured if one.startswith("maturity.")}


# The reader of the values makes room for a sheet up to its last cell, or reads a row for each number below: what is not refused here
# ends the program without a word, or never.
FAR = "which is no place on a sheet"
BROKEN = "rows or cells do not end where they should"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="Bbezetting2"><v>1</v></c></row>', FAR),
        ('<row r="1"><c r="A4000000000"><v>1</v></c></row>', FAR),
        ("""<row r="1"><c r="A1"><v>1</v></c><c foo='r="A1"' r="ZZZZZZ1"><v>1</v></c></row>""", FAR),
        ('<row r="1"><c r="A1"><v>1</v></c><c x-r="A1" r="ZZZZZZ1"><v>1</v></c></row>', FAR),
        ('<row r="1"><x-y:c r="ZZZZZZ1"><v>1</v></x-y:c><c r="A1"><v>1</v></c></row>', FAR),
        ('<row r="4000000000"><c><v>1</v></c></row>', "a row stands where no sheet has one"),
        ('<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c><v>1</v></c></row>', "a row stands where no sheet has one"),
        ('<!-- <c > --><row r="1"><c r="ZZZ9999999"><v>1</v></c><c r="A1"><v>1</v></c></row>', BROKEN),
        ('<!-- <row x=" --><row r="99999999999"><c t="1"><v>1</v></c></row>', "a row stands where no sheet has one"),
        ('<row r="1"><c r="A1"><v>1</v></c ><c r="ZZZ9999999"><v>1</v></c></row>', 'sheet "Departments" reaches to row 9,999,999 and column 18,278'),
        ('<row r="1"><c r="A1048577"><v>1</v></c></row>', 'sheet "Departments" reaches to row 1,048,577 and column 1'),
        ('<row r="1"><c r="XFE1"><v>1</v></c></row>', 'sheet "Departments" reaches to row 1 and column 16,385'),
    ],
)  # fmt: skip
def test_a_cell_where_no_sheet_has_one_is_refused(tmp_path, body, why):
    path = packed(
        tmp_path / "a.xlsx", workbook_parts({"Departments": f"<worksheet><sheetData>{body}</sheetData></worksheet>"})
    )
    with pytest.raises(SourceError) as problem:
        read([path])
    told = str(problem.value)
    assert told.startswith(f"{path}: is damaged or is not a workbook (")
    assert told.endswith(f"{why}). Open it and save it again as .xlsx.")


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [(4_294_967_294, 0, "row 4,294,967,295 and column 1"), (0, 4_294_967_294, "row 1 and column 4,294,967,295")],
)
def test_a_cell_where_no_sheet_has_one_is_refused_in_xlsb(tmp_path, row, column, why):
    extent = record12(148, struct.pack("<IIII", row, row, column, column))
    head = record12(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
    sheet = (
        record12(129)
        + extent
        + record12(145)
        + head
        + record12(2, struct.pack("<III", column, 0, 8))
        + record12(146)
        + record12(130)
    )
    path = packed(tmp_path / "a.xlsb", xlsb_parts(sheet))
    with pytest.raises(SourceError, match=f'sheet "Departments" reaches to {why}'):
        read([path])


def test_a_cell_where_no_sheet_has_one_is_refused_in_xls(tmp_path):
    path = tmp_path / "a.xls"
    path.write_bytes(xls_of(record(0x0203, struct.pack("<HHHd", 0, 65_534, 0, 1.0))))
    with pytest.raises(SourceError, match='sheet "Departments" reaches to row 1 and column 65,535'):
        read([path])


HELD = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
HIDDEN = HELD.replace("</row>", '<c r="ZZZZZZ1"><v>1</v></c></row>')
RELATION = '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'


# Parts that the reader of the values was led to, and what looks for far cells was not.
@pytest.mark.parametrize(
    "further",
    [
        {"xl/worksheets/far.xml": HIDDEN, "xl/_rels/workbook.xml.rels": f"<R>{RELATION}<x-y:Relationship Id='r1' Target='worksheets/far.xml'/></R>"},
        {"xl\\worksheets\\sheet1.xml": HIDDEN},
        {"xl/xl/worksheets/sheet1.xml": HIDDEN, "xl/_rels/workbook.xml.rels": f"<R>{RELATION.replace('worksheets/', 'xl/worksheets/')}</R>"},
    ],
)  # fmt: skip
def test_a_far_cell_in_a_part_that_is_no_sheet_is_refused(tmp_path, further):
    path = packed(tmp_path / "a.xlsx", {**workbook_parts({"Departments": HELD}), **further})
    with pytest.raises(SourceError, match=FAR):
        read([path])


def test_cells_far_apart_in_a_part_that_is_no_sheet_are_refused(tmp_path):
    far = HELD.replace("</row>", '<c r="XFD1048576"><v>1</v></c></row>')
    path = packed(tmp_path / "a.xlsx", {**workbook_parts({"Departments": HELD}), "xl/worksheets/far.xml": far})
    with pytest.raises(
        SourceError, match=r"xl/worksheets/far\.xml is no sheet of the workbook, and holds cells far apart"
    ):
        read([path])


def test_a_cell_with_two_places_is_refused(tmp_path):
    twice = HELD.replace('r="A1"', 'r="A1" r="ZZZZZZ1"')
    path = packed(tmp_path / "a.xlsx", workbook_parts({"Departments": twice}))
    with pytest.raises(SourceError, match="duplicate attribute"):
        read([path])


def test_a_workbook_whose_parts_are_encrypted_is_said_to_be_protected(tmp_path):
    path = packed(tmp_path / "a.xlsx", workbook_parts({"Departments": HELD}))
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + place] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is protected with a password"):
        read([path])


# What is looked at must be what is read: where readers differ in which of two they take, a file is refused.
@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("xl/_rels/workbook.xml.rels", "<Relationship ", '<Relationship Id="r1" Target="worksheets/other.xml"/><Relationship ', "two relations have one name"),
        ("xl/workbook.xml", 'r:id="r1"', 'x:id="r1" r:id="r2"', "a sheet is said to be in two places"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_two_to_two_readers_is_refused(tmp_path, part, old, new, why):
    parts = workbook_parts({"Departments": "<worksheet><sheetData/></worksheet>"})
    parts[part] = str(parts[part]).replace(old, new, 1)
    path = packed(tmp_path / "a.xlsx", parts)
    with pytest.raises(SourceError, match=why):
        read([path])


def test_two_parts_whose_names_differ_in_case_are_refused(tmp_path):
    parts = workbook_parts({"Departments": "<worksheet><sheetData/></worksheet>"})
    path = packed(tmp_path / "a.xlsx", {"xl/work\u017fheets/sheet1.xml": "<worksheet/>", **parts})
    with pytest.raises(SourceError, match="holds two parts of one name"):
        read([path])


NINES = "9" * 5_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"[analysis]\nseed = {NINES}", "holds a whole number of more digits than can be read. Shorten it. See `alignment explain settings`."),
        (f"[analysis]\nseed = 0x{'f' * 5_000}", "holds a whole number of more digits than can be read. Shorten it. See `alignment explain settings`."),
        (f"[score.dimensions]\nownership = {'9' * 400}", "holds a whole number of more digits than can be read. Shorten it. See `alignment explain settings`."),
        ("[score.dimensions]\nownership = inf", "score.dimensions = {'ownership': inf} cannot be used: it must be a number of at least 0 for each dimension. See `alignment explain settings`."),
        ('[limits."silos.ei_index"]\ngood = nan', 'limits."silos.ei_index".good = nan is not of the right kind.'),
        ("[rules.OWN01]\nlimit = -inf", 'rules."OWN01".limit = -inf is not of the right kind.'),
        ('[targets."silos.ei_index"]\nvalue = 1e300\nby = 2026-12-31', 'targets."silos.ei_index".value = 1e+300 is not a number.'),
        ("[analysis]\npermutations = 100000000000", "analysis.permutations = 100000000000 cannot be used: it must be a whole number from 1 to 1,000,000. See `alignment explain settings`."),
        ("[score]\ndraws = 100000000000", "score.draws = 100000000000 cannot be used: it must be a whole number from 1 to 100,000. See `alignment explain settings`."),
        ('[survey]\nstatements = "a\\u0000b"', "survey.statements = 'a\\x00b' cannot be used: it must be a path in quotes. See `alignment explain settings`."),
    ],
)  # fmt: skip
def test_settings_that_no_figure_can_come_of_are_refused(toml, text, why):
    path = toml(text)
    with pytest.raises(SettingsError) as problem:
        read_settings(path)
    assert str(problem.value) == f"{path}: {why}"


@pytest.mark.parametrize("number", [NINES, f"0x{'f' * 20}", str(2**63)])
def test_a_mapping_file_with_a_number_of_many_digits_is_refused(toml, number):
    path = toml(f"[sheets]\ndepartments = {number}")
    with pytest.raises(MappingError) as problem:
        read_mapping(path)
    said = "holds a whole number of more digits than can be read. Shorten it. Put names between quotes."
    assert str(problem.value) == f"{path}: {said}"


DOCUMENT = json.loads(text_of(organisation("Sales>Acme Ops>Acme", ties="Sales-Ops:3")))


def changed(*place, to):
    """The document of a company with another value at a place."""
    found = json.loads(json.dumps(DOCUMENT))
    at = found
    for one in place[:-1]:
        at = at[one]
    at[place[-1]] = to
    return json.dumps(found)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "[" * 100_000, '{"tables":[],"content":[]}', '{"tables":[],"content":5}', changed("tables", 0, to={}),
        changed("tables", 0, "columns", to=["department"]), changed("tables", 0, "columns", "department", to="1"), changed("tables", 0, "sheet", to=[]),
        changed("content", "tie_level", to="planet"), changed("content", "departments", 0, "origin", to="x"),
        changed("content", "departments", 0, "origin", to=[9, 2, {}]), changed("content", "departments", 0, "origin", to=[0, "2", {}]),
        changed("content", "departments", 0, "origin", to=[0, True, {}]), changed("content", "departments", 0, "origin", to=[0, 2, {"department": 1}]),
        changed("content", "departments", 0, "origin", to=[0, 2, {}, 7]), changed("content", "departments", 0, "heads", to=[1]),
        changed("content", "ties", 0, "strength", to=float("nan")), changed("content", "ties", 0, "strength", to=float("inf")),
        changed("content", "ties", 0, "strength", to="1e999"), changed("content", "snapshot_date", to=1),
    ],
)  # fmt: skip
def test_a_damaged_document_of_the_history_is_no_value(text):
    with pytest.raises(ValueError, match="This is no document of a Organisation"):
        value_of(Organisation, text)


def test_a_document_that_is_not_damaged_is_the_company():
    assert value_of(Organisation, json.dumps(DOCUMENT)).ties[0].strength == 3


def test_a_history_with_a_damaged_snapshot_says_so_in_one_line(tmp_path):
    path = tmp_path / "history.sqlite"
    with open_store(path, create=True) as history:
        history.add(snapshot(date(2026, 3, 31)))
        with history.database.writing() as connection:
            connection.execute(update(tables.DOCUMENTS).values(settings=zlib.compress(b'{"tables":[],"content":[]}')))
        with pytest.raises(StoreError) as problem:
            history.load("2026-03-31")
    assert str(problem.value) == f"{path}: a snapshot in it is damaged. Take the last copy that you kept of it."


@pytest.mark.parametrize("name", ["folder", "folder/log.parquet"])
def test_a_log_that_is_no_parquet_is_named_in_one_line(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "log.parquet").write_bytes(b"PAR1 and no more")
    with connected(None) as engine, pytest.raises(SourceError) as problem:
        read_logs(engine, [str(tmp_path / name)], {})
    assert str(problem.value) == (
        f"{tmp_path / 'folder' / 'log.parquet'}: is damaged, or rows in it do not have the columns of the first. "
        "Export it again, as Parquet or as CSV UTF-8."
    )


def test_a_log_with_ragged_rows_is_named_in_one_line(tmp_path):
    (tmp_path / "log.csv").write_text("from,to,time\na,b\nc,d,e,f,g\n", encoding="utf-8")
    with (
        connected(None) as engine,
        pytest.raises(SourceError, match=r"log\.csv: is damaged, or rows in it do not have"),
    ):
        read_logs(engine, [str(tmp_path / "log.csv")], {})


@pytest.mark.parametrize(
    ("column", "values", "amount", "told"),
    [
        ("count", [2**63 - 1, -(2**63), 2], "times", 2),
        ("count", [timedelta(days=1), None, None], "times", 0),
        ("duration min", [2**62, -(2**62), 30], "minutes", 30),
        ("duration min", [-1e300, float("nan"), 45.0], "minutes", 45),
    ],
)
def test_a_number_that_no_interaction_has_is_untold_and_ends_nothing(tmp_path, column, values, amount, told):
    """Ten people of two departments, so that a tie is told; the first three rows hold the values, the others one that is plain."""
    plain = values[-1]
    rows = 9
    senders, receivers = [f"a{one}" for one in range(rows)], [f"b{one}" for one in range(rows)]
    given = pyarrow.array([*values, *[None] * (rows - 3)], pyarrow.array(values).type)
    log = {"from": senders, "to": receivers, "time": ["2026-01-05"] * rows, column: given}
    parquet.write_table(pyarrow.table(log), tmp_path / "log.parquet")
    listed = {"person": [*senders, *receivers], "department": ["A"] * rows + ["B"] * rows}
    parquet.write_table(pyarrow.table(listed), tmp_path / "people.parquet")
    with connected(None) as engine:
        logs = read_logs(engine, [str(tmp_path / "log.parquet")], {})
        found = count(
            engine, logs, read_people(engine, str(tmp_path / "people.parquet"), {}), KEY, Rules(amount=amount)
        )
    assert found.rows == {"kept": int(told > 0), "untold": rows - int(told > 0)}
    assert (plain == told) or not told
