"""How is the company built on paper: in one piece, without circles, how deep and how wide? Its rules are beside it.

Every figure is taken of two charts: of departments under their parents, and of people under their managers. Those of
people have ids that end in ``_people``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import networkx as nx

from alignment.analysis import graph_theoretic
from alignment.analysis.base import (
    Context,
    Measure,
    Reading,
    declared_rules,
    measure,
    not_applicable,
    not_measured,
    reading,
)
from alignment.analysis.formal_charts import NARROWEST, WIDEST, FormalChart, formal_chart
from alignment.analysis.hierarchy_rules import several_parts, single_file, wide_span
from alignment.analysis.literature import ACHARYA, KRACKHARDT
from alignment.language import figure_text, later, number_text, say
from alignment.model.organisation import TieLevel
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["MEASURES", "RULES", "several_parts", "single_file", "wide_span"]

_SUPPLIERS = "Suppliers are left out."
_ONE_SUPERIOR = "A workbook names one superior for each, so that a chart read from it scores 1"


def _of_both_charts(
    ident: str,
    name: str,
    *,
    formula: str,
    unit: str,
    direction: Literal["higher", "neither"],
    range: tuple[float | None, float | None],
    source: str,
    reading: str,
    undefined: str = "",
    differs: str = "",
) -> Callable[[Callable[[FormalChart], Iterable[Reading]]], tuple[Measure, Measure]]:
    """Declare the decorated function as two measures: of the chart of departments, and of that of people."""

    def declare(function: Callable[[FormalChart], Iterable[Reading]]) -> tuple[Measure, Measure]:
        def one(level: TieLevel, suffix: str, sheet: str, whose: str) -> Measure:
            def take(context: Context) -> Iterable[Reading]:
                chart = formal_chart(context, level)
                return [not_measured(chart)] if isinstance(chart, str) else function(chart)

            declared = measure(
                f"hierarchy.{ident}{suffix}",
                f"{name}, {whose}",
                formula=f"{formula}. {_SUPPLIERS}",
                unit=unit,
                direction=direction,
                range=range,
                needs=(sheet,),
                source=source,
                reading=reading,
                undefined=f"the sheet does not say who stands above whom{undefined}",
                differs=differs,
            )
            return declared(take)

        return (
            one("department", "", "departments", "chart of departments"),
            one("person", "_people", "people", "chart of people"),
        )

    return declare


def _dimension(
    chart: FormalChart, function: Callable[["nx.DiGraph[str]"], float | None], undefined: str
) -> Iterator[Reading]:
    value = function(chart.graph)
    yield not_applicable(say(undefined)) if value is None else reading(value)


@_of_both_charts(
    "connectedness",
    "Connectedness",
    formula="pairs that the chart joins, through superiors or subordinates / all pairs: 1 − F",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=KRACKHARDT,
    reading="1 when all stand in one chart. Below 1 it falls into parts: what two of them cannot settle, no superior of "
    "both can. A blank superior also counts as none.",
)
def connectedness(chart: FormalChart) -> Iterator[Reading]:
    """Share of pairs in one part of the chart."""
    yield from _dimension(chart, graph_theoretic.connectedness, later("the chart holds fewer than two"))


@_of_both_charts(
    "hierarchy",
    "Order of ranks",
    formula="1 − pairs of which each stands above the other / pairs of which at least one does",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=KRACKHARDT,
    reading="1 when nobody stands above those who stand above them. Below 1 there is a circle, which the issues name.",
    undefined=", or nobody stands above anybody else",
)
def hierarchy(chart: FormalChart) -> Iterator[Reading]:
    """Share of the pairs that are ranked where the rank goes one way."""
    yield from _dimension(chart, graph_theoretic.hierarchy, later("nobody stands above anybody"))


@_of_both_charts(
    "efficiency",
    "Economy of lines",
    formula="1 − lines beyond those that hold each part together / the most there could be; a line joins two, "
    "whichever way",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=KRACKHARDT,
    reading=f"1 when no line could be spared. {_ONE_SUPERIOR}, unless superiors run in a circle.",
    undefined=", or no part of the chart holds three",
    differs="R's sna counts arcs, not lines: its maximum is twice as large, and its value higher.",
)
def efficiency(chart: FormalChart) -> Iterator[Reading]:
    """Share of possible lines too many that are not there."""
    yield from _dimension(
        chart, graph_theoretic.efficiency, later("no part of the chart holds three: no line can be too many")
    )


@_of_both_charts(
    "least_upper_boundedness",
    "Common superiors",
    formula="1 − pairs within parts of the chart that have no one nearest common superior / the most there could be",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=KRACKHARDT,
    reading=f"1 when for any two of a part there is one nearest who can decide between them. {_ONE_SUPERIOR}: whether there "
    "is a superior of all, connectedness tells.",
    undefined=", or no part of the chart holds three",
    differs="R's sna 2.7.1 contradicts its own help page: of two heads above c, and c above d and e, it gives 0.333; by the "
    "definition it is 0.833.",
)
def least_upper_boundedness(chart: FormalChart) -> Iterator[Reading]:
    """Share of possible pairs without a least upper bound that have one."""
    yield from _dimension(
        chart,
        graph_theoretic.least_upper_boundedness,
        later("no part of the chart holds three: any two have a superior"),
    )


@_of_both_charts(
    "depth",
    "Levels",
    formula="levels from those without a superior to the lowest below them, both counted",
    unit="levels",
    direction="neither",
    range=(1, None),
    source="our definition: on the chart of " + KRACKHARDT,
    reading="How often word from those who meet customers is passed on before it reaches those who decide on everything. "
    "The note counts each level.",
    undefined=", or all stand in circles of superiors or below one",
)
def depth(chart: FormalChart) -> Iterator[Reading]:
    """Levels of the chart, with how many stand on each."""
    levels = chart.levels
    left = len(chart.graph) - sum(levels)
    if not levels:
        yield not_applicable(say("all stand in circles of superiors, or below one"))
        return
    note = say("from the top down: {levels}", levels=joined([number_text(one) for one in levels], most=len(levels)))
    if left:
        note += "; " + say("{number} in or below a circle", number=number_text(left))
    yield reading(len(levels), note=note)


@_of_both_charts(
    "span",
    "Span of control",
    formula="direct subordinates of each one who has any; for the company their median, with the distribution in the "
    "note",
    unit="direct subordinates",
    direction="neither",
    range=(1, None),
    source=ACHARYA,
    reading="No one number is right: it depends on how alike the work below is. Look at both ends, not at the middle. "
    "Where the sheet lists only some of the people, true spans are larger.",
)
def span(chart: FormalChart) -> Iterator[Reading]:
    """Median span, and the span of each."""
    spans = chart.distribution
    low, high = spans.quartiles
    note = say(
        "over {whole} with any: from {least} to {most}, the middle half from {low} to {high}; {narrow} under "
        "{narrowest}, {wide} over {widest}",
        whole=counted(len(spans.sizes), chart.level),
        least=number_text(spans.sizes[0]),
        most=number_text(spans.sizes[-1]),
        low=figure_text(low),
        high=figure_text(high),
        narrow=number_text(spans.narrow),
        narrowest=NARROWEST,
        wide=number_text(spans.wide),
        widest=WIDEST,
    )
    yield reading(spans.median, note=note)
    for node, below in chart.spans.items():
        yield reading(below, Scope(chart.level, node))


_PAIRS = (connectedness, hierarchy, efficiency, least_upper_boundedness, depth, span)
MEASURES: tuple[Measure, ...] = tuple(one[chart] for chart in (0, 1) for one in _PAIRS)
RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
