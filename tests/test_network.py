"""The graph of the organisation and its views."""

import itertools
import random
from dataclasses import replace
from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import accelerate
from alignment.analysis.groups import department_ties
from alignment.model.organisation import Organisation, Origin, Table, Tie
from alignment.network import (
    collaboration,
    formal_chart,
    grown,
    handoff_network,
    handoffs,
    organisation_graph,
    required_pairs,
    shrunk,
    tie_cells,
    tie_rows,
    tie_rows_with,
)
from build import organisation


def edges(org: Organisation, kind: str) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    graph = organisation_graph(org)
    return [(source, target) for source, target, found in graph.edges(data="kind") if found == kind]


def test_the_graph_of_an_empty_company_is_empty():
    graph = organisation_graph(organisation())
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (0, 0)


def test_a_department_is_part_of_its_parent_and_a_person_works_in_it():
    org = organisation("Sales>Company", people={"ann": "Sales"})
    assert edges(org, "part_of") == [(("department", "Sales"), ("department", "Company"))]
    assert edges(org, "works_in") == [(("person", "ann"), ("department", "Sales"))]


def test_owners_sponsors_and_roles_point_at_what_they_hold():
    org = organisation(
        "Sales",
        people={"ann": "Sales: Director"},
        journeys={"Buy": "Sales"},
        owners={"Buy": "ann, Director, Zoe"},
        details={"Buy": {"sponsor": "ann"}},
    )
    assert edges(org, "owns") == [
        (("person", "ann"), ("journey", "Buy")),
        (("role", "Director"), ("journey", "Buy")),
        (("unknown", "Zoe"), ("journey", "Buy")),
    ]
    assert edges(org, "sponsors") == [(("person", "ann"), ("journey", "Buy"))]


def test_every_letter_of_a_raci_cell_is_an_edge():
    org = organisation("Sales Ops Law Desk", raci={"Bill": {"Sales": "A/R", "Ops": "C", "Law": "I"}})
    bill = ("process", "Bill")
    assert edges(org, "accountable") == [(("department", "Sales"), bill)]
    assert edges(org, "responsible") == [(("department", "Sales"), bill)]
    assert edges(org, "consulted") == [(("department", "Ops"), bill)]
    assert edges(org, "informed") == [(("department", "Law"), bill)]


def test_an_accountable_named_on_two_sheets_is_one_edge():
    org = organisation(
        "Sales", processes={"Bill": "Sales"}, raci={"Bill": {"Sales": "A"}}, details={"Bill": {"accountable": "Sales"}}
    )
    assert edges(org, "accountable") == [(("department", "Sales"), ("process", "Bill"))]
    assert edges(org, "owns") == [(("department", "Sales"), ("process", "Bill"))]


def test_steps_are_chained_and_done_by_all_their_departments():
    org = organisation("Sales Ops", journeys={"Buy": "Sales - Ops+Sales"})
    steps = [("step", f"Buy#{order}") for order in (1, 2, 3)]
    assert edges(org, "has_step") == [(("journey", "Buy"), step) for step in steps]
    assert edges(org, "next_step") == list(itertools.pairwise(steps))
    done = [(*pair, part) for *pair, part in organisation_graph(org).edges(data="part") if part]
    assert done == [
        (steps[0], ("department", "Sales"), "responsible"),
        (steps[2], ("department", "Ops"), "responsible"),
        (steps[2], ("department", "Sales"), "takes part"),
    ]


def test_every_row_of_collaboration_stays_an_edge_with_its_weight():
    graph = organisation_graph(organisation(people="ann bob", ties="ann-bob:2 ann-bob:3 bob-ann"))
    weights = [weight for *_, weight in graph.edges(data="weight")]
    assert weights == [2.0, 3.0, 1.0]


def test_every_node_says_its_name_and_kind():
    org = organisation(
        "Sales", people={"ann": "Sales"}, journeys={"Buy": "Sales@Bill"}, owners={"Buy": "Zoe"}, ties="ann-bob"
    )
    graph = organisation_graph(org)
    assert all(found["kind"] == kind and found["name"] for (kind, _), found in graph.nodes(data=True))
    assert {kind for kind, _ in graph} == {"department", "person", "process", "journey", "step", "unknown"}


def test_both_reports_of_a_tie_are_added_when_each_side_reports():
    view = collaboration(organisation(people="ann bob", ties="ann-bob:2 bob-ann:5"))
    assert view.directed
    assert view.ties["ann"]["bob"]["weight"] == 7
    assert view.reports["ann"]["bob"]["weight"] == 2


