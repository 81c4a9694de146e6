"""How does a table get into a workbook, so that it can be filtered, looks the part, and nothing in it can run?"""

import math
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from alignment.language import number_text, say
from alignment.model.brand import PLAIN, Brand
from alignment.report import display
from alignment.report.document import MOST_ROWS, CellValue, Column
from alignment.source.styling import MOMENT, Archive

__all__ = ["DAY", "FILL_IN", "Book", "Entry", "Exact", "Listing", "fitting", "mark"]

# Every part carries the same time, so that the same results give the same bytes.
_MODIFIED = re.compile(r"(<dcterms:modified[^>]*>)[^<]*")
_LONGEST_TEXT = 32_767  # the most that an Excel cell holds
_RUNNABLE = ("=", "+", "-", "@")
# How the format writes a character by its number: a text that holds these signs themselves would be read as that character.
_BY_NUMBER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST_NAME = 31
_A4 = 9
# Characters that a page is wide, and of how many the letters are still read where a wider sheet is made to fit it.
_PAGE, _READABLE = 130, 270
_MARGIN, _FOOT = 0.4, 0.65  # inches
# How a day is shown and typed, in every language.
DAY = "yyyy-mm-dd"
_RESERVED = frozenset({"history"})
# Widths are taken from the first rows, in characters.
_SAMPLED_ROWS = 200
_NARROWEST, _USUAL, _WIDEST = 9, 32, 60
_LINE_HEIGHT = 15.0
_HEAD_LINES = 3
_ARROW = 4
_MOST_LINES = 10
_FOOT_SIZE = 8
_HAIRLINE = Border(bottom=Side("thin", color="D8DEE4"))
_TOP = Alignment(vertical="top")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
# Of cells in which somebody is to write.
FILL_IN = Alignment(vertical="top", horizontal="left", wrap_text=True)
_FACE = "Calibri"
_ACCENT = "0B5563"
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "text": {"alignment": _WRAPPED},
    "number": {"alignment": Alignment(vertical="top", horizontal="right", indent=1)},
    "open": {"alignment": _TOP},
    "header": {
        "font": Font(name=_FACE, bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", start_color=_ACCENT),
        "alignment": Alignment(vertical="center", wrap_text=True),
    },
    "link": {"font": Font(name=_FACE, underline="single", color=_ACCENT), "alignment": _TOP},
    "wrapped": {"alignment": _WRAPPED},
    "title": {"font": Font(name=_FACE, bold=True, size=20)},
    "heading": {"font": Font(name=_FACE, bold=True, size=13, color=_ACCENT)},
    "term": {"font": Font(name=_FACE, bold=True), "alignment": _WRAPPED, "border": _HAIRLINE},
    "line": {"alignment": Alignment(vertical="top", horizontal="left", wrap_text=True), "border": _HAIRLINE},
}
# Fill and text colour of words that are meant to be seen; the word says it all, the colour only helps to find it.
_MARKS: Mapping[str, tuple[str, str]] = {
    display.SEVERITY_WORDS["critical"]: ("7A0F14", "FFFFFF"),
    display.SEVERITY_WORDS["high"]: ("EEBDB8", "18222C"),
    display.SEVERITY_WORDS["medium"]: ("F3D9A8", "18222C"),
    display.SEVERITY_WORDS["low"]: ("E6EAED", "18222C"),
    display.ISSUE_WORDS["error"]: ("EEBDB8", "18222C"),
    display.LIGHT_WORDS["red"]: ("EEBDB8", "18222C"),
    display.LIGHT_WORDS["amber"]: ("F3D9A8", "18222C"),
    display.LIGHT_WORDS["green"]: ("BCDCC9", "18222C"),
}


@dataclass(frozen=True, slots=True)
class Exact:
    """A figure of which a cell shows as much as its own format says, and holds all."""

    value: float
    number_format: str


