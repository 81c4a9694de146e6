"""Where in the workbook are the issues? A copy with the cells marked and commented, and a list that leads to them."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.packaging.relationship import Relationship, get_rels_path
from openpyxl.packaging.workbook import ChildSheet
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import iterparse

from alignment.errors import SourceError
from alignment.model.organisation import Cell
from alignment.model.result import Issue
from alignment.source.styling import save

__all__ = ["write_annotated"]

_MARKS: Mapping[str, PatternFill] = {
    "error": PatternFill("solid", fgColor="F4B6A6"),
    "warning": PatternFill("solid", fgColor="FCE8A6"),
}
_AUTHOR = "alignment"
_LIST = "Issues"
_HEADERS = (("No.", 6), ("Severity", 11), ("Cell", 26), ("Found there", 32), ("What is wrong", 64), ("What to do", 48))
# What openpyxl raises where a file is not the workbook it claims to be, or holds what it cannot build.
_UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
)
# Excel shows no more of a comment, and refuses a text that is longer.
_COMMENT_LENGTH = 2_000
_TEXT_LENGTH = 32_000
# A workbook where everything is an issue has one cause; thousands of comments would only hide it and not open.
_MOST_COMMENTS = 5_000

# Excel keeps a drop-down that refers to another sheet in an extension, which openpyxl would drop.
_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_EXTENDED = re.compile(rb"<\w+:dataValidations[\s>]")
_FLAGS = ("allowBlank", "showInputMessage", "showErrorMessage")
_WORDS = ("type", "operator", "errorStyle", "promptTitle", "prompt", "errorTitle", "error")

Place = tuple[str, int, int]


class _Reader(ExcelReader):  # type: ignore[misc]  # it ships no type information
    """Reads a chart sheet that holds no chart too, on which openpyxl fails; and a hidden one stays hidden."""

    def read_chartsheet(self, sheet: ChildSheet, rel: Relationship) -> None:
        if get_rels_path(rel.target) in self.valid_files:
            super().read_chartsheet(sheet, rel)
        else:
            self.wb.create_chartsheet(sheet.name)
        self.wb[sheet.name].sheet_state = sheet.state


def write_annotated(source: Path, issues: Sequence[Issue], destination: Path) -> int:
    """Write a copy of a workbook with the cells of the issues marked and commented, and a sheet that lists them.

    Formats, formulas, drop-downs, macros and comments are kept; a comment that is there is added to. Formulas lose
    the results they were saved with, and are calculated again where the copy is opened; drawn shapes are left out. An
    issue of a row marks the first cell of the row, one of a whole sheet or file is only listed.

    Parameters
    ----------
    source
        The .xlsx or .xlsm workbook; it is never changed.
    issues
        What to mark. Those of other files are left out.
    destination
        Where the copy is to be; a file of that name is replaced, in one move.

    Returns
    -------
    int
        How many cells were marked.

    Raises
    ------
    SourceError
        The workbook is of another format, cannot be opened, or is to be written over.
    OSError
        The copy cannot be written.
    """
    _refuse(source, destination)
    book = _opened(source)
    try:
        own = [one for one in issues if not one.cell.file or one.cell.file == source.name]
        marked = _mark(book, own)
        _list(book, own)
        book.calculation.fullCalcOnLoad = True
        save(book, destination)
    finally:
        # openpyxl keeps the archive of the macros open for appending; left to the garbage collector, its end is an error.
        if book.vba_archive is not None:
            book.vba_archive.close()
    return marked


def _refuse(source: Path, destination: Path) -> None:
    kind = source.suffix.lower()
    if kind not in {".xlsx", ".xlsm"}:
        raise SourceError(
            f"{source}: only .xlsx and .xlsm workbooks can be marked. Save it as .xlsx first, or use the list of issues."
        )
    if destination.suffix.lower() != kind:
        raise SourceError(f"{destination}: the marked copy of {source.name} must be a {kind} file too.")
    if destination.resolve() == source.resolve() or (destination.exists() and destination.samefile(source)):
        raise SourceError(f"{destination}: is the workbook itself, which is never changed. Give the copy another name.")


def _opened(source: Path) -> Workbook:
    try:
        with warnings.catch_warnings():
            # It warns of the extensions that it leaves out; the drop-downs among them are put back below.
            warnings.simplefilter("ignore", UserWarning)
            reader = _Reader(source, keep_vba=source.suffix.lower() == ".xlsm", rich_text=True)
            reader.read()
        _keep_drop_downs(reader, source)
    except FileNotFoundError as problem:
        raise SourceError(f"{source}: is not there. Check the path.") from problem
    except _UNREADABLE as problem:
        raise SourceError(
            f"{source}: cannot be opened for marking ({problem}). Open it in a spreadsheet program and save it again."
        ) from problem
    book: Workbook = reader.wb
    return book


def _keep_drop_downs(reader: ExcelReader, source: Path) -> None:
    with ZipFile(source) as archive:
        for sheet, part in reader.parser.find_sheets():
            page = reader.wb[sheet.name]
            if isinstance(page, Worksheet) and _EXTENDED.search(archive.read(part.target)):
                with archive.open(part.target) as stream:
                    for rule in _extended(stream):
                        page.add_data_validation(rule)


def _extended(stream: IO[bytes]) -> Iterator[DataValidation]:
    """The drop-downs of the extension, in the form that every spreadsheet program reads as well."""
    for _, element in iterparse(stream):
        if element.tag == f"{_X14}dataValidation":
            formulas = [element.findtext(f"{_X14}formula{number}/{_XM}f") for number in (1, 2)]
            words = {name: element.get(name) for name in _WORDS if element.get(name)}
            flags = {name: element.get(name) in ("1", "true") for name in _FLAGS}
            cells = element.findtext(f"{_XM}sqref") or ""
            yield DataValidation(formula1=formulas[0], formula2=formulas[1], sqref=cells, **words, **flags)
        elif element.tag.endswith("}row"):
            element.clear()


def _mark(book: Workbook, issues: Iterable[Issue]) -> int:
    found: dict[Place, list[Issue]] = {}
    for one in issues:
        if one.cell.row and one.cell.sheet in book.sheetnames:
            found.setdefault((one.cell.sheet, one.cell.row, max(one.cell.column, 1)), []).append(one)
    marked: dict[Place, None] = {}
    for (title, row, column), its in found.items():
        page = book[title]
        if not isinstance(page, Worksheet):
            continue
        cell = _visible(page, row, column)
        cell.fill = _MARKS["error" if any(one.severity == "error" for one in its) else "warning"]
        if len(marked) < _MOST_COMMENTS:
            _add_comment(cell, [_said(one) for one in its])
        marked[title, cell.row, cell.column] = None
    return len(marked)


def _visible(page: Worksheet, row: int, column: int) -> SheetCell:
    """The cell itself, or the one that is shown in its place where cells are merged."""
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in page.merged_cells.ranges:
            if cell.coordinate in area:
                return page.cell(area.min_row, area.min_col)
    return cell


def _said(issue: Issue) -> str:
    return f"{issue.severity.capitalize()}: {issue.message} {issue.suggestion}".rstrip()


def _add_comment(cell: SheetCell, lines: list[str]) -> None:
    before = cell.comment
    text = "\n".join([*([str(before.text), ""] if before else []), *lines])
    if len(text) > _COMMENT_LENGTH:
        text = f"{text[: _COMMENT_LENGTH - 1]}…"
    height = 40 + 18 * sum(1 + len(line) // 44 for line in text.splitlines())
    author = str(before.author) if before and before.author else _AUTHOR
    cell.comment = Comment(text, author, width=320, height=min(height, 480))


def _list(book: Workbook, issues: Sequence[Issue]) -> None:
    page = book.create_sheet(_free_title(book), 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    book.active = 0
    page.cell(1, 1, f"Issues in this workbook: {len(issues)}").font = Font(name="Calibri", bold=True, size=14)
    for column, (header, width) in enumerate(_HEADERS, start=1):
        cell = page.cell(2, column, header)
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A4D")
        page.column_dimensions[get_column_letter(column)].width = width
    for number, one in enumerate(issues, start=1):
        _list_one(page, number, one, book)
    page.auto_filter.ref = f"A2:{get_column_letter(len(_HEADERS))}{max(2, len(issues) + 2)}"
    page.freeze_panes = "A3"
    page.print_title_rows = "2:2"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _list_one(page: Worksheet, number: int, issue: Issue, book: Workbook) -> None:
    row = number + 2
    texts = (issue.severity, str(issue.cell) or issue.cell.file, issue.cell.value, issue.message, issue.suggestion)
    page.cell(row, 1, number)
    for column, text in enumerate(texts, start=2):
        cell = page.cell(row, column)
        _write_text(cell, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.cell(row, 1).alignment = Alignment(vertical="top")
    page.cell(row, 2).fill = _MARKS[issue.severity]
    if issue.cell.sheet in book.sheetnames:
        link = page.cell(row, 3)
        place = f"{quote_sheetname(issue.cell.sheet)}!{_target(issue.cell)}"
        link.hyperlink = Hyperlink(ref=link.coordinate, location=place)
        link.font = Font(name="Calibri", underline="single", color="0B5394")


def _target(cell: Cell) -> str:
    return f"{get_column_letter(max(cell.column, 1))}{max(cell.row, 1)}"


def _write_text(cell: SheetCell, text: str) -> None:
    """Text and nothing else: what was found in a cell may begin as a formula does."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_TEXT_LENGTH] or None
    if cell.value is not None:
        cell.data_type = "s"
        cell.quotePrefix = True


def _free_title(book: Workbook) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    return next(
        title
        for title in (_LIST, *(f"{_LIST} ({number})" for number in range(2, len(taken) + 3)))
        if title.casefold() not in taken
    )
