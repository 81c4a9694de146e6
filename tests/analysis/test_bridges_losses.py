"""Whose loss costs most, who stands between others, and whether that rests on one department: measures and rules."""

import pytest

from alignment.analysis import dispersal, left_out
from alignment.analysis.base import Context
from alignment.analysis.bridges import MEASURES, RULES
from alignment.analysis.catalogue import analyse
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation

# Two departments of three, joined by one tie.
BARBELL = {"a": "Sales", "b": "Sales", "c": "Sales", "d": "Ops", "e": "Ops: Planner", "f": "Ops"}
BARBELL_TIES = "a-b a-c b-c c-d d-e d-f e-f"
# Eight departments that meet only through Hub and Twin, which back each other up.
TWINS = " ".join(f"Hub-L{one} Twin-L{one}" for one in range(8))
CHAIN = organisation("A B C D E", ties="A-B B-C C-D D-E")


def taken(org: Organisation, ident: str) -> list[Measurement]:
    (measure,) = [one for one in MEASURES if one.id == ident]
    return list(measure.take(Context(org, Settings())))


def by_subject(org: Organisation, ident: str) -> dict[str | tuple[str, str] | None, float | None]:
    return {one.scope.id: one.value for one in taken(org, ident)}


def found(org: Organisation, code: str, measured: tuple[Measurement, ...] = ()) -> list[Finding]:
    (rule,) = [one for one in RULES if one.code == code]
    return list(rule.find(Context(org, Settings(), measured)))


def test_distance_fragmentation_is_taken_of_the_company():
    # A and B, B and C are one step apart, A and C two.
    (one,) = taken(organisation("A B C", ties="A-B B-C"), "bridges.distance_fragmentation")
    assert (one.scope, one.value) == (Scope(), pytest.approx(1 / 6))


def test_without_directions_there_is_nothing_to_follow():
    org = organisation("A B C", ties="A-B B-C", ties_directed=False)
    (one,) = taken(org, "bridges.distance_fragmentation_directed")
    assert (one.value, one.status) == (None, "not_applicable")
    assert one.note == "each tie is recorded once, without direction"
    assert by_subject(organisation("A B C", ties="A-B B-C"), "bridges.distance_fragmentation_directed")[None] > 0.5


def test_the_key_place_and_the_key_pair_are_said_and_have_figures_of_their_own():
    org = organisation(ties=f"{TWINS} Hub-Lone")
    alone, place = taken(org, "bridges.key_set")
    assert alone.note.startswith("Hub; one at random would leave 0.")
    assert alone.note.endswith("; every place was tried")
    assert (place.scope, place.value) == (Scope("department", "Hub"), alone.value)
    both, pair = taken(org, "bridges.key_set_2")
    assert (both.scope, both.value) == (Scope(), 1)
    assert both.note.startswith("Hub and Twin; two at random would leave 0.")
    assert (pair.scope, pair.value) == (Scope("pair", ("Hub", "Twin")), 1)
    (three,) = taken(org, "bridges.key_set_3")
    assert three.note.startswith("Hub, L0 and Twin; one of 9 alike; three at random would leave 0.")


def test_a_key_pair_of_people_is_told_by_position():
    org = organisation(people=BARBELL, ties=[*BARBELL_TIES.split(), "e-x"])
    notes = [one.note for one in taken(org, "bridges.key_set_2")]
    assert notes[0].startswith("one person in Sales and “Planner (Ops)”") or notes[0].startswith(
        "“Planner (Ops)” and one person in Sales"
    )


def test_a_greedy_key_set_says_so(monkeypatch):
    monkeypatch.setattr(dispersal.key_sets, "__kwdefaults__", {"most": 0, "seed": 1})
    note = taken(organisation(ties=TWINS), "bridges.key_set_2")[0].note
    assert note.endswith("built greedily with swaps among the 30 whose loss alone costs most: a better pair may exist")


