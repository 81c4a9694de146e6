"""Who answers for the whole journey, and can they? Measures of end-to-end ownership; its rules are beside it."""

from collections.abc import Callable, Iterator, Sequence
from math import fsum

from alignment.analysis.accountability import (
    concentration,
    owner_load,
    processes_accountable,
    processes_with_several_accountable,
    processes_without_accountable,
    processes_without_responsible,
    unknown_owners,
)
from alignment.analysis.base import (
    UNDIVIDED,
    Context,
    Limits,
    Measure,
    Reading,
    Rule,
    all_waived,
    declared_measures,
    declared_rules,
    measure,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.journey_owner import NO_OWNER_COLUMN, JourneyOwner, journey_owners, names_owners
from alignment.analysis.literature import CARLZON, HAMMER, KRACKHARDT, RUMMLER
from alignment.analysis.ownership_rules import (
    no_authority,
    no_owner,
    not_exercised,
    overload,
    owner_far_away,
    several_owners,
    unknown_owner,
    unowned_moments,
    unowned_steps,
)
from alignment.analysis.route import NO_JOURNEY
from alignment.analysis.standing import Standing
from alignment.language import later, number_text, say
from alignment.model.organisation import Step
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = [
    "MEASURES",
    "RULES",
    "concentration",
    "journeys_owned",
    "journeys_owned_weighted",
    "journeys_with_several_owners",
    "journeys_without_owner",
    "ladder",
    "ladder_mean",
    "mandate_gap",
    "moments_of_truth_owned",
    "no_authority",
    "no_owner",
    "not_exercised",
    "overload",
    "owner_coverage",
    "owner_far_away",
    "owner_load",
    "processes_accountable",
    "processes_with_several_accountable",
    "processes_without_accountable",
    "processes_without_responsible",
    "several_owners",
    "steps_owned",
    "unknown_owner",
    "unknown_owners",
    "unowned_moments",
    "unowned_steps",
]

_NOT_ASKED = "no column names owners, or no journey is listed"
# What a journey may weigh, and where that is read.
_WEIGHTS = ((later("by importance"), "importance"), (later("by annual volume"), "volume"))


def _over_journeys(
    context: Context, counts: tuple[Rule, ...], figure: Callable[[Sequence[JourneyOwner]], Reading]
) -> Reading:
    """Take one figure over the listed journeys of which nothing that it counts is waived, or say why there is none."""
    if not names_owners(context.organisation):
        return not_measured(say(NO_OWNER_COLUMN))
    journeys = list(journey_owners(context.organisation))
    if not journeys:
        return not_measured(say(NO_JOURNEY))
    waived = context.waived(counts)
    kept = [one for one in journeys if one.scope not in waived]
    return without_waived(figure(kept), len(journeys) - len(kept), "journey") if kept else all_waived()


def _each_journey(context: Context, figure: Callable[[JourneyOwner], Reading]) -> Iterator[Reading]:
    if not names_owners(context.organisation):
        yield not_measured(say(NO_OWNER_COLUMN))
        return
    found = [figure(one) for one in journey_owners(context.organisation)]
    yield from found or [not_measured(say(NO_JOURNEY))]


def _basis(context: Context) -> str:
    if context.organisation.has("journeys", "owner"):
        return ""
    return say("the owner department stands in for the end-to-end owner: the workbook has no such column")


@measure(
    "ownership.journeys_owned",
    "Journeys with one end-to-end owner",
    formula="journeys whose owner cell names exactly one person, role or department / journeys listed",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journeys",),
    source=f"{HAMMER} {RUMMLER}",
    reading="1 when every journey has one name beside it. Whether that one can act is what the ladder says.",
    undefined=_NOT_ASKED,
    limits=Limits(
        good=1,
        amber=0.9,
        red=0.7,
        bad=0.3,
        basis="our choice: the aim is every journey; one in ten may be between owners, and where three in ten have no "
        "single owner, it is no exception any more",
    ),
    headline=2.0,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_owner, several_owners),
)
def journeys_owned(context: Context) -> Iterator[Reading]:
    """Share of journeys with exactly one owner, known in the register or not."""

    def share(journeys: Sequence[JourneyOwner]) -> Reading:
        owned = sum(len(one.owners) == 1 for one in journeys)
        return reading(owned / len(journeys), note=_basis(context))

    yield _over_journeys(context, journeys_owned.counts, share)


