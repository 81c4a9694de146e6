"""Which texts can be printed? As they are, but for signs that no font draws and words without end."""

import re
import unicodedata
from collections.abc import Iterable

from alignment.language import say, say_many
from alignment.report import display

__all__ = ["Words", "shortened"]

# In running text PDF/UA forbids variation selectors and byte order marks.
_INVISIBLE = re.compile("[\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")
# A longer word fills pages and is read by nobody; typst takes minutes to break it.
_LONGEST_WORD = 200
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_FLAG = "REGIONAL INDICATOR SYMBOL LETTER "
_JOINER = "\u200d"


class Words:
    """Makes texts such as can be printed, and keeps count of what could not be printed as it is.

    Parameters
    ----------
    undrawn
        The characters that no font draws.
    """

    def __init__(self, undrawn: Iterable[str]) -> None:
        self._stand_ins = {ord(one): _stand_in(one) for one in undrawn}
        self._shortened: set[str] = set()

    def __call__(self, text: str) -> str:
        """Return a text as it is printed."""
        shown = _INVISIBLE.sub("", display.clean(text))
        short = _LONG_WORD.sub(lambda found: shortened(found[0], _LONGEST_WORD), shown)
        if short != shown:
            self._shortened.add(text)
        return short.translate(self._stand_ins)

    def losses(self, undrawn_in_charts: Iterable[str]) -> str:
        """Say what could not be printed as it is, with the characters that pictures alone lack; empty where all could."""
        named = {sign for sign, words in self._stand_ins.items() if words != display.REPLACEMENT}
        replaced = ({ord(one) for one in undrawn_in_charts} | self._stand_ins.keys()) - named
        told = (_replaced(len(replaced)), _named(len(named)), _cut(len(self._shortened)))
        return " ".join(filter(None, told))


def shortened(text: str, most: int) -> str:
    """Return a text, or as many of its characters with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _stand_in(character: str) -> str:
    """Return what is printed for a character that no font draws: of a picture its name, of a flag the letters of its country."""
    name = unicodedata.name(character, "")
    if name.startswith(_FLAG):
        return name[len(_FLAG) :]
    if name.startswith("EMOJI MODIFIER"):
        return ""
    if character == _JOINER:
        # It makes one picture of two, which are named one after the other.
        return " "
    return f"[{name.lower()}]" if unicodedata.category(character) == "So" and name else display.REPLACEMENT


def _replaced(number: int) -> str:
    if not number:
        return ""
    return say_many(
        number,
        "{n} character could not be printed with the fonts of this computer: {sign} stands in their place. The HTML report "
        "and the workbook hold the texts as they are.",
        "{n} different characters could not be printed with the fonts of this computer: {sign} stands in their place. The "
        "HTML report and the workbook hold the texts as they are.",
        sign=display.REPLACEMENT,
    )


def _named(number: int) -> str:
    if not number:
        return ""
    return say(
        "Emoji that the fonts of this computer lack are printed by their names in square brackets, in pictures as {sign}.",
        sign=display.REPLACEMENT,
    )


def _cut(number: int) -> str:
    if not number:
        return ""
    return say_many(
        number,
        "{n} text holds a word that is too long to print and ends in …; the HTML report holds all of it.",
        "{n} texts hold a word that is too long to print and ends in …; the HTML report holds all of it.",
    )
