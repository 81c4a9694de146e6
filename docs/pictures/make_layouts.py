"""Draw the pictures of docs/workbook.md: which layouts the reader understands.

Run it with the environment of the project: ``python docs/pictures/make_layouts.py``. Each picture shows what the reader
makes of a workbook written for it, so that a layout that is not read cannot be shown as if it were.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The layouts are described by the package beside this script, which is not installed.
sys.path.insert(0, str(HERE))

from sheet_layouts.declared import LAYOUTS  # noqa: E402
from sheet_layouts.reading import ShownSheet, Use, read_layout  # noqa: E402
from sheet_layouts.sheets import Place  # noqa: E402

from alignment.model.organisation import column_letter  # noqa: E402
from alignment.report.charts.drawing import (  # noqa: E402
    AMBER,
    BLUE,
    GREY,
    INK,
    LIGHT,
    PALE,
    WHITE,
    Drawing,
    text_width,
    wrapped,
)

__all__ = ["FOLDER", "KEY", "main", "picture"]

FOLDER = HERE / "layouts"
KEY = "key"

# Millimetres and points.
_WIDTH = 200.0
_SIZE, _SMALL = 9.0, 8.0
_MARGIN, _PAD, _GAP = 1.0, 1.5, 3.0
_TITLE, _LETTERS, _ROW, _LINE, _BETWEEN = 5.6, 4.6, 5.6, 3.9, 4.0
_NUMBERS, _NARROWEST, _WIDEST = 6.5, 9.0, 40.0
# How far a leading blank moves a name.
_BLANK = 1.0
# A browser without our typeface takes a wider one.
_SLACK = 1.16


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell is drawn."""

    fill: str
    edge: str
    text: str
    hatch: str = ""
    bold: bool = False


# Told apart by lightness, hatching and weight, so that grey print and every kind of colour vision keep them apart.
_LOOKS: Mapping[Use, _Look] = {
    "header": _Look(BLUE, WHITE, WHITE, bold=True),
    "record": _Look(LIGHT, WHITE, INK),
    "aside": _Look(WHITE, LIGHT, GREY, hatch="////"),
    "unused": _Look(WHITE, LIGHT, GREY),
}
_KEY: Mapping[Use, str] = {
    "header": "header",
    "record": "read into a record",
    "aside": "set aside or skipped",
    "unused": "not used",
}


def _wide(text: str, size: float, bold: bool = False) -> float:
    return text_width(text, size, bold) * _SLACK


def _indent(text: str) -> float:
    return _BLANK * (len(text) - len(text.lstrip()))


