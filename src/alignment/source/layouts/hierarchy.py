"""Which department is part of which, where no column says so? Numbering, levels, indent, and columns a level each."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from alignment.language import number_text, say
from alignment.model.organisation import Table
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.headings import LINES, header_rows, heads_of
from alignment.source.layouts.indents import bare_name, indents_of
from alignment.source.tables import Layout, Row, plain_table, table_row
from alignment.source.values import folded

__all__ = ["level_columns_layout", "with_hierarchy"]

_KINDS = {"departments": "department", "processes": "process"}
_LEVEL = re.compile(
    r"(?:(?:org(?:anisation)?|department|unit|process) )?(?:level|lvl|niveau|ebene|stufe|nivel|tier|l|n) ?([0-9])(?: .*)?|([0-9])(?:st|nd|rd|th)? level"
)
_LEVEL_COLUMN = frozenset({"level", "niveau", "ebene", "stufe", "nivel", "hierarchy level", "depth", "tier", "lvl"})
# From the widest to the narrowest, as companies call their levels.
_UNITS: Mapping[str, int] = {
    header_key(word): rank
    for rank, words in enumerate(
        (
            "company|organisation|organization|group|bedrijf|unternehmen|entreprise|empresa",
            "division|directorate|business unit|sector|divisie|directie|bereich|direction|división|dirección|diretoria|divisão",
            "department|area|afdeling|abteilung|département|departamento|hoofdafdeling",
            "team|group|unit|section|sub department|subdepartment|groep|gruppe|équipe|equipo|equipe|service|sectie|setor",
        )
    )
    for word in words.split("|")
}
_PROCESS_UNITS: Mapping[str, int] = {
    header_key(word): rank
    for rank, words in enumerate(
        (
            "category|domain|value chain|process area|macro process|hoofdproces|hauptprozess|macroprocessus|macroproceso|macroprocesso",
            "process group|group|procesgroep|prozessgruppe|groupe de processus|grupo de procesos|grupo de processos",
            "process|proces|prozess|processus|proceso|processo",
            "activity|sub process|subprocess|activiteit|deelproces|teilprozess|aktivität|activité|actividad|subproceso|atividade|subprocesso",
            "task|taak|aufgabe|tâche|tarea|tarefa",
        )
    )
    for word in words.split("|")
}
# The share of rows that names of the further levels take at least, where no header says what they are.
_FURTHER = 0.25
_DOTTED = re.compile(r"[A-Za-z]{0,3}\d+(?:\.\d+)*\.?")
_NUMBERED_NAME = re.compile(r"(\d+(?:\.\d+)*)\.?[\s):–-]+(\D.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One name of the hierarchy as found: its level, its row (index), its column."""

    level: int
    row: int
    column: int
    text: str


def level_columns_layout(grid: Grid, kind: str) -> Layout | None:
    """Find a hierarchy with a column for each level: staggered, or a name written once with blanks below it.

    None where there is none, or where one of two columns plainly is the parent of the other, row by row.
    """
    if kind not in _KINDS:
        return None
    for index in header_rows(grid, LINES):
        for heads in heads_of(grid, index):
            columns = _level_columns(grid, index, heads, kind)
            if len(columns) < 2:
                continue
            others = ["" if column in columns else head for column, head in enumerate(heads)]
            found = match_columns(kind, others).places
            own = _KINDS[kind]
            places = {name: place for name, place in found.items() if name not in (own, "parent")}
            places[own] = columns[-1]
            blank = say("no header")
            note = say(
                "{number} columns are the levels of a hierarchy: {columns}",
                number=number_text(len(columns)),
                columns=", ".join(heads[one] or blank for one in columns),
            )
            return Layout(
                kind, "tree", index, places, heads, len(columns), columns, (note,), rows=_from_units(_in_columns)
            )
    return None


def _level_columns(grid: Grid, header: int, heads: Sequence[str], kind: str) -> tuple[int, ...]:
    numbered = {
        int(found[1] or found[2]): column
        for column, head in enumerate(heads)
        if (found := _LEVEL.fullmatch(header_key(head)))
    }
    below = [row for row in grid.filled if row > header]
    if len(numbered) > 1:
        columns = tuple(numbered[level] for level in sorted(numbered))
        # "Level 1" may hold figures: names are wanted.
        return columns if all(any(not grid.texts[row][one].isdigit() for row in below) for one in columns) else ()
    ranks = _UNITS if kind == "departments" else _PROCESS_UNITS
    ranked = [(ranks[header_key(head)], column) for column, head in enumerate(heads) if header_key(head) in ranks]
    columns = tuple(column for _, column in ranked)
    if len(ranked) > 1 and ranked == sorted(ranked) and len({rank for rank, _ in ranked}) == len(ranked):
        if _staggered(grid, below, columns) or _once(grid, below, columns):
            return columns
        if len(columns) > 2 and _nested(grid, below, columns):
            return columns
    return _diagonal(grid, heads, below)


