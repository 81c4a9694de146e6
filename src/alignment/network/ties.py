"""Who works with whom? The ties between people or departments as graphs, and the rows behind them."""

from collections.abc import Container, ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.model.organisation import Cell, Organisation, Tie

__all__ = [
    "Collaboration",
    "Growth",
    "Loss",
    "collaboration",
    "grown",
    "growth",
    "loss",
    "shrunk",
    "strength",
    "tie_cells",
    "tie_rows",
    "tie_rows_with",
    "with_further",
]

_GROWTH = "grown from"
_LOSS = "left of"

_Rows = Mapping[tuple[str, str], tuple[Tie, ...]]
_Places = NDArray[np.int64]
_Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Collaboration:
    """Who works with whom, as graphs over the same sorted nodes (ids of people, or of departments).

    Attributes
    ----------
    level
        "person" or "department": what the nodes are.
    directed
        Whether each side reported for itself: then weights of both reports are added.
    reports
        DiGraph of the ties as reported, attribute `weight` (1 where no strength is given), self-loops kept.
        Several rows for one ordered pair are summed.
    ties
        U: simple undirected Graph without self-loops, every listed node of the level included; `weight` is the
        weighted undirected tie (W + Wᵀ when directed, W when not).
    within
        Self weight of each node: work inside a department (department level only; empty else).
    group
        Group of every node: its department (or division), or its top-level unit. Nodes without one are absent.
    weighted
        Whether any strength was given.
    named
        Nodes that a row names, also one that says there is no tie.
    """

    level: str
    directed: bool
    reports: "nx.DiGraph[str]"
    ties: "nx.Graph[str]"
    within: Mapping[str, float]
    group: Mapping[str, str]
    weighted: bool
    named: frozenset[str]


def collaboration(organisation: Organisation, group_by: str = "department") -> Collaboration:
    """Ties between people or departments, whichever the rows name (`Organisation.tie_level`).

    Parameters
    ----------
    organisation
        The company. Rows of strength 0 (or less) are no tie; rows without strength count 1.
    group_by
        "department", or "division" for the top-level unit, as the group of people. The group of a department is
        always its top-level unit.

    Returns
    -------
    Collaboration
        Nodes are all listed people, or all listed departments, and whoever a tie names beside them. A listed
        department that has departments below it and stands in no tie only groups others (a division), so it is no
        node: it would count as an isolate that nobody could ever reach. In an undirected list a pair may stand in
        both orders (a full symmetric matrix); of each kind it is one tie, of the larger of the two weights.
    """
    level = organisation.tie_level
    rows = _added_up(organisation.ties)
    reported = _summed(rows)
    named = _named(organisation)
    nodes = sorted(named | _listed(organisation, level, named))

    reports: nx.DiGraph[str] = nx.DiGraph()
    _fill(reports, nodes, reported.items())
    ties: nx.Graph[str] = nx.Graph()
    _fill(ties, nodes, _summed(_undirected(rows, organisation.ties_directed)).items())
    inside = ((source, weight) for (source, target), weight in reported.items() if source == target)
    return Collaboration(
        level=level,
        directed=organisation.ties_directed,
        reports=reports,
        ties=ties,
        within=dict(inside) if level == "department" else {},
        group=_groups(organisation, nodes, group_by),
        weighted=any(row.strength is not None for row in organisation.ties),
        named=named,
    )


def _named(organisation: Organisation) -> frozenset[str]:
    return frozenset(end for row in organisation.ties for end in (row.source, row.target))


@dataclass(frozen=True, slots=True)
class Growth:
    """From which graph another was made, and the ties that it has beside those: (source, target) → weight."""

    before: "nx.Graph[str]"
    further: Mapping[tuple[str, str], float]


def growth(graph: "nx.Graph[str]") -> Growth | None:
    """Return how a graph was made from another by `grown`; None where it was not."""
    found: Growth | None = graph.graph.get(_GROWTH)
    return found


