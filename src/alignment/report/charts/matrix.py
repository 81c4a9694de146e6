"""Who works with whom, and who should? Squares of departments against departments, ordered by division."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from alignment.language import number_text, say, say_many
from alignment.report.charts.drawing import (
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
    fitted,
    text_width,
)
from alignment.wording import counted

__all__ = ["MatrixRow", "collaboration_matrix", "coordination_matrix"]

Pair = tuple[str, str]

_LARGEST_CELL = 8.0
_LONGEST_NAME = 44.0
# A division of few departments has its name in smaller letters before it is shortened.
_DIVISION_LETTERS = (6.0, 5.5, 5.0)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A department of the matrix and its division (None where it has none); `rank` puts divisions in order before their names do."""

    id: str
    name: str
    division: str | None = None
    rank: int = 0


def collaboration_matrix(name: str, rows: Sequence[MatrixRow], ties: Mapping[Pair, float], limit: int = 40) -> Picture:
    """Draw the strength of every tie as the area of a square; divisions stand together and are framed.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    rows
        Departments; sorted here by division and name.
    ties
        Weight of each pair that has a tie, each pair once, in either order.
    limit
        Departments drawn at most: the ones with the strongest ties.
    """
    strength = {one.id: 0.0 for one in rows}
    for (first, second), weight in ties.items():
        strength[first] += weight
        strength[second] += weight
    kept, note = _kept(rows, strength, limit, say("those with the strongest ties"))
    sheet = _Sheet(kept, bottom=9.0)
    inside = {pair: weight for pair, weight in ties.items() if sheet.holds(pair)}
    strongest = max(inside.values(), default=1.0) or 1.0
    for (first, second), weight in sorted(inside.items()):
        share = max(weight, 0.0) / strongest
        for pair in ((first, second), (second, first)):
            sheet.draw_square(pair, 0.28 + 0.62 * share**0.5, BLUE)
    sheet.draw_key(
        (
            (say("weak"), 0.34, BLUE),
            (say("half as strong as the strongest"), 0.28 + 0.62 * 0.5**0.5, BLUE),
            (say("strongest"), 0.9, BLUE),
        )
    )
    division = {one.id: one.division for one in kept}
    within = sum(1 for first, second in inside if division[first] is not None and division[first] == division[second])
    alt = say_many(
        len(inside),
        "Matrix of {departments}: {n} pair works together",
        "Matrix of {departments}: {n} pairs work together",
        departments=counted(len(kept), "department"),
    )
    if len({one.division for one in kept} - {None}) > 1:
        alt = say("{text}, {within} of them within a division", text=alt, within=number_text(within))
    return sheet.drawing.picture(name, f"{alt}.", note)


def coordination_matrix(
    name: str, rows: Sequence[MatrixRow], required: Mapping[Pair, float], actual: Collection[Pair], limit: int = 40
) -> Picture:
    """Draw for every pair of departments whether it should talk and whether it does.

    Parameters
    ----------
    required
        Weight of each pair that journeys or processes make depend on each other.
    actual
        Pairs with a tie.
    limit
        Departments drawn at most: the ones that most is required of.
    """
    need = {one.id: 0.0 for one in rows}
    for (first, second), weight in required.items():
        need[first] += weight
        need[second] += weight
    kept, note = _kept(rows, need, limit, say("those of which journeys and processes ask most"))
    sheet = _Sheet(kept, bottom=9.0)
    talks = {frozenset(pair) for pair in actual}
    counts = {"met": 0, "missing": 0, "surplus": 0}
    for pair in sorted(required):
        if sheet.holds(pair):
            kind = "met" if frozenset(pair) in talks else "missing"
            counts[kind] += 1
            sheet.draw_mark(pair, kind)
    needed = {frozenset(pair) for pair in required}
    for pair in sorted((min(pair), max(pair)) for pair in actual):
        if frozenset(pair) not in needed and sheet.holds(pair):
            counts["surplus"] += 1
            sheet.draw_mark(pair, "surplus")
    sheet.draw_marks_key()
    met, missing, surplus = counts["met"], counts["missing"], counts["surplus"]
    alt = " ".join(
        (
            say("Matrix of {departments}.", departments=counted(len(kept), "department")),
            say(
                "Of {pairs} that should talk, {some_do} and {others_do_not}; {surplus}.",
                pairs=counted(met + missing, "pair"),
                some_do=say_many(met, "{n} does", "{n} do") if met else say("none does"),
                others_do_not=say_many(missing, "{n} does not", "{n} do not") if missing else say("none does not"),
                surplus=say_many(
                    surplus,
                    "{n} pair talks without a journey or process that needs it",
                    "{n} pairs talk without a journey or process that needs it",
                )
                if surplus
                else say("no pair talks without a journey or process that needs it"),
            ),
        )
    )
    return sheet.drawing.picture(name, alt, note)


def _kept(
    rows: Sequence[MatrixRow], weight: Mapping[str, float], limit: int, which: str
) -> tuple[list[MatrixRow], str]:
    chosen = sorted(rows, key=lambda one: (-weight[one.id], one.name, one.id))[:limit]
    kept = sorted(
        chosen, key=lambda one: (one.division is None, one.rank, one.division or "", one.name.casefold(), one.id)
    )
    if len(rows) == len(kept):
        return kept, ""
    some, every = number_text(len(kept)), number_text(len(rows))
    return kept, say("Drawn: {some} of {all} departments, {which}.", some=some, all=every, which=which)


