"""Hierarchies, lanes and exports of other tools: the lines of the catalogue of layouts about them."""

import pytest
from openpyxl import Workbook

from alignment.source import read

TREE = {"North": None, "Sales": "North", "Inside": "Sales", "Ops": None}


def parents(found):
    org = found.organisation
    return {one.name: org.department[one.parent].name if one.parent else None for one in org.departments}


@pytest.mark.parametrize(
    "text",
    [
        "Department|Parent / North| / Sales|North / Inside|Sales / Ops|",
        "ID|Department|Parent ID / n|North| / s|Sales|n / i|Inside|s / o|Ops|",
        "No.|Department / 1.|North / 1.1.|Sales / 1.1.1.|Inside / 2.|Ops",
        "Department / 1. North / 1.1 Sales / 1.1.1 Inside / 2. Ops",
        "Level|Department / L1|North / L2|Sales / L3|Inside / L1|Ops",
        "Division|Department|Team / North|| / |Sales| / ||Inside / Ops||",
        "Level 1|Level 2|Level 3 / North|Sales|Inside / Ops||",
        "Division|Department|Team / North|Sales|Inside / Ops||",
        "Department||| / North / |Sales / ||Inside / Ops",
        "Department / North / - Sales / -- Inside / Ops",
    ],
)
def test_a_hierarchy_is_read_by_id_name_number_level_and_staggered_columns(reading, text):
    found = reading({"Departments": text})
    assert parents(found) == TREE
    sheet = found.inputs[0].sheets[0]
    assert sheet.rows == sheet.records + sum(sheet.skipped.values())


@pytest.mark.parametrize("styled", [False, True])
def test_a_hierarchy_by_indent_is_read_from_blanks_or_from_the_format_of_the_cells(tmp_path, styled):
    from openpyxl.styles import Alignment

    book = Workbook()
    page = book.active
    page.title = "Departments"
    page.append(["Department"])
    for name, depth in (("North", 0), ("Sales", 1), ("Inside", 2), ("Ops", 0)):
        page.append([name if styled else "   " * depth + name])
        if styled:
            page.cell(page.max_row, 1).alignment = Alignment(indent=depth)
    book.save(tmp_path / "a.xlsx")
    found = read([tmp_path / "a.xlsx"])
    assert parents(found) == TREE
    assert "the hierarchy is read from" in found.inputs[0].sheets[0].note


def test_stray_blanks_before_and_after_names_are_no_hierarchy(tmp_path):
    book = Workbook()
    book.active.title = "Departments"
    for name in ("Department", " North ", "Sales", " Ops  "):
        book.active.append([name])
    book.save(tmp_path / "a.xlsx")
    assert set(parents(read([tmp_path / "a.xlsx"])).values()) == {None}


@pytest.mark.parametrize(
    ("names", "expected", "cell", "said"),
    [
        (("North", "      Sales", "   Inside", "Ops"), {"North": None, "Sales": "North", "Inside": "North", "Ops": None}, "A4",
         'no name above is indented like this one; it is part of "North", as it is read.'),
        (("   North", "Sales", "   Inside", "Ops"), dict.fromkeys(("North", "Sales", "Inside", "Ops")), "A3",
         "the name is indented less than the first one; no hierarchy is read from the indents."),
    ],
)  # fmt: skip
def test_an_indent_that_fits_no_other_is_an_issue_at_its_cell(tmp_path, names, expected, cell, said):
    book = Workbook()
    book.active.title = "Departments"
    for name in ("Department", *names):
        book.active.append([name])
    book.save(tmp_path / "a.xlsx")
    found = read([tmp_path / "a.xlsx"])
    assert parents(found) == expected
    assert [(one.cell.address, one.message) for one in found.issues] == [(cell, said)]


def test_a_parent_written_once_stands_for_the_blanks_below(reading):
    found = reading({"Departments": "Division|Department / North|Sales / |Support / South|Ops / |HR"})
    assert parents(found) == {
        "North": None,
        "Sales": "North",
        "Support": "North",
        "South": None,
        "Ops": "South",
        "HR": "South",
    }


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Division|Team|ID / North||n / |Sales|s / |Ops|o", {"n": None, "s": "n", "o": "n"}),
        ("ID|Division|Team / s|North|Sales / o||Ops", {"North": None, "s": "North", "o": "North"}),
        ("Division|Team|ID / North|Sales|s / |Ops|", {"North": None, "s": "North", "Ops": "North"}),
    ],
)
def test_an_id_beside_level_columns_is_that_of_the_deepest_name_in_its_row(reading, text, ids):
    found = reading({"Departments": text})
    assert {one.id: one.parent for one in found.organisation.departments} == ids
    assert {one.name for one in found.organisation.departments} == {"North", "Sales", "Ops"}


