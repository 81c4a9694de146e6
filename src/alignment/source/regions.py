"""Where do the tables of a sheet begin and end? One under another with a header each, or side by side."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Set
from itertools import islice

from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.layouts.headings import LINES, rows_above
from alignment.source.values import text_of

__all__ = ["regions"]

# No one stacks tables further down than this; a long list is not searched.
_MOST_BLOCKS = 400
# A column that parts two tables may hold so many texts typed in passing, and in one row of three at most.
_STRAYS, _SHARE = 5, 1 / 3


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
    return tuple(_parts(grid, begins)) if grid.filled else (grid,)


def _parts(grid: Grid, begins: Callable[[Grid], int | None]) -> Iterator[Grid]:
    """Parts side by side, each parted further down, and so on: two tables may stand above a wider one."""
    for parted in (_bands, _stacked):
        found = parted(grid, begins)
        if len(found) > 1:
            for part in found:
                yield from _parts(part, begins)
            return
    yield grid


def _bands(grid: Grid, begins: Callable[[Grid], int | None]) -> list[Grid]:
    """Parts of a sheet side by side: columns between that are blank, but for a stray cell, and a table in each."""
    gaps = _gaps(grid, begins)
    if not any(0 < column < grid.width - 1 for column in gaps):
        return [grid]
    height = (0, len(grid.rows))
    starts: list[int] = []
    first: int | None = None
    for column in range(grid.width):
        if column in gaps:
            continue
        first = column if first is None else first
        if column + 1 < grid.width and column + 1 not in gaps:
            continue
        if begins(grid.part(height, (first, column + 1))) is not None:
            starts.append(first)
        # What has no header of its own belongs to the table on its left; to that on its right where there is none.
        if starts:
            first = None
    ends = [_trimmed(grid, end) for end in (*starts[1:], grid.width)]
    parts = [grid.part(height, span) for span in zip((0, *starts[1:]), ends, strict=True)] if starts else []
    return parts if len(parts) > 1 else [grid]


def _gaps(grid: Grid, begins: Callable[[Grid], int | None]) -> Set[int]:
    """Columns that may part two tables: no text stands in the header there, and few below it."""
    # Titles and versions above the tables may stand in the column that parts them.
    fullest = next((row for row in grid.filled if sum(map(bool, grid.texts[row])) > 2), grid.filled[0])
    rows = grid.filled[bisect_left(grid.filled, fullest) :]
    few = int(min(_STRAYS, _SHARE * len(rows)))
    gaps: set[int] = set()
    strays: dict[int, int] = {}
    for column in (one for one, text in enumerate(grid.texts[fullest]) if not text):
        found = list(islice((row for row in rows if grid.texts[row][column]), few + 1))
        if not found:
            gaps.add(column)
        elif len(found) <= few:
            strays[column] = found[0]
    header = begins(grid) if any(0 < column < grid.width - 1 for column in strays) else None
    # Headers side by side may be none as a whole; then the first full row is what they stand in.
    return gaps | {column for column, row in strays.items() if header is None or row > header}


def _trimmed(grid: Grid, end: int) -> int:
    while not any(grid.texts[row][end - 1] for row in grid.filled):
        end -= 1
    return end


def _stacked(grid: Grid, begins: Callable[[Grid], int | None]) -> list[Grid]:
    starts = [0]
    width = (0, grid.width)
    header: tuple[str, ...] | None = None
    groups: frozenset[tuple[str, ...]] = frozenset()
    blocks = list(_blocks(grid))
    # What stands together is one table: most sheets are, and need not be searched for the beginnings of others.
    if len(blocks) == 1 or len(blocks) > _MOST_BLOCKS:
        return [grid]
    for first, last in blocks:
        part = grid.part((first, last + 1), width)
        at = begins(part)
        if at is None:
            continue
        own = _keys(part, at)
        if own == header:
            # The records of the table above go on, until its header stands there again, perhaps with a title.
            start = 1 + max((row for row in part.filled if row < at and _is_record(part, row, at, groups)), default=-1)
            if any(start <= row < at for row in part.filled):
                starts.append(first + start)
            continue
        above = frozenset(_keys(part, row) for row in part.filled if row < at)
        if header is None:
            # More than a line or two that are no titles of the first table are a part of their own.
            if sum(row < first for row in rows_above(grid, first + at)) > LINES:
                starts.append(first)
        else:
            starts.append(first)
        header, groups = own, above
    return (
        [grid.part((start, end), width) for start, end in zip(starts, (*starts[1:], len(grid.rows)), strict=True)]
        if len(starts) > 1
        else [grid]
    )


def _keys(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(map(header_key, grid.texts[row]))


def _is_record(grid: Grid, row: int, header: int, groups: Set[tuple[str, ...]]) -> bool:
    """Tell whether a row above a header repeated is a record: no title, and no group, which it had the first time too."""
    texts = grid.texts[row]
    corner = next(column for column, text in enumerate(grid.texts[header]) if text)
    return sum(map(bool, texts)) > 1 and bool(texts[corner]) and _keys(grid, row) not in groups


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
