"""Who holds which letter? RACI charts, one row a letter or a matrix of activities and roles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from alignment.model.organisation import Assignment, Cell, Holder, Origin, Table
from alignment.source.headers import header_key
from alignment.source.merge import is_example, is_remark
from alignment.source.names import key
from alignment.source.references import References
from alignment.source.steps import filled_down
from alignment.source.tables import Row, SheetTable
from alignment.source.values import codes_in, folded, text_of
from alignment.source.words import COLUMN_WORDS

__all__ = ["assignments"]

_KINDS = ("departments", "people")
_Identity = tuple[str, str, Holder, tuple[str, ...]]


class _Chart:
    """Reads charts one after another; the same letter twice is read once."""

    def __init__(self, references: References, letters: Mapping[str, str]) -> None:
        self.references = references
        self.letters = letters
        self.found: dict[_Identity, Assignment] = {}
        self._unknown: dict[str, tuple[str, list[Cell]]] = {}
        self._misspelt: dict[str, tuple[str, str, list[Cell]]] = {}

    def person(self, name: str, cell: Cell) -> Holder:
        """Who is named in a column of persons; whom no register holds is remembered for one issue a name."""
        holder = self.references.holder(name, cell, _KINDS, otherwise="role")
        if holder.kind != "role" or not self.references.registers["people"] or self.references.is_role(name):
            return holder
        self._unknown.setdefault(key(name), (name, []))[1].append(cell)
        return Holder("unknown", name)

    def department(self, name: str, row: Row) -> Holder:
        """Who is named in a column of departments; what no register holds is an unlisted department."""
        holder = self.references.holder(name, row.cell("holder"), _KINDS, otherwise="role")
        if holder.kind != "role" or self.references.is_role(name):
            return holder
        return Holder("department", self.references.resolve(name, row, "holder", "departments"))

    def anyone(self, name: str, cell: Cell) -> Holder:
        """Who is named where departments, people and roles may stand; a role that is nearly a listed name is told."""
        holder = self.references.holder(name, cell, _KINDS, otherwise="role")
        if holder.kind == "role" and not self.references.is_role(name):
            registers = (self.references.registers[kind] for kind in _KINDS)
            meant = next(filter(None, (register.misspelt(name) for register in registers)), "")
            if meant:
                self._misspelt.setdefault(key(name), (name, meant, []))[2].append(cell)
        return holder

    def report_unknown(self) -> None:
        """A chart may name the same stranger in a hundred rows: one issue, at the first."""
        for name, meant, cells in self._misspelt.values():
            rows = f" ({len(cells)} rows, the last is row {cells[-1].row})" if len(cells) > 1 else ""
            said = f'no department, person or job title is called "{name}"{rows}; it is read as a role of its own.'
            self.references.ledger.warn(cells[0], said, f'Did you mean "{meant}"?')
        for name, cells in self._unknown.values():
            rows = f" ({len(cells)} rows, the last is row {cells[-1].row})" if len(cells) > 1 else ""
            near = (self.references.registers[kind].suggestion(name) for kind in reversed(_KINDS))
            self.references.ledger.warn(
                cells[0], f'no person or department is called "{name}"{rows}.', next(filter(None, near), "")
            )

    def subject(self, name: str, row: Row) -> tuple[Literal["process", "journey"], str]:
        """A process of the register, else a journey, else a process that only this chart names."""
        registers = self.references.registers
        if not registers["processes"].known(name) and registers["journeys"].known(name):
            return "journey", self.references.resolve(name, row, "process", "journeys")
        return "process", self.references.resolve(name, row, "process", "processes")

    def codes(self, text: str, cell: Cell) -> tuple[str, ...]:
        """Letters of a cell; what is none of R, A, C, I is said and does not count."""
        if text in self.references.placeholders:
            return ()
        found, others = codes_in(text, self.letters)
        if others:
            said = ", ".join(f'"{one}"' for one in others)
            self.references.ledger.warn(
                cell,
                f"{said} is not one of R, A, C, I, and is not counted.",
                "A mapping file can say what it means, under [values.raci].",
            )
        return found

    def add(
        self, origin: Origin, subject: tuple[Literal["process", "journey"], str], holder: Holder, codes: tuple[str, ...]
    ) -> bool:
        """Enter an assignment; False where the same is there already."""
        identity = (*subject, holder, codes)
        if identity in self.found:
            return False
        self.found[identity] = Assignment(origin, *subject, holder, codes)
        return True


def assignments(tables: Sequence[SheetTable], references: References, letters: Mapping[str, str]) -> list[Assignment]:
    """Return the letters of all charts, in the order of their cells.

    Parameters
    ----------
    tables
        The sheets.
    references
        The registers, which processes and departments that only the chart names are added to.
    letters
        Their letter → ours, from a mapping file.
    """
    chart = _Chart(references, letters)
    for table in tables:
        if table.layout.shape == "letters":
            _read_matrix(table, chart)
        else:
            _read_list(table, chart)
    chart.report_unknown()
    return list(chart.found.values())


def _read_list(table: SheetTable, chart: _Chart) -> None:
    references = chart.references
    who = _who(header_key(table.grid.texts[table.layout.header][table.layout.places["holder"]]), chart)
    for row, activity in filled_down(table, "process", references):
        codes: tuple[str, ...] = ()
        reason = _unusable(row, activity, references)
        if not reason:
            codes = chart.codes(row.text("code"), row.cell("code"))
            reason = "" if codes else "no letter of R, A, C, I"
        if reason:
            references.ledger.skip(table, reason)
            continue
        subject = chart.subject(activity, row)
        names = references.names(row, "holder", _KINDS)
        fresh = [chart.add(row.origin, subject, who(name, row), codes) for name in names]
        if any(fresh):
            references.ledger.use(table)
        else:
            references.ledger.skip(table, "the same as a row before")


def _who(header: str, chart: _Chart) -> Callable[[str, Row], Holder]:
    """How names under a header are read: in a column of persons or of departments all are that, else some are roles."""
    if header in {header_key(word) for word in ("person", *COLUMN_WORDS["people"]["person"])}:
        return lambda name, row: chart.person(name, row.cell("holder"))
    if header in {header_key(word) for word in ("department", *COLUMN_WORDS["people"]["department"])}:
        return chart.department
    return lambda name, row: chart.anyone(name, row.cell("holder"))


def _unusable(row: Row, activity: str, references: References) -> str:
    """Why a row is no assignment; errors are reported, blank letters and vacancies are just counted."""
    if is_remark(row):
        return "nothing in the columns that are used"
    if is_example(row, "raci"):
        return "example left in"
    if not activity or activity in references.placeholders:
        references.ledger.error(row.cell("process"), "the row names no process.", "Write it, or clear the row.")
        return "no process named"
    if not row.text("holder"):
        # A process with its letters still open is a plan; a letter that nobody holds is a mistake.
        if row.text("code"):
            references.ledger.error(
                row.cell("holder"), "nobody holds this letter.", "Name a department, person or role."
            )
        return "nobody named"
    if not references.names(row, "holder", _KINDS):
        return "nobody named"
    return ""


def _read_matrix(table: SheetTable, chart: _Chart) -> None:
    grid, layout = table.grid, table.layout
    columns = [_column(table, place, chart) for place in layout.across]
    for row in table.rows:
        activity = row.text("process")
        index = row.origin.row - grid.first_row
        texts = [folded(text_of(grid.value(index, place))) for place in layout.across]
        if not activity:
            if any(texts):
                chart.references.ledger.error(
                    row.cell("process"), "letters without an activity.", "Name the activity, or clear the row."
                )
            chart.references.ledger.skip(
                table, "no process named" if any(texts) else "nothing in the columns that are used"
            )
            continue
        if not any(codes_in(text, chart.letters)[0] for text in texts if text not in chart.references.placeholders):
            for text, (_, column) in zip(texts, columns, strict=True):
                chart.codes(text, Cell(grid.file, grid.sheet, row.origin.row, column.columns["code"], text))
            known = any(chart.references.registers[kind].known(activity) for kind in ("processes", "journeys"))
            chart.references.ledger.skip(table, "no letter" if known else "no letter, read as a heading or note")
            continue
        subject = chart.subject(activity, row)
        fresh = [
            _add_cell(chart, row, subject, text, *column) for text, column in zip(texts, columns, strict=True) if text
        ]
        if any(fresh):
            chart.references.ledger.use(table)
        else:
            chart.references.ledger.skip(table, "the same as a row before")


def _column(table: SheetTable, place: int, chart: _Chart) -> tuple[Holder | None, Table]:
    """Who a column of letters belongs to, and where its cells stand; nobody where the header is a placeholder."""
    grid, layout = table.grid, table.layout
    name = grid.texts[layout.header][place]
    header_row, column = grid.first_row + layout.header, grid.first_column + place
    where = Table(
        grid.file, grid.sheet, {**table.table.columns, "holder": column, "code": column}, {"holder": header_row}
    )
    if name in chart.references.placeholders and not any(
        chart.references.registers[kind].known(name) for kind in _KINDS
    ):
        chart.references.ledger.warn(
            Cell(grid.file, grid.sheet, header_row, column, name),
            f'"{name}" names nobody; its letters are not counted.',
        )
        return None, where
    cell = Cell(grid.file, grid.sheet, header_row, column, name)
    return chart.anyone(name, cell), where


def _add_cell(
    chart: _Chart,
    row: Row,
    subject: tuple[Literal["process", "journey"], str],
    text: str,
    holder: Holder | None,
    where: Table,
) -> bool:
    cell = Cell(where.file, where.sheet, row.origin.row, where.columns["code"], text)
    codes = chart.codes(text, cell)
    if not codes or holder is None:
        return False
    texts = {"process": row.origin.texts.get("process", ""), "code": text, "holder": holder.id}
    if not chart.add(Origin(where, row.origin.row, texts), subject, holder, codes):
        chart.references.ledger.warn(cell, f"{'/'.join(codes)} of {key(holder.id)} for this activity is there already.")
        return False
    return True
