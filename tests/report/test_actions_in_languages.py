"""What was agreed on a report in one language is found again by a check in another: by ids, codes and names."""

from dataclasses import replace

import openpyxl
import pytest
from test_actions_return import SETTINGS, workbook

from alignment.advice.agreed import outcomes
from alignment.pipeline import examine, write_report
from alignment.source.headers import sheet_kinds


def checked(path, code, **more):
    return examine([workbook(path, **more)], replace(SETTINGS, language=code))


def actions_sheet(path):
    """The rows of the sheet Actions, whatever it is called."""
    (sheet,) = (one for one in openpyxl.load_workbook(path) if ("actions", True) in sheet_kinds(one.title))
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(("before", "after"), [("nl", "en"), ("en", "nl")])
def test_what_was_agreed_in_one_language_is_found_in_another(tmp_path, before, after):
    first = checked(tmp_path / "q1.xlsx", before)
    write_report(first, tmp_path, ["xlsx"])
    head, *rows = actions_sheet(tmp_path / "health-check.xlsx")
    filled = [(*row[:2], "Ada", *row[3:]) for row in rows]
    texts = ("|".join("" if one is None else str(one) for one in row) for row in (head, *filled))
    second = checked(tmp_path / "q2.xlsx", after, Actions=" / ".join(texts))
    assert not [one for one in second.check.issues if one.cell.sheet == "Actions"]
    found = outcomes(second.check, second.organisation)
    assert [one.action.finding for one in found] == [row[0] for row in rows]
    assert all(one.known and one.action.owner == "Ada" for one in found)
    assert [one.step.move for one in found if one.of_step] == [one.move for one in first.check.advice.steps]
    assert [one.finding.id for one in found if not one.of_step] == [one.id for one in first.check.findings]
    assert not any(one.ground.casefold().startswith("step") for one in found if one.of_step)


@pytest.mark.usefixtures("loud")
def test_a_finding_that_a_step_was_to_close_is_found_by_its_code_and_its_names(tmp_path):
    loud = {one.id: one.message for one in checked(tmp_path / "q1.xlsx", "nl").check.findings}
    rows = [
        f"hold_moment:Mend it:{number} to Depot|Do it|Ada||STILL STEP 3 OF THE PLAN. {ident[:5]}: {message}"
        for number, (ident, message) in enumerate(loud.items(), start=1)
    ]
    actions = " / ".join(["Finding|Action|Owner|Status|What was found", *rows])
    second = checked(tmp_path / "q2.xlsx", "en", Actions=actions)
    found = outcomes(second.check, second.organisation)
    assert [one.finding.id for one in found] == list(loud)
    assert [one.ground for one in found] == [f"{ident[:5]}: {message}" for ident, message in loud.items()]
    assert not set(loud.values()) & {one.message for one in second.check.findings}


@pytest.mark.usefixtures("loud")
def test_a_report_in_another_language_beside_the_workbook_adds_its_actions_and_nothing_else(tmp_path):
    first = checked(tmp_path / "q1.xlsx", "nl")
    write_report(first, tmp_path, ["xlsx"])
    both = examine([tmp_path / "q1.xlsx", tmp_path / "health-check.xlsx"], SETTINGS)
    assert both.check.measurements == checked(tmp_path / "q2.xlsx", "en").check.measurements
    assert len(both.check.agreed) == len(first.check.advice.steps) + len(first.check.findings)
