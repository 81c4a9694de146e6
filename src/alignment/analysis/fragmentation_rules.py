"""When does a journey change hands too often, or where nobody sees it? The rules on fragmentation."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.literature import AALST, ROTHER, RUMMLER
from alignment.analysis.route import Route, routes, sight
from alignment.language import number_text, say, say_many, share_text
from alignment.model.organisation import Cell, Step
from alignment.model.result import Scope, Severity
from alignment.network import Handoff
from alignment.wording import counted, joined, of_all

__all__ = ["blind_journeys", "many_handoffs", "moments_at_handoffs", "mostly_waiting", "straight_back"]

_STEPS = ("journey_steps",)
# The workbook's scale is 1 to 5: from 4 on a journey counts as important.
_IMPORTANT = 4.0
# Departments named in the path of a journey.
_LONGEST_PATH = 16


def _is_important(context: Context, route: Route) -> bool:
    importance = context.organisation.journey[route.journey].importance
    return importance is not None and importance >= _IMPORTANT


def _title(context: Context, route: Route) -> str:
    return context.label("journey", route.journey)


def _unit(context: Context, step: Step) -> str:
    return context.label("department", step.departments[0])


def _path(context: Context, route: Route) -> str:
    """The departments in the order the customer meets them, repeats in a row folded; … for a step without one.

    A path of very many is cut: who reads a sentence of sixty names learns less than from its number.
    """
    names = [_unit(context, step) if step.departments else "…" for step in route.steps]
    path = [name for name, _ in groupby(names)]
    rest = len(path) - _LONGEST_PATH
    if rest <= 0:
        return " → ".join(path)
    return say("{path} → … and {number} more", path=" → ".join(path[:_LONGEST_PATH]), number=number_text(rest))


def _cells(steps: Iterable[Step], *names: str) -> tuple[Cell, ...]:
    """Cells of these columns, each once, in the order of the steps."""
    return tuple(dict.fromkeys(step.cell(name) for step in steps for name in names))


def _ends(handoffs: Iterable[Handoff]) -> list[Step]:
    return [step for one in handoffs for step in (one.before, one.after)]


@rule(
    "FRG01",
    "Journey cut into many handoffs",
    severity="medium",
    recommendation="Let one department do neighbouring steps, or give one team the whole stretch; begin where the most "
    "handoffs follow each other.",
    basis="our choice: from five handoffs on, when at least every second pass from step to step is one. Every handoff "
    f"queues, translates and loses something. {RUMMLER}",
    limit=5,
    limit_words="handoffs in one journey, from which it speaks",
    needs=_STEPS,
    measure="fragmentation.handoffs",
)
def many_handoffs(context: Context, limit: float) -> Iterator[Hit]:
    """Journeys with as many handoffs as `limit` or more, where these are at least half of the passes between steps."""
    for route in routes(context):
        count = len(route.handoffs)
        if count < max(limit, 1) or 2 * count < route.passes:
            continue
        message = say(
            "The journey “{journey}” passes from one department to another {times} in {steps}: {path}.",
            journey=_title(context, route),
            times=_times(count),
            steps=counted(len(route.steps), "step"),
            path=_path(context, route),
        )
        severity: Severity | None = "high" if _is_important(context, route) else None
        yield Hit(route.scope, message, _cells(_ends(route.handoffs), "department"), severity=severity)


def _times(count: int) -> str:
    if count == 1:
        return say("once")
    return say("twice") if count == 2 else say("{number} times", number=number_text(count))


@rule(
    "FRG02",
    "Journey with blind handoffs",
    severity="medium",
    recommendation="Name one contact on each side of the handoff and let the two agree what is handed over, when, and "
    "how the receiver asks back.",
    basis="our definition: a handoff between departments that report no collaboration in either direction. High where "
    "the journey's importance is 4 or more, or a blind handoff touches a moment of truth",
    limit=1,
    limit_words="blind handoffs in one journey, from which it speaks",
    needs=("journey_steps", "collaboration"),
    measure="fragmentation.blind_handoffs",
)
def blind_journeys(context: Context, limit: float) -> Iterator[Hit]:
    """Journeys with as many blind handoffs as `limit` or more."""
    covered = context.covered
    for route in routes(context):
        seen = sight(route.handoffs, covered, context.actual)
        if len(seen.blind) < max(limit, 1):
            continue
        at_moment = any(step.moment_of_truth for step in _ends(seen.blind))
        severity: Severity = "high" if at_moment or _is_important(context, route) else "medium"
        message = say_many(
            len(seen.blind),
            "In the journey “{journey}”, {some} is blind: {handoffs}.",
            "In the journey “{journey}”, {some} are blind: {handoffs}.",
            journey=_title(context, route),
            some=of_all(len(seen.blind), len(seen.covered), "handoff"),
            handoffs=_passes(context, seen.blind),
        )
        meaning = (
            say("No collaboration between the two sides is recorded, and a moment of truth depends on it.")
            if at_moment
            else say("No collaboration between the two sides is recorded.")
        )
        cells = _cells(_ends(seen.blind), "department")
        yield Hit(route.scope, f"{message} {meaning}", cells, severity=severity)


def _passes(context: Context, handoffs: Sequence[Handoff]) -> str:
    return joined(
        [
            say(
                "{first} → {second} (steps {before} and {after})",
                first=_unit(context, one.before),
                second=_unit(context, one.after),
                before=one.before.order,
                after=one.after.order,
            )
            for one in handoffs
        ]
    )


@rule(
    "FRG03",
    "Ping-pong between departments",
    severity="medium",
    recommendation="Move the step in the middle, or the right to decide it, to the department on both its sides; where "
    "it must stay, agree a standard answer within a day.",
    basis=f"our choice: once is enough to ask whether the detour is needed. Called subcontracting by {AALST}",
    limit=1,
    limit_words="times that work comes straight back in one journey, from which it speaks",
    needs=_STEPS,
    measure="fragmentation.ping_pong",
)
def straight_back(context: Context, limit: float) -> Iterator[Hit]:
    """Journeys with as many places that run A → B → A as `limit` or more."""
    for route in routes(context):
        found = route.ping_pongs
        if len(found) < max(limit, 1):
            continue
        places = [
            say(
                "{departments} from step {step}",
                departments=" → ".join(_unit(context, step) for step in three),
                step=three[0].order,
            )
            for three in found
        ]
        message = say(
            "In the journey “{journey}”, work comes straight back {times}: {places}.",
            journey=_title(context, route),
            times=_times(len(found)),
            places=joined(places),
        )
        yield Hit(route.scope, message, _cells((step for three in found for step in three), "department"))


@rule(
    "FRG04",
    "Moments of truth at handoffs",
    severity="medium",
    recommendation="Keep a moment of truth within one department, with the step before and the step after it; where "
    "that cannot be, let one of the two departments answer for the moment as a whole.",
    basis="our choice: more than half of the journey's moments of truth begin or end with a handoff",
    limit=0.5,
    limit_words="share of a journey's moments of truth that are at a handoff",
    needs=_STEPS,
    measure="fragmentation.moments_of_truth_at_handoffs",
)
def moments_at_handoffs(context: Context, limit: float) -> Iterator[Hit]:
    """Journeys of which a larger share of the moments of truth than `limit` is at a handoff."""
    for route in routes(context):
        found = route.moments_at_handoffs
        if not found or len(found) <= limit * len(route.moments):
            continue
        steps = [
            say(
                "“{name}” (step {step}, {department})",
                name=step.name,
                step=step.order,
                department=_unit(context, step),
            )
            for step in found
        ]
        message = say_many(
            len(found),
            "In the journey “{journey}”, {some} is at a handoff: {steps}.",
            "In the journey “{journey}”, {some} are at a handoff: {steps}.",
            journey=_title(context, route),
            some=of_all(len(found), len(route.moments), "moment of truth"),
            steps=joined(steps),
        )
        yield Hit(route.scope, message, _cells(found, "moment_of_truth", "department"))


@rule(
    "FRG05",
    "Journey that is mostly waiting",
    severity="low",
    recommendation="Look at the longest wait first: ask what the step is waiting for, and who could release it sooner.",
    basis=f"our choice: more time spent waiting than working, over the steps that give both. After {ROTHER}",
    limit=0.5,
    limit_words="share of a journey's time that is spent waiting",
    needs=_STEPS,
    measure="fragmentation.waiting_share",
)
def mostly_waiting(context: Context, limit: float) -> Iterator[Hit]:
    """Journeys that wait for a larger share of their time than `limit`."""
    for journey, steps in context.organisation.steps_of.items():
        share = context.value("fragmentation.waiting_share", Scope("journey", journey))
        if share is None or share <= limit:
            continue
        timed = [step for step in steps if step.waiting is not None and step.duration is not None]
        longest = max(timed, key=lambda step: (step.waiting or 0.0, -step.order))
        values = {
            "journey": context.label("journey", journey),
            "share": share_text(share),
            "step": longest.order,
            "name": longest.name,
        }
        if len(timed) < len(steps):
            message = say(
                "The journey “{journey}” waits for {share} of its time (over the {part} of {steps} that give both times), "
                "longest before step {step}, “{name}”.",
                part=number_text(len(timed)),
                steps=counted(len(steps), "step"),
                **values,
            )
        else:
            message = say(
                "The journey “{journey}” waits for {share} of its time, longest before step {step}, “{name}”.", **values
            )
        yield Hit(Scope("journey", journey), message, _cells((step for step in timed if step.waiting), "waiting"))
