"""A reading to hand on: people under pseudonyms in records, ids, texts and cells, and of other texts only what is known."""

import random
from dataclasses import replace

import pytest

from alignment.language import marking, say, speaking
from alignment.model.organisation import Action, Cell, Goal, Holder, Origin, Table
from alignment.model.result import InputFile, Issue, SheetReading
from alignment.source import unnamed
from alignment.source.pseudonyms import Key
from alignment.source.reading import Reading
from build import organisation

KEY = Key(bytes(range(32)))
PEOPLE = {"Ann Smith": "Sales: Clerk", "Ann": "Care: Planner", "Bo Li": "Sales: Clerk", "Cem Ada": "Care", "Dee": ""}
CODE = KEY.codes([*PEOPLE, "fay", "annsmith", "P1", "A", "1047", "Eve Else", "J. Doe"])
WITHHELD = "(text withheld)"


def called(name):
    return f"Person {CODE[name]}"


def safe(org, *issues, known=lambda _: False, inputs=(), key=KEY):
    return unnamed(Reading(org, issues, inputs), key, known)


def at(text, name="owner"):
    """Return a cell with a text as it is told, in a column of owners or another."""
    org = organisation(
        ["Sales", "Care", "Research, Tests"],
        PEOPLE,
        journeys={"Buy": "Sales"},
        owners={"Buy": ""},
        processes={"Bill": "Sales"},
    )
    table = Table("a.xlsx", "Journeys", {name: 2}, text=lambda row, name: text)
    org = replace(org, journeys=(replace(org.journeys[0], origin=Origin(table, 2)),))
    return safe(org).organisation.journeys[0].cell(name).value


def issue_of(template, **values):
    with marking():
        said = Issue("warning", Cell("a.xlsx", "People", 2, 1), say(template, **values))
    return safe(organisation(departments="Sales Care", people=PEOPLE), said).issues[0].message


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Ann Smith", "{Ann Smith}"),
        ("ANN SMITH, Bo Li", "{Ann Smith}, {Bo Li}"),
        ("Smith, Ann", "{Ann Smith}"),
        ("ann.smith@acme.com", "{Ann Smith}"),
        ("Ann and Ann Smith", "{Ann} and {Ann Smith}"),
        ("Ann asks Ann Smith", WITHHELD),
        ("Sales", "Sales"),
        ("Sales; Bo Li", "Sales; {Bo Li}"),
        ("Research, Tests", "Research, Tests"),
        ("Eve / Sales", WITHHELD),
        ("Annual figures of Anna", WITHHELD),
        ("Buy", "Buy"),
        ("TBD", "TBD"),
        ("?", "?"),
        ("2026-05-12", WITHHELD),
        ("95%", "95%"),
        ("0612345678", WITHHELD),
        ("Clerk", WITHHELD),
    ],
)
def test_of_a_cell_only_what_is_known_is_told(text, becomes):
    assert at(text) == becomes.replace("{", "Person {").format(**CODE)


@pytest.mark.parametrize(
    ("name", "text", "becomes"),
    [
        ("last_review", "2026-05-12", "2026-05-12"),
        ("last_review", "ask Bo", WITHHELD),
        ("volume", "1200000", "1200000"),
        ("importance", "high", WITHHELD),
        ("mandate", "yes", "yes"),
        ("kpi", "Care", "Care"),
        ("kpi", "Calls that Bo takes", WITHHELD),
        ("a column of tomorrow", "whatever", WITHHELD),
        ("role", "Sales", WITHHELD),
        ("headcount", "3", WITHHELD),
        ("waiver_reason", "95%", WITHHELD),
    ],
)
def test_what_a_field_holds_is_told_where_it_is_a_figure_or_known(name, text, becomes):
    assert at(text, name) == becomes


@pytest.mark.parametrize(
    ("values", "becomes"),
    [
        ({"name": "Cem Ada"}, 'no person is called "{Cem Ada}".'),
        ({"name": "Sales"}, 'no person is called "Sales".'),
        ({"name": 'Bo" is "late'}, f'no person is called "{WITHHELD}".'),
        ({"name": "12"}, 'no person is called "12".'),
        ({"name": "Care, Bo Li"}, 'no person is called "Care, {Bo Li}".'),
    ],
)
def test_a_sentence_of_the_program_stays_and_what_it_quotes_is_told_if_it_is_known(values, becomes):
    assert issue_of('no person is called "{name}".', **values) == becomes.replace("{", "Person {").format(**CODE)


def test_a_sentence_within_a_sentence_is_the_program_s_own_and_what_it_quotes_is_not():
    with marking():
        inner = say('"{name}" names nobody', name="my uncle")
        text = f"{say('{text}; see {where}.', text=inner, where=say('the list'))} {say('Mend it.')}"
    found = safe(organisation(people=PEOPLE), Issue("warning", Cell("a.xlsx", "People", 2, 1), text))
    assert found.issues[0].message == f'"{WITHHELD}" names nobody; see the list. Mend it.'


def test_marks_that_somebody_writes_into_a_cell_open_nothing():
    assert issue_of('"{name}" is no name.', name="\ue011my uncle\ue010") == f'"{WITHHELD}" is no name.'


