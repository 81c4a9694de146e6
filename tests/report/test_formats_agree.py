"""The four formats say the same: what is read back from each is what the health check holds."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pypdf
import pytest

from alignment.model.result import HealthCheck
from alignment.pipeline import examine, write_report
from alignment.resources import sample_data


class _Text(HTMLParser):
    """The words of a page, without styles and pictures' markup."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attributes):
        self._hidden += tag in {"style", "script"}

    def handle_endtag(self, tag):
        self._hidden -= tag in {"style", "script"}

    def handle_data(self, data):
        if not self._hidden:
            self.words.append(data)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[HealthCheck, Path]:
    folder = tmp_path_factory.mktemp("report")
    found = examine([sample_data() / "brightwater-q1.xlsx"])
    write_report(found, folder)
    return found.check, folder


@pytest.fixture(scope="module")
def texts(written: tuple[HealthCheck, Path]) -> dict[str, str]:
    """The text of each printed format, blanks and hyphens at line ends aside."""
    _, folder = written
    page = _Text()
    page.feed((folder / "health-check.html").read_text(encoding="utf-8"))
    pdf = "".join(one.extract_text() for one in pypdf.PdfReader(folder / "health-check.pdf").pages)
    book = openpyxl.load_workbook(folder / "health-check.xlsx")
    cells = "".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)
    return {"html": bare("".join(page.words)), "pdf": bare(pdf), "xlsx": bare(cells)}


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_json_and_excel_hold_every_measurement_to_the_last_digit(written):
    check, folder = written
    told = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))["measurements"]
    assert [one["value"] for one in told] == [one.value for one in check.measurements]
    sheet = openpyxl.load_workbook(folder / "health-check.xlsx")["Measurements"]
    rows = [[cell.value for cell in row] for row in sheet]
    assert [row[0] for row in rows[1:]] == [one.id for one in check.measurements]
    values = [row[rows[0].index("Value")] for row in rows[1:]]
    # Excel keeps 15 digits of what Python prints with 17.
    assert values == [
        one.value if one.value is None else pytest.approx(one.value, rel=1e-14) for one in check.measurements
    ]


def test_the_score_and_each_dimension_stand_on_every_board_page(written, texts):
    check, folder = written
    scores = [check.score, *check.dimensions]
    numbers = [one.value if hasattr(one, "value") else one.score for one in scores]
    assert all(number is not None for number in numbers)
    for name in ("html", "pdf"):
        assert f"{numbers[0]:.0f}of100" in texts[name]
        for one, number in zip(check.dimensions, numbers[1:], strict=True):
            assert re.search(rf"{one.name}\W*(Green|Amber|Red)?\W*{number:.0f}", texts[name]), (name, one.name)
    cover = openpyxl.load_workbook(folder / "health-check.xlsx")["Cover"]
    told: dict[object, object] = {}
    for first, second, *_ in cover.iter_rows(values_only=True):
        told.setdefault(first, second)  # the contents below name some of them again
    names = ["Health score", *(one.name for one in check.dimensions)]
    assert [told[name] for name in names] == pytest.approx(numbers, rel=1e-14)


def test_every_grave_finding_is_told_in_the_same_words_everywhere(written, texts):
    check, folder = written
    grave = [one for one in check.findings if one.severity in {"critical", "high"}]
    assert len(grave) >= 8
    told = {one["id"]: one for one in json.loads((folder / "health-check.json").read_text("utf-8"))["findings"]}
    for one in grave:
        assert told[one.id]["message"] == one.message
        assert [cell["cell"] for cell in told[one.id]["evidence"]] == [cell.address for cell in one.evidence]
        for name, text in texts.items():
            assert bare(one.message) in text, (name, one.id)
            assert bare(str(one.evidence[0])) in text, (name, one.id)
            assert bare(one.id) in text, (name, one.id)


def test_every_finding_is_in_the_spreadsheet_and_in_the_json(written, texts):
    check, folder = written
    told = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))["findings"]
    assert [one["id"] for one in told] == [one.id for one in check.findings]
    assert all(bare(one.id) in texts["xlsx"] and bare(one.message) in texts["xlsx"] for one in check.findings)
