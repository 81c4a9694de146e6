"""What can stop a run: each error is one clear line for the user and exit status 2."""

import os
import re
import shlex
from pathlib import Path
from traceback import walk_tb

__all__ = [
    "AlignmentError",
    "EngineError",
    "MappingError",
    "OutputError",
    "SettingsError",
    "SourceError",
    "StoreError",
    "fault",
    "quoted",
    "without_passwords",
]

_PACKAGE = Path(__file__).resolve().parent
# In a URL, also where one of its strokes was lost because it was taken for a path, and in what is given to a server in words.
_PASSWORD = re.compile(
    r"(\w:/{1,2}[^\s/@:]*:)\S+(?=@)|(\b\w*(?:password|passwd|pwd|secret|token)\s*=\s*)('[^']*'|[^\s&;,'\"]+)",
    re.IGNORECASE,
)
_RUN_WITHIN = frozenset('$`"\\!')


def quoted(path: Path) -> str:
    """Return a path as it can be pasted into a command: between quotes where it holds a blank or the like."""
    text = str(path)
    if text and all(one.isalnum() or one in "-_./\\:" for one in text):
        return text
    # Between double quotes a shell still runs what some signs begin; no name on Windows holds such a quote.
    return shlex.quote(text) if _RUN_WITHIN & set(text) and os.name == "posix" else f'"{text}"'


def without_passwords(text: str) -> str:
    """Return a message without the passwords of URLs in it.

    Examples
    --------
    >>> without_passwords("postgresql://ann:x@host/db?sslpassword=y&port=1: no such file")
    'postgresql://ann:***@host/db?sslpassword=***&port=1: no such file'
    """
    return _PASSWORD.sub(lambda found: f"{found[1] or found[2]}***", text)


def fault(problem: BaseException) -> str:
    """Return what may be told of a fault of our own: its kind, and its last place in this program.

    What it says of itself is left out, since it may quote a cell, and folders are, since they may be named after people.

    Examples
    --------
    >>> fault(KeyError("Ann Smith"))
    'KeyError'
    """
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(problem.__traceback__)]
    own = [f"{file.relative_to(_PACKAGE).as_posix()}:{line}" for file, line in places if _PACKAGE in file.parents]
    return f"{type(problem).__name__} ({own[-1]})" if own else type(problem).__name__


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
