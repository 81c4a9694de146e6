"""The question of silos: figures by hand, reasons where there is none, rules with their cells."""

from itertools import combinations
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import groups
from alignment.analysis.base import Context
from alignment.analysis.silos import MEASURES, RULES
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.network import collaboration
from alignment.settings import Settings
from build import organisation

# Two departments of three: all ties inside but one.
TWO = {"a": "Sales", "b": "Sales", "c": "Sales", "d": "Ops", "e": "Ops", "f": "Ops"}
TWO_TIES = "a-b b-c a-c d-e e-f d-f c-d"
# These can be told where there are no departments.
APART = ("silos.density", "silos.reciprocity")


def taken(org: Organisation, ident: str, **settings_: object) -> list[Measurement]:
    (measure,) = [one for one in MEASURES if one.id == ident]
    return list(measure.take(Context(org, Settings(**settings_))))


def value(org: Organisation, ident: str, scope: Scope | None = None, **settings_: object) -> float | None:
    (found,) = [one for one in taken(org, ident, **settings_) if one.scope == (scope or Scope())]
    return found.value


def found(org: Organisation, code: str, **settings_: object) -> list[Finding]:
    (rule,) = [one for one in RULES if one.code == code]
    return list(rule.find(Context(org, Settings(**settings_))))


def blocks(people: dict[str, str], ties: object) -> groups.Blocks:
    return groups.blocks(collaboration(organisation(people=people, ties=ties)))


def teams(*sizes: int, between: list[tuple[str, str]] = ()) -> Organisation:
    """Departments D0, D1 … of these sizes in which everybody works with everybody, and ties between them."""
    people = {f"d{team}p{one}": f"D{team}" for team, size in enumerate(sizes) for one in range(size)}
    inside = [pair for pair in combinations(people, 2) if people[pair[0]] == people[pair[1]]]
    return organisation([f"D{team}" for team in range(len(sizes))], people=people, ties=[*inside, *between])


def test_the_e_i_family_of_two_closed_teams_by_hand():
    org = organisation(people=TWO, ties=TWO_TIES)
    assert value(org, "silos.density") == pytest.approx(7 / 15)
    assert value(org, "silos.ei_index") == pytest.approx((1 - 6) / 7)
    assert value(org, "silos.ei_expected") == pytest.approx(1 - 2 * 12 / 30)
    # 6 pairs inside, 9 across: at least 1 of 7 ties must cross, all 7 may.
    assert value(org, "silos.ei_rescaled") == pytest.approx(-1)


def test_modularity_and_assortativity_of_two_closed_teams_by_hand():
    org = organisation(people=TWO, ties=TWO_TIES)
    # Half of all ends on each side: 6/7 stay, 1/2 by chance.
    assert value(org, "silos.modularity") == pytest.approx(6 / 7 - 1 / 2)
    assert value(org, "silos.assortativity") == pytest.approx((6 / 7 - 1 / 2) / (1 / 2))


def test_yules_q_is_the_odds_of_a_tie_inside_against_across():
    people = {name: "A" if name in "abcd" else "B" for name in "abcdefgh"}
    b = blocks(people, "a-b a-c a-d b-c b-d e-f e-g e-h f-g f-h a-e b-f c-g d-h")
    # 10 of 12 pairs inside, 4 of 16 across: odds 5 and 1/3.
    assert groups.yules_q(b) == pytest.approx((10 * 12 - 2 * 4) / (10 * 12 + 2 * 4))
    # Two of six pairs inside are tied, and none of nine across.
    assert value(organisation(people=TWO, ties="a-b d-e"), "silos.yules_q") == 1


def test_a_strong_tie_counts_by_its_strength_and_both_reports_are_added():
    org = organisation(people=TWO, ties="a-b:5 b-a:3 c-d:2")
    assert value(org, "silos.ei_index") == 0
    assert value(org, "silos.ei_index_weighted") == pytest.approx((2 - 8) / 10)
    assert value(org, "silos.insularity", Scope("group", "Sales")) == pytest.approx(16 / 18)
    assert value(org, "silos.group_ei", Scope("group", "Sales")) == pytest.approx(1 - 2 * 16 / 18)


