"""What does a workbook tell that its values do not? Errors, formulas never calculated, what is hidden or merged, indents, colours."""

from collections.abc import Mapping
from pathlib import Path

from alignment.settings import ReadingLimits
from alignment.source.formats import biff8, biff12, ooxml, opendocument
from alignment.source.formats.base import NOT_CALCULATED, Drawn, Examined, Format
from alignment.source.packing import damage_told

__all__ = ["NOT_CALCULATED", "Examined", "coloured_blanks", "drawn", "examined", "indents"]

_FORMATS: Mapping[str, Format] = {
    ".xlsx": ooxml,
    ".xlsm": ooxml,
    ".xlsb": biff12,
    ".xls": biff8,
    ".ods": opendocument,
}


def examined(path: Path, most_cells: int = ReadingLimits().most_cells) -> Mapping[str, Examined]:
    """Return what the sheets of a workbook hold that its values do not tell, by the name of the sheet.

    Parameters
    ----------
    path
        The workbook.
    most_cells
        A sheet that spans more cells is not looked at any further.

    Raises
    ------
    SourceError
        The file is damaged, or protected with a password.
    """
    with damage_told(path):
        return _FORMATS[path.suffix.lower()].examined(path, most_cells)


def indents(path: Path | None, sheet: str, column: int) -> Mapping[int, int]:
    """Return the indent of the cells of one column (1-based) of a sheet, by row; cells without one are left out.

    Parameters
    ----------
    path
        The workbook; None for a text, which has none.
    sheet
        Name of the sheet.
    column
        Number of the column.
    """
    if path is None:
        return {}
    with damage_told(path):
        known = _FORMATS[path.suffix.lower()]
        styles = {name: style.indent for name, style in known.styles(path).items() if style.indent}
        return {
            row: styles[cell.style]
            for cell in (known.cells(path, sheet) if styles else ())
            if cell.filled and cell.column <= column < cell.column + cell.columns and cell.style in styles
            for row in range(cell.row, cell.row + cell.rows)
        }


def coloured_blanks(path: Path, sheet: str) -> int:
    """Return how many cells of a sheet are filled with a colour and hold no value."""
    with damage_told(path):
        known = _FORMATS[path.suffix.lower()]
        coloured = {name for name, style in known.styles(path).items() if style.coloured}
        return sum(
            cell.rows * cell.columns
            for cell in (known.cells(path, sheet) if coloured else ())
            if not cell.filled and cell.style in coloured
        )


def drawn(path: Path, sheet: str) -> Drawn:
    """Return what is drawn on a sheet."""
    with damage_told(path):
        return _FORMATS[path.suffix.lower()].drawn(path, sheet)
