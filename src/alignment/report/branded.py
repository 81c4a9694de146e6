"""What does a firm's brand change in the content of a report? The colour of its pictures; all else is laid out by the formats."""

from dataclasses import replace

from alignment.model.brand import Brand
from alignment.report.document import Document

__all__ = ["branded"]


def branded(document: Document, brand: Brand) -> Document:
    """Return the document in the looks of a firm."""
    if brand.pictures is None:
        return replace(document, brand=brand)
    from alignment.report.charts.drawing import recoloured

    charts = {name: recoloured(chart, brand.pictures) for name, chart in document.charts.items()}
    return replace(document, brand=brand, charts=charts)
