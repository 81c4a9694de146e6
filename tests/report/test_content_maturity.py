"""What the chapter on maturity says: by hand in small companies, and of the sample what was planted there."""

from dataclasses import replace

import pytest
from test_content import report

from alignment.analysis import catalogue
from alignment.analysis.base import Context
from alignment.language import speaking
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, HealthCheck, Scope, Score
from alignment.pipeline import examine
from alignment.report import content
from alignment.report.content.view import View
from alignment.report.document import Bullets, Cards, Document, Figure, Lights, Paragraph, Section, Subheading, Table
from alignment.resources import sample_data
from alignment.settings import Settings
from build import organisation
from surveys import company

# Alignment 2 and culture 4; of management one point more than of the front line.
ASKED = ("A3", "A1", "C3")
TWO = (*["Sales m 3 3 5"] * 5, *["Sales f 2 2 4"] * 5, *["Ops m 2 2 5"] * 5, *["Ops f 1 1 4"] * 5)


def chapter(document: Document) -> Section | None:
    return next((one for one in document.sections if one.anchor == "maturity"), None)


def told(*people: str, **more: object) -> Section:
    found = chapter(report(company(*people, statements=ASKED, **more)))
    assert found is not None
    return found


def tables(section: Section) -> dict[str, Table]:
    return {one.caption: one for one in section.blocks if isinstance(one, Table)}


def headings(section: Section) -> list[str]:
    return [one.text for one in section.blocks if isinstance(one, Subheading)]


def figures(section: Section) -> dict[str, Figure]:
    return {one.chart: one for one in section.blocks if isinstance(one, Figure)}


def paragraphs(section: Section) -> list[str]:
    return [one.text for one in section.blocks if isinstance(one, Paragraph)]


def paragraphs_under(section: Section, anchor: str) -> list[str]:
    begin = next(at for at, one in enumerate(section.blocks) if getattr(one, "anchor", "") == anchor)
    return [one.text for one in section.blocks[begin:] if isinstance(one, Paragraph)]


