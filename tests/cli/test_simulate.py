"""`alignment simulate`: what is asked is done, the difference is told, and a mistake is met with what was meant."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alignment.advice.byhand import Asked, applied, change, changes
from alignment.advice.movesfile import asked_in_file, moves_text
from alignment.advice.simulation import FigureChange, difference
from alignment.analysis.remeasure import Measured
from alignment.cli.main import alignment
from alignment.cli.simulate import _change, _figure
from alignment.errors import SettingsError
from alignment.model.organisation import Goal, Organisation
from alignment.model.result import Scope
from alignment.pipeline import examine
from alignment.resources import sample_data
from alignment.settings import Settings
from build import organisation, origin

SAMPLE = sample_data() / "brightwater-q1.xlsx"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, ["simulate", *(str(one) for one in arguments)])


def company(**more) -> Organisation:
    given = {
        "departments": "Sales>Front Service>Front Front Billing",
        "people": {"ann": "Sales", "bob": "Service", "cem": "Billing", "dot": "Billing"},
        "ties": "ann-bob:3 bob-cem:1 cem-dot:2",
        "journeys": {"Move": "Sales Service Billing", "Pay": "Billing"},
        "owners": {"Move": "ann", "Pay": ""},
        "processes": {"Bill": "Billing"},
    }
    return organisation(**(given | more))


def changed(kind: str, text: str, **more) -> Organisation:
    before = company(**more)
    return applied(before, [change(kind, text, before)])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("owner", "Pay=cem"),
        ("accountable", "Bill=dot"),
        ("link", "ann:cem"),
        ("move_step", "Move#2=Sales"),
        ("merge", "Sales+Service=Customer Office"),
        ("without", "Service"),
        ("without", "bob"),
    ],
)
def test_what_is_measured_again_after_a_change_is_what_a_whole_run_finds(kind: str, text: str):
    settings, after = Settings(permutations=20), changed(kind, text)
    whole = Measured(after, settings).analysis
    again = Measured(company(), settings).after(after).analysis
    told = difference(whole, again)
    assert (told.figures, told.gone, told.new) == ((), (), ())
    assert whole.measurements


def mistake(kind: str, text: str) -> str:
    with pytest.raises(SettingsError) as raised:
        change(kind, text, company())
    return str(raised.value)


def test_an_owner_is_named():
    owners = {one.id: one.owners for one in changed("owner", " pay = CEM ").journeys}
    assert [one.id for one in owners["Pay"]] == ["cem"]
    assert [one.id for one in owners["Move"]] == ["ann"]


def test_an_accountable_is_named_in_the_list_where_it_has_the_column():
    after = changed("accountable", "Bill=dot", details={"Bill": {"accountable": "cem"}})
    assert [one.id for one in after.process["Bill"].accountable] == ["dot"]


def test_an_accountable_is_named_in_the_chart_where_the_list_has_no_column():
    chart = {"Bill": {"cem": "A", "dot": "R", "bob": "A/C"}, "Call": {"bob": "A"}}
    after = changed("accountable", "Bill=dot", raci=chart)
    letters = {(one.process, one.holder.id): "".join(one.codes) for one in after.assignments}
    assert letters == {("Bill", "dot"): "RA", ("Bill", "bob"): "C", ("Call", "bob"): "A"}
    assert not after.has("processes", "accountable")


def test_two_people_or_the_best_connected_of_two_departments_are_linked_at_the_usual_strength():
    for text in ("ann:cem", "Sales:Billing"):
        new = changed("link", text).ties[3:]
        assert [(one.source, one.target, one.strength) for one in new] == [("ann", "cem", 2), ("cem", "ann", 2)]


def test_a_department_does_another_step():
    after = changed("move_step", "Move#2=Sales")
    assert [one.departments for one in after.steps_of["Move"]] == [("Sales",), ("Sales",), ("Billing",)]


def test_departments_that_merge_are_one_everywhere():
    after = changed("merge", "Sales+Service=Customer Office")
    assert [one.id for one in after.departments] == ["Customer Office", "Front", "Billing"]
    assert {one.department for one in after.people} == {"Customer Office", "Billing"}
    assert [one.department for one in after.steps_of["Move"]] == ["Customer Office", "Customer Office", "Billing"]


def test_a_goal_that_merged_departments_shared_is_one_goal():
    goals = tuple(
        Goal(origin("goals", row, ()), name, name, unit)
        for row, (name, unit) in enumerate(
            [("a", "Sales"), ("a", "Service"), ("b", "Billing"), ("c", "Service")], start=2
        )
    )
    after = changed("merge", "Sales+Service=Office", goals=goals)
    assert [(one.id, one.owner_department) for one in after.goals] == [
        ("a", "Office"),
        ("b", "Billing"),
        ("c", "Office"),
    ]


def test_without_a_department_its_people_ties_and_steps_are_gone_and_what_was_below_it_moves_up():
    after = changed("without", "Billing")
    assert [one.id for one in after.people] == ["ann", "bob"]
    assert [(one.source, one.target) for one in after.ties] == [("ann", "bob")]
    assert [one.department for one in after.steps_of["Move"]] == ["Sales", "Service", None]
    assert [one.parent for one in changed("without", "Front").departments] == [None, None, None]


def test_without_a_person_what_they_owned_has_no_owner():
    after = changed("without", "ann")
    assert after.journey["Move"].owners == ()
    assert [one.id for one in after.people] == ["bob", "cem", "dot"]


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("owner", "Moove=ann", 'There is no journey "Moove" in the workbook. Did you mean "Move"?'),
        ("owner", "Move=Serice", 'There is no person, department or role "Serice" in the workbook. Did you mean "Service"?'),
        ("owner", "Move", '"Move" is not of the form "Onboarding=Customer Operations".'),
        ("accountable", "Move=ann", 'There is no process "Move" in the workbook. Write a name as it stands on the sheet Processes.'),
        ("without", "Zzz", 'There is no department or person "Zzz" in the workbook. Write a name as it stands on the sheets Departments and People.'),
        ("link", "Sales", '"Sales" is not of the form "Sales:Billing".'),
        ("link", "ann:ann", '"ann:ann" links one to itself.'),
        ("link", "Front:Sales", 'Nobody of "Front" is in the list of people: name a person.'),
        ("move_step", "Move=Sales", '"Move" is not of the form "Onboarding#3=Billing".'),
        ("move_step", "Move#4=Sales", '"Move#4=Sales": “Move” has the steps 1 to 3.'),
        ("move_step", "Pay#2=Sales", '"Pay#2=Sales": “Pay” has 1 step.'),
        ("move_step", "Pay#two=Sales", '"Pay#two=Sales" is not of the form "Onboarding#3=Billing", where 3 stands for the third step of the journey.'),
        ("merge", "Sales=Office", '"Sales=Office" is not of the form "Sales+Billing=Customer Office".'),
        ("without", "Biling", 'There is no department or person "Biling" in the workbook. Did you mean "Billing"?'),
    ],
)  # fmt: skip
def test_a_mistake_is_met_with_what_was_meant(kind: str, text: str, said: str):
    assert mistake(kind, text) == said


def test_a_listed_department_is_suggested_before_one_that_is_itself_misspelt():
    known = company()
    typo = replace(known.department["Billing"], id="Biling", name="Biling", listed=False)
    with pytest.raises(SettingsError, match=r'Did you mean "Billing"\?'):
        change("link", "Sales:Bilingg", replace(known, departments=(*known.departments, typo)))


def test_a_later_change_can_name_what_an_earlier_one_made():
    asked = [Asked("merge", "Sales+Service=Office"), Asked("move_step", "Pay#1=Office")]
    made = changes(asked, company())
    assert made[0].words == "“Sales” and “Service” merge into “Office”"
    assert applied(company(), made).steps_of["Pay"][0].departments == ("Office",)
    with pytest.raises(SettingsError, match='There is no department "Office" in the workbook'):
        changes(reversed(asked), company())


def test_a_change_to_what_an_earlier_one_removed_is_an_error():
    with pytest.raises(SettingsError, match='There is no "Sales" any more once the changes before are made'):
        changes([Asked("merge", "Sales+Service=Office"), Asked("without", "Sales")], company())


def test_a_file_of_moves_takes_the_names_of_the_options(tmp_path: Path):
    file = tmp_path / "moves.toml"
    file.write_text('owner = "Pay=cem"\nmove-step = ["Move#2=Sales", "Move#3=Sales"]\n', encoding="utf-8")
    assert [one.words for one in changes(asked_in_file(file), company())] == [
        "cem owns “Pay” from end to end",
        "Sales does “step 2” (step 2) of “Move”",
        "Sales does “step 3” (step 3) of “Move”",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'owners = "Pay=cem"',
            'owners cannot be used. Did you mean "owner"? Known: owner, accountable, link, move-step,',
        ),
        ("owner = 3", "owner cannot be used. Known:"),
        ('without = "Biling"', 'There is no department or person "Biling" in the workbook. Did you mean "Billing"?'),
        ("owner", "is not valid TOML"),
        ("", 'asks for nothing. Say what is to change, such as: link = "Sales:Billing".'),
        ("link = []", "asks for nothing."),
    ],
)
def test_a_mistake_in_a_file_of_moves_names_the_file(tmp_path: Path, text: str, said: str):
    file = tmp_path / "moves.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"moves\.toml: ") as raised:
        changes(asked_in_file(file), company())
    assert said in str(raised.value)


def test_a_missing_file_of_moves_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match="cannot be read"):
        asked_in_file(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.5507, 0.5506, "0.5507 → 0.5506 (worse)"),
        (0.5, 0.25, "0.5 → 0.25 (worse)"),
        (0.5, None, "0.5 → not measured"),
        (None, 0.5, "not measured → 0.5"),
    ],
)
def test_two_figures_that_differ_are_printed_so_that_one_sees_it(before: float, after: float, said: str):
    figure = FigureChange("coordination.congruence", Scope(), before, after, False)
    assert _figure(figure).endswith(f": {said}")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (70.9, 70.8, "70.9 → 70.8  (−0.1)"),
        (70.86, 70.84, "70.86 → 70.84  (−0.02)"),
        # Two digits would say 70.88 → 70.91 (+0.02).
        (70.884, 70.908, "70.884 → 70.908  (+0.024)"),
        (70.86, 70.86, "70.9 (no change)"),
        (70.86, None, "70.9 → withheld"),
        (None, None, "withheld (no change)"),
    ],
)
def test_points_are_printed_with_the_digits_that_show_how_they_differ(before: float, after: float, said: str):
    assert _change(before, after) == said


def test_changes_are_made_in_the_order_of_the_command_line():
    merge, link = ("--merge", "Sales+Billing=Office"), ("--link", "Office:Customer Service")
    found = run(SAMPLE, *merge, *link)
    assert found.exit_code == 0
    assert found.output.startswith("If “Sales” and “Billing” merge into “Office”\nand ")
    assert 'There is no person or department "Office"' in run(SAMPLE, *link, *merge).stderr


def test_no_input_is_ever_written_over(tmp_path: Path):
    book, moves = tmp_path / "copy.xlsx", tmp_path / "moves.toml"
    book.write_bytes(SAMPLE.read_bytes())
    moves.write_text('link = "Sales:Billing"\n', encoding="utf-8")
    for output in (book, moves, tmp_path / "." / "copy.xlsx"):
        found = run(book, "--moves", moves, "-o", output, "--force")
        assert (found.exit_code, found.stdout) == (2, "")
        assert "is what is read, which is never changed" in found.stderr
    assert book.read_bytes() == SAMPLE.read_bytes()


def test_no_table_is_written_into_a_folder_that_is_read(tmp_path: Path):
    (tmp_path / "people.csv").write_text("Name\nAnn\n", encoding="utf-8")
    found = run(tmp_path, "--without", "Ann", "-o", tmp_path / "people.csv", "--force")
    assert found.exit_code == 2
    assert "is what is read" in found.stderr


def test_an_existing_file_is_replaced_only_where_that_is_asked_for(tmp_path: Path):
    file = tmp_path / "difference.json"
    file.write_text("kept", encoding="utf-8")
    refused = run(SAMPLE, "--without", "Griet Moerman", "-o", file)
    assert (refused.exit_code, refused.stdout, file.read_text(encoding="utf-8")) == (2, "", "kept")
    assert "is there already. Choose another name, or --force to replace it." in refused.stderr
    assert run(SAMPLE, "--without", "Griet Moerman", "-o", file, "--force").exit_code == 0
    assert json.loads(file.read_text(encoding="utf-8"))["changes"] == ["Griet Moerman is gone"]


@pytest.mark.parametrize(("place", "said"), [("none/x.json", "there is no such folder"), (".", "is a folder")])
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_printed(tmp_path: Path, place: str, said: str):
    found = run(SAMPLE, "--without", "Griet Moerman", "-o", tmp_path / place)
    assert (found.exit_code, found.stdout) == (2, "")
    assert said in found.stderr


def test_the_difference_is_printed_and_written(tmp_path: Path):
    file = tmp_path / "difference.json"
    found = run(SAMPLE, "--owner", "J9=Carla Dierckx", "--without", "Griet Moerman", "-o", file)
    assert found.exit_code == 0
    assert found.output.startswith(
        "If Carla Dierckx owns “I leave Brightwater” from end to end\nand Griet Moerman is gone:\n\nHealth score    70.9 → "
    )
    assert "OWN01  high     “I make a complaint” has no end-to-end owner" in found.output
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["score"]["after"] < written["score"]["before"]
    assert "OWN01:journey:j8" in written["findings_new"]
    assert written["findings_gone"] == []
    assert {"id": "ownership.journeys_without_owner", "scope": {"kind": "organisation", "id": None}, "before": 3.0,
            "after": 4.0, "better": False} in written["measurements"]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "alignment: Say what is to change, such as: --owner"),
        (
            ["--link", "Sales:Bilding"],
            'alignment: There is no person or department "Bilding" in the workbook. Did you mean',
        ),
    ],
)
def test_what_cannot_be_done_ends_with_status_2(arguments: list[str], said: str):
    found = run(SAMPLE, *arguments)
    assert found.exit_code == 2
    assert said in found.stderr


def test_a_step_of_the_plan_is_tried_and_stands_in_its_place_among_others(tmp_path):
    difference_file = tmp_path / "difference.json"
    moves = tmp_path / "moves.toml"
    known = examine([SAMPLE]).check.advice.steps
    gains = {one.move: one.gain for one in known}
    step, contact = (next(one.move for one in known if one.kind == kind) for kind in ("name_owner", "connect"))
    moves.write_text(f'step = ["{contact}"]', encoding="utf-8")
    result = run(SAMPLE, "--link", "Sales:Billing", "--step", step, "--moves", moves, "-o", difference_file)
    assert result.exit_code == 0, result.output
    told = json.loads(difference_file.read_text(encoding="utf-8"))
    assert [one.startswith("this step is taken: ") for one in told["changes"]] == [False, True, True]
    assert told["score"]["after"] - told["score"]["before"] > 0.5 * (gains[step] + gains[contact])


def test_a_step_that_is_not_there_is_refused_in_one_line():
    result = run(SAMPLE, "--step", "name_owner:J99:")
    assert result.exit_code == 2
    assert "“name_owner:J99:” cannot be taken: no such step can be taken here." in result.output


def test_changes_of_kinds_that_take_turns_stand_under_move(tmp_path):
    asked = [Asked("link", "ann:cem"), Asked("merge", 'Sales+Service=Die "Front"'), Asked("link", "bob:dot")]
    file = tmp_path / "moves.toml"
    file.write_text(moves_text(asked), encoding="utf-8")
    assert [(one.kind, one.text) for one in asked_in_file(file)] == [(one.kind, one.text) for one in asked]
    file.write_text('[[move]]\nlinks = "ann:cem"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r'links cannot be used\. Did you mean "link"'):
        asked_in_file(file)
