"""The question of bridges: components, cut points, threads, and who stands between."""

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alignment.analysis import connection
from alignment.analysis.base import Context
from alignment.analysis.bridges import MEASURES, RULES, articulation_points, bridge_ties, isolates, single_threads
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.network import Collaboration, collaboration
from alignment.settings import Settings
from build import organisation

# Two departments of three, joined by one tie.
BARBELL = {"a": "Sales", "b": "Sales", "c": "Sales", "d": "Ops", "e": "Ops", "f": "Ops"}
BARBELL_TIES = "a-b a-c b-c c-d d-e d-f e-f"


def view(ties: object, people: object = ()) -> Collaboration:
    return collaboration(organisation(people=people, ties=ties, tie_level="person"))


def taken(org: Organisation, ident: str) -> list[Measurement]:
    (measure,) = [one for one in MEASURES if one.id == ident]
    return list(measure.take(Context(org, Settings())))


def value(org: Organisation, ident: str) -> float | None:
    (found,) = [one for one in taken(org, ident) if one.scope == Scope()]
    return found.value


def found(org: Organisation, code: str, **settings_: object) -> list[Finding]:
    (rule,) = [one for one in RULES if one.code == code]
    return list(rule.find(Context(org, Settings(**settings_))))


def cells(finding: Finding) -> list[str]:
    return [str(cell) for cell in finding.evidence]


def test_an_isolate_cannot_reach_anyone():
    # Of 3 nodes two reach one another: 2 of 6 ordered pairs.
    assert value(organisation("Sales Ops Finance", ties="Sales-Ops:4"), "bridges.fragmentation") == pytest.approx(2 / 3)


def test_fragmentation_is_zero_when_all_are_joined_and_one_when_none_is():
    assert connection.fragmentation(nx.path_graph(4)) == 0
    assert connection.fragmentation(nx.empty_graph(4)) == 1
    assert connection.fragmentation(nx.empty_graph(1)) is None


def test_both_ends_of_the_only_tie_between_two_teams_are_articulation_points():
    org = organisation(people=BARBELL, ties=BARBELL_TIES)
    assert articulation_points(collaboration(org)) == ("c", "d")
    assert bridge_ties(collaboration(org)) == (("c", "d"),)
    assert value(org, "bridges.articulation_points") == 2
    assert value(org, "bridges.articulation_share") == pytest.approx(1 / 3)
    assert value(org, "bridges.bridge_ties") == 1


def test_isolates_are_listed_people_without_ties():
    found_ = collaboration(organisation(people="a b c", ties="a-x a-a"))
    assert isolates(found_) == ("b", "c")


def test_betweenness_of_a_chain_by_hand():
    found_ = connection.betweenness(view("a-b b-c c-d"))
    # b lies on a–c and a–d: 2 of 3 pairs of others.
    assert found_ == {"a": 0, "b": pytest.approx(2 / 3), "c": pytest.approx(2 / 3), "d": 0}


def test_a_strong_tie_is_a_short_way():
    # a–b–c takes 1/4 + 1/4, the direct tie 1.
    assert connection.betweenness(view("a-b:4 b-c:4 a-c:1"))["b"] == 1
    assert connection.betweenness(view("a-b a-b b-c a-c"))["b"] == 0


def test_two_ways_of_equal_length_share_even_where_floating_numbers_say_otherwise():
    # s–a–t and s–b–c–t both take 6/5, though not in binary.
    assert 1 / 1 + 1 / 5 != 1 / 1 + 1 / 10 + 1 / 10
    found_ = connection.betweenness(view("s-a:1 a-t:5 s-b:1 b-c:10 c-t:10"))
    # Of the six pairs of others: a lies on half of s–t, b also on s–c, c on half of s–t, on b–t and on a–b.
    assert {node: found_[node] * 6 for node in "abct"} == pytest.approx({"a": 0.5, "b": 1.5, "c": 2.5, "t": 2})


def test_halves_and_tenths_of_hours_are_exact_too():
    # 1/2.5 + 1/2.5 = 0.8 = 1/1.25.
    assert connection.betweenness(view("a-b:2.5 b-c:2.5 a-c:1.25"))["b"] == pytest.approx(1 / 2)


