"""Did opinions change, or only who answered? Tests of the change of the means of the survey."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.analysis.base import Context
from alignment.analysis.respondents import DRAWS, Group, Members, Survey
from alignment.history.change import Change, Tested, Untested, detectable
from alignment.history.matching import Common, Matching
from alignment.language import say
from alignment.model.result import Scope
from alignment.settings import Settings
from alignment.source.scale import LEVELS

__all__ = ["of_answers"]

Numbers = NDArray[np.float64]
_EQUAL = 1e-9
# What is drawn for at a time: more would hold much memory.
_CELLS = 10_000_000


@dataclass(frozen=True, eq=False)
class _Stratum:
    """Respondents among whom is drawn: of each wave their means, shape (respondents, lenses), nan without an answer."""

    before: Numbers
    after: Numbers

    @property
    def given(self) -> Numbers:
        """Shape (2, lenses): how many answered, by wave."""
        return np.stack([(~np.isnan(one)).sum(axis=0) for one in (self.before, self.after)]).astype(float)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A stratum with what was drawn of it, by lens.

    Shape (2, lenses): how many answered in each wave, and their means. Shape (draws, lenses): the change of the means where
    answers fall to either wave by chance, and where respondents are drawn with replacement.
    """

    given: Numbers
    means: Numbers
    exchanged: Numbers
    resampled: Numbers


def of_answers(before: Context, after: Context, common: Common, settings: Settings) -> tuple[Tested, ...]:
    """Test the change of the mean answer: of the company on each road and on all, of levels and departments on all together.

    Of a department on one road hardly any change could be shown, and so many tests more would hide changes of the others.

    Respondents are not the same from wave to wave, so that the two waves are two samples. Answers are exchanged between the
    waves within each department; the interval draws respondents of each wave with replacement, within departments too. The
    company's means are taken with the mix of departments of both waves together: a department that answers more often this time
    changes no opinion.

    Of whom nothing may be shown in one of the waves, nothing is told here. What is told of the others is made of sums that each
    wave shows already.

    References
    ----------
    .. [1] Efron, B., & Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.
    .. [2] Good, P. (2005). Permutation, Parametric, and Bootstrap Tests of Hypotheses (3rd ed.). Springer.
    """
    ident = "maturity.mean"
    if not (before.survey.statements or after.survey.statements):
        return ()
    if not (before.survey.statements and after.survey.statements):
        return (Untested(ident, Scope(), say("only one of the waves has a survey")),)
    lenses, other = _comparable(before.survey, after.survey)
    found: list[Tested] = [
        Untested(_ident(one), Scope(), say("the two waves asked other statements, or too few answered in one of them"))
        for one in other
    ]
    if not lenses:
        return tuple(found)
    departments = _departments(before.survey, after.survey, common.departments)
    strata = {name: _stratum(before.survey, after.survey, both, lenses) for name, both in departments.items()}
    # One generator for all: each with the same seed would be drawn alike.
    generator = np.random.default_rng(settings.seed)
    drawn = {name: _drawn(one, generator, settings) for name, one in strata.items()}
    if _both_show(before.survey, after.survey, Scope()):
        rest = _rest(before.survey, after.survey, departments.values())
        others = (
            [_drawn(_stratum(before.survey, after.survey, rest, lenses), generator, settings)]
            if all(map(any, rest))
            else []
        )
        found += _changes(Scope(), lenses, [*drawn.values(), *others], settings)
    if lenses[0]:
        return tuple(found)
    for level in LEVELS:
        scope = Scope("group", level)
        if _both_show(before.survey, after.survey, scope):
            both = before.survey.groups[scope, ""], after.survey.groups[scope, ""]
            found += _changes(
                scope, [""], [_drawn(_stratum(before.survey, after.survey, both, [""]), generator, settings)], settings
            )
    for name, one in drawn.items():
        found += _changes(Scope("department", name), [""], [one], settings)
    return tuple(found)


def _ident(lens: str) -> str:
    return f"maturity.mean.{lens}" if lens else "maturity.mean"


def _comparable(before: Survey, after: Survey) -> tuple[list[str], list[str]]:
    """Return the lenses, "" for all roads, that mean the same in both waves, and those that one of them has otherwise.

    Were only what both asked compared, the mean of a part of the statements would stand beside that of all, and the
    difference tell of whoever alone answered the rest.
    """

    def asked(survey: Survey, road: str) -> set[str]:
        return {survey.statements[at].id for at in survey.columns(road)}

    roads = list(dict.fromkeys((*before.roads, *after.roads)))
    same = [
        one for one in roads if one in before.means and one in after.means and asked(before, one) == asked(after, one)
    ]
    whole = [""] if same and same == roads else []
    return [*whole, *same], [*([] if whole else [""]), *(one for one in roads if one not in same)]


def _departments(before: Survey, after: Survey, names: Matching) -> dict[str, tuple[Members, Members]]:
    """Respondents of each department that is shown in both waves, by the name the waves share; all its parts are shown."""
    sides = []
    for survey, side in ((before, names.before), (after, names.after)):
        parts: dict[str, list[Group]] = {}
        for group in survey.groups:
            scope, part = group
            if scope.kind == "department" and not part and scope.id in side:
                parts.setdefault(side[str(scope.id)], []).append(group)
        sides.append(
            {
                name: np.logical_or.reduce([survey.groups[one] for one in some])
                for name, some in parts.items()
                if survey.shown.issuperset(some)
            }
        )
    return {name: (sides[0][name], sides[1][name]) for name in sorted(sides[0].keys() & sides[1].keys())}


