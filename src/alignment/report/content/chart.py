"""How is the company built on paper? The levels and spans of the formal chart, and what was found in it."""

from alignment.analysis.formal_charts import NARROWEST, WIDEST, FormalChart, formal_chart
from alignment.language import number_text
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Table
from alignment.wording import counted, joined

__all__ = ["CHART", "chart_blocks", "chart_section"]

CHART = "The formal chart"

_COLUMNS = (
    Column("Chart", share=2.6),
    Column("With any below", "number", 1.2),
    Column("Smallest", "number", 1.1),
    Column("A quarter up to", "number", 1.2, 1),
    Column("Half up to", "number", 1.1, 1),
    Column("Three quarters up to", "number", 1.3, 1),
    Column("Largest", "number", 1.1),
    Column(f"Under {NARROWEST}", "number", 1.0),
    Column(f"Over {WIDEST}", "number", 1.0),
)


def chart_section(view: View) -> Section | None:
    """Return the chart as a chapter of its own, for workbooks without anything about ownership; None without a chart."""
    blocks = chart_blocks(view)
    return Section("chart", CHART, tuple(blocks)) if blocks else None


def chart_blocks(view: View) -> list[Block]:
    """Return levels and spans of the charts that the workbook holds, with the findings; nothing where it holds none."""
    found = [formal_chart(view.context, "department"), formal_chart(view.context, "person")]
    charts = [one for one in found if isinstance(one, FormalChart)]
    if not charts:
        return []
    return [
        Paragraph(" ".join(_levels(one) for one in charts)),
        Table(
            "How many stand directly below one",
            _COLUMNS,
            tuple(_row(one) for one in charts),
            "No one number is right: it depends on how alike the work below is. Spans are those of whoever is listed.",
        ),
        *finding_blocks(view, "What was found in the chart", "chart-findings", "HIE"),
    ]


def _levels(chart: FormalChart) -> str:
    levels, parts = chart.levels, len(chart.parts)
    text = counted(len(chart.graph), chart.level)
    if levels:
        numbers = joined([number_text(one) for one in levels], len(levels))
        text += f" on {counted(len(levels), 'level')}, {numbers} from the top down"
    circling = len(chart.graph) - sum(levels)
    text += f", {number_text(circling)} in or below a circle of superiors" if circling else ""
    return f"{text}, in {number_text(parts)} parts that no superior joins." if parts > 1 else f"{text}."


def _row(chart: FormalChart) -> tuple[CellValue, ...]:
    spans = chart.distribution
    low, high = spans.quartiles
    name = "Departments below a department" if chart.level == "department" else "People who report to a position"
    sizes = spans.sizes
    return name, len(sizes), sizes[0], low, spans.median, high, sizes[-1], spans.narrow, spans.wide
