"""Checks in a row: lines and where they break, the course of each defect through renames, what has become worse."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from alignment.errors import StoreError
from alignment.history.comparison import compare
from alignment.history.crosswalk import Declared, with_declared
from alignment.history.regression import regressions
from alignment.history.snapshot import Snapshot, as_now, measured_alike
from alignment.history.trend import Trend, trend, with_fates
from alignment.model.discretion import Discretion
from alignment.model.organisation import Organisation
from alignment.settings import Settings, Target
from build import organisation
from waves import SHORT, snapshot

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
PEOPLE = {"ann": "Care", "bob": "Care", "cem": "Care", "dan": "Care", "eve": "Sales", "fay": "Sales", "gus": "Ops"}
TIES = "ann-bob bob-ann cem-dan dan-cem ann-cem eve-fay fay-ann gus-eve"
# Care and Ops meet in two journeys, and nobody of the one works with anybody of the other until gus names dan.
MENDED = f"{TIES} gus-dan"
OPEN = "COO01:pair:care+ops"


def wave(at: int, **changes: object) -> Snapshot:
    given = {
        "departments": "Care Sales Ops",
        "people": PEOPLE,
        "ties": TIES,
        "journeys": {"Buy": "Sales Care Ops", "Leave": "Care Ops"},
        "owners": {},
    }
    return snapshot(organisation(**{**given, "snapshot_date": DAYS[at], **changes}))


def split(at: int, **changes: object) -> Snapshot:
    """Care is Contact and Digital, as the wave itself says."""
    divided = {
        "departments": "Contact Digital Sales Ops",
        "people": PEOPLE | {"ann": "Contact", "bob": "Contact", "cem": "Digital", "dan": "Digital"},
        "journeys": {"Buy": "Sales Contact Ops", "Leave": "Digital Ops"},
    }
    said = [Declared("department", "Care", now, "here") for now in ("Contact", "Digital")]
    return with_declared(wave(at, **divided, **changes), said)


def course(found: Trend, ident: str) -> tuple[str, list[int]]:
    one = next(one for one in found.courses if one.finding.id == ident)
    return one.state, [DAYS.index(day) for day in one.days]


def test_every_check_is_a_row_and_every_measure_a_line():
    found = trend([wave(0), wave(1, owners={"Buy": "eve"}), wave(2, owners={"Buy": "eve", "Leave": "gus"})])
    assert found.days == tuple(DAYS[:3])
    assert [one.value for one in found.lines["ownership.journeys_owned"]] == [0, 0.5, 1]
    first = found.checks[0]
    # Neither journey has an owner.
    assert first.findings == {
        severity: sum(1 for one in wave(0).check.findings if one.severity == severity) for severity in first.findings
    }
    assert found.reorganised == ()
    assert found.comparison.earlier.check.snapshot_date == DAYS[1]


def test_a_line_breaks_where_the_company_is_divided_otherwise_unless_it_survives_that():
    found = trend([wave(0), wave(1), split(2), split(3, snapshot_date=DAYS[3])][:3])
    assert found.reorganised == (DAYS[2],)
    assert [len(one) for one in found.stretches("silos.ei_index")] == [2, 1]
    assert [len(one) for one in found.stretches("silos.yules_q")] == [3]


def test_a_defect_keeps_its_days_through_a_split():
    found = trend([wave(0), split(1)])
    assert course(found, "COO01:pair:contact+ops") == ("persisting", [0, 1])
    assert course(found, "COO01:pair:digital+ops") == ("persisting", [0, 1])
    assert OPEN not in {one.finding.id for one in found.courses}


def test_a_defect_that_was_gone_is_back_under_the_name_it_has_now():
    found = trend([wave(0), wave(1, ties=MENDED), split(2)])
    assert course(found, "COO01:pair:contact+ops") == ("back", [0, 2])


def test_a_defect_that_is_gone_keeps_the_name_that_it_would_have():
    # Gone in the second wave, the company divided in the third, and found again in the fourth.
    found = trend(
        [wave(0), wave(1, ties=MENDED), split(2, ties=f"{TIES} gus-dan gus-ann"), replace_renamings(split(3))]
    )
    assert course(found, "COO01:pair:contact+ops") == ("back", [0, 3])


def replace_renamings(one: Snapshot) -> Snapshot:
    """The wave after a split: its names are those of the one before."""
    return replace(one, organisation=replace(one.organisation, renamings=()))


def test_what_has_been_gone_for_long_comes_last_and_has_no_cause():
    found = trend([wave(0), wave(1, ties=MENDED), wave(2, ties=MENDED, owners={"Buy": "eve"})])
    gone = [one for one in found.courses if one.state == "gone"]
    assert [one.days[-1] for one in gone] == sorted((one.days[-1] for one in gone), reverse=True)
    of = {one.finding.id: one.cause for one in gone}
    assert (of["OWN01:journey:buy"], of[OPEN]) == ("company", None)


def test_a_check_says_of_each_finding_whether_it_is_new():
    found = trend([wave(0), wave(1, ties=MENDED), wave(2)])
    statuses = {one.id: one.status for one in with_fates(found.comparison.later.check, found.comparison).findings}
    assert statuses[OPEN] == "regressed"
    assert statuses["OWN01:journey:buy"] == "persisting"
    waived = replace(
        found.comparison.later.check,
        findings=tuple(replace(one, status="waived") for one in found.comparison.later.check.findings),
    )
    assert {one.status for one in with_fates(waived, found.comparison).findings} == {"waived"}


def test_a_trend_needs_two_checks_of_different_days_in_order():
    with pytest.raises(StoreError, match="needs two checks"):
        trend([wave(0)])
    with pytest.raises(StoreError, match="2026-03-31, and the check before it of 2026-06-30"):
        trend([wave(1), wave(0)])
    with pytest.raises(StoreError, match="without a date"):
        trend([wave(0, snapshot_date=None), wave(1)])


def test_targets_are_told_of_the_lines():
    asked = replace(SHORT, targets=MappingProxyType({"ownership.journeys_owned": Target(1, DAYS[3])}))
    waves = [wave(0), wave(1, owners={"Buy": "eve"}), wave(2, owners={"Buy": "eve"})]
    found = trend(waves, judge=asked)
    assert [(one.measure, one.state) for one in found.targets] == [("ownership.journeys_owned", "behind")]
    # Targets change no figure: nothing is measured with other settings.
    assert found.comparison.notes == ()


def test_what_another_version_measured_is_measured_again():
    now = wave(0)
    wrong = tuple(replace(one, value=0.5) for one in now.check.measurements if one.id == "ownership.journeys_owned")
    then = replace(now, check=replace(now.check, measurements=wrong), version="0.0.1")
    assert as_now(then, "en").check.value("ownership.journeys_owned") == 0
    assert as_now(now, "en") is now


def test_another_language_puts_the_findings_of_then_into_its_words():
    found = as_now(wave(0), "nl")
    assert [one.id for one in found.check.findings] == [one.id for one in wave(0).check.findings]
    assert found.check.findings[0].message != wave(0).check.findings[0].message


def test_words_and_targets_are_no_other_way_of_measuring():
    assert measured_alike(Settings(), Settings(language="nl", significance=0.01))
    assert not measured_alike(Settings(), Settings(group_by="division"))


def test_pseudonyms_of_one_wave_alone_match_nobody():
    safe = wave(1)
    safe = replace(safe, check=replace(safe.check, discretion=Discretion("ABCD-EFGH", frozenset())))
    with pytest.raises(StoreError, match="2026-06-30 pseudonyms by the key ABCD-EFGH"):
        compare(wave(0), safe)


# What a scheduler wakes somebody for.


def test_nothing_is_worse_where_nothing_has_changed():
    assert regressions(compare(wave(0), wave(1))) == ()


def test_a_grave_finding_that_is_new_is_worse():
    owned = {"Buy": "eve", "Leave": "gus"}
    details = {"Buy": {"importance": 5.0}}
    found = compare(wave(0, owners=owned, details=details), wave(1, details=details, owners={"Leave": "gus"}))
    new = [one for one in found.findings if one.state == "new" and one.finding.severity in ("critical", "high")]
    assert [one.finding.code for one in new] == ["OWN01"]
    assert f"OWN01 New: {new[0].finding.message}" in regressions(found)


def test_a_finding_that_is_new_since_a_sheet_is_new_is_not_worse():
    found = compare(wave(0, ties=()), wave(1))
    assert any(one.state == "new" and one.cause == "data" for one in found.findings)
    assert not any("New: " in one for one in regressions(found))


def test_a_target_that_is_late_is_worse():
    asked = replace(SHORT, targets=MappingProxyType({"ownership.journeys_owned": Target(1, DAYS[0])}))
    found = trend([wave(0), wave(1)], judge=asked)
    assert regressions(found.comparison, found.targets) == (
        "Journeys with one end-to-end owner: the target of 100% by 31 March 2026 is late. The last wave has 0%.",
    )


def many(inside: int, outside: int, at: int) -> Organisation:
    """Two departments of twelve; each person reports so many ties inside and outside."""
    first, second = ([f"{name}{number:02}" for number in range(12)] for name in "ab")
    ties = []
    for own, other in ((first, second), (second, first)):
        for place, one in enumerate(own):
            ties += [(one, own[(place + step + 1) % 12]) for step in range(inside)]
            ties += [(one, other[(place + step) % 12]) for step in range(outside)]
    people = dict.fromkeys(first, "A") | dict.fromkeys(second, "B")
    return organisation("A B", people, ties, snapshot_date=DAYS[at])


def test_a_figure_that_is_worse_by_more_than_chance_explains_is_worse():
    found = compare(snapshot(many(2, 4, 0)), snapshot(many(4, 0, 1)))
    verdict = found.certainty.of("silos.assortativity")
    assert verdict is not None
    assert verdict.state == "real"
    assert any(one.startswith("Assortativity: from ") for one in regressions(found))
