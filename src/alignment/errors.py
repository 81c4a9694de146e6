"""What can stop a run: each error is one clear line for the user and exit status 2."""

import os
import shlex
from pathlib import Path

__all__ = [
    "AlignmentError",
    "EngineError",
    "MappingError",
    "OutputError",
    "SettingsError",
    "SourceError",
    "StoreError",
    "quoted",
]

_RUN_WITHIN = frozenset('$`"\\!')


def quoted(path: Path) -> str:
    """Return a path as it can be pasted into a command: between quotes where it holds a blank or the like."""
    text = str(path)
    if text and all(one.isalnum() or one in "-_./\\:" for one in text):
        return text
    # Between double quotes a shell still runs what some signs begin; no name on Windows holds such a quote.
    return shlex.quote(text) if _RUN_WITHIN & set(text) and os.name == "posix" else f'"{text}"'


class AlignmentError(Exception):
    """The run cannot go on; the message says what is wrong, where, and what to do."""


class SourceError(AlignmentError):
    """An input file is missing, unreadable, or nothing in it can be recognised."""


class MappingError(AlignmentError):
    """The mapping file is broken or names a sheet or column that is not there."""


class SettingsError(AlignmentError):
    """The settings file is broken or names something that does not exist."""


class OutputError(AlignmentError):
    """The report cannot be written where it was asked for."""


class StoreError(AlignmentError):
    """The history cannot be opened, read or written; what it held before, it holds still."""


class EngineError(AlignmentError):
    """The engine that counts a log cannot be reached, or cannot do what is asked of it."""
