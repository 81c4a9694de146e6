"""What does an .xls file tell of its sheets beside values? The records of its workbook stream, as [MS-XLS] lays them out."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from struct import unpack_from

from alignment.source.formats.base import (
    Drawn,
    EncryptedError,
    Examined,
    SeenCell,
    Style,
    TooManyTextsError,
    by_name,
    extent_of,
)

__all__ = ["ERRORS", "cells", "drawn", "examined", "styles"]

# The same codes in .xls and .xlsb.
ERRORS: Mapping[int, str] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip

_BEGIN, _END, _PASSWORD, _SHEET, _STYLE = 0x0809, 0x000A, 0x002F, 0x0085, 0x00E0
_FORMULA, _ERROR, _BLANK, _BLANKS, _NUMBERS = 0x0006, 0x0205, 0x0201, 0x00BE, 0x00BD
_LABEL, _RESULT, _SHARED, _STRINGS, _CONTINUED = 0x0204, 0x0207, 0x00FD, 0x00FC, 0x003C
_CELLS = frozenset({_FORMULA, _ERROR, _BLANK, 0x0203, _LABEL, 0x00D6, _SHARED, 0x027E})
# Where the records of defined names and of sheets say how long the name is, and the tokens of a formula that stand for one.
_NAMES: Mapping[int, int] = {0x0018: 3, _SHEET: 6}
_NAME_TOKENS = (0x23, 0x43, 0x63, 0x3A, 0x5A, 0x7A, 0x3B, 0x5B, 0x7B)
_ROW, _COLUMNS, _OBJECT, _DIMENSIONS = 0x0208, 0x007D, 0x005D, 0x0200
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
# Lines, rectangles, ovals, arcs, text boxes, polygons, groups and what Office draws; not charts, comments or buttons.
_SHAPES, _PICTURE = frozenset({0, 1, 2, 3, 4, 6, 9, 30}), 8
_Record = tuple[int, bytes]


def examined(path: Path, most_cells: int) -> Mapping[str, Examined]:
    """Return what each sheet holds beside its values."""
    stream = _stream(path)
    shared = _shared(stream, most_cells)
    lengths = (
        data[at] for kind, data in _records(stream, 0, flat=True) if len(data) > (at := _NAMES.get(kind, len(data)))
    )
    # A letter takes three bytes at most.
    named = 3 * max(lengths, default=0)
    sheets = (
        (name, replace(_examined(stream, start, most_cells), texts=_texts(stream, start, shared, named)))
        for name, start in _sheets(stream)
    )
    return by_name(sheets, most_cells)


def cells(path: Path, sheet: str) -> Iterator[SeenCell]:
    """Give the cells of a sheet."""
    stream = _stream(path)
    for name, start in _sheets(stream):
        if name == sheet:
            yield from _cells(_records(stream, start))


def styles(path: Path) -> Mapping[str | int, Style]:
    """Return the styles that indent or colour, by their numbers."""
    found: dict[str | int, Style] = {}
    formats = (data for kind, data in _records(_stream(path), 0) if kind == _STYLE)
    for number, data in enumerate(formats):
        # Excel 95 knew no indent; its records are shorter.
        one = Style(data[8] & 0x0F, bool(data[17] >> 2)) if len(data) >= 20 else Style()
        if any(one):
            found[number] = one
    return found


def drawn(path: Path, sheet: str) -> Drawn:
    """Return what is drawn on a sheet."""
    stream = _stream(path)
    start = dict(_sheets(stream)).get(sheet)
    if start is None:
        return Drawn()
    kinds = [
        unpack_from("<H", data, 4)[0] for kind, data in _records(stream, start) if kind == _OBJECT and len(data) > 5
    ]
    return Drawn(sum(kind in _SHAPES for kind in kinds), pictures=_PICTURE in kinds)


def _stream(path: Path) -> bytes:
    import olefile  # whoever gives no .xls never needs it

    with olefile.OleFileIO(path) as container:
        # "Book" is that of Excel 95.
        held = container.listdir()
        name = next((one for one in ("Workbook", "Book") if [one] in held), None)
        return container.openstream(name).read() if name else b""


def _records(stream: bytes, start: int, *, flat: bool = False) -> Iterator[_Record]:
    """The records from one that begins a part of the stream up to its end, without those of charts within.

    Flat are all of them up to the first that ends a part: what the reader of the values takes for the sheet.
    """
    depth = 0
    while start + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, start)
        data = stream[start + 4 : start + 4 + length]
        start += 4 + length
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0 or flat:
                return
        elif kind == _PASSWORD:
            raise EncryptedError
        elif flat or depth == 1:
            yield kind, data


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, data in _records(stream, 0, flat=True):
        if kind == _SHEET and len(data) > 7:
            wide = len(data) >= 8 + 2 * data[6] and data[7] & 1
            name = data[8:].decode("utf-16-le" if wide else "latin-1", "replace")[: data[6]]
            yield name, unpack_from("<I", data)[0]


def _shared(stream: bytes, most_cells: int) -> Sequence[int]:
    """The bytes of each text that cells share, as the reader of the values holds them."""
    # The last such list is the one that counts.
    parts: list[bytes] = []
    declared = 0
    for kind, data in _records(stream, 0, flat=True):
        if kind == _STRINGS and len(data) >= 8:
            parts, declared = [data], unpack_from("<I", data, 4)[0]
            if declared > most_cells:
                # Room is made for as many as are declared before any is read.
                raise TooManyTextsError(most_cells)
        elif kind == _CONTINUED and parts:
            parts.append(data)
    return array("Q", islice(_sizes(parts), declared))


def _sizes(parts: Sequence[bytes]) -> Iterator[int]:
    """The bytes of one text after another; each may go on in the next record, which then says anew how wide its letters are."""
    records = iter([memoryview(part) for part in parts])
    rest: memoryview | None = next(records, memoryview(b""))[8:]
    while rest or (rest := next(records, None)):
        length, flags = unpack_from("<HB", rest)
        runs = unpack_from("<H", rest, 3)[0] if flags & 8 else 0
        at = 5 if flags & 8 else 3
        skipped = 4 * runs + (unpack_from("<I", rest, at)[0] if flags & 4 else 0)
        rest = rest[at + 4 if flags & 4 else at :]
        size = 0
        while length:
            wide = flags & 1
            letters = rest[: min(length, len(rest) >> wide) << wide]
            size += len(str(letters, "utf-16-le" if wide else "latin-1", "replace").encode())
            length -= len(letters) >> wide
            rest = rest[len(letters) :]
            if length:
                rest = next(records, None)
                if not rest:
                    return
                flags, rest = rest[0], rest[1:]
        yield size
        # What says how its letters look, and how they are spoken.
        while skipped > len(rest):
            skipped -= len(rest)
            rest = next(records, None)
            if rest is None:
                return
        rest = rest[skipped:]


def _examined(stream: bytes, start: int, most_cells: int) -> Examined:
    extent = extent_of(_cells(_records(stream, start, flat=True)), most_cells)
    errors: dict[tuple[int, int], str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, data in _records(stream, start):
        if kind == _ERROR and len(data) >= 8 and data[7]:
            errors[_place(data)] = ERRORS.get(data[6], "#ERROR")
        # The result of a formula is a number, or says in its last bytes that it is none, and in its first what.
        elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            errors[_place(data)] = ERRORS.get(data[8], "#ERROR")
        elif kind == _ROW and len(data) >= 16 and data[12] & 0x20:
            rows.add(unpack_from("<H", data)[0] + 1)
        elif kind == _COLUMNS and len(data) >= 10 and data[8] & 1:
            first, last = unpack_from("<HH", data)
            columns.update(range(first + 1, min(last, first + 255) + 2))
        elif kind == _DIMENSIONS and len(data) >= 14:
            top, bottom, left, right = unpack_from("<IIHH", data)
            # Whoever reads the values makes room for as many as are declared.
            if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
                raise ValueError(f"it declares {bottom:,} rows and {right:,} columns")
    return Examined(errors, extent, frozenset(rows), frozenset(columns))


def _texts(stream: bytes, start: int, shared: Sequence[int], named: int) -> int:
    """The bytes of the texts of a sheet, each cell having its own, and of the names in its formulas, which have at most `named`."""
    found = 0
    for kind, data in _records(stream, start, flat=True):
        if kind == _SHARED and len(data) >= 10:
            number = unpack_from("<I", data, 6)[0]
            found += shared[number] if number < len(shared) else 0
        elif (kind == _LABEL and len(data) >= 8) or (kind == _RESULT and len(data) >= 2):
            # The reader of the values makes room for as many letters as are declared.
            found += max(unpack_from("<H", data, 6 if kind == _LABEL else 0)[0], len(data))
        elif kind == _FORMULA:
            # The reader of the values writes every formula out.
            found += named * sum(map(data.count, _NAME_TOKENS))
    return found


def _place(data: bytes) -> tuple[int, int]:
    row, column = unpack_from("<HH", data)
    return row + 1, column + 1


def _cells(records: Iterator[_Record]) -> Iterator[SeenCell]:
    for kind, data in records:
        if kind in _CELLS and len(data) >= 6:
            row, column, style = unpack_from("<HHH", data)
            yield SeenCell(row + 1, column + 1, style, kind != _BLANK)
        elif kind in (_BLANKS, _NUMBERS) and len(data) >= 6:
            row, column = unpack_from("<HH", data)
            step = 2 if kind == _BLANKS else 6
            for at in range(4, len(data) - 2 - step + 1, step):
                yield SeenCell(row + 1, column + 1 + (at - 4) // step, unpack_from("<H", data, at)[0], kind == _NUMBERS)
