"""What does one workbook of the corpus hold, and how does it get onto the disk? Its pages in order, in its format."""

import csv
import io
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from corpus import exports, tables
from corpus.company import COMPANY
from corpus.pages import Block, Page, Row, Style, framed
from corpus.variations import SEED, Variation
from corpus.words import WORDS

__all__ = ["pages_of", "write"]

_FILL = PatternFill("solid", fgColor="FFEEEEEE")
_SHEETS = ("departments", "people", "processes", "raci", "journeys", "steps", "ties")
# separator, encoding, line end, decimal comma, extension
_DIALECTS = {
    "comma": (",", "utf-8", "\n", False, ".csv"),
    "semicolon": (";", "utf-8-sig", "\r\n", True, ".csv"),
    "tab": ("\t", "utf-8", "\n", False, ".tsv"),
    "utf16": ("\t", "utf-16", "\r\n", True, ".csv"),
    "cp1252": (";", "cp1252", "\r\n", True, ".csv"),
}


def pages_of(variation: Variation, *, alone: bool = False) -> list[Page]:
    """Lay the organisation out.

    Parameters
    ----------
    variation
        A level of every factor.
    alone
        Just the RACI chart, without any list to check its names against.
    """
    chance = random.Random(f"{SEED} {sorted(variation.items())} {alone}")
    style = Style(variation, dict(WORDS[variation["language"]]), chance)
    if alone:
        return [_framed(style, ("raci",), [tables.raci(style, alone=True)], 1)]
    pages: list[Page] = []
    joint = not style.has("tables", "one a sheet")
    blocks = {"departments": tables.departments(style), "people": tables.people(style)}
    if joint:
        pages.append(_framed(style, tuple(blocks), list(blocks.values()), 1))
    else:
        for part, block in blocks.items():
            pages.append(_framed(style, (part,), [block], len(pages) + 1))
    for part, block in (("processes", tables.processes), ("raci", tables.raci), ("journeys", tables.journeys)):
        pages.append(_framed(style, (part,), [block(style)], len(pages) + 1))
    pages += _steps(style, len(pages) + 1)
    pages += _ties(style, len(pages) + 1)
    if not style.has("extra", "none"):
        key = Page("Key", (), {(1, 1): "Colour", (1, 2): "Meaning", (2, 1): "green", (2, 2): "checked"})
        pages += [key, Page("Empty", ())]
    if style.has("extra", "hidden"):
        pages[2].hidden = True
    return pages


def _title(style: Style, parts: Sequence[str], number: int, own: str = "") -> str:
    named = own or " + ".join(style.words[f"s.{part}"] for part in parts)
    match style.variation["sheets"]:
        case "opaque":
            return f"{style.words['s.opaque']}{number}"
        case "decorated":
            return f"{named} v2"
    return named


def _framed(style: Style, parts: tuple[str, ...], blocks: list[Block], number: int, own: str = "") -> Page:
    page = Page(_title(style, parts, number, own), parts)
    named = own or style.words[f"s.{parts[0]}"]
    framed(page, blocks, style, _titles(style, named), [style.words[f"s.{part}"] for part in parts])
    return page


def _titles(style: Style, named: str) -> list[Row]:
    first: Row = [f"Northwind – {named}"]
    words = style.words
    match style.variation["titles"]:
        case "one":
            return [first]
        case "three":
            return [first, [words["version"], "2.3"], []]
        case "eight":
            return [
                first, [words["internal"]], [], [words["version"], "2.3"], [words["date"], "2026-03-01"],
                [words["author"], COMPANY.workers[-1].name], [words["status"], words["draft"]], [],
            ]  # fmt: skip
    return [first] if style.has("header", "merged title") else []


