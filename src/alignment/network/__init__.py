"""How does the organisation become graphs? One MultiDiGraph of everything, and the views the questions need."""

from alignment.network.chart import formal_chart
from alignment.network.journeys import (
    Handoff,
    Requirement,
    department_of,
    handoff_network,
    handoffs,
    required_pairs,
)
from alignment.network.ties import (
    Collaboration,
    Growth,
    Loss,
    collaboration,
    grown,
    growth,
    loss,
    shrunk,
    tie_cells,
    tie_rows,
    tie_rows_with,
    with_further,
)
from alignment.network.whole import organisation_graph

__all__ = [
    "Collaboration",
    "Growth",
    "Handoff",
    "Loss",
    "Requirement",
    "collaboration",
    "department_of",
    "formal_chart",
    "grown",
    "growth",
    "handoff_network",
    "handoffs",
    "loss",
    "organisation_graph",
    "required_pairs",
    "shrunk",
    "tie_cells",
    "tie_rows",
    "tie_rows_with",
    "with_further",
]