def test_records_still_find_each_other():
    org = safe(
        organisation(
            departments="Sales Care", people=PEOPLE, ties="Ann-Dee", journeys={"Buy": "Sales"}, owners={"Buy": "Ann"},
            details={"Sales": {"heads": "Dee"}, "Ann": {"manager": "Dee"}},
        )
    ).organisation  # fmt: skip
    assert [one.id for one in org.people] == [CODE[one] for one in PEOPLE]
    assert [one.name for one in org.people] == [called(one) for one in PEOPLE]
    assert (org.ties[0].source, org.ties[0].target, org.person[CODE["Ann"]].manager) == (
        CODE["Ann"],
        CODE["Dee"],
        CODE["Dee"],
    )
    assert org.journeys[0].owners == (Holder("person", CODE["Ann"]),)
    assert org.department["Sales"].heads == (Holder("person", CODE["Dee"]),)
    assert {one.role for one in org.people} == {""}
    assert org.position(CODE["Ann"]) == f"{called('Ann')} (Care)"


def test_everybody_keeps_the_pseudonym_whoever_joins_or_leaves_and_in_whatever_order():
    def codes(names, key=KEY):
        found = safe(
            organisation(departments="Sales Care", people={one: PEOPLE.get(one, "Care") for one in names}), key=key
        )
        return dict(zip(names, (one.id for one in found.organisation.people), strict=True))

    first = codes(list(PEOPLE))
    shuffled = random.Random(7).sample([*PEOPLE, "Fay New", "Gus New"], k=7)
    assert {one: code for one, code in codes(shuffled).items() if one in first} == first
    assert codes(["Dee"]) == {"Dee": first["Dee"]}
    assert set(codes(list(PEOPLE), Key(bytes(32))).values()).isdisjoint(first.values())


@pytest.mark.parametrize("code", ["P1", "1047", "annsmith"])
def test_the_id_of_a_person_gives_way_as_the_name_does(code):
    org = organisation(
        people={code: "Sales: Clerk", "Bo": ""}, details={code: {"name": "Ann Smith"}}, ties=f"{code}-Bo"
    )
    found = safe(org).organisation
    assert (found.people[0].id, found.people[0].name) == (CODE[code], called(code))
    assert found.ties[0].source == CODE[code]


def test_a_short_code_is_a_person_only_where_it_is_pointed_at():
    org = organisation(
        departments=["A team", "@A team"], people={"A": "Sales: Clerk"}, details={"A": {"name": "Ann Smith"}}
    )
    assert [one.name for one in safe(org).organisation.departments[:2]] == ["A team", f"{called('A')} team"]


def test_a_name_within_the_name_of_something_gives_way_however_it_is_written():
    names = ["Office of Ann Smith", "smith, ann (interim)", "Ask ann.smith first", "Annual report", "Smithers"]
    org = organisation(people={"Ann Smith": "Sales"}, processes=dict.fromkeys(names, ""))
    ann = called("Ann Smith")
    assert [one.name for one in safe(org).organisation.processes] == [
        f"Office of {ann}", f"{ann} (interim)", f"Ask {ann} first", "Annual report", "Smithers",
    ]  # fmt: skip


def test_a_person_who_is_named_where_a_department_should_be_gives_way_there_too():
    org = organisation(departments="Sales", people=PEOPLE, journeys={"Buy": ["Ann Smith"]})
    found = safe(replace(org, sheets=org.sheets | {"departments"})).organisation
    assert found.steps[0].departments == (called("Ann Smith"),)
    assert found.people[0].name == called("Ann Smith")


def test_a_name_that_no_register_knows_has_the_pseudonym_of_the_name():
    org = safe(organisation(people=PEOPLE, journeys={"Buy": "Sales"}, owners={"Buy": "J. Doe"})).organisation
    code = Key.code(KEY, "j doe")
    assert org.journeys[0].owners == (Holder("unknown", code),)
    assert (org.journeys[0].cell("owner").value, org.label("unknown", code)) == (f"Person {code}", f"Person {code}")


def test_of_the_holders_in_a_chart_offices_keep_their_names_and_others_do_not():
    chart = {"Bill": {"Head of Billing": "A", "Clerk": "R", "Jo Doe": "C", "JD": "I", "Sales": "I"}}
    org = safe(organisation(departments="Sales", people=PEOPLE, raci=chart)).organisation
    told = [org.label(one.holder.kind, one.holder.id) for one in org.assignments]
    assert told[:2] + told[4:] == ["Head of Billing", "Clerk", "Sales"]
    assert all(one.startswith("Person ") for one in told[2:4])
    # The title still leads to who holds it, and is told of nobody.
    assert org.people[0].role == "Clerk"
    assert org.people[0].post == ""