def test_betweenness_is_given_for_every_node_with_its_kind():
    scopes = [one.scope for one in taken(organisation("A B C", ties="A-B B-C"), "bridges.betweenness")]
    assert scopes == [Scope("department", name) for name in "ABC"]
    assert taken(organisation(people="a b c", ties="a-b"), "bridges.betweenness")[0].scope == Scope("person", "a")


def test_betweenness_in_a_very_large_company_is_told_of_departments_and_never_of_people(monkeypatch):
    monkeypatch.setattr(connection, "MOST_NODES", 5)
    people = BARBELL | {"g": "Ops", "h": "Law", "lone": ""}
    told = taken(organisation(people=people, ties=f"{BARBELL_TIES} d-g d-h"), "bridges.betweenness")
    law, ops, sales = told
    # Through c run 2 · 5 paths, from a and b to d and beyond; through d run 3 · 4 from a, b, c, 2 · 2 from g, h, and g-d-h.
    assert sales.value == pytest.approx(10 / (10 + 17))
    assert ops.value == pytest.approx(17 / (10 + 17))
    assert [one.scope for one in told] == [Scope("group", name) for name in ("Law", "Ops", "Sales")]
    # All nine are among the 500 that would be drawn, so nothing is left to chance.
    assert ops.note == "95 % interval 0.63 to 0.63, from the shortest paths from 9 of 9 people; 0.444 of the people"
    assert (law.status, law.value) == ("not_applicable", None)
    assert law.note == "a department of fewer than 3 people: nobody is ranked from a sample"


def test_where_no_department_is_known_a_very_large_company_has_no_betweenness(monkeypatch):
    monkeypatch.setattr(connection, "MOST_NODES", 2)
    (one,) = taken(organisation(people="a b c", ties="a-b b-c"), "bridges.betweenness")
    assert (one.status, one.value) == ("not_measured", None)
    assert one.note.startswith("more than 2 people")


def test_two_departments_hang_on_one_tie_or_on_one_person():
    one_tie = collaboration(organisation(people=BARBELL, ties=BARBELL_TIES))
    assert single_threads(one_tie) == {("Ops", "Sales"): (("c", "d"),)}
    one_person = collaboration(organisation(people=BARBELL, ties=f"{BARBELL_TIES} c-e c-f"))
    assert single_threads(one_person) == {("Ops", "Sales"): (("c", "d"), ("c", "e"), ("c", "f"))}
    two = collaboration(organisation(people=BARBELL, ties=f"{BARBELL_TIES} b-e"))
    assert single_threads(two) == {}


def test_a_department_of_one_is_no_single_thread_for_being_one():
    people = {"a": "Sales", "b": "Sales", "boss": "Board", "aide": "Staff"}
    threads = single_threads(collaboration(organisation(people=people, ties="a-boss b-boss boss-aide a-aide")))
    assert threads == {("Sales", "Staff"): (("a", "aide"),)}


def test_single_threads_are_counted_and_each_pair_is_told():
    org = organisation(people=BARBELL | {"g": "Law", "h": "Law"}, ties=f"{BARBELL_TIES} c-e a-g b-h")
    readings = taken(org, "bridges.single_threads")
    assert [(one.scope, one.value) for one in readings] == [(Scope(), 1), (Scope("pair", ("Ops", "Sales")), 2)]
    assert [one.note for one in readings] == ["of 2 pairs with a tie", "2 ties, all of one person; 3.2 expected"]
    assert value(org, "bridges.single_thread_share") == pytest.approx(1 / 2)


