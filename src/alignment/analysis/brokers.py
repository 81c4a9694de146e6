"""Who stands between others, and whom do others close in? The place of every node; part of the question of bridges."""

from collections.abc import Callable, Iterator

import numpy as np

from alignment.analysis import accelerate, brokerage
from alignment.analysis.base import Context, Measure, Reading, declared_measures, measure, not_applicable, reading
from alignment.analysis.brokerage import ROLES, Role
from alignment.analysis.literature import BORGATTI_HOLES, BURT, GOULD, GUIMERA_AMARAL
from alignment.analysis.parts import nouns
from alignment.analysis.places import NO_GROUPS, NO_NETWORK, no_groups, no_network, place_scope
from alignment.language import number_text, say
from alignment.wording import singular

__all__ = ["MEASURES"]

_NEEDS = ("collaboration",)
_RANK = "z compares with ties that fall at random, which no company's do: use it to rank, not to test."


def _of_each(
    context: Context, function: Callable[[accelerate.Arrays], "np.ndarray[tuple[int], np.dtype[np.float64]]"]
) -> Iterator[Reading]:
    """Yield a figure of every node on the weighted ties of both directions; isolates have none."""
    why = no_network(context)
    if why:
        yield why
        return
    a = context.arrays
    for node, value in zip(a.nodes, function(a).tolist(), strict=True):
        scope = place_scope(context, node)
        yield not_applicable(say("no tie"), scope) if np.isnan(value) else reading(value, scope)


@measure(
    "bridges.constraint",
    "Constraint",
    formula="Σ_j (p_ij + Σ_q p_iq p_qj)²; p_ij the share of i's strength that its tie with j has, both reports added",
    unit="index",
    direction="neither",
    range=(0, None),
    needs=_NEEDS,
    source=BURT,
    reading="How far everything leads back to the same few. Near 0: many contacts that do not know one another, so many "
    "sources; 1 and above: one contact, or contacts that are all in touch anyway. Whoever is new starts high.",
    undefined=f"{NO_NETWORK}; of somebody without a tie",
    differs="UCINET's ego-network model looks only at a person's own contacts and the ties among them; here the whole "
    "network counts.",
)
def constraint(context: Context) -> Iterator[Reading]:
    """Burt's constraint of every node."""
    yield from _of_each(context, accelerate.constraint)


@measure(
    "bridges.effective_size",
    "Effective size",
    formula="Σ_j [1 − Σ_q p_iq m_jq]; m_jq the tie of j and q as a share of j's strongest; without strengths n − 2t/n",
    unit="contacts",
    direction="neither",
    range=(0, None),
    needs=_NEEDS,
    source=f"{BURT} {BORGATTI_HOLES}",
    reading="How many of the contacts are no doubles: contacts that work together tell the same. Compare it with the "
    "number of contacts.",
    undefined=f"{NO_NETWORK}; of somebody without a tie",
    differs="networkx up to 3.7 divides by the wrong strongest tie where ties have weights, unless nodes are named "
    "(networkx#8906). UCINET's ego-network model looks only at a person's own contacts and the ties among them.",
)
def effective_size(context: Context) -> Iterator[Reading]:
    """Burt's effective size of every node's network."""
    yield from _of_each(context, accelerate.effective_size)


@measure(
    "bridges.participation",
    "Spread of contacts over groups",
    formula="1 − Σ_s (k_is / k_i)²; k_is the ties of i, on U, with group s",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=GUIMERA_AMARAL,
    reading="0: all contacts are in one department; towards 1: spread evenly over many. High where somebody knows "
    "people everywhere, whether or not others need that.",
    undefined=f"{NO_NETWORK}; {NO_GROUPS}; of somebody without a tie with anybody of a known department",
    differs="brainGraph and bctpy can take shares of strength; here each tie counts once.",
)
def participation(context: Context) -> Iterator[Reading]:
    """Spread of every node's ties over groups."""
    why = no_network(context) or no_groups(context)
    if why:
        yield why
        return
    _, group = nouns(context)
    for node, value in brokerage.participation(context.collaboration).items():
        scope = place_scope(context, node)
        if value is None:
            yield not_applicable(say("no tie with anybody of a known {group}", group=singular(group)), scope)
        else:
            yield reading(value, scope)


