"""Whose loss would cost most, and would it if one department had not answered? Part of the question of bridges."""

from collections.abc import Iterator

from alignment.analysis import connection, dispersal
from alignment.analysis.base import Context, Reading, declared_measures, measure, not_applicable, reading
from alignment.analysis.left_out import STAYS_COSTLIEST, STAYS_SO, Stays, departments_in_turn, stays_words, without
from alignment.analysis.literature import BORGATTI, BRANDES, FREEMAN, HOPCROFT
from alignment.analysis.parts import nouns
from alignment.analysis.places import NO_NETWORK, is_person, no_network, place_scope, places, too_much_work
from alignment.language import later, number_text, say
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["MEASURES"]

_NEEDS = ("collaboration",)
_WITHIN = "while N·⌈N/64⌉·(2L + N) is at most 5 million, such as 300 people with 5 ties each"
_TOO_LARGE = f"{NO_NETWORK}, or people too many to leave out each in turn"
_LEFT_OUT = (
    "Each department is left out in turn, as if it had not been asked; cases that leave out the place itself do not "
    "count. The check is ours."
)
_EACH_IN_TURN = later("to leave out each place in turn")
# Sources of shortest paths over all cases.
_MOST_SOURCES = 1_500


@measure(
    "bridges.distance_fragmentation_growth",
    "Growth of distance without this place",
    formula=f"DF of the network without the node − DF, on U; {_WITHIN}",
    unit="share",
    direction="lower",
    range=(-1, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="How much of the reach between the others would be lost with this place: 0.1 is a tenth of what there could "
    "be. A place at the edge may lower it, for it takes its own long ways with it.",
    undefined=_TOO_LARGE,
)
def distance_fragmentation_growth(context: Context) -> Iterator[Reading]:
    """Growth of DF on removal of each node."""
    view = context.collaboration
    why = no_network(context)
    if why is None and dispersal.effort(view, len(view.ties)) > dispersal.EFFORT:
        why = too_much_work(context, _EACH_IN_TURN)
    if why:
        yield why
        return
    for node, growth in dispersal.growth(view, view.ties).items():
        yield reading(growth, place_scope(context, node))


@measure(
    "bridges.key_set",
    "Distance fragmentation without the key place",
    formula=f"largest DF of U without one node (the negative key player problem, KPP-NEG, with k = 1); {_WITHIN}",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="The one place whose loss would drive the others furthest apart; compare with the distance fragmentation of "
    "today. The note says which place it is.",
    undefined=f"{_TOO_LARGE}, or fewer than two would be left",
    expectation="bridges.key_set_expected",
)
def key_place(context: Context) -> Iterator[Reading]:
    """DF without the node whose loss raises it most."""
    yield from _key_set(context, 1)


@measure(
    "bridges.key_set_2",
    "Distance fragmentation without the key pair",
    formula="largest DF of U without two nodes (KPP-NEG with k = 2); every pair is tried while "
    "C(N,2)·⌈N/64⌉·(2L + N) is at most 5 million, beyond greedily with swaps",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="The two places whose loss together would drive the others furthest apart: often not the two that matter "
    "most by themselves, since those may back each other up. Compare with what two at random would cost.",
    undefined=f"{_TOO_LARGE}, or fewer than two would be left",
    differs="The set that raises F most, or that reaches most others (KPP-POS), may be another one.",
)
def key_pair(context: Context) -> Iterator[Reading]:
    """DF without the two nodes whose loss together raises it most."""
    yield from _key_set(context, 2)


@measure(
    "bridges.key_set_3",
    "Distance fragmentation without the key three",
    formula="largest DF of U without three nodes (KPP-NEG with k = 3); every three are tried while "
    "C(N,3)·⌈N/64⌉·(2L + N) is at most 5 million, beyond greedily with swaps",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=BORGATTI,
    reading="The three places whose loss together would drive the others furthest apart.",
    undefined=f"{_TOO_LARGE}, or fewer than two would be left",
)
def key_three(context: Context) -> Iterator[Reading]:
    """DF without the three nodes whose loss together raises it most."""
    yield from _key_set(context, 3)


# Of one, two and three places: what was tried, and what as many at random would leave.
_EVERY = {
    1: later("every place was tried"),
    2: later("every pair was tried"),
    3: later("every set of three was tried"),
}
_GREEDY = {
    1: later("built greedily with swaps among the {number} whose loss alone costs most: a better place may exist"),
    2: later("built greedily with swaps among the {number} whose loss alone costs most: a better pair may exist"),
    3: later(
        "built greedily with swaps among the {number} whose loss alone costs most: a better set of three may exist"
    ),
}
_AT_RANDOM = {
    1: later("one at random would leave {value}"),
    2: later("two at random would leave {value}"),
    3: later("three at random would leave {value}"),
}


def _key_set(context: Context, k: int) -> Iterator[Reading]:
    """Yield the figure of the company, then that of the place or pair itself."""
    why = _no_key_set(context, k)
    if why:
        yield why
        return
    found = context.key_sets[k]
    words = [joined(places(context, found.nodes))]
    if found.equals > 1:
        words.append(say("one of {number} alike", number=number_text(found.equals)))
    words.append(say(_AT_RANDOM[k], value=number_text(found.expected, 3)))
    words.append(say(_EVERY[k]) if found.exhaustive else say(_GREEDY[k], number=number_text(dispersal.CANDIDATES)))
    yield reading(found.value, note="; ".join(words))
    if k == 1:
        yield reading(found.value, place_scope(context, found.nodes[0]))
    elif k == 2:
        yield reading(found.value, Scope("pair", (found.nodes[0], found.nodes[1])))


def _no_key_set(context: Context, k: int) -> Reading | None:
    why = no_network(context)
    if why is None and len(context.collaboration.ties) < k + 2:
        why = not_applicable(say("fewer than {nodes}: two must be left", nodes=counted(k + 2, nouns(context)[0])))
    if why is None and k not in context.key_sets:
        why = too_much_work(context, _EACH_IN_TURN)
    return why


@measure(
    "bridges.key_set_expected",
    "Distance fragmentation without two at random",
    formula="mean DF of U without two nodes: over all pairs where every pair is tried, else over 100 drawn ones",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{BORGATTI} The mean is ours.",
    reading="What the loss of any two would leave. Compare it with the figure without the key pair.",
    undefined=f"{_TOO_LARGE}, or fewer than two would be left",
)
def key_set_expected(context: Context) -> Iterator[Reading]:
    """Mean DF without two nodes."""
    why = _no_key_set(context, 2)
    yield why or reading(context.key_sets[2].expected)


@measure(
    "bridges.key_set_stability",
    "Stability of the key pair",
    formula="share of cases, each without one department, in which the loss of the key pair still costs as much as "
    "that of any of the 100 pairs that came closest",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{BORGATTI} {_LEFT_OUT}",
    reading="Near 1 the pair does not depend on what one department answered. Below about 0.7 another pair might as "
    "well be named.",
    undefined=f"{_TOO_LARGE}, fewer than two would be left, or no other department can be left out",
)
def key_set_stability(context: Context) -> Iterator[Reading]:
    """Share of cases in which the key pair stays so."""
    why = _no_key_set(context, 2)
    if why:
        yield why
        return
    view, found = context.collaboration, context.key_sets[2]
    absences, note = departments_in_turn(context, dispersal.EFFORT // dispersal.effort(view, len(found.rivals) + 1))
    told = [one for one in dispersal.stays_key(view, found, absences) if one is not None]
    if not absences:
        yield not_applicable(note)
    else:
        yield _stability(STAYS_COSTLIEST, sum(told), len(told), note, Scope())


@measure(
    "bridges.articulation_stability",
    "Stability of an articulation point",
    formula="share of cases, each without one department, in which the place still has ties with two or more of the parts "
    "that it alone links",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{HOPCROFT} {_LEFT_OUT}",
    reading="Near 1 the finding does not depend on what one department answered; low where all that hangs on the place "
    "is of one department.",
    undefined=f"{NO_NETWORK}; nobody's contacts hang on one place, or no other department can be left out",
)
def articulation_stability(context: Context) -> Iterator[Reading]:
    """Share of cases in which each articulation point stays so."""
    view = context.collaboration
    why = no_network(context)
    points = {} if why else context.joints.points
    if why or not points:
        yield why or not_applicable(say("nobody's contacts hang on one place"))
        return
    absences, note = departments_in_turn(context)
    if not absences:
        yield not_applicable(note)
        return
    for point, cut in points.items():
        part_of = {node: number for number, part in enumerate(cut.lost, start=1) for node in part}
        others = [absent for absent in absences if point not in absent]
        kept = sum(len({part_of.get(node, 0) for node in view.ties[point] if node not in one}) > 1 for one in others)
        yield _stability(STAYS_SO, kept, len(others), note, place_scope(context, point))


def _stability(stays: Stays, kept: int, cases: int, note: str, scope: Scope) -> Reading:
    if not cases:
        return not_applicable(say("there is no other department to leave out"), scope)
    return reading(kept / cases, scope, stays_words(stays, kept, cases, note))


@measure(
    "bridges.betweenness_rank",
    "Worst rank by betweenness",
    formula="largest rank by betweenness over the cases without one other department; 1 is the highest. Departments only",
    unit="rank",
    direction="neither",
    range=(1, None),
    needs=_NEEDS,
    source=f"{FREEMAN} {BRANDES} {_LEFT_OUT}",
    reading="A department that is first and stays near the top whichever other one is left out connects the others "
    "indeed; one that drops far owes its rank to a single other department.",
    undefined=f"{NO_NETWORK}; ties are between people, no department can be left out, or fewer than three are left",
)
def betweenness_rank(context: Context) -> Iterator[Reading]:
    """Worst rank of each department over all cases."""
    view = context.collaboration
    why = no_network(context)
    if why is None and is_person(context):
        why = not_applicable(say("people are not ranked by name"))
    absences, note = departments_in_turn(context, _MOST_SOURCES // max(1, len(view.ties)))
    if why is None and not absences:
        why = not_applicable(note)
    if why:
        yield why
        return
    today = _ranks(connection.betweenness(view) or {})
    worst: dict[str, int] = {}
    for absent in absences:
        for node, rank in _ranks(connection.betweenness(without(view, absent)) or {}).items():
            worst[node] = max(worst.get(node, 0), rank)
    for node in view.ties:
        scope = place_scope(context, node)
        if node in worst:
            yield reading(worst[node], scope, say("{rank} with everybody", rank=number_text(today[node])) + note)
        else:
            yield not_applicable(say("fewer than three departments are left"), scope)


def _ranks(shares: dict[str, float]) -> dict[str, int]:
    """Rank of every node, the highest share first; shares that differ by rounding only have the same rank."""
    ordered = sorted(shares, key=lambda node: -shares[node])
    ranks: dict[str, int] = {}
    for place, node in enumerate(ordered, start=1):
        above = ordered[place - 2] if place > 1 else node
        same = place > 1 and shares[above] - shares[node] <= 1e-12
        ranks[node] = ranks[above] if same else place
    return ranks


MEASURES = declared_measures(globals())
