"""One small sheet in each format of workbooks, written byte by byte: what no library writes, and no program is needed for."""

import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.cell_range import CellRange

__all__ = [
    "SUFFIXES", "Failed", "Look", "Uncalculated", "ods_parts", "packed", "record", "record12", "write_raw", "xls_of", "xlsb_parts",
]  # fmt: skip

SUFFIXES = (".xlsx", ".xlsb", ".xls", ".ods")
_ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#NAME?": 0x1D, "#N/A": 0x2A}


class Failed(str):
    """A cell whose formula shows this error."""

    __slots__ = ()


class Uncalculated(str):
    """A formula that was saved without its result."""

    __slots__ = ()


Value = str | float | None
_Place = tuple[int, int]


@dataclass(frozen=True)
class Look:
    """How a sheet looks: indents and coloured cells by place (row, column), hidden rows and columns, merges; all from 1."""

    indents: Mapping[_Place, int] = field(default_factory=dict)
    coloured: frozenset[_Place] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: Sequence[tuple[int, int, int, int]] = ()

    def styles(self) -> list[tuple[int, bool]]:
        """All styles that occur, the plain one first."""
        places = {*self.indents, *self.coloured}
        return [(0, False), *sorted({self.style(place) for place in places} - {(0, False)})]

    def style(self, place: _Place) -> tuple[int, bool]:
        return self.indents.get(place, 0), place in self.coloured


def write_raw(path: Path, cells: Mapping[_Place, Value], look: Look | None = None, title: str = "Departments") -> Path:
    """Write a workbook of one sheet, in the format of its extension."""
    look = look or Look()
    cells = {**dict.fromkeys(sorted(look.coloured)), **cells}
    writers = {".xlsx": _write_xlsx, ".xlsb": _write_xlsb, ".xls": _write_xls, ".ods": _write_ods}
    writers[path.suffix](path, dict(sorted(cells.items())), look, title)
    return path


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return path


def _by_row(cells: Mapping[_Place, Value]) -> Mapping[int, list[tuple[int, Value]]]:
    rows: dict[int, list[tuple[int, Value]]] = {}
    for (row, column), value in cells.items():
        rows.setdefault(row, []).append((column, value))
    return rows


def _write_xlsx(path: Path, cells: Mapping[_Place, Value], look: Look, title: str) -> None:
    book = Workbook()
    page = book.active
    page.title = title
    for (row, column), value in cells.items():
        one = page.cell(row, column, "=1+1" if isinstance(value, Uncalculated) else value and type(value)(value))
        indent, coloured = look.style((row, column))
        if indent:
            one.alignment = Alignment(indent=indent)
        if coloured:
            one.fill = PatternFill("solid", fgColor="FF8800")
    for row in look.hidden_rows:
        page.row_dimensions[row].hidden = True
    for column in look.hidden_columns:
        page.column_dimensions["ABCDEFGH"[column - 1]].hidden = True
    for top, left, bottom, right in look.merges:
        page.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))
    book.save(path)


# .ods

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    + "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (
            ("office", "office"), ("style", "style"), ("table", "table"), ("text", "text"), ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"), ("of", "of"),
        )
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    + "><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet>"
    "</office:body></office:document-content>"
)  # fmt: skip


def ods_parts(sheets: str, styles: str = "") -> dict[str, str]:
    """The parts of an .ods file, its sheets and styles given as XML."""
    return {
        "mimetype": _ODS_TYPE,
        "META-INF/manifest.xml": (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        ),
        "content.xml": _ODS.format(sheets=sheets, styles=styles),
    }


def _write_ods(path: Path, cells: Mapping[_Place, Value], look: Look, title: str) -> None:
    styles = "".join(
        f'<style:style style:name="s{number}" style:family="table-cell"><style:table-cell-properties'
        f"{' fo:background-color=' + quoteattr('#ff8800') if coloured else ''}/>"
        f'<style:paragraph-properties fo:margin-left="{0.1457 * indent:.4f}in"/></style:style>'
        for number, (indent, coloured) in enumerate(look.styles())
    )
    columns = "".join(f"<table:table-column{_collapsed(column in look.hidden_columns)}/>" for column in range(1, 9))
    body, at = "", 1
    for row, found in _by_row(cells).items():
        if row > at:
            body += f'<table:table-row table:number-rows-repeated="{row - at}"><table:table-cell/></table:table-row>'
        line, after = "", 1
        for column, value in found:
            if column > after:
                line += f'<table:table-cell table:number-columns-repeated="{column - after}"/>'
            line += _ods_cell(value, look.styles().index(look.style((row, column))), _spans(look, row, column))
            after = column + 1
        body += f"<table:table-row{_collapsed(row in look.hidden_rows)}>{line}</table:table-row>"
        at = row + 1
    packed(path, ods_parts(f"<table:table table:name={quoteattr(title)}>{columns}{body}</table:table>", styles))


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _spans(look: Look, row: int, column: int) -> str:
    for top, left, bottom, right in look.merges:
        if (top, left) == (row, column):
            return f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
    return ""


