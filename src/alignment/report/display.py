"""How is a value shown? One answer for every format, so that words and numbers agree between them."""

import re
from collections.abc import Mapping
from typing import Literal

from alignment.analysis.base import AMBER_POINTS, RED_POINTS
from alignment.language import number_text, say, share_text
from alignment.model.result import Severity
from alignment.report.document import CellValue, Column, Gauge

__all__ = [
    "LIGHT_WORDS",
    "NOTHING",
    "REPLACEMENT",
    "SEVERITY_WORDS",
    "ZONES",
    "cell_text",
    "clean",
    "gauge_facts",
    "imprint",
    "light_word",
    "severity_word",
]

LIGHT_WORDS: Mapping[str, str] = {
    "green": "Green",
    "amber": "Amber",
    "red": "Red",
    "withheld": "Withheld",
    "none": "Not rated",
}
SEVERITY_WORDS: Mapping[Severity, str] = {
    "critical": "Critical",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    "info": "Info",
}
# The parts of the score's scale: light, where it begins, where it ends.
ZONES: tuple[tuple[Literal["green", "amber", "red"], float, float], ...] = (
    ("red", 0.0, RED_POINTS),
    ("amber", RED_POINTS, AMBER_POINTS),
    ("green", AMBER_POINTS, 100.0),
)
NOTHING = "–"
# What stands for a character that no file format or font can carry; readers know it as "there was something here".
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BLANKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, halves of surrogate pairs and noncharacters: not allowed in XML, and no font draws them.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(text: str) -> str:
    r"""Text without line breaks and tabs (a blank instead) and without control characters (``\ufffd`` instead).

    Examples
    --------
    >>> clean("two\nlines\x07")
    'two lines\ufffd'
    """
    return _UNPRINTABLE.sub(REPLACEMENT, _BLANKS.sub(" ", text))


def light_word(light: CellValue) -> str:
    """Return the word printed beside a light's shape."""
    return LIGHT_WORDS.get(str(light or "none"), str(light))


def severity_word(severity: CellValue) -> str:
    """Return the word printed for a severity."""
    return {str(key): word for key, word in SEVERITY_WORDS.items()}.get(str(severity), str(severity))


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
        facts.append(f"Range {number_text(gauge.low)} to {number_text(gauge.high)}")
    facts.append(f"{share_text(gauge.coverage)} of the figures measured")
    return tuple(facts)


def imprint(date: str, prepared_by: str) -> str:
    """Return the line under the title: the day and who prepared the report, as far as they are known."""
    preparer = say("Prepared by {preparer}", preparer=prepared_by) if prepared_by else ""
    return " · ".join(one for one in (date, preparer) if one)
