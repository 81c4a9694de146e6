"""The slow measures in array form give what pure NetworkX gives, and what can be counted by hand."""

from collections.abc import Iterable
from math import isnan, lcm

import networkx as nx
import numpy as np
import pytest

from alignment.analysis import accelerate
from alignment.analysis.accelerate import Arrays, arrays, distances, shortest_paths, structural_holes

# Whole-number lengths 12/w: 1/6 + 1/6 = 1/3, 1/4 + 1/12 = 1/3 and so on, so that many paths are equally long.
STRENGTHS = (1, 2, 3, 4, 6, 12)


def tied(ties: str, nodes: str = "") -> nx.Graph:
    """Build from words such as ``a-b:2``."""
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    for pair, _, weight in (word.partition(":") for word in ties.split()):
        graph.add_edge(*pair.split("-"), weight=float(weight or 1))
    return graph


def weighted(graph: nx.Graph, seed: int = 1) -> nx.Graph:
    generator = np.random.default_rng(seed)
    for _, _, tie in graph.edges(data=True):
        tie["weight"] = float(generator.choice(STRENGTHS))
    return graph


def random_graph(seed: int, directed: bool = False) -> nx.Graph:
    """Return a graph of up to 16 nodes, from sparse and disconnected to dense."""
    generator = np.random.default_rng(seed)
    nodes, density = int(generator.integers(3, 17)), float(generator.uniform(0.05, 0.6))
    return weighted(nx.gnp_random_graph(nodes, density, seed=seed, directed=directed), seed)


SMALL = {
    **{f"{n} nodes without a tie": nx.empty_graph(n) for n in range(4)},
    "one tie": weighted(nx.path_graph(2)),
    "path": weighted(nx.path_graph(7)),
    "star": weighted(nx.star_graph(6)),
    "cycle": weighted(nx.cycle_graph(6)),
    "grid": weighted(nx.convert_node_labels_to_integers(nx.grid_2d_graph(3, 4))),
    "grid of equal ties": nx.convert_node_labels_to_integers(nx.grid_2d_graph(3, 4)),
    "everybody with everybody": weighted(nx.complete_graph(6)),
    "kite": nx.krackhardt_kite_graph(),
    "two pieces and isolates": weighted(
        nx.disjoint_union_all([nx.path_graph(4), nx.cycle_graph(5), nx.empty_graph(2)])
    ),
    "more than a block": weighted(nx.gnm_random_graph(90, 250, seed=1)),
    "deeper than one goes hop by hop": weighted(nx.convert_node_labels_to_integers(nx.grid_2d_graph(40, 2))),
    **{f"random {seed}": random_graph(seed) for seed in range(40)},
}
DIRECTED = {
    **{f"{n} nodes without an arc": nx.empty_graph(n, nx.DiGraph) for n in range(4)},
    "path": weighted(nx.path_graph(5, nx.DiGraph)),
    **{f"random {seed}": random_graph(seed, directed=True) for seed in range(20)},
}
each_small = pytest.mark.parametrize("graph", SMALL.values(), ids=SMALL)
each = pytest.mark.parametrize(
    "graph", [*SMALL.values(), *DIRECTED.values()], ids=[*SMALL, *map("arcs: {}".format, DIRECTED)]
)


def by_node(a: Arrays, values: Iterable[float]) -> dict:
    return dict(zip(a.nodes, values, strict=True))


def close(expected: dict) -> object:
    return pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def both_directions(graph: nx.Graph) -> nx.Graph:
    joined = nx.Graph()
    joined.add_nodes_from(graph)
    for source, target, weight in graph.edges(data="weight", default=1.0):
        before = joined[source][target]["weight"] if joined.has_edge(source, target) else 0.0
        joined.add_edge(source, target, weight=before + weight)
    return joined


def by_definition(graph: nx.Graph) -> float:
    n = len(graph)
    reached = (far for _, found in nx.all_pairs_shortest_path_length(graph) for far in found.values() if far)
    return 1 - sum(1 / far for far in reached) / (n * (n - 1)) if n > 1 else float("nan")


