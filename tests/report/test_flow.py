import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.report.flow import Sheet


@given(st.lists(st.floats(0.2, 3), min_size=1, max_size=9).map(lambda heights: sorted(heights, reverse=True)))
def test_a_page_is_set_in_the_largest_look_in_which_it_fits_and_else_in_the_last(heights):
    sheet = Sheet(len(heights))
    tried = []
    while sheet.open:
        tried.append(sheet.look)
        sheet.read_back(heights[sheet.look])
    assert sheet.look == next((look for look, height in enumerate(heights) if height <= 1), len(heights))
    assert len(set(tried)) == len(tried)


@pytest.mark.parametrize(("height", "look"), [(0.9, 0), (1.02, 1), (1.1, 2), (1.3, 5)])
def test_how_far_a_page_runs_over_tells_which_look_to_try_next(height, look):
    sheet = Sheet(7)
    sheet.read_back(height)
    assert sheet.look == look
