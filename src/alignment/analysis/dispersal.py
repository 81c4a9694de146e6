"""How far apart are all, and whose loss would drive them furthest apart? Distance fragmentation and key sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from alignment.analysis import accelerate
from alignment.network import Collaboration

__all__ = [
    "CANDIDATES",
    "EFFORT",
    "MOST_NODES",
    "KeySet",
    "distance_fragmentation",
    "effort",
    "growth",
    "key_set",
    "stays_key",
]

# Above this many nodes all distances take minutes.
MOST_NODES = 20_000
# Words of 64 sources that may pass along ties and nodes, once a step: some tenths of a second.
EFFORT = 5_000_000
# Nodes that a greedy search tries: those whose loss alone costs most.
CANDIDATES = 30
# Sets of nearly the same loss that are kept.
_RIVALS = 100
# Sets drawn where not every set is tried, to see what the loss of any other would cost.
_DRAWS = 100
# Sets of equal loss differ by rounding only.
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class KeySet:
    """The nodes whose loss drives the others furthest apart.

    Attributes
    ----------
    nodes
        Sorted. Of several sets of equal loss, where every set was tried, the first in the order of the nodes.
    value
        Distance fragmentation of what is left without them.
    exhaustive
        Whether every set of that size was tried; else the set was built greedily, with swaps, and a better one may
        exist.
    equals
        How many of the sets tried have that value, this one included.
    expected
        Mean value over every set of that size; over a sample of them where the search was greedy.
    rivals
        Of the other sets tried, up to 100 that came closest, the closest first.
    """

    nodes: tuple[str, ...]
    value: float
    exhaustive: bool
    equals: int
    expected: float
    rivals: tuple[tuple[str, ...], ...]


def distance_fragmentation(view: Collaboration, directed: bool = False) -> float | None:
    r"""Share of closeness that distance takes away: :math:`DF = 1 - \sum_{i \ne j} d_{ij}^{-1} / (N (N - 1))`.

    Distances are hops on U or, if `directed`, along the ties as reported; a pair that no path joins counts 0. DF is 0
    where all are tied to all, 1 where nobody is tied to anybody; 1 - DF is the average reach. None with fewer than two
    nodes.

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network.
       Comput. Math. Organ. Theory, 12(1), 21-34.
    """
    if len(view.ties) < 2:
        return None
    return accelerate.distance_fragmentation(accelerate.arrays(view.reports if directed else view.ties))


def effort(view: Collaboration, removals: int) -> int:
    """Return about how much work it is to take the distance fragmentation of U without so many sets in turn."""
    nodes, ties = len(view.ties), int(view.ties.number_of_edges())
    return removals * -(-nodes // 64) * (2 * ties + nodes)


def growth(view: Collaboration, nodes: Iterable[str]) -> dict[str, float]:
    """By how much distance fragmentation of U grows when each of these nodes is lost; of three nodes or more.

    It falls, and growth is negative, where a node that is far from all others is lost.
    """
    chosen = list(nodes)
    a = accelerate.arrays(view.ties)
    before = accelerate.distance_fragmentation(a)
    place = {node: at for at, node in enumerate(a.nodes)}
    after = accelerate.distance_fragmentation_without(a, [place[node] for node in chosen])
    return dict(zip(chosen, (after - before).tolist(), strict=True))


def key_set(view: Collaboration, k: int, *, most: int = EFFORT, seed: int = 1) -> KeySet:
    """Find the k nodes whose loss raises distance fragmentation of U most (KPP-NEG).

    Every set is tried while that takes no more than `most` (see `effort`). Beyond, the set grows from the node whose
    loss alone costs most by the one that adds most, then single nodes are swapped while that helps; only the
    `CANDIDATES` nodes whose loss alone costs most are tried.

    Parameters
    ----------
    view
        Collaboration of k + 2 nodes or more.
    k
        Size of the set, 1 or more. The best pair is not the two best singles.
    most
        Effort that trying every set may take.
    seed
        Of the sets drawn for the expected value where not every set is tried.

    Raises
    ------
    ValueError
        Fewer than two nodes would be left, or the set is empty.

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network.
       Comput. Math. Organ. Theory, 12(1), 21-34.
    """
    return key_sets(view, (k,), most=most, seed=seed)[k]


def key_sets(view: Collaboration, sizes: Sequence[int], *, most: int = EFFORT, seed: int = 1) -> Mapping[int, KeySet]:
    """Return a key set of each of these sizes, as `key_set` finds it, when it is first asked for.

    What the search of every size begins with is worked out once.
    """
    n = len(view.ties)
    for k in sizes:
        if not 1 <= k <= n - 2:
            raise ValueError(f"a key set of {k} cannot be taken from {n} nodes")
    return _KeySets(view, sizes, most, seed)


class _KeySets(Mapping[int, KeySet]):
    """Key sets by size, each found when it is first asked for: a rule needs one of them, and a large one is dear."""

    def __init__(self, view: Collaboration, sizes: Sequence[int], most: int, seed: int) -> None:
        self._view, self._sizes, self._most, self._seed = view, tuple(sizes), most, seed
        self._arrays = accelerate.arrays(view.ties)
        self._found: dict[int, KeySet] = {}

    def __getitem__(self, k: int) -> KeySet:
        if k not in self._sizes:
            raise KeyError(k)
        if k not in self._found:
            self._found[k] = self._searched(k)
        return self._found[k]

    def __iter__(self) -> Iterator[int]:
        return iter(self._sizes)

    def __len__(self) -> int:
        return len(self._sizes)

    def __contains__(self, k: object) -> bool:
        return k in self._sizes

    @cached_property
    def _alone(self) -> NDArray[np.float64]:
        """Shape (n,): distance fragmentation without each node."""
        return accelerate.distance_fragmentation_without(self._arrays, range(len(self._arrays.nodes)))

    def _searched(self, k: int) -> KeySet:
        a, n = self._arrays, len(self._arrays.nodes)
        exhaustive = effort(self._view, comb(n, k)) <= self._most
        sets: Sequence[tuple[int, ...]] = list(combinations(range(n), k)) if exhaustive else _drawn(n, k, self._seed)
        values = self._alone if exhaustive and k == 1 else accelerate.distance_fragmentation_without(a, sets)
        expected = float(values.mean())
        if not exhaustive:
            sets, values = _greedy(a, k, self._alone)
        equal = np.flatnonzero(values >= values.max() - _SAME)
        order = [int(equal[0]), *(one for one in np.argsort(-values, kind="stable").tolist() if one != equal[0])]
        best, *rivals = (tuple(sorted(a.nodes[at] for at in sets[one])) for one in order[: _RIVALS + 1])
        return KeySet(best, float(values[order[0]]), exhaustive, len(equal), expected, tuple(rivals))


def stays_key(view: Collaboration, found: KeySet, absences: Sequence[frozenset[str]]) -> tuple[bool | None, ...]:
    """Tell for each absence of some nodes whether the loss of a key set still costs as much as that of any rival.

    None where its own nodes are absent, and where fewer than two nodes would be left.
    """
    a = accelerate.arrays(view.ties)
    place = {node: at for at, node in enumerate(a.nodes)}
    told: list[bool | None] = []
    for absent in absences:
        rivals = [one for one in found.rivals if absent.isdisjoint(one)]
        if not absent.isdisjoint(found.nodes) or len(place) - len(absent) - len(found.nodes) < 2:
            told.append(None)
            continue
        sets = [tuple(place[node] for node in {*absent, *one}) for one in (found.nodes, *rivals)]
        values = accelerate.distance_fragmentation_without(a, sets)
        told.append(bool(values[0] >= values.max() - _SAME))
    return tuple(told)


def _drawn(n: int, k: int, seed: int) -> list[tuple[int, ...]]:
    generator = np.random.default_rng(seed)
    return [tuple(sorted(generator.choice(n, k, replace=False).tolist())) for _ in range(_DRAWS)]


def _greedy(
    a: accelerate.Arrays, k: int, alone: NDArray[np.float64]
) -> tuple[Sequence[tuple[int, ...]], NDArray[np.float64]]:
    """Return the sets of the last round of swaps, with the one that no swap betters, and their values."""
    candidates = np.argsort(-alone, kind="stable")[:CANDIDATES].tolist()
    chosen, value = (candidates[0],), float(alone[candidates[0]])
    sets, values = [chosen], np.array([value])
    while len(chosen) < k:
        sets = [tuple(sorted((*chosen, one))) for one in candidates if one not in chosen]
        values = accelerate.distance_fragmentation_without(a, sets)
        chosen, value = sets[int(values.argmax())], float(values.max())
    while True:
        kept = [tuple(one for one in chosen if one != gone) for gone in chosen]
        # First the set itself: another one of equal value might still be bettered.
        sets = [
            chosen,
            *sorted(tuple(sorted((*rest, one))) for rest in kept for one in candidates if one not in chosen),
        ]
        values = accelerate.distance_fragmentation_without(a, sets)
        if values.max() <= value + _SAME:
            return sets, values
        chosen, value = sets[int(values.argmax())], float(values.max())
