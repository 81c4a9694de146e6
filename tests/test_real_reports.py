"""Reports of two real organisations, in all printed formats: large inputs stay readable, and nothing is lost."""

import json
from pathlib import Path

import openpyxl
import pypdf
import pytest

from alignment.pipeline import Examination, examine, write_report

MAPPING = Path(__file__).parent / "data" / "openstack-mapping.toml"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["kubernetes", "openstack"])
def report(
    request: pytest.FixtureRequest, real: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Examination, Path]:
    folder = tmp_path_factory.mktemp(request.param)
    mapping = MAPPING if request.param == "openstack" else None
    found = examine([real / request.param / f"{request.param}.xlsx"], mapping=mapping)
    write_report(found, folder)
    return found, folder


def test_all_printed_formats_are_written(report):
    assert sorted(file.name for file in report[1].iterdir()) == [
        "health-check.html",
        "health-check.json",
        "health-check.pdf",
        "health-check.pptx",
        "health-check.xlsx",
    ]


def pages(pdf: Path) -> tuple[int, int]:
    """How many pages tell of the company, and how many are handed to departments."""
    reader = pypdf.PdfReader(pdf)
    starts = {one.title: reader.get_destination_page_number(one) for one in reader.outline if not isinstance(one, list)}
    # Of many departments not each has one.
    first = next(at for title, at in starts.items() if title in ("A page for each department", "Pages for departments"))
    handed_out = starts["Method and evidence"] - first
    return len(reader.pages) - handed_out, handed_out


def test_the_pages_summarise_and_the_spreadsheet_holds_the_rest(report):
    found, folder = report
    summary, handed_out = pages(folder / "health-check.pdf")
    assert summary <= 45
    assert handed_out <= 42
    assert (folder / "health-check.html").stat().st_size < 3_000_000
    book = openpyxl.load_workbook(folder / "health-check.xlsx")
    for title, least in {
        "Findings": len(found.check.findings),
        "Measurements": len(found.check.measurements),
        "Issues": len(found.check.issues),
        "Journeys": len(found.organisation.journeys),
    }.items():
        assert sum(1 for row in book[title].iter_rows(values_only=True) if any(row)) >= least, title


def test_every_journey_without_an_owner_is_a_finding_with_its_cell(report):
    found, folder = report
    told = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))["findings"]
    cells = {cell["cell"] for one in told if one["code"] == "OWN01" for cell in one["evidence"]}
    nobody = [one for one in found.organisation.journeys if not one.owners]
    assert len(nobody) in {18, 3}
    assert {one.cell("owner").address for one in nobody} <= cells
