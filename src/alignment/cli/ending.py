"""How does a run end that is told to? In good order: what is half made is taken away, and one line says so."""

import _thread
import signal
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType

__all__ = ["INTERRUPTED", "WORDS", "Stopped", "end_in_good_order", "ended", "heed"]

WORDS = "alignment: stopped. What was there before is as it was, or has been replaced whole."
# What a shell gives for a program that was stopped with Ctrl-C.
INTERRUPTED = 130

# What a shell gives for a program that a signal has ended is this and the number of the signal.
_BY_SIGNAL = 128
_told: set[int] = set()


class Stopped(SystemExit):
    """The run is told to end. Its status is what a shell gives for the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(_BY_SIGNAL + number)


def end_in_good_order() -> None:
    """Let the signals that end a program end it as any other exit does.

    SIGTERM is sent by a scheduler that has waited long enough, SIGHUP by a terminal that is closed.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup it is to be ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    if not sys.flags.dev_mode:
        sys.unraisablehook = partial(_lost, sys.unraisablehook)


def heed() -> None:
    """End the run where it was told to, and a library has made an interrupt of that, as if somebody had pressed Ctrl-C.

    Raises
    ------
    Stopped
        It was told to end.
    """
    for number in _told:
        raise Stopped(number)


def ended() -> None:
    """Let nothing stop the program any more: what was asked for is done, or it is told why not."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _stop(number: int, _: FrameType | None) -> None:
    _told.add(number)
    raise Stopped(number)


def _lost(tell: Callable[["sys.UnraisableHookArgs"], object], lost: "sys.UnraisableHookArgs") -> None:
    """Send a signal again that came while something was cleaned up, where nothing can be raised; tell what else was lost.

    But what the system refuses to a library that is cleaned up follows from what has been told already.
    """
    if issubclass(lost.exc_type, KeyboardInterrupt):
        _thread.interrupt_main()
    elif isinstance(lost.exc_value, Stopped) and isinstance(lost.exc_value.code, int):
        _thread.interrupt_main(signal.Signals(lost.exc_value.code - _BY_SIGNAL))
    elif not issubclass(lost.exc_type, OSError) and not lost.exc_type.__module__.startswith("lxml"):
        tell(lost)
