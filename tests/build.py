"""A tiny company in one line: short text in, an `Organisation` with cells out. For tests only.

    organisation(
        departments="Sales>Company Ops>Company Billing",      # child>parent; a parent needs no entry of its own
        people={"ann": "Sales", "bob": "Ops: Dispatcher"},     # person: department, or "department: role"; "" = none
        ties="ann-bob ann-cem:3",                              # from-to, or from-to:strength
        journeys={"Onboard": "Sales Ops+Sales -* Sales@Bill"}, # one word a step, see below
        owners={"Onboard": "ann, bob"},                        # given (even {}), the sheet has an owner column
        processes={"Bill": "Ops"},                             # process: owner department, or ""
        raci={"Bill": {"Sales": "A/R", "Legal counsel": "C"}}, # process (or journey): holder: letters
        details={"Onboard": {"importance": 5}, "Onboard/2": {"waiting": 4.0}, "Sales": {"heads": "ann"}},
    )

A step is a department, `-` for none, `Ops+Sales` for several (the first is responsible), then `@process` and `*`
(moment of truth) where wanted. Wherever one string holds several items, a list of strings may stand instead, for names
with blanks: ``departments=["Field Service>Company"]``, ``ties=[("Field Service", "Sales", 3)]``.

A name is its own id. Who is named without being listed becomes a record with `listed=False` and an origin without a row. A holder is the person, the
department, or the role (of `people`, or of RACI only) of that name, else unknown; "", "TBD" and "-" name nobody.
`details` sets any field of the record with that id; holders may be given there as text. Further keyword arguments are
fields of `Organisation`: ``snapshot_date=date(2026, 6, 30)``, ``ties_directed=False``, ``goals=(…)``.

Rows count from 2 on sheets named as in the schema, in the order given, in the file test.xlsx: the first journey's owner
is ``Journeys!B2``, since columns stand in the order of the schema and only those in use are there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from alignment.model.organisation import (
    Assignment,
    Department,
    Holder,
    Journey,
    Organisation,
    Origin,
    Person,
    Process,
    Step,
    Table,
    Tie,
)
from alignment.source.schema import sheet

__all__ = ["FILE", "organisation", "origin"]

FILE = "test.xlsx"
Several = str | Iterable[str]
_NOBODY = {"", "-", "tbd"}
_COLUMN_OF = {"heads": "head", "owners": "owner", "horizon_months": "horizon"}
_HOLDERS = {"heads", "accountable", "owners", "sponsor"}


def origin(key: str, row: int, columns: Iterable[str], **texts: object) -> Origin:
    """The origin of a record: sheet key of the schema, 1-based row, the columns in use, the texts of its cells."""
    used = set(columns)
    order = [one.name for one in sheet(key).fields if one.name in used]
    table = Table(FILE, sheet(key).title, {name: at for at, name in enumerate(order, start=1)})
    return Origin(table, row, {name: "" if text is None else str(text) for name, text in texts.items()})


def organisation(
    departments: Several = "",
    people: Mapping[str, str] | Several = (),
    ties: str | Iterable[str | tuple[Any, ...]] = (),
    journeys: Mapping[str, Several] | None = None,
    owners: Mapping[str, str] | None = None,
    processes: Mapping[str, str] | None = None,
    raci: Mapping[str, Mapping[str, str]] | None = None,
    details: Mapping[str, Mapping[str, Any]] | None = None,
    **more: Any,
) -> Organisation:
    """Build a company; the module says how to write one."""
    return _Builder(dict(details or {}), more).build(departments, people, ties, journeys, owners, processes, raci)


class _Builder:
    """Collects records and the columns in use, then fits each record with its cells."""

    def __init__(self, details: dict[str, Mapping[str, Any]], more: dict[str, Any]) -> None:
        self.details, self.more = details, more
        self.departments: dict[str, Department] = {}
        self.people: dict[str, Person] = {}
        self.processes: dict[str, Process] = {}
        self.journeys: dict[str, Journey] = {}
        self.rows: dict[str, list[Any]] = {}
        self.columns: dict[str, set[str]] = {}
        self.kinds: dict[str, str] = {}

    def build(
        self,
        departments: Several,
        people: Mapping[str, str] | Several,
        ties: str | Iterable[str | tuple[Any, ...]],
        journeys: Mapping[str, Several] | None,
        owners: Mapping[str, str] | None,
        processes: Mapping[str, str] | None,
        raci: Mapping[str, Mapping[str, str]] | None,
    ) -> Organisation:
        named = dict(people) if isinstance(people, Mapping) else dict.fromkeys(_several(people), "")
        self.kinds = {place.partition(":")[2].strip(): "role" for place in named.values()}
        parents = _parents(_several(departments))
        self.kinds |= dict.fromkeys(parents, "department") | dict.fromkeys(named, "person")
        for name, parent in parents.items():
            self._department(name, parent)
        for name, place in named.items():
            unit, _, role = (part.strip() for part in place.partition(":"))
            self._person(name, unit or None, role)
        for name, unit in (processes or {}).items():
            self._process(name, unit or None)
        for name, words in (journeys or {}).items():
            self._journey(name, _several(words), (owners or {}).get(name, ""), owners is not None)
        for subject, letters in (raci or {}).items():
            self._assignments(subject, letters)
        level = self._ties(ties)
        return self._finished(level)

    def _listed(self, key: str, record: Any, *columns: str, **written: str) -> Any:
        """Keep a record of a sheet, with its details, in the next row of that sheet."""
        given = dict(self.details.get(record.id, {}))
        for name in _HOLDERS & set(given):
            found = self._holders(given[name]) if isinstance(given[name], str) else given[name]
            given[name] = (found[0] if found else None) if name == "sponsor" and isinstance(found, tuple) else found
        columns = (*columns, *(_COLUMN_OF.get(name, name) for name in given))
        return self._row(key, replace(record, **given), *columns, **written)

    def _row(self, key: str, record: Any, *columns: str, **written: str) -> Any:
        known = {one.name for one in sheet(key).fields}
        self.columns.setdefault(key, set()).update(known.intersection(columns))
        rows = self.rows.setdefault(key, [])
        texts = {one.name: _text(record, one.name) for one in sheet(key).fields} | written
        record = replace(record, origin=origin(key, len(rows) + 2, (), **texts))
        rows.append(record)
        return record

    def _department(self, name: str, parent: str | None) -> None:
        columns = ("department", "parent") if parent else ("department",)
        self.departments[name] = self._listed("departments", Department(_NOWHERE, name, name, parent), *columns)

    def _person(self, name: str, unit: str | None, role: str) -> None:
        record = Person(_NOWHERE, name, name, self._unit(unit), role)
        self.people[name] = self._listed("people", record, "person", "department", *(["role"] if role else []))

    def _process(self, name: str, unit: str | None) -> None:
        record = Process(_NOWHERE, name, name, self._unit(unit))
        columns = ("process", "owner_department") if unit else ("process",)
        self.processes[name] = self._listed("processes", record, *columns)

    def _journey(self, name: str, words: list[str], owner: str, owned: bool) -> None:
        record = Journey(_NOWHERE, name, name, owners=self._holders(owner))
        self.journeys[name] = self._listed("journeys", record, "journey", *(["owner"] if owned else []), owner=owner)
        for order, word in enumerate(words, start=1):
            where, _, process = word.rstrip("*").partition("@")
            units = () if where in _NOBODY else tuple(str(self._unit(unit)) for unit in where.split("+"))
            if process and process not in self.processes:
                self.processes[process] = Process(origin("processes", 0, ()), process, process, listed=False)
            step = Step(
                _NOWHERE, name, order, f"step {order}", units, process or None, moment_of_truth=word.endswith("*")
            )
            given = self.details.get(f"{name}/{order}", {})
            columns = {"journey", "order", "step", "department", *given}
            columns |= {"process"} if process else set()
            columns |= {"moment_of_truth"} if step.moment_of_truth else set()
            self._row("journey_steps", replace(step, **given), *columns)

    def _assignments(self, subject: str, letters: Mapping[str, str]) -> None:
        if subject not in self.processes and subject not in self.journeys:
            self.processes[subject] = Process(origin("processes", 0, ()), subject, subject, listed=False)
        kind = "process" if subject in self.processes else "journey"
        for name, written in letters.items():
            holder = self._holders(name)[0]
            holder = Holder("role", name) if holder.kind == "unknown" else holder
            codes = tuple(code for code in "RACI" if code in written)
            self._row("raci", Assignment(_NOWHERE, kind, subject, holder, codes), "process", "holder", "code")  # type: ignore[arg-type]  # one of the two literals

    def _ties(self, ties: str | Iterable[str | tuple[Any, ...]]) -> str:
        found = [_tie(one) for one in (ties.split() if isinstance(ties, str) else ties)]
        people = any(end in self.people for source, target, _ in found for end in (source, target))
        level: str = self.more.pop("tie_level", "person" if people else "department")
        for source, target, strength in found:
            for end in (source, target):
                if level == "department":
                    self._unit(end)
                elif end not in self.people:
                    self.people[end] = Person(origin("people", 0, ()), end, end, listed=False)
            columns = ("from", "to") if strength is None else ("from", "to", "strength")
            self._row("collaboration", Tie(_NOWHERE, source, target, strength, reported_by=source), *columns)
        return level

    def _unit(self, name: str | None) -> str | None:
        if name and name not in self.departments:
            self.departments[name] = Department(origin("departments", 0, ()), name, name, listed=False)
        return name

    def _holders(self, written: str) -> tuple[Holder, ...]:
        names = [part.strip() for part in written.split(",")]
        return tuple(Holder(self.kinds.get(name, "unknown"), name) for name in names if name.casefold() not in _NOBODY)  # type: ignore[arg-type]  # one of the four literals

    def _finished(self, level: str) -> Organisation:
        def fitted(key: str, kept: Iterable[Any] = ()) -> tuple[Any, ...]:
            rows = self.rows.get(key, [])
            used = self.columns.get(key, set())
            placed = [
                replace(one, origin=origin(key, row, used, **{name: one.origin.texts[name] for name in sorted(used)}))
                for row, one in enumerate(rows, start=2)
            ]
            return (*placed, *(one for one in kept if not one.listed))

        return Organisation(
            **{
                "departments": fitted("departments", self.departments.values()),
                "people": fitted("people", self.people.values()),
                "processes": fitted("processes", self.processes.values()),
                "assignments": fitted("raci"),
                "journeys": fitted("journeys"),
                "steps": fitted("journey_steps"),
                "ties": fitted("collaboration"),
                "sheets": frozenset(self.columns) | self.more.pop("sheets", frozenset()),
                "columns": {
                    **{key: frozenset(used) for key, used in self.columns.items()},
                    **self.more.pop("columns", {}),
                },
                "tie_level": level,
                **self.more,
            }
        )


_NOWHERE = origin("departments", 0, ())


def _several(words: Several) -> list[str]:
    return words.split() if isinstance(words, str) else list(words)


def _parents(words: list[str]) -> dict[str, str | None]:
    """Every department with its parent, in the order named."""
    parents: dict[str, str | None] = {}
    for word in words:
        name, _, parent = word.partition(">")
        parents[name] = parent or parents.get(name)
        if parent:
            parents.setdefault(parent, None)
    return parents


def _tie(one: str | tuple[Any, ...]) -> tuple[str, str, float | None]:
    if isinstance(one, tuple):
        return one[0], one[1], float(one[2]) if len(one) > 2 else None
    ends, _, strength = one.partition(":")
    source, _, target = ends.partition("-")
    return source, target, float(strength) if strength else None


def _text(record: Any, column: str) -> str:
    """What stands in the cell of a column, read back from the record."""
    special = {"head": "heads", "owner": "owners", "code": "codes"}
    special |= {"from": "source", "to": "target", "source": "reported_by"} if isinstance(record, Tie) else {}
    special |= {"department": "departments", "step": "name"} if isinstance(record, Step) else {}
    known = {one.name for one in fields(record)}
    name = special.get(column, column)
    name = name if name in known else "name" if "name" in known else ""
    value = getattr(record, name, None)
    if isinstance(value, tuple):
        return ("/" if column == "code" else ", ").join(str(getattr(one, "id", one)) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(getattr(value, "id", value))
