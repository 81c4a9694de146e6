"""Public networks that ship with networkx, measured by networkx, by plain loops, and in print, against ours.

Zachary (1977): who meets whom outside a karate club, with the two clubs it split into; and the same by strength, the
number of places where two meet. Padgett & Ansell (1993): marriages of fifteen families of Florence, here with Pucci,
who married into none. Davis, Gardner & Gardner (1941): which of eighteen women came to which of fourteen events, as ties
between women and events. Krackhardt (1990): a kite of ten people.
"""

from collections.abc import Callable, Mapping
from functools import cache
from itertools import combinations, permutations
from math import lcm

import networkx as nx
import numpy as np
import pytest

from alignment.analysis import communities
from alignment.analysis.base import Context
from alignment.analysis.brokerage import ROLES
from alignment.analysis.catalogue import MEASURES
from alignment.model.result import Measurement
from alignment.settings import Settings
from build import organisation

KITE = ("Andre", "Beverly", "Carol", "Diane", "Ed", "Fernando", "Garth", "Heather", "Ike", "Jane")


@cache
def graph(name: str) -> nx.Graph:
    """The network with names for nodes and, where known, their `group`; without strengths but for one."""
    if name == "florentine":
        found = nx.florentine_families_graph()
        found.add_node("Pucci")
    elif name == "davis":
        found = nx.davis_southern_women_graph()
        nx.set_node_attributes(
            found, {one: "event" if side else "woman" for one, side in found.nodes("bipartite")}, "group"
        )
    elif name == "kite":
        found = nx.relabel_nodes(nx.krackhardt_kite_graph(), dict(enumerate(KITE)))
    else:
        found = nx.relabel_nodes(nx.karate_club_graph(), str)
        nx.set_node_attributes(found, dict(found.nodes("club")), "group")
    if name != "zachary by strength":
        for *_, tie in found.edges(data=True):
            tie.pop("weight", None)
    return found


GRAPHS = ("zachary", "zachary by strength", "florentine", "davis", "kite")
GROUPED = ("zachary", "zachary by strength", "davis")


@cache
def context(name: str) -> Context:
    found = graph(name)
    ties = [(*tie, weight) if weight else tie for *tie, weight in found.edges(data="weight")]
    people = {one: found.nodes[one].get("group", "") for one in found}
    return Context(organisation(people=people, ties=[tuple(tie) for tie in ties], ties_directed=False), Settings())


@cache
def taken(name: str, ident: str) -> tuple[Measurement, ...]:
    return tuple(MEASURES[ident].take(context(name)))


def value(name: str, ident: str) -> float | None:
    """The figure of the whole network."""
    return next(one.value for one in taken(name, ident) if one.scope.kind == "organisation")


def each(name: str, ident: str, kind: str = "person") -> dict[str, float | None]:
    """The figures of all nodes, or groups."""
    return {one.scope.id: one.value for one in taken(name, ident) if one.scope.kind == kind}


def parts(found: nx.Graph) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for node, group in found.nodes("group"):
        groups.setdefault(group, set()).add(node)
    return groups


def with_lengths(found: nx.Graph) -> nx.Graph:
    """Ties of length 1/w as whole numbers: as fractions, binary numbers miss paths of equal length."""
    weights = [weight or 1 for *_, weight in found.edges(data="weight")]
    longer = found.copy()
    for *_, tie in longer.edges(data=True):
        tie["length"] = lcm(*weights) // tie.get("weight", 1)
    return longer


def known(figures: Mapping[str, float]) -> dict[str, float | None]:
    """What networkx calls nan is None with us."""
    return {node: None if np.isnan(one) else one for node, one in figures.items()}


def unreached(found: nx.Graph) -> float:
    n = len(found)
    return 1 - sum(len(nx.descendants(found, node)) for node in found) / (n * (n - 1))