def _ods_cell(value: Value, style: int, spans: str) -> str:
    given = f' table:style-name="s{style}"{spans}'
    match value:
        case None:
            return f"<table:table-cell{given}/>"
        case Failed():
            given += ' table:formula="of:=[.Z1]" office:value-type="string" office:string-value="" calcext:value-type="error"'
        case Uncalculated():
            return f'<table:table-cell{given} table:formula="of:=1+1"/>'
        case str():
            given += ' office:value-type="string"'
        case _:
            given += f' office:value-type="float" office:value="{value}"'
    return f"<table:table-cell{given}><text:p>{escape(str(value))}</text:p></table:table-cell>"


# .xlsb: numbers and lengths of records take seven bits a byte.

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>'
    '<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _relations(**targets: str) -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, _, target) in ((name, one.partition(" ")) for name, one in targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def record12(kind: int, data: bytes = b"") -> bytes:
    """One record of an .xlsb part."""
    return _seven(kind) + _seven(len(data)) + data


def _seven(number: int) -> bytes:
    found = b""
    while number > 0x7F:
        found += bytes([number & 0x7F | 0x80])
        number >>= 7
    return found + bytes([number])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb_parts(sheet: bytes, title: str = "Departments", styles: bytes = b"") -> dict[str, str | bytes]:
    """The parts of an .xlsb file of one sheet."""
    workbook = record12(143) + record12(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide(title)) + record12(144)
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(r1="officeDocument xl/workbook.bin"),
        "xl/workbook.bin": record12(131) + workbook + record12(132),
        "xl/_rels/workbook.bin.rels": _relations(r1="worksheet worksheets/sheet1.bin", r2="styles styles.bin"),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles or _xlsb_styles([(0, False)]),
    }


def _xlsb_styles(styles: Iterable[tuple[int, bool]]) -> bytes:
    listed = list(styles)
    formats = b"".join(
        record12(
            47, struct.pack("<HHHHHBBI", 0, 0, 0, 2 if coloured else 0, 0, 0, indent, 0x41001 if indent else 0x1000)
        )
        for indent, coloured in listed
    )
    font = record12(
        43,
        struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 2, 0, 0) + bytes([7, 1, 0, 0, 0, 0, 0, 255, 2]) + _wide("Calibri"),
    )
    nothing = bytes([3, 0, 0, 0, 0, 0, 0, 255])
    orange = bytes([5, 255, 0, 0, 0xFF, 0x88, 0, 255])
    fills = b"".join(
        record12(45, struct.pack("<I", pattern) + fore + nothing + bytes(48))
        for pattern, fore in ((0, nothing), (17, nothing), (1, orange))
    )
    border = record12(46, bytes(1) + (bytes(2) + nothing) * 5)
    return b"".join((
        record12(278), record12(611, struct.pack("<I", 1)), font, record12(612), record12(603, struct.pack("<I", 3)), fills,
        record12(604), record12(613, struct.pack("<I", 1)), border, record12(614), record12(626, struct.pack("<I", 1)),
        record12(47, struct.pack("<HHHHHBBI", 0xFFFF, 0, 0, 0, 0, 0, 0, 0x1000)), record12(627),
        record12(617, struct.pack("<I", len(listed))), formats, record12(618), record12(279),
    ))  # fmt: skip


