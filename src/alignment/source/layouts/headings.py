"""What stands above each column? A header of one row or several, with groups above names, merged or written once."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.values import folded

__all__ = ["HEADER_ROWS", "filled_share", "forced_places", "header_rows", "heads_of", "names_across"]

# Titles above a header were seen down to row 9; notes of a page's length are taken for titles too.
HEADER_ROWS = 30
_DEPTH = 3
# So many rows tell what a column holds.
_SAMPLE = 300


def header_rows(grid: Grid) -> tuple[int, ...]:
    """Return the indices of the rows that may be the header."""
    return grid.filled[:HEADER_ROWS]


def _above(grid: Grid, index: int) -> Iterator[int]:
    """Rows directly above a row that may be groups of the same header: two texts, or one merged across columns."""
    for row in range(index - 1, max(index - _DEPTH, -1), -1):
        texts = grid.texts[row]
        filled = [column for column, text in enumerate(texts) if text]
        number = grid.first_row + row
        merged = any((number, grid.first_column + column) in grid.looks.spans for column in filled)
        below = any((number + 1, grid.first_column + column) in grid.merged for column in filled)
        if len(filled) < 2 and not (below and merged):
            return
        yield row


def heads_of(grid: Grid, index: int) -> Iterator[tuple[str, ...]]:
    """Give what the header of a table may be if its last row is `index`: that row alone first, then with its groups.

    Yields
    ------
    tuple of str
        The row itself, blank cells of it filled from the cell just above; then "Group Name" wherever a group
        stands above a name.
    """
    rows = list(_above(grid, index))
    own = list(grid.texts[index])
    if not rows or sum(map(bool, own)) < 2:
        yield tuple(own)
        return
    filled = own[:]
    for column, text in enumerate(own):
        if not text:
            filled[column] = next((grid.texts[row][column] for row in rows if grid.texts[row][column]), "")
    yield tuple(filled)
    grouped = list(own)
    for row in rows:
        group = ""
        number = grid.first_row + row
        until = -1
        for column, text in enumerate(grid.texts[row]):
            if text:
                group = text
                last = grid.looks.spans.get((number, grid.first_column + column))
                until = len(own) if last is None else last - grid.first_column
            here = group if column <= until else ""
            if here and not (text == "" and not own[column]):
                grouped[column] = f"{here} {grouped[column]}".strip() if grouped[column] != here else here
    if tuple(grouped) != tuple(filled):
        yield tuple(grouped)


def names_across(grid: Grid, index: int, columns: Sequence[int]) -> tuple[str, ...]:
    """Return the heads of a matrix: the last row, and where a name stands there twice, "Group / Name"."""
    found = list(heads_of(grid, index))
    heads = list(found[0])
    again = Counter(header_key(heads[column]) for column in columns if heads[column])
    if len(found) > 1:
        for column in columns:
            if again[header_key(heads[column])] > 1 and found[1][column].endswith(heads[column]):
                group = found[1][column].removesuffix(heads[column]).strip()
                heads[column] = f"{group} / {heads[column]}" if group else heads[column]
    return tuple(heads)


def forced_places(headers: Sequence[str], forced: Mapping[str, str]) -> dict[str, int]:
    """Return the columns (index) of a header that a mapping file names."""
    places = {}
    for name, theirs in forced.items():
        same = [column for column, text in enumerate(headers) if text and text.casefold() == folded(theirs).casefold()]
        like = [column for column, text in enumerate(headers) if text and header_key(text) == header_key(theirs)]
        if same or like:
            places[name] = (same or like)[0]
    return places


def filled_share(grid: Grid, header: int, column: int, test: Callable[[str], bool]) -> float:
    """Share of the filled cells of a column, below a header, that pass a test; 0 where none is filled. A long list is sampled."""
    start = bisect_right(grid.filled, header)
    # Names and letters repeat down a column: each is asked about once.
    counts = Counter(text for text in grid.column(column)[start : start + _SAMPLE] if text)
    return sum(count for text, count in counts.items() if test(text)) / counts.total() if counts else 0.0
