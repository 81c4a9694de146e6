"""Is it a journey in swim lanes? Departments down, steps across; in the cells what happens, or marks."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from alignment.language import later, say
from alignment.model.organisation import Cell, Table
from alignment.model.result import Issue
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.inside import headings_inside, says_total
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
        heads = grid.texts[header]
        for label in range(min(3, grid.width)):
            head = header_key(heads[label])
            if head and head not in _LANE_WORDS:
                continue
            across = tuple(column for column in range(label + 1, grid.width) if heads[column])
            if len(across) < 2 or any(_is_mark(heads[column]) and not heads[column].isdigit() for column in across):
                continue  # too few steps, or a row of the chart; steps may have numbers, and no name is a mark
            called = named and head in _LANE_WORDS
            below = [row for row in grid.filled if row > header]
            if not called and sum(known["departments"](grid.text(row, label)) for row in below) < 2:
                continue  # a look at every cell would be in vain
            found = _chart(grid, header, label, across, known, called=called, numbered=named)
            if found is not None:
                return found
    return None


def _chart(
    grid: Grid,
    header: int,
    label: int,
    across: tuple[int, ...],
    known: Mapping[str, Callable[[str], bool]],
    *,
    called: bool,
    numbered: bool,
) -> Layout | None:
    """The lanes below a header; None where what stands there is none."""
    heads = grid.texts[header]
    set_aside = _no_lanes(grid, header, label, across, known["departments"])
    below = [row for row in grid.filled if row > header and row not in set_aside]
    lanes = {row: text for row in below if (text := grid.text(row, label))}
    if len(lanes) < 2 or len(lanes) < 0.5 * len(below):
        return None
    sure = sum(map(known["departments"], lanes.values())) >= _SHARE * len(lanes)
    if not sure and not called:
        return None
    right = {
        (row, column): text
        for row in below
        for column in range(label + 1, grid.width)
        if (text := grid.texts[row][column])
    }
    cells = {place: text for place, text in right.items() if place[1] in across}
    places = {"department": label}
    for column in range(label):
        own = ["" if other != column else head for other, head in enumerate(heads)]
        if match_columns("journey_steps", own).places.get("journey") == column:
            places["journey"] = column
    listed = "journey" not in places and _repeat([grid.texts[row][label] for row in lanes])
    if listed or 2 * len(cells) <= len(right):
        return None  # a list, or a header that names the columns of little that stands below it
    # What was typed between or below the lanes does not tell what stands in them.
    held = [text for (row, _), text in cells.items() if row in lanes]
    if not _steps([heads[column] for column in across], held, len(below) * len(across), numbered=numbered):
        return None
    marked = _is_marked(held)
    issues = tuple((_unread if marked else _stray)(grid, label, cells))
    if sure:
        used = {row for (row, _), text in cells.items() if not marked or _is_mark(text)}
        idle = {row: text for row, text in lanes.items() if row not in used and grid.texts[row][label]}
        issues += tuple(_nameless(grid, label, idle, known["departments"]))
    rows = _Lanes(known["journeys"], marked=marked)
    notes = (say(_MARKS_NOTE if marked else _STEPS_NOTE),)
    return Layout("journey_steps", "lanes", header, places, heads, 1, across, notes, rows, issues, set_aside)


def _repeat(labels: Sequence[str]) -> bool:
    """Tell whether most names stand there again and again, as in a list: a journey has one lane a department."""
    written = [text for text in labels if text]
    return len(set(written)) < 0.5 * len(written)


def _no_lanes(
    grid: Grid, header: int, label: int, across: Sequence[int], known: Callable[[str], bool]
) -> Mapping[int, str]:
    """The rows below a header that are headings or totals, with the reason: they begin as lanes do."""
    found = headings_inside(grid, header, grid.texts[header], (label, *across), matrix=False)
    return {row: why for row, why in found.items() if (text := grid.texts[row][label]) and not known(text)}


def _unread(grid: Grid, label: int, cells: Mapping[tuple[int, int], str]) -> Iterator[Issue]:
    """What was typed among marks, and marks that stand in no lane."""
    for (row, column), text in cells.items():
        cell = _cell(grid, row, column, text)
        if not _is_mark(text):
            said = say('"{text}" is no mark as the others here are, and is not read.', text=text)
            yield Issue("warning", cell, said, say("Write x where the department takes part, or clear the cell."))
        elif not grid.text(row, label):
            said = say("no department stands before this mark; it is not read.")
            yield Issue("warning", cell, said, say("Write the department before it, or clear the cell."))


def _stray(grid: Grid, label: int, cells: Mapping[tuple[int, int], str]) -> Iterator[Issue]:
    """What is no step by its looks, and stands in no lane that would make it one."""
    for (row, column), text in cells.items():
        if _is_stray(text) and not grid.text(row, label):
            said = say('"{text}" is no step, and no department stands before it; it is not read.', text=text)
            yield Issue(
                "warning",
                _cell(grid, row, column, text),
                said,
                say("Write the department before it, or clear the cell."),
            )


def _nameless(grid: Grid, label: int, idle: Mapping[int, str], known: Callable[[str], bool]) -> Iterator[Issue]:
    """What stands where departments do, is none of them, and has nothing beside it."""
    for row, text in idle.items():
        if not known(text):
            said = say('"{text}" is no department, and nothing stands beside it that is read.', text=text)
            yield Issue("warning", _cell(grid, row, label, text), said, say("Write a department, or clear the cell."))


def _cell(grid: Grid, row: int, column: int, text: str) -> Cell:
    return Cell(grid.file, grid.sheet, grid.first_row + row, grid.first_column + column, text)


def _is_mark(text: str) -> bool:
    return text.casefold() in _MARKS


def _is_figure(text: str) -> bool:
    return text.replace(".", "").replace(",", "").isdigit()


def _is_stray(text: str) -> bool:
    return _is_mark(text) or says_total(text) or _is_figure(text) or is_code(text, {})


def _is_marked(texts: Collection[str]) -> bool:
    """Tell whether texts are marks, but for a few that were typed among them."""
    return sum(map(_is_mark, texts)) >= _MARKED * len(texts)


def _steps(heads: Sequence[str], texts: Sequence[str], room: int, *, numbered: bool) -> bool:
    """Tell whether cells, of so many, may be steps: marks, or different texts, few in a column; and not letters or figures."""
    if not texts:
        return False
    if _is_marked(texts):
        return True
    figures = sum(map(_is_figure, texts))
    letters = sum(is_code(text, {}) for text in texts)
    counted = all(map(_STEP_NUMBER.fullmatch, heads))
    # Of three steps or four, one may be called so.
    one = 1 if counted and len(texts) > 2 else 0
    if figures + letters > max(0.2 * len(texts), one):
        return False
    # A list has no gaps and its columns repeat themselves; lanes are mostly blank.
    return counted or (numbered and len(texts) <= 0.7 * room)


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
            if index <= layout.header or index in layout.set_aside:
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
            marked = [row for row, text in cells if text and _is_mark(text) and grid.text(row, lane)]
            steps = [(row, text) for row, text in cells if text and not _is_mark(text)]
            steps = [] if self._marked else [one for one in steps if grid.text(one[0], lane) or not _is_stray(one[1])]
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
