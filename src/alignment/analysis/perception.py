"""How far apart do two groups see it? Between levels, within departments, and between departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from alignment.analysis.base import Context
from alignment.analysis.respondents import FRONT_LINE, MANAGEMENT, Group, Survey
from alignment.language import number_text, say
from alignment.model.result import Scope

__all__ = ["Between", "department_means", "departments_between", "gap_within", "levels_between"]


@dataclass(frozen=True, slots=True)
class Between:
    """Two groups with their means, and the standard error of the difference."""

    high: Group
    low: Group
    means: tuple[float, float]
    error: float

    @property
    def gap(self) -> float:
        """The first mean less the second."""
        return self.means[0] - self.means[1]

    @property
    def beyond_noise(self) -> bool:
        """Whether the distance is more than twice its standard error."""
        return abs(self.gap) > 2 * self.error

    def words(self, context: Context) -> str:
        """Both groups with their means."""
        return ", ".join(
            f"{_label(context, scope)} {number_text(mean, 2)}"
            for (scope, _), mean in zip((self.high, self.low), self.means, strict=True)
        )


def _label(context: Context, scope: Scope) -> str:
    """The name of a department, or of a level, of which the id is its name in English."""
    name = context.label(scope.kind, str(scope.id))
    return say(name) if scope.kind == "group" else name


def _between(survey: Survey, high: Group, low: Group, about: str) -> Between | str:
    """The two groups side by side; the reason where one may not be shown."""
    why = survey.withheld(high) or survey.withheld(low)
    if why:
        return why
    found = [survey.means[about][survey.groups[one]] for one in (high, low)]
    first, second = (one[~np.isnan(one)] for one in found)
    error = sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))
    return Between(high, low, (float(first.mean()), float(second.mean())), error)


def levels_between(survey: Survey, about: str = "") -> Between | str:
    """Management and the front line of the company."""
    return _between(survey, (Scope("group", MANAGEMENT), ""), (Scope("group", FRONT_LINE), ""), about)


def gap_within(survey: Survey, department: Scope, about: str = "") -> Between | str:
    """Those above the front line of a department, and its front line."""
    return _between(survey, (department, "leading"), (department, "front line"), about)


def department_means(survey: Survey, about: str = "") -> Mapping[Scope, float]:
    """Means of the departments that may be shown, the lowest first."""
    means = {
        scope: float(np.nanmean(survey.means[about][members]))
        for (scope, part), members in survey.groups.items()
        if scope.kind == "department" and not part and (scope, part) in survey.shown
    }
    return dict(sorted(means.items(), key=lambda one: (one[1], str(one[0].id))))


def departments_between(survey: Survey, about: str = "") -> Between | str:
    """The departments that say most and least, of those that may be shown."""
    means = list(department_means(survey, about))
    if len(means) < 2:
        return say("fewer than two departments may be shown")
    return _between(survey, (means[-1], ""), (means[0], ""), about)
