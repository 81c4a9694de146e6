"""When should the data itself be mended first? The rules on trust."""

from collections.abc import Iterator
from itertools import groupby

from alignment.analysis.ages import MONTHS_CURRENT
from alignment.analysis.base import Context, Hit, Reading, rule
from alignment.analysis.contradictions import StepElsewhere, contradictions
from alignment.analysis.literature import COSTENBADER, KOSSINETS, PIPINO
from alignment.analysis.reliability import NAMES_HOLD, TOTALS_HOLD, response, reviews
from alignment.analysis.standing import capped, post_label
from alignment.language import date_text, number_text, say, say_many, share_text
from alignment.model.organisation import Cell, Department, Organisation, Person
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["contradicting", "few_for_names", "stale_data", "thin_response"]


@rule(
    "TRU01",
    "Thin response",
    severity="medium",
    recommendation="Ask those who have not answered before anything is decided on bridges or on single ties.",
    basis=f"Our choice: totals hold from about 70% of answers, after {KOSSINETS} {COSTENBADER}",
    limit=TOTALS_HOLD,
    limit_words="share of those listed who report ties, under which it speaks",
    needs=("collaboration",),
    measure="trust.response_rate",
)
def thin_response(context: Context, limit: float) -> Iterator[Hit]:
    """Too few of those listed report ties; the cells shown are of departments, not of names."""
    found = response(context.organisation)
    if isinstance(found, Reading) or found.rate >= limit:
        return
    message = say(
        "Only {words} ({share}; {least} are needed)",
        words=found.words,
        share=f"{found.percent}%",
        least=share_text(limit),
    )
    silent = sorted(found.silent, key=lambda one: (_unit(one), one.origin.row))
    if found.level == "person":
        groups = [(unit, len(list(group))) for unit, group in groupby(silent, key=_unit) if unit]
        most = sorted(groups, key=lambda group: (-group[1], group[0]))[:3]
        names = joined([f"{context.label('department', unit)} ({number_text(number)})" for unit, number in most])
        if most:
            message += "; " + say("most are missing in {departments}", departments=names)
    yield Hit(Scope(), f"{message}.", capped(one.cell("department") for one in silent))


def _unit(record: Person | Department) -> str:
    return (record.department or "") if isinstance(record, Person) else record.id


@rule(
    "TRU02",
    "Sheets that contradict each other",
    severity="low",
    recommendation="Ask the departments concerned which of the two is true, and correct the other.",
    basis=PIPINO + " (consistency). Ratings that disagree are reported by COO03.",
    measure="trust.contradictions",
)
def contradicting(context: Context, _: float) -> Iterator[Hit]:
    """Owners that the RACI chart does not know as accountable, and steps of other departments' processes."""
    organisation = context.organisation
    found = contradictions(organisation, context.rated_ties)
    words: dict[Scope, list[str]] = {}
    cells: dict[Scope, list[Cell]] = {}
    for one in found.names:
        column = joined([post_label(organisation, holder) for holder in one.column], most=3)
        chart = joined([post_label(organisation, holder) for holder in one.chart], most=3)
        told = (
            say(
                "its end-to-end owner is {column}, but the RACI chart gives the A to {chart}",
                column=column,
                chart=chart,
            )
            if one.scope.kind == "journey"
            else say(
                "its accountable is {column}, but the RACI chart gives the A to {chart}", column=column, chart=chart
            )
        )
        words.setdefault(one.scope, []).append(told)
        cells.setdefault(one.scope, []).extend(one.cells)
    for journey, group in groupby(found.steps, key=lambda one: one.step.journey):
        scope, steps = Scope("journey", journey), list(group)
        told = say_many(
            len(steps),
            "another department owns the process of {steps}",
            "other departments own the processes of {steps}",
            steps=joined([_elsewhere(organisation, one) for one in steps], most=2),
        )
        words.setdefault(scope, []).append(told)
        for one_step in steps:
            cells.setdefault(scope, []).extend(
                (one_step.step.cell("department"), one_step.process.cell("owner_department"))
            )
    for scope, clauses in words.items():
        name = context.label(scope.kind, str(scope.id))
        message = say("“{name}” is told in two ways: {clauses}.", name=name, clauses="; ".join(clauses))
        yield Hit(scope, message, capped(cells[scope]))


def _elsewhere(organisation: Organisation, one: StepElsewhere) -> str:
    return say(
        "step {step} “{name}” (done in {department}; “{process}” belongs to {owner})",
        step=one.step.order,
        name=one.step.name,
        department=organisation.label("department", one.step.departments[0]),
        process=one.process.name,
        owner=organisation.label("department", one.process.owner_department or ""),
    )


@rule(
    "TRU03",
    "Stale data",
    severity="low",
    recommendation="Go through the journey list with its owners before drawing conclusions from it.",
    basis=PIPINO + " (timeliness). The share is our choice.",
    limit=0.5,
    limit_words="share of the review dates that are older than a year",
    needs=("journeys",),
    measure="trust.freshness",
)
def stale_data(context: Context, limit: float) -> Iterator[Hit]:
    """More than the limit's share of review dates is older than a year at the snapshot."""
    found = reviews(context.organisation)
    if isinstance(found, str) or len(found.stale) <= limit * len(found.dated):
        return
    oldest = found.stale[0].last_review
    message = say_many(
        len(found.stale),
        "{n} of {dates} is more than {months} before the snapshot; the oldest is {day}.",
        "{n} of {dates} are more than {months} before the snapshot; the oldest is {day}.",
        dates=counted(len(found.dated), "review date"),
        months=counted(MONTHS_CURRENT, "month"),
        day=date_text(oldest) if oldest else "",
    )
    yield Hit(Scope(), message, capped(one.cell("last_review") for one in found.stale))


@rule(
    "TRU04",
    "Too few answers to name bridges",
    severity="low",
    recommendation="Take the findings on bridges as places to ask, and ask those who have not answered before anything is "
    "changed for one of them.",
    basis=f"Our choice: who stands between others can be told from about 85% of answers, after {KOSSINETS} {COSTENBADER} "
    "With 30% silent, ranks by betweenness correlate only 0.48 with the truth on Lazega's lawyers. Under 70% TRU01 speaks.",
    limit=NAMES_HOLD,
    limit_words="share of those listed who report ties, under which it speaks",
    needs=("collaboration",),
    measure="trust.response_rate",
)
def few_for_names(context: Context, limit: float) -> Iterator[Hit]:
    """Enough of those listed report ties for totals, and too few to say who stands between others."""
    found = response(context.organisation)
    if isinstance(found, Reading) or not TOTALS_HOLD <= found.rate < limit:
        return
    message = say(
        "{words} ({share}): enough for totals, too few to be sure who stands between others ({least} are needed).",
        words=found.words,
        share=f"{found.percent}%",
        least=share_text(limit),
    )
    yield Hit(
        Scope(),
        message,
        capped(one.cell("department") for one in sorted(found.silent, key=lambda one: (_unit(one), one.origin.row))),
    )
