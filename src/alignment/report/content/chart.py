"""How is the company built on paper? The levels and spans of the formal chart, and what was found in it."""

from collections.abc import Sequence

from alignment.analysis.formal_charts import NARROWEST, WIDEST, FormalChart, formal_chart
from alignment.language import later, number_text, say
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import headed
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Table
from alignment.report.traces import measure, together, traced
from alignment.wording import counted, joined

__all__ = ["CHART", "chart_blocks", "chart_section"]

CHART = later("The formal chart")

_COLUMNS = (
    Column(later("Chart"), share=2.6),
    Column(later("With any below"), "number", 1.2),
    Column(later("Smallest"), "number", 1.1),
    Column(later("Lower quartile"), "number", 1.2, 1),
    Column(later("Median"), "number", 1.1, 1),
    Column(later("Upper quartile"), "number", 1.3, 1),
    Column(later("Largest"), "number", 1.1),
)


def chart_section(view: View) -> Section | None:
    """Return the chart as a chapter of its own, for workbooks without anything about ownership; None without a chart."""
    blocks = chart_blocks(view)
    return Section("chart", say(CHART), tuple(blocks)) if blocks else None


def chart_blocks(view: View) -> list[Block]:
    """Return levels and spans of the charts that the workbook holds, with the findings; nothing where it holds none."""
    found = [formal_chart(view.context, "department"), formal_chart(view.context, "person")]
    charts = [one for one in found if isinstance(one, FormalChart)]
    if not charts:
        return []
    return [
        Paragraph(together(*map(_levels, charts))),
        Table(
            say("How many stand directly below one"),
            (
                *headed(_COLUMNS),
                Column(say("Under {number}", number=number_text(NARROWEST)), "number", 1.0),
                Column(say("Over {number}", number=number_text(WIDEST)), "number", 1.0),
            ),
            tuple(_row(one) for one in charts),
            f"{_spans_words()} {_counted_words(view, charts)}".rstrip(),
        ),
        *finding_blocks(view, say("What was found in the chart"), "chart-findings", "HIE"),
    ]


def _spans_words() -> str:
    return say(
        "No one number is right: it depends on how alike the work below is. Spans are those of whoever is listed."
    )


def _counted_words(view: View, charts: Sequence[FormalChart]) -> str:
    """Return why the chart counts other departments than the pictures do; nothing where it does not."""
    counted_here = {node for one in charts if one.level == "department" for node in one.graph}
    shown = set(view.departments)
    told = []
    if counted_here - shown:
        told.append(say("Units that only hold others count here; pictures and pages leave them out."))
    if counted_here and any(view.external(one) for one in shown - counted_here):
        told.append(say("Suppliers do not count here."))
    return " ".join(told)


def _levels(chart: FormalChart) -> str:
    levels, parts = chart.levels, len(chart.parts)
    text = counted(len(chart.graph), chart.level)
    if levels:
        text = say(
            "{text} on {levels}, {numbers} from the top down",
            text=text,
            levels=counted(len(levels), "level"),
            numbers=joined([number_text(one) for one in levels], len(levels)),
        )
    circling = len(chart.graph) - sum(levels)
    if circling:
        text = say("{text}, {number} in or below a circle of superiors", text=text, number=number_text(circling))
    if parts > 1:
        text = say("{text}, in {number} parts that no superior joins", text=text, number=number_text(parts))
    people = "" if chart.level == "department" else "_people"
    return traced(f"{text}.", measure(f"hierarchy.depth{people}"))


def _row(chart: FormalChart) -> tuple[CellValue, ...]:
    spans = chart.distribution
    low, high = spans.quartiles
    name = (
        say("Departments below a department") if chart.level == "department" else say("People who report to a position")
    )
    sizes = spans.sizes
    return name, len(sizes), sizes[0], low, spans.median, high, sizes[-1], spans.narrow, spans.wide
