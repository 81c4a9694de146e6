"""Departments, people, processes, journeys, goals: ids, references, what contradicts itself, several workbooks."""

from datetime import date

import pytest

from alignment.model.organisation import Holder
from alignment.source import read


def said(reading):
    return [str(issue) for issue in reading.issues]


def test_an_id_is_the_key_and_the_name_finds_it_too(reading):
    found = reading({"Departments": "ID|Department|Parent / 10|Sales| / 20|Field sales|sales / 30|Shop|10"})
    assert [(one.id, one.name, one.parent) for one in found.organisation.departments] == [
        ("10", "Sales", None), ("20", "Field sales", "10"), ("30", "Shop", "10"),
    ]  # fmt: skip
    assert said(found) == []


def test_without_ids_the_name_as_written_is_the_id(reading):
    found = reading(
        {"Departments": "Department / Customer\xa0 Care ", "People": "Person|Department / Ada|CUSTOMER CARE"}
    )
    assert found.organisation.people[0].department == "Customer Care"


def test_an_unknown_department_stays_and_is_reported_with_a_suggestion(reading):
    found = reading({"Departments": "Department / Finance", "People": "Person|Department / Ada|Finanace"})
    assert said(found) == ['People!B2: no department is called "Finanace". Did you mean "Finance"?']
    assert [(one.id, one.listed, str(one.cell("department"))) for one in found.organisation.departments] == [
        ("Finance", True, "Departments!A2"), ("Finanace", False, "People!B2"),
    ]  # fmt: skip


def test_placeholders_name_nobody_and_need_no_remark(reading):
    found = reading(
        {"Departments": "Department|Head / Sales|TBD", "Journeys": "Journey|End-to-end owner|Sponsor / Move|vacant|n/a"}
    )
    assert found.organisation.departments[0].heads == ()
    assert found.organisation.journeys[0].owners == ()
    assert said(found) == []


def test_words_of_the_settings_name_nobody_either(reading):
    found = reading({"Journeys": "Journey|Owner / Move|Mr Nobody"}, missing=("mr nobody",))
    assert found.organisation.journeys[0].owners == ()


def test_owners_are_people_departments_job_titles_or_unknown(reading):
    found = reading({
        "Departments": "Department / Sales",
        "People": "Person|Department|Role / Ada|Sales|Head of Sales",
        "Journeys": "Journey|End-to-end owner / a|Ada; ada / b|sales / c|head of sales / d|Adda / e|Ada, Sales",
    })  # fmt: skip
    assert [one.owners for one in found.organisation.journeys] == [
        (Holder("person", "Ada"),), (Holder("department", "Sales"),), (Holder("role", "Head of Sales"),), (Holder("unknown", "Adda"),),
        (Holder("person", "Ada"), Holder("department", "Sales")),
    ]  # fmt: skip
    assert said(found) == ['Journeys!B5: no person or department is called "Adda". Did you mean "Ada"?']


def test_without_an_owner_column_the_owner_department_owns(reading):
    found = reading({"Departments": "Department / Sales", "Journeys": "Journey|Owner department / Move|Sales"})
    assert found.organisation.journeys[0].owners == (Holder("department", "Sales"),)
    blank = reading(
        {"Departments": "Department / Sales", "Journeys": "Journey|Owner department|End-to-end owner / Move|Sales|"}
    )
    assert blank.organisation.journeys[0].owners == ()


def test_a_journey_knows_its_numbers_dates_and_answers(reading):
    found = reading(
        {
            "Journeys": "Journey|Mandate|Last review|Importance|Annual volume|Satisfaction / Move|ja|31-05-2026|5|12 000|7,4"
        }
    )
    one = found.organisation.journeys[0]
    assert (one.mandate, one.last_review, one.importance, one.volume, one.satisfaction) == (
        True,
        date(2026, 5, 31),
        5,
        12000,
        7.4,
    )


