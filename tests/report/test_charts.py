"""Pictures: the same bytes every time, well-formed, apart from one another, and said in words."""

import re
import warnings
import xml.etree.ElementTree as ElementTree
from datetime import date
from itertools import pairwise

import pytest

from alignment.report.charts import (
    ChanceLine,
    Dumbbell,
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
    TrendLine,
    TrendPoint,
    chance_line,
    collaboration_matrix,
    company_map,
    coordination_matrix,
    dumbbells,
    heat_map,
    insularity_bars,
    journey_strip,
    ownership_ladder,
    small_steps,
    stage_ladder,
    strip_key,
    trend,
)
from alignment.report.charts.company_map import _spread
from alignment.report.charts.drawing import WIDTH, Drawing, fitted, text_width, wrapped

_NODES = [
    MapNode("sales", "Sales", "Commerce", bridge=True),
    MapNode("care", "Customer Care", "Commerce"),
    MapNode("billing", "Billing", "Finance"),
    MapNode("credit", "Credit", "Finance"),
    MapNode("parcel", "Parcel BV", external=True),
]
_TIES = [MapTie("sales", "care", 4), MapTie("billing", "sales", 1, single=True), MapTie("billing", "credit", 2)]
_ROWS = [MatrixRow(one.id, one.name, one.division) for one in _NODES]
_LANES = [Lane("sales", "Sales"), Lane("billing", "Billing"), Lane("care", "Customer Care")]
_STEPS = [
    StripStep("Ask for an offer", "sales", moment_of_truth=True, covered=True),
    StripStep("Send the bill", "billing", handoff="blind"),
    StripStep("Explain the bill", "care", others=("billing",), handoff="met"),
    StripStep("Wait", None),
]
_RUNGS = [
    Rung(0, "Nobody", "no owner", ("Move house", "Complain")),
    Rung(1, "Named", "a name", ()),
    Rung(2, "Single", "one owner", ("Buy",)),
]


_SHADES = [Shade(1, "under 2"), Shade(2, "2 and more"), Shade(3.5, "3.5 and more")]
_HEAT = [
    HeatRow("The company", (3.5, 1.96), (False, False), head=True),
    HeatRow("Sales", (3.44, None), (False, False)),
    HeatRow("Care", (None, None), (True, True)),
]
_STAIRS = [
    Stair(1, "Alone", "By chance.", "People look.", ("Value",), ("Sales", "Care")),
    Stair(2, "Eyes open", "We see.", "We agree.", (), ()),
]
_ROAD = RoadLane(
    "Value", "Today: stage 1", (Milestone(0, "Do", "Draw a map"), Milestone(1, "Stage 2", "Eyes open", last=True))
)
_CHECKS = (TrendPoint(date(2026, 3, 31), 64, 60, 70), TrendPoint(date(2026, 6, 30), None))


def pictures() -> dict[str, Picture]:
    """One picture of every kind."""
    return {
        "map": company_map("map", _NODES, _TIES, inward={"Finance"}),
        "matrix": collaboration_matrix("matrix", _ROWS, {("sales", "care"): 4, ("billing", "sales"): 1}),
        "needs": coordination_matrix(
            "needs", _ROWS, {("care", "sales"): 2, ("credit", "sales"): 1}, [("care", "sales")]
        ),
        "strip": journey_strip("strip", "Buy", _LANES, _STEPS, "Head of Sales"),
        "key": strip_key("key", ("met", "blind")),
        "ladder": ownership_ladder("ladder", _RUNGS),
        "chance": chance_line("chance", [ChanceLine("E-I index", -0.31, 0.52, 0.4, 0.6)], "inside", "across"),
        "heat": heat_map("heat", ["All roads", "Value"], _HEAT, _SHADES, 1),
        "stages": stage_ladder("stages", _STAIRS),
        "levels": dumbbells(
            "levels",
            [Dumbbell("Value", 3.6, 2.8, 0.1, 0.2, loud=True), Dumbbell("Design", 3, 3)],
            ("Management", "Front line"),
        ),
        "route": small_steps("route", ["Now", "Later"], [_ROAD]),
        "trend": trend("trend", _CHECKS, [TrendLine("Silos", _CHECKS[1:])]),
        "bars": insularity_bars("bars", [InwardGroup("Billing", 0.95, 0.2), InwardGroup("Sales", 0.5)], 0.91),
    }


