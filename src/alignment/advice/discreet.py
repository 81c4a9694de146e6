"""What of the plan, and of all that was found, is told in a report that is handed on?"""

from dataclasses import replace

from alignment.advice.moves import Move
from alignment.analysis.base import Context
from alignment.analysis.catalogue import RULES
from alignment.analysis.discreet import rests_on_ties, shown_findings, shown_measurements
from alignment.model.discretion import Discretion, pseudonym
from alignment.model.organisation import Organisation
from alignment.model.result import Advice, Finding, HealthCheck, Step

__all__ = ["may_be_told", "told_of"]

_CONTACTS = frozenset({"connect", "second_thread", "back_up"})


def may_be_told(move: Move, organisation: Organisation) -> bool:
    """Tell whether a possible step tells nothing of the ties of a few people."""
    small = organisation.discretion.small if organisation.discretion else frozenset()
    if move.kind not in _CONTACTS or not small:
        return True
    ends = (move.subject.id,) if isinstance(move.subject.id, str) else move.subject.id or ()
    return small.isdisjoint((*ends, *move.asks))


def told_of(check: HealthCheck, context: Context) -> HealthCheck:
    """Return a health check without what its organisation is discreet about; the whole where it is not."""
    organisation = context.organisation
    if organisation.discretion is None:
        return check
    findings = shown_findings(organisation, check.findings)
    return replace(
        check,
        measurements=shown_measurements(organisation, check.measurements),
        findings=findings,
        advice=_advice(check.advice, organisation.discretion, check.findings, findings),
        discretion=organisation.discretion,
    )


def _advice(advice: Advice, discretion: Discretion, all_: tuple[Finding, ...], told: tuple[Finding, ...]) -> Advice:
    kept = {one.id for one in told}
    hidden = {one.id for one in all_} - kept
    codes = {one.code for one in told}
    answers = {code: some for code, some in advice.answers.items() if code in codes}
    steps = tuple(_step(one, discretion, hidden) for one in advice.steps)
    used = {one.practice for one in steps}.union(*answers.values())
    practices = tuple(one for one in advice.practices if one.id in used)
    return replace(advice, steps=steps, answers=answers, practices=practices)


def _step(step: Step, discretion: Discretion, hidden: set[str]) -> Step:
    """Return a step; who could carry it is found in ties, and so is not told where one of its departments is small."""
    closes = tuple(one for one in step.closes if one not in hidden)
    opens = tuple(one for one in step.opens if not (_code(one) in RULES and rests_on_ties(RULES[_code(one)])))
    told = replace(step, closes=closes, opens=opens)
    if not discretion.small.isdisjoint(step.asks):
        told = replace(told, champion="", champion_reason="")
        if any(pseudonym(one) in step.words for one in discretion.codes):
            # Whoever of a few it is would be known by the place.
            told = replace(told, asks=tuple(one for one in step.asks if one not in discretion.small))
    return told


def _code(finding: str) -> str:
    return finding.partition(":")[0]
