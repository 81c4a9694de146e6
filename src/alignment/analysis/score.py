"""How healthy is the company, in one figure? From headline measures through limits to points, and how sure that is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum
from types import MappingProxyType
from typing import Protocol

import numpy as np
import numpy.typing as npt

from alignment.analysis.base import Context, Limits, Measure, points, rating_of_points
from alignment.analysis.score_range import LeanContext, drawn_points, factors, lean_organisations
from alignment.analysis.trust import behind_coverage, coverage, rate_of_answers
from alignment.language import number_text, say, say_many
from alignment.model.result import DimensionScore, Finding, Score
from alignment.settings import Settings
from alignment.wording import counted, joined

__all__ = [
    "DIMENSIONS",
    "OPTIONAL",
    "PERCENTILES",
    "AccountRow",
    "Rescoring",
    "Scored",
    "company_value",
    "dimension_weight",
    "headline_weight",
    "health_score",
    "held_back",
    "score_account",
]

DIMENSIONS: Mapping[str, str] = MappingProxyType(
    {
        "ownership": "Ownership",
        "journeys": "Journeys",
        "silos": "Silos",
        "bridges": "Bridges",
        "coordination": "Coordination",
        "maturity": "Maturity",
    }
)
# Of no weight unless the settings give one: what people say of the structure is not the structure.
OPTIONAL = frozenset({"maturity"})
# The range that is printed: nine of ten draws fall inside.
PERCENTILES = (5.0, 95.0)

Draws = npt.NDArray[np.float64]


class Scored(Protocol):
    """Anything that holds scores of dimensions: an `Analysis` or a `HealthCheck`."""

    @property
    def dimensions(self) -> tuple[DimensionScore, ...]:
        """Scores of the dimensions."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One headline figure's part in the score. `contribution` is what it adds to the company's score, in points.

    `value`, `points` and `contribution` are None where the figure was not measured; `contribution` also where its
    dimension is withheld or has no weight. The contributions add up to the company's score.
    """

    dimension: str
    measure: str
    value: float | None
    points: float | None
    weight: float
    dimension_weight: float
    contribution: float | None


@dataclass(frozen=True)
class _Part:
    """A headline measure of a dimension: its limits and weight in force, and today's value."""

    measure: Measure
    limits: Limits
    weight: float
    value: float | None

    @cached_property
    def points(self) -> float | None:
        return None if self.value is None else points(self.value, self.limits)


@dataclass(frozen=True)
class _Dimension:
    """A dimension before its range is known. `coverage` is None where nothing of it applies."""

    id: str
    weight: float
    coverage: float | None
    parts: tuple[_Part, ...]
    reason: str

    @cached_property
    def value(self) -> float | None:
        return None if self.reason else _mean([(one.points, one.weight) for one in self.parts])


def dimension_weight(ident: str, settings: Settings) -> float:
    """Return the weight of a dimension in the company's score: 1 unless the settings give one, 0 where it is optional."""
    return settings.dimension_weights.get(ident, 0.0 if ident in OPTIONAL else 1.0)


def headline_weight(measure: Measure, settings: Settings) -> float:
    """Return the weight of a measure in its dimension's score; 0 where it is no part of it."""
    if measure.scored_as is None or measure.limits is None:
        return 0.0
    return settings.measure_weights.get(measure.id, measure.headline)


def health_score(
    context: Context, measures: Sequence[Measure], *, ranged: bool = True
) -> tuple[Score, tuple[DimensionScore, ...]]:
    """Score of the company and of each dimension, 0 (bad) to 100 (good), with ranges.

    A headline measure earns points through its limits (`points`). A dimension's score is the weighted mean of the
    points of its measured headline measures; the company's that of the dimensions that have a score. A dimension, or
    the company, of which less than `settings.minimum_coverage` of the applicable figures was measured is withheld; so is
    the company whose scored dimensions carry less than that share of the weight.

    The range holds the 5th to the 95th percentile of `settings.score_draws` scores, each with all limits and weights
    multiplied by factors drawn evenly from 1 ± `settings.score_spread`; where not everyone reported ties, it is
    widened to hold the scores found when each department in turn is left out.

    Parameters
    ----------
    context
        With all measurements taken (`Context.measured`).
    measures
        All measures of the catalogue, in its order: the draws follow it.
    ranged
        Find the ranges too, which takes many times as long as the scores themselves.

    Returns
    -------
    Score, tuple of DimensionScore
        Dimensions in the order of `DIMENSIONS`, without an optional one that has neither weight nor value. Values are None where withheld, with the reason in words.
    """
    dimensions = [_dimension(context, measures, ident) for ident in DIMENSIONS]
    # Where nobody asked for it and nothing is known of it, an optional dimension is no gap.
    dimensions = [one for one in dimensions if one.id not in OPTIONAL or one.weight > 0 or one.value is not None]
    company = _company(dimensions, context.settings)
    if not ranged:
        return company, tuple(_result(one, None) for one in dimensions)
    if company.value is None and all(one.value is None for one in dimensions):
        return company, tuple(_result(one, None) for one in dimensions)
    drawn, drawn_company = _draws(dimensions, context.settings)
    lean, note = _lean_scores(context, dimensions)
    results = []
    for one in dimensions:
        value = one.value
        widened = [lean_value for lean_value in lean[one.id] if lean_value is not None]
        results.append(_result(one, None if value is None else _range(value, drawn[one.id], widened)))
    if company.value is None or drawn_company is None:
        return company, tuple(results)
    low, high = _range(company.value, drawn_company, [one for one in lean[""] if one is not None])
    reason = " ".join(one for one in (company.reason, note) if one)
    return replace(company, low=low, high=high, reason=reason), tuple(results)


