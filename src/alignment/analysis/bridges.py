"""What joins the parts of the company, and does it hang by a thread? Components, cut points, and who stands between."""

from collections import Counter
from collections.abc import Iterator

from alignment.analysis import bridges_rules, brokers, brokers_rules, connection, dispersal, groups, losses
from alignment.analysis.base import (
    AS_SHARE,
    Context,
    Limits,
    Reading,
    Rule,
    all_waived,
    declared_measures,
    measure,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.connection import articulation_points, bridge_ties, isolates, single_threads
from alignment.analysis.literature import BORGATTI, BRANDES, COCHRAN, FREEMAN, HOPCROFT, WASSERMAN
from alignment.analysis.parts import SMALLEST_GROUP, nouns
from alignment.analysis.places import (
    NO_GROUPS,
    NO_NETWORK,
    is_person,
    no_groups,
    no_network,
    place_scope,
    too_much_work,
)
from alignment.language import figure_text, later, number_text, say
from alignment.model.result import Scope
from alignment.wording import counted, plural, singular

__all__ = ["MEASURES", "RULES", "articulation_points", "bridge_ties", "isolates", "single_threads"]

_NEEDS = ("collaboration",)
_NO_TIE_BETWEEN = later("no two {groups} have a tie")


def _figure(context: Context, value: float, note: str = "", left: int = 0) -> Iterator[Reading]:
    yield no_network(context) or without_waived(reading(value, note=note), left, nouns(context)[0])


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
    undefined=NO_NETWORK,
    differs="UCINET follows the direction of ties: of Campnet it prints 0.327; on U all can reach all, and F is 0.",
    limits=Limits(
        0.0, 0.05, 0.2, 0.5,
        "our choice: 0.05 is one of forty cut off, 0.2 about one in ten, 0.5 a company in two halves",
    ),
    headline=1.0,
    scored_as="bridges",
    survives=AS_SHARE,
)  # fmt: skip
def fragmentation(context: Context) -> Iterator[Reading]:
    """Share of pairs that no path joins."""
    value = connection.fragmentation(context.collaboration.ties)
    yield from _figure(context, 0.0 if value is None else value)


@measure(
    "bridges.distance_fragmentation",
    "Distance fragmentation of the network",
    formula="DF = 1 − Σ_{i≠j} 1/d_ij / (N(N−1)) on U, d in hops, 1/∞ = 0",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="How much of the reach is lost to distance: 0 where all have a tie with all, 0.5 where the average pair is "
    "two steps apart, 1 where nobody has a tie. It grows with the company, so compare only with itself.",
    undefined=f"{NO_NETWORK}, or more than {dispersal.MOST_NODES:,} people",
    differs="UCINET's breadth follows the direction of ties: it is bridges.distance_fragmentation_directed.",
    survives=AS_SHARE,
)
def distance_fragmentation(context: Context) -> Iterator[Reading]:
    """Share of closeness that distance takes away, on U."""
    yield from _distance(context, directed=False)


@measure(
    "bridges.distance_fragmentation_directed",
    "Distance fragmentation, as reported",
    formula="DF over ordered pairs, along the ties from whoever named the other",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="The same where a contact helps only whoever named it. Far above the undirected figure, many ties are "
    "named by one side only.",
    undefined=f"{NO_NETWORK}, or more than {dispersal.MOST_NODES:,} people, or ties without direction",
)
def distance_fragmentation_directed(context: Context) -> Iterator[Reading]:
    """Share of closeness that distance takes away, along the ties as reported."""
    yield from _distance(context, directed=True)


