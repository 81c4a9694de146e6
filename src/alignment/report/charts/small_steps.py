"""How does one get from today's stage to the next? A lane a road, with a small step up at each time."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.report.charts.drawing import BLUE, GREY, INK, LIGHT, PALE, WHITE, WIDTH, Drawing, Picture, wrapped

__all__ = ["Milestone", "RoadLane", "small_steps"]

_NAMES = 27.0
_LANE = 33.0
_STEP = 3.2
_BOX = 20.0
_HEAD = 7.0


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
    drawing = Drawing(_HEAD + _LANE * len(lanes))
    width = (WIDTH - _NAMES) / len(times)
    for place, one in enumerate(times):
        drawing.text((_NAMES + (place + 0.5) * width, 3), one, 8.5, "center", bold=True)
    for number, lane in enumerate(lanes):
        top = _HEAD + _LANE * number
        drawing.box((0, top), WIDTH, _LANE - 1.5, fill=PALE)
        for place, line in enumerate(wrapped(lane.name, _NAMES - 3, 9, bold=True)):
            drawing.text((1.5, top + 5 + 3.8 * place), line, 9, bold=True)
        for place, line in enumerate(wrapped(lane.today, _NAMES - 3, 7.2, lines=4)):
            drawing.text((1.5, top + 14.5 + 3.1 * place), line, 7.2, colour=GREY)
        before: tuple[float, float] | None = None
        for step in lane.steps:
            corner = (_NAMES + step.time * width + 0.8, top + 1.2 + _STEP * (len(times) - 1 - step.time))
            if before is not None:
                drawing.line(((before[0], corner[1] + 3), (corner[0], corner[1] + 3)), INK, 1.0)
                drawing.line(((before[0], before[1]), (before[0], corner[1] + 3)), INK, 1.0)
            _draw_step(drawing, step, corner, width - 3.6)
            before = (corner[0] + width - 3.6, corner[1] + 3)
    told = [
        f"{lane.name}, {lane.today}: {'; '.join(f'{times[one.time]}: {one.words}' for one in lane.steps).rstrip('.')}"
        for lane in lanes
    ]
    return Picture(drawing.chart(name), f"A route in small steps. {' '.join(f'{one}.' for one in told)}")


def _draw_step(drawing: Drawing, step: Milestone, corner: tuple[float, float], width: float) -> None:
    x, y = corner
    drawing.box(corner, width, _BOX, fill=BLUE if step.last else WHITE, edge=BLUE if step.last else LIGHT, line=0.8)
    colour = WHITE if step.last else INK
    drawing.text((x + 1.5, y + 2.6), step.kind.upper(), 5.8, bold=True, colour=WHITE if step.last else GREY)
    for number, line in enumerate(wrapped(step.words, width - 3, 7.4, lines=5)):
        drawing.text((x + 1.5, y + 6.1 + 3.05 * number), line, 7.4, colour=colour)
