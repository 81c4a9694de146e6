"""Which rows below a header are no records? A header repeated, the heading of a section, a total, a remark."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from functools import partial

from alignment.language import later
from alignment.source.grid import Grid
from alignment.source.headers import header_key

__all__ = ["headings_inside", "says_total"]

_PHASE = re.compile(
    r"(?:phase|fase|stage|section|sectie|abschnitt|étape|etapa|part|deel|teil|partie|parte|seção|sección|sprint|workstream|stream)\s*"
    r"(?:[0-9]+|[ivx]+|[a-z])\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TOTALS = frozenset(
    ["total", "totals", "grand total", "totaal", "gesamt", "summe", "somme", "sum", "subtotal", "total general"]
)
_PROSE = 60


def says_total(text: str) -> bool:
    """Tell whether a text is such a word as "Total"."""
    return header_key(text) in _TOTALS


def headings_inside(
    grid: Grid, header_row: int, heads: Sequence[str], places: Sequence[int], *, matrix: bool
) -> Mapping[int, str]:
    """Return the rows (index) that are no records, with the reason.

    A section's heading is merged across columns, or says so ("Phase 2"), and stands alone in its row; in a matrix it is
    known by its lack of letters, later.

    Parameters
    ----------
    grid
        The table.
    header_row
        Index of its header.
    heads
        The header of each column.
    places
        Columns that are read.
    matrix
        Whether it is a matrix: then only a header repeated is looked for.
    """
    if sum(map(bool, heads)) < 2 or not places:
        return {}
    found: dict[int, str] = {}
    columns = sorted(set(places))
    header = tuple(header_key(heads[column]) for column in columns)
    # What stands in a column without a header was typed beside the table, and makes its row no less a heading.
    inside = sorted({*columns, *(column for column, head in enumerate(heads) if head)})
    filled = frozenset(grid.filled)
    last = grid.filled[-1] if grid.filled else -1
    for index in _doubtful(grid, header_row, (columns[0], *inside[:2]), header[0]):
        texts = grid.texts[index]
        alone = [column for column in inside if texts[column]] or [next(one for one, text in enumerate(texts) if text)]
        if header == tuple(header_key(texts[one]) for one in columns):
            found[index] = later("the header repeated")
        elif not matrix:
            apart = index == last or index - 1 not in filled
            why = _why_alone(grid, index, alone[0], apart) if len(alone) == 1 else ""
            why = why or (later("a total") if _is_total(texts, columns) else "")
            if why:
                found[index] = why
    return found


def _doubtful(grid: Grid, header_row: int, places: tuple[int, ...], head: str) -> list[int]:
    """Rows below a header that a look at few columns does not clear: a list may have 200,000, and its texts repeat."""
    rows = grid.filled[bisect_right(grid.filled, header_row) :]
    words = _TOTALS | {head}
    found: set[int] = set()
    # A text that stands alone leaves one of any two columns blank, and a total stands first, or to the right of blanks.
    for place in {0, *places}:
        found |= grid.where(place, rows, partial(_is_doubtful, words, place in places[1:]))
    return sorted(found)


def _is_doubtful(words: Set[str], blank: bool, text: str) -> bool:
    return header_key(text) in words if text else blank


def _is_total(texts: Sequence[str], places: Sequence[int]) -> bool:
    """Tell whether a row begins with such a word, in a column that is read or before nothing but figures."""
    first = next(column for column, text in enumerate(texts) if text)
    if not says_total(texts[first]):
        return False
    return first in places or not any(any(map(str.isalpha, texts[column])) for column in places)


def _why_alone(grid: Grid, index: int, column: int, apart: bool) -> str:
    """Why a text that stands alone in its row is no record; empty where it may be one."""
    text = grid.texts[index][column]
    if (grid.first_row + index, grid.first_column + column) in grid.looks.spans:
        return later("a heading, merged across columns")
    if _PHASE.fullmatch(text):
        return later("a heading")
    if says_total(text):
        return later("a total")
    if apart and len(text) > _PROSE and " " in text:
        return later("a note")
    return ""
