"""What got better, what got worse, and what stayed although something was done? The change told in sentences, by rules."""

from collections import Counter
from collections.abc import Sequence

from alignment.analysis.catalogue import MEASURES
from alignment.history.certainty import words
from alignment.history.comparison import Movement
from alignment.history.crosswalk import Link
from alignment.language import date_text, number_text, say, say_many
from alignment.report.content.board import first_sentence
from alignment.report.content.change import Changes, figure_place, name_of, pair_text
from alignment.report.content.change_figures import score_blocks
from alignment.report.display import clean, light_word
from alignment.report.document import Block, Bullets, Paragraph, Subheading
from alignment.report.traces import SCORE, measure, together, traced
from alignment.wording import capital, counted, joined

__all__ = [
    "chance_words",
    "done_and_back",
    "done_in_vain",
    "movement_words",
    "score_words",
    "since_words",
    "story",
    "turned_words",
]

_MOST_TOLD = 6
_MOST_NAMED = 4
_MOST_LINKS = 8


def story(changes: Changes) -> list[Block]:
    """Return the change in plain sentences, with the score drawn."""
    blocks: list[Block] = [
        Paragraph(together(score_words(changes), _whose(changes)), "lead"),
        Paragraph(together(chance_words(changes), _findings(changes), _long(changes))),
    ]
    blocks += score_blocks(changes)
    better, worse = changes.turned("better"), changes.turned("worse")
    for title, anchor, found in (
        (say("What got better"), "change-better", better),
        (say("What got worse"), "change-worse", worse),
        (say("What moved and is neither"), "change-neither", changes.turned("neutral")),
    ):
        if found:
            blocks += [Subheading(title, anchor), Bullets(turned_words(changes, found))]
    if not better and not worse:
        blocks.append(Paragraph(_nothing()))
    elif not worse:
        blocks.append(Paragraph(say("No leading figure got worse in a way that the data can show.")))
    elif not better:
        blocks.append(Paragraph(say("No leading figure got better in a way that the data can show.")))
    vain = done_in_vain(changes)
    if vain:
        blocks += [Subheading(say("What stayed, though something was done"), "change-stayed"), Bullets(vain)]
    back = done_and_back(changes)
    if back:
        blocks += [Subheading(say("What helped, and is back"), "change-back"), Bullets(back)]
    division = _divided(changes)
    if division:
        blocks += [Subheading(say("What is of the division and of the data"), "change-apart"), *division]
    return blocks


def _nothing() -> str:
    return say("No leading figure got better or worse: there is no change that the data can show.")


def score_words(changes: Changes) -> str:
    """Return how the score changed, as printed and on what both checks have."""
    before, after = changes.found.score
    values = {"day": changes.since}
    if before is None or after is None:
        told = _withheld(changes, before, after)
        return traced(told, SCORE)
    first, last = number_text(before, 1), number_text(after, 1)
    values |= {"before": first, "after": last}
    if first == last:
        told = say("The score is {after}, as on {day}.", **values)
    elif after > before:
        told = say("Since {day} the score rose from {before} to {after}.", **values)
    else:
        told = say("Since {day} the score fell from {before} to {after}.", **values)
    return traced(" ".join([told, *_on_common(changes), *_light(changes)]), SCORE)


def _withheld(changes: Changes, before: float | None, after: float | None) -> str:
    if after is not None:
        return say(
            "The score is {after}; the check of {day} has none, since too little could be measured.",
            after=number_text(after, 1),
            day=changes.since,
        )
    if before is not None:
        return say(
            "No score is given now, since too little could be measured; on {day} it was {before}.",
            day=changes.since,
            before=number_text(before, 1),
        )
    return say("Neither this check nor that of {day} has a score: too little could be measured.", day=changes.since)


def _on_common(changes: Changes) -> list[str]:
    """Say the scores on what both have, where they are others than those printed."""
    common = changes.found.common_score
    if None in changes.found.score:
        return []
    if common[0] is None or common[1] is None:
        return [say("What both have is too little for a score.")]
    first, last = number_text(common[0], 1), number_text(common[1], 1)
    printed = tuple(number_text(one or 0.0, 1) for one in changes.found.score)
    if (first, last) == printed:
        return []
    if first == last:
        return [say("On what both checks have it is {value} in both.", value=first)]
    return [say("On what both checks have it went from {before} to {after}.", before=first, after=last)]


def _light(changes: Changes) -> list[str]:
    before, after = changes.found.earlier.check.score, changes.view.check.score
    if before.rating == after.rating:
        return []
    return [
        say(
            "Its light was {before} and is {after}.",
            before=light_word(before.rating).lower(),
            after=light_word(after.rating).lower(),
        )
    ]


