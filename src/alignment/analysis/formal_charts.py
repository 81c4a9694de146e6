"""Who stands above whom? The charts of departments and of people, as the measures and rules of the hierarchy see them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles

import networkx as nx

from alignment.analysis import graph_theoretic
from alignment.analysis.base import Context
from alignment.language import say
from alignment.model.organisation import Cell, TieLevel

__all__ = ["NARROWEST", "WIDEST", "FormalChart", "Spans", "formal_chart"]

# Direct subordinates that the published archetypes of managers have, from the one who works along to the coordinator.
NARROWEST = 3
WIDEST = 15


@dataclass(frozen=True, slots=True)
class Spans:
    """How many direct subordinates each one has who has any: a distribution, for a mean hides both its ends."""

    sizes: tuple[int, ...]

    @property
    def median(self) -> float:
        """The span that half of them do not exceed."""
        return float(median(self.sizes))

    @property
    def quartiles(self) -> tuple[float, float]:
        """The spans that a quarter and three quarters of them do not exceed."""
        if len(self.sizes) == 1:
            return float(self.sizes[0]), float(self.sizes[0])
        low, _, high = quantiles(self.sizes, n=4, method="inclusive")
        return low, high

    @property
    def narrow(self) -> int:
        """How many have fewer than `NARROWEST`."""
        return sum(one < NARROWEST for one in self.sizes)

    @property
    def wide(self) -> int:
        """How many have more than `WIDEST`."""
        return sum(one > WIDEST for one in self.sizes)


@dataclass(frozen=True, slots=True)
class FormalChart:
    """One chart that has at least one arc, from superior to subordinate."""

    context: Context
    level: TieLevel
    graph: "nx.DiGraph[str]"

    @property
    def spans(self) -> dict[str, int]:
        """Direct subordinates of each node that has any, in the order of the nodes."""
        return {node: below for node, below in self.graph.out_degree() if below}

    @property
    def distribution(self) -> Spans:
        """The spans by themselves, the smallest first."""
        return Spans(tuple(sorted(self.spans.values())))

    @property
    def levels(self) -> tuple[int, ...]:
        """Number of nodes on each level, from the heads down; none where all stand in circles or below one."""
        count = Counter(graph_theoretic.levels(self.graph).values())
        return tuple(count[level] for level in range(1, len(count) + 1))

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Nodes that are joined by the chart, sorted: the largest part first."""
        found = (tuple(sorted(part)) for part in nx.weakly_connected_components(self.graph))
        return tuple(sorted(found, key=lambda part: (-len(part), part)))

    def head(self, part: Iterable[str]) -> str:
        """Return the one of a part that stands above the others; in a circle, where nobody does, the first."""
        nodes = list(part)
        return next((one for one in nodes if not self.graph.in_degree(one)), nodes[0])

    def cell(self, node: str) -> Cell:
        """Return the cell that says who stands above a node; of one that is not listed, where it is named."""
        organisation = self.context.organisation
        if self.level == "department":
            department = organisation.department[node]
            return department.cell("parent" if department.listed else "department")
        person = organisation.person[node]
        return person.cell("manager" if person.listed else "person")


def formal_chart(context: Context, level: TieLevel) -> FormalChart | str:
    """Return a chart, or why there is none."""
    department = level == "department"
    graph = context.department_chart if department else context.people_chart
    if graph.number_of_edges():
        return FormalChart(context, level, graph)
    if department:
        return say("the workbook does not say which department stands above which")
    return say("the workbook does not say who reports to whom")
