"""When do the others depend on too few? The rules on the key pair, the single broker, and the one partner."""

from collections.abc import Iterator

import numpy as np

from alignment.analysis import dispersal
from alignment.analysis.base import Context, Hit, declared_rules, rule
from alignment.analysis.brokerage import closest_partners
from alignment.analysis.literature import BORGATTI, BURT, COSTENBADER, GOULD
from alignment.analysis.parts import nouns
from alignment.analysis.places import is_person, place, place_scope, places
from alignment.language import number_text, say, share_text
from alignment.model.organisation import Cell
from alignment.model.result import Scope
from alignment.network import tie_cells
from alignment.wording import counted, joined, plural

__all__ = ["RULES"]

_NEEDS = ("collaboration",)
# Under this share of answers nobody is named for what runs through them.
_ANSWERED = 0.85
_SILENT = f"Silent where fewer than 85% of those listed report ties: ranks then mislead ({COSTENBADER})"
# Of fewer places one or two are too large a part for their loss to mean anything.
_FEWEST = 10
# So many times what chance gives.
_FAR_ABOVE = 2.0
# Under this share of cases another pair might as well be named.
_STABLE = 2 / 3


def _is_thin(context: Context) -> bool:
    rate = context.value("trust.response_rate")
    return rate is not None and rate < _ANSWERED


def _ties_of(context: Context, *nodes: str) -> tuple[Cell, ...]:
    rows = context.tie_rows
    pairs = {(min(node, other), max(node, other)) for node in nodes for other in context.collaboration.ties[node]}
    return tie_cells(row for pair in sorted(pairs) for row in rows.get(pair, ()))


@rule(
    "BRG06",
    "Two places that hold the others together",
    severity="medium",
    recommendation="Do not let both be absent, moved or replaced at the same time, and let some of those they link "
    "talk to each other directly.",
    basis=f"Key players (KPP-NEG): {BORGATTI} From a fifth of the reach, twice what the loss of any two would cost, "
    f"and {_FEWEST} places: our choice. Low where it is the costliest pair in fewer than two of three cases, each "
    f"without one department. {_SILENT}",
    limit=0.2,
    limit_words="share of the average reach between the others that is lost without the two, from which it speaks",
    needs=_NEEDS,
    measure="bridges.key_set_2",
)
def key_pair(context: Context, limit: float) -> Iterator[Hit]:
    """The key pair where its loss costs as large a share of the reach as `limit`, and far more than that of any two."""
    found = context.key_sets.get(2)
    if found is None or len(context.collaboration.ties) < _FEWEST or _is_thin(context):
        return
    reach = 1 - (dispersal.distance_fragmentation(context.collaboration) or 0.0)
    lost, by_chance = (1 - (1 - fragmentation) / reach for fragmentation in (found.value, found.expected))
    if lost < limit or lost < _FAR_ABOVE * by_chance:
        return
    stability, stays = context.value("bridges.key_set_stability"), context.note("bridges.key_set_stability")
    sentences = [
        say(
            "Without {places} the average reach between the others falls by {share}; the loss of two {nodes} at random "
            "would cost {chance}.",
            places=joined(places(context, found.nodes)),
            share=share_text(lost),
            nodes=plural(nouns(context)[0]),
            chance=share_text(max(by_chance, 0)),
        )
    ]
    if found.equals > 1:
        sentences.append(say("{pairs} would cost as much.", pairs=counted(found.equals - 1, "other pair")))
    if stays:
        sentences.append(say("It {stays}.", stays=stays))
    yield Hit(
        Scope("pair", (found.nodes[0], found.nodes[1])),
        " ".join(sentences),
        _ties_of(context, *found.nodes),
        severity="medium" if stability is None or stability >= _STABLE else "low",
    )


@rule(
    "BRG07",
    "Single broker",
    severity="medium",
    recommendation="Let those who meet only here talk to each other directly, beginning with those whose journeys or "
    "processes need it, and name a deputy.",
    basis=f"Brokerage: {GOULD} The highest of all, on a place that is also an articulation point or one of the key pair, "
    f"so many times what chance gives, of {_FEWEST} places or more: our choice. {_SILENT}",
    limit=5,
    limit_words="times the brokerage that chance gives, from which it speaks",
    needs=_NEEDS,
    measure="bridges.brokerage",
)
def single_broker(context: Context, limit: float) -> Iterator[Hit]:
    """The place of the highest brokerage where others also hang on it, from as many times what chance gives as `limit`."""
    view, found = context.collaboration, context.open_paths
    if len(view.ties) < _FEWEST or not found.expected or _is_thin(context):
        return
    pair = context.key_sets.get(2)
    alone = frozenset(context.articulation_points)
    noun = nouns(context)[0]
    for at in np.flatnonzero(found.counts == found.counts.max()).tolist():
        node, count = found.nodes[at], int(found.counts[at])
        others = [other for other in pair.nodes if other != node] if pair and node in pair.nodes else []
        if count < limit * found.expected or not (node in alone or others):
            continue
        message = say(
            "{place} is the middle of {number} two-step paths between {nodes} without a tie of their own, and none has "
            "more; chance would put {chance} there.",
            place=place(context, node),
            number=number_text(count),
            nodes=plural(noun),
            chance=number_text(found.expected),
        )
        also = (
            say("Some have no other link at all.")
            if node in alone
            else say(
                "With {places} it is the pair whose loss costs most reach.", places=joined(places(context, others))
            )
        )
        yield Hit(place_scope(context, node), f"{message} {also}", _ties_of(context, node))


@rule(
    "BRG08",
    "Department that depends on one partner",
    severity="low",
    recommendation="Give it one more direct contact, best along a journey or process that it takes part in.",
    basis=f"The partner's part of Burt's constraint: {BURT} Of departments with two or more partners, suppliers aside, "
    "since whoever has one partner always depends on it; the limit is our choice.",
    limit=0.8,
    limit_words="share of the collaboration that leads to one partner, directly or through others, from which it speaks",
    needs=_NEEDS,
    measure="bridges.constraint",
)
def one_partner(context: Context, limit: float) -> Iterator[Hit]:
    """Departments of whose collaboration as large a share as `limit` or more leads to one partner."""
    view = context.collaboration
    if is_person(context):
        return
    for node, (partner, share) in closest_partners(context.arrays).items():
        external = node in context.organisation.department and context.organisation.department[node].external
        if share < limit or external or view.ties.degree(node) < 2:
            continue
        message = say(
            "{share} of the collaboration of {department} leads to {partner}, directly or through others it works with; "
            "it has {partners} in all.",
            share=share_text(share),
            department=place(context, node),
            partner=place(context, partner),
            partners=counted(view.ties.degree(node), "partner"),
        )
        yield Hit(place_scope(context, node), message, _ties_of(context, node))


RULES = declared_rules(globals())
