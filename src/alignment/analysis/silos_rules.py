"""When do silos get in the way? Departments turned inward, parts that hardly meet, ties one side reports, the chart."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from alignment.analysis import communities, confirmation, groups
from alignment.analysis.base import Context, Hit, Reading, declared_rules, rule
from alignment.analysis.literature import BENJAMINI, COHEN, GUIMERA, KRACKHARDT_STERN, LEONARDI, VINH
from alignment.analysis.parts import (
    CHANCE,
    FEW_TIES,
    HARDLY,
    INWARD,
    SMALLEST_GROUP,
    Compared,
    chance_probability,
    compared,
    group_chances,
    inside_and_across,
    meeting_places,
    meetings,
    nouns,
    obstacle,
)
from alignment.language import figure_text, number_text, say, say_many, share_text
from alignment.model.organisation import Cell, Tie
from alignment.model.result import Scope
from alignment.network import Collaboration, tie_cells
from alignment.wording import counted, joined, singular

__all__ = ["RULES"]

_NEEDS = ("collaboration",)


@rule(
    "SIL01",
    "Department turned inward",
    severity="high",
    recommendation="Choose the two or three outside contacts its journeys need most and give each a fixed, short meeting. "
    "Start with the pairs that should talk and do not.",
    basis=f"{LEONARDI} More than 5 inside for 1 outside, by strength, each tie counted once. "
    "Departments of one or two people are not judged, and where chance may explain it SIL04 speaks.",
    limit=INWARD,
    limit_words="times as much strength inside as across",
    needs=_NEEDS,
    measure="silos.insularity",
)
def turned_inward(context: Context, limit: float) -> Iterator[Hit]:
    """Departments with more inside for 1 outside than `limit`, unless chance may explain it."""
    untested = say("Whether chance could do this cannot be tested: work within is an amount, not a number of ties.")
    inward = tuple(_inward(context, limit))
    doubts = _doubts(context) if inward else {}
    for name, words, cells in inward:
        if name not in doubts:
            message = f"{words} {untested}" if context.collaboration.within else words
            yield Hit(Scope("department", name), message, cells)


@rule(
    "SIL04",
    "Department that keeps to itself, perhaps by chance",
    severity="low",
    recommendation="Ask more people there before anything is done: a few more answers could change this.",
    basis=f"As SIL01, but with fewer than {FEW_TIES} ties, or where names shuffled over the same ties put as many inside in "
    f"{CHANCE:.0%} of cases or more, adjusted for the number of departments tested: {BENJAMINI}",
    limit=INWARD,
    limit_words="times as much strength inside as across",
    needs=_NEEDS,
    measure="silos.group_q",
)
def inward_by_chance(context: Context, limit: float) -> Iterator[Hit]:
    """Departments with more inside for 1 outside than `limit`, where chance may explain it."""
    inward = tuple(_inward(context, limit))
    doubts = _doubts(context) if inward else {}
    for name, words, cells in inward:
        if name in doubts:
            yield Hit(Scope("department", name), f"{words} {doubts[name]}", cells)


def _inward(context: Context, limit: float) -> Iterator[tuple[str, str, tuple[Cell, ...]]]:
    """Groups with more than `limit` inside for 1 outside: their name, what to say, the cells that show it."""
    if obstacle(context, context.blocks, weighted=True):
        return
    view = context.collaboration
    inward = {name: found for name, found in inside_and_across(context).items() if found[0] > limit * found[1]}
    rows = context.tie_rows if inward else {}
    members: dict[str, set[str]] = {}
    for node in view.ties:
        for name in {node, view.group.get(node, node)} & inward.keys():
            members.setdefault(name, set()).add(node)
    for name, (inside, across) in inward.items():
        label = context.label("department", name)
        if across:
            words = say(
                "{department} works {number} times as much within itself as with all others together (strength {inside} "
                "inside, {across} across; limit: {limit} times).",
                department=label,
                number=number_text(inside / across, 1),
                inside=figure_text(inside),
                across=figure_text(across),
                limit=figure_text(limit),
            )
        else:
            words = say(
                "All recorded collaboration of {department}, of strength {inside}, stays inside; nothing goes to others.",
                department=label,
                inside=figure_text(inside),
            )
        yield name, words, _around(view, rows, members[name])


def _doubts(context: Context) -> dict[str, str]:
    """Why chance may explain how many ties stay inside a group, of those where it may.

    Work within a department is no tie, and cannot be tested.
    """
    if context.collaboration.within:
        return {}
    b, noun = context.blocks, nouns(context)[1]
    tested = group_chances(context, b)
    found = {}
    for name, ties in zip(b.groups, b.ties.sum(axis=1).tolist(), strict=True):
        if name in tested and tested[name].q >= CHANCE:
            found[name] = say(
                "So many ties inside may be chance: names shuffled, {share} of all tries put as many there ({adjusted} "
                "when adjusted for testing {groups}).",
                share=share_text(tested[name].p, 1),
                adjusted=share_text(tested[name].q, 1),
                groups=counted(len(tested), noun),
            )
        elif ties < FEW_TIES:
            found[name] = say("It rests on {ties} only.", ties=counted(ties, "tie"))
    return found


def _around(
    view: Collaboration, rows: Mapping[tuple[str, str], tuple[Tie, ...]], members: Set[str]
) -> tuple[Cell, ...]:
    """Cells of the rows that leave a group, and as many of those inside it as there is room for."""
    # A row of a node with itself is work within, and no tie of the graph.
    pairs = {(min(node, other), max(node, other)) for node in members for other in (node, *view.ties[node])}
    leaving = tie_cells(row for pair in pairs if not members >= {*pair} for row in rows[pair])
    inside = (row for pair in pairs if members >= {*pair} for row in rows.get(pair, ()))
    return tuple(sorted({*leaving, *tie_cells(inside, 12 - len(leaving))}))


@rule(
    "SIL02",
    "Company more inward than chance",
    severity="medium",
    recommendation="Put people of several departments on one journey together, with a shared target, "
    "before changing the organisation chart.",
    basis=f"{KRACKHARDT_STERN} Permutation test with p < 0.05, and an effect that is not small: assortativity above 0.3, "
    f"where the measure begins to lose points, a medium correlation by {COHEN}",
    limit=0.3,
    limit_words="assortativity",
    needs=_NEEDS,
    measure="silos.assortativity",
)
def more_inward_than_chance(context: Context, limit: float) -> Iterator[Hit]:
    """One finding where p is under 0.05 and assortativity above `limit`."""
    b = context.blocks
    effect = None if obstacle(context, b) else groups.assortativity(b)
    if effect is None or effect <= limit or chance_probability(context, b) >= CHANCE:
        return
    inside, expected = b.internal / b.total, b.pairs_within / b.pairs
    message = say(
        "{part} of {ties} ({share}) stay inside a {group}; an even spread would give {expected}.",
        part=number_text(b.internal),
        ties=counted(b.total, "tie"),
        share=share_text(inside),
        group=singular(nouns(context)[1]),
        expected=share_text(expected),
    )
    yield Hit(Scope(), message, _sheets(context))


def _sheets(context: Context) -> tuple[Cell, ...]:
    """The sheets of collaboration, as evidence of what all their rows show together."""
    return tuple(
        sorted({Cell(row.origin.table.file, row.origin.table.sheet, 0, 0) for row in context.organisation.ties})
    )


@rule(
    "SIL03",
    "Two parts of the company that hardly meet",
    severity="medium",
    recommendation="Ask which journeys need both. Where one does, agree a fixed contact on each side; "
    "where none does, nothing is wrong.",
    basis="Less than a quarter of the ties that an even spread would give, where that is at least 5; between divisions, "
    "or departments where there are no divisions. Our choice: "
    "with fewer expected ties none at all may be chance.",
    limit=HARDLY,
    limit_words="share of the expected ties, under which it speaks",
    needs=_NEEDS,
    measure="silos.mixing",
)
def hardly_meet(context: Context, limit: float) -> Iterator[Hit]:
    """Pairs of divisions (departments where there are none) with a smaller share of their expected ties than `limit`."""
    if obstacle(context, context.blocks):
        return
    organisation, place = context.organisation, meeting_places(context)
    rows = context.tie_rows
    behind: dict[tuple[str, ...], list[Tie]] = {}
    for (one, other), found in rows.items():
        if one in place and other in place:
            behind.setdefault(tuple(sorted((place[one], place[other]))), []).extend(found)
    for (first, second), (observed, expected) in meetings(context).items():
        if observed >= limit * expected:
            continue
        # What is absent has no row: the two departments themselves stand for it.
        listed = (organisation.department.get(unit) for unit in (first, second))
        named = (unit.cell("department") for unit in listed if unit is not None and unit.origin.row)
        message = say(
            "{first} and {second} hardly meet: {ties}, where an even spread would give {expected}.",
            first=context.label("department", first),
            second=context.label("department", second),
            ties=counted(observed, "tie") if observed else say("no tie"),
            expected=number_text(expected),
        )
        cells = tuple(sorted({*named, *tie_cells(behind.get((first, second), ()), 10)}))
        yield Hit(Scope("pair", (first, second)), message, cells)


@rule(
    "SIL05",
    "Collaboration that one side alone reports",
    severity="low",
    recommendation="Ask both sides what the contact is for: one may be waiting for the other, or may not count it as work.",
    basis="Our choice: under a quarter confirmed, of at least so many reports of one department about another; between "
    "departments as such, each contact that one alone reports. Only where most reports are confirmed, so that both sides "
    "were asked the same; reports about somebody who reports nothing are left out, since they could not be confirmed.",
    limit=FEW_TIES,
    limit_words="reports of one department about another, from which it speaks",
    needs=_NEEDS,
    measure="silos.reciprocity",
)
def one_side_alone(context: Context, limit: float) -> Iterator[Hit]:
    """Departments with as many reports about another as `limit` or more, hardly any of them confirmed."""
    view = context.collaboration
    confirmed = confirmation.reciprocity(view)
    if confirmed is None or confirmed <= 0.5:
        return
    rows = context.tie_rows
    told = confirmation.reports(view)
    open_ = told.pairs(told.answerable & ~told.confirmed)
    if view.level == "department":
        if open_:
            yield Hit(Scope(), _unanswered(context, open_), _reports(rows, open_))
        return
    reports = _between(view.group, told.pairs(told.answerable))
    for (source, target), missing in sorted(_between(view.group, open_).items()):
        number = len(reports[source, target])
        if source == target or number < limit or number - len(missing) >= HARDLY * number:
            continue
        one, other = (context.label("department", unit) for unit in (source, target))
        back = number - len(missing)
        message = say(
            "People of {first} report {ties} with {second}; {second} confirms {back} of them, though {share} of all reports "
            "are confirmed.",
            first=one,
            second=other,
            ties=counted(number, "tie"),
            back=number_text(back) if back else say("none"),
            share=share_text(confirmed),
        )
        yield Hit(Scope("pair", (min(source, target), max(source, target))), message, _reports(rows, missing))


Pair = tuple[str, str]


def _unanswered(context: Context, reports: Sequence[Pair]) -> str:
    names = [
        say("{first} names {second}", first=context.label("department", one), second=context.label("department", other))
        for one, other in reports
    ]
    return say_many(
        len(reports),
        "{n} contact between departments is reported by one side alone: {contacts}.",
        "{n} contacts between departments are reported by one side alone: {contacts}.",
        contacts=joined(names, 4),
    )


def _between(group: Mapping[str, str], reports: Sequence[Pair]) -> dict[Pair, list[Pair]]:
    """Reports by the groups of who reports and who is named."""
    found: dict[Pair, list[Pair]] = {}
    for source, target in reports:
        if source in group and target in group:
            found.setdefault((group[source], group[target]), []).append((source, target))
    return found


def _reports(rows: Mapping[Pair, tuple[Tie, ...]], reports: Sequence[Pair]) -> tuple[Cell, ...]:
    return tie_cells(row for one, other in reports for row in rows.get((min(one, other), max(one, other)), ()))


@rule(
    "SIL06",
    "Work that follows other lines than the chart",
    severity="low",
    recommendation="Before the next reorganisation, ask what brings these people together: a journey, a place, a system. "
    "Then decide whether the chart or the way of working should follow.",
    basis=f"Adjusted mutual information: {VINH} The limit is our choice: 0 is what a shuffled chart would give, 1 the same "
    f"groups. Only where the ties divide the company more clearly than a random network would be: {GUIMERA}",
    limit=0.3,
    limit_words="agreement of chart and communities, under which it speaks",
    needs=_NEEDS,
    measure="silos.agreement",
)
def other_lines(context: Context, limit: float) -> Iterator[Hit]:
    """One finding where clear communities agree with the chart by less than `limit`."""
    found = compared(context)
    if isinstance(found, Reading) or not found.clear:
        return
    agreed = communities.adjusted_mutual_information(
        list(found.group.values()), [found.found.label[node] for node in found.group]
    )
    if agreed is None or agreed >= limit:
        return
    node, group = nouns(context)
    message = say(
        "By their ties alone, {nodes} form {communities} that have little to do with the {groups}: agreement {value}, "
        "where 0 is chance and 1 the same groups.",
        nodes=counted(len(found.group), node),
        communities=counted(len(found.members), "group"),
        groups=counted(len(set(found.group.values())), group),
        value=number_text(agreed, 2),
    )
    spread = [
        say(
            "{department} (over {number} of them)",
            department=context.label("department", name),
            number=number_text(number),
        )
        for name, number in _spread(found)
    ]
    if spread:
        message += " " + say("Most spread: {departments}.", departments=joined(spread, 3))
    yield Hit(Scope(), message, _sheets(context))


def _spread(found: Compared) -> list[tuple[str, int]]:
    """Groups of the chart, each with the number of communities its nodes are in, of those in three or more."""
    places = {(group, found.found.label[node]) for node, group in found.group.items()}
    number = Counter(group for group, _ in places)
    ordered = sorted(number.items(), key=lambda one: (-one[1], one[0]))
    return [(name, count) for name, count in ordered if count >= SMALLEST_GROUP]


RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
