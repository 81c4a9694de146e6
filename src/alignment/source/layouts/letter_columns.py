"""Is it a RACI chart with a column for each letter? Responsible, Accountable, Consulted, Informed; names in the cells.

Or, where a column names the role, marks in them.
"""

import re
from collections.abc import Mapping

from alignment.model.organisation import Table
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.headings import filled_share, forced_places, header_rows, heads_of
from alignment.source.layouts.letters import is_code
from alignment.source.names import NOBODY
from alignment.source.tables import Layout, Row, plain_row
from alignment.source.values import codes_in, folded, text_of
from alignment.source.words import CODE_WORDS

__all__ = ["letter_columns_layout", "letter_of"]

_WORDS: Mapping[str, str] = {header_key(word): letter for letter, words in CODE_WORDS.items() for word in words}
_BRACKETED = re.compile(r".*[(\[]\s*([A-Za-z])\s*[)\]]\s*")
_LED = re.compile(r"([A-Za-z])\s*[-–—:=/]\s*\w.*|([A-Za-z])\s*[(\[].*[)\]]")
_WHOM = re.compile(r" (?:person|persons|party|parties|role|roles|team|teams|department|departments|people)$")
_MARKS = frozenset({"x", "✓", "✔", "☑", "●", "•", "1", "yes", "ja", "oui", "si", "sim"})


def letter_of(head: str, letters: Mapping[str, str]) -> str:
    """Return the letter of R, A, C, I that a header means, such as "Responsible (R)"; empty where it means none."""
    own = {folded(theirs).upper(): ours.upper() for theirs, ours in letters.items()}
    text = folded(head)
    for form in (_BRACKETED, _LED):
        found = form.fullmatch(text)
        text = next(filter(None, found.groups()), text) if found else text
    if text.upper() in own:
        return own[text.upper()]
    if text.upper() in {"R", "A", "C", "I"}:
        return text.upper()
    plain = header_key(head)
    return _WORDS.get(plain) or _WORDS.get(_WHOM.sub("", plain), "")


def letter_columns_layout(
    grid: Grid, letters: Mapping[str, str], forced: Mapping[str, str] | None = None, *, named: bool = False
) -> Layout | None:
    """Find a chart with a column for each letter; None where there is none.

    Parameters
    ----------
    grid
        The sheet.
    letters
        Their letter → ours, from a mapping file.
    forced
        Field → their header, from a mapping file.
    named
        The sheet's name says that it is a RACI chart: then two letters are enough, else three.
    """
    for index in header_rows(grid):
        for heads in heads_of(grid, index):
            found = {column: letter for column, head in enumerate(heads) if (letter := letter_of(head, letters))}
            columns = tuple(column for column, letter in found.items() if len(letter) == 1)
            if len(set(found.values())) < (2 if named else 3) or len(columns) != len(set(found.values())):
                continue
            if not any(filled_share(grid, index, column, bool) for column in columns):
                continue  # nothing below
            if any(filled_share(grid, index, column, lambda text: is_code(text, letters)) > 0.1 for column in columns):
                continue  # letters in the cells: roles are called so, or it is a legend
            named_cells = [
                filled_share(grid, index, column, lambda text: _is_name(text) or _is_mark(text)) for column in columns
            ]
            if sum(share > 0.5 for share in named_cells) < 2:
                continue  # neither names nor marks: a row of letters above blank cells
            labels = ["" if column in columns else head for column, head in enumerate(heads)]
            places = dict(match_columns("raci", labels, forced_places(labels, forced or {})).places)
            marked = all(filled_share(grid, index, column, _is_mark) in (0.0, 1.0) for column in columns)
            if not marked or "holder" not in places:
                places.pop("holder", None)
            places.pop("code", None)
            process = places.get("process", _leftmost(grid, index, columns))
            if process is None:
                continue
            places["process"] = process
            return Layout("raci", "columns", index, places, heads, len(columns), columns, rows=_rows_by(letters))
    return None


def _is_name(text: str) -> bool:
    return len(text) > 1 and text not in NOBODY and not codes_in(text)[0]


def _is_mark(text: str) -> bool:
    return text.casefold() in _MARKS


def _leftmost(grid: Grid, header: int, columns: tuple[int, ...]) -> int | None:
    """The column of texts to the left of the letters that says most: nearest to them, numbers aside."""
    for column in range(min(columns) - 1, -1, -1):
        if filled_share(grid, header, column, lambda text: not text.replace(".", "").isdigit()) > 0.5:
            return column
    return None


class _rows_by:  # noqa: N801  # called as a function
    """Derives one row for each name cell: process, holder, and the letter that stands above it."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._letters = letters

    def __call__(self, grid: Grid, layout: Layout) -> list[Row]:
        found: list[Row] = []
        for index in grid.filled:
            if index > layout.header:
                found += self._row(grid, layout, index)
        return found

    def _row(self, grid: Grid, layout: Layout, index: int) -> list[Row]:
        number, heads = grid.first_row + index, layout.heads
        place = layout.places["process"]
        process = text_of(grid.value(index, place))
        own = {"process": grid.first_column + place}
        marked = layout.places.get("holder")
        found = []
        for column in layout.across:
            text = text_of(grid.value(index, column))
            if not folded(text):
                continue
            letter = letter_of(heads[column], self._letters)
            at = grid.first_column + column
            header = grid.first_row + layout.header
            if marked is None:
                where = Table(grid.file, grid.sheet, {**own, "holder": at, "code": at}, {"code": header})
                found.append(plain_row(where, number, {"process": process, "holder": text, "code": letter}))
            else:
                where = Table(grid.file, grid.sheet, {**own, "holder": grid.first_column + marked, "code": at})
                holder = text_of(grid.value(index, marked))
                found.append(plain_row(where, number, {"process": process, "holder": holder, "code": letter}))
        if not found:
            where = Table(grid.file, grid.sheet, {**own, "holder": grid.first_column + layout.across[0]})
            found.append(plain_row(where, number, {"process": process}))
        return found
