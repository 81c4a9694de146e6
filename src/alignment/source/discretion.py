"""How is a company read so that nobody is named? People stand under their positions, wherever a text names them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from alignment.model.organisation import Holder, Organisation, Origin, Table
from alignment.source.names import key
from alignment.source.reading import Reading
from alignment.source.schema import SHEETS

__all__ = ["unnamed"]

_T = TypeVar("_T")
_WORD = re.compile(r"\w+")
_SEPARATORS = re.compile(r"(\s*[,;/\n]\s*)")
# What stands for a position while the rest of its cell is looked at: a position may hold a separator itself.
_MARK = re.compile("\ue000(\\d+)\ue001")
# Fields in which a name stands that may be a person's, though no register knows it as written.
_PERSONAL = frozenset({field.name for one in SHEETS.values() for field in one.fields if "people" in field.refers})
_SOMEBODY = "a name"


def unnamed(reading: Reading) -> Reading:
    """Return what was read with people called by their positions: in records, in ids, in issues and in cells.

    Several in the like position are numbered, in the order of the workbook. A code that is a person's id stays. What a
    cell of owners, heads or contacts holds that no register knows becomes "a name". A RACI chart's columns are roles.
    """
    words = _Words(reading.organisation)
    safe = _Safe(words)
    organisation = safe.walk(reading.organisation)
    actions = tuple(
        replace(one, owner=words.of_people(before.owner))
        for one, before in zip(organisation.actions, reading.organisation.actions, strict=True)
    )
    organisation = replace(organisation, notes="", actions=actions)
    return Reading(organisation, safe.walk(reading.issues), safe.walk(reading.inputs))


class _Words:
    """What is written instead of each name, alone or within a text."""

    def __init__(self, organisation: Organisation) -> None:
        self._instead = dict(_pseudonyms(organisation))
        self._by_word: dict[str, list[str]] = {}
        # The longest first: "Ann Smith" before "Ann".
        for name in sorted(self._instead, key=len, reverse=True):
            first = _WORD.search(name)
            self._by_word.setdefault(first[0] if first else name, []).append(name)
        # Departments and roles may stand where people do, and the codes of people stay.
        known = [text for one in organisation.departments for text in (one.id, one.name)]
        known += [text for one in organisation.people for text in (one.id, one.role)]
        self._known = {key(text) for text in known} - {key(name) for name in self._instead}
        self._ordered = tuple(self._instead.values())
        self._marked = {name: f"\ue000{place}\ue001" for place, name in enumerate(self._instead)}

    def of(self, text: str) -> str:
        """Return a text with every name in it replaced."""
        return self._instead.get(text.casefold()) or self._replaced(text, self._instead)

    def of_people(self, text: str) -> str:
        """Return the text of a cell that names people: what no register knows as something else is not shown."""
        if not text or key(text) in self._known:
            return text
        parts = _SEPARATORS.split(self._replaced(text, self._marked))
        # Parts and what separates them take turns.
        parts[::2] = [one if self._is_safe(one) else _SOMEBODY for one in parts[::2]]
        return _MARK.sub(lambda mark: self._ordered[int(mark[1])], "".join(parts))

    def _is_safe(self, part: str) -> bool:
        return bool(_MARK.search(part)) or key(part) in self._known or not any(map(str.isalpha, part))

    def _replaced(self, text: str, instead: Mapping[str, str]) -> str:
        lower, parts, at = text.casefold(), list[str](), 0
        if len(lower) != len(text):  # a letter that folds into two: places no longer agree
            text = lower
        for word in _WORD.finditer(lower):
            for name in self._by_word.get(word[0], ()) if word.start() >= at else ():
                start = word.start() - name.index(word[0])
                end = start + len(name)
                if start >= at and lower[start:end] == name and not lower[end : end + 1].isalnum():
                    parts += [text[at:start], instead[name]]
                    at = end
                    break
        return "".join([*parts, text[at:]])


def _pseudonyms(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Each name, case folded, with what is written instead."""
    units = {key(text) for one in organisation.departments for text in (one.id, one.name)}
    people = [one for one in organisation.people if key(one.name) not in units]
    places = [_place(organisation, one.id) for one in people]
    shared, numbers = Counter(places), Counter[str]()
    for person, place in zip(people, places, strict=True):
        numbers[place] += 1
        role, bracket, where = place.partition(" (")
        position = f"{role} {numbers[place]}{bracket}{where}" if shared[place] > 1 else place
        yield person.name.casefold(), position
        if key(person.id) == key(person.name):
            yield person.id.casefold(), position
    strange = dict.fromkeys(one.id for one in _holders(organisation) if one.kind == "unknown")
    for number, ident in enumerate(strange, start=1):
        yield ident.casefold(), f"unknown name {number}"


def _place(organisation: Organisation, ident: str) -> str:
    person = organisation.person[ident]
    return organisation.position(ident) if person.role or person.department else "a position"


def _holders(organisation: Organisation) -> Iterator[Holder]:
    for unit in organisation.departments:
        yield from unit.heads
    for process in organisation.processes:
        yield from process.accountable
    for journey in organisation.journeys:
        yield from journey.owners
        if journey.sponsor is not None:
            yield journey.sponsor
    for one in organisation.assignments:
        yield one.holder


class _Safe:
    """Walks through values and rewrites their texts; a table, or an origin, that several share stays shared."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self._tables: dict[int, Table] = {}
        self._origins: dict[int, Origin] = {}

    def walk(self, value: _T) -> _T:
        """Return a value with the names in its texts replaced."""
        return cast("_T", self._walked(value))

    def _walked(self, value: object) -> object:
        match value:
            case str():
                return self._words.of(value)
            case Origin():
                return self._origin(value)
            case tuple():
                return tuple(map(self._walked, value))
            case Mapping():
                return {one: self._walked(other) for one, other in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self._walked(getattr(value, one.name)) for one in fields(value)})
        return value

    def _origin(self, origin: Origin) -> Origin:
        if id(origin) not in self._origins:
            derived = origin.derived
            texts = None if derived is None else {name: self._text(name, text) for name, text in derived.items()}
            elsewhere = {name: self._origin(one) for name, one in origin.elsewhere.items()}
            self._origins[id(origin)] = Origin(self._table(origin.table), origin.row, texts, elsewhere)
        return self._origins[id(origin)]

    def _table(self, table: Table) -> Table:
        if id(table) not in self._tables:
            self._tables[id(table)] = replace(table, text=self._rewritten(table.text))
        return self._tables[id(table)]

    def _rewritten(self, text: Callable[[int, str], str]) -> Callable[[int, str], str]:
        return lambda row, name: self._text(name, text(row, name))

    def _text(self, name: str, text: str) -> str:
        return self._words.of_people(text) if name in _PERSONAL else self._words.of(text)
