"""What is asked of a company, and what came out?"""

import random
import re
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from alignment import settings as settings_module
from alignment.analysis.base import Context, finding_id
from alignment.analysis.catalogue import (
    MEASURES,
    QUESTIONS,
    RULES,
    Analysis,
    analyse,
    check_settings,
    explanation,
    score_account,
)
from alignment.analysis.score import DIMENSIONS, OPTIONAL, health_score
from alignment.errors import SettingsError
from alignment.model.organisation import Organisation
from alignment.model.result import SEVERITIES, Scope
from alignment.settings import Settings, Target
from alignment.source.schema import SHEETS
from build import organisation

QUICK = Settings(permutations=100, score_draws=100)


def company(**more: object) -> Organisation:
    """Three divisions, six departments, twelve people of whom one is silent, and something wrong everywhere."""
    people = {f"p{at:02}": "ABCDEF"[at % 6] for at in range(12)}
    ties = [(f"p{at:02}", f"p{(at * 5 + step) % 12:02}", 1 + (at + step) % 5) for at in range(11) for step in (1, 2, 6)]
    given: dict[str, object] = {
        "departments": "A>X B>X C>Y D>Y E>Z F>Z X>Company Y>Company Z>Company",
        "people": people,
        "ties": [one for one in ties if one[0] != one[1]],
        "journeys": {"J": "A B A* C D F", "K": "E F* - A", "L": "B B D*"},
        "owners": {"J": "p00", "K": "p01, p02"},
        "processes": {"P": "A", "Q": ""},
        "raci": {"P": {"A": "A", "F": "R"}, "Q": {"B": "R", "C": "C"}},
        "details": {"J": {"importance": 5}, "J/2": {"waiting": 3.0, "duration": 1.0}},
    }
    return organisation(**(given | more))  # type: ignore[arg-type]  # the builder's own arguments


@pytest.fixture(scope="module")
def found() -> Analysis:
    return analyse(company(), QUICK)


# The catalogue itself

LAST_CODE = {"OWN": 9, "RACI": 16, "TRU": 4, "FRG": 5, "COO": 4, "SIL": 6, "BRG": 8, "HIE": 3, "GOA": 4, "MAT": 8}


def test_every_rule_keeps_its_code():
    assert set(RULES) == {f"{area}{at:02}" for area, last in LAST_CODE.items() for at in range(1, last + 1)}


