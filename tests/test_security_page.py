"""docs/security.md: each promise names tests, and each that is named is there and tests something."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+)`", PAGE)))
# What is said, and not promised.
_TOLD = {"What is not promised", "How to report"}


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_is_named_is_there_and_tests_something(name):
    file = ROOT / name
    assert file.is_file()
    assert not file.name.startswith("test_") or re.search(
        r"^ *def test_\w+", file.read_text(encoding="utf-8"), re.MULTILINE
    )


def test_every_promise_names_a_test():
    chapters = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    promises = {one.partition("\n")[0]: one for one in chapters}
    assert len(promises.keys() - _TOLD) == 10
    assert [title for title, one in promises.items() if title not in _TOLD and "`tests/" not in one] == []
    assert promises.keys() >= _TOLD


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md", "docs/dependencies.md"])
def test_it_is_linked(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert re.search(r"\]\((docs/)?security\.md\)", text)


def test_where_it_links_to_is_there():
    links = re.findall(r"\]\(([^)#]+)", PAGE)
    assert len(links) >= 2
    assert [one for one in links if not (ROOT / "docs" / one).is_file()] == []