def _distance(context: Context, *, directed: bool) -> Iterator[Reading]:
    view = context.collaboration
    why = no_network(context)
    if why is None and directed and not view.directed:
        why = not_applicable(say("each tie is recorded once, without direction"))
    if why is None and len(view.ties) > dispersal.MOST_NODES:
        why = too_much_work(context, later("the distances of all pairs"))
    yield why or reading(dispersal.distance_fragmentation(view, directed) or 0.0)


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
    undefined=NO_NETWORK,
    counts=(bridges_rules.hangs_on_one,),
)
def articulation_count(context: Context) -> Iterator[Reading]:
    """Count the nodes on which others hang."""
    points, left = _points(context, articulation_count.counts)
    yield from _figure(context, points, left=left)


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
    undefined=NO_NETWORK,
    limits=Limits(
        0.0, 0.05, 0.15, 0.3,
        "our choice: one in twenty can be backed up one by one; above one in seven it is how the company is built",
    ),
    headline=1.0,
    scored_as="bridges",
    survives=AS_SHARE,
    counts=(bridges_rules.hangs_on_one,),
)  # fmt: skip
def articulation_share(context: Context) -> Iterator[Reading]:
    """Share of nodes on which others hang."""
    number, left = _points(context, articulation_share.counts)
    nodes = len(context.collaboration.ties) - left
    note = say("{part} of {whole}", part=number_text(number), whole=number_text(nodes))
    yield from _figure(context, number / max(nodes, 1), note, left)


def _points(context: Context, counts: tuple[Rule, ...]) -> tuple[int, int]:
    """Return the number of articulation points, and of those that are waived and left out."""
    waived = context.waived(counts)
    left = sum(place_scope(context, node) in waived for node in context.articulation_points)
    return len(context.articulation_points) - left, left


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
    undefined=f"{NO_NETWORK}, or nobody's contacts hang on one place",
)  # fmt: skip
def fragmentation_growth(context: Context) -> Iterator[Reading]:
    """Growth of F on removal of each articulation point."""
    view = context.collaboration
    why = no_network(context)
    points = {} if why else context.joints.points
    if why or not points:
        yield why or not_applicable(say("nobody's contacts hang on one place"))
        return
    for node, growth in connection.fragmentation_growth(view, points, points).items():
        yield reading(growth, place_scope(context, node))


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
    undefined=NO_NETWORK,
    counts=(bridges_rules.one_tie,),
)
def bridge_count(context: Context) -> Iterator[Reading]:
    """Count the ties that alone hold two parts together."""
    waived, ties = context.waived(bridge_count.counts), context.joints.ties
    kept = sum(Scope("pair", tie) not in waived for tie in ties)
    yield no_network(context) or without_waived(reading(kept), len(ties) - kept, "tie")


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
    undefined=NO_NETWORK,
    counts=(bridges_rules.nobody,),
)
def isolate_count(context: Context) -> Iterator[Reading]:
    """Count the nodes without a tie."""
    view, waived = context.collaboration, context.waived(isolate_count.counts)
    left = {node for node in view.ties if Scope("department", _department(context, node)) in waived}
    if left and len(left) == len(view.ties):
        yield all_waived()
        return
    note = say("of {whole}", whole=counted(len(view.ties) - len(left), nouns(context)[0]))
    yield from _figure(context, sum(node not in left for node in isolates(view)), note, len(left))


def _department(context: Context, node: str) -> str | None:
    if not is_person(context):
        return node
    person = context.organisation.person.get(node)
    return person.department if person else None


@measure(
    "bridges.betweenness",
    "Betweenness",
    formula="Σ over pairs of the share of shortest paths through the node, over (N−1)(N−2)/2; a tie has length 1/w. "
    f"Above {connection.MOST_NODES:,} people, of each group: its people's share of all stops between the ends of shortest "
    f"paths, from {connection.SAMPLED_SOURCES} people drawn at random",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{FREEMAN} {BRANDES} The interval is that of a ratio of sampled totals: {COCHRAN}",
    reading="How much traffic between others would pass here if it took the strongest paths. High is a place of "
    "influence and a bottleneck at once. With many people silent, ranks mislead. In a very large company it is told of "
    "groups only, with an interval: nobody is ranked from a sample. Compare it with the group's share of the people.",
    undefined=f"{NO_NETWORK}; above {connection.MOST_NODES:,} people, no department is known; of a department of fewer "
    f"than {SMALLEST_GROUP}",
    differs="With lengths 1/w as floating numbers networkx misses paths of equal length: in Cross and Parker's "
    "network of consultants three of 46 values are wrong. With whole numbers, the least common multiple of all w "
    "over w, it gives ours; igraph compares with a tolerance. Ranks from sampled paths, which others offer, mislead: "
    "of 20,000 people, 500 sources found 2 of the true first 20.",
)
def betweenness(context: Context) -> Iterator[Reading]:
    """Betweenness of every node, or an estimate for every group where people are too many."""
    view = context.collaboration
    why = no_network(context)
    if why:
        yield why
    elif is_person(context) and len(view.ties) > connection.MOST_NODES:
        yield from _betweenness_of_groups(context)
    else:
        for node, value in (connection.betweenness(view) or {}).items():
            yield reading(value, place_scope(context, node))