def test_a_symmetric_matrix_counts_each_tie_once():
    view = collaboration(organisation("Sales Ops", ties="Sales-Ops:4 Ops-Sales:4", ties_directed=False))
    assert view.ties["Ops"]["Sales"]["weight"] == 4


@pytest.mark.parametrize("second", [("Sales", "Ops"), ("Ops", "Sales")])
def test_two_kinds_of_an_undirected_tie_add_up_in_whatever_order_they_are_written(second):
    org = organisation("Sales Ops", ties=["Sales-Ops:1", (*second, 2)], ties_directed=False)
    kinds = tuple(replace(tie, kind=kind) for tie, kind in zip(org.ties, ("meetings", "shared lead"), strict=True))
    assert collaboration(replace(org, ties=kinds)).ties["Ops"]["Sales"]["weight"] == 3


def test_ties_without_strength_weigh_one_and_strength_zero_is_no_tie():
    view = collaboration(organisation(people="ann bob cem", ties="ann-bob bob-cem:0"))
    assert list(view.ties.edges(data="weight")) == [("ann", "bob", 1.0)]
    assert view.weighted
    assert not collaboration(organisation(people="ann bob", ties="ann-bob")).weighted


def test_everybody_listed_is_a_node_and_whoever_a_tie_names():
    view = collaboration(organisation(people={"ann": "Sales", "bob": "Ops"}, ties="ann-zoe"))
    assert list(view.ties) == ["ann", "bob", "zoe"]
    assert view.group == {"ann": "Sales", "bob": "Ops"}


def test_work_within_a_department_is_a_self_weight_and_no_tie():
    view = collaboration(organisation("Sales Ops", ties="Sales-Sales:30 Sales-Ops:2"))
    assert view.within == {"Sales": 30.0}
    assert list(nx.selfloop_edges(view.ties)) == []
    assert view.reports["Sales"]["Sales"]["weight"] == 30


def test_a_division_without_ties_only_groups_and_is_no_isolate():
    view = collaboration(organisation("Sales>North Ops>North Law>South", ties="Sales-Ops"))
    assert list(view.ties) == ["Law", "Ops", "Sales"]
    assert view.group == {"Law": "South", "Ops": "North", "Sales": "North"}


def test_a_division_with_ties_of_its_own_is_a_node():
    assert "North" in collaboration(organisation("Sales>North Ops>North", ties="Sales-North")).ties


def test_people_can_be_grouped_by_division():
    org = organisation("Desk>Sales Law>Staff", people={"ann": "Desk", "bob": "Law"}, ties="ann-bob")
    assert collaboration(org).group == {"ann": "Desk", "bob": "Law"}
    assert collaboration(org, "division").group == {"ann": "Sales", "bob": "Staff"}


def test_a_step_without_department_breaks_the_chain():
    found = handoffs(organisation("Sales Ops", journeys={"Buy": "Sales Ops Ops - Sales", "Quit": ""}))
    assert [(one.before.order, one.after.order) for one in found["Buy"]] == [(1, 2)]
    assert found["Buy"][0].pair == ("Ops", "Sales")
    assert found["Quit"] == ()


def test_the_first_department_of_a_shared_step_hands_over():
    found = handoffs(organisation("Sales Ops", journeys={"Buy": "Sales Sales+Ops Ops"}))
    assert [(one.before.order, one.after.order) for one in found["Buy"]] == [(2, 3)]


def test_handoffs_count_and_weigh_by_volume_against_the_mean():
    org = organisation(
        "Sales Ops Law",
        journeys={"Buy": "Sales Ops Sales Ops", "Quit": "Sales Ops", "Move": "Law Ops"},
        details={"Buy": {"volume": 30.0}, "Quit": {"volume": 10.0}},
    )
    graph = handoff_network(org)
    # Mean volume 20: Buy counts 1.5, Quit 0.5, Move (no volume) 1.
    assert graph["Sales"]["Ops"] == {"count": 3, "weight": 3.5}
    assert graph["Law"]["Ops"] == {"count": 1, "weight": 1.0}
    assert list(graph) == ["Law", "Ops", "Sales"]


def test_a_journey_requires_a_pair_once_however_often_it_passes():
    required = required_pairs(organisation("Sales Ops", journeys={"Buy": "Sales Ops Sales Ops"}))
    assert list(required) == [("Ops", "Sales")]
    assert required["Ops", "Sales"].weight == 1
    assert required["Ops", "Sales"].journeys == ("Buy",)


