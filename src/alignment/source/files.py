"""What do the files hold? Every sheet as a grid of values that knows the exact cell of each; or why a file cannot be read."""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import python_calamine as calamine

from alignment.errors import SourceError
from alignment.source.csvfiles import csv_rows
from alignment.source.errorcells import error_cells
from alignment.source.values import folded, text_of

__all__ = ["Book", "Grid", "open_books"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_READABLE = "Give an .xlsx, .xlsm, .xls, .xlsb or .ods workbook, a .csv file, or a folder of .csv files."
# A workbook of 200,000 rows unpacks to some 60 MB; what unpacks to more than this is no table anybody wrote.
_MOST_BYTES = 1_500_000_000

# What a damaged file makes its readers raise; the last for a kind of zip that does not exist.
_DAMAGES = (calamine.CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)

# What each kind of packed workbook holds, and what shows that a file is no workbook.
_PARTS = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
_DOCUMENTS = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a PowerPoint presentation"}

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


@dataclass(frozen=True, eq=False)
class Grid:
    """The values of one sheet.

    `rows[i][j]` stands in row ``first_row + i`` and column ``first_column + j`` (both 1-based). `merged` gives the
    cells that merging left blank below a value: (row, column) → (row, column) of the value.
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    first_column: int = 1
    hidden: bool = False
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The rows as texts, blanks folded: what recognition looks at."""
        return tuple(tuple(folded(text_of(value)) for value in row) for row in self.rows)

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """Indices of the rows that are not blank."""
        return tuple(index for index, row in enumerate(self.texts) if any(row))

    def value(self, row: int, column: int) -> object:
        """Return the value at indices into `rows`, that of a merged cell for the cells it covers."""
        cells = self.rows[row]
        found = cells[column] if column < len(cells) else ""
        if found == "" and self.merged:
            place = self.merged.get((self.first_row + row, self.first_column + column))
            if place is not None:
                return self.rows[place[0] - self.first_row][place[1] - self.first_column]
        return found


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name as it is reported, the hash of its bytes, its sheets in order."""

    file: str
    sha256: str
    grids: tuple[Grid, ...]


def open_books(paths: Sequence[Path]) -> tuple[Book, ...]:
    """Open workbooks, .csv files and folders of .csv files.

    Parameters
    ----------
    paths
        Files or folders; a folder stands for its .csv files, sorted by name.

    Raises
    ------
    SourceError
        A file is missing, protected, damaged, or is not what its name says: one line that says which and what to do.
    """
    if not paths:
        raise SourceError(f"No file was given. {_READABLE}")
    # A path given twice, by its name and by a pattern say, is one file.
    once: dict[Path, Path] = {}
    for path in paths:
        for file in _files(path):
            once.setdefault(file.resolve(), file)
    files = list(once.values())
    names = _names(files)
    return tuple(_book(file, name) for file, name in zip(files, names, strict=True))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        # "~$audit.csv" and ".audit.csv" are what editors and systems leave behind.
        found = sorted(
            one for one in path.iterdir() if one.suffix.lower() in {".csv", ".tsv"} and one.name[0] not in "~."
        )
        if not found:
            held = any(one.suffix.lower() in _WORKBOOKS for one in path.iterdir())
            raise SourceError(
                f"{path}: the folder holds workbooks, but no .csv file. Give each workbook by its name."
                if held
                else f"{path}: the folder holds no .csv file. {_READABLE}"
            )
        return found
    if not path.exists():
        raise SourceError(f"{path}: there is no such file. Check the name and the folder.")
    return [path]


def _names(files: Sequence[Path]) -> list[str]:
    # Files of one name are told apart by as few of their folders as it takes: a whole path would betray the machine.
    names = [file.name for file in files]
    for depth in range(2, max(len(file.resolve().parts) for file in files) + 1):
        if len(set(names)) == len(names):
            break
        names = [
            name if names.count(name) == 1 else "/".join(file.resolve().parts[-depth:])
            for file, name in zip(files, names, strict=True)
        ]
    return names


def _book(path: Path, name: str) -> Book:
    suffix = path.suffix.lower()
    if suffix not in _WORKBOOKS | _TEXTS:
        raise SourceError(f"{path}: cannot read {suffix or 'a file without an extension'}. {_READABLE}")
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise SourceError(
            f"{path}: cannot be read ({problem.strerror}). Close it elsewhere, or check its rights."
        ) from None
    if not content.strip():
        raise SourceError(f"{path}: the file is empty. {_READABLE}")
    digest = hashlib.sha256(content).hexdigest()
    if suffix in _TEXTS:
        if content.startswith((_ZIP, _OLE, b"%PDF")):
            kind = "a PDF" if content.startswith(b"%PDF") else "a workbook or another packed file"
            raise SourceError(
                f"{path}: is not text, despite its name, but {kind}. Save it as CSV, or give it its own extension."
            )
        return Book(name, digest, (Grid(name, path.stem, csv_rows(content, path)),))
    _check_workbook(path, content)
    return Book(name, digest, _grids(path, name))


def _check_workbook(path: Path, content: bytes) -> None:
    suffix = path.suffix.lower()
    if content.startswith(_OLE):
        # A zip inside an OLE container is how Office encrypts; without the marker it is an old .xls with a new name.
        if _utf16("EncryptedPackage") in content:
            raise SourceError(f"{path}: is protected with a password. Save a copy without one and give that.")
        if _utf16("WordDocument") in content:
            raise SourceError(f"{path}: is a Word document, despite its name. {_READABLE}")
        if suffix != ".xls":
            raise SourceError(f"{path}: is an old .xls workbook despite its name. Rename it to end in .xls.")
    elif content.startswith(_ZIP):
        _check_package(path)
    else:
        raise SourceError(
            f"{path}: is not a workbook, despite its name. Open it in your spreadsheet program and save it as .xlsx."
        )


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _check_package(path: Path) -> None:
    """Refuse a packed file that is cut short, far too big, or of another kind than its name says."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError):
        raise SourceError(f"{path}: is damaged or was cut short. Copy or download it again.") from None
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MOST_BYTES:
        raise SourceError(
            f"{path}: unpacks to {unpacked / 1e9:.1f} GB, which no workbook of this kind needs. Save only its tables."
        )
    parts = {entry.filename for entry in entries}
    for part, kind in _DOCUMENTS.items():
        if part in parts:
            raise SourceError(f"{path}: is {kind}, despite its name. {_READABLE}")
    true = [suffix for part, suffix in _PARTS.items() if part in parts]
    named = ".xlsx" if path.suffix.lower() == ".xlsm" else path.suffix.lower()
    if true and named not in true:
        raise SourceError(f"{path}: is an {true[0]} workbook despite its name. Rename it to end in {true[0]}.")


def _grids(path: Path, name: str) -> tuple[Grid, ...]:
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            errors = error_cells(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else {}
            return tuple(_grid(book, sheet, name, errors) for sheet in book.sheets_metadata)
    except calamine.PasswordError:
        raise SourceError(f"{path}: is protected with a password. Save a copy without one and give that.") from None
    except _DAMAGES as problem:
        raise SourceError(
            f"{path}: is damaged or is not a workbook ({folded(str(problem))}). Open it and save it again as .xlsx."
        ) from None


def _grid(
    book: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    file: str,
    errors: Mapping[str, Mapping[tuple[int, int], str]],
) -> Grid:
    hidden = metadata.visible is not calamine.SheetVisibleEnum.Visible
    if metadata.typ is not calamine.SheetTypeEnum.WorkSheet:
        return Grid(file, metadata.name, (), hidden=hidden)
    sheet = book.get_sheet_by_name(metadata.name)
    start = sheet.start or (0, 0)
    merged = {
        (row + 1, top[1] + 1): (top[0] + 1, top[1] + 1)
        for top, bottom in (sheet.merged_cell_ranges or ())
        if top[1] == bottom[1] and top >= start
        for row in range(top[0] + 1, bottom[0] + 1)
    }
    return Grid(
        file,
        metadata.name,
        sheet.to_python(),
        start[0] + 1,
        start[1] + 1,
        hidden,
        merged,
        errors.get(metadata.name, {}),
    )
