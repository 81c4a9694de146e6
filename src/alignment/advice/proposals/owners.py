"""Who could own a journey from end to end, and with what mandate?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from alignment.advice.moves import Move, changed, effort_of
from alignment.advice.words import introduced
from alignment.advice.writing import typed, written
from alignment.analysis.base import Context
from alignment.analysis.journey_owner import JourneyOwner, journey_owners
from alignment.analysis.standing import Standing, holder_label
from alignment.analysis.wording import counted, joined
from alignment.model.organisation import Holder, Organisation
from alignment.model.result import Scope

__all__ = ["give_mandates", "loads", "name_owners"]

# From so many journeys and processes on, another one is one too many: the limit of OWN06.
_HEAVY = 5


def loads(organisation: Organisation) -> Counter[Holder]:
    """Return how many journeys and processes each holder answers for now."""
    held: Counter[Holder] = Counter()
    for journey in organisation.journeys:
        held.update(set(journey.owners))
    for process in organisation.processes:
        held.update(set(process.accountable))
    return held


def name_owners(context: Context) -> Iterator[Move]:
    """Propose one end-to-end owner for each journey that has none, or several.

    Candidates: the head of the lowest department above all departments of the journey, that department itself where it
    has no head, the same of the department that is said to own it and of the one with most steps, and a recorded sponsor;
    of several owners, each of them. Whom no list knows is not proposed.
    """
    organisation = context.organisation
    if not organisation.has("journeys", "owner"):
        return
    standing, held = Standing(organisation), loads(organisation)
    for one in journey_owners(organisation):
        if len(one.owners) == 1 and standing.known(one.owners[0]) is not False:
            continue
        for holder, why in _candidates(one, standing, held).items():
            yield _named(context, one, holder, why, held[holder])


def _candidates(one: JourneyOwner, standing: Standing, held: Counter[Holder]) -> dict[Holder, str]:
    """Return who could own a journey, and why each."""
    organisation = standing.organisation
    steps = organisation.steps_of.get(one.journey.id, ())
    inside = [step.department for step in steps if step.department and not standing.external(step.department)]
    found: dict[Holder, str] = {}
    places: list[tuple[str, str]] = []
    for holder in one.owners if len(one.owners) > 1 else ():
        found.setdefault(holder, "is one of those named now")
    if inside:
        above = _lowest_above(organisation, set(inside))
        # Who stands above the whole company owns everything, and so nothing.
        if above is not None and above != organisation.root:
            everything = "does all its steps" if set(inside) == {above} else "stands above all its departments"
            places.append((above, everything))
        busiest, most = Counter(inside).most_common(1)[0]
        # With no more steps than the others, none is the natural owner.
        if most * len(set(inside)) > len(inside):
            places.append((busiest, f"does {most} of its {counted(len(steps), 'step')}"))
    if one.journey.owner_department is not None:
        places.append((one.journey.owner_department, "is said to own it"))
    for unit, what in places:
        head, label = _head(organisation, unit, held), organisation.label("department", unit)
        found.setdefault(head, what if head.kind == "department" else f"heads {label}, which {what}")
    if one.journey.sponsor is not None:
        found.setdefault(one.journey.sponsor, "is its sponsor")
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
    against = (
        [f"{label} already answers for {counted(load, 'journey or process', 'journeys and processes')}"] if load else []
    )
    dropped = [holder_label(organisation, other) for other in one.owners if other != holder]
    if dropped and len(one.owners) > 1:
        against.append(f"{joined(dropped)} {'gives' if len(dropped) == 1 else 'give'} up a say")
    effort = min(5, effort_of("name_owner", asks, context.settings) + (load >= _HEAVY))
    return Move(
        "name_owner",
        Scope("journey", journey.id),
        f"{holder.kind} {holder.id}",
        f"Make {introduced(organisation, holder)} the one end-to-end owner of “{journey.name}”: {label} {why}.",
        asks,
        effort,
        typed(journey.cell("owner"), written(organisation, holder.kind, holder.id)),
        lambda company: _with_owner(company, journey.id, holder),
        tuple(against),
    )


def _with_owner(organisation: Organisation, journey: str, holder: Holder) -> Organisation:
    return replace(
        organisation, journeys=changed(organisation.journeys, lambda one: one.id == journey, owners=(holder,))
    )


def give_mandates(context: Context) -> Iterator[Move]:
    """Propose a mandate for each single owner who stands below some of the journey's departments."""
    organisation = context.organisation
    if not organisation.has("journeys", "mandate"):
        return
    for one in journey_owners(organisation):
        if len(one.owners) != 1 or one.journey.mandate or one.has_authority is not False:
            continue
        yield _mandated(context, one)


def _mandated(context: Context, one: JourneyOwner) -> Move:
    organisation, journey = context.organisation, one.journey
    label = holder_label(organisation, one.owners[0])
    names = joined([organisation.label("department", unit) for unit in one.beyond])
    return Move(
        "give_mandate",
        Scope("journey", journey.id),
        "",
        f"Agree that {label} decides in “{journey.name}” for {names} too, and write it down as the mandate.",
        tuple(one.beyond),
        effort_of("give_mandate", one.beyond, context.settings),
        typed(journey.cell("mandate"), "yes"),
        lambda company: replace(
            company, journeys=changed(company.journeys, lambda other: other.id == journey.id, mandate=True)
        ),
        (f"{names} accept{'s' if len(one.beyond) == 1 else ''} to be steered in this by another department",),
    )
