"""Do the figures hold against the workbook itself, and do they stay where their measure says they lie?

The sample's figures are taken again straight from its cells, by openpyxl and networkx and nothing of ours.
"""

from collections import Counter
from functools import cache
from itertools import pairwise
from math import lcm
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from openpyxl import load_workbook

from alignment.analysis.catalogue import MEASURES, Analysis, analyse
from alignment.model.organisation import Cell
from alignment.model.result import Scope
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read

QUARTERS = ("brightwater-q1.xlsx", "brightwater-q2.xlsx")
QUICK = Settings(permutations=200, score_draws=100)
OPENSTACK = Path(__file__).resolve().parents[1] / "data" / "openstack-mapping.toml"
NOBODY = {None, "TBD", "?", "vacant"}
Row = dict[str, Any]


@cache
def sample(file: str) -> Analysis:
    return analyse(read([sample_data() / file]).organisation, QUICK)


@cache
def rows(file: str, sheet: str) -> list[Row]:
    """Rows below the header, which stands in the fourth row of every sheet of the sample."""
    header, *below = load_workbook(sample_data() / file, data_only=True)[sheet].iter_rows(min_row=4, values_only=True)
    return [dict(zip(header, row, strict=True)) for row in below if any(one is not None for one in row)]


@cache
def network(file: str) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from((one["Person"], {"unit": one["Department"]}) for one in rows(file, "People"))
    for tie in rows(file, "Collaboration"):
        before = graph.get_edge_data(tie["From"], tie["To"], {"weight": 0})["weight"]
        graph.add_edge(tie["From"], tie["To"], weight=before + tie["Strength"])
    multiple = lcm(*(weight for *_, weight in graph.edges(data="weight")))
    for *_, tie in graph.edges(data=True):
        tie["length"] = multiple // tie["weight"]
    return graph


def units(file: str) -> list[set[str]]:
    graph = network(file)
    found = sorted(set(nx.get_node_attributes(graph, "unit").values()))
    return [{node for node, unit in graph.nodes(data="unit") if unit == one} for one in found]


