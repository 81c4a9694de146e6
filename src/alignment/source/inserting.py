"""How does a sheet come into a workbook that others have made? Its own part of the file is written; every other stays, byte for byte.

A library that opens a workbook and saves it again drops charts, shapes and the results of formulas. Here only the lists of
parts and of formats are added to.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from alignment.errors import SourceError
from alignment.model.organisation import column_letter
from alignment.publishing import replacing
from alignment.source.styling import ACCENT, MOMENT

__all__ = ["write_sheet"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CHAIN = "calcChain.xml"
# Four lines of a statement.
_HEADER_HEIGHT = 62
_Parts = dict[str, bytes]


def write_sheet(path: Path, title: str, rows: Sequence[Sequence[str | float | None]], widths: Sequence[float]) -> None:
    """Put a sheet into a workbook: a new one, or in the place of the sheet of that title; the first row is its header.

    The workbook is replaced in one move, or made where there is none.

    Parameters
    ----------
    path
        The .xlsx or .xlsm workbook.
    title
        Of the sheet.
    rows
        Texts and numbers; None leaves a cell blank.
    widths
        Of the columns, in characters; the last one holds for all further ones.

    Raises
    ------
    SourceError
        The workbook is damaged or protected.
    OSError
        It cannot be written.
    """
    archive = path.read_bytes() if path.exists() else _fresh(title)
    try:
        with ZipFile(io.BytesIO(archive)) as source:
            infos = source.infolist()
            parts = {one.filename: source.read(one) for one in infos}
        changed = _with_sheet(parts, title, rows, widths)
    except (BadZipFile, ParseError, LookupError, UnicodeDecodeError) as problem:
        raise SourceError(
            f"{path}: no sheet can be added, it is protected or damaged. Save a copy of it from your spreadsheet program."
        ) from problem
    _save(path, infos, changed)


def _fresh(title: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = title
    book.properties.creator = "alignment"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_sheet(
    parts: Mapping[str, bytes], title: str, rows: Sequence[Sequence[str | float | None]], widths: Sequence[float]
) -> _Parts:
    changed = dict(parts)
    book = _office_document(parts)
    sheets = _sheets(parts, book)
    header = _add_header_format(changed, posixpath.join(posixpath.dirname(book), "styles.xml"))
    held = next((part for name, part in sheets.items() if name.casefold() == title.casefold()), None)
    if held is None:
        held = _add_part(changed, book, title)
    else:
        _drop_belongings(changed, held)
        if b"<f" in parts[held]:
            _drop(changed, posixpath.join(posixpath.dirname(book), _CHAIN))
    changed[held] = "".join(_sheet(rows, widths, header)).encode()
    return changed


def _office_document(parts: Mapping[str, bytes]) -> str:
    for one in fromstring(parts["_rels/.rels"]):  # noqa: S314  # expat refuses what unpacks to too much
        if one.get("Type", "").endswith("/officeDocument"):
            return one.attrib["Target"].lstrip("/")
    raise LookupError("no workbook")


def _relations(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _targets(parts: Mapping[str, bytes], part: str) -> Mapping[str, str]:
    """Id of a relation → the part that it leads to."""
    if _relations(part) not in parts:
        return {}
    folder = posixpath.dirname(part)
    return {
        one.attrib["Id"]: posixpath.normpath(posixpath.join("/", folder, one.attrib["Target"])).lstrip("/")
        for one in fromstring(parts[_relations(part)])  # noqa: S314  # as above
        if one.get("TargetMode") != "External"
    }


def _sheets(parts: Mapping[str, bytes], book: str) -> Mapping[str, str]:
    """Title of a sheet → its part."""
    targets = _targets(parts, book)
    return {
        one.attrib["name"]: targets[one.attrib[f"{{{_OFFICE}}}id"]]
        for one in fromstring(parts[book]).iter(f"{{{_MAIN}}}sheet")  # noqa: S314  # as above
    }


def _add_part(changed: _Parts, book: str, title: str) -> str:
    folder = posixpath.dirname(book)
    numbers = range(1, len(changed) + 2)
    part = next(
        name for one in numbers if (name := posixpath.join(folder, "worksheets", f"sheet{one}.xml")) not in changed
    )
    known = _targets(changed, book)
    ident = next(name for one in numbers if (name := f"rIdSurvey{one}") not in known)
    taken = [int(one.get("sheetId", 0)) for one in fromstring(changed[book]).iter(f"{{{_MAIN}}}sheet")]  # noqa: S314  # as above
    sheet = (
        f"<{{}}sheet xmlns:o={quoteattr(_OFFICE)} name={quoteattr(title)} sheetId='{max(taken) + 1}' o:id='{ident}'/>"
    )
    changed[book] = _before_end(changed[book], "sheets", sheet)
    relation = f"<{{}}Relationship Id='{ident}' Type='{_OFFICE}/worksheet' Target='/{part}'/>"
    changed[_relations(book)] = _before_end(changed[_relations(book)], "Relationships", relation)
    kind = f"<{{}}Override PartName='/{part}' ContentType='{_TYPE}'/>"
    changed["[Content_Types].xml"] = _before_end(changed["[Content_Types].xml"], "Types", kind)
    return part


def _before_end(content: bytes, element: str, addition: str) -> bytes:
    """Insert before the end of an element: parsing and writing it anew would lose the names that extensions are known by."""
    text = content.decode("utf-8-sig")
    found = re.search(rf"</((?:\w+:)?){element}\s*>", text)
    if found is None:
        raise LookupError(element)
    return (text[: found.start()] + addition.replace("{}", found[1]) + text[found.start() :]).encode()


def _add_header_format(changed: _Parts, part: str) -> int:
    """Add the format of header cells, and return its number; 0, the plain format, where the file has no formats."""
    if part not in changed:
        return 0
    root = fromstring(changed[part])  # noqa: S314  # as above
    lists = {name: root.find(f"{{{_MAIN}}}{name}") for name in ("fonts", "fills", "cellXfs")}
    counts = {name: len(one) for name, one in lists.items() if one is not None and len(one)}
    if len(counts) < len(lists):
        return 0
    additions = {
        "fonts": "<{}font><{}b/><{}sz val='11'/><{}color rgb='FFFFFFFF'/><{}name val='Calibri'/></{}font>",
        "fills": f"<{{}}fill><{{}}patternFill patternType='solid'><{{}}fgColor rgb='FF{ACCENT}'/></{{}}patternFill></{{}}fill>",
        "cellXfs": f"<{{}}xf numFmtId='0' fontId='{counts['fonts']}' fillId='{counts['fills']}' borderId='0' xfId='0' applyFont='1' "
        "applyFill='1' applyAlignment='1'><{}alignment vertical='center' wrapText='1'/></{}xf>",
    }
    for name, addition in additions.items():
        longer = _before_end(changed[part], name, addition).decode()
        changed[part] = re.sub(
            rf"(<(?:\w+:)?{name}\b[^>]*?\bcount=[\"'])\d+", rf"\g<1>{counts[name] + 1}", longer, count=1
        ).encode()
    return counts["cellXfs"]


def _drop_belongings(changed: _Parts, sheet: str) -> None:
    """Leave out what belongs to the old sheet alone: its comments, drawings and tables."""
    own = set(_targets(changed, sheet).values())
    others = {
        target
        for name in changed
        if name.endswith(".rels") and name != _relations(sheet)
        for target in _targets(changed, _owner(name)).values()
    }
    changed.pop(_relations(sheet), None)
    for part in own - others:
        _drop(changed, part)


def _owner(relations: str) -> str:
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _drop(changed: _Parts, part: str) -> None:
    if changed.pop(part, None) is None:
        return
    name = re.escape(part)
    patterns = {"[Content_Types].xml": rf"<(?:\w+:)?Override\b[^>]*\bPartName=[\"']/{name}[\"'][^>]*/>"}
    if part.endswith(_CHAIN):
        patterns[_relations(posixpath.join(posixpath.dirname(part), "workbook.xml"))] = (
            rf"<(?:\w+:)?Relationship\b[^>]*\bTarget=[\"'][^\"']*{_CHAIN}[\"'][^>]*/>"
        )
    for holder, pattern in patterns.items():
        if holder in changed:
            changed[holder] = re.sub(pattern, "", changed[holder].decode("utf-8-sig")).encode()


def _sheet(rows: Sequence[Sequence[str | float | None]], widths: Sequence[float], header: int) -> Iterator[str]:
    yield (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    )
    for column in range(1, max(map(len, rows)) + 1):
        width = widths[min(column, len(widths)) - 1]
        yield f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate(rows, start=1):
        cells = (_cell(value, number, column, header) for column, value in enumerate(row, start=1))
        high = f' ht="{_HEADER_HEIGHT}" customHeight="1"' if number == 1 else ""
        yield f'<row r="{number}"{high}>{"".join(cells)}</row>'
    yield '</sheetData><pageSetup paperSize="9" orientation="landscape"/></worksheet>'


def _cell(value: str | float | None, row: int, column: int, header: int) -> str:
    place = f'r="{column_letter(column)}{row}"' + (f' s="{header}"' if row == 1 else "")
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"<c {place}><v>{value}</v></c>"
    # As text, whatever it begins with.
    text = escape(ILLEGAL_CHARACTERS_RE.sub("", value))
    return f'<c {place} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _save(path: Path, infos: Sequence[ZipInfo], parts: Mapping[str, bytes]) -> None:
    with replacing(path) as made, ZipFile(made, "w", ZIP_DEFLATED) as target:
        known = {one.filename: one for one in infos}
        for part, content in parts.items():
            target.writestr(
                known.get(part) or ZipInfo(part, MOMENT.timetuple()[:6]), content, compress_type=ZIP_DEFLATED
            )
