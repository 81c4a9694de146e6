"""Which handoffs are delicate: out of the division, between those who do not talk, at a moment of truth?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from alignment.analysis import base
from alignment.analysis.base import (
    AS_SHARE,
    Context,
    Limits,
    Reading,
    Rule,
    all_waived,
    declared_measures,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.covered import COVERED
from alignment.analysis.fragmentation_rules import blind_journeys, moments_at_handoffs
from alignment.analysis.literature import CARLZON, RUMMLER
from alignment.analysis.route import Route, each, of_journeys, routes, sight
from alignment.language import say
from alignment.model.organisation import Organisation
from alignment.model.result import Scope
from alignment.network import Handoff
from alignment.wording import counted

__all__ = ["MEASURES"]

_STEPS = ("journey_steps",)
_STEPS_AND_TIES = ("journey_steps", "collaboration")
_NO_BOUNDARY = (
    "the list of departments has no parents, or no division of two; no journey is listed, or a journey has no handoff, "
    "or none between listed departments"
)
_NOTHING_SEEN = "there is no handoff, or none of which the collaboration data covers both sides"
_NO_MOMENTS = "no column says which steps are moments of truth, or none with a department is one"

measure = partial(base.measure, needs=_STEPS, scored_as="journeys")


def _no_divisions(organisation: Organisation) -> str:
    """Why no handoff can be said to cross a division; empty where divisions are known."""
    if not organisation.has("departments", "parent"):
        return say("the workbook does not say which division a department belongs to")
    sizes = Counter(organisation.top_unit(one.id) for one in organisation.departments if one.listed)
    return "" if max(sizes.values(), default=0) > 1 else say("no division holds two departments")


def _boundary(context: Context, share: bool) -> Iterator[Reading]:
    """Handoffs that leave the division, as a count or as a share of the handoffs between listed departments."""
    organisation = context.organisation
    reason = _no_divisions(organisation)
    if reason:
        yield not_applicable(reason) if organisation.has("departments", "parent") else not_measured(reason)
        return

    def crossing(route: Route) -> Reading:
        pairs = [one.pair for one in route.handoffs]
        known = [pair for pair in pairs if all(organisation.department[one].listed for one in pair)]
        left = len(pairs) - len(known)
        if not pairs:
            return not_applicable(say("the journey has no handoff"), route.scope)
        if not known:
            return not_measured(say("its handoffs involve departments that are not listed"), route.scope)
        note = ""
        if left:
            note = say(
                "without {left} to or from a department that is not listed",
                left=counted(left, "handoff"),
            )
        crossed = sum(organisation.top_unit(first) != organisation.top_unit(second) for first, second in known)
        return reading(crossed / len(known) if share else crossed, route.scope, note)

    yield from of_journeys(context, crossing)


@measure(
    "fragmentation.boundary_level",
    "Share of handoffs that leave the division",
    formula="handoffs between departments of different top-level units / handoffs between listed departments",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=(*_STEPS, "departments"),
    source="our definition, after " + RUMMLER,
    reading="Within a division one manager can settle a quarrel about a handoff; between divisions it goes to the top.",
    undefined=_NO_BOUNDARY,
)
def boundary_level(context: Context) -> Iterator[Reading]:
    """Share of each journey's handoffs that cross a division."""
    return _boundary(context, share=True)


@measure(
    "fragmentation.boundary_handoffs",
    "Handoffs that leave the division",
    formula="number of handoffs between departments of different top-level units",
    unit="handoffs",
    direction="lower",
    range=(0, None),
    needs=(*_STEPS, "departments"),
    source="our definition, after " + RUMMLER,
    reading="The handoffs that no manager below the management floor can settle.",
    undefined=_NO_BOUNDARY,
)
def boundary_handoffs(context: Context) -> Iterator[Reading]:
    """Handoffs of each journey that cross a division."""
    return _boundary(context, share=False)


def _blind(context: Context, counts: tuple[Rule, ...], share: bool) -> Iterator[Reading]:
    covered, actual = context.covered, context.actual

    def of(found: Sequence[Handoff], scope: Scope) -> Reading:
        seen = sight(found, covered, actual)
        if not found:
            of_one = scope.kind == "journey"
            return not_applicable(
                say("the journey has no handoff") if of_one else say("no journey has a handoff"), scope
            )
        if not seen.covered:
            return not_measured(say("the collaboration data covers both sides of no handoff"), scope)
        count = len(seen.blind)
        return reading(count / len(seen.covered) if share else count, scope, seen.note)

    found = routes(context)
    waived = context.waived(counts)
    kept = [route for route in found if route.scope not in waived]
    handoffs = [one for route in kept for one in route.handoffs]
    if not found:
        yield not_measured(say("no journey has steps with a department"))
    elif not handoffs and len(kept) < len(found):
        yield all_waived()
    else:
        yield without_waived(of(handoffs, Scope()), len(found) - len(kept), "journey")
    yield from each(context, lambda route: of(route.handoffs, route.scope))


