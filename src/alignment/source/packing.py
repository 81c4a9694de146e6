"""Is a file what its name says, and small enough to read? Asked of its bytes and its zip directory before it is opened."""

import re
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

from alignment.errors import SourceError
from alignment.settings import ReadingLimits

__all__ = ["check_content", "check_size", "check_text"]

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# What a file begins with whose name says that it is text, or a workbook.
_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"{\\rtf", "a text document"),
    (_ZIP, "a workbook or another packed file"),
    (_OLE, "a workbook or another packed file"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
)
_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|\?xml|svg)\b", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"\d])")
# No byte of deflate stands for more than this many.
_MOST_RATIO = 1032
_STEP = 1 << 20
# What each kind of packed workbook holds, and what shows that a file is no workbook.
_PARTS = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
_DOCUMENTS = {"word/document.xml": "a Word document", "ppt/presentation.xml": "a PowerPoint presentation"}
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)


def check_size(path: Path, limits: ReadingLimits) -> None:
    """Refuse a file that is too large to be read.

    Raises
    ------
    SourceError
        It is.
    """
    megabytes = path.stat().st_size / 1e6
    if megabytes > limits.most_file_mb:
        raise SourceError(
            f"{path}: holds {megabytes:,.0f} MB, more than {limits.most_file_mb:,} MB. Save only its tables, or raise most_file_mb "
            "in the settings."
        )


def check_text(path: Path, content: bytes) -> None:
    """Refuse what is called .csv or .tsv and is something else.

    Raises
    ------
    SourceError
        It is.
    """
    kind = _kind(content)
    if kind:
        raise SourceError(
            f"{path}: is not text, despite its name, but {kind}. Save it as CSV, or give it its own extension."
        )


def _kind(content: bytes) -> str:
    # "BM" may begin a CSV too; a bitmap has zero bytes within its first few.
    for start, kind in _BEGINNINGS:
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:16]):
            return kind
    if _WEB.match(content[:400]):
        return "a web page or XML"
    return "JSON" if _JSON.match(content[:400]) and _closed(content) else ""


def _closed(content: bytes) -> bool:
    return content.rstrip()[-1:] in (b"}", b"]")


def check_content(path: Path, content: bytes, limits: ReadingLimits) -> None:
    """Refuse what is called a workbook and is none, or unpacks to more than the limit, or brings its own XML entities.

    Raises
    ------
    SourceError
        One line that says which, and what to do.
    """
    packed = path.suffix.lower() != ".xls"
    if packed and content.startswith(_OLE):
        # A zip inside an OLE container is how Office encrypts; without the marker it is an old .xls with a new name.
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
            raise SourceError(f"{path}: is protected with a password. Save a copy without one and give that.")
        if "WordDocument".encode("utf-16-le") in content:
            raise SourceError(f"{path}: is a Word document, despite its name. Give the workbook itself.")
        raise SourceError(f"{path}: is an old .xls workbook despite its name. Rename it to end in .xls.")
    if not content.startswith(_ZIP if packed else (_ZIP, _OLE, b"\x09")):
        kind = _kind(content)
        what = (
            f", despite its name, but {kind}"
            if kind and kind != "a workbook or another packed file"
            else ", despite its name"
        )
        raise SourceError(f"{path}: is not a workbook{what}. Open it in your spreadsheet program and save it as .xlsx.")
    if content.startswith(_ZIP):
        try:
            _check_archive(path, content, limits)
        except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
            raise SourceError(f"{path}: is damaged or was cut short. Copy or download it again.") from None


def _check_archive(path: Path, content: bytes, limits: ReadingLimits) -> None:
    most = limits.most_unpacked_mb * 1_000_000
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        declared = sum(entry.file_size for entry in entries)
        names = {entry.filename for entry in entries}
        if {"EncryptedPackage", "EncryptionInfo"} & names:
            raise SourceError(f"{path}: is protected with a password. Save a copy without one and give that.")
        if len(names) < len(entries):
            raise SourceError(
                f"{path}: holds two parts of one name, as no spreadsheet program writes. Save it again as .xlsx."
            )
        _check_kind(path, names)
        if declared > most:
            raise _too_large(path, declared, limits)
        # A directory may lie; where the packed bytes could hold more than the limit, they are unpacked and counted.
        if sum(entry.compress_size for entry in entries) * _MOST_RATIO > most or _overlap(entries):
            room = most
            for entry in entries:
                room -= _unpacked(content, entry, room)
                if room < 0:
                    raise _too_large(path, most, limits)
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")) and entry.file_size:
                with archive.open(entry) as part:
                    if _ENTITY.search(part.read(4096)):
                        raise SourceError(
                            f"{path}: defines XML entities, which no spreadsheet program writes. Open it and save it again as .xlsx."
                        )


def _check_kind(path: Path, names: Collection[str]) -> None:
    """Refuse a packed file of another kind than its name says."""
    for part, kind in _DOCUMENTS.items():
        if part in names:
            raise SourceError(f"{path}: is {kind}, despite its name. Give the workbook itself.")
    true = [suffix for part, suffix in _PARTS.items() if part in names]
    named = ".xlsx" if path.suffix.lower() == ".xlsm" else path.suffix.lower()
    if true and named not in true:
        raise SourceError(f"{path}: is an {true[0]} workbook despite its name. Rename it to end in {true[0]}.")


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Tell whether two parts share their packed bytes, as in bombs that need no nesting."""
    ends = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < ends:
            return True
        ends = entry.header_offset + entry.compress_size
    return False


def _unpacked(content: bytes, entry: zipfile.ZipInfo, most: int) -> int:
    """How many bytes a part really unpacks to; no more than the limit and a step are ever held."""
    start = entry.header_offset
    start += (
        30
        + int.from_bytes(content[start + 26 : start + 28], "little")
        + int.from_bytes(content[start + 28 : start + 30], "little")
    )
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return len(packed)
    stream = zlib.decompressobj(-15)
    count, at = 0, 0
    rest: bytes | memoryview = b""
    while count <= most and not stream.eof and (rest or at < len(packed)):
        if not rest:
            rest, at = packed[at : at + _STEP], at + _STEP
        count += len(stream.decompress(rest, _STEP))
        rest = stream.unconsumed_tail
    return count


def _too_large(path: Path, size: int, limits: ReadingLimits) -> SourceError:
    return SourceError(
        f"{path}: unpacks to {'more than ' if size == limits.most_unpacked_mb * 1_000_000 else ''}{size / 1e9:.1f} GB, which no workbook "
        "of this kind needs. Save only its tables, or raise most_unpacked_mb in the settings."
    )
