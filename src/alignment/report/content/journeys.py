"""How does each journey run? A table of all, a strip for those that need a look, and what was found in them."""

from collections.abc import Sequence

from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Journey
from alignment.model.result import SEVERITIES, Scope
from alignment.report.charts import Lane, StripStep, blind_words, journey_strip, strip_key
from alignment.report.content.additions import Unmeasured
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook, headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import measure, sheet, together, traced
from alignment.wording import capital, counted, joined, of_all

__all__ = ["JOURNEY_COLUMNS", "drawn_journeys", "journey_row", "journeys_section", "ranked_journeys"]

MOST_ROWS = 25
MOST_STRIPS = 12

JOURNEY_COLUMNS = (
    Column(later("Journey"), share=3.2),
    Column(later("End-to-end owner"), share=2.4),
    Column(later("Ownership rung"), "number", 1.25),
    Column(later("Steps"), "number", 0.8),
    Column(later("Departments"), "number", 1.5),
    Column(later("Handoffs"), "number", 1.4),
    Column(later("Blind"), "number", 0.8),
    Column(later("Worst finding"), "severity", 1.2),
)


def journeys_section(view: View) -> Section | Unmeasured:
    """Return the journeys, or that the workbook has none."""
    if not view.organisation.journeys:
        return Unmeasured(say("Journeys"), say("the workbook lists no journeys"), ("journeys",))
    blocks: list[Block] = [Paragraph(_lead(view), "lead"), _table(view)]
    blocks += _strips(view)
    blocks += finding_blocks(view, say("What was found in the journeys"), "journey-findings", "FRG")
    return Section("journeys", say("Journeys"), tuple(blocks))


def ranked_journeys(view: View) -> tuple[Journey, ...]:
    """Return all journeys, those with the gravest findings first, then by importance, handoffs and name."""

    def rank(journey: Journey) -> tuple[int, float, int, int, str]:
        severities = [SEVERITIES.index(one.severity) for one in view.findings_about(Scope("journey", journey.id))]
        route = view.routes.get(journey.id)
        return (
            min(severities, default=len(SEVERITIES)),
            -view.weight(Scope("journey", journey.id)),
            -len(route.handoffs if route else ()),
            -len(view.organisation.steps_of[journey.id]),
            journey.name.casefold(),
        )

    return tuple(sorted(view.organisation.journeys, key=rank))


def journey_row(view: View, journey: Journey) -> tuple[CellValue, ...]:
    """Return what the table says of a journey, for `JOURNEY_COLUMNS`."""
    route, seen = view.routes.get(journey.id), view.sights.get(journey.id)
    severities = [one.severity for one in view.findings_about(Scope("journey", journey.id))]
    rung = view.check.value("ownership.ladder", Scope("journey", journey.id))
    return (
        clean(journey.name),
        clean(joined([view.holder(one) for one in dict.fromkeys(journey.owners)], 2)) or say("nobody"),
        None if rung is None else int(rung),
        len(view.organisation.steps_of[journey.id]),
        len(route.departments) if route else None,
        len(route.handoffs) if route else None,
        len(seen.blind) if seen and view.talks and (seen.covered or not (route and route.handoffs)) else None,
        min(severities, key=SEVERITIES.index, default=None),
    )


def _lead(view: View) -> str:
    routes = view.routes.values()
    total = len(view.organisation.journeys)
    if not view.organisation.steps:
        listed = say(
            "{journeys}. Steps are not listed, so handoffs are not measured: fill the sheet Journey steps.",
            journeys=counted(total, "journey"),
        )
        return traced(listed, sheet("journeys"))
    steps = counted(len(view.organisation.steps), "step")
    text = say("{journeys} with {steps}.", journeys=counted(total, "journey"), steps=steps)
    text = traced(text, sheet("journeys"), sheet("journey_steps"))
    if not routes:
        return together(text, say("No step names a department, so handoffs are not measured."))
    crossing = sum(1 for one in routes if len(one.departments) > 1)
    handoffs = sum(len(one.handoffs) for one in routes)
    crossed = _crossing(crossing, total, counted(handoffs, "handoff"))
    counts = measure("fragmentation.cross_department_journey_count"), measure("fragmentation.handoffs")
    judged = sum(len(one.handoffs) for one in routes if one.journey in view.judged_sights)
    blind = traced(_blind(view, judged), measure("fragmentation.blind_handoffs")) if judged else ""
    out = view.waived_words("fragmentation.blind_handoffs", "journey")
    return together(text, traced(crossed, *counts), blind, out)


def _crossing(crossing: int, total: int, handoffs: str) -> str:
    """Return how many of the journeys just counted cross departments."""
    if not crossing:
        return say("It crosses no departments.") if total == 1 else say("None of them crosses departments.")
    if total == 1:
        return say("It crosses departments, with {handoffs}.", handoffs=handoffs)
    if crossing == total:
        return say("All of them cross departments, with {handoffs}.", handoffs=handoffs)
    return say_many(
        crossing,
        "{n} of them crosses departments, with {handoffs}.",
        "{n} of them cross departments, with {handoffs}.",
        handoffs=handoffs,
    )


