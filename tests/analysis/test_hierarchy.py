"""How is the company built on paper: in one piece, without circles, how deep and how wide?"""

import pytest

from alignment.analysis import hierarchy
from alignment.analysis.base import Context
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement, Scope
from alignment.settings import Settings
from build import organisation

DIMENSIONS = ("connectedness", "hierarchy", "efficiency", "least_upper_boundedness")


def figure(org: Organisation, ident: str, scope: Scope | None = None) -> Measurement:
    measure = next(one for one in hierarchy.MEASURES if one.id == f"hierarchy.{ident}")
    return next(one for one in measure.take(Context(org, Settings())) if one.scope == (scope or Scope()))


def findings(org: Organisation, code: str, **settings: object) -> list[Finding]:
    rule = next(one for one in hierarchy.RULES if one.code == code)
    return list(rule.find(Context(org, Settings(**settings))))


def staff(managers: dict[str, str], roles: dict[str, str] | None = None, **more: object) -> Organisation:
    """People of one department, each with a manager, or with "" for none."""
    return organisation(
        people={one: f"Sales: {(roles or {}).get(one, 'clerk')}" for one in managers},
        details={one: {"manager": above or None} for one, above in managers.items()},
        **more,
    )


def circle() -> Organisation:
    """A stands above B, B above C, and C above A; D is below A."""
    return organisation(
        "A>C B>A C D>A",
        details={"A": {"parent": "C"}, "B": {"parent": "A"}, "C": {"parent": "B"}, "D": {"parent": "A"}},
    )


def test_a_chart_in_one_piece_without_circles_scores_one_in_every_dimension():
    org = organisation("Sales>Company Care>Company Desk>Care")
    assert [figure(org, one).value for one in DIMENSIONS] == [1, 1, 1, 1]
    people = staff({"boss": "", "ann": "boss", "bob": "boss", "cem": "ann"})
    assert [figure(people, f"{one}_people").value for one in DIMENSIONS] == [1, 1, 1, 1]


def test_parts_without_a_common_superior_lower_connectedness():
    # Two parts of two: 2 of 6 pairs are joined.
    assert figure(organisation("A>X B>Y"), "connectedness").value == pytest.approx(2 / 6)


def test_a_circle_lowers_the_order_of_ranks_and_leaves_its_departments_without_a_level():
    # A, B and C reach each other, and all three reach D: 3 of 6 ranked pairs go both ways.
    assert figure(circle(), "hierarchy").value == pytest.approx(1 / 2)
    assert figure(circle(), "depth").status == "not_applicable"
    # Three lines hold four together; the circle's third is one of three that there could be too many.
    assert figure(circle(), "efficiency").value == pytest.approx(2 / 3)
    assert figure(circle(), "least_upper_boundedness").value == 1


def test_suppliers_and_their_people_stand_outside_the_chart():
    org = organisation(
        "Sales>Company Printer",
        people={"boss": "Sales", "ann": "Sales", "pim": "Printer", "pat": "Printer"},
        details={"Printer": {"external": True}, "ann": {"manager": "boss"}, "pat": {"manager": "pim"}},
    )
    assert figure(org, "connectedness").value == 1
    assert figure(org, "connectedness_people").value == 1


@pytest.mark.parametrize(
    ("org", "suffix", "note"),
    [
        (organisation("Sales Care"), "", "the workbook does not say which department stands above which"),
        (organisation(people="ann bob"), "_people", "the workbook does not say who reports to whom"),
        (organisation(people="ann bob"), "", "the workbook has no sheet Departments"),
    ],
)
def test_without_superiors_nothing_is_measured(org, suffix, note):
    found = [figure(org, f"{one}{suffix}") for one in (*DIMENSIONS, "depth", "span")]
    assert {(one.value, one.status, one.note) for one in found} == {(None, "not_measured", note)}


def test_where_no_line_can_be_too_many_the_figure_does_not_apply():
    found = [figure(organisation("Sales>Company"), one) for one in ("efficiency", "least_upper_boundedness")]
    assert {one.status for one in found} == {"not_applicable"}
    assert all(one.note.startswith("no part of the chart holds three") for one in found)


def test_depth_counts_the_levels_and_says_how_many_stand_on_each():
    found = figure(organisation("A>Top B>Top C>A D>A E>D"), "depth")
    assert (found.value, found.note) == (4, "from the top down: 1, 2, 2 and 1")


def test_span_is_a_distribution_with_the_figure_of_each():
    managers = {"boss": "", **{f"p{at}": "boss" for at in range(4)}, "x": "p0", "y": "p1", "z": "p1"}
    org = staff(managers)
    found = figure(org, "span_people")
    assert found.value == 2
    assert found.note == "over 3 people with any: from 1 to 4, the middle half from 1.5 to 3; 2 under 3, 0 over 15"
    assert figure(org, "span_people", Scope("person", "boss")).value == 4
    assert figure(org, "span_people", Scope("person", "p0")).value == 1


# Rules


def test_a_chart_in_parts_is_one_finding_with_the_blank_cells_of_their_heads():
    org = organisation("A>X B>X C>Y Z", journeys={"Move": "A C", "Stay": "A B"})
    (found,) = findings(org, "HIE01")
    assert found.message == (
        "The chart falls into 3 parts that no superior joins: X (3 departments), Y (2 departments) and Z (1 department); "
        "1 journey crosses from one to another."
    )
    assert [str(cell) for cell in found.evidence] == ["Departments!B3", "Departments!B6", "Departments!B7"]
    assert {cell.value for cell in found.evidence} == {""}
    assert findings(organisation("A>X B>X"), "HIE01") == []
    assert findings(organisation("A B C"), "HIE01") == []


def test_a_very_wide_span_names_the_position_and_not_the_person():
    managers = {"boss": "", **{f"p{at}": "boss" for at in range(16)}}
    org = staff(managers, {"boss": "Head of Sales"})
    (found,) = findings(org, "HIE02")
    assert found.message == "16 people report directly to one position, “Head of Sales”."
    assert found.scope == Scope("person", "boss")
    assert len(found.evidence) == 12
    assert findings(org, "HIE02", rules={"HIE02": {"limit": 16}}) == []


def test_a_very_wide_span_of_departments_is_found_too():
    (found,) = findings(organisation(" ".join(f"D{at}>Company" for at in range(17))), "HIE02")
    assert found.message == "17 departments stand directly below Company."


def test_levels_of_one_department_each_are_told_from_two_in_a_row_on():
    (found,) = findings(organisation("A>Top B>A C>B D>Other E>Other"), "HIE03")
    assert found.message == "3 levels in a row hold one department each: Top > A > B > C."
    assert [str(cell) for cell in found.evidence] == ["Departments!B2", "Departments!B4", "Departments!B5"]
    assert findings(organisation("A>Top B>A C>A"), "HIE03") == []
    assert findings(circle(), "HIE03") == []
