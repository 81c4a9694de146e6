"""What should be done, in which order, and what does each step add? The plan, its waves, and what became of the last."""

from collections.abc import Mapping, Sequence

from alignment.advice.agreed import Outcome
from alignment.analysis.statements import ROAD_NAMES
from alignment.language import date_text, later, number_text, say, say_many
from alignment.model.result import WAVES, Advice, Practice, Step
from alignment.report.charts import GainStep, effort_gain, gain_curve
from alignment.report.content.practices import open_blocks, practice_blocks
from alignment.report.content.view import View
from alignment.report.content.words import chosen_words, headed, points_column, points_text, scores_text
from alignment.report.display import action_word, clean
from alignment.report.document import Block, Callout, CellValue, Column, Paragraph, Section, Table
from alignment.report.traces import SCORE, sheet, together, traced
from alignment.report.traces import step as planned
from alignment.wording import capital, counted, joined

__all__ = ["plan_section", "taken_on"]

# A step adds little once it adds less than this part of what the best step adds for its effort.
_LITTLE = 0.25
_HELPS = later(
    "Helps to reach: the road and stage of maturity that the action is about, whichever stage the company is on today."
)
_MOST_AGREED = 40
_WAVE_WORDS: Mapping[str, str] = {
    "now": later("Now: within 30 days"),
    "next": later("Next: within 90 days"),
    "later": later("Later: after that"),
}

_PLAN_COLUMNS = (
    Column(later("Step"), "number", 0.7),
    Column(later("What to do"), share=6.0),
    Column(later("Helps to reach"), share=1.65),
    Column(later("Effort"), "number", 1.15),
    Column(later("Points"), "number", 0.8, 1),
    Column(later("Quick win"), "blank", 0.8),
    Column(later("Owner"), "blank", 1.5),
    Column(later("Date"), "blank", 1.1),
)


def plan_section(view: View) -> Section | None:
    """Return the plan; None where nothing was advised and nothing was agreed.

    Where no step gains anything, or no score is there to gain, it says what the library advises on what was found.
    """
    advice = view.check.advice
    blocks = [
        *_computed(view, advice),
        *_not_looked_at(advice),
        *_left_out(advice),
        *_agreed(view),
        *practice_blocks(view),
        *open_blocks(view),
    ]
    if not blocks:
        return None
    if not advice.steps:
        why = (
            say("Without a score, steps cannot be put in an order.")
            if advice.before is None
            else say("No step that can be weighed would raise the score.")
        )
        blocks.insert(0, Paragraph(why, "lead"))
    return Section("plan", say("The plan"), tuple(blocks), apart=True)


def _computed(view: View, advice: Advice) -> list[Block]:
    """Return what the plan gains, drawn, and its waves."""
    steps = advice.steps
    if not steps or advice.before is None or advice.after is None:
        return _without_score(view, advice) if advice.chosen else []
    blocks: list[Block] = [Paragraph(_lead(advice, advice.before, advice.after), "lead")]
    if all(one.gain >= 0 for one in steps) and steps[-1].cumulative > 0:
        blocks += _drawn(view, advice, advice.before)
    return blocks + [block for wave in WAVES for block in _wave(view, wave, [one for one in steps if one.wave == wave])]


def _without_score(view: View, advice: Advice) -> list[Block]:
    """Return a plan that was chosen where no score is there to say what it adds."""
    told = say(
        "{steps}, without the points that they add: there is no score.",
        steps=capital(counted(len(advice.steps), "step")),
    )
    lead = Paragraph(f"{told} {chosen_words(advice)}", "lead")
    return [
        lead,
        *(block for wave in WAVES for block in _wave(view, wave, [one for one in advice.steps if one.wave == wave])),
    ]


def _drawn(view: View, advice: Advice, before: float) -> list[Block]:
    """Return where to begin, and the pictures: they show what adds something, as every step of a computed plan does."""
    steps, turn = advice.steps, _turning_point(advice.steps)
    blocks: list[Block] = []
    drawn = [GainStep(one.rank, one.effort, one.gain, one.quick_win) for one in steps]
    if any(one.begins for one in steps):
        blocks.append(Callout(say("Begin here"), _quick_wins(advice)))
    blocks.append(
        view.figure(
            effort_gain("effort-gain", drawn),
            "effort-gain",
            say(
                "Effort against gain. High and to the left is where to begin; the numbers are those of the steps below."
            ),
        )
    )
    if len(steps) > 1:
        added = say("What the plan adds, step by step.")
        blocks.append(
            view.figure(
                gain_curve("gain-curve", drawn, before, turn),
                "gain-curve",
                f"{added} {_diminishing(steps, turn)}".rstrip(),
            )
        )
    return blocks


def _not_looked_at(advice: Advice) -> list[Block]:
    return [Paragraph(advice.note, "note")] if advice.note and advice.steps else []


def _left_out(advice: Advice) -> list[Block]:
    """Say how much the company waived of what could be proposed."""
    if not advice.waived:
        return []
    left = say_many(
        advice.waived,
        "{n} step that could be proposed is left out: waived in the sheet {sheet}.",
        "{n} steps that could be proposed are left out: waived in the sheet {sheet}.",
        sheet=say("Actions"),
    )
    return [Paragraph(traced(left, sheet("actions")), "note")]


