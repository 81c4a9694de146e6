"""How do ties fall within and between groups? The arithmetic behind the question of silos, without its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alignment.analysis import accelerate
from alignment.network import Collaboration

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = [
    "Blocks",
    "assortativity",
    "benjamini_hochberg",
    "blocks",
    "coleman",
    "conductance",
    "density",
    "department_ties",
    "ei_expected",
    "ei_index",
    "ei_rescaled",
    "expected_between",
    "insularity",
    "insularity_expected",
    "known_ties",
    "labelled",
    "mixing",
    "modularity",
    "permuted_groups",
    "permuted_internal_ties",
    "yules_q",
]

Numbers = NDArray[np.float64]
# Shufflings at a time: more would leave the processor's cache, and of many ties hold much memory.
_DRAWS_AT_ONCE = 64
_CELLS_AT_ONCE = 15_000_000
# Shuffled labels that are kept for the next ties between the same nodes: some tens of megabytes.
_LABELS_KEPT = 20_000_000


@dataclass(frozen=True)
class Blocks:
    """Ties counted by group, over the nodes that have one; other nodes and their ties are left out.

    The tables are sparse: of ten thousand groups most pairs have no tie.

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
    arcs
        Shape (k, k): ties as reported, from group (row) to group (column), each pair of nodes once whatever its
        strength; where ties have no direction, each counts once either way.
    labels
        Shape (n,): position in `groups` of every node.
    left, right
        Shape (m,): positions of the two ends of every tie of U.
    """

    groups: tuple[str, ...]
    sizes: NDArray[np.int64]
    ties: "csr_array"
    weights: "csr_array"
    flow: "csr_array"
    arcs: "csr_array"
    labels: NDArray[np.int32]
    left: NDArray[np.int64]
    right: NDArray[np.int64]

    @property
    def nodes(self) -> int:
        """Number of nodes with a group, N."""
        return int(self.sizes.sum())

    @property
    def internal(self) -> int:
        """Number of ties inside groups, I."""
        return int(self.ties.trace())

    @property
    def total(self) -> int:
        """Number of ties, L."""
        return len(self.left)

    @property
    def joined(self) -> int:
        """Number of pairs of different groups that have a tie."""
        return int(self.ties.count_nonzero() - np.count_nonzero(self.ties.diagonal())) // 2

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
        within: Numbers = self.weights.diagonal()
        return within

    @property
    def weight_across(self) -> Numbers:
        """Shape (k,): weight between each group and all others."""
        across: Numbers = self.weights.sum(axis=1) - self.weights.diagonal()
        return across


def blocks(view: Collaboration, group: Mapping[str, str] | None = None) -> Blocks:
    """Count the ties of a collaboration by group; by `view.group` unless another grouping is given."""
    group = view.group if group is None else group
    a = accelerate.arrays(view.ties)
    groups, label = labelled(a.nodes, group)
    left, right, weight = known_ties(a, label)
    once = left < right
    left, right, weight = left[once], right[once], weight[once]
    size = len(groups)
    code = {name: at for at, name in enumerate(groups)}
    one, other = label[np.concatenate([left, right])], label[np.concatenate([right, left])]
    # Both ends of a tie inside a group are there.
    arcs = _between(size, one, other, np.ones(len(one), dtype=np.int64))
    ties = arcs - _diagonal(arcs.diagonal() // 2)
    home = np.array([code[group[node]] for node in view.within if node in group], dtype=np.int64)
    within = np.array([weight for node, weight in view.within.items() if node in group], dtype=np.float64)
    at_home = _between(size, home, home, within)
    weights = _between(size, one, other, np.tile(weight, 2))
    weights = weights - _diagonal(weights.diagonal() / 2) + at_home
    flow = _ends(weights)
    if view.directed:
        source, target, weight = known_ties(accelerate.arrays(view.reports), label)
        flow = _between(size, label[source], label[target], weight) + at_home
        arcs = _between(size, label[source], label[target], np.ones(len(weight), dtype=np.int64))
    listed = label >= 0
    place = np.cumsum(listed) - 1
    sizes = np.bincount(label[listed], minlength=size).astype(np.int64)
    labels = label[listed].astype(np.int32)
    return Blocks(groups, sizes, ties, weights, flow, arcs, labels, place[left], place[right])


def department_ties(view: Collaboration) -> Mapping[tuple[str, str], float]:
    """Pairs of departments that do talk, sorted, with the weight of the tie, both directions joined.

    Ties between people are lifted to their departments and added up; a tie with someone of no known department
    cannot be placed and is left out. Departments that are not listed are included. `view` is by department.
    """
    unit = view.group if view.level == "person" else {node: node for node in view.ties}
    a = accelerate.arrays(view.ties)
    names, label = labelled(a.nodes, unit)
    source, target, weight = known_ties(a, label)
    one, other = label[source], label[target]
    across = (source < target) & (one != other)
    place = np.minimum(one, other)[across] * len(names) + np.maximum(one, other)[across]
    order = np.argsort(place, kind="stable")
    places, first = np.unique(place[order], return_index=True)
    weights = weight[across][order].tolist()
    return {
        (names[at // len(names)], names[at % len(names)]): fsum(weights[start:end])
        for at, (start, end) in zip(places.tolist(), pairwise([*first.tolist(), len(weights)]), strict=True)
    }


def labelled(nodes: Sequence[str], group: Mapping[str, str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the sorted groups of these nodes, and the place among them of each node's group: -1 without one."""
    groups = tuple(sorted({group[node] for node in nodes if node in group}))
    code = {name: at for at, name in enumerate(groups)}
    return groups, np.array([code[group[node]] if node in group else -1 for node in nodes], dtype=np.int64)


