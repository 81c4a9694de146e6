"""What is asked in the survey? The bank of statements: eight roads, five stages, and three ways to read the same answers."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from alignment import resources
from alignment.errors import SettingsError
from alignment.language import later, say, say_many
from alignment.model.organisation import Answer, Cell
from alignment.model.result import Issue
from alignment.settings import read_toml
from alignment.source.names import key, nearest

__all__ = [
    "CROSSWALKS",
    "LANGUAGES",
    "ROADS",
    "ROAD_NAMES",
    "STAGES",
    "Bank",
    "Road",
    "Stage",
    "Statement",
    "asked_at",
    "bank",
    "strange",
]

# The eight roads to the customer of "A GPS to customer experience".
ROAD_NAMES: Mapping[str, str] = {
    "empathy": later("empathy"),
    "value": later("value"),
    "satisfaction": later("satisfaction"),
    "simplicity": later("brand and simplicity"),
    "design": later("design"),
    "expectation": later("expectation"),
    "alignment": later("alignment"),
    "culture": later("company culture"),
}
ROADS = tuple(ROAD_NAMES)
STAGES = (1, 2, 3, 4, 5)
LANGUAGES = ("en", "nl")
CROSSWALKS: Mapping[str, tuple[str, ...]] = {
    "dac": (later("direction"), later("alignment"), later("commitment")),
    "frame": (later("leadership"), later("customer definition"), later("communication"), later("persistence")),
    "outcome": (
        later("outcomes"),
        later("engagement"),
        later("customer at the heart"),
        later("journeys"),
        later("collaboration"),
    ),
}

Words = Mapping[str, str]
_NUMBERED = re.compile(r"^(\S{1,8}?)[\s.:)–-]+(.+)$")
_KEYS: Mapping[str, frozenset[str]] = {
    "stages": frozenset({"number", "name", "descriptor", "next"}),
    "roads": frozenset({"id", "name", "what"}),
    "statements": frozenset({"id", "road", "stage", "text", *CROSSWALKS}),
}


# What to do about a heading that is like no statement.
_ELSEWHERE = later(
    "If your survey asks other statements, name their file in alignment.toml: statements under [survey]."
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of maturity, the same on every road; `next` says what the next one looks like. Words by language."""

    number: int
    name: Words
    descriptor: Words
    next: Words


