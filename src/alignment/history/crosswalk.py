"""What is what it was? Departments, journeys, processes and people of two waves, matched through renames, splits and merges."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args

from alignment.errors import MappingError
from alignment.history.snapshot import Snapshot
from alignment.model.organisation import (
    Department,
    Journey,
    Organisation,
    Origin,
    Person,
    Process,
    RenamedKind,
    Renaming,
    Table,
)
from alignment.settings import read_toml
from alignment.source.names import key, nearest, spelling

__all__ = ["TABLES", "Crosswalk", "Declared", "Kind", "Link", "crosswalk", "read_crosswalk", "things", "with_declared"]

Kind = Literal["department", "journey", "process", "person"]
Thing = Department | Journey | Process | Person

# The table of the file, and the tuple of the organisation, of each kind that can be declared.
TABLES: Mapping[Kind, str] = MappingProxyType(
    {"department": "departments", "journey": "journeys", "process": "processes"}
)
_PLACES: Mapping[Kind, str] = MappingProxyType({**TABLES, "person": "people"})


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody says: a name or id of the earlier wave, and what that is in the later one.

    `place` says where it is said, and `place_before` where the earlier name stands, if that is elsewhere.
    """

    kind: Kind
    was: str
    now: str
    place: str
    place_before: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Ids of the earlier wave that are, together, these of the later one; one side is empty where there is no other.

    `listed` is False for what is only named in passing by sheets of a wave that has a list, such as a misspelt name.
    """

    kind: Kind
    was: tuple[str, ...]
    now: tuple[str, ...]
    declared: bool = False
    listed: bool = True

    @property
    def whole(self) -> bool:
        """Whether one thing is one thing: nothing was split, merged, begun or ended."""
        return len(self.was) == 1 == len(self.now)

    @property
    def ident(self) -> str:
        """What both waves call it: its id in the later wave, and where it was split, in the earlier."""
        if len(self.now) == 1:
            return self.now[0]
        return self.was[0] if len(self.was) == 1 else " + ".join(self.now or self.was)


@dataclass(frozen=True)
class Crosswalk:
    """Everything of both waves, each in one link."""

    links: tuple[Link, ...]

    @cached_property
    def _before(self) -> Mapping[tuple[Kind, str], Link]:
        return {(one.kind, ident): one for one in self.links for ident in one.was}

    @cached_property
    def _after(self) -> Mapping[tuple[Kind, str], Link]:
        return {(one.kind, ident): one for one in self.links for ident in one.now}

    def of_earlier(self, kind: Kind, ident: str) -> Link | None:
        """Return the link of something of the earlier wave; None where that wave does not have it."""
        return self._before.get((kind, ident))

    def of_later(self, kind: Kind, ident: str) -> Link | None:
        """Return the link of something of the later wave."""
        return self._after.get((kind, ident))

    def of(self, kind: Kind) -> tuple[Link, ...]:
        """Return the links of a kind."""
        return tuple(one for one in self.links if one.kind == kind)

    @cached_property
    def reorganised(self) -> bool:
        """Whether the departments of the two waves divide the company differently; a new name alone does not."""
        return not all(one.whole for one in self.of("department") if one.listed)


def things(organisation: Organisation, kind: Kind) -> Sequence[Thing]:
    """Return all of a kind that an organisation has."""
    return cast("Sequence[Thing]", getattr(organisation, _PLACES[kind]))


def read_crosswalk(path: Path) -> tuple[Declared, ...]:
    """Read a file (TOML) of what is what it was: ``"Digital Service" = "Customer Service"`` under ``[departments]``.

    The later name stands first, as whoever looks at the later workbook asks; several that became one stand in brackets.

    Raises
    ------
    MappingError
        The file cannot be read, or holds another table or another value.
    """
    content = read_toml(
        path, MappingError, "--crosswalk", 'Write names in quotes: "Digital Service" = "Customer Service".'
    )
    kinds = {table: kind for kind, table in TABLES.items()}
    found: list[Declared] = []
    for table, entries in content.items():
        if table not in kinds or not isinstance(entries, dict):
            raise MappingError(f"{path}: there is no table {table}. Known: {', '.join(f'[{one}]' for one in kinds)}.")
        for now, given in entries.items():
            several = given if isinstance(given, list) else [given]
            if not all(isinstance(was, str) for was in several):
                raise MappingError(
                    f'{path}: {table}."{now}" must be a name, or names in brackets: what it was in the earlier wave.'
                )
            found += (Declared(kinds[table], was, now, f"{path}: {table}") for was in several)
    return tuple(found)


def with_declared(snapshot: Snapshot, declared: Iterable[Declared]) -> Snapshot:
    """Return a snapshot that says itself what of it was what in the one before, as if its workbook did."""
    told = tuple(
        Renaming(
            Origin(Table(one.place, one.place, {}), 0, {"now": one.now, "was": one.was}),
            one.now,
            one.was,
            cast("RenamedKind", one.kind),
        )
        for one in declared
    )
    company = snapshot.organisation
    return replace(snapshot, organisation=replace(company, renamings=(*company.renamings, *told)))


def crosswalk(earlier: Organisation, later: Organisation, declared: Iterable[Declared] = ()) -> Crosswalk:
    """Match two waves: what has one name, or one id, is one thing; the rest is as declared, or on one side only.

    What the sheet Crosswalk of the later wave says is declared, too. A row that the sheet of the earlier wave has already
    tells of what was before both.

    Raises
    ------
    MappingError
        What is declared names what neither wave has, splits or merges what is no department, or is not what the sheet
        says; all of it is listed.
    """
    sources = [*_sheets(earlier, later), tuple(declared)]
    problems: list[str] = []
    links: list[Link] = []
    for kind in get_args(Kind):
        pairs = _same(things(earlier, kind), things(later, kind))
        told = [_declared([one for one in those if one.kind == kind], (earlier, later), problems) for those in sources]
        for first, second in combinations(told, 2):
            problems += _contradictions(first, second)
        own = {pair for one in told for pair in one}
        links += _joined(kind, (things(earlier, kind), things(later, kind)), pairs, own)
    problems += (
        f"{one.kind} {' + '.join(one.now)} = {' + '.join(one.was)}: only departments can be split or merged. "
        "Declare one name for one name."
        for one in links
        if one.kind != "department" and len(one.was) + len(one.now) > 2
    )
    if problems:
        raise MappingError("The crosswalk cannot be used.\n" + "\n".join(f"  {one}" for one in problems))
    return Crosswalk(tuple(links))


def _same(before: Sequence[Thing], after: Sequence[Thing]) -> set[tuple[str, str]]:
    """Return pairs of ids that are one thing: of one name that nothing else has, else of one id, else of two spellings of a name."""
    pairs: set[tuple[str, str]] = set()
    for attribute, alike in (("name", key), ("id", key), ("name", spelling)):
        taken = [{pair[side] for pair in pairs} for side in (0, 1)]
        sides = [
            _by_text(attribute, alike, (one for one in those if one.id not in done))
            for those, done in zip((before, after), taken, strict=True)
        ]
        pairs |= {
            (sides[0][text][0], sides[1][text][0])
            for text in sides[0].keys() & sides[1].keys()
            if len(sides[0][text]) == 1 == len(sides[1][text])
        }
    return pairs


def _by_text(attribute: str, alike: Callable[[str], str], those: Iterable[Thing]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in those:
        found[alike(getattr(one, attribute))].append(one.id)
    return found


def _sheets(earlier: Organisation, later: Organisation) -> Iterable[Sequence[Declared]]:
    """Return what each sheet of the later wave says that none of the earlier one does."""
    known = {(one.kind, key(one.was), key(one.now)) for one in earlier.renamings}
    sheets: dict[tuple[str, str], list[Declared]] = defaultdict(list)
    for one in later.renamings:
        if (one.kind, key(one.was), key(one.now)) not in known:
            table = one.origin.table
            declared = Declared(one.kind, one.was, one.now, str(one.cell("now")), str(one.cell("was")))
            sheets[table.file, table.sheet].append(declared)
    return [_chained(rows, (earlier, later)) for rows in sheets.values()]


def _chained(rows: Sequence[Declared], waves: tuple[Organisation, Organisation]) -> Sequence[Declared]:
    """Return rows of several quarters as one step: what became something that has another name by now is that."""

    def known(wave: Organisation, one: Declared, text: str) -> bool:
        return _found(things(wave, one.kind), text) is not None

    def ends(one: Declared, passed: frozenset[str]) -> Iterator[Declared]:
        after = [
            other
            for other in rows
            if (other.kind, key(other.was)) == (one.kind, key(one.now)) and other.now not in passed
        ]
        if known(waves[1], one, one.now) or not after:
            yield one
            return
        for other in after:
            yield from ends(replace(one, now=other.now), passed | {other.now})

    between = {(one.kind, key(one.now)) for one in rows}
    begun = [one for one in rows if known(waves[0], one, one.was) or (one.kind, key(one.was)) not in between]
    return [end for one in begun for end in ends(one, frozenset({one.was, one.now}))]


def _declared(
    said: Sequence[Declared], waves: tuple[Organisation, Organisation], problems: list[str]
) -> Mapping[tuple[str, str], Declared]:
    """Return what is declared by its ids, earlier and later; what cannot be found is a problem."""
    known: dict[tuple[str, str], Declared] = {}
    for one in said:
        ids = []
        for text, wave, name, place in zip(
            (one.was, one.now), waves, ("earlier", "later"), (one.place_before or one.place, one.place), strict=True
        ):
            found = _found(things(wave, one.kind), text)
            if found is None:
                close = nearest(text, {key(thing.name): thing.name for thing in things(wave, one.kind)})
                hint = f' Did you mean "{close}"?' if close else ""
                problems.append(f'{place}: no {one.kind} of the {name} wave is called "{text}".{hint}')
            else:
                ids.append(found)
        if len(ids) == 2:
            known[ids[0], ids[1]] = one
    return known


def _contradictions(
    one_says: Mapping[tuple[str, str], Declared], other_says: Mapping[tuple[str, str], Declared]
) -> Iterator[str]:
    """Say where a later name was something else in one place than in the other."""
    for now in dict.fromkeys(now for _, now in one_says):
        first, second = (
            {pair[0]: one for pair, one in those.items() if pair[1] == now} for those in (one_says, other_says)
        )
        if not second or first.keys() == second.keys():
            continue  # The other says nothing of it, or the same.
        one, other = next(iter(first.values())), next(iter(second.values()))
        here, there = (" + ".join(f'"{each.was}"' for each in those.values()) for those in (first, second))
        yield (
            f'{one.place_before or one.place}: the {one.kind} "{one.now}" was {here} here, and {there} in {other.place}. '
            "Say the same in both, or say it once."
        )


def _found(those: Sequence[Thing], text: str) -> str | None:
    """Return the id of what is called so, or has that id."""
    wanted = key(text)
    return next(
        (one.id for name in ("id", "name") for one in those if key(getattr(one, name)) == wanted),
        None,
    )


def _joined(
    kind: Kind,
    waves: tuple[Sequence[Thing], Sequence[Thing]],
    pairs: set[tuple[str, str]],
    own: set[tuple[str, str]],
) -> Iterable[Link]:
    """Yield links that hold together whatever pairs join, in the order of the later wave, then of the earlier."""
    beside: dict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    for first, second in pairs | own:
        beside[0, first].add((1, second))
        beside[1, second].add((0, first))
    # In the order of the workbooks.
    place = {(side, one.id): at for side, those in enumerate(waves) for at, one in enumerate(those)}
    has_list = [any(one.listed for one in those) for those in waves]
    counting = {(side, one.id) for side, those in enumerate(waves) for one in those if one.listed or not has_list[side]}
    seen: set[tuple[int, str]] = set()
    for side in (1, 0):
        for one in waves[side]:
            if (side, one.id) in seen:
                continue
            reached, ahead = set(), [(side, one.id)]
            while ahead:
                here = ahead.pop()
                if here not in reached:
                    reached.add(here)
                    ahead += beside[here]
            seen |= reached
            ordered = sorted(reached, key=place.__getitem__)
            was = tuple(ident for at, ident in ordered if at == 0)
            now = tuple(ident for at, ident in ordered if at == 1)
            yield Link(kind, was, now, any((w, n) in own for w in was for n in now), not reached.isdisjoint(counting))
