"""The built package: what it carries, and that it runs where only it is installed."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    return folder


def test_the_wheel_carries_templates_and_the_sample_company(built: Path):
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    assert {"alignment/templates/report.typ", "alignment/templates/health-check.schema.json"} <= set(names)
    assert sum(name.startswith("alignment/sample_data/") and name.endswith(".xlsx") for name in names) == 2


def test_the_source_distribution_carries_all_that_its_tests_need(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"templates/report.typ", "sample_data/README.md", "tests/build.py", "LICENSE", "Makefile"} <= names


def test_the_wheel_alone_runs_the_demo_from_another_folder(built: Path, tmp_path: Path):
    home = tmp_path / "empty"
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", next(built.glob("*.whl"))]
    subprocess.run(install, check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    program = python.parent / ("alignment.exe" if os.name == "nt" else "alignment")
    done = subprocess.run([program, "demo"], cwd=elsewhere, check=True, capture_output=True, text=True)
    written = elsewhere / "reports" / "demo"
    made = sorted(file.name for file in written.iterdir())
    assert made == [f"health-check.{suffix}" for suffix in ("html", "json", "pdf", "pptx", "xlsx")]
    assert str(Path("reports/demo/health-check.html")) in done.stdout