def tables(graph: nx.Graph) -> tuple[int, int, int, int]:
    """Pairs inside with and without a tie, pairs across with and without one."""
    unit, sizes = graph.nodes(data="unit"), Counter(nx.get_node_attributes(graph, "unit").values())
    within, pairs = sum(size * (size - 1) // 2 for size in sizes.values()), len(graph) * (len(graph) - 1) // 2
    inside = sum(unit[one] == unit[other] for one, other in graph.edges)
    across = graph.number_of_edges() - inside
    return inside, within - inside, across, pairs - within - across


def expected(file: str) -> dict[str, float]:
    graph, journeys, steps = network(file), rows(file, "Journeys"), rows(file, "Journey steps")
    a, b, c, d = tables(graph)
    owners = [0 if one["End-to-end owner"] in NOBODY else len(one["End-to-end owner"].split(";")) for one in journeys]
    route = {
        one["Journey"]: [
            (step["Department"] or "").split(";")[0]
            for step in sorted(
                (step for step in steps if step["Journey"] == one["Journey"]), key=lambda step: step["Order"]
            )
        ]
        for one in journeys
    }
    passes = [[pair for pair in pairwise(path) if all(pair)] for path in route.values()]
    moments = [step for step in steps if step["Moment of truth"] == "yes"]
    parts = [len(part) for part in nx.connected_components(graph)]
    return {
        "ownership.journeys_owned": owners.count(1) / len(owners),
        "ownership.journeys_without_owner": owners.count(0),
        "ownership.steps_owned": sum(step["Department"] is not None for step in steps) / len(steps),
        "ownership.moments_of_truth_owned": sum(one["Department"] is not None for one in moments) / len(moments),
        "fragmentation.handoff_share": sum(sum(x != y for x, y in one) / len(one) for one in passes) / len(passes),
        "fragmentation.steps_without_department": sum(path.count("") for path in route.values()),
        "silos.density": nx.density(graph),
        "silos.ei_index": (c - a) / (a + c),
        "silos.ei_expected": 1 - 2 * (a + b) / (a + b + c + d),
        "silos.yules_q": (a * d - b * c) / (a * d + b * c),
        "silos.assortativity": nx.attribute_assortativity_coefficient(graph, "unit"),
        "silos.modularity": nx.community.modularity(graph, units(file), weight=None),
        "silos.modularity_weighted": nx.community.modularity(graph, units(file)),
        "bridges.fragmentation": 1 - sum(one * (one - 1) for one in parts) / (len(graph) * (len(graph) - 1)),
        "bridges.articulation_points": len(set(nx.articulation_points(graph))),
        "bridges.bridge_ties": len(list(nx.bridges(graph))),
        "bridges.isolates": nx.number_of_isolates(graph),
    }


@pytest.mark.parametrize("file", QUARTERS)
def test_the_figures_of_the_sample_can_be_taken_again_from_its_cells(file):
    taken = {ident: sample(file).context.value(ident) for ident in expected(file)}
    assert taken == pytest.approx(expected(file))


@pytest.mark.parametrize("file", QUARTERS)
def test_betweenness_in_the_sample_is_that_of_networkx_over_whole_numbers(file):
    known = {one["Person"]: one["ID"] for one in rows(file, "People")}
    for name, value in nx.betweenness_centrality(network(file), weight="length").items():
        assert sample(file).context.value("bridges.betweenness", Scope("person", known[name])) == pytest.approx(value)


@pytest.mark.parametrize("file", QUARTERS)
def test_insularity_in_the_sample_is_the_share_of_tie_ends_that_stay(file):
    graph = network(file)
    for members in units(file):
        unit = graph.nodes[min(members)]["unit"]
        inside = graph.subgraph(members).size("weight")
        volume = sum(graph.degree(node, "weight") for node in members)
        found = sample(file).context.value("silos.insularity", Scope("group", unit))
        assert found == (pytest.approx(2 * inside / volume) if len(members) > 1 and volume else None)


def check_bounds(found: Analysis) -> None:
    assert found.measurements
    for one in found.measurements:
        measure = MEASURES[one.id]
        low, high = measure.range
        assert one.unit == measure.unit
        assert (one.value is None) == (one.status != "measured")
        assert one.value is not None or (one.note and one.rating is None)
        if one.value is not None:
            assert low is None or one.value >= low - 1e-12, one
            assert high is None or one.value <= high + 1e-12, one
    for each in (found.score, *found.dimensions):
        value = each.value if each is found.score else each.score
        assert value is None or 0 <= each.low <= value <= each.high <= 100
        assert (value is None) == (each.rating == "withheld")


def check_evidence(found: Analysis) -> None:
    for one in found.findings:
        assert one.evidence, one.id
        assert len(set(one.evidence)) == len(one.evidence)
        # Only what is true of the whole company may point at a whole sheet.
        assert all(isinstance(cell, Cell) and (cell.row or one.code == "SIL02") for cell in one.evidence), one.id


@pytest.mark.parametrize("file", QUARTERS)
def test_every_figure_of_the_sample_keeps_to_its_unit_and_range(file):
    check_bounds(sample(file))


@pytest.mark.parametrize("file", QUARTERS)
def test_every_finding_of_the_sample_points_at_cells(file):
    check_evidence(sample(file))


@pytest.mark.parametrize("file", QUARTERS)
def test_no_finding_of_the_sample_names_anyone_of_the_register(file):
    names = [one["Person"] for one in rows(file, "People")]
    for one in sample(file).findings:
        assert not [name for name in names if name in one.message], one.message


def test_a_defect_that_stays_keeps_its_id_from_quarter_to_quarter():
    first, second = ({one.id for one in sample(file).findings} for file in QUARTERS)
    assert {
        "OWN01:journey:j4",
        "RACI02:process:pr-19",
        "SIL01:department:meter-data",
        "BRG01:person:p055",
    } <= first & second


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("kubernetes/kubernetes.xlsx", None),
        ("openstack/openstack.xlsx", OPENSTACK),
        ("rust/rust_2025h1.xlsx", None),
        ("viva/vivainsights__g2g_data.csv", None),
    ],
)
def test_every_figure_and_finding_of_a_real_organisation_holds_too(real, file, mapping):
    found = analyse(read([real / file], mapping).organisation, QUICK)
    check_bounds(found)
    check_evidence(found)
