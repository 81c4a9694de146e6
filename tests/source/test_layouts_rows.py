"""Which rows are counted: cells typed in passing make no header of a row, and no row is lost for them."""

import pytest
from openpyxl import load_workbook

from alignment.source import read

CHART = "Activity|Clerk|Boss|Head / Sell|R|A|I / Ship|A|I|C / Bill|I|R|A"
SIDE_BY_SIDE = (
    "ID|Department|Parent||Name|Department|Job title|Reports to\nn|North|||Ada|Sales|Head|\ns|Sales|n||Bo|Sales|Clerk|Ada"
    "\no|Ops|n||Cy|Ops|Head|Ada\nh|HR|n||Di|HR|Head|Ada\n||||Ed|HR|Clerk|Di\n||||Flo|HR|Clerk|Di"
)
LANES = {"Departments": "Department / Sales / Ops / HR", "Journeys": "Journey / Move"}


def sheets(found):
    return [(one.kind, one.records, dict(one.skipped)) for one in found.inputs[0].sheets]


def typed(workbook, text, cells, sheet="Sheet1", **others):
    path = workbook({**others, sheet: text})
    book = load_workbook(path)
    for address, value in cells.items():
        book[sheet][address] = value
    book.save(path)
    return read([path])


def test_a_section_with_a_word_beside_it_is_no_second_row_of_the_header(reading):
    found = reading({"RACI": CHART.replace("Sell|", "Phase 1: Win||||ask Tom / Sell|")})
    assert sheets(found) == [("raci", 3, {"no letter, read as a heading or note": 1})]


def test_a_row_that_parts_a_group_is_the_last_of_the_header(reading):
    found = reading({"Journeys": "Journey|End-to-end owner| / |Department|Person / Move|Sales|Ada"})
    one = found.organisation.journeys[0]
    assert (one.name, one.owner_department, one.owners[0].id) == ("Move", "Sales", "Ada")


@pytest.mark.parametrize("cells", [{"D3": "x"}, {"D4": "Sales"}, {"D2": "x", "D5": 7}])
def test_what_is_typed_between_two_tables_side_by_side_does_not_join_them(workbook, cells):
    assert sheets(typed(workbook, SIDE_BY_SIDE, cells)) == [("departments", 4, {}), ("people", 6, {})]


def test_a_note_between_two_tables_whose_headers_are_none_together_does_not_join_them(reading):
    head = "Department|Headcount||Name|Department|Job title"
    found = reading({"Sheet1": f"{head} / Sales|3|see HR|Ada|Sales|Head / Ops|4||Bo|Ops|Clerk / HR|2||Cy|HR|Clerk"})
    assert sheets(found) == [("departments", 3, {}), ("people", 3, {})]


def test_a_row_with_only_a_cell_between_two_tables_is_counted_with_the_left_one(workbook):
    found = typed(workbook, SIDE_BY_SIDE, {"D9": "x"})
    assert sheets(found) == [("departments", 4, {"nothing in the columns that are used": 1}), ("people", 6, {})]


def test_a_row_without_a_mark_typed_into_swim_lanes_costs_no_other_row(reading):
    found = reading({**LANES, "Move": "Move\nDepartment|Ask|Quote|Do\nSales|x|x|\nx|A/R\nOps||x|x\nHR|||x"})
    assert [(one.name, one.departments) for one in found.organisation.steps] == [
        ("Ask", ("Sales",)), ("Quote", ("Sales", "Ops")), ("Do", ("Ops", "HR")),
    ]  # fmt: skip
    assert sheets(found)[2] == ("journey_steps", 3, {"nothing in the columns that are used": 1})
    assert [(str(one.cell), one.message) for one in found.issues if "is no mark" in one.message] == [
        ("Move!B4", '"A/R" is no mark as the others here are, and is not read.')
    ]


def test_a_mark_in_no_lane_is_an_issue_and_its_row_no_record(reading):
    found = reading({**LANES, "Move": "Department|Ask|Quote|Do\nSales|x|x|\nOps||x|x\nHR|||x\n\n||x|"})
    assert sheets(found)[2] == ("journey_steps", 3, {"nothing in the columns that are used": 1})
    assert [(str(one.cell), one.message) for one in found.issues if "mark" in one.message] == [
        ("Move!C6", "no department stands before this mark; it is not read.")
    ]