def test_an_id_is_declared_once():
    assert sum(len(one.measures) for one in QUESTIONS) == len(MEASURES)
    assert sum(len(one.rules) for one in QUESTIONS) == len(RULES)
    assert len({one.id for one in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("ident", sorted(MEASURES))
def test_a_measure_is_declared_in_full(ident):
    one = MEASURES[ident]
    assert one.id == ident
    for words in (one.name, one.formula, one.unit, one.source, one.reading):
        assert words.strip()
    # A publication by author and year alone cannot be looked up.
    assert "our definition" in one.source or re.search(r"\(\d{4}\)\. .+\. .+", one.source)
    assert all(sheet in SHEETS for need in one.needs for sheet in need.split("|"))
    assert one.scored_as is None or one.scored_as in DIMENSIONS
    assert one.headline == 0 or (one.limits is not None and one.scored_as is not None)


@pytest.mark.parametrize("ident", sorted(one.id for one in MEASURES.values() if one.limits))
def test_limits_lie_in_the_range_and_point_the_way_of_the_measure(ident):
    one = MEASURES[ident]
    assert one.limits is not None
    assert one.limits.basis
    low, high = one.range
    marks = (one.limits.good, one.limits.amber, one.limits.red, one.limits.bad)
    assert all((low is None or mark >= low) and (high is None or mark <= high) for mark in marks)
    assert one.direction == ("lower" if one.limits.bad > one.limits.good else "higher")


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_is_declared_in_full(code):
    one = RULES[code]
    for words in (one.title, one.recommendation, one.basis, one.function.__doc__):
        assert words
        assert words.strip()
    assert (one.limit is None) == (one.limit_words == "")
    assert one.measure is None or one.measure in MEASURES
    assert all(sheet in SHEETS for need in one.needs for sheet in need.split("|"))


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_has_headline_measures(dimension):
    assert any(one.headline > 0 and one.scored_as == dimension for one in MEASURES.values())
    assert any(one.dimension == dimension for one in QUESTIONS)


# The run


def test_every_measure_yields_a_value_or_a_reason(found):
    for one in found.measurements:
        assert one.id in MEASURES
        assert (one.value is None) == (one.status != "measured")
        assert one.value is not None or one.note
    silent = set(MEASURES) - {one.id for one in found.measurements}
    assert not {one for one in silent if MEASURES[one].headline > 0}


def test_values_stay_in_the_range_of_their_measure(found):
    for one in found.measurements:
        low, high = MEASURES[one.id].range
        if one.value is not None:
            assert low is None or one.value >= low - 1e-9, one
            assert high is None or one.value <= high + 1e-9, one


def test_measurements_follow_the_catalogue_and_then_the_scope(found):
    order = list(MEASURES)
    kinds = ("organisation", "group", "department", "person", "process", "journey", "pair")
    places = [
        (order.index(one.id), kinds.index(one.scope.kind), (one.scope.id,) if isinstance(one.scope.id, str) else one.scope.id or ())
        for one in found.measurements
    ]  # fmt: skip
    assert places == sorted(places)
    assert len({(one.id, one.scope) for one in found.measurements}) == len(found.measurements)


def test_findings_come_gravest_first_each_with_its_own_id_and_its_cells(found):
    places = [(SEVERITIES.index(one.severity), one.code, one.id) for one in found.findings]
    assert places == sorted(places)
    assert len({one.id for one in found.findings}) == len(found.findings) > 5
    assert all(one.evidence for one in found.findings)
    assert all(one.message.endswith(".") and one.recommendation for one in found.findings)


def test_findings_whose_ids_collide_are_told_apart():
    org = organisation(journeys={"Move house": "A B A", "move-house": "A B A"})
    idents = [one.id for one in analyse(org, QUICK).findings if one.code == "FRG03"]
    assert idents == ["FRG03:journey:move-house", "FRG03:journey:move-house~2"]


@pytest.mark.parametrize("spelt", ["Move House", "move  house", "MOVE HOUSE", "@move house"])
def test_a_finding_keeps_its_id_however_its_subject_is_spelt(spelt):
    assert finding_id("OWN01", Scope("journey", spelt)) == "OWN01:journey:move-house"


def test_rules_read_what_was_measured(found):
    assert found.context.value("fragmentation.handoffs", Scope("journey", "J")) == 5
    assert found.context.measured == found.measurements


def test_coverage_is_measured_of_everything_and_of_each_dimension(found):
    coverages = {one.id: one.value for one in found.measurements if one.id.startswith("trust.coverage")}
    assert list(coverages) == ["trust.coverage", *(f"trust.coverage.{one}" for one in DIMENSIONS)]
    told = [coverages[f"trust.coverage.{one.id}"] for one in found.dimensions]
    assert [one.coverage for one in found.dimensions] == told


def test_the_account_of_a_run_adds_up_to_its_score(found):
    assert found.score.value is not None
    assert sum(one.contribution or 0 for one in score_account(found)) == pytest.approx(found.score.value)


def test_leaving_departments_out_only_widens_the_range(found):
    assert found.context.value("trust.response_rate") == pytest.approx(11 / 12)
    answered = [one for one in found.measurements if one.id != "trust.response_rate"]
    narrow, _ = health_score(Context(company(), QUICK, answered), tuple(MEASURES.values()))
    assert found.score.low < narrow.low <= narrow.value <= narrow.high <= found.score.high
    assert narrow.value == found.score.value


def test_progress_names_each_question_once():
    told: list[tuple[str, int, int]] = []
    analyse(organisation(), QUICK, lambda *one: told.append(one))
    assert told == [(one.name, at, len(QUESTIONS)) for at, one in enumerate(QUESTIONS)]


def test_an_empty_company_is_withheld_and_has_no_findings():
    empty = analyse(organisation())
    assert (empty.score.value, empty.score.rating, empty.findings) == (None, "withheld", ())
    assert empty.score.reason
    assert all(one.value is None for one in empty.measurements if not one.id.startswith("trust."))


def test_a_lone_raci_chart_gives_findings_and_no_company_score():
    lone = analyse(organisation(raci={"P": {"A": "R", "B": "R"}}), QUICK)
    assert "RACI01" in {one.code for one in lone.findings}
    assert lone.score.value is None


def same(one: Analysis, other: Analysis) -> bool:
    def figures(each: Analysis) -> list[object]:
        return [(m.id, m.scope, m.value and round(m.value, 9), m.status) for m in each.measurements]

    def words(each: Analysis) -> set[object]:
        return {(f.id, f.severity) for f in each.findings}

    return figures(one) == figures(other) and words(one) == words(other)


def test_the_same_company_gives_the_same_analysis(found):
    again = analyse(company(), QUICK)
    assert (again.measurements, again.findings) == (found.measurements, found.findings)
    assert (again.score, again.dimensions) == (found.score, found.dimensions)


@given(st.integers(0, 10))
@hypothesis_settings(max_examples=5, deadline=None)
def test_the_order_of_rows_changes_nothing(seed):
    org = company()

    def shuffled(records):
        return tuple(random.Random(seed).sample(records, len(records)))

    mixed = replace(
        org,
        **{
            one: shuffled(getattr(org, one))
            for one in ("departments", "people", "processes", "assignments", "ties", "steps")
        },
    )
    first, second = analyse(org, QUICK), analyse(mixed, QUICK)
    assert same(first, second)
    assert second.score.value == pytest.approx(first.score.value)


def test_an_optional_dimension_is_told_where_it_has_a_weight_or_a_value():
    assert {one.id for one in analyse(company(), QUICK).dimensions} == DIMENSIONS.keys() - OPTIONAL
    asked = analyse(company(), replace(QUICK, dimension_weights={"maturity": 1}))
    assert {one.id for one in asked.dimensions} == DIMENSIONS.keys()
    # Without a weight, what was not measured of it is no gap in the coverage of everything.
    without, with_it = (one.context.value("trust.coverage") for one in (analyse(company(), QUICK), asked))
    assert with_it < without


# Settings


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (Settings(dimension_weights={"silo": 1}), "score.dimensions: there is no dimension silo. Did you mean silos?"),
        (Settings(measure_weights={"silos.yule_q": 1}), "there is no measure silos.yule_q. Did you mean silos.yules_q"),
        (Settings(measure_weights={"fragmentation.departments": 1}), "this measure earns no points"),
        (Settings(limits={"coordination.congruense": {"good": 1}}), "Did you mean coordination.congruence"),
        (Settings(limits={"fragmentation.departments": {"good": 1}}), "has no limits"),
        (
            Settings(limits={"coordination.congruence": {"amber": 0.5}}),
            "must rise or fall strictly in this order; now good = 1, amber = 0.5, red = 0.6, bad = 0.3.",
        ),
        (
            Settings(limits={"coordination.congruence": {"good": 0, "amber": 0.2, "red": 0.5, "bad": 0.9}}),
            "larger is better for this measure, so good must be larger than bad",
        ),
        (
            Settings(limits={"coordination.congruence": {"good": 90, "amber": 80, "red": 60, "bad": 30}}),
            "limits must lie within 0 to 1. A share is written as 0.9, not 90.",
        ),
        (Settings(limits={"coordination.congruence": {"amber": float("nan")}}), "must rise or fall strictly"),
        (Settings(dimension_weights={"silos": float("inf")}), "inf is no number to weigh with"),
        (Settings(rules={"OWN1": {"limit": 3}}), "rules: there is no rule OWN1. Did you mean OWN01"),
        (Settings(rules={"RACI01": {"limit": 3}}), "has no limit to change"),
        (
            Settings(plan_effort={"conect": 5}),
            "plan.effort: there is no kind of move conect. Did you mean connect? Known: name_owner,",
        ),
        (
            Settings(targets={"ownership.journeys_ownd": Target(0.9, date(2026, 12, 31))}),
            "targets: there is no measure ownership.journeys_ownd. Did you mean ownership.journeys_owned",
        ),
        (
            Settings(targets={"ownership.journeys_owned": Target(90, date(2026, 12, 31))}),
            'targets."ownership.journeys_owned": a target must lie within 0 to 1. A share is written as 0.9, not 90.',
        ),
    ],
)  # fmt: skip
def test_settings_that_mean_nothing_are_refused_with_the_reason(settings, message):
    with pytest.raises(SettingsError) as refused:
        check_settings(settings)
    assert message in str(refused.value)


