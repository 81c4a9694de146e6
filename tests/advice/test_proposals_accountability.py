"""Who is proposed to answer for a process, and who stays accountable of several."""

import pytest

from alignment.advice.proposals.accountability import name_accountable, resolve_double_accountable
from alignment.analysis.base import Context
from alignment.analysis.processes import process_accounts
from alignment.model.organisation import Holder, Organisation
from alignment.settings import Settings
from build import organisation

PEOPLE = {"sal": "Sales", "sam": "Sales", "bil": "Billing", "ben": "Billing: Printer", "bob": "Billing"}
LED = {"Sales": {"heads": "sal"}, "Billing": {"heads": "bil"}}


def context(company: Organisation) -> Context:
    return Context(company, Settings())


def company(raci=None, accountable=None, details=None, **more) -> Organisation:
    """Sales and Billing with their heads; with `accountable`, the list of processes has that column."""
    column = {name: {"accountable": holder} for name, holder in (accountable or {}).items()}
    return organisation(
        departments="Sales Billing",
        people=PEOPLE,
        processes={"Bill": "Billing", "Print": "Billing", "Sell": "Sales"},
        raci=raci,
        details=LED | column | (details or {}),
        **more,
    )


def letters(company: Organisation) -> dict[str, str]:
    return {one.holder.id: "".join(one.codes) for one in company.chart_rows["process"].get("Bill", ())}


def named(company: Organisation) -> dict[str, str]:
    """Who is proposed for Bill, with the words after the colon."""
    found = (one for one in name_accountable(context(company)) if one.subject.id == "Bill")
    return {one.variant.split()[1]: one.words.split(": ")[-1] for one in found}


def test_who_alone_does_it_who_leads_the_owner_and_who_answers_most_there_are_proposed():
    raci = {"Bill": {"ben": "R"}, "Print": {"bob": "A"}, "Sell": {"sal": "A"}}
    assert named(company(raci)) == {
        "ben": "ben does it.",
        "bil": "bil heads the department that owns it.",
        "bob": "bob answers for 1 other process of Billing.",
    }


def test_of_a_department_that_does_it_the_head_is_proposed():
    assert named(company({"Bill": {"Sales": "R"}, "Print": {"bob": "A"}}))["sal"] == (
        "sal heads the department that does it."
    )


@pytest.mark.parametrize("heads", ["", "sal, sam"])
def test_of_several_heads_who_answers_for_least_is_proposed_and_a_department_only_where_others_are(heads):
    raci = {"Bill": {"Sales": "R"}, "Sell": {"sal": "A"}}
    details = {"Sales": {"heads": heads}}
    assert ("sam" in named(company(raci, details=details))) is bool(heads)
    assert "Sales" not in named(company(raci, details=details))
    by_departments = {"Bill": {"Sales": "R"}, "Print": {"Billing": "A"}}
    assert ("Sales" in named(company(by_departments, details=details))) is not bool(heads)


def test_a_name_goes_into_the_accountable_column_where_there_is_one_else_into_the_chart():
    raci = {"Bill": {"ben": "R", "sal": "C"}}
    before = company(raci, accountable={"Print": "bob"})
    move = next(one for one in name_accountable(context(before)) if one.variant == "person ben")
    assert (str(move.edits[0].cell), move.edits[0].text) == ("Processes!C2", "ben")
    assert move.apply(before).process["Bill"].accountable == (Holder("person", "ben"),)

    before = company(raci)
    move = next(one for one in name_accountable(context(before)) if one.variant == "person ben")
    assert [(str(one.cell), one.text) for one in move.edits] == [("RACI!C2", "R/A")]
    assert letters(move.apply(before)) == {"ben": "RA", "sal": "C"}


def test_every_proposal_leaves_one_who_answers():
    before = company({"Bill": {"ben": "R", "sal": "R"}, "Sell": {"sam": "R"}})
    moves = list(name_accountable(context(before)))
    assert {one.subject.id for one in moves} == {"Bill", "Sell"}
    for move in moves:
        accounts = {one.process.id: one.accountables for one in process_accounts(move.apply(before))}
        assert accounts[move.subject.id] == 1


def test_a_title_that_nobody_in_the_register_has_is_not_written_into_the_column():
    raci = {"Bill": {"Print shop": "R"}}
    assert "Print" in named(company(raci, details={"Billing": {}}))
    assert "Print" not in named(company(raci, accountable={"Print": "bob"}))
    # One that stands in the register is found there again.
    assert "Printer" in named(company({"Bill": {"Printer": "R"}}, accountable={"Print": "bob"}))


def test_the_load_of_whoever_is_proposed_counts_against():
    busy = {f"P{at}": "Sales" for at in range(8)}
    before = organisation(
        departments="Sales",
        people=PEOPLE,
        processes={"Bill": "Sales", **busy},
        raci={"Bill": {"sam": "R"}, **{name: {"sal": "A"} for name in busy}},
        details=LED,
    )
    efforts = {one.variant: (one.effort, one.against) for one in name_accountable(context(before))}
    assert efforts["person sam"] == (1, ())
    assert efforts["person sal"] == (2, ("sal already answers for 8 processes",))


def resolved(company: Organisation) -> tuple[str, dict[str, str]]:
    (move,) = resolve_double_accountable(context(company))
    after = move.apply(company)
    assert all(one.accountables == 1 for one in process_accounts(after) if one.process.id == "Bill")
    assert move.edits
    return move.variant.split()[1], letters(after)


@pytest.mark.parametrize(
    ("row", "stays", "after"),
    [
        ({"sal": "A", "bil": "A", "ben": "R"}, "bil", {"sal": "C", "bil": "A", "ben": "R"}),  # owns it
        ({"bob": "A", "ben": "RA"}, "ben", {"bob": "C", "ben": "RA"}),  # does it
        ({"bob": "A", "bil": "A"}, "bil", {"bob": "R", "bil": "A"}),  # leads; nobody else does it
        ({"bob": "RA", "bil": "RA"}, "bil", {"bob": "R", "bil": "RA"}),  # keeps the letter it has
    ],
)
def test_one_stays_accountable_and_the_others_keep_a_part(row, stays, after):
    assert resolved(company({"Bill": row})) == (stays, after)


def test_whom_both_lists_name_stays():
    raci = {"Bill": {"bil": "A", "bob": "A", "ben": "R"}}
    assert resolved(company(raci, accountable={"Bill": "bob"})) == ("bob", {"bil": "C", "bob": "A", "ben": "R"})


def test_several_names_in_the_column_become_one():
    before = company(accountable={"Bill": "sal, bob"})
    (move,) = resolve_double_accountable(context(before))
    assert [(str(one.cell), one.text) for one in move.edits] == [("Processes!C2", "bob")]
    assert move.apply(before).process["Bill"].accountable == (Holder("person", "bob"),)
    assert move.words == (
        "Leave bob (Billing) as the only one accountable for “Bill”: bob stands in the department that owns it."
    )
    assert move.against == ("sal gives up a say",)


def test_whom_no_list_knows_does_not_stay():
    before = company(accountable={"Bill": "gone, sal"})
    assert next(resolve_double_accountable(context(before))).variant == "person sal"
