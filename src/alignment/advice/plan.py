"""In which order? The sequence of moves with the greatest gain for its effort, each gain measured after those before."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from alignment.advice.moves import Move
from alignment.analysis.base import Context
from alignment.analysis.catalogue import RULES
from alignment.analysis.remeasure import Measured, Outlook
from alignment.model.result import Finding

__all__ = ["Plan", "PlannedMove", "make_plan", "taken"]

# So many of the best candidates are measured again at every step: limits bend, so a gain may grow by what others gain.
_LOOKED_AT = 20
# A gain below this is rounding.
_NO_GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move of the plan, with what it changes after those before it.

    `gain` is in points of the company's score; `cumulative` the gain of the plan so far. `closes` and `opens` are the
    findings that go and come with it; of those that go, none whose own figure stays as it was.
    """

    move: Move
    gain: float
    cumulative: float
    closes: tuple[Finding, ...]
    opens: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The moves in order, how many were considered, and the company before and after."""

    steps: tuple[PlannedMove, ...]
    considered: int
    before: Measured
    after: Measured

    @property
    def gain(self) -> float:
        """Points of the score that the whole plan adds."""
        return self.steps[-1].cumulative if self.steps else 0.0


def make_plan(before: Measured, propose: Callable[[Context], Sequence[Move]], budget: int, most: int) -> Plan:
    """Choose moves one by one, always the one that now adds most points of the score for its effort.

    The gain of every candidate is measured once. After each choice the moves are proposed anew, for one opens the way to
    others (an owner, then a mandate) and adds to the load of whoever it names. Those about the same subject, and the best
    of the rest, are then measured again; the others keep the gain they had until they come first (lazy greedy, Minoux
    1978), for a gain seldom grows by what others gain. Gains are never added up from single effects.

    Parameters
    ----------
    before
        The company as it is.
    propose
        Returns the moves that are possible in a company, in any order.
    budget
        The effort of the whole plan is no more than this.
    most
        No more moves than this.

    Returns
    -------
    Plan
        Without steps where the company has no score.

    References
    ----------
    .. [1] Minoux, M. (1978). Accelerated greedy algorithms for maximizing submodular set functions. In J. Stoer (Ed.),
       Optimization techniques (pp. 234-243). Springer.
    """
    now, steps, spent, considered = before, list[PlannedMove](), 0, 0
    weighed: dict[tuple[str, str, str], _Candidate] = {}
    while before.score is not None and len(steps) < most:
        possible = propose(now.context)
        considered = considered or len(possible)
        moves = [one for one in possible if spent + one.effort <= budget]
        weighed = {one.key: _weigh(now, one, weighed.get(one.key), steps) for one in moves}
        best = _best(now, weighed, len(steps))
        if best is None:
            break
        after = now.after(best.apply(now.organisation))
        steps.append(taken(best, before, now, after))
        now, spent = after, spent + best.effort
    return Plan(tuple(steps), considered, before, now)


def _weigh(now: Measured, move: Move, old: "_Candidate | None", steps: Sequence[PlannedMove]) -> "_Candidate":
    """Return a candidate with the gain it had, or measured now where it is new or what it is about has just changed."""
    if old is None or steps[-1].move.subject == move.subject:
        return _weighed(now, move, len(steps), old)
    return replace(old, move=move)


def _best(now: Measured, weighed: dict[tuple[str, str, str], "_Candidate"], step: int) -> Move | None:
    """Return the move with most gain for its effort, measured now; None where none gains anything."""
    queue = sorted(weighed.values())
    for place, one in enumerate(queue[:_LOOKED_AT]):
        if one.weighed_after < step:
            queue[place] = weighed[one.move.key] = _weighed(now, one.move, step, one)
    heapq.heapify(queue)
    while queue:
        best = heapq.heappop(queue)
        if best.gain <= _NO_GAIN:
            return None
        if best.weighed_after == step:
            return best.move
        best = _weighed(now, best.move, step, best)
        weighed[best.move.key] = best
        heapq.heappush(queue, best)
    return None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A move with its gain as last measured; sorts so that the most gain for its effort comes first."""

    move: Move
    gain: float
    weighed_after: int
    outlook: Outlook

    def __lt__(self, other: "_Candidate") -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[float, int, tuple[str, str, str]]:
        # Rounded, so that equal gains reached in another order of sums stay equal, and the words decide.
        return -round(self.gain / self.move.effort, 9), len(self.move.against), self.move.key


def _weighed(now: Measured, move: Move, step: int, old: _Candidate | None) -> _Candidate:
    """Return a candidate with the gain it has now; `old` is the candidate as it was weighed before."""
    outlook = now.outlook(move.apply(now.organisation), old.outlook if old else None)
    gain = 0.0 if now.score is None or outlook.score is None else outlook.score - now.score
    return _Candidate(move, gain, step, outlook)


def taken(move: Move, start: Measured, before: Measured, after: Measured) -> PlannedMove:
    """Return a move with what it changes: `start` is the company before the plan, `before` and `after` that around the move."""
    old = {one.id: one for one in before.findings}
    new = {one.id: one for one in after.findings}
    return PlannedMove(
        move,
        gain=(after.score or 0.0) - (before.score or 0.0),
        cumulative=(after.score or 0.0) - (start.score or 0.0),
        closes=tuple(one for ident, one in old.items() if ident not in new and not _as_it_was(one, before, after)),
        opens=tuple(one for ident, one in new.items() if ident not in old),
    )


def _as_it_was(finding: Finding, before: Measured, after: Measured) -> bool:
    """Tell whether a finding went though its own figure stays: others, beside whom it stood out, moved.

    A rule may compare a department with the rest of the company. A step elsewhere then silences it, and mends nothing there.
    """
    measure = RULES[finding.code].measure
    if measure is None or finding.scope.id is None:
        return False
    value = before.context.value(measure, finding.scope)
    return value is not None and value == after.context.value(measure, finding.scope)
