"""What do the files hold? Every sheet as a grid of values that knows the exact cell of each; or why a file cannot be read."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from alignment.errors import SourceError
from alignment.language import later, say
from alignment.plainfile import content_of
from alignment.settings import ReadingLimits
from alignment.source.csvfiles import csv_rows, failed_cells
from alignment.source.errorcells import Examined, examined
from alignment.source.formats.base import MOST_COLUMNS, MOST_ROWS
from alignment.source.grid import Book, Grid, Looks, kept_once
from alignment.source.packing import check_content, check_size, check_text, check_texts, damage_told

__all__ = ["Book", "Grid", "data_files", "open_books"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_READABLE = later("Give an .xlsx, .xlsm, .xls, .xlsb or .ods workbook, a .csv file, or a folder of .csv files.")


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
        raise SourceError(say("No file was given. {advice}", advice=say(_READABLE)))
    # A path given twice, by its name and by a pattern say, is one file.
    once: dict[Path, Path] = {}
    for path in paths:
        for file in data_files(path):
            once.setdefault(file.resolve(), file)
    files = list(once.values())
    names = _names(files)
    return tuple(_book(file, name, limits or ReadingLimits()) for file, name in zip(files, names, strict=True))


def data_files(path: Path) -> list[Path]:
    """Return the files that a path stands for: itself, or those of a folder that are read.

    Raises
    ------
    SourceError
        There is no such file, or the folder holds none that is read.
    """
    if path.is_dir():
        # "~$audit.csv" and ".audit.csv" are what editors and systems leave behind.
        found = sorted(
            one for one in path.iterdir() if one.suffix.lower() in {".csv", ".tsv"} and one.name[0] not in "~."
        )
        if not found:
            held = any(one.suffix.lower() in _WORKBOOKS for one in path.iterdir())
            raise SourceError(
                say("{file}: the folder holds workbooks, but no .csv file. Give each workbook by its name.", file=path)
                if held
                else say("{file}: the folder holds no .csv file. {advice}", file=path, advice=say(_READABLE))
            )
        return found
    if path.name.startswith("~$"):
        raise SourceError(
            say("{file}: is no workbook, but what Excel keeps beside one that is open in it. Leave it out.", file=path)
        )
    if not path.exists():
        raise SourceError(say("{file}: there is no such file. Check the name and the folder.", file=path))
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
        raise SourceError(
            say(
                "{file}: cannot read {kind}. {advice}",
                file=path,
                kind=suffix or say("a file without an extension"),
                advice=say(_READABLE),
            )
        )
    try:
        check_size(path, limits)
        content = content_of(path, limits.most_file_mb * 1_000_000)
    except OSError as problem:
        raise SourceError(
            say(
                "{file}: cannot be read ({problem}). Close it elsewhere, or check its rights.",
                file=path,
                problem=problem.strerror,
            )
        ) from None
    if not content or content.isspace():
        raise SourceError(say("{file}: the file is empty. {advice}", file=path, advice=say(_READABLE)))
    digest = hashlib.sha256(content).hexdigest()
    if suffix in _TEXTS:
        check_text(path, content)
        rows, lengths = kept_once(csv_rows(content, path, limits))
        errors = failed_cells(rows) if b"#" in content or b"Err:" in content else {}
        cells = tuple(_without(errors, rows, 1, 1))
        return Book(name, digest, (Grid(name, path.stem, cells, errors=errors, lengths=lengths),))
    check_content(path, content, limits)
    del content
    return Book(name, digest, _grids(path, name, limits))


def _grids(path: Path, name: str, limits: ReadingLimits) -> tuple[Grid, ...]:
    with damage_told(path):
        # It tells what would be too large to read, and comes first.
        looks = examined(path, limits.most_cells)
        _check_extents(path, looks, limits)
        with calamine.CalamineWorkbook.from_path(path) as book:
            return tuple(_grid(book, sheet, name, path, looks) for sheet in book.sheets_metadata)


def _check_extents(path: Path, looks: Mapping[str, Examined], limits: ReadingLimits) -> None:
    cells = 0
    for sheet, one in looks.items():
        extent = one.extent
        if extent.bottom > MOST_ROWS or extent.right > MOST_COLUMNS:
            raise ValueError(f'sheet "{sheet}" reaches to row {extent.bottom:,} and column {extent.right:,}')
        if extent.cells > limits.most_cells:
            raise SourceError(
                f'{path}: sheet "{sheet}" reaches from row {extent.top} to row {extent.bottom} and over '
                f"{extent.right - extent.left + 1:,} columns, more than {limits.most_cells:,} cells. Clear what stands far from its "
                "table, or raise most_cells in the settings."
            )
        cells += extent.cells
        if cells > limits.most_cells:
            raise SourceError(
                f'{path}: its sheets up to "{sheet}" span more than {limits.most_cells:,} cells together. Clear what stands far '
                "from their tables, give fewer sheets, or raise most_cells in the settings."
            )
    check_texts(path, sum(one.texts for one in looks.values()), limits)


def _grid(
    book: calamine.CalamineWorkbook,
    metadata: calamine.SheetMetadata,
    file: str,
    path: Path,
    looks: Mapping[str, Examined],
) -> Grid:
    hidden = metadata.visible is not calamine.SheetVisibleEnum.Visible
    if metadata.typ is not calamine.SheetTypeEnum.WorkSheet:
        return Grid(file, metadata.name, (), hidden=hidden, path=path)
    if metadata.name not in looks:
        raise ValueError(f'sheet "{metadata.name}" is not where the file says')
    seen = looks[metadata.name]
    sheet = book.get_sheet_by_name(metadata.name)
    start, end = sheet.start or (0, 0), sheet.end or (0, 0)
    merges = [(top[0] + 1, top[1] + 1, bottom[0] + 1, bottom[1] + 1) for top, bottom in sheet.merged_cell_ranges or ()]
    merges += seen.merges
    merged = {
        (row, left): (top, left)
        for top, left, bottom, right in merges
        if left == right and (top - 1, left - 1) >= start
        # Whole columns may be merged, a million rows of them blank.
        for row in range(top + 1, min(bottom, end[0] + 1) + 1)
    }
    spans = {(top, left): right for top, left, _, right in merges if right > left}
    # The rows above the first cell come along; the columns before it do not.
    rows = islice(sheet.iter_rows(), start[0], None)
    first = start[0] + 1, start[1] + 1
    cells, lengths = kept_once(_without(seen.errors, rows, *first), *first)
    return Grid(
        file,
        metadata.name,
        cells,
        start[0] + 1,
        start[1] + 1,
        hidden,
        merged,
        seen.errors,
        Looks(seen.hidden_rows, seen.hidden_columns, spans),
        lengths=lengths,
        path=path,
    )


def _without(
    errors: Mapping[tuple[int, int], str], rows: Iterable[Sequence[object]], first_row: int, first_column: int
) -> Iterable[Sequence[object]]:
    """The rows with cells in error blank: some programs write a zero beside what they show."""
    if not errors:
        return rows
    failed = {row for row, _ in errors}
    return (
        row
        if number not in failed
        else ["" if (number, column) in errors else value for column, value in enumerate(row, start=first_column)]
        for number, row in enumerate(rows, start=first_row)
    )
