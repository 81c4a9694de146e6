"""How does the company hang together? The map of departments, and the matrix of who works with whom."""

from collections import Counter

from alignment.language import number_text, say, say_many, share_text
from alignment.report.charts import MapNode, MapTie, MatrixRow, collaboration_matrix, company_map
from alignment.report.content.additions import Unmeasured
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import sheet, together, traced
from alignment.wording import capital, counted

__all__ = ["company_section", "matrix_rows", "tied"]

MOST_DEPARTMENTS = 40
MOST_DIVISIONS = 25


def company_section(view: View) -> Section | Unmeasured:
    """Return the map and the matrix; without collaboration data, the map of what journeys and processes join."""
    blocks: list[Block] = []
    if view.talks and view.context.actual:
        blocks += _collaboration(view)
    elif any(set(view.departments).issuperset(pair) for pair in view.context.required):
        blocks += _needed(view)
    else:
        return Unmeasured(say("The map"), say("nothing in the workbook joins two departments"), ("collaboration",))
    return Section("map", say("The map"), tuple(blocks))


def matrix_rows(view: View) -> tuple[MatrixRow, ...]:
    """Return the departments of a matrix with their divisions."""
    return tuple(
        MatrixRow(one, clean(view.department(one)), view.divisions[one], view.division_ranks[one]) for one in view.tied
    )


def _divided(view: View) -> bool:
    return len({one for one in view.divisions.values() if one}) > 1


def tied(view: View) -> str:
    """Return how many departments and ties there are, and how many of all pairs that is."""
    actual = view.context.actual
    within = sum(1 for first, second in actual if _together(view, first, second))
    text = say(
        "{departments}, {ties} between them",
        departments=counted(len(view.tied), "department"),
        ties=counted(len(actual), "tie"),
    )
    if _divided(view):
        text = say(
            "{text}: {within} within a division, {across} across",
            text=text,
            within=number_text(within),
            across=number_text(len(actual) - within),
        )
    possible = len(view.tied) * (len(view.tied) - 1) / 2
    dense = ""
    if possible and len(actual) == possible:
        dense = say("Every pair works together.")
    elif possible:
        dense = capital(say("{share} of all pairs work together.", share=share_text(len(actual) / possible)))
    return traced(together(f"{text}.", dense), sheet("departments"), sheet("collaboration"))


def _collaboration(view: View) -> list[Block]:
    person = view.context.collaboration.level == "person"
    basis = (
        say(
            "A tie joins two departments when at least one person of each works with one of the other; it is as strong as "
            "all these contacts together."
        )
        if person
        else say("A tie joins two departments when one of them, or both, reported to work with the other.")
    )
    asked = set(view.tied) - view.context.covered
    if asked:
        names = ", ".join(sorted(clean(view.department(one)) for one in asked)[:6])
        unheard = say(
            "Of {departments} nothing was reported ({names}): what is missing there is unknown, not absent.",
            departments=counted(len(asked), "department"),
            names=f"{names}, …" if len(asked) > 6 else names,
        )
        basis = together(basis, traced(unheard, sheet("collaboration")))
    basis = together(basis, view.of_small())
    picture = company_map("map", _nodes(view), _ties(view), _inward_divisions(view), limit=MOST_DEPARTMENTS)
    matrix = collaboration_matrix("matrix", matrix_rows(view), view.context.actual, MOST_DEPARTMENTS)
    caption = (
        say(
            "Matrix of collaboration, ordered by division; frames show the divisions. The larger a square, the stronger the tie."
        )
        if _divided(view)
        else say("Matrix of collaboration, in alphabetical order. The larger a square, the stronger the tie.")
    )
    return [
        Paragraph(tied(view), "lead"),
        view.figure(picture, "map", say("Who works with whom. Wider lines are stronger ties.")),
        Paragraph(basis, "note"),
        *_divisions(view),
        Subheading(say("Department by department"), "matrix"),
        view.figure(matrix, "matrix", caption),
    ]


