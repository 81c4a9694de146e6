"""The sample company: what is planted is found, with its cell, and nothing else that is grave."""

import importlib.util
import io
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

from alignment.analysis.catalogue import Analysis, analyse
from alignment.model.result import Finding
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read
from alignment.source.reading import Reading

QUARTERS = (1, 2)


@cache
def make_sample() -> ModuleType:
    """Import the script beside the workbooks, which is not part of the package."""
    spec = importlib.util.spec_from_file_location("make_sample", sample_data() / "make_sample.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sample"] = module
    spec.loader.exec_module(module)
    return module


SAMPLE = make_sample()
LAYOUTS = {quarter: SAMPLE.Layout(SAMPLE.tables(quarter), quarter) for quarter in QUARTERS}
# A shorter permutation test than a report's: no finding here is near its limit.
SETTINGS = Settings(permutations=500, score_draws=100)
PLANTED = [
    pytest.param(quarter, defect, id=f"q{quarter}-{defect.code}-{'+'.join(defect.subject)}")
    for quarter in QUARTERS
    for defect in SAMPLE.planted(quarter)
    if defect.code != "issue"
]
ISSUES = [
    pytest.param(quarter, defect, id=f"q{quarter}-{SAMPLE.cells(defect, LAYOUTS[quarter])[0]}")
    for quarter in QUARTERS
    for defect in SAMPLE.planted(quarter)
    if defect.code == "issue"
]


@cache
def reading(quarter: int) -> Reading:
    return read([sample_data() / SAMPLE.FILES[quarter - 1]])


@cache
def analysis(quarter: int) -> Analysis:
    return analyse(reading(quarter).organisation, SETTINGS)


def subject(finding: Finding) -> tuple[str, ...]:
    ident = finding.scope.id
    return () if ident is None else (ident,) if isinstance(ident, str) else tuple(sorted(ident))


def key(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return finding.code, finding.scope.kind, subject(finding)


def expected(quarter: int) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(one.code, one.kind, SAMPLE.subject_ids(one, quarter)) for one in SAMPLE.planted(quarter)}


@pytest.mark.parametrize(("quarter", "defect"), PLANTED)
def test_what_is_planted_is_found_with_its_cells(quarter: int, defect):
    wanted = (defect.code, defect.kind, SAMPLE.subject_ids(defect, quarter))
    found = [one for one in analysis(quarter).findings if key(one) == wanted]
    assert len(found) == 1
    evidence = [str(cell) for cell in found[0].evidence]
    assert set(SAMPLE.cells(defect, LAYOUTS[quarter])) <= set(evidence)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nothing_grave_is_found_that_is_not_planted(quarter: int):
    grave = {key(one) for one in analysis(quarter).findings if one.severity in ("critical", "high")}
    assert grave
    assert grave <= expected(quarter)


@pytest.mark.parametrize(("quarter", "defect"), ISSUES)
def test_what_is_wrong_with_the_data_is_an_issue_at_its_cell(quarter: int, defect):
    found = [str(one.cell) for one in reading(quarter).issues]
    assert set(SAMPLE.cells(defect, LAYOUTS[quarter])) <= set(found)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_nothing_else_is_wrong_with_the_data(quarter: int):
    wanted = {
        cell
        for one in SAMPLE.planted(quarter)
        if one.code in ("issue", "OWN03")
        for cell in SAMPLE.cells(one, LAYOUTS[quarter])
    }
    assert {str(one.cell) for one in reading(quarter).issues} <= wanted


@pytest.mark.parametrize("quarter", QUARTERS)
def test_without_its_defects_the_company_is_sound(quarter: int, tmp_path: Path):
    path = tmp_path / "sound.xlsx"
    path.write_bytes(SAMPLE.workbook_bytes(SAMPLE.tables(quarter, ()), quarter))
    found = read([path])
    assert found.issues == ()
    findings = analyse(found.organisation, SETTINGS).findings
    grave = [one.code for one in findings if one.severity in ("critical", "high", "medium")]
    # Colleagues who all know one another are more inward than chance in every company.
    assert grave == ["SIL02"]


