"""How are figures drawn in the workbook itself? Charts that read their cells and can be edited there."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series as DrawnSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = ["ROWS", "Scores", "add_scores"]

# Rows of a sheet that a chart is high.
ROWS = 14
_INK, _SOFT, _LINES = "18222C", "52606D", "D8DEE4"
_LOW, _HIGH = "triangle", "diamond"
_GAP = 60  # between columns, as percent of their width
# Sizes of letters are written in hundredths of a point.
_TITLE, _TEXT = 1100, 900


@dataclass(frozen=True, slots=True)
class Scores:
    """Where on a sheet scores stand: the row of the heads, the first and last row, and the columns; all 1-based.

    `low` and `high` are the columns of where the range of each score ends. Every cell holds a number: a text would be
    drawn as 0.
    """

    head: int
    first: int
    last: int
    name: int
    value: int
    low: int
    high: int


class _Described(TwoCellAnchor):  # type: ignore[misc]  # openpyxl has no types
    """A place on a sheet whose chart carries words for those who cannot see it; the library writes none."""

    __elements__ = TwoCellAnchor.__elements__
    words = ("", "")

    def to_tree(self, tagname: str | None = None, idx: int | None = None, namespace: str | None = None) -> Element:
        """Return the element, with the name of the chart and what it shows."""
        shape = self.graphicFrame.nvGraphicFramePr.cNvPr
        shape.name, shape.descr = self.words
        tree: Element = super().to_tree(tagname, idx, namespace)
        return tree


def add_scores(
    sheet: WriteOnlyWorksheet,
    scores: Scores,
    place: tuple[int, int, int],
    words: tuple[str, str],
    colour: str,
) -> None:
    """Draw a column a score on a scale from 0 to 100, with a mark at each end of its range.

    Parameters
    ----------
    sheet
        Where the scores stand and the chart will.
    scores
        Their cells.
    place
        The first row of the chart, its first column, and the column before which it ends, 1-based; it is `ROWS` rows high.
    words
        The title, and what the chart shows in words.
    colour
        Of the columns, of which a tint is drawn, as six hexadecimal digits.
    """
    chart = BarChart()
    chart.type, chart.gapWidth = "col", _GAP
    bars = _series(sheet, scores, scores.value)
    bars.graphicalProperties = GraphicalProperties(solidFill=_tint(colour))
    bars.dLbls = DataLabelList(numFmt="0", dLblPos="inBase", showVal=True, txPr=_letters(_TITLE, _INK, bold=True))
    for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(bars.dLbls, name, False)
    chart.series.append(bars)
    ranges = LineChart()
    for column, sign in ((scores.low, _LOW), (scores.high, _HIGH)):
        ends = _series(sheet, scores, column)
        ends.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        ends.marker.symbol, ends.marker.size, ends.smooth = sign, 8, False
        ends.marker.graphicalProperties = GraphicalProperties(solidFill=_INK, ln=LineProperties(noFill=True))
        ranges.series.append(ends)
    names = Reference(sheet, min_col=scores.name, min_row=scores.first, max_row=scores.last)
    for one in (chart, ranges):
        one.set_categories(names)
    chart += ranges
    _dress(chart, words[0])
    row, start, end = place
    anchor = _Described(
        editAs="oneCell",
        _from=AnchorMarker(col=start - 1, row=row - 1),
        to=AnchorMarker(col=end - 1, row=row - 1 + ROWS),
    )
    anchor.words = words
    chart.anchor = anchor
    sheet.add_chart(chart)


def _series(sheet: WriteOnlyWorksheet, scores: Scores, column: int) -> DrawnSeries:
    """Return the series of one column, called as its head is."""
    series = Series(Reference(sheet, min_col=column, min_row=scores.first, max_row=scores.last))
    head = f"{quote_sheetname(sheet.title)}!${get_column_letter(column)}${scores.head}"
    series.tx = SeriesLabel(strRef=StrRef(head))
    return series


def _tint(colour: str) -> str:
    """Return a colour mixed with as much white, on which dark marks and letters can be told."""
    return "".join(f"{(int(colour[at : at + 2], 16) + 255) // 2:02X}" for at in (0, 2, 4))


def _dress(chart: BarChart, title: str) -> None:
    """Give a chart its scale, its letters and as few lines as it can be read with."""
    look = CharacterProperties(sz=_TITLE, b=True, solidFill=_INK)
    run = RegularTextRun(rPr=look, t=title)
    chart.title = Title()
    chart.title.tx = Text(rich=RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])]))
    chart.title.overlay = False
    chart.legend.position = "b"
    chart.legend.txPr = _letters(_TEXT, _SOFT)
    chart.roundedCorners = False
    scale, names = chart.y_axis, chart.x_axis
    scale.scaling.min, scale.scaling.max, scale.majorUnit = 0, 100, 25
    scale.number_format = "0"
    scale.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_LINES))
    for axis in (scale, names):
        # Newer versions of Excel hide an axis that does not say that it stays.
        axis.delete = False
        axis.txPr = _letters(_TEXT, _SOFT)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_LINES))


def _letters(size: int, colour: str, bold: bool = False) -> RichText:
    look = CharacterProperties(sz=size, b=bold, solidFill=colour)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])
