"""What is refused is refused in little memory: each file is read in a child, whose peak stays below a gibibyte."""

import io
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from alignment.errors import SourceError
from alignment.settings import ReadingLimits
from alignment.source import read
from rawbooks import ods_parts, packed, record, record12, write_raw, xls_of, xlsb_parts

pytest.importorskip("resource", reason="this system does not tell how much memory a child took")

GIBIBYTE = 1 << 30
MILLION = b"a" * 1_000_000
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def xlsx_parts(sheet: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{kinds}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **{f"xl/{name}.xml": content for name, content in more.items()},
    }


def repeated(start: bytes, unit: bytes, megabytes: int, end: bytes = b"") -> bytes:
    """A text of so many megabytes as deflate packs it, made without packing all of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(unit * (1_000_000 // len(unit))) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + once * megabytes + packer.compress(end) + packer.flush()


def zip_of(parts: Mapping[str, bytes], declared: int, *, shared: bool = False) -> bytes:
    """A zip of parts that are packed already, each said to have so many bytes; all of them one and the same if shared."""
    local = central = b""
    at = 0
    for name, data in parts.items():
        if not shared or not local:
            at = len(local)
            fields = (20, 0, 8, 0, 0, 0, len(data), declared, len(name), 0)
            local += struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields) + name.encode() + data
        fields = (20, 20, 0, 8, 0, 0, 0, len(data), declared, len(name), 0, 0, 0, 0, 0, at)
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, *fields) + name.encode()
    return (
        local
        + central
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(parts), len(parts), len(central), len(local), 0)
    )


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def bomb(parts: Mapping[str, bytes], declared: int, *, shared: bool = False) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(zip_of(parts, declared, shared=shared)) and None


def workbook_with(sheet: str | bytes, **more: str | bytes) -> Callable[[Path], None]:
    return lambda path: packed(path, xlsx_parts(sheet, **more)) and None


def bomb_with(**more: bytes) -> Callable[[Path], None]:
    """A workbook of one cell, whose other parts are packed already."""
    sheet = f'{HEAD}<row r="1"><c r="A1" t="s"><v>0</v></c></row>{TAIL}'

    def write(path: Path) -> None:
        parts = {}
        for name, content in xlsx_parts(sheet).items():
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            parts[name] = packer.compress(str(content).encode()) + packer.flush()
        path.write_bytes(zip_of({**parts, **{f"xl/{name}.xml": data for name, data in more.items()}}, 5_000))

    return write


def nested(path: Path) -> None:
    inner = io.BytesIO(zip_of({"0.xml": repeated(b"", b"a", 2_000)}, 2_000_000_000)).getvalue()
    packed(path, {f"lib{number}.zip": inner for number in range(10)})


def rows_to(bottom: int) -> str:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="CV{row}"><v>1</v></c></row>' for row in range(1, bottom + 1)
    )
    return HEAD + rows + TAIL


def corners(first: str, last: str) -> str:
    return f'{HEAD}<row r="1"><c r={first}><v>1</v></c></row><row r="1048576"><c r={last}><v>2</v></c></row>{TAIL}'


LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 12)
) + "]>"  # fmt: skip


def laughing_ods(path: Path) -> None:
    parts = ods_parts('<table:table table:name="S"/>')
    content = parts["content.xml"].replace("?>", f"?>{LAUGHS}", 1).replace("</table:table>", "&a11;</table:table>")
    packed(path, {**parts, "content.xml": content})


def truncated(path: Path) -> None:
    whole = path.with_name(f"whole{path.suffix}")
    write_raw(whole, {(row, 1): f"Department {row}" for row in range(1, 200)})
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])


def encrypted_ods(path: Path) -> None:
    parts = ods_parts("")
    data = '<manifest:encryption-data manifest:checksum-type="SHA256"/></manifest:file-entry>'
    packed(path, {
        **parts, "META-INF/manifest.xml": parts["META-INF/manifest.xml"].replace("</manifest:manifest>", f"<manifest:file-entry>{data}</manifest:manifest>"),
        "content.xml": bytes(range(256)) * 40,
    })  # fmt: skip


def ods_of(rows: str) -> Callable[[Path], None]:
    return lambda path: packed(path, ods_parts(f'<table:table table:name="S">{rows}</table:table>')) and None


REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"><text:p>a</text:p></table:table-cell></table:table-row>'
)
SST = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"{}><si><t>a</t></si></sst>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIMENSIONS = struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)


def shared_strings_of_xlsb(path: Path) -> None:
    parts = xlsb_parts(record12(129) + record12(145) + record12(146) + record12(130))
    relations = str(parts["xl/_rels/workbook.bin.rels"])
    strings = relations.replace("styles.bin", "sharedStrings.bin").replace("styles", "sharedStrings")
    counts = struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    packed(path, {**parts, "xl/_rels/workbook.bin.rels": strings, "xl/sharedStrings.bin": record12(159, counts)})


def shared_text(length: int, cells: int) -> Callable[[Path], None]:
    """A workbook whose cells all share one text."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    rows = row * (cells // 100)
    return workbook_with(HEAD + rows + TAIL, sharedStrings=f"<sst><si><t>{'a' * length}</t></si></sst>")


