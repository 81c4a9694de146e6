"""Who holds which letter in a RACI matrix? Activities down and roles across, or the other way round."""

from collections.abc import Sequence
from typing import Literal

from alignment.language import later, number_text, say
from alignment.model.organisation import Cell, Holder, Origin, Table
from alignment.source.chart import HOLDERS, Chart
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.letters import is_code
from alignment.source.merge import NOTHING_USED
from alignment.source.names import key
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.source.values import codes_in, folded, text_of
from alignment.source.words import COLUMN_WORDS

__all__ = ["read_matrix"]

_SUBJECTS = ("processes", "journeys")
_Subject = tuple[Literal["process", "journey"], str]
_ROLE_WORDS = frozenset(
    header_key(word)
    for word in (
        SHEETS["raci"].field("holder").header,
        *COLUMN_WORDS["raci"]["holder"],
        *(
            "roles",
            "departments",
            "teams",
            "persons",
            "people",
            "staff",
            "rollen",
            "afdelingen",
            "abteilungen",
            "rôles",
            "roles",
            "papéis",
        ),
    )
) - {"name"}


def read_matrix(table: SheetTable, chart: Chart) -> None:
    """Enter the letters of a matrix in the chart.

    Names known elsewhere tell which side is which; else the word above the names on the left; else where a line has
    just one A, for an activity has one. What was guessed is said.
    """
    rows = [_MatrixRow(table, row, chart) for row in table.rows]
    _report_nameless(table, chart)
    if _is_transposed([one for one in rows if one.lettered], table, chart):
        _read_transposed(table, chart, rows)
    else:
        _read_upright(table, chart, rows)


def _report_nameless(table: SheetTable, chart: Chart) -> None:
    """Letters in a column without a header belong to nobody: that is said, once a column."""
    grid, layout = table.grid, table.layout
    taken = {*layout.across, *layout.places.values()}
    for column in range(grid.width):
        if column in taken or (column < len(layout.heads) and layout.heads[column]):
            continue
        those = sorted(grid.where(column, table.indices, lambda text: is_code(text, chart.letters)))
        if those:
            cell = Cell(
                grid.file,
                grid.sheet,
                grid.first_row + those[0],
                grid.first_column + column,
                grid.text(those[0], column),
            )
            said = say("no name stands above this letter; it is not counted.")
            if len(those) > 1:
                said = say(
                    "no name stands above this letter ({number} rows, the last is row {row}); it is not counted.",
                    number=number_text(len(those)),
                    row=grid.first_row + those[-1],
                )
            chart.references.ledger.warn(cell, said, say("Write above it whose it is."))


class _MatrixRow:
    """A row of a matrix: the name on its left, and the texts of its cells of letters."""

    def __init__(self, table: SheetTable, row: Row, chart: Chart) -> None:
        grid = table.grid
        index = row.origin.row - grid.first_row
        self.row = row
        self.name = row.text("process")
        self.texts = [folded(text_of(grid.value(index, place))) for place in table.layout.across]
        self.lettered = any(
            codes_in(text, chart.letters)[0]
            for text in self.texts
            if text and text not in chart.references.placeholders
        )


def _is_transposed(rows: Sequence[_MatrixRow], table: SheetTable, chart: Chart) -> bool:
    registers = chart.references.registers
    names = [table.layout.heads[place] for place in table.layout.across]
    labels = [row.name for row in rows if row.name]

    def known(texts: Sequence[str], kinds: Sequence[str]) -> int:
        return sum(any(registers[kind].known(text) for kind in kinds) for text in texts)

    def held(texts: Sequence[str]) -> int:
        return known(texts, HOLDERS) + sum(map(chart.references.is_role, texts))

    upright = known(labels, _SUBJECTS) / max(len(labels), 1) + held(names) / max(len(names), 1)
    turned = held(labels) / max(len(labels), 1) + known(names, _SUBJECTS) / max(len(names), 1)
    if upright != turned:
        return turned > upright
    place = table.layout.places["process"]
    corner = table.layout.heads[place] if place < len(table.layout.heads) else ""
    if header_key(corner) in _ROLE_WORDS:
        return True
    if corner and "process" in match_columns("raci", [corner]).places:
        return False
    return _by_accountables(rows, table, chart)


def _by_accountables(rows: Sequence[_MatrixRow], table: SheetTable, chart: Chart) -> bool:
    """An activity has one A: where columns have one each and rows have not, activities are across."""
    held = [["A" in codes_in(text, chart.letters)[0] for text in row.texts] for row in rows]
    if not held:
        return False
    down = sum(sum(line) == 1 for line in held) / len(held)
    across = sum(sum(line) == 1 for line in zip(*held, strict=True)) / len(held[0])
    turned = bool(across > down)
    told = say("nothing tells otherwise")
    if down != across:
        told = say("each column has one A") if turned else say("each row has one A")
    sides = say("roles down, activities across") if turned else say("activities down, roles across")
    table.notes.append(say("read with {sides}: {reason}", sides=sides, reason=told))
    if turned or (down == across and len(held) > 1):
        chart.references.ledger.warn(
            Cell(table.grid.file, table.grid.sheet, table.grid.first_row + table.layout.header, 0),
            say(
                "nothing says whether activities stand in rows or columns; read with {sides}, since {reason}.",
                sides=sides,
                reason=told,
            ),
            say('Write "Activity" or "Role" above the names on the left.'),
        )
    return turned


