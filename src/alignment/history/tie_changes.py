"""Did the network change, or only the reports of it? Tests of the change of what is measured on ties."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from alignment.analysis.base import Context
from alignment.history.change import Change, Tested, Untested, detectable
from alignment.history.matching import Common, Matching
from alignment.language import say
from alignment.model.result import Scope
from alignment.network import Collaboration
from alignment.settings import Settings

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["TIE_MEASURES", "Mixing", "TwoWaves", "of_ties", "two_waves"]

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
# Cells of an array at a time: more would hold much memory.
_CELLS = 4_000_000
# Sums in another order may differ in the last digits; changes that are equal must count as equal.
_EQUAL = 1e-9


@dataclass(frozen=True, eq=False)
class Mixing:
    """How ties fall within and between groups, of many networks at once.

    A tie counts from both its ends, so that `total` is twice the ties; by strength, each report counts once, from who
    reports it to who is named.

    Attributes
    ----------
    inside, total
        Shape (draws,): ties that stay in a group, and all.
    out, into
        Shape (groups, draws): ties that leave from a group, and that arrive in it, those inside included.
    within, pairs
        Pairs of nodes of the same group, and all.
    """

    inside: Numbers
    total: Numbers
    out: Numbers
    into: Numbers
    within: float
    pairs: float


def _ei_index(m: Mixing) -> Numbers:
    return 1 - 2 * m.inside / m.total


def _density(m: Mixing) -> Numbers:
    return m.total / 2 / m.pairs


def _assortativity(m: Mixing) -> Numbers:
    chance = (m.out * m.into).sum(axis=0) / m.total**2
    # One group that holds everything gives a chance of 1, whatever rounding makes of it.
    found: Numbers = np.where(chance < 1 - _EQUAL, (m.inside / m.total - chance) / (1 - chance), np.nan)
    return found


def _modularity(m: Mixing) -> Numbers:
    ends = (m.out + m.into) / 2
    found: Numbers = m.inside / m.total - (ends**2).sum(axis=0) / m.total**2
    return found


def _yules_q(m: Mixing) -> Numbers:
    tied_in, tied_out = m.inside / 2, (m.total - m.inside) / 2
    same = tied_in * (m.pairs - m.within - tied_out)
    opposite = (m.within - tied_in) * tied_out
    return (same - opposite) / (same + opposite)


# What is tested: of each measure, whether it goes by strength, and how it follows from the mixing.
TIE_MEASURES: Mapping[str, tuple[bool, Callable[[Mixing], Numbers]]] = {
    "silos.density": (False, _density),
    "silos.ei_index": (False, _ei_index),
    "silos.ei_index_weighted": (True, _ei_index),
    "silos.assortativity": (False, _assortativity),
    "silos.assortativity_weighted": (True, _assortativity),
    "silos.modularity": (False, _modularity),
    "silos.modularity_weighted": (True, _modularity),
    "silos.yules_q": (False, _yules_q),
}


@dataclass(frozen=True, eq=False)
class TwoWaves:
    """The reports of two waves between the nodes that both have, in the groups of the later one.

    Attributes
    ----------
    labels
        Shape (nodes,): number of the group of each node.
    left, right
        Shape (m,): nodes of each pair that is reported in either wave, left <= right; equal for work within.
    reports
        Shape (2, 2, m): strength by wave and by direction, 0 from left to right, 1 back; 0 where not reported. Without
        direction, and of work within, all stands in the first.
    directed
        Whether ties have a direction: then those of one reporter go together.
    """

    labels: Places
    left: Places
    right: Places
    reports: Numbers
    directed: bool

    @cached_property
    def groups(self) -> int:
        """Number of groups."""
        return int(self.labels.max(initial=-1)) + 1

    @cached_property
    def units(self) -> Places:
        """Shape (2, m): what is exchanged as one, of either direction: the reporter, or the pair itself."""
        if self.directed:
            return np.stack([self.left, self.right])
        pairs = np.arange(len(self.left))
        return np.stack([pairs, pairs])

    @cached_property
    def changing(self) -> Places:
        """Units of which a report differs between the waves, sorted."""
        return np.unique(self.units[self.reports[0] != self.reports[1]])

    def observed(self, wave: int, *, weighted: bool) -> Mixing:
        """Return the mixing of one wave; one draw."""
        return self.exchanged(np.zeros((len(self.changing), 1)), weighted=weighted)[wave]

    def exchanged(self, flags: Numbers, *, weighted: bool) -> tuple[Mixing, Mixing]:
        """Return the mixing of both waves after the waves of some units were exchanged.

        Parameters
        ----------
        flags
            Shape (units that change, draws): 1 where a unit is exchanged, else 0.
        weighted
            By strength instead of by tie.
        """
        earlier, later = self._terms[weighted]
        return self._mixing(earlier.at(flags)), self._mixing(later.at(flags))

    @cached_property
    def _terms(self) -> Mapping[bool, tuple["_Terms", "_Terms"]]:
        return {
            weighted: (self._terms_of(self.reports, weighted), self._terms_of(self.reports[::-1], weighted))
            for weighted in (False, True)
        }

    def _terms_of(self, reports: Numbers, weighted: bool) -> "_Terms":
        """Write the sums of the first of these waves out in terms of what is exchanged with the second.

        Each amount follows from two reports, so that it has four values: as it is, with one report exchanged, with the other,
        with both.
        """
        none, left, right, both = (
            self._amounts(np.stack([reports[there, 0], reports[back, 1]]), weighted)
            for there, back in ((0, 0), (1, 0), (0, 1), (1, 1))
        )
        ends = np.tile(np.searchsorted(self.changing, self.units), 2)
        alone = _placed(left - none, ends[0], len(self.changing)) + _placed(right - none, ends[1], len(self.changing))
        joint = both - left - right + none
        together = np.flatnonzero(joint)
        places = np.zeros(len(joint), dtype=np.int64)
        places[together] = np.arange(len(together))
        return _Terms(
            self._sums @ none,
            self._sums @ alone,
            self._sums @ _placed(joint, places, len(together)),
            ends[0, together],
            ends[1, together],
        )

    def _amounts(self, reports: Numbers, weighted: bool) -> Numbers:
        """Return what each pair adds from left to right, then what it adds back; shape (2 m,)."""
        there, back = reports
        if not weighted:
            there = back = ((reports > 0).any(axis=0) & (self.left != self.right)).astype(float)
        elif not self.directed:
            back = there
        return np.concatenate([there, back])

    @cached_property
    def _sums(self) -> "csr_array":
        """Shape (2 groups + 1, 2 m): which amounts leave from each group, arrive in each, and stay inside."""
        from scipy.sparse import csr_array

        left, right = self.labels[self.left], self.labels[self.right]
        source, target = np.concatenate([left, right]), np.concatenate([right, left])
        inside = np.flatnonzero(source == target)
        every = np.arange(len(source))
        rows = np.concatenate([source, self.groups + target, np.full(len(inside), 2 * self.groups)])
        columns = np.concatenate([every, every, inside])
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=(2 * self.groups + 1, len(source)))

    def _mixing(self, sums: Numbers) -> Mixing:
        out, into, inside = sums[: self.groups], sums[self.groups : -1], sums[-1]
        sizes = np.bincount(self.labels, minlength=self.groups)
        nodes = len(self.labels)
        within = float((sizes * (sizes - 1)).sum()) / 2
        return Mixing(inside, out.sum(axis=0), out, into, within, nodes * (nodes - 1) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class _Terms:
    """Sums as they follow from which units are exchanged: a constant, a part for each unit, and one for pairs of units.

    Shapes (sums,), (sums, units) and (sums, pairs of units); `left` and `right` are the two units of each pair.
    """

    constant: Numbers
    alone: "csr_array"
    joint: "csr_array"
    left: Places
    right: Places

    def at(self, flags: Numbers) -> Numbers:
        """Return the sums where units of flag 1 are exchanged; shape (sums, draws)."""
        found: Numbers = (
            self.constant[:, None] + self.alone @ flags + self.joint @ (flags[self.left] * flags[self.right])
        )
        return found


def _placed(values: Numbers, columns: Places, width: int) -> "csr_array":
    """Shape (values, width): each value in its column; the columns of zeros do not matter."""
    from scipy.sparse import csr_array

    there = np.flatnonzero(values)
    return csr_array((values[there], (there, columns[there])), shape=(len(values), width))


def two_waves(before: Collaboration, after: Collaboration, matching: Matching) -> TwoWaves:
    """Bring the ties of two waves of one level together, over the nodes that both have and whose group the later one knows."""
    group = {matching.after[node]: unit for node, unit in sorted(after.group.items()) if node in matching.after}
    known = {matching.before[node] for node in before.ties if node in matching.before} & set(group)
    place = {name: at for at, name in enumerate(sorted(known))}
    codes = {unit: at for at, unit in enumerate(sorted({group[name] for name in place}))}
    directed = before.directed and after.directed
    strengths: dict[tuple[int, int], Numbers] = {}
    for wave, (view, names) in enumerate(((before, matching.before), (after, matching.after))):
        graph = view.reports if directed else view.ties
        edges = [*graph.edges(data="weight")]
        edges += [] if directed else [(node, node, weight) for node, weight in view.within.items()]
        for source, target, weight in edges:
            one, other = place.get(names.get(source, "")), place.get(names.get(target, ""))
            # Of people a tie with themselves means nothing; of departments it is work within.
            if one is None or other is None or (one == other and view.level == "person"):
                continue
            pair = min(one, other), max(one, other)
            backwards = int(directed and one > other)
            strengths.setdefault(pair, np.zeros((2, 2)))[wave, backwards] += weight
    pairs = sorted(strengths)
    ends = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    reports = np.stack([strengths[one] for one in pairs], axis=-1) if pairs else np.zeros((2, 2, 0))
    labels = np.array([codes[group[name]] for name in place], dtype=np.int64)
    return TwoWaves(labels, ends[:, 0], ends[:, 1], reports, directed)


def of_ties(before: Context, after: Context, common: Common, settings: Settings) -> tuple[Tested, ...]:
    """Test the change of every measure of ties, each with the same draws.

    Where ties have a direction, the reports of each reporter are exchanged between the waves, all of one together: somebody
    who names fewer colleagues this time changes many pairs at once, and pairs taken one by one would count that as many
    changes. Without direction, pairs are exchanged one by one. The interval holds the changes that the same test would not refuse.

    The vertex bootstrap is no way to this interval: it draws people as if the company were a sample of another, and where pairs
    change one by one its variance is about three times as large as theirs.

    References
    ----------
    .. [1] Good, P. (2005). Permutation, Parametric, and Bootstrap Tests of Hypotheses (3rd ed.). Springer.
    .. [2] Snijders, T. A. B., & Borgatti, S. P. (1999). Non-parametric standard errors and tests for network statistics.
       Connections, 22(2), 161-170. On the vertex bootstrap.
    """
    level = after.collaboration.level
    why = _obstacle(before, after)
    matching = common.people if level == "person" else common.departments
    waves = None if why else two_waves(before.collaboration, after.collaboration, matching)
    if waves is not None and (waves.groups < 2 or not waves.reports.any(axis=(1, 2)).all()):
        why = say("between those that both waves have, in two groups or more, not both have a tie")
    if waves is None or why:
        return tuple(Untested(ident, Scope(), why) for ident in TIE_MEASURES)
    drawn, exact = _permuted(waves, settings)
    one_sided = before.collaboration.weighted != after.collaboration.weighted
    found: list[Tested] = []
    for ident, (weighted, _) in TIE_MEASURES.items():
        if weighted and one_sided:
            found.append(Untested(ident, Scope(), say("only one of the waves tells how strong ties are")))
        else:
            change = _change(waves, ident, drawn[ident], exact, settings)
            found.append(
                change or Untested(ident, Scope(), say("in one of the waves it has no value over what both have"))
            )
    return tuple(found)


def _obstacle(before: Context, after: Context) -> str:
    if not (before.organisation.has("collaboration") and after.organisation.has("collaboration")):
        return say("only one of the waves has collaboration data")
    if before.collaboration.level != after.collaboration.level:
        return say("one wave has ties between people and the other between departments")
    return ""


def _change(waves: TwoWaves, ident: str, drawn: Numbers, exact: bool, settings: Settings) -> Change | None:
    weighted, figure = TIE_MEASURES[ident]
    with np.errstate(all="ignore"):
        was, now = (float(figure(waves.observed(wave, weighted=weighted))[0]) for wave in (0, 1))
    if not (np.isfinite(was) and np.isfinite(now)):
        return None
    # A draw without a value counts against the change.
    reached = int((~(np.abs(drawn) < abs(now - was) - _EQUAL)).sum())
    p = reached / len(drawn) if exact else (reached + 1) / (len(drawn) + 1)
    changing = len(waves.changing)
    smallest = min(1.0, 2.0 ** (1 - changing))
    # How far chance moves the figure, to either side of what was found: outside lies what the test would refuse.
    half = float(np.quantile(np.abs(drawn), 1 - settings.significance, method="higher"))
    spread = float(np.sqrt(np.mean(drawn**2)))
    return Change(
        ident, Scope(), was, now, "reporters" if waves.directed else "pairs",
        cases=len(waves.labels) if waves.directed else len(waves.left), changed=changing,
        p=p, least_p=smallest if exact else max(smallest, 1 / (len(drawn) + 1)),
        low=now - was - half if np.isfinite(half) else None, high=now - was + half if np.isfinite(half) else None,
        least=detectable(spread, settings.significance), draws=0 if exact else len(drawn),
    )  # fmt: skip


def _permuted(waves: TwoWaves, settings: Settings) -> tuple[dict[str, Numbers], bool]:
    """Return the change of each measure in every exchange, and whether these are all there are."""
    units = len(waves.changing)
    exact = 2**units <= settings.permutations
    found: dict[str, list[Numbers]] = {ident: [] for ident in TIE_MEASURES}
    for flags in _exchanges(waves, settings, exact=exact):
        for by_strength in (False, True):
            first, second = waves.exchanged(flags, weighted=by_strength)
            with np.errstate(all="ignore"):
                for ident, (weighted, figure) in TIE_MEASURES.items():
                    if weighted == by_strength:
                        found[ident].append(figure(second) - figure(first))
    return {ident: np.concatenate(changes) for ident, changes in found.items()}, exact


def _exchanges(waves: TwoWaves, settings: Settings, *, exact: bool) -> Iterator[Numbers]:
    """Yield which units are exchanged, some draws at a time: in every way there is, or drawn with even chances."""
    units, generator = len(waves.changing), np.random.default_rng(settings.seed)
    draws = 2**units if exact else settings.permutations
    step = max(1, _CELLS // max(1, units, 2 * waves.groups))
    for start in range(0, draws, step):
        end = min(start + step, draws)
        if exact:
            yield (np.arange(start, end) >> np.arange(units)[:, None] & 1).astype(float)
        else:
            yield generator.integers(2, size=(end - start, units), dtype=np.int8).T.astype(float)
