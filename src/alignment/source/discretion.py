"""How is a company read so that nobody is named? People stand under their positions, wherever a text names them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from alignment.language import ENGLISH, later, say, speaking
from alignment.model.organisation import Action, Holder, Organisation, Origin, Person, Table, Tie
from alignment.source.names import key, slug
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
_SOMEBODY = later("a name")
# In running text a shorter code, such as A or P1, may be another word: there it is a person's only as @P1 or "P1".
_SHORTEST_CODE = 4
_POINTERS = '@"“'
# Where the id of a finding names a person: OWN06:person:p1. And that of a step: name_owner:journey:person p1, connect:Care+Sales:p1+p2
_FINDING = re.compile(r"([A-Z]{3,4}\d{2}:person:)(.+)")
_STEP = re.compile(r"([a-z_]+:.*:(?:together )?person |[a-z_]+:.*:(?=[^:]*\+)(?!\d+(?:\+\d+)* to ))([^:]+)")


def unnamed(reading: Reading) -> Reading:
    """Return what was read with people called by their positions: in records, in ids, in issues and in cells.

    Several in the like position are numbered, in the order of the workbook. A person's id may be a login or an employee
    number, so it gives way as the name does. What a cell of owners, heads or contacts holds that no register knows
    becomes "a name". A RACI chart's columns are roles.
    """
    words = _Words(reading.organisation)
    safe = _Safe(words, reading.organisation)
    organisation = safe.walk(reading.organisation)
    actions = tuple(
        replace(words.of_action(before), origin=one.origin)
        for one, before in zip(organisation.actions, reading.organisation.actions, strict=True)
    )
    organisation = replace(organisation, notes="", actions=actions)
    return Reading(organisation, safe.walk(reading.issues), safe.walk(reading.inputs))


class _Words:
    """What is written instead of each name and each id, alone or within a text."""

    def __init__(self, organisation: Organisation) -> None:
        people = _positions(organisation)
        spoken = {one.id: position for one, position in people}
        # An id is the same in every language: the next report may be made in another one.
        with speaking(ENGLISH):
            self._ids = {one.id: position for one, position in _positions(organisation)}
        self._instead = {one.name.casefold(): position for one, position in people}
        self._instead |= dict(_strangers(organisation))
        others = _others(organisation)
        codes = {one.casefold(): position for one, position in spoken.items() if key(one) not in others}
        codes = {code: position for code, position in codes.items() if any(map(str.isalpha, code))}
        self._short = {one for one in codes if len(one) < _SHORTEST_CODE} - set(self._instead)
        self._instead = codes | self._instead
        self._by_word: dict[str, list[str]] = {}
        # The longest first: "Ann Smith" before "Ann".
        for name in sorted(self._instead, key=len, reverse=True):
            first = _WORD.search(name)
            self._by_word.setdefault(first[0] if first else name, []).append(name)
        self._introductions = {position: _introductions(organisation, one) for one, position in people}
        # Departments and roles may stand where people do.
        known = [text for one in organisation.departments for text in (one.id, one.name)]
        known += [one.role for one in organisation.people]
        self._known = {key(text) for text in known} - {key(name) for name in self._instead}
        self._codes = {key(ident): position for ident, position in spoken.items() if key(ident) not in self._known}
        self._ends = {key(ident): self._ids[ident] for ident in spoken if key(ident) in self._codes}
        self._slugs = {slug(ident): slug(position) for ident, position in self._ids.items() if key(ident) not in others}
        # What comes back from a report that named nobody has positions for ids already.
        self._ends |= {key(position): position for position in self._ids.values()}
        self._slugs |= {slug(position): slug(position) for position in self._ids.values()}
        self._ordered = tuple(self._instead.values())
        self._marked = {name: f"\ue000{place}\ue001" for place, name in enumerate(self._instead)}

    def of_id(self, ident: str) -> str:
        """Return what stands for the id of a person."""
        return self._ids.get(ident) or self.of(ident)

    def of_action(self, action: Action) -> Action:
        """Return an action of the last report; its words go where they ask somebody whom no register knows any more."""
        ident, texts = action.finding, (self.of(action.action), self.of(action.found))
        if found := _FINDING.fullmatch(ident):
            position = self._slugs.get(found[2].casefold())
            if position is None and found[2].casefold() not in map(slug, self._known):
                gone = re.compile(r"[\s-]+".join(map(re.escape, found[2].split("-"))), re.IGNORECASE)
                texts = gone.sub(say(_SOMEBODY), texts[0]), gone.sub(say(_SOMEBODY), texts[1])
                position = slug(_SOMEBODY)
            ident = found[1] + (position or found[2])
        elif found := _STEP.fullmatch(ident):
            ends = found[2].split("+")
            if any(key(one) not in self._ends and key(one) not in self._known for one in ends):
                texts = "", texts[1]
            ends = [one if key(one) in self._known else self._ends.get(key(one), _SOMEBODY) for one in ends]
            ident = self.of(found[1]) + "+".join(ends)
        else:
            ident = self.of(ident)
        return replace(action, finding=ident, owner=self.of_people(action.owner), action=texts[0], found=texts[1])

    def of(self, text: str) -> str:
        """Return a text with every name in it replaced."""
        whole = text.casefold()
        return (whole not in self._short and self._instead.get(whole)) or self._replaced(text, self._instead)

    def of_people(self, text: str) -> str:
        """Return the text of a cell that names people: what no register knows as something else is not shown."""
        if not text or key(text) in self._known:
            return text
        parts = _SEPARATORS.split(self._replaced(text, self._marked))
        # Parts and what separates them take turns.
        parts[::2] = [
            self._codes.get(key(one)) or (one if self._is_safe(one) else say(_SOMEBODY)) for one in parts[::2]
        ]
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
                    before = lower[start - 1 : start]
                    if name in self._short and (not before or before not in _POINTERS):
                        continue
                    parts += [text[at : start - (before == "@")], instead[name]]
                    at = end + self._introduced(name, lower, end)
                    break
        return "".join([*parts, text[at:]])

    def _introduced(self, name: str, lower: str, end: int) -> int:
        """Length of the position that a text gives after a name: what stands for the name says it already."""
        told = self._introductions.get(self._instead[name])
        found = told.match(lower, end) if told else None
        return found.end() - end if found else 0


def _positions(organisation: Organisation) -> list[tuple[Person, str]]:
    """Each person, with the position that is written instead; no two are called alike."""
    units = {key(text) for one in organisation.departments for text in (one.id, one.name)}
    people = [one for one in organisation.people if key(one.name) not in units]
    places = [_place(organisation, one.id) for one in people]
    shared, numbers = Counter(places), Counter[str]()
    found: dict[str, tuple[Person, str]] = {}
    for person, place in zip(people, places, strict=True):
        position = "" if shared[place] > 1 else place
        while not position or position in found:
            numbers[place] += 1
            role, bracket, where = place.partition(" (")
            position = f"{role} {numbers[place]}{bracket}{where}"
        found[position] = person, position
    return list(found.values())


def _strangers(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """Each name that no register knows, case folded, with what is written instead."""
    strange = dict.fromkeys(one.id for one in _holders(organisation) if one.kind == "unknown")
    for number, ident in enumerate(strange, start=1):
        yield ident.casefold(), say("unknown name {number}", number=number)


def _others(organisation: Organisation) -> set[str]:
    """Keys of the ids and names of everything that is no person, and of the titles of people."""
    named = (organisation.departments, organisation.processes, organisation.journeys, organisation.goals)
    texts = [text for some in named for one in some for text in (one.id, one.name)]
    return {key(text) for text in (*texts, *(one.role for one in organisation.people))}


def _introductions(organisation: Organisation, person: Person) -> re.Pattern[str] | None:
    """Return how a text may give the position of a person after the name, case folded; the place may be that of then."""
    place = organisation.label("department", person.department) if person.department else ""
    role, place = (re.escape(one.casefold()) for one in (person.role, place))
    told = [rf"{role}(?:, [^()]*)?" if role else "", rf"{role}, {place}" if role and place else "", place]
    told = [one for one in told if one]
    return re.compile(rf" \((?:{'|'.join(told)})\)") if told else None


def _place(organisation: Organisation, ident: str) -> str:
    person = organisation.person[ident]
    return organisation.position(ident) if person.role or person.department else say("a position")


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

    def __init__(self, words: _Words, organisation: Organisation) -> None:
        self._words = words
        # The column ID of the register of people holds people, that of any other register does not.
        self._registers = {id(one.origin.table) for one in organisation.people}
        self._between_people = organisation.tie_level == "person"
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
            changed = {one.name: self._walked(getattr(value, one.name)) for one in fields(value)}
            return replace(value, **changed | self._ids(value))
        return value

    def _ids(self, value: object) -> dict[str, str | None]:
        """Return the fields of a record that hold ids of people."""
        of = self._words.of_id
        match value:
            case Person():
                return {"id": of(value.id), "manager": None if value.manager is None else of(value.manager)}
            case Holder(kind="person"):
                return {"id": of(value.id)}
            case Tie() if self._between_people:
                return {"source": of(value.source), "target": of(value.target)}
        return {}

    def _origin(self, origin: Origin) -> Origin:
        if id(origin) not in self._origins:
            derived = origin.derived
            texts = None if derived is None else {name: self._text(name, text) for name, text in derived.items()}
            elsewhere = {name: self._origin(one) for name, one in origin.elsewhere.items()}
            self._origins[id(origin)] = Origin(self._table(origin.table), origin.row, texts, elsewhere)
        return self._origins[id(origin)]

    def _table(self, table: Table) -> Table:
        if id(table) not in self._tables:
            self._tables[id(table)] = replace(table, text=self._rewritten(table.text, id(table) in self._registers))
        return self._tables[id(table)]

    def _rewritten(self, text: Callable[[int, str], str], of_people: bool) -> Callable[[int, str], str]:
        return lambda row, name: self._text(name, text(row, name), of_people)

    def _text(self, name: str, text: str, of_people: bool = False) -> str:
        personal = name in _PERSONAL or (of_people and name == "id")
        return self._words.of_people(text) if personal else self._words.of(text)
