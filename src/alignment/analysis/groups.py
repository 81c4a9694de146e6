"""How do ties fall within and between groups? The arithmetic behind the question of silos, without its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from alignment.network import Collaboration

__all__ = [
    "Blocks",
    "assortativity",
    "blocks",
    "conductance",
    "density",
    "ei_expected",
    "ei_index",
    "ei_rescaled",
    "insularity",
    "mixing",
    "modularity",
    "permuted_internal_ties",
    "yules_q",
]

Numbers = NDArray[np.float64]
# Labels drawn at a time: keeps the largest array near 30 MB for 5,000 ties.
_CELLS_AT_ONCE = 15_000_000


@dataclass(frozen=True)
class Blocks:
    """Ties counted by group, over the nodes that have one; other nodes and their ties are left out.

    Attributes
    ----------
    groups
        Sorted ids of the k groups.
    sizes
        Shape (k,): nodes in each group.
    ties
        Shape (k, k), symmetric: ties of U between two groups; on the diagonal the ties inside, each counted once.
    weights
        Shape (k, k), symmetric: the same in weight; the diagonal holds the self weights of departments too.
    flow
        Shape (k, k): weight as reported, from group (row) to group (column), each report once; where ties have no
        direction, each counts once either way.
    labels
        Shape (n,): position in `groups` of every node.
    left, right
        Shape (m,): positions of the two ends of every tie of U.
    """

    groups: tuple[str, ...]
    sizes: NDArray[np.int64]
    ties: NDArray[np.int64]
    weights: Numbers
    flow: Numbers
    labels: NDArray[np.int16]
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    @property
    def nodes(self) -> int:
        """Number of nodes with a group, N."""
        return int(self.sizes.sum())

    @property
    def internal(self) -> int:
        """Number of ties inside groups, I."""
        return int(np.trace(self.ties))

    @property
    def total(self) -> int:
        """Number of ties, L."""
        return len(self.left)

    @property
    def pairs_within(self) -> int:
        """Number of pairs of nodes in the same group, I*."""
        return int((self.sizes * (self.sizes - 1)).sum()) // 2

    @property
    def pairs(self) -> int:
        """Number of pairs of nodes."""
        return self.nodes * (self.nodes - 1) // 2

    @property
    def weight_within(self) -> Numbers:
        """Shape (k,): weight inside each group, counted once."""
        return np.diagonal(self.weights).astype(float)

    @property
    def weight_across(self) -> Numbers:
        """Shape (k,): weight between each group and all others."""
        across: Numbers = self.weights.sum(axis=1) - np.diagonal(self.weights)
        return across


def blocks(view: Collaboration, group: Mapping[str, str] | None = None) -> Blocks:
    """Count the ties of a collaboration by group; by `view.group` unless another grouping is given."""
    group = view.group if group is None else group
    nodes = [node for node in view.ties if node in group]
    groups = tuple(sorted({group[node] for node in nodes}))
    code = {name: at for at, name in enumerate(groups)}
    place = {node: at for at, node in enumerate(nodes)}
    labels = np.array([code[group[node]] for node in nodes], dtype=np.int16)
    known = [
        (*sorted((place[a], place[b])), w) for a, b, w in view.ties.edges(data="weight") if a in place and b in place
    ]
    known.sort()
    left, right = (np.array([tie[end] for tie in known], dtype=np.int64) for end in (0, 1))
    ties = np.zeros((len(groups), len(groups)), dtype=np.int64)
    weights = np.zeros((len(groups), len(groups)))
    for one, other in ((left, right), (right, left)):
        np.add.at(ties, (labels[one], labels[other]), 1)
        np.add.at(weights, (labels[one], labels[other]), np.array([tie[2] for tie in known], dtype=float))
    ties[np.diag_indices_from(ties)] //= 2
    weights[np.diag_indices_from(weights)] /= 2
    for node, weight in view.within.items():
        if node in group:
            weights[code[group[node]], code[group[node]]] += weight
    flow = weights + np.diag(np.diagonal(weights))
    if view.directed:
        flow = np.zeros_like(weights)
        for source, target, weight in view.reports.edges(data="weight"):
            if source in place and target in place and (source != target or source in view.within):
                flow[labels[place[source]], labels[place[target]]] += weight
    sizes = np.bincount(labels, minlength=len(groups)).astype(np.int64)
    return Blocks(groups, sizes, ties, weights, flow, labels, left, right)


def density(b: Blocks) -> float | None:
    """Share of pairs of nodes that have a tie; None with fewer than two nodes."""
    return b.total / b.pairs if b.pairs else None


def ei_index(b: Blocks, *, weighted: bool = False) -> float | None:
    r"""External minus internal ties, as a share of all: :math:`(E - I) / (E + I)`.

    Parameters
    ----------
    b
        Ties by group.
    weighted
        Sum weights (work within departments included) instead of counting ties of U.

    Returns
    -------
    float or None
        From -1 (all inside) to 1 (all across); None without ties.

    References
    ----------
    .. [1] Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational crises.
       Social Psychology Quarterly, 51(2), 123-140.
    """
    if weighted:
        inside, across = float(b.weight_within.sum()), float(b.weight_across.sum()) / 2
        return (across - inside) / (across + inside) if across + inside > 0 else None
    return (b.total - 2 * b.internal) / b.total if b.total else None


def ei_expected(b: Blocks) -> float | None:
    r"""Exact mean of E-I when labels are shuffled: :math:`1 - 2 \sum n_k (n_k - 1) / (N (N - 1))`."""
    return 1 - 2 * b.pairs_within / b.pairs if b.pairs else None


def ei_rescaled(b: Blocks) -> float | None:
    """E-I between the least and the most that these group sizes and this number of ties allow, from -1 to 1.

    None without ties, or where only one value is possible.
    """
    found, ties = ei_index(b), b.total
    if found is None:
        return None
    within, across = b.pairs_within, b.pairs - b.pairs_within
    most = 1.0 if ties <= across else (2 * across - ties) / ties
    least = -1.0 if ties <= within else (ties - 2 * within) / ties
    return 2 * (found - least) / (most - least) - 1 if most > least else None


def assortativity(b: Blocks, *, weighted: bool = False) -> float | None:
    r"""Newman's :math:`r = (\mathrm{Tr}\, e - \sum a_k b_k) / (1 - \sum a_k b_k)`.

    :math:`e` holds the shares of tie ends between groups, :math:`a` and :math:`b` its row and column sums. By weight,
    :math:`e` keeps the direction in which ties were reported, if they have one. None without ties, and where all ties
    belong to one group.

    References
    ----------
    .. [1] Newman, M. E. J. (2003). Mixing patterns in networks. Phys. Rev. E, 67, 026126.
    """
    inside, chance = _shares(b.flow if weighted else _ends(b.ties))
    return (inside - chance) / (1 - chance) if chance < 1 else None


def modularity(b: Blocks, *, weighted: bool = False) -> float | None:
    r""":math:`Q = \mathrm{Tr}\, e - \sum a_k^2`, of undirected ties or weights; None without ties.

    References
    ----------
    .. [1] Newman, M. E. J., & Girvan, M. (2004). Finding and evaluating community structure in networks.
       Phys. Rev. E, 69, 026113.
    """
    ends = _ends(b.weights if weighted else b.ties)
    inside, chance = _shares(ends)
    return inside - chance if ends.any() else None


def _ends(blocks: NDArray[np.int64] | Numbers) -> Numbers:
    """Tie ends between groups: a tie inside has both ends there."""
    ends: Numbers = blocks + np.diag(np.diagonal(blocks)).astype(float)
    return ends


def _shares(flow: Numbers) -> tuple[float, float]:
    """Share that stays inside groups, and the share chance would give; (1, 1) where there is nothing to share."""
    total = float(flow.sum())
    row, column = flow.sum(axis=1), flow.sum(axis=0)
    # A single group holding everything must give exactly 1, not 0.999…
    if total <= 0 or np.count_nonzero(row + column) == 1:
        return 1.0, 1.0
    return float(np.trace(flow)) / total, float((row * column).sum()) / total**2


def yules_q(b: Blocks) -> float | None:
    r"""Yule's :math:`Q = (ad - bc) / (ad + bc)` of tie × same group, over all pairs of nodes.

    `a` ties and `b` missing ties inside groups, `c` ties and `d` missing ties across. (1 + Q) / (1 - Q) is the
    odds ratio. None where that is 0/0: no pair inside or across, or none with or without a tie.

    References
    ----------
    .. [1] Yule, G. U. (1900). On the association of attributes in statistics. Phil. Trans. R. Soc. A, 194, 257-319.
    """
    tied_in, tied_out = b.internal, b.total - b.internal
    free_in, free_out = b.pairs_within - tied_in, b.pairs - b.pairs_within - tied_out
    same, opposite = tied_in * free_out, free_in * tied_out
    return (same - opposite) / (same + opposite) if same + opposite else None


def insularity(b: Blocks) -> dict[str, float | None]:
    """Share of each group's volume that stays inside, an internal tie counted from both ends; None at volume 0."""
    inside = 2 * b.weight_within
    volume = inside + b.weight_across
    return {
        name: float(one / all_) if all_ > 0 else None
        for name, one, all_ in zip(b.groups, inside, volume, strict=True)
    }  # fmt: skip


