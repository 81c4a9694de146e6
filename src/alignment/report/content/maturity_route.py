"""How does the company get from today's stage to the next within two years? Small steps, the weakest roads first."""

from collections.abc import Sequence

from alignment.advice.library import library
from alignment.analysis.statements import Road
from alignment.language import later, said, say, say_many
from alignment.model.result import Practice
from alignment.report.charts import Milestone, RoadLane, small_steps
from alignment.report.content.voices import COMPANY, Voices, next_statements
from alignment.report.document import Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.report.traces import measure, together, traced
from alignment.wording import counted, joined

__all__ = ["first_action", "route_blocks"]

_TIMES = (later("Now"), later("Half a year"), later("A year"), later("A year and a half"), later("Two years"))
# One road after the other: the next begins when the one before has taken a step. A fourth would have no time left.
_ROADS = 3
_ACTIONS = 2
_HIGHEST = 5
_MOST_STEPS = 5
_MOST_PLACES = 2
_WHERE = later(
    "Where: the steps of the plan that take this action; where the plan has none, the departments with the lowest means on "
    "the road, of those that may be shown."
)


def route_blocks(voices: Voices) -> list[Block]:
    """Return the route drawn, and its actions; nothing where no stage is known, or all roads are at their end."""
    ordered = _weakest(voices)
    if not ordered:
        return []
    chosen = ordered[:_ROADS]
    lanes, due = [], list[tuple[int, Road, Practice]]()
    for begin, (road, stage) in enumerate(chosen):
        dated = _dated(begin, library().towards(road.id, stage + 1)[:_ACTIONS])
        lanes.append(_lane(voices, road, stage, begin, dated))
        due += [(at, road, one) for at, one in dated]
    names = [said(road.name) for road, _ in chosen]
    text = say(
        "One stage in two years, one road after the other: {roads}, the weakest first. Each lane begins with something to do on "
        "Monday and ends on the next stage; between them stands what people would say if it works. Ask again each half year.",
        roads=joined(names),
    )
    rest = len(ordered) - len(chosen)
    if rest:
        wait = say("The other {roads} can wait until these have moved.", roads=counted(rest, "road"))
        text = together(text, traced(wait, measure("maturity.stage")))
    caption = say(
        "Each road from the stage of today, on the left, to the one above it: what to do and when, and what people would "
        "then say."
    )
    columns = (
        Column(say("When"), share=1.25),
        Column(say("Towards"), share=1.65),
        Column(say("Action"), share=1.7),
        Column(say("Where"), share=1.5),
        Column(say("On Monday"), share=4.3),
        Column(say("It worked when"), share=3.3),
    )
    return [
        Subheading(say("Two years, in small steps"), "maturity-route"),
        Paragraph(text),
        voices.view.figure(small_steps("route", [say(one) for one in _TIMES], lanes), "route", caption),
        Table(
            say("The actions on the way"),
            columns,
            tuple(_row(voices, *one) for one in sorted(due, key=lambda one: one[0])),
            say(_WHERE),
            anchor="maturity-actions",
        ),
    ]


def _weakest(voices: Voices) -> list[tuple[Road, int]]:
    """Return the roads on which there is a next stage, the lowest stage and then the lowest mean first."""
    found = [
        (stage, voices.value("mean", COMPANY, road.id) or 0.0, place, road)
        for place, road in enumerate(voices.roads)
        if (stage := voices.stage(COMPANY, road.id)) is not None and stage < _HIGHEST
    ]
    return [(road, stage) for stage, _, _, road in sorted(found, key=lambda one: one[:3])]


def _dated(begin: int, actions: Sequence[Practice]) -> list[tuple[int, Practice]]:
    """Return when each action is due: the first at once, the second a step later than what one sees of the first."""
    times = (begin, begin + 2)
    return [(at, one) for at, one in zip(times, actions, strict=False) if at < len(_TIMES) - 1]


def _lane(voices: Voices, road: Road, stage: int, begin: int, dated: Sequence[tuple[int, Practice]]) -> RoadLane:
    names = {one.number: said(one.name) for one in voices.bank.stages}
    steps = {at: Milestone(at, say("Do"), say(one.title)) for at, one in dated}
    seen = next_statements(voices.bank, road.id, stage)
    if begin + 1 < len(_TIMES) - 1 and seen:
        steps[begin + 1] = Milestone(begin + 1, say("People say"), f"“{said(seen[0].text)}”")
    end = len(_TIMES) - 1
    steps[end] = Milestone(end, say("Stage {number}", number=stage + 1), names[stage + 1], last=True)
    return RoadLane(
        said(road.name),
        say("Today: stage {number}, {name}", number=stage, name=names[stage]),
        tuple(steps[at] for at in sorted(steps)),
    )


def first_action(voices: Voices) -> str:
    """Return what to begin with on the weakest road, in a sentence or two; empty where there is no route."""
    for road, stage in _weakest(voices)[:1]:
        for action in library().towards(road.id, stage + 1)[:1]:
            monday = say(action.monday)
            told = say(
                "{action}, for stage {stage} of {road}: {monday}",
                action=say(action.title),
                stage=stage + 1,
                road=said(road.name).lower(),
                monday=f"{monday[:1].lower()}{monday[1:]}",
            )
            return traced(told, measure(f"maturity.stage.{road.id}"))
    return ""


def _row(voices: Voices, at: int, road: Road, action: Practice) -> tuple[CellValue, ...]:
    towards = say("{road}, stage {stage}", road=said(road.name), stage=action.stage)
    where = _where(voices, road, action)
    return say(_TIMES[at]), towards, say(action.title), where, say(action.monday), say(action.seen)


def _where(voices: Voices, road: Road, action: Practice) -> str:
    """Return the steps of the plan that are this action; without one, the departments that see least on its road."""
    steps = [str(one.rank) for one in voices.view.check.advice.steps if one.practice == action.id]
    if steps:
        ranks = joined(steps, _MOST_STEPS)
        return say_many(len(steps), "Step {steps} of the plan", "Steps {steps} of the plan", steps=ranks)
    means = {one: mean for one in voices.departments if (mean := voices.value("mean", one, road.id)) is not None}
    lowest = sorted(means, key=lambda one: means[one])[:_MOST_PLACES]
    return say("First in {departments}", departments=joined([voices.name(one) for one in lowest])) if lowest else ""