def _lead(advice: Advice, before: float, after: float) -> str:
    effort = sum(one.effort for one in advice.steps)
    today, then = scores_text(before, after)
    if advice.chosen:
        told = say(
            "{steps} of effort {effort} in all would take the score from {before} to {after}. {chosen} What each adds is computed "
            "with those before it done.",
            steps=capital(counted(len(advice.steps), "step")),
            effort=number_text(effort),
            before=today,
            after=then,
            chosen=chosen_words(advice),
        )
        return traced(told, SCORE)
    told = say(
        "{steps} of effort {effort} in all would take the score from {before} to {after}. Each was chosen from {moves} as the "
        "one that then adds most for its effort; what it adds is computed with those before it done, so that a later one may "
        "add more.",
        steps=counted(len(advice.steps), "step"),
        effort=number_text(effort),
        before=today,
        after=then,
        moves=counted(advice.considered, "possible move"),
    )
    return traced(told, SCORE)


def _quick_wins(advice: Advice) -> str:
    """Return which quick wins come first, and what they come to where nothing else is done."""
    quick = [one for one in advice.steps if one.begins]
    ranks = joined([str(one.rank) for one in quick], len(quick))
    text = say_many(
        len(quick),
        "Step {steps} is a quick win for effort {effort}",
        "Steps {steps} are quick wins for effort {effort}",
        steps=ranks,
        effort=number_text(sum(one.effort for one in quick)),
    )
    if advice.quick_gain is not None:
        points = points_text(advice.quick_gain)
        text = say("{text}, {points} points without any other step", text=text, points=points)
    show = say_many(
        len(quick),
        "Show it when done: the rest of the plan lives on that.",
        "Show them when done: the rest of the plan lives on that.",
    )
    return together(traced(f"{text}.", *(planned(one.rank) for one in quick)), show)


def _wave(view: View, wave: str, steps: Sequence[Step]) -> list[Block]:
    if not steps:
        return []
    practices = {one.id: one for one in view.check.advice.practices}
    note = say("Owner and date are yours to fill in.")
    if view.check.advice.after is not None and view.check.advice.before is not None:
        points = points_text(sum(one.gain for one in steps))
        note = say(
            "In the order of the plan they add {points} points. Owner and date are yours to fill in.", points=points
        )
    if steps[0].wave == min((one.wave for one in view.check.advice.steps), key=WAVES.index):
        note += " " + say(_HELPS)
    rows = tuple(_row(view, one, practices.get(one.practice)) for one in steps)
    anchors = tuple(planned(one.rank) for one in steps)
    gains = [one.gain for one in view.check.advice.steps]
    columns = headed(points_column(one, gains) if one.decimals else one for one in _PLAN_COLUMNS)
    return [Table(say(_WAVE_WORDS[wave]), columns, rows, note, f"plan-{wave}", anchors=anchors)]


def _row(view: View, step: Step, practice: Practice | None) -> tuple[CellValue, ...]:
    """Return a step as a row, with the road and the stage of maturity that it serves, if it is of the library."""
    serves = ""
    if practice is not None:
        serves = say("{road}, stage {stage}", road=capital(say(ROAD_NAMES[practice.road])), stage=practice.stage)
    quick = say("yes") if step.quick_win else ""
    advice = view.check.advice
    gain = None if advice.before is None or advice.after is None else step.gain
    return step.rank, clean(step.words), serves, step.effort, gain, quick, *taken_on(view, step)


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
        Column(say("What was agreed"), share=4.2),
        Column(say("Owner"), share=1.4),
        Column(say("Due"), share=1.0),
        Column(say("Status"), share=0.9),
        Column(say("Today"), share=2.0),
    )
    rows = tuple(
        (
            _asked(one),
            clean(one.action.owner),
            one.action.due.isoformat() if one.action.due else "",
            clean(action_word(one.action.status)),
            _today(view, one),
        )
        for one in taken[:_MOST_AGREED]
    )
    cut = len(taken) - len(rows)
    note = ""
    if cut:
        note = say(
            "And {number} more: in the Excel report, sheet {sheet}.", number=number_text(cut), sheet=say("Actions")
        )
    return [Table(say("What became of what was agreed"), columns, rows, note, anchor="plan-agreed")]


def _asked(outcome: Outcome) -> str:
    """Return what was agreed, and on what: the words of the action, else those of the finding, then or now."""
    action, found = outcome.action, outcome.finding
    return clean(action.action or (found.message if found else outcome.ground) or action.finding)


def _today(view: View, outcome: Outcome) -> str:
    """Return what this check shows of it."""
    action, step = outcome.action, outcome.step
    if outcome.waived:
        return say("waived until {day}", day=date_text(action.waiver_until)) if action.waiver_until else say("waived")
    if not outcome.known:
        return say("not recognised in this workbook")
    if step is None and outcome.finding is None:
        return say("no longer asked for")
    today = say("still step {rank} of the plan", rank=step.rank) if step else say("still found")
    day = view.check.snapshot_date
    if action.status == "done":
        return say("done, {today}", today=today) if outcome.of_step else today
    late = action.due and day and action.due < day and action.status != "waived"
    return say("late, {today}", today=today) if late else today


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
    text = say_many(
        half,
        "Half of the gain comes with the first step, for effort {spent} of {effort}.",
        "Half of the gain comes with the first {n} steps, for effort {spent} of {effort}.",
        spent=number_text(spent),
        effort=number_text(effort),
    )
    if turn is None:
        after = say("Every step adds at least a quarter of what the best one adds for its effort.")
    else:
        after = say(
            "After step {rank} each adds less than a quarter of what the best one adds for its effort.", rank=turn
        )
    return f"{text} {after}"
