"""What became of what was found, and of what was agreed? The ledger of defects over the checks, and the fates of actions."""

from collections import Counter
from collections.abc import Mapping

from alignment.analysis.catalogue import RULES
from alignment.history.ledger import ActionState, Cause, Fate, State
from alignment.history.trend import Course
from alignment.language import date_text, later, number_text, say, say_many
from alignment.model.result import SEVERITIES, Finding
from alignment.report.charts import LedgerRow, ledger
from alignment.report.content.board import first_sentence
from alignment.report.content.change import Changes
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Table
from alignment.report.traces import place, sheet, traced
from alignment.wording import capital, joined

__all__ = ["CAUSES", "FATES", "STATES", "agreed_blocks", "agreed_words", "defect_words", "ledger_blocks"]

_MOST_DRAWN, _MOST_LISTED, _MOST_AGREED = 40, 30, 40
STATES: Mapping[State, str] = {
    "new": later("new"),
    "back": later("back"),
    "persisting": later("still there"),
    "gone": later("gone"),
}
CAUSES: Mapping[Cause, str] = {
    "company": later("the company changed"),
    "division": later("it is divided otherwise"),
    "data": later("more or less was read"),
}
FATES: Mapping[ActionState, str] = {
    "without effect": later("done and still found"),
    "back": later("done and found again"),
    "late": later("late"),
    "lapsed": later("with a lapsed waiver"),
    "open": later("open"),
    "waived": later("waived"),
    "settled": later("no longer asked for"),
    "done": later("done and gone"),
}
# Those that ask to be looked at first.
_ORDER: tuple[State, ...] = ("back", "new", "persisting", "gone")


def ledger_blocks(changes: Changes, apart: bool = False) -> list[Block]:
    """Return the ledger as a picture and what changed in it as a table; nothing where no check found anything.

    With `apart`, the pages stand by themselves, without the findings' own chapters: rows are then where sentences lead.
    """
    courses = sorted(
        changes.trend.courses,
        key=lambda one: (SEVERITIES.index(one.finding.severity), _ORDER.index(one.state), one.finding.code),
    )
    if not courses:
        return []
    return [Paragraph(_counted(changes)), *_picture(changes, courses), *_table(changes, courses, apart)]


def _counted(changes: Changes) -> str:
    """Return how many are new, back and gone since the last check, and why."""
    told = []
    for state, title in (
        ("new", say("New")),
        ("back", say("Back")),
        ("gone", say("Gone")),
    ):
        causes = Counter(one.cause for one in changes.found.findings if one.state == state)
        if causes:
            why = joined(
                [
                    say("{number} since {cause}", number=number_text(causes[cause]), cause=say(words))
                    for cause, words in CAUSES.items()
                    if causes[cause]
                ]
            )
            told.append(say("{state}: {why}.", state=title, why=why))
    stay = sum(one.state == "persisting" for one in changes.found.findings)
    if stay:
        told.append(say_many(stay, "{n} finding stays.", "{n} findings stay."))
    return " ".join(told) or say("Neither check found anything.")


def _picture(changes: Changes, courses: list[Course]) -> list[Block]:
    shown = courses[:_MOST_DRAWN]
    rows = [
        LedgerRow(
            one.finding.code,
            defect_words(changes, one.finding),
            one.finding.severity,
            tuple(day in set(one.days) for day in changes.trend.days),
            say(STATES[one.state]),
            one.state in ("new", "back"),
        )
        for one in shown
    ]
    caption = say("What each check found: a row a defect, the gravest first; filled where the check found it.")
    if len(courses) > len(shown):
        caption += " " + say(
            "Shown: {some} of {all}; the others are in the Excel report, sheet {sheet}.",
            some=number_text(len(shown)),
            all=number_text(len(courses)),
            sheet=say("Ledger"),
        )
    picture = ledger("change-ledger", changes.trend.days, rows, changes.trend.reorganised)
    return [changes.view.figure(picture, "change-ledger", caption)]