def test_cells_that_cannot_be_used_are_blank_and_each_is_reported(reading):
    found = reading(
        {"Journeys": "Journey|Mandate|Last review|Importance|Annual volume / Move|perhaps|05/06/2026|7|lots"}
    )
    one = found.organisation.journeys[0]
    assert (one.mandate, one.last_review, one.importance, one.volume) == (None, None, None, None)
    assert [line.split(":")[0] for line in said(found)] == ["Journeys!B2", "Journeys!C2", "Journeys!D2", "Journeys!E2"]
    assert "Importance is 7, and must be 1 to 5." in said(found)[2]


def test_one_id_for_two_names_is_an_error_at_the_second(reading):
    found = reading({"Departments": "ID|Department / 1|Sales / 1|Ops"})
    assert [one.name for one in found.organisation.departments] == ["Sales"]
    assert said(found)[0].startswith(
        'Departments!A3: the ID "1" is used twice, for "Sales" (Departments!A2) and "Ops".'
    )
    assert found.issues[0].severity == "error"


def test_a_row_without_a_name_is_an_error_and_the_rest_is_read(reading):
    found = reading({"Departments": "Department|Headcount / |4 / Sales|5"})
    assert [one.id for one in found.organisation.departments] == ["Sales"]
    assert said(found) == ["Departments!A2: the row names no department. Write its name, or clear the row."]


def test_a_name_listed_twice_is_one_and_contradictions_name_both_cells(reading):
    found = reading({"People": "Person|Department|Role / Ada|Sales| / ada|Ops|Clerk"})
    assert [(one.id, one.department, one.role) for one in found.organisation.people] == [("Ada", "Sales", "Clerk")]
    assert 'People!B3: Department of Ada is "Ops" here but "Sales" in People!B2; the first is used.' in said(found)


def test_names_that_two_ids_share_are_warned_of_and_the_first_is_used(reading):
    found = reading(
        {"Processes": "ID|Process / 1|Website / 2|Website", "Journey steps": "Journey|Step|Process / Move|Ask|website"}
    )
    assert found.organisation.steps[0].process == "1"
    lines = said(found)
    assert 'Processes!B3: the name "Website" is also that of 1 (Processes!B2). Only their IDs tell them apart.' in lines
    assert 'Journey steps!C2: "website" is the name of 2 processes; "1" is used. Write the ID to be sure.' in lines


def test_nobody_is_above_themselves(reading):
    found = reading({"Departments": "Department|Parent / A|A / B|C / C|D / D|B", "People": "Person|Manager / Ada|Ada"})
    assert found.organisation.department["A"].parent is None
    assert said(found) == [
        'Departments!B2: "A" is its own parent. The parent is not used.',
        'Departments!B3: "B" is above itself: B → C → D → B. Mend one of these rows.',
        'People!B2: "Ada" reports to themselves. The manager is not used.',
    ]


def test_several_workbooks_are_one_company(workbook):
    first = workbook(
        {"Departments": "Department|Head / Sales| / Ops|Bo", "Organisation": "Name|Acme / Snapshot date|2026-03-31"},
        "a.xlsx",
    )
    second = workbook(
        {"Departments": "ID|Department|Head / S1|sales|Ada / O1|Ops|Al", "People": "Person|Department / Ada|S1"},
        "b.xlsx",
    )
    found = read([first, second])
    org = found.organisation
    assert [(one.id, [head.id for head in one.heads]) for one in org.departments] == [
        ("Sales", ["Ada"]),
        ("Ops", ["Bo"]),
    ]
    assert org.people[0].department == "Sales"
    assert (org.name, org.snapshot_date) == ("Acme", date(2026, 3, 31))
    assert 'Departments!C3: Head of Ops is "Al" here but "Bo" in Departments!B3 of a.xlsx; the first is used.' in said(
        found
    )


def test_workbooks_of_two_companies_are_warned_of(workbook):
    first, second = (workbook({"Organisation": f"Name|{name}"}, f"{name}.xlsx") for name in ("Acme", "Other"))
    assert "name 2 organisations" in said(read([first, second]))[0]


