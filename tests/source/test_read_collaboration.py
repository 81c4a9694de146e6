"""Ties: lists and square matrices, their level, whether both sides report."""

import pytest
from openpyxl import load_workbook

from alignment.source import read


def ties(reading):
    return [(one.source, one.target, one.strength) for one in reading.organisation.ties]


def said(reading):
    return [str(issue) for issue in reading.issues if "there is no list" not in issue.message]


DEPARTMENTS = "Department / Sales / Ops / Legal"


def test_a_list_gives_a_tie_for_each_row(reading):
    found = reading(
        {"Departments": DEPARTMENTS, "Collaboration": "From|To|Strength|Kind / sales|Ops|3|advice / Ops|Legal||"}
    )
    assert ties(found) == [("Sales", "Ops", 3), ("Ops", "Legal", None)]
    assert (found.organisation.ties[0].kind, found.organisation.tie_level) == ("advice", "department")


@pytest.mark.parametrize(
    ("rows", "directed"),
    [("Sales|Ops / Ops|Sales", True), ("Sales|Ops / Sales|Ops", False), ("Sales|Sales / Ops|Ops", False)],
)
def test_ties_are_directed_where_one_pair_is_reported_from_both_sides(reading, rows, directed):
    assert (
        reading({"Departments": DEPARTMENTS, "Collaboration": f"From|To / {rows}"}).organisation.ties_directed
        is directed
    )


def test_the_register_that_holds_most_ends_gives_the_level(reading):
    book = {
        "Departments": "Department / Sales",
        "People": "ID|Person / p1|Ada / p2|Bo",
        "Collaboration": "From|To / Ada|p2 / Bo|Sales / Bo|Cy",
    }
    found = reading(book)
    assert found.organisation.tie_level == "person"
    assert ties(found) == [("p1", "p2", None), ("p2", "Sales", None), ("p2", "Cy", None)]
    assert [one.id for one in found.organisation.people if not one.listed] == ["Sales", "Cy"]
    assert said(found) == [
        'Collaboration!B3: "Sales" is a department, and the ties are read as between people.',
        'Collaboration!B4: no person is called "Cy".',
    ]


def test_a_lone_list_takes_its_departments_from_itself_and_says_so(reading):
    found = reading({"Collaboration": "Source|Target|Weight / Sales|Ops|2"})
    assert [(one.id, one.listed) for one in found.organisation.departments] == [("Sales", False), ("Ops", False)]
    assert "there is no list of departments: 2 departments are taken from Collaboration" in found.issues[0].message


def test_a_lone_list_of_persons_is_between_people(reading):
    assert reading({"Collaboration": "Person A|Person B / Ada|Bo"}).organisation.tie_level == "person"


def test_a_tie_without_an_end_is_an_error_and_strength_zero_is_no_tie(reading):
    found = reading(
        {
            "Departments": DEPARTMENTS,
            "Collaboration": "From|To|Strength / Sales||1 / Sales|TBD|1 / Sales|Ops|0 / Sales|Ops|lots",
        }
    )
    assert ties(found) == [("Sales", "Ops", None)]
    assert said(found) == [
        "Collaboration!B2: one end of the tie is blank; the row is not used. Name both ends, or clear the row.",
        'Collaboration!B3: "TBD" names nobody; the row is not used. Name both ends, or clear the row.',
        'Collaboration!C5: "lots" is not a number. The cell is not used.',
    ]
    assert found.inputs[0].sheets[1].skipped == {"only one end named": 2, "strength 0, so no tie": 1}


def test_a_name_that_repeats_is_reported_at_each_of_its_cells(reading):
    found = reading({"Departments": DEPARTMENTS, "Collaboration": "From|To / Slaes|Ops / Ops|Slaes / Slaes|Legal"})
    wrong = 'no department is called "Slaes". Did you mean "Sales"?'
    assert said(found) == [f"Collaboration!{cell}: {wrong}" for cell in ("A2", "B3", "A4")]
    assert [(one.id, str(one.cell("department"))) for one in found.organisation.departments if not one.listed] == [
        ("Slaes", "Collaboration!A2")
    ]


def test_a_strength_that_repeats_is_reported_at_each_of_its_cells(reading):
    rows = "Sales|Ops|-1 / Ops|Legal|2 / Legal|Sales|-1"
    found = reading({"Departments": DEPARTMENTS, "Collaboration": f"From|To|Strength / {rows}"})
    assert ties(found) == [("Sales", "Ops", None), ("Ops", "Legal", 2), ("Legal", "Sales", None)]
    wrong = "Strength is −1, and must be 0 or more. The cell is not used."
    assert said(found) == [f"Collaboration!C{row}: {wrong}" for row in (2, 4)]


