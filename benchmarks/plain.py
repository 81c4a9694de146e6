"""The same figures by a plain script: pandas + openpyxl + networkx + matplotlib, as an analyst would write it.

It reads every sheet, builds the graphs, takes the headline figures of the health check, draws as many pictures as asked,
and writes an Excel file, an HTML page and a PDF of the pictures. It finds no defects, traces nothing to a cell, and
checks nothing: a floor for what the work costs with these libraries, not a rival.

    python benchmarks/plain.py audit.xlsx --pictures 20 -o out/
"""

import argparse
import json
import re
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import networkx as nx
import numpy as np
import pandas as pd

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.backends.backend_pdf import PdfPages

PERMUTATIONS = 10_000


def key(value: object) -> str:
    return " ".join(str(value).split()).casefold().lstrip("@")


def table(sheets: dict[str, pd.DataFrame], name: str, *words: str) -> pd.DataFrame:
    """One sheet with its header found by a word of the first column, and columns renamed by pattern."""
    raw = sheets[name]
    for at in range(min(10, len(raw))):
        header = [str(cell).strip().casefold() for cell in raw.iloc[at]]
        filled = sum(cell != "" for cell in header)
        if filled > 2 and all(any(re.search(word, cell) for cell in header) for word in words):
            body = raw.iloc[at + 1 :].copy()
            body.columns = header
            return body[(body != "").any(axis=1)]
    raise SystemExit(f"{name}: no header with {words}")


def column(frame: pd.DataFrame, pattern: str) -> pd.Series:
    return frame[next(name for name in frame.columns if re.search(pattern, name))]


def figures(sheets: dict[str, pd.DataFrame]) -> tuple[dict[str, float], nx.Graph, dict[str, list[str]]]:
    """The headline figures, the collaboration graph and the departments of each journey's steps."""
    departments = table(sheets, "Departments", "department")
    ids = column(departments, r"^department id$|^id$|^department$")
    known = {key(one) for one in ids} | {key(one) for one in column(departments, r"^department$")}
    journeys = table(sheets, "Journeys", "journey")
    steps = table(sheets, "Journey steps", "journey", "department")
    ties = table(sheets, "Collaboration", "^from$", "^to$")
    missing = {"", "tbd", "n/a", "-", "?", "vacant"}
    owners = column(journeys, r"end-to-end owner \(person\)|^end-to-end owner$")
    named = [[part for part in re.split(r"[;\n]", str(one)) if key(part) not in missing] for one in owners]
    frame = pd.DataFrame(
        {"journey": column(steps, r"^journey id$|^journey$"), "department": column(steps, r"^department$")}
    )
    cut = {
        str(name): [key(re.split(r"[;\n]", str(one))[0]) if key(one) not in missing else "" for one in part]
        for name, part in frame.groupby("journey", sort=False)["department"]
    }
    graph = nx.Graph()
    weight = column(ties, r"^strength$|^weight$")
    for one, other, strength in zip(column(ties, "^from$"), column(ties, "^to$"), weight, strict=True):
        first, second, w = key(one), key(other), float(strength or 1)
        if first != second:
            before = graph.get_edge_data(first, second, {"weight": 0.0})["weight"]
            graph.add_edge(first, second, weight=before + w)
    group = groups(sheets, graph)
    for node in group:
        graph.add_node(node)
    found = {
        "journeys": float(len(journeys)),
        "journeys_without_owner": float(sum(not one for one in named)),
        "journeys_with_several_owners": float(sum(len(one) > 1 for one in named)),
        "cross_department_journeys": float(sum(len(set(one) - {""}) > 1 for one in cut.values())),
        "handoffs": float(sum("" != a != b != "" for one in cut.values() for a, b in pairwise(one))),
        "articulation_points": float(len(list(nx.articulation_points(graph)))),
        "bridge_ties": float(len(list(nx.bridges(graph)))),
        "isolates": float(nx.number_of_isolates(graph)),
        "unlisted_departments": float(len({d for one in cut.values() for d in one} - known - {""})),
    }
    if len(set(group.values())) > 1 and any(group.get(a) == group.get(b) for a, b in graph.edges):
        found |= silos(graph, group)
    distance = {(a, b): 1 / w for a, b, w in graph.edges(data="weight")}
    nx.set_edge_attributes(graph, distance, "distance")
    nx.betweenness_centrality(graph, weight="distance")
    return found, graph, cut


