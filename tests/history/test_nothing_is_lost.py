"""Two who write at once, a kill in the middle, a full disk: the history holds what it held, and takes the next snapshot."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from alignment.errors import StoreError
from alignment.history.store import Store, open_store
from faults import disk
from snapshots import snapshot

TESTS = Path(__file__).resolve().parents[1]
FIRST, SECOND = snapshot(), snapshot(date(2026, 6, 30), "b", figures=2000)

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process to be killed")


def aside(act: Callable[[], object]) -> int:
    """Do something in a process of its own, and return the signal that ended it; 0 where it came to its end."""
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            act()
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def killed_at(statement: int, place: str, act: Callable[[Store], object]) -> None:
    """Open the history, and die while the n-th statement that follows is done."""
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(place) as store:
        if store.database.file is not None:
            # What is written does not fit in memory, so that the file itself is being written before the end.
            event.listen(store.database.engine, "connect", lambda one, _: one.execute("PRAGMA cache_size = 5"))
        event.listen(store.database.engine, "after_cursor_execute", count)
        event.listen(store.database.engine, "commit", count)
        act(store)


def whole(place: str, *expected: object) -> None:
    """Check that the history holds just these, each as it was added."""
    with open_store(place) as store:
        assert [store.load(one.ident) for one in store.entries()] == list(expected)
        if store.database.file is not None:
            with store.database.reading() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


WRITER = """
import sys
from datetime import date, timedelta
from alignment.history.store import open_store
from snapshots import snapshot
place, first = sys.argv[1], int(sys.argv[2])
for number in range(first, first + 12):
    with open_store(place, create=True) as store:
        store.add(snapshot(date(2026, 1, 1) + timedelta(number), format(number, "x")))
