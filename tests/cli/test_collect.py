"""A survey goes out and comes back: the form, the files that are gathered, and the sheet that is made of them."""

import csv
import shutil
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.analysis.statements import bank
from alignment.cli.main import alignment
from alignment.pipeline import examine, write_report
from alignment.source import read

BANK = bank()
DATES, FIGURE = (BANK.recognised(one) for one in ("We keep the dates that we give to customers.", "S1"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, [str(one) for one in arguments], catch_exceptions=False)


def workbook(file: Path, **sheets: list[tuple[object, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def exported(file: Path, *rows: tuple[object, ...]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return file


def returned(form: Path, file: Path, department: str | None, level: str | None, *answers: object) -> Path:
    """Fill in a form: the cells to the right of the department, the level and the first statements."""
    book = openpyxl.load_workbook(form)
    page = book.worksheets[0]
    said = iter(answers)
    for label, _, cell in page.iter_rows(max_col=3):
        if label.value in ("Department", "Afdeling"):
            cell.value = department
        elif label.value in ("Level", "Niveau"):
            cell.value = level
        elif isinstance(label.value, int):
            cell.value = next(said, None)
    book.save(file)
    return file


def survey(file: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(file)["Survey"].iter_rows(values_only=True))


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    return workbook(
        tmp_path / "audit.xlsx",
        Departments=[("Department", "Headcount"), ("Sales", 4), ("Billing", None), ("Legal", 5)],
        People=[("Person", "Department"), ("Ann", "Billing"), ("Bo", "Billing")],
    )


@pytest.fixture
def forms(tmp_path: Path) -> tuple[Path, Path]:
    english, dutch = tmp_path / "survey.xlsx", tmp_path / "vragenlijst.xlsx"
    assert run("new", "--survey", english).exit_code == 0
    assert run("new", "--survey", "--language", "nl", dutch).exit_code == 0
    return english, dutch


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    return folder


def test_only_the_answers_of_a_form_can_be_changed(forms):
    page = openpyxl.load_workbook(forms[0])["Survey"]
    unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    answered = {f"C{row[0].row}" for row in page.iter_rows(max_col=1) if isinstance(row[0].value, int)}
    assert page.protection.sheet
    assert len(answered) == len(BANK.statements)
    assert answered < unlocked
    assert len(unlocked - answered) == 2


def test_a_form_offers_five_answers_and_dont_know_and_the_departments_of_the_workbook(tmp_path, audit):
    said = run("new", "--survey", tmp_path / "form.xlsx", "--departments", audit)
    assert "3 departments to choose from" in said.output
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    rules = [one.formula1 for one in book["Survey"].data_validations.dataValidation]
    assert rules == ["'Lists'!$A$1:$A$3", '"management,middle,front line"', '"1,2,3,4,5,don\'t know"']
    assert [row[0] for row in book["Lists"].iter_rows(values_only=True)] == ["Sales", "Billing", "Legal"]
    assert book["Lists"].sheet_state == "hidden"


def test_a_form_holds_the_statements_in_its_language_and_says_what_happens_with_the_answers(forms):
    texts = [str(cell.value) for row in openpyxl.load_workbook(forms[1])["Vragenlijst"].iter_rows() for cell in row]
    assert all(one.text["nl"] in texts for one in BANK.statements)
    assert any("minder dan 5 mensen" in one for one in texts)


def test_options_of_the_survey_need_the_survey(tmp_path):
    assert run("new", tmp_path / "a.xlsx", "--language", "nl").exit_code == 2


def test_forms_in_two_languages_become_one_sheet(forms, answers, audit):
    english, dutch = forms
    returned(english, answers / "a.xlsx", "Sales", "front line", 4, "don't know")
    returned(english, answers / "b.xlsx", "sales", "management", 2, 3)
    returned(dutch, answers / "c.xlsx", "Billing", "middenkader", 5, "weet niet")
    said = run("collect", answers, "-o", audit)
    header, *rows = survey(audit)
    first, second = (one.text["en"] for one in BANK.statements[:2])
    assert header == ("Respondent", "Department", "Level", first, second)
    assert sorted(row[1:] for row in rows) == [
        ("Billing", "middle", 5, "don't know"),
        ("Sales", "front line", 4, "don't know"),
        ("Sales", "management", 2, 3),
    ]
    lines = [line.split() for line in said.output.splitlines()]
    assert ["Sales", "2", "4", "50%"] in lines
    assert ["Billing", "1", "–", "–"] in lines
    assert ["Legal", "0", "5", "0%"] in lines
    assert ["Together", "2", "9", "22%"] in lines
    assert "Left out of the rate: 1 respondent: the department gives no headcount (1)." in said.output
    assert "Don't know: 2 of 6 answers (33%)" in said.output
    assert "No issues." in said.output


def test_what_is_collected_is_read_as_it_was_answered(forms, answers, audit):
    returned(forms[1], answers / "c.xlsx", "Billing", "uitvoering", 5, "weet niet", None, 1)
    run("collect", answers, "-o", audit)
    found = read([audit])
    said = [(one.department, one.level, one.score, one.known) for one in found.organisation.answers]
    assert said == [
        ("Billing", "front line", 5, True), ("Billing", "front line", None, False), ("Billing", "front line", 1, True),
    ]  # fmt: skip
    recognised = [BANK.recognised(one.statement) for one in found.organisation.answers]
    assert recognised == [BANK.statements[place] for place in (0, 1, 3)]
    assert found.issues == ()


def test_a_google_export_is_gathered_without_who_answered(answers, tmp_path):
    exported(
        answers / "Form (Responses).csv",
        ("Timestamp", "Email Address", "Which department do you work in?", "Level", DATES.text["en"], FIGURE.text["en"], "Anything else?"),
        ("11/20/2026 10:02:11", "ann@acme.com", "Sales", "Front line", "4 - agree", "Strongly disagree", "Bo is late every time"),
        ("11/20/2026 10:03:11", "bo@acme.com", "Sales", "Management", "I don’t know", "2", ""),
    )  # fmt: skip
    output = tmp_path / "new.xlsx"
    said = run("collect", answers, "-o", output)
    header, *rows = survey(output)
    assert set(header[3:]) == {DATES.text["en"], FIGURE.text["en"]}
    place = header.index(DATES.text["en"]), header.index(FIGURE.text["en"])
    assert {(row[1], row[2], row[place[0]], row[place[1]]) for row in rows} == {
        ("Sales", "front line", 4, 1), ("Sales", "management", "don't know", 2),
    }  # fmt: skip
    assert "columns not used: Timestamp, Email Address, Anything else?" in said.output
    assert "words are read as 1 (strongly disagree) to 5 (strongly agree)" in said.output
    with ZipFile(output) as archive:
        content = b"".join(map(archive.read, archive.namelist()))
    assert not any(one in content + said.output.encode() for one in (b"acme.com", b"10:02", b"Bo is late"))


def test_a_microsoft_export_is_gathered_without_who_answered(answers, tmp_path):
    day = datetime(2026, 11, 20, 9, 0)
    workbook(
        answers / "Klant(1-2).xlsx",
        Sheet1=[
            ("ID", "Start time", "Completion time", "Email", "Name", "Afdeling", "Niveau", DATES.text["nl"], FIGURE.text["nl"]),
            (1, day, day, "anonymous", "Ann Lee", "Sales", "Leidinggevend", "Mee eens", "Weet ik niet"),
            (2, day, day, "anonymous", "Bo Day", "Sales", "Medewerker", "Helemaal mee oneens", "Neutraal"),
        ],
    )  # fmt: skip
    output = tmp_path / "new.xlsx"
    run("collect", answers, "-o", output)
    header, *rows = survey(output)
    assert header[3:] == tuple(one.text["nl"] for one in BANK.statements if one in (DATES, FIGURE))
    at = header.index(DATES.text["nl"])
    assert {(row[1], row[2], row[at]) for row in rows} == {("Sales", "management", 4), ("Sales", "front line", 1)}
    assert "Ann Lee" not in str(rows)


def test_an_export_given_to_a_report_is_a_survey_and_names_the_columns_it_leaves_out(answers):
    file = exported(
        answers / "export.csv",
        ("Timestamp", "Name", "Department", DATES.text["en"], FIGURE.text["en"]),
        ("11/20/2026 10:02:11", "Ann", "Sales", "4", "5"),
    )
    found = read([file])
    assert found.inputs[0].sheets[0].kind == "survey"
    assert found.inputs[0].sheets[0].note == "columns not used: Timestamp, Name"
    assert found.organisation.people == ()
    assert [one.score for one in found.organisation.answers] == [4, 5]


def test_of_two_answers_by_one_person_the_later_counts(answers, tmp_path):
    exported(
        answers / "export.csv",
        ("Timestamp", "Email Address", "Department", DATES.text["en"], FIGURE.text["en"]),
        ("1", "ann@acme.com", "Sales", "1", "1"),
        ("2", "Ann@acme.com", "Sales", "5", "5"),
    )
    said = run("collect", answers, "-o", tmp_path / "new.xlsx")
    assert [row[3:] for row in survey(tmp_path / "new.xlsx")[1:]] == [(5, 5)]
    assert "export.csv: export!B2: the same person answers again in row 3; the later answers count." in said.output


def test_the_same_file_twice_counts_once_and_the_same_answers_in_two_files_are_told(forms, answers, tmp_path):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1, 2, 3, 4, 5)
    shutil.copy(answers / "a.xlsx", answers / "copy of a.xlsx")
    returned(forms[0], answers / "b.xlsx", "Sales", "middle", 1, 2, 3, 4, 5, None)
    book = openpyxl.load_workbook(answers / "b.xlsx")
    book.properties.title = "saved again"
    book.save(answers / "b.xlsx")
    said = run("collect", answers, "-o", tmp_path / "new.xlsx")
    rows = survey(tmp_path / "new.xlsx")[1:]
    assert len(rows) == 2
    assert len({row[0] for row in rows}) == 2
    assert "copy of a.xlsx: is the same file as a.xlsx; it is read once." in said.output
    assert "b.xlsx: Survey: has the very same answers as a.xlsx; both are counted." in said.output


def test_numbers_of_respondents_depend_on_their_answers_alone(forms, answers, tmp_path):
    one = returned(forms[0], answers / "zoe.xlsx", "Sales", "middle", 1, 2)
    two = returned(forms[0], answers / "adam.xlsx", "Sales", "middle", 5, 5)
    run("collect", one, two, "-o", tmp_path / "first.xlsx")
    one.rename(answers / "1.xlsx")
    returned(forms[1], answers / "dutch.xlsx", "Sales", "middenkader", 3)
    returned(forms[1], answers / "dutch too.xlsx", "Sales", "middenkader", 4)
    run("collect", answers, "-o", tmp_path / "second.xlsx")
    first, second = (
        {row[0]: row[3:5] for row in survey(tmp_path / f"{name}.xlsx")[1:]} for name in ("first", "second")
    )
    assert len(second) == 4
    assert first.items() < second.items()
    assert list(second) == sorted(second)


def test_what_cannot_be_used_is_told_with_its_cell_and_kept_where_it_says_something(forms, answers, audit):
    file = returned(forms[0], answers / "a.xlsx", "Sale", "works council", 7, 4)
    statement = next(row[0].row for row in openpyxl.load_workbook(file)["Survey"].iter_rows() if row[0].value == 1)
    returned(forms[0], answers / "b.xlsx", None, "middle", 3)
    workbook(
        answers / "c.xlsx",
        Survey=[("Respondent", "Department", "Level", "We like our canteen."), ("Ann", "Legal", "middle", 3), ("Ann", "Legal", "middle", 1)],
    )  # fmt: skip
    said = run("collect", answers, "-o", audit).output
    assert 'no department is called "Sale". Did you mean "Sales"?' in said
    assert "what is given here is no level that is known; these answers count without one." in said
    assert "works council" not in said
    assert f'a.xlsx: Survey!C{statement}: "7" is not an answer from 1 to 5.' in said
    assert "b.xlsx: Survey!C" in said
    assert "no department is given" in said
    assert 'c.xlsx: Survey!D2: "We like our canteen." is no statement of the bank' in said
    assert "c.xlsx: Survey!A3: the respondent has answered this in row 2 already; the first answer counts." in said
    header, *rows = survey(audit)
    assert {row[1:3] for row in rows} == {("Sale", None), (None, "middle"), ("Legal", "middle")}
    assert [row[-1] for row in rows if row[1] == "Legal"] == [3]
    assert header[-1] == "We like our canteen."
    assert "Ann" not in str(rows)


def test_files_that_hold_no_answers_are_told_and_the_others_are_gathered(forms, answers, tmp_path):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1)
    shutil.copy(forms[0], answers / "blank.xlsx")
    (answers / "broken.xlsx").write_bytes(b"PK\3\4 and no more")
    (answers / "letter.docx").write_bytes(b"PK")
    workbook(answers / "other.xlsx", Prices=[("Fruit", "Price"), ("Apple", 1)])
    said = run("collect", answers, "-o", tmp_path / "new.xlsx")
    assert said.exit_code == 0
    assert len(survey(tmp_path / "new.xlsx")) == 2
    assert "blank.xlsx: was sent back without an answer." in said.output
    assert "broken.xlsx: " in said.output
    assert "other.xlsx: holds no survey, and nothing is taken from it." in said.output
    assert "no spreadsheets, left out: letter.docx" in said.output


def test_every_other_sheet_stays_as_it_is_byte_for_byte(forms, answers, audit):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1)
    with ZipFile(audit) as archive:
        before = {one: archive.read(one) for one in archive.namelist()}
    run("collect", answers, "-o", audit)
    with ZipFile(audit) as archive:
        after = {one: archive.read(one) for one in archive.namelist()}
    changed = {one for one in before if after[one] != before[one]}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    assert openpyxl.load_workbook(audit).sheetnames == ["Departments", "People", "Survey"]


def test_the_blank_sheet_of_a_new_workbook_is_filled_in(forms, answers, tmp_path):
    blank = tmp_path / "blank.xlsx"
    run("new", blank)
    titles = openpyxl.load_workbook(blank).sheetnames
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1)
    assert run("collect", answers, "-o", blank).exit_code == 0
    assert openpyxl.load_workbook(blank).sheetnames == titles
    assert [row[1:] for row in survey(blank)[1:]] == [("Sales", "middle", 1)]


def test_answers_that_are_there_are_replaced_only_when_asked(forms, answers, audit):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1)
    run("collect", answers, "-o", audit)
    before = audit.read_bytes()
    returned(forms[0], answers / "b.xlsx", "Sales", "middle", 2)
    refused = run("collect", answers, "-o", audit)
    assert (refused.exit_code, audit.read_bytes()) == (2, before)
    assert "holds answers already. --add adds those of these files to them" in refused.output
    assert run("collect", answers, "-o", audit, "--force").exit_code == 0
    assert sorted(row[3] for row in survey(audit)[1:]) == [1, 2]


