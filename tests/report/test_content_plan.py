"""What the plan's pages say: what is gained, when, how to go about it, what is left open, and what became of the last."""

from dataclasses import replace
from datetime import date

import pytest

from alignment.advice.library import library
from alignment.model.organisation import Action, Organisation, Origin, Table
from alignment.model.result import Advice, Finding, HealthCheck, Scope, Score, Step
from alignment.report import content
from alignment.report.document import (
    Block,
    Bullets,
    Callout,
    Definitions,
    Document,
    Figure,
    Paragraph,
    Section,
    Subheading,
)
from alignment.report.document import Table as Listing
from alignment.settings import Settings
from build import organisation

HERE = Origin(Table("audit.xlsx", "Actions", {}), 2)


def step(rank: int, gain: float, effort: int = 1, **more: object) -> Step:
    """A step of which the gains before it were all alike."""
    values: dict[str, object] = {
        "move": f"connect:Sales+Care:{rank}", "kind": "connect", "subject": Scope("pair", ("Care", "Sales")),
        "words": f"Let A. Smith and B. Jones meet on step {rank}. No contact is recorded.", "against": (),
        "asks": ("Care", "Sales"), "effort": effort, "gain": gain, "cumulative": gain * rank, "wave": "now",
        "quick_win": False, "closes": (), "opens": (), "edits": (), "practice": "connect-groups",
    }  # fmt: skip
    return Step(rank, **(values | more))  # type: ignore[arg-type]


def advice(*steps: Step, codes: tuple[str, ...] = ()) -> Advice:
    answers = {code: tuple(one.id for one in library().answering(code)) for code in codes}
    return Advice(steps, 9, 50.0, 50.0 + sum(one.gain for one in steps), library().practices, answers, 3.2)


def finding(code: str, ident: str, **more: object) -> Finding:
    values = {"severity": "medium", "message": f"{ident} is wrong.", "recommendation": "Mend it", "evidence": ()}
    scope = Scope("department", ident)
    return Finding(f"{code}:department:{ident}", code, scope=scope, **(values | more))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def company() -> Organisation:
    return organisation(departments="Sales Care Billing", ties="Sales-Billing", name="Tiny Company")


def made(company: Organisation, plan: Advice, *found: Finding, **more: object) -> Document:
    check = HealthCheck(
        "Tiny Company", date(2026, 6, 30), (), Score(50.0, None, None, 1, "amber"), (), (), found, (), plan
    )
    return content.document(replace(check, **more), company, Settings(permutations=100, score_draws=20))


def pages(document: Document, anchor: str = "plan") -> Section:
    return next(one for one in document.sections if one.anchor == anchor)


def listing(section: Section, anchor: str) -> Listing:
    return next(one for one in section.blocks if isinstance(one, Listing) and one.anchor == anchor)


def blocks(section: Section, kind: type[Block]) -> list[Block]:
    return [one for one in section.blocks if isinstance(one, kind)]


def column(table: Listing, name: str) -> list[object]:
    place = [one.name for one in table.columns].index(name)
    return [row[place] for row in table.rows]


def test_the_lead_says_what_the_plan_takes_and_gains(company):
    lead = pages(made(company, advice(step(1, 2.0), step(2, 2.0, 2)))).blocks[0]
    assert isinstance(lead, Paragraph)
    assert lead.text.startswith(
        "2 steps of effort 3 in all would take the score from 50 to 54. Each was chosen from 9 "
    )


def test_the_diminishing_return_is_named_in_words(company):
    steps = [replace(step(rank, gain), cumulative=total) for rank, gain, total in ((1, 4, 4), (2, 2, 6), (3, 0.5, 6.5))]
    curve = blocks(pages(made(company, advice(*steps))), Figure)[-1]
    assert curve.caption == (
        "What the plan adds, step by step. Half of the gain comes with the first step, for effort 1 of 3. "
        "After step 2 each adds less than a quarter of what the best one adds for its effort."
    )


def test_each_wave_is_a_table_with_owner_and_date_to_fill_in(company):
    plan = pages(made(company, advice(step(1, 2.0, quick_win=True), step(2, 1.0, wave="later"))))
    now, later = listing(plan, "plan-now"), listing(plan, "plan-later")
    assert (now.caption, later.caption) == ("Now: within 30 days", "Later: after that")
    assert [column(now, name) for name in ("Step", "Quick win", "Owner", "Date")] == [[1], ["yes"], [""], [""]]
    assert column(later, "Quick win") == [""]


