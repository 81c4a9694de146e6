"""How often does the customer's journey change hands, and do those who hand over talk to each other?"""

import json
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.analysis import fragmentation
from alignment.analysis.base import Context
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation


def measured(org: Organisation) -> list[Measurement]:
    return [one for measure in fragmentation.MEASURES for one in measure.take(Context(org, Settings()))]


def figure(org: Organisation, ident: str, journey: str | None = None) -> Measurement:
    scope = Scope("journey", journey) if journey else Scope()
    return next(one for one in measured(org) if (one.id, one.scope) == (f"fragmentation.{ident}", scope))


def value(steps: str, ident: str) -> float | None:
    """A figure of the one journey with these steps."""
    return figure(organisation(journeys={"J": steps}), ident, "J").value


def findings(org: Organisation, code: str, settings: Settings | None = None) -> list[Finding]:
    settings = settings or Settings()
    rule = next(one for one in fragmentation.RULES if one.code == code)
    return list(rule.find(Context(org, settings, measured(org))))


def cells(finding: Finding) -> list[str]:
    return [str(one) for one in finding.evidence]


# Departments and handoffs


@pytest.mark.parametrize(
    ("steps", "departments", "handoffs", "share"),
    [
        ("A", 1, 0, None),
        ("A A", 1, 0, 0),
        ("A B", 2, 1, 1),
        ("A A B", 2, 1, 1 / 2),
        ("A B A B", 2, 3, 1),
        ("A - B", 2, 0, None),
        ("A B - C C", 3, 1, 1 / 2),
        ("A+C B", 3, 1, 1),
        ("A+B A+C", 3, 0, 0),
    ],
)
def test_a_handoff_is_two_consecutive_steps_of_different_responsible_departments(steps, departments, handoffs, share):
    assert value(steps, "departments") == departments
    assert value(steps, "handoffs") == handoffs
    assert value(steps, "handoff_share") == share


def test_a_journey_of_one_step_has_no_share_of_handoffs_and_says_why():
    found = figure(organisation(journeys={"J": "A"}), "handoff_share", "J")
    assert (found.status, found.note) == ("not_applicable", "no two consecutive steps have a department")


def test_the_company_s_share_is_the_mean_over_its_journeys():
    assert figure(organisation(journeys={"J": "A B", "K": "A A A", "L": "A"}), "handoff_share").value == 1 / 2


def test_a_journey_without_steps_or_departments_is_not_measured():
    org = organisation(journeys={"J": "A B", "Empty": "", "Blank": "- -"})
    assert figure(org, "handoffs", "Empty").note == "no steps are recorded for this journey"
    assert figure(org, "handoffs", "Blank").note == "no step of this journey names a department"
    assert {figure(org, "handoffs", one).status for one in ("Empty", "Blank")} == {"not_measured"}


def test_steps_without_a_department_are_counted_apart():
    org = organisation(journeys={"J": "A - B", "K": "A", "Empty": ""})
    found = [figure(org, "steps_without_department", one).value for one in (None, "J", "K")]
    assert found == [1, 1, 0]


def test_without_steps_nothing_is_measured():
    assert {(one.status, one.note) for one in measured(organisation("A"))} >= {
        ("not_measured", "the workbook has no sheet Journey steps")
    }
    assert all(one.value is None for one in measured(organisation("A")))


# Coming back


@pytest.mark.parametrize(
    ("steps", "returns", "ping_pong"),
    [
        ("A B C", 0, 0),
        ("A A", 0, 0),
        ("A B A", 1, 1),
        ("A B B A", 1, 0),
        ("A B C A", 1, 0),
        ("A B A B", 2, 2),
        ("A - A", 0, 0),
        ("A B - A", 1, 0),
        ("A+B B+A A", 1, 1),
        ("A", 0, 0),
    ],
)
def test_a_return_enters_a_department_that_was_left_and_ping_pong_does_so_at_once(steps, returns, ping_pong):
    assert (value(steps, "returns"), value(steps, "ping_pong")) == (returns, ping_pong)


