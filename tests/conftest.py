"""Shared fixtures. Data of real organisations is read in place and never copied into the project."""

import gettext
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from alignment import language
from nonetwork import loopback_allowed, watch

# The same examples every time, so that a run tells of a change and not of luck; where CI is set four times as many. What else there
# may be is looked for with --hypothesis-profile=search. No slow machine fails one by its deadline.
settings.register_profile("everyday", deadline=None, derandomize=True)
settings.register_profile("ci", max_examples=400, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")

watch()
# Tests of the window, of servers and of engines, which are reached by this machine's own address.
_LOCAL = frozenset({"app", "browser", "interactions"})

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `make golden` asks for."""
    parser.addoption("--golden", action="store_true", help="keep the words of the reports as they are now")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[object]:
    """Allow calls to this machine itself where a test is about these, from its first fixture to its last; none to another."""
    own = {"server"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("loopback") is not None
    with loopback_allowed(bool(own) or marked or item.path.relative_to(HERE).parts[0] in _LOCAL):
        return (yield)


@pytest.fixture(scope="session")
def real() -> Path:
    """Folder of real organisations' workbooks, where it exists."""
    folder = SHARED / "real"
    if not folder.is_dir():
        pytest.skip(f"real workbooks are not here ({folder.parent.name}/real is absent)")
    return folder


@pytest.fixture(scope="session")
def oracle() -> Path:
    """Folder of reference values computed by independent tools, where it exists."""
    folder = SHARED / "oracle"
    if not folder.is_dir():
        pytest.skip(f"reference values are not here ({folder.parent.name}/oracle is absent)")
    return folder


class Loud(gettext.NullTranslations):
    """A language that is English in capitals: no sentence of it is one of English."""

    def gettext(self, message):
        return "".join(one if one.startswith("{") else one.upper() for one in re.split(r"(\{.*?\})", message))

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def loud(monkeypatch) -> None:
    """Let Dutch be loud English, whatever its catalogue says."""
    english = gettext.NullTranslations()
    monkeypatch.setattr(language, "_catalogue", lambda code: english if code == language.ENGLISH else Loud())
