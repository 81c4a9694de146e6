"""On which stage of maturity does the company stand, and each department? Stairs, the highest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.report.charts.drawing import BLUE, GREY, INK, PALE, WHITE, WIDTH, Drawing, Picture, fitted, wrapped

__all__ = ["Stair", "stage_ladder"]

_ROW = 19.0
_STEP = 4.0
_LEFT = 108.0


@dataclass(frozen=True, slots=True)
class Stair:
    """A stage: its number, name, what it looks like and what comes next; the company's roads on it, and departments."""

    number: int
    name: str
    meaning: str
    next: str
    roads: tuple[str, ...]
    departments: tuple[str, ...]


def stage_ladder(name: str, stairs: Sequence[Stair]) -> Picture:
    """Draw the stages as stairs: what each looks like, the company's roads on it with what comes next, and departments.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    stairs
        All stages, also empty ones.
    """
    ordered = sorted(stairs, key=lambda one: -one.number)
    drawing = Drawing(7 + _ROW * len(ordered))
    drawing.text((_LEFT, 3), "The company's roads; departments by their weakest", 7.2, colour=GREY)
    for place, one in enumerate(ordered):
        top = 6 + _ROW * place
        middle = top + _ROW / 2
        left = _STEP * (one.number - 1)
        here = bool(one.roads)
        drawing.box((left, top), WIDTH - left, _ROW - 1, fill=PALE)
        drawing.box(
            (left + 1.5, middle - 4.1), 7.2, 7.2, fill=BLUE if here else WHITE, edge=BLUE if here else INK, line=0.9
        )
        drawing.text(
            (left + 5.1, middle - 0.5), str(one.number), 11, "center", bold=True, colour=WHITE if here else INK
        )
        drawing.text((left + 11.5, middle - 6.0), one.name, 9, bold=True)
        room = _LEFT - left - 15
        lines = list(wrapped(one.meaning, room, 7.2))
        for number, line in enumerate(lines):
            drawing.text((left + 11.5, middle - 2.0 + 3.1 * number), line, 7.2, colour=GREY)
        # What comes next is told where the company stands.
        for number, line in enumerate(wrapped(f"Next: {one.next}", room, 7.2) if here else ()):
            drawing.text((left + 11.5, middle - 1.6 + 3.1 * (number + len(lines))), line, 7.2)
        _draw_who(drawing, one, middle)
    parts = [
        f"stage {one.number} ({one.name}): {len(one.roads)} {'road' if len(one.roads) == 1 else 'roads'} of the company, "
        f"{len(one.departments)} {'department' if len(one.departments) == 1 else 'departments'}"
        for one in reversed(ordered)
    ]
    return Picture(drawing.chart(name), f"Ladder of stages. {'; '.join(parts)}.")


def _draw_who(drawing: Drawing, stair: Stair, middle: float) -> None:
    room = WIDTH - _LEFT - 1.5
    lines = list(wrapped(", ".join(stair.roads), room, 7.4, bold=True)) if stair.roads else []
    words = f"{len(stair.departments)}: {', '.join(stair.departments)}" if stair.departments else ""
    below = list(wrapped(words, room, 7, lines=3)) if words else []
    top = middle - 0.5 - 1.6 * (len(lines) + len(below) - 1)
    for number, line in enumerate((*lines, *below)):
        bold = number < len(lines)
        text = fitted(line, room, 7.4 if bold else 7, bold)
        drawing.text((_LEFT, top + 3.2 * number), text, 7.4 if bold else 7, bold=bold)
