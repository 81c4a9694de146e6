"""Whether opinions changed: against scipy's permutation test, and what must never be told."""

from itertools import chain

import numpy as np
import pytest
from scipy.stats import permutation_test

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.history.change import Change, Untested
from alignment.history.matching import Matching, same_ids
from alignment.history.survey_changes import of_answers
from alignment.model.result import Scope
from alignment.settings import Settings
from surveys import company

SETTINGS = Settings(permutations=4_000)
ONE_ROAD = ("A1", "A2")


def wave(statements=ONE_ROAD, **scores):
    """Respondents of each department, a digit each; every statement gets the same score."""
    units = {name.replace("_", " "): given for name, given in scores.items()}
    people = (f"{unit} f {' '.join([score] * len(statements))}" for unit, given in units.items() for score in given)
    return company(*people, statements=statements, departments=list(units))


def found_in(before, after, departments=None, settings=SETTINGS):
    common = same_ids(before, after)
    if departments is not None:
        common = type(common)(departments, common.people, common.journeys, common.processes)
    return of_answers(Context(before, settings), Context(after, settings), common, settings)


def of(found, scope=None, measure="maturity.mean"):
    return next((one for one in found if (one.measure, one.scope) == (measure, scope or Scope())), None)


def test_the_test_of_a_department_is_that_of_scipy():
    before, after = "1223344", "2344555"
    one = of(found_in(wave(Sales=before), wave(Sales=after)), Scope("department", "Sales"))
    exact = permutation_test(
        ([*map(int, before)], [*map(int, after)]), lambda x, y: np.mean(y) - np.mean(x), n_resamples=np.inf
    )
    # What scipy doubles is here both tails; they differ where ties make the two tails unlike.
    assert one.p == pytest.approx(exact.pvalue, abs=0.02)
    assert one.size == pytest.approx(exact.statistic)
    assert one.low <= one.size <= one.high


def test_the_figures_are_those_of_the_measure_where_the_mix_is_the_same():
    before, after = wave(Sales="1234512", Ops="33345"), wave(Sales="2345521", Ops="44455")
    found = found_in(before, after)
    assert len(found) == 5  # the company on all roads and on its one, the front line, two departments
    for one in found:
        for side, value in ((before, one.before), (after, one.after)):
            printed = {m.scope: m.value for m in MEASURES[one.measure].take(Context(side, SETTINGS))}
            assert value == pytest.approx(printed[one.scope])


def test_another_mix_of_departments_is_no_change_of_opinion():
    before, after = wave(Sales="55555" * 4, Ops="11111"), wave(Sales="55555", Ops="11111" * 4)
    means = [next(MEASURES["maturity.mean"].take(Context(one, SETTINGS))).value for one in (before, after)]
    assert means == pytest.approx([4.2, 1.8])
    one = of(found_in(before, after))
    assert (one.size, one.p, one.low, one.high) == (0.0, 1.0, 0.0, 0.0)


def test_a_change_that_everybody_shares_is_found_in_the_company():
    before, after = wave(Sales="123123", Ops="2341234"), wave(Sales="345345", Ops="4554455")
    one = of(found_in(before, after))
    assert one.p < 0.001
    assert (one.cases, one.draws) == (26, SETTINGS.permutations)


def test_of_a_department_under_five_in_either_wave_nothing_is_told():
    before, after = wave(Sales="12345", Ops="12345", Legal="12345"), wave(Sales="12345", Ops="12345", Legal="1234")
    told = {str(one.scope.id) for one in found_in(before, after) if one.scope.kind == "department"}
    shown = [
        {
            str(scope.id)
            for scope, part in Context(one, SETTINGS).survey.shown
            if scope.kind == "department" and not part
        }
        for one in (before, after)
    ]
    assert "Legal" in shown[0]
    assert "Legal" not in told
    assert told == shown[0] & shown[1]


def test_a_merged_department_is_told_only_where_all_its_parts_are():
    parts = Matching({"Sales": "Trade", "Shops": "Trade", "Ops": "Ops"}, {"Trade": "Trade", "Ops": "Ops"})
    after = wave(Trade="1234512345", Ops="1234512345")
    whole = of(found_in(wave(Sales="12345", Shops="54321", Ops="12345"), after, parts), Scope("department", "Trade"))
    assert (whole.cases, whole.size) == (20, 0.0)
    hidden = found_in(wave(Sales="123451", Shops="5432", Ops="12345"), after, parts)
    assert of(hidden, Scope("department", "Trade")) is None


def test_what_is_told_of_the_company_is_made_of_sums_that_each_wave_shows():
    """With Sales shown in both waves, the company is Sales and all others: what its figures less those shown are, too."""
    before, after = wave(Sales="12345", Ops="12", Legal="345"), wave(Sales="23455", Ops="1", Legal="3455")
    one = of(found_in(before, after))
    # 5 + 5 of Sales and 5 + 5 of the others: half each.
    assert one.before == pytest.approx((3 + 3) / 2)
    assert one.after == pytest.approx((19 / 5 + 18 / 5) / 2)
    assert [one.scope.id for one in found_in(before, after) if one.scope.kind == "department"] == ["Sales"]


def test_other_statements_are_no_change_of_opinion():
    before, after = wave(Sales="12345"), wave(statements=("A1", "A3"), Sales="23455")
    found = found_in(before, after)
    assert all(isinstance(one, Untested) and "other statements" in one.why for one in found)
    assert {one.measure for one in found} == {"maturity.mean", "maturity.mean.alignment"}


def test_without_a_survey_in_both_there_is_nothing_to_test():
    (found,) = found_in(wave(Sales="12345"), wave())
    assert isinstance(found, Untested)


def test_the_order_of_respondents_does_not_matter():
    before, after = wave(Sales="1234512", Ops="33345"), wave(Sales="2345521", Ops="44455")
    turned = wave(Ops="55444", Sales="1255432")
    first, second = found_in(before, after), found_in(before, turned)
    assert sorted(map(repr, first)) == sorted(map(repr, second))
    assert all(isinstance(one, Change) for one in chain(first, second))
