"""What does the workbook hold? Every finding, figure and issue as a table to filter, and the actions to fill in."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.advice.agreed import Outcome
from alignment.language import number_text
from alignment.model.organisation import Action, Cell
from alignment.model.result import HealthCheck, Scope, Step
from alignment.report import display
from alignment.report.document import Bullets, Callout, CellValue, Column, Definitions, Document, Paragraph
from alignment.report.spreadsheet import Book, Listing, mark

__all__ = ["write"]

_STATUS_WORDS = {
    "measured": "Measured",
    "not_measured": "Not measured",
    "not_applicable": "Not applicable",
    "suppressed": "Withheld",
}
_STATES = ("open", "done", "waived")
# No rounding says that all was measured.
_COVERAGE = "[=1]0%;[=0]0%;0.0%"
_FIRST_DAY = "36526"  # 1 January 2000, as Excel counts days
_HOW_TO = (
    "Fill in the sheet Actions: who does it, by when, and how far it is. It begins with the steps of the plan.",
    "Its status is open, done or waived; a waiver needs a reason and an end.",
    "Copy that sheet into the next workbook you audit: the next report says what became of each row with an owner, a date or a status.",
)


def write(document: Document, check: HealthCheck, path: Path) -> None:
    """Write the workbook: cover, findings, actions to fill in, measurements, registers, issues and method.

    A table of more rows than a sheet holds continues on the next one. No text can run as a formula. Control characters, which the format forbids, are replaced, and a text longer than a
    cell can hold is cut; the cover says how many.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    tables = (
        _findings(document, check),
        _actions(document, check),
        _measurements(document, check),
        *(Listing(one.name, one.note, one.columns, one.rows) for one in document.registers),
        _issues(check),
        _method(document),
    )
    listings = [part for table in tables for part in table.parts()]
    book = Book()
    cover = book.sheet("Cover")
    sheets = [book.sheet(one.name) for one in listings]
    for sheet, listing in zip(sheets, listings, strict=True):
        if listing.name == "Actions" and listing.rows:
            _offer_choices(sheet, len(listing.rows) + 1)
        book.fill(sheet, listing)
    # The cover is filled last: only now is it known what the cells could not hold.
    _fill_cover(
        book, cover, document, check, [(one.title, _contents(two)) for one, two in zip(sheets, listings, strict=True)]
    )
    book.workbook.properties.title = display.clean(f"{document.title} – {document.organisation}")
    book.workbook.properties.creator = display.clean(document.prepared_by or document.generator)
    book.save(path)


def _findings(document: Document, check: HealthCheck) -> Listing:
    columns = (
        Column("Finding"),
        Column("Code"),
        Column("Severity", "severity"),
        Column("About"),
        Column("Subject"),
        Column("What was found"),
        Column("What to do"),
        Column("Evidence"),
        Column("Status"),
        Column("Waiver"),
    )
    several = len(check.inputs) > 1
    rows = [
        (
            one.id,
            one.code,
            one.severity,
            one.scope.kind.capitalize(),
            _subject(document, one.scope),
            one.message,
            one.recommendation,
            "; ".join(_evidence(cell, several) for cell in one.evidence),
            one.status.capitalize(),
            one.waiver,
        )
        for one in check.findings
    ]
    return Listing("Findings", "Every finding with the cells that show it.", columns, rows, "Nothing was found.")


def _actions(document: Document, check: HealthCheck) -> Listing:
    """List the steps of the plan, then the findings, with what was agreed before; at the end what is no longer asked."""
    columns = (
        Column("Finding"),
        Column("Action", share=4),
        Column("Owner", share=2),
        Column("Due"),
        Column("Status"),
        Column("Waiver reason", share=3),
        Column("Waiver until"),
        Column("Severity", "severity"),
        Column("What was found"),
    )
    left = {one.action.finding: one for one in document.agreed}
    named = {one.id: one.message for one in check.findings}
    rows: list[tuple[CellValue, ...]] = []
    for step in check.advice.steps:
        closes = " ".join(f"{one.partition(':')[0]}: {named[one]}" for one in step.closes if one in named)
        about = f"Step {step.rank} of the plan. {closes}".rstrip()
        rows.append((step.move, *_agreed(_carried_on(left, step), step.words), None, about))
    for one in check.findings:
        rows.append((one.id, *_agreed(_action(left.pop(one.id, None))), one.severity, one.message))
    rows += [
        (old.action.finding, *_agreed(old.action), None, f"{old.verdict} {old.ground}".rstrip())
        for old in left.values()
        if old.action.agreed
    ]
    holds = "One row a step of the plan, then one a finding: to fill in and to bring back."
    return Listing("Actions", holds, columns, rows, "Nothing was found.")


