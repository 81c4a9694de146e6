"""How is a picture drawn? A sheet measured in millimetres over one matplotlib figure, in one style, to the byte."""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import Literal

import font_source_sans_pro
import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from alignment.language import say
from alignment.report.display import clean
from alignment.report.document import Chart

__all__ = [
    "AMBER",
    "BLUE",
    "GREY",
    "INK",
    "LIGHT",
    "PALE",
    "RED",
    "WHITE",
    "WIDTH",
    "Anchor",
    "Drawing",
    "Picture",
    "Point",
    "fitted",
    "recoloured",
    "text_width",
    "wrapped",
]

Point = tuple[float, float]
Dash = tuple[float, float]
Anchor = Literal["left", "center", "right"]

# Okabe and Ito's order of lightness keeps these apart for every kind of colour vision and in grey print:
# ink < red, blue < grey < amber < light < pale. No picture relies on colour alone.
INK = "#1b2a36"
RED = "#b3261e"
BLUE = "#2b5f8c"
GREY = "#66737d"
AMBER = "#d98a00"
LIGHT = "#c9d1d7"
PALE = "#eef1f3"
WHITE = "#ffffff"

# The width of text on A4 with margins of 20 mm; every picture is this wide.
WIDTH = 170.0
MILLIMETRES_PER_INCH = 25.4
MILLIMETRES_PER_POINT = MILLIMETRES_PER_INCH / 72

_LAST_LATIN = "\u0250"
_FACES = {False: "SourceSansPro", True: "SourceSansProSemibold"}
# Whatever a user's own matplotlibrc says, the picture is the same.
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "alignment",
    "svg.image_inline": True,
    "font.family": ["Source Sans Pro"],
    "text.usetex": False,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
    "path.sketch": None,
    "path.effects": [],
    "savefig.bbox": None,
    "savefig.dpi": 72,
    "figure.dpi": 72,
}
_FAMILY = "'Source Sans 3', 'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, what it shows in words, and what was left out of it (empty where nothing was)."""

    chart: Chart
    alt: str
    note: str = ""


def _style() -> AbstractContextManager[None]:
    return mpl.rc_context(_STYLE)  # type: ignore[arg-type]  # only the newest matplotlib lists its keys one by one


@cache
def _font(bold: bool) -> font_manager.FontProperties:
    """Register the report's font with matplotlib once and return the face."""
    face = font_source_sans_pro.font_files_otf[_FACES[bold]]
    font_manager.fontManager.addfont(face)
    return font_manager.FontProperties(family="Source Sans Pro", weight="semibold" if bold else "normal")


