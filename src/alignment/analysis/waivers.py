"""Which findings did the company decide to live with? Those that its sheet Actions waives, until the waiver lapses."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product

from alignment.language import date_text, say
from alignment.model.organisation import Action, Organisation
from alignment.model.result import Finding
from alignment.source.names import key, slug

__all__ = ["ids_today", "with_waivers"]


def with_waivers(findings: Iterable[Finding], organisation: Organisation) -> tuple[Finding, ...]:
    """Return the findings, those that are waived on the day of the workbook marked so, with the reason and the end."""
    day = organisation.snapshot_date
    waivers: dict[str, Action] = {}
    for one in organisation.actions:
        if one.waives(day):
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


def ids_today(ident: str, organisation: Organisation) -> tuple[str, ...]:
    """Return the ids that a finding, or a step, of the last report may have in this workbook: as it was, and by names of today.

    What was renamed or split since is as the sheet Crosswalk says.
    """
    names = _names_today(organisation)
    segments = [[slug(part) for part in segment.split("+")] for segment in ident.split(":")]
    if names.keys().isdisjoint(part for segment in segments for part in segment):
        return (ident,)
    choices = [
        [sorted(one) for one in product(*(names.get(part, (part,)) for part in segment))] for segment in segments
    ]
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
