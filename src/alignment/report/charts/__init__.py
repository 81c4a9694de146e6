"""What do the findings look like? Every picture of the report, drawn once for all formats from plain values."""

from alignment.report.charts.chance import ChanceLine, chance_line
from alignment.report.charts.company_map import MapNode, MapTie, company_map
from alignment.report.charts.drawing import Picture
from alignment.report.charts.gains import GainStep, effort_gain, gain_curve
from alignment.report.charts.insularity import InwardGroup, insularity_bars
from alignment.report.charts.ladder import Rung, ownership_ladder
from alignment.report.charts.matrix import MatrixRow, collaboration_matrix, coordination_matrix
from alignment.report.charts.strip import Lane, StripStep, blind_words, journey_strip, strip_key

__all__ = [
    "ChanceLine",
    "GainStep",
    "InwardGroup",
    "Lane",
    "MapNode",
    "MapTie",
    "MatrixRow",
    "Picture",
    "Rung",
    "StripStep",
    "blind_words",
    "chance_line",
    "collaboration_matrix",
    "company_map",
    "coordination_matrix",
    "effort_gain",
    "gain_curve",
    "insularity_bars",
    "journey_strip",
    "ownership_ladder",
    "strip_key",
]
