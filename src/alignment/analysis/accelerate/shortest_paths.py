"""Through whom do the shortest paths run? Betweenness (Brandes 2001), for many sources at a time."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alignment.analysis.accelerate.graph_arrays import Arrays, Counts, Numbers, pattern

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

__all__ = ["betweenness", "sampled_betweenness", "weighted_betweenness"]

# Sources taken together: a row of them fills some lines of the cache. Of very many nodes fewer, for the memory.
_SOURCES_AT_ONCE = 64
_NUMBERS_AT_ONCE = 1 << 23
# Ties and nodes looked at together where paths have lengths.
_TIES_AT_ONCE = 1 << 20
# From so many hops on, one source after the other is quicker than all of a block hop by hop.
_DEEP = 30
# Whole numbers up to here are exact as floats; beyond, lengths that differ by less than this share are the same.
_EXACT = 2**53
_SAME = 1e-9


def betweenness(a: Arrays) -> Numbers:
    """Share of shortest paths, in hops, between others that pass through each node of an undirected graph.

    Path counts are floats: beyond 2^53 paths between two nodes the shares keep a relative error of about 1e-16 for
    every hop.

    Returns
    -------
    numpy.ndarray
        Shape (n,), normalised by (N-1)(N-2)/2; nan with fewer than three nodes.

    References
    ----------
    .. [1] Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociol., 25(2), 163-177.
    """
    return _normalised(a, _in_hops(a, np.arange(len(a.nodes))))


def weighted_betweenness(a: Arrays) -> Numbers:
    """Share of shortest paths between others that pass through each node, where a tie of weight w has length 1/w.

    Lengths are whole numbers, the least common multiple of all weights over w, since sums of floating 1/w miss paths
    of equal length. Weights are taken as fractions of a denominator up to 1,000 for that. Where sums of the whole
    numbers could pass 2^53, lengths are floats, and paths whose lengths differ by less than 1e-9 of them are equal; then
    the weights should lie within twelve powers of ten.

    Returns
    -------
    numpy.ndarray
        Shape (n,), normalised by (N-1)(N-2)/2; nan with fewer than three nodes. In hops where all weights are equal.
    """
    return _normalised(a, _by_weight(a, np.arange(len(a.nodes))))


def sampled_betweenness(
    a: Arrays, label: NDArray[np.integer], draws: int, seed: int, *, weighted: bool
) -> tuple[Numbers, Numbers]:
    r"""Share of the stops on shortest paths that are nodes of each group, estimated from some sources.

    The stops of a path are its nodes without both ends. With :math:`x_s` the stops in the group on the paths from
    source s, and :math:`y_s` all of them, the share is :math:`\sum x_s / \sum y_s`; its error is that of a ratio of
    totals of a simple random sample without replacement.

    Parameters
    ----------
    a
        Undirected graph of n nodes.
    label
        Shape (n,): the group of every node, from 0 on; -1 for none.
    draws
        How many sources are drawn; all of them where there are no more.
    seed
        Of the draw.
    weighted
        Whether a tie of weight w has length 1/w, as in `weighted_betweenness`, or all have length 1.

    Returns
    -------
    tuple of numpy.ndarray
        Shape (k,) both: the share of each group, and half the width of its 95 % interval; nan where no path has a stop.

    References
    ----------
    .. [1] Cochran, W. G. (1977). Sampling Techniques (3rd ed.), chapter 6. Wiley.
    """
    from scipy.sparse import csr_array

    n, number = len(a.nodes), min(draws, len(a.nodes))
    sources = np.sort(np.random.default_rng(seed).choice(n, number, replace=False))
    known = np.flatnonzero(label >= 0)
    groups = csr_array((np.ones(len(known)), (label[known], known)), shape=(int(label.max(initial=-1)) + 1, n))
    blocks = [(groups @ stops, stops.sum(axis=0)) for stops in (_by_weight if weighted else _in_hops)(a, sources)]
    inside, all_ = np.hstack([one for one, _ in blocks]), np.concatenate([other for _, other in blocks])
    if number < 2 or not all_.any():
        return np.full(len(inside), np.nan), np.full(len(inside), np.nan)
    share = inside.sum(axis=1) / all_.sum()
    residual = inside - np.outer(share, all_)
    variance = (1 - number / n) * (residual**2).sum(axis=1) / (number - 1) / number / all_.mean() ** 2
    return share, 1.96 * np.sqrt(variance)


def _normalised(a: Arrays, blocks: Iterator[Numbers]) -> Numbers:
    n = len(a.nodes)
    if n < 3:
        return np.full(n, np.nan)
    total = np.zeros(n)
    for block in blocks:
        total += block.sum(axis=1)
    return total / ((n - 1) * (n - 2))


def _in_hops(a: Arrays, sources: Counts) -> Iterator[Numbers]:
    """Yield, for each block of sources (columns), how many stops on the paths from them each node (row) is."""
    ties = pattern(a.weights)
    if _depth(ties) >= _DEEP:
        yield from _by_length(ties, 0.0, sources)
        return
    step = max(1, min(_SOURCES_AT_ONCE, _NUMBERS_AT_ONCE // ties.shape[0]))
    for start in range(0, len(sources), step):
        block = sources[start : start + step]
        yield _carried(ties, _levels(ties, block), len(block))


def _depth(ties: "csr_array") -> float:
    """Hops from one node of each component to the farthest: at least half of the longest shortest path."""
    from scipy.sparse.csgraph import connected_components, dijkstra

    if not ties.nnz:
        return 0.0
    _, component = connected_components(ties, directed=False)
    _, first = np.unique(component, return_index=True)
    return float(dijkstra(ties, indices=first, unweighted=True, min_only=True).max())


_Level = tuple[Counts, Numbers]


def _levels(ties: "csr_array", sources: Counts) -> list[_Level]:
    """Breadth-first search: for every number of hops from 1 on, the nodes (rows) and their paths from each source."""
    n, number = ties.shape[0], len(sources)
    unseen = np.ones((n, number), dtype=bool)
    unseen[sources, np.arange(number)] = False
    nodes, paths = sources, np.eye(number)
    levels: list[_Level] = []
    while len(nodes):
        reached = _neighbours(ties, nodes)
        reached = reached[unseen[reached].any(axis=1)]
        paths = _between(ties, reached, nodes) @ paths
        paths *= unseen[reached]
        some = paths.any(axis=1)
        nodes, paths = (reached, paths) if some.all() else (reached[some], paths[some])
        unseen[nodes] &= paths == 0
        levels.append((nodes, paths))
    return levels[:-1]


def _carried(ties: "csr_array", levels: list[_Level], sources: int) -> Numbers:
    """Go back level by level; shape (n, sources): the paths through each node, each as a share of those to its end."""
    carried = np.zeros((ties.shape[0], sources))
    behind: _Level | None = None
    for nodes, paths in reversed(levels):
        # For each end: 1 over the paths to it, so that a predecessor with p of them carries p times that.
        owed = 1 / np.maximum(paths, 1)
        if behind is not None:
            passed = _between(ties, nodes, behind[0]) @ behind[1]
            carried[nodes] += passed * paths
            owed += passed
        owed *= paths > 0
        behind = nodes, owed
    return carried


def _neighbours(ties: "csr_array", nodes: Counts) -> Counts:
    near = np.zeros(ties.shape[0], dtype=bool)
    near[(ties[nodes] if len(nodes) < len(near) else ties).indices] = True
    return np.flatnonzero(near)


def _between(ties: "csr_array", rows: Counts, columns: Counts) -> "csr_array | csc_array":
    """Return the ties of `rows` with `columns`, of a symmetric table."""
    if len(columns) < len(rows):
        return _between(ties, columns, rows).T
    some = ties[rows] if len(rows) < ties.shape[0] else ties
    return some[:, columns] if len(columns) < ties.shape[0] else some


def _by_weight(a: Arrays, sources: Counts) -> Iterator[Numbers]:
    """Yield the same as `_in_hops`, where a tie of weight w has length 1/w."""
    weights, place = np.unique(a.weights.data, return_inverse=True)
    if len(weights) < 2:
        yield from _in_hops(a, sources)
        return
    exact = [max(Fraction(weight).limit_denominator(1000), Fraction(1, 1000)) for weight in weights.tolist()]
    multiple = lcm(*(weight.numerator for weight in exact))
    # 1/w = denominator/numerator, times the multiple of all numerators: a whole number.
    whole = [multiple // weight.numerator * weight.denominator for weight in exact]
    lengths, tolerance = pattern(a.weights), 0.0
    if max(whole) * len(a.nodes) < _EXACT:
        lengths.data = np.array(whole, dtype=float)[place]
    else:
        lengths.data, tolerance = np.array([float(1 / weight) for weight in exact])[place], _SAME
    yield from _by_length(lengths, tolerance, sources)


def _by_length(lengths: "csr_array", tolerance: float, sources: Counts) -> Iterator[Numbers]:
    """Yield the same, by the lengths of the ties."""
    from scipy.sparse import triu
    from scipy.sparse.csgraph import dijkstra

    n = lengths.shape[0]
    once = triu(lengths, 1, format="coo")
    one, other = once.row.astype(np.int64), once.col.astype(np.int64)
    step = max(1, _TIES_AT_ONCE // max(n, once.nnz))
    for start in range(0, len(sources), step):
        block = sources[start : start + step]
        far = dijkstra(lengths, indices=block)
        before, after = _on_shortest_paths(far, one, other, once.data, tolerance)
        yield _carried_along(far, before, after, np.arange(len(block)) * n + block)


def _on_shortest_paths(
    far: Numbers, one: Counts, other: Counts, length: Numbers, tolerance: float
) -> tuple[Counts, Counts]:
    """Ties on shortest paths from each source (row of `far`), nearer end first; ends as positions in `far`, flat."""
    first, second = far.take(one, axis=1), far.take(other, axis=1)
    with np.errstate(invalid="ignore"):
        # Not a number, so never on a path, where no path leads to the tie.
        ahead = second - first
    if tolerance:
        tight = (np.abs(np.abs(ahead) - length) <= tolerance * np.maximum(first, second)) & (ahead != 0)
    else:
        tight = np.abs(ahead) == length
    place = np.flatnonzero(tight)
    row, tie = np.divmod(place, len(one))
    forth = ahead.ravel()[place] > 0
    start = row * far.shape[1]
    return start + np.where(forth, one[tie], other[tie]), start + np.where(forth, other[tie], one[tie])


def _carried_along(far: Numbers, before: Counts, after: Counts, sources: Counts) -> Numbers:
    """Count the paths along ties in order of distance, then go back; shape (n, sources), as `_carried`.

    Both are sums over ties that lead from near to far, so two triangular systems give them for all sources at once.
    """
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import spsolve_triangular

    size = far.size
    order = np.argsort(far, axis=1, kind="stable") + np.arange(len(far))[:, np.newaxis] * far.shape[1]
    # The solver of the older versions of scipy takes short indices only, and a block never needs more.
    here = np.arange(size, dtype=np.int32)
    rank = np.empty_like(here)
    rank[order.ravel()] = here
    system = csc_array(
        (
            np.concatenate([np.ones(size), np.full(len(before), -1.0)]),
            (np.concatenate([here, rank[after]]), np.concatenate([here, rank[before]])),
        ),
        shape=(size, size),
    )
    start = np.zeros(size)
    start[rank[sources]] = 1
    paths = spsolve_triangular(system, start, lower=True, unit_diagonal=True)
    reached = paths > 0
    owed = spsolve_triangular(system.T, reached / np.maximum(paths, 1), lower=False, unit_diagonal=True)
    carried: Numbers = (paths * owed - reached)[rank]
    carried[sources] = 0
    return carried.reshape(far.shape).T
