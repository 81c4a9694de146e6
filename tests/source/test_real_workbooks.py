"""Workbooks of real organisations, against answer keys that were counted independently of them."""

import json
from pathlib import Path

import pytest

from alignment.errors import SourceError
from alignment.model.organisation import Holder
from alignment.source import draft_mapping, read

MAPPING = Path(__file__).parents[1] / "data" / "openstack-mapping.toml"


@pytest.fixture(scope="module")
def kubernetes(real):
    return read([real / "kubernetes" / "kubernetes.xlsx"]), json.loads((real / "kubernetes" / "facts.json").read_text())


@pytest.fixture(scope="module")
def openstack(real):
    return read([real / "openstack" / "openstack.xlsx"], MAPPING), json.loads(
        (real / "openstack" / "facts.json").read_text()
    )


def test_kubernetes_is_read_without_a_mapping(kubernetes):
    reading, facts = kubernetes
    org = reading.organisation
    assert sum(one.listed for one in org.departments) == facts["departments"] == 35
    assert sum(one.listed for one in org.processes) == len(org.processes) == facts["processes"] == 236
    assert sum(one.listed for one in org.journeys) == len(org.journeys) == facts["journeys"] == 655
    assert len(org.steps) == facts["journey_steps"] == 1269
    assert len(org.people) == 237
    assert (org.tie_level, len(org.ties)) == ("department", 57)


def test_kubernetes_journeys_cross_departments_as_counted(kubernetes):
    reading, facts = kubernetes
    crossing = [
        steps
        for steps in reading.organisation.steps_of.values()
        if len({name for step in steps for name in step.departments}) > 1
    ]
    assert len(crossing) == facts["journeys_crossing_departments"] == 310


def test_kubernetes_owners_are_as_counted(kubernetes):
    reading, facts = kubernetes
    without = sorted(one.id for one in reading.organisation.journeys if not one.owners)
    assert without == sorted(facts["journeys_without_named_end_to_end_owner_list"])
    assert (
        sum(len(one.owners) > 1 for one in reading.organisation.journeys)
        == facts["journeys_with_several_end_to_end_owners"]
        == 402
    )


def test_kubernetes_labels_of_no_department_are_each_reported_with_their_cells(kubernetes):
    reading, facts = kubernetes
    expected = facts["step_departments_not_in_department_list"]
    reported: dict[str, int] = {}
    for issue in reading.issues:
        if issue.cell.sheet == "Journey steps":
            assert issue.cell.address.startswith("D")
            reported[issue.cell.value] = reported.get(issue.cell.value, 0) + 1
    assert reported == expected
    assert len(reported) == 15
    assert 'Journey steps!D373: no department is called "sig-arch". Did you mean "sig-architecture"?' in map(
        str, reading.issues
    )


def test_kubernetes_letters_are_about_journeys(kubernetes):
    org = kubernetes[0].organisation
    assert {one.subject for one in org.assignments} == {"journey"}
    assert {one.holder.kind for one in org.assignments} == {"person", "department", "unknown"}


def test_kubernetes_sheets_that_are_not_ours_are_said_not_to_be_used(kubernetes):
    sheets = {one.sheet: one for one in kubernetes[0].inputs[0].sheets}
    assert {name for name, one in sheets.items() if one.kind is None} == {"Roles", "Gates"}
    assert all("not used" in sheets[name].skipped for name in ("Roles", "Gates"))
    assert all(one.rows == one.records + sum(one.skipped.values()) for one in sheets.values())


def test_openstack_is_read_with_its_mapping(openstack):
    reading, facts = openstack
    org = reading.organisation
    assert sum(one.listed for one in org.departments) == facts["teams_total"]
    assert len(org.processes) == facts["deliverables_total_rows"]
    assert len(org.journeys) == facts["goals"] == 24
    assert len(org.steps) == facts["goal_steps"] == 306
    assert org.journeys[0].cell("owner").address == "E5"
    assert sorted(one.id for one in org.journeys if not one.owners) == facts["goals_without_champion"]


