"""Who may read what is written? What is made on the way its owner alone; what was asked for, whomever the system lets.

Nearly all that is made on the way is made by libraries, which ask nobody: hence the whole program makes files for their owner alone,
and hands over what is asked for when it is whole. Where only parts of it are used by another program, that one decides.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

__all__ = ["as_usual", "give_rights", "keep_to_owner", "made_folder"]

_OTHERS = 0o077


def keep_to_owner() -> None:
    """Make files and folders for their owner alone from here on."""
    os.umask(_usual() | _OTHERS)


@contextmanager
def as_usual() -> Iterator[None]:
    """Let programs that are started here make files as they would without us."""
    before = os.umask(_usual())
    try:
        yield
    finally:
        os.umask(before)


def give_rights(file: Path, target: Path) -> None:
    """Give a file that is whole the rights of one that was asked for, before it is moved to where that was.

    It may be read by those who might read what is there; else by whomever the system lets read a new file, unless its folder is
    private.
    """
    if target.exists():
        mode = stat.S_IMODE(target.stat().st_mode)
    else:
        private = not target.parent.stat().st_mode & _OTHERS
        mode = 0o600 if private else 0o666 & ~_usual()
    # Some drives know no rights, and refuse to be told.
    with suppress(NotImplementedError, PermissionError):
        file.chmod(mode)


def made_folder(folder: Path) -> Path:
    """Make a folder that was asked for, and those above it that are missing; return it.

    Raises
    ------
    OSError
        It cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        with suppress(NotImplementedError, PermissionError):
            one.chmod(0o777 & ~_usual())
    return folder


@cache
def _usual() -> int:
    """What others may not do with new files, as whoever started the program has it; asked for before that is changed."""
    mask = os.umask(_OTHERS)
    os.umask(mask)
    return mask
