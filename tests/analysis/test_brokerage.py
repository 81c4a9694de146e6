"""Open two-step paths by role, beside chance, and how ties spread over groups."""

from itertools import permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import accelerate
from alignment.analysis.brokerage import ROLES, brokerage, closest_partners, open_paths, participation
from alignment.network import collaboration
from build import organisation

GROUPS = {"a": "A", "b": "A", "c": "A", "x": "B", "y": "B", "z": "C"}


def arcs(text: str, nodes: str = "") -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(sorted({*nodes, *text.replace(">", " ").split()} - {" "}))
    graph.add_edges_from(arc.split(">") for arc in text.split())
    return graph


def roles(graph: nx.DiGraph, node: str, group: dict[str, str] | None = None) -> dict[str, int]:
    """Roles that a node has, with their counts."""
    found = brokerage(graph, group or GROUPS)
    counts = found.counts[found.nodes.index(node)].tolist()
    return {role: count for role, count in zip(ROLES, counts, strict=True) if count}


def role_of(i: str, j: str, k: str) -> str:
    """The role of j as the definition has it."""
    if i == j == k:
        return "coordinator"
    if j == k:
        return "gatekeeper"
    if i == j:
        return "representative"
    return "consultant" if i == k else "liaison"


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("a>b b>c", "coordinator"),
        ("x>b b>c", "gatekeeper"),
        ("a>b b>x", "representative"),
        ("x>b b>y", "consultant"),
        ("x>b b>z", "liaison"),
    ],
)
def test_the_groups_of_the_ends_make_the_role(path, role):
    assert roles(arcs(path), "b") == {role: 1}


def test_a_path_with_a_tie_of_its_own_or_back_to_its_start_is_no_brokerage():
    assert roles(arcs("a>b b>x a>x"), "b") == {}
    assert roles(arcs("a>b b>x x>a"), "b") == {"representative": 1}
    assert roles(arcs("a>b b>a"), "b") == {}


def test_a_tie_without_direction_leads_both_ways():
    ties = nx.Graph([("a", "b"), ("b", "x")])
    assert roles(ties, "b") == {"gatekeeper": 1, "representative": 1}
    assert roles(accelerate.arrays(ties), "b") == {"gatekeeper": 1, "representative": 1}


def test_weights_and_work_within_change_nothing():
    graph = arcs("a>b b>x")
    graph.add_edge("b", "b", weight=3.0)
    graph["a"]["b"]["weight"] = 0.5
    assert roles(graph, "b") == {"representative": 1}


def test_nodes_of_no_known_group_are_left_out_with_their_ties():
    found = brokerage(arcs("a>b b>x q>b b>q"), GROUPS)
    assert found.nodes == ("a", "b", "x")
    assert found.counts.sum() == 1
    assert open_paths(arcs("a>b b>x q>b b>q")).counts.sum() == 3


@given(st.integers(0, 100_000), st.integers(1, 10), st.integers(1, 4), st.floats(0, 0.7))
def test_roles_are_those_of_all_paths_counted_one_by_one(seed, nodes, groups, density):
    graph = nx.relabel_nodes(nx.gnp_random_graph(nodes, density, seed=seed, directed=True), str)
    group = {node: f"g{(int(node) * 7 + seed) % groups}" for node in graph}
    expected = {node: dict.fromkeys(ROLES, 0) for node in graph}
    for i, j, k in permutations(graph, 3):
        if graph.has_edge(i, j) and graph.has_edge(j, k) and not graph.has_edge(i, k):
            expected[j][role_of(group[i], group[j], group[k])] += 1
    found = brokerage(graph, group)
    assert {
        node: dict(zip(ROLES, row, strict=True)) for node, row in zip(found.nodes, found.counts.tolist(), strict=True)
    } == expected
    assert open_paths(graph).counts.tolist() == [sum(expected[node].values()) for node in graph]


