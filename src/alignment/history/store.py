"""Where are the snapshots of a company kept, and how are they found again?"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection, RowMapping, bindparam, false, func, insert, or_, select, update

from alignment.errors import StoreError
from alignment.history import tables
from alignment.history.connecting import PATIENCE, Database, database
from alignment.history.documents import text_of, value_of
from alignment.history.migrating import settle
from alignment.history.rows import rows
from alignment.history.snapshot import Snapshot
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.settings import Settings

__all__ = ["DEFAULT_STORE", "Addition", "Entry", "Store", "open_store"]

# In the folder in which the program is called.
DEFAULT_STORE = "history.sqlite"
# How many characters of its id a list shows.
SHORT = 8
_MOMENT = timedelta(microseconds=1)
# Bytes of a document; one of a company of 10,000 departments has less than half.
_LARGEST = 250_000_000

Value = TypeVar("Value")
# Whether a snapshot was added, was there already, or was there already and reads otherwise now.
Addition = Literal["added", "kept", "differs"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot as a list shows it. `added` is in UTC; `findings` does not count those that are waived."""

    ident: str
    organisation: str
    snapshot_date: date
    added: datetime
    program_version: str
    score: float | None
    rating: str
    coverage: float
    findings: int
    files: tuple[str, ...]

    @property
    def short(self) -> str:
        """The beginning of the id, by which it can be named."""
        return self.ident[:SHORT]


def check_date(snapshot: Snapshot) -> None:
    """See that a snapshot has a date.

    Raises
    ------
    StoreError
        It has none; where its workbook holds one that cannot be read, the cell is named.
    """
    if snapshot.check.snapshot_date is not None:
        return
    about = {
        (one.file, sheet.sheet) for one in snapshot.check.inputs for sheet in one.sheets if sheet.kind == "organisation"
    }
    unread = [str(one) for one in snapshot.check.issues if (one.cell.file, one.cell.sheet) in about]
    raise StoreError(
        "A snapshot without a date has no place in a history. Give the day of which the workbook tells with "
        "--date, or write it on the sheet Organisation as the snapshot date." + "".join(f"\n  {one}" for one in unread)
    )


@dataclass(frozen=True, slots=True)
class Store:
    """A history that is open. Every call is one transaction, unless several are together: what was written is there whole, or not at all."""

    database: Database

    @contextmanager
    def together(self) -> Iterator["Store"]:
        """Give the history so that all that is done with it in the block is one transaction: all of it is kept, or nothing.

        Raises
        ------
        StoreError
            The history cannot be written.
        """
        with self.database.writing() as connection:
            yield Store(replace(self.database, held=connection))

    def add(self, snapshot: Snapshot) -> Addition:
        """Keep a snapshot; one that is kept already stays as it is.

        "differs" says that the same files under the same settings were read or measured otherwise then, as with another
        mapping or another bank of statements:
        the snapshot of then stays, and has to be removed first where the one of now is wanted.

        Raises
        ------
        StoreError
            It has no date, or the history cannot be written.
        """
        check_date(snapshot)
        # Made before anybody has to wait.
        made = rows(snapshot)
        with self.database.writing() as connection:
            documents, about = tables.DOCUMENTS, tables.SNAPSHOTS
            kept = select(documents, about.c.program_version).join(about).where(documents.c.snapshot == snapshot.ident)
            before = connection.execute(kept).mappings().one_or_none()
            if before is not None:
                return "kept" if self._same(before, snapshot) else "differs"
            latest = connection.execute(select(func.max(about.c.added))).scalar()
            for table, found in made:
                if table is about and latest is not None:
                    # What is added later counts, even where the clock has been put back since.
                    found[0]["added"] = max(found[0]["added"], latest + _MOMENT)
                if found:
                    connection.execute(insert(table), found)
        return "added"

    def entries(self) -> tuple[Entry, ...]:
        """Return what is kept: by company, then by date, then in the order in which it was added."""
        with self.database.reading() as connection:
            return _entries(connection)

    def finding_ids(self, idents: Sequence[str]) -> frozenset[str]:
        """Return the ids of all findings of some snapshots."""
        one = tables.FINDINGS.c
        with self.database.reading() as connection:
            query = select(one.finding).where(one.snapshot.in_(idents)).distinct()
            return frozenset(connection.execute(query).scalars())

    def tell(self, ident: str, statuses: Mapping[int, str]) -> None:
        """Set what is told of the findings of a snapshot, by their numbers, in what others read of the history."""
        one = tables.FINDINGS
        query = (
            update(one).where(one.c.snapshot == ident, one.c.number == bindparam("at")).values(status=bindparam("told"))
        )
        rows = [{"at": number, "told": status} for number, status in statuses.items()]
        with self.database.writing() as connection:
            if rows:
                connection.execute(query, rows)

    def load(self, which: str) -> Snapshot:
        """Return a snapshot, exactly as it was added, by the beginning of its id or by its date.

        Raises
        ------
        StoreError
            There is none, or several, or it is damaged.
        """
        one, about = tables.DOCUMENTS, tables.SNAPSHOTS
        with self.database.reading() as connection:
            ident = self._ident(connection, which)
            query = select(one, about.c.program_version).join(about).where(one.c.snapshot == ident)
            found = connection.execute(query).mappings().one()
        return Snapshot(
            self._value(HealthCheck, found["health_check"]),
            self._value(Organisation, found["organisation"]),
            self._value(Settings, found["settings"]),
            found["program_version"],
        )

    def settings(self, ident: str) -> Settings:
        """Return the settings of a snapshot alone, by its whole id."""
        one = tables.DOCUMENTS.c
        with self.database.reading() as connection:
            packed = connection.execute(select(one.settings).where(one.snapshot == ident)).scalar_one()
        return self._value(Settings, packed)

    def remove(self, which: str) -> Entry:
        """Take a snapshot out of the history for good, and return what a list showed of it.

        Raises
        ------
        StoreError
            There is none, or several; or the history cannot be written.
        """
        with self.database.writing() as connection:
            ident = self._ident(connection, which)
            gone = next(one for one in _entries(connection) if one.ident == ident)
            connection.execute(tables.SNAPSHOTS.delete().where(tables.SNAPSHOTS.c.id == ident))
        return gone

    def _ident(self, connection: Connection, which: str) -> str:
        one, text = tables.SNAPSHOTS.c, which.strip().lower()
        wanted = one.id.startswith(text, autoescape=True) if text else false()
        with suppress(ValueError):
            wanted = or_(wanted, one.snapshot_date == date.fromisoformat(text))
        found = connection.execute(select(one.id).where(wanted).order_by(one.id)).scalars().all()
        if len(found) == 1:
            return str(found[0])
        if not found:
            raise StoreError(
                f"{self.database.name}: there is no snapshot {which}. `alignment track list` shows those there are."
            )
        several = ", ".join(one[:SHORT] for one in found[:5])
        raise StoreError(f"{self.database.name}: {which} means several snapshots ({several}). Name one by its id.")

    def _same(self, kept: RowMapping, snapshot: Snapshot) -> bool:
        """Tell whether what is kept was read alike, and measured alike where one version measured both."""
        read = _nameless(
            text_of(self._value(Organisation, kept["organisation"])), self._value(HealthCheck, kept["health_check"])
        )
        if read != _nameless(text_of(snapshot.organisation), snapshot.check):
            return False
        if kept["program_version"] != snapshot.version:
            return True
        return self._value(HealthCheck, kept["health_check"]).measurements == snapshot.check.measurements

    def _value(self, kind: type[Value], packed: bytes) -> Value:
        try:
            return value_of(kind, _unpacked(packed).decode())
        except (zlib.error, ValueError, TypeError, RecursionError) as problem:
            raise StoreError(
                f"{self.database.name}: a snapshot in it is damaged. Take the last copy that you kept of it."
            ) from problem


