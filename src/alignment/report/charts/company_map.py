"""How do the departments hang together? A ring of departments by division, and the ties between them."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from alignment.language import number_text, say
from alignment.report.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    LIGHT,
    WHITE,
    WIDTH,
    Anchor,
    Drawing,
    Picture,
    Point,
    fitted,
    text_width,
    wrapped,
)
from alignment.report.charts.map_choice import MapNode, MapTie, selection
from alignment.wording import counted, singular

__all__ = ["MapNode", "MapTie", "company_map"]

RADIUS = 49.0
# A ring of few departments is drawn smaller, and one of many higher, so that their names have room.
_SMALL_RADIUS = 33.0
_FEW = 8
_MANY = 24
_HIGH_RADIUS = 66.0
_BAND = 3.4
_CENTRE_X = WIDTH / 2
_LETTERS = 8.0
_LINE_HEIGHT = 3.5
# Two greys that stay apart in print; neighbours on the ring differ.
_WITHIN = "#a7b2ba"
_SHADES = ("#e3e8ec", "#f3f5f6")


@dataclass(frozen=True, slots=True)
class _Ring:
    """The ellipse on which departments stand."""

    centre: Point
    wide: float
    high: float

    def at(self, angle: float, outside: float = 0.0) -> Point:
        """Return the place at an angle (0 at the top, clockwise), so far outside the ring."""
        return (
            self.centre[0] + (self.wide + outside) * math.sin(angle),
            self.centre[1] - (self.high + outside) * math.cos(angle),
        )

    def reach(self, level: float) -> float:
        """Distance of the column of names from the middle at a height."""
        wide, high = self.wide + 9.0, self.high + 9.0
        inside = max(0.0, 1.0 - ((level - self.centre[1]) / high) ** 2)
        return max(wide * math.sqrt(inside), 18.0)

    def room(self, level: float) -> float:
        """Width that a name has at a height."""
        return WIDTH / 2 - self.reach(level) - 1.0


def _ring(departments: int) -> _Ring:
    wide = _SMALL_RADIUS if departments <= _FEW else RADIUS
    high = _HIGH_RADIUS if departments > _MANY else wide
    return _Ring((_CENTRE_X, 2.0 + high + 6), wide, high)


@dataclass(frozen=True, slots=True)
class _Placed:
    node: MapNode
    point: Point
    right: bool


def company_map(
    name: str,
    nodes: Sequence[MapNode],
    ties: Sequence[MapTie],
    inward: Collection[str] = (),
    tie_word: str = "tie",
    limit: int = 40,
) -> Picture:
    """Draw departments on a ring, division by division in alphabetical order, and their ties across it.

    The place of a department depends on names only, so that next quarter's picture can be laid beside this one.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    nodes, ties
        Departments and their ties (each pair once).
    inward
        Divisions that keep to themselves: hatched.
    tie_word
        What a line is called: a noun of `alignment.wording`.
    limit
        Departments drawn at most: the ones with the strongest ties. At most 80 ties are drawn, or two a department.
    """
    kept, drawn, note = selection(nodes, ties, limit)
    division_size = {division: len(list(some)) for division, some in groupby(kept, key=lambda one: one.division or "")}
    grouped = any(division and size > 1 for division, size in division_size.items())
    places = _places(kept)
    tied = frozenset(end for tie in ties for end in (tie.source, tie.target))
    legend = _legend(kept, drawn, tied, grouped, tie_word, bool(inward))
    ring = _ring(len(kept))
    foot = ring.centre[1] + ring.high
    drawing = Drawing(foot + 11 + 6 * len(legend))
    placed = {one.id: _Placed(one, ring.at(angle), right) for one, angle, right in places}
    _draw_bands(drawing, places, ring, inward if grouped else (), grouped)
    _draw_ties(drawing, drawn, placed, ring)
    for one in placed.values():
        with drawing.about(one.node.id):
            _draw_node(drawing, one, one.node.id in tied)
    for right in (True, False):
        side = [one for one in placed.values() if one.right is right]
        _draw_labels(drawing, side, ring, grouped, right)
    _draw_legend(drawing, legend, foot + 12)
    return drawing.picture(name, _alt(kept, drawn, tied, inward, grouped, tie_word), note)


def _places(nodes: Sequence[MapNode]) -> list[tuple[MapNode, float, bool]]:
    """Return each department with its angle (0 at the top, clockwise) and its side.

    Whole divisions stand on one side where they can, so that a division's names are read in one column.
    """
    divisions = [list(some) for _, some in groupby(nodes, key=lambda one: one.division)]
    cuts = [sum(len(some) for some in divisions[:place]) for place in range(len(divisions) + 1)]
    half = len(nodes) / 2
    cut = min(cuts, key=lambda one: (abs(one - half), one))
    if len(divisions) == 1 or abs(cut - half) > max(2.0, len(nodes) / 5):
        cut = math.ceil(half)
    placed: list[tuple[MapNode, float, bool]] = []
    for side, right in ((nodes[:cut], True), (nodes[cut:], False)):
        # A gap of half a place parts two divisions.
        steps = [0.75 if before.division == after.division else 1.25 for before, after in pairwise(side)]
        total = sum(steps) + 1.2
        at = 0.6
        for place, one in enumerate(side):
            placed.append((one, (0 if right else math.pi) + math.pi * at / total, right))
            at += steps[place] if place < len(steps) else 0
    return placed


def _draw_bands(
    drawing: Drawing,
    places: Sequence[tuple[MapNode, float, bool]],
    ring: _Ring,
    inward: Collection[str],
    grouped: bool,
) -> None:
    """Draw one arc behind the departments of each division, hatched where it keeps to itself."""
    angles = [angle for _, angle, _ in places]
    if not grouped:
        arc = _arc(0, 2 * math.pi, ring)
        drawing.shape(arc, fill=_SHADES[0], edge=LIGHT, width=0.3)
        return
    narrow = min((b - a for a, b in pairwise(angles)), default=1.0)
    reach = min(0.16, narrow * 0.45)
    for number, (division, some) in enumerate(groupby(places, key=lambda one: one[0].division)):
        members = [angle for _, angle, _ in some]
        hatch = "/////" if division in inward else ""
        arc = _arc(members[0] - reach, members[-1] + reach, ring)
        drawing.shape(arc, fill=_SHADES[number % 2], edge=GREY, width=0.5, hatch=hatch)


def _arc(start: float, end: float, ring: _Ring) -> list[Point]:
    steps = max(8, int((end - start) * 24))
    turns = [start + (end - start) * step / steps for step in range(steps + 1)]
    outer = [ring.at(angle, _BAND) for angle in turns]
    inner = [ring.at(angle, -_BAND) for angle in reversed(turns)]
    return outer + inner


def _draw_ties(drawing: Drawing, ties: Sequence[MapTie], placed: Mapping[str, _Placed], ring: _Ring) -> None:
    strongest = max((tie.weight for tie in ties), default=1.0) or 1.0
    # Many ties are drawn thinner, or they would cover one another.
    widest = 3.2 if len(ties) <= 40 else 2.0
    division = {one.node.id: one.node.division for one in placed.values()}
    order = ("within", "across", "single")
    for tie in sorted(ties, key=lambda one: order.index(_kind(one, division))):
        start, end = placed[tie.source].point, placed[tie.target].point
        # The further apart, the nearer the curve passes to the middle.
        apart = math.dist(start, end) / (ring.wide + ring.high)
        pull = 0.25 + 0.5 * min(1.0, apart * 1.2)
        near = _towards(start, ring.centre, pull)
        far = _towards(end, ring.centre, pull)
        width = 0.4 + widest * max(tie.weight, 0.0) / strongest
        kind = _kind(tie, division)
        with drawing.about(tie.source, tie.target):
            if kind == "single":
                drawing.curve((start, near, far, end), WHITE, width + 1.6)
                drawing.curve((start, near, far, end), INK, max(width, 1.2), dash=(4.5, 2.2))
            else:
                drawing.curve((start, near, far, end), _WITHIN if kind == "within" else BLUE, width)


def _towards(point: Point, centre: Point, share: float) -> Point:
    return point[0] + (centre[0] - point[0]) * share, point[1] + (centre[1] - point[1]) * share


def _draw_node(drawing: Drawing, one: _Placed, tied: bool) -> None:
    if one.node.inward:
        drawing.disc(one.point, 3.3, fill=WHITE, edge=INK, line=0.8, dashed=True)
    if one.node.bridge:
        drawing.diamond(one.point, 2.7, fill=AMBER, edge=INK, line=1.0)
    elif one.node.external:
        x, y = one.point
        drawing.box((x - 1.7, y - 1.7), 3.4, 3.4, fill=WHITE, edge=INK, line=0.9)
    elif tied:
        drawing.disc(one.point, 1.8, fill=INK, edge=WHITE, line=0.6)
    else:
        drawing.disc(one.point, 1.8, fill=WHITE, edge=INK, line=0.9, dashed=True)


def _draw_labels(drawing: Drawing, side: Sequence[_Placed], ring: _Ring, grouped: bool, right: bool) -> None:
    """Write the names of one side in a column that follows the ring, each division under its heading."""
    ordered = sorted(side, key=lambda one: one.point[1])
    items: list[tuple[_Placed | None, tuple[str, ...], float]] = []
    for division, some in groupby(ordered, key=lambda one: one.node.division):
        members = list(some)
        if grouped:
            items.append((None, (_heading(division, members),), members[0].point[1] - _LINE_HEIGHT))
        for one in members:
            room = ring.room(one.point[1])
            lines = wrapped(one.node.name, room, _LETTERS, 2, bold=one.node.bridge)
            items.append((one, lines, one.point[1]))
    heights = [_label_height(lines) for _, lines, _ in items]
    if sum(heights) > drawing.height - 18:
        # With so many names, each has one line.
        items = [
            (one, (fitted(" ".join(lines), ring.room(wish), _LETTERS, bool(one and one.node.bridge)),), wish)
            for one, lines, wish in items
        ]
        heights = [_label_height(lines) for _, lines, _ in items]
    levels = _spread([wish for _, _, wish in items], heights, 2.0, drawing.height - 16)
    anchor: Anchor = "left" if right else "right"
    sign = 1 if right else -1
    for (labelled, lines, _), level in zip(items, levels, strict=True):
        edge = ring.centre[0] + sign * ring.reach(level)
        if labelled is None:
            heading = fitted(lines[0].upper(), ring.room(level) + 2, 6.4, bold=True)
            drawing.text((edge - sign * 2, level), heading, 6.4, anchor, bold=True, colour=GREY)
            continue
        outer = _towards(labelled.point, ring.centre, -(_BAND + 0.6) / math.dist(labelled.point, ring.centre))
        # Where it was moved to, the ring may leave it less room.
        fitting = wrapped(labelled.node.name, ring.room(level), _LETTERS, len(lines), bold=labelled.node.bridge)
        with drawing.about(labelled.node.id):
            drawing.line((outer, (edge - sign * 0.8, level)), GREY, 0.35)
            for number, text in enumerate(fitting):
                shift = (number - (len(fitting) - 1) / 2) * _LINE_HEIGHT
                drawing.text((edge, level + shift), text, _LETTERS, anchor, bold=labelled.node.bridge)


def _label_height(lines: Sequence[str]) -> float:
    return _LINE_HEIGHT * len(lines) + (0.9 if len(lines) > 1 else 0.35)


def _heading(division: str | None, members: Sequence[_Placed]) -> str:
    if division is not None:
        return division
    if all(one.node.external for one in members):
        return say("Suppliers and partners")
    return say("No division")


def _spread(wishes: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return levels as near to the wishes as can be without overlap: pooled neighbours share one mean shift."""
    offsets: list[float] = []
    at = 0.0
    for place, height in enumerate(heights):
        at += (heights[place - 1] + height) / 2 if place else 0.0
        offsets.append(at)
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        pools.append((wish - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (first, many), (second, more) = pools[-2:]
            pools[-2:] = [((first * many + second * more) / (many + more), many + more)]
    starts = [start for start, size in pools for _ in range(size)]
    last = bottom - (offsets[-1] if offsets else 0.0)
    return [min(max(start, top), max(last, top)) + offset for start, offset in zip(starts, offsets, strict=True)]


def _legend(
    nodes: Sequence[MapNode],
    ties: Sequence[MapTie],
    tied: Collection[str],
    grouped: bool,
    tie_word: str,
    inward: bool,
) -> list[list[tuple[str, str]]]:
    """Return rows of (sign, words), only of what the picture holds."""
    division = {one.id: one.division for one in nodes}
    kinds = {_kind(tie, division) for tie in ties}
    tie = singular(tie_word)
    words = {
        "within": say("{tie} within a division", tie=tie),
        "across": say("{tie} across divisions", tie=tie) if grouped else tie,
        "single": say("{tie} that is a single thread", tie=tie),
    }
    lines = [(kind, told) for kind, told in words.items() if kind in kinds]
    marks = [("tied", singular("department"))]
    if any(one.bridge for one in nodes):
        marks.append(("bridge", say("only link between others")))
    if any(one.external for one in nodes):
        marks.append(("external", say("supplier or partner")))
    if any(one.id not in tied for one in nodes):
        marks.append(("alone", say("no {tie} reported", tie=tie)))
    if inward and grouped:
        marks.append(("inward", say("division turned inward")))
    if any(one.inward for one in nodes):
        marks.append(("ringed", say("turned inward")))
    return [lines, marks] if lines else [marks]


def _kind(tie: MapTie, division: Mapping[str, str | None]) -> str:
    if tie.single:
        return "single"
    first, second = division[tie.source], division[tie.target]
    return "within" if first is not None and first == second else "across"


def _draw_legend(drawing: Drawing, rows: Sequence[Sequence[tuple[str, str]]], top: float) -> None:
    for number, row in enumerate(rows):
        y = top + 6 * number
        lines = row[0][0] in ("within", "across", "single")
        widths = [text_width(words, 7.5) + (11 if lines else 6.5) for _, words in row]
        x = (WIDTH - sum(widths) - 5 * (len(row) - 1)) / 2
        for (sign, words), width in zip(row, widths, strict=True):
            _draw_sign(drawing, sign, x, y)
            drawing.text((x + width - text_width(words, 7.5), y), words, 7.5)
            x += width + 5


def _draw_sign(drawing: Drawing, sign: str, x: float, y: float) -> None:
    match sign:
        case "within" | "across":
            drawing.line(((x, y), (x + 9, y)), _WITHIN if sign == "within" else BLUE, 2.2)
        case "single":
            drawing.line(((x, y), (x + 9, y)), INK, 1.4, dash=(4.5, 2.2))
        case "inward":
            drawing.box((x, y - 1.6), 5, 3.2, fill=_SHADES[0], edge=GREY, hatch="/////")
        case _:
            node = MapNode("", "", bridge=sign == "bridge", external=sign == "external", inward=sign == "ringed")
            _draw_node(drawing, _Placed(node, (x + 2.0, y), True), sign != "alone")


def _alt(
    nodes: Sequence[MapNode],
    ties: Sequence[MapTie],
    tied: Collection[str],
    inward: Collection[str],
    grouped: bool,
    tie_word: str,
) -> str:
    """Say in words what the map shows."""
    division = {one.id: one.division for one in nodes}
    within = sum(1 for tie in ties if division[tie.source] and division[tie.source] == division[tie.target])
    text = say(
        "Map of {departments} and {ties}",
        departments=counted(len(nodes), "department"),
        ties=counted(len(ties), tie_word),
    )
    if grouped:
        text = say(
            "{text}, {within} within a division and {across} across divisions",
            text=text,
            within=number_text(within),
            across=number_text(len(ties) - within),
        )
    parts = [text]
    bridges = [one.name for one in nodes if one.bridge]
    alone = [one.name for one in nodes if one.id not in tied]
    if bridges:
        parts.append(say("The only link between others: {names}", names=", ".join(bridges)))
    if alone:
        names = ", ".join(alone[:8])
        if len(alone) > 8:
            names = say("{names} and others", names=names)
        parts.append(say("Without any {tie}: {names}", tie=singular(tie_word), names=names))
    closed = [*sorted(inward), *(one.name for one in nodes if one.inward)]
    if closed:
        parts.append(say("Turned inward: {names}", names=", ".join(closed)))
    return ". ".join(parts) + "."
