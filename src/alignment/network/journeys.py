"""Which departments do journeys and processes bring together? Handoffs, and the pairs that should talk."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum

import networkx as nx

from alignment.model.organisation import Holder, Organisation, Step

__all__ = ["Handoff", "Requirement", "department_of", "handoff_network", "handoffs", "required_pairs"]

# Letters of those who do something, beside those who are only told.
_DOING = frozenset("RAC")


@dataclass(frozen=True, slots=True)
class Handoff:
    """Two consecutive steps of a journey whose departments differ."""

    journey: str
    before: Step
    after: Step

    @property
    def pair(self) -> tuple[str, str]:
        """The two departments, sorted."""
        first, second = sorted((self.before.departments[0], self.after.departments[0]))
        return first, second


@dataclass(frozen=True, slots=True)
class Requirement:
    """Why two departments should talk: the journeys with a handoff between them, the processes they share.

    `weight` counts each journey and each process once, times its importance, criticality or volume where given.
    """

    weight: float
    journeys: tuple[str, ...]
    processes: tuple[str, ...]


def handoffs(organisation: Organisation) -> Mapping[str, tuple[Handoff, ...]]:
    """Handoffs of every journey, in order: consecutive steps whose responsible departments differ.

    A step without a department breaks the chain: nobody can say who hands over to whom there.
    A journey without handoffs has an empty tuple.
    """
    return {
        journey: tuple(
            Handoff(journey, before, after)
            for before, after in pairwise(steps)
            if before.department is not None and after.department is not None and before.department != after.department
        )
        for journey, steps in organisation.steps_of.items()
    }


def handoff_network(organisation: Organisation) -> "nx.DiGraph[str]":
    """Departments that do steps; an arc for every handoff from one to another.

    Returns
    -------
    nx.DiGraph
        Nodes and arcs sorted. Arcs carry `count`, the handoffs, and `weight`: each handoff counts its journey's
        annual volume as a share of the mean volume of the journeys that give one, so that 1 is an average journey.
        A journey without a volume counts 1, as does every journey where none gives one.
    """
    volume = _relative({one.id: one.volume for one in organisation.journeys})
    counts: Counter[tuple[str, str]] = Counter()
    weights: dict[tuple[str, str], float] = {}
    for journey, found in handoffs(organisation).items():
        for one in found:
            arc = one.before.departments[0], one.after.departments[0]
            counts[arc] += 1
            weights[arc] = weights.get(arc, 0.0) + volume[journey]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({step.departments[0] for step in organisation.steps if step.departments}))
    for arc in sorted(counts):
        graph.add_edge(*arc, count=counts[arc], weight=weights[arc])
    return graph


def required_pairs(
    organisation: Organisation, passed: Mapping[str, Sequence[Handoff]] | None = None
) -> Mapping[tuple[str, str], Requirement]:
    """Pairs of departments that should talk, sorted: joined by a handoff, or by R, A or C for one process or journey.

    The department of a holder is the department itself, or the one a person works in; roles and unknown names have
    none and require nothing. The A of a process may stand in its own column or in the RACI chart.

    Weight: each journey counts its importance. A journey whose importance is blank counts the mean of those given;
    where no journey has one, its annual volume divided by the mean volume (1 where blank); where none has a volume
    either, 1. The same holds for processes with criticality and volume. So every journey and process counts once,
    however many handoffs it has between the two, and every weight is above 0.

    `passed`: the handoffs of each journey, where they are at hand.
    """
    journeys: dict[tuple[str, str], set[str]] = {}
    processes: dict[tuple[str, str], set[str]] = {}
    for journey, found in (handoffs(organisation) if passed is None else passed).items():
        for one in found:
            journeys.setdefault(one.pair, set()).add(journey)
    for (subject, ident), units in _working_together(organisation).items():
        behind = journeys if subject == "journey" else processes
        for pair in combinations(sorted(units), 2):
            behind.setdefault(pair, set()).add(ident)
    of_journey = _weights({one.id: (one.importance, one.volume) for one in organisation.journeys})
    of_process = _weights({one.id: (one.criticality, one.volume) for one in organisation.processes})
    required: dict[tuple[str, str], Requirement] = {}
    for pair in sorted(journeys.keys() | processes.keys()):
        first, second = sorted(journeys.get(pair, ())), sorted(processes.get(pair, ()))
        weight = fsum([*(of_journey[one] for one in first), *(of_process[one] for one in second)])
        required[pair] = Requirement(weight, tuple(first), tuple(second))
    return required


def _working_together(organisation: Organisation) -> dict[tuple[str, str], set[str]]:
    """Departments with an R, A or C, of each process and of each journey the chart lists."""
    units: dict[tuple[str, str], set[str]] = {}
    working = [(("process", one.id), holder) for one in organisation.processes for holder in one.accountable]
    working += [
        ((kind, ident), row.holder)
        for kind, rows in organisation.chart_rows.items()
        for ident, found in rows.items()
        for row in found
        if not _DOING.isdisjoint(row.codes)
    ]
    for subject, holder in working:
        unit = department_of(organisation, holder)
        if unit is not None:
            units.setdefault(subject, set()).add(unit)
    return units


def department_of(organisation: Organisation, holder: Holder) -> str | None:
    """Return the department a holder is, or works in as a person; None for a role, an unknown name, or where blank."""
    if holder.kind == "department":
        return holder.id
    person = organisation.person.get(holder.id) if holder.kind == "person" else None
    return person.department if person else None


def _weights(given: Mapping[str, tuple[float | None, float | None]]) -> dict[str, float]:
    """Weights from (importance, volume): importance where anyone has one, else volume over its mean, else 1."""
    known = [importance for importance, _ in given.values() if importance is not None and importance > 0]
    if not known:
        return _relative({ident: volume for ident, (_, volume) in given.items()})
    mean = fsum(known) / len(known)
    return {ident: one if one is not None and one > 0 else mean for ident, (one, _) in given.items()}


def _relative(volumes: Mapping[str, float | None]) -> dict[str, float]:
    """Volumes over the mean of those given; 1 where blank or 0, and everywhere if none is given."""
    known = [volume for volume in volumes.values() if volume is not None and volume > 0]
    mean = fsum(known) / len(known) if known else 1.0
    return {ident: one / mean if one is not None and one > 0 else 1.0 for ident, one in volumes.items()}
