"""What of some files is open, and what may each be? Sheets, columns, names and letters that a mapping file can settle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alignment.model.organisation import Cell
from alignment.settings import ReadingLimits
from alignment.source.files import open_books
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.lists import INDISPENSABLE
from alignment.source.mapping import Mapping_
from alignment.source.names import key, nearest
from alignment.source.recognition import Recognised, recognise
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout

__all__ = [
    "OpenName",
    "OpenSheet",
    "Unknown",
    "Unsettled",
    "guessed_columns",
    "headers_of",
    "sheets_of",
    "unsettled_in",
]

# A header this short is like too many words.
_SHORT = 3
# Shapes whose columns are known by their headers.
_BY_HEADERS = ("list", "tree", "letters", "columns")
# A sheet is taken for what so many of its columns speak for.
_TELLING = 2


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet as it was recognised, or not.

    Attributes
    ----------
    kind
        What it is read as; None where it is not used. Of several tables on it, the first that is.
    sure
        How sure that is, in percent.
    headers
        The headers of its columns, in their order.
    fields
        Which of these are read, and as which field.
    unread
        Those of `headers` that are not read, or not for sure: what can be settled of a sheet that is read.
    likely
        What it may be by its columns, where it is not used.
    """

    file: str
    sheet: str
    kind: str | None
    sure: int
    why: str
    headers: tuple[str, ...]
    fields: Mapping[str, str]
    unread: tuple[str, ...]
    likely: str | None = None


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that no list has, where it stands first, and in how many cells; `suggested` is the one that it may be."""

    name: str
    kinds: tuple[str, ...]
    cell: Cell
    cells: int = 1
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What a mapping file can settle; `listed` gives for each kind of record the names that there are."""

    sheets: tuple[OpenSheet, ...] = ()
    names: tuple[OpenName, ...] = ()
    listed: Mapping[str, tuple[str, ...]] | None = None


def unsettled_in(paths: Sequence[Path], limits: ReadingLimits | None = None) -> Unsettled:
    """Return what sheets some files have and what each may be, though they cannot be read as they are.

    Raises
    ------
    SourceError
        A file cannot be opened.
    """
    return Unsettled(sheets_of(recognise(open_books(paths, limits), Mapping_())))


def sheets_of(recognised: Iterable[Recognised]) -> tuple[OpenSheet, ...]:
    """Return each sheet once, in the order of the files; blank ones hold nothing to settle."""
    found: dict[tuple[str, str], OpenSheet] = {}
    for one in recognised:
        place = (one.grid.file, one.grid.sheet)
        if one.grid.filled and (place not in found or (found[place].kind is None and one.layout is not None)):
            found[place] = _sheet(one)
    return tuple(found.values())


def _sheet(one: Recognised) -> OpenSheet:
    grid, layout = one.grid, one.layout
    headers = headers_of(grid)
    if layout is None:
        return OpenSheet(grid.file, grid.sheet, None, 0, one.reason, headers, {}, headers, _likely(headers))
    heads = layout.heads
    fields = {heads[place]: field for field, place in layout.places.items() if place < len(heads) and heads[place]}
    if layout.shape in _BY_HEADERS:
        headers = tuple(dict.fromkeys(text for text in heads if text))
    return OpenSheet(
        grid.file, grid.sheet, layout.kind, one.confidence, one.why, headers, fields, _unread(layout, headers)
    )


def _unread(layout: Layout, headers: Sequence[str]) -> tuple[str, ...]:
    # The statements of a survey are its columns; names across a matrix are no headers.
    if layout.kind == "survey" or layout.shape not in (*_BY_HEADERS, "lanes"):
        return ()
    if layout.shape == "lanes":
        return tuple(headers)
    taken = {*layout.places.values(), *layout.across}
    return tuple(dict.fromkeys(text for column, text in enumerate(layout.heads) if text and column not in taken))


def headers_of(grid: Grid) -> tuple[str, ...]:
    """Return the fullest of the first rows: most likely the header."""
    rows = [grid.texts[index] for index in grid.filled[:10]]
    return tuple(dict.fromkeys(text for text in max(rows, key=lambda row: sum(map(bool, row)), default=()) if text))


def guessed_columns(kind: str, headers: Sequence[str], *, likely: bool = True, sheet: str = "") -> dict[str, str]:
    """Return what columns hold if their sheet is of a kind: header → field; a column without a guess is not in it.

    With `likely`, those too whose header is only spelt like a word for the field; and of a sheet with a name, the column that
    is called like it lists what the sheet is about.

    Examples
    --------
    >>> guessed_columns("processes", ["Deliverable", "Process owner", "Responsible team", "Colour"])
    {'Process owner': 'owner', 'Responsible team': 'owner_department'}
    """
    matched = match_columns(kind, headers).places
    found = {headers[place]: field for field, place in matched.items()}
    for field in SHEETS[kind].fields:
        if likely and field.name not in matched:
            words = {header_key(word): field.name for word in (field.header, *field.words) if len(word) > _SHORT}
            free = (text for text in headers if text not in found and len(text) > _SHORT)
            guess = next((text for text in free if nearest(header_key(text), words)), None)
            if guess is not None:
                found[guess] = field.name
    own = SHEETS[kind].fields[0].name
    if sheet and own not in found.values():
        named = nearest(header_key(sheet), {header_key(text): text for text in headers if text not in found})
        if named is not None:
            found[named] = own
    return found


def _likely(headers: Sequence[str]) -> str | None:
    """What a sheet may be by its columns; None where they say too little."""
    weights = {}
    for kind, needed in INDISPENSABLE.items():
        fields = set(guessed_columns(kind, headers).values())
        met = sum(bool(fields & set(group)) for group in needed)
        weights[kind] = (met == len(needed), len(fields))
    best = max(weights, key=lambda kind: weights[kind])
    whole, columns = weights[best]
    return best if columns >= _TELLING or whole else None


class Unknown:
    """Collects the names that no list has while they are met."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], OpenName] = {}

    def add(self, name: str, kinds: Sequence[str], cell: Cell, suggested: str) -> None:
        """Note a name where it is met."""
        place = (key(name), tuple(kinds))
        before = self._found.get(place)
        first = before or OpenName(name, tuple(kinds), cell, 0, suggested)
        self._found[place] = OpenName(first.name, first.kinds, first.cell, first.cells + 1, first.suggested)

    def names(self) -> tuple[OpenName, ...]:
        """Return them, those in the most cells first."""
        return tuple(sorted(self._found.values(), key=lambda one: (-one.cells, key(one.name))))