def texts(picture: Picture) -> list[str]:
    """Every text of a picture, in the order drawn."""
    root = ElementTree.fromstring(picture.chart.svg)
    return ["".join(one.itertext()) for one in root.iter() if one.tag.endswith("}text")]


@pytest.fixture(scope="module")
def drawn() -> dict[str, Picture]:
    return pictures()


def test_the_same_values_give_the_same_bytes(drawn):
    again = pictures()
    assert {name: one.chart.svg for name, one in again.items()} == {name: one.chart.svg for name, one in drawn.items()}


def test_each_picture_is_one_well_formed_svg_element_without_prolog(drawn):
    for one in drawn.values():
        assert one.chart.svg.startswith("<svg ")
        assert ElementTree.fromstring(one.chart.svg).tag == "{http://www.w3.org/2000/svg}svg"


def test_ids_begin_with_the_name_and_so_never_collide(drawn):
    seen: set[str] = set()
    for name, one in drawn.items():
        idents = re.findall(r'\bid="([^"]+)"', one.chart.svg)
        assert idents
        assert len(set(idents)) == len(idents)
        assert all(ident.startswith(f"{name}-") for ident in idents)
        assert not seen.intersection(idents)
        seen.update(idents)


def test_every_reference_within_a_picture_has_its_target(drawn):
    for one in drawn.values():
        idents = set(re.findall(r'\bid="([^"]+)"', one.chart.svg))
        assert set(re.findall(r'(?:url\(#|href="#)([^")]+)', one.chart.svg)) <= idents


def test_no_style_sheet_reaches_into_the_page_around_a_picture(drawn):
    assert not [name for name, one in drawn.items() if "<style" in one.chart.svg]


def test_pictures_carry_no_date_and_are_as_wide_as_the_text(drawn):
    for one in drawn.values():
        assert "<dc:date>" not in one.chart.svg
        assert one.chart.width == WIDTH
        assert 0 < one.chart.height < 240


def test_the_map_names_departments_and_divisions_and_says_what_signs_mean(drawn):
    found = texts(drawn["map"])
    assert {"Sales", "Customer Care", "Billing", "COMMERCE", "FINANCE", "only link between others"} <= set(found)
    assert drawn["map"].alt == (
        "Map of 5 departments and 3 ties, 2 within a division and 1 across divisions. "
        "The only link between others: Sales. Without any tie: Parcel BV. Turned inward: Finance."
    )
    assert drawn["map"].note == ""


def test_the_map_shows_the_strongest_and_says_what_was_cut():
    nodes = [MapNode(f"{one:02}", f"Team {one:02}") for one in range(50)]
    ties = [MapTie("00", f"{one:02}", one) for one in range(1, 50)]
    picture = company_map("map", nodes, ties, limit=10)
    assert picture.note == "Drawn: the 10 of 50 departments with the strongest ties and the 9 strongest of 49 ties."
    assert {"Team 00", "Team 49"} <= set(texts(picture))
    assert "Team 01" not in texts(picture)


def test_a_department_whose_ties_were_cut_is_not_shown_as_alone():
    nodes = [MapNode(f"{one:02}", f"Team {one:02}") for one in range(40)]
    many = [MapTie(f"{one:02}", f"{other:02}", 9) for one in range(39) for other in range(one + 1, 39)]
    picture = company_map("map", nodes, [*many, MapTie("00", "39", 0.1)])
    assert "no tie reported" not in texts(picture)
    assert "Without any tie" not in picture.alt


def test_a_map_stays_where_it_was_when_only_ties_change():
    def places(ties):
        svg = company_map("map", _NODES, ties).chart.svg
        return re.findall(r'<text [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>(Sales|Credit|Billing)<', svg)

    assert places(_TIES) == places([MapTie("sales", "credit", 1)])


def test_labels_are_spread_without_overlap_and_within_bounds():
    levels = _spread([10, 10, 11, 40], [4, 4, 4, 4], 2, 60)
    assert all(later - earlier >= 4 - 1e-9 for earlier, later in pairwise(levels))
    assert levels == pytest.approx([6.333, 10.333, 14.333, 40], abs=0.01)
    assert _spread([50, 58], [4, 4], 2, 52)[-1] <= 52