def _read_upright(table: SheetTable, chart: Chart, rows: Sequence[_MatrixRow]) -> None:
    columns = [_column(table, place, chart) for place in table.layout.across]
    for one in rows:
        row, activity = one.row, one.name
        if _skipped(table, chart, one, [where for _, where in columns]):
            continue
        subject = chart.subject(activity, row)
        fresh = [
            _add_cell(
                chart, row.origin.row, {"process": row.origin.texts.get("process", "")}, subject, text, holder, where
            )
            for text, (holder, where) in zip(one.texts, columns, strict=True)
            if text
        ]
        _count(table, row, fresh)


def _read_transposed(table: SheetTable, chart: Chart, rows: Sequence[_MatrixRow]) -> None:
    """Roles down, activities across: the header names the activity of a column, the row who holds its letter."""
    grid, layout = table.grid, table.layout
    header = grid.first_row + layout.header
    label = grid.first_column + layout.places["process"]
    wheres = []
    for place in layout.across:
        column = grid.first_column + place
        wheres.append(
            Table(grid.file, grid.sheet, {"process": column, "holder": label, "code": column}, {"process": header})
        )
    heads = [layout.heads[place] for place in layout.across]
    subjects: dict[int, _Subject] = {}
    for one in rows:
        if _skipped(table, chart, one, wheres, roles=True):
            continue
        cell = one.row.cell("process")
        if one.name in chart.references.placeholders and not any(
            chart.references.registers[kind].known(one.name) for kind in HOLDERS
        ):
            chart.references.ledger.warn(cell, _nobody(one.name))
            table.skip(one.row, later("nobody named"))
            continue
        holder = chart.anyone(one.name, cell)
        fresh = []
        for number, (text, where, head) in enumerate(zip(one.texts, wheres, heads, strict=True)):
            if not text:
                continue
            if number not in subjects:
                named = Row(Origin(where, header, {"process": head}), {"process": head})
                subjects[number] = chart.subject(head, named)
            texts = {"process": head, "holder": one.row.origin.texts.get("process", "")}
            fresh.append(_add_cell(chart, one.row.origin.row, texts, subjects[number], text, holder, where))
        _count(table, one.row, fresh)


def _count(table: SheetTable, row: Row, fresh: Sequence[bool]) -> None:
    if any(fresh):
        table.use(row)
    else:
        table.skip(row, later("the same as a row before"))


def _nobody(name: str) -> str:
    return say('"{name}" names nobody; its letters are not counted.', name=name)


def _skipped(table: SheetTable, chart: Chart, one: _MatrixRow, wheres: Sequence[Table], *, roles: bool = False) -> bool:
    if not one.name:
        if any(one.texts):
            said, mend = say("letters without an activity."), say("Name the activity, or clear the row.")
            if roles:
                said, mend = say("letters without a role."), say("Name the role, or clear the row.")
            chart.references.ledger.error(one.row.cell("process"), said, mend)
        table.skip(one.row, later("no process named") if any(one.texts) else NOTHING_USED)
        return True
    if one.lettered:
        return False
    for text, where in zip(one.texts, wheres, strict=True):
        chart.codes(text, Cell(where.file, where.sheet, one.row.origin.row, where.columns["code"], text))
    known = any(chart.references.registers[kind].known(one.name) for kind in (*_SUBJECTS, *HOLDERS))
    table.skip(one.row, later("no letter") if known else later("no letter, read as a heading or note"))
    return True


def _column(table: SheetTable, place: int, chart: Chart) -> tuple[Holder | None, Table]:
    """Who a column of letters belongs to, and where its cells stand; nobody where the header is a placeholder."""
    grid, layout = table.grid, table.layout
    name = layout.heads[place]
    header_row, column = grid.first_row + layout.header, grid.first_column + place
    where = Table(
        grid.file, grid.sheet, {**table.table.columns, "holder": column, "code": column}, {"holder": header_row}
    )
    if name in chart.references.placeholders and not any(
        chart.references.registers[kind].known(name) for kind in HOLDERS
    ):
        chart.references.ledger.warn(
            Cell(grid.file, grid.sheet, header_row, column, name),
            _nobody(name),
        )
        return None, where
    return chart.anyone(name, Cell(grid.file, grid.sheet, header_row, column, name)), where


def _add_cell(
    chart: Chart, number: int, texts: dict[str, str], subject: _Subject, text: str, holder: Holder | None, where: Table
) -> bool:
    cell = Cell(where.file, where.sheet, number, where.columns["code"], text)
    codes = chart.codes(text, cell)
    if not codes or holder is None:
        return False
    written = {"code": text, "holder": holder.id, **texts}
    if not chart.add(Origin(where, number, written), subject, holder, codes):
        said = say(
            "{letters} of {name} for this activity is there already.", letters="/".join(codes), name=key(holder.id)
        )
        chart.references.ledger.warn(cell, said)
        return False
    return True
