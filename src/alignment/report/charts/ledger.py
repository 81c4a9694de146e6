"""Which check found what? A row a defect, a column a check, filled where it was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from alignment.language import date_text, number_text, say, say_many
from alignment.model.result import Severity
from alignment.report.charts.drawing import (
    AMBER,
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
from alignment.report.display import severity_word

__all__ = ["LedgerRow", "ledger"]

_TOP, _ROW = 9.0, 4.6
_CODE, _NAME, _RIGHT = 17.0, 31.0, WIDTH - 24.0
# Millimetres: of one check at most, and of all of them.
_WIDEST, _CHECKS = 21.0, 54.0
_FILLS: dict[Severity, str] = {"critical": RED, "high": RED, "medium": AMBER, "low": GREY, "info": GREY}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A defect: rule, what it is about, how grave, which checks found it (in their order), and what became of it in words."""

    code: str
    name: str
    severity: Severity
    found: tuple[bool, ...]
    state: str
    loud: bool = False


def ledger(name: str, days: Sequence[date], rows: Sequence[LedgerRow], reorganised: Sequence[date] = ()) -> Picture:
    """Draw the rows in the order given.

    Parameters
    ----------
    name
        Of the chart, unique in the document.
    days
        Of the checks, the oldest first; at least one.
    rows
        At least one.
    reorganised
        Days of the first check after each reorganisation: a dashed line stands before them.
    """
    foot = _TOP + _ROW * len(rows)
    drawing = Drawing(foot + (8 if reorganised else 2))
    step = min(_WIDEST, _CHECKS / len(days))
    cells = _RIGHT - step * len(days)
    for number, one in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        if number % 2 == 0:
            drawing.box((0, y - _ROW / 2), WIDTH, _ROW, fill=PALE)
        drawing.text((1, y), fitted(severity_word(one.severity), _CODE - 2, 7.5), 7.5, colour=GREY)
        drawing.text((_CODE, y), fitted(one.code, _NAME - _CODE - 1, 7.5), 7.5, colour=GREY)
        drawing.text((_NAME, y), fitted(one.name, cells - _NAME - 2, 8, one.loud), 8, bold=one.loud)
        side = min(3.2, step * 0.8)
        for place, found in enumerate(one.found):
            x = cells + step * (place + 0.5)
            fill, edge = (_FILLS[one.severity], _FILLS[one.severity]) if found else (WHITE, LIGHT)
            drawing.box((x - side / 2, y - side / 2), side, side, fill=fill, edge=edge, line=0.4)
        drawing.text((WIDTH - 1, y), fitted(one.state, WIDTH - _RIGHT - 3, 8, one.loud), 8, "right", bold=one.loud)
    _draw_days(drawing, days, cells, step)
    lines = [place for place, day in enumerate(days) if day in set(reorganised)]
    for place in lines:
        drawing.line(((cells + step * place, _TOP - 1), (cells + step * place, foot)), INK, 0.7, (1.6, 1.2))
    if lines:
        words = say("the company was divided otherwise")
        drawing.line(((cells, foot + 4.5), (cells + 7, foot + 4.5)), INK, 0.7, (1.6, 1.2))
        drawing.text((cells + 8.5, foot + 4.5), words, 7.5)
    return drawing.picture(name, _alt(days, rows))


def _draw_days(drawing: Drawing, days: Sequence[date], cells: float, step: float) -> None:
    """Name the last check, the first, and those between for which there is room."""
    taken: list[tuple[float, float]] = []
    for place in dict.fromkeys((len(days) - 1, 0, *range(len(days)))):
        text = date_text(days[place], "medium")
        half = text_width(text, 7.5) / 2
        x = min(max(cells + step * (place + 0.5), cells + half - 3), WIDTH - half)
        if all(x + half + 2 <= start or end + 2 <= x - half for start, end in taken):
            drawing.text((x, 4.5), text, 7.5, "center", colour=GREY)
            drawing.line(((cells + step * (place + 0.5), 6.8), (cells + step * (place + 0.5), 8.4)), GREY, 0.5)
            taken.append((x - half, x + half))


def _alt(days: Sequence[date], rows: Sequence[LedgerRow]) -> str:
    first = say_many(
        len(days),
        "Which of {number} defects one check found.",
        "Which of {number} defects each of {n} checks found, from {first} to {last}.",
        number=number_text(len(rows)),
        first=date_text(days[0]),
        last=date_text(days[-1]),
    )
    told = "; ".join(
        say(
            "{code} {name}: found by {found} of {all}, {state}",
            code=one.code,
            name=one.name,
            found=number_text(sum(one.found)),
            all=number_text(len(days)),
            state=one.state,
        )
        for one in rows
    )
    return f"{first} {told}."
