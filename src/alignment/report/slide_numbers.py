"""What stands behind the chart of a slide? A workbook with its numbers, in which names are text and nothing runs."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

__all__ = ["Numbers"]


class _Texts(CategoryWorkbookWriter):  # type: ignore[misc]  # the library is typed in part only
    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:  # noqa: ANN401 - of a library without types
        # The library writes a name that begins with "=" as a formula, and an address as a link.
        worksheet.strings_to_formulas = worksheet.strings_to_urls = False
        super()._populate_worksheet(workbook, worksheet)


class Numbers(CategoryChartData):  # type: ignore[misc]  # as above
    """The numbers of a chart by category, as the library takes them."""

    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _Texts(self)
