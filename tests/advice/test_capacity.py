"""What departments can spare is looked up by their names in the company."""

import pytest

from alignment.advice.capacity import with_departments
from alignment.errors import SettingsError
from alignment.pipeline import examine
from alignment.resources import sample_data
from alignment.settings import Settings
from build import organisation


def test_a_department_is_found_whatever_its_capitals_and_blanks():
    company = organisation(departments="Sales Billing")
    found = with_departments(Settings(plan_capacity={" sales ": 0.5}), company)
    assert found.plan_capacity == {"Sales": 0.5}


def test_a_department_that_is_not_there_is_an_error_with_a_suggestion():
    with pytest.raises(SettingsError, match=r'no department "Biling" in the workbook\. Did you mean "Billing"\?'):
        with_departments(Settings(plan_capacity={"Biling": 0.5}), organisation(departments="Sales Billing"))


@pytest.mark.slow
def test_the_plan_asks_nothing_before_the_last_wave_of_a_department_that_can_spare_nothing():
    workbook = sample_data() / "brightwater-q1.xlsx"
    few = {"permutations": 20, "score_draws": 20, "plan_most": 8, "plan_subjects": 10}

    def asked(**more) -> set[str]:
        advice = examine([workbook], Settings(**few, **more)).check.advice
        return {one.wave for one in advice.steps if "Customer Service" in one.asks}

    assert "now" in asked()
    assert asked(plan_capacity={"customer service": 0}) <= {"later"}