@pytest.mark.parametrize(
    ("given", "output", "said"),
    [
        ("nowhere", "new.xlsx", "there is no such file or folder"),
        ("answers", "new.xlsx", "no survey came back here"),
        ("audit.xlsx", "new.xlsx", "no answer was found"),
        ("answers", "new.csv", "Give a name that ends in .xlsx"),
    ],
)
def test_what_cannot_be_collected_is_one_line(answers, audit, tmp_path, given, output, said):
    result = run("collect", tmp_path / given, "-o", tmp_path / output)
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert not (tmp_path / output).exists()


def test_late_answers_are_added_to_those_that_are_there(forms, answers, audit):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1, 2)
    returned(forms[1], answers / "b.xlsx", "Billing", "uitvoering", 3, 4)
    run("collect", answers, "-o", audit)
    before = survey(audit)[1:]
    late = answers.parent / "late"
    late.mkdir()
    returned(forms[0], late / "c.xlsx", "Legal", "front line", 5, 5)
    said = run("collect", late, "-o", audit, "--add")
    assert said.exit_code == 0
    rows = survey(audit)[1:]
    assert set(before) < set(rows)
    assert len(rows) == 3
    assert "2 respondents on sheet Survey already; 1 added\n" in said.output
    assert ["Sales", "1", "4", "25%"] in [line.split() for line in said.output.splitlines()]


