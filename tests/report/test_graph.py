"""Exports of the graph, read back as the tools would read them."""

import csv
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.network import collaboration, organisation_graph
from alignment.report.graph import write_csv_pairs, write_gexf, write_graphml
from build import organisation


def company():
    return organisation(
        "Sales>Company Ops>Company",
        people={"ann": "Sales", "bob": "Ops: Dispatcher"},
        ties="ann-bob:2.5 ann-bob:1",
        journeys={"Buy": "Sales Ops+Sales*"},
        owners={"Buy": "ann"},
        details={"Buy": {"importance": 5.0}, "Sales": {"external": False, "headcount": 3.0}},
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_graphml_gives_every_node_and_edge_back(tmp_path):
    graph = organisation_graph(company())
    write_graphml(graph, tmp_path / "graph.graphml")
    back = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert set(back) == {":".join(node) for node in graph}
    assert sorted(kind for *_, kind in back.edges(data="kind")) == sorted(kind for *_, kind in graph.edges(data="kind"))
    assert back.nodes["person:bob"] == {"name": "bob", "kind": "person", "role": "Dispatcher"}
    assert back.nodes["department:Sales"]["external"] == "no"
    weights = [one["weight"] for one in back.get_edge_data("person:ann", "person:bob").values()]
    assert weights == [2.5, 1.0]


def test_gexf_gives_every_node_and_edge_back_with_its_label(tmp_path):
    graph = organisation_graph(company())
    write_gexf(graph, tmp_path / "graph.gexf")
    back = nx.read_gexf(tmp_path / "graph.gexf")
    assert back.number_of_nodes() == graph.number_of_nodes()
    assert back.number_of_edges() == graph.number_of_edges()
    assert back.nodes["journey:Buy"]["label"] == "Buy"
    assert back.nodes["journey:Buy"]["importance"] == 5.0


def test_the_same_company_gives_the_same_bytes(tmp_path):
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        graph = organisation_graph(company())
        write_graphml(graph, folder / "g.graphml")
        write_gexf(graph, folder / "g.gexf")
        write_csv_pairs(company(), folder)
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert len(written[0]) == 4
    assert b"lastmodified" not in written[0]["g.gexf"]


def test_csv_pairs_hold_the_graph(tmp_path):
    files = write_csv_pairs(company(), tmp_path)
    assert files == (tmp_path / "nodes.csv", tmp_path / "edges.csv")
    nodes, edges = map(rows, files)
    graph = organisation_graph(company())
    assert (len(nodes), len(edges)) == (graph.number_of_nodes(), graph.number_of_edges())
    assert {edge[side] for edge in edges for side in ("Source", "Target")} <= {node["Id"] for node in nodes}
    assert {"Id": "department:Sales", "Label": "Sales", "Kind": "department"}.items() <= nodes[0].items()
    assert [edge["Weight"] for edge in edges if edge["Kind"] == "collaborates"] == ["2.5", "1.0"]
    assert list(edges[0])[:5] == ["Source", "Target", "Type", "Kind", "Weight"]


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2", "@SUM(A1)", " =1+1", "\t=1+1"])
def test_no_name_runs_as_a_formula(tmp_path, name):
    nodes, edges = map(rows, write_csv_pairs(organisation([name], people=[name], ties=[(name, "bob")]), tmp_path))
    cells = [cell for row in (*nodes, *edges) for cell in row.values()]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]
    assert any(cell.endswith(name.strip()) for cell in cells)


def test_what_xml_cannot_hold_is_replaced_and_nodes_stay_apart(tmp_path):
    org = organisation(["Sa\x00les", "Sa\x01les", "Ops\ud800\ufffe", "A&B <C"], ties=[("Sa\x00les", "Sa\x01les")])
    for write, name in ((write_graphml, "g.graphml"), (write_gexf, "g.gexf")):
        write(organisation_graph(org), tmp_path / name)
        assert ET.parse(tmp_path / name).getroot() is not None
    back = nx.read_graphml(tmp_path / "g.graphml")
    assert list(back) == [
        "department:Sa\ufffdles",
        "department:Sa\ufffdles (2)",
        "department:Ops\ufffd\ufffd",
        "department:A&B <C",
    ]
    assert back.nodes["department:A&B <C"]["name"] == "A&B <C"


def test_a_plain_network_can_be_exported_too(tmp_path):
    ties = collaboration(company()).ties
    write_graphml(ties, tmp_path / "ties.graphml")
    back = nx.read_graphml(tmp_path / "ties.graphml")
    assert not back.is_directed()
    assert back["ann"]["bob"]["weight"] == 3.5


def test_attributes_become_texts_or_numbers_of_one_type(tmp_path):
    graph = nx.Graph()
    graph.add_node("a", level=1, odd=float("nan"), tags=("x", "y"))
    graph.add_node("b", level=2.5, tags={"q", "p"})
    graph.add_node("c", odd="text", level=None)
    write_graphml(graph, tmp_path / "g.graphml")
    back = nx.read_graphml(tmp_path / "g.graphml")
    assert dict(back.nodes(data=True)) == {
        "a": {"level": 1.0, "tags": "x; y"},
        "b": {"level": 2.5, "tags": "p; q"},
        "c": {"odd": "text"},
    }


def test_an_empty_company_can_be_exported(tmp_path):
    graph = organisation_graph(organisation())
    write_graphml(graph, tmp_path / "g.graphml")
    write_gexf(graph, tmp_path / "g.gexf")
    assert len(nx.read_graphml(tmp_path / "g.graphml")) == 0
    assert [rows(path) for path in write_csv_pairs(organisation(), tmp_path)] == [[], []]


@given(name=st.text(min_size=1))
def test_any_name_can_be_exported(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("any")
    graph = organisation_graph(organisation([name], people={"p": ""}, details={name: {"name": name}}))
    write_graphml(graph, folder / "g.graphml")
    write_gexf(graph, folder / "g.gexf")
    assert (
        len(nx.read_graphml(folder / "g.graphml"))
        == len(ET.parse(folder / "g.gexf").findall(".//{*}node"))
        == len(graph)
    )
