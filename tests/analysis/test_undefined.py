"""Where a figure means nothing, or the data cannot tell, there is no value and a reason: never 0, and never NaN."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, analyse
from alignment.model.organisation import Answer, Organisation
from alignment.model.result import Measurement, Scope
from alignment.settings import Settings
from alignment.source.schema import SHEETS
from build import organisation, origin

QUICK = Settings(permutations=20)
# Coverage is counted when everything else is measured: no company alone gives it.
COUNTED_LATER = {ident for ident in MEASURES if ident.startswith("trust.coverage")}


def taken(ident: str, org: Organisation) -> list[Measurement]:
    return list(MEASURES[ident].take(Context(org, QUICK)))


@pytest.mark.parametrize("ident", sorted(MEASURES.keys() - COUNTED_LATER))
def test_an_empty_workbook_gives_no_value_and_one_reason(ident):
    (found,) = taken(ident, organisation())
    assert (found.value, found.status) == (None, "not_measured")
    assert found.note


@pytest.mark.parametrize("ident", sorted(MEASURES.keys() - COUNTED_LATER))
def test_sheets_without_rows_give_no_value_and_a_reason(ident):
    everything = {key: frozenset(field.name for field in sheet.fields) for key, sheet in SHEETS.items()}
    nothing = dict.fromkeys(SHEETS, frozenset())
    for columns in (everything, nothing):
        found = taken(ident, organisation(sheets=frozenset(SHEETS), columns=columns))
        assert found
        assert all(one.value is None and one.note for one in found)


@pytest.mark.parametrize("sheets", [frozenset(), frozenset(SHEETS)], ids=["no sheet", "no row"])
def test_a_check_of_nothing_tells_of_every_measure_of_the_catalogue_why_it_has_no_value(sheets):
    found = analyse(organisation(sheets=sheets), QUICK).measurements
    assert {one.id for one in found} == MEASURES.keys()
    assert all(one.note for one in found)
    # Only that nothing was measured is known.
    assert {one.id for one in found if one.value is not None} <= COUNTED_LATER


# Companies in a line. Two departments of two; a chain of ties through both.
FOUR = {"a": "S", "b": "S", "c": "O", "d": "O"}
CHAIN = "a-b b-c c-d"
JOURNEY, GROUP, PERSON = (lambda ident, kind=kind: Scope(kind, ident) for kind in ("journey", "group", "person"))


def people(ties: Any = CHAIN, group: Mapping[str, str] = FOUR, **more: Any) -> Organisation:
    return organisation(people=group, ties=ties, **more)


def alone(**more: str) -> Organisation:
    """The four, and others who have no tie."""
    return people(group=FOUR | more)


def departments(text: str, ties: str = "A-B B-C") -> Organisation:
    return organisation(text, ties=ties)


def asked(number: int, statement: str = "C1", **more: Any) -> Organisation:
    """So many of one department, S, of twenty, who all agree."""
    where = origin("survey", 2, ("respondent", "department", "level"))
    said = tuple(Answer(where, f"R{at}", "S", "front line", statement, 4) for at in range(number))
    found = organisation("S O", answers=said, **({"details": {"S": {"headcount": 20.0}}} | more))
    return replace(found, sheets=found.sheets | {"survey"})


NO_TIE = people([], tie_level="person", sheets=frozenset({"collaboration"}))
ONE_GROUP = people("a-b", {"a": "S", "b": "S", "c": "S"})
ALL_TIED = people("a-b b-c a-c", {"a": "S", "b": "S", "c": "O"})
APART = departments("A B C")
TWO = people("a-b", {"a": "S", "b": "S"})

# Measure, company, what it is about, status, and words of the reason; in the order of the catalogue.
CASES = [
    # A journey of one step has no pair of steps; one department is neither even nor uneven.
    ("fragmentation.handoff_share", organisation(journeys={"J": "A"}), JOURNEY("J"), "not_applicable", "no two consecutive"),
    ("fragmentation.handoff_share", organisation(journeys={"J": "A - B"}), JOURNEY("J"), "not_applicable", "no two consecutive"),
    ("fragmentation.handoff_share", organisation(journeys={"J": "A"}), None, "not_measured", "no journey has two consecutive"),
    ("fragmentation.evenness", organisation(journeys={"J": "A A"}), JOURNEY("J"), "not_applicable", "one department"),
    ("fragmentation.handoffs", organisation(journeys={"J": "- -"}), JOURNEY("J"), "not_measured", "names a department"),
    ("fragmentation.concentration", organisation(journeys={"J": "-"}), JOURNEY("J"), "not_measured", "names a department"),
    ("fragmentation.propagation_cost", organisation(journeys={"J": "- -"}), None, "not_measured", "no step names"),
    ("fragmentation.propagation_expected", organisation(journeys={"J": "A A"}), None, "not_applicable", "no journey has a handoff"),
    ("fragmentation.blind_handoffs", organisation("A B", journeys={"J": "A B"}), None, "not_measured", "no sheet Collaboration"),
    ("fragmentation.blind_handoffs", organisation(journeys={"J": "A A"}, ties="A-B"), None, "not_applicable", "no journey has a handoff"),
    ("fragmentation.waiting_share", organisation(journeys={"J": "A B"}), None, "not_measured", "waiting time"),
    # The steps are there, and no journey among them.
    ("fragmentation.boundary_level", organisation("C>A C>B", sheets=frozenset({"departments", "journey_steps"})), None, "not_measured", "lists no journey"),
    ("fragmentation.handoffs", organisation(sheets=frozenset({"journey_steps"})), None, "not_measured", "lists no journey"),
    ("fragmentation.moments_of_truth_at_handoffs", organisation(journeys={"J": "A B"}), None, "not_measured", "moments of truth"),
    # No ties; one group; nothing that could stay inside.
    *((f"silos.{ident}", NO_TIE, None, "not_measured", "no tie between two people") for ident in (
        "ei_index", "ei_index_weighted", "ei_expected", "ei_p", "ei_z", "ei_rescaled", "assortativity", "modularity",
        "assortativity_weighted", "modularity_weighted", "yules_q", "density", "reciprocity", "insularity", "agreement",
    )),
    *((f"silos.{ident}", ONE_GROUP, None, "not_applicable", "only one department") for ident in (
        "assortativity", "assortativity_weighted", "ei_index", "modularity", "insularity", "agreement",
    )),
    *((f"silos.{ident}", APART, None, "not_applicable", "no division holds two or more departments") for ident in (
        "ei_index", "ei_index_weighted", "modularity", "modularity_weighted", "assortativity", "yules_q", "insularity",
    )),
    ("silos.assortativity", people("a-b"), None, "not_applicable", "all ties belong to one group"),
    ("silos.ei_rescaled", ALL_TIED, None, "not_applicable", "only one value is possible"),
    ("silos.ei_z", ALL_TIED, None, "not_applicable", "every shuffle gives the same"),
    ("silos.yules_q", ALL_TIED, None, "not_applicable", "everybody works with everybody"),
    ("silos.insularity", alone(e="L", f="L"), GROUP("L"), "not_applicable", "no tie is recorded"),
    ("silos.conductance", alone(e="L", f="L"), GROUP("L"), "not_applicable", "no tie is recorded"),
    ("silos.group_ei", alone(e="L", f="L"), GROUP("L"), "not_applicable", "no tie is recorded"),
    ("silos.conductance", people("a-b"), GROUP("S"), "not_applicable", "no tie is recorded of anybody else"),
    ("silos.mixing", alone(e="L"), Scope("pair", ("L", "L")), "not_applicable", "one person has no pair"),
    ("silos.coleman", alone(e="L"), GROUP("L"), "not_applicable", "one person"),
    ("silos.coleman", people("a-b"), GROUP("O"), "not_applicable", "none of its people reports"),
    ("silos.group_p", people(), GROUP("S"), "not_applicable", "fewer than 3 people"),
    ("silos.group_q", alone(e="L", f="L", g="L"), GROUP("L"), "not_applicable", "no tie is recorded"),
    ("silos.agreement", people(), None, "not_applicable", "under 15"),
    ("silos.agreement_rand", people(), None, "not_applicable", "under 15"),
    ("silos.community_modularity", people(), None, "not_applicable", "under 15"),
    ("silos.reciprocity", people(ties_directed=False), None, "not_applicable", "recorded once"),
    ("silos.inward_share", people(), None, "not_applicable", "large enough"),
    ("silos.closed_share", people(), None, "not_applicable", "large enough"),
    # Fewer than three; isolates; nothing that hangs on anything.
    *((f"bridges.{ident}", TWO, None, "not_applicable", "fewer than three people") for ident in (
        "fragmentation", "distance_fragmentation", "betweenness", "articulation_points", "bridge_ties", "key_set",
        "constraint", "effective_size", "participation", "brokerage",
    )),
    *((f"bridges.{ident}", NO_TIE, None, "not_measured", "no tie between two people") for ident in (
        "fragmentation", "distance_fragmentation", "betweenness", "articulation_points", "isolates", "brokerage_z",
    )),
    ("bridges.distance_fragmentation_directed", people(ties_directed=False), None, "not_applicable", "without direction"),
    ("bridges.fragmentation_growth", ALL_TIED, None, "not_applicable", "nobody's contacts hang on one place"),
    ("bridges.articulation_stability", ALL_TIED, None, "not_applicable", "nobody's contacts hang on one place"),
    ("bridges.key_set_2", ALL_TIED, None, "not_applicable", "fewer than 4 people"),
    ("bridges.key_set_3", people(), None, "not_applicable", "fewer than 5 people"),
    ("bridges.key_set_expected", ALL_TIED, None, "not_applicable", "fewer than 4 people"),
    ("bridges.constraint", alone(e="S"), PERSON("e"), "not_applicable", "no tie"),
    ("bridges.effective_size", alone(e="S"), PERSON("e"), "not_applicable", "no tie"),
    ("bridges.participation", alone(e="S"), PERSON("e"), "not_applicable", "no tie"),
    ("bridges.participation", people(group=FOUR | {"c": "", "d": ""}), None, "not_applicable", "only one department"),
    ("bridges.participation", people("a-b b-c c-d", FOUR | {"c": ""}), PERSON("d"), "not_applicable", "of a known department"),
    ("bridges.brokerage.liaison", people(CHAIN, dict.fromkeys("abcd", "")), None, "not_measured", "no department is known"),
    ("bridges.brokerage_z", people("a-b b-a b-c c-b a-c c-a", {"a": "S", "b": "S", "c": "O"}), PERSON("a"), "not_applicable", "no room"),
    ("bridges.single_threads", people("a-b c-d"), None, "not_applicable", "no two departments have a tie"),
    ("bridges.single_thread_share", people("a-b c-d"), None, "not_applicable", "no two departments have a tie"),
    ("bridges.betweenness_rank", people(), None, "not_applicable", "not ranked by name"),
    # Nothing required, nothing rated twice.
    ("coordination.congruence", organisation("A B", journeys={"J": "A A"}, ties="A-B"), None, "not_applicable", "requires two departments"),
    ("coordination.congruence_weighted", organisation("A B", journeys={"J": "A"}, ties="A-B"), None, "not_applicable", "requires two departments"),
    ("coordination.surplus", organisation("A B", journeys={"J": "A"}, ties="A-B"), None, "not_measured", "requires two departments"),
    ("coordination.asymmetry", departments("A B C"), None, "not_measured", "no strength"),
    # Charts of one, of circles and of pairs.
    ("hierarchy.connectedness", departments("A B"), None, "not_measured", "which department stands above which"),
    ("hierarchy.efficiency", organisation("B>A"), None, "not_applicable", "holds three"),
    ("hierarchy.least_upper_boundedness", organisation("B>A"), None, "not_applicable", "holds three"),
    ("hierarchy.depth", organisation("A>B B>A"), None, "not_applicable", "circles"),
    # Nobody who answered, a statement nobody asked, four people, one department, one level, nothing required.
    *((f"maturity.{ident}", asked(0), None, "not_measured", "no answer is to a statement") for ident in (
        "respondents", "mean", "stage", "icc1", "perception_gap_within", "uncertainty.design",
    )),
    *((f"maturity.{ident}", asked(9), None, "not_measured", "no statement of this was asked") for ident in (
        "mean.design", "stage.design", "unknown.design", "icc2.design", "dac.direction",
    )),
    *((f"maturity.{ident}", asked(4), None, "suppressed", "fewer than 5 people answered") for ident in (
        "respondents", "mean", "spread", "unknown", "stage", "agreement", "r_star", "r_wg_j", "uncertainty",
        "mean.culture", "stage.culture", "outcome.engagement", "response_rate",
    )),
    ("maturity.icc1", asked(9), None, "not_applicable", "fewer than two departments"),
    ("maturity.department_gap", asked(9), None, "suppressed", "fewer than two departments"),
    ("maturity.perception_gap", asked(9), None, "not_measured", "does not tell management from the front line"),
    ("maturity.perception_gap_within", asked(9), None, "not_measured", "no department has answers from above"),
    ("maturity.structure_gap", asked(9, "A3", journeys={"J": "S"}), None, "not_measured", "which ties or owners"),
    ("maturity.structure_gap", asked(9, "A3", journeys={"J": "S"}, ties="S-O"), Scope("department", "S"), "not_applicable", "requires"),
    ("maturity.response_rate", asked(9, details={}), None, "not_measured", "gives a headcount"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ident", "org", "scope", "status", "words"),
    CASES,
    ids=[f"{case[0]}-{case[4]}".replace(" ", "_") for case in CASES],
)
def test_an_undefined_figure_has_a_reason_and_no_value(ident, org, scope, status, words):
    (found,) = [one for one in taken(ident, org) if one.scope == (scope or Scope())]
    assert (found.value, found.rating, found.status) == (None, None, status)
    assert words in found.note


def test_every_exception_of_the_catalogue_is_among_these(oracle):
    catalogue = (oracle.parent / "METRICS.md").read_text(encoding="utf-8")
    told = {case[0] for case in CASES}
    rows = [line for line in catalogue.splitlines() if line.startswith("| `")]
    excepted = [line for line in rows if re.search(r"\bnull\b|not applicable|not measured", line)]
    assert len(excepted) == 15
    for line in excepted:
        assert told & set(re.findall(r"`((?:fragmentation|silos|bridges|coordination)\.\w+)`", line)), line
