"""What do the sections look at? The health check, the organisation and the views of its graph, each built once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from alignment.advice.agreed import Outcome, outcomes
from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.analysis.journey_owner import JourneyOwner, journey_owners
from alignment.analysis.loads import loads
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import FRONT_LINE, MANAGEMENT
from alignment.analysis.route import Route, Sight, routes, sight
from alignment.analysis.standing import holder_label
from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Holder, Organisation
from alignment.model.result import Finding, HealthCheck, Scope
from alignment.network import Requirement
from alignment.report.charts import Picture
from alignment.report.display import clean
from alignment.report.document import Chart, Figure
from alignment.report.traces import sheet, traced
from alignment.settings import Settings
from alignment.wording import counted

__all__ = ["LEVEL_NAMES", "View"]

LEVEL_NAMES = {MANAGEMENT: later("Management"), "middle": later("Middle"), FRONT_LINE: later("The front line")}
_SUPPLIERS = later("Suppliers")


@dataclass(frozen=True)
class View:
    """What a section reads. `charts` collects the pictures that sections draw, by name."""

    check: HealthCheck
    organisation: Organisation
    settings: Settings
    context: Context
    charts: dict[str, Chart] = field(default_factory=dict)

    def figure(self, picture: Picture, name: str, caption: str) -> Figure:
        """Keep a picture for the document and return the block that shows it."""
        self.charts[name] = picture.chart
        return Figure(name, f"{caption} {picture.note}".strip(), picture.alt)

    @cached_property
    def several_files(self) -> bool:
        """Whether evidence must name its file."""
        return len(self.check.inputs) > 1

    @property
    def small(self) -> frozenset[str]:
        """Departments, and units above them, of whose ties nothing is told."""
        return self.check.discretion.small if self.check.discretion else frozenset()

    @cached_property
    def tied(self) -> tuple[str, ...]:
        """Departments that pictures of ties show: of the others it is not told whether they have any."""
        return tuple(one for one in self.departments if one not in self.small)

    def of_small(self) -> str:
        """Return that some departments are left out of pictures of ties; empty where none is."""
        left = len(self.departments) - len(self.tied)
        if not left:
            return ""
        return say_many(
            left,
            "{n} department is left out: it has fewer than {few} people, or would show how one with so few is tied.",
            "{n} departments are left out: they have fewer than {few} people, or would show how one with so few is tied.",
            few=number_text(SMALLEST),
        )

    @cached_property
    def talks(self) -> bool:
        """Whether anybody reported collaboration."""
        return self.organisation.has("collaboration") and bool(self.organisation.ties)

    @property
    def by_department(self) -> bool:
        """Whether the groups of the network are departments: not divisions, which share their names at times."""
        return self.context.collaboration.level == "person" and self.settings.group_by == "department"

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """Journeys of which at least one step names a department."""
        return {one.journey: one for one in routes(self.context)}

    @cached_property
    def sights(self) -> Mapping[str, Sight]:
        """What the collaboration data shows of the handoffs of each such journey."""
        actual = self.context.actual
        return {journey: sight(one.handoffs, self.context.covered, actual) for journey, one in self.routes.items()}

    @cached_property
    def owners(self) -> Mapping[str, JourneyOwner]:
        """Listed journeys, each seen from its owner."""
        return {one.journey.id: one for one in journey_owners(self.organisation)}

    @cached_property
    def divisions(self) -> Mapping[str, str | None]:
        """Name of the division of each department: its top-level unit, where that unites two departments or more.

        Suppliers that belong to no division stand together.
        """
        together = dict.fromkeys(self._outside, say(_SUPPLIERS))
        return {one: together.get(one, name) for one, name in self._united.items()}

    @cached_property
    def division_ranks(self) -> Mapping[str, int]:
        """Place of the division of each department among all, the same in every language."""
        names = self._united | dict.fromkeys(self._outside, _SUPPLIERS)
        order = {name: place for place, name in enumerate(sorted({one or "" for one in names.values()}))}
        return {one: order[name or ""] for one, name in names.items()}

    @cached_property
    def _united(self) -> dict[str, str | None]:
        """The division of each department by the chart alone."""
        tops = {one: self.organisation.top_unit(one) for one in self.departments}
        size = Counter(tops.values())
        return {one: clean(self.department(top)) if size[top] > 1 else None for one, top in tops.items()}

    @cached_property
    def _outside(self) -> tuple[str, ...]:
        """Suppliers that stand together: several in no division, where others have one."""
        found = tuple(one for one, division in self._united.items() if division is None and self.external(one))
        return found if len(found) > 1 and any(self._united.values()) else ()

    def external(self, department: str) -> bool:
        """Tell whether a department is a supplier or partner."""
        found = self.organisation.department.get(department)
        return found is not None and found.external is True

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Departments that pictures show, sorted: all but units that only hold others."""
        organisation = self.organisation
        parents = {one.parent for one in organisation.departments if one.parent is not None}
        active = {end for pair in self.context.actual for end in pair} | self.context.covered
        named = {end for pair in self.context.required for end in pair}
        named |= {one for route in self.routes.values() for one in route.departments}
        listed = {one.id for one in organisation.departments if one.listed}
        # A name that only a step knows, perhaps misspelt, is a department only where there is no list to look in.
        return tuple(sorted(active | (named & listed if listed else named) | (listed - parents)))

    @cached_property
    def missing_contacts(self) -> tuple[tuple[tuple[str, str], Requirement], ...]:
        """Required pairs without a tie, of which the data covers both sides, the most needed first."""
        found = (
            (pair, need)
            for pair, need in self.context.required.items()
            if self.context.covered.issuperset(pair) and pair not in self.context.actual
        )
        return tuple(sorted(found, key=lambda one: (-one[1].weight, one[0])))

    @cached_property
    def agreed(self) -> tuple[Outcome, ...]:
        """What became of each action that came back from the last report."""
        return outcomes(self.check, self.organisation)

    @cached_property
    def people_names(self) -> frozenset[str]:
        """What a cell holds where it names a person."""
        return frozenset(
            text for one in self.organisation.people for text in (clean(one.id).strip(), clean(one.name).strip())
        )

    def department(self, ident: str) -> str:
        """Return the name of a department."""
        return self.organisation.label("department", ident)

    def holder(self, holder: Holder) -> str:
        """Return the name of an owner."""
        return holder_label(self.organisation, holder)

    def subject(self, scope: Scope) -> str:
        """Return the name of what a figure or finding is about; of a person the role or the place, where known."""
        if scope.id is None:
            return self.check.organisation or say("The organisation")
        if isinstance(scope.id, str):
            return self._label(scope.kind, scope.id)
        first, second = (self._label("pair", one) for one in scope.id)
        return say("{first} and {second}", first=first, second=second)

    def _label(self, kind: str, ident: str) -> str:
        # The ends of a pair are departments, divisions or people: the first register that knows the id names it.
        if kind == "person" or (kind == "pair" and ident not in self.organisation.department):
            return self.organisation.position(ident)
        # What is found of the survey may be about a level.
        if kind == "group" and ident in LEVEL_NAMES and ident not in self.organisation.department:
            return say(LEVEL_NAMES[ident])
        return self.organisation.label("department" if kind in ("pair", "group") else kind, ident)

    def names(self) -> dict[tuple[str, str], str]:
        """Return the names to print for the ids of figures and findings; the ends of a pair are named as departments.

        A position of a person has the id beside it, since several people may hold the like.
        """
        measures: dict[tuple[str, str], str] = {
            ("measure", one.id): say(MEASURES[one.id].name) for one in self.check.measurements if one.id in MEASURES
        }
        scopes = {one.scope for one in self.check.measurements} | {one.scope for one in self.check.findings}
        found: dict[tuple[str, str], str] = {}
        for scope in scopes:
            for ident in (scope.id,) if isinstance(scope.id, str) else scope.id or ():
                name = clean(self._label(scope.kind, ident))
                if name == ident:
                    continue
                kind = "department" if scope.kind == "pair" else scope.kind
                person = scope.kind == "person" or (scope.kind == "pair" and ident not in self.organisation.department)
                found[kind, ident] = f"{name}, {ident}" if person else name
        return dict(sorted((found | measures).items()))

    def findings(self, *prefixes: str) -> tuple[Finding, ...]:
        """Return the findings whose codes begin so, in the order of the health check."""
        return tuple(one for one in self.check.findings if one.code.startswith(prefixes))

    def waived(self, ident: str) -> frozenset[Scope]:
        """Return what a measure leaves out of the company's figure because it is waived."""
        codes = {one.code for one in MEASURES[ident].counts}
        return frozenset(
            one.scope
            for one in self.check.findings
            if one.status == "waived" and one.code in codes and one.scope.kind != "organisation"
        )

    def waived_words(self, ident: str, noun: str) -> str:
        """Return the sentence that so many are not counted in a figure; empty where none is waived."""
        number = len(self.waived(ident))
        if not number:
            return ""
        words = say_many(
            number,
            "Not counted: {units} that is waived.",
            "Not counted: {units} that are waived.",
            units=counted(number, noun),
        )
        return traced(words, sheet("actions"))

    @cached_property
    def judged_sights(self) -> Mapping[str, Sight]:
        """What the collaboration data shows of the handoffs of each journey whose blind handoffs are not waived."""
        waived = self.waived("fragmentation.blind_handoffs")
        return {journey: one for journey, one in self.sights.items() if Scope("journey", journey) not in waived}

    @cached_property
    def _about(self) -> Mapping[Scope, tuple[Finding, ...]]:
        about: dict[Scope, list[Finding]] = {}
        for one in self.check.findings:
            if one.status != "waived":
                about.setdefault(one.scope, []).append(one)
        return {scope: tuple(some) for scope, some in about.items()}

    def findings_about(self, scope: Scope) -> tuple[Finding, ...]:
        """Return the findings about one subject, waived ones left out."""
        return self._about.get(scope, ())

    def weight(self, scope: Scope) -> float:
        """Return how much a subject matters among its kind.

        Of a journey or process the importance, criticality or volume that the workbook gives; of a pair what journeys
        and processes need of it; of others how much they answer for, then how much runs through them.
        """
        if isinstance(scope.id, tuple):
            need = self.context.required.get(scope.id)
            return need.weight if need else 0.0
        if scope.id is None:
            return 0.0
        if scope.kind == "journey" and scope.id in self.organisation.journey:
            journey = self.organisation.journey[scope.id]
            return journey.importance or (journey.volume or 0.0) * 1e-9
        if scope.kind == "process" and scope.id in self.organisation.process:
            process = self.organisation.process[scope.id]
            return process.criticality or (process.volume or 0.0) * 1e-9
        return self._loads.get(scope.id, 0) + (self.check.value("bridges.betweenness", scope) or 0.0)

    @cached_property
    def _loads(self) -> Mapping[str, int]:
        return {holder.id: load.total for holder, load in loads(self.organisation).items()}
