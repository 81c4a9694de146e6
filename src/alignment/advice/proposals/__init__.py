"""Which moves are possible here? One file a subject; each proposes, none decides."""

from collections.abc import Callable, Iterator

from alignment.advice.moves import Move
from alignment.advice.proposals import owners
from alignment.analysis.base import Context

__all__ = ["proposed"]

_PROPOSERS: tuple[Callable[[Context], Iterator[Move]], ...] = (owners.name_owners, owners.give_mandates)


def proposed(context: Context) -> tuple[Move, ...]:
    """Return every possible move, sorted; the same once only."""
    found = {move.key: move for propose in _PROPOSERS for move in propose(context)}
    return tuple(found[key] for key in sorted(found))
