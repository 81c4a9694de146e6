"""A report that is killed, refused or run twice at once while it is written: the last good one stays whole, and nothing is left behind."""

import os
import random
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest

from alignment.cli.main import alignment
from alignment.pipeline import FORMATS, Examination, examine, write_report
from alignment.publishing import tidy
from faults import FULL, LOCKED, Outcome, aside, audit, bytes_in, forks, kill, refuse, struck, sweep

pytestmark = forks
# Two formats take as long as all others; they are moved by the same calls, and killed with all others at random below.
SWIFT = [one for one in FORMATS if one not in ("pdf", "pptx")]
Bytes = dict[str, bytes]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Examination, Examination]:
    """One company, before and after somebody has named the owner of its journey."""
    folder = tmp_path_factory.mktemp("company")
    found = tuple(examine([audit(folder / "acme.xlsx", owner)]) for owner in ("", "Sales"))
    # What is imported once need not be imported in each of many processes.
    write_report(found[0], folder / "warm", SWIFT)
    return found


@pytest.fixture(scope="module")
def reports(company, tmp_path_factory: pytest.TempPathFactory) -> tuple[Bytes, Bytes, Path]:
    """What is written of each, and a folder with the first."""
    folder = tmp_path_factory.mktemp("reports")
    for name, one in zip(("old", "new"), company, strict=True):
        # Aside, since the threads of a library that has printed once are not there in a fork.
        done = aside(lambda: write_report(one, folder / name, SWIFT))  # noqa: B023
        assert len(done.returned) == 7, done
    old, new = bytes_in(folder / "old"), bytes_in(folder / "new")
    assert old.keys() == new.keys()
    assert all(old[name] != new[name] for name in old if name.startswith("health-check"))
    return old, new, folder / "old"


@pytest.fixture
def out(reports, tmp_path: Path) -> Path:
    return shutil.copytree(reports[2], tmp_path / "out")


def final(folder: Path) -> Bytes:
    """The files under their final names."""
    return {name: held for name, held in bytes_in(folder).items() if not name.startswith(".alignment-")}


@pytest.mark.slow
def test_a_kill_at_any_call_leaves_each_file_old_or_new_and_the_next_run_mends_the_rest(
    company, reports, out, tmp_path
):
    old, new, _ = reports
    kills, left, mixed = 0, 0, 0
    for found in sweep(lambda: write_report(company[1], out, SWIFT), kill, [out]):
        assert found.signal == signal.SIGKILL, found
        kills += 1
        now = final(out)
        assert now.keys() == old.keys()
        assert all(now[name] in (old[name], new[name]) for name in now)
        left += now != bytes_in(out)
        if now not in (old, new):
            mixed += 1
            tidy(out)
            # What was half moved is put back: the last good report, all of it.
            assert bytes_in(out) == old
        else:
            assert aside(lambda: write_report(company[0], out, ["csv"])).returned
            assert bytes_in(out) in (old, new | {name: old[name] for name in ("edges.csv", "nodes.csv")})
        shutil.rmtree(out)
        shutil.copytree(reports[2], out)
    # Seven files were kept and moved one by one, and somebody died at each; two of them tell the same of both.
    assert kills > 40
    assert left > 30
    assert mixed == 5


def test_a_first_report_that_is_killed_while_it_is_moved_is_taken_back(company, tmp_path):
    out, mixed = tmp_path / "out", 0
    for found in sweep(lambda: write_report(company[1], out, ["json", "csv"]), kill, [out]):
        assert found.signal == signal.SIGKILL
        mixed += 0 < len(final(out)) < 3 if out.is_dir() else 0
        if out.is_dir():
            tidy(out)
            assert len(bytes_in(out)) in (0, 3)
            assert not [one for one in out.iterdir() if one.is_dir()]
            shutil.rmtree(out)
    assert mixed == 2


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 1_000_000])
def test_what_cannot_be_written_is_one_line_whichever_call_is_refused(company, reports, out, times):
    said = set()
    for found in sweep(lambda: write_report(company[1], out, SWIFT), refuse(FULL, times), [out], making=True):
        if found.returned and times == 1:
            # The folder is there already, and what cannot be linked is copied.
            assert bytes_in(out) == reports[1]
            shutil.rmtree(out)
            shutil.copytree(reports[2], out)
            continue
        assert found.refused, found
        said.add(found.refused.removeprefix(str(out)))
        assert "\n" not in found.refused
        assert ".alignment-" not in found.refused
        if times == 1:
            assert bytes_in(out) == reports[0]
        # Where nothing can be put back either, the next run does.
        assert all(held in (reports[0][name], reports[1][name]) for name, held in final(out).items())
        tidy(out)
        assert bytes_in(out) == reports[0]
    assert ": cannot be written (No space left on device). The disk is full: make room, and try again." in {
        one[one.index(": cannot") :] for one in said
    }
    assert len(said) > 9


@pytest.mark.parametrize("name", ["health-check.html", "health-check.xlsx", "graph.gexf", "nodes.csv"])
def test_a_file_that_is_open_elsewhere_keeps_the_whole_report_as_it_was(company, reports, out, name):
    def locked(event: str, file: Path) -> None:
        # As Windows has it: a file that is open cannot be replaced.
        if event == "os.rename" and file == out / name:
            raise PermissionError(LOCKED, "The process cannot access the file", str(out / ".alignment-x" / name))

    found = struck(lambda: write_report(company[1], out, SWIFT), 1, locked, [out])
    assert found.refused == (
        f"{out / name}: cannot be written (The process cannot access the file). "
        "Close the file if it is open, or choose another folder with -o."
    )
    assert bytes_in(out) == reports[0]


