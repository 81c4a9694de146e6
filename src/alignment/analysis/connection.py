"""What holds the network together? The arithmetic behind the question of bridges, without its words."""

from collections.abc import Collection, Iterable
from fractions import Fraction
from math import lcm

import networkx as nx

from alignment.network import Collaboration

__all__ = [
    "MOST_NODES",
    "articulation_points",
    "betweenness",
    "bridge_ties",
    "cut_off",
    "fragmentation",
    "fragmentation_growth",
    "isolates",
    "joined_groups",
    "pieces",
    "single_threads",
    "two_sides",
]

# Above this many nodes exact betweenness takes minutes; nobody is ever ranked from a sample.
MOST_NODES = 2_000


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
    joined = sum(len(found) * (len(found) - 1) for found in nx.connected_components(graph))
    return 1 - joined / (n * (n - 1))


def articulation_points(view: Collaboration) -> tuple[str, ...]:
    """Nodes whose removal splits a component of U (Hopcroft & Tarjan 1973), sorted."""
    return tuple(sorted(nx.articulation_points(view.ties)))


def fragmentation_growth(view: Collaboration, nodes: Iterable[str]) -> dict[str, float]:
    """By how much F grows when each of these nodes is removed by itself; the network has three nodes or more.

    Only the node's own component changes, so the others are counted once.
    """
    graph, n = view.ties, len(view.ties)
    before = fragmentation(graph) or 0.0
    joined = sum(len(found) * (len(found) - 1) for found in nx.connected_components(graph))
    grown: dict[str, float] = {}
    for node in nodes:
        parts = [len(part) for part in _parts_around(graph, {node}, sorted(graph[node]))]
        size = sum(parts) + 1
        left = joined - size * (size - 1) + sum(part * (part - 1) for part in parts)
        grown[node] = 1 - left / ((n - 1) * (n - 2)) - before
    return grown


def bridge_ties(view: Collaboration) -> tuple[tuple[str, str], ...]:
    """Ties of U whose removal splits a component, as sorted pairs, sorted."""
    return tuple(sorted((min(tie), max(tie)) for tie in nx.bridges(view.ties)))


def isolates(view: Collaboration) -> tuple[str, ...]:
    """Nodes without a tie, sorted."""
    return tuple(sorted(nx.isolates(view.ties)))


def pieces(view: Collaboration) -> tuple[tuple[str, ...], ...]:
    """Components of two or more nodes, each sorted; the largest first, then by name."""
    return _by_size(found for found in nx.connected_components(view.ties) if len(found) > 1)


def cut_off(view: Collaboration, node: str) -> tuple[tuple[str, ...], ...]:
    """What the removal of a node cuts off: all parts of its component but the largest, each sorted."""
    return _parts_around(view.ties, {node}, sorted(view.ties[node]))[1:]


def two_sides(view: Collaboration, tie: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two parts that a bridge tie joins, the larger first, each sorted."""
    sides = tuple(frozenset(_reached(view.ties, end, other)) for end, other in (tie, tie[::-1]))
    first, second = _by_size(sides)
    return first, second


def _parts_around(graph: "nx.Graph[str]", without: set[str], starts: list[str]) -> tuple[tuple[str, ...], ...]:
    found: list[set[str]] = []
    rest = nx.restricted_view(graph, without, ())
    for start in starts:
        if not any(start in part for part in found):
            found.append(set(nx.node_connected_component(rest, start)))
    return _by_size(found)


def _reached(graph: "nx.Graph[str]", start: str, other: str) -> set[str]:
    return set(nx.node_connected_component(nx.restricted_view(graph, (), [(start, other)]), start))


def _by_size(parts: Iterable[Collection[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(sorted(part)) for part in parts), key=lambda part: (-len(part), part)))


def betweenness(view: Collaboration) -> dict[str, float] | None:
    r"""Share of shortest paths between others that pass through each node, in [0, 1].

    A tie of weight w has length 1/w; where no strength is given at all, every tie has length 1. Lengths are exact
    integers, the least common multiple of all weights over w, since sums of floating 1/w miss paths of equal length
    and shares them wrongly. Weights are taken as fractions of a
    denominator up to 1,000 for that.

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
    graph = _with_exact_lengths(view)
    found: dict[str, float] = nx.betweenness_centrality(graph, weight="length" if graph.graph["lengths"] else None)
    return found


def _with_exact_lengths(view: Collaboration) -> "nx.Graph[str]":
    weights = {
        (one, other): max(Fraction(weight).limit_denominator(1000), Fraction(1, 1000))
        for one, other, weight in view.ties.edges(data="weight")
    }
    graph: nx.Graph[str] = nx.Graph(lengths=view.weighted and len(set(weights.values())) > 1)
    graph.add_nodes_from(view.ties)
    multiple = lcm(*(weight.numerator for weight in weights.values()))
    for tie, weight in weights.items():
        # 1/w = denominator/numerator, times the multiple of all numerators: a whole number.
        graph.add_edge(*tie, length=multiple // weight.numerator * weight.denominator)
    return graph


def single_threads(view: Collaboration) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Pairs of groups joined by exactly one tie, or by ties that all belong to one node, with those ties.

    Both pair and ties are sorted. A pair with only one possible tie is left out; so is a group of one node whose
    several ties can only be its own.
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    sizes: dict[str, int] = {}
    for group in view.group.values():
        sizes[group] = sizes.get(group, 0) + 1
    for pair, ties in joined_groups(view).items():
        least, most = sorted(sizes[group] for group in pair)
        alone = len(ties) == 1 and most > 1
        one_node = least > 1 and len(ties) > 1 and bool(set.intersection(*map(set, ties)))
        if alone or one_node:
            found[pair] = ties
    return {pair: tuple(ties) for pair, ties in found.items()}


def joined_groups(view: Collaboration) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Pairs of different groups that have a tie, with those ties, all sorted."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one, other in sorted((min(tie), max(tie)) for tie in view.ties.edges):
        if one in view.group and other in view.group and view.group[one] != view.group[other]:
            first, second = sorted((view.group[one], view.group[other]))
            found.setdefault((first, second), []).append((one, other))
    return dict(sorted(found.items()))
