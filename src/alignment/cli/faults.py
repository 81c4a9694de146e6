"""What is told where the program itself is wrong? The kind of fault and its place in the program: its message may quote a cell.

Faults end in several places: in the command, in a thread of the window, in its server, which logs them, in what Python warns of. With
--debug each tells what Python knows.
"""

import logging
import sys
import threading
import warnings
from types import TracebackType

from alignment.cli.telling import tell
from alignment.errors import fault

__all__ = ["keep_cells_to_ourselves", "tell_everything", "told"]

_everything = False
_AS_PYTHON_SHOWS = warnings.showwarning


def told(problem: BaseException) -> str:
    """Return the line on a fault."""
    return (
        f"alignment: a fault of this program, not of your file: {fault(problem)}. Please report it with this line. "
        "With --debug it says more, which may quote your cells."
    )


def keep_cells_to_ourselves() -> None:
    """From here on, what ends nowhere else tells its kind and its place only, and nobody is warned of what libraries do."""
    sys.excepthook = _uncaught
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_thread
    warnings.showwarning = _unsaid
    # What cannot be logged would be told with what it was to say.
    logging.raiseExceptions = False
    logging.getLogger().addHandler(_Discreet(logging.WARNING))


def tell_everything() -> None:
    """Tell what Python knows, where less was asked for before."""
    if sys.excepthook is not _uncaught:
        return
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    logging.raiseExceptions = True
    global _everything  # noqa: PLW0603 - the hook may be part of another by now
    _everything = True
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one, _Discreet)]:
        root.removeHandler(one)
    warnings.showwarning = _AS_PYTHON_SHOWS


class _Discreet(logging.Handler):
    """Tells of what was logged only that there was a fault, and where."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            _say(record.exc_info[1])


def _uncaught(_: type[BaseException], problem: BaseException, __: TracebackType | None) -> None:
    _say(problem)


def _in_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None and found.exc_type is not SystemExit:
        _say(found.exc_value)


def _unraisable(found: "sys.UnraisableHookArgs") -> None:
    if _everything:
        sys.__unraisablehook__(found)
    elif found.exc_value is not None:
        _say(found.exc_value)


def _say(problem: BaseException) -> None:
    # A shortcut on the desktop has no console to write to.
    if sys.stderr is not None:
        tell(told(problem), err=True)


def _unsaid(*_: object, **__: object) -> None:
    """Say nothing: libraries quote the cell that they wonder at."""
