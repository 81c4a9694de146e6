"""Which files have been saved since? Follows workbooks, and folders of CSV files, while somebody works on them.

Spreadsheet programs do not write into a file: they write another and let it take the place, some by way of no file at all for a moment, and
leave locks beside it (``~$audit.xlsx``, ``.~lock.audit.xlsx#``). So folders are watched, whatever happens in one is a reason to look at the
files, and their bytes decide whether there is anything new.
"""

import hashlib
import stat
import zipfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from alignment.errors import SourceError
from alignment.language import number_text, say
from alignment.model.result import Finding, HealthCheck, Issue
from alignment.source.files import data_files
from alignment.wording import counted

__all__ = ["PATIENCE", "Difference", "difference", "saves"]

# Seconds in which a file may be gone, locked or half written before that is told.
PATIENCE = 5.0
# Seconds without a change after which a save is over.
_QUIET = 0.25
# Most network drives, and folders shared with a virtual machine, tell of no change by another machine: the files are looked at this often as well.
_LOOK = 1.0
# How packed workbooks begin; their table of contents is written last.
_PACKED = b"PK"

# When a file was written and changed, how long it is, which file it is; None where there is none.
_Stamp = tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class _State:
    """A file as it was last told: its stamp, and what its bytes come to; None where they cannot be read."""

    stamp: _Stamp
    digest: str | None


def saves(
    paths: Sequence[Path], stop: Event | None = None, *, beside: Sequence[Path] = (), patience: float = PATIENCE
) -> Iterator[tuple[Path, ...]]:
    """Give the files that were saved, each time that some were, from the moment of the call on.

    What happens within a moment is one save. A file that is locked, half written or gone is waited for; what is still so after `patience` is
    given all the same, since reading it tells what is wrong, and again when it has come right. Nothing is given where the bytes are as before.

    Parameters
    ----------
    paths
        Workbooks, CSV files, or folders of CSV files.
    stop
        Ends the iteration when it is set, from another thread say. Ctrl-C raises KeyboardInterrupt as everywhere.
    beside
        Files that may be there or not, such as a mapping; followed in the same way, and not waited for.
    patience
        Seconds.

    Raises
    ------
    SourceError
        A file is missing from the outset, or the library that follows files is not installed.
    """
    try:
        import watchfiles  # noqa: F401 - said before anything is read
    except ModuleNotFoundError as problem:
        raise SourceError(
            "The library that follows files (watchfiles) is not installed. Install it with: "
            'pip install "alignment-health-check[app]"'
        ) from problem
    for path in paths:
        data_files(path)
    followed = _Followed(tuple(map(Path.absolute, paths)), tuple(map(Path.absolute, beside)), patience)
    return _saves(followed, followed.states({}), stop or Event())


def _saves(followed: "_Followed", told: Mapping[Path, _State], stop: Event) -> Iterator[tuple[Path, ...]]:
    with closing(_moments(followed.folders(), stop)) as moments:
        for _ in moments:
            if not followed.touched(told) or not followed.settled(told, stop):
                continue
            now = followed.states(told)
            saved = tuple(
                sorted(path for path in told.keys() | now.keys() if _digest(told, path) != _digest(now, path))
            )
            told = now
            if saved:
                yield saved


def _digest(states: Mapping[Path, _State], path: Path) -> str | None:
    return states[path].digest if path in states else None


def _moments(folders: Sequence[Path], stop: Event) -> Generator[None, None, None]:
    """Give each moment at which to look: at once, when something happens in a folder, and every second."""
    from watchfiles import watch

    yield
    try:
        for _ in watch(
            *folders,
            watch_filter=None,
            stop_event=stop,
            rust_timeout=int(_LOOK * 1000),
            yield_on_timeout=True,
            recursive=False,
            ignore_permission_denied=True,
        ):
            yield
    except (OSError, RuntimeError):
        # The system watches no more folders, or none of this kind.
        while not stop.wait(_LOOK):
            yield


