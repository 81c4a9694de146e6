"""Nobody is named: people stand under their positions in records, in texts and in cells."""

from dataclasses import replace

import pytest

from alignment.language import say, speaking
from alignment.model.organisation import Action, Cell, Holder, Origin, Table
from alignment.model.result import Issue
from alignment.source import unnamed
from alignment.source.reading import Reading
from build import organisation

PEOPLE = {"Ann Smith": "Sales: Clerk", "Ann": "Care: Planner", "Bo Li": "Sales: Clerk", "Cem Ada": "Care", "Dee": ""}


def safe(org, *issues):
    return unnamed(Reading(org, issues, ()))


def told(text):
    """What becomes of the text of an issue."""
    return safe(organisation(people=PEOPLE), Issue("warning", Cell("a.xlsx", "People", 2, 1), text)).issues[0].message


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Ann Smith", "Clerk 1 (Sales)"),
        ("ANN SMITH, Bo Li", "Clerk 1 (Sales), Clerk 2 (Sales)"),
        ("Ann asks Ann Smith", "Planner (Care) asks Clerk 1 (Sales)"),
        ("Annual figures of Anna", "Annual figures of Anna"),
        ('no person is called "Cem Ada".', 'no person is called "a position in Care".'),
        ("Dee leaves", "a position leaves"),
        ("Fußnote: Ann", "fussnote: Planner (Care)"),
    ],
)
def test_a_name_gives_way_to_the_position_wherever_it_stands_as_a_whole(text, becomes):
    assert told(text) == becomes


def test_records_still_find_each_other():
    org = safe(
        organisation(
            departments="Sales Care",
            people=PEOPLE,
            ties="Ann-Dee",
            journeys={"Buy": "Sales"},
            owners={"Buy": "Ann"},
            details={"Sales": {"heads": "Dee"}},
        )
    ).organisation
    assert [one.id for one in org.people] == [
        "Clerk 1 (Sales)", "Planner (Care)", "Clerk 2 (Sales)", "a position in Care", "a position",
    ]  # fmt: skip
    assert (org.ties[0].source, org.ties[0].target) == ("Planner (Care)", "a position")
    assert org.journeys[0].owners == (Holder("person", "Planner (Care)"),)
    assert org.department["Sales"].heads == (Holder("person", "a position"),)


@pytest.mark.parametrize("code", ["P1", "1047", "annsmith"])
def test_the_id_of_a_person_gives_way_as_the_name_does(code):
    org = organisation(
        people={code: "Sales: Clerk", "Bo": ""}, details={code: {"name": "Ann Smith"}}, ties=f"{code}-Bo"
    )
    found = safe(org).organisation
    assert (found.people[0].id, found.people[0].name) == ("Clerk (Sales)", "Clerk (Sales)")
    assert (found.ties[0].source, found.ties[0].target) == ("Clerk (Sales)", "a position")


def test_a_handle_gives_way_with_its_sign_alone_and_among_several():
    org = organisation(people={"annsmith": "Sales: Clerk"}, details={"annsmith": {"name": "Ann Smith"}})
    org = replace(organisation(journeys={"Buy": "Sales"}), people=org.people, departments=org.departments)
    table = Table("a.xlsx", "Journeys", {"owner": 2}, text=lambda row, name: "@annsmith; somebody; AnnSmith")
    reading = safe(
        replace(org, journeys=(replace(org.journeys[0], origin=Origin(table, 2)),)),
        Issue("warning", Cell("a.xlsx", "Journeys", 2, 2, "@annsmith"), '"@annsmith" is read as one name.'),
    )
    assert reading.organisation.journeys[0].cell("owner").value == "Clerk (Sales); a name; Clerk (Sales)"
    assert (reading.issues[0].cell.value, reading.issues[0].message) == (
        "Clerk (Sales)",
        '"Clerk (Sales)" is read as one name.',
    )


def test_a_short_code_is_a_person_only_where_it_is_pointed_at():
    people = organisation(people={"A": "Sales: Clerk"}, details={"A": {"name": "Ann Smith"}})
    told = [
        safe(people, Issue("warning", Cell("a.xlsx", "RACI", 2, 1, "A"), text)).issues[0]
        for text in ("A letter is missing.", '"A" is used.', "Ask @A.")
    ]
    assert [one.message for one in told] == [
        "A letter is missing.",
        '"Clerk (Sales)" is used.',
        "Ask Clerk (Sales).",
    ]
    assert told[0].cell.value == "A"


def test_what_was_agreed_names_the_position_once():
    here = Origin(Table("a.xlsx", "Actions", {}), 2)
    taken = Action(
        here, "OWN06:person:bo-li", "Let Bo Li (Clerk, Sales) and Ann Smith (Clerk) meet, not Cem Ada (Care)."
    )
    (found,) = safe(organisation(departments="Sales Care", people=PEOPLE, actions=(taken,))).organisation.actions
    assert found.finding == "OWN06:person:clerk-2-(sales)"
    assert found.action == "Let Clerk 2 (Sales) and Clerk 1 (Sales) meet, not a position in Care."


