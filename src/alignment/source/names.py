"""Who is meant? One key for all matching, words that name nobody, several names in a cell, and near misses."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from alignment.language import say
from alignment.source.values import folded

__all__ = ["NOBODY", "Placeholders", "Register", "key", "nearest", "slug", "spelling", "split_names", "unmarked"]

# Below this likeness (0–100) a suggestion misleads more often than it helps.
_CUTOFF = 75
_MISSPELT = 85
# Shorter texts are like a part of nearly everything, so only whole texts are compared with them.
_SHORT = 5
# Parts of names are dear to compare: not with more names than this. And 10 million comparisons take 1 to 2 seconds.
_LARGE = 5_000
_MOST_COMPARISONS = 10_000_000
# A misspelling counts in full; other order of the words and a part of the name ("sig-arch") a little less.
_SCORERS = ((fuzz.ratio, 1.0), (fuzz.token_sort_ratio, 0.95), (fuzz.partial_ratio, 0.9))

_NOBODY = """
tbd|tbc|tba|to be determined|to be decided|to be defined|to be confirmed|to be announced|to be appointed|to be hired|not yet known
n/a|na|n.a|#n/a|n/d|n.d|not applicable|not available|not assigned|unassigned|not in post|none|nil|null|nan|no one|noone|nobody
vacant|vacancy|vacante|vacature|vakant|vaga|vago|vacant post|position vacant|empty|unknown|varies|xx|xxx|first last|unnamed
appointment needed|help wanted|help needed|owner needed|owner wanted|wanted
nvt|n.v.t|ntb|n.t.b|nog te bepalen|onbekend|niemand|geen|leeg|openstaand
offen|noch offen|zu bestimmen|unbekannt|keine|keiner|k.a|nicht besetzt|unbesetzt|entfällt
à définir|à déterminer|à pourvoir|inconnu|aucun|aucune|personne|poste vacant|s.o|s/o
por definir|por determinar|pendiente|desconocido|ninguno|ninguna|nadie|sin asignar|no aplica
a definir|por preencher|desconhecido|nenhum|nenhuma|ninguém|não aplicável|sem responsável
"""
_BREAKS = re.compile(r"[\s\-‐‑–—_.]+")
_UNIT = re.compile(r"\s*\b(?:dept|department|team|afdeling|abteilung)\b\.?\s*")
_LONGEST_INITIALS = 6
_EDGES = " .*:!\"'“”‘’"
# Some write them and some do not.
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
# No name holds more separators than this.
_MOST_WORDS = 6
_HARD = re.compile(r"[;\n\r]+")
_SOFT = re.compile(r"\s*(?:[,/&|+]|\s(?:and|or|en|of|und|oder|et|ou|y|o|e)\s)\s*", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:[(\[]\s*(?:acting|interim|ad interim|a\.?\s?i\.?|temporary|temp\.?|deputising|waarnemend|wnd\.?|tijdelijk|kommissarisch|komm\.?|i\.\s?v\."
    r"|par intérim|intérim|interino|interina|en funciones|em exercício)\s*[)\]]|[*†‡]+)\s*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"(?P<before>[^()\[\]]*?)\s*[(\[](?P<inside>[^()\[\]]*)[)\]].*", re.DOTALL)


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """Return what two spellings of one name share: NFKC, trimmed, blanks folded, case folded, no joiners, no leading @.

    Examples
    --------
    >>> key("  @D-Nishi") == key("d-nishi")
    True
    """
    return folded(text).casefold().translate(_JOINERS).removeprefix("@").strip()


@lru_cache(maxsize=65_536)
def spelling(text: str) -> str:
    """Return what two spellings of one name share that differ in hyphens, underscores, dots and blanks, too.

    Examples
    --------
    >>> spelling("SIG Node") == spelling("sig-node")
    True
    """
    return " ".join(_BREAKS.split(key(text))).strip()


def slug(ident: str) -> str:
    """Return an id as the id of a finding holds it.

    Examples
    --------
    >>> slug("Field Service")
    'field-service'
    """
    return "-".join(key(ident).split())


def unmarked(text: str) -> str:
    """Return a name without the marks that people put on it, such as "(Acting)" or "**".

    Examples
    --------
    >>> unmarked("Ada Example (Acting)**")
    'Ada Example'
    """
    bare = folded(text)
    while (found := _MARK.search(bare)) and found.start():
        bare = bare[: found.start()]
    return bare


class Placeholders:
    """Words that stand for nobody: "TBD", "N/A", "vacant" … in six languages, and those of the settings."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        words = [*_NOBODY.replace("\n", "|").split("|"), *further]
        self._words = frozenset(_bare(word) for word in words if _bare(word))
        # A company's texts repeat: the letters of a chart, the names of its ties.
        self._known: dict[str, bool] = {}

    def __contains__(self, text: str) -> bool:
        found = self._known.get(text)
        if found is None:
            bare = _bare(text)
            # What holds no letter or digit, such as "-", "?" or "…", names nobody either.
            found = bare in self._words or not any(character.isalnum() for character in bare)
            self._known[text] = found
        return found


