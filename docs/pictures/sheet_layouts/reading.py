"""What does the reader understand of a sheet? Cell by cell and row by row, from nothing but what it read."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from openpyxl.utils import range_boundaries

from alignment.model.organisation import (
    Assignment,
    Department,
    Organisation,
    Person,
    Process,
    Record,
    Step,
    Tie,
    column_letter,
)
from alignment.model.result import Issue, SheetReading
from alignment.source import read, read_mapping
from alignment.source.files import open_books
from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.mapping import Mapping_
from alignment.source.reading import Reading
from alignment.source.recognition import Recognised, recognise
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout as TableLayout
from alignment.source.tables import table_rows
from alignment.source.values import folded
from sheet_layouts.sheets import Layout, Place, Sheet, sheet_texts, write_workbook

__all__ = ["ShownSheet", "Use", "read_layout"]

# What became of a cell: part of a header, in a record, set aside or skipped, or not looked at.
Use = Literal["header", "record", "aside", "unused"]


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One sheet as the reader understands it. Places are (row, column), 1-based.

    Attributes
    ----------
    name
        What it is called.
    read_as
        A line for each table of it.
    texts
        The cells that are not blank.
    spans
        Merged cells: the last place of each by its first.
    uses
        What became of each of `texts`.
    words
        Row → what is read of it.
    remarks
        What the reader says about the sheet.
    issues
        What it says about cells.
    """

    name: str
    read_as: tuple[str, ...]
    texts: Mapping[Place, str]
    spans: Mapping[Place, Place]
    uses: Mapping[Place, Use]
    words: Mapping[int, str]
    remarks: tuple[str, ...]
    issues: tuple[Issue, ...]


def read_layout(layout: Layout) -> tuple[ShownSheet, ...]:
    """Write the workbook of a layout, read it, and tell what was understood of each of its sheets."""
    with tempfile.TemporaryDirectory() as folder:
        path, mapping = write_workbook(layout, Path(folder))
        reading = read([path], mapping)
        recognised = recognise(open_books([path]), read_mapping(mapping) if mapping else Mapping_())
    # The reader says what became of each table in the order in which it recognises them.
    found = tuple(zip(reading.inputs[0].sheets, recognised, strict=True))
    return tuple(
        _shown(sheet, [one for one in found if one[1].grid.sheet == sheet.name], reading) for sheet in layout.sheets
    )


def _shown(sheet: Sheet, found: Sequence[tuple[SheetReading, Recognised]], reading: Reading) -> ShownSheet:
    texts = sheet_texts(sheet)
    tables = [_Table(said, one.grid, one.layout, reading.organisation) for said, one in found if one.layout is not None]
    words: dict[int, list[str]] = {}
    for table in tables:
        for row, read_of_it in table.words.items():
            words.setdefault(row, []).append(read_of_it)
    spans = {}
    for area in sheet.merges:
        left, top, right, bottom = range_boundaries(area)
        spans[top, left] = (bottom, right)
    return ShownSheet(
        sheet.name,
        tuple(_read_as(said, sheet.name) for said, _ in found),
        texts,
        spans,
        {
            place: next((table.use(place, text) for table in tables if table.holds(place)), "unused")
            for place, text in texts.items()
        },
        {row: "; ".join(dict.fromkeys(said)) for row, said in sorted(words.items())},
        tuple(table.said.note for table in tables if table.said.note),
        tuple(issue for issue in reading.issues if issue.cell.sheet == sheet.name and issue.cell.row),
    )


def _read_as(said: SheetReading, sheet: str) -> str:
    """What `alignment check` says of a table, in a line of words."""
    part = said.sheet.removeprefix(sheet).strip(" ()")
    where = f"{part} " if part else ""
    if said.kind is None:
        return f"{where}not used: {said.note}"
    skipped = sum(said.skipped.values())
    counts = [_counted(said.rows, "row"), _counted(said.records, "record"), f"{skipped} skipped" if skipped else ""]
    return f"{where}read as {SHEETS[said.kind].title}: {', '.join(filter(None, counts))}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


