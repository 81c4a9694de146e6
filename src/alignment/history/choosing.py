"""Which of the snapshots that are kept are the waves of one company?"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from alignment.errors import StoreError
from alignment.history.snapshot import Snapshot
from alignment.history.store import Entry, Store, open_store
from alignment.language import ENGLISH
from alignment.source.names import key, nearest

__all__ = ["Kept", "companies", "opened_waves", "waves"]


def companies(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the names of all companies, each once, in the order of the entries."""
    return tuple({key(one.organisation): one.organisation for one in entries}.values())


def waves(
    entries: Sequence[Entry], names: Sequence[str] = (), *, before: date | None = None, place: str = ""
) -> tuple[Entry, ...]:
    """Return the snapshots of one company, the oldest first; of several of one day, the one that was added last.

    Parameters
    ----------
    entries
        All that are kept, in the order in which `Store.entries` gives them.
    names
        Under which it stands; may be left out where there is only one company.
    before
        Only those of an earlier day.
    place
        What to call the history in a message.

    Raises
    ------
    StoreError
        It is open which company is meant, or there is none of that name.
    """
    known = companies(entries)
    if not names and len(known) > 1:
        raise StoreError(
            f"{place}: it holds several companies: {', '.join(known)}. Choose one with --company; where one company stands under "
            "several names, give each of them."
        )
    for name in names:
        if known and key(name) not in map(key, known):
            close = nearest(name, {key(one): one for one in known})
            hint = f' Did you mean "{close}"?' if close else ""
            raise StoreError(f'{place}: there is no snapshot of "{name}". It holds: {", ".join(known)}.{hint}')
    wanted = set(map(key, names or known))
    own = {
        one.snapshot_date: one
        for one in sorted(entries, key=lambda one: one.added)
        if key(one.organisation) in wanted and (before is None or one.snapshot_date < before)
    }
    return tuple(own[day] for day in sorted(own))


@dataclass(frozen=True, slots=True)
class Kept:
    """Snapshots in an open history, loaded one after the other, so that no more are held than whoever asks keeps."""

    store: Store
    entries: Sequence[Entry]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Snapshot]:
        return (self.store.load(one.ident) for one in self.entries)

    @property
    def language(self) -> str:
        """That of the last one; English where there is none."""
        return self.store.settings(self.entries[-1].ident).language if self.entries else ENGLISH


@contextmanager
def opened_waves(store: str, names: Sequence[str] = (), *, before: date | None = None) -> Iterator[Kept]:
    """Give the snapshots of a company as they are kept, the oldest first, one after the other while the history is open.

    Raises
    ------
    StoreError
        As `waves`; or there is no history, or it cannot be opened.
    """
    with open_store(store) as history:
        entries = history.entries()
        yield Kept(history, waves(entries, names, before=before, place=history.database.name))
