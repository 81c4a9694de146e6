"""When can each step be taken? Now, next or later: by effort, by what must come first, and by who has to act."""

from collections.abc import Mapping, Sequence
from statistics import quantiles

from alignment.advice.moves import Move
from alignment.advice.plan import PlannedMove
from alignment.model.result import WAVES, Wave

__all__ = ["CAPACITY", "quick_wins", "waves"]

# Effort that one department can take on in each wave but the last, our choice: in the first 30 days a decision of 2 or two
# new meetings, in the 60 days after that twice as much. A department that can spare less has its share of it
# (`[plan.capacity]`), and one that can spare nothing is asked for nothing in these waves.
CAPACITY = (2.0, 4.0)
# Up to this effort a step can be taken now, up to the next in the wave after: our choice.
_NOW, _NEXT = 2, 3


def waves(steps: Sequence[PlannedMove], capacity: Mapping[str, float]) -> tuple[Wave, ...]:
    """Return the wave of each step of a plan, in its order.

    A step waits for those about the same subject that come before it in the plan, and a mandate comes a wave after the
    owner it is given to. Where a department that has to act has not the capacity left, the step goes to the next wave; the
    last wave takes what is left, however much.

    Parameters
    ----------
    steps
        In the order of the plan.
    capacity
        Share of its usual time that a department can spare, by id, 0 to 1; 1 where none is given.
    """
    found: list[int] = []
    asked: dict[tuple[str, int], float] = {}
    for place, step in enumerate(steps):
        move = step.move
        wave = max(_earliest(move), *(_after(steps[at].move, move, found[at]) for at in range(place)), 0)
        while wave < len(WAVES) - 1 and any(
            asked.get((unit, wave), 0.0) + move.effort > CAPACITY[wave] * capacity.get(unit, 1.0) for unit in move.asks
        ):
            wave += 1
        for unit in move.asks:
            asked[unit, wave] = asked.get((unit, wave), 0.0) + move.effort
        found.append(wave)
    return tuple(WAVES[one] for one in found)


def _earliest(move: Move) -> int:
    return 0 if move.effort <= _NOW else 1 if move.effort <= _NEXT else 2


def _after(earlier: Move, move: Move, wave: int) -> int:
    """Return the first wave that an earlier move leaves open to another."""
    if earlier.subject != move.subject:
        return 0
    waits = earlier.kind == "name_owner" and move.kind == "give_mandate"
    return min(wave + waits, len(WAVES) - 1)


def quick_wins(steps: Sequence[PlannedMove]) -> frozenset[int]:
    """Return the places in the plan of its quick wins: effort 1 or 2, and gain for effort in the upper quarter."""
    if not steps:
        return frozenset()
    ratios = [one.gain / one.move.effort for one in steps]
    least = quantiles(ratios, n=4, method="inclusive")[2] if len(ratios) > 1 else ratios[0]
    return frozenset(
        place
        for place, (one, ratio) in enumerate(zip(steps, ratios, strict=True))
        # What somebody chose may gain nothing.
        if one.move.effort <= _NOW and ratio >= least and one.gain > 0
    )
