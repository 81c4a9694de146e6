"""Whether shares changed: against scipy's exact tests, and by hand."""

import pytest
from scipy.stats import binomtest, fisher_exact

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.history.change import Untested
from alignment.history.matching import same_ids
from alignment.history.share_changes import SHARES, Item, matched, of_shares, unmatched
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings()


def items(first: str, second: str, together: str = ""):
    """A pair of items for each letter: ``1`` is yes; those of the same letter of `together` change as one."""
    groups = together or range(len(first))
    return [
        (Item(at, group, one == "1"), Item(at, group, other == "1"))
        for at, (one, other, group) in enumerate(zip(first, second, groups, strict=True))
    ]


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (1, 0), (5, 1), (9, 2), (0, 8), (20, 31)])
def test_items_that_turn_by_themselves_give_the_exact_test_of_mcnemar(gained, lost):
    pairs = items("0" * gained + "1" * lost + "11", "1" * gained + "0" * lost + "11")
    expected = binomtest(gained, gained + lost).pvalue if gained + lost else 1.0
    found = matched("ownership.journeys_owned", pairs, SETTINGS)
    assert found.p == pytest.approx(expected, abs=1e-12)
    assert found.changed == gained + lost


def test_items_that_turn_together_count_as_one():
    """Three handoffs of one pair and one of another gain: of 4 ways to throw two coins, 2 add up to 4."""
    found = matched("fragmentation.blind_handoff_share", items("00000", "11110", "aaabc"), SETTINGS)
    assert (found.p, found.changed, found.cases) == (0.5, 2, 5)


def test_the_interval_is_that_of_agresti_and_min():
    """12 gained and 2 lost of 40: (10 / 42) ± 1.96 √(15 − 100 / 42) / 42."""
    found = matched("ownership.journeys_owned", items("0" * 12 + "11" + "1" * 26, "1" * 12 + "00" + "1" * 26), SETTINGS)
    assert (found.low, found.high) == (pytest.approx(0.07232, abs=1e-5), pytest.approx(0.40387, abs=1e-5))


@pytest.mark.parametrize(("before", "after"), [((3, 9), (9, 10)), ((0, 4), (4, 4)), ((2, 2), (1, 1))])
def test_other_items_than_before_give_fishers_test(before, after):
    sides = [[True] * yes + [False] * (of - yes) for yes, of in (before, after)]
    table = [[yes, of - yes] for yes, of in (before, after)]
    assert unmatched("x", *sides, SETTINGS).p == pytest.approx(fisher_exact(table).pvalue)


def test_so_few_could_never_have_shown_a_change():
    assert unmatched("x", [True, False], [True, True], SETTINGS).least_p == 1.0
    assert matched("x", items("00000", "11111"), SETTINGS).least_p == 2 / 32


def company(**more):
    given = {
        "departments": "Sales Ops Bill Care",
        "journeys": {"Join": "Sales Ops Sales Ops Bill", "Move": "Sales Care", "Quit": "Care Bill"},
        "owners": {"Join": "Sales", "Quit": "Ops, Bill"},
        "processes": {"Pay": "Bill", "Plan": "Ops"},
        "raci": {"Pay": {"Bill": "A/R", "Care": "C"}, "Plan": {"Ops": "R"}},
        "ties": "Sales-Ops Care-Bill",
    }
    return organisation(**{**given, **more})


def found_in(before, after):
    contexts = Context(before, SETTINGS), Context(after, SETTINGS)
    return {one.measure: one for one in of_shares(*contexts, same_ids(before, after), SETTINGS)}


def test_the_shares_are_those_of_the_measures():
    before, after = company(), company(ties="Sales-Ops Care-Bill Ops-Bill", owners={"Join": "Sales", "Quit": "Ops"})
    found = found_in(before, after)
    assert isinstance(found.pop("goals.journeys_with_customer_kpi"), Untested)
    assert set(found) == set(SHARES) - {"goals.journeys_with_customer_kpi"}
    for ident, one in found.items():
        for wave, value in ((before, one.before), (after, one.after)):
            assert value == pytest.approx(next(MEASURES[ident].take(Context(wave, SETTINGS))).value), ident
        assert one.method == "matched"


def test_handoffs_between_the_same_departments_are_seen_together():
    before, after = company(ties="Care-Bill"), company(ties="Care-Bill Sales-Ops")
    one = found_in(before, after)["fragmentation.blind_handoff_share"]
    # Sales-Ops, Ops-Sales and Sales-Ops are three of the six handoffs, and one contact.
    assert (one.size, one.changed, one.cases) == (pytest.approx(-0.5), 1, 6)


def test_where_too_little_is_common_the_waves_are_two_sets():
    after = company(journeys={"Join": "Sales Ops", "New": "Ops Bill", "Newer": "Ops Care"}, owners={"New": "Ops"})
    one = found_in(company(), after)["ownership.journeys_owned"]
    assert (one.method, one.cases, one.before, one.after) == (
        "unmatched",
        6,
        pytest.approx(1 / 3),
        pytest.approx(1 / 3),
    )
