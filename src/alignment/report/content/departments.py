"""What does this check say to each department? What the plan asks of it, and what was found about it."""

from collections.abc import Sequence

from alignment.model.result import SEVERITIES, Finding, Step
from alignment.report.content.findings import EVERYTHING_ELSE
from alignment.report.content.view import View
from alignment.report.content.words import counted
from alignment.report.display import clean
from alignment.report.document import Block, Bullets, Column, Paragraph, Section, Subheading, Table

__all__ = ["departments_section"]

# In a large company those come first whom the plan asks, then those with the gravest findings.
_MOST_DEPARTMENTS = 40
_MOST_FINDINGS = 4
_WHEN = {"now": "in 30 days", "next": "in 90 days", "later": "after that"}
_COLUMNS = (
    Column("Step", "number", 0.5),
    Column("What to do", share=7.2),
    Column("When", share=1.3),
    Column("Owner", "blank", 1.6),
    Column("Date", "blank", 1.1),
)


def departments_section(view: View) -> Section | None:
    """Return what this check says to each department that a finding or a step is about."""
    about: dict[str, list[Finding]] = {one: [] for one in view.departments}
    for finding in view.check.findings:
        scope = finding.scope
        if finding.status == "waived" or scope.kind not in ("department", "pair") or scope.id is None:
            continue
        for unit in (scope.id,) if isinstance(scope.id, str) else scope.id:
            if unit in about:
                about[unit].append(finding)
    asked = {one: [step for step in view.check.advice.steps if one in step.asks] for one in about}
    told = [one for one in about if about[one] or asked[one]]
    if not told:
        return None
    first = sorted(told, key=lambda one: (not asked[one], _gravest(about[one]), -len(about[one]), one))
    shown = set(first[:_MOST_DEPARTMENTS])
    lead = "What this check says to each department: what the plan asks of it, and what was found about it."
    if len(told) > len(shown):
        lead += (
            f" Shown are {len(shown)} of {counted(len(told), 'department')}: those whom the plan asks first, then those "
            f"with the gravest findings. The findings of the others are {EVERYTHING_ELSE}."
        )
    blocks: list[Block] = [Paragraph(lead, "lead")]
    for place, unit in enumerate([one for one in told if one in shown], start=1):
        blocks += _page(view, unit, f"to-{place}", asked[unit], about[unit])
    return Section("departments", "A word to each department", tuple(blocks))


def _gravest(findings: Sequence[Finding]) -> int:
    return min((SEVERITIES.index(one.severity) for one in findings), default=len(SEVERITIES))


def _page(view: View, unit: str, anchor: str, steps: Sequence[Step], findings: Sequence[Finding]) -> list[Block]:
    blocks: list[Block] = [Subheading(clean(view.department(unit)), anchor)]
    if steps:
        rows = tuple((one.rank, clean(one.words), _WHEN[one.wave], "", "") for one in steps)
        blocks.append(Table("Asked by the plan", _COLUMNS, rows))
    if findings:
        worst = sorted(findings, key=lambda one: SEVERITIES.index(one.severity))[:_MOST_FINDINGS]
        said = [clean(one.message) for one in worst]
        if len(findings) > len(worst):
            said.append(f"And {counted(len(findings) - len(worst), 'more finding')}, {EVERYTHING_ELSE}.")
        blocks.append(Bullets(tuple(said)))
    return blocks
