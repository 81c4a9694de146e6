"""Which findings did the company decide to live with? Those that its sheet Actions waives, until the waiver lapses."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from math import prod
from typing import get_args

from alignment.language import date_text, later, say, say_many
from alignment.model.organisation import Action, Organisation
from alignment.model.result import SEVERITIES, Finding, Scope, ScopeKind
from alignment.source.names import key, slug
from alignment.wording import counted

__all__ = ["ALL_WAIVED", "distinct", "ids_today", "rank", "waived_words", "with_waivers"]

# Why a figure has no value where everything that it could count is waived.
ALL_WAIVED = later("all that could be counted here is waived")

# A finding is about two things at most, and each was split into a few.
_MOST_IDS = 1_000
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
    waivers: dict[str, Action] = {}
    for one in organisation.waivers:
        for ident in ids_today(one.finding, organisation):
            # What names a finding by its name of today says more of it than what names it by a former one.
            if ident == one.finding or ident.casefold() not in waivers:
                waivers[ident.casefold()] = one
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


def ids_today(ident: str, organisation: Organisation) -> tuple[str, ...]:
    """Return the ids that a finding, or a step, of the last report may have in this workbook: as it was, and by names of today.

    What was renamed or split since is as the sheet Crosswalk says.
    """
    names = _names_today(organisation)
    segments = [[slug(part) for part in segment.split("+")] for segment in ident.split(":")]
    if names.keys().isdisjoint(part for segment in segments for part in segment):
        return (ident,)
    among = [[names.get(part, (part,)) for part in segment] for segment in segments]
    if prod(len(those) for segment in among for those in segment) > _MOST_IDS:
        # Where what it was may be very many things today, none is more likely than another.
        return (ident,)
    choices = [[sorted(one) for one in product(*segment)] for segment in among]
    # The code of a finding is in capitals, and the kind of a step as it is: neither is a name.
    choices[0] = [[ident.partition(":")[0]]]
    return (ident, *(":".join("+".join(parts) for parts in chosen) for chosen in product(*choices)))


def _names_today(organisation: Organisation) -> Mapping[str, tuple[str, ...]]:
    """Return former names, and the ids of what they are today, all as the id of a finding holds them."""
    if not organisation.renamings:
        return {}
    ids = {
        (kind, key(text)): one.id
        for kind in ("department", "journey", "process")
        for one in getattr(organisation, kind).values()
        for text in (one.name, one.id)
    }
    found: dict[str, tuple[str, ...]] = {}
    for one in organisation.renamings:
        today = slug(ids.get((one.kind, key(one.now)), one.now))
        found[slug(one.was)] = (*found.get(slug(one.was), ()), today)
    return found


def _words(action: Action) -> str:
    until = say("until {day}", day=date_text(action.waiver_until)) if action.waiver_until else ""
    return ", ".join(part for part in (action.waiver_reason, until) if part) or say("no reason given")
