"""What does a cell say? Text, numbers, dates, yes or no, RACI letters; None and a reason where it cannot be told."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from math import isnan

from alignment.language import say
from alignment.source.words import CODE_WORDS
from alignment.wording import legible

__all__ = ["UnreadableError", "codes_in", "date_of", "folded", "number_of", "text_of", "yes_or_no"]

# Marks of no width, which nobody sees.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
# Joiners are letters' own in the scripts of Persia and India and within emoji; anywhere else nobody sees them either.
_JOINERS = re.compile("(?<![\u0600-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0600-\U0010ffff])")
_YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "x",
        "✓",
        "✔",
        "☑",
        "ja",
        "j",
        "wahr",
        "waar",
        "oui",
        "o",
        "vrai",
        "sí",
        "si",
        "s",
        "sim",
        "verdadero",
        "verdadeiro",
    ]
)
_NO = frozenset(
    ["no", "n", "false", "0", "✗", "✘", "☐", "nee", "nein", "non", "não", "nao", "falsch", "onwaar", "faux", "falso"]
)
_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januari januar janvier janv enero ene janeiro jänner",
            "february feb februari februar février févr fév febrero fevereiro fev",
            "march mar maart mrt märz mars marzo março",
            "april apr avril avr abril abr",
            "may mei mai mayo maio",
            "june jun juni juin junio junho",
            "july jul juli juillet juil julio julho",
            "august aug augustus août agosto ago",
            "september sep sept septembre septiembre setembro set",
            "october oct oktober okt octobre octubre outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre déc diciembre dic dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º|er)?\.?(?: de)? ([^\W\d_]+)\.?,?(?: de)? (\d{4})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_CODE_WORDS: Mapping[str, str] = {
    word.upper(): letter for letter, words in CODE_WORDS.items() for word in words if " " not in word
}
_RACI = "RACI"
# A spreadsheet counts days from here; a date cell that lost its format shows such a number.
_FIRST_DAY = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 18_000, 80_000
# Up to here sums are exact to the unit, as a float holds them; what is nearer to 0 is what rounding leaves of it.
_LARGEST, _LEAST = 1e15, 1e-9


class UnreadableError(ValueError):
    """A cell that is not blank and cannot be read as what its column holds; the message says why, and what to do."""


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Text in Unicode NFKC, trimmed, every run of blanks one space, invisible characters dropped."""
    shown = legible(text, "") if text.isascii() else _shown(text)
    return " ".join(shown.split())


def _shown(text: str) -> str:
    # What steers a terminal or turns the direction of writing is none of a name either.
    return _JOINERS.sub("", legible(unicodedata.normalize("NFKC", text).translate(_UNSEEN), ""))


