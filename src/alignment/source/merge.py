"""Which rows speak of the same thing? Rows of one id or name become one entry, from however many workbooks they come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from alignment.language import later, say
from alignment.model.organisation import Cell, Origin
from alignment.source.ledger import Ledger
from alignment.source.names import key, unmarked
from alignment.source.references import References
from alignment.source.schema import EXAMPLE_MARK, SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.source.values import folded, text_of
from alignment.wording import singular

__all__ = ["EXAMPLE_LEFT", "LISTED_BEFORE", "NOTHING_USED", "Entry", "entries", "is_example", "is_marked", "is_remark"]

# Why a row is no record of its own: it speaks of one that is known, and fills in what that leaves blank.
LISTED_BEFORE = later("listed before")
# Why a row is no record at all.
NOTHING_USED = later("nothing in the columns that are used")
EXAMPLE_LEFT = later("example left in")

_NOUNS: Mapping[str, str] = {
    "departments": "department",
    "people": "person",
    "processes": "process",
    "journeys": "journey",
    "goals": "goal",
}
# Rows of one name that differ in this field are records of their own: departments that share a goal have a row each.
_OWN_ROWS: Mapping[str, str] = {"goals": "owner_department"}


@dataclass(slots=True)
class Entry:
    """One thing of a register: the row it came from first, and for each field the row that tells it."""

    ident: str
    name: str
    row: Row
    tellers: dict[str, Row] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)

    def teller(self, name: str) -> Row:
        """Return the row to read a field from."""
        return self.tellers.get(name, self.row)

    @property
    def origin(self) -> Origin:
        """Where the entry came from: its first row, and for what that leaves blank the rows that fill it in."""
        others = {name: row.origin for name, row in self.tellers.items() if row is not self.row}
        return replace(self.row.origin, elsewhere=others) if others else self.row.origin


def entries(tables: Sequence[SheetTable], kind: str, references: References) -> list[Entry]:
    """Return one entry for each id or name, in the order of the files; what contradicts itself is reported.

    Parameters
    ----------
    tables
        All sheets of one kind, of all files.
    kind
        Key of a sheet that lists things: departments, people, processes, journeys or goals.
    references
        Takes the issues; tells placeholders and aliases.
    """
    ledger = references.ledger
    found: list[Entry] = []
    by_key: dict[str, list[Entry]] = {}
    by_name: dict[str, list[Entry]] = {}
    own = SHEETS[kind].fields[0].name
    for table in tables:
        coded = any(row.text("id") for row in table.rows if not is_example(row, kind))
        for row in table.rows:
            ident, name = (_meant(row, column, references) for column in ("id", own))
            if _skipped(table, row, kind, bool(ident or name), ledger):
                continue
            same = _alike(by_key.get(key(ident or name), ()), row, kind)
            if (
                same is None
                and (entry := _alike(by_name.get(key(name), ()), row, kind)) is not None
                and (table.layout.shape == "nodes" or not (ident and entry.row.text("id")))
            ):
                same = (
                    entry  # one workbook gives an ID, the other does not, or an ID of its own tool: the name joins them
                )
            if same is not None:
                _join(same, row, table, kind, ledger)
                if ident and key(ident) != key(same.ident):
                    same.aliases.append(ident)
                    by_key[key(ident)] = [same]
                continue
            # A name that a hierarchy puts above others has no cell for an ID.
            if coded and not ident and "id" in row.origin.table.columns:
                ledger.warn(row.cell("id"), say("the ID is blank; the name stands in for it."))
            homonym = _alike(by_name.get(key(name), ()), row, kind) if name else None
            if homonym is not None:
                ledger.warn(
                    row.cell(own),
                    say(
                        'the name "{name}" is also that of {other} ({where}).',
                        name=name,
                        other=homonym.ident,
                        where=_where(homonym.row.cell(own), row),
                    ),
                    say("Only their IDs tell them apart."),
                )
            entry = Entry(folded(ident or name), folded(name or ident), row)
            entry.tellers.update({one: row for one, value in row.values.items() if value != ""})
            found.append(entry)
            by_key.setdefault(key(entry.ident), []).append(entry)
            by_name.setdefault(key(entry.name), []).append(entry)
            table.use(row)
    return found


def _alike(entries: Sequence[Entry], row: Row, kind: str) -> Entry | None:
    """Return the first of these entries that a row can speak of: what tells records of one name apart does not differ."""
    apart = _OWN_ROWS.get(kind)
    for entry in entries:
        told = (entry.teller(apart).text(apart), row.text(apart)) if apart else ("", "")
        if not all(told) or key(told[0]) == key(told[1]):
            return entry
    return None


def _meant(row: Row, column: str, references: References) -> str:
    text = row.text(column)
    if not text or text in references.placeholders:
        return ""
    text = references.aliases.get(key(text), text)
    bare = unmarked(text) if column != "id" else text
    if bare != text:
        references.ledger.warn(
            row.cell(column),
            say('"{text}" is read as "{name}": the mark is no part of the name.', text=text, name=bare),
        )
    return bare


def _skipped(table: SheetTable, row: Row, kind: str, named: bool, ledger: Ledger) -> bool:
    noun = singular(_NOUNS[kind])
    if is_remark(row):
        table.skip(row, NOTHING_USED)
    elif is_example(row, kind):
        table.skip(row, EXAMPLE_LEFT)
    elif not named:
        own = SHEETS[kind].fields[0].name
        if row.text(own):
            said = say('"{text}" names no {noun}; the row is not used.', text=row.text(own), noun=noun)
            ledger.warn(row.cell(own), said)
        else:
            said = say("the row names no {noun}.", noun=noun)
            ledger.error(row.cell(own), said, say("Write its name, or clear the row."))
        table.skip(row, say("no {noun} named", noun=noun))
    else:
        return False
    return True


def is_remark(row: Row) -> bool:
    """Tell whether none of the columns that are understood holds anything: the text stands elsewhere."""
    return not any(isinstance(value, bool) or value != "" for value in row.values.values())


def is_example(row: Row, kind: str) -> bool:
    """Tell whether a row is the example of our blank workbook, left in: marked, or with just its words."""
    if any(isinstance(value, str) and is_marked(value) for value in row.values.values()):
        return True
    examples = _examples(kind)
    if any(value != "" and examples.get(name) != folded(text_of(value)) for name, value in row.values.items()):
        return False
    # A cell in error is blank among the values, and no part of the example.
    return 1 < sum(value != "" for value in row.values.values()) == len(row.origin.texts)


def is_marked(text: str) -> bool:
    """Tell whether a text begins as the example row of our blank workbook does."""
    return text.startswith(EXAMPLE_MARK)


@lru_cache
def _examples(kind: str) -> Mapping[str, str]:
    return {one.name: folded(text_of(one.example)) for one in SHEETS[kind].fields if one.example != ""}


def _join(entry: Entry, row: Row, table: SheetTable, kind: str, ledger: Ledger) -> None:
    """Fill what the first row leaves blank; say where the two differ."""
    sheet = SHEETS[kind]
    own = sheet.fields[0].name
    same_sheet = (table.grid.file, table.grid.sheet) == (entry.row.origin.table.file, entry.row.origin.table.sheet)
    name = row.text(own)
    if same_sheet and row.text("id") and name and key(name) != key(entry.name):
        ledger.error(
            row.cell("id"),
            say(
                'the ID "{id}" is used twice, for "{first}" ({where}) and "{second}".',
                id=row.text("id"),
                first=entry.name,
                where=_where(entry.row.cell("id"), row),
                second=name,
            ),
            say("Give each its own ID. The second row is not used."),
        )
        table.skip(row, later("ID used before"))
        return
    differing = 0
    for field_ in sheet.fields:
        if row.values.get(field_.name, "") == "":
            continue
        teller = entry.tellers.get(field_.name)
        if teller is None:
            entry.tellers[field_.name] = row
        elif field_.name != "id" and key(teller.text(field_.name)) != key(row.text(field_.name)):
            differing += 1
            ledger.warn(
                row.cell(field_.name),
                say(
                    '{column} of {name} is "{here}" here but "{there}" in {where}; the first is used.',
                    column=say(field_.header),
                    name=entry.name,
                    here=row.text(field_.name),
                    there=teller.text(field_.name),
                    where=_where(teller.cell(field_.name), row),
                ),
            )
    if same_sheet and not differing:
        ledger.warn(
            row.cell(own),
            say(
                '"{name}" is listed twice; see {where}.',
                name=name or row.text("id"),
                where=_where(entry.row.cell(own), row),
            ),
        )
    table.skip(row, LISTED_BEFORE)


def _where(cell: Cell, row: Row) -> str:
    return str(cell) if cell.file == row.origin.table.file else say("{cell} of {file}", cell=cell, file=cell.file)
