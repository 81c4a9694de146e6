"""Who stands between whom? Open two-step paths, by the groups they join, and the spread of ties over groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Union, get_args

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.analysis import accelerate, groups
from alignment.network import Collaboration

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["ROLES", "Brokerage", "OpenPaths", "Role", "brokerage", "closest_partners", "open_paths", "participation"]

Role = Literal["coordinator", "gatekeeper", "representative", "consultant", "liaison"]
ROLES: tuple[Role, ...] = get_args(Role)

Graph = Union["nx.Graph[str]", "nx.DiGraph[str]", accelerate.Arrays]
Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

# Two-step paths of so many nodes are held at a time.
_ROWS_AT_ONCE = 1024


@dataclass(frozen=True, eq=False)
class OpenPaths:
    """Open two-step paths through every node, beside what chance would give.

    Attributes
    ----------
    nodes
        The n nodes, in the order of the graph.
    counts
        Shape (n,): paths i→j→k through node j with i ≠ k and no i→k.
    expected
        The mean of any node if as many ties fell at random.
    z
        Shape (n,): distance from the mean in standard deviations; nan where chance leaves no room.
    """

    nodes: tuple[str, ...]
    counts: Counts
    expected: float
    z: Numbers


@dataclass(frozen=True, eq=False)
class Brokerage:
    """Open two-step paths through every node by role, beside what chance would give.

    Attributes
    ----------
    nodes
        The n nodes that have a group, in the order of the graph.
    counts
        Shape (n, 5), columns as in `ROLES`: paths i→j→k through node j with i ≠ k and no i→k.
    expected
        Shape (n, 5): the mean if as many ties fell at random.
    z
        Shape (n, 5): distance from the mean in standard deviations; nan where the sizes of the groups allow no such
        path, and where chance leaves no room (no tie, or all of them).
    """

    nodes: tuple[str, ...]
    counts: Counts
    expected: Numbers
    z: Numbers


def open_paths(graph: Graph) -> OpenPaths:
    """Count the open two-step paths through every node, whatever the groups; graph and chance as in `brokerage`."""
    a = _arrays(graph)
    ties = _pattern(a.weights)
    counts = _steps_in(ties) * _steps_out(ties) - _mutual(ties) - _closed(ties, ties, ties)
    n = len(a.nodes)
    possible, sharing = float((n - 1) * (n - 2)), float(2 * (n - 1) * (n - 2) * (n - 3))
    expected, variance = _moments(n, ties.nnz, np.array([possible]), np.array([sharing]))
    return OpenPaths(a.nodes, counts, float(expected[0]), _z(counts, expected[0], variance[0]))


def brokerage(graph: Graph, group: Mapping[str, str]) -> Brokerage:
    r"""Count the open two-step paths i→j→k through every node j by the groups of i, j and k.

    Coordinator: all in one group (AAA). Gatekeeper: i in another group than j and k (ABB). Representative: k in
    another than i and j (AAB). Consultant: i and k in one group, j in another (ABA). Liaison: three groups (ABC).

    With N nodes, density d and :math:`c` possible paths of a role, chance gives :math:`E = d^2 (1 - d) c` with variance
    :math:`E (1 - d^2 (1 - d)) + h d^3 (1 - d)^3`, where :math:`h` counts the ordered pairs of possible paths that share
    their source or their sink. Chance here is a random graph, which no company is: read z as a rank.

    Parameters
    ----------
    graph
        Ties from whoever named the other, or their arrays where they are at hand; weights and self-loops are ignored.
        An undirected tie leads both ways.
    group
        Group of every node. Nodes without one are left out, with their ties.

    Returns
    -------
    Brokerage
        Found without listing the paths: all of them are products of degrees by group, the closed ones sparse products.

    References
    ----------
    .. [1] Gould, R. V., & Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. Sociological Methodology, 19, 89-126.
    """
    a = _arrays(graph)
    known = [at for at, node in enumerate(a.nodes) if node in group]
    nodes = tuple(a.nodes[at] for at in known)
    names, label = np.unique([group[node] for node in nodes], return_inverse=True)
    sizes = np.bincount(label, minlength=len(names)).astype(float)
    ties = _pattern(a.weights if len(known) == len(a.nodes) else a.weights[known][:, known])
    counts = _by_role(ties, label)
    expected, variance = (one[label] for one in _moments(len(nodes), ties.nnz, *_possible(sizes)))
    return Brokerage(nodes, counts, expected, _z(counts, expected, variance))


def participation(view: Collaboration) -> dict[str, float | None]:
    r"""Spread of every node's ties over groups: :math:`1 - \sum_s (k_{is} / k_i)^2`, on U.

    0 where all ties go to one group, near 1 where they are spread evenly over many. None for a node without a tie to
    anybody of a known group.

    References
    ----------
    .. [1] Guimerà, R., & Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks.
       Nature, 433, 895-900.
    """
    a = accelerate.arrays(view.ties)
    _, label = groups.labelled(a.nodes, view.group)
    ties = _pattern(a.weights) @ _membership(label)
    total, squares = ties.sum(axis=1).tolist(), ties.multiply(ties).sum(axis=1).tolist()
    return {
        node: 1 - square / number**2 if number else None
        for node, number, square in zip(a.nodes, total, squares, strict=True)
    }


def closest_partners(a: accelerate.Arrays) -> dict[str, tuple[str, float]]:
    r"""The partner on whom each node depends most, with the share :math:`p_{ij} + \sum_q p_{iq} p_{qj}` that leads there.

    :math:`p_{ij}` is the share of i's strength that its tie with j has. The square is what j adds to i's constraint
    (Burt 1992). Isolates are left out.

    Parameters
    ----------
    a
        An undirected graph.
    """
    if not a.nodes:
        return {}
    strength = a.weights.sum(axis=1)
    shares = a.weights.copy()
    shares.data = shares.data / np.repeat(strength, np.diff(shares.indptr))
    invested = shares + (shares @ shares).multiply(_pattern(a.weights))
    partners, most = invested.argmax(axis=1), invested.max(axis=1).toarray().ravel()
    return {node: (a.nodes[partners[at]], float(most[at])) for at, node in enumerate(a.nodes) if strength[at] > 0}


def _arrays(graph: Graph) -> accelerate.Arrays:
    return graph if isinstance(graph, accelerate.Arrays) else accelerate.arrays(graph)


def _by_role(ties: "csr_array", label: NDArray[np.int64]) -> Counts:
    """Shape (n, 5): open two-step paths through every node, by role."""
    inside, across = _split(ties, label)
    from_inside, from_across = _steps_in(inside), _steps_in(across)
    to_inside, to_across = _steps_out(inside), _steps_out(across)
    member = _membership(label)
    # Paths from another group and back into it: the product of steps in and out, group by group.
    there_and_back = (across.T @ member).multiply(across @ member).sum(axis=1)
    paths = (
        from_inside * to_inside - _mutual(inside) - _closed(inside, inside, inside),
        from_across * to_inside - _closed(across, across, inside),
        from_inside * to_across - _closed(inside, across, across),
        there_and_back - _mutual(across) - _closed(across, inside, across),
        from_across * to_across - there_and_back - _closed(across, across, across),
    )
    counts: Counts = np.stack(paths, axis=1)
    return counts


def _closed(first: "csr_array", shortcut: "csr_array", second: "csr_array") -> Counts:
    """Shape (n,): paths i→j→k, by j, with a tie i→k: i→j among `first`, j→k among `second`, i→k among `shortcut`."""
    into = first.T.tocsr()
    blocks = [
        (into[start : start + _ROWS_AT_ONCE] @ shortcut).multiply(second[start : start + _ROWS_AT_ONCE]).sum(axis=1)
        for start in range(0, second.shape[0], _ROWS_AT_ONCE)
    ]
    found: Counts = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.int64)
    return found


def _pattern(weights: "csr_array") -> "csr_array":
    ties = weights.astype(np.int64)
    ties.data = np.ones_like(ties.data)
    return ties


def _split(ties: "csr_array", label: NDArray[np.int64]) -> tuple["csr_array", "csr_array"]:
    """Return the ties inside groups, and those across."""
    from scipy.sparse import csr_array

    tails = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
    same = label[tails] == label[ties.indices]
    inside, across = (
        csr_array((ties.data[kept], (tails[kept], ties.indices[kept])), shape=ties.shape) for kept in (same, ~same)
    )
    return inside, across


def _membership(label: NDArray[np.int64]) -> "csr_array":
    """Shape (n, groups): 1 where a node belongs to a group; a node of group -1 belongs to none."""
    from scipy.sparse import csr_array

    known = np.flatnonzero(label >= 0)
    shape = len(label), int(label.max(initial=-1)) + 1
    return csr_array((np.ones(len(known), dtype=np.int64), (known, label[known])), shape=shape)


def _steps_in(ties: "csr_array") -> Counts:
    found: Counts = ties.sum(axis=0)
    return found


def _steps_out(ties: "csr_array") -> Counts:
    found: Counts = ties.sum(axis=1)
    return found


def _mutual(ties: "csr_array") -> Counts:
    """Shape (n,): ties that are answered, which would lead i→j→i."""
    found: Counts = ties.multiply(ties.T).sum(axis=1)
    return found


def _possible(sizes: Numbers) -> tuple[Numbers, Numbers]:
    """Shape (k, 5) each: possible paths through a node of each group, and ordered pairs that share source or sink."""
    n, others = sizes, sizes.sum() - sizes
    # Sums over the groups h other than one's own, of their size squared and cubed.
    squares, cubes = ((sizes**power).sum() - sizes**power for power in (2, 3))
    possible = (
        (n - 1) * (n - 2),
        (n - 1) * others,
        (n - 1) * others,
        squares - others,
        others**2 - squares,
    )
    beside = (n - 1) * others * (n - 2 + others - 1)
    sharing = (
        2 * (n - 1) * (n - 2) * (n - 3),
        beside,
        beside,
        2 * (cubes - 3 * squares + 2 * others),
        2 * (others**3 - others**2 + (1 - 2 * others) * squares + cubes),
    )
    return np.stack(possible, axis=1), np.stack(sharing, axis=1)


def _moments(nodes: int, ties: int, possible: Numbers, sharing: Numbers) -> tuple[Numbers, Numbers]:
    """Mean and variance of the number of open paths if as many ties fell at random."""
    density = ties / (nodes * (nodes - 1)) if nodes > 1 else 0.0
    open_ = density**2 * (1 - density)
    expected = open_ * possible
    return expected, expected * (1 - open_) + sharing * (density * (1 - density)) ** 3


def _z(counts: Counts, expected: Numbers, variance: Numbers) -> Numbers:
    spread = np.broadcast_to(np.sqrt(variance), counts.shape)
    z: Numbers = np.divide(counts - expected, spread, out=np.full(counts.shape, np.nan), where=spread > 0)
    return z
