"""What falls apart when one node or one tie is lost? Parts around articulation points and bridge ties, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from alignment.analysis import accelerate
from alignment.network import Collaboration

__all__ = ["Cut", "Joints", "joints"]

# The tree of an undirected graph: blocks (numbers) and the articulation points (names) that join them.
_Place = int | str


@dataclass(frozen=True, slots=True)
class Cut:
    """What the removal of an articulation point leaves of its component: the largest part, and the others.

    `rest` is the number of nodes in the largest part. `lost` are the other parts, each sorted, the larger first; of
    parts of equal size the first by name counts as the largest.
    """

    rest: int
    lost: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Joints:
    """Where U would fall apart: its articulation points and bridge ties, both sorted.

    `points` holds what the removal of each point leaves; `ties`, by sorted pair, the number of nodes on the larger and
    on the smaller side of each bridge tie.
    """

    points: Mapping[str, Cut]
    ties: Mapping[tuple[str, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Tree:
    """One component as a tree of blocks and points, written down from its largest block.

    `nodes` lists the component so that everything below a place stands together: from `first` to before `end`.
    """

    nodes: list[str]
    below: dict[_Place, list[_Place]]
    first: dict[_Place, int]
    end: dict[_Place, int]


def _trees(blocks: list[set[str]]) -> list[_Tree]:
    seen: dict[str, int] = {}
    for block in blocks:
        for node in block:
            seen[node] = seen.get(node, 0) + 1
    tree: nx.Graph[_Place] = nx.Graph()
    own: dict[_Place, list[str]] = {}
    for number, block in enumerate(blocks):
        tree.add_node(number)
        own[number] = [node for node in block if seen[node] == 1]
        for node in block.difference(own[number]):
            tree.add_edge(number, node)
            own[node] = [node]
    trees = []
    for places in nx.connected_components(tree):
        root = max((one for one in places if isinstance(one, int)), key=lambda number: len(blocks[number]))
        below = {place: list(children) for place, children in nx.dfs_successors(tree, root).items()}
        nodes: list[str] = []
        first: dict[_Place, int] = {}
        order = list(nx.dfs_preorder_nodes(tree, root))
        for place in order:
            first[place] = len(nodes)
            nodes += own[place]
        end: dict[_Place, int] = {}
        for place in reversed(order):
            end[place] = max((end[child] for child in below.get(place, ())), default=first[place] + len(own[place]))
        trees.append(_Tree(nodes, below, first, end))
    return trees


def joints(view: Collaboration) -> Joints:
    """What the removal of each articulation point, and of each bridge tie, of U would leave.

    Found in one pass over the ties that hold U together, as a tree of blocks and points (Hopcroft & Tarjan 1973).
    """
    blocks = list(nx.biconnected_components(accelerate.backbone(view.ties)))
    points: dict[str, Cut] = {}
    ties: dict[tuple[str, str], tuple[int, int]] = {}
    for tree in _trees(blocks):
        for place in tree.first:
            if isinstance(place, str):
                points[place] = _cut(tree, place)
            elif len(blocks[place]) == 2:
                first, second = sorted(blocks[place])
                ties[first, second] = _sides(tree, place)
    return Joints(dict(sorted(points.items())), dict(sorted(ties.items())))


def _cut(tree: _Tree, point: str) -> Cut:
    spans = [(tree.first[block], tree.end[block]) for block in tree.below[point]]
    above = len(tree.nodes) - 1 - sum(end - first for first, end in spans)
    sizes = [end - first for first, end in spans] + [above]
    largest = max(sizes)
    # Only parts that may be cut off are written out: the largest is nearly the whole network.
    parts = [sorted(tree.nodes[first:end]) for first, end in spans if end - first < largest or sizes.count(largest) > 1]
    if above < largest or sizes.count(largest) > 1:
        parts.append(sorted(tree.nodes[: tree.first[point]] + tree.nodes[tree.end[point] :]))
    parts.sort(key=lambda part: (-len(part), part))
    return Cut(largest, tuple(map(tuple, parts[1:] if sizes.count(largest) > 1 else parts)))


def _sides(tree: _Tree, bridge: int) -> tuple[int, int]:
    if tree.first[bridge]:
        part = tree.end[bridge] - tree.first[bridge]
    else:
        # At the root nothing stands above: one end with what hangs on it, or the end of a single tie.
        child = next(iter(tree.below.get(bridge, [])), None)
        part = 1 if child is None else tree.end[child] - tree.first[child]
    rest = len(tree.nodes) - part
    return max(part, rest), min(part, rest)
