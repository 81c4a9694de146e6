"""Whatever stands in the cells of a workbook, it ends in an organisation with issues, or in one clear line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzzing import checked, examined, write_book
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.model.organisation import Organisation, Record
from alignment.source.names import NOBODY
from alignment.source.schema import SHEETS
from alignment.source.values import folded
from corpus.pages import Page
from corpus.variations import combined, single
from corpus.workbooks import pages_of

# A workbook takes a hundred times what other examples take.
FEW = settings(
    max_examples=settings.default.max_examples // 2,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

NAMES = (
    "Sales",
    "sales ",
    "Ops",
    "Company",
    "Billing",
    "Ann",
    "Bo; Ann",
    "Move",
    "Plan",
    "Sales/Ops",
    "Legal & Tax",
    "@ann",
)
ODD = (
    "TBD", "n/a", "-", "?", "Total", "R", "A/R", "C, I", "x", "yes", "12 000", "1,5", "1.234", "2026-05-12", "05/12/2026", "=HYPERLINK(1)",
    "<script>", "\u202ecba", "a\u200bb", "𝔖𝔞𝔩𝔢𝔰", "S\u0430les", "👩\u200d🚀", "CON", "../../etc", "a" * 32_767, "\\#set page()", "\x0b", "R = Responsible",
)  # fmt: skip
NUMBERS = st.one_of(
    st.integers().map(str),
    st.floats().map(repr),
    st.sampled_from(["NaN", "-inf", "1e999", "-0", "1E-400", "0x10", "1_000", "", "2026"]),
).map("#{}".format)
DAYS = st.one_of(
    st.dates().map(lambda day: f"@{day.isoformat()}T00:00:00"),
    st.integers(-99_999, 99_999).map(lambda year: f"@{year:05d}-02-30"),
    st.sampled_from(["@0000-00-00", "@1899-12-31T00:00:00", "@9999-12-31T23:59:59.999", "@-1", "@"]),
)
OTHERS = st.sampled_from(["?1", "?0", "?2", "!#REF!", "!#DIV/0!", "!", "=SUM(A1:A9)", "=", "#1899", "#44927.5", "#5"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: f"\\{text}")
CELLS = st.one_of(
    st.just(""), st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from(ODD), NUMBERS, DAYS, OTHERS, TEXTS
)
TITLES = st.sampled_from([one.title for one in SHEETS.values()] + ["Organisation", "Sheet1", "teams", "Wer macht was"])
HEADERS = st.sampled_from(sorted({one.header for sheet in SHEETS.values() for one in sheet.fields}))


@st.composite
def headed(draw: st.DrawFn, title: str) -> list[list[str]]:
    """Rows below the columns of a sheet, in any order, with some that are not its own."""
    sheet = next((one for one in SHEETS.values() if one.title == title), None)
    own = [one.header for one in sheet.fields] if sheet else ["Name", "Snapshot date", "Sales", "Ops"]
    header = draw(st.lists(st.sampled_from(own), min_size=2, max_size=8, unique=True))
    header += draw(st.lists(HEADERS | st.sampled_from(NAMES), max_size=2))
    rows = draw(st.lists(st.lists(CELLS, min_size=1, max_size=len(header) + 1), max_size=8))
    return [*draw(st.lists(st.lists(CELLS, max_size=3), max_size=2)), header, *rows]


BOOKS = st.dictionaries(TITLES, st.none(), min_size=1, max_size=4).flatmap(
    lambda titles: st.fixed_dictionaries(
        {title: headed(title) | st.lists(st.lists(CELLS, max_size=6), max_size=6) for title in titles}
    )
)
MERGES = st.lists(
    st.sampled_from(["A1:C1", "A2:A5", "B2:C4", "A1:A1", "C3:B2", "A1:A1048576", "A1:XFD1", "B3:B3", "A2:A3"]),
    max_size=3,
)


@FEW
@given(BOOKS, MERGES)
def test_any_grid_ends_in_a_report_with_issues_or_in_one_line(sheets, merges):
    with TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "a.xlsx", sheets, merges)
        first, second = checked([path]), checked([path])
        if first is None or second is None:
            assert first is second
            assert examined([path]) is None
            return
        # What is read twice is the same.
        assert (first.organisation, first.issues, first.inputs) == (second.organisation, second.issues, second.inputs)
        content = examined([path])
    assert content is not None
    assert len(content["issues"]) >= len(first.issues)


# The attribute that a column becomes, where it is not called as the column.
_BECOMES: Mapping[tuple[str, str], str] = {
    ("departments", "department"): "name", ("departments", "head"): "heads", ("people", "person"): "name", ("processes", "process"): "name",
    ("journeys", "journey"): "name", ("journeys", "owner"): "owners",
}  # fmt: skip
REGISTERS = ("departments", "people", "processes", "journeys")


@st.composite
def registers(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """Sheets of the four registers with all their columns but the id, and whatever in their cells."""
    found = {}
    for kind in REGISTERS:
        header = [one.header for one in SHEETS[kind].fields if one.name != "id"]
        row = st.lists(CELLS, min_size=len(header), max_size=len(header))
        found[SHEETS[kind].title] = [header, *draw(st.lists(row, min_size=1, max_size=5))]
    return found


@FEW
@given(registers())
def test_every_cell_of_a_record_is_in_the_record_or_told(sheets):
    with TemporaryDirectory() as folder:
        reading = checked([write_book(Path(folder) / "a.xlsx", sheets)])
    if reading is None:
        return
    told = {(one.cell.sheet, one.cell.row, one.cell.column) for one in reading.issues}
    lost = [
        cell
        for kind in REGISTERS
        for cell in _lost(reading.organisation, kind)
        if cell[:3] not in told and (*cell[:2], 0) not in told
    ]
    assert not lost


def _lost(found: Organisation, kind: str) -> list[tuple[str, int, int, str]]:
    """Cells of the records of a register that name something and became nothing."""
    lost = []
    for record in getattr(found, kind):
        for field in SHEETS[kind].fields:
            cell = record.cell(field.name)
            value = getattr(record, _BECOMES.get((kind, field.name), field.name), None)
            if cell.column and folded(cell.value) and cell.value not in NOBODY and value in (None, "", ()):
                lost.append((cell.sheet, cell.row, cell.column, cell.value))
    return lost


def _alike(records: Sequence[Record]) -> list[str]:
    """Records without their places, in an order of their own."""
    nowhere = records[0].origin if records else None
    return sorted(repr(replace(one, origin=nowhere)) for one in records)  # type: ignore[arg-type]  # there is one where there are records


WORD = st.sampled_from(["Sales", "Ops", "Billing", "Company", "Legal"])
UNITS = st.lists(st.tuples(WORD, WORD, st.integers(1, 50)), min_size=1, max_size=5, unique_by=lambda one: one[0])
TIES = st.lists(st.tuples(WORD, WORD, st.integers(1, 5)), max_size=8, unique_by=lambda one: one[:2])


@FEW
@given(UNITS, TIES, st.randoms(use_true_random=False))
def test_rows_in_another_order_are_the_same_company(units, ties, chance):
    """Ids are unique here: of two rows with one id the first counts, which is promised."""
    rows = {
        "Departments": [
            ["Department", "Parent", "Headcount"],
            *([one, above, f"#{size}"] for one, above, size in units),
        ],
        "Collaboration": [["From", "To", "Strength"], *([one, other, f"#{weight}"] for one, other, weight in ties)],
    }
    shuffled = {title: [header, *chance.sample(body, len(body))] for title, (header, *body) in rows.items()}
    with TemporaryDirectory() as folder:
        found = [checked([write_book(Path(folder) / "a.xlsx", one)]) for one in (rows, shuffled)]
    first, second = (one.organisation for one in found if one is not None)
    for name in ("departments", "ties"):
        assert _alike(getattr(first, name)) == _alike(getattr(second, name))
    assert (first.columns, first.tie_level, first.ties_directed) == (
        second.columns,
        second.tie_level,
        second.ties_directed,
    )


LAYOUTS = (*single(), *combined(0))
_PLACE = st.integers(0, 10_000)
DAMAGES = st.lists(
    st.one_of(
        st.tuples(st.just("swap"), _PLACE, _PLACE),
        st.tuples(st.just("shift"), _PLACE, st.integers(1, 5)),
        st.tuples(st.just("type"), _PLACE, CELLS),
        st.tuples(st.just("clear"), _PLACE, st.none()),
        st.tuples(st.just("insert"), _PLACE, st.lists(CELLS, max_size=4)),
        st.tuples(st.just("aside"), st.integers(1, 4), st.integers(1, 4)),
    ),
    max_size=6,
)


def damaged(page: Page, damages: Sequence[tuple[str, int, object]]) -> list[list[str]]:
    """The rows of a page as `fuzzing` writes them, after what happens to a workbook: swaps, shifts, overwritten headers."""
    cells = {place: _written(value) for place, value in page.cells.items()}
    for what, number, more in damages:
        places = sorted(cells)
        place = places[number % len(places)] if places else (1, 1)
        match what, more:
            case "swap", int() as other if places:
                there = places[other % len(places)]
                cells[place], cells[there] = cells[there], cells[place]
            case "shift", int() as far:
                # A row slips to the right, as when somebody inserts a cell.
                row = {column: cells.pop((place[0], column)) for at, column in list(cells) if at == place[0]}
                cells |= {(place[0], column + far): value for column, value in row.items()}
            case "type", str() as value:
                cells[place] = value
            case "clear", _:
                cells.pop(place, None)
            case "insert", list() as row:
                cells = {(at + (at >= place[0]), column): value for (at, column), value in cells.items()}
                cells |= {(place[0], column): value for column, value in enumerate(row, start=1)}
            case "aside", int() as far:
                cells = {(at + number, column + far): value for (at, column), value in cells.items()}
    height, width = (max((place[axis] for place in cells), default=0) for axis in (0, 1))
    return [[cells.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"\\{value}" if isinstance(value, str) else f"#{value}"


@FEW
@given(
    st.sampled_from(LAYOUTS),
    DAMAGES,
    MERGES,
    st.dictionaries(TITLES, st.lists(st.lists(CELLS, max_size=4), max_size=4), max_size=1),
)
def test_a_good_workbook_that_is_damaged_ends_in_a_report_or_in_one_line(variation, damages, merges, further):
    pages = pages_of(variation)
    book = {**further, **{page.title: damaged(page, damages) for page in pages}}
    with TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "a.xlsx", book, merges)
        reading = checked([path])
        content = examined([path])
    assert (reading is None) == (content is None)