def test_importance_weighs_a_requirement_and_a_blank_one_counts_the_mean():
    org = organisation(
        "A B",
        journeys={"one": "A B", "two": "A B", "three": "A B"},
        details={"one": {"importance": 5.0, "volume": 900.0}, "two": {"importance": 2.0}},
    )
    assert required_pairs(org)["A", "B"].weight == 5 + 2 + 3.5


def test_volume_weighs_a_requirement_where_no_importance_is_given():
    org = organisation(
        "A B C",
        journeys={"one": "A B", "two": "B C"},
        details={"one": {"volume": 300.0}, "two": {"volume": 100.0}},
    )
    assert [one.weight for one in required_pairs(org).values()] == [1.5, 0.5]


def test_roles_in_one_process_require_their_departments_to_talk_but_informed_does_not():
    org = organisation(
        "Sales Ops Law Desk", people={"ann": "Law"}, raci={"Bill": {"Sales": "R", "ann": "C", "Desk": "I", "CEO": "A"}}
    )
    assert {pair: one.processes for pair, one in required_pairs(org).items()} == {("Law", "Sales"): ("Bill",)}


def test_the_accountable_column_and_criticality_count_too():
    org = organisation(
        "Sales Ops",
        processes={"Bill": "Ops"},
        raci={"Bill": {"Sales": "R"}},
        details={"Bill": {"accountable": "Ops", "criticality": 4.0}},
    )
    assert required_pairs(org)["Ops", "Sales"].weight == 4


def test_roles_for_a_journey_are_counted_with_its_handoffs_once():
    org = organisation("Sales Ops", journeys={"Buy": "Sales Ops"}, raci={"Buy": {"Sales": "A", "Ops": "R"}})
    required = required_pairs(org)["Ops", "Sales"]
    assert (required.weight, required.journeys, required.processes) == (1, ("Buy",), ())


def test_ties_of_people_are_lifted_to_their_departments():
    org = organisation(
        people={"ann": "Sales", "bob": "Ops", "cem": "Ops", "dee": "Sales"},
        ties="ann-bob:2 cem-dee:3 ann-dee:9 ann-zoe",
    )
    assert department_ties(collaboration(org)) == {("Ops", "Sales"): 5.0}


def test_ties_of_departments_count_as_they_are_and_unlisted_ones_too():
    org = organisation("Sales Ops", ties="Sales-Ops:2 Ops-Sales:1 Sales-Partner Ops-Ops:8")
    assert department_ties(collaboration(org)) == {("Ops", "Sales"): 3.0, ("Partner", "Sales"): 1.0}


def test_the_formal_chart_points_downwards():
    chart = formal_chart(organisation("Sales>Company Ops>Company Desk>Ops", snapshot_date=date(2026, 6, 30)))
    assert list(chart.edges) == [("Company", "Ops"), ("Company", "Sales"), ("Ops", "Desk")]
    assert nx.is_arborescence(chart)


def test_the_chart_of_people_runs_by_managers_and_suppliers_stand_in_neither():
    org = organisation(
        "Sales>Company Printer>Company",
        people={"boss": "Company", "ann": "Sales", "pim": "Printer"},
        details={"Printer": {"external": True}, "ann": {"manager": "boss"}, "pim": {"manager": "boss"}},
    )
    assert list(formal_chart(org).edges) == [("Company", "Sales")]
    assert list(formal_chart(org, "person").edges) == [("boss", "ann")]
    assert sorted(formal_chart(org, "person")) == ["ann", "boss"]


def test_every_tie_knows_its_rows_and_rows_of_strength_zero_are_none():
    rows = tie_rows(organisation(people="ann bob cem", ties="bob-ann ann-cem:0 ann-bob:2 cem-cem"))
    assert {pair: [row.origin.row for row in found] for pair, found in rows.items()} == {
        ("ann", "bob"): [2, 4],
        ("cem", "cem"): [5],
    }


def test_a_row_of_a_list_is_shown_by_its_first_cell_and_a_matrix_by_the_crossing():
    listed = organisation(people="ann bob", ties="ann-bob:2 bob-ann:1").ties
    assert [str(cell) for cell in tie_cells(reversed(listed))] == ["Collaboration!A2", "Collaboration!A3"]
    assert len(tie_cells(listed, most=1)) == 1
    table = Table("test.xlsx", "Matrix", {"from": 1, "to": 4, "strength": 4}, {"to": 1})
    crossing = Tie(Origin(table, 7, {"from": "ann", "to": "bob", "strength": "2"}), "ann", "bob", 2.0)
    assert [(str(cell), cell.value) for cell in tie_cells([crossing])] == [("Matrix!D7", "2")]


TIES = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(0, 5)), max_size=12)