def _staggered(grid: Grid, below: Sequence[int], columns: Sequence[int]) -> bool:
    """Each row holds one of the names, and each level is met."""
    filled = [[column for column in columns if grid.texts[row][column]] for row in below]
    those = [one for one in filled if one]
    return bool(those) and all(len(one) == 1 for one in those) and len({one[0] for one in those}) > 1


def _once(grid: Grid, below: Sequence[int], columns: Sequence[int]) -> bool:
    """The names of the first column are written once each, with blanks below, and none of them is a name further on."""
    first = [grid.texts[row][columns[0]] for row in below]
    names = [text for text in first if text]
    further = {grid.texts[row][column] for row in below for column in columns[1:]} - {""}
    gaps = sum(
        1
        for row, text in zip(below, first, strict=True)
        if not text and any(grid.texts[row][one] for one in columns[1:])
    )
    return bool(names) and first[0] != "" and len(set(names)) == len(names) and gaps > 0 and not further & set(names)


def _nested(grid: Grid, below: Sequence[int], columns: Sequence[int]) -> bool:
    """Each name of a level stands below one of the level above only, and below it in most rows."""
    for left, right in pairwise(columns):
        above: dict[str, set[str]] = {}
        for row in below:
            if grid.texts[row][right] and grid.texts[row][left]:
                above.setdefault(grid.texts[row][right], set()).add(grid.texts[row][left])
        if not above or sum(len(names) == 1 for names in above.values()) < 0.8 * len(above):
            return False
    return True


def _diagonal(grid: Grid, heads: Sequence[str], below: Sequence[int]) -> tuple[int, ...]:
    """One header and names stepping to the right below it: the columns without a header are its further levels."""
    named = [column for column, head in enumerate(heads) if head]
    # A name within a list is no header of what follows.
    if not named or len(below) < max(3, len(grid.filled) - len(below)):
        return ()
    start = named[0]
    end = start + 1
    while end < grid.width and (end >= len(heads) or not heads[end]):
        end += 1
    columns = tuple(column for column in range(start, end) if any(grid.texts[row][column] for row in below))
    if len(columns) < 2 or not _staggered(grid, below, columns):
        return ()
    # Most names stand below others: a word here and there beside a list is a remark.
    further = sum(bool(grid.texts[row][column]) for row in below for column in columns[1:])
    if further < _FURTHER * len(below):
        return ()
    level = -1
    for row in below:
        at = next((number for number, column in enumerate(columns) if grid.texts[row][column]), None)
        if at is not None:
            if at > level + 1:
                return ()
            level = at
    return columns


def with_hierarchy(grid: Grid, layout: Layout) -> Layout:
    """Return a list of departments or processes with the hierarchy that its form shows, where no column says it.

    By dotted numbers (1, 1.1, 1.1.2), by a column of levels, by leading blanks, or by the indent of the cells; and
    where a parent is written once, with blanks below.
    """
    own = _KINDS.get(layout.kind)
    if own is None or layout.shape != "list" or (own not in layout.places and "id" not in layout.places):
        return layout
    if "parent" in layout.places:
        return _parent_once(grid, layout, own)
    below = [row for row in grid.filled if row > layout.header]
    for found in (
        _by_numbers(grid, layout, below),
        _by_levels(grid, layout, below, own),
        _by_indent(grid, layout, below, own),
    ):
        if found is not None:
            return found
    return layout


def _parent_once(grid: Grid, layout: Layout, own: str) -> Layout:
    if own not in layout.places or layout.places["parent"] >= layout.places[own]:
        return layout
    columns = (layout.places["parent"], layout.places[own])
    below = [row for row in grid.filled if row > layout.header]
    if not (_staggered(grid, below, columns) or _once(grid, below, columns)):
        return layout
    places = {name: place for name, place in layout.places.items() if name != "parent"}
    note = say('"{column}" is written once and stands for the rows below it', column=layout.heads[columns[0]])
    return replace(
        layout, shape="tree", places=places, across=columns, notes=(*layout.notes, note), rows=_from_units(_in_columns)
    )


