"""The window before and after it is opened; its reports are quick ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import Window

from alignment.app.workspace import Opening

QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"


@pytest.fixture
def quick(tmp_path_factory) -> Path:
    """Settings under which a check takes little time."""
    file = tmp_path_factory.mktemp("settings") / "alignment.toml"
    file.write_text(QUICK, encoding="utf-8")
    return file


@pytest.fixture
def unopened(quick) -> Iterator[Window]:
    """The window before anybody has opened it."""
    found = Window(Opening(settings=quick))
    yield found
    found.close()


@pytest.fixture
def window(unopened) -> Window:
    """The window as the program opens it."""
    return unopened.open()
