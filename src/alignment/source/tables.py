"""What is a table made of? Its layout, its rows, and what became of each."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from alignment.language import later
from alignment.model.organisation import Cell, Origin, Table
from alignment.model.result import Issue
from alignment.source.errorcells import NOT_CALCULATED
from alignment.source.grid import Grid, passing
from alignment.source.inside import headings_inside
from alignment.source.layouts.headings import rows_above
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
    issues
        The cells that do not fit, and what was made of them.
    set_aside
        Index of a row → why it is no record, where the layout itself tells.
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
    issues: tuple[Issue, ...] = ()
    set_aside: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the values of its fields, and where they stand.

    `numbers` are the rows of the sheet that it was derived from, where that is not just its own; 0 for the header.
    `parts` are rows of one name each, where the names of a field stand in several cells.
    """

    origin: Origin
    values: Mapping[str, object]
    numbers: tuple[int, ...] = ()
    parts: "tuple[Row, ...]" = ()

    def text(self, name: str) -> str:
        """Return the text of a field, blanks folded; empty where the cell is blank or there is no such column."""
        return folded(self.raw(name))

    def raw(self, name: str) -> str:
        """Return the text of a field as written, its line breaks included."""
        return text_of(self.values.get(name, ""))

    def cell(self, name: str) -> Cell:
        """Return the cell of a field."""
        return self.origin.cell(name)

    def naming(self, name: str) -> "tuple[Row, ...]":
        """Return the rows in which the names of a field stand: its parts, or itself."""
        return tuple(one for one in self.parts if name in one.values) or (self,)


@dataclass(eq=False)
class SheetTable:
    """A table that is understood, its rows, and what became of them so far.

    A long list is read by its columns, with a `Row` only where there is something to say: `indices` are the rows of the
    grid that stand in it. Several rows may be derived from one row of the sheet: it is used where one of them is.
    """

    grid: Grid
    layout: Layout
    table: Table
    indices: Sequence[int]
    set_aside: Mapping[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _columns: dict[str, Sequence[object]] = field(default_factory=dict)
    _used: set[int] = field(default_factory=set)
    _skipped: dict[int, str] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows that are read, or those derived from them."""
        if self.layout.rows is None:
            return [self.row(index) for index in self.indices]
        return [row for row in self.layout.rows(self.grid, self.layout) if row.origin.row not in self.set_aside]

    def row(self, index: int) -> Row:
        """Return the row of an index."""
        return table_row(self.grid, self.layout, self.table, index)

    def values(self, name: str) -> Sequence[object]:
        """Return the values of a field in the rows of `indices`; blanks where there is no such column."""
        if name not in self._columns:
            place = self.layout.places.get(name)
            self._columns[name] = [""] * len(self.indices) if place is None else self.grid.down(place, self.indices)
        return self._columns[name]

    def raws(self, name: str) -> list[str]:
        """Return the texts of a field in the rows of `indices`, as written."""
        return [value if isinstance(value, str) else text_of(value) for value in self.values(name)]

    def where(self, name: str, test: Callable[[str], bool]) -> set[int]:
        """Return those rows of `indices` whose text in a field, blanks folded, passes a test."""
        return passing(self.indices, self.values(name), test)

    @property
    def kind(self) -> str:
        """Key of the sheet in the schema."""
        return self.layout.kind

    @property
    def count(self) -> int:
        """Rows of the sheet below the header that are not blank."""
        if self.layout.rows is None:
            return len(self.indices) + len(self.set_aside)
        numbers = {number for row in self.rows for number in row.numbers or (row.origin.row,)}
        return len((numbers | self.set_aside.keys()) - {0})

    @property
    def used(self) -> int:
        """Rows of the sheet that became records."""
        return len(self._used) - (0 in self._used)

    @property
    def skipped(self) -> Mapping[str, int]:
        """Reason, to be said → rows of the sheet that did not."""
        reasons = {**self.set_aside, **self._skipped}
        return Counter(reason for number, reason in reasons.items() if number and number not in self._used)

    @property
    def unused_headers(self) -> tuple[str, ...]:
        """Headers of the columns that no field was found for."""
        if self.layout.shape not in ("list", "tree", "letters", "columns") or not self.grid.rows:
            return ()
        taken = {*self.layout.places.values(), *self.layout.across}
        return tuple(text for column, text in enumerate(self.layout.heads) if text and column not in taken)

    def use(self, row: Row) -> None:
        """Count a row as one that became a record."""
        self.use_numbers(row.numbers or (row.origin.row,))

    def use_numbers(self, numbers: Iterable[int]) -> None:
        """Count rows of the sheet as ones that became records."""
        self._used.update(numbers)

    def skip(self, row: Row, reason: str) -> None:
        """Count a row as one that did not, under its reason: to be said."""
        for number in row.numbers or (row.origin.row,):
            self._skipped.setdefault(number, reason)


def table_rows(grid: Grid, layout: Layout) -> SheetTable:
    """Return the table of a layout: every row below the header that is not blank or set aside."""
    table = plain_table(grid, layout)
    set_aside = {number: why for number, why in grid.asides.items() if number > grid.first_row + layout.header}
    set_aside |= {grid.first_row + index: later("above the header") for index in rows_above(grid, layout.header)}
    if layout.shape in ("list", "letters", "columns"):
        columns = (*layout.places.values(), *layout.across)
        matrix = layout.shape == "letters"
        inside = headings_inside(grid, layout.header, layout.heads, columns, matrix=matrix)
        set_aside |= {grid.first_row + index: why for index, why in inside.items()}
    set_aside |= {grid.first_row + index: why for index, why in layout.set_aside.items()}
    indices = [index for index in grid.filled if index > layout.header and grid.first_row + index not in set_aside]
    return SheetTable(grid, layout, table, indices, set_aside, list(layout.notes))


def plain_table(grid: Grid, layout: Layout) -> Table:
    """Return where the fields of a layout stand."""
    columns = {name: grid.first_column + place for name, place in layout.places.items()}
    return Table(grid.file, grid.sheet, columns, text=partial(_text, grid, layout.places))


def table_row(grid: Grid, layout: Layout, table: Table, index: int) -> Row:
    """Return the row of an index, with the values of all places of the layout."""
    values = {name: grid.value(index, place) for name, place in layout.places.items()}
    return Row(Origin(table, grid.first_row + index), values)


def _text(grid: Grid, places: Mapping[str, int], number: int, name: str) -> str:
    """What is written in a row of a table for a field, the error that a cell shows included."""
    place = places.get(name)
    if place is None:
        return ""
    error = grid.errors.get((number, grid.first_column + place))
    if error is None or error == NOT_CALCULATED:
        return text_of(grid.value(number - grid.first_row, place))
    return error


def plain_row(
    where: Table, number: int, texts: Mapping[str, str], numbers: tuple[int, ...] = (), parts: tuple[Row, ...] = ()
) -> Row:
    """Return a derived row of texts; `numbers` are the rows of the sheet that it stands for, `parts` as of `Row`."""
    filled = {name: text for name, text in texts.items() if text}
    return Row(Origin(where, number, filled), filled, numbers, parts)
