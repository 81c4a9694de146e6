"""What may be said of a text that is handed on? The pseudonyms of people, the names of everything else, and nothing besides."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import get_args

from alignment.language import say, with_values
from alignment.model.discretion import WITHHELD, pseudonym
from alignment.model.organisation import Holder, Organisation
from alignment.model.result import MoveKind, ScopeKind
from alignment.source.names import NOBODY, slug
from alignment.source.names import key as name_key
from alignment.source.offices import is_office
from alignment.source.pseudonyms import Key, identity
from alignment.source.reading import Reading
from alignment.source.scale import LEVELS
from alignment.source.schema import SHEETS
from alignment.source.words import CODE_WORDS, STATUS_WORDS

__all__ = ["Speech", "holders"]

_WORD = re.compile(r"\w+")
_HOST = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_HARD = re.compile(r"(\s*[;\n]\s*)")
_SOFT = re.compile(r"(\s*(?:[,/&+|→]|\s(?:and|or|en|of)\s)\s*)")
# What stands for a person while the rest of a text is looked at.
_MARK = re.compile("\ue000(\\d+)\ue001")
# A longer number may be that of a telephone, an account or a person.
_FIGURE = re.compile(r"[-+−]?[\d.,:%€$£\s]{1,7}")
_PLACE = re.compile(r"[A-Z]{1,3}\d{1,7}")
# In running text a shorter code, such as A or P1, may be another word: there it is a person's only as @P1 or "P1".
_SHORTEST_CODE = 4
_POINTERS = '@"“\ue010'
# What a cell shows whose formula failed.
_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_CODE_OF_FINDING = re.compile(r"[A-Z]{3,4}\d{2}")
_SAID_OF_STEP = re.compile(r"(together |)(person|department|role|unknown) |\d+(?:\+\d+)* to ")
_KINDS = frozenset({*get_args(ScopeKind), *get_args(MoveKind)})


class Speech:
    """What is written instead of each name and each id, alone or within a text, and which texts are told at all."""

    def __init__(self, reading: Reading, key: Key, known: Callable[[str], bool]) -> None:
        organisation = reading.organisation
        self._key, self._own = key, known
        listed = [one for one in organisation.departments if one.listed] or organisation.departments
        units = {name_key(text) for one in listed for text in (one.id, one.name)}
        people = [one for one in organisation.people if name_key(one.name) not in units]
        named = Counter(identity(one.name) for one in people)
        same = {identity(one.name): one.id for one in people if named[identity(one.name)] == 1}
        same |= {identity(one.id): one.id for one in people}
        self._titles = {name_key(one.role) for one in people if one.role}
        self._offices = {
            one.id for one in holders(organisation) if one.kind == "role" and self._is_office(one.id, units)
        }
        strange = [one.id for one in holders(organisation) if one.kind == "unknown"]
        strange += [one.id for one in holders(organisation) if one.kind == "role" and one.id not in self._offices]
        strangers = {one: same.get(identity(one), identity(one)) for one in dict.fromkeys(strange)}
        codes = key.codes([*(one.id for one in people), *strangers.values()])
        self.people_by_id: Mapping[str, str] = {one.id: codes[one.id] for one in people}
        self._strangers = {one: codes[meant] for one, meant in strangers.items()}
        self.codes = frozenset(codes.values())
        self._instead: dict[str, str] = {}
        for one in people:
            self._instead |= dict.fromkeys(_spellings(one.name), codes[one.id])
        for name, code in self._strangers.items():
            self._instead |= dict.fromkeys(_spellings(name), code)
        self._labels = _labels(organisation)
        # What is a person's id and something else, too, is a person's only where people stand.
        ids = {one.id.casefold(): codes[one.id] for one in people if name_key(one.id) not in self._labels}
        ids = {ident: code for ident, code in ids.items() if any(map(str.isalpha, ident))}
        self._short = {one for one in ids if len(one) < _SHORTEST_CODE} - set(self._instead)
        self._instead = ids | self._instead
        self._by_key = {name_key(one.id): codes[one.id] for one in people}
        self._by_identity = {name: codes[ident] for name, ident in same.items()}
        self._by_word: dict[str, list[str]] = {}
        # The longest first: "Ann Smith" before "Ann".
        for name in sorted(self._instead, key=len, reverse=True):
            first = _WORD.search(name)
            self._by_word.setdefault(first[0] if first else name, []).append(name)
        self._known = (self._labels | _vocabulary(reading)) - {name_key(name) for name in self._instead}
        self._known |= {name_key(one) for one in self._offices}

    @property
    def withheld(self) -> str:
        """What stands for a text that is not told."""
        return say(WITHHELD)

    def called(self, code: str) -> str:
        """Return what somebody with a code is called."""
        return pseudonym(code)

    def person_id(self, ident: str) -> str:
        """Return what stands for the id of a person."""
        return self.people_by_id.get(ident) or self.label(ident)

    def holder(self, holder: Holder) -> Holder:
        """Return an owner, or a holder of a letter."""
        if holder.kind == "person":
            return Holder("person", self.person_id(holder.id))
        return Holder(holder.kind, self._strangers.get(holder.id) or self.label(holder.id))

    def names_office(self, role: str) -> bool:
        """Tell whether a title of somebody is that of an office which holds something."""
        return name_key(role) in {name_key(one) for one in self._offices}

    def hidden(self, of: str, text: str) -> str:
        """Return what tells a text from others and nothing else; blank for none."""
        return self._key.code(text, of) if text else ""

    def label(self, text: str) -> str:
        """Return a name of something with those of people in it replaced."""
        text = with_values(text, str)
        whole = text.casefold()
        code = None if whole in self._short else self._instead.get(whole)
        return pseudonym(code) if code else self._shown(self._marked(text))

    def file(self, name: str) -> str:
        """Return a name of a file with those of people in it replaced; there, words are often parted by underscores."""
        spaced = name.replace("_", " ")
        told = self.label(spaced)
        return self.label(name) if told == spaced else told

    def sentence(self, text: str) -> str:
        """Return a sentence of the program's own, with what it quotes; a name that is not marked gives way, too."""
        return self.label(with_values(text, self.value))

    def if_known(self, text: str) -> str:
        """Return a text that is told; else none."""
        told = self.value(text)
        return "" if self.withheld in told else told

    def value(self, text: str, personal: bool = False) -> str:
        """Return what stands in a cell, or that it is withheld.

        Parameters
        ----------
        text
            As it is written.
        personal
            Whether the cell is one for people: then whatever can be a person's id is.
        """
        bare = text.strip()
        if not bare or self._is_known(bare):
            return self.label(text) if bare else text
        parts: list[str] = []
        for place, part in enumerate(_HARD.split(self._marked(bare))):
            if place % 2 or self._is_known(part):
                parts.append(part)
                continue
            for each, piece in enumerate(_SOFT.split(part)):
                told = piece if each % 2 else self._piece(piece, personal)
                if told is None:
                    return self.withheld
                parts.append(told)
        return self._shown("".join(parts))

    def people(self, text: str) -> str:
        """Return the people that a text names: whom no register knows has a pseudonym of the name."""
        told = self.value(text, personal=True)
        if told != self.withheld:
            return told
        parts = [one.strip() for one in re.split(r"[;/\n&+]|\s(?:and|en)\s", text) if one.strip()]
        codes = dict.fromkeys(self._by_identity.get(identity(one)) or self._key.code(identity(one)) for one in parts)
        return ", ".join(map(pseudonym, codes))

    def finding(self, ident: str) -> str:
        """Return the id of a finding or of a step, with pseudonyms for people; what is unknown has a code."""
        kind, *parts = ident.split(":")
        of_finding = _CODE_OF_FINDING.fullmatch(kind) is not None
        if not of_finding and kind not in _KINDS:
            return self._key.code(identity(ident)) if ident else ""
        told = (self._subjects(part, of_finding) for part in parts)
        return ":".join([kind, *told])

    def codes_of_findings(self, text: str) -> str:
        """Return of what was found the codes, and the names of what they are about."""
        found = [f"{one}: " for one in _CODE_OF_FINDING.findall(text)]
        return "".join(found).strip()

    def _subjects(self, text: str, of_finding: bool) -> str:
        """Return a part of such an id: one subject, or several joined by a plus, after what a step says of them."""
        said = _SAID_OF_STEP.match(text)
        before, rest = (said[0], text[said.end() :]) if said else ("", text)
        return before + "+".join(self._subject(one, of_finding) for one in rest.split("+"))

    def _subject(self, text: str, of_finding: bool) -> str:
        bare = text.partition("~")[0]
        code = self._by_key.get(name_key(bare)) or self._by_identity.get(identity(bare))
        named = not self._subjects_known.isdisjoint((name_key(bare), slug(bare)))
        told = bare in _KINDS or bare.upper() in self.codes or named
        # The numbers of steps; a longer one may be that of somebody.
        told = told or (bare.isdigit() and len(bare) < _SHORTEST_CODE)
        if code is None and told:
            return text
        code = code or self._key.code(identity(bare))
        return code.casefold() if of_finding else code

    @cached_property
    def _subjects_known(self) -> frozenset[str]:
        others = {*map(slug, self._offices), *map(slug, LEVELS)}
        return frozenset(self._labels | {slug(one) for one in self._labels} | others)

    def _is_office(self, role: str, units: Iterable[str]) -> bool:
        return name_key(role) in self._titles or name_key(role) in units or is_office(role)

    def _is_known(self, text: str) -> bool:
        sheet, mark, cell = text.rpartition("!")
        place = _PLACE.fullmatch(cell) is not None and (not mark or name_key(sheet) in self._known)
        return place or name_key(text) in self._known or text in NOBODY or self._own(text)

    def _piece(self, text: str, personal: bool) -> str | None:
        """Return one of several texts in a cell; None where it is not told."""
        bare = text.strip().strip('@*"“”').strip()
        if not bare or self._is_known(bare) or not _MARK.sub("", bare).strip(" ()@.'\"“”"):
            return text
        code = self._by_key.get(name_key(bare)) if personal or len(bare) >= _SHORTEST_CODE else None
        code = code or (self._by_identity.get(identity(bare)) if any(map(str.isalpha, bare)) else None)
        if code:
            return pseudonym(code)
        return text if len(bare) == 1 or _FIGURE.fullmatch(bare) else None

    def _shown(self, text: str) -> str:
        return _MARK.sub(lambda mark: pseudonym(self._ordered[int(mark[1])]), text)

    @cached_property
    def _ordered(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._instead.values()))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self._ordered)}

    def _marked(self, text: str) -> str:
        """Return a text with a mark for every name of a person in it."""
        lower, parts, at = text.casefold(), list[str](), 0
        if len(lower) != len(text):  # a letter that folds into two: places no longer agree
            text = lower
        for word in _WORD.finditer(lower):
            for name in self._by_word.get(word[0], ()) if word.start() >= at else ():
                start = word.start() - name.index(word[0])
                end = start + len(name)
                if start >= at and lower[start:end] == name and not lower[end : end + 1].isalnum():
                    before = lower[start - 1 : start]
                    if name in self._short and (not before or before not in _POINTERS):
                        continue
                    mark = f"\ue000{self._places[self._instead[name]]}\ue001"
                    parts += [text[at : start - (before == "@")], mark]
                    host = _HOST.match(lower, end)
                    at = host.end() if host else end
                    break
        return "".join([*parts, text[at:]])