def grown(view: Collaboration, further: Sequence[Tie]) -> Collaboration | None:
    """Return the collaboration with further ties between pairs of nodes that had none, as if it were made anew.

    It costs what the ties of those nodes do and not what all ties do, and shares all else with the one before. None
    where a tie names a node that is not there, or a pair that has a tie already, or one and the same node.
    """
    for row in further:
        if row.source == row.target or not view.ties.has_node(row.source) or not view.ties.has_node(row.target):
            return None
        if view.ties.has_edge(row.source, row.target) or strength(row) <= 0:
            return None
    rows = _added_up(further)
    return replace(
        view,
        reports=with_further(view.reports, dict(_summed(rows).items())),
        ties=with_further(view.ties, dict(_summed(_undirected(rows, view.directed)).items())),
        weighted=view.weighted or any(row.strength is not None for row in further),
        named=view.named.union(end for row in further for end in (row.source, row.target)),
    )


def with_further(graph: "nx.Graph[str]", further: Mapping[tuple[str, str], float]) -> "nx.Graph[str]":
    """Return a graph with further ties, which shares with the one before all but the neighbours of their ends."""
    new = graph.__class__()
    new.graph[_GROWTH] = Growth(graph, further)
    # NetworkX has no graph that shares a part with another; what it keeps its neighbours in is there for subclasses.
    new._node.update(graph._node)
    sides = (
        [(new._succ, graph._succ, 0), (new._pred, graph._pred, 1)]
        if graph.is_directed()
        else [(new._adj, graph._adj, 0)]
    )
    both_ways = {pair: {"weight": weight} for pair, weight in further.items()}
    if not graph.is_directed():
        both_ways |= {pair[::-1]: tie for pair, tie in both_ways.items()}
    for side, before, own in sides:
        side.update(before)
        for end in {pair[own] for pair in both_ways}:
            known = {pair[1 - own]: tie for pair, tie in both_ways.items() if pair[own] == end}
            # In the order in which all ties would have been added.
            side[end] = dict(sorted({**before[end], **known}.items()))
    return new


@dataclass(frozen=True, slots=True)
class Loss:
    """Of which graph another is what is left, and the nodes that it does not have."""

    before: "nx.Graph[str]"
    gone: frozenset[str]


def loss(graph: "nx.Graph[str]") -> Loss | None:
    """Return of what a graph was made by `shrunk`; None where it was not."""
    found: Loss | None = graph.graph.get(_LOSS)
    return found


def shrunk(view: Collaboration, organisation: Organisation, group_by: str = "department") -> Collaboration:
    """Return the collaboration of a company from which some people are gone with all their ties, as if it were made anew.

    Parameters
    ----------
    view
        The ties between people of the company as it was, grouped as `group_by` says.
    organisation
        The company that is left: its people and ties are some of those before, and nothing else about them has changed.
    group_by
        As in `collaboration`.
    """
    named = _named(organisation)
    nodes = {one.id for one in organisation.people if one.listed} | named
    gone = frozenset(one for one in view.ties if one not in nodes)
    kept = [one for one in view.ties if one not in gone]
    return replace(
        view,
        reports=_left(view.reports, gone),
        ties=_left(view.ties, gone),
        within={node: weight for node, weight in view.within.items() if node not in gone},
        group=_groups(organisation, kept, group_by),
        weighted=view.weighted and any(row.strength is not None for row in organisation.ties),
        named=named,
    )


