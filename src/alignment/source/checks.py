"""Does the whole hang together? Circles of parents and managers: what no single cell shows."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from alignment.language import later, number_text, say
from alignment.model.organisation import MOST_LEVELS, Department, Organisation, Person, Process, Record
from alignment.source.ledger import Ledger

__all__ = ["check"]

# Of a longer circle so many names are told.
_MOST_NAMED = 12
_Listed = TypeVar("_Listed", bound=Record)


def check(organisation: Organisation, ledger: Ledger) -> None:
    """Report every circle once, at the first of its rows.

    Parameters
    ----------
    organisation
        As read; it is not changed: whoever walks up a chain stops where it began.
    ledger
        Takes the issues.
    """
    departments: Sequence[Department] = organisation.departments
    processes: Sequence[Process] = organisation.processes
    people: Sequence[Person] = organisation.people
    above = later('"{name}" is above itself: {path}.')
    _report_circles({one.id: one for one in departments}, lambda one: one.parent, "parent", above, ledger)
    _report_depth(organisation, ledger)
    part = later('"{name}" is part of itself: {path}.')
    _report_circles({one.id: one for one in processes}, lambda one: one.parent, "parent", part, ledger)
    reports = later('"{name}" reports to themselves: {path}.')
    _report_circles({one.id: one for one in people}, lambda one: one.manager, "manager", reports, ledger)


def _report_circles(
    records: Mapping[str, _Listed], above: Callable[[_Listed], str | None], field: str, what: str, ledger: Ledger
) -> None:
    done: set[str] = set()
    for start in records:
        steps: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in records and at not in done and at not in steps:
            steps[at] = None
            at = above(records[at])
        if at in steps:
            chain = list(steps)
            circle = chain[chain.index(at) :]
            first = min(circle, key=lambda ident: records[ident].origin.row)
            turn = circle[circle.index(first) :] + circle[: circle.index(first)] + [first]
            if len(turn) > _MOST_NAMED:
                turn = [*turn[: _MOST_NAMED - 2], "…", first]
            path = " → ".join(turn)
            ledger.warn(records[first].cell(field), say(what, name=first, path=path), say("Mend one of these rows."))
        done.update(steps)


def _report_depth(organisation: Organisation, ledger: Ledger) -> None:
    """Report the first department that stands under more others than are looked at."""
    above = organisation.ancestors
    for one in organisation.departments:
        if len(above[one.id]) == MOST_LEVELS and organisation.department[above[one.id][-1]].parent is not None:
            ledger.warn(
                one.cell("parent"),
                say(
                    '"{name}" stands under more than {levels} departments, each above the next; what stands higher is not counted.',
                    name=one.name,
                    levels=number_text(MOST_LEVELS),
                ),
                say("Check the column of parents."),
            )
            return