def test_arrays_hold_every_tie_in_both_directions_and_no_self_loop():
    graph = nx.Graph([("c", "a", {"weight": 2.5}), ("a", "b"), ("b", "b", {"weight": 9.0}), ("b", "c")])
    a = arrays(graph)
    assert a.nodes == ("c", "a", "b")
    assert a.weights.toarray().tolist() == [[0, 2.5, 1], [2.5, 0, 1], [1, 1, 0]]
    assert a.weights.indices.tolist() == [1, 2, 0, 2, 0, 1]
    arcs = nx.DiGraph([("a", "b", {"weight": 3.0}), ("b", "c"), ("c", "b", {"weight": 2.0})])
    assert arrays(arcs).weights.toarray().tolist() == [[0, 3, 0], [0, 0, 1], [0, 2, 0]]


def test_a_graph_becomes_arrays_once_until_it_changes():
    graph = nx.path_graph(3)
    first = arrays(graph)
    assert arrays(graph) is first
    graph.add_edge(0, 2)
    assert arrays(graph).weights.nnz == first.weights.nnz + 2


@each_small
def test_betweenness_in_hops_is_that_of_networkx(graph):
    a = arrays(graph)
    expected = nx.betweenness_centrality(graph) if len(graph) > 2 else dict.fromkeys(graph, float("nan"))
    assert by_node(a, accelerate.betweenness(a)) == close(expected)


