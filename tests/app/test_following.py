"""A workbook that the window was opened with is read again each time it is saved."""

import re
import shutil
import time
from pathlib import Path

import openpyxl
import pytest
from serving import Window

from alignment.app.workspace import Opening
from alignment.resources import sample_data

_PATIENCE = 180


def saved(workbook: Path, company: str) -> None:
    """Save it as a spreadsheet program does: another file takes its place."""
    book = openpyxl.load_workbook(workbook)
    sheet = book["Organisation"]
    next(row for row in sheet.iter_rows() if row[0].value == "Name")[1].value = company
    aside = workbook.with_name("aside.tmp")
    book.save(aside)
    aside.replace(workbook)


def shown(window: Window, words: str) -> str:
    """The page of issues, as soon as it shows some words."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        page = window.get("/issues").text
        if words in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{words} is not shown")


@pytest.fixture
def workbook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(sorted(sample_data().glob("*.xlsx"))[0], tmp_path / "audit.xlsx"))


@pytest.fixture
def window(workbook):
    opened = Window(Opening((workbook,))).open()
    yield opened
    opened.close()


def test_a_saved_workbook_is_read_again_and_says_so(window, workbook):
    window.ready()
    before = window.get("/state").json()
    assert "audit.xlsx is read again each time it is saved." in shown(window, "Brightwater")
    saved(workbook, "Renamed Waterworks")
    page = shown(window, "Renamed Waterworks")
    assert re.search(r"audit\.xlsx was last saved at \d\d:\d\d:\d\d, and is read again each time\.", page)
    assert window.get("/state").json() != before


def test_what_cannot_be_read_is_said_and_what_was_found_stays(window, workbook):
    window.ready()
    shown(window, "Brightwater")
    workbook.write_bytes(b"PK nothing of the kind")
    page = shown(window, "and cannot be read:")
    assert "What you see is from before." in page
    assert "Brightwater" in page
    saved_again = Path(shutil.copy(sorted(sample_data().glob("*.xlsx"))[0], workbook.with_name("good.tmp")))
    saved_again.replace(workbook)
    assert "and cannot be read:" not in shown(window, "is read again each time.")


def test_files_that_took_their_place_are_not_disturbed(window, workbook):
    window.ready()
    other = Path(shutil.copy(sorted(sample_data().glob("*.xlsx"))[1], workbook.with_name("other.xlsx")))
    window.drop(other)
    window.ready(written=True)
    before = window.get("/state").json()
    assert "is read again" not in window.get("/issues").text
    saved(workbook, "Renamed Waterworks")
    # Longer than it takes to see that a file was saved.
    time.sleep(3)
    assert window.get("/state").json() == before


def test_a_window_that_was_opened_with_nothing_follows_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    window = Window(Opening()).open()
    window.post("/check", {"sample": "yes"})
    window.ready()
    assert "is read again" not in window.get("/issues").text
    window.close()
