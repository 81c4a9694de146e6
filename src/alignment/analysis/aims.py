"""What do departments want, and for whom? Their goals by journey and department, those they share, those that clash."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from alignment.analysis.base import Context
from alignment.language import later, say
from alignment.model.organisation import Cell, Goal, Organisation
from alignment.network import Requirement
from alignment.wording import joined

__all__ = [
    "PERSPECTIVES",
    "SHORT_TERM",
    "Conflict",
    "about_customers",
    "conflicts",
    "goal_words",
    "of_departments",
    "of_journeys",
    "owning_pairs",
    "serves_customers",
    "sharing_pairs",
]

# What a goal may be about: the word of the workbook, and ours in a sentence.
PERSPECTIVES: Mapping[str, str] = MappingProxyType(
    {
        "customer": later("customers"),
        "financial": later("money"),
        "process": later("processes"),
        "people": later("people"),
    }
)
# Months within which a goal is short-term: a quarter.
SHORT_TERM = 3.0


def about_customers(goal: Goal) -> bool | None:
    """Tell whether a goal is about customer outcomes; None where its perspective is blank, or none that is known."""
    return goal.perspective == "customer" if goal.perspective in PERSPECTIVES else None


def serves_customers(goals: Iterable[Goal]) -> bool | None:
    """Tell whether one of these goals is about customers; None where one that says nothing might be."""
    found = {about_customers(one) for one in goals}
    return True if True in found else None if None in found else False


def of_journeys(organisation: Organisation) -> Mapping[str, tuple[Goal, ...]]:
    """Goals that name each listed journey, in the order of the workbook; none for a journey that no goal names."""
    found: dict[str, list[Goal]] = {one.id: [] for one in organisation.journeys if one.listed}
    for goal in organisation.goals:
        if goal.journey in found:
            found[goal.journey].append(goal)
    return {journey: tuple(goals) for journey, goals in found.items()}


def of_departments(organisation: Organisation) -> Mapping[str, tuple[Goal, ...]]:
    """Goals of each department that has any, sorted by department."""
    found: dict[str, list[Goal]] = {}
    for goal in organisation.goals:
        if goal.owner_department is not None:
            found.setdefault(goal.owner_department, []).append(goal)
    return {department: tuple(goals) for department, goals in sorted(found.items())}


def owning_pairs(context: Context) -> dict[tuple[str, str], Requirement]:
    """Pairs of departments that have to work together and both have goals, sorted: the others cannot share one."""
    owners = of_departments(context.organisation)
    return {pair: need for pair, need in context.required.items() if all(one in owners for one in pair)}


def sharing_pairs(organisation: Organisation) -> frozenset[tuple[str, str]]:
    """Sorted pairs of departments that have a goal in common."""
    owners: dict[str, set[str]] = {}
    for goal in organisation.goals:
        if goal.owner_department is not None:
            owners.setdefault(goal.id, set()).add(goal.owner_department)
    return frozenset(
        (first, second) for sharing in owners.values() for first, second in combinations(sorted(sharing), 2)
    )


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two goals of which the workbook says that one works against the other.

    `names` are those of the goal that says so and of the other, `goals` the records of both: several where departments
    share one, none of a goal that is not listed. `cells` say so.
    """

    names: tuple[str, str]
    goals: tuple[Goal, ...]
    cells: tuple[Cell, ...]

    @property
    def journeys(self) -> tuple[str, ...]:
        """The journeys that either goal serves, in the order of the goals."""
        return tuple(dict.fromkeys(one.journey for one in self.goals if one.journey is not None))

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that have either goal, sorted."""
        return tuple(sorted({one.owner_department for one in self.goals if one.owner_department is not None}))


def conflicts(organisation: Organisation) -> tuple[Conflict, ...]:
    """Goals declared at cross purposes, each pair once, in the order of the workbook."""
    listed: dict[str, list[Goal]] = {}
    for goal in organisation.goals:
        listed.setdefault(goal.id, []).append(goal)
    declared: dict[frozenset[str], list[tuple[Goal, str]]] = {}
    for goal in organisation.goals:
        for other in goal.conflicts_with:
            declared.setdefault(frozenset((goal.id, other)), []).append((goal, other))
    return tuple(_conflicts(declared.values(), listed))


def _conflicts(declared: Iterable[list[tuple[Goal, str]]], listed: Mapping[str, list[Goal]]) -> Iterator[Conflict]:
    for said in declared:
        goal, other = said[0]
        others = listed.get(other, [])
        name = others[0].name if others else other
        cells = tuple(one.cell("conflicts_with") for one, _ in said)
        yield Conflict((goal.name, name), (*listed[goal.id], *others), cells)


def goal_words(context: Context, goals: Iterable[Goal]) -> list[str]:
    """Return each goal as a sentence names it: ``“Fibre orders a month” (Sales)``; departments that share it together."""
    owners: dict[str, list[str]] = {}
    for one in goals:
        unit = [context.label("department", one.owner_department)] if one.owner_department else []
        owners.setdefault(one.name, []).extend(unit)
    return [_goal_words(name, tuple(dict.fromkeys(units))) for name, units in owners.items()]


def _goal_words(name: str, units: tuple[str, ...]) -> str:
    if not units:
        return say("“{name}”", name=name)
    return say("“{name}” ({departments})", name=name, departments=joined(units, len(units)))
