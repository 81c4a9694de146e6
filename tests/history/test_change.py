"""Which of many changes are real: corrections against scipy and by hand, and the states."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from alignment.analysis.groups import benjamini_hochberg
from alignment.history.change import Change, detectable, holm, verdicts
from alignment.model.result import Scope
from alignment.settings import Settings


def change(p: float, least_p: float = 0.0001, changed: int = 9) -> Change:
    return Change("silos.yules_q", Scope(), 0.5, 0.6, "pairs", 20, changed, p, least_p, 0.0, 0.2, 0.1, 0)


def test_false_discoveries_are_controlled_as_scipy_does():
    p = np.random.default_rng(3).random(40).tolist()
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p).tolist())


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_one_change_among_many_needs_a_smaller_p():
    alone = verdicts([change(0.03)], Settings())
    among = verdicts([change(0.03), *[change(0.5)] * 9], Settings())
    assert (alone[0].state, among[0].state) == ("real", "not_shown")
    assert among[0].adjusted == pytest.approx(0.3)


def test_the_correction_is_a_setting():
    several = [change(one) for one in (0.01, 0.02, 0.03)]
    assert [one.state for one in verdicts(several, Settings())] == ["real"] * 3
    strict = verdicts(several, Settings(correction="holm"))
    assert [one.state for one in strict] == ["real", "real", "real"]
    assert [one.adjusted for one in strict] == pytest.approx([0.03, 0.04, 0.04])


def test_what_could_not_be_shown_is_no_test_and_costs_the_others_nothing():
    found = verdicts(
        [change(0.04), change(0.5, least_p=0.25, changed=3), change(1.0, least_p=1.0, changed=0)], Settings()
    )
    assert [(one.state, one.adjusted) for one in found] == [("real", 0.04), ("too_few", None), ("unchanged", None)]


def test_the_least_change_that_would_have_been_shown():
    """1.960 + 0.842 standard deviations."""
    assert detectable(0.1, 0.05) == pytest.approx(0.28016, abs=1e-5)
    assert detectable(0.0, 0.05) is None