def test_what_is_added_a_second_time_is_on_the_sheet_once(forms, answers, audit):
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1, 2)
    returned(forms[1], answers / "b.xlsx", "Sales", "middenkader", 1, 2, 3)
    run("collect", answers, "-o", audit)
    before = survey(audit)
    returned(forms[0], answers / "c.xlsx", "Legal", "front line", 5, 5)
    said = run("collect", answers, "-o", audit, "--add")
    assert "1 added, 2 left out: the same department, level and answers are there" in said.output
    assert [row[:1] + row[1:6] for row in survey(audit)[1:] if row[1] != "Legal"] == before[1:]
    assert len(survey(audit)) == 4


def test_two_of_one_mind_stay_two_when_their_files_are_added_again(forms, answers, audit):
    for name in ("a", "b"):
        returned(forms[0], answers / f"{name}.xlsx", "Sales", "middle", 1, 2)
        book = openpyxl.load_workbook(answers / f"{name}.xlsx")
        book.properties.title = name
        book.save(answers / f"{name}.xlsx")
    run("collect", answers / "a.xlsx", "-o", audit)
    run("collect", answers, "-o", audit, "--add")
    assert len(survey(audit)) == 3


def test_what_the_sheet_held_beside_answers_is_told_when_others_are_added(forms, answers, tmp_path):
    output = workbook(
        tmp_path / "audit.xlsx",
        Survey=[("Respondent", "Department", "Level", "Remarks", DATES.text["en"]), ("1", "Sales", "middle", "Bo", 9), ("2", "Sales", "middle", "", 4)],
    )  # fmt: skip
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1, 2)
    said = run("collect", answers, "-o", output, "--add").output
    assert "audit.xlsx: Survey: columns not used: Remarks; they are not kept." in said
    assert 'audit.xlsx: Survey!E2: "9" is not an answer from 1 to 5.' in said


