"""Who should meet, so that what needs a contact has one, and none hangs on one place?"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product
from typing import cast

import networkx as nx

from alignment.advice.acquaintance import Acquaintance, Subject, subjects_of
from alignment.advice.moves import Move, MoveKind, added, effort_of
from alignment.advice.proposals.reach import contacts_looked_at
from alignment.advice.words import introduced, subjects_named
from alignment.advice.writing import agreed_contacts
from alignment.analysis import accelerate
from alignment.analysis.base import Context
from alignment.analysis.catalogue import RULES
from alignment.analysis.contacts import missing_pairs
from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Holder
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["back_up", "connect", "second_thread"]

# People on each side that are considered for one contact.
_PER_SIDE = 2
# Where more parts hang on one place it is a hub: a deputy would have to know them all.
_MOST_PARTS = 3
# What speaks against a contact in general: the first two between people, the last between departments.
_HANGS_ON_TWO = later("until a second contact joins it, it hangs on these two alone")
_TWO_MORE = later("it takes two more people an hour a week where one contact is there already")
_NOBODYS_TASK = later("until both have said who it is, the contact is nobody's task")

Pair = tuple[str, str]


def connect(context: Context) -> Iterator[Move]:
    """Propose a contact for each pair of departments that should talk and does not, the most needed first.

    Between people, one of each side; others only where their tie would change the network in another way.
    """
    known = Acquaintance(context)
    for units, need in islice(missing_pairs(context).items(), contacts_looked_at(context)):
        subjects = subjects_of(need)
        first, second = (context.label("department", unit) for unit in units)
        sides = [_people(context, unit) for unit in units] if known.people else [[unit] for unit in units]
        against = [say(_HANGS_ON_TWO if known.people else _NOBODYS_TASK)]
        now = say("No contact between {first} and {second} is recorded", first=first, second=second)
        for ends in _choices(known, sides, subjects):
            words = f"{_meeting(known, ends, subjects)} {_grounds(known, ends, subjects, now)}"
            yield _move(known, "connect", units, [ends], words, against)


def second_thread(context: Context) -> Iterator[Move]:
    """Propose one more contact, of others, between two groups that are joined by a single thread (BRG02)."""
    known, threads = Acquaintance(context), context.single_threads
    for finding in islice(RULES["BRG02"].find(context), contacts_looked_at(context)):
        groups = cast("Pair", finding.scope.id)
        ties, subjects = threads[groups], _shared(context, groups)
        holding = set.intersection(*map(set, ties))
        members = [[node for node, one in context.collaboration.group.items() if one == group] for group in groups]
        sides = [[node for node in side if node not in holding] or side for side in members]
        against = [say(_TWO_MORE if known.people else _NOBODYS_TASK)]
        now = _single_thread(known, groups, len(ties))
        for ends in _choices(known, sides, subjects):
            words = f"{_meeting_also(known, ends, subjects)} {_grounds(known, ends, subjects, now)}"
            yield _move(known, "second_thread", groups, [ends], words, against)


def _single_thread(known: Acquaintance, groups: Pair, ties: int) -> str:
    """Return on what all contact between two groups hangs, as a clause."""
    first, second = (known.context.label("department", group) for group in groups)
    if ties == 1:
        return say("So far all contact between {first} and {second} hangs on one contact", first=first, second=second)
    if known.people:
        return say("So far all contact between {first} and {second} hangs on one person", first=first, second=second)
    return say("So far all contact between {first} and {second} hangs on one department", first=first, second=second)


def back_up(context: Context) -> Iterator[Move]:
    """Propose a deputy for each place that alone links others to the network, who gets to know all that it links."""
    known, view = Acquaintance(context), context.collaboration
    points = [(node, cut.lost) for node, cut in context.joints.points.items()]
    for node, parts in sorted(points, key=lambda one: -sum(map(len, one[1])))[: contacts_looked_at(context)]:
        lost = {one for part in parts for one in part}
        deputy = _deputy(known, node, lost)
        if deputy is not None and len(parts) <= _MOST_PARTS:
            inside = [known.best([one for one in part if view.ties.has_edge(one, node)], (), 1)[0] for part in parts]
            words = _backing(known, node, deputy, inside, lost)
            label = context.label(context.organisation.tie_level, deputy)
            more = say_many(
                len(inside),
                "{name} has {n} contact more to keep up for days that seldom come",
                "{name} has {n} contacts more to keep up for days that seldom come",
                name=label,
            )
            yield _move(known, "back_up", node, [(one, deputy) for one in inside], words, [more])


def _backing(known: Acquaintance, node: str, deputy: str, inside: Sequence[str], lost: Collection[str]) -> str:
    place, stands_in, *names = (_introduced(known, one) for one in (node, deputy, *inside))
    if known.people:
        others = counted(len(lost), "person")
        ask = say(
            "Introduce {deputy} to {names} as deputy for {place}, and let them meet once a month.",
            deputy=stands_in,
            names=joined(names),
            place=place,
        )
    else:
        others = counted(len(lost), "department")
        ask = say(
            "Let {deputy} keep a contact with {names} too, beside {place}, and meet once a month.",
            deputy=stands_in,
            names=joined(names),
            place=place,
        )
    today = say("Today one absence at that place cuts off {others}.", others=others)
    return f"{ask} {today}"


def _deputy(known: Acquaintance, node: str, lost: Collection[str]) -> str | None:
    """Return who could stand in: of the same group and in the part that stays, else of those who work with it there."""
    context, view = known.context, known.context.collaboration
    cut = {known.unit(one) for one in lost}
    subjects = [one for pair, need in context.required.items() if cut & set(pair) for one in subjects_of(need)]
    stays = nx.node_connected_component(accelerate.backbone(view.ties), node) - {node, *lost}
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


def _meeting(known: Acquaintance, ends: Pair, subjects: Sequence[Subject]) -> str:
    first, second = (_introduced(known, end) for end in ends)
    when = _rhythm(known, subjects)
    if known.people:
        return say("Let {first} and {second} meet {when}.", first=first, second=second, when=when)
    return say(
        "Let {first} and {second} each name one contact, and let the two meet {when}.",
        first=first,
        second=second,
        when=when,
    )


def _meeting_also(known: Acquaintance, ends: Pair, subjects: Sequence[Subject]) -> str:
    first, second = (_introduced(known, end) for end in ends)
    when = _rhythm(known, subjects)
    if known.people:
        return say("Let {first} and {second} also meet {when}.", first=first, second=second, when=when)
    return say(
        "Let {first} and {second} each name one contact, and let the two also meet {when}.",
        first=first,
        second=second,
        when=when,
    )


def _rhythm(known: Acquaintance, subjects: Sequence[Subject]) -> str:
    """Return how often two would meet, and on what where there is something."""
    if not subjects:
        return say("once a week")
    return say("once a week on {subjects}", subjects=subjects_named(known.context.organisation, subjects))


def _grounds(known: Acquaintance, ends: Pair, subjects: Sequence[Subject], now: str) -> str:
    """Return why they should meet, and why these two people where something recommends them."""
    told = []
    for end in ends if known.people else ():
        label, reach, part = known.context.label("person", end), len(known.elsewhere(end)), known.part_in(end, subjects)
        if part and len(subjects) == 1:
            told.append(say("{name} has a part in it", name=label))
        elif part:
            told.append(say("{name} has a part in {number} of these", name=label, number=number_text(part)))
        elif reach > 1 and not known.discreet:
            told.append(say("{name} knows people in {number} other departments", name=label, number=number_text(reach)))
    return f"{now}; {joined(told)}." if told else f"{now}."


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
    for end in () if known.discreet else ends:
        label = context.label(context.organisation.tie_level, end)
        if end in known.heads:
            unit = context.label("department", known.heads[end])
            yield say("{name} heads {department}", name=label, department=unit)
        if known.asked(end):
            new = counted(known.asked(end), "new contact")
            yield say("{name} takes on {contacts} before this one", name=label, contacts=new)
        if known.knows_many(end) and known.people:
            others = counted(known.outside(end), "person")
            yield say("{name} already works with {people} elsewhere", name=label, people=others)
        elif known.knows_many(end):
            others = counted(known.outside(end), "department")
            yield say("{name} already works with {departments}", name=label, departments=others)
        if known.people and not context.collaboration.ties.degree(end):
            yield say("no contact of {name} is recorded at all: ask first whether that is so", name=label)
