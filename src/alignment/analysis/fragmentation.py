"""How often does the customer's journey change hands, and do those who hand over talk to each other?"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import fsum, log

from alignment import network
from alignment.analysis import base, delicate_handoffs, graph_theoretic
from alignment.analysis.base import (
    UNDIVIDED,
    Context,
    Limits,
    Reading,
    Rule,
    all_waived,
    declared_measures,
    declared_rules,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.fragmentation_rules import (
    blind_journeys,
    many_handoffs,
    moments_at_handoffs,
    mostly_waiting,
    straight_back,
)
from alignment.analysis.literature import AALST, HILL, HIRSCHMAN, MACCORMACK, PIELOU, ROTHER, RUMMLER
from alignment.analysis.route import NO_JOURNEY, Route, each, of_journeys, routes
from alignment.language import later, number_text, say
from alignment.model.result import Scope
from alignment.wording import counted

__all__ = [
    "MEASURES",
    "RULES",
    "blind_journeys",
    "many_handoffs",
    "moments_at_handoffs",
    "mostly_waiting",
    "straight_back",
]

_STEPS = ("journey_steps",)
_PASSES = (
    "A handoff is two consecutive steps whose responsible departments differ; a step without a department breaks the "
    "chain; where a step names several departments, the first is responsible."
)

_NO_STEPS = "no journey is listed, or a journey has no steps or none with a department"
_NO_DEPARTMENTS = later("no journey has steps with a department")

# Random networks drawn to see what chance would give; their mean is then off by about 0.01.
_DRAWS = 100

measure = partial(base.measure, needs=_STEPS, scored_as="journeys")


def _mean(
    context: Context, figure: Callable[[Route], float | None], nothing: str, counts: tuple[Rule, ...] = ()
) -> Reading:
    """Mean of a figure over the journeys that have it, each counted once; `nothing` says, as a template, that none has.

    Journeys of which something is waived that the figure counts are left out.
    """
    found = {route.scope: value for route in routes(context) if (value := figure(route)) is not None}
    if not found:
        return not_measured(say(nothing))
    waived = context.waived(counts)
    kept = [value for scope, value in found.items() if scope not in waived]
    if not kept:
        return all_waived()
    note = say("over {whole}", whole=counted(len(kept), "journey"))
    return without_waived(reading(fsum(kept) / len(kept), note=note), len(found) - len(kept), "journey")


@measure(
    "fragmentation.departments",
    "Departments in the journey",
    formula="number of distinct departments that the journey's steps name, those who only take part too",
    unit="departments",
    direction="neither",
    range=(1, None),
    source=RUMMLER,
    reading="How many departments the customer meets on the way. Several are no defect; each boundary needs a contact.",
    undefined=_NO_STEPS,
)
def departments(context: Context) -> Iterator[Reading]:
    """Distinct departments of each journey."""
    return of_journeys(context, lambda route: reading(len(route.departments), route.scope))


@measure(
    "fragmentation.steps_without_department",
    "Steps without a department",
    formula="number of steps that name no department",
    unit="steps",
    direction="lower",
    range=(0, None),
    source="our definition: these steps break the chain, so handoffs around them cannot be seen and are not counted",
    reading="Where this is not 0, the true number of handoffs may be higher than the one shown.",
    undefined="no steps are recorded; a journey without steps is left out",
    survives=UNDIVIDED,
)
def steps_without_department(context: Context) -> Iterator[Reading]:
    """Steps of each journey, and of all, that no department does."""
    found = {journey: steps for journey, steps in context.organisation.steps_of.items() if steps}
    if not found:
        yield not_measured(say("no steps are recorded"))
        return
    yield reading(sum(not step.departments for steps in found.values() for step in steps))
    for journey, steps in found.items():
        yield reading(sum(not step.departments for step in steps), Scope("journey", journey))


@measure(
    "fragmentation.handoffs",
    "Handoffs",
    formula=f"number of handoffs along the order of the steps. {_PASSES}",
    unit="handoffs",
    direction="lower",
    range=(0, None),
    source=f"{AALST} {RUMMLER}",
    reading="How often the customer's case changes hands. Each handoff is a place to wait, to be asked again, to be lost.",
    undefined=_NO_STEPS,
)
def handoffs(context: Context) -> Iterator[Reading]:
    """Handoffs of each journey."""
    return of_journeys(context, lambda route: reading(len(route.handoffs), route.scope))


def _handoff_share(route: Route) -> float | None:
    return len(route.handoffs) / route.passes if route.passes else None


@measure(
    "fragmentation.handoff_share",
    "Share of passes that are handoffs",
    formula="handoffs / consecutive pairs of steps that both have a department; for the company the mean over journeys",
    unit="share",
    direction="lower",
    range=(0, 1),
    source=AALST,
    reading="0 when one department does all the steps, 1 when every step belongs to another department than the last.",
    undefined="no two consecutive steps have a department, as in a journey of one step; such journeys do not count "
    "in the mean",
    limits=Limits(
        good=0.15,
        amber=0.4,
        red=0.65,
        bad=0.95,
        basis="our choice: a journey must cross departments now and then; at 0.65 two of three steps begin with a "
        "handover, and a case then hardly rests anywhere",
    ),
    headline=1.0,
    counts=(many_handoffs,),
)
def handoff_share(context: Context) -> Iterator[Reading]:
    """Handoffs per consecutive pair of steps: of each journey, and their mean."""
    nothing = later("no journey has two consecutive steps with a department")
    yield _mean(context, _handoff_share, nothing, handoff_share.counts)

    def share(route: Route) -> Reading:
        value = _handoff_share(route)
        if value is None:
            return not_applicable(say("no two consecutive steps have a department"), route.scope)
        return reading(value, route.scope)

    yield from each(context, share)


@measure(
    "fragmentation.returns",
    "Returns to a department already left",
    formula="number of times the journey enters a department that it had left for another one",
    unit="returns",
    direction="lower",
    range=(0, None),
    source=AALST,
    reading="The customer's case comes back to people who thought they were done with it. Some returns are by design: "
    "a front office that closes what it opened.",
    undefined=_NO_STEPS,
)
def returns(context: Context) -> Iterator[Reading]:
    """Re-entries of each journey."""
    return of_journeys(context, lambda route: reading(route.returns, route.scope))


@measure(
    "fragmentation.ping_pong",
    "Ping-pong",
    formula="number of places where three consecutive steps run A → B → A",
    unit="times",
    direction="lower",
    range=(0, None),
    source=AALST + " (subcontracting, three activities in a row)",
    reading="Work that goes out and comes straight back: a check, a question or an approval that could sit with those "
    "who do the work.",
    undefined=_NO_STEPS,
)
def ping_pong(context: Context) -> Iterator[Reading]:
    """A → B → A in each journey."""
    return of_journeys(context, lambda route: reading(len(route.ping_pongs), route.scope))


@measure(
    "fragmentation.journeys_with_ping_pong",
    "Journeys with ping-pong",
    formula="journeys with at least one A → B → A / journeys with three consecutive steps that have a department",
    unit="share",
    direction="lower",
    range=(0, 1),
    source=AALST,
    reading="How common it is that work comes straight back to the department that handed it over.",
    undefined="no journey has three consecutive steps with a department; those that have not do not count",
    limits=Limits(
        good=0,
        amber=0.2,
        red=0.5,
        bad=0.9,
        basis="our choice: in one journey of five a loop may be meant; in every second one it is how the company works",
    ),
    headline=1.0,
    counts=(straight_back,),
)
def journeys_with_ping_pong(context: Context) -> Iterator[Reading]:
    """Share of journeys with at least one A → B → A."""
    # A journey too short to come back says nothing: counting it as free of ping-pong would flatter the company.
    yield _mean(
        context,
        lambda route: float(bool(route.ping_pongs)) if route.has_three_in_a_row else None,
        later("no journey has three consecutive steps with a department"),
        journeys_with_ping_pong.counts,
    )


def _concentration(shares: Sequence[float]) -> float:
    return fsum(share * share for share in shares)


@measure(
    "fragmentation.concentration",
    "Concentration of steps",
    formula="Σ p², p = share of the steps (with a department) of each responsible department",
    unit="index",
    direction="neither",
    range=(0, 1),
    source=HIRSCHMAN,
    reading="1 when one department does every step; 1 divided by the number of departments when all do equally many.",
    undefined=_NO_STEPS,
)
def concentration(context: Context) -> Iterator[Reading]:
    """Herfindahl–Hirschman index of the steps of each journey."""
    return of_journeys(context, lambda route: _of_shares(route, _concentration))


@measure(
    "fragmentation.effective_departments",
    "Effective number of departments",
    formula="1 / Σ p², p = share of the steps of each responsible department",
    unit="departments",
    direction="neither",
    range=(1, None),
    source=HILL,
    reading="Departments that carry the journey: one that does a single step of many hardly counts.",
    undefined=_NO_STEPS,
)
def effective_departments(context: Context) -> Iterator[Reading]:
    """Inverse of the concentration of each journey."""
    return of_journeys(context, lambda route: _of_shares(route, lambda shares: 1 / _concentration(shares)))


@measure(
    "fragmentation.evenness",
    "Evenness of steps over departments",
    formula="H / ln S, H = −Σ p ln p, S = number of responsible departments",
    unit="index",
    direction="neither",
    range=(0, 1),
    source=PIELOU,
    reading="1 when all departments do equally many steps: then none is the natural owner. Near 0 when one does most.",
    undefined=f"{_NO_STEPS}, or one department does them all",
)
def evenness(context: Context) -> Iterator[Reading]:
    """Pielou's evenness of the steps of each journey."""

    def even(route: Route) -> Reading:
        if len(route.shares) == 1:
            return not_applicable(say("one department does all the steps"), route.scope)
        return _of_shares(route, lambda shares: -fsum(share * log(share) for share in shares) / log(len(shares)))

    return of_journeys(context, even)


