"""Communities of the ties, and how far they are those of the chart: figures by hand, and where nothing follows."""

from itertools import combinations, permutations, product
from statistics import mean

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import communities
from alignment.analysis.accelerate import arrays
from alignment.analysis.base import Context
from alignment.analysis.communities import (
    adjusted_mutual_information,
    adjusted_rand,
    detect,
    modularity_by_chance,
)
from alignment.analysis.parts import compared
from alignment.analysis.silos import MEASURES, RULES
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation

INDICES = (adjusted_mutual_information, adjusted_rand)
LEFT, RIGHT = "abcdefgh", "stuvwxyz"


def taken(org: Organisation, ident: str) -> Measurement:
    (measure,) = [one for one in MEASURES if one.id == ident]
    (one,) = measure.take(Context(org, Settings()))
    return one


def found(org: Organisation, code: str, **changes: float) -> list[Finding]:
    (rule,) = [one for one in RULES if one.code == code]
    return list(rule.find(Context(org, Settings(rules={code: changes}))))


def two_crowds(place: dict[str, str]) -> Organisation:
    """Two times eight people who all work with one another, and one tie that joins the two."""
    ties = [*combinations(LEFT, 2), *combinations(RIGHT, 2), ("a", "s")]
    return organisation(people={one: place[one] for one in LEFT + RIGHT}, ties=ties)


@pytest.mark.parametrize("index", INDICES)
def test_two_divisions_that_cross_are_further_apart_than_chance(index):
    # Pairs together in both: 0, where (2 · 2) / 6 are expected of at most 2. Information: 0; shuffled, one case in
    # three has all of ln 2, so that a third of it is expected. Both give (0 - 1/3) / (1 - 1/3).
    assert index(list("AABB"), list("xyxy")) == pytest.approx(-0.5)


@pytest.mark.parametrize("index", INDICES)
def test_the_same_division_under_other_names_agrees_entirely(index):
    assert index([1, 1, 2, 3, 3, 3], ["z", "z", "x", "y", "y", "y"]) == pytest.approx(1)


@pytest.mark.parametrize("index", INDICES)
def test_shuffling_the_names_gives_nothing_on_average(index):
    chart = list("AABBBC")
    assert mean(index(chart, order) for order in permutations("xxyyyy")) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("index", INDICES)
@pytest.mark.parametrize("division", [list("AAAA"), list("ABCD"), []])
def test_nothing_can_be_said_where_no_other_division_is_possible(index, division):
    assert index(division, division) is None


@pytest.mark.parametrize("index", INDICES)
def test_one_department_or_one_each_tells_nothing_of_communities(index):
    assert index(list("AAAAAA"), list("xxyyyz")) == pytest.approx(0, abs=1e-12)
    assert index(list("ABCDEF"), list("xxyyyz")) == pytest.approx(0, abs=1e-12)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30), st.randoms())
def test_neither_order_nor_side_nor_names_change_the_agreement(pairs, random):
    one, other = zip(*pairs, strict=True)
    random.shuffle(pairs)
    here, there = zip(*pairs, strict=True)
    for index in INDICES:
        before = index(one, other)
        assert index([f"g{name}" for name in there], here) == (before if before is None else pytest.approx(before))


def test_two_crowds_are_two_communities_whatever_the_strength():
    graph = nx.disjoint_union(nx.complete_graph(8), nx.complete_graph(8))
    graph.add_edge(0, 8, weight=1_000)
    named = nx.relabel_nodes(graph, dict(enumerate(LEFT + RIGHT)))
    named.add_node("alone")
    communities = detect(arrays(named), seed=1)
    assert {len({communities.label[one] for one in crowd}) for crowd in (LEFT, RIGHT)} == {1}
    assert communities.number == 2
    # Who has no tie belongs nowhere.
    assert "alone" not in communities.label
    # 28 of 57 ties inside each, half of all ends on each side.
    assert communities.modularity == pytest.approx(56 / 57 - 1 / 2)
    assert communities.modularity > communities.by_chance


def test_communities_that_were_planted_are_found_though_some_searches_miss_them():
    # One cycle of the search stops short of these, however often it is tried again.
    graph = nx.planted_partition_graph(12, 40, 0.12, 0.003, seed=3)
    planted = nx.community.modularity(graph, graph.graph["partition"])
    assert detect(arrays(nx.relabel_nodes(graph, str)), seed=1).modularity >= planted


def test_the_same_seed_gives_the_same_communities_and_without_ties_there_are_none():
    graph = nx.relabel_nodes(nx.gnm_random_graph(60, 150, seed=3), str)
    assert detect(arrays(graph), seed=7) == detect(arrays(graph), seed=7)
    assert detect(arrays(nx.empty_graph(["a", "b"])), seed=7) is None


