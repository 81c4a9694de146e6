"""Which moves are possible here? One file a subject; each proposes, none decides."""

from collections.abc import Callable, Iterator

from alignment.advice.moves import Move
from alignment.advice.proposals import accountability, contacts, goals, owners, steps
from alignment.analysis.base import Context

__all__ = ["proposed"]

_PROPOSERS: tuple[Callable[[Context], Iterator[Move]], ...] = (
    owners.name_owners,
    owners.name_owners_together,
    owners.give_mandates,
    accountability.name_accountable,
    accountability.resolve_double_accountable,
    contacts.connect,
    contacts.second_thread,
    contacts.back_up,
    steps.name_department,
    steps.move_step,
    steps.hold_moment,
    goals.share_goal,
    goals.lengthen_goal,
)


def proposed(context: Context) -> tuple[Move, ...]:
    """Return every possible move, sorted; the same once only, and none that the workbook has no cell for."""
    every = (move for propose in _PROPOSERS for move in context.kept(f"moves of {propose.__name__}", propose))
    found = {move.key: move for move in every if move.edits}
    return tuple(found[key] for key in sorted(found))