def _of_shares(route: Route, figure: Callable[[Sequence[float]], float]) -> Reading:
    return reading(figure(route.shares), route.scope)


@measure(
    "fragmentation.cross_department_journeys",
    "Share of journeys that cross departments",
    formula="journeys whose steps name two or more departments / journeys whose steps name any",
    unit="share",
    direction="neither",
    range=(0, 1),
    source=RUMMLER,
    reading="How much of what customers live through depends on departments working together. No defect in itself.",
    undefined="no journey has steps with a department",
)
def cross_department_journeys(context: Context) -> Iterator[Reading]:
    """Share of journeys that touch two departments or more."""
    yield _mean(context, lambda route: float(len(route.departments) > 1), _NO_DEPARTMENTS)


@measure(
    "fragmentation.cross_department_journey_count",
    "Journeys that cross departments",
    formula="number of journeys whose steps name two or more departments",
    unit="journeys",
    direction="neither",
    range=(0, None),
    source=RUMMLER,
    reading="The journeys that need an owner across departments.",
    undefined="no journey has steps with a department",
)
def cross_department_journey_count(context: Context) -> Iterator[Reading]:
    """Journeys that touch two departments or more."""
    found = routes(context)
    if found:
        yield reading(sum(len(route.departments) > 1 for route in found))
    else:
        yield not_measured(say(_NO_DEPARTMENTS))


