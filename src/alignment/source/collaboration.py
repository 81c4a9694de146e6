"""Who works with whom? Ties between people or departments, from a list or from a square matrix."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from alignment.language import later, say
from alignment.model.organisation import Cell, Origin, Table, Tie, TieLevel
from alignment.source.cells import UNUSED, numbers, out_of_bounds
from alignment.source.headers import header_key
from alignment.source.merge import EXAMPLE_LEFT, LISTED_BEFORE, NOTHING_USED, is_example, is_marked, is_remark
from alignment.source.names import key
from alignment.source.references import Meaning, References
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.source.values import UnreadableError, folded, number_of, text_of, yes_or_no

__all__ = ["Ties", "ties"]

_SHEET = SHEETS["collaboration"]
_ENDS = ("from", "to")
_Identity = tuple[str, str, float | None, str, str]
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
    reported: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    earlier: dict[_Identity, str] = {}
    several = len({table.grid.file for table in tables}) > 1
    for table in tables:
        if table.layout.shape == "square":
            new, both = _matrix_ties(table, references, level)
        else:
            new, both = _list_ties(table, references, level, earlier), True
            if several:
                earlier = {_identity(tie): table.grid.file for tie in new} | earlier
        found += new
        if both:
            for tie in new:
                reported[key(tie.kind)][tie.source].add(tie.target)
    return Ties(tuple(found), level, _both_sides(reported))


def _both_sides(reported: Mapping[str, Mapping[str, Set[str]]]) -> bool:
    """Tell whether each side reported for itself: enough pairs stand both ways, for the same kind of tie.

    A list that gives each tie once may hold a few pairs twice by accident, as when two sources name them in another order.
    `reported` gives the targets of each source, by the kind of tie.
    """
    reports = mirrored = 0
    for targets_of in reported.values():
        for source, targets in targets_of.items():
            for target in targets - {source}:
                reports += 1
                mirrored += target in targets_of and source in targets_of[target]
    both = mirrored // 2
    return both >= max(1, _ACCIDENT * (reports - both))


def _level(tables: Sequence[SheetTable], references: References) -> TieLevel:
    """The level whose register holds most ends; without registers, what the headers say."""
    people = departments = hints = 0
    for table in tables:
        if table.layout.shape == "square":
            names = Counter(table.layout.heads[place] for place in table.layout.across)
        else:
            names = Counter(chain.from_iterable(map(table.raws, _ENDS)))
            heads = [table.layout.heads[table.layout.places[side]] for side in _ENDS]
            hints += any(set(header_key(head).split()) & _PEOPLE_WORDS for head in heads)
        for name, count in names.items():
            people += count * references.registers["people"].known(folded(name))
            departments += count * references.registers["departments"].known(folded(name))
    if people != departments:
        return "person" if people > departments else "department"
    return "person" if hints else "department"


def _identity(tie: Tie) -> _Identity:
    return tie.source, tie.target, tie.strength, tie.kind, tie.reported_by


def _list_ties(
    table: SheetTable, references: References, level: TieLevel, earlier: Mapping[_Identity, str]
) -> list[Tie]:
    """Ties of a list, a row a tie; what is read `earlier` from another file is not read again."""
    unusable = _unusable_rows(table, references)
    for index, reason in unusable.items():
        table.skip(table.row(index), reason)
    strengths = numbers(table, _SHEET.field("strength"), references.ledger, references.placeholders, unusable)
    sources, targets = table.raws("from"), table.raws("to")
    kinds, reporters = _words(table, "kind", references), _words(table, "source", references)
    within = {text for text in set(targets) if key(text) in _WITHIN}
    ends = _Ends(table, references, level)
    found = []
    for index, one, other, strength, kind, reporter in zip(
        table.indices, sources, targets, strengths, kinds, reporters, strict=True
    ):
        if index in unusable:
            continue
        if strength == 0:
            table.skip(table.row(index), later("strength 0, so no tie"))
            continue
        source = ends.known.get(one) or ends.ask(one, index, "from")
        target = source if other in within else ends.known.get(other) or ends.ask(other, index, "to")
        origin = Origin(table.table, table.grid.first_row + index)
        if source == target and level == "person":
            references.ledger.warn(origin.cell("to"), say('"{name}" is at both ends of the tie.', name=folded(other)))
        tie = Tie(origin, source, target, strength, kind, reporter)
        if earlier and earlier.get(_identity(tie), table.grid.file) != table.grid.file:
            table.skip(table.row(index), say("read from {file} already", file=earlier[_identity(tie)]))
            continue
        found.append(tie)
    table.use_numbers(tie.origin.row for tie in found)
    return found


def _words(table: SheetTable, field: str, references: References) -> list[str]:
    texts = table.raws(field)
    words = {text: "" if folded(text) in references.placeholders else folded(text) for text in set(texts)}
    return [words[text] for text in texts]


def _unusable_rows(table: SheetTable, references: References) -> dict[int, str]:
    """Rows (index) that are no tie, with the reason; a row is looked at only where one of its texts gives cause."""

    def doubtful(name: str) -> bool:
        return is_marked(name) or name == _SHEET.field("from").example or not _names_somebody(name, references)

    tests = {**dict.fromkeys(table.layout.places, is_marked), **dict.fromkeys(_ENDS, doubtful)}
    rows = set[int]().union(*(table.where(field, test) for field, test in tests.items()))
    return {index: reason for index in sorted(rows) if (reason := _unusable(table.row(index), references))}


def _unusable(row: Row, references: References) -> str:
    if is_remark(row):
        return NOTHING_USED
    if is_example(row, "collaboration"):
        return EXAMPLE_LEFT
    for side in _ENDS:
        name = row.text(side)
        if not _names_somebody(name, references):
            said = (
                say('"{name}" names nobody; the row is not used.', name=name)
                if name
                else say("one end of the tie is blank; the row is not used.")
            )
            references.ledger.error(row.cell(side), said, say("Name both ends, or clear the row."))
            return later("only one end named")
    return ""


def _names_somebody(name: str, references: References) -> bool:
    known = any(references.registers[kind].known(name) for kind in ("people", "departments"))
    return bool(name) and (known or name not in references.placeholders)


class _Ends:
    """Who is meant at the ends of the ties of a list.

    Attributes
    ----------
    known
        Text of a cell → id, for the texts asked about of which nothing is to be said.
    """

    def __init__(self, table: SheetTable, references: References, level: TieLevel) -> None:
        self._table = table
        self._references = references
        self._kind, self._other = ("people", "departments") if level == "person" else ("departments", "people")
        self.known: dict[str, str] = {}

    def ask(self, text: str, index: int, field: str) -> str:
        """Return the id for the text of a cell, and say what is to be said of it."""
        name = folded(text)
        meaning = self._meaning(name)
        if not meaning.problem:
            self.known[text] = meaning.id
        return self._references.accept(meaning, name, self._table.row(index), field, self._kind)

    def _meaning(self, name: str) -> Meaning:
        register, other = (self._references.registers[kind] for kind in (self._kind, self._other))
        if register.known(name) or not other.known(name):
            return self._references.meaning(name, self._kind)
        problem = (
            say('"{name}" is a department, and the ties are read as between people.', name=name)
            if self._kind == "people"
            else say('"{name}" is a person, and the ties are read as between departments.', name=name)
        )
        return Meaning(register.mention(name), False, problem)


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
            table.skip(row, NOTHING_USED)
            continue
        source = references.resolve(name, row, "from", kind)
        if source in origins:
            references.ledger.error(
                row.cell("from"),
                say('"{name}" stands twice in the matrix; the second row is not used.', name=name),
            )
            table.skip(row, LISTED_BEFORE)
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
            said = say('"{text}" is not a number.', text=text)
            references.ledger.warn(cell, f"{said} {say(UNUSED)}")
            return False, None
    if found is not None and found < 0:
        references.ledger.warn(cell, f"{out_of_bounds(found, _SHEET.field('strength'))} {say(UNUSED)}")
        return False, None
    return bool(found), found


def _matrix_origin(table: SheetTable, row: Row, cell: Cell) -> Origin:
    header = table.grid.first_row + table.layout.header
    head = table.layout.heads[cell.column - table.grid.first_column]
    columns = {**table.table.columns, "to": cell.column, "strength": cell.column}
    where = Table(table.grid.file, table.grid.sheet, columns, {"to": header})
    return Origin(where, row.origin.row, {"from": row.origin.texts.get("from", ""), "to": head, "strength": cell.value})
