"""What does the board need to know, on one page? The score, a light a dimension, three findings, three steps."""

import re
from collections import Counter
from collections.abc import Sequence

from alignment.language import later, number_text, say, say_many, share_text
from alignment.model.result import SEVERITIES, DimensionScore, Step
from alignment.report.content.additions import SHEETS, Unmeasured
from alignment.report.content.findings import FindingGroup, consequence, matters_most, next_steps, summary
from alignment.report.content.maturity import perceived, weakest_roads
from alignment.report.content.maturity_route import first_action
from alignment.report.content.ownership import processes_words
from alignment.report.content.silos import inwardness
from alignment.report.content.view import View
from alignment.report.content.voices import Voices
from alignment.report.content.words import chosen_words, points_text
from alignment.report.display import clean, severity_word
from alignment.report.document import Block, Bullets, Gauge, Lights, Paragraph, Section, Subheading, TrafficLight
from alignment.report.traces import ISSUES, SCORE, SHEETS_READ, measure, passages, place, together, traced
from alignment.report.traces import step as planned_step
from alignment.wording import capital, counted, joined, of_all, singular

__all__ = [
    "basis",
    "board_section",
    "bridges",
    "coordination",
    "first_sentence",
    "journeys",
    "line",
    "ownership",
    "planned",
]

MOST_STEPS = 3
# Of a step's words, so that what it takes and adds has room behind them.
_MOST_STEP = 290
# Up to the first full stop that ends a word of some length, a quotation or a number: no initial of a name.
_SENTENCE = re.compile(r".*?(?:\w{3}|[”\d)])\.(?= [A-Z“])", re.DOTALL)

# The chapter that answers for each dimension.
_CHAPTERS = {
    "ownership": later("Ownership"),
    "journeys": later("Journeys"),
    "silos": later("Silos and bridges"),
    "bridges": later("Silos and bridges"),
    "coordination": later("Who should talk and does not"),
    "maturity": later("Maturity"),
}


def board_section(view: View, missing: Sequence[Unmeasured] = (), since: str = "") -> Section:
    """Return the board page; its texts are short enough for one A4 page.

    `missing` are the chapters left out; `since` says what has changed since the last check, where there was one.
    """
    chosen = matters_most(view)
    # A dimension that has no weight is no part of the score: what people see is then told in words.
    lights = [one for one in view.check.dimensions if one.weight > 0]
    blocks: list[Block] = [_gauge(view), Lights(tuple(line(view, one, missing) for one in lights))]
    seen = perceived(view)
    unscored = all(one.score is None for one in lights)
    if seen and unscored:
        # Then the survey is what the company has to read: it comes first, with more of it.
        blocks.insert(0, Paragraph(together(seen, weakest_roads(view)), "lead"))
    elif seen and "maturity" not in {one.id for one in lights}:
        apart = say("This is no part of the score.")
        blocks.append(Paragraph(together(seen, apart), "note"))
    if since:
        blocks.append(Paragraph(since))
    blocks.append(Subheading(say("What matters most"), "matters-most"))
    if chosen:
        blocks.append(Bullets(tuple(_told(view, one) for one in chosen), numbered=True))
    else:
        blocks.append(Paragraph(_nothing_grave(view)))
    advised = view.check.advice.steps
    begin = (first_action(Voices(view)),) if seen and unscored else ()
    steps = (
        *filter(None, begin),
        *(map(planned, advised) if advised else next_steps(view, chosen)),
        *_filling(missing),
    )
    steps = steps[:MOST_STEPS]
    if steps:
        blocks.append(Subheading(say("Next steps"), "next-steps"))
        blocks.append(Bullets(tuple(_shortened(one) for one in steps), numbered=True))
        if view.check.advice.chosen:
            blocks.append(Paragraph(chosen_words(view.check.advice), "note"))
    blocks.append(Paragraph(basis(view), "note"))
    return Section("at-a-glance", say("At a glance"), tuple(blocks))


def planned(step: Step) -> str:
    """Return a step of the plan in its first sentence, with what it takes and adds: the plan's pages say the rest."""
    text = first_sentence(clean(step.words))
    told = say(
        "{step} (Effort {effort}, {points} points.)",
        step=_shortened(text, _MOST_STEP),
        effort=step.effort,
        points=points_text(step.gain),
    )
    return traced(told, planned_step(step.rank), *(place("finding", one) for one in step.closes))


def first_sentence(text: str) -> str:
    """Return what stands before the first full stop that is followed by another sentence."""
    words = _SENTENCE.match(text)
    return words[0] if words else text


def _told(view: View, group: FindingGroup) -> str:
    """Return what was found, and what follows from it."""
    return together(_shortened(summary(view, group)), consequence(group))


