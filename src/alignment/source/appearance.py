"""What does a sheet show that is no cell's value? Shapes, SmartArt, pictures and colours: people see a chart there, and no program can read it."""

from pathlib import Path

from alignment.source.errorcells import coloured_blanks, drawn

__all__ = ["appearance"]

# Fewer coloured blank cells than this are decoration.
_COLOURED = 6


def appearance(path: Path | None, sheet: str) -> tuple[str, str]:
    """Return what a sheet of a workbook shows instead of a table, and what to do; blank where nothing.

    Parameters
    ----------
    path
        The workbook; None for a text.
    sheet
        Name of the sheet.
    """
    if path is None:
        return "", ""
    seen = drawn(path, sheet)
    if seen.smart_art or seen.shapes > 1:
        kind = "SmartArt" if seen.smart_art else "shapes"
        return (
            f"it is drawn with {kind}, which no cell tells of",
            "Write it as a table, such as Department and Parent, a row each.",
        )
    coloured = coloured_blanks(path, sheet)
    if coloured >= _COLOURED:
        return (
            f"{coloured} of its cells are coloured and blank: what a colour means cannot be read",
            "Write in the cells what their colour says, such as x.",
        )
    if seen.pictures:
        return "it holds a picture, which cannot be read", "Write it as a table."
    return "", ""
