"""What is a graph as arrays? Its nodes in order, and one sparse table of weights, made once."""

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.network import Growth, Loss, growth, loss

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Arrays", "Counts", "Numbers", "arrays", "both_directions", "pattern", "row_of_each"]

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

_KEPT = "alignment arrays"


@dataclass(frozen=True, eq=False)
class Arrays:
    """A graph as arrays.

    Attributes
    ----------
    nodes
        The nodes, in the order of the graph.
    weights
        Shape (n, n): row = source, column = target, sorted within each row; symmetric for an undirected graph, and
        without diagonal.
    """

    nodes: tuple[str, ...] = field(repr=False)
    weights: "csr_array"


def arrays(graph: "nx.Graph[str] | nx.DiGraph[str]") -> Arrays:
    """Turn a graph into arrays; a tie without `weight` has 1, self-loops are left out.

    They are kept with the graph, where NetworkX forgets them as soon as nodes or ties change. A weight that is set
    directly in the attributes of a tie does not count as a change.
    """
    kept: dict[str, Arrays] = graph.__networkx_cache__
    if _KEPT not in kept:
        if more := growth(graph):
            kept[_KEPT] = _with_further(more, graph.is_directed())
        else:
            less = loss(graph)
            kept[_KEPT] = _without(less) if less else _converted(graph)
    return kept[_KEPT]


def _with_further(before: Growth, directed: bool) -> Arrays:
    """Those of the graph before, and its further ties: no pair of them had one."""
    from scipy.sparse import csr_array

    known = arrays(before.before)
    place = {node: at for at, node in enumerate(known.nodes)}
    ends = np.array([(place[one], place[other]) for one, other in before.further], dtype=np.int64).reshape(-1, 2)
    weights = np.array(list(before.further.values()), dtype=np.float64)
    if not directed:
        ends, weights = np.concatenate([ends, ends[:, ::-1]]), np.tile(weights, 2)
    further = csr_array((weights, (ends[:, 0], ends[:, 1])), shape=known.weights.shape)
    return Arrays(known.nodes, (known.weights + further).tocsr())


def _without(less: Loss) -> Arrays:
    """Those of the graph before that are between nodes which stay."""
    known = arrays(less.before)
    stays = np.flatnonzero([node not in less.gone for node in known.nodes])
    return Arrays(tuple(known.nodes[at] for at in stays), known.weights[stays][:, stays].tocsr())


def _converted(graph: "nx.Graph[str] | nx.DiGraph[str]") -> Arrays:
    from scipy.sparse import csr_array

    nodes = tuple(graph)
    place = {node: at for at, node in enumerate(nodes)}
    neighbours = [ties for _, ties in graph.adjacency()]
    sizes = np.fromiter(map(len, neighbours), dtype=np.int64, count=len(nodes))
    columns = np.fromiter(map(place.__getitem__, chain.from_iterable(neighbours)), dtype=np.int64, count=sizes.sum())
    weights = np.fromiter(
        (tie.get("weight", 1.0) for ties in neighbours for tie in ties.values()), dtype=np.float64, count=sizes.sum()
    )
    rows = np.repeat(np.arange(len(nodes)), sizes)
    kept = rows != columns
    return Arrays(nodes, csr_array((weights[kept], (rows[kept], columns[kept])), shape=(len(nodes), len(nodes))))


def pattern(weights: "csr_array") -> "csr_array":
    """Return the same table with 1 for every tie."""
    from scipy.sparse import csr_array

    return csr_array((np.ones(weights.nnz), weights.indices, weights.indptr), shape=weights.shape)


def both_directions(a: Arrays) -> "csr_array":
    """Return the weights with those of both directions added."""
    both: csr_array = (a.weights + a.weights.T).tocsr()
    return both


def row_of_each(table: "csr_array") -> Counts:
    """Shape (nnz,): the row of every stored entry."""
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
