"""Who is trusted on all sides, and could carry a change? Found in the network, never only in the chart."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from alignment.advice.acquaintance import Acquaintance
from alignment.analysis.base import Context
from alignment.language import number_text, say
from alignment.model.organisation import Holder
from alignment.wording import counted, joined

__all__ = ["Champion", "champion"]

# Departments named in the reason.
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Champion:
    """Who could carry a change, and why, in words that do not say who it is."""

    holder: Holder
    why: str


def champion(context: Context, departments: Collection[str]) -> Champion | None:
    """Return who has ties with most of some departments, and there with most people.

    Parameters
    ----------
    context
        The company.
    departments
        Ids of two departments or more, between which something is to change.

    Returns
    -------
    Champion or None
        A person; a department beside those given where the ties are between departments. Whoever has ties with more of
        the departments comes first, then whose smallest number of ties with one of them is larger, then who has most in
        all. Heads come only where nobody else has ties with two departments; suppliers, their people and who is not
        listed never do. None where nobody has ties with two of the departments.
    """
    known, units = Acquaintance(context), sorted(set(departments))
    found: dict[str, Mapping[str, int]] = {}
    for node, contacts in known.known_in.items():
        among = {unit: contacts[unit] for unit in units if contacts[unit]}
        if len(among) > 1 and _eligible(known, node, units):
            found[node] = among
    if not found:
        return None
    best = min(
        found,
        key=lambda one: (
            one in known.heads,
            -len(found[one]),
            -min(found[one].values()),
            -sum(found[one].values()),
            one,
        ),
    )
    return Champion(Holder(context.organisation.tie_level, best), _why(context, found[best], people=known.people))


def _eligible(known: Acquaintance, node: str, units: Collection[str]) -> bool:
    organisation = known.context.organisation
    register = organisation.person if known.people else organisation.department
    unit = organisation.department.get(known.unit(node) or "")
    listed = node in register and register[node].listed
    return listed and not (unit is not None and unit.external) and (known.people or node not in units)


def _why(context: Context, among: Mapping[str, int], *, people: bool) -> str:
    """Such as "has ties with 4 people in Sales and 3 in Billing"."""
    most = sorted(among.items(), key=lambda one: (-one[1], one[0]))
    if not people:
        names = joined([context.label("department", unit) for unit, _ in most], _MOST_NAMED)
        return say("works with {departments}", departments=names)
    (first, count), *rest = most
    told = [_ties_in(context, first, counted(count, "person"))]
    told += [_ties_in(context, unit, number_text(count)) for unit, count in rest]
    return say("has ties with {people}", people=joined(told, _MOST_NAMED))


def _ties_in(context: Context, unit: str, number: str) -> str:
    return say("{number} in {department}", number=number, department=context.label("department", unit))