def conductance(b: Blocks) -> dict[str, float | None]:
    """Weight that leaves each group over the smaller volume, its own or the rest's; None where that is 0."""
    volume = 2 * b.weight_within + b.weight_across
    smaller = np.minimum(volume, volume.sum() - volume)
    return {
        name: float(cut / least) if least > 0 else None
        for name, cut, least in zip(b.groups, b.weight_across, smaller, strict=True)
    }  # fmt: skip


def mixing(b: Blocks) -> dict[tuple[str, str], tuple[int, float]]:
    """Observed and expected ties of every pair of groups (sorted, each with itself too).

    Expected is density times the pairs of nodes: what an even spread of the same ties would give. It is 0 for a
    group of one node with itself.
    """
    share = density(b) or 0.0
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for k, first in enumerate(b.groups):
        for j in range(k, len(b.groups)):
            size, other = int(b.sizes[k]), int(b.sizes[j])
            pairs = size * (size - 1) // 2 if j == k else size * other
            found[first, b.groups[j]] = int(b.ties[k, j]), share * pairs
    return found


def permuted_internal_ties(b: Blocks, draws: int, seed: int) -> NDArray[np.int64]:
    """Ties inside groups when the labels of all nodes are shuffled and the ties stay.

    Parameters
    ----------
    b
        Ties by group.
    draws
        How often to shuffle.
    seed
        Of the random numbers: the same seed gives the same draws.

    Returns
    -------
    numpy.ndarray
        Shape (draws,).
    """
    return _shuffled(b.labels.tobytes(), b.left.tobytes(), b.right.tobytes(), draws, seed)


# The p-value and the z-score of one run need the same draws; bytes make the arrays comparable.
@lru_cache(maxsize=4)
def _shuffled(labels: bytes, left: bytes, right: bytes, draws: int, seed: int) -> NDArray[np.int64]:
    label = np.frombuffer(labels, dtype=np.int16)
    one, other = np.frombuffer(left, dtype=np.int64), np.frombuffer(right, dtype=np.int64)
    generator = np.random.default_rng(seed)
    counts = np.zeros(draws, dtype=np.int64)
    step = max(1, _CELLS_AT_ONCE // max(1, len(one), len(label)))
    for start in range(0, draws, step):
        number = min(step, draws - start)
        # Nodes as rows: picking the ends of a tie then copies whole rows, which is several times quicker.
        drawn = np.ascontiguousarray(generator.permuted(np.tile(label, (number, 1)), axis=1).T)
        counts[start : start + number] = (drawn[one] == drawn[other]).sum(axis=0)
    counts.flags.writeable = False
    return counts