def _betweenness_of_groups(context: Context) -> Iterator[Reading]:
    view, group = context.collaboration, nouns(context)[1]
    if not view.group:
        why = say(
            "more than {people}: exact figures would take too long, nobody is ranked from a sample, and no {group} is "
            "known",
            people=counted(connection.MOST_NODES, "person"),
            group=singular(group),
        )
        yield not_measured(why)
        return
    members, people = Counter(view.group.values()), len(view.ties)
    for name, (share, low, high) in connection.betweenness_of_groups(view, context.settings.seed).items():
        scope = Scope("group", name)
        if members[name] < SMALLEST_GROUP:
            why = say(
                "a {group} of fewer than {people}: nobody is ranked from a sample",
                group=singular(group),
                people=counted(SMALLEST_GROUP, "person"),
            )
            yield not_applicable(why, scope)
        else:
            note = say(
                "95 % interval {low} to {high}, from the shortest paths from {drawn} of {people}; {share} of the people",
                low=figure_text(low, 3),
                high=figure_text(high, 3),
                drawn=number_text(min(connection.SAMPLED_SOURCES, people)),
                people=counted(people, "person"),
                share=figure_text(members[name] / people, 3),
            )
            yield reading(share, scope, note)


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
    undefined=f"{NO_NETWORK}; {NO_GROUPS}; no two departments have a tie",
    counts=(bridges_rules.single_thread,),
)
def single_thread_count(context: Context) -> Iterator[Reading]:
    """Count the pairs that hang on one tie or one node, then yield each."""
    why = no_network(context) or no_groups(context)
    if why:
        yield why
        return
    view = context.collaboration
    b = context.blocks
    if not b.joined:
        yield not_applicable(say(_NO_TIE_BETWEEN, groups=plural(nouns(context)[1])))
        return
    found = context.single_threads
    threads, left = _threads(context, single_thread_count.counts)
    note = say("of {pairs} with a tie", pairs=counted(b.joined - left, "pair"))
    yield without_waived(reading(threads, note=note), left, "pair") if left < b.joined else all_waived()
    for (pair, ties), even in zip(found.items(), groups.expected_between(b, found), strict=True):
        thread = (
            say("one tie")
            if len(ties) == 1
            else say("{ties}, all of one {node}", ties=counted(len(ties), "tie"), node=singular(view.level))
        )
        note = say("{ties}; {number} expected", ties=thread, number=number_text(even, 1))
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
    undefined=f"{NO_NETWORK}; {NO_GROUPS}; no two departments have a tie",
    limits=Limits(
        0.1, 0.3, 0.5, 0.8,
        "our choice: most departments need no broad contact with most others, so a third of thin ones is normal",
    ),
    headline=0.5,
    scored_as="bridges",
    survives=AS_SHARE,
    counts=(bridges_rules.single_thread,),
)  # fmt: skip
def single_thread_share(context: Context) -> Iterator[Reading]:
    """Share of joined pairs that hang on one tie or one node."""
    why = no_network(context) or no_groups(context)
    joined = context.blocks.joined
    if why is None and not joined:
        why = not_applicable(say(_NO_TIE_BETWEEN, groups=plural(nouns(context)[1])))
    number, left = (0, 0) if why else _threads(context, single_thread_share.counts)
    if why is None and left == joined:
        why = all_waived()
    note = say("{part} of {whole}", part=number_text(number), whole=number_text(joined - left))
    yield why or without_waived(reading(number / (joined - left), note=note), left, "pair")


def _threads(context: Context, counts: tuple[Rule, ...]) -> tuple[int, int]:
    """Return the number of single threads, and of those that are waived and left out."""
    waived = context.waived(counts)
    left = sum(Scope("pair", pair) in waived for pair in context.single_threads)
    return len(context.single_threads) - left, left


MEASURES = (*declared_measures(globals()), *losses.MEASURES, *brokers.MEASURES)
RULES = (*bridges_rules.RULES, *brokers_rules.RULES)
