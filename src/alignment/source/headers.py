"""Which of our columns is a header? Matching by words, whatever the case, accents, plural marks or language."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from alignment.source.schema import SHEETS, Sheet
from alignment.source.values import folded
from alignment.source.words import GENERIC, SHEET_WORDS

__all__ = ["Columns", "header_key", "match_columns", "sheet_kinds"]

_PLURAL = re.compile(r"\((?:s|es|en|n|e|e\(s\)|aux|x)\)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_ID_SUFFIX = re.compile(r"(?P<stem>.+) (?:id|ids|code|nr|no|number|ref|key|nummer|kennung|codigo|numero)")
_ID_PREFIX = re.compile(
    r"(?:id|code|codigo|kurzel|nummer|numero|kennung) (?:(?:de|del|do|da|der|des|van|du|la|le|l) )*(?P<stem>.+)"
)
_SINGULAR = frozenset(["goal", "team", "unit", "department", "person", "process", "journey", "kpi"]) | {
    "customer journey",
    "journey step",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (index) holds each field, and how many of them were matched by words that mean something alone."""

    places: Mapping[str, int]
    telling: int


# Of the widest sheet there is, 16,384 columns, each header has some spellings, and each is asked for by every kind of sheet.
_MOST_KEPT = 65_536


@lru_cache(maxsize=_MOST_KEPT)
def header_key(text: str) -> str:
    """Return what headers that mean the same share: no case, accents, marks or plural "(s)".

    Examples
    --------
    >>> header_key("Abteilungs-Leiter(s) *")
    'abteilungs leiter'
    >>> header_key("#")
    '#'
    """
    plain = unicodedata.normalize("NFKD", _PLURAL.sub("", folded(text)).casefold())
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    words = re.sub(r"[^\w#]|_", " ", plain.replace("'s ", "s ").replace("&", " and ")).split()
    return " ".join(words)


@lru_cache(maxsize=_MOST_KEPT)
def _spellings(text: str) -> tuple[str, ...]:
    """What a header may be read as, most literal first."""
    whole = header_key(text)
    return tuple(
        dict.fromkeys(
            one for one in (whole, header_key(_ASIDE.sub(" ", text)), header_key(_CAMEL.sub(" ", text))) if one
        )
    )


def _sheet(kind: str | Sheet) -> Sheet:
    return SHEETS[kind] if isinstance(kind, str) else kind


@lru_cache
def _vocabulary(kind: str | Sheet) -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Header key → (rank of the word, field) of a sheet; rank 0 is our own header."""
    found: dict[str, list[tuple[int, str]]] = {}
    for field in _sheet(kind).fields:
        for rank, word in enumerate((field.header, field.name, *field.words)):
            found.setdefault(header_key(word), []).append((rank, field.name))
    return {word: tuple(places) for word, places in found.items()}


@lru_cache
def _generic() -> frozenset[str]:
    return frozenset(map(header_key, GENERIC))


def _meanings(kind: str | Sheet, text: str) -> list[tuple[int, int, str, bool]]:
    """(spelling, rank, field, telling) for every field of a sheet that a header may be."""
    vocabulary = _vocabulary(kind)
    found = []
    for number, spelling in enumerate(_spellings(text)):
        telling = spelling not in _generic()
        found += [(number, rank, field, telling) for rank, field in vocabulary.get(spelling, ())]
        coded = _ID_SUFFIX.fullmatch(spelling) or _ID_PREFIX.fullmatch(spelling)
        for _, field in vocabulary.get(coded["stem"], ()) if coded else ():
            definition = _sheet(kind).field(field)
            # "Journey ID" beside "Journey": a reference is safest by id, and in its own list it is the id.
            if definition.refers:
                found.append((0, -1, field, True))
            elif field == _sheet(kind).fields[0].name and any(one.name == "id" for one in _sheet(kind).fields):
                found.append((0, -1, "id", True))
    return found


def match_columns(kind: str | Sheet, headers: Sequence[str], taken: Mapping[str, int] | None = None) -> Columns:
    """Match the texts of a header row with the columns of one sheet of the schema, or of a table that is no sheet of a workbook.

    Parameters
    ----------
    kind
        Key of the sheet, such as ``"journeys"``, or the declaration of the table itself.
    headers
        Texts of the row, blank ones included.
    taken
        Fields whose column is known already, from a mapping file.
    """
    places = dict(taken or {})
    used: set[int] = set(places.values())
    telling = len(places)
    candidates = sorted(
        (number, rank, column, field, tells)
        for column, text in enumerate(headers)
        if text and column not in used
        for number, rank, field, tells in _meanings(kind, text)
    )
    for _, _, column, field, tells in candidates:
        if field not in places and column not in used:
            places[field] = column
            used.add(column)
            telling += tells
    for name in _sheet(kind).required:
        if name not in places:
            # "Source | Target" is from whom to whom, although a column of ours is called Source too.
            lent = next(
                (column for *_, column, field, _ in candidates if field == name and _spare(kind, places, column)), None
            )
            if lent is not None:
                places = {field: column for field, column in places.items() if column != lent} | {name: lent}
    return Columns(places, telling)


def _spare(kind: str | Sheet, places: Mapping[str, int], column: int) -> bool:
    return all(field not in _sheet(kind).required for field, place in places.items() if place == column)


def sheet_kinds(name: str, kinds: Collection[str] = tuple(SHEET_WORDS)) -> tuple[tuple[str, bool], ...]:
    """Return the kinds a sheet's name may mean, best first, each with whether the name is exactly that.

    "RACI Sales" may be a RACI chart; "Journey steps" is just that, although it holds "journey" too.
    """
    words = header_key(name).split()
    found: list[tuple[int, str, bool]] = []
    for kind in kinds:
        best = 0
        for phrase in {header_key(word) for word in SHEET_WORDS[kind]}:
            parts = phrase.split()
            starts = [
                start for start in range(len(words) - len(parts) + 1) if words[start : start + len(parts)] == parts
            ]
            # "Goal steps" is about steps: a singular before another word only says of what.
            if starts and not (phrase in _SINGULAR and starts[-1] + len(parts) < len(words)):
                best = max(best, 1000 if parts == words else len(parts))
        if best:
            found.append((best, kind, best == 1000))
    return tuple((kind, exact) for _, kind, exact in sorted(found, key=lambda one: -one[0]))
