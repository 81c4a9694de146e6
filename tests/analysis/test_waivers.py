"""What the company decided to live with: it leaves numerator and denominator, says so, and is back when the waiver has lapsed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alignment.analysis.base import Context, Measure
from alignment.analysis.catalogue import MEASURES, RULES, analyse, left_out_of
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Action, Goal, Organisation
from alignment.model.result import Measurement, Scope
from alignment.settings import Settings
from build import organisation, origin

DAY = date(2026, 6, 30)
QUICK = Settings(permutations=50, score_draws=10)


def company(*args: Any, **more: Any) -> Organisation:
    return organisation(*args, **{"snapshot_date": DAY, **more})


def waiving(org: Organisation, *findings: str, until: date | None = DAY) -> Organisation:
    """The company with these findings waived until a day, by default the last one of the waiver."""
    actions = tuple(
        Action(origin("actions", row, ("finding",)), one, status="waived", waiver_reason="Agreed", waiver_until=until)
        for row, one in enumerate(findings, start=2)
    )
    return replace(org, actions=actions)


def taken(org: Organisation, ident: str, scope: Scope | None = None) -> Measurement:
    found = MEASURES[ident].take(Context(org, QUICK))
    return next(one for one in found if one.scope == (scope or Scope()))


def goal(row: int, name: str, unit: str, **more: Any) -> Goal:
    columns = ("goal", "owner_department", "perspective", "horizon", "journey", "conflicts_with")
    return Goal(origin("goals", row, columns), name, name, unit, **more)


# Journeys A and D have one owner, B none and C two; D has no importance.
OWNED = company(
    people="ann bob",
    journeys=dict.fromkeys("ABCD", ""),
    owners={"A": "ann", "B": "", "C": "ann, bob", "D": "ann"},
    details={"A": {"importance": 5.0}, "B": {"importance": 3.0}, "C": {"importance": 2.0}},
)
# ann heads Sales, where both steps of K and L are done. K has no KPI, L has all: rungs 3 and 4. J crosses to Ops: rung 2.
LADDER = company(
    departments="Sales>Company Ops>Company",
    people={"ann": "Sales"},
    journeys={"J": "Sales Ops", "K": "Sales Sales", "L": "Sales Sales"},
    owners=dict.fromkeys("JKL", "ann"),
    details={
        "J": {"kpi": "calls", "target": "5", "last_review": date(2026, 5, 1)},
        "K": {"kpi": "", "target": "", "last_review": date(2026, 5, 1)},
        "L": {"kpi": "calls", "target": "5", "last_review": date(2026, 5, 1)},
    },
)
# P has one accountable, Q none, R two; in the chart nobody does P.
PROCESSES = company(
    people="ann bob",
    processes={"P": "", "Q": "", "R": ""},
    raci={"P": {"ann": "A"}, "R": {"ann": "A/R", "bob": "A"}},
)
# J has a moment of truth without a department, K an ordinary step: 7 steps, of which 5 are owned; 1 moment of 2.
STEPS = company(departments="Sales Ops", journeys={"J": "Sales -* Ops", "K": "Sales* - Ops Ops"})
# J passes on at each of 5 times, K at 1 of 2, L at none; J comes straight back, K has three in a row and does not.
ROUTES = company(departments="A B C", journeys={"J": "A B A B* A B", "K": "A* A C", "L": "A A*"}, ties="A-C B-C")
# A and B depend on each other and do not talk, A and C do; J is worth 5, K 3.
NEEDS = company(
    departments="A B C D",
    journeys={"J": "A B", "K": "A C"},
    ties="A-C B-D",
    details={"J": {"importance": 5.0}, "K": {"importance": 3.0}},
)
# Of A nothing leads out; B and C work together.
TRIANGLES = "a1-a2 a2-a3 a1-a3 b1-c1 b2-c2 b3-c3"
INWARD = company(people={f"{one}{at}": one.upper() for one in "abc" for at in (1, 2, 3)}, ties=TRIANGLES)
# Six in each: A and B never meet, C meets both.
SIX = {one: [f"{one}{at}" for at in range(6)] for one in "abc"}
APART = company(
    people={who: unit.upper() for unit, those in SIX.items() for who in those},
    ties=[(one, other) for unit in "ab" for one in SIX[unit] for other in SIX["c"]],
)
# A line of five, beside somebody who works with nobody.
LINE = company(
    people={"p": "A", "q": "A", "r": "B", "s": "B", "t": "B", "u": "C"}, ties="p-q q-r r-s s-t", departments="A B C"
)
# A and B hang on one tie, and a journey needs it; B and C on another that nothing needs; A and C have two.
THREADS = company(
    departments="A B C",
    people={f"{one}{at}": one.upper() for one in "abc" for at in (1, 2)},
    ties="a1-b1 a1-c1 a2-c2 b1-c1",
    journeys={"J": "A B"},
)
# J has a goal about customers, K one about money. Both goals of Ops are short; Sales has a short one and a long one.
GOALS = company(
    departments="Sales Ops",
    journeys={"J": "Sales", "K": "Ops"},
    sheets=frozenset({"goals"}),
    goals=(
        goal(2, "Answer", "Sales", perspective="customer", horizon_months=12.0, journey="J"),
        goal(3, "Sell", "Sales", perspective="financial", horizon_months=3.0),
        goal(4, "Save", "Ops", perspective="financial", horizon_months=3.0, journey="K", conflicts_with=("Answer",)),
        goal(5, "Cut", "Ops", perspective="process", horizon_months=2.0, conflicts_with=("Sell",)),
    ),
)
# The column says ann, the chart bob; and a step of Ops is in a process of Sales.
TOLD_TWICE = company(
    departments="Sales>Company Ops>Company",
    people={"ann": "Sales", "bob": "Ops"},
    processes={"P": "Sales"},
    raci={"P": {"bob": "A/R"}},
    journeys={"J": "Ops@P"},
    details={"P": {"accountable": "ann"}},
)

# Measure, company, what is waived, the figure before, the figure while it runs.
CASES: list[tuple[str, Organisation, tuple[str, ...], float, float]] = [
    ("ownership.journeys_owned", OWNED, ("OWN01:journey:b",), 2 / 4, 2 / 3),
    ("ownership.journeys_owned", OWNED, ("OWN01:journey:b", "OWN02:journey:c"), 2 / 4, 1.0),
    ("ownership.journeys_owned_weighted", OWNED, ("OWN01:journey:b",), 5 / 10, 5 / 7),
    ("ownership.journeys_owned_weighted", OWNED, ("OWN02:journey:c",), 5 / 10, 5 / 8),
    ("ownership.journeys_without_owner", OWNED, ("OWN01:journey:b",), 1, 0),
    ("ownership.journeys_with_several_owners", OWNED, ("OWN02:journey:c",), 1, 0),
    ("ownership.ladder_mean", OWNED, ("OWN01:journey:b",), (2 + 0 + 1 + 2) / 4, (2 + 1 + 2) / 3),
    ("ownership.ladder_mean", OWNED, ("OWN02:journey:c",), (2 + 0 + 1 + 2) / 4, (2 + 0 + 2) / 3),
    ("ownership.ladder_mean", LADDER, ("OWN04:journey:j",), (2 + 3 + 4) / 3, (3 + 4) / 2),
    ("ownership.ladder_mean", LADDER, ("OWN04:journey:j", "OWN05:journey:k"), (2 + 3 + 4) / 3, 4),
    ("ownership.processes_accountable", PROCESSES, ("RACI02:process:r",), 1 / 2, 1.0),
    ("ownership.processes_with_several_accountable", PROCESSES, ("RACI02:process:r",), 1, 0),
    ("ownership.processes_without_responsible", PROCESSES, ("RACI03:process:p",), 1, 0),
    ("ownership.steps_owned", STEPS, ("OWN07:journey:j",), 5 / 7, 3 / 4),
    ("ownership.steps_owned", STEPS, ("OWN08:journey:k",), 5 / 7, 2 / 3),
    ("ownership.moments_of_truth_owned", STEPS, ("OWN07:journey:j",), 1 / 2, 1.0),
    ("fragmentation.handoff_share", ROUTES, ("FRG01:journey:j",), (1 + 1 / 2 + 0) / 3, (1 / 2 + 0) / 2),
    ("fragmentation.journeys_with_ping_pong", ROUTES, ("FRG03:journey:j",), 1 / 2, 0),
    ("fragmentation.blind_handoffs", ROUTES, ("FRG02:journey:j",), 5, 0),
    ("fragmentation.blind_handoff_share", ROUTES, ("FRG02:journey:j",), 5 / 6, 0),
    ("fragmentation.moments_of_truth_at_handoffs", ROUTES, ("FRG04:journey:j",), 1, 0),
    ("fragmentation.moments_of_truth_at_handoffs_share", ROUTES, ("FRG04:journey:j",), 1 / 3, 0),
    ("coordination.congruence", NEEDS, ("COO01:pair:a+b",), 1 / 2, 1.0),
    ("coordination.congruence_weighted", NEEDS, ("COO01:pair:a+b",), 3 / 8, 1.0),
    ("coordination.gap_count", NEEDS, ("COO01:pair:a+b",), 1, 0),
    ("silos.inward_share", INWARD, ("SIL04:department:a",), 1 / 3, 0),
    ("silos.closed_share", APART, ("SIL03:pair:a+b",), 1 / 3, 0),
    ("bridges.articulation_points", LINE, ("BRG01:person:r",), 3, 2),
    ("bridges.articulation_share", LINE, ("BRG01:person:r",), 3 / 6, 2 / 5),
    ("bridges.bridge_ties", LINE, ("BRG04:pair:q+r",), 4, 3),
    ("bridges.isolates", LINE, ("BRG03:department:c",), 1, 0),
    ("bridges.single_threads", THREADS, ("BRG02:pair:a+b",), 2, 1),
    ("bridges.single_thread_share", THREADS, ("BRG02:pair:a+b",), 2 / 3, 1 / 2),
    ("goals.journeys_with_customer_kpi", GOALS, ("GOA01:journey:k",), 1 / 2, 1.0),
    ("goals.short_term_share", GOALS, ("GOA03:department:ops",), 3 / 4, 1 / 2),
    # Save against Answer is told of both journeys, Cut against Sell of the two departments.
    ("goals.conflicts", GOALS, ("GOA02:journey:j",), 2, 2),
    ("goals.conflicts", GOALS, ("GOA02:journey:j", "GOA02:journey:k"), 2, 1),
    ("goals.conflicts", GOALS, ("GOA02:pair:ops+sales",), 2, 1),
    ("trust.contradictions", TOLD_TWICE, ("TRU02:process:p",), 2, 1),
    ("trust.contradictions", TOLD_TWICE, ("TRU02:journey:j",), 2, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ident", "org", "waived", "before", "after"),
    [pytest.param(*one, id=f"{one[0]}-{'-'.join(one[2])}") for one in CASES],
)
def test_what_is_waived_is_in_neither_numerator_nor_denominator(ident, org, waived, before, after):
    assert taken(org, ident).value == pytest.approx(before)
    running = taken(waiving(org, *waived), ident)
    assert running.value == pytest.approx(after)
    assert ("waived" in running.note) == (before != after)
    # The day after its end everything is as before, words included.
    assert taken(waiving(org, *waived, until=date(2026, 6, 29)), ident) == taken(org, ident)


def test_a_process_without_an_accountable_leaves_where_that_is_waived():
    org = company(
        people="ann", processes={"P": "", "Q": ""}, details={"P": {"accountable": "ann"}, "Q": {"accountable": ""}}
    )
    waived = waiving(org, "RACI01:process:q")
    assert [taken(one, "ownership.processes_accountable").value for one in (org, waived)] == [1 / 2, 1.0]
    assert [taken(one, "ownership.processes_without_accountable").value for one in (org, waived)] == [1, 0]


def test_a_name_that_no_register_knows_leaves_where_that_is_waived():
    org = company(people="ann", journeys={"A": "", "B": "", "C": ""}, owners={"A": "Zoe", "B": "Yan", "C": "ann"})
    zoe, yan = (one.id for one in RULES["OWN03"].find(Context(org, QUICK)) if one.code == "OWN03")
    assert taken(org, "ownership.unknown_owners").value == 2
    one = taken(waiving(org, zoe), "ownership.unknown_owners")
    assert (one.value, one.note) == (1, "without 1 name that is waived")
    assert taken(waiving(org, zoe, yan), "ownership.unknown_owners").value == 0


def test_every_finding_that_a_measure_counts_is_tried_here():
    tried = {(ident, one.partition(":")[0]) for ident, _, waived, *_ in CASES for one in waived}
    tried |= {("ownership.processes_accountable", "RACI01"), ("ownership.processes_without_accountable", "RACI01")}
    tried |= {("ownership.unknown_owners", "OWN03")}
    counted = {(one.id, rule.code) for one in MEASURES.values() for rule in one.counts}
    # SIL01 and SIL04 say the same, of many ties and of few.
    assert counted - {("silos.inward_share", "SIL01")} == tried


def test_a_department_that_is_surely_inward_leaves_as_one_that_may_be_by_chance():
    six = {f"{one}{at}": one.upper() for one in "abc" for at in range(6)}
    inside = [(f"a{one}", f"a{other}") for one in range(6) for other in range(one)]
    across = [(f"b{one}", f"c{other}") for one in range(6) for other in range(6)]
    org = company(people=six, ties=[*inside, *across])
    sure = replace(QUICK, permutations=500)
    assert [one.id for one in RULES["SIL01"].find(Context(org, sure))] == ["SIL01:department:a"]
    contexts = [Context(one, sure) for one in (org, waiving(org, "SIL01:department:a"))]
    values = [one.value for each in contexts for one in MEASURES["silos.inward_share"].take(each)]
    assert values == [1 / 3, 0]


@pytest.mark.parametrize("measure", [one for one in MEASURES.values() if one.counts], ids=lambda one: one.id)
def test_a_measure_leaves_out_what_it_declares(measure: Measure, monkeypatch):
    asked: list[tuple[Any, ...]] = []
    company_of = {ident: org for ident, org, *_ in CASES} | {
        "ownership.processes_without_accountable": PROCESSES,
        "ownership.unknown_owners": OWNED,
    }
    monkeypatch.setattr(Context, "waived", lambda _, rules: (asked.append(tuple(rules)), frozenset())[1])
    list(measure.take(Context(company_of[measure.id], QUICK)))
    assert measure.counts in asked


ALL_WAIVED = [
    ("ownership.journeys_owned", company(journeys={"B": ""}, owners={"B": ""}), "OWN01:journey:b"),
    ("ownership.ladder_mean", company(journeys={"B": ""}, owners={"B": ""}), "OWN01:journey:b"),
    ("ownership.journeys_without_owner", company(journeys={"B": ""}, owners={"B": ""}), "OWN01:journey:b"),
    ("ownership.processes_accountable", company(raci={"P": {"ann": "R"}}), "RACI01:process:p"),
    ("ownership.processes_without_responsible", company(raci={"P": {"ann": "A"}}), "RACI03:process:p"),
    ("ownership.unknown_owners", company(people="ann", journeys={"A": ""}, owners={"A": "Zoe"}), "OWN03:person:zoe"),
    ("ownership.moments_of_truth_owned", company(departments="A", journeys={"J": "A -*", "K": "A"}), "OWN07:journey:j"),
    ("fragmentation.handoff_share", company(departments="A B", journeys={"J": "A B A B A B"}), "FRG01:journey:j"),
    ("fragmentation.blind_handoff_share", company(departments="A B C", journeys={"J": "A B", "K": "A"}, ties="A-C B-C"), "FRG02:journey:j"),
    ("fragmentation.moments_of_truth_at_handoffs_share", company(departments="A B", journeys={"J": "A B*", "K": "A"}), "FRG04:journey:j"),
    ("coordination.congruence", company(departments="A B C D", journeys={"J": "A B"}, ties="A-C B-D"), "COO01:pair:a+b"),
    ("coordination.gap_count", company(departments="A B C D", journeys={"J": "A B"}, ties="A-C B-D"), "COO01:pair:a+b"),
    ("bridges.single_thread_share", company(departments="A B", people={"a1": "A", "a2": "A", "b1": "B"}, ties="a1-b1 a1-a2", journeys={"J": "A B"}), "BRG02:pair:a+b"),
]  # fmt: skip


@pytest.mark.parametrize(("ident", "org", "finding"), ALL_WAIVED, ids=[one[0] for one in ALL_WAIVED])
def test_a_figure_of_which_all_is_waived_is_not_applicable(ident, org, finding):
    assert taken(org, ident).status == "measured"
    found = taken(waiving(org, finding), ident)
    assert (found.value, found.status) == (None, "not_applicable")
    assert found.note == "all that could be counted here is waived"


@pytest.mark.parametrize(
    ("until", "share"),
    [(date(2026, 7, 1), 2 / 3), (date(2026, 6, 30), 2 / 3), (date(2026, 6, 29), 2 / 4), (None, 2 / 3)],
    ids=["the day before its end", "on its last day", "the day after", "without an end"],
)
def test_a_waiver_lapses_on_its_date(until, share):
    assert taken(waiving(OWNED, "OWN01:journey:b", until=until), "ownership.journeys_owned").value == pytest.approx(
        share
    )


def test_what_is_waived_is_still_found_and_its_own_figure_told():
    found = analyse(waiving(OWNED, "own01:JOURNEY:b"), QUICK)
    (waived,) = [one for one in found.findings if one.status == "waived"]
    assert (waived.id, waived.waiver) == ("OWN01:journey:b", "Agreed, until 30 June 2026")
    rungs = {one.scope.id: one.value for one in found.measurements if one.id == "ownership.ladder"}
    assert rungs == {"A": 2, "B": 0, "C": 1, "D": 2}
    assert found.context.value("ownership.journeys_owned") == pytest.approx(2 / 3)
    gaps = list(MEASURES["coordination.gaps"].take(Context(waiving(NEEDS, "COO01:pair:a+b"), QUICK)))
    assert [(one.scope.id, one.value) for one in gaps] == [(("A", "B"), 5)]


def test_a_pair_that_is_waived_leaves_the_congruence_of_its_journey_too():
    congruence = taken(waiving(NEEDS, "COO01:pair:a+b"), "coordination.congruence", Scope("journey", "J"))
    assert congruence.status == "not_applicable"
    assert taken(NEEDS, "coordination.congruence", Scope("journey", "J")).value == 0


def test_the_note_says_how_many_are_left_out_after_what_it_said_before():
    one = taken(waiving(OWNED, "OWN01:journey:b"), "ownership.journeys_owned_weighted")
    assert one.note == "by importance; without 1 journey that gives none; without 1 journey that is waived"
    two = taken(waiving(OWNED, "OWN01:journey:b", "OWN02:journey:c"), "ownership.journeys_owned")
    assert two.note == "without 2 journeys that are waived"


def test_the_waiver_of_what_is_mended_changes_nothing():
    assert taken(waiving(OWNED, "OWN01:journey:a", "FRG01:journey:b"), "ownership.journeys_owned").value == 2 / 4
    # Four handoffs are no finding of FRG01, so that nothing of J is waived.
    org = company(departments="A B", journeys={"J": "A B A B A", "K": "A A"})
    assert taken(waiving(org, "FRG01:journey:j"), "fragmentation.handoff_share") == taken(
        org, "fragmentation.handoff_share"
    )


def test_the_waiver_of_a_rule_that_is_switched_off_changes_nothing():
    off = Settings(rules={"OWN01": {"enabled": False}})
    org = waiving(OWNED, "OWN01:journey:b")
    (found,) = MEASURES["ownership.journeys_owned"].take(Context(org, off))
    assert found.value == 2 / 4


def test_what_is_found_of_the_company_as_a_whole_leaves_no_figure():
    org = company(
        people={f"p{at}": "AB"[at % 2] for at in range(8)},
        ties="p0-p2 p2-p4 p4-p6 p1-p3 p3-p5 p5-p7 p0-p4 p1-p5",
        goals=(goal(2, "Sell", "A", conflicts_with=("Save",)), goal(3, "Save", "A")),
        departments="A B",
    )
    plain = analyse(org, QUICK)
    whole = [one.id for one in plain.findings if one.scope.kind == "organisation"]
    assert whole
    found = analyse(waiving(org, *whole), QUICK)
    assert found.measurements == plain.measurements
    assert not [left_out_of(one, found.measurements) for one in found.findings if left_out_of(one, found.measurements)]


def test_only_journeys_whose_own_finding_is_waived_leave():
    two = company(journeys={"B": "", "b!": ""}, owners={"B": "", "b!": ""})
    found = [one.id for one in analyse(two, QUICK).findings if one.code == "OWN01"]
    # Spelt alike, the second has a number; each is waived by its own id.
    assert len(set(found)) == 2
    for one in found:
        assert taken(waiving(two, one), "ownership.journeys_without_owner").value == 1


def test_contacts_no_better_than_chance_are_told_without_those_that_are_waived():
    org = company(
        departments="A B C D E F G",
        journeys={"J": "A B", "K": "A C", "L": "A D", "M": "A E", "N": "A F", "O": "B C"},
        ties="A-G B-G C-G D-G E-G F-G",
    )
    (before,) = RULES["COO02"].find(analyse(org, QUICK).context)
    assert before.message.startswith("Of the 6 pairs of departments that journeys and processes join, 0 ")
    (after,) = RULES["COO02"].find(analyse(waiving(org, "COO01:pair:b+c"), QUICK).context)
    assert after.message.startswith("Of the 5 pairs of departments that journeys and processes join, 0 ")


def test_a_waiver_that_is_given_or_lapses_is_measured_again():
    for org in (OWNED, NEEDS, LINE):
        now, measured = org, Measured(org, QUICK)
        finding = measured.findings[0].id
        for until in (DAY, date(2026, 6, 29), None):
            now = waiving(now, finding, until=until)
            score = measured.score_after(now)
            measured = measured.after(now)
            anew = analyse(now, QUICK)
            assert measured.analysis.measurements == anew.measurements
            assert measured.analysis.findings == anew.findings
            assert score == anew.score.value


def test_what_left_which_figures_is_told():
    found = analyse(waiving(OWNED, "OWN01:journey:b"), QUICK)
    (waived,) = [one for one in found.findings if one.status == "waived"]
    assert [one.id for one in left_out_of(waived, found.measurements)] == [
        "ownership.journeys_owned", "ownership.journeys_owned_weighted", "ownership.journeys_without_owner",
        "ownership.ladder_mean",
    ]  # fmt: skip
    others = [one for one in found.findings if one.status != "waived"]
    assert others
    assert not [one for one in others if left_out_of(one, found.measurements)]
