"""`alignment report --watch` as whoever works in Excel meets it: a line for each save, and nothing lost by a bad one."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment

LONG = 120
Save = Callable[[], object]
JOURNEYS = ("Journey", "End-to-end owner")


def audit(file: Path, *journeys: tuple[str, str], departments: tuple[str, ...] = ("Sales", "Billing")) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Departments"
    for name in ("Department", *departments):
        book.active.append([name])
    sheet = book.create_sheet("Journeys")
    for row in (JOURNEYS, *journeys):
        sheet.append(row)
    book.save(file)
    return file


def watch(*arguments: object) -> Result:
    words = [str(one) for one in ("report", *arguments, "--format", "json", "--watch")]
    return CliRunner().invoke(alignment, words, catch_exceptions=False)


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Sequence[Path]]]:
    """Let one thing after the other happen to the files, each told as a save; gives what was asked to be followed."""

    def plan(*happenings: tuple[Path, Save]) -> list[Sequence[Path]]:
        asked: list[Sequence[Path]] = []

        def saves(paths: Sequence[Path], *, beside: Sequence[Path] = ()) -> Iterator[tuple[Path, ...]]:
            asked.extend((tuple(paths), tuple(beside)))
            return ((file,) for file, happen in happenings if happen() or True)

        monkeypatch.setattr("alignment.watching.saves", saves)
        return asked

    return plan


def findings(folder: Path) -> list[str]:
    found = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))
    return sorted(one["id"] for one in found["findings"])


def lines(found: Result) -> list[str]:
    """The lines after the first report, their times checked and taken away."""
    said = found.stdout.splitlines()
    after = said[said.index("The report is written each time the workbook is saved. Ctrl-C ends it.") + 1 :]
    assert all(re.match(r"\d\d:\d\d:\d\d  ", line) for line in after)
    return [line[10:] for line in after]


def test_each_save_is_a_line_that_says_what_it_changed(tmp_path: Path, saved: Callable[..., object]):
    book, out = audit(tmp_path / "audit.xlsx", ("Onboarding", "")), tmp_path / "out"
    before: list[str] = []

    def owned() -> None:
        before.extend(findings(out))
        audit(book, ("Onboarding", "Sales"))

    saved((book, owned), (book, lambda: audit(book, ("Onboarding", "Sales"), ("Complaints", ""))))
    found = watch(book, "-o", out)
    assert found.exit_code == 0
    assert "OWN01:journey:onboarding" in before
    first, second = lines(found)
    # The one finding is answered; with the second journey there is one like it again.
    assert "audit.xlsx: Score withheld, as before." in first
    assert re.search(r"Findings: \d+ new, 1 gone\.", first)
    assert re.search(r"Findings: [1-9] new, \d+ gone\.", second)
    assert "OWN01:journey:complaints" in findings(out)
    assert "OWN01:journey:onboarding" not in findings(out)


def test_issues_are_counted_beside_those_before(tmp_path: Path, saved: Callable[..., object]):
    book = audit(tmp_path / "audit.xlsx", ("Onboarding", "Sales"))
    saved((book, lambda: audit(book, ("Onboarding", "Sales"), departments=("Sales", "Billing", "Sales"))))
    (line,) = lines(watch(book, "-o", tmp_path / "out"))
    assert "0 errors and 1 warning; before, 0 errors and 0 warnings." in line


def test_a_save_that_cannot_be_read_is_one_line_and_leaves_the_last_good_report(
    tmp_path: Path, saved: Callable[..., object]
):
    book, out = audit(tmp_path / "audit.xlsx", ("Onboarding", "")), tmp_path / "out"
    good = book.read_bytes()
    kept: list[bytes] = []

    def repair() -> None:
        kept.append((out / "health-check.json").read_bytes())
        book.write_bytes(good)

    saved((book, lambda: book.write_bytes(good[:500])), (book, repair))
    found = watch(book, "-o", out)
    assert found.exit_code == 0
    (bad,) = found.stderr.splitlines()
    assert re.match(r"\d\d:\d\d:\d\d  \S*audit\.xlsx: is damaged or was cut short\.", bad)
    assert bad.endswith("What was there before is as it was.")
    assert kept == [(out / "health-check.json").read_bytes()]
    assert lines(found) == [
        "audit.xlsx: Score withheld, as before. The same findings. Issues in the data: 0 errors and 0 warnings, as before."
    ]


def test_a_first_run_that_fails_waits_for_a_better_save(tmp_path: Path, saved: Callable[..., object]):
    book, out = tmp_path / "audit.xlsx", tmp_path / "out"
    book.write_bytes(b"PK\x03\x04")
    saved((book, lambda: audit(book, ("Onboarding", ""))))
    found = watch(book, "-o", out)
    assert found.exit_code == 0
    assert "is damaged" in found.stderr
    assert lines(found) == ["audit.xlsx: The report is written."]
    assert "OWN01:journey:onboarding" in findings(out)


def test_mapping_settings_and_commentary_are_followed_and_read_again(tmp_path: Path, saved: Callable[..., object]):
    book, settings, out = (
        audit(tmp_path / "audit.xlsx", ("Onboarding", "")),
        tmp_path / "alignment.toml",
        tmp_path / "out",
    )
    settings.write_text("", encoding="utf-8")
    asked = saved(
        (settings, lambda: settings.write_text('[rules]\noff = "yes"\n', encoding="utf-8")),
        (settings, lambda: settings.write_text("", encoding="utf-8")),
    )
    found = watch(book, "-o", out, "--settings", settings)
    assert asked == [(book,), (settings, out / "commentary.md")]
    assert "alignment.toml" in found.stderr
    assert lines(found)[0].startswith("alignment.toml: Score withheld, as before. The same findings.")


def test_quiet_says_nothing_but_errors(tmp_path: Path, saved: Callable[..., object]):
    book = audit(tmp_path / "audit.xlsx", ("Onboarding", ""))
    saved((book, lambda: audit(book, ("Onboarding", "Sales"))), (book, book.unlink))
    found = watch(book, "-o", tmp_path / "out", "--quiet")
    assert found.stdout == ""
    assert "there is no such file" in found.stderr


def test_a_first_key_is_told_whenever_it_is_made(tmp_path: Path, saved: Callable[..., object]):
    book = tmp_path / "audit.xlsx"
    book.write_bytes(b"PK\x03\x04")
    saved((book, lambda: audit(book, ("Onboarding", ""))), (book, lambda: audit(book, ("Onboarding", "Sales"))))
    found = watch(book, "-o", tmp_path / "out", "--client-safe")
    assert (tmp_path / "alignment.key").exists()
    assert found.stdout.count("The key of the pseudonyms") + found.stdout.count("Pseudonyms by the key") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit.xlsx", "--fail-on", "high"], "--fail-on is about how one run ends, and --watch goes on"),
        (["nowhere.xlsx"], "nowhere.xlsx: there is no such file"),
        (["audit.xlsx", "out/health-check.xlsx", "-o", "out"], "Choose another folder with -o"),
        (["csv", "-o", "csv"], "Choose another folder with -o"),
        (["audit.xlsx", "--format", "docx"], "docx"),
    ],
)
def test_what_cannot_be_watched_is_said_at_once_with_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
):
    monkeypatch.chdir(tmp_path)
    audit(Path("audit.xlsx"))
    for folder in (Path("out"), Path("csv")):
        folder.mkdir()
    audit(Path("out/health-check.xlsx"))
    Path("csv/Departments.csv").write_text("Department\nSales\n", encoding="utf-8")
    found = watch(*arguments)
    assert found.exit_code == 2
    assert said in found.stderr.splitlines()[-1]


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    found = watch(audit(tmp_path / "audit.xlsx"), "-o", tmp_path / "out")
    assert found.exit_code == 2
    assert found.stderr == (
        "alignment: The library that follows files (watchfiles) is not installed. Install it with: "
        'pip install "alignment-health-check[app]"\n'
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, this test too")
def test_the_program_follows_a_workbook_until_ctrl_c(tmp_path: Path):
    book, out = audit(tmp_path / "audit.xlsx", ("Onboarding", "")), tmp_path / "out"
    command = [sys.executable, "-m", "alignment", "report", book, "-o", out, "--format", "json", "--watch"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        said: Queue[str] = Queue()
        stream = program.stdout
        Thread(target=lambda: [said.put(line) for line in stream], daemon=True).start()
        try:
            while not said.get(timeout=LONG).startswith("The report is written each"):
                pass
            fresh = audit(tmp_path / "fresh.bin", ("Onboarding", "Sales"))
            fresh.replace(book)
            assert "audit.xlsx: Score" in said.get(timeout=LONG)
            program.send_signal(signal.SIGINT)
            assert program.wait(LONG) == 0
            assert program.stderr.read() == ""
        finally:
            program.kill()
    assert "OWN01:journey:onboarding" not in findings(out)
