"""One known organisation in some three hundred layouts: the reader gives the same organisation back from each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.errors import SourceError
from alignment.source import read
from alignment.source.reading import Reading
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


# What people type between the rows of a table, in passing or by mistake.
_TYPED = st.one_of(
    st.none(),
    st.sampled_from(
        ["x", "R", "A/R", "TBD", "n/a", "-", "Total", "Sales", "I leave", "Ingrid Solberg", "Sales; Marketing"]
    ),
    st.integers(-5, 5000),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn")), max_size=12),
)
_INSERTED = st.lists(st.tuples(st.integers(0, 1000), st.lists(_TYPED, min_size=1, max_size=6)), max_size=5)


def with_rows(page: Page, rows: list[tuple[int, list[Value]]]) -> None:
    """Insert rows somewhere between the first and the last record of a page."""
    first, last = page.body
    for place, cells in rows:
        at = first + 1 + place % max(1, last - first)
        page.cells = {(row + (row >= at), column): value for (row, column), value in page.cells.items()}
        page.formatted = [(row + (row >= at), column) for row, column in page.formatted]
        page.merges = [(top + (top >= at), left, end + (end >= at), right) for top, left, end, right in page.merges]
        covered = {
            column for top, left, end, right in page.merges if top < at <= end for column in range(left, right + 1)
        }
        typed = {column: value for column, value in enumerate(cells, start=1) if value not in (None, "")}
        page.cells |= {(at, column): value for column, value in typed.items() if column not in covered}
        last += 1


def accounted(reading: Reading, title: str) -> int:
    """Rows that are records or skipped, of all tables on a sheet."""
    sheets = [sheet for file in reading.inputs for sheet in file.sheets]
    return sum(sheet.rows for sheet in sheets if re.fullmatch(rf"{re.escape(title)}(\W.*)?", sheet.sheet))


def filled(page: Page) -> int:
    """Rows of a page, from the first record of its last table on, that hold anything."""
    rows = {row for (row, _), value in page.cells.items() if value is not None and str(value).strip()}
    return sum(row >= page.body[0] for row in rows)


def checked(pages: list[Page], variation: Variation) -> Reading | None:
    """Read a workbook, each sheet of which must add up; None where it is refused."""
    with TemporaryDirectory() as folder:
        try:
            reading = read([write(pages, variation, Path(folder))])
        except SourceError:
            return None
    for sheet in (sheet for file in reading.inputs for sheet in file.sheets):
        assert sheet.rows == sheet.records + sum(sheet.skipped.values()), (sheet, variation)
        assert all(reason and count > 0 for reason, count in sheet.skipped.items())
    return reading


# A workbook takes a hundred times what other examples take.
_FEW = settings(
    max_examples=settings.default.max_examples // 4, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@_FEW
@given(st.sampled_from(everything()), st.integers(0, 30), _INSERTED)
def test_every_row_is_a_record_or_is_skipped_whatever_is_typed_between(which, number, rows):
    variation, alone = which
    pages = pages_of(variation, alone=alone)
    with_rows(pages[number % len(pages)], rows)
    checked(pages, variation)


@_FEW
@given(
    st.sampled_from(everything()), st.integers(0, 30), st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=4)
)
def test_every_row_is_counted_that_stands_below_a_header(which, number, copies):
    variation, alone = which
    pages = pages_of(variation, alone=alone)
    page = pages[number % len(pages)]
    first, last = page.body
    body = page.rows[first - 1 : last]
    with_rows(page, [(place, list(body[source % len(body)])) for place, source in copies if body and first < last])
    reading = checked(pages, variation)
    assert reading is not None
    assert accounted(reading, page.title) >= filled(page)
