"""Who could own a journey from end to end, and with what mandate?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from alignment.advice.load import is_too_much
from alignment.advice.moves import Edit, Move, changed, effort_of
from alignment.advice.proposals.reach import subjects_looked_at
from alignment.advice.words import introduced
from alignment.advice.writing import typed, written
from alignment.analysis.base import Context
from alignment.analysis.journey_owner import JourneyOwner, journey_owners
from alignment.analysis.loads import loads
from alignment.analysis.standing import Standing, holder_label
from alignment.language import number_text, say, say_many
from alignment.model.organisation import Holder, Journey, Organisation
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["give_mandates", "name_owners", "name_owners_together"]

# Journeys named in one sentence, and the fewest that are asked for together.
_MOST_NAMED = 2
_TOGETHER = 2
# From so many journeys on, talking about each is more work: our choice.
_MANY_TALKS = 8
_ANSWERED_FOR = "journey or process"
_T = TypeVar("_T")


def _held(organisation: Organisation) -> Counter[Holder]:
    """Return how many journeys and processes each holder answers for now."""
    return Counter({holder: load.total for holder, load in loads(organisation).items()})


def name_owners(context: Context) -> Iterator[Move]:
    """Propose one end-to-end owner for each journey that has none, or several.

    Candidates: the head of the lowest department above all departments of the journey, that department itself where it
    has no head, the same of the department that is said to own it and of the one with most steps, and a recorded sponsor;
    of several owners, each of them. Whom no list knows is not proposed.
    """
    organisation = context.organisation
    if not organisation.has("journeys", "owner"):
        return
    standing, held = Standing(organisation), _held(organisation)
    without = [
        one for one in journey_owners(organisation) if len(one.owners) != 1 or standing.known(one.owners[0]) is False
    ]
    for one in sorted(without, key=_place)[: subjects_looked_at(context)]:
        for holder, why in _candidates(one, standing, held).items():
            yield _named(context, one, holder, why, held[holder] - (holder in one.owners))


def _place(one: JourneyOwner) -> tuple[bool, float, int]:
    """Sort journeys so that those with nobody come first, then the important ones, then those that cross most."""
    return len(one.owners) > 1, -(one.journey.importance or 0), -len(one.departments)


def _candidates(one: JourneyOwner, standing: Standing, held: Counter[Holder]) -> dict[Holder, str]:
    """Return who could own a journey, and why each."""
    organisation = standing.organisation
    steps = organisation.steps_of.get(one.journey.id, ())
    inside = [step.department for step in steps if step.department and not standing.external(step.department)]
    found: dict[Holder, str] = {}
    places: list[tuple[str, str]] = []
    for holder in one.owners if len(one.owners) > 1 else ():
        found.setdefault(holder, say("is one of those named now"))
    if inside:
        above = _lowest_above(organisation, set(inside))
        # Who stands above the whole company owns everything, and so nothing.
        if above is not None and above != organisation.root:
            alone = set(inside) == {above}
            everything = say("does all its steps") if alone else say("stands above all its departments")
            places.append((above, everything))
        busiest, most = Counter(inside).most_common(1)[0]
        # With no more steps than the others, none is the natural owner.
        if most * len(set(inside)) > len(inside):
            share = say("does {number} of its {steps}", number=number_text(most), steps=counted(len(steps), "step"))
            places.append((busiest, share))
    if one.journey.owner_department is not None:
        places.append((one.journey.owner_department, say("is said to own it")))
    for unit, what in places:
        head, label = _head(organisation, unit, held), organisation.label("department", unit)
        led = say("heads {department}, which {reason}", department=label, reason=what)
        if organisation.discretion is not None:
            # The office would tell who it is.
            led = say("stands nearest to it")
        found.setdefault(head, what if head.kind == "department" else led)
    if one.journey.sponsor is not None:
        found.setdefault(one.journey.sponsor, say("is its sponsor"))
    return {holder: why for holder, why in found.items() if standing.known(holder) is not False}


def _lowest_above(organisation: Organisation, departments: set[str]) -> str | None:
    """Return the lowest department at or above all of these; None where there is none."""
    chains = [(unit, *organisation.ancestors.get(unit, ())) for unit in sorted(departments)]
    shared = set.intersection(*map(set, chains))
    return next((unit for unit in chains[0] if unit in shared), None)


def _head(organisation: Organisation, department: str, held: Counter[Holder]) -> Holder:
    """Return the head of a department, of several who answers for least; the department itself where it has none."""
    unit = organisation.department.get(department)
    heads = unit.heads if unit is not None else ()
    return min(heads, key=lambda one: (held[one], one), default=Holder("department", department))


def _named(context: Context, one: JourneyOwner, holder: Holder, why: str, load: int) -> Move:
    organisation, journey = context.organisation, one.journey
    asks = one.standing.departments(holder)
    label = holder_label(organisation, holder)
    against = [say("{name} already answers for {load}", name=label, load=counted(load, _ANSWERED_FOR))] if load else []
    dropped = [holder_label(organisation, other) for other in one.owners if other != holder]
    if dropped and len(one.owners) > 1:
        names = joined(dropped)
        against.append(say_many(len(dropped), "{names} gives up a say", "{names} give up a say", names=names))
    effort = min(5, effort_of("name_owner", asks, context.settings) + is_too_much(load + 1, context.settings))
    return Move(
        "name_owner",
        Scope("journey", journey.id),
        f"{holder.kind} {holder.id}",
        say(
            "Make {holder} the one end-to-end owner of “{journey}”: {name} {why}.",
            holder=introduced(organisation, holder),
            journey=journey.name,
            name=label,
            why=why,
        ),
        asks,
        effort,
        typed(journey.cell("owner"), written(organisation, holder.kind, holder.id)),
        lambda company: _with_owners(company, {journey.id: holder}),
        tuple(against),
    )


def _with_owners(organisation: Organisation, owners: Mapping[str, Holder]) -> Organisation:
    journeys = tuple(
        replace(one, owners=(owners[one.id],)) if one.id in owners else one for one in organisation.journeys
    )
    return replace(organisation, journeys=journeys)


def name_owners_together(context: Context) -> Iterator[Move]:
    """Propose owners for several journeys at once, where a single department does each from the first step to the last.

    Of those without an owner, the head of that department, or itself where it has none. Of those with several, one of
    them each: who answers for least. Of one such journey alone `name_owners` speaks.
    """
    organisation = context.organisation
    if not organisation.has("journeys", "owner"):
        return
    standing, held = Standing(organisation), _held(organisation)
    none: dict[str, list[Journey]] = {}
    several: dict[str, list[JourneyOwner]] = {}
    for one in journey_owners(organisation):
        unit = _doing_all(one, standing)
        if unit is None or len(one.owners) == 1:
            continue
        if not one.owners:
            none.setdefault(unit, []).append(one.journey)
        elif any(standing.known(holder) is not False for holder in one.owners):
            several.setdefault(unit, []).append(one)
    for unit, journeys in _most_first(none)[: subjects_looked_at(context)]:
        holder = _head(organisation, unit, held)
        if standing.known(holder) is not False:
            yield _named_together(context, unit, journeys, holder, held[holder])
    for unit, shared in _most_first(several)[: subjects_looked_at(context)]:
        yield _settled(context, unit, shared, _least_loaded(shared, standing, held.copy()))


def _most_first(found: Mapping[str, list[_T]]) -> list[tuple[str, list[_T]]]:
    """Return the departments with enough journeys to settle them together, those with most first."""
    enough = [(unit, journeys) for unit, journeys in found.items() if len(journeys) >= _TOGETHER]
    return sorted(enough, key=lambda one: (-len(one[1]), one[0]))


def _doing_all(one: JourneyOwner, standing: Standing) -> str | None:
    """Return the department of the company that is responsible for every step of a journey whose owner can be typed."""
    doing = {step.department for step in one.steps}
    unit = doing.pop() if len(doing) == 1 else None
    fits = unit is not None and not standing.external(unit) and typed(one.journey.cell("owner"), "")
    return unit if fits else None


def _named_together(context: Context, unit: str, journeys: Sequence[Journey], holder: Holder, load: int) -> Move:
    organisation = context.organisation
    owners = {one.id: holder for one in journeys}
    asks = tuple(sorted({unit, *Standing(organisation).departments(holder)}))
    label = holder_label(organisation, holder)
    then = counted(load + len(journeys), _ANSWERED_FOR)
    against = (
        say("{name} then answers for {load}, {now} of them already", name=label, load=then, now=number_text(load))
        if load
        else say("{name} then answers for {load}", name=label, load=then)
    )
    return Move(
        "name_owner",
        Scope("department", unit),
        f"together {holder.kind} {holder.id}",
        say(
            "Make {holder} the one end-to-end owner of the {number} journeys without an owner of which {department} does every "
            "step: {journeys}.",
            holder=introduced(organisation, holder),
            number=number_text(len(journeys)),
            department=organisation.label("department", unit),
            journeys=_listed(journeys),
        ),
        asks,
        min(5, effort_of("name_owner", asks, context.settings) + is_too_much(load + len(journeys), context.settings)),
        _owner_edits(organisation, journeys, owners),
        lambda company: _with_owners(company, owners),
        (against,),
    )


def _least_loaded(shared: Sequence[JourneyOwner], standing: Standing, held: Counter[Holder]) -> dict[str, Holder]:
    """Return one of its owners for each journey: a known one who answers for least once the others gave theirs up."""
    for one in shared:
        held.subtract(one.owners)
    chosen: dict[str, Holder] = {}
    for one in shared:
        known = [holder for holder in one.owners if standing.known(holder) is not False]
        best = chosen[one.journey.id] = min(known, key=lambda holder: held[holder])
        held[best] += 1
    return chosen


def _settled(context: Context, unit: str, shared: Sequence[JourneyOwner], owners: Mapping[str, Holder]) -> Move:
    organisation = context.organisation
    journeys = [one.journey for one in shared]
    head, label = _head(organisation, unit, Counter()), organisation.label("department", unit)
    asked = introduced(organisation, head) if head.kind != "department" else label
    first = [
        say("{name} for “{journey}”", name=holder_label(organisation, owners[one.id]), journey=one.name)
        for one in journeys
    ]
    losing = {holder for one in shared for holder in one.owners} - set(owners.values())
    number = number_text(len(journeys))
    against = [say("{number} talks, each of which takes a say from somebody", number=number)]
    if losing:
        none = say_many(
            len(losing),
            "{n} owner named now would own none of these any more",
            "{n} owners named now would own none of these any more",
        )
        against.append(none)
    asks = (unit,)
    return Move(
        "name_owner",
        Scope("department", unit),
        "together one of those named",
        say(
            "{department} does every step of {number} journeys that name several end-to-end owners. Let {asked} settle with "
            "those named which of them answers for each. Proposed is whoever answers for least else: {proposed}.",
            department=label,
            number=number,
            asked=asked,
            proposed=joined(first, _MOST_NAMED),
        ),
        asks,
        min(5, effort_of("name_owner", asks, context.settings) + (len(journeys) >= _MANY_TALKS)),
        _owner_edits(organisation, journeys, owners),
        lambda company: _with_owners(company, owners),
        tuple(against),
    )


def _listed(journeys: Sequence[Journey]) -> str:
    return joined([f"“{one.name}”" for one in journeys], _MOST_NAMED)


def _owner_edits(
    organisation: Organisation, journeys: Sequence[Journey], owners: Mapping[str, Holder]
) -> tuple[Edit, ...]:
    return tuple(
        edit
        for one in journeys
        for edit in typed(one.cell("owner"), written(organisation, owners[one.id].kind, owners[one.id].id))
    )


def give_mandates(context: Context) -> Iterator[Move]:
    """Propose a mandate for each single owner who stands below some of the journey's departments."""
    organisation = context.organisation
    if not organisation.has("journeys", "mandate"):
        return
    without = [
        one
        for one in journey_owners(organisation)
        if len(one.owners) == 1 and not one.journey.mandate and one.has_authority is False
    ]
    for one in sorted(without, key=_place)[: subjects_looked_at(context)]:
        yield _mandated(context, one)


