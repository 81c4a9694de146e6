"""How is a change typed into the workbook? The cells and rows that say the same as a changed record.

A change that has no cell to go into gives no edits, and nothing is then proposed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from alignment.advice.moves import Edit, new_row
from alignment.language import later, say
from alignment.model.organisation import Assignment, Cell, Holder, Organisation, Origin, Step, Table, Tie
from alignment.source.names import key

__all__ = ["agreed_contacts", "letter_edits", "step_edits", "typed", "with_letters", "written"]

# What a new contact is, and where it is known from, in a list that has columns for it.
_TOLD = {"kind": later("regular meeting"), "source": later("agreed")}
_CROSS = "x"


def written(organisation: Organisation, kind: str, ident: str) -> str:
    """Return the text that names a record in a cell: its name, or its id where the name may mean another one too."""
    records: Mapping[str, tuple[_Named, ...]] = {
        "department": organisation.departments,
        "person": organisation.people,
        "process": organisation.processes,
        "journey": organisation.journeys,
    }
    name = organisation.label(kind, ident)
    return name if _spelled(_Register(records.get(kind, ())))[key(name)] == 1 else ident


class _Named(Protocol):
    """A record with an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


class _Register:
    """Records of a kind; the same ones are told by being the same object, for there may be a hundred thousand."""

    def __init__(self, records: tuple[_Named, ...]) -> None:
        self.records = records

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Register) and self.records is other.records

    def __hash__(self) -> int:
        return id(self.records)


# Thousands of moves name somebody of the same register; there are four.
@lru_cache(maxsize=4)
def _spelled(register: _Register) -> Counter[str]:
    """Return how many records each text may mean, as id or as name."""
    return Counter(text for one in register.records for text in {key(one.id), key(one.name)})


def typed(cell: Cell, text: str) -> tuple[Edit, ...]:
    """Return the edit of one cell; none where the workbook has no such cell."""
    return (Edit(cell, text),) if cell.row and cell.column else ()


def step_edits(organisation: Organisation, step: Step, departments: Sequence[str]) -> tuple[Edit, ...]:
    """Return how other departments are entered for a step: in its cell of a list, or in another of the swim lanes."""
    table = step.origin.table
    if "order" not in table.header_rows:
        return typed(
            step.cell("department"), "; ".join(written(organisation, "department", one) for one in departments)
        )
    if len(departments) != 1 or len(step.departments) > 1:
        return ()
    others = [
        one
        for one in organisation.steps
        if one.journey == step.journey and one.order != step.order and _sheet(one.origin) == _sheet(step.origin)
    ]
    lane = next((one.origin.row for one in others if one.departments[:1] == tuple(departments)), 0)
    column = table.columns["step"]
    if not lane or any(one.origin.table.columns["step"] == column for one in others):
        return ()
    text = _CROSS if "step" in table.header_rows else step.name
    before = typed(Cell(table.file, table.sheet, step.origin.row, column), "") if step.departments else ()
    return (*before, *typed(Cell(table.file, table.sheet, lane, column), text))


def _sheet(origin: Origin) -> tuple[str, str]:
    return origin.table.file, origin.table.sheet


def with_letters(organisation: Organisation, process: str, wanted: Mapping[Holder, tuple[str, ...]]) -> Organisation:
    """Return an organisation in whose RACI chart some holders have these letters for a process, and no others."""
    entered: set[Holder] = set()
    kept: list[Assignment] = []
    for one in organisation.assignments:
        if (one.subject, one.process) != ("process", process) or one.holder not in wanted:
            kept.append(one)
        elif one.holder not in entered:
            entered.add(one.holder)
            kept.append(replace(one, codes=wanted[one.holder]))
    place = new_row(organisation.assignments, "RACI")
    kept += [
        Assignment(place, "process", process, holder, codes)
        for holder, codes in wanted.items()
        if holder not in entered
    ]
    return replace(organisation, assignments=tuple(kept))


def letter_edits(
    organisation: Organisation, process: str, wanted: Mapping[Holder, tuple[str, ...]]
) -> tuple[Edit, ...]:
    """Return how the same is typed: letters in a list or a matrix, or names in the columns of the letters."""
    row = [one for one in organisation.assignments if (one.subject, one.process) == ("process", process)]
    chart = [one for one in organisation.assignments if not row or _sheet(one.origin) == _sheet(row[0].origin)]
    if not chart or any(_sheet(one.origin) != _sheet(chart[0].origin) for one in row):
        return ()
    headed = chart[0].origin.table.header_rows
    if "code" in headed:
        return _under_letters(organisation, row, chart, wanted)
    if not headed and len({one.origin.table.columns.get("code") for one in chart}) > 1:
        return ()  # a row for each holder and crosses under the letters
    edits: list[Edit] = []
    for holder, codes in wanted.items():
        mine = [one for one in row if one.holder == holder]
        cells = {one.cell("code") for one in mine}
        if any(one.cell("code") in cells for one in row if one.holder != holder):
            return ()  # one letter for several names in a cell
        new = () if mine else _new_letter(organisation, row, chart, process, holder, codes)
        if not mine and not new:
            return ()
        texts = ["/".join(codes), *[""] * len(mine)]
        edits += [*new, *(Edit(one.cell("code"), text) for one, text in zip(mine, texts, strict=False))]
    return tuple(edits)


