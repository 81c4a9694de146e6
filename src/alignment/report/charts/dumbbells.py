"""How far apart do management and the front line see it? Two points a road, joined, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from alignment.language import number_text, say, share_text
from alignment.report.charts.drawing import (
    BLUE,
    GREY,
    INK,
    LIGHT,
    PALE,
    WHITE,
    WIDTH,
    Drawing,
    Picture,
    fitted,
    text_width,
)

__all__ = ["Dumbbell", "dumbbells"]

_LEFT = 44.0
_RIGHT = WIDTH - 16.0
_ROW = 7.4


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A row: its name, and of both ends the mean and half the width of its interval (None where unknown); a `loud` one is in bold."""

    name: str
    first: float
    second: float
    first_margin: float | None = None
    second_margin: float | None = None
    loud: bool = False


def dumbbells(name: str, rows: Sequence[Dumbbell], ends: tuple[str, str], share: bool = False) -> Picture:
    """Draw the rows in the order given; the first end is filled, the second open.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    rows
        At least one.
    ends
        What both ends are called in the key.
    share
        Whether the values are shares, not points of 5.
    """
    reach = [
        value + side * (margin or 0.0)
        for one in rows
        for value, margin in ((one.first, one.first_margin), (one.second, one.second_margin))
        for side in (-1, 1)
    ]
    # Of 5, from 1 on; of shares, tenths.
    least, most, tick = (0, 10, 0.1) if share else (2, 10, 0.5)
    part = tick if share else 2 * tick
    low = max(least, round(part / tick) * floor(min(reach) / part))
    high = min(most, round(part / tick) * ceil(max(reach) / part))
    high = max(high, low + 2)
    foot = 3.0 + _ROW * len(rows)
    drawing = Drawing(foot + 13)

    def across(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (min(max(value / tick, low), high) - low) / (high - low)

    for number in range(0, len(rows), 2):
        drawing.box((0, 3.0 + _ROW * number), WIDTH, _ROW, fill=PALE)
    for at in range(low, high + 1):
        x = across(at * tick)
        drawing.line(((x, 3.0), (x, foot)), LIGHT, 0.5)
        words = share_text(at / 10) if share else number_text(at / 2, at % 2)
        drawing.text((x, foot + 2.6), words, 7.5, "center", colour=GREY)
    for number, one in enumerate(rows):
        y = 3.0 + _ROW * (number + 0.5)
        drawing.text((1.5, y), fitted(one.name, _LEFT - 4, 8, one.loud), 8, bold=one.loud)
        drawing.line(((across(one.first), y), (across(one.second), y)), GREY, 1.6)
        # Above and below the line that joins the two, so that intervals that overlap are both seen.
        for value, margin, filled, shift in (
            (one.second, one.second_margin, False, 1.5), (one.first, one.first_margin, True, -1.5),
        ):  # fmt: skip
            if margin is not None:
                left, right = across(value - margin), across(value + margin)
                drawing.line(((left, y + shift), (right, y + shift)), INK, 0.6)
                for x in (left, right):
                    drawing.line(((x, y + shift - 0.6), (x, y + shift + 0.6)), INK, 0.6)
            drawing.disc(
                (across(value), y), 1.35, fill=BLUE if filled else WHITE, edge=BLUE if filled else INK, line=1.0
            )
        gap = one.first - one.second
        shown = number_text(100 * gap) if share else number_text(gap, 2)
        drawing.text((WIDTH - 1.5, y), f"{'+' if gap > 0 else ''}{shown}", 8, "right", bold=one.loud)
    _draw_key(drawing, ends, any(one.first_margin is not None for one in rows), foot + 8.5)
    told = "; ".join(
        say(
            "{name} {first} and {second}",
            name=one.name,
            first=share_text(one.first) if share else number_text(one.first, 2),
            second=share_text(one.second) if share else number_text(one.second, 2),
        )
        for one in rows
    )
    alt = (
        say("{first} and {second} side by side: {rows}.", first=ends[0], second=ends[1], rows=told)
        if share
        else say("{first} and {second} side by side, of 5: {rows}.", first=ends[0], second=ends[1], rows=told)
    )
    return drawing.picture(name, alt)


def _draw_key(drawing: Drawing, ends: tuple[str, str], interval: bool, y: float) -> None:
    entries = [("first", ends[0]), ("second", ends[1])]
    entries += [("interval", say("nine of ten such means lie inside"))] if interval else []
    x = (WIDTH - sum(text_width(words, 7.5) + 12 for _, words in entries)) / 2
    for sign, words in entries:
        if sign == "interval":
            drawing.line(((x, y), (x + 5, y)), INK, 0.6)
            for end in (x, x + 5):
                drawing.line(((end, y - 0.6), (end, y + 0.6)), INK, 0.6)
        else:
            first = sign == "first"
            drawing.disc((x + 3.2, y), 1.35, fill=BLUE if first else WHITE, edge=BLUE if first else INK, line=1.0)
        drawing.text((x + 6.5, y), words, 7.5)
        x += text_width(words, 7.5) + 12