@lru_cache(maxsize=65_536)
def _bare(text: str) -> str:
    return key(text).strip("()[]<>{}").strip(_EDGES)


# The words of every company; those of one company's settings come with its own.
NOBODY = Placeholders()


def split_names(text: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the names in a cell, in order, each folded.

    A semicolon or a new line always separates. A comma, a slash, "&", "and" (in six languages) separate only where
    the whole is not a known name and some part is one, or where all parts are handles such as ``@ada``.

    Parameters
    ----------
    text
        The cell.
    known
        Tells whether a text is the name or id of a record.
    """
    names: list[str] = []
    pieces = _HARD.split(text)
    for piece in [text] if len(pieces) > 1 and known(folded(text)) else pieces:
        whole = folded(piece)
        if not whole:
            continue
        if known(whole):
            names.append(whole)
            continue
        parts = _parts(whole, known)
        if any(map(known, parts)) or (len(parts) > 1 and all(part.startswith("@") for part in parts)):
            names.extend(parts)
        else:
            names.append(whole)
    return tuple(names)


def _parts(whole: str, known: Callable[[str], bool]) -> list[str]:
    """Part a text at its separators, but not within names that are known: "Sales and Legal/Compliance" is two."""
    cuts = [(0, 0), *((found.start(), found.end()) for found in _SOFT.finditer(whole)), (len(whole), len(whole))]
    parts = []
    at = 0
    while at < len(cuts) - 1:
        until = next(
            (
                end
                for end in range(min(len(cuts) - 1, at + _MOST_WORDS), at + 1, -1)
                if known(whole[cuts[at][1] : cuts[end][0]])
            ),
            at + 1,
        )
        parts.append(folded(whole[cuts[at][1] : cuts[until][0]]))
        at = until
    return [part for part in parts if part]


def nearest(text: str, choices: Mapping[str, str]) -> str | None:
    """Return the choice that a misspelt text most likely means, or None.

    Parameters
    ----------
    text
        What was written.
    choices
        Key → the name to suggest, in the order of preference.
    """
    wanted = key(text)
    if not wanted or not choices:
        return None
    best: tuple[float, str] = (_CUTOFF - 0.1, "")
    all_of_them = len(wanted) >= _SHORT and len(choices) <= _LARGE
    for scorer, weight in _SCORERS if all_of_them else _SCORERS[:1]:
        for choice, likeness, _ in process.extract(
            wanted, choices.keys(), scorer=scorer, score_cutoff=_CUTOFF / weight, limit=5
        ):
            # "sig-arch" is short for a longer name; a shorter name within what was written is a weaker hint.
            weighed = likeness * (weight if weight == 1 or len(choice) >= len(wanted) else weight - 0.1)
            apart = len(choice) < _SHORT or 2 * len(choice) < len(wanted)
            if weighed > best[0] and (weight == 1 or not apart):
                best = (weighed, choice)
    if best[1]:
        return choices[best[1]]
    # No distance finds "HR dept" in Human Resources, its initials do.
    initials = _UNIT.sub("", wanted)
    if not 1 < len(initials) <= _LONGEST_INITIALS:
        return None
    meant = [name for name in choices.values() if _initials(name) == initials]
    return meant[0] if len(meant) == 1 else None


def _initials(name: str) -> str:
    return "".join(word[0] for word in key(name).split())


class Register:
    """The records of one kind by id and by name, and those that other sheets only mention.

    Parameters
    ----------
    noun
        What one of them is called in a message, such as "department".
    people
        Names of people are written in more ways: "Ada Example (ada)", "Example, Ada".
    aliases
        Key of a further name → the name it stands for, from a mapping file.
    """

    def __init__(self, noun: str, *, people: bool = False, aliases: Mapping[str, str] | None = None) -> None:
        self.noun = noun
        self._aliases = aliases or {}
        self._people = people
        self._ids: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        self._mentioned: dict[str, str] = {}
        self._choices: dict[str, str] = {}
        self._found: dict[str, tuple[str, ...]] = {}
        self._suggested: dict[str, str] = {}
        self._compared = 0

    def __bool__(self) -> bool:
        return bool(self._ids)

    def add(self, ident: str, name: str) -> None:
        """Enter a listed record."""
        self._ids[key(ident)] = ident
        self._choices.setdefault(key(ident), ident)
        if key(name) != key(ident):
            self._names.setdefault(key(name), []).append(ident)
            self._choices.setdefault(key(name), name)

    def add_alias(self, alias: str, ident: str) -> None:
        """Let a second id stand for a listed record."""
        self._ids.setdefault(key(alias), ident)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids a text may mean: none, one, or several where records share the name."""
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def known(self, text: str) -> bool:
        """Tell whether a text is the id or the name of a listed record."""
        return bool(self.find(text))

    def mention(self, text: str) -> str:
        """Return the id for a text that no listed record has: what was written the first time it is met."""
        meant = self._aliases.get(key(text), text)
        return self._mentioned.setdefault(key(meant), folded(meant))

    def suggestion(self, text: str) -> str:
        """Return ``Did you mean "…"?``, or nothing where no listed record is like the text.

        Thousands of unknown names against tens of thousands of listed ones are another list, not misspellings: from
        some number of comparisons on, names are reported without a suggestion.
        """
        found = self.suggested(text)
        return say('Did you mean "{name}"?', name=found) if found else ""

    def suggested(self, text: str) -> str:
        """Return the listed name that `suggestion` gives; empty where there is none."""
        wanted = key(text)
        if wanted not in self._suggested:
            self._compared += len(self._choices)
            found = nearest(text, self._choices) if self._compared <= _MOST_COMPARISONS else None
            self._suggested[wanted] = found or ""
        return self._suggested[wanted]

    def choices(self) -> tuple[str, ...]:
        """Return the names to choose from: each listed record by its name, sorted."""
        return tuple(sorted(dict.fromkeys(self._choices.values()), key=key))

    def misspelt(self, text: str) -> str:
        """Return the listed name that a text is but for a letter or two; empty where there is none.

        Stricter than `suggestion`: "Head of Sales" is no misspelling of Sales.
        """
        found = process.extractOne(key(text), self._choices.keys(), scorer=fuzz.ratio, score_cutoff=_MISSPELT)
        return self._choices[found[0]] if found is not None and len(key(text)) >= _SHORT else ""

    def _search(self, text: str) -> tuple[str, ...]:
        for spelling in self._spellings(text):
            wanted = key(spelling)
            if wanted in self._ids:
                return (self._ids[wanted],)
            if wanted in self._names:
                return tuple(self._names[wanted])
        return ()

    def _spellings(self, text: str) -> list[str]:
        text = self._aliases.get(key(text), text)
        if not self._people:
            return [text, unmarked(text)]
        spellings = [text, folded(text).rstrip("*† "), unmarked(text)]
        aside = _ASIDE.fullmatch(folded(text))
        if aside is not None:
            spellings += [aside["before"], aside["inside"]]
        last, comma, first = folded(text).partition(",")
        if comma and "," not in first:
            spellings.append(f"{first} {last}")
        return [one for one in spellings if key(one)]
