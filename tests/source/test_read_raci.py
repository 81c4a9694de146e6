"""RACI charts: lists and matrices, compound letters, other letters, section rows."""

from alignment.model.organisation import Holder


def letters(reading):
    return [(one.process, one.holder.id, "".join(one.codes)) for one in reading.organisation.assignments]


def said(reading):
    return [str(issue) for issue in reading.issues if "there is no list" not in issue.message]


MATRIX = "Activity|Clerk|Head"


def test_a_matrix_gives_one_assignment_for_each_cell_with_letters(reading):
    found = reading({"RACI": f"{MATRIX} / Sell|R|A / Ship|RC|"})
    assert letters(found) == [("Sell", "Clerk", "R"), ("Sell", "Head", "A"), ("Ship", "Clerk", "RC")]
    assert {one.holder.kind for one in found.organisation.assignments} == {"role"}
    assert found.organisation.columns["raci"] == {"process", "holder", "code"}


def test_evidence_of_a_matrix_is_the_cell_of_the_letter_and_its_headers(reading):
    one = reading({"RACI": f"Our chart|| / {MATRIX} / Sell|R|A"}).organisation.assignments[1]
    assert [(str(one.cell(name)), one.cell(name).value) for name in ("process", "holder", "code")] == [
        ("RACI!A3", "Sell"), ("RACI!C2", "Head"), ("RACI!C3", "A"),
    ]  # fmt: skip


def test_headers_that_are_departments_or_people_are_those(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "People": "ID|Person / p1|Ada",
            "RACI": "Activity|SALES|Ada|Boss / Sell|R|A|I",
        }
    )
    assert [one.holder for one in found.organisation.assignments] == [
        Holder("department", "Sales"), Holder("person", "p1"), Holder("role", "Boss"),
    ]  # fmt: skip


def test_numbers_and_phases_beside_the_activities_are_no_activities(reading):
    found = reading({"RACI": "Phase|No|Activity|Clerk|Head / Plan|1|Scope|R|A / |2|Budget|C|A / Build|3|Make|R|A"})
    assert {one.process for one in found.organisation.assignments} == {"Scope", "Budget", "Make"}


def test_two_header_rows_leave_the_roles_as_headers(reading):
    found = reading({"RACI": "|Front||Back| / Activity|Clerk|Head|Ops|IT / Sell|R|A|C|I / Ship|I|I|R|A"})
    assert letters(found)[:4] == [
        ("Sell", "Clerk", "R"),
        ("Sell", "Head", "A"),
        ("Sell", "Ops", "C"),
        ("Sell", "IT", "I"),
    ]


def test_section_rows_and_legends_are_skipped_with_the_reason(reading):
    found = reading({"RACI": f"{MATRIX} / PHASE 1 / Sell|R|A / Ship|R|A / / R = responsible"})
    assert len(found.organisation.processes) == 2
    assert found.inputs[0].sheets[0].skipped == {
        "a legend": 1,
        "no letter, read as a heading or note": 1,
    }


def test_compound_letters_count_each_and_not_applicable_counts_none(reading):
    found = reading({"RACI": f"{MATRIX} / a|A/R|N/A / b|C/I|na / c|R, C|TBD / d|R (all)|-"})
    assert letters(found) == [("a", "Clerk", "RA"), ("b", "Clerk", "CI"), ("c", "Clerk", "RC"), ("d", "Clerk", "R")]
    assert said(found) == []


def test_other_letters_are_reported_and_not_counted(reading):
    found = reading({"RACI": f"{MATRIX} / a|R|A / b|S|A / c|R/S|A"})
    assert letters(found) == [
        ("a", "Clerk", "R"),
        ("a", "Head", "A"),
        ("b", "Head", "A"),
        ("c", "Clerk", "R"),
        ("c", "Head", "A"),
    ]
    assert [line.split(",")[0] for line in said(found)] == [
        'RACI!B3: "S" is not one of R',
        'RACI!B4: "S" is not one of R',
    ]


def test_letters_without_an_activity_are_an_error(reading):
    found = reading({"RACI": f"{MATRIX} / a|R|A / |R|A"})
    assert said(found) == ["RACI!A3: letters without an activity. Name the activity, or clear the row."]


def test_a_chart_of_one_role_is_read_where_the_sheet_is_called_raci(reading):
    assert letters(reading({"TPM RACI": "Area|Step|Role / Plan|Refine|A / |Specify|A/R"})) == [
        ("Refine", "Role", "A"),
        ("Specify", "Role", "RA"),
    ]


def test_a_matrix_is_recognised_on_a_sheet_of_any_name(reading):
    found = reading({"Blad1": f"{MATRIX} / Sell|R|A / Ship|R|A"})
    assert found.inputs[0].sheets[0].kind == "raci"


