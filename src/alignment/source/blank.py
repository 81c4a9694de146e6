"""What is there to fill in? The blank workbook: instructions, drop-downs, column notes, one example row a sheet."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from alignment.resources import templates
from alignment.source.dropdowns import LAST_ROW, drop_downs, names_range
from alignment.source.schema import EXAMPLE_MARK, SHEETS, Field, Sheet
from alignment.source.styling import ACCENT, DARK, GREY, LIGHT, PALE, font, line_height, save, set_page

__all__ = ["EXAMPLE_MARK", "INSTRUCTIONS", "ORGANISATION", "write_blank"]

INSTRUCTIONS = "Instructions"
ORGANISATION = "Organisation"

_NOTE_ROW, _HEADER_ROW, _EXAMPLE_ROW, _FIRST_ROW = 1, 2, 3, 4

_KEYS = (
    ("Name", "Of the company, as it should stand on the report."),
    ("Snapshot date", "The day the workbook describes, such as 2026-03-31."),
    ("Prepared by", "You, or your firm."),
    ("Notes", "Anything a reader of the report should know: what is left out, where the facts come from."),
)
_SURVEY_COLUMNS = 60


def write_blank(path: Path) -> None:
    """Write the workbook of `alignment new`: every sheet of the schema, ready to be filled in.

    A file of that name is replaced, in one move: a failed run leaves what was there.

    Parameters
    ----------
    path
        Where the .xlsx file is to be.

    Raises
    ------
    OSError
        It cannot be written there.
    """
    book = Workbook()
    book.properties.title = "Cross-company health check: workbook"
    book.properties.creator = "alignment"
    _write_instructions(book.active, tomllib.loads((templates() / "workbook.toml").read_text(encoding="utf-8")))
    _write_organisation(book.create_sheet(ORGANISATION))
    names = {one.key: names_range(one.title, _FIRST_ROW) for one in SHEETS.values()}
    for one in SHEETS.values():
        _write_sheet(book.create_sheet(one.title), one, names)
    save(book, path)


def _write_instructions(page: Worksheet, words: Mapping[str, Any]) -> None:
    page.title = INSTRUCTIONS
    page.sheet_view.showGridLines = False
    page.column_dimensions["A"].width = 26
    page.column_dimensions["B"].width = 88
    page["A1"] = words["title"]
    page["A1"].font = font(bold=True, size=18, color=ACCENT)
    row = _line(page, 2, words["purpose"])
    for part in words["part"]:
        row = _heading(page, row + 1, part["title"])
        for line in part["lines"]:
            row = _line(page, row, line)
    row = _heading(page, row + 1, "The sheets")
    for title, note in ((ORGANISATION, "Name, date and notes."), *((one.title, one.note) for one in SHEETS.values())):
        link = page.cell(row, 1, title)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(title)}!A1")
        link.font = font(underline="single", color="0B5394")
        link.alignment = Alignment(vertical="top")
        page.cell(row, 2, note).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = line_height(note, 104)
        row += 1
    set_page(page, "A1", landscape=False)


def _heading(page: Worksheet, row: int, text: str) -> int:
    page.cell(row, 1, text).font = font(bold=True, size=12, color=ACCENT)
    return row + 1


def _line(page: Worksheet, row: int, text: str) -> int:
    """One sentence over both columns; Excel does not grow merged rows by itself, so the height is set."""
    page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    page.cell(row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[row].height = line_height(text, 130)
    return row + 1


def _write_organisation(page: Worksheet) -> None:
    page.column_dimensions["A"].width = 20
    page.column_dimensions["B"].width = 60
    for row, (key, note) in enumerate(_KEYS, start=1):
        cell = page.cell(row, 1, key)
        cell.font, cell.fill = font(bold=True), LIGHT
        cell.alignment = Alignment(vertical="top")
        cell.comment = _comment(note)
        page.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    page["B2"].number_format = "yyyy-mm-dd"
    page.row_dimensions[4].height = 62
    rule = DataValidation(type="date", operator="greaterThan", formula1="DATE(1990,1,1)", allow_blank=True)
    rule.showErrorMessage, rule.error = True, "Write a date, such as 2026-03-31."
    rule.add("B2")
    page.add_data_validation(rule)
    set_page(page, "A1", landscape=False)


def _write_sheet(page: Worksheet, sheet: Sheet, names: Mapping[str, str]) -> None:
    page.cell(_NOTE_ROW, 1, sheet.note).font = font(italic=True, color="595959")
    for column, field in enumerate(sheet.fields, start=1):
        _write_column(page, column, field)
    page.row_dimensions[_HEADER_ROW].height = 22
    for rule in drop_downs(dict(enumerate(sheet.fields, start=1)), _FIRST_ROW, names):
        page.add_data_validation(rule)
    if sheet.key == "survey":
        _add_answers(page, len(sheet.fields) + 1)
    set_page(page, f"B{_EXAMPLE_ROW}", landscape=True)
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _write_column(page: Worksheet, column: int, field: Field) -> None:
    header = page.cell(_HEADER_ROW, column, field.header)
    header.fill = DARK if field.required else LIGHT
    header.font = font(bold=True, color="FFFFFF" if field.required else "000000")
    header.alignment = Alignment(wrap_text=True, vertical="center")
    header.comment = _comment(_note(field))
    example = page.cell(_EXAMPLE_ROW, column, _example(field, column))
    example.font, example.fill = font(italic=True, color=GREY), PALE
    whole = page.column_dimensions[get_column_letter(column)]
    narrow = field.kind in {"number", "yesno", "date", "codes"} or field.name == "id"
    whole.width = max(len(field.header) + 4, 13 if narrow else 34 if column == 1 else 24)
    if field.kind == "date":
        whole.number_format = example.number_format = "yyyy-mm-dd"


def _example(field: Field, column: int) -> str | float | date | None:
    if column == 1:
        # The mark tells the reader that this row is no record.
        return f"{EXAMPLE_MARK} {field.example}"
    if field.kind == "date" and field.example:
        return date.fromisoformat(str(field.example))
    return field.example if field.example != "" else None


def _note(field: Field) -> str:
    parts = [field.note] if field.note else []
    if field.kind == "names":
        parts.append("Several are parted by a semicolon.")
    if field.choices:
        parts.append(f"Choose from: {', '.join(field.choices)}.")
    parts.append("Needed." if field.required else "May stay blank.")
    return " ".join(parts)


def _comment(text: str) -> Comment:
    return Comment(text, "alignment", width=260, height=30 + 18 * (1 + len(text) // 38))


def _add_answers(page: Worksheet, column: int) -> None:
    """Answers to statements that are not there yet: their columns are to the right."""
    letter, last = get_column_letter(column), get_column_letter(column + _SURVEY_COLUMNS - 1)
    rule = DataValidation(type="list", formula1='"1,2,3,4,5,don\'t know"', allow_blank=True)
    rule.showErrorMessage, rule.error = True, "Write 1, 2, 3, 4, 5 or don't know."
    rule.add(f"{letter}{_FIRST_ROW}:{last}{LAST_ROW}")
    page.add_data_validation(rule)
