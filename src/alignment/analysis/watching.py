"""Which parts of a company does something rest on? An organisation and a context that note what is read of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar, get_type_hints

from alignment import network
from alignment.analysis.base import Context
from alignment.model.organisation import Goal, Journey, Organisation, Process, Record, Step, Tie
from alignment.model.result import Measurement, Scope
from alignment.settings import Settings

__all__ = ["ALL_PARTS", "WatchedContext", "changes", "figure"]

_T = TypeVar("_T")
_FIELDS = frozenset(one.name for one in fields(Organisation))
# Records that moves change a field of: of these it is noted which fields are read, of all others only that they are.
_WATCHED: Mapping[str, type[Record]] = {"processes": Process, "journeys": Journey, "steps": Step, "goals": Goal}


def _parts(name: str) -> frozenset[str]:
    """What can be read of a field of an organisation: which records there are, and each of their fields."""
    return frozenset([name, *(f"{name}.{one.name}" for one in fields(_WATCHED[name]))])


_PARTS_OF: Mapping[str, frozenset[str]] = {name: _parts(name) for name in _WATCHED}
ALL_PARTS = _FIELDS.union(*_PARTS_OF.values())


def _derived(owner: type) -> frozenset[str]:
    """Names of what a class works out once and keeps."""
    return frozenset(name for name, one in vars(owner).items() if isinstance(one, cached_property))


def _held(lookup: str) -> frozenset[str]:
    """Parts of the records that a lookup hands out: whoever changes one of them makes it stale, read or not."""
    told = str(get_type_hints(vars(Organisation)[lookup].func)["return"])
    return frozenset().union(*(_PARTS_OF[name] for name, kind in _WATCHED.items() if f".{kind.__name__}" in told))


_LOOKUPS = _derived(Organisation)
_HELD = {name: _held(name) for name in _LOOKUPS}
_VIEWS = _derived(Context) - {"_by_measure"}
_COLLABORATION, _TIE_ROWS = "collaboration", "tie_rows"
# Views of names and numbers alone: as good for whoever reads the plain company, which is kept longer than what is watched.
_PLAIN = _VIEWS & {
    _COLLABORATION, "arrays", "reported", "joints", "articulation_points", "single_threads", "open_paths", "brokers", "key_sets",
    "blocks", "required", "actual", "covered",
}  # fmt: skip


def _lookup(name: str) -> str:
    return f"organisation.{name}"


def _view(name: str) -> str:
    return f"context.{name}"


def figure(ident: str) -> str:
    """Return the part that stands for the figures of a measure: rules look them up, so they may change as fields do."""
    return f"figure {ident}"


def changes(before: Organisation, after: Organisation) -> frozenset[str]:
    """Return the parts in which two organisations differ.

    Where the same records stand in the same order, only those of their fields that differ.
    """
    found: set[str] = set()
    for name in _FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old is new:
            continue
        if name not in _WATCHED:
            # Put together twice from the same records, it is the same: that costs a look at each.
            if old != new:
                found.add(name)
        elif [one.id for one in old] == [one.id for one in new] if name != "steps" else len(old) == len(new):
            pairs = [(one, other) for one, other in zip(old, new, strict=True) if one is not other]
            found |= {
                f"{name}.{one.name}"
                for one in fields(_WATCHED[name])
                if any(getattr(first, one.name) != getattr(second, one.name) for first, second in pairs)
            }
        else:
            found |= _PARTS_OF[name]
    return frozenset(found)


class _Notes:
    """What is read, for each of those who watch at the moment: one may run inside another.

    Attributes
    ----------
    now
        The parts read so far for whoever watches: the innermost. Where nobody does, it is looked at by nobody.
    """

    def __init__(self) -> None:
        self.now: set[str] = set()

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Collect what is read inside; whatever surrounds it has read that too."""
        around, found = self.now, set[str]()
        self.now = found
        try:
            yield found
        finally:
            self.now = around
            around.update(found)


class _Reads:
    """Which parts of an organisation were read, directly or through whatever was derived from them.

    What is derived once and kept (a lookup, a view of the graph) is read by the first who asks; whoever asks later is
    told what it rests on. The notes are shared with the company before a change, whose records live on in its views.
    """

    def __init__(self, notes: _Notes) -> None:
        self.notes = notes
        self.behind: dict[str, frozenset[str]] = {}


