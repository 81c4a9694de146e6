"""The key of a report to hand on, as somebody at a terminal meets it."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, [str(one) for one in arguments])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "Journeys"
    page.append(["Journey", "End-to-end owner", "Mandate"])
    page.append(["Buy", "Ann Smith", "no"])
    people = workbook.create_sheet("People")
    for row in (["Person", "Department"], ["Ann Smith", "Sales"], ["Bo Li", "Care"]):
        people.append(row)
    (tmp_path / "client").mkdir()
    workbook.save(tmp_path / "client" / "audit.xlsx")
    return tmp_path / "client" / "audit.xlsx"


def report(book: Path, *more: object, folder: str = "out") -> Result:
    return run("report", book, "-o", book.parent.parent / folder, "--format", "json", "--client-safe", *more)


def test_a_key_is_made_beside_the_workbook_and_said_to_be_kept_and_not_handed_on(book):
    done = report(book)
    assert done.exit_code == 0
    key = book.parent / "alignment.key"
    assert key.exists()
    said = " ".join(done.output.split())
    assert said.count(str(key)) == 1
    assert "was made" in said
    assert "Keep it" in said
    assert "hand it to nobody" in said
    assert [one.name for one in (book.parent.parent / "out").iterdir()] == ["health-check.json"]
    first = (book.parent.parent / "out" / "health-check.json").read_text()
    again = report(book, folder="again")
    assert "was made" not in again.output
    assert str(key) in again.output
    assert (book.parent.parent / "again" / "health-check.json").read_text() == first


def test_another_key_gives_another_report_and_can_be_named(book, tmp_path):
    report(book)
    done = report(book, "--key", tmp_path / "other.key", folder="other")
    assert done.exit_code == 0
    assert str(tmp_path / "other.key") in done.output
    first, second = ((tmp_path / one / "health-check.json").read_text() for one in ("out", "other"))
    assert first != second


def test_of_a_folder_of_csv_files_the_key_stands_beside_the_folder(tmp_path):
    folder = tmp_path / "client" / "audit"
    folder.mkdir(parents=True)
    (folder / "Journeys.csv").write_text("Journey,End-to-end owner\nBuy,Ann Smith\n")
    assert run("report", folder, "-o", tmp_path / "out", "--format", "json", "--client-safe", "-q").exit_code == 0
    assert (tmp_path / "client" / "alignment.key").exists()


@pytest.mark.parametrize("key", ["out/alignment.key", "out/deep/../my.key"])
def test_a_key_never_lies_in_the_folder_that_is_handed_on(book, tmp_path, key):
    done = report(book, "--key", tmp_path / key)
    assert done.exit_code == 2
    assert "handed on" in done.output
    assert "--key" in done.output
    assert not (tmp_path / "out").exists()


def test_a_report_into_the_folder_of_the_workbook_needs_another_place_for_the_key(book, tmp_path):
    done = run("report", book, "-o", book.parent, "--client-safe", "--format", "json")
    assert done.exit_code == 2
    assert "handed on" in done.output
    done = run("report", book, "-o", book.parent, "--client-safe", "--format", "json", "--key", tmp_path / "my.key")
    assert done.exit_code == 0


def test_a_key_without_a_report_to_hand_on_is_a_mistake(book, tmp_path):
    done = run("report", book, "--key", tmp_path / "my.key")
    assert done.exit_code == 2
    assert "--client-safe" in done.output
    assert not (tmp_path / "my.key").exists()


def test_a_damaged_key_stops_the_run_and_leaves_the_last_report(book):
    report(book)
    last = (book.parent.parent / "out" / "health-check.json").read_bytes()
    key = book.parent / "alignment.key"
    key.write_text(key.read_text()[:-9])
    done = report(book)
    assert done.exit_code == 2
    assert f"{key}: this key is damaged" in done.output
    assert (book.parent.parent / "out" / "health-check.json").read_bytes() == last


def test_a_workbook_that_is_not_there_leaves_no_key(tmp_path):
    assert run("report", tmp_path / "none.xlsx", "-o", tmp_path / "out", "--client-safe").exit_code == 2
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".key"] == []


def test_names_in_the_consultant_s_own_words_are_warned_of_and_printed(book, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "commentary.md").write_text("# Ownership\n\nWe thank ann smith.\n", encoding="utf-8")
    done = run("report", book, "-o", tmp_path / "out", "--client-safe", "--format", "html", "-q")
    assert done.exit_code == 0
    assert "commentary.md" in done.output
    assert "Ann Smith" in done.output
    assert "Bo Li" not in done.output
    assert "ann smith" in (tmp_path / "out" / "health-check.html").read_text(encoding="utf-8")
    assert "Ann Smith" not in run("report", book, "-o", tmp_path / "out", "--format", "json", "-q").output


def test_an_owner_whom_no_list_knows_is_warned_of_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Journeys"
    for row in (["Journey", "End-to-end owner"], ["Order", "Cy Stone"], ["Help", "Di Wood"]):
        book.active.append(row)
    book.save(tmp_path / "audit.xlsx")
    (tmp_path / "words.md").write_text("We thank Cy Stone.\n", encoding="utf-8")
    done = run(
        *("report", tmp_path / "audit.xlsx", "-o", tmp_path / "out", "--client-safe", "--format", "html", "-q"),
        *("--commentary", tmp_path / "words.md"),
    )
    assert "name Cy Stone." in done.output
