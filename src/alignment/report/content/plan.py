"""What should be done, in which order, and what does each step add? The plan, its waves, and what became of the last."""

from collections.abc import Mapping, Sequence

from alignment.advice.agreed import Outcome
from alignment.analysis.statements import ROAD_NAMES
from alignment.language import number_text
from alignment.model.result import WAVES, Advice, Practice, Step
from alignment.report.charts import GainStep, effort_gain, gain_curve
from alignment.report.content.practices import open_blocks, practice_blocks
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, Callout, CellValue, Column, Paragraph, Section, Table
from alignment.wording import capital, counted, have, joined

__all__ = ["plan_section", "taken_on"]

# A step adds little once it adds less than this part of what the best step adds for its effort.
_LITTLE = 0.25
_HELPS = (
    "Helps to reach: the road and stage of maturity that the action is about, whichever stage the company is on today."
)
_MOST_AGREED = 40
_WAVE_WORDS: Mapping[str, str] = {
    "now": "Now: within 30 days",
    "next": "Next: within 90 days",
    "later": "Later: after that",
}

_PLAN_COLUMNS = (
    Column("Step", "number", 0.5),
    Column("What to do", share=6.4),
    Column("Helps to reach", share=1.65),
    Column("Effort", "number", 0.7),
    Column("Points", "number", 0.7, 1),
    Column("Quick win", "blank", 0.7),
    Column("Owner", "blank", 1.6),
    Column("Date", "blank", 1.1),
)


def plan_section(view: View) -> Section | None:
    """Return the plan; None where nothing was advised and nothing was agreed.

    Where no step gains anything, or no score is there to gain, it says what the library advises on what was found.
    """
    advice = view.check.advice
    blocks = [*_computed(view, advice), *_left_out(advice), *_agreed(view), *practice_blocks(view), *open_blocks(view)]
    if not blocks:
        return None
    if not advice.steps:
        why = (
            "Without a score, steps cannot be put in an order."
            if advice.before is None
            else "No step that can be weighed would raise the score."
        )
        blocks.insert(0, Paragraph(why, "lead"))
    return Section("plan", "The plan", tuple(blocks), apart=True)


def _computed(view: View, advice: Advice) -> list[Block]:
    """Return what the plan gains, drawn, and its waves."""
    steps = advice.steps
    if not steps or advice.before is None or advice.after is None:
        return []
    turn = _turning_point(steps)
    blocks: list[Block] = [Paragraph(_lead(advice, advice.before, advice.after), "lead")]
    drawn = [GainStep(one.rank, one.effort, one.gain, one.quick_win) for one in steps]
    if any(one.begins for one in steps):
        blocks.append(Callout("Begin here", _quick_wins(advice)))
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
        blocks += _wave(view, wave, [one for one in steps if one.wave == wave])
    return blocks


def _left_out(advice: Advice) -> list[Block]:
    """Say how much the company waived of what could be proposed."""
    if not advice.waived:
        return []
    left = f"{counted(advice.waived, 'step')} that could be proposed {have(advice.waived, 'is', 'are')} left out"
    return [Paragraph(f"{left}: waived in the sheet Actions.", "note")]


def _lead(advice: Advice, before: float, after: float) -> str:
    effort = sum(one.effort for one in advice.steps)
    return (
        f"{counted(len(advice.steps), 'step')} of effort {number_text(effort)} in all would take the score from "
        f"{number_text(before)} to {number_text(after)}. Each was chosen from {counted(advice.considered, 'possible move')} "
        "as the one that then adds most for its effort; what it adds is computed with those before it done, so that a later "
        "one may add more."
    )


def _quick_wins(advice: Advice) -> str:
    """Return which quick wins come first, and what they come to where nothing else is done."""
    quick = [one for one in advice.steps if one.begins]
    ranks = joined([str(one.rank) for one in quick], len(quick))
    alone = "" if advice.quick_gain is None else f", {number_text(advice.quick_gain, 1)} points without any other step"
    return (
        f"{capital(have(len(quick), 'Step', 'Steps'))} {ranks} {have(len(quick), 'is a quick win', 'are quick wins')} for "
        f"effort {number_text(sum(one.effort for one in quick))}{alone}. Show {have(len(quick), 'it', 'them')} when done: "
        "the rest of the plan lives on that."
    )


