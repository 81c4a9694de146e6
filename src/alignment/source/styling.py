"""How do the workbooks look that are written to be filled in? Colours, fonts, pages, and saving in one move."""

from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from alignment.publishing import replacing

__all__ = ["ACCENT", "DARK", "GREY", "LIGHT", "PALE", "font", "line_height", "save", "set_page"]

ACCENT, GREY = "1F3A4D", "7F7F7F"
DARK, LIGHT, PALE = (PatternFill("solid", fgColor=colour) for colour in (ACCENT, "D5E0E6", "F2F2F2"))
# A font without a name is whatever the reader's program takes for one.
font = partial(Font, name="Calibri")


def line_height(text: str, characters: int) -> float:
    """Return the height (points) of a text that wraps after some characters: Excel does not grow merged rows by itself."""
    return 15.5 * (1 + (len(text) - 1) // characters)


def set_page(page: Worksheet, freeze: str, *, landscape: bool) -> None:
    """Prepare a sheet for paper: A4, as wide as the sheet, its name and the page below; rows above `freeze` stay in view."""
    page.freeze_panes = None if freeze == "A1" else freeze
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text, page.oddFooter.right.text = "&A", "&P / &N"


def save(book: Workbook, path: Path) -> None:
    """Save a workbook in one move: a failed run leaves what was there.

    Raises
    ------
    OSError
        It cannot be written there.
    """
    with replacing(path) as made:
        book.save(made)
