"""What may be shown of a group, so that nobody can work out what a handful of people answered?

Groups overlap: a department and the level of its front line, a whole and its parts. Whoever has the figures of some groups can
add and subtract them. So a group under five is hidden, and with it as many others as are needed for no sum and no difference
of what is left to tell of fewer than five.
"""

from collections.abc import Hashable, Iterator, Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_GROUPS", "SMALLEST", "looked_at", "rank", "shown"]

# Our choice, and what is usual: of five people nobody is told apart.
SMALLEST = 5
# Of so many groups it is found in seconds what their figures tell together; it takes eight times as long of twice as many.
MOST_GROUPS = 300
_NOTHING = 1e-9
_SEED = 20260101

_G = TypeVar("_G", bound=Hashable)
Members = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


def looked_at(groups: Mapping[_G, Members]) -> tuple[_G, ...]:
    """Return the groups that are candidates to be shown, the smallest first: the `MOST_GROUPS` largest, which tell most."""
    return tuple(sorted(groups, key=lambda one: (int(groups[one].sum()), repr(one)))[-MOST_GROUPS:])


def shown(groups: Mapping[_G, Members], answered: Members) -> frozenset[_G]:
    """Return the groups of which figures may be shown together.

    A group is shown where at least `SMALLEST` of it answered each question, and where no sum of the figures shown,
    whatever their weights, is made of the answers of one to four people on any question: neither what they said
    together, nor what some of them said less what the others did. Where one is, the smallest group that the sum needs is hidden;
    everybody together is the largest, so that it goes last. Of more than `MOST_GROUPS` groups none but the largest is shown.

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
    order = looked_at(groups)
    enough = [one for one in order if (groups[one][:, None] & answered).sum(axis=0).min(initial=SMALLEST) >= SMALLEST]
    if not order:
        return frozenset()
    kept = list(enough)
    cells, place = np.unique(np.column_stack([groups[one] for one in order]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    counts = [np.bincount(place, weights=column, minlength=len(cells)) for column in answered.T.astype(float)]
    sizes: Numbers = np.unique(np.stack(counts), axis=0).astype(float)
    table = {one: cells[:, at].astype(float) for at, one in enumerate(order)}
    for size in sizes:
        # What fewer groups tell is part of what more do, so that a question stays done with. `kept` rises by size.
        while kept and (told := _telling(np.stack([table[one] for one in kept]), size)) is not None:
            del kept[int(np.flatnonzero(told)[0])]
    if not kept:
        return frozenset()
    # Of several hidden one may be a sum of what is left: it tells nothing more, and is not said to be hidden.
    beyond = _beyond(np.stack([table[one] for one in kept]))
    return frozenset(one for one in enough if float(np.abs(beyond @ table[one]).max()) < _NOTHING)


def _beyond(rows: Numbers) -> Numbers:
    """Project on what no sum of the rows reaches: a sum of cells is reached where this part of it vanishes.

    Rows may be sums of one another. What rounding leaves of such a row is no direction of its own: far above the
    rounding, and far below the singular values that rows of noughts and ones have.
    """
    _, sizes, directions = np.linalg.svd(rows, full_matrices=False)
    reached = directions[sizes > _NOTHING * sizes.max(initial=0.0)]
    beyond: Numbers = np.eye(rows.shape[1]) - reached.T @ reached
    return beyond


def rank(rows: Numbers) -> npt.NDArray[np.int64]:
    """Return how many of the rows are no sum of the others, of each matrix of a stack; rounding makes no row of its own."""
    found: npt.NDArray[np.int64] = np.asarray(np.linalg.matrix_rank(rows, rtol=_NOTHING))
    return found


def _telling(groups: Numbers, size: Numbers) -> Members | None:
    """Which of the groups a sum needs that tells of a few people; None where there is no such sum.

    Parameters
    ----------
    groups
        Shape (groups, cells): which cells make up each group. A cell is the people who belong to the same groups.
    size
        Shape (cells,): how many of a cell answered.
    """
    there = np.flatnonzero(size)
    rows = groups[:, there]
    beyond = _beyond(rows)
    for cells, signs in _few(beyond, size[there]):
        wanted = np.zeros(len(there))
        wanted[cells] = signs
        if float(np.abs(beyond @ wanted).max()) < _NOTHING:
            return _simplest(rows, wanted)
    return None


def _simplest(rows: Numbers, wanted: Numbers) -> Members:
    """Which rows the sum with the smallest weights needs: of many ways to say the same, the one of fewest groups."""
    few = _one_or_two(rows.astype(np.int8), wanted.astype(np.int8))
    if few:
        return np.isin(np.arange(len(rows)), few)
    from scipy.optimize import linprog

    added_and_taken = np.hstack([rows.T, -rows.T])
    found = linprog(np.ones(2 * len(rows)), A_eq=added_and_taken, b_eq=wanted, method="highs")
    needed: Members = np.abs(found.x[: len(rows)] - found.x[len(rows) :]) > _NOTHING
    return needed


def _one_or_two(rows: npt.NDArray[np.int8], wanted: npt.NDArray[np.int8]) -> tuple[int, ...]:
    """The one or two rows that come to a sum as they are, added or taken off, the first such; empty where it takes more.

    Nearly always they do, and that is told by a look, where a linear program has a library to load.
    """
    place: dict[bytes, int] = {}
    for signed in (rows, -rows):
        for at, row in enumerate(signed):
            place.setdefault(row.tobytes(), at)
    alone = place.get(wanted.tobytes())
    if alone is not None:
        return (alone,)
    for at, row in enumerate(rows):
        for rest in (wanted - row, wanted + row):
            other = place.get(rest.tobytes())
            if other is not None:
                return at, other
    return ()


def _few(beyond: Numbers, size: Numbers) -> Iterator[tuple[npt.NDArray[np.int64], Numbers]]:
    """Yield cells, together under five people, of which a sum could be reached, with their signs: all such, and hardly others.

    A cell is added or taken off: what one person said less what another did is a figure of two people. Other weights
    need not be tried. Departments with their parts are one family of nested groups, everybody with the levels another,
    and of two such families the sums of fewest cells have weights of one size (their incidence matrix is totally
    unimodular).

    A sum can be reached where its columns of `beyond` add up to nothing. One number stands for each column, its product
    with a fixed random vector: among those, sums that come to nothing are found by sorting.
    """
    small = np.flatnonzero(size < SMALLEST)
    number = np.random.default_rng(_SEED).standard_normal(len(beyond)) @ beyond[:, small]
    people = size[small]
    for at in np.flatnonzero(np.abs(number) < _NOTHING):
        yield small[[at]], np.ones(1)
    first, second = np.triu_indices(len(small), 1)
    few = people[first] + people[second] < SMALLEST
    ends = np.tile(np.column_stack([first[few], second[few]]), (2, 1))
    signs = np.column_stack([np.ones(len(ends)), np.repeat([1.0, -1.0], len(ends) // 2)])
    sums = (number[ends] * signs).sum(axis=1)
    turn = np.argsort(sums, kind="stable")
    ends, signs, sums = ends[turn], signs[turn], sums[turn]
    for at in np.flatnonzero(np.abs(sums) < _NOTHING):
        yield small[ends[at]], signs[at]
    single = np.arange(len(small)).reshape(-1, 1)
    for others, sign in ((single, np.ones((len(small), 1))), (ends, signs)):
        found = (number[others] * sign).sum(axis=1)
        for turned in (1.0, -1.0):
            low = np.searchsorted(sums, -turned * found - _NOTHING)
            high = np.searchsorted(sums, -turned * found + _NOTHING, side="right")
            for at in np.flatnonzero(high > low):
                for partner in range(low[at], high[at]):
                    cells = np.append(others[at], ends[partner])
                    if len({*cells.tolist()}) == len(cells) and people[cells].sum() < SMALLEST:
                        yield small[cells], np.append(turned * sign[at], signs[partner])