class Rescoring:
    """The score of a company again and again, with a few headline figures changed and everything else as it was.

    Coverage stays as it was: a change that fills in what was never measured counts fully only in `health_score`.
    """

    def __init__(self, context: Context, measures: Sequence[Measure]) -> None:
        self._dimensions = [_dimension(context, measures, ident) for ident in DIMENSIONS]
        self._settings = context.settings

    @cached_property
    def headlines(self) -> frozenset[str]:
        """Ids of the measures that the score is made of."""
        return frozenset(
            part.measure.id for one in self._dimensions for part in one.parts if one.weight > 0 and part.weight > 0
        )

    def score(self, values: Mapping[str, float | None]) -> float | None:
        """Return the company's score where these headline measures have these values."""
        return _company_value(_with_values(self._dimensions, values), self._settings)


def _with_values(dimensions: Sequence[_Dimension], values: Mapping[str, float | None]) -> list[_Dimension]:
    """Return the dimensions with other values of some measures; what keeps its values stays as worked out."""
    return [
        replace(one, parts=tuple(_with_value(part, values) for part in one.parts))
        if any(part.measure.id in values for part in one.parts)
        else one
        for one in dimensions
    ]


def _with_value(part: _Part, values: Mapping[str, float | None]) -> _Part:
    return replace(part, value=values[part.measure.id]) if part.measure.id in values else part


def held_back(score: Score, findings: Iterable[Finding]) -> Score:
    """Return the score with its light held at amber while a critical finding is open; the figure stays.

    Our choice, as auditors do it: a mean may be good and one defect still stop a customer.
    """
    critical = sum(1 for one in findings if one.severity == "critical" and one.status != "waived")
    if score.rating != "green" or not critical:
        return score
    held = say_many(
        critical,
        "The light is held at amber while a critical finding is open.",
        "The light is held at amber while {n} critical findings are open.",
    )
    reason = f"{score.reason} {held}".strip()
    return replace(score, rating="amber", reason=reason)


def score_account(scored: Scored) -> tuple[AccountRow, ...]:
    """Rows that say how the score was made: one per headline measure, in the order of the dimensions."""
    counted_in = [one for one in scored.dimensions if one.score is not None and one.weight > 0]
    total = fsum(one.weight for one in counted_in)
    rows = []
    for one in scored.dimensions:
        within = fsum(weight for _, _, earned, weight in one.parts if earned is not None)
        for ident, value, earned, weight in one.parts:
            counts = one in counted_in and earned is not None and within > 0
            part = one.weight / total * weight / within * earned if counts and earned is not None else None
            rows.append(AccountRow(one.id, ident, value, earned, weight, one.weight, part))
    return tuple(rows)


def _mean(pairs: Iterable[tuple[float | None, float]]) -> float | None:
    """Weighted mean of what has a value; None where nothing has, or all of it has no weight."""
    known = [(value, weight) for value, weight in pairs if value is not None and weight > 0]
    if not known:
        return None
    values = [value for value, _ in known]
    mean = fsum(value * weight for value, weight in known) / fsum(weight for _, weight in known)
    # A mean lies among its values; rounding must not push 100 points past 100, nor 70 below green.
    return min(max(mean, min(values)), max(values))


