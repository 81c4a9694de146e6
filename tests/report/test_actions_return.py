"""The sheet Actions goes out with the report, is filled in by hand, and is found again in the next report."""

from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from alignment.language import ENGLISH, languages, say, speaking
from alignment.pipeline import examine, write_report
from alignment.report import content
from alignment.report.document import Table
from alignment.settings import Settings

SETTINGS = Settings(permutations=50, score_draws=5, plan_most=2)
SHEETS = {
    "Organisation": "Name|Tiny Company / Snapshot date|2026-03-31",
    "Departments": "Department|Head / Sales|Ada / Care|Bo / Billing|Cem / Repair|Dee",
    "People": "Person|Department|Role / Ada|Sales|Head of Sales / Bo|Care|Head of Care / Cem|Billing|Clerk / Dee|Repair|Planner",
    "Processes": "Process|Owner department|Accountable / Invoice|Billing|Cem / Mend|Repair|Dee",
    "Journeys": "Journey|End-to-end owner|Mandate|Sponsor / Buy||no|Ada / Mend it|Dee|yes|Bo",
    "Journey steps": "Journey|Order|Step|Department|Moment of truth / Buy|1|Ask|Sales|no / Buy|2|Pay|Billing|yes / Buy|3|Thank|Care|no"
    " / Mend it|1|Call|Care|yes / Mend it|2|Come|Repair|no",
    "Collaboration": "From|To|Strength / Sales|Care|3 / Care|Repair|2 / Billing|Care|1",
}  # fmt: skip


def workbook(path, **more):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in (SHEETS | more).items():
        sheet = book.create_sheet(name)
        for row in text.split(" / "):
            sheet.append(row.split("|"))
    book.save(path)
    return path


@pytest.fixture(scope="module")
def quarters(tmp_path_factory):
    """The first quarter's check; its report's sheet Actions, filled in; and the next quarter's check with that sheet."""
    folder = tmp_path_factory.mktemp("quarters")
    first = examine([workbook(folder / "q1.xlsx")], SETTINGS)
    write_report(first, folder, ["xlsx"])
    actions = openpyxl.load_workbook(folder / "health-check.xlsx")["Actions"]
    actions["C2"], actions["D2"], actions["E2"] = "Ada", date(2026, 5, 31), "open"
    last = actions.max_row
    actions.cell(last, 5).value = "done"
    # Copied as a person would: all of it, into a workbook in which everything else stays as it was.
    following = openpyxl.load_workbook(
        workbook(folder / "q2.xlsx", Organisation="Name|Tiny Company / Snapshot date|2026-06-30")
    )
    copied = following.create_sheet("Actions")
    for row in actions.iter_rows(values_only=True):
        copied.append(row)
    following.save(folder / "q2.xlsx")
    second = examine([folder / "q2.xlsx"], SETTINGS)
    return first, actions, second, folder


