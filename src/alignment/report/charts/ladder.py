"""How firmly is each journey owned? The ladder of ownership, a stair for each rung with its journeys."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import number_text, say
from alignment.report.charts.drawing import (
    BLUE,
    GREY,
    INK,
    LIGHT,
    PALE,
    RED,
    WHITE,
    WIDTH,
    Drawing,
    Picture,
    fitted,
    text_width,
)
from alignment.wording import counted

__all__ = ["Rung", "ownership_ladder"]

_ROW = 13.0
_WORDS = 74.0
_BAR = 40.0


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung of the ladder: its number (0 at the foot), title, what it takes, and the journeys that stand on it."""

    level: int
    title: str
    meaning: str
    journeys: tuple[str, ...]


def ownership_ladder(name: str, rungs: Sequence[Rung]) -> Picture:
    """Draw the ladder, the highest rung on top: how many journeys stand on each, and which.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    rungs
        All rungs, also empty ones.
    """
    ordered = sorted(rungs, key=lambda one: -one.level)
    total = sum(len(one.journeys) for one in ordered)
    most = max((len(one.journeys) for one in ordered), default=0) or 1
    drawing = Drawing(_ROW * len(ordered) + 3)
    for number, one in enumerate(ordered):
        top = 1.5 + _ROW * number
        middle = top + _ROW / 2
        if number % 2 == 0:
            drawing.box((0, top), WIDTH, _ROW, fill=PALE)
        foot = one.level == 0
        drawing.box((1.5, middle - 3.6), 7.2, 7.2, fill=WHITE, edge=RED if foot else INK, line=0.9)
        drawing.text((5.1, middle), str(one.level), 11, "center", bold=True, colour=RED if foot else INK)
        drawing.text((11.5, middle - 2.1), one.title, 9, bold=True)
        drawing.text((11.5, middle + 2.2), fitted(one.meaning, _WORDS - 13, 7), 7, colour=GREY)
        _draw_bar(drawing, len(one.journeys), most, middle, foot)
        _draw_names(drawing, one.journeys, middle)
    parts = [
        say(
            "{number} on rung {level} ({title})",
            number=number_text(len(one.journeys)),
            level=one.level,
            title=one.title.lower(),
        )
        for one in reversed(ordered)
    ]
    journeys = counted(total, "journey")
    alt = say("Ladder of ownership for {journeys}: {parts}.", journeys=journeys, parts=", ".join(parts))
    return drawing.picture(name, alt)


def _draw_bar(drawing: Drawing, count: int, most: int, middle: float, foot: bool) -> None:
    """Draw one square a journey where they fit, else one bar to scale; unowned ones are hatched."""
    left = _WORDS + 1.0
    hatch, fill, edge = ("/////", WHITE, RED) if foot else ("", BLUE, WHITE)
    room = _BAR - 9.0
    side = min(4.4, room / most)
    if most <= 16:
        for number in range(count):
            drawing.box((left + number * side, middle - side / 2), side - 0.5, side - 0.5, fill, edge, 0.7, hatch)
        length = count * side
    else:
        length = room * count / most
        drawing.box((left, middle - 2.2), max(length, 0.4), 4.4, fill, edge, 0.7, hatch) if count else None
    drawing.text((left + length + 1.3, middle), str(count), 9, bold=bool(count), colour=INK if count else GREY)


def _draw_names(drawing: Drawing, journeys: Sequence[str], middle: float) -> None:
    """Write as many names as two lines hold, and how many more there are."""
    left, size = _WORDS + _BAR + 3.0, 7.2
    room = WIDTH - left - 1.5
    lines: list[str] = [""]
    for number, one in enumerate(journeys):
        more = " " + say("and {number} more", number=number_text(len(journeys) - number))
        longer = f"{lines[-1]}, {one}" if lines[-1] else one
        last = len(lines) == 2
        spare = text_width(more, size) if last and number < len(journeys) - 1 else 0.0
        if text_width(longer, size) + spare <= room:
            lines[-1] = longer
        elif not last:
            if lines[-1]:
                lines[-1] += ","
                lines.append(fitted(one, room - (text_width(more, size) if number < len(journeys) - 1 else 0), size))
            else:
                lines[-1] = fitted(one, room, size)
        else:
            lines[-1] = fitted(lines[-1], room - text_width(more, size), size) + more
            break
    for number, text in enumerate(lines):
        drawing.text((left, middle + (number - (len(lines) - 1) / 2) * 3.6), text, size)
    drawing.line(((left - 1.8, middle - _ROW / 2 + 1.5), (left - 1.8, middle + _ROW / 2 - 1.5)), LIGHT, 0.5)