def test_what_cannot_be_put_back_at_once_is_put_back_by_the_next_run(company, reports, out):
    moved = []

    def locked(event: str, file: Path) -> None:
        # Once the third is refused, nothing can be put back either.
        if event == "os.rename" and file.parent == out:
            moved.append(file.name)
            if len(moved) >= 3:
                raise PermissionError(LOCKED, "The process cannot access the file", str(file))

    found = struck(lambda: write_report(company[1], out, SWIFT), 1, locked, [out])
    assert "Close the file if it is open" in found.refused
    assert final(out) not in reports[:2]
    done = aside(lambda: write_report(company[0], out, ["csv"]))
    assert done.returned == (out / "edges.csv", out / "nodes.csv")
    assert bytes_in(out) == reports[0]


def test_without_links_what_was_there_is_kept_as_a_copy(company, reports, out):
    def refused(event: str, file: Path) -> None:
        if event == "os.link":
            raise OSError(95, "Operation not supported", str(file))
        if event == "os.rename" and file == out / "health-check.json":
            kill(event, file)

    # As on a memory stick.
    assert struck(lambda: write_report(company[1], out, SWIFT), 1, refused, [out]).signal == signal.SIGKILL
    assert final(out) not in reports[:2]
    tidy(out)
    assert bytes_in(out) == reports[0]


def test_a_folder_that_is_removed_meanwhile_is_one_line(company, out):
    def remove(event: str, file: Path) -> None:
        if file.name == "health-check.xlsx" and out.is_dir():
            shutil.rmtree(out)

    found = struck(lambda: write_report(company[1], out, SWIFT), 1, remove, [out])
    assert found.refused == (
        f"{out / 'health-check.xlsx'}: cannot be written (No such file or directory). Its folder is not there, or not any more. "
        "Close the file if it is open, or choose another folder with -o."
    )


@pytest.mark.slow
def test_two_runs_into_one_folder_leave_the_report_of_one(company, reports, tmp_path):
    folder = tmp_path / "out"

    def both(first: int) -> Outcome:
        def write(number: int) -> None:
            for _ in range(20):
                write_report(company[number], folder, ["json", "csv", "graphml", "gexf"])

        def race() -> None:
            one = os.fork()
            write(first if one else 1 - first)
            if one == 0:
                os._exit(0)
            assert os.waitpid(one, 0)[1] == 0

        return aside(race)

    names = {"health-check.json", "graph.graphml", "graph.gexf", "edges.csv", "nodes.csv"}
    for number in range(6):
        found = both(number % 2)
        assert not found.fault, found.fault
        assert bytes_in(folder) in [{name: one[name] for name in names} for one in reports[:2]]


def test_who_waits_too_long_for_another_run_is_told(company, out, reports, monkeypatch):
    from alignment import publishing
    from alignment.errors import OutputError

    monkeypatch.setattr(publishing, "_PATIENCE", 0.1)
    with publishing._turn(out, lambda: None), pytest.raises(OutputError) as refused:
        write_report(company[1], out, ["json"])
    assert str(refused.value) == (
        f"{out}: cannot be written (another run is writing there). Close the file if it is open, or choose another folder with -o."
    )
    assert bytes_in(out) == reports[0]


def run_aside(book: Path, out: Path, temporary: Path, seconds: float | None = None) -> tuple[int, float]:
    """Let the program write a report in a process of its own, and kill it after some seconds; give how it ended, and when."""
    begun = time.monotonic()
    child = os.fork()
    if child == 0:
        os.environ["TMPDIR"], tempfile.tempdir = str(temporary), None
        with suppress(SystemExit):
            alignment(["report", str(book), "-o", str(out), "-q", "--format", ",".join(FORMATS)])
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1], time.monotonic() - begun


@pytest.mark.slow
def test_a_program_that_is_killed_at_any_time_leaves_a_whole_report_and_no_temporary_file(company, tmp_path):
    for module in ("html", "pdf", "excel", "powerpoint", "json", "graph", "picture"):
        import_module(f"alignment.report.{module}")
    before, after = audit(tmp_path / "before.xlsx", ""), audit(tmp_path / "after.xlsx", "Sales")
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    reports: list[Bytes] = []
    for book in (before, after):
        ended, length = run_aside(book, out, temporary)
        assert ended == 0
        reports.append(bytes_in(out))
    old, new = reports
    assert len(new) == 9
    run_aside(before, tmp_path / "first", temporary)
    chance, killed, left = random.Random(2026), 0, 0
    for number in range(50):
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "first", out)
        killed += run_aside(after, out, temporary, chance.uniform(0.02, 1.02) * length)[0] == signal.SIGKILL
        left += bool(list(temporary.iterdir())) or bool(list(out.glob(".alignment-*")))
        assert final(out).keys() == old.keys()
        assert all(held in (old[name], new[name]) for name, held in final(out).items())
        if number % 10 == 9:
            assert run_aside(after, out, temporary)[0] == 0
            assert bytes_in(out) == new
            assert list(temporary.iterdir()) == []
    assert killed > 30
    assert left > 20
