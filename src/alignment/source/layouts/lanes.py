"""Is it a journey in swim lanes? Departments down, steps across; in the cells what happens, or marks."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from alignment.language import later, say
from alignment.model.organisation import Cell, Table
from alignment.model.result import Issue
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.headings import LINES, header_rows
from alignment.source.layouts.letters import is_code
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout, Row, plain_row
from alignment.source.values import folded, text_of
from alignment.source.words import SHEET_WORDS

__all__ = ["lanes_layout"]

_MARKS = frozenset({"x", "✓", "✔", "☑", "●", "•", "■", "1", "yes", "ja", "oui", "si", "sí", "sim", "r", "(x)"})
_MARKS_NOTE = later(
    "departments down, steps across; marks in the cells: of several departments for a step the first from above is responsible"
)
_STEPS_NOTE = later("departments down, steps across; a step in each cell")
_LANE_WORDS = frozenset(
    header_key(word)
    for word in (
        *("lane", "lanes", "swim lane", "swimlane", "actor", "who", "zwembaan", "bahn", "couloir", "carril", "raia"),
        *("department", *SHEETS["journey_steps"].field("department").words),
    )
)
_STEP_NUMBER = re.compile(
    r"(?:(?:step|stap|schritt|étape|paso|etapa|passo|phase|fase|stage)\s*)?#?\d+\.?", re.IGNORECASE
)
# So many of the lanes are known departments.
_SHARE = 0.6
# So many cells of a chart of marks are marks: the others were typed in passing.
_MARKED = 2 / 3


def lanes_layout(
    grid: Grid,
    known: Mapping[str, Callable[[str], bool]],
    *,
    named: bool = False,
) -> Layout | None:
    """Find swim lanes; None where there are none.

    Parameters
    ----------
    grid
        The sheet, or the part of it that holds one journey.
    known
        Sheet key → whether a text is a name or ID there: departments, journeys.
    named
        The sheet's name says that it holds steps: then a header such as "Department" above the lanes is enough, else
        the lanes must be known departments.
    """
    for header in header_rows(grid, LINES):
        below = [row for row in grid.filled if row > header]
        for label in range(min(3, grid.width)):
            lanes = [text for row in below if (text := grid.text(row, label))]
            if len(lanes) < 2 or len(lanes) < 0.5 * len(below):
                continue
            head = header_key(grid.texts[header][label])
            if head and head not in _LANE_WORDS:
                continue
            sure = sum(map(known["departments"], lanes)) >= _SHARE * len(lanes)
            if not sure and not (named and head in _LANE_WORDS):
                continue
            heads = grid.texts[header]
            across = tuple(column for column in range(label + 1, grid.width) if heads[column])
            if len(across) < 2 or any(_is_mark(heads[column]) and not heads[column].isdigit() for column in across):
                continue  # too few steps, or a row of the chart; steps may have numbers, and no name is a mark
            right = {
                (row, column): text
                for row in below
                for column in range(label + 1, grid.width)
                if (text := grid.texts[row][column])
            }
            cells = {place: text for place, text in right.items() if place[1] in across}
            if 2 * len(cells) <= len(right):
                continue  # a header names the columns of most that stands below it
            if not _steps(
                [heads[column] for column in across], list(cells.values()), len(below) * len(across), numbered=named
            ):
                continue
            places = {"department": label}
            for column in range(label):
                own = ["" if other != column else head for other, head in enumerate(heads)]
                if match_columns("journey_steps", own).places.get("journey") == column:
                    places["journey"] = column
            marked = _is_marked(cells.values())
            rows = _Lanes(known["journeys"], marked=marked)
            issues = tuple(_unread(grid, label, cells)) if marked else ()
            notes = (say(_MARKS_NOTE if marked else _STEPS_NOTE),)
            return Layout("journey_steps", "lanes", header, places, heads, 1, across, notes, rows, issues)
    return None


def _unread(grid: Grid, label: int, cells: Mapping[tuple[int, int], str]) -> Iterator[Issue]:
    """What was typed among marks, and marks that stand in no lane."""
    for (row, column), text in cells.items():
        cell = Cell(grid.file, grid.sheet, grid.first_row + row, grid.first_column + column, text)
        if not _is_mark(text):
            said = say('"{text}" is no mark as the others here are, and is not read.', text=text)
            yield Issue("warning", cell, said, say("Write x where the department takes part, or clear the cell."))
        elif not grid.text(row, label):
            said = say("no department stands before this mark; it is not read.")
            yield Issue("warning", cell, said, say("Write the department before it, or clear the cell."))


def _is_mark(text: str) -> bool:
    return text.casefold() in _MARKS


def _is_marked(texts: Collection[str]) -> bool:
    """Tell whether texts are marks, but for a few that were typed among them."""
    return sum(map(_is_mark, texts)) >= _MARKED * len(texts)


def _steps(heads: Sequence[str], texts: Sequence[str], room: int, *, numbered: bool) -> bool:
    """Tell whether cells, of so many, may be steps: marks, or different texts, few in a column; and not letters or figures."""
    if not texts:
        return False
    if _is_marked(texts):
        return True
    figures = sum(text.replace(".", "").replace(",", "").isdigit() for text in texts)
    letters = sum(is_code(text, {}) for text in texts)
    if figures + letters > 0.2 * len(texts):
        return False
    # A list has no gaps and its columns repeat themselves; lanes are mostly blank.
    return all(map(_STEP_NUMBER.fullmatch, heads)) or (numbered and len(texts) <= 0.7 * room)


class _Lanes:
    """Derives one row for each step: journey, order, step, departments."""

    def __init__(self, known_journey: Callable[[str], bool], *, marked: bool) -> None:
        self._known = known_journey
        self._marked = marked

    def __call__(self, grid: Grid, layout: Layout) -> list[Row]:
        blocks: dict[str, list[int]] = {}
        origin: dict[str, tuple[int, int]] = {}
        above = self._title(grid, layout)
        journey = above[0]
        origin[journey] = above[1]
        place = layout.places.get("journey")
        for index in grid.filled:
            if index <= layout.header:
                continue
            if place is not None and (text := grid.text(index, place)):
                journey = text
                origin.setdefault(journey, (grid.first_row + index, grid.first_column + place))
            blocks.setdefault(journey, []).append(index)
        found = []
        for name, rows in blocks.items():
            found += self._block(grid, layout, name, origin[name], rows)
        return found

    def _title(self, grid: Grid, layout: Layout) -> tuple[str, tuple[int, int]]:
        """The journey whose lanes these are: a known one named above or by the sheet, else the last title above."""
        titles = [
            (text, (grid.first_row + row, grid.first_column + column))
            for row in range(layout.header - 1, -1, -1)
            for column, text in enumerate(grid.texts[row])
            if text
        ]
        of_sheet = (grid.sheet, (0, 0))
        for text, place in (*titles, of_sheet):
            for form in (text, text.partition(":")[2].strip()):
                if form and self._known(form):
                    return form, place
        kinds = {header_key(word) for word in SHEET_WORDS["journey_steps"]}
        alone = [one for one in titles if header_key(one[0]) not in kinds]
        if grid.partial or header_key(grid.sheet) in kinds:
            return alone[0] if alone else of_sheet
        return of_sheet

    def _block(self, grid: Grid, layout: Layout, journey: str, at: tuple[int, int], rows: list[int]) -> list[Row]:
        label = grid.first_column + layout.places["department"]
        header = grid.first_row + layout.header
        found: list[Row] = []
        order = 0
        # Where crosses tell who takes part, a step without one is a step that nobody does.
        crosses = "journey" not in layout.places and self._marked
        for column in layout.across:
            head = layout.heads[column]
            place = grid.first_column + column
            cells = [(row, folded(text_of(grid.value(row, column)))) for row in rows]
            lane = layout.places["department"]
            marked = [
                row for row, text in cells if text and _is_mark(text) and (not self._marked or grid.text(row, lane))
            ]
            steps = [] if self._marked else [(row, text) for row, text in cells if text and not _is_mark(text)]
            columns = {"journey": at[1], "department": label, "step": place, "order": place}
            if marked or crosses:
                order += 1
                where = Table(grid.file, grid.sheet, columns, {"step": header, "order": header, "journey": at[0]})
                names, parts = _named(grid, lane, marked)
                texts = {"journey": journey, "department": names, "step": head, "order": str(order)}
                numbers = tuple(grid.first_row + row for row in marked)
                found.append(plain_row(where, numbers[0] if numbers else header, texts, numbers or (0,), parts))
            together: dict[str, list[int]] = {}
            for row, text in steps:
                together.setdefault(text, []).append(row)
            for text, those in together.items():
                order += 1
                where = Table(grid.file, grid.sheet, columns, {"journey": at[0], "order": header})
                names, parts = _named(grid, lane, those)
                texts = {"journey": journey, "department": names, "step": text, "order": str(order)}
                numbers = tuple(grid.first_row + row for row in those)
                found.append(plain_row(where, numbers[0], texts, numbers, parts))
        used = {number for row in found for number in row.numbers if number}
        for row in rows:
            if grid.first_row + row not in used:
                where = Table(grid.file, grid.sheet, {"department": label})
                found.append(plain_row(where, grid.first_row + row, {}))
        return found


def _named(grid: Grid, lane: int, rows: Sequence[int]) -> tuple[str, tuple[Row, ...]]:
    """The departments of some lanes in one text, and each in its own cell."""
    where = Table(grid.file, grid.sheet, {"department": grid.first_column + lane})
    named = [(row, text) for row in rows if (text := grid.text(row, lane))]
    parts = tuple(plain_row(where, grid.first_row + row, {"department": text}) for row, text in named)
    return ";".join(text for _, text in named), parts
