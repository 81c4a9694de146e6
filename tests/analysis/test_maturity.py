"""What people say, by group: by hand in small companies, and what may never be told."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import privacy
from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, RULES, analyse
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import survey
from alignment.analysis.statements import bank
from alignment.model.result import Scope
from alignment.settings import Settings
from surveys import company

QUICK = Settings(permutations=20, score_draws=20)
COMPANY, FRONT, MANAGEMENT = Scope(), Scope("group", "front line"), Scope("group", "management")


def taken(ident, org, settings=QUICK):
    return {one.scope: one for one in MEASURES[ident].take(Context(org, settings))}


def value(ident, org, scope=COMPANY):
    return taken(ident, org)[scope].value


def department(name):
    return Scope("department", name)


# Ten of Sales, eleven of Ops: on alignment, 4 and 2 on average.
TWO = company(*["Sales m 4"] * 5, *["Sales f 4"] * 5, *["Ops m 2"] * 5, *["Ops f 2"] * 6)


def test_a_mean_is_that_of_respondents_each_counting_once():
    # One answers two statements, 1 and 5; four answer one, 5: (3 + 4·5) / 5, not (1 + 5 + 4·5) / 6.
    org = company("S f 1 5", *["S f 5"] * 4)
    assert value("maturity.mean.alignment", org) == pytest.approx(23 / 5)


def test_over_all_roads_each_road_counts_once():
    org = company(*["S f 1 1 4"] * 5, statements=("A3", "A1", "E1"))
    assert value("maturity.mean", org) == pytest.approx((1 + 4) / 2)


def test_a_statement_is_read_in_either_language():
    org = company(
        *["S f 2 4"] * 5,
        statements=(
            "I hear what became of a case after it left my desk.",
            "Ik hoor wat er van een zaak geworden is nadat hij mijn bureau verliet",
        ),
    )
    # The same statement asked twice: the first answer counts.
    assert value("maturity.mean.satisfaction", org) == 2


def test_what_is_no_statement_of_the_bank_is_named_and_not_counted():
    org = company(*["S f 2 5"] * 5, statements=("A1", "The coffee is good."))
    found = taken("maturity.respondents", org)[COMPANY]
    assert (found.value, found.note) == (5, "left out, as no statement of the bank: The coffee is good.")
    assert value("maturity.mean", org) == 2


def test_do_not_know_is_an_answer_of_its_own_and_a_blank_is_none():
    org = company(*["S f ? 4"] * 3, *["S f - 4"] * 3)
    assert value("maturity.unknown.alignment", org) == pytest.approx(3 / 9)
    assert value("maturity.mean.alignment", org) == 4


def test_of_a_road_that_fewer_than_half_know_only_that_is_told():
    org = company(*["S f 4 ?"] * 5, *["S f 4 2"] * 4, statements=("A3", "E1"))
    assert (
        taken("maturity.mean.empathy", org)[COMPANY].note == "fewer than half of the respondents answered it, or know"
    )
    assert value("maturity.unknown.empathy", org) == pytest.approx(5 / 9)
    # Nor does it enter the mean of all, from which the four could be worked out.
    assert value("maturity.mean", org) == 4


def test_departments_and_levels_are_told_apart():
    found = taken("maturity.mean.alignment", TWO)
    assert {scope: one.value for scope, one in found.items()} == {
        COMPANY: pytest.approx((10 * 4 + 11 * 2) / 21),
        department("Sales"): 4, department("Ops"): 2,
        MANAGEMENT: pytest.approx((5 * 4 + 5 * 2) / 10), FRONT: pytest.approx((5 * 4 + 6 * 2) / 11),
    }  # fmt: skip
    assert value("maturity.perception_gap", TWO) == pytest.approx(30 / 10 - 32 / 11)
    assert value("maturity.department_gap", TWO) == 2


def test_four_people_are_not_shown_nor_those_who_would_tell_of_them():
    org = company(*["A f 3"] * 4, *["B f 3"] * 5, *["C f 3"] * 6)
    found = taken("maturity.mean", org)
    assert [found[department(one)].status for one in "ABC"] == ["suppressed", "suppressed", "measured"]
    assert found[department("A")].note == "fewer than 5 people answered: nothing of them is shown"
    assert found[department("B")].note.startswith("held back")


def test_of_many_departments_only_the_largest_are_told_and_it_is_said(monkeypatch):
    monkeypatch.setattr(privacy, "MOST_GROUPS", 5)
    org = company(*["A f 3"] * 5, *["B f 3"] * 6, *["C f 3"] * 7)
    found = taken("maturity.mean", org)
    # Everybody and the front line, C and its front line, and that of B: it is B, and so B is not told.
    assert [found[department(one)].status for one in "ABC"] == ["suppressed", "suppressed", "measured"]
    assert found[department("A")].note == (
        "held back: of 8 groups only the 5 largest were looked at for what they tell together of fewer than 5 people"
    )


def test_a_road_left_out_counts_as_the_company_s_so_that_nobody_s_own_mean_is_told():
    org = company(*["S f 4 3"] * 8, "S f 2 -", *["T f 3 3"] * 8, statements=("A3", "E1"))
    of_s = department("S")
    mean, alignment, empathy = (value(f"maturity.mean{road}", org, of_s) for road in ("", ".alignment", ".empathy"))
    # What the mean of all is off those of the roads is known without the ninth: empathy of the company, 3.
    assert 9 * 2 * mean - 9 * alignment - 8 * empathy == pytest.approx(3)
    assert value("maturity.mean", org) == pytest.approx((value("maturity.mean.alignment", org) + 3) / 2)


def test_a_crosswalk_is_a_sum_of_roads_for_those_who_do_not_know_too():
    # A3 and A1 of one road; of the three ways, each puts them under values of their own.
    org = company(*["S f 4 2"] * 8, "S f 5 ?", *["T f 3 3"] * 8)
    ways = {
        one.id.removeprefix("maturity."): None for one in MEASURES.values() if one.id.startswith("maturity.outcome")
    }
    told = [found for one in ways if (found := taken(f"maturity.{one}", org).get(department("S"))) and found.value]
    # The ninth counts with 5, the mean of the road, under both.
    assert sorted(one.value for one in told) == [pytest.approx((8 * 2 + 5) / 9), pytest.approx((8 * 4 + 5) / 9)]


def test_uncertainty_does_not_tell_two_hidden_departments_apart():
    # Drawn by department nobody would differ, and 4 times 1 and 5 times 5 would follow from mean and spread.
    apart, mixed = company(*["A f 1"] * 4, *["B f 5"] * 5), company(*["A f 5"] * 4, "B f 5", *["B f 1"] * 4)
    assert value("maturity.uncertainty", apart) == value("maturity.uncertainty", mixed) > 0.5


def test_agreement_rests_on_no_statement_that_fewer_than_five_answered():
    org = company(*["S f 4 -"] * 3, *["S f 2 -"] * 3, "S f 3 1", "S f 3 5")
    assert value("maturity.agreement.alignment", org) == pytest.approx(6 / 8)
    # Nor that of all roads on one of which no mean is told.
    few = company(*["S f 4 -"] * 9, *["S f 2 1"] * 3, *["S f 2 5"] * 3, statements=("A3", "E1"))
    assert value("maturity.agreement", few) == value("maturity.agreement.alignment", few)
    none = company(*["S f 4 -"] * 4, *["S f - 2"] * 4)
    assert taken("maturity.agreement.alignment", none)[COMPANY].status == "suppressed"


def test_who_does_not_know_is_not_told_of_a_road_that_few_answered():
    org = company(*["S f 4 -"] * 8, "S f 2 ?", *["T f 3 -"] * 6, "T f 3 4", statements=("A3", "E1"))
    assert taken("maturity.unknown.empathy", org)[COMPANY].status == "not_measured"
    assert value("maturity.unknown", org) == 0


def test_who_answered_nothing_that_can_be_read_is_no_respondent():
    org = company(*["S f 4"] * 5, *["S f 3"] * 5)
    unread = [replace(one, score=None) if one.score == 3 else one for one in org.answers]
    assert value("maturity.respondents", replace(org, answers=tuple(unread))) == 5


def test_every_measure_hides_the_same_groups():
    org = company(*["A m 3 4"] * 4, *["B f 3 ?"] * 7, *["C i 3 2"] * 6)
    hidden = {department("A"), department("C"), MANAGEMENT, Scope("group", "middle")}
    for one in analyse(org, QUICK).measurements:
        if one.id.startswith("maturity.") and one.scope in hidden:
            assert one.value is None, one


def test_a_stage_is_reached_with_all_those_before_it():
    # A3 is of stage 1, A1 of 2, A2 of 3, A4 of 4, A5 of 5; the limit is 3.5.
    for said, stage in (("5 5 5 5 5", 5), ("4 4 3 5 5", 2), ("4 3 5 5 5", 1), ("1 5 5 5 5", 1)):
        assert value("maturity.stage.alignment", company(*[f"S f {said}"] * 5)) == stage
    half = company(*["S f 3 3"] * 3, *["S f 4 4"] * 3)
    assert value("maturity.stage.alignment", half) == 2


def test_a_stage_that_was_not_asked_keeps_nobody_from_the_next():
    assert value("maturity.stage.alignment", company(*["S f 4 4"] * 5, statements=("A3", "A4"))) == 4


def test_a_stage_that_few_know_is_not_told():
    found = taken("maturity.stage.alignment", company(*["S f 4 ?"] * 4, *["S f 4 5"] * 3))[COMPANY]
    assert (found.status, found.note) == ("suppressed", "fewer than 5 people answered what stage 2 asks")


def test_the_weakest_road_is_the_stage_of_all():
    assert value("maturity.stage", company(*["S f 5 5 1"] * 5, statements=("A3", "A1", "S1"))) == 1


def test_agreement_and_spread_by_hand():
    org = company(*["S f 2"] * 3, *["S f 4"] * 3)
    assert value("maturity.agreement.alignment", org) == 1
    # Variance 6/5 against 2.
    assert value("maturity.r_star.alignment", org) == value("maturity.r_wg_j.alignment", org) == pytest.approx(0.4)
    assert value("maturity.spread.alignment", org) == pytest.approx((6 / 5) ** 0.5)


def test_what_lies_between_departments_is_taken_of_those_shown():
    assert (value("maturity.icc1", TWO), value("maturity.icc2", TWO)) == (1, 1)
    one = taken("maturity.icc1", company(*["S f 2"] * 6))[COMPANY]
    assert (one.status, one.note) == ("not_applicable", "fewer than two departments may be shown")


def test_those_who_agree_are_certain_and_draws_keep_each_department_s_part():
    assert value("maturity.uncertainty", TWO) == 0
    apart = company(*["S f 1"] * 5, *["S f 5"] * 5)
    assert 0.5 < value("maturity.uncertainty", apart) < 1.5


def test_within_a_department_those_above_stand_against_the_front_line():
    org = company(*["S m 5"] * 2, *["S i 4"] * 3, *["S f 2"] * 5, *["O f 2"] * 5)
    found = taken("maturity.perception_gap_within", org)
    assert found[department("S")].value == pytest.approx((2 * 5 + 3 * 4) / 5 - 2)
    assert department("O") not in found


def test_the_response_rate_is_of_the_headcount():
    org = company(*["S f 2"] * 5, departments="S O", details={"S": {"headcount": 20.0}, "O": {"headcount": 20.0}})
    assert value("maturity.response_rate", org, department("S")) == 0.25
    assert value("maturity.response_rate", org) == 0.125
    few = company(*["S f 2"] * 5, departments="S", details={"S": {"headcount": 4.0}})
    assert taken("maturity.response_rate", few)[COMPANY].status == "not_measured"


def test_the_response_rate_of_all_does_not_tell_how_many_of_a_hidden_department_answered():
    def rate(**headcounts):
        details = {name: {"headcount": found} for name, found in headcounts.items()}
        asked = [*["A f 2"] * 3, *["B f 2"] * 5, *["C f 2"] * 9]
        return taken("maturity.response_rate", company(*asked, departments="A B C", details=details))[COMPANY]

    assert rate(A=10.0, B=10.0, C=14.0).note == "17 of 34"
    # A and B are hidden. Beside 17 respondents, 14 of B and C would tell that three of A answered.
    assert (rate(B=10.0, C=14.0).status, rate(A=10.0, C=14.0).status) == ("suppressed", "suppressed")
    assert rate(C=14.0).note == "9 of 14; 8 respondents left out: the department gives no headcount"


def test_who_works_where_nobody_answered_counts_in_the_response_rate_and_who_is_in_no_list_is_left_out():
    details = {one: {"headcount": 20.0} for one in ("S", "O", "X")} | {"B": {"external": True, "headcount": 9.0}}
    org = company(*["S f 2"] * 5, *["Canteen f 2"] * 6, *["X f 2"] * 5, departments="S>X O>X B N", details=details)
    found = taken("maturity.response_rate", org)
    assert (found[COMPANY].value, found[department("O")].value) == (5 / 40, 0)
    assert found[COMPANY].note == (
        "5 of 40; 11 respondents left out: the department is not listed, or the department only groups others"
    )
    assert found.keys() == {COMPANY, department("S"), department("O")}


def test_a_department_that_nobody_answered_for_is_a_gap_in_the_coverage():
    org = company(*["S f 2"] * 5, departments="S>X O>X")
    found = taken("maturity.mean", org)[department("O")]
    assert (found.status, found.note) == ("not_measured", "nobody of it answered")
    assert department("X") not in taken("maturity.mean", org)


# Structure against perception: S works in J and K, and hands over to O in J.
WORK = {
    "departments": "S O P", "journeys": {"J": "S O", "K": "S", "L": "O P"}, "owners": {"J": "S"}, "ties": "S-P O-P",
}  # fmt: skip


def test_the_structure_gap_is_what_is_seen_less_what_is_there():
    org = company(*["S f 5"] * 5, *["P f 1"] * 6, **WORK)
    found = taken("maturity.structure_gap", org)
    # S: no tie with O, one owner of J, none of K: 1 of 3. P: its tie with O, and L without an owner: 1 of 2.
    assert found[department("S")].value == pytest.approx(1 - 1 / 3)
    assert found[department("S")].note == "0 of 1 tie; 1 of 2 journeys with one owner"
    assert found[department("P")].value == pytest.approx(0 - 1 / 2)


def test_who_sees_more_than_is_there_and_who_sees_less_is_told():
    org = company(*["S f 5"] * 5, *["P f 1"] * 6, *["O f 3"] * 7, **WORK)
    found = {one.code: one for one in analyse(org, QUICK).findings if one.code in ("MAT05", "MAT06")}
    assert {code: one.scope.id for code, one in found.items()} == {"MAT05": "S", "MAT06": "P"}
    assert "has no recorded contact with O" in found["MAT05"].message
    assert "works in 1 journey without one owner: “K”" in found["MAT05"].message


# Rules


def codes(org):
    return {(one.code, one.scope.id) for one in analyse(org, QUICK).findings if one.code.startswith("MAT")}


def test_management_that_sees_it_rosier_is_told_and_half_a_point_is_the_limit():
    def seen(management):
        return company(*[f"S m {management}"] * 5, *["S f 3 3"] * 5)

    assert ("MAT01", None) in codes(seen("4 4"))
    assert ("MAT02", "S") in codes(seen("4 4"))
    assert not codes(seen("3 3"))
    # The other way round it is told of the company alone.
    assert ("MAT01", None) in codes(seen("2 2"))
    assert ("MAT02", "S") not in codes(seen("2 2"))


def test_a_distance_that_chance_explains_is_not_told():
    assert not codes(company(*["S m 5"] * 3, *["S m 1"] * 2, "S f 5", *["S f 1"] * 4))


def test_a_level_that_does_not_know_is_told():
    org = company(*["S f ? 3"] * 3, *["S f 3 3"] * 5)
    assert ("MAT03", "front line") in codes(org)
    (found,) = [one for one in analyse(org, QUICK).findings if one.code == "MAT03"]
    assert found.message == "Many of the front line answer “don't know”: 19% on Alignment."


def test_departments_far_apart_and_the_weakest_road_are_told():
    assert ("MAT04", ("Ops", "Sales")) in codes(TWO)
    org = company(*["S f 2 4"] * 5, statements=("A3", "E1"))
    assert ("MAT07", None) in codes(org)


def test_departments_that_cannot_be_shown_are_counted_by_name_alone():
    org = company(*["A f 3"] * 4, *["B f 3"] * 4, *["C f 3"] * 6)
    (found,) = [one for one in analyse(org, QUICK).findings if one.code == "MAT08"]
    assert (
        found.message
        == "Of 3 departments that answered, 1 can be shown. Not shown, to protect those who answered: A and B."
    )


def test_no_evidence_is_in_the_row_of_a_respondent():
    org = company(*["S m 5"] * 5, *["S f 1 ?"] * 5, *["O f 3"] * 6)
    found = [one for one in analyse(org, QUICK).findings if one.code.startswith("MAT")]
    assert found
    assert all(cell.row == 0 for one in found for cell in one.evidence if cell.sheet == "Survey")


def test_every_rule_asks_for_the_survey():
    assert all("survey" in RULES[f"MAT{at:02}"].needs for at in range(1, 9))


# Any survey

people = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from("mif"), st.lists(st.sampled_from("12345?-"), min_size=4, max_size=4)),
    min_size=1, max_size=40,
)  # fmt: skip
ASKED = ("A3", "A1", "E1", "S1")


def written(rows):
    return [f"{unit} {level} {' '.join(said)}" for unit, level, said in rows]


@settings(max_examples=settings().max_examples // 4, deadline=None)
@given(rows=people, turn=st.randoms(use_true_random=False))
def test_the_order_and_the_names_of_respondents_change_nothing(rows, turn):
    def figures(some):
        context = Context(company(*some, statements=ASKED), QUICK)
        return [one for ident in MEASURES if ident.startswith("maturity.") for one in MEASURES[ident].take(context)]

    def sortable(one):
        return one.id, str(one.scope)

    mixed = turn.sample(rows, len(rows))
    first, second = (sorted(figures(written(one)), key=sortable) for one in (rows, mixed))
    assert [(one.id, one.scope, one.status, one.note) for one in first] == [
        (one.id, one.scope, one.status, one.note) for one in second
    ]
    for one, other in zip(first, second, strict=True):
        assert one.value == (None if other.value is None else pytest.approx(other.value, abs=1e-9))


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(rows=people, seed=st.integers(0, 9))
def test_from_all_published_means_no_hidden_group_can_be_worked_out(rows, seed):
    """Respondents' own means are the unknowns; every mean that is told is an equation."""
    org = company(*written(rows), statements=ASKED)
    found = survey(org, bank())
    if not found.statements:
        return
    told = {one.scope for one in MEASURES["maturity.mean"].take(Context(org, QUICK)) if one.value is not None}
    gaps = {
        one.scope
        for one in MEASURES["maturity.perception_gap_within"].take(Context(org, QUICK))
        if one.value is not None
    }
    for about in found.means:
        known = ~np.isnan(found.means[about])
        rows_told = [found.groups[one, ""] for one in told]
        rows_told += [found.groups[one, part] for one in gaps for part in ("leading", "front line")]
        equations = (
            np.stack([one[known] for one in rows_told]).astype(float) if rows_told else np.zeros((1, known.sum()))
        )
        for members in found.groups.values():
            wanted = members[known].astype(float)
            if not 0 < wanted.sum() < SMALLEST:
                continue
            weights, *_ = np.linalg.lstsq(equations.T, wanted, rcond=None)
            assert np.abs(weights @ equations - wanted).max() > 1e-6