@measure(
    "fragmentation.blind_handoffs",
    "Blind handoffs",
    formula="number of handoffs between departments with no collaboration tie in either direction, "
    f"among those of which the collaboration data covers both sides. {COVERED}",
    unit="handoffs",
    direction="lower",
    range=(0, None),
    needs=_STEPS_AND_TIES,
    source="our definition, after " + RUMMLER,
    reading="The customer's case passes between departments that do not talk. What goes wrong there, nobody hears.",
    undefined=_NOTHING_SEEN,
    counts=(blind_journeys,),
)
def blind_handoffs(context: Context) -> Iterator[Reading]:
    """Handoffs without a tie: of the company and of each journey."""
    return _blind(context, blind_handoffs.counts, share=False)


@measure(
    "fragmentation.blind_handoff_share",
    "Share of handoffs that are blind",
    formula="blind handoffs / handoffs of which the collaboration data covers both sides",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_STEPS_AND_TIES,
    source="our definition, after " + RUMMLER,
    reading="0 when wherever a case changes hands, the two departments are in contact.",
    undefined=_NOTHING_SEEN,
    limits=Limits(
        good=0,
        amber=0.1,
        red=0.3,
        bad=0.6,
        basis="our choice: every blind handoff is one too many, one in ten may be a gap in the data; "
        "at three in ten most journeys of four handoffs hold one",
    ),
    headline=2.0,
    survives=AS_SHARE,
    counts=(blind_journeys,),
)
def blind_handoff_share(context: Context) -> Iterator[Reading]:
    """Share of covered handoffs without a tie: of the company and of each journey."""
    return _blind(context, blind_handoff_share.counts, share=True)


def _moments(context: Context, counts: tuple[Rule, ...], share: bool) -> Iterator[Reading]:
    if not context.organisation.has("journey_steps", "moment_of_truth"):
        yield not_measured(say("the journey steps do not say which are moments of truth"))
        return

    def of(found: Sequence[Route], scope: Scope) -> Reading:
        moments = sum(len(route.moments) for route in found)
        if not moments:
            return not_applicable(say("no step with a department is marked as a moment of truth"), scope)
        count = sum(len(route.moments_at_handoffs) for route in found)
        return reading(count / moments if share else count, scope)

    found, waived = routes(context), context.waived(counts)
    kept = [route for route in found if route.scope not in waived]
    if len(kept) < len(found) and not any(route.moments for route in kept):
        yield all_waived()
    else:
        yield without_waived(of(kept, Scope()), len(found) - len(kept), "journey")
    yield from each(context, lambda route: of([route], route.scope))


@measure(
    "fragmentation.moments_of_truth_at_handoffs",
    "Moments of truth at handoffs",
    formula="number of moments of truth whose step begins or ends with a handoff",
    unit="moments of truth",
    direction="lower",
    range=(0, None),
    source="our definition; moments of truth after " + CARLZON,
    reading="Where trust is won or lost, the case is also changing hands. These handoffs deserve the first attention.",
    undefined=_NO_MOMENTS,
    counts=(moments_at_handoffs,),
)
def moments_of_truth_at_handoffs(context: Context) -> Iterator[Reading]:
    """Moments of truth beside a handoff: of the company and of each journey."""
    return _moments(context, moments_of_truth_at_handoffs.counts, share=False)


@measure(
    "fragmentation.moments_of_truth_at_handoffs_share",
    "Share of moments of truth at handoffs",
    formula="moments of truth whose step begins or ends with a handoff / moments of truth with a department",
    unit="share",
    direction="lower",
    range=(0, 1),
    source="our definition; moments of truth after " + CARLZON,
    reading="0 when every moment of truth stands among steps of its own department.",
    undefined=_NO_MOMENTS,
    limits=Limits(
        good=0.2,
        amber=0.5,
        red=0.8,
        bad=1,
        basis="our choice: some moments of truth are a handover by nature, so the limits are wide; when most of them "
        "are, those who face the customer depend on what another department left behind",
    ),
    headline=1.0,
    counts=(moments_at_handoffs,),
)
def moments_of_truth_at_handoffs_share(context: Context) -> Iterator[Reading]:
    """Share of moments of truth beside a handoff: of the company and of each journey."""
    return _moments(context, moments_of_truth_at_handoffs_share.counts, share=True)


MEASURES = declared_measures(globals())
