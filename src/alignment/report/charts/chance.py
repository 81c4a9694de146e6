"""Is the company more inward than chance would make it? A figure on its scale, with what chance would give."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import number_text, say
from alignment.report.charts.drawing import AMBER, GREY, INK, LIGHT, WHITE, WIDTH, Drawing, Picture, fitted, text_width

__all__ = ["ChanceLine", "chance_line"]

_LEFT = 46.0
_RIGHT = WIDTH - 6.0
_ROW = 19.0


@dataclass(frozen=True, slots=True)
class ChanceLine:
    """One figure between -1 and 1: what it is, what chance would give on average, and between what limits mostly."""

    name: str
    value: float
    expected: float
    low: float | None = None
    high: float | None = None


def chance_line(name: str, lines: Sequence[ChanceLine], left: str, right: str) -> Picture:
    """Draw figures from -1 to 1 against their chance level.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    lines
        One figure a line.
    left, right
        What the two ends of the scale mean.
    """
    drawing = Drawing(10 + _ROW * len(lines) + 6)
    drawing.text((_LEFT, 3), left, 7.5, colour=GREY)
    drawing.text((_RIGHT, 3), right, 7.5, "right", colour=GREY)
    for number, one in enumerate(lines):
        _draw_line(drawing, one, 8 + _ROW * number + _ROW / 2)
    foot = 9 + _ROW * len(lines)
    drawing.line(((_LEFT, foot), (_RIGHT, foot)), GREY, 0.6)
    for tenth in (-10, -5, 0, 5, 10):
        x = _at(tenth / 10)
        drawing.line(((x, foot), (x, foot + 1.2)), GREY, 0.6)
        drawing.text((x, foot + 3.4), number_text(tenth / 10, 1), 7.5, "center", colour=GREY)
    scale = say("The scale runs from −1 ({left}) to 1 ({right}).", left=left, right=right)
    return drawing.picture(name, " ".join((*map(_words, lines), scale)))


def _words(one: ChanceLine) -> str:
    """Say in words what a line shows."""
    value, expected = number_text(one.value, 2), number_text(one.expected, 2)
    if one.low is None or one.high is None:
        return say("{name} {value}; chance would give {expected}.", name=one.name, value=value, expected=expected)
    return say(
        "{name} {value}; chance would give {expected}, mostly {low} to {high}.",
        name=one.name,
        value=value,
        expected=expected,
        low=number_text(one.low, 2),
        high=number_text(one.high, 2),
    )


def _at(value: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (min(max(value, -1.0), 1.0) + 1) / 2


def _draw_line(drawing: Drawing, one: ChanceLine, y: float) -> None:
    drawing.text((0, y), fitted(one.name, _LEFT - 4, 9, bold=True), 9, bold=True)
    drawing.line(((_LEFT, y), (_RIGHT, y)), LIGHT, 0.8)
    drawing.line(((_at(0), y - 2.5), (_at(0), y + 2.5)), LIGHT, 0.8)
    if one.low is not None and one.high is not None:
        drawing.box((_at(one.low), y - 2.4), max(_at(one.high) - _at(one.low), 0.6), 4.8, WHITE, GREY, 0.6, "/////")
    drawing.line(((_at(one.expected), y - 3.4), (_at(one.expected), y + 3.4)), INK, 1.2)
    drawing.diamond((_at(one.value), y), 2.6, fill=AMBER)
    _write(drawing, say("here {value}", value=number_text(one.value, 2)), _at(one.value), y - 5.2, bold=True)
    _write(drawing, say("by chance {value}", value=number_text(one.expected, 2)), _at(one.expected), y + 5.4)


def _write(drawing: Drawing, text: str, x: float, y: float, bold: bool = False) -> None:
    """Write centred on x, but never beyond the ends of the scale."""
    half = text_width(text, 8, bold) / 2
    drawing.text((min(max(x, _LEFT + half), _RIGHT - half), y), text, 8, "center", bold)
