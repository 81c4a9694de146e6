"""A check that is kept or taken out while the program is killed, the disk is full or the clock is put back: the history stays as it was, or as asked."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine, event, text

from alignment.errors import StoreError
from alignment.history import rows
from alignment.history.choosing import waves
from alignment.history.connecting import database
from alignment.history.keeping import keep
from alignment.history.restating import restate
from alignment.history.snapshot import Snapshot
from alignment.history.store import open_store
from alignment.model.result import InputFile
from build import organisation
from faults import Outcome, aside, forks, kill
from waves import snapshot

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
# Nobody owns Buy, then Eve does, then nobody again.
OWNERS = [{}, {"Buy": "eve"}, {}]
BUY = "OWN01:journey:buy"


def wave(at: int, **more: object) -> Snapshot:
    made = snapshot(
        organisation(
            "Care Sales",
            {"ann": "Care", "bob": "Care", "eve": "Sales", "fay": "Sales"},
            "ann-bob bob-ann eve-fay fay-eve",
            {"Buy": "Sales Care"},
            OWNERS[at],
            **({"name": "Acme", "snapshot_date": DAYS[at]} | more),
        )
    )
    return replace(made, check=replace(made.check, inputs=(InputFile(f"q{at}.xlsx", f"{at}" * 64, ()),)))


WAVES = [wave(at) for at in range(3)]


def begun(place: Path, *which: int) -> str:
    for at in which:
        keep(WAVES[at], place)
    return str(place)


def held(place: str) -> tuple[tuple[date, str], ...]:
    """The days of a history and whether nobody owning Buy is new there; with its integrity checked, and all of it read."""
    with open_store(place) as store:
        for one in store.entries():
            assert store.load(one.ident) in WAVES
        with store.database.reading() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            query = "SELECT s.snapshot_date, f.status FROM snapshots s LEFT JOIN findings f ON f.snapshot = s.id AND f.finding = :id"
            found = connection.execute(text(f"{query} ORDER BY 1"), {"id": BUY}).all()
    return tuple((date.fromisoformat(day), status or "") for day, status in found)


def killed_at(statement: int, act: Callable[[], object]) -> Outcome:
    """Die after the n-th statement, or before or after the n-th commit, whichever comes then."""

    def dying() -> int:
        done = 0

        def count(*_: object) -> None:
            nonlocal done
            done += 1
            if done == statement:
                kill("", Path())

        event.listen(Engine, "after_cursor_execute", count)
        event.listen(Engine, "commit", count)
        act()
        return done

    return aside(dying)


@forks
@pytest.mark.slow
def test_a_kill_after_any_statement_keeps_the_check_with_what_it_changes_elsewhere_or_neither(tmp_path: Path):
    first, third, all_ = (DAYS[0], "new"), (DAYS[2], "persisting"), (DAYS[2], "regressed")
    place, deaths = begun(tmp_path / "h.sqlite", 0, 2), 0
    assert held(place) == (first, third)
    for statement in range(1, 200):
        found = killed_at(statement, lambda: keep(WAVES[1], place))
        if found.signal != signal.SIGKILL:
            break
        deaths += 1
        # With the check in between, nobody owning Buy is no longer "persisting" in the third, but "regressed".
        assert held(place) == (first, third)
    assert deaths > 25
    assert held(place) == (first, (DAYS[1], ""), all_)

    def remove() -> None:
        with open_store(place) as store, store.together() as history:
            gone = history.remove(str(DAYS[1]))
            restate(history, gone.organisation, gone.snapshot_date)

    deaths = 0
    for statement in range(1, 200):
        found = killed_at(statement, remove)
        if found.signal != signal.SIGKILL:
            break
        deaths += 1
        assert held(place) == (first, (DAYS[1], ""), all_)
    assert deaths > 12
    assert held(place) == (first, third)


@forks
def test_a_kill_after_any_statement_while_a_history_is_begun_lets_the_next_run_begin_it(tmp_path: Path):
    deaths = 0
    for statement in range(1, 200):
        place = tmp_path / f"{statement}.sqlite"
        if killed_at(statement, lambda: keep(WAVES[0], place)).signal != signal.SIGKILL:  # noqa: B023
            break
        deaths += 1
        assert held(begun(place, 0)) == ((DAYS[0], "new"),)
        assert [one.name for one in tmp_path.iterdir() if one.name.startswith(f"{statement}.")] == [place.name]
    assert deaths > 40


@forks
@pytest.mark.slow
def test_two_who_keep_checks_at_once_tell_the_same_as_one_after_the_other(tmp_path: Path):
    for number in range(4):
        place = tmp_path / f"h{number}.sqlite"

        def race() -> None:
            one = os.fork()
            # Each begins the history where the other has not.
            for at in (1,) if one else (2, 0):
                keep(WAVES[at], place)  # noqa: B023
            if one == 0:
                os._exit(0)
            assert os.waitpid(one, 0)[1] == 0

        found = aside(race)
        assert not found.fault, found.fault
        assert held(str(place)) == ((DAYS[0], "new"), (DAYS[1], ""), (DAYS[2], "regressed"))


def test_who_has_waited_for_another_is_told_for_how_long(tmp_path: Path):
    place = begun(tmp_path / "h.sqlite", 0)
    with database(place).writing(), open_store(place, patience=0.2) as other, pytest.raises(StoreError) as refused:
        other.add(WAVES[1])
    assert str(refused.value) == (
        f"{place}: is being written by another program, and still was after 0.2 seconds. Try again when it is done."
    )


@forks
def test_who_waits_for_another_and_is_told_to_end_does_so_at_once(tmp_path: Path):
    place = begun(tmp_path / "h.sqlite", 0)

    def add() -> float:
        signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        start = monotonic()
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        try:
            with open_store(place, patience=60) as other:
                other.add(WAVES[1])
        except KeyboardInterrupt:
            return monotonic() - start
        return 60

    with database(place).writing():
        found = aside(add)
    assert found.returned < 30, found
    with open_store(place) as store:
        assert len(store.entries()) == 1


class Clock(datetime):
    """A clock that is put wherever a test wants it."""

    at = datetime(2026, 4, 1, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.at


@pytest.mark.parametrize("jump", [timedelta(0), timedelta(seconds=-1), timedelta(days=-400), timedelta(days=365 * 80)])
def test_of_two_checks_of_one_day_the_one_that_was_added_last_counts_whatever_the_clock_says(
    tmp_path: Path, monkeypatch, jump: timedelta
):
    # The workbook of the day, mended and added again.
    mended = replace(WAVES[0], check=replace(WAVES[0].check, inputs=(InputFile("q0.xlsx", "f" * 64, ()),)))
    monkeypatch.setattr(rows, "datetime", Clock)
    keep(WAVES[0], tmp_path / "h.sqlite")
    monkeypatch.setattr(Clock, "at", Clock.at + jump)
    assert keep(mended, tmp_path / "h.sqlite").same_day == 2
    with open_store(tmp_path / "h.sqlite") as store:
        (counts,) = waves(store.entries())
        assert counts.ident == mended.ident


def test_a_check_of_a_day_to_come_is_one_of_the_row(tmp_path: Path):
    place = begun(tmp_path / "h.sqlite", 0, 1)
    keep(wave(2, snapshot_date=date(9999, 12, 31)), place)
    with open_store(place) as store:
        assert [one.snapshot_date for one in waves(store.entries())] == [*DAYS[:2], date(9999, 12, 31)]