def _by_numbers(grid: Grid, layout: Layout, below: Sequence[int]) -> Layout | None:
    column = layout.places.get("id")
    own = _KINDS[layout.kind]
    free = [one for one in range(grid.width) if one not in layout.places.values()] if column is None else [column]
    for one in free:
        texts = [grid.texts[row][one] for row in below if grid.texts[row][one]]
        if len(texts) > 2 and all(map(_DOTTED.fullmatch, texts)) and _are_nested(texts):
            places = {**layout.places, "id": one}
            head = layout.heads[one]
            note = (
                say("the hierarchy is read from the numbers in column {column}", column=head)
                if head
                else say("the hierarchy is read from the numbers in column without a header")
            )
            return replace(layout, shape="tree", places=places, notes=(*layout.notes, note), rows=_by_codes)
    name = layout.places.get(own)
    if name is None or column is not None:
        return None
    texts = [grid.texts[row][name] for row in below if grid.texts[row][name]]
    numbers = [found[1] for text in texts if (found := _NUMBERED_NAME.fullmatch(text))]
    if len(numbers) > 2 and len(numbers) >= 0.9 * len(texts) and _are_nested(numbers):
        note = say("the hierarchy is read from the numbers before the names")
        return replace(layout, shape="tree", notes=(*layout.notes, note), rows=_by_codes)
    return None


def _are_nested(codes: Sequence[str]) -> bool:
    """Tell whether dotted numbers go at least two levels deep, each below one that is there."""
    known = {_code(code) for code in codes}
    deep = [code for code in known if "." in code]
    return bool(deep) and sum(code.rpartition(".")[0] in known for code in deep) >= 0.5 * len(deep)


def _code(text: str) -> str:
    """Dotted number in one form: APQC writes 1.0 for what 1.1 is part of."""
    plain = text.strip().rstrip(".")
    while plain.endswith(".0"):
        plain = plain.removesuffix(".0")
    return plain


def _by_codes(grid: Grid, layout: Layout) -> list[Row]:
    own = _KINDS[layout.kind]
    table = plain_table(grid, layout)
    rows = [table_row(grid, layout, table, index) for index in grid.filled if index > layout.header]
    parted = "id" not in layout.places
    coded: list[tuple[Row, str, str]] = []
    for row in rows:
        found = _NUMBERED_NAME.fullmatch(row.text(own)) if parted else None
        code = found[1] if found else "" if parted else row.text("id")
        coded.append((row, code, found[2] if found else row.text(own)))
    places = {_code(code): (row, code) for row, code, _ in coded if code}
    derived = []
    for row, code, name in coded:
        above = _code(code).rpartition(".")[0]
        while above and above not in places:
            above = above.rpartition(".")[0]
        parent = places.get(above)
        texts = {own: name, "parent": parent[1] if parent else ""}
        if parted:
            texts["id"] = code
        derived.append(_with(row, texts, parent[0] if parent else None, own))
    return derived


def _with(row: Row, texts: Mapping[str, str], parent: Row | None, own: str) -> Row:
    """A row with its parent told by the form, which stands in the parent's own cell."""
    old = row.origin.table
    columns = dict(old.columns)
    headers = dict(old.header_rows)
    if "id" in texts and "id" not in columns:
        columns["id"] = columns[own]
    if parent is not None:
        columns["parent"] = parent.origin.table.columns.get(own, 0)
        headers["parent"] = parent.origin.row
    given = {name: text for name, text in texts.items() if text}
    values = {name: value for name, value in row.values.items() if name not in texts} | given
    written = {name: text for name, text in row.origin.texts.items() if name not in texts} | given
    where = Table(old.file, old.sheet, columns, headers)
    return Row(replace(row.origin, table=where, derived=written), values, row.numbers)


def _by_levels(grid: Grid, layout: Layout, below: Sequence[int], own: str) -> Layout | None:
    if own not in layout.places:
        return None
    for column, head in enumerate(layout.heads):
        if header_key(head) not in _LEVEL_COLUMN or column in layout.places.values():
            continue
        texts = [grid.texts[row][column] for row in below if grid.texts[row][layout.places[own]]]
        digits = [re.sub(r"\D", "", text) for text in texts]
        if len(texts) > 1 and all(len(one) == 1 for one in digits) and len(set(digits)) > 1:
            note = say('the hierarchy is read from the order of the rows and "{column}"', column=head)
            return replace(
                layout, shape="tree", across=(column,), notes=(*layout.notes, note), rows=_from_units(_at_levels)
            )
    return None