def test_the_sheet_begins_with_the_steps_of_the_plan_and_goes_on_with_the_findings(quarters):
    first, actions, _, _ = quarters
    steps = first.check.advice.steps
    assert steps
    rows = list(actions.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [*(one.move for one in steps), *(one.id for one in first.check.findings)]
    assert [row[1] for row in rows[: len(steps)]] == [one.words for one in steps]


def test_what_was_filled_in_is_found_in_the_next_check(quarters):
    first, _, second, _ = quarters
    assert not [one for one in second.check.issues if one.cell.sheet == "Actions"]
    agreed = [one for one in second.check.agreed if one.agreed]
    assert [(one.finding, one.owner, one.due, one.status) for one in agreed] == [
        (first.check.advice.steps[0].move, "Ada", date(2026, 5, 31), "open"),
        (first.check.findings[-1].id, "", None, "done"),
    ]


def test_the_next_report_says_what_became_of_it(quarters):
    first, _, second, _ = quarters
    document = content.document(second.check, second.organisation, SETTINGS)
    plan = next(one for one in document.sections if one.anchor == "plan")
    table = next(one for one in plan.blocks if isinstance(one, Table) and one.anchor == "plan-agreed")
    step, finding = first.check.advice.steps[0], first.check.findings[-1]
    assert table.rows == (
        (step.words, "Ada", "2026-05-31", "open", "late, still step 1 of the plan"),
        (finding.message, "", "", "done", "still found"),
    )


def test_the_next_sheet_carries_on_what_was_agreed(quarters):
    first, _, second, folder = quarters
    write_report(second, folder / "next", ["xlsx"])
    sheet = openpyxl.load_workbook(folder / "next" / "health-check.xlsx")["Actions"]
    rows = {row[0]: row[1:5] for row in sheet.iter_rows(min_row=2, values_only=True)}
    step = first.check.advice.steps[0]
    assert rows[step.move] == (step.words, "Ada", datetime(2026, 5, 31), "open")
    assert rows[first.check.findings[-1].id] == (None, None, None, "done")


def test_a_report_given_beside_the_workbook_adds_its_actions_and_nothing_else(quarters):
    first, _, _, folder = quarters
    both = examine([folder / "q1.xlsx", folder / "health-check.xlsx"], SETTINGS)
    assert both.check.measurements == first.check.measurements
    assert len(both.check.agreed) == len(first.check.advice.steps) + len(first.check.findings)
    used = {one.sheet for one in both.check.inputs[1].sheets if one.kind}
    assert (used, both.check.issues) == ({"Actions"}, first.check.issues)


def returned(path, *rows, day="2026-06-30"):
    """The check of a company that brought back these rows: what each is about, its status, and until when it is waived."""
    actions = " / ".join(["Finding|Action|Owner|Status|Waiver reason|Waiver until|What was found", *rows])
    return examine(
        [workbook(path / "back.xlsx", Organisation=f"Name|Tiny Company / Snapshot date|{day}", Actions=actions)],
        SETTINGS,
    )


@pytest.mark.parametrize(("until", "waived"), [("", 1), ("2026-06-30", 1), ("2026-06-29", 0)])
def test_a_step_that_is_waived_is_not_proposed_until_the_waiver_lapses(quarters, tmp_path, until, waived):
    first = quarters[0].check.advice.steps[0]
    kind, subject, _ = first.move.split(":")
    # Whom the waived step named does not matter.
    found = returned(tmp_path, f"{kind}:{subject}:person Somebody|||waived|Not now|{until}|")
    about = [(one.kind, one.subject) for one in found.check.advice.steps]
    assert ((first.kind, first.subject) not in about) == bool(waived)
    assert found.check.advice.waived == waived


@pytest.mark.parametrize(
    ("until", "status", "waiver"),
    [("2027-03-31", "waived", "Merger pending, until 31 March 2027"), ("2026-03-31", "new", None)],
)
def test_a_finding_that_is_waived_is_marked_until_the_waiver_lapses(quarters, tmp_path, until, status, waiver):
    ident = quarters[0].check.findings[0].id
    found = returned(tmp_path, f"{ident}|||waived|Merger pending|{until}|")
    (marked,) = (one for one in found.check.findings if one.id == ident)
    assert (marked.status, marked.waiver) == (status, waiver)
    assert [one.id for one in found.check.findings] == [one.id for one in quarters[0].check.findings]


def test_the_sheet_carries_on_a_step_that_named_others_and_says_what_became_of_the_rest(quarters, tmp_path):
    step = quarters[0].check.advice.steps[0]
    kind, subject, _ = step.move.split(":")
    found = returned(
        tmp_path,
        f"{kind}:{subject}:person Somebody|Ask Somebody|Ada|open|||",
        "SIL01:department:depot|Talk|Bo|open|||No longer found, nor a step of the plan. Depot keeps to itself.",
        "OWN06:person:ada||Bo|open|||Ada answers for too much.",
    )
    write_report(found, tmp_path, ["xlsx"])
    sheet = openpyxl.load_workbook(tmp_path / "health-check.xlsx")["Actions"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows[step.move][1:3] == ("Ask Somebody", "Ada")
    assert rows["SIL01:department:depot"][8] == "Not recognised in this workbook. Depot keeps to itself."
    assert rows["OWN06:person:ada"][8] == "No longer found, nor a step of the plan. Ada answers for too much."


@pytest.mark.parametrize("code", [one for one in languages() if one != ENGLISH])
def test_the_sheet_comes_back_in_every_language_that_a_report_can_have(code, tmp_path):
    first = examine([workbook(tmp_path / "q1.xlsx")], replace(SETTINGS, language=code))
    write_report(first, tmp_path, ["xlsx"])
    with speaking(code):
        title, states = say("Actions"), [say(one) for one in ("open", "done", "waived")]
    actions = openpyxl.load_workbook(tmp_path / "health-check.xlsx")[title]
    offered = [one.formula1 for one in actions.data_validations.dataValidation if "E2" in one.sqref]
    assert offered == [f'"{",".join(states)}"']
    for row, state in enumerate(states, 2):
        actions.cell(row, 3).value, actions.cell(row, 4).value, actions.cell(row, 5).value = (
            "Ada",
            date(2026, 5, 31),
            state,
        )
    actions["F4"], actions["G4"] = "Not this year.", date(2027, 1, 31)
    following = openpyxl.load_workbook(workbook(tmp_path / "q2.xlsx"))
    copied = following.create_sheet(title)
    for row in actions.iter_rows(values_only=True):
        copied.append(row)
    following.save(tmp_path / "q2.xlsx")
    second = examine([tmp_path / "q2.xlsx"], SETTINGS)
    assert not [one for one in second.check.issues if one.cell.sheet == title]
    found = second.organisation.actions
    assert [one.finding for one in found] == [row[0].value for row in actions.iter_rows(min_row=2)]
    assert [one.status for one in found[:3]] == ["open", "done", "waived"]
    assert {(one.owner, one.due) for one in found[:3]} == {("Ada", date(2026, 5, 31))}
    assert (found[2].waiver_reason, found[2].waiver_until) == ("Not this year.", date(2027, 1, 31))
    assert [one.action for one in found] == [row[1].value or "" for row in actions.iter_rows(min_row=2)]
    assert [one.found for one in found] == [row[8].value for row in actions.iter_rows(min_row=2)]
