"""Where is the history, and how is it reached? A file of SQLite or a PostgreSQL server; what fails is told in one line.

No password is told: neither as it stands in a URL, whatever the place there, nor as a server quotes it.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from traceback import walk_tb
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from alignment.errors import StoreError

__all__ = ["PATIENCE", "Database", "database", "file_of"]

# Seconds to wait for another who writes.
PATIENCE = 30.0
# Seconds after which a Ctrl-C is heard at the latest: SQLite hears none while it waits.
_HEARD = 0.25
# A number of our own by which writers on a server wait for one another.
_TURN = 7_203_114

_WAITED = "is being written by another program, and still was after {seconds:g} seconds. Try again when it is done."
_OF_SQLITE = {
    "SQLITE_BUSY": _WAITED,
    "SQLITE_LOCKED": _WAITED,
    "SQLITE_READONLY": "may not be written. Check who may write the file and its folder.",
    "SQLITE_PERM": "may not be written. Check who may write the file and its folder.",
    "SQLITE_FULL": "could not be written: the disk is full. What it held before, it holds still. Make room and try again.",
    "SQLITE_IOERR": "could not be written or read: the disk is full or failed. What it held before, it holds still. "
    "Check the disk and try again.",
    "SQLITE_NOTADB": "is no history: it is not a file of SQLite. Give another with --store.",
    "SQLITE_CORRUPT": "is damaged. Take the last copy that you kept of it.",
    "SQLITE_CANTOPEN": "cannot be opened. Check the name, and who may read the file and its folder.",
}
_OF_SERVER = {
    "53100": "could not be written: the disk of the server is full. What it held before, it holds still.",
    "25006": "may not be written: the server, or this user of it, only reads.",
    "42501": "may not be read or written by this user. Ask whoever runs the server for the rights.",
    "55P03": _WAITED,
}

# A password has so many signs at the least; what is shorter is part of much that is told.
_SHORTEST = 4
# Of what may stand in a URL, these say where a server is, and a message about it is of no use without.
_TOLD = frozenset({"host", "hostaddr", "port", "dbname", "user"})
_NO_URL = "--store: this is no URL of a database. Write it as postgresql+psycopg://user@host/name."
# How what is given to a server begins, or gives a password, where it is no URL: no history is begun in a file of such a name.
_NO_FILE = re.compile(r"\s*postgres\w*(\+\w+)?:|.*\b(host|dbname|user|\w*password)\s*=|[^/\\]+:[^/\\]*@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Database:
    """A history that is not opened yet: what to call it, its file where it is one, and its engine.

    A file keeps a rollback journal, not a write-ahead log: it is one file that can be copied, stands on a network drive
    and can be read from a medium that nobody can write; one snapshot a quarter gains nothing from a log.
    """

    name: str
    file: Path | None
    engine: Engine = field(repr=False)
    # How long to wait for another who writes, in seconds.
    patience: float
    # What is not told, whoever quotes it.
    secrets: tuple[str, ...] = field(default=(), repr=False)
    # A transaction that is open already, of which all that is read and written is a part.
    held: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees the history as it is at one moment."""
        if self.held is not None:
            yield self.held
            return
        with self._told(), self.engine.connect() as connection:
            if self.file is None:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; what was written is there when the block ends, all of it or nothing."""
        if self.held is not None:
            yield self.held
            return
        with self._told(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if self.file is None:
                connection.execute(text(f"SET LOCAL lock_timeout = {int(self.patience * 1000)}"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as problem:
            raise StoreError(f"{self.name}: {self._without_secrets(_reason(problem, self.patience))}") from problem
        except ArgumentError as problem:
            raise StoreError(_NO_URL) from problem
        except ValueError as problem:
            if not _raised_by_library(problem):
                raise
            # Such as a day that there is not: no program of ours wrote it.
            raise StoreError(f"{self.name}: {_OF_SQLITE['SQLITE_CORRUPT']}") from problem

    def _without_secrets(self, text: str) -> str:
        for one in self.secrets:
            text = text.replace(one, "***")
        return text


def _raised_by_library(problem: ValueError) -> bool:
    """Tell whether the library met a value that it cannot read, and not a fault of ours."""
    *_, (frame, _) = walk_tb(problem.__traceback__)
    return str(frame.f_globals.get("__name__", "")).startswith("sqlalchemy")


def _reason(problem: DBAPIError, patience: float) -> str:
    """Return what went wrong, and what to do."""
    found = problem.orig
    if isinstance(found, sqlite3.Error):
        name = getattr(found, "sqlite_errorname", "")
        # Such as SQLITE_IOERR_WRITE: the first two words are the kind.
        kind = "_".join(name.split("_")[:2])
        return _OF_SQLITE[kind].format(seconds=patience) if kind in _OF_SQLITE else f"cannot be used ({found})."
    state = getattr(found, "sqlstate", None)
    if state in _OF_SERVER:
        return _OF_SERVER[state].format(seconds=patience)
    said = str(found).strip().splitlines() or ["no reason given"]
    return f"the server refuses: {said[0]}"


def database(place: str | Path, patience: float = PATIENCE) -> Database:
    """Return the database of a path, or of a URL such as ``postgresql+psycopg://user@host/name``.

    Raises
    ------
    StoreError
        The URL is none, or is of a kind of database that is not served, or the library for it is not installed.
    """
    file = file_of(place)
    if file is not None:
        return _of_file(file, patience)
    try:
        url = make_url(str(place))
    except (ArgumentError, ValueError) as problem:
        # The text is not repeated: it may hold a password.
        raise StoreError(_NO_URL) from problem
    if url.drivername == "sqlite" and url.database:
        return _of_file(Path(url.database), patience)
    if url.drivername not in ("postgresql", "postgresql+psycopg"):
        raise StoreError(
            f"--store: {url.drivername} is not served. Give a path, or a URL that begins with postgresql+psycopg://."
        )
    return _of_server(url.set(drivername="postgresql+psycopg"), patience)


def file_of(place: str | Path) -> Path | None:
    """Return the file that a place means; None where it is a URL.

    Raises
    ------
    StoreError
        It is neither, and may hold a password.
    """
    text = str(place)
    if "://" in text:
        return None
    if _NO_FILE.match(text) and not Path(place).exists():
        raise StoreError(_NO_URL)
    return Path(place)


def _of_file(path: Path, patience: float) -> Database:
    def connected() -> sqlite3.Connection:
        # Never made in passing: `create` has made it, or it is missed with a clear word. Transactions are begun below.
        uri = f"{path.resolve().as_uri()}?mode=rw"
        return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)

    engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        # What is removed is nowhere in the file any more.
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("writes"):
            connection.exec_driver_sql("BEGIN")
            return
        # Who is going to write takes the turn at once: two who have both read before they write would stop one another.
        end = monotonic() + patience
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(min(patience, _HEARD) * 1000)}")
        while not _has_turn(connection, end):
            pass
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(patience * 1000)}")

    return Database(str(path), path, engine, patience)


def _has_turn(connection: Connection, end: float) -> bool:
    """Wait a little for whoever writes, and tell whether that was long enough; it is an error where it is too late."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as problem:
        if getattr(problem.orig, "sqlite_errorcode", 0) != sqlite3.SQLITE_BUSY or monotonic() > end:
            raise
        return False
    return True


def _of_server(url: URL, patience: float) -> Database:
    if "@" in (url.host or ""):
        raise StoreError(
            "--store: the password holds a sign that ends it in a URL. Write @ as %40, / as %2F, : as %3A and # as %23."
        )
    options: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": max(2, int(patience))}
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args=options)
    except ModuleNotFoundError as problem:
        raise StoreError(
            "--store: the library for PostgreSQL is not installed. Install it with: "
            'pip install "alignment-health-check[postgres]"'
        ) from problem
    except ArgumentError as problem:
        raise StoreError(_NO_URL) from problem
    # What stands behind the question mark may be a password as well.
    name = url.set(query={}).render_as_string(hide_password=True)
    return Database(name, None, engine, patience, _secrets(url))


def _secrets(url: URL) -> tuple[str, ...]:
    """Return what a URL holds that may be a password, in each way of writing it, the longest first."""
    query = url.normalized_query.items()
    given = [url.password, *(one for name, values in query if name not in _TOLD for one in values)]
    plain = {str(one) for one in given if one is not None and len(str(one)) >= _SHORTEST}
    return tuple(sorted({way(one) for one in plain for way in (str, quote, quote_plus)}, key=len, reverse=True))
