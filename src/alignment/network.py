"""How does the organisation become graphs? One MultiDiGraph of everything, and the views the questions need."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import fsum
from types import MappingProxyType

import networkx as nx

from alignment.model.organisation import Cell, Holder, Organisation, Step, Tie, TieLevel

__all__ = [
    "Collaboration",
    "Handoff",
    "Requirement",
    "collaboration",
    "department_of",
    "department_ties",
    "formal_chart",
    "handoff_network",
    "handoffs",
    "organisation_graph",
    "required_pairs",
    "tie_cells",
    "tie_rows",
]

Node = tuple[str, str]

_ROLE_OF_CODE = MappingProxyType({"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"})


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
    """Everything as one graph.

    Nodes are keyed ``(kind, id)`` with attributes `name` and `kind`: department, person, process, journey, step (id
    ``journey#order``), and, where they hold something, role and unknown (a name that resolves to nothing). Further
    attributes stand only where the workbook gives them.

    Edges carry `kind` (and `weight` on ``collaborates``), and point as one says it: person ``works_in`` department,
    department ``part_of`` its parent (so do processes), holder ``owns`` journey, department ``owns`` process, holder
    ``accountable``, ``responsible``, ``consulted``, ``informed`` for process or journey, holder ``sponsors`` journey,
    journey ``has_step`` step, step ``next_step`` step, step ``done_by`` department (`part`: responsible, or takes
    part), and source ``collaborates`` with target, one edge a row.

    Returns
    -------
    nx.MultiDiGraph
        Nodes and edges in the order of the workbook, sheet by sheet: the same workbook gives the same graph.
    """
    graph: nx.MultiDiGraph[Node] = nx.MultiDiGraph()
    _add_nodes(graph, organisation)
    _add_structure(graph, organisation)
    _add_roles(graph, organisation)
    _add_steps(graph, organisation)
    for row in organisation.ties:
        ends = (organisation.tie_level, row.source), (organisation.tie_level, row.target)
        # Several rows for one pair stay several edges.
        rows = sum(1 for key in graph.get_edge_data(*ends, default={}) if key.startswith("collaborates"))
        graph.add_edge(*ends, key=f"collaborates {rows + 1}", kind="collaborates", weight=_strength(row))
    return graph


def _add_nodes(graph: "nx.MultiDiGraph[Node]", organisation: Organisation) -> None:
    for unit in organisation.departments:
        _add_node(
            graph, "department", unit.id, unit.name,
            headcount=unit.headcount, customer_facing=unit.customer_facing, external=unit.external,
        )  # fmt: skip
    for person in organisation.people:
        _add_node(graph, "person", person.id, person.name, role=person.role)
    for process in organisation.processes:
        _add_node(
            graph, "process", process.id, process.name, criticality=process.criticality, volume=process.volume
        )  # fmt: skip
    for journey in organisation.journeys:
        _add_node(
            graph, "journey", journey.id, journey.name, segment=journey.segment,
            importance=journey.importance, volume=journey.volume, satisfaction=journey.satisfaction,
        )  # fmt: skip


def _add_node(graph: "nx.MultiDiGraph[Node]", kind: str, ident: str, name: str, **attributes: object) -> None:
    known = {key: value for key, value in attributes.items() if value is not None and value != ""}
    graph.add_node((kind, ident), name=name, kind=kind, **known)


def _add_edge(graph: "nx.MultiDiGraph[Node]", source: Node, target: Node, kind: str, **attributes: object) -> None:
    for node in (source, target):
        if node not in graph:
            _add_node(graph, *node, name=node[1])
    # Keyed by kind: an A that stands both in the process list and in the RACI chart is one edge.
    graph.add_edge(source, target, key=kind, kind=kind, **attributes)


def _add_structure(graph: "nx.MultiDiGraph[Node]", organisation: Organisation) -> None:
    for unit in organisation.departments:
        if unit.parent is not None:
            _add_edge(graph, ("department", unit.id), ("department", unit.parent), "part_of")
    for person in organisation.people:
        if person.department is not None:
            _add_edge(graph, ("person", person.id), ("department", person.department), "works_in")
    for process in organisation.processes:
        if process.parent is not None:
            _add_edge(graph, ("process", process.id), ("process", process.parent), "part_of")
        if process.owner_department is not None:
            _add_edge(graph, ("department", process.owner_department), ("process", process.id), "owns")


def _add_roles(graph: "nx.MultiDiGraph[Node]", organisation: Organisation) -> None:
    for process in organisation.processes:
        for holder in process.accountable:
            _add_edge(graph, (holder.kind, holder.id), ("process", process.id), "accountable")
    for row in organisation.assignments:
        for code in row.codes:
            _add_edge(graph, (row.holder.kind, row.holder.id), (row.subject, row.process), _ROLE_OF_CODE[code])
    for journey in organisation.journeys:
        for holder in journey.owners:
            _add_edge(graph, (holder.kind, holder.id), ("journey", journey.id), "owns")
        if journey.sponsor is not None:
            _add_edge(graph, (journey.sponsor.kind, journey.sponsor.id), ("journey", journey.id), "sponsors")


def _add_steps(graph: "nx.MultiDiGraph[Node]", organisation: Organisation) -> None:
    for journey, steps in organisation.steps_of.items():
        nodes: list[Node] = []
        for step in steps:
            node = ("step", f"{journey}#{step.order}")
            _add_node(
                graph, *node, name=step.name, order=step.order, channel=step.channel, process=step.process,
                moment_of_truth=step.moment_of_truth, hassle=step.hassle,
            )  # fmt: skip
            _add_edge(graph, ("journey", journey), node, "has_step")
            for place, unit in enumerate(step.departments):
                part = "takes part" if place else "responsible"
                _add_edge(graph, node, ("department", unit), "done_by", part=part)
            nodes.append(node)
        for before, after in pairwise(nodes):
            _add_edge(graph, before, after, "next_step")


def collaboration(organisation: Organisation, group_by: str = "department") -> Collaboration:
    """Ties between people or departments, whichever the rows name (`Organisation.tie_level`).

    Parameters
    ----------
    organisation
        The company. Rows of strength 0 (or less) are no tie; rows without strength count 1.
    group_by
        "department", or "division" for the top-level unit, as the group of people. The group of a department is
        always its top-level unit.

    Returns
    -------
    Collaboration
        Nodes are all listed people, or all listed departments, and whoever a tie names beside them. A listed
        department that has departments below it and stands in no tie only groups others (a division), so it is no
        node: it would count as an isolate that nobody could ever reach. In an undirected list a pair may stand in
        both orders (a full symmetric matrix); of each kind it is one tie, of the larger of the two weights.
    """
    level = organisation.tie_level
    by_kind: dict[tuple[str, str, str], float] = {}
    for row in organisation.ties:
        if (strength := _strength(row)) > 0:
            place = row.source, row.target, row.kind.casefold()
            by_kind[place] = by_kind.get(place, 0.0) + strength
    reported = _summed(by_kind)
    named = {end for row in organisation.ties for end in (row.source, row.target)}
    nodes = sorted(named | _listed(organisation, level, named))

    reports: nx.DiGraph[str] = nx.DiGraph()
    reports.add_nodes_from(nodes)
    reports.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(reported.items()))
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(nodes)
    for pair, weight in sorted(_undirected(by_kind, organisation.ties_directed).items()):
        ties.add_edge(*pair, weight=weight)
    inside = ((source, weight) for (source, target), weight in sorted(reported.items()) if source == target)
    return Collaboration(
        level=level,
        directed=organisation.ties_directed,
        reports=reports,
        ties=ties,
        within=dict(inside) if level == "department" else {},
        group=_groups(organisation, nodes, group_by),
        weighted=any(row.strength is not None for row in organisation.ties),
    )


def _summed(by_kind: Mapping[tuple[str, str, str], float]) -> dict[tuple[str, str], float]:
    """Add up the kinds of each pair, always in the same order, so that the last digit never moves."""
    summed: dict[tuple[str, str], float] = {}
    for (source, target, _), weight in sorted(by_kind.items()):
        summed[source, target] = summed.get((source, target), 0.0) + weight
    return summed


def _strength(row: Tie) -> float:
    return 1.0 if row.strength is None else row.strength


def _listed(organisation: Organisation, level: str, named: Container[str]) -> set[str]:
    if level == "person":
        return {one.id for one in organisation.people if one.listed}
    grouping = {one.parent for one in organisation.departments}
    return {one.id for one in organisation.departments if one.listed and (one.id not in grouping or one.id in named)}


def _groups(organisation: Organisation, nodes: Iterable[str], group_by: str) -> dict[str, str]:
    if organisation.tie_level == "department":
        return {node: organisation.top_unit(node) for node in nodes}
    units = {node: organisation.person[node].department for node in nodes if node in organisation.person}
    known = {node: unit for node, unit in units.items() if unit is not None}
    if group_by == "division":
        return {node: organisation.top_unit(unit) for node, unit in known.items()}
    return known


def _undirected(by_kind: Mapping[tuple[str, str, str], float], directed: bool) -> dict[tuple[str, str], float]:
    """Weight of every unordered pair (sorted) of different nodes: both reports added, or the one undirected tie."""
    # Without direction the order of the two names means nothing: a kind of tie written in both orders is one tie,
    # and several kinds add up in whatever order each is written.
    kinds: dict[tuple[str, str, str], float] = {}
    for (source, target, kind), weight in sorted(by_kind.items()):
        if source != target:
            first, second = sorted((source, target))
            other = kinds.get((first, second, kind), 0.0)
            kinds[first, second, kind] = other + weight if directed else max(other, weight)
    return _summed(kinds)


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


def required_pairs(organisation: Organisation) -> Mapping[tuple[str, str], Requirement]:
    """Pairs of departments that should talk, sorted: joined by a handoff, or by R, A or C for one process or journey.

    The department of a holder is the department itself, or the one a person works in; roles and unknown names have
    none and require nothing. The A of a process may stand in its own column or in the RACI chart.

    Weight: each journey counts its importance. A journey whose importance is blank counts the mean of those given;
    where no journey has one, its annual volume divided by the mean volume (1 where blank); where none has a volume
    either, 1. The same holds for processes with criticality and volume. So every journey and process counts once,
    however many handoffs it has between the two, and every weight is above 0.
    """
    journeys: dict[tuple[str, str], set[str]] = {}
    processes: dict[tuple[str, str], set[str]] = {}
    for journey, found in handoffs(organisation).items():
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


def _working_together(organisation: Organisation) -> dict[Node, set[str]]:
    """Departments with an R, A or C, of each process and of each journey the chart lists."""
    units: dict[Node, set[str]] = {}
    working = [(("process", one.id), holder) for one in organisation.processes for holder in one.accountable]
    letters = (row for row in organisation.assignments if {"R", "A", "C"} & set(row.codes))
    for subject, holder in [*working, *(((row.subject, row.process), row.holder) for row in letters)]:
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


def department_ties(organisation: Organisation, view: Collaboration | None = None) -> Mapping[tuple[str, str], float]:
    """Pairs of departments that do talk, sorted, with the weight of the tie, both directions joined.

    Ties between people are lifted to their departments and added up; a tie with someone of no known department
    cannot be placed and is left out. Departments that are not listed are included. `view`: `collaboration` by
    department, where it is at hand.
    """
    view = view or collaboration(organisation)
    unit = view.group if view.level == "person" else {node: node for node in view.ties}
    weights: dict[tuple[str, str], list[float]] = {}
    for source, target, weight in view.ties.edges(data="weight"):
        if source in unit and target in unit and unit[source] != unit[target]:
            first, second = sorted((unit[source], unit[target]))
            weights.setdefault((first, second), []).append(weight)
    return {pair: fsum(found) for pair, found in sorted(weights.items())}


def formal_chart(organisation: Organisation, level: TieLevel = "department") -> "nx.DiGraph[str]":
    """Departments under their parents, or people under their managers: an arc from superior to subordinate, all sorted.

    Nodes are those listed and whoever stands above one, but for suppliers and their people: authority over them is a
    contract. What the workbook says is kept: where a department is above itself, so it is here.
    """
    outside: set[str | None] = {one.id for one in organisation.departments if one.external}
    above = {one.id: one.parent for one in organisation.departments if one.listed}
    if level == "person":
        outside = {one.id for one in organisation.people if one.department in outside}
        above = {one.id: one.manager for one in organisation.people if one.listed}
    arcs = sorted((superior, one) for one, superior in above.items() if superior is not None)
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({*above, *(superior for superior, _ in arcs)} - outside))
    graph.add_edges_from(arc for arc in arcs if outside.isdisjoint(arc))
    return graph


def tie_rows(organisation: Organisation) -> Mapping[tuple[str, str], tuple[Tie, ...]]:
    """Rows of collaboration behind every tie, by sorted pair of nodes, in the order of the workbook.

    Rows of strength 0 are no tie; a pair of a node with itself is work within.
    """
    rows: dict[tuple[str, str], list[Tie]] = {}
    for row in organisation.ties:
        if _strength(row) > 0:
            first, second = sorted((row.source, row.target))
            rows.setdefault((first, second), []).append(row)
    return {pair: tuple(found) for pair, found in sorted(rows.items())}


def tie_cells(rows: Iterable[Tie], most: int = 12) -> tuple[Cell, ...]:
    """One cell a row of collaboration, as evidence: the crossing in a matrix, the first column in a list.

    Sorted as they stand on their sheets; no more than `most`, the first ones.
    """
    cells = {row.cell("strength" if "to" in row.origin.table.header_rows else "from") for row in rows}
    return tuple(sorted(cells)[:most])
