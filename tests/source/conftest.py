"""Small workbooks written in a line: rows part by a new line or " / ", cells by "|"; digits are numbers."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from alignment.source import read
from alignment.source.reading import Reading


def value(text: str) -> str | float | None:
    text = text.strip(" ")
    return float(text) if text.replace(".", "", 1).isdigit() else text or None


def write(path: Path, sheets: Mapping[str, str]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, text in sheets.items():
        page = book.create_sheet(title)
        for row, line in enumerate(text.replace(" / ", "\n").split("\n"), start=1):
            for column, cell in enumerate(line.split("|"), start=1):
                page.cell(row, column, value(cell))
    book.save(path)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook: `workbook({"Departments": "Department / Sales"})` gives its path."""
    return lambda sheets, name="audit.xlsx": write(tmp_path / name, sheets)


@pytest.fixture
def reading(tmp_path: Path) -> Callable[..., Reading]:
    """Write a workbook and read it, with the text of a mapping file if one is given."""

    def read_it(sheets: Mapping[str, str], mapping: str = "", **options: tuple[str, ...]) -> Reading:
        words = tmp_path / "mapping.toml"
        words.write_text(mapping, encoding="utf-8")
        return read([write(tmp_path / "audit.xlsx", sheets)], words if mapping else None, **options)

    return read_it