def _broken(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The lines of a text, as many as it takes."""
    return wrapped(text, width / _SLACK, size, lines=len(text), bold=bold) or ("",)


class _Page:
    """One sheet, measured: where its columns and rows stand, and how high it is with its words."""

    def __init__(self, sheet: ShownSheet) -> None:
        self.sheet = sheet
        last = max(row for row, _ in sheet.texts), max(column for _, column in sheet.texts)
        self.lines = {place: self._cell_lines(place) for place in sheet.texts}
        widths = [self._column_width(column) for column in range(1, last[1] + 1)]
        start = _MARGIN + _NUMBERS
        self.columns = list(accumulate(widths, initial=start))
        self.words_at = self.columns[-1] + _GAP
        room = _WIDTH - _MARGIN - self.words_at
        self.words = {row: _broken(text, room, _SIZE) for row, text in sheet.words.items()}
        whole = _WIDTH - 2 * _MARGIN - _GAP
        said = [f"“{remark[0].upper()}{remark[1:].rstrip('.')}.”" for remark in sheet.remarks]
        self.remarks = [line for text in said for line in _broken(text, whole, _SMALL)]
        self.issues = [
            _broken(f"{one.cell.address}: {one.message} {one.suggestion}".strip(), whole, _SMALL)
            for one in sheet.issues
        ]
        heights = [self._row_height(row) for row in range(1, last[0] + 1)]
        self.above = _TITLE * len(sheet.read_as) + _LETTERS
        self.rows = list(accumulate(heights, initial=self.above))
        self.height = self.rows[-1] + _LINE * (len(self.remarks) + sum(map(len, self.issues))) + 1.0

    def _cell_lines(self, place: Place) -> tuple[str, ...]:
        text = self.sheet.texts[place]
        bold = _LOOKS[self.sheet.uses[place]].bold
        if self._runs_on(place) or _wide(text, _SIZE, bold) <= _WIDEST:
            return (text,)
        # Programs write names of columns with "_" for each blank.
        return tuple(line.replace("_ ", "_") for line in _broken(text.replace("_", "_ "), _WIDEST, _SIZE, bold))

    def _runs_on(self, place: Place) -> bool:
        """A merged cell, and a text alone in its row, reach over the columns to their right, as in a spreadsheet."""
        return place in self.sheet.spans or sum(row == place[0] for row, _ in self.sheet.texts) == 1

    def _column_width(self, column: int) -> float:
        widths = [
            _wide(line.lstrip(), _SIZE, _LOOKS[self.sheet.uses[place]].bold) + _indent(line)
            for place, lines in self.lines.items()
            if place[1] == column and not (self._runs_on(place) and self.sheet.uses[place] != "record")
            for line in lines
        ]
        return max([_NARROWEST - 2 * _PAD, *widths]) + 2 * _PAD

    def _row_height(self, row: int) -> float:
        lines = [len(self.words.get(row, ())), *(len(one) for place, one in self.lines.items() if place[0] == row)]
        return _ROW + _LINE * (max(1, *lines) - 1)

    def draw(self, drawing: Drawing, top: float) -> None:
        """Draw the sheet below `top`."""
        self._draw_title(drawing, top)
        self._draw_frame(drawing, top)
        for place in sorted(self.sheet.texts):
            self._draw_cell(drawing, place, top)
        for row, lines in self.words.items():
            middle = top + (self.rows[row - 1] + self.rows[row]) / 2
            passed = self.sheet.words[row].startswith(("skipped", "set aside", "header"))
            for number, line in enumerate(lines):
                at = (self.words_at, middle + (number - (len(lines) - 1) / 2) * _LINE)
                drawing.text(at, line, _SIZE, colour=GREY if passed else INK)
        below = top + self.rows[-1] + _LINE / 2 + 0.8
        for number, line in enumerate(self.remarks):
            drawing.text((_MARGIN, below + number * _LINE), line, _SMALL, colour=GREY)
        self._draw_issues(drawing, top, below + len(self.remarks) * _LINE)

    def _draw_title(self, drawing: Drawing, top: float) -> None:
        name = f"Sheet “{self.sheet.name}”"
        drawing.text((_MARGIN, top + _TITLE / 2), name, _SIZE, bold=True)
        left = _MARGIN + _wide(name, _SIZE, bold=True) + _GAP
        for number, line in enumerate(self.sheet.read_as):
            drawing.text((left, top + (number + 0.5) * _TITLE), line, _SIZE)

    def _draw_frame(self, drawing: Drawing, top: float) -> None:
        head = top + self.above - _LETTERS
        drawing.box((_MARGIN, head), self.columns[-1] - _MARGIN, _LETTERS, fill=PALE)
        drawing.box((_MARGIN, head), _NUMBERS, self.rows[-1] - self.above + _LETTERS, fill=PALE)
        for number, (left, right) in enumerate(zip(self.columns, self.columns[1:], strict=False), start=1):
            middle = ((left + right) / 2, head + _LETTERS / 2)
            drawing.text(middle, column_letter(number), _SMALL, "center", colour=GREY)
        for number, (up, down) in enumerate(zip(self.rows, self.rows[1:], strict=False), start=1):
            drawing.text((_MARGIN + _NUMBERS / 2, top + (up + down) / 2), str(number), _SMALL, "center", colour=GREY)
        for left in self.columns:
            drawing.line(((left, head), (left, top + self.rows[-1])), LIGHT, 0.5)
        for down in self.rows:
            drawing.line(((_MARGIN, top + down), (self.columns[-1], top + down)), LIGHT, 0.5)

    def _draw_cell(self, drawing: Drawing, place: Place, top: float) -> None:
        row, column = place
        last_row, last_column = self.sheet.spans.get(place, place)
        text = self.sheet.texts[place]
        look = _LOOKS[self.sheet.uses[place]]
        corner = (self.columns[column - 1], top + self.rows[row - 1])
        width = self.columns[last_column] - corner[0]
        height = top + self.rows[last_row] - corner[1]
        if self._runs_on(place):
            width = max(width, min(_wide(text, _SIZE) + 2 * _PAD, self.columns[-1] - corner[0]))
        drawing.box(corner, width, height, fill=look.fill, edge=look.edge, hatch=look.hatch)
        lines = self.lines[place]
        for number, line in enumerate(lines):
            middle = corner[1] + height / 2 + (number - (len(lines) - 1) / 2) * _LINE
            at = (corner[0] + _PAD + _indent(line), middle)
            drawing.text(at, line.lstrip(), _SIZE, bold=look.bold, colour=look.text)

    def _draw_issues(self, drawing: Drawing, top: float, below: float) -> None:
        """Frame the cells of the issues, and write them under the sheet."""
        for cell in dict.fromkeys(one.cell for one in self.sheet.issues if one.cell.column):
            left, up = self.columns[cell.column - 1] + 0.3, top + self.rows[cell.row - 1] + 0.3
            width, height = self.columns[cell.column] - left - 0.3, top + self.rows[cell.row] - up - 0.3
            drawing.box((left, up), width, height, edge=AMBER, line=1.6)
        for lines in self.issues:
            _mark(drawing, (_MARGIN + 1.0, below))
            for line in lines:
                drawing.text((_MARGIN + _GAP, below), line, _SMALL)
                below += _LINE


def _mark(drawing: Drawing, centre: tuple[float, float]) -> None:
    drawing.box((centre[0] - 0.9, centre[1] - 1.2), 1.8, 2.4, fill=WHITE, edge=AMBER, line=1.6)


def _drawing(height: float) -> Drawing:
    """A white page: a dark theme of the reader's would swallow the letters."""
    drawing = Drawing(height, _WIDTH)
    drawing.box((0, 0), _WIDTH, height, fill=WHITE)
    return drawing


def picture(name: str, sheets: Sequence[ShownSheet]) -> str:
    """Return the sheets of a layout, one under another, as SVG."""
    pages = [_Page(sheet) for sheet in sheets]
    tops = list(accumulate((page.height + _BETWEEN for page in pages), initial=_MARGIN))
    drawing = _drawing(tops[-1] - _BETWEEN + _MARGIN)
    for page, top in zip(pages, tops, strict=False):
        page.draw(drawing, top)
    return drawing.chart(name).svg


def key() -> str:
    """Return what the looks of the cells mean, as SVG."""
    height = _ROW + 2 * _MARGIN
    drawing = _drawing(height)
    left, middle = _MARGIN, height / 2
    for use, words in _KEY.items():
        look = _LOOKS[use]
        width = _wide(words, _SIZE, look.bold) + 2 * _PAD
        drawing.box((left, _MARGIN), width, _ROW, fill=look.fill, edge=look.edge, hatch=look.hatch)
        drawing.text((left + _PAD, middle), words, _SIZE, bold=look.bold, colour=look.text)
        left += width + _GAP
    _mark(drawing, (left + 1.0, middle))
    drawing.text((left + _GAP, middle), "an issue, at its cell", _SIZE)
    return drawing.chart(KEY).svg


def pictures() -> dict[str, str]:
    """Return every picture of the page by its name."""
    return {KEY: key(), **{one.name: picture(one.name, read_layout(one)) for one in LAYOUTS}}


def main() -> None:
    """Write all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (FOLDER / f"{name}.svg").write_text(svg + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