def _steps(style: Style, number: int) -> list[Page]:
    if style.has("steps", "rows", "written once"):
        return [_framed(style, ("steps",), [tables.steps(style)], number)]
    if style.has("steps", "lanes by sheet"):
        return [
            _lane_sheet(style, journey.name, tables.lanes(style, journey.id), number + place)
            for place, journey in enumerate(COMPANY.journeys)
        ]
    page = Page(_title(style, ("steps",), number), ("steps",))
    blocks = [tables.lanes(style, journey.id) for journey in COMPANY.journeys]
    stacked = Style({**style.variation, "tables": "stacked"}, style.words, style.chance)
    framed(page, blocks, stacked, _titles(style, style.words["s.steps"]), [one.name for one in COMPANY.journeys])
    return [page]


def _lane_sheet(style: Style, journey: str, block: Block, number: int) -> Page:
    # Such a sheet says in its title which journey it is about; so does its name where names tell anything.
    page = Page(_title(style, ("steps",), number, journey), ("steps",))
    titles = _titles(style, journey)
    framed(page, [block], style, [[journey], *titles[1:]], [journey])
    return page


def _ties(style: Style, number: int) -> list[Page]:
    match style.variation["ties"]:
        case "gephi":
            return exports.gephi(style)
        case "polinode":
            return exports.polinode(style)
        case "viva":
            return exports.viva(style)
        case "edges":
            return [_framed(style, ("ties",), [tables.edges(style)], number)]
    return [_framed(style, ("ties",), [tables.square(style)], number)]


def write(pages: Sequence[Page], variation: Variation, folder: Path) -> Path:
    """Write the pages into a folder that exists; return what the reader is given."""
    match variation["format"]:
        case "csv":
            return _write_csv(pages, variation["dialect"], folder / "company")
        case "ods":
            return _write_ods(pages, folder / "company.ods")
    return _write_xlsx(pages, folder / "company.xlsx")


def _write_xlsx(pages: Sequence[Page], path: Path) -> Path:
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.title)
        for (row, column), value in page.cells.items():
            sheet.cell(row, column, str(value) if isinstance(value, str) else value)
        for row, column in page.formatted:
            sheet.cell(row, column).fill = _FILL
        for top, left, bottom, right in page.merges:
            covered = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)][1:]
            if any(place in page.cells for place in covered):
                raise ValueError(f"{page.title}: the merge at row {top}, column {left} would lose what it covers")
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        if page.hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def _write_csv(pages: Sequence[Page], dialect: str, folder: Path) -> Path:
    separator, encoding, end, comma, extension = _DIALECTS[dialect]
    folder.mkdir()
    for page in pages:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=separator, lineterminator=end)
        for cells in page.rows:
            shown = [str(one).replace(".", ",") if comma and isinstance(one, float) else one for one in cells]
            writer.writerow(["" if one is None else one for one in shown])
        if page.rows:
            (folder / f"{page.title}{extension}").write_bytes(text.getvalue().encode(encoding, errors="replace"))
    return folder


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:automatic-styles>'
    '<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _write_ods(pages: Sequence[Page], path: Path) -> Path:
    sheets = "".join(_ods_sheet(page) for page in pages)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        archive.writestr("content.xml", _ODS.format(sheets))
    return path


def _ods_sheet(page: Page) -> str:
    rows = page.rows
    lines = ["".join(_ods_cell(value) for value in cells) for cells in rows]
    body = "".join(f"<table:table-row>{line or '<table:table-cell/>'}</table:table-row>" for line in lines)
    if page.formatted:
        empty = '<table:table-row table:number-rows-repeated="1000">'
        body += f'{empty}<table:table-cell table:number-columns-repeated="1000"/></table:table-row>'
    hidden = ' table:style-name="hidden"' if page.hidden else ""
    body = body or "<table:table-row><table:table-cell/></table:table-row>"
    return f'<table:table table:name="{escape(page.title)}"{hidden}>{body}</table:table>'


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    paragraphs = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def _ods_text(line: str) -> str:
    """Blanks in a row, and at the ends, are elements of their own: XML would fold them."""
    return "".join(
        '<text:s text:c="1"/>' if one == " " and _edge(line, at) else escape(one) for at, one in enumerate(line)
    )


def _edge(line: str, at: int) -> bool:
    return at in {0, len(line) - 1} or line[at - 1] == " "
