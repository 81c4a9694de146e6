"""How does one go about it? The actions of the library: for the steps of the plan, and for what no step answers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.statements import ROAD_NAMES
from alignment.model.result import Practice, Step
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Definitions, Paragraph, Subheading, Table
from alignment.wording import joined

__all__ = ["open_blocks", "practice_blocks"]

_MOST_CODES = 4
_STEP_COLUMNS = (
    Column("Step", "number", 0.6),
    Column("Asks", share=1.7),
    Column("Champion", share=2.2),
    Column("To know before it begins", share=6.0),
)
_MOST_RANKS = 12


def practice_blocks(view: View) -> list[Block]:
    """Return each action that serves a step, and under it its steps: who carries them, and what speaks against them."""
    blocks: list[Block] = []
    served: dict[str, list[Step]] = {}
    for one in view.check.advice.steps:
        served.setdefault(one.practice, []).append(one)
    practices = {one.id: one for one in view.check.advice.practices}
    for ident, steps in served.items():
        practice = practices[ident]
        ranks = joined([str(one.rank) for one in steps], _MOST_RANKS)
        title = f"{practice.title} ({'step' if len(steps) == 1 else 'steps'} {ranks})"
        blocks += [
            Subheading(title, f"practice-{practice.id}"),
            Definitions(_told(practice)),
            _known(view, practice, steps),
        ]
    if blocks:
        blocks.insert(0, Paragraph("How to go about each step follows.", "note"))
    return blocks


def open_blocks(view: View) -> list[Block]:
    """Return what the library advises on the findings that no step of the plan closes, one row an action."""
    closed = {ident for one in view.check.advice.steps for ident in one.closes}
    left = Counter(one.code for one in view.check.findings if one.id not in closed and one.status != "waived")
    answers = view.check.advice.answers
    codes: dict[str, list[str]] = {}
    for code in left:
        for practice in answers.get(code, ())[:1]:
            codes.setdefault(practice, []).append(code)
    practices = {one.id: one for one in view.check.advice.practices}
    rows = tuple(
        (
            "; ".join(f"{code} {_title(code)} ({left[code]})" for code in sorted(codes[ident])),
            f"{one.title}: {one.monday[:1].lower()}{one.monday[1:]}"
            + _also(practices, [other for code in sorted(codes[ident]) for other in answers[code][1:]], ident),
            f"With whom: {one.whom} To bring: {one.bring} It worked when: {one.seen}",
        )
        for ident, one in practices.items()
        if ident in codes
    )
    if not rows:
        return []
    columns = (
        Column("Findings", share=2.2),
        Column("What to do on Monday", share=4.2),
        Column("To know before", share=4.2),
    )
    caption = (
        "What no step of the plan answers" if view.check.advice.steps else "What could be done about what was found"
    )
    return [Table(caption, columns, rows, "In brackets the number of findings.", anchor="plan-open")]


def _told(practice: Practice) -> tuple[tuple[str, str], ...]:
    measure = MEASURES[practice.measure]
    return (
        ("On Monday", practice.monday),
        ("With whom", practice.whom),
        ("What to bring", practice.bring),
        ("It worked when", f"{practice.seen} Measure: {measure.name}."),
        ("Where it comes from", f"{practice.source}."),
        ("What it serves", f"The road {ROAD_NAMES[practice.road]}, towards stage {practice.stage} of maturity."),
    )


def _known(view: View, practice: Practice, steps: Sequence[Step]) -> Table:
    """Return what to know of the steps before they begin; a column that is blank for all of them is left out."""
    rows = [_details(view, one) for one in steps]
    used = [place for place in range(len(_STEP_COLUMNS)) if any(row[place] for row in rows)]
    return Table(
        "Step by step",
        tuple(_STEP_COLUMNS[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in rows),
        anchor=f"steps-{practice.id}",
    )


def _details(view: View, step: Step) -> tuple[CellValue, ...]:
    """Return whom a step asks, who could carry it, what it closes, what speaks against it, and where it is written."""
    against = list(step.against)
    if step.opens:
        against.append(f"it leaves {_codes(step.opens)} to be found next")
    written = list(step.edits[:1])
    if len(step.edits) > 1:
        written.append(f"and {len(step.edits) - 1} more, in the Excel report, sheet Plan")
    told = (
        ("Closes", _codes(step.closes)),
        ("Against it", "; ".join(against)),
        ("In the workbook", "; ".join(written)),
    )
    return (
        step.rank,
        joined([clean(view.department(one)) for one in step.asks], _MOST_CODES),
        clean(", ".join(filter(None, (step.champion, step.champion_reason)))),
        clean(" ".join(f"{what}: {words}." for what, words in told if words)),
    )


def _codes(idents: Sequence[str]) -> str:
    """Return findings by their rules, such as “Journey without an end-to-end owner” (OWN01), each once."""
    codes = dict.fromkeys(ident.split(":")[0] for ident in idents)
    return joined([f"“{_title(code)}” ({code})" for code in codes], _MOST_CODES)


def _title(code: str) -> str:
    return RULES[code].title


def _also(practices: Mapping[str, Practice], others: Sequence[str], first: str) -> str:
    named = [practices[one].title for one in dict.fromkeys(others) if one != first]
    return f" See also: {'; '.join(named)}." if named else ""
