"""How much of the company can a delay in one department reach, from handoff to handoff?"""

import pytest

from alignment.analysis import fragmentation
from alignment.analysis.base import Context
from alignment.model.organisation import Organisation
from alignment.model.result import Measurement
from alignment.settings import Settings
from build import organisation


def figure(org: Organisation, ident: str) -> Measurement:
    measure = next(one for one in fragmentation.MEASURES if one.id == f"fragmentation.{ident}")
    (found,) = measure.take(Context(org, Settings()))
    return found


def test_handoffs_of_different_journeys_join_into_chains():
    # A reaches itself, B and C; B itself and C; C itself.
    org = organisation(journeys={"Move": "A B", "Stay": "B C"})
    found = figure(org, "propagation_cost")
    assert (found.value, found.note) == (pytest.approx(6 / 9), "2 pairs with a handoff among 3 departments")


def test_it_is_printed_beside_what_chance_would_give():
    # Any two handoffs among three departments join 3 ordered pairs if they make a path, as 6 of 15 do, else 2.
    org = organisation(journeys={"Move": "A B", "Stay": "B C"})
    assert figure(org, "propagation_expected").value == pytest.approx((3 + 2.4) / 9, abs=0.03)


def test_departments_that_hand_over_to_nobody_reach_only_themselves():
    org = organisation(journeys={"Move": "A A", "Stay": "B"})
    assert figure(org, "propagation_cost").value == 1 / 2
    assert figure(org, "propagation_expected").status == "not_applicable"


def test_without_departments_there_is_nothing_to_reach():
    org = organisation(journeys={"Move": "- -"})
    for ident in ("propagation_cost", "propagation_expected"):
        found = figure(org, ident)
        assert (found.value, found.status, found.note) == (None, "not_measured", "no step names a department")
