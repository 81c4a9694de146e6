"""What does one company call our sheets, columns and letters? The mapping file, read and checked against its workbook."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alignment.errors import MappingError
from alignment.settings import read_toml
from alignment.source.grid import Book, Grid
from alignment.source.headers import header_key, sheet_kinds
from alignment.source.layouts.headings import forced_places
from alignment.source.names import key, nearest
from alignment.source.schema import SHEETS
from alignment.source.values import folded

__all__ = ["Mapping_", "mapping_text", "quoted_text", "read_mapping"]

_KINDS = (*SHEETS, "organisation")
_TABLES = ("sheets", "columns", "values", "aliases")
_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801  # `Mapping` is the standard library's
    """A mapping file.

    Attributes
    ----------
    file
        Its path, as messages name it.
    sheets
        Our sheet → their sheets.
    columns
        Our sheet → our field → their header.
    missing
        Further words that name nobody.
    raci
        Their letter → ours; "" where it does not count.
    aliases
        A further name → the name it stands for.
    """

    file: str = ""
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    raci: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def grids_of(self, kind: str, books: Iterable[Book]) -> tuple[Grid, ...]:
        """Return the sheets that the file names for one of ours."""
        wanted = {key(name) for name in self.sheets.get(kind, ())}
        return tuple(grid for book in books for grid in book.grids if key(grid.sheet) in wanted)

    def check(self, books: Sequence[Book]) -> None:
        """Make sure that every sheet and column named is in the workbooks.

        Raises
        ------
        MappingError
            One is not; the message names what is there and comes near.
        """
        there = {key(grid.sheet): grid.sheet for book in books for grid in book.grids}
        for kind, names in self.sheets.items():
            for name in names:
                if key(name) not in there:
                    raise MappingError(
                        f'{self.file}: [sheets] {kind}: no sheet is called "{name}". {_near(name, there.values())}'
                    )
        for kind, columns in self.columns.items():
            # Without an entry under [sheets] the sheet is found by its name later, so all of them are searched.
            grids = self.grids_of(kind, books) or tuple(grid for book in books for grid in book.grids)
            for name, header in columns.items():
                if not any(forced_places(row, {name: header}) for grid in grids for row in _first(grid, 60)):
                    where = f' on sheet "{grids[0].sheet}"' if len(grids) == 1 else ""
                    likely = [grid for grid in grids if kind in dict(sheet_kinds(grid.sheet))] or grids
                    rows = [max(_first(grid, 30), key=lambda row: sum(map(bool, row)), default=()) for grid in likely]
                    headers = [text for row in rows for text in row if text]
                    raise MappingError(
                        f'{self.file}: [columns.{kind}] {name}: no column is called "{header}"{where}. {_near(header, headers)}'
                    )


def _first(grid: Grid, count: int) -> list[tuple[str, ...]]:
    return [grid.texts[index] for index in range(min(count, len(grid.rows)))]


def _near(text: str, choices: Iterable[str]) -> str:
    known = {header_key(one) or key(one): one for one in choices}
    found = nearest(header_key(text) or text, known)
    if found:
        return f'Did you mean "{found}"?'
    some = ", ".join(f'"{one}"' for one in list(known.values())[:8])
    return f"There are: {some}." if some else "The workbook is empty."


def read_mapping(path: Path) -> Mapping_:
    """Read a mapping file.

    Raises
    ------
    MappingError
        The file is missing, is not TOML, or names a sheet or field that the program does not have.
    """
    content = read_toml(path, MappingError, "--mapping", "Put names between quotes.")
    for table in content:
        if table not in _TABLES:
            raise MappingError(f"{path}: there is no [{table}] in a mapping file. {_near(table, _TABLES)}")
    values = _table(content, "values", path)
    for name in values:
        if name not in ("missing", "raci"):
            raise MappingError(f"{path}: [values] takes missing and raci only, not {name}.")
    raci = _texts(_table(values, "raci", path), f"{path}: [values.raci]")
    for letter, ours in raci.items():
        if not set(ours.upper()) <= set("RACI"):
            raise MappingError(
                f'{path}: [values.raci] {letter} = "{ours}": give R, A, C, I, or "" for a letter that does not count.'
            )
    return Mapping_(
        file=str(path),
        sheets={
            _kind(kind, "sheets", path): _names(kind, value, path)
            for kind, value in _table(content, "sheets", path).items()
        },
        columns={kind: _columns(kind, value, path) for kind, value in _table(content, "columns", path).items()},
        missing=_missing(values, path),
        raci=raci,
        aliases=_aliases(content, path),
    )


def _table(content: Mapping[str, object], name: str, path: Path) -> Mapping[str, object]:
    found = content.get(name, {})
    if not isinstance(found, dict):
        raise MappingError(f"{path}: {name} must be a table: write [{name}] on a line of its own.")
    return found


def _texts(table: Mapping[str, object], where: str) -> dict[str, str]:
    for name, value in table.items():
        if not isinstance(value, str):
            raise MappingError(f"{where} {name} = {value!r}: write a text between quotes.")
    return {name: str(value) for name, value in table.items()}


def _aliases(content: Mapping[str, object], path: Path) -> Mapping[str, str]:
    found = _texts(_table(content, "aliases", path), f"{path}: [aliases]")
    known = {key(alias) for alias in found}
    for alias, name in found.items():
        if not folded(name):
            raise MappingError(f'{path}: [aliases] "{alias}" stands for nothing. Write the name it stands for.')
        if key(name) in known and key(name) != key(alias):
            raise MappingError(
                f'{path}: [aliases] "{alias}" stands for "{name}", which is an alias itself. Write the last name.'
            )
    return found


def _kind(kind: str, table: str, path: Path) -> str:
    if kind not in _KINDS:
        raise MappingError(f'{path}: [{table}] there is no sheet "{kind}" to map to. {_near(kind, _KINDS)}')
    return kind


def _names(kind: str, value: object, path: Path) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(one, str) and folded(one) for one in names):
        raise MappingError(f"{path}: [sheets] {kind} = {value!r}: write the name of their sheet, or a list of names.")
    return tuple(names)


def _columns(kind: str, value: object, path: Path) -> Mapping[str, str]:
    if kind not in SHEETS:
        raise MappingError(
            f'{path}: [columns.{kind}] there is no sheet "{kind}" with columns to map. {_near(kind, SHEETS)}'
        )
    if not isinstance(value, dict):
        raise MappingError(f"{path}: columns.{kind} must be a table: write [columns.{kind}] on a line of its own.")
    columns = _texts(value, f"{path}: [columns.{kind}]")
    fields = [one.name for one in SHEETS[kind].fields]
    for name in columns:
        if name not in fields:
            near = nearest(name, {one: one for one in fields})
            hint = f'Did you mean "{near}"?' if near else f"It has: {', '.join(fields)}."
            raise MappingError(f'{path}: [columns.{kind}] has no field "{name}". {hint}')
    return columns


def _missing(values: Mapping[str, object], path: Path) -> tuple[str, ...]:
    found = values.get("missing", [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise MappingError(
            f'{path}: [values] missing = {found!r}: write a list of texts, such as ["EMPTY", "to hire"].'
        )
    return tuple(found)


def mapping_text(mapping: Mapping_) -> str:
    """Return the mapping file that `read_mapping` reads as this mapping."""
    lines = ["[sheets]"]
    for kind, names in mapping.sheets.items():
        lines.append(f"{kind} = {quoted_text(names[0]) if len(names) == 1 else _quoted_list(names)}")
    for kind, columns in mapping.columns.items():
        if columns:
            lines += ["", f"[columns.{kind}]", *(f"{name} = {quoted_text(header)}" for name, header in columns.items())]
    lines += ["", "[values]", f"missing = {_quoted_list(mapping.missing)}"]
    for table, entries in (("values.raci", mapping.raci), ("aliases", mapping.aliases)):
        if entries:
            lines += ["", f"[{table}]", *(f"{quoted_text(one)} = {quoted_text(to)}" for one, to in entries.items())]
    return "\n".join(lines) + "\n"


def quoted_text(text: str) -> str:
    """Return a text as TOML writes it between quotes."""
    # What JSON writes between quotes TOML reads, but for what JSON leaves as it is: some of it steers a terminal, or turns
    # the direction of what stands behind it in an editor.
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", json.dumps(text, ensure_ascii=False))


def _quoted_list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted_text, texts)) + "]"
