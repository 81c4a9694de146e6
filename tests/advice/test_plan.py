"""The plan: never over its budget, gains that add up, and how near it comes to the best that any set of moves gives."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random
from statistics import median

import pytest

from alignment.advice.moves import Move, applied
from alignment.advice.plan import Plan, make_plan
from alignment.advice.proposals import proposed
from alignment.analysis.base import Context
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Organisation
from alignment.model.result import Scope
from alignment.settings import Settings
from build import organisation
from surveys import company as asked

# Permutations change no score; the coverage asked for is low, for small companies leave much unsaid.
QUICK = Settings(permutations=20, minimum_coverage=0.3)
BUDGET, MOST = 6, 4
UNITS = ("Sales", "Service", "Billing", "Meters", "Grid")


def company(seed: int) -> Organisation:
    """Build five departments of two with a chief, journeys through them at random, and fewer ties than these need."""
    draw = Random(seed)
    people = {f"{unit}{at}": unit for unit in UNITS for at in (1, 2)}
    across = [f"{one}1-{other}1" for one, other in pairwise(UNITS) if draw.random() < 0.5]
    journeys = {f"J{at}": " ".join(draw.choices(UNITS, k=draw.randint(3, 5))) for at in range(4)}
    return organisation(
        departments=[f"{unit}>Company" for unit in UNITS],
        people=people | {"chief": "Company"},
        ties=[*((f"{unit}1", f"{unit}2") for unit in UNITS), *(tuple(one.split("-")) for one in across)],
        journeys=journeys,
        owners={one: draw.choice(["", "Sales1", "Sales1, Grid1"]) for one in journeys},
        processes={f"P{at}": draw.choice(UNITS) for at in range(3)},
        details={unit: {"heads": f"{unit}1"} for unit in UNITS}
        | {f"P{at}": {"accountable": draw.choice(["", "Grid1"])} for at in range(3)},
    )


def plan_of(before: Measured, seed: int, candidates: int, most: int) -> tuple[Plan, list[Move]]:
    """Plan with so few of the moves that are possible, drawn at random, that every set of them can be tried."""
    every = proposed(before.context)
    keys = {one.key for one in Random(seed).sample(every, min(candidates, len(every)))}

    def propose(context: Context) -> list[Move]:
        return [one for one in proposed(context) if one.key in keys]

    return make_plan(before, propose, BUDGET, most), propose(before.context)


def exhaustive(before: Measured, moves: Sequence[Move], budget: int, most: int) -> tuple[float, tuple[Move, ...]]:
    """Return the greatest gain that any set of moves within the budget gives, and that set.

    Moves are applied in the order of their keys.
    """
    ordered = sorted(moves, key=lambda one: one.key)
    best: tuple[float, tuple[Move, ...]] = (0.0, ())
    stack: list[tuple[int, Measured, tuple[Move, ...], int]] = [(0, before, (), 0)]
    while stack:
        at, now, chosen, spent = stack.pop()
        gain = (now.score or 0.0) - (before.score or 0.0)
        if gain > best[0] + 1e-9:
            best = gain, chosen
        if len(chosen) == most:
            continue
        for place in range(at, len(ordered)):
            move = ordered[place]
            if spent + move.effort <= budget:
                after = now.after(move.apply(now.organisation))
                stack.append((place + 1, after, (*chosen, move), spent + move.effort))
    return best


def share_of_the_best(seed: int, candidates: int, most: int) -> float:
    """What the plan gains, as a share of what the best of all sets of the same moves within the budget gains."""
    before = Measured(company(seed), QUICK)
    plan, moves = plan_of(before, seed, candidates, most)
    best, chosen = exhaustive(before, moves, BUDGET, most)
    assert best > 0
    assert best == pytest.approx(before.after(applied(before.organisation, chosen)).score - before.score)
    return plan.gain / best


@pytest.mark.parametrize("seed", [3, 5])
def test_a_plan_keeps_its_budget_and_its_gains_add_up(seed: int):
    before = Measured(company(seed), QUICK)
    plan, moves = plan_of(before, seed, candidates=8, most=MOST)
    assert 0 < len(plan.steps) <= MOST
    assert sum(one.move.effort for one in plan.steps) <= BUDGET
    assert plan.considered == len(moves)
    whole = Measured(applied(before.organisation, [one.move for one in plan.steps]), QUICK)
    assert plan.gain == pytest.approx(whole.score - before.score, abs=1e-9)
    assert plan.steps[-1].cumulative == pytest.approx(plan.after.score - plan.before.score, abs=1e-9)
    running = 0.0
    for one in plan.steps:
        running += one.gain
        assert one.gain > 0
        assert one.cumulative == pytest.approx(running, abs=1e-9)


def test_what_a_step_closes_is_found_no_more_after_the_plan_or_opened_again():
    before = Measured(company(3), QUICK)
    plan, _ = plan_of(before, 3, candidates=8, most=MOST)
    left = {one.id for one in before.analysis.findings}
    for step in plan.steps:
        left = (left - {one.id for one in step.closes}) | {one.id for one in step.opens}
    assert left == {one.id for one in plan.after.analysis.findings}


def test_without_budget_for_any_move_or_without_a_score_there_is_no_step():
    before = Measured(company(3), QUICK)
    assert not make_plan(before, proposed, budget=0, most=MOST).steps
    nothing = Measured(organisation(departments="A B"), Settings(permutations=20))
    plan = make_plan(nothing, proposed, BUDGET, MOST)
    assert (plan.steps, plan.gain) == ((), 0.0)


def test_a_plan_comes_near_the_best_of_all_sets_of_moves():
    assert share_of_the_best(3, candidates=6, most=3) >= 0.9


@pytest.mark.slow
def test_over_sixteen_companies_a_plan_usually_gains_nine_tenths_of_the_best_and_never_less_than_two_fifths():
    # Measured: 0.49 to 1, mean 0.88, median 0.96. What costs most are contacts that only pay together: the plan takes one
    # step at a time, and a first contact that joins two groups by a single thread may cost points that a second gives back.
    shares = sorted(share_of_the_best(seed, candidates=8, most=MOST) for seed in range(16))
    assert shares[0] >= 0.4
    assert sum(shares) / len(shares) >= 0.85
    assert median(shares) >= 0.9
    assert shares[-1] <= 1 + 1e-9


def test_a_step_closes_no_finding_of_a_department_whose_own_figure_stays():
    # Ops sees less alignment than Sales and Care; once "Buy", in which it has no part, is owned, the others are more like it.
    def built(owner: str) -> Organisation:
        people = (*["Sales f 4", "Care f 4"] * 3, *["Sales f 3", "Care f 3"] * 2, *["Ops f 3"] * 5)
        journeys = {"Buy": "Sales Care", "Complain": "Sales Care", "Repair": "Ops"}
        owners = {"Buy": owner, "Complain": "Sales", "Repair": "Ops"}
        return asked(*people, departments="Sales Care Ops", journeys=journeys, owners=owners)

    before = Measured(built(""), replace(QUICK, minimum_coverage=0.1))
    move = Move("name_owner", Scope("journey", "buy"), "", "Ask Sales.", ("sales",), 1, (), lambda _: built("Sales"))
    (step,) = make_plan(before, lambda _: [move], 1, 1).steps
    left = {one.id for one in before.after(built("Sales")).analysis.findings}
    assert {one.id for one in before.analysis.findings} - left == {"OWN01:journey:buy", "MAT06:department:ops"}
    assert [one.id for one in step.closes] == ["OWN01:journey:buy"]


@pytest.mark.parametrize("seed", range(3))
def test_after_every_step_the_moves_are_those_that_would_be_proposed_anew(seed):
    now = Measured(company(seed), QUICK)
    for step in make_plan(now, proposed, BUDGET, MOST).steps:
        proposed(now.context)
        now = now.after(step.move.apply(now.organisation))
        anew = proposed(Measured(now.organisation, QUICK).context)
        assert proposed(now.context) == anew
        assert anew