def test_a_department_that_is_not_listed_is_told_once_in_its_own_lane(reading):
    lanes = "Department|Ask|Quote|Do\nSales|x|x|x\nOps||x|x\nHR|x||x\nLegal|x|x|x"
    found = reading({**LANES, "Move": lanes})
    assert [str(one.cell) for one in found.issues if one.message == 'no department is called "Legal".'] == ["Move!A5"]
    assert str(found.organisation.department["Legal"].cell("department")) == "Move!A5"


def test_a_lane_that_names_no_department_is_told_in_its_own_cell(reading):
    found = reading({**LANES, "Move": "Department|Ask|Quote\nSales|x|x\nOps||x\nTBD|x|x"})
    assert [(str(one.cell), one.message) for one in found.issues if "TBD" in one.message] == [
        ("Move!A4", '"TBD" names no department.')
    ]


def told(found, sheet="Move"):
    return [(str(one.cell), one.message) for one in found.issues if one.cell.sheet == sheet]


SMALL = "Department|Ask|Quote\nSales|x|\nOps||x"
NUMBERED = "Department|1|2\nSales|Ask|\nOps||Quote"


@pytest.mark.parametrize("text", ["A/R", "A", "Total", "7", "ask Tom"])
@pytest.mark.parametrize("row", ["|{0}|{0}", "|{0}|", "||{0}"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_what_stands_alone_in_small_swim_lanes_is_told_at_its_cell_and_costs_no_step(reading, text, row, place):
    lines = SMALL.split("\n")
    found = reading({**LANES, "Move": "\n".join([*lines[:place], row.format(text), *lines[place:]])})
    assert [(one.name, one.departments) for one in found.organisation.steps] == [
        ("Ask", ("Sales",)),
        ("Quote", ("Ops",)),
    ]
    assert told(found) == [
        (f"Move!{column}{place + 1}", f'"{text}" is no mark as the others here are, and is not read.')
        for column, cell in zip("ABC", row.split("|"), strict=True)
        if cell
    ]


@pytest.mark.parametrize("text", ["A/R", "A", "Total", "7", "x"])
def test_what_is_no_step_and_stands_in_no_lane_is_told_at_its_cell(reading, text):
    found = reading({**LANES, "Move": f"{NUMBERED}\n||{text}"})
    assert [(one.name, one.departments) for one in found.organisation.steps] == [
        ("Ask", ("Sales",)),
        ("Quote", ("Ops",)),
    ]
    assert told(found) == [("Move!C4", f'"{text}" is no step, and no department stands before it; it is not read.')]


@pytest.mark.parametrize("text", ["A/R", "A", "7"])
def test_one_step_of_a_few_may_be_called_as_a_letter_or_a_figure_is(reading, text):
    found = reading({**LANES, "Move": f"Department|1|2\nSales|Ask|{text}\nOps||Quote"})
    assert [(one.name, one.departments) for one in found.organisation.steps] == [
        ("Ask", ("Sales",)), (text, ("Sales",)), ("Quote", ("Ops",)),
    ]  # fmt: skip


@pytest.mark.parametrize("lanes", [SMALL, NUMBERED])
@pytest.mark.parametrize("text", ["A/R", "Made by Ann", "7"])
def test_what_stands_among_departments_with_nothing_beside_it_is_told_at_its_cell(reading, lanes, text):
    found = reading({**LANES, "Move": f"{lanes}\nHR\n{text}"})
    assert [one.departments for one in found.organisation.steps] == [("Sales",), ("Ops",)]
    assert told(found) == [("Move!A5", f'"{text}" is no department, and nothing stands beside it that is read.')]


@pytest.mark.parametrize("lanes", [SMALL, NUMBERED])
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Total|1|1", "a total"),
        ("Total", "a total"),
        ("Phase 2: deliver", "a heading"),
    ],
)
def test_totals_and_headings_of_swim_lanes_are_no_departments(reading, lanes, row, why):
    found = reading({**LANES, "Move": f"{lanes}\n{row}"})
    assert [one.departments for one in found.organisation.steps] == [("Sales",), ("Ops",)]
    assert (sheets(found)[2], told(found)) == (("journey_steps", 2, {why: 1}), [])


