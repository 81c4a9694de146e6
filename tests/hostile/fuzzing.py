"""What must hold of whatever is read, and workbooks written in a line, so that a fuzzer can write them too. For tests only.

A workbook is text: `[title]` begins a sheet, a line is a row, a bar parts cells. What a cell begins with says what it is:

    [Departments]
    Department|Headcount|Reviewed
    Sales|#12|@2026-05-12T00:00:00
    Ops|!#REF!|=SUM(A1:A9)

`#` is a number as it stands in the file (``#NaN`` too), `@` a day, `!` an error, `=` a formula without its result, `?` yes or
no, `\\` anything that begins with one of these.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from math import isfinite
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from alignment.errors import AlignmentError
from alignment.history.documents import text_of, value_of
from alignment.model.organisation import Holder, Organisation
from alignment.pipeline import examine
from alignment.report.json import render
from alignment.settings import Settings
from alignment.source import read
from alignment.source.reading import Reading
from rawbooks import packed

__all__ = [
    "QUICK",
    "checked",
    "content_types",
    "examined",
    "in_one_line",
    "sheets_in",
    "unsound",
    "workbook_parts",
    "write_book",
]

Row = Sequence[str]
# What is drawn by chance decides no crash, and takes nearly all the time.
QUICK = Settings(permutations=20, score_draws=10, plan_subjects=5, plan_most=3)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {"#": "n", "@": "d", "!": "e", "?": "b"}


def sheets_in(text: str) -> Mapping[str, list[list[str]]]:
    """The sheets of a text, by their titles."""
    found: dict[str, list[list[str]]] = {}
    rows = found.setdefault("Departments", []) if not text.startswith("[") else []
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]") and len(line) > 2:
            rows = found.setdefault(line[1:-1], [])
        else:
            rows.append(line.split("|"))
    return found


def write_book(path: Path, sheets: Mapping[str, Sequence[Row]], merges: Sequence[str] = ()) -> Path:
    """Write an .xlsx of cells as the module says, cell by cell as it is told; with ranges that are merged on every sheet."""
    merged = "".join(f'<mergeCell ref="{one}"/>' for one in merges)
    tail = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    return packed(path, workbook_parts({title: _sheet(rows, tail) for title, rows in sheets.items()}))


def workbook_parts(sheets: Mapping[str, str | bytes], **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of an .xlsx of sheets given as XML; further parts of xl/ by their names."""
    listed = "".join(
        f'<sheet name={_attribute(title)} sheetId="{number}" r:id="r{number}"/>'
        for number, title in enumerate(sheets, start=1)
    )
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    targets += [(name, f"{name}.xml") for name in more]
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_KINDS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{number}.xml": xml for number, xml in enumerate(sheets.values(), start=1)},
        **{f"xl/{name}.xml": xml for name, xml in more.items()},
    }


def content_types() -> str:
    return f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'


