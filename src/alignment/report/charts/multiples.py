"""How has each leading figure moved? A small field a figure over the days of the checks, with target and forecast."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, log10

from alignment.language import date_text, number_text, say, share_text
from alignment.report.charts.drawing import (
    AMBER,
    BLUE,
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
from alignment.report.charts.trend import Panel, draw_days

__all__ = ["Multiple", "Outlook", "multiples"]

_COLUMNS, _GAP, _HEIGHT, _HEAD, _FOOT, _AXIS = 3, 6.0, 21.0, 11.0, 8.0, 11.0
_DASH, _DOTS = (2.4, 1.6), (0.8, 1.4)
Line = tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a straight line leads on a day; the ends of its interval are None where it has none."""

    day: date
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Multiple:
    """A figure over the checks.

    Attributes
    ----------
    name, last
        What it is called, and its last value as it is printed.
    stretches
        Values by day in parts that may be compared; no line joins two parts. None where a check does not have it.
    expected
        What chance would give, by day.
    target
        Value and day.
    least
        How much the scale spans at least, so that it does not make much of little.
    limits
        The least and the most the figure can be.
    """

    name: str
    last: str
    stretches: tuple[Line, ...]
    expected: Line = ()
    target: tuple[float, date] | None = None
    outlook: Outlook | None = None
    share: bool = False
    least: float = 0.1
    limits: tuple[float | None, float | None] = (None, None)

    @property
    def days(self) -> Iterable[date]:
        """Of all that is drawn."""
        yield from (day for part in (*self.stretches, self.expected) for day, _ in part)
        if self.target:
            yield self.target[1]
        if self.outlook:
            yield self.outlook.day

    @property
    def values(self) -> tuple[float, ...]:
        """All that is drawn."""
        found = [value for part in (*self.stretches, self.expected) for _, value in part]
        found += [self.target[0]] if self.target else []
        found += [self.outlook.value, self.outlook.low, self.outlook.high] if self.outlook else []
        return tuple(one for one in found if one is not None)


