"""Which chapters does the change have? The same blocks: one chapter in a health check, several in a trend report."""

from alignment.history.ledger import Fate
from alignment.history.targets import target_words
from alignment.language import date_text, number_text, say, say_many
from alignment.model.result import DimensionScore
from alignment.report.content.board import first_sentence
from alignment.report.content.change import Changes, figure_place
from alignment.report.content.change_figures import department_blocks, figure_blocks, target_blocks
from alignment.report.content.change_ledger import agreed_blocks, defect_words, ledger_blocks
from alignment.report.content.change_method import compared_blocks
from alignment.report.content.change_story import (
    chance_words,
    done_and_back,
    done_in_vain,
    movement_words,
    score_words,
    story,
)
from alignment.report.display import NOTHING, clean
from alignment.report.document import (
    Block,
    Bullets,
    Gauge,
    Lights,
    Paragraph,
    Section,
    Subheading,
    TrafficLight,
)
from alignment.report.traces import SCORE, measure, passages, place, sheet, together, traced

__all__ = ["asking", "change_section", "mattering", "trend_board", "trend_sections"]

_MOST_MATTERING, _MOST_ASKING = 3, 5


def change_section(changes: Changes) -> Section:
    """Return the change as one chapter of a health check."""
    blocks = story(changes)
    for title, anchor, some in (
        (say("Leading figures"), "change-figures", figure_blocks(changes)),
        (say("Departments before and after"), "change-departments", department_blocks(changes)),
        (say("What became of the findings"), "change-ledger-part", ledger_blocks(changes)),
        (say("What became of what was agreed"), "change-agreed-part", agreed_blocks(changes)),
        (say("Targets"), "change-targets", target_blocks(changes)),
        (say("How the two checks were compared"), "change-compared", compared_blocks(changes)),
    ):
        if some:
            blocks += [Subheading(title, anchor), *some]
    return Section("change", say("Change since last time"), tuple(blocks))


def trend_sections(changes: Changes) -> tuple[Section, ...]:
    """Return the same as chapters of a report of its own; those of which there is nothing to tell are left out."""
    found: tuple[tuple[str, str, list[Block]], ...] = (
        ("change", say("What has changed"), story(changes)),
        ("change-figures", say("Leading figures"), figure_blocks(changes)),
        ("change-departments", say("Departments before and after"), department_blocks(changes)),
        ("change-ledger-part", say("What became of the findings"), ledger_blocks(changes, apart=True)),
        ("change-agreed-part", say("What became of what was agreed"), agreed_blocks(changes)),
        ("change-targets", say("Targets"), target_blocks(changes)),
        ("change-compared", say("How the checks were compared"), compared_blocks(changes)),
    )
    return tuple(Section(anchor, title, tuple(blocks)) for anchor, title, blocks in found if blocks)


def trend_board(changes: Changes) -> Section:
    """Return the first page of a trend report."""
    score = changes.view.check.score
    text = together(score_words(changes), chance_words(changes))
    lights = [one for one in changes.view.check.dimensions if one.weight > 0]
    blocks: list[Block] = [
        Gauge(score.value, score.low, score.high, score.rating, score.coverage, text),
        Lights(tuple(_line(changes, one) for one in lights)),
        Subheading(say("Changes that matter"), "matters-most"),
    ]
    told = mattering(changes)
    blocks.append(
        Bullets(told, numbered=True)
        if told
        else Paragraph(say("Nothing changed that matters to the score: there is no change that the data can show."))
    )
    blocks.append(Subheading(say("What asks for something now"), "next-steps"))
    asks = asking(changes)
    blocks.append(Bullets(asks) if asks else Paragraph(_nothing_asked(changes)))
    blocks.append(Paragraph(_basis(changes), "note"))
    return Section("at-a-glance", say("At a glance"), tuple(blocks))


def _line(changes: Changes, dimension: DimensionScore) -> TrafficLight:
    """Return a dimension with its score before and after, and the figure in it that moved most."""
    before, after = changes.found.dimensions.get(dimension.id, (None, None))
    value = " → ".join(NOTHING if one is None else number_text(one) for one in (before, after))
    first, last = changes.found.common_dimensions.get(dimension.id, (None, None))
    told = ""
    if first is not None and last is not None and before is not None and after is not None:
        shown = (number_text(first), number_text(last))
        if shown != (number_text(before), number_text(after)):
            told = say("On what both checks have {before} → {after}.", before=shown[0], after=shown[1])
    moving = [
        one
        for one in changes.leading
        if changes.shown(one) and changes.gain(one) and _dimension(changes, one.id) == dimension.id
    ]
    if moving:
        most = max(moving, key=lambda one: abs(changes.gain(one)))
        told = together(told, _first(movement_words(changes, most)))
    elif before is not None and after is not None:
        told = together(told, say("No figure in it changed in a way that the data can show."))
    elif after is None:
        told = together(told, traced(dimension.reason, SCORE) if dimension.reason else say("Not measured."))
    else:
        told = together(told, say("The check before has no score of it."))
    return TrafficLight(say(dimension.name), dimension.rating, value, told)


