"""Which goal should two departments share, and which should look further ahead?

No goal is part of the score: these moves close findings about goals (GOA01, GOA03, GOA04).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from alignment.advice.moves import Edit, Move, added, changed, effort_of, new_row
from alignment.advice.proposals.reach import subjects_looked_at
from alignment.advice.words import introduced, subjects_named
from alignment.advice.writing import typed, written
from alignment.analysis.aims import about_customers, of_departments, owning_pairs, sharing_pairs
from alignment.analysis.base import Context
from alignment.analysis.catalogue import RULES
from alignment.analysis.standing import Standing
from alignment.language import figure_text, number_text, say, say_many
from alignment.model.organisation import Cell, Goal, Journey, Organisation
from alignment.model.result import Scope
from alignment.network import Requirement
from alignment.source.names import key
from alignment.wording import counted, joined

__all__ = ["lengthen_goal", "share_goal"]

# Months after which a goal is to be reached that a customer would notice: our choice, the rhythm of yearly planning.
_AHEAD = 12.0
# From so many goals on, one more is lost among them: our choice.
_MANY_GOALS = 5

Pair = tuple[str, str]


def share_goal(context: Context) -> Iterator[Move]:
    """Propose a goal in common for two departments that hand over to each other, both have goals and share none.

    It is a goal about customers that one of them has: the one for a journey that passes between them comes first, then
    one that names no journey; one that gives no perspective only where there is no other. Beside that, the KPI of a
    journey without a goal about the customer (GOA01) becomes a goal of the two that most need to work together in it.
    """
    common = sharing_pairs(context.organisation)
    needed = {pair: need for pair, need in owning_pairs(context).items() if need.journeys and pair not in common}
    apart = sorted(needed.items(), key=lambda one: (-one[1].weight, one[0]))[: subjects_looked_at(context)]
    owners = of_departments(context.organisation)
    for pair, need in apart:
        goals = [goal for unit in pair for goal in owners[unit] if _may_be_shared(goal, need)]
        best = min(goals, key=lambda one: (not about_customers(one), one.journey is None, one.id), default=None)
        if best is not None:
            yield _shared(context, pair, need, best)
    yield from islice(_kpis_as_goals(context, apart), subjects_looked_at(context))


def _may_be_shared(goal: Goal, need: Requirement) -> bool:
    return about_customers(goal) is not False and (goal.journey is None or goal.journey in need.journeys)


def _shared(context: Context, pair: Pair, need: Requirement, goal: Goal) -> Move:
    organisation = context.organisation
    other = next(unit for unit in pair if unit != goal.owner_department)
    having = [one for one in organisation.goals if one.id == goal.id]
    same_cell = [
        one.owner_department for one in having if one.cell("owner_department") == goal.cell("owner_department")
    ]
    owners = [written(organisation, "department", one) for one in (*same_cell, other) if one is not None]
    only = joined([context.label("department", one.owner_department) for one in having if one.owner_department])
    journeys = (goal.journey,) if goal.journey is not None else need.journeys
    words = say_many(
        len(having),
        "Let {asked} take {goal} as a goal of both: {handover}, and only {departments} has it so far.",
        "Let {asked} take {goal} as a goal of both: {handover}, and only {departments} have it so far.",
        asked=_those_asked(context, pair),
        goal=_with_target(goal.name, goal.target),
        handover=_handing_over(context, journeys),
        departments=only,
    )
    return Move(
        "share_goal",
        Scope("pair", pair),
        goal.id,
        words,
        pair,
        effort_of("share_goal", pair, context.settings),
        typed(goal.cell("owner_department"), "; ".join(owners)),
        lambda company: _with_another_owner(company, goal, other),
        tuple(_doubts(context, (other,), having, journeys)),
    )


def _with_another_owner(organisation: Organisation, goal: Goal, unit: str) -> Organisation:
    """Return an organisation in which a department has a goal as well, beside the first who has it."""
    having = [one for one in organisation.goals if one.id == goal.id]
    if not having or unit in [one.owner_department for one in having]:
        return organisation
    mine = next((one for one in having if one.owner_department == goal.owner_department), having[0])
    goals = [two for one in organisation.goals for two in ((one, _owned(one, unit)) if one is mine else (one,))]
    return replace(organisation, goals=tuple(goals))


def _owned(goal: Goal, unit: str) -> Goal:
    return replace(goal, owner_department=unit)


def _kpis_as_goals(context: Context, apart: Sequence[tuple[Pair, Requirement]]) -> Iterator[Move]:
    """Propose to make the KPI of each journey without a customer goal a goal of two departments that share none."""
    organisation = context.organisation
    known = {key(text) for one in organisation.goals for text in (one.id, one.name)}
    for finding in RULES["GOA01"].find(context):
        journey = organisation.journey[str(finding.scope.id)]
        pair = next((pair for pair, need in apart if journey.id in need.journeys), None)
        if pair is not None and journey.kpi and key(journey.kpi) not in known:
            yield _kpi_shared(context, pair, journey)


def _kpi_shared(context: Context, pair: Pair, journey: Journey) -> Move:
    organisation = context.organisation
    place = new_row(organisation.goals, "Goals")
    goal = Goal(place, journey.kpi, journey.kpi, None, "customer", journey=journey.id)
    if "target" in place.table.columns:
        goal = replace(goal, target=journey.target)
    texts = {
        "goal": goal.name,
        "owner_department": "; ".join(written(organisation, "department", unit) for unit in pair),
        "perspective": goal.perspective,
        "journey": written(organisation, "journey", journey.id),
        "target": goal.target,
    }
    row = {name: text for name, text in texts.items() if text}
    words = say(
        "Let {asked} take {goal} as a goal of both: it is the KPI of “{journey}”, where they hand over to each other and no "
        "department has a goal about the customer.",
        asked=_those_asked(context, pair),
        goal=_with_target(goal.name, journey.target),
        journey=journey.name,
    )
    return Move(
        "share_goal",
        Scope("pair", pair),
        goal.id,
        words,
        pair,
        effort_of("share_goal", pair, context.settings),
        () if place.table.header_rows else (Edit(Cell(place.table.file, place.table.sheet, 0, 0), row=row),),
        lambda company: added(company, "goals", *(_owned(goal, unit) for unit in pair)),
        tuple(_doubts(context, pair, (), (journey.id,))),
    )


def _those_asked(context: Context, pair: Pair) -> str:
    """The heads of two departments, else the departments themselves: one who leads both is named once."""
    organisation, found = context.organisation, list[str]()
    for unit in pair:
        record = organisation.department.get(unit)
        # Where it is not told who is who, departments are asked: whose head somebody is would tell it.
        heads = record.heads[:1] if record is not None and organisation.discretion is None else ()
        found.append(introduced(organisation, heads[0]) if heads else context.label("department", unit))
    return joined(list(dict.fromkeys(found)))


def _with_target(goal: str, target: str) -> str:
    return say("“{goal}” (target {target})", goal=goal, target=target) if target else f"“{goal}”"


def _handing_over(context: Context, journeys: Sequence[str]) -> str:
    """Say that two departments hand over to each other, and in which journeys where it is in some."""
    if not journeys:
        return say("they hand over to each other")
    names = subjects_named(context.organisation, [("journey", one) for one in journeys])
    return say("they hand over to each other in {journeys}", journeys=names)


def _doubts(context: Context, units: Sequence[str], goals: Sequence[Goal], journeys: Sequence[str]) -> Iterator[str]:
    """What speaks against giving a goal, that some have already, to these departments."""
    organisation, standing = context.organisation, Standing(context.organisation)
    owned = of_departments(organisation)
    for unit in units:
        label, mine = context.label("department", unit), owned.get(unit, ())
        against = {one for goal in goals for one in goal.conflicts_with}
        clashing = [one for one in mine if one.id in against or any(goal.id in one.conflicts_with for goal in goals)]
        for one in clashing:
            yield say(
                "“{goal}” of {department} works against it: agree first which of the two comes first",
                goal=one.name,
                department=label,
            )
        if len(mine) >= _MANY_GOALS:
            yield say("{department} already has {goals}", department=label, goals=counted(len(mine), "goal"))
        if standing.external(unit):
            yield say("{department} is a supplier: its contract has to say so", department=label)
        steps = [one for journey in journeys for one in organisation.steps_of.get(journey, ())]
        doing = sum(one.department == unit for one in steps)
        if doing * 2 < len(steps):
            yield say(
                "{department} does {number} of {steps} there, and can move the figure only so far",
                department=label,
                number=number_text(doing),
                steps=counted(len(steps), "step"),
            )


def lengthen_goal(context: Context) -> Iterator[Move]:
    """Propose a longer horizon for one goal of each department that has short-term goals only (GOA03).

    A goal about customers comes first, then one that names a journey, then the one that is due last.
    """
    owners = of_departments(context.organisation)
    for finding in islice(RULES["GOA03"].find(context), subjects_looked_at(context)):
        unit = str(finding.scope.id)
        dated = {one: one.horizon_months for one in owners[unit] if one.horizon_months is not None}
        best = min(dated, key=lambda one: (not about_customers(one), one.journey is None, -dated[one], one.id))
        if max(dated.values()) < _AHEAD:
            yield _lengthened(context, unit, best, dated[best], max(dated.values()))


def _lengthened(context: Context, unit: str, goal: Goal, horizon: float, longest: float) -> Move:
    organisation = context.organisation
    having = [one for one in organisation.goals if one.id == goal.id]
    asks = tuple(sorted({one.owner_department for one in having if one.owner_department is not None}))
    record, label = organisation.department.get(unit), context.label("department", unit)
    asked = introduced(organisation, record.heads[0]) if record is not None and record.heads else label
    edits = [typed(cell, f"{_AHEAD:g}") for cell in dict.fromkeys(one.cell("horizon") for one in having)]
    return Move(
        "lengthen_goal",
        Scope("department", unit),
        goal.id,
        say(
            "Let {asked} set the target of “{goal}” anew for the next {months} months instead of {before}, for what a customer "
            "would notice by then: no goal of {department} looks further ahead than {longest}.",
            asked=asked,
            goal=goal.name,
            months=figure_text(_AHEAD),
            before=figure_text(horizon),
            department=label,
            longest=counted(int(longest), "month"),
        ),
        asks,
        effort_of("lengthen_goal", asks, context.settings),
        tuple(edit for one in edits for edit in one) if all(edits) else (),
        lambda company: replace(
            company, goals=changed(company.goals, lambda one: one.id == goal.id, horizon_months=_AHEAD)
        ),
        (say("what is due in a year is easily put off: look at the figure every month"),),
    )
