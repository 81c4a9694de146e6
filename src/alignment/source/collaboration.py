"""Who works with whom? Ties between people or departments, from a list or from a square matrix."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from alignment.model.organisation import Cell, Origin, Table, Tie, TieLevel
from alignment.source.cells import number
from alignment.source.headers import header_key
from alignment.source.merge import is_example, is_remark
from alignment.source.names import key
from alignment.source.references import References
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.source.values import UnreadableError, folded, number_of, text_of, yes_or_no

__all__ = ["Ties", "ties"]

_SHEET = SHEETS["collaboration"]
# Fewer than one pair in twenty both ways is no habit of reporting: surveys of ties have a fifth and more.
_ACCIDENT = 0.05
# Viva Insights writes this for the work of a group with itself.
_WITHIN = frozenset({"within group", "collaborators within group"})
_PEOPLE_WORDS = frozenset(
    [
        "person",
        "people",
        "employee",
        "member",
        "respondent",
        "name",
        "persoon",
        "medewerker",
        "mitarbeiter",
        "personne",
        "persona",
        "pessoa",
    ]
)


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties, the level of their ends, and whether both sides reported for themselves."""

    found: tuple[Tie, ...]
    level: TieLevel
    directed: bool


def ties(tables: Sequence[SheetTable], references: References) -> Ties:
    """Return the ties of all sheets.

    Ends that no register holds become unlisted records, each with an issue; a strength of 0 is no tie.
    """
    level = _level(tables, references)
    found: list[Tie] = []
    reported: set[tuple[str, str, str]] = set()
    seen: dict[tuple[object, ...], str] = {}
    for table in tables:
        if table.layout.shape == "square":
            new, both = _matrix_ties(table, references, level)
        else:
            new, both = _list_ties(table, references, level, seen), True
        found += new
        if both:
            reported |= {(tie.source, tie.target, key(tie.kind)) for tie in new if tie.source != tie.target}
    return Ties(tuple(found), level, _both_sides(reported))


def _both_sides(reported: Collection[tuple[str, str, str]]) -> bool:
    """Tell whether each side reported for itself: enough pairs stand both ways, for the same kind of tie.

    A list that gives each tie once may hold a few pairs twice by accident, as when two sources name them in another order.
    """
    pairs = {(min(ends), max(ends), kind) for *ends, kind in reported}
    return len(reported) - len(pairs) >= max(1, _ACCIDENT * len(pairs))


def _level(tables: Sequence[SheetTable], references: References) -> TieLevel:
    """The level whose register holds most ends; without registers, what the headers say."""
    people = departments = hints = 0
    for table in tables:
        if table.layout.shape == "square":
            names = [table.layout.heads[place] for place in table.layout.across]
        else:
            names = [row.text(side) for row in table.rows for side in ("from", "to")]
            heads = [table.layout.heads[table.layout.places[side]] for side in ("from", "to")]
            hints += any(set(header_key(head).split()) & _PEOPLE_WORDS for head in heads)
        people += sum(references.registers["people"].known(name) for name in names)
        departments += sum(references.registers["departments"].known(name) for name in names)
    if people != departments:
        return "person" if people > departments else "department"
    return "person" if hints else "department"


def _list_ties(
    table: SheetTable, references: References, level: TieLevel, seen: dict[tuple[object, ...], str]
) -> list[Tie]:
    ledger, placeholders = references.ledger, references.placeholders
    found = []
    for row in table.rows:
        reason = _unusable(row, references)
        strength = None
        if not reason:
            strength = number(row, _SHEET.field("strength"), ledger, placeholders)
            reason = "strength 0, so no tie" if strength == 0 else ""
        if reason:
            table.skip(row, reason)
            continue
        source = _end(row, "from", references, level)
        target = source if key(row.text("to")) in _WITHIN else _end(row, "to", references, level)
        if source == target and level == "person":
            ledger.warn(row.cell("to"), f'"{row.text("to")}" is at both ends of the tie.')
        tie = Tie(
            row.origin, source, target, strength, _words(row, "kind", references), _words(row, "source", references)
        )
        identity = (source, target, strength, tie.kind, tie.reported_by)
        if seen.setdefault(identity, table.grid.file) != table.grid.file:
            table.skip(row, f"read from {seen[identity]} already")
            continue
        found.append(tie)
        table.use(row)
    return found


def _words(row: Row, field: str, references: References) -> str:
    text = row.text(field)
    return "" if text in references.placeholders else text


def _unusable(row: Row, references: References) -> str:
    if is_remark(row):
        return "nothing in the columns that are used"
    if is_example(row, "collaboration"):
        return "example left in"
    for side in ("from", "to"):
        name = row.text(side)
        known = any(references.registers[kind].known(name) for kind in ("people", "departments"))
        if not name or (name in references.placeholders and not known):
            said = f'"{name}" names nobody' if name else "one end of the tie is blank"
            references.ledger.error(
                row.cell(side), f"{said}; the row is not used.", "Name both ends, or clear the row."
            )
            return "only one end named"
    return ""


