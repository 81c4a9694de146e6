"""Figures of random draws: within their Monte Carlo error of another tool's draws, and of exact moments."""

from math import comb, sqrt

import numpy as np
import pytest

from alignment.analysis import groups
from oracle.figures import DRAWN, values
from oracle.organisations import COMPANIES, Company, table

# Draws of ours and of the other tool, and how many standard errors apart the two may be.
OURS, THEIRS, ERRORS = 10_000, 5_000, 4


@pytest.mark.parametrize("company", COMPANIES, ids="-".join)
def test_shuffles_are_those_of_another_tool_within_the_error_of_both(oracle, company):
    b = Company(oracle, *company).blocks("und")
    drawn = 1 - 2 * groups.permuted_internal_ties(b, OURS, 1) / b.total
    found = 1 - 2 * b.internal / b.total
    ours = {
        "und_mean5000": drawn.mean(),
        "und_sd5000": drawn.std(ddof=1),
        "und_p_le_obs": (np.count_nonzero(drawn <= found) + 1) / (OURS + 1),
        "und_p_ge_obs": (np.count_nonzero(drawn >= found) + 1) / (OURS + 1),
    }
    theirs = {
        row["variant"]: float(row["value"])
        for row in table(oracle / "oracle.csv")
        if (row["dataset"], row["network"], row["group"]) == company and row["metric"] == "ei_perm"
    }
    assert (
        {("ei_perm", variant, "network") for variant in theirs}
        == DRAWN.keys()
        == {("ei_perm", variant, "network") for variant in ours}
    )
    spread, both = moments(b)[1] * 2 / b.total, sqrt(1 / OURS + 1 / THEIRS)
    error = {
        "und_mean5000": spread * both,
        # Of a normal spread; those of few large groups are wider by less than half.
        "und_sd5000": 1.5 * spread * both / sqrt(2),
        "und_p_le_obs": 0.5 * both,
        "und_p_ge_obs": 0.5 * both,
    }
    for variant, value in ours.items():
        assert value == pytest.approx(theirs[variant], abs=ERRORS * error[variant]), variant


@pytest.mark.parametrize("company", COMPANIES, ids="-".join)
def test_p_and_z_have_the_exact_moments_within_their_error(oracle, company):
    whole = Company(oracle, *company)
    b = whole.blocks()
    mean, spread = moments(b)
    drawn = groups.permuted_internal_ties(b, OURS, 1)
    assert drawn.mean() == pytest.approx(mean, abs=ERRORS * spread / sqrt(OURS))
    assert drawn.std() == pytest.approx(spread, rel=ERRORS * 1.5 / sqrt(2 * OURS))
    exact = (mean - b.internal) / spread
    # Both the mean and the spread of the draws err: z by a hundredth, and by 1.1 % of itself.
    (z,) = values(whole, "silos.ei_z", level="network").values()
    assert z == pytest.approx(exact, abs=ERRORS * (1 + abs(exact) * 1.5 / sqrt(2)) / sqrt(OURS))
    (p,) = values(whole, "silos.ei_p", level="network").values()
    assert p == pytest.approx(
        (np.count_nonzero(drawn >= b.internal) + 1) / (OURS + 1), abs=ERRORS * 0.5 * sqrt(2 / OURS)
    )


def moments(b: groups.Blocks) -> tuple[float, float]:
    """Exact mean and standard deviation of ties inside when labels are shuffled, by counting pairs of ties."""
    n, ties = b.nodes, b.total
    falling = [sum(int(size) * (int(size) - 1) for size in b.sizes)]
    falling.append(sum(int(size) * (int(size) - 1) * (int(size) - 2) for size in b.sizes))
    four = sum(
        (int(k) * (int(k) - 1) * (int(k) - 2) * (int(k) - 3))
        if one == other
        else int(k) * (int(k) - 1) * int(j) * (int(j) - 1)
        for one, k in enumerate(b.sizes)
        for other, j in enumerate(b.sizes)
    )
    same = falling[0] / (n * (n - 1))
    three = falling[1] / (n * (n - 1) * (n - 2))
    apart = four / (n * (n - 1) * (n - 2) * (n - 3))
    degrees = [0] * n
    for one, other in zip(b.left, b.right, strict=True):
        degrees[one] += 1
        degrees[other] += 1
    sharing = sum(comb(degree, 2) for degree in degrees)
    mean = ties * same
    square = mean + 2 * sharing * three + 2 * (comb(ties, 2) - sharing) * apart
    return mean, sqrt(square - mean**2)