def test_work_within_departments_makes_ties_inside():
    org = organisation("Sales Ops", ties="Sales-Sales:30 Sales-Ops:4 Ops-Sales:2 Ops-Ops:12")
    assert value(org, "silos.ei_index") is None
    assert value(org, "silos.ei_index_weighted") == pytest.approx((6 - 42) / 48)
    assert value(org, "silos.insularity", Scope("group", "Sales")) == pytest.approx(60 / 66)
    # Out of 48 reported: e = 30, 4, 2, 12; rows 34, 14; columns 32, 16.
    chance = (34 * 32 + 14 * 16) / 48**2
    assert value(org, "silos.assortativity_weighted") == pytest.approx((42 / 48 - chance) / (1 - chance))
    ends = (66**2 + 30**2) / 96**2
    assert value(org, "silos.modularity_weighted") == pytest.approx(84 / 96 - ends)


def test_an_undirected_matrix_has_the_same_assortativity_either_way_round():
    one = organisation("Sales Ops", ties="Sales-Sales:30 Sales-Ops:6 Ops-Ops:12", ties_directed=False)
    ends = (66**2 + 30**2) / 96**2
    assert value(one, "silos.assortativity_weighted") == pytest.approx((84 / 96 - ends) / (1 - ends))


def test_departments_inside_a_division_have_their_own_insularity():
    org = organisation("Desk>Sales Field>Sales Law", ties="Desk-Desk:8 Desk-Field:1 Field-Law:1")
    readings = {one.scope: one.value for one in taken(org, "silos.insularity")}
    assert readings == {
        Scope("group", "Law"): None,
        Scope("group", "Sales"): pytest.approx(18 / 19),
        Scope("department", "Desk"): pytest.approx(16 / 17),
        Scope("department", "Field"): None,
    }


def test_mixing_compares_with_an_even_spread_of_the_same_ties():
    readings = {
        one.scope.id: one for one in taken(organisation(people=TWO | {"g": "Law"}, ties=TWO_TIES), "silos.mixing")
    }
    assert readings["Ops", "Sales"].value == pytest.approx(1 / (7 / 21 * 9))
    assert readings["Ops", "Ops"].value == pytest.approx(3 / (7 / 21 * 3))
    assert readings["Law", "Law"].status == "not_applicable"
    assert readings["Ops", "Sales"].note == "1 tie, 3.0 expected"


def test_of_two_departments_without_a_tie_mixing_is_told_where_five_are_expected():
    # Ops has 15 ties among its 6 people; of all 78 pairs of people 36 are of Ops and Sales.
    staff = {**dict.fromkeys("abcdef", "Ops"), **dict.fromkeys("ghijkl", "Sales"), "m": "Law"}
    found = taken(organisation(people=staff, ties=[*combinations("abcdef", 2)]), "silos.mixing")
    readings = {one.scope.id: one for one in found}
    assert readings["Ops", "Sales"].value == 0
    assert readings["Ops", "Sales"].note == "0 ties, 6.9 expected"
    # 6 pairs of people, 1.2 ties expected: none at all may be chance.
    assert ("Law", "Ops") not in readings
    assert ("Law", "Sales") not in readings