def _end(row: Row, field: str, references: References, level: TieLevel) -> str:
    name = row.text(field)
    kind, other = ("people", "departments") if level == "person" else ("departments", "people")
    elsewhere = not references.registers[kind].known(name) and references.registers[other].known(name)
    if elsewhere:
        noun, wanted = references.registers[other].noun, references.registers[kind].noun
        references.ledger.warn(
            row.cell(field),
            f'"{name}" is a {noun}, and the ties are read as between {"people" if wanted == "person" else "departments"}.',
        )
    return references.resolve(name, row, field, kind, quiet=elsewhere)


def _matrix_ties(table: SheetTable, references: References, level: TieLevel) -> tuple[list[Tie], bool]:
    """Ties of a square matrix, and whether its halves differ; of a symmetric matrix each pair is one tie."""
    grid, layout = table.grid, table.layout
    kind = "people" if level == "person" else "departments"
    heads = {place: _header_id(table, place, references, kind) for place in layout.across}
    across = {key(layout.heads[place]) for place in layout.across}
    cells: dict[tuple[str, str], tuple[Cell, float | None]] = {}
    origins: dict[str, Row] = {}
    for row in table.rows:
        name = row.text("from")
        index = row.origin.row - grid.first_row
        if (
            not name
            or name in references.placeholders
            or (key(name) not in across and not _filled(grid.texts[index], layout.across))
        ):
            table.skip(row, "nothing in the columns that are used")
            continue
        source = references.resolve(name, row, "from", kind)
        if source in origins:
            references.ledger.error(
                row.cell("from"), f'"{name}" stands twice in the matrix; the second row is not used.'
            )
            table.skip(row, "listed before")
            continue
        table.use(row)
        origins[source] = row
        for place, target in heads.items():
            value = grid.value(index, place)
            cell = Cell(grid.file, grid.sheet, row.origin.row, grid.first_column + place, text_of(value))
            there, strength = _matrix_strength(value, cell, references)
            # A cross on the diagonal only fills it.
            if there and target is not None and not (source == target and strength is None):
                cells[source, target] = (cell, strength)
    symmetric = _symmetric({pair: strength for pair, (_, strength) in cells.items()})
    found = [
        Tie(_matrix_origin(table, origins[source], cell), source, target, strength)
        for (source, target), (cell, strength) in cells.items()
    ]
    return (_each_pair_once(found) if symmetric else found), not symmetric


def _filled(texts: Sequence[str], places: Sequence[int]) -> bool:
    return any(texts[place] for place in places)


def _each_pair_once(found: Sequence[Tie]) -> list[Tie]:
    pairs: dict[tuple[str, ...], Tie] = {}
    for tie in found:
        ends = tuple(sorted((tie.source, tie.target)))
        first = pairs.setdefault(ends, tie)
        if first is not tie:
            # Whoever changes the one cell must change the other too, or the halves differ.
            pairs[ends] = replace(first, origin=replace(first.origin, elsewhere={"mirrored": tie.origin}))
    return list(pairs.values())


def _symmetric(strengths: dict[tuple[str, str], float | None]) -> bool:
    """Tell whether the halves agree, or only one of them is filled in."""
    pairs = [(source, target) for source, target in strengths if source != target]
    mirrored = [(source, target) for source, target in pairs if (target, source) in strengths]
    if not mirrored:
        return True
    return len(mirrored) == len(pairs) and all(strengths[one] == strengths[one[1], one[0]] for one in mirrored)


def _header_id(table: SheetTable, place: int, references: References, kind: str) -> str | None:
    grid, layout = table.grid, table.layout
    name = layout.heads[place]
    if name in references.placeholders:
        return None
    number_ = grid.first_row + layout.header
    where = Table(grid.file, grid.sheet, {"to": grid.first_column + place})
    return references.resolve(name, Row(Origin(where, number_, {"to": name}), {"to": name}), "to", kind)


def _matrix_strength(value: object, cell: Cell, references: References) -> tuple[bool, float | None]:
    """Whether a cell of the matrix says that there is a tie, and how strong."""
    text = folded(text_of(value))
    if not text or text in references.placeholders:
        return False, None
    try:
        found = number_of(value)
    except UnreadableError:
        try:
            return bool(yes_or_no(value)), None
        except UnreadableError:
            references.ledger.warn(cell, f'"{text}" is not a number. The cell is not used.')
            return False, None
    if found is not None and found < 0:
        references.ledger.warn(cell, f"Strength is {found:g}, and must be 0 or more. The cell is not used.")
        return False, None
    return bool(found), found


def _matrix_origin(table: SheetTable, row: Row, cell: Cell) -> Origin:
    header = table.grid.first_row + table.layout.header
    head = table.layout.heads[cell.column - table.grid.first_column]
    columns = {**table.table.columns, "to": cell.column, "strength": cell.column}
    where = Table(table.grid.file, table.grid.sheet, columns, {"to": header})
    return Origin(where, row.origin.row, {"from": row.origin.texts.get("from", ""), "to": head, "strength": cell.value})
