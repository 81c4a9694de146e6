"""May a firm's logo be shown? A drawing must neither run nor fetch anything, and look the same wherever it stands."""

import re
import struct
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from alignment.errors import SettingsError
from alignment.model.brand import Logo
from alignment.plainfile import content_of

__all__ = ["read_logo"]

_LARGEST = 1_000_000
_MOST_PIXELS = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
# What a drawing of shapes consists of; W3C, Scalable Vector Graphics (SVG) 2, 2018.
_SHAPES = frozenset(
    ("svg", "g", "defs", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line", "polyline",
     "polygon", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "symbol", "use")
)  # fmt: skip
_LETTERS = frozenset(("text", "tspan", "textPath", "font"))
# Shapes that are used again may hold others that are: few keep the whole small.
_MOST_USES = 30
_DEEPEST = 60
_LONGEST_SIDE = 100_000.0
# One that is much wider than high, or the other way round, is a line: as pixels it would take all memory.
_MOST_DRAWN_OUT = 40
# What holds shapes to draw others with. What refers to another from within one is drawn as often as all of it is.
_HOLDERS = frozenset(("pattern", "mask", "clipPath"))
_WITHIN_HOLDER = 3
_REFERENCE = re.compile(r"url\(\s*['\"]?(?!\s*['\"]?#)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(?:px|pt|pc|mm|cm|in)?\s*")
_PLAIN = "Export it as a plain SVG of shapes, or give a PNG."


def read_logo(path: Path) -> Logo:
    """Read a logo, PNG or SVG by what is in the file.

    Raises
    ------
    SettingsError
        The file is missing, too large, damaged or neither; or it is a drawing that holds more than shapes.
    """
    try:
        content = content_of(path)
    except OSError as problem:
        raise SettingsError(f"{path}: cannot be read ({problem.strerror}). Check logo in brand.toml.") from problem
    if len(content) > _LARGEST:
        raise SettingsError(
            f"{path}: has {len(content) / 1e6:.1f} MB; every report carries it, so a logo may have {_LARGEST / 1e6:.0f} MB. "
            "Make it smaller."
        )
    return _png(content, path) if content.startswith(_PNG) else _svg(content, path)


def _png(content: bytes, path: Path) -> Logo:
    damaged = SettingsError(f"{path}: is a damaged PNG. Export the logo again.")
    try:
        width, height = struct.unpack(">II", content[16:24])
    except struct.error as problem:
        raise damaged from problem
    if not 0 < min(width, height) <= max(width, height) <= _MOST_PIXELS:
        raise SettingsError(
            f"{path}: has {width} by {height} pixels; a logo may have {_MOST_PIXELS} each way. Make it smaller."
        )
    # Imported here: without a logo in pixels it is not needed.
    from PIL import Image

    try:
        # Whether it goes on to its end, which to load it does not ask; after that an image has to be opened anew.
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            image.verify()
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            image.load()
    except (OSError, SyntaxError, ValueError) as problem:
        raise damaged from problem
    return _in_shape(Logo("png", content, width, height), path)


def _svg(content: bytes, path: Path) -> Logo:
    drawing = _Drawing(path)
    try:
        content = content.decode("utf-8-sig").encode("utf-8")
        drawing.parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as problem:
        raise SettingsError(f"{path}: is neither a PNG nor an SVG. Export the logo as one of these.") from problem
    return _in_shape(Logo("svg", content, *drawing.size()), path)


def _in_shape(logo: Logo, path: Path) -> Logo:
    ratio = max(logo.width, logo.height) / min(logo.width, logo.height)
    if ratio > _MOST_DRAWN_OUT:
        raise SettingsError(
            f"{path}: one side is {ratio:,.0f} times as long as the other; of a logo it may be {_MOST_DRAWN_OUT} times. "
            "Crop it, or export it with its margins."
        )
    return logo


class _Drawing:
    """Goes over an SVG and stops at what could run, could fetch, or would look different elsewhere."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Mapping[str, str] | None = None
        self.inside: list[str] = []
        self.uses = 0
        # Whether the element stands within one that holds shapes, how many do, and whether a style sheet refers to any.
        self.held = False
        self.shapes_held = 0
        self.styled = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = lambda _: self.inside.pop()
        self.parser.CharacterDataHandler = self.words
        self.parser.EntityDeclHandler = lambda *_: self.refuse("defines words of its own (<!ENTITY>)")
        self.parser.ProcessingInstructionHandler = lambda target, _: self.refuse(f"calls for <?{target}?>")

    def refuse(self, what: str) -> NoReturn:
        raise SettingsError(f"{self.path}: {what}. {_PLAIN}")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.inside.append(local)
        if self.root is None:
            if (space, local) != (_SVG, "svg"):
                raise SettingsError(
                    f"{self.path}: is neither a PNG nor an SVG, but begins with <{local}>. Export the logo as one of these."
                )
            self.root = attributes
        if space == _SVG and local in _LETTERS:
            self.refuse(
                f"holds letters (<{local}>), which look different on every computer; turn them into paths first"
            )
        if space == _XHTML or (space == _SVG and local not in _SHAPES):
            self.refuse(f"holds <{local}>, which is no shape and could run or fetch something")
        self.uses += local == "use"
        self.held = not _HOLDERS.isdisjoint(self.inside[:-1])
        self.shapes_held += self.held
        for key, value in attributes.items():
            self.attribute(local, key.rpartition(" ")[2], value)
        if self.uses > _MOST_USES or len(self.inside) > _DEEPEST:
            self.refuse("is too involved for a logo")

    def attribute(self, element: str, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self.refuse(f"holds {name} on <{element}>, which could run")
        if name == "base" or (name == "href" and not value.strip().startswith("#")):
            self.refuse(f"refers to {value[:40]!r}, which lies outside of it")
        if "url(" in value.lower() and self.held:
            self.uses += _WITHIN_HOLDER
        self.style(value)
        if name == "style" and "\\" in value:
            self.refuse(f"holds a style with signs that say something else: {value[:40]!r}")

    def words(self, text: str) -> None:
        if self.inside[-1:] == ["style"]:
            self.style(text)
            self.styled |= "url(" in text.lower()
            if "@" in text or "\\" in text:
                self.refuse("holds a style sheet with rules that could fetch something")

    def style(self, text: str) -> None:
        if _REFERENCE.search(text):
            self.refuse(f"refers to {text.strip()[:40]!r}, which lies outside of it")

    def size(self) -> tuple[float, float]:
        """Return width and height of the drawing, once all of it was read."""
        if self.styled and self.uses + self.shapes_held * _WITHIN_HOLDER > _MOST_USES:
            self.refuse("is too involved for a logo")
        root = self.root or {}
        box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
        sides = [
            _LENGTH.fullmatch(one)
            for one in (box[2:] if len(box) == 4 else (root.get("width", ""), root.get("height", "")))
        ]
        width, height = (float(one[1]) if one else 0.0 for one in sides)
        if not 0 < min(width, height) <= max(width, height) <= _LONGEST_SIDE:
            self.refuse("does not say how large it is (viewBox)")
        return width, height