def test_the_matrix_draws_each_tie_on_both_sides_of_the_diagonal():
    def boxes(ties):
        return collaboration_matrix("m", _ROWS, ties).chart.svg.count("fill: #2b5f8c")

    assert boxes({("sales", "care"): 4, ("billing", "sales"): 1}) - boxes({("sales", "care"): 4}) == 2


def test_the_coordination_matrix_counts_what_is_met_missing_and_surplus(drawn):
    assert drawn["needs"].alt == (
        "Matrix of 5 departments. Of 2 pairs that should talk, 1 does and 1 does not; "
        "no pair talks without a journey or process that needs it."
    )


def test_the_strip_numbers_its_steps_and_names_lanes_and_owner(drawn):
    found = texts(drawn["strip"])
    assert {"1", "2", "3", "4", "Sales", "Billing", "no department", "Owner: Head of Sales"} <= set(found)
    assert drawn["strip"].alt == (
        "Buy: 4 steps in 3 departments, 2 handoffs, 1 of them blind; 1 step without a department; "
        "moment of truth at step 1; owner Head of Sales, reach 1 of 4 steps."
    )


def test_letters_stand_where_they_were_put():
    drawing = Drawing(50)
    drawing.text((10, 20), "here", 10)
    drawing.text((60, 30), "up", 10, "center", turned=90)
    svg = drawing.chart("d").svg
    points = 72 / 25.4
    found = {
        one[2]: (float(one[0]), float(one[1])) for one in re.findall(r'x="([-\d.]+)" y="([-\d.]+)"[^>]*>(\w+)<', svg)
    }
    # Baselines lie a third of the size below (or, turned, beside) the middle of small letters.
    assert found["here"] == pytest.approx((10 * points, 20 * points + 3.3), abs=0.01)
    assert found["up"] == pytest.approx((60 * points + 3.3, 30 * points), abs=0.01)
    assert "text-anchor: middle" in svg


def test_a_blind_handoff_differs_in_more_than_its_colour():
    def drawn(handoff):
        steps = [StripStep("a", "sales"), StripStep("b", "billing", handoff=handoff)]
        return journey_strip("s", "J", _LANES[:2], steps).chart.svg

    assert drawn("blind").count("stroke-dasharray") == drawn("met").count("stroke-dasharray") + 1
    assert drawn("blind").count("<path") > drawn("met").count("<path")


def test_lanes_steps_and_handoffs_of_a_strip_say_whose_they_are():
    steps = [
        StripStep("a", "sales"),
        StripStep("b", "sales"),
        StripStep("c", "billing", others=("care",), handoff="blind"),
        StripStep("d", None),
    ]
    svg = journey_strip("s", "J", _LANES, steps).chart.svg
    marked = re.findall(r'data-(department|first)="([^"]+)"(?: data-second="([^"]+)")?', svg)
    lanes = [one for kind, one, _ in marked if kind == "department"]
    # The name of the lane; a disc and a number a step; a ring for who takes part.
    assert {one: lanes.count(one) for one in lanes} == {"sales": 5, "billing": 3, "care": 2}
    assert {(one, other) for kind, one, other in marked if kind == "first"} == {("sales", "billing")}
    assert "data-" not in strip_key("k", ("met", "blind")).chart.svg


def test_the_key_explains_only_the_handoffs_there_are():
    found = texts(strip_key("k", ("met", "unknown")))
    assert {"handoff", "handoff, not known whether blind"} <= set(found)
    assert not [one for one in found if one.startswith("blind")]


def test_the_key_breaks_into_rows_that_fit():
    heights = [strip_key("k", kinds).chart.height for kinds in ((), ("met", "blind", "unknown"))]
    assert heights[0] < heights[1] < 20


def test_a_journey_through_more_departments_than_lanes_is_cut_and_says_so():
    lanes = [Lane(f"d{number}", f"D {number}") for number in range(20)]
    steps = [StripStep("", one.id, handoff="unknown") for one in lanes]
    picture = journey_strip("s", "J", lanes, steps)
    assert picture.note == "Drawn: the first 12 of 20 steps."
    assert picture.chart.height < 120
    assert picture.alt.startswith("J: 20 steps in 20 departments, 20 handoffs; ")