@measure(
    "ownership.journeys_owned_weighted",
    "Journeys with one end-to-end owner, by weight",
    formula="Σ weight of journeys with exactly one owner / Σ weight of journeys; weight = importance, else "
    "annual volume",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journeys",),
    source=f"{HAMMER} Weights: our choice, so that a vital journey counts for more than a marginal one.",
    reading="Lower than the plain share where the journeys that matter most are the ones without a single owner.",
    undefined=f"{_NOT_ASKED}; the journeys give neither importance nor volume",
    limits=Limits(good=1, amber=0.9, red=0.7, bad=0.3, basis="our choice: the same as for the plain share"),
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_owner, several_owners),
)
def journeys_owned_weighted(context: Context) -> Iterator[Reading]:
    """The same share with each journey's importance, or else its volume, as weight."""

    def share(journeys: Sequence[JourneyOwner]) -> Reading:
        for words, field in _WEIGHTS:
            weights = [(getattr(one.journey, field), one) for one in journeys]
            given = [(float(weight), one) for weight, one in weights if weight is not None]
            total = fsum(weight for weight, _ in given)
            if total > 0:
                owned = fsum(weight for weight, one in given if len(one.owners) == 1)
                left = len(journeys) - len(given)
                note = say(words)
                if left:
                    note += "; " + say("without {left}", left=counted(left, "journey that gives none"))
                return reading(owned / total, note=note)
        return not_measured(say("the journeys give neither importance nor annual volume"))

    yield _over_journeys(context, journeys_owned_weighted.counts, share)


@measure(
    "ownership.journeys_without_owner",
    "Journeys without an end-to-end owner",
    formula="number of journeys whose owner cell names nobody",
    unit="journeys",
    direction="lower",
    range=(0, None),
    needs=("journeys",),
    source=HAMMER,
    reading="Blank cells, and words such as TBD or vacant, name nobody.",
    undefined=_NOT_ASKED,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_owner,),
)
def journeys_without_owner(context: Context) -> Iterator[Reading]:
    """Count of journeys with no owner."""
    counts = journeys_without_owner.counts
    yield _over_journeys(context, counts, lambda journeys: reading(sum(not one.owners for one in journeys)))


@measure(
    "ownership.journeys_with_several_owners",
    "Journeys with several end-to-end owners",
    formula="number of journeys whose owner cell names two or more",
    unit="journeys",
    direction="lower",
    range=(0, None),
    needs=("journeys",),
    source=HAMMER,
    reading="Two owners each answer for a part. The customer needs one who answers for the whole.",
    undefined=_NOT_ASKED,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(several_owners,),
)
def journeys_with_several_owners(context: Context) -> Iterator[Reading]:
    """Count of journeys with two owners or more."""
    counts = journeys_with_several_owners.counts
    yield _over_journeys(context, counts, lambda journeys: reading(sum(len(one.owners) > 1 for one in journeys)))


@measure(
    "ownership.ladder",
    "Ownership ladder",
    formula="0 none · 1 named · 2 single: one person, role or department known in the register · 3 mandated: stands at "
    "or above every department of the journey (suppliers apart), or a mandate is recorded · 4 exercised: a KPI with a "
    "target, and a review within 12 months before the snapshot. The weakest link sets the rung",
    unit="rung",
    direction="higher",
    range=(0, 4),
    needs=("journeys",),
    source=f"{HAMMER} The rungs are our short form of its enabler “owner”.",
    reading="Read the note: it says what is missing for the next rung. Without a snapshot date the age of a review is "
    "not known, and rung 3 is the highest that can be shown.",
    undefined=_NOT_ASKED,
    limits=Limits(
        good=4,
        amber=3,
        red=2,
        bad=0,
        basis="our choice, from what the rungs mean: from 3 on the owner can decide, below 2 nobody alone can",
    ),
    scored_as="ownership",
    survives=UNDIVIDED,
)
def ladder(context: Context) -> Iterator[Reading]:
    """Rung of each journey, with what keeps it from the next one."""
    yield from _each_journey(context, lambda one: reading(one.rung, one.scope, one.held_back))


