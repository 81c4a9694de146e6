"""The whole reading: nothing lost, the order of issues, the blank workbook filled in, speed of the schema."""

import gc
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from alignment.errors import AlignmentError
from alignment.source import read
from alignment.source.blank import EXAMPLE_MARK, write_blank
from alignment.source.schema import EXAMPLE_MARK as MARK
from alignment.source.schema import SHEETS

CELLS = st.sampled_from(
    [
        "",
        "",
        "Sales",
        "sales ",
        "Ops",
        "TBD",
        "1",
        2,
        3.5,
        "R",
        "A/R",
        "x",
        "Ada; Bo",
        "Move",
        "2026-01-01",
        date(2026, 1, 1),
        True,
        "note",
    ]
)


@st.composite
def books(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(SHEETS)), min_size=1, max_size=4, unique=True))
    sheets = {}
    for kind in kinds:
        headers = [field.header for field in SHEETS[kind].fields]
        width = len(headers) + 2
        rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
        sheets[SHEETS[kind].title] = [[*headers, "Clear", ""], *rows]
    return sheets


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(books())
def test_every_row_is_a_record_or_is_skipped_for_a_reason(tmp_path, sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append([cell if cell != "" else None for cell in row])
    book.save(tmp_path / "a.xlsx")
    reading = read([tmp_path / "a.xlsx"])
    readings = {one.sheet: one for one in reading.inputs[0].sheets}
    assert list(readings) == list(sheets)
    for title, rows in sheets.items():
        filled = sum(any(cell not in ("", " ") for cell in row) for row in rows[1:])
        assert readings[title].rows == filled
        assert readings[title].rows == readings[title].records + sum(readings[title].skipped.values())
    org = reading.organisation
    assert len(org.steps) == readings["Journey steps"].records if "Journey steps" in readings else org.steps == ()
    departments = {one.id for one in org.departments}
    assert all(name in departments for step in org.steps for name in step.departments)
    assert all(step.journey in org.journey for step in org.steps)
    ends = departments if org.tie_level == "department" else {one.id for one in org.people}
    assert all({tie.source, tie.target} <= ends for tie in org.ties)
    assert all(one.process in (org.process if one.subject == "process" else org.journey) for one in org.assignments)
    severities = [issue.severity for issue in reading.issues]
    assert severities == sorted(severities)
    assert read([tmp_path / "a.xlsx"]) == reading


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=300),
    st.sampled_from([".xlsx", ".xls", ".xlsb", ".ods", ".csv"]),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"]),
)
def test_no_bytes_end_in_a_traceback(tmp_path, content, suffix, start):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(start + content)
    said = ""
    try:
        read([path])
    except AlignmentError as problem:
        said = str(problem)
    assert "\n" not in said


def test_errors_come_before_warnings_and_then_cells_in_order(reading):
    found = reading(
        {
            "People": "Person|Department / Ada|Salse / Bo|Opps",
            "Departments": "Department|Headcount / |3 / Sales|x / Ops|y",
        }
    )
    assert [(issue.severity, str(issue.cell)) for issue in found.issues] == [
        ("error", "Departments!A2"), ("warning", "People!B2"), ("warning", "People!B3"), ("warning", "Departments!B3"), ("warning", "Departments!B4"),
    ]  # fmt: skip


def test_the_organisation_sheet_names_the_company_and_the_day(reading):
    found = reading(
        {
            "Organisation": "About us / Name|Acme / Snapshot date|31-03-2026 / Prepared by|Ada / Notes|None left out / Colour|blue"
        }
    )
    org = found.organisation
    assert (org.name, org.snapshot_date, org.prepared_by, org.notes) == (
        "Acme",
        date(2026, 3, 31),
        "Ada",
        "None left out",
    )
    assert found.inputs[0].sheets[0].skipped == {"not a line of this sheet": 1}


def test_stages_are_told_to_whoever_shows_progress(workbook):
    told = []
    read([workbook({"Departments": "Department / Sales"})], progress=told.append)
    assert told[0] == "Opening audit.xlsx"
    assert len(told) == 3


def test_renaming_a_file_changes_only_where_things_come_from(workbook):
    path = workbook({"Departments": "Department|Parent / Sales| / Shop|Salse", "Journeys": "Journey|Owner / Move|Ada"})
    other = path.rename(path.with_name("b.xlsx"))
    copy = workbook({"Departments": "Department|Parent / Sales| / Shop|Salse", "Journeys": "Journey|Owner / Move|Ada"})
    assert [str(issue) for issue in read([other]).issues] == [str(issue) for issue in read([copy]).issues]