def test_adding_and_replacing_exclude_each_other(answers, audit):
    assert run("collect", answers, "-o", audit, "--add", "--force").exit_code == 2


def test_a_sheet_that_cannot_be_read_is_not_added_to(forms, answers, tmp_path):
    output = workbook(tmp_path / "audit.xlsx", Survey=[("Fruit", "Price"), ("Apple", 1)])
    before = output.read_bytes()
    returned(forms[0], answers / "a.xlsx", "Sales", "middle", 1)
    said = run("collect", answers, "-o", output, "--add")
    assert (said.exit_code, output.read_bytes()) == (2, before)
    assert "so none can be added" in said.output


def test_forms_in_folders_within_are_read_and_that_is_said(forms, answers, tmp_path):
    for score, name in enumerate(("sales", "late/legal", ".trash"), start=1):
        (answers / name).mkdir(parents=True)
        returned(forms[0], answers / name / "survey.xlsx", "Sales", "middle", score)
    said = run("collect", answers, "-o", tmp_path / "new.xlsx")
    assert len(survey(tmp_path / "new.xlsx")) == 3
    assert f"read in folders within, too: {Path('late/legal')}, sales" in said.output


def test_the_rate_is_of_all_who_work_in_listed_departments_and_says_whom_it_leaves_out(forms, answers, tmp_path):
    output = workbook(
        tmp_path / "audit.xlsx",
        Departments=[
            ("Department", "Parent", "Headcount", "External"), ("Front", None, 9, None), ("Sales", "Front", 4, None), ("Legal", None, 6, None),
            ("Billing", None, None, None), ("Printer", None, 7, "yes"),
        ],
    )  # fmt: skip
    for name, unit in enumerate(["Sales", "Front", "Billing", "Printer", "Canteen", None]):
        returned(forms[0], answers / f"{name}.xlsx", unit, "middle", 1 + name % 5)
    said = run("collect", answers, "-o", output).output
    lines = [line.split() for line in said.splitlines()]
    assert ["Legal", "0", "6", "0%"] in lines
    assert ["Together", "1", "10", "10%"] in lines
    assert [one for one in lines if one[:1] in (["Front"], ["Printer"])] == [
        ["Front", "1", "–", "–"],
        ["Printer", "1", "–", "–"],
    ]
    left_out = next(one for one in said.splitlines() if one.startswith("Left out"))
    assert left_out.startswith("Left out of the rate: 5 respondents: ")
    for reason in ("is not of the company (1)", "only groups others (1)", "is not listed (1)", "is given (1)", "gives no headcount (1)"):  # fmt: skip
        assert reason in left_out