@measure(
    "ownership.ladder_mean",
    "Ownership ladder, all journeys",
    formula="mean rung of the listed journeys, each counted once",
    unit="rung",
    direction="higher",
    range=(0, 4),
    needs=("journeys",),
    source=HAMMER,
    reading="An average hides the foot of the ladder: look at the journeys on rungs 0 and 1 first.",
    undefined=_NOT_ASKED,
    limits=Limits(
        good=4,
        amber=3,
        red=2,
        bad=0,
        basis="our choice, from what the rungs mean: at 3 the average owner can decide, below 2 ownership is a name",
    ),
    headline=1.0,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_owner, several_owners, no_authority, not_exercised),
)
def ladder_mean(context: Context) -> Iterator[Reading]:
    """Mean rung over journeys, with how many stand on each."""

    def mean(journeys: Sequence[JourneyOwner]) -> Reading:
        rungs = [one.rung for one in journeys]
        spread = [
            say("{number} on rung {rung}", number=number_text(rungs.count(rung)), rung=rung)
            for rung in range(5)
            if rung in rungs
        ]
        return reading(sum(rungs) / len(rungs), note=", ".join(spread))

    yield _over_journeys(context, ladder_mean.counts, mean)


@measure(
    "ownership.owner_coverage",
    "Steps within the owner's reach",
    formula="steps whose responsible department is the owner's department or below it / steps of the journey",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journeys", "journey_steps"),
    source=f"our definition, after {RUMMLER}",
    reading="1 when the owner can settle every step at home. A low share is no fault where a mandate is recorded; "
    "without one the owner must ask at every other step.",
    undefined=f"{_NOT_ASKED}; a journey has no steps or not exactly one owner, or owner or steps have no known "
    "department",
    scored_as="ownership",
)
def owner_coverage(context: Context) -> Iterator[Reading]:
    """Share of each journey's steps at or below the owner's department."""

    def share(one: JourneyOwner) -> Reading:
        if one.no_single_owner:
            return not_applicable(one.no_single_owner, one.scope)
        if not one.steps:
            return not_measured(say("no steps are recorded for this journey"), one.scope)
        if not one.places or not one.departments:
            return not_measured(one.not_placed, one.scope)
        blank = sum(not step.departments for step in one.steps)
        note = ""
        if blank:
            note = say(
                "{steps} of {whole} without a department",
                steps=counted(blank, "step"),
                whole=number_text(len(one.steps)),
            )
        return reading(one.covered_steps / len(one.steps), one.scope, note)

    yield from _each_journey(context, share)


@measure(
    "ownership.mandate_gap",
    "Levels missing to the owner's authority",
    formula="levels from the owner's department up to the first department at or above it and all departments of the "
    "journey; 0 = the owner stands at or above them. Suppliers have no superior in the chart and are left out",
    unit="levels",
    direction="lower",
    range=(0, None),
    needs=("journeys", "journey_steps", "departments"),
    source=KRACKHARDT,
    reading="How far up a disagreement along the journey must travel before one manager can settle it. A recorded "
    "mandate bridges the gap; this figure shows the chart alone.",
    undefined=f"{_NOT_ASKED}; the chart has no levels; a journey has not exactly one owner; owner or departments have "
    "no place in the chart, or no superior in common; suppliers do all the steps",
    limits=Limits(
        good=0,
        amber=0.5,
        red=1.5,
        bad=3,
        basis="our choice: at 1 level the owner's own manager can settle it (amber), from 2 on nobody near the "
        "work can",
    ),
    scored_as="ownership",
)
def mandate_gap(context: Context) -> Iterator[Reading]:
    """Levels between each owner and the lowest common superior of the journey's departments."""
    organisation = context.organisation
    if names_owners(organisation) and not Standing(organisation).charted:
        if organisation.has("departments", "parent"):
            yield not_applicable(say("the chart has no levels: no department has a parent"))
        else:
            yield not_measured(say("the list of departments does not say which department is above which"))
        return

    def gap(one: JourneyOwner) -> Reading:
        if one.no_single_owner:
            return not_applicable(one.no_single_owner, one.scope)
        if one.not_placed:
            return not_measured(one.not_placed, one.scope)
        if not one.inside:
            return not_applicable(say("only suppliers do the steps"), one.scope)
        levels = one.standing.levels_to_rise(one.places, one.inside)
        if levels is None:
            names = joined([context.label("department", each) for each in (*one.places, *one.beyond)])
            return not_applicable(say("no department stands above all of {departments}", departments=names), one.scope)
        note = say("without {left}", left=counted(len(one.suppliers), "supplier")) if one.suppliers else ""
        return reading(levels, one.scope, note)

    yield from _each_journey(context, gap)


