"""What does an .ods file tell of its sheets beside values? Its XML, streamed: memory does not grow with the sheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from alignment.source.formats.base import (
    EMPTY,
    NOT_CALCULATED,
    Drawn,
    Examined,
    Extent,
    SeenCell,
    Style,
    archive_of,
    by_name,
    is_error,
)

__all__ = ["cells", "drawn", "examined", "styles"]

_CHUNK = 1 << 20
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_VALUES = frozenset(
    f"office:{one}" for one in ("value-type", "value", "string-value", "date-value", "time-value", "boolean-value")
)
_SHAPES = frozenset(
    f"draw:{one}"
    for one in ("custom-shape", "connector", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "text-box")
)  # fmt: skip
_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)(in|cm|mm|pt|pc|px)")
_POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "pc": 12.0, "px": 0.75}
# Whoever hides or colours more columns than these does so to the rest of the sheet.
_REST = 256
_Attributes = dict[str, str]


def examined(path: Path, most_cells: int) -> Mapping[str, Examined]:
    """Return what each sheet holds beside its values."""
    found = _Sheets(most_cells=most_cells)
    for _ in _parsed(path, "content.xml", found):
        if found.too_large:
            break
    sheets = (
        (
            one.name,
            Examined(
                one.errors,
                one.extent,
                frozenset(one.hidden_rows),
                frozenset(one.hidden_columns),
                tuple(one.merges),
                one.texts,
            ),
        )
        for one in found.sheets
        if one.name
    )
    return by_name(sheets, most_cells)


def cells(path: Path, sheet: str) -> Iterator[SeenCell]:
    """Give the cells of a sheet."""
    found = _Sheets(wanted=sheet)
    for _ in _parsed(path, "content.xml", found):
        yield from found.seen
        found.seen.clear()


def styles(path: Path) -> Mapping[str | int, Style]:
    """Return the styles that indent or colour, by their names."""
    found = _Styles()
    for part in ("styles.xml", "content.xml"):
        for _ in _parsed(path, part, found):
            pass
    return {name: style for name in found.parents if any(style := found.style(name))}


def drawn(path: Path, sheet: str) -> Drawn:
    """Return what is drawn on a sheet."""
    found = _Sheets()
    for _ in _parsed(path, "content.xml", found):
        pass
    return next((Drawn(one.shapes, pictures=one.pictures) for one in found.sheets if one.name == sheet), Drawn())


class _Elements(Protocol):
    """Takes the elements of a part, one after another."""

    def attach(self, parser: expat.XMLParserType) -> None:
        """Say which of them are wanted."""

    def finish(self) -> None:
        """Learn that there are no more."""


def _parsed(path: Path, part: str, elements: _Elements) -> Iterator[None]:
    """Hand the elements of a part to whoever takes them, and give way after each chunk."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    elements.attach(parser)
    with archive_of(path) as archive:
        if part not in archive.namelist():
            return
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                yield
        parser.Parse(b"", True)
    elements.finish()
    yield


def _refuse_doctype(*_: object) -> None:
    raise ValueError("it defines XML entities")


