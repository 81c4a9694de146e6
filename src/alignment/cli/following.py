"""How is a report written again each time its workbook is saved? A line each time, until Ctrl-C."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from alignment.cli.ending import heed
from alignment.cli.telling import tell
from alignment.errors import AlignmentError, SettingsError, without_passwords
from alignment.model.result import HealthCheck

__all__ = ["follow"]

# How many files that were saved together are named.
_NAMED = 3


class Make(Protocol):
    """What writes the report; what is brief says no more than must be said each time."""

    def __call__(self, brief: bool = False) -> HealthCheck: ...


def follow(workbooks: Sequence[Path], beside: Sequence[Path], folder: Path, make: Make, quiet: bool) -> None:
    """Write the report into its folder, and again each time that a workbook, or a file beside, is saved.

    A run that fails is told in a line, and leaves the last good report; the next save is another chance.

    Raises
    ------
    SourceError
        A workbook is missing from the outset, or the library that follows files is not installed.
    SettingsError
        The report would be written over what is followed, and so without end.
    """
    from alignment.watching import difference, saves

    _check_apart(workbooks, folder)
    found = saves(workbooks, beside=beside)
    try:
        last = _made(make, brief=False)
        if not quiet:
            tell("The report is written each time the workbook is saved. Ctrl-C ends it.")
        for files in found:
            now = _made(make, brief=True)
            if now and not quiet:
                told = difference(last, now) if last else "The report is written."
                tell(f"{_time()}  {_names(files)}: {told}")
            last = now or last
    except KeyboardInterrupt:
        heed()


def _made(make: Make, brief: bool) -> HealthCheck | None:
    try:
        return make(brief)
    except AlignmentError as problem:
        tell(f"{_time()}  {without_passwords(str(problem))} What was there before is as it was.", err=True)
    return None


def _check_apart(workbooks: Sequence[Path], folder: Path) -> None:
    """Refuse to follow what the report itself writes."""
    target = folder.resolve()
    for path in workbooks:
        place = path.resolve()
        if place == target or (place.parent == target and place.stem.startswith("health-check")):
            raise SettingsError(
                f"{path}: the report would be written there, and so be followed without end. Choose another folder with -o."
            )


def _time() -> str:
    return f"{datetime.now():%H:%M:%S}"


def _names(files: Sequence[Path]) -> str:
    return ", ".join(one.name for one in files) if len(files) <= _NAMED else f"{len(files)} files"
