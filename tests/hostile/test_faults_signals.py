"""A program that is told to end, at any time: one line, the status that a shell knows, the last good report, and nothing left behind."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from queue import Queue
from threading import Thread
from types import FrameType

import pytest

from alignment import publishing, temporary
from alignment.publishing import publish, workshop
from faults import aside, audit, bytes_in, heard

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there"),
    pytest.mark.slow,
]
LINE = "alignment: stopped. What was there before is as it was, or has been replaced whole.\n"
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
LONG = 120


def report(book: Path, out: Path, *options: str) -> list[object]:
    return [sys.executable, "-m", "alignment", "report", book, "-o", out, "-q", *options]


def test_whenever_a_run_is_told_to_end_it_says_so_in_one_line(tmp_path: Path):
    out, scratch = tmp_path / "out", tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    before, after = audit(tmp_path / "before.xlsx", ""), audit(tmp_path / "after.xlsx", "Sales")
    subprocess.run(report(before, out), env=environment, check=True)
    old, first = bytes_in(out), shutil.copytree(out, tmp_path / "first")
    begun = time.monotonic()
    subprocess.run(report(after, out), env=environment, check=True)
    length = time.monotonic() - begun
    new = bytes_in(out)
    chance, stopped = random.Random(11), []
    for number in range(24):
        sent = list(STATUS)[number % 3]
        shutil.rmtree(out)
        shutil.copytree(first, out)
        with subprocess.Popen(
            report(after, out),
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heard,  # noqa: PLW1509 - there is one thread
        ) as run:
            # Before it has a place for temporary files, Python itself may answer.
            while run.poll() is None and not any(scratch.iterdir()):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, length))
            run.send_signal(sent)
            said = run.communicate(timeout=LONG)[1]
        # After a Ctrl-C in a text that it was executing, the interpreter ends itself by the signal: the same to a shell.
        status = 128 - run.returncode if run.returncode < 0 else run.returncode
        assert (status, said) in ((STATUS[sent], LINE), (0, "")), (number, sent, run.returncode, said)
        assert bytes_in(out) in (old, new)
        assert list(scratch.iterdir()) == []
        stopped += [sent] if run.returncode else []
    assert set(stopped) == set(STATUS)
    assert len(stopped) > 6


def moved_with_a_signal(folder: Path, at: int) -> tuple[int, bool]:
    """Move two files into a folder, interrupted before the n-th line of it; return how many lines there were, and whether it ended."""
    sources, lines = {publishing.__file__, temporary.__file__}, 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal lines
        if frame.f_code.co_filename not in sources:
            return None
        if event == "line":
            lines += 1
            if lines == at:
                signal.raise_signal(signal.SIGINT)
        return trace

    def move() -> None:
        with workshop(folder) as place:
            made = [place / name for name in ("first.txt", "second.txt")]
            for file in made:
                file.write_text("new", encoding="utf-8")
            publish(made, folder)

    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.settrace(trace)
    try:
        move()
    except KeyboardInterrupt:
        return lines, True
    finally:
        sys.settrace(None)
    return lines, False


def test_a_signal_before_any_line_that_moves_files_leaves_all_as_they_were_or_all_new_and_nothing_else(tmp_path: Path):
    found = set()
    for at in range(1, 1_000):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "first.txt").write_text("old", encoding="utf-8")
        lines, ended = aside(lambda folder=folder, at=at: moved_with_a_signal(folder, at)).returned
        if lines < at:
            break
        assert ended, at
        left = bytes_in(folder)
        assert left in ({"first.txt": b"old"}, {"first.txt": b"new", "second.txt": b"new"}), (at, left)
        assert all(one.is_file() for one in folder.iterdir()), at
        found.add(len(left))
    assert at > 100
    assert found == {1, 2}


@pytest.mark.parametrize(("sent", "status", "line"), [(signal.SIGTERM, 143, LINE), (signal.SIGINT, 0, "")])
def test_a_report_that_follows_its_workbook_ends_with_the_status_of_what_ended_it(tmp_path, sent, status, line):
    book, out = audit(tmp_path / "acme.xlsx", "Sales"), tmp_path / "out"
    command = [one for one in report(book, out, "--format", "json", "--watch") if one != "-q"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=heard,  # noqa: PLW1509 - there is one thread
    ) as program:
        said: Queue[str] = Queue()
        Thread(target=lambda: [said.put(one) for one in program.stdout], daemon=True).start()
        while not said.get(timeout=LONG).startswith("The report is written each"):
            pass
        time.sleep(0.5)
        program.send_signal(sent)
        assert program.wait(LONG) == status
        assert program.stderr.read() == line
    assert [one.name for one in out.iterdir()] == ["health-check.json"]