class _Sheet:
    """The frame of a matrix: names, divisions, and a place for every pair."""

    def __init__(self, rows: Sequence[MatrixRow], bottom: float) -> None:
        self._rows = rows
        self._place = {one.id: number for number, one in enumerate(rows)}
        self._size = min(8.0, max(6.3, 9.2 - 0.06 * len(rows)))
        names = [one.name for one in rows]
        longest = max((text_width(one, self._size) for one in names), default=0.0)
        self._names = min(longest, _LONGEST_NAME) + 2.0
        divisions = self._grouped()
        self._left = self._names + (4.5 if divisions else 0.0)
        self._cell = min(_LARGEST_CELL, (WIDTH - self._left) / max(len(rows), 1))
        self._top = self._names
        across = self._left + self._cell * len(rows)
        self._shift = max(0.0, (WIDTH - across) / 2)
        self._left += self._shift
        self._end = self._top + self._cell * len(rows)
        self.drawing = Drawing(self._end + bottom)
        self._draw_frame(divisions)

    def _grouped(self) -> list[tuple[str, int, int]]:
        """Return divisions of two or more departments with their first and last place; none if there is but one."""
        found: list[tuple[str, int, int]] = []
        at = 0
        for division, some in groupby(self._rows, key=lambda one: one.division):
            size = len(list(some))
            if division is not None and size > 1:
                found.append((division, at, at + size - 1))
            at += size
        return found if len({one.division for one in self._rows}) > 1 else []

    def _draw_frame(self, divisions: Sequence[tuple[str, int, int]]) -> None:
        draw, cell, count = self.drawing, self._cell, len(self._rows)
        draw.box((self._left, self._top), cell * count, cell * count, fill=WHITE, edge=GREY, line=0.5)
        for number in range(count):
            at = (self._left + number * cell, self._top + number * cell)
            draw.box(at, cell, cell, fill=LIGHT)
            if number:
                draw.line(((at[0], self._top), (at[0], self._end)), PALE, 0.4)
                draw.line(((self._left, at[1]), (self._left + cell * count, at[1])), PALE, 0.4)
        for number, one in enumerate(self._rows):
            text = fitted(one.name, _LONGEST_NAME, self._size)
            middle = (number + 0.5) * cell
            with draw.about(one.id):
                draw.text((self._left - 1.2, self._top + middle), text, self._size, "right")
                draw.text((self._left + middle, self._top - 1.2), text, self._size, turned=90)
        for division, first, last in divisions:
            corner = (self._left + first * cell, self._top + first * cell)
            size = (last - first + 1) * cell
            draw.box(corner, size, size, edge=INK, line=1.1)
            x = self._shift + 1.8
            draw.line(((x + 2.2, corner[1] + 0.6), (x + 2.2, corner[1] + size - 0.6)), GREY, 0.8)
            words = division.upper()
            letters = next((one for one in _DIVISION_LETTERS if text_width(words, one, bold=True) <= size - 1), 6.0)
            label = fitted(words, size - 1, letters, bold=True)
            draw.text((x, corner[1] + size / 2), label, letters, "center", bold=True, colour=GREY, turned=90)

    def holds(self, pair: Pair) -> bool:
        return pair[0] in self._place and pair[1] in self._place and pair[0] != pair[1]

    def _centre(self, pair: Pair) -> tuple[float, float]:
        row, column = self._place[pair[0]], self._place[pair[1]]
        return self._left + (column + 0.5) * self._cell, self._top + (row + 0.5) * self._cell

    def draw_square(self, pair: Pair, side: float, fill: str) -> None:
        x, y = self._centre(pair)
        half = side * self._cell / 2
        with self.drawing.about(*pair):
            self.drawing.box((x - half, y - half), 2 * half, 2 * half, fill=fill)

    def draw_mark(self, pair: Pair, kind: str) -> None:
        for one in (pair, (pair[1], pair[0])):
            with self.drawing.about(*one):
                self._draw_sign(self._centre(one), self._cell, kind)

    def _draw_sign(self, centre: tuple[float, float], cell: float, kind: str) -> None:
        x, y = centre
        half = cell * 0.34
        if kind == "met":
            self.drawing.box((x - half, y - half), 2 * half, 2 * half, fill=BLUE)
        elif kind == "missing":
            self.drawing.cross(centre, half * 0.9, RED, max(1.0, min(1.8, cell * 0.3)))
        else:
            self.drawing.disc(centre, cell * 0.14, fill=WHITE, edge=GREY, line=0.6)

    def draw_key(self, entries: Sequence[tuple[str, float, str]]) -> None:
        widths = [text_width(words, 7.5) + 7 for words, _, _ in entries]
        x, y = (WIDTH - sum(widths) - 6 * (len(entries) - 1)) / 2, self._end + 5.5
        for (words, side, fill), width in zip(entries, widths, strict=True):
            half = side * 4.2 / 2
            self.drawing.box((x + 2.1 - half, y - half), 2 * half, 2 * half, fill=fill)
            self.drawing.text((x + 5.5, y), words, 7.5)
            x += width + 6

    def draw_marks_key(self) -> None:
        entries = (
            ("met", say("should talk, and does")),
            ("missing", say("should talk, and does not")),
            ("surplus", say("talks, though no journey or process needs it")),
        )
        widths = [text_width(words, 7.5) + 6 for _, words in entries]
        x, y = (WIDTH - sum(widths) - 6 * (len(entries) - 1)) / 2, self._end + 5.5
        for (kind, words), width in zip(entries, widths, strict=True):
            self._draw_sign((x + 2, y), 4.2, kind)
            self.drawing.text((x + 5, y), words, 7.5)
            x += width + 6
