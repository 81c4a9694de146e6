"""How has the score moved from check to check? A line over days true to scale, its range, and a small line a dimension."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from alignment.language import date_text, number_text, say
from alignment.report.charts.drawing import BLUE, GREY, LIGHT, WHITE, WIDTH, Drawing, Picture, fitted, text_width
from alignment.report.display import ZONES, light_word
from alignment.wording import joined

__all__ = ["Panel", "TrendLine", "TrendPoint", "draw_days", "trend"]

_LEFT, _RIGHT, _TOP, _HEIGHT = 10.0, WIDTH - 16.0, 7.0, 50.0
_COLUMNS, _GAP, _SMALL, _HEAD, _FOOT = 3, 7.0, 20.0, 7.0, 7.0
_BAND = "#dfe9f1"
# Points of the score that a scale spans at least.
_LEAST_SPAN = 20
# With more points than this their signs are smaller.
_MANY = 15
_APART = 2.0  # millimetres between two days' labels

Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """What one check found: the day, the value (None where it is withheld), and the ends of its range, where known."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A dimension and what each check found of it. A check that knows nothing of the dimension has no point."""

    name: str
    points: tuple[TrendPoint, ...]


def trend(name: str, score: Sequence[TrendPoint], dimensions: Sequence[TrendLine] = ()) -> Picture:
    """Draw the score over the days of its checks, and each dimension small below it, all dimensions on one scale.

    Days are as far apart as they are; where a value is withheld the line has a gap. Some forty points can be told apart.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    score
        One point a check, in any order; values from 0 to 100.
    dimensions
        In the order in which they are drawn.
    """
    points = _ordered(score)
    lines = [TrendLine(one.name, _ordered(one.points)) for one in dimensions]
    days = sorted({one.day for line in (points, *(one.points for one in lines)) for one in line})
    signs = _signs((points, *(one.points for one in lines)))
    rows = -(-len(lines) // _COLUMNS)
    bottom = _TOP + _HEIGHT + 9 + rows * (_HEAD + _SMALL + _FOOT)
    drawing = Drawing(bottom + (6 if signs else 0))
    whole = Panel(drawing, days, (_LEFT, _TOP, _RIGHT, _TOP + _HEIGHT), _scale([points], 5))
    drawing.text((0, 2), say("Health score"), 8, bold=True)
    _draw_frame(whole)
    _draw_zones(whole)
    _draw_line(whole, points)
    _draw_values(whole, points)
    draw_days(whole, [one.day for one in points] or days, 7.5)
    scale = _scale([one.points for one in lines], 2)
    width = (WIDTH - (_COLUMNS - 1) * _GAP) / _COLUMNS
    for number, one in enumerate(lines):
        left = (width + _GAP) * (number % _COLUMNS)
        top = _TOP + _HEIGHT + 9 + (_HEAD + _SMALL + _FOOT) * (number // _COLUMNS)
        frame = (left + 7, top + _HEAD, left + width - 1.5, top + _HEAD + _SMALL)
        _draw_small(Panel(drawing, days, frame, scale), one, left, width)
    _draw_key(drawing, signs, bottom + 2)
    return Picture(drawing.chart(name), _alt(points, lines))


@dataclass(frozen=True, slots=True)
class Panel:
    """A field of the sheet: its days from left to right, its values from the lower to the upper end of a scale that has steps."""

    drawing: Drawing
    days: Sequence[date]
    frame: Rectangle
    scale: tuple[float, float, float]

    def across(self, day: date) -> float:
        """Return where a day stands, in millimetres."""
        left, _, right, _ = self.frame
        span = (self.days[-1] - self.days[0]).days
        # A single check stands in the middle.
        return left + (right - left) * ((day - self.days[0]).days / span if span else 0.5)

    def down(self, value: float) -> float:
        """Return how far down a value stands."""
        _, top, _, bottom = self.frame
        low, high, _ = self.scale
        return bottom - (bottom - top) * (value - low) / (high - low)


def _ordered(points: Iterable[TrendPoint]) -> tuple[TrendPoint, ...]:
    return tuple(sorted(points, key=lambda one: one.day))


def _known(point: TrendPoint) -> bool:
    return point.value is not None


def _ranged(point: TrendPoint) -> bool:
    return point.value is not None and point.low is not None and point.high is not None


def _scale(lines: Sequence[Sequence[TrendPoint]], parts: int) -> tuple[float, float, float]:
    """Return the ends of a scale around all values and ranges, and the step that divides it into at most so many parts."""
    values = [one for line in lines for point in line if _known(point) for one in (point.value, point.low, point.high)]
    known = [one for one in values if one is not None] or [0.0, 100.0]
    for step in (10, 20, 50):
        low, high = int(min(known) // step) * step, -int(-max(known) // step) * step
        # It does not make much of little.
        while high - low < _LEAST_SPAN:
            low, high = (low, high + step) if high < 100 else (low - step, high)
        if (high - low) / step <= parts:
            break
    return float(low), float(high), float(step)


def _draw_frame(panel: Panel) -> None:
    """Draw lines across at the steps of the scale, with their values on the left."""
    left, _, right, _ = panel.frame
    value, high, step = panel.scale
    while value <= high:
        y = panel.down(value)
        panel.drawing.line(((left, y), (right, y)), LIGHT, 0.5)
        panel.drawing.text((left - 2.2, y), number_text(value), 7, "right", colour=GREY)
        value += step


def _draw_zones(panel: Panel) -> None:
    """Say on the right which light begins where, as far as the scale reaches."""
    _, _, right, _ = panel.frame
    low, high, _ = panel.scale
    for light, start, end in ZONES:
        if start < high and end > low:
            if start > low:
                y = panel.down(start)
                panel.drawing.line(((panel.frame[0], y), (WIDTH, y)), GREY, 0.6, dash=(1.5, 1.5))
            middle = (panel.down(max(start, low)) + panel.down(min(end, high))) / 2
            panel.drawing.text(
                (WIDTH, middle), fitted(light_word(light), WIDTH - right - 1, 7), 7, "right", colour=GREY
            )


def _draw_line(panel: Panel, points: Sequence[TrendPoint], size: float = 1.0) -> None:
    """Draw ranges, lines between checks that follow one another, and each check; nothing where a value is withheld."""
    drawing = panel.drawing
    for ranged, some in groupby(points, key=_ranged):
        run = list(some) if ranged else []
        upper = [(panel.across(one.day), panel.down(one.high or 0.0)) for one in run]
        lower = [(panel.across(one.day), panel.down(one.low or 0.0)) for one in run]
        if len(run) == 1:
            # A check alone has no field, but the range of one.
            drawing.line((lower[0], upper[0]), _BAND, 6.0 * size)
        elif run:
            drawing.shape((*upper, *reversed(lower)), fill=_BAND, edge="none", width=0)
    for before, after in pairwise(points):
        if before.value is not None and after.value is not None:
            ends = [(panel.across(one.day), panel.down(one.value or 0.0)) for one in (before, after)]
            drawing.line(ends, BLUE, 1.4 * size)
    radius = _radius(points, size)
    for one in points:
        if one.value is None:
            drawing.disc((panel.across(one.day), panel.frame[3]), radius + 0.3, WHITE, GREY, 0.8, dashed=True)
        else:
            drawing.disc((panel.across(one.day), panel.down(one.value)), radius, BLUE, WHITE, 0.4)


def _radius(points: Sequence[TrendPoint], size: float) -> float:
    return (1.3 if len(points) <= _MANY else 0.8) * size


def _draw_values(panel: Panel, points: Sequence[TrendPoint]) -> None:
    """Print values where there is room: the last and the first before the highest and lowest, these before the others."""
    known = [one for one in points if one.value is not None]
    if not known:
        return
    ranked = sorted(known, key=lambda one: one.value or 0.0)
    order = dict.fromkeys((known[-1], known[0], ranked[-1], ranked[0], *known))
    taken = [*_obstacles(panel, points)]
    for one in order:
        text, bold = number_text(one.value or 0.0), one is known[-1]
        half = text_width(text, 8, bold) / 2
        x, y = panel.across(one.day), panel.down(one.value or 0.0)
        x = min(max(x, panel.frame[0] + half), panel.frame[2] + 1.5)
        for level in (y - 3.6, y + 3.6):
            box = (x - half - 0.4, level - 1.6, x + half + 0.4, level + 1.6)
            if panel.frame[1] - 4 <= box[1] and box[3] <= panel.frame[3] and not any(_meet(box, two) for two in taken):
                panel.drawing.text((x, level), text, 8, "center", bold=bold)
                taken.append(box)
                break


def _obstacles(panel: Panel, points: Sequence[TrendPoint]) -> Iterable[Rectangle]:
    """Yield what no value may be printed over: checks, and the lines between them in short pieces."""
    radius = _radius(points, 1.0)
    places = [None if one.value is None else (panel.across(one.day), panel.down(one.value)) for one in points]
    for place in places:
        if place is not None:
            yield place[0] - radius, place[1] - radius, place[0] + radius, place[1] + radius
    for before, after in pairwise(places):
        if before is not None and after is not None:
            pieces = 1 + int(max(abs(after[0] - before[0]), abs(after[1] - before[1])))
            for part in range(pieces + 1):
                x, y = (one + (two - one) * part / pieces for one, two in zip(before, after, strict=True))
                yield x - 0.3, y - 0.3, x + 0.3, y + 0.3


def _meet(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def draw_days(panel: Panel, days: Sequence[date], size: float) -> None:
    """Mark every day, and name the first, the last, and those between for which there is room."""
    if not days:
        return
    left, _, right, bottom = panel.frame
    for day in days:
        x = panel.across(day)
        panel.drawing.line(((x, bottom), (x, bottom + 1.2)), GREY, 0.6)
    taken: list[tuple[float, float]] = []
    for day in dict.fromkeys((days[0], days[-1], *days)):
        text = date_text(day, "medium")
        half = text_width(text, size) / 2
        x = min(max(panel.across(day), left - 6 + half), right + 1.5 - half)
        if all(x + half + _APART <= start or end + _APART <= x - half for start, end in taken):
            panel.drawing.text((x, bottom + 3.4), text, size, "center", colour=GREY)
            taken.append((x - half, x + half))


def _draw_small(panel: Panel, line: TrendLine, left: float, width: float) -> None:
    """Draw one dimension under its name, with what the last check found of it."""
    last = line.points[-1] if line.points else None
    shown = say("not measured") if last is None else _value_words(last)
    room = width - text_width(shown, 8, bold=True) - 3
    level = panel.frame[1] - 4.4
    panel.drawing.text((left, level), fitted(line.name, room, 8), 8)
    panel.drawing.text((left + width - 1.5, level), shown, 8, "right", bold=True)
    _draw_frame(panel)
    _draw_line(panel, line.points, 0.7)
    # All fields have the same days: they say where these begin and end.
    draw_days(panel, list(dict.fromkeys((*panel.days[:1], *panel.days[-1:]))), 6.5)


def _signs(lines: Sequence[Sequence[TrendPoint]]) -> tuple[str, ...]:
    points = [one for line in lines for one in line]
    ranged, withheld = any(map(_ranged, points)), not all(map(_known, points))
    return tuple(sign for sign, there in (("range", ranged), ("withheld", withheld)) if there)


def _draw_key(drawing: Drawing, signs: Sequence[str], y: float) -> None:
    words = {
        "range": say("range, with limits and weights chosen a little differently"),
        "withheld": say("withheld: too little was measured"),
    }
    x = 0.0
    for sign in signs:
        if sign == "range":
            drawing.box((x, y - 1.6), 6, 3.2, fill=_BAND)
        else:
            drawing.disc((x + 3, y), 1.6, WHITE, GREY, 0.8, dashed=True)
        drawing.text((x + 7.5, y), words[sign], 7.5)
        x += text_width(words[sign], 7.5) + 14


def _value_words(point: TrendPoint) -> str:
    return say("withheld") if point.value is None else number_text(point.value)


def _alt(points: Sequence[TrendPoint], lines: Sequence[TrendLine]) -> str:
    if not points:
        return say("No check yet.")
    last = points[-1]
    if len(points) == 1:
        told = [say("Health score of one check, {day}: {value}.", day=date_text(last.day), value=_value_words(last))]
    else:
        told = [
            say(
                "Health scores of {number} checks from {first} to {last}: {values}.",
                number=number_text(len(points)),
                first=date_text(points[0].day),
                last=date_text(last.day),
                values=joined([_value_words(one) for one in points], len(points)),
            )
        ]
    if last.low is not None and last.high is not None and last.value is not None:
        told.append(say("Range of the last: {low} to {high}.", low=number_text(last.low), high=number_text(last.high)))
    for line in lines:
        first, *_, end = line.points * 2 if line.points else (None, None)
        if first is None or end is None:
            told.append(say("{name}: not measured.", name=line.name))
        elif len(line.points) == 1:
            told.append(say("{name}: {value}.", name=line.name, value=_value_words(end)))
        else:
            told.append(
                say(
                    "{name}: from {first} to {last}.", name=line.name, first=_value_words(first), last=_value_words(end)
                )
            )
    return " ".join(told)
