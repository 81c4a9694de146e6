"""How do slides look where a firm gives no presentation of its own? Its colours, typefaces and logo in ours."""

import io
import re
from xml.sax.saxutils import quoteattr

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.oxml.shapes.picture import CT_Picture
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Inches

from alignment.model.brand import Brand
from alignment.report import picture
from alignment.report.display import clean

__all__ = ["dress"]

# Where a logo has room: left or right edge, top, width and height in inches, and whether that edge is the right one.
_ON_COVER = (0.9, 0.75, 4.0, 0.85, False)
_ON_PAGE = (11.6, 6.93, 2.4, 0.36, True)
_BAR = Inches(0.14)


def dress(deck: Deck, cover: SlideLayout, page: SlideLayout, brand: Brand) -> None:
    """Give the program's own presentation a firm's looks.

    They go into theme and layouts, so that whoever opens the file changes them in one place.
    """
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(theme.blob, brand)
    if brand.headings:
        # Titles take the second dark colour of the theme in place of the first, which is that of all text.
        for one in deck.slide_master.element.xpath("p:txStyles/p:titleStyle//a:schemeClr[@val='tx1']"):
            one.set("val", "tx2")
    if brand.accent:
        for layout in (cover, page):
            _bar(layout, deck.slide_width or 0)
    logo = picture.logo(brand.logo)
    if logo is not None and brand.logo is not None:
        ratio = brand.logo.width / brand.logo.height
        for layout, place in ((cover, _ON_COVER), (page, _ON_PAGE)):
            _lay(layout, logo, ratio, place, clean(brand.firm))


def _theme(theme: bytes, brand: Brand) -> bytes:
    """Return a theme with a firm's colours and typefaces."""
    for name, colour in (("dk2", brand.headings), ("accent1", brand.accent), ("hlink", brand.accent)):
        if colour:
            pattern = rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}'
            theme = re.sub(pattern.encode(), rf"\g<1>{colour[1:].upper()}".encode(), theme)
    for name, family in (("majorFont", brand.heading_font), ("minorFont", brand.text_font)):
        if family:
            given = f"<a:{name}><a:latin typeface={quoteattr(family)}".encode()
            theme = re.sub(rf'<a:{name}><a:latin typeface="[^"]*"'.encode(), lambda _, given=given: given, theme)  # type: ignore[misc]  # bytes in, bytes out
    return theme


def _bar(layout: SlideLayout, width: int) -> None:
    """Draw a bar in the firm's colour along the upper edge of a layout."""
    bar = CT_Shape.new_autoshape_sp(_ident(layout), "Bar", "rect", 0, 0, width, int(_BAR))
    # The style of a new shape gives it an edge and a shadow as well.
    bar.remove(bar.find(qn("p:style")))
    bar.spPr.get_or_change_to_solidFill().get_or_change_to_schemeClr().val = MSO_THEME_COLOR.ACCENT_1
    # Behind what stands on the layout: the first two are properties of the whole.
    layout.shapes._spTree.insert(2, bar)


def _ident(layout: SlideLayout) -> int:
    """Return a number that no shape of a layout has."""
    return max(int(one) for one in layout.shapes._spTree.xpath("//p:cNvPr/@id")) + 1


def _lay(
    layout: SlideLayout, png: bytes, ratio: float, place: tuple[float, float, float, float, bool], words: str
) -> None:
    """Lay a logo on a layout, as large as its place allows."""
    edge, top, most, highest, right = place
    height = min(highest, most / ratio)
    width = height * ratio
    left = edge - width if right else edge
    box = (int(Inches(one)) for one in (left, top + (highest - height) / 2, width, height))
    _, relation = layout.part.get_or_add_image_part(io.BytesIO(png))
    tree = layout.shapes._spTree
    drawn = CT_Picture.new_pic(_ident(layout), "Logo", "", relation, *box)
    # Set here: the library does not escape what it puts into a new picture.
    drawn.nvPicPr.cNvPr.set("descr", words)
    tree.append(drawn)
