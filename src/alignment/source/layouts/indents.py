"""How deep is each name of a list indented? By blanks or bullets before it, or by the format of its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignment.language import say
from alignment.model.organisation import Cell
from alignment.model.result import Issue
from alignment.source.errorcells import indents
from alignment.source.grid import Grid
from alignment.source.values import folded, text_of

__all__ = ["Indents", "bare_name", "indents_of"]

_BULLETS = re.compile(r"[\s\u00a0\u2003]*(?:[-–—•·>└├│─*.]+[\s\u00a0]*)*")


@dataclass(frozen=True, slots=True)
class Indents:
    """Row (index) → depth of its name, none where the depths make no hierarchy; what they stand in; what does not fit."""

    depths: Mapping[int, int]
    note: str = ""
    issues: tuple[Issue, ...] = ()


def indents_of(grid: Grid, column: int, rows: Sequence[int]) -> Indents | None:
    """Return the indents of the names in a column; None where they are not indented on purpose.

    Parameters
    ----------
    grid
        The table.
    column
        Where the names stand.
    rows
        The rows below the header.
    """
    depths = {row: _indent(grid, row, column) for row in rows if grid.texts[row][column]}
    note = say("the hierarchy is read from the blanks before the names")
    if any(_is_stray(text_of(grid.value(row, column))) for row in depths):
        depths = dict.fromkeys(depths, 0)
    if len(set(depths.values())) < 2:
        styled = indents(grid.path, grid.sheet, grid.first_column + column)
        depths = {row: styled.get(grid.first_row + row, 0) for row in depths}
        note = say("the hierarchy is read from the indent of the names")
    # A stray blank before one name is no hierarchy: some depth holds two names, or goes two deep.
    least = min(depths.values(), default=0)
    if sum(depth > least for depth in depths.values()) < 2:
        return None
    odd = _odd_steps(depths)
    if next(iter(depths.values())) > least:
        row = next(row for row, above in odd.items() if above is None)
        said = say("the name is indented less than the first one; no hierarchy is read from the indents.")
        return Indents({}, issues=(_odd_issue(grid, row, column, said),))
    issues = [
        _odd_issue(grid, row, column, _below(bare_name(grid, above, column)))
        for row, above in odd.items()
        if above is not None
    ]
    return Indents(depths, note, tuple(issues))


def bare_name(grid: Grid, row: int, column: int) -> str:
    """Return a name without the blanks and bullets that indent it."""
    text = text_of(grid.value(row, column)).strip()
    led = _BULLETS.match(text)
    return folded(text[led.end() :]) if led and led.end() < len(text) else folded(text)


def _below(name: str) -> str:
    return say('no name above is indented like this one; it is part of "{name}", as it is read.', name=name)


def _odd_issue(grid: Grid, row: int, column: int, said: str) -> Issue:
    cell = Cell(grid.file, grid.sheet, grid.first_row + row, grid.first_column + column, grid.text(row, column))
    return Issue("warning", cell, said, say("Indent the names of one level alike."))


def _is_stray(text: str) -> bool:
    """Blanks on both sides of a name were typed by mistake."""
    return text[:1].isspace() and text[-1:].isspace()


def _odd_steps(depths: Mapping[int, int]) -> Mapping[int, int | None]:
    """Rows that come back to a depth where no name stood before → the row that they are below then; None where there is none."""
    found: dict[int, int | None] = {}
    above: list[int] = []
    for row, depth in depths.items():
        back = bool(above) and depths[above[-1]] > depth
        while above and depths[above[-1]] > depth:
            above.pop()
        if back and (not above or depths[above[-1]] < depth):
            found[row] = above[-1] if above else None
        if above and depths[above[-1]] == depth:
            above.pop()
        above.append(row)
    return found


def _indent(grid: Grid, row: int, column: int) -> int:
    text = text_of(grid.value(row, column)).replace("\t", "    ")
    led = _BULLETS.match(text)
    lead = led[0] if led else ""
    if lead.strip() and len(lead.strip()) == 1 and not lead[0].isspace():
        return 1 if lead.strip() not in "*." else 0
    return len(lead)