def defect_words(changes: Changes, finding: Finding) -> str:
    """Return what a defect is about, and what it is."""
    subject = changes.subject(finding.scope)
    rule = RULES.get(finding.code)
    return say("{subject}: {defect}", subject=subject, defect=say(rule.title)) if rule else subject


def _table(changes: Changes, courses: list[Course], apart: bool) -> list[Block]:
    """Return what is new, back or gone since the last check, with why."""
    last = changes.days[0]
    # What was gone before the last check is no news.
    found = [one for one in courses if one.state != "persisting" and (one.state != "gone" or last in one.days)]
    if not found:
        return [Paragraph(say("Nothing is new, back or gone since {day}.", day=changes.since))]
    found.sort(key=lambda one: _ORDER.index(one.state))
    shown = found[:_MOST_LISTED]
    columns = (
        Column(say("Since {day}", day=changes.since), share=1.2),
        Column(say("Code"), share=1.0),
        Column(say("Severity"), "severity", 1.1),
        Column(say("What was found"), share=6.0),
        Column(say("Why"), share=2.0),
    )
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            say(STATES[one.state]),
            one.finding.code,
            one.finding.severity,
            first_sentence(clean(one.finding.message)),
            capital(say(CAUSES[one.cause])) if one.cause else "",
        )
        for one in shown
    )
    note = ""
    if len(found) > len(shown):
        note = say(
            "Shown: {some} of {all}; the others are in the Excel report, sheet {sheet}.",
            some=number_text(len(shown)),
            all=number_text(len(found)),
            sheet=say("Ledger"),
        )
    anchors = tuple(place("finding", one.finding.id) for one in shown) if apart else ()
    return [Table(say("New, back and gone"), columns, rows, note, "change-findings", findings=anchors)]


def agreed_words(changes: Changes) -> str:
    """Return what became of what was agreed, counted; empty where nothing was."""
    states = Counter(one.state for one in changes.found.actions)
    if not states:
        return ""
    told = [
        say("{number} {state}", number=number_text(states[state]), state=say(words))
        for state, words in FATES.items()
        if states[state]
    ]
    lost = sum(one.gain or 0.0 for one in changes.found.actions if one.state == "late")
    counted = say_many(
        states.total(),
        "{n} action was agreed: {fates}.",
        "{n} actions were agreed: {fates}.",
        fates=joined(told, len(told)),
    )
    if not lost:
        return traced(counted, sheet("actions"))
    late = say("What is late was to gain {points} points of the score.", points=number_text(lost, 1))
    return traced(f"{counted} {late}", sheet("actions"))


def agreed_blocks(changes: Changes) -> list[Block]:
    """Return what became of each action, those that ask for something first; nothing where nothing was agreed."""
    fates = changes.found.actions
    if not fates:
        return []
    columns = (
        Column(say("What was agreed"), share=4.6),
        Column(say("Owner"), share=1.8),
        Column(say("Due"), share=1.1),
        Column(say("Was to gain"), "number", 1.0, 1),
        Column(say("What became of it"), share=2.4),
    )
    rows = tuple(_fate(one) for one in fates[:_MOST_AGREED])
    notes = [say("Was to gain: points of the score, by the plan of {day}.", day=changes.since)]
    if len(fates) > len(rows):
        left = number_text(len(fates) - len(rows))
        notes.append(say("And {number} more: in the Excel report, sheet {sheet}.", number=left, sheet=say("Actions")))
    table = Table(
        say("Each action, those that ask for something first"),
        columns,
        rows,
        " ".join(notes),
        "change-agreed",
    )
    return [Paragraph(agreed_words(changes)), table]


def _fate(fate: Fate) -> tuple[CellValue, ...]:
    action = fate.action
    asked = clean(action.action or fate.outcome.ground or action.finding)
    became = capital(say(FATES[fate.state]))
    if fate.state == "waived" and action.waiver_until:
        became = say("Waived until {day}", day=date_text(action.waiver_until))
    if fate.state == "lapsed" and action.waiver_until:
        became = say("Its waiver lapsed on {day}", day=date_text(action.waiver_until))
    return asked, clean(action.owner), action.due.isoformat() if action.due else "", fate.gain, became