def text_of(value: object) -> str:
    """Return the text a reader sees in a cell: ``2313.0`` is "2313", a date at midnight is just the date."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date) else str(value)


def number_of(value: object) -> float | None:
    """Read a number, also from text with a decimal comma or grouped thousands; None for a blank cell.

    Raises
    ------
    UnreadableError
        The cell is no number, or may mean two: "1,000" is a thousand to some and one to others; or no company has so many.
    """
    match value:
        case bool() | date() | time() | timedelta():
            pass
        # What a file may say where a number stands, and is none.
        case float() if isnan(value):
            pass
        case int() | float():
            return _within(value, text_of(value))
        case str():
            text = folded(value)
            if not text:
                return None
            return _within(_number_in_text(text), text)
    raise UnreadableError(say('"{text}" is not a number.', text=text_of(value)))


def _within(number: float, text: str) -> float:
    """Return a number that is small enough for sums of it to be one; what is nearer to 0 than any figure is 0."""
    if abs(number) > _LARGEST:
        raise UnreadableError(say('"{text}" is larger than any number that is counted here.', text=text[:40]))
    return float(number) if abs(number) >= _LEAST else 0.0


def _number_in_text(text: str) -> float:
    grouped = _GROUPED.fullmatch(text)
    if grouped is not None:
        separator = grouped[1]
        digits = re.sub(r"[^\d]", "", text.split(separator, maxsplit=1)[0])
        whole_only = text.count(separator) == 1 and not re.search(rf"[^\d+\-{re.escape(separator)}]", text)
        if separator in ".," and whole_only and digits != "0":
            raise UnreadableError(
                say('"{text}" may be a thousand or a fraction. Write it without a separator of thousands.', text=text)
            )
        if not (separator in ".," and whole_only):
            return float(text.replace(separator, "").replace(",", "."))
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    raise UnreadableError(say('"{text}" is not a number.', text=text))


def date_of(value: object) -> date | None:
    """Read a date, also from text: 2026-05-12, 12-05-2026, 12/31/2026, 12 May 2026; None for a blank cell.

    Raises
    ------
    UnreadableError
        The cell is no date, or may mean two days, such as 05/12/2026.
    """
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            text = folded(value)
            return _date_in_text(text) if text else None
        case bool():
            pass
        case int() | float() if _FIRST_SERIAL <= value < _LAST_SERIAL:
            return _FIRST_DAY + timedelta(days=int(value))
    raise UnreadableError(say('"{text}" is not a date. Write it as 2026-05-12.', text=text_of(value)))


def _date_in_text(text: str) -> date:
    year, month, day = _date_parts(text)
    try:
        return date(year, month, day)
    except ValueError:  # no day at all, or one such as 31 February
        raise UnreadableError(say('"{text}" is not a date. Write it as 2026-05-12.', text=text)) from None


def _date_parts(text: str) -> tuple[int, int, int]:
    """Year, month and day; zeros where the text is no date."""
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        # Slashes are written both day first and month first; dashes and dots only day first.
        if found[2] == "/" and first <= 12 and second <= 12 and first != second:
            raise UnreadableError(say('"{text}" may mean two different days. Write it as 2026-05-12.', text=text))
        return (year, first, second) if second > 12 else (year, second, first)
    if (found := _DAY_MONTH.fullmatch(text)) and found[2].casefold() in _MONTHS:
        return int(found[3]), _MONTHS[found[2].casefold()], int(found[1])
    if (found := _MONTH_DAY.fullmatch(text)) and found[1].casefold() in _MONTHS:
        return int(found[3]), _MONTHS[found[1].casefold()], int(found[2])
    return 0, 0, 0


def yes_or_no(value: object) -> bool | None:
    """Read yes or no in six languages, ticks and 1 or 0 included; None for a blank cell.

    Raises
    ------
    UnreadableError
        The cell says neither.
    """
    if isinstance(value, bool):
        return value
    word = folded(text_of(value)).casefold().rstrip(".")
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnreadableError(say('"{text}" is neither yes nor no.', text=text_of(value)))


def codes_in(text: str, letters: Mapping[str, str] | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the distinct RACI letters of a cell in the order R, A, C, I, and what it holds beside them.

    ``A/R``, ``RA``, ``C, I`` hold two letters; ``R (upgrades)`` one; ``N/A`` none at all.

    Parameters
    ----------
    text
        The cell.
    letters
        Their letter → ours, from the mapping file; an empty text means that the letter does not count.
    """
    return _codes_in(text, tuple((letters or {}).items()))


@lru_cache(maxsize=65_536)
def _codes_in(text: str, letters: tuple[tuple[str, str], ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = {folded(theirs).upper(): ours for theirs, ours in letters}
    whole = folded(text).upper()
    if whole in own:
        found: set[str] = set(own[whole].upper())
        return tuple(letter for letter in _RACI if letter in found), ()
    found, others = set(), []
    for token in re.findall(r"[^\W\d_]+|[^\s,;/&+\-.()*|]+", re.sub(r"\(.*?\)", " ", whole)):
        if token in own:
            found.update(own[token].upper())
        elif token in _CODE_WORDS:
            found.add(_CODE_WORDS[token])
        elif set(token) <= set(_RACI) and len(set(token)) == len(token):
            found.update(token)
        else:
            others.append(token)
    return tuple(letter for letter in _RACI if letter in found), tuple(others)