def shared_text_of_xls(length: int, cells: int, *, nested: bool = False) -> Callable[[Path], None]:
    """An .xls file whose cells all share one text, which goes on from record to record; with the sheet begun twice if nested."""
    pieces = [bytes(min(8_000, length - at)).replace(b"\0", b"a") for at in range(0, length, 8_000)]
    strings = struct.pack("<IIHB", cells, 1, length, 0) + pieces[0]
    first = record(0x00FC, strings) + b"".join(record(0x003C, b"\0" + piece) for piece in pieces[1:])
    rows = (struct.pack("<HHHI", number // 100, number % 100, 15, 0) for number in range(cells))
    again = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) if nested else b""
    sheet = again + b"".join(record(0x00FD, row) for row in rows)
    return lambda path: path.write_bytes(xls_of(sheet, first=first)) and None


def names_of_xls(names: int, formulas: int) -> Callable[[Path], None]:
    """An .xls file whose formulas add up a range with a long name, so many times each."""
    name = struct.pack("<HBBHHHI", 0, 0, 255, 0, 0, 0, 0) + b"\0" + b"n" * 255
    token = b"\x23" + struct.pack("<I", 1)
    tokens = token + (token + b"\x03") * (names - 1)
    head = struct.pack("<HHHdHIH", 0, 0, 15, 0.0, 0, 0, len(tokens))
    return lambda path: (
        path.write_bytes(xls_of(record(0x0006, head + tokens) * formulas, first=record(0x0018, name))) and None
    )


def shared_text_of_xlsb(length: int, cells: int) -> Callable[[Path], None]:
    """An .xlsb file whose cells all share one text."""
    row = b"".join(record12(7, struct.pack("<III", column, 0, 0)) for column in range(100))
    rows = b"".join(
        record12(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)) + row for number in range(cells // 100)
    )
    extent = record12(148, struct.pack("<IIII", 0, cells // 100 - 1, 0, 99))
    sheet = record12(129) + extent + record12(145) + rows + record12(146) + record12(130)
    text = struct.pack("<BI", 0, length) + b"a\0" * length
    strings = record12(159, struct.pack("<II", 1, 1)) + record12(19, text) + record12(160)
    return lambda path: packed(path, {**xlsb_parts(sheet), "xl/sharedStrings.bin": strings}) and None


def repeated_text_of_ods(
    length: int, rows: int, columns: int, form: str = "<text:p>{}</text:p>"
) -> Callable[[Path], None]:
    """An .ods file of one cell with a text, which it says to be repeated down and across."""
    given = 'office:value-type="string"' + (form if form.startswith(" ") else "").format("a" * length)
    content = "" if form.startswith(" ") else form.format("a" * length)
    return ods_of(
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell {given} '
        f'table:number-columns-repeated="{columns}">{content}</table:table-cell></table:table-row>'
    )


SHARED_TEXTS: Mapping[str, Callable[[int, int], Callable[[Path], None]]] = {
    ".xlsx": shared_text,
    ".xls": shared_text_of_xls,
    ".xlsb": shared_text_of_xlsb,
    ".ods": lambda length, cells: repeated_text_of_ods(length, cells // 100, 100),
}


def far_cells(path: Path) -> None:
    """A workbook of ten sheets, each with two cells far apart."""
    book = Workbook()
    for number in range(10):
        page = book.create_sheet(str(number))
        page["A1"], page["T30000"] = 1, 2
    book.save(path)


# name → (how it is made, what is said of it)
REFUSED: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "flat.xlsx": (bomb({SHEET: repeated(b"", b"a", 3_000)}, 3_000_000_000), "unpacks to 3.0 GB"),
    "lying.xlsx": (bomb({SHEET: repeated(b"<a/>", b"<a/>", 3_000)}, 10), "unpacks to more than 250 MB"),
    "overlapping.xlsx": (
        bomb({f"xl/worksheets/sheet{one}.xml": repeated(b"", b"<a/>", 10) for one in range(200)}, 10, shared=True),
        "unpacks to more than 250 MB",
    ),
    "flat.ods": (bomb({"content.xml": repeated(b"", b"<a/>", 3_000)}, 10), "unpacks to more than 250 MB"),
    "flat.xlsb": (bomb({"xl/workbook.bin": repeated(b"", b"\0", 3_000)}, 10), "unpacks to more than 250 MB"),
    "nested.xlsx": (nested, "is damaged or is not a workbook"),
    "one text.xlsx": (bomb_with(sharedStrings=repeated(b"<sst><si><t>", b"a", 400)), "holds a text of more than 16 MB"),
    "one tag.ods": (bomb({"content.xml": repeated(b'<a x="', b"a", 400)}, 10), "holds a text of more than 16 MB"),
    "many texts.xlsx": (bomb_with(sharedStrings=repeated(b"<sst>", b"<si/>", 400)), "holds more than 5,000,000 texts"),
    "declared texts.xlsx": (
        workbook_with(HEAD + TAIL, sharedStrings=SST.format(' uniqueCount="4000000000"')),
        "holds more than 5,000,000 texts",
    ),
    "declared texts.xlsb": (shared_strings_of_xlsb, "is damaged or is not a workbook"),
    "rows.xlsx": (workbook_with(rows_to(110_000)), "over 100 columns, more than 5,000,000 cells"),
    **{
        f"repeated text{suffix}": (make(30_000, 200_000), "so many cells that they take 6.0 GB, more than 250 MB")
        for suffix, make in SHARED_TEXTS.items()
    },
    "repeated text in a sheet begun twice.xls": (shared_text_of_xls(30_000, 200_000, nested=True), "take 6.0 GB"),
    "repeated name.xls": (names_of_xls(1_360, 700), "so many cells that they take"),
    "repeated attribute.ods": (repeated_text_of_ods(30_000, 2_000, 100, ' office:string-value="{}"'), "take 6.0 GB"),
    "repeated remark.ods": (
        repeated_text_of_ods(30_000, 2_000, 100, "<office:annotation><text:p>{}</text:p></office:annotation>"),
        "take 6.0 GB",
    ),
    "blanks.ods": (
        ods_of('<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="3000000000"/></text:p></table:table-cell></table:table-row>'),
        "take 3.0 GB",
    ),
    "cells after blanks.ods": (
        ods_of('<table:table-row><table:table-cell table:number-columns-repeated="9999"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row>' * 10_000),
        "over 10,000 columns, more than 5,000,000 cells",
    ),
    "one name.ods": (
        ods_of('<table:table-row table:number-rows-repeated="40000"><table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="100"/></table:table-row></table:table><table:table table:name="S">' * 20),
        'two sheets are called "S"',
    ),
    "many texts.xlsb": (
        lambda path: packed(path, {
            **xlsb_parts(record12(129) + record12(130)), "xl/sharedStrings.bin": record12(19, bytes(5)) * 5_000_001,
        }) and None,
        "holds more than 5,000,000 texts",
    ),
    "declared texts.xls": (
        lambda path: path.write_bytes(xls_of(b"", first=record(0x00FC, struct.pack("<II", 1, 0x7FFFFFFF)))) and None,
        "holds more than 5,000,000 texts",
    ),
    "declared letters.xls": (
        lambda path: path.write_bytes(xls_of(record(0x0204, struct.pack("<HHHHBB", 0, 0, 15, 0xFFFF, 0, 0)) * 100_000)) and None,
        "take 6.6 GB",
    ),
    "sheets.xlsx": (far_cells, "span more than 5,000,000 cells together"),
    "rows.ods": (ods_of(REPEATED), "reaches from row 1 to row 1048576"),
    "cells without places.xlsx": (
        workbook_with(f'{HEAD}<row>{"<c><v>1</v></c>" * 10_001}</row>{"<row/>" * 1_000}<row><c><v>1</v></c></row>{TAIL}'),
        "over 10,001 columns",
    ),
    "corners.xlsx": (workbook_with(corners('"A1"', '"XFD1048576"')), "to row 1048576 and over 16,384 columns"),
    "corners in quotes.xlsx": (workbook_with(corners("'A1'", "'XFD1048576'")), "to row 1048576 and over 16,384"),
    "corners upside down.xlsx": (
        workbook_with(f'{HEAD}<row r="9"><c r="XFD1048576"><v>2</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>{TAIL}'),
        "to row 1048576 and over 16,384 columns",
    ),
    **{
        f"corners{suffix}": (
            lambda path: write_raw(path, {(1, 1): "Department", (65_536, 256): "Sales"}) and None,
            "to row 65536 and over 256 columns",
        )
        for suffix in (".xls", ".xlsb", ".ods")
    },
    "dimensions.xls": (
        lambda path: path.write_bytes(xls_of(record(0x0200, DIMENSIONS))) and None,
        "it declares 4,294,967,295 rows and 65,535 columns",
    ),
    "merges.xlsx": (
        workbook_with(HEAD + "</sheetData>" + '<mergeCell ref="A1:A9"/>' * 1_000_001 + "</worksheet>"),
        "more than 1,000,000 merged cells on one sheet",
    ),
    "entities.xlsx": (workbook_with(f"<?xml version='1.0'?>{LAUGHS}<worksheet>&a11;</worksheet>"), "defines XML entities"),
    "entities.ods": (laughing_ods, "defines XML entities"),
    **{f"truncated{suffix}": (truncated, "is damaged") for suffix in (".xlsx", ".xlsb", ".xls", ".ods")},
    "encrypted.xlsx": (
        lambda path: path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)) and None,
        "is protected with a password",
    ),
    "encrypted.xls": (
        lambda path: path.write_bytes(xls_of(b"", first=record(0x002F, struct.pack("<HHHH", 1, 1, 1, 2)))) and None,
        "is protected with a password",
    ),
    "encrypted.ods": (encrypted_ods, "is protected with a password"),
    "wide.csv": (lambda path: path.write_text("," * 100_000 + "\n" + "a\n" * 100_000) and None, "spans more than 5,000,000 cells"),
    "one line.csv": (lambda path: path.write_bytes(MILLION * 90) and None, "is not a table"),
    "large.csv": (lambda path: path.write_bytes(MILLION * 101) and None, "more than 100 MB"),
}  # fmt: skip

READING = """
import contextlib, json, resource, sys
from pathlib import Path
from alignment.errors import SourceError
from alignment.source import read
with contextlib.suppress(ValueError):  # some systems know no such limit
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
def most_held():
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells there may be what the parent held when it started this
        return 1024 * int(status.read_text().split("VmHWM:")[1].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
for path in sys.stdin.read().splitlines():
    try:
        said = f"was read: {read([Path(path)]).inputs}"
    except SourceError as problem:
        said = str(problem)
    print(json.dumps([Path(path).name, said, most_held()]), flush=True)
"""


def children(paths: Sequence[Path]) -> Mapping[str, tuple[str, int]]:
    """Name of a file → what was said of it, and the most bytes that the child held up to then."""
    given = "\n".join(map(str, paths))
    child = subprocess.run(
        [sys.executable, "-c", READING], check=False, input=given, capture_output=True, text=True, timeout=300
    )
    return {name: (said, peak) for name, said, peak in map(json.loads, child.stdout.splitlines())}


@pytest.fixture(scope="module")
def readings(tmp_path_factory) -> Mapping[str, tuple[str, int]]:
    folder = tmp_path_factory.mktemp("refused")
    for name, (make, _) in REFUSED.items():
        make(folder / name)
    return children([folder / name for name in REFUSED])


@pytest.mark.slow
def test_what_keeps_within_the_limits_and_is_no_table_is_refused_in_less_than_a_gibibyte(tmp_path):
    rows = "".join(
        "<row>" + "".join(f'<c t="str"><v>word {row * 99 + column}</v></c>' for column in range(99)) + "</row>"
        for row in range(50_000)
    )
    workbook_with(HEAD + rows + TAIL)(tmp_path / "words.xlsx")
    said, peak = children([tmp_path / "words.xlsx"])["words.xlsx"]
    assert "nothing in it can be recognised" in said
    assert peak < GIBIBYTE


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_refused_in_less_than_a_gibibyte(readings, name):
    assert name in readings, "reading it ended the program"
    said, peak = readings[name]
    assert REFUSED[name][1] in said
    assert name in said
    assert "\n" not in said
    assert peak < GIBIBYTE


@pytest.mark.parametrize("long", [1, 900])
def test_a_text_that_cells_share_counts_once_for_each_of_them(tmp_path, long):
    # 3,000 letters in 900 cells are 2.7 MB; in one they are few, however many cells share another text.
    rows = "".join(f'<row><c t="s"><v>{0 if row < long else 1}</v></c></row>' for row in range(1_000))
    strings = f"<sst><si><t>{'a' * 3_000}</t></si><si><t>b</t></si></sst>"
    workbook_with(HEAD + rows + TAIL, sharedStrings=strings)(tmp_path / "a.xlsx")
    with pytest.raises(SourceError) as problem:
        read([tmp_path / "a.xlsx"], limits=ReadingLimits(most_unpacked_mb=1))
    assert ("repeats long texts in so many cells" if long > 1 else "can be recognised") in str(problem.value)
