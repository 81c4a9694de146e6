"""Where does the table stand on a sheet? Its header row, its columns, its rows; titles, notes and blank rows aside."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alignment.model.organisation import Cell, Origin, Table
from alignment.source.errorcells import NOT_CALCULATED
from alignment.source.files import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.values import codes_in, folded, text_of

__all__ = [
    "INDISPENSABLE",
    "Layout",
    "Row",
    "SheetTable",
    "letter_layout",
    "list_layout",
    "square_layout",
    "table_rows",
]

# Of each group one field must be there, or a row means nothing.
INDISPENSABLE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "departments": (("department", "id"),),
    "people": (("person", "id"),),
    "processes": (("process", "id"),),
    "raci": (("process",), ("holder",), ("code",)),
    "journeys": (("journey", "id"),),
    "journey_steps": (("journey",), ("department", "step")),
    "collaboration": (("from",), ("to",)),
    "goals": (("goal",),),
    "survey": (("department", "respondent"),),
    "actions": (("finding",),),
}
# Titles above a header were seen down to row 9; notes of a page's length are taken for titles too.
_HEADER_ROWS = 30
_SAMPLE_ROWS = 300
_SHORT_CODE = re.compile(r"[A-Za-z]{1,2}(?:[\s/,&+]+[A-Za-z]{1,2})*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read: the index of its header row, and the column index of each field.

    `shape` is "list" (a row a record), "letters" (RACI matrix; `across` holds the letter columns), "square"
    (collaboration matrix; `across` holds the columns of names), or "keys" (a name and a value in each row).
    """

    kind: str
    shape: str
    header: int
    places: Mapping[str, int]
    telling: int = 0
    across: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the values of its fields, and where they stand."""

    origin: Origin
    values: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return the text of a field, blanks folded; empty where the cell is blank or there is no such column."""
        return folded(self.origin.texts.get(name, "")) if self.values.get(name, "") != "" else ""

    def raw(self, name: str) -> str:
        """Return the text of a field as written, its line breaks included."""
        return self.origin.texts.get(name, "") if self.values.get(name, "") != "" else ""

    def cell(self, name: str) -> Cell:
        """Return the cell of a field."""
        return self.origin.cell(name)


@dataclass(eq=False)
class SheetTable:
    """A sheet that is understood, its rows, and what became of them so far."""

    grid: Grid
    layout: Layout
    table: Table
    rows: list[Row]
    used: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def kind(self) -> str:
        """Key of the sheet in the schema."""
        return self.layout.kind

    @property
    def unused_headers(self) -> tuple[str, ...]:
        """Headers of the columns that no field was found for."""
        if self.layout.shape != "list" or not self.grid.texts:
            return ()
        taken = {*self.layout.places.values(), *self.layout.across}
        headers = self.grid.texts[self.layout.header]
        return tuple(text for column, text in enumerate(headers) if text and column not in taken)


def list_layout(grid: Grid, kind: str, forced: Mapping[str, str] | None = None) -> Layout | None:
    """Find the header row of a list; None where no row names the columns without which the sheet means nothing.

    Parameters
    ----------
    grid
        The sheet.
    kind
        What it is to be read as.
    forced
        Field → their header, from a mapping file.
    """
    best: Layout | None = None
    best_score = (0, 0)
    for index in grid.filled[:_HEADER_ROWS]:
        headers = grid.texts[index]
        taken = forced_places(headers, forced or {})
        found = match_columns(kind, headers, taken)
        places = found.places
        if kind == "journey_steps":
            places = _numbered_steps(grid, index, places, taken)
        complete = all(any(name in places for name in group) for group in INDISPENSABLE[kind])
        score = (len(taken), len(places))
        if complete and score > best_score:
            best, best_score = Layout(kind, "list", index, places, found.telling), score
    return best


def forced_places(headers: Sequence[str], forced: Mapping[str, str]) -> dict[str, int]:
    """Return the columns (index) of a row that a mapping file names."""
    places = {}
    for name, theirs in forced.items():
        same = [column for column, text in enumerate(headers) if text and text.casefold() == folded(theirs).casefold()]
        like = [column for column, text in enumerate(headers) if text and header_key(text) == header_key(theirs)]
        if same or like:
            places[name] = (same or like)[0]
    return places


def _numbered_steps(grid: Grid, header: int, places: Mapping[str, int], taken: Mapping[str, int]) -> Mapping[str, int]:
    """A column "Step" that holds just numbers is the order; what happens then stands in another column, or nowhere."""
    column = places.get("step")
    if column is None or "order" in places or "step" in taken:
        return places
    values = [grid.texts[index][column] for index in grid.filled if index > header]
    if not any(values) or not all(value.isdigit() for value in values if value):
        return places
    # The column is no longer on offer, so the next best header becomes the step.
    headers = ["" if other == column else text for other, text in enumerate(grid.texts[header])]
    return {**match_columns("journey_steps", headers, taken).places, "order": column}


