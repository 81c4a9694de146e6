"""A window that is killed or told to end while it works, and a run beside it: the history and the report stay whole."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import Browser

from alignment.cli.main import alignment
from alignment.history.store import open_store
from faults import audit, bytes_in, heard

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there"),
    pytest.mark.slow,
]

LONG = 120


def entries(store: Path) -> int:
    """How many checks a history holds; each is read whole."""
    with open_store(str(store)) as held:
        return len([held.load(one.ident) for one in held.entries()])


def kept(store: Path, number: int) -> None:
    """Wait until a history holds so many checks."""
    until = time.monotonic() + LONG
    while entries(store) < number and time.monotonic() < until:
        time.sleep(0.1)
    assert entries(store) == number


class Started(Browser):
    """A window in a process of its own."""

    def __init__(self, book: Path, store: Path, scratch: Path) -> None:
        command = [sys.executable, "-m", "alignment", "app", book, "--store", store, "--no-browser"]
        environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"}
        self.program = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            preexec_fn=heard,  # noqa: PLW1509 - no other thread is at work
        )
        super().__init__(self.program.stdout.readline().split()[-1])
        self.open().ready()

    def end(self, sent: int) -> int:
        self.program.send_signal(sent)
        status = self.program.wait(LONG)
        self.program.stdout.close()
        self.browser.close()
        return status


def test_a_window_that_is_ended_while_it_keeps_a_check_keeps_it_whole_or_not_at_all(tmp_path: Path):
    scratch, store = tmp_path / "tmp", tmp_path / "history.sqlite"
    scratch.mkdir()
    first, book = audit(tmp_path / "q1.xlsx", ""), audit(tmp_path / "q2.xlsx", "Sales", "2026-06-30")
    assert CliRunner().invoke(alignment, ["track", "add", str(first), "--store", str(store)]).exit_code == 0
    before, chance, found = store.read_bytes(), random.Random(2026), []
    for sent in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT) * 3:
        store.write_bytes(before)
        window = Started(book, store, scratch)
        assert window.post("/history/add", {"day": ""}).status_code < 400
        time.sleep(chance.uniform(0, 0.3))
        status = window.end(sent)
        assert status in {signal.SIGKILL: (-9,), signal.SIGTERM: (143,), signal.SIGINT: (0, 130)}[sent], status
        found.append(entries(store))
        if sent != signal.SIGKILL:
            # What the one that was killed before has left is gone as well.
            assert list(scratch.iterdir()) == []
    assert set(found) <= {1, 2}
    store.write_bytes(before)
    window = Started(book, store, scratch)
    window.post("/history/add", {"day": ""})
    kept(store, 2)
    window.end(signal.SIGKILL)
    assert entries(store) == 2


def test_a_run_that_adds_while_the_window_adds_waits_for_it(tmp_path: Path):
    scratch, store = tmp_path / "tmp", tmp_path / "history.sqlite"
    scratch.mkdir()
    books = [audit(tmp_path / f"q{at}.xlsx", "", f"2026-{3 * at:02}-28") for at in range(1, 5)]
    window = Started(books[0], store, scratch)
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "alignment", "track", "add", book, "--store", store],
            stderr=subprocess.PIPE,
            text=True,
        )
        for book in books[1:]
    ]
    window.post("/history/add", {"day": ""})
    for one in runs:
        said = one.communicate(timeout=LONG)[1]
        assert one.returncode == 0, said
    kept(store, len(books))
    window.end(signal.SIGTERM)
    assert list(scratch.iterdir()) == []


def test_a_window_that_is_ended_while_it_prints_leaves_nothing(tmp_path: Path):
    scratch, store = tmp_path / "tmp", tmp_path / "history.sqlite"
    scratch.mkdir()
    book = audit(tmp_path / "q1.xlsx", "")
    held = bytes_in(tmp_path)
    for seconds in (0, 0.2, 0.5):
        window = Started(book, store, scratch)
        window.post("/report/make", {"format": "pdf"})
        time.sleep(seconds)
        assert window.end(signal.SIGTERM) == 143
        assert bytes_in(tmp_path) == held
