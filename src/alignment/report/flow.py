"""How does the printed report flow over its pages? Laid out, read back, and mended, so that little stands alone."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typst

__all__ = ["Sheet", "settle"]

# Where a chapter leaves a page filled to less than this, the next one goes on below it.
_NEARLY_EMPTY = 0.35
# How many times a chapter may be set tighter to draw in what would stand alone on its last page; see the template.
_TIGHTEST = 3
# How high a page about is in one look as a share of its height in the look before: where to look first for one that fits.
_SMALLER = 0.94
# What stands on which page and how far down it, as a share of the room for text.
_MARKS = """let sheet = query(<paper>).first().value
query(<mark>).map(it => {
  let at = it.location().position()
  it.value + (page: at.page, filled: (at.y - sheet.top) / sheet.height)
})"""


def settle(compiler: typst.Compiler, root: Path, apart: Sequence[bool]) -> None:
    """Write into `flow.json` how chapters follow one another, how tight each is set and how large a page that is fitted.

    It is for the template beside it. `apart` tells of each chapter whether it shares no page with another; the first is
    the board page, after which the contents stand.
    """
    flow = _Flow(compiler, root, apart, [False] * len(apart), [0] * len(apart))
    (root / "draft.json").write_text("true", encoding="utf-8")
    places = _followed(flow, flow.laid_out())
    _drawn_in(flow, places)
    while any(one.open for one in flow.sheets):
        flow.laid_out()
    flow.write()
    (root / "draft.json").write_text("false", encoding="utf-8")


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
class Sheet:
    """A page that is set in the largest of its looks in which it fits; in the last, after all others, it need not.

    `look` is what it is set in, the largest first; `overflows` the smallest in which it was too high, and `fits` the
    largest in which it was not, as far as is known.
    """

    last: int
    look: int = 0
    overflows: int = field(init=False, default=-1)
    fits: int = field(init=False)

    def __post_init__(self) -> None:
        self.fits = self.last

    @property
    def open(self) -> bool:
        """Whether a larger look is left that may fit."""
        return self.fits - self.overflows > 1

    def read_back(self, height: float) -> None:
        """Take how many pages it filled in its look, and choose the next: what is just too large is tried as well."""
        if height > 1:
            self.overflows = max(self.overflows, self.look)
        else:
            self.fits = min(self.fits, self.look)
        if self.open:
            guess = self.look + math.ceil(math.log(1 / max(height, 0.01)) / math.log(_SMALLER))
            self.look = min(max(guess, self.overflows + 1), self.fits - 1)
        else:
            self.look = self.fits


@dataclass(slots=True)
class _Flow:
    """How chapters follow one another, one entry each; and the pages that are fitted, from the first layout on."""

    compiler: typst.Compiler
    root: Path
    apart: Sequence[bool]
    following: list[bool]
    tightness: list[int]
    sheets: list[Sheet] = field(init=False, default_factory=list)

    def write(self) -> None:
        """Write it for the template."""
        looks = [one.look for one in self.sheets]
        flow = {"following": self.following, "tightness": self.tightness, "looks": looks}
        (self.root / "flow.json").write_text(json.dumps(flow), encoding="utf-8")

    def laid_out(self) -> list[_Place]:
        """Lay out with this flow and return where each chapter after the first came to stand.

        Pages that are to be fitted have another look in the next layout, where one is left to try.
        """
        self.write()
        found: list[_Place] = []
        sheets: list[tuple[int, float]] = []
        begins, row, alone, full, looks = 0, 0, False, False, 0
        for mark in json.loads(self.compiler.eval(_MARKS)):
            page, filled = mark["page"], mark["filled"]
            match mark["kind"]:
                case "sheet":
                    looks, full = mark["looks"], True
                case "fitted":
                    sheets.append((looks, filled))
                    looks = 0
                case "begin":
                    begins, alone, full = page, False, looks > 0
                # What stands in a page that is fitted moves with its look.
                case "row" | "after" if looks:
                    pass
                case "row":
                    row = page
                case "after":
                    alone |= page != row
                    row = page
                case "break":
                    alone |= page > begins and filled <= _NEARLY_EMPTY
                case _:
                    found.append(_Place(begins, page, 1.0 if full else filled, alone))
        self.sheets = self.sheets or [Sheet(looks) for looks, _ in sheets]
        for sheet, (_, height) in zip(self.sheets, sheets, strict=True):
            sheet.read_back(height)
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


def _followed(flow: _Flow, places: list[_Place]) -> list[_Place]:
    """Let chapters follow one another on a page that would be nearly empty."""
    # The board page and the contents stand alone, so the third section is the first that can follow another.
    for place in range(2, len(flow.following)):
        if flow.apart[place - 1] or flow.apart[place]:
            continue
        flow.following[place] = places[place - 2].filled <= _NEARLY_EMPTY
        if flow.following[place]:
            places = flow.laid_out()
    return places


def _drawn_in(flow: _Flow, places: list[_Place]) -> None:
    """Set tighter what would leave something alone on a page; what no tightness helps is set as it was."""
    for tightness in range(1, _TIGHTEST + 1):
        troubled = flow.troubled(places)
        if not troubled:
            return
        for place in troubled:
            flow.tightness[place] = tightness
        places = flow.laid_out()
    for place in flow.troubled(places):
        flow.tightness[place] = 0
