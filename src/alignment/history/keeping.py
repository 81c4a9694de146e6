"""How does a check come into a history? Kept once, with what the history then holds beside it."""

from dataclasses import dataclass
from pathlib import Path

from alignment.history.choosing import companies
from alignment.history.restating import check_matches, restate
from alignment.history.snapshot import Snapshot
from alignment.history.store import DEFAULT_STORE, Addition, Entry, check_date, open_store

__all__ = ["Keeping", "keep"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What became of a snapshot that was to be kept.

    Attributes
    ----------
    done
        Whether it was added, was there already, or was there already and reads otherwise now: then that of then stays.
    entry
        What a list shows of it.
    place
        What the history is called.
    same_day
        How many snapshots of the company are of its day; the one that was added last counts.
    others
        Companies of the history that it may be, where its workbook does not say what the company is called.
    """

    done: Addition
    entry: Entry
    place: str
    same_day: int
    others: tuple[str, ...]


def keep(snapshot: Snapshot, place: str | Path = DEFAULT_STORE) -> Keeping:
    """Keep a snapshot; the history is begun where there is none, and only when there is something to keep.

    Raises
    ------
    StoreError
        It has no date, or the history cannot be opened or written.
    MappingError
        What its workbook declares of departments cannot be used beside what is kept.
    """
    check_date(snapshot)
    # What the findings of later checks are told to be goes with it, or neither is kept.
    with open_store(place, create=True) as store, store.together() as history:
        check_matches(history, snapshot)
        done = history.add(snapshot)
        since = snapshot.check.snapshot_date
        if done == "added" and since is not None:
            restate(history, snapshot.check.organisation, since)
        entries = history.entries()
        name = history.database.name
    entry = next(one for one in entries if one.ident == snapshot.ident)
    alike = [
        one for one in entries if (one.organisation, one.snapshot_date) == (entry.organisation, entry.snapshot_date)
    ]
    others = () if snapshot.organisation.name else companies(entries)
    return Keeping(done, entry, name, len(alike), tuple(one for one in others if one != entry.organisation))
