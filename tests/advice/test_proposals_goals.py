"""Which goals two departments are asked to share, and which is to look further ahead."""

from alignment.advice.proposals.goals import lengthen_goal, share_goal
from alignment.analysis.base import Context
from alignment.analysis.remeasure import Measured
from alignment.model.organisation import Goal, Organisation
from alignment.settings import Settings
from build import organisation, origin

COLUMNS = ("goal", "owner_department", "perspective", "horizon", "journey", "target", "conflicts_with")


def goals(*lines: str, columns=COLUMNS) -> tuple[Goal, ...]:
    """Goals in a line each: goal, department, perspective, months, journey, goals it works against."""
    found = []
    for row, line in enumerate(lines, start=2):
        name, unit, perspective, months, journey, against = (*map(str.strip, line.split("|")), *[""] * 6)[:6]
        place = origin("goals", row, columns, goal=name, owner_department=unit, horizon=months)
        found.append(
            Goal(
                place, name, name, unit or None, perspective, float(months) if months else None, journey or None,
                conflicts_with=tuple(against.split()),
            )
        )  # fmt: skip
    return tuple(found)


def company(*lines: str, columns=COLUMNS, **more) -> Organisation:
    given = {"journeys": {"Move": "Sales Billing", "Pay": "Billing Ops"}, **more}
    return organisation(
        departments="Sales Billing Ops",
        goals=goals(*lines, columns=columns),
        sheets=frozenset({"goals"}),
        columns={"goals": frozenset(columns)},
        **given,
    )


def shared(*lines: str, **more):
    return {(*one.subject.id, one.variant): one for one in share_goal(Context(company(*lines, **more), Settings()))}


def test_a_goal_about_customers_of_the_journey_between_two_departments_is_shared_first():
    found = shared(
        "orders | Sales | financial | 3 | Move",
        "trust | Sales | customer | 12",
        "moved | Billing | customer | 12 | Move",
    )
    assert list(found) == [("Billing", "Sales", "moved")]
    move = found["Billing", "Sales", "moved"]
    assert move.words == (
        "Let Billing and Sales take “moved” as a goal of both: they hand over to each other in “Move”, and only Billing has "
        "it so far."
    )
    assert [str(one) for one in move.edits] == ["Goals!B4: Billing; Sales"]
    before = company(*LINES)
    assert [one.owner_department for one in move.apply(before).goals if one.id == "moved"] == ["Billing", "Sales"]
    assert move.apply(move.apply(before)) == move.apply(before)


LINES = ("orders | Sales | financial | 3 | Move", "moved | Billing | customer | 12 | Move")


def test_heads_are_asked_where_there_are_any():
    more = {"people": {"ann": "Sales: Head of Sales"}, "details": {"Sales": {"heads": "ann"}}}
    (move,) = shared(*LINES, **more).values()
    assert move.words.startswith("Let Billing and ann (Head of Sales) take")


def test_a_goal_of_another_journey_or_about_money_is_not_shared():
    assert not shared("paid | Billing | customer | 12 | Pay", "orders | Sales | customer | 12 | Pay")
    assert not shared("paid | Billing | financial | 12 | Move", "orders | Sales | process | 12")


def test_departments_without_a_goal_or_without_a_handoff_or_with_a_goal_in_common_are_left_alone():
    assert not shared("moved | Billing | customer | 12 | Move")
    assert not shared("moved | Sales | customer | 12", "paid | Ops | financial | 12")
    assert not shared(*LINES, "moved | Sales | customer | 12 | Move")


def test_without_a_column_for_the_department_nothing_can_be_typed():
    (move,) = shared(*LINES, columns=("goal", "perspective", "journey")).values()
    assert not move.edits


def test_a_goal_that_works_against_one_of_the_other_department_says_so():
    (move,) = shared("orders | Sales | financial | 3 | Move | moved", LINES[1]).values()
    assert move.against == ("“orders” of Sales works against it: agree first which of the two comes first",)


def test_who_has_a_small_part_in_the_journey_can_move_the_figure_only_so_far():
    (move,) = shared(*LINES, journeys={"Move": "Sales Billing Billing"}).values()
    assert move.against == ("Sales does 1 of 3 steps there, and can move the figure only so far",)


def test_the_kpi_of_a_journey_without_a_customer_goal_becomes_a_goal_of_two_departments_and_closes_the_finding():
    before = company(
        "orders | Sales | financial | 3 | Move", "bills | Billing | process | 12 | Move", "paid | Ops | customer | 12 | Pay",
        details={"Move": {"kpi": "Moved in a week", "target": "80 %"}},
    )  # fmt: skip
    found = {one.variant: one for one in share_goal(Context(before, Settings()))}
    move = found["Moved in a week"]
    assert dict(move.edits[0].row) == {
        "goal": "Moved in a week", "owner_department": "Billing; Sales", "perspective": "customer", "journey": "Move",
        "target": "80 %",
    }  # fmt: skip
    measured = Measured(before, Settings(permutations=10))
    after = measured.after(move.apply(before))
    gone = {one.id for one in measured.analysis.findings} - {one.id for one in after.analysis.findings}
    assert "GOA01:journey:move" in gone
    assert "Moved in a week" not in {one.variant for one in share_goal(after.context)}


def lengthened(*lines: str):
    return list(lengthen_goal(Context(company(*lines), Settings())))


def test_of_a_department_with_short_goals_only_the_one_about_customers_is_to_look_a_year_ahead():
    before = company("orders | Sales | financial | 3", "calls | Sales | customer | 1")
    (move,) = lengthen_goal(Context(before, Settings()))
    assert move.words == (
        "Let Sales set the target of “calls” anew for the next 12 months instead of 1, for what a customer would notice by "
        "then: no goal of Sales looks further ahead than 3 months."
    )
    assert [str(one) for one in move.edits] == ["Goals!D3: 12"]
    after = move.apply(before)
    assert [one.horizon_months for one in after.goals] == [3, 12]
    assert not list(lengthen_goal(Context(after, Settings())))


def test_a_goal_that_two_departments_share_is_lengthened_for_both():
    before = company("orders | Sales | financial | 3", "orders | Ops | financial | 3", "calls | Sales | process | 1")
    (move,) = lengthen_goal(Context(before, Settings()))
    assert move.asks == ("Ops", "Sales")
    assert [one.cell.address for one in move.edits] == ["D2", "D3"]
    assert [one.horizon_months for one in move.apply(before).goals] == [12, 12, 1]


def test_a_department_with_one_goal_or_one_that_looks_ahead_keeps_its_horizons():
    assert not lengthened("orders | Sales | financial | 3")
    assert not lengthened("orders | Sales | financial | 3", "calls | Sales | customer | 6")


def test_where_the_workbook_gives_no_horizon_nothing_is_lengthened():
    assert not lengthened("orders | Sales | financial", "calls | Sales | customer")
