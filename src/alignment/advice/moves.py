"""What can be done? One change to an organisation each: whom it asks to do what, and what speaks against it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeVar, get_args

from alignment.language import later, say
from alignment.model.organisation import Cell, Organisation, Origin, Record, Table
from alignment.model.result import MoveKind, Scope
from alignment.settings import Settings

__all__ = [
    "KINDS",
    "Edit",
    "HandKind",
    "Kind",
    "Move",
    "MoveKind",
    "added",
    "applied",
    "changed",
    "effort_of",
    "new_row",
]

# What is never proposed, and can be chosen.
HandKind = Literal["merge", "without"]
_R = TypeVar("_R", bound=Record)
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of move: its name, what it usually takes (1 an hour's talk … 5 a project), and why that; to be said."""

    name: str
    effort: int
    basis: str


# Our choice, in working time of those asked; `[plan.effort]` in alignment.toml says otherwise for one company.
KINDS: Mapping[MoveKind, Kind] = MappingProxyType(
    {
        "name_owner": Kind(
            later("Name an end-to-end owner"), 2, later("one decision, and a talk with whoever is named")
        ),
        "give_mandate": Kind(
            later("Give the owner the mandate"), 3, later("departments agree to be steered in one matter")
        ),
        "name_department": Kind(later("Name the department of a step"), 2, later("two neighbours agree who does it")),
        "name_accountable": Kind(later("Name one accountable"), 1, later("one decision within a department")),
        "resolve_double_accountable": Kind(
            later("Leave one of two accountables"), 2, later("one of two gives something up")
        ),
        "connect": Kind(later("Connect two departments"), 1, later("two people meet at a fixed time")),
        "second_thread": Kind(later("Add a second thread"), 1, later("two more people meet at a fixed time")),
        "back_up": Kind(later("Back up a bridge"), 2, later("a deputy is introduced and kept informed")),
        "move_step": Kind(later("Move a step"), 4, later("work, people or systems change places")),
        "hold_moment": Kind(
            later("Hold a moment of truth in one department"), 4, later("work, people or systems change places")
        ),
        "share_goal": Kind(later("Share a goal"), 3, later("two departments agree on a figure and a target")),
        "lengthen_goal": Kind(later("Lengthen a goal's horizon"), 2, later("one target is set anew")),
    }
)
assert set(KINDS) == set(get_args(MoveKind))

# What introduces each text of a new row, by field.
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "process": later("process"),
        "holder": later("holder"),
        "code": later("code"),
        "from": later("from"),
        "to": later("to"),
        "strength": later("strength"),
        "kind": later("kind"),
        "source": later("source"),
        "goal": later("goal"),
        "owner_department": later("owner_department"),
        "perspective": later("perspective"),
        "journey": later("journey"),
        "target": later("target"),
    }
)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a move changes in the workbook, as one would type it: the text of one cell, or a new row.

    For a new row, `cell` is the whole sheet (its row is 0) and `row` gives the texts by field.
    """

    cell: Cell
    text: str = ""
    row: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def __str__(self) -> str:
        if self.row:
            texts = ", ".join(f"{say(_COLUMNS[name])} {text}" for name, text in self.row.items() if text)
            return say("{sheet}, a new row: {texts}", sheet=self.cell, texts=texts)
        return f"{self.cell}: {self.text}" if self.text else say("{cell}: cleared", cell=self.cell)


@dataclass(frozen=True, slots=True)
class Move:
    """One possible step.

    Attributes
    ----------
    kind
        What kind of step it is.
    subject
        What it is about: a journey, a process, a pair of departments …
    variant
        Tells moves of one kind on one subject apart: whom it names, which step it moves.
    words
        Whom it asks to do what, as a sentence.
    asks
        Ids of the departments that have to act.
    effort
        1 to 5.
    against
        What speaks against it, one clause each.
    edits
        The same change as it is typed into the workbook.
    apply
        Returns a changed copy of an organisation. It finds its records by id, so it can follow other moves.
    """

    kind: MoveKind | HandKind
    subject: Scope
    variant: str
    words: str
    asks: tuple[str, ...]
    effort: int
    edits: tuple[Edit, ...]
    apply: Callable[[Organisation], Organisation] = field(compare=False, repr=False)
    against: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this move from all others, and sorts them."""
        idents = (self.subject.id,) if isinstance(self.subject.id, str) else self.subject.id or ()
        return self.kind, "+".join(idents), self.variant


def effort_of(kind: MoveKind, asks: Sequence[str], settings: Settings) -> int:
    """Effort of a move: that of its kind, one more where a department it asks can spare less than its usual time.

    One that can spare nothing pays no more than that, but its moves stand in the last wave (`advice.waves`).
    """
    effort = settings.plan_effort.get(kind, KINDS[kind].effort)
    strained = any(settings.plan_capacity.get(unit, 1.0) < 1.0 for unit in asks)
    return min(5, effort + strained)


def changed(records: Sequence[_R], wanted: Callable[[_R], bool], **values: object) -> tuple[_R, ...]:
    """Return the records, with these values in those that are wanted."""
    return tuple(replace(one, **values) if wanted(one) else one for one in records)  # type: ignore[arg-type]  # fields of the record


def added(organisation: Organisation, field_name: str, *records: Record) -> Organisation:
    """Return an organisation with further records of a kind."""
    return replace(organisation, **{field_name: (*getattr(organisation, field_name), *records)})  # type: ignore[arg-type]


def new_row(records: Sequence[Record], sheet: str) -> Origin:
    """Return the origin of a record that is not in the workbook yet: the sheet that the others stand on, and no row."""
    table = records[0].origin.table if records else Table("", sheet, {})
    return Origin(table, 0)


def applied(organisation: Organisation, moves: Sequence[Move]) -> Organisation:
    """Return an organisation changed by moves, one after the other."""
    for one in moves:
        organisation = one.apply(organisation)
    return organisation
