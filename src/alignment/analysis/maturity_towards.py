"""Which stage has a group reached on a road, and how far is the company from the next? Measures declared for `maturity`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alignment.analysis.base import (
    Context,
    Reading,
    declared_measures,
    not_applicable,
    not_measured,
    reading,
    suppressed,
)
from alignment.analysis.by_group import HIDDEN, absent_why, answers_of, measure, on_each_road
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import Survey
from alignment.language import later, number_text, say
from alignment.model.result import Scope

__all__ = ["MEASURES", "ON_ROADS", "Standing", "standing"]

Numbers = npt.NDArray[np.float64]
_TOLD = later("held back, since with other figures it would tell what fewer than {number} people answered")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a group stands on a road: the stage reached, and the first one that is not, with the mean of its statements.

    `unmet` and `mean` are None where every stage that was asked is reached.
    """

    reached: int
    unmet: int | None = None
    mean: float | None = None


def standing(context: Context, scope: Scope, road: str) -> Standing | str:
    """Where a group stands on a road; the reason where too few of it answered what a stage asks."""
    survey, scores, reached = context.survey, answers_of(context, scope, road), 1
    stages = np.array([survey.statements[at].stage for at in survey.columns(road)])
    for stage in np.unique(stages):
        answers = scores[:, stages == stage]
        if (~np.isnan(answers)).any(axis=1).sum() < SMALLEST:
            return say(
                "fewer than {number} people answered what stage {stage} asks",
                number=number_text(SMALLEST),
                stage=number_text(stage),
            )
        mean = float(np.nanmean(answers))
        if mean < survey.bank.limit:
            return Standing(reached, int(stage), mean)
        reached = int(stage)
    return Standing(reached)


def _towards(context: Context, road: str) -> Iterator[Reading]:
    survey = context.survey
    absent = absent_why(context, road)
    why = "" if absent else survey.withheld((Scope(), ""))
    found = why if absent or why else standing(context, Scope(), road)
    if absent:
        yield not_measured(absent)
    elif isinstance(found, str):
        yield suppressed(found)
    elif found.unmet is None or found.mean is None:
        yield not_applicable(say("every stage that was asked is reached"))
    elif road not in _told(context):
        yield suppressed(say(_TOLD, number=number_text(SMALLEST)))
    else:
        yield reading(found.mean, note=say("stage {number}", number=number_text(found.unmet)))


def _told(context: Context) -> Collection[str]:
    """Roads of which the mean of one stage's statements may stand beside all other figures, one after the other.

    Those figures are sums of each one's answers, with weights that depend on what was left out. Of whoever answered so
    that the stage's statements are no such sum, every figure made of this one holds something, whatever is added and taken
    off: five of these are enough. Where the figure follows from those of the company for everybody, it tells nothing.
    """
    survey = context.survey
    patterns, which = _patterns(survey)
    people = np.bincount(which, minlength=len(patterns))
    told: list[str] = []
    wanted: list[Numbers] = []
    for road in survey.roads:
        found = standing(context, Scope(), road)
        if isinstance(found, str) or found.unmet is None:
            continue
        asked = np.array([one.road == road and one.stage == found.unmet for one in survey.statements], dtype=float)
        rows = [*wanted, asked]
        free = sum(
            int(number)
            for (answered, sums), number in zip(patterns, people, strict=True)
            if _independent(np.stack(rows) * answered, sums)
        )
        if free >= SMALLEST or _follows(survey, asked, [(answered, sums) for answered, sums in patterns]):
            told.append(road)
            wanted = rows if free >= SMALLEST else wanted
    return told


def _patterns(survey: Survey) -> tuple[list[tuple[Numbers, Numbers]], npt.NDArray[np.int64]]:
    """What people left out, each once, with the sums that are told of it: (statements,) and (lenses, statements)."""
    answered, which = np.unique(~np.isnan(survey.scores), axis=0, return_inverse=True)
    roads = [one.road for one in survey.statements]
    same = np.array([[one == other for other in roads] for one in roads], dtype=float)
    weights = np.stack([_indicator(survey, lens) for lens in survey.means if lens])
    found = []
    for one in answered.astype(float):
        # What is left out counts as the mean of what was answered of its road.
        stands_for = same * one / np.maximum((same * one).sum(axis=1, keepdims=True), 1)
        found.append((one, weights @ np.where(one[:, None] > 0, np.eye(len(one)), stands_for)))
    return found, which.reshape(-1)


def _indicator(survey: Survey, lens: str) -> Numbers:
    found = np.zeros(len(survey.statements))
    found[[at for at in survey.columns(lens) if survey.statements[at].road in survey.roads]] = 1
    return found


def _independent(wanted: Numbers, sums: Numbers) -> bool:
    rank = int(np.linalg.matrix_rank(sums))
    return int(np.linalg.matrix_rank(np.vstack([sums, wanted]))) == rank + len(wanted)


def _follows(survey: Survey, asked: Numbers, patterns: Collection[tuple[Numbers, Numbers]]) -> bool:
    """Tell whether the figure is the same sum of the company's other figures for everybody."""
    if (Scope(), "") not in survey.shown_on_crosswalks:
        return False
    sums = np.hstack([one for _, one in patterns])
    return not _independent(np.hstack([asked * answered for answered, _ in patterns])[None], sums)


@measure(
    "maturity.towards",
    "What the statements of the next stage average",
    formula="the lowest of the roads; of a road, the mean of all answers of the company to the statements of the first stage "
    "that it has not reached, 1 to 5, without “don't know”",
    unit="of 5",
    direction="higher",
    range=(1, 5),
    source="our definition, with the five stages of the statement bank",
    reading="How far the next stage is: it is reached at the limit of the bank, 3.5. Two roads on the same stage may be near it "
    "and far from it. The note names the stage.",
    undefined=f"every stage that was asked is reached, fewer than {SMALLEST} answered what a stage asks, or {HIDDEN}",
)
def towards(context: Context) -> Iterator[Reading]:
    """Lowest of all roads."""
    found = [one for road in context.survey.roads for one in _towards(context, road)]
    values = [one for one in found if one.value is not None]
    if values:
        yield min(values, key=lambda one: one.value or 0.0)
    elif found:
        yield found[0]
    else:
        yield not_measured(absent_why(context, ""))


MEASURES = declared_measures(globals())
ON_ROADS = on_each_road(towards, _towards)
