"""When is a contact missing, not needed, or seen differently by its two sides? The rules on coordination."""

from collections.abc import Iterable, Iterator

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.contacts import covered_pairs, missing_pairs, surplus_pairs
from alignment.analysis.literature import CATALDO
from alignment.analysis.ratings import RatedTie, rated_ties
from alignment.analysis.standing import capped
from alignment.model.organisation import Cell, Organisation, Tie
from alignment.model.result import Scope, Severity
from alignment.network import Requirement, department_of, tie_cells
from alignment.wording import counted, joined, part_are

__all__ = ["differing_ratings", "meetings_without_need", "missing_contacts", "no_better_than_chance"]

_NEEDS = ("journey_steps|processes|raci", "collaboration")
# Fewer required pairs than this, and a single contact decides whether chance does better.
_ENOUGH_PAIRS = 5


@rule(
    "COO01",
    "Departments that should talk and do not",
    severity="medium",
    recommendation="Name one contact on each side and hold one short meeting a week on what passes between them; drop "
    "it when the handover runs by itself.",
    basis="our choice: high from three journeys and processes that need the contact, medium with one fewer, else low "
    f"(gaps after {CATALDO})",
    limit=3,
    limit_words="journeys and processes that need the contact, from which the severity is high",
    needs=_NEEDS,
    measure="coordination.gaps",
)
def missing_contacts(context: Context, limit: float) -> Iterator[Hit]:
    """Required pairs without a tie, both sides covered; high where as many journeys and processes as `limit` need it."""
    for pair, need in missing_pairs(context).items():
        behind = len(need.journeys) + len(need.processes)
        severity: Severity = "high" if behind >= limit else "medium" if behind >= limit - 1 else "low"
        first, second = (context.label("department", unit) for unit in pair)
        yield Hit(
            Scope("pair", pair),
            f"{first} and {second} {_why(context, pair, need)}, and no collaboration between them is recorded.",
            _need_cells(context, pair, need),
            severity=severity,
        )


def _why(context: Context, pair: tuple[str, str], need: Requirement) -> str:
    handing = [one for one in need.journeys if any(found.pair == pair for found in context.handoffs.get(one, ()))]
    sharing = [one for one in need.journeys if one not in handing]
    parts = []
    if handing:
        parts.append(f"hand over to each other in {_named(context, 'journey', handing)}")
    if sharing:
        parts.append(f"both have an R, A or C in {_named(context, 'journey', sharing)}")
    if need.processes:
        word = "in" if sharing else "both have an R, A or C in"
        parts.append(f"{word} {_named(context, 'process', need.processes)}")
    return joined(parts)


def _named(context: Context, kind: str, idents: "list[str] | tuple[str, ...]") -> str:
    return f"{counted(len(idents), kind)} ({joined([context.label(kind, one) for one in idents])})"


def _need_cells(context: Context, pair: tuple[str, str], need: Requirement) -> tuple[Cell, ...]:
    """The cells that make the contact necessary: steps on both sides of a handoff, RACI rows, accountable cells."""
    organisation = context.organisation
    cells = [
        step.cell("department")
        for journey in need.journeys
        for one in context.handoffs.get(journey, ())
        if one.pair == pair
        for step in (one.before, one.after)
    ]
    subjects = {("journey", one) for one in need.journeys} | {("process", one) for one in need.processes}
    cells += [
        row.cell("code")
        for row in organisation.assignments
        if (row.subject, row.process) in subjects
        and {"R", "A", "C"} & set(row.codes)
        and department_of(organisation, row.holder) in pair
    ]
    cells += [
        organisation.process[one].cell("accountable")
        for one in need.processes
        if any(department_of(organisation, holder) in pair for holder in organisation.process[one].accountable)
    ]
    return capped(cells)


@rule(
    "COO02",
    "Contacts follow the need no better than chance",
    severity="medium",
    recommendation="Start with the missing contacts that most journeys need; free the time for them from meetings that "
    "no journey or process requires.",
    basis="null model: with ties laid at random, the share of required pairs that is met equals the density of ties. "
    "Asked only from five required pairs on (our choice)",
    limit=1.0,
    limit_words="congruence as a multiple of what chance would give, up to which it speaks",
    needs=_NEEDS,
    measure="coordination.congruence",
)
def no_better_than_chance(context: Context, limit: float) -> Iterator[Hit]:
    """Congruence of at most `limit` times the density of ties, where some contact is missing."""
    share = context.value("coordination.congruence")
    chance = context.value("coordination.density")
    pairs = covered_pairs(context, context.required)
    if share is None or chance is None or len(pairs) < _ENOUGH_PAIRS or share >= 1 or share > limit * chance:
        return
    missing = [pair for pair in pairs if pair not in context.actual]
    cells = [cell for pair in missing for cell in _need_cells(context, pair, context.required[pair])[:2]]
    yield Hit(
        Scope(),
        f"Of the {len(pairs)} pairs of departments that journeys and processes join, {len(pairs) - len(missing)} "
        f"({100 * share:.0f}%) work together; of all pairs of departments {100 * chance:.0f}% do. Contacts follow the need no better than chance would.",
        capped(cells),
    )


