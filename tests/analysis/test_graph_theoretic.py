"""How near is a directed graph to a pure hierarchy, and how far does a change travel along it?"""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis.graph_theoretic import (
    connectedness,
    efficiency,
    expected_propagation_cost,
    hierarchy,
    least_upper_boundedness,
    levels,
    propagation_cost,
)

KRACKHARDT = (connectedness, hierarchy, efficiency, least_upper_boundedness)


def chart(arcs: str = "", nodes: str = "") -> nx.DiGraph:
    """A graph from words of two letters, superior first; further nodes as single letters."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(arcs.split())
    return graph


@st.composite
def digraphs(draw: st.DrawFn) -> nx.DiGraph:
    graph = nx.empty_graph(draw(st.integers(1, 7)), nx.DiGraph)
    nodes = st.sampled_from(sorted(graph))
    graph.add_edges_from(
        draw(st.lists(st.tuples(nodes, nodes).filter(lambda arc: arc[0] != arc[1]))) if len(graph) > 1 else []
    )
    return graph


trees = st.lists(st.integers(0, 10**6), min_size=2, max_size=30).map(
    lambda draws: nx.DiGraph([(draw % (at + 1), at + 1) for at, draw in enumerate(draws)])
)


@given(trees)
def test_a_perfect_tree_scores_one_four_times(tree):
    assert [figure(tree) for figure in KRACKHARDT] == [1, 1, 1, 1]


def test_connectedness_is_the_share_of_pairs_in_one_part():
    assert connectedness(chart("ab cd ce")) == pytest.approx((2 * 1 + 3 * 2) / (5 * 4))
    assert connectedness(chart(nodes="abc")) == 0


def test_hierarchy_falls_with_each_pair_that_stands_above_one_another():
    # Of the pairs ab, ac and bc only ab reach each other.
    assert hierarchy(chart("ab ba ac")) == pytest.approx(2 / 3)
    assert hierarchy(chart("ab bc ca")) == 0


def test_efficiency_counts_lines_so_that_a_tie_both_ways_is_no_line_too_many():
    assert efficiency(chart("ab ba bc")) == 1
    assert efficiency(chart("ab bc ca")) == 0
    # One line too many, of three that there could be.
    assert efficiency(chart("ab bc cd da")) == pytest.approx(2 / 3)


def test_two_heads_over_one_subordinate_lack_an_upper_bound_as_r_sna_does_not_say():
    # sna 2.7.1 lubness gives 0.333 here; by its own help page, and Krackhardt's, only the two heads have no superior.
    assert least_upper_boundedness(chart("ac bc cd ce")) == pytest.approx(5 / 6)


def test_two_upper_bounds_of_which_neither_is_the_least_are_a_violation():
    # a and b have no superior; c and d have both, and neither of these stands above the other.
    assert least_upper_boundedness(chart("ac ad bc bd")) == pytest.approx(1 - 2 / 3)


def test_each_part_of_a_chart_is_judged_by_itself():
    assert least_upper_boundedness(chart("ab ac de df")) == 1
    assert least_upper_boundedness(chart("ac bc de df")) == pytest.approx(1 - 1 / 2)


@pytest.mark.parametrize(
    ("graph", "undefined"),
    [
        (chart(nodes="a"), {connectedness, hierarchy, efficiency, least_upper_boundedness}),
        (chart(nodes="ab"), {hierarchy, efficiency, least_upper_boundedness}),
        (chart("ab cd"), {efficiency, least_upper_boundedness}),
        (chart("ab bc"), set()),
    ],
)
def test_a_figure_of_which_nothing_could_fall_short_is_undefined(graph, undefined):
    assert {figure for figure in KRACKHARDT if figure(graph) is None} == undefined


def reaching(graph: nx.DiGraph) -> dict[object, set[object]]:
    return {node: nx.descendants(graph, node) | {node} for node in graph}


@given(digraphs())
def test_what_is_reached_by_bits_is_what_networkx_reaches(graph):
    found = reaching(graph)
    assert propagation_cost(graph) == pytest.approx(sum(map(len, found.values())) / len(graph) ** 2)
    ways = [(b in found[a]) + (a in found[b]) for a, b in combinations(graph, 2)]
    if any(ways):
        assert hierarchy(graph) == pytest.approx(1 - ways.count(2) / (len(ways) - ways.count(0)))


@given(digraphs())
def test_least_upper_bounds_are_those_of_the_definition(graph):
    found = reaching(graph)

    def bounded(a: object, b: object) -> bool:
        upper = [node for node in graph if {a, b} <= found[node]]
        return any(all(least in found[other] for other in upper) for least in upper)

    parts = list(nx.weakly_connected_components(graph))
    violations = sum(not bounded(a, b) for part in parts for a, b in combinations(part, 2))
    most = sum((len(part) - 1) * (len(part) - 2) / 2 for part in parts)
    assert least_upper_boundedness(graph) == (pytest.approx(1 - violations / most) if most else None)


def test_a_node_in_a_circle_or_below_one_has_no_level():
    assert levels(chart("ab bc de ed ef", "g")) == {"a": 1, "g": 1, "b": 2, "c": 3}


# Propagation cost


def test_the_six_elements_of_maccormack_rusnak_and_baldwin_reach_fifteen_of_thirty_six():
    assert propagation_cost(chart("AB AC BD CE EF")) == 15 / 36


def test_propagation_cost_lies_between_each_alone_and_all_together():
    assert propagation_cost(chart(nodes="abcd")) == 1 / 4
    assert propagation_cost(chart("ab bc cd da")) == 1
    assert propagation_cost(chart()) is None


def test_chance_is_exact_where_there_is_no_choice():
    assert expected_propagation_cost(4, 0, 3, seed=1) == 1 / 4
    assert expected_propagation_cost(4, 12, 3, seed=1) == 1
    assert expected_propagation_cost(2, 1, 3, seed=1) == 3 / 4


def test_chance_is_the_mean_over_all_sets_of_so_many_arcs():
    # Of the 15 pairs of arcs between three nodes, 6 make a path: it joins 3 ordered pairs, the others 2.
    mean = (3 + (6 * 3 + 9 * 2) / 15) / 9
    # Four standard errors of 2,000 draws.
    assert expected_propagation_cost(3, 2, 2000, seed=1) == pytest.approx(mean, abs=4 * 0.0012)
    assert expected_propagation_cost(5, 6, 10, seed=1) == expected_propagation_cost(5, 6, 10, seed=1)