def _whose(changes: Changes) -> str:
    """Return how much of the change of the score is of the company."""
    (before, after), (first, last) = changes.found.score, changes.found.common_score
    if before is None or after is None or first is None or last is None:
        return ""
    whole, company = after - before, last - first
    if not round(whole, 1) and not round(company, 1):
        return ""
    rest = whole - company
    if not round(rest, 1):
        return say("All of that is of the company.")
    if not round(company, 1):
        return say("None of that is of the company: it comes from {causes}.", causes=_causes(changes))
    if company * whole < 0:
        return say(
            "The company by itself moved it by {company}; the other {rest} comes from {causes}.",
            company=_points(company),
            rest=_points(rest),
            causes=_causes(changes),
        )
    return say(
        "Of the change of {whole}, {company} is of the company; the other {rest} comes from {causes}.",
        whole=_points(whole),
        company=_points(company),
        rest=_points(rest),
        causes=_causes(changes),
    )


def _points(value: float) -> str:
    return f"{'+' if round(value, 1) > 0 else ''}{number_text(value, 1)}"


def _causes(changes: Changes) -> str:
    found = []
    if changes.found.matched.reorganised:
        found.append(say("how the company is divided"))
    if changes.found.waivers:
        found.append(say("waivers that were given or have lapsed"))
    if len(changes.found.alone) > len(changes.found.waivers):
        found.append(say("what only one check has"))
    return joined(found) or say("how the two were measured")


def chance_words(changes: Changes) -> str:
    """Return of how many figures of the company chance was asked, and what it says."""
    states = Counter(verdict.state for one in changes.company if (verdict := changes.verdict(one)) is not None)
    tested, few = states["real"] + states["not_shown"], states["too_few"]
    if not states:
        return say("No change of a figure of the company could be tested against chance.")
    told = []
    if states["real"]:
        told.append(
            say_many(
                states["real"],
                "{n} of {tested} changed by more than chance explains: {ways}.",
                "{n} of {tested} changed by more than chance explains: {ways}.",
                tested=say_many(tested, "{n} figure tested", "{n} figures tested"),
                ways=_ways(changes),
            )
        )
    elif tested:
        told.append(
            say_many(
                tested,
                "The change of {n} figure of the company was tested against chance: it is no change that the data can show.",
                "The changes of {n} figures of the company were tested against chance: none is a change that the data can "
                "show.",
            )
        )
    if few:
        told.append(
            say_many(
                few,
                "In {n} figure too little has changed to tell it from chance.",
                "In {n} figures too little has changed to tell it from chance.",
            )
        )
    if not told:
        told.append(say("Nothing has changed in what could be tested against chance."))
    return " ".join(told)


def _ways(changes: Changes) -> str:
    ways = Counter(changes.way(one) for one in changes.company if changes.real(one))
    told = [
        *([say_many(ways["better"], "{n} for the better", "{n} for the better")] if ways["better"] else []),
        *([say_many(ways["worse"], "{n} for the worse", "{n} for the worse")] if ways["worse"] else []),
    ]
    neither = sum(ways.values()) - ways["better"] - ways["worse"]
    if neither:
        told.append(say_many(neither, "{n} that is neither", "{n} that are neither"))
    return joined(told)


def since_words(changes: Changes) -> str:
    """Return the change in one line for the board page."""
    told = score_words(changes)
    first = traced(" ".join([first_sentence(told), *_on_common(changes)]), SCORE)
    return together(first, first_sentence(chance_words(changes)))


def _findings(changes: Changes) -> str:
    """Return what became of the findings, counted."""
    states = Counter(one.state for one in changes.found.findings)
    gone = (
        say_many(states["gone"], "{n} finding is gone", "{n} findings are gone")
        if states["gone"]
        else say("No finding is gone")
    )
    told = [
        say_many(states["new"], "{n} is new", "{n} are new") if states["new"] else say("none is new"),
        *([say_many(states["back"], "{n} is back", "{n} are back")] if states["back"] else []),
        *([say_many(states["persisting"], "{n} stays", "{n} stay")] if states["persisting"] else []),
    ]
    if not changes.found.findings:
        return say("Neither check found anything.")
    return say("{gone}, {others}.", gone=gone, others=joined(told))


def _long(changes: Changes) -> str:
    """Return how the score moved over all checks, where there are more than two."""
    scored = [one for one in changes.trend.checks if one.score.value is not None]
    if len(changes.trend.checks) < 3 or len(scored) < 2:
        return ""
    first, last = scored[0], scored[-1]
    told = say(
        "Over {checks}, the score went from {before} on {first} to {after} on {last}.",
        checks=say_many(len(changes.trend.checks), "{n} check", "{n} checks"),
        before=number_text(first.score.value or 0.0, 1),
        first=date_text(first.day),
        after=number_text(last.score.value or 0.0, 1),
        last=date_text(last.day),
    )
    return traced(told, SCORE)


