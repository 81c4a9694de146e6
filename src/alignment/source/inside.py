"""Which rows below a header are no records? A header repeated, the heading of a section, a total, a remark."""

import re
from collections.abc import Mapping, Sequence

from alignment.source.grid import Grid
from alignment.source.headers import header_key

__all__ = ["headings_inside"]

_PHASE = re.compile(
    r"(?:phase|fase|stage|section|sectie|abschnitt|étape|etapa|part|deel|teil|partie|parte|seção|sección|sprint|workstream|stream)\s*"
    r"(?:[0-9]+|[ivx]+|[a-z])\b.*",
    re.IGNORECASE | re.DOTALL,
)
_TOTALS = frozenset(
    ["total", "totals", "grand total", "totaal", "gesamt", "summe", "somme", "sum", "subtotal", "total general"]
)
_PROSE = 60


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
    width = sum(map(bool, heads))
    if width < 2 or not places:
        return {}
    found: dict[int, str] = {}
    columns = sorted(set(places))
    header = tuple(header_key(heads[column]) for column in columns)
    filled = frozenset(grid.filled)
    last = grid.filled[-1] if grid.filled else -1
    for index in grid.filled:
        if index <= header_row:
            continue
        texts = grid.texts[index]
        # Quick tests first: a list may have 200,000 rows.
        if header[0] == header_key(texts[columns[0]]) and header == tuple(header_key(texts[one]) for one in columns):
            found[index] = "the header repeated"
        elif not matrix and texts.count("") == len(texts) - 1:
            column = next(one for one, text in enumerate(texts) if text)
            why = _why_alone(grid, index, column, index == last or index - 1 not in filled)
            if why:
                found[index] = why
        elif not matrix and header_key(next(filter(None, texts))) in _TOTALS:
            found[index] = "a total"
    return found


def _why_alone(grid: Grid, index: int, column: int, apart: bool) -> str:
    """Why a text that stands alone in its row is no record; empty where it may be one."""
    text = grid.texts[index][column]
    if (grid.first_row + index, grid.first_column + column) in grid.looks.spans:
        return "a heading, merged across columns"
    if _PHASE.fullmatch(text):
        return "a heading"
    if header_key(text) in _TOTALS:
        return "a total"
    if apart and len(text) > _PROSE and " " in text:
        return "a note"
    return ""
