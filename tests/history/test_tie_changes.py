"""Whether ties changed: the exchange of waves, against every exchange written out by hand, and against the measures themselves."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.history.change import Change, Untested
from alignment.history.matching import Common, Matching, same_ids
from alignment.history.tie_changes import TIE_MEASURES, of_ties, two_waves
from alignment.model.result import Scope
from alignment.settings import Settings
from build import organisation

PEOPLE = {name: unit for unit, names in {"Sales": "abcd", "Ops": "efgh", "Legal": "ij"}.items() for name in names}
FEW = Settings(permutations=2_000)


def company(ties: str, **more):
    return organisation(people=PEOPLE, ties=ties, **more)


def found_in(before, after, settings=FEW, common=None):
    contexts = Context(before, settings), Context(after, settings)
    return {one.measure: one for one in of_ties(*contexts, common or same_ids(before, after), settings)}


Q1 = "a-b:3 b-a:2 a-e c-d e-f:4 f-e g-h i-j d-i:2 h-a b-c"
Q2 = "a-b:1 a-f a-e c-d e-f:4 f-g g-h i-j d-i:2 h-b c-e:3"


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("ident", TIE_MEASURES)
def test_where_both_waves_have_the_same_people_the_figures_are_those_of_the_measures(ident, directed):
    before, after = (company(one, ties_directed=directed) for one in (Q1, Q2))
    found = found_in(before, after)[ident]
    for organisation_, value in ((before, found.before), (after, found.after)):
        (printed,) = MEASURES[ident].take(Context(organisation_, FEW))
        assert value == pytest.approx(printed.value, abs=1e-12)


@pytest.mark.parametrize("ident", ["silos.ei_index_weighted", "silos.assortativity_weighted", "silos.ei_index"])
def test_work_within_a_department_counts_by_strength_and_is_no_tie(ident):
    units = ["Sales>North", "Ops>North", "Legal>South", "Care>South"]
    before = organisation(departments=units, ties="Sales-Sales:9 Sales-Ops:2 Ops-Legal:1 Care-Care:4 Legal-Care:5")
    after = organisation(departments=units, ties="Sales-Sales:9 Sales-Ops:1 Ops-Legal:3 Care-Care:2 Care-Sales:1")
    found = found_in(before, after)[ident]
    values = [next(MEASURES[ident].take(Context(one, FEW))).value for one in (before, after)]
    assert [found.before, found.after] == pytest.approx(values, abs=1e-12)


def test_every_exchange_of_reporters_is_gone_through():
    """Reporters a, b, c, f and h report otherwise than before: 32 exchanges, each a company of its own."""
    before, after = company(Q1), company(Q2)
    rows = [{one: [] for one in PEOPLE} for _ in range(2)]
    for wave, text in enumerate((Q1, Q2)):
        for word in text.split():
            rows[wave][word[0]].append(word)
    changing = [one for one in PEOPLE if sorted(rows[0][one]) != sorted(rows[1][one])]
    assert changing == ["a", "b", "c", "f", "h"]
    found = found_in(before, after)
    for ident, one in found.items():
        changes = []
        for turned in product((0, 1), repeat=len(changing)):
            swap = dict(zip(changing, turned, strict=True))
            waves = [
                " ".join(word for name in PEOPLE for word in rows[wave ^ swap.get(name, 0)][name]) for wave in (0, 1)
            ]
            first, second = (next(MEASURES[ident].take(Context(company(text), FEW))).value for text in waves)
            changes.append(second - first)
        reached = sum(abs(change) >= abs(one.size) - 1e-9 for change in changes)
        assert (one.p, one.draws, one.changed) == (reached / 32, 0, 5)
        assert one.least_p == 2 / 32


def test_pairs_without_direction_are_exchanged_one_by_one():
    """Six ties of ten people are new and none is gone: only with all of them on one side is the change as large."""
    before = company("a-b c-d e-f", ties_directed=False)
    after = company("a-b c-d e-f a-e b-f c-g d-h i-a j-e", ties_directed=False)
    found = found_in(before, after)["silos.density"]
    assert (found.method, found.changed, found.p) == ("pairs", 6, 2 / 64)
    assert found.size == pytest.approx(6 / 45)


def test_drawn_exchanges_come_close_to_all_of_them():
    chance = np.random.default_rng(5)
    names = list(PEOPLE)
    ties = [" ".join({"-".join(chance.choice(names, 2, replace=False)) for _ in range(30)}) for _ in range(2)]
    before, after = map(company, ties)
    all_, some = (
        found_in(before, after, Settings(permutations=2_000)),
        found_in(before, after, Settings(permutations=1_000)),
    )
    assert {one.draws for one in all_.values()} == {0}
    assert {one.draws for one in some.values()} == {1_000}
    for ident, one in all_.items():
        assert some[ident].p == pytest.approx(one.p, abs=0.06)


def test_the_interval_leaves_no_change_out_just_where_the_test_refuses_it():
    chance = np.random.default_rng(8)
    names = list(PEOPLE)
    seen = set()
    for _ in range(6):
        first = {"-".join(chance.choice(names, 2, replace=False)) for _ in range(25)}
        second = set(sorted(first)[::2]) | {"a-c", "b-d", "e-g", "f-h", "i-j"}
        for one in found_in(company(" ".join(sorted(first))), company(" ".join(sorted(second)))).values():
            outside = not one.low <= 0 <= one.high
            seen.add(outside)
            assert outside == (one.p <= FEW.significance) or one.p == pytest.approx(FEW.significance, abs=0.002)
    assert seen == {True, False}


def test_who_came_or_left_is_left_out_and_who_moved_counts_where_they_are_now():
    before = company("a-b:1 c-d e-f a-e z-a")
    after = organisation(people={**PEOPLE, "d": "Ops", "y": "Ops"}, ties="a-b:1 c-d e-f a-e y-a y-b b-e")
    found = found_in(before, after)["silos.ei_index"]
    # c-d crosses departments in both waves, by the later chart: of four ties two are inside; then two of five.
    assert (found.before, found.after) == (0.0, pytest.approx(0.2))


def test_renamed_people_are_the_same_people():
    before, after = company(Q1), company(Q2)
    renamed = organisation(people={name.upper(): unit for name, unit in PEOPLE.items()}, ties=Q2.upper())
    names = Matching({one: one for one in PEOPLE}, {one.upper(): one for one in PEOPLE})
    common = replace(same_ids(before, renamed), people=names)
    assert found_in(before, renamed, common=common) == found_in(before, after)


def test_a_split_department_is_one_again_for_the_test():
    before = organisation(departments=["Tech>A", "Ops>A", "Law>B", "Care>B"], ties="Tech-Ops Tech-Law Law-Care")
    after = organisation(
        departments=["Web>A", "Data>A", "Ops>A", "Law>B", "Care>B"], ties="Web-Ops Data-Law Law-Care Web-Data:2"
    )
    same = {one: one for one in ("Ops", "Law", "Care")}
    split = Matching({**same, "Tech": "Tech"}, {**same, "Web": "Tech", "Data": "Tech"})
    common = Common(split, Matching(), Matching(), Matching())
    found = found_in(before, after, common=common)
    assert found["silos.ei_index"].size == 0
    # What the two parts do together is work within what they were.
    waves = two_waves(Context(before, FEW).collaboration, Context(after, FEW).collaboration, split)
    assert waves.reports[1, 0][(waves.left == waves.right)].tolist() == [2.0]


def test_nothing_changes_where_the_waves_are_the_same():
    found = found_in(company(Q1), company(Q1))
    assert {(one.changed, one.size, one.p) for one in found.values()} == {(0, 0.0, 1.0)}


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (company(Q1), organisation(people=PEOPLE), "only one of the waves"),
        (company(Q1), organisation(departments="Sales>X Ops>X", ties="Sales-Ops"), "between people and the other"),
        (company("a-b"), company("a-z z-b"), "not both have a tie"),
    ],
)
def test_what_cannot_be_tested_says_why(before, after, why):
    found = found_in(before, after)
    assert all(isinstance(one, Untested) and why in one.why for one in found.values())
    assert set(found) == set(TIE_MEASURES)


def test_strengths_that_only_one_wave_gives_are_no_change():
    found = found_in(company("a-b c-d a-e"), company("a-b:4 c-d:2 a-e:1"))
    why = {ident for ident, one in found.items() if isinstance(one, Untested)}
    assert why == {ident for ident, (weighted, _) in TIE_MEASURES.items() if weighted}
    assert found["silos.ei_index"].p == 1.0


def test_the_order_of_rows_and_of_draws_does_not_matter():
    before, after = company(Q1), company(Q2)
    turned = company(" ".join(reversed(Q2.split())))
    few = Settings(permutations=20)
    assert found_in(before, after, few) == found_in(before, turned, few)


def test_the_waves_turned_round_give_the_change_turned_round():
    there, back = found_in(company(Q1), company(Q2)), found_in(company(Q2), company(Q1))
    for ident, one in there.items():
        assert isinstance(one, Change)
        assert (back[ident].size, back[ident].p) == (pytest.approx(-one.size), one.p)
        assert one.scope == Scope()