def _blind(view: View, handoffs: int) -> str:
    """Return what the collaboration data tells of all handoffs that are judged, at least one."""
    if not view.talks:
        return say("Collaboration was not measured, so nothing can be said of blind handoffs.")
    blind = sum(len(one.blind) for one in view.judged_sights.values())
    seen = sum(len(one.covered) for one in view.judged_sights.values())
    if not seen:
        return say("The collaboration data covers both sides of none of them.")
    if seen == handoffs and blind:
        told = say_many(
            blind,
            "{handoffs} is blind: the two departments have no tie.",
            "{handoffs} are blind: the two departments have no tie.",
            handoffs=of_all(blind, seen, "handoff"),
        )
        return capital(told)
    if seen == handoffs:
        return say("None is blind: wherever a journey changes hands, the two departments have a tie.")
    if blind:
        return say_many(
            blind,
            "Of the {seen} that the collaboration data can judge, {n} is blind: the two departments have no tie.",
            "Of the {seen} that the collaboration data can judge, {n} are blind: the two departments have no tie.",
            seen=number_text(seen),
        )
    return say(
        "Of the {seen} that the collaboration data can judge, none is blind: wherever a journey changes hands, the two "
        "departments have a tie.",
        seen=number_text(seen),
    )


def _table(view: View) -> Table:
    ranked = ranked_journeys(view)
    rows = tuple(journey_row(view, one) for one in ranked[:MOST_ROWS])
    note = say("Blind: handoffs between departments without a tie. Rungs run from 0, nobody, to 4, exercised.")
    if len(ranked) > MOST_ROWS:
        shown = say(
            "Shown: {some} of {all}, the gravest first.", some=number_text(MOST_ROWS), all=number_text(len(ranked))
        )
        rest = all_in_workbook(say("Journeys"), len(ranked))
        note = f"{note} {shown} {rest}"
    caption = say("All journeys") if len(ranked) <= MOST_ROWS else say("Journeys")
    return Table(caption, headed(JOURNEY_COLUMNS), rows, note, "journey-table")


def drawn_journeys(view: View) -> list[Journey]:
    """Return the journeys that have a strip to draw, the one that needs a look most first."""
    drawn = [
        one for one in ranked_journeys(view) if one.id in view.routes and len(view.organisation.steps_of[one.id]) > 1
    ]
    if len(drawn) > MOST_STRIPS:
        # A strip shows handoffs, so where not all can be drawn, those with the most blind ones are.
        drawn.sort(key=lambda one: (-len(view.sights[one.id].blind), -len(view.routes[one.id].handoffs)))
    return drawn


def _strips(view: View) -> list[Block]:
    drawn = drawn_journeys(view)
    if not drawn:
        return []
    shown = drawn[:MOST_STRIPS]
    text = say("Each strip runs from left to right; a step stands in the lane of the department that does it.")
    if len(drawn) > len(shown):
        cut = say(
            "Drawn: of {all} journeys with two steps or more, the {some} with the most blind handoffs.",
            all=number_text(len(drawn)),
            some=number_text(len(shown)),
        )
        text = together(text, traced(cut, sheet("journey_steps"), measure("fragmentation.blind_handoffs")))
    blocks: list[Block] = [
        Subheading(say("Journey by journey"), "strips"),
        Paragraph(text),
    ]
    steps = [_strip_steps(view, one) for one in shown]
    kinds = {one.handoff for some in steps for one in some} - {"none"}
    blocks.append(view.figure(strip_key("strip-key", kinds), "strip-key", say("Key to all strips.")))
    for number, (journey, drawn_steps) in enumerate(zip(shown, steps, strict=True), 1):
        blocks.append(Subheading(clean(journey.name), f"journey-{number}"))
        blocks.append(_strip(view, journey, drawn_steps, f"strip-{number}"))
    return blocks


def _strip_steps(view: View, journey: Journey) -> list[StripStep]:
    """Return the steps of a journey as they are drawn."""
    seen, owner = view.sights[journey.id], view.owners.get(journey.id)
    handed = {one.after.order for one in view.routes[journey.id].handoffs}
    known = {one.after.order for one in seen.covered}
    blind = {one.after.order for one in seen.blind}
    places = owner.places if owner else ()

    def handoff(order: int) -> str:
        if order not in handed:
            return "none"
        return "unknown" if not view.talks or order not in known else "blind" if order in blind else "met"

    return [
        StripStep(
            clean(one.name),
            one.department,
            one.departments[1:],
            one.moment_of_truth,
            bool(owner and places and one.department and owner.standing.reaches(places, one.department)),
            handoff(one.order),
        )
        for one in view.organisation.steps_of[journey.id]
    ]


def _strip(view: View, journey: Journey, steps: Sequence[StripStep], name: str) -> Block:
    owner = view.owners.get(journey.id)
    placed = bool(owner and owner.places)
    departments = (one for step in view.organisation.steps_of[journey.id] for one in step.departments)
    lanes = [Lane(one, clean(view.department(one))) for one in dict.fromkeys(departments)]
    named = list(dict.fromkeys(journey.owners))
    names = "".join(clean(view.holder(one)) for one in named)
    if len(named) > 1:
        names = say("{number} named", number=number_text(len(named)))
    picture = journey_strip(name, clean(journey.name), lanes, steps, names, reach=placed)
    return view.figure(picture, name, _caption(view, journey, sum(one.covered for one in steps), placed))


def _caption(view: View, journey: Journey, covered: int, placed: bool) -> str:
    route, seen = view.routes[journey.id], view.sights[journey.id]
    steps = len(route.steps)
    parts = [
        counted(steps, "step"),
        counted(len(route.departments), "department"),
        counted(len(route.handoffs), "handoff") if route.handoffs else say("no handoff"),
    ]
    if view.talks and seen.covered:
        parts.append(blind_words(len(seen.blind), len(seen.covered), len(route.handoffs)))
    text = f"{', '.join(parts)}."
    if len(set(journey.owners)) != 1:
        return text
    if not placed:
        return text + " " + say("Where the owner stands in the organisation is not recorded, so no reach is drawn.")
    reach = of_all(covered, steps, "step") if covered else say("no step")
    return text + " " + say("The owner's department covers {steps}.", steps=reach)
