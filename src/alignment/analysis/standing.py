"""Who is known, and where does each stand in the chart? Shared by the questions about owners, letters and trust."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from alignment.model.organisation import Assignment, Cell, Holder, Journey, Organisation, Person, Process
from alignment.model.result import Scope, ScopeKind
from alignment.source.names import key

__all__ = [
    "EVIDENCE",
    "Standing",
    "answering",
    "capped",
    "chart_accountable",
    "holder_label",
    "holder_scope",
    "owner_cell",
    "post_label",
]

# A finding shows at most so many cells: more prove nothing and fill the page.
EVIDENCE = 12


class Standing:
    """Where owners and holders of letters stand in the formal chart.

    A department stands at itself. A person stands at the department they work in and at every department they head.
    A role stands where the one person with that title stands, or at the department that all of them share; a title
    found in several departments, or only in the RACI chart, has no standing that the data can tell.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    @cached_property
    def charted(self) -> bool:
        """Whether the chart has levels at all: some listed department has a parent."""
        return any(one.parent is not None for one in self.organisation.departments if one.listed)

    @cached_property
    def _headed(self) -> Mapping[Holder, tuple[str, ...]]:
        headed: dict[Holder, list[str]] = {}
        for one in self.organisation.departments:
            for head in one.heads:
                headed.setdefault(head, []).append(one.id)
        return {head: tuple(found) for head, found in headed.items()}

    @cached_property
    def _titled(self) -> Mapping[str, tuple[Person, ...]]:
        titled: dict[str, list[Person]] = {}
        for one in self.organisation.people:
            if one.role:
                titled.setdefault(key(one.role), []).append(one)
        return {title: tuple(found) for title, found in titled.items()}

    def known(self, holder: Holder) -> bool | None:
        """Tell whether the register knows a holder; None where the workbook has no register to look in."""
        organisation = self.organisation
        match holder.kind:
            case "role":
                return True
            case "department":
                department = organisation.department.get(holder.id)
                if department is not None and department.listed:
                    return True
                return False if organisation.has("departments") else None
            case "person" | "unknown":
                person = organisation.person.get(holder.id) if holder.kind == "person" else None
                if person is not None and person.listed:
                    return True
                if organisation.has("people"):
                    return False
                # Without a list of people, a head is at least known from the list of departments.
                return True if holder in self._headed else None

    def departments(self, holder: Holder) -> tuple[str, ...]:
        """Return the departments where a holder stands, sorted; none where the data cannot tell."""
        found = set(self._headed.get(holder, ()))
        if holder.kind == "department":
            found.add(holder.id)
        elif holder.kind == "person":
            found.update(self._place(holder.id))
        elif holder.kind == "role":
            holders = self._titled.get(key(holder.id), ())
            if len(holders) == 1:
                only = holders[0].id
                found.update(self._place(only), self._headed.get(Holder("person", only), ()))
            else:
                shared = {one.department for one in holders}
                found.update(one for one in shared if one is not None and len(shared) == 1)
        return tuple(sorted(found))

    def _place(self, person: str) -> tuple[str, ...]:
        record = self.organisation.person.get(person)
        return (record.department,) if record is not None and record.department is not None else ()

    def above(self, superior: str, department: str) -> bool:
        """Tell whether a department stands strictly above another. In a circle of parents, nobody does."""
        ancestors = self.organisation.ancestors
        return superior in ancestors.get(department, ()) and department not in ancestors.get(superior, ())

    def reaches(self, standing: Collection[str], department: str) -> bool:
        """Tell whether a department is one of those given, or stands below one."""
        return department in standing or any(self.above(one, department) for one in standing)

    def circular(self, departments: Iterable[str]) -> tuple[str, ...]:
        """Return those of the departments that stand in, or under, a circle of parents."""
        ancestors = self.organisation.ancestors
        return tuple(
            sorted(
                one
                for one in set(departments)
                if any(
                    link in ancestors.get(higher, ())
                    for link in (one, *ancestors.get(one, ()))
                    for higher in ancestors.get(link, ())
                )
            )
        )

    def levels_to_rise(self, standing: Collection[str], departments: Collection[str]) -> int | None:
        """Levels from where someone stands up to the first department at or above all those given.

        Parameters
        ----------
        standing
            Where that one stands; of several, the place nearest to the common superior counts.
        departments
            What must all be at or below.

        Returns
        -------
        int or None
            0 where no rise is needed; None where there is no common superior.

        References
        ----------
        .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In K. M. Carley &
           M. J. Prietula (Eds.), Computational organization theory (pp. 89-111). Lawrence Erlbaum. (least upper bound)
        """
        rises = [
            level
            for start in standing
            for level, higher in enumerate((start, *self.organisation.ancestors.get(start, ())))
            if all(self.reaches((higher,), one) for one in departments)
        ]
        return min(rises, default=None)

    def levels_above(self, superior: Holder, other: Holder) -> int | None:
        """Levels by which one holder stands above another; 0 at the same place, None where not above.

        Between two people their line of managers counts first; else the departments where they stand, and of several
        pairs of departments the nearest.
        """
        if superior.kind == other.kind == "person":
            line = self._managers(other.id)
            if superior.id in line:
                return line.index(superior.id) + 1
        ancestors = self.organisation.ancestors
        mine, theirs = self.departments(superior), self.departments(other)
        levels = [0 for one in mine if one in theirs]
        levels += [ancestors[low].index(high) + 1 for high in mine for low in theirs if self.above(high, low)]
        return min(levels, default=None)

    def _managers(self, person: str) -> tuple[str, ...]:
        line: list[str] = []
        record = self.organisation.person.get(person)
        while record is not None and record.manager is not None and record.manager not in (person, *line):
            line.append(record.manager)
            record = self.organisation.person.get(record.manager)
        return tuple(line)

    def external(self, department: str) -> bool:
        """Tell whether a department is a supplier or partner."""
        found = self.organisation.department.get(department)
        return found is not None and found.external is True

    def listed(self, department: str) -> bool:
        """Tell whether the list of departments has it."""
        found = self.organisation.department.get(department)
        return found is not None and found.listed


