"""What may be read in a file of a report, whatever its format."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
from pptx import Presentation

__all__ = ["texts"]


def texts(file: Path) -> Iterator[str]:
    """All texts of a file that somebody may read, notes and the tables behind charts included."""
    if file.suffix == ".xlsx":
        yield from _cells(file.read_bytes())
    elif file.suffix == ".pdf":
        for page in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages:
            yield page.extract_text()
    elif file.suffix == ".pptx":
        yield from _slides(file)
    else:
        yield file.read_text(encoding="utf-8")


def _cells(content: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows(values_only=True):
            yield from (str(one) for one in row if one is not None)


def _slides(file: Path) -> Iterator[str]:
    for page in Presentation(str(file)).slides:
        if page.has_notes_slide:
            yield page.notes_slide.notes_text_frame.text
        for shape in page.shapes:
            yield shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""
            if shape.has_text_frame:
                yield shape.text_frame.text
            elif shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            elif shape.has_chart:
                yield from _cells(shape.chart.part.chart_workbook.xlsx_part.blob)