def test_openstack_steps_of_unlisted_teams_are_as_counted(openstack):
    reading, facts = openstack
    org = reading.organisation
    unlisted = [step for step in org.steps if not org.department[step.departments[0]].listed]
    assert (
        [len(unlisted), len({step.departments[0] for step in unlisted})]
        == facts["steps_by_teams_not_in_team_list"]
        == [126, 30]
    )
    names = {one.name for one in org.departments if one.listed}
    assert (
        sum(step.cell("department").value not in names for step in org.steps)
        == facts["steps_by_teams_not_in_team_list_exact_case"]
        == 131
    )
    assert sum(issue.cell.sheet == "Goal steps" for issue in reading.issues) == 126


def test_openstack_champions_are_found_by_name_where_they_are_listed(openstack):
    org = openstack[0].organisation
    assert org.journey["selected/remove-eventlet"].owners == (Holder("unknown", "Hervé Beraud (hberaud)"),)
    assert org.journey["proposed/fips"].owners == (Holder("person", "Ade Lee"),)
    assert not next(one for one in org.departments if one.id == "vitrage").heads


def test_every_real_file_gives_a_reading_or_one_clear_line(real):
    unread = {}
    for path in sorted((*real.glob("*/*.xlsx"), *real.glob("*/*.csv"))):
        try:
            reading = read([path])
        except SourceError as problem:
            unread[path.stem.split("__")[-1]] = str(problem)
            continue
        for sheet in reading.inputs[0].sheets:
            assert sheet.rows == sheet.records + sum(sheet.skipped.values())
    assert sorted(unread) == ["Communication_Plan", "Project_Plan", "Risk_Log", "Stakeholders", "p2g_data"]
    assert not [line for line in unread.values() if "\n" in line]
    assert all("nothing in it can be recognised" in line and "alignment map" in line for line in unread.values())


def test_every_draft_mapping_of_a_real_file_is_accepted_and_changes_nothing(real, tmp_path):
    for name in (
        "kubernetes/kubernetes",
        "openstack/openstack",
        "rust/rust_2025h1",
        "packt/packt_tpm__RACI",
        "defra/defra_2011-09-30",
    ):
        path = real / f"{name}.xlsx"
        (tmp_path / "draft.toml").write_text(draft_mapping([path]), encoding="utf-8")
        assert read([path], tmp_path / "draft.toml").organisation == read([path]).organisation


def test_a_raci_chart_of_roles_is_read_by_itself(real):
    org = read([real / "packt" / "packt_tpm__RACI.xlsx"]).organisation
    assert len(org.processes) == 8
    assert {one.holder.id for one in org.assignments} == {"TPM", "SDM", "PM-T", "Lead SDE", "SDE", "Business"}


def test_hours_between_groups_are_ties_between_departments(real):
    org = read([real / "viva" / "vivainsights__g2g_data.csv"]).organisation
    assert (len(org.ties), org.tie_level, org.ties_directed) == (150, "department", True)
    assert org.department.keys() == {
        "Sales and Marketing",
        "Product",
        "HR",
        "Finance",
        "CEO",
        "Unclassified Collaborators",
    }
    assert sum(tie.source == tie.target for tie in org.ties) == 24


def test_posts_of_a_ministry_report_by_their_numbers(real):
    reading = read([real / "defra" / "defra_2011-09-30.xlsx"])
    org = reading.organisation
    assert org.person["39"].manager == "8"
    assert all(one.listed for one in org.people)
    assert next(issue.message for issue in reading.issues if issue.severity == "error").startswith(
        'the ID "0" is used twice'
    )


def test_a_published_journey_without_owners_is_read(real):
    org = read([real / "govuk_journey" / "learn_to_drive.xlsx"]).organisation
    assert len(org.steps) == 7
    assert org.journeys[0].owners == ()
