"""What does an .xlsb file tell of its sheets beside values? The records of its parts, as [MS-XLSB] lays them out."""

import zipfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from struct import unpack_from

from alignment.source.formats import ooxml
from alignment.source.formats.base import (
    EMPTY,
    Drawn,
    Examined,
    SeenCell,
    Style,
    TooManyTextsError,
    archive_of,
    by_name,
)
from alignment.source.formats.biff8 import ERRORS

__all__ = ["cells", "drawn", "examined", "styles"]

_CHUNK = 1 << 20
_WORKBOOK = "xl/workbook.bin"
_STRINGS = "xl/sharedstrings.bin"
_ROW, _BLANK, _ERROR, _SHARED, _FORMULA_ERROR, _LAST_CELL = 0, 1, 3, 7, 11, 11
_TEXT = 19
_COLUMNS, _MERGED, _SHEET = 60, 176, 156
_STYLE, _STYLES_BEGIN, _STYLES_END = 47, 617, 618
# No row, and no cell, is told in fewer bytes.
_LEAST = (12, 8)
_Record = tuple[int, bytes]


def examined(path: Path, most_cells: int) -> Mapping[str, Examined]:
    """Return what each sheet holds beside its values."""
    with archive_of(path) as archive:
        shared = _shared(archive, most_cells)
        sheets = ((name, _examined(archive, part, most_cells, shared)) for name, part in _sheets(archive))
        return by_name(sheets, most_cells)


def cells(path: Path, sheet: str) -> Iterator[SeenCell]:
    """Give the cells of a sheet."""
    with archive_of(path) as archive:
        part = dict(_sheets(archive)).get(sheet)
        row = 0
        for kind, data in _records(archive, part) if part else ():
            if kind == _ROW:
                row = unpack_from("<I", data)[0] + 1
            elif kind <= _LAST_CELL:
                column, style = unpack_from("<II", data)
                yield SeenCell(row, column + 1, style & 0xFFFFFF, kind != _BLANK)


def styles(path: Path) -> Mapping[str | int, Style]:
    """Return the styles that indent or colour, by their numbers."""
    found: dict[str | int, Style] = {}
    with archive_of(path) as archive:
        within, number = False, 0
        for kind, data in _records(archive, "xl/styles.bin"):
            within = kind == _STYLES_BEGIN or (within and kind != _STYLES_END)
            if within and kind == _STYLE and len(data) >= 12:
                # Fills 0 and 1 are "none" and a pattern that every workbook has.
                one = Style(data[11], unpack_from("<H", data, 6)[0] > 1)
                if any(one):
                    found[number] = one
                number += 1
    return found


def drawn(path: Path, sheet: str) -> Drawn:
    """Return what is drawn on a sheet."""
    with archive_of(path) as archive:
        part = dict(_sheets(archive)).get(sheet)
        return ooxml.drawings(archive, part) if part else Drawn()


def _records(archive: zipfile.ZipFile, part: str) -> Iterator[_Record]:
    """The records of a part: a number and a length of seven bits a byte, and so many bytes."""
    if part not in archive.namelist():
        return
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            data, at = rest + chunk, 0
            while (found := _record(data, at)) is not None:
                kind, content, at = found
                yield kind, content
            rest = data[at:]


def _record(data: bytes, at: int) -> tuple[int, bytes, int] | None:
    """The record at a place and where the next begins; None where its end is not there yet."""
    numbers = []
    for most in (2, 4):
        number = 0
        for place in range(most):
            if at >= len(data):
                return None
            byte = data[at]
            at += 1
            number |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                break
        numbers.append(number)
    kind, length = numbers
    return (kind, data[at : at + length], at + length) if at + length <= len(data) else None


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    parts = ooxml.parts_of(archive, _WORKBOOK)
    for kind, data in _records(archive, _WORKBOOK):
        if kind == _SHEET and len(data) >= 16:
            relation, at = _text(data, 8)
            name, _ = _text(data, at)
            part = parts.get(relation)
            if part is not None:
                yield name, part


def _text(data: bytes, at: int) -> tuple[str, int]:
    length: int = unpack_from("<I", data, at)[0]
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _shared(archive: zipfile.ZipFile, most_cells: int) -> Sequence[int]:
    """The bytes of each text that cells share, as the reader of the values holds them."""
    sizes = array("Q")
    for part in archive.namelist():
        if part.casefold() != _STRINGS:
            continue
        for kind, data in _records(archive, part):
            if kind == _TEXT and len(data) >= 5:
                if len(sizes) == most_cells:
                    raise TooManyTextsError(most_cells)
                sizes.append(len(_text(data, 1)[0].encode()))
    return sizes


def _examined(archive: zipfile.ZipFile, part: str, most_cells: int, shared: Sequence[int]) -> Examined:
    extent = EMPTY
    texts = 0
    row = 0
    errors: dict[tuple[int, int], str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    merges: list[tuple[int, int, int, int]] = []
    for kind, data in _records(archive, part):
        if kind <= _LAST_CELL and len(data) < _LEAST[kind > _ROW]:
            raise ValueError("a row or a cell is cut short")
        if kind == _ROW:
            row = unpack_from("<I", data)[0] + 1
            if data[11] & 0x10:
                rows.add(row)
        elif _BLANK < kind <= _LAST_CELL:
            column = unpack_from("<I", data)[0] + 1
            extent = extent.with_cells((row, row), (column, column))
            if extent.cells > most_cells:
                break
            if kind == _SHARED and len(data) >= 12:
                number = unpack_from("<I", data, 8)[0]
                texts += shared[number] if number < len(shared) else 0
            elif kind in (_ERROR, _FORMULA_ERROR):
                errors[row, column] = ERRORS.get(data[8], "#ERROR") if len(data) > 8 else "#ERROR"
        elif kind == _COLUMNS and len(data) >= 18 and data[16] & 1:
            first, last = unpack_from("<II", data)
            columns.update(range(first + 1, min(last, first + 255) + 2))
        elif kind == _MERGED and len(data) >= 16:
            top, bottom, left, right = (number + 1 for number in unpack_from("<IIII", data))
            merges.append((top, left, bottom, right))
    return Examined(errors, extent, frozenset(rows), frozenset(columns), tuple(merges), texts)
