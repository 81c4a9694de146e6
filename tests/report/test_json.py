import json
from dataclasses import replace
from datetime import date

import example
import jsonschema
import pytest

from alignment import resources
from alignment.advice.library import library
from alignment.language import speaking
from alignment.model.organisation import Action, Cell, Origin, Table
from alignment.model.result import Advice, InputFile, Issue, Measurement, Scope, Score, SheetReading, Step
from alignment.report import json as report


def contract() -> jsonschema.Draft202012Validator:
    schema = json.loads((resources.templates() / "health-check.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def written(**changes):
    return json.loads(report.render(replace(example.health_check(), **changes)))


def test_what_is_written_keeps_the_contract():
    assert not list(contract().iter_errors(written()))


def test_a_check_that_found_nothing_keeps_the_contract_too():
    withheld = Score(None, None, None, 0.1, "withheld", "only 10 % of the weight is measured")
    empty = written(
        score=withheld, snapshot_date=None, inputs=(), dimensions=(), measurements=(), findings=(), issues=()
    )
    contract().validate(empty)
    assert empty["score"]["value"] is None


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": "alignment/health-check/2"},
        {"findings": [{"id": "x"}]},
        {"score": {"value": 101}},
        {"inputs": [{"file": "/home/a.xlsx", "sha256": "0" * 64, "sheets": {}}]},
        {"inputs": [{"file": "C:\\a.xlsx", "sha256": "0" * 64, "sheets": {}}]},
    ],
)
def test_the_contract_refuses_what_it_does_not_allow(broken):
    with pytest.raises(jsonschema.ValidationError):
        contract().validate(written() | broken)


def test_keys_may_be_added():
    assert not list(contract().iter_errors(written() | {"forecast": {}}))


def test_the_keys_are_those_of_the_contract_in_its_order():
    assert list(written()) == [
        "schema", "generator", "organisation", "inputs", "score", "dimensions",
        "measurements", "findings", "actions", "issues", "trend", "practices", "agreed", "discretion", "plan",
    ]  # fmt: skip


def test_inputs_count_records_and_name_what_was_not_read():
    assert written()["inputs"] == [
        {"file": "audit.xlsx", "sha256": "0" * 64, "sheets": {"Departments": 14, "Journeys": 9}, "unread": ["Notes"]}
    ]


def test_a_sheet_that_holds_two_lists_counts_both():
    twice = (SheetReading("All", "departments", 3, 3), SheetReading("All", "people", 4, 4))
    assert written(inputs=(InputFile("a.xlsx", "0" * 64, twice),))["inputs"][0]["sheets"] == {"All": 7}


def test_evidence_is_cells_with_what_stands_there():
    first = written()["findings"][0]
    assert first["evidence"][0] == {"file": "audit.xlsx", "sheet": "Journeys", "cell": "D7", "value": ""}
    assert first["subject"] == {"kind": "journey", "id": "j-0"}


def test_a_pair_is_two_ids_and_the_organisation_none():
    scopes = [one["scope"] for one in written()["measurements"]]
    assert scopes[0] == {"kind": "organisation", "id": None}
    assert scopes[2] == {"kind": "pair", "id": ["billing", "sales"]}


def test_an_issue_with_a_whole_sheet_has_no_cell():
    issue = Issue("warning", Cell("a.xlsx", "Notes", 0, 0), "is not recognised.")
    assert written(issues=(issue,))["issues"] == [
        {
            "severity": "warning",
            "file": "a.xlsx",
            "sheet": "Notes",
            "cell": "",
            "message": "is not recognised.",
            "suggestion": "",
        }
    ]


@pytest.mark.parametrize("poison", example.POISON)
def test_texts_come_back_unchanged(poison):
    assert poison in [one["message"] for one in written()["findings"]]


def test_any_text_can_be_written_as_utf8():
    odd = "bell\x07 日本 🙂 \ud800"
    text = report.render(replace(example.health_check(), organisation=odd))
    assert json.loads(text.encode("utf-8"))["organisation"]["name"] == odd
    assert "日本 🙂" in text


def test_piece_by_piece_the_text_is_that_of_the_whole(tmp_path):
    check = replace(example.health_check(), organisation="two\nlines \ud800")
    text = report.render(check)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1).replace("\ud800", "\\ud800") + "\n"
    report.write(check, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == text.encode("utf-8")


def test_a_figure_that_is_no_number_is_never_written():
    wrong = Measurement("a.b", Scope(), float("nan"), "share", "measured")
    with pytest.raises(ValueError, match="not JSON compliant"):
        written(measurements=(wrong,))


def test_exact_values_come_back():
    assert written()["measurements"][0]["value"] == 5 / 9


def test_a_step_names_its_action_and_a_finding_those_that_answer_it():
    step = Step(
        1, "name_owner:j-0:person ada", "name_owner", Scope("journey", "j-0"), "Make Ada the owner.", ("it is far",),
        ("sales",), 2, 1.5, 1.5, "now", True, ("OWN01:journey:j-0",), (), ("Journeys!D7: Ada",), "Bo", "knows all",
        "journey-owner",
    )  # fmt: skip
    advice = Advice((step,), 9, 57.4, 58.9, library().practices, {"OWN01": ("journey-owner", "customer-officer")})
    content = written(advice=advice)
    contract().validate(content)
    (action,) = content["actions"]
    assert (action["findings"], action["practice"], action["champion_reason"]) == (
        ["OWN01:journey:j-0"], "journey-owner", "knows all",
    )  # fmt: skip
    assert content["findings"][0]["practices"] == ["journey-owner", "customer-officer"]
    assert content["practices"][0]["id"] == "journey-owner"


def test_what_was_agreed_comes_back_with_its_days():
    origin = Origin(Table("audit.xlsx", "Actions", {}), 2)
    agreed = Action(origin, "OWN01:journey:j-0", "Ask Ada", "Bo", date(2026, 12, 31), "open")
    content = written(agreed=(agreed,))
    contract().validate(content)
    assert content["agreed"] == [
        {
            "finding": "OWN01:journey:j-0", "action": "Ask Ada", "owner": "Bo", "due": "2026-12-31", "status": "open",
            "waiver_reason": "", "waiver_until": None,
        }
    ]  # fmt: skip


@pytest.mark.usefixtures("loud")
def test_a_place_without_a_column_is_written_alike_in_every_language():
    issue = Issue("warning", Cell("audit.xlsx", "Journeys", 7, 0), "no owner.")
    with speaking("nl"):
        found = written(issues=(issue,))
    contract().validate(found)
    assert found["issues"][0]["cell"] == "row 7"
