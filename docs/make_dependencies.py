"""Write dependencies.md: what each library spares us, under which licence, and how large it is once installed.

python docs/make_dependencies.py

Every group of pyproject.toml, and every candidate of the comparison, is installed into an environment of its own and measured there;
a package index must be within reach.
"""

import json
import platform
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

from dependencies_told import CANDIDATES, DESKTOP, HEAD, INSTEAD, LICENCES, UNSAID, WINDOW, Candidate

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "dependencies.md"
# Run by the interpreter of an environment: what is installed there. Bytes of the files that came, without what Python compiles.
_LOOK = """
import json
from importlib.metadata import distributions
def size(one):
    return sum(one.locate_file(file).stat().st_size for file in one.files or () if file.suffix != ".pyc" and one.locate_file(file).is_file())
def licence(one):
    told = [name.split(" :: ")[-1] for name in one.metadata.get_all("Classifier") or () if name.startswith("License ::")]
    return one.metadata.get("License-Expression") or " and ".join(told) or (one.metadata.get("License") or "").split("\\n")[0]
print(json.dumps([[one.metadata["Name"], one.version, licence(one), size(one)] for one in distributions()]))
"""
# What an environment has before anything is installed.
_THERE = frozenset({"pip", "setuptools"})


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package."""

    name: str
    version: str
    licence: str
    megabytes: float


@dataclass(frozen=True, slots=True)
class Group:
    """The libraries that are installed together, as pyproject.toml names them."""

    title: str
    requirements: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The libraries by name alone, in the order of the alphabet."""
        return tuple(sorted({library(one) for one in self.requirements}))


def library(requirement: str) -> str:
    """Return the name of a library, as package indexes compare names.

    Examples
    --------
    >>> library("ibis_framework[duckdb]>=12.0,<13")
    'ibis-framework'
    """
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]  # a requirement has a name


def groups(project: Mapping[str, object]) -> tuple[Group, ...]:
    """Return the groups of a pyproject.toml: what every run needs, the extras, and what only its makers need."""
    told = project["project"]
    assert isinstance(told, dict)
    extras = told["optional-dependencies"]
    makers = project["dependency-groups"]
    assert isinstance(makers, dict)
    return (
        Group("What every run needs", tuple(told["dependencies"])),
        *(Group(f"The extra `{name}`", tuple(some)) for name, some in extras.items()),
        *(Group(f"For those who work on it: `{name}`", tuple(some)) for name, some in makers.items()),
    )


def installed(requirements: Sequence[str]) -> dict[str, Package]:
    """Install into a fresh environment, and return every package that is there then, by name."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "environment"
        python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        uv = which("uv")
        venv.create(home, with_pip=uv is None)
        pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install", "--no-compile"]
        subprocess.run([*pip, "--quiet", *requirements], check=True)  # noqa: S603 - what pyproject.toml names
        said = subprocess.run([python, "-c", _LOOK], check=True, capture_output=True, text=True).stdout  # noqa: S603
    found = (Package(library(name), *rest, size / 1e6) for name, *rest, size in json.loads(said))
    return {one.name: one for one in found if one.name not in _THERE}


def licence(package: Package) -> str:
    """Return a licence by its short name, where it has one."""
    if package.name in UNSAID:
        return UNSAID[package.name]
    return " and ".join(LICENCES.get(one, one) for one in package.licence.split(" and "))


def megabytes(some: Iterable[Package]) -> str:
    """Return what packages come to, in MB."""
    return f"{sum(one.megabytes for one in some):,.1f}"


def table(
    group: Group, found: Mapping[str, Package], known: frozenset[str], told: frozenset[str] = frozenset()
) -> Iterator[str]:
    """One row a library, and a line on what they bring; what an earlier table `told` of, or counted as `known`, is left out."""
    direct = [one for one in group.names if one not in told]
    yield f"## {group.title}\n"
    yield "| library | what we would write and keep up ourselves | licence | MB |\n|---|---|---|---:|"
    for name in direct:
        one = found[name]
        yield f"| {name} {one.version} | {INSTEAD[name]} | {licence(one)} | {megabytes([one])} |"
    brought = [one for name, one in sorted(found.items()) if name not in group.names and name not in known]
    if brought:
        licences = ", ".join(sorted({licence(one) for one in brought}))
        names = ", ".join(one.name for one in brought)
        yield f"\nThey bring {len(brought)} more, {megabytes(brought)} MB: {names} ({licences})."
    yield f"\nTogether {megabytes(found[name] for name in found if name not in known)} MB.\n"


def sizes(found: Mapping[Candidate, Sequence[Package]]) -> Iterator[str]:
    """One row a candidate for the window: what was measured, and seen."""
    yield "| candidate | MB | packages | licence | seen |\n|---|---:|---:|---|---|"
    for one, packages in found.items():
        version = next((f" {each.version}" for each in packages if each.name == library(one.requirements[0])), "")
        yield f"| {one.name}{version} | {megabytes(packages)} | {len(packages)} | {one.licence} | {one.seen} |"


def facts() -> Iterator[str]:
    """One row a candidate for the window: what is documented."""
    yield "| candidate | whose HTML | uploads: limit, progress | tests |\n|---|---|---|---|"
    for one in CANDIDATES:
        yield f"| {one.name} | {one.html} | {one.uploads} | {one.tests} |"


def window() -> str:
    """Measure the candidates, and return the section on them."""
    found = {one: tuple(installed(one.requirements).values()) if one.requirements else () for one in CANDIDATES}
    drawn = [packages for one, packages in found.items() if not one.html.startswith("ours")]
    least, most = (pick(drawn, key=lambda some: sum(one.megabytes for one in some)) for pick in (min, max))
    return WINDOW.format(
        sizes="\n".join(sizes(found)),
        facts="\n".join(facts()),
        heaviest=f"{megabytes(least)} to {megabytes(most)} MB",
        desktop=megabytes(installed([DESKTOP]).values()),
    )


def page() -> str:
    """Measure everything, and return the page."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    python = ".".join(map(str, sys.version_info[:2]))
    lines = [HEAD.format(day=datetime.now(UTC).date(), python=python, system=platform.system())]
    known = told = frozenset[str]()
    for group in groups(project):
        found = installed(group.requirements)
        lines += table(group, found, known, told)
        known |= found.keys()
        told |= set(group.names)
    return "\n".join([*lines, window()])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
