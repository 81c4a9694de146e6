"""A report that names nobody, of a real organisation whose people are known by their logins."""

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest

from alignment.pipeline import examine, write_report

pytestmark = pytest.mark.slow

# Shorter ones are other words too.
_SHORTEST = 4


@pytest.fixture(scope="module")
def workbook(real: Path) -> Path:
    return real / "kubernetes" / "kubernetes.xlsx"


@pytest.fixture(scope="module")
def texts(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each format says, by its ending."""
    folder = tmp_path_factory.mktemp("safe")
    write_report(examine([workbook], client_safe=folder / "alignment.key"), folder)
    book = openpyxl.load_workbook(folder / "health-check.xlsx", read_only=True)
    cells = [str(one) for sheet in book for row in sheet.iter_rows(values_only=True) for one in row if one is not None]
    return {
        "json": (folder / "health-check.json").read_text(encoding="utf-8"),
        "html": (folder / "health-check.html").read_text(encoding="utf-8"),
        "pdf": "\n".join(page.extract_text() for page in pypdf.PdfReader(folder / "health-check.pdf").pages),
        "xlsx": "\n".join(cells),
    }


def names(workbook: Path) -> Iterator[str]:
    """Logins and names of the register of people."""
    for login, name, *_ in openpyxl.load_workbook(workbook, read_only=True)["People"].iter_rows(2, values_only=True):
        yield from (str(one) for one in (login, name) if one and len(str(one)) >= _SHORTEST)


@pytest.mark.parametrize("ending", ["json", "html", "pdf", "xlsx"])
def test_no_login_and_no_name_of_the_register_stands_anywhere(workbook, texts, ending):
    text = texts[ending].casefold()
    said = [one for one in names(workbook) if re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", text)]
    assert said == []