def _dimension(context: Context, measures: Sequence[Measure], ident: str) -> _Dimension:
    settings = context.settings
    parts = []
    for one in measures:
        weight = headline_weight(one, settings)
        limits = one.limits_in(settings)
        if one.scored_as == ident and limits is not None and (weight > 0 or one.headline > 0):
            parts.append(_Part(one, limits, weight, context.value(one.id)))
    found = [one for behind in behind_coverage(measures, ident) for one in context.taken(behind).values()]
    share = coverage(found, measures, ident)
    return _Dimension(
        ident,
        dimension_weight(ident, settings),
        share,
        tuple(parts),
        _why_withheld(parts, share, settings.minimum_coverage, _absence(context, parts), rate_of_answers(found, ident)),
    )


def _absence(context: Context, parts: Sequence[_Part]) -> str:
    """Return the reason that most headline figures without a value give, as the end of a sentence."""
    missing = [one.measure.id for one in parts if one.value is None and one.weight > 0]
    found = [one for ident in missing for one in context.taken(ident).values()]
    notes = Counter(one.note for one in found if one.value is None and one.note)
    return f": {notes.most_common(1)[0][0]}." if notes else "."


def _why_withheld(
    parts: Sequence[_Part], share: float | None, minimum: float, absence: str, answered: float | None = None
) -> str:
    if share is None:
        return say("No figure of this dimension applies to this workbook") + absence
    if not any(one.weight > 0 for one in parts):
        return say("Every weight of this dimension is set to 0.")
    if all(one.value is None for one in parts if one.weight > 0):
        return say("None of its headline figures could be measured") + absence
    if share < minimum and answered is not None and answered <= share:
        return say(
            "Only {share} of those who work there answered; at least {least} are needed.",
            share=_percent(answered, minimum),
            least=_percent(minimum),
        )
    if share < minimum:
        return say(
            "Only {share} of its figures could be measured; at least {least} are needed.",
            share=_percent(share, minimum),
            least=_percent(minimum),
        )
    return ""


def _percent(share: float, minimum: float = 1.0) -> str:
    """Return a share in percent, rounded, but what is under the minimum never as the minimum."""
    nearest = round(100 * share)
    return f"{nearest if nearest < 100 * minimum or share >= minimum else int(100 * share)}%"


def _company(dimensions: Sequence[_Dimension], settings: Settings) -> Score:
    share = _company_coverage(dimensions)
    value = _company_value(dimensions, settings)
    rating = "withheld" if value is None else rating_of_points(value)
    return Score(value, None, None, share, rating, _company_reason(dimensions, settings))


def _company_coverage(dimensions: Sequence[_Dimension]) -> float:
    return _mean((one.coverage, one.weight) for one in dimensions) or 0.0


def _company_value(dimensions: Sequence[_Dimension], settings: Settings) -> float | None:
    """Return the company's score; None where it is withheld, as `_company_reason` says."""
    value, minimum = _mean((one.value, one.weight) for one in dimensions), settings.minimum_coverage
    if value is None or _company_coverage(dimensions) < minimum or _weight_scored(dimensions) < minimum:
        return None
    return value


def _company_reason(dimensions: Sequence[_Dimension], settings: Settings) -> str:
    """Why the company's score is withheld, or on what it does not rest; empty where it rests on everything."""
    share, minimum = _company_coverage(dimensions), settings.minimum_coverage
    missing = [say(DIMENSIONS[one.id]) for one in dimensions if one.weight > 0 and one.value is None]
    counted_in = [say(DIMENSIONS[one.id]) for one in dimensions if one.weight > 0 and one.value is not None]
    without = say("Without a score: {dimensions}.", dimensions=joined(missing) or say("no dimension"))
    needed = {"share": _percent(share, minimum), "least": _percent(minimum)}
    reason = say("Without {dimensions}, which could not be scored.", dimensions=joined(missing)) if missing else ""
    if all(one.weight <= 0 for one in dimensions):
        reason = say("Every dimension's weight is set to 0, so there is nothing to add up.")
    elif not counted_in and not share:
        reason = say("No dimension could be scored: none of its figures could be measured.")
    elif not counted_in and share < minimum:
        reason = say(
            "No dimension could be scored: only {share} of the figures could be measured; at least {least} are needed.",
            **needed,
        )
    elif not counted_in:
        reason = say("No dimension could be scored; each says why.")
    elif share < minimum:
        few = say("Only {share} of the figures could be measured; at least {least} are needed.", **needed)
        reason = f"{few} {without}"
    elif _weight_scored(dimensions) < minimum:
        few = say(
            "Only {part} of {whole} could be scored; those that carry {least} of the weight are needed.",
            part=number_text(len(counted_in)),
            whole=counted(len(counted_in) + len(missing), "dimension"),
            least=_percent(minimum),
        )
        reason = f"{few} {without}"
    elif len(counted_in) == 1:
        reason = say("The score rests on one dimension alone: {dimension}.", dimension=counted_in[0])
    return reason


