"""Workbooks that are no workbooks, are cut short or protected, or unpack to more than there is room for."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from hostile.declared import COMPANY, Case, Make, book_parts, refused, told, workbook, written
from rawbooks import SUFFIXES, packed, record, write_raw, xls_of

__all__ = ["CASES"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEED = 20260101


def _plain() -> bytes:
    with BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in book_parts(COMPANY).items():
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return file.getvalue()


def _cut(suffix: str, share: float) -> Make:
    def make(path: Path) -> None:
        whole = path.with_name(f"whole{suffix}")
        write_raw(whole, {(row, 1): f"Department {row}" for row in range(1, 200)})
        content = whole.read_bytes()
        whole.unlink()
        path.write_bytes(content[: int(len(content) * share)])

    return make


def _flipped(suffix: str, seed: int) -> Make:
    """A workbook with bytes changed here and there, the same ones every time."""

    def make(path: Path) -> None:
        whole = path.with_name(f"whole{suffix}")
        write_raw(whole, {(row, 1): f"Department {row}" for row in range(1, 200)})
        content = bytearray(whole.read_bytes())
        whole.unlink()
        chance = random.Random(_SEED + seed)
        for _ in range(40):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        path.write_bytes(bytes(content))

    return make


def _packed(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _repeated(start: bytes, unit: bytes, megabytes: int, end: bytes = b"") -> bytes:
    """A text of so many megabytes as deflate packs it, made without packing all of it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(unit * (1_000_000 // len(unit))) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + once * megabytes + packer.compress(end) + packer.flush()


def _zip(parts: Mapping[str, bytes], declared: int) -> bytes:
    """A zip of parts that are packed already, each said to have so many bytes."""
    local = central = b""
    for name, data in parts.items():
        at = len(local)
        fields = (20, 0, 8, 0, 0, 0, len(data), declared, len(name), 0)
        local += struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields) + name.encode() + data
        fields = (20, 20, 0, 8, 0, 0, 0, len(data), declared, len(name), 0, 0, 0, 0, 0, at)
        central += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, *fields) + name.encode()
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(parts), len(parts), len(central), len(local), 0)
    return local + central + end


def _bomb(part: str, content: bytes, declared: int) -> Make:
    """A workbook one part of which unpacks to very much."""
    parts = {
        name: _packed(one.encode() if isinstance(one, str) else one) for name, one in book_parts({"S": ()}).items()
    }
    return written(_zip({**parts, part: content}, declared))


def _quine_like(path: Path) -> None:
    """A zip in a zip, sixty deep, each holding two copies of the one within."""
    inner = _zip({"0.xml": _repeated(b"", b"a", 200)}, 200_000_000)
    for _ in range(12):
        inner = _zip({"a.xlsx": _packed(inner), "b.xlsx": _packed(inner)}, len(inner))
    path.write_bytes(inner)


def _with(change: Callable[[dict[str, str | bytes]], None]) -> Make:
    """The plain company with its parts changed."""

    def make(path: Path) -> None:
        parts = book_parts(COMPANY)
        change(parts)
        packed(path, parts)

    return make


def _added(**parts: str | bytes) -> Make:
    return lambda path: packed(
        path, {**book_parts(COMPANY), **{name.replace("__", "/"): one for name, one in parts.items()}}
    )


def _members(*names: str) -> Make:
    return lambda path: packed(path, {**book_parts(COMPANY), **dict.fromkeys(names, "owned")})


def _twice(name: str, content: str) -> Make:
    def make(path: Path) -> None:
        import warnings

        packed(path, book_parts(COMPANY))
        with warnings.catch_warnings(), zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            warnings.simplefilter("ignore")
            archive.writestr(name, content)

    return make


def _directory(change: Callable[[bytearray], None]) -> Make:
    """The plain company with the bytes of its zip changed."""

    def make(path: Path) -> None:
        content = bytearray(_plain())
        change(content)
        path.write_bytes(bytes(content))

    return make


