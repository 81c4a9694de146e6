"""When does the chart itself get in the way? Rules HIE01 to HIE03, declared for `hierarchy`."""

from collections.abc import Iterator

from alignment.analysis import graph_theoretic
from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.formal_charts import WIDEST, FormalChart, formal_chart
from alignment.analysis.literature import ACHARYA, KRACKHARDT
from alignment.analysis.route import routes
from alignment.analysis.standing import capped
from alignment.language import number_text, say, say_many
from alignment.model.organisation import TieLevel
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["several_parts", "single_file", "wide_span"]

_CHARTS: tuple[TieLevel, ...] = ("department", "person")


@rule(
    "HIE01",
    "Chart without a common superior",
    severity="low",
    recommendation="Where a unit stands above them all, such as the board, list it and name it as their parent; where "
    "none does, agree who decides between them, for the journeys that cross them first.",
    basis=f"{KRACKHARDT} (connectedness). Our choice: low, since the top of a chart is often left out of a list.",
    needs=("departments",),
    measure="hierarchy.connectedness",
)
def several_parts(context: Context, _: float) -> Iterator[Hit]:
    """One finding where the chart of departments falls into parts that no superior joins."""
    chart = formal_chart(context, "department")
    if isinstance(chart, str) or len(chart.parts) < 2:
        return
    place = {node: part[0] for part in chart.parts for node in part}
    crossing = [one for one in routes(context) if len({place[unit] for unit in one.departments if unit in place}) > 1]
    heads = [chart.head(part) for part in chart.parts]
    names = [
        say(
            "{department} ({size})",
            department=context.label("department", head),
            size=counted(len(part), "department"),
        )
        for head, part in zip(heads, chart.parts, strict=True)
    ]
    message = say(
        "The chart falls into {number} parts that no superior joins: {parts}",
        number=number_text(len(heads)),
        parts=joined(names),
    )
    if crossing:
        crosses = say_many(
            len(crossing),
            "{n} journey crosses from one to another",
            "{n} journeys cross from one to another",
        )
        message = f"{message}; {crosses}"
    yield Hit(Scope(), f"{message}.", capped(chart.cell(head) for head in heads))


@rule(
    "HIE02",
    "Very wide span",
    severity="low",
    recommendation="Ask whether so many can still be listened to; where their work is not all of one kind, let some of "
    "them lead the others, or give them to another superior.",
    basis=f"our choice, after {ACHARYA} Beyond 15, the archetypes know only work that is standardised and runs by "
    "itself.",
    limit=WIDEST,
    limit_words="direct subordinates, beyond which it speaks",
    needs=("departments|people",),
    measure="hierarchy.span_people",
)
def wide_span(context: Context, limit: float) -> Iterator[Hit]:
    """Positions and departments with more direct subordinates than `limit`."""
    for level in _CHARTS:
        chart = formal_chart(context, level)
        if isinstance(chart, str):
            continue
        for node, below in chart.spans.items():
            if below > limit:
                cells = capped(chart.cell(one) for one in chart.graph[node])
                yield Hit(Scope(level, node), _wide(chart, node, below), cells)


def _wide(chart: FormalChart, node: str, below: int) -> str:
    if chart.level == "department":
        return say(
            "{departments} stand directly below {department}.",
            departments=counted(below, "department"),
            department=chart.context.label("department", node),
        )
    return say(
        "{people} report directly to one position, “{position}”.",
        people=counted(below, "person"),
        position=chart.context.organisation.position(node),
    )


@rule(
    "HIE03",
    "Levels that hold one department each",
    severity="low",
    recommendation="Ask what each of these levels decides that the one above or below it could not; where nothing is "
    "left, join the two.",
    basis="our choice: one department below another may be a beginning; a second one below it makes a line that word "
    "has to pass without meeting anybody else",
    limit=2,
    limit_words="levels in a row that hold a single department, from which it speaks",
    needs=("departments",),
    measure="hierarchy.depth",
)
def single_file(context: Context, limit: float) -> Iterator[Hit]:
    """Lines of departments of which each is the only one below the other, for as many levels in a row as `limit` or more."""
    chart = formal_chart(context, "department")
    if isinstance(chart, str):
        return
    # A circle has no levels.
    ranked = graph_theoretic.levels(chart.graph)
    only = {node: next(iter(chart.graph[node])) for node, below in chart.spans.items() if below == 1 and node in ranked}
    for start in sorted(only.keys() - only.values()):
        line = [start]
        while line[-1] in only:
            line.append(only[line[-1]])
        if len(line) > max(limit, 1):
            names = " > ".join(context.label("department", one) for one in line)
            message = say(
                "{levels} in a row hold one department each: {departments}.",
                levels=counted(len(line) - 1, "level"),
                departments=names,
            )
            yield Hit(Scope("department", start), message, capped(chart.cell(one) for one in line[1:]))