def _spellings(name: str) -> Iterator[str]:
    """Yield how a name may be written within a text, case folded: as it is, turned round, as in an address."""
    whole = name.casefold()
    yield whole
    first, _, last = whole.partition(", ")
    if last:
        yield f"{last} {first}"
        whole = f"{last} {first}"
    words = whole.split()
    for cut in {1, len(words) - 1} if len(words) > 1 else ():
        given, family = " ".join(words[:cut]), " ".join(words[cut:])
        yield from (f"{family}, {given}", f"{family},{given}", f"{family} {given}")
        for one, other in ((given, family), (family, given)):
            yield from (mark.join((*one.split(), *other.split())) for mark in "._-")


def holders(organisation: Organisation) -> Iterator[Holder]:
    """Yield who heads, owns, sponsors or answers for something, as often as named."""
    for unit in organisation.departments:
        yield from unit.heads
    for process in organisation.processes:
        yield from process.accountable
    for journey in organisation.journeys:
        yield from journey.owners
        if journey.sponsor is not None:
            yield journey.sponsor
    for one in organisation.assignments:
        yield one.holder


def _labels(organisation: Organisation) -> set[str]:
    """Keys of the ids and names of everything that is no person."""
    named = (organisation.departments, organisation.processes, organisation.journeys, organisation.goals)
    texts = [text for some in named for one in some for text in (one.id, one.name)]
    texts += [one.name for one in organisation.steps]
    return {name_key(text) for text in texts if text}


def _vocabulary(reading: Reading) -> set[str]:
    """Keys of the words that are the program's own, and of files and sheets, which a place names anyhow."""
    texts = [*LEVELS, *STATUS_WORDS, *CODE_WORDS, *_ERRORS, "yes", "no", "true", "false"]
    for sheet in SHEETS.values():
        texts += [sheet.title, say(sheet.title), sheet.key]
        for field in sheet.fields:
            texts += [field.header, say(field.header), field.name, *field.choices]
    for file in reading.inputs:
        texts += [file.file, *(one.sheet for one in file.sheets)]
    return {name_key(text) for text in texts}
