"""Agreement within groups and between them: by hand, and for any answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alignment.analysis.agreement import ad_m, icc1, icc2, mean_squares, r_star, r_wg, r_wg_j

NAN = float("nan")
answers = arrays(float, st.tuples(st.integers(2, 8), st.integers(1, 5)), elements=st.sampled_from([1, 2, 3, 4, 5, NAN]))


def column(*scores):
    return np.array(scores, dtype=float)


def test_all_of_one_mind_agree_fully():
    same = np.full((4, 3), 4.0)
    assert (ad_m(same), r_star(same), r_wg(same), r_wg_j(same)) == (0, 1, 1, 1)


def test_the_average_deviation_is_that_from_the_mean_of_each_statement():
    # Mean 3, distances 1 1 1 1; mean 2, distances 1 1 0 0.
    assert ad_m(np.array([[2, 1], [2, 3], [4, 2], [4, 2]], dtype=float)) == pytest.approx((1 + 0.5) / 2)


def test_agreement_compares_the_variance_with_that_of_even_answers():
    # One of each answer: variance 2.5 of four degrees of freedom, against (25 - 1) / 12 = 2.
    assert r_star(column(1, 2, 3, 4, 5)) == pytest.approx(-0.25)
    assert r_wg(column(1, 2, 3, 4, 5)) == 0
    # 3 and 4, twice each: variance 1/3.
    assert r_star(column(3, 4, 3, 4)) == r_wg(column(3, 4, 3, 4)) == pytest.approx(5 / 6)


def test_two_camps_are_worse_than_chance():
    assert r_star(column(1, 1, 5, 5)) == pytest.approx(1 - (16 / 3) / 2)


@pytest.mark.parametrize("copies", [1, 2, 10])
def test_only_the_index_of_several_statements_grows_with_their_number(copies):
    scores = np.tile(column(2, 3, 4, 3)[:, None], copies)
    assert ad_m(scores) == pytest.approx(0.5)
    assert r_star(scores) == pytest.approx(2 / 3)
    assert r_wg_j(scores) == pytest.approx(copies * 2 / 3 / (copies * 2 / 3 + 1 / 3))


def test_a_missing_answer_is_left_out_and_a_lone_one_agrees_with_nobody():
    assert ad_m(np.array([[2, NAN], [4, 5], [NAN, NAN]])) == 1
    assert ad_m(np.array([[2, NAN], [NAN, 5]])) is None
    assert [one(np.array([[2.0], [NAN]])) for one in (r_star, r_wg, r_wg_j)] == [None] * 3


def test_groups_that_differ_and_agree_inside_are_all_of_the_difference():
    found = mean_squares(column(1, 1, 5, 5), np.array([0, 0, 1, 1]))
    assert (found.between, found.within, found.size) == (16, 0, 2)
    assert (icc1(found), icc2(found)) == (1, 1)


def test_groups_of_unequal_size_count_with_their_mean_size():
    # Means 2 and 5, of all 3.5; MSB = 4·2.25 + 4·2.25 = 18 with sizes 4 and 4; within (1+1+1+1+0+0+0+0) / 6.
    found = mean_squares(column(1, 1, 3, 3, 5, 5, 5, 5), np.array([7, 7, 7, 7, 9, 9, 9, 9]))
    assert (found.between, found.within) == (pytest.approx(18), pytest.approx(4 / 6))
    # Means 1 and 4 of 2 and 4, of all 3: MSB = 2·4 + 4·1 = 12; within 4·1 / 4; k = 3.
    found = mean_squares(column(1, 1, 3, 3, 5, 5), np.array([0, 0, 1, 1, 1, 1]))
    assert (found.between, found.within, found.size) == (12, 1, 3)
    assert icc1(found) == pytest.approx(11 / 14)
    assert icc2(found) == pytest.approx(11 / 12)


def test_without_two_groups_or_anything_within_them_nothing_is_compared():
    assert mean_squares(column(1, 2, 3), np.array([0, 0, 0])) is None
    assert mean_squares(column(1, 2), np.array([0, 1])) is None
    assert mean_squares(column(1, NAN, 2), np.array([0, 0, 1])) is None
    alike = mean_squares(column(3, 3, 3, 3), np.array([0, 0, 1, 1]))
    assert (icc1(alike), icc2(alike)) == (None, None)
    level = mean_squares(column(1, 3, 1, 3), np.array([0, 0, 1, 1]))
    assert (icc1(level), icc2(level)) == (-1, None)


@given(scores=answers, turn=st.randoms(use_true_random=False))
def test_the_order_of_respondents_and_of_statements_does_not_matter_nor_does_the_end_of_the_scale(scores, turn):
    rows, columns = (turn.sample(range(size), size) for size in scores.shape)
    for other in (scores[rows][:, columns], 6 - scores):
        for one in (ad_m, r_star, r_wg, r_wg_j):
            assert one(other) == (None if one(scores) is None else pytest.approx(one(scores), abs=1e-12))


@given(scores=answers)
def test_agreement_stays_within_its_bounds(scores):
    found = ad_m(scores)
    if found is None:
        return
    assert 0 <= found <= 2 + 1e-12
    assert r_star(scores) <= 1
    assert 0 <= r_wg_j(scores) <= 1
