"""What stands on a sheet, or on a part of one? Values that know the exact cell of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from alignment.source.values import folded, text_of

__all__ = ["Book", "Grid", "Looks"]

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Looks:
    """What only the looks of a sheet tell, and values do not: what is hidden, what is merged across columns.

    Places are (row, column), 1-based. `spans` gives the last column of a merge by the place it begins at.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spans: Mapping[_Place, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Grid:
    """The values of one sheet, or of the part of a sheet that holds one table.

    `rows[i][j]` stands in row ``first_row + i`` and column ``first_column + j`` (both 1-based). `merged` gives the
    cells that merging left blank below a value: (row, column) → (row, column) of the value. `asides` gives the rows
    that hold a legend or a note and no data, with the reason. `path` is the workbook it comes from, where that is one.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    first_column: int = 1
    hidden: bool = False
    merged: Mapping[_Place, _Place] = field(default_factory=dict)
    errors: Mapping[_Place, str] = field(default_factory=dict)
    looks: Looks = Looks()
    asides: Mapping[int, str] = field(default_factory=dict)
    path: Path | None = None
    partial: bool = False

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as texts, blanks folded: what recognition looks at."""
        return tuple(tuple(folded(text_of(value)) for value in row) for row in self.rows)

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """Indices of the rows that are not blank."""
        return tuple(index for index, row in enumerate(self.texts) if any(row))

    @cached_property
    def width(self) -> int:
        """Number of columns."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> object:
        """Return the value at indices into `rows`, that of a merged cell for the cells it covers."""
        cells = self.rows[row]
        found = cells[column] if column < len(cells) else ""
        if found == "" and self.merged:
            place = self.merged.get((self.first_row + row, self.first_column + column))
            if place is not None and place[0] >= self.first_row and place[1] >= self.first_column:
                return self.rows[place[0] - self.first_row][place[1] - self.first_column]
        return found

    def text(self, row: int, column: int) -> str:
        """Return the text of `value`, blanks folded."""
        return folded(text_of(self.value(row, column)))

    @cached_property
    def _columns(self) -> dict[int, tuple[str, ...]]:
        return {}

    def column(self, column: int) -> tuple[str, ...]:
        """Return the texts of a column in the rows of `filled`: recognition asks for them many times."""
        if column not in self._columns:
            self._columns[column] = tuple(self.text(row, column) for row in self.filled)
        return self._columns[column]

    def part(self, rows: tuple[int, int], columns: tuple[int, int]) -> "Grid":
        """Return the part from the first index of rows and of columns up to, and without, the last."""
        return replace(
            self,
            rows=[row[columns[0] : columns[1]] for row in self.rows[rows[0] : rows[1]]],
            first_row=self.first_row + rows[0],
            first_column=self.first_column + columns[0],
            asides={number: why for number, why in self.asides.items() if rows[0] <= number - self.first_row < rows[1]},
            partial=True,
        )


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name as it is reported, the hash of its bytes, its sheets in order."""

    file: str
    sha256: str
    grids: tuple[Grid, ...]
