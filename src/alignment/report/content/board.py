"""What does the board need to know, on one page? The score, a light a dimension, three findings, three steps."""

import re
from collections import Counter
from collections.abc import Sequence

from alignment.language import number_text, share_text
from alignment.model.result import SEVERITIES, DimensionScore, Step
from alignment.report.content.additions import SHEETS, Unmeasured
from alignment.report.content.findings import FindingGroup, consequence, matters_most, next_steps, summary
from alignment.report.content.maturity import perceived
from alignment.report.content.ownership import processes_words
from alignment.report.content.silos import inwardness
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, Bullets, Gauge, Lights, Paragraph, Section, Subheading, TrafficLight
from alignment.wording import capital, counted, have, joined, of_all

__all__ = ["basis", "board_section", "bridges", "coordination", "journeys", "line", "ownership", "planned"]

MOST_STEPS = 3
# Up to the first full stop that ends a word of some length, a quotation or a number: no initial of a name.
_SENTENCE = re.compile(r".*?(?:\w{4}|[”\d)])\.(?= [A-Z“])", re.DOTALL)

# The chapter that answers for each dimension.
_CHAPTERS = {
    "ownership": "Ownership",
    "journeys": "Journeys",
    "silos": "Silos and bridges",
    "bridges": "Silos and bridges",
    "coordination": "Who should talk and does not",
    "maturity": "Maturity",
}


def board_section(view: View, missing: Sequence[Unmeasured] = ()) -> Section:
    """Return the board page; its texts are short enough for one A4 page. `missing` are the chapters left out."""
    chosen = matters_most(view)
    # A dimension that has no weight is no part of the score: what people see is then told in words.
    lights = [one for one in view.check.dimensions if one.weight > 0]
    blocks: list[Block] = [_gauge(view), Lights(tuple(line(view, one, missing) for one in lights))]
    seen = perceived(view)
    if seen and "maturity" not in {one.id for one in lights}:
        blocks.append(Paragraph(f"{seen} This is no part of the score.", "note"))
    blocks.append(Subheading("What matters most", "matters-most"))
    if chosen:
        blocks.append(Bullets(tuple(_told(view, one) for one in chosen), numbered=True))
    else:
        blocks.append(Paragraph(_nothing_grave(view)))
    advised = view.check.advice.steps
    steps = (*(map(planned, advised) if advised else next_steps(view, chosen)), *_filling(missing))[:MOST_STEPS]
    if steps:
        blocks.append(Subheading("Next steps", "next-steps"))
        blocks.append(Bullets(tuple(_shortened(one) for one in steps), numbered=True))
    blocks.append(Paragraph(basis(view), "note"))
    return Section("at-a-glance", "At a glance", tuple(blocks))


def planned(step: Step) -> str:
    """Return a step of the plan in its first sentence, with what it takes and adds: the plan's pages say the rest."""
    words = _SENTENCE.match(clean(step.words))
    text = words[0] if words else clean(step.words)
    return f"{_shortened(text)} (Effort {step.effort}, {number_text(step.gain, 1)} points.)"


def _told(view: View, group: FindingGroup) -> str:
    """Return what was found, and what follows from it."""
    return f"{_shortened(summary(view, group))} {consequence(group)}".rstrip()


