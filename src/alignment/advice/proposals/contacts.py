"""Who should meet, so that what needs a contact has one, and none hangs on one place?"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product
from typing import cast

import networkx as nx

from alignment.advice.acquaintance import Acquaintance, Subject, subjects_of
from alignment.advice.moves import Move, MoveKind, added, effort_of
from alignment.advice.words import introduced, on_subjects
from alignment.advice.writing import agreed_contacts
from alignment.analysis.base import Context
from alignment.analysis.catalogue import RULES
from alignment.analysis.contacts import missing_pairs
from alignment.model.organisation import Holder
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["back_up", "connect", "second_thread"]

# People on each side that are considered for one contact.
_PER_SIDE = 2
# Where more parts hang on one place it is a hub: a deputy would have to know them all.
_MOST_PARTS = 3
# What speaks against a contact in general: the first two between people, the last between departments.
_HANGS_ON_TWO = "until a second contact joins it, it hangs on these two alone"
_TWO_MORE = "it takes two more people an hour a week where one contact is there already"
_NOBODYS_TASK = "until both have said who it is, the contact is nobody's task"

Pair = tuple[str, str]


def connect(context: Context) -> Iterator[Move]:
    """Propose a contact for each pair of departments that should talk and does not, the most needed first.

    Between people, one of each side; others only where their tie would change the network in another way.
    """
    known = Acquaintance(context)
    for units, need in islice(missing_pairs(context).items(), context.settings.plan_subjects):
        subjects = subjects_of(need)
        first, second = (context.label("department", unit) for unit in units)
        sides = [_people(context, unit) for unit in units] if known.people else [[unit] for unit in units]
        against = [_HANGS_ON_TWO if known.people else _NOBODYS_TASK]
        for ends in _choices(known, sides, subjects):
            words = f"{_meeting(known, ends, subjects)} No contact between {first} and {second} is recorded"
            yield _move(known, "connect", units, [ends], f"{words}{_why(known, ends, subjects)}.", against)


def second_thread(context: Context) -> Iterator[Move]:
    """Propose one more contact, of others, between two groups that are joined by a single thread (BRG02)."""
    known, threads = Acquaintance(context), context.single_threads
    for finding in islice(RULES["BRG02"].find(context), context.settings.plan_subjects):
        groups = cast("Pair", finding.scope.id)
        ties, subjects = threads[groups], _shared(context, groups)
        holding = set.intersection(*map(set, ties))
        members = [[node for node, one in context.collaboration.group.items() if one == group] for group in groups]
        sides = [[node for node in side if node not in holding] or side for side in members]
        thread = "one contact" if len(ties) == 1 else f"one {'person' if known.people else 'department'}"
        names = joined([context.label("department", group) for group in groups])
        for ends in _choices(known, sides, subjects):
            words = f"{_meeting(known, ends, subjects, 'also ')} So far all contact between {names} hangs on {thread}"
            against = [_TWO_MORE if known.people else _NOBODYS_TASK]
            yield _move(known, "second_thread", groups, [ends], f"{words}{_why(known, ends, subjects)}.", against)


def back_up(context: Context) -> Iterator[Move]:
    """Propose a deputy for each place that alone links others to the network, who gets to know all that it links."""
    known, view = Acquaintance(context), context.collaboration
    points = [(node, cut.lost) for node, cut in context.joints.points.items()]
    for node, parts in sorted(points, key=lambda one: -sum(map(len, one[1])))[: context.settings.plan_subjects]:
        lost = {one for part in parts for one in part}
        deputy = _deputy(known, node, lost)
        if deputy is not None and len(parts) <= _MOST_PARTS:
            inside = [known.best([one for one in part if view.ties.has_edge(one, node)], (), 1)[0] for part in parts]
            words = _backing(known, node, deputy, inside, lost)
            label = context.label(context.organisation.tie_level, deputy)
            against = [f"{label} has {counted(len(inside), 'contact')} more to keep up for days that seldom come"]
            yield _move(known, "back_up", node, [(one, deputy) for one in inside], words, against)


def _backing(known: Acquaintance, node: str, deputy: str, inside: Sequence[str], lost: Collection[str]) -> str:
    place, stands_in, *names = (_introduced(known, one) for one in (node, deputy, *inside))
    if known.people:
        others = counted(len(lost), "person")
        ask = f"Introduce {stands_in} to {joined(names)} as deputy for {place}, and let them meet once a month."
    else:
        others = counted(len(lost), "department")
        ask = f"Let {stands_in} keep a contact with {joined(names)} too, beside {place}, and meet once a month."
    return f"{ask} Today one absence at that place cuts off {others}."


def _deputy(known: Acquaintance, node: str, lost: Collection[str]) -> str | None:
    """Return who could stand in: of the same group and in the part that stays, else of those who work with it there."""
    context, view = known.context, known.context.collaboration
    cut = {known.unit(one) for one in lost}
    subjects = [one for pair, need in context.required.items() if cut & set(pair) for one in subjects_of(need)]
    stays = nx.node_connected_component(view.ties, node) - {node, *lost}
    mates = [one for one in stays if node in view.group and view.group.get(one) == view.group[node]]
    beside = [one for one in view.ties[node] if one not in lost]
    return next(iter(known.best(mates, subjects, 1) or known.best(beside, subjects, 1)), None)


def _people(context: Context, unit: str) -> list[str]:
    return [one.id for one in context.organisation.people if one.department == unit]


def _shared(context: Context, groups: Pair) -> tuple[Subject, ...]:
    """Journeys, then processes, that make two groups depend on each other."""
    organisation, view = context.organisation, context.collaboration
    by_unit = view.level == "person" and context.settings.group_by == "department"
    found: set[Subject] = set()
    for pair, need in context.required.items():
        if {unit if by_unit else organisation.top_unit(unit) for unit in pair} == set(groups):
            found.update(subjects_of(need))
    return tuple(sorted(found))


def _choices(known: Acquaintance, sides: Sequence[Collection[str]], subjects: Sequence[Subject]) -> Iterator[Pair]:
    """The best pair of contacts, and those who would change the network in another way; never two who meet already."""
    first, second = (known.best(side, subjects, _PER_SIDE) for side in sides)
    for one, other in product(first, second):
        if not known.context.collaboration.ties.has_edge(one, other):
            yield one, other


def _introduced(known: Acquaintance, node: str) -> str:
    return introduced(known.context.organisation, Holder(known.context.organisation.tie_level, node))


def _meeting(known: Acquaintance, ends: Pair, subjects: Sequence[Subject], also: str = "") -> str:
    first, second = (_introduced(known, end) for end in ends)
    who = f"{first} and {second}" if known.people else f"{first} and {second} each name one contact, and let the two"
    return f"Let {who} {also}meet once a week{on_subjects(known.context.organisation, subjects)}."


def _why(known: Acquaintance, ends: Pair, subjects: Sequence[Subject]) -> str:
    """Why these two people, to end a sentence with; empty where nothing recommends them."""
    told = []
    for end in ends if known.people else ():
        label, reach, part = known.context.label("person", end), len(known.elsewhere(end)), known.part_in(end, subjects)
        if part:
            told.append(f"{label} has a part in {'it' if len(subjects) == 1 else f'{part} of these'}")
        elif reach > 1:
            told.append(f"{label} knows people in {reach} other departments")
    return f"; {joined(told)}" if told else ""


def _move(
    known: Acquaintance,
    kind: MoveKind,
    subject: Pair | str,
    pairs: Sequence[Pair],
    words: str,
    against: Sequence[str] = (),
) -> Move:
    """Return the move that adds these ties."""
    context = known.context
    ties, edits = agreed_contacts(context.organisation, pairs, known.usual_strength)
    ends = tuple(dict.fromkeys(end for pair in pairs for end in pair))
    asks = tuple(sorted({unit for unit in map(known.unit, ends) if unit is not None}))
    return Move(
        kind,
        Scope(context.organisation.tie_level, subject) if isinstance(subject, str) else Scope("pair", subject),
        "+".join(ends),
        words,
        asks,
        effort_of(kind, asks, context.settings),
        edits,
        lambda company: added(company, "ties", *ties),
        (*against, *_doubts(known, ends)),
    )


def _doubts(known: Acquaintance, ends: Sequence[str]) -> Iterator[str]:
    """What speaks against each of those who would meet."""
    context = known.context
    noun, elsewhere = ("person", " elsewhere") if known.people else ("department", "")
    for end in ends:
        label = context.label(context.organisation.tie_level, end)
        if end in known.heads:
            yield f"{label} heads {context.label('department', known.heads[end])}"
        if known.asked(end):
            yield f"{label} takes on {counted(known.asked(end), 'new contact')} before this one"
        if known.knows_many(end):
            yield f"{label} already works with {counted(known.outside(end), noun)}{elsewhere}"
        if known.people and not context.collaboration.ties.degree(end):
            yield f"no contact of {label} is recorded at all: ask first whether that is so"
