"""Where do the cells stand? A page of cells, merges and phantoms, and how a table is put on it with all around it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.variations import Variation

__all__ = ["Area", "Block", "Foreign", "Page", "Row", "Style", "Value", "framed"]

Value = str | int | float | None
Row = list[Value]
_START = {"A1": (0, 0), "B1": (0, 1), "C4": (3, 2)}
_PHANTOM_ROWS = 60


class Foreign(str):
    """A letter that is none of R, A, C, I: whoever reads the workbook must be told of its cell."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table stands: the first row of its header or of the caption above it, its first record, its last corner."""

    top: int
    first: int
    last: int
    left: int
    right: int

    def moved(self, at: int) -> "Area":
        """The area once a row is inserted at `at`."""
        top, first, last = (row + (row >= at) for row in (self.top, self.first, self.last))
        return Area(top, first, last, self.left, self.right)


@dataclass
class Page:
    """One sheet, or one CSV file; rows and columns from 1."""

    title: str
    parts: tuple[str, ...]
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formatted: list[tuple[int, int]] = field(default_factory=list)
    hidden: bool = False
    tables: list[Area] = field(default_factory=list)

    def insert(self, at: int, cells: Sequence[Value]) -> None:
        """Insert a row: what stands below moves down."""
        self.cells = {(row + (row >= at), column): value for (row, column), value in self.cells.items()}
        self.formatted = [(row + (row >= at), column) for row, column in self.formatted]
        self.merges = [(top + (top >= at), left, end + (end >= at), right) for top, left, end, right in self.merges]
        self.tables = [table.moved(at) for table in self.tables]
        for column, value in enumerate(cells, start=1):
            self.type(at, column, value)

    def type(self, row: int, column: int, value: Value) -> None:
        """Type a value into a cell, unless a merge covers it."""
        covered = any(
            top <= row <= end and left <= column <= right and (row, column) != (top, left)
            for top, left, end, right in self.merges
        )
        if value not in (None, "") and not covered:
            self.cells[row, column] = value

    @property
    def header_rows(self) -> set[int]:
        """The rows of all headers, and of the captions above them."""
        return {row for table in self.tables for row in range(table.top, table.first)}

    @property
    def foreign(self) -> list[tuple[int, int]]:
        return sorted(place for place, value in self.cells.items() if isinstance(value, Foreign))

    @property
    def rows(self) -> list[Row]:
        """All rows from the first to the last, padded to one width."""
        height = max((row for row, _ in self.cells), default=0)
        width = max((column for _, column in self.cells), default=0)
        return [[self.cells.get((row, column)) for column in range(1, width + 1)] for row in range(1, height + 1)]


@dataclass
class Block:
    """A table: the rows of its header, the rows below it, and what belongs to it."""

    header: list[Row]
    body: list[Row]
    # Merges within the header: row, column, last row, last column, from 0.
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    # Columns whose value is written once, with blanks below.
    once: tuple[int, ...] = ()
    # Matrices and charts by position: their columns cannot change places.
    fixed: bool = False
    legend: Sequence[Row] = ()
    # Rows of the body that are headings, by identity.
    headings: list[Row] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(len(row) for row in (*self.header, *self.body))


