"""A report for others names nobody: searched in every format for every person of the sample."""

import pytest

from alignment.analysis.catalogue import RULES
from alignment.analysis.discreet import rests_on_ties
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
    found = examine([book], SETTINGS, client_safe=tmp_path / "alignment.key")
    assert any(one.champion for one in found.check.advice.steps)
    for file in write_report(found, tmp_path / "report", FORMATS):
        whole = " ".join("\n".join(texts(file)).split()).casefold()
        assert whole
        assert not [one for one in people if one.casefold() in whole], file.name


@pytest.mark.slow
def test_the_score_and_what_does_not_rest_on_ties_are_the_same_with_names_and_without(tmp_path):
    book = sample_data() / "brightwater-q1.xlsx"
    named, safe = (examine([book], SETTINGS, client_safe=one).check for one in (None, tmp_path / "alignment.key"))
    assert (safe.score, safe.dimensions) == (named.score, named.dimensions)
    found = [[(one.code, one.severity) for one in some.findings] for some in (named, safe)]
    assert [one for one in found[0] if not rests_on_ties(RULES[one[0]])] == [
        one for one in found[1] if not rests_on_ties(RULES[one[0]])
    ]
    # Kept back are findings on the ties of departments under five: they are all on ties.
    assert {code for code, _ in set(found[0]) - set(found[1])} <= {code for code in RULES if rests_on_ties(RULES[code])}


@pytest.mark.slow
def test_between_two_quarters_everybody_keeps_the_pseudonym(tmp_path):
    key = tmp_path / "alignment.key"
    called = []
    for quarter in ("brightwater-q1.xlsx", "brightwater-q2.xlsx"):
        book = sample_data() / quarter
        ids = [one.id for one in read([book]).organisation.people]
        safe = examine([book], SETTINGS, client_safe=key).organisation
        called.append(dict(zip(ids, (one.name for one in safe.people), strict=True)))
    assert len(called[0]) > 80
    assert called[0] == called[1]
