"""How is a value shown? One answer for every format, so that words and numbers agree between them."""

import re
from collections.abc import Mapping
from typing import Literal

from alignment.analysis.base import AMBER_POINTS, RED_POINTS
from alignment.model.result import Severity
from alignment.report.document import CellValue, Column, Document, Gauge

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
    "number_text",
    "severity_word",
    "share_text",
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


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number with thousands separated, and a true minus sign.

    Examples
    --------
    >>> number_text(-1234.5, 1)
    '−1,234.5'
    """
    shown = f"{value:,.{decimals}f}"
    # A small negative number must not become "−0".
    return shown.replace("-", "−") if any(digit in shown for digit in "123456789") else shown.removeprefix("-")


def share_text(value: float, decimals: int = 0) -> str:
    """Return a share, 0 to 1, as a percentage; no rounding makes it nothing or all.

    Examples
    --------
    >>> share_text(0.125, 1), share_text(0.997), share_text(0.00001), share_text(1)
    ('12.5%', '99.7%', 'under 0.1%', '100%')
    """
    if 0 < value < 1 and not decimals:
        if value < 0.0005:
            return "under 0.1%"
        if value >= 0.9995:
            return "over 99.9%"
        decimals = 1 if round(value * 100) in (0, 100) else 0
    return f"{number_text(value * 100, decimals)}%"


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


def imprint(document: Document) -> str:
    """Return the line under the title: the day and who prepared the report, as far as they are known."""
    preparer = f"Prepared by {document.prepared_by}" if document.prepared_by else ""
    return " · ".join(one for one in (document.date, preparer) if one)
