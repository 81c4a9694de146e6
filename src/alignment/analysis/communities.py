"""Which groups do the ties form by themselves, and are they those of the chart? The arithmetic, without its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alignment.analysis import accelerate
from alignment.analysis.accelerate import Arrays

__all__ = [
    "Communities",
    "adjusted_mutual_information",
    "adjusted_rand",
    "detect",
    "modularity_by_chance",
]

# The more ties, the dearer a search and the less another one finds: so many ties are searched in all.
_TIES_IN_ALL = 50_000
_TRIES = (2, 100)


@dataclass(frozen=True)
class Communities:
    """A division of the network by its ties alone.

    Attributes
    ----------
    label
        The community of every node that has a tie; a node without one belongs nowhere.
    modularity
        Of this division, each tie counting once.
    by_chance
        The modularity that the best division of a random network of as many nodes and ties has, or a little more.
    """

    label: Mapping[str, int]
    modularity: float
    by_chance: float

    @property
    def number(self) -> int:
        """How many communities there are."""
        return len(set(self.label.values()))


def detect(a: Arrays, seed: int) -> Communities | None:
    """Communities of U by the Leiden algorithm: the division of the greatest modularity that many searches find.

    Each tie counts once, whatever its strength. None without ties.

    Parameters
    ----------
    a
        U, who works with whom in either direction.
    seed
        Of the searches: the same seed gives the same communities.

    References
    ----------
    .. [1] Traag, V. A., Waltman, L., & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected
       communities. Scientific Reports, 9, 5233.
    """
    if not a.weights.nnz:
        return None
    ends = a.weights
    label = _searched(ends.indptr.astype(np.int64).tobytes(), ends.indices.astype(np.int64).tobytes(), seed)
    degree = np.diff(ends.indptr)
    inside = label[np.repeat(np.arange(len(label)), degree)] == label[ends.indices]
    volume = np.bincount(label, weights=degree) / ends.nnz
    tied = np.flatnonzero(degree)
    return Communities(
        label={a.nodes[at]: int(label[at]) for at in tied},
        modularity=float(inside.mean() - (volume**2).sum()),
        by_chance=modularity_by_chance(len(tied), ends.nnz // 2),
    )


# The measures, the rule and the page need the same communities; bytes make the arrays comparable.
@lru_cache(maxsize=2)
def _searched(starts: bytes, neighbours: bytes, seed: int) -> NDArray[np.int64]:
    from scipy.sparse import csr_array

    indptr, indices = np.frombuffer(starts, dtype=np.int64), np.frombuffer(neighbours, dtype=np.int64)
    number = len(indptr) - 1
    plain = csr_array((np.ones(len(indices)), indices, indptr), shape=(number, number))
    few, many = _TRIES
    tries = min(many, max(few, 2 * _TIES_IN_ALL // len(indices)))
    label = accelerate.communities(Arrays(tuple(map(str, range(number))), plain), seed, tries)
    label.flags.writeable = False
    return label


def modularity_by_chance(nodes: int, ties: int) -> float:
    r"""Modularity of the best division of a random network: :math:`(1 - 2 / \sqrt{N}) ((N - 1) / L)^{2/3}`, at most 1.

    A search for communities finds some in any network; here is what it finds in one that has none.

    References
    ----------
    .. [1] Guimerà, R., Sales-Pardo, M., & Amaral, L. A. N. (2004). Modularity from fluctuations in random graphs and
       complex networks. Phys. Rev. E, 70, 025101.
    """
    if not nodes or not ties:
        return 0.0
    return min(1.0, max(0.0, 1 - 2 / sqrt(nodes)) * float(((nodes - 1) / ties) ** (2 / 3)))


def adjusted_rand(one: Sequence[object] | ArrayLike, other: Sequence[object] | ArrayLike) -> float | None:
    r"""Adjusted Rand index of two divisions of the same nodes: pairs kept together by both, beyond chance.

    .. math:: \frac{\sum \binom{n_{ij}}{2} - e}{\frac{1}{2} (\sum \binom{a_i}{2} + \sum \binom{b_j}{2}) - e},
        \quad e = \sum \binom{a_i}{2} \sum \binom{b_j}{2} / \binom{N}{2}

    where :math:`n_{ij}` nodes are in group i of one and j of the other, of sizes :math:`a_i` and :math:`b_j`.

    Parameters
    ----------
    one, other
        Shape (N,): the group of every node, by any names.

    Returns
    -------
    float or None
        1 for the same groups, 0 on average where one is shuffled; None where both put all together, or all apart.

    References
    ----------
    .. [1] Hubert, L., & Arabie, P. (1985). Comparing partitions. Journal of Classification, 2, 193-218.
    """
    joint, first, second, nodes = _crossed(one, other)
    together, here, there = (float((counts * (counts - 1)).sum()) / 2 for counts in (joint, first, second))
    if _trivial(first, second, nodes):
        return None
    expected = here * there / (nodes * (nodes - 1) / 2)
    return (together - expected) / ((here + there) / 2 - expected)


def adjusted_mutual_information(one: Sequence[object] | ArrayLike, other: Sequence[object] | ArrayLike) -> float | None:
    r"""Mutual information of two divisions beyond chance, over the arithmetic mean of their entropies beyond chance.

    .. math:: \frac{I - \mathrm{E}[I]}{\frac{1}{2} (H_1 + H_2) - \mathrm{E}[I]}

    Parameters
    ----------
    one, other
        Shape (N,): the group of every node, by any names.

    Returns
    -------
    float or None
        1 for the same groups, 0 on average where one is shuffled; None where both put all together, or all apart.

    References
    ----------
    .. [1] Vinh, N. X., Epps, J., & Bailey, J. (2010). Information theoretic measures for clusterings comparison:
       variants, properties, normalization and correction for chance. J. Mach. Learn. Res., 11, 2837-2854.
    """
    joint, first, second, nodes = _crossed(one, other)
    if _trivial(first, second, nodes):
        return None
    # I = H1 + H2 - H12.
    here, there, both = (_entropy(counts, nodes) for counts in (first, second, joint))
    expected = _expected_information(first, second, nodes)
    return (here + there - both - expected) / ((here + there) / 2 - expected)


Counts = NDArray[np.int64]


def _crossed(
    one: Sequence[object] | ArrayLike, other: Sequence[object] | ArrayLike
) -> tuple[Counts, Counts, Counts, int]:
    """Sizes of the groups that share a node of both divisions, of each division's groups, and the number of nodes."""
    _, first = np.unique(np.asarray(one), return_inverse=True)
    _, second = np.unique(np.asarray(other), return_inverse=True)
    _, joint = np.unique(first * (int(second.max(initial=0)) + 1) + second, return_counts=True)
    return joint, np.bincount(first), np.bincount(second), len(first)


