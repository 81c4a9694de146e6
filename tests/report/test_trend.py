"""The picture of the trend: days true to scale, gaps where nothing is known, and no label upon another."""

import random
import re
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta
from itertools import combinations

import pytest

from alignment.language import speaking
from alignment.report.charts import Picture, TrendLine, TrendPoint, trend
from alignment.report.charts.drawing import WIDTH, text_width

POINTS = 72 / 25.4  # of a picture to the millimetre
BLUE, BAND, GREY = "#2b5f8c", "#dfe9f1", "#66737d"
DAYS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 10, 15), date(2025, 12, 31), date(2026, 3, 31))


def point(day: date, value: float | None, half: float | None = 5) -> TrendPoint:
    if value is None or half is None:
        return TrendPoint(day, value)
    return TrendPoint(day, value, value - half, value + half)


def labels(picture: Picture) -> list[tuple[str, float, float, float, float]]:
    """Each text of a picture with the box it stands in: left, top, right, bottom, in millimetres."""
    found = []
    for one in ElementTree.fromstring(picture.chart.svg).iter():
        if one.tag.endswith("}text"):
            style = one.get("style") or ""
            size = float(re.search(r"font:[^;]*?([\d.]+)px|font-size: ([\d.]+)px", style).expand(r"\1\2"))
            words = "".join(one.itertext())
            width = text_width(words, size, bold="600" in style)
            x, base = float(one.get("x")) / POINTS, float(one.get("y")) / POINTS
            share = {"middle": 0.5, "end": 1.0}.get((re.search(r"text-anchor: (\w+)", style) or [""] * 2)[1], 0.0)
            # From the foot of small letters to the head of digits.
            found.append((words, x - share * width, base - 0.66 * size / POINTS, x + (1 - share) * width, base))
    return found


def words(picture: Picture) -> list[str]:
    return [one[0] for one in labels(picture)]


