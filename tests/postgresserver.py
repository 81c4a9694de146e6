"""A PostgreSQL server of our own on loopback, where Debian's package is installed; elsewhere its tests skip, saying so."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

__all__ = ["server"]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of a server without a database name; it is gone after the tests."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if not found:
        pytest.skip("there is no PostgreSQL server here (Debian's package postgresql)")
    if find_spec("psycopg") is None:
        pytest.skip("the library for PostgreSQL (psycopg) is not installed")
    # The server refuses to run as root; Debian's package brings a user for it.
    who = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="alignment-postgres-"))
    if who:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    initdb = [found[-1], "-D", data, "-U", "tests", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **who)
    # Nobody pulls its plug, so that it need not wait for the disk: programs are killed here, not the machine.
    settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", f"port={port}", "fsync=off")
    options = [part for one in settings for part in ("-c", one)]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [found[-1].with_name("postgres"), "-D", data, *options], stdout=log, stderr=log, cwd=folder, **who
        )
    try:
        url = f"postgresql+psycopg://tests@127.0.0.1:{port}"
        _wait(url, running, folder / "log")
        yield url
    finally:
        # At once: nothing of it is needed any more.
        running.send_signal(signal.SIGQUIT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(url: str, running: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    for _ in range(300):
        if running.poll() is not None:
            break
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"{url.replace('+psycopg', '')}/postgres").close()
            return
        time.sleep(0.1)
    pytest.fail(f"the PostgreSQL server did not start: {log.read_text()}")
