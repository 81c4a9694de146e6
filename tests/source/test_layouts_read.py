"""What must be read: the lines of the catalogue of layouts about words, blanks, rows around a table, and exports."""

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from alignment.model.organisation import Holder
from alignment.source import read
from rawbooks import SUFFIXES, write_raw

CHART = "Activity|Clerk|Boss / Sell|R|A / Ship|A|I"


def said(found):
    return [str(issue) for issue in found.issues if "there is no list" not in issue.message]


def letters(found):
    return [(one.process, one.holder.id, "".join(one.codes)) for one in found.organisation.assignments]


SELL = [("Sell", "Clerk", "R"), ("Sell", "Boss", "A"), ("Ship", "Clerk", "A"), ("Ship", "Boss", "I")]


@pytest.mark.parametrize("sheet", ["RACI", "List1"])
def test_a_chart_in_a_language_nobody_taught_us_is_read_where_its_letters_sit(reading, sheet):
    found = reading({sheet: "Činnost|Vedoucí|Úředník|Ředitel / Přijmout žádost|A|R|I / Vyřídit žádost|C|R|A"})
    assert letters(found)[:3] == [
        ("Přijmout žádost", "Vedoucí", "A"), ("Přijmout žádost", "Úředník", "R"), ("Přijmout žádost", "Ředitel", "I"),
    ]  # fmt: skip


def test_letters_of_another_language_count_where_a_mapping_says_so(reading):
    found = reading({"RACI": "Actividad|Jefe|Analista / Vender|A|E / Enviar|E/A|C"}, '[values.raci]\n"E" = "R"\n')
    assert letters(found) == [
        ("Vender", "Jefe", "A"), ("Vender", "Analista", "R"), ("Enviar", "Jefe", "RA"), ("Enviar", "Analista", "C"),
    ]  # fmt: skip


@pytest.mark.parametrize("letter", ["N", "M", "S", "E", "x", "O"])
def test_another_letter_among_ours_is_an_issue_at_its_cell_and_does_not_count(reading, letter):
    found = reading({"RACI": f"Activity|Clerk|Boss / Sell|R|A / Ship|{letter}|A / Bill|R|A/{letter}"})
    assert letters(found) == [
        ("Sell", "Clerk", "R"), ("Sell", "Boss", "A"), ("Ship", "Boss", "A"), ("Bill", "Clerk", "R"), ("Bill", "Boss", "A"),
    ]  # fmt: skip
    assert [line.partition(" is not one of")[0] for line in said(found)] == [
        f'RACI!B3: "{letter.upper()}"', f'RACI!C4: "{letter.upper()}"',
    ]  # fmt: skip


def test_rows_with_no_a_and_with_several_are_read_as_they_are(reading):
    found = reading({"RACI": "Activity|Clerk|Boss / Sell|R|C / Ship|A|A"})
    assert letters(found) == [
        ("Sell", "Clerk", "R"),
        ("Sell", "Boss", "C"),
        ("Ship", "Clerk", "A"),
        ("Ship", "Boss", "A"),
    ]
    assert said(found) == []


@pytest.mark.parametrize("header", range(2, 10))
def test_a_header_is_found_on_rows_two_to_nine_below_titles_and_particulars(reading, header):
    lines = [
        "Who does what",
        "Version|2.1",
        "",
        "Author|Ann",
        "Date|2026-03-01",
        "Status|draft",
        "",
        "For internal use",
    ]
    found = reading({"RACI": "\n".join([*lines[: header - 1], *CHART.split(" / ")])})
    assert letters(found) == SELL
    assert str(found.organisation.assignments[0].cell("process")) == f"RACI!A{header + 1}"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_table_that_does_not_start_at_a1_knows_its_cells_in_every_format(tmp_path, suffix):
    cells = {(5, 3): "Department", (5, 4): "Head", (6, 3): "Sales", (6, 4): "Ada"}
    one = read([write_raw(tmp_path / f"a{suffix}", cells)]).organisation.departments[0]
    assert [str(one.cell(name)) for name in ("department", "head")] == ["Departments!C6", "Departments!D6"]


