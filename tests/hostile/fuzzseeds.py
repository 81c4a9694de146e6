"""What a fuzzer begins with: the sample company in the form of each target, and the words that the program knows. For tests only."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from csv import writer
from datetime import date
from pathlib import Path

from fuzzing import QUICK, sheets_in, write_book
from fuzztargets import APART, COMPANY
from openpyxl import load_workbook

from alignment.advice.byhand import KINDS
from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.score import DIMENSIONS
from alignment.history.documents import text_of
from alignment.pipeline import examine
from alignment.resources import sample_data, templates
from alignment.source import draft_mapping
from alignment.source.pseudonyms import key_file
from alignment.source.schema import SHEETS
from rawbooks import Failed, write_raw

__all__ = ["dictionary", "seeds"]

# Of a sheet, a fuzzer needs no more rows than show how it is laid out.
_ROWS = 12
_CELLS: Mapping[tuple[int, int], str | float | None] = {
    (1, 1): "Department", (1, 2): "Headcount", (2, 1): "Sales", (2, 2): 12.0, (3, 1): "Ops", (3, 2): Failed("#REF!"),
}  # fmt: skip
_PARTS = {".xlsb": "xl/worksheets/sheet1.bin", ".ods": "content.xml"}
_TEXTS = (
    "12 000,5", "1.234", "2026-05-12", "12/31/2026", "12 May 2026", "1er de mayo de 2026", "yes", "✓", "A/R", "R (upgrades)", "n/a",
    "Sales, Ops and Legal & Tax", "Ada Example (Acting)**", "@ada; @bo", "Salse", "\u202eselaS\u200b",
)  # fmt: skip
_SETTINGS = """[analysis]
group_by = "division"
seed = 7
permutations = 20
[score]
draws = 10
spread = 0.1
minimum_coverage = 0.5
[score.dimensions]
ownership = 2
[limits."silos.ei_index"]
good = -0.5
red = 0.5
[rules.OWN01]
severity = "high"
enabled = true
[values]
missing = ["to hire"]
[plan]
budget = 5
effort = { connect = 2 }
capacity = { Sales = 0.5 }
[targets."silos.ei_index"]
value = 0.1
by = 2026-12-31
"""
_LOGS = (
    "from,to,time\np1,p2,2026-01-05\np2,p3,2026-01-06T10:00:00\n",
    "from,recipients,time,kind\np1,p2;p3;p4,2026-01-05,mail\n",
    'participants,time,duration h\n"p1; p2; Ann <p3@x>",2026-01-05,1.5\n',
    "person,department,from,until\np1,Sales,2026-01-01,\np2,Ops,,2026-06-30\n",
)


def seeds(target: str, folder: Path) -> Iterator[bytes]:
    """The inputs that a target begins with; what is made for them is made in a folder."""
    sample = sorted(sample_data().glob("*.xlsx"))[0]
    company = write_book(folder / "company.xlsx", sheets_in(COMPANY))
    match target:
        case "book" | "company":
            yield COMPANY.encode()
            yield from (f"[{title}]\n{_as_text(rows)}".encode() for title, rows in _pages(sample))
        case "csv":
            yield from map(_as_csv, (rows for _, rows in _pages(sample)))
        case "xlsx" | "copies" | "raw":
            yield from _packed(company, target)
            yield from _packed(write_raw(folder / "raw.xlsx", _CELLS), target)
        case "ods" | "xlsb" | "xls":
            yield from _older(write_raw(folder / f"raw.{target}", _CELLS))
        case "cells":
            yield from (one.encode() for one in _TEXTS)
        case "settings":
            yield _SETTINGS.encode()
        case "mapping":
            yield draft_mapping([company]).encode()
            yield b'[sheets]\ndepartments = "Departments"\n[values.raci]\nE = "R"\n[aliases]\nSls = "Sales"\n'
        case "moves":
            yield b'link = "Sales:Billing"\nowner = ["Move=Bo"]\n[[move]]\nmove-step = "Move#2=Sales"\n[[move]]\nwithout = "Ops"\n'
            yield b'accountable = "Plan=Sales"\nmerge = "Ops+Billing"\nstep = "1"\n'
        case "snapshot":
            found = examine([company], QUICK)
            for number, value in enumerate((found.organisation, found.check, found.settings)):
                yield bytes([number]) + text_of(value).encode()
        case "files":
            yield from ((templates() / name).read_bytes() for name in ("brand.toml", "statements.toml"))
            key_file(folder / "alignment.key")
            yield (folder / "alignment.key").read_bytes()
        case _:
            yield from (log.encode() for log in _LOGS)
            yield APART.join((_LOGS[0].encode(), _LOGS[3].encode()))


def dictionary() -> Iterator[str]:
    """Lines of a dictionary as libFuzzer reads it: the words of headers, sheets, settings and XML."""
    words = {one.title for one in SHEETS.values()} | {one.header for sheet in SHEETS.values() for one in sheet.fields}
    words |= {word for sheet in SHEETS.values() for one in sheet.fields for word in one.words if len(word) < 30}
    words |= {*list(MEASURES)[::5], *list(RULES)[::5], *DIMENSIONS, *KINDS, *_TEXTS, *re.findall(r"\w{3,}", _SETTINGS)}
    words |= {
        "#NaN",
        "#1e999",
        "#inf",
        "@0001-01-01T00:00:00",
        "!#REF!",
        "?1",
        "R",
        "A/R",
        "TBD",
        "1e999",
        "NaN",
        "\n[",
        "]\n",
        "|",
    }
    words |= {
        "<c ",
        ' t="s"',
        ' t="e"',
        ' t="inlineStr"',
        "<v>",
        "</v>",
        "</c>",
        "<row ",
        "</row>",
        ' r="',
        "<mergeCell ref=",
        "<f>",
        "A1:B2",
    }
    words |= {
        "table:number-columns-repeated=",
        "office:value-type=",
        "<table:table-row>",
        "text:c=",
        "office:date-value=",
    }
    words |= {
        "from",
        "to",
        "time",
        "people",
        "participants",
        "recipients",
        "duration",
        "<a@b>",
        ";",
        "2026-01-05",
        date.min.isoformat(),
    }
    for word in sorted(words):
        yield '"' + "".join(_escaped(one) for one in word.encode()) + '"'


def _escaped(byte: int) -> str:
    return chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02x}"


def _pages(path: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    book = load_workbook(path, read_only=True)
    for page in book.worksheets:
        yield page.title, list(page.iter_rows(max_row=_ROWS, values_only=True))
    book.close()


def _as_text(rows: Sequence[Sequence[object]]) -> str:
    return "\n".join("|".join(_cell(value) for value in row).rstrip("|") for row in rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f"?{value:d}"
        case int() | float():
            return f"#{value}"
        case date():
            return f"@{value.isoformat()}"
    return re.sub(r"[\n|]", " ", str(value))


def _as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    writer(stream, delimiter=";" if len(rows) % 2 else ",").writerows(rows)
    return stream.getvalue().encode()


def _packed(path: Path, target: str) -> Iterator[bytes]:
    if target == "raw":
        yield path.read_bytes()
        return
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        further = [name for name in ("xl/sharedStrings.xml", "xl/styles.xml") if name in names]
        for name in names:
            if name.startswith("xl/worksheets/sheet"):
                yield APART.join(archive.read(part) for part in (name, *further))
        if len(further) == 2:
            whole = ("xl/worksheets/sheet1.xml", *further, "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
            yield APART.join(archive.read(part) for part in whole)


def _older(path: Path) -> Iterator[bytes]:
    if path.suffix == ".xls":
        content = path.read_bytes()
        # The sheet, without the records of the workbook before it; what they are is found by their numbers.
        begun = [found.start() for found in re.finditer(re.escape(b"\x09\x08\x10\x00\x00\x06"), content)]
        yield content[begun[-1] + 20 : content.rfind(b"\x0a\x00\x00\x00")]
        return
    with zipfile.ZipFile(path) as archive:
        part = archive.read(_PARTS[path.suffix])
    if path.suffix == ".ods":
        part = re.search(rb"<office:spreadsheet>(.*)</office:spreadsheet>", part, re.DOTALL)[1]  # type: ignore[index]  # `ods_parts` writes it
    yield part