def test_a_misspelt_department_is_settled_with_a_mapping_file(forms, answers, audit):
    returned(forms[0], answers / "a.xlsx", "Biling", "middle", 1)
    said = run("collect", answers, "-o", audit).output
    assert 'no department is called "Biling". Did you mean "Billing"?' in said
    assert '  [aliases]\n  "Biling" = "Billing"\n' in said
    mapping = audit.parent / "mapping.toml"
    mapping.write_text('[sheets]\nsurvey = "Survey"\n[aliases]\n"Biling" = "Billing"\n', encoding="utf-8")
    settled = run("collect", answers, "-o", audit, "--force", "--mapping", mapping)
    assert [row[1] for row in survey(audit)[1:]] == ["Billing"]
    assert "[aliases]" not in settled.output


def test_a_form_offers_the_departments_in_which_people_work(tmp_path):
    listed = workbook(
        tmp_path / "listed.xlsx",
        Departments=[("Department", "Parent", "External"), ("Front", None, None), ("Sales", "Front", None), ("Printer", None, "yes")],
        Goals=[("Goal", "Owner department"), ("Fewer calls", "Salse"), ("More calls", "Salse")],
    )  # fmt: skip
    mentioned = workbook(
        tmp_path / "mentioned.xlsx",
        Goals=[("Goal", "Owner department"), ("Fewer calls", "Sales"), ("More calls", "Sales"), ("No calls", "Salse")],
    )
    for file in (listed, mentioned):
        form = tmp_path / f"form of {file.name}"
        assert "1 department to choose from" in run("new", "--survey", form, "--departments", file).output
        assert [row[0] for row in openpyxl.load_workbook(form)["Lists"].iter_rows(values_only=True)] == ["Sales"]