@pytest.mark.parametrize(
    ("finding", "action", "becomes", "words"),
    [
        ("OWN06:person:bo-li", "Bo Li (Clerk, Shop) stops", "OWN06:person:clerk-2-(sales)", "Clerk 2 (Sales) stops"),
        ("OWN03:person:joe-doe", "Find Joe Doe", "OWN03:person:a-name", "Find a name"),
        (
            "OWN06:person:clerk-2-(sales)",
            "Clerk 2 (Sales) stops",
            "OWN06:person:clerk-2-(sales)",
            "Clerk 2 (Sales) stops",
        ),
        (
            "connect:A+B:Clerk 2 (Sales)+Ann",
            "Let both meet",
            "connect:A+B:Clerk 2 (Sales)+Planner (Care)",
            "Let both meet",
        ),
        ("SIL01:department:gone", "Talk", "SIL01:department:gone", "Talk"),
        ("connect:Care+Sales:Ann+Bo Li", "Ann", "connect:Care+Sales:Planner (Care)+Clerk 2 (Sales)", "Planner (Care)"),
        ("connect:Care+Sales:Ann+Joe", "Let Ann and Joe meet", "connect:Care+Sales:Planner (Care)+a name", ""),
        ("name_owner:Buy:person Joe", "Make Joe the owner", "name_owner:Buy:person a name", ""),
        ("name_owner:Buy:department Gone", "Let Gone own it", "name_owner:Buy:department Gone", "Let Gone own it"),
        ("move_step:Buy:2+3 to Care", "Let Care do it", "move_step:Buy:2+3 to Care", "Let Care do it"),
    ],
)
def test_an_action_of_the_last_report_names_nobody_who_left_either(finding, action, becomes, words):
    taken = Action(Origin(Table("a.xlsx", "Actions", {}), 2), finding, action, found=action)
    (found,) = safe(organisation(departments="Sales Care", people=PEOPLE, actions=(taken,))).organisation.actions
    assert (found.finding, found.action) == (becomes, words)


def test_a_name_that_no_register_knows_goes_too():
    org = safe(organisation(people=PEOPLE, journeys={"Buy": "Sales"}, owners={"Buy": "J. Doe"})).organisation
    assert org.journeys[0].owners == (Holder("unknown", "unknown name 1"),)
    assert org.journeys[0].cell("owner").value == "unknown name 1"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Smith, A.", "a name, a name"),
        ("Ann Smith / somebody new", "Clerk 1 (Sales) / a name"),
        ("Sales", "Sales"),
        ("Research, Tests", "Research, Tests"),
        ("Eve / Sales", "a name / Sales"),
        ("Fay", "Chemist (Research, Tests)"),
        ("Clerk", "Clerk"),
        ("?", "?"),
    ],
)
def test_of_a_cell_for_people_only_what_is_known_as_something_else_is_shown(cell, shown):
    people = PEOPLE | {"Fay": "Research, Tests: Chemist"}
    org = organisation(["Sales", "Care", "Research, Tests"], people, journeys={"Buy": "Sales"}, owners={"Buy": ""})
    table = Table("a.xlsx", "Journeys", {"owner": 2, "kpi": 3}, text=lambda row, name: cell)
    journey = replace(org.journeys[0], origin=Origin(table, 2))
    found = safe(replace(org, journeys=(journey,))).organisation.journeys[0]
    assert found.cell("owner").value == shown


def test_who_took_on_an_action_is_not_named_either():
    taken = Action(Origin(Table("a.xlsx", "Actions", {}), 2), "OWN01:journey:Buy", "Ask Bo Li", owner="Eve Else, Dee")
    found = safe(organisation(people=PEOPLE, actions=(taken,), notes="Written by Eve.")).organisation
    assert (found.actions[0].action, found.actions[0].owner, found.notes) == (
        "Ask Clerk 2 (Sales)",
        "a name, a position",
        "",
    )


@pytest.mark.usefixtures("loud")
def test_in_every_language_a_position_stands_for_the_name_and_ids_stay_the_same():
    people = organisation(departments="Sales Care", people=PEOPLE, journeys={"Buy": "Sales"}, owners={"Buy": "J. Doe"})
    agreed = Action(Origin(Table("a.xlsx", "Actions", {}), 2), "OWN06:person:a-position-in-care", "Relieve Cem Ada")
    cell = Cell("a.xlsx", "People", 2, 1)
    with speaking("nl"):
        issue = Issue("warning", cell, say('"{name}" reports to themselves.', name="Cem Ada"))
        found = safe(replace(people, actions=(agreed,)), issue)
    english = safe(people).organisation
    assert [one.id for one in found.organisation.people] == [one.id for one in english.people]
    assert [one.name for one in found.organisation.people][-2:] == ["A POSITION IN Care", "A POSITION"]
    assert found.issues[0].message == '"A POSITION IN Care" REPORTS TO THEMSELVES.'
    assert found.organisation.journeys[0].owners == (Holder("unknown", "UNKNOWN NAME 1"),)
    (action,) = found.organisation.actions
    assert (action.finding, action.action) == ("OWN06:person:a-position-in-care", "Relieve A POSITION IN Care")
