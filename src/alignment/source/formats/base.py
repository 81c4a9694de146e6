"""What does a workbook tell of a sheet that its values do not? The same things in every format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol
from zipfile import ZipFile

__all__ = [
    "EMPTY",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "NOT_CALCULATED",
    "Drawn",
    "EncryptedError",
    "Examined",
    "Extent",
    "Format",
    "SeenCell",
    "Style",
    "TooManyTextsError",
    "archive_of",
    "by_name",
    "extent_of",
    "is_error",
]

NOT_CALCULATED = "formula without a value"
# What any spreadsheet program can show. A value beyond would have all rows above it read, which are none.
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384

# What the programs show in English, Dutch, German, French, Spanish and Portuguese, such as #REF!, #VERW!, #¿NOMBRE?.
_ERROR = re.compile(
    r"#(?:N/[ABD]|NV|[¡¿]?(?:(?:DIV|DEEL)/0|NULL|NUL|NULO|LEEG|VALUE|WAARDE|WERT|VALEUR|VALOR|REF|VERW|BEZUG|NAME|NAAM|NOM|NOMBRE"
    r"|NOME|NUM|NÚM|GETAL|ZAHL|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN)[!?]|GETTING_DATA)|Err:\d{3}"
)

# What each looks like is asked of the file by itself.
_MOST_SHEETS = 1_000


class EncryptedError(ValueError):
    """The workbook is protected with a password."""


class TooManyTextsError(ValueError):
    """The workbook lists more texts for its cells to share than the number given."""


@contextmanager
def archive_of(path: Path) -> Iterator[ZipFile]:
    """Open a packed workbook.

    A file that is given by name, and is no archive, stays open until what is left of it is collected: nobody could remove it on Windows.

    Raises
    ------
    BadZipFile
        It is no archive, or a damaged one.
    """
    with path.open("rb") as file, ZipFile(file) as archive:
        yield archive


class Extent(NamedTuple):
    """First and last row, first and last column (1-based) of the cells of a sheet that hold a value; zeros for none."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def cells(self) -> int:
        """How many cells the sheet spans, blank ones included."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1) if self.bottom else 0

    def with_cells(self, rows: tuple[int, int], columns: tuple[int, int]) -> "Extent":
        """Return the extent that holds further cells too, from a first to a last row and column."""
        if not self.bottom:
            return Extent(*rows, *columns)
        return Extent(
            min(self.top, rows[0]), max(self.bottom, rows[1]), min(self.left, columns[0]), max(self.right, columns[1])
        )


EMPTY = Extent(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Examined:
    """What one sheet holds beside its values. Places are (row, column), 1-based.

    Attributes
    ----------
    errors
        What a cell shows, such as ``#REF!``, or `NOT_CALCULATED` for a formula saved without its result.
    extent
        Where values stand. It may be wider than they are where that is within what is read.
    merges
        First row, first column, last row, last column of merged cells; none where the reader of the values knows them.
    texts
        Bytes of the texts that cells share, once for each cell: so often does the reader of the values hold them.
    """

    errors: Mapping[tuple[int, int], str]
    extent: Extent = EMPTY
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    texts: int = 0


class SeenCell(NamedTuple):
    """A cell, or several alike: its place (1-based), the name of its style, whether it holds a value."""

    row: int
    column: int
    style: str | int
    filled: bool
    rows: int = 1
    columns: int = 1


class Style(NamedTuple):
    """What the style of a cell tells: an indent, in a unit of its format, and whether it is filled with a colour."""

    indent: int = 0
    coloured: bool = False


class Drawn(NamedTuple):
    """What is drawn on a sheet: how many shapes, whether SmartArt, whether pictures."""

    shapes: int = 0
    smart_art: bool = False
    pictures: bool = False


class Format(Protocol):
    """What the file of a format gives."""

    def examined(self, path: Path, most_cells: int) -> Mapping[str, Examined]:
        """Return what each sheet holds; beyond `most_cells` cells it is enough to know that they are more."""

    def cells(self, path: Path, sheet: str) -> Iterator[SeenCell]:
        """Give the cells of a sheet that hold a value or have a style."""

    def styles(self, path: Path) -> Mapping[str | int, Style]:
        """Return the styles that indent or colour, by their names."""

    def drawn(self, path: Path, sheet: str) -> Drawn:
        """Return what is drawn on a sheet."""


def by_name(sheets: Iterable[tuple[str, Examined]], most_cells: int) -> Mapping[str, Examined]:
    """Return what each sheet holds by its name; it ends with the first that makes them too large together.

    Raises
    ------
    ValueError
        Two have one name: what would be counted once is read twice. Or there are more sheets than anybody looks through.
    """
    found: dict[str, Examined] = {}
    cells = 0
    for name, one in sheets:
        if len(found) == _MOST_SHEETS:
            raise ValueError(f"more than {_MOST_SHEETS:,} sheets")
        if name in found:
            raise ValueError(f'two sheets are called "{name}"')
        found[name] = one
        cells += one.extent.cells
        if cells > most_cells:
            break
    return found


def extent_of(cells: Iterator[SeenCell], most_cells: int) -> Extent:
    """Return the extent of the cells that hold a value; it ends with the first that makes it too large."""
    found = EMPTY
    for cell in cells:
        bottom, right = cell.row + cell.rows - 1, cell.column + cell.columns - 1
        # Most cells lie within: to ask is cheaper than to make an extent for each.
        if cell.filled and not (
            found.top <= cell.row and bottom <= found.bottom and found.left <= cell.column and right <= found.right
        ):
            found = found.with_cells((cell.row, bottom), (cell.column, right))
            if found.cells > most_cells:
                break
    return found


def is_error(text: str) -> bool:
    """Tell whether a text is what a spreadsheet program shows for a formula that failed."""
    return _ERROR.fullmatch(text) is not None