def _write_xlsb(path: Path, cells: Mapping[_Place, Value], look: Look, title: str) -> None:
    styles = look.styles()
    bottom, right = (max(place[one] for place in cells) - 1 for one in (0, 1))
    body = [record12(129), record12(148, struct.pack("<IIII", 0, bottom, 0, right))]
    if look.hidden_columns:
        columns = (
            record12(60, struct.pack("<IIIIH", one - 1, one - 1, 2000, 0, 1)) for one in sorted(look.hidden_columns)
        )
        body += [record12(390), *columns, record12(391)]
    body.append(record12(145))
    for row, found in _by_row(cells).items():
        hidden = 0x10 if row in look.hidden_rows else 0
        body.append(record12(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, hidden, 0, 0)))
        for column, value in found:
            body.append(_xlsb_cell(value, struct.pack("<II", column - 1, styles.index(look.style((row, column))))))
    body.append(record12(146))
    if look.merges:
        merges = (
            record12(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
            for top, left, bottom, right in look.merges
        )
        body += [record12(177, struct.pack("<I", len(look.merges))), *merges, record12(178)]
    packed(path, xlsb_parts(b"".join((*body, record12(130))), title, _xlsb_styles(styles)))


def _xlsb_cell(value: Value, place: bytes) -> bytes:
    match value:
        case None:
            return record12(1, place)
        case Failed():
            # A formula, 1/0, and what it shows.
            formula = struct.pack("<I", 7) + b"\x1e\x01\x00\x1e\x00\x00\x06" + struct.pack("<I", 0)
            return record12(11, place + bytes([_ERRORS[value]]) + b"\0\0" + formula)
        case str():
            return record12(6, place + _wide(value))
    return record12(5, place + struct.pack("<d", value))


# .xls: the records of a stream within a container of sectors.


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of an .xls stream."""
    return struct.pack("<HH", kind, len(data)) + data


_BOF = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)


def xls_of(sheet: bytes, title: str = "Departments", styles: bytes = b"", first: bytes = b"") -> bytes:
    """Return an .xls file of one sheet, the records of which are given."""
    name = title.encode("utf-16-le")
    length = struct.pack("<BB", len(title), 1) + name
    glob = (
        record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
        + first
        + (styles or _xls_styles([(0, False)]))
    )
    offset = len(glob) + 4 + 6 + len(length) + 4
    glob += record(0x0085, struct.pack("<IBB", offset, 0, 0) + length) + record(0x000A)
    return _container(glob + record(0x0809, _BOF) + sheet + record(0x000A))


def _xls_styles(styles: Iterable[tuple[int, bool]]) -> bytes:
    font = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 5, 0) + b"Arial")
    above = [(0, False, 0xFFF5)] * 15
    formats = b"".join(
        record(
            0x00E0,
            struct.pack("<HHHBBBB", 0, 0, kind, 0x21 if indent else 0x20, 0, indent, 0)
            + struct.pack("<IIH", 0, (1 << 26) if coloured else 0, 0x20C0 if not coloured else 0x2000 | 0x35),
        )
        for indent, coloured, kind in (*above, *((indent, coloured, 1) for indent, coloured in styles))
    )
    return font * 4 + formats


def _write_xls(path: Path, cells: Mapping[_Place, Value], look: Look, title: str) -> None:
    styles = look.styles()
    body = [
        record(0x007D, struct.pack("<HHHHHH", one - 1, one - 1, 2000, 15, 1, 0)) for one in sorted(look.hidden_columns)
    ]
    bottom, right = (max(place[one] for place in cells) for one in (0, 1))
    body.append(record(0x0200, struct.pack("<IIHHH", 0, bottom, 0, right, 0)))
    body += [
        record(0x0208, struct.pack("<HHHHHHHH", row - 1, 0, right, 300, 0, 0, 0x0120, 15))
        for row in sorted(look.hidden_rows)
    ]
    for (row, column), value in cells.items():
        body.append(
            _xls_cell(value, struct.pack("<HHH", row - 1, column - 1, 15 + styles.index(look.style((row, column)))))
        )
    if look.merges:
        merges = (
            struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for top, left, bottom, right in look.merges
        )
        body.append(record(0x00E5, struct.pack("<H", len(look.merges)) + b"".join(merges)))
    path.write_bytes(xls_of(b"".join(body), title, _xls_styles(styles)))


def _xls_cell(value: Value, place: bytes) -> bytes:
    match value:
        case None:
            return record(0x0201, place)
        case Failed() if value == "#N/A":
            return record(0x0205, place + bytes([_ERRORS[value], 1]))
        case Failed():
            # A formula, 1/0, whose result is no number but an error.
            result = bytes([2, 0, _ERRORS[value], 0, 0, 0, 0xFF, 0xFF])
            return record(0x0006, place + result + struct.pack("<HIH", 0, 0, 7) + b"\x1e\x01\x00\x1e\x00\x00\x06")
        case str():
            return record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return record(0x0203, place + struct.pack("<d", value))


def _container(stream: bytes) -> bytes:
    """A compound file that holds one stream, in sectors of 512 bytes: its table, its directory, the stream."""
    # Shorter streams would be kept elsewhere.
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 2) // 127)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0,
    )[:-4]  # fmt: skip
    header += b"".join(struct.pack("<I", number if number < tables else 0xFFFFFFFF) for number in range(109))
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    chain += [len(chain) + number + 1 for number in range(sectors - 1)] + [0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, tables + 1, len(stream))
    directory = directory.ljust(512, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII16xI8x8xIQ", text, len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child, 0, start, size)