def _trivial(first: Counts, second: Counts, nodes: int) -> bool:
    """Whether both divisions put all together, or both all apart: no other is possible with such sizes."""
    return len(first) == len(second) and len(first) in (0, 1, nodes)


def _entropy(counts: Counts, nodes: int) -> float:
    share = counts / nodes
    return -float((share * np.log(share)).sum())


def _expected_information(first: Counts, second: Counts, nodes: int) -> float:
    """Mean mutual information of all divisions with these sizes (Vinh, Epps & Bailey 2010, equation 24a)."""
    factorial = np.array([lgamma(number + 1) for number in range(nodes + 1)])
    total = 0.0
    # Groups of one size contribute the same: each pair of sizes is worked out once.
    for size, often in zip(*np.unique(first, return_counts=True), strict=True):
        for other, times in zip(*np.unique(second, return_counts=True), strict=True):
            shared = np.arange(max(1, size + other - nodes), min(size, other) + 1)
            chance = np.exp(
                factorial[size] + factorial[other] + factorial[nodes - size] + factorial[nodes - other]
                - factorial[nodes] - factorial[shared] - factorial[size - shared] - factorial[other - shared]
                - factorial[nodes - size - other + shared]
            )  # fmt: skip
            information = shared / nodes * (np.log(shared) + log(nodes) - log(size) - log(other))
            total += often * times * float((information * chance).sum())
    return total
