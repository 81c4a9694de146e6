"""Which sheet is which? By the mapping file, then by its name, then by its columns; and why the others are not used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignment.errors import MappingError
from alignment.source.files import Book, Grid
from alignment.source.headers import header_key, sheet_kinds
from alignment.source.mapping import Mapping_
from alignment.source.names import nearest
from alignment.source.particulars import keys_layout
from alignment.source.schema import SHEETS
from alignment.source.tables import INDISPENSABLE, Layout, letter_layout, list_layout, square_layout

__all__ = ["Recognised", "recognise"]

# What a sheet must show by its columns alone: fewer than two words that mean something are a coincidence.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a sheet is: its layout, or None with the reason.

    `doubt` marks a reason the user should hear about, and `advice` what to do about it.
    """

    grid: Grid
    layout: Layout | None
    reason: str = ""
    doubt: bool = False
    advice: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A sheet that may be of a kind; `rank` 0: the mapping says so, 1: its name is exactly that, 2: in part, 3: columns."""

    grid: Grid
    layout: Layout
    rank: int


def recognise(books: Sequence[Book], mapping: Mapping_) -> tuple[Recognised, ...]:
    """Tell for every sheet, in the order of the files, how it is to be read.

    In each file a kind is taken by the sheets with the best claim: those the mapping names; else those whose name is
    exactly that; else those whose name holds it; else those whose columns show it.
    """
    return tuple(one for book in books for one in _recognise_book(book, mapping))


def _recognise_book(book: Book, mapping: Mapping_) -> list[Recognised]:
    mapped = {kind: mapping.grids_of(kind, (book,)) for kind in mapping.sheets}
    claimed = {id(grid) for grids in mapped.values() for grid in grids}
    claims: dict[str, list[_Claim]] = {}
    refused: dict[int, Recognised] = {}
    for kind, grids in mapped.items():
        for grid in grids:
            layout = _layout(grid, kind, mapping, named=True)
            if layout is None and grid.filled:
                raise MappingError(_unmapped(kind, grid, mapping))
            if layout is not None:
                claims.setdefault(kind, []).append(_Claim(grid, layout, 0))
    unnamed = []
    for grid in book.grids:
        if id(grid) in claimed or not grid.filled:
            continue
        claim = _named_claim(grid, mapping, refused)
        if claim is not None:
            claims.setdefault(claim.layout.kind, []).append(claim)
        else:
            unnamed.append(grid)
    for grid in unnamed:
        layout = _telling_layout(grid, mapping)
        if layout is not None:
            claims.setdefault(layout.kind, []).append(_Claim(grid, layout, 3))
    accepted: dict[int, Recognised] = {}
    for kind, found in claims.items():
        accepted |= _settled(kind, found)
    return [
        accepted.get(id(grid)) or refused.get(id(grid)) or Recognised(grid, None, _unknown(grid)) for grid in book.grids
    ]


def _named_claim(grid: Grid, mapping: Mapping_, refused: dict[int, Recognised]) -> _Claim | None:
    for kind, exact in sheet_kinds(grid.sheet):
        layout = _layout(grid, kind, mapping, named=True)
        if layout is not None:
            return _Claim(grid, layout, 1 if exact else 2)
        if exact:
            refused[id(grid)] = Recognised(grid, None, _lacking(kind), True, _near_header(kind, grid))
    return None


def _settled(kind: str, claims: Sequence[_Claim]) -> dict[int, Recognised]:
    """Accept the best claims of one kind; the others are refused with the reason."""
    rank = min(claim.rank for claim in claims)
    best = [claim for claim in claims if claim.rank == rank]
    if rank >= 2:
        # Several sheets whose name or columns only suggest it are parts of one list if they look the same.
        first = max(best, key=lambda claim: len(claim.layout.places) + len(claim.layout.across) / 1000)
        best = [claim for claim in best if claim is first or _alike(claim.layout, first.layout)]
    chosen = {id(claim.grid): Recognised(claim.grid, claim.layout) for claim in best}
    taken = ", ".join(f'"{claim.grid.sheet}"' for claim in best)
    for claim in claims:
        if id(claim.grid) not in chosen:
            title = SHEETS[kind].title if kind in SHEETS else "Organisation"
            # By columns alone the likeness is too weak to trouble anyone with.
            reason = f"not used: {title} is read from {taken}"
            advice = "To read both, name both in a mapping file."
            chosen[id(claim.grid)] = Recognised(claim.grid, None, reason, claim.rank < 3, advice)
    return chosen


def _alike(one: Layout, other: Layout) -> bool:
    # One column in common, such as "Goal", is too little to join two lists by.
    return one.shape == other.shape and (
        one.shape != "list" or (len(one.places) > 1 and one.places.keys() == other.places.keys())
    )


def _layout(grid: Grid, kind: str, mapping: Mapping_, *, named: bool) -> Layout | None:
    forced: Mapping[str, str] = mapping.columns.get(kind, {})
    if kind == "organisation":
        return keys_layout(grid)
    found = list_layout(grid, kind, forced)
    if found is None and kind == "raci":
        return letter_layout(grid, mapping.raci, forced, named=named)
    if found is None and kind == "collaboration":
        return square_layout(grid, named=named)
    return found


def _telling_layout(grid: Grid, mapping: Mapping_) -> Layout | None:
    """What the columns of a sheet say by themselves."""
    found = [
        layout
        for kind in SHEETS
        if (layout := list_layout(grid, kind)) is not None and layout.telling >= _TELLING and kind != "survey"
    ]
    best = max(found, key=lambda layout: (layout.telling, len(layout.places)), default=None)
    return best or square_layout(grid) or letter_layout(grid, mapping.raci)


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
    return " and ".join(" or ".join(_header(kind, name) for name in group) for group in INDISPENSABLE[kind])


def _lacking(kind: str) -> str:
    title = SHEETS[kind].title if kind in SHEETS else "Organisation"
    if kind == "organisation":
        return f"not used: it is called {title}, but no row of it names the organisation or a date"
    return f"not used: it is called {title}, but has no column {_wanted(kind)}"


def _header(kind: str, name: str) -> str:
    return f'"{SHEETS[kind].field(name).header}"'


def _unknown(grid: Grid) -> str:
    if not grid.filled:
        return "empty"
    return "not used: neither its name nor its columns show what it is"


def _near_header(kind: str, grid: Grid) -> str:
    """What to do about a missing column: perhaps one of the headers is just misspelt."""
    wanted = [name for group in INDISPENSABLE.get(kind, ()) for name in group]
    ours = {header_key(SHEETS[kind].field(name).header): SHEETS[kind].field(name).header for name in wanted}
    for index in grid.filled[:10]:
        for text in grid.texts[index]:
            meant = nearest(header_key(text), ours) if len(text) > 3 else None
            if meant is not None:
                return f'Is "{text}" meant to be "{meant}"?'
    return "Add the column, or name yours in a mapping file."