@measure(
    "bridges.brokerage",
    "Brokerage",
    formula="number of i→j→k through the node j with i ≠ k and no i→k; a tie without direction leads both ways",
    unit="paths",
    direction="neither",
    range=(0, None),
    needs=_NEEDS,
    source=GOULD,
    reading="How many pairs of others, each way, are two steps apart through this place and have no tie of their own: "
    f"influence, and a bottleneck. The note says what chance would give. {_RANK}",
    undefined=NO_NETWORK,
)
def open_paths(context: Context) -> Iterator[Reading]:
    """Open two-step paths through every node, whatever the groups."""
    yield from _open_paths(context, ranked=False)


@measure(
    "bridges.brokerage_z",
    "Brokerage, distance from chance",
    formula="(paths − E) / sd with E = d²(1−d)(N−1)(N−2), var = E(1−d²(1−d)) + 2(N−1)(N−2)(N−3)d³(1−d)³, d the density",
    unit="standard deviations",
    direction="neither",
    range=(None, None),
    needs=_NEEDS,
    source=GOULD,
    reading=f"Ranks places by how far they stand between others. {_RANK}",
    undefined=f"{NO_NETWORK}, or chance leaves no room: nobody has a tie, or everybody with everybody",
)
def open_paths_z(context: Context) -> Iterator[Reading]:
    """Distance of each node's open two-step paths from chance."""
    yield from _open_paths(context, ranked=True)


def _open_paths(context: Context, *, ranked: bool) -> Iterator[Reading]:
    why = no_network(context)
    if why:
        yield why
        return
    found = context.open_paths
    for node, count, z in zip(found.nodes, found.counts.tolist(), found.z.tolist(), strict=True):
        scope = place_scope(context, node)
        if not ranked:
            yield reading(count, scope, _beside_chance(found.expected, z))
        else:
            yield not_applicable(say("chance leaves no room"), scope) if np.isnan(z) else reading(z, scope)


def _beside_chance(expected: float, z: float) -> str:
    if np.isnan(z):
        return say("{number} by chance", number=number_text(expected, 1))
    signed = f"{'+' if z >= 0 else ''}{number_text(z, 1)}"
    return say("{number} by chance, z {z}", number=number_text(expected, 1), z=signed)


_ROLE_WORDS: dict[Role, tuple[str, str, str]] = {
    "coordinator": (
        "AAA: i, j and k in one group",
        "(n−1)(n−2)",
        "Links two of its own department that have no tie.",
    ),
    "gatekeeper": (
        "ABB: i in another group than j and k",
        "(n−1)(N−n)",
        "Lets others in: from another department to somebody in its own.",
    ),
    "representative": (
        "AAB: k in another group than i and j",
        "(n−1)(N−n)",
        "Speaks for its department: from somebody in its own to another department.",
    ),
    "consultant": (
        "ABA: i and k in one group, j in another",
        "Σ n_h(n_h−1) over other groups h",
        "An outsider that links two of the same other department.",
    ),
    "liaison": (
        "ABC: i, j and k in three groups",
        "Σ n_h(N−n−n_h) over other groups h",
        "An outsider that links two different departments.",
    ),
}


def _role(role: Role) -> Measure:
    """Declare the measure of one role."""
    groups, possible, words = _ROLE_WORDS[role]

    @measure(
        f"bridges.brokerage.{role}",
        f"Brokerage as {role}",
        formula=f"open two-step paths i→j→k through the node j, {groups}; expected d²(1−d) · {possible}",
        unit="paths",
        direction="neither",
        range=(0, None),
        needs=_NEEDS,
        source=GOULD,
        reading=f"{words} Counted each way where ties have no direction. The note says what chance would give. {_RANK}",
        undefined=f"{NO_NETWORK}; {NO_GROUPS}",
        differs="R's sna calls it the itinerant broker." if role == "consultant" else "",
    )
    def declared(context: Context) -> Iterator[Reading]:
        yield from _in_role(context, role)

    return declared


def _in_role(context: Context, role: Role) -> Iterator[Reading]:
    """Yield the open paths of every node in one role; nodes of no known group are left out."""
    why = no_network(context) or no_groups(context)
    if why:
        yield why
        return
    found, column = context.brokers, ROLES.index(role)
    for at, node in enumerate(found.nodes):
        note = _beside_chance(float(found.expected[at, column]), float(found.z[at, column]))
        yield reading(found.counts[at, column], place_scope(context, node), note)


coordinator, gatekeeper, representative, consultant, liaison = map(_role, ROLES)

MEASURES = declared_measures(globals())
