"""Do departments want the same for the customer? Measures of their goals; the rules are beside it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from alignment.analysis import base
from alignment.analysis.aims import (
    PERSPECTIVES,
    SHORT_TERM,
    about_customers,
    conflicts,
    of_departments,
    of_journeys,
    owning_pairs,
    serves_customers,
    sharing_pairs,
)
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
from alignment.analysis.goals_rules import (
    at_cross_purpose,
    no_customer_goal,
    nothing_in_common,
    short_term_only,
    subjects,
)
from alignment.analysis.literature import DEUTSCH, GRAHAM, KAPLAN, KERR
from alignment.language import later, number_text, say, share_text
from alignment.model.organisation import Goal
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = [
    "MEASURES",
    "RULES",
    "at_cross_purpose",
    "no_customer_goal",
    "nothing_in_common",
    "short_term_only",
]

measure = partial(base.measure, needs=("goals",))

_NO_JOURNEY = later("no goal names the journey it serves")
_NO_PERSPECTIVE = later("no goal says whether it is about customers, money, processes or people")
_EACH = "A goal that several departments share counts for each of them."


@measure(
    "goals.journeys_with_customer_kpi",
    "Journeys with a customer goal",
    formula="journeys that at least one goal of the perspective “customer” names / listed journeys; a journey of whose "
    "goals none is, but one gives no perspective, is left out",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("goals", "journeys"),
    source=KAPLAN,
    reading="A journey that no department has a customer goal for is nobody's success when it goes well.",
    undefined="no journey is listed, no goal names the journey it serves, or none that does gives its perspective",
    limits=Limits(
        good=1,
        amber=0.8,
        red=0.5,
        bad=0.1,
        basis="our choice: every journey deserves one; where half have none, departments are steered by other things",
    ),
    survives=UNDIVIDED,
    counts=(no_customer_goal,),
)
def journeys_with_customer_kpi(context: Context) -> Iterator[Reading]:
    """Share of journeys that a goal about customers names."""
    goals = of_journeys(context.organisation)
    if not goals:
        yield not_measured(say("the workbook lists no journey"))
    elif not any(goals.values()):
        yield not_measured(say(_NO_JOURNEY))
    else:
        told = {journey: found for journey, its in goals.items() if (found := serves_customers(its)) is not None}
        left = len(goals) - len(told)
        waived = context.waived(journeys_with_customer_kpi.counts)
        kept = [found for journey, found in told.items() if Scope("journey", journey) not in waived]
        note = say(
            "without {left} whose goals do not say whether they are about customers", left=counted(left, "journey")
        )
        if kept:
            share = reading(sum(kept) / len(kept), note=note if left else "")
            yield without_waived(share, len(told) - len(kept), "journey")
        else:
            yield all_waived() if told else not_measured(say(_NO_PERSPECTIVE))


def _of_each(
    context: Context, share: Callable[[Sequence[Goal], Scope], Reading], counts: tuple[Rule, ...] = ()
) -> Iterator[Reading]:
    """Take a share of all goals, and of those of each department.

    The goals of a department of which something is waived that the share counts leave that of all.
    """
    waived = context.waived(counts)
    left = {one.owner_department for one in context.organisation.goals if _department(one) in waived}
    kept = [one for one in context.organisation.goals if one.owner_department not in left]
    yield without_waived(share(kept, Scope()), len(left), "department") if kept or not left else all_waived()
    for department, goals in of_departments(context.organisation).items():
        yield share(goals, Scope("department", department))


def _department(goal: Goal) -> Scope:
    return Scope("department", goal.owner_department)


def _share(told: Sequence[bool | None], scope: Scope, nothing: str, unknown: str) -> Reading:
    """Share of those that can be told; templates say that none can (`nothing`), and what is wrong with the others."""
    known = [one for one in told if one is not None]
    if not known:
        return not_measured(say(nothing), scope)
    left = len(told) - len(known)
    note = say("{part} of {whole}", part=number_text(sum(known)), whole=counted(len(known), "goal"))
    if left:
        note += "; " + say(unknown, number=number_text(left))
    return reading(sum(known) / len(known), scope, note)


@measure(
    "goals.customer_share",
    "Share of goals about customers",
    formula=f"goals of the perspective “customer” / goals of a known perspective ({joined(list(PERSPECTIVES))}). {_EACH}",
    unit="share",
    direction="neither",
    range=(0, 1),
    source=KAPLAN,
    reading="What departments are steered by. A balanced scorecard gives each of four perspectives its part: near 0 "
    "the customer is left to good will.",
    undefined="no goal gives its perspective; of a department, none of its own",
    survives=UNDIVIDED,
)
def customer_share(context: Context) -> Iterator[Reading]:
    """Share of goals about customer outcomes, of the company and of each department."""
    return _of_each(
        context,
        lambda goals, scope: _share(
            [about_customers(one) for one in goals],
            scope,
            _NO_PERSPECTIVE,
            later("{number} more whose perspective is blank or another"),
        ),
    )


@measure(
    "goals.short_term_share",
    "Share of goals within a quarter",
    formula=f"goals with a horizon of {SHORT_TERM:g} months or less / goals with a horizon. {_EACH}",
    unit="share",
    direction="lower",
    range=(0, 1),
    source=GRAHAM,
    reading="Short goals are met; where there are no others, what customers would notice in a year is put off for them.",
    undefined="no goal gives its horizon; of a department, none of its own",
    survives=UNDIVIDED,
    counts=(short_term_only,),
)
def short_term_share(context: Context) -> Iterator[Reading]:
    """Share of goals due within a quarter, of the company and of each department."""

    def share(goals: Sequence[Goal], scope: Scope) -> Reading:
        told = [None if one.horizon_months is None else one.horizon_months <= SHORT_TERM for one in goals]
        return _share(
            told, scope, later("no goal says in how many months it is due"), later("{number} more give no horizon")
        )

    return _of_each(context, share, short_term_share.counts)


@measure(
    "goals.shared",
    "Pairs of departments with a goal in common",
    formula="pairs of departments that journeys or processes join and that have at least one goal in common / pairs "
    "that they join, both with goals of their own. A goal is common to the departments that its row or rows name",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("goals", "journey_steps|processes|raci"),
    source=DEUTSCH,
    reading="Departments that depend on each other and share no goal each do well at the other's expense. Compare it "
    "with the share among all pairs of departments with goals: that is what chance would give.",
    undefined="no goal names its department, or no two departments that journeys or processes join both have goals",
)
def shared(context: Context) -> Iterator[Reading]:
    """Share of required pairs, both with goals, that share one."""
    organisation = context.organisation
    owners = of_departments(organisation)
    pairs = owning_pairs(context)
    if not owners:
        yield not_measured(say("no goal names the department that has it"))
    elif not context.required:
        yield not_measured(say("no journey or process is known to join two departments"))
    elif not pairs:
        yield not_applicable(say("no two departments that journeys or processes join both have goals"))
    else:
        common = sharing_pairs(organisation)
        every = len(owners) * (len(owners) - 1) // 2
        left = len(context.required) - len(pairs)
        note = say(
            "of all {pairs} with goals {share} share one",
            pairs=counted(every, "pair of departments"),
            share=share_text(len(common) / every),
        )
        if left:
            note += "; " + say("without {left} of which one side has no goals", left=counted(left, "pair"))
        yield reading(len(common & pairs.keys()) / len(pairs), note=note)


@measure(
    "goals.conflicts",
    "Goals at cross purposes",
    formula="number of pairs of goals of which the workbook says that one works against the other; a pair counts for "
    "each journey that either goal serves, and once for the company",
    unit="pairs",
    direction="lower",
    range=(0, None),
    source=KERR,
    reading="Who meets the one goal misses the other. Only what somebody wrote down is counted: there may be more.",
    undefined="no goal names another that it works against: a blank cell may be an unasked question",
    counts=(at_cross_purpose,),
)
def goal_conflicts(context: Context) -> Iterator[Reading]:
    """Pairs of goals declared at cross purposes: all, and those of each journey that goals serve."""
    found = conflicts(context.organisation)
    if not found:
        # Blank cells cannot tell that there is no conflict from nobody having been asked.
        yield not_measured(say("no goal names another that it works against"))
        return
    waived = context.waived(goal_conflicts.counts)
    # A conflict is told of each journey that it concerns: it is out of sight only where all of that is waived.
    kept = [one for one in found if not waived.issuperset(subjects(one))]
    yield without_waived(reading(len(kept)), len(found) - len(kept), "pair") if kept else all_waived()
    for journey, goals in of_journeys(context.organisation).items():
        if goals:
            yield reading(sum(journey in one.journeys for one in found), Scope("journey", journey))


MEASURES = declared_measures(globals())
RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