def test_a_journey_too_short_to_come_back_is_not_counted_as_free_of_ping_pong():
    org = organisation(journeys={"J": "A B A", "K": "A B C", "Short": "A B", "Broken": "A B - A"})
    assert figure(org, "journeys_with_ping_pong").value == 1 / 2
    assert figure(organisation(journeys={"J": "A B"}), "journeys_with_ping_pong").status == "not_measured"


# Shares of the steps


@pytest.mark.parametrize(
    ("steps", "concentration", "evenness"),
    [
        ("A B", 1 / 2, 1),
        ("A A B B C C D D", 1 / 4, 1),
        ("A A A B", 10 / 16, (0.75 * log(4 / 3) + 0.25 * log(4)) / log(2)),
        ("A - B", 1 / 2, 1),
        ("A+B A+C", 1, None),
    ],
)
def test_concentration_and_evenness_are_of_the_shares_of_steps(steps, concentration, evenness):
    assert value(steps, "concentration") == pytest.approx(concentration)
    assert value(steps, "effective_departments") == pytest.approx(1 / concentration)
    assert value(steps, "evenness") == (None if evenness is None else pytest.approx(evenness))


@pytest.mark.parametrize(
    ("case", "counts"), [("equal4", [1, 1, 1, 1]), ("single", [3]), ("two", [7, 3]), ("skew", [6, 2, 1, 1])]
)
def test_concentration_and_evenness_agree_with_vegan(oracle: Path, case, counts):
    wanted = json.loads((oracle / "small/special_cases.json").read_text())["R (versions inside)"][f"vegan_{case}"]
    steps = [unit for unit, count in zip("ABCDE", counts, strict=False) for _ in range(count)]
    assert value(steps, "concentration") == pytest.approx(wanted["hhi"])
    assert value(steps, "effective_departments") == pytest.approx(wanted["invsimpson"])
    evenness = value(steps, "evenness")
    assert evenness == (pytest.approx(wanted["pielou"]) if wanted["pielou"] != "NaN" else None)


# The running example of process mining: van der Aalst (2016), Process Mining, table 2.1, six cases of one process.
RUNNING_EXAMPLE = {
    "1": "Pete Sue Mike Sara Pete",
    "2": "Mike Mike Sean Sara Ellen",
    "3": "Pete Mike Ellen Sara Sara Sean Pete Sara Ellen",
    "4": "Pete Mike Sean Sara Ellen",
    "5": "Ellen Mike Pete Sara Sara Ellen Mike Sara Sara Sue Pete Sara Mike",
    "6": "Mike Ellen Mike Sara Mike",
}


def test_handoffs_and_ping_pong_agree_with_process_mining(oracle: Path):
    wanted = json.loads((oracle / "small/handover.json").read_text())["running-example|org:resource"]
    org = organisation(journeys=RUNNING_EXAMPLE)
    handoffs = [figure(org, "handoffs", one).value or 0 for one in RUNNING_EXAMPLE]
    assert sum(handoffs) == wanted["cross_handovers"]
    assert max(handoffs) == wanted["max_handovers_per_case"]
    assert sum(handoffs) / len(handoffs) == pytest.approx(wanted["mean_handovers_per_case"])
    assert sum(figure(org, "ping_pong", one).value or 0 for one in RUNNING_EXAMPLE) == wanted["subcontracting_total"]
    everything = " ".join(RUNNING_EXAMPLE.values())
    assert value(everything, "concentration") == pytest.approx(wanted["hhi_events"])
    assert value(everything, "evenness") == pytest.approx(wanted["pielou"])


# Divisions

DIVISIONS = "A>Front B>Front C>Back D>Back Front>Company Back>Company"


def test_the_boundary_level_is_the_share_of_handoffs_that_leave_the_division():
    org = organisation(DIVISIONS, journeys={"J": "A B C D", "K": "A A"})
    assert figure(org, "boundary_handoffs", "J").value == 1
    assert figure(org, "boundary_level", "J").value == pytest.approx(1 / 3)
    assert figure(org, "boundary_level", "K").status == "not_applicable"