def _department_share(
    context: Context, counts: tuple[Rule, ...], asked: Callable[[Step], bool], none: str
) -> Iterator[Reading]:
    """Share of some steps that have a responsible department: of the company and of each journey; `none` is a template.

    The steps of a journey of which something is waived that the share counts leave the company's.
    """
    organisation = context.organisation
    if not organisation.has("journey_steps", "department"):
        yield not_measured(say("the journey steps do not say which department does them"))
        return

    def share(steps: Sequence[Step], scope: Scope) -> Reading:
        if not steps:
            return not_measured(say("no steps are recorded"), scope)
        chosen = [step for step in steps if asked(step)]
        if not chosen:
            return not_applicable(say(none), scope)
        owned = [step for step in chosen if step.department is not None]
        unlisted = sum(not organisation.department[step.departments[0]].listed for step in owned)
        note = ""
        if unlisted and organisation.has("departments"):
            note = say("with {steps}", steps=counted(unlisted, "step of a department that is not listed"))
        return reading(len(owned) / len(chosen), scope, note)

    waived = context.waived(counts)
    left = {step.journey for step in organisation.steps if asked(step) and Scope("journey", step.journey) in waived}
    kept = [step for step in organisation.steps if step.journey not in left]
    if left and not any(map(asked, kept)):
        yield all_waived()
    else:
        yield without_waived(share(kept, Scope()), len(left), "journey")
    for journey, steps in organisation.steps_of.items():
        yield share(steps, Scope("journey", journey))


@measure(
    "ownership.steps_owned",
    "Steps with a responsible department",
    formula="steps that name a department / steps",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journey_steps",),
    source=RUMMLER,
    reading="Where it is under 1, part of the journey is the customer's own to carry.",
    undefined="the steps do not say who does them, or the journey has none",
    limits=Limits(
        good=1,
        amber=0.95,
        red=0.8,
        bad=0.5,
        basis="our choice: one step in twenty may be the customer's own doing; where one in five has no department, "
        "most journeys have a hole",
    ),
    headline=1.0,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(unowned_moments, unowned_steps),
)
def steps_owned(context: Context) -> Iterator[Reading]:
    """Share of steps that some department does."""
    yield from _department_share(context, steps_owned.counts, lambda _: True, "")


@measure(
    "ownership.moments_of_truth_owned",
    "Moments of truth with a responsible department",
    formula="moments of truth that name a department / moments of truth",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journey_steps",),
    source=CARLZON,
    reading="These are the steps at which trust is won or lost: each needs someone who is there.",
    undefined="the steps do not say who does them or which are moments of truth, or none is one",
    limits=Limits(
        good=1,
        amber=0.98,
        red=0.85,
        bad=0.6,
        basis="our choice: a moment of truth that nobody answers for is a defect, so green ends almost at once",
    ),
    headline=1.0,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(unowned_moments,),
)
def moments_of_truth_owned(context: Context) -> Iterator[Reading]:
    """Share of moments of truth that some department does."""
    if not context.organisation.has("journey_steps", "moment_of_truth"):
        yield not_measured(say("the journey steps do not say which are moments of truth"))
        return
    none = later("no step is marked as a moment of truth")
    yield from _department_share(context, moments_of_truth_owned.counts, lambda step: step.moment_of_truth, none)


MEASURES: tuple[Measure, ...] = declared_measures(globals())
RULES: tuple[Rule, ...] = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