def test_a_list_holds_a_letter_in_each_row(reading):
    found = reading(
        {
            "Departments": "Department / Sales / Ops",
            "Processes": "Process / Sell",
            "RACI": "Process|Who|RACI / Sell|Sales; Ops|R / sell|Boss|A / Sell|Sales|",
        }
    )
    assert letters(found) == [("Sell", "Sales", "R"), ("Sell", "Ops", "R"), ("Sell", "Boss", "A")]
    assert found.organisation.assignments[2].holder.kind == "role"
    assert found.inputs[0].sheets[2].skipped == {"no letter of R, A, C, I": 1}


def test_a_chart_of_journeys_is_about_journeys(reading):
    found = reading({"Journeys": "Journey ID|Journey / J1|Move", "RACI": "Journey ID|Person|RACI / J1|@ada|A"})
    assert [(one.subject, one.process) for one in found.organisation.assignments] == [("journey", "J1")]
    assert found.organisation.processes == ()


def test_an_unknown_person_in_a_column_of_persons_is_reported_once(reading):
    found = reading(
        {
            "People": "Person / Ada",
            "Processes": "Process / Sell / Ship",
            "RACI": "Process|Person|RACI / Sell|Adda|R / Ship|adda|R",
        }
    )
    assert {one.holder for one in found.organisation.assignments} == {
        Holder("unknown", "Adda"),
        Holder("unknown", "adda"),
    }
    assert said(found) == [
        'RACI!B2: no person or department is called "Adda" (2 rows, the last is row 3). Did you mean "Ada"?'
    ]


def test_a_process_that_only_the_chart_names_is_unlisted_and_reported(reading):
    found = reading({"Processes": "Process / Handle complaints", "RACI": f"{MATRIX} / Handle complaint|R|A"})
    assert [(one.id, one.listed) for one in found.organisation.processes] == [
        ("Handle complaints", True),
        ("Handle complaint", False),
    ]
    assert said(found) == ['RACI!A2: no process is called "Handle complaint". Did you mean "Handle complaints"?']


def test_a_letter_without_holder_is_an_error_and_the_same_letter_twice_is_one(reading):
    found = reading({"Processes": "Process / Sell", "RACI": "Process|Role|Code / Sell||R / Sell|Boss|A / Sell|Boss|A"})
    assert said(found) == ["RACI!B2: nobody holds this letter. Name a department, person or role."]
    assert found.inputs[0].sheets[1].skipped == {"nobody named": 1, "the same as a row before": 1}


def test_a_role_that_is_nearly_a_department_is_told(reading):
    found = reading(
        {"Departments": "Department / Billing", "RACI": "Activity|Biling|Head of Billing / Sell|R|A / Ship|R|A"}
    )
    assert said(found) == [
        'RACI!B1: no department, person or job title is called "Biling"; it is read as a role of its own. Did you mean "Billing"?'
    ]


def test_an_unknown_name_in_a_column_of_departments_is_an_unlisted_department(reading):
    found = reading({"Departments": "Department / Billing", "RACI": "Process|Department|Code / Sell|Biling|R"})
    assert found.organisation.assignments[0].holder == Holder("department", "Biling")
    assert not found.organisation.department["Biling"].listed
    assert said(found) == ['RACI!B2: no department is called "Biling". Did you mean "Billing"?']


def test_a_column_that_holds_none_of_our_letters_alone_loses_nothing(reading):
    found = reading({"RACI": "Activity|Exec|Staff / a|E|A / b|E/A|C"})
    held = {(one.process, one.holder.id, one.codes) for one in found.organisation.assignments}
    assert held == {("a", "Staff", ("A",)), ("b", "Exec", ("A",)), ("b", "Staff", ("C",))}
    told = [str(issue.cell) for issue in found.issues if '"E" is not one of R, A, C, I' in issue.message]
    assert told == ["RACI!B2", "RACI!B3"]


def test_a_priority_in_letters_is_nobody_and_is_said_not_to_be_used(reading):
    found = reading({"RACI": "Activity|Priority|Boss|Staff / a|H|R|A / b|M|A|R"})
    assert {one.holder.id for one in found.organisation.assignments} == {"Boss", "Staff"}
    assert found.inputs[0].sheets[0].note == "columns not used: Priority"
    assert not [issue for issue in found.issues if "is not one of" in issue.message]


def test_letters_in_a_column_without_a_header_are_nobodys_and_that_is_said_once(reading):
    found = reading({"RACI": "Activity|Boss|Staff| / a|R|A|C / b|A|R|I"})
    assert {one.holder.id for one in found.organisation.assignments} == {"Boss", "Staff"}
    told = [(str(issue.cell), issue.message) for issue in found.issues if "no name stands above" in issue.message]
    assert told == [("RACI!D2", "no name stands above this letter (2 rows, the last is row 3); it is not counted.")]