# Attributes are read a hundred thousand times: each that is watched is a property of its own, and all others are as they were.
def _derivation(name: str, part: str, work_out: Callable[[Any], object]) -> property:
    """Return a `cached_property` that also notes what it rests on, whether it is worked out now or was before."""

    def read(self: Any) -> object:  # noqa: ANN401 - an organisation or a context
        kept = self.__dict__
        reads: _Reads | None = kept.get("reads")
        if reads is None:
            # A copy made with `replace` is not watched.
            if name not in kept:
                kept[name] = work_out(self)
        elif part in reads.behind:
            reads.notes.now.update(reads.behind[part])
        else:
            with reads.notes.noting() as found:
                kept[name] = work_out(self)
            reads.behind[part] = frozenset(found)
        return kept[name]

    return property(read)


def _field_of_organisation(name: str) -> property:
    def read(self: Organisation) -> object:
        kept = self.__dict__
        reads: _Reads | None = kept.get("reads")
        if reads is not None:
            reads.notes.now.add(name)
        return kept[name]

    def store(self: Organisation, value: object) -> None:
        self.__dict__[name] = value

    return property(read, store)


def _field_of_record(part: str, slot: Any) -> property:  # noqa: ANN401 - what Python makes for a slot has no type
    def read(self: Any) -> object:  # noqa: ANN401 - a record of whatever kind
        self.notes.now.add(part)
        return slot.__get__(self)

    return property(read, slot.__set__)


def _watched_kind(name: str, kind: type[Record]) -> type[Record]:
    """Return a kind of record, equal to the plain one field by field, that notes which of its fields are read."""
    names = [one.name for one in fields(kind)]

    class Watched(kind):  # type: ignore[valid-type, misc]  # a class made for each kind
        __slots__ = ("notes",)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, kind) and all(getattr(self, one) == getattr(other, one) for one in names)

        __hash__ = kind.__hash__

    for one in names:
        setattr(Watched, one, _field_of_record(f"{name}.{one}", getattr(kind, one)))
    return Watched


_WATCHED_KINDS: Mapping[str, type[Record]] = {name: _watched_kind(name, kind) for name, kind in _WATCHED.items()}


@dataclass(frozen=True, slots=True)
class _Watched:
    """Records of a kind, and beside each the one that is watched in its place."""

    plain: tuple[Record, ...]
    watched: tuple[Record, ...]


def _watched_records(name: str, records: tuple[Record, ...], notes: _Notes, before: _Watched | None) -> _Watched:
    """Return records to be watched; those that stood there before a change are taken over, with the notes they share."""
    if before is not None and before.plain is records:
        return before
    known = {} if before is None else dict(zip(map(id, before.plain), before.watched, strict=True))
    kind, slots = _WATCHED_KINDS[name], [getattr(_WATCHED[name], one.name) for one in fields(_WATCHED[name])]

    def watched(record: Record) -> Record:
        new = object.__new__(kind)
        for slot in slots:
            slot.__set__(new, slot.__get__(record))
        object.__setattr__(new, "notes", notes)
        return new

    return _Watched(records, tuple(known.get(id(one)) or watched(one) for one in records))


class _WatchedOrganisation(Organisation):
    """An organisation that notes which of its fields are read, and which fields of its records."""


for _name in _FIELDS:
    setattr(_WatchedOrganisation, _name, _field_of_organisation(_name))
for _name in _LOOKUPS:
    setattr(_WatchedOrganisation, _name, _derivation(_name, _lookup(_name), vars(Organisation)[_name].func))


