"""When do goals pull away from the customer, or from each other? Rules GOA01 to GOA04, declared for `goals`."""

from collections.abc import Iterable, Iterator

from alignment.analysis.aims import (
    PERSPECTIVES,
    SHORT_TERM,
    Conflict,
    about_customers,
    conflicts,
    goal_words,
    of_departments,
    of_journeys,
    owning_pairs,
    serves_customers,
    sharing_pairs,
)
from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.literature import DEUTSCH, GRAHAM, KAPLAN, KERR
from alignment.analysis.standing import capped
from alignment.language import say, say_many
from alignment.model.organisation import Goal, Journey
from alignment.model.result import Scope
from alignment.wording import counted, joined, of_all

__all__ = ["at_cross_purpose", "no_customer_goal", "nothing_in_common", "short_term_only", "subjects"]

# The workbook's scale is 1 to 5: from 4 on a journey counts as important.
_IMPORTANT = 4.0
# Of a single goal nobody can say that a department has only such; of fewer pairs, that they share nothing.
_ENOUGH_GOALS = 2
_ENOUGH_PAIRS = 5


def _is_important(journey: Journey | None) -> bool:
    return journey is not None and journey.importance is not None and journey.importance >= _IMPORTANT


@rule(
    "GOA01",
    "Journey without a goal about the customer",
    severity="low",
    recommendation="Agree one figure that tells whether the customer got what this journey is for, and give the same "
    "figure to each department that has a part in it.",
    basis=f"{KAPLAN} Medium for journeys of importance {_IMPORTANT:g} or more: our choice. Silent where no goal names "
    "a journey.",
    needs=("goals", "journeys"),
    measure="goals.journeys_with_customer_kpi",
)
def no_customer_goal(context: Context, _: float) -> Iterator[Hit]:
    """Journeys that goals name none or none about customers, where goals name any journey."""
    organisation = context.organisation
    goals = of_journeys(organisation)
    if not any(goals.values()):
        return
    for journey, found in goals.items():
        if serves_customers(found) is not False:
            continue
        record = organisation.journey[journey]
        if found:
            message = say(
                "No department has a goal about the customer of “{journey}”; its goals are about other things: {goals}.",
                journey=record.name,
                goals=joined(_kinds(context, found)),
            )
        else:
            message = say("No department has a goal about the customer of “{journey}”.", journey=record.name)
        cells = [record.cell("journey"), *(one.cell("perspective") for one in found)]
        if record.kpi and not any(one.name == record.kpi for one in organisation.goals):
            message += " " + say("Its own KPI, “{kpi}”, is nobody's goal.", kpi=record.kpi)
            cells.append(record.cell("kpi"))
        yield Hit(Scope("journey", journey), message, capped(cells), "medium" if _is_important(record) else None)


def _kinds(context: Context, goals: Iterable[Goal]) -> list[str]:
    return [
        say("{goal}, about {subject}", goal=words, subject=say(PERSPECTIVES[one.perspective]))
        for one in goals
        for words in goal_words(context, [one])
    ]


@rule(
    "GOA02",
    "Goals at cross purposes",
    severity="medium",
    recommendation="Let those who have the two goals agree in writing which comes first when they clash, beginning with "
    "what the customer would choose; change the target of the other.",
    basis=f"{KERR} High where one of the two goals is about customers and a journey it concerns has an importance of "
    f"{_IMPORTANT:g} or more: our choice.",
    needs=("goals",),
    measure="goals.conflicts",
)
def at_cross_purpose(context: Context, _: float) -> Iterator[Hit]:
    """Goals of which the workbook says that one works against the other, one finding a journey that they concern."""
    organisation = context.organisation
    by_subject: dict[Scope, list[Conflict]] = {}
    for one in conflicts(organisation):
        for scope in subjects(one):
            by_subject.setdefault(scope, []).append(one)
    for scope, found in by_subject.items():
        journey = organisation.journey.get(str(scope.id)) if scope.kind == "journey" else None
        clashes = joined([_clash(context, one) for one in found], most=3)
        if journey:
            clashes = say("In the journey “{journey}”, {clashes}", journey=journey.name, clashes=clashes)
        grave = _is_important(journey) and any(about_customers(goal) for one in found for goal in one.goals)
        yield Hit(
            scope,
            f"{clashes}.",
            capped(cell for one in found for cell in one.cells),
            "high" if grave else None,
        )


