"""When do silos get in the way? The rules on departments turned inward and on parts that hardly meet."""

from collections.abc import Container, Iterator, Mapping

from alignment.analysis import groups
from alignment.analysis.base import Context, Hit, declared_rules, rule
from alignment.analysis.literature import COHEN, KRACKHARDT_STERN, LEONARDI
from alignment.analysis.parts import (
    HARDLY,
    INWARD,
    chance_probability,
    inside_and_across,
    meeting_places,
    meetings,
    nouns,
    obstacle,
)
from alignment.analysis.wording import counted
from alignment.model.organisation import Cell, Tie
from alignment.model.result import Scope
from alignment.network import tie_cells, tie_rows

__all__ = ["RULES"]

_NEEDS = ("collaboration",)
_CHANCE = 0.05


@rule(
    "SIL01",
    "Department turned inward",
    severity="high",
    recommendation="Choose the two or three outside contacts its journeys need most and give each a fixed, short meeting. "
    "Start with the pairs that should talk and do not.",
    basis=f"{LEONARDI} More than 5 inside for 1 outside, by strength, each tie counted once. "
    "Departments of one or two people are not judged.",
    limit=INWARD,
    limit_words="times as much strength inside as across",
    needs=_NEEDS,
    measure="silos.insularity",
)
def turned_inward(context: Context, limit: float) -> Iterator[Hit]:
    """Yield each group with more than `limit` inside for 1 outside."""
    if obstacle(context, context.blocks, weighted=True):
        return
    view, rows = context.collaboration, tie_rows(context.organisation)
    for name, (inside, across) in inside_and_across(context).items():
        if inside <= limit * across:
            continue
        label = context.label("department", name)
        if across:
            words = f"{label} works {inside / across:.1f} times as much within itself as with all others together"
            words += f" (strength {inside:g} inside, {across:g} across; limit: {limit:g} times)"
        else:
            words = (
                f"All recorded collaboration of {label}, of strength {inside:g}, stays inside; nothing goes to others"
            )
        members = {node for node in view.ties if name in (node, view.group.get(node))}
        yield Hit(
            Scope("department", name),
            f"{words}.",
            _around(rows, members),
        )


def _around(rows: Mapping[tuple[str, str], tuple[Tie, ...]], members: Container[str]) -> tuple[Cell, ...]:
    """Cells of the rows that leave a group, and as many of those inside it as there is room for."""
    leaving = tie_cells(
        row for (one, other), found in rows.items() if (one in members) != (other in members) for row in found
    )
    inside = [row for (one, other), found in rows.items() if one in members and other in members for row in found]
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
    """Yield one hit where p is under 0.05 and assortativity above `limit`."""
    b = context.blocks
    effect = None if obstacle(context, b) else groups.assortativity(b)
    if effect is None or effect <= limit or chance_probability(context, b) >= _CHANCE:
        return
    inside, expected = b.internal / b.total, b.pairs_within / b.pairs
    _, group = nouns(context)
    sheets = {Cell(row.origin.table.file, row.origin.table.sheet, 0, 0) for row in context.organisation.ties}
    yield Hit(
        Scope(),
        f"{b.internal} of {b.total} ties ({inside:.0%}) stay inside a {group}; an even spread would give {expected:.0%}.",
        tuple(sorted(sheets)),
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
    """Yield each pair of divisions (departments where there are none) with less than `limit` of its expected ties."""
    if obstacle(context, context.blocks):
        return
    organisation, place = context.organisation, meeting_places(context)
    rows = tie_rows(organisation)
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
        yield Hit(
            Scope("pair", (first, second)),
            f"{context.label('department', first)} and {context.label('department', second)} hardly meet: "
            f"{counted(observed, 'tie') if observed else 'no tie'}, where an even spread would give {expected:.0f}.",
            tuple(sorted({*named, *tie_cells(behind.get((first, second), ()), 10)})),
        )


RULES = declared_rules(globals())