def _by_indent(grid: Grid, layout: Layout, below: Sequence[int], own: str) -> Layout | None:
    found = indents_of(grid, layout.places[own], below) if own in layout.places else None
    if found is None:
        return None
    issues = (*layout.issues, *found.issues)
    if not found.depths:
        return replace(layout, issues=issues)
    notes, rows = (*layout.notes, found.note), _from_units(_Indented(found.depths))
    return replace(layout, shape="tree", notes=notes, rows=rows, issues=issues)


def _in_columns(grid: Grid, layout: Layout) -> Iterator[_Unit]:
    path: list[str] = []
    for row in grid.filled:
        if row <= layout.header:
            continue
        found = []
        for level, column in enumerate(layout.across):
            text = grid.texts[row][column] or (grid.text(row, column) if grid.merged else "")
            if text and not (
                level < len(path) and path[level] == text and _deeper(grid, row, layout.across[level + 1 :])
            ):
                path = [*path[:level], *[""] * (level - len(path[:level])), text]
                found.append(_Unit(level, row, column, text))
        yield from found
        if not found:
            last = next((column for column in reversed(layout.across) if grid.texts[row][column]), layout.across[-1])
            yield _Unit(-1, row, last, grid.texts[row][last])


def _deeper(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return any(grid.texts[row][column] for column in columns)


def _at_levels(grid: Grid, layout: Layout) -> Iterator[_Unit]:
    column = layout.places[_KINDS[layout.kind]]
    for row in grid.filled:
        if row > layout.header:
            level = re.sub(r"\D", "", grid.texts[row][layout.across[0]])
            yield _Unit(int(level) if level else -1, row, column, grid.texts[row][column])


class _Indented:
    """Units by the depth of their names."""

    def __init__(self, depths: Mapping[int, int]) -> None:
        self._depths = depths

    def __call__(self, grid: Grid, layout: Layout) -> Iterator[_Unit]:
        column = layout.places[_KINDS[layout.kind]]
        for row in grid.filled:
            if row > layout.header:
                yield _Unit(self._depths.get(row, -1), row, column, bare_name(grid, row, column))


def _paths(units: Sequence[_Unit]) -> Mapping[str, set[tuple[str, ...]]]:
    """Name → the names above it, for each place it stands at: teams of one name are told apart by these."""
    found: dict[str, set[tuple[str, ...]]] = {}
    above: list[_Unit] = []
    for unit in units:
        if unit.level >= 0 and unit.text:
            while above and above[-1].level >= unit.level:
                above.pop()
            found.setdefault(folded(unit.text).casefold(), set()).add(tuple(one.text.casefold() for one in above))
            above.append(unit)
    return found


_Units = Callable[[Grid, Layout], Iterator[_Unit]]


class _from_units:  # noqa: N801  # called as a function
    """Derives rows from names with levels: the parent is the last name above of a lower level."""

    def __init__(self, units: _Units) -> None:
        self._units = units

    def __call__(self, grid: Grid, layout: Layout) -> list[Row]:
        own = _KINDS[layout.kind]
        table = plain_table(grid, layout)
        found: list[Row] = []
        above: list[tuple[int, str, Row]] = []
        emitted: dict[tuple[int, str], tuple[int, str, Row]] = {}
        units = list(self._units(grid, layout))
        last = {unit.row: number for number, unit in enumerate(units)}
        paths = _paths(units)
        for number, unit in enumerate(units):
            row = table_row(grid, layout, table, unit.row)
            if last[unit.row] != number:
                # Figures of the row are those of its last name.
                row = Row(replace(row.origin, derived={}), {})
            columns = {**row.origin.table.columns, own: grid.first_column + unit.column}
            if last[unit.row] != number:
                columns.pop("id", None)
            row = replace(row, origin=replace(row.origin, table=replace(table, columns=columns)))
            if unit.level < 0 or not unit.text:
                found.append(_with(row, {own: unit.text}, None, own))
                continue
            while above and above[-1][0] >= unit.level:
                above.pop()
            parent = above[-1] if above else None
            path = f"{parent[1]} / {unit.text}" if parent else unit.text
            again = emitted.get((unit.level, path))
            if again is not None and last[unit.row] != number:
                above.append(again)
                continue
            written = row.text("id")
            ident = written or (path if len(paths[folded(unit.text).casefold()]) > 1 else unit.text)
            texts = {own: unit.text, "parent": parent[1] if parent else ""}
            if ident not in (written, unit.text):
                texts["id"] = ident
            derived = _with(row, texts, parent[2] if parent else None, own)
            above.append((unit.level, ident, derived))
            emitted.setdefault((unit.level, path), above[-1])
            found.append(derived)
        return found
