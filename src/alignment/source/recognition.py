"""Which table is which? By the mapping file, then by its name, then by its columns; and why the others are not used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from alignment.errors import MappingError
from alignment.language import say
from alignment.source.appearance import appearance
from alignment.source.asides import without_asides
from alignment.source.candidates import Known, begins, fitting_layout, telling_layout, title_rows
from alignment.source.grid import Book, Grid
from alignment.source.headers import header_key, sheet_kinds
from alignment.source.layouts.lists import INDISPENSABLE, with_content
from alignment.source.layouts.nodes import nodes_layout
from alignment.source.layouts.questionnaire import questionnaire_layout
from alignment.source.mapping import Mapping_
from alignment.source.names import nearest
from alignment.source.regions import regions
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout
from alignment.wording import joined

__all__ = ["Recognised", "recognise"]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a table is: its layout, or None with the reason.

    `reason` says why it is not used; `doubt` marks one the user should hear about, and `advice` what to do about it.
    `confidence` (percent) and `why` say how sure a recognised one is.
    """

    grid: Grid
    layout: Layout | None
    reason: str = ""
    doubt: bool = False
    advice: str = ""
    confidence: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A table that may be of a kind; `rank` 0: the mapping says so, 1: its name is exactly that, 2: in part, 3: columns."""

    grid: Grid
    layout: Layout
    rank: int
    why: str = ""


def recognise(books: Sequence[Book], mapping: Mapping_) -> tuple[Recognised, ...]:
    """Tell for every table, in the order of the files, how it is to be read; a sheet may hold several.

    In each file a kind is taken by the tables with the best claim: those the mapping names; else those whose name is
    exactly that; else those whose name holds it; else those whose columns show it. What only its content can tell is
    looked at last, when departments, people, processes and journeys are known.
    """
    first = [_Recognition(book, mapping) for book in books]
    known = Known((claim.grid, claim.layout) for one in first for claim in one.listed())
    return tuple(found for one in first for found in one.settled(known))


class _Recognition:
    """Recognises the tables of one file: by names and columns first, then by what the others have made known."""

    def __init__(self, book: Book, mapping: Mapping_) -> None:
        self._mapping = mapping
        self._claims: dict[str, list[_Claim]] = {}
        self._refused: dict[int, Recognised] = {}
        self._left: list[Grid] = []
        self._order: list[Grid] = []
        mapped = {kind: {grid.sheet for grid in mapping.grids_of(kind, (book,))} for kind in mapping.sheets}
        for sheet in book.grids:
            kinds = [kind for kind, sheets in mapped.items() if sheet.sheet in sheets]
            clean = without_asides(sheet)
            # A mapping file that only says which sheet is the survey does not say how it is to be read.
            told = bool(kinds) and (kinds != ["survey"] or "survey" in mapping.columns)
            returned = None if told else questionnaire_layout(clean)
            if returned is not None:
                # Above its statements a form asks for the department: no list of them, and no table of its own.
                self._order.append(clean)
                rank = 0 if kinds else 1
                self._claims.setdefault("survey", []).append(_Claim(clean, returned, rank, "a survey that came back"))
            elif kinds:
                self._map(clean, kinds)
            else:
                parts = regions(clean, partial(begins, letters=mapping.raci))
                self._order += parts
                for part in parts:
                    self._name(part)

    def listed(self) -> Iterable[_Claim]:
        """The tables that list departments, people, processes or journeys."""
        for kind in ("departments", "people", "processes", "journeys"):
            found = self._claims.get(kind, ())
            best = min((claim.rank for claim in found), default=0)
            yield from (claim for claim in found if claim.rank == best)

    def settled(self, known: Known) -> list[Recognised]:
        """What every table is, in order."""
        self._look_again(known)
        accepted: dict[int, Recognised] = {}
        for kind, found in self._claims.items():
            accepted |= _settled(kind, [self._by_content(claim, known) for claim in found], known)
        for grid in self._order:
            # Nodes add to the list of departments or people, and never stand in for it.
            layout = nodes_layout(grid, known.tests) if id(grid) not in accepted else None
            if layout is not None:
                accepted[id(grid)] = Recognised(grid, layout, confidence=80, why="a table of nodes")
        return [accepted.get(id(grid)) or self._refused.get(id(grid)) or _unrecognised(grid) for grid in self._order]

    def _map(self, sheet: Grid, kinds: Sequence[str]) -> None:
        """A sheet that the mapping names: for one kind as a whole, for several each part as what fits it best."""
        parts = regions(sheet, partial(begins, letters=self._mapping.raci))
        used: set[str] = set()
        for part in parts:
            fits = {kind: layout for kind in kinds if (layout := self._layout(part, kind, named=True)) is not None}
            if len(kinds) > 1 and fits:
                best = max(fits, key=lambda kind: (fits[kind].telling, len(fits[kind].places)))
                fits = {best: fits[best]}
            for kind, layout in fits.items():
                self._claims.setdefault(kind, []).append(_Claim(part, layout, 0, "the mapping file says so"))
                used.add(kind)
            if not fits:
                self._left.append(part)
        self._order += parts
        for kind in kinds:
            if kind not in used and sheet.filled and kind not in ("journey_steps", "raci"):
                raise MappingError(_unmapped(kind, sheet, self._mapping))

    def _layout(self, grid: Grid, kind: str, *, named: bool) -> Layout | None:
        return fitting_layout(grid, kind, self._mapping.raci, self._mapping.columns.get(kind, {}), named=named)

    def _name(self, grid: Grid) -> None:
        if not grid.filled:
            return
        claim = self._named_claim(grid)
        if claim is None:
            layout = telling_layout(grid, self._mapping.raci)
            claim = _Claim(grid, layout, 3, _why_columns(layout)) if layout is not None else None
        if claim is None:
            self._left.append(grid)
        else:
            self._claims.setdefault(claim.layout.kind, []).append(claim)

    def _named_claim(self, grid: Grid) -> _Claim | None:
        """By the title above the table, by the name of the sheet; several tables of a sheet share its name."""
        for title in title_rows(grid) if grid.partial else ():
            for kind, exact in sheet_kinds(title):
                layout = self._layout(grid, kind, named=True)
                if layout is not None and (exact or layout.telling):
                    return _Claim(grid, layout, 1 if exact else 2, f'the title "{title}"')
        telling = telling_layout(grid, self._mapping.raci) if grid.partial else None
        for kind, exact in sheet_kinds(grid.sheet):
            if telling is not None and telling.kind != kind:
                continue
            layout = self._layout(grid, kind, named=True)
            if layout is not None:
                return _Claim(grid, layout, 1 if exact else 2, f"the name of the sheet{'' if exact else ', in part'}")
            if exact and not grid.partial:
                self._refused[id(grid)] = Recognised(grid, None, _lacking(kind), True, _near_header(kind, grid))
        for title in title_rows(grid) if not grid.partial else ():
            for kind, exact in sheet_kinds(title):
                layout = self._layout(grid, kind, named=True)
                if layout is not None and exact:
                    return _Claim(grid, layout, 2, f'the title "{title}"')
        return None

    def _by_content(self, claim: _Claim, known: Known) -> _Claim:
        """A single column of letters is that of a list, where another column holds names that are known."""
        if claim.layout.shape != "letters" or claim.layout.telling > 1:
            return claim
        found = known.layout(claim.grid, self._mapping.raci, {"raci"})
        return claim if found is None else replace(claim, layout=found, why="what its cells hold")

    def _look_again(self, known: Known) -> None:
        """What was not recognised, once names are known: letters, lanes, and columns told by what they hold."""
        for grid in self._left:
            kinds = dict(sheet_kinds(grid.sheet))
            mapped = {kind for kind, names in self._mapping.sheets.items() if grid.sheet in names}
            parts = regions(
                grid, partial(begins, letters=self._mapping.raci, known=known, named="journey_steps" in kinds)
            )
            found = {}
            for part in parts:
                named = kinds.keys() | mapped
                layout = known.layout(part, self._mapping.raci, named)
                if layout is not None:
                    found[id(part)] = layout
            if not found:
                missing = mapped - self._claims.keys()
                if missing and grid.filled:
                    raise MappingError(_unmapped(min(missing), grid, self._mapping))
                continue
            place = next(number for number, one in enumerate(self._order) if one is grid)
            self._order[place : place + 1] = parts
            refused = self._refused.pop(id(grid), None)
            for part in parts:
                if id(part) in found:
                    layout = found[id(part)]
                    rank = (
                        0
                        if layout.kind in mapped
                        else 1
                        if kinds.get(layout.kind)
                        else 2
                        if layout.kind in kinds
                        else 3
                    )
                    self._claims.setdefault(layout.kind, []).append(_Claim(part, layout, rank, "what its cells hold"))
                elif refused is not None:
                    self._refused[id(part)] = Recognised(part, None, refused.reason, refused.doubt, refused.advice)


def _why_columns(layout: Layout) -> str:
    if layout.shape in ("letters", "columns"):
        return "where the letters sit"
    if layout.shape == "square":
        return "the same names down and across"
    return "its columns"


_CONFIDENCE = {0: 100, 1: 95, 2: 80}


def _settled(kind: str, claims: Sequence[_Claim], known: Known) -> dict[int, Recognised]:
    """Accept the best claims of one kind; the others are refused with the reason."""
    rank = min(claim.rank for claim in claims)
    best = [claim for claim in claims if claim.rank == rank]
    if rank >= 2:
        # Several sheets whose name or columns only suggest it are parts of one list if they look the same.
        first = max(best, key=lambda claim: len(claim.layout.places) + len(claim.layout.across) / 1000)
        best = [claim for claim in best if claim is first or _alike(claim.layout, first.layout)]
    chosen = {}
    for claim in best:
        layout = with_content(claim.grid, claim.layout, known.tests)
        sure = _CONFIDENCE.get(claim.rank, min(90, 50 + 10 * claim.layout.telling))
        chosen[id(claim.grid)] = Recognised(claim.grid, layout, confidence=sure, why=claim.why)
    taken = ", ".join(dict.fromkeys(f'"{claim.grid.sheet}"' for claim in best))
    for claim in claims:
        if id(claim.grid) not in chosen:
            # By columns alone the likeness is too weak to trouble anyone with.
            reason = say("{kind} is read from {sheets}", kind=_title(kind), sheets=taken)
            advice = say("To read both, name both in a mapping file.")
            chosen[id(claim.grid)] = Recognised(claim.grid, None, reason, claim.rank < 3 or claim.grid.partial, advice)
    return chosen


def _alike(one: Layout, other: Layout) -> bool:
    # One column in common, such as "Goal", is too little to join two lists by.
    return one.shape == other.shape and (
        one.shape != "list" or (len(one.places) > 1 and one.places.keys() == other.places.keys())
    )


def _unmapped(kind: str, grid: Grid, mapping: Mapping_) -> str:
    if kind == "organisation":
        return (
            f'{mapping.file}: [sheets] organisation: no row of sheet "{grid.sheet}" names the organisation or a date.'
        )
    heads = [text for text in max((grid.texts[index] for index in grid.filled[:10]), key=_fullness) if text]
    return (
        f'{mapping.file}: [sheets] {kind}: sheet "{grid.sheet}" has no column {_wanted(kind)}. '
        f"Name theirs under [columns.{kind}]; it has: {', '.join(heads[:12])}."
    )


def _fullness(texts: Sequence[str]) -> int:
    return sum(map(bool, texts))


def _wanted(kind: str) -> str:
    groups = [_either([_header(kind, name) for name in group]) for group in INDISPENSABLE[kind]]
    return joined(groups, len(groups))


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return say("{first} or {last}", first=", ".join(others), last=last) if others else last


def _title(kind: str) -> str:
    return say(SHEETS[kind].title) if kind in SHEETS else say("Organisation")


def _lacking(kind: str) -> str:
    title = _title(kind)
    if kind == "organisation":
        return say("it is called {title}, but no row of it names the organisation or a date", title=title)
    return say("it is called {title}, but has no column {columns}", title=title, columns=_wanted(kind))


def _header(kind: str, name: str) -> str:
    return f'"{say(SHEETS[kind].field(name).header)}"'


def _unrecognised(grid: Grid) -> Recognised:
    """Why a sheet is not used, where neither its name nor its columns tell."""
    shown, advice = appearance(grid.path, grid.sheet)
    if shown:
        return Recognised(grid, None, shown, True, advice)
    if not grid.filled:
        return Recognised(grid, None, say("empty"))
    heads = {header_key(text) for text in grid.texts[grid.filled[0]]}
    if "primarycollaborator personid" in heads:
        advice = say("Give the group-to-group export: it tells of ties between departments.")
        reason = say("it is a person-to-group export, whose ties end in groups")
        return Recognised(grid, None, reason, True, advice)
    unknown = say("neither its name nor its columns show what it is")
    advice = say("Write a header above it, or put it on a sheet of its own.")
    return Recognised(grid, None, unknown, grid.partial, advice if grid.partial else "")


def _near_header(kind: str, grid: Grid) -> str:
    """What to do about a missing column: perhaps one of the headers is just misspelt."""
    wanted = [name for group in INDISPENSABLE.get(kind, ()) for name in group]
    ours = {header_key(SHEETS[kind].field(name).header): SHEETS[kind].field(name).header for name in wanted}
    for index in grid.filled[:10]:
        for text in grid.texts[index]:
            # A header that is there is not the one that is missing.
            meant = nearest(header_key(text), ours) if len(text) > 3 and header_key(text) not in ours else None
            if meant is not None:
                return say('Is "{text}" meant to be "{column}"?', text=text, column=say(meant))
    return say("Add the column, or name yours in a mapping file.")
