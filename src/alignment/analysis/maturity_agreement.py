"""Do those who answered see the same, and how sure are their means? Measures declared for `maturity`."""

from collections.abc import Callable, Iterator

import numpy as np

from alignment.analysis import agreement
from alignment.analysis.base import (
    Context,
    Limits,
    Reading,
    declared_measures,
    not_applicable,
    not_measured,
    reading,
    suppressed,
)
from alignment.analysis.by_group import HIDDEN, OF_WHOM, Values, absent_why, answers_of, measure, of_each, on_each_road
from alignment.analysis.literature import BLIESE, BURKE, BURKE_DUNLAP, EFRON, JAMES, LINDELL
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import DRAWS
from alignment.language import later, number_text, say
from alignment.model.result import Scope
from alignment.wording import counted

__all__ = ["MEASURES", "ON_ROADS"]

_TOO_FEW = later("fewer than {number} of them answered the same statement")
_HIDDEN = f"{HIDDEN}; or {_TOO_FEW.format(number=SMALLEST)}"


def _agreement(index: Callable[[Values], float | None]) -> Callable[[Context, str], Iterator[Reading]]:
    def of_road(context: Context, about: str) -> Iterator[Reading]:
        def agreed(context: Context, scope: Scope, about: str) -> Reading:
            answers = answers_of(context, scope, about)
            enough = answers[:, (~np.isnan(answers)).sum(axis=0) >= SMALLEST]
            found = index(enough)
            if found is None:
                return suppressed(say(_TOO_FEW, number=number_text(SMALLEST)), scope)
            return reading(found, scope)

        return of_each(context, about, agreed)

    return of_road


_AD_M, _R_STAR, _R_WG_J = (_agreement(one) for one in (agreement.ad_m, agreement.r_star, agreement.r_wg_j))


@measure(
    "maturity.agreement",
    "Agreement (average deviation)",
    formula=f"AD_M = Σ_j (Σ_i |x_ij - m_j| / n_j) / J, over the J statements that {SMALLEST} or more of the group answered, "
    f"m_j the mean of the n_j answers. {OF_WHOM}",
    unit="points",
    direction="lower",
    range=(0, 2),
    source=BURKE,
    reading="How far one answer stands from those of the others, in points of 5. Where it is high, the mean is nobody's "
    "view: ask first what each of them sees.",
    undefined=_HIDDEN,
    limits=Limits(
        good=0.4,
        amber=0.83,
        red=1.2,
        bad=1.6,
        basis=f"{BURKE_DUNLAP} Agreement up to a sixth of the number of options, 5/6. Red from 1.2, what answers spread "
        "evenly over the five options give; the ends are our choice",
    ),
)
def ad_m(context: Context) -> Iterator[Reading]:
    """Average deviation from the mean."""
    return _AD_M(context, "")


@measure(
    "maturity.r_star",
    "Agreement (r*)",
    formula=f"r* = 1 - s² / 2, s² the mean variance of the statements that {SMALLEST} or more of the group answered, 2 that of even "
    f"answers on 1 to 5. {OF_WHOM}",
    unit="index",
    direction="higher",
    range=(None, 1),
    source=LINDELL,
    reading="1 where all agree, 0 where answers look drawn by lot, negative where there are two camps.",
    undefined=_HIDDEN,
)
def r_star(context: Context) -> Iterator[Reading]:
    """Agreement against chance."""
    return _R_STAR(context, "")


@measure(
    "maturity.r_wg_j",
    "Agreement (rwg(J))",
    formula=f"rwg(J) = J r / (J r + 1 - r), r = r* or 0 where that is negative, J statements, those of r*. {OF_WHOM}",
    unit="index",
    direction="higher",
    range=(0, 1),
    source=JAMES,
    reading="For those used to it, beside the average deviation and r*: it rises with the number of statements whatever people say, so that over "
    "all of them it is high everywhere.",
    undefined=_HIDDEN,
)
def r_wg_j(context: Context) -> Iterator[Reading]:
    """Agreement against chance on all statements together."""
    return _R_WG_J(context, "")