@pytest.mark.parametrize(
    "ident",
    [f"bridges.{one}" for one in (
        "distance_fragmentation_growth", "key_set", "key_set_2", "key_set_3", "key_set_expected", "key_set_stability",
    )],
)  # fmt: skip
def test_a_large_network_is_not_taken_apart_and_says_why(ident, monkeypatch):
    monkeypatch.setattr(dispersal, "EFFORT", 10)
    (one,) = taken(CHAIN, ident)
    assert (one.value, one.status) == (None, "not_applicable")
    assert one.note == "to leave out each place in turn would take too long for 5 departments with 4 ties"


def test_the_distances_of_a_very_large_network_are_not_measured_but_explained(monkeypatch):
    monkeypatch.setattr(dispersal, "MOST_NODES", 4)
    (one,) = taken(CHAIN, "bridges.distance_fragmentation")
    assert (one.value, one.note) == (
        None,
        "the distances of all pairs would take too long for 5 departments with 4 ties",
    )


def test_a_set_that_leaves_fewer_than_two_is_no_key_set():
    three = organisation("A B C", ties="A-B B-C")
    assert [one.note for one in taken(three, "bridges.key_set_2")] == ["fewer than 4 departments: two must be left"]
    assert by_subject(three, "bridges.key_set") == {None: 1, "B": 1}


def test_an_articulation_point_stays_so_in_the_cases_where_others_still_hang_on_it():
    # Of the five, C is left with A-B and D-E whoever else is missing, unless B or D is.
    assert by_subject(CHAIN, "bridges.articulation_stability") == pytest.approx({"B": 2 / 4, "C": 2 / 4, "D": 2 / 4})
    star = taken(organisation(ties="Hub-A Hub-B Hub-C Hub-D"), "bridges.articulation_stability")
    assert [one.note for one in star] == ["stays so whichever of 4 other departments is left out of the data"]


def test_people_are_left_out_by_department_and_their_own_does_not_count():
    org = organisation(people=BARBELL | {"g": "Law"}, ties=f"{BARBELL_TIES} g-a")
    stays = {one.scope.id: (one.value, one.note) for one in taken(org, "bridges.articulation_stability")}
    # Without Ops, c links nobody; without Law it still does. a links Law only.
    assert stays["c"] == (0.5, "stays so in 1 of 2 cases when one other department is left out of the data")
    assert stays["a"][0] == 0.5
    assert stays["d"][0] == 0.5


def test_one_department_alone_leaves_nothing_to_leave_out():
    org = organisation(people=dict.fromkeys("abc", "Sales"), ties="a-b b-c")
    (one,) = taken(org, "bridges.articulation_stability")
    assert (one.value, one.note) == (None, "there is no other department to leave out")
    (one,) = taken(organisation(people="a b c", ties="a-b b-c"), "bridges.articulation_stability")
    assert (one.value, one.note) == (None, "nobody with a tie has a known department")


def test_the_departments_with_the_most_ties_are_left_out_where_not_all_can_be(monkeypatch):
    monkeypatch.setattr(left_out, "_FEWEST", 2)
    absent, note = left_out.departments_in_turn(Context(CHAIN, Settings()), 2)
    assert absent == (frozenset("B"), frozenset("C"))
    assert note == "; left out were the 2 of 5 with the most ties"
    assert left_out.departments_in_turn(Context(CHAIN, Settings()), 1) == (
        (), "in a network of this size, to leave out each department in turn would take too long",
    )  # fmt: skip


def test_the_worst_rank_is_over_all_cases_without_another_department():
    # Without B, C is at an end; without A, it shares the first rank with D.
    assert by_subject(CHAIN, "bridges.betweenness_rank") == {"A": 3, "B": 3, "C": 2, "D": 3, "E": 3}
    assert [one.note for one in taken(CHAIN, "bridges.betweenness_rank")][:3] == [
        "4 with everybody", "2 with everybody", "1 with everybody",
    ]  # fmt: skip