def _left(graph: "nx.Graph[str]", gone: frozenset[str]) -> "nx.Graph[str]":
    """Return a graph without some nodes, which shares with the one before all but the neighbours of those."""
    new = graph.__class__()
    new.graph[_LOSS] = Loss(graph, gone)
    new._node.update((node, known) for node, known in graph._node.items() if node not in gone)
    sides = (
        [(new._succ, graph._succ, graph._pred), (new._pred, graph._pred, graph._succ)]
        if graph.is_directed()
        else [(new._adj, graph._adj, graph._adj)]
    )
    for side, before, behind in sides:
        touched = {node for one in gone for node in behind[one]}
        for node, ties in before.items():
            if node not in gone:
                left = {end: tie for end, tie in ties.items() if end not in gone} if node in touched else ties
                side[node] = left
    return new


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Pairs of nodes with a weight for each kind of tie, as arrays: of millions, dictionaries would take gigabytes.

    Attributes
    ----------
    names
        Sorted: what `source` and `target` are places in.
    source, target, kind
        Shape (m,): each pair and kind stands once, sorted by source, target and kind.
    weight
        Shape (m,).
    """

    names: Sequence[str]
    source: _Places
    target: _Places
    kind: _Places
    weight: _Numbers

    def items(self) -> Iterator[tuple[tuple[str, str], float]]:
        """Yield every pair with its weight, sorted."""
        name = self.names.__getitem__
        ends = zip(map(name, self.source.tolist()), map(name, self.target.tolist()), strict=True)
        return zip(ends, self.weight.tolist(), strict=True)

    def together(self, *, most: bool = False) -> "_Pairs":
        """Return each pair and kind once: with its weights added up in the order in which they stand, or the most of them."""
        order = np.lexsort((self.kind, self.target, self.source))
        source, target, kind = self.source[order], self.target[order], self.kind[order]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1]) | (kind[1:] != kind[:-1])
        number, weight = int(np.count_nonzero(first)), self.weight[order]
        total: _Numbers = np.zeros(number)
        # One after the other, as they stand: another order would move the last digit of a sum.
        (np.maximum if most else np.add).at(total, np.cumsum(first) - 1, weight)
        return _Pairs(self.names, source[first], target[first], kind[first], total)


def _placed(rows: Sequence[Tie]) -> tuple[dict[str, int], _Places, _Places]:
    """Return the ends of these rows, sorted, with their places; and the places of sources and of targets."""
    place = {name: at for at, name in enumerate(sorted({end for row in rows for end in (row.source, row.target)}))}
    return (
        place,
        np.fromiter((place[row.source] for row in rows), np.int64, len(rows)),
        np.fromiter((place[row.target] for row in rows), np.int64, len(rows)),
    )


def _added_up(ties: Sequence[Tie]) -> _Pairs:
    """Return the rows that are a tie, those of one pair and kind added up in the order of the workbook."""
    rows = [row for row in ties if strength(row) > 0]
    place, source, target = _placed(rows)
    spelled = {kind: kind.casefold() for kind in {row.kind for row in rows}}
    ordered = {kind: at for at, kind in enumerate(sorted(set(spelled.values())))}
    kinds = {kind: ordered[text] for kind, text in spelled.items()}
    kind = np.fromiter((kinds[row.kind] for row in rows), np.int64, len(rows))
    weight = np.fromiter(map(strength, rows), np.float64, len(rows))
    return _Pairs(tuple(place), source, target, kind, weight).together()


def _summed(pairs: _Pairs) -> _Pairs:
    """Add up the kinds of each pair, sorted as they are, always in the same order, so that the last digit never moves."""
    return replace(pairs, kind=np.zeros_like(pairs.kind)).together()


def _fill(graph: "nx.Graph[str]", nodes: Iterable[str], pairs: Iterable[tuple[tuple[str, str], float]]) -> None:
    """Add nodes, and ties with their weight. Ties of one weight share their attributes, which nobody changes.

    NetworkX would make a dictionary for each of them: of millions of ties, a gigabyte.
    """
    graph.add_nodes_from(nodes)
    ahead, back = (graph._succ, graph._pred) if graph.is_directed() else (graph._adj, graph._adj)
    shared: dict[float, dict[str, float]] = {}
    for (source, target), weight in pairs:
        tie = shared.get(weight) or shared.setdefault(weight, {"weight": weight})
        ahead[source][target] = back[target][source] = tie


def strength(row: Tie) -> float:
    """Return the strength of a tie: 1 where none is given."""
    return 1.0 if row.strength is None else row.strength


def _listed(organisation: Organisation, level: str, named: Container[str]) -> set[str]:
    if level == "person":
        return {one.id for one in organisation.people if one.listed}
    grouping = {one.parent for one in organisation.departments}
    return {one.id for one in organisation.departments if one.listed and (one.id not in grouping or one.id in named)}


def _groups(organisation: Organisation, nodes: Iterable[str], group_by: str) -> dict[str, str]:
    if organisation.tie_level == "department":
        return {node: organisation.top_unit(node) for node in nodes}
    units = {node: organisation.person[node].department for node in nodes if node in organisation.person}
    known = {node: unit for node, unit in units.items() if unit is not None}
    if group_by == "division":
        return {node: organisation.top_unit(unit) for node, unit in known.items()}
    return known


def _undirected(pairs: _Pairs, directed: bool) -> _Pairs:
    """Weight of every unordered pair (sorted) of different nodes by kind: both reports added, or the one undirected tie."""
    # Without direction the order of the two names means nothing: a kind of tie written in both orders is one tie,
    # and several kinds add up in whatever order each is written.
    apart = pairs.source != pairs.target
    source, target = pairs.source[apart], pairs.target[apart]
    low, high = np.minimum(source, target), np.maximum(source, target)
    return _Pairs(pairs.names, low, high, pairs.kind[apart], pairs.weight[apart]).together(most=not directed)


def tie_rows(organisation: Organisation) -> _Rows:
    """Rows of collaboration behind every tie, by sorted pair of nodes, in the order of the workbook.

    Rows of strength 0 are no tie; a pair of a node with itself is work within.
    """
    return _TieRows(organisation.ties)


class _TieRows(Mapping[tuple[str, str], tuple[Tie, ...]]):
    """Rows behind ties, found by the places of their ends: of millions, a dictionary of tuples would take gigabytes."""

    def __init__(self, ties: Sequence[Tie]) -> None:
        rows = [row for row in ties if strength(row) > 0]
        self._place, source, target = _placed(rows)
        self._names = tuple(self._place)
        pairs = np.minimum(source, target) * len(self._names) + np.maximum(source, target)
        order = np.argsort(pairs, kind="stable")
        self._pairs, first = np.unique(pairs[order], return_index=True)
        self._bounds = np.append(first, len(rows))
        self._rows = [rows[at] for at in order.tolist()]

    def __getitem__(self, pair: tuple[str, str]) -> tuple[Tie, ...]:
        first, second = (self._place[end] for end in pair)
        wanted = first * len(self._names) + second
        at = int(np.searchsorted(self._pairs, wanted))
        if at == len(self._pairs) or self._pairs[at] != wanted:
            raise KeyError(pair)
        return tuple(self._rows[self._bounds[at] : self._bounds[at + 1]])

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for pair in self._pairs.tolist():
            first, second = divmod(pair, len(self._names))
            yield self._names[first], self._names[second]

    def __len__(self) -> int:
        return len(self._pairs)

    def items(self) -> ItemsView[tuple[str, str], tuple[Tie, ...]]:
        """Return every pair with its rows; one after the other, none of them is looked up."""
        return _RowsOfAll(self)

    def in_order(self) -> Iterator[tuple[tuple[str, str], tuple[Tie, ...]]]:
        """Yield every pair with its rows."""
        for pair, (start, end) in zip(self, pairwise(self._bounds.tolist()), strict=True):
            yield pair, tuple(self._rows[start:end])


class _RowsOfAll(ItemsView[tuple[str, str], tuple[Tie, ...]]):
    """What `_TieRows` holds, read from its beginning to its end."""

    _mapping: _TieRows

    def __iter__(self) -> Iterator[tuple[tuple[str, str], tuple[Tie, ...]]]:
        return self._mapping.in_order()


class _MoreRows(Mapping[tuple[str, str], tuple[Tie, ...]]):
    """Rows behind ties, those of `more` in the place of those in `rows`: of millions only what is new is held twice."""

    def __init__(self, rows: _Rows, more: _Rows) -> None:
        self.rows, self.more = rows, more
        self._new = sorted(pair for pair in more if pair not in rows)

    def __getitem__(self, pair: tuple[str, str]) -> tuple[Tie, ...]:
        return self.more[pair] if pair in self.more else self.rows[pair]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return merge(self.rows, self._new)

    def __len__(self) -> int:
        return len(self.rows) + len(self._new)


def tie_rows_with(rows: _Rows, further: Sequence[Tie]) -> _Rows:
    """Return the rows behind every tie where further rows stand below those there were, as `tie_rows` gives them."""
    known, more = (rows.rows, dict(rows.more)) if isinstance(rows, _MoreRows) else (rows, {})
    for row in further:
        if strength(row) > 0:
            first, second = sorted((row.source, row.target))
            more[first, second] = (*more.get((first, second), known.get((first, second), ())), row)
    return _MoreRows(known, more)


def tie_cells(rows: Iterable[Tie], most: int = 12) -> tuple[Cell, ...]:
    """One cell a row of collaboration, as evidence: the crossing in a matrix, the first column in a list.

    Sorted as they stand on their sheets; no more than `most`, the first ones.
    """
    cells = {row.cell("strength" if "to" in row.origin.table.header_rows else "from") for row in rows}
    return tuple(sorted(cells)[:most])
