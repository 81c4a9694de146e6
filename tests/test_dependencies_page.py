"""docs/dependencies.md: every library of pyproject.toml has its row there, with a licence and a size that was measured."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROW = re.compile(r"\| ([a-z0-9-]+) (\S+) \| (.+) \| (.+) \| ([\d,]+\.\d) \|")


@pytest.fixture(scope="module")
def made() -> ModuleType:
    folder = ROOT / "docs"
    specification = importlib.util.spec_from_file_location("make_dependencies", folder / "make_dependencies.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.path.insert(0, str(folder))
    try:
        # Dataclasses look their module up by its name.
        sys.modules["make_dependencies"] = module
        specification.loader.exec_module(module)
    finally:
        sys.path.remove(str(folder))
    return module


@pytest.fixture(scope="module")
def rows() -> dict[str, tuple[str, ...]]:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    return {found[1]: found.groups()[1:] for found in map(ROW.fullmatch, page.splitlines()) if found}


@pytest.fixture(scope="module")
def named(made: ModuleType) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {name for group in made.groups(project) for name in group.names}


def test_every_library_is_measured_on_the_page(named: set[str], rows: dict[str, tuple[str, ...]]):
    assert {"openpyxl", "psycopg", "pyarrow", "ibis-framework", "watchfiles", "ruff", "playwright", "pyspark"} <= named
    assert named - rows.keys() == set(), "docs/dependencies.md is not current: run  python docs/make_dependencies.py"


def test_every_row_says_what_it_spares_its_licence_and_its_size(made: ModuleType, rows: dict[str, tuple[str, ...]]):
    assert len(rows) > 40
    for name, (version, instead, licence, size) in rows.items():
        assert re.match(r"\d", version), name
        assert instead == made.INSTEAD[name]
        assert licence.strip()
        assert float(size.replace(",", "")) >= 0
    # The largest of all that every run needs, and one that is a few files.
    assert float(rows["scipy"][3].replace(",", "")) > 50
    assert float(rows["olefile"][3]) < 1


def test_what_is_copyleft_is_in_no_group_that_every_run_needs(made: ModuleType, rows: dict[str, tuple[str, ...]]):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    core = made.groups(project)[0].names
    assert [name for name in core if re.search(r"\bA?GPL|LGPL|MPL", rows[name][2])] == []
    assert "LGPL" in rows["psycopg"][2]


def test_a_table_counts_what_is_new_once(made: ModuleType):
    group = made.Group("The extra `app`", ("watchfiles>=1.0", "click>=8"))
    found = {
        "watchfiles": made.Package("watchfiles", "1.3.0", "MIT License", 1.25),
        "anyio": made.Package("anyio", "4.16.0", "MIT", 0.5),
        "idna": made.Package("idna", "3.20", "BSD License", 0.25),
        "click": made.Package("click", "8.5.1", "BSD-3-Clause", 7.0),
    }
    lines = "\n".join(made.table(group, found, frozenset({"click"}), frozenset({"click"})))
    assert f"| watchfiles 1.3.0 | {made.INSTEAD['watchfiles']} | MIT | 1.2 |" in lines
    assert "| click" not in lines
    assert "They bring 2 more, 0.8 MB: anyio, idna (BSD, MIT)." in lines
    assert "Together 2.0 MB." in lines


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("Jinja2>=3.1.5", "jinja2"),
        ("psycopg[binary]>=3.2.3", "psycopg"),
        ("typst>=0.15; platform_system != 'x'", "typst"),
    ],
)
def test_a_requirement_is_known_by_its_name(made: ModuleType, requirement: str, name: str):
    assert made.library(requirement) == name


def test_every_candidate_for_the_window_is_compared(made: ModuleType):
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for one in made.CANDIDATES:
        row = rf"^\| {re.escape(one.name)}(?: [\d.]+)? \|"
        assert len(re.findall(row, page, re.MULTILINE)) == 2, one.name
    assert len(made.CANDIDATES) == 10