def test_a_list_in_which_departments_stand_again_and_again_is_no_swim_lanes(reading):
    rows = "\n".join(f"{one}|Win|sign" for one in ("Sales", "Ops", "Sales", "Ops", "Sales", "Ops", "HR"))
    found = reading({**LANES, "Goal steps": f"Department|Remark|Proof\n{rows.replace('sign', '', 5)}"})
    assert found.organisation.steps == ()
    assert sheets(found)[2][:2] == (None, 0)


@pytest.mark.parametrize("between", ["", "x"])
def test_lanes_side_by_side_are_each_read_whatever_stands_between_them(reading, between):
    head = "Department|Ask|Quote|Do"
    rows = f"Sales|x|x||{between}||Sales|x||x / Ops||x|x|||Ops||x| / HR|||x|||HR|||x"
    found = reading({**LANES, "Move": f"{head}|||{head} / {rows}"})
    assert sheets(found)[2:] == [("journey_steps", 3, {}), ("journey_steps", 3, {})]


def test_lanes_that_cannot_be_read_are_no_titles_of_the_lanes_below(reading):
    lanes = "Department|Ask|Quote|Do\nSales|{}|x|\nOps||{}|x\nHR|{}||x"
    found = reading({**LANES, "Sheet1": f"Move\n{lanes.format('why', 2, 'A')}\n\nLeave\n{lanes.format('x', 'x', 'x')}"})
    assert sheets(found)[2:] == [(None, 0, {"not used": 5}), ("journey_steps", 3, {})]
    assert any("neither its name nor its columns show" in issue.message for issue in found.issues)


@pytest.mark.parametrize("heading", ["Deliver", "Phase 2: deliver"])
def test_a_heading_merged_over_a_chart_with_a_column_for_each_letter_holds_no_letter(workbook, heading):
    path = workbook({"RACI": f"Responsible|Accountable|Consulted|Task / Ann|Bo||Sell / {heading} / Bo|Ann|Cy|Ship"})
    book = load_workbook(path)
    book["RACI"].merge_cells("A3:D3")
    book.save(path)
    found = read([path])
    assert {one.holder.id for one in found.organisation.assignments} == {"Ann", "Bo", "Cy"}
    assert sheets(found) == [("raci", 2, {"a heading, merged across columns": 1})]


def test_titles_are_no_rows_and_what_else_stands_above_a_header_is_counted(reading):
    found = reading({"People": "Staff / Version|2 / Unit|North|Site|Oslo / Name|Department|Job title / Ada|Sales|Head"})
    assert sheets(found) == [("people", 1, {"above the header": 1})]


def test_the_title_of_a_table_below_another_is_a_row_of_neither(reading):
    found = reading(
        {"Sheet1": "Department|Head / Sales|Ada / Ops|Bo\n\nStaff\nName|Department|Job title / Ada|Sales|Head"}
    )
    assert sheets(found) == [("departments", 2, {}), ("people", 1, {})]
    assert "titles above it: Staff" in found.inputs[0].sheets[1].note


@pytest.mark.parametrize("address", ["C7", "F7", "F3"])
def test_a_header_word_typed_into_a_chart_begins_no_table(workbook, address):
    found = typed(workbook, f"{CHART}\n\nPack|A|R|I / Move|C|A|R", {address: "Department"}, "RACI")
    assert [(one.kind, one.records) for one in found.inputs[0].sheets] == [("raci", 5)]


def test_letters_typed_into_a_chart_of_names_make_no_matrix_of_it(workbook):
    text = "Task|Responsible|Accountable|Consulted / Sell|Ann|Bo| / Ship|Bo|Ann| / Bill|Cy|Bo|Ann / Pack|Cy|Bo|Ann"
    found = typed(workbook, text, {"F3": "ask Tom", "F4": "A"}, "RACI")
    assert sheets(found) == [("raci", 4, {})]
    assert {one.holder.id for one in found.organisation.assignments} == {"Ann", "Bo", "Cy"}


def test_a_total_typed_beside_a_record_is_none(workbook):
    text = "|Department|Headcount / |Sales|3 / |Ops|4 / Total||7"
    assert sheets(typed(workbook, text, {"A2": "Total"}, "Departments")) == [("departments", 2, {"a total": 1})]


def test_what_is_typed_beside_a_heading_makes_it_no_record(workbook):
    text = "Department|Head / Phase 1: now / Sales|Ada"
    found = typed(workbook, text, {"D2": "x"}, "Departments")
    assert sheets(found) == [("departments", 1, {"a heading": 1})]
