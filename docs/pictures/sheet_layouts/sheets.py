"""What does a company write? A layout in words, and the workbook that it is."""

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

__all__ = ["Layout", "Place", "Sheet", "expected_words", "layout", "sheet_texts", "write_workbook"]

Place = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a small workbook.

    Attributes
    ----------
    name
        What the sheet is called.
    read_as
        A line for each of its tables: what it is read as, its rows, and how many became records or are skipped.
    rows
        One line a row: ``cell | cell => what it is read as``. A ``.`` stands for each leading blank of a cell.
    merges
        Ranges that are merged, such as ``B1:C1``.
    """

    name: str
    read_as: tuple[str, ...]
    rows: str
    merges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A workbook to show: the name of its picture, its sheets, and the text of its mapping file if it needs one."""

    name: str
    sheets: tuple[Sheet, ...]
    mapping: str = ""


def layout(name: str, *sheets: Sheet, mapping: str = "") -> Layout:
    """Return a layout of some sheets."""
    return Layout(name, sheets, mapping)


def _lines(sheet: Sheet) -> list[tuple[str, str]]:
    """The cells and the expected words of each row."""
    found = []
    for line in textwrap.dedent(sheet.rows).strip("\n").splitlines():
        cells, _, words = line.partition("=>")
        found.append((cells, words.strip()))
    return found


def sheet_texts(sheet: Sheet) -> dict[Place, str]:
    """Return the cells of a declared sheet that are not blank."""
    found = {}
    for row, (cells, _) in enumerate(_lines(sheet), start=1):
        for column, cell in enumerate(cells.split("|"), start=1):
            text = cell.strip()
            name = text.lstrip(".")
            if text:
                found[row, column] = " " * (len(text) - len(name)) + name
    return found


def expected_words(sheet: Sheet) -> dict[int, str]:
    """Return what is declared that the reader makes of each row."""
    return {row: words for row, (_, words) in enumerate(_lines(sheet), start=1) if words}


def write_workbook(layout: Layout, folder: Path) -> tuple[Path, Path | None]:
    """Write the workbook of a layout and its mapping file, if it has one; return where they are."""
    book = Workbook()
    book.remove(book.active)
    for sheet in layout.sheets:
        page = book.create_sheet(sheet.name)
        for (row, column), text in sheet_texts(sheet).items():
            page.cell(row, column, float(text) if _NUMBER.fullmatch(text) else text)
        for area in sheet.merges:
            page.merge_cells(area)
    path = folder / "audit.xlsx"
    book.save(path)
    if not layout.mapping:
        return path, None
    mapping = folder / "mapping.toml"
    mapping.write_text(textwrap.dedent(layout.mapping).strip() + "\n", encoding="utf-8")
    return path, mapping
