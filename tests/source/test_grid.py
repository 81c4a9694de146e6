"""Sheets as grids: what repeats is kept and asked about once, and what nobody looks at is not made."""

import pytest

from alignment.source.grid import Grid, kept_once, passing


def test_equal_texts_are_one_object():
    (first, second), _ = kept_once([["".join(["Sa", "les"]), 1.0], ["".join(["Sal", "es"]), 1.0]])
    assert first[0] is second[0]


def test_numbers_and_truths_are_kept_as_they_are():
    (row,), _ = kept_once([[1, 1.0, True, "1", 0.0, False]])
    assert [type(value) for value in row] == [int, float, bool, str, float, bool]


def test_a_test_is_asked_once_about_each_text():
    asked = []
    found = passing([4, 5, 6, 7], ["Sales", " Ops", "Sales", " Ops"], lambda text: asked.append(text) or text == "Ops")
    assert found == {5, 7}
    assert sorted(asked) == ["Ops", "Sales"]


@pytest.mark.parametrize(("wanted", "rows"), [("TRUE", {1}), ("1", {0, 2, 3}), ("FALSE", {4}), ("0", {5})])
def test_true_and_one_are_told_apart(wanted, rows):
    assert passing(range(6), [1, True, 1.0, "1", False, 0], wanted.__eq__) == rows


def test_only_rows_that_are_looked_at_are_turned_into_texts():
    grid = Grid("a.xlsx", "Sheet", [["From", 1.0], ["", " "], [" Sales  desk", 2.0]])
    assert grid.filled == (0, 2)
    assert len(grid.texts) == 0
    assert grid.texts[2] == ("Sales desk", "2")
    assert len(grid.texts) == 1


def test_a_column_gives_the_value_of_a_merge_to_the_cells_it_covers():
    grid = Grid("a.xlsx", "Sheet", [["A", 1.0], ["", 2.0], ["", 3.0]], merged={(2, 1): (1, 1)})
    assert grid.down(0, (0, 1, 2)) == ["A", "A", ""]
    assert grid.where(0, (0, 1, 2), lambda text: not text) == {1, 2}
