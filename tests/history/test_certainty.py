"""Everything at once: the sample's two quarters, the words, and what stays the same from run to run."""

from dataclasses import replace

import pytest

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.history.certainty import METHODS, certainty, how, words
from alignment.history.change import Change, Verdict
from alignment.model.result import Scope
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read

SETTINGS = Settings(permutations=2_000)


@pytest.fixture(scope="module")
def quarters():
    return [read([sample_data() / f"brightwater-q{number}.xlsx"]).organisation for number in (1, 2)]


@pytest.fixture(scope="module")
def found(quarters):
    return certainty(*quarters, SETTINGS)


def test_every_measure_that_is_tested_exists(found):
    assert {one.change.measure for one in found.verdicts} <= set(MEASURES)
    assert not found.untested


def test_new_ties_between_departments_are_real_in_the_sample(found):
    verdict = found.of("silos.assortativity")
    assert (verdict.state, verdict.change.size < 0) == ("real", True)
    assert verdict.adjusted >= verdict.change.p


def test_opinions_did_not_change_in_the_sample(found):
    assert {one.state for one in found.verdicts if one.change.measure.startswith("maturity.")} == {"not_shown"}


def test_three_new_contacts_are_too_few_to_tell(found):
    verdict = found.of("coordination.congruence")
    assert (verdict.state, verdict.change.changed, verdict.change.p) == ("too_few", 3, 0.25)


def test_only_departments_that_both_quarters_show_are_told(quarters, found):
    shown = [Context(one, SETTINGS).survey.shown for one in quarters]
    told = {one.change.scope for one in found.verdicts if one.change.scope.kind == "department"}
    assert told
    assert all((scope, "") in one for scope in told for one in shown)


def test_a_quarter_against_itself_shows_nothing(quarters):
    found = certainty(quarters[0], quarters[0], SETTINGS)
    assert {one.state for one in found.verdicts} <= {"unchanged", "not_shown"}
    assert {one.change.size for one in found.verdicts} == {0.0}


def test_the_same_input_gives_the_same_answer(quarters, found):
    assert certainty(*quarters, SETTINGS) == found
    assert certainty(*quarters, replace(SETTINGS, seed=7)) != found


def verdict(state="not_shown", adjusted=0.2, **more):
    given = {
        "measure": "ownership.journeys_owned", "scope": Scope(), "before": 0.5, "after": 0.504, "method": "matched",
        "cases": 40, "changed": 9, "p": 0.1, "least_p": 0.004, "low": -0.1, "high": 0.108, "least": 0.21, "draws": 0,
    }  # fmt: skip
    return Verdict(Change(**{**given, **more}), state, adjusted)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            verdict(),
            "Journeys with one end-to-end owner: from 50.0% to 50.4%, no change that the data can show. Tested by itself, a "
            "change of 21 percentage points would have been shown 80% of the time.",
        ),
        (
            verdict("real", after=0.75, low=0.12, high=0.38),
            "Journeys with one end-to-end owner: from 50% to 75%, more than chance explains. The change lies between +12 "
            "percentage points and +38 percentage points.",
        ),
        (
            verdict("too_few", None, after=0.525, changed=1),
            "Journeys with one end-to-end owner: from 50% to 52%. Only 1 of the 40 compared has changed, too few to tell a "
            "change from chance.",
        ),
        (
            verdict("too_few", None, after=1.0, method="unmatched"),
            "Journeys with one end-to-end owner: from 50% to 100%. Too few are compared to tell a change from chance.",
        ),
        (
            verdict("unchanged", None, after=0.5, changed=0),
            "Journeys with one end-to-end owner: 50%, as it was. Nothing that it is made of has changed.",
        ),
        (
            verdict(measure="silos.yules_q", least=None),
            "Yule's Q of tie and department: from 0.500 to 0.504, no change that the data can show.",
        ),
        (
            verdict(least=1.4),
            "Journeys with one end-to-end owner: from 50.0% to 50.4%, no change that the data can show. So few are compared "
            "that no change could well have been shown.",
        ),
    ],
)
def test_words(one, said):
    assert words(one) == said


def test_how_it_was_tested_is_told_with_p_before_and_after_the_correction():
    told = how(verdict("real", 0.0004, p=0.0001, method="reporters", draws=10_000), Settings())
    assert told.startswith(METHODS["reporters"])
    assert "That was done 10,000 times. p is under 0.001, and under 0.001 after" in told
    assert "All ways there are were gone through." in how(verdict(), Settings())
