"""Mapping files: their words to ours; and one clear line for what is wrong in one."""

import pytest

from alignment.errors import MappingError
from alignment.source import draft_mapping, read, read_mapping

BOOK = {"Crews": "Crew|Boss / Red|Ada / Blue|to hire", "Trips": "Trip|Nr / x|1"}


def test_a_mapping_gives_sheets_columns_and_words_a_meaning(reading):
    words = '[sheets]\ndepartments = "Crews"\n[columns.departments]\ndepartment = "crew"\nhead = "Boss"\n[values]\nmissing = ["To hire"]'
    found = reading(BOOK, words).organisation
    assert [(one.id, [head.id for head in one.heads]) for one in found.departments] == [("Red", ["Ada"]), ("Blue", [])]


def test_columns_that_a_mapping_leaves_out_are_still_recognised(reading):
    found = reading(
        {"Crews": "Crew|Parent / Red|Blue / Blue|"},
        '[sheets]\ndepartments = "Crews"\n[columns.departments]\ndepartment = "Crew"',
    )
    assert found.organisation.department["Red"].parent == "Blue"


def test_several_sheets_join_to_one(reading):
    book = {"North": "Department / Red", "South": "Department / Blue"}
    found = reading(book, '[sheets]\ndepartments = ["North", "South"]')
    assert [one.id for one in found.organisation.departments] == ["Red", "Blue"]


def test_their_letters_are_read_as_ours(reading):
    found = reading({"RACI": "Activity|Clerk|Head / Sell|E|A / Ship|x|E"}, '[values.raci]\nE = "R"\nx = ""')
    assert [one.codes for one in found.organisation.assignments] == [("R",), ("A",), ("R",)]
    assert not [issue for issue in found.issues if "R, A, C, I" in issue.message]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sheets", "is not valid TOML"),
        ('[sheet]\nx = "y"', 'there is no [sheet] in a mapping file. Did you mean "sheets"?'),
        ('sheets = "x"', "sheets must be a table"),
        ('[sheets]\ndepartment = "Crews"', 'there is no sheet "department" to map to. Did you mean "departments"?'),
        ("[sheets]\ndepartments = 3", "write the name of their sheet"),
        ("[sheets]\ndepartments = []", "write the name of their sheet"),
        ('[sheets]\ndepartments = "Crew list"', 'no sheet is called "Crew list". '),
        ('[sheets]\ndepartments = "Crew"', 'no sheet is called "Crew". Did you mean "Crews"?'),
        (
            '[columns.department]\nid = "x"',
            'there is no sheet "department" with columns to map. Did you mean "departments"?',
        ),
        ('[columns]\ndepartments = "x"', "columns.departments must be a table"),
        ('[columns.departments]\nheadd = "Boss"', 'has no field "headd". Did you mean "head"?'),
        ('[columns.departments]\nzzz = "Boss"', "It has: department, id, parent"),
        ("[columns.departments]\nhead = 1", "write a text between quotes"),
        (
            '[sheets]\ndepartments = "Crews"\n[columns.departments]\nhead = "Bos"',
            'no column is called "Bos" on sheet "Crews". Did you mean "Boss"?',
        ),
        (
            '[sheets]\ngoals = "Trips"',
            'sheet "Trips" has no column "Goal". Name theirs under [columns.goals]; it has: Trip, Nr.',
        ),
        ('[values]\nmissing = "x"', "write a list of texts"),
        ('[values]\nother = ["x"]', "takes missing and raci only"),
        ('[values.raci]\nE = "X"', "give R, A, C, I"),
    ],
)
def test_a_broken_mapping_is_one_line_that_says_where_and_what_to_do(workbook, tmp_path, text, said):
    words = tmp_path / "words.toml"
    words.write_text(text)
    with pytest.raises(MappingError) as problem:
        read([workbook(BOOK)], words)
    assert said in str(problem.value)
    assert str(problem.value).startswith(str(words))
    assert "\n" not in str(problem.value)


def test_a_missing_mapping_file_is_said(tmp_path):
    with pytest.raises(MappingError, match="cannot be read"):
        read_mapping(tmp_path / "no.toml")


def test_a_draft_is_accepted_as_it_is_and_changes_nothing(workbook, tmp_path):
    path = workbook({
        'Our "teams"': "Team name|Parent department|Chief / Red|Blue|Ada / Blue||Bo",
        "RACI": "Activity|Clerk / Sell|R",
        "Collaboration": "|Red|Blue / Red||1 / Blue|2|",
        "Menu": "Soup / 1",
        "Organisation": "Name|Acme",
    })  # fmt: skip
    words = tmp_path / "draft.toml"
    words.write_text(draft_mapping([path]), encoding="utf-8")
    assert read([path], words).organisation == read([path]).organisation
    assert '# "Menu" is not used. Its columns: ["Soup"]' in words.read_text(encoding="utf-8")


def test_a_draft_guesses_headers_that_come_near(workbook):
    assert '# headcount = "Head count"        # a guess, 50 % sure' in draft_mapping(
        [workbook({"Departments": "Department|Head count / Red|3"})]
    )


def test_a_column_that_is_not_there_is_answered_with_those_of_its_sheet(workbook, tmp_path):
    words = tmp_path / "words.toml"
    words.write_text('[columns.departments]\ndepartment = "Nope"\n')
    book = workbook({"Organisation": "Name|Acme", "Departments": "Our list / Department|Head / Sales|Ada"})
    with pytest.raises(MappingError, match=r'There are: "Department", "Head"\.$'):
        read([book], words)


def test_a_mapping_in_another_encoding_is_said_without_jargon(tmp_path):
    (tmp_path / "words.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingError, match=r"words\.toml: is not text in UTF-8"):
        read_mapping(tmp_path / "words.toml")
