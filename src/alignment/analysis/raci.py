"""Does the RACI chart say who decides, who does, who is asked and who is told? Rules on its rows.

Rows may be processes or, in some companies, journeys. The rules on rows act on both, except "no A" and "several A":
about journeys OWN01 and OWN02 say that already. The rules on columns stand in `raci_columns` and act on charts of
processes only: in a chart of journeys each name takes part in a journey or two, and OWN06 weighs those who carry many.

Letters are counted singly: `A/R` is one A and one R. N/A holds none.
"""

from collections.abc import Iterable, Iterator

from alignment.analysis.base import Context, Hit, Rule, declared_rules, rule
from alignment.analysis.literature import KRACKHARDT, SMITH
from alignment.analysis.raci_columns import (
    many_accountabilities,
    many_assignments,
    neither_r_nor_a,
    no_blank_row,
    nothing,
)
from alignment.analysis.raci_processes import no_accountable, no_responsible, several_accountables
from alignment.analysis.raci_rows import charts, holder_names, row_name, rows
from alignment.analysis.standing import Standing
from alignment.language import figure_text, later, number_text, say
from alignment.model.organisation import Holder
from alignment.wording import counted, joined

__all__ = [
    "RULES",
    "many_accountabilities",
    "many_assignments",
    "neither_r_nor_a",
    "no_accountable",
    "no_blank_row",
    "no_responsible",
    "nothing",
    "several_accountables",
]


def _many(context: Context, code: str, template: str, limit: float) -> Iterator[Hit]:
    for row in rows(context):
        number = len(row.letters[code])
        if number > limit:
            message = say(
                template,
                number=number_text(number),
                name=row_name(context, row),
                limit=figure_text(limit),
                names=holder_names(context.organisation, row.letters[code]),
            )
            yield Hit(row.scope, message, row.cells(code))


@rule(
    "RACI04",
    "Many responsible",
    severity="low",
    recommendation="See whether this is one activity or several; split it, or let one R lead.",
    basis=f"{SMITH} Many R ask whether so many must be involved. The number is our choice.",
    limit=5,
    limit_words="R in one row",
    needs=("raci",),
)
def many_responsible(context: Context, limit: float) -> Iterator[Hit]:
    """Rows with more R than the limit."""
    many = later("{number} are responsible (R) for “{name}”, more than {limit}: {names}.")
    yield from _many(context, "R", many, limit)


@rule(
    "RACI05",
    "Many consulted",
    severity="low",
    recommendation="Ask who must really be heard before each decision; tell the others (I).",
    basis=f"{SMITH} Many C slow the work down. The number is our choice.",
    limit=4,
    limit_words="C in one row",
    needs=("raci",),
)
def many_consulted(context: Context, limit: float) -> Iterator[Hit]:
    """Rows with more C than the limit."""
    many = later("{number} are consulted (C) for “{name}”, more than {limit}: {names}.")
    yield from _many(context, "C", many, limit)


@rule(
    "RACI06",
    "Many informed",
    severity="low",
    recommendation="Inform only those who act on it; publish the rest where anyone can look.",
    basis=f"{SMITH} Many I ask whether all need routine news. The share of the chart's roles is our choice.",
    limit=0.5,
    limit_words="share of the chart's roles that one row informs",
    needs=("raci",),
)
def many_informed(context: Context, limit: float) -> Iterator[Hit]:
    """Rows that inform more than the limit's share of all holders of the chart."""
    for chart in charts(context):
        for row in chart.rows:
            number = len(row.letters["I"])
            if number > limit * chart.roles:
                message = say(
                    "“{name}” informs (I) {number} of the {roles} of the chart.",
                    name=row_name(context, row),
                    number=number_text(number),
                    roles=counted(chart.roles, "role"),
                )
                yield Hit(row.scope, message, row.cells("I"))


@rule(
    "RACI07",
    "Nobody asked, nobody told",
    severity="low",
    recommendation="Ask whose work this touches, before or after; give them C or I.",
    basis=f"{SMITH} Rows that hold only A are reported by RACI08; a chart without any C or I does not record them.",
    needs=("raci",),
)
def talks_to_nobody(context: Context, _: float) -> Iterator[Hit]:
    """Rows with an R and with neither C nor I."""
    for chart in charts(context):
        for row in chart.rows:
            if chart.asks and row.letters["R"] and not row.letters["C"] and not row.letters["I"]:
                message = say(
                    "“{name}” consults nobody (C) and informs nobody (I): a sign of a silo.",
                    name=row_name(context, row),
                )
                yield Hit(row.scope, message, row.cells())