def test_a_blank_workbook_holds_nothing_and_no_issue(tmp_path):
    write_blank(tmp_path / "audit.xlsx")
    found = read([tmp_path / "audit.xlsx"])
    assert found.issues == ()
    assert found.organisation.departments == ()
    assert all(one.skipped == {"example left in": 1} for one in found.inputs[0].sheets[2:])


def test_a_blank_workbook_filled_in_is_read_as_it_was_filled(tmp_path):
    path = tmp_path / "audit.xlsx"
    write_blank(path)
    book = load_workbook(path)
    book["Organisation"]["B1"], book["Organisation"]["B2"] = "Acme", date(2026, 3, 31)
    for title, row in (("Departments", ["Sales", None, None, "Ada", 4, "yes", "no"]), ("People", ["Ada", None, "Sales", "Head", None]),
                       ("Journeys", ["Move", None, "Homes", "Ada", "Sales", None, "yes", "NPS", "40", date(2026, 2, 1), 5, 10, 7.5]),
                       ("Journey steps", ["Move", 1, "Ask", "Sales", None, "Phone", "yes", 2, 0.5, 24])):  # fmt: skip
        for column, value in enumerate(row, start=1):
            book[title].cell(4, column, value)
    book.save(path)
    found = read([path])
    org = found.organisation
    assert found.issues == ()
    assert (org.name, org.departments[0].headcount, org.departments[0].customer_facing, org.people[0].department) == (
        "Acme",
        4,
        True,
        "Sales",
    )
    assert (org.journeys[0].last_review, org.journeys[0].importance, org.steps[0].waiting) == (date(2026, 2, 1), 5, 24)
    assert org.sheets == {"organisation", "departments", "people", "journeys", "journey_steps"}


def test_the_mark_of_an_example_row_is_the_one_the_blank_workbook_writes():
    assert EXAMPLE_MARK.strip() == MARK


@pytest.mark.parametrize("module", ["alignment.source.schema", "alignment.source"])
def test_the_schema_costs_no_heavy_import(module):
    code = f"import sys, {module}; print([name for name in ('pandas', 'python_calamine', 'rapidfuzz', 'openpyxl') if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_reading_an_xlsx_imports_no_pandas(workbook):
    code = f"import sys; from pathlib import Path; from alignment.source import read; read([Path({str(workbook({'People': 'Person / Ada'}))!r})]); print('pandas' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


@pytest.mark.parametrize("searching", [True, False])
def test_reading_leaves_the_search_for_cycles_as_it_was(workbook, tmp_path, searching):
    (gc.enable if searching else gc.disable)()
    try:
        read([workbook({"People": "Person / Ada"})])
        assert gc.isenabled() is searching
        with pytest.raises(AlignmentError):
            read([tmp_path / "absent.xlsx"])
        assert gc.isenabled() is searching
    finally:
        gc.enable()


def test_what_a_second_workbook_fills_in_is_seen_in_its_own_cell(workbook):
    first = workbook({"Journeys": "Journey|End-to-end owner|KPI / Move||NPS"}, "sales.xlsx")
    second = workbook({"Journeys": "Journey|End-to-end owner / Join|Bo / Move|Ada"}, "ops.xlsx")
    move = read([first, second]).organisation.journeys[0]
    assert [(str(move.cell(name)), move.cell(name).file) for name in ("owner", "kpi", "journey")] == [
        ("Journeys!B3", "ops.xlsx"),
        ("Journeys!C2", "sales.xlsx"),
        ("Journeys!A2", "sales.xlsx"),
    ]


def test_a_sheet_that_only_fills_in_what_another_leaves_blank_is_no_blank_sheet(workbook):
    first = workbook({"Journeys": "Journey / Move"}, "sales.xlsx")
    second = workbook({"Journeys": "Journey|KPI / Move|NPS"}, "ops.xlsx")
    found = read([first, second])
    sheet = found.inputs[1].sheets[0]
    assert (sheet.records, sheet.skipped, sheet.note) == (0, {"listed before": 1}, "")
    assert found.organisation.columns["journeys"] == {"journey", "kpi"}


def test_that_a_sheet_is_not_used_is_said_once(reading):
    sheet = reading({"Departments": "Department / Sales", "Menu": "Soup / 1"}).inputs[0].sheets[1]
    assert sheet.skipped == {"not used": 2}
    assert sheet.note == "neither its name nor its columns show what it is"
