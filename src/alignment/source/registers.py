"""Which departments, people, processes, journeys and goals are there? Their sheets, and those only named elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from alignment.language import say
from alignment.model.organisation import Department, Goal, Holder, Journey, Person, Process
from alignment.source.cells import day, flag, number
from alignment.source.merge import Entry
from alignment.source.references import References
from alignment.source.schema import SHEETS

__all__ = [
    "departments", "goals", "journeys", "people", "processes",
    "unlisted_departments", "unlisted_journeys", "unlisted_people", "unlisted_processes",
]  # fmt: skip


class _Reader:
    """Reads the fields of an entry, each from the row that tells it."""

    def __init__(self, entry: Entry, kind: str, references: References) -> None:
        self._entry = entry
        self._sheet = SHEETS[kind]
        self._references = references

    def words(self, name: str) -> str:
        """A text that may be left open with "TBD"."""
        text = self._entry.teller(name).text(name)
        return "" if text in self._references.placeholders else text

    def number(self, name: str) -> float | None:
        return number(
            self._entry.teller(name), self._sheet.field(name), self._references.ledger, self._references.placeholders
        )

    def flag(self, name: str) -> bool | None:
        return flag(
            self._entry.teller(name), self._sheet.field(name), self._references.ledger, self._references.placeholders
        )

    def id(self, name: str, kind: str) -> str | None:
        return self._references.id(self._entry.teller(name), name, kind)

    def ids(self, name: str, kind: str) -> tuple[str, ...]:
        return self._references.ids(self._entry.teller(name), name, kind)

    def holders(self, name: str) -> tuple[Holder, ...]:
        return self._references.holders(self._entry.teller(name), name)


def departments(entries: Sequence[Entry], references: References) -> list[Department]:
    """Return the listed departments."""
    found = []
    for entry in entries:
        read = _Reader(entry, "departments", references)
        parent = read.id("parent", "departments")
        if parent == entry.ident:
            references.ledger.warn(
                entry.teller("parent").cell("parent"),
                say('"{name}" is its own parent.', name=entry.name),
                say("The parent is not used."),
            )
            parent = None
        found.append(
            Department(
                entry.origin,
                entry.ident,
                entry.name,
                parent=parent,
                heads=read.holders("head"),
                headcount=read.number("headcount"),
                customer_facing=read.flag("customer_facing"),
                external=read.flag("external"),
            )
        )
    return found


def people(entries: Sequence[Entry], references: References) -> list[Person]:
    """Return the people of the register."""
    found = []
    for entry in entries:
        read = _Reader(entry, "people", references)
        manager = read.id("manager", "people")
        if manager == entry.ident:
            references.ledger.warn(
                entry.teller("manager").cell("manager"),
                say('"{name}" reports to themselves.', name=entry.name),
                say("The manager is not used."),
            )
            manager = None
        department = read.id("department", "departments")
        found.append(Person(entry.origin, entry.ident, entry.name, department, read.words("role"), manager))
    return found


def processes(entries: Sequence[Entry], references: References) -> list[Process]:
    """Return the processes of the register."""
    found = []
    for entry in entries:
        read = _Reader(entry, "processes", references)
        parent = read.id("parent", "processes")
        if parent == entry.ident:
            references.ledger.warn(
                entry.teller("parent").cell("parent"),
                say('"{name}" is its own parent.', name=entry.name),
                say("The parent is not used."),
            )
            parent = None
        found.append(
            Process(
                entry.origin,
                entry.ident,
                entry.name,
                owner_department=read.id("owner_department", "departments"),
                accountable=read.holders("accountable"),
                parent=parent,
                criticality=read.number("criticality"),
                volume=read.number("volume"),
            )
        )
    return found


def journeys(entries: Sequence[Entry], references: References, *, owner_column: bool) -> list[Journey]:
    """Return the listed journeys; without an owner column (`owner_column`) the owner department is the owner."""
    found = []
    for entry in entries:
        read = _Reader(entry, "journeys", references)
        owner_department = read.id("owner_department", "departments")
        owners = read.holders("owner")
        if not owner_column and owner_department is not None:
            owners = (Holder("department", owner_department),)
        sponsors = read.holders("sponsor")
        review = entry.teller("last_review")
        found.append(
            Journey(
                entry.origin,
                entry.ident,
                entry.name,
                segment=read.words("segment"),
                owners=owners,
                owner_department=owner_department,
                sponsor=sponsors[0] if sponsors else None,
                mandate=read.flag("mandate"),
                kpi=read.words("kpi"),
                target=read.words("target"),
                last_review=day(
                    review, SHEETS["journeys"].field("last_review"), references.ledger, references.placeholders
                ),
                importance=read.number("importance"),
                volume=read.number("volume"),
                satisfaction=read.number("satisfaction"),
            )
        )
    return found


def goals(entries: Sequence[Entry], references: References) -> list[Goal]:
    """Return the goals: one record for each department that has it."""
    found = []
    for entry in entries:
        read = _Reader(entry, "goals", references)
        against = tuple(one for one in read.ids("conflicts_with", "goals") if one != entry.ident)
        goal = Goal(
            entry.origin,
            entry.ident,
            entry.name,
            perspective=_perspective(read.words("perspective")),
            horizon_months=read.number("horizon"),
            journey=read.id("journey", "journeys"),
            target=read.words("target"),
            actual=read.words("actual"),
            conflicts_with=against,
        )
        owners = read.ids("owner_department", "departments")
        found += [replace(goal, owner_department=one) for one in owners] or [goal]
    return found


_PERSPECTIVES: Mapping[str, str] = {
    word: name
    for name, words in {
        "customer": "customer customers klant klanten kunde kunden client clients cliente clientes",
        "financial": "financial finance financieel financiën finanzen finanziell finances financier financiero finanzas financeiro finanças",
        "process": "process processes internal proces processen prozess prozesse processus interne proceso procesos processo processos",
        "people": "people learning medewerkers mensen mitarbeiter menschen personnel personnes personas pessoas",
    }.items()
    for word in words.split()
}


def _perspective(text: str) -> str:
    return _PERSPECTIVES.get(text.casefold(), text)


def unlisted_departments(references: References) -> list[Department]:
    """Return the departments that are only named elsewhere."""
    return [
        Department(origin, ident, ident, listed=False) for ident, origin in references.unlisted["departments"].items()
    ]


def unlisted_people(references: References) -> list[Person]:
    """Return the people that are only named elsewhere."""
    return [Person(origin, ident, ident, listed=False) for ident, origin in references.unlisted["people"].items()]


def unlisted_processes(references: References) -> list[Process]:
    """Return the processes that are only named elsewhere."""
    return [Process(origin, ident, ident, listed=False) for ident, origin in references.unlisted["processes"].items()]


def unlisted_journeys(references: References) -> list[Journey]:
    """Return the journeys that are only named elsewhere."""
    return [Journey(origin, ident, ident, listed=False) for ident, origin in references.unlisted["journeys"].items()]