def _new_letter(
    organisation: Organisation,
    row: Sequence[Assignment],
    chart: Sequence[Assignment],
    process: str,
    holder: Holder,
    codes: tuple[str, ...],
) -> tuple[Edit, ...]:
    """Return a new row of a list, or the crossing of process and holder in a matrix where both are known."""
    table, text = chart[0].origin.table, "/".join(codes)
    names = {
        "process": written(organisation, "process", process),
        "holder": written(organisation, holder.kind, holder.id),
        "code": text,
    }
    if not table.header_rows:
        return (Edit(Cell(table.file, table.sheet, 0, 0), row=names),)
    others = [one for one in chart if one.holder == holder]
    if not row or not others:
        return ()
    down, across = (row, others) if "holder" in table.header_rows else (others, row)
    return typed(Cell(table.file, table.sheet, down[0].origin.row, across[0].cell("code").column), text)


def _under_letters(
    organisation: Organisation,
    row: Sequence[Assignment],
    chart: Sequence[Assignment],
    wanted: Mapping[Holder, tuple[str, ...]],
) -> tuple[Edit, ...]:
    """Return the names that stand under each letter that changes, in the one row of a process."""
    columns = {letter: one.origin.table.columns["code"] for one in chart for letter in one.codes}
    if len({one.origin.row for one in row}) != 1:
        return ()
    place, edits = row[0].origin, list[Edit]()
    for letter in "RACI":
        before = [one.holder for one in row if letter in one.codes]
        after = [one for one in before if one not in wanted or letter in wanted[one]]
        after += [one for one, codes in wanted.items() if letter in codes and one not in before]
        if before == after:
            continue
        if letter not in columns:
            return ()
        names = "; ".join(written(organisation, one.kind, one.id) for one in after)
        edits.append(Edit(Cell(place.table.file, place.table.sheet, place.row, columns[letter]), names))
    return tuple(edits)


def agreed_contacts(
    organisation: Organisation, pairs: Sequence[tuple[str, str]], strength: float | None
) -> tuple[tuple[Tie, ...], tuple[Edit, ...]]:
    """Return a new tie for each pair, reported by both sides where each reports for itself, and how that is typed.

    Further rows of the list; where there is none, the cells of the square matrix.
    """
    place = next((one.origin for one in organisation.ties if "to" not in one.origin.table.header_rows), None)
    level = organisation.tie_level
    told = {name: say(text) for name, text in _TOLD.items()}
    kind, source = (text if place and name in place.table.columns else "" for name, text in told.items())
    reports = [ends for pair in pairs for ends in (pair, pair[::-1])[: 1 + organisation.ties_directed]]
    ties = tuple(Tie(new_row(organisation.ties, ""), *ends, strength, kind, source) for ends in reports)
    if place is None:
        return ties, _crossings(organisation, pairs, strength)
    sheet = Cell(place.table.file, place.table.sheet, 0, 0)
    edits = []
    for one in ties:
        ends = {"from": written(organisation, level, one.source), "to": written(organisation, level, one.target)}
        texts = {**ends, "strength": "" if strength is None else f"{strength:g}", **told}
        edits.append(
            Edit(sheet, row={name: text for name, text in texts.items() if text and name in place.table.columns})
        )
    return ties, tuple(edits)


def _crossings(
    organisation: Organisation, pairs: Sequence[tuple[str, str]], strength: float | None
) -> tuple[Edit, ...]:
    """Return the cells where two names cross: both of them, or one where only one half of the matrix is filled in."""
    if not organisation.ties:
        return ()
    seen = [(one, origin) for one in organisation.ties for origin in (one.origin, *one.origin.elsewhere.values())]
    table: Table = organisation.ties[0].origin.table
    rows: dict[str, int] = {}
    columns: dict[str, int] = {}
    for tie, origin in seen:
        if _sheet(origin) == (table.file, table.sheet):
            source, target = (tie.source, tie.target) if origin is tie.origin else (tie.target, tie.source)
            rows.setdefault(source, origin.row)
            columns.setdefault(target, origin.table.columns["to"])
    text = organisation.ties[0].origin.texts.get("strength", _CROSS) if strength is None else f"{strength:g}"
    both = organisation.ties_directed or any(one.origin.elsewhere for one in organisation.ties)
    edits: list[Edit] = []
    for one, other in pairs:
        ways = [(one, other), (other, one)]
        known = [(rows[down], columns[across]) for down, across in ways if down in rows and across in columns]
        if len(known) < 1 + both:
            return ()
        edits += [Edit(Cell(table.file, table.sheet, *place), text) for place in known[: 1 + both]]
    return tuple(edits)