def test_handoffs_that_cannot_be_judged_are_not_counted_as_met():
    steps = [
        StripStep("", "sales"),
        StripStep("", "billing", handoff="blind"),
        StripStep("", "care", handoff="unknown"),
    ]
    assert "2 handoffs, 1 of them blind, 1 not known" in journey_strip("s", "J", _LANES, steps).alt


def test_a_journey_without_an_owner_says_so():
    picture = journey_strip("s", "J", _LANES, _STEPS[1:])
    assert "No end-to-end owner" in texts(picture)
    assert picture.alt.endswith("; no end-to-end owner.")


def test_a_long_journey_is_drawn_to_its_thirtieth_step_and_says_so():
    picture = journey_strip("s", "J", _LANES, [StripStep(f"step {one}", "sales") for one in range(42)])
    assert picture.note == "Drawn: the first 30 of 42 steps."
    assert "30" in texts(picture)
    assert "31" not in texts(picture)


def test_the_ladder_counts_each_rung(drawn):
    assert drawn["ladder"].alt == (
        "Ladder of ownership for 3 journeys: 2 on rung 0 (nobody), 0 on rung 1 (named), 1 on rung 2 (single)."
    )
    assert "Move house, Complain" in texts(drawn["ladder"])


def test_the_ladder_counts_the_names_it_has_no_room_for():
    many = tuple(f"Journey number {one}" for one in range(100))
    found = " ".join(texts(ownership_ladder("l", [Rung(0, "Nobody", "", many)])))
    assert re.search(r"and 9\d more", found)


def test_the_chance_line_prints_value_and_expectation(drawn):
    assert {"here −0.31", "by chance 0.52"} <= set(texts(drawn["chance"]))
    assert drawn["chance"].alt.startswith("E-I index −0.31; chance would give 0.52, mostly 0.40 to 0.60.")


def test_bars_over_the_limit_are_hatched_and_counted(drawn):
    assert drawn["bars"].alt.endswith("1 of 2 above the limit of 91%.")
    assert drawn["bars"].chart.svg.count("url(#") == 1


def test_a_cell_of_the_heat_map_prints_its_figure_and_a_hidden_one_none(drawn):
    found = texts(drawn["heat"])
    assert [one for one in found if one[0].isdigit() and len(one) == 3] == ["3.5", "2.0", "3.4"]
    assert found.count("–") == 1
    assert "not shown, so that nobody who answered can be recognised" in found
    assert drawn["heat"].alt == (
        "Table of shades, 2 departments by 2 columns. The company: All roads 3.5, Value 2.0. 1 not shown."
    )
    assert "pattern" in drawn["heat"].chart.svg


def test_the_highest_class_of_the_heat_map_is_the_darkest_and_its_figure_light():
    values = (1.0, 2.0, 3.0, 4.0, 5.0)
    shades = [Shade(one, str(one)) for one in values]
    picture = heat_map("heat", ["Road"] * 5, [HeatRow("Sales", values, (False,) * 5)], shades, 0)
    fills = [one.lower() for one in re.findall(r"fill: (#[0-9a-fA-F]{6}); stroke", picture.chart.svg)]
    # Cells first, then the key; without hatching each step is darker than the one before in grey, too.
    grey = [sum(int(one[at : at + 2], 16) for at in (1, 3, 5)) for one in fills]
    assert len(grey) == 10
    assert grey[:5] == grey[5:] == sorted(grey[:5], reverse=True)
    assert len(set(grey[:5])) == 5


def test_without_anything_hidden_the_key_of_the_heat_map_does_not_speak_of_it():
    picture = heat_map("heat", ["All roads", "Value"], _HEAT[:2], _SHADES, 1)
    assert not [one for one in texts(picture) if one.startswith("not shown")]
    assert "not shown" not in picture.alt


def test_a_heat_map_of_thirty_departments_leaves_room_on_its_page():
    rows = [HeatRow(f"Group {one}", (3.0,) * 9, (False,) * 9, head=True) for one in range(4)]
    rows += [HeatRow(f"Team {one:02}", (3.0,) * 9, (False,) * 9) for one in range(30)]
    picture = heat_map("heat", ["Road"] * 9, rows, _SHADES, 1)
    assert picture.chart.height < 180
    assert {"Team 00", "Team 29"} <= set(texts(picture))


