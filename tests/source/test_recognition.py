"""Which sheet is which, by name, by columns, in six languages."""

import pytest

from alignment.source.headers import header_key, match_columns, sheet_kinds
from alignment.source.schema import SHEETS


@pytest.mark.parametrize("text", ["Head(s)", " HEAD ", "Head *", "head:", "Head\n"])
def test_marks_and_plurals_of_a_header_do_not_matter(text):
    assert header_key(text) == "head"


@pytest.mark.parametrize("kind", list(SHEETS))
def test_every_header_and_field_name_of_ours_is_recognised(kind):
    fields = [field.name for field in SHEETS[kind].fields]
    assert list(match_columns(kind, [field.header for field in SHEETS[kind].fields]).places) == fields
    assert match_columns(kind, fields).places == {name: place for place, name in enumerate(fields)}


@pytest.mark.parametrize(
    ("kind", "headers", "fields"),
    [
        ("departments", "Afdeling|Hoofd|Onderdeel van|Klantcontact", "department head parent customer_facing"),
        ("departments", "Abteilung|Leitung|Übergeordnete Abteilung|Lieferant", "department head parent external"),
        ("people", "Nom|Service|Fonction|Rattaché à", "person department role manager"),
        ("journeys", "Recorrido|Dueño|Última revisión|Satisfacción", "journey owner last_review satisfaction"),
        (
            "journey_steps",
            "Jornada|Ordem|Etapa|Departamento|Momento da verdade",
            "journey order step department moment_of_truth",
        ),
        ("collaboration", "Van|Naar|Sterkte|Soort", "from to strength kind"),
        ("processes", "Prozess|Prozesseigner|Jahresvolumen", "process accountable volume"),
        (
            "journeys",
            "Journey|End-to-end owner (department)|End-to-end owner (person)",
            "journey owner_department owner",
        ),
        ("departments", "Department ID|Department|Head(s)", "id department head"),
        ("journey_steps", "Journey|Journey ID|Department", "- journey department"),
    ],
)
def test_headers_are_understood_in_six_languages_and_with_ids(kind, headers, fields):
    places = match_columns(kind, headers.split("|")).places
    by_place = {place: name for name, place in places.items()}
    assert [by_place.get(place, "-") for place in range(len(headers.split("|")))] == fields.split()


def test_the_longest_words_of_a_sheet_name_decide():
    assert sheet_kinds("Journey steps")[0] == ("journey_steps", True)
    assert sheet_kinds("TPM RACI")[0] == ("raci", False)
    assert sheet_kinds("Goal steps") == (("journey_steps", False),)
    assert sheet_kinds("Klantreizen")[0] == ("journeys", True)
    assert sheet_kinds("Menu") == ()


def kinds(reading):
    return {sheet.sheet: sheet.kind for sheet in reading.inputs[0].sheets}


def test_title_rows_above_the_header_are_passed_over(reading):
    found = reading({"Departments": "Our departments in 2026\n\nSource: HR\nDepartment|Head\nSales|Ada"})
    assert [one.id for one in found.organisation.departments] == ["Sales"]
    assert found.organisation.departments[0].origin.row == 5


def test_a_sheet_of_any_name_is_known_by_telling_columns(reading):
    found = reading(
        {
            "Sheet1": "Journey|Journey steps|Moment of truth|Waiting time / x",
            "Tab 2": "Department name|Parent department|Headcount / Sales||3",
        }
    )
    assert kinds(found) == {"Sheet1": None, "Tab 2": "departments"}


def test_general_words_alone_tell_nothing(reading):
    found = reading({"Departments": "Department / Sales", "Lunch": "Name|Type|Owner / Soup|warm|Bo"})
    assert kinds(found)["Lunch"] is None
    assert found.inputs[0].sheets[1].skipped == {"not used": 2}


def test_a_second_sheet_that_only_looks_alike_is_left_out_with_the_reason(reading):
    found = reading(
        {
            "People": "Name|Department|Job title / Ada|Sales|Head",
            "Posts": "Name|Department|Job title|Manager / Bo|Sales|Clerk|Ada",
        }
    )
    assert kinds(found) == {"People": "people", "Posts": None}
    assert 'read from "People"' in found.inputs[0].sheets[1].note


def test_a_sheet_named_in_part_beside_the_exact_one_is_warned_of(reading):
    found = reading({"Departments": "Department|Head / Sales|", "Old departments": "Department|Head / Ops|"})
    assert [one.id for one in found.organisation.departments] == ["Sales"]
    assert [str(issue) for issue in found.issues] == [
        'Old departments: not used: Departments is read from "Departments". To read both, name both in a mapping file.'
    ]


def test_parts_of_one_list_are_joined(reading):
    found = reading({"RACI Sales": "Activity|Clerk|Head / Sell|R|A", "RACI Ops": "Activity|Clerk|Head / Ship|R|A"})
    assert kinds(found) == {"RACI Sales": "raci", "RACI Ops": "raci"}
    assert [one.id for one in found.organisation.processes] == ["Sell", "Ship"]


def test_a_known_sheet_without_its_column_says_which_header_is_misspelt(reading):
    found = reading({"People": "Person / Ada", "Journeys": "Jurney|Customer happiness / Move|5"})
    assert [str(issue) for issue in found.issues] == [
        'Journeys: not used: it is called Journeys, but has no column "Journey" or "ID". Is "Jurney" meant to be "Journey"?'
    ]


def test_a_header_that_is_there_is_not_asked_to_be_itself(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "Journey steps": "Department|Work|Remark / Sales|Ask|fine / Ops|Quote|fine",
        }
    )
    assert [one.suggestion for one in found.issues if "has no column" in one.message] == [
        "Add the column, or name yours in a mapping file."
    ]


def test_hidden_sheets_are_read_and_said_to_be_hidden(workbook):
    from openpyxl import load_workbook

    from alignment.source import read

    path = workbook({"People": "Person / Ada", "Departments": "Department / Sales"})
    book = load_workbook(path)
    book["Departments"].sheet_state = "hidden"
    book.save(path)
    found = read([path])
    assert found.organisation.department.keys() == {"Sales"}
    assert found.inputs[0].sheets[1].note == "hidden"


def test_a_sheet_that_nobody_filled_in_counts_as_absent(reading):
    found = reading({"Departments": "Department / Sales", "Goals": "Goal|Owner department"})
    assert found.organisation.sheets == {"departments"}
    assert found.inputs[0].sheets[1].note == "not filled in"


def test_merged_cells_stand_for_every_row_they_cover(workbook):
    from openpyxl import load_workbook

    from alignment.source import read

    path = workbook({"Journey steps": "Journey|Order|Step|Department / Move|1|Ask|Sales / |2|Do|Ops"})
    book = load_workbook(path)
    book["Journey steps"].merge_cells("A2:A3")
    book.save(path)
    found = read([path])
    assert [step.journey for step in found.organisation.steps] == ["Move", "Move"]
    assert not [issue for issue in found.issues if "blank" in issue.message]
