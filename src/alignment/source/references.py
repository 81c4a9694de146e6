"""Whom does a cell name? Departments, people, processes and journeys found in their registers, or reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from alignment.language import say, say_many
from alignment.model.organisation import Cell, Holder, Origin, Table
from alignment.source.ledger import Ledger
from alignment.source.names import Placeholders, Register, key, split_names, unmarked
from alignment.source.schema import SHEETS
from alignment.source.tables import Row
from alignment.source.unsettled import Unknown
from alignment.source.values import folded
from alignment.wording import counted, plural, singular

__all__ = ["Meaning", "References"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whose name a text is among the records of one kind, and what to say of every cell that holds it, if anything.

    `listed` is False where no register has the name: `id` is then that of an unlisted record.
    """

    id: str
    listed: bool
    problem: str = ""
    advice: str = ""


class References:
    """The registers, and everything that is named without standing in one.

    Attributes
    ----------
    registers
        By sheet key: departments, people, processes, journeys, goals.
    unlisted
        By sheet key: id → where it is named first.
    aliases
        Key of a further name → the name it stands for, from a mapping file.
    unknown
        Names that are checked against a list and stand in none.
    """

    def __init__(self, ledger: Ledger, placeholders: Placeholders, aliases: Mapping[str, str] | None = None) -> None:
        self.ledger = ledger
        self.placeholders = placeholders
        self.aliases = {key(other): folded(name) for other, name in (aliases or {}).items()}
        self.registers = {
            "departments": Register("department", aliases=self.aliases),
            "people": Register("person", people=True, aliases=self.aliases),
            "processes": Register("process", aliases=self.aliases),
            "journeys": Register("journey", aliases=self.aliases),
            "goals": Register("goal", aliases=self.aliases),
        }
        self.unlisted: dict[str, dict[str, Origin]] = {kind: {} for kind in self.registers}
        self.unknown = Unknown()
        self._roles: dict[str, str] = {}
        self._unchecked: dict[tuple[str, str, str], dict[str, None]] = {}

    def add_role(self, title: str) -> None:
        """Enter a job title of the register of people."""
        if title and title not in self.placeholders:
            self._roles.setdefault(key(title), title)

    def is_role(self, name: str) -> bool:
        """Tell whether a text is a job title of the register of people."""
        return key(name) in self._roles

    def names(self, row: Row, field: str, kinds: Sequence[str]) -> tuple[str, ...]:
        """Return the names in a cell that are not placeholders, split where they are known in one of the registers."""
        text = row.raw(field)
        if not text:
            return ()
        return tuple(name for name in split_names(text, self._known(kinds)) if self._names_somebody(name, kinds))

    def _known(self, kinds: Sequence[str]) -> Callable[[str], bool]:
        registers = [self.registers[kind] for kind in kinds]
        titles = "people" in kinds
        return lambda text: any(register.known(text) for register in registers) or (titles and self.is_role(text))

    def _names_somebody(self, name: str, kinds: Sequence[str]) -> bool:
        # A listed department may well be called "Vacant"; whoever lists a name means it.
        return name not in self.placeholders or self._known(kinds)(name)

    def ids(self, row: Row, field: str, kind: str) -> tuple[str, ...]:
        """Return the distinct ids that a cell names, those of no register included and reported."""
        return tuple(
            dict.fromkeys(
                self.resolve(name, one, field, kind)
                for one in row.naming(field)
                for name in self.names(one, field, (kind,))
            )
        )

    def id(self, row: Row, field: str, kind: str) -> str | None:
        """Return the id that a cell names; of several the first, with an issue."""
        found = self.ids(row, field, kind)
        if len(found) > 1:
            self.ledger.warn(
                row.cell(field),
                say(
                    'names {several} where one is expected; "{first}" is used.',
                    several=counted(len(found), self.registers[kind].noun),
                    first=found[0],
                ),
            )
        return found[0] if found else None

    def resolve(self, name: str, row: Row, field: str, kind: str) -> str:
        """Return the id of a name; one that no register holds becomes an unlisted record, with an issue at its cell."""
        return self.accept(self.meaning(name, kind), name, row, field, kind)

    def meaning(self, name: str, kind: str) -> Meaning:
        """Return what a name means among the records of one kind."""
        register = self.registers[kind]
        found = register.find(name)
        if len(found) > 1:
            return Meaning(found[0], True, *_ambiguous(name, found, register.noun))
        if found:
            return Meaning(found[0], True)
        ident = register.mention(name)
        if not register:
            return Meaning(ident, False)
        problem = say('no {noun} is called "{name}".', noun=singular(register.noun), name=name)
        return Meaning(ident, False, problem, register.suggestion(name))

    def accept(self, meaning: Meaning, name: str, row: Row, field: str, kind: str) -> str:
        """Return the id of a name that stands in a cell, once what is to be said of it is said."""
        if not meaning.listed and meaning.id not in self.unlisted[kind]:
            self.unlisted[kind][meaning.id] = _place(row, field, kind, name)
        if meaning.problem:
            self.ledger.warn(row.cell(field), meaning.problem, meaning.advice)
            if not meaning.listed:
                self.unknown.add(name, (kind,), row.cell(field), self.registers[kind].suggested(name))
        return meaning.id

    def holders(self, row: Row, field: str, kinds: Sequence[str] = ("people", "departments")) -> tuple[Holder, ...]:
        """Return the distinct people, departments, roles or unknown names of a cell, in order."""
        return tuple(dict.fromkeys(self.holder(name, row.cell(field), kinds) for name in self.names(row, field, kinds)))

    def holder(self, name: str, cell: Cell, kinds: Sequence[str], *, otherwise: str = "unknown") -> Holder:
        """Return who a name is: looked for in the registers in their order, then among the job titles.

        Parameters
        ----------
        name
            What is written.
        cell
            Where, for issues.
        kinds
            Registers to look in.
        otherwise
            What a name that is found nowhere is: "unknown", with an issue, or "role".
        """
        for kind in kinds:
            found = self.registers[kind].find(name)
            if found:
                if len(found) > 1:
                    self.ledger.warn(cell, *_ambiguous(name, found, self.registers[kind].noun))
                return Holder("person" if kind == "people" else "department", found[0])
        name = self.aliases.get(key(name), name)
        title = self._roles.get(key(name), self._roles.get(key(unmarked(name))))
        if title is not None:
            return Holder("role", title)
        if otherwise == "role":
            return Holder("role", name)
        if self.registers["people"]:
            near = (self.registers[kind].suggestion(name) for kind in kinds)
            self.ledger.warn(cell, self._unknown(name, kinds), next(filter(None, near), ""))
            likely = (self.registers[kind].suggested(name) for kind in kinds)
            self.unknown.add(name, kinds, cell, next(filter(None, likely), ""))
        else:
            self._unchecked.setdefault((cell.file, cell.sheet, "people"), {})[key(name)] = None
        return Holder("unknown", name)

    def _unknown(self, name: str, kinds: Sequence[str]) -> str:
        *others, last = (singular(self.registers[kind].noun) for kind in kinds)
        if not others:
            return say('no {noun} is called "{name}".', noun=last, name=name)
        return say('no {first} or {second} is called "{name}".', first=", ".join(others), second=last, name=name)

    def report_missing_registers(self) -> None:
        """Say which lists are missing, and what was taken from other sheets in their place."""
        for kind, found in self.unlisted.items():
            register = self.registers[kind]
            if found and not register:
                table = next(iter(found.values())).table
                sheets = list(dict.fromkeys(origin.table.sheet for origin in found.values()))
                self.ledger.warn(
                    Cell(table.file, table.sheet, 0, 0),
                    say_many(
                        len(found),
                        "there is no list of {nouns}: {found} is taken from {sheets}, as written.",
                        "there is no list of {nouns}: {found} are taken from {sheets}, as written.",
                        nouns=plural(register.noun),
                        found=counted(len(found), register.noun),
                        sheets=", ".join(sheets),
                    ),
                    say("Add a sheet {sheet} to have names checked.", sheet=say(SHEETS[kind].title)),
                )
        for (file, sheet, _), names in self._unchecked.items():
            self.ledger.warn(
                Cell(file, sheet, 0, 0),
                say(
                    "there is no list of people, so {names} of owners or heads cannot be checked.",
                    names=counted(len(names), "name"),
                ),
                say("Add a sheet {sheet}.", sheet=say(SHEETS["people"].title)),
            )


def _ambiguous(name: str, found: Sequence[str], noun: str) -> tuple[str, str]:
    said = say(
        '"{name}" is the name of {several}; "{first}" is used.',
        name=name,
        several=counted(len(found), noun),
        first=found[0],
    )
    return said, say("Write the ID to be sure.")


def _place(row: Row, field: str, kind: str, name: str) -> Origin:
    """Where something is named, as the origin of its own record: its name stands in that cell."""
    own = SHEETS[kind].fields[0].name
    old = row.origin.table
    columns = {own: old.columns[field]} if field in old.columns else {}
    header_rows = {own: old.header_rows[field]} if field in old.header_rows else {}
    return Origin(Table(old.file, old.sheet, columns, header_rows), row.origin.row, {own: name})
