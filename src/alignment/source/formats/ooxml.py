"""What does an .xlsx or .xlsm file tell of its sheets beside values? Its XML, streamed: memory does not grow with the sheet."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping, Set
from pathlib import Path, PurePosixPath

from alignment.source.formats.base import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_CALCULATED,
    Drawn,
    Examined,
    Extent,
    SeenCell,
    Style,
    archive_of,
    by_name,
    extent_of,
)

__all__ = ["attributes", "cells", "drawings", "drawn", "examined", "parts_of", "styles"]

_CHUNK = 1 << 20
# Longer than any list of styles or of sheets.
_MOST_XML = 64 << 20
# No program could show as many.
_MOST_MERGES = 1_000_000
_ATTRIBUTES = rb"""((?:[^>"']|"[^"]*"|'[^']*')*?)"""
# Whatever the prefix, the reader of the values takes it for the same.
_PREFIX = rb"(?:[^\s<>/:]*:)?"
_CELL = re.compile(rb"<%bc(?=[\s/>])%b(?:/>|>(.*?)</%bc\s*>)" % (_PREFIX, _ATTRIBUTES, _PREFIX), re.DOTALL)
_ROW_OR_CELL = re.compile(rb"<%brow(?=[\s/>])%b/?>|%b" % (_PREFIX, _ATTRIBUTES, _CELL.pattern), re.DOTALL)
_CELL_START = re.compile(rb"<%bc[\s/>]" % _PREFIX)
_START = re.compile(rb"<%b(?:row|c)(?=[\s/>])" % _PREFIX)
# What the programs write for nearly all cells, and what they do not: the first is found ten times as fast.
_PLAIN_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{1,7})"')
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
# What follows the place of a cell: attributes of which none can say another place.
_NO_PLACE = rb"""(?: [a-qs-z]+="[^"<>]*")*\s?/?>"""
_UNUSUAL = re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"%b)[\s/>]' % _NO_PLACE)
_PREFIXED = re.compile(rb":c[\s/>]")
_PLAIN = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"(?: [a-qs-z]+="[^"]*")*\s?')
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW_NUMBER = re.compile(rb"[0-9]{1,7}")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["'](?:str|s|inlineStr)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s([^>]*\bhidden=["'](?:1|true)["'][^>]*)>""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col\s([^>]*\bhidden=["'](?:1|true)["'][^>]*)>""")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s[^>]*?/>|<(?:\w+:)?xf\s.*?</(?:\w+:)?xf>", re.DOTALL)
_INDENT = re.compile(rb"""\bindent=["']([0-9]{1,3})["']""")
_FILL = re.compile(rb"""\bfillId=["']([0-9]{1,6})["']""")
_STYLE = re.compile(rb"""\bs=["']([0-9]{1,6})["']""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet(?=\s)" + _ATTRIBUTES + rb">")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship(?=\s)" + _ATTRIBUTES + rb">")
_ATTRIBUTE = re.compile(rb"""([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[\s>]")
_SMART_ART = re.compile(rb"/diagram[\"']|<dgm:")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[\s>]")


def examined(path: Path, most_cells: int) -> Mapping[str, Examined]:
    """Return what each sheet holds beside its values."""
    with archive_of(path) as archive:
        sheets = list(_sheets(archive))
        _check_others(archive, {part for _, part in sheets}, most_cells)
        found = by_name(((name, _examined(archive, part, most_cells)) for name, part in sheets), most_cells)
        if sum(one.extent.cells for one in found.values()) <= most_cells:
            return found
        # Extents that are wider than what they hold may be too large together where that is not.
        return by_name(((name, _examined(archive, part, most_cells, exact=True)) for name, part in sheets), most_cells)


def _check_others(archive: zipfile.ZipFile, sheets: Set[str], most_cells: int) -> None:
    """See that no part beside the sheets holds more cells than are read: a reader might be led to it by what another passes over."""
    for part in archive.namelist():
        if part not in sheets and any(b"sheetData" in data for data in _pieces(archive, part)):
            extent = extent_of(_cells(archive, part), most_cells)
            if extent.cells > most_cells or extent.bottom > MOST_ROWS or extent.right > MOST_COLUMNS:
                raise ValueError(f"{part} is no sheet of the workbook, and holds cells far apart")


def cells(path: Path, sheet: str) -> Iterator[SeenCell]:
    """Give the cells of a sheet."""
    with archive_of(path) as archive:
        for name, part in _sheets(archive):
            if name == sheet:
                yield from _cells(archive, part)


def styles(path: Path) -> Mapping[str | int, Style]:
    """Return the styles that indent or colour, by their numbers."""
    with archive_of(path) as archive:
        formats = _FORMATS.search(_whole(archive, "xl/styles.xml"))
    found: dict[str | int, Style] = {}
    for number, style in enumerate(_FORMAT.findall(formats[1]) if formats else ()):
        indent, fill = _INDENT.search(style), _FILL.search(style)
        # Fills 0 and 1 are "none" and a pattern that every workbook has.
        one = Style(int(indent[1]) if indent else 0, bool(fill and int(fill[1]) > 1))
        if any(one):
            found[number] = one
    return found


def drawn(path: Path, sheet: str) -> Drawn:
    """Return what is drawn on a sheet."""
    with archive_of(path) as archive:
        part = dict(_sheets(archive)).get(sheet)
        return drawings(archive, part) if part else Drawn()


def drawings(archive: zipfile.ZipFile, part: str) -> Drawn:
    """Return what is drawn on the sheet of a part."""
    names = set(archive.namelist())
    xml = b"".join(
        _whole(archive, target)
        for target in _targets(archive, part)
        if "/drawings/" in target and target.endswith(".xml") and target in names
    )
    return Drawn(len(_SHAPE.findall(xml)), bool(_SMART_ART.search(xml)), bool(_PICTURE.search(xml)))


def parts_of(archive: zipfile.ZipFile, workbook: str) -> Mapping[str, str]:
    """Return the part of the archive that each relation of the workbook leads to; those that lead nowhere are left out."""
    there = {name.casefold(): name for name in reversed(archive.namelist())}
    relations = f"xl/_rels/{PurePosixPath(workbook).name}.rels"
    found: dict[str, str] = {}
    seen: set[str] = set()
    for one in map(attributes, _RELATION.findall(_whole(archive, relations))):
        ident = one.get(b"Id", b"").decode("utf-8", "replace")
        if ident in seen:
            # Readers take now the first, now the last: what is looked at would not be what is read.
            raise ValueError("two relations have one name")
        seen.add(ident)
        target = one.get(b"Target", b"").decode("utf-8", "replace")
        # Some write "/xl/worksheets/…" or "xl/worksheets/…" for what lies beside the workbook.
        part = target.lstrip("/") if target.lstrip("/").startswith("xl/") else f"xl/{target}"
        if part.casefold() in there:
            found[ident] = there[part.casefold()]
    return found


def attributes(text: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag.

    Raises
    ------
    ValueError
        Two have one name: some readers take the first, others the last.
    """
    listed = _ATTRIBUTE.findall(text)
    found = {name: double or single for name, double, single in listed}
    if len(found) < len(listed):
        raise ValueError("a tag has two attributes of one name")
    return found


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet; none where the archive is laid out in a way of its own."""
    parts = parts_of(archive, "xl/workbook.xml")
    for sheet in map(attributes, _SHEET.findall(_whole(archive, "xl/workbook.xml"))):
        relations = [value for name, value in sheet.items() if name.endswith(b":id")]
        if len(relations) > 1:
            raise ValueError("a sheet is said to be in two places")
        part = parts.get(relations[0].decode("utf-8", "replace")) if relations else None
        if part is not None and b"name" in sheet:
            yield html.unescape(sheet[b"name"].decode("utf-8", "replace")), part


def _whole(archive: zipfile.ZipFile, part: str) -> bytes:
    if part not in archive.namelist():
        return b""
    with archive.open(part) as stream:
        return stream.read(_MOST_XML)


def _targets(archive: zipfile.ZipFile, part: str) -> list[str]:
    folder, name = PurePosixPath(part).parent, PurePosixPath(part).name
    targets = []
    for one in map(attributes, _RELATION.findall(_whole(archive, str(folder / "_rels" / f"{name}.rels")))):
        text = one.get(b"Target", b"").decode("utf-8", "replace")
        place = PurePosixPath(text.lstrip("/")) if text.startswith("/") else folder / text
        parts: list[str] = []
        for step in place.parts:
            if step == ".." and parts:
                parts.pop()
            else:
                parts.append(step)
        targets.append("/".join(parts))
    return targets


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that cut no cell in two."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            # A cell may be cut in two by the end of a chunk: keep from where the last one starts.
            end = data.rfind(b"<c ")
            if end < 0:
                starts = [found.start() for found in _CELL_START.finditer(data, max(len(data) - 65_536, 0))]
                end = starts[-1] if starts else max(data.rfind(b"<"), 0) or len(data)
            yield data[:end]
            rest = data[end:]
    yield rest


def _examined(archive: zipfile.ZipFile, part: str, most_cells: int, *, exact: bool = False) -> Examined:
    errors: dict[tuple[int, int], str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    extent: Extent | None = None
    last = (0, 0)
    merges = 0
    for data in _pieces(archive, part):
        reach = _reach(data, last, most_cells)
        if extent is None:
            last = reach or last
            if exact or reach is None or last[0] * last[1] > most_cells:
                # Formatted blank cells do no harm; two values at opposite corners of a sheet would.
                extent = extent_of(_cells(archive, part), most_cells)
                if extent.cells > most_cells:
                    return Examined({}, extent)
        if reach is None or _holds(data, b't="e"', b"e") or _holds(data, b"<f", b"f"):
            errors.update(_errors(data))
        if _holds(data, b"mergeCell", b"g"):
            merges += data.count(b"mergeCell ")
            if merges > _MOST_MERGES:
                raise ValueError(f"more than {_MOST_MERGES:,} merged cells on one sheet")
        if _holds(data, b"hidden", b"h"):
            rows.update(number for found in _HIDDEN_ROW.findall(data) if (number := _row(found)))
            columns.update(_hidden_columns(data))
    if extent is None:
        extent = Extent(1, last[0], 1, last[1]) if last[0] else EMPTY
    return Examined(errors, extent, frozenset(rows), frozenset(columns))


def _holds(data: bytes, text: bytes, letter: bytes) -> bool:
    """Tell whether bytes hold a text; a letter of it that most sheets lack is looked for first, in no time."""
    return letter in data and text in data


def _reach(data: bytes, last: tuple[int, int], most_cells: int) -> tuple[int, int] | None:
    """Return a row and a column that no cell stands beyond, of those up to here; None where cells are written unusually."""
    if _PREFIXED.search(data):
        return None
    row, column = last
    final = _PLAIN_ROW.match(data, max(data.rfind(b'<c r="'), 0))
    if final is not None and 0 < column <= 26:
        # Rows ascend, so one search tells: no cell is written otherwise, stands further right, or in a row that begins higher.
        rows, highest = _rows_up_to(int(final[1]))
        beyond = rb'<c(?! r="[A-%c](?:%b)"%b)[\s/>]' % (64 + column, rows, _NO_PLACE)
        highest = max(row, highest)
        if highest * column <= most_cells and not re.search(beyond, data):
            return highest, column
    if _UNUSUAL.search(data):
        return None
    return (
        max(row, max(map(int, set(_PLAIN_ROW.findall(data))), default=0)),
        max(column, max(map(_column, set(_PLAIN_COLUMN.findall(data))), default=0)),
    )


def _rows_up_to(row: int) -> tuple[bytes, int]:
    """A pattern of numbers up to at least a row, and the highest of them: it compares two digits, which takes little time."""
    digits = str(row)
    if len(digits) == 1:
        return b"[0-9]", 9
    first, second, more = int(digits[0]), int(digits[1]), len(digits) - 2
    pattern = b"%d[0-%d][0-9]{%d}|[0-%d][0-9]{%d}|[0-9]{1,%d}"
    return pattern % (first, second, more, first - 1, more + 1, more + 1), (int(digits[:2]) + 1) * 10**more - 1


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[SeenCell]:
    row = column = 0
    for data in _pieces(archive, part):
        begun = 0
        for found in _ROW_OR_CELL.finditer(data):
            begun += 1
            of_row, of_cell, content = found.groups()
            if of_cell is None:
                row, column = _row(of_row) or row + 1, 0
                continue
            style = _STYLE.search(of_cell)
            row, column = _place(of_cell) or (row, column + 1)
            yield SeenCell(row, column, int(style[1]) if style else 0, bool(content))
        # What stands within a comment, or in what ends otherwise than it begins, would hide cells that are read all the same.
        if begun < len(_START.findall(data)):
            raise ValueError("rows or cells do not end where they should")


def _place(given: bytes) -> tuple[int, int] | None:
    """Row and column of a cell, by its attributes; None where they do not say, and it stands right of the one before."""
    found = _PLAIN.fullmatch(given)
    if found is None:
        reference = attributes(given).get(b"r")
        if reference is None:
            return None
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            # The reader of the values would make room for a sheet that reaches so far, or count from the beginning again.
            raise ValueError(f"a cell at {reference[:20].decode('utf-8', 'replace')}, which is no place on a sheet")
    return int(found[2]), _column(found[1].upper())


def _row(given: bytes) -> int | None:
    """Return the number of a row, by its attributes; None where they do not say, and it is the one after that before."""
    number = attributes(given).get(b"r")
    if number is not None and not _ROW_NUMBER.fullmatch(number):
        raise ValueError("a row stands where no sheet has one")
    return None if number is None else int(number)


def _hidden_columns(data: bytes) -> Iterator[int]:
    for found in set(_HIDDEN_COLUMN.findall(data)):
        given = attributes(found)
        first, last = int(given.get(b"min", b"0")), int(given.get(b"max", b"0"))
        # Whoever hides all columns to the right of a table hides nothing of it.
        yield from range(first, min(last, first + 255) + 1)


def _errors(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for given, content in _CELL.findall(data):
        place = _place(given)
        if place is None:
            continue
        value = _VALUE.search(content)
        if _ERROR.search(given):
            yield place, html.unescape(value[1].decode("utf-8", "replace")) if value else "#ERROR"
        elif (value is None or not value[1]) and _FORMULA.search(content) and not _TEXT_RESULT.search(given):
            yield place, NOT_CALCULATED


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
