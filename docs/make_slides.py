"""Write templates/slides.pptx, the presentation that health checks are laid into where a firm gives none of its own.

python docs/make_slides.py

Two layouts, a cover and a page, 13.33 by 7.5 inches; fonts and colours are those of the theme, so that whoever opens the
file changes them in one place.
"""

import io
import re
import zipfile
from pathlib import Path

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Pt

TEMPLATE = Path(__file__).parents[1] / "templates" / "slides.pptx"
_KEPT = ("Title Slide", "Title and Content")
# Of the theme, in the order in which charts take them: dark, light and mid, told apart in grey too.
_COLOURS = {"dk2": "1B2A36", "accent1": "2B5F8C", "accent2": "D98A00", "accent3": "C9D1D7", "accent4": "66737D"}
# Left, top, width, height in inches, and the size of the text in points.
_PLACES = {
    PP_PLACEHOLDER.TITLE: (0.6, 0.4, 12.1, 1.0, 26),
    PP_PLACEHOLDER.CENTER_TITLE: (0.9, 2.3, 11.5, 1.3, 40),
    PP_PLACEHOLDER.SUBTITLE: (0.9, 3.7, 11.5, 1.0, 20),
    PP_PLACEHOLDER.BODY: (0.6, 1.55, 12.1, 5.2, 16),
    PP_PLACEHOLDER.OBJECT: (0.6, 1.55, 12.1, 5.2, 16),
    PP_PLACEHOLDER.FOOTER: (0.6, 6.95, 8.0, 0.35, 10),
    PP_PLACEHOLDER.SLIDE_NUMBER: (11.7, 6.95, 1.0, 0.35, 10),
}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOMENT = (2000, 1, 1, 0, 0, 0)


def template() -> bytes:
    """Return the presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    for owner in (deck.slide_master, *deck.slide_layouts):
        for shape in list(owner.placeholders):
            kind = shape.placeholder_format.type
            if kind == PP_PLACEHOLDER.DATE:
                shape.element.getparent().remove(shape.element)
                continue
            left, top, width, height, size = _PLACES[kind]
            shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))
            for paragraph in shape.text_frame.paragraphs:
                paragraph.font.size = Pt(size)
    _styles(deck)
    target = io.BytesIO()
    deck.save(target)
    return _at_one_moment(target.getvalue())


def _styles(deck: Deck) -> None:
    """Let titles and subtitles begin on the left, titles bold and as large as two lines allow."""
    sizes = {"titleStyle": "2600"}
    for owner in (deck.slide_master, *deck.slide_layouts):
        for level in owner.element.iter(f"{_DRAWING}lvl1pPr"):
            style = level.getparent().tag.rsplit("}", 1)[1]
            if style in ("titleStyle", "lstStyle"):
                level.set("algn", "l")
            if style in sizes:
                run = level.find(f"{_DRAWING}defRPr")
                run.set("sz", sizes[style])
                run.set("b", "1")


def _at_one_moment(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = source.read(name)
            made.writestr(
                zipfile.ZipInfo(name, _MOMENT), _coloured(part) if "/theme/" in name else part, zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def _coloured(theme: bytes) -> bytes:
    """Return a theme in the report's colours."""
    for name, colour in _COLOURS.items():
        theme = re.sub(rf'(<a:{name}>\s*<a:srgbClr val=")[0-9A-F]{{6}}'.encode(), rf"\g<1>{colour}".encode(), theme)
    return theme


if __name__ == "__main__":
    TEMPLATE.write_bytes(template())
