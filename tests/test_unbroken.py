"""Signals wait for the end of what they may not cut in two."""

import signal
from threading import Thread

import pytest

from alignment.unbroken import unbroken


def test_a_signal_is_heard_when_the_block_is_done():
    done = []

    def block() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            done.append(1)

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_block_may_ask_whether_one_came():
    done = []

    def block() -> None:
        with unbroken() as heed:
            heed()
            done.append("none yet")
            signal.raise_signal(signal.SIGINT)
            heed()
            done.append("one came")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == ["none yet"]


def test_of_two_blocks_the_outer_one_is_done_first():
    done = []

    def block() -> None:
        with unbroken():
            with unbroken():
                signal.raise_signal(signal.SIGINT)
                done.append("inner")
            done.append("outer")

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == ["inner", "outer"]


def test_it_is_heard_although_the_block_fails():
    def block() -> None:
        with unbroken():
            signal.raise_signal(signal.SIGINT)
            raise ValueError

    with pytest.raises(KeyboardInterrupt) as heard:
        block()
    assert isinstance(heard.value.__context__, ValueError)


def test_what_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        with unbroken():
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGTERM, before)


def test_in_another_thread_nothing_waits():
    seen = []

    def work() -> None:
        with unbroken() as heed:
            heed()
            seen.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