def _carried_on(left: dict[str, Outcome], step: Step) -> Action | None:
    """Return what was agreed on a step, or on one like it that named others, and take it from what is left."""
    like = next((ident for ident, one in left.items() if one.step is step), step.move)
    return _action(left.pop(step.move if step.move in left else like, None))


def _action(outcome: Outcome | None) -> Action | None:
    return None if outcome is None else outcome.action


def _agreed(action: Action | None, words: str = "") -> tuple[CellValue, ...]:
    """Return what was agreed on a finding or a step: action, owner, due, status, and its waiver."""
    if action is None:
        return words or None, None, None, None, None, None
    due, until = (day.isoformat() if day else None for day in (action.due, action.waiver_until))
    texts = (action.action or words, action.owner, due, action.status, action.waiver_reason, until)
    return tuple(one or None for one in texts)


def _measurements(document: Document, check: HealthCheck) -> Listing:
    columns = (
        Column("Measure"),
        Column("Name"),
        Column("About"),
        Column("Subject"),
        Column("Value"),
        Column("Unit"),
        Column("Status"),
        Column("Rating", "light"),
        Column("Note"),
    )
    rows = [
        (
            one.id,
            document.names.get(("measure", one.id)),
            one.scope.kind.capitalize(),
            _subject(document, one.scope),
            one.value,
            one.unit,
            _STATUS_WORDS[one.status],
            one.rating,
            one.note or None,
        )
        for one in check.measurements
    ]
    return Listing("Measurements", "Every figure, exactly as measured, or why there is none.", columns, rows)


def _issues(check: HealthCheck) -> Listing:
    columns = (
        Column("Severity", "severity"),
        Column("File"),
        Column("Sheet"),
        Column("Cell"),
        Column("Found there"),
        Column("What is wrong"),
        Column("What to do"),
    )
    rows = [
        (
            one.severity.capitalize(),
            one.cell.file,
            one.cell.sheet,
            one.cell.address or None,
            one.cell.value or None,
            _sentence(one.message),
            _sentence(one.suggestion) or None,
        )
        for one in check.issues
    ]
    return Listing("Issues", "What is wrong with the data itself, at its cell.", columns, rows, "No issue was found.")


def _method(document: Document) -> Listing:
    """List what the report says about its words and figures: chapters with definitions, as text."""
    rows: list[tuple[CellValue, ...]] = []
    for section in document.sections:
        if not any(isinstance(block, Definitions) for block in section.blocks):
            continue
        for block in section.blocks:
            match block:
                case Definitions():
                    rows.extend((section.title, term, meaning) for term, meaning in block.items)
                case Paragraph():
                    rows.append((section.title, None, block.text))
                case Callout():
                    rows.append((section.title, block.title, block.text))
                case Bullets():
                    rows.extend((section.title, None, item) for item in block.items)
                case _:
                    pass  # tables stand on sheets of their own
    columns = (Column("Chapter"), Column("Term"), Column("Meaning"))
    return Listing("Method", "What the words and figures mean.", columns, rows)


def _contents(listing: Listing) -> str:
    """Say what a sheet holds, and how much of it."""
    rows = "1 row" if len(listing.rows) == 1 else f"{number_text(len(listing.rows))} rows"
    return f"{listing.holds} {rows.capitalize()}.".strip()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _subject(document: Document, scope: Scope) -> str | None:
    """Name of what a figure or finding is about."""
    if scope.id is None:
        return None
    kind, idents = (scope.kind, (scope.id,)) if isinstance(scope.id, str) else ("department", scope.id)
    return " – ".join(document.names.get((kind, one), one) for one in idents)


