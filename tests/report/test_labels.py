"""Names on pictures: none runs into another or off the picture, however many there are and however long."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations, pairwise

import pytest

from alignment.report.charts import (
    ChanceLine,
    GainStep,
    HeatRow,
    InwardGroup,
    Lane,
    MapNode,
    MapTie,
    MatrixRow,
    Milestone,
    Picture,
    RoadLane,
    Rung,
    Shade,
    Stair,
    StripStep,
    chance_line,
    collaboration_matrix,
    company_map,
    coordination_matrix,
    effort_gain,
    gain_curve,
    heat_map,
    insularity_bars,
    journey_strip,
    ownership_ladder,
    small_steps,
    stage_ladder,
)
from alignment.report.charts.drawing import MILLIMETRES_PER_POINT, WIDTH, text_width

_SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]

NAMES = {
    "short": "Dept {}",
    "long": "Department number {} for the regional coordination of customer contact and complaints",
    "unbroken": "Regionalkundenkontaktkoordinierungsabteilungsleiterstellvertretung{}",
    "arabic": "قسم رقم {} لتنسيق خدمة العملاء والشكاوى في جميع المناطق والفروع الرئيسية",
    "chinese": "第{}客户联络与投诉处理及区域协调管理部门总办公室以及附属服务中心运营支持团队",
}


def labels(picture: Picture) -> list[tuple[str, Box]]:
    """Return every text with the box in which its letters stand, in millimetres: left, top, right, bottom."""
    found = []
    for one in ElementTree.fromstring(picture.chart.svg).iter(f"{_SVG}text"):
        text, style = "".join(one.itertext()), one.get("style", "")
        size = float(re.search(r"(?:font-size: |font: (?:\d+ )?)([\d.]+)px", style)[1])
        bold = bool(re.search(r"font-weight: [6-9]|font: [6-9]\d\d ", style))
        turned = re.search(r"rotate\((-?[\d.]+)", one.get("transform", ""))
        x, y = float(one.get("x")) * MILLIMETRES_PER_POINT, float(one.get("y")) * MILLIMETRES_PER_POINT
        wide, high = text_width(text, size, bold), 0.66 * size * MILLIMETRES_PER_POINT
        back = {"end": wide, "middle": wide / 2}.get((re.search(r"text-anchor: (\w+)", style) or ["", ""])[1], 0.0)
        if turned and abs(float(turned[1])) == 90:
            found.append((text, (x - high, y - wide + back, x, y + back)))
        else:
            found.append((text, (x - back, y - high, x - back + wide, y)))
    return found


def running_into_another(picture: Picture) -> list[tuple[str, str]]:
    """Return the texts whose boxes share more than a hair."""
    hair = 0.25
    return [
        (one, other)
        for (one, a), (other, b) in combinations(labels(picture), 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > hair and min(a[3], b[3]) - max(a[1], b[1]) > hair
    ]


def names(kind: str, number: int) -> list[str]:
    return [NAMES[kind].format(one) for one in range(number)]


def drawn(kind: str, number: int) -> dict[str, Picture]:
    """Return every picture of a company of so many departments."""
    called = names(kind, number)
    divided = [f"{NAMES[kind].format('A')} {place % 4}" for place in range(number)]
    nodes = [
        MapNode(one, one, part, bridge=place % 3 == 0)
        for place, (one, part) in enumerate(zip(called, divided, strict=True))
    ]
    ties = [MapTie(one, other, 2.0) for one, other in pairwise(called)]
    pairs = {(one.source, one.target): one.weight for one in ties}
    rows = [MatrixRow(one.id, one.name, one.division) for one in nodes]
    some = called[:12]
    lanes = [Lane(one, one) for one in some]
    steps = [StripStep(one, one, handoff="met" if place else "none") for place, one in enumerate(some)]
    shades = [Shade(1, "under 2"), Shade(2, "2 and more")]
    return {
        "map": company_map("map", nodes, ties),
        "map without divisions": company_map("map", [MapNode(one, one) for one in called], ties),
        "matrix": collaboration_matrix("matrix", rows, pairs),
        "coordination": coordination_matrix("coordination", rows, pairs, list(pairs)[:2]),
        "strip": journey_strip("strip", called[0], lanes, steps, called[1]),
        "ladder": ownership_ladder("ladder", [Rung(place, "Named", "a name", tuple(called)) for place in range(5)]),
        "inward": insularity_bars("inward", [InwardGroup(one, 0.5, 0.2) for one in called], 0.8),
        "chance": chance_line("chance", [ChanceLine(called[0], -0.09, 0.9, 0.85, 0.95)], "inside", "outside"),
        "heat": heat_map("heat", some[:8], [HeatRow(one, (1.5,) * len(some[:8]), (False,) * len(some[:8])) for one in called[:30]], shades, 1),
        "stages": stage_ladder("stages", [Stair(1, "Alone", called[0], called[1], tuple(some[:8]), tuple(called))]),
        "route": small_steps("route", ["Now", "Later"], [RoadLane(called[0], called[1], (Milestone(0, "do", called[2]), Milestone(1, "stage", called[3], last=True)))]),
    }  # fmt: skip


@pytest.mark.parametrize("number", [5, 18, 40, 150])
@pytest.mark.parametrize("kind", NAMES)
def test_no_name_runs_into_another_or_off_its_picture(kind, number):
    for what, picture in drawn(kind, number).items():
        assert not running_into_another(picture), what
        width, height = picture.chart.width, picture.chart.height
        off = [
            text
            for text, (left, top, right, bottom) in labels(picture)
            if left < -0.5 or right > width + 0.5 or top < -0.5 or bottom > height + 0.5
        ]
        assert not off, what


def test_a_name_on_the_map_takes_two_lines_before_it_is_shortened():
    called = ["Code of Conduct Committee", "SIG Contributor Experience", *(f"SIG {one}" for one in range(30))]
    picture = company_map("map", [MapNode(one, one) for one in called], [MapTie(called[0], called[1], 1.0)])
    assert not [text for text, _ in labels(picture) if "…" in text]
    assert picture.note == ""


def test_names_that_are_shortened_are_said_to_be():
    (name,) = names("long", 1)
    assert "Names that end in … are shortened." in collaboration_matrix("m", [MatrixRow("a", name)], {}).note


@pytest.mark.parametrize("gains", [(0.2,) * 15, (2.2, 2.8, 1.8, 1.5, 1.0), (14.0,)])
def test_the_numbers_of_a_gain_curve_stand_apart_and_its_scale_is_round(gains):
    steps = [GainStep(place, 1 + place % 2, gain, place < 3) for place, gain in enumerate(gains, start=1)]
    curve = gain_curve("curve", steps, 70.9, None)
    assert not running_into_another(curve)
    assert "quick win: effort 1 or 2, and most gain for it" in [text for text, _ in labels(curve)]
    assert not running_into_another(effort_gain("gain", steps))


def test_what_is_as_wide_as_the_text_stays_so():
    assert {one.chart.width for one in drawn("long", 5).values()} == {WIDTH}
