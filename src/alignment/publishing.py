"""How do files come to where they stand? Made in a private folder beside it, and moved there all together, or none of them.

A run that fails, or is told to end, puts back what it has moved. One that is killed in the middle cannot: what was there before lies in its
folder until the next run, which puts it back first.
"""

import errno
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from alignment.language import say
from alignment.rights import give_rights
from alignment.temporary import PrivateFolder, lock, place_of_temporaries, remove_left_behind
from alignment.unbroken import unbroken

__all__ = ["publish", "refusal", "replacing", "tidy", "workshop"]

# How the name of the folder begins in which files are made.
_WORKSHOP = ".alignment-"
# Who moves files into a folder holds the lock of this one in it: of two runs, one after the other.
_TURN = ".alignment-turn"
# Seconds to wait for one's turn; files are moved in a moment.
_PATIENCE = 30.0
_LOOK = 0.02
# In the workshop: what is moved at this moment, by name, and whether there was a file of that name; and those files.
_MOVING, _BEFORE = "moving.json", "before"

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_IN_THE_WAY = frozenset({errno.EEXIST, errno.ENOTDIR})


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Give a private folder within a folder, in which files can be made; it goes with all that was not moved out of it.

    Raises
    ------
    OSError
        It cannot be made there.
    """
    tidy(folder)
    place = PrivateFolder(_WORKSHOP, folder)
    try:
        yield place.path
    except Exception as problem:
        if (refused := _refused_to_lxml(problem)) is None:
            raise
        raise refused from problem
    finally:
        with unbroken():
            if (place.path / _MOVING).exists():
                # What was there before could not be put back: the next run tries again.
                place.release()
            else:
                place.remove()


def _refused_to_lxml(problem: Exception) -> OSError | None:
    """Return what the system refused to the library that writes sheets, which tells it by a name such as IO_ENOSPC."""
    kind = type(problem)
    if not kind.__module__.startswith("lxml") or not str(problem).startswith("IO_"):
        return None
    number = getattr(errno, str(problem).removeprefix("IO_"), errno.EIO)
    # It writes sheets among the temporary files, before they are packed.
    return OSError(number, os.strerror(number), str(Path(tempfile.gettempdir()) / "sheet"))


def tidy(folder: Path) -> None:
    """Remove from a folder what runs that were killed have left in it, and put back what they were about to replace.

    Raises
    ------
    OSError
        Another run has been moving files into it for too long.
    """
    if any(folder.glob(f"{_WORKSHOP}*")):
        with unbroken() as heed, _turn(folder, heed):
            remove_left_behind(folder, _WORKSHOP, lambda left: _put_back(left, folder))


def publish(made: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Move files out of their workshop into its folder, all of them or none, and return where they are now.

    Raises
    ------
    OSError
        One cannot take its place: what was there before is there still, or again.
    """
    for file in made:
        # What a disk cannot hold is known at the latest now, and nothing has been moved.
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
        give_rights(file, folder / file.name)
    if not made:
        return ()
    place = made[0].parent
    with unbroken() as heed, _turn(folder, heed):
        try:
            _keep_before(made, folder, place)
            for file in made:
                heed()
                os.replace(file, folder / file.name)  # noqa: PTH105 - the same call, named for what it does: an atomic swap
            heed()
            (place / _MOVING).unlink()
        except BaseException:
            # What cannot be put back now, the next run puts back.
            with suppress(OSError):
                _put_back(place, folder)
            raise
    return tuple(folder / file.name for file in made)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the name of a file to be made, which takes the place of a path when the block ends without an error.

    Raises
    ------
    OSError
        It cannot be made, or cannot take its place: what was there before is there still.
    """
    if path.exists() and not path.is_file():
        # A device, such as /dev/stdout: nothing can take its place.
        yield path
        return
    target = path.resolve() if path.is_symlink() else path.absolute()
    with workshop(target.parent) as place:
        made = place / target.name
        yield made
        publish((made,), target.parent)


def refusal(problem: OSError, place: Path, advice: str) -> str:
    """Return why something cannot be written, and what to do.

    Parameters
    ----------
    problem
        What the system said.
    place
        What was to be written, where the system does not say it.
    advice
        What to do where nothing better is known.
    """
    # Where something is copied or moved, the second is where to.
    named = problem.filename2 or problem.filename
    file = Path(named) if named else place
    if problem.errno in _FULL and not named:
        file = _fuller(place)
    # The workshop is no business of the user's: the file will stand, or the folder is, outside it.
    shown = Path(*(part for part in file.parts if not part.startswith(_WORKSHOP)))
    shown = place if file.name.startswith(_WORKSHOP) else shown
    reason = problem.strerror or str(problem)
    if problem.errno in _FULL:
        advice = say("The disk is full: make room, and try again.")
        if file.is_relative_to(tempfile.gettempdir()) and not file.is_relative_to(place):
            shown = place_of_temporaries()
            advice = say(
                "The disk of temporary files is full: make room, or name a folder on another in the variable TMPDIR (TMP on Windows)."
            )
    elif problem.errno in _IN_THE_WAY:
        advice = say("A file is where a folder is needed. {advice}", advice=advice)
    elif problem.errno == errno.ENOENT and not (place.parent.is_dir() and shown.parent.is_dir()):
        advice = say("Its folder is not there, or not any more. {advice}", advice=advice)
    return say("{place}: cannot be written ({reason}). {advice}", place=shown, reason=reason, advice=advice)


def _fuller(place: Path) -> Path:
    """Return which has less room: where something was to be written, or where temporary files go."""
    temporary = Path(tempfile.gettempdir())
    with suppress(OSError):
        if shutil.disk_usage(temporary).free < shutil.disk_usage(place if place.is_dir() else place.parent).free:
            return temporary / "file"
    return place


@contextmanager
def _turn(folder: Path, heed: Callable[[], None]) -> Iterator[None]:
    """Wait until nobody else moves files into a folder, and let nobody else meanwhile; signals are heard while waiting."""
    file, end = folder / _TURN, monotonic() + _PATIENCE
    while True:
        before = _identity(file)
        try:
            held = lock(file)
        except BlockingIOError:
            if monotonic() > end:
                raise OSError(errno.EBUSY, say("another run is writing there"), str(folder)) from None
            heed()
            sleep(_LOOK)
            continue
        # Whoever had the turn before took the file away: a lock on one that is nowhere any more keeps nobody out.
        # Where there are no locks, nobody can wait.
        if held is None or (before is not None and _identity(file) == before):
            break
        held.close()
    try:
        yield
    finally:
        if held is not None:
            _end_turn(file, held)


def _end_turn(file: Path, held: sqlite3.Connection) -> None:
    # Taken away while it is held, so that nobody else takes away what is another's turn by then; but Windows
    # removes no file that is open, and none that anybody waits for.
    with suppress(OSError):
        if os.name != "nt":
            file.unlink()
    held.close()
    with suppress(OSError):
        if os.name == "nt":
            file.unlink()


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _keep_before(made: Sequence[Path], folder: Path, place: Path) -> None:
    """Keep what is going to be replaced, and note what is going to be moved."""
    kept = place / _BEFORE
    kept.mkdir()
    before = {file.name: os.path.lexists(folder / file.name) for file in made}
    for name in (name for name, there in before.items() if there):
        try:
            (kept / name).hardlink_to(folder / name)
        except OSError:
            # A file system without links, such as that of a memory stick.
            shutil.copy2(folder / name, kept / name, follow_symlinks=False)
    note = place / f"{_MOVING}.part"
    note.write_text(json.dumps(before), encoding="utf-8")
    # There whole, or not at all.
    note.replace(place / _MOVING)


def _put_back(place: Path, folder: Path) -> None:
    """Put back what was there before anything of a workshop was moved; it can be done again where that was cut short.

    Raises
    ------
    OSError
        Something cannot be put back.
    """
    note = place / _MOVING
    if not note.exists():
        return
    for name, there in json.loads(note.read_text(encoding="utf-8")).items():
        kept = place / _BEFORE / name
        if (place / name).exists():
            # It was not moved, and may be open elsewhere.
            continue
        if there and os.path.lexists(kept):
            os.replace(kept, folder / name)  # noqa: PTH105 - as above
        elif not there:
            (folder / name).unlink(missing_ok=True)
    note.unlink()