def letter_layout(
    grid: Grid, letters: Mapping[str, str], forced: Mapping[str, str] | None = None, *, named: bool = False
) -> Layout | None:
    """Find a RACI matrix: activities down, roles across, letters in the cells; None where there is none.

    Parameters
    ----------
    grid
        The sheet.
    letters
        Their letter → ours, from a mapping file.
    forced
        Field → their header, from a mapping file.
    named
        The sheet's name says that it is a RACI chart: then one column of letters is enough.
    """
    rows = grid.filled[: _HEADER_ROWS + _SAMPLE_ROWS]
    best: Layout | None = None
    for header in rows[:_HEADER_ROWS]:
        heads = grid.texts[header]
        activity = match_columns("raci", heads).places.get("process")
        columns = tuple(
            column
            for column, head in enumerate(heads)
            if head
            and column != activity
            and _holds_letters([grid.texts[row][column] for row in rows if row > header], letters)
        )
        if not columns or (not named and len(columns) < 2) or len(columns) < len(best.across if best else ()):
            continue
        if best is not None and any(_letters(grid.texts[header][column], letters) for column in columns):
            break  # the letters have begun: no header stands below them
        labels = ["" if column in columns else head for column, head in enumerate(heads)]
        taken = {name: place for name, place in forced_places(heads, forced or {}).items() if name == "process"}
        process = match_columns("raci", labels, taken).places.get("process")
        if process is None or _numbered(grid, header, process):
            process = _label_column(grid, header, columns)
        if process is not None:
            best = Layout("raci", "letters", header, {"process": process}, len(columns), columns)
    return best


def _letters(text: str, letters: Mapping[str, str]) -> bool:
    if len(text) > 40:
        return False
    found, others = codes_in(text, letters)
    # A letter that a mapping file says does not count is a letter still.
    return (bool(found) and not others) or text.upper() in {one.upper() for one in letters}


def _holds_letters(texts: Sequence[str], letters: Mapping[str, str]) -> bool:
    filled = Counter(text for text in texts if text)
    holding = {text for text in filled if _letters(text, letters)}
    # Other short letters, such as S for support, stand in such columns too, but do not make one.
    coded = sum(count for text, count in filled.items() if text in holding or _SHORT_CODE.fullmatch(text))
    return bool(holding) and coded >= 0.6 * filled.total()


def _numbered(grid: Grid, header: int, column: int) -> bool:
    texts = [grid.texts[row][column] for row in grid.filled if row > header and grid.texts[row][column]]
    return bool(texts) and all(text.replace(".", "").isdigit() for text in texts)


def _label_column(grid: Grid, header: int, letters: Sequence[int]) -> int | None:
    """The column with most different texts: phases repeat, and numbers are no names."""
    different = {}
    for column in range(len(grid.texts[header])):
        if column not in letters and not _numbered(grid, header, column):
            different[column] = len({grid.texts[row][column] for row in grid.filled if row > header} - {""})
    best = max(different, key=lambda column: (different[column], -column), default=None)
    return best if best is not None and different[best] else None


def square_layout(grid: Grid, *, named: bool = False) -> Layout | None:
    """Find a square matrix: the same names down and across; None where there is none.

    `named` tells that the sheet's name says what it is: then two names are enough, else three.
    """
    for header in grid.filled[:_HEADER_ROWS]:
        below = [row for row in grid.filled if row > header]
        if not below:
            break
        heads = grid.texts[header]
        for label in range(min(3, len(heads))):
            across = {folded(head).casefold(): column for column, head in enumerate(heads) if head and column > label}
            down = {grid.texts[row][label].casefold() for row in below} - {""}
            common = len(across.keys() & down)
            if common >= (2 if named else 3) and common >= 0.6 * len(across.keys() | down):
                return Layout("collaboration", "square", header, {"from": label}, common, tuple(across.values()))
    return None


def table_rows(grid: Grid, layout: Layout) -> SheetTable:
    """Return the table of a layout: one `Row` for every row below the header that is not blank."""
    columns = {name: grid.first_column + place for name, place in layout.places.items()}
    table = Table(grid.file, grid.sheet, columns)
    rows = []
    for index in grid.filled:
        if index <= layout.header:
            continue
        number = grid.first_row + index
        values: dict[str, object] = {}
        texts: dict[str, str] = {}
        for name, place in layout.places.items():
            value = grid.value(index, place)
            values[name] = value
            text = text_of(value)
            error = grid.errors.get((number, grid.first_column + place)) if grid.errors else None
            if error is not None and error != NOT_CALCULATED:
                text = error
            if text:
                texts[name] = text
        rows.append(Row(Origin(table, number, texts), values))
    return SheetTable(grid, layout, table, rows)
