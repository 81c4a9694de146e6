"""What do the steps of a plan gain? Each against its effort, and all of them added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from alignment.language import later, number_text, say, say_many
from alignment.report.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    LIGHT,
    PALE,
    WHITE,
    WIDTH,
    Anchor,
    Drawing,
    Picture,
)

__all__ = ["GainStep", "effort_gain", "gain_curve"]

_LEFT, _RIGHT = 16.0, WIDTH - 6.0
_NARROWEST = 19.5
_QUICK = later("quick win: effort 1 or 2, and most gain for it")
_MOST_PARTS = 5
_EFFORTS = (
    later("an hour's talk"),
    later("a decision"),
    later("an agreement"),
    later("work changes"),
    later("a project"),
)


@dataclass(frozen=True, slots=True)
class GainStep:
    """A step of the plan: its number, effort (1 to 5), gain in points, and whether it is a quick win."""

    rank: int
    effort: int
    gain: float
    quick: bool


def effort_gain(name: str, steps: Sequence[GainStep]) -> Picture:
    """Draw each step where its effort and its gain put it: high and to the left comes first.

    Steps of one effort stand side by side in the order of the plan; a column is as wide as they need.
    """
    drawing = Drawing(86)
    top, foot = 8.0, 70.0
    most = _round_up(max(one.gain for one in steps))
    columns = _columns(steps)
    for effort, (x, width) in columns.items():
        if effort % 2:
            drawing.box((x, top), width, foot - top, PALE)
        drawing.text((x + width / 2, foot + 3.4), str(effort), 8, "center", bold=True)
        drawing.text((x + width / 2, foot + 7.2), say(_EFFORTS[effort - 1]), 7.5, "center", colour=GREY)
    for part in range(5):
        y = foot - (foot - top) * part / 4
        drawing.line(((_LEFT, y), (_RIGHT, y)), LIGHT, 0.5)
        drawing.text((_LEFT - 2, y), number_text(most * part / 4, 1), 7.5, "right", colour=GREY)
    drawing.text((0, 3), say("Points of the score"), 7.5, colour=GREY)
    drawing.text((_RIGHT, foot + 12), say("Effort"), 7.5, "right", colour=GREY)
    for effort, (start, width) in columns.items():
        same = [one for one in steps if one.effort == effort]
        for place, one in enumerate(same):
            x = start + width * (place + 0.5) / len(same)
            y = foot - (foot - top) * one.gain / most
            drawing.disc((x, y), 2.7, AMBER if one.quick else WHITE, INK, 1.1 if one.quick else 0.7)
            drawing.text((x, y), str(one.rank), 8, "center", bold=one.quick)
    _draw_key(drawing, foot + 12)
    told = ", ".join(
        say("step {rank} effort {effort} gain {gain}", rank=one.rank, effort=one.effort, gain=number_text(one.gain, 1))
        for one in steps
    )
    alt = say("Gain of each step in points against its effort: {steps}.", steps=told)
    return drawing.picture(name, alt)


def _draw_key(drawing: Drawing, y: float) -> None:
    drawing.disc((_LEFT + 2, y), 2.0, AMBER, INK, 1.1)
    drawing.text((_LEFT + 6, y), say(_QUICK), 7.5)


def _columns(steps: Sequence[GainStep]) -> dict[int, tuple[float, float]]:
    """Return where the column of each effort begins, and its width: room for its steps, and for its words."""
    needed = {effort: max(_NARROWEST, 6.0 * sum(one.effort == effort for one in steps)) for effort in range(1, 6)}
    total = sum(needed.values())
    # What is left over goes where the steps are; where too little is left, all columns shrink alike.
    spare, shrunk = max(0.0, _RIGHT - _LEFT - total), min(1.0, (_RIGHT - _LEFT) / total)
    found: dict[int, tuple[float, float]] = {}
    x = _LEFT
    for effort, width in needed.items():
        there = sum(one.effort == effort for one in steps)
        found[effort] = x, width * shrunk + spare * there / len(steps)
        x += found[effort][1]
    return found


def gain_curve(name: str, steps: Sequence[GainStep], before: float, turn: int | None) -> Picture:
    """Draw the score as the steps are taken, against the effort spent; `turn` is the rank after which gains diminish."""
    drawing = Drawing(74)
    top, foot = 8.0, 60.0
    spent = [0]
    score = [before]
    for one in steps:
        spent.append(spent[-1] + one.effort)
        score.append(score[-1] + one.gain)
    low, high, parts = _span(before, score[-1])

    def at(effort: float, value: float) -> tuple[float, float]:
        return _LEFT + (_RIGHT - _LEFT) * effort / spent[-1], foot - (foot - top) * (value - low) / (high - low)

    for part in range(parts + 1):
        value = low + (high - low) * part / parts
        y = at(0, value)[1]
        drawing.line(((_LEFT, y), (_RIGHT, y)), LIGHT, 0.5)
        drawing.text((_LEFT - 2, y), number_text(value), 7.5, "right", colour=GREY)
    drawing.text((0, 3), say("Health score"), 7.5, colour=GREY)
    drawing.text((_RIGHT, foot + 8), say("Effort spent, added up"), 7.5, "right", colour=GREY)
    if turn is not None:
        x = at(spent[turn], low)[0]
        drawing.line(((x, top), (x, foot)), GREY, 0.8, dash=(3, 2))
        side: Anchor = "right" if x > WIDTH * 0.6 else "left"
        shift = -1.5 if side == "right" else 1.5
        drawing.text((x + shift, foot - 3), say("from here on each step adds less"), 7.5, side, colour=GREY)
    drawing.line([at(one, other) for one, other in zip(spent, score, strict=True)], BLUE, 1.4)
    for one, effort, value in zip(steps, spent[1:], score[1:], strict=True):
        x, y = at(effort, value)
        drawing.disc((x, y), 2.4, AMBER if one.quick else WHITE, INK, 0.7)
        drawing.text((x, y), str(one.rank), 7, "center")
        drawing.text((x, foot + 3.2), str(effort), 7, "center", colour=GREY)
    x, y = at(0, before)
    drawing.disc((x, y), 1.2, INK, INK)
    drawing.text((x + 2.5, y + 2.6), say("now {score}", score=number_text(before)), 8, bold=True)
    x, y = at(spent[-1], score[-1])
    drawing.text((x, y - 5), f"{number_text(score[-1])}", 8, "center", bold=True)
    if any(one.quick for one in steps):
        _draw_key(drawing, foot + 8)
    alt = say_many(
        len(steps),
        "Score now {before}; after {n} step of effort {effort} it is {after}.",
        "Score now {before}; after {n} steps of effort {effort} it is {after}.",
        before=number_text(before),
        effort=number_text(spent[-1]),
        after=number_text(score[-1]),
    )
    return drawing.picture(name, alt)


def _round_up(value: float) -> float:
    """Return the end of a scale of quarters that holds a value."""
    for step in (0.4, 1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 20.0):
        if value <= step:
            return step
    return float(4 * ceil(value / 4))


def _span(low: float, high: float) -> tuple[float, float, int]:
    """Return the ends of a scale of round numbers around two scores, with room for words below, and how many parts it has."""
    below = max(0.5, (high - low) / 8)
    for step in (1, 2, 5, 10, 20):
        start = floor((low - below) / step)
        end = max(ceil((high + 0.8) / step), start + 4)
        if end - start <= _MOST_PARTS:
            break
    return float(start * step), float(end * step), end - start
