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
        ("Middle (leads a team)", "middle"), ("Works  council", ""), ("", ""), ("Medewerkers", "front line"), ("Teamleiter", "middle"),
        ("Führungskraft", "management"), ("Mitarbeiter:in", "front line"), ("Première ligne", "front line"), ("Chef d'équipe", "middle"),
        ("Dirección", "management"), ("mando intermedio", "middle"), ("Empleado", "front line"), ("Gestão intermédia", "middle"),
        ("Colaborador", "front line"), ("Direction", "management"),
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


def test_points_and_feedback_of_a_quiz_are_no_answers(reading):
    heads = "ID|Start time|Completion time|Your department|Points - Your department|Feedback - Your department"
    for one in ("We keep our dates here", "We say what is next"):
        heads += f"|{one}|Points - {one}|Feedback - {one}"
    found = reading({"Sheet1": f"{heads} / 1|d|d|Sales|0||Agree|1||Neutral|1| / 2|d|d|Sales|0|||1||4|0|"})
    assert [(one.statement, one.score) for one in found.organisation.answers] == [
        ("We keep our dates here", 4), ("We say what is next", 3), ("We say what is next", 4),
    ]  # fmt: skip
    note = found.inputs[0].sheets[0].note
    assert "points and feedback of a quiz are left out (6 columns)" in note
    assert "Points -" not in note
    assert not [one for one in found.issues if "answer from" in one.message]


def test_a_statement_about_feedback_stays_one(reading):
    found = reading({"Sheet1": f"{EXPORT}|Feedback - we ask for it / 1|Sales|4|4|2"})
    assert [one.statement for one in found.organisation.answers][-1] == "Feedback - we ask for it"


@pytest.mark.parametrize(
    "question",
    [
        "In which department do you work?", "Your department", "What is your department?", "Op welke afdeling werkt u?",
        "Op welke afdeling werk je?", "Bij welke afdeling werkt u?", "Jouw afdeling", "In welcher Abteilung arbeiten Sie?",
        "Dans quel service travaillez-vous ?", "¿En qué departamento trabaja?", "Em que departamento trabalha?",
    ],
)  # fmt: skip
def test_a_question_for_the_department_is_known(reading, question):
    found = reading({"Sheet1": f"Timestamp|{question}|We keep our dates|We say what is next / 1|Sales|4|5"})
    assert {one.department for one in found.organisation.answers} == {"Sales"}


@pytest.mark.parametrize(
    "question",
    [
        "Your level", "What is your role/level?", "Wat is uw niveau?", "Op welk niveau werkt u?", "Was ist Ihre Ebene?",
        "Quel est votre niveau ?", "¿Cuál es su nivel?", "Qual é o seu nível?",
    ],
)  # fmt: skip
def test_a_question_for_the_level_is_known(reading, question):
    found = reading(
        {"Sheet1": f"Timestamp|Department|{question}|We keep our dates|We say what is next / 1|Sales|middle|4|5"}
    )
    assert {one.level for one in found.organisation.answers} == {"middle"}


def test_what_else_there_is_to_say_about_a_department_is_not_its_name(reading):
    heads = "Timestamp|Department|We keep our dates|We say what is next|What else do you want to say of your department?|What your team promises is kept"
    found = reading({"Sheet1": f"{heads} / 1|Sales|4|5|Bo is late|3"})
    assert [(one.department, one.statement) for one in found.organisation.answers][-1] == (
        "Sales", "What your team promises is kept",
    )  # fmt: skip
    assert found.issues[-1].message.startswith("there is no list of departments")


def test_where_no_column_gives_the_department_one_issue_names_the_likest(reading):
    heads = "Timestamp|Any thoughts?|Where do you sit?|How high?|We keep our dates|We say what is next"
    rows = " / ".join(f"{row}|thought {row}|{unit}|middle|4|5" for row, unit in enumerate(["Sales", "Legal", "Sales"]))
    found = reading({"Departments": "Department / Sales / Legal", "Sheet1": f"{heads} / {rows}"})
    assert [str(one) for one in found.issues] == [
        'Sheet1: no column is known to give the department; these answers count for the company alone. If it is "Where do you sit?", '
        "call that column Department.",
        'Sheet1: no column is known to give the level. If it is "How high?", call that column Level.',
    ]


def test_what_somebody_wrote_as_a_level_is_pointed_to_and_repeated_nowhere(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "Survey": "Department|Level|Clear / Sales|middle|4 / Sales|Jan Geheim, boss|5 / Sales||3",
        }
    )
    assert [one.level for one in found.organisation.answers] == ["middle", "", ""]
    assert [(str(one.cell), one.cell.value) for one in found.issues] == [("Survey!B3", "")]
    assert "Geheim" not in repr(found.issues) + repr([(one, one.origin.texts) for one in found.organisation.answers])


def test_what_stands_as_a_level_on_a_form_is_repeated_nowhere(reading):
    found = reading(
        {"Departments": "Department / Sales", "Survey": FORM.replace("Level||middle", "Level||Jan Geheim, boss")}
    )
    assert {one.level for one in found.organisation.answers} == {""}
    assert [str(one.cell) for one in found.issues] == ["Survey!C5"]
    assert "Geheim" not in repr(found.issues) + repr([one.origin for one in found.organisation.answers])


def test_what_stands_above_a_form_is_no_title(reading):
    form = FORM.replace("Department||Sales", "Department|The one you work in.|Sales")
    assert reading({"Survey": form}).inputs[0].sheets[0].note == ""
