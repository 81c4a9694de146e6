"""A real browser, and pages to look at in it: the sample company's report, and one whose names would like to run."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from running_names import RUNS, SCRIPT

from alignment.analysis import catalogue
from alignment.branding import read_brand
from alignment.model.result import HealthCheck
from alignment.pipeline import examine
from alignment.report import content, html
from alignment.report.document import Document
from alignment.resources import sample_data
from alignment.settings import Settings
from brands import FAMILY, LOGO, brand_file, face
from build import organisation
from documents import trend_document

QUICK = Settings(permutations=20, score_draws=5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser that this machine has; none is downloaded."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (dependency group browser)")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium on the path, and CHROMIUM names none")
    # Where root runs it, as in a container, its own sandbox cannot start.
    with (
        api.sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        ) as browser,
    ):
        yield browser


@pytest.fixture
def open_page(chromium) -> Iterator[Callable[..., Any]]:
    """Open a file as a person would, and fail the test where the page complains or asks for anything else."""
    opened = []

    def opener(file: Path, width: int = 1280, **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **more)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url))
        page.goto(file.as_uri())
        assert complaints == [file.as_uri()]
        complaints.clear()
        opened.append((context, complaints))
        return page

    yield opener
    for context, complaints in opened:
        context.close()
        assert complaints == []


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """The report of the sample company."""
    found = examine([sample_data() / "brightwater-q1.xlsx"], QUICK)
    return _written(tmp_path_factory, content.document(found.check, found.organisation, QUICK))


@pytest.fixture(scope="session")
def change(tmp_path_factory) -> Path:
    """The report on what has changed between the two quarters of the sample company."""
    return _written(tmp_path_factory, trend_document())


@pytest.fixture(scope="session")
def odd(tmp_path_factory) -> Path:
    """The report of a small company whose departments are called what would run if it could."""
    return _written(tmp_path_factory, _odd())


@pytest.fixture(scope="session")
def branded(tmp_path_factory) -> Path:
    """The same report in the looks of a firm."""
    text = f'''
        firm = "Harbour & Vale"
        logo = "firm.svg"
        confidentiality = "For the board only"
        [colours]
        accent = "#6a1b4d"
        headings = "#3b0f2c"
        [fonts]
        text = "{FAMILY}"
        files = ["one.otf", "two.otf"]'''
    two = face("Bold", usWeightClass=700)
    folder = tmp_path_factory.mktemp("firm")
    brand = read_brand(brand_file(folder, text, firm_svg=LOGO, one_otf=face(), two_otf=two))
    return _written(tmp_path_factory, replace(_odd(), brand=brand))


def _odd() -> Document:
    company = organisation(
        departments=[f"{RUNS}>Firm", f"{SCRIPT}>Firm", "Café>Firm", "Legal>Firm"],
        people={"ann": RUNS, "bob": SCRIPT, "cem": "Café", "dee": "Legal"},
        ties="ann-bob:3 bob-cem:2",
        journeys={"I join": [RUNS, SCRIPT, "Café", "Legal"], f"I {RUNS}": ["Legal", "Café", "Legal"]},
        owners={},
    )
    found = catalogue.analyse(company, QUICK)
    check = HealthCheck("Odd", None, (), found.score, found.dimensions, found.measurements, found.findings, ())
    return content.document(check, company, QUICK)


def _written(tmp_path_factory, document) -> Path:
    file = tmp_path_factory.mktemp("page") / "health-check.html"
    file.write_text(html.render(document), encoding="utf-8", newline="\n")
    return file
