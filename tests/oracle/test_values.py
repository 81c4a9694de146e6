"""Three public organisations, measured by independent tools (igraph, sna, isnar, keyplayer …), against ours.

`oracle.figures` lists which values are compared, how ours is taken, and which are left out and why.
"""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from math import comb

import networkx as nx
import pytest

from alignment.analysis import graph_theoretic
from alignment.analysis.catalogue import MEASURES
from oracle.figures import COVERED, DRAWN, LEFT_OUT, WITHOUT_REFERENCE, Key, values
from oracle.organisations import Company, table
from oracle.toys import TOYS

Rows = Mapping[tuple[str, str, str], Mapping[str, tuple[float | None, str]]]


@pytest.fixture(scope="module")
def reference(oracle) -> Mapping[Key, Rows]:
    """Value and agreement of the tools: by kind, then by dataset, network and grouping, then by id."""
    found: dict[Key, dict] = defaultdict(lambda: defaultdict(dict))
    for row in table(oracle / "oracle.csv"):
        where = row["dataset"], row["network"], row["group"]
        value = float(row["value"]) if row["value"] else None
        found[row["metric"], row["variant"], row["level"]][where][row["id"]] = value, row["agree"]
    return found


def size(rows: Rows) -> int:
    return sum(map(len, rows.values()))


def test_every_reference_value_is_compared_or_left_out_for_a_reason(reference):
    assert not COVERED.keys() & LEFT_OUT.keys()
    assert not DRAWN.keys() & (COVERED.keys() | LEFT_OUT.keys())
    assert COVERED.keys() | DRAWN.keys() | LEFT_OUT.keys() == reference.keys()


def test_of_all_reference_values_so_many_are_compared(reference):
    assert [sum(size(reference[key]) for key in keys) for keys in (COVERED, DRAWN, LEFT_OUT)] == [10_579, 52, 564]


def test_every_measure_of_the_network_has_a_reference_or_says_how_else_it_is_checked():
    compared = (
        {kind.measure for kind in COVERED.values()} | set(DRAWN.values()) | {toy.measure for toy in TOYS.values()}
    )
    assert not compared & WITHOUT_REFERENCE.keys()
    network = {ident for ident in MEASURES if ident.startswith(("silos.", "bridges."))}
    assert network <= compared | WITHOUT_REFERENCE.keys()
    assert compared | WITHOUT_REFERENCE.keys() <= MEASURES.keys()


@pytest.mark.parametrize("key", COVERED, ids="-".join)
def test_ours_is_the_value_of_the_independent_tools(oracle, reference, key):
    for where, rows in reference[key].items():
        ours = dict(COVERED[key].figures(Company(oracle, *where)))
        theirs = {ident: value for ident, (value, _) in rows.items()}
        assert ours.keys() == theirs.keys(), where
        for ident, value in theirs.items():
            found = ours[ident]
            # Where one is undefined, so must be the other.
            alike = (
                found is value if value is None or found is None else found == pytest.approx(value, rel=1e-9, abs=1e-12)
            )
            assert alike, (where, ident, found, value)


# Where tools disagree, the catalogue's definition decides: here in plain loops, from its words.


def disagreed(reference: Mapping[Key, Rows]) -> dict[Key, list[tuple[str, ...]]]:
    """Dataset, network and id of every value on which the tools do not agree, by kind."""
    return {
        key: found
        for key, rows in reference.items()
        if (
            found := [
                (*where[:2], ident)
                for where, one in rows.items()
                for ident, (_, agree) in one.items()
                if agree == "False"
            ]
        )
    }


def test_the_tools_disagree_on_eleven_values_of_three_kinds(reference):
    assert {key: len(found) for key, found in disagreed(reference).items()} == {
        ("gtd_lubness", "krackhardt", "network"): 2,
        ("effective_size", "wsum_burt_whole", "node"): 6,
        ("betweenness", "wund_inverse_raw", "node"): 3,
    }


def test_where_tools_disagree_on_least_upper_bounds_ours_are_those_of_the_definition(oracle, reference):
    for dataset, network, _ in disagreed(reference)["gtd_lubness", "krackhardt", "network"]:
        graph = Company(oracle, dataset, network).collaboration().reports
        above = {node: {node, *nx.ancestors(graph, node)} for node in graph}
        violations = most = 0
        for part in nx.weakly_connected_components(graph):
            most += comb(len(part) - 1, 2)
            for one, other in combinations(part, 2):
                bounds = above[one] & above[other]
                # The least of them is below, or is, every other: all the others are above it.
                violations += not any(bounds <= above[bound] for bound in bounds)
        assert graph_theoretic.least_upper_boundedness(graph) == pytest.approx(1 - violations / most, rel=1e-12)


def test_where_tools_disagree_on_effective_size_ours_is_that_of_the_formula(oracle, reference):
    for dataset, network, node in disagreed(reference)["effective_size", "wsum_burt_whole", "node"]:
        company = Company(oracle, dataset, network)
        ties = {
            one: {other: tie["weight"] for other, tie in near.items()}
            for one, near in company.collaboration().ties.adjacency()
        }
        strength = sum(ties[node].values())
        size = sum(
            1 - sum(weight / strength * ties[j].get(q, 0) / max(ties[j].values()) for q, weight in ties[node].items())
            for j in ties[node]
        )
        assert values(company, "bridges.effective_size")[node] == pytest.approx(size, rel=1e-12)


def test_where_tools_disagree_on_betweenness_ours_is_that_of_exact_lengths(oracle, reference):
    for dataset, network, node in disagreed(reference)["betweenness", "wund_inverse_raw", "node"]:
        company = Company(oracle, dataset, network)
        graph = nx.Graph()
        for one, other, weight in company.collaboration().ties.edges(data="weight"):
            # 1/w as a whole number: every sum of two ratings of 1 to 5 divides 2,520.
            assert 2520 % weight == 0
            graph.add_edge(one, other, length=2520 // int(weight))
        far, paths = {}, {}
        for source in graph:
            before, far[source] = nx.dijkstra_predecessor_and_distance(graph, source, weight="length")
            paths[source] = {source: 1}
            for one in sorted(far[source], key=far[source].get)[1:]:
                paths[source][one] = sum(paths[source][other] for other in before[one])
        through = sum(
            Fraction(paths[one][node] * paths[node][other], paths[one][other])
            for one, other in combinations(graph.nodes - {node}, 2)
            if far[one][node] + far[node][other] == far[one][other]
        )
        share = through / comb(len(graph) - 1, 2)
        assert values(company, "bridges.betweenness")[node] == pytest.approx(float(share), rel=1e-12)
