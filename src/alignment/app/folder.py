"""Where is kept what the window needs? In a private folder, which goes with the program; what one that was killed left behind, the next removes."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["PrivateFolder"]

_PREFIX = "alignment-window-"
_LOCK = "in-use"


class PrivateFolder:
    """A folder for its owner alone, locked for as long as this program runs.

    Attributes
    ----------
    path
        Where it is.
    """

    def __init__(self) -> None:
        _remove_left_behind(Path(tempfile.gettempdir()))
        # Made by mkdtemp, hence open to its owner alone, and removed when the interpreter ends.
        self._home = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        # As messages have it, in which links and short names are followed.
        self.path = Path(self._home.name).resolve()
        self._lock = _locked(self.path / _LOCK)

    def remove(self) -> None:
        """Remove it with everything in it."""
        if self._lock is not None:
            self._lock.close()
        self._home.cleanup()


def _locked(file: Path) -> sqlite3.Connection | None:
    """Return a lock on a file; None where another program holds it.

    A lock of SQLite ends with its program, however that ends, on every system.
    """
    lock = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error:
        lock.close()
        return None
    return lock


def _remove_left_behind(place: Path) -> None:
    """Remove the folders of programs that have ended without doing so."""
    for one in place.glob(f"{_PREFIX}*"):
        # One without a lock is being made at this moment.
        if not _is_own(one) or not (one / _LOCK).is_file():
            continue
        with suppress(OSError, sqlite3.Error):
            lock = _locked(one / _LOCK)
            if lock is not None:
                lock.close()
                shutil.rmtree(one, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Tell whether a folder is one of this user's: others may put what they like where temporary files are."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return not folder.is_symlink() and (os.name == "nt" or found.st_uid == os.getuid())
