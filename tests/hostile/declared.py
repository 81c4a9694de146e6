"""What a hostile file is, and the plain company beside it that makes only one thing of it hostile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from rawbooks import packed

__all__ = [
    "ALL", "COMPANY", "MAIN", "PACKAGE", "REPORT", "Case", "Make", "Rows", "book_parts", "company", "refused", "told",
    "with_rows", "workbook", "written",
]  # fmt: skip

Make = Callable[[Path], object]
Value = str | float | None
Rows = Sequence[Sequence[Value]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ALL = "html,pdf,xlsx,pptx,json,graphml,gexf,csv"
# `{company}` is a plain workbook beside the file, `{out}` the only folder that may be written to.
REPORT = ("report", "{file}", "-o", "{out}", "--format", "{formats}")


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file.

    Attributes
    ----------
    file
        Its name, which no other has.
    hostile
        What is hostile about it.
    make
        Writes it, or whatever stands in its place, to a path.
    ends
        ``"refused"``: status 2 and one line that names the file; ``"told"``: a report, with what was wrong in it.
    said
        Parts of that line; or parts of issues, each of which must be told.
    command
        What is called; the file's name is put in the place of ``{file}``.
    formats
        What is written.
    shown
        A text that must be in the report as it was given.
    """

    file: str
    hostile: str
    make: Make
    ends: Literal["refused", "told"]
    said: tuple[str, ...]
    command: tuple[str, ...] = REPORT
    formats: str = "json"
    shown: str = ""


def refused(
    file: str, hostile: str, make: Make, *said: str, command: tuple[str, ...] = REPORT, formats: str = "json"
) -> Case:
    """A file that is refused in one line."""
    return Case(file, hostile, make, "refused", said, command, formats)


def told(
    file: str,
    hostile: str,
    make: Make,
    *said: str,
    command: tuple[str, ...] = REPORT,
    formats: str = "json",
    shown: str = "",
) -> Case:
    """A file that is read, with issues that say what is wrong with it."""
    return Case(file, hostile, make, "told", said, command, formats, shown)


def written(content: bytes | str) -> Make:
    """A file of these bytes, or of this text in UTF-8; its lines end as they are written."""
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _column(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _cell(row: int, column: int, value: Value) -> str:
    if value is None or value == "":
        return ""
    place = f"{_column(column)}{row}"
    if isinstance(value, str):
        # Texts inline: no library stands between what is hostile and the bytes.
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def sheet_xml(rows: Rows) -> str:
    """The XML of a sheet, its rows from 1."""
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, column, one) for column, one in enumerate(row, 1))}</row>'
        for number, row in enumerate(rows, 1)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def book_parts(sheets: Mapping[str, Rows | str], **more: str) -> dict[str, str | bytes]:
    """The parts of an .xlsx file of these sheets, each as rows or as its XML; `more` are further parts under xl/."""
    names = enumerate(sheets, 1)
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"/>' for at, name in names)
    links = "".join(
        f'<Relationship Id="r{at}" Type="{KINDS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>' for at in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{KINDS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        **{
            f"xl/worksheets/sheet{at}.xml": given if isinstance(given, str) else sheet_xml(given)
            for at, given in zip(numbers, sheets.values(), strict=True)
        },
        **{f"xl/{name}": content for name, content in more.items()},
    }


def workbook(sheets: Mapping[str, Rows | str]) -> Make:
    """An .xlsx file of these sheets."""
    return lambda path: packed(path, book_parts(sheets))


COMPANY: Mapping[str, Rows] = {
    "Organisation": (("Name", "Acme"), ("Snapshot date", "2026-03-31")),
    "Departments": (
        ("Department", "Parent", "Head", "Headcount"),
        ("Board", "", "Ada Example", 3.0),
        ("Sales", "Board", "Bo Example", 12.0),
        ("Service", "Board", "Cy Example", 20.0),
        ("Billing", "Board", "", 8.0),
    ),
    "People": (
        ("Person", "Department", "Role", "Manager"),
        ("Ada Example", "Board", "Director", ""),
        ("Bo Example", "Sales", "Head of Sales", "Ada Example"),
        ("Cy Example", "Service", "Head of Service", "Ada Example"),
        ("Di Example", "Billing", "Clerk", "Cy Example"),
    ),
    "Processes": (
        ("Process", "Owner department", "Accountable", "Criticality"),
        ("Sell", "Sales", "Bo Example", 4.0),
        ("Bill", "Billing", "", 5.0),
    ),
    "RACI": (
        ("Process", "Department, person or role", "Code"),
        ("Sell", "Sales", "A/R"),
        ("Sell", "Service", "C"),
        ("Bill", "Billing", "R"),
    ),
    "Journeys": (
        ("Journey", "End-to-end owner", "Mandate", "KPI", "Last review", "Importance"),
        ("I move", "Ada Example", "yes", "Right first time", "2025-05-12", 5.0),
        ("I pay", "", "", "", "", 3.0),
    ),
    "Journey steps": (
        ("Journey", "Order", "Step", "Department", "Process", "Hassle"),
        ("I move", 1.0, "Tell", "Sales", "Sell", 1.0),
        ("I move", 2.0, "Sign", "Service", "", 3.0),
        ("I move", 3.0, "Pay", "Billing", "Bill", 2.0),
        ("I pay", 1.0, "Ask", "Service", "", 4.0),
        ("I pay", 2.0, "Wait", "Billing", "Bill", 5.0),
    ),
    "Collaboration": (
        ("From", "To", "Strength"),
        ("Sales", "Service", 3.0),
        ("Service", "Sales", 2.0),
        ("Service", "Board", 1.0),
        ("Billing", "Board", 2.0),
    ),
    "Goals": (
        ("Goal", "Owner department", "Perspective", "Conflicts with"),
        ("Sell more", "Sales", "financial", "Fewer complaints"),
        ("Fewer complaints", "Service", "customer", ""),
    ),
}


def company(words: Mapping[str, str] | None = None, **more: Rows) -> dict[str, Rows]:
    """The sheets of the plain company, some of its words replaced wherever they stand alone in a cell; further sheets, or others in the place of its own."""
    new = words or {}
    sheets = {
        title: [[new.get(one, one) if isinstance(one, str) else one for one in row] for row in rows]
        for title, rows in COMPANY.items()
    }
    return {**sheets, **{title.replace("_", " "): rows for title, rows in more.items()}}


def with_rows(title: str, *rows: Sequence[Value]) -> Make:
    """The plain company with further rows on one of its sheets."""
    return workbook({**COMPANY, title: (*COMPANY[title], *rows)})
