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
from alignment.language import number_text, say, say_many, share_text
from alignment.model.organisation import Goal
from alignment.report.content.findings import finding_blocks
from alignment.report.content.journeys import ranked_journeys
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import measure, sheet, together, traced
from alignment.wording import capital, counted, joined, of_all

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
    blocks += finding_blocks(view, say("What was found about goals"), "goal-findings", "GOA")
    return Section("goals", say("Goals"), tuple(blocks))


def _lead(view: View) -> str:
    """Return what the goals are about, and what they leave out; each part only where the workbook tells."""
    organisation = view.organisation
    owners = len(of_departments(organisation))
    goals = len({one.id for one in organisation.goals})
    text = counted(goals, "goal")
    if owners:
        text = say("{goals} of {departments}", goals=text, departments=counted(owners, "department"))
    customer = view.check.value("goals.customer_share")
    if customer is not None:
        text = say("{goals}, {share} of them about customers", goals=text, share=share_text(customer))
    sources = (sheet("goals"), *((measure("goals.customer_share"),) if customer is not None else ()))
    sentences = [traced(f"{text}.", *sources)]
    if view.check.value("goals.journeys_with_customer_kpi") is not None:
        journeys = of_journeys(organisation)
        total = len(journeys) - len(view.waived("goals.journeys_with_customer_kpi"))
        served = sum(serves_customers(one) is True for one in journeys.values())
        told = say_many(
            served or 1,
            "{journeys} has a goal about the customer.",
            "{journeys} have a goal about the customer.",
            journeys=of_all(served, total, "journey") if served else say("no journey"),
        )
        sentences.append(traced(capital(told), measure("goals.journeys_with_customer_kpi")))
        sentences.append(view.waived_words("goals.journeys_with_customer_kpi", "journey"))
    clashes = view.check.value("goals.conflicts")
    if clashes:
        against = say_many(
            int(clashes),
            "{n} pair of goals works against each other.",
            "{n} pairs of goals work against each other.",
        )
        sentences.append(traced(against, measure("goals.conflicts")))
    return together(*sentences, traced(_common(view), measure("goals.shared")))


def _common(view: View) -> str:
    shared = view.check.value("goals.shared")
    if shared is None:
        return ""
    if not shared:
        return say("None of the pairs of departments that depend on each other has a goal in common.")
    share = share_text(shared)
    return capital(
        say("{share} of the pairs of departments that depend on each other have a goal in common.", share=share)
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
        Column(say("Journey"), share=2.4),
        Column(say("Goals about its customer"), share=3.6),
        Column(say("Other goals"), share=3.6),
        Column(say("At cross purposes"), "number", 1.0),
    ]
    note = ""
    if len(ranked) > len(rows):
        note = say(
            "Shown: {some} of {all}, the gravest first.", some=number_text(len(rows)), all=number_text(len(ranked))
        )
    kept = len(columns) if clashing else len(columns) - 1
    return [
        Subheading(say("What each journey is steered by"), "goals-journeys"),
        Table(say("Goals that name a journey"), tuple(columns[:kept]), tuple(row[:kept] for row in rows), note),
    ]


def _named(view: View, goals: Sequence[Goal]) -> str:
    return clean(joined(goal_words(view.context, goals), 3)) if goals else say("none")


def _owners(view: View) -> list[Block]:
    """Return the goals of each department, those with the most at cross purposes first."""
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
        Column(say("Department"), share=3),
        Column(say("Goals"), "number"),
        Column(say("About customers"), "number", 1.4),
        Column(say("Due within {number} months", number=number_text(SHORT_TERM)), "number", 1.6),
        Column(say("At cross purposes"), "number", 1.4),
    )
    # A column that nobody filled in would be one of dashes or noughts.
    kept = [place for place in range(len(columns)) if place < 2 or any(one[place] for one in rows)]
    note = ""
    if len(rows) > MOST_OWNERS:
        note = say("Shown: {some} of {all}.", some=number_text(MOST_OWNERS), all=number_text(len(rows)))
        note += " " + say("Shares of all are in the Excel report, sheet {sheet}.", sheet=say("Measurements"))
    return [
        Subheading(say("What each department is steered by"), "goals-departments"),
        Table(
            say("Goals by department"),
            tuple(columns[place] for place in kept),
            tuple(tuple(one[place] for place in kept) for one in rows[:MOST_OWNERS]),
            note,
        ),
    ]
