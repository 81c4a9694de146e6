"""Which few ties hold a network together as all of them do? Two forests, in which the same places and ties are cuts."""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from alignment.analysis.accelerate.graph_arrays import Arrays, arrays, pattern
from alignment.network import growth, with_further

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["backbone", "component_sizes"]

_KEPT = "alignment backbone"


def component_sizes(a: Arrays) -> list[int]:
    """Number of nodes in each component of an undirected graph."""
    from scipy.sparse.csgraph import connected_components

    return [int(size) for size in np.bincount(connected_components(a.weights, directed=False)[1])]


def backbone(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return a graph of the same nodes, with fewer than two ties a node, that falls apart where the whole one does.

    The first forest spans the network in the order of a breadth-first search, the second what is left without the ties of
    the first. Whatever single node or tie is taken away, both fall into the same parts: so the articulation points, bridges
    and blocks are the same, found at the cost of the nodes and not of the ties.

    Parameters
    ----------
    graph
        Undirected. What it grew from has a backbone that its further ties are only added to: it is kept with the graph.

    References
    ----------
    .. [1] Cheriyan, J., Kao, M.-Y., & Thurimella, R. (1993). Scan-first search and sparse certificates: an improved parallel
       algorithm for k-vertex connectivity. SIAM J. Comput., 22(1), 157-174.
    """
    kept: dict[str, nx.Graph[str]] = graph.__networkx_cache__
    if _KEPT not in kept:
        before = growth(graph)
        kept[_KEPT] = with_further(backbone(before.before), before.further) if before else _found(arrays(graph))
    return kept[_KEPT]


def _found(a: Arrays) -> "nx.Graph[str]":
    every = pattern(a.weights)
    first = _forest(every)
    without = (every - first).tocsr()
    without.eliminate_zeros()
    found: nx.Graph[str] = nx.Graph()
    found.add_nodes_from(a.nodes)
    rows, columns = (first + _forest(without)).nonzero()
    found.add_edges_from(
        (a.nodes[one], a.nodes[other]) for one, other in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    return found


def _forest(table: "csr_array") -> "csr_array":
    """A breadth-first tree of each component, as a table of ones, both ways."""
    from scipy.sparse import csr_array, hstack, vstack
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    n = table.shape[0]
    roots = np.unique(connected_components(table, directed=False)[1], return_index=True)[1]
    # One search finds them all: from a node beside the others, with a tie to one of each component.
    ahead = csr_array((np.ones(len(roots)), (np.zeros(len(roots), dtype=np.int64), roots)), shape=(1, n))
    whole = vstack([hstack([csr_array((1, 1)), ahead]), hstack([csr_array((n, 1)), table])], format="csr")
    above = breadth_first_order(whole, 0)[1][1:] - 1
    below = np.flatnonzero(above >= 0)
    ends = np.concatenate([below, above[below]]), np.concatenate([above[below], below])
    return csr_array((np.ones(len(ends[0])), ends), shape=(n, n))
