"""What falls apart when one place or one tie is lost, found for all of them in one pass."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import accelerate
from alignment.analysis.cuts import Cut, joints
from alignment.model.organisation import Origin, Table, Tie
from alignment.network import Collaboration, collaboration, grown
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
    assert list(joints(seen).points) == sorted(nx.articulation_points(seen.ties))
    for point, found in joints(seen).points.items():
        rest = graph.subgraph(nx.node_connected_component(graph, point) - {point})
        parts = sorted((tuple(sorted(part)) for part in nx.connected_components(rest)), key=lambda p: (-len(p), p))
        assert found == Cut(len(parts[0]), tuple(parts[1:]))
    assert list(joints(seen).ties) == sorted((min(tie), max(tie)) for tie in nx.bridges(seen.ties))
    for tie, found_sides in joints(seen).ties.items():
        cut = nx.restricted_view(graph, (), [tie])
        assert sorted(found_sides) == sorted(len(nx.node_connected_component(cut, end)) for end in tie)


def blocks(graph: "nx.Graph[str]") -> list[list[str]]:
    return sorted(sorted(block) for block in nx.biconnected_components(graph))


def test_the_backbone_of_a_clique_is_two_trees_of_it():
    clique = nx.relabel_nodes(nx.complete_graph(6), dict(enumerate("abcdef")))
    backbone = accelerate.backbone(clique)
    # 15 ties; the first search takes the 5 of its start, the second 4 of those that are left.
    assert backbone.number_of_edges() == 9
    assert blocks(backbone) == [list("abcdef")]


@given(st.integers(0, 100_000), st.integers(2, 14), st.floats(0.3, 3.0))
def test_a_backbone_falls_apart_where_the_network_does(seed, nodes, ties_each):
    names = {at: f"n{at:02}" for at in range(nodes)}
    graph = nx.relabel_nodes(nx.gnm_random_graph(nodes, int(nodes * ties_each), seed=seed), names)
    backbone = accelerate.backbone(graph)
    assert set(backbone.edges) <= {*graph.edges, *(tie[::-1] for tie in graph.edges)}
    assert list(backbone) == list(graph)
    assert backbone.number_of_edges() <= 2 * (nodes - 1)
    assert blocks(backbone) == blocks(graph)


def row(source: str, target: str, strength: float | None = None) -> Tie:
    return Tie(Origin(Table("", "", {}), 0), source, target, strength)


def test_a_network_with_a_contact_more_falls_apart_where_it_would_if_it_were_made_anew():
    before = view("a-b b-c c-a c-d d-e")
    assert list(joints(before).points) == ["c", "d"]
    after = grown(before, [row("e", "c")])
    assert after is not None
    # c-d-e is a triangle now: nobody hangs on d.
    assert joints(after).points == {"c": Cut(2, (("d", "e"),))}
    assert list(joints(before).points) == ["c", "d"]


def test_a_network_is_not_grown_by_what_is_there_or_by_whom_nobody_knows():
    before = view("a-b b-c")
    assert grown(before, [row("b", "a")]) is None
    assert grown(before, [row("a", "x")]) is None
    assert grown(before, [row("a", "a")]) is None