def _wave(view: View, wave: str, steps: Sequence[Step]) -> list[Block]:
    if not steps:
        return []
    practices = {one.id: one for one in view.check.advice.practices}
    points = number_text(sum(one.gain for one in steps), 1)
    note = f"In the order of the plan they add {points} points. Owner and date are yours to fill in."
    if steps[0].wave == min((one.wave for one in view.check.advice.steps), key=WAVES.index):
        note += f" {_HELPS}"
    rows = tuple(_row(view, one, practices[one.practice]) for one in steps)
    return [Table(_WAVE_WORDS[wave], _PLAN_COLUMNS, rows, note, anchor=f"plan-{wave}")]


def _row(view: View, step: Step, practice: Practice) -> tuple[CellValue, ...]:
    """Return a step as a row, with the road and the stage of maturity that it serves."""
    serves = f"{capital(ROAD_NAMES[practice.road])}, stage {practice.stage}"
    quick = "yes" if step.quick_win else ""
    return step.rank, clean(step.words), serves, step.effort, step.gain, quick, *taken_on(view, step)


def taken_on(view: View, step: Step) -> tuple[str, str]:
    """Return who took a step on when it was agreed last time, and when it is due; blank where that is to fill in."""
    carried = [one.action for one in view.agreed if one.step is step]
    if not carried:
        return "", ""
    agreed = next((one for one in carried if one.finding == step.move), carried[-1])
    return clean(agreed.owner), agreed.due.isoformat() if agreed.due else ""


def _agreed(view: View) -> list[Block]:
    """Return what became of the actions that came back from the last report."""
    taken = [one for one in view.agreed if one.action.agreed]
    if not taken:
        return []
    columns = (
        Column("What was agreed", share=4.2),
        Column("Owner", share=1.4),
        Column("Due", share=1.0),
        Column("Status", share=0.9),
        Column("Today", share=2.0),
    )
    rows = tuple(
        (
            _asked(one),
            clean(one.action.owner),
            one.action.due.isoformat() if one.action.due else "",
            clean(one.action.status),
            _today(view, one),
        )
        for one in taken[:_MOST_AGREED]
    )
    cut = len(taken) - len(rows)
    note = f"And {cut} more: in the Excel report, sheet Actions." if cut else ""
    return [Table("What became of what was agreed", columns, rows, note, anchor="plan-agreed")]


def _asked(outcome: Outcome) -> str:
    """Return what was agreed, and on what: the words of the action, else those of the finding, then or now."""
    action, found = outcome.action, outcome.finding
    return clean(action.action or (found.message if found else outcome.ground) or action.finding)


def _today(view: View, outcome: Outcome) -> str:
    """Return what this check shows of it."""
    action, step = outcome.action, outcome.step
    if outcome.waived:
        return f"waived until {action.waiver_until.isoformat()}" if action.waiver_until else "waived"
    if not outcome.known:
        return "not recognised in this workbook"
    if step is None and outcome.finding is None:
        return "no longer asked for"
    said = f"still step {step.rank} of the plan" if step else "still found"
    day = view.check.snapshot_date
    if action.status == "done":
        return f"done, {said}" if outcome.of_step else said
    return f"late, {said}" if action.due and day and action.due < day and action.status != "waived" else said


def _turning_point(steps: Sequence[Step]) -> int | None:
    """Return the rank after which no step adds a quarter of what the best adds for its effort; None where all do."""
    ratios = [one.gain / one.effort for one in steps]
    least = _LITTLE * max(ratios)
    last = max(place for place, ratio in enumerate(ratios, start=1) if ratio >= least)
    return last if last < len(steps) else None


def _diminishing(steps: Sequence[Step], turn: int | None) -> str:
    """Return how fast what a step adds becomes less."""
    whole, effort = steps[-1].cumulative, sum(one.effort for one in steps)
    half = next(place for place, one in enumerate(steps, start=1) if one.cumulative >= whole / 2)
    spent = sum(one.effort for one in steps[:half])
    said = (
        f"Half of the gain comes with the first {have(half, 'step', f'{half} steps')}, for effort {number_text(spent)} of "
        f"{number_text(effort)}."
    )
    if turn is None:
        return f"{said} Every step adds at least a quarter of what the best one adds for its effort."
    return f"{said} After step {turn} each adds less than a quarter of what the best one adds for its effort."
