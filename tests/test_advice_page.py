"""docs/advice.md: how the plan is made, written from the declarations and from the plan of the sample company."""

import importlib.util
from pathlib import Path

import pytest

from alignment.advice.moves import KINDS

FOLDER = Path(__file__).resolve().parents[1] / "docs"
_SPEC = importlib.util.spec_from_file_location("make_advice", FOLDER / "make_advice.py")
assert _SPEC is not None
assert _SPEC.loader is not None
make_advice = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(make_advice)

WRITTEN = (FOLDER / "advice.md").read_text(encoding="utf-8")
NOT_CURRENT = "docs/advice.md is not current: run  python docs/make_advice.py"


def test_the_page_tells_every_kind_of_move_as_it_is_declared():
    assert WRITTEN.startswith("\n".join(make_advice.head_lines())), NOT_CURRENT
    assert list(make_advice.PROPOSERS) == list(KINDS)


@pytest.mark.slow
def test_the_page_explains_the_plan_that_the_sample_company_gets():
    assert make_advice.page() == WRITTEN, NOT_CURRENT
