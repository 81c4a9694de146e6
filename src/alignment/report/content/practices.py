"""How does one go about it? The actions of the library: for the steps of the plan, and for what no step answers."""

from collections import Counter
from collections.abc import Mapping, Sequence

from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.statements import ROAD_NAMES
from alignment.language import later, say, say_many
from alignment.model.result import Practice, Step
from alignment.report.content.view import View
from alignment.report.content.words import headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Definitions, Paragraph, Subheading, Table
from alignment.wording import joined

__all__ = ["open_blocks", "practice_blocks"]

_MOST_CODES = 4
_STEP_COLUMNS = (
    Column(later("Step"), "number", 0.6),
    Column(later("Asks"), share=1.7),
    Column(later("Champion"), share=2.2),
    Column(later("To know before it begins"), share=6.0),
)
_MOST_RANKS = 12


def practice_blocks(view: View) -> list[Block]:
    """Return each action that serves a step, and under it its steps: who carries them, and what speaks against them."""
    blocks: list[Block] = []
    served: dict[str, list[Step]] = {}
    # Of what was chosen by hand, the library may have nothing to say.
    for one in (one for one in view.check.advice.steps if one.practice):
        served.setdefault(one.practice, []).append(one)
    practices = {one.id: one for one in view.check.advice.practices}
    for ident, steps in served.items():
        practice = practices[ident]
        ranks = joined([str(one.rank) for one in steps], _MOST_RANKS)
        title = say_many(
            len(steps), "{action} (step {ranks})", "{action} (steps {ranks})", action=say(practice.title), ranks=ranks
        )
        blocks += [
            Subheading(title, f"practice-{practice.id}"),
            Definitions(_told(practice)),
            _known(view, practice, steps),
        ]
    if blocks:
        told = say(
            "How to go about each step follows. What to write into the workbook once it is done is in the Excel report, sheet "
            "{sheet}.",
            sheet=say("Plan"),
        )
        blocks.insert(0, Paragraph(told, "note"))
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
            _first(one)
            + _also(practices, [other for code in sorted(codes[ident]) for other in answers[code][1:]], ident),
            say(
                "With whom: {whom} To bring: {bring} It worked when: {seen}",
                whom=say(one.whom),
                bring=say(one.bring),
                seen=say(one.seen),
            ),
        )
        for ident, one in practices.items()
        if ident in codes
    )
    if not rows:
        return []
    columns = (
        Column(say("Findings"), share=2.2),
        Column(say("What to do on Monday"), share=4.2),
        Column(say("To know before"), share=4.2),
    )
    caption = (
        say("What no step of the plan answers")
        if view.check.advice.steps
        else say("What could be done about what was found")
    )
    return [Table(caption, columns, rows, say("In brackets the number of findings."), anchor="plan-open")]


def _first(practice: Practice) -> str:
    """Return what an action is, and its first step."""
    monday = say(practice.monday)
    return say("{what}: {words}", what=say(practice.title), words=f"{monday[:1].lower()}{monday[1:]}")


def _told(practice: Practice) -> tuple[tuple[str, str], ...]:
    measure = MEASURES[practice.measure]
    return (
        (say("On Monday"), say(practice.monday)),
        (say("With whom"), say(practice.whom)),
        (say("What to bring"), say(practice.bring)),
        (say("It worked when"), say("{seen} Measure: {measure}.", seen=say(practice.seen), measure=say(measure.name))),
        (say("Where it comes from"), f"{say(practice.source)}."),
        (
            say("What it serves"),
            say(
                "The road {road}, towards stage {stage} of maturity.",
                road=say(ROAD_NAMES[practice.road]),
                stage=practice.stage,
            ),
        ),
    )


def _known(view: View, practice: Practice, steps: Sequence[Step]) -> Table:
    """Return what to know of the steps before they begin; a column that is blank for all of them is left out."""
    rows = [_details(view, one) for one in steps]
    used = [place for place in range(len(_STEP_COLUMNS)) if any(row[place] for row in rows)]
    return Table(
        say("Step by step"),
        headed(_STEP_COLUMNS[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in rows),
        anchor=f"steps-{practice.id}",
    )


def _details(view: View, step: Step) -> tuple[CellValue, ...]:
    """Return whom a step asks, who could carry it, what it closes, and what speaks against it."""
    against = list(step.against)
    if step.opens:
        against.append(say("it leaves {findings} to be found next", findings=_codes(step.opens)))
    told = ((say("Closes"), _codes(step.closes)), (say("Against it"), "; ".join(against)))
    return (
        step.rank,
        joined([clean(view.department(one)) for one in step.asks], _MOST_CODES),
        clean(", ".join(filter(None, (step.champion, step.champion_reason)))),
        clean(" ".join(say("{what}: {words}.", what=what, words=words) for what, words in told if words)),
    )


def _codes(idents: Sequence[str]) -> str:
    """Return findings by their rules, such as “Journey without an end-to-end owner” (OWN01), each once."""
    codes = dict.fromkeys(ident.split(":")[0] for ident in idents)
    return joined([f"“{_title(code)}” ({code})" for code in codes], _MOST_CODES)


def _title(code: str) -> str:
    return say(RULES[code].title)


def _also(practices: Mapping[str, Practice], others: Sequence[str], first: str) -> str:
    named = [say(practices[one].title) for one in dict.fromkeys(others) if one != first]
    return " " + say("See also: {actions}.", actions="; ".join(named)) if named else ""