def _mandated(context: Context, one: JourneyOwner) -> Move:
    organisation, journey = context.organisation, one.journey
    label = holder_label(organisation, one.owners[0])
    names = joined([organisation.label("department", unit) for unit in one.beyond])
    heads = [_head(organisation, unit, Counter()) for unit in one.beyond]
    if organisation.discretion is not None:
        # Whose head somebody is would tell who it is.
        heads = [Holder("department", unit) for unit in one.beyond]
    asked = [introduced(organisation, head) for head in dict.fromkeys(heads)]
    return Move(
        "give_mandate",
        Scope("journey", journey.id),
        "",
        say(
            "Let {asked} agree that {name} decides in “{journey}” for {departments} too, and write it down as the mandate.",
            asked=joined(asked),
            name=label,
            journey=journey.name,
            departments=names,
        ),
        tuple(one.beyond),
        effort_of("give_mandate", one.beyond, context.settings),
        typed(journey.cell("mandate"), say("yes")),
        lambda company: replace(
            company, journeys=changed(company.journeys, lambda other: other.id == journey.id, mandate=True)
        ),
        (
            say_many(
                len(one.beyond),
                "{departments} accepts to be steered in this by another department",
                "{departments} accept to be steered in this by another department",
                departments=names,
            ),
        ),
    )
