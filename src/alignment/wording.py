"""How are counts, lists and what others wrote put into words? Small pieces, the same wherever something is said."""

import re
from collections.abc import Mapping, Sequence

from alignment.language import number_text, say, say_many

__all__ = [
    "NOUNS",
    "REPLACEMENT",
    "as_written",
    "capital",
    "clean",
    "counted",
    "harmless",
    "have",
    "joined",
    "legible",
    "of_all",
    "part_are",
    "plural",
    "singular",
]

# Every noun that is counted, with its plural. A catalogue has each as it stands, and with a number before it.
NOUNS: Mapping[str, str] = {
    one: many or f"{one}s"
    for one, many in (
        ("answer", ""), ("assignment", ""), ("case", ""), ("cell", ""), ("chapter", ""), ("column", ""),
        ("community", "communities"), ("contact", ""), ("contradiction", ""), ("department", ""), ("dimension", ""), ("direct subordinate", ""), ("division", ""), ("error", ""), ("file", ""),
        ("finding", ""), ("goal", ""), ("group", ""), ("handoff", ""), ("headline measure", ""), ("holder", ""), ("issue", ""),
        ("journey", ""), ("journey or process", "journeys and processes"),
        ("journey that gives none", "journeys that give none"), ("letter", ""), ("level", ""), ("link", ""), ("moment of truth", "moments of truth"),
        ("month", ""), ("more action", ""), ("more cell", ""), ("more department", ""), ("more finding", ""), ("more step", ""), ("name", ""),
        ("new contact", ""), ("node", ""), ("organisation", ""), ("other", ""), ("other pair", ""),
        ("other process", "other processes"), ("owner", ""), ("owner or accountable", "owners or accountables"), ("pair", ""), ("pair of departments", "pairs of departments"),
        ("pair of divisions", "pairs of divisions"), ("partner", ""), ("person", "people"), ("point", ""), ("point of 5", "points of 5"), ("position", ""),
        ("possible move", ""), ("process", "processes"),
        ("process of which the workbook does not ask this", "processes of which the workbook does not ask this"), ("rating", ""), ("role", ""), ("report", ""), ("report of collaboration", "reports of collaboration"),
        ("respondent", ""), ("return", ""), ("review", ""), ("review date", ""), ("road", ""), ("row", ""), ("sheet", ""), ("step", ""), ("step of a department that is not listed", "steps of departments that are not listed"), ("subject", ""),
        ("supplier", ""), ("tie", ""), ("tie that both sides rated", "ties that both sides rated"), ("time", ""), ("warning", ""),
    )
}  # fmt: skip

# What stands for a character that no file format or font can carry; readers know it as "there was something here".
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BLANKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, with which a terminal is steered, halves of surrogate pairs and noncharacters: not allowed in XML, and
# no font draws them. And what turns the direction of all that is written behind it, so that a name reads as another.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# What a text begins with that a spreadsheet takes for a formula, behind blanks too; and a text that already begins as one
# that was made harmless, so that whoever takes one apostrophe away has what was written.
_RUNNABLE = re.compile(r"'*\s*[=+\-@＝＋－＠]")


def counted(number: int, noun: str) -> str:
    """Return a count with its noun, one of `NOUNS`; thousands separated.

    Examples
    --------
    >>> counted(1, "journey"), counted(1339, "finding"), counted(0, "process")
    ('1 journey', '1,339 findings', '0 processes')
    """
    return say_many(number, f"{{n}} {noun}", f"{{n}} {NOUNS[noun]}")


def singular(noun: str) -> str:
    """Return a noun of `NOUNS`, for one of its kind."""
    return say_many(1, noun, NOUNS[noun])


def plural(noun: str) -> str:
    """Return the plural of a noun of `NOUNS`.

    Examples
    --------
    >>> plural("process")
    'processes'
    """
    return say_many(2, noun, NOUNS[noun])


def have(number: int, one: str = "has", many: str = "have") -> str:
    """Return the words that agree with a number.

    Examples
    --------
    >>> have(1), have(2, "is", "are")
    ('has', 'are')
    """
    return say_many(number, one, many)


def joined(words: Sequence[str], most: int = 5) -> str:
    """Return a list as it is read aloud; what exceeds `most` is counted, not named.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a", "b", "c"], most=2)
    ('a, b and c', 'a, b and 1 more')
    """
    if len(words) > most:
        return say("{first} and {number} more", first=", ".join(words[:most]), number=number_text(len(words) - most))
    if len(words) > 1:
        return say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])
    return "".join(words)


def of_all(part: int, whole: int, noun: str) -> str:
    """Return "3 of 9 journeys"; "both journeys" and "all 9 journeys" where it is the whole.

    Examples
    --------
    >>> of_all(3, 9, "journey"), of_all(9, 9, "journey"), of_all(2, 2, "process"), of_all(1, 1, "journey")
    ('3 of 9 journeys', 'all 9 journeys', 'both processes', 'the only journey')
    """
    if part == whole:
        if whole == 1:
            return say("the only {noun}", noun=singular(noun))
        if whole == 2:
            return say("both {nouns}", nouns=plural(noun))
        return say("all {counted}", counted=counted(whole, noun))
    return say("{part} of {whole}", part=number_text(part), whole=counted(whole, noun))


def part_are(number: int, total: int, noun: str) -> str:
    """Return "so many of so many are", as one says it; at least one of at least one.

    Examples
    --------
    >>> part_are(1, 3, "handoff"), part_are(2, 3, "handoff"), part_are(1, 1, "handoff")
    ('1 of 3 handoffs is', '2 of 3 handoffs are', 'the only handoff is')
    """
    return say_many(number, "{some} is", "{some} are", some=of_all(number, total, noun))


def capital(sentence: str) -> str:
    """Return the sentence with a capital letter; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def clean(text: str) -> str:
    r"""Text without line breaks and tabs (a blank instead) and without what cannot be shown (``\ufffd`` instead).

    That is control characters, noncharacters, halves of pairs, and what turns the direction of writing.

    Examples
    --------
    >>> clean("two\nlines\x07"), clean("invoice\u202efdp.exe")
    ('two lines�', 'invoice�fdp.exe')
    """
    return legible(_BLANKS.sub(" ", text))


def legible(text: str, sign: str = REPLACEMENT) -> str:
    r"""Text in its lines, with a sign for each character that cannot be shown; see `clean`.

    Examples
    --------
    >>> legible("two\n\tlines\x07"), legible("two\x1b[2J", "")
    ('two\n\tlines�', 'two[2J')
    """
    return _UNPRINTABLE.sub(sign, text)


def harmless(value: object) -> object:
    """Return a value for a CSV file: a spreadsheet runs a text that begins like a formula, an apostrophe makes it a text.

    Examples
    --------
    >>> harmless("=1+1"), harmless("'=1+1"), harmless("'s-Hertogenbosch"), harmless(-1)
    ("'=1+1", "''=1+1", "'s-Hertogenbosch", -1)
    """
    if isinstance(value, str) and _RUNNABLE.match(value):
        return f"'{value}"
    return value


def as_written(value: str) -> str:
    """Return a text of a CSV file as it was before `harmless` put an apostrophe before it.

    Examples
    --------
    >>> as_written("'=1+1"), as_written("''=1+1"), as_written("'s-Hertogenbosch"), as_written("=1+1")
    ('=1+1', "'=1+1", "'s-Hertogenbosch", '=1+1')
    """
    return value[1:] if value[:1] == "'" and _RUNNABLE.match(value) else value
