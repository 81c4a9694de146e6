"""Where is made what is not whole yet? In a folder for its owner alone; what a program that was killed left behind, the next removes."""

import errno
import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from alignment.unbroken import unbroken

__all__ = ["IN_USE", "PrivateFolder", "lock", "place_of_temporaries", "remove_left_behind", "temporary_files"]

# What is locked in a folder for as long as its program runs.
IN_USE = "in-use"
_RUN = "alignment-run-"
# Another program may take a folder away in the moment before it is locked, for one that was left behind.
_ATTEMPTS = 5


class PrivateFolder:
    """A folder for its owner alone, locked for as long as this program runs.

    Attributes
    ----------
    path
        Where it is.
    """

    def __init__(self, prefix: str, place: Path | None = None) -> None:
        with unbroken():
            for _ in range(_ATTEMPTS):
                # As messages have it, in which links and short names are followed.
                self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=place)).resolve()
                self._lock = None
                with suppress(BlockingIOError):
                    self._lock = lock(self.path / IN_USE)
                    if self.path.is_dir():
                        break
            # Whoever forgets to remove it has it removed when the interpreter ends.
            self._removed = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def release(self) -> None:
        """Leave it as it is, for the next program to see to."""
        self._removed.detach()
        self._unlock()

    def remove(self) -> None:
        """Remove it with everything in it."""
        with unbroken():
            self._unlock()
            self._removed()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.close()


def lock(file: Path) -> sqlite3.Connection | None:
    """Return a lock on a file; None where there can be none, since the file system knows none or the file is another's.

    A lock of SQLite ends with its program, however that ends, on every system.

    Raises
    ------
    BlockingIOError
        Another program holds it.
    """
    held = None
    try:
        held = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as problem:
        if held is not None:
            held.close()
        if problem.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise BlockingIOError(errno.EWOULDBLOCK, "is locked", str(file)) from problem
        return None
    return held


def remove_left_behind(place: Path, prefix: str, first: Callable[[Path], object] = lambda _: None) -> None:
    """Remove the folders of programs that have ended without doing so.

    Parameters
    ----------
    place
        The folder in which they are.
    prefix
        How their names begin.
    first
        Called with each before it goes; one for which that fails stays.
    """
    for one in sorted(place.glob(f"{prefix}*")):
        if not _is_own(one):
            continue
        if not (one / IN_USE).is_file():
            # It may be in the making at this moment: then whoever makes it makes another.
            with suppress(OSError):
                one.rmdir()
            continue
        with suppress(OSError):
            if (held := lock(one / IN_USE)) is None:
                continue
            with closing(held):
                first(one)
                # While it is locked: whoever has made it a moment ago, and waits to lock it, would take it for theirs.
                if os.name != "nt":
                    shutil.rmtree(one, ignore_errors=True)
            # Windows removes no file that is open.
            shutil.rmtree(one, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Tell whether it is a folder of this user: others may put what they like where temporary files are."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and not folder.is_symlink() and (os.name == "nt" or found.st_uid == os.getuid())


def place_of_temporaries() -> Path:
    """Return the folder of temporary files as the system, or whoever runs the program, names it."""
    found = Path(tempfile.gettempdir())
    return found.parent if found.name.startswith(_RUN) else found


@contextmanager
def temporary_files() -> Iterator[None]:
    """Let all temporary files of this program, those of its libraries too, be made in one private folder."""
    before = tempfile.tempdir
    try:
        remove_left_behind(Path(tempfile.gettempdir()), _RUN)
        home = PrivateFolder(_RUN)
    except OSError:
        # Whatever needs a temporary file says so; much needs none.
        yield
        return
    tempfile.tempdir = str(home.path)
    try:
        yield
    finally:
        tempfile.tempdir = before
        home.remove()
