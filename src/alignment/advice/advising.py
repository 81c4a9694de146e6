"""What is advised? The plan of a company as the health check tells it."""

from collections.abc import Callable, Sequence

from alignment.advice.agreed import topic, waived_topics
from alignment.advice.champions import champion
from alignment.advice.discreet import may_be_told
from alignment.advice.library import Library, library
from alignment.advice.moves import Move, applied
from alignment.advice.plan import Plan, PlannedMove, make_plan
from alignment.advice.proposals import proposed
from alignment.advice.proposals.reach import left_aside, steps_planned
from alignment.advice.waves import quick_wins, waves
from alignment.analysis.base import Context
from alignment.analysis.remeasure import Measured
from alignment.analysis.standing import holder_label
from alignment.model.organisation import Organisation
from alignment.model.result import Advice, Step, Wave

__all__ = ["advice_of", "advise", "wanted_in"]


def advise(before: Measured) -> Advice:
    """Return the plan for a company as measured: which steps, in which order, when, and who could carry each.

    Returns
    -------
    Advice
        Without steps where the company has no score, or where no move gains anything; with the actions of the library
        that answer what was found all the same.
    """
    wanted, most = wanted_in(before.organisation), steps_planned(before.context)
    return advice_of(make_plan(before, wanted, before.settings.plan_budget, most))


def wanted_in(organisation: Organisation) -> Callable[[Context], tuple[Move, ...]]:
    """Return what proposes the moves of a plan for a company: those that may be told, and that it has not waived."""
    waived = waived_topics(organisation)

    def wanted(context: Context) -> tuple[Move, ...]:
        possible = (one for one in proposed(context) if may_be_told(one, organisation))
        return tuple(one for one in possible if topic(one) not in waived)

    return wanted


def advice_of(plan: Plan, *, chosen: bool = False) -> Advice:
    """Return a plan as the health check tells it, with the actions of the library that serve it or answer a finding."""
    before, settings = plan.before, plan.before.settings
    waived = waived_topics(before.organisation)
    left_out = waived & {topic(one) for one in proposed(before.context)} if waived else waived
    quick = quick_wins(plan.steps)
    when = waves(plan.steps, settings.plan_capacity)
    actions = library()
    steps = tuple(
        _step(before, actions, place, one, wave, place in quick)
        for place, (one, wave) in enumerate(zip(plan.steps, when, strict=True))
    )
    codes = sorted({one.code for one in before.findings})
    answers = {code: tuple(one.id for one in actions.answering(code)) for code in codes}
    used = {one.practice for one in steps}.union(*answers.values())
    return Advice(
        steps,
        plan.considered,
        before.score,
        plan.after.score,
        practices=tuple(one for one in actions.practices if one.id in used),
        answers=answers,
        quick_gain=_gain_alone(before, [one for one, step in zip(plan.steps, steps, strict=True) if step.begins]),
        waived=len(left_out),
        note="" if chosen else left_aside(before.context),
        chosen=chosen,
    )


def _gain_alone(before: Measured, steps: Sequence[PlannedMove]) -> float | None:
    """Return what some steps of a plan gain where none of the others is taken; None without a score."""
    alone = before.after(applied(before.organisation, [one.move for one in steps])).score
    return None if alone is None or before.score is None else alone - before.score


def _step(before: Measured, actions: Library, place: int, planned: PlannedMove, wave: Wave, quick: bool) -> Step:
    move = planned.move
    carrier = champion(before.context, move.asks) if len(set(move.asks)) > 1 else None
    return Step(
        rank=place + 1,
        move=":".join(move.key),
        kind=move.kind,
        subject=move.subject,
        words=move.words,
        against=move.against,
        asks=move.asks,
        effort=move.effort,
        gain=planned.gain,
        cumulative=planned.cumulative,
        wave=wave,
        quick_win=quick,
        closes=tuple(one.id for one in planned.closes),
        opens=tuple(one.id for one in planned.opens),
        edits=tuple(str(one) for one in move.edits),
        champion=holder_label(before.organisation, carrier.holder) if carrier else "",
        champion_reason=carrier.why if carrier else "",
        practice=next((one.id for one in actions.serving(move.kind)), ""),
    )
