"""What does the workbook hold? Every finding, figure and issue as a table to filter, and the actions to fill in."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl.utils import quote_sheetname

from alignment.advice.agreed import Outcome, place_words
from alignment.analysis.catalogue import left_out_of
from alignment.language import say
from alignment.model.organisation import Action, Cell
from alignment.model.result import HealthCheck, Measurement, Scope, Step
from alignment.report import display
from alignment.report.choices import offer_choices
from alignment.report.document import Bullets, Callout, CellValue, Column, Definitions, Document, Paragraph, Register
from alignment.report.spreadsheet import Book, Entry, Exact, Listing, fitting
from alignment.report.spreadsheet_cover import fill_cover
from alignment.source.schema import SHEETS
from alignment.wording import capital, counted

__all__ = ["write"]

# Which figures a sheet holds before others, where not all fit.
_WIDEST_FIRST = ("organisation", "group", "department", "journey", "process", "pair", "person")


def write(document: Document, check: HealthCheck, path: Path) -> None:
    """Write the workbook: cover, findings, actions to fill in, measurements, registers, issues and method.

    Of a table of more than `MOST_ROWS` rows those that matter most are written, and sheet and cover say so. No text can run
    as a formula. Control characters, which the format forbids, are replaced, and a text longer than a cell can hold is
    cut; the cover says how many.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    actions = _actions(document, check)
    listings = (
        _findings(document, check),
        actions,
        _measurements(document, check),
        *map(_register, document.registers),
        _issues(check),
        # A report may say nothing of its words and figures.
        *(one for one in (_method(document),) if one.rows),
    )
    book = Book(f"{document.title} – {document.organisation}", document.brand)
    cover = book.sheet(say("Cover"))
    sheets = [book.sheet(one.name) for one in listings]
    owners = _owners(book, document)
    for sheet, listing in zip(sheets, listings, strict=True):
        if listing.name == actions.name and listing.rows:
            offer_choices(sheet, listing.first, listing.first + len(listing.rows) - 1, owners)
        book.fill(sheet, listing)
    # The cover is filled last: only now is it known what the cells could not hold.
    fill_cover(
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
    owners, _ = fitting(document.owners)
    book.fill(lists, Listing("", "", (Column(say("Owner")),), [(one,) for one in owners]))
    return f"{quote_sheetname(lists.title)}!$A$2:$A${len(owners) + 1}"


def _register(register: Register) -> Listing:
    rows, cut = fitting(register.rows)
    return Listing(register.name, register.note, register.columns, rows, cut=cut)


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
    kept, cut = fitting(check.findings, say("the gravest"))
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
        for one in kept
    ]
    holds = say("Every finding with the cells that show it.")
    return Listing(say("Findings"), holds, columns, rows, say("Nothing was found."), cut)


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
    kept, cut = fitting(rows, say("the plan, what was agreed, and the gravest findings"), _last)
    holds = say("One row a step of the plan, then one a finding: to fill in and to bring back.")
    return Listing(say(SHEETS["actions"].title), holds, columns, kept, say("Nothing was found."), cut)


def _last(row: Sequence[Entry]) -> int:
    """Tell what of the sheet Actions is left out first: a finding on which nothing is agreed."""
    return int(not any(row[1:7]))


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
    which = say("those of the company before those of departments, journeys, pairs and positions")
    kept, cut = fitting(check.measurements, which, lambda one: _WIDEST_FIRST.index(one.scope.kind))
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
        for one in kept
    ]
    holds = say("Every figure, exactly as measured, or why there is none.")
    return Listing(say("Measurements"), holds, columns, rows, cut=cut)


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
    kept, cut = fitting(check.issues, say("errors before the others"), lambda one: one.severity != "error")
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
        for one in kept
    ]
    holds = say("What is wrong with the data itself, at its cell.")
    return Listing(say("Issues"), holds, columns, rows, say("No issue was found."), cut)


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
    rows = listing.cut or f"{capital(counted(len(listing.rows), 'row'))}."
    return f"{listing.holds} {rows}".strip()


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
