"""How does one get from today's stage to the next? A lane a road, with a small step up at each time."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import say
from alignment.report.charts.drawing import BLUE, GREY, INK, LIGHT, PALE, WHITE, WIDTH, Drawing, Picture, wrapped

__all__ = ["Milestone", "RoadLane", "small_steps"]

_NAMES = 27.0
_STEP = 1.8
_HEAD = 7.0
_LINE = 3.05
_LINES = 5
_ROAD = 3.8


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of a lane: at which of the times, its kind in a word or two, and what is done or seen; the last is the stage."""

    time: int
    kind: str
    words: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class RoadLane:
    """A road, where it stands today, and its steps in time."""

    name: str
    today: str
    steps: tuple[Milestone, ...]


def small_steps(name: str, times: Sequence[str], lanes: Sequence[RoadLane]) -> Picture:
    """Draw the lanes one below the other, each step a little higher than the one before.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    times
        What the columns are called.
    lanes
        At least one.
    """
    width = (WIDTH - _NAMES) / len(times)
    box = width - 3.6
    heights = [_height(one, len(times), box) for one in lanes]
    drawing = Drawing(_HEAD + sum(heights))
    for place, one in enumerate(times):
        drawing.text((_NAMES + (place + 0.5) * width, 3), one, 8.5, "center", bold=True)
    top = _HEAD
    for lane, height in zip(lanes, heights, strict=True):
        drawing.box((0, top), WIDTH, height - 1.5, fill=PALE)
        _draw_name(drawing, lane, top)
        before: tuple[float, float] | None = None
        for step in lane.steps:
            corner = (_NAMES + step.time * width + 0.8, top + _down(step, len(times)))
            if before is not None:
                drawing.line(((before[0], corner[1] + 3), (corner[0], corner[1] + 3)), INK, 1.0)
                drawing.line(((before[0], before[1]), (before[0], corner[1] + 3)), INK, 1.0)
            _draw_step(drawing, step, corner, box)
            before = (corner[0] + box, corner[1] + 3)
        top += height
    told = [
        f"{lane.name}, {lane.today}: {'; '.join(f'{times[one.time]}: {one.words}' for one in lane.steps).rstrip('.')}"
        for lane in lanes
    ]
    return drawing.picture(name, " ".join((say("A route in small steps."), *(f"{one}." for one in told))))


def _down(step: Milestone, times: int) -> float:
    """Return how far below the top of its lane a step begins: the later, the higher."""
    return 1.4 + _STEP * (times - 1 - step.time)


def _words(step: Milestone, width: float) -> tuple[str, ...]:
    return wrapped(step.words, width - 3, 7.4, lines=_LINES)


def _box_height(step: Milestone, width: float) -> float:
    return 5.2 + _LINE * len(_words(step, width))


def _named(lane: RoadLane) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a lane's name, and of where it stands."""
    return wrapped(lane.name, _NAMES - 3, 9, bold=True), wrapped(lane.today, _NAMES - 3, 7.2, lines=3)


def _height(lane: RoadLane, times: int, width: float) -> float:
    """Return how high a lane is: as its lowest step, or its name, needs."""
    name, today = _named(lane)
    steps = (_down(one, times) + _box_height(one, width) for one in lane.steps)
    return max(4.0 + _ROAD * len(name) + _LINE * len(today), *steps) + 3.0


def _draw_name(drawing: Drawing, lane: RoadLane, top: float) -> None:
    name, today = _named(lane)
    for place, line in enumerate(name):
        drawing.text((1.5, top + 4.2 + _ROAD * place), line, 9, bold=True)
    for place, line in enumerate(today):
        drawing.text((1.5, top + 4.4 + _ROAD * len(name) + _LINE * place), line, 7.2, colour=GREY)


def _draw_step(drawing: Drawing, step: Milestone, corner: tuple[float, float], width: float) -> None:
    x, y = corner
    drawing.box(
        corner,
        width,
        _box_height(step, width),
        fill=BLUE if step.last else WHITE,
        edge=BLUE if step.last else LIGHT,
        line=0.8,
    )
    colour = WHITE if step.last else INK
    drawing.text((x + 1.5, y + 2.6), step.kind.upper(), 5.8, bold=True, colour=WHITE if step.last else GREY)
    for number, line in enumerate(_words(step, width)):
        drawing.text((x + 1.5, y + 6.1 + _LINE * number), line, 7.4, colour=colour)