"""


@pytest.mark.slow
def test_two_who_begin_a_history_and_write_at_once_both_keep_all(place: str):
    # Half of what each writes is what the other writes, too.
    environment = os.environ | {"PYTHONPATH": str(TESTS)}
    both = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, place, first], env=environment, stderr=subprocess.PIPE, text=True
        )
        for first in ("0", "6")
    ]
    said = [one.communicate(timeout=120)[1] for one in both]
    assert said == ["", ""]
    expected = [snapshot(date(2026, 1, 1) + timedelta(number), format(number, "x")) for number in range(18)]
    whole(place, *expected)


@forks
def test_a_kill_anywhere_in_the_writing_leaves_the_snapshots_before(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
    deaths, journals = 0, 0
    for statement in range(1, 40):
        ended = aside(lambda: killed_at(statement, place, lambda store: store.add(SECOND)))  # noqa: B023
        journals += Path(f"{place}-journal").exists()
        if ended != signal.SIGKILL:
            break
        deaths += 1
        whole(place, FIRST)
    # Nine tables were written, and the transaction was ended: that many times somebody died.
    assert deaths >= 11
    if "://" not in place:
        assert journals, "no file was half written"
    whole(place, FIRST, SECOND)


@pytest.mark.slow
@forks
def test_a_kill_anywhere_in_the_removing_leaves_all_snapshots(place: str):
    with open_store(place, create=True) as store:
        store.add(FIRST)
        store.add(SECOND)
    for statement in range(1, 40):
        if aside(lambda: killed_at(statement, place, lambda store: store.remove(SECOND.ident))) != signal.SIGKILL:  # noqa: B023
            break
        whole(place, FIRST, SECOND)
    assert statement > 1, "nobody was killed"
    whole(place, FIRST)


@forks
def test_a_kill_while_a_history_is_begun_leaves_none_or_an_empty_one(place: str, monkeypatch):
    from alignment.history import migrating

    real = migrating.upgrade

    def upgrade(connection, revision):
        real(connection, "0001")
        os.kill(os.getpid(), signal.SIGKILL)

    def begin() -> None:
        monkeypatch.setattr(migrating, "upgrade", lambda connection: upgrade(connection, "0001"))
        with open_store(place, create=True):
            pass

    assert aside(begin) == signal.SIGKILL
    with pytest.raises(StoreError, match="holds no history yet"), open_store(place):
        pass
    with open_store(place, create=True) as store:
        assert store.add(FIRST) == "added"
    whole(place, FIRST)


@forks
def test_a_file_that_may_not_grow_keeps_what_it_held(tmp_path: Path):
    resource = pytest.importorskip("resource", reason="this system limits no file's size")
    file, said = tmp_path / "history.sqlite", tmp_path / "said.txt"
    with open_store(file, create=True) as store:
        store.add(FIRST)

    def add() -> None:
        most = file.stat().st_size + 40_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            with open_store(file) as store:
                store.add(SECOND)
        except StoreError as problem:
            said.write_text(str(problem))

    assert aside(add) == 0
    assert "the disk is full or failed. What it held before, it holds still" in said.read_text()
    whole(str(file), FIRST)
    with open_store(file) as store:
        store.add(SECOND)
    whole(str(file), FIRST, SECOND)


def fill(place: str) -> list[object]:
    """Add snapshots until there is no room; return those that were kept."""
    kept: list[object] = []

    def add_more(store: Store) -> None:
        for number in range(1000):
            one = snapshot(date(2000, 1, 1) + timedelta(number), format(number, "x"), figures=3000)
            store.add(one)
            kept.append(one)

    with open_store(place, create=True) as store, pytest.raises(StoreError, match=r"disk .*full. What it held before"):
        add_more(store)
    return kept


def test_a_full_disk_keeps_every_snapshot_of_before():
    with disk("3m") as small:
        place = str(small / "history.sqlite")
        kept = fill(place)
        assert kept
        whole(place, *kept)


@pytest.mark.slow
def test_a_full_disk_of_a_server_keeps_every_snapshot_of_before(server: str):
    import psycopg

    control = f"{server.replace('+psycopg', '')}/postgres"
    with disk("24m") as small:
        if os.geteuid() == 0:
            shutil.chown(small, "postgres", "postgres")
        with psycopg.connect(control, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{small}'")
            connection.execute("CREATE DATABASE little TABLESPACE small")
        try:
            kept = fill(f"{server}/little")
            assert kept
            whole(f"{server}/little", *kept)
        finally:
            with psycopg.connect(control, autocommit=True) as connection:
                connection.execute("DROP DATABASE little")
                connection.execute("DROP TABLESPACE small")


def test_who_waits_too_long_for_another_is_told(place: str):
    with open_store(place, create=True) as store, store.database.writing():
        with (
            pytest.raises(StoreError, match="is being written by another program"),
            open_store(place, patience=0.2) as other,
        ):
            other.add(FIRST)
        # Whoever only reads need not wait.
        with open_store(place, patience=0.2) as reader:
            assert reader.entries() == ()


def test_a_file_that_may_not_be_written_can_be_read(tmp_path: Path):
    file = tmp_path / "history.sqlite"
    with open_store(file, create=True) as store:
        store.add(FIRST)
    with read_only(file), open_store(file) as store:
        assert store.load(FIRST.ident) == FIRST
        with pytest.raises(StoreError, match="may not be written"):
            store.add(SECOND)
    whole(str(file), FIRST)


@contextmanager
def read_only(file: Path) -> Iterator[None]:
    """Let nobody write the file; for root, who may write everything, it is made unchangeable."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        if (
            not shutil.which("chattr")
            or subprocess.run(["chattr", "+i", file], check=False, capture_output=True).returncode
        ):
            pytest.skip("root may write every file here")
        try:
            yield
        finally:
            subprocess.run(["chattr", "-i", file], check=True)
    else:
        file.chmod(0o444)
        yield
        file.chmod(0o644)


def test_a_user_of_a_server_who_only_reads_can_list_and_is_told_so(empty_database: str):
    with open_store(empty_database, create=True) as store:
        store.add(FIRST)
        with store.database.writing() as connection:
            connection.execute(text("CREATE ROLE reader LOGIN"))
            schema = connection.execute(text("SELECT current_schema()")).scalar_one()
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO reader"))
            connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader"))
    with open_store(empty_database.replace("tests@", "reader@")) as store:
        assert store.load(FIRST.ident) == FIRST
        with pytest.raises(StoreError, match="may not be read or written by this user"):
            store.add(SECOND)
