"""Steps of journeys: their order, their departments, what is missing."""


def said(reading):
    return [str(issue) for issue in reading.issues]


DEPARTMENTS = {"Departments": "Department / Sales / Ops / Legal", "Journeys": "Journey / Move"}
STEPS = "Journey|Order|Step|Department"


def test_steps_are_sorted_and_numbered_within_their_journey(reading):
    found = reading(
        {
            **DEPARTMENTS,
            "Journey steps": f"{STEPS} / Move|30|c|Ops / Move|10|a|Sales / Move|20|b|Sales / Move|20|b2|Ops",
        }
    )
    assert [(step.order, step.name) for step in found.organisation.steps_of["Move"]] == [
        (1, "a"),
        (2, "b"),
        (3, "b2"),
        (4, "c"),
    ]
    assert said(found) == []


def test_the_first_of_several_departments_is_responsible(reading):
    found = reading({**DEPARTMENTS, "Journey steps": f"{STEPS} / Move|1|a|Ops, sales; OPS"})
    assert found.organisation.steps[0].departments == ("Ops", "Sales")


def test_a_blank_order_keeps_its_place_and_is_reported(reading):
    found = reading({**DEPARTMENTS, "Journey steps": f"{STEPS} / Move|1|a|Ops / Move||b|Ops / Move|2|c|Ops"})
    assert [step.name for step in found.organisation.steps] == ["a", "b", "c"]
    assert said(found) == ["Journey steps!B3: the step has no number; it is read after the step above it. Number it."]


def test_without_an_order_column_rows_are_in_order(reading):
    found = reading({**DEPARTMENTS, "Journey steps": "Journey|Step|Department / Move|b|Ops / Move|a|Sales"})
    assert [(step.order, step.name) for step in found.organisation.steps] == [(1, "b"), (2, "a")]
    assert not found.organisation.has("journey_steps", "order")


def test_a_column_of_numbers_called_step_is_the_order(reading):
    found = reading({**DEPARTMENTS, "Journey steps": "Journey|Step|Step name|Department / Move|2|b|Ops / Move|1|a|Ops"})
    assert [step.name for step in found.organisation.steps] == ["a", "b"]


def test_a_journey_written_once_goes_on_below_and_that_is_said(reading):
    found = reading({**DEPARTMENTS, "Journey steps": f"{STEPS} / Move|1|a|Ops / |2|b|Ops / |3|c|Ops"})
    assert {step.journey for step in found.organisation.steps} == {"Move"}
    assert said(found) == [
        "Journey steps!A3: Journey is blank; 2 rows are read as going on with the journey above. Write it in every row to be sure."
    ]


def test_an_unknown_label_still_counts_as_a_department_of_the_journey(reading):
    found = reading(
        {**DEPARTMENTS, "Journey steps": f"{STEPS} / Move|1|a|Ops / Move|2|b|Opps / Move|3|c|TBD / Move|4|d|"}
    )
    assert [step.departments for step in found.organisation.steps] == [("Ops",), ("Opps",), (), ()]
    assert not found.organisation.department["Opps"].listed
    assert said(found) == [
        'Journey steps!D3: no department is called "Opps". Did you mean "Ops"?',
        'Journey steps!D4: "TBD" names no department. Write who does this step, or leave the cell blank.',
    ]


def test_a_step_of_an_unknown_journey_stays_and_is_reported(reading):
    found = reading({**DEPARTMENTS, "Journey steps": f"{STEPS} / Moove|1|a|Ops"})
    assert [(one.id, one.listed) for one in found.organisation.journeys] == [("Move", True), ("Moove", False)]
    assert said(found) == ['Journey steps!A2: no journey is called "Moove". Did you mean "Move"?']


def test_rows_without_a_journey_or_a_step_are_errors_and_counted(reading):
    found = reading({**DEPARTMENTS, "Journey steps": f"{STEPS}|Note / |1|a|Ops| / Move||||x / ||||note"})
    assert [issue.severity for issue in found.issues] == ["error", "error"]
    sheet = found.inputs[0].sheets[-1]
    assert (sheet.rows, sheet.records) == (3, 0)
    assert sheet.skipped == {
        "neither step nor department named": 1,
        "no journey named": 1,
        "nothing in the columns that are used": 1,
    }


def test_a_step_knows_its_numbers_and_its_moment_of_truth(reading):
    found = reading({
        **DEPARTMENTS, "Processes": "ID|Process / P1|Sell",
        "Journey steps": f"{STEPS}|Process|Channel|Moment of truth|Hassle|Duration|Waiting / Move|1|a|Ops|sell|Phone|x|2|0,5|24 / Move|2|b|Ops|||no|9||",
    })  # fmt: skip
    first, second = found.organisation.steps
    assert (first.process, first.channel, first.moment_of_truth, first.hassle, first.duration, first.waiting) == (
        "P1",
        "Phone",
        True,
        2,
        0.5,
        24,
    )
    assert (second.process, second.moment_of_truth, second.hassle) == (None, False, None)
    assert said(found) == ["Journey steps!H3: Hassle is 9, and must be 0 to 5. The cell is not used."]


def test_the_same_step_in_two_workbooks_is_read_once(workbook):
    from alignment.source import read

    first = workbook({**DEPARTMENTS, "Journey steps": f"{STEPS} / Move|1|a|Ops"}, "a.xlsx")
    second = workbook({"Journey steps": f"{STEPS} / move|1|a|ops / Move|2|b|Ops"}, "b.xlsx")
    found = read([first, second])
    assert [step.name for step in found.organisation.steps] == ["a", "b"]
    assert found.inputs[1].sheets[0].skipped == {"read from a.xlsx already": 1}
