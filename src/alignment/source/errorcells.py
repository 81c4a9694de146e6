"""What does the XML of a sheet tell that its values do not? Errors, formulas never calculated, what is hidden, indents."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

__all__ = ["NOT_CALCULATED", "Examined", "coloured_blanks", "examined", "extent", "indents", "sheet_parts"]

_Place = tuple[int, int]

NOT_CALCULATED = "formula without a value"

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_CELL_START = re.compile(rb"<(?:\w+:)?c\s")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["'](?:str|s|inlineStr)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s([^>]*\bhidden=["'](?:1|true)["'][^>]*)>""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col\s([^>]*\bhidden=["'](?:1|true)["'][^>]*)>""")
_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["']([0-9]{1,7})["']""")
_FAR_COLUMN = re.compile(rb"""\br=["']([A-Z]{2,3})[0-9]""")
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s[^>]*?/>|<(?:\w+:)?xf\s.*?</(?:\w+:)?xf>", re.DOTALL)
_INDENT = re.compile(rb"""\bindent=["']([0-9]{1,3})["']""")
_FILL = re.compile(rb"""\bfillId=["']([0-9]{1,6})["']""")
_STYLE = re.compile(rb"""\bs=["']([0-9]{1,6})["']""")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the XML of one sheet tells: cells in error, hidden rows and columns, the last row and column with cells.

    `errors` gives what Excel shows, such as ``#REF!``, or `NOT_CALCULATED` for a formula saved without its result.
    """

    errors: Mapping[_Place, str]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    last_row: int = 0
    last_column: int = 0


def examined(path: Path) -> Mapping[str, Examined]:
    """Return what the sheets of an .xlsx or .xlsm file hold that its values do not tell, by the name of the sheet.

    The file is streamed: memory does not grow with the sheet.

    Raises
    ------
    zipfile.BadZipFile, zlib.error
        The file is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        return {name: _examined(archive, part) for name, part in sheet_parts(archive)}


def _examined(archive: zipfile.ZipFile, part: str) -> Examined:
    errors: dict[_Place, str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    last_row = last_column = 0
    for data in _pieces(archive, part):
        errors.update(_cells(data))
        for attributes in _HIDDEN_ROW.findall(data):
            number = _NUMBER.search(attributes)
            if number is not None:
                rows.add(int(number[1]))
        for attributes in _HIDDEN_COLUMN.findall(data):
            given = _attributes(attributes)
            first, last = int(given.get(b"min", b"0")), int(given.get(b"max", b"0"))
            # Whoever hides all columns to the right of a table hides nothing of it.
            columns.update(range(first, min(last, first + 255) + 1))
        last_row = max(last_row, max(map(int, _ROW_NUMBER.findall(data)), default=0))
        far = max(_FAR_COLUMN.findall(data), key=lambda letters: (len(letters), letters), default=b"Z")
        last_column = max(last_column, _column(far))
    return Examined(errors, frozenset(rows), frozenset(columns), last_row, last_column)


def extent(path: Path, sheet: str) -> tuple[int, int, int, int]:
    """Return first and last row, first and last column of the cells of a sheet that hold a value; zeros for none."""
    first_row = first_column = 1 << 30
    last_row = last_column = 0
    with zipfile.ZipFile(path) as archive:
        for name, part in sheet_parts(archive):
            if name != sheet:
                continue
            for data in _pieces(archive, part):
                for attributes, content in _CELL.findall(data):
                    address = _ADDRESS.search(attributes)
                    if address is None or not content:
                        continue
                    row, column = int(address[2]), _column(address[1])
                    first_row, last_row = min(first_row, row), max(last_row, row)
                    first_column, last_column = min(first_column, column), max(last_column, column)
    return (first_row, last_row, first_column, last_column) if last_row else (0, 0, 0, 0)


def indents(path: Path, sheet: str, column: int) -> Mapping[int, int]:
    """Return the indent of the cells of one column (1-based) of a sheet, by row; cells without one are left out."""
    found: dict[int, int] = {}
    with zipfile.ZipFile(path) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return found
        formats = _FORMATS.search(archive.read("xl/styles.xml"))
        styles = {
            number: int(indent[1])
            for number, style in enumerate(_FORMAT.findall(formats[1]) if formats else ())
            if (indent := _INDENT.search(style))
        }
        if not styles:
            return found
        for name, part in sheet_parts(archive):
            for data in _pieces(archive, part) if name == sheet else ():
                for attributes, _ in _CELL.findall(data):
                    address, style = _ADDRESS.search(attributes), _STYLE.search(attributes)
                    if address and style and _column(address[1]) == column and int(style[1]) in styles:
                        found[int(address[2])] = styles[int(style[1])]
    return found


def coloured_blanks(archive: zipfile.ZipFile, part: str) -> int:
    """Return how many cells of a sheet are filled with a colour and hold no value."""
    if "xl/styles.xml" not in archive.namelist():
        return 0
    formats = _FORMATS.search(archive.read("xl/styles.xml"))
    # Fills 0 and 1 are "none" and a pattern that every workbook has.
    filled = {
        number
        for number, style in enumerate(_FORMAT.findall(formats[1]) if formats else ())
        if (fill := _FILL.search(style)) and int(fill[1]) > 1
    }
    count = 0
    for data in _pieces(archive, part) if filled else ():
        for attributes, content in _CELL.findall(data):
            style = _STYLE.search(attributes)
            count += bool(style and int(style[1]) in filled and not content)
    return count


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Give the name and the part of each sheet; none where the archive is laid out in a way of its own."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    relations = {
        one[b"Id"]: one[b"Target"].decode()
        for one in map(_attributes, _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
        if b"Id" in one and b"Target" in one
    }
    for sheet in map(_attributes, _SHEET.findall(archive.read("xl/workbook.xml"))):
        relation = next((value for name, value in sheet.items() if name.endswith(b":id")), b"")
        target = relations.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        if part in names and b"name" in sheet:
            yield html.unescape(sheet[b"name"].decode("utf-8", "replace")), part


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that cut no cell in two."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            # A cell may be cut in two by the end of a chunk: keep from where the last one starts.
            starts = [found.start() for found in _CELL_START.finditer(data, max(len(data) - 65_536, 0))]
            end = starts[-1] if starts else max(data.rfind(b"<"), 0) or len(data)
            yield data[:end]
            rest = data[end:]
    yield rest


def _cells(data: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    # Most sheets hold neither: two searches of the bytes are all they cost.
    if not (_ERROR.search(data) or _FORMULA.search(data)):
        return
    for attributes, content in _CELL.findall(data):
        address = _ADDRESS.search(attributes)
        if address is None:
            continue
        place = (int(address[2]), _column(address[1]))
        value = _VALUE.search(content)
        if _ERROR.search(attributes):
            yield place, html.unescape(value[1].decode("utf-8", "replace")) if value else "#ERROR"
        elif (value is None or not value[1]) and _FORMULA.search(content) and not _TEXT_RESULT.search(attributes):
            yield place, NOT_CALCULATED


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