def _set(mark: bytes, at: int, value: bytes, *, last: bool = False) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        place = (content.rfind(mark) if last else content.find(mark)) + at
        content[place : place + len(value)] = value

    return change


def _method(number: int) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", number) as archive:
            for name, content in book_parts(COMPANY).items():
                archive.writestr(name, content)

    return make


def _encrypted_zip(content: bytearray) -> None:
    at = -1
    while (at := content.find(b"PK\x01\x02", at + 1)) >= 0:
        content[at + 8] |= 1
    at = -1
    while (at := content.find(b"PK\x03\x04", at + 1)) >= 0:
        content[at + 6] |= 1


_NO_WORKBOOK = "is not a workbook, despite its name"
_MAGIC: Mapping[str, tuple[bytes, str]] = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(99), "a picture"),
    "rtf": (rb"{\rtf1 hello}", "a text document"),
    "gzip": (b"\x1f\x8b\x08" + bytes(99), "a packed file"),
    "html": (b"<html><table><tr><td>Department</td></tr></table></html>", "a web page or XML"),
    "elf": (b"\x7fELF" + bytes(99), ""),
    "exe": (b"MZ\x90\0" + bytes(99), ""),
    "zeros": (bytes(100_000), ""),
    "noise": (random.Random(_SEED).randbytes(50_000), ""),
    "json": (b'{"Department": ["Sales"]}', ""),
    "sqlite": (b"SQLite format 3\0" + bytes(999), ""),
}