Entry = CellValue | date | Exact
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet that is one table. `holds` says on the cover what is in it, `empty` what stands there without rows.

    `cut` says above the table which rows it does not hold.
    """

    name: str
    holds: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Entry]]
    empty: str = ""
    cut: str = ""

    @property
    def first(self) -> int:
        """The row of the sheet in which the rows begin, below their header."""
        return 3 if self.cut else 2


def fitting(
    items: Sequence[Item], order: str = "", rank: Callable[[Item], int] | None = None
) -> tuple[Sequence[Item], str]:
    """Return what a sheet is to hold of a list, in its order, and what it says of the rest; empty where it holds all.

    Parameters
    ----------
    items
        What the rows are made of.
    order
        Says which are chosen where not all fit.
    rank
        How much each matters, 0 the most; without it the first matter most.
    """
    whole = len(items)
    if whole <= MOST_ROWS:
        return items, ""
    kept = items[:MOST_ROWS]
    if rank is not None:
        ranks = [rank(one) for one in items]
        chosen = sorted(range(whole), key=ranks.__getitem__)[:MOST_ROWS]
        kept = [items[place] for place in sorted(chosen)]
    told = say(
        "Not all rows fit: {some} of {all} stand here, {which}. The JSON report holds every finding, figure and issue.",
        some=number_text(len(kept)),
        all=number_text(whole),
        which=order or say("the first of them"),
    )
    return kept, told


class _Cell(Cell):  # type: ignore[misc]  # openpyxl ships no type information
    """A cell of a streamed sheet: as openpyxl raises and catches an error that names each one, its name is short."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "cell"


