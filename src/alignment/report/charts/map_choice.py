"""What does the map of the company draw? Departments and ties, and which of them where not all can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import number_text, say
from alignment.wording import joined

__all__ = ["MapNode", "MapTie", "selection"]

# Of the ties that are drawn, one in so many may be a single thread: our choice.
_THREADS = 4


@dataclass(frozen=True, slots=True)
class MapNode:
    """A department: `division` is None where it belongs to none; `bridge` where others fall apart without it.

    `inward` marks one that keeps to itself. `rank` puts divisions in order before their names do.
    """

    id: str
    name: str
    division: str | None = None
    bridge: bool = False
    external: bool = False
    inward: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class MapTie:
    """Two departments that work together; `single` where all that joins them, or their divisions, is one thread."""

    source: str
    target: str
    weight: float
    single: bool = False


def selection(nodes: Sequence[MapNode], ties: Sequence[MapTie], limit: int) -> tuple[list[MapNode], list[MapTie], str]:
    """Return the departments and ties that are drawn, and what was left out."""
    strength: dict[str, float] = {one.id: 0.0 for one in nodes}
    for tie in ties:
        strength[tie.source] += tie.weight
        strength[tie.target] += tie.weight
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    # Where not all can be drawn, a department without a tie would only take the place of one that has some.
    ranked = [one for one in nodes if len(nodes) <= limit or one.id in tied]
    chosen = sorted(ranked, key=lambda one: (-strength[one.id], one.name, one.id))[:limit]
    kept = sorted(
        chosen, key=lambda one: (one.division is None, one.rank, one.division or "", one.name.casefold(), one.id)
    )
    inside = {one.id for one in kept}
    possible = [tie for tie in ties if tie.source in inside and tie.target in inside]
    most = max(80, 2 * len(kept))
    possible.sort(key=lambda tie: (-tie.weight, tie.source, tie.target))
    # Single threads are weak: all of them where there is room, but never so many that no strong tie is left to see.
    threads = set([tie for tie in possible if tie.single][: most // _THREADS])
    strong = [tie for tie in possible if tie not in threads][: most - len(threads)]
    drawn = sorted((*threads, *strong), key=lambda tie: (tie.single, tie.weight, tie.source, tie.target))
    told = []
    if len(kept) < len(nodes):
        some, every = number_text(len(kept)), number_text(len(nodes))
        told.append(
            say("the {some} of {all} departments with the strongest ties", some=some, all=every)
            if len(kept) < len(ranked)
            else say("the {some} of {all} departments that have a tie", some=some, all=every)
        )
    if len(drawn) < len(ties):
        single = sum(tie.single for tie in ties)
        shown = sum(tie.single for tie in drawn)
        apart = shown if shown < single else 0
        some, every = number_text(len(drawn) - apart), number_text(len(ties))
        told.append(say("the {some} strongest of {all} ties", some=some, all=every))
        if apart:
            some, every = number_text(apart), number_text(single)
            told.append(say("the {some} strongest of {all} single threads", some=some, all=every))
    return kept, drawn, say("Drawn: {what}.", what=joined(told)) if told else ""
