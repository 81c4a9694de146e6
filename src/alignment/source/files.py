"""What do the files hold? Every sheet as a grid of values that knows the exact cell of each; or why a file cannot be read."""

import hashlib
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import python_calamine as calamine

from alignment.errors import SourceError
from alignment.settings import ReadingLimits
from alignment.source.csvfiles import csv_rows
from alignment.source.errorcells import Examined, examined, extent
from alignment.source.grid import Book, Grid, Looks
from alignment.source.packing import check_content, check_size, check_text
from alignment.source.values import folded

__all__ = ["Book", "Grid", "open_books"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_READABLE = "Give an .xlsx, .xlsm, .xls, .xlsb or .ods workbook, a .csv file, or a folder of .csv files."
# What a damaged file makes its readers raise; the last for a kind of zip that does not exist.
_DAMAGES = (calamine.CalamineError, zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)


def open_books(paths: Sequence[Path], limits: ReadingLimits | None = None) -> tuple[Book, ...]:
    """Open workbooks, .csv files and folders of .csv files.

    Parameters
    ----------
    paths
        Files or folders; a folder stands for its .csv files, sorted by name.
    limits
        What is refused as too large.

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
    return tuple(_book(file, name, limits or ReadingLimits()) for file, name in zip(files, names, strict=True))


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


def _book(path: Path, name: str, limits: ReadingLimits) -> Book:
    suffix = path.suffix.lower()
    if suffix not in _WORKBOOKS | _TEXTS:
        raise SourceError(f"{path}: cannot read {suffix or 'a file without an extension'}. {_READABLE}")
    try:
        check_size(path, limits)
        content = path.read_bytes()
    except OSError as problem:
        raise SourceError(
            f"{path}: cannot be read ({problem.strerror}). Close it elsewhere, or check its rights."
        ) from None
    if not content.strip():
        raise SourceError(f"{path}: the file is empty. {_READABLE}")
    digest = hashlib.sha256(content).hexdigest()
    if suffix in _TEXTS:
        check_text(path, content)
        return Book(name, digest, (Grid(name, path.stem, csv_rows(content, path)),))
    check_content(path, content, limits)
    del content
    return Book(name, digest, _grids(path, name, limits))


def _grids(path: Path, name: str, limits: ReadingLimits) -> tuple[Grid, ...]:
    try:
        # The XML comes first: it tells what would be too large to read.
        looks = examined(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else {}
        for sheet, one in looks.items():
            _check_extent(path, sheet, one, limits)
        with calamine.CalamineWorkbook.from_path(path) as book:
            return tuple(_grid(book, sheet, name, path, looks.get(sheet.name)) for sheet in book.sheets_metadata)
    except calamine.PasswordError:
        raise SourceError(f"{path}: is protected with a password. Save a copy without one and give that.") from None
    except _DAMAGES as problem:
        raise SourceError(
            f"{path}: is damaged or is not a workbook ({folded(str(problem))}). Open it and save it again as .xlsx."
        ) from None


def _check_extent(path: Path, sheet: str, one: Examined, limits: ReadingLimits) -> None:
    if one.last_row * one.last_column <= limits.most_cells:
        return
    # Formatted blank cells do no harm; two cells at opposite corners of a sheet would.
    top, bottom, left, right = extent(path, sheet)
    if (bottom - top + 1) * (right - left + 1) > limits.most_cells:
        raise SourceError(
            f'{path}: sheet "{sheet}" reaches from row {top} to row {bottom} and over {right - left + 1:,} columns, more than '
            f"{limits.most_cells:,} cells. Clear what stands far from its table, or raise most_cells in the settings."
        )


def _grid(
    book: calamine.CalamineWorkbook, metadata: calamine.SheetMetadata, file: str, path: Path, seen: Examined | None
) -> Grid:
    hidden = metadata.visible is not calamine.SheetVisibleEnum.Visible
    if metadata.typ is not calamine.SheetTypeEnum.WorkSheet:
        return Grid(file, metadata.name, (), hidden=hidden, path=path)
    sheet = book.get_sheet_by_name(metadata.name)
    start = sheet.start or (0, 0)
    ranges = sheet.merged_cell_ranges or ()
    merged = {
        (row + 1, top[1] + 1): (top[0] + 1, top[1] + 1)
        for top, bottom in ranges
        if top[1] == bottom[1] and top >= start
        for row in range(top[0] + 1, bottom[0] + 1)
    }
    spans = {(top[0] + 1, top[1] + 1): bottom[1] + 1 for top, bottom in ranges if bottom[1] > top[1]}
    hidden_rows, hidden_columns = (seen.hidden_rows, seen.hidden_columns) if seen else (frozenset[int](),) * 2
    return Grid(
        file,
        metadata.name,
        sheet.to_python(),
        start[0] + 1,
        start[1] + 1,
        hidden,
        merged,
        seen.errors if seen else {},
        Looks(hidden_rows, hidden_columns, spans),
        path=path,
    )