@dataclass(frozen=True, slots=True)
class _Followed:
    """What is followed, and for how long what is wrong with it is waited for."""

    paths: tuple[Path, ...]
    beside: tuple[Path, ...]
    patience: float

    def folders(self) -> tuple[Path, ...]:
        """Return the folders in which something may happen."""
        around = {path if path.is_dir() else path.parent for path in (*self.paths, *self.beside)}
        return tuple(sorted(one for one in around if one.is_dir()))

    def stamps(self) -> dict[Path, _Stamp]:
        """Return every file that is followed now, and those that should be there, with their stamps."""
        return {file: _stamp(file) for path in (*self.paths, *self.beside) for file in _files(path)}

    def touched(self, told: Mapping[Path, _State]) -> bool:
        """Tell whether anything may be other than it was; what could not be read may be readable now, of itself."""
        now = self.stamps()
        locked = any(state.stamp is not None and state.digest is None for state in told.values())
        return locked or now != {path: state.stamp for path, state in told.items()}

    def settled(self, told: Mapping[Path, _State], stop: Event) -> bool:
        """Wait until nothing changes any more and all that has changed is whole, or patience ends; tell whether to go on."""
        end = monotonic() + self.patience
        before: Mapping[Path, _Stamp] = {}
        while True:
            now = self.stamps()
            quiet = now == before
            if quiet and all(_whole(path) for path in now if path not in self.beside and _other(told, path, now[path])):
                return True
            if monotonic() >= end:
                return True
            before = now
            if stop.wait(_QUIET):
                return False

    def states(self, told: Mapping[Path, _State]) -> dict[Path, _State]:
        """Return every file as it is; the bytes of one whose stamp is as it was are not read again."""
        return {
            path: _State(stamp, _sum(path)) if _other(told, path, stamp) else told[path]
            for path, stamp in self.stamps().items()
        }


def _other(told: Mapping[Path, _State], path: Path, stamp: _Stamp) -> bool:
    state = told.get(path)
    return state is None or state.stamp != stamp or state.digest is None


def _files(path: Path) -> Sequence[Path]:
    try:
        return data_files(path)
    except (SourceError, OSError):
        return (path,)


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _sum(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _whole(path: Path) -> bool:
    """Tell whether a file is there, can be read, and was written to its end as far as its kind shows."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_PACKED))
            return bool(start) and (start != _PACKED or zipfile.is_zipfile(file))
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class Difference:
    """What a check tells otherwise than the one before it.

    Attributes
    ----------
    score, before
        Of 100; None where it is withheld.
    new, gone
        Findings of the one check that the other does not have.
    errors, warnings
        How many issues there are in the data: now, and before.
    """

    score: float | None
    before: float | None
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    errors: tuple[int, int]
    warnings: tuple[int, int]

    def __str__(self) -> str:
        return f"{self._score()} {self._findings()} {self._issues()}"

    def _score(self) -> str:
        now, before = _of_100(self.score), _of_100(self.before)
        if now == before:
            return say("Score {now}, as before.", now=now)
        return say("Score {now}; before, {before}.", now=now, before=before)

    def _findings(self) -> str:
        if not self.new and not self.gone:
            return say("The same findings.")
        return say(
            "Findings: {new} new, {gone} gone.", new=number_text(len(self.new)), gone=number_text(len(self.gone))
        )

    def _issues(self) -> str:
        now, before = (
            say("{errors} and {warnings}", errors=counted(errors, "error"), warnings=counted(warnings, "warning"))
            for errors, warnings in zip(self.errors, self.warnings, strict=True)
        )
        if now == before:
            return say("Issues in the data: {now}, as before.", now=now)
        return say("Issues in the data: {now}; before, {before}.", now=now, before=before)


def difference(before: HealthCheck, now: HealthCheck) -> Difference:
    """Return what a check tells otherwise than the one before it."""
    return Difference(
        now.score.value,
        before.score.value,
        _only(now.findings, before.findings),
        _only(before.findings, now.findings),
        (_count(now.issues, "error"), _count(before.issues, "error")),
        (_count(now.issues, "warning"), _count(before.issues, "warning")),
    )


def _only(some: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {one.id for one in others}
    return tuple(one for one in some if one.id not in known)


def _count(issues: Sequence[Issue], severity: str) -> int:
    return sum(one.severity == severity for one in issues)


def _of_100(score: float | None) -> str:
    return say("withheld") if score is None else say("{score} of 100", score=number_text(score))