def _uncertainty(context: Context, about: str) -> Iterator[Reading]:
    return of_each(context, about, lambda context, scope, about: reading(context.margins[scope, about], scope))


@measure(
    "maturity.uncertainty",
    "Uncertainty of the mean",
    formula=f"half the width of the interval that holds nine of ten of {DRAWS:,} means, each of as many respondents as "
    "answered, drawn with replacement; of the company as many of every department shown, the others taken together. "
    f"{OF_WHOM}",
    unit="points",
    direction="neither",
    range=(0, None),
    source=EFRON,
    reading="The mean, give or take so much, had other people of the same departments answered. Two means whose intervals "
    "overlap are not told apart. It cannot tell what those think who never answer.",
    undefined=HIDDEN,
)
def uncertainty(context: Context) -> Iterator[Reading]:
    """Half width of the bootstrap interval."""
    return _uncertainty(context, "")


def _intraclass(index: Callable[[agreement.MeanSquares], float | None]) -> Callable[[Context, str], Iterator[Reading]]:
    def of_road(context: Context, about: str) -> Iterator[Reading]:
        absent = absent_why(context, about)
        if absent:
            yield not_measured(absent)
            return
        survey = context.survey
        number = np.zeros(len(survey.departments), dtype=np.int64)
        # Those shown alone: what lies between the others could tell what one of them said.
        units = [
            group for group in survey.groups if group in survey.shown and group[0].kind == "department" and not group[1]
        ]
        for at, group in enumerate(units, start=1):
            number[survey.groups[group]] = at
        inside = number > 0
        squares = agreement.mean_squares(survey.means[about][inside], number[inside])
        found = None if squares is None else index(squares)
        if squares is None:
            yield not_applicable(say("fewer than two departments may be shown"))
        elif found is None:
            yield not_applicable(
                say("nobody differs") if index is agreement.icc1 else say("all departments have the same mean")
            )
        else:
            yield reading(found, note=say("of {departments}", departments=counted(len(units), "department")))

    return of_road


_ICC1, _ICC2 = _intraclass(agreement.icc1), _intraclass(agreement.icc2)


@measure(
    "maturity.icc1",
    "Share of the differences that lies between departments",
    formula="ICC(1) = (MSB - MSW) / (MSB + (k - 1) MSW), mean squares between and within the departments shown, k their "
    "mean size",
    unit="index",
    direction="neither",
    range=(-1, 1),
    source=BLIESE,
    reading="Near 0 it does not matter for what one sees in which department one works; 0.1 is much for a survey. Negative "
    "where departments are more alike than chance.",
    undefined="fewer than two departments may be shown, or all give the same answer",
)
def icc1(context: Context) -> Iterator[Reading]:
    """ICC(1) between departments."""
    return _ICC1(context, "")


@measure(
    "maturity.icc2",
    "Reliability of departments' means",
    formula="ICC(2) = (MSB - MSW) / MSB, mean squares between and within the departments shown",
    unit="index",
    direction="higher",
    range=(None, 1),
    source=BLIESE,
    reading="How surely the departments would come out in the same order again. Under about 0.5 do not rank them.",
    undefined="fewer than two departments may be shown, or all have the same mean",
)
def icc2(context: Context) -> Iterator[Reading]:
    """ICC(2) of the means of departments."""
    return _ICC2(context, "")


MEASURES = declared_measures(globals())
ON_ROADS = (
    *on_each_road(uncertainty, _uncertainty),
    *on_each_road(ad_m, _AD_M),
    *on_each_road(r_star, _R_STAR),
    *on_each_road(r_wg_j, _R_WG_J),
    *on_each_road(icc1, _ICC1),
    *on_each_road(icc2, _ICC2),
)
