"""Files that are saved while they are followed: by programs that write into them, beside them, in pieces, or not at all."""

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic, sleep

import openpyxl
import pytest
import watchfiles

from alignment import watching
from alignment.errors import SourceError
from alignment.model.result import Cell, Finding, HealthCheck, Issue, Scope, Score
from alignment.watching import Difference, difference, saves

# What is awaited comes within a second; only a test that fails waits so long.
LONG = 30.0
# Seconds in which a save that should not be told would have been.
WHILE = 0.7


def save(file: Path, *departments: str) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Departments"
    for name in ("Department", *departments):
        book.active.append([name])
    book.save(file)
    return file


class Follower:
    """Iterates in a thread, as a server does; each thing told is kept with what could be read at that moment."""

    def __init__(self, paths: tuple[Path, ...], patience: float, beside: tuple[Path, ...]) -> None:
        self.stop = Event()
        self.told: Queue[tuple[tuple[str, ...], bool]] = Queue()
        self.found = saves(paths, self.stop, patience=patience, beside=beside)
        self.thread = Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        for files in self.found:
            whole = all(one.suffix != ".xlsx" or (one.exists() and zipfile.is_zipfile(one)) for one in files)
            self.told.put((tuple(one.name for one in files), whole))

    def next(self) -> tuple[tuple[str, ...], bool]:
        return self.told.get(timeout=LONG)

    def quiet(self) -> bool:
        try:
            self.told.get(timeout=WHILE)
        except Empty:
            return True
        return False


@contextmanager
def following(*paths: Path, patience: float = LONG, beside: tuple[Path, ...] = ()) -> Iterator[Follower]:
    follower = Follower(paths, patience, beside)
    try:
        yield follower
    finally:
        follower.stop.set()
        follower.thread.join(LONG)
        assert not follower.thread.is_alive()