def test_settings_that_mean_something_are_accepted():
    check_settings(Settings())
    check_settings(
        Settings(
            dimension_weights={"silos": 2},
            measure_weights={"coordination.congruence": 0.5},
            limits={"coordination.congruence": {"amber": 0.9}},
            rules={"COO01": {"limit": 5, "severity": "low"}, "OWN01": {"enabled": False}},
        )
    )


# Explanations


@pytest.mark.parametrize("ident", [*sorted(MEASURES), *sorted(RULES), "score", "settings"])
def test_everything_can_be_explained(ident):
    one = explanation(f" {ident.upper()} ")
    assert (one.ident, bool(one.title)) == (ident, True)
    assert all(term and text for term, text in one.items)
    assert all(len(row) == len(table.columns) for table in one.tables for row in table.rows)
    assert one.items or one.tables


def test_a_measure_is_explained_with_its_limits_and_rules():
    one = dict(explanation("fragmentation.blind_handoffs").items)
    assert one["Rules"] == "FRG02 Journey with blind handoffs"
    assert one["Needs"] == "The sheets Journey steps and Collaboration."
    assert one["Limits"] == "None: it is shown without a light."
    congruence = dict(explanation("coordination.congruence").items)
    assert congruence["Limits"].startswith("Green down to 0.85, amber down to 0.6, red beyond. 100 points at 1,")
    assert congruence["In the score"] == "Weight 1 in the dimension Coordination."


