"""Which typefaces does the report use, and where are their files?"""

import base64
import io
from functools import cache
from pathlib import Path
from typing import Literal

import font_source_sans_pro
import matplotlib

from alignment.model.brand import Face

__all__ = ["drawn_characters", "print_fonts", "web_face", "web_font"]

Weight = Literal["Regular", "Semibold"]

# Three of them, the report's own two and the sample company's health check stay under 3 MB.
_LARGEST_WEB_FACE = 300_000


def print_fonts() -> tuple[Path, ...]:
    """Files of Source Sans Pro, and of DejaVu Sans for the characters that Source Sans Pro lacks."""
    sans = Path(font_source_sans_pro.font_directory)
    dejavu = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return (
        *(sans / f"SourceSansPro-{style}.otf" for style in ("Regular", "Semibold", "It")),
        *(dejavu / f"{style}.ttf" for style in ("DejaVuSans", "DejaVuSans-Bold")),
    )


@cache
def drawn_characters() -> frozenset[str]:
    """Return the characters that Source Sans Pro draws by itself."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no type information

    with TTFont(print_fonts()[0], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def web_font(weight: Weight) -> str:
    """Return Source Sans Pro as WOFF in base64, to be embedded in a page."""
    file = Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{weight}.otf"
    return base64.b64encode(_woff(file.read_bytes())).decode("ascii")


@cache
def web_face(face: Face) -> str | None:
    """Return a firm's face as WOFF in base64; None where it is too large for every page to carry it."""
    woff = _woff(face.content)
    return base64.b64encode(woff).decode("ascii") if len(woff) <= _LARGEST_WEB_FACE else None


def _woff(content: bytes) -> bytes:
    # Imported here: only the HTML report needs it. Tables are handed over as they are: a font opened whole would read
    # the code for each kind of table, which takes three times as long as all of this.
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter  # type: ignore[import-untyped]  # as above

    font, target = SFNTReader(io.BytesIO(content)), io.BytesIO()
    woff = SFNTWriter(target, len(font.tables), font.sfntVersion, flavor="woff")
    for name in font.keys():  # noqa: SIM118  # it is no mapping
        woff[name] = font[name]
    woff.close()
    return target.getvalue()