def _clash(context: Context, conflict: Conflict) -> str:
    first, second = (
        "".join(goal_words(context, [goal for goal in conflict.goals if goal.name == name]))
        or say("“{name}”", name=name)
        for name in conflict.names
    )
    return say("{first} works against {second}", first=first, second=second)


def subjects(conflict: Conflict) -> list[Scope]:
    """Return what a conflict is told of: each journey that it concerns, or else the departments that have the goals."""
    return [Scope("journey", journey) for journey in conflict.journeys] or [_owners(conflict)]


def _owners(conflict: Conflict) -> Scope:
    match conflict.departments:
        case (first, second):
            return Scope("pair", (first, second))
        case (only,):
            return Scope("department", only)
        case _:
            return Scope()


@rule(
    "GOA03",
    "Department with short-term goals only",
    severity="low",
    recommendation="Set one goal beside them that a customer would notice in a year, and review it together with the "
    "short ones.",
    basis=f"our choice: two goals or more with a horizon, none beyond a quarter. After {GRAHAM}",
    limit=SHORT_TERM,
    limit_words="months within which a goal is short-term",
    needs=("goals",),
    measure="goals.short_term_share",
)
def short_term_only(context: Context, limit: float) -> Iterator[Hit]:
    """Departments with two goals or more that say when they are due, all of them within `limit`."""
    for department, goals in of_departments(context.organisation).items():
        dated = [one for one in goals if one.horizon_months is not None]
        if len(dated) < _ENOUGH_GOALS or any((one.horizon_months or 0) > limit for one in dated):
            continue
        message = say(
            "In {department}, {goals} are due within {months}: {names}.",
            department=context.label("department", department),
            goals=of_all(len(dated), len(dated), "goal"),
            months=counted(int(limit), "month"),
            names=joined([say("“{name}”", name=one.name) for one in dated]),
        )
        yield Hit(Scope("department", department), message, capped(one.cell("horizon") for one in dated))


@rule(
    "GOA04",
    "Departments that depend on each other share no goal",
    severity="low",
    recommendation="Begin with the pair that most journeys need: choose one figure that both can move, and give it to "
    "both with the same target.",
    basis=f"our choice: up to one pair in ten, asked from {_ENOUGH_PAIRS} pairs on. After {DEUTSCH}",
    limit=0.1,
    limit_words="share of pairs with a goal in common, up to which it speaks",
    needs=("goals", "journey_steps|processes|raci"),
    measure="goals.shared",
)
def nothing_in_common(context: Context, limit: float) -> Iterator[Hit]:
    """Required pairs of departments that both have goals, where the share that has one in common is no more than `limit`."""
    organisation = context.organisation
    pairs = owning_pairs(context)
    sharing = sharing_pairs(organisation)
    apart = {pair: need for pair, need in pairs.items() if pair not in sharing}
    if len(pairs) < _ENOUGH_PAIRS or len(pairs) - len(apart) > limit * len(pairs):
        return
    heaviest = sorted(apart, key=lambda pair: (-apart[pair].weight, pair))
    names = [joined([context.label("department", one) for one in pair]) for pair in heaviest]
    owners = of_departments(organisation)
    message = _in_common(len(pairs) - len(apart), len(pairs))
    first = say("The first to need one: {pairs}.", pairs="; ".join(names[:3]))
    yield Hit(
        Scope(),
        f"{message} {first}",
        capped(goal.cell("owner_department") for pair in heaviest for one in pair for goal in owners[one]),
    )


def _in_common(sharing: int, every: int) -> str:
    pairs = counted(every, "pair of departments")
    if not sharing:
        return say(
            "Of {pairs} that have goals and that journeys or processes join, none has one in common.", pairs=pairs
        )
    return say_many(
        sharing,
        "Of {pairs} that have goals and that journeys or processes join, {n} has one in common.",
        "Of {pairs} that have goals and that journeys or processes join, {n} have one in common.",
        pairs=pairs,
    )
