"""Is the history as this program reads and writes it? A new one is made so, an older one is migrated, a newer one refused."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from alignment.errors import StoreError
from alignment.history.connecting import Database
from alignment.history.tables import METADATA, REVISION, VERSION_TABLE

__all__ = ["known_revisions", "settle", "upgrade"]

_MIGRATIONS = Path(__file__).with_name("migrations")


def settle(database: Database, create: bool) -> None:
    """Make the tables of a new history, or bring an older one up to date; of a file of SQLite a copy is kept first.

    Raises
    ------
    StoreError
        It is of a newer version of the program, or of another program; or there is none and none is to be made.
    """
    if database.file is not None:
        _settle_file(database.file, create)
    with database.reading() as connection:
        found = _revision(connection, database)
    if found == REVISION:
        return
    if found is None and not create:
        raise StoreError(f"{database.name}: holds no history yet. `alignment track add` begins it.")
    with database.writing() as connection:
        # Somebody else may have been first.
        found = _revision(connection, database)
        if found == REVISION:
            return
        if found is not None and database.file is not None:
            _back_up(database.file, found)
        upgrade(connection)


def _settle_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: is a folder. Name the file in it, such as {path / 'history.sqlite'}.")
    if path.exists():
        return
    if not create:
        raise StoreError(
            f"{path}: there is no history here. `alignment track add` begins one; --store gives another place."
        )
    try:
        path.touch()
    except OSError as problem:
        raise StoreError(f"{path}: cannot be made ({problem.strerror}). Give another place with --store.") from problem


def _revision(connection: Connection, database: Database) -> str | None:
    """Return the revision of the schema; None where there is no history yet."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - a name of ours
        if found is not None and found != REVISION and found not in known_revisions():
            raise StoreError(
                f"{database.name}: was written by a newer version of this program (its tables are of revision {found}, "
                f"this version knows up to {REVISION}). Update the program."
            )
        return None if found is None else str(found)
    # A file is one program's; a server may hold the tables of others beside ours.
    strange = names if database.file is not None else names & set(METADATA.tables)
    if strange:
        raise StoreError(
            f"{database.name}: holds tables of another program ({', '.join(sorted(strange)[:3])}). "
            "Give another place with --store."
        )
    return None


def known_revisions() -> Sequence[str]:
    """Return every revision that this program can migrate from, the newest first."""
    from alembic.script import ScriptDirectory

    return [one.revision for one in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()]


def upgrade(connection: Connection, revision: str = REVISION) -> None:
    """Bring the tables to a revision, within the transaction that is open."""
    # Imported here: it takes longer than all else together, and a history is seldom migrated.
    from alembic import command
    from alembic.config import Config

    config = Config()
    # A "%" in the path would be read as the beginning of a placeholder.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _back_up(path: Path, revision: str) -> None:
    """Keep a copy of the file as it was, beside it, named after the revision of its tables."""
    copy = path.with_name(f"{path.stem}.revision-{revision}{path.suffix}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part)) as target:
                source.backup(target)
        os.replace(part, copy)  # noqa: PTH105 - the same call, named for what it does: an atomic swap
    except (OSError, sqlite3.Error) as problem:
        raise StoreError(
            f"{path}: is of an earlier version and has to be migrated, but no copy could be kept at {copy} ({problem}). "
            "It is as it was. Make room beside it, or make its folder writable."
        ) from problem
