"""What holds the network together? The arithmetic behind the question of bridges, without its words."""

from collections.abc import Collection, Iterable, Mapping
from math import isnan

import networkx as nx
import numpy as np

from alignment.analysis import accelerate, groups
from alignment.analysis.cuts import Cut, joints
from alignment.network import Collaboration

__all__ = [
    "MOST_NODES",
    "SAMPLED_SOURCES",
    "articulation_points",
    "betweenness",
    "betweenness_of_groups",
    "bridge_ties",
    "fragmentation",
    "fragmentation_growth",
    "isolates",
    "pieces",
    "single_threads",
]

# Above this many nodes exact betweenness takes many minutes; nobody is ever ranked from a sample.
MOST_NODES = 20_000
# Enough to tell departments apart.
SAMPLED_SOURCES = 500


def fragmentation(graph: "nx.Graph[str]") -> float | None:
    r"""Share of node pairs that no path joins.

    .. math:: F = 1 - \frac{\sum_k s_k (s_k - 1)}{n (n - 1)}

    where :math:`s_k` is the number of nodes in component :math:`k`. None with fewer than two nodes.

    Examples
    --------
    >>> fragmentation(nx.path_graph(["a", "b", "c"]))
    0.0

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network.
       Comput. Math. Organ. Theory, 12(1), 21-34.
    """
    n = len(graph)
    if n < 2:
        return None
    joined = sum(size * (size - 1) for size in accelerate.component_sizes(accelerate.arrays(graph)))
    return 1 - joined / (n * (n - 1))


def articulation_points(view: Collaboration) -> tuple[str, ...]:
    """Nodes whose removal splits a component of U (Hopcroft & Tarjan 1973), sorted."""
    return tuple(joints(view).points)


def fragmentation_growth(
    view: Collaboration, nodes: Iterable[str], points: Mapping[str, Cut] | None = None
) -> dict[str, float]:
    """By how much F grows when each of these nodes is removed by itself; the network has three nodes or more.

    Only the node's own component changes, so the others are counted once. `points`: those of `cuts.joints`, where they
    are at hand.
    """
    n = len(view.ties)
    before = fragmentation(view.ties) or 0.0
    found = joints(view).points if points is None else points
    components = list(nx.connected_components(view.ties))
    size_of = {node: len(component) for component in components for node in component}
    joined = sum(len(component) * (len(component) - 1) for component in components)
    grown: dict[str, float] = {}
    for node in nodes:
        size = size_of[node]
        parts = [found[node].rest, *map(len, found[node].lost)] if node in found else [size - 1]
        left = joined - size * (size - 1) + sum(part * (part - 1) for part in parts)
        grown[node] = 1 - left / ((n - 1) * (n - 2)) - before
    return grown


def bridge_ties(view: Collaboration) -> tuple[tuple[str, str], ...]:
    """Ties of U whose removal splits a component, as sorted pairs, sorted."""
    return tuple(joints(view).ties)


def isolates(view: Collaboration) -> tuple[str, ...]:
    """Nodes without a tie, sorted."""
    return tuple(sorted(nx.isolates(view.ties)))


def pieces(view: Collaboration) -> tuple[tuple[str, ...], ...]:
    """Components of two or more nodes, each sorted; the largest first, then by name."""
    return _by_size(found for found in nx.connected_components(view.ties) if len(found) > 1)


def _by_size(parts: Iterable[Collection[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(sorted(part)) for part in parts), key=lambda part: (-len(part), part)))


def betweenness(view: Collaboration) -> dict[str, float] | None:
    r"""Share of shortest paths between others that pass through each node, in [0, 1].

    A tie of weight w has length 1/w; where no strength is given at all, every tie has length 1. Which paths are equally
    long is exact, see `accelerate.weighted_betweenness`.

    Returns
    -------
    dict or None
        By node, normalised by (N-1)(N-2)/2, in the order of the nodes; None with fewer than three nodes.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry, 40(1), 35-41.
    .. [2] Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociol., 25(2), 163-177.
    """
    if len(view.ties) < 3:
        return None
    a = accelerate.arrays(view.ties)
    found = accelerate.weighted_betweenness(a) if view.weighted else accelerate.betweenness(a)
    return dict(zip(a.nodes, found.tolist(), strict=True))


def betweenness_of_groups(view: Collaboration, seed: int) -> dict[str, tuple[float, float, float]]:
    """Share of all stops on shortest paths that are nodes of each group, and the ends of its 95 % interval.

    The stops of a path are the nodes between its ends; lengths are those of `betweenness`. The shares of all groups,
    and of nodes without one, add up to 1.

    Parameters
    ----------
    view
        Collaboration of any size.
    seed
        Of the `SAMPLED_SOURCES` nodes whose shortest paths are taken: the same seed gives the same estimate.

    Returns
    -------
    dict
        By group, sorted; empty where no shortest path has a stop.
    """
    a = accelerate.arrays(view.ties)
    names, label = groups.labelled(a.nodes, view.group)
    shares, margins = accelerate.sampled_betweenness(a, label, SAMPLED_SOURCES, seed, weighted=view.weighted)
    return {
        group: (share, max(0.0, share - margin), min(1.0, share + margin))
        for group, share, margin in zip(names, shares.tolist(), margins.tolist(), strict=True)
        if not isnan(share)
    }


def single_threads(view: Collaboration) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Pairs of groups joined by exactly one tie, or by ties that all belong to one node, with those ties.

    Both pair and ties are sorted. A pair with only one possible tie is left out; so is a group of one node whose
    several ties can only be its own.
    """
    a = accelerate.arrays(view.ties)
    names, label = groups.labelled(a.nodes, view.group)
    left, right, _ = groups.known_ties(a, label)
    across = (left < right) & (label[left] != label[right])
    left, right = left[across], right[across]
    if not len(left):
        return {}
    sizes = np.bincount(label[label >= 0])
    one, other = np.sort([label[left], label[right]], axis=0)
    # Ties by pair of groups, and within a pair as they are sorted.
    order = np.lexsort((other, one))
    left, right, one, other = left[order], right[order], one[order], other[order]
    starts = np.flatnonzero(np.diff(one, prepend=-1) | np.diff(other, prepend=-1))
    ties = np.diff(starts, append=len(left))
    # A node of all ties of a pair is one of the two ends of its first tie.
    of_one_node = np.zeros(len(starts), dtype=bool)
    for end in (left, right):
        shared = np.repeat(end[starts], ties)
        of_one_node |= np.logical_and.reduceat((left == shared) | (right == shared), starts)
    smaller, larger = np.sort([sizes[one[starts]], sizes[other[starts]]], axis=0)
    found = np.where(ties == 1, larger > 1, (smaller > 1) & of_one_node)
    return {
        (names[one[start]], names[other[start]]): tuple(
            (a.nodes[left[at]], a.nodes[right[at]]) for at in range(start, start + number)
        )
        for start, number in zip(starts[found].tolist(), ties[found].tolist(), strict=True)
    }