def known_ties(a: accelerate.Arrays, label: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
    """Return sources, targets and weights of the ties between nodes with a group, sorted by source, then target."""
    ties = a.weights.tocoo()
    source, target = ties.row.astype(np.int64), ties.col.astype(np.int64)
    known = (label[source] >= 0) & (label[target] >= 0)
    return source[known], target[known], ties.data[known]


def _between(
    size: int, source: NDArray[np.int64], target: NDArray[np.int64], weight: Numbers | NDArray[np.int64]
) -> "csr_array":
    """Add up weights by the groups of both ends; shape (size, size)."""
    from scipy.sparse import csr_array

    return csr_array((weight, (source, target)), shape=(size, size))


def _diagonal(values: Numbers | NDArray[np.int64]) -> "csr_array":
    """Return a table with these values on its diagonal."""
    at = np.arange(len(values))
    return _between(len(values), at, at, values)


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
    return inside - chance if ends.count_nonzero() else None


def _ends(blocks: "csr_array") -> "csr_array":
    """Tie ends between groups: a tie inside has both ends there."""
    return blocks + _diagonal(blocks.diagonal())


def _shares(flow: "csr_array") -> tuple[float, float]:
    """Share that stays inside groups, and the share chance would give; (1, 1) where there is nothing to share."""
    total = float(flow.sum())
    row, column = flow.sum(axis=1).astype(float), flow.sum(axis=0).astype(float)
    # A single group holding everything must give exactly 1, not 0.999…
    if total <= 0 or np.count_nonzero(row + column) == 1:
        return 1.0, 1.0
    return float(flow.trace()) / total, float((row * column).sum()) / total**2


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


def insularity_expected(b: Blocks) -> dict[str, float | None]:
    """Insularity of each group if its ties went to all other nodes alike, (n_k - 1) / (N - 1); None with one node."""
    return {
        name: float(size - 1) / (b.nodes - 1) if b.nodes > 1 else None
        for name, size in zip(b.groups, b.sizes, strict=True)
    }  # fmt: skip


def conductance(b: Blocks) -> dict[str, float | None]:
    """Weight that leaves each group over the smaller volume, its own or the rest's; None where that is 0."""
    volume = 2 * b.weight_within + b.weight_across
    smaller = np.minimum(volume, volume.sum() - volume)
    return {
        name: float(cut / least) if least > 0 else None
        for name, cut, least in zip(b.groups, b.weight_across, smaller, strict=True)
    }  # fmt: skip


def expected_between(b: Blocks, pairs: Iterable[tuple[str, str]]) -> list[float]:
    """Ties expected between the two groups of each pair, as an even spread would give."""
    at = {name: place for place, name in enumerate(b.groups)}
    places = np.array([(at[one], at[other]) for one, other in pairs], dtype=np.int64).reshape(-1, 2)
    return [float(even) for even in _expected(b, places[:, 0], places[:, 1])]


def _expected(b: Blocks, one: NDArray[np.int64], other: NDArray[np.int64]) -> Numbers:
    """Density times the pairs of nodes of two groups, by their places; 0 for a group of one node with itself."""
    pairs = np.where(one == other, b.sizes[one] * (b.sizes[one] - 1) / 2, b.sizes[one] * b.sizes[other])
    even: Numbers = (density(b) or 0.0) * pairs
    return even


def mixing(b: Blocks, least: float) -> Mapping[tuple[int, int], tuple[int, float]]:
    """Observed and expected ties of pairs of groups, by their places.

    Parameters
    ----------
    b
        Ties by group.
    least
        Of groups without a tie, those where an even spread would give at least as many.

    Returns
    -------
    mapping
        Sorted, each pair once: every group with itself, two that have a tie, and two that could be expected to.
    """
    found = {}
    everyone = np.arange(len(b.groups))
    for one in everyone:
        others = everyone[one:]
        even = _expected(b, np.full_like(others, one), others)
        row = slice(b.ties.indptr[one], b.ties.indptr[one + 1])
        ties = np.zeros(len(b.groups), dtype=np.int64)
        ties[b.ties.indices[row]] = b.ties.data[row]
        told = (ties[one:] > 0) | (even >= least) | (others == one)
        for other, observed, spread in zip(others[told], ties[one:][told], even[told], strict=True):
            found[int(one), int(other)] = int(observed), float(spread)
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
    return _shuffled(b.labels.tobytes(), b.left.tobytes(), b.right.tobytes(), draws, seed)[0]


def permuted_groups(b: Blocks, draws: int, seed: int) -> NDArray[np.int64]:
    """In how many of the same shuffles each group has at least as many ties inside as it has; shape (k,)."""
    return _shuffled(b.labels.tobytes(), b.left.tobytes(), b.right.tobytes(), draws, seed)[1]


# The company's p and z and the p of each group need the same draws; bytes make the arrays comparable.
@lru_cache(maxsize=4)
def _shuffled(
    labels: bytes, left: bytes, right: bytes, draws: int, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    label = np.frombuffer(labels, dtype=np.int32)
    one, other = np.frombuffer(left, dtype=np.int64), np.frombuffer(right, dtype=np.int64)
    groups = int(label.max(initial=-1)) + 1
    found = np.bincount(label[one][label[one] == label[other]], minlength=groups)
    counts, reached = np.zeros(draws, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    step = max(1, min(_DRAWS_AT_ONCE, _CELLS_AT_ONCE // max(1, len(one), len(label), groups)))
    relabelled = _kept_relabelled if draws * len(label) <= _LABELS_KEPT else _relabelled
    start = 0
    for drawn in relabelled(labels, draws, seed, step):
        number = drawn.shape[1]
        group = drawn.take(one, axis=0)
        inside = np.flatnonzero(group == drawn.take(other, axis=0))
        place = inside % number * groups + group.ravel()[inside]
        ties = np.bincount(place, minlength=number * groups).reshape(number, groups)
        counts[start : start + number] = ties.sum(axis=1)
        reached += (ties >= found).sum(axis=0)
        start += number
    for array in (counts, reached):
        array.flags.writeable = False
    return counts, reached


def _relabelled(labels: bytes, draws: int, seed: int, step: int) -> Iterator[NDArray[np.unsignedinteger]]:
    """Yield the labels in that many shuffles, `step` at a time; shape (nodes, step).

    Nodes are rows: picking the ends of a tie then copies whole rows, which is several times quicker.
    """
    label = np.frombuffer(labels, dtype=np.int32)
    generator = np.random.default_rng(seed)
    # numpy shuffles whole words quickest, and compares single bytes quickest.
    words, code = label.astype(np.int64), np.min_scalar_type(int(label.max(initial=-1)) + 1)
    for start in range(0, draws, step):
        number = min(step, draws - start)
        yield generator.permuted(np.tile(words, (number, 1)), axis=1).T.astype(code, order="C")


# A plan adds ties one after the other: the labels, and so their shuffles, stay.
@lru_cache(maxsize=1)
def _kept_relabelled(labels: bytes, draws: int, seed: int, step: int) -> tuple[NDArray[np.unsignedinteger], ...]:
    return tuple(_relabelled(labels, draws, seed, step))


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    r"""Adjust p-values of many tests: :math:`q_{(i)} = \min_{j \ge i} p_{(j)} m / j`, at most 1, in the order given.

    Of the tests with q up to 0.05, one in twenty is expected to be chance.

    References
    ----------
    .. [1] Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful approach
       to multiple testing. J. R. Stat. Soc. B, 57(1), 289-300.
    """
    order = np.argsort(p, kind="stable")[::-1]
    ranks = np.arange(len(order), 0, -1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum.accumulate(np.minimum(np.asarray(p, dtype=float)[order] * (len(order) / ranks), 1.0))
    return [float(one) for one in adjusted]


def coleman(b: Blocks) -> dict[str, float | None]:
    r"""Coleman's homophily of each group: how far its reports stay inside, between chance (0) and all of them (1).

    With :math:`T_k` reports of group k, :math:`s_{kk}` of them inside, and :math:`e = T_k (n_k - 1) / (N - 1)` expected
    there: :math:`(s_{kk} - e) / (T_k - e)` where :math:`s_{kk} \ge e`, else :math:`(s_{kk} - e) / e`, down to -1. None
    for a group of one node or without reports, and where there is no other group.

    References
    ----------
    .. [1] Coleman, J. S. (1958). Relational analysis: the study of social organizations with survey methods.
       Human Organization, 17(4), 28-36.
    """
    found: dict[str, float | None] = {}
    for name, size, inside, reports in zip(b.groups, b.sizes, b.arcs.diagonal(), b.arcs.sum(axis=1), strict=True):
        found[name] = None
        if 1 < size < b.nodes and reports:
            expected = float(reports * (size - 1) / (b.nodes - 1))
            found[name] = float(inside - expected) / (reports - expected if inside >= expected else expected)
    return found
