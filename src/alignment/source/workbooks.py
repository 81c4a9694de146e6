"""From files to an organisation: the whole reading, top to bottom."""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from alignment.errors import SourceError, quoted
from alignment.language import languages, later, number_text, say, say_many, speaking
from alignment.model.organisation import Cell, Organisation, column_letter
from alignment.model.result import InputFile, SheetReading
from alignment.settings import ReadingLimits
from alignment.source import registers
from alignment.source.actions import actions
from alignment.source.checks import check
from alignment.source.collaboration import ties
from alignment.source.crosswalk import renamings
from alignment.source.errorcells import NOT_CALCULATED
from alignment.source.files import open_books
from alignment.source.grid import LONGEST, Book, Grid
from alignment.source.layouts.headings import titles_above
from alignment.source.ledger import Ledger
from alignment.source.mapping import Mapping_, read_mapping
from alignment.source.merge import EXAMPLE_LEFT, LISTED_BEFORE, NOTHING_USED, entries
from alignment.source.names import Placeholders, key
from alignment.source.particulars import Particulars, particulars
from alignment.source.raci import assignments
from alignment.source.reading import Reading
from alignment.source.recognition import Recognised, recognise
from alignment.source.references import References
from alignment.source.schema import SHEETS
from alignment.source.steps import steps
from alignment.source.survey import answers
from alignment.source.tables import SheetTable, table_rows
from alignment.source.unsettled import Unsettled, sheets_of
from alignment.wording import counted, joined

__all__ = ["read", "settled", "uncollected"]

_REGISTERS = ("departments", "people", "processes", "journeys", "goals")
# Rows that are skipped for these reasons say nothing at all.
_NOTHING = frozenset({EXAMPLE_LEFT, NOTHING_USED})
# Fields that a shape gives beside those that have a column of their own.
_FURTHER: Mapping[str, tuple[str, ...]] = {
    "letters": ("process", "holder", "code"),
    "columns": ("holder", "code"),
    "square": ("to", "strength"),
    "lanes": ("journey", "order", "step", "department"),
    "tree": ("parent",),
}
# Sheets that a report of this program has, and no workbook of a company.
_ACTIONS = later("Actions")
_OF_A_REPORT = (
    later("Cover"),
    later("Findings"),
    _ACTIONS,
    later("Measurements"),
    later("Measures"),
    later("Sheets read"),
)
_Tables = Mapping[str, Sequence[SheetTable]]


