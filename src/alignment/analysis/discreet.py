"""Which figures are about so few people that a report for others keeps them to itself?

A figure that rests on who works with whom is one of the people whose ties they are. Of departments with fewer than five people
it is told no more than of a single person; and where the others, taken from a total, would tell it, the next smallest
keeps silent with them.
"""

import re
from collections.abc import Hashable, Iterable
from dataclasses import replace
from functools import cached_property

import numpy as np

from alignment.analysis import privacy
from alignment.analysis.base import Context, Measure, Rule
from alignment.analysis.catalogue import MEASURES, RULES
from alignment.language import number_text, say
from alignment.model.discretion import WITHHELD, pseudonym
from alignment.model.organisation import Holder, Organisation, Origin, Table, Tie
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings

__all__ = [
    "ShownContext",
    "context_shown",
    "exported",
    "rests_on_ties",
    "shown_findings",
    "shown_measurements",
    "with_small",
]

# They rest on the survey, and say who has a contact with whom besides.
_WITH_CONTACTS = frozenset({"MAT05", "MAT06"})
_TIES = "collaboration"


class ShownContext(Context):
    """Views as they may be shown: nobody reported for a small department."""

    @cached_property
    def _small(self) -> frozenset[str]:
        discretion = self.organisation.discretion
        return discretion.small if discretion else frozenset()

    @cached_property
    def actual(self) -> dict[tuple[str, str], float]:
        """Pairs of departments with a collaboration tie, both of which may be told of."""
        return {pair: weight for pair, weight in super().actual.items() if self._small.isdisjoint(pair)}

    @cached_property
    def covered(self) -> frozenset[str]:
        """Departments of which a tie could have been shown."""
        return super().covered - self._small


def context_shown(
    organisation: Organisation, settings: Settings, measured: Iterable[Measurement], seen: Context | None = None
) -> Context:
    """Return the context that a report is drawn from: `seen`, where it is of the same and nothing is kept back."""
    same = (
        seen is not None
        and seen.measured is measured
        and seen.organisation is organisation
        and seen.settings is settings
    )
    if seen is not None and same and organisation.discretion is None:
        return seen
    return (Context if organisation.discretion is None else ShownContext)(organisation, settings, measured)


def with_small(organisation: Organisation) -> Organisation:
    """Return an organisation that knows of which departments no tie is told: none where ties are between departments.

    Whoever is in a unit, alone or with the units below it, is a group; so is everybody. Who has a tie counts by
    themselves: of ten people of whom two have ties, ties tell of two.
    """
    discretion = organisation.discretion
    if discretion is None or organisation.tie_level != "person" or not organisation.ties:
        return organisation
    tied = {end for tie in organisation.ties for end in (tie.source, tie.target)}
    people = [one for one in organisation.people if one.department is not None]
    homes = np.array([one.department for one in people], dtype=object)
    chains = [{one.department, *organisation.ancestors.get(str(one.department), ())} for one in people]
    groups: dict[Hashable, privacy.Members] = {("everybody", ""): np.ones(len(people), dtype=bool)}
    for unit in organisation.department:
        own = np.array([home == unit for home in homes], dtype=bool)
        whole = np.array([unit in chain for chain in chains], dtype=bool)
        groups |= {("own", unit): own} if own.any() else {}
        groups |= {("whole", unit): whole} if whole.any() and (whole != own).any() else {}
    answered = np.array([(True, one.id in tied) for one in people], dtype=bool).reshape(len(people), 2)
    kept = privacy.shown(groups, answered)
    hidden = (unit for unit in organisation.department if {("own", unit), ("whole", unit)} & (groups.keys() - kept))
    return replace(organisation, discretion=replace(discretion, small=frozenset(hidden)))


def rests_on_ties(one: Measure | Rule) -> bool:
    """Tell whether a measure or a rule looks at who works with whom."""
    if isinstance(one, Rule):
        measure = MEASURES.get(one.measure or "")
        return one.code in _WITH_CONTACTS or _TIES in one.needs or (measure is not None and _TIES in measure.needs)
    return _TIES in one.needs


