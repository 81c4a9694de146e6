"""What stands on a sheet, or on a part of one? Values that know the exact cell of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from alignment.source.values import folded, text_of

__all__ = ["LONGEST", "Book", "Grid", "Looks", "kept_once", "passing"]

_Place = tuple[int, int]
# Where so many rows do not tell what a column holds, more do not either.
_ENOUGH = 400
# A list with more different texts than this hardly repeats them.
_REPEATED = 200_000
# More letters than a name or a note has; a cell may hold 32,767, and a name stands in a report a thousand times.
LONGEST = 2_000


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
    that hold a legend or a note and no data, with the reason. `lengths` gives the letters of the cells that held more
    than are read. `path` is the workbook it comes from, where that is one.
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
    lengths: Mapping[_Place, int] = field(default_factory=dict)
    path: Path | None = None
    partial: bool = False

    @cached_property
    def texts(self) -> Mapping[int, tuple[str, ...]]:
        """Index of a row → its texts, blanks folded: what recognition looks at, which is few rows of a long list."""
        return _Texts(self.rows)

    @cached_property
    def filled(self) -> Sequence[int]:
        """Indices of the rows that are not blank."""
        blank = {index for index, row in enumerate(self.rows) if not any(map(_is_filled, row))}
        # The numbers of a long list would take more memory than some of its columns.
        every = range(len(self.rows))
        return tuple(index for index in every if index not in blank) if blank else every

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

    def down(self, column: int, rows: Sequence[int]) -> list[object]:
        """Return the values of a column in some rows, as `value` gives them one by one."""
        found = self._cells(column, rows)
        if not self.merged:
            return found
        return [self.value(row, column) if value == "" else value for row, value in zip(rows, found, strict=True)]

    def where(self, column: int, rows: Sequence[int], test: Callable[[str], bool]) -> set[int]:
        """Return those rows of some whose text in a column, as in `texts`, passes a test."""
        return passing(rows, self._cells(column, rows), test)

    def _cells(self, column: int, rows: Sequence[int]) -> list[object]:
        cells = self.rows
        return [cells[row][column] if column < len(cells[row]) else "" for row in rows]

    @cached_property
    def _columns(self) -> dict[int, tuple[str, ...]]:
        return {}

    def beginning(self, column: int) -> tuple[str, ...]:
        """Return the texts of a column in the first rows of `filled`, enough to tell what it holds: that is asked many times."""
        if column not in self._columns:
            first = self.filled[:_ENOUGH]
            self._columns[column] = tuple(folded(text_of(value)) for value in self.down(column, first))
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


class _Texts(dict[int, tuple[str, ...]]):
    """The texts of rows, each row's made when it is looked at."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, index: int) -> tuple[str, ...]:
        found = self[index] = tuple([folded(text_of(value)) for value in self._rows[index]])
        return found


@lru_cache(maxsize=65_536)
def _is_filled(value: object) -> bool:
    return bool(folded(text_of(value)))


def passing(rows: Sequence[int], values: Sequence[object], test: Callable[[str], bool]) -> set[int]:
    """Return the rows whose value passes a test of its text, blanks folded; it is asked once about values that repeat."""
    distinct = set(values)
    if distinct & {True, False}:
        # TRUE equals 1 and is another text, which stands for it.
        values = [text_of(value) if isinstance(value, bool) else value for value in values]
        distinct = set(values)
    those = {value for value in distinct if test(folded(text_of(value)))}
    return {row for row, value in zip(rows, values, strict=True) if value in those} if those else set()


def kept_once(
    rows: Iterable[Sequence[object]], first_row: int = 1, first_column: int = 1
) -> tuple[tuple[tuple[object, ...], ...], Mapping[_Place, int]]:
    """Return rows in which equal texts are one object, since the names of a long list repeat, and none is longer than is read.

    Beside them stands how long those were that have been cut, by place.
    """
    known = _Once()
    kept = tuple([tuple([known[value] if type(value) is str else value for value in row]) for row in rows])
    if known.longest <= LONGEST:
        return kept, {}
    lengths = {
        (row, column): len(value)
        for row, values in enumerate(kept, start=first_row)
        for column, value in enumerate(values, start=first_column)
        if isinstance(value, str) and len(value) > LONGEST
    }
    return tuple(tuple(one[:LONGEST] if isinstance(one, str) else one for one in values) for values in kept), lengths


class _Once(dict[str, str]):
    """Gives the first of equal texts, and knows how long the longest was."""

    longest = 0

    def __missing__(self, text: str) -> str:
        self.longest = max(self.longest, len(text))
        if len(self) < _REPEATED:
            self[text] = text
        return text


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name as it is reported, the hash of its bytes, its sheets in order."""

    file: str
    sha256: str
    grids: tuple[Grid, ...]