def _sheet(rows: Sequence[Row], tail: str) -> str:
    body = "".join(
        f'<row r="{number}">'
        + "".join(map(_cell, (f"{_letters(at)}{number}" for at in range(len(row))), row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{tail}</worksheet>'


def _cell(place: str, cell: str) -> str:
    kind = _TYPES.get(cell[:1])
    if not cell:
        return ""
    if kind is not None:
        return f'<c r="{place}" t="{kind}"><v>{escape(_possible(cell[1:]))}</v></c>'
    if cell.startswith("="):
        return f'<c r="{place}"><f>{escape(_possible(cell[1:]))}</f></c>'
    text = escape(_possible(cell.removeprefix("\\")))
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def _attribute(text: str) -> str:
    return quoteattr(_possible(text))


def _possible(text: str) -> str:
    """A text without what XML cannot hold at all."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r" or (one >= " " and not "\ud800" <= one <= "\udfff" and one not in "\ufffe\uffff")
    )


def in_one_line(problem: AlignmentError) -> None:
    """A refusal is one line with words in it."""
    said = str(problem)
    assert said.strip(), "a refusal without a word"
    assert len(said.splitlines()) == 1, said


def checked(paths: Sequence[Path], **options: object) -> Reading | None:
    """Read, and see that what was read is sound; None where it is refused in one line."""
    try:
        reading = read(paths, **options)  # type: ignore[arg-type]  # as the caller gives them
    except AlignmentError as problem:
        in_one_line(problem)
        return None
    assert not (wrong := list(unsound(reading))), wrong[:5]
    return reading


def examined(paths: Sequence[Path], settings: Settings = QUICK, **options: object) -> Mapping[str, object] | None:
    """Run the whole check to the text of its JSON, and read that back; None where it is refused in one line."""
    try:
        found = examine(paths, settings, **options)  # type: ignore[arg-type]
    except AlignmentError as problem:
        in_one_line(problem)
        return None
    content: Mapping[str, object] = json.loads(render(found.check, found.trend), parse_constant=_no_number)
    assert content["schema"] == "alignment/health-check/1"
    return content


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} is no number of JSON")


def unsound(reading: Reading) -> Iterator[str]:
    """What is wrong with what was read: counts, relations, figures, cells, what is kept of it."""
    yield from _counts(reading)
    yield from _relations(reading.organisation)
    yield from _figures(reading.organisation, "organisation")
    yield from _cells(reading)
    # A history keeps what was read, and gives it back.
    if value_of(Organisation, text_of(reading.organisation)) != reading.organisation:
        yield "what is kept of the organisation is another one"


def _counts(reading: Reading) -> Iterator[str]:
    for sheet in (sheet for file in reading.inputs for sheet in file.sheets):
        if sheet.rows != sheet.records + sum(sheet.skipped.values()):
            yield f"{sheet.sheet}: {sheet.rows} rows are not {sheet.records} records and {dict(sheet.skipped)}"
        if not all(reason and count > 0 for reason, count in sheet.skipped.items()):
            yield f"{sheet.sheet}: rows are skipped without a reason: {dict(sheet.skipped)}"


def _cells(reading: Reading) -> Iterator[str]:
    sheets = {(file.file, file.file) for file in reading.inputs}
    sheets |= {(file.file, sheet.sheet) for file in reading.inputs for sheet in file.sheets}
    parts = {(file, sheet.rpartition(" (")[0]) for file, sheet in sheets if sheet.endswith(")")}
    for issue in reading.issues:
        if (issue.cell.file, issue.cell.sheet) not in sheets | parts:
            yield f"an issue at no cell of the input: {issue}"
        if not issue.message.strip() or issue.cell.row < 0 or issue.cell.column < 0:
            yield f"an issue that says nothing, or nowhere: {issue}"


def _figures(value: object, where: str) -> Iterator[str]:
    if isinstance(value, float) and not isfinite(value):
        yield f"{where}: {value}"
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _figures(one, f"{where}[{number}]")
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name != "origin":
                yield from _figures(getattr(value, one.name), f"{where}.{one.name}")


def _relations(found: Organisation) -> Iterator[str]:
    """Names of what is nowhere, and names of two."""
    registers = {
        "department": [one.id for one in found.departments],
        "person": [one.id for one in found.people],
        "process": [one.id for one in found.processes],
        "journey": [one.id for one in found.journeys],
    }
    known = {kind: set(idents) for kind, idents in registers.items()}
    for kind, idents in registers.items():
        if len(idents) > len(known[kind]) or "" in known[kind]:
            yield f"two of one id, or none: {kind} {idents}"
    for where, kind, ident in _named(found):
        if ident is not None and ident not in known[kind]:
            yield f"{where} names a {kind} that is not there: {ident!r}"


def _named(found: Organisation) -> Iterator[tuple[str, str, str | None]]:
    """Where a record is named, of which kind, by which id; a goal that none lists stays a text, beside its issue."""
    for unit in found.departments:
        yield "a parent", "department", unit.parent
        yield from _held("a head", unit.heads)
    for person in found.people:
        yield "a person", "department", person.department
        yield "a person", "person", person.manager
    for process in found.processes:
        yield "a process", "department", process.owner_department
        yield "a process", "process", process.parent
        yield from _held("accountable", process.accountable)
    for letter in found.assignments:
        yield "a letter", letter.subject, letter.process
        yield from _held("a letter", (letter.holder,))
    for journey in found.journeys:
        yield "a journey", "department", journey.owner_department
        yield from _held("an owner", (*journey.owners, *filter(None, (journey.sponsor,))))
    for step in found.steps:
        yield "a step", "journey", step.journey
        yield "a step", "process", step.process
        yield from (("a step", "department", unit) for unit in step.departments)
    for tie in found.ties:
        yield from (("a tie", found.tie_level, end) for end in (tie.source, tie.target))
    for goal in found.goals:
        yield "a goal", "department", goal.owner_department
        yield "a goal", "journey", goal.journey
    for answer in found.answers:
        yield "an answer", "department", answer.department


def _held(where: str, holders: Iterable[Holder]) -> Iterator[tuple[str, str, str]]:
    yield from ((where, one.kind, one.id) for one in holders if one.kind in ("person", "department"))
