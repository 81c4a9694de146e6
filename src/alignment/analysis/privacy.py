"""What may be shown of a group, so that nobody can work out what a handful of people answered?

Groups overlap: a department and the level of its front line, a whole and its parts. Whoever has the figures of some groups can
add and subtract them. So a group under five is hidden, and with it as many others as are needed for no sum and no difference
of what is left to tell of fewer than five.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["SMALLEST", "shown"]

# Our choice, and what is usual: of five people nobody is told apart.
SMALLEST = 5
_NOTHING = 1e-9
_SEED = 20260101

_G = TypeVar("_G", bound=Hashable)
Members = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def shown(groups: Mapping[_G, Members], answered: Members) -> frozenset[_G]:
    """Return the groups of which figures may be shown together.

    A group is shown where at least `SMALLEST` of it answered each question, and where no weighted sum of the figures
    shown is that of one to four people on any question. Where one is, the smallest group that the sum needs is hidden;
    everybody together is the largest, so that it goes last.

    Parameters
    ----------
    groups
        Whom figures are about: for each group an array of shape (respondents,) that tells who belongs to it.
    answered
        Shape (respondents, questions): who answered. A question is anything that figures are given of; each has its
        own sums, and a group is shown on all of them or on none.

    Returns
    -------
    frozenset
        Keys of `groups`. It depends on who answered, not on what.
    """
    order = sorted(groups, key=lambda one: (int(groups[one].sum()), repr(one)))
    kept = [one for one in order if (groups[one][:, None] & answered).sum(axis=0).min(initial=SMALLEST) >= SMALLEST]
    if not order or not kept:
        return frozenset()
    cells, place = np.unique(np.column_stack([groups[one] for one in order]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    counts = [np.bincount(place, weights=column, minlength=len(cells)) for column in answered.T.astype(float)]
    sizes: Numbers = np.unique(np.stack(counts), axis=0).astype(float)
    table = {one: cells[:, at].astype(float) for at, one in enumerate(order)}
    while kept and (told := _telling(np.stack([table[one] for one in kept]), sizes)) is not None:
        # `kept` rises by size: the first is the smallest.
        del kept[int(np.flatnonzero(told)[0])]
    return frozenset(kept)


def _telling(groups: Numbers, sizes: Numbers) -> Members | None:
    """Which of the groups a sum needs that tells of a few people; None where there is no such sum.

    Parameters
    ----------
    groups
        Shape (groups, cells): which cells make up each group. A cell is the people who belong to the same groups.
    sizes
        Shape (questions, cells): how many of a cell answered.
    """
    for size in sizes:
        there = np.flatnonzero(size)
        rows = groups[:, there]
        # What no sum of the groups reaches: a set of cells is reached where this part of it vanishes.
        beyond = np.eye(len(there)) - np.linalg.pinv(rows) @ rows
        for cells in _few(beyond, size[there]):
            wanted = np.zeros(len(there))
            wanted[list(cells)] = 1
            if float(np.abs(beyond @ wanted).max()) < _NOTHING:
                return _simplest(rows, wanted)
    return None


def _simplest(rows: Numbers, wanted: Numbers) -> Members:
    """Which rows the sum with the smallest weights needs: of many ways to say the same, the one of fewest groups."""
    from scipy.optimize import linprog

    added_and_taken = np.hstack([rows.T, -rows.T])
    found = linprog(np.ones(2 * len(rows)), A_eq=added_and_taken, b_eq=wanted, method="highs")
    needed: Members = np.abs(found.x[: len(rows)] - found.x[len(rows) :]) > _NOTHING
    return needed


def _few(beyond: Numbers, size: Numbers) -> Iterator[Sequence[int]]:
    """Yield sets of cells, together under five people, that could be reached by a sum: all that can, and hardly another.

    A set can be reached where its columns of `beyond` add up to nothing. One number stands for each column, its product
    with a fixed random vector: among those, sets that add up to nothing are found by sorting.
    """
    small = np.flatnonzero(size < SMALLEST)
    number = np.random.default_rng(_SEED).standard_normal(len(beyond)) @ beyond[:, small]
    people = size[small]
    for at in np.flatnonzero(np.abs(number) < _NOTHING):
        yield (int(small[at]),)
    pairs = np.array(
        [pair for pair in combinations(range(len(small)), 2) if people[list(pair)].sum() < SMALLEST], dtype=np.int64
    ).reshape(-1, 2)
    sums = number[pairs].sum(axis=1)
    turn = np.argsort(sums, kind="stable")
    pairs, sums = pairs[turn], sums[turn]
    for pair in pairs[np.abs(sums) < _NOTHING]:
        yield tuple(small[pair].tolist())
    singles = np.arange(len(small)).reshape(-1, 1)
    for others, wanted in ((singles, number), (pairs, sums)):
        low = np.searchsorted(sums, -wanted - _NOTHING)
        high = np.searchsorted(sums, -wanted + _NOTHING, side="right")
        for at in np.flatnonzero(high > low):
            for partner in pairs[low[at] : high[at]]:
                found: set[Any] = {*others[at].tolist(), *partner.tolist()}
                if len(found) == len(others[at]) + 2 and people[sorted(found)].sum() < SMALLEST:
                    yield tuple(small[sorted(found)].tolist())
