"""Our tasks to time: each makes its company and gives a function to time, which gives one that tells what came out."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from time import process_time

import companies
import networkx as nx
import numpy as np
from memory import forget_peak, peak

from alignment import network
from alignment.analysis import accelerate, groups
from alignment.analysis.base import Context, Measure
from alignment.analysis.catalogue import MEASURES
from alignment.settings import Settings

Result = dict[str, object]
Told = Callable[[], Result]
Task = Callable[[int, int], Callable[[], Told]]

SEED = 1
DRAWS = 10_000
# Views of a context that most measures share.
_SHARED = ("collaboration", "arrays", "reported", "blocks")


def structural() -> list[Measure]:
    """Measures that need to know who works with whom."""
    return [one for one in MEASURES.values() if any("collaboration" in need.split("|") for need in one.needs)]


def growth(people: int, ties: int) -> Iterator[Result]:
    """Seconds, peak memory and number of values of the shared views, of each measure, and of all together."""
    _values(Context(companies.organisation(60, 150), Settings()))
    context = Context(companies.organisation(people, ties), Settings())
    forget_peak()
    begun = process_time()
    for view in _SHARED:
        getattr(context, view)
    highest = peak()
    yield {
        "id": "network and arrays",
        "seconds": process_time() - begun,
        "megabytes": highest,
        "values": None,
        "note": "",
    }
    for one in structural():
        forget_peak()
        start = process_time()
        # Counted as they come: keeping them is the report's business.
        values, note = 0, ""
        for found in one.take(context):
            values += found.value is not None
            note = note or found.note
        spent, height = process_time() - start, peak()
        highest = max(highest, height)
        yield {"id": one.id, "seconds": spent, "megabytes": height, "values": values, "note": note}
    yield {"id": "all", "seconds": process_time() - begun, "megabytes": highest, "values": None, "note": ""}


def _values(context: Context) -> list[int]:
    return [sum(found.value is not None for found in one.take(context)) for one in structural()]


def _catalogue(people: int, ties: int, *, weighted: bool = True) -> Callable[[], Told]:
    company = companies.organisation(people, ties, weighted=weighted)

    def run() -> Told:
        values = _values(Context(company, Settings()))
        return lambda: {"measures": sum(map(bool, values)), "values": sum(values)}

    return run


def _arrays(people: int, ties: int) -> Callable[[], Told]:
    graph = companies.graph(people, ties)

    def run() -> Told:
        found = accelerate.arrays(graph)
        return lambda: {"entries": found.weights.nnz}

    return run


def _of_each(measured: Callable[[accelerate.Arrays], np.ndarray], *, weighted: bool = True) -> Task:
    def task(people: int, ties: int) -> Callable[[], Told]:
        arrays = accelerate.arrays(companies.graph(people, ties, weighted=weighted))

        def run() -> Told:
            found = measured(arrays)
            return lambda: {"figures": found.tolist()}

        return run

    return task


def _communities(people: int, ties: int) -> Callable[[], Told]:
    graph = companies.graph(people, ties)
    arrays = accelerate.arrays(graph)

    def run() -> Told:
        label = accelerate.communities(arrays, SEED, tries=1)
        return lambda: modularity(graph, ({*np.flatnonzero(label == one).tolist()} for one in np.unique(label)))

    return run


def modularity(graph: "nx.Graph[int]", communities: Iterable[set[int]]) -> Result:
    return {"modularity": nx.community.modularity(graph, list(communities))}


def _shuffles(people: int, ties: int) -> Callable[[], Told]:
    blocks = groups.blocks(network.collaboration(companies.organisation(people, ties)))

    def run() -> Told:
        drawn = groups.permuted_internal_ties(blocks, DRAWS, SEED)
        return lambda: {"mean": float(drawn.mean()), "standard deviation": float(drawn.std(ddof=1))}

    return run


TASKS: dict[str, Task] = {
    "catalogue": _catalogue,
    "catalogue without strengths": partial(_catalogue, weighted=False),
    "arrays": _arrays,
    "betweenness": _of_each(accelerate.betweenness),
    "weighted betweenness": _of_each(accelerate.weighted_betweenness),
    "constraint": _of_each(accelerate.constraint),
    "effective size": _of_each(accelerate.effective_size, weighted=False),
    "communities": _communities,
    "shuffles": _shuffles,
    "shuffles by department": _shuffles,
}