class Book:
    """A workbook streamed to disk, in the looks of a firm; it counts the texts that it could not hold as they are.

    `title` stands at the foot of each printed page, with the lines of the firm.
    """

    def __init__(self, title: str, brand: Brand = PLAIN) -> None:
        self.workbook = Workbook(write_only=True)
        self.accent = (brand.accent or f"#{_ACCENT}")[1:].upper()
        self._looks = _looks(brand)
        self._foot = (title, brand.confidentiality), (brand.footer or brand.firm,)
        self.replaced = 0
        self.cut = 0
        self._names: set[str] = set()
        self._tables = 0
        self._cells: dict[tuple[str, str, bool, str], Cell] = {}

    def sheet(self, name: str) -> WriteOnlyWorksheet:
        """Add a sheet; a name that Excel forbids or that is taken is changed as little as possible."""
        wanted = " ".join(re.sub(r"[\[\]:*?/\\]", " ", display.clean(name)).split()).strip("'") or say("Sheet")
        number, given = 1, wanted[:_LONGEST_NAME].strip()
        while given.casefold() in self._names | _RESERVED:
            number += 1
            ending = f" ({number})"
            given = wanted[: _LONGEST_NAME - len(ending)] + ending
        self._names.add(given.casefold())
        sheet = self.workbook.create_sheet(given)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToHeight = 0
        margins = sheet.page_margins
        margins.left = margins.right = margins.top = _MARGIN
        margins.bottom, margins.header, margins.footer = _FOOT, _MARGIN / 2, _MARGIN / 2
        left, right = self._foot
        pages = say("{page} of {pages}", page="&P", pages="&N")
        foot = sheet.oddFooter
        foot.left.text, foot.center.text = _foot(left), "&A"
        foot.right.text = " · ".join(filter(None, (_foot(right), pages)))
        for part in (foot.left, foot.center, foot.right):
            part.size = _FOOT_SIZE
        return sheet

    def cell(
        self, sheet: WriteOnlyWorksheet, value: CellValue | date, look: str, number_format: str = "General"
    ) -> Cell:
        """Return a cell ready to be written; it is valid until the next one of its kind is asked for.

        A streamed cell is written at once, so one object serves every cell of a look: making and styling a new one
        each time takes most of the time of writing.
        """
        text = self._text(value) if isinstance(value, str) else None
        risky = text is not None and text.startswith(_RUNNABLE)
        key = (sheet.title, look, risky, number_format)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = _Cell(sheet, row=1, column=1)
            for name, setting in self._looks[look].items():
                setattr(cell, name, setting)
            cell.number_format = number_format
            # A text that looks like a formula stays text even when someone edits the cell.
            cell.quotePrefix = risky
        cell.value = text if text is not None else value
        if text is not None:
            # Otherwise "=…" would be a formula and "#N/A" an error.
            cell.data_type = "s"
        return cell

    def link(self, sheet: WriteOnlyWorksheet, place: str, title: str) -> Cell:
        """Return a cell, to be written at a place such as ``A7``, that leads to the sheet of a title."""
        cell = copy(self.cell(sheet, title, "link"))
        cell.hyperlink = Hyperlink(ref=place, location=f"{quote_sheetname(title)}!A1")
        cell.hyperlink.ref = place
        return cell

    def fill(self, sheet: WriteOnlyWorksheet, listing: Listing) -> None:
        """Write a table: frozen header, filters, widths, and colours for severities and ratings."""
        columns, rows = listing.columns, listing.rows
        sample = rows[:_SAMPLED_ROWS]
        widths = [_width(column, [row[place] for row in sample]) for place, column in enumerate(columns)]
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        first = listing.first
        head = first - 1
        sheet.freeze_panes = f"{'B' if len(columns) > 1 else 'A'}{first}"
        sheet.print_title_rows = f"1:{head}"
        # Not every program leaves a narrow sheet as it is: some would enlarge it to the width of the page.
        sheet.sheet_properties.pageSetUpPr.fitToPage = sum(widths) > _PAGE
        beyond = sum(widths) - _READABLE
        if beyond > 0 and len(widths) > 1:
            # The first column is printed again on each page.
            sheet.print_title_cols = "A:A"
            sheet.page_setup.fitToWidth = 1 + math.ceil(beyond / (_READABLE - widths[0]))
        last = f"{get_column_letter(len(columns))}{len(rows) + head}"
        heads = _headers(columns)
        if rows:
            sheet.tables.add(self._table(f"A{head}:{last}", heads))
            for number, column in enumerate(columns, 1):
                if column.kind in ("light", "severity"):
                    letter = get_column_letter(number)
                    mark(sheet, f"{letter}{first}:{letter}{len(rows) + head}")
        if (lines := max(map(_head_lines, heads, widths))) > 1:
            sheet.row_dimensions[head].height = lines * _LINE_HEIGHT
        if listing.cut:
            sheet.append([self.cell(sheet, listing.cut, "open")])
        sheet.append(self.cell(sheet, one, "header") for one in heads)
        for number, row in enumerate(rows, first):
            # Not every program finds the height of wrapped text by itself.
            if (lines := _lines(row, widths)) > 1:
                sheet.row_dimensions[number].height = lines * _LINE_HEIGHT
            sheet.append(self._row(sheet, row, columns))
        if not rows:
            sheet.append([self.cell(sheet, listing.empty or say("Nothing to list."), "text")])

    def save(self, path: Path) -> None:
        """Write the file.

        Raises
        ------
        OSError
            The file cannot be written.
        """
        properties = self.workbook.properties
        properties.created = MOMENT
        with _Archive(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            ExcelWriter(self.workbook, archive).save()

    def _text(self, value: str) -> str:
        shown = display.clean(value)
        if shown != value:
            self.replaced += shown.count(display.REPLACEMENT) > value.count(display.REPLACEMENT)
        if len(shown) > _LONGEST_TEXT:
            self.cut += 1
            cut = " … " + say("(cut here: a cell holds no more)")
            shown = shown[: _LONGEST_TEXT - len(cut)] + cut
        return _as_it_is(shown)

    def _row(self, sheet: WriteOnlyWorksheet, row: Sequence[Entry], columns: Sequence[Column]) -> Iterator[Cell | None]:
        for value, column in zip(row, columns, strict=True):
            if value is None:
                yield None
            elif isinstance(value, Exact):
                yield self.cell(sheet, value.value, "number", value.number_format)
            elif isinstance(value, date):
                yield self.cell(sheet, value, "text", DAY)
            elif column.kind == "light":
                yield self.cell(sheet, display.light_word(value), "text")
            elif column.kind == "severity":
                yield self.cell(sheet, display.severity_word(value), "text")
            elif isinstance(value, str):
                yield self.cell(sheet, value, "text")
            else:
                yield self.cell(sheet, value, "number", _number_format(column))

    def _table(self, reference: str, headers: Sequence[str]) -> Table:
        self._tables += 1
        table = Table(displayName=f"Table{self._tables}", ref=reference)
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        table.autoFilter = AutoFilter(ref=reference)
        # A streamed sheet cannot be read back for its headers, so the table is told.
        table.tableColumns = [TableColumn(id=number, name=_as_it_is(name)) for number, name in enumerate(headers, 1)]
        return table


class _Archive(Archive):
    """A workbook that does not tell when it was written."""

    def writestr(self, name: str | zipfile.ZipInfo, data: str | bytes, *_: object, **__: object) -> None:  # type: ignore[override]  # as there
        if str(name).endswith("core.xml"):
            text = data.decode("utf-8") if isinstance(data, bytes) else data
            data = _MODIFIED.sub(rf"\g<1>{MOMENT.isoformat()}Z", text)
        super().writestr(name, data)


def _as_it_is(text: str) -> str:
    """Return a text as the format writes one of which no part is the number of a character."""
    return _BY_NUMBER.sub("_x005F_", text)


def _foot(texts: Sequence[str]) -> str:
    """Return texts for the foot of a printed page, where a sign that stands for itself is doubled."""
    return _as_it_is(display.clean(" · ".join(filter(None, texts))).replace("&", "&&"))


def _looks(brand: Brand) -> Mapping[str, Mapping[str, object]]:
    """Return the looks of cells in a firm's colours and typefaces."""
    if brand == PLAIN:
        return _LOOKS
    accent, headings = (one and one[1:].upper() for one in (brand.accent, brand.headings))
    changed: dict[str, dict[str, object]] = {}
    for look, settings in _LOOKS.items():
        font = copy(cast("Font", settings.get("font", Font(name=_FACE))))
        family = brand.heading_font if look in ("title", "heading") else brand.text_font
        changed[look] = {**settings, "font": font}
        if family:
            font.name = family
        if look == "title" and headings:
            font.color = headings
        elif look == "heading" and (headings or accent):
            font.color = headings or accent
    if accent:
        changed["header"]["fill"] = PatternFill("solid", start_color=accent)
    return changed


def mark(sheet: WriteOnlyWorksheet, cells: str) -> None:
    """Colour severities, ratings and errors in some cells by the word they hold, so that sorting keeps it right."""
    for word, (fill, font) in _MARKS.items():
        sheet.conditional_formatting.add(
            cells,
            CellIsRule(
                operator="equal",
                formula=[_quoted(say(word))],
                fill=PatternFill("solid", start_color=fill, end_color=fill),
                font=Font(bold=True, color=font),
            ),
        )


def _quoted(text: str) -> str:
    """Return a text as it stands in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _headers(columns: Sequence[Column]) -> list[str]:
    """Header of every column; a table needs them different and none of them blank."""
    headers: list[str] = []
    for number, column in enumerate(columns, 1):
        wanted = display.clean(column.name).strip() or say("Column {number}", number=number)
        header, again = wanted, 1
        while header.casefold() in {one.casefold() for one in headers}:
            again += 1
            header = f"{wanted} {again}"
        headers.append(header)
    return headers


def _number_format(column: Column) -> str:
    decimals = f".{'0' * column.decimals}" if column.decimals else ""
    return {"number": f"#,##0{decimals}", "share": f"0{decimals}%"}.get(column.kind, "General")


def _width(column: Column, values: Sequence[Entry]) -> float:
    """Width that shows nearly all of a column's texts on one line, within bounds."""
    lengths = sorted(len(value) if isinstance(value, str) else 10 for value in values if value is not None)
    # A column that is to be filled in is as wide as its share asks for.
    longest = lengths[-1] if lengths else round(_NARROWEST * column.share)
    if lengths and longest > _USUAL:
        longest = max(_USUAL, lengths[int(0.95 * (len(lengths) - 1))])
    # A long header stands on several lines; it carries the arrow of its filter.
    head = max([-(-len(column.name) // _HEAD_LINES), *map(len, column.name.split())])
    return float(min(max(longest + 2, head + _ARROW, _NARROWEST), _WIDEST))


def _head_lines(header: str, width: float) -> int:
    """Lines that a header takes, broken at its blanks."""
    lines, used = 1, 0
    for word in header.split():
        if used and used + 1 + len(word) > width - _ARROW:
            lines, used = lines + 1, len(word)
        else:
            used += len(word) + (used > 0)
    return lines


def _lines(row: Sequence[Entry], widths: Sequence[float]) -> int:
    """Lines that the longest text of a row takes, up to as many as are still easy to read past."""
    needed = max(
        (-(-len(value) // int(width - 1)) for value, width in zip(row, widths, strict=True) if isinstance(value, str)),
        default=1,
    )
    return min(max(needed, 1), _MOST_LINES)
