"""Do departments want the same for the customer? Their goals by journey and by department, and where they clash."""

from collections.abc import Sequence

from alignment.analysis.aims import (
    SHORT_TERM,
    about_customers,
    conflicts,
    goal_words,
    of_departments,
    of_journeys,
    serves_customers,
)
from alignment.language import number_text, share_text
from alignment.model.organisation import Goal
from alignment.report.content.findings import finding_blocks
from alignment.report.content.journeys import ranked_journeys
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.wording import capital, counted, have, joined, of_all

__all__ = ["goals_section"]

MOST_JOURNEYS = 20
MOST_OWNERS = 12


def goals_section(view: View) -> Section | None:
    """Return the goals; None where the workbook holds none, since most do not."""
    if not view.organisation.goals:
        return None
    blocks: list[Block] = [Paragraph(_lead(view), "lead")]
    blocks += _journeys(view)
    blocks += _owners(view)
    blocks += finding_blocks(view, "What was found about goals", "goal-findings", "GOA")
    return Section("goals", "Goals", tuple(blocks))


def _lead(view: View) -> str:
    """Return what the goals are about, and what they leave out; each part only where the workbook tells."""
    organisation = view.organisation
    owners = len(of_departments(organisation))
    goals = len({one.id for one in organisation.goals})
    text = f"{counted(goals, 'goal')}"
    text += f" of {counted(owners, 'department')}" if owners else ""
    customer = view.check.value("goals.customer_share")
    text += f", {share_text(customer)} of them about customers." if customer is not None else "."
    if view.check.value("goals.journeys_with_customer_kpi") is not None:
        journeys = of_journeys(organisation)
        served = sum(serves_customers(one) is True for one in journeys.values())
        text += f" {capital(of_all(served, len(journeys), 'journey') if served else 'no journey')} {have(served or 1)} a goal about the customer."
    clashes = view.check.value("goals.conflicts")
    if clashes:
        text += f" {counted(int(clashes), 'pair')} of goals {have(int(clashes), 'works', 'work')} against each other."
    return text + _common(view)


def _common(view: View) -> str:
    shared = view.check.value("goals.shared")
    if shared is None:
        return ""
    share = share_text(shared) if shared else "None"
    return (
        f" {share} of the pairs of departments that depend on each other {have(0 if shared else 1)} a goal in common."
    )


def _journeys(view: View) -> list[Block]:
    """Return the goals of each journey, the gravest journeys first; nothing where no goal names one."""
    goals = of_journeys(view.organisation)
    if not any(goals.values()):
        return []
    clashing = conflicts(view.organisation)
    ranked = [one for one in ranked_journeys(view) if one.id in goals]
    rows = tuple(
        (
            clean(one.name),
            _named(view, [goal for goal in goals[one.id] if about_customers(goal)]),
            _named(view, [goal for goal in goals[one.id] if not about_customers(goal)]),
            sum(one.id in clash.journeys for clash in clashing),
        )
        for one in ranked[:MOST_JOURNEYS]
    )
    columns = [
        Column("Journey", share=2.4),
        Column("Goals about its customer", share=3.6),
        Column("Other goals", share=3.6),
        Column("At cross purpose", "number", 1.0),
    ]
    note = (
        f"Shown: {MOST_JOURNEYS} of {number_text(len(ranked))}, the gravest first." if len(ranked) > len(rows) else ""
    )
    kept = len(columns) if clashing else len(columns) - 1
    return [
        Subheading("What each journey is steered by", "goals-journeys"),
        Table("Goals that name a journey", tuple(columns[:kept]), tuple(row[:kept] for row in rows), note),
    ]


def _named(view: View, goals: Sequence[Goal]) -> str:
    return clean(joined(goal_words(view.context, goals), 3)) if goals else "none"


def _owners(view: View) -> list[Block]:
    """Return the goals of each department, those with the most at cross purpose first."""
    owners = of_departments(view.organisation)
    if not owners:
        return []
    clashing = {goal.id for one in conflicts(view.organisation) for goal in one.goals}

    def row(department: str, goals: Sequence[Goal]) -> tuple[CellValue, ...]:
        customer = [one for one in map(about_customers, goals) if one is not None]
        horizons = [one.horizon_months for one in goals if one.horizon_months is not None]
        return (
            clean(view.department(department)),
            len(goals),
            sum(customer) if customer else None,
            sum(one <= SHORT_TERM for one in horizons) if horizons else None,
            sum(one.id in clashing for one in goals),
        )

    rows = sorted(
        (row(*one) for one in owners.items()), key=lambda one: (-int(one[4] or 0), -int(one[1] or 0), str(one[0]))
    )
    columns = (
        Column("Department", share=3),
        Column("Goals", "number"),
        Column("About customers", "number", 1.4),
        Column(f"Due within {SHORT_TERM:g} months", "number", 1.6),
        Column("At cross purpose", "number", 1.4),
    )
    # A column that nobody filled in would be one of dashes or noughts.
    kept = [place for place in range(len(columns)) if place < 2 or any(one[place] for one in rows)]
    note = (
        f"Shown: {MOST_OWNERS} of {number_text(len(rows))}. Shares of all are in the Excel report, sheet Measurements."
        if len(rows) > MOST_OWNERS
        else ""
    )
    return [
        Subheading("What each department is steered by", "goals-departments"),
        Table(
            "Goals by department",
            tuple(columns[place] for place in kept),
            tuple(tuple(one[place] for place in kept) for one in rows[:MOST_OWNERS]),
            note,
        ),
    ]
