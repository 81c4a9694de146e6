"""Is a file what its name says, and small enough to read? Asked of its bytes and its zip directory before it is opened."""

import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import python_calamine as calamine

from alignment.errors import SourceError
from alignment.language import later, number_text, say
from alignment.settings import ReadingLimits
from alignment.source.formats.base import EncryptedError, TooManyTextsError, archive_of
from alignment.source.values import folded

__all__ = ["check_content", "check_size", "check_text", "check_texts", "damage_told"]

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"
# What a file begins with whose name says that it is text, or a workbook.
_BEGINNINGS = (
    (b"%PDF", later("a PDF")),
    (b"\x89PNG", later("a picture")),
    (b"\xff\xd8\xff", later("a picture")),
    (b"GIF8", later("a picture")),
    (b"BM", later("a picture")),
    (b"{\\rtf", later("a text document")),
    (_ZIP, later("a workbook or another packed file")),
    (_OLE, later("a workbook or another packed file")),
    (b"\x1f\x8b", later("a packed file")),
    (b"7z\xbc\xaf", later("a packed file")),
)
_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|table|\?xml|svg)\b", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"\d])")
_PROTECTED = later("{file}: is protected with a password. Save a copy without one and give that.")
_STEP = 1 << 20
# Of a member of a zip that needs a password.
_LOCKED = 0x1
# A cell holds 32,767 characters at most.
_LONGEST = 16_000_000
_STRINGS = "xl/sharedstrings.xml"
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
# A cell that shares its text with others, by its attribute t; and one as all programs write it, with the number of its text.
_SHARED = (b'"s"', b"'s'")
_LEAST_CELL = len('<c t="s"><v>0</v></c>')
_SHARED_CELL = re.compile(rb"""["']s["'][^<>]*><(?:\w+:)?v>([0-9]{1,9})<""")
_DECLARED = re.compile(rb"""\b(?:uniqueCount|count)\s*=\s*["']([0-9]{1,20})["']""")
# What each kind of packed workbook holds, and what shows that a file is no workbook.
_PARTS = {"xl/workbook.xml": ".xlsx", "xl/workbook.bin": ".xlsb", "content.xml": ".ods"}
_DOCUMENTS = {
    "word/document.xml": later("a Word document"),
    "ppt/presentation.xml": later("a PowerPoint presentation"),
}
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
# What a damaged file makes its readers raise; the last for a kind of zip that does not exist.
_DAMAGES = (
    calamine.CalamineError, zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, ValueError, OSError, EOFError,
    NotImplementedError,
)  # fmt: skip


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Say in one line why a workbook cannot be read, where reading it finds that out.

    Raises
    ------
    SourceError
        It is damaged, or protected with a password.
    """
    try:
        yield
    except (calamine.PasswordError, EncryptedError):
        raise SourceError(say(_PROTECTED, file=path)) from None
    except TooManyTextsError as problem:
        raise _too_many_texts(path, problem.args[0]) from None
    except _DAMAGES as problem:
        raise _damaged(path, problem) from None
    except BaseException as problem:
        # The reader of the values is written in another language, and what it did not expect there is no Exception here.
        if type(problem).__module__ != "pyo3_runtime":
            raise
        raise _damaged(path, problem) from None


def _damaged(path: Path, problem: BaseException | str) -> SourceError:
    return SourceError(
        say(
            "{file}: is damaged or is not a workbook ({problem}). Open it and save it again as .xlsx.",
            file=path,
            problem=folded(str(problem)),
        )
    )


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
            say(
                "{file}: holds {size} MB, more than {most} MB. Save only its tables, or raise most_file_mb in the settings.",
                file=path,
                size=number_text(megabytes),
                most=number_text(limits.most_file_mb),
            )
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
            say(
                "{file}: is not text, despite its name, but {kind}. Save it as CSV, or give it its own extension.",
                file=path,
                kind=say(kind),
            )
        )


def _kind(content: bytes) -> str:
    # "BM" may begin a CSV too; a bitmap has zero bytes within its first few.
    for start, kind in _BEGINNINGS:
        if content.startswith(start) and (start != b"BM" or b"\0" in content[:16]):
            return kind
    if _WEB.match(content[:400]):
        return later("a web page or XML")
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
            raise SourceError(say(_PROTECTED, file=path))
        if "WordDocument".encode("utf-16-le") in content:
            raise _another(path, _DOCUMENTS["word/document.xml"])
        raise SourceError(say("{file}: is an old .xls workbook despite its name. Rename it to end in .xls.", file=path))
    if not content.startswith(_ZIP if packed else (_ZIP, _OLE, b"\x09")):
        kind = _kind(content)
        if kind and kind != "a workbook or another packed file":
            raise SourceError(
                say(
                    "{file}: is not a workbook, despite its name, but {kind}. Open it in your spreadsheet program and save it as .xlsx.",
                    file=path,
                    kind=say(kind),
                )
            )
        raise SourceError(
            say(
                "{file}: is not a workbook, despite its name. Open it in your spreadsheet program and save it as .xlsx.",
                file=path,
            )
        )
    if content.startswith(_ZIP):
        try:
            _check_archive(path, content, limits)
        except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError):
            raise SourceError(
                say("{file}: is damaged or was cut short. Copy or download it again.", file=path)
            ) from None


def _check_archive(path: Path, content: bytes, limits: ReadingLimits) -> None:
    most = limits.most_unpacked_mb * 1_000_000
    with archive_of(path) as archive:
        entries = archive.infolist()
        declared = sum(entry.file_size for entry in entries)
        names = {entry.filename for entry in entries}
        locked = any(entry.flag_bits & _LOCKED for entry in entries)
        if locked or {"EncryptedPackage", "EncryptionInfo"} & names or _is_encrypted(archive):
            raise SourceError(say(_PROTECTED, file=path))
        # Names that differ in capitals only are one name to some readers and two to others.
        if len({name.casefold() for name in names}) < len(entries):
            raise SourceError(
                f"{path}: holds two parts of one name, as no spreadsheet program writes. Save it again as .xlsx."
            )
        _check_kind(path, names)
        if declared > most:
            raise _too_large(path, declared, limits)
        # A directory may lie about sizes, and parts may share their bytes: all are unpacked once, and counted.
        unpacked = 0
        markups = []
        for entry in entries:
            markup = _Markup(path, entry.filename)
            for piece in _checked(path, entry, _unpacked(content, entry), limits):
                unpacked += len(piece)
                if unpacked > most:
                    raise _too_large(path, 0, limits)
                markup.read(piece)
            markup.end()
            markups.append(markup)
    # What is too large is told first: what a program cannot write is not well formed either.
    for problem in (one.problem for one in markups if one.problem):
        raise _damaged(path, problem)
    check_texts(path, _repeated(content, entries, unpacked, most), limits)


def check_texts(path: Path, size: int, limits: ReadingLimits) -> None:
    """Refuse a workbook whose texts are too large once each cell has its own; `size` in bytes.

    Raises
    ------
    SourceError
        They are.
    """
    if size > limits.most_unpacked_mb * 1_000_000:
        raise SourceError(
            say(
                "{file}: repeats long texts in so many cells that they take {size}, more than {most} MB. Save only its tables, or "
                "raise most_unpacked_mb in the settings.",
                file=path,
                size=_amount(size),
                most=number_text(limits.most_unpacked_mb),
            )
        )


def _amount(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1_000_000_000 else f"{size / 1e6:.1f} MB"


def _sharing(before: bytes, piece: bytes) -> int:
    """How many cells of a piece share their text with others, at most; `before` is the end of the piece before."""
    return sum((before + piece).count(mark) for mark in _SHARED)


def _repeated(content: bytes, entries: Sequence[zipfile.ZipInfo], unpacked: int, most: int) -> int:
    """How many bytes the texts of an .xlsx take once each of the cells that share one has its own; 0 where surely no more than `most`."""
    lengths = array("Q")
    for entry in entries:
        if entry.filename.casefold() == _STRINGS:
            lengths.extend(_lengths(_unpacked(content, entry)))
    longest = max(lengths, default=0)
    if longest * (unpacked // _LEAST_CELL) <= most:
        return 0
    total = 0
    for entry in entries:
        before = b""
        for piece in _unpacked(content, entry):
            cells = _sharing(before, piece)
            before = piece[-2:]
            those = [int(one) for one in _SHARED_CELL.findall(piece)]
            total += sum(lengths[one] for one in those if one < len(lengths))
            # Of a cell written in another way, or cut in two, it is not known which text it has.
            total += max(cells - len(those), 0) * longest
    return total


def _lengths(pieces: Iterator[bytes]) -> Iterator[int]:
    """The bytes of each shared text with its tags; what stands before the first counts for none."""
    rest: int | None = None
    before = b""
    for piece in pieces:
        whole = before + piece
        # A tag may be cut in two.
        at = whole.rfind(b"<")
        before, whole = (whole[at:], whole[:at]) if at >= 0 else (b"", whole)
        first, *following = map(len, _SHARED_TEXT.split(whole))
        rest = rest if rest is None else rest + first
        if following:
            if rest is not None:
                yield rest
            yield from following[:-1]
            rest = following[-1]
    if rest is not None:
        yield rest + len(before)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    manifest = "META-INF/manifest.xml"
    if manifest not in archive.namelist():
        return False
    with archive.open(manifest) as part:
        return b"encryption-data" in part.read(_STEP)


def _checked(path: Path, entry: zipfile.ZipInfo, pieces: Iterator[bytes], limits: ReadingLimits) -> Iterator[bytes]:
    """The pieces of a part, whose XML must be such as a spreadsheet program writes; readers hold its texts in memory."""
    is_xml = entry.filename.endswith((".xml", ".rels"))
    are_strings = entry.filename.casefold() == _STRINGS
    since = strings = 0
    for number, piece in enumerate(pieces):
        if is_xml and number == 0 and _ENTITY.search(piece[:4096]):
            raise _entities(path)
        if is_xml:
            tag = piece.rfind(b"<")
            since = since + len(piece) if tag < 0 else len(piece) - tag
            if since > _LONGEST:
                raise SourceError(
                    f"{path}: holds a text of more than {_LONGEST / 1e6:.0f} MB, as no spreadsheet program writes. "
                    "Save only its tables."
                )
        if are_strings:
            # Room is made for as many as are declared before any is read.
            declared = max((int(one) for one in _DECLARED.findall(piece)), default=0) if number == 0 else 0
            strings += piece.count(b"<si")
            if max(strings, declared) > limits.most_cells:
                raise _too_many_texts(path, limits.most_cells)
        yield piece


class _Markup:
    """Follows the XML of a part that is read for values: readers that forgive what is not well formed leave out what they do not understand."""

    def __init__(self, path: Path, part: str) -> None:
        self.path, self.part = path, part
        self.problem = ""
        name = part.casefold()
        self.parser = (
            expat.ParserCreate()
            if name == "content.xml" or (name.startswith("xl/") and name.endswith(".xml"))
            else None
        )
        if self.parser is not None:
            # Wherever it stands, and in whatever encoding.
            self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: object) -> NoReturn:
        raise _entities(self.path)

    def read(self, piece: bytes) -> None:
        """Go on with a piece of the part."""
        self._parse(piece, final=False)

    def end(self) -> None:
        """Make sure that the part is whole."""
        self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool) -> None:
        if self.parser is None or self.problem:
            return
        try:
            self.parser.Parse(piece, final)
        except expat.ExpatError as problem:
            self.problem = f"{self.part}: {problem}"


def _entities(path: Path) -> SourceError:
    return SourceError(
        f"{path}: defines XML entities, which no spreadsheet program writes. Open it and save it again as .xlsx."
    )


def _check_kind(path: Path, names: Collection[str]) -> None:
    """Refuse a packed file of another kind than its name says."""
    for part, kind in _DOCUMENTS.items():
        if part in names:
            raise _another(path, kind)
    true = [suffix for part, suffix in _PARTS.items() if part in names]
    named = ".xlsx" if path.suffix.lower() == ".xlsm" else path.suffix.lower()
    if true and named not in true:
        raise SourceError(
            say("{file}: is an {kind} workbook despite its name. Rename it to end in {kind}.", file=path, kind=true[0])
        )


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really unpacks to, piece by piece."""
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotImplementedError
    start = entry.header_offset
    start += (
        30
        + int.from_bytes(content[start + 26 : start + 28], "little")
        + int.from_bytes(content[start + 28 : start + 30], "little")
    )
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _STEP):
            yield bytes(packed[at : at + _STEP])
        return
    stream = zlib.decompressobj(-15)
    at = 0
    rest: bytes | memoryview = b""
    while not stream.eof and (rest or at < len(packed)):
        if not rest:
            rest, at = packed[at : at + _STEP], at + _STEP
        yield stream.decompress(rest, _STEP)
        rest = stream.unconsumed_tail


def _too_many_texts(path: Path, most: int) -> SourceError:
    return SourceError(
        say(
            "{file}: holds more than {most} texts. Save only its tables, or raise most_cells in the settings.",
            file=path,
            most=number_text(most),
        )
    )


def _too_large(path: Path, size: int, limits: ReadingLimits) -> SourceError:
    """What to say where a file unpacks to so many bytes; 0 where it is not known how many."""
    most = number_text(limits.most_unpacked_mb)
    if not size:
        return SourceError(
            say(
                "{file}: unpacks to more than {most} MB. Save only its tables, or raise most_unpacked_mb in the settings.",
                file=path,
                most=most,
            )
        )
    return SourceError(
        say(
            "{file}: unpacks to {size}, more than {most} MB. Save only its tables, or raise most_unpacked_mb in the settings.",
            file=path,
            size=_amount(size),
            most=most,
        )
    )


def _another(path: Path, kind: str) -> SourceError:
    return SourceError(say("{file}: is {kind}, despite its name. Give the workbook itself.", file=path, kind=say(kind)))