def _shortened(text: str, most: int = 330) -> str:
    """Return a text that leaves room for the rest of the page; it is cut between words."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:')}…"


def _gauge(view: View) -> Gauge:
    score = view.check.score
    if score.value is None:
        text = f"No score is given. {score.reason}".strip()
    else:
        text = ""
        if score.low is not None and score.high is not None:
            text = (
                f"With limits and weights chosen a little differently the score would lie between "
                f"{number_text(score.low)} and {number_text(score.high)}: read it as a range."
            )
        text += f" {score.reason}" if score.reason else ""
    return Gauge(score.value, score.low, score.high, score.rating, score.coverage, text.strip())


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
    return TrafficLight(dimension.name, dimension.rating, value, words or "See the measures at the end of the report.")


def _unscored(view: View, dimension: DimensionScore, missing: Sequence[Unmeasured], words: str) -> str:
    """Return why a dimension has no score, after what could be measured of it."""
    left_out = next((one.reason for one in missing if one.title == _CHAPTERS.get(dimension.id)), "")
    if left_out:
        return f"Not measured: {left_out}."
    inward = view.check.measurement("silos.ei_index")
    if dimension.id == "silos" and dimension.coverage == 0 and inward and inward.status == "not_applicable":
        return f"Not applicable: {inward.note}."
    reason = f"No score: {dimension.reason[:1].lower()}{dimension.reason[1:]}" if dimension.reason else "No score."
    return f"{words} {reason}" if words and dimension.coverage else reason


def ownership(view: View) -> str:
    """Return how many journeys have one owner; of processes, where there are no journeys."""
    total = len(view.owners)
    share = view.check.value("ownership.journeys_owned")
    if share is None or not total:
        return processes_words(view)
    owned = round(share * total)
    text = f"{capital(of_all(owned, total, 'journey'))} {have(owned)} one end-to-end owner"
    none = view.check.value("ownership.journeys_without_owner")
    several = view.check.value("ownership.journeys_with_several_owners")
    rest = []
    if none:
        rest.append(f"{number_text(none)} {have(int(none))} none")
    if several:
        rest.append(f"{number_text(several)} {have(int(several))} several")
    return f"{text}; {joined(rest)}." if rest else f"{text}."


def journeys(view: View) -> str:
    """Return how many journeys cross departments, and how many of their handoffs are blind."""
    if not view.routes:
        return ""
    crossing = sum(1 for one in view.routes.values() if len(one.departments) > 1)
    handoffs = sum(len(one.handoffs) for one in view.routes.values())
    text = f"{capital(of_all(crossing, len(view.routes), 'journey'))} {have(crossing, 'crosses', 'cross')} departments"
    seen = sum(len(one.covered) for one in view.sights.values())
    blind = sum(len(one.blind) for one in view.sights.values())
    if view.talks and seen:
        few = (
            f"{number_text(blind)} of {number_text(seen)} handoffs {have(blind, 'is', 'are')} blind (the two departments "
            "have no tie)"
            if blind
            else "no handoff is blind"
        )
        return f"{text}; {few}."
    return f"{text}, with {counted(handoffs, 'handoff')}."


def bridges(view: View) -> str:
    """Return how many are the only link between others."""
    points = view.check.value("bridges.articulation_points")
    isolates = view.check.value("bridges.isolates")
    if points is None:
        return ""
    noun = "department" if view.context.collaboration.level == "department" else "position"
    text = (
        f"{counted(int(points), noun)} {have(int(points), 'is', 'are each')} the only link between others"
        if points
        else f"No {noun} is the only link between others"
    )
    if isolates:
        text += f"; {counted(int(isolates), noun)} {have(int(isolates))} no tie"
    return f"{text}."


def coordination(view: View) -> str:
    """Return how many of those who should talk do, beside chance."""
    met = view.check.value("coordination.congruence")
    if met is None:
        return ""
    text = f"{share_text(met)} of the pairs of departments that should talk do"
    density = view.check.value("coordination.density")
    return f"{text}; chance would give {share_text(density)}." if density is not None else f"{text}."


def _filling(missing: Sequence[Unmeasured]) -> tuple[str, ...]:
    """Return what to fill in first, where chapters are left out."""
    needs = {key for one in missing for key in one.needs}
    return tuple(sheets.step for key, sheets in SHEETS.items() if key in needs)


def _nothing_grave(view: View) -> str:
    if not view.check.findings and view.check.score.value is None:
        if not any(one.score is not None for one in view.check.dimensions):
            return "Too little could be measured to find anything."
        return "Nothing was found in what could be measured; most of what this check asks could not be."
    if not view.check.findings:
        return "Nothing was found that breaks a rule of this check. The measures at the end show what was looked at."
    return "No finding is of medium severity or above. The small ones stand in their sections."


def basis(view: View) -> str:
    """Return what was read and found, counted."""
    organisation = view.organisation
    counts = [
        counted(sum(1 for one in view.departments if organisation.department[one].listed), "department"),
        counted(sum(1 for one in organisation.journeys if one.listed), "journey"),
        counted(len(organisation.processes), "process"),
        counted(len(organisation.ties), "report of collaboration"),
    ]
    read = joined([one for one in counts if not one.startswith("0 ")])
    severities = Counter(one.severity for one in view.check.findings if one.status != "waived")
    found = joined([f"{number_text(severities[one])} {one}" for one in SEVERITIES if severities[one]])
    issues = len(view.check.issues)
    text = f"Read: {read or 'nothing that this check knows'}."
    total = sum(severities.values())
    text += f" {counted(total, 'finding')}: {found}." if total else " No findings."
    return (
        f"{text} {counted(issues, 'issue')} with the data {have(issues, 'is', 'are')} listed at the end."
        if issues
        else text
    )
