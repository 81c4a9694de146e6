"""Where do the tables of a sheet begin and end? One under another with a header each, or side by side."""

from collections.abc import Callable, Iterator

from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.values import text_of

__all__ = ["regions"]

# No one stacks tables further down than this; a long list is not searched.
_MOST_BLOCKS = 400


def regions(grid: Grid, begins: Callable[[Grid], int | None]) -> tuple[Grid, ...]:
    """Return the parts of a sheet that hold a table each; the sheet itself where it holds one, or none.

    Parameters
    ----------
    grid
        The sheet.
    begins
        Returns the header row (index) of the table that a part begins with; None where no table begins within the
        first rows of the part.
    """
    if not grid.filled:
        return (grid,)
    found = [part for band in _bands(grid, begins) for part in _stacked(band, begins)]
    return tuple(found) if len(found) > 1 else (grid,)


def _bands(grid: Grid, begins: Callable[[Grid], int | None]) -> list[Grid]:
    """Parts of a sheet side by side: blank columns between, and a table in each."""
    # Titles and versions above the tables may stand in the column that parts them.
    fullest = next((row for row in grid.filled if sum(map(bool, grid.texts[row])) > 2), 0)
    rows = [row for row in grid.filled if row >= fullest]
    blank = [column for column in range(grid.width) if not any(grid.texts[row][column] for row in rows)]
    edges = [column for column in blank if 0 < column < grid.width - 1]
    if not edges:
        return [grid]
    height = (0, len(grid.rows))
    bands: list[Grid] = []
    start = 0
    for column in (*edges, grid.width):
        if column <= start:
            start = column + 1
            continue
        part = grid.part(height, (start, column))
        if begins(part) is not None:
            bands.append(part)
        elif bands:
            # What has no header of its own belongs to the table on its left.
            whole = bands.pop()
            left = whole.first_column - grid.first_column
            bands.append(grid.part(height, (left, column)))
        else:
            continue
        start = column + 1
    return bands if len(bands) > 1 else [grid]


def _stacked(grid: Grid, begins: Callable[[Grid], int | None]) -> list[Grid]:
    starts = [0]
    width = (0, grid.width)
    header: tuple[str, ...] | None = None
    blocks = list(_blocks(grid))
    # What stands together is one table: most sheets are, and need not be searched for the beginnings of others.
    if len(blocks) == 1 or len(blocks) > _MOST_BLOCKS:
        return [grid]
    for first, last in blocks:
        part = grid.part((first, last + 1), width)
        at = begins(part)
        if at is None:
            continue
        own = tuple(header_key(text) for text in part.texts[at])
        titled = any(any(row) for row in part.texts[:at])
        if header is None:
            header = own
        elif own != header or titled:
            starts.append(first)
            header = own
    return (
        [grid.part((start, end), width) for start, end in zip(starts, (*starts[1:], len(grid.rows)), strict=True)]
        if len(starts) > 1
        else [grid]
    )


def _blocks(grid: Grid) -> Iterator[tuple[int, int]]:
    """First and last row (index) of what stands together without a blank row; a single title joins what follows it."""
    first = last = grid.filled[0]
    for row in grid.filled[1:]:
        if row - last > 1 and not _only_titles(grid, first, last):
            yield first, last
            first = row
        last = row
    yield first, last


def _only_titles(grid: Grid, first: int, last: int) -> bool:
    """Titles stand alone in their rows, in the first column in use; a name further right or indented is part of a hierarchy."""
    start = min(column for row in grid.filled for column, text in enumerate(grid.texts[row]) if text)
    return last - first < 2 and all(
        grid.texts[row][start]
        and sum(map(bool, grid.texts[row])) == 1
        and not text_of(grid.rows[row][start])[:2].isspace()
        for row in range(first, last + 1)
        if any(grid.texts[row])
    )
