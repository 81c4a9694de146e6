"""What joins the parts of the company, and does it hang by a thread? Components, cut points, and who stands between."""

from collections.abc import Iterator
from typing import Literal

from alignment.analysis import bridges_rules, connection
from alignment.analysis.base import (
    Context,
    Limits,
    Reading,
    declared_measures,
    measure,
    not_applicable,
    not_measured,
    reading,
)
from alignment.analysis.connection import articulation_points, bridge_ties, isolates, single_threads
from alignment.analysis.literature import BORGATTI, BRANDES, FREEMAN, HOPCROFT, WASSERMAN
from alignment.analysis.parts import nouns, plural
from alignment.analysis.wording import counted
from alignment.model.result import Scope

__all__ = ["MEASURES", "RULES", "articulation_points", "bridge_ties", "isolates", "single_threads"]

_NEEDS = ("collaboration",)


def _obstacle(context: Context) -> Reading | None:
    """Why nothing can be said of connection, if so."""
    node = plural(nouns(context)[0])
    ties = context.collaboration.ties
    if not ties.number_of_edges():
        return not_measured(f"no tie between two {node} is recorded")
    return not_applicable(f"fewer than three {node}") if len(ties) < 3 else None


def _figure(context: Context, value: float, note: str = "") -> Iterator[Reading]:
    yield _obstacle(context) or reading(value, note=note)


@measure(
    "bridges.fragmentation",
    "Fragmentation of the network",
    formula="F = 1 − Σ s_c(s_c−1) / (N(N−1)) over components",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="The chance that two people, or departments, cannot reach one another even through others. 0: all can.",
    limits=Limits(
        0.0, 0.05, 0.2, 0.5,
        "our choice: 0.05 is one of forty cut off, 0.2 about one in ten, 0.5 a company in two halves",
    ),
    headline=1.0,
    scored_as="bridges",
)  # fmt: skip
def fragmentation(context: Context) -> Iterator[Reading]:
    """Share of pairs that no path joins."""
    value = connection.fragmentation(context.collaboration.ties)
    yield from _figure(context, 0.0 if value is None else value)


@measure(
    "bridges.articulation_points",
    "Articulation points",
    formula="number of nodes whose removal splits a component of U",
    unit="count",
    direction="lower",
    range=(0, None),
    needs=_NEEDS,
    source=HOPCROFT,
    reading="Places where one absence cuts others off. The findings name them.",
)
def articulation_count(context: Context) -> Iterator[Reading]:
    """Count the nodes on which others hang."""
    yield from _figure(context, len(articulation_points(context.collaboration)))


@measure(
    "bridges.articulation_share",
    "Share of articulation points",
    formula="articulation points / N",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{HOPCROFT} The share is ours.",
    reading="How common it is that a connection hangs on one place.",
    limits=Limits(
        0.0, 0.05, 0.15, 0.3,
        "our choice: one in twenty can be backed up one by one; above one in seven it is how the company is built",
    ),
    headline=1.0,
    scored_as="bridges",
)  # fmt: skip
def articulation_share(context: Context) -> Iterator[Reading]:
    """Share of nodes on which others hang."""
    number, nodes = len(articulation_points(context.collaboration)), len(context.collaboration.ties)
    yield from _figure(context, number / max(nodes, 1), f"{number} of {nodes}")


@measure(
    "bridges.fragmentation_growth",
    "Growth of fragmentation without this place",
    formula="F of the network without the node − F; of articulation points only",
    unit="share",
    direction="lower",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{BORGATTI} {HOPCROFT}",
    reading="How much harder others would find it to reach one another if this place fell out: 0.1 is one pair in ten. "
    "A place on which hardly anyone hangs may even lower it, for it takes its own cut-off pairs with it.",
)  # fmt: skip
def fragmentation_growth(context: Context) -> Iterator[Reading]:
    """Growth of F on removal of each articulation point."""
    view = context.collaboration
    why = _obstacle(context)
    points = () if why else articulation_points(view)
    if why or not points:
        yield why or not_applicable("nobody's contacts hang on one place")
        return
    kind: Literal["person", "department"] = "person" if view.level == "person" else "department"
    for node, growth in connection.fragmentation_growth(view, points).items():
        yield reading(growth, Scope(kind, node))


