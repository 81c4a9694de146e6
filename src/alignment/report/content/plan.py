"""What should be done, in which order, and what does each step add? The plan, its waves, and a page a department."""

from collections.abc import Mapping, Sequence

from alignment.analysis.catalogue import RULES
from alignment.model.result import WAVES, Scope, Step
from alignment.report.charts import GainStep, effort_gain, gain_curve
from alignment.report.content.view import View
from alignment.report.content.words import counted, have, joined, number_text
from alignment.report.display import clean
from alignment.report.document import (
    Block,
    Bullets,
    CellValue,
    Column,
    Definitions,
    Paragraph,
    Section,
    Subheading,
    Table,
)

__all__ = ["PLAN_COLUMNS", "departments_section", "plan_rows", "plan_section"]

# A step adds little once it adds less than this part of what the best step adds for its effort.
_LITTLE = 0.25
_WAVE_WORDS: Mapping[str, str] = {
    "now": "Now: within 30 days",
    "next": "Next: within 90 days",
    "later": "Later: after that",
}

PLAN_COLUMNS = (
    Column("Step", "number", 0.5),
    Column("What to do", share=7.0),
    Column("Effort", "number", 0.7),
    Column("Points", "number", 0.7, 1),
    Column("Owner", share=1.3),
    Column("Date", share=0.9),
)


def plan_section(view: View) -> Section | None:
    """Return the plan; None where nothing gains anything, or no score is there to gain."""
    advice = view.check.advice
    if not advice.steps or advice.before is None or advice.after is None:
        return None
    steps = advice.steps
    effort = sum(one.effort for one in steps)
    blocks: list[Block] = [
        Paragraph(
            f"{counted(len(steps), 'step')} of effort {number_text(effort)} would take the score from "
            f"{number_text(advice.before)} to {number_text(advice.after)}. Each was chosen from "
            f"{counted(advice.considered, 'possible move')} as the one that then adds most for its effort; what it adds is "
            "computed with those before it done.",
            "lead",
        )
    ]
    drawn = [GainStep(one.rank, one.effort, one.gain, one.quick_win) for one in steps]
    turn = _turning_point(steps)
    blocks.append(
        view.figure(
            effort_gain("effort-gain", drawn),
            "effort-gain",
            "Effort against gain. High and to the left is where to begin; the numbers are those of the steps below.",
        )
    )
    if len(steps) > 1:
        blocks.append(
            view.figure(
                gain_curve("gain-curve", drawn, advice.before, turn),
                "gain-curve",
                f"What the plan adds, step by step. {_diminishing(steps, turn)}".rstrip(),
            )
        )
    for wave in WAVES:
        blocks += _wave(wave, [one for one in steps if one.wave == wave])
    blocks += _details(steps)
    return Section("plan", "The plan", tuple(blocks))


def plan_rows(steps: Sequence[Step]) -> tuple[tuple[CellValue, ...], ...]:
    """Return a row for each step; who owns it and when it is due is left to fill in."""
    return tuple((one.rank, clean(one.words), one.effort, one.gain, "", "") for one in steps)


def _wave(wave: str, steps: Sequence[Step]) -> list[Block]:
    if not steps:
        return []
    gain = sum(one.gain for one in steps)
    quick = [str(one.rank) for one in steps if one.quick_win]
    note = f"Together {number_text(gain, 1)} points."
    if quick:
        note += f" Quick {have(len(quick), 'win', 'wins')}: {joined(quick, 12)}."
    return [Table(_WAVE_WORDS[wave], PLAN_COLUMNS, plan_rows(steps), note, anchor=f"plan-{wave}")]


def _details(steps: Sequence[Step]) -> list[Block]:
    """Return, step by step, what speaks against it, what it closes, who could carry it, and where it is written."""
    items = []
    for one in steps:
        said = []
        if one.champion:
            said.append(f"Champion: {one.champion}, {one.champion_reason}.")
        if one.closes:
            said.append(f"Closes {_codes(one.closes)}.")
        if one.opens:
            said.append(f"Opens {_codes(one.opens)}.")
        if one.against:
            said.append(f"Against it: {'; '.join(one.against)}.")
        if one.edits:
            said.append(f"In the workbook: {'; '.join(one.edits)}.")
        items.append((f"Step {one.rank}", clean(" ".join(said))))
    return [Subheading("Step by step", "plan-steps"), Definitions(tuple(items))]


def _codes(idents: Sequence[str]) -> str:
    """Return findings by their rules, such as "Journey without an end-to-end owner (OWN01)", each once."""
    codes = dict.fromkeys(ident.split(":")[0] for ident in idents)
    return joined([f"{RULES[code].title[:1].lower()}{RULES[code].title[1:]} ({code})" for code in codes], 4)


def _turning_point(steps: Sequence[Step]) -> int | None:
    """Return the rank after which no step adds a quarter of what the best adds for its effort; None where all do."""
    ratios = [one.gain / one.effort for one in steps]
    least = _LITTLE * max(ratios)
    last = max(place for place, ratio in enumerate(ratios, start=1) if ratio >= least)
    return last if last < len(steps) else None


def _diminishing(steps: Sequence[Step], turn: int | None) -> str:
    if turn is None:
        return "Every step adds at least a quarter of what the best one adds for its effort."
    part = steps[turn - 1].cumulative / steps[-1].cumulative
    return (
        f"The first {have(turn, 'step', f'{turn} steps')} {have(turn, 'adds', 'add')} {number_text(100 * part)}% of all "
        "that the plan gains; after that each adds less than a quarter of what the best adds for its effort."
    )


def departments_section(view: View) -> Section | None:
    """Return what this check says to each department that a finding or a step is about."""
    blocks: list[Block] = []
    for unit in view.departments:
        said = _to_department(view, unit)
        if said:
            blocks += [Subheading(clean(view.department(unit)), f"to-{len(blocks)}"), Bullets(tuple(said))]
    if not blocks:
        return None
    lead = Paragraph(
        "What this check says to each department: what was found about it, and what the plan asks of it.", "lead"
    )
    return Section("departments", "A word to each department", (lead, *blocks))


def _to_department(view: View, unit: str) -> list[str]:
    found = view.findings_about(Scope("department", unit))
    pairs = [
        one
        for one in view.check.findings
        if isinstance(one.scope.id, tuple) and unit in one.scope.id and one.status != "waived"
    ]
    said = [clean(one.message) for one in (*found, *pairs)][:6]
    asked = [one for one in view.check.advice.steps if unit in one.asks]
    said += [f"Step {one.rank} of the plan asks: {clean(one.words)}" for one in asked]
    return said