def multiples(name: str, fields: Sequence[Multiple], reorganised: Sequence[date] = ()) -> Picture:
    """Draw one field a figure, three beside one another, all over the same days and each on a scale of its own.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    fields
        At least one.
    reorganised
        Days of the first check after each reorganisation.
    """
    days = sorted({day for one in fields for day in one.days})
    rows = -(-len(fields) // _COLUMNS)
    bottom = rows * (_HEAD + _HEIGHT + _FOOT)
    signs = _signs(fields, reorganised)
    drawing = Drawing(bottom + (6 * (1 + (len(signs) - 1) // 3) if signs else 0))
    width = (WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS
    for number, one in enumerate(fields):
        left = (width + _GAP) * (number % _COLUMNS)
        top = (_HEAD + _HEIGHT + _FOOT) * (number // _COLUMNS) + _HEAD
        low, high, step = _scale(one)
        panel = Panel(drawing, days, (left + _AXIS, top, left + width - 2, top + _HEIGHT), (low, high, step))
        room = width - text_width(one.last, 8, bold=True) - 3
        lines = wrapped(one.name, room, 8)
        for line, words in enumerate(lines, start=1):
            drawing.text((left, top - 4.6 - 3.3 * (len(lines) - line)), words, 8)
        drawing.text((left + width - 2, top - 4.6), one.last, 8, "right", bold=True)
        _draw_frame(panel, one.share, left)
        _draw_field(panel, one, reorganised)
        draw_days(panel, list(dict.fromkeys((*days[:1], *days[-1:]))), 6.5)
    _draw_key(drawing, signs, bottom + 2.5)
    return drawing.picture(name, _alt(fields))


def _scale(one: Multiple) -> tuple[float, float, float]:
    """Return the ends of a scale around all values, and its step: two steps, of a round size."""
    values = one.values or (0.0, 1.0)
    low, high = min(values), max(values)
    need = max(high - low, one.least)
    power = 10.0 ** floor(log10(need / 2))
    bottom, top = one.limits
    for step in (power * part for part in (1, 2, 2.5, 5, 10, 20, 25, 50)):
        start = floor(low / step + 1e-9) * step
        # What cannot be is not on the scale, as far as round steps allow.
        start = max(start, bottom) if bottom is not None else start
        if top is not None and start + 2 * step > top >= high:
            start = max(top - 2 * step, bottom) if bottom is not None else top - 2 * step
        if 2 * step >= need - 1e-9 and start <= low + 1e-9 and start + 2 * step >= high - 1e-9:
            return start, start + 2 * step, step
    return low, low + 2 * ceil(need), float(ceil(need))


def _tick(value: float, step: float, share: bool) -> str:
    decimals = max(0, -floor(log10(step * (100 if share else 1)) + 1e-9))
    # A step of 2.5 has one decimal more than its size says.
    decimals += round(step * 10 ** (decimals + (2 if share else 0)), 6) % 1 > 0
    if not share:
        return number_text(value + 0.0, decimals)
    return share_text(value, decimals)


def _draw_frame(panel: Panel, share: bool, left: float) -> None:
    start, _, right, _ = panel.frame
    low, _, step = panel.scale
    for at in range(3):
        value = low + at * step
        value = 0.0 if abs(value) < step * 1e-6 else value
        y = panel.down(value)
        panel.drawing.line(((start, y), (right, y)), LIGHT, 0.5)
        text = fitted(_tick(value, step, share), start - left - 1, 6.5)
        panel.drawing.text((start - 1.2, y), text, 6.5, "right", colour=GREY)


def _draw_field(panel: Panel, one: Multiple, reorganised: Sequence[date]) -> None:
    drawing = panel.drawing
    for day in reorganised:
        if panel.days[0] <= day <= panel.days[-1]:
            x = panel.across(day)
            drawing.line(((x, panel.frame[1]), (x, panel.frame[3])), INK, 0.6, _DASH)
    if one.target:
        value, day = one.target
        y = panel.down(value)
        drawing.line(((panel.frame[0], y), (panel.across(day), y)), AMBER, 1.0, _DASH)
        drawing.diamond((panel.across(day), y), 1.3, fill=AMBER)
    _draw_parts(panel, (one.expected,), GREY, _DOTS, 0.0)
    many = sum(len(part) for part in one.stretches) > 15
    _draw_parts(panel, one.stretches, BLUE, None, 0.6 if many else 0.9)
    known = [(day, value) for part in one.stretches for day, value in part if value is not None]
    if one.outlook and known:
        end = (panel.across(one.outlook.day), panel.down(one.outlook.value))
        drawing.line(((panel.across(known[-1][0]), panel.down(known[-1][1])), end), BLUE, 0.9, _DOTS)
        if one.outlook.low is not None and one.outlook.high is not None:
            ends = [(end[0], panel.down(value)) for value in (one.outlook.low, one.outlook.high)]
            drawing.line(ends, BLUE, 0.9)
            for x, y in ends:
                drawing.line(((x - 0.9, y), (x + 0.9, y)), BLUE, 0.9)
        drawing.disc(end, 1.0, fill=WHITE, edge=BLUE, line=0.9)


def _draw_parts(
    panel: Panel, parts: Iterable[Line], colour: str, dash: tuple[float, float] | None, radius: float
) -> None:
    """Draw what follows on one another within a part; a gap where nothing is known."""
    for part in parts:
        places = [None if value is None else (panel.across(day), panel.down(value)) for day, value in part]
        for before, after in pairwise(places):
            if before is not None and after is not None:
                panel.drawing.line((before, after), colour, 1.2, dash)
        for place in places if radius else ():
            if place is not None:
                panel.drawing.disc(place, radius, colour, WHITE, 0.3)


def _signs(fields: Sequence[Multiple], reorganised: Sequence[date]) -> tuple[str, ...]:
    there = {
        "reorganised": bool(reorganised),
        "expected": any(one.expected for one in fields),
        "target": any(one.target for one in fields),
        "outlook": any(one.outlook for one in fields),
    }
    return tuple(sign for sign, drawn in there.items() if drawn)


def _draw_key(drawing: Drawing, signs: Sequence[str], y: float) -> None:
    words = {
        "reorganised": say("the company was divided otherwise"),
        "expected": say("what chance would give"),
        "target": say("target, up to its day"),
        "outlook": say("where a straight line leads, with its interval"),
    }
    x = 0.0
    for sign in signs:
        if x + 8.5 + text_width(words[sign], 7.5) > WIDTH:
            x, y = 0.0, y + 5
        if sign == "outlook":
            drawing.line(((x, y), (x + 6, y)), BLUE, 0.9, _DOTS)
            drawing.line(((x + 6, y - 1.4), (x + 6, y + 1.4)), BLUE, 0.9)
            drawing.disc((x + 6, y), 1.0, fill=WHITE, edge=BLUE, line=0.9)
        elif sign == "target":
            drawing.line(((x, y), (x + 6, y)), AMBER, 1.0, _DASH)
            drawing.diamond((x + 6, y), 1.3, fill=AMBER)
        else:
            looks = (INK, 0.6, _DASH) if sign == "reorganised" else (GREY, 1.2, _DOTS)
            drawing.line(((x, y), (x + 7, y)), *looks)
        drawing.text((x + 8.5, y), words[sign], 7.5)
        x += text_width(words[sign], 7.5) + 14


def _alt(fields: Sequence[Multiple]) -> str:
    told = []
    for one in fields:
        known = [(day, value) for part in one.stretches for day, value in part if value is not None]
        if not known:
            told.append(say("{name}: not measured.", name=one.name))
            continue
        shown = share_text if one.share else number_text
        decimals = 0 if one.share else 2
        text = say(
            "{name}: from {first} on {day} to {last} on {end}.",
            name=one.name,
            first=shown(known[0][1], decimals),
            day=date_text(known[0][0]),
            last=one.last,
            end=date_text(known[-1][0]),
        )
        told.append(text)
        if one.target:
            told.append(
                say("Target {value} by {day}.", value=shown(one.target[0], decimals), day=date_text(one.target[1]))
            )
    return " ".join(told)