@given(ties=TIES, data=st.data())
def test_the_order_of_rows_changes_no_view(ties, data):
    shuffled = data.draw(st.permutations(ties))
    one, other = (collaboration(organisation(people="a b c d e f", ties=rows)) for rows in (ties, shuffled))
    assert list(one.ties.edges(data=True)) == list(other.ties.edges(data=True))
    assert list(one.reports.edges(data=True)) == list(other.reports.edges(data=True))


@given(ties=TIES)
def test_no_weight_is_lost_between_reports_and_ties(ties):
    view = collaboration(organisation(people="a b c d e f", ties=ties))
    reported = sum(strength for source, target, strength in ties if source != target)
    assert view.ties.size(weight="weight") == pytest.approx(reported)


@given(st.integers(0, 100_000), st.booleans(), st.booleans())
def test_a_network_that_grew_is_as_one_made_anew(seed, directed, weighted):
    chance = random.Random(seed)
    pairs = list(itertools.combinations("abcdefg", 2))
    chance.shuffle(pairs)
    old = organisation(people=dict.fromkeys("abcdefg", "Ops"), ties=[f"{one}-{other}" for one, other in pairs[:8]])
    old = replace(old, ties_directed=directed)
    new = tuple(
        replace(
            old.ties[0], source=source, target=target, strength=chance.choice([None, 1.5, 4.0]) if weighted else None
        )
        for pair in pairs[8:11]
        for source, target in (pair, pair[::-1])[: 1 + directed]
    )
    made, found = collaboration(replace(old, ties=(*old.ties, *new))), grown(collaboration(old), new)
    assert found is not None
    for one, other in ((found.ties, made.ties), (found.reports, made.reports)):
        assert [(node, list(ties.items())) for node, ties in one.adjacency()] == [
            (node, list(ties.items())) for node, ties in other.adjacency()
        ]
        assert (accelerate.arrays(one).weights != accelerate.arrays(other).weights).nnz == 0
    assert [list(found.reports.pred[node]) for node in "abcdefg"] == [
        list(made.reports.pred[node]) for node in "abcdefg"
    ]
    assert (found.weighted, found.group, found.within, found.named) == (
        made.weighted,
        made.group,
        made.within,
        made.named,
    )


def test_rows_that_were_added_stand_behind_their_ties_as_if_all_were_read_at_once():
    org = organisation(people="ann bob cem dot", ties="cem-dot ann-bob bob-ann ann-cem bob-dot dot-ann ann-ann")
    for read in range(len(org.ties) + 1):
        first = tie_rows_with(tie_rows(replace(org, ties=org.ties[:read])), org.ties[read : read + 2])
        found = tie_rows_with(first, org.ties[read + 2 :])
        assert list(found.items()) == list(tie_rows(org).items())
        assert len(found) == 6
    assert list(tie_rows_with(tie_rows(org), [replace(org.ties[0], strength=0.0)]).items()) == list(
        tie_rows(org).items()
    )


@given(st.integers(0, 100_000), st.booleans(), st.booleans())
def test_a_network_that_people_left_is_as_one_made_anew(seed, directed, listed):
    chance = random.Random(seed)
    pairs = [(one, other) for one in "abcdefg" for other in "abcdefg" if chance.random() < 0.3]
    whole = organisation(
        people={node: "Ops" if node in "abc" else "Law" for node in "abcdefg"}, ties=[*pairs, ("a", "b"), ("f", "g")]
    )
    people = tuple(replace(one, listed=listed or one.id != "g") for one in whole.people)
    whole = replace(whole, ties_directed=directed, people=people)
    gone = set(chance.sample("abcdefg", 3))
    left = replace(
        whole,
        people=tuple(one for one in people if one.id not in gone),
        ties=tuple(one for one in whole.ties if gone.isdisjoint((one.source, one.target))),
    )
    made, found = collaboration(left), shrunk(collaboration(whole), left)
    for one, other in ((found.ties, made.ties), (found.reports, made.reports)):
        assert list(one.nodes) == list(other.nodes)
        assert [(node, list(ties.items())) for node, ties in one.adjacency()] == [
            (node, list(ties.items())) for node, ties in other.adjacency()
        ]
        assert (accelerate.arrays(one).weights != accelerate.arrays(other).weights).nnz == 0
        assert accelerate.arrays(one).nodes == accelerate.arrays(other).nodes
    assert [list(found.reports.pred[node]) for node in found.reports] == [
        list(made.reports.pred[node]) for node in made.reports
    ]
    assert (found.weighted, found.group, found.within, found.named) == (
        made.weighted,
        made.group,
        made.within,
        made.named,
    )