def dispersal(found: nx.Graph) -> float:
    """DF is what is missing to the efficiency of Latora & Marchiori (2001)."""
    return 1 - nx.global_efficiency(found)


def without(found: nx.Graph, *nodes: str) -> nx.Graph:
    left = found.copy()
    left.remove_nodes_from(nodes)
    return left


# Measures of the company, then of nodes, then of groups → networkx.
OF_ALL: Mapping[str, Callable[[nx.Graph], float]] = {
    "bridges.fragmentation": unreached,
    "bridges.distance_fragmentation": dispersal,
    "bridges.articulation_points": lambda found: len(set(nx.articulation_points(found))),
    "bridges.bridge_ties": lambda found: len(list(nx.bridges(found))),
    "bridges.isolates": nx.number_of_isolates,
}
OF_NODES: Mapping[str, Callable[[nx.Graph], Mapping[str, float]]] = {
    "bridges.betweenness": lambda found: nx.betweenness_centrality(with_lengths(found), weight="length"),
    "bridges.constraint": lambda found: nx.constraint(found, weight="weight"),
    # With strengths and without `nodes` networkx divides by the strongest tie of the wrong side.
    "bridges.effective_size": lambda found: nx.effective_size(found, nodes=list(found), weight="weight"),
    "bridges.distance_fragmentation_growth": lambda found: {
        node: dispersal(without(found, node)) - dispersal(found) for node in found
    },
}
OF_THE_GROUPED: Mapping[str, Callable[[nx.Graph], float]] = {
    "silos.density": nx.density,
    "silos.modularity": lambda found: nx.community.modularity(found, parts(found).values(), weight=None),
    "silos.modularity_weighted": lambda found: nx.community.modularity(found, parts(found).values()),
    "silos.assortativity": lambda found: nx.attribute_assortativity_coefficient(found, "group"),
}
OF_GROUPS: Mapping[str, Callable[[nx.Graph, set[str]], float]] = {
    "silos.insularity": lambda found, part: (
        1 - nx.cut_size(found, part, weight="weight") / nx.volume(found, part, weight="weight")
    ),
    "silos.conductance": lambda found, part: nx.conductance(found, part, weight="weight"),
}


