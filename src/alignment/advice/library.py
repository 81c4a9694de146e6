"""How is a step put into practice? The action library: what to do on Monday, with whom, and how to see that it worked."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import cast

from alignment import resources
from alignment.advice.moves import KINDS
from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.statements import ROADS, STAGES
from alignment.errors import SettingsError
from alignment.model.result import Practice

__all__ = ["Library", "library", "read_library"]

_LISTS: Mapping[str, Collection[str]] = {"findings": RULES, "moves": KINDS}
_WORDS = tuple(one.name for one in fields(Practice) if one.name not in (*_LISTS, "stage"))
_ONE_OF: Mapping[str, Collection[str]] = {"measure": MEASURES, "road": ROADS}


@dataclass(frozen=True, slots=True)
class Library:
    """The actions in the order of their file: where several serve, the first comes first."""

    practices: tuple[Practice, ...]

    def serving(self, kind: str) -> tuple[Practice, ...]:
        """Return the actions that put a kind of move into practice."""
        return tuple(one for one in self.practices if kind in one.moves)

    def towards(self, road: str, stage: int) -> tuple[Practice, ...]:
        """Return the actions that help to reach a stage of a road."""
        return tuple(one for one in self.practices if (one.road, one.stage) == (road, stage))

    def answering(self, code: str) -> tuple[Practice, ...]:
        """Return the actions that answer the findings of a rule."""
        return tuple(one for one in self.practices if code in one.findings)


@cache
def library() -> Library:
    """Return the library that comes with the program."""
    return read_library(resources.templates() / "actions.toml")


def read_library(path: Path) -> Library:
    """Read an action library.

    Raises
    ------
    SettingsError
        The file is not TOML, or an action lacks a text, is there twice, or names a rule, a kind of move, a measure or a
        road that does not exist; the message says which.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsError(f"{path}: cannot be read as an action library: {problem}.") from problem
    entries = content.get("action")
    if set(content) != {"action"} or not isinstance(entries, list):
        raise SettingsError(f"{path}: an action library holds actions, each under [[action]], and nothing else.")
    practices = tuple(_practice(entry, f"{path}: action {place}") for place, entry in enumerate(entries, start=1))
    seen: set[str] = set()
    for one in practices:
        if one.id in seen:
            raise SettingsError(f'{path}: there are two actions with the id "{one.id}".')
        seen.add(one.id)
    return Library(practices)


def _practice(entry: object, where: str) -> Practice:
    if not isinstance(entry, dict):
        raise SettingsError(f"{where} is not a table. Write it under [[action]].")
    where = f'{where} ("{entry["id"]}")' if isinstance(entry.get("id"), str) else where
    known = (*_WORDS, "stage", *_LISTS)
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise SettingsError(f"{where}: there is no field {_quoted(unknown)}. Known: {', '.join(known)}.")
    for name in _WORDS:
        text = entry.get(name)
        if not isinstance(text, str) or not text.strip():
            raise SettingsError(f"{where}: {name} is missing. Say it in a text of its own.")
        if name in _ONE_OF and text not in _ONE_OF[name]:
            raise SettingsError(f'{where}: there is no {name} "{text}".{_hint(name)}')
    stage = entry.get("stage")
    if stage not in STAGES[1:] or not isinstance(stage, int) or isinstance(stage, bool):
        raise SettingsError(f"{where}: stage is the stage that it helps to reach: a whole number from 2 to 5.")
    lists = {name: _listed(entry.get(name, []), name, where) for name in _LISTS}
    return Practice(**{name: cast("str", entry[name]).strip() for name in _WORDS}, stage=stage, **lists)  # type: ignore[arg-type]  # every other field is a text or a tuple of texts, as just checked


def _listed(value: object, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SettingsError(f"{where}: {name} is a list of texts.")
    strange = [one for one in value if one not in _LISTS[name]]
    if strange:
        what = "rule has the code" if name == "findings" else "kind of move is called"
        known = " `alignment explain` lists the codes." if name == "findings" else f" Known: {', '.join(KINDS)}."
        raise SettingsError(f"{where}: no {what} {_quoted(strange)}.{known}")
    return tuple(value)


def _hint(name: str) -> str:
    return f" Known: {', '.join(ROADS)}." if name == "road" else " `alignment explain` lists the measures."


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{one}"' for one in names)
