"""Which findings did the company decide to live with? Those that its sheet Actions waives, until the waiver lapses."""

from collections.abc import Iterable
from dataclasses import replace

from alignment.language import date_text, say
from alignment.model.organisation import Action, Organisation
from alignment.model.result import Finding

__all__ = ["with_waivers"]


def with_waivers(findings: Iterable[Finding], organisation: Organisation) -> tuple[Finding, ...]:
    """Return the findings, those that are waived on the day of the workbook marked so, with the reason and the end."""
    day = organisation.snapshot_date
    waivers = {one.finding.casefold(): one for one in organisation.actions if one.waives(day)}
    return tuple(
        replace(one, status="waived", waiver=_words(waivers[one.id.casefold()]))
        if one.id.casefold() in waivers
        else one
        for one in findings
    )


def _words(action: Action) -> str:
    until = say("until {day}", day=date_text(action.waiver_until)) if action.waiver_until else ""
    return ", ".join(part for part in (action.waiver_reason, until) if part) or say("no reason given")
