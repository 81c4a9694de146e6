"""What may be changed by `alignment.toml`: limits by code, weights, seeds, grouping."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from alignment.errors import AlignmentError, SettingsError
from alignment.language import ENGLISH, languages
from alignment.plainfile import text_of_file

__all__ = ["Correction", "ReadingLimits", "Settings", "Target", "allowed", "read_settings", "read_toml"]

GroupBy = Literal["department", "division"]
Correction = Literal["benjamini-hochberg", "holm"]


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What is refused as too large: a file (MB), what it unpacks to (MB), the cells that its sheets span together.

    A workbook of 200,000 rows has some 10 MB, unpacks to some 60 MB and spans 2 million cells. 5 million cells take less than
    1 GiB of memory to read, whatever they hold; a list of 2 million ties, of 6.4 million cells, 1.1 GiB.
    """

    most_file_mb: int = 100
    most_unpacked_mb: int = 250
    most_cells: int = 5_000_000


_LIMITS = ReadingLimits()
# Of a key of TOML, with dots between them; ours have four.
_MOST_PARTS = 50
_DEEP_KEY = re.compile(rf"(?:[\w\"'-]+[ \t]*\.[ \t]*){{{_MOST_PARTS}}}")


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure of the company is to reach, and by when."""

    value: float
    by: date

    def __str__(self) -> str:
        return f"{self.value:g} by {self.by.isoformat()}"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run can be told. The defaults are the ones printed in the report.

    `limits` overrides the limits of measures (measure id → ``good``, ``amber``, ``red``, ``bad``), `rules` those of
    rules (code → ``limit``, ``severity``, ``enabled``), `dimension_weights` and `measure_weights` those of the score.
    `plan_budget` is the effort that a whole plan may take and `plan_most` how many moves; `plan_subjects` is of how many
    journeys, processes or pairs, the gravest first, each kind of move is considered; `plan_effort` gives the effort of a
    kind of move, 1 to 5, and `plan_capacity` the share of its usual time that a department can spare for change: 0 where it
    can do nothing in the first two waves of the plan. `statements` is a bank of survey statements that takes the place of
    the packaged one, as a path. A change between two waves is called real from a p of `significance` down, after the `correction`
    for all that is tested; `targets` holds what a measure is to reach (measure id → value and day). `language` is that of the report, one of `alignment.language.languages()`.
    """

    group_by: GroupBy = "department"
    seed: int = 20260101
    permutations: int = 10_000
    score_draws: int = 1_000
    score_spread: float = 0.2
    minimum_coverage: float = 0.7
    dimension_weights: Mapping[str, float] = field(default_factory=dict)
    measure_weights: Mapping[str, float] = field(default_factory=dict)
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, float | str | bool]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    plan_budget: int = 30
    plan_most: int = 12
    plan_subjects: int = 50
    plan_effort: Mapping[str, int] = field(default_factory=dict)
    plan_capacity: Mapping[str, float] = field(default_factory=dict)
    statements: str = ""
    significance: float = 0.05
    correction: Correction = "benjamini-hochberg"
    targets: Mapping[str, Target] = field(default_factory=dict)
    language: str = ENGLISH
    most_file_mb: int = _LIMITS.most_file_mb
    most_unpacked_mb: int = _LIMITS.most_unpacked_mb
    most_cells: int = _LIMITS.most_cells

    @property
    def reading(self) -> ReadingLimits:
        """What is refused as too large."""
        return ReadingLimits(self.most_file_mb, self.most_unpacked_mb, self.most_cells)


# Where each setting stands in the file: (table, key) → field.
_PLACES: Mapping[tuple[str, str], str] = {
    ("analysis", "group_by"): "group_by",
    ("analysis", "seed"): "seed",
    ("analysis", "permutations"): "permutations",
    ("score", "draws"): "score_draws",
    ("score", "spread"): "score_spread",
    ("score", "minimum_coverage"): "minimum_coverage",
    ("score", "dimensions"): "dimension_weights",
    ("score", "measures"): "measure_weights",
    ("values", "missing"): "missing",
    ("plan", "budget"): "plan_budget",
    ("plan", "most"): "plan_most",
    ("plan", "subjects"): "plan_subjects",
    ("plan", "effort"): "plan_effort",
    ("plan", "capacity"): "plan_capacity",
    ("survey", "statements"): "statements",
    ("track", "significance"): "significance",
    ("track", "correction"): "correction",
    ("report", "language"): "language",
    ("reading", "most_file_mb"): "most_file_mb",
    ("reading", "most_unpacked_mb"): "most_unpacked_mb",
    ("reading", "most_cells"): "most_cells",
}
_OPEN_TABLES = ("limits", "rules", "targets")
_LIMIT_KEYS = frozenset({"good", "amber", "red", "bad"})
_RULE_KEYS = frozenset({"limit", "severity", "enabled"})
# No limit, weight or target is larger, and whole numbers stay what every library takes.
_LARGEST = 1e15
_TOO_LONG = "holds a whole number of more digits than can be read. Shorten it."


