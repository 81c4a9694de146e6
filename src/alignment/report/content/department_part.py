"""What is the part of each department? Its steps in journeys, what it takes over and hands on, and what it answers for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alignment.analysis.processes import process_accounts
from alignment.model.organisation import Holder, Journey, Step
from alignment.network import Handoff, department_of
from alignment.report.content.journeys import ranked_journeys
from alignment.report.content.view import View

__all__ = ["JourneyPart", "Part", "parts"]


@dataclass(frozen=True)
class JourneyPart:
    """A journey as one department sees it. `blind` are those of its handoffs, in and out, without a tie."""

    journey: Journey
    responsible: tuple[Step, ...]
    participant: tuple[Step, ...]
    taken: tuple[Handoff, ...]
    handed: tuple[Handoff, ...]
    blind: frozenset[Handoff]


@dataclass
class Part:
    """What one department does, and what its people and itself answer for."""

    department: str
    journeys: list[JourneyPart] = field(default_factory=list)
    owned: list[str] = field(default_factory=list)
    accountable: list[str] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Handoffs to it."""
        return sum(len(one.taken) for one in self.journeys)

    @property
    def handed(self) -> int:
        """Handoffs from it."""
        return sum(len(one.handed) for one in self.journeys)

    @property
    def handoffs(self) -> int:
        """Handoffs to it and from it."""
        return self.taken + self.handed

    @property
    def blind(self) -> int:
        """Handoffs to or from departments with which it has no tie."""
        return sum(len(one.blind) for one in self.journeys)


def parts(view: View) -> Mapping[str, Part]:
    """Return the part of every department, its journeys with the gravest findings first."""
    found = {one: Part(one) for one in view.departments}
    for journey in ranked_journeys(view):
        for unit in sorted(_units(view, journey.owners) & found.keys()):
            found[unit].owned.append(journey.name)
        route = view.routes.get(journey.id)
        for unit in sorted(route.departments & found.keys()) if route else ():
            found[unit].journeys.append(_journey_part(view, journey, unit))
    for account in process_accounts(view.organisation):
        for unit in sorted(_units(view, (*account.column, *account.chart)) & found.keys()):
            found[unit].accountable.append(account.process.name)
    return found


def _units(view: View, holders: tuple[Holder, ...]) -> set[str]:
    units = (department_of(view.organisation, one) for one in holders)
    return {one for one in units if one is not None}


def _journey_part(view: View, journey: Journey, unit: str) -> JourneyPart:
    route, blind = view.routes[journey.id], view.sights[journey.id].blind if view.talks else ()
    return JourneyPart(
        journey,
        tuple(one for one in route.steps if one.department == unit),
        tuple(one for one in route.steps if unit in one.departments[1:]),
        tuple(one for one in route.handoffs if one.after.department == unit),
        tuple(one for one in route.handoffs if one.before.department == unit),
        frozenset(one for one in blind if unit in one.pair),
    )
