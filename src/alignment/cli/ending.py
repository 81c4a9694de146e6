"""How does a run end that is told to? In good order: what is half made is taken away."""

import signal
import sys

__all__ = ["end_in_good_order"]

# What a shell gives for a program that a signal has ended is this and the number of the signal.
_BY_SIGNAL = 128


def end_in_good_order() -> None:
    """Let the signals that end a program end it as any other exit does.

    SIGTERM is sent by a scheduler that has waited long enough, SIGHUP by a terminal that is closed.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup it is to be ignored.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda got, _: sys.exit(_BY_SIGNAL + got))