def _dimension(changes: Changes, ident: str) -> str:
    return changes.dimension_of.get(ident, "")


def _first(text: str) -> str:
    """Return the first sentence, with what the whole rests on."""
    return traced(first_sentence(str(text)), *(source for one in passages(text) for source in one.sources))


def mattering(changes: Changes) -> tuple[str, ...]:
    """Return at most three changes: what moved the score most, and then grave findings that are new or back."""
    moving = changes.by_gain(one for one in changes.leading if changes.shown(one) and changes.gain(one))
    told = [_first(movement_words(changes, one)) for one in changes.telling(moving)]
    grave = [
        one
        for one in changes.found.findings
        if one.state in ("new", "back") and one.cause == "company" and one.finding.severity in ("critical", "high")
    ]
    alarms = [
        traced(
            say("New: {message}", message=clean(one.finding.message))
            if one.state == "new"
            else say("Found again: {message}", message=clean(one.finding.message)),
            place("finding", one.finding.id),
        )
        for one in grave[:1]
    ]
    return (*told[: _MOST_MATTERING - len(alarms)], *alarms)


def asking(changes: Changes, most: int = _MOST_ASKING) -> tuple[str, ...]:
    """Return what asks for something now: what is late by what it was to gain, what was done in vain or is back, new lapses, targets."""
    told = []
    for one in changes.found.actions:
        asked = clean(one.action.action or one.outcome.ground or one.action.finding).rstrip(".")
        owner = clean(one.action.owner) or say("nobody")
        if one.state == "late" and one.action.due is not None:
            text = say(
                "Late since {day}: “{action}” ({owner}).", day=date_text(one.action.due), action=asked, owner=owner
            )
            if one.gain:
                gained = say("It was to gain {points} points.", points=number_text(one.gain, 1))
                text = f"{text} {gained}"
            told.append(traced(text, sheet("actions")))
        elif one.state == "lapsed" and one.action.waiver_until and one.action.waiver_until >= changes.days[0]:
            told.append(traced(_lapsed(changes, one, date_text(one.action.waiver_until), owner), sheet("actions")))
    told += (*done_in_vain(changes), *done_and_back(changes))
    told += [
        traced(target_words(one), measure(one.measure), figure_place(one.measure))
        for one in changes.trend.targets
        if one.state in ("late", "behind")
    ]
    left = len(told) - most
    if left > 0:
        told = [*told[:most], say_many(left, "And {n} more.", "And {n} more.")]
    return tuple(told)


def _lapsed(changes: Changes, fate: Fate, day: str, owner: str) -> str:
    """Return a waiver that has lapsed since the check before: of what, and why it was given."""
    found, step = fate.outcome.finding, fate.outcome.step
    if found is not None:
        subject = defect_words(changes, found)
    elif step is not None:
        subject = changes.subject(step.subject)
    else:
        subject = clean(fate.outcome.ground or fate.action.finding)
    reason = clean(fate.action.waiver_reason or fate.action.action).rstrip(".")
    if not reason:
        return say("A waiver lapsed on {day}: {subject} ({owner}).", day=day, subject=subject, owner=owner)
    return say(
        "A waiver lapsed on {day}: {subject}. Its reason was “{reason}” ({owner}).",
        day=day,
        subject=subject,
        reason=reason,
        owner=owner,
    )


def _nothing_asked(changes: Changes) -> str:
    if not changes.found.actions and not changes.trend.targets:
        return say("Nothing was agreed last time, and no targets are set.")
    told = []
    if changes.found.actions:
        told.append(say("Nothing that was agreed is late or was done in vain."))
        still = sum(one.state == "open" for one in changes.found.actions)
        if still:
            told.append(say_many(still, "{n} action is open and not yet due.", "{n} actions are open and not yet due."))
    if changes.trend.targets:
        told.append(say("No target is late or behind."))
    return " ".join(told)


def _basis(changes: Changes) -> str:
    checks = changes.trend.checks
    told = [
        say_many(
            len(checks),
            "{n} check, of {first}.",
            "{n} checks from {first} to {last}.",
            first=date_text(checks[0].day),
            last=date_text(checks[-1].day),
        ),
        say("The last is compared with that of {day}.", day=changes.since),
    ]
    if changes.trend.reorganised:
        told.append(
            say_many(
                len(changes.trend.reorganised),
                "In between the company was reorganised once.",
                "In between the company was reorganised {n} times.",
            )
        )
    return " ".join(told)