def test_each_step_says_which_road_and_which_stage_it_serves(company):
    steps = step(1, 2.0), step(2, 1.0, kind="name_department", practice="journey-map")
    plan = pages(made(company, advice(*steps)))
    assert column(listing(plan, "plan-now"), "Helps to reach") == ["Alignment, stage 2", "Empathy, stage 3"]
    # It is the stage of the action, not that of the company.
    assert "whichever stage the company is on today" in listing(plan, "plan-now").note


def test_quick_wins_are_named_before_the_pictures(company):
    plan = pages(made(company, advice(step(1, 2.0, quick_win=True), step(2, 1.5, quick_win=True), step(3, 1.0))))
    (first,) = blocks(plan, Callout)
    assert first.text.startswith("Steps 1 and 2 are quick wins for effort 2, 3.2 points without any other step.")


def test_every_step_stands_under_the_action_that_puts_it_into_practice(company):
    owner = step(2, 1.0, kind="name_owner", practice="journey-owner", against=("it is far",), opens=("OWN06:x",))
    plan = pages(made(company, advice(step(1, 2.0, closes=("COO01:y",)), owner, step(3, 0.5))))
    assert [one.text for one in blocks(plan, Subheading)] == [
        "Connect groups that do not know each other (steps 1 and 3)",
        "One accountable owner for each journey (step 2)",
    ]
    (terms, _) = blocks(plan, Definitions)
    assert [term for term, _ in terms.items] == [
        "On Monday", "With whom", "What to bring", "It worked when", "Where it comes from", "What it serves",
    ]  # fmt: skip
    assert terms.items[3][1].endswith("Measure: Congruence.")
    assert terms.items[5][1] == "The road alignment, towards stage 2 of maturity."
    known = "To know before it begins"
    assert (
        column(listing(plan, "steps-connect-groups"), known)[0]
        == "Closes: “Departments that should talk and do not” (COO01)."
    )
    assert column(listing(plan, "steps-journey-owner"), known) == [
        "Against it: it is far; it leaves “Too much on one holder” (OWN06) to be found next."
    ]
    assert "Champion" not in [one.name for one in listing(plan, "steps-journey-owner").columns]


def test_what_no_step_closes_is_answered_from_the_library(company):
    found = finding("SIL01", "Sales"), finding("SIL01", "Care"), finding("GOA03", "Care", status="waived")
    plan = advice(step(1, 2.0, closes=(found[0].id,)), codes=("SIL01", "GOA03"))
    left = listing(pages(made(company, plan, *found)), "plan-open")
    assert column(left, "Findings") == ["SIL01 Department turned inward (1)"]
    assert column(left, "What to do on Monday")[0].startswith("Pathfinders between departments: ask two people ")
    assert column(left, "What to do on Monday")[0].endswith(
        "See also: No department is the customer, and the board is not either."
    )


def test_without_a_score_the_library_still_answers_what_was_found(company):
    plan = replace(advice(codes=("SIL01",)), before=None, after=None)
    section = pages(made(company, plan, finding("SIL01", "Sales")))
    assert section.blocks[0].text == "Without a score, steps cannot be put in an order."
    assert listing(section, "plan-open").caption == "What could be done about what was found"


def test_where_nothing_is_advised_there_is_no_plan(company):
    assert not [one for one in made(company, Advice()).sections if one.anchor == "plan"]


def test_the_next_steps_of_the_board_are_the_first_of_the_plan(company):
    board = made(company, advice(step(1, 2.0), step(2, 1.0, 2), step(3, 1.0), step(4, 1.0)), finding("SIL01", "Sales"))
    assert blocks(board.sections[0], Bullets)[-1].items == (
        "Let A. Smith and B. Jones meet on step 1. (Effort 1, 2.0 points.)",
        "Let A. Smith and B. Jones meet on step 2. (Effort 2, 1.0 points.)",
        "Let A. Smith and B. Jones meet on step 3. (Effort 1, 1.0 points.)",
    )