def test_lists_that_are_missing_are_said_once_instead_of_at_every_cell(reading):
    found = reading({"Journey steps": "Journey|Order|Step|Department / Move|1|Ask|Sales / Move|2|Do|Ops"})
    assert said(found) == [
        "Journey steps: there is no list of departments: 2 departments are taken from Journey steps, as written. "
        "Add a sheet Departments to have names checked.",
        "Journey steps: there is no list of journeys: 1 journey is taken from Journey steps, as written. "
        "Add a sheet Journeys to have names checked.",
    ]


def test_goals_know_their_journey_and_what_they_work_against(reading):
    found = reading({
        "Departments": "Department / Sales", "Journeys": "Journey / Move",
        "Goals": "Goal|Owner department|Perspective|Horizon (months)|Journey|Conflicts with / Grow|Sales|Kunde|12|move|Save / Save|Sales|||",
    })  # fmt: skip
    grow = found.organisation.goals[0]
    assert (grow.perspective, grow.horizon_months, grow.journey, grow.conflicts_with) == (
        "customer",
        12,
        "Move",
        ("Save",),
    )


def test_departments_that_share_a_goal_have_a_record_each(reading):
    found = reading({
        "Departments": "Department / Sales / Care / Billing",
        "Goals": "Goal|Owner department|Target|Conflicts with / NPS|Sales; Care|30| / NPS|Billing|40| / NPS|Billing|40| / Cost|Sales||NPS",
    })  # fmt: skip
    assert [(one.id, one.owner_department, one.target, one.origin.row) for one in found.organisation.goals] == [
        ("NPS", "Sales", "30", 2),
        ("NPS", "Care", "30", 2),
        ("NPS", "Billing", "40", 3),
        ("Cost", "Sales", "", 5),
    ]
    assert found.organisation.goals[3].conflicts_with == ("NPS",)
    assert said(found) == ['Goals!A4: "NPS" is listed twice; see Goals!A3.']


def test_a_second_workbook_fills_in_what_the_first_leaves_open_of_a_goal(workbook):
    first = workbook({"Goals": "Goal|Owner department|Target / NPS|Sales| / NPS|Care|40"}, "first.xlsx")
    second = workbook({"Goals": "Goal|Owner department|Target / NPS|Sales|30 / NPS||50"}, "second.xlsx")
    found = read([first, second])
    assert [(one.owner_department, one.target) for one in found.organisation.goals] == [("Sales", "30"), ("Care", "40")]
    assert [one for one in said(found) if "Target" in one] == [
        'Goals!C3: Target of NPS is "50" here but "30" in Goals!C2; the first is used.'
    ]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Open", "open"), ("In progress", "open"), ("started", "open"), ("bezig", "open"), ("TBD", ""),
        ("Completed", "done"), ("finished", "done"), ("ready", "done"), ("gereed", "done"), ("Klaar", "done"),
        ("WAIVED", "waived"),
    ],
)  # fmt: skip
def test_the_status_of_an_action_is_understood_in_other_words(reading, written, status):
    found = reading({"Actions": f"Finding|Status|What was found / OWN01:journey:a|{written}|Nobody owns a."})
    (action,) = found.organisation.actions
    assert (action.status, action.found) == (status, "Nobody owns a.")
    # Of a waiver it is also said that it gives no reason and no day.
    assert len(said(found)) == (2 if status == "waived" else 0)


def test_a_status_of_ones_own_is_said_at_its_cell_and_kept(reading):
    found = reading({"Actions": "Finding|Status / OWN01:journey:a|Parked"})
    assert found.organisation.actions[0].status == "parked"
    assert said(found) == [
        'Actions!B2: "Parked" is no status that is known, and counts as open. Write one of: open, done, waived.'
    ]


def test_actions_come_back_with_their_dates(reading):
    found = reading(
        {"Actions": "Finding|Status|Due|Waiver until / OWN01:journey:a|Waived|1 June 2026|2027-01-01 / |open||"}
    )
    assert [(one.finding, one.status, one.due, one.waiver_until) for one in found.organisation.actions] == [
        ("OWN01:journey:a", "waived", date(2026, 6, 1), date(2027, 1, 1))
    ]
    assert said(found) == [
        "Actions!A3: the action names no finding. Copy the finding's id from the last report.",
        "Actions!B2: a finding is waived and no reason is given. Write why the company lives with it.",
    ]