def _divisions(view: View) -> list[Block]:
    """Return a table of how densely each division is tied inside and to the others; nothing where there are none."""
    members: dict[str, list[str]] = {}
    for one, division in view.divisions.items():
        if division is not None and not view.external(one) and one not in view.small:
            members.setdefault(division, []).append(one)
    # Where departments are left out, one may be alone in its division.
    members = {division: inside for division, inside in members.items() if len(inside) > 1}
    if len(members) < 2:
        return []
    home = {one: division for division, inside in members.items() for one in inside}
    inside_of, across_of = Counter[str | None](), Counter[str | None]()
    for ends in view.context.actual:
        first, second = map(home.get, ends)
        if first == second:
            inside_of[first] += 1
        else:
            across_of.update((first, second))
    # Where not all are shown, the largest are.
    shown = sorted(members, key=lambda one: (-len(members[one]), one))[:MOST_DIVISIONS]
    rows: list[tuple[CellValue, ...]] = []
    for division in sorted(shown):
        inside = members[division]
        others = len(view.tied) - len(inside)
        within, across = inside_of[division], across_of[division]
        possible = len(inside) * (len(inside) - 1) / 2
        rows.append((division, len(inside), within, within / possible, across, across / (len(inside) * others)))
    columns = (
        Column(say("Division"), share=3),
        Column(say("Departments"), "number", 1.4),
        Column(say("Ties inside"), "number", 1.3),
        Column(say("Of all pairs inside"), "share", 1.5),
        Column(say("Ties to others"), "number", 1.4),
        Column(say("Of all pairs with others"), "share", 1.7),
    )
    note = say("Where the share inside is far above the share with others, the division is a world of its own.")
    if len(shown) < len(members):
        some, every = number_text(len(shown)), number_text(len(members))
        cut = say("Shown: the {some} largest of {all}.", some=some, all=every)
        note = f"{note} {cut}"
    return [Table(say("How densely the divisions are tied"), columns, tuple(rows), note)]


def _needed(view: View) -> list[Block]:
    shown = set(view.departments)
    required = {pair: need for pair, need in view.context.required.items() if shown.issuperset(pair)}
    ties = [MapTie(first, second, need.weight) for (first, second), need in sorted(required.items())]
    joined = {end for pair in required for end in pair}
    nodes = [one for one in _nodes(view) if one.id in joined]
    picture = company_map("map", nodes, ties, tie_word="link", limit=MOST_DEPARTMENTS)
    lead = say_many(
        len(required),
        "Collaboration was not measured. {n} pair of departments has to work together for journeys and processes.",
        "Collaboration was not measured. {n} pairs of departments have to work together for journeys and processes.",
    )
    if view.small:
        lead = say_many(
            len(required),
            "Who works with whom is not shown, since departments are too small. {n} pair of departments has to work together "
            "for journeys and processes.",
            "Who works with whom is not shown, since departments are too small. {n} pairs of departments have to work together "
            "for journeys and processes.",
        )
    return [
        Paragraph(traced(lead, *map(sheet, ("journey_steps", "processes", "raci"))), "lead"),
        view.figure(picture, "map", say("What journeys and processes join. Wider lines carry more of them.")),
        *([] if view.small else [_to_fill()]),
    ]


def _to_fill() -> Paragraph:
    return Paragraph(
        say(
            "To see who does work together, fill the sheet Collaboration (from, to, strength), between departments or "
            "between people with their departments on the sheet People."
        )
    )


def _together(view: View, first: str, second: str) -> bool:
    division = view.divisions.get(first)
    return division is not None and division == view.divisions.get(second)


def _nodes(view: View) -> list[MapNode]:
    bridges = {_home(view, one.scope.kind, one.scope.id) for one in view.findings("BRG01")}
    inward = {one.scope.id for one in view.findings("SIL01")}
    return [
        MapNode(
            one,
            clean(view.department(one)),
            view.divisions[one],
            bridge=one in bridges,
            external=view.external(one),
            inward=one in inward,
            rank=view.division_ranks[one],
        )
        for one in (view.tied if view.context.actual else view.departments)
    ]


def _home(view: View, kind: str, ident: object) -> str | None:
    """Return the department that a finding about a bridge stands in."""
    if not isinstance(ident, str):
        return None
    person = view.organisation.person.get(ident) if kind == "person" else None
    home = person.department if person else ident
    return None if home in view.small else home


def _inward_divisions(view: View) -> frozenset[str]:
    """Names of the divisions found to keep to themselves."""
    divisions = {one for one in view.divisions.values() if one is not None}
    found = {clean(view.subject(one.scope)) for one in view.findings("SIL01")}
    return frozenset(divisions & found)


def _ties(view: View) -> list[MapTie]:
    threads = {one.scope.id for one in view.findings("BRG02")}
    ties = []
    for (first, second), weight in sorted(view.context.actual.items()):
        tops = tuple(sorted((view.organisation.top_unit(first), view.organisation.top_unit(second))))
        single = (first, second) in threads or tops in threads
        ties.append(MapTie(first, second, weight, single))
    return ties