def test_a_handoff_to_a_department_that_is_not_listed_crosses_no_known_boundary():
    found = figure(organisation(DIVISIONS, journeys={"J": "A C X"}), "boundary_level", "J")
    assert (found.value, found.note) == (1, "without 1 handoff to or from a department that is not listed")
    assert figure(organisation(DIVISIONS, journeys={"J": "A X"}), "boundary_level", "J").status == "not_measured"


def test_without_divisions_there_is_no_boundary_to_cross():
    flat = figure(organisation("A>Company B>Company", journeys={"J": "A B"}), "boundary_level")
    assert (flat.status, flat.note) == ("not_applicable", "no division holds two departments")
    assert figure(organisation("A B", journeys={"J": "A B"}), "boundary_level").status == "not_measured"


# Blind handoffs


def test_a_handoff_is_blind_when_no_tie_runs_in_either_direction():
    org = organisation("A B C", journeys={"J": "A B C", "K": "B A"}, ties="B-A")
    assert figure(org, "blind_handoffs").value == 1
    assert figure(org, "blind_handoff_share").value == pytest.approx(1 / 3)
    assert figure(org, "blind_handoff_share", "J").value == 1 / 2
    assert figure(org, "blind_handoffs", "K").value == 0


def test_a_department_that_is_neither_listed_nor_tied_is_out_of_sight():
    found = figure(organisation("A B", journeys={"J": "A B X"}, ties="A-B"), "blind_handoff_share")
    assert found.value == 0
    assert found.note == "without 1 handoff of which the collaboration data covers one side or none"
    assert figure(organisation("A", journeys={"J": "A X"}, ties="A-B"), "blind_handoffs").status == "not_measured"


def test_ties_between_people_cover_only_departments_with_someone_in_a_tie():
    people = {"ann": "A", "bob": "B", "cem": "C", "dee": "D"}
    org = organisation(people=people, journeys={"J": "A B C D"}, ties="ann-bob cem-ann")
    found = figure(org, "blind_handoffs", "J")
    assert (found.value, figure(org, "blind_handoff_share", "J").value) == (1, 1 / 2)
    assert found.note == "without 1 handoff of which the collaboration data covers one side or none"


def test_a_journey_without_handoffs_has_none_to_be_blind():
    org = organisation("A B", journeys={"J": "A A"}, ties="A-B")
    assert [one.status for one in measured(org) if one.id == "fragmentation.blind_handoffs"] == ["not_applicable"] * 2


def test_without_collaboration_no_handoff_is_called_blind():
    found = figure(organisation("A B", journeys={"J": "A B"}), "blind_handoffs")
    assert (found.status, found.note) == ("not_measured", "the workbook has no sheet Collaboration")


def test_a_rating_of_nothing_is_no_tie():
    assert figure(organisation("A B", journeys={"J": "A B"}, ties="A-B:0"), "blind_handoffs").value == 1


# Moments of truth


@pytest.mark.parametrize(
    ("steps", "count", "share"),
    [
        ("A B* B", 1, 1),
        ("A* B", 1, 1),
        ("A A* A B", 0, 0),
        ("A* A A B*", 1, 1 / 2),
        ("A* - B", 0, 0),
        ("A -* B*", 0, 0),
    ],
)
def test_a_moment_of_truth_is_at_a_handoff_when_its_step_begins_or_ends_with_one(steps, count, share):
    assert value(steps, "moments_of_truth_at_handoffs") == count
    assert value(steps, "moments_of_truth_at_handoffs_share") == share


def test_the_company_s_moments_of_truth_are_those_of_all_journeys():
    org = organisation(journeys={"J": "A* B*", "K": "A* A", "None": "A B"})
    assert figure(org, "moments_of_truth_at_handoffs").value == 2
    assert figure(org, "moments_of_truth_at_handoffs_share").value == pytest.approx(2 / 3)
    assert figure(org, "moments_of_truth_at_handoffs", "None").status == "not_applicable"


def test_unmarked_moments_of_truth_are_not_measured():
    found = figure(organisation(journeys={"J": "A B"}), "moments_of_truth_at_handoffs")
    assert (found.value, found.status) == (None, "not_measured")


