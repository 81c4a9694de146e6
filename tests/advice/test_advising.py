"""What is advised? What the whole plan says, beside its single moves."""

import pytest

from alignment.advice.advising import advise
from alignment.advice.moves import applied
from alignment.advice.plan import make_plan
from alignment.advice.proposals import proposed
from alignment.analysis.catalogue import analyse
from alignment.analysis.remeasure import Measured
from alignment.pipeline import examine
from alignment.resources import sample_data
from alignment.settings import Settings

QUICK = Settings(permutations=50, score_draws=5)


@pytest.mark.slow
@pytest.mark.parametrize("quarter", [1, 2])
def test_what_the_quick_wins_gain_alone_is_what_a_company_with_them_alone_scores(quarter):
    company = examine([sample_data() / f"brightwater-q{quarter}.xlsx"], QUICK).organisation
    advice = advise(Measured(company, QUICK))
    plan = make_plan(Measured(company, QUICK), proposed, QUICK.plan_budget, QUICK.plan_most)
    first = [one.move for one, step in zip(plan.steps, advice.steps, strict=True) if step.begins]
    before, after = (analyse(one, QUICK).score.value for one in (company, applied(company, first)))
    assert first
    assert advice.quick_gain == pytest.approx(after - before, abs=1e-9)