@each_small
def test_betweenness_by_weight_is_that_of_networkx_over_whole_lengths(graph):
    lengths = nx.Graph()
    lengths.add_nodes_from(graph)
    for one, other, weight in graph.edges(data="weight", default=1.0):
        lengths.add_edge(one, other, length=lcm(*STRENGTHS) // int(weight))
    a = arrays(graph)
    expected = (
        nx.betweenness_centrality(lengths, weight="length") if len(graph) > 2 else dict.fromkeys(graph, float("nan"))
    )
    assert by_node(a, accelerate.weighted_betweenness(a)) == close(expected)


def test_betweenness_of_the_kite_is_as_krackhardt_printed_it():
    found = accelerate.betweenness(arrays(nx.krackhardt_kite_graph()))
    # Andre, Beverley, Carol, Diane, Ed, Fernando, Garth, Heather, Ike, Jane.
    assert [round(one, 3) for one in found] == [0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0]


@pytest.mark.parametrize("n", [3, 10, 100])
def test_on_a_path_betweenness_counts_the_pairs_on_either_side(n):
    # From 61 nodes on, a path is too long to be walked hop by hop for all sources at once.
    expected = [before * (n - 1 - before) / ((n - 1) * (n - 2) / 2) for before in range(n)]
    assert accelerate.betweenness(arrays(nx.path_graph(n))) == pytest.approx(expected)


@pytest.mark.parametrize("deep", [0, 1_000])
def test_hop_by_hop_or_source_by_source_betweenness_is_the_same(monkeypatch, deep):
    graph = nx.gnm_random_graph(90, 180, seed=3)
    monkeypatch.setattr(shortest_paths, "_DEEP", deep)
    assert by_node(arrays(graph), accelerate.betweenness(arrays(graph))) == close(nx.betweenness_centrality(graph))


def test_paths_of_equal_length_share_though_their_floating_sums_differ():
    # 1/10 + 1/5 and 3/20 + 3/20 are both 3/10; as floats the first is 0.30000000000000004.
    a = arrays(tied(f"s-a:10 a-t:5 s-b:{20 / 3} b-t:{20 / 3}"))
    found = by_node(a, accelerate.weighted_betweenness(a))
    assert (found["a"], found["b"]) == pytest.approx((1 / 6, 1 / 6))


def test_where_whole_lengths_would_be_too_large_equal_paths_are_found_within_rounding():
    primes = [one for one in range(7, 100) if all(one % other for other in range(2, one))]
    leaves = " ".join(f"s-leaf{one}:{one}" for one in primes)
    graph = tied(f"s-a:10 a-t:5 s-b:{20 / 3} b-t:{20 / 3} {leaves}")
    assert lcm(*primes) > 2**53
    a = arrays(graph)
    found = by_node(a, accelerate.weighted_betweenness(a))
    # Half of the paths from s and from each leaf to t; a and b themselves reach one another through s.
    assert found["a"] == pytest.approx(found["b"])
    assert found["a"] == pytest.approx((1 + len(primes)) / 2 / ((len(graph) - 1) * (len(graph) - 2) / 2))


def test_a_tie_too_short_to_matter_leads_nowhere_between_two_that_are_equally_far():
    primes = [one for one in range(7, 100) if all(one % other for other in range(2, one))]
    leaves = " ".join(f"a-leaf{one}:{one}" for one in primes)
    # Of lengths of 1,000 the tie of b and c, of 1/10,000,000, is less than the share that counts as the same.
    a = arrays(tied(f"a-b:0.001 a-c:0.001 b-c:10000000 {leaves}"))
    found = by_node(a, accelerate.weighted_betweenness(a))
    # From c the way to a and the leaves through b is as good as the direct one; towards b and c neither leads to the other.
    n, there = len(a.nodes), 1 + len(primes)
    assert [found["b"], found["c"]] == pytest.approx([there / 2 / ((n - 1) * (n - 2))] * 2)


def test_sampled_shares_are_exact_where_all_are_drawn():
    # Path a-b-c-d-e: b and d stand on 3 paths each, c on 4.
    a = arrays(nx.path_graph(5))
    shares, margins = accelerate.sampled_betweenness(a, np.array([0, 0, 1, -1, 2]), 99, 1, weighted=False)
    assert shares == pytest.approx([3 / 10, 4 / 10, 0])
    assert margins == pytest.approx([0, 0, 0], abs=1e-12)


@pytest.mark.parametrize("is_weighted", [False, True])
def test_nineteen_of_twenty_sampled_intervals_hold_the_true_share(is_weighted):
    a = arrays(weighted(nx.gnm_random_graph(120, 360, seed=2)))
    label = np.arange(120) % 4
    truth, _ = accelerate.sampled_betweenness(a, label, 120, 0, weighted=is_weighted)
    inside = 0
    for seed in range(50):
        shares, margins = accelerate.sampled_betweenness(a, label, 40, seed, weighted=is_weighted)
        inside += int((np.abs(shares - truth) <= margins).sum())
    assert 0.9 <= inside / 200 <= 0.99


def test_where_no_path_has_a_stop_there_are_no_shares():
    shares, margins = accelerate.sampled_betweenness(
        arrays(nx.complete_graph(4)), np.zeros(4, int), 9, 1, weighted=True
    )
    assert np.isnan(shares).all()
    assert np.isnan(margins).all()


@each
def test_constraint_is_that_of_networkx_with_both_directions_summed(graph):
    a = arrays(graph)
    joined = both_directions(graph)
    # With `nodes`, networkx takes the formula node by node.
    expected = nx.constraint(joined, nodes=list(joined), weight="weight")
    assert by_node(a, accelerate.constraint(a)) == close(expected)


@each
def test_effective_size_is_that_of_networkx_node_by_node(graph):
    a = arrays(graph)
    joined = both_directions(graph)
    # Without `nodes`, networkx 3.6 takes shares of the wrong node's strongest tie.
    expected = nx.effective_size(joined, nodes=list(joined), weight="weight")
    assert by_node(a, accelerate.effective_size(a)) == close(expected)


def test_in_a_star_the_hub_is_free_and_the_leaves_are_not():
    a = arrays(nx.star_graph(4))
    assert accelerate.constraint(a).tolist() == pytest.approx([1 / 4, 1, 1, 1, 1])
    assert accelerate.effective_size(a).tolist() == [4, 1, 1, 1, 1]


def test_effective_size_takes_each_tie_as_a_share_of_the_contacts_strongest():
    a = arrays(tied("a-b:2 a-c:1 b-c:1"))
    # From a, b doubles 1/3 · 1/2 (c is half of b's strongest tie) and c doubles 2/3 · 1/1.
    assert accelerate.effective_size(a)[0] == pytest.approx(2 - 1 / 6 - 2 / 3)


def test_an_isolate_has_neither_constraint_nor_effective_size():
    a = arrays(tied("a-b", nodes="abc"))
    assert isnan(accelerate.constraint(a)[2])
    assert isnan(accelerate.effective_size(a)[2])


@each
def test_distance_fragmentation_is_that_of_all_pairs(graph):
    assert accelerate.distance_fragmentation(arrays(graph)) == pytest.approx(by_definition(graph), nan_ok=True)


@each
def test_distance_fragmentation_without_nodes_is_that_of_the_graph_without_them(graph):
    nodes = list(graph)
    sets: list = [*range(len(nodes)), (), tuple(range(min(3, len(nodes)))), tuple(range(0, len(nodes), 2))]
    found = accelerate.distance_fragmentation_without(arrays(graph), sets[-12:])
    for gone, value in zip(sets[-12:], found, strict=True):
        rest = graph.copy()
        rest.remove_nodes_from([nodes[at] for at in ([gone] if isinstance(gone, int) else gone)])
        assert value == pytest.approx(by_definition(rest), nan_ok=True)


def test_without_the_middle_of_a_path_of_three_nobody_reaches_anybody():
    found = accelerate.distance_fragmentation_without(arrays(nx.path_graph(3)), [0, 1, (1, 1), (0, 1)])
    # 5/6 of the pairs' closeness at first: 2 · (1 + 1 + 1/2) / 6.
    assert accelerate.distance_fragmentation(arrays(nx.path_graph(3))) == pytest.approx(1 / 6)
    assert found == pytest.approx([0, 1, 1, float("nan")], nan_ok=True)


@pytest.mark.parametrize("least", [1, 3, 1_000])
def test_the_size_of_the_blocks_changes_nothing(monkeypatch, least):
    graph = weighted(nx.gnm_random_graph(70, 160, seed=5))
    graph.add_node("alone")
    a = arrays(graph)
    sets = [(), 0, (1, 2), 69]
    before = [
        accelerate.betweenness(a), accelerate.weighted_betweenness(a), accelerate.constraint(a),
        accelerate.distance_fragmentation_without(a, sets),
    ]  # fmt: skip
    monkeypatch.setattr(shortest_paths, "_SOURCES_AT_ONCE", least)
    monkeypatch.setattr(shortest_paths, "_TIES_AT_ONCE", least)
    monkeypatch.setattr(structural_holes, "_PAIRS_AT_ONCE", least)
    monkeypatch.setattr(structural_holes, "_SLOTS", 1)
    monkeypatch.setattr(distances, "_WORDS_AT_ONCE", least)
    after = [
        accelerate.betweenness(a), accelerate.weighted_betweenness(a), accelerate.constraint(a),
        accelerate.distance_fragmentation_without(a, sets),
    ]  # fmt: skip
    for one, other in zip(before, after, strict=True):
        assert one.tolist() == pytest.approx(other.tolist(), rel=1e-12, nan_ok=True)


def test_two_cliques_joined_by_a_tie_are_two_communities():
    graph = nx.disjoint_union(nx.complete_graph(5), nx.complete_graph(4))
    graph.add_edge(0, 8)
    graph.add_node("alone")
    assert accelerate.communities(arrays(graph), seed=1).tolist() == [0] * 5 + [1] * 4 + [2]


def test_the_best_division_of_the_karate_club_is_found():
    club = nx.Graph(list(nx.karate_club_graph().edges))
    label = accelerate.communities(arrays(club), seed=1, tries=20)
    parts = [{node for node, one in zip(club, label, strict=True) if one == part} for part in set(label.tolist())]
    # The optimum over all divisions (Brandes et al. 2008).
    assert nx.community.modularity(club, parts) == pytest.approx(0.4198, abs=5e-5)


def test_communities_follow_strong_ties():
    a = arrays(tied("a-b:9 b-c:1 c-d:9 d-a:1"))
    assert accelerate.communities(a, seed=1).tolist() == [0, 0, 1, 1]


def test_communities_without_ties_are_everybody_alone():
    assert accelerate.communities(arrays(nx.empty_graph(3)), seed=1).tolist() == [0, 1, 2]
    assert accelerate.communities(arrays(nx.empty_graph(0)), seed=1).tolist() == []
