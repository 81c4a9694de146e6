"""What is shown of a survey never tells what fewer than five people answered: by hand, and for any company."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import privacy
from alignment.analysis.privacy import SMALLEST, shown


def company(**departments):
    """Groups of a company: everybody, departments, levels; given how many of each level a department has."""
    people = [
        (unit, level) for unit, sizes in departments.items() for level, size in enumerate(sizes) for _ in range(size)
    ]
    units, levels = np.array([one for one, _ in people]), np.array([one for _, one in people])
    groups = {"all": np.ones(len(people), dtype=bool)}
    groups |= {unit: units == unit for unit in departments}
    groups |= {f"level {level}": levels == level for level in sorted(set(levels.tolist()))}
    return groups


def everyone(groups, questions=1):
    return np.ones((len(groups["all"]), questions), dtype=bool)


def hidden(groups, answered=None):
    return set(groups) - shown(groups, everyone(groups) if answered is None else answered)


def test_where_every_group_is_large_enough_all_are_shown():
    assert not hidden(company(A=[3, 3], B=[4, 4], C=[5, 5]))


def test_a_department_of_four_is_hidden_and_the_smallest_other_with_it():
    assert hidden(company(A=[4], B=[6], C=[9])) == {"A", "B"}


def test_two_departments_of_four_hide_each_other():
    assert hidden(company(A=[4], B=[4], C=[9])) == {"A", "B"}


def test_two_departments_that_have_four_together_need_a_third():
    assert hidden(company(A=[2], B=[2], C=[6], D=[9])) == {"A", "B", "C"}


def test_a_department_that_is_a_level_but_for_three_people_is_hidden():
    # Level 0 is the board and one head in each of three departments: without the board, three people are left.
    groups = company(Board=[7, 0], A=[1, 8], B=[1, 8], C=[1, 8])
    # Everybody without A, B and C is the board again, so that one of them goes too.
    assert hidden(groups) == {"Board", "A"}


def test_one_person_less_another_is_a_figure_of_two():
    # The board is management, but for its clerk; management is the board, but for the head of Ops.
    groups = company(Board=[6, 1], Ops=[1, 9])
    assert {"Board", "level 0"} & hidden(groups)
    told = groups["level 0"].astype(int) - groups["Board"]
    assert np.abs(told).sum() == 2


def test_a_group_that_can_be_worked_out_without_harm_is_not_said_to_be_hidden():
    for seed in range(20):
        draw = np.random.default_rng(seed)
        groups = company(**{f"D{at}": [1, *draw.integers(0, 12, 2)] for at in range(8)})
        kept = shown(groups, everyone(groups))
        rows = np.stack([groups[one] for one in sorted(kept)]).astype(float)
        for name in groups.keys() - kept:
            weights, *_ = np.linalg.lstsq(rows.T, groups[name].astype(float), rcond=None)
            assert np.abs(groups[name] - weights @ rows).max() > 1e-6


def test_people_without_a_department_are_protected_as_a_department_is():
    groups = company(A=[6], B=[7], X=[2])
    del groups["X"]
    assert hidden(groups) == {"A"}


def test_parts_of_a_department_are_hidden_where_one_is_too_small():
    groups = company(A=[5, 4], B=[6, 7])
    level = groups.pop("level 0"), groups.pop("level 1")
    groups |= {"A above": groups["A"] & level[0], "A below": groups["A"] & level[1]}
    groups |= {"B above": groups["B"] & level[0], "B below": groups["B"] & level[1]}
    assert hidden(groups) == {"A above", "A below"}


def test_a_group_of_whom_few_answered_one_question_is_hidden_on_all():
    groups = company(A=[8], B=[8], C=[9])
    answered = everyone(groups, 2)
    answered[:4, 1] = False
    assert hidden(groups, answered) == {"A", "B"}


def test_a_company_under_five_shows_nothing():
    assert shown(company(A=[2], B=[2]), everyone(company(A=[2], B=[2]))) == frozenset()
    assert shown({}, np.ones((0, 1), dtype=bool)) == frozenset()


sizes = st.integers(0, 7)
companies = st.integers(1, 3).flatmap(
    lambda levels: st.lists(st.lists(sizes, min_size=levels, max_size=levels), min_size=1, max_size=5)
).filter(lambda rows: sum(map(sum, rows)) > 0)  # fmt: skip


@settings(max_examples=settings().max_examples * 2, deadline=None)
@given(rows=companies, data=st.data())
def test_no_sum_of_what_is_shown_is_that_of_fewer_than_five(rows, data):
    groups = company(**{f"D{at}": row for at, row in enumerate(rows)})
    size = len(groups["all"])
    for unit in [one for one in groups if one.startswith("D")]:
        for level in [one for one in groups if one.startswith("level")]:
            if data.draw(st.booleans()):
                groups[f"{unit}/{level}"] = groups[unit] & groups[level]
    answered = np.ones((size, 2), dtype=bool)
    answered[data.draw(st.lists(st.integers(0, size - 1), max_size=6)), 1] = False
    kept = shown(groups, answered)
    for column in answered.T:
        there = np.stack([groups[one][column] for one in sorted(kept)]).astype(float) if kept else np.empty((0, 0))
        if not there.size:
            continue
        # One column a kind of respondent, the same groups all round: what one can tell apart at all.
        kinds, number = np.unique(np.stack([one[column] for one in groups.values()]), axis=1, return_counts=True)
        rows_kept = kinds[[list(groups).index(one) for one in sorted(kept)]].astype(float)
        small = [at for at, count in enumerate(number) if count < SMALLEST]
        rank = np.linalg.matrix_rank(rows_kept)
        for many in range(1, SMALLEST):
            for some in combinations(small, many):
                if number[list(some)].sum() >= SMALLEST:
                    continue
                # Whatever the weights: without their columns no sum is left of these alone.
                others = np.delete(rows_kept, list(some), axis=1)
                assert np.linalg.matrix_rank(others) == rank, (kept, some)


@settings(deadline=None)
@given(rows=companies, seed=st.integers(0, 99))
def test_least_squares_on_the_published_totals_find_no_hidden_department_or_level(rows, seed):
    groups = company(**{f"D{at}": row for at, row in enumerate(rows)})
    kept = shown(groups, everyone(groups))
    if not kept:
        return
    # Two surveys that publish the same figures and differ in what every hidden group said.
    scores = np.random.default_rng(seed).integers(1, 6, len(groups["all"])).astype(float)
    published = np.stack([groups[one] for one in sorted(kept)]).astype(float)
    for name in groups.keys() - kept:
        if not 0 < groups[name].sum() < SMALLEST:
            continue
        weights, *_ = np.linalg.lstsq(published.T, groups[name].astype(float), rcond=None)
        beyond = groups[name] - weights @ published
        assert np.abs(beyond).max() > 1e-6
        other = scores + beyond
        assert published @ other == pytest.approx(published @ scores)
        assert groups[name] @ other != pytest.approx(groups[name] @ scores)


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(rows=companies, turn=st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(rows, turn):
    groups = company(**{f"D{at}": row for at, row in enumerate(rows)})
    order = turn.sample(range(len(groups["all"])), len(groups["all"]))
    mixed = {name: members[order] for name, members in groups.items()}
    assert shown(mixed, everyone(mixed)) == shown(groups, everyone(groups))


def test_whatever_rounding_leaves_a_group_that_is_shown_reaches_itself():
    """Departments, their parts, levels and everybody are sums of one another many times over."""
    unit, level = np.divmod(np.arange(18 * 3), 3)
    parts = [(unit == one) & (level == other) for one in range(18) for other in range(3)]
    rows = np.array(
        [*parts, *(unit == one for one in range(18)), *(level == one for one in range(3)), unit >= 0], dtype=float
    )
    for kept in (rows[:40], rows[30:], rows[54:], rows[::2]):
        assert np.abs(privacy._beyond(kept) @ kept.T).max() < 1e-12


def test_what_one_or_two_groups_tell_is_hidden_as_the_linear_program_hides_it(monkeypatch):
    draw = np.random.default_rng(7)
    sizes = [{unit: draw.integers(0, 8, 3).tolist() for unit in "ABCDE"} for _ in range(25)]
    by_a_look = [hidden(company(**one)) for one in sizes]
    monkeypatch.setattr(privacy, "_one_or_two", lambda rows, wanted: ())
    assert by_a_look == [hidden(company(**one)) for one in sizes]
    assert any(by_a_look)


def test_of_many_groups_none_but_the_largest_are_shown(monkeypatch):
    groups = company(A=[6], B=[7], C=[8], D=[9])
    del groups["level 0"]
    assert not hidden(groups)
    monkeypatch.setattr(privacy, "MOST_GROUPS", 3)
    # Everybody, of 30, then D and C.
    assert privacy.looked_at(groups) == ("C", "D", "all")
    assert hidden(groups) == {"A", "B"}
