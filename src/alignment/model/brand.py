"""In whose name is a report made? The firm's logo, colours, typefaces and the lines at the foot of its pages."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

__all__ = ["BOLD", "OWN_LETTER", "PLAIN", "REGULAR", "Brand", "Face", "Logo"]

# The mean width of the letters a to z of Source Sans Pro, in which pages are laid out, in ems.
OWN_LETTER = 0.475
# Letters that are wider still take more lines: smaller, they would be hard to read.
_LEAST_SCALE = 0.85
# The weights in which the report is set; of a firm's typeface the nearest stand for them.
REGULAR, BOLD = 400, 600


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the firm's name. `width` and `height` are in one unit, whichever: only their ratio counts."""

    kind: Literal["png", "svg"]
    content: bytes = field(repr=False)
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Face:
    """A style of a typeface: its family as programs list it, its weight from 100 to 900, and its file.

    `letter` is the mean width of the letters a to z, in ems.
    """

    family: str
    weight: int
    italic: bool
    kind: Literal["ttf", "otf"]
    content: bytes = field(repr=False)
    letter: float


@dataclass(frozen=True, slots=True)
class Brand:
    """What a firm gives of its looks; what it does not give is the program's own.

    Colours are written ``#rrggbb``: `accent` that of lines, links and the heads of tables, `headings` that of titles,
    `pictures` that in which pictures show what is neither good nor bad. `text_font` and `heading_font` are families of
    `faces`. `slides` is a presentation whose master and layouts are kept.
    """

    firm: str = ""
    logo: Logo | None = None
    footer: str = ""
    confidentiality: str = ""
    accent: str | None = None
    headings: str | None = None
    pictures: str | None = None
    text_font: str | None = None
    heading_font: str | None = None
    faces: tuple[Face, ...] = ()
    slides: Path | None = None

    @property
    def foot(self) -> str:
        """What stands at the foot of every page: the line on confidentiality, then the firm's own or its name."""
        return " · ".join(one for one in (self.confidentiality, self.footer or self.firm) if one)

    @property
    def scale(self) -> float:
        """By how much text is set smaller so that as much of it stands on a line as in the program's own typeface."""
        face = self.face(self.text_font, REGULAR)
        return min(1.0, max(_LEAST_SCALE, OWN_LETTER / face.letter)) if face else 1.0

    def face(self, family: str | None, weight: int) -> Face | None:
        """Return the upright face of a family whose weight is nearest; of two as near, the bolder."""
        faces = [one for one in self.faces if one.family == family and not one.italic]
        return min(faces, key=lambda one: (abs(one.weight - weight), -one.weight), default=None)


PLAIN = Brand()