class _Table:
    """A table that is understood: what the reader says about it, its layout, and the records made of it."""

    def __init__(self, said: SheetReading, grid: Grid, layout: TableLayout, organisation: Organisation) -> None:
        self.said = said
        self._grid = grid
        self._layout = layout
        self._rows = table_rows(grid, layout)
        self._header = grid.first_row + layout.header
        self._organisation = organisation

    def holds(self, place: Place) -> bool:
        """Tell whether a cell stands within the table."""
        row, column = place[0] - self._grid.first_row, place[1] - self._grid.first_column
        return 0 <= row < len(self._grid.rows) and 0 <= column < self._grid.width

    @cached_property
    def _records(self) -> list[tuple[Record, tuple[int, ...]]]:
        """The records of this table, and the rows that each was made of."""
        derived = [row for row in self._rows.rows if row.numbers]
        found = []
        for record in _all_records(self._organisation):
            origin = record.origin
            places = [(origin.row, column) for column in origin.table.columns.values() if column]
            if origin.table.sheet == self._grid.sheet and all(map(self.holds, places)):
                numbers = next((row.numbers for row in derived if row.origin == origin), (origin.row,))
                found.append((record, numbers))
        return found

    @cached_property
    def _read(self) -> frozenset[Place]:
        """The cells below the header that a record was made of."""
        return frozenset(
            (row, column)
            for record, rows in self._records
            for row in rows
            for column in record.origin.table.columns.values()
        )

    @cached_property
    def _above(self) -> Mapping[Place, str]:
        """The cells above the table that its records take a field from, with our word for it."""
        return {
            (row, record.origin.table.columns[name]): SHEETS[self._layout.kind].field(name).header
            for record, _ in self._records
            for name, row in record.origin.table.header_rows.items()
            if row < self._header and name in record.origin.table.columns
        }

    @cached_property
    def _skipped(self) -> Mapping[int, str]:
        """Row → why it is no record."""
        aside = self._rows.set_aside
        recorded = {row for _, rows in self._records for row in rows}
        below = (self._grid.first_row + index for index in self._grid.filled)
        left = [row for row in below if row > self._header and row not in aside and row not in recorded]
        reasons = Counter(self.said.skipped) - Counter(aside.values())
        if not reasons:
            return dict(aside)
        # The reader counts rows by reason: which row has which is certain only where there is one reason.
        (reason, count), *others = reasons.items()
        if others or count != len(left):
            raise ValueError(
                f"{self.said.sheet}: rows {left} are skipped for {dict(reasons)}: show fewer in one sheet."
            )
        return {**aside, **dict.fromkeys(left, reason)}

    def use(self, place: Place, text: str) -> Use:
        """What became of a cell with a text."""
        row, column = place
        blanked = not self._grid.texts[row - self._grid.first_row][column - self._grid.first_column]
        if blanked or row in self._skipped:
            return "aside"
        if row <= self._header and self._is_header(place, text):
            return "header"
        if place in self._read or place in self._above:
            return "record"
        return "aside" if row < self._header else "unused"

    def _is_header(self, place: Place, text: str) -> bool:
        column = place[1] - self._grid.first_column
        return (
            column in {*self._layout.places.values(), *self._layout.across}
            and folded(text) in self._layout.heads[column]
        )

    @cached_property
    def words(self) -> Mapping[int, str]:
        """Row → what is read of it."""
        rows = [self._grid.first_row + index for index in self._grid.filled]
        found = {row: self._row_words(row) if row > self._header else self._header_words(row) for row in rows}
        # Rows above the header are set aside; only those that might be records are counted as skipped.
        found |= {row: f"set aside: {why}" for row, why in self._grid.asides.items()}
        return found | {row: f"skipped: {why}" for row, why in self._skipped.items()}

    def _header_words(self, row: int) -> str:
        """What a row is that is not below the header; our word for what is called otherwise."""
        taken = [word for place, word in self._above.items() if place[0] == row]
        if taken:
            return f"read as {taken[0]}"
        texts = enumerate(self._grid.texts[row - self._grid.first_row], start=self._grid.first_column)
        if not any(self._is_header((row, column), text) for column, text in texts if text):
            return "set aside: above the header"
        if self._layout.shape != "list" or row < self._header:
            return "header"
        fields = sorted(self._layout.places.items(), key=lambda one: one[1])
        other = [
            f"{column_letter(self._grid.first_column + column)} is {ours}"
            for name, column in fields
            if header_key(self._layout.heads[column])
            != header_key(ours := SHEETS[self._layout.kind].field(name).header)
        ]
        return f"header: {'; '.join(other)}" if other else "header"

    def _row_words(self, row: int) -> str:
        groups: dict[str, list[str]] = {}
        for record, rows in self._records:
            if row in rows:
                group, rest = _words(record, self._organisation, first=row == rows[0])
                groups.setdefault(group, []).append(rest)
        said = [group + ", ".join(filter(None, rest)) for group, rest in groups.items()]
        return "; ".join(said)


def _all_records(organisation: Organisation) -> Iterator[Record]:
    """What was read, without what is only named in passing."""
    listed: Iterable[Department | Person | Process]
    for listed in (organisation.departments, organisation.people, organisation.processes):
        yield from (one for one in listed if one.listed)
    yield from organisation.steps
    yield from organisation.assignments
    yield from organisation.ties


def _words(record: Record, organisation: Organisation, *, first: bool) -> tuple[str, str]:
    """What a record says: what it shares with others of its row, and its own; `first` on the first of its rows."""
    label = organisation.label
    shared = own = ""
    match record:
        case Department(name=name, parent=parent, heads=heads, headcount=headcount):
            below = f", below {label('department', parent)}" if parent else ""
            people = f", headcount {headcount:g}" if headcount else ""
            shared = name + below + "".join(f", head {one.id}" for one in heads) + people
        case Process(name=name, parent=parent, owner_department=owner):
            below = f", below {label('process', parent)}" if parent else ""
            shared = name + below + (f", owner {label('department', owner)}" if owner else "")
        case Person(name=name, department=department):
            shared = name + (f", in {label('department', department)}" if department else "")
        case Assignment(process=process, holder=holder, codes=codes):
            sides = [label("process", process), label(holder.kind, holder.id)]
            if "process" in record.origin.table.header_rows:
                sides.reverse()
            shared, own = f"{sides[0]}: ", f"{sides[1]} {'/'.join(codes)}"
        case Tie(source=source, target=target, strength=strength):
            ends = [label(organisation.tie_level, one) for one in (source, target)]
            shared, own = f"{ends[0]} with ", ends[1] + (f" {strength:g}" if strength else "")
        case Step(journey=journey, order=order, name=name):
            by, *others = [label("department", one) for one in record.departments] or ["nobody"]
            who = f" by {by}" + (f" with {', '.join(others)}" if others else "")
            shared, own = f"{label('journey', journey)}: ", f"{order} {name}{who}"
            if not first:
                own = f"takes part in {order} {name}"
    return shared, own