def test_people_are_not_ranked():
    (one,) = taken(organisation(people=BARBELL, ties=BARBELL_TIES), "bridges.betweenness_rank")
    assert (one.value, one.note) == (None, "people are not ranked by name")


def test_the_key_pair_is_stable_while_no_other_pair_costs_more():
    (one,) = taken(organisation(ties=TWINS), "bridges.key_set_stability")
    assert (one.value, one.note) == (
        1, "stays the costliest pair whichever of 8 other departments is left out of the data",
    )  # fmt: skip
    # Of the chain B and D cut off most; without A or E another pair does as much harm, without C none does any.
    (one,) = taken(CHAIN, "bridges.key_set_stability")
    assert 0 < one.value <= 1


def test_who_has_no_tie_has_no_constraint_and_no_effective_size():
    org = organisation("A B C Lone", ties="A-B B-C")
    for ident, values in {
        "bridges.constraint": {"A": 1, "B": 1 / 2, "C": 1, "Lone": None},
        "bridges.effective_size": {"A": 1, "B": 2, "C": 1, "Lone": None},
    }.items():
        assert by_subject(org, ident) == pytest.approx(values)
        assert [one.note for one in taken(org, ident)] == ["", "", "", "no tie"]


def test_brokerage_stands_beside_chance():
    org = organisation("A B C D", ties="A-B B-C C-D")
    # A quarter of the ordered pairs have a tie: of six paths through a place, 6 · 1/16 · 3/4 are open by chance.
    (first, second, *_), z = taken(org, "bridges.brokerage"), by_subject(org, "bridges.brokerage_z")
    assert (first.value, second.value) == (0, 1)
    assert second.note == f"0.3 by chance, z {z['B']:+.1f}"
    both_ways = organisation("A B C D", ties="A-B B-C C-D", ties_directed=False)
    assert by_subject(both_ways, "bridges.brokerage") == {"A": 0, "B": 2, "C": 2, "D": 0}


def test_roles_add_up_to_the_brokerage_of_a_place():
    org = organisation(people=BARBELL, ties=BARBELL_TIES)
    whole = by_subject(org, "bridges.brokerage")
    roles = [by_subject(org, one.id) for one in MEASURES if one.id.startswith("bridges.brokerage.")]
    assert len(roles) == 5
    assert {node: sum(one[node] for one in roles) for node in whole} == whole
    # a and b reach d through c alone; d reaches e and f.
    assert whole == {"a": 0, "b": 0, "c": 2, "d": 2, "e": 0, "f": 0}
    assert by_subject(org, "bridges.brokerage.representative")["c"] == 2
    assert by_subject(org, "bridges.brokerage.gatekeeper")["d"] == 2


@pytest.mark.parametrize("ident", ["bridges.brokerage.liaison", "bridges.participation"])
def test_roles_and_spread_need_groups(ident):
    (one,) = taken(CHAIN, ident)
    assert (one.status, one.note) == ("not_applicable", "no division holds two or more departments")


def test_two_that_hold_the_others_together_are_found_beside_chance_and_with_their_band():
    org = organisation(ties=TWINS, ties_directed=False)
    (one,) = [finding for finding in analyse(org).findings if finding.code == "BRG06"]
    assert (one.id, one.severity) == ("BRG06:pair:hub+twin", "medium")
    # Reach is 30½/45. Of 45 pairs, 16 leave a star with 17½/28 and 28 the two with six, 20/28: on average 30/45.
    assert one.message == (
        "Without Hub and Twin the average reach between the others falls by 100%; the loss of two departments at random "
        "would cost 2%. It stays the costliest pair whichever of 8 other departments is left out of the data."
    )
    assert [str(cell) for cell in one.evidence] == [f"Collaboration!A{row}" for row in range(2, 14)]


def test_where_the_loss_of_two_costs_little_nothing_is_found():
    ties = [(one, other) for one in "ABCDEF" for other in "ABCDEF" if one < other]
    assert found(organisation(ties=ties), "BRG06") == []


