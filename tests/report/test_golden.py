"""The words of the report are those that were read and found good. Where they change on purpose: make golden."""

import pytest

from documents import COMPANIES, document, trend_document
from golden import compare, wording


@pytest.fixture(scope="module")
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--golden"))


@pytest.mark.parametrize("name", ["sample", *COMPANIES])
def test_the_words_are_those_that_are_kept(name, rewrite):
    compare(name, wording(document(name)), rewrite)


@pytest.mark.parametrize("name", [pytest.param("sample", marks=pytest.mark.slow), *COMPANIES])
def test_the_words_in_dutch_are_those_that_are_kept(name, rewrite):
    compare(f"{name}-nl", wording(document(name, "nl")), rewrite)


@pytest.mark.parametrize("code", ["en", "nl"])
def test_the_words_of_a_trend_are_those_that_are_kept(code, rewrite):
    compare("trend" if code == "en" else f"trend-{code}", wording(trend_document(code)), rewrite)


def test_changed_words_are_shown_beside_the_kept_ones():
    kept = wording(document("bare"))
    with pytest.raises(
        pytest.fail.Exception, match=r"make golden\n(.*\n)*-Read: 1 department\.(.*\n)+\+Read: 2 departments\."
    ):
        compare("bare", kept.replace("Read: 1 department.", "Read: 2 departments."), rewrite=False)