def test_what_is_mended_is_gone_and_what_is_new_was_not_there():
    first, second = ({key(one) for one in analysis(quarter).findings} for quarter in QUARTERS)
    mended = {
        ("OWN01", "journey", ("J1",)),
        ("OWN03", "person", ("Wouter Claessens",)),
        ("RACI01", "process", ("PR-33",)),
    }
    assert mended <= first - second
    assert ("COO01", "pair", ("Network Planning", "Sales")) in first - second
    assert ("OWN01", "journey", ("J8",)) in second - first


def test_a_defect_that_stays_keeps_its_id():
    first, second = ({one.id for one in analysis(quarter).findings} for quarter in QUARTERS)
    assert {"OWN01:journey:j4", "FRG01:journey:j3", "SIL01:department:meter-data"} <= first & second


def test_what_was_decided_is_about_findings_of_the_first_quarter():
    decided = {one.finding for one in reading(2).organisation.actions}
    assert len(decided) == 5
    assert decided <= {one.id for one in analysis(1).findings}


@pytest.mark.parametrize(("quarter", "departments"), [(1, 16), (2, 17)])
def test_the_company_has_the_size_it_is_said_to_have(quarter: int, departments: int):
    organisation = reading(quarter).organisation
    parents = {one.parent for one in organisation.departments}
    listed = [one for one in organisation.departments if one.listed]
    suppliers = [one.name for one in listed if one.external]
    divisions = [one.name for one in listed if one.parent == organisation.root]
    teams = [one for one in listed if one.parent in divisions]
    assert (len(divisions), len(teams), len(suppliers)) == (4, departments, 2)
    assert not {one.id for one in teams} & parents
    assert len([one for one in organisation.people if one.listed]) == 90
    assert len([one for one in organisation.processes if one.listed]) == 45
    assert len(organisation.goals) == 30
    assert sorted(len(steps) for steps in organisation.steps_of.values()) == [6, 6, 7, 8, 8, 9, 10, 10, 14]
    assert 580 <= len(organisation.ties) <= 650
    assert len({one.respondent for one in organisation.answers}) == 120
    assert len({one.statement for one in organisation.answers}) == 36


def test_one_department_became_two_and_its_people_moved():
    people = [
        {one.id: one.department for one in reading(quarter).organisation.people if one.listed} for quarter in QUARTERS
    ]
    moved = Counter((people[0][ident], people[1][ident]) for ident in people[0] if people[0][ident] != people[1][ident])
    assert moved == {("Customer Service", "Customer Contact"): 5, ("Customer Service", "Digital Service"): 4}


def test_everyone_who_works_with_somebody_has_said_so():
    for quarter, silent in ((1, {"P083"}), (2, set())):
        organisation = reading(quarter).organisation
        reporters = {one.source for one in organisation.ties}
        assert {one.id for one in organisation.people if one.listed} - reporters == silent


def test_management_sees_more_than_the_front_line_most_of_all_in_customer_service():
    def gap(department: str) -> float:
        scores: dict[str, list[int]] = {"management": [], "front line": []}
        for one in reading(1).organisation.answers:
            if one.department == department and one.score is not None and one.level in scores:
                scores[one.level].append(one.score)
        first, second = (sum(its) / len(its) for its in scores.values())
        return first - second

    assert gap("Customer Service") > 1
    assert abs(gap("Legal and Compliance")) < 0.5


def test_the_script_writes_the_same_bytes_again():
    once, again = (SAMPLE.workbook_bytes(SAMPLE.tables(1), 1) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_workbooks_are_what_the_script_writes(quarter: int):
    def parts(content: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    # By part, not by byte: how tightly a part is packed depends on the machine's zlib.
    written = (sample_data() / SAMPLE.FILES[quarter - 1]).read_bytes()
    assert parts(written) == parts(SAMPLE.workbook_bytes(SAMPLE.tables(quarter), quarter))


def test_the_page_about_the_sample_is_what_the_script_writes():
    assert (sample_data() / "README.md").read_text(encoding="utf-8") == SAMPLE.readme()


def test_it_looks_as_a_workbook_of_a_consultant():
    book = openpyxl.load_workbook(sample_data() / SAMPLE.FILES[0])
    page = book["Journeys"]
    assert page["A1"].value == "Brightwater Energy & Fibre: journeys"
    assert page["A4"].value == "Journey"
    assert page["A4"].font.bold
    assert page.freeze_panes == "B5"
    assert page["D8"].comment is not None
    assert {one.type for one in page.data_validations.dataValidation} == {"list", "decimal", "date"}
    assert page["K5"].number_format == "#,##0"
