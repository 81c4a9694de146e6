"""What was checked before? The history as the window reads it: where it is, what it holds, and how a company has moved."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alignment.app.running import Job, Jobs
from alignment.app.workspace import Workspace
from alignment.errors import StoreError
from alignment.history.choosing import companies, waves
from alignment.history.connecting import file_of
from alignment.history.keeping import keep
from alignment.history.snapshot import taken
from alignment.history.store import DEFAULT_STORE, Entry, open_store
from alignment.history.trend import Trend, trend
from alignment.language import say, speaking
from alignment.pipeline import Examination, default_formats, examine, stages, write_trend
from alignment.source.names import key

__all__ = ["ADD", "TELL", "Kept", "Told", "add", "begin_told", "kept", "store_place"]

# The kinds of work on a history.
ADD, TELL = "add", "tell"
# Seconds that a page waits for another program that writes the history; it is told, and can be loaded again.
_PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What a history holds: its name, all snapshots, and of those the ones of one company, the oldest first."""

    place: str
    entries: tuple[Entry, ...] = ()
    company: str = ""
    companies: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Entry, ...]:
        """Snapshots of the company."""
        return tuple(one for one in self.entries if key(one.organisation) == key(self.company))

    @property
    def waves(self) -> tuple[Entry, ...]:
        """Those of them that count in a trend: of several of one day, the one that was added last."""
        return waves(self.entries, [self.company]) if self.own else ()


@dataclass(frozen=True, slots=True)
class Told:
    """How a company moved over some checks, which are named by their ids, and the files that tell it."""

    idents: tuple[str, ...]
    trend: Trend
    files: tuple[Path, ...] = ()


def store_place(space: Workspace) -> str:
    """Return where the history is: as the command line has it."""
    return space.opening.store or os.environ.get("ALIGNMENT_STORE") or DEFAULT_STORE


def kept(space: Workspace, company: str = "") -> Kept:
    """Return what the history holds; nothing where it is not begun yet.

    Parameters
    ----------
    space
        What is in hand.
    company
        Which one is looked at; that in hand without it, else the first.

    Raises
    ------
    StoreError
        It cannot be opened.
    """
    place = store_place(space)
    path = file_of(place)
    if path is not None:
        if not path.exists():
            return Kept(str(path.resolve()), company=_in_hand(space))
        place = str(path.resolve())
    with open_store(place, patience=_PATIENCE) as history:
        entries, name = history.entries(), history.database.name
    known = companies(entries)
    wanted = company or _in_hand(space)
    named = next((one for one in known if key(one) == key(wanted)), "")
    return Kept(name, entries, named or wanted or next(iter(known), ""), known)


def _in_hand(space: Workspace) -> str:
    return space.checked.examination.check.organisation if space.checked else ""


def add(space: Workspace, jobs: Jobs, examination: Examination, day: date | None) -> Job | None:
    """Keep the check in hand as a snapshot; with another day than its own, begin to check it as of that day first.

    Raises
    ------
    StoreError
        The history cannot be opened or written.
    """
    if day is None or day == examination.check.snapshot_date:
        _keep(space, examination)
        return None
    return jobs.begin(ADD, stages(()) + 1, lambda job: _add(space, job, day), "/history#kept")


def _add(space: Workspace, job: Job, day: date) -> None:
    with space.lock:
        checked = space.checked
    if checked is None:
        return
    settings, subject = space.settings_of(checked.subject), checked.subject
    examination = examine(subject.paths, settings, subject.mapping, job.stage, day=day)
    job.stage("Keeping")
    _keep(space, examination)


def _keep(space: Workspace, examination: Examination) -> None:
    done = keep(taken(examination), store_place(space))
    with space.lock:
        space.keeping = done


def begin_told(space: Workspace, jobs: Jobs, idents: Sequence[str]) -> Job:
    """Begin to tell how a company moved over some checks, and to write the report of it."""
    total = len(default_formats()) + 2
    return jobs.begin(TELL, total, lambda job: _tell(space, job, tuple(idents)), "/history#moved")


def _tell(space: Workspace, job: Job, idents: tuple[str, ...]) -> None:
    language = space.language
    job.stage("Comparing")
    with open_store(store_place(space)) as history, speaking(language):
        known = {one.ident: one for one in history.entries()}
        if missing := [one for one in idents if one not in known]:
            raise StoreError(
                say("{place}: a snapshot is no longer there: {id}.", place=history.database.name, id=missing[0])
            )
        ordered = sorted((known[one] for one in idents), key=lambda one: one.snapshot_date)
        if len({one.snapshot_date for one in ordered}) < max(2, len(ordered)):
            raise StoreError(say("Two checks of different days are needed. Choose others, or add one of another day."))
        found = trend((history.load(one.ident) for one in ordered), language=language)
    told = Told(idents, found)
    with space.lock:
        space.told = told
    job.ready = True
    files = write_trend(found, space.place("trend"), default_formats(), stage=job.stage)
    with space.lock:
        if space.told is told:
            space.told = replace(told, files=files)