def turned_words(changes: Changes, found: Sequence[Movement], most: int = _MOST_TOLD) -> tuple[str, ...]:
    """Return figures in sentences, one of each family; what exceeds `most` or says the same is counted."""
    told = [movement_words(changes, one) for one in changes.telling(found)[:most]]
    left = len(found) - len(told)
    if found and not told:
        return (
            say_many(
                left,
                "{n} figure, by less than shows as it is printed: in the table of figures.",
                "{n} figures, by less than shows as they are printed: in the table of figures.",
            ),
        )
    if left:
        told.append(
            say_many(
                left,
                "And {n} more figure, in the table of figures.",
                "And {n} more figures, in the table of figures.",
            )
        )
    return tuple(told)


def movement_words(changes: Changes, movement: Movement) -> str:
    """Return how one figure moved on what both have, what chance says of it, and what is printed where that differs."""
    verdict = changes.verdict(movement)
    kind = MEASURES[movement.id]
    first, last = pair_text(kind, *movement.common)
    if verdict is not None:
        told = [words(verdict)]
    else:
        values = {"measure": name_of(movement.id), "before": first, "after": last}
        told = [say("{measure}: from {before} to {after}, not tested against chance.", **values)]
    printed = tuple(one.value if one else None for one in (movement.before, movement.after))
    before, after = pair_text(kind, *printed)
    if movement.followed and None not in printed and (before, after) != (first, last):
        told.append(
            say("The checks print {before} and {after}: they do not have all in common.", before=before, after=after)
        )
    return traced(" ".join(told), measure(movement.id), figure_place(movement.id))


def done_in_vain(changes: Changes) -> tuple[str, ...]:
    """Return what was done and is still found, in sentences."""
    told = []
    for one in changes.found.actions:
        if one.state != "without effect":
            continue
        found = one.outcome.finding
        asked = clean(one.action.action or one.outcome.ground or one.action.finding)
        still = clean(found.message) if found is not None else say("the plan still asks for it.")
        told.append(say("Done: “{action}”. Still found: {finding}", action=asked.rstrip("."), finding=still))
    return tuple(told)


def done_and_back(changes: Changes) -> tuple[str, ...]:
    """Return what was done and had helped, and is found again, in sentences."""
    told = []
    for one in changes.found.actions:
        if one.state == "back" and one.outcome.finding is not None:
            asked = clean(one.action.action or one.outcome.ground or one.action.finding)
            again = clean(one.outcome.finding.message)
            told.append(
                say(
                    "Done and helped, and is back: “{action}”. Found again: {finding}",
                    action=asked.rstrip("."),
                    finding=again,
                )
            )
    return tuple(told)


def _divided(changes: Changes) -> list[Block]:
    """Return what the reorganisation did to the figures, and what only one check has."""
    found = changes.found
    told = []
    if found.matched.reorganised:
        links = [link for one in found.matched.of("department") if (link := _link(changes, one))]
        told += links[:_MOST_LINKS]
        left = len(links) - _MOST_LINKS
        if left > 0:
            more = say_many(left, "And {n} more, in the table at the end.", "And {n} more, in the table at the end.")
            told.append(more)
        cut = [one for one in changes.company if not one.followed]
        if cut:
            told.append(
                say_many(
                    len(cut),
                    "{n} figure depends on how the company is divided: its printed values are not compared, but both checks "
                    "were measured divided alike.",
                    "{n} figures depend on how the company is divided: their printed values are not compared, but both "
                    "checks were measured divided alike.",
                )
            )
        names = [name_of(one.id) for one in changes.leading if one.followed and _mostly(one)]
        if names:
            told.append(
                say_many(
                    len(names),
                    "More than half of the printed change is of the division, not of the company, in {n} leading figure: "
                    "{names}.",
                    "More than half of the printed change is of the division, not of the company, in {n} leading figures: "
                    "{names}.",
                    names=joined(names, _MOST_NAMED),
                )
            )
    told += [clean(one) for one in (*found.alone, *found.notes)]
    return [Bullets(tuple(told))] if told else []


def _mostly(movement: Movement) -> bool:
    change, division = movement.change, movement.of_division
    return bool(change and division) and abs(division or 0.0) > abs(change or 0.0) / 2 > 1e-9


def _link(changes: Changes, link: Link) -> str:
    """Return a department that was split or merged, or that only one check has; empty for others."""
    if link.whole or not link.listed:
        return ""
    was = [clean(changes.earlier.department(one)) for one in link.was]
    now = [clean(changes.view.department(one)) for one in link.now]
    if not was:
        return say("{now} is new, and not known to have been part of another.", now=joined(now))
    if not now:
        return say("{was} is no more, and not known to be part of another.", was=joined(was))
    if len(was) == 1:
        return say("{was} was split into {now}.", was=was[0], now=joined(now))
    if len(now) == 1:
        return say("{was} became one: {now}.", was=joined(was), now=now[0])
    return capital(
        say("{some}, {was}, became {now}.", some=counted(len(was), "department"), was=joined(was), now=joined(now))
    )