@dataclass(frozen=True)
class Style:
    """How one workbook is written: its variation, its words, its chance."""

    variation: Variation
    words: dict[str, str]
    chance: random.Random

    def has(self, factor: str, *levels: str) -> bool:
        return self.variation[factor] in levels

    def reference(self, text: str) -> str:
        """A name where it is referred to: in another case now and then, with stray blanks."""
        if self.chance.random() < 0.5:
            text = {"lower": text.lower(), "upper": text.upper()}.get(self.variation["case"], text)
        return self.blanks(text)

    def blanks(self, text: str) -> str:
        """The text with stray blanks, in one case of two."""
        if self.chance.random() < 0.5:
            return text
        match self.variation["blanks"]:
            case "nbsp":
                return text.replace(" ", "\u00a0") if " " in text else f"{text}\u00a0"
            case "double":
                return text.replace(" ", "  ") if " " in text else f"{text} "
            case "around":
                return f" {text}  "
        return text

    def head(self, word: str) -> str:
        """A header in the language and the case of this workbook."""
        text = self.words[word]
        return self.blanks({"lower": text.lower(), "upper": text.upper()}.get(self.variation["case"], text))

    def missing(self, *, someone: bool = False) -> str | None:
        """What stands where nothing is known."""
        match self.variation["missing"]:
            case "TBD":
                return "TBD"
            case "N/A":
                return "N/A"
            case "vacant":
                return self.words["vacant"] if someone else "N/A"
            case "dash":
                return "-"
        return None

    def number(self, value: float) -> Value:
        """A number, or the text of it, with the decimal mark of the language."""
        whole = float(value).is_integer()
        if self.has("numbers", "numbers"):
            return int(value) if whole else value
        text = str(int(value)) if whole else str(value)
        return text if self.has("language", "en") else text.replace(".", ",")

    def joined(self, names: Sequence[str]) -> str:
        """Several names in one cell."""
        match self.variation["names"]:
            case "newline":
                return "\n".join(names)
            case "and":
                if len(names) < 2:
                    return "".join(names)
                return f"{', '.join(names[:-1])} {self.words['and']} {names[-1]}"
        return self.variation["names"].join(names)

    def letters(self, codes: str) -> str:
        """The letters of a cell of the chart."""
        style = self.variation["codes"]
        separator = {"RA": "", "A, R": ", ", "A R": " "}.get(style, "/")
        text = separator.join(codes)
        if style == "noted" and self.chance.random() < 0.5:
            text += " (pilot, tests)"
        return self.blanks(text.lower() if self.has("case", "lower") else text)


def place(page: Page, block: Block, style: Style, top: int = 0, left: int = 0) -> tuple[int, int]:
    """Put a table on a page below row `top` and right of column `left`; return the last row and column it takes.

    Header variations, remarks, shuffled columns and gaps are applied here, for all tables alike.
    """
    block = _dressed(block, style)
    row = top
    for number, cells in enumerate(block.header):
        row += 1
        _write(page, cells, row, left)
        if number == 0:
            page.merges += [(row + a, left + 1 + b, row + c, left + 1 + d) for a, b, c, d in block.merges]
    first = row + 1
    written: dict[int, Value] = {}
    since: dict[int, int] = {}
    for number, cells in enumerate(block.body):
        if number and number % 4 == 0 and style.has("gaps", "some"):
            row += 1
        row += 1
        shown = list(cells)
        heading = any(cells is one for one in block.headings)
        for column in block.once:
            if heading:
                written.pop(column, None)
            # A name further left that changes makes those to its right be written again.
            elif column in written and all(written.get(one) == cells[one] for one in block.once if one <= column):
                shown[column] = None
            else:
                _merge_once(page, style, left + 1 + column, since.get(column), row - 1)
                since[column] = row
        if not heading:
            written = {column: cells[column] for column in block.once}
        _write(page, shown, row, left)
        if heading and style.has("header", "merged title", "corner merged"):
            page.merges.append((row, left + 1, row, left + block.width))
    for column in () if style.has("sections", "phases") and block.headings else block.once:
        _merge_once(page, style, left + 1 + column, since.get(column), row)
    page.tables.append(Area(top + 1, first, row, left + 1, left + block.width))
    return row, left + block.width


def _merge_once(page: Page, style: Style, column: int, first: int | None, last: int) -> None:
    # Gaps and headings between the rows of a name would come to lie within the merge, and no one merges over them.
    merging = style.has("header", "merged title", "corner merged") and style.has("gaps", "none")
    if first is not None and last > first and merging and style.has("sections", "none"):
        page.merges.append((first, column, last, column))


def _write(page: Page, cells: Row, row: int, left: int) -> None:
    for number, value in enumerate(cells, start=left + 1):
        if value is not None and value != "":
            page.cells[row, number] = value


