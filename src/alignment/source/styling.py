"""How do the workbooks look that are written to be filled in? Colours, fonts, pages, and saving in one move."""

import errno
import os
import zipfile
from datetime import UTC, datetime
from functools import partial
from os import PathLike
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from alignment.publishing import replacing

__all__ = ["ACCENT", "DARK", "GREY", "LIGHT", "MOMENT", "PALE", "Archive", "font", "line_height", "save", "set_page"]

ACCENT, GREY = "1F3A4D", "7F7F7F"
DARK, LIGHT, PALE = (PatternFill("solid", fgColor=colour) for colour in (ACCENT, "D5E0E6", "F2F2F2"))
# When each part was written; a zip file can hold no time before 1980, and a clock may say so.
MOMENT = datetime(2000, 1, 1)
# So many bytes at the end of a sheet tell whether it is whole.
_END = 64
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
    book.properties.modified = datetime.now(UTC).replace(tzinfo=None)
    with replacing(path) as made, Archive(made, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(book, archive).save()


class Archive(zipfile.ZipFile):
    """The file of a workbook: its sheets are whole, and all its parts carry the same time, whatever the clock says."""

    def writestr(self, name: str | zipfile.ZipInfo, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]  # openpyxl gives just these two
        """Put a part into the archive."""
        part = zipfile.ZipInfo(str(name), MOMENT.timetuple()[:6])
        part.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(part, data)

    def write(self, filename: str | PathLike[str], arcname: str | PathLike[str] | None = None, *_: object) -> None:
        """Put a sheet into the archive.

        Raises
        ------
        OSError
            It is cut short: the library that writes sheets to temporary files says nothing where the last bytes find no room.
        """
        content = Path(filename).read_bytes()
        if not content[-_END:].rstrip().endswith(b"</worksheet>"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(filename))
        self.writestr(str(arcname or filename), content)