def test_a_column_without_a_header_is_no_hindrance(reading):
    found = reading({"Departments": "|Department|Head| / 1|Sales|Ada|new / 2|Ops|Bo|"})
    assert [(one.id, one.heads[0].id) for one in found.organisation.departments] == [("Sales", "Ada"), ("Ops", "Bo")]


@pytest.mark.parametrize("blank", [" ", "\xa0", "   "])
def test_phantom_rows_after_a_table_are_no_rows(workbook, blank):
    path = workbook({"Departments": "Department|Head / Sales|Ada / Ops|Bo"})
    book = load_workbook(path)
    for row in range(4, 1644):
        book["Departments"].cell(row, 1, blank)
    book.save(path)
    found = read([path])
    assert (found.inputs[0].sheets[0].rows, found.inputs[0].sheets[0].records) == (2, 2)
    assert said(found) == []


def test_a_sheet_formatted_far_beyond_its_table_is_its_table(workbook):
    path = workbook({"RACI": CHART})
    book = load_workbook(path)
    for column in range(1, 275):
        book["RACI"].cell(1078, column).fill = PatternFill("solid", fgColor="EEEEEE")
    assert book["RACI"].dimensions == "A1:JN1078"
    book.save(path)
    found = read([path])
    assert letters(found) == SELL
    assert found.inputs[0].sheets[0].rows == 2


@pytest.mark.parametrize(
    "text", ["Sales, Ops", "Sales; Ops", "Sales / Ops", "Sales or Ops", "Sales and Ops", "Sales & Ops"]
)
def test_several_known_names_in_a_cell_are_several(workbook, text):
    path = workbook(
        {"Departments": "Department / Sales / Ops", "Journey steps": "Journey|Step|Department / Move|Ask|?"}
    )
    book = load_workbook(path)
    book["Journey steps"]["C2"] = text
    book.save(path)
    found = read([path])
    assert found.organisation.steps[0].departments == ("Sales", "Ops")
    assert said(found) == []


NOBODY = (
    "N/A", "N/D", "TBD", "Vacant", "VACANTE", "Varies", "XX", "EMPTY", "APPOINTMENT NEEDED", "Not in post", "Help wanted",
)  # fmt: skip


@pytest.mark.parametrize("word", NOBODY)
def test_a_word_for_nobody_is_no_owner_no_head_and_no_letter(reading, word):
    found = reading({
        "Departments": f"Department|Head / Sales|{word}",
        "Journeys": f"Journey|End-to-end owner / Move|{word}",
        "RACI": f"Activity|Clerk|Boss / Sell|R|A / Ship|A|{word}",
    })  # fmt: skip
    assert found.organisation.departments[0].heads == found.organisation.journeys[0].owners == ()
    assert letters(found) == [("Sell", "Clerk", "R"), ("Sell", "Boss", "A"), ("Ship", "Clerk", "A")]
    assert said(found) == []


@pytest.mark.parametrize(
    "legend",
    [
        "R = Responsible|A = Accountable|C = Consulted|I = Informed",
        "R|Responsible\nA|Accountable\nC|Consulted\nI|Informed",
        "Legend\nR|Responsible\nA|Accountable\n",
    ],
)
def test_a_legend_above_the_header_is_no_header_and_no_row(reading, legend):
    found = reading({"RACI": f"{legend}\n" + CHART.replace(" / ", "\n")})
    assert letters(found) == SELL
    assert found.inputs[0].sheets[0].records == 2


def test_a_decimal_comma_in_csv_parts_no_cell(tmp_path):
    (tmp_path / "collaboration.csv").write_bytes(
        "Van;Naar;Sterkte\r\nZuid;Noord;2,5\r\nNoord;Zuid;0,75\r\n".encode("cp1252")
    )
    found = read([tmp_path / "collaboration.csv"])
    assert [(one.source, one.target, one.strength) for one in found.organisation.ties] == [
        ("Zuid", "Noord", 2.5),
        ("Noord", "Zuid", 0.75),
    ]


VIVA = (
    "PrimaryCollaborator_Organization,PrimaryCollaborator_GroupSize,SecondaryCollaborator_Organization,"
    "SecondaryCollaborator_GroupSize,MetricDate,Group_collaboration_time_invested\n"
)


