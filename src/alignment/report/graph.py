"""How does the graph get into Gephi, Polinode, Kumu or Cytoscape? GraphML, GEXF, and a pair of CSV files."""

import csv
import io
import math
import re
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from alignment.model.organisation import Organisation
from alignment.network import organisation_graph
from alignment.wording import clean, harmless

__all__ = ["write_csv_pairs", "write_gexf", "write_graphml"]

Value = str | int | float

_META = re.compile(r"<meta\b.*?</meta>", re.DOTALL)


def write_graphml(graph: "nx.Graph[Hashable]", path: Path) -> None:
    """Write any of our graphs as GraphML.

    Parameters
    ----------
    graph
        A (multi, directed) graph. A node ``(kind, id)`` is written as ``kind:id``; attributes become texts or numbers,
        yes and no for truth values; what is blank is left out; an attribute has one type throughout. Texts are written
        as they are, but for what no report can show (``alignment.wording.clean``).
    path
        The file; the same graph gives the same bytes.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    stream = io.BytesIO()
    # The writer is named outright: the other one depends on whether lxml happens to be installed.
    nx.write_graphml_xml(_plain(graph), stream, prettyprint=True)
    path.write_bytes(stream.getvalue() + b"\n")


def write_gexf(graph: "nx.Graph[Hashable]", path: Path) -> None:
    """Write any of our graphs as GEXF, the format of Gephi; nodes are labelled by `name`.

    Takes and raises the same as `write_graphml`. The date and the library's version, which networkx writes, are left
    out, so that the same graph gives the same bytes.
    """
    plain = _plain(graph)
    for _, found in plain.nodes(data=True):
        if "name" in found:
            found["label"] = found["name"]
    text = _META.sub("<meta><creator>alignment</creator></meta>", str(GEXFWriter(plain)), count=1)
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', encoding="utf-8", newline="\n")


def write_csv_pairs(organisation: Organisation, folder: Path) -> tuple[Path, ...]:
    """Write nodes.csv and edges.csv of the whole graph, with the columns Gephi, Polinode and Kumu look for.

    Nodes: Id, Label, Kind, then every attribute. Edges: Source, Target, Type (always Directed), Kind, Weight, then
    every other attribute. UTF-8 without a byte order mark, comma, line feed. A text that a spreadsheet would run as a
    formula is preceded by an apostrophe; ids begin with their kind and so never are one.

    Parameters
    ----------
    organisation
        The company.
    folder
        An existing folder.

    Returns
    -------
    tuple of Path
        The two files.

    Raises
    ------
    OSError
        A file cannot be written.
    """
    plain = _plain(organisation_graph(organisation))
    nodes = [
        {"Id": ident, "Label": found["name"], "Kind": found["kind"], **_without(found, "name", "kind")}
        for ident, found in plain.nodes(data=True)
    ]
    edges = [
        {
            "Source": source, "Target": target, "Type": "Directed", "Kind": found["kind"],
            "Weight": found.get("weight", ""), **_without(found, "kind", "weight"),
        }
        for source, target, found in plain.edges(data=True)
    ]  # fmt: skip
    first = _written(folder / "nodes.csv", ("Id", "Label", "Kind"), nodes)
    second = _written(folder / "edges.csv", ("Source", "Target", "Type", "Kind", "Weight"), edges)
    return first, second


def _without(found: Mapping[str, Value], *names: str) -> dict[str, Value]:
    return {name: value for name, value in found.items() if name not in names}


def _written(path: Path, fixed: tuple[str, ...], rows: list[dict[str, Value]]) -> Path:
    others = sorted({name for row in rows for name in row} - set(fixed))
    headers = {name: name if name in fixed else name.replace("_", " ").capitalize() for name in (*fixed, *others)}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(headers.values())
    writer.writerows([harmless(row.get(name, "")) for name in headers] for row in rows)
    path.write_text(stream.getvalue(), encoding="utf-8", newline="\n")
    return path


def _plain(graph: "nx.Graph[Hashable]") -> "nx.Graph[str]":
    """Return a copy whose nodes are texts and whose attributes are texts or numbers; parallel edges stay apart."""
    copy = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
    names: dict[Hashable, str] = {}
    taken: set[str] = set()
    for node, found in graph.nodes(data=True):
        names[node] = _free(clean(":".join(node) if isinstance(node, tuple) else str(node)), taken)
        copy.add_node(names[node], **_attributes(found))
    for number, (source, target, found) in enumerate(graph.edges(data=True)):
        # GraphML wants every edge's id to be its own.
        copy.add_edge(names[source], names[target], key=f"e{number}", **_attributes(found))
    _settle_types(found for _, found in copy.nodes(data=True))
    _settle_types(found for *_, found in copy.edges(data=True))
    return copy


def _free(name: str, taken: set[str]) -> str:
    """Two ids that differ only in what XML cannot hold must stay two nodes."""
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free)
    return free


def _attributes(found: Mapping[str, object]) -> dict[str, Value]:
    plain = {clean(str(name)): _value(value) for name, value in found.items()}
    return {name: value for name, value in sorted(plain.items()) if value is not None}


def _value(value: object) -> Value | None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if isinstance(value, tuple | list | set | frozenset):
        texts = [str(one) for one in value]
        return clean("; ".join(texts if isinstance(value, tuple | list) else sorted(texts)))
    return clean(str(value))


def _settle_types(all_attributes: Iterable[dict[str, Value]]) -> None:
    """Give each attribute one type: text if any is, else decimal if any is; the formats declare it once."""
    rows = list(all_attributes)
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for name, value in row.items():
            kinds.setdefault(name, set()).add(type(value))
    for row in rows:
        for name, value in row.items():
            if len(kinds[name]) > 1:
                row[name] = str(value) if str in kinds[name] else float(value)