def read_toml(path: Path, error: type[AlignmentError], option: str, hint: str) -> dict[str, Any]:
    """Read a TOML file that a person wrote; `option` gave its path, and `hint` ends what is said of broken TOML.

    Raises
    ------
    AlignmentError
        Of the kind asked for: the file cannot be read, is not text in UTF-8, or is not TOML.
    """
    try:
        text = text_of_file(path)
        if _DEEP_KEY.search(text):
            # Whoever reads it takes memory with the square of its parts.
            raise error(f"{path}: is not valid TOML: a key has more than {_MOST_PARTS} parts. {hint}".rstrip())
        content = tomllib.loads(text)
    except OSError as problem:
        raise error(f"{path}: cannot be read ({problem.strerror}). Check the path given to {option}.") from problem
    except UnicodeDecodeError as problem:
        raise error(f"{path}: is not text in UTF-8. Save it as UTF-8 in your editor.") from problem
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise error(f"{path}: is not valid TOML: {problem}. {hint}".rstrip()) from problem
    except ValueError as problem:
        # Python reads no whole number of more than some thousand digits.
        raise error(f"{path}: {_TOO_LONG} {hint}".rstrip()) from problem
    if not _of_64_bits(content):
        raise error(f"{path}: {_TOO_LONG} {hint}".rstrip())
    return content


def _of_64_bits(content: Mapping[str, object]) -> bool:
    """Tell whether all whole numbers are such as TOML promises to hold; Python may not even print what is longer."""
    left: list[object] = [content]
    while left:
        match left.pop():
            case int() as number if not -(2**63) <= number < 2**63:
                return False
            case dict() as table:
                left += table.values()
            case list() as several:
                left += several
    return True


def read_settings(path: Path | None) -> Settings:
    """Read `alignment.toml`; without a path, the defaults.

    Raises
    ------
    SettingsError
        The file is missing, is not TOML, or holds a key or a value that means nothing.
    """
    if path is None:
        return Settings()
    content = read_toml(path, SettingsError, "--settings", "See `alignment explain settings`.")
    return _settings(content, path)


def _settings(content: Mapping[str, object], path: Path) -> Settings:
    values: dict[str, object] = {}
    for table, entries in content.items():
        if not isinstance(entries, dict):
            raise SettingsError(f"{path}: {table} is not a table. Write it under a heading such as [analysis].")
        if table in _OPEN_TABLES:
            kept = _targets if table == "targets" else _open_table
            values[table] = kept(table, entries, path)
            continue
        for key, value in entries.items():
            name = _PLACES.get((table, key))
            if name is None:
                known = ", ".join(f"{one}.{other}" for one, other in _PLACES)
                raise SettingsError(
                    f"{path}: there is no setting {table}.{key}. Known: {known}, limits.*, rules.*, targets.*."
                )
            values[name] = _checked(name, value, f"{path}: {table}.{key}")
    if "statements" in values:
        # Beside alignment.toml, wherever the program is called from.
        values["statements"] = str(path.parent / str(values["statements"]))
    return Settings(**values)  # type: ignore[arg-type]  # each value was checked against its field just above


def _open_table(table: str, entries: Mapping[str, object], path: Path) -> dict[str, Mapping[str, object]]:
    allowed = _LIMIT_KEYS if table == "limits" else _RULE_KEYS
    for name, entry in entries.items():
        if not isinstance(entry, dict) or not set(entry) <= allowed:
            raise SettingsError(f'{path}: {table}."{name}" takes only {", ".join(sorted(allowed))}.')
        for key, value in entry.items():
            wanted = {"severity": str, "enabled": bool}.get(key)
            if not (_is_number(value) if wanted is None else isinstance(value, wanted)):
                raise SettingsError(f'{path}: {table}."{name}".{key} = {value!r} is not of the right kind.')
            if key == "severity" and value not in ("critical", "high", "medium", "low", "info"):
                raise SettingsError(f'{path}: {table}."{name}".severity must be critical, high, medium, low or info.')
    return cast("dict[str, Mapping[str, object]]", dict(entries))


