"""What stands at a node of the collaboration, and can anything be told of it? Of people, words name only the position."""

from collections import Counter
from collections.abc import Collection, Iterable

from alignment.analysis.base import Context, Reading, not_applicable, not_measured
from alignment.analysis.parts import nouns
from alignment.model.result import Scope
from alignment.wording import counted, joined, plural

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
        return not_measured(f"no tie between two {node} is recorded")
    return not_applicable(f"fewer than three {node}") if len(ties) < 3 else None


def no_groups(context: Context) -> Reading | None:
    """Why there are no groups that ties could join, if so."""
    node, group = nouns(context)
    groups = list(context.collaboration.group.values())
    if not groups:
        return not_measured(f"no {group} is known for anybody who collaborates")
    if len(set(groups)) == 1:
        return not_applicable(f"there is only one {group}")
    if len(set(groups)) == len(groups):
        return not_applicable(f"no {group} holds two or more {plural(node)}")
    return None


def too_much_work(context: Context, what: str) -> Reading:
    """Return that a network of this size is not taken apart, and what that would have told."""
    ties = context.collaboration.ties
    size = f"{len(ties):,} {plural(nouns(context)[0])} with {ties.number_of_edges():,} ties"
    return not_applicable(f"{what} would take too long for {size}")


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
    person = context.organisation.person.get(node)
    if person is None or not (person.role or person.department):
        return "One person of no known department"
    where = context.organisation.position(node)
    return f"One position, “{where}”," if person.role else f"One person in {home(context, node)}"


def places(context: Context, nodes: Iterable[str]) -> list[str]:
    """Return what stands at several nodes within a sentence, such as ``“Planner (Sales)”`` and ``one person in Ops``."""
    words = sorted(place(context, node) for node in nodes)
    if not is_person(context):
        return words
    return [word.removeprefix("One position, ").removesuffix(",").replace("One person", "one person") for word in words]


def home(context: Context, node: str) -> str:
    """Return the department of a node, in words."""
    if not is_person(context):
        return context.label("department", node)
    person = context.organisation.person.get(node)
    unit = person.department if person is not None else None
    return context.label("department", unit) if unit is not None else "no known department"


def crowd(context: Context, nodes: Collection[str]) -> str:
    """Return such as ``3 people (Billing, Claims)``, or the departments by name."""
    homes = Counter(home(context, node) for node in nodes)
    names = sorted(homes, key=lambda name: (-homes[name], name))
    if not is_person(context):
        return joined(sorted(names))
    return f"{counted(len(nodes), 'person')} ({joined(names, 3)})"