def test_hours_between_groups_are_ties_within_group_and_on_every_date(tmp_path):
    rows = ("Sales,9,Ops,7,01/04/2026,3", "Sales,9,Within Group,9,01/04/2026,8", "Sales,9,Ops,7,01/11/2026,5")
    (tmp_path / "g2g.csv").write_text(VIVA + "\n".join(rows))
    found = read([tmp_path / "g2g.csv"]).organisation
    assert [(one.source, one.target, one.strength) for one in found.ties] == [
        ("Sales", "Ops", 3), ("Sales", "Sales", 8), ("Sales", "Ops", 5),
    ]  # fmt: skip
    assert found.tie_level == "department"


@pytest.mark.parametrize("head", ["From,To,Label,Type,Weight", "Source,Target,Label,Type,Weight"])
def test_elements_and_connections_as_kumu_and_gephi_write_them(tmp_path, head):
    (tmp_path / "elements.csv").write_text("Label,Type\nSales,Department\nOps,Department\n")
    (tmp_path / "connections.csv").write_text(f"{head}\nSales,Ops,asks,advice,2\nOps,Sales,,,1\n")
    found = read([tmp_path]).organisation
    assert [(one.source, one.target, one.strength) for one in found.ties] == [("Sales", "Ops", 2), ("Ops", "Sales", 1)]


def test_a_process_list_knows_its_hierarchy_by_the_code_of_the_parent(reading):
    found = reading({"Processes": "Code|Process|Level|Parent code / 1.0|Plan|1| / 1.1|Define|2|1.0 / 7|Assess|3|1.1"})
    parents = {
        one.name: one.parent and found.organisation.process[one.parent].name for one in found.organisation.processes
    }
    assert parents == {"Plan": None, "Define": "Plan", "Assess": "Define"}


def test_a_process_list_knows_its_hierarchy_by_level_and_by_indent(reading, tmp_path):
    tree = {"Plan": None, "Define": "Plan", "Assess": "Define"}
    levels = reading({"Processes": "Process|Level / Plan|1 / Define|2 / Assess|3"}).organisation
    assert {one.name: one.parent for one in levels.processes} == tree
    cells = {(1, 1): "Process", (2, 1): "Plan", (3, 1): "  Define", (4, 1): "    Assess"}
    indented = read([write_raw(tmp_path / "b.xlsx", cells, title="Processes")]).organisation
    assert {one.name: one.parent for one in indented.processes} == tree


def test_names_on_both_sides_of_a_square_are_the_ends_of_its_ties(reading):
    found = reading({"Sheet1": "|Sales|Ops|HR / Sales||1|2 / Ops|3|| / HR||4|"}).organisation
    assert [(one.source, one.target, one.strength) for one in found.ties] == [
        ("Sales", "Ops", 1), ("Sales", "HR", 2), ("Ops", "Sales", 3), ("HR", "Ops", 4),
    ]  # fmt: skip


def test_a_list_of_holders_is_known_by_its_names_and_not_by_its_header(reading):
    found = reading({
        "Departments": "Department / Sales",
        "People": "Person / Ada",
        "RACI": "Activity|Sales|Ada|Reviewer / Sell|R|A|C",
    })  # fmt: skip
    assert [one.holder for one in found.organisation.assignments] == [
        Holder("department", "Sales"), Holder("person", "Ada"), Holder("role", "Reviewer"),
    ]  # fmt: skip


def test_stray_double_and_no_break_blanks_and_another_case_change_nothing(reading):
    departments = "Department / Inside  Sales / DSA"
    chart = "Activity|\xa0inside\xa0sales|dsa\xa0 / FASE\xa01|| / Sell\xa0\xa0now|R\xa0|\xa0 A / SELL NOW|c \xa0|"
    found = reading({"Departments": departments, "RACI": chart})
    held = [(one.process, one.holder.id, one.codes) for one in found.organisation.assignments]
    assert held == [
        ("Sell now", "Inside Sales", ("R",)),
        ("Sell now", "DSA", ("A",)),
        ("Sell now", "Inside Sales", ("C",)),
    ]
    assert found.inputs[0].sheets[1].skipped == {"no letter, read as a heading or note": 1}