def test_a_column_that_is_no_statement_of_the_bank_is_one_issue_in_check_and_report(tmp_path):
    asked = DATES.text["en"].replace("keep", "kept")
    file = workbook(
        tmp_path / "audit.xlsx",
        Departments=[("Department",), ("Sales",)],
        Survey=[("Respondent", "Department", "Level", FIGURE.text["en"], asked, "We like our canteen."), *[(f"R{row}", "Sales", "middle", 3, 4, 5) for row in range(3)]],
    )  # fmt: skip
    said = run("check", file).output
    assert (
        f'  Survey!E1: "{asked}" is no statement of the bank; its 3 answers are in no figure. Did you mean "{DATES.text["en"]}"?\n'
        in said
    )
    assert '  Survey!F1: "We like our canteen." is no statement of the bank; its 3 answers are in no figure.' in said
    assert "Warnings (2)" in said
    issues = [str(one) for one in examine([file]).check.issues]
    assert [one.partition(":")[0] for one in issues] == ["Survey!E1", "Survey!F1"]


def test_a_free_text_as_level_is_in_no_group_and_nowhere_in_the_report(tmp_path):
    rows = [(f"R{row}", "Sales", "Jan Geheim, boss", *[row % 5 + 1] * len(BANK.statements)) for row in range(6)]
    file = workbook(
        tmp_path / "audit.xlsx",
        Departments=[("Department",), ("Sales",)],
        Survey=[("Respondent", "Department", "Level", *[one.text["en"] for one in BANK.statements]), *rows],
    )
    found = examine([file])
    write_report(found, tmp_path / "report", ["json", "xlsx"])
    assert not [one for one in found.check.measurements if one.scope.kind == "group" and one.id.startswith("maturity")]
    assert [str(one.cell) for one in found.check.issues] == [f"Survey!C{row}" for row in range(2, 8)]
    with ZipFile(tmp_path / "report" / "health-check.xlsx") as archive:
        content = b"".join(map(archive.read, archive.namelist()))
    assert b"Geheim" not in content + (tmp_path / "report" / "health-check.json").read_bytes()


def test_a_form_tells_whom_to_ask_and_till_when_if_that_is_given(forms, tmp_path):
    said = ("--contact", "Ann Lee, 020 123", "--until", "30 November")
    for language, texts in (
        ("en", "Please send it back by 30 November. Questions? Ask Ann Lee, 020 123."),
        ("nl", "Stuur het formulier uiterlijk 30 November terug. Vragen? Stel ze aan Ann Lee, 020 123."),
    ):
        form = tmp_path / f"{language}.xlsx"
        run("new", "--survey", form, "--language", language, *said)
        assert texts in [row[0] for row in openpyxl.load_workbook(form).worksheets[0].iter_rows(values_only=True)]
    plain = [row[0] for row in openpyxl.load_workbook(forms[0]).worksheets[0].iter_rows(values_only=True)]
    assert not [one for one in plain if isinstance(one, str) and ("Questions?" in one or "send it back" in one)]
    assert run("new", tmp_path / "blank.xlsx", *said).exit_code == 2


def test_a_form_does_not_name_what_its_parts_are_about(forms):
    for form, words in zip(forms, ("Part 1 of 8", "Deel 1 van 8"), strict=True):
        texts = [
            str(cell.value)
            for row in openpyxl.load_workbook(form).worksheets[0].iter_rows()
            for cell in row
            if cell.value
        ]
        assert words in texts
        assert not {name for road in BANK.roads for name in road.name.values()} & set(texts)


def test_a_form_says_what_an_average_may_tell_and_keeps_its_lines_together(forms):
    for form, words in zip(forms, ("all of them answer the same", "allemaal hetzelfde"), strict=True):
        page = openpyxl.load_workbook(form).worksheets[0]
        promises = {
            row[0].value: page.row_dimensions[row[0].row].height
            for row in page.iter_rows()
            if str(row[0].value).startswith("• ")
        }
        assert any(words in one for one in promises)
        # Some 140 characters stand in a line of the sheet: a row is as high as the lines that it holds.
        assert {one: height > 16 for one, height in promises.items()} == {one: len(one) > 136 for one in promises}