def _evidence(cell: Cell, several: bool) -> str:
    """Text of a cell of evidence: where it is, and what stands there."""
    place = f"{cell.file} {cell}" if several else str(cell)
    if not cell.row:
        return place
    return f"{place} (blank)" if cell.value == "" else f"{place} “{cell.value}”"


def _offer_choices(sheet: WriteOnlyWorksheet, last: int) -> None:
    """Let Excel offer the states of an action, and refuse what is no date."""
    states = DataValidation("list", formula1=f'"{",".join(_STATES)}"', allow_blank=True)
    states.error = f"Choose one of: {', '.join(_STATES)}."
    states.add(f"E2:E{last}")
    days = DataValidation("date", operator="greaterThan", formula1=_FIRST_DAY, allow_blank=True)
    days.error = "Write a date, such as 2026-12-31."
    days.add(f"D2:D{last}")
    days.add(f"G2:G{last}")
    for validation in (states, days):
        validation.showErrorMessage = True
        sheet.data_validations.append(validation)


def _fill_cover(
    book: Book, sheet: WriteOnlyWorksheet, document: Document, check: HealthCheck, sheets: Sequence[tuple[str, str]]
) -> None:
    """Write the first sheet: the score, the dimensions, and what the other sheets hold."""
    for letter, width in zip("ABCDEFG", (30, 12, 14, 12, 12, 12, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 20, 30

    def line(*values: CellValue, look: str = "line", first: str = "term", number_format: str = "General") -> None:
        sheet.append(
            None if value is None else book.cell(sheet, value, first if place == 0 else look, number_format)
            for place, value in enumerate(values)
        )

    line(document.organisation, first="heading")
    line(document.title, first="title")
    line(document.subtitle or None, first="open")
    line(display.imprint(document.date, document.prepared_by) or None, first="open")
    sheet.append([])
    header = 6
    line("", "Score", "Light", "Low", "High", "Coverage", "What stands behind it", look="header", first="header")
    score = check.score
    scored = [("Health score", score.value, score.rating, score.low, score.high, score.coverage, score.reason)]
    scored += [
        (one.name, one.score, one.rating, one.low, one.high, one.coverage, one.reason) for one in check.dimensions
    ]
    reasons = {
        one.name: one.text
        for section in document.sections
        for block in section.blocks
        if hasattr(block, "lines")
        for one in block.lines
    }
    for number, (name, value, light, low, high, coverage, reason) in enumerate(scored, header + 1):
        words = reason or reasons.get(name, "")
        sheet.row_dimensions[number].height = 16 * max(1, -(-len(words) // 58))
        sheet.append(
            book.cell(sheet, *one)
            for one in (
                (name, "term"),
                (display.NOTHING if value is None else value, "line", "0"),
                (display.light_word(light), "line"),
                (display.NOTHING if low is None else low, "line", "0"),
                (display.NOTHING if high is None else high, "line", "0"),
                (coverage, "line", _COVERAGE),
                (words, "line"),
            )
        )
    mark(sheet, f"C{header + 1}:C{header + len(scored)}")
    sheet.append([])
    line("Sheets of this workbook", first="heading")
    for name, holds in sheets:
        line(name, holds, look="open", first="open")
    sheet.append([])
    line("How to use it", first="heading")
    for words in (*_HOW_TO, *_losses(book)):
        line(words, first="open")
    sheet.append([])
    line(f"Made by {document.generator}", first="open")


def _losses(book: Book) -> tuple[str, ...]:
    """Say what the cells could not hold."""
    said = []
    if book.replaced:
        texts = "1 text holds" if book.replaced == 1 else f"{book.replaced} texts hold"
        said.append(f"{texts} control characters, which a workbook cannot; each is shown as {display.REPLACEMENT}.")
    if book.cut:
        texts = "1 text is" if book.cut == 1 else f"{book.cut} texts are"
        said.append(f"{texts} longer than a cell can hold and cut at its end; the JSON file holds all of it.")
    return tuple(said)