def chart_accountable(row: Iterable[Assignment]) -> tuple[Holder, ...]:
    """Return the distinct holders of an A in a row, in its order."""
    return tuple(dict.fromkeys(one.holder for one in row if "A" in one.codes))


def answering(process: Process, row: Iterable[Assignment]) -> tuple[Holder, ...]:
    """Return who answers for a process: whom its accountable column names, else the A of its row in the chart."""
    return tuple(dict.fromkeys(process.accountable)) or chart_accountable(row)


def owner_cell(organisation: Organisation, journey: Journey) -> Cell:
    """Return the cell of the end-to-end owner, named or blank; without such a column, that of the owner department."""
    return journey.cell("owner" if organisation.has("journeys", "owner") else "owner_department")


def holder_scope(holder: Holder) -> Scope:
    """Return what a figure about a holder is about. A role has no kind of its own: it is a group with the role's words.

    A name that no register knows stands as a person: that is what such a name most often is.
    """
    kinds: Mapping[str, ScopeKind] = {"department": "department", "role": "group"}
    return Scope(kinds.get(holder.kind, "person"), holder.id)


def holder_label(organisation: Organisation, holder: Holder) -> str:
    """Return the name to print for a holder."""
    return organisation.label(holder.kind, holder.id)


def post_label(organisation: Organisation, holder: Holder) -> str:
    """Return how a finding names a holder: a person by the position held, for the words blame structures, not people."""
    return organisation.position(holder.id) if holder.kind == "person" else holder_label(organisation, holder)


def capped(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the distinct cells in their order, at most `EVIDENCE` of them."""
    return tuple(dict.fromkeys(cells))[:EVIDENCE]
