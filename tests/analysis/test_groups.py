"""Ties counted by group, against a count of one tie after the other."""

import networkx as nx
import numpy as np
import pytest

from alignment.analysis import groups
from alignment.network import Collaboration


def drawn(seed: int) -> Collaboration:
    """Return up to 14 nodes, some of them without a group, people or departments, with or without direction."""
    generator = np.random.default_rng(seed)
    nodes = [f"n{at:02}" for at in range(generator.integers(0, 15))]
    directed, departments = bool(seed % 2), seed % 3 == 0
    reports, ties = nx.DiGraph(), nx.Graph()
    reports.add_nodes_from(nodes)
    ties.add_nodes_from(nodes)
    for source in nodes:
        for target in nodes:
            if generator.random() < 0.25 and (directed or source <= target):
                # Quarters add up without rounding, in whatever order.
                weight = float(generator.integers(1, 9)) / 4
                reports.add_edge(source, target, weight=weight)
                if source != target:
                    before = ties[source][target]["weight"] if ties.has_edge(source, target) else 0.0
                    ties.add_edge(source, target, weight=before + weight)
    loops = {node: reports[node][node]["weight"] for node in nodes if reports.has_edge(node, node)}
    group = {node: str(generator.choice(["A", "B", "C"])) for node in nodes if generator.random() < 0.8}
    level = "department" if departments else "person"
    return Collaboration(level, directed, reports, ties, loops if departments else {}, group, True, frozenset(ties))


@pytest.mark.parametrize("seed", range(60))
def test_blocks_are_those_of_a_count_tie_by_tie(seed):
    view = drawn(seed)
    b = groups.blocks(view)
    assert b.groups == tuple(sorted(set(view.group.values())))
    at = {name: place for place, name in enumerate(b.groups)}
    home = {node: at[name] for node, name in view.group.items()}
    k = len(at)
    ties, weights, flow, arcs = (np.zeros((k, k)) for _ in range(4))
    for one, other, weight in view.ties.edges(data="weight"):
        if one in home and other in home:
            pair = {(home[one], home[other]), (home[other], home[one])}
            for place in pair:
                ties[place] += 1
                weights[place] += weight
            if not view.directed:
                for place in ((home[one], home[other]), (home[other], home[one])):
                    flow[place] += weight
                    arcs[place] += 1
    for node, weight in view.within.items():
        if node in home:
            weights[home[node], home[node]] += weight
            flow[home[node], home[node]] += weight if view.directed else 2 * weight
    for source, target, weight in view.reports.edges(data="weight") if view.directed else ():
        if source != target and source in home and target in home:
            flow[home[source], home[target]] += weight
            arcs[home[source], home[target]] += 1
    for found, expected in ((b.ties, ties), (b.weights, weights), (b.flow, flow), (b.arcs, arcs)):
        assert found.toarray().tolist() == expected.tolist()
    known = [node for node in view.ties if node in home]
    assert b.sizes.tolist() == [sum(home[node] == place for node in known) for place in range(k)]
    assert b.labels.tolist() == [home[node] for node in known]
    pairs = sorted(
        sorted((known.index(one), known.index(other))) for one, other in view.ties.edges if {one, other} <= home.keys()
    )
    assert [list(pair) for pair in zip(b.left.tolist(), b.right.tolist(), strict=True)] == pairs


def test_shuffles_are_those_of_a_plain_loop():
    generator = np.random.default_rng(7)
    graph = nx.gnm_random_graph(40, 120, seed=7)
    view = Collaboration(
        "person", False, nx.DiGraph(), nx.relabel_nodes(graph, "{:02}".format), {},
        {f"{node:02}": str(generator.choice(list("ABCD"))) for node in graph}, False, frozenset(),
    )  # fmt: skip
    b = groups.blocks(view)
    shuffle = np.random.default_rng(3)
    loop = []
    for _ in range(200):
        label = shuffle.permutation(b.labels.astype(np.int64))
        loop.append(int((label[b.left] == label[b.right]).sum()))
    assert groups.permuted_internal_ties(b, 200, 3).tolist() == loop
