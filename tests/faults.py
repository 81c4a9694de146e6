"""Something done in a process of its own, which is struck at the n-th call to the file system: killed, or refused."""

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from alignment.errors import AlignmentError

__all__ = ["Outcome", "aside", "audit", "bytes_in", "disk", "forks", "heard", "kill", "refuse", "struck", "sweep"]

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork a process to be killed")

# Calls by which something comes into being, or takes the place of something; of `open`, where it is to be written.
_MAKING = frozenset({"os.mkdir", "os.rename", "os.link"})
# What the interpreter tells before each call to the file system.
_CALLS = _MAKING | {"open", "os.remove", "os.rmdir", "os.scandir", "os.listdir", "os.chmod", "sqlite3.connect"}
Strike = Callable[[str, Path], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended: the signal that ended it, else what it returned, or the message that it was refused with."""

    signal: int = 0
    returned: object = None
    refused: str = ""
    fault: str = ""


def aside(act: Callable[[], object]) -> Outcome:
    """Do something in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            found = Outcome(returned=act())
        except AlignmentError as problem:
            found = Outcome(refused=str(problem))
        except BaseException:
            found = Outcome(fault=traceback.format_exc())
        with os.fdopen(writing, "wb") as stream:
            stream.write(pickle.dumps(found))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    ended = os.WTERMSIG(os.waitpid(child, 0)[1])
    return Outcome(signal=ended) if ended else pickle.loads(said)


def struck(
    act: Callable[[], object], at: int, strike: Strike, under: Sequence[Path], *, making: bool = False
) -> Outcome:
    """Do something aside, and strike just before the n-th call on what lies under some folders; only in `making`, if asked."""

    def watched() -> object:
        places, done = tuple(str(one) for one in under), 0

        def hook(event: str, arguments: tuple) -> None:
            nonlocal done
            if event not in _CALLS or not isinstance(arguments[0], str | Path):
                return
            if not str(arguments[0]).startswith(places):
                return
            writes = event in _MAKING or (event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR)))
            if making and not writes:
                return
            done += 1
            if done >= at:
                strike(event, Path(arguments[1] if event in ("os.rename", "os.link") else arguments[0]))

        sys.addaudithook(hook)
        found = act()
        return found, done

    return aside(watched)


def kill(event: str, file: Path) -> None:
    """Die as a program does that is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(number: int, times: int = 1_000_000) -> Strike:
    """Refuse as the system does, so many times from now on."""
    left = times

    def strike(event: str, file: Path) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            return
        raise OSError(number, os.strerror(number), str(file))

    return strike


def sweep(act: Callable[[], object], strike: Strike, under: Sequence[Path], **how: bool) -> Iterator[Outcome]:
    """Strike at the first call, at the second and so on, until there is none to strike at; give each outcome."""
    for at in range(1, 2_000):
        found = struck(act, at, strike, under, **how)
        if isinstance(found.returned, tuple) and found.returned[1] < at:
            return
        yield found
    raise AssertionError("it never comes to its end")


def heard() -> None:
    """Let a program hear what whoever runs these tests may not: a shell that runs them in the background hears no Ctrl-C."""
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_DFL)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Return what every file of a folder holds, those of temporary folders too."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


def audit(file: Path, owner: str, day: str = "2026-03-31") -> Path:
    """Write the workbook of a company of two departments and one journey."""
    book = openpyxl.Workbook()
    sheets = {
        "Organisation": [("Field", "Value"), ("Organisation", "Acme"), ("Snapshot date", day)],
        "Departments": [("Department",), ("Sales",), ("Billing",)],
        "Journeys": [("Journey", "End-to-end owner"), ("Onboarding", owner)],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book[book.sheetnames[0]]
    book.save(file)
    return file


FULL, LOCKED = errno.ENOSPC, errno.EACCES


@contextmanager
def disk(size: int | str | None) -> Iterator[Path]:
    """A disk of its own in memory, of so many bytes (or "3m"), where the system lets us have one; without a size, one that only reads."""
    folder = Path(tempfile.mkdtemp(prefix="small-disk-"))
    options = f"size={size}" if size else "ro"
    done = None
    if shutil.which("mount") and hasattr(os, "geteuid") and os.geteuid() == 0:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=False, capture_output=True)
    if done is None or done.returncode != 0:
        folder.rmdir()
        pytest.skip("no disk of its own can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
        folder.rmdir()
