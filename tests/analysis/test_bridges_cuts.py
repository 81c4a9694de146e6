"""What falls apart when one place or one tie is lost, found for all of them in one pass."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis.connection import articulation_points, bridge_ties
from alignment.analysis.cuts import Cut, joints
from alignment.network import Collaboration, collaboration
from build import organisation


def view(ties: object, people: object = ()) -> Collaboration:
    return collaboration(organisation(people=people, ties=ties, tie_level="person"))


def test_a_cut_point_cuts_off_all_parts_but_the_largest():
    star = view("hub-a hub-b hub-c c-d")
    assert joints(star).points == {"c": Cut(3, (("d",),)), "hub": Cut(2, (("a",), ("b",)))}


def test_of_parts_of_equal_size_the_first_by_name_counts_as_the_largest():
    assert joints(view("b-m m-a")).points["m"] == Cut(1, (("b",),))
    assert joints(view("z-y y-m m-a a-b")).points["m"] == Cut(2, (("y", "z"),))


def test_a_lone_tie_has_one_node_on_each_side_and_cuts_nothing():
    assert (joints(view("a-b")).points, joints(view("a-b")).ties) == ({}, {("a", "b"): (1, 1)})


def test_the_sides_of_a_bridge_are_counted_in_its_own_component():
    assert joints(view("a-b b-c c-a c-d d-e x-y")).ties["c", "d"] == (3, 2)


@given(st.integers(0, 100_000), st.integers(2, 14), st.floats(0.5, 1.5))
def test_cuts_and_sides_are_what_networkx_finds_one_by_one(seed, nodes, ties_each):
    names = [f"n{(7 * one) % nodes}-{one}" for one in range(nodes)]
    graph = nx.relabel_nodes(nx.gnm_random_graph(nodes, int(nodes * ties_each), seed=seed), dict(enumerate(names)))
    seen = view([tuple(tie) for tie in graph.edges], names)
    assert tuple(joints(seen).points) == articulation_points(seen)
    for point, found in joints(seen).points.items():
        rest = graph.subgraph(nx.node_connected_component(graph, point) - {point})
        parts = sorted((tuple(sorted(part)) for part in nx.connected_components(rest)), key=lambda p: (-len(p), p))
        assert found == Cut(len(parts[0]), tuple(parts[1:]))
    assert tuple(joints(seen).ties) == bridge_ties(seen)
    for tie, found_sides in joints(seen).ties.items():
        cut = nx.restricted_view(graph, (), [tie])
        assert sorted(found_sides) == sorted(len(nx.node_connected_component(cut, end)) for end in tie)
