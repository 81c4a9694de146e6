"""On which stage of maturity does the company stand, and each department? Stairs, the highest on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import say
from alignment.report.charts.drawing import BLUE, GREY, INK, PALE, WHITE, WIDTH, Drawing, Picture, wrapped
from alignment.wording import counted, joined

__all__ = ["Stair", "stage_ladder"]

_STEP = 4.0
_LEFT = 108.0
_BOX = 6.6
_LINE = 3.1
_GAP = 1.0


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
    heights = [_height(one) for one in ordered]
    drawing = Drawing(sum(heights, _GAP))
    top = _GAP
    for one, height in zip(ordered, heights, strict=True):
        _draw_stair(drawing, one, top, height - _GAP)
        top += height
    parts = [
        say(
            "stage {stage} ({name}): {roads} of the company, {departments}",
            stage=one.number,
            name=one.name,
            roads=counted(len(one.roads), "road"),
            departments=counted(len(one.departments), "department"),
        )
        for one in reversed(ordered)
    ]
    return drawing.picture(name, say("Ladder of stages. {stages}.", stages="; ".join(parts)))


def _left(stair: Stair) -> float:
    return _STEP * (stair.number - 1)


def _what(stair: Stair) -> list[tuple[str, str]]:
    """Return the lines under a stage's name with their colours; what comes next only where the company stands."""
    room = _LEFT - _left(stair) - 15
    told = [(line, GREY) for line in wrapped(stair.meaning, room, 7.2)]
    return told + [(line, INK) for line in wrapped(say("Next: {words}", words=stair.next), room, 7.2) if stair.roads]


def _who(stair: Stair) -> list[tuple[str, bool]]:
    """Return the lines beside it, in bold the company's roads."""
    room = WIDTH - _LEFT - 1.5
    told = [(line, True) for line in wrapped(", ".join(stair.roads), room, 7.4, lines=3, bold=True)]
    number = counted(len(stair.departments), "department")
    # As many names as three lines hold, and how many more there are.
    shown: tuple[str, ...] = ()
    for most in range(1, len(stair.departments) + 1):
        words = say("{what}: {words}", what=number, words=joined(stair.departments, most))
        lines = wrapped(words, room, 7, lines=4)
        if len(lines) > 3 and shown:
            break
        shown = lines[:3]
    return told + [(line, False) for line in shown]


def _height(stair: Stair) -> float:
    """Return how high a stair is: as its number or the longer of its two texts needs, and a gap below."""
    return max(_BOX + 1.8, 5.4 + _LINE * len(_what(stair)), 2.4 + _LINE * len(_who(stair))) + _GAP


def _draw_stair(drawing: Drawing, stair: Stair, top: float, height: float) -> None:
    left, middle, here = _left(stair), top + height / 2, bool(stair.roads)
    drawing.box((left, top), WIDTH - left, height, fill=PALE)
    edge, fill = (BLUE, BLUE) if here else (INK, WHITE)
    drawing.box((left + 1.5, middle - _BOX / 2), _BOX, _BOX, fill=fill, edge=edge, line=0.9)
    number = (left + 1.5 + _BOX / 2, middle)
    drawing.text(number, str(stair.number), 10.5, "center", bold=True, colour=WHITE if here else INK)
    what, who = _what(stair), _who(stair)
    y = middle - (0.9 + _LINE * len(what)) / 2
    drawing.text((left + 11.5, y), stair.name, 9, bold=True)
    for place, (line, colour) in enumerate(what, start=1):
        drawing.text((left + 11.5, y + 0.9 + _LINE * place), line, 7.2, colour=colour)
    y = middle - _LINE * (len(who) - 1) / 2
    for place, (line, bold) in enumerate(who):
        drawing.text((_LEFT, y + _LINE * place), line, 7.4 if bold else 7, bold=bold)
