"""What has changed, told to others, names nobody either, nor any figure that a check keeps back."""

import pytest

from alignment.history.crosswalk import Declared
from alignment.history.snapshot import taken
from alignment.history.trend import trend
from alignment.pipeline import examine, write_trend
from alignment.report import content
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read
from printed import texts

QUARTERS = ("brightwater-q1.xlsx", "brightwater-q2.xlsx")


@pytest.mark.slow
def test_no_person_of_the_sample_is_named_in_the_trend_report(tmp_path):
    settings, key = Settings(permutations=50, score_draws=5), tmp_path / "alignment.key"
    people, waves = set(), []
    for quarter in QUARTERS:
        people |= {one.name for one in read([sample_data() / quarter]).organisation.people}
        waves.append(taken(examine([sample_data() / quarter], settings, client_safe=key)))
    assert len(people) > 80
    said = [
        Declared("department", "Customer Service", now, "here")
        for now in ("Customer Contact", "Digital Service")
        if not waves[1].organisation.renamings
    ]
    row = trend(waves, said)
    for file in write_trend(row, tmp_path / "trend", ("html", "pdf", "xlsx", "pptx")):
        whole = " ".join("\n".join(texts(file)).split()).casefold()
        assert whole
        assert not [one for one in people if one.casefold() in whole], file.name
    # Of what a check keeps back, no part of the change is told.
    document = content.trend_document(row)
    register = next(one for one in document.registers if one.name == "Changes")
    names = [one.name for one in register.columns]
    parts = [names.index(one) for one in ("Of the company", "Of the division", "Of the data")]
    whole = [names.index(one) for one in ("Before", "After")]
    kept = [
        one for one in register.rows if one[names.index("Of")] != "Organisation" and None in [one[at] for at in whole]
    ]
    assert kept
    assert {one[at] for one in kept for at in parts} == {None}
