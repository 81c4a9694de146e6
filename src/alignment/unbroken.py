"""What must not be cut in two by a signal? What is made and noted in one breath, such as a lock: a signal is heard when that is done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["unbroken"]

_ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


@contextmanager
def unbroken() -> Iterator[Callable[[], None]]:
    """Let signals that end the program wait until a block is done that takes a moment, or until it calls what it is given.

    Raises
    ------
    BaseException
        What a signal that came meanwhile is answered with, such as KeyboardInterrupt; what is given raises it too.
    """
    if threading.current_thread() is not threading.main_thread():
        # Signals are heard in the main thread alone.
        yield lambda: None
        return
    came: list[tuple[int, FrameType | None]] = []
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    # What the system answers by itself, or ignores, raises nothing.
    before = {number: found for number in numbers if callable(found := signal.getsignal(number))}

    def heed() -> None:
        while came:
            number, frame = came.pop(0)
            before[number](number, frame)

    try:
        for number in before:
            signal.signal(number, lambda *told: came.append(told))
        yield heed
    finally:
        for number, found in before.items():
            signal.signal(number, found)
        heed()
