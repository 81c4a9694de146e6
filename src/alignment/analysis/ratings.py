"""Where do two sides rate the tie between them differently?"""

from dataclasses import dataclass
from math import fsum

from alignment.language import say
from alignment.model.organisation import Organisation, Tie

__all__ = ["HIGHEST_RATING", "RatedTie", "rated_ties"]

# Strengths up to here can be ratings; above, they are hours or counts, of which a difference of 2 means nothing.
HIGHEST_RATING = 5.0


@dataclass(frozen=True, slots=True)
class RatedTie:
    """A tie that both sides rated: the sorted pair, the rating of each, and the rows that say so."""

    pair: tuple[str, str]
    ratings: tuple[float, float]
    rows: tuple[Tie, ...]

    @property
    def difference(self) -> float:
        """How far the two ratings are apart."""
        return abs(self.ratings[0] - self.ratings[1])


def rated_ties(organisation: Organisation) -> tuple[RatedTie, ...] | str:
    """Ties that both sides rated, sorted by pair; a text that says why where there are none to compare.

    Ratings of one kind are compared with each other only, several rows of a side by their mean; of the kinds, the
    one that differs most counts. Ties to oneself are no pair.
    """
    if not organisation.ties_directed:
        return say("the collaboration list has one report for each tie, not one of either side")
    rated = [tie for tie in organisation.ties if tie.strength is not None and tie.source != tie.target]
    if not rated:
        return say("the collaboration list gives no strength")
    if max(tie.strength or 0.0 for tie in rated) > HIGHEST_RATING:
        return say("the strengths are no ratings from 1 to 5")
    # Few ties have a report of either side: the others need no looking at.
    reports = {(tie.source, tie.target) for tie in rated}
    sides: dict[tuple[str, str, str], list[Tie]] = {}
    for tie in rated:
        if (tie.target, tie.source) not in reports:
            continue
        sides.setdefault((tie.source, tie.target, tie.kind.casefold()), []).append(tie)
    widest: dict[tuple[str, str], RatedTie] = {}
    for (source, target, kind), rows in sorted(sides.items()):
        other = sides.get((target, source, kind))
        if source > target or other is None:
            continue
        found = RatedTie((source, target), (_mean(rows), _mean(other)), (*rows, *other))
        if found.pair not in widest or found.difference > widest[found.pair].difference:
            widest[found.pair] = found
    return tuple(widest[pair] for pair in sorted(widest)) or say("no tie was rated by both sides")


def _mean(rows: list[Tie]) -> float:
    return fsum(tie.strength or 0.0 for tie in rows) / len(rows)
