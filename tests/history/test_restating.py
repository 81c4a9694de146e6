"""What others read of a finding says whether it was there before, whatever is added or removed, and in whichever order."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from sqlalchemy import text

from alignment.errors import MappingError
from alignment.history.crosswalk import Declared, with_declared
from alignment.history.restating import check_matches, restate
from alignment.history.snapshot import Snapshot
from alignment.history.store import Store, open_store
from alignment.model.result import InputFile
from build import organisation
from waves import snapshot

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
# Nobody owns Buy, then Eve does, then nobody again; nobody ever owns Leave.
OWNERS = [{}, {"Buy": "eve"}, {}]


def wave(at: int, department: str = "Care", **more: object) -> Snapshot:
    made = snapshot(
        organisation(
            f"{department} Sales",
            {"ann": department, "bob": department, "eve": "Sales", "fay": "Sales"},
            "ann-bob bob-ann eve-fay fay-eve",
            {"Buy": f"Sales {department}", "Leave": f"{department} Sales"},
            OWNERS[at],
            name="Acme",
            snapshot_date=DAYS[at],
            **more,
        )
    )
    return replace(made, check=replace(made.check, inputs=(InputFile(f"q{at}.xlsx", f"{at}" * 64, ()),)))


def add(store: Store, one: Snapshot) -> None:
    check_matches(store, one)
    store.add(one)
    restate(store, one.check.organisation, one.check.snapshot_date)


def statuses(store: Store, finding: str) -> list[str]:
    with store.database.reading() as connection:
        query = text("SELECT status FROM v_findings WHERE finding = :id ORDER BY snapshot_date")
        return list(connection.execute(query, {"id": finding}).scalars())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_finding_is_new_still_there_or_back_in_whichever_order_checks_are_added(tmp_path, order):
    with open_store(tmp_path / "h.sqlite", create=True) as store:
        for at in order:
            add(store, wave(at))
        assert statuses(store, "OWN01:journey:buy") == ["new", "regressed"]
        assert statuses(store, "OWN01:journey:leave") == ["new", "persisting", "persisting"]
        # Without the check in between it was never gone.
        store.remove(str(DAYS[1]))
        restate(store, "Acme", DAYS[1])
        assert statuses(store, "OWN01:journey:buy") == ["new", "persisting"]


def test_a_finding_of_a_renamed_department_is_still_there(tmp_path):
    told = Declared("department", "Care", "Service", "here")
    # The two departments meet in both journeys, and nobody works with anybody of the other.
    with open_store(tmp_path / "h.sqlite", create=True) as store:
        add(store, wave(0))
        renamed = wave(1, "Service")
        ids = {one.id for one in renamed.check.findings if "service" in one.id}
        assert ids
        add(store, with_declared(renamed, [told]))
        assert {one for ident in ids for one in statuses(store, ident)} == {"persisting"}


def test_a_crosswalk_that_fits_no_neighbour_is_refused_before_anything_is_added(tmp_path):
    wrong = with_declared(wave(1), [Declared("department", "Care", "Nowhere", "crosswalk.toml")])
    with open_store(tmp_path / "h.sqlite", create=True) as store:
        add(store, wave(0))
        with pytest.raises(MappingError, match=r'"Nowhere"(.|\n)*Nothing was added'):
            add(store, wrong)
        assert len(store.entries()) == 1
