"""The pictures of docs/workbook.md: each layout is read as it is shown, and what the page prints is what the program says."""

import importlib.util
import re
import sys
import textwrap
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from alignment.cli.main import alignment

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "workbook.md").read_text(encoding="utf-8")


@cache
def make_layouts() -> ModuleType:
    """Import the script beside the pictures, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("make_layouts", DOCS / "pictures" / "make_layouts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_layouts"] = module
    spec.loader.exec_module(module)
    return module


SCRIPT = make_layouts()
LAYOUTS = {one.name: one for one in SCRIPT.LAYOUTS}
NAMES = (SCRIPT.KEY, *LAYOUTS)
from sheet_layouts.declared import ALIASES, WORDS  # noqa: E402 - the script makes its package known
from sheet_layouts.sheets import expected_words, write_workbook  # noqa: E402

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COLOUR = re.compile(r"\b(fill|stroke): (#[0-9a-f]{6}|none|url)")


@cache
def drawn() -> dict[str, str]:
    return SCRIPT.pictures()


def parts(svg: str) -> tuple[list[tuple[object, ...]], list[float]]:
    """What is drawn, in its order: texts and shapes with their colours; and the numbers that say where they stand."""
    things: list[tuple[object, ...]] = []
    places: list[float] = []
    for one in ElementTree.fromstring(svg).iter():
        tag = one.tag.rpartition("}")[2]
        if tag in ("text", "path"):
            things.append((tag, one.text or "", sorted(_COLOUR.findall(one.get("style", "")))))
            places += map(float, _NUMBER.findall(" ".join(one.get(name, "") for name in ("x", "y", "d"))))
    return things, places


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_is_read_as_it_is_declared(name: str):
    layout = LAYOUTS[name]
    found = SCRIPT.read_layout(layout)
    assert [(one.name, one.read_as, one.words) for one in found] == [
        (one.name, one.read_as, expected_words(one)) for one in layout.sheets
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_pictures_are_what_the_script_draws(name: str):
    things, places = parts((SCRIPT.FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    now = parts(drawn()[name])
    assert things == now[0]
    # Not to the byte: versions of matplotlib write a style in different ways, and measure a letter a little differently.
    assert places == pytest.approx(now[1], abs=0.01)


def test_no_text_of_a_picture_is_cut():
    assert not [name for name, svg in drawn().items() if "…" in svg]


def test_the_page_shows_every_picture_once_and_says_it_in_words():
    shown = re.findall(r"!\[([^\]]*)\]\(pictures/layouts/([a-z-]+)\.svg\)", PAGE)
    assert sorted(name for _, name in shown) == sorted(NAMES)
    assert all(len(words.split()) > 5 for words, _ in shown)
    assert sorted(file.stem for file in SCRIPT.FOLDER.iterdir()) == sorted(NAMES)


def blocks() -> list[str]:
    """The indented blocks of the section on settling what is not understood."""
    section = PAGE.partition("## Settling what is not understood\n")[2].partition("\n## ")[0]
    found = re.findall(r"^    .*(?:\n(?:    .*)?)*", section, re.MULTILINE)
    return [textwrap.dedent(one).strip() for one in found]


def run(command: str) -> str:
    done = CliRunner().invoke(alignment, command.removeprefix("$ alignment ").split(), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output.strip()


def test_what_the_page_prints_is_what_the_program_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    check, drafting, draft, words, again, aliases, report = blocks()
    write_workbook(LAYOUTS["unclear"], tmp_path)
    monkeypatch.chdir(tmp_path)
    mapping = Path("mapping.toml")

    command, _, printed = check.partition("\n")
    assert run(command) == printed
    command, _, printed = drafting.partition("\n")
    assert run(command) == printed
    assert draft in mapping.read_text(encoding="utf-8")
    assert words == WORDS.strip()
    mapping.write_text(WORDS, encoding="utf-8")
    command, _, printed = again.partition("\n")
    assert run(command) == printed
    assert aliases == ALIASES.strip()
    mapping.write_text(WORDS + ALIASES, encoding="utf-8")
    command, _, printed = report.partition("\n")
    # The other formats say the same, and take longer.
    assert printed in run(f"{command} --format json").splitlines()
