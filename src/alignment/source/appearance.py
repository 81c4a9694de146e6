"""What does a sheet show that is no cell's value? Shapes, SmartArt, pictures and colours: people see a chart there, and no program can read it."""

from pathlib import Path

from alignment.language import number_text, say
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
        return (
            say("it is drawn with SmartArt, which no cell tells of")
            if seen.smart_art
            else say("it is drawn with shapes, which no cell tells of"),
            say("Write it as a table, such as Department and Parent, a row each."),
        )
    coloured = coloured_blanks(path, sheet)
    if coloured >= _COLOURED:
        return (
            say(
                "{number} of its cells are coloured and blank: what a colour means cannot be read",
                number=number_text(coloured),
            ),
            say("Write in the cells what their colour says, such as x."),
        )
    if seen.pictures:
        return say("it holds a picture, which cannot be read"), say("Write it as a table.")
    return "", ""
