"""What does the workbook hold? Every finding, figure and issue as a table to filter, and the actions to fill in."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from alignment.advice.agreed import Outcome, place_words
from alignment.analysis.catalogue import left_out_of
from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Action, Cell
from alignment.model.result import DimensionScore, HealthCheck, Measurement, Scope, Score, Step
from alignment.report import display, picture
from alignment.report.choices import offer_choices
from alignment.report.document import Bullets, Callout, CellValue, Column, Definitions, Document, Paragraph
from alignment.report.native_charts import ROWS, Scores, add_scores
from alignment.report.spreadsheet import Book, Entry, Exact, Listing, mark
from alignment.report.spreadsheet_picture import lay
from alignment.source.schema import SHEETS
from alignment.wording import capital, counted, joined

__all__ = ["write"]

# No rounding says that all was measured.
_COVERAGE = "[=1]0%;[=0]0%;0.0%"
# Of a firm's logo on the cover: where it begins, and how high it is in points.
_LOGO_COLUMN, _LOGO_HEIGHT = 7, 40
# The width of each column of the cover, in characters.
_COVER = {"A": 30, "B": 12, "C": 14, "D": 12, "E": 12, "F": 12, "G": 60}
_HOW_TO = (
    later("Fill in the sheet {sheet}: who does it, by when, and how far it is. It begins with the steps of the plan."),
    later("Its status is {open}, {done} or {waived}; a waiver needs a reason and an end."),
    later(
        "Copy that sheet into the next workbook you audit: the next report says what became of each row with an owner, a "
        "date or a status."
    ),
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
    actions = _actions(document, check)
    tables = (
        _findings(document, check),
        actions,
        _measurements(document, check),
        *(Listing(one.name, one.note, one.columns, one.rows) for one in document.registers),
        _issues(check),
        # A report may say nothing of its words and figures.
        *(one for one in (_method(document),) if one.rows),
    )
    listings = [part for table in tables for part in table.parts()]
    book = Book(f"{document.title} – {document.organisation}", document.brand)
    cover = book.sheet(say("Cover"))
    sheets = [book.sheet(one.name) for one in listings]
    owners = _owners(book, document)
    for sheet, listing in zip(sheets, listings, strict=True):
        if listing.name == actions.name and listing.rows:
            offer_choices(sheet, len(listing.rows) + 1, owners)
        book.fill(sheet, listing)
    # The cover is filled last: only now is it known what the cells could not hold.
    _fill_cover(
        book, cover, document, check, [(one.title, _contents(two)) for one, two in zip(sheets, listings, strict=True)]
    )
    book.workbook.properties.title = display.clean(f"{document.title} – {document.organisation}")
    book.workbook.properties.language = document.language
    book.workbook.properties.creator = display.clean(document.prepared_by or document.brand.firm or document.generator)
    book.save(path)


def _owners(book: Book, document: Document) -> str:
    """List who may own an action on a sheet of its own, out of sight, and return where they stand; empty without any."""
    if not document.owners:
        return ""
    lists = book.sheet(say("Lists"))
    lists.sheet_state = "hidden"
    book.fill(lists, Listing("", "", (Column(say("Owner")),), [(one,) for one in document.owners]))
    return f"{quote_sheetname(lists.title)}!$A$2:$A${len(document.owners) + 1}"


def _findings(document: Document, check: HealthCheck) -> Listing:
    columns = (
        Column(say("Finding")),
        Column(say("Code")),
        Column(say("Severity"), "severity"),
        Column(say("About")),
        Column(say("Subject")),
        Column(say("What was found")),
        Column(say("What to do")),
        Column(say("Evidence")),
        Column(say("Status")),
        Column(say("Waiver")),
        Column(say("Not counted in"), share=3),
    )
    several = len(check.inputs) > 1
    rows = [
        (
            one.id,
            one.code,
            one.severity,
            display.scope_word(one.scope),
            _subject(document, one.scope),
            one.message,
            one.recommendation,
            "; ".join(_evidence(cell, several) for cell in one.evidence),
            display.found_word(one),
            one.waiver,
            "; ".join(say(figure.name) for figure in left_out_of(one, check.measurements)),
        )
        for one in check.findings
    ]
    return Listing(
        say("Findings"), say("Every finding with the cells that show it."), columns, rows, say("Nothing was found.")
    )


def _actions(document: Document, check: HealthCheck) -> Listing:
    """List the steps of the plan, then the findings, with what was agreed before; at the end what is no longer asked."""
    columns = (
        Column(say("Finding")),
        Column(say("Action"), share=4),
        Column(say("Owner"), share=2),
        Column(say("Due")),
        Column(say("Status")),
        Column(say("Waiver reason"), share=3),
        Column(say("Waiver until")),
        Column(say("Severity"), "severity"),
        Column(say("What was found")),
    )
    left = {one.action.finding: one for one in document.agreed}
    named = {one.id: one.message for one in check.findings}
    rows: list[tuple[Entry, ...]] = []
    for step in check.advice.steps:
        closes = " ".join(f"{one.partition(':')[0]}: {named[one]}" for one in step.closes if one in named)
        about = f"{place_words(step)} {closes}".rstrip()
        rows.append((step.move, *_agreed(_carried_on(left, step), step.words), None, about))
    for one in check.findings:
        rows.append((one.id, *_agreed(_action(left.pop(one.id, None))), one.severity, one.message))
    rows += [
        (old.action.finding, *_agreed(old.action), None, f"{old.verdict} {old.ground}".rstrip())
        for old in left.values()
        if old.action.agreed
    ]
    holds = say("One row a step of the plan, then one a finding: to fill in and to bring back.")
    return Listing(say(SHEETS["actions"].title), holds, columns, rows, say("Nothing was found."))


def _carried_on(left: dict[str, Outcome], step: Step) -> Action | None:
    """Return what was agreed on a step, or on one like it that named others, and take it from what is left."""
    like = next((ident for ident, one in left.items() if one.step is step), step.move)
    return _action(left.pop(step.move if step.move in left else like, None))


def _action(outcome: Outcome | None) -> Action | None:
    return None if outcome is None else outcome.action


def _agreed(action: Action | None, words: str = "") -> tuple[Entry, ...]:
    """Return what was agreed on a finding or a step: action, owner, due, status, and its waiver."""
    if action is None:
        return words or None, None, None, None, None, None
    state = display.action_word(action.status)
    told = (action.action or words, action.owner, action.due, state, action.waiver_reason, action.waiver_until)
    return tuple(one or None for one in told)


def _measurements(document: Document, check: HealthCheck) -> Listing:
    columns = (
        Column(say("Measure")),
        Column(say("Name")),
        Column(say("About")),
        Column(say("Subject")),
        Column(say("Value")),
        Column(say("Unit")),
        Column(say("Status")),
        Column(say("Rating"), "light"),
        Column(say("Note")),
    )
    rows = [
        (
            one.id,
            document.names.get(("measure", one.id)),
            display.scope_word(one.scope),
            _subject(document, one.scope),
            None if one.value is None else Exact(one.value, _figure_format(one)),
            say(one.unit),
            display.measured_word(one),
            one.rating,
            one.note or None,
        )
        for one in check.measurements
    ]
    holds = say("Every figure, exactly as measured, or why there is none.")
    return Listing(say("Measurements"), holds, columns, rows)


def _figure_format(measurement: Measurement) -> str:
    """Return how a figure is shown: a share as a percentage, a number as short as it can be; the cell holds all of it."""
    if measurement.unit == "share":
        return "0.0%"
    return "#,##0" if measurement.value == int(measurement.value or 0) else "#,##0.00##"


def _issues(check: HealthCheck) -> Listing:
    columns = (
        Column(say("Severity"), "severity"),
        Column(say("File")),
        Column(say("Sheet")),
        Column(say("Cell")),
        Column(say("Found there")),
        Column(say("What is wrong")),
        Column(say("What to do")),
    )
    rows = [
        (
            display.issue_word(one),
            one.cell.file,
            one.cell.sheet,
            one.cell.place or None,
            one.cell.value or None,
            capital(one.message),
            capital(one.suggestion) or None,
        )
        for one in check.issues
    ]
    holds = say("What is wrong with the data itself, at its cell.")
    return Listing(say("Issues"), holds, columns, rows, say("No issue was found."))


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
    columns = (Column(say("Chapter")), Column(say("Term")), Column(say("Meaning")))
    return Listing(say("Method"), say("What the words and figures mean."), columns, rows)


def _contents(listing: Listing) -> str:
    """Say what a sheet holds, and how much of it."""
    return f"{listing.holds} {capital(counted(len(listing.rows), 'row'))}.".strip()


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
    if cell.value == "":
        return say("{place} (blank)", place=place)
    return say("{place} “{value}”", place=place, value=cell.value)


def _fill_cover(
    book: Book, sheet: WriteOnlyWorksheet, document: Document, check: HealthCheck, sheets: Sequence[tuple[str, str]]
) -> None:
    """Write the first sheet: the score, the dimensions, their charts, and what the other sheets hold."""
    for letter, width in _COVER.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 20, 30

    def line(*values: CellValue, look: str = "line", first: str = "term", number_format: str = "General") -> None:
        sheet.append(
            None if value is None else book.cell(sheet, value, first if place == 0 else look, number_format)
            for place, value in enumerate(values)
        )

    logo = picture.logo(document.brand.logo)
    if logo is not None:
        lay(sheet, logo, display.clean(document.brand.firm), _LOGO_COLUMN, _LOGO_HEIGHT)
    firm = document.brand.firm if logo is None else ""
    line(document.organisation, *([None] * (_LOGO_COLUMN - 2)), firm or None, look="heading", first="heading")
    line(document.title, first="title")
    line(document.subtitle or None, first="open")
    line(display.imprint(document.date, document.prepared_by) or None, first="open")
    sheet.append([])
    header = 6
    names = (say("Score"), say("Light"), say("Low"), say("High"), say("Coverage"), say("What stands behind it"))
    line("", *names, look="header", first="header")
    score = check.score
    # Those that are drawn stand together.
    dimensions = sorted(check.dimensions, key=lambda one: not _drawn(one))
    scored = [(say("Health score"), score.value, score.rating, score.low, score.high, score.coverage, score.reason)]
    scored += [
        (say(one.name), one.score, one.rating, one.low, one.high, one.coverage, one.reason) for one in dimensions
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
    last = header + len(scored)
    mark(sheet, f"C{header + 1}:C{last}")
    rows = _draw(book, sheet, check, dimensions, header, last + 2)
    for _ in range(rows):
        sheet.append([])
    _fill_contents(book, sheet, document, sheets, last + rows + 1)


def _drawn(scored: Score | DimensionScore) -> bool:
    """Tell whether there is something to draw: of what is withheld there is no column, and none of height 0."""
    value = scored.value if isinstance(scored, Score) else scored.score
    return None not in (value, scored.low, scored.high)


def _draw(
    book: Book,
    sheet: WriteOnlyWorksheet,
    check: HealthCheck,
    dimensions: Sequence[DimensionScore],
    header: int,
    row: int,
) -> int:
    """Draw the score, and the dimensions that have one, from their cells; return how many rows the charts need."""
    if _drawn(check.score):
        title = say("Health score")
        cells = Scores(header, header + 1, header + 1, name=1, value=2, low=4, high=5)
        told = _range_words(title, check.score.value, check.score.low, check.score.high)
        add_scores(sheet, cells, (row, 1, 4), (title, told), book.accent)
    drawn = [one for one in dimensions if _drawn(one)]
    if drawn:
        title = say("Dimensions")
        cells = Scores(header, header + 2, header + 1 + len(drawn), name=1, value=2, low=4, high=5)
        told = " ".join(_range_words(say(one.name), one.score, one.low, one.high) for one in drawn)
        if len(drawn) < len(dimensions):
            absent = joined([say(one.name) for one in dimensions[len(drawn) :]])
            told = say("{told} Not drawn, since withheld: {names}.", told=told, names=absent)
        add_scores(sheet, cells, (row, 4, 8), (title, told), book.accent)
    return ROWS + 2 if drawn or _drawn(check.score) else 1


def _range_words(name: str, value: float | None, low: float | None, high: float | None) -> str:
    score, start, end = (number_text(one or 0.0) for one in (value, low, high))
    return say("{name}: {score} of 100, range {low} to {high}.", name=name, score=score, low=start, high=end)


def _fill_contents(
    book: Book, sheet: WriteOnlyWorksheet, document: Document, sheets: Sequence[tuple[str, str]], row: int
) -> None:
    """Write, from a row on, what the other sheets hold, with a link to each, and how to use them."""
    whole = sum(_COVER.values())

    def spread(text: str, first: SheetCell | None = None) -> None:
        """Write a text over all columns, or all but the first: one cell would be cut off in print."""
        nonlocal row
        start, width = ("A", whole) if first is None else ("B", whole - _COVER["A"])
        sheet.merged_cells.add(f"{start}{row}:{list(_COVER)[-1]}{row}")
        sheet.row_dimensions[row].height = 16 * max(1, -(-len(text) // (width - 8)))
        told = book.cell(sheet, text, "wrapped")
        sheet.append([told] if first is None else [first, told])
        row += 1

    def heading(text: str) -> None:
        nonlocal row
        sheet.append([book.cell(sheet, text, "heading")])
        row += 1

    def blank() -> None:
        nonlocal row
        sheet.append([])
        row += 1

    heading(say("Sheets of this workbook"))
    for name, holds in sheets:
        spread(holds, book.link(sheet, f"A{row}", name))
    blank()
    heading(say("How to use it"))
    named = {"sheet": say(SHEETS["actions"].title)} | {key: say(word) for key, word in display.ACTION_WORDS.items()}
    for words in (*(say(one, **named) for one in _HOW_TO), *_losses(book)):
        spread(words)
    blank()
    spread(say("Made by {program}", program=document.generator))


def _losses(book: Book) -> tuple[str, ...]:
    """Say what the cells could not hold."""
    told = []
    if book.replaced:
        told.append(
            say_many(
                book.replaced,
                "{n} text holds control characters, which a workbook cannot; each is shown as {sign}.",
                "{n} texts hold control characters, which a workbook cannot; each is shown as {sign}.",
                sign=display.REPLACEMENT,
            )
        )
    if book.cut:
        told.append(
            say_many(
                book.cut,
                "{n} text is longer than a cell can hold and cut at its end; the JSON file holds all of it.",
                "{n} texts are longer than a cell can hold and cut at its end; the JSON file holds all of it.",
            )
        )
    return tuple(told)