class WatchedContext(Context):
    """A context that notes which parts of its organisation, and which figures, are read.

    Parameters
    ----------
    organisation
        The company, plain; what measures get to read is a watched copy.
    settings
        The settings in force.
    figures
        Gives what a measure yields, by scope; called when a rule asks for it.
    before
        The context of the company before a change: its lookups and views that rest on nothing changed are taken over.
    changed
        The parts that the change touched.
    kept
        Takes something from this context where it is not known from before; without it, everything is taken anew.
    """

    reads: _Reads
    _watched: Mapping[str, _Watched]
    # Views of the ties before a change of nothing but these, and what each was read from.
    _former: "dict[str, tuple[tuple[Tie, ...], Any, frozenset[str]]]"

    def __init__(
        self,
        organisation: Organisation,
        settings: Settings,
        figures: Callable[[str], Mapping[Scope, Measurement]],
        before: "WatchedContext | None" = None,
        changed: frozenset[str] = ALL_PARTS,
        *,
        kept: Callable[[str, Callable[[Context], Iterable[Any]]], tuple[Any, ...]] | None = None,
    ) -> None:
        self.reads = _Reads(_Notes() if before is None else before.reads.notes)
        values = {name: getattr(organisation, name) for name in _FIELDS}
        self._watched = {
            name: _watched_records(name, values[name], self.reads.notes, before._watched[name] if before else None)
            for name in _WATCHED
        }
        values |= {name: one.watched for name, one in self._watched.items()}
        watched = _WatchedOrganisation(**values)
        object.__setattr__(watched, "reads", self.reads)
        super().__init__(watched, settings)
        self._figures = figures
        self._kept = kept
        self._former = {}
        if before is not None:
            self.__dict__.update(before.unchanged_views(changed))
            watched.__dict__.update(before.unchanged_lookups(changed))
            own = {*map(_view, self.__dict__.keys() & _VIEWS), *map(_lookup, watched.__dict__.keys() & _LOOKUPS)}
            self.reads.behind.update((name, before.reads.behind[name]) for name in own)
            self._former = before.former(changed)

    def former(self, changed: frozenset[str]) -> "dict[str, tuple[tuple[Tie, ...], Any, frozenset[str]]]":
        """Return, of views that grow with the ties, these ties, the view and what it rests on, where only ties have changed."""
        touched = {part.partition(".")[0] for part in changed}
        behind = {name: self.reads.behind[_view(name)] for name in _GROWING if name in self.__dict__}
        ties = self.organisation.__dict__["ties"]
        return {name: (ties, self.__dict__[name], on) for name, on in behind.items() if touched & on == {"ties"}}

    def grown(self, name: str) -> object | None:
        """Return a view where the company has further ties and is else as before; None where it is not."""
        if name not in self._former:
            return None
        rows, view, behind = self._former.pop(name)
        ties = self.organisation.ties
        if ties[: len(rows)] != rows:
            return None
        self.reads.notes.now.update(behind)
        return _GROWING[name](view, ties[len(rows) :])

    def unchanged_views(self, changed: frozenset[str]) -> dict[str, object]:
        """Return the views worked out so far that rest on no record that changed: they may hold records."""
        behind, kept = self.reads.behind, self.__dict__
        touched = {part.partition(".")[0] for part in changed}
        return {name: kept[name] for name in _VIEWS & kept.keys() if not behind[_view(name)] & touched}

    def plain_views(self) -> dict[str, object]:
        """Return the views worked out so far in which no record is watched: those of millions of ties are made once."""
        return {name: self.__dict__[name] for name in _PLAIN & self.__dict__.keys()}

    def unchanged_lookups(self, changed: frozenset[str]) -> dict[str, object]:
        """Return the lookups of the organisation worked out so far that rest on nothing changed."""
        behind, kept = self.reads.behind, self.organisation.__dict__
        return {
            name: kept[name] for name in _LOOKUPS & kept.keys() if not (behind[_lookup(name)] | _HELD[name]) & changed
        }

    def after(self, organisation: Organisation, changed: frozenset[str]) -> "WatchedContext":
        """Return a context for a look at a company after a change, in which no figure has been taken yet."""
        return WatchedContext(organisation, self.settings, lambda _: {}, self, changed)

    def kept(self, name: str, take: Callable[[Context], Iterable[_T]]) -> tuple[_T, ...]:
        """Return what is taken from the company, anew only where something that was read for it has changed."""
        return super().kept(name, take) if self._kept is None else self._kept(name, take)

    def taken(self, ident: str) -> Mapping[Scope, Measurement]:
        """Return what one measure gave before the rules ran, and note that it was asked for."""
        self.reads.notes.now.add(figure(ident))
        return self._figures(ident)


for _name in _VIEWS:
    setattr(WatchedContext, _name, _derivation(_name, _view(_name), vars(Context)[_name].func))
# Views that further ties are only added to.
_GROWING: Mapping[str, Callable[[Any, tuple[Tie, ...]], object | None]] = {
    _COLLABORATION: network.grown,
    _TIE_ROWS: network.tie_rows_with,
}


def _growing(name: str) -> property:
    anew = vars(Context)[name].func

    def work_out(context: WatchedContext) -> object:
        grown = context.grown(name)
        return anew(context) if grown is None else grown

    return _derivation(name, _view(name), work_out)


for _name in _GROWING:
    setattr(WatchedContext, _name, _growing(_name))
