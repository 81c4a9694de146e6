"""What is the organisation as one graph? Nodes of every kind, and an edge for all that the workbook says of two."""

from itertools import pairwise
from types import MappingProxyType

import networkx as nx

from alignment.model.organisation import Organisation
from alignment.network.ties import strength

__all__ = ["organisation_graph"]

Node = tuple[str, str]

_ROLE_OF_CODE = MappingProxyType({"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"})


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
        graph.add_edge(*ends, key=f"collaborates {rows + 1}", kind="collaborates", weight=strength(row))
    return graph


def _add_nodes(graph: "nx.MultiDiGraph[Node]", organisation: Organisation) -> None:
    for unit in organisation.departments:
        _add_node(
            graph, "department", unit.id, unit.name,
            headcount=unit.headcount, customer_facing=unit.customer_facing, external=unit.external,
        )  # fmt: skip
    for person in organisation.people:
        _add_node(graph, "person", person.id, person.name, role=person.post)
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
