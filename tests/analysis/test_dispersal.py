"""Distance fragmentation, what the loss of a node adds, and the sets whose loss costs most."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import dispersal
from alignment.network import Collaboration, collaboration
from build import organisation

# A head with three managers of four people each.
TREE = [("head", f"m{one}") for one in range(3)] + [(f"m{one}", f"p{one}{two}") for one in range(3) for two in range(4)]


def view(ties: object, people: object = ()) -> Collaboration:
    return collaboration(organisation(people=people, ties=ties, tie_level="person"))


def random_view(seed: int, nodes: int, ties: int) -> Collaboration:
    graph = nx.gnm_random_graph(nodes, ties, seed=seed)
    return view([(f"n{one}", f"n{other}") for one, other in graph.edges], [f"n{one}" for one in graph])


def by_paths(graph: nx.Graph) -> float:
    """DF as the definition has it, from all shortest paths of networkx."""
    far = dict(nx.all_pairs_shortest_path_length(graph))
    reach = sum(1 / steps for node in far for other, steps in far[node].items() if other != node)
    return 1 - reach / (len(graph) * (len(graph) - 1))


def test_distance_takes_from_a_chain_what_its_ends_are_apart():
    # a-b and b-c are one step apart, a-c two: 2·(1 + 1 + ½) of 6.
    assert dispersal.distance_fragmentation(view("a-b b-c")) == pytest.approx(1 / 6)
    assert dispersal.distance_fragmentation(view("a-b b-c", "a b c d")) == pytest.approx(1 - 5 / 12)


def test_nothing_is_lost_where_all_are_tied_and_all_where_nobody_is():
    assert dispersal.distance_fragmentation(view("a-b b-c a-c")) == 0
    assert dispersal.distance_fragmentation(view("a-a", "a b c")) == 1
    assert dispersal.distance_fragmentation(view("a-a")) is None


def test_along_the_ties_a_chain_leads_one_way_only():
    chain = view("a-b b-c")
    assert dispersal.distance_fragmentation(chain, directed=True) == pytest.approx(1 - 2.5 / 6)
    assert dispersal.distance_fragmentation(view("a-b b-a b-c c-b"), directed=True) == pytest.approx(1 / 6)


@given(st.integers(0, 10_000), st.integers(0, 30))
def test_distance_fragmentation_is_that_of_all_shortest_paths(seed, ties):
    seen = random_view(seed, 11, ties)
    assert dispersal.distance_fragmentation(seen) == pytest.approx(by_paths(seen.ties))
    assert dispersal.distance_fragmentation(seen, directed=True) == pytest.approx(by_paths(seen.reports))


def test_without_the_hub_of_a_star_nobody_is_near_and_without_a_tip_all_are_nearer():
    grown = dispersal.growth(view("hub-a hub-b hub-c"), ["hub", "a"])
    # DF is 1 − (6 + 6/2)/12; without the hub 1, without a tip that of a chain of three.
    assert grown == pytest.approx({"hub": 1 - 1 / 4, "a": 1 / 6 - 1 / 4})


@given(st.integers(0, 10_000), st.integers(2, 25))
def test_growth_is_that_of_the_network_without_the_node(seed, ties):
    seen = random_view(seed, 9, ties)
    for node, growth in dispersal.growth(seen, seen.ties).items():
        rest = seen.ties.subgraph(set(seen.ties) - {node})
        assert growth == pytest.approx(by_paths(rest) - by_paths(seen.ties))


def test_the_key_three_need_not_hold_the_key_place():
    tree = view(TREE)
    assert dispersal.key_set(tree, 1).nodes == ("head",)
    # Without the three managers nobody is tied to anybody.
    three = dispersal.key_set(tree, 3)
    assert (three.nodes, three.value, three.exhaustive, three.equals) == (("m0", "m1", "m2"), 1, True, 1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(4, 20), st.integers(1, 3))
def test_a_key_set_is_the_worst_of_all_sets_and_chance_is_their_mean(seed, ties, k):
    seen = random_view(seed, 8, ties)
    values = {gone: by_paths(seen.ties.subgraph(set(seen.ties) - set(gone))) for gone in combinations(seen.ties, k)}
    found = dispersal.key_set(seen, k)
    assert found.value == pytest.approx(max(values.values()))
    assert found.equals == sum(one > found.value - 1e-9 for one in values.values())
    assert found.nodes == next(gone for gone, one in values.items() if one > found.value - 1e-9)
    assert found.expected == pytest.approx(sum(values.values()) / len(values))
    told = [round(values[one], 9) for one in found.rivals]
    assert told == sorted(told, reverse=True)


def test_of_sets_alike_the_first_by_name_is_named_and_the_others_are_counted():
    ring = dispersal.key_set(view("a-b b-c c-d d-e e-a"), 1)
    assert (ring.nodes, ring.equals, len(ring.rivals)) == (("a",), 5, 4)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(6, 30), st.integers(1, 3))
def test_a_greedy_set_says_so_and_no_swap_betters_it(seed, ties, k):
    seen = random_view(seed, 10, ties)
    found = dispersal.key_set(seen, k, most=0)
    assert not found.exhaustive
    assert len(found.nodes) == k
    without = by_paths(seen.ties.subgraph(set(seen.ties) - set(found.nodes)))
    assert found.value == pytest.approx(without)
    for gone, new in ((gone, new) for gone in found.nodes for new in seen.ties if new not in found.nodes):
        rest = seen.ties.subgraph(set(seen.ties) - ({new, *found.nodes} - {gone}))
        assert by_paths(rest) <= found.value + 1e-9


def test_a_greedy_search_finds_what_trying_every_set_finds_in_zachary_s_club():
    club = view([(f"n{one:02}", f"n{other:02}") for one, other in nx.karate_club_graph().edges])
    for k in (1, 2, 3):
        every, greedy = dispersal.key_set(club, k), dispersal.key_set(club, k, most=0)
        assert (greedy.nodes, greedy.value) == (every.nodes, every.value)
        assert (every.exhaustive, greedy.exhaustive) == (True, False)
        # Drawn sets are a sample of all: their mean differs by chance only.
        assert greedy.expected == pytest.approx(every.expected, abs=0.02)


def test_the_same_seed_draws_the_same_sets():
    tree = view(TREE)
    assert dispersal.key_set(tree, 2, most=0, seed=3) == dispersal.key_set(tree, 2, most=0, seed=3)


@pytest.mark.parametrize("k", [0, 3])
def test_two_must_be_left_of_a_network_without_its_key_set(k):
    with pytest.raises(ValueError, match=f"a key set of {k} cannot be taken from 4 nodes"):
        dispersal.key_set(view("a-b b-c c-d"), k)


def test_effort_grows_with_sets_with_ties_and_with_every_64_nodes():
    small, large = view("a-b b-c"), view([(f"n{one}", f"n{one + 1}") for one in range(64)])
    assert dispersal.effort(small, 10) == 10 * (2 * 2 + 3)
    assert dispersal.effort(large, 1) == 2 * (2 * 64 + 65)


def test_a_key_set_that_a_rival_overtakes_without_somebody_stays_no_key_set():
    # Without m0 and its people the head links two managers; without p00 nothing changes; without m1 the pair is broken.
    tree = view(TREE)
    pair = dispersal.key_set(tree, 2)
    assert (pair.nodes, pair.equals) == (("m0", "m1"), 3)
    gone = frozenset({"m2", *(f"p2{one}" for one in range(4))})
    assert dispersal.stays_key(tree, pair, [frozenset({"p00"}), gone, frozenset({"m1"})]) == (False, True, None)