def _targets(table: str, entries: Mapping[str, object], path: Path) -> dict[str, Target]:
    found = {}
    for name, entry in entries.items():
        place = f'{path}: {table}."{name}"'
        if not isinstance(entry, dict) or set(entry) != {"value", "by"}:
            raise SettingsError(f"{place} takes a value and a day, such as {{ value = 0.9, by = 2026-12-31 }}.")
        value, by = entry["value"], entry["by"]
        if not _is_number(value):
            raise SettingsError(f"{place}.value = {value!r} is not a number.")
        if not isinstance(by, date) or isinstance(by, datetime):
            raise SettingsError(f"{place}.by = {by!r} is not a day. Write it without quotes, such as 2026-12-31.")
        found[name] = Target(float(value), by)
    return found


def allowed(name: str) -> str:
    """Return in words what a field of `Settings` may be; empty for `limits`, `rules` and `targets`: tables of their own."""
    return _ALLOWED[name].words if name in _ALLOWED else ""


def _checked(name: str, value: object, where: str) -> object:
    may_be = _ALLOWED[name]
    if not may_be.test(value):
        raise SettingsError(
            f"{where} = {value!r} cannot be used: it must be {may_be.words}. See `alignment explain settings`."
        )
    return may_be.kept(value)


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What a setting may be: in words, whether a value is that, and how it is kept."""

    words: str
    test: Callable[[object], bool]
    kept: Callable[[Any], object] = lambda value: value


def _is_number(value: object) -> bool:
    # TOML knows inf and nan, and whole numbers that no figure can be as large as.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST


def _whole(least: int, most: int | None = None) -> _Allowed:
    span = f"of at least {least}" if most is None else f"from {least} to {most:,}"
    return _Allowed(
        f"a whole number {span}",
        lambda value: (
            isinstance(value, int) and _is_number(value) and value >= least and (most is None or value <= most)
        ),
    )


def _table_of(inner: _Allowed, subject: str) -> _Allowed:
    return _Allowed(
        f"{inner.words} for each {subject}",
        lambda value: isinstance(value, dict) and all(map(inner.test, value.values())),
        lambda value: {str(key): inner.kept(one) for key, one in value.items()},
    )


_SHARE = _Allowed("a number from 0 to 1", lambda value: _is_number(value) and 0 <= cast("float", value) <= 1, float)
_WEIGHT = _Allowed("a number of at least 0", lambda value: _is_number(value) and cast("float", value) >= 0, float)
_ALLOWED: Mapping[str, _Allowed] = {
    "group_by": _Allowed('"department" or "division"', lambda value: value in get_args(GroupBy)),
    "seed": _whole(0),
    # What is drawn is held in memory, and a hundred times the default tells no more.
    "permutations": _whole(1, 1_000_000),
    "score_draws": _whole(1, 100_000),
    "score_spread": _SHARE,
    "minimum_coverage": _SHARE,
    "dimension_weights": _table_of(_WEIGHT, "dimension"),
    "measure_weights": _table_of(_WEIGHT, "measure"),
    "missing": _Allowed(
        "texts in brackets",
        lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
        tuple,
    ),
    "statements": _Allowed(
        "a path in quotes", lambda value: isinstance(value, str) and bool(value.strip()) and "\0" not in value
    ),
    "significance": _Allowed(
        "a number above 0 and under 0.5", lambda value: _is_number(value) and 0 < cast("float", value) < 0.5, float
    ),
    "correction": _Allowed(
        " or ".join(f'"{one}"' for one in get_args(Correction)), lambda value: value in get_args(Correction)
    ),
    "language": _Allowed(" or ".join(f'"{one}"' for one in languages()), lambda value: value in languages()),
    "plan_budget": _whole(1),
    "plan_most": _whole(1),
    "plan_subjects": _whole(1),
    "plan_effort": _table_of(_whole(1, 5), "kind of move"),
    "plan_capacity": _table_of(_SHARE, "department"),
    "most_file_mb": _whole(1),
    "most_unpacked_mb": _whole(1),
    "most_cells": _whole(1),
}