CASES: tuple[Case, ...] = (
    *(refused(f"{kind} as a workbook.xlsx", f"begins as {kind} does", written(content), _NO_WORKBOOK, says) for kind, (content, says) in _MAGIC.items()),
    *(refused(f"{kind} as a sheet.csv", f"begins as {kind} does", written(_MAGIC[kind][0]), "is not text") for kind in ("pdf", "png", "gzip", "html", "zeros", "sqlite")),
    *(refused(f"empty{suffix}", "has no bytes", written(b""), "the file is empty") for suffix in (*SUFFIXES, ".csv", ".tsv", ".xlsm")),
    *(refused(f"only blanks{suffix}", "holds blanks only", written(b" \n\t\r\n"), "the file is empty") for suffix in (".xlsx", ".csv")),
    *(refused(f"cut at half{suffix}", "is cut short", _cut(suffix, 0.5), "is damaged") for suffix in SUFFIXES),
    *(refused(f"cut near the end{suffix}", "lacks its last bytes", _cut(suffix, 0.98), "is damaged") for suffix in (".xlsx", ".xlsb", ".ods")),
    *(refused(f"cut at the start{suffix}", "is cut after a few bytes", _cut(suffix, 0.002), "") for suffix in SUFFIXES),
    *(refused(f"bytes changed {seed}{suffix}", "has bytes that were changed on the way", _flipped(suffix, seed), "is damaged") for seed in (1, 2) for suffix in (".xlsx", ".xlsb", ".ods")),
    refused("protected.xlsx", "is encrypted by Office", written(_OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)), "is protected with a password"),
    refused("protected.xls", "is encrypted as old programs do", lambda path: path.write_bytes(xls_of(b"", first=record(0x002F, struct.pack("<HHHH", 1, 1, 1, 2)))), "is protected with a password"),
    refused("protected zip.xlsx", "has members that are encrypted as zips are", _directory(_encrypted_zip), "is protected with a password"),
    refused("word.xlsx", "is a Word document", lambda path: packed(path, {"word/document.xml": "<w/>"}), "a Word document"),
    refused("other.xlsx", "is another kind of workbook", lambda path: packed(path, {"content.xml": "<a/>"}), ".ods workbook despite its name"),
    refused("flat bomb.xlsx", "unpacks to 3 GB", _bomb("xl/media/a.bin", _repeated(b"", b"\0", 3_000), 3_000_000_000), "unpacks to"),
    refused("lying bomb.xlsx", "unpacks to 3 GB and says 10 bytes", _bomb("xl/media/a.bin", _repeated(b"", b"\0", 3_000), 10), "unpacks to more than 250 MB"),
    refused("sheet bomb.xlsx", "has a sheet of 3 GB of tags", _bomb("xl/worksheets/sheet1.xml", _repeated(b"<a>", b"<a/>", 3_000), 10), "unpacks to more than 250 MB"),
    refused("bomb.xlsb", "unpacks to 3 GB", written(_zip({"xl/workbook.bin": _repeated(b"", b"\0", 3_000)}, 10)), "unpacks to more than 250 MB"),
    refused("bomb.ods", "unpacks to 3 GB", written(_zip({"content.xml": _repeated(b"", b"<a/>", 3_000)}, 10)), "unpacks to more than 250 MB"),
    refused("nested bomb.xlsx", "is zips within zips", _quine_like, "is damaged or is not a workbook"),
    refused("ten thousand parts.xlsx", "has more parts than a workbook", lambda path: packed(path, {f"{one}.xml": "<a/>" for one in range(10_000)}), "is damaged or is not a workbook"),
    told("paths that climb.xlsx", "has members that would be written elsewhere, were it unpacked", _members("../../../../tmp/owned", "/etc/owned", "..\\..\\owned", "C:\\owned", "xl/../../owned")),
    told("names of devices.xlsx", "has members called as devices are", _members("CON", "xl/NUL", "aux.xml")),
    told("macros.xlsm", "carries macros", _added(xl__vbaProject="Attribute")),
    refused("two parts of one name.xlsx", "has two sheets where there is one", _twice("xl/worksheets/sheet1.xml", "<worksheet/>"), "holds two parts of one name"),
    refused("one part in another case.xlsx", "has a part twice, in capitals", _twice("XL/WORKSHEETS/SHEET2.XML", "<worksheet/>"), "holds two parts of one name"),
    refused("wrong sums.xlsx", "has parts whose sums are wrong", _directory(_set(b"PK\x01\x02", 16, b"\0\0\0\0", last=True)), "is damaged"),
    refused("no directory.xlsx", "has a directory that points outside", _directory(_set(b"PK\x05\x06", 16, b"\xff\xff\xff\x7f")), "is damaged"),
    refused("offsets outside.xlsx", "has a part that begins after the end", _directory(_set(b"PK\x01\x02", 42, b"\xff\xff\xff\x7f", last=True)), "is damaged"),
    refused("packed by bzip2.xlsx", "is packed as no workbook is", _method(zipfile.ZIP_BZIP2), "is damaged"),
    refused("packed by lzma.xlsx", "is packed as no workbook is", _method(zipfile.ZIP_LZMA), "is damaged"),
    refused("no workbook within.xlsx", "lacks the list of its sheets", _with(lambda parts: parts.pop("xl/workbook.xml") and None), "nothing in it can be recognised"),
    refused("no relations.xlsx", "has no relations", _with(lambda parts: parts.pop("xl/_rels/workbook.xml.rels") and None), "is damaged or is not a workbook"),
    refused("no sheets.xlsx", "has no sheet", workbook({}), ""),
    told("wrong content types.xlsx", "says of its sheets that they are pictures", _with(lambda parts: parts.update({"[Content_Types].xml": str(parts["[Content_Types].xml"]).replace("worksheet+xml", "drawing+xml")}))),
    refused("dimensions.xls", "says that it has four billion rows", lambda path: path.write_bytes(xls_of(record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)))), "4,294,967,295 rows"),
    refused("record past the end.xls", "has a record that is longer than the file", lambda path: path.write_bytes(xls_of(struct.pack("<HH", 0x00FD, 0xFFFF) + b"\0")), ""),
    refused("101 MB.xlsx", "is larger than a workbook", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(101_000_000)), "more than 100 MB"),
)  # fmt: skip
