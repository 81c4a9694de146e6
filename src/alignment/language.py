"""In which language is something said, and how does that language write numbers and dates?

Sentences are written in English where they arise, as templates: ``say("{name} has no owner.", name=journey)``. A catalogue in
`locale/` gives each template in another language. A language is added by adding its catalogue.
"""

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from io import BytesIO
from typing import Literal

from alignment import resources

__all__ = [
    "ENGLISH",
    "date_text",
    "figure_text",
    "language",
    "languages",
    "later",
    "marking",
    "number_text",
    "said",
    "say",
    "say_many",
    "share_text",
    "speaking",
    "with_values",
]

ENGLISH = "en"
_DOMAIN = "alignment"
# Whose numbers and dates a language takes where several countries speak it.
_COUNTRIES = {ENGLISH: "en_GB"}

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)

# What stands around a value while values are marked: characters that mean nothing to anybody.
_BEGIN, _END = "\ue010", "\ue011"
_MARKS = str.maketrans("", "", _BEGIN + _END)
_MARKED = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
# The sentences said while values are marked; None while they are not.
_own: ContextVar[set[str] | None] = ContextVar("own", default=None)


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are: English, and each that has a catalogue."""
    found = (one.parent.parent.name for one in resources.locale().glob(f"*/LC_MESSAGES/{_DOMAIN}.po"))
    return ENGLISH, *sorted(found)


def language() -> str:
    """Return the code of the language that is spoken now."""
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Say everything within in a language; `code` is one of `languages()`."""
    before = _language.set(code)
    try:
        yield
    finally:
        _language.reset(before)


@contextmanager
def marking() -> Iterator[None]:
    """Mark, in everything said within, the values that come from outside; `with_values` finds them again.

    A sentence that is put into another is no such value: what it holds from outside is marked in it already.
    """
    before = _own.set(set())
    try:
        yield
    finally:
        _own.reset(before)


def with_values(text: str, shown: Callable[[str], str]) -> str:
    """Return a text that was said while values were marked, each of them as `shown` gives it, without marks."""
    return _MARKED.sub(lambda found: shown(found[1]), text).translate(_MARKS)


def _put_in(template: str, values: dict[str, object]) -> str:
    """Put values into a sentence, marked where they are to be."""
    own = _own.get()
    if own is None:
        return template.format(**values) if values else template
    told = {name: _marked(value, own) for name, value in values.items()}
    text = template.format(**told) if told else template
    own.add(text)
    return text


def _marked(value: object, own: set[str]) -> object:
    if not isinstance(value, str) or value in own or _MARKED.search(value):
        return value
    return f"{_BEGIN}{value.translate(_MARKS)}{_END}"


def say(template: str, /, **values: object) -> str:
    """Return a sentence in the language spoken now.

    Parameters
    ----------
    template
        The sentence in English. A literal, so that it is found and comes into the catalogues; what is put in stands in
        braces. Text that a declaration holds (a measure's name, an action's words) may be given as it is.
    **values
        What is put in. Values are never searched for braces, so names may hold any character.

    Examples
    --------
    >>> say("{first} and {second} share a goal.", first="Sales", second="{Billing}")
    'Sales and {Billing} share a goal.'
    """
    found = _catalogue(_language.get()).gettext(template) if template else ""
    return _put_in(found, values)


def say_many(number: int, one: str, many: str, /, **values: object) -> str:
    """Return the sentence that agrees with a number; `{n}` in it is that number.

    Examples
    --------
    >>> say_many(1, "{n} journey has no owner.", "{n} journeys have no owner.")
    '1 journey has no owner.'
    """
    found = _catalogue(_language.get()).ngettext(one, many, number)
    return _put_in(found, {"n": number_text(number), **values})


def later(template: str) -> str:
    """Return a template as it is, so that it comes into the catalogues where it is declared and is said elsewhere."""
    return template


def said(texts: Mapping[str, str]) -> str:
    """Return, of a text that a file gives in several languages, the one spoken now; in English where it lacks that."""
    return texts.get(_language.get(), texts[ENGLISH])


def number_text(value: float, decimals: int = 0) -> str:
    """Return a number with thousands separated, and a true minus sign.

    Examples
    --------
    >>> number_text(-1234.5, 1)
    '−1,234.5'
    """
    shown = f"{value:,.{decimals}f}".translate(_signs(_language.get()))
    # A small negative number must not become "−0".
    return shown if any(digit in shown for digit in "123456789") else shown.removeprefix("−")


def figure_text(value: float, digits: int = 6) -> str:
    """Return a number as short as it can be written, to so many digits that count.

    Examples
    --------
    >>> figure_text(5.0), figure_text(2.5), figure_text(0.012345, 3)
    ('5', '2.5', '0.0123')
    """
    return f"{value:,.{digits}g}".translate(_signs(_language.get()))


def share_text(value: float, decimals: int = 0) -> str:
    """Return a share, 0 to 1, as a percentage; no rounding makes it nothing or all.

    Examples
    --------
    >>> share_text(0.125, 1), share_text(0.997), share_text(0.00001), share_text(1)
    ('12.5%', '99.7%', 'under 0.1%', '100%')
    """
    if 0 < value < 1 and not decimals:
        if value < 0.0005:
            return say("under {share}", share=f"{number_text(0.1, 1)}%")
        if value >= 0.9995:
            return say("over {share}", share=f"{number_text(99.9, 1)}%")
        decimals = 1 if round(value * 100) in (0, 100) else 0
    return f"{number_text(value * 100, decimals)}%"


def date_text(day: date, width: Literal["long", "medium"] = "long") -> str:
    """Return a day in words; in pictures the medium width has room.

    Examples
    --------
    >>> date_text(date(2026, 3, 31)), date_text(date(2026, 3, 31), "medium")
    ('31 March 2026', '31 Mar 2026')
    """
    from babel.dates import format_date

    return format_date(day, width, locale=_country(_language.get()))


def _country(code: str) -> str:
    return _COUNTRIES.get(code, code)


@cache
def _signs(code: str) -> dict[int, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    country = _country(code)
    return str.maketrans({",": get_group_symbol(country), ".": get_decimal_symbol(country), "-": "−"})


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """Return the translations of a language; of English, none."""
    if code == ENGLISH:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (resources.locale() / code / "LC_MESSAGES" / f"{_DOMAIN}.po").open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