@contextmanager
def uncollected() -> Iterator[None]:
    """Search for no cycles of objects meanwhile: Python walks all that was read again and again for it.

    Records have none, and what is measured is kept to the end.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


@contextmanager
def settled() -> Iterator[None]:
    """Search for cycles of objects again meanwhile, but not among those that are there: they stay.

    Whoever looks at many companies that differ a little makes a graph of each, and a graph has cycles: unsearched, all of them
    would be kept to the end.
    """
    searching = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        gc.unfreeze()
        if not searching:
            gc.disable()


@uncollected()
def read(
    paths: Sequence[Path],
    mapping: Path | None = None,
    missing: tuple[str, ...] = (),
    progress: Callable[[str], None] | None = None,
    limits: ReadingLimits | None = None,
) -> Reading:
    """Read workbooks, .csv files and folders of .csv files of one company.

    Parameters
    ----------
    paths
        Files or folders; several are merged by name.
    mapping
        A mapping file, where the company's words are not ours.
    missing
        Further words that name nobody, such as "to be hired".
    progress
        Called with a few words before each stage.
    limits
        What is refused as too large.

    Returns
    -------
    Reading
        The organisation, every issue (errors first), and what became of each sheet.

    Raises
    ------
    SourceError
        A file cannot be read, or no sheet of any file is recognised.
    MappingError
        The mapping file is broken, or names a sheet or column that is not there.
    """
    tell = progress or (lambda _: None)
    words = read_mapping(mapping) if mapping is not None else Mapping_()
    tell("Opening " + ", ".join(path.name for path in paths))
    books = open_books(paths, limits)
    words.check(books)
    ledger = Ledger()
    fresh = _without_copies(books, ledger)
    recognised = _without_reports(recognise(fresh, words))
    if not any(one.layout for one in recognised):
        raise SourceError(_nothing_known(books, recognised, paths, mapping))
    tables = {id(one.grid): table_rows(one.grid, one.layout) for one in recognised if one.layout is not None}
    _report_sheets(recognised, tables, ledger)
    placeholders = Placeholders((*missing, *words.missing))
    by_kind = {
        kind: sorted((one for one in tables.values() if one.kind == kind), key=lambda one: one.layout.shape == "nodes")
        for kind in (*SHEETS, "organisation")
    }
    references = References(ledger, placeholders, words.aliases)
    organisation = _organisation(by_kind, words, references, tell)
    check(organisation, ledger)
    places = [(grid.file, grid.sheet) for book in books for grid in book.grids]
    listed = {kind: register.choices() for kind, register in references.registers.items()}
    unsettled = Unsettled(sheets_of(recognised), references.unknown.names(), listed)
    return Reading(organisation, ledger.issues(places), _inputs(books, recognised, tables), unsettled)


def _without_copies(books: Sequence[Book], ledger: Ledger) -> list[Book]:
    seen: dict[str, str] = {}
    fresh = []
    for book in books:
        if book.sha256 in seen:
            ledger.warn(Cell(book.file, book.file, 0, 0), _copied(seen[book.sha256]))
        else:
            fresh.append(book)
            seen[book.sha256] = book.file
    return fresh


def _copied(file: str) -> str:
    return say("is the same file as {file}; it is read once.", file=file)


def _without_reports(recognised: Sequence[Recognised]) -> list[Recognised]:
    """Leave of an earlier report of this program only the sheet Actions: its lists are results, not the company."""
    sheets: dict[str, set[str]] = {}
    for one in recognised:
        sheets.setdefault(one.grid.file, set()).add(one.grid.sheet)
    # Before every language is asked: what is called as a sheet of a company is none of a report's.
    ours = {one.title for one in SHEETS.values()} - {_ACTIONS}
    sheets = {file: names for file, names in sheets.items() if len(names - ours) >= len(_OF_A_REPORT)}
    if not sheets:
        return list(recognised)
    titles = [_titles(one) for one in _OF_A_REPORT]
    reports = {file for file, names in sheets.items() if all(names & some for some in titles)}
    return [
        Recognised(one.grid, None, say("of an earlier report only the sheet {sheet} is read", sheet=say(_ACTIONS)))
        if one.grid.file in reports and one.grid.sheet not in _titles(_ACTIONS)
        else one
        for one in recognised
    ]


def _titles(title: str) -> set[str]:
    """Return what a sheet of a report is called, in every language."""
    found = set[str]()
    for code in languages():
        with speaking(code):
            found.add(say(title))
    return found


def _organisation(
    tables: _Tables, words: Mapping_, references: References, tell: Callable[[str], None]
) -> Organisation:
    ledger = references.ledger
    about = [particulars(table, ledger) for table in tables["organisation"]]
    tell("Reading departments, people, processes and journeys")
    found = {kind: entries(tables[kind], kind, references) for kind in _REGISTERS}
    # All names first: any sheet may refer to any other.
    for kind, listed in found.items():
        for entry in listed:
            references.registers[kind].add(entry.ident, entry.name)
            for alias in entry.aliases:
                references.registers[kind].add_alias(alias, entry.ident)
    for entry in found["people"]:
        references.add_role(entry.teller("role").text("role"))
    owner_column = any("owner" in table.layout.places for table in tables["journeys"])
    departments = registers.departments(found["departments"], references)
    people = registers.people(found["people"], references)
    processes = registers.processes(found["processes"], references)
    journeys = registers.journeys(found["journeys"], references, owner_column=owner_column)
    goals = registers.goals(found["goals"], references)
    tell("Reading steps, letters, ties and answers")
    all_steps = steps(tables["journey_steps"], references)
    letters = assignments(tables["raci"], references, words.raci)
    collaboration = ties(tables["collaboration"], references)
    said = answers(tables["survey"], references)
    decided = actions(tables["actions"], references)
    renamed = renamings(tables["crosswalk"], references)
    references.report_missing_registers()
    whole = _one(about, ledger, tables)
    # A sheet that nobody filled in, such as those left over in our blank workbook, says no more than an absent one.
    # One whose rows all fill in what another workbook leaves blank says something.
    filled = {kind: [one for one in here if one.used or one.skipped[LISTED_BEFORE]] for kind, here in tables.items()}
    return Organisation(
        name=whole.name,
        snapshot_date=whole.snapshot_date,
        prepared_by=whole.prepared_by,
        notes=whole.notes,
        departments=(*departments, *registers.unlisted_departments(references)),
        people=(*people, *registers.unlisted_people(references)),
        processes=(*processes, *registers.unlisted_processes(references)),
        assignments=tuple(letters),
        journeys=(*journeys, *registers.unlisted_journeys(references)),
        steps=tuple(all_steps),
        ties=collaboration.found,
        goals=tuple(goals),
        answers=tuple(said),
        actions=tuple(decided),
        renamings=tuple(renamed),
        sheets=frozenset(kind for kind, here in filled.items() if here),
        columns={kind: _columns(here) for kind, here in filled.items() if here},
        tie_level=collaboration.level,
        ties_directed=collaboration.directed,
    )


def _one(about: Sequence[Particulars], ledger: Ledger, tables: _Tables) -> Particulars:
    """The particulars of several workbooks as one: the first that says something, the latest date."""
    names = list(dict.fromkeys(key(one.name) for one in about if one.name))
    if len(names) > 1:
        where = tables["organisation"][-1].grid
        ledger.warn(
            Cell(where.file, where.sheet, 0, 0),
            say(
                "the workbooks name {organisations}; the first name is used.",
                organisations=counted(len(names), "organisation"),
            ),
            say("Give workbooks of one organisation."),
        )
    return Particulars(
        next((one.name for one in about if one.name), ""),
        max((one.snapshot_date for one in about if one.snapshot_date), default=None),
        next((one.prepared_by for one in about if one.prepared_by), ""),
        "\n".join(one.notes for one in about if one.notes),
    )


def _columns(tables: Sequence[SheetTable]) -> frozenset[str]:
    return frozenset(chain.from_iterable((*one.layout.places, *_FURTHER.get(one.layout.shape, ())) for one in tables))


def _report_sheets(recognised: Sequence[Recognised], tables: Mapping[int, SheetTable], ledger: Ledger) -> None:
    """Say which sheets one would expect to be used and are not, and which cells and formulas do not fit those that are."""
    for one in recognised:
        grid = one.grid
        if one.doubt:
            ledger.warn(Cell(grid.file, grid.sheet, 0, 0), f"{_told(one)}.", one.advice)
        table = tables.get(id(grid))
        if table is None:
            continue
        for issue in table.layout.issues:
            ledger.warn(issue.cell, issue.message, issue.suggestion)
        header = grid.first_row + table.layout.header
        for (row, column), error in sorted(grid.errors.items()):
            if row >= header:
                if error == NOT_CALCULATED:
                    shown, said = "", say("the formula was saved without its result; it is read as blank.")
                    mend = say("Open and save the file in your spreadsheet program.")
                else:
                    shown, said = error, say("the cell shows {error}; it is read as blank.", error=error)
                    mend = say("Mend the formula.")
                ledger.warn(Cell(grid.file, grid.sheet, row, column, shown), said, mend)
        read = {*table.layout.places.values(), *table.layout.across}
        for (row, column), letters in grid.lengths.items():
            if column - grid.first_column in read:
                ledger.warn(
                    Cell(grid.file, grid.sheet, row, column),
                    say(
                        "the cell holds {letters} characters; the first {most} are read.",
                        letters=number_text(letters),
                        most=number_text(LONGEST),
                    ),
                    say("Shorten it."),
                )


def _inputs(
    books: Sequence[Book], recognised: Sequence[Recognised], tables: Mapping[int, SheetTable]
) -> tuple[InputFile, ...]:
    parts: dict[tuple[str, str], list[Recognised]] = {}
    for one in recognised:
        parts.setdefault((one.grid.file, one.grid.sheet), []).append(one)
    found = []
    for book in books:
        sheets: list[SheetReading] = []
        for grid in book.grids:
            here = parts.get((grid.file, grid.sheet), [])
            if not here:
                sheets.append(_unused(grid, grid.sheet, say("the same file is read already")))
            for one in here:
                name = grid.sheet if len(here) == 1 else f"{grid.sheet} ({_range(one.grid)})"
                table = tables.get(id(one.grid))
                sheets.append(_unused(one.grid, name, one.reason) if table is None else _used(table, name))
        found.append(InputFile(book.file, book.sha256, tuple(sheets)))
    return tuple(found)


def _unused(grid: Grid, name: str, reason: str) -> SheetReading:
    rows = len(grid.filled) + len(grid.asides)
    note = "; ".join(filter(None, (reason, _hidden(grid))))
    return SheetReading(name, None, rows, 0, {say("not used"): rows} if rows else {}, note)


def _told(one: Recognised) -> str:
    return say("not used: {reason}", reason=one.reason)


def _used(table: SheetTable, name: str) -> SheetReading:
    notes = [
        "" if table.used or set(table.skipped) - _NOTHING else say("not filled in"),
        *table.notes,
        _hidden(table.grid),
    ]
    grid = table.grid
    # One text alone above a whole sheet is its title; two may as well be a row that somebody misses.
    titles = [
        index
        for index in titles_above(grid, table.layout.header)
        # Above the statements of a form stands who answers them: that is read.
        if table.layout.shape != "form" and (grid.partial or sum(map(bool, grid.texts[index])) > 1)
    ]
    if titles:
        shown = (" ".join(filter(None, grid.texts[index])) for index in titles)
        notes.append(say("titles above it: {titles}", titles=", ".join(shown)))
    if table.kind != "survey" and table.unused_headers:
        notes.append(say("columns not used: {columns}", columns=", ".join(table.unused_headers)))
    skipped = dict(sorted((say(reason), count) for reason, count in table.skipped.items()))
    return SheetReading(name, table.kind, table.count, table.used, skipped, "; ".join(filter(None, notes)))


def _hidden(grid: Grid) -> str:
    """What of a table is hidden, and read all the same."""
    rows = (
        sum(grid.first_row + index in grid.looks.hidden_rows for index in grid.filled) if grid.looks.hidden_rows else 0
    )
    columns = sum(
        any(grid.texts[index][column - grid.first_column] for index in grid.filled)
        for column in grid.looks.hidden_columns
        if 0 <= column - grid.first_column < grid.width
    )
    parts = [say_many(rows, "{n} hidden row", "{n} hidden rows")] if rows else []
    parts += [say_many(columns, "{n} hidden column", "{n} hidden columns")] if columns else []
    said = say("read with {parts}", parts=joined(parts)) if parts else ""
    return "; ".join(filter(None, (say("hidden") if grid.hidden else "", said)))


def _range(grid: Grid) -> str:
    """Where a part of a sheet stands, such as A4:D20."""
    first, last = grid.first_row + grid.filled[0], grid.first_row + grid.filled[-1]
    return f"{column_letter(grid.first_column)}{first}:{column_letter(grid.first_column + grid.width - 1)}{last}"


def _nothing_known(
    books: Sequence[Book], recognised: Sequence[Recognised], paths: Sequence[Path], mapping: Path | None
) -> str:
    seen = [f'"{grid.sheet}"' for book in books for grid in book.grids]
    listed = ", ".join(seen[:12]) + (" …" if len(seen) > 12 else "")
    sheets = say_many(len(seen), "sheet {sheets}", "sheets {sheets}", sheets=listed) if seen else say("no sheet")
    known = say_many(
        len(books),
        "{files}: nothing in it can be recognised (seen: {sheets}).",
        "{files}: nothing in them can be recognised (seen: {sheets}).",
        files=", ".join(book.file for book in books),
        sheets=sheets,
    )
    shown = [one for one in recognised if one.advice and not one.layout]
    why = f" {shown[0].grid.sheet}: {_told(shown[0])}. {shown[0].advice}" if shown else ""
    titles = ", ".join(one.title for one in SHEETS.values())
    advice = (
        say(
            "Call a sheet {titles}, or draft a mapping file with `alignment map {file} -o mapping.toml`.",
            titles=titles,
            file=quoted(paths[0]),
        )
        if mapping is None
        else say(
            "Call a sheet {titles}, or say under [sheets] of {mapping} which sheet is which.",
            titles=titles,
            mapping=mapping,
        )
    )
    return f"{known}{why} {advice}"
