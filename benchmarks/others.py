"""The same tasks by other libraries: each makes its company, gives a function to time, which gives one that tells the outcome."""

from collections.abc import Callable
from functools import partial

import companies
import networkx as nx

Result = dict[str, object]
Told = Callable[[], Result]
Task = Callable[[int, int], Callable[[], Told]]

SEED = 1
DRAWS = 10_000
# 1/w of ties of strength 1 to 5, in whole numbers: with fractions, networkx misses paths of equal length.
MULTIPLE = 60


def _vivainsights_table(people: int, ties: int) -> Callable[[], Told]:
    import vivainsights

    query = companies.person_query(people, ties)

    def run() -> Told:
        # With weight="StrongTieScore" version 0.4.3 ends in KeyError: 'weight'.
        found = vivainsights.network_p2p(data=query, return_type="table", centrality="betweenness", community="leiden")
        # The community is a measure too; the number of people is none.
        return lambda: {"measures": len(set(found.reset_index().columns) - {"Organization", "n"})}

    return run


def _vivainsights_summary(people: int, ties: int) -> Callable[[], Told]:
    import igraph
    import vivainsights

    graph = igraph.Graph(people, companies.ends(people, ties).tolist(), directed=True)
    graph.vs["name"] = list(map(str, range(people)))

    def run() -> Told:
        found = vivainsights.network_summary(graph, return_type="table")
        return lambda: {"measures": len(found.columns) - 1}

    return run


def _networkx(measured: Callable[["nx.Graph[int]"], dict[int, float]], *, weighted: bool = True) -> Task:
    def task(people: int, ties: int) -> Callable[[], Told]:
        graph = companies.graph(people, ties, weighted=weighted)
        for _, _, tie in graph.edges(data=True):
            tie["length"] = MULTIPLE // tie["weight"]

        def run() -> Told:
            found = measured(graph)
            return lambda: {"figures": [found[node] for node in graph]}

        return run

    return task


def _louvain(people: int, ties: int) -> Callable[[], Told]:
    graph = companies.graph(people, ties)

    def run() -> Told:
        found = nx.community.louvain_communities(graph, seed=SEED)
        return lambda: {"modularity": nx.community.modularity(graph, found)}

    return run


def _igraph_betweenness(people: int, ties: int) -> Callable[[], Told]:
    import igraph

    graph = igraph.Graph(people, companies.ends(people, ties).tolist())
    pairs = (people - 1) * (people - 2) / 2

    def run() -> Told:
        found = graph.betweenness(directed=False)
        return lambda: {"figures": [one / pairs for one in found]}

    return run


def _loop(people: int, ties: int, *, departments: bool = False) -> Callable[[], Told]:
    import numpy as np

    label = np.arange(people) // companies.DEPARTMENT
    one, other = companies.ends(people, ties).T.copy()
    inside = np.bincount(label[one][label[one] == label[other]], minlength=label[-1] + 1)

    def run() -> Told:
        chance = np.random.default_rng(SEED)
        drawn, reached = np.empty(DRAWS), np.zeros_like(inside)
        for at in range(DRAWS):
            mixed = chance.permutation(label)
            home = mixed[one]
            same = home == mixed[other]
            drawn[at] = same.sum()
            if departments:
                reached += np.bincount(home[same], minlength=len(inside)) >= inside
        return lambda: {"mean": float(drawn.mean()), "standard deviation": float(drawn.std(ddof=1))}

    return run


TASKS: dict[str, Task] = {
    "vivainsights table": _vivainsights_table,
    "vivainsights summary": _vivainsights_summary,
    "networkx betweenness": _networkx(nx.betweenness_centrality),
    "networkx weighted betweenness": _networkx(lambda graph: nx.betweenness_centrality(graph, weight="length")),
    "networkx constraint": _networkx(lambda graph: nx.constraint(graph, weight="weight")),
    "networkx effective size": _networkx(nx.effective_size, weighted=False),
    "networkx communities": _louvain,
    "igraph betweenness": _igraph_betweenness,
    "numpy shuffles": _loop,
    "numpy shuffles by department": partial(_loop, departments=True),
}