def shown_measurements(organisation: Organisation, measured: Iterable[Measurement]) -> tuple[Measurement, ...]:
    """Return the measurements, those about one person, or about the ties of a few, without their value."""
    veil = _Veil(organisation)
    return tuple(veil.measurement(one) for one in measured)


def shown_findings(organisation: Organisation, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that may be told; in others the name of a small department gives way."""
    veil = _Veil(organisation)
    return tuple(told for one in findings if (told := veil.finding(one)) is not None)


class _Veil:
    """What is kept back of figures and findings."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        discretion = organisation.discretion
        self._small = discretion.small if discretion else frozenset()
        self._called = {pseudonym(one) for one in discretion.codes} if discretion else set()
        names = sorted({organisation.label("department", one) for one in self._small}, key=len, reverse=True)
        self._named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None

    def measurement(self, one: Measurement) -> Measurement:
        if one.value is None or self._organisation.discretion is None:
            return one
        on_ties = rests_on_ties(MEASURES[one.id]) if one.id in MEASURES else False
        if self._about_one(one.scope):
            note = say("a figure of one person is not shown")
        elif on_ties and self._about_few(one.scope):
            note = say(
                "rests on the ties of fewer than {number} people, or would let them be worked out",
                number=number_text(privacy.SMALLEST),
            )
        else:
            return replace(one, note=self._veiled(one.note)) if on_ties else one
        return replace(one, value=None, status="suppressed", note=note, rating=None)

    def finding(self, one: Finding) -> Finding | None:
        if one.code not in RULES or not rests_on_ties(RULES[one.code]):
            return one
        if self._about_few(one.scope):
            return None
        # Whose ties they are is told by no more than where they stand.
        evidence = tuple(
            replace(cell, value=say(WITHHELD)) if cell.value in self._called else cell for cell in one.evidence
        )
        message, mend = self._veiled(one.message), self._veiled(one.recommendation)
        return replace(one, message=message, recommendation=mend, evidence=evidence)

    def _about_one(self, scope: Scope) -> bool:
        people = self._organisation.person
        return scope.kind == "person" or (scope.kind == "pair" and any(one in people for one in scope.id or ()))

    def _about_few(self, scope: Scope) -> bool:
        if scope.kind == "journey":
            steps = self._organisation.steps_of.get(str(scope.id), ())
            return any(unit in self._small for step in steps for unit in step.departments)
        return not self._small.isdisjoint((scope.id,) if isinstance(scope.id, str) else scope.id or ())

    def _veiled(self, text: str) -> str:
        return self._named.sub(lambda _: say("a small department"), text) if self._named else text


def exported(organisation: Organisation, context: Context) -> Organisation:
    """Return what other network programs are given: of ties between people, those of the departments shown.

    Without names a network of people still tells who is who, to everybody who knows a few of their ties. People stay where
    they hold something, without where they work and for whom.

    References
    ----------
    .. [1] Backstrom, L., Dwork, C. & Kleinberg, J. (2007). Wherefore art thou R3579X? Anonymized social networks, hidden
       patterns, and structural steganography. Proceedings of WWW 2007, 181-190.
    """
    if organisation.discretion is None:
        return organisation
    holding = {one.id for one in _holders(organisation) if one.kind == "person"}
    people = tuple(replace(one, department=None, manager=None) for one in organisation.people if one.id in holding)
    if organisation.tie_level != "person":
        return replace(organisation, people=people)
    nowhere = Origin(Table("", "", {}), 0)
    ties = tuple(Tie(nowhere, *pair, weight) for pair, weight in sorted(context.actual.items()))
    units = tuple(
        replace(one, headcount=None if (one.headcount or 0) < privacy.SMALLEST else one.headcount)
        for one in organisation.departments
    )
    return replace(
        organisation, departments=units, people=people, ties=ties, tie_level="department", ties_directed=False
    )


def _holders(organisation: Organisation) -> Iterable[Holder]:
    for process in organisation.processes:
        yield from process.accountable
    for journey in organisation.journeys:
        yield from journey.owners
        yield from () if journey.sponsor is None else (journey.sponsor,)
    for one in organisation.assignments:
        yield one.holder
