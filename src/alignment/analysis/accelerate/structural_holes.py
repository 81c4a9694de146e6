"""Whose contacts know one another? Burt's constraint and effective size, from the triangles of the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alignment.analysis.accelerate.graph_arrays import Arrays, Counts, Numbers, both_directions, row_of_each

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["constraint", "effective_size"]

# Pairs of neighbours looked at together: a few arrays of half a megabyte, which stay in the cache.
_PAIRS_AT_ONCE = 1 << 16
# Slots of the table of ties, for each tie: so few pairs without a tie look as if they had one.
_SLOTS = 32


def constraint(a: Arrays) -> Numbers:
    r"""Burt's constraint of every node, :math:`\sum_j (p_{ij} + \sum_q p_{iq} p_{qj})^2` over its neighbours j.

    :math:`p_{ij}` is the share of i's strength that its tie with j has; both directions of a directed graph are summed
    first.

    Returns
    -------
    numpy.ndarray
        Shape (n,); nan for isolates.

    References
    ----------
    .. [1] Burt, R. S. (1992). Structural Holes. Harvard University Press.
    """
    ties = _ties(a)
    # Both ends of a tie invest w + Σ_q w_iq w_qj / s_q in it, each as a share of its own strength.
    invested = (ties.weight + _through_others(ties, ties.strength)) ** 2
    return (ties.sums(invested, invested) / ties.strength**2)[ties.rank]


def effective_size(a: Arrays) -> Numbers:
    r"""Burt's effective size of every node's network, :math:`\sum_j (1 - \sum_q p_{iq} m_{jq})` over its neighbours j.

    :math:`m_{jq}` is the tie of j and q as a share of j's strongest; both directions of a directed graph are summed
    first. Without weights this is n - 2t/n for n neighbours with t ties between them.

    Returns
    -------
    numpy.ndarray
        Shape (n,); nan for isolates.

    References
    ----------
    .. [1] Burt, R. S. (1992). Structural Holes. Harvard University Press.
    .. [2] Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections, 20(1), 35-38.
    """
    ties = _ties(a)
    through = _through_others(ties, np.ones(len(a.nodes)))
    redundant = ties.sums(through / ties.strongest[ties.head], through / ties.strongest[ties.tail])
    return (ties.degree - redundant / ties.strength)[ties.rank]


@dataclass(frozen=True, eq=False)
class _Ties:
    """Every tie once, both directions summed, between nodes in the order of their degree.

    Attributes
    ----------
    rank
        Shape (n,): where each node of the graph stands in that order.
    starts
        Shape (n + 1,): where the ties of each node with later ones begin.
    tail, head, weight
        Shape (m,): the earlier and the later node of each tie, sorted, and its weight.
    degree, strength, strongest
        Shape (n,): number of ties, their sum (nan without a tie) and the largest, of each node in that order.
    """

    rank: Counts
    starts: Counts
    tail: Counts
    head: Counts
    weight: Numbers
    degree: Counts
    strength: Numbers
    strongest: Numbers

    def sums(self, of_tail: Numbers, of_head: Numbers) -> Numbers:
        """Add up what each tie is to its two ends, by node."""
        found = np.zeros(len(self.rank))
        np.add.at(found, self.tail, of_tail)
        np.add.at(found, self.head, of_head)
        return found


def _ties(a: Arrays) -> _Ties:
    from scipy.sparse import triu

    both = both_directions(a)
    order = np.argsort(np.diff(both.indptr), kind="stable")
    both = both[order][:, order]
    both.sort_indices()
    later: csr_array = triu(both, 1, format="csr")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    tail, head = row_of_each(later), later.indices.astype(np.int64)
    degree = np.diff(both.indptr).astype(np.int64)
    strength: Numbers = np.where(degree, both.sum(axis=1), np.nan)
    strongest = np.zeros(len(order))
    for end in (tail, head):
        np.maximum.at(strongest, end, later.data)
    return _Ties(rank, later.indptr.astype(np.int64), tail, head, later.data, degree, strength, strongest)


def _through_others(ties: _Ties, over: Numbers) -> Numbers:
    """Sum of w_iq w_qj / `over`_q over the nodes q that both ends of a tie have a tie with; shape (m,)."""
    found = np.zeros(len(ties.weight))
    for first, second, third in _triangles(ties):
        # The tie of i and j, those of both with q, and q itself.
        for tie, one, other, q in (
            (first, second, third, ties.head[second]),
            (second, first, third, ties.head[first]),
            (third, first, second, ties.tail[first]),
        ):
            np.add.at(found, tie, ties.weight[one] * ties.weight[other] / over[q])
    return found


def _triangles(ties: _Ties) -> Iterator[tuple[Counts, Counts, Counts]]:
    """Yield the triangles in parts, each as the ties of its lowest node with the next and the last, and theirs.

    Of each node in order of degree, every pair of later neighbours is looked up in the ties: O(m^1.5), even where a
    few nodes have most of the ties (Chiba & Nishizeki 1985).
    """
    n, m = len(ties.rank), len(ties.head)
    known = ties.tail * n + ties.head
    # A quick look first: few pairs have a tie, and a search among all ties is slow.
    slots = 1 << int(min(n * n, _SLOTS * m)).bit_length()
    taken = np.zeros(slots, dtype=bool)
    taken[known & (slots - 1)] = True
    behind = ties.starts[1:][ties.tail] - 1 - np.arange(m)
    total = np.concatenate([[0], np.cumsum(behind)])
    start = 0
    while start < m:
        stop = max(start + 1, int(np.searchsorted(total, total[start] + _PAIRS_AT_ONCE, side="right")) - 1)
        pairs = behind[start:stop]
        second = np.arange(total[start], total[stop]) + np.repeat(np.arange(start, stop) + 1 - total[start:stop], pairs)
        wanted = np.repeat(ties.head[start:stop] * n, pairs) + ties.head[second]
        likely = np.flatnonzero(taken[wanted & (slots - 1)])
        wanted = wanted[likely]
        third = np.minimum(np.searchsorted(known, wanted), m - 1)
        closed = known[third] == wanted
        likely = likely[closed]
        yield np.repeat(np.arange(start, stop), pairs)[likely], second[likely], third[closed]
        start = stop
