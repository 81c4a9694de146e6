"""How near is a directed graph to a pure hierarchy, and how far does a change travel along it? Krackhardt's four, and the like.

Graphs point from superior to subordinate, or from who hands over to who receives. Weights and self-loops do not count.
What a node reaches is kept as the bits of one integer, so that joining two sets is a single operation.
"""

from collections import Counter
from collections.abc import Collection
from functools import reduce
from itertools import combinations
from operator import or_

import networkx as nx
import numpy as np

__all__ = [
    "connectedness",
    "efficiency",
    "expected_propagation_cost",
    "hierarchy",
    "least_upper_boundedness",
    "levels",
    "propagation_cost",
]


def connectedness(graph: "nx.DiGraph[str]") -> float | None:
    r"""Share of pairs of nodes that a path joins, whichever way its arcs point.

    .. math:: C = 1 - F = \frac{\sum_k s_k (s_k - 1)}{n (n - 1)}

    where :math:`s_k` is the number of nodes in weak component :math:`k`. None with fewer than two nodes.

    References
    ----------
    .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In K. M. Carley & M. J.
       Prietula (Eds.), Computational organization theory (pp. 89-111). Lawrence Erlbaum.
    """
    n = len(graph)
    if n < 2:
        return None
    joined = sum(len(part) * (len(part) - 1) for part in nx.weakly_connected_components(graph))
    return joined / (n * (n - 1))