@pytest.mark.parametrize("ident", [one.id for one in MEASURES])
@pytest.mark.parametrize(
    ("org", "status", "words"),
    [
        (organisation("Sales"), "not_measured", "no sheet Collaboration"),
        (organisation(people="a b c", sheets=frozenset({"collaboration"}), tie_level="person"), "not_measured", "no tie"),
        (organisation("Sales Ops", ties="Sales-Ops"), "not_applicable", "fewer than three departments"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_has_a_reason_and_no_value(ident, org, status, words):
    (one,) = taken(org, ident)
    assert (one.value, one.rating, one.status) == (None, None, status)
    assert words in one.note


@pytest.mark.parametrize(
    ("org", "status", "words"),
    [
        (organisation(people="a b c", ties="a-b"), "not_measured", "no department is known"),
        (organisation(people=dict.fromkeys("abc", "S"), ties="a-b"), "not_applicable", "only one department"),
        (organisation("S O L", ties="S-O"), "not_applicable", "no division holds two or more departments"),
    ],
)
def test_threads_between_groups_need_groups(org, status, words):
    for ident in ("bridges.single_threads", "bridges.single_thread_share"):
        (one,) = taken(org, ident)
        assert (one.value, one.status) == (None, status)
        assert words in one.note


def test_a_department_others_hang_on_is_found_with_the_rows():
    org = organisation("Sales Ops Law Tax Desk", ties="Sales-Ops Sales-Law Ops-Law Tax-Law Desk-Law Desk-Tax")
    (one,) = found(org, "BRG01")
    assert (one.id, one.severity) == ("BRG01:department:law", "high")
    assert one.message == ("Law is all that links Ops and Sales to the rest of the network: one absence cuts them off.")
    assert cells(one) == ["Collaboration!A3", "Collaboration!A4"]
    (other,) = found(organisation("Sales Ops Law", ties="Sales-Ops Ops-Law"), "BRG01")
    assert other.severity == "medium"


def test_a_person_others_hang_on_is_told_by_department_only():
    org = organisation(people=BARBELL, ties=BARBELL_TIES)
    first, second = found(org, "BRG01")
    assert first.scope == Scope("person", "c")
    assert first.severity == "high"
    assert first.message.startswith("One person in Sales is all that links 2 people (Sales) to the rest")
    assert second.message.startswith("One person in Ops is all that links")


def test_a_thread_is_found_where_a_journey_needs_it_or_numbers_would_expect_more():
    org = organisation(people=BARBELL, ties=BARBELL_TIES)
    # 7 of 15 pairs are tied and 9 lie between: 4.2 ties would be even, under the limit of 5.
    assert found(org, "BRG02") == []
    assert [one.severity for one in found(org, "BRG02", rules={"BRG02": {"limit": 4}})] == ["medium"]
    needed = organisation(people=BARBELL, ties=BARBELL_TIES, journeys={"Buy": "Sales Ops", "Quit": "Ops Sales"})
    (one,) = found(needed, "BRG02")
    assert (one.id, cells(one)) == ("BRG02:pair:ops+sales", ["Collaboration!A5"])
    assert one.message == "Ops and Sales are joined by one tie only; 2 journeys and processes need them both."
    unneeded = organisation(people=BARBELL, ties=BARBELL_TIES, journeys={"Buy": "Sales Law"})
    assert [one.severity for one in found(unneeded, "BRG02", rules={"BRG02": {"limit": 4}})] == ["low"]


def test_a_thread_between_divisions_is_needed_by_their_departments():
    org = organisation("A>X B>X C>Y D>Y", ties="A-B C-D A-C", journeys={"Buy": "B D"})
    (one,) = found(org, "BRG02")
    assert one.scope == Scope("pair", ("X", "Y"))
    assert "1 journey or process needs them both" in one.message


def test_departments_without_ties_are_found_at_their_row():
    (one,) = found(organisation("Sales Ops Law", ties="Sales-Ops"), "BRG03")
    assert (one.id, cells(one)) == ("BRG03:department:law", ["Departments!A4"])
    assert one.message == "Law has no recorded tie with any other department."


def test_people_without_ties_are_counted_by_department():
    org = organisation(people=BARBELL | {"g": "Ops", "h": ""}, ties="a-b b-c d-e c-d")
    without, ops = found(org, "BRG03")
    assert ops.message == "2 of 4 people in Ops have no recorded tie with anybody."
    assert (ops.id, cells(ops)) == ("BRG03:department:ops", ["People!A7", "People!A8"])
    assert without.message == "1 of 1 person without a department has no recorded tie with anybody."
    assert without.scope == Scope()


def test_one_tie_that_holds_two_parts_together_is_found():
    (one,) = found(organisation(people=BARBELL, ties=BARBELL_TIES), "BRG04")
    assert one.message == "One tie between Ops and Sales is all that joins 3 people to 3 others."
    assert (one.scope, cells(one)) == (Scope("pair", ("c", "d")), ["Collaboration!A5"])


def test_the_only_tie_of_somebody_is_no_such_tie():
    assert found(organisation(people="a b c d", ties="a-b a-c a-d"), "BRG04") == []


def test_separate_pieces_are_found_and_isolates_are_none():
    org = organisation("A B C D E F", ties="A-B B-C D-E")
    (one,) = found(org, "BRG05")
    assert one.message == (
        "Collaboration falls into 2 pieces that no tie joins, of 3 and 2 departments. Apart from the largest: D and E."
    )
    assert cells(one) == ["Collaboration!A2", "Collaboration!A4"]
    assert found(organisation("A B C D", ties="A-B B-C"), "BRG05") == []


def test_evidence_is_never_more_than_twelve_cells():
    ties = [("hub", f"p{one}") for one in range(30)] + [(f"p{one}", f"p{one + 1}") for one in range(0, 30, 2)]
    findings = [
        one for rule in RULES for one in rule.find(Context(organisation(people=["hub"], ties=ties), Settings()))
    ]
    assert findings
    assert all(1 <= len(one.evidence) <= 12 for one in findings)


def test_no_finding_names_a_person():
    people = {
        "Ada Quirk": "Sales",
        "Bo Zimt": "Ops",
        "Cy Vex": "Ops",
        "Di Wolk": "Law",
        "Ed Xant": "",
        "Flo Yarr": "Law",
    }
    org = organisation(
        people=people,
        ties=[("Ada Quirk", "Bo Zimt"), ("Bo Zimt", "Cy Vex"), ("Cy Vex", "Di Wolk"), ("Flo Yarr", "Guy Zoll")],
        journeys={"Buy": "Sales Ops Law"},
    )
    found_ = [one for rule in RULES for one in rule.find(Context(org, Settings()))]
    assert {one.code for one in found_} == {"BRG01", "BRG02", "BRG03", "BRG04", "BRG05"}
    texts = [one.message + one.recommendation for one in found_]
    assert not [name for name in people for text in texts if any(part in text for part in name.split())]


def test_every_measure_tells_what_it_is():
    for one in MEASURES:
        assert one.id.startswith("bridges.")
        assert all((one.name, one.formula, one.unit, one.source, one.reading, one.needs))
    assert {one.id for one in MEASURES if one.headline} == {
        "bridges.fragmentation", "bridges.articulation_share", "bridges.single_thread_share",
    }  # fmt: skip
    assert all(one.limits and one.scored_as == "bridges" for one in MEASURES if one.headline)
    assert [one.code for one in RULES] == [f"BRG0{number}" for number in range(1, 9)]


NAMES = "abcdefgh"
NAMES_LISTED = " ".join(NAMES)
PAIRS = list(combinations(NAMES, 2))
TIES = st.lists(st.tuples(st.sampled_from(PAIRS), st.integers(1, 6)), min_size=1, max_size=16)


def rows(ties: list) -> list[tuple]:
    return [(*pair, strength) for pair, strength in ties]


@given(ties=TIES, pair=st.sampled_from(PAIRS))
def test_adding_a_tie_never_raises_fragmentation(ties, pair):
    before = connection.fragmentation(view(rows(ties), NAMES_LISTED).ties)
    after = connection.fragmentation(view([*rows(ties), pair], NAMES_LISTED).ties)
    assert after <= before


@settings(max_examples=50, deadline=None)
@given(ties=TIES, data=st.data())
def test_renaming_and_reordering_changes_nothing(ties, data):
    new = dict(zip(NAMES, data.draw(st.permutations("stuvwxyz")), strict=True))
    one = view(rows(ties), NAMES_LISTED)
    shuffled = data.draw(st.permutations(rows(ties)))
    other = view([(new[a], new[b], w) for a, b, w in shuffled], data.draw(st.permutations("stuvwxyz")))
    assert sorted(new[node] for node in articulation_points(one)) == list(articulation_points(other))
    assert {frozenset(new[end] for end in tie) for tie in bridge_ties(one)} == set(map(frozenset, bridge_ties(other)))
    first, second = connection.betweenness(one), connection.betweenness(other)
    assert second == pytest.approx({new[node]: share for node, share in first.items()})


@settings(max_examples=50, deadline=None)
@given(ties=TIES, factor=st.sampled_from([0.5, 2, 7]))
def test_scaling_strengths_changes_no_betweenness(ties, factor):
    scaled = [(one, other, strength * factor) for one, other, strength in rows(ties)]
    first, second = (connection.betweenness(view(found_, NAMES_LISTED)) for found_ in (rows(ties), scaled))
    assert second == pytest.approx(first)


@settings(max_examples=50, deadline=None)
@given(ties=TIES)
def test_betweenness_is_that_of_all_shortest_paths_counted_one_by_one(ties):
    found_ = connection.betweenness(view(rows(ties), NAMES_LISTED))
    graph = view(rows(ties), NAMES_LISTED).ties
    lengths = nx.Graph()
    lengths.add_nodes_from(NAMES)
    # 27,720 is divided by every weight up to 12; a pair drawn often enough to weigh more is no example here.
    assume(max(weight for *_, weight in graph.edges(data="weight")) <= 12)
    for a, b, weight in graph.edges(data="weight"):
        lengths.add_edge(a, b, length=27_720 // int(weight))
    expected = dict.fromkeys(NAMES, 0.0)
    for a, b in PAIRS:
        if nx.has_path(lengths, a, b):
            paths = list(nx.all_shortest_paths(lengths, a, b, weight="length"))
            for path in paths:
                for node in path[1:-1]:
                    expected[node] += 1 / len(paths) / 21
    assert found_ == pytest.approx(expected)


def test_without_the_only_link_fragmentation_grows_by_the_pairs_it_joined():
    # a-b-c and a lone d: F is 1 − 6/12; without b no pair is left, F is 1.
    org = organisation(people={"a": "Sales", "b": "Sales", "c": "Ops", "d": "Ops"}, ties="a-b b-c")
    (one,) = taken(org, "bridges.fragmentation_growth")
    assert (one.scope, one.value) == (Scope("person", "b"), pytest.approx(0.5))


@given(st.integers(0, 10_000))
def test_growth_of_fragmentation_is_that_of_the_network_without_the_node(seed: int):
    graph = nx.gnp_random_graph(12, 0.15, seed=seed)
    seen = view([(str(one), str(other)) for one, other in graph.edges], people=[str(node) for node in graph])
    grown = connection.fragmentation_growth(seen, articulation_points(seen))
    for node, growth in grown.items():
        rest = seen.ties.subgraph(set(seen.ties) - {node})
        assert growth == pytest.approx(connection.fragmentation(rest) - connection.fragmentation(seen.ties))


def test_where_nothing_hangs_on_one_place_no_growth_applies():
    (one,) = taken(
        organisation(people={"a": "Sales", "b": "Ops", "c": "Ops"}, ties="a-b b-c a-c"), "bridges.fragmentation_growth"
    )
    assert (one.value, one.status) == (None, "not_applicable")


def test_no_pair_with_a_tie_is_not_free_of_single_threads():
    org = organisation(people=BARBELL, ties="a-b b-c d-e")
    (one,) = taken(org, "bridges.single_threads")
    assert (one.value, one.status, one.note) == (None, "not_applicable", "no two departments have a tie")


def test_a_position_on_which_others_hang_is_named_by_its_role():
    org = organisation(people={"a": "Sales", "b": "Sales: Planner", "c": "Ops"}, ties="a-b b-c")
    (one,) = found(org, "BRG01")
    assert one.message == (
        "One position, “Planner (Sales)”, is all that links 1 person (Ops) to the rest of the network: "
        "one absence cuts that person off."
    )


def test_who_is_named_only_in_a_row_of_strength_zero_is_not_said_to_be_listed_and_alone():
    assert found(organisation(people={"a": "Sales", "b": "Ops"}, ties="a-b b-zoe:0"), "BRG03") == []
