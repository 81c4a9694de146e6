"""What does each group say on each road? A square of shades with the figure in each cell, readable in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import number_text, say
from alignment.report.charts.drawing import (
    GREY,
    INK,
    LIGHT,
    WHITE,
    WIDTH,
    Drawing,
    Picture,
    fitted,
    text_width,
    wrapped,
)
from alignment.report.display import NOTHING
from alignment.wording import counted

__all__ = ["HeatRow", "Shade", "heat_map"]

_NAMES = 46.0
_HEAD = 9.0
_HEADS = (6.8, 6.4, 6.0)
_GAP = 1.6
_HEIGHT = 150.0
_ROWS = (4.2, 4.9)
# From light to dark: each step is told apart in grey print, and the figure stands in the cell.
_FILLS = (WHITE, "#dfe9f1", "#b7cddf", "#82a6c5", "#285682")
_DARK = 4


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row: its name, a value a column (None where there is none), and whether it is hidden to protect who answered.

    `hidden` says it of each column; a `head` row stands apart, above the others.
    """

    name: str
    values: tuple[float | None, ...]
    hidden: tuple[bool, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Shade:
    """A class of values: from where it reaches, and its words in the key. The last is the darkest."""

    start: float
    words: str


def heat_map(
    name: str, columns: Sequence[str], rows: Sequence[HeatRow], shades: Sequence[Shade], decimals: int
) -> Picture:
    """Draw the rows in the order given, those that stand apart first; what is hidden is hatched.

    Some thirty rows fill a page; whoever has more draws several pictures.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    columns
        Names of the columns.
    rows
        Groups.
    shades
        At most five classes, the lowest values first.
    decimals
        Of the figures.
    """
    head = [one for one in rows if one.head]
    shown = [one for one in rows if not one.head]
    height = max(_ROWS[0], min(_ROWS[1], _HEIGHT / max(len(head) + len(shown), 1)))
    cell = (WIDTH - _NAMES) / max(len(columns), 1)
    foot = _HEAD + height * (len(head) + len(shown)) + (_GAP if head and shown else 0.0)
    covered = any(any(one.hidden) for one in (*head, *shown))
    drawing = Drawing(foot + (12 if covered else 8))
    # Heads are set in smaller letters before a long word is broken.
    words = [word for one in columns for word in one.split()]
    letters = next((one for one in _HEADS if all(text_width(word, one) <= cell - 0.6 for word in words)), _HEADS[0])
    for place, column in enumerate(columns):
        lines = wrapped(column, cell - 0.6, letters)
        for number, line in enumerate(lines):
            y = _HEAD - 2.2 - 2.9 * (len(lines) - 1 - number)
            drawing.text((_NAMES + (place + 0.5) * cell, y), line, letters, "center", bold=place == 0)
    top = _HEAD
    for number, row in enumerate((*head, *shown)):
        top += _GAP if head and number == len(head) else 0.0
        size = min(8.0, height * 1.55)
        drawing.text((0, top + height / 2), fitted(row.name, _NAMES - 2, size, row.head), size, bold=row.head)
        for place, (value, hidden) in enumerate(zip(row.values, row.hidden, strict=True)):
            corner = (_NAMES + place * cell, top)
            _draw_cell(drawing, corner, (cell, height), value, hidden, shades, decimals)
        top += height
    _draw_key(drawing, shades, covered, foot + 4.5)
    return drawing.picture(name, _alt(columns, head, shown, decimals))


def _draw_cell(
    drawing: Drawing,
    corner: tuple[float, float],
    size: tuple[float, float],
    value: float | None,
    hidden: bool,
    shades: Sequence[Shade],
    decimals: int,
) -> None:
    width, height = size
    middle = (corner[0] + width / 2, corner[1] + height / 2)
    if value is None:
        drawing.box(corner, width, height, fill=WHITE, edge=LIGHT, line=0.4, hatch="///" if hidden else "")
        if not hidden:
            drawing.text(middle, NOTHING, 7, "center", colour=GREY)
        return
    # As it is printed, so that no figure stands in the shade of another.
    at = max((place for place, one in enumerate(shades) if round(value, decimals) >= one.start), default=0)
    drawing.box(corner, width, height, fill=_FILLS[at], edge=LIGHT, line=0.4)
    colour = WHITE if at >= _DARK else INK
    drawing.text(middle, number_text(value, decimals), min(7.5, height * 1.5), "center", colour=colour)


def _draw_key(drawing: Drawing, shades: Sequence[Shade], hidden: bool, y: float) -> None:
    x = 0.0
    for place, one in enumerate(shades):
        drawing.box((x, y - 1.6), 5, 3.2, fill=_FILLS[place], edge=GREY, line=0.4)
        drawing.text((x + 6.2, y), one.words, 7.2)
        x += text_width(one.words, 7.2) + 10.5
    if hidden:
        drawing.box((0, y + 3.2), 5, 3.2, fill=WHITE, edge=LIGHT, line=0.4, hatch="///")
        drawing.text((6.2, y + 4.8), say("not shown, so that nobody who answered can be recognised"), 7.2)


def _alt(columns: Sequence[str], head: Sequence[HeatRow], others: Sequence[HeatRow], decimals: int) -> str:
    hidden = sum(all(one.hidden) for one in others)
    told = [
        say(
            "Table of shades, {departments} by {columns}.",
            departments=counted(len(others), "department"),
            columns=counted(len(columns), "column"),
        )
    ]
    if head and columns:
        values = [
            f"{column} {number_text(value, decimals)}"
            for column, value in zip(columns, head[0].values, strict=True)
            if value is not None
        ]
        if values:
            told.append(say("{what}: {words}.", what=head[0].name, words=", ".join(values)))
    if hidden:
        told.append(say("{number} not shown.", number=number_text(hidden)))
    return " ".join(told)
