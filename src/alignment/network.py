"""How does the organisation become graphs? One MultiDiGraph of everything, and the views the questions need."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from alignment.model.organisation import Organisation, Step

__all__ = [
    "Collaboration",
    "Handoff",
    "Requirement",
    "collaboration",
    "department_ties",
    "formal_chart",
    "handoff_network",
    "handoffs",
    "organisation_graph",
    "required_pairs",
]

Node = tuple[str, str]


@dataclass(frozen=True)
class Collaboration:
    """Who works with whom, as graphs over the same sorted nodes (ids of people, or of departments).

    Attributes
    ----------
    level
        "person" or "department": what the nodes are.
    directed
        Whether each side reported for itself: then weights of both reports are added.
    reports
        DiGraph of the ties as reported, attribute `weight` (1 where no strength is given), self-loops kept.
        Several rows for one ordered pair are summed.
    ties
        U: simple undirected Graph without self-loops, every listed node of the level included; `weight` is the
        weighted undirected tie (W + Wᵀ when directed, W when not).
    within
        Self weight of each node: work inside a department (department level only; empty else).
    group
        Group of every node: its department (or division), or its top-level unit. Nodes without one are absent.
    weighted
        Whether any strength was given.
    """

    level: str
    directed: bool
    reports: "nx.DiGraph[str]"
    ties: "nx.Graph[str]"
    within: Mapping[str, float]
    group: Mapping[str, str]
    weighted: bool


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


def organisation_graph(organisation: Organisation) -> "nx.MultiDiGraph[Node]":
    """Everything as one graph; nodes keyed (kind, id)."""
    raise NotImplementedError


def collaboration(organisation: Organisation, group_by: str = "department") -> Collaboration:
    """Ties between people or departments."""
    raise NotImplementedError


def handoffs(organisation: Organisation) -> Mapping[str, tuple[Handoff, ...]]:
    """Handoffs of every journey."""
    raise NotImplementedError


def handoff_network(organisation: Organisation) -> "nx.DiGraph[str]":
    """Departments; an arc for every handoff, weighted by journey volume."""
    raise NotImplementedError


def required_pairs(organisation: Organisation) -> Mapping[tuple[str, str], Requirement]:
    """Pairs of departments that should talk."""
    raise NotImplementedError


def department_ties(organisation: Organisation) -> Mapping[tuple[str, str], float]:
    """Pairs of departments that do talk."""
    raise NotImplementedError


def formal_chart(organisation: Organisation) -> "nx.DiGraph[str]":
    """Departments; an arc from superior to subordinate."""
    raise NotImplementedError
