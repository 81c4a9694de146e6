"""What stands above each column? A header of one row or several, with groups above names, merged or written once."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.values import folded

__all__ = [
    "FORM",
    "HEADER_ROWS",
    "LINES",
    "filled_share",
    "forced_places",
    "header_rows",
    "heads_of",
    "names_across",
    "rows_above",
    "texts_below",
    "titles_above",
]

# Titles above a header were seen down to row 9; notes of a page's length are taken for titles too.
HEADER_ROWS = 30
_DEPTH = 3
# A title stands alone in its row, or beside its name: "Version", "2.3".
_TITLE = 2
# Lines of three cells and more, such as author, date and status, may stand above a header: so many where its words say
# what it is, and so many where more is left to guess.
FORM, LINES = 6, 2
# So many rows tell what a column holds.
_SAMPLE = 300


def header_rows(grid: Grid, most: int = FORM) -> tuple[int, ...]:
    """Return the indices of the rows that may be the header: those with `most` lines above it, for below more is a table."""
    rows = grid.filled[:HEADER_ROWS]
    first = _first_full(grid, rows)
    near = rows[: first + most + _DEPTH]
    return tuple(row for place, row in enumerate(near) if place <= first + most or len(rows_above(grid, row)) <= most)


def _first_full(grid: Grid, rows: Sequence[int]) -> int:
    """The place, among some rows, of the first that is no title: it holds three texts or more."""
    return next((place for place, row in enumerate(rows) if sum(map(bool, grid.texts[row])) > _TITLE), len(rows))


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
        The row itself, blank cells of it filled from the cell just above where it parts a group into columns; then
        "Group Name" wherever a group stands above a name.
    """
    rows = list(_above(grid, index))
    own = list(grid.texts[index])
    if not rows or sum(map(bool, own)) < 2:
        yield tuple(own)
        return
    # A row that parts no group is below the header: what it leaves blank is a blank of the table.
    parting = not all(own) and any(_parts(grid, row, own) for row in rows)
    filled = own[:]
    for column, text in enumerate(own):
        place = (grid.first_row + index, grid.first_column + column)
        if not text and (parting or place in grid.merged):
            filled[column] = next((grid.texts[row][column] for row in rows if grid.texts[row][column]), "")
    yield tuple(filled)
    grouped = list(own)
    for row in rows:
        for start, end in _groups(grid, row):
            group = grid.texts[row][start]
            for column in range(start, end):
                if (column == start or own[column]) and grouped[column] != group:
                    grouped[column] = f"{group} {grouped[column]}".strip()
    if tuple(grouped) != tuple(filled):
        yield tuple(grouped)


def rows_above(grid: Grid, header: int) -> tuple[int, ...]:
    """Return the rows (index) above a header that are neither titles nor part of it: from the first of three texts on."""
    top = header
    for row in _above(grid, header):
        if not _stands_above(grid, row):
            break
        top = row
    above = grid.filled[: bisect_left(grid.filled, top)]
    return tuple(above[_first_full(grid, above) :])


def titles_above(grid: Grid, header: int) -> tuple[int, ...]:
    """Return the rows (index) above a header that are its titles, a text or two in each, or may be groups of its columns.

    Of those that part a group without merged cells, in a table whose corner is filled, nobody can tell.
    """
    counted = rows_above(grid, header)
    surely = set()
    for row in _above(grid, header):
        if not _belongs(grid, row):
            break
        surely.add(row)
    above = grid.filled[: bisect_left(grid.filled, header)]
    return tuple(row for row in above if row not in counted and row not in surely)


def _stands_above(grid: Grid, row: int) -> bool:
    """Tell whether a row holds groups of the row below it: one is parted there, a name is merged down, or the corner is blank."""
    return _belongs(grid, row) or _parts(grid, row, grid.texts[row + 1])


def _belongs(grid: Grid, row: int) -> bool:
    """Tell whether a row and the one below it are surely one header: a name is merged down, or one corner is blank."""
    below = grid.texts[row + 1]
    merged = any((grid.first_row + row + 1, grid.first_column + column) in grid.merged for column in range(len(below)))
    corner = next((column for column, text in enumerate(below) if text), 0)
    return merged or not grid.texts[row][corner]


def _parts(grid: Grid, row: int, below: Sequence[str]) -> bool:
    """Tell whether texts below a row are columns of one of its groups: two or more of them."""
    return any(sum(map(bool, below[start:end])) > 1 for start, end in _groups(grid, row))


def _groups(grid: Grid, row: int) -> list[tuple[int, int]]:
    """First column and the one after the last of what each text of a row stands above: its merge, or up to the next text."""
    starts = [column for column, text in enumerate(grid.texts[row]) if text]
    spans = []
    for start, following in zip(starts, (*starts[1:], len(grid.texts[row])), strict=True):
        last = grid.looks.spans.get((grid.first_row + row, grid.first_column + start))
        spans.append((start, following if last is None else min(following, last - grid.first_column + 1)))
    return spans


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


def texts_below(grid: Grid, header: int, column: int) -> tuple[str, ...]:
    """Return the texts of a column in the rows below a header that are not blank; a long list is sampled."""
    start = bisect_right(grid.filled, header)
    return grid.beginning(column)[start : start + _SAMPLE]


def filled_share(grid: Grid, header: int, column: int, test: Callable[[str], bool]) -> float:
    """Share of the filled cells of a column, below a header, that pass a test; 0 where none is filled. A long list is sampled."""
    # Names and letters repeat down a column: each is asked about once.
    counts = Counter(text for text in texts_below(grid, header, column) if text)
    return sum(count for text, count in counts.items() if test(text)) / counts.total() if counts else 0.0
