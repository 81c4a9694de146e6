"""The pictures of a change: slopes, small fields over the checks, the ledger; no label upon another, however many there are."""

import re
from datetime import date, timedelta

import pytest

from alignment.report.charts import (
    Dumbbell,
    LedgerRow,
    Multiple,
    Outlook,
    Picture,
    Slope,
    dumbbells,
    ledger,
    multiples,
    slope,
)
from alignment.report.charts.drawing import WIDTH
from alignment.report.charts.slope import apart
from report.test_labels import NAMES, labels, names, running_into_another

POINTS = 72 / 25.4
BLUE, RED, AMBER = "#2b5f8c", "#b3261e", "#d98a00"
DAYS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
SEVERITIES = ("critical", "high", "medium", "low", "info")


def days(number: int) -> list[date]:
    return [date(2016, 1, 31) + timedelta(days=91 * one) for one in range(number)]


def words(picture: Picture) -> list[str]:
    return [text for text, _ in labels(picture)]


def strokes(picture: Picture, colour: str) -> list[list[float]]:
    """Where each line of a colour goes, from left to right, in millimetres."""
    found = re.findall(r'<path d="([^"]+)"[^>]*style="([^"]*)"', picture.chart.svg)
    ways = [way for way, style in found if f"stroke: {colour}" in style and "fill: none" in style]
    return [[float(x) / POINTS for x, _ in re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", way)] for way in ways]


def filled(picture: Picture, colour: str) -> int:
    return len(re.findall(rf'style="fill: {colour}[;"]', picture.chart.svg))


def drawn(kind: str, number: int, waves: int) -> dict[str, Picture]:
    """Return every picture of so many rows with such names, over so many checks."""
    called, when = names(kind, number), days(waves)
    steps = [(one % 7) / 7 for one in range(number)]
    line = tuple((day, (at * 7 % 11) / 11) for at, day in enumerate(when))
    end = when[-1] + timedelta(days=180)
    rows = [
        Slope(
            one, at, 1 - at, (f"{at:.0%}", f"{1 - at:.0%}"), ("better", "worse", "neither")[place % 3], place % 4 == 0
        )
        for place, (one, at) in enumerate(zip(called, steps, strict=True))
    ]
    found = [
        LedgerRow(
            "RACI12", one, SEVERITIES[place % 5], tuple((place + at) % 3 > 0 for at in range(waves)), "still there"
        )
        for place, one in enumerate(called)
    ]
    fields = [
        Multiple(
            one,
            "100%",
            (line[: waves // 2], line[waves // 2 :]),
            line,
            (0.9, end),
            Outlook(end, 0.5, 0.2, 0.8),
            share=True,
        )
        for one in called[:12]
    ]
    return {
        "slope": slope("slope", rows, ("31 December 2025", "31 March 2026"), "bold: more than chance explains"),
        "ledger": ledger("ledger", when, found, when[waves // 2 : waves // 2 + 1]),
        "multiples": multiples("multiples", fields, when[1:2]),
        "shares": dumbbells("shares", [Dumbbell(one, at, 1 - at, loud=number < 2) for number, (one, at) in enumerate(zip(called, steps, strict=True))], ("31 March 2026", "31 December 2025"), share=True),
    }  # fmt: skip


@pytest.mark.parametrize(("number", "waves"), [(5, 2), (12, 3), (60, 40)])
@pytest.mark.parametrize("kind", NAMES)
def test_no_label_runs_into_another_or_off_its_picture(kind, number, waves):
    for what, picture in drawn(kind, number, waves).items():
        assert not running_into_another(picture), what
        width, height = picture.chart.width, picture.chart.height
        off = [
            text
            for text, (left, top, right, bottom) in labels(picture)
            if left < -0.5 or right > width + 0.5 or top < -0.5 or bottom > height + 0.5
        ]
        assert not off, what
        assert picture.chart.width == WIDTH
        assert picture.alt


def test_places_give_way_in_their_order_and_stay_within_the_ends():
    assert apart([5, 1, 1, 1], 2, 0, 10) == [7, 1, 3, 5]
    assert apart([9, 9, 9], 2, 0, 10) == [6, 8, 10]


def test_a_slope_rises_for_more_and_says_both_values():
    picture = slope("s", [Slope("Owned", 0.5, 0.75, ("50%", "75%"), "better")], ("before", "after"))
    assert {"Owned", "50%", "75%", "before", "after", "for the better"} <= set(words(picture))
    assert picture.alt == "Side by side, before and after: Owned from 50% to 75%."


def test_better_and_worse_differ_by_more_than_colour():
    rows = [Slope("a", 0.5, 0.75, ("50%", "75%"), "better"), Slope("b", 0.5, 0.75, ("50%", "75%"), "worse")]
    svg = slope("s", rows, ("before", "after")).chart.svg
    assert "stroke-dasharray" in next(one for one in re.findall(r'style="([^"]*)"', svg) if f"stroke: {RED}" in one)
    lines = [one for one in re.findall(r'style="([^"]*)"', svg) if f"stroke: {BLUE}" in one and "fill: none" in one]
    assert lines
    assert not any("dasharray" in one for one in lines)


def test_a_figure_that_one_check_lacks_is_a_point_and_no_line():
    picture = slope(
        "s", [Slope("a", None, 0.5, ("not measured", "50%")), Slope("b", 0.1, 0.2, ("10%", "20%"))], ("x", "y")
    )
    assert "–" in words(picture)
    assert len(strokes(picture, "#66737d")) == 2  # of b, and in the key


def test_a_cell_of_the_ledger_is_filled_where_the_check_found_it():
    rows = [
        LedgerRow("OWN01", "Buy", "high", (True, False, True), "back", loud=True),
        LedgerRow("FRG01", "Pay", "medium", (True, True, False), "gone"),
    ]
    picture = ledger("l", DAYS[:3], rows)
    assert (filled(picture, RED), filled(picture, AMBER)) == (2, 2)
    assert picture.alt == (
        "Which of 2 defects each of 3 checks found, from 31 March 2025 to 30 September 2025. "
        "OWN01 Buy: found by 2 of 3, back; FRG01 Pay: found by 2 of 3, gone."
    )
    assert {"High", "Medium", "back", "gone", "31 Mar 2025", "30 Sept 2025"} <= set(words(picture))


def test_a_line_ends_where_its_stretch_ends_and_where_nothing_is_known():
    whole = tuple(zip(DAYS, (0.1, 0.2, 0.3, 0.4), strict=True))
    broken = (whole[:2], whole[2:])
    gap = (((DAYS[0], 0.1), (DAYS[1], None), (DAYS[2], 0.3), (DAYS[3], 0.4)),)
    for parts, lines in (((whole,), 3), (broken, 2), (gap, 1)):
        assert len(strokes(multiples("m", [Multiple("a", "40%", parts, share=True)]), BLUE)) == lines


def test_days_of_a_field_are_as_far_apart_as_they_are():
    line = ((date(2025, 1, 1), 0.1), (date(2025, 1, 11), 0.2), (date(2025, 4, 11), 0.3))
    first, second = strokes(multiples("m", [Multiple("a", "30%", (line,), share=True)]), BLUE)
    assert (second[1] - second[0]) / (first[1] - first[0]) == pytest.approx(9, rel=1e-3)


def test_a_field_makes_little_of_a_little_change_and_shows_nothing_impossible():
    line = tuple(zip(DAYS, (0.0, 0.001, 0.0, 0.002), strict=True))
    found = words(multiples("m", [Multiple("a", "0%", (line,), share=True, limits=(0, 1))]))
    assert {"0%", "5%", "10%"} <= set(found)
    top = tuple(zip(DAYS, (1.0, 0.99, 1.0, 1.0), strict=True))
    found = words(multiples("m", [Multiple("a", "1", (top,), share=True, limits=(0, 1))]))
    assert {"90%", "95%", "100%"} <= set(found)


def test_a_target_and_where_the_line_leads_are_drawn_and_said():
    line = tuple(zip(DAYS, (0.1, 0.2, 0.3, 0.4), strict=True))
    end = date(2026, 6, 30)
    picture = multiples(
        "m", [Multiple("a", "40%", (line,), target=(0.9, end), outlook=Outlook(end, 0.6, 0.5, 0.7), share=True)]
    )
    assert {"target, up to its day", "where a straight line leads, with its interval", "30 Jun 2026"} <= set(
        words(picture)
    )
    assert picture.alt == "a: from 10% on 31 March 2025 to 40% on 31 December 2025. Target 90% by 30 June 2026."


def test_dumbbells_of_shares_stand_on_a_scale_of_percent():
    picture = dumbbells("d", [Dumbbell("Sales", 0.5, 0.4)], ("now", "before"), share=True)
    assert {"40%", "50%", "+10"} <= set(words(picture))
    assert picture.alt == "now and before side by side: Sales 50% and 40%."
