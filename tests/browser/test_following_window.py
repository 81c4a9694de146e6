"""A workbook is saved while its pages are open: they are renewed where they stand, and the reader keeps the place."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from walking import at, until, walked

from alignment.app.workspace import Opening
from alignment.resources import sample_data

pytestmark = pytest.mark.browser

QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"
# Where the reader is in the report, as the frame's own page tells it: the frame is closed to the window around it.
_SECTION = """() => [...document.querySelectorAll('main > section')]
    .findLast(one => one.getBoundingClientRect().top <= document.querySelector('.bar').offsetHeight + 24)?.id"""


@pytest.fixture
def workbook(tmp_path, monkeypatch) -> Path:
    """A copy of the sample; commentary on it is kept beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alignment.toml").write_text(QUICK, encoding="utf-8")
    return Path(shutil.copy(sorted(sample_data().glob("*.xlsx"))[0], tmp_path / "audit.xlsx"))


@pytest.fixture
def opened(chromium, workbook) -> Iterator[Any]:
    """The window as it is opened with the workbook, at its second step."""
    with walked(chromium, Opening((workbook,), settings=workbook.with_name("alignment.toml"))) as page:
        page.goto("/running")
        at(page, "/understood")
        yield page


def take_place(workbook: Path, write: Callable[[Path], object]) -> None:
    """Save as a spreadsheet program does: another file takes the place of the workbook."""
    aside = workbook.with_name("aside.tmp")
    write(aside)
    aside.replace(workbook)


def save(workbook: Path, company: str, unknown: str = "") -> None:
    """Save the workbook with another company, and with a department that no list has where one is given."""
    book = openpyxl.load_workbook(workbook)
    next(row for row in book["Organisation"].iter_rows() if row[0].value == "Name")[1].value = company
    if unknown:
        book["RACI"]["C100"].value, book["RACI"]["B100"].value = "R", unknown
    take_place(workbook, book.save)


def say_company(company: str) -> str:
    return f"document.querySelector('.company').textContent === {company!r}"


def test_the_issues_are_renewed_where_they_stand(opened, workbook):
    page = opened
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto("/issues")
    assert page.locator(".issues tbody tr").count() == 5
    page.evaluate("document.body.dataset.mark = 'the same page'")
    search = page.get_by_label("Search", exact=True)
    search.fill("Finan")
    search.press("ArrowLeft")
    page.evaluate("scrollTo(0, 180)")
    height = search.bounding_box()["y"]
    save(workbook, "Once More", unknown="Finanace")
    until(page, say_company("Once More"))
    until(page, "document.querySelectorAll('.issues tbody tr').length", 6)
    assert "Finanace" in page.locator(".issues").text_content()
    assert abs(search.bounding_box()["y"] - height) <= 1
    assert search.input_value() == "Finan"
    assert page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == ["search", 4]
    assert page.evaluate("document.body.dataset.mark") == "the same page"


def test_the_report_opens_again_where_the_reader_was_and_unsaved_words_stay(opened, workbook):
    page = opened
    page.goto("/report")
    page.wait_for_selector(".files")
    page.evaluate("document.body.dataset.mark = 'the same page'")
    frame = page.frame_locator("iframe")
    frame.locator("main > section").nth(3).evaluate("one => one.scrollIntoView({ behavior: 'instant' })")
    section = frame.locator("html").evaluate(_SECTION)
    assert section == frame.locator("main > section").nth(3).get_attribute("id")
    words = page.get_by_label("Your own words")
    words.fill("Half a sentence")
    words.press("ArrowLeft")
    address = page.locator("iframe").get_attribute("src")
    page.evaluate("document.querySelector('#words').scrollIntoView({ block: 'center', behavior: 'instant' })")
    height = page.evaluate("document.querySelector('#words').getBoundingClientRect().top")
    save(workbook, "Once More")
    until(page, say_company("Once More"))
    # The report of before is there to be read until the new one is.
    assert page.locator("iframe").count() == 1
    until(page, f"document.querySelector('iframe').getAttribute('src') !== {address!r}")
    frame.get_by_text("Once More").first.wait_for()
    until(page, "document.querySelectorAll('.work').length", 0)
    assert frame.locator("html").evaluate(_SECTION) == section
    assert words.input_value() == "Half a sentence"
    assert page.evaluate("[document.activeElement.id, document.activeElement.selectionStart]") == ["words", 14]
    assert abs(page.evaluate("document.querySelector('#words').getBoundingClientRect().top") - height) <= 1
    assert page.locator(".files a").first.is_visible()
    assert page.evaluate("document.body.dataset.mark") == "the same page"


def test_a_reader_on_a_narrow_window_keeps_the_place(opened, workbook):
    page = opened
    page.set_viewport_size({"width": 700, "height": 600})
    page.goto("/report")
    page.wait_for_selector(".files")
    address = page.locator("iframe").get_attribute("src")
    page.evaluate("document.querySelector('#made-title').scrollIntoView({ behavior: 'instant' })")
    height = page.evaluate("document.querySelector('#made-title').getBoundingClientRect().top")
    save(workbook, "Once More")
    until(page, f"document.querySelector('iframe').getAttribute('src') !== {address!r}")
    until(page, "document.querySelectorAll('.work').length", 0)
    assert abs(page.evaluate("document.querySelector('#made-title').getBoundingClientRect().top") - height) <= 1


def test_what_is_tried_is_not_taken_away_and_the_page_can_be_loaded_again(opened, workbook):
    page = opened
    page.goto("/whatif")
    again = page.get_by_role("link", name="Load the page again")
    assert not again.is_visible()
    save(workbook, "Once More")
    again.wait_for()
    assert page.locator(".company").text_content() != "Once More"
    page.goto("/issues")
    until(page, say_company("Once More"))


def test_a_broken_save_is_told_and_what_was_there_stays(opened, workbook):
    page = opened
    page.goto("/issues")
    before = workbook.read_bytes()
    take_place(workbook, lambda aside: aside.write_bytes(before[:5_000]))
    problem = page.locator(".follows .problem")
    problem.wait_for()
    assert "audit.xlsx was saved at" in problem.text_content()
    assert "cannot be read" in problem.text_content()
    assert page.locator(".issues tbody tr").count() == 5
    page.goto("/report")
    page.frame_locator("iframe").locator("h1").wait_for()
    save_again = openpyxl.load_workbook(sorted(sample_data().glob("*.xlsx"))[0])
    take_place(workbook, save_again.save)
    problem.wait_for(state="detached")
    assert "was last saved at" in page.locator(".follows").text_content()


def test_who_is_at_the_top_stays_there(opened, workbook):
    page = opened
    page.goto("/issues")
    save(workbook, "Once More")
    until(page, say_company("Once More"))
    until(page, "document.querySelectorAll('.work').length", 0)
    assert page.evaluate("scrollY") == 0