@pytest.mark.parametrize(
    ("finding", "becomes"),
    [
        ("OWN06:person:bo-li", "OWN06:person:{Bo Li}"),
        ("OWN03:person:eve-else", "OWN03:person:{Eve Else}"),
        ("OWN06:person:{Bo Li}", "OWN06:person:{Bo Li}"),
        ("OWN01:journey:buy", "OWN01:journey:buy"),
        ("OWN01:journey:buy~2", "OWN01:journey:buy~2"),
        ("SIL02:organisation", "SIL02:organisation"),
        ("COO01:pair:care+sales", "COO01:pair:care+sales"),
    ],
)
def test_the_id_of_a_finding_that_comes_back_holds_pseudonyms(finding, becomes):
    small = {name: code.casefold() for name, code in CODE.items()}
    (found,) = agreed(finding.format(**small)).actions
    assert found.finding == becomes.format(**small)


@pytest.mark.parametrize(
    ("step", "becomes"),
    [
        ("connect:Care+Sales:Ann+Bo Li", "connect:Care+Sales:{Ann}+{Bo Li}"),
        ("connect:Care+Sales:Ann+Eve Else", "connect:Care+Sales:{Ann}+{Eve Else}"),
        ("name_owner:Buy:person Bo Li", "name_owner:Buy:person {Bo Li}"),
        ("name_owner:Buy:department Care", "name_owner:Buy:department Care"),
        ("move_step:Buy:2+3 to Care", "move_step:Buy:2+3 to Care"),
    ],
)
def test_the_id_of_a_step_that_comes_back_holds_pseudonyms(step, becomes):
    (found,) = agreed(step).actions
    assert found.finding == becomes.format(**CODE)


@pytest.mark.parametrize(
    "text", ["ask Eve Else", "OWN01:journey:ask-eve-else", "name_owner:Buy:department Eve Else's own"]
)
def test_whatever_else_stands_for_the_id_of_a_finding_is_not_told(text):
    (found,) = agreed(text).actions
    assert "eve" not in found.finding.casefold()


def agreed(finding, **more):
    taken = Action(Origin(Table("a.xlsx", "Actions", {}), 2), finding, **more)
    org = organisation(departments="Sales Care", people=PEOPLE, journeys={"Buy": "Sales"}, actions=(taken,))
    return safe(replace(org, notes="Written by Eve.")).organisation


def test_who_took_on_an_action_is_told_by_pseudonym_and_what_was_written_is_not():
    found = agreed(
        "OWN01:journey:Buy", action="Ask Bo Li", owner="Eve Else & Dee", status="I forgot", waiver_reason="Bo is ill", found="RACI01: of Bo"
    )  # fmt: skip
    (action,) = found.actions
    assert (action.owner, action.action, found.notes) == (f"{called('Eve Else')}, {called('Dee')}", "", "")
    assert (action.status, action.waiver_reason, action.found) == ("open", WITHHELD, "RACI01:")


def test_texts_in_somebody_s_own_words_go_and_the_titles_of_goals_stay():
    org = organisation(
        people=PEOPLE, ties=[("Ann", "Dee", 3)], journeys={"Buy": "Sales", "Leave": "Sales"},
        details={"Buy": {"kpi": "Sold", "target": "95%", "segment": "Rich aunts"}, "Leave": {"kpi": "Tears of Bo", "target": "few"}},
    )  # fmt: skip
    goal = Goal(org.journeys[0].origin, "Sold", "Sold", "Sales", "as we like it", target="a lot", actual="12")
    org = safe(replace(org, goals=(goal,), ties=(replace(org.ties[0], kind="gossip", reported_by="Eve"),))).organisation
    first, second = org.journeys
    assert (first.kpi, first.target, first.segment) == ("Sold", "95%", "")
    assert (second.kpi, second.target) == ("KPI of Leave (text withheld)", "")
    assert (org.goals[0].name, org.goals[0].perspective, org.goals[0].target, org.goals[0].actual) == (
        "Sold",
        "",
        "",
        "12",
    )
    assert (org.ties[0].kind.casefold() == "gossip", org.ties[0].reported_by) == (False, "")


def test_of_what_was_read_the_counts_and_the_program_s_words_are_told():
    with marking():
        note = say("columns not used: {columns}", columns="Salary, What I think")
        why = say("no {noun} named", noun=say("person"))
    sheet = SheetReading("Ann Smith", "people", 5, 4, {why: 1}, note)
    (file,) = safe(organisation(people=PEOPLE), inputs=(InputFile("a.xlsx", "00", (sheet,)),)).inputs
    assert file.sheets == (
        SheetReading(called("Ann Smith"), "people", 5, 4, {"no person named": 1}, f"columns not used: {WITHHELD}"),
    )


@pytest.mark.usefixtures("loud")
def test_in_every_language_ids_are_the_same_and_the_word_for_a_person_is_its_own():
    people = organisation(departments="Sales Care", people=PEOPLE, journeys={"Buy": "Sales"}, owners={"Buy": "J. Doe"})
    with speaking("nl"):
        found = safe(people).organisation
        assert found.label("unknown", found.journeys[0].owners[0].id).startswith("PERSON ")
    english = safe(people).organisation
    assert [one.id for one in found.people] == [one.id for one in english.people]
    assert found.people[0].name == f"PERSON {CODE['Ann Smith']}"