def test_explanations_give_what_is_in_force():
    settings = Settings(
        limits={"coordination.congruence": {"amber": 0.9}}, rules={"COO01": {"limit": 5, "severity": "low", "enabled": False}}
    )  # fmt: skip
    one = dict(explanation("coordination.congruence", settings).items)
    assert "Green down to 0.9" in one["Limits"]
    assert one["Basis of the limits"] == "set in alignment.toml"
    rule = dict(explanation("COO01", settings).items)
    assert rule["Limit"].startswith("5 (set in alignment.toml; the default is 3): journeys and processes that need")
    assert rule["Severity"] == "low (set in alignment.toml; the default is medium)"
    assert rule["In force"] == "No: switched off in alignment.toml."


def test_what_has_no_name_is_refused_with_what_is_close():
    with pytest.raises(SettingsError, match=r"nothing called silos\.ei_indx to explain\. Did you mean silos\.ei_index"):
        explanation("silos.ei_indx")
    with pytest.raises(SettingsError, match=r"^There is nothing called zzzzzz to explain\. A measure id"):
        explanation("zzzzzz")


def test_the_score_is_explained_with_every_headline_measure_and_its_limits():
    (limits, weights) = explanation("score", Settings(dimension_weights={"silos": 2})).tables
    headlines = {one.id for one in MEASURES.values() if one.headline > 0}
    assert {row[2] for row in limits.rows} == headlines
    row = next(row for row in limits.rows if row[2] == "coordination.congruence")
    assert row[3:8] == ("1", "1", "0.85", "0.6", "0.3")
    assert ("Silos", "2") in weights.rows


def test_today_s_score_is_explained_with_its_parts(found):
    one = explanation("score", analysis=found)
    assert one.lead.startswith(f"Today's score is {found.score.value:.0f} of 100, range ")
    today, account = one.tables[:2]
    assert [row[0] for row in today.rows] == [one.name for one in found.dimensions]
    assert len(account.rows) == len(score_account(found))
    assert explanation("score", analysis=analyse(organisation())).lead.startswith("Today's score is withheld. ")


def test_every_setting_is_explained():
    (table,) = explanation("settings").tables
    places = {f"{one}.{other}" for one, other in settings_module._PLACES} | set(settings_module._OPEN_TABLES)
    assert {row[0] for row in table.rows} == places
    assert len(table.rows) == len(fields(Settings))


@pytest.mark.parametrize("code", RULES)
def test_what_a_rule_finds_is_said_to_a_reader_not_to_the_program(code):
    words = RULES[code].function.__doc__.split()
    assert words[0] not in {"Yield", "Return", "Find"}
    assert not {"hit", "node", "nodes"} & set(words)
