"""Do those who answered see the same? Agreement within a group, and how much of what they say is the group's."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["OPTIONS", "MeanSquares", "ad_m", "icc1", "icc2", "mean_squares", "r_star", "r_wg", "r_wg_j"]

Scores = npt.NDArray[np.float64]

# Answers go from 1 to 5.
OPTIONS = 5


def _even(options: int) -> float:
    """Variance of answers that fall on every option equally often."""
    return (options**2 - 1) / 12


def _answered(scores: Scores) -> Scores:
    """The statements, as columns, that two or more answered: a single answer agrees with itself whatever it is."""
    columns = np.atleast_2d(scores.T).T
    kept: Scores = columns[:, (~np.isnan(columns)).sum(axis=0) > 1]
    return kept


def ad_m(scores: Scores) -> float | None:
    r"""Average deviation from the mean, in points: how far one answer stands from those of the others.

    .. math:: AD_{M} = \frac{1}{J} \sum_j \frac{1}{n_j} \sum_i |x_{ij} - \bar x_j|

    Parameters
    ----------
    scores
        Shape (respondents, statements), or (respondents,) for one statement; nan where there is no answer.

    Returns
    -------
    float or None
        0 where all agree; None where no statement has two answers.

    Examples
    --------
    >>> ad_m(np.array([1.0, 3.0, 5.0, 3.0]))
    1.0

    References
    ----------
    .. [1] Burke, M. J., Finkelstein, L. M. & Dusig, M. S. (1999). On average deviation indices for estimating interrater
       agreement. Organizational Research Methods, 2(1), 49-68.
    """
    kept = _answered(scores)
    if not kept.size:
        return None
    return float(np.nanmean(np.abs(kept - np.nanmean(kept, axis=0)), axis=0).mean())


def _variance_ratio(scores: Scores, options: int) -> tuple[float, int] | None:
    """Mean variance of the statements over that of even answers, and how many statements; None where none has two."""
    kept = _answered(scores)
    if not kept.size:
        return None
    return float(np.nanvar(kept, axis=0, ddof=1).mean()) / _even(options), kept.shape[1]


def r_star(scores: Scores, options: int = OPTIONS) -> float | None:
    r"""Agreement against answers given evenly over the options; unlike `r_wg_j` it does not grow with their number.

    .. math:: r^* = 1 - \bar s^2 / \sigma^2_{E}, \quad \sigma^2_{E} = (A^2 - 1) / 12

    Parameters
    ----------
    scores
        As for `ad_m`.
    options
        A, the number of possible answers.

    Returns
    -------
    float or None
        1 where all agree, 0 where answers vary as if drawn by lot, negative where they fall into two camps; None where
        no statement has two answers.

    References
    ----------
    .. [1] Lindell, M. K., Brandt, C. J. & Whitney, D. J. (1999). A revised index of interrater agreement for multi-item
       ratings of a single target. Applied Psychological Measurement, 23(2), 127-135.
    """
    found = _variance_ratio(scores, options)
    return None if found is None else 1 - found[0]


def r_wg(scores: Scores, options: int = OPTIONS) -> float | None:
    """Agreement on one statement, `r_star` of it alone; a negative value is set to 0, as its authors do.

    References
    ----------
    .. [1] James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and without
       response bias. Journal of Applied Psychology, 69(1), 85-98.
    """
    found = r_star(scores, options)
    return None if found is None else max(found, 0.0)


def r_wg_j(scores: Scores, options: int = OPTIONS) -> float | None:
    r"""Agreement on J statements together, which grows with J whatever they say; 0 where it would be negative.

    .. math:: r_{WG(J)} = \frac{J (1 - q)}{J (1 - q) + q}, \quad q = \bar s^2 / \sigma^2_{E}

    References
    ----------
    .. [1] James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and without
       response bias. Journal of Applied Psychology, 69(1), 85-98.
    """
    found = _variance_ratio(scores, options)
    if found is None:
        return None
    ratio, statements = found
    agreeing = statements * max(1 - ratio, 0.0)
    return agreeing / (agreeing + ratio)


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """One-way analysis of variance: mean squares between and within groups, and the mean size of a group."""

    between: float
    within: float
    size: float


def mean_squares(scores: Scores, groups: npt.NDArray[np.int64]) -> MeanSquares | None:
    """Return the mean squares of a score by group; None with fewer than two groups, or nobody beside another in one.

    Parameters
    ----------
    scores
        Shape (respondents,); nan where there is none.
    groups
        Shape (respondents,): the number of the group of each.
    """
    known = ~np.isnan(scores)
    values, (_, places) = scores[known], np.unique(groups[known], return_inverse=True)
    sizes = np.bincount(places)
    if len(sizes) < 2 or len(values) <= len(sizes):
        return None
    means = np.bincount(places, weights=values) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum()) / (len(sizes) - 1)
    within = float(((values - means[places]) ** 2).sum()) / (len(values) - len(sizes))
    return MeanSquares(between, within, len(values) / len(sizes))


def icc1(found: MeanSquares) -> float | None:
    r"""Share of the differences between respondents that is one between their groups; None where nobody differs.

    .. math:: ICC(1) = \frac{MS_B - MS_W}{MS_B + (k - 1) MS_W}

    with k the mean size of a group, as R's ``multilevel`` takes it.

    References
    ----------
    .. [1] Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In K. J. Klein & S. W. J.
       Kozlowski (Eds.), Multilevel theory, research, and methods in organizations (pp. 349-381). Jossey-Bass.
    """
    whole = found.between + (found.size - 1) * found.within
    return (found.between - found.within) / whole if whole > 0 else None


def icc2(found: MeanSquares) -> float | None:
    r"""Reliability of the means of groups: how surely they would come out in the same order again.

    .. math:: ICC(2) = \frac{MS_B - MS_W}{MS_B}

    None where the means of all groups are the same.

    References
    ----------
    .. [1] Bliese, P. D. (2000). Within-group agreement, non-independence, and reliability. In K. J. Klein & S. W. J.
       Kozlowski (Eds.), Multilevel theory, research, and methods in organizations (pp. 349-381). Jossey-Bass.
    """
    return (found.between - found.within) / found.between if found.between > 0 else None
