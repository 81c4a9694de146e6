"""What rose and what fell between two checks? A line a figure, from its value before to its value after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from alignment.language import say
from alignment.report.charts.drawing import (
    BLUE,
    GREY,
    INK,
    LIGHT,
    RED,
    WHITE,
    WIDTH,
    Drawing,
    Picture,
    fitted,
    text_width,
)
from alignment.report.display import NOTHING

__all__ = ["Slope", "apart", "slope"]

_LEFT, _RIGHT, _TOP, _FOOT = 78.0, 114.0, 9.0, 9.0
_LINE, _LEAST = 4.2, 52.0  # millimetres: between two labels, and the height of the field at least
_VALUE = 12.0
Turn = Literal["better", "worse", "neither"]
_LOOKS: dict[Turn, tuple[str, tuple[float, float] | None]] = {
    "better": (BLUE, None),
    "worse": (RED, (3.0, 1.6)),
    "neither": (GREY, (0.8, 1.2)),
}


@dataclass(frozen=True, slots=True)
class Slope:
    """A figure: its values as numbers and as they are printed, None where a check has none; a `loud` one is set in bold."""

    name: str
    before: float | None
    after: float | None
    shown: tuple[str, str]
    turn: Turn = "neither"
    loud: bool = False


def slope(name: str, rows: Sequence[Slope], ends: tuple[str, str], loud: str = "") -> Picture:
    """Draw each figure as a line from before to after, all on one scale; names stand left, as high as the value before.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    rows
        At least one; what has neither value is left out.
    ends
        The days of both checks, as text.
    loud
        What bold means, for the key; empty where nothing is bold.
    """
    known = [one for one in rows if one.before is not None or one.after is not None]
    values = [value for one in known for value in (one.before, one.after) if value is not None] or [0.0]
    low, high = min(values), max(values)
    high = high if high > low else low + 1.0
    field = max(_LEAST, _LINE * len(known))
    drawing = Drawing(_TOP + field + _FOOT + 2)

    def down(value: float) -> float:
        return _TOP + 2 + (field - 4) * (high - value) / (high - low)

    for x, words in zip((_LEFT, _RIGHT), ends, strict=True):
        drawing.line(((x, _TOP - 3), (x, _TOP + field)), LIGHT, 0.8)
        drawing.text((x, 2.5), words, 8, "center", bold=True)
    for one in known:
        _draw_line(drawing, one, down)
    _label(drawing, known, down, field)
    _draw_key(drawing, known, loud, _TOP + field + 6)
    told = "; ".join(
        say("{name} from {first} to {last}", name=one.name, first=one.shown[0], last=one.shown[1]) for one in known
    )
    alt = say("Side by side, {first} and {last}: {rows}.", first=ends[0], last=ends[1], rows=told)
    return drawing.picture(name, alt)


def apart(wanted: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places as near to those wanted as leaves `least` between two, in their order and within the ends.

    Examples
    --------
    >>> apart([1, 1, 9], 2, 0, 10)
    [1, 3, 9]
    >>> apart([9, 9.5], 2, 0, 10)
    [8, 10]
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    places = list(wanted)
    before = low - least
    for at in order:
        before = places[at] = max(places[at], before + least)
    after = high + least
    for at in reversed(order):
        after = places[at] = min(places[at], after - least)
    return places


def _draw_line(drawing: Drawing, one: Slope, down: Callable[[float], float]) -> None:
    colour, dash = _LOOKS[one.turn]
    ends = [(x, None if value is None else down(value)) for x, value in ((_LEFT, one.before), (_RIGHT, one.after))]
    places = [(x, y) for x, y in ends if y is not None]
    if len(places) == 2:
        drawing.line(places, colour, 1.8 if one.loud else 1.1, dash)
    for place in places:
        drawing.disc(place, 1.1, fill=colour if len(places) == 2 else WHITE, edge=colour, line=0.8)


def _label(drawing: Drawing, rows: Sequence[Slope], down: Callable[[float], float], field: float) -> None:
    """Write names and values beside both ends, each with a thin line to its place where it had to give way."""
    bottom = _TOP + field - 1
    for side, x in ((0, _LEFT), (1, _RIGHT)):
        wanted = []
        for one in rows:
            own, other = (one.before, one.after) if side == 0 else (one.after, one.before)
            wanted.append(down(own if own is not None else other or 0.0))
        for one, place, there in zip(rows, apart(wanted, _LINE * 0.95, _TOP + 1, bottom), wanted, strict=True):
            value = (one.before, one.after)[side]
            sign = -1 if side == 0 else 1
            if value is not None:
                drawing.line(((x + sign * 1.4, there), (x + sign * 5, place)), LIGHT, 0.5)
            text = one.shown[side] if value is not None else NOTHING
            drawing.text(
                (x + sign * 6, place),
                fitted(text, _VALUE, 8, one.loud),
                8,
                "right" if side == 0 else "left",
                bold=one.loud,
            )
            if side == 1:
                left = x + 8 + text_width(text, 8, one.loud)
                drawing.text((left, place), fitted(one.name, WIDTH - left, 7), 7, colour=GREY)
            else:
                drawing.text((0, place), fitted(one.name, _LEFT - _VALUE - 8, 8, one.loud), 8, bold=one.loud)


def _draw_key(drawing: Drawing, rows: Sequence[Slope], loud: str, y: float) -> None:
    words: dict[Turn, str] = {
        "better": say("for the better"),
        "worse": say("for the worse"),
        "neither": say("neither, or as it was"),
    }
    drawn = {one.turn for one in rows if one.before is not None and one.after is not None}
    x = 0.0
    for turn, (colour, dash) in _LOOKS.items():
        if turn in drawn:
            drawing.line(((x, y), (x + 7, y)), colour, 1.2, dash)
            drawing.text((x + 8.5, y), words[turn], 7.5)
            x += 8.5 + text_width(words[turn], 7.5) + 5
    if loud and any(one.loud for one in rows):
        drawing.text((x, y), fitted(loud, WIDTH - x, 7.5, bold=True), 7.5, bold=True, colour=INK)
