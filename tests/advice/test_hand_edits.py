"""What a move promises comes true: its edits are typed into the workbook, and the whole program runs again."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from alignment.advice.moves import KINDS, Edit, Move, applied
from alignment.advice.plan import make_plan
from alignment.advice.proposals import proposed
from alignment.advice.writing import step_edits
from alignment.analysis.remeasure import Measured
from alignment.pipeline import examine
from alignment.settings import Settings
from alignment.source import read
from alignment.source.schema import SHEETS
from source.conftest import write

# None of these changes a score, and they take most of a run's time.
QUICK = Settings(permutations=200, score_draws=5, plan_most=0)
SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "brightwater-q1.xlsx"

MOVED = sorted(KINDS)

# Everybody reports: otherwise the run finds the score without each department in turn.
TIES = """Cor Fay 3, Cor Bas 3, Fay Sal 4, Fay Sve 2, Bas Bil 4, Sal Sia 5, Sal Sam 5, Sia Sam 2, Sve Sid 3, Sve Sue 3,
    Sid Sue 3, Bil Ben 3, Ben Bob 3, Bob Bil 3, Sve Bil 2, Ben Met 1, Met Mia 5, Met Max 4, Mia Max 4"""
COMPANY = {
    "Departments": """Department|Parent|Head
        Company||Cor
        Front|Company|Fay
        Back|Company|Bas
        Sales|Front|Sal
        Service|Front|Sve
        Billing|Back|Bil
        Meters|Back|Met""",
    "People": """Person|Department|Role
        Cor|Company|Chief
        Fay|Front|Director front
        Bas|Back|Director back
        Sal|Sales|Head of Sales
        Sia|Sales|Adviser
        Sam|Sales|Planner
        Sve|Service|Head of Service
        Sid|Service|Clerk
        Sue|Service|Clerk
        Bil|Billing|Head of Billing
        Ben|Billing|Analyst
        Bob|Billing|Printer
        Met|Meters|Head of Meters
        Mia|Meters|Reader
        Max|Meters|Reader""",
    "Processes": """Process|Owner department|Accountable
        Win a customer|Sales|Sal
        Answer a call|Service|Sve
        Send a bill|Billing|
        Correct a bill|Billing|Bil; Ben
        Read a meter|Meters|Met""",
    "RACI": """Process|Department, person or role|Code
        Win a customer|Sal|A
        Win a customer|Sia|R
        Answer a call|Sve|A
        Answer a call|Sid|R
        Answer a call|Sales|C
        Send a bill|Bob|R
        Send a bill|Meters|C
        Correct a bill|Bil|A
        Correct a bill|Ben|A
        Correct a bill|Bob|R
        Read a meter|Met|A
        Read a meter|Mia|R""",
    "Journeys": """Journey|End-to-end owner|Mandate|Importance
        I move house|Sve|no|5
        I dispute a bill|Bil; Sve||4
        I join|||3""",
    "Journey steps": """Journey|Order|Step|Department|Process|Moment of truth
        I move house|1|Call|Service|Answer a call|yes
        I move house|2|Choose a tariff|Sales|Win a customer|
        I move house|3|Hear the date|Service|Answer a call|
        I move house|4|Pay|Billing|Send a bill|
        I dispute a bill|1|Complain|Service|Answer a call|
        I dispute a bill|2|Wait for word|||yes
        I dispute a bill|3|Have it corrected|Billing|Correct a bill|
        I dispute a bill|4|Have the meter read|Meters|Read a meter|
        I join|1|Sign|Sales|Win a customer|yes
        I join|2|Receive a bill|Billing|Send a bill|
        I join|3|Pay the bill|Billing|Send a bill|""",
    "Goals": """Goal|Owner department|Perspective|Horizon (months)|Journey|Target
        Calls that end the question|Service|customer|12|I move house|80 %
        Bills sent on time|Billing|process|1||99 %
        Bills paid on time|Billing|financial|3||95 %
        Readings on the day|Meters|process|1||98 %""",
    "Collaboration": "From|To|Strength|Kind"
    + "".join(
        f"\n{one}|{other}|{strength}|talk"
        for first, second, strength in map(str.split, TIES.split(","))
        for one, other in ((first, second), (second, first))
    ),
}


def typed_in(path: Path, edits: Sequence[Edit]) -> None:
    """Type what the edits say, as one would: a cell by its address, a new row below the last of its table."""
    book = openpyxl.load_workbook(path)
    for edit in edits:
        page = book[edit.cell.sheet]
        if edit.cell.row:
            page[edit.cell.address] = entered(edit.text)
        else:
            type_row(page, edit)
    book.save(path)


def type_row(page: Worksheet, edit: Edit) -> None:
    fields = next(one for one in SHEETS.values() if one.title == page.title)
    headers = {fields.field(name).header: text for name, text in edit.row.items()}
    columns = next(
        {cell.value: cell.column for cell in row}
        for row in page.iter_rows()
        if set(headers) <= {cell.value for cell in row}
    )
    last = max(row for header in headers for row in range(1, page.max_row + 1) if page.cell(row, columns[header]).value)
    for header, text in headers.items():
        page.cell(last + 1, columns[header], entered(text))


def entered(text: str) -> str | float | None:
    """What a spreadsheet makes of a text: a number where it reads as one."""
    try:
        return float(text)
    except ValueError:
        return text or None


def found(path: Path) -> Measured:
    return Measured(read([path]).organisation, QUICK)


def assert_promised(path: Path, edits: Sequence[Edit], promised: Measured) -> None:
    """Type the edits, run the program, and find the promised score and findings."""
    typed_in(path, edits)
    again = examine([path], QUICK)
    assert again.check.score.value == pytest.approx(promised.score, abs=1e-9)
    assert {one.id for one in again.check.findings} == {one.id for one in promised.analysis.findings}


def first_of(kind: str, before: Measured) -> Move:
    return next(one for one in proposed(before.context) if one.kind == kind)


def workbook(path: Path, sheets: Mapping[str, str]) -> Path:
    return write(path, {title: "\n".join(line.strip() for line in text.splitlines()) for title, text in sheets.items()})


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Measured]:
    path = workbook(tmp_path_factory.mktemp("company") / "company.xlsx", COMPANY)
    return path, found(path)


@pytest.mark.parametrize("kind", MOVED)
def test_a_move_of_each_kind_gives_what_it_promised(company, kind, tmp_path):
    path, before = company
    move = first_of(kind, before)
    after = before.after(move.apply(before.organisation))
    assert before.score is not None
    assert [one.id for one in after.analysis.findings] != [one.id for one in before.analysis.findings]
    assert_promised(Path(shutil.copy(path, tmp_path)), move.edits, after)


PROCESSES = """Process|Owner department
    Win a customer|Sales
    Answer a call|Service
    Send a bill|Billing
    Correct a bill|Billing
    Read a meter|Meters"""
UPRIGHT = """Process|Sal|Sia|Sve|Sid|Bob|Bil|Ben|Meters
    Win a customer|A|R||||||
    Answer a call|||A|R||||
    Send a bill|||||R|||C
    Correct a bill|||||R|A|A|
    Read a meter|||||||R|A"""
TURNED = """Role|Win a customer|Answer a call|Send a bill|Correct a bill|Read a meter
    Sal|A||||
    Sia|R||||
    Sid||A/R|||
    Bob|||R|R|
    Bil|C|||A|
    Ben||||A|R
    Meters|||C||A"""
LETTERS = """Process|Responsible|Accountable|Consulted
    Win a customer|Sia|Sal|
    Answer a call|Sid|Sve|Sales
    Send a bill|Bob||Meters
    Correct a bill|Bob|Bil; Ben|
    Read a meter|Mia|Meters|Ben"""
OWNED = """Journey|End-to-end owner|KPI|Target|Importance
    I move house|Sve|Moves without a second call|85 %|5
    I dispute a bill|Bil; Sve|Disputes settled in one talk|70 %|4
    I ask|||| / I ask again||||2 / I complain|Sve; Sid||| / I praise|Sid; Sue|||"""
ASKED = """Journey|Order|Step|Department
    I move house|1|Call|Service / I move house|2|Pay|Billing
    I dispute a bill|1|Complain|Service / I dispute a bill|2|Have it corrected|Billing
    I ask|1|Ask|Service / I ask again|1|Ask|Service / I ask again|2|Hear|Service
    I complain|1|Call|Service / I praise|1|Call|Service"""
GOALS = """Goal|Owner department|Perspective|Journey|Target
    Calls that end the question|Service|process|I dispute a bill|80 %
    Bills sent on time|Billing|process|I dispute a bill|99 %"""
BETWEEN = "|Sales|Service|Billing|Meters"
CROSSES = """I move house
    Department|Call|Choose|Hear|Wait|Pay
    Service|x||x||
    Sales||x|||
    Billing|||||x"""
LANES = """I move house
    Department|1|2|3|4
    Service|Call||Hear|
    Sales||Choose||
    Billing||||Pay"""


@pytest.mark.parametrize(
    ("kind", "sheets", "cells"),
    [
        ("name_accountable", {"RACI": COMPANY["RACI"]}, [""]),
        ("name_accountable", {"RACI": UPRIGHT}, ["H4"]),
        ("resolve_double_accountable", {"RACI": UPRIGHT}, ["H5"]),
        ("name_accountable", {"RACI": TURNED}, ["D7"]),
        ("resolve_double_accountable", {"RACI": TURNED}, ["E7"]),
        ("name_accountable", {"RACI": LETTERS}, ["C4"]),
        ("resolve_double_accountable", {"RACI": LETTERS}, ["C5", "D5"]),
        ("connect", {"Collaboration": f"{BETWEEN} / Sales||||1 / Service|||2| / Billing||2|| / Meters|1|||"}, ["D5", "E4"]),
        ("connect", {"Collaboration": f"{BETWEEN} / Sales||||1 / Service|||2| / Billing|||| / Meters||||"}, ["D2"]),
        ("connect", {"Collaboration": f"{BETWEEN} / Sales||||x / Service|||x|x / Billing|||| / Meters||||"}, ["D2"]),
        ("connect", {"Collaboration": f"{BETWEEN} / Sales||||1 / Service|||2| / Billing||3|| / Meters|4|||"}, ["D5", "E4"]),
        ("share_goal", {"Journeys": OWNED, "Journey steps": ASKED, "Goals": GOALS}, [""]),
        ("move_step", {"Journey steps": CROSSES}, ["C4", "C3"]),
        ("name_department", {"Journey steps": CROSSES}, ["E5"]),
        ("move_step", {"Journey steps": LANES}, ["C4", "C3"]),
    ],
)  # fmt: skip
def test_what_is_typed_fits_the_layout(kind, sheets, cells, tmp_path):
    path = workbook(tmp_path / "company.xlsx", {**COMPANY, "Processes": PROCESSES, **sheets})
    before = found(path)
    move = first_of(kind, before)
    assert sorted(one.cell.address for one in move.edits) == sorted(cells)
    assert_promised(path, move.edits, before.after(move.apply(before.organisation)))


def test_owners_named_together_give_what_they_promised(tmp_path):
    path = workbook(tmp_path / "company.xlsx", {**COMPANY, "Journeys": OWNED, "Journey steps": ASKED})
    before = found(path)
    several, none = (
        one for one in proposed(before.context) if one.kind == "name_owner" and one.subject.kind != "journey"
    )
    assert [str(one) for one in none.edits] == ["Journeys!B4: Sve", "Journeys!B5: Sve"]
    assert [str(one) for one in several.edits] == ["Journeys!B6: Sid", "Journeys!B7: Sue"]
    assert_promised(path, [*none.edits, *several.edits], before.after(applied(before.organisation, [none, several])))


MARKED = """Process|Role|R|A|C
    Send a bill|Bob|x||
    Send a bill|Meters|||x
    Correct a bill|Bil|x|x|"""


@pytest.mark.parametrize(
    ("kind", "sheets", "left"),
    [
        # No column for who is named; two names beside one letter; crosses under letters.
        ("name_accountable", {"RACI": "Process|Bob|Meters / Send a bill||C / Read a meter|R|A"}, []),
        ("resolve_double_accountable", {"RACI": "Process|Who|Code / Correct a bill|Bil; Ben|A"}, []),
        ("name_accountable", {"RACI": MARKED}, []),
        # Two steps in one column of lanes, where the lanes tell their order.
        ("move_step", {"Journey steps": LANES.replace("Sales||Choose||", "Sales||Choose|Ask|")}, ["2 to Service"]),
        # Meters stands on neither side of the matrix.
        ("connect", {"Collaboration": "|Sales|Service|Billing / Sales|||1 / Service|||2 / Billing|3|2|"}, ["Sales+Service"]),
    ],
)  # fmt: skip
def test_what_has_no_cell_is_not_proposed(kind, sheets, left, tmp_path):
    path = workbook(tmp_path / "company.xlsx", {**COMPANY, "Processes": PROCESSES, **sheets})
    assert [move.variant for move in proposed(found(path).context) if move.kind == kind] == left


def test_a_step_cannot_go_to_a_department_without_a_lane(tmp_path):
    company = found(workbook(tmp_path / "company.xlsx", {**COMPANY, "Journey steps": CROSSES})).organisation
    assert step_edits(company, company.steps[0], ["Sales"])
    assert not step_edits(company, company.steps[0], ["Meters"])


@pytest.fixture(scope="module")
def sample() -> Measured:
    return found(SAMPLE)


@pytest.mark.slow
def test_every_action_of_the_plan_of_the_sample_gives_what_it_promised(sample, tmp_path):
    plan = make_plan(sample, proposed, Settings().plan_budget, Settings().plan_most)
    path, now = Path(shutil.copy(SAMPLE, tmp_path)), sample
    assert len(plan.steps) >= 10
    for step in plan.steps:
        old, now = now, now.after(step.move.apply(now.organisation))
        assert now.score - old.score == pytest.approx(step.gain, abs=1e-9)
        assert now.score - sample.score == pytest.approx(step.cumulative, abs=1e-9)
        assert_promised(path, step.move.edits, now)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MOVED)
def test_every_move_that_the_sample_offers_gives_what_it_promised(sample, kind, tmp_path):
    moves = [one for one in proposed(sample.context) if one.kind == kind]
    assert moves
    for move in moves:
        promised = sample.after(move.apply(sample.organisation))
        assert_promised(Path(shutil.copy(SAMPLE, tmp_path)), move.edits, promised)
