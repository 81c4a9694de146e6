"""What is a table made of? Its layout, its rows, and what became of each."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from alignment.model.organisation import Cell, Origin, Table
from alignment.source.errorcells import NOT_CALCULATED
from alignment.source.grid import Grid
from alignment.source.inside import headings_inside
from alignment.source.values import folded, text_of

__all__ = ["Layout", "Row", "SheetTable", "plain_row", "plain_table", "table_row", "table_rows"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read: the index of its header row, and the column index of each field.

    Attributes
    ----------
    kind
        Key of the sheet in the schema.
    shape
        "list" (a row a record), "letters" (RACI matrix), "columns" (RACI with a column for each letter), "square"
        (collaboration matrix), "lanes" (departments down, steps across), "tree" (a hierarchy by its form), or "keys"
        (a name and a value in each row).
    header
        Index of the last row of the header.
    places
        Field → index of its column.
    heads
        The header of each column, however many rows it takes.
    telling
        How many headers mean something by themselves.
    across
        Columns beside those of `places` that are read: letters, names, steps, levels.
    notes
        What was decided in reading it so, for the user to confirm.
    rows
        Derives the rows where they do not just stand there.
    """

    kind: str
    shape: str
    header: int
    places: Mapping[str, int]
    heads: Sequence[str] = ()
    telling: int = 0
    across: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    rows: "Callable[[Grid, Layout], list[Row]] | None" = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the values of its fields, and where they stand.

    `numbers` are the rows of the sheet that it was derived from, where that is not just its own; 0 for the header.
    """

    origin: Origin
    values: Mapping[str, object]
    numbers: tuple[int, ...] = ()

    def text(self, name: str) -> str:
        """Return the text of a field, blanks folded; empty where the cell is blank or there is no such column."""
        return folded(self.origin.texts.get(name, "")) if self.values.get(name, "") != "" else ""

    def raw(self, name: str) -> str:
        """Return the text of a field as written, its line breaks included."""
        return self.origin.texts.get(name, "") if self.values.get(name, "") != "" else ""

    def cell(self, name: str) -> Cell:
        """Return the cell of a field."""
        return self.origin.cell(name)


@dataclass(eq=False)
class SheetTable:
    """A table that is understood, its rows, and what became of them so far.

    Several rows may be derived from one row of the sheet: it is used where one of them is.
    """

    grid: Grid
    layout: Layout
    table: Table
    rows: list[Row]
    set_aside: Mapping[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _used: set[int] = field(default_factory=set)
    _skipped: dict[int, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Key of the sheet in the schema."""
        return self.layout.kind

    @property
    def count(self) -> int:
        """Rows of the sheet below the header that are not blank."""
        numbers = {number for row in self.rows for number in row.numbers or (row.origin.row,)}
        return len((numbers | self.set_aside.keys()) - {0})

    @property
    def used(self) -> int:
        """Rows of the sheet that became records."""
        return len(self._used - {0})

    @property
    def skipped(self) -> Mapping[str, int]:
        """Reason → rows of the sheet that did not."""
        reasons = {**self.set_aside, **self._skipped}
        return Counter(reason for number, reason in reasons.items() if number and number not in self._used)

    @property
    def unused_headers(self) -> tuple[str, ...]:
        """Headers of the columns that no field was found for."""
        if self.layout.shape not in ("list", "tree", "columns") or not self.grid.texts:
            return ()
        taken = {*self.layout.places.values(), *self.layout.across}
        return tuple(text for column, text in enumerate(self.layout.heads) if text and column not in taken)

    def use(self, row: Row) -> None:
        """Count a row as one that became a record."""
        self._used.update(row.numbers or (row.origin.row,))

    def skip(self, row: Row, reason: str) -> None:
        """Count a row as one that did not, under its reason."""
        for number in row.numbers or (row.origin.row,):
            self._skipped.setdefault(number, reason)


def table_rows(grid: Grid, layout: Layout) -> SheetTable:
    """Return the table of a layout: one `Row` for every row below the header that is not blank, or those derived."""
    table = plain_table(grid, layout)
    set_aside = {number: why for number, why in grid.asides.items() if number > grid.first_row + layout.header}
    if layout.rows is not None:
        rows = layout.rows(grid, layout)
        return SheetTable(grid, layout, table, rows, set_aside, list(layout.notes))
    rows = []
    aside: Mapping[int, str] = {}
    if layout.shape in ("list", "letters"):
        columns = (*layout.places.values(), *layout.across)
        matrix = layout.shape == "letters"
        aside = headings_inside(grid, layout.header, layout.heads, columns, matrix=matrix)
    for index in grid.filled:
        if index <= layout.header:
            continue
        if index in aside:
            set_aside[grid.first_row + index] = aside[index]
        else:
            rows.append(table_row(grid, layout, table, index))
    return SheetTable(grid, layout, table, rows, set_aside, list(layout.notes))


def plain_table(grid: Grid, layout: Layout) -> Table:
    """Return where the fields of a layout stand."""
    return Table(grid.file, grid.sheet, {name: grid.first_column + place for name, place in layout.places.items()})


def table_row(grid: Grid, layout: Layout, table: Table, index: int) -> Row:
    """Return the row of an index, with the values of all places of the layout."""
    number = grid.first_row + index
    values: dict[str, object] = {}
    texts: dict[str, str] = {}
    for name, place in layout.places.items():
        value = grid.value(index, place)
        values[name] = value
        text = text_of(value)
        error = grid.errors.get((number, grid.first_column + place)) if grid.errors else None
        if error is not None and error != NOT_CALCULATED:
            text = error
        if text:
            texts[name] = text
    return Row(Origin(table, number, texts), values)


def plain_row(where: Table, number: int, texts: Mapping[str, str], numbers: tuple[int, ...] = ()) -> Row:
    """Return a derived row of texts; `numbers` are the rows of the sheet that it stands for."""
    filled = {name: text for name, text in texts.items() if text}
    return Row(Origin(where, number, filled), filled, numbers)
