"""A company that was asked, in a line a respondent. For tests only."""

from dataclasses import replace

from alignment.model.organisation import Answer, Organisation
from build import organisation, origin

__all__ = ["answers", "company"]

LEVELS = {"m": "management", "i": "middle", "f": "front line"}


def answers(*people, statements=("A3", "A1", "A2", "A4", "A5")):
    """One respondent each: "Sales m 4 4 ? - 5", a department, a level, and a score, "?" (don't know) or "-" per statement."""
    where = origin("survey", 2, ("respondent", "department", "level"))
    return tuple(
        Answer(where, f"R{number}", unit, LEVELS[level], statement, None if said in "?-" else int(said), said != "?")
        for number, (unit, level, *given) in enumerate(person.split() for person in people)
        for statement, said in zip(statements, given, strict=False)
        if said != "-"
    )


def company(*people, statements=("A3", "A1", "A2", "A4", "A5"), departments="", **more) -> Organisation:
    """A company with a survey; further arguments are those of `organisation`."""
    found = organisation(departments, answers=answers(*people, statements=statements), **more)
    return replace(found, sheets=found.sheets | {"survey"})