@measure(
    "bridges.bridge_ties",
    "Bridge ties",
    formula="number of ties whose removal splits a component of U",
    unit="count",
    direction="lower",
    range=(0, None),
    needs=_NEEDS,
    source=HOPCROFT,
    reading="Single contacts that nothing backs up; those of somebody with one contact only are among them.",
)
def bridge_count(context: Context) -> Iterator[Reading]:
    """Count the ties that alone hold two parts together."""
    yield from _figure(context, len(bridge_ties(context.collaboration)))


@measure(
    "bridges.isolates",
    "Without any tie",
    formula="number of nodes of degree 0",
    unit="count",
    direction="lower",
    range=(0, None),
    needs=_NEEDS,
    source=WASSERMAN,
    reading="People, or departments, that are listed and in no tie. Who was not asked looks the same.",
)
def isolate_count(context: Context) -> Iterator[Reading]:
    """Count the nodes without a tie."""
    view = context.collaboration
    yield from _figure(context, len(isolates(view)), f"of {counted(len(view.ties), *_both(context))}")


def _both(context: Context) -> tuple[str, str]:
    noun = nouns(context)[0]
    return noun, plural(noun)


@measure(
    "bridges.betweenness",
    "Betweenness",
    formula="Σ over pairs of the share of shortest paths through the node, over (N−1)(N−2)/2; a tie has length 1/w",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{FREEMAN} {BRANDES}",
    reading="How much traffic between others would pass here if it took the strongest paths. High is a place of "
    "influence and a bottleneck at once. With many people silent, ranks mislead.",
)
def betweenness(context: Context) -> Iterator[Reading]:
    """Betweenness of every node."""
    view = context.collaboration
    why = _obstacle(context)
    if why is None and len(view.ties) > connection.MOST_NODES:
        why = not_measured(
            f"more than {connection.MOST_NODES:,} {plural(nouns(context)[0])}: exact figures would take too long, "
            "and nobody is ranked from a sample"
        )
    if why:
        yield why
        return
    for node, value in (connection.betweenness(view) or {}).items():
        yield reading(value, Scope("person" if view.level == "person" else "department", node))


@measure(
    "bridges.single_threads",
    "Groups joined by a single thread",
    formula="pairs of groups joined by one tie, or by ties of one person (department) only",
    unit="count",
    direction="lower",
    range=(0, None),
    needs=_NEEDS,
    source="our definition",
    reading="For the company, how many such pairs; for a pair, the number of ties that all hang on one place.",
)
def single_thread_count(context: Context) -> Iterator[Reading]:
    """Count the pairs that hang on one tie or one node, then yield each."""
    why = _obstacle(context) or _no_groups(context)
    if why:
        yield why
        return
    view = context.collaboration
    joined = connection.joined_groups(view)
    if not joined:
        yield not_applicable(f"no two {plural(nouns(context)[1])} have a tie")
        return
    found = single_threads(view)
    yield reading(len(found), note=f"of {counted(len(joined), 'pair')} with a tie")
    for pair, ties in found.items():
        whose = "person" if view.level == "person" else "department"
        note = "one tie" if len(ties) == 1 else f"{len(ties)} ties, all of one {whose}"
        yield reading(len(ties), Scope("pair", pair), note)


@measure(
    "bridges.single_thread_share",
    "Share of group pairs joined by a single thread",
    formula="single threads / pairs of groups that have a tie",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source="our definition",
    reading="How much of the contact between departments would end with one absence.",
    limits=Limits(
        0.1, 0.3, 0.5, 0.8,
        "our choice: most departments need no broad contact with most others, so a third of thin ones is normal",
    ),
    headline=0.5,
    scored_as="bridges",
)  # fmt: skip
def single_thread_share(context: Context) -> Iterator[Reading]:
    """Share of joined pairs that hang on one tie or one node."""
    why = _obstacle(context) or _no_groups(context)
    view = context.collaboration
    joined = connection.joined_groups(view)
    if why is None and not joined:
        why = not_applicable(f"no two {plural(nouns(context)[1])} have a tie")
    number = len(single_threads(view))
    yield why or reading(number / len(joined), note=f"{number} of {len(joined)}")


def _no_groups(context: Context) -> Reading | None:
    """Why there are no groups that one thread could join, if so."""
    node, group = nouns(context)
    groups = list(context.collaboration.group.values())
    if not groups:
        return not_measured(f"no {group} is known for anybody who collaborates")
    if len(set(groups)) == 1:
        return not_applicable(f"there is only one {group}")
    if len(set(groups)) == len(groups):
        return not_applicable(f"no {group} holds two or more {plural(node)}")
    return None


MEASURES = declared_measures(globals())
RULES = bridges_rules.RULES
