"""Options that name the checks before this one, and how those are found: as workbooks, or as snapshots of a history."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alignment.errors import StoreError

if TYPE_CHECKING:
    from alignment.history.choosing import Kept
    from alignment.history.crosswalk import Declared
    from alignment.history.snapshot import Snapshot
    from alignment.settings import Settings

__all__ = [
    "company_option",
    "crosswalk_option",
    "declared",
    "kept_waves",
    "read_waves",
    "snapshot_of",
    "store_option",
]

# As `alignment.history.store` has it, which is imported only by what opens a history.
_STORE = "history.sqlite"
_PLACE = "The history: a file, or postgresql+psycopg://user@host/name."

Command = Callable[..., Any]


def store_option(command: Command) -> Command:
    """Add the option that says where the history is."""
    return click.option(
        "--store", default=_STORE, envvar="ALIGNMENT_STORE", show_default=True, metavar="PLACE", help=_PLACE
    )(command)


def company_option(command: Command) -> Command:
    """Add the option that says which company of a history is meant."""
    return click.option(
        "--company",
        "names",
        metavar="NAME",
        multiple=True,
        help="Which company, where the history holds several; each name, where one stands under several.",
    )(command)


def crosswalk_option(command: Command) -> Command:
    """Add the option that says what of the later wave was what in the earlier."""
    return click.option(
        "--crosswalk",
        type=click.Path(path_type=Path),
        help="Which names of the later wave are which of the earlier (TOML).",
    )(command)


def declared(path: Path | None) -> "tuple[Declared, ...]":
    """Return what a file of --crosswalk declares; nothing without one."""
    if path is None:
        return ()
    from alignment.history.crosswalk import read_crosswalk

    return read_crosswalk(path)


def read_waves(
    workbooks: Sequence[Path], settings: "Settings", mapping: Path | None, key: Path | None = None
) -> "list[Snapshot]":
    """Check earlier workbooks, each by itself, and return what a history would keep of them, the oldest first."""
    from alignment.history.snapshot import taken
    from alignment.pipeline import examine

    found = [taken(examine([one], settings, mapping, client_safe=key)) for one in workbooks]
    # One without a date comes first, and is refused with its name.
    return sorted(found, key=lambda one: one.check.snapshot_date or date.min)


@contextmanager
def kept_waves(store: str, names: Sequence[str], *, before: date | None = None) -> "Iterator[Kept]":
    """Give the snapshots of a company as they are kept, the oldest first, one after the other while the history is open."""
    from alignment.history.choosing import opened_waves

    with opened_waves(store, names, before=before) as kept:
        yield kept


def snapshot_of(which: str, store: str, settings: "Settings", mapping: Path | None) -> "Snapshot":
    """Return a wave by its workbook, or, where there is no such file, by its id or date in the history.

    Raises
    ------
    StoreError
        There is neither.
    """
    place = Path(which)
    if place.exists() or place.suffix:
        return read_waves([place], settings, mapping)[0]
    from alignment.history.snapshot import as_now
    from alignment.history.store import open_store

    try:
        with open_store(store) as history:
            return as_now(history.load(which), settings.language)
    except StoreError as problem:
        raise StoreError(f"{which}: there is no such file, and no one snapshot is meant by it. {problem}") from problem
