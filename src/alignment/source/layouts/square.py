"""Is it a square matrix? The same names down and across."""

from alignment.source.grid import Grid
from alignment.source.layouts.headings import header_rows
from alignment.source.tables import Layout
from alignment.source.values import codes_in, folded, text_of

__all__ = ["square_layout"]


def square_layout(grid: Grid, *, named: bool = False) -> Layout | None:
    """Find a square matrix; None where there is none.

    `named` tells that the sheet's name says what it is: then two names are enough, else three.
    """
    for header in header_rows(grid):
        below = [row for row in grid.filled if row > header]
        if not below:
            break
        heads = grid.texts[header]
        for label in range(min(3, len(heads))):
            across = {folded(head).casefold(): column for column, head in enumerate(heads) if head and column > label}
            down = {folded(text_of(value)).casefold() for value in set(grid.down(label, below))} - {""}
            both = across.keys() & down
            # Rows of RACI letters repeat themselves too.
            common = sum(not codes_in(name)[0] and any(map(str.isalnum, name)) for name in both)
            if common >= (2 if named else 3) and common >= 0.6 * len(across.keys() | down):
                return Layout("collaboration", "square", header, {"from": label}, heads, common, tuple(across.values()))
    return None