def test_expected_paths_and_their_spread_are_those_of_every_graph_of_four_nodes():
    nodes, group = "abxz", {"a": "A", "b": "A", "x": "B", "z": "C"}
    pairs = list(permutations(range(4), 2))
    drawn = np.array(list(product((0, 1), repeat=len(pairs))), dtype=bool)
    tie = np.zeros((len(drawn), 4, 4), dtype=bool)
    for column, pair in enumerate(pairs):
        tie[:, pair[0], pair[1]] = drawn[:, column]
    # Five of twelve ties: each graph has the chance that five of twelve would give it.
    d = 5 / 12
    chance = d ** drawn.sum(axis=1) * (1 - d) ** (~drawn).sum(axis=1)
    graph = arcs("a>b b>a b>x x>z z>a", nodes)
    found = brokerage(graph, group)
    for j in range(4):
        for column, role in enumerate(ROLES):
            paths = sum(
                (tie[:, i, j] & tie[:, j, k] & ~tie[:, i, k]).astype(float)
                for i, k in permutations(set(range(4)) - {j}, 2)
                if role_of(*(group[nodes[one]] for one in (i, j, k))) == role
            ) + np.zeros(len(drawn))
            mean = (paths * chance).sum()
            spread = np.sqrt((paths**2 * chance).sum() - mean**2)
            assert found.expected[j, column] == pytest.approx(mean, abs=1e-12)
            if spread:
                assert found.z[j, column] == pytest.approx((found.counts[j, column] - mean) / spread)
            else:
                assert np.isnan(found.z[j, column])


def test_expected_paths_whatever_the_groups_are_those_of_the_roles_together():
    graph = arcs("a>b b>x x>y y>z z>a a>c")
    by_role, whole = brokerage(graph, GROUPS), open_paths(graph)
    assert by_role.expected.sum(axis=1).tolist() == pytest.approx([whole.expected] * 6)
    alone = brokerage(graph, dict.fromkeys(GROUPS, "one"))
    assert alone.counts[:, 0].tolist() == whole.counts.tolist()
    assert alone.z[:, 0].tolist() == pytest.approx(whole.z.tolist())


def test_where_no_such_path_is_possible_there_is_no_distance_from_chance():
    found = brokerage(arcs("a>b b>x"), {"a": "A", "b": "A", "x": "B"})
    # A group of two has no third for a coordinator, and there is no third group for a liaison.
    assert np.isnan(found.z[:, [ROLES.index("coordinator"), ROLES.index("liaison")]]).all()
    assert np.isnan(open_paths(arcs("", "abc")).z).all()


def test_nobody_at_all_has_no_roles():
    assert brokerage(arcs("a>b"), {}).counts.shape == (0, 5)


def test_participation_by_hand():
    people = {"a": "A", "b": "A", "x": "B", "y": "B", "z": "C", "lone": "C", "q": ""}
    spread = participation(collaboration(organisation(people=people, ties="a-b a-x a-y a-z:9 q-z z-a lone-lone")))
    # Of a's four contacts one is in A, two in B, one in C, whatever the strength.
    assert spread["a"] == pytest.approx(1 - (1 + 4 + 1) / 16)
    assert (spread["b"], spread["lone"]) == (0, None)
    # z's contact without a department is no contact with a department.
    assert spread["z"] == 0
    assert spread["q"] == 0


def test_the_closest_partner_counts_what_reaches_it_through_others():
    ties = nx.Graph()
    ties.add_weighted_edges_from([("a", "b", 3), ("a", "c", 1), ("b", "c", 1)])
    ties.add_node("lone")
    # Of a's strength three quarters go to b, and a quarter to c, of whom half leads on to b.
    partner, share = closest_partners(accelerate.arrays(ties))["a"]
    assert (partner, share) == ("b", pytest.approx(3 / 4 + 1 / 4 * 1 / 2))
    assert "lone" not in closest_partners(accelerate.arrays(ties))
    parts = [share**2 for share in (7 / 8, 1 / 4 + 3 / 4 * 1 / 4)]
    assert accelerate.constraint(accelerate.arrays(ties))[0] == pytest.approx(sum(parts))