def _shortened(text: str, most: int = 330) -> str:
    """Return a text that leaves room for the rest of the page; it is cut between words."""
    if len(text) <= most:
        return text
    cut = f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:…')}…"
    return traced(cut, *(source for one in passages(text) for source in one.sources))


def _gauge(view: View) -> Gauge:
    score = view.check.score
    if score.value is None:
        told = say("No score is given.")
        text = together(told, traced(score.reason, SCORE))
    else:
        text = ""
        if score.low is not None and score.high is not None:
            told = say(
                "With limits and weights chosen a little differently the score would lie between {low} and {high}: read it as a "
                "range.",
                low=number_text(score.low),
                high=number_text(score.high),
            )
            text = traced(told, SCORE)
        text = together(text, score.reason)
    return Gauge(score.value, score.low, score.high, score.rating, score.coverage, text)


def line(view: View, dimension: DimensionScore, missing: Sequence[Unmeasured] = ()) -> TrafficLight:
    """Return the line of a dimension on the board page."""
    value = "–" if dimension.score is None else number_text(dimension.score)
    told = {
        "ownership": ownership,
        "journeys": journeys,
        "silos": inwardness,
        "bridges": bridges,
        "coordination": coordination,
        "maturity": perceived,
    }.get(dimension.id)
    words = told(view) if told else ""
    if dimension.score is None:
        words = _unscored(view, dimension, missing, words)
    words = words or say("See the measures at the end of the report.")
    return TrafficLight(say(dimension.name), dimension.rating, value, words)


def _unscored(view: View, dimension: DimensionScore, missing: Sequence[Unmeasured], words: str) -> str:
    """Return why a dimension has no score, after what could be measured of it."""
    chapter = say(_CHAPTERS.get(dimension.id, ""))
    left_out = next((one.reason for one in missing if one.title == chapter), "")
    if left_out:
        return say("Not measured: {reason}.", reason=left_out)
    inward = view.check.measurement("silos.ei_index")
    if dimension.id == "silos" and dimension.coverage == 0 and inward and inward.status == "not_applicable":
        return say("Not applicable: {reason}.", reason=inward.note)
    reason = together(say("No score."), traced(dimension.reason, SCORE))
    return together(words, reason) if dimension.coverage else reason


def ownership(view: View) -> str:
    """Return how many journeys have one owner; of processes, where there are no journeys."""
    total = len(view.owners) - len(view.waived("ownership.journeys_owned"))
    share = view.check.value("ownership.journeys_owned")
    if share is None or not total:
        return processes_words(view)
    owned = round(share * total)
    text = say_many(
        owned or 1,
        "{journeys} has one end-to-end owner",
        "{journeys} have one end-to-end owner",
        journeys=of_all(owned, total, "journey") if owned else say("no journey"),
    )
    none = view.check.value("ownership.journeys_without_owner")
    several = view.check.value("ownership.journeys_with_several_owners")
    rest, sources = [], [measure("ownership.journeys_owned")]
    if none:
        rest.append(say_many(int(none), "{n} has none", "{n} have none"))
        sources.append(measure("ownership.journeys_without_owner"))
    if several:
        rest.append(say_many(int(several), "{n} has several", "{n} have several"))
        sources.append(measure("ownership.journeys_with_several_owners"))
    told = traced(f"{'; '.join(filter(None, (capital(text), joined(rest))))}.", *sources)
    return together(told, view.waived_words("ownership.journeys_owned", "journey"))


def journeys(view: View) -> str:
    """Return how many journeys cross departments, and how many of their handoffs are blind."""
    if not view.routes:
        return ""
    crossing = sum(1 for one in view.routes.values() if len(one.departments) > 1)
    crossed = measure("fragmentation.cross_department_journey_count")
    handoffs = sum(len(one.handoffs) for one in view.routes.values())
    text = say_many(
        crossing or 1,
        "{journeys} crosses departments",
        "{journeys} cross departments",
        journeys=of_all(crossing, len(view.routes), "journey") if crossing else say("no journey"),
    )
    seen = sum(len(one.covered) for one in view.judged_sights.values())
    blind = sum(len(one.blind) for one in view.judged_sights.values())
    if view.talks and seen:
        few = (
            say_many(
                blind,
                "{n} of {seen} handoffs is blind (the two departments have no tie)",
                "{n} of {seen} handoffs are blind (the two departments have no tie)",
                seen=number_text(seen),
            )
            if blind
            else say("no handoff is blind")
        )
        told = traced(f"{capital(text)}; {few}.", crossed, measure("fragmentation.blind_handoffs"))
        return together(told, view.waived_words("fragmentation.blind_handoffs", "journey"))
    told = capital(say("{text}, with {handoffs}.", text=text, handoffs=counted(handoffs, "handoff")))
    return traced(told, crossed, measure("fragmentation.handoffs"))