def _unpacked(content: bytes) -> bytes:
    """Return what was packed; a document is a twentieth of what it holds, and not the thousandth part."""
    stream = zlib.decompressobj()
    found = stream.decompress(content, _LARGEST)
    if not stream.eof:
        raise ValueError("a document that is cut short, or larger than any that was kept")
    return found


def _nameless(text: str, check: HealthCheck) -> str:
    """Return a company as text, its files called by their bytes: a copy under another name is the same."""
    for one in check.inputs:
        text = text.replace(json.dumps(one.file), json.dumps(one.sha256))
    return text


def _entries(connection: Connection) -> tuple[Entry, ...]:
    one = tables.SNAPSHOTS
    counts = (
        select(func.count())
        .where(tables.FINDINGS.c.snapshot == one.c.id, tables.FINDINGS.c.status != "waived")
        .scalar_subquery()
    )
    order = (one.c.organisation, one.c.snapshot_date, one.c.added, one.c.id)
    found = connection.execute(select(one, counts.label("findings")).order_by(*order)).mappings().all()
    files: dict[str, list[str]] = {}
    for row in connection.execute(select(tables.INPUTS).order_by(tables.INPUTS.c.snapshot, tables.INPUTS.c.number)):
        files.setdefault(row.snapshot, []).append(row.file)
    return tuple(_entry(row, files.get(row["id"], ())) for row in found)


def _entry(row: RowMapping, files: Iterable[str]) -> Entry:
    return Entry(
        row["id"],
        row["organisation"],
        row["snapshot_date"],
        row["added"],
        row["program_version"],
        row["score"],
        row["rating"],
        row["coverage"],
        row["findings"],
        tuple(files),
    )


@contextmanager
def open_store(
    place: str | Path = DEFAULT_STORE, *, create: bool = False, patience: float = PATIENCE
) -> Iterator[Store]:
    """Open a history: the path of a file, or the URL of a PostgreSQL database. With `create`, one is begun there.

    Parameters
    ----------
    place
        Such as ``history.sqlite`` or ``postgresql+psycopg://user@host/name``.
    create
        Whether to begin a history where there is none.
    patience
        How long to wait for another who writes, in seconds.

    Raises
    ------
    StoreError
        There is no history, or it is of a newer version of the program, or cannot be opened.
    """
    found = database(place, patience)
    try:
        settle(found, create)
        yield Store(found)
    finally:
        found.engine.dispose()
