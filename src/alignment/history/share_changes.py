"""Did a share of journeys, processes or handoffs change? Item by item where both waves have them."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from alignment.analysis.aims import of_journeys, serves_customers
from alignment.analysis.base import Context
from alignment.analysis.contacts import covered_pairs
from alignment.analysis.journey_owner import journey_owners, names_owners
from alignment.analysis.processes import process_accounts
from alignment.analysis.route import routes, sight
from alignment.history.change import Change, Tested, Untested, detectable
from alignment.history.matching import Common
from alignment.language import say
from alignment.model.result import Scope
from alignment.settings import Settings

__all__ = ["SHARES", "Item", "matched", "of_shares", "unmatched"]

# Our choice: where fewer are the same in both waves, what was added or dropped says more than what changed.
_ENOUGH_MATCHED = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """One of what a share is of.

    `key` is what both waves call it, None where only one has it; `together` are items that change as one.
    """

    key: Hashable | None
    together: Hashable
    yes: bool


Items = Callable[[Context, Common, bool], Iterable[Item]]


def _journeys_owned(context: Context, common: Common, later: bool) -> Iterable[Item]:
    if names_owners(context.organisation):
        for one in journey_owners(context.organisation):
            key = _name(common.journeys.after if later else common.journeys.before, one.journey.id)
            yield Item(key, key, len(one.owners) == 1)


def _processes_accountable(context: Context, common: Common, later: bool) -> Iterable[Item]:
    organisation = context.organisation
    if organisation.has("processes", "accountable") or organisation.chart_rows["process"]:
        for one in process_accounts(organisation):
            key = _name(common.processes.after if later else common.processes.before, one.process.id)
            yield Item(key, key, one.accountables == 1)


def _blind_handoffs(context: Context, common: Common, later: bool) -> Iterable[Item]:
    """Handoffs between the same two departments see or miss one another together."""
    journeys = common.journeys.after if later else common.journeys.before
    seen: Counter[tuple[str, tuple[str, str]]] = Counter()
    handoffs = [one for route in routes(context) for one in route.handoffs]
    for one in sight(handoffs, context.covered, context.actual).covered:
        pair, journey = common.departments.pair(one.pair, later=later), _name(journeys, one.journey)
        key = None
        if pair is not None and journey is not None:
            seen[journey, pair] += 1
            key = (journey, pair, seen[journey, pair])
        yield Item(key, pair, one.pair not in context.actual)


def _required_pairs(context: Context, common: Common, later: bool) -> Iterable[Item]:
    for one in covered_pairs(context, context.required):
        pair = common.departments.pair(one, later=later)
        yield Item(pair, pair, one in context.actual)


def _customer_goals(context: Context, common: Common, later: bool) -> Iterable[Item]:
    goals = of_journeys(context.organisation)
    names = common.journeys.after if later else common.journeys.before
    for journey, found in goals.items() if any(goals.values()) else ():
        told = serves_customers(found)
        if told is not None:
            key = _name(names, journey)
            yield Item(key, key, told)


def _name(names: Mapping[str, str], ident: str) -> str | None:
    return names.get(ident)


# Of each measure that is a share, what it is a share of.
SHARES: Mapping[str, tuple[tuple[str, ...], Items]] = {
    "ownership.journeys_owned": (("journeys",), _journeys_owned),
    "ownership.processes_accountable": (("processes|raci",), _processes_accountable),
    "fragmentation.blind_handoff_share": (("journey_steps", "collaboration"), _blind_handoffs),
    "coordination.congruence": (("journey_steps|processes|raci", "collaboration"), _required_pairs),
    "goals.journeys_with_customer_kpi": (("goals", "journeys"), _customer_goals),
}


def of_shares(before: Context, after: Context, common: Common, settings: Settings) -> tuple[Tested, ...]:
    """Test the change of every share: over what both waves have where that is at least half, else as two sets."""
    found: list[Tested] = []
    for ident, (needs, items) in SHARES.items():
        sides = []
        for context, later in ((before, False), (after, True)):
            there = all(any(map(context.organisation.has, one.split("|"))) for one in needs)
            sides.append(list(items(context, common, later)) if there else [])
        if not all(sides):
            found.append(Untested(ident, Scope(), say("in one of the waves there is nothing that it is a share of")))
            continue
        first, second = (_by_key(one) for one in sides)
        both = [key for key in first if key in second]
        if len(both) >= _ENOUGH_MATCHED * max(map(len, sides)):
            pairs = [(first[key], second[key]) for key in both]
            found.append(matched(ident, pairs, settings))
        else:
            was, now = ([one.yes for one in side] for side in sides)
            found.append(unmatched(ident, was, now, settings))
    return tuple(found)


def _by_key(items: Iterable[Item]) -> dict[Hashable, Item]:
    """Items by key; where several became one, the first stands for them."""
    found: dict[Hashable, Item] = {}
    for one in items:
        if one.key is not None:
            found.setdefault(one.key, one)
    return found


def matched(ident: str, pairs: Iterable[tuple[Item, Item]], settings: Settings) -> Change:
    """Test the change of a share of items that both waves have.

    Without a change items would as soon turn one way as the other. Where each turns by itself this is the exact test of
    McNemar; items that turn together count as one, by how many more of them turned one way.

    References
    ----------
    .. [1] McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or percentages.
       Psychometrika, 12(2), 153-157.
    .. [2] Agresti, A., & Min, Y. (2005). Simple improved confidence intervals for comparing matched proportions. Statistics
       in Medicine, 24(5), 729-740.
    """
    pairs = list(pairs)
    number = len(pairs)
    turned: Counter[Hashable] = Counter()
    for first, second in pairs:
        turned[second.together] += int(second.yes) - int(first.yes)
    moved = sorted(abs(one) for one in turned.values() if one)
    net = sum(turned.values())
    squares = sum(one**2 for one in moved)
    p, least_p = _sign_test(moved, net)
    # Half an item is added to each of the four ways that an item can go; two of them are changes.
    middle, padded = net / (number + 2), number + 2
    half = _normal(settings) * sqrt(max(squares + 1 - net**2 / padded, 0.0)) / padded
    return Change(
        ident, Scope(), sum(one.yes for one, _ in pairs) / number, sum(one.yes for _, one in pairs) / number,
        "matched", number, len(moved), p, least_p, max(-1.0, middle - half), min(1.0, middle + half),
        detectable(sqrt(squares) / number, settings.significance), 0,
    )  # fmt: skip


def _sign_test(moved: list[int], net: int) -> tuple[float, float]:
    """Return how often changes of these sizes with signs by chance add up to as much as `net`, and to all they can."""
    ways: NDArray[np.float64] = np.ones(1)
    for one in moved:
        step = np.zeros(2 * one + 1)
        step[[0, -1]] = 0.5
        ways = np.convolve(ways, step)
    sums = np.arange(len(ways)) - sum(moved)
    return min(1.0, float(ways[np.abs(sums) >= abs(net)].sum())), min(1.0, 2.0 ** (1 - len(moved)))


def unmatched(ident: str, before: list[bool], after: list[bool], settings: Settings) -> Change:
    """Test the change of a share of other items than before, by Fisher's exact test.

    References
    ----------
    .. [1] Fisher, R. A. (1922). On the interpretation of chi-squared from contingency tables, and the calculation of P.
       Journal of the Royal Statistical Society, 85(1), 87-94.
    .. [2] Agresti, A., & Caffo, B. (2000). Simple and effective confidence intervals for proportions and differences of
       proportions result from adding two successes and two failures. The American Statistician, 54(4), 280-288.
    """
    from scipy.stats import fisher_exact

    sizes, yes = (len(before), len(after)), (sum(before), sum(after))
    p = float(fisher_exact([[one, size - one] for one, size in zip(yes, sizes, strict=True)]).pvalue)
    # As far apart as so many that say yes can be, either way.
    extremes = [min(sum(yes), sizes[0]), max(0, sum(yes) - sizes[1])]
    tables = [[[one, sizes[0] - one], [sum(yes) - one, sizes[1] - sum(yes) + one]] for one in extremes]
    least_p = min(float(fisher_exact(table).pvalue) for table in tables)
    added = [(one + 1) / (size + 2) for one, size in zip(yes, sizes, strict=True)]
    spread = sqrt(sum(one * (1 - one) / (size + 2) for one, size in zip(added, sizes, strict=True)))
    middle, half = added[1] - added[0], _normal(settings) * spread
    pooled = sum(yes) / sum(sizes)
    chance = sqrt(pooled * (1 - pooled) * sum(1 / one for one in sizes))
    return Change(
        ident, Scope(), yes[0] / sizes[0], yes[1] / sizes[1], "unmatched", sum(sizes), sum(sizes), p, least_p,
        max(-1.0, middle - half), min(1.0, middle + half), detectable(chance, settings.significance), 0,
    )  # fmt: skip


def _normal(settings: Settings) -> float:
    return NormalDist().inv_cdf(1 - settings.significance / 2)
