"""Which groups keep to themselves? A bar for each: how much of its collaboration stays inside."""

from collections.abc import Sequence
from dataclasses import dataclass

from alignment.language import number_text, say, share_text
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

__all__ = ["InwardGroup", "insularity_bars"]

_LEFT = 52.0
_RIGHT = WIDTH - 14.0
_ROW = 4.9


@dataclass(frozen=True, slots=True)
class InwardGroup:
    """A group: the share of its collaboration that stays inside, and the share that chance would keep inside."""

    name: str
    share: float
    expected: float | None = None


def insularity_bars(name: str, groups: Sequence[InwardGroup], threshold: float | None, limit: int = 24) -> Picture:
    """Draw the groups, the most inward first, against chance and against the limit.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    groups
        In any order.
    threshold
        The share from which a group counts as turned inward; its bars are hatched. None draws no limit.
    limit
        Groups drawn at most.
    """
    ordered = sorted(groups, key=lambda one: (-one.share, one.name.casefold()))
    shown = ordered[:limit]
    foot = 5.0 + _ROW * len(shown)
    drawing = Drawing(foot + 12.5)
    for number, one in enumerate(shown):
        y = 4.0 + _ROW * (number + 0.5)
        if number % 2 == 0:
            drawing.box((0, y - _ROW / 2), WIDTH, _ROW, fill=PALE)
        drawing.text((1.5, y), fitted(one.name, _LEFT - 4, 8), 8)
        over = threshold is not None and one.share > threshold
        width = (_RIGHT - _LEFT) * one.share
        if width > 0:
            drawing.box(
                (_LEFT, y - 1.6),
                width,
                3.2,
                WHITE if over else BLUE,
                RED if over else BLUE,
                0.7,
                "//////" if over else "",
            )
        if one.expected is not None:
            x = _LEFT + (_RIGHT - _LEFT) * one.expected
            drawing.line(((x, y - 2.4), (x, y + 2.4)), WHITE, 2.6)
            drawing.line(((x, y - 2.4), (x, y + 2.4)), INK, 1.3)
        drawing.text((_RIGHT + 12, y), share_text(one.share), 8, "right", bold=over)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + (_RIGHT - _LEFT) * share
        drawing.line(((x, foot - 1), (x, foot)), LIGHT, 0.6)
        drawing.text((x, foot + 2.2), share_text(share), 7.5, "center", colour=GREY)
    if threshold is not None:
        x = _LEFT + (_RIGHT - _LEFT) * threshold
        drawing.line(((x, 1.0), (x, foot - 1)), RED, 1.0, dash=(3, 2))
    _draw_key(drawing, threshold, any(one.expected is not None for one in shown), foot + 8)
    note = ""
    if len(shown) < len(ordered):
        some, every = number_text(len(shown)), number_text(len(ordered))
        note = say("Drawn: the {some} most inward of {all}.", some=some, all=every)
    return drawing.picture(name, _alt(ordered, threshold), note)


def _draw_key(drawing: Drawing, threshold: float | None, chance: bool, y: float) -> None:
    entries = []
    if chance:
        entries.append(("chance", say("what chance would keep inside")))
    if threshold is not None:
        entries.append(("limit", say("turned inward: more than {share} stay inside", share=share_text(threshold))))
    x = (WIDTH - sum(text_width(words, 7.5) + 11 for _, words in entries)) / 2
    for sign, words in entries:
        if sign == "chance":
            drawing.line(((x + 2, y - 2), (x + 2, y + 2)), INK, 1.3)
        else:
            drawing.line(((x, y), (x + 6, y)), RED, 1.0, dash=(3, 2))
        shift = 4.5 if sign == "chance" else 8.0
        drawing.text((x + shift, y), words, 7.5)
        x += text_width(words, 7.5) + shift + 6


def _alt(groups: Sequence[InwardGroup], threshold: float | None) -> str:
    first = ", ".join(f"{one.name} {share_text(one.share)}" for one in groups[:5])
    number = counted(len(groups), "group")
    text = say("Share of ties that stay inside, {groups}; highest: {first}.", groups=number, first=first)
    if threshold is None:
        return text
    return (
        text
        + " "
        + say(
            "{over} of {all} above the limit of {share}.",
            over=number_text(sum(1 for one in groups if one.share > threshold)),
            all=number_text(len(groups)),
            share=share_text(threshold),
        )
    )
