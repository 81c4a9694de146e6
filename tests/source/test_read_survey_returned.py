"""Surveys that came back: forms and exports, their words, and what stands in them beside the answers."""

import pytest

from alignment.source import read
from alignment.source.scale import level_of, score_of

EXPORT = "Timestamp|Department|We keep our dates|We say what is next"
FORM = """How well do we work?

About you
Department||Sales
Level||middle

No.|Statement|Answer
Together
1|We keep our dates.|4
2|We ask first.|don't know
3|We say so.|"""


@pytest.mark.parametrize(
    ("said", "score"),
    [
        (4, 4), (4.0, 4), ("4", 4), ("Agree", 4), ("4 - agree", 4), ("4. Agree", 4), ("(Mee) eens", None), ("Mee eens", 4),
        ("Eens (4)", 4), ("4 - vaak", 4), ("Strongly agree", 5), ("helemaal mee oneens", 1), ("Noch mee eens, noch mee oneens", 3),
        ("niet mee eens", 2), ("1 - strongly agree", None), ("Somewhat agree", None), (6, None), (3.5, None), ("4-5", None),
        ("", None), ("agree to differ", None),
    ],
)  # fmt: skip
def test_figures_and_the_usual_words_are_answers_and_nothing_else(said, score):
    assert score_of(said) == score


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Management", "management"), ("Frontline", "front line"), ("middenkader", "middle"), ("Uitvoering", "front line"),
        ("Middle (leads a team)", "middle"), ("Works  council", "Works council"), ("", ""),
    ],
)  # fmt: skip
def test_levels_are_known_by_their_words(text, level):
    assert level_of(text) == level


def test_a_form_gives_an_answer_a_statement_with_the_cells_it_came_from(reading):
    found = reading({"Survey": FORM})
    assert [
        (one.statement, one.score, one.known, one.department, one.level, str(one.cell("score")))
        for one in found.organisation.answers
    ] == [
        ("We keep our dates.", 4, True, "Sales", "middle", "Survey!C9"),
        ("We ask first.", None, False, "Sales", "middle", "Survey!C10"),
    ]
    assert str(found.organisation.answers[0].cell("department")) == "Survey!C4"
    assert found.inputs[0].sheets[0].skipped == {"no answer": 1}


def test_two_forms_are_two_respondents(workbook):
    found = read([workbook({"Survey": FORM}, "a.xlsx"), workbook({"Survey": FORM, "More": "Price / 3"}, "b.xlsx")])
    assert len(found.organisation.answers) == 4
    assert len({one.respondent for one in found.organisation.answers}) == 2


def test_a_column_in_words_of_their_own_is_left_out_and_named(reading):
    found = reading({"Survey": "Department|Clear|What else? / Sales|4|Ask Bo about it / Sales|5|"})
    assert [one.statement for one in found.organisation.answers] == ["Clear", "Clear"]
    assert found.inputs[0].sheets[0].note == "columns not used: What else?"


def test_a_long_text_among_answers_is_an_issue_that_does_not_repeat_it(reading):
    text = "Bo never answers the phone when customers call him"
    found = reading(
        {"Departments": "Department / Sales", "Survey": f"Department|Clear / Sales|4 / Sales|{text} / Sales|3"}
    )
    assert [str(one.cell) for one in found.issues] == ["Survey!B3"]
    assert "Bo" not in str(found.issues)


def test_questions_of_one_grid_are_known_by_their_rows(reading):
    heads = "Timestamp|Which team are you in?|How far? [We keep our dates]|How far? [We say what is next]"
    found = reading({"Form Responses 1": f"{heads} / 1|Sales|4|5"})
    assert [(one.statement, one.department) for one in found.organisation.answers] == [
        ("We keep our dates", "Sales"),
        ("We say what is next", "Sales"),
    ]


def test_an_export_read_once_more_a_week_later_counts_its_first_rows_once(workbook):
    first = workbook({"Sheet1": f"{EXPORT} / 11/20/2026 10:01|Sales|4|4"}, "a.xlsx")
    both = workbook({"Sheet1": f"{EXPORT} / 11/20/2026 10:01|Sales|4|4 / 11/21/2026 12:00|Sales|4|4"}, "b.xlsx")
    found = read([first, both])
    assert len(found.organisation.answers) == 4
    assert found.inputs[1].sheets[0].skipped == {"read from a.xlsx already": 1}


def test_ties_gathered_with_a_form_stay_ties(reading):
    found = reading({"Form Responses 1": "Timestamp|From|To|Strength / 1|Sales|Legal|4 / 2|Legal|Sales|3"})
    assert [one.kind for one in found.inputs[0].sheets] == ["collaboration"]


def test_an_export_with_names_makes_nobody_known(reading):
    heads = "ID|Start time|Completion time|Email|Name|Department|Level|We keep our dates|We say what is next"
    found = reading({"Sheet1": f"{heads} / 1|2026-11-20|2026-11-20|ann@acme.com|Ann|Sales|middle|4|5"})
    assert found.organisation.people == ()
    assert {one.respondent for one in found.organisation.answers} == {"row 2"}


def test_sentences_with_answers_are_a_survey_whatever_the_sheet_is_called(reading):
    heads = "Department|We keep our dates here|We say what is next|We ask our customers first|We stop what is useless|We thank who helps us"
    found = reading({"Sheet1": f"{heads} / Sales|4|5|don't know|1|2 / Legal|3|3|3|3|3"})
    assert len(found.organisation.answers) == 10
    figures = "Department|Number of teams|Number of open posts|Number of own managers"
    found = reading({"Departments": f"{figures} / Sales|4|5|1 / Legal|3|3|3"})
    assert [one.kind for one in found.inputs[0].sheets] == ["departments"]