def register(org: Organisation) -> list[dict[str, object]]:
    found = next(one for one in report(org).registers if one.name == "Maturity")
    names = [one.name for one in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def test_without_a_survey_there_is_no_chapter_no_sheet_and_no_sentence():
    document = report(organisation(journeys={"Buy": "Sales Care"}, owners={}))
    assert chapter(document) is None
    assert "Maturity" not in {one.name for one in document.registers}
    assert "survey" not in str(document.sections[0])


def test_a_survey_of_four_says_so_in_one_line():
    section = told(*["Sales f 2 2 4"] * 4)
    assert paragraphs(section) == [
        "A survey was read, and no figure of it is printed. Fewer than 5 people answered: nothing of them is shown."
    ]
    assert not figures(section)
    # Of severity info: no finding of low severity.
    assert [row[1] for row in tables(section)["Remarks"].rows] == ["MAT08"]


def test_the_chapter_goes_from_where_we_stand_to_the_next_stage():
    assert headings(told(*TWO))[:6] == [
        "Where we stand, road by road",
        "The ladder of stages",
        "Where departments disagree",
        "The stage of each department",
        "Management and the front line",
        "The same answers, read three other ways",
    ]
    assert headings(told(*TWO))[6] == "Two years, in small steps"


def test_the_lead_gives_the_mean_how_sure_it_is_and_the_weakest_road():
    # Of each respondent the mean of two roads: 4, 3, 3.5 and 2.5.
    lead = paragraphs(told(*TWO))[0]
    assert lead.startswith("20 people of 2 departments answered. On average they answer 3.25 of 5, give or take 0.")
    assert lead.endswith(" The weakest road is Alignment, with 2.00.")


def test_the_heat_map_holds_company_levels_and_departments_lowest_first():
    assert figures(told(*TWO))["heat-map"].alt == (
        "Table of shades, 2 departments by 3 columns. The company: All roads 3.2, Alignment 2.0, Company culture 4.5."
    )


def test_what_is_hidden_is_counted_and_no_figure_of_it_is_drawn():
    people = (*["Alpha f 1 1 1"] * 4, *["Beta f 2 2 2"] * 5, *["Gamma f 3 3 3"] * 6)
    alt = figures(told(*people))["heat-map"].alt
    assert alt.startswith("Table of shades, 3 departments by 3 columns.")
    assert alt.endswith("2 not shown.")
    rows = {one["Group"]: one for one in register(company(*people, statements=ASKED))}
    assert rows["Gamma"]["All roads, mean of 5"] == 3
    for hidden in ("Alpha", "Beta"):
        assert not [one for one in rows[hidden].values() if isinstance(one, int | float)]
        assert rows[hidden]["Not shown"]


def test_sixty_departments_are_drawn_in_two_parts_and_none_is_left_out():
    section = told(*[f"Team{unit:02} f 2 2 4" for unit in range(60) for _ in range(5)])
    parts = [figures(section)[one] for one in ("heat-map", "heat-map-2")]
    assert all(one.alt.startswith("Table of shades, 30 departments by 3 columns.") for one in parts)
    assert "heat-map-3" not in figures(section)
    assert parts[1].caption == ("Mean answer, 1 to 5, the lowest department first; the darker, the higher. Part 2.")


def test_the_ladder_places_the_company_and_each_department_and_says_what_comes_next():
    section = told(*TWO)
    # Culture is asked at stage 2, and met; alignment at 1 and 2, and not: its statement of stage 1 averages 2.
    assert tables(section)["What the next stage looks like"].rows == (
        ("Alignment", 1, "“I know whom to ask in the department before ours and the one after.”", 2.0, "0 of 2"),
        ("Company culture", 2, "“I may put a customer's problem right without asking for permission.”", None, "0 of 2"),
    )
    assert (
        "on its weakest road the company stands at stage 1, “Each for themselves”; of the 2 departments that can be"
        in str(paragraphs(section))
    )
    alt = figures(section)["stage-ladder"].alt
    assert "stage 1 (Each for themselves): 1 road of the company, 2 departments" in alt
    assert "stage 2 (Eyes open): 1 road of the company, 0 departments" in alt


def test_the_stage_of_the_company_is_never_shown_without_a_department():
    people = [f"{unit} f 2 2 4" for unit in "ABCDE" for _ in range(3)]
    section = told(*people)
    assert "The ladder of stages" not in headings(section)
    assert "Two years, in small steps" not in headings(section)
    (whole,) = [one for one in register(company(*people, statements=ASKED)) if one["About"] == "Organisation"]
    assert whole["All roads, mean of 5"] == 3
    assert whole["Weakest road, stage"] is whole["Alignment, stage"] is None


def test_departments_furthest_apart_stand_first_with_how_sure_that_is():
    table = tables(told(*TWO))["Departments furthest apart, by road"]
    assert [row[:3] for row in table.rows] == [
        ("Alignment", "Sales 2.50, Ops 1.50", 1.0),
        ("Company culture", "Sales 4.50, Ops 4.50", 0.0),
    ]


def test_management_and_the_front_line_stand_side_by_side_with_how_many_they_are():
    section = told(*TWO)
    picture = figures(section)["levels"]
    assert picture.alt == (
        "Management (10 people) and Front line (10 people) side by side, of 5: All roads 3.75 and 2.75; "
        "Alignment 2.50 and 1.50; Company culture 5.00 and 4.00."
    )
    assert (
        "Beside the front line of their own department, management and middle answer above it in Ops (by 1.00) and Sales (by 1.00)."
        in paragraphs(section)
    )


def test_the_same_answers_are_read_three_other_ways():
    table = tables(told(*TWO))["By what it takes to pull together"]
    assert [one.name for one in table.columns] == [
        "", "The company", "Management", "The front line", "Lowest department", "Highest department",
    ]  # fmt: skip
    assert {row[0] for row in table.rows} <= {"Direction", "Alignment", "Commitment"}


def test_the_route_begins_with_the_weakest_road_and_ends_one_stage_further():
    section = told(*TWO)
    assert figures(section)["route"].alt == (
        "A route in small steps. Alignment, Today: stage 1, Each for themselves: Now: One accountable owner for each journey; "
        "Half a year: “For each customer journey I work in, I know who answers for all of it.”; "
        "A year: Connect groups that do not know each other; "
        "Two years: Eyes open. "
        "Company culture, Today: stage 2, Eyes open: Half a year: Persistence through shared short-term wins; "
        "A year: “I may put a customer's problem right without asking for permission.”; "
        "A year and a half: Room to put it right; Two years: Agreed."
    )
    actions = tables(section)["The actions on the way"]
    # No plan: then the departments, the lowest on the road first.
    assert [row[:4] for row in actions.rows] == [
        ("Now", "Alignment, stage 2", "One accountable owner for each journey", "First in Ops and Sales"),
        (
            "Half a year",
            "Company culture, stage 3",
            "Persistence through shared short-term wins",
            "First in Ops and Sales",
        ),
        ("A year", "Alignment, stage 2", "Connect groups that do not know each other", "First in Ops and Sales"),
        ("A year and a half", "Company culture, stage 3", "Room to put it right", "First in Ops and Sales"),
    ]


def test_the_stages_of_departments_stand_under_what_they_disagree_on():
    blocks = [getattr(one, "chart", None) or getattr(one, "text", "") for one in told(*TWO).blocks]
    assert blocks.index("Where departments disagree") < blocks.index("stage-map") < blocks.index("levels")


# The sample


@pytest.fixture(scope="module")
def sample():
    return examine([sample_data() / "brightwater-q2.xlsx"], Settings(permutations=50, score_draws=5, plan_most=1))


@pytest.fixture(scope="module")
def sample_report(sample) -> Document:
    return content.document(sample.check, sample.organisation, sample.settings)


def test_the_sample_s_chapter_says_what_was_planted(sample_report):
    section = chapter(sample_report)
    assert paragraphs(section)[0] == (
        "120 people of 16 departments answered, 29% of those who work there. On average they answer 3.07 of 5, give or take "
        "0.06. That margin is chance among those who answered; what the other 71% would say is not known. The weakest road is Alignment, with 2.70. “Don't know” is 7% of all answers."
    )
    assert "In Human Resources nobody answered." in paragraphs(section)
    assert "Complaints and Meter Data see more alignment than is there." in paragraphs(section)
    assert any(
        one.startswith(
            "Beside the front line of their own department, management and middle answer above it in Field Service (by 1.13), "
        )
        for one in paragraphs(section)
    )
    seen = tables(section)["Alignment as departments see it, beside the ties and owners that journeys require"]
    assert seen.rows[0][::2] == (
        "Meter Data",
        "1 of 2 ties; 1 of 2 journeys with one owner",
        "sees more alignment than is there",
    )
    small = tables(section)["Findings of low severity"]
    assert {row[1]: row[2] for row in small.rows}["MAT07"] == 'Survey!AC4 "For each customer…"; and 4 more cells'
    cards = [card.code for one in section.blocks if isinstance(one, Cards) for card in one.items]
    assert cards == ["MAT01", "MAT02", "MAT02", "MAT02", "MAT05", "MAT05"]


def test_the_board_has_no_sixth_light_while_the_dimension_has_no_weight(sample_report):
    board = sample_report.sections[0]
    lights = next(one for one in board.blocks if isinstance(one, Lights))
    assert "Maturity" not in {one.name for one in lights.lines}
    said = (
        "The answers to the survey average 3.1 on a scale from 1 to 5; the weakest of 8 roads is alignment. Management sees it "
        "0.8 points rosier than the front line."
    )
    assert f"{said} This is no part of the score." in paragraphs(board)


def test_with_weight_the_sixth_light_says_what_people_see():
    org = company(*TWO, statements=ASKED, journeys={"Buy": "Sales Ops"}, owners={"Buy": "Sales"})
    settings = Settings(permutations=50, score_draws=5, dimension_weights={"maturity": 1})
    found = catalogue.analyse(org, settings)
    check = HealthCheck(org.name, None, (), found.score, found.dimensions, found.measurements, found.findings, ())
    board = content.document(check, org, settings).sections[0]
    line = next(
        one for one in next(one for one in board.blocks if isinstance(one, Lights)).lines if one.name == "Maturity"
    )
    assert line.text == (
        "The answers to the survey average 3.2 on a scale from 1 to 5; the weakest of 2 roads is alignment. Management sees it "
        "1.0 points rosier than the front line."
    )
    assert not [one for one in paragraphs(board) if "no part of the score" in one]


def test_a_workbook_of_a_survey_alone_says_on_its_first_page_what_was_read_and_where_to_begin():
    board = report(company(*TWO, statements=ASKED)).sections[0]
    lead, *_, basis = paragraphs(board)
    assert lead == (
        "The answers to the survey average 3.2 on a scale from 1 to 5; the weakest of 2 roads is alignment. Management sees it "
        "1.0 points rosier than the front line. Lowest are Alignment (2.00, stage 1 of 5) and Company culture (4.50, stage 2 of 5)."
    )
    assert basis.startswith("Read: a survey of 20 people. ")
    steps = next(one for one in reversed(board.blocks) if isinstance(one, Bullets))
    assert steps.items[0].startswith("One accountable owner for each journey, for stage 2 of alignment: ")


def test_of_a_survey_of_four_the_first_page_does_not_say_how_many_answered():
    board = report(company(*["Sales f 2 2 4"] * 4, statements=ASKED)).sections[0]
    assert paragraphs(board)[-1].startswith("Read: a survey. ")


def test_who_is_not_of_one_mind_is_named_with_how_far_they_are_apart():
    torn = (*["Sales f 1 1 1"] * 5, *["Sales f 5 5 5"] * 5, *["Ops f 3 3 3"] * 10)
    text = paragraphs_under(told(*torn), "maturity-departments")[0]
    assert "Not of one mind within, by how far an answer stands from those of colleagues: Sales (2.00 points)." in text
    # Both departments answer 3 on average.
    assert text.startswith("Over all roads, departments differ no more than people within them do.")


def test_remarks_are_not_called_findings_of_low_severity():
    people = (*["Alpha f 1 3 5"] * 4, *["Beta f 1 3 5"] * 4, *["Gamma f 1 3 5"] * 6)
    small = tables(told(*people))
    rows = next(table for caption, table in small.items() if caption == "Findings of low severity, and remarks").rows
    assert [row[1] for row in rows] == ["MAT07", "MAT08"]


def test_the_page_of_a_department_sets_its_answers_beside_the_company_s():
    org = company(*TWO, statements=ASKED, journeys={"Buy": "Sales Ops"}, owners={"Buy": ""})
    pages = next(one for one in report(org).sections if one.anchor == "departments")
    ops, _ = [one.rows for one in pages.blocks if isinstance(one, Table) and one.caption == "Its figures"]
    assert {row[0]: row[1:] for row in ops if "answers" in str(row[0])} == {
        "Its answers to the survey, 1 to 5": (
            "3.00",
            "3.25",
            "the company 3.25; lowest on Alignment: 1.50; the company 2.00",
        ),
        "How far its answers are apart": ("0.50", "0.50", "the company 0.50; up to 0.83 is agreement"),
    }


def test_the_actions_on_the_way_name_the_steps_of_the_plan_that_take_them(sample_report, sample):
    rows = tables(chapter(sample_report))["The actions on the way"].rows
    (step,) = sample.check.advice.steps
    titles = {one.id: one.title for one in sample.check.advice.practices}
    for row in rows:
        assert row[3].startswith("Step 1 of the plan" if row[2] == titles[step.practice] else "First in "), row


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize(("code", "name"), [("en", "The front line"), ("nl", "THE FRONT LINE")])
def test_a_finding_about_a_level_names_it_in_the_language_of_the_report(code, name):
    check = HealthCheck("T", None, (), Score(None, None, None, 0, "withheld"), (), (), (), ())
    with speaking(code):
        told = view_of(check)
        assert told.subject(Scope("group", "front line")) == name
        assert told.names() == {("group", "front line"): name}


def view_of(check: HealthCheck) -> View:
    org, about = company(*TWO, statements=ASKED), Scope("group", "front line")
    found = Finding("MAT03:group:front-line", "MAT03", "low", about, "Many do not know.", "Show it.", ())
    return View(replace(check, findings=(found,)), org, Settings(), Context(org, Settings()))