@rule(
    "RACI08",
    "Accountable alone",
    severity="low",
    recommendation="Name who does the work and who is heard; the A alone cannot carry it.",
    basis=f"{SMITH} At least one R for each activity.",
    needs=("raci",),
)
def accountable_only(context: Context, _: float) -> Iterator[Hit]:
    """Rows that hold A and no other letter."""
    for row in rows(context):
        if row.letters["A"] and row.number == len(row.letters["A"]):
            message = say("“{name}” has an A and no other letter.", name=row_name(context, row))
            yield Hit(row.scope, message, row.cells())


@rule(
    "RACI09",
    "Crowded row",
    severity="low",
    recommendation="Split the activity, or take out letters that change nothing.",
    basis=f"{SMITH} The number is our choice: each letter is somebody to keep in step.",
    limit=10,
    limit_words="assignments in one row",
    needs=("raci",),
)
def crowded_row(context: Context, limit: float) -> Iterator[Hit]:
    """Rows with more letters than the limit."""
    for row in rows(context):
        if row.number > limit:
            message = say(
                "“{name}” has {assignments}, more than {limit}: {letters}.",
                name=row_name(context, row),
                assignments=counted(row.number, "assignment"),
                limit=figure_text(limit),
                letters=", ".join(f"{len(holders)} {code}" for code, holders in row.letters.items() if holders),
            )
            yield Hit(row.scope, message, row.cells())


def _stands(context: Context, standing: Standing, holders: Iterable[Holder]) -> str:
    places = sorted({place for one in holders for place in standing.departments(one)})
    return joined([context.label("department", one) for one in places], most=3)


@rule(
    "RACI10",
    "Accountable far above the work",
    severity="medium",
    recommendation="Move the A down to the manager of those who do the work.",
    basis=f"{SMITH} Accountability belongs as near to the work as can be. {KRACKHARDT} Two levels: our choice. "
    "Between people their line of managers counts, else their departments.",
    limit=2,
    limit_words="levels between the A and the nearest R, from which it speaks",
    needs=("raci",),
)
def accountable_far_above(context: Context, limit: float) -> Iterator[Hit]:
    """Rows whose every A stands at least so many levels above every R."""
    standing = Standing(context.organisation)
    for row in rows(context):
        levels = [standing.levels_above(a, r) for a in row.letters["A"] for r in row.letters["R"]]
        known = [level for level in levels if level is not None]
        if known and len(known) == len(levels) and min(known) >= limit:
            values = {
                "name": row_name(context, row),
                "names": holder_names(context.organisation, row.letters["A"]),
                "levels": counted(min(known), "level"),
            }
            message = (
                say("The A for “{name}” ({names}) stands {levels} or more above every R.", **values)
                if len(set(known)) > 1
                else say("The A for “{name}” ({names}) stands {levels} above every R.", **values)
            )
            yield Hit(row.scope, message, row.cells("AR"))


@rule(
    "RACI11",
    "Accountable without authority over the work",
    severity="medium",
    recommendation="Give the A to the department that does the work, or to its superior; or record a mandate.",
    basis=f"{SMITH} {KRACKHARDT} Suppliers are left out: authority over them is a contract.",
    needs=("raci", "departments"),
)
def accountable_elsewhere(context: Context, _: float) -> Iterator[Hit]:
    """Rows whose A stands neither in the department of any R nor above it."""
    standing = Standing(context.organisation)
    if not standing.charted:
        return
    for row in rows(context):
        accountable = row.letters["A"]
        doing = [one for one in row.letters["R"] if not _supplier(standing, one)]
        if not accountable or not doing or not all(map(standing.departments, (*accountable, *doing))):
            continue
        places = [place for one in (*accountable, *doing) for place in standing.departments(one)]
        unsure = standing.circular(places) or not all(map(standing.listed, places))
        if unsure or any(standing.levels_above(a, r) is not None for a in accountable for r in doing):
            continue
        message = say(
            "The A for “{name}” stands in {places}, all R in {others}, over which it has no authority.",
            name=row_name(context, row),
            places=_stands(context, standing, accountable),
            others=_stands(context, standing, doing),
        )
        yield Hit(row.scope, message, row.cells("AR"))


def _supplier(standing: Standing, holder: Holder) -> bool:
    places = standing.departments(holder)
    return bool(places) and all(map(standing.external, places))


RULES: tuple[Rule, ...] = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
