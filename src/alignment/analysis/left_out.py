"""Would a bridge still be one if a department had not answered? The network without each department in turn."""

from collections.abc import Collection
from dataclasses import replace

import networkx as nx

from alignment.analysis.base import Context
from alignment.analysis.places import is_person
from alignment.analysis.score_range import MOST_LEFT_OUT
from alignment.language import later, number_text, say
from alignment.network import Collaboration
from alignment.wording import counted

__all__ = ["STAYS_COSTLIEST", "STAYS_SO", "Stays", "departments_in_turn", "stays_words", "without"]

# What stays what it is: in all of the cases, and in some.
Stays = tuple[str, str]
STAYS_SO: Stays = (
    later("stays so whichever of {number} other departments is left out of the data"),
    later("stays so in {part} of {whole} when one other department is left out of the data"),
)
STAYS_COSTLIEST: Stays = (
    later("stays the costliest pair whichever of {number} other departments is left out of the data"),
    later("stays the costliest pair in {part} of {whole} when one other department is left out of the data"),
)

# Fewer than so many tell too little, unless there are no more.
_FEWEST = 10


def departments_in_turn(context: Context, most: int = MOST_LEFT_OUT) -> tuple[tuple[frozenset[str], ...], str]:
    """Return the nodes of each department with ties, to be left out in turn, and what was capped.

    Parameters
    ----------
    context
        Of people, those of each department; of departments, each by itself.
    most
        How many departments may be left out: those with the most people in ties, or with the most ties. Never more than
        `MOST_LEFT_OUT`.

    Returns
    -------
    tuple
        Sets of nodes, the largest department first, and words for a note; without sets, the reason.
    """
    ties = context.collaboration.ties
    if is_person(context):
        members: dict[str, set[str]] = {}
        for node in ties:
            person = context.organisation.person.get(node)
            if ties.degree(node) and person is not None and person.department is not None:
                members.setdefault(person.department, set()).add(node)
        ordered = sorted(members.values(), key=lambda nodes: (-len(nodes), min(nodes)))
    else:
        alone = sorted((node for node in ties if ties.degree(node)), key=lambda node: (-ties.degree(node), node))
        ordered = [{node} for node in alone]
    if not ordered:
        return (), say("nobody with a tie has a known department")
    number = min(len(ordered), most, MOST_LEFT_OUT)
    if number < min(len(ordered), _FEWEST):
        return (), say("in a network of this size, to leave out each department in turn would take too long")
    note = f"; {_capped(context, number, len(ordered))}" if number < len(ordered) else ""
    return tuple(map(frozenset, ordered[:number])), note


def _capped(context: Context, part: int, whole: int) -> str:
    numbers = {"part": number_text(part), "whole": number_text(whole)}
    if is_person(context):
        return say("left out were the {part} of {whole} with the most people in ties", **numbers)
    return say("left out were the {part} of {whole} with the most ties", **numbers)


def without(view: Collaboration, gone: Collection[str]) -> Collaboration:
    """Return the network with the ties among the other nodes only, in the same order; reports stay as they were."""
    left: nx.Graph[str] = nx.Graph()
    left.add_nodes_from(node for node in view.ties if node not in gone)
    left.add_edges_from(tie for tie in view.ties.edges(data=True) if tie[0] in left and tie[1] in left)
    return replace(view, ties=left)


def stays_words(stays: Stays, kept: int, cases: int, note: str) -> str:
    """Return in how many of the cases something stays what it is; the note ends it.

    Examples
    --------
    >>> stays_words(STAYS_SO, 11, 12, "")
    'stays so in 11 of 12 cases when one other department is left out of the data'
    >>> stays_words(STAYS_SO, 12, 12, "")
    'stays so whichever of 12 other departments is left out of the data'
    """
    always, sometimes = stays
    if kept == cases > 1:
        return say(always, number=number_text(cases)) + note
    return say(sometimes, part=number_text(kept), whole=counted(cases, "case")) + note