@pytest.mark.parametrize(("nodes", "ties"), [(50, 120), (90, 308), (200, 600), (300, 1500)])
def test_a_random_network_is_divided_as_clearly_as_its_size_predicts(nodes, ties):
    graphs = [nx.relabel_nodes(nx.gnm_random_graph(nodes, ties, seed=seed), str) for seed in range(3)]
    modularity = mean(detect(arrays(graph), seed=1).modularity for graph in graphs)
    # The prediction is a little high, so that what lies above it is not chance.
    assert modularity_by_chance(nodes, ties) - 0.06 < modularity < modularity_by_chance(nodes, ties) + 0.01


def test_nothing_is_predicted_without_ties_and_never_more_than_one():
    assert modularity_by_chance(0, 0) == 0
    assert modularity_by_chance(1_000, 1) == 1


def test_a_chart_of_those_who_work_together_agrees():
    org = two_crowds({one: "Sales" if one in LEFT else "Ops" for one in LEFT + RIGHT})
    for ident in ("silos.agreement", "silos.agreement_rand"):
        assert taken(org, ident).value == pytest.approx(1)
    assert taken(org, "silos.agreement").note == "16 people: 2 communities beside 2 departments; 0 by chance"
    assert taken(org, "silos.community_modularity").value == pytest.approx(56 / 57 - 1 / 2)
    assert taken(org, "silos.community_modularity").note.startswith("2 communities; about 0.21 in a random network")
    assert found(org, "SIL06") == []


def test_work_along_other_lines_than_the_chart_is_a_finding():
    # Each department has four people in each crowd.
    place = {one: f"D{number % 2}" for crowd in (LEFT, RIGHT) for number, one in enumerate(crowd)}
    org = two_crowds(place)
    assert taken(org, "silos.agreement").value < 0
    (one,) = found(org, "SIL06")
    assert (one.id, one.severity) == ("SIL06:organisation", "low")
    assert one.message.startswith(
        "By their ties alone, 16 people form 2 groups that have little to do with the 2 departments"
    )
    assert [str(cell) for cell in one.evidence] == ["Collaboration"]
    assert found(org, "SIL06", limit=-0.5) == []


def test_a_department_spread_over_many_groups_is_named():
    crowds = [[f"{crowd}{one}" for one in range(6)] for crowd in "pqrs"]
    ties = [pair for crowd in crowds for pair in combinations(crowd, 2)] + [
        (f"{c}0", f"{d}1") for c, d in ("pq", "qr", "rs")
    ]
    people = {one: "Care" if one.endswith(("0", "1")) else f"D{one[1]}" for crowd in crowds for one in crowd}
    (one,) = found(organisation(people=people, ties=ties), "SIL06")
    assert "Most spread: Care (over 4 of them), D2 (over 4 of them)" in one.message


def test_ties_without_clear_groups_say_so_and_are_no_finding():
    # Everybody works with everybody else of the other letters only by chance: no crowd is there to be found.
    people = {f"p{number}": f"D{number % 3}" for number in range(40)}
    graph = nx.gnm_random_graph(40, 240, seed=5)
    org = organisation(people=people, ties=[(f"p{one}", f"p{other}") for one, other in graph.edges])
    assert taken(org, "silos.agreement").note.endswith("the ties form no clear communities, so little follows")
    assert found(org, "SIL06") == []


def test_under_fifteen_communities_tell_nothing():
    people = {one: "Sales" if one in LEFT else "Ops" for one in (LEFT + RIGHT)[:14]}
    org = organisation(
        people=people | {"alone": "Ops"},
        ties=[*combinations((LEFT + RIGHT)[:8], 2), ("s", "t"), ("u", "v"), ("w", "x")],
    )
    one = taken(org, "silos.agreement")
    assert (one.value, one.status) == (None, "not_applicable")
    assert one.note == "14 people have a tie and a known department; under 15 communities tell nothing"


def test_departments_are_compared_with_their_divisions():
    units = [f"{half}{number}>{half}" for half in "XY" for number in range(8)]
    ties = [(f"{half}{one}", f"{half}{other}") for half, (one, other) in product("XY", combinations(range(8), 2))]
    one = taken(organisation(units, ties=[*ties, ("X0", "Y0")]), "silos.agreement")
    assert one.value == pytest.approx(1)
    assert one.note == "16 departments: 2 communities beside 2 divisions; 0 by chance"
    assert one.scope == Scope()


def test_a_company_too_small_to_compare_is_not_searched_for_communities(monkeypatch):
    monkeypatch.setattr(communities, "detect", lambda *_: pytest.fail("was searched"))
    small = organisation(people={"a": "S", "b": "S", "c": "O", "d": "O"}, ties="a-b b-c c-d")
    found = compared(Context(small, Settings()))
    assert found.note == "4 people have a tie and a known department; under 15 communities tell nothing"
