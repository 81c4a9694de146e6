"""The history in the window: today's check is added, how a company moved is told, and any two are compared."""

import html
import re
from datetime import date

import openpyxl
import pytest
from click.testing import CliRunner
from serving import Window

from alignment.app.workspace import Opening
from alignment.cli.main import alignment
from alignment.history.store import open_store
from alignment.resources import sample_data

QUARTERS = sorted(sample_data().glob("*.xlsx"))


@pytest.fixture
def store(tmp_path):
    return tmp_path / "kept" / "history.sqlite"


@pytest.fixture
def window(quick, store):
    store.parent.mkdir()
    found = Window(Opening(settings=quick, store=str(store))).open()
    yield found
    found.close()


def page(window: Window) -> str:
    return html.unescape(window.get("/history").text)


def added(window: Window, file, day: str = "") -> str:
    """Check a file and add it; what the page then says."""
    window.drop(file)
    window.ready()
    window.post("/history/add", {"day": day})
    return settled(window)


def settled(window: Window) -> str:
    """The page when nothing is under way any more."""
    for _ in range(600):
        if 'class="across work"' not in (text := page(window)):
            return text
    raise AssertionError("the work goes on")


def track(*arguments: object) -> str:
    done = CliRunner().invoke(alignment, ["track", *(str(one) for one in arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def workbook(file, *days: str):
    book = openpyxl.Workbook()
    book.active.title = "Departments"
    for row in (["Department", "Head"], ["Sales", "Ann"], ["Ops", "Bob"]):
        book.active.append(row)
    about = book.create_sheet("Organisation")
    about.append(["Name", "Acme"])
    for day in days:
        about.append(["Snapshot date", day])
    book.save(file)
    return file


def test_before_anything_is_kept_it_says_where_it_would_be(window, store):
    text = page(window)
    assert "No check is kept yet." in text
    assert str(store) in text
    assert not store.exists()


def test_the_check_in_hand_is_added_once_as_the_command_line_adds_it(window, store, quick):
    text = added(window, QUARTERS[0])
    assert "The check of 31 March 2026 was added." in text
    assert "1 check of Brightwater Energy & Fibre is kept." in text
    window.post("/history/add", {"day": "2026-03-31"})
    assert "The check of 31 March 2026 is there already." in settled(window)
    with open_store(store) as history:
        (entry,) = history.entries()
    assert "has already" in track("add", QUARTERS[0], "--settings", quick, "--store", store)
    assert entry.snapshot_date == date(2026, 3, 31)


def test_how_it_moved_is_told_and_can_be_downloaded(window, store, quick):
    for quarter in QUARTERS:
        added(window, quarter)
    window.post("/history/tell", {"company": "Brightwater Energy & Fibre"})
    text = settled(window)
    assert "31 March 2026 and 30 June 2026 compared" in text
    command = track("trend", "--store", store)
    scores = re.findall(r"^2026-\d\d-\d\d  ([\d.]+) \(", command, re.MULTILINE)
    rows = re.findall(
        r'<th scope="row">[^<]+</th><td class="figure">([\d.]+) <span class="note">', text[text.index("moved-title") :]
    )
    assert len(scores) == 2
    assert rows == scores[::-1]
    assert "What has changed since 31 March 2026" in window.get("/history/page").text
    told = window.get("/history/file/trend.json").json()
    assert len(told["trend"]["checks"]) == 2
    assert window.get("/history/file/history.sqlite").status_code == 404
    done = CliRunner().invoke(alignment, ["compare", "2026-03-31", "2026-06-30", "--store", str(store)])
    counts = [int(one) for one in re.findall(r'<span class="count">(\d+)</span>', text)]
    words = re.search(r"Findings: (\S+) new, (\S+) back, (\S+) still there, (\S+) gone", done.output).groups()
    assert counts == [0 if one == "none" else int(one) for one in words]


def test_any_two_are_compared(window, store, tmp_path):
    for day in ("2025-12-31", "2026-03-31", "2026-06-30"):
        added(window, workbook(tmp_path / f"acme-{day}.xlsx", day))
    ids = dict(zip(("december", "march", "june"), [one.ident for one in _entries(store)], strict=True))
    window.post("/history/tell", {"earlier": ids["june"], "later": ids["december"], "company": "Acme"})
    assert "31 December 2025 and 30 June 2026 compared" in settled(window)
    window.post("/history/tell", {"company": "Acme"})
    assert "Over all checks, 31 December 2025 to 30 June 2026" in settled(window)
    same = window.post("/history/tell", {"earlier": ids["june"], "later": ids["june"]})
    assert same.status_code == 400
    assert "Two checks of different days are needed" in same.text


def _entries(store):
    with open_store(store) as history:
        return history.entries()


def test_a_day_is_asked_for_where_the_workbook_has_none(window, store, tmp_path):
    window.drop(workbook(tmp_path / "acme.xlsx"))
    window.ready()
    assert "The workbook does not say of which day it tells." in page(window)
    assert "Give the day." in window.post("/history/add", {"day": ""}).text
    assert "is no date" in window.post("/history/add", {"day": "soon"}).text
    window.post("/history/add", {"day": "2026-01-31"})
    assert "The check of 31 January 2026 was added." in settled(window)
    assert [one.snapshot_date for one in _entries(store)] == [date(2026, 1, 31)]


def test_a_file_that_is_no_history_is_said_and_left_alone(window, store):
    store.write_text("not a database", encoding="utf-8")
    assert 'role="alert"' in page(window)
    assert store.read_text(encoding="utf-8") == "not a database"


def test_the_history_of_another_company_can_be_looked_at(window, store, tmp_path):
    added(window, QUARTERS[0])
    added(window, workbook(tmp_path / "acme.xlsx", "2026-06-30"))
    assert "1 check of Acme is kept." in page(window)
    other = html.unescape(window.get("/history?company=Brightwater Energy %26 Fibre").text)
    assert "1 check of Brightwater Energy & Fibre is kept." in other


def test_what_was_asked_for_while_a_report_is_written_is_what_the_page_waits_for(window, store):
    added(window, QUARTERS[0])
    window.drop(QUARTERS[1])
    window.ready()
    window.post("/history/add", {"day": ""})
    idents = re.findall(r'<option value="(\w{8,})"', page(window))
    window.post("/history/tell", {"earlier": idents[1], "later": idents[0]})
    # It has come already, or the page loads itself again as soon as it has, whatever else is worked on.
    assert 'id="moved"' in (text := page(window)) or 'data-reload="yes"' in text
    assert 'id="moved"' in settled(window)
