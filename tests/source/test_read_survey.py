"""Surveys: a column or a row for each statement, scores and "don't know"."""

from alignment.source import read


def answers(reading):
    return [
        (one.respondent, one.department, one.statement, one.score, one.known) for one in reading.organisation.answers
    ]


def test_each_further_column_is_a_statement(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "Survey": "Respondent|Department|Level|We meet customers|We know why|Date / R1|sales|front line|4|don't know|2026-01-01 / R2|Sales||weet niet||",
        }
    )
    assert answers(found) == [
        ("R1", "Sales", "We meet customers", 4, True), ("R1", "Sales", "We know why", None, False), ("R2", "Sales", "We meet customers", None, False),
    ]  # fmt: skip
    assert found.organisation.answers[0].level == "front line"
    assert found.issues == ()


def test_a_score_that_is_not_one_to_five_is_reported(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "Survey": "Respondent|Department|Clear / R1|Sales|6 / R2|Sales|3.5 / R3|Sales|often / R4|Sales|n/a",
        }
    )
    assert [one.score for one in found.organisation.answers] == [None, None, None, None]
    assert [str(issue.cell) for issue in found.issues] == ["Survey!C2", "Survey!C3", "Survey!C4"]


def test_a_number_that_may_be_somebody_s_is_repeated_nowhere(reading):
    found = reading(
        {"Departments": "Department / Sales", "Survey": "Respondent|Department|Clear / R1|Sales|0612345678"}
    )
    (issue,) = found.issues
    assert str(issue.cell) == "Survey!C2"
    assert "0612345678" not in f"{issue.message} {issue.suggestion} {issue.cell.value}"


def test_a_long_survey_has_a_statement_in_each_row(reading):
    found = reading(
        {
            "Departments": "Department / Sales",
            "Survey": "Respondent|Department|Statement|Score / R1|Sales|Clear|4 / R1|Sales|Fast|2",
        }
    )
    assert [(one.statement, one.score, str(one.cell("score"))) for one in found.organisation.answers] == [
        ("Clear", 4, "Survey!D2"),
        ("Fast", 2, "Survey!D3"),
    ]


def test_rows_without_answers_are_counted(reading):
    found = reading({"Survey": "Department|Clear / Sales|4 / Ops|"})
    assert found.inputs[0].sheets[0].skipped == {"no answer": 1}
    assert found.organisation.answers[0].respondent == "row 2"


def test_the_same_answers_in_two_workbooks_are_read_once(workbook):
    first = workbook({"Survey": "Respondent|Department|Clear / R1|Sales|4 / |Sales|2"}, "a.xlsx")
    second = workbook({"Survey": "Respondent|Department|Clear / R1|Sales|4 / |Sales|2 / R1|Sales|3"}, "b.xlsx")
    found = read([first, second])
    assert answers(found) == [
        ("R1", "Sales", "Clear", 4, True), ("row 3", "Sales", "Clear", 2, True), ("R1", "Sales", "Clear", 3, True),
    ]  # fmt: skip
    assert found.inputs[1].sheets[0].skipped == {"read from a.xlsx already": 2}


def test_two_alike_in_one_survey_are_two_answers(reading):
    found = reading({"Survey": "Respondent|Department|Clear / R1|Sales|4 / R1|Sales|4"})
    assert [one.score for one in found.organisation.answers] == [4, 4]