def paths(picture: Picture, wanted: str) -> list[list[tuple[float, float]]]:
    """The corners, in millimetres, of every line or field whose style holds some words."""
    found = re.findall(r'<path d="([^"]+)"[^>]*style="([^"]*)"', picture.chart.svg)
    numbers = [re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", way) for way, style in found if wanted in style]
    return [[(float(x) / POINTS, float(y) / POINTS) for x, y in one] for one in numbers]


def lines(picture: Picture) -> list[list[tuple[float, float]]]:
    return paths(picture, f"stroke: {BLUE}")


def bands(picture: Picture) -> list[list[tuple[float, float]]]:
    # The last is the sign in the key.
    return paths(picture, f"fill: {BAND}")[:-1]


def test_days_are_as_far_apart_as_they_are():
    days = (date(2025, 1, 1), date(2025, 1, 11), date(2025, 4, 11))
    first, second = lines(trend("t", [point(one, 60) for one in days]))
    lengths = [one[1][0] - one[0][0] for one in (first, second)]
    assert lengths[1] / lengths[0] == pytest.approx(9, rel=1e-3)


def test_values_are_drawn_on_the_scale_that_is_printed():
    picture = trend("t", [point(DAYS[0], 52, None), point(DAYS[1], 68, None)])
    level = {text: (top + bottom) / 2 for text, _, top, _, bottom in labels(picture)}
    (line,) = lines(picture)
    per_point = (level["50"] - level["70"]) / 20
    assert line[0][1] == pytest.approx(level["50"] - 2 * per_point, abs=0.2)
    assert line[1][1] == pytest.approx(level["50"] - 18 * per_point, abs=0.2)


def test_a_withheld_value_leaves_a_gap_in_line_and_range_and_is_said():
    values = (50, 55, None, 60, 66)
    picture = trend("t", [point(day, value) for day, value in zip(DAYS, values, strict=True)])
    assert len(lines(picture)) == 2
    assert len(bands(picture)) == 2
    assert "withheld: too little was measured" in words(picture)
    assert picture.alt == (
        "Health scores of 5 checks from 31 March 2025 to 31 March 2026: 50, 55, withheld, 60 and 66. "
        "Range of the last: 61 to 71."
    )


def test_a_check_between_two_withheld_ones_is_still_drawn_with_its_range():
    picture = trend("t", [point(day, value) for day, value in zip(DAYS, (None, 55, None, None, None), strict=True)])
    assert not lines(picture)
    assert len(paths(picture, f"stroke: {BAND}")) == 1
    assert "55" in words(picture)


def test_one_check_stands_in_the_middle_under_its_day():
    picture = trend("t", [point(DAYS[0], 68)], [TrendLine("Silos", (point(DAYS[0], 41, None),))])
    day, small = (one for one in labels(picture) if one[0] == "31 Mar 2025")
    assert (day[1] + day[3]) / 2 == pytest.approx(82, abs=0.1)
    assert small[2] > day[2]
    assert picture.alt == "Health score of one check, 31 March 2025: 68. Range of the last: 63 to 73. Silos: 41."


def test_without_ranges_and_with_every_value_there_is_no_key():
    assert not {"withheld: too little was measured"} & set(words(trend("t", [point(DAYS[0], 68, None)])))
    assert BAND not in trend("t", [point(one, 60, None) for one in DAYS]).chart.svg


def test_a_dimension_stands_under_its_name_with_what_the_last_check_found():
    dimensions = [
        TrendLine("Silos", tuple(point(one, 41) for one in DAYS)),
        TrendLine("Bridges", (point(DAYS[0], 30), point(DAYS[1], None))),
        TrendLine("Maturity", ()),
    ]
    picture = trend("t", [point(one, 60) for one in DAYS], dimensions)
    found = words(picture)
    assert [found[found.index(one) + 1] for one in ("Silos", "Bridges", "Maturity")] == [
        "41", "withheld", "not measured",
    ]  # fmt: skip
    assert picture.alt.endswith("Silos: from 41 to 41. Bridges: from 30 to withheld. Maturity: not measured.")


def test_all_dimensions_have_one_scale_and_the_same_days():
    far = [TrendLine("Low", (point(DAYS[0], 8, 1),)), TrendLine("High", (point(DAYS[-1], 93, 1),))]
    found = words(trend("t", [], far))
    assert [found.count(one) for one in ("0", "50", "100")] == [3, 2, 3]
    assert found.count("31 Mar 2025") == found.count("31 Mar 2026") == 3


def test_a_small_change_is_not_made_much_of():
    found = words(trend("t", [point(DAYS[0], 99.0, None), point(DAYS[1], 99.6, None)]))
    assert {"80", "90", "100"} <= set(found)


def test_points_come_in_any_order():
    ordered = [point(day, value) for day, value in zip(DAYS, (50, 55, 58, 60, 66), strict=True)]
    assert trend("t", ordered[::-1]) == trend("t", ordered)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("count", [1, 2, 7, 15, 40])
def test_no_label_stands_on_another_and_all_are_on_the_sheet(count, seed):
    chance = random.Random(seed * 100 + count)
    days = sorted(chance.sample([date(2023, 1, 1) + timedelta(days=one) for one in range(1100)], count))

    def some() -> tuple[TrendPoint, ...]:
        values = [None if chance.random() < 0.1 else chance.uniform(0, 100) for _ in days]
        return tuple(point(day, value, None) for day, value in zip(days, values, strict=True))

    picture = trend("t", some(), [TrendLine(f"Dimension with a long name {one} " * 2, some()) for one in range(7)])
    found = labels(picture)
    for one, other in combinations(found, 2):
        apart = one[1] >= other[3] or other[1] >= one[3] or one[2] >= other[4] or other[2] >= one[4]
        assert apart, (one, other)
    for text, left, top, right, bottom in found:
        assert -0.1 <= left < right <= WIDTH + 0.1, text
        assert 0 <= top < bottom <= picture.chart.height, text
    assert picture.chart.height < 240


def test_of_forty_checks_the_first_and_the_last_day_are_named():
    days = [date(2022, 1, 1) + timedelta(days=37 * one) for one in range(40)]
    found = words(trend("t", [point(one, 50) for one in days]))
    assert {"1 Jan 2022", "14 Dec 2025"} <= set(found)


def test_days_are_written_as_the_language_of_the_report_writes_them():
    with speaking("nl"):
        assert "31 mrt 2025" in words(trend("t", [point(DAYS[0], 68)]))


def test_a_trend_of_nothing_is_still_a_picture():
    assert trend("t", []).alt == "No check yet."
