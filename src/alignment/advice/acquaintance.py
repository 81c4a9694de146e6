"""Who knows whom, in which department? What tells who could be asked to keep a contact."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import ceil
from statistics import median_low
from types import MappingProxyType

import networkx as nx

from alignment.analysis import accelerate
from alignment.analysis.base import Context
from alignment.model.organisation import Holder
from alignment.network import Requirement
from alignment.source.names import key

__all__ = ["Acquaintance", "Subject", "subjects_of"]

# A journey or a process: kind and id.
Subject = tuple[str, str]

# The share of those with contacts in other departments who have no more of them than is usual.
_USUAL = 0.75
_NOBODY: Mapping[str, int] = MappingProxyType({})
# New contacts that one place can get used to before others are asked.
_NEW_AT_ONCE = 2


class Acquaintance:
    """The nodes of the collaboration network, seen as those who could keep one contact more.

    Nodes are people, or departments where the ties are between these.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._ties = context.collaboration.ties
        self._register = context.organisation.person
        self.people = context.collaboration.level == "person"
        # Then how many ties one person has is not told.
        self.discreet = self.people and context.organisation.discretion is not None

    def unit(self, node: str) -> str | None:
        """Return the department of a person; a department is its own."""
        if not self.people:
            return node
        person = self._register.get(node)
        return person.department if person else None

    @cached_property
    def usual_strength(self) -> float | None:
        """The median strength of a row between departments, else of any row; None where the workbook gives none."""
        rows = [one for one in self.context.organisation.ties if one.strength]
        across = [one for one in rows if self.unit(one.source) != self.unit(one.target)]
        strengths = [one.strength for one in across or rows if one.strength is not None]
        return median_low(strengths) if strengths else None

    @cached_property
    def known_in(self) -> Mapping[str, Counter[str]]:
        """With how many others of each department every node has a tie; those of no known department are left out."""
        units = {node: self.unit(node) for node in self._ties}
        found: dict[str, Counter[str]] = {}
        for node in self._ties:
            others = (units[other] for other in self._ties[node])
            found[node] = Counter(sorted(unit for unit in others if unit is not None))
        return found

    @cached_property
    def _elsewhere(self) -> Mapping[str, Mapping[str, int]]:
        return {
            node: {unit: count for unit, count in units.items() if unit != self.unit(node)}
            for node, units in self.known_in.items()
        }

    def elsewhere(self, node: str) -> Mapping[str, int]:
        """Return with how many others of each other department a node has a tie."""
        return self._elsewhere.get(node, _NOBODY)

    def outside(self, node: str) -> int:
        """Return with how many others of other departments a node has a tie."""
        return sum(self.elsewhere(node).values())

    @cached_property
    def _usual(self) -> int:
        counts = sorted(filter(None, map(self.outside, self._ties)))
        return counts[ceil(_USUAL * len(counts)) - 1] if counts else 0

    def knows_many(self, node: str) -> bool:
        """Tell whether a node has ties with more others of other departments than three of four who have any."""
        return self.outside(node) > self._usual

    @cached_property
    def _asked(self) -> Mapping[str, int]:
        new = {(one.source, one.target) for one in self.context.organisation.ties if one.origin.row == 0}
        return Counter(end for pair in {tuple(sorted(one)) for one in new} for end in pair)

    def asked(self, node: str) -> int:
        """Return how many contacts a node has that do not stand in the workbook yet: other moves asked for them."""
        return self._asked.get(node, 0)

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """The department that each head leads; of several the first."""
        found: dict[str, str] = {}
        for unit in self.context.organisation.departments:
            for head in unit.heads:
                if head.kind == "person":
                    found.setdefault(head.id, unit.id)
        return found if self.people else {}

    @cached_property
    def _blocks(self) -> Mapping[str, frozenset[int]]:
        """Number of every block (biconnected component) that a node is in; none for a node without ties."""
        found: dict[str, set[int]] = {}
        for number, block in enumerate(nx.biconnected_components(accelerate.backbone(self._ties))):
            for node in block:
                found.setdefault(node, set()).add(number)
        return {node: frozenset(blocks) for node, blocks in found.items()}

    @cached_property
    def _doing(self) -> Mapping[Subject, frozenset[str]]:
        """People with an R, A or C for each process and journey, by name or by a job title that only they have."""
        organisation = self.context.organisation
        titles: dict[str, list[str]] = {}
        for one in organisation.people:
            titles.setdefault(key(one.role), []).append(one.id)
        holders: list[tuple[Subject, Holder]]
        holders = [(("process", one.id), holder) for one in organisation.processes for holder in one.accountable]
        for subject in ("process", "journey"):
            for ident, row in organisation.chart_rows[subject].items():
                holders += [((subject, ident), one.holder) for one in row if {"R", "A", "C"} & set(one.codes)]
        found: dict[Subject, set[str]] = {}
        for about, holder in holders:
            if holder.kind == "person":
                found.setdefault(about, set()).add(holder.id)
            elif holder.kind == "role" and len(titles.get(key(holder.id), ())) == 1:
                found.setdefault(about, set()).update(titles[key(holder.id)])
        return {about: frozenset(people) for about, people in found.items()}

    def part_in(self, node: str, subjects: Iterable[Subject]) -> int:
        """Return in how many of these journeys and processes a node has a part of its own."""
        if self.people:
            return sum(node in self._doing.get(one, ()) for one in subjects)
        return sum(node in self._departments.get(one, ()) for one in subjects)

    @cached_property
    def _departments(self) -> Mapping[Subject, frozenset[str]]:
        """Departments that each journey and process makes depend on another."""
        found: dict[Subject, set[str]] = {}
        for pair, need in self.context.required.items():
            for one in subjects_of(need):
                found.setdefault(one, set()).update(pair)
        return {one: frozenset(units) for one, units in found.items()}

    def best(self, nodes: Collection[str], subjects: Sequence[Subject], most: int) -> tuple[str, ...]:
        """Return who of these could best keep a contact on some subjects: the first, and those who stand elsewhere.

        New contacts go round; then heads come last, and before them those with many contacts; first who has a part in the
        subjects, then who knows most departments. Those in the same blocks of the network (its biconnected components)
        change the same by one more tie, so only one of each is returned.
        """
        chosen: dict[frozenset[int], str] = {}
        for node in sorted(nodes, key=lambda node: self._place(node, subjects)):
            chosen.setdefault(self._blocks.get(node, frozenset()), node)
        return tuple(chosen.values())[:most]

    def _place(self, node: str, subjects: Sequence[Subject]) -> tuple[int, bool, bool, int, int, str]:
        return (
            self.asked(node) // _NEW_AT_ONCE,
            node in self.heads,
            self.knows_many(node),
            -self.part_in(node, subjects),
            -len(self.elsewhere(node)),
            node,
        )


def subjects_of(need: Requirement) -> tuple[Subject, ...]:
    """Return the journeys, then the processes, that make two departments depend on each other."""
    return (*(("journey", one) for one in need.journeys), *(("process", one) for one in need.processes))
