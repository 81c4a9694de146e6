"""How is a value shown? One answer for every format, so that words and numbers agree between them."""

from collections.abc import Mapping
from typing import Literal

from alignment.analysis.base import AMBER_POINTS, RED_POINTS
from alignment.language import later, number_text, say, share_text
from alignment.model.result import Finding, Issue, Measurement, Scope, Severity
from alignment.report.document import CellValue, Column, Gauge
from alignment.wording import REPLACEMENT, capital, clean, singular

__all__ = [
    "ACTION_WORDS",
    "ISSUE_WORDS",
    "LIGHT_WORDS",
    "NOTHING",
    "REPLACEMENT",
    "SEVERITY_WORDS",
    "ZONES",
    "action_word",
    "cell_text",
    "clean",
    "found_word",
    "gauge_facts",
    "imprint",
    "issue_word",
    "light_word",
    "lights_header",
    "measured_word",
    "scope_word",
    "severity_word",
]

LIGHT_WORDS: Mapping[str, str] = {
    "green": later("Green"),
    "amber": later("Amber"),
    "red": later("Red"),
    "withheld": later("Withheld"),
    "none": later("Not rated"),
}
SEVERITY_WORDS: Mapping[Severity, str] = {
    "critical": later("Critical"),
    "high": later("High"),
    "medium": later("Medium"),
    "low": later("Low"),
    "info": later("Info"),
}
ISSUE_WORDS: Mapping[Literal["error", "warning"], str] = {"error": later("Error"), "warning": later("Warning")}
_STATUS_WORDS = {
    "measured": later("Measured"),
    "not_measured": later("Not measured"),
    "not_applicable": later("Not applicable"),
    "suppressed": later("Withheld"),
}
_FINDING_WORDS = {
    "new": later("New"),
    "persisting": later("Persisting"),
    "regressed": later("Regressed"),
    "waived": later("Waived"),
}
ACTION_WORDS: Mapping[str, str] = {"open": later("open"), "done": later("done"), "waived": later("waived")}
# The parts of the score's scale: light, where it begins, where it ends.
ZONES: tuple[tuple[Literal["green", "amber", "red"], float, float], ...] = (
    ("red", 0.0, RED_POINTS),
    ("amber", RED_POINTS, AMBER_POINTS),
    ("green", AMBER_POINTS, 100.0),
)
NOTHING = "–"


def light_word(light: CellValue) -> str:
    """Return the word printed beside a light's shape."""
    word = LIGHT_WORDS.get(str(light or "none"))
    return str(light) if word is None else say(word)


def severity_word(severity: CellValue) -> str:
    """Return the word printed for a severity."""
    word = {str(key): word for key, word in SEVERITY_WORDS.items()}.get(str(severity))
    return str(severity) if word is None else say(word)


def issue_word(issue: Issue) -> str:
    """Return the word printed for how grave an issue with the data is."""
    return say(ISSUE_WORDS[issue.severity])


def measured_word(measurement: Measurement) -> str:
    """Return the word printed for whether something was measured."""
    return say(_STATUS_WORDS[measurement.status])


def action_word(status: str) -> str:
    """Return the word printed for how far an action is; a word of one's own stays as it was written."""
    return say(ACTION_WORDS.get(status, "")) or status


def found_word(finding: Finding) -> str:
    """Return the word printed for what became of a finding since the last check."""
    return say(_FINDING_WORDS[finding.status])


def scope_word(scope: Scope) -> str:
    """Return what kind of thing a figure or finding is about.

    Examples
    --------
    >>> scope_word(Scope("journey", "J-01"))
    'Journey'
    """
    return capital(singular(scope.kind))


def cell_text(value: CellValue, column: Column) -> str:
    """Return what a table prints for one value; a dash where there is none, unless somebody is to write there.

    Examples
    --------
    >>> cell_text(0.5, Column("Waiting", "share")), cell_text(None, Column("Steps", "number"))
    ('50%', '–')
    """
    if column.kind == "light":
        return light_word(value)
    if value is None or value == "":
        return "" if column.kind == "blank" else NOTHING
    if column.kind == "severity":
        return severity_word(value)
    if isinstance(value, str):
        return clean(value)
    if column.kind in ("text", "blank"):
        return str(value)
    return (share_text if column.kind == "share" else number_text)(value, column.decimals)


def gauge_facts(gauge: Gauge) -> tuple[str, ...]:
    """Return the short facts beside the score: its range and how much of it rests on data."""
    facts = []
    if gauge.value is not None and gauge.low is not None and gauge.high is not None:
        facts.append(say("Range {low} to {high}", low=number_text(gauge.low), high=number_text(gauge.high)))
    facts.append(say("{share} of the figures measured", share=share_text(gauge.coverage)))
    return tuple(facts)


def lights_header() -> tuple[str, ...]:
    """Return what heads the lines of the traffic lights."""
    return say("Dimension"), say("Light"), say("Score"), say("What stands behind it")


def imprint(date: str, prepared_by: str) -> str:
    """Return the line under the title: the day and who prepared the report, as far as they are known."""
    preparer = say("Prepared by {name}", name=prepared_by) if prepared_by else ""
    return " · ".join(one for one in (date, preparer) if one)
