"""When does a connection hang by a thread? The rules on cut points, single threads, isolates and separate pieces."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from alignment.analysis import connection, groups
from alignment.analysis.base import Context, Hit, declared_rules, rule
from alignment.analysis.literature import BORGATTI, HOPCROFT
from alignment.analysis.parts import nouns
from alignment.analysis.places import crowd, home, is_person, place, place_scope
from alignment.language import number_text, say, say_many
from alignment.model.organisation import Cell, Record, Tie
from alignment.model.result import Scope
from alignment.network import tie_cells
from alignment.wording import counted, joined, plural, singular

__all__ = ["RULES"]

_NEEDS = ("collaboration",)
_MOST_CELLS = 12

Rows = Mapping[tuple[str, str], tuple[Tie, ...]]


def _cells(rows: Rows, pairs: Iterable[tuple[str, str]]) -> tuple[Cell, ...]:
    return tie_cells(row for pair in pairs for row in rows.get(pair, ()))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


@rule(
    "BRG01",
    "Bridge that hangs on one place",
    severity="medium",
    recommendation="Give this link a second contact: a deputy, or a direct line between the two sides. "
    "The risk lies in the structure, not in whoever holds it today.",
    basis=f"Articulation point: {HOPCROFT} High where its loss cuts off two or more others: our choice.",
    limit=2,
    limit_words="others cut off, from which the severity is high",
    needs=_NEEDS,
    measure="bridges.articulation_points",
)
def hangs_on_one(context: Context, limit: float) -> Iterator[Hit]:
    """Places whose loss cuts others off; high where as many are cut off as `limit` or more."""
    view, rows = context.collaboration, context.tie_rows
    for node, cut in context.joints.points.items():
        lost = sorted(name for part in cut.lost for name in part)
        stays = context.note("bridges.articulation_stability", place_scope(context, node))
        message = _cuts_off(context, node, lost)
        if stays:
            message += " " + say("This {stays}.", stays=stays)
        yield Hit(
            place_scope(context, node),
            message,
            _cells(rows, (_pair(node, other) for other in sorted(view.ties[node]) if other in lost)),
            severity="high" if len(lost) >= limit else "medium",
        )


def _cuts_off(context: Context, node: str, lost: list[str]) -> str:
    names = {"place": place(context, node), "others": crowd(context, lost)}
    if is_person(context):
        return say_many(
            len(lost),
            "{place} is all that links {others} to the rest of the network: one absence cuts that person off.",
            "{place} is all that links {others} to the rest of the network: one absence cuts them off.",
            **names,
        )
    return say_many(
        len(lost),
        "{place} is all that links {others} to the rest of the network: one absence cuts it off.",
        "{place} is all that links {others} to the rest of the network: one absence cuts them off.",
        **names,
    )


@rule(
    "BRG02",
    "Two groups joined by a single thread",
    severity="medium",
    recommendation="Add one more contact between the two, best along the journey or process that needs them both.",
    basis="One tie, or ties of one person only, between two groups that a journey or process makes depend on each "
    "other, or of a size where an even spread of ties would give at least 5. Our definition.",
    limit=5,
    limit_words="ties that an even spread would give, from which it speaks though no journey or process needs the two",
    needs=_NEEDS,
    measure="bridges.single_threads",
)
def single_thread(context: Context, limit: float) -> Iterator[Hit]:
    """Single threads that a journey or process needs, or where an even spread would give as many ties as `limit`."""
    rows, b = context.tie_rows, context.blocks
    needed, found = _needed(context), context.single_threads

    for (pair, ties), even in zip(found.items(), groups.expected_between(b, found), strict=True):
        subjects = needed.get(pair, 0)
        if not subjects and even < limit:
            continue
        first, second = (context.label("department", group) for group in pair)
        message = say(
            "{first} and {second} are joined by {ties}; {why}.",
            first=first,
            second=second,
            ties=_thread(context, len(ties)),
            why=_why_joined(context, subjects, even),
        )
        yield Hit(
            Scope("pair", pair), message, _cells(rows, ties), severity="medium" if subjects or not needed else "low"
        )


def _thread(context: Context, ties: int) -> str:
    if ties == 1:
        return say("one tie only")
    return say("{ties}, all through one {node}", ties=counted(ties, "tie"), node=singular(nouns(context)[0]))


def _why_joined(context: Context, subjects: int, even: float) -> str:
    """Return what makes two groups need each other: journeys and processes, or, where there is none, their size."""
    if subjects:
        return say_many(subjects, "{n} journey or process needs them both", "{n} journeys and processes need them both")
    return say(
        "an even spread of ties between two {groups} of this size would give {ties}",
        groups=plural(nouns(context)[1]),
        ties=number_text(even),
    )


def _needed(context: Context) -> Counter[tuple[str, str]]:
    """Journeys and processes that need two groups, by sorted pair of groups."""
    organisation = context.organisation
    by_unit = is_person(context) and context.settings.group_by == "department"
    behind: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for (one, other), required in context.required.items():
        first, second = (one, other) if by_unit else (organisation.top_unit(one), organisation.top_unit(other))
        if first != second:
            subjects = behind.setdefault(_pair(first, second), set())
            subjects.update(("journey", name) for name in required.journeys)
            subjects.update(("process", name) for name in required.processes)
    return Counter({pair: len(subjects) for pair, subjects in behind.items()})


@rule(
    "BRG03",
    "Connected to nobody",
    severity="low",
    recommendation="Check first whether they were asked. If they were, give them one contact that their work needs.",
    basis="Listed, and in no tie at all. A blank answer looks the same as no contact.",
    needs=_NEEDS,
    measure="bridges.isolates",
)
def nobody(context: Context, _limit: float) -> Iterator[Hit]:
    """Departments without any tie, or with people who have none."""
    view = context.collaboration
    if not view.ties.number_of_edges():
        return
    organisation = context.organisation
    if not is_person(context):
        for node in filter(_is_listed(context), connection.isolates(view)):
            words = say(
                "{department} has no recorded tie with any other department.",
                department=context.label("department", node),
            )
            yield Hit(Scope("department", node), words, _named("department", organisation.department[node]))
        return
    alone: dict[str | None, list[str]] = {}
    for node in filter(_is_listed(context), connection.isolates(view)):
        alone.setdefault(organisation.person[node].department, []).append(node)
    for unit, nodes in sorted(alone.items(), key=lambda item: (item[0] is not None, item[0] or "")):
        members = sum(1 for one in organisation.people if one.listed and one.department == unit)
        yield Hit(
            Scope("department", unit) if unit is not None else Scope(),
            _alone(context, unit, len(nodes), members),
            _named("person", *(organisation.person[node] for node in nodes)),
        )


def _alone(context: Context, unit: str | None, number: int, members: int) -> str:
    people = counted(members, "person")
    if unit is None:
        return say_many(
            number,
            "{n} of {people} without a department has no recorded tie with anybody.",
            "{n} of {people} without a department have no recorded tie with anybody.",
            people=people,
        )
    return say_many(
        number,
        "{n} of {people} in {department} has no recorded tie with anybody.",
        "{n} of {people} in {department} have no recorded tie with anybody.",
        people=people,
        department=context.label("department", unit),
    )


def _is_listed(context: Context) -> Callable[[str], bool]:
    """Tell who is in the register: others are named only in rows of strength 0, or in work within."""
    register = context.organisation.person if is_person(context) else context.organisation.department
    return lambda node: node in register and register[node].listed


def _named(field: str, *records: Record) -> tuple[Cell, ...]:
    return tuple(sorted(one.cell(field) for one in records)[:_MOST_CELLS])


@rule(
    "BRG04",
    "One tie holds two parts together",
    severity="low",
    recommendation="Let one more person on each side know the other side.",
    basis=f"Bridge: {HOPCROFT} With two or more on both sides: our choice, since whoever has one contact "
    "only always hangs on it.",
    limit=2,
    limit_words="people, or departments, on the smaller side, from which it speaks",
    needs=_NEEDS,
    measure="bridges.bridge_ties",
)
def one_tie(context: Context, limit: float) -> Iterator[Hit]:
    """Single ties with as many people, or departments, on each side as `limit` or more."""
    rows = context.tie_rows
    for tie, (larger, smaller) in context.joints.ties.items():
        if smaller < limit:
            continue
        some, others = counted(smaller, nouns(context)[0]), counted(larger, "other")
        homes = sorted({home(context, end) for end in tie})
        if len(homes) == 1:
            message = say(
                "One tie inside {department} is all that joins {some} to {others}.",
                department=homes[0],
                some=some,
                others=others,
            )
        else:
            message = say(
                "One tie between {first} and {second} is all that joins {some} to {others}.",
                first=homes[0],
                second=homes[1],
                some=some,
                others=others,
            )
        yield Hit(Scope("pair", tie), message, _cells(rows, [tie]))


@rule(
    "BRG05",
    "Collaboration falls into separate pieces",
    severity="medium",
    recommendation="Find the journey that runs through two of the pieces and let its people meet.",
    basis=f"More than one component of two or more nodes: {BORGATTI} Those without any tie are counted apart.",
    needs=_NEEDS,
    measure="bridges.fragmentation",
)
def separate_pieces(context: Context, _limit: float) -> Iterator[Hit]:
    """One finding where no path joins two parts of the network."""
    view, rows = context.collaboration, context.tie_rows
    pieces = connection.pieces(view)
    if len(pieces) < 2:
        return
    first_ties = [min(_pair(*tie) for tie in view.ties.edges(piece)) for piece in pieces]
    message = say(
        "Collaboration falls into {number} pieces that no tie joins, of {sizes} {nodes}. Apart from the largest: {smaller}.",
        number=number_text(len(pieces)),
        sizes=joined([number_text(len(piece)) for piece in pieces]),
        nodes=plural(nouns(context)[0]),
        smaller=joined([crowd(context, piece) for piece in pieces[1:]], 3),
    )
    yield Hit(Scope(), message, _cells(rows, first_ties))


RULES = declared_rules(globals())
