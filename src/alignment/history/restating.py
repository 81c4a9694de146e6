"""Was a finding that is kept there before? Told anew for every check whose forerunners change, in whichever order they are added."""

from collections.abc import Mapping
from datetime import date

from alignment.errors import MappingError
from alignment.history.choosing import waves
from alignment.history.crosswalk import crosswalk
from alignment.history.ledger import STATUSES, states
from alignment.history.snapshot import Snapshot
from alignment.history.store import Entry, Store
from alignment.source.names import key

__all__ = ["check_matches", "restate"]


def check_matches(store: Store, snapshot: Snapshot) -> None:
    """See that what a snapshot says was renamed can be found in its neighbours, so that the history can be followed through it.

    Raises
    ------
    MappingError
        It cannot; nothing was added.
    """
    day = snapshot.check.snapshot_date
    others = [one for one in _waves(store, snapshot.check.organisation) if one.snapshot_date != day]
    before = max((one for one in others if day and one.snapshot_date < day), key=_day, default=None)
    after = min((one for one in others if day and one.snapshot_date > day), key=_day, default=None)
    try:
        if before is not None:
            crosswalk(store.load(before.ident).organisation, snapshot.organisation)
        if after is not None:
            crosswalk(snapshot.organisation, store.load(after.ident).organisation)
    except MappingError as problem:
        raise MappingError(
            f"{problem}\nNothing was added to {store.database.name}. Mend the sheet Crosswalk, or the file of --crosswalk."
        ) from problem


def restate(store: Store, company: str, since: date) -> None:
    """Tell of the findings of each snapshot of a company from a day on whether they are new, still there, or back.

    What is waived stays so.
    """
    kept = _waves(store, company)
    earlier: Snapshot | None = None
    for at, entry in enumerate(kept):
        if entry.snapshot_date < since:
            continue
        if earlier is None and at:
            earlier = store.load(kept[at - 1].ident)
        later = store.load(entry.ident)
        former = store.finding_ids([one.ident for one in kept[: max(at - 1, 0)]])
        store.tell(entry.ident, _statuses(earlier, later, former))
        earlier = later


def _statuses(earlier: Snapshot | None, later: Snapshot, former: frozenset[str]) -> Mapping[int, str]:
    """Return the status of each finding of a check, by its number; of the first check all are new."""
    told: dict[str, str] = {}
    if earlier is not None:
        matched = crosswalk(earlier.organisation, later.organisation)
        told = {one.id: STATUSES[state] for one, state in states((earlier, later), matched, former)}
    return {
        number: "waived" if one.status == "waived" else told.get(one.id, "new")
        for number, one in enumerate(later.check.findings, start=1)
    }


def _waves(store: Store, company: str) -> tuple[Entry, ...]:
    entries = [one for one in store.entries() if key(one.organisation) == key(company)]
    return waves(entries)


def _day(entry: Entry) -> date:
    return entry.snapshot_date
