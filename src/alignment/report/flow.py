"""How do the chapters of the printed report flow over its pages? Laid out, read back, and mended, so that little stands alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typst

__all__ = ["settle"]

# Where a chapter leaves a page filled to less than this, the next one goes on below it.
_NEARLY_EMPTY = 0.35
# How many times a chapter may be set tighter to draw in what would stand alone on its last page; see the template.
_TIGHTEST = 3


def settle(compiler: typst.Compiler, root: Path, apart: Sequence[bool]) -> None:
    """Write into `flow.json` how chapters follow one another and how tight each is set, for the template beside it.

    `apart` tells of each chapter whether it shares no page with another; the first is the board page, after which the
    contents stand.
    """
    flow = _Flow(apart, [False] * len(apart), [0] * len(apart))
    places = _followed(flow, flow.laid_out(compiler, root), compiler, root)
    _drawn_in(flow, places, compiler, root)
    flow.write(root, draft=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a chapter came to stand: its first and last page, how far down that is filled, and whether anything stands alone.

    Alone stands the last row of a table on a page of its own, or the end of what flows before pages to be handed on.
    """

    begins: int
    ends: int
    filled: float
    alone: bool


@dataclass(slots=True)
class _Flow:
    """How chapters follow one another, one entry each."""

    apart: Sequence[bool]
    following: list[bool]
    tightness: list[int]

    def write(self, root: Path, *, draft: bool) -> None:
        """Write it for the template; a draft has only the pages that flow."""
        flow = {"following": self.following, "tightness": self.tightness, "draft": draft}
        (root / "flow.json").write_text(json.dumps(flow), encoding="utf-8")

    def laid_out(self, compiler: typst.Compiler, root: Path) -> list[_Place]:
        """Lay out with this flow and return where each chapter after the first came to stand."""
        self.write(root, draft=True)
        marks = json.loads(compiler.query("<mark>", field="value"))
        found: list[_Place] = []
        begins, row, alone = 0, 0, False
        for mark in marks:
            page = mark["page"]
            match mark["kind"]:
                case "begin":
                    begins, alone = page, False
                case "row":
                    row = page
                case "after":
                    alone |= page != row
                    row = page
                case "break":
                    alone |= page > begins and mark["filled"] <= _NEARLY_EMPTY
                case _:
                    found.append(_Place(begins, page, mark["filled"], alone))
        return found

    def troubled(self, places: Sequence[_Place]) -> list[int]:
        """Return the chapters in which something stands alone, or whose last page is nearly empty and stays so."""
        return [
            place
            for place, one in enumerate(places, start=1)
            if one.alone
            or (
                one.begins < one.ends
                and one.filled <= _NEARLY_EMPTY
                and True not in self.following[place + 1 : place + 2]
            )
        ]


def _followed(flow: _Flow, places: list[_Place], compiler: typst.Compiler, root: Path) -> list[_Place]:
    """Let chapters follow one another on a page that would be nearly empty."""
    # The board page and the contents stand alone, so the third section is the first that can follow another.
    for place in range(2, len(flow.following)):
        if flow.apart[place - 1] or flow.apart[place]:
            continue
        flow.following[place] = places[place - 2].filled <= _NEARLY_EMPTY
        if flow.following[place]:
            places = flow.laid_out(compiler, root)
    return places


def _drawn_in(flow: _Flow, places: list[_Place], compiler: typst.Compiler, root: Path) -> None:
    """Set tighter what would leave something alone on a page; what no tightness helps is set as it was."""
    for tightness in range(1, _TIGHTEST + 1):
        troubled = flow.troubled(places)
        if not troubled:
            return
        for place in troubled:
            flow.tightness[place] = tightness
        places = flow.laid_out(compiler, root)
    for place in flow.troubled(places):
        flow.tightness[place] = 0