def _weight_scored(dimensions: Sequence[_Dimension]) -> float:
    """Share of the weight of all dimensions that those with a score carry: two of five are no company's score."""
    scored = fsum(one.weight for one in dimensions if one.value is not None)
    return scored / fsum(one.weight for one in dimensions)


def _result(one: _Dimension, span: tuple[float, float] | None) -> DimensionScore:
    value = one.value
    reason = one.reason or (say("Not counted in the company's score: its weight is 0.") if one.weight <= 0 else "")
    return DimensionScore(
        id=one.id,
        name=say(DIMENSIONS[one.id]),
        score=value,
        rating="withheld" if value is None else rating_of_points(value),
        coverage=one.coverage or 0.0,
        weight=one.weight,
        low=span[0] if span else None,
        high=span[1] if span else None,
        parts=tuple((part.measure.id, part.value, part.points, part.weight) for part in one.parts),
        reason=reason,
    )


def _range(value: float, drawn: Draws | None, widened: Sequence[float]) -> tuple[float, float]:
    low, high = (float(one) for one in np.percentile(drawn, PERCENTILES)) if drawn is not None else (value, value)
    return min([low, value, *widened]), max([high, value, *widened])


def _draws(dimensions: Sequence[_Dimension], settings: Settings) -> tuple[dict[str, Draws | None], Draws | None]:
    """Scores of each dimension and of the company under drawn limits and weights, each of shape (draws,)."""
    generator = np.random.default_rng(settings.seed)
    drawn: dict[str, Draws | None] = {}
    company: list[tuple[Draws, Draws]] = []
    for one in dimensions:
        weight = one.weight * factors(generator, settings, ())
        earned: list[tuple[Draws, Draws]] = []
        for part in one.parts:
            # Drawn for every part, measured or not, so that a figure that is missing leaves the others' draws alone.
            marks = factors(generator, settings, (4,))
            part_weight = part.weight * factors(generator, settings, ())
            if part.value is not None and part.weight > 0:
                earned.append((drawn_points(part.value, part.limits, part.measure.range, marks), part_weight))
        drawn[one.id] = None if one.value is None else _drawn_mean(earned)
        values = drawn[one.id]
        if values is not None and one.weight > 0:
            company.append((values, weight))
    return drawn, _drawn_mean(company)


def _drawn_mean(pairs: Sequence[tuple[Draws, Draws]]) -> Draws | None:
    if not pairs:
        return None
    values, weights = (np.stack(one) for one in zip(*pairs, strict=True))
    total = weights.sum(axis=0)
    # A spread of 1 can draw weights so near 0 that nothing is left to divide by.
    mean = (values * weights).sum(axis=0) / np.maximum(total, np.finfo(float).tiny)
    return np.asarray(np.clip(mean, values.min(axis=0), values.max(axis=0)))


def _lean_scores(context: Context, dimensions: Sequence[_Dimension]) -> tuple[dict[str, list[float | None]], str]:
    """Scores of each dimension, and under "" of the company, with one department left out at a time."""
    scores: dict[str, list[float | None]] = {"": [], **{one.id: [] for one in dimensions}}
    touched = [
        part.measure
        for one in dimensions
        if one.value is not None
        for part in one.parts
        if part.value is not None and part.weight > 0 and _rests_on_ties(part.measure)
    ]
    if not touched or not _is_sampled(context):
        return scores, ""
    reduced, note = lean_organisations(context.organisation)
    for organisation in reduced:
        lean_context = LeanContext(organisation, replace(context.settings, permutations=1), context)
        found = {one.id: value for one in touched if (value := company_value(one, lean_context)) is not None}
        lean = _with_values(dimensions, found)
        for one in lean:
            scores[one.id].append(one.value)
        scores[""].append(_mean((one.value, one.weight) for one in lean))
    return scores, note


def company_value(measure: Measure, context: Context) -> float | None:
    """Take a measure of the company only: the many figures of journeys and pairs are not computed."""
    return next((one.value for one in measure.take(context) if one.scope.kind == "organisation"), None)


def _rests_on_ties(measure: Measure) -> bool:
    return any("collaboration" in need.split("|") for need in measure.needs)


def _is_sampled(context: Context) -> bool:
    """Tell whether ties are between people of whom not all reported."""
    rate = context.value("trust.response_rate")
    return context.organisation.tie_level == "person" and rate is not None and rate < 1
