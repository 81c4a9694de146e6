"""Where does one journey pass from department to department? A strip: lanes, numbered steps, handoffs."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import pairwise

from alignment.language import later, number_text, say, say_many
from alignment.report.charts.drawing import (
    AMBER,
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
    Point,
    fitted,
    text_width,
)
from alignment.wording import counted, singular

__all__ = ["Lane", "StripStep", "blind_words", "journey_strip", "strip_key"]

MOST_STEPS = 30
# More lanes than this would not leave room for a second strip on the page.
MOST_LANES = 12
_NAMES = 42.0
_LANE = 7.0
# Room for a star above the first lane.
_TOP = 1.5
_DISC = 2.0
_LIST_LINE = 3.9
_NOBODY = later("no department")


@dataclass(frozen=True, slots=True)
class Lane:
    """A department of the journey, in the order the journey meets them."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StripStep:
    """A step: who does it, who takes part, and how the journey reaches it.

    `handoff` tells how the step before was left: "none" (same department, or the chain is broken), "met" (the two
    departments work together), "blind" (they do not), "unknown" (collaboration was not measured).
    """

    name: str
    lane: str | None
    others: tuple[str, ...] = ()
    moment_of_truth: bool = False
    covered: bool = False
    handoff: str = "none"


def journey_strip(
    name: str, journey: str, lanes: Sequence[Lane], steps: Sequence[StripStep], owner: str = "", reach: bool = True
) -> Picture:
    """Draw one journey.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    journey
        Its name, for the words.
    lanes
        Departments in the order the journey meets them.
    steps
        In order.
    owner
        Who answers for the journey; empty where nobody does.
    reach
        Whether it is known which steps the owner's department covers.
    """
    shown = _shown(steps)
    used = {lane for one in shown for lane in (one.lane, *one.others) if lane}
    rows: list[tuple[str | None, str]] = [(one.id, one.name) for one in lanes if one.id in used]
    if any(one.lane is None for one in shown):
        rows.append((None, say(_NOBODY)))
    columns = 3 if len(shown) > 4 else 2
    listed = -(-len(shown) // columns) if any(one.name for one in shown) else 0
    lanes_end = _TOP + _LANE * len(rows)
    reach_level = lanes_end + 4.0
    height = reach_level + 5.5 + _LIST_LINE * listed + 1.0
    drawing = Drawing(height)
    step_width = min(15.0, (WIDTH - _NAMES - 4.0) / max(len(shown), 1))
    level = {lane: _TOP + _LANE * (number + 0.5) for number, (lane, _) in enumerate(rows)}
    across = [_NAMES + 3.0 + step_width * (number + 0.5) for number in range(len(shown))]
    _draw_lanes(drawing, rows, level)
    for number, (before, after) in enumerate(pairwise(shown), start=1):
        ends = (across[number - 1], level[before.lane]), (across[number], level[after.lane])
        with _about(drawing, before.lane, after.lane):
            _draw_passage(drawing, after, *ends)
    for number, one in enumerate(shown):
        _draw_step(drawing, number + 1, one, across[number], level)
    _draw_reach(drawing, shown, across, step_width, reach_level, owner, reach)
    _draw_list(drawing, shown, columns, listed, reach_level + 6.5)
    note = ""
    if len(steps) > len(shown):
        some, every = number_text(len(shown)), number_text(len(steps))
        note = say("Drawn: the first {some} of {all} steps.", some=some, all=every)
    return drawing.picture(name, _alt(journey, steps, owner, reach), note)


def _shown(steps: Sequence[StripStep]) -> Sequence[StripStep]:
    """Return the first steps, as many as the strip has columns and lanes for."""
    lanes: set[str] = set()
    for number, one in enumerate(steps[:MOST_STEPS]):
        lanes.update(lane for lane in (one.lane, *one.others) if lane)
        if number and len(lanes) > MOST_LANES:
            return steps[:number]
    return steps[:MOST_STEPS]


def _about(drawing: Drawing, *lanes: str | None) -> AbstractContextManager[None]:
    """Mark what belongs to a department or to the tie of two; what no department does, or one alone goes on with, is not marked."""
    known = [one for one in lanes if one is not None]
    told = len(known) == len(lanes) == len(set(known))
    return drawing.about(*known) if told else nullcontext()


def _draw_lanes(drawing: Drawing, rows: Sequence[tuple[str | None, str]], level: dict[str | None, float]) -> None:
    for number, (lane, name) in enumerate(rows):
        top = level[lane] - _LANE / 2
        if number % 2 == 0:
            drawing.box((0, top), WIDTH, _LANE, fill=PALE)
        colour = GREY if lane is None else INK
        with _about(drawing, lane):
            drawing.text((1.5, level[lane]), fitted(name, _NAMES - 3, 8), 8, colour=colour)
    top, end = _TOP, _TOP + _LANE * len(rows)
    drawing.line(((_NAMES, top), (_NAMES, end)), LIGHT, 0.6)


def _draw_passage(drawing: Drawing, step: StripStep, start: Point, end: Point) -> None:
    """Draw how the journey comes to a step: within a department, handed over, blindly handed over, or broken."""
    begin, stop = _shortened(start, end, _DISC), _shortened(end, start, _DISC + 0.2)
    if step.handoff == "blind":
        drawing.arrow(begin, stop, RED, 1.7, dash=(3.4, 2.0))
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        drawing.disc(middle, 1.25, fill=WHITE, edge=WHITE, line=0.1)
        drawing.cross(middle, 0.95, RED, 1.3)
    elif step.handoff == "met":
        drawing.arrow(begin, stop, INK, 1.2)
    elif step.handoff == "unknown":
        drawing.arrow(begin, stop, GREY, 0.7)
    elif start[1] == end[1] and step.lane is not None:
        drawing.line((begin, stop), GREY, 1.2)
    else:
        drawing.line((begin, stop), GREY, 0.7, dash=(0.8, 1.6))


def _shortened(start: Point, end: Point, by: float) -> Point:
    along, across = end[0] - start[0], end[1] - start[1]
    length = (along**2 + across**2) ** 0.5 or 1.0
    return start[0] + along / length * by, start[1] + across / length * by


def _draw_step(drawing: Drawing, number: int, step: StripStep, x: float, level: dict[str | None, float]) -> None:
    y = level[step.lane]
    for other in step.others:
        if other in level:
            away = _DISC if level[other] > y else -_DISC
            drawing.line(((x, y + away), (x, level[other])), GREY, 0.5, dash=(0.8, 1.2))
            with _about(drawing, other):
                drawing.disc((x, level[other]), 1.0, fill=WHITE, edge=GREY, line=0.8)
    nobody = step.lane is None
    with _about(drawing, step.lane):
        drawing.disc((x, y), _DISC, fill=WHITE if nobody else INK, edge=INK, line=0.8, dashed=nobody)
        size = 7 if number < 10 else 6.3
        drawing.text((x, y), str(number), size, "center", bold=True, colour=INK if nobody else WHITE)
    if step.moment_of_truth:
        drawing.star((x + 1.9, y - 2.0), 1.75)


def _draw_reach(
    drawing: Drawing,
    steps: Sequence[StripStep],
    across: Sequence[float],
    width: float,
    level: float,
    owner: str,
    reach: bool,
) -> None:
    """Draw a bar under the steps that the owner's department covers."""
    words = say("Owner: {owner}", owner=owner) if owner else say("No end-to-end owner")
    drawing.text((1.5, level), fitted(words, _NAMES - 3, 7.5, bold=True), 7.5, bold=True, colour=INK if owner else RED)
    left = across[0] - width / 2 if across else _NAMES
    right = across[-1] + width / 2 if across else WIDTH
    drawing.line(((left, level), (right, level)), LIGHT, 0.6, dash=None if owner and reach else (1.5, 1.5))
    start: int | None = None
    for number in range(len(steps) + 1):
        on = number < len(steps) and steps[number].covered
        if on and start is None:
            start = number
        elif not on and start is not None:
            drawing.box((across[start] - width / 2 + 0.5, level - 1.1), (number - start) * width - 1.0, 2.2, fill=BLUE)
            start = None
    told = _reached(steps, reach)
    if owner and right + 2 + text_width(told, 7) < WIDTH:
        drawing.text((right + 2, level), told, 7, colour=GREY)


def blind_words(blind: int, known: int, handoffs: int) -> str:
    """Return how many of some handoffs are blind, to follow their number.

    Parameters
    ----------
    blind, known, handoffs
        Handoffs that are blind, of those that the collaboration data can judge, of all.

    Examples
    --------
    >>> blind_words(2, 5, 5), blind_words(0, 5, 5), blind_words(1, 1, 1), blind_words(2, 3, 5)
    ('2 of them blind', 'none of them blind', 'blind', '2 of them blind, 2 not known')
    """
    if known < handoffs:
        unknown = number_text(handoffs - known)
        if not blind:
            return say("none of them known to be blind, {unknown} not known", unknown=unknown)
        return say("{blind} of them blind, {unknown} not known", blind=number_text(blind), unknown=unknown)
    if handoffs == 1:
        return say("blind") if blind else say("not blind")
    return say("{blind} of them blind", blind=number_text(blind)) if blind else say("none of them blind")


def _reached(steps: Sequence[StripStep], known: bool) -> str:
    if not known:
        return say("reach not known")
    covered = number_text(sum(1 for one in steps if one.covered))
    return say("reach {some} of {steps}", some=covered, steps=counted(len(steps), "step"))


def _draw_list(drawing: Drawing, steps: Sequence[StripStep], columns: int, listed: int, top: float) -> None:
    """Write the names of the steps under the strip; a step without a name is not listed."""
    wide = WIDTH / columns
    for number, one in enumerate(steps):
        if not one.name:
            continue
        x = 1.5 + wide * (number // listed)
        y = top + _LIST_LINE * (number % listed)
        drawing.text((x + 3.2, y), str(number + 1), 7.5, "right", bold=True)
        room = wide - 7.5
        if one.moment_of_truth:
            drawing.star((x + 6.0, y - 0.1), 1.4)
            drawing.text((x + 8.2, y), fitted(one.name, room - 3.2, 7.5), 7.5)
        else:
            drawing.text((x + 5.0, y), fitted(one.name, room, 7.5), 7.5)


def _alt(journey: str, steps: Sequence[StripStep], owner: str, reach: bool) -> str:
    lanes = {lane for one in steps for lane in (one.lane, *one.others) if lane}
    handoffs = sum(1 for one in steps if one.handoff != "none")
    blind = sum(1 for one in steps if one.handoff == "blind")
    nobody = sum(1 for one in steps if one.lane is None)
    moments = [str(number) for number, one in enumerate(steps, 1) if one.moment_of_truth]
    passed = counted(handoffs, "handoff") if handoffs else say("no handoff")
    known = sum(1 for one in steps if one.handoff in ("met", "blind"))
    if known:
        passed = f"{passed}, {blind_words(blind, known, handoffs)}"
    parts = [
        say(
            "{journey}: {steps} in {departments}, {handoffs}",
            journey=journey,
            steps=counted(len(steps), "step"),
            departments=counted(len(lanes), "department"),
            handoffs=passed,
        )
    ]
    if nobody:
        parts.append(say_many(nobody, "{n} step without a department", "{n} steps without a department"))
    if moments:
        parts.append(
            say_many(
                len(moments),
                "moment of truth at step {numbers}",
                "moments of truth at steps {numbers}",
                numbers=", ".join(moments),
            )
        )
    if owner:
        parts.append(say("owner {owner}, {reach}", owner=owner, reach=_reached(steps, reach)))
    else:
        parts.append(say("no end-to-end owner"))
    return f"{'; '.join(parts)}."


def strip_key(name: str, handoffs: Collection[str]) -> Picture:
    """Draw the key to all strips.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    handoffs
        The kinds of handoff that the strips show, as in `StripStep.handoff`.
    """
    kinds = (
        ("met", singular("handoff")),
        ("blind", say("blind handoff: the two departments have no tie")),
        ("unknown", say("handoff, not known whether blind")),
    )
    entries = [(kind, words) for kind, words in kinds if kind in handoffs]
    entries += [
        ("within", say("same department goes on")),
        ("other", say("takes part")),
        ("star", singular("moment of truth")),
        ("nobody", say("step that no department does")),
        ("reach", say("steps the owner's department covers")),
    ]
    rows: list[list[tuple[str, str]]] = [[]]
    for entry in entries:
        if _row_width([*rows[-1], entry]) > WIDTH:
            rows.append([])
        rows[-1].append(entry)
    drawing = Drawing(5.6 * len(rows) + 0.4)
    for number, row in enumerate(rows):
        x, y = (WIDTH - _row_width(row)) / 2, 2.8 + 5.6 * number
        for sign, words in row:
            _draw_sign(drawing, sign, x, y)
            drawing.text((x + 11, y), words, 7.5)
            x += text_width(words, 7.5) + 11.5 + 4
    described = {
        "met": say("black arrow, handoff"),
        "blind": say("red dashed arrow with a cross, blind handoff: the two departments have no tie"),
        "unknown": say("thin grey arrow, handoff of which it is not known whether it is blind"),
    }
    signs = [words for kind, words in described.items() if kind in handoffs]
    signs += [say("star, moment of truth"), say("dashed circle, step that no department does")]
    signs += [say("bar, steps the owner's department covers")]
    return drawing.picture(name, say("Key to the journey strips: {signs}.", signs="; ".join(signs)))


def _row_width(row: Sequence[tuple[str, str]]) -> float:
    return sum(text_width(words, 7.5) + 11.5 for _, words in row) + 4 * (len(row) - 1)


def _draw_sign(drawing: Drawing, sign: str, x: float, y: float) -> None:
    match sign:
        case "met" | "blind" | "unknown":
            _draw_passage(drawing, StripStep("", "", handoff=sign), (x - 1.6, y), (x + 11.4, y))
        case "within":
            drawing.line(((x + 0.5, y), (x + 9.3, y)), GREY, 1.2)
        case "other":
            drawing.disc((x + 8, y), 1.0, fill=WHITE, edge=GREY, line=0.8)
        case "star":
            drawing.star((x + 8, y), 1.75, AMBER)
        case "nobody":
            drawing.disc((x + 7.6, y), _DISC, edge=INK, line=0.8, dashed=True)
        case _:
            drawing.box((x, y - 1.1), 9.5, 2.2, fill=BLUE)
