"""Who stands above whom? The formal chart of departments, or of people."""

import networkx as nx

from alignment.model.organisation import Organisation, TieLevel

__all__ = ["formal_chart"]


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
