"""How healthy is the company, in one figure?"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alignment.analysis import score_range
from alignment.analysis.base import Context, Limits, Measure, Reading, not_applicable, not_measured, points, reading
from alignment.analysis.score import DIMENSIONS, OPTIONAL, health_score, held_back, score_account
from alignment.analysis.score_range import MOST_LEFT_OUT, drawn_points, lean_organisations
from alignment.model.organisation import Organisation
from alignment.model.result import DimensionScore, Finding, Measurement, Scope, Score
from alignment.settings import Settings
from build import organisation

# 100 points at 1, 70 at 0.7, 40 at 0.4, 0 at 0: between 0.4 and 1, and below in straight lines, points = 100 × value.
PLAIN = Limits(good=1, amber=0.7, red=0.4, bad=0, basis="our choice")
ALL = tuple(one for one in DIMENSIONS if one not in OPTIONAL)


def figure(ident: str, value: float | Reading | None, dimension: str = "silos", headline: float = 1.0) -> Measure:
    """A measure with a value known beforehand; None is not measured."""
    taken = not_measured("no data") if value is None else value if isinstance(value, Reading) else reading(value)
    return Measure(
        ident, ident, "", "share", "higher", (0, 1), (), "", "", lambda _: [taken], PLAIN, headline, dimension
    )


def scored(
    measures: list[Measure],
    settings: Settings | None = None,
    org: Organisation | None = None,
    more: tuple[Measurement, ...] = (),
) -> tuple[Score, dict[str, DimensionScore]]:
    context = Context(org or organisation(), settings or Settings())
    measured = [found for one in measures for found in one.take(context)]
    company, dimensions = health_score(Context(context.organisation, context.settings, (*measured, *more)), measures)
    return company, {one.id: one for one in dimensions}


# Points and dimensions


def test_a_dimension_is_the_weighted_mean_of_the_points_of_its_headline_measures():
    _, found = scored([figure("a", 1.0), figure("b", 0.5, headline=3), figure("c", 0.0, headline=0)])
    assert found["silos"].score == pytest.approx((100 + 3 * 50) / 4)
    assert found["silos"].rating == "amber"
    assert found["silos"].parts == (("a", 1.0, 100.0, 1.0), ("b", 0.5, 50.0, 3))


def test_settings_change_weights_limits_and_leave_measures_out():
    measures = [figure("a", 1.0), figure("b", 0.5)]
    assert scored(measures, Settings(measure_weights={"a": 3}))[1]["silos"].score == pytest.approx(87.5)
    _, without = scored(measures, Settings(measure_weights={"a": 0}))
    assert without["silos"].score == pytest.approx(50)
    assert without["silos"].parts[0] == ("a", 1.0, 100.0, 0)
    _, stricter = scored(measures, Settings(limits={"b": {"red": 0.5}}))
    assert stricter["silos"].score == pytest.approx((100 + 40) / 2)


def test_a_measure_outside_the_score_can_be_given_a_weight():
    _, found = scored([figure("a", 1.0), figure("b", 0.5, headline=0)], Settings(measure_weights={"b": 1}))
    assert found["silos"].score == pytest.approx(75)


def test_what_was_not_measured_earns_nothing_and_costs_nothing():
    _, found = scored([figure("a", 1.0), figure("b", 0.6), figure("c", 0.8), figure("d", None)])
    assert found["silos"].score == pytest.approx(80)
    assert found["silos"].coverage == 3 / 4
    assert found["silos"].parts[-1] == ("d", None, None, 1.0)


def test_the_mean_of_equal_points_is_those_points():
    _, found = scored([figure(str(at), 0.7, headline=0.1 + at / 7) for at in range(7)])
    assert (found["silos"].score, found["silos"].rating) == (70, "green")


@given(st.floats(0, 1), st.floats(0, 1))
def test_points_never_fall_when_a_value_gets_better(one, other):
    worse, better = sorted((one, other))
    limits = Limits(good=0.9, amber=0.6, red=0.5, bad=0.1, basis="our choice")
    falling = Limits(good=0.1, amber=0.5, red=0.6, bad=0.9, basis="our choice")
    assert points(worse, limits) <= points(better, limits)
    assert points(worse, falling) >= points(better, falling)


# The company


def company_of(values: dict[str, float | None]) -> list[Measure]:
    return [figure(f"of {ident}", value, ident) for ident, value in values.items()]


def test_the_company_is_the_weighted_mean_of_its_dimensions():
    measures = company_of(dict(zip(ALL, (1.0, 0.9, 0.8, 0.7, 0.6), strict=True)))
    assert scored(measures)[0].value == pytest.approx(80)
    assert scored(measures)[0].rating == "green"
    weighted, _ = scored(measures, Settings(dimension_weights={"ownership": 6}))
    assert weighted.value == pytest.approx((6 * 100 + 90 + 80 + 70 + 60) / 10)


def test_dimensions_come_in_the_order_of_the_report_with_their_names():
    _, dimensions = health_score(Context(organisation(), Settings()), [])
    assert [(one.id, one.name) for one in dimensions] == [(one, DIMENSIONS[one]) for one in ALL]


# Coverage and withholding


def test_a_dimension_under_the_minimum_coverage_is_withheld_with_the_reason():
    _, found = scored([figure("a", 1.0), figure("b", 1.0), figure("c", None, headline=0)])
    assert (found["silos"].score, found["silos"].rating) == (None, "withheld")
    assert found["silos"].reason == "Only 67% of its figures could be measured; at least 70% are needed."
    assert (found["silos"].low, found["silos"].high) == (None, None)
    _, enough = scored([figure("a", 1.0), figure("b", None)], Settings(minimum_coverage=0.5))
    assert enough["silos"].score == 100


def test_a_dimension_without_any_headline_figure_is_withheld():
    measures = [figure("a", None), *(figure(f"side {at}", 1.0, headline=0) for at in range(4))]
    _, found = scored(measures)
    assert found["silos"].reason == "None of its headline figures could be measured: no data."


def test_a_dimension_whose_weights_are_all_0_is_withheld():
    _, found = scored([figure("a", 1.0)], Settings(measure_weights={"a": 0}))
    assert (found["silos"].score, found["silos"].reason) == (None, "Every weight of this dimension is set to 0.")


def test_a_dimension_that_does_not_apply_is_withheld_and_lowers_no_coverage():
    measures = [*company_of(dict.fromkeys(ALL[:4], 0.8)), figure("z", not_applicable("no data"), ALL[4])]
    company, found = scored(measures)
    assert found[ALL[4]].reason == "No figure of this dimension applies to this workbook: no data."
    assert company.value == pytest.approx(80)
    assert (company.coverage, company.reason) == (1, "Without Coordination, which could not be scored.")


def test_the_company_is_withheld_under_the_minimum_coverage():
    company, found = scored(company_of({**dict.fromkeys(ALL, 0.8), "silos": None, "bridges": None}))
    assert found["ownership"].score == pytest.approx(80)
    assert (company.value, company.rating, company.coverage) == (None, "withheld", pytest.approx(0.6))
    assert company.reason == (
        "Only 60% of the figures could be measured; at least 70% are needed. Without a score: Silos and Bridges."
    )
    assert (company.low, company.high) == (None, None)
    assert found["ownership"].low is not None


def test_the_company_is_withheld_where_few_dimensions_have_a_score_even_if_the_others_do_not_apply():
    absent = [figure(f"z {ident}", not_applicable("no data"), ident) for ident in ALL[3:]]
    company, found = scored([*company_of(dict.fromkeys(ALL[:3], 0.8)), *absent])
    assert (company.value, company.rating, company.coverage) == (None, "withheld", 1)
    assert company.reason == (
        "Only 3 of 5 dimensions could be scored; those that carry 70% of the weight are needed. "
        "Without a score: Bridges and Coordination."
    )
    assert found["ownership"].score == pytest.approx(80)
    light, _ = scored([*company_of(dict.fromkeys(ALL[:3], 0.8)), *absent], Settings(dimension_weights={ALL[4]: 0}))
    assert light.value == pytest.approx(80)


def test_the_company_s_coverage_follows_the_weights_of_the_dimensions():
    measures = company_of({**dict.fromkeys(ALL, 0.8), "silos": None, "bridges": None})
    company, _ = scored(measures, Settings(dimension_weights={"silos": 0, "bridges": 0.5}))
    assert company.coverage == pytest.approx(3 / 3.5)
    assert company.value == pytest.approx(80)
    assert company.reason == "Without Bridges, which could not be scored."


def test_a_score_that_rests_on_one_dimension_says_so():
    company, found = scored(
        company_of(dict.fromkeys(ALL, 0.8)), Settings(dimension_weights={one: 0 for one in ALL if one != "silos"})
    )
    assert company.value == pytest.approx(80)
    assert company.reason == "The score rests on one dimension alone: Silos."
    assert found["bridges"].score == pytest.approx(80)
    assert found["bridges"].reason == "Not counted in the company's score: its weight is 0."


def test_weights_that_are_all_0_leave_nothing_to_add_up():
    company, _ = scored(company_of(dict.fromkeys(ALL, 0.8)), Settings(dimension_weights=dict.fromkeys(ALL, 0)))
    assert company.value is None
    assert company.reason == "Every dimension's weight is set to 0, so there is nothing to add up."


def test_where_nothing_was_measured_nothing_is_scored():
    company, found = scored(company_of(dict.fromkeys(ALL)))
    assert (company.value, company.coverage) == (None, 0)
    assert company.reason == "No dimension could be scored: none of its figures could be measured."
    assert {one.rating for one in found.values()} == {"withheld"}


def test_a_coverage_just_under_the_minimum_does_not_read_as_the_minimum():
    measures = [figure("a", 1.0), *(figure(f"b{at}", 1.0 if at < 695 else None, headline=0) for at in range(999))]
    assert scored(measures)[1]["silos"].reason.startswith("Only 69%")


# The range


def test_without_spread_the_range_is_the_score():
    company, found = scored(company_of(dict.fromkeys(ALL, 0.55)), Settings(score_spread=0))
    assert (company.low, company.high) == (company.value, company.value)
    assert company.value == pytest.approx(55)
    assert found["silos"].low == found["silos"].high == found["silos"].score


def test_the_range_is_the_same_with_the_same_seed_and_another_with_another():
    measures = company_of(dict(zip(ALL, (0.9, 0.8, 0.6, 0.5, 0.3), strict=True)))
    first, again, other = (scored(measures, Settings(seed=seed)) for seed in (1, 1, 2))
    assert first == again
    assert (first[0].low, first[0].high) != (other[0].low, other[0].high)
    assert first[0].value == other[0].value


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.integers(0, 5), st.floats(0, 1))
def test_the_range_holds_the_score_and_stays_between_0_and_100(values, seed, spread):
    settings = Settings(seed=seed, score_spread=spread, score_draws=50)
    company, found = scored(company_of(dict(zip(ALL, values, strict=True))), settings)
    for one in (company, *found.values()):
        value = one.value if isinstance(one, Score) else one.score
        assert one.low is not None
        assert one.high is not None
        assert value is not None
        assert 0 <= one.low <= value <= one.high <= 100


def test_the_range_is_the_middle_nine_tenths_of_the_draws():
    # One measure at 0.5, limits 1, 0.7, 0.4 and 0: only amber and red move around it, whose ends are known by hand.
    low, high = (scored([figure("a", 0.5)])[1]["silos"].low, scored([figure("a", 0.5)])[1]["silos"].high)
    assert low is not None
    assert high is not None
    assert 40 < low < 50 < high < 61


def test_a_figure_that_is_missing_leaves_the_other_dimensions_draws_alone():
    values = dict(zip(ALL, (0.9, 0.8, 0.6, 0.5, 0.3), strict=True))
    whole, without = (scored(company_of(one))[1]["coordination"] for one in (values, values | {"ownership": None}))
    assert (whole.low, whole.high) == (without.low, without.high)


falling = st.lists(st.floats(0.01, 0.99), min_size=4, max_size=4, unique=True).map(sorted)


@given(falling, st.floats(0, 1), st.booleans())
def test_drawn_points_with_no_change_are_the_points(marks, value, rising):
    assume(min(np.diff(marks)) > 1e-9)
    limits = Limits(*(marks if rising else marks[::-1]), basis="our choice")
    drawn = drawn_points(value, limits, (0, 1), np.ones((3, 4)))
    assert drawn == pytest.approx([points(value, limits)] * 3)


def test_drawn_limits_stay_in_order_and_inside_the_range():
    limits = Limits(good=1, amber=0.9, red=0.8, bad=0.5, basis="our choice")
    # 1.2, 0.72, 0.96 and 0.6 are put back in order as 1, 0.96, 0.72 and 0.6: 0.84 lies halfway between 70 and 40.
    drawn = drawn_points(0.84, limits, (0, 1), np.array([[1.2, 0.8, 1.2, 1.2]]))
    assert drawn == pytest.approx([55])
    # All limits at the end of the range: the best value still earns everything.
    assert drawn_points(1.0, limits, (0, 1), np.full((1, 4), 3.0)) == pytest.approx([100])
    assert drawn_points(0.9, limits, (0, 1), np.full((1, 4), 3.0)) == pytest.approx([0])


# Departments left out

PEOPLE = {"ann": "A", "abe": "A", "bob": "B", "cem": "C", "dee": ""}


def test_leaving_a_department_out_takes_its_people_ties_and_letters():
    org = organisation(
        people=PEOPLE, ties="ann-bob bob-cem cem-dee", journeys={"J": "A B C"}, raci={"P": {"bob": "R", "cem": "A"}}
    )
    found, note = lean_organisations(org)
    lean = list(found)
    assert note == ""
    assert [sorted(one.person) for one in lean] == [
        ["bob", "cem", "dee"], ["abe", "ann", "cem", "dee"], ["abe", "ann", "bob", "dee"],
    ]  # fmt: skip
    without_b = lean[1]
    assert [(tie.source, tie.target) for tie in without_b.ties] == [("cem", "dee")]
    assert [one.holder.id for one in without_b.assignments] == ["cem"]
    assert (without_b.departments, without_b.steps) == (org.departments, org.steps)


def test_of_many_departments_those_with_most_people_in_ties_are_left_out_and_it_is_said():
    people = {f"{unit}-{at}": f"D{unit:02}" for unit in range(62) for at in range(1 if unit < 2 else 2)}
    org = organisation(people=people, ties=[(one, next(iter(people))) for one in people])
    found, note = lean_organisations(org)
    lean = list(found)
    assert len(lean) == MOST_LEFT_OUT
    assert all(any(one.department == "D00" for one in each.people) for each in lean)
    assert note == (
        "The range leaves out in turn the 60 of 62 departments with the most people in the collaboration data."
    )


def test_of_many_ties_fewer_departments_are_left_out_and_it_is_said(monkeypatch):
    monkeypatch.setattr(score_range, "MOST_READ_AGAIN", 7)
    org = organisation(people=PEOPLE, ties="ann-bob bob-cem cem-dee")
    lean, note = lean_organisations(org)
    # Three ties are read again with each: seven allow for two of the three departments.
    assert [sorted(one.person) for one in lean] == [["bob", "cem", "dee"], ["abe", "ann", "cem", "dee"]]
    assert note == "The range leaves out in turn the 2 of 3 departments with the most people in the collaboration data."


def tied(org: Organisation) -> Measure:
    """Share of the people in ties that are not of A: it moves when a department is left out."""

    def share(context: Context) -> Iterator[Reading]:
        people = context.organisation.people
        yield reading(sum(one.department != "A" for one in people) / len(people))

    return replace(figure("tied", 0.0), function=share, needs=("collaboration",))


def response(rate: float) -> tuple[Measurement, ...]:
    return (Measurement("trust.response_rate", Scope(), rate, "share", "measured"),)


def test_where_ties_are_sampled_the_range_holds_every_score_without_a_department():
    org = organisation(people={"ann": "A", "abe": "A", "bob": "B", "cem": "C"}, ties="ann-bob abe-bob bob-cem")
    settings = Settings(score_spread=0)
    _, found = scored([tied(org)], settings, org, response(0.9))
    # 2 of 4 people are not of A; without A 2 of 2, without B or C 1 of 3.
    assert found["silos"].score == pytest.approx(50)
    assert (found["silos"].low, found["silos"].high) == (pytest.approx(100 / 3), 100)


def test_the_company_s_range_is_widened_too():
    org = organisation(people={"ann": "A", "abe": "A", "bob": "B", "cem": "C"}, ties="ann-bob abe-bob bob-cem")
    measures = [tied(org), *(figure(one, 0.5, one) for one in ALL if one != "silos")]
    company, _ = scored(measures, Settings(score_spread=0), org, response(0.5))
    assert company.value == pytest.approx(50)
    assert (company.low, company.high) == (pytest.approx((4 * 50 + 100 / 3) / 5), pytest.approx(60))


@pytest.mark.parametrize(("more", "level"), [(response(1.0), "person"), ((), "person"), (response(0.5), "department")])
def test_where_everyone_answered_or_ties_are_of_departments_nothing_is_left_out(more, level):
    org = replace(organisation(people={"ann": "A", "bob": "B"}, ties="ann-bob"), tie_level=level)
    _, found = scored([tied(org)], Settings(score_spread=0), org, more)
    assert found["silos"].low == found["silos"].high == pytest.approx(50)


# The account


def test_the_account_adds_up_to_the_score():
    measures = [
        *company_of(dict(zip(ALL, (0.9, 0.8, 0.6, None, 0.3), strict=True))),
        figure("more", 0.4, "ownership", 3), figure("none", None, "ownership"), figure("side", 1.0, "ownership", 0),
    ]  # fmt: skip
    settings = Settings(dimension_weights={"journeys": 2, "coordination": 0}, minimum_coverage=0.5)
    context = Context(organisation(), settings)
    measured = [found for one in measures for found in one.take(context)]

    class Result:
        score, dimensions = health_score(Context(organisation(), settings, measured), measures)

    rows = {one.measure: one for one in score_account(Result())}
    assert sum(one.contribution or 0 for one in rows.values()) == pytest.approx(Result.score.value)
    assert rows["more"].contribution == pytest.approx(1 / 4 * 3 / 4 * 40)
    assert (rows["none"].points, rows["none"].contribution) == (None, None)
    assert rows["of coordination"].contribution is None
    assert rows["of coordination"].points == pytest.approx(30)


def test_a_critical_finding_holds_the_light_at_amber_and_leaves_the_figure():
    good = Score(88.0, 80.0, 92.0, 1.0, "green")
    critical = Finding("OWN01:journey:j", "OWN01", "critical", Scope("journey", "J"), "", "", ())
    held = held_back(good, [critical])
    assert (held.value, held.rating) == (88.0, "amber")
    assert held.reason == "The light is held at amber while a critical finding is open."
    assert held_back(good, [replace(critical, severity="high")]) == good
    assert held_back(good, [replace(critical, status="waived")]) == good
    red = replace(good, rating="red")
    assert held_back(red, [critical]) == red
