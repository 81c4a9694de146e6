"""Which contacts are needed and missing, and which are there and not needed? Shared by measures and rules."""

from collections.abc import Mapping

from alignment.analysis.base import Context
from alignment.network import Requirement

__all__ = ["covered_pairs", "missing_pairs", "surplus_pairs"]


def covered_pairs(
    context: Context, required: Mapping[tuple[str, str], Requirement]
) -> dict[tuple[str, str], Requirement]:
    """Return those of the required pairs of which the collaboration data covers both sides, sorted."""
    covered = context.covered
    return {pair: need for pair, need in sorted(required.items()) if covered.issuperset(pair)}


def missing_pairs(context: Context) -> dict[tuple[str, str], Requirement]:
    """Return the covered pairs that are required and not actual, the heaviest first."""
    pairs, actual = covered_pairs(context, context.required), context.actual
    missing = [(pair, need) for pair, need in pairs.items() if pair not in actual]
    return dict(sorted(missing, key=lambda one: (-one[1].weight, one[0])))


def surplus_pairs(context: Context) -> dict[tuple[str, str], float]:
    """Return the weight of the pairs that are actual and not required, the heaviest first."""
    required = context.required
    surplus = [(pair, weight) for pair, weight in context.actual.items() if pair not in required]
    return dict(sorted(surplus, key=lambda one: (-one[1], one[0])))
