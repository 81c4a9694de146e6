"""Which snapshots are the waves of a company: of a day the last added, and nobody is guessed."""

from datetime import date, datetime

import pytest

from alignment.errors import StoreError
from alignment.history.choosing import Kept, companies, waves
from alignment.history.store import Entry, open_store
from snapshots import snapshot

MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 30)


def entry(ident: str, company: str, day: date, added: int = 1) -> Entry:
    return Entry(ident, company, day, datetime(2026, 7, added), "0.1.0", 50.0, "amber", 1.0, 3, ())


def test_of_one_day_the_snapshot_that_was_added_last_counts():
    kept = [entry("a", "Acme", MARCH), entry("b", "Acme", MARCH, 2), entry("c", "Acme", JUNE)]
    assert [one.ident for one in waves(kept)] == ["b", "c"]
    assert [one.ident for one in waves(kept, before=JUNE)] == ["b"]


def test_a_company_is_known_however_it_is_written():
    kept = [entry("a", "Acme", MARCH), entry("b", "ACME ", JUNE)]
    assert len(companies(kept)) == 1
    assert [one.ident for one in waves(kept, ["acme"])] == ["a", "b"]


def test_of_several_companies_one_has_to_be_named():
    kept = [entry("a", "Acme", MARCH), entry("b", "Bolt", JUNE)]
    with pytest.raises(StoreError, match=r"several companies: Acme, Bolt\. Choose one with --company"):
        waves(kept, place="history.sqlite")
    with pytest.raises(StoreError, match=r'no snapshot of "Acne"\. It holds: Acme, Bolt\. Did you mean "Acme"'):
        waves(kept, ["Acne"])


def test_one_company_may_stand_under_several_names():
    kept = [entry("a", "Acme Q1", MARCH), entry("b", "Acme Q2", JUNE), entry("c", "Bolt", JUNE)]
    assert [one.ident for one in waves(kept, ["acme q1", "Acme Q2"])] == ["a", "b"]


def test_an_empty_history_has_no_waves():
    assert waves([], ["Acme"]) == ()


def test_snapshots_are_loaded_one_after_the_other(tmp_path):
    with open_store(tmp_path / "h.sqlite", create=True) as store:
        for day in (JUNE, MARCH):
            store.add(snapshot(day, content=str(day), language="nl"))
        kept = Kept(store, waves(store.entries()))
        assert [one.check.snapshot_date for one in kept] == [MARCH, JUNE]
        assert (len(kept), kept.language) == (2, "nl")
