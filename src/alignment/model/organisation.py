"""What is the company? Departments, people, processes, journeys and ties, each knowing the cell it came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from alignment.language import say
from alignment.model.discretion import Discretion, pseudonym

__all__ = [
    "MOST_LEVELS",
    "Action",
    "Answer",
    "Assignment",
    "Cell",
    "Department",
    "Goal",
    "Holder",
    "HolderKind",
    "Journey",
    "Organisation",
    "Origin",
    "Person",
    "Process",
    "Record",
    "RenamedKind",
    "Renaming",
    "Step",
    "Table",
    "Tie",
    "TieLevel",
    "column_letter",
]

HolderKind = Literal["person", "department", "role", "unknown"]
TieLevel = Literal["person", "department"]
RenamedKind = Literal["department", "journey", "process"]

# Of departments above one another; no chart that people read has a tenth of it.
MOST_LEVELS = 250
_NOWHERE: Mapping[str, "Origin"] = MappingProxyType({})


def column_letter(column: int) -> str:
    """Spreadsheet letters of a 1-based column number.

    Examples
    --------
    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of an input file, with the text found there (empty for a blank cell).

    `row` and `column` are 1-based; `column` is 0 where only the row is known, `row` is 0 for a whole sheet.
    """

    file: str
    sheet: str
    row: int
    column: int
    value: str = ""

    @property
    def address(self) -> str:
        """Such as ``B7``; ``row 7`` where the column is not known; empty for a whole sheet. The same in every language."""
        if self.row == 0:
            return ""
        return f"{column_letter(self.column)}{self.row}" if self.column else f"row {self.row}"

    @property
    def place(self) -> str:
        """The address in words of the language spoken now."""
        return say("row {row}", row=self.row) if self.row and not self.column else self.address

    def __str__(self) -> str:
        return f"{self.sheet}!{self.place}" if self.row else self.sheet


def _no_text(row: int, name: str) -> str:  # noqa: ARG001  # what a table without texts answers
    return ""


@dataclass(frozen=True, slots=True)
class Table:
    """Where a list of records stands: file, sheet, and the 1-based column of each field.

    `header_rows` gives the row of fields whose value stands in a header, such as the role above a RACI column.
    `text` returns what is written in a row for a field: a long list has many rows, and few of them are asked for.
    """

    file: str
    sheet: str
    columns: Mapping[str, int]
    header_rows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    text: Callable[[int, str], str] = field(default=_no_text, repr=False, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The row a record came from, with the texts of its fields as written.

    `derived` gives the texts where they are not just those of the row of its table. `elsewhere` gives, for fields that
    another row filled in, as where two workbooks are merged, that row.
    """

    table: Table
    row: int
    derived: Mapping[str, str] | None = None
    elsewhere: Mapping[str, "Origin"] = field(default_factory=lambda: _NOWHERE)

    @property
    def texts(self) -> Mapping[str, str]:
        """Field → its text, for the fields that are not blank."""
        if self.derived is not None:
            return self.derived
        return {name: text for name in self.table.columns if (text := self.table.text(self.row, name))}

    def cell(self, name: str) -> Cell:
        """Return the cell of one field; a field the sheet has no column for gives the row (column 0)."""
        if name in self.elsewhere:
            return self.elsewhere[name].cell(name)
        return Cell(
            self.table.file,
            self.table.sheet,
            self.table.header_rows.get(name, self.row),
            self.table.columns.get(name, 0),
            self.table.text(self.row, name) if self.derived is None else self.derived.get(name, ""),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and (
            (self.table, self.row, self.texts, self.elsewhere) == (other.table, other.row, other.texts, other.elsewhere)
        )

    def __hash__(self) -> int:
        return hash((self.table.file, self.table.sheet, self.row))


@dataclass(frozen=True, slots=True)
class Record:
    """What every record has: the place it came from."""

    origin: Origin

    def cell(self, name: str) -> Cell:
        """Return the cell of one field of this record."""
        return self.origin.cell(name)


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """Someone or something named as owner, accountable, sponsor …

    `id` is the id of a person or department, or the text as written for a role or an unknown name.
    A *role* is a title of the register (People, column role) or a column or name used in RACI only;
    *unknown* resolves to nothing.
    """

    kind: HolderKind
    id: str


@dataclass(frozen=True, slots=True)
class Department(Record):
    """A unit of the organisation. `listed` is False where it is only named on other sheets."""

    id: str
    name: str
    parent: str | None = None
    heads: tuple[Holder, ...] = ()
    headcount: float | None = None
    customer_facing: bool | None = None
    external: bool | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Person(Record):
    """Someone of the register, or named on other sheets only (`listed` False).

    `pseudonym` where id and name stand for those of the register: then the role, which would tell who it is, is not told.
    """

    id: str
    name: str
    department: str | None = None
    role: str = ""
    manager: str | None = None
    listed: bool = True
    pseudonym: bool = False

    @property
    def post(self) -> str:
        """The role, where it may be told."""
        return "" if self.pseudonym else self.role


@dataclass(frozen=True, slots=True)
class Process(Record):
    """A process or activity. `listed` is False where only the RACI chart names it."""

    id: str
    name: str
    owner_department: str | None = None
    accountable: tuple[Holder, ...] = ()
    parent: str | None = None
    criticality: float | None = None
    volume: float | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Assignment(Record):
    """The letters one holder has for one process, or for one journey where the chart lists journeys.

    `codes` holds distinct letters of R, A, C, I in that order; a cell such as ``A/R`` gives both.
    """

    subject: Literal["process", "journey"]
    process: str
    holder: Holder
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey(Record):
    """A customer journey. `owners` is what the end-to-end owner column names, in the order written.

    Where the workbook has no such column at all, the owner department stands in for it.
    """

    id: str
    name: str
    segment: str = ""
    owners: tuple[Holder, ...] = ()
    owner_department: str | None = None
    sponsor: Holder | None = None
    mandate: bool | None = None
    kpi: str = ""
    target: str = ""
    last_review: date | None = None
    importance: float | None = None
    volume: float | None = None
    satisfaction: float | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Step(Record):
    """A step of a journey. The first department is responsible, the others take part.

    `order` is the position after sorting the journey's steps, from 1. Durations are in the workbook's own unit.
    """

    journey: str
    order: int
    name: str
    departments: tuple[str, ...] = ()
    process: str | None = None
    channel: str = ""
    moment_of_truth: bool = False
    hassle: float | None = None
    duration: float | None = None
    waiting: float | None = None

    @property
    def department(self) -> str | None:
        """The responsible department, or None."""
        return self.departments[0] if self.departments else None


@dataclass(frozen=True, slots=True)
class Tie(Record):
    """One report of collaboration between two people or two departments (see `Organisation.tie_level`).

    `strength` is None where no strength column exists or the cell is blank. `source == target` is work within.
    """

    source: str
    target: str
    strength: float | None = None
    kind: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Goal(Record):
    """A goal or KPI of a department. Departments that share one have a record each, of the same id."""

    id: str
    name: str
    owner_department: str | None = None
    perspective: str = ""
    horizon_months: float | None = None
    journey: str | None = None
    target: str = ""
    actual: str = ""
    conflicts_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """One respondent's score of one statement: 1–5, or None for "don't know" (`known` False) or no answer."""

    respondent: str
    department: str | None
    level: str
    statement: str
    score: int | None
    known: bool = True


@dataclass(frozen=True, slots=True)
class Action(Record):
    """What was decided on a finding, or a step of the plan, of the last report; `found` is what that report found."""

    finding: str
    action: str = ""
    owner: str = ""
    due: date | None = None
    status: str = ""
    waiver_reason: str = ""
    waiver_until: date | None = None
    found: str = ""

    def waives(self, day: date | None) -> bool:
        """Tell whether it is a waiver that has not lapsed on a day; without a day, or an end, none lapses."""
        lapsed = day is not None and self.waiver_until is not None and self.waiver_until < day
        return self.status == "waived" and not lapsed

    @property
    def agreed(self) -> bool:
        """Whether somebody took it on: the report writes what could be done, people who, when and how far it is."""
        return any((self.owner, self.due, self.status, self.waiver_reason, self.waiver_until))


@dataclass(frozen=True, slots=True)
class Renaming(Record):
    """What something of this workbook was at the last check: a name, or one of several that were merged or split."""

    now: str
    was: str
    kind: RenamedKind = "department"


@dataclass(frozen=True)
class Organisation:
    """The company as its workbook tells it. Tuples are in the order of the workbook.

    `sheets` names the sheets of the schema that were recognised (``"departments"``, ``"journey_steps"`` …), and
    `columns` the fields each of them has: an absent sheet or column is *not measured*, never zero.
    """

    name: str = ""
    snapshot_date: date | None = None
    prepared_by: str = ""
    notes: str = ""
    departments: tuple[Department, ...] = ()
    people: tuple[Person, ...] = ()
    processes: tuple[Process, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    journeys: tuple[Journey, ...] = ()
    steps: tuple[Step, ...] = ()
    ties: tuple[Tie, ...] = ()
    goals: tuple[Goal, ...] = ()
    answers: tuple[Answer, ...] = ()
    actions: tuple[Action, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    sheets: frozenset[str] = frozenset()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tie_level: TieLevel = "department"
    ties_directed: bool = True
    discretion: Discretion | None = None

    def has(self, sheet: str, *fields: str) -> bool:
        """Tell whether a sheet was recognised, and with it all the columns named."""
        return sheet in self.sheets and set(fields) <= self.columns.get(sheet, frozenset())

    @cached_property
    def department(self) -> Mapping[str, Department]:
        """Departments by id."""
        return {one.id: one for one in self.departments}

    @cached_property
    def leaf_departments(self) -> Mapping[str, Department]:
        """Listed departments of the company itself by id, beside those that only group others: where people work."""
        above = {one.parent for one in self.departments}
        return {one.id: one for one in self.departments if one.listed and not one.external and one.id not in above}

    @cached_property
    def person(self) -> Mapping[str, Person]:
        """People by id."""
        return {one.id: one for one in self.people}

    @cached_property
    def process(self) -> Mapping[str, Process]:
        """Processes by id."""
        return {one.id: one for one in self.processes}

    @cached_property
    def journey(self) -> Mapping[str, Journey]:
        """Journeys by id."""
        return {one.id: one for one in self.journeys}

    @cached_property
    def waivers(self) -> tuple[Action, ...]:
        """Actions that waive something on the day of the workbook: it has not lapsed by then."""
        return tuple(one for one in self.actions if one.waives(self.snapshot_date))

    @cached_property
    def chart_rows(self) -> Mapping[str, Mapping[str, tuple[Assignment, ...]]]:
        """Rows of the RACI chart that hold any letter: of each kind of subject, by the id of the process or journey."""
        rows: dict[str, dict[str, list[Assignment]]] = {"process": {}, "journey": {}}
        for one in self.assignments:
            if one.codes:
                rows[one.subject].setdefault(one.process, []).append(one)
        return {kind: {ident: tuple(found) for ident, found in row.items()} for kind, row in rows.items()}

    @cached_property
    def steps_of(self) -> Mapping[str, tuple[Step, ...]]:
        """Steps of each journey in order; a journey without steps has an empty tuple."""
        steps: dict[str, list[Step]] = {one.id: [] for one in self.journeys}
        for step in self.steps:
            steps[step.journey].append(step)
        return {journey: tuple(sorted(found, key=lambda step: step.order)) for journey, found in steps.items()}

    @cached_property
    def ancestors(self) -> Mapping[str, tuple[str, ...]]:
        """Departments above each department, nearest first, up to `MOST_LEVELS`; the department itself is not among them."""
        parents = {one.id: one.parent for one in self.departments}
        chains: dict[str, tuple[str, ...]] = {}
        for start, parent in parents.items():
            # In order, and asked at once what it holds.
            chain: dict[str, None] = {}
            above = parent
            # A department that is above itself, at any distance, ends the chain: the reader reports the circle.
            while above in parents and above not in chain and above != start and len(chain) < MOST_LEVELS:
                chain[above] = None
                above = parents[above]
            chains[start] = tuple(chain)
        return chains

    def top_unit(self, department: str) -> str:
        """Return the id of the top-level unit of a department: its highest ancestor below a single common root.

        A root that is everybody's ancestor (the company itself) is no division, so the level below it counts.
        """
        chain = (department, *self.ancestors.get(department, ()))
        if len(chain) > 1 and chain[-1] == self.root:
            return chain[-2]
        return chain[-1]

    @cached_property
    def root(self) -> str | None:
        """The department above all other listed departments, where there is exactly one such."""
        tops = {(one.id, *self.ancestors[one.id])[-1] for one in self.departments if one.listed and not one.external}
        listed = sum(1 for one in self.departments if one.listed)
        return next(iter(tops)) if len(tops) == 1 and listed > 1 else None

    def label(self, kind: str, ident: str) -> str:
        """Return the name to print for an id of a kind; the id itself where the register has none."""
        found: Department | Person | Process | Journey | None
        match kind:
            case "department" | "group":
                found = self.department.get(ident)
            case "person":
                found = self.person.get(ident)
            case "process":
                found = self.process.get(ident)
            case "journey":
                found = self.journey.get(ident)
            case _:
                found = None
        if found is None and self.discretion is not None and ident in self.discretion.codes:
            return pseudonym(ident)
        return found.name if found else ident

    def place(self, department: str) -> str:
        """Return the name of the department of a person, where it may be told."""
        if self.discretion is not None and department in self.discretion.small:
            return say("a small department")
        return self.label("department", department)

    def position(self, ident: str) -> str:
        """Return where a person stands: role and department; the name only where the register has neither.

        Findings are about structure: whoever holds the position would meet the same. A person under a pseudonym
        stands under it, with the department.
        """
        person = self.person.get(ident)
        if person is None:
            return self.label("person", ident)
        place = self.place(person.department) if person.department else ""
        if person.pseudonym:
            return f"{person.name} ({place})" if place else person.name
        if person.role:
            return (
                f"{person.role} ({place})" if place and place.casefold() not in person.role.casefold() else person.role
            )
        return say("a position in {department}", department=place) if place else person.name
