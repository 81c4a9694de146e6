"""One known organisation in some three hundred layouts: the reader gives the same organisation back from each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.source import read
from alignment.source.files import open_books
from alignment.source.mapping import Mapping_
from alignment.source.reading import Reading
from alignment.source.recognition import recognise
from alignment.source.tables import table_rows
from alignment.source.values import folded
from corpus.comparison import canonical, differences, expected
from corpus.pages import Page, Value
from corpus.variations import FACTORS, Variation, combined, pairs_of, possible, single
from corpus.workbooks import pages_of, write

# The share of workbooks that must be read exactly; all others must say so at a cell.
EXACT = 0.99
SAMPLE = 40
ALONE = 60


@dataclass(frozen=True)
class Outcome:
    """What became of one workbook: where it differs, part by part, and what differs without a word about it."""

    variation: Variation
    alone: bool
    differences: Mapping[str, str]
    silent: tuple[str, ...]
    untold: tuple[str, ...]

    def __str__(self) -> str:
        plain = {name: levels[0] for name, levels in FACTORS.items()}
        shown = ", ".join(f"{name}={level}" for name, level in self.variation.items() if level != plain[name])
        lines = [
            f"  {part}{' (in silence)' if part in self.silent else ''}: {said}"
            for part, said in self.differences.items()
        ]
        lines += [f"  the letter at {place} is not told" for place in self.untold]
        return "\n".join([f"{'RACI alone, ' if self.alone else ''}{shown or 'plain'}", *lines])


def outcome(variation: Variation, folder: Path, *, alone: bool = False) -> Outcome:
    """Write a workbook, read it, compare."""
    pages = pages_of(variation, alone=alone)
    try:
        reading = read([write(pages, variation, folder)])
    except Exception as problem:  # a refusal or a crash: the variation that causes it must be printed
        return Outcome(variation, alone, {"all": repr(problem)}, ("all",), ())
    found = canonical(reading.organisation, variation, alone=alone)
    wrong = differences(expected(variation, alone=alone), found)
    silent = tuple(part for part in wrong if not _told(reading, pages, part))
    return Outcome(variation, alone, wrong, silent, _untold(reading, pages))


def _told(reading: Reading, pages: list[Page], part: str) -> bool:
    """Tell whether some issue names a cell of a sheet that this part stands on."""
    titles = {page.title for page in pages if part in page.parts}
    return any(issue.cell.sheet in titles and issue.cell.row and issue.cell.column for issue in reading.issues)


def _untold(reading: Reading, pages: list[Page]) -> tuple[str, ...]:
    """The cells with letters that are none of R, A, C, I and of which no issue speaks."""
    told = {(issue.cell.sheet, issue.cell.row, issue.cell.column) for issue in reading.issues}
    return tuple(
        f"{page.title} row {row} column {column}"
        for page in pages
        for row, column in page.foreign
        if (page.title, row, column) not in told
    )


def outcomes(todo: list[tuple[Variation, bool]]) -> list[Outcome]:
    found = []
    for variation, alone in todo:
        with TemporaryDirectory() as folder:
            found.append(outcome(variation, Path(folder), alone=alone))
    return found


def failures(found: list[Outcome]) -> str:
    wrong = [one for one in found if one.differences or one.untold]
    return "\n".join([f"{len(wrong)} of {len(found)} workbooks are not read as they should be:", *map(str, wrong)])


def everything() -> list[tuple[Variation, bool]]:
    """Each variation alone, every pair, and charts that stand alone: more than 300 workbooks."""
    return [(one, False) for one in (*single(), *combined(250))] + [(one, True) for one in combined(ALONE, alone=True)]


def test_every_pair_of_variations_occurs():
    shown = set().union(*(pairs_of(one) for one in combined(0)))
    names = list(FACTORS)
    missing = [
        (first, second)
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        for first in ((one, level) for level in FACTORS[one])
        for second in ((other, level) for level in FACTORS[other])
        if (first, second) not in shown and possible(dict([first, second]))
    ]
    assert len(shown) > 4000
    assert missing == []


def test_a_sample_of_the_corpus_is_read_exactly():
    todo = everything()
    found = outcomes(todo[:: len(todo) // SAMPLE])
    assert len(found) >= SAMPLE
    assert not any(one.differences or one.untold for one in found), failures(found)


@pytest.mark.slow
def test_each_variation_alone_is_read_exactly():
    found = outcomes([(one, False) for one in single()])
    assert not any(one.differences or one.untold for one in found), failures(found)


@pytest.mark.slow
def test_the_corpus_is_read_exactly_or_said_not_to_be():
    found = outcomes(everything())
    assert len(found) >= 300
    assert not [one for one in found if one.silent or one.untold], failures(found)
    assert sum(not one.differences for one in found) >= EXACT * len(found), failures(found)


# What people type between the rows of a table and beside it, in passing or by mistake.
_TYPED = st.one_of(
    st.sampled_from(
        [
            "x",
            "R",
            "A/R",
            "S",
            "TBD",
            "n/a",
            "-",
            "Total",
            "Sales",
            "I leave",
            "Department",
            "Owner",
            "ask Tom about it",
        ]
    ),
    st.sampled_from(["Ingrid Solberg", "Sales; Marketing", "Deliver an order"]),
    st.integers(-5, 5000),
    # What begins so is a formula, which no one has calculated.
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), max_size=12).filter(
        lambda text: not text.startswith("=")
    ),
)
_INSERTED = st.lists(st.tuples(st.integers(0, 1000), st.lists(st.none() | _TYPED, min_size=1, max_size=6)), max_size=5)
_COPIED = st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=4)
_CELLS = st.tuples(st.integers(0), st.integers(0), st.integers(0), _TYPED)
_REMARK = st.sampled_from(
    ["x", "R", "A/R", "?", "TBD", "-", "Total", "Sales", "ask Tom about it", "Ingrid Solberg", 3, 0.5]
)
_BESIDE = st.tuples(st.integers(0), st.integers(0), st.integers(0), _REMARK)


def with_rows(page: Page, rows: list[tuple[int, list[Value]]]) -> None:
    """Insert rows somewhere between the first and the last record of a table of a page."""
    for place, cells in rows if page.tables else ():
        table = page.tables[place % len(page.tables)]
        page.insert(table.first + 1 + place % max(1, table.last - table.first), cells)


def with_copies(page: Page, copies: list[tuple[int, int]]) -> None:
    """Repeat rows of the last table of a page within it."""
    if page.tables and page.tables[-1].first < page.tables[-1].last:
        table = page.tables[-1]
        body = page.rows[table.first - 1 : table.last]
        for place, source in copies:
            page.insert(table.first + 1 + place % (table.last - table.first), body[source % len(body)])


def with_cells(page: Page, cells: list[tuple[int, int, int, Value]]) -> None:
    """Type cells within the tables of a page and around them: a column to the left, two to the right, a row below."""
    for number, row, column, value in cells if page.tables else ():
        table = page.tables[number % len(page.tables)]
        at = table.first + row % (table.last + 2 - table.first)
        left = max(1, table.left - 1)
        if at not in page.header_rows:
            page.type(at, left + column % (table.right + 3 - left), value)


def with_remarks(page: Page, cells: list[tuple[int, int, int, Value]]) -> None:
    """Type cells beside the rows of the tables of a page, in columns that are blank but for the notes on the page."""
    taken = {column for table in page.tables for column in range(table.left, table.right + 1)}
    for number, row, side, value in cells if page.tables else ():
        table = page.tables[number % len(page.tables)]
        places = [one for one in (table.left - 1, table.right + 1, table.right + 2) if one > 0 and one not in taken]
        # Tables of different width, one above the other, leave no such column beside the narrower one.
        if not places:
            continue
        place = (table.first + row % (table.last + 1 - table.first), places[side % len(places)])
        if place[0] not in page.header_rows and place not in page.cells:
            page.type(*place, value)


def checked(path: Path) -> Reading:
    """Read a workbook, each sheet of which must add up."""
    reading = read([path])
    for sheet in (sheet for file in reading.inputs for sheet in file.sheets):
        assert sheet.rows == sheet.records + sum(sheet.skipped.values()), sheet
        assert all(reason and count > 0 for reason, count in sheet.skipped.items())
    return reading


def counted(path: Path, title: str) -> set[int]:
    """The rows of a sheet that are records, or skipped, of any of its tables."""
    found: set[int] = set()
    for one in recognise(open_books([path]), Mapping_()):
        if one.grid.sheet == title:
            rows = {one.grid.first_row + index for index in one.grid.filled} | one.grid.asides.keys()
            if one.layout is not None:
                table = table_rows(one.grid, one.layout)
                below = {row for row in rows if row > one.grid.first_row + one.layout.header}
                rows = below | table.set_aside.keys()
                assert table.count == len(rows), (one.layout, rows)
            found |= rows
    return found


def below_headers(page: Page) -> set[int]:
    """The rows of a page that hold anything, from the first record on; captions and headers of further tables aside."""
    rows = {row for (row, _), value in page.cells.items() if folded(str("" if value is None else value))}
    first = min((table.first for table in page.tables), default=0)
    return {row for row in rows if row >= first > 0} - page.header_rows


# A workbook takes a hundred times what other examples take.
_FEW = settings(
    max_examples=settings.default.max_examples // 4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@_FEW
@given(st.sampled_from(everything()), st.integers(0, 30), _INSERTED, _COPIED, st.lists(_CELLS, max_size=4))
def test_every_row_below_a_header_is_counted_whatever_is_typed_around_it(which, number, rows, copies, cells):
    variation, alone = which
    pages = pages_of(variation, alone=alone)
    page = pages[number % len(pages)]
    with_copies(page, copies)
    with_rows(page, rows)
    with_cells(page, cells)
    with TemporaryDirectory() as folder:
        path = write(pages, variation, Path(folder))
        checked(path)
        assert below_headers(page) <= counted(path, page.title)


@_FEW
@given(st.sampled_from(everything()), st.integers(0, 30), st.lists(_BESIDE, min_size=1, max_size=3))
def test_what_is_typed_beside_a_table_changes_nothing_of_what_is_read(which, number, cells):
    variation, alone = which
    pages = pages_of(variation, alone=alone)
    with_remarks(pages[number % len(pages)], cells)
    with TemporaryDirectory() as folder:
        found = canonical(read([write(pages, variation, Path(folder))]).organisation, variation, alone=alone)
    assert not differences(expected(variation, alone=alone), found)
