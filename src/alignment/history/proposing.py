"""What may be what it was? Splits, merges and renames that shared people, work and names suggest: to be asked, never assumed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from alignment.history.crosswalk import TABLES, Crosswalk, Kind
from alignment.language import say
from alignment.model.organisation import Organisation
from alignment.source.names import key, spelling
from alignment.wording import joined, of_all

__all__ = ["Proposal", "proposals"]

# Our choice: what takes over at least half of what another had, or has at least half of its own from it, may be it.
_SHARE = 0.5
# Names that are this much alike (0–100) may be two spellings of one.
_ALIKE = 80
# And if words of theirs differ, these must be this much alike: "wg-embedded-linux" is no spelling of "wg-embedded-libs".
_WORDS_ALIKE = 60
_NUMBER = re.compile(r"\d+")

# Two ids, one of each wave, and the words that say why they may be one thing.
_Pair = tuple[str, str]
_Evidence = Mapping[_Pair, list[str]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What something of the later wave (`now`) may have been in the earlier (`was`): names, and the evidence in words."""

    kind: Kind
    was: str
    now: str
    evidence: str

    @property
    def line(self) -> str:
        """The line to copy into the file of --crosswalk, under the table of its kind."""
        return f"{_written(self.now)} = {_written(self.was)}"


def proposals(earlier: Organisation, later: Organisation, matched: Crosswalk) -> tuple[Proposal, ...]:
    """Return what may be one thing and is not matched, in the order of the later wave; people are never guessed."""
    found: list[Proposal] = []
    for kind in TABLES:
        links = matched.of(kind)
        # What no list has is misspelt, or forgotten there: the check of its own workbook asks about it.
        ended = {ident for one in links if one.listed and not one.now for ident in one.was}
        begun = {ident for one in links if one.listed and not one.was for ident in one.now}
        evidence: dict[_Pair, list[str]] = defaultdict(list)
        for words in (
            _flows(kind, earlier, later, matched, (ended, begun)),
            _names(kind, earlier, later, ended, begun),
        ):
            for pair, word in words:
                evidence[pair].append(word)
        order = {one.id: place for place, one in enumerate(getattr(later, TABLES[kind]))}
        for was, now in sorted(evidence, key=lambda pair: (order[pair[1]], pair[0])):
            names = earlier.label(kind, was), later.label(kind, now)
            found.append(Proposal(kind, *names, joined(evidence[was, now])))
    return tuple(found)


def _flows(
    kind: Kind, earlier: Organisation, later: Organisation, matched: Crosswalk, alone: tuple[set[str], set[str]]
) -> Iterator[tuple[_Pair, str]]:
    """Yield the pairs that share enough of their people or their work, given what neither wave could match."""
    ended, begun = alone
    for noun, before, after in _contents(kind, earlier, later, matched):
        both = [one for one in before if one in after]
        had, has = Counter(before[one] for one in both), Counter(after[one] for one in both)
        moved = Counter((before[one], after[one]) for one in both)
        for (was, now), number in moved.items():
            # Of two that were matched, people change places every day.
            if was not in ended and now not in begun:
                continue
            if number / min(had[was], has[now]) < _SHARE:
                continue
            yield (
                (was, now),
                say(
                    "“{now}” has {some} of “{was}”",
                    now=later.label(kind, now),
                    some=of_all(number, had[was], noun),
                    was=earlier.label(kind, was),
                ),
            )


def _contents(
    kind: Kind, earlier: Organisation, later: Organisation, matched: Crosswalk
) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    """Yield what things have, wave by wave: the noun, and for each content what holds it; earlier ids are the later ones."""
    if kind == "department":
        people = {_now(matched, "person", one.id): one.department for one in earlier.people}
        yield "person", _held(people), _held({one.id: one.department for one in later.people})
        work = {_now(matched, "process", one.id): one.owner_department for one in earlier.processes}
        yield "process", _held(work), _held({one.id: one.owner_department for one in later.processes})
        steps = {f"{_now(matched, 'journey', one.journey)}/{key(one.name)}": one.department for one in earlier.steps}
        yield "step", _held(steps), _held({f"{one.journey}/{key(one.name)}": one.department for one in later.steps})
    elif kind == "journey":
        yield "step", _own_steps(earlier), _own_steps(later)


def _own_steps(wave: Organisation) -> Mapping[str, str]:
    """Return the journey of each step whose name no other step has: those that many journeys have tell nothing."""
    times = Counter(key(one.name) for one in wave.steps)
    return {key(one.name): one.journey for one in wave.steps if times[key(one.name)] == 1}


def _held(found: Mapping[str, str | None]) -> Mapping[str, str]:
    return {ident: holder for ident, holder in found.items() if holder is not None}


def _now(matched: Crosswalk, kind: Kind, ident: str) -> str:
    link = matched.of_earlier(kind, ident)
    # What the later wave lacks must not be taken for something of it.
    return link.now[0] if link and link.whole else f"{ident} (before)"


def _names(
    kind: Kind, earlier: Organisation, later: Organisation, ended: Set[str], begun: Set[str]
) -> Iterator[tuple[_Pair, str]]:
    """Yield the pairs whose names are much alike, neither more like any other."""
    choices = {now: spelling(later.label(kind, now)) for now in sorted(begun)}
    likeness: dict[_Pair, float] = {}
    for was in sorted(ended):
        name = spelling(earlier.label(kind, was))
        for text, likely, now in process.extract(
            name, choices, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=len(choices)
        ):
            if _words_alike(name, text):
                likeness[was, now] = likely
    best: dict[tuple[int, str], float] = defaultdict(float)
    for pair, likely in likeness.items():
        for side in (0, 1):
            best[side, pair[side]] = max(best[side, pair[side]], likely)
    for (was, now), likely in likeness.items():
        if likely >= max(best[0, was], best[1, now]):
            names = {"was": earlier.label(kind, was), "now": later.label(kind, now)}
            yield (was, now), say("the names “{was}” and “{now}” are much alike", **names)


def _words_alike(was: str, now: str) -> bool:
    """Tell whether the words that only one name has are like those of the other, as "libs" and "linux", 12 and 13 are not."""
    first, second = Counter(was.split()), Counter(now.split())
    only = [" ".join(sorted((one - other).elements())) for one, other in ((first, second), (second, first))]
    numbers = [_NUMBER.findall(one) for one in only]
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    return not all(only) or fuzz.ratio(*only) >= _WORDS_ALIKE


def _written(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
