"""A report for others names nobody: searched in every format for every person of the sample."""

import pytest

from alignment.pipeline import FORMATS, examine, write_report
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read
from printed import texts

SETTINGS = Settings(permutations=50, score_draws=5)


@pytest.mark.slow
@pytest.mark.parametrize("quarter", ["brightwater-q1.xlsx", "brightwater-q2.xlsx"])
def test_no_person_of_the_sample_is_named_in_any_format(quarter, tmp_path):
    book = sample_data() / quarter
    organisation = read([book]).organisation
    people = {one.name for one in organisation.people}
    people |= {one.id for journey in organisation.journeys for one in journey.owners if one.kind == "unknown"}
    assert len(people) > 80
    found = examine([book], SETTINGS, client_safe=True)
    assert any(one.champion for one in found.check.advice.steps)
    for file in write_report(found, tmp_path, FORMATS):
        whole = " ".join("\n".join(texts(file)).split()).casefold()
        assert whole
        assert not [one for one in people if one.casefold() in whole], file.name


@pytest.mark.slow
def test_the_figures_and_the_plan_are_the_same_with_names_and_without():
    book = sample_data() / "brightwater-q1.xlsx"
    named, safe = (examine([book], SETTINGS, client_safe=one).check for one in (False, True))
    assert safe.score == named.score
    assert [(one.code, one.severity) for one in safe.findings] == [(one.code, one.severity) for one in named.findings]
    # The id of a step holds those of people, and they give way.
    assert [(one.kind, one.gain) for one in safe.advice.steps] == [(one.kind, one.gain) for one in named.advice.steps]