@cache
def _advance(character: str, bold: bool) -> float:
    """Width of a character in ems."""
    font = font_manager.get_font(font_source_sans_pro.font_files_otf[_FACES[bold]])
    if font.get_char_index(ord(character)) == 0:
        return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.6
    font.set_size(100, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in millimetres of one line of text set in `size` points."""
    return sum(_advance(character, bold) for character in text) * size * MILLIMETRES_PER_POINT


def fitted(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return the text, or as much of it as fits into `width` millimetres with an ellipsis.

    Examples
    --------
    >>> fitted("Sales", 100, 8), fitted("Sales", 6, 8)
    ('Sales', 'Sa…')
    """
    fits = _fits(text, width, size, bold)
    if fits == len(text):
        return text
    kept = text[:fits]
    while kept and text_width(kept.rstrip() + "…", size, bold) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,;-–/") + "…"


def wrapped(text: str, width: float, size: float, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """Break a text into at most `lines` lines of `width` millimetres: at blanks, a longer word wherever it must; the last is shortened.

    Examples
    --------
    >>> wrapped("Legal and Compliance", 16, 8), wrapped("sig-contributor-experience", 22, 8)
    (('Legal and', 'Compliance'), ('sig-contributor-', 'experience'))
    """
    done: list[str] = []
    rest = " ".join(text.split())
    while rest and len(done) < lines - 1:
        place = _break(rest, width, size, bold)
        if _hyphenated(rest, place):
            done.append(f"{rest[: place - 1]}-")
            rest = rest[place - 1 :]
        else:
            done.append(rest[:place].rstrip())
            rest = rest[place:].lstrip()
    if rest:
        done.append(fitted(rest, width, size, bold))
    return tuple(done)


def _hyphenated(text: str, place: int) -> bool:
    """Tell whether a break stands within a word of Latin letters, of which some are left before it."""
    return 2 < place < len(text) and all(one.isalpha() and one < _LAST_LATIN for one in text[place - 1 : place + 1])


def _fits(text: str, width: float, size: float, bold: bool) -> int:
    """Return how many characters of a text fit into a width."""
    room, scale = width + 1e-9, size * MILLIMETRES_PER_POINT
    for place, character in enumerate(text):
        room -= _advance(character, bold) * scale
        if room < 0:
            return place
    return len(text)


def _break(text: str, width: float, size: float, bold: bool) -> int:
    """Return how many characters of a text stand on its first line."""
    fits = _fits(text, width, size, bold)
    if fits == len(text) or text[fits] == " ":
        return max(1, fits)
    blank = text.rfind(" ", 0, fits)
    if blank > 0:
        return blank
    mark = max(text.rfind(one, 0, fits) for one in "-/_.:@&+")
    return max(1, mark + 1 if mark > 0 else fits)


class _Line(Text):
    """One line of text, put where it says by the reader of the SVG.

    Text itself would first measure every line for what it never needs here: half the time of a picture, and a warning
    for each letter that the report's font lacks (such a letter is left to the reader's own fonts).
    """

    def draw(self, renderer: RendererBase) -> None:
        """Write the line at its anchor."""
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_unitless_position())
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        subject = self.get_gid()
        if subject:
            renderer.open_group("text", gid=subject)
        renderer.draw_text(
            context, x, y, self.get_text(), self.get_fontproperties(), self.get_rotation(), ismath=False, mtext=self
        )
        if subject:
            renderer.close_group("text")
        context.restore()


class Drawing:
    """A sheet, in millimetres from its top left corner, that becomes a `Chart`.

    What is drawn later lies above. Line widths and sizes of letters are in points.
    """

    def __init__(self, height: float, width: float = WIDTH) -> None:
        self.width = width
        self.height = height
        with _style():
            self._figure = Figure(figsize=(width / MILLIMETRES_PER_INCH, height / MILLIMETRES_PER_INCH), frameon=False)
            FigureCanvasSVG(self._figure)
        scale = 1 / MILLIMETRES_PER_INCH
        self._place = Affine2D().scale(scale, -scale).translate(0, height * scale) + self._figure.dpi_scale_trans
        self._depth = 0
        self._subjects: list[str] = []
        self._subject: str | None = None
        self._shortened = False

    @contextmanager
    def about(self, *departments: str) -> Iterator[None]:
        """Mark what is drawn within as belonging to a department, or to the tie of two, for pages that answer to a touch."""
        names = ("department",) if len(departments) == 1 else ("first", "second")
        marks = (f'data-{name}="{escape(clean(one))}"' for name, one in zip(names, departments, strict=True))
        self._subject = f"{_SUBJECT}{len(self._subjects)}"
        self._subjects.append(" ".join(marks))
        try:
            yield
        finally:
            self._subject = None

    def _add(self, artist: Line2D | PathPatch | Polygon | Rectangle | Circle) -> None:
        self._depth += 1
        artist.set_zorder(self._depth)
        artist.set_gid(self._subject)
        self._figure.add_artist(artist)

    def line(self, points: Sequence[Point], colour: str = INK, width: float = 0.7, dash: Dash | None = None) -> None:
        """Draw straight lines through the points; `dash` is ink and gap in points."""
        across, down = [one[0] for one in points], [one[1] for one in points]
        # An endless dash is a solid line.
        style = (0.0, (dash[0] / width, dash[1] / width)) if dash else None
        line = Line2D(
            across, down, color=colour, linewidth=width, linestyle=style, transform=self._place, dash_capstyle="butt",
            solid_capstyle="round", solid_joinstyle="round", dash_joinstyle="round",
        )  # fmt: skip
        self._add(line)

    def arrow(self, start: Point, end: Point, colour: str, width: float, dash: Dash | None = None) -> None:
        """Draw a line that ends in a filled head at `end`."""
        along, across = end[0] - start[0], end[1] - start[1]
        length = (along**2 + across**2) ** 0.5 or 1.0
        along, across = along / length, across / length
        head = min(2.2, length / 2)
        neck = (end[0] - along * head, end[1] - across * head)
        self.line((start, neck), colour, width, dash)
        side = head * 0.42
        wings = (neck[0] - across * side, neck[1] + along * side), (neck[0] + across * side, neck[1] - along * side)
        self.shape((end, *wings), fill=colour, edge=colour, width=0.2)

    def curve(
        self, points: tuple[Point, Point, Point, Point], colour: str, width: float, dash: Dash | None = None
    ) -> None:
        """Draw a cubic Bézier curve: start, two controls, end."""
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        style: str | tuple[float, Dash] = "-" if dash is None else (0, (dash[0] / width, dash[1] / width))
        self._add(
            PathPatch(path, facecolor="none", edgecolor=colour, linewidth=width, linestyle=style, transform=self._place)
        )

    def box(
        self,
        corner: Point,
        width: float,
        height: float,
        fill: str = "none",
        edge: str = "none",
        line: float = 0.5,
        hatch: str = "",
    ) -> None:
        """Draw a rectangle from its top left corner."""
        self._add(
            Rectangle(
                corner, width, height, facecolor=fill, edgecolor=edge, linewidth=line if edge != "none" else 0,
                hatch=hatch or None, transform=self._place,
            )
        )  # fmt: skip

    def disc(
        self, centre: Point, radius: float, fill: str = WHITE, edge: str = INK, line: float = 0.7, dashed: bool = False
    ) -> None:
        """Draw a circle."""
        self._add(
            Circle(
                centre, radius, facecolor=fill, edgecolor=edge, linewidth=line,
                linestyle=(0, (1.6, 1.4)) if dashed else "-", transform=self._place,
            )
        )  # fmt: skip

    def shape(
        self, points: Iterable[Point], fill: str = WHITE, edge: str = INK, width: float = 0.7, hatch: str = ""
    ) -> None:
        """Draw a closed polygon."""
        self._add(
            Polygon(
                list(points), closed=True, facecolor=fill, edgecolor=edge, linewidth=width, hatch=hatch or None,
                transform=self._place,
            )
        )  # fmt: skip

    def diamond(self, centre: Point, radius: float, fill: str = WHITE, edge: str = INK, line: float = 0.9) -> None:
        """Draw a square that stands on its corner."""
        x, y = centre
        self.shape(((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)), fill, edge, line)

    def star(self, centre: Point, radius: float, fill: str = AMBER, edge: str = INK, line: float = 0.5) -> None:
        """Draw a five-pointed star."""
        # The points of a pentagram, to two decimals, so that no platform's sine changes a byte.
        outer = ((0.0, -1.0), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
        inner = ((0.24, -0.32), (0.38, 0.12), (0.0, 0.4), (-0.38, 0.12), (-0.24, -0.32))
        corners = [corner for pair in zip(outer, inner, strict=True) for corner in pair]
        self.shape(((centre[0] + x * radius, centre[1] + y * radius) for x, y in corners), fill, edge, line)

    def cross(self, centre: Point, radius: float, colour: str = RED, width: float = 1.2) -> None:
        """Draw a diagonal cross."""
        x, y = centre
        self.line(((x - radius, y - radius), (x + radius, y + radius)), colour, width)
        self.line(((x - radius, y + radius), (x + radius, y - radius)), colour, width)

    def text(
        self,
        place: Point,
        text: str,
        size: float = 8.0,
        anchor: Anchor = "left",
        bold: bool = False,
        colour: str = INK,
        turned: float = 0.0,
    ) -> None:
        """Write one line whose letters are centred on the height of `place`; `turned` in degrees to the left."""
        self._depth += 1
        self._shortened |= text.endswith("…")
        # Small letters stand a third of the size high above and below their middle.
        drop = 0.33 * size * MILLIMETRES_PER_POINT
        x, y = (place[0] + drop, place[1]) if turned == 90 else (place[0], place[1] + drop)
        line = _Line(
            x, y, clean(text), fontproperties=_font(bold), fontsize=size, ha=anchor, va="baseline", color=colour,
            rotation=turned, rotation_mode="anchor", transform=self._place, zorder=self._depth, parse_math=False,
        )  # fmt: skip
        line.set_gid(self._subject)
        self._figure.add_artist(line)

    def picture(self, name: str, alt: str, note: str = "") -> Picture:
        """Return the finished picture; names that had to be shortened are said to be."""
        told = say("Names that end in … are shortened.") if self._shortened else ""
        return Picture(self.chart(name), alt, f"{note} {told}".strip())

    def chart(self, name: str) -> Chart:
        """Return the picture as SVG; its ids begin with `name`, which is unique in the document."""
        buffer = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with _style():
            self._figure.savefig(buffer, format="svg", metadata=nothing)
        return Chart(_embeddable(buffer.getvalue(), name, self._subjects), self.width, self.height)


def recoloured(chart: Chart, colour: str) -> Chart:
    """Return a picture that shows what is neither good nor bad in `colour`; red, amber, green and grey keep their meaning."""

    def tag(found: re.Match[str]) -> str:
        return _STYLE_ATTRIBUTE.sub(lambda style: style[0].replace(BLUE, colour), found[0])

    return replace(chart, svg=_TAG.sub(tag, chart.svg))


_SUBJECT = "subject-"
_MARKED = re.compile(rf'id="{_SUBJECT}(\d+)"')
_TAG = re.compile(r"<[^>]+>")
_STYLE_ATTRIBUTE = re.compile(r'\bstyle="[^"]*"')
_IDENT = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
_STYLE_SHEET = re.compile(r"<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*", re.DOTALL)
_FONT_FAMILY = re.compile(r"font-family: [^;\"]+")
_LEVEL = re.compile(r' transform="rotate\(-0 [^)]*\)"')
_LINES = re.compile(r"\n\s*")


def _embeddable(svg: str, name: str, subjects: Sequence[str]) -> str:
    """Return matplotlib's SVG as one element that can stand in a page beside others."""
    root = svg[svg.index("<svg") :].rstrip()
    # Its style sheet would reach into the page around it; the same is said on the root element instead.
    root = _STYLE_SHEET.sub("", root, count=1)
    root = root.replace("<svg ", '<svg stroke-linejoin="round" stroke-linecap="butt" ', 1)

    def tag(found: re.Match[str]) -> str:
        """Return one tag of ours: what a company calls its departments is never touched."""
        subject = _MARKED.search(found[0])
        if subject:
            return found[0].replace(subject[0], subjects[int(subject[1])])
        written = _IDENT.sub(rf"\g<1>{name}-\g<2>", found[0])
        return _LEVEL.sub("", _FONT_FAMILY.sub(f"font-family: {_FAMILY}", written))

    return _LINES.sub("\n", _TAG.sub(tag, root))
