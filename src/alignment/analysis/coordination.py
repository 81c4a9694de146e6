"""Who should talk, and does? The contacts that journeys and processes need, against those that exist."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from math import fsum

from alignment.analysis import base
from alignment.analysis.base import (
    AS_SHARE,
    Context,
    Limits,
    Reading,
    all_waived,
    declared_measures,
    declared_rules,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.contacts import covered_pairs, missing_pairs, surplus_pairs
from alignment.analysis.coordination_rules import (
    differing_ratings,
    meetings_without_need,
    missing_contacts,
    no_better_than_chance,
)
from alignment.analysis.covered import COVERED
from alignment.analysis.literature import CATALDO, KWAN, WASSERMAN
from alignment.language import later, say
from alignment.model.result import Scope
from alignment.network import Requirement
from alignment.wording import counted, joined

__all__ = [
    "MEASURES",
    "RULES",
    "differing_ratings",
    "meetings_without_need",
    "missing_contacts",
    "no_better_than_chance",
]

_NEED = (
    "A pair of departments is required when a journey has a handoff between them, or both hold R, A or C for one "
    "process; actual when a collaboration tie joins them in either direction."
)
_UNDEFINED = (
    "nothing requires two departments to work together, or the collaboration data covers both sides of no required pair"
)
_NOTHING_REQUIRED = later("no journey or process requires two departments to work together")

measure = partial(base.measure, needs=("journey_steps|processes|raci", "collaboration"), scored_as="coordination")


@dataclass(frozen=True, slots=True)
class _Need:
    """Required pairs of which the collaboration data covers both sides, how many it does not, and how many are waived."""

    pairs: Mapping[tuple[str, str], Requirement]
    uncovered: int
    waived: int

    def reading(self, value: float, scope: Scope | None = None) -> Reading:
        note = ""
        if self.uncovered:
            note = say(
                "without {left} of which the collaboration data covers one side or none",
                left=counted(self.uncovered, "pair"),
            )
        return without_waived(reading(value, scope, note), self.waived, "pair")

    def absence(self, scope: Scope) -> Reading | None:
        """Why nothing can be said; None where something can."""
        if self.pairs:
            return None
        if self.waived:
            return all_waived(scope)
        if self.uncovered:
            return not_measured(say("the collaboration data covers both sides of no required pair"), scope)
        if scope.kind == "organisation":
            return not_applicable(say(_NOTHING_REQUIRED), scope)
        return not_applicable(say("the journey requires no two departments"), scope)


def _need(
    context: Context, required: Mapping[tuple[str, str], Requirement], waived: frozenset[Scope] = frozenset()
) -> _Need:
    pairs = covered_pairs(context, required)
    kept = {pair: need for pair, need in pairs.items() if Scope("pair", pair) not in waived}
    return _Need(kept, len(required) - len(pairs), len(pairs) - len(kept))


@measure(
    "coordination.congruence",
    "Congruence",
    formula=f"required pairs that are actual / required pairs. {_NEED} {COVERED} Pairs not covered on both sides are "
    "left out and counted.",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=f"{CATALDO} {KWAN}",
    reading="The share of the contacts customers and processes depend on that exist. Compare it with the density of "
    "ties: that much would be met by chance.",
    undefined=_UNDEFINED,
    limits=Limits(
        good=1,
        amber=0.85,
        red=0.6,
        bad=0.3,
        basis="our choice: studies find faster work where congruence is higher but name no threshold; one missing "
        "contact in seven is amber, two in five is red",
    ),
    headline=1.0,
    survives=AS_SHARE,
    counts=(missing_contacts,),
)
def congruence(context: Context) -> Iterator[Reading]:
    """Share of required pairs that are met: of the company and of each journey."""
    waived, actual = context.waived(congruence.counts), context.actual

    def met(required: Mapping[tuple[str, str], Requirement], scope: Scope) -> Reading:
        need = _need(context, required, waived)
        absent = need.absence(scope)
        if absent is not None:
            return absent
        return need.reading(sum(pair in actual for pair in need.pairs) / len(need.pairs), scope)

    yield met(context.required, Scope())
    by_journey: dict[str, dict[tuple[str, str], Requirement]] = {one.id: {} for one in context.organisation.journeys}
    for pair, requirement in context.required.items():
        for journey in requirement.journeys:
            by_journey[journey][pair] = requirement
    for journey, required in by_journey.items():
        yield met(required, Scope("journey", journey))


@measure(
    "coordination.congruence_weighted",
    "Congruence, weighted",
    formula="required weight of the pairs that are actual / required weight of all. Weight of a pair = Σ importance "
    "(or volume over its mean, or 1) of the journeys and processes that need it",
    unit="share",
    direction="higher",
    range=(0, 1),
    source=f"{CATALDO} {KWAN}",
    reading="As congruence, but a contact that many or important journeys need counts for more. Lower than congruence "
    "when it is the contacts needed most that are missing.",
    undefined=_UNDEFINED,
    limits=Limits(
        good=1,
        amber=0.9,
        red=0.65,
        bad=0.35,
        basis="our choice: as for congruence, a little stricter, since the contacts needed most should exist first",
    ),
    headline=1.0,
    survives=AS_SHARE,
    counts=(missing_contacts,),
)
def congruence_weighted(context: Context) -> Iterator[Reading]:
    """Met share of the required weight."""
    need = _need(context, context.required, context.waived(congruence_weighted.counts))
    absent = need.absence(Scope())
    if absent is not None:
        yield absent
        return
    actual = context.actual
    met = fsum(one.weight for pair, one in need.pairs.items() if pair in actual)
    yield need.reading(met / fsum(one.weight for one in need.pairs.values()))


@measure(
    "coordination.density",
    "Density of ties between departments",
    formula="actual pairs / N(N − 1)/2, over the N covered departments that a tie or a required pair names",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=("collaboration",),
    source=f"{WASSERMAN} Section 4.1.",
    reading="What congruence would be if the ties had been laid at random. Neither high nor low is better: everyone "
    "meeting everyone costs time too.",
    undefined="fewer than two departments take part in a tie or a required pair",
)
def density(context: Context) -> Iterator[Reading]:
    """Density of the ties between departments."""
    covered = context.covered
    pairs = {*context.actual, *context.required}
    units = covered & {unit for pair in pairs for unit in pair}
    if len(units) < 2:
        yield not_applicable(say("fewer than two departments take part in a tie or a required pair"))
        return
    actual = sum(units.issuperset(pair) for pair in context.actual)
    note = say("over {whole}", whole=counted(len(units), "department"))
    yield reading(actual / (len(units) * (len(units) - 1) / 2), note=note)


@measure(
    "coordination.gaps",
    "Missing contacts",
    formula="required weight of each pair that is required and not actual (both sides covered)",
    unit="required weight",
    direction="lower",
    range=(0, None),
    source=f"{CATALDO} {KWAN}",
    reading="The departments that should talk and do not; the highest weight is the contact that would help most.",
    undefined=f"{_UNDEFINED}; every required pair has a tie",
)
def gaps(context: Context) -> Iterator[Reading]:
    """Weight of each missing contact, the heaviest first."""
    absent = _need(context, context.required).absence(Scope())
    found = missing_pairs(context)
    if absent is not None:
        yield absent
    elif not found:
        yield not_applicable(say("every required pair has a tie"))
    for pair, need in found.items():
        yield reading(need.weight, Scope("pair", pair), _behind(need))


def _behind(need: Requirement) -> str:
    parts = [counted(len(need.journeys), "journey")] if need.journeys else []
    if need.processes:
        parts.append(counted(len(need.processes), "process"))
    return say("needed by {subjects}", subjects=joined(parts))


@measure(
    "coordination.gap_count",
    "Number of missing contacts",
    formula="number of pairs that are required and not actual (both sides covered)",
    unit="pairs",
    direction="lower",
    range=(0, None),
    source=f"{CATALDO} {KWAN}",
    reading="How many contacts between departments are needed and not there.",
    undefined=_UNDEFINED,
    counts=(missing_contacts,),
)
def gap_count(context: Context) -> Iterator[Reading]:
    """Number of missing contacts."""
    need = _need(context, context.required, context.waived(gap_count.counts))
    missing = sum(pair not in context.actual for pair in need.pairs)
    yield need.absence(Scope()) or need.reading(missing)


@measure(
    "coordination.surplus",
    "Contacts that nothing requires",
    formula="weight of each pair that is actual and not required",
    unit="tie weight",
    direction="neither",
    range=(0, None),
    source="our definition: the other side of congruence",
    reading="Departments that meet although no journey or process of the workbook joins them: time that might be spent "
    "elsewhere, or a dependency nobody wrote down.",
    undefined="nothing requires two departments to work together, or every tie between departments is required",
)
def surplus(context: Context) -> Iterator[Reading]:
    """Weight of each tie that nothing requires, the heaviest first."""
    found = surplus_pairs(context)
    if not context.required:
        yield not_measured(say(_NOTHING_REQUIRED))
    elif not found:
        yield not_applicable(say("every tie between departments is required"))
    else:
        for pair, weight in found.items():
            yield reading(weight, Scope("pair", pair))


@measure(
    "coordination.surplus_count",
    "Number of contacts that nothing requires",
    formula="number of pairs that are actual and not required",
    unit="pairs",
    direction="neither",
    range=(0, None),
    source="our definition: the other side of congruence",
    reading="How many pairs of departments meet although no journey or process of the workbook joins them.",
    undefined="nothing requires two departments to work together",
)
def surplus_count(context: Context) -> Iterator[Reading]:
    """Number of ties that nothing requires."""
    yield reading(len(surplus_pairs(context))) if context.required else not_measured(say(_NOTHING_REQUIRED))


@measure(
    "coordination.asymmetry",
    "Difference between the two ratings of a tie",
    formula="|strength that one side gives − strength that the other side gives|, of ties rated by both; where a side "
    "has several rows of a kind their mean, and the kind that differs most",
    unit="points of 5",
    direction="lower",
    range=(0, 5),
    needs=("collaboration",),
    source="our definition",
    reading="From 2 points on the two sides do not mean the same thing by working together; often one side waits for "
    "the other.",
    undefined="ties have no direction or no strength, strengths are no ratings from 1 to 5, or no tie was rated by "
    "both sides",
)
def asymmetry(context: Context) -> Iterator[Reading]:
    """Difference of the two ratings of each tie that both sides rated: between people or between departments."""
    found = context.rated_ties
    if isinstance(found, str):
        yield not_measured(found)
    for one in () if isinstance(found, str) else found:
        yield reading(one.difference, Scope("pair", one.pair))


MEASURES = declared_measures(globals())
RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
