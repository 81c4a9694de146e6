"""What does the check hold of the survey? Its figures by group and road, as the chapter on maturity reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from alignment.analysis.statements import Bank, Road, Statement
from alignment.language import say
from alignment.model.result import Measurement, Scope
from alignment.report.content.view import LEVEL_NAMES, View
from alignment.report.display import clean
from alignment.source.scale import LEVELS

__all__ = ["COMPANY", "Voices", "level", "next_statements"]

COMPANY = Scope()


def level(name: str) -> Scope:
    """Return whom a level of the survey stands for."""
    return Scope("group", name)


def next_statements(bank: Bank, road: str, stage: int | None) -> tuple[Statement, ...]:
    """Return the statements of the first stage of a road above the one reached; empty at the top, or where it is unknown."""
    above = [one for one in bank.of_road(road) if stage is not None and one.stage > stage]
    return tuple(one for one in above if one.stage == above[0].stage)


@dataclass(frozen=True)
class Voices:
    """Figures of the survey: only what the check says, and nothing that it withholds."""

    view: View

    @property
    def bank(self) -> Bank:
        """The statements in force, with the words of roads and stages."""
        return self.view.context.survey.bank

    def found(self, measure: str, scope: Scope = COMPANY, about: str = "") -> Measurement | None:
        """Return what was measured of a group, on a road where one is given."""
        return self.view.check.measurement(f"maturity.{measure}.{about}" if about else f"maturity.{measure}", scope)

    def value(self, measure: str, scope: Scope = COMPANY, about: str = "") -> float | None:
        """Return its value; None where there is none."""
        found = self.found(measure, scope, about)
        return found.value if found else None

    def hidden(self, measure: str, scope: Scope, about: str = "") -> bool:
        """Tell whether it is withheld to protect those who answered."""
        found = self.found(measure, scope, about)
        return found is not None and found.status == "suppressed"

    def unmet(self, road: str) -> int | None:
        """Return the first stage of a road that the company has not reached; None where all are, or it cannot be told."""
        found = self.view.context.survey.standing(COMPANY, road)
        return None if isinstance(found, int) else found.unmet

    @cached_property
    def anything(self) -> bool:
        """Whether a mean of anybody may be shown."""
        return any(one.value is not None for one in self.view.check.of("maturity.mean"))

    @cached_property
    def why_nothing(self) -> str:
        """Why no mean of the company is shown."""
        found = self.found("mean")
        return found.note if found else say("it was not measured")

    @cached_property
    def roads(self) -> tuple[Road, ...]:
        """Roads on which somebody may be shown, in the order of the bank."""
        check = self.view.check
        return tuple(
            one
            for one in self.bank.roads
            if any(found.value is not None for found in check.of(f"maturity.mean.{one.id}"))
        )

    @cached_property
    def asked(self) -> tuple[Scope, ...]:
        """Departments of which somebody answered, by name."""
        found = {one.scope for one in self.view.check.of("maturity.respondents") if one.scope.kind == "department"}
        return tuple(sorted(found, key=lambda one: (self.name(one).casefold(), str(one.id))))

    @cached_property
    def departments(self) -> tuple[Scope, ...]:
        """Those of them that may be shown, the lowest mean first."""
        means = {one: mean for one in self.asked if (mean := self.value("mean", one)) is not None}
        return tuple(sorted(means, key=lambda one: means[one]))

    @cached_property
    def levels(self) -> tuple[Scope, ...]:
        """Levels of which somebody answered, from management to the front line."""
        found = {one.scope for one in self.view.check.of("maturity.respondents")}
        return tuple(level(one) for one in LEVELS if level(one) in found)

    @property
    def unheard(self) -> tuple[Scope, ...]:
        """Listed departments of which nobody answered."""
        means = self.view.check.of("maturity.mean")
        return tuple(one.scope for one in means if one.scope.kind == "department" and one.status == "not_measured")

    def name(self, scope: Scope) -> str:
        """Return what a group is called."""
        if scope.kind == "department":
            return clean(self.view.department(str(scope.id)))
        return say("The company") if scope == COMPANY else say(LEVEL_NAMES[str(scope.id)])

    def stage(self, scope: Scope = COMPANY, about: str = "") -> int | None:
        """Return the stage of a group; the company's only where a department stands beside it."""
        value = self.value("stage", scope, about)
        if value is None or (scope == COMPANY and not self.on_stage(about)):
            return None
        return int(value)

    def on_stage(self, about: str = "") -> Sequence[tuple[Scope, int]]:
        """Return the departments of which the stage is known, by name."""
        found = ((one, self.value("stage", one, about)) for one in self.asked)
        return [(one, int(stage)) for one, stage in found if stage is not None]