@rule(
    "COO03",
    "The two sides rate their collaboration differently",
    severity="low",
    recommendation="Put the two ratings side by side and ask both what they need from each other; agree on one rhythm.",
    basis="our choice: two points of five are more than the noise of one answer",
    limit=2,
    limit_words="points of 5 between the two ratings, from which it speaks",
    needs=("collaboration",),
    measure="coordination.asymmetry",
)
def differing_ratings(context: Context, limit: float) -> Iterator[Hit]:
    """Ratings of one tie that are as many points apart as `limit` or more, told by pair of departments."""
    found = rated_ties(context.organisation)
    between: dict[tuple[str, ...], list[RatedTie]] = {}
    for one in () if isinstance(found, str) else found:
        between.setdefault(_units(context.organisation, one.pair), []).append(one)
    for units, ties in sorted(between.items()):
        apart = [one for one in ties if one.difference >= limit]
        if not apart:
            continue
        cells = (row.cell("strength") for one in apart for row in one.rows)
        yield Hit(_scope(units), _differing(context, units, ties, apart, limit), capped(cells))


def _units(organisation: Organisation, pair: tuple[str, str]) -> tuple[str, ...]:
    """The sorted departments of a tie: one for a tie within a department, none where one side's is not known."""
    if organisation.tie_level == "department":
        return pair
    units = {organisation.person[one].department for one in pair}
    known = {unit for unit in units if unit is not None}
    return tuple(sorted(known)) if len(known) == len(units) else ()


def _scope(units: tuple[str, ...]) -> Scope:
    match units:
        case (first, second):
            return Scope("pair", (first, second))
        case (only,):
            return Scope("department", only)
        case _:
            return Scope()


def _differing(
    context: Context, units: tuple[str, ...], ties: list[RatedTie], apart: list[RatedTie], limit: float
) -> str:
    names = [context.label("department", unit) for unit in units]
    if context.organisation.tie_level == "department":
        mine, theirs = apart[0].ratings
        return f"{names[0]} rates its work with {names[1]} {mine:g} of 5, {names[1]} rates the same {theirs:g}."
    match names:
        case [first, second]:
            where = f"Between {first} and {second}"
        case [only]:
            where = f"Within {only}"
        case _:
            where = "Among people whose department is not known"
    if len(ties) == 1:
        return (
            f"{where}, the ratings of the only tie that both sides rated are {ties[0].difference:g} of 5 points apart."
        )
    part = part_are(len(apart), len(ties), "tie that both sides rated")
    return f"{where}, {part} rated {limit:g} or more points of 5 apart."


@rule(
    "COO04",
    "Meetings without a shared process",
    severity="info",
    recommendation="Ask each pair what the contact is for: write the dependency down if there is one, or give the time "
    "to a contact that is missing.",
    basis="our definition: a collaboration tie that no handoff and no shared process requires",
    limit=1,
    limit_words="pairs of departments, from which it speaks",
    needs=_NEEDS,
    measure="coordination.surplus_count",
)
def meetings_without_need(context: Context, limit: float) -> Iterator[Hit]:
    """One list of the ties that nothing requires, where there are as many as `limit` or more."""
    surplus = surplus_pairs(context)
    if not context.required or len(surplus) < max(limit, 1):
        return
    names = [" and ".join(context.label("department", unit) for unit in pair) for pair in surplus]
    do = "pair of departments works" if len(surplus) == 1 else "pairs of departments work"
    yield Hit(
        Scope(),
        f"{len(surplus)} {do} together although no journey or process in the workbook joins them: "
        f"{'; '.join(names[:5])}{f'; and {len(names) - 5} more' if len(names) > 5 else ''}.",
        tie_cells(_first_rows(context, surplus)),
    )


def _first_rows(context: Context, pairs: Iterable[tuple[str, str]]) -> list[Tie]:
    """The first row of the collaboration data that joins each pair of departments."""
    organisation = context.organisation
    first: dict[tuple[str, ...], Tie] = {}
    for tie in organisation.ties:
        if tie.strength is None or tie.strength > 0:
            first.setdefault(tuple(sorted(_units(organisation, (tie.source, tie.target)))), tie)
    return [first[pair] for pair in pairs if pair in first]
