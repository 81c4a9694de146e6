"""What is sent to those who are asked? The survey form: one sheet, a statement a row, locked except for the answers."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from alignment.resources import templates
from alignment.source.styling import ACCENT, DARK, GREY, LIGHT, font, line_height, save, set_page

__all__ = ["write_form"]

_NUMBER, _STATEMENT, _ANSWER = 1, 2, 3
_WIDTHS = {"A": 13, "B": 78, "C": 28}
# Characters that fit into the column of statements, and into all three.
_NARROW, _WIDE = 84, 136
_LINE = Side("thin", color="B8C4CB")
_INPUT = PatternFill("solid", fgColor="FFF8E1")
_LISTS = "Lists"


def write_form(
    path: Path,
    parts: Sequence[Sequence[str]],
    language: str,
    departments: Sequence[str] = (),
    contact: str = "",
    until: str = "",
) -> None:
    """Write the survey form of `alignment new --survey`.

    A file of that name is replaced, in one move: a failed run leaves what was there.

    Parameters
    ----------
    path
        Where the .xlsx file is to be.
    parts
        The statements of each part, in the language of the form. Parts are numbered: a name would tell what is asked for.
    language
        "en" or "nl".
    departments
        What may be chosen as department; without any it is written freely.
    contact, until
        Whom to ask, and till when to send it back, as they are to be printed; nothing where empty.

    Raises
    ------
    OSError
        It cannot be written there.
    """
    words = tomllib.loads((templates() / "survey.toml").read_text(encoding="utf-8"))[language]
    book = Workbook()
    book.properties.title, book.properties.creator, book.properties.language = words["title"], "alignment", language
    page = book.active
    page.title = words["sheet"]
    page.sheet_view.showGridLines = False
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    row = _write_head(page, words, {"contact": contact, "until": until})
    row = _write_about(page, row, words, departments)
    _write_statements(page, row, words, parts)
    if departments:
        _write_lists(book, departments)
    set_page(page, "A1", landscape=False)
    # Without a password: it keeps slips of the hand away, and whoever sends the form may still change it.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    save(book, path)


def _write_head(page: Worksheet, words: Mapping[str, Any], given: Mapping[str, str]) -> int:
    page["A1"] = words["title"]
    page["A1"].font = font(bold=True, size=18, color=ACCENT)
    page.row_dimensions[1].height = 30
    row = _prose(page, 2, words["purpose"])
    row = _prose(page, row, words["how"])
    asked = " ".join(words[name].format(**given) for name in ("until", "contact") if given[name])
    if asked:
        row = _prose(page, row, asked)
    row = _heading(page, row + 1, words["privacy"])
    for promise in words["promises"]:
        row = _prose(page, row, f"• {promise}")
    return row + 1


def _write_about(page: Worksheet, row: int, words: Mapping[str, Any], departments: Sequence[str]) -> int:
    row = _heading(page, row, words["about_you"])
    note = words["department_note"] if departments else f"{words['department_note']} {words['free_note']}"
    _ask(page, row, words["department"], note)
    if departments:
        listed = f"{quote_sheetname(_LISTS)}!$A$1:$A${len(departments)}"
        _offer(page, listed, words, f"C{row}")
    _ask(page, row + 1, words["level"], words["level_note"])
    _offer(page, f'"{",".join(words["levels"])}"', words, f"C{row + 1}")
    return row + 3


def _write_statements(page: Worksheet, row: int, words: Mapping[str, Any], parts: Sequence[Sequence[str]]) -> None:
    for column, title in ((_NUMBER, "number"), (_STATEMENT, "statement"), (_ANSWER, "answer")):
        head = page.cell(row, column, words[title])
        head.fill, head.font = DARK, font(bold=True, color="FFFFFF")
        head.alignment = Alignment(vertical="center", horizontal="left" if column == _STATEMENT else "center")
    page.row_dimensions[row].height = 22
    page.print_title_rows = f"{row}:{row}"
    first, number = row + 1, 0
    for place, statements in enumerate(parts, start=1):
        row += 1
        page.merge_cells(start_row=row, end_row=row, start_column=_NUMBER, end_column=_ANSWER)
        band = page.cell(row, _NUMBER, words["part"].format(number=place, count=len(parts)))
        band.fill, band.font = LIGHT, font(bold=True, color=ACCENT)
        band.alignment = Alignment(vertical="center")
        page.row_dimensions[row].height = 20
        for statement in statements:
            row, number = row + 1, number + 1
            _write_statement(page, row, number, statement)
    _offer(page, f'"1,2,3,4,5,{words["unknown"]}"', words, f"C{first}:C{row}")


def _write_statement(page: Worksheet, row: int, number: int, statement: str) -> None:
    counted = page.cell(row, _NUMBER, number)
    counted.font, counted.alignment = font(color=GREY), Alignment(horizontal="center", vertical="center")
    text = page.cell(row, _STATEMENT, statement)
    text.font, text.alignment = font(), Alignment(wrap_text=True, vertical="center")
    for cell in (counted, text):
        cell.border = Border(bottom=_LINE)
    _open(page, row)
    page.row_dimensions[row].height = 6 + line_height(statement, _NARROW)


def _ask(page: Worksheet, row: int, label: str, note: str) -> None:
    """A question about the respondent: its name and what is meant on the left, the answer to the right."""
    named = page.cell(row, _NUMBER, label)
    named.font = font(bold=True)
    said = page.cell(row, _STATEMENT, note)
    said.font = font(italic=True, color="595959")
    for cell in (named, said):
        cell.alignment = Alignment(wrap_text=cell is said, vertical="center")
    _open(page, row)
    page.row_dimensions[row].height = 6 + line_height(note, _NARROW + 6)


def _open(page: Worksheet, row: int) -> None:
    """Unlock and mark the cell of an answer."""
    cell = page.cell(row, _ANSWER)
    cell.protection = Protection(locked=False)
    cell.fill, cell.border = _INPUT, Border(_LINE, _LINE, _LINE, _LINE)
    cell.font = font(bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _offer(page: Worksheet, formula: str, words: Mapping[str, Any], cells: str) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.showErrorMessage, rule.errorTitle, rule.error = True, words["answer"], words["refused"]
    rule.add(cells)
    page.add_data_validation(rule)


def _heading(page: Worksheet, row: int, text: str) -> int:
    page.cell(row, 1, text).font = font(bold=True, size=12, color=ACCENT)
    return row + 1


def _prose(page: Worksheet, row: int, text: str) -> int:
    page.merge_cells(start_row=row, end_row=row, start_column=_NUMBER, end_column=_ANSWER)
    page.cell(row, 1, text).alignment = Alignment(wrap_text=True, vertical="top")
    page.cell(row, 1).font = font()
    page.row_dimensions[row].height = line_height(text, _WIDE)
    return row + 1


def _write_lists(book: Workbook, departments: Sequence[str]) -> None:
    """The names to choose from, on a hidden sheet: written into the rule they may be too long, and a comma would part them."""
    page = book.create_sheet(_LISTS)
    for row, name in enumerate(departments, start=1):
        page.cell(row, 1, name).data_type = "s"
    page.sheet_state = "hidden"
    page.protection.sheet = True