def test_teams_of_one_name_under_two_parents_are_two(reading):
    found = reading({"Departments": "Division|Team / North|Support / |Sales / South|Support / |Ops"})
    assert [one.id for one in found.organisation.departments if one.name == "Support"] == [
        "North / Support",
        "South / Support",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Division|Team / North|Sales / |Ops / South|Sales",
        "Parent department|Department|ID / North|Sales|n1 / |Ops|n2 / South|Sales|s1",
    ],
)
def test_a_name_that_a_hierarchy_has_no_cell_for_the_id_of_does_not_lack_one(reading, text):
    found = reading({"Departments": text})
    assert sorted((one.name, one.parent or "") for one in found.organisation.departments) == [
        ("North", ""), ("Ops", "North"), ("Sales", "North"), ("Sales", "South"), ("South", ""),
    ]  # fmt: skip
    assert [issue.message.split('"')[0] for issue in found.issues] == ["the name "]


def test_an_id_left_blank_in_a_column_of_ids_is_an_issue(reading):
    found = reading({"Departments": "Parent department|Department|ID / North|Sales|n1 / |Ops|"})
    assert [(str(issue.cell), issue.message) for issue in found.issues] == [
        ("Departments!C3", "the ID is blank; the name stands in for it.")
    ]


def test_process_lists_with_dotted_codes_are_hierarchies(reading):
    found = reading({"Processes": "PCF ID|Code|Process / 10002|1.0|Plan / 17040|1.1|Define / 10017|1.1.1|Assess"})
    org = found.organisation
    assert [(one.name, one.parent and org.process[one.parent].name) for one in org.processes] == [
        ("Plan", None), ("Define", "Plan"), ("Assess", "Define"),
    ]  # fmt: skip


LANES = {"Departments": "Department / Sales / Ops"}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Move house / Department|Ask|Quote|Do / Sales|x|x| / Ops||x|x", [("Ask", ("Sales",)), ("Quote", ("Sales", "Ops")), ("Do", ("Ops",))]),
        ("Move house / Department|1|2|3 / Sales|Ask|| / Ops||Quote|Do", [("Ask", ("Sales",)), ("Quote", ("Ops",)), ("Do", ("Ops",))]),
    ],
)  # fmt: skip
def test_journey_steps_are_read_from_swim_lanes(reading, text, steps):
    found = reading({**LANES, "Journeys": "Journey / Move house", "Journey steps": text})
    assert [(one.name, one.departments) for one in found.organisation.steps] == steps
    assert {one.journey for one in found.organisation.steps} == {"Move house"}
    assert found.inputs[0].sheets[2].records == 2


def ties(found):
    return [(one.source, one.target, one.strength) for one in found.organisation.ties]


def test_polinode_nodes_and_edges(reading):
    found = reading(
        {"Nodes": "Name|Department|Role / Ada|Sales|Head / Bo|Ops|Clerk", "Edges": "Source|Target|Weight / Ada|Bo|3"}
    )
    assert ties(found) == [("Ada", "Bo", 3)]
    assert (found.organisation.tie_level, found.organisation.person["Ada"].department) == ("person", "Sales")


def test_gephi_pairs_of_csv_name_nodes_by_id(tmp_path):
    (tmp_path / "nodes.csv").write_text("Id,Label\nn1,Sales\nn2,Ops\n")
    (tmp_path / "edges.csv").write_text("Source,Target,Type,Weight\nn1,n2,Directed,2.5\n")
    found = read([tmp_path])
    org = found.organisation
    assert [(org.department[one.source].name, org.department[one.target].name, one.strength) for one in org.ties] == [
        ("Sales", "Ops", 2.5)
    ]
    assert "nodes of a network" in found.inputs[1].sheets[0].note


def test_a_cross_on_the_diagonal_of_a_square_is_no_tie(reading):
    found = reading({"Collaboration": "|Sales|Ops|HR / Sales|x|1|2 / Ops|3|x|4 / HR|5|6|x"})
    assert len(found.organisation.ties) == 6