def groups(sheets: dict[str, pd.DataFrame], graph: nx.Graph) -> dict[str, str]:
    people = table(sheets, "People", "name|person")
    names = [key(one) for one in column(people, r"^person$|^name$")]
    if set(names) & set(graph):
        places = column(people, "^department$")
        return {one: key(place) for one, place in zip(names, places, strict=True)}
    listed = column(table(sheets, "Departments", "department"), r"^department id$|^id$|^department$")
    return {one: one for one in {key(name) for name in listed} | set(graph)}


def silos(graph: nx.Graph, group: dict[str, str]) -> dict[str, float]:
    nodes = sorted(graph)
    place = {node: at for at, node in enumerate(nodes)}
    labels = np.unique([group.get(node, node) for node in nodes], return_inverse=True)[1]
    one, other = np.array([(place[a], place[b]) for a, b in graph.edges]).T
    inside = float(np.sum(labels[one] == labels[other]))
    index = (len(one) - 2 * inside) / len(one)
    random = np.random.default_rng(1)
    lower = 0
    for _ in range(PERMUTATIONS):
        mixed = random.permutation(labels)
        lower += (len(one) - 2 * np.sum(mixed[one] == mixed[other])) / len(one) <= index
    communities = [{n for n in nodes if group.get(n, n) == g} for g in {group.get(n, n) for n in nodes}]
    return {
        "ei_index": index,
        "ei_p": (lower + 1) / (PERMUTATIONS + 1),
        "modularity": nx.community.modularity(graph, communities, weight=None),
        "assortativity": nx.attribute_assortativity_coefficient(
            nx.set_node_attributes(graph, {n: group.get(n, n) for n in nodes}, "group") or graph, "group"
        ),
    }


def pictures(graph: nx.Graph, cut: dict[str, list[str]], count: int, folder: Path) -> None:
    """A map, a matrix, and a strip for as many journeys as there are pictures left; SVG files and one PDF."""
    with PdfPages(folder / "plain.pdf") as pages:
        for at in range(count):
            figure, axes = plt.subplots(figsize=(7, 4))
            if at == 0:
                nx.draw_networkx(graph, nx.spring_layout(graph, seed=1), ax=axes, node_size=40, font_size=5)
            elif at == 1:
                axes.imshow(nx.to_numpy_array(graph), cmap="Greys")
            else:
                name, lane = list(cut.items())[(at - 2) % len(cut)]
                rows = {one: row for row, one in enumerate(dict.fromkeys(lane))}
                axes.plot(range(len(lane)), [rows[one] for one in lane], "o-")
                axes.set_yticks(range(len(rows)), list(rows))
                axes.set_title(name)
            figure.savefig(folder / f"picture-{at}.svg")
            pages.savefig(figure)
            plt.close(figure)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("workbook", type=Path)
    arguments.add_argument("--pictures", type=int, default=20)
    arguments.add_argument("-o", "--output", type=Path, default=Path("plain"))
    chosen = arguments.parse_args()
    chosen.output.mkdir(parents=True, exist_ok=True)
    options = {"sheet_name": None, "header": None, "dtype": object, "keep_default_na": False, "engine": "openpyxl"}
    sheets = {name: frame.fillna("") for name, frame in pd.read_excel(chosen.workbook, **options).items()}
    found, graph, cut = figures(sheets)
    pictures(graph, cut, chosen.pictures, chosen.output)
    result = pd.DataFrame(found.items(), columns=["figure", "value"])
    result.to_html(chosen.output / "plain.html")
    with pd.ExcelWriter(chosen.output / "plain.xlsx", engine="openpyxl") as book:
        result.to_excel(book, sheet_name="Figures")
        for name, frame in sheets.items():
            frame.to_excel(book, sheet_name=name)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