@pytest.mark.parametrize("ident", OF_ALL)
@pytest.mark.parametrize("name", GRAPHS)
def test_the_figure_of_a_network_is_that_of_networkx(name, ident):
    assert value(name, ident) == pytest.approx(OF_ALL[ident](graph(name)), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("ident", OF_NODES)
@pytest.mark.parametrize("name", GRAPHS)
def test_the_figures_of_nodes_are_those_of_networkx(name, ident):
    ours, theirs = each(name, ident), known(OF_NODES[ident](graph(name)))
    assert ours.keys() == theirs.keys()
    assert {node for node in ours if ours[node] is None} == {node for node in theirs if theirs[node] is None}
    for node in ours.keys() - {"Pucci"}:
        assert ours[node] == pytest.approx(theirs[node], rel=1e-9, abs=1e-12), node


@pytest.mark.parametrize("ident", OF_THE_GROUPED)
@pytest.mark.parametrize("name", GROUPED)
def test_the_figure_of_a_grouped_network_is_that_of_networkx(name, ident):
    assert value(name, ident) == pytest.approx(OF_THE_GROUPED[ident](graph(name)), rel=1e-9)


@pytest.mark.parametrize("ident", OF_GROUPS)
@pytest.mark.parametrize("name", GROUPED)
def test_the_figures_of_groups_are_those_of_networkx(name, ident):
    found = graph(name)
    theirs = {group: OF_GROUPS[ident](found, part) for group, part in parts(found).items()}
    assert each(name, ident, "group") == pytest.approx(theirs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", ["florentine", "kite"])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_no_set_of_families_or_of_the_kite_costs_more_than_the_key_set(name, k):
    costs = [dispersal(without(graph(name), *gone)) for gone in combinations(graph(name), k)]
    assert value(name, f"bridges.key_set{'' if k == 1 else f'_{k}'}") == pytest.approx(max(costs), rel=1e-12)
    if k == 2:
        assert value(name, "bridges.key_set_expected") == pytest.approx(np.mean(costs), rel=1e-12)


@pytest.mark.parametrize("name", GRAPHS)
def test_brokerage_is_that_of_all_triples_looked_at_one_by_one(name):
    found = graph(name)
    expected = dict.fromkeys(found, 0)
    for i, j, k in permutations(found, 3):
        expected[j] += found.has_edge(i, j) and found.has_edge(j, k) and not found.has_edge(i, k)
    assert each(name, "bridges.brokerage") == expected


@pytest.mark.parametrize("name", GROUPED)
def test_the_roles_of_brokers_are_those_of_all_triples_looked_at_one_by_one(name):
    found = graph(name)
    counts = {role: dict.fromkeys(found, 0) for role in ROLES}
    for i, j, k in permutations(found, 3):
        if found.has_edge(i, j) and found.has_edge(j, k) and not found.has_edge(i, k):
            a, b, c = (found.nodes[one]["group"] for one in (i, j, k))
            # With two groups there is no liaison.
            role = {(True, True): 0, (False, True): 1, (True, False): 2, (False, False): 3}[a == b, b == c]
            counts[ROLES[role]][j] += 1
    assert {role: each(name, f"bridges.brokerage.{role}") for role in ROLES} == counts


def test_zachary_s_club_split_as_its_ties_foretell():
    """Zachary (1977): two clubs of 17, 11 of 78 ties between them; 81 and 75 tie ends on either side."""
    assert context("zachary").blocks.sizes.tolist() == [17, 17]
    assert value("zachary", "silos.ei_index") == pytest.approx((11 - 67) / 78)
    inside = 67 / 78
    chance = (81**2 + 75**2) / 156**2
    assert value("zachary", "silos.modularity") == pytest.approx(inside - chance)
    assert round(value("zachary", "silos.modularity"), 4) == 0.3582
    assert value("zachary", "silos.assortativity") == pytest.approx((inside - chance) / (1 - chance))
    # 272 pairs inside the clubs, 289 across.
    assert value("zachary", "silos.yules_q") == pytest.approx((67 * 278 - 205 * 11) / (67 * 278 + 205 * 11))
    # One of his pupils, number 11, knows only Mr. Hi, number 0.
    assert list(each("zachary", "bridges.fragmentation_growth")) == ["0"]
    assert value("zachary", "bridges.bridge_ties") == 1


def test_the_communities_of_zachary_s_club_have_the_greatest_modularity_there_is():
    """Agarwal & Kempe (2008): a linear programme proves that no division of the club exceeds 0.420."""
    found = communities.detect(context("zachary").arrays, context("zachary").settings.seed)
    assert value("zachary", "silos.community_modularity") == pytest.approx(found.modularity)
    assert (round(found.modularity, 4), found.number) == (0.4198, 4)
    assert found.modularity == pytest.approx(most_modularity(graph("zachary")), rel=1e-7)


def most_modularity(found: nx.Graph) -> float:
    """An upper bound: pairs together as numbers from 0 to 1, and together with b and c makes b together with c."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    ties, degree = found.number_of_edges(), dict(found.degree())
    pairs = {pair: at for at, pair in enumerate(combinations(found, 2))}
    gain = [found.has_edge(*pair) - degree[pair[0]] * degree[pair[1]] / (2 * ties) for pair in pairs]
    triples = np.array([[pairs[a, b], pairs[b, c], pairs[a, c]] for a, b, c in combinations(found, 3)])
    signs = np.array([[-1, 1, 1], [1, -1, 1], [1, 1, -1]])
    rows = np.repeat(np.arange(3 * len(triples)), 3)
    table = coo_array((np.tile(signs.ravel(), len(triples)), (rows, np.repeat(triples, 3, axis=0).ravel())))
    best = linprog(-np.array(gain), A_ub=table.tocsr(), b_ub=np.ones(len(rows) // 3), bounds=(0, 1), method="highs-ipm")
    return -best.fun / ties - sum(number**2 for number in degree.values()) / (2 * ties) ** 2


def test_the_medici_stand_between_the_families_of_florence():
    """Jackson (2008), Social and Economic Networks, chapter 1: .522, Guadagni .255, Strozzi .103, without Pucci."""
    # An isolate adds pairs and no path: of 105 pairs of others instead of 91.
    share = {family: one * 105 / 91 for family, one in each("florentine", "bridges.betweenness").items()}
    printed = {"Medici": 0.522, "Guadagni": 0.255, "Strozzi": 0.103}
    assert {family: round(share[family], 3) for family in printed} == printed
    assert value("florentine", "bridges.fragmentation") == pytest.approx(1 - 15 * 14 / (16 * 15))
    assert set(each("florentine", "bridges.fragmentation_growth")) == {"Albizzi", "Guadagni", "Medici", "Salviati"}
    # Acciaiuoli, Ginori, Lamberteschi and Pazzi have one marriage each; the fifth tie is Medici and Salviati.
    assert value("florentine", "bridges.bridge_ties") == 5
    # Six marriages, one between two of those families: 6 − 2·1/6.
    assert each("florentine", "bridges.effective_size")["Medici"] == pytest.approx(6 - 2 / 6)
    assert each("florentine", "bridges.constraint")["Pazzi"] == 1


def test_women_and_events_have_ties_with_each_other_only():
    """Davis, Gardner & Gardner (1941): 18 women, 14 events, 89 visits. In a network of two kinds no tie stays inside."""
    assert value("davis", "silos.density") == pytest.approx(89 / (32 * 31 / 2))
    assert value("davis", "silos.ei_index") == 1
    assert value("davis", "silos.ei_expected") == pytest.approx(1 - 2 * (18 * 17 + 14 * 13) / (32 * 31))
    assert value("davis", "silos.modularity") == -0.5
    assert value("davis", "silos.assortativity") == -1
    assert value("davis", "silos.yules_q") == -1
    assert each("davis", "silos.coleman", "group") == {"woman": -1, "event": -1}
    assert each("davis", "silos.insularity", "group") == {"woman": 0, "event": 0}
    # Where no two contacts know each other none is a double, all contacts count alike, and every pair of them is open.
    degree = dict(graph("davis").degree())
    assert each("davis", "bridges.effective_size") == degree
    assert each("davis", "bridges.constraint") == pytest.approx({node: 1 / number for node, number in degree.items()})
    assert each("davis", "bridges.brokerage.consultant") == {node: n * (n - 1) for node, n in degree.items()}
    assert set(each("davis", "bridges.participation").values()) == {0}


def test_heather_flies_the_kite():
    """Krackhardt (1990): Diane has the most contacts, Heather stands between the most others."""
    between = each("kite", "bridges.betweenness")
    # Of 36 pairs: Heather is between seven and two, Ike between eight and Jane.
    assert between["Heather"] == max(between.values()) == pytest.approx(14 / 36)
    assert between["Ike"] == pytest.approx(8 / 36)
    assert between["Jane"] == 0
    # Without Heather seven and two are left: 42 + 2 of 72 ordered pairs; without Ike eight and one: 56 of 72.
    assert each("kite", "bridges.fragmentation_growth") == pytest.approx({"Heather": 28 / 72, "Ike": 16 / 72})
    # Diane's six contacts have eight ties among them; Jane has one contact.
    assert each("kite", "bridges.effective_size")["Diane"] == pytest.approx(6 - 2 * 8 / 6)
    assert (each("kite", "bridges.effective_size")["Jane"], each("kite", "bridges.constraint")["Jane"]) == (1, 1)