def _both_show(before: Survey, after: Survey, scope: Scope) -> bool:
    return (scope, "") in before.shown and (scope, "") in after.shown


def _rest(before: Survey, after: Survey, departments: Iterable[tuple[Members, Members]]) -> tuple[Members, Members]:
    """All others: whose departments only one wave has, or shows."""
    first, second = (np.ones(len(one.departments), dtype=bool) for one in (before, after))
    for was, now in departments:
        first, second = first & ~was, second & ~now
    return first, second


def _stratum(before: Survey, after: Survey, both: tuple[Members, Members], lenses: list[str]) -> _Stratum:
    return _Stratum(_values(before, both[0], lenses), _values(after, both[1], lenses))


def _values(survey: Survey, members: Members, lenses: list[str]) -> Numbers:
    """Means of each respondent; by size, since the order, which is that of departments, would tell hidden ones apart."""
    return np.sort(np.column_stack([survey.means[one][members] for one in lenses]), axis=0)


def _drawn(one: _Stratum, generator: np.random.Generator, settings: Settings) -> _Drawn:
    return _Drawn(
        one.given,
        np.stack([_mean(one.before), _mean(one.after)]),
        _exchanged(one, generator, settings.permutations),
        _resampled(one, generator),
    )


def _changes(scope: Scope, lenses: list[str], strata: list[_Drawn], settings: Settings) -> Iterator[Change]:
    """Test the change of the first lenses of some strata together."""
    span = slice(len(lenses))
    # By lens, whom both waves heard: without them there is no change to speak of.
    counts = np.stack([one.given[:, span].sum(axis=0) * (one.given[:, span] > 0).all(axis=0) for one in strata])
    total = counts.sum(axis=0)
    shares = counts / np.maximum(total, 1)

    def together(parts: Iterable[Numbers]) -> Numbers:
        found: Numbers = sum(
            (share * part[:, span] for share, part in zip(shares, parts, strict=True)), start=np.zeros((1, len(lenses)))
        )
        return found

    was, now = together(one.means for one in strata)
    exchanged, resampled = together(one.exchanged for one in strata), together(one.resampled for one in strata)
    low, high = np.quantile(resampled, [settings.significance / 2, 1 - settings.significance / 2], axis=0)
    for at, lens in enumerate(lenses):
        if not total[at]:
            continue
        reached = int((np.abs(exchanged[:, at]) >= abs(now[at] - was[at]) - _EQUAL).sum())
        yield Change(
            _ident(lens), scope, float(was[at]), float(now[at]), "answers", int(total[at]), int(total[at]),
            (reached + 1) / (settings.permutations + 1), 1 / (settings.permutations + 1),
            float(low[at]), float(high[at]),
            detectable(float(np.sqrt(np.mean(exchanged[:, at] ** 2))), settings.significance), settings.permutations,
        )  # fmt: skip


def _mean(values: Numbers) -> Numbers:
    counts = (~np.isnan(values)).sum(axis=0)
    found: Numbers = np.nansum(values, axis=0) / np.maximum(counts, 1)
    return found


def _exchanged(one: _Stratum, generator: np.random.Generator, draws: int) -> Numbers:
    """Change of the means where answers fall to either wave by chance; shape (draws, lenses)."""
    values = np.concatenate([one.before, one.after])
    answered, known = ~np.isnan(values), np.nan_to_num(values)
    earlier = np.arange(len(values)) < len(one.before)
    found = np.zeros((draws, values.shape[1]))
    step = max(1, _CELLS // max(1, len(values)))
    for start in range(0, draws, step):
        number = min(step, draws - start)
        first = generator.permuted(np.tile(earlier, (number, 1)), axis=1).astype(float)
        sums, counts = first @ known, first @ answered
        others, left = known.sum(axis=0) - sums, answered.sum(axis=0) - counts
        # Where a draw leaves one wave without an answer, nothing changes.
        there = (counts > 0) & (left > 0)
        change = others / np.maximum(left, 1) - sums / np.maximum(counts, 1)
        found[start : start + number] = np.where(there, change, 0.0)
    return found


def _resampled(one: _Stratum, generator: np.random.Generator) -> Numbers:
    """Change of the means where the respondents of each wave are drawn with replacement; shape (draws, lenses)."""
    means = []
    for values in (one.before, one.after):
        size = len(values)
        picked = generator.integers(size, size=(DRAWS, size)) + np.arange(DRAWS)[:, None] * size
        times = np.bincount(picked.ravel(), minlength=DRAWS * size).reshape(DRAWS, size).astype(float)
        sums, counts = times @ np.nan_to_num(values), times @ ~np.isnan(values)
        # In a draw nobody may have answered on a road: then the mean is what it was.
        means.append(np.where(counts > 0, sums / np.maximum(counts, 1), _mean(values)))
    return means[1] - means[0]