@measure(
    "fragmentation.waiting_share",
    "Share of the time spent waiting",
    formula="Σ waiting / Σ (waiting + working time), over the steps that give both",
    unit="share",
    direction="lower",
    range=(0, 1),
    source=ROTHER,
    reading="How much of the time the customer's case lies still. Most waiting is before a handoff.",
    undefined="no journey is listed, no step of the journey gives both times, or they add up to nothing",
    survives=UNDIVIDED,
)
def waiting_share(context: Context) -> Iterator[Reading]:
    """Waiting time over elapsed time of each journey."""
    if not context.organisation.has("journey_steps", "duration", "waiting"):
        yield not_measured(say("the journey steps do not give both working time and waiting time"))
        return
    if not context.organisation.steps_of:
        yield not_measured(say(NO_JOURNEY))
    for journey, steps in context.organisation.steps_of.items():
        scope = Scope("journey", journey)
        timed = [(step.waiting, step.duration) for step in steps]
        both = [(wait, work) for wait, work in timed if wait is not None and work is not None]
        elapsed = fsum(wait + work for wait, work in both)
        if not both:
            yield not_measured(say("no step gives both working time and waiting time"), scope)
        elif elapsed <= 0:
            yield not_applicable(say("the times given add up to nothing"), scope)
        else:
            note = ""
            if len(both) < len(steps):
                note = say("from {part} of {whole}", part=number_text(len(both)), whole=counted(len(steps), "step"))
            yield reading(fsum(wait for wait, _ in both) / elapsed, scope, note)


@measure(
    "fragmentation.propagation_cost",
    "Propagation cost",
    formula="pairs of departments, each with itself included, where a chain of handoffs leads from the first to the second / "
    "N², N = departments that do steps",
    unit="share",
    direction="lower",
    range=(0, 1),
    source=MACCORMACK,
    reading="How much of the company a delay or a change in one department can reach, from handoff to handoff. At least 1/N. "
    "Handoffs of different journeys join into chains, so that a few can reach all: compare it with what chance would give.",
    undefined="no step names a department",
    differs="Some leave out that each department reaches itself, which lowers it.",
    scored_as=None,
    expectation="fragmentation.propagation_expected",
)
def propagation_cost(context: Context) -> Iterator[Reading]:
    """Density of the reachability matrix of the handoffs."""
    graph = network.handoff_network(context.organisation)
    cost = graph_theoretic.propagation_cost(graph)
    if cost is None:
        yield not_measured(say("no step names a department"))
    else:
        note = say(
            "{pairs} with a handoff among {departments}",
            pairs=counted(graph.number_of_edges(), "pair"),
            departments=counted(len(graph), "department"),
        )
        yield reading(cost, note=note)


@measure(
    "fragmentation.propagation_expected",
    "Propagation cost expected by chance",
    formula=f"mean propagation cost of {_DRAWS} random networks of as many departments and as many pairs with a handoff, "
    "drawn with the seed of the settings",
    unit="share",
    direction="neither",
    range=(0, 1),
    source=f"{MACCORMACK} Our null model: every set of so many pairs is as likely.",
    reading="A propagation cost above it says that handoffs run in circles between departments; one below it, that they "
    "run one way or stay within parts of the company.",
    undefined="no step names a department, or no journey has a handoff",
    scored_as=None,
)
def propagation_expected(context: Context) -> Iterator[Reading]:
    """Mean propagation cost of random networks of the same size."""
    graph = network.handoff_network(context.organisation)
    if not graph:
        yield not_measured(say("no step names a department"))
    elif not graph.number_of_edges():
        yield not_applicable(say("no journey has a handoff"))
    else:
        arcs = graph.number_of_edges()
        yield reading(graph_theoretic.expected_propagation_cost(len(graph), arcs, _DRAWS, context.settings.seed))


MEASURES = (*declared_measures(globals()), *delicate_handoffs.MEASURES)
RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