def bridges(view: View) -> str:
    """Return how many are the only link between others."""
    points = view.check.value("bridges.articulation_points")
    isolates = view.check.value("bridges.isolates")
    if points is None:
        return ""
    noun = "department" if view.context.collaboration.level == "department" else "position"
    text = (
        say_many(
            int(points),
            "{some} is the only link between others",
            "{some} are each the only link between others",
            some=counted(int(points), noun),
        )
        if points
        else say("No {noun} is the only link between others", noun=singular(noun))
    )
    if isolates:
        alone = counted(int(isolates), noun)
        text = say_many(int(isolates), "{text}; {some} has no tie", "{text}; {some} have no tie", text=text, some=alone)
    sources = (measure("bridges.articulation_points"), *((measure("bridges.isolates"),) if isolates else ()))
    return together(traced(f"{text}.", *sources), view.waived_words("bridges.articulation_points", noun))


def coordination(view: View) -> str:
    """Return how many of those who should talk do, beside chance."""
    met = view.check.value("coordination.congruence")
    if met is None:
        return ""
    text = _talking(met)
    sources = [measure("coordination.congruence")]
    density = view.check.value("coordination.density")
    if density is not None:
        text = say("{text}; chance would give {share}", text=text, share=share_text(density))
        sources.append(measure("coordination.density"))
    out = view.waived_words("coordination.congruence", "pair of departments")
    return together(traced(f"{text}.", *sources), out)


def _talking(met: float) -> str:
    """Return, without a full stop, which share of the pairs that should talk do."""
    if met in (0, 1):
        return (
            say("Every pair of departments that should talk does")
            if met
            else say("No pair of departments that should talk does")
        )
    return capital(say("{share} of the pairs of departments that should talk do", share=share_text(met)))


def _filling(missing: Sequence[Unmeasured]) -> tuple[str, ...]:
    """Return what to fill in first, where chapters are left out."""
    needs = {key for one in missing for key in one.needs}
    return tuple(say(sheets.step) for key, sheets in SHEETS.items() if key in needs)


def _nothing_grave(view: View) -> str:
    if not view.check.findings and view.check.score.value is None:
        if not any(one.score is not None for one in view.check.dimensions):
            return say("Too little could be measured to find anything.")
        return say("Nothing was found in what could be measured; most of what this check asks could not be.")
    if not view.check.findings:
        return say(
            "Nothing was found that breaks a rule of this check. The measures at the end show what was looked at."
        )
    return say("No finding is of medium severity or above. The small ones stand in their sections.")


def _survey(view: View) -> tuple[str, ...]:
    """Return the survey among what was read, with how many answered where that may be said."""
    if not view.organisation.answers:
        return ()
    people = Voices(view).value("respondents")
    return (say("a survey of {people}", people=counted(int(people), "person")) if people else say("a survey"),)


def basis(view: View) -> str:
    """Return what was read and found, counted."""
    organisation = view.organisation
    counts = (
        (len(view.departments), "department"),
        (sum(1 for one in organisation.journeys if one.listed), "journey"),
        (len(organisation.processes), "process"),
        (len(organisation.ties), "report of collaboration"),
        (len(organisation.goals), "goal"),
    )
    read = joined([*(counted(number, noun) for number, noun in counts if number), *_survey(view)], len(counts) + 1)
    severities = Counter(one.severity for one in view.check.findings if one.status != "waived")
    words = [(one, severity_word(one).lower()) for one in SEVERITIES if severities[one]]
    found = joined(
        [f"{number_text(severities[one])} {word}" if severities.total() > 1 else word for one, word in words]
    )
    issues = len(view.check.issues)
    told = [traced(say("Read: {what}.", what=read or say("nothing that this check knows")), SHEETS_READ)]
    unlisted = sum(1 for one in view.departments if not organisation.department[one].listed)
    if 0 < unlisted < len(view.departments):
        told.append(
            say_many(
                unlisted,
                "{n} of the departments is in no list: only ties name it.",
                "{n} of the departments are in no list: only ties name them.",
            )
        )
    total = sum(severities.values())
    told.append(say("{what}: {words}.", what=counted(total, "finding"), words=found) if total else say("No findings."))
    if issues:
        listed = say_many(
            issues,
            "{n} issue with the data is listed at the end.",
            "{n} issues with the data are listed at the end.",
        )
        told.append(traced(listed, ISSUES))
    return together(*told)
