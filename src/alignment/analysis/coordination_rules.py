"""When is a contact missing, not needed, or seen differently by its two sides? The rules on coordination."""

from collections.abc import Iterable, Iterator
from operator import itemgetter

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.contacts import covered_pairs, missing_pairs, surplus_pairs
from alignment.analysis.literature import CATALDO
from alignment.analysis.ratings import RatedTie
from alignment.analysis.standing import capped
from alignment.language import figure_text, number_text, say, say_many, share_text
from alignment.model.organisation import Cell, Organisation, Tie
from alignment.model.result import Scope, Severity
from alignment.network import Requirement, department_of, tie_cells
from alignment.wording import counted, joined, of_all

__all__ = ["differing_ratings", "meetings_without_need", "missing_contacts", "no_better_than_chance"]

_NEEDS = ("journey_steps|processes|raci", "collaboration")
# Fewer required pairs than this, and a single contact decides whether chance does better.
_ENOUGH_PAIRS = 5
# Pairs that one finding names.
_NAMED = 5


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
        message = say(
            "{first} and {second} {why}, and no collaboration between them is recorded.",
            first=first,
            second=second,
            why=_why(context, pair, need),
        )
        yield Hit(Scope("pair", pair), message, _need_cells(context, pair, need), severity=severity)


def _why(context: Context, pair: tuple[str, str], need: Requirement) -> str:
    handing = [one for one in need.journeys if any(found.pair == pair for found in context.handoffs.get(one, ()))]
    sharing = [one for one in need.journeys if one not in handing]
    parts = []
    if handing:
        parts.append(say("hand over to each other in {subjects}", subjects=_named(context, "journey", handing)))
    if sharing:
        parts.append(say("both have an R, A or C in {subjects}", subjects=_named(context, "journey", sharing)))
    if need.processes:
        processes = _named(context, "process", need.processes)
        parts.append(
            say("in {subjects}", subjects=processes)
            if sharing
            else say("both have an R, A or C in {subjects}", subjects=processes)
        )
    return joined(parts)


def _named(context: Context, kind: str, idents: "list[str] | tuple[str, ...]") -> str:
    names = joined([context.label(kind, one) for one in idents])
    return say("{counted} ({names})", counted=counted(len(idents), kind), names=names)


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
        for _, row in sorted(
            (one for subject in subjects for one in context.chart_rows.get(subject, ())), key=itemgetter(0)
        )
        if {"R", "A", "C"} & set(row.codes) and department_of(organisation, row.holder) in pair
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
    """Congruence of at most `limit` times the density of ties, where some contact is missing that is not waived."""
    share = context.value("coordination.congruence")
    chance = context.value("coordination.density")
    waived = context.waived((missing_contacts,))
    required = covered_pairs(context, context.required)
    pairs = [pair for pair in required if Scope("pair", pair) not in waived]
    if share is None or chance is None or len(pairs) < _ENOUGH_PAIRS or share >= 1 or share > limit * chance:
        return
    missing = [pair for pair in pairs if pair not in context.actual]
    cells = [cell for pair in missing for cell in _need_cells(context, pair, context.required[pair])[:2]]
    message = say(
        "Of the {pairs} that journeys and processes join, {number} ({share}) work together; of all pairs of departments "
        "{chance} do. Contacts follow the need no better than chance would.",
        pairs=counted(len(pairs), "pair of departments"),
        number=number_text(len(pairs) - len(missing)),
        share=share_text(share),
        chance=share_text(chance),
    )
    yield Hit(Scope(), message, capped(cells))


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
    found = context.rated_ties
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
        return say(
            "{first} rates its work with {second} {mine} of 5, {second} rates the same {theirs}.",
            first=names[0],
            second=names[1],
            mine=figure_text(mine),
            theirs=figure_text(theirs),
        )
    match names:
        case [first, second]:
            where = say("Between {first} and {second}", first=first, second=second)
        case [only]:
            where = say("Within {department}", department=only)
        case _:
            where = say("Among people whose department is not known")
    if len(ties) == 1:
        return say(
            "{where}, the ratings of the only tie that both sides rated are {difference} of 5 points apart.",
            where=where,
            difference=figure_text(ties[0].difference),
        )
    return say_many(
        len(apart),
        "{where}, {some} is rated {limit} or more points of 5 apart.",
        "{where}, {some} are rated {limit} or more points of 5 apart.",
        where=where,
        some=of_all(len(apart), len(ties), "tie that both sides rated"),
        limit=figure_text(limit),
    )


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
    names = [joined([context.label("department", unit) for unit in pair]) for pair in surplus]
    listed = "; ".join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = say("{first}; and {number} more", first=listed, number=number_text(len(names) - _NAMED))
    message = say_many(
        len(surplus),
        "{n} pair of departments works together although no journey or process in the workbook joins them: {pairs}.",
        "{n} pairs of departments work together although no journey or process in the workbook joins them: {pairs}.",
        pairs=listed,
    )
    yield Hit(Scope(), message, tie_cells(_first_rows(context, surplus)))


def _first_rows(context: Context, pairs: Iterable[tuple[str, str]]) -> list[Tie]:
    """The first row of the collaboration data that joins each pair of departments."""
    organisation = context.organisation
    first: dict[tuple[str, ...], Tie] = {}
    for tie in organisation.ties:
        if tie.strength is None or tie.strength > 0:
            first.setdefault(tuple(sorted(_units(organisation, (tie.source, tie.target)))), tie)
    return [first[pair] for pair in pairs if pair in first]