def test_unlisted_names_stand_in_the_order_of_their_rows(reading):
    found = reading({"Collaboration": "From|To / Ops|Sales / Legal|Ops / |HR / Desk|Sales"})
    assert [one.id for one in found.organisation.departments] == ["Ops", "Sales", "Legal", "Desk"]


def test_the_example_and_what_is_marked_so_are_no_ties(reading):
    rows = "Ada Example|Bo Example|3|work|survey / Sales|Ops|3|work|(example) survey / Ada Example|Ops|3|work|survey"
    found = reading({"Departments": DEPARTMENTS, "Collaboration": f"From|To|Strength|Kind|Source / {rows}"})
    assert ties(found) == [("Ada Example", "Ops", 3)]
    assert found.inputs[0].sheets[1].skipped == {"example left in": 2}


def test_true_is_not_read_as_one(workbook):
    path = workbook({"Collaboration": "From|To|Strength"})
    book = load_workbook(path)
    for row in ([1, 2, 1], [True, 2, True], ["1", 2, 1.0]):
        book["Collaboration"].append(row)
    book.save(path)
    found = read([path])
    assert ties(found) == [("1", "2", 1), ("TRUE", "2", None), ("1", "2", 1)]
    assert 'Collaboration!C3: "TRUE" is not a number. The cell is not used.' in said(found)


def test_a_tie_of_another_file_is_read_once_and_one_of_the_same_file_twice(workbook):
    first = workbook({"Collaboration": "From|To|Strength / Sales|Ops|3 / Sales|Ops|3"}, "a.xlsx")
    second = workbook({"Collaboration": "From|To|Strength / Sales|Ops|3 / Sales|Ops|2"}, "b.xlsx")
    found = read([first, second])
    assert ties(found) == [("Sales", "Ops", 3), ("Sales", "Ops", 3), ("Sales", "Ops", 2)]
    assert found.inputs[1].sheets[0].skipped == {"read from a.xlsx already": 1}


def test_work_of_a_group_with_itself_is_a_tie_to_itself(reading):
    book = {
        "Collaboration": "PrimaryCollaborator_Organization|SecondaryCollaborator_Organization|Group_collaboration_time_invested / HR|Within Group|4"
    }
    assert ties(reading(book)) == [("HR", "HR", 4)]


MATRIX = "|Sales|Ops|Legal"


def test_a_symmetric_matrix_gives_each_pair_once(reading):
    found = reading({"Departments": DEPARTMENTS, "Collaboration": f"{MATRIX} / Sales|9|1|2 / Ops|1|| / Legal|2||"})
    assert ties(found) == [("Sales", "Sales", 9), ("Sales", "Ops", 1), ("Sales", "Legal", 2)]
    assert not found.organisation.ties_directed


def test_half_a_matrix_is_symmetric(reading):
    found = reading({"Collaboration": f"{MATRIX} / Sales|||  / Ops|1|| / Legal|2|3|"})
    assert ties(found) == [("Ops", "Sales", 1), ("Legal", "Sales", 2), ("Legal", "Ops", 3)]
    assert not found.organisation.ties_directed


def test_a_matrix_whose_halves_differ_is_directed(reading):
    found = reading({"Collaboration": f"{MATRIX} / Sales||1|2 / Ops|5||0 / Legal|||"})
    assert ties(found) == [("Sales", "Ops", 1), ("Sales", "Legal", 2), ("Ops", "Sales", 5)]
    assert found.organisation.ties_directed


def test_evidence_of_a_matrix_is_the_cell_and_its_headers(reading):
    tie = reading({"Tab": f"{MATRIX} / Sales||1|2 / Ops|5||x / Legal|||"}).organisation.ties[3]
    assert [str(tie.cell(name)) for name in ("from", "to", "strength")] == ["Tab!A3", "Tab!D1", "Tab!D3"]
    assert tie.strength is None


def test_a_department_without_ties_in_a_matrix_is_there_all_the_same(reading):
    found = reading({"Collaboration": f"{MATRIX} / Sales||1| / Ops|1|| / Legal|||"})
    assert [one.id for one in found.organisation.departments] == ["Sales", "Ops", "Legal"]
