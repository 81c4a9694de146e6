"""Which complete lists of the change does the spreadsheet carry? Every figure, every defect, every check."""

from collections.abc import Mapping

from alignment.analysis.catalogue import MEASURES
from alignment.history.certainty import words
from alignment.history.comparison import Movement
from alignment.language import say
from alignment.model.result import SEVERITIES
from alignment.report.content.change import Changes
from alignment.report.content.change_figures import way_words
from alignment.report.content.change_ledger import CAUSES, STATES
from alignment.report.content.change_method import METHOD_NAMES
from alignment.report.display import clean, light_word, scope_word, severity_word
from alignment.report.document import CellValue, Column, Register

__all__ = ["change_registers"]


def change_registers(changes: Changes) -> tuple[Register, ...]:
    """Return the complete lists of the change."""
    return tuple(one for one in (_changes(changes), _ledger(changes), _checks(changes)) if one.rows)


def _changes(changes: Changes) -> Register:
    columns = (
        Column(say("Figure"), share=3),
        Column(say("Id"), share=2),
        Column(say("Of")),
        Column(say("Which"), share=2),
        Column(say("Unit")),
        Column(say("Before"), "number", decimals=4),
        Column(say("After"), "number", decimals=4),
        Column(say("Change"), "number", decimals=4),
        Column(say("Of the company"), "number", decimals=4),
        Column(say("Of the division"), "number", decimals=4),
        Column(say("Of the data"), "number", decimals=4),
        Column(say("Chance, before"), "number", decimals=4),
        Column(say("Chance, after"), "number", decimals=4),
        Column(say("It is")),
        Column(say("What chance says"), share=2),
        Column(say("p"), "number", decimals=4),
        Column(say("p, adjusted"), "number", decimals=4),
        Column(say("Interval from"), "number", decimals=4),
        Column(say("Interval to"), "number", decimals=4),
        Column(say("How it was tested"), share=2),
        Column(say("In words"), share=4),
        Column(say("Why no change is told"), share=3),
    )
    rows = tuple(_row(changes, one) for one in changes.found.movements if _has(one))
    note = say(
        "Every figure that both checks can have: as printed, and what of the change is of the company, of how it is divided, and "
        "of what was read. The interval is that of the change on what both have."
    )
    return Register(say("Changes"), columns, rows, note)


def _has(movement: Movement) -> bool:
    return any(one is not None and one.value is not None for one in (movement.before, movement.after))


def _row(changes: Changes, one: Movement) -> tuple[CellValue, ...]:
    kind, verdict = MEASURES[one.id], changes.verdict(one)
    parts: tuple[float | None, ...] = (one.of_company, one.of_division, one.of_data)
    if not changes.told(one):
        parts = (None, None, None)
    tested: tuple[CellValue, ...] = (None,) * 6
    if verdict is not None:
        change = verdict.change
        tested = (change.p, verdict.adjusted, change.low, change.high, say(METHOD_NAMES[change.method]), words(verdict))
    scope = one.place.scope
    return (
        say(kind.name),
        one.id,
        scope_word(scope),
        changes.subject(scope),
        say(kind.unit),
        one.before.value if one.before else None,
        one.after.value if one.after else None,
        one.change,
        *parts,
        *(one.expected or (None, None)),
        way_words(changes, one) if changes.told(one) else "",
        changes.chance(one),
        *tested,
        clean(one.reason),
    )


def _ledger(changes: Changes) -> Register:
    columns = (
        Column(say("What became of it")),
        Column(say("Why")),
        Column(say("Severity"), "severity"),
        Column(say("Code")),
        Column(say("Id"), share=2),
        Column(say("Of")),
        Column(say("Which"), share=2),
        Column(say("What was found"), share=5),
        Column(say("What to do"), share=4),
        Column(say("Checks that found it"), "number"),
        Column(say("First found")),
        Column(say("Last found")),
        Column(say("Days"), share=3),
    )
    rows: tuple[tuple[CellValue, ...], ...] = tuple(
        (
            say(STATES[one.state]),
            say(CAUSES[one.cause]) if one.cause else None,
            one.finding.severity,
            one.finding.code,
            clean(one.finding.id),
            scope_word(one.finding.scope),
            changes.subject(one.finding.scope),
            clean(one.finding.message),
            clean(one.finding.recommendation),
            len(one.days),
            one.days[0].isoformat(),
            one.days[-1].isoformat(),
            ", ".join(day.isoformat() for day in one.days),
        )
        for one in changes.trend.courses
    )
    return Register(
        say("Ledger"), columns, rows, say("Every defect that any check found, with the days of those checks.")
    )


def _checks(changes: Changes) -> Register:
    # A dimension keeps its name in every check that has it.
    names: Mapping[str, str] = {
        ident: say(score.name) for one in changes.trend.checks for ident, score in one.dimensions.items()
    }
    columns = (
        Column(say("Check of")),
        Column(say("Score"), "number", decimals=1),
        Column(say("From"), "number", decimals=1),
        Column(say("To"), "number", decimals=1),
        Column(say("Light")),
        *(Column(name, "number", decimals=1) for name in names.values()),
        *(Column(severity_word(one), "number") for one in SEVERITIES),
        Column(say("Divided otherwise than before")),
    )
    rows: list[tuple[CellValue, ...]] = []
    for one in changes.trend.checks:
        scores = (one.dimensions[ident].score if ident in one.dimensions else None for ident in names)
        counts = (one.findings.get(severity, 0) for severity in SEVERITIES)
        again = say("yes") if one.day in changes.trend.reorganised else say("no")
        head = (one.day.isoformat(), one.score.value, one.score.low, one.score.high, light_word(one.score.rating))
        rows.append((*head, *scores, *counts, again))
    return Register(
        say("Checks"),
        columns,
        tuple(rows),
        say("Every check, the oldest first; findings by severity, waived ones left out."),
    )