class _Styles:
    """The indent and the colour of each style, and the style above it, where it says so."""

    def __init__(self) -> None:
        self.parents: dict[str, str] = {}
        self._indents: dict[str, float] = {}
        self._colours: dict[str, bool] = {}
        self._name = ""

    def attach(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def finish(self) -> None:
        """Each style is whole by itself."""

    def _start(self, name: str, given: _Attributes) -> None:
        if name == "style:style" and given.get("style:family") == "table-cell":
            self._name = given.get("style:name", "")
            self.parents[self._name] = given.get("style:parent-style-name", "")
        elif name == "style:paragraph-properties" and self._name:
            length = _LENGTH.fullmatch(given.get("fo:margin-left", ""))
            if length is not None:
                self._indents[self._name] = float(length[1]) * _POINTS[length[2]]
        elif name == "style:table-cell-properties" and self._name and "fo:background-color" in given:
            self._colours[self._name] = given["fo:background-color"] != "transparent"

    def _end(self, name: str) -> None:
        if name == "style:style":
            self._name = ""

    def style(self, name: str) -> Style:
        """Return what a style tells by itself or by those above it."""
        chain: list[str] = []
        while name in self.parents and name not in chain:
            chain.append(name)
            name = self.parents[name]
        indent = next((self._indents[one] for one in chain if one in self._indents), 0.0)
        return Style(round(indent), next((self._colours[one] for one in chain if one in self._colours), False))


@dataclass
class _Sheet:
    """What is found of one sheet so far."""

    name: str
    extent: Extent = EMPTY
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    shapes: int = 0
    pictures: bool = False
    texts: int = 0
    # The last column of each run, and the style of its cells that have none of their own.
    column_styles: list[tuple[int, str]] = field(default_factory=list)

    def column_style(self, column: int) -> str:
        return next((style for last, style in self.column_styles if column <= last), "")


@dataclass
class _Row:
    """Rows alike, from a first up to the next; where the next cell stands; the last column with a value."""

    first: int = 1
    next: int = 1
    column: int = 1
    right: int = 0
    hidden: bool = False


class _Sheets:
    """The sheets of a document. The end of a cell is waited for only where it holds a formula or is repeated: there may be millions."""

    def __init__(self, most_cells: int = 0, wanted: str = "") -> None:
        self.sheets: list[_Sheet] = []
        self.seen: list[SeenCell] = []
        self._most_cells, self._wanted = most_cells, wanted
        self._sheet = _Sheet("")
        self._row = _Row()
        self._columns = 0
        # The columns of a cell whose end is waited for, its attributes, what it shows; how many cells are one with the last.
        self._open: tuple[range, _Attributes] | None = None
        self._shown: list[str] = []
        self._alike = 1
        self._remark = False

    @property
    def too_large(self) -> bool:
        return self._sheet.extent.cells > self._most_cells > 0

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start

    def finish(self) -> None:
        self._end_row()

    def _start(self, name: str, given: _Attributes) -> None:
        if name in _CELLS:
            self._start_cell(given)
        elif name == "table:table-row":
            self._end_row()
            repeated = int(given.get("table:number-rows-repeated", "1"))
            hidden = given.get("table:visibility", "visible") != "visible"
            self._row = _Row(self._row.next, self._row.next + repeated, hidden=hidden)
        elif name == "table:table-column":
            self._start_column(given)
        elif name == "table:table" and given.get("table:is-sub-table") != "true":
            self._end_row()
            # What is linked from elsewhere has no name, and is no sheet.
            self._sheet, self._row, self._columns = _Sheet(given.get("table:name", "")), _Row(), 0
            self.sheets.append(self._sheet)
        elif name in _SHAPES:
            self._sheet.shapes += 1
        elif name == "draw:image":
            self._sheet.pictures = True
        elif name == "office:annotation":
            # The text of a remark is no value.
            self._remark = True
        elif name == "text:s":
            # A few letters stand for any number of blanks.
            self._sheet.texts += self._alike * int(given.get("text:c", "1"))

    def _start_column(self, given: _Attributes) -> None:
        first, self._columns = self._columns + 1, self._columns + int(given.get("table:number-columns-repeated", "1"))
        if "table:default-cell-style-name" in given:
            self._sheet.column_styles.append((self._columns, given["table:default-cell-style-name"]))
        if given.get("table:visibility", "visible") != "visible":
            self._sheet.hidden_columns.update(range(first, min(self._columns, first + _REST - 1) + 1))

    def _end_row(self) -> None:
        row, sheet = self._row, self._sheet
        if row.right and not self.too_large:
            # The reader of the values holds what is blank to the left, too.
            sheet.extent = sheet.extent.with_cells((row.first, row.next - 1), (1, row.right))
            # The thousands of blank rows below a table may be hidden too.
            if row.hidden and not self.too_large:
                sheet.hidden_rows.update(range(row.first, row.next))

    def _start_cell(self, given: _Attributes) -> None:
        row = self._row
        column = row.column
        if not given:
            row.column += 1
            return
        repeated = int(given.get("table:number-columns-repeated", "1"))
        row.column += repeated
        filled = not _VALUES.isdisjoint(given) or "table:formula" in given
        if filled:
            row.right = row.column - 1
            self._alike = (row.next - row.first) * repeated
            if "table:number-rows-spanned" in given or "table:number-columns-spanned" in given:
                self._merge(given, row.first, column)
            if "table:formula" in given or given.get("calcext:value-type") == "error" or self._alike > 1:
                self._open, self._shown, self._remark = (range(column, row.column), given), [], False
                self._parser.EndElementHandler = self._end
                self._parser.CharacterDataHandler = self._take
            if self._alike > 1:
                self._sheet.texts += self._alike * sum(len(one.encode()) for one in given.values())
        if self._wanted == self._sheet.name and (filled or repeated < _REST):
            style = given.get("table:style-name") or self._sheet.column_style(column)
            self.seen.append(SeenCell(row.first, column, style, filled, row.next - row.first, repeated))

    def _merge(self, given: _Attributes, row: int, column: int) -> None:
        down, across = (int(given.get(f"table:number-{one}-spanned", "1")) for one in ("rows", "columns"))
        if down > 1 or across > 1:
            self._sheet.merges.append((row, column, row + down - 1, column + across - 1))

    def _take(self, text: str) -> None:
        if self._alike > 1:
            self._sheet.texts += self._alike * len(text.encode())
        if not self._remark:
            self._shown.append(text)

    def _end(self, name: str) -> None:
        if name == "office:annotation":
            self._remark = False
        if name not in _CELLS or self._open is None:
            return
        columns, given = self._open
        self._parser.EndElementHandler = self._parser.CharacterDataHandler = self._open = None
        if "table:formula" not in given and given.get("calcext:value-type") != "error":
            return
        shown = "".join(self._shown)
        if given.get("calcext:value-type") == "error" or is_error(shown):
            error = shown or "#ERROR"
        elif _VALUES.isdisjoint(given):
            error = NOT_CALCULATED
        else:
            return
        rows = range(self._row.first, self._row.next)
        if len(rows) * len(columns) <= self._most_cells:
            self._sheet.errors.update({(row, column): error for row in rows for column in columns})
