"""The trend as data: what the contract says, and the numbers that the comparison has."""

import json
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import jsonschema
import pytest

from alignment import resources
from alignment.history.trend import Trend, trend, with_fates
from alignment.report import json as written
from alignment.settings import Target
from build import organisation
from waves import SHORT, snapshot

DAYS = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


@pytest.fixture(scope="module")
def found() -> Trend:
    """The journey Buy has an owner from the second check on, and nothing else changes."""

    def wave(at: int):
        company = organisation(
            "Care Sales Ops",
            {"ann": "Care", "bob": "Care", "eve": "Sales", "gus": "Ops"},
            "ann-bob eve-ann gus-eve",
            {"Buy": "Sales Care Ops", "Leave": "Care Ops"},
            {"Buy": "eve"} if at else {},
            snapshot_date=DAYS[at],
        )
        return snapshot(company)

    asked = replace(SHORT, targets=MappingProxyType({"ownership.journeys_owned": Target(1, date(2026, 12, 31))}))
    return trend(map(wave, range(3)), judge=asked)


def test_it_keeps_the_contract(found: Trend):
    schema = json.loads((resources.templates() / "health-check.schema.json").read_text(encoding="utf-8"))
    check = with_fates(found.comparison.later.check, found.comparison)
    content = json.loads(written.render(check, found))
    jsonschema.Draft202012Validator(schema).validate(content)
    assert {one["status"] for one in content["findings"]} == {"persisting"}
    broken = {**content, "trend": {**content["trend"], "since": "in March"}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(broken)


def test_it_holds_every_check_line_and_target(found: Trend):
    content = json.loads(written.render_trend(found))
    assert (content["schema"], content["organisation"]["snapshot_date"]) == ("alignment/trend/1", "2026-09-30")
    told = content["trend"]
    assert told["since"] == "2026-06-30"
    assert [one["snapshot_date"] for one in told["checks"]] == ["2026-03-31", "2026-06-30", "2026-09-30"]
    line = next(one for one in told["lines"] if one["id"] == "ownership.journeys_owned")
    assert line == {
        "id": "ownership.journeys_owned",
        "days": ["2026-03-31", "2026-06-30", "2026-09-30"],
        "values": [0, 0.5, 0.5],
    }
    moved = next(one for one in told["movements"] if one["id"] == "ownership.journeys_owned")
    assert (moved["before"], moved["after"], moved["change"], moved["direction"]) == (0.5, 0.5, 0, "same")
    assert moved["certainty"]["state"] == "unchanged"
    gone = next(one for one in told["findings"] if one["id"] == "OWN01:journey:buy")
    assert (gone["state"], gone["cause"], gone["days"]) == ("gone", None, ["2026-03-31"])
    target = told["targets"][0]
    # Nothing has moved since June, so that a half of the way is behind a steady pace.
    assert (target["id"], target["state"], target["last"]) == ("ownership.journeys_owned", "behind", 0.5)
    # A line through 0, 0.5, 0.5 leads to five sixths by the end of the year.
    assert target["forecast"]["value"] == pytest.approx(0.83, abs=0.02)