@dataclass(frozen=True, slots=True)
class Road:
    """A road to the customer; `what` is the question that it answers. Words by language."""

    id: str
    name: Words
    what: Words


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that one sees, or not, in a company. `stage` is where on its road one begins to see it."""

    id: str
    road: str
    stage: int
    text: Words
    dac: str
    frame: str
    outcome: str


@dataclass(frozen=True)
class Bank:
    """Roads in the order of `ROADS`, stages from 1 to 5, statements in the order of the file.

    `limit` is the mean of 5 from which the statements of a stage are met.
    """

    limit: float
    roads: tuple[Road, ...]
    stages: tuple[Stage, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def _by_text(self) -> Mapping[str, Statement]:
        return {_folded(words): one for one in self.statements for words in (one.id, *one.text.values())}

    def recognised(self, text: str) -> Statement | None:
        """Return the statement that a heading stands for: its text in any language, its id, or both; None if none.

        Letter case, blanks and a full stop at the end do not matter.
        """
        found = self._by_text.get(_folded(text))
        parts = _NUMBERED.match(text.strip())
        if found is None and parts is not None:
            # A number of the survey's own may stand before the text, so that the text decides.
            found = self._by_text.get(_folded(parts[2]))
        return found

    def of_road(self, road: str) -> tuple[Statement, ...]:
        """Return the statements of a road, by stage."""
        return tuple(sorted((one for one in self.statements if one.road == road), key=lambda one: one.stage))


def bank(path: str | Path | None = None) -> Bank:
    """Return a bank of statements; without a path, the one that comes with the program.

    Raises
    ------
    SettingsError
        The file cannot be read or lacks something; the message says what, where, and what to write.
    """
    return _bank(Path(path) if path else resources.templates() / "statements.toml")


def asked_at(answer: Answer) -> Cell:
    """Return the header above an answer; where a respondent has a row a statement, the sheet: no cell that tells who it was."""
    table = answer.origin.table
    row = table.header_rows.get("statement", 0)
    return Cell(table.file, table.sheet, row, table.columns["statement"] if row else 0, answer.statement if row else "")


def strange(answers: Iterable[Answer], known: Bank) -> tuple[Issue, ...]:
    """Return an issue for each heading that is no statement of the bank, at the first place that asks it."""
    found: dict[str, list[Answer]] = {}
    for one in answers:
        found.setdefault(one.statement, []).append(one)
    choices = {key(text): text for one in known.statements for text in one.text.values()}
    return tuple(
        Issue(
            "warning",
            asked_at(its[0]),
            say_many(
                len(its),
                '"{text}" is no statement of the bank; its {n} answer is in no figure.',
                '"{text}" is no statement of the bank; its {n} answers are in no figure.',
                text=text,
            ),
            say('Did you mean "{name}"?', name=meant) if (meant := nearest(text, choices)) else say(_ELSEWHERE),
        )
        for text, its in found.items()
        if known.recognised(text) is None
    )


@cache
def _bank(path: Path) -> Bank:
    content = read_toml(path, SettingsError, "statements under [survey]", "A bank of statements is written in TOML.")
    unknown = sorted(set(content) - {"limit", *_KEYS})
    if unknown:
        raise SettingsError(
            f"{path}: there is no {_quoted(unknown)} in a bank of statements. Known: limit, {', '.join(_KEYS)}."
        )
    limit = content.get("limit")
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not 1 <= limit <= 5:
        raise SettingsError(
            f"{path}: limit is the mean, 1 to 5, from which a stage is met. Write limit = 3.5 at the top."
        )
    stages = tuple(_stage(*one) for one in _entries(content, "stages", path))
    roads = tuple(_road(*one) for one in _entries(content, "roads", path))
    statements = tuple(_statement(*one, {road.id for road in roads}) for one in _entries(content, "statements", path))
    if tuple(sorted(one.number for one in stages)) != STAGES:
        raise SettingsError(f"{path}: stages needs the numbers 1 to 5, each once.")
    _check_distinct("roads have the id", [one.id for one in roads], path)
    _check_distinct("statements have the id", [one.id for one in statements], path)
    texts = [_folded(words) for one in statements for words in set(one.text.values())]
    _check_distinct("statements have the text", texts, path)
    _check_distinct("statements have as id or text", [*texts, *(_folded(one.id) for one in statements)], path)
    empty = [one.id for one in roads if not any(other.road == one.id for other in statements)]
    if empty:
        raise SettingsError(
            f"{path}: no statement belongs to the road {_quoted(empty)}. Add one, or take the road out."
        )
    return Bank(
        float(limit),
        tuple(sorted(roads, key=lambda one: ROADS.index(one.id))),
        tuple(sorted(stages, key=lambda one: one.number)),
        statements,
    )


def _folded(text: str) -> str:
    return key(text).rstrip(".").strip()


def _entries(content: Mapping[str, object], table: str, path: Path) -> Iterator[tuple[Mapping[str, object], str]]:
    entries = content.get(table)
    if not isinstance(entries, list) or not entries:
        raise SettingsError(f"{path}: {table} are missing. Write each under [[{table}]].")
    for place, entry in enumerate(entries, start=1):
        where = f"{path}: {table}, number {place}"
        if not isinstance(entry, dict):
            raise SettingsError(f"{where} is not a table. Write it under [[{table}]].")
        where += f' ("{entry["id"]}")' if isinstance(entry.get("id"), str) else ""
        wrong = sorted(set(entry) - _KEYS[table])
        if wrong:
            raise SettingsError(
                f"{where}: there is no field {_quoted(wrong)}. Known: {', '.join(sorted(_KEYS[table]))}."
            )
        yield entry, where


def _stage(entry: Mapping[str, object], where: str) -> Stage:
    number = _number(entry, "number", where)
    return Stage(number, *(_words(entry, name, where) for name in ("name", "descriptor", "next")))


def _road(entry: Mapping[str, object], where: str) -> Road:
    return Road(_one_of(entry, "id", ROADS, where), _words(entry, "name", where), _words(entry, "what", where))


def _statement(entry: Mapping[str, object], where: str, roads: Collection[str]) -> Statement:
    ident = entry.get("id")
    if not isinstance(ident, str) or not ident.strip() or len(ident.split()) > 1:
        raise SettingsError(f'{where}: id is missing. Give each statement a short one without blanks, such as "E1".')
    return Statement(
        ident,
        _one_of(entry, "road", roads, where),
        _number(entry, "stage", where),
        _words(entry, "text", where),
        *(_one_of(entry, name, values, where) for name, values in CROSSWALKS.items()),
    )


def _number(entry: Mapping[str, object], name: str, where: str) -> int:
    value = entry.get(name)
    if value not in STAGES or not isinstance(value, int) or isinstance(value, bool):
        raise SettingsError(f"{where}: {name} is a whole number from 1 to 5.")
    return value


def _one_of(entry: Mapping[str, object], name: str, known: Collection[str], where: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or value not in known:
        said = f'there is no {name} "{value}"' if name in entry else f"{name} is missing"
        raise SettingsError(f"{where}: {said}. Known: {', '.join(sorted(known))}.")
    return value


def _words(entry: Mapping[str, object], name: str, where: str) -> Words:
    """Words in every language; one text alone stands for all of them."""
    value = entry.get(name)
    words = dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value
    if not isinstance(words, dict) or not all(
        isinstance(words.get(one), str) and words[one].strip() for one in LANGUAGES
    ):
        wanted = " and ".join(f"{name}.{one}" for one in LANGUAGES)
        raise SettingsError(f"{where}: {name} is missing. Write {wanted}, or one {name} for both.")
    return {language: words[language].strip() for language in LANGUAGES}


def _check_distinct(what: str, values: Iterable[str], path: Path) -> None:
    seen: set[str] = set()
    for one in values:
        if one in seen:
            raise SettingsError(f'{path}: two {what} "{one}".')
        seen.add(one)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{one}"' for one in names)
