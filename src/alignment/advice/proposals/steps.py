"""Which department should do a step, so that the case comes back less often and its best moments are held?"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from alignment.advice.moves import KINDS, Move, MoveKind, effort_of
from alignment.advice.proposals.reach import subjects_looked_at
from alignment.advice.words import step_named
from alignment.advice.writing import step_edits
from alignment.analysis.base import Context
from alignment.analysis.route import Route, routes
from alignment.analysis.standing import Standing
from alignment.language import say
from alignment.model.organisation import Organisation, Step
from alignment.model.result import Scope
from alignment.wording import joined

__all__ = ["hold_moment", "move_step", "name_department"]


def move_step(context: Context) -> Iterator[Move]:
    """Propose to end each ping-pong A → B → A: the middle step goes to A, or the last one to B.

    What a supplier does is bought: a contract would change, not a step, so that is left alone. So is a step without a
    name of its own: it says who takes part, not what could move.
    """
    places = ((route, three) for route in _by_importance(context) for three in route.ping_pongs)
    for route, (first, middle, last) in islice(places, subjects_looked_at(context)):
        here, there = first.departments[0], middle.departments[0]
        name, other = (context.label("department", one) for one in (here, there))
        if not _supplied(context, {here, there}):
            stays = say(
                "the case then stays in {department} instead of going to {other} and straight back",
                department=name,
                other=other,
            )
            back = say("the case then does not come straight back to {department}", department=name)
            for step, unit, why in ((middle, here, stays), (last, there, back)):
                if _named(route, step):
                    yield _moved(context, "move_step", route, [step], unit, why)


def hold_moment(context: Context) -> Iterator[Move]:
    """Propose to put each moment of truth at a handoff inside one department.

    The steps beside it come to its department, or, where it begins or ends the journey, it goes to theirs: only what
    holds it wholly is proposed. Other moments of truth stay where they are, as does what `move_step` leaves alone; that
    moves one in the middle of a ping-pong.
    """
    places = ((route, step) for route in _by_importance(context) for step in route.moments_at_handoffs)
    for route, moment in islice(places, subjects_looked_at(context)):
        own, beside = moment.departments[0], _beside(route, moment)
        others = [one for one in beside.values() if one.departments[0] != own]
        if _supplied(context, {own, *(one.departments[0] for one in others)}):
            continue
        if len(beside) == 1 and _named(route, moment):
            ((side, neighbour),) = beside.items()
            why = (
                say("it does the step before this moment of truth")
                if side == "before"
                else say("it does the step after this moment of truth")
            )
            yield _moved(context, "hold_moment", route, [moment], neighbour.departments[0], why)
        if all(_named(route, one) and not one.moment_of_truth for one in others):
            held = say(
                "the moment of truth {step} then lies within one department",
                step=step_named(moment.name, moment.order),
            )
            yield _moved(context, "hold_moment", route, others, own, held)


def name_department(context: Context) -> Iterator[Move]:
    """Propose who does each step that no department does: who owns its process, or does the step before or after."""
    organisation = context.organisation
    blank = [(route, step) for route in _by_importance(context) for step in route.steps if not step.departments]
    for route, step in islice(sorted(blank, key=lambda one: not one[1].moment_of_truth), subjects_looked_at(context)):
        reasons: dict[str, list[str]] = {}
        process = organisation.process.get(step.process) if step.process is not None else None
        if process is not None and process.owner_department is not None:
            reasons.setdefault(process.owner_department, []).append(say("owns “{process}”", process=process.name))
        beside: dict[str, list[str]] = {}
        for side, neighbour in _beside(route, step).items():
            beside.setdefault(neighbour.departments[0], []).append(side)
        for unit, sides in beside.items():
            reasons.setdefault(unit, []).append(_does_beside(sides))
        for unit, why in reasons.items():
            if not _supplied(context, {unit}):
                told = say("it {reasons}", reasons=joined(why))
                yield _moved(context, "name_department", route, [step], unit, told)


def _does_beside(sides: Sequence[str]) -> str:
    if len(sides) > 1:
        return say("does the steps before and after it")
    return say("does the step before it") if sides[0] == "before" else say("does the step after it")


def _by_importance(context: Context) -> list[Route]:
    journeys = context.organisation.journey
    return sorted(routes(context), key=lambda route: -(journeys[route.journey].importance or 0.0))


def _beside(route: Route, step: Step) -> dict[str, Step]:
    """The steps before and after one that have a department."""
    places = {"before": step.order - 1, "after": step.order + 1}
    found = {one.order: one for one in route.steps if one.departments}
    return {side: found[order] for side, order in places.items() if order in found}


def _named(route: Route, step: Step) -> bool:
    return bool(step.name) and [one.name for one in route.steps].count(step.name) == 1


def _supplied(context: Context, units: set[str]) -> bool:
    return any(map(Standing(context.organisation).external, units))


def _moved(context: Context, kind: MoveKind, route: Route, steps: Sequence[Step], unit: str, why: str) -> Move:
    """Return the move that makes a department responsible for some steps; who takes part in them still does."""
    organisation = context.organisation
    after = {one.order: (unit, *(other for other in one.departments[1:] if other != unit)) for one in steps}
    asks = tuple(sorted({unit, *(one.departments[0] for one in steps if one.departments)}))
    names = joined([step_named(one.name, one.order) for one in steps])
    label, journey = context.label("department", unit), context.label("journey", route.journey)
    if kind == "name_department":
        words = say(
            "Make {department} responsible for {steps} of “{journey}”: {why}.",
            department=label,
            steps=names,
            journey=journey,
            why=why,
        )
    else:
        words = say(
            "Let {department} also do {steps} of “{journey}”: {why}.",
            department=label,
            steps=names,
            journey=journey,
            why=why,
        )
    edits = [step_edits(organisation, one, after[one.order]) for one in steps]
    return Move(
        kind,
        Scope("journey", route.journey),
        f"{'+'.join(str(order) for order in after)} to {unit}",
        words,
        asks,
        # Every further step is as much work again.
        min(5, effort_of(kind, asks, context.settings) + len(steps) - 1),
        tuple(edit for one in edits for edit in one) if all(edits) else (),
        lambda company: _with_departments(company, route.journey, after),
        tuple(_doubts(context, kind, steps, unit)),
    )


def _with_departments(organisation: Organisation, journey: str, after: dict[int, tuple[str, ...]]) -> Organisation:
    steps = tuple(
        replace(one, departments=after[one.order]) if one.journey == journey and one.order in after else one
        for one in organisation.steps
    )
    return replace(organisation, steps=steps)


def _doubts(context: Context, kind: MoveKind, steps: Sequence[Step], unit: str) -> Iterator[str]:
    """What speaks against giving these steps to a department."""
    organisation, standing = context.organisation, Standing(context.organisation)
    label = context.label("department", unit)
    if kind != "name_department":
        yield say(KINDS[kind].basis)
    elif not steps[0].moment_of_truth:
        yield say("it may be the customer's own doing: then it is to be marked so")
    for process in dict.fromkeys(one.process for one in steps if one.process is not None):
        record = organisation.process[process]
        owner = record.owner_department
        if owner is not None and not standing.reaches((owner,), unit) and not standing.reaches((unit,), owner):
            yield say(
                "“{process}” belongs to {department}: the process goes along, or step and process part ways",
                process=record.name,
                department=context.label("department", owner),
            )
        if not _does(organisation, standing, process, unit):
            yield say("{department} has had no part in “{process}” so far", department=label, process=record.name)


def _does(organisation: Organisation, standing: Standing, process: str, unit: str) -> bool:
    """Tell whether a department owns a process, does a step of it, or has an R or A for it."""
    if organisation.process[process].owner_department == unit:
        return True
    if any(one.process == process and unit in one.departments for one in organisation.steps):
        return True
    return any(
        one.subject == "process"
        and one.process == process
        and {"R", "A"} & set(one.codes)
        and unit in standing.departments(one.holder)
        for one in organisation.assignments
    )
