"""How does a drawing become pixels, for formats that know no SVG? Typst prints it with the report's own fonts."""

import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.model.brand import Logo
from alignment.report import fonts

if TYPE_CHECKING:
    import typst

__all__ = ["logo", "png"]

# Sharp on a large screen, where a slide is shown at some 150 dots an inch.
_DOTS_PER_INCH = 200
_LOGO_HEIGHT = 20.0  # millimetres, more than any page gives it
_PAGE = '#set page(width: {width}mm, height: {height}mm, margin: 0mm, fill: none)\n#image("drawing.svg", width: 100%)\n'


def png(svg: str, width: float, height: float) -> bytes:
    """Return a drawing as PNG.

    Parameters
    ----------
    svg
        The drawing.
    width, height
        Its size in millimetres.
    """
    import typst

    with tempfile.TemporaryDirectory(prefix="alignment-") as folder:
        root = Path(folder)
        (root / "drawing.svg").write_text(svg, encoding="utf-8")
        (root / "page.typ").write_text(_PAGE.format(width=width, height=height), encoding="utf-8")
        return typst.compile(
            str(root / "page.typ"),
            root=str(root),
            format="png",
            ppi=_DOTS_PER_INCH,
            font_paths=_fonts(),
        )


@cache
def _fonts() -> "typst.Fonts":
    """Return the report's own fonts and the computer's; to look for them takes longer than to draw."""
    import typst

    return typst.Fonts(font_paths=sorted({str(one.parent) for one in fonts.print_fonts()}))


@cache
def logo(firm: Logo | None) -> bytes | None:
    """Return a logo as PNG; None where there is none, or where the library is not installed that prints drawings."""
    if firm is None or firm.kind == "png":
        return None if firm is None else firm.content
    if find_spec("typst") is None:
        return None
    return png(firm.content.decode("utf-8"), _LOGO_HEIGHT * firm.width / firm.height, _LOGO_HEIGHT)