def _dressed(block: Block, style: Style) -> Block:
    header, body = [list(row) for row in block.header], list(block.body)
    once, merges, headings = list(block.once), list(block.merges), list(block.headings)
    width = block.width
    if not block.fixed:
        order = list(range(width))
        if style.has("columns", "shuffled"):
            style.chance.shuffle(order)
        remarks = style.has("columns", "with remarks")
        kept: list[Row] = []
        for cells in body:
            new = [cells[one] if one < len(cells) else None for one in order]
            if remarks:
                new.append(style.chance.choice([None, None, "to be checked", "see the handbook"]))
            if any(cells is one for one in headings):
                new = [None] * len(new)
                # Merged over the table a heading stands in its first cell, else where the names below it stand.
                new[0 if style.has("header", "merged title", "corner merged") else order.index(0)] = cells[0]
                headings = [new if one is cells else one for one in headings]
            kept.append(new)
        body = kept
        header = [[row[one] for one in order] + ([style.head("remark")] if remarks else []) for row in header]
        once = [order.index(one) for one in once]
        width += remarks
        if style.has("header", "two rows"):
            half = max(1, width // 2)
            header.insert(0, ["General", *[None] * (half - 1), "Details" if width > 1 else None])
            if style.has("format", "xlsx"):
                merges += [(0, 0, 0, half - 1)] if half > 1 else []
                merges += [(0, half, 0, width - 1)] if width - half > 1 else []
        if style.has("header", "corner merged"):
            header.append([None] * width)
            merges += [(0, column, 1, column) for column in range(width)]
        if style.has("header", "unnamed") and not once:
            header = [[None, *row] for row in header]
            count = 0
            for cells in body:
                heading = any(cells is one for one in headings)
                count += not heading
                cells.insert(0, None if heading else count)
    return Block(header, body, merges, tuple(once), block.fixed, block.legend, headings)


def framed(page: Page, blocks: Sequence[Block], style: Style, titles: Sequence[Row], captions: Sequence[str]) -> None:
    """Put one table on a page, or several below or beside one another, with titles above and notes around."""
    down, right = _START[style.variation["start"]]
    rows: list[Row] = list(titles)
    top = down
    for number, cells in enumerate(rows):
        top += 1
        _write(page, cells, top, right)
        if number == 0 and style.has("header", "merged title"):
            page.merges.append((top, right + 1, top, right + max(2, blocks[0].width)))
    last_row, last_column, header_row = top, right, top + 1
    if style.has("tables", "side by side") and len(blocks) > 1:
        for block in blocks:
            row, last_column = place(page, block, style, top, last_column)
            last_row = max(last_row, row)
            last_column += 1
    else:
        for block, caption in zip(blocks, captions, strict=True):
            if len(blocks) > 1:
                last_row += 1
                _write(page, [caption], last_row, right)
            last_row, column = place(page, block, style, last_row, right)
            if len(blocks) > 1:
                page.tables[-1] = replace(page.tables[-1], top=page.tables[-1].top - 1)
            last_column = max(last_column, column)
            last_row += 2 if block is not blocks[-1] else 0
    _notes(page, style, blocks[-1].legend, (last_row, header_row, right, last_column))
    _phantoms(page, style, right)


def _notes(page: Page, style: Style, legend: Sequence[Row], around: tuple[int, int, int, int]) -> None:
    last_row, header_row, left, last_column = around
    match style.variation["notes"]:
        case "below":
            _write(page, [style.words["note"]], last_row + 2, left)
        case "footnote":
            _write(page, [style.words["source"]], last_row + 2, left)
        case "beside":
            lines = legend or [[style.words["note"]]]
            for number, cells in enumerate(lines):
                _write(page, [" = ".join(str(one) for one in cells)], header_row + number, last_column + 1)
        case "legend below" if legend:
            for number, cells in enumerate(legend):
                _write(page, list(cells), last_row + 2 + number, left)


def _phantoms(page: Page, style: Style, left: int) -> None:
    last = max(row for row, _ in page.cells)
    match style.variation["phantoms"]:
        case "formatted":
            page.formatted = [(last + row, left + column) for row in range(1, _PHANTOM_ROWS) for column in (1, 2, 30)]
        case "blanks":
            for row in range(1, _PHANTOM_ROWS, 3):
                page.cells[last + row, left + 1] = style.chance.choice([" ", "\u00a0", "  "])
                page.cells[last + row, left + 2] = " "