def test_stairs_name_roads_and_departments_and_what_comes_next_where_the_company_stands(drawn):
    found = texts(drawn["stages"])
    assert {"Value", "2 departments: Sales and Care", "Next: People look."} <= set(found)
    assert "Next: We agree." not in found


@pytest.mark.parametrize("count", [5, 90])
def test_a_stair_is_as_high_as_its_words_and_no_higher(count):
    stairs = [
        Stair(
            1, "Alone", "By chance.", "People look.", ("Value", "Design"), tuple(f"Team {one}" for one in range(count))
        ),
        *(Stair(one, "Further", "We see.", "We agree.", (), ()) for one in (2, 3, 4, 5)),
    ]
    assert stage_ladder("stages", stairs).chart.height < 75


def test_a_lane_is_as_high_as_its_steps_need():
    short = RoadLane(
        "Value", "Today: stage 1", (Milestone(0, "Do", "Draw"), Milestone(1, "Stage 2", "Open", last=True))
    )
    long = RoadLane("Value", "Today: stage 1", (Milestone(0, "Do", "Draw a map " * 20),))
    heights = [small_steps("route", ["Now", "Later"], [one]).chart.height for one in (short, long)]
    assert heights[0] < heights[1] < 40


def test_dumbbells_print_the_distance_and_draw_intervals_only_where_known(drawn):
    found = texts(drawn["levels"])
    assert {"+0.80", "0.00", "Management", "Front line", "nine of ten such means lie inside"} <= set(found)
    alone = texts(dumbbells("levels", [Dumbbell("Value", 3.6, 2.8)], ("Management", "Front line")))
    assert "nine of ten such means lie inside" not in alone


def test_names_are_drawn_as_written_whatever_they_hold():
    name = 'R&D <$x^2$> \\alpha id="a" 研究所'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = company_map("map", [MapNode("a", name), MapNode("b", "B")], [MapTie("a", "b", 1)])
    assert " ".join(name.split()) in " ".join(texts(picture))


def test_text_that_does_not_fit_ends_in_an_ellipsis():
    short = fitted("Customer Operations and Field Service", 30, 8)
    assert short.endswith("…")
    assert text_width(short, 8) <= 30
    assert fitted("Sales", 30, 8) == "Sales"


def test_wrapping_breaks_at_blanks_and_shortens_only_the_last_line():
    lines = wrapped("Finance department of the Netherlands and Belgium", 30, 8)
    assert len(lines) == 2
    assert all(text_width(one, 8) <= 30 for one in lines)
    assert "…" not in lines[0]


def test_pictures_of_nothing_are_still_pictures():
    assert "0 departments" in company_map("map", [], []).alt
    assert collaboration_matrix("m", [], {}).chart.svg.startswith("<svg ")
    assert ownership_ladder("l", []).alt.startswith("Ladder of ownership for 0 journeys")


def _marked(picture: Picture) -> set[tuple[str, ...]]:
    root = ElementTree.fromstring(picture.chart.svg)
    marks = ("data-department", "data-first", "data-second")
    found = (tuple(one.attrib[mark] for mark in marks if mark in one.attrib) for one in root.iter())
    return {one for one in found if one}


def test_shapes_of_departments_and_ties_say_whose_they_are(drawn):
    departments = {(one.id,) for one in _NODES}
    ties = {(one.source, one.target) for one in _TIES}
    assert _marked(drawn["map"]) == departments | ties
    squares = collaboration_matrix("m", _ROWS, {(one.source, one.target): one.weight for one in _TIES})
    # Above the diagonal and below it.
    assert _marked(squares) == departments | ties | {(second, first) for first, second in ties}


def test_whose_a_shape_is_stays_what_it_is_whatever_it_holds():
    odd = '"url(#a" id="b" <g> subject-0 href="#c'
    drawing = Drawing(10)
    with drawing.about(odd):
        drawing.text((1, 1), "Odd")
    assert _marked(Picture(drawing.chart("d"), "")) == {(odd,)}
