"""What was settled in the window? The choices of a form, and the mapping file that they become."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from alignment.source.layouts.lists import INDISPENSABLE
from alignment.source.mapping import Mapping_, mapping_text, read_mapping
from alignment.source.names import key
from alignment.source.schema import SHEETS
from alignment.source.unsettled import OpenSheet, Unsettled, guessed_columns

__all__ = ["NOBODY", "Choices", "chosen", "field_name", "lacking", "mapped", "settled", "write_mapping"]

T = TypeVar("T")

# What is chosen for a name that names nobody; no record is called so.
NOBODY = "\x00nobody"
# Sheets of these kinds are read by what their cells hold too, whatever their headers are.
_BY_CONTENT = frozenset({"raci", "journey_steps", "collaboration", "survey"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen in the form; "" where something is left to the program.

    Attributes
    ----------
    sheets
        Their sheet → what it is.
    columns
        (Their sheet, their header) → our field.
    names
        A name that no list has → the one that it stands for, or `NOBODY`.
    """

    sheets: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def kind(self, sheet: OpenSheet) -> str | None:
        """Return what a sheet is to be read as."""
        return self.sheets.get(sheet.sheet) or sheet.kind


def field_name(*parts: str) -> str:
    """Return what the field of a form is called that settles something: names may hold any character."""
    return json.dumps(parts, ensure_ascii=False)


def chosen(form: Iterable[tuple[str, str]]) -> Choices:
    """Return the choices of a form; what is no choice is passed over."""
    sheets: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    names: dict[str, str] = {}
    for name, value in form:
        match _parts(name):
            case ["sheet", sheet] if value in ("", "organisation", *SHEETS):
                sheets[sheet] = value
            case ["column", sheet, header]:
                columns[sheet, header] = value
            case ["name", other]:
                names[other] = value
    return Choices(sheets, columns, names)


def _parts(name: str) -> list[str]:
    try:
        found = json.loads(name)
        parts = [str(one) for one in found] if isinstance(found, list) else []
        # Half of a pair of surrogates is in no name, and cannot be written.
        "".join(parts).encode()
    except (ValueError, RecursionError):
        return []
    return parts


def settled(mapping: Mapping_, open_: Unsettled) -> Choices:
    """Return what a mapping file says of the sheets that are there, as choices of the form."""
    kinds = {key(name): kind for kind, names in mapping.sheets.items() for name in names}
    sheets = {one.sheet: kinds.get(key(one.sheet), "") for one in open_.sheets}
    columns = {
        (one.sheet, header): field
        for one in open_.sheets
        for field, header in mapping.columns.get(sheets[one.sheet] or one.kind or "", {}).items()
        if header in one.headers
    }
    return Choices(sheets, columns)


def lacking(choices: Choices, open_: Unsettled) -> tuple[OpenSheet, ...]:
    """Return the sheets that are to be read as something for which a column has to be named still."""
    return tuple(
        one
        for one in open_.sheets
        if (kind := choices.sheets.get(one.sheet, "")) in SHEETS
        and kind != one.kind
        and kind not in _BY_CONTENT
        and not all(set(group) & _fields(one, kind, choices) for group in INDISPENSABLE[kind])
    )


def _fields(sheet: OpenSheet, kind: str, choices: Choices) -> set[str]:
    """The fields that a sheet would have, by what was chosen and by its headers."""
    named = {field for (name, _), field in choices.columns.items() if name == sheet.sheet}
    return named | set(guessed_columns(kind, sheet.headers, likely=False).values())


def mapped(mapping: Mapping_, choices: Choices, open_: Unsettled) -> Mapping_:
    """Return a mapping with what was chosen: as it says whatever the form did not ask."""
    asked = set(map(key, choices.sheets))
    shown = {key(one.sheet): one for one in open_.sheets}
    sheets: dict[str, list[str]] = {}
    for kind, names in mapping.sheets.items():
        sheets[kind] = [name for name in names if key(name) not in asked]
    for name, kind in choices.sheets.items():
        if kind:
            sheets.setdefault(kind, []).append(name)
    columns = {kind: dict(found) for kind, found in mapping.columns.items()}
    for (name, header), meant in choices.columns.items():
        sheet = shown.get(key(name))
        of_sheet = choices.kind(sheet) if sheet else None
        if of_sheet is None or of_sheet not in SHEETS:
            continue
        found = columns.setdefault(of_sheet, {})
        for other in [one for one, theirs in found.items() if theirs == header]:
            del found[other]
        if meant in [one.name for one in SHEETS[of_sheet].fields]:
            found[meant] = header
            sheets.setdefault(of_sheet, []).append(name)
    for kind, theirs in sheets.items():
        # A kind that the file names is read from the sheets named alone: those that are read as it now stay with it.
        theirs += [one.sheet for one in open_.sheets if one.kind == kind and not choices.sheets.get(one.sheet)]
    aliases = {**mapping.aliases, **{one: to for one, to in choices.names.items() if to and to != NOBODY}}
    return replace(
        mapping,
        sheets={kind: tuple(dict.fromkeys(theirs)) for kind, theirs in _in_order(sheets) if theirs},
        columns={kind: named for kind, named in _in_order(columns) if named},
        aliases=aliases,
        missing=tuple(dict.fromkeys((*mapping.missing, *(one for one, to in choices.names.items() if to == NOBODY)))),
    )


def _in_order(of_kinds: Mapping[str, T]) -> list[tuple[str, T]]:
    order = {kind: place for place, kind in enumerate((*SHEETS, "organisation"))}
    return sorted(of_kinds.items(), key=lambda one: order[one[0]])


def write_mapping(mapping: Mapping_, file: Path) -> Path:
    """Write a mapping file, and make sure that it can be read.

    Raises
    ------
    MappingError
        What was chosen contradicts itself, such as an alias of an alias.
    """
    file.write_text(mapping_text(mapping), encoding="utf-8", newline="\n")
    read_mapping(file)
    return file
