"""What stands at a node of the collaboration, and can anything be told of it? Of people, words name only the position."""

from collections import Counter
from collections.abc import Collection, Iterable

from alignment.analysis.base import Context, Reading, not_applicable, not_measured
from alignment.analysis.parts import nouns
from alignment.language import say
from alignment.model.result import Scope
from alignment.wording import capital, counted, joined, plural, singular

__all__ = [
    "NO_GROUPS",
    "NO_NETWORK",
    "crowd",
    "home",
    "is_person",
    "no_groups",
    "no_network",
    "place",
    "place_scope",
    "places",
    "too_much_work",
]

# Why `no_network` and `no_groups` return a reason, in the words of a declaration.
NO_NETWORK = "no tie is recorded, or there are fewer than three people"
NO_GROUPS = "no department is known, there is one only, or none holds two people"


def no_network(context: Context) -> Reading | None:
    """Why nothing can be said of connection, if so."""
    node = plural(nouns(context)[0])
    ties = context.collaboration.ties
    if not ties.number_of_edges():
        return not_measured(say("no tie between two {nodes} is recorded", nodes=node))
    return not_applicable(say("fewer than three {nodes}", nodes=node)) if len(ties) < 3 else None


def no_groups(context: Context) -> Reading | None:
    """Why there are no groups that ties could join, if so."""
    node, group = nouns(context)
    groups = list(context.collaboration.group.values())
    if not groups:
        return not_measured(say("no {group} is known for anybody who collaborates", group=singular(group)))
    if len(set(groups)) == 1:
        return not_applicable(say("there is only one {group}", group=singular(group)))
    if len(set(groups)) == len(groups):
        return not_applicable(say("no {group} holds two or more {nodes}", group=singular(group), nodes=plural(node)))
    return None


def too_much_work(context: Context, what: str) -> Reading:
    """Return that a network of this size is not taken apart; `what`, a template, says what that would have told."""
    ties = context.collaboration.ties
    why = say(
        "{what} would take too long for {nodes} with {ties}",
        what=say(what),
        nodes=counted(len(ties), nouns(context)[0]),
        ties=counted(ties.number_of_edges(), "tie"),
    )
    return not_applicable(why)


def is_person(context: Context) -> bool:
    """Tell whether the nodes are people."""
    return context.collaboration.level == "person"


def place_scope(context: Context, node: str) -> Scope:
    """Return what a figure of a node is about."""
    return Scope("person" if is_person(context) else "department", node)


def place(context: Context, node: str) -> str:
    """Return what stands at a node as a sentence begins, such as ``One position, “Planner (Sales)”,``."""
    if not is_person(context):
        return context.label("department", node)
    if _has_position(context, node):
        return say("One position, “{position}”,", position=context.organisation.position(node))
    return capital(_within(context, node))


def places(context: Context, nodes: Iterable[str]) -> list[str]:
    """Return what stands at several nodes within a sentence, such as ``“Planner (Sales)”`` and ``one person in Ops``."""
    return sorted(_within(context, node) for node in nodes)


def _has_position(context: Context, node: str) -> bool:
    person = context.organisation.person.get(node)
    return person is not None and bool(person.post)


def _within(context: Context, node: str) -> str:
    """Return what stands at a node within a sentence."""
    if not is_person(context):
        return context.label("department", node)
    if _has_position(context, node):
        return say("“{name}”", name=context.organisation.position(node))
    person = context.organisation.person.get(node)
    if person is None or not person.department:
        return say("one person of no known department")
    return say("one person in {department}", department=home(context, node))


def home(context: Context, node: str) -> str:
    """Return the department of a node, in words."""
    if not is_person(context):
        return context.label("department", node)
    person = context.organisation.person.get(node)
    unit = person.department if person is not None else None
    return context.organisation.place(unit) if unit is not None else say("no known department")


def crowd(context: Context, nodes: Collection[str]) -> str:
    """Return such as ``3 people (Billing, Claims)``, or the departments by name."""
    homes = Counter(home(context, node) for node in nodes)
    names = sorted(homes, key=lambda name: (-homes[name], name))
    if not is_person(context):
        return joined(sorted(names))
    return say("{people} ({departments})", people=counted(len(nodes), "person"), departments=joined(names, 3))
