"""How is the health check presented? Slides with editable charts and tables, laid into the placeholders of a template."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from math import ceil
from pathlib import Path

from pptx import Presentation
from pptx.chart.plot import _BasePlot as BasePlot
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.slide import SlideLayout
from pptx.table import _Cell as Cell
from pptx.text.text import _Paragraph as Text
from pptx.util import Emu, Pt

from alignment import resources
from alignment.model.brand import PLAIN
from alignment.report import display
from alignment.report.document import Bullets, CellValue, Column, Document, Figure, Plot, Slide, SlideBlock, Table
from alignment.report.slide_master import dress
from alignment.report.slide_numbers import Numbers

__all__ = ["write"]

# Of two blocks, the share of the width that the first has, and the gap between them.
_FIRST = 0.62
_GAP = Emu(228600)
# Sizes of letters, the largest first: a text is set in the largest in which it fits its place.
_SIZES = (20, 18, 16, 14, 13, 12, 11)
_SMALL = Pt(13)
# Of a common typeface, the mean width of a letter and the height of a line, in sizes of the letter.
_LETTER, _BOLD, _LINE = 0.5, 0.53, 1.22
# Above and below the text of a cell, and left and right of it together, in points.
_ROW, _SIDES = 6.0, 14.4
_BULLET, _BETWEEN = 16.0, 10.0
# What is not shown is said in a line at the foot.
_CUT_HIGH = Emu(320040)
_SMALLEST = Pt(9)
_LEAST_TITLE = 16
_MARGIN, _FOOT = Emu(457200), Emu(320040)
# The axis of a line begins so far under its lowest value, so that a change can be seen.
_BELOW = 5
_MOMENT = (2000, 1, 1, 0, 0, 0)
# When a part was made, in its properties: the numbers behind a chart are a workbook of their own.
_TIMES, _MOMENT_TEXT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*"), rb"\g<1>2000-01-01T00:00:00Z"
_LONGEST_PROPERTY = 255
_BODIES = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked bars": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_LIGHTS = {"green": "2E7D4F", "amber": "8A5A00", "red": "B3261E"}

# The colours of a theme that the series of a chart take, the one that catches the eye aside.
_LOUD = MSO_THEME_COLOR.ACCENT_2
_QUIET = (MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_4)

Box = tuple[int, int, int, int]  # left, top, width, height in EMU


def write(document: Document, path: Path) -> None:
    """Write the slides of a document.

    Of a firm's own presentation, given with its brand, the master, layouts and placeholders are kept, its slides are left
    out. It needs a layout with a title and one with a title and a text or content placeholder. Without it the program's
    own is laid out in the firm's colours and typefaces.
    """
    brand = document.brand
    deck = Presentation(str(brand.slides or resources.templates() / "slides.pptx"))
    _without_slides(deck)
    cover, page = _layouts(deck)
    if brand != PLAIN and brand.slides is None:
        dress(deck, cover, page, brand)
    for slide in document.slides:
        _cover(deck, cover, slide, document) if not slide.blocks else _page(deck, page, slide, document)
    properties = deck.core_properties
    properties.title, properties.author = _property(document.title), _property(document.prepared_by or brand.firm)
    properties.language = document.language
    properties.created = properties.modified = datetime(*_MOMENT)
    properties.last_modified_by = document.generator
    target = io.BytesIO()
    deck.save(target)
    path.write_bytes(_at_one_moment(target.getvalue()))


def _property(text: str) -> str:
    """Return as much of a text as the properties of a presentation hold."""
    return display.clean(text)[:_LONGEST_PROPERTY]


def _at_one_moment(content: bytes) -> bytes:
    """Return the same parts, each with the same time, so that the same slides give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = _TIMES.sub(_MOMENT_TEXT, source.read(name)) if name == "docProps/core.xml" else source.read(name)
            inner = _at_one_moment(part) if name.endswith(".xlsx") else part
            made.writestr(zipfile.ZipInfo(name, _MOMENT), inner, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _without_slides(deck: Deck) -> None:
    """Leave out the slides that a firm's file holds as examples."""
    listed = deck.slides._sldIdLst
    for one in list(listed):
        deck.part.drop_rel(one.rId)
        listed.remove(one)


def _layouts(deck: Deck) -> tuple[SlideLayout, SlideLayout]:
    """Return the layout of the cover, and that of all other slides."""

    def kinds(layout: SlideLayout) -> list[PP_PLACEHOLDER]:
        return [one.placeholder_format.type for one in layout.placeholders]

    layouts = list(deck.slide_layouts)
    titled = [one for one in layouts if set(_TITLES) & set(kinds(one))] or layouts
    pages = [one for one in titled if sum(kind in _BODIES for kind in kinds(one)) == 1]
    # On a cover the title stands in the middle, where the content of a page goes.
    plain = [one for one in titled if not {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE} & set(kinds(one))]
    covers = [one for one in titled if {PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.SUBTITLE} <= set(kinds(one))]
    return (covers or titled)[0], (pages or plain or titled)[0]


def _cover(deck: Deck, layout: SlideLayout, slide: Slide, document: Document) -> None:
    page = deck.slides.add_slide(layout)
    _titled(page, slide.title, document)
    for one in page.placeholders:
        kind = one.placeholder_format.type
        if kind in (PP_PLACEHOLDER.SUBTITLE, *_BODIES):
            one.text_frame.text = display.clean(slide.subtitle)
            break
    _footed(page, layout, document.brand.foot, deck)


def _page(deck: Deck, layout: SlideLayout, slide: Slide, document: Document) -> None:
    page = deck.slides.add_slide(layout)
    _titled(page, slide.title, document)
    box = _body(page, deck)
    if slide.cut:
        box = (box[0], box[1], box[2], box[3] - _CUT_HIGH)
        _cut(page, slide.cut, (box[0], box[1] + box[3], box[2], _CUT_HIGH))
    left, top, width, height = box
    boxes = [box]
    if len(slide.blocks) > 1:
        first = int((width - _GAP) * _FIRST)
        boxes = [(left, top, first, height), (left + first + _GAP, top, width - first - _GAP, height)]
    for block, place in zip(slide.blocks, boxes, strict=False):
        _block(page, block, place, document)
    _numbered(page, layout)
    _footed(page, layout, document.brand.foot, deck)
    if slide.notes:
        page.notes_slide.notes_text_frame.text = "\n".join(map(display.clean, slide.notes.split("\n")))


def _cut(page: Page, text: str, box: Box) -> None:
    frame = page.shapes.add_textbox(*map(Emu, box)).text_frame
    frame.word_wrap = True
    frame.text = display.clean(text)
    for run in frame.paragraphs[0].runs:
        run.font.size = Pt(_SIZES[-1])


def _titled(page: Page, text: str, document: Document) -> None:
    title = page.shapes.title
    if title is None:
        return
    title.text_frame.text = display.clean(text)
    # Our own has room for the longest title; in a firm's, titles are often short and large.
    if document.brand.slides is not None:
        _shrink(title, range(_title_size(page.slide_layout), _LEAST_TITLE - 1, -2))


def _title_size(layout: SlideLayout) -> int:
    """Return how large titles of a layout are, in points: by itself, or by its master."""
    own = [
        size
        for one in layout.placeholders
        if one.placeholder_format.type in _TITLES
        for size in one.element.xpath(".//a:lstStyle/a:lvl1pPr/a:defRPr/@sz")
    ]
    general = layout.slide_master.element.xpath("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr/@sz")
    return max(_LEAST_TITLE, int((own or general or ("4400",))[0]) // 100)


def _body(page: Page, deck: Deck) -> Box:
    """Return where the content stands, and take its placeholder away: tables and charts stand in its place."""
    bodies = [one for one in page.placeholders if one.placeholder_format.type in _BODIES]
    if not bodies:
        return 457200, 1600200, (deck.slide_width or 0) - 914400, (deck.slide_height or 0) - 2057400
    largest = max(bodies, key=lambda one: one.width * one.height)
    box = largest.left, largest.top, largest.width, largest.height
    for one in bodies:
        one.element.getparent().remove(one.element)
    return box


def _numbered(page: Page, layout: SlideLayout) -> None:
    """Give a slide the number that its layout provides for: the library does not copy it."""
    for one in layout.placeholders:
        if one.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            page.shapes._spTree.append(deepcopy(one.element))


def _footed(page: Page, layout: SlideLayout, foot: str, deck: Deck) -> None:
    """Fill the footer that the layout provides for with the firm's line; without one, leave what the layout says there.

    Where the layout has no footer, the line stands below everything else: it may say what is confidential.
    """
    provided = [one for one in layout.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER]
    for one in provided:
        if foot or one.text_frame.text.strip():
            page.shapes._spTree.append(deepcopy(one.element))
            if foot:
                _fill_footer(page.shapes[-1], display.clean(foot))
    if foot and not provided:
        wide, high = deck.slide_width or 0, deck.slide_height or 0
        box = page.shapes.add_textbox(_MARGIN, Emu(high - _FOOT), Emu(wide - 2 * _MARGIN), _FOOT)
        box.text_frame.text = display.clean(foot)
        box.text_frame.paragraphs[0].runs[0].font.size = _SMALLEST


def _fill_footer(footer: BaseShape, text: str) -> None:
    """Write a line into a footer, smaller where it would run out of it: some have room for a word or two only."""
    footer.text_frame.text = text
    _shrink(footer, range(12, 6, -1))


def _shrink(shape: BaseShape, sizes: Sequence[int]) -> None:
    """Set the words of a shape in the first size in points in which they fit it, where that is not the first of all."""
    wide, high, letters = shape.width / Pt(1), shape.height / Pt(1), len(shape.text_frame.text)
    # A letter is about half as wide as it is high, a line a fifth higher.
    fitting = (one for one in sizes if -(-letters * one // (2 * wide)) * 1.2 * one <= high)
    size = next(fitting, sizes[-1])
    if size < sizes[0]:
        for paragraph in shape.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(size)


def _block(page: Page, block: SlideBlock, box: Box, document: Document) -> None:
    if isinstance(block, Table):
        _table(page, block, box)
    elif isinstance(block, Plot):
        _plot(page, block, box)
    elif isinstance(block, Figure):
        _picture(page, block, box, document)
    else:
        _bullets(page, block, box)


def _described(shape: BaseShape, text: str) -> None:
    shape._element.xpath(".//p:cNvPr")[0].set("descr", display.clean(text))


def _lines(text: str, width: float, size: float) -> int:
    """Return about how many lines a text takes in a width in points."""
    return max(1, ceil(len(text) * _LETTER * size / max(width, size)))


def _largest(fits: Callable[[int], bool]) -> int:
    return next((size for size in _SIZES if fits(size)), _SIZES[-1])


def _bullets(page: Page, block: Bullets, box: Box) -> None:
    frame = page.shapes.add_textbox(*map(Emu, box)).text_frame
    frame.word_wrap = True
    width, height = float(Emu(box[2]).pt) - _SIDES - _BULLET, float(Emu(box[3]).pt)

    def fits(size: int) -> bool:
        return sum(_lines(one, width, size) * _LINE * size + _BETWEEN for one in block.items) <= height

    size = _largest(fits)
    for place, text in enumerate(block.items):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        paragraph.text = display.clean(text)
        paragraph.space_after = Pt(_BETWEEN)
        _marked(paragraph, block.numbered)
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _marked(paragraph: Text, numbered: bool) -> None:
    """Give a paragraph its bullet or number, and hang its text beside it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(_BULLET)))
    properties.set("indent", str(-Pt(_BULLET)))
    mark = properties.makeelement(qn("a:buAutoNum" if numbered else "a:buChar"), {})
    mark.set(*(("type", "arabicPeriod") if numbered else ("char", "•")))
    properties.append(mark)


def _table(page: Page, block: Table, box: Box) -> None:
    left, top, width, height = box
    shape = page.shapes.add_table(len(block.rows) + 1, len(block.columns), *map(Emu, (left, top, width, Pt(24))))
    table = shape.table
    table.horz_banding = False
    shares = [one.share for one in block.columns]
    for place, share in enumerate(shares):
        table.columns[place].width = Emu(int(width * share / sum(shares)))
    widths = [Emu(width).pt * share / sum(shares) - _SIDES for share in shares]
    size = Pt(_largest(lambda one: _table_fits(block, widths, Emu(height).pt, one)))
    for place, column in enumerate(block.columns):
        _cell(table.cell(0, place), column.name, column, size, head=True)
    for number, row in enumerate(block.rows, start=1):
        for place, (value, column) in enumerate(zip(row, block.columns, strict=True)):
            _cell(table.cell(number, place), value, column, size)
    _described(shape, _table_words(block))


def _table_fits(block: Table, widths: Sequence[float], height: float, size: int) -> bool:
    """Tell whether the rows of a table fit a height, and no word of a head its column, at a size of letters."""
    heads = [one.name for one in block.columns]
    if any(len(word) * _BOLD * size > room for head, room in zip(heads, widths, strict=True) for word in head.split()):
        return False
    rows = [heads, *([display.cell_text(*one) for one in zip(row, block.columns, strict=True)] for row in block.rows)]
    high = (max(_lines(text, room, size) for text, room in zip(row, widths, strict=True)) for row in rows)
    return sum(one * _LINE * size + _ROW for one in high) <= height


def _table_words(block: Table) -> str:
    return "; ".join(one.name for one in block.columns)


def _cell(cell: Cell, value: CellValue, column: Column, size: Pt, head: bool = False) -> None:
    text = display.clean(str(value)) if head else display.cell_text(value, column)
    cell.text_frame.text = text
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if head else MSO_ANCHOR.TOP
    cell.margin_top = cell.margin_bottom = Pt(3)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if column.kind in ("number", "share") else PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size = size
            run.font.bold = head or column.kind == "light"
            if column.kind == "light" and not head and str(value) in _LIGHTS:
                run.font.color.rgb = RGBColor.from_string(_LIGHTS[str(value)])


def _plot(page: Page, block: Plot, box: Box) -> None:
    data = Numbers(number_format=_number_format(block))
    lying = "bars" in block.kind
    # Bars are drawn from below: turned round, the first stands on top.
    data.categories = map(display.clean, block.categories)
    for one in block.series:
        data.add_series(display.clean(one.name), one.values)
    frame = page.shapes.add_chart(_KINDS[block.kind], *map(Emu, box), data)
    _described(frame, block.alt)
    chart = frame.chart
    chart.font.size = _SMALL
    chart.has_title = False
    # Of stacked bars one colour alone does not say what it stands for.
    chart.has_legend = len(block.series) > 1 or block.kind == "stacked bars"
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    chart.category_axis.reverse_order = lying
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    plot = chart.plots[0]
    if block.kind != "line":
        plot.gap_width = 60
    if block.kind == "stacked bars":
        plot.overlap = 100
    plot.has_data_labels = True
    plot.data_labels.number_format = _number_format(block)
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.font.size = _SMALL
    # Colours are the template's own: of a firm, those of its theme.
    _coloured(plot, block)
    if block.kind == "line":
        plot.data_labels.position = XL_LABEL_POSITION.ABOVE
        known = [value for one in block.series for value in one.values if value is not None]
        chart.value_axis.minimum_scale = min(known) - _BELOW
        for series in plot.series:
            series.smooth = False


def _coloured(plot: BasePlot, block: Plot) -> None:
    """Give what is to catch the eye the second colour of the theme, and the rest the others; no label on a dark one is dark."""
    if not any(one.loud for one in block.series):
        return
    quiet = iter(_QUIET)
    for series, one in zip(plot.series, block.series, strict=True):
        colour = _LOUD if one.loud else next(quiet)
        series.format.fill.solid()
        series.format.fill.fore_color.theme_color = colour
        if block.kind == "stacked bars" and colour == _QUIET[0]:
            labels = series.data_labels
            labels.show_value = True
            labels.number_format, labels.number_format_is_linked = _number_format(block), False
            labels.font.size, labels.font.color.theme_color = _SMALL, MSO_THEME_COLOR.BACKGROUND_1


def _number_format(block: Plot) -> str:
    # A nought is no bar, and its label would stand on another's.
    whole = "0%" if block.unit == "share" else f"0.{'0' * block.decimals}" if block.decimals else "0"
    return f"{whole};-{whole};;" if block.kind == "stacked bars" else whole


def _picture(page: Page, block: Figure, box: Box, document: Document) -> None:
    """Place a picture as large as its box allows, drawn once, as SVG, and printed to pixels here.

    Where the library that prints is not installed, what the picture shows stands there in words.
    """
    if find_spec("typst") is None:
        _bullets(page, Bullets((block.alt,)), box)
        return
    left, top, width, height = box
    chart = document.charts[block.chart]
    scale = min(width / chart.width, height / chart.height)
    wide, high = int(chart.width * scale), int(chart.height * scale)
    image = io.BytesIO(_pixels(chart.svg, chart.width, chart.height))
    shape = page.shapes.add_picture(image, Emu(left + (width - wide) // 2), Emu(top), Emu(wide), Emu(high))
    _described(shape, block.alt)


@cache
def _pixels(svg: str, width: float, height: float) -> bytes:
    from alignment.report import picture

    return picture.png(svg, width, height)
