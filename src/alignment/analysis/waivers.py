"""Which findings did the company decide to live with? Those that its sheet Actions waives, until the waiver lapses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

from alignment.language import date_text, later, say, say_many
from alignment.model.organisation import Action, Organisation
from alignment.model.result import SEVERITIES, Finding, Scope, ScopeKind
from alignment.wording import counted

__all__ = ["ALL_WAIVED", "distinct", "rank", "waived_words", "with_waivers"]

# Why a figure has no value where everything that it could count is waived.
ALL_WAIVED = later("all that could be counted here is waived")

_KINDS: tuple[str, ...] = get_args(ScopeKind)


def rank(scope: Scope) -> tuple[int, tuple[str, ...]]:
    """Return where a scope stands among others: by its kind, then by its ids."""
    idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
    return _KINDS.index(scope.kind), idents


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by severity, code and id; those whose ids collide are numbered, so that each has its own."""
    ordered = sorted(
        findings, key=lambda one: (SEVERITIES.index(one.severity), one.code, one.id, rank(one.scope), one.message)
    )
    seen: Counter[str] = Counter()
    result = []
    for one in ordered:
        seen[one.id] += 1
        result.append(one if seen[one.id] == 1 else replace(one, id=f"{one.id}~{seen[one.id]}"))
    return tuple(result)


def with_waivers(findings: Iterable[Finding], organisation: Organisation) -> tuple[Finding, ...]:
    """Return the findings, those that are waived on the day of the workbook marked so, with the reason and the end."""
    waivers = {one.finding.casefold(): one for one in organisation.waivers}
    return tuple(
        replace(one, status="waived", waiver=_words(waivers[one.id.casefold()]))
        if one.id.casefold() in waivers
        else one
        for one in findings
    )


def waived_words(number: int, noun: str) -> str:
    """Return how many are left out of a figure because they are waived, for its note.

    Examples
    --------
    >>> waived_words(1, "journey"), waived_words(2, "process")
    ('without 1 journey that is waived', 'without 2 processes that are waived')
    """
    return say_many(
        number, "without {units} that is waived", "without {units} that are waived", units=counted(number, noun)
    )


def _words(action: Action) -> str:
    until = say("until {day}", day=date_text(action.waiver_until)) if action.waiver_until else ""
    return ", ".join(part for part in (action.waiver_reason, until) if part) or say("no reason given")