# Journeys that cross departments, and waiting


def test_participants_make_a_journey_cross_departments_too():
    org = organisation(journeys={"J": "A B", "K": "A A", "L": "A+B A", "Blank": "-"})
    assert figure(org, "cross_department_journeys").value == pytest.approx(2 / 3)
    assert figure(org, "cross_department_journey_count").value == 2


def test_no_journey_with_departments_is_no_share_of_zero():
    org = organisation(journeys={"Blank": "-"})
    assert figure(org, "cross_department_journeys").status == "not_measured"
    assert figure(org, "cross_department_journey_count").status == "not_measured"


def test_waiting_is_a_share_of_the_elapsed_time_where_both_are_given():
    times = {
        "J/1": {"waiting": 6.0, "duration": 2.0},
        "J/2": {"waiting": 3.0, "duration": 1.0},
        "J/3": {"waiting": 90.0},
    }
    found = figure(organisation(journeys={"J": "A B A"}, details=times), "waiting_share", "J")
    assert (found.value, found.note) == (pytest.approx(9 / 12), "from 2 of 3 steps")


def test_waiting_without_working_time_is_not_measured_and_no_time_at_all_does_not_apply():
    assert figure(organisation(journeys={"J": "A"}, details={"J/1": {"waiting": 1.0}}), "waiting_share").value is None
    still = organisation(journeys={"J": "A"}, details={"J/1": {"waiting": 0.0, "duration": 0.0}})
    assert figure(still, "waiting_share", "J").status == "not_applicable"


# Rules


def test_five_handoffs_in_a_row_are_many_and_high_where_the_journey_is_important():
    org = organisation(journeys={"J": "A B C D E F", "K": "A B C D E"}, details={"J": {"importance": 4}})
    (found,) = findings(org, "FRG01")
    assert (found.id, found.severity) == ("FRG01:journey:j", "high")
    assert found.message == (
        "The journey “J” passes from one department to another 5 times in 6 steps: A → B → C → D → E → F."
    )
    assert cells(found)[:2] == ["Journey steps!D2", "Journey steps!D3"]
    (less,) = findings(organisation(journeys={"J": "A B C D E F"}), "FRG01")
    assert less.severity == "medium"


def test_many_handoffs_in_a_journey_that_mostly_stays_put_are_silent():
    assert not findings(organisation(journeys={"J": "A A A B B B C C C D D D E E E F"}), "FRG01")


def test_the_limit_of_many_handoffs_can_be_changed():
    org = organisation(journeys={"J": "A B C"})
    assert findings(org, "FRG01", Settings(rules={"FRG01": {"limit": 2}}))
    assert not findings(org, "FRG01")


def test_a_blind_handoff_is_found_with_the_steps_on_both_its_sides():
    (found,) = findings(organisation("A B C", journeys={"J": "A B C"}, ties="A-B"), "FRG02")
    assert found.message == (
        "In the journey “J”, 1 of 2 handoffs is blind: B → C (steps 2 and 3). "
        "No collaboration between the two sides is recorded."
    )
    assert (found.severity, cells(found)) == ("medium", ["Journey steps!D3", "Journey steps!D4"])


def test_a_blind_handoff_at_a_moment_of_truth_is_high():
    (found,) = findings(organisation("A B C", journeys={"J": "A B C*"}, ties="A-B"), "FRG02")
    assert found.severity == "high"
    assert "a moment of truth depends on it" in found.message
    (important,) = findings(
        organisation("A B C", journeys={"J": "A B C"}, ties="A-B", details={"J": {"importance": 5}}), "FRG02"
    )
    assert important.severity == "high"


def test_handoffs_in_contact_or_out_of_sight_are_not_blind():
    assert not findings(organisation("A B", journeys={"J": "A B X"}, ties="A-B"), "FRG02")
    assert not findings(organisation("A B", journeys={"J": "A B"}), "FRG02")


