"""How does a picture get onto a sheet? Over its cells, in a size of its own, with words for those who cannot see it."""

from io import BytesIO

from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame, PictureNonVisual
from openpyxl.drawing.properties import NonVisualDrawingProps
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = ["lay"]

_EMU_PER_POINT = 12700


def lay(sheet: WriteOnlyWorksheet, png: bytes, words: str, column: int, height: float) -> None:
    """Lay a PNG over the cells of a sheet, from the first row on.

    Parameters
    ----------
    sheet
        To lay it on.
    png
        The picture.
    words
        What it shows.
    column
        Where it begins, the first being 1.
    height
        In points; the width follows.
    """
    image = Image(BytesIO(png))
    size = XDRPositiveSize2D(*(round(one * _EMU_PER_POINT) for one in (image.width * height / image.height, height)))
    names = PictureNonVisual(cNvPr=NonVisualDrawingProps(id=1, name=words, descr=words))
    frame = PictureFrame(nvPicPr=names, spPr=GraphicalProperties(prstGeom=PresetGeometry2D(prst="rect")))
    frame.blipFill.blip = Blip(cstate="print")
    image.anchor = OneCellAnchor(_from=AnchorMarker(col=column - 1), ext=size, pic=frame)
    sheet.add_image(image)
