"""Every command that writes, killed at any time: each file is the old one or the new one, and the next run leaves nothing else."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from alignment.cli.main import alignment
from alignment.history.store import open_store
from alignment.resources import sample_data
from faults import audit, bytes_in

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way there"),
    pytest.mark.slow,
]
KILLS = 5
OLD = b"the last good one"


def run(arguments: list[object], scratch: Path, home: Path, seconds: float | None = None) -> tuple[int, float]:
    """Run the program, and kill it after some seconds; give how it ended, and after how long."""
    begun = time.monotonic()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(
        [sys.executable, "-m", "alignment", *map(str, arguments)],
        env=environment,
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as program:
        if seconds is not None:
            time.sleep(seconds)
            program.kill()
    return program.returncode, time.monotonic() - begun


def killed(arguments: list[object], out: Path, tmp_path: Path) -> None:
    """Let a command replace the files of a folder, kill it at any time, and look at what is there."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    ended, length = run(arguments, scratch, tmp_path)
    assert ended == 0
    new = bytes_in(out)
    assert new
    chance, ends = random.Random(len(new)), 0
    for number in range(KILLS):
        for name in new:
            (out / name).write_bytes(OLD)
        ends += run(arguments, scratch, tmp_path, chance.uniform(0.1, 1.05) * length)[0] == -signal.SIGKILL
        left = {name: held for name, held in bytes_in(out).items() if not name.startswith(".alignment-")}
        assert left.keys() == new.keys(), number
        assert all(held in (OLD, new[name]) for name, held in left.items()), number
    assert ends
    assert run(arguments, scratch, tmp_path)[0] == 0
    assert bytes_in(out) == new
    assert list(scratch.iterdir()) == []


@pytest.fixture
def history(tmp_path: Path) -> Path:
    store = tmp_path / "history.sqlite"
    for book in sorted(sample_data().glob("*.xlsx"))[:2]:
        done = CliRunner().invoke(alignment, ["track", "add", str(book), "--store", str(store)])
        assert done.exit_code == 0, done.output
    return store


def test_the_demo(tmp_path: Path):
    killed(["demo", "-q", "-o", tmp_path / "out"], tmp_path / "out", tmp_path)


def test_the_report_of_a_history(history: Path, tmp_path: Path):
    before = history.read_bytes()
    killed(["track", "report", "--store", history, "-o", tmp_path / "out", "-q"], tmp_path / "out", tmp_path)
    assert history.read_bytes() == before


def test_the_tables_of_a_history(history: Path, tmp_path: Path):
    before = history.read_bytes()
    killed(["track", "export", "--store", history, "-o", tmp_path / "out"], tmp_path / "out", tmp_path)
    assert history.read_bytes() == before


def test_a_check_that_is_added_to_a_history(tmp_path: Path):
    scratch, store, first = tmp_path / "tmp", tmp_path / "history.sqlite", tmp_path / "first.sqlite"
    scratch.mkdir()
    books = [
        audit(tmp_path / f"{number}.xlsx", owner, f"2026-0{number}-30") for number, owner in ((3, ""), (6, "Sales"))
    ]
    add = [["track", "add", book, "--store", store] for book in books]
    assert run(add[0], scratch, tmp_path)[0] == 0
    shutil.copy(store, first)
    length = run(add[1], scratch, tmp_path)[1]
    chance, found = random.Random(2026), []
    for _ in range(KILLS + 3):
        shutil.copy(first, store)
        run(add[1], scratch, tmp_path, chance.uniform(0.3, 1.05) * length)
        with open_store(str(store)) as held:
            found.append(len([held.load(one.ident) for one in held.entries()]))
    assert set(found) <= {1, 2}
    assert 1 in found
    run(add[1], scratch, tmp_path)
    with open_store(str(store)) as held:
        assert len(held.entries()) == 2
    assert list(scratch.iterdir()) == []
