"""What do the findings look like? Every picture of the report, drawn once for all formats from plain values."""

from alignment.report.charts.chance import ChanceLine, chance_line
from alignment.report.charts.company_map import MapNode, MapTie, company_map
from alignment.report.charts.drawing import Picture
from alignment.report.charts.dumbbells import Dumbbell, dumbbells
from alignment.report.charts.gains import GainStep, effort_gain, gain_curve
from alignment.report.charts.heat_map import HeatRow, Shade, heat_map
from alignment.report.charts.insularity import InwardGroup, insularity_bars
from alignment.report.charts.ladder import Rung, ownership_ladder
from alignment.report.charts.ledger import LedgerRow, ledger
from alignment.report.charts.matrix import MatrixRow, collaboration_matrix, coordination_matrix
from alignment.report.charts.multiples import Multiple, Outlook, multiples
from alignment.report.charts.slope import Slope, slope
from alignment.report.charts.small_steps import Milestone, RoadLane, small_steps
from alignment.report.charts.stages import Stair, stage_ladder
from alignment.report.charts.strip import Lane, StripStep, blind_words, journey_strip, strip_key
from alignment.report.charts.trend import TrendLine, TrendPoint, trend

__all__ = [
    "ChanceLine",
    "Dumbbell",
    "GainStep",
    "HeatRow",
    "InwardGroup",
    "Lane",
    "LedgerRow",
    "MapNode",
    "MapTie",
    "MatrixRow",
    "Milestone",
    "Multiple",
    "Outlook",
    "Picture",
    "RoadLane",
    "Rung",
    "Shade",
    "Slope",
    "Stair",
    "StripStep",
    "TrendLine",
    "TrendPoint",
    "blind_words",
    "chance_line",
    "collaboration_matrix",
    "company_map",
    "coordination_matrix",
    "dumbbells",
    "effort_gain",
    "gain_curve",
    "heat_map",
    "insularity_bars",
    "journey_strip",
    "ledger",
    "multiples",
    "ownership_ladder",
    "slope",
    "small_steps",
    "stage_ladder",
    "strip_key",
    "trend",
]