def test_ping_pong_is_found_with_its_three_steps():
    (found,) = findings(organisation(journeys={"J": "C A B A", "K": "A B C"}), "FRG03")
    assert found.message == "In the journey “J”, work comes straight back once: A → B → A from step 2."
    assert cells(found) == ["Journey steps!D3", "Journey steps!D4", "Journey steps!D5"]


def test_most_moments_of_truth_at_handoffs_is_a_finding_and_half_of_them_is_not():
    (found,) = findings(organisation(journeys={"J": "A B* B* B*"}), "FRG04", Settings(rules={"FRG04": {"limit": 0.3}}))
    assert found.message == "In the journey “J”, 1 of 3 moments of truth is at a handoff: “step 2” (step 2, B)."
    (only,) = findings(organisation(journeys={"J": "A B*"}), "FRG04")
    assert only.message.startswith("In the journey “J”, the only moment of truth is at a handoff")
    assert cells(only) == ["Journey steps!E3", "Journey steps!D3"]
    assert not findings(organisation(journeys={"J": "A B* B*"}), "FRG04")


def test_a_journey_that_mostly_waits_is_found_at_its_waits():
    times = {"J/1": {"waiting": 2.0, "duration": 2.0}, "J/2": {"waiting": 3.0, "duration": 1.0}}
    (found,) = findings(organisation(journeys={"J": "A B"}, details=times), "FRG05")
    assert found.message == "The journey “J” waits for 62% of its time, longest before step 2, “step 2”."
    assert (found.severity, cells(found)) == ("low", ["Journey steps!F2", "Journey steps!F3"])
    half = {"J/1": {"waiting": 1.0, "duration": 1.0}}
    assert not findings(organisation(journeys={"J": "A"}, details=half), "FRG05")


def test_no_rule_speaks_of_a_company_without_journeys():
    org = organisation("A B", ties="A-B")
    assert not [one for rule in fragmentation.RULES for one in findings(org, rule.code)]


# What must hold for any journey

journeys = st.lists(st.lists(st.sampled_from(["A", "B", "C", "A+B", "-", "C*"]), max_size=7), min_size=1, max_size=3)
RENAMED = str.maketrans("ABC", "ZQM")


@given(journeys)
def test_renaming_the_departments_changes_no_figure(routes):
    def found(lists):
        org = organisation("A B C".translate(names), journeys={str(at): one for at, one in enumerate(lists)}, ties=ties)
        return [(one.id, one.scope, one.value, one.status) for one in measured(org)]

    names, ties = str.maketrans("", ""), "A-B"
    before = found(routes)
    names, ties = RENAMED, "Z-Q"
    assert found([[step.translate(RENAMED) for step in one] for one in routes]) == before


@given(journeys)
def test_the_order_of_the_journeys_changes_no_figure(routes):
    named = {str(at): one for at, one in enumerate(routes)}

    def found(each):
        org = organisation("A B C", journeys=each, ties="A-B")
        return {(one.id, one.scope): (one.value and round(one.value, 12), one.status) for one in measured(org)}

    assert found(named) == found(dict(reversed(named.items())))


@given(st.lists(st.sampled_from("ABCD"), min_size=2, max_size=9))
def test_figures_of_a_journey_stay_in_their_range(steps):
    for one in measured(organisation("A B C D", journeys={"J": steps}, ties="A-B C-D")):
        measure = next(each for each in fragmentation.MEASURES if each.id == one.id)
        low, high = measure.range
        assert one.value is None or ((low is None or one.value >= low) and (high is None or one.value <= high + 1e-12))


def test_without_any_step_no_count_of_blank_ones_is_zero():
    org = organisation(journeys={"J": ""}, sheets=frozenset({"journey_steps"}))
    one = figure(org, "steps_without_department")
    assert (one.value, one.status) == (None, "not_measured")


def test_a_very_long_path_is_cut_and_says_so():
    units = " ".join(f"D{number}" for number in range(20))
    (found,) = findings(organisation(journeys={"J": units}), "FRG01")
    assert "19 times in 20 steps: D0 → D1" in found.message
    assert found.message.endswith("D15 → … and 4 more.")
