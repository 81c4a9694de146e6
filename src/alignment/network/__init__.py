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
    collaboration,
    department_ties,
    growth,
    grown,
    tie_cells,
    tie_rows,
)
from alignment.network.whole import organisation_graph

__all__ = [
    "Collaboration",
    "Growth",
    "Handoff",
    "Requirement",
    "collaboration",
    "department_of",
    "department_ties",
    "formal_chart",
    "growth",
    "grown",
    "handoff_network",
    "handoffs",
    "organisation_graph",
    "required_pairs",
    "tie_cells",
    "tie_rows",
]
