"""How is a figure of the survey taken of each group that may be shown, and of each road? What its measures share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from alignment.analysis import base
from alignment.analysis.base import Context, Measure, Reading, not_measured, suppressed
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.statements import ROAD_NAMES, ROADS
from alignment.language import later, number_text, say
from alignment.model.result import Scope

__all__ = [
    "HIDDEN",
    "OF_WHOM",
    "Values",
    "absent_why",
    "answers_of",
    "few_answered",
    "measure",
    "of_each",
    "on_each_road",
    "taken_of",
    "values_of",
]

HIDDEN = f"fewer than {SMALLEST} answered, or another group of fewer could be worked out from the figure"
_NOBODY = later("no answer is to a statement of the bank")
_NOT_ASKED = later("no statement of this was asked")
_FEW = later("fewer than half of the respondents answered it, or know")
OF_WHOM = f"Of the company, each level and each department; where {HIDDEN}, it is not shown"

measure = partial(base.measure, needs=("survey",))
# What is taken of one group and of one road (or of "", all of them).
OfGroup = Callable[[Context, Scope, str], Reading]
Values = npt.NDArray[np.float64]


def absent_why(context: Context, about: str) -> str:
    """Why nothing can be said of a road, of nobody; empty where something can."""
    survey = context.survey
    if about in survey.means:
        return ""
    if not survey.statements:
        return say(_NOBODY)
    return say(_FEW) if about in survey.asked else say(_NOT_ASKED)


def few_answered(stage: int) -> str:
    """Why the stage of a group is not told: too few answered what one on the way asks."""
    return say(
        "fewer than {number} people answered what stage {stage} asks",
        number=number_text(SMALLEST),
        stage=number_text(stage),
    )


def of_each(context: Context, about: str, take: OfGroup, absent: str | None = None) -> Iterator[Reading]:
    """Take a figure of the company, of each level and of each department that may be shown."""
    absent = absent_why(context, about) if absent is None else absent
    if absent:
        yield not_measured(absent)
        return
    for scope in context.survey.whole():
        why = context.survey.withheld((scope, ""), about)
        yield suppressed(why, scope) if why else take(context, scope, about)


def on_each_road(
    whole: Measure, of_road: Callable[[Context, str], Iterable[Reading]], name: str = ""
) -> tuple[Measure, ...]:
    """Return a measure once more for each road, as an id of its own; the score takes the whole alone.

    `name` is what it is called there, where that is not the name of the whole.
    """
    return tuple(
        replace(
            whole,
            id=f"{whole.id}.{road}",
            name=f"{name or whole.name} on the road {ROAD_NAMES[road]}",
            formula=f"as {whole.id}, of the statements of one road",
            reading=f"One of eight roads; read it as {whole.id}.",
            undefined=f"no statement of this road was asked, fewer than half of the respondents answered it, or {whole.undefined}",
            function=partial(taken_of, of_road, road),
            headline=0.0,
            scored_as=None,
        )
        for road in ROADS
    )


def taken_of(of_road: Callable[[Context, str], Iterable[Reading]], road: str, context: Context) -> Iterable[Reading]:
    """Take a figure of one road."""
    return of_road(context, road)


def values_of(context: Context, scope: Scope, about: str) -> Values:
    """The means of those of a group who answered."""
    found = context.survey.means[about][context.survey.groups[scope, ""]]
    kept: Values = found[~np.isnan(found)]
    return kept


def answers_of(context: Context, scope: Scope, about: str) -> Values:
    """The answers of a group to the statements of a road, or of all roads of which means are told; (respondents, statements)."""
    survey = context.survey
    places = survey.columns(about)
    if not about:
        places = np.array([at for at in places if survey.statements[at].road in survey.roads], dtype=np.int64)
    found: Values = survey.scores[survey.groups[scope, ""]][:, places]
    return found