@pytest.mark.parametrize(
    ("subject", "due", "status", "today"),
    [
        ("SIL01:department:Sales", date(2026, 6, 1), "open", "late, still found"),
        ("SIL01:department:Sales", date(2026, 6, 1), "done", "still found"),
        ("SIL01:department:Sales", date(2026, 7, 1), "open", "still found"),
        ("SIL02:department:sales", date(2026, 6, 1), "open", "no longer asked for"),
        ("SIL01:department:gone", date(2026, 6, 1), "open", "not recognised in this workbook"),
        ("something of their own", None, "open", "not recognised in this workbook"),
        ("connect:Sales+Care:1", date(2026, 6, 1), "", "late, still step 1 of the plan"),
        ("connect:Care+Sales:somebody else", date(2026, 6, 1), "", "late, still step 1 of the plan"),
        ("connect:Sales+Care:Ada+Bo", date(2026, 6, 1), "done", "done, still step 1 of the plan"),
        ("connect:Sales+Billing:Ada+Bo", date(2026, 6, 1), "open", "no longer asked for"),
        ("connect:Sales+Depot:Ada+Bo", date(2026, 6, 1), "open", "not recognised in this workbook"),
        ("connect:Sales+Care:Ada+Bo", date(2026, 6, 1), "waived", "waived"),
    ],
)
def test_what_was_agreed_is_set_beside_what_this_check_shows(company, subject, due, status, today):
    taken = Action(HERE, subject, "Talk", "Ada Example", due, status)
    untouched = Action(HERE, "SIL01:department:Care", "Talk")
    plan = pages(made(company, advice(step(1, 2.0)), finding("SIL01", "Sales"), agreed=(taken, untouched)))
    said = due.isoformat() if due else ""
    assert listing(plan, "plan-agreed").rows == (("Talk", "Ada Example", said, status, today),)


@pytest.mark.parametrize(
    ("kept", "today"),
    [
        ("Step 2 of the plan. SIL01: Sales keeps to itself.", "done, still found"),
        ("Step 2 of the plan. GOA03: Sales looks a month ahead.", "no longer asked for"),
        ("", "no longer asked for"),
    ],
)
def test_a_step_is_not_settled_while_what_it_was_to_close_is_still_found(company, kept, today):
    taken = Action(HERE, "second_thread:Sales:Ada+Bo", "Talk", "Ada", None, "done", found=kept)
    plan = pages(made(company, advice(), finding("SIL01", "Sales"), agreed=(taken,)))
    assert column(listing(plan, "plan-agreed"), "Today") == [today]


@pytest.mark.parametrize("before", ["", "No longer found, nor a step of the plan. ", "Step 3 of the plan. "])
def test_what_was_found_is_quoted_where_the_finding_is_gone(company, before):
    taken = Action(HERE, "SIL02:department:sales", owner="Ada", status="open", found=f"{before}Sales is on its own.")
    plan = pages(made(company, advice(step(1, 2.0)), agreed=(taken,)))
    assert column(listing(plan, "plan-agreed"), "What was agreed") == ["Sales is on its own."]


def test_how_many_steps_the_company_waived_is_said(company):
    plan = pages(made(company, replace(advice(step(1, 2.0)), waived=2)))
    notes = [one.text for one in blocks(plan, Paragraph)]
    assert "2 steps that could be proposed are left out: waived in the sheet Actions." in notes


def test_what_the_plan_did_not_look_at_is_said_where_there_is_a_plan(company):
    note = "Contacts were considered for no more than 9 pairs."
    plan = pages(made(company, replace(advice(step(1, 2.0)), note=note)))
    assert note in [one.text for one in blocks(plan, Paragraph) if one.style == "note"]
    without = made(company, replace(advice(codes=("SIL01",)), note=note), finding("SIL01", "Sales"))
    assert note not in [one.text for one in blocks(pages(without), Paragraph)]


def test_an_owner_agreed_on_last_time_stands_in_the_plan_again(company):
    taken = Action(HERE, "connect:Sales+Care:1", "Talk", "Ada Example", date(2026, 9, 1), "open")
    plan = pages(made(company, advice(step(1, 2.0)), agreed=(taken,)))
    assert [column(listing(plan, "plan-now"), name) for name in ("Owner", "Date")] == [["Ada Example"], ["2026-09-01"]]


def test_the_spreadsheet_holds_every_step_with_its_action_and_every_cell(company):
    edits = ("Collaboration, a new row: from Sales", "Collaboration, a new row: from Care")
    document = made(company, advice(step(1, 2.0, edits=edits, champion="Ada", champion_reason="knows both")))
    assert "To know before it begins" not in [
        one.name for one in listing(pages(document), "steps-connect-groups").columns
    ]
    plan = next(one for one in document.registers if one.name == "Plan")
    assert [column(plan, name) for name in ("In the workbook", "Champion", "Why", "Wave", "Action")] == [
        ["; ".join(edits)], ["Ada"], ["knows both"], ["Now"], ["Connect groups that do not know each other"],
    ]  # fmt: skip