def test_nobody_is_named_for_what_runs_through_them_where_too_few_answered():
    thin = (Measurement("trust.response_rate", Scope(), 0.8, "share", "measured"),)
    full = (Measurement("trust.response_rate", Scope(), 0.9, "share", "measured"),)
    org = organisation(ties=f"{TWINS} Hub-Lone", ties_directed=False)
    for code in ("BRG06", "BRG07"):
        assert [found(org, code, thin), len(found(org, code, full))] == [[], 1], code


def test_a_single_broker_is_found_where_others_hang_on_it():
    org = organisation(ties=[("Hub", f"L{one}") for one in range(12)], ties_directed=False)
    (one,) = found(org, "BRG07")
    assert (one.id, one.severity) == ("BRG07:department:hub", "medium")
    # 132 ordered pairs of the twelve; chance would leave d²(1−d) of as many open, d = 12/78.
    assert one.message == (
        "Hub is the middle of 132 two-step paths between departments without a tie of their own, and none has more; "
        f"chance would put {132 * (12 / 78) ** 2 * (1 - 12 / 78):.0f} there. Some have no other link at all."
    )
    assert len(one.evidence) == 12


def test_who_stands_between_many_is_no_single_broker_while_others_can_go_round():
    ring = [(f"N{one}", f"N{(one + step) % 8}") for one in range(8) for step in (1, 2)]
    assert found(organisation(ties=ring, ties_directed=False), "BRG07") == []


def test_a_department_that_works_nearly_only_with_one_other_is_found():
    org = organisation(
        "Shop Ops Law Tax Depot",
        ties="Shop-Ops:9 Shop-Law:1 Ops-Law:4 Ops-Tax:5 Law-Tax:5 Depot-Ops:3",
        ties_directed=False,
    )
    (one,) = found(org, "BRG08")
    # Nine tenths go to Ops, and of the tenth that goes to Law four tenths lead on to Ops.
    assert (one.id, one.severity) == ("BRG08:department:shop", "low")
    assert one.message == (
        "94% of the collaboration of Shop leads to Ops, directly or through others it works with; it has 2 partners in all."
    )
    assert [str(cell) for cell in one.evidence] == ["Collaboration!A2", "Collaboration!A3"]


def test_a_supplier_may_depend_on_one_partner():
    org = organisation(
        "Shop Ops Law Tax",
        ties="Shop-Ops:9 Shop-Law:1 Ops-Law:4 Ops-Tax:5 Law-Tax:5",
        details={"Shop": {"external": True}},
        ties_directed=False,
    )
    assert found(org, "BRG08") == []


def test_no_finding_and_no_note_names_a_person():
    people = {f"Ada{one} Quirk{one}": "Sales: Planner" if one % 2 else "Ops" for one in range(12)}
    names = list(people)
    ties = [(names[0], name) for name in names[1:]] + [(names[1], names[2])]
    result = analyse(organisation(people=people, ties=ties, ties_directed=False))
    assert "BRG07" in {one.code for one in result.findings}
    texts = [one.message for one in result.findings] + [one.note for one in result.measurements]
    assert not [text for text in texts if "Ada" in text or "Quirk" in text]


def test_of_a_handful_no_two_are_said_to_hold_the_others_together():
    org = organisation(ties="Hub-A Twin-A Hub-B Twin-B", ties_directed=False)
    assert taken(org, "bridges.key_set_2")[0].value == 1
    assert found(org, "BRG06") == []


def test_a_pair_that_another_might_as_well_replace_is_a_small_finding():
    org = organisation(ties=TWINS, ties_directed=False)
    note = "stays the costliest pair in 5 of 8 cases when one other department is left out of the data"
    (one,) = found(org, "BRG06", (Measurement("bridges.key_set_stability", Scope(), 5 / 8, "share", "measured", note),))
    assert one.severity == "low"
    assert one.message.endswith(f"It {note}.")
