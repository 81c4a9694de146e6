"""Which cells hold an error, or a formula that was never calculated? The sheet XML tells; the fast reader shows blanks."""

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

__all__ = ["NOT_CALCULATED", "error_cells"]

NOT_CALCULATED = "formula without a value"

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_CELL_START = re.compile(rb"<(?:\w+:)?c\s")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT_RESULT = re.compile(rb"""\bt=["'](?:str|s|inlineStr)["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def error_cells(path: Path) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Return, for each sheet of an .xlsx or .xlsm file that has any, the cells in error.

    The file is streamed: memory does not grow with the sheet.

    Parameters
    ----------
    path
        The workbook.

    Returns
    -------
    Mapping
        Sheet name → (row, column), both 1-based → what Excel shows, such as ``#REF!``, or `NOT_CALCULATED` for a
        formula that was saved without its result.

    Raises
    ------
    zipfile.BadZipFile, zlib.error
        The file is damaged.
    """
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in _parts(archive):
            cells = dict(_scan(archive, part))
            if cells:
                found[name] = cells
    return found


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet; none where the archive is laid out in a way of its own."""
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


def _scan(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[tuple[int, int], str]]:
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            # A cell may be cut in two by the end of a chunk: keep from where the last one starts.
            starts = [found.start() for found in _CELL_START.finditer(data, max(len(data) - 65_536, 0))]
            end = starts[-1] if starts else max(len(data) - 64, 0)
            yield from _cells(data[:end])
            rest = data[end:]
    yield from _cells(rest)


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
