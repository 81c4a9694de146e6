"""What does a RACI chart say so far? Its letters, and the names in it that nobody knows."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from alignment.language import number_text, say
from alignment.model.organisation import Assignment, Cell, Holder, Origin
from alignment.source.names import key
from alignment.source.references import References
from alignment.source.tables import Row
from alignment.source.values import codes_in

__all__ = ["HOLDERS", "Chart"]

HOLDERS = ("departments", "people")
_SEVERAL = re.compile(r"\w\s*[,/]\s*\w")
_Identity = tuple[str, str, Holder, tuple[str, ...]]


class Chart:
    """Reads charts one after another; the same letter twice is read once."""

    def __init__(self, references: References, letters: Mapping[str, str]) -> None:
        self.references = references
        self.letters = letters
        self.found: dict[_Identity, Assignment] = {}
        self._unknown: dict[str, tuple[str, list[Cell]]] = {}
        self._misspelt: dict[str, tuple[str, str, list[Cell]]] = {}

    def person(self, name: str, cell: Cell) -> Holder:
        """Who is named in a column of persons; whom no register holds is remembered for one issue a name."""
        holder = self.references.holder(name, cell, HOLDERS, otherwise="role")
        if holder.kind != "role" or not self.references.registers["people"] or self.references.is_role(name):
            return holder
        self._unknown.setdefault(key(name), (name, []))[1].append(cell)
        return Holder("unknown", name)

    def department(self, name: str, row: Row) -> Holder:
        """Who is named in a column of departments; what no register holds is an unlisted department."""
        holder = self.references.holder(name, row.cell("holder"), HOLDERS, otherwise="role")
        if holder.kind != "role" or self.references.is_role(name):
            return holder
        return Holder("department", self.references.resolve(name, row, "holder", "departments"))

    def anyone(self, name: str, cell: Cell) -> Holder:
        """Who is named where departments, people and roles may stand; a role that is nearly a listed name is told."""
        holder = self.references.holder(name, cell, HOLDERS, otherwise="role")
        if holder.kind == "role" and not self.references.is_role(name):
            registers = (self.references.registers[kind] for kind in HOLDERS)
            meant = next(filter(None, (register.misspelt(name) for register in registers)), "")
            if meant:
                self._misspelt.setdefault(key(name), (name, meant, []))[2].append(cell)
        return holder

    def ask_if_several(self, holder: Holder, cell: Cell) -> None:
        """A name that no list knows and that a comma or a slash parts may be several: that is asked, not guessed."""
        if holder.kind in ("role", "unknown") and _SEVERAL.search(holder.id) and not self.references.is_role(holder.id):
            self.references.ledger.warn(
                cell,
                say('"{name}" is read as one name.', name=holder.id),
                say('If it names several, part them with ";", or list them on a sheet of their own.'),
            )

    def report_unknown(self) -> None:
        """A chart may name the same stranger in a hundred rows: one issue, at the first."""
        for name, meant, cells in self._misspelt.values():
            said = say(
                "no department, person or job title is called {name}; it is read as a role of its own.",
                name=_with_rows(name, cells),
            )
            self.references.ledger.warn(cells[0], said, say('Did you mean "{name}"?', name=meant))
        for name, cells in self._unknown.values():
            said = say("no person or department is called {name}.", name=_with_rows(name, cells))
            near = (self.references.registers[kind].suggestion(name) for kind in reversed(HOLDERS))
            self.references.ledger.warn(cells[0], said, next(filter(None, near), ""))

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
            letters = ", ".join(f'"{one}"' for one in others)
            self.references.ledger.warn(
                cell,
                say("{letters} is not one of R, A, C, I, and is not counted.", letters=letters),
                say("A mapping file can say what it means, under [values.raci]."),
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


def _with_rows(name: str, cells: Sequence[Cell]) -> str:
    """Return a name in quotes, with its rows where they are several."""
    if len(cells) == 1:
        return f'"{name}"'
    return say(
        '"{name}" ({number} rows, the last is row {row})',
        name=name,
        number=number_text(len(cells)),
        row=cells[-1].row,
    )
