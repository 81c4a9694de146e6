"""Who is asked? The departments that a survey offers, how many of each answered, and who is left out of the rate."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alignment.language import say
from alignment.model.organisation import Department, Organisation

__all__ = ["Rate", "offered", "rates", "uncounted"]

# A name that stands in one cell alone may be misspelt there.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a department answered; `people` is its headcount, None where the rate leaves the department out."""

    department: str
    answered: int
    people: float | None


def offered(organisation: Organisation) -> tuple[Department, ...]:
    """Return the departments that those who are asked choose from, in the order of the workbook.

    They are the listed ones of the company, beside those that only group others; where none is listed, those that two
    cells or more name.
    """
    if any(one.listed for one in organisation.departments):
        return tuple(organisation.leaf_departments.values())
    named = Counter(_named(organisation))
    return tuple(one for one in organisation.departments if named[one.id] >= _FEWEST)


def _named(organisation: Organisation) -> Iterator[str | None]:
    """The department that each cell names, those of the answers aside."""
    yield from (one.owner_department for one in organisation.processes)
    yield from (one.owner_department for one in organisation.journeys)
    yield from (one.owner_department for one in organisation.goals)
    for person in organisation.people:
        yield person.department
    for step in organisation.steps:
        yield from step.departments
    for letter in organisation.assignments:
        yield letter.holder.id if letter.holder.kind == "department" else None
    if organisation.tie_level == "department":
        for tie in organisation.ties:
            yield from (tie.source, tie.target)


def uncounted(organisation: Organisation, department: str | None) -> str:
    """Return why a respondent of a department (its id) is left out of the response rate; empty where counted.

    The rate is that of all who work in the listed departments of the company, beside those that only group others: in
    one where nobody answered, 0 of its headcount did.
    """
    if not department:
        return say("no department is given")
    one = organisation.department.get(department)
    if one is None or not one.listed:
        return say("the department is not listed")
    if one.external:
        return say("the department is not of the company")
    if department not in organisation.leaf_departments:
        return say("the department only groups others")
    return "" if one.headcount else say("the department gives no headcount")


def rates(organisation: Organisation, departments: Sequence[str]) -> tuple[Rate, ...]:
    """Return the rate of each department that is offered, or that somebody is of.

    Parameters
    ----------
    organisation
        With the departments.
    departments
        Of each respondent: its id; empty where none is given.
    """
    answered = Counter(departments)
    asked: Iterable[str] = {one.id for one in offered(organisation)}
    return tuple(
        Rate(one.name, answered[one.id], None if uncounted(organisation, one.id) else one.headcount)
        for one in organisation.departments
        if one.id in asked or answered[one.id]
    )