@pytest.mark.parametrize(
    ("org", "status", "words"),
    [
        (organisation("Sales"), "not_measured", "no sheet Collaboration"),
        (organisation(ties=[("a", "b")], tie_level="person"), "not_measured", "no department is known"),
        (organisation(people=TWO, sheets=frozenset({"collaboration"}), tie_level="person"), "not_measured", "no tie"),
        (organisation(people={"a": "S", "b": "S"}, ties="a-b"), "not_applicable", "only one department"),
        (organisation(people={"a": "S", "b": "O"}, ties="a-b"), "not_applicable", "no department holds two or more people"),
        (organisation("S O", ties="S-O"), "not_applicable", "no work within departments is recorded"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ident", sorted(one.id for one in MEASURES if one.id not in APART))
def test_what_cannot_be_told_has_a_reason_and_no_value(ident, org, status, words):
    (one,) = taken(org, ident)
    assert (one.value, one.rating, one.status) == (None, None, status)
    assert words in one.note


def test_ties_with_somebody_of_no_department_are_left_out():
    known = organisation(people=TWO, ties=TWO_TIES)
    more = organisation(people=TWO | {"x": ""}, ties=f"{TWO_TIES} a-x x-y")
    for ident in ("silos.ei_index", "silos.ei_expected", "silos.density", "silos.assortativity_weighted"):
        assert value(known, ident) == value(more, ident)


def test_people_can_be_judged_by_division():
    org = organisation("Desk>Sales Field>Sales Law>Staff Tax>Staff",
                       people={"a": "Desk", "b": "Field", "c": "Law", "d": "Tax"}, ties="a-b c-d b-c")  # fmt: skip
    assert value(org, "silos.ei_index") is None
    assert value(org, "silos.ei_index", group_by="division") == pytest.approx(-1 / 3)


def test_the_permutation_test_finds_closed_teams_and_not_open_ones():
    closed = teams(5, 5, 5)
    assert value(closed, "silos.ei_p") == pytest.approx(1 / 10_001)
    assert value(closed, "silos.ei_z") < -5
    # All pairs are tied: every shuffle gives the same figure.
    everybody = organisation(people=TWO, ties=list(combinations(TWO, 2)))
    assert value(everybody, "silos.ei_p") == 1
    assert value(everybody, "silos.ei_z") is None


def test_a_single_tie_inside_has_the_chance_of_its_pairs():
    # 6 of 15 pairs are inside. One standard error of 10,000 draws is 0.0049.
    p = value(organisation(people=TWO, ties="a-b"), "silos.ei_p")
    assert p == pytest.approx(6 / 15, abs=0.02)


def test_shuffles_depend_on_the_seed_alone():
    b = blocks(TWO, TWO_TIES)
    assert (groups.permuted_internal_ties(b, 500, 7) == groups.permuted_internal_ties(b, 500, 7)).all()
    assert (groups.permuted_internal_ties(b, 500, 7) != groups.permuted_internal_ties(b, 500, 8)).any()
    assert len(taken(organisation(people=TWO, ties=TWO_TIES), "silos.ei_p", permutations=10)) == 1


def test_a_department_turned_inward_is_found_with_its_rows():
    others = {f"o{number}": "Ops" for number in range(9)}
    ties = [(f"o{number}", f"o{(number + 1) % 9}", 1) for number in range(9)]
    org = organisation(
        "Sales Ops",
        people={"a": "Sales", "b": "Sales", "c": "Sales", "d": "Sales"} | others,
        ties=[("a", "b", 10), ("b", "c", 10), ("a", "c", 10), ("c", "d", 1), ("a", "o0", 2), *ties],
    )
    (one,) = found(org, "SIL01")
    assert (one.id, one.severity) == ("SIL01:department:sales", "high")
    assert one.message == (
        "Sales works 15.5 times as much within itself as with all others together "
        "(strength 31 inside, 2 across; limit: 5 times)."
    )
    assert [str(cell) for cell in one.evidence] == [f"Collaboration!A{row}" for row in (2, 3, 4, 5, 6)]


def test_five_times_is_the_limit_and_can_be_moved():
    org = organisation("Sales Ops", ties="Sales-Sales:50 Sales-Ops:10 Ops-Ops:10")
    assert found(org, "SIL01") == []
    (one,) = found(org, "SIL01", rules={"SIL01": {"limit": 4.9}})
    assert one.scope.id == "Sales"
    assert one.message.endswith("cannot be tested: work within is an amount, not a number of ties.")
    assert found(org, "SIL04", rules={"SIL04": {"limit": 4.9}}) == []


def test_a_department_that_speaks_to_nobody_is_turned_inward():
    (one, *_) = found(teams(5, 5, 5), "SIL01")
    assert one.message == "All recorded collaboration of D0, of strength 10, stays inside; nothing goes to others."


def test_what_chance_may_explain_is_not_called_turned_inward():
    # Of 20 ways to pick three of six, two give a closed triangle: one in ten, and both departments are as likely.
    org = teams(3, 3)
    assert found(org, "SIL01") == []
    (one, other) = found(org, "SIL04")
    assert (one.id, one.severity, other.scope.id) == ("SIL04:department:d0", "low", "D1")
    assert one.message.startswith(
        "All recorded collaboration of D0, of strength 3, stays inside; nothing goes to others."
    )
    assert "So many ties inside may be chance: names shuffled, 10." in one.message
    assert one.message.endswith("% when adjusted for testing 2 departments).")


def test_a_department_with_a_handful_of_ties_is_said_to_rest_on_them():
    people = {"a": "Law", "b": "Law", "c": "Law"} | {f"o{number}": "Ops" for number in range(40)}
    org = organisation(people=people, ties=["a-b", "b-c", "a-c", *(f"o{one}-o{one + 1}" for one in range(39))])
    (one,) = [one for one in found(org, "SIL04") if one.scope.id == "Law"]
    assert one.message.endswith("nothing goes to others. It rests on 3 ties only.")


def test_two_people_alone_are_no_silo():
    org = organisation(people=TWO | {"x": "Law", "y": "Law"}, ties="x-y a-d b-e a-b")
    assert found(org, "SIL01") == []
    assert value(org, "silos.inward_share") == 0


def test_the_share_of_inward_departments_counts_those_that_can_be():
    (one,) = taken(teams(4, 4, 4, between=[("d0p0", "d1p0"), ("d1p1", "d2p0"), ("d1p2", "d2p1")]), "silos.inward_share")
    # 6 inside each; 1, 3 and 2 across.
    assert (one.value, one.note) == (pytest.approx(1 / 3), "1 of 3")


def test_more_inward_than_chance_needs_both_chance_and_effect():
    closed = teams(5, 5, 5, between=[("d0p0", "d1p0")])
    (one,) = found(closed, "SIL02")
    assert one.scope == Scope()
    assert "30 of 31 ties (97%) stay inside a department; an even spread would give 29%" in one.message
    assert [str(cell) for cell in one.evidence] == ["Collaboration"]
    assert found(closed, "SIL02", rules={"SIL02": {"limit": 1}}) == []
    people = {person.id: person.department for person in closed.people}
    across = [pair for pair in combinations(people, 2) if people[pair[0]] != people[pair[1]]]
    open_ = organisation(people=people, ties=[*across[::2], ("d0p0", "d0p1")])
    # However low the limit of the effect, chance explains what is inside.
    assert found(open_, "SIL02", rules={"SIL02": {"limit": -1.0}}) == []


def test_two_departments_that_hardly_meet_are_found_with_the_little_there_is():
    between = [(f"d{k}p{i}", f"d{j}p{i}") for i in range(6) for k, j in ((0, 1), (1, 2))] + [("d0p0", "d2p0")]
    org = teams(6, 6, 6, between=between)
    (one,) = found(org, "SIL03")
    # 58 ties over 153 pairs, 36 pairs between two departments.
    assert one.id == "SIL03:pair:d0+d2"
    assert one.message == "D0 and D2 hardly meet: 1 tie, where an even spread would give 14."
    assert [str(cell) for cell in one.evidence] == ["Collaboration!A59", "Departments!A2", "Departments!A4"]
    assert value(org, "silos.closed_share") == pytest.approx(1 / 3)


def test_divisions_of_people_are_judged_too():
    people = {f"{team}{one}": team for team in "ABCD" for one in range(4)}
    inside = [pair for pair in combinations(people, 2) if {people[one] for one in pair} in ({"A", "B"}, {"C", "D"})]
    assert "SIL03:pair:x+y" in {
        one.id for one in found(organisation("A>X B>X C>Y D>Y", people=people, ties=inside), "SIL03")
    }


def test_no_finding_names_a_person():
    org = teams(6, 6, 6)
    names = {person.name for person in org.people}
    messages = [one.message for rule in RULES for one in rule.find(Context(org, Settings()))]
    assert messages
    assert not [name for name in names for message in messages if name in message]


def test_every_measure_tells_what_it_is():
    assert len({one.id for one in MEASURES}) == len(MEASURES)
    for one in MEASURES:
        assert one.id.startswith("silos.")
        assert all((one.name, one.formula, one.unit, one.source, one.reading, one.needs))
    assert {one.id for one in MEASURES if one.headline} == {
        "silos.assortativity", "silos.assortativity_weighted", "silos.inward_share", "silos.closed_share",
    }  # fmt: skip
    assert all(one.limits and one.scored_as == "silos" for one in MEASURES if one.headline)
    assert [one.code for one in RULES] == [f"SIL0{number}" for number in range(1, 7)]


NAMES = "abcdefgh"
GROUPED = dict(zip(NAMES, ["X", "X", "X", "Y", "Y", "Y", "Z", "Z"], strict=True))
TIES = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(1, 5)), min_size=1, max_size=25)
DRAWN = ("silos.ei_p", "silos.ei_z", "silos.group_p", "silos.group_q")
EXACT = sorted(one.id for one in MEASURES if one.id not in DRAWN)


def figures(people: dict[str, str], ties: list[tuple], idents: list[str] = EXACT) -> dict:
    context = Context(organisation(people=people, ties=ties), Settings(permutations=50))
    return {
        (one.id, one.scope): one.value for measure in MEASURES if measure.id in idents for one in measure.take(context)
    }


def same(one: dict, other: dict) -> bool:
    """Equal but for the last digits."""
    return one.keys() == other.keys() and all(
        (found is None) == (other[key] is None) and (found is None or abs(found - other[key]) < 1e-9)
        for key, found in one.items()
    )


@settings(max_examples=40, deadline=None)
@given(ties=TIES, data=st.data())
def test_renaming_people_and_reordering_rows_changes_nothing(ties, data):
    new = dict(zip(NAMES, data.draw(st.permutations("stuvwxyz")), strict=True))
    people = {new[name]: GROUPED[name] for name in data.draw(st.permutations(NAMES))}
    renamed = [(new[one], new[other], strength) for one, other, strength in data.draw(st.permutations(ties))]
    assert same(figures(GROUPED, ties), figures(people, renamed))


@settings(max_examples=40, deadline=None)
@given(ties=TIES, factor=st.sampled_from([0.5, 3, 40]))
def test_scaling_all_strengths_changes_nothing(ties, factor):
    scaled = [(one, other, strength * factor) for one, other, strength in ties]
    assert same(figures(GROUPED, ties), figures(GROUPED, scaled))


@settings(max_examples=40, deadline=None)
@given(ties=TIES)
def test_every_figure_stays_in_its_range(ties):
    ranges = {one.id: one.range for one in MEASURES}
    for (ident, _), found_ in figures(GROUPED, ties, sorted(ranges)).items():
        low, high = ranges[ident]
        assert found_ is None or not isnan(found_)
        assert found_ is None or low is None or found_ >= low - 1e-12
        assert found_ is None or high is None or found_ <= high + 1e-12


def test_conductance_is_what_crosses_over_the_smaller_volume():
    # D0 has 3 ties inside and 1 out, D1 1 inside and 1 out: volumes 7 and 3, and 1 crosses.
    org = teams(3, 2, between=[("d0p0", "d1p0")])
    assert value(org, "silos.conductance", Scope("group", "D0")) == pytest.approx(1 / 3)
    assert value(org, "silos.conductance", Scope("group", "D1")) == pytest.approx(1 / 3)


def test_conductance_says_whose_ties_are_missing():
    org = organisation(people=TWO, ties="a-b b-c")
    notes = {one.scope.id: one.note for one in taken(org, "silos.conductance")}
    assert notes == {"Sales": "no tie is recorded of anybody else", "Ops": "no tie is recorded"}


@pytest.mark.parametrize("ties", ["a-a:3 d-d:2", [("a", "d", 0), ("b", "d", -2)]])
def test_without_any_tie_there_is_no_density_not_even_zero(ties):
    (one,) = taken(organisation(people=TWO, ties=ties), "silos.density")
    assert (one.value, one.status) == (None, "not_measured")