def test_a_workbook_saved_in_place_is_told_each_time(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    with following(book) as found:
        save(book, "Sales", "Billing")
        assert found.next() == (("audit.xlsx",), True)
        save(book, "Sales")
        assert found.next() == (("audit.xlsx",), True)


def test_a_save_between_the_call_and_the_first_look_is_not_lost(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    found = saves([book])
    save(book, "Billing")
    assert next(found) == (book,)


def test_a_workbook_that_another_takes_the_place_of_is_followed_as_excel_saves(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    lock = tmp_path / "~$audit.xlsx"
    with following(book) as found:
        lock.write_bytes(b"\x06owner")
        for name in ("Billing", "Legal"):
            fresh = save(tmp_path / "4A6B1C00.tmp", "Sales", name)
            book.rename(tmp_path / "81F20000.tmp")
            fresh.rename(book)
            (tmp_path / "81F20000.tmp").unlink()
            assert found.next() == (("audit.xlsx",), True)
        lock.unlink()
        assert found.quiet()


def test_locks_and_what_lies_beside_are_no_save(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    with following(book) as found:
        for name in ("~$audit.xlsx", ".~lock.audit.xlsx#", "audit.xlsx.bak", "notes.txt"):
            (tmp_path / name).write_text("consultant", encoding="utf-8")
        assert found.quiet()


def test_the_same_bytes_saved_again_are_nothing_new(tmp_path: Path):
    book, other = save(tmp_path / "audit.xlsx", "Sales"), save(tmp_path / "second.xlsx", "Ops")
    content = book.read_bytes()
    with following(book, other) as found:
        book.write_bytes(content)
        os.utime(book, ns=(1, 1))
        save(other, "Billing")
        assert found.next() == (("second.xlsx",), True)


def test_what_is_written_within_a_moment_is_one_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "_QUIET", 1.0)
    book, other = save(tmp_path / "audit.xlsx", "Sales"), save(tmp_path / "second.xlsx", "Ops")
    with following(book, other) as found:
        for number in range(5):
            save(book, f"Sales {number}")
        save(other, "Billing")
        assert found.next() == (("audit.xlsx", "second.xlsx"), True)
        assert found.quiet()


def test_half_a_workbook_is_waited_for(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    content = save(tmp_path / "whole.xlsx", "Sales", "Billing").read_bytes()
    with following(book) as found, book.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        assert found.quiet()
        file.write(content[len(content) // 2 :])
        file.flush()
        assert found.next() == (("audit.xlsx",), True)


def test_what_stays_half_written_is_told_and_told_again_when_it_is_whole(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    content = book.read_bytes()
    with following(book, patience=0.3) as found:
        book.write_bytes(content[:1000])
        assert found.next() == (("audit.xlsx",), False)
        book.write_bytes(content)
        assert found.next() == (("audit.xlsx",), True)


def test_a_workbook_that_is_gone_for_a_moment_is_followed_further(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    away = tmp_path / "away.bin"
    with following(book) as found:
        book.rename(away)
        assert found.quiet()
        away.rename(book)
        assert found.quiet()
        save(book, "Billing")
        assert found.next() == (("audit.xlsx",), True)


def test_a_workbook_that_stays_away_is_told_and_told_again_when_it_is_back(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    away = tmp_path / "away.bin"
    with following(book, patience=0.3) as found:
        book.rename(away)
        assert found.next() == (("audit.xlsx",), False)
        assert found.quiet()
        away.rename(book)
        assert found.next() == (("audit.xlsx",), True)


def test_a_folder_that_is_deleted_and_made_again_is_followed_further(tmp_path: Path):
    folder = tmp_path / "audit"
    folder.mkdir()
    (folder / "Departments.csv").write_text("Department\nSales\n", encoding="utf-8")
    with following(folder, patience=0.3) as found:
        shutil.rmtree(folder)
        assert found.next()[0] == ("Departments.csv",)
        folder.mkdir()
        (folder / "Departments.csv").write_text("Department\nSales\n", encoding="utf-8")
        assert found.next()[0] == ("Departments.csv",)


def test_files_of_a_folder_are_followed_and_so_are_new_ones(tmp_path: Path):
    (tmp_path / "Departments.csv").write_text("Department\nSales\n", encoding="utf-8")
    with following(tmp_path) as found:
        (tmp_path / "~$Goals.csv").write_text("x", encoding="utf-8")
        (tmp_path / "Goals.csv").write_text("Goal\nGrow\n", encoding="utf-8")
        assert found.next()[0] == ("Goals.csv",)
        (tmp_path / "Goals.csv").unlink()
        assert found.next()[0] == ("Goals.csv",)


def test_a_locked_workbook_is_told_when_it_can_be_read_though_nothing_else_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = save(tmp_path / "audit.xlsx", "Sales")
    locked, opened = Event(), Path.open

    def refuse(path: Path, *args: object, **more: object) -> object:
        if locked.is_set() and path.name == "audit.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **more)  # type: ignore[arg-type,call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    with following(book, patience=0.3) as found:
        save(tmp_path / "new.bin", "Billing")
        locked.set()
        (tmp_path / "new.bin").replace(book)
        assert found.next()[0] == ("audit.xlsx",)
        locked.clear()
        assert found.next()[0] == ("audit.xlsx",)


def test_what_may_be_there_or_not_is_followed_from_when_it_is(tmp_path: Path):
    book, mapping = save(tmp_path / "audit.xlsx", "Sales"), tmp_path / "mapping.toml"
    with following(book, beside=(mapping,)) as found:
        mapping.write_text("[sheets]\n", encoding="utf-8")
        assert found.next()[0] == ("mapping.toml",)
        mapping.unlink()
        assert found.next()[0] == ("mapping.toml",)


def silent(*_: object, stop_event: Event, **__: object) -> Iterator[set[object]]:
    while not stop_event.wait(0.05):
        yield set()


def refused(*_: object, **__: object) -> Iterator[set[object]]:
    raise OSError(28, "inotify watch limit reached")
    yield set()


@pytest.mark.parametrize("watch", [silent, refused])
def test_a_drive_that_tells_of_no_change_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: object):
    monkeypatch.setattr(watchfiles, "watch", watch)
    monkeypatch.setattr(watching, "_LOOK", 0.05)
    book = save(tmp_path / "audit.xlsx", "Sales")
    with following(book) as found:
        save(book, "Billing")
        assert found.next() == (("audit.xlsx",), True)
        save(book, "Legal")
        assert found.next() == (("audit.xlsx",), True)


def test_it_ends_soon_after_it_is_told_to_even_while_it_waits_for_a_file(tmp_path: Path):
    book = save(tmp_path / "audit.xlsx", "Sales")
    with following(book, patience=LONG) as found:
        book.unlink()
        sleep(WHILE)
        begun = monotonic()
        found.stop.set()
        found.thread.join(LONG)
        assert monotonic() - begun < LONG / 2
    assert found.told.empty()


def test_a_workbook_that_was_never_there_is_refused(tmp_path: Path):
    with pytest.raises(SourceError, match=r"nowhere\.xlsx: there is no such file"):
        saves([tmp_path / "nowhere.xlsx"])


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(SourceError, match=r"pip install \"alignment-health-check\[app\]\""):
        saves([save(tmp_path / "audit.xlsx", "Sales")])


def check(score: float | None, findings: str, issues: str) -> HealthCheck:
    cell = Cell("audit.xlsx", "Departments", 2, 1)
    severities = {"e": "error", "w": "warning"}
    return HealthCheck(
        "Acme",
        None,
        (),
        Score(score, None, None, 1.0, "amber"),
        (),
        (),
        tuple(Finding(one, one, "high", Scope(), one, "", ()) for one in findings.split()),
        tuple(Issue(severities[one], cell, "is wrong") for one in issues),  # type: ignore[arg-type]
    )


def test_a_difference_tells_score_findings_and_issues_of_both():
    found = difference(check(58.4, "OWN01 SIL02", "eew"), check(61.2, "OWN01 RAC01 RAC02", "ew"))
    assert [one.id for one in found.new] == ["RAC01", "RAC02"]
    assert [one.id for one in found.gone] == ["SIL02"]
    assert str(found) == (
        "Score 61 of 100; before, 58 of 100. Findings: 2 new, 1 gone. "
        "Issues in the data: 1 error and 1 warning; before, 2 errors and 1 warning."
    )


def test_what_is_the_same_is_said_to_be():
    one = check(58.4, "OWN01", "w")
    assert str(difference(one, check(58.3, "OWN01", "w"))) == (
        "Score 58 of 100, as before. The same findings. Issues in the data: 0 errors and 1 warning, as before."
    )


def test_a_score_that_is_withheld_has_no_number():
    assert str(difference(check(58, "", ""), check(None, "", ""))).startswith("Score withheld; before, 58 of 100.")
    assert isinstance(difference(check(None, "", ""), check(None, "", "")), Difference)
    assert str(difference(check(None, "", ""), check(None, "", ""))).startswith("Score withheld, as before.")