def hierarchy(graph: "nx.DiGraph[str]") -> float | None:
    r"""Share of the pairs that a directed path joins where it leads one way only.

    .. math:: H = 1 - \frac{V}{\max V}

    :math:`V`: unordered pairs that reach each other; :math:`\max V`: pairs of which at least one reaches the other.
    None where nobody reaches anybody. Reference as for `connectedness`.
    """
    mutual = sum(len(part) * (len(part) - 1) // 2 for part in nx.strongly_connected_components(graph))
    reaching = _reaching_pairs(graph) - len(graph) - mutual
    return 1 - mutual / reaching if reaching else None


def efficiency(graph: "nx.DiGraph[str]") -> float | None:
    r"""Share of the lines that a connected graph could do without which are indeed not there.

    .. math:: E = 1 - \frac{\sum_k (l_k - (s_k - 1))}{\sum_k (s_k (s_k - 1)/2 - (s_k - 1))}

    over weak components of :math:`s_k` nodes and :math:`l_k` lines: pairs joined by an arc, whichever way or both.
    None where no component has room for a line too many. Reference as for `connectedness`.

    Notes
    -----
    `efficiency` of R sna counts arcs, so its maximum is twice as large and its value higher for the same graph.
    """
    sizes = [len(part) for part in nx.weakly_connected_components(graph)]
    lines = len({frozenset(arc) for arc in graph.edges if arc[0] != arc[1]})
    needed = sum(size - 1 for size in sizes)
    most = sum(size * (size - 1) // 2 for size in sizes) - needed
    return 1 - (lines - needed) / most if most else None


def least_upper_boundedness(graph: "nx.DiGraph[str]") -> float | None:
    r"""Share of pairs, within weak components, that have a least upper bound: one nearest superior of both.

    .. math:: L = 1 - \frac{V}{\sum_k (s_k - 1)(s_k - 2)/2}

    :math:`V`: pairs without one. A node that reaches both of a pair is an upper bound of it, each node one of itself
    and of what it reaches; the least is reached by all the others. None where every component has fewer than three
    nodes. Reference as for `connectedness`.

    Notes
    -----
    Quadratic in the number of nodes, except in components where nobody has two superiors: there every pair has one.
    `lubness` of R sna contradicts its own help page, which agrees with this definition: it gives 0.333 below.

    Examples
    --------
    >>> round(least_upper_boundedness(nx.DiGraph(["ac", "bc", "cd", "ce"])), 3)
    0.833
    """
    parts = [part for part in nx.weakly_connected_components(graph) if len(part) > 2]
    if not parts:
        return None
    ranks = nx.condensation(graph)
    forked = {member for rank, above in ranks.in_degree() if above > 1 for member in ranks.nodes[rank]["members"]}
    superiors = _reached(nx.condensation(graph.reverse(copy=False))) if forked else {}
    violations = sum(_unbounded_pairs([superiors[one] for one in part]) for part in parts if part & forked)
    return 1 - violations / sum((len(part) - 1) * (len(part) - 2) // 2 for part in parts)


def _unbounded_pairs(superiors: Collection[int]) -> int:
    """Pairs of nodes whose common superiors, as bits, are nobody's superiors: then none of these is the least."""
    count = Counter(superiors)
    return sum(count[first] * count[second] for first, second in combinations(count, 2) if first & second not in count)


def levels(graph: "nx.DiGraph[str]") -> dict[str, int]:
    """Level of every node below a head, 1 for a head: one more than the fewest arcs from a node without superior.

    A node in a circle, or reached only from one, has no level.
    """
    heads = [node for node, above in graph.in_degree() if not above]
    layers = nx.bfs_layers(graph, heads) if heads else ()
    return {node: level for level, layer in enumerate(layers, start=1) for node in layer}


def propagation_cost(graph: "nx.DiGraph[str]") -> float | None:
    """Share of ordered pairs, each node with itself included, where the first reaches the second.

    Returns
    -------
    float or None
        In [1/n, 1] for n nodes: 1/n when nothing reaches anything else, 1 when all reach all. None without nodes.

    Examples
    --------
    >>> propagation_cost(nx.DiGraph(["AB", "AC", "BD", "CE", "EF"])) == 15 / 36
    True

    References
    ----------
    .. [1] MacCormack, A., Rusnak, J. & Baldwin, C. Y. (2006). Exploring the structure of complex software designs: an
       empirical study of open source and proprietary code. Management Science, 52(7), 1015-1030.
    """
    n = len(graph)
    return _reaching_pairs(graph) / n**2 if n else None


def expected_propagation_cost(nodes: int, arcs: int, draws: int, seed: int) -> float:
    """Mean propagation cost of so many random directed graphs, every set of arcs between different nodes as likely.

    Parameters
    ----------
    nodes, arcs
        How many of each, with one node or more and at most ``nodes * (nodes - 1)`` arcs.
    draws
        Number of random graphs.
    seed
        The same seed gives the same mean.
    """
    random = np.random.default_rng(seed)
    total = 0.0
    for _ in range(draws):
        graph: nx.DiGraph[int] = nx.empty_graph(nodes, create_using=nx.DiGraph)
        for place in random.choice(nodes * (nodes - 1), arcs, replace=False, shuffle=False).tolist():
            # Places count the pairs row by row without the diagonal.
            source, target = divmod(place, nodes - 1)
            graph.add_edge(source, target + (target >= source))
        total += propagation_cost(graph) or 0.0
    return total / draws


def _reaching_pairs(graph: "nx.DiGraph[str]") -> int:
    """Ordered pairs of which the first reaches the second, each node with itself included."""
    ranks = nx.condensation(graph)
    if any(above > 1 for _, above in ranks.in_degree()):
        return sum(found.bit_count() for found in _reached(ranks).values())
    # Where nobody has two superiors, nobody is reached twice: numbers add up, and a large chart needs no sets.
    pairs = 0
    below: dict[int, int] = {}
    for rank in reversed(list(nx.topological_sort(ranks))):
        own = len(ranks.nodes[rank]["members"])
        below[rank] = own + sum(below[one] for one in ranks[rank])
        pairs += own * below[rank]
    return pairs


def _reached(ranks: "nx.DiGraph[int]") -> dict[str, int]:
    """What each node of a condensed graph reaches, itself included, as the bits of a number."""
    bit = {node: 1 << place for place, node in enumerate(ranks.graph["mapping"])}
    reached: dict[int, int] = {}
    for rank in reversed(list(nx.topological_sort(ranks))):
        own = reduce(or_, (bit[member] for member in ranks.nodes[rank]["members"]))
        reached[rank] = reduce(or_, (reached[below] for below in ranks[rank]), own)
    return {node: reached[rank] for node, rank in ranks.graph["mapping"].items()}
