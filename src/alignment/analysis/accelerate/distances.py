"""How far apart are all? Distance fragmentation, by breadth-first searches from 64 sources in one word."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from alignment.analysis.accelerate.graph_arrays import Arrays, Counts, Numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["distance_fragmentation", "distance_fragmentation_without"]

# Words held along the ties at a time: 1 MB, which stays in the cache.
_WORDS_AT_ONCE = 1 << 17
_ONE = np.uint64(1)
_NOBODY = np.zeros(0, dtype=np.int64)


def distance_fragmentation(a: Arrays) -> float:
    r"""Share of closeness that distance takes away: :math:`DF = 1 - \sum_{i \ne j} d_{ij}^{-1} / (N (N - 1))`, in hops.

    Over ordered pairs, along the ties if they have a direction; a pair that no path joins counts 0. nan with fewer than
    two nodes.

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network.
       Comput. Math. Organ. Theory, 12(1), 21-34.
    """
    return float(distance_fragmentation_without(a, [()])[0])


def distance_fragmentation_without(a: Arrays, nodes: Sequence[int | tuple[int, ...]]) -> Numbers:
    """`distance_fragmentation` of what is left when these nodes are removed: each one, or each set of nodes.

    Parameters
    ----------
    a
        The graph.
    nodes
        Positions in `a.nodes`: of a node, or of several that are removed together.

    Returns
    -------
    numpy.ndarray
        Shape (len(nodes),); nan where fewer than two nodes are left.
    """
    removed = [np.unique(one).astype(np.int64) for one in nodes]
    n, sets = len(a.nodes), len(removed)
    case, gone = np.repeat(np.arange(sets), list(map(len, removed))), np.concatenate([*removed, _NOBODY])
    # Whoever reaches a node does so through its predecessors.
    back = a.weights.T.tocsr()
    words = -(-n // 64)
    together = max(1, _WORDS_AT_ONCE // max(1, n, back.nnz))
    pairs: list[Counts] = []
    for word in range(0, words, together):
        sources = np.arange(64 * word, min(64 * (word + together), n))
        step = max(1, together // words)
        for start in range(0, sets, step):
            some = slice(*np.searchsorted(case, (start, start + step)))
            held = min(step, sets - start)
            for distance, found in enumerate(_reached(back, sources, held, case[some] - start, gone[some])):
                if distance == len(pairs):
                    pairs.append(np.zeros(sets, dtype=np.int64))
                pairs[distance][start : start + held] += found
    close = np.zeros(sets)
    for distance, found in enumerate(pairs, start=1):
        close += found / distance
    left = np.array([n - len(one) for one in removed], dtype=float)
    fragmented: Numbers = 1 - np.divide(close, left * (left - 1), out=np.full(sets, np.nan), where=left > 1)
    return fragmented


def _reached(back: "csr_array", sources: Counts, sets: int, case: Counts, gone: Counts) -> Iterator[Counts]:
    """Yield for 1, 2 and more hops how many pairs are so far apart, in each case; shape (sets,).

    Each source is a bit: a word at a node holds those of 64 sources that have just reached it.

    Parameters
    ----------
    back
        Row = node, columns = its predecessors.
    sources
        Consecutive nodes, from a multiple of 64 on.
    sets
        Number of cases.
    case, gone
        Nodes that are removed, and in which case each is.
    """
    n = back.shape[0]
    word, bit = np.divmod(sources - sources[0], 64)
    bit = _ONE << bit.astype(np.uint64)
    own = np.zeros((word[-1] + 1, n), dtype=np.uint64)
    own[word, sources] = bit
    asked = np.zeros((sets, len(own)), dtype=np.uint64)
    asked[:] = np.bitwise_or.reduce(own, axis=1)
    among = np.flatnonzero((gone >= sources[0]) & (gone <= sources[-1]))
    np.bitwise_and.at(asked, (case[among], word[gone[among] - sources[0]]), ~bit[gone[among] - sources[0]])
    front = own & asked[:, :, np.newaxis]
    unseen = ~own & asked[:, :, np.newaxis]
    unseen[case, :, gone] = 0
    linked = np.flatnonzero(np.diff(back.indptr))
    from_, starts = back.indices.astype(np.intp), back.indptr[linked]
    while len(linked) and unseen.any():
        along = front.reshape(-1, n).take(from_, axis=1)
        reached = np.bitwise_or.reduceat(along, starts, axis=1).reshape(*front.shape[:2], -1)
        front = np.zeros_like(front)
        front[:, :, linked] = reached
        front &= unseen
        unseen ^= front
        found = np.bitwise_count(front).sum(axis=(1, 2), dtype=np.int64)
        if not found.any():
            return
        yield found
