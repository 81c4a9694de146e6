"""What is on the first sheet of the workbook? The score and its dimensions, drawn, and what the other sheets hold."""

from collections.abc import Sequence

from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from alignment.language import later, number_text, say, say_many
from alignment.model.result import DimensionScore, HealthCheck, Score
from alignment.report import display, picture
from alignment.report.document import CellValue, Document
from alignment.report.native_charts import ROWS, Scores, add_scores
from alignment.report.spreadsheet import Book, mark
from alignment.report.spreadsheet_picture import lay
from alignment.source.schema import SHEETS
from alignment.wording import joined

__all__ = ["fill_cover"]

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


def fill_cover(
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