def test_one_road_at_stage_1_tells_the_stage_of_the_weakest_whatever_is_hidden_of_another():
    # Empathy's statement of stage 1 is met, and only four of Sales answered that of stage 2.
    sales = (*["Sales f 2 4 4"] * 4, *["Sales f 2 4 ?"] * 4)
    org = company(*sales, *["Ops f 4 4 4"] * 8, statements=("A1", "E1", "E2"))
    of_sales = department("Sales")
    assert value("maturity.stage.alignment", org, of_sales) == 1
    assert taken("maturity.stage.empathy", org)[of_sales].status == "suppressed"
    assert value("maturity.stage", org, of_sales) == 1
    # Where the road that is known is further, the other could be lower.
    assert (
        taken("maturity.stage", company(*[one.replace(" 2 ", " 5 ") for one in sales], statements=("A1", "E1", "E2")))[
            of_sales
        ].status
        == "suppressed"
    )


def test_the_measures_of_a_road_are_named_by_it():
    assert MEASURES["maturity.stage.empathy"].name == "Stage on the road empathy"
    assert MEASURES["maturity.mean.culture"].name == "Mean answer on the road company culture"
    assert MEASURES["maturity.unknown.value"].name == "“Don't know” on the road value"


def test_how_far_the_next_stage_is_tells_two_roads_on_one_stage_apart():
    org = company(*["S f 2 4"] * 6, *["S f 1 2"] * 6, statements=("A3", "E1"))
    assert [value(f"maturity.stage.{one}", org) for one in ("alignment", "empathy")] == [1, 1]
    assert [value(f"maturity.towards.{one}", org) for one in ("alignment", "empathy")] == [1.5, 3]


def test_the_mean_of_a_stage_is_not_told_where_it_would_tell_of_one_who_answered_it_alone():
    told = company(*["S f 2 2"] * 6, statements=("E1", "E2"))
    assert taken("maturity.towards.empathy", told)[COMPANY].note == "stage 1"
    # The ninth left out the other: with the mean of the road, theirs would follow.
    org = company(*["S f 2 2"] * 4, *["S f 2 -"] * 6, *["S f - 4"] * 4, statements=("E1", "E2"))
    assert taken("maturity.towards.empathy", org)[COMPANY].status == "suppressed"
