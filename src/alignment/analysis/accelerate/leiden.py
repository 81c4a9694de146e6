"""Which groups do the ties form by themselves? Communities of the greatest modularity, by the Leiden algorithm."""

import numpy as np

from alignment.analysis.accelerate.graph_arrays import Arrays, Counts, both_directions

__all__ = ["communities"]

# One cycle of Leiden misses communities that were planted, however often it is tried again; a second finds them.
_CYCLES = 2


def communities(a: Arrays, seed: int, tries: int = 10) -> Counts:
    """Communities of the greatest modularity, by weight, that the Leiden algorithm finds in several tries.

    Returns
    -------
    numpy.ndarray
        Shape (n,): the community of every node, numbered as they first occur; an isolate is one of its own.

    References
    ----------
    .. [1] Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected
       communities. Scientific Reports, 9, 5233.
    """
    n = len(a.nodes)
    if not a.weights.nnz:
        return np.arange(n)
    from graspologic_native import leiden_csr

    both = both_directions(a)
    indptr, indices = both.indptr.astype(np.int64), both.indices.astype(np.int32)
    _, found = leiden_csr(indptr, indices, both.data, n, seed=seed, trials=tries, iterations=_CYCLES)
    label = np.array([found[node] for node in range(n)])
    _, first, place = np.unique(label, return_index=True, return_inverse=True)
    order = np.empty_like(first)
    order[np.argsort(first)] = np.arange(len(first))
    return order[place]
