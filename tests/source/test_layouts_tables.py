"""What a sheet holds besides one plain list: the lines of the catalogue of layouts about tables."""

import pytest
from openpyxl import load_workbook

from alignment.source import draft_mapping, read


def letters(found):
    return sorted((one.process, one.holder.id, "".join(one.codes)) for one in found.organisation.assignments)


SELL = [("Sell", "Boss", "A"), ("Sell", "Clerk", "R"), ("Ship", "Boss", "I"), ("Ship", "Clerk", "A")]
WIDE = "Activity|Clerk|Boss / Sell|R|A / Ship|A|I"


@pytest.mark.parametrize(
    "text",
    [
        WIDE,
        "Role|Sell|Ship / Clerk|R|A / Boss|A|I",
        "Activity|Responsible|Accountable|Consulted|Informed / Sell|Clerk|Boss|| / Ship||Clerk||Boss",
        "Activité|Réalisateur (R)|Approbateur (A)|Consulté (C)|Informé (I) / Sell|Clerk|Boss|| / Ship||Clerk||Boss",
        "Activity|Who|RACI / Sell|Clerk|R / Sell|Boss|A / Ship|Clerk|A / Ship|Boss|I",
        "Activity|Role|R|A|C|I / Sell|Clerk|x||| / Sell|Boss||x|| / Ship|Clerk||x|| / Ship|Boss||||x",
        "|Clerk|Boss / Sell|R|A / Ship|A|I",
        "|Front||| / Activity|Clerk|Boss / Sell|R|A / Ship|A|I",
        "RACI of 2026 / Version|2.1\n\nActivity|Clerk|Boss / Sell|R|A\n\nShip|A|I",
        f"{WIDE}\n\nLegend / R|Responsible / A|Accountable",
        f"{WIDE}\n\nR = Responsible, A = Accountable / Note: sent to all heads of department in May",
        "Activity|Clerk|Boss|||Legend / Sell|R|A|||R = Responsible / Ship|A|I|||A = Accountable",
        "Activity|Clerk|Boss / PHASE 1 / Sell|R|A / Activity|Clerk|Boss / Ship|A|I",
        "\n\n|Activity|Clerk|Boss / |Sell|R|A / |Ship|A|I",
    ],
)
def test_a_raci_chart_is_read_in_any_orientation_with_titles_legends_and_sections(reading, text):
    found = reading({"RACI": text})
    assert letters(found) == SELL
    sheet = found.inputs[0].sheets[0]
    assert sheet.rows == sheet.records + sum(sheet.skipped.values())


def test_evidence_of_a_transposed_chart_is_the_cell_of_the_letter(reading):
    one = reading({"RACI": "Role|Sell|Ship / Clerk|R|A"}).organisation.assignments[1]
    assert [str(one.cell(name)) for name in ("process", "holder", "code")] == ["RACI!C1", "RACI!A2", "RACI!C2"]


def test_evidence_of_letters_as_columns_is_the_cell_of_the_name(reading):
    one = reading({"RACI": "Task|Responsible|Accountable|Consulted / Sell|Ann|Bo|"}).organisation.assignments[1]
    assert [str(one.cell(name)) for name in ("process", "holder", "code")] == ["RACI!A2", "RACI!C2", "RACI!C1"]


def test_where_nothing_tells_activities_from_roles_the_guess_is_an_issue(reading):
    found = reading({"RACI": "|Sell|Ship|Bill / Clerk|R|A|A / Boss|A|R|I"})
    assert {one.process for one in found.organisation.assignments} == {"Sell", "Ship", "Bill"}
    assert any("rows or columns" in one.message for one in found.issues)
    assert "roles down" in found.inputs[0].sheets[0].note


def test_group_above_role_names_the_role_where_it_stands_twice(reading):
    found = reading({"RACI": "|Front||Back| / Activity|Clerk|Head|Clerk|Head / Sell|R|A|C|I"})
    assert [one.holder.id for one in found.organisation.assignments] == [
        "Front / Clerk", "Front / Head", "Back / Clerk", "Back / Head",
    ]  # fmt: skip


def test_merged_headers_of_two_rows_are_one_header(workbook):
    path = workbook({"Journeys": "Journey|End-to-end owner|| / |Department|Person| / Move|Sales|Ada"})
    book = load_workbook(path)
    book["Journeys"].merge_cells("A1:A2")
    book["Journeys"].merge_cells("B1:C1")
    book.save(path)
    one = read([path]).organisation.journeys[0]
    assert (one.name, one.owner_department, one.owners[0].id) == ("Move", "Sales", "Ada")


@pytest.mark.parametrize(
    "text",
    [
        "Department|Head / Sales|Ada / Ops|Bo\n\nName|Department|Job title / Ada|Sales|Head / Bo|Ops|Head",
        "Department|Head||Name|Department|Job title / Sales|Ada||Ada|Sales|Head / Ops|Bo||Bo|Ops|Head",
        "Departments / Department|Head / Sales|Ada / Ops|Bo\n\nPeople / Name|Department|Job title / Ada|Sales|Head / Bo|Ops|Head",
    ],
)
def test_several_tables_on_a_sheet_are_each_read(reading, text):
    found = reading({"Sheet1": text})
    assert [one.id for one in found.organisation.departments] == ["Sales", "Ops"]
    assert [(one.id, one.department) for one in found.organisation.people] == [("Ada", "Sales"), ("Bo", "Ops")]
    assert [(one.kind, one.records) for one in found.inputs[0].sheets] == [("departments", 2), ("people", 2)]


SIDE = "Department|Parent||Name|Job title|Reports to / North|||Ada|Head| / Sales|North||Bo|Clerk|Ada / |||Cy|Clerk|Ada"
BELOW = (
    "Journey|Customer segment|End-to-end owner|KPI|Target|Mandate / Move|all|Ada|days|3|yes / Leave|all|Bo|days|2|no"
)


@pytest.mark.parametrize("text", [f"{SIDE}\n\n{BELOW}", f"{BELOW}\n\n{SIDE}"])
def test_tables_side_by_side_are_each_read_above_and_below_a_wider_one(reading, text):
    found = reading({"Sheet1": text})
    kinds = {one.kind: one.records for one in found.inputs[0].sheets}
    assert kinds == {"departments": 2, "people": 3, "journeys": 2}


@pytest.mark.parametrize("blank", ["", " / Support|30| / Support two||Bo"])
@pytest.mark.parametrize("title", ["", " / Region South"])
def test_rows_between_a_blank_one_and_a_header_repeated_belong_to_the_table_above(reading, blank, title):
    head = "Department|Headcount|Head"
    found = reading(
        {"Sheet1": f"{head} / Sales|12|Ada / \n{blank.lstrip(' /') or 'Support|30'}{title} / {head} / Billing|8|Cy"}
    )
    names = {"Sales", "Billing", "Support"} | ({"Support two"} if blank else set())
    assert {one.name for one in found.organisation.departments} == names
    assert sum(one.records for one in found.inputs[0].sheets) == len(names)


def test_what_stands_above_another_header_without_a_blank_row_between_is_said(reading):
    text = "Department|Headcount|Head / Sales|12|Ada\n\nSupport|30 / Name|Department|Job title / Ada|Sales|Head"
    assert reading({"Sheet1": text}).inputs[0].sheets[1].note == "titles above it: Support 30"


def test_a_row_of_two_above_the_header_is_named(reading):
    text = "Legal|Cy / Department|Head|Parent / Sales|Ann|Group / Ops|Bob|Group / Group|Cas|"
    assert "titles above it: Legal Cy" in reading({"Departments": text}).inputs[0].sheets[0].note


def test_blank_rows_inside_a_table_do_not_part_it(reading):
    found = reading({"Departments": "Department|Head / Sales|Ada\n\n\nOps|Bo\n\nHR|Cem"})
    assert len(found.organisation.departments) == 3
    assert len(found.inputs[0].sheets) == 1


def test_section_rows_totals_repeated_headers_and_notes_of_a_list_are_skipped_with_the_reason(reading):
    found = reading(
        {
            "Departments": "Department|Headcount / Phase 1: now / Sales|3 / Department|Headcount / Ops|4 / Total|7\n\nNote: of May"
        }
    )
    assert [one.id for one in found.organisation.departments] == ["Sales", "Ops"]
    assert found.inputs[0].sheets[0].skipped == {"a heading": 1, "the header repeated": 1, "a total": 1, "a note": 1}


def test_a_row_merged_across_the_table_is_a_heading(workbook):
    path = workbook({"Departments": "Department|Head / North / Sales|Ada"})
    book = load_workbook(path)
    book["Departments"].merge_cells("A2:B2")
    book.save(path)
    assert [one.id for one in read([path]).organisation.departments] == ["Sales"]


def test_a_list_with_a_column_of_meanings_is_no_legend(reading):
    found = reading({"RACI": "Process|Who|Code|Meaning / Sell|Clerk|R|Responsible / Sell|Boss|A|Accountable"})
    assert letters(found) == [("Sell", "Boss", "A"), ("Sell", "Clerk", "R")]


@pytest.mark.parametrize(
    "rows",
    [
        ["P = Product|4", "Sales|3", "Ops|7"],
        ["Sales|3", "P = Product|4", "T = Technology|5", "Ops|7"],
        ["P = Product|4", "T = Technology|5", "O = Ops|7"],
        ["Sales|3", "R: Responsible care|4", "Ops|7"],
        ["Sales|3", "", "P = Product|4", "Ops|7"],
    ],
)
def test_a_name_written_as_the_meaning_of_a_letter_is_a_name_where_its_row_goes_on_as_those_above(reading, rows):
    found = reading({"Departments": "\n".join(["Department|Headcount", *rows])})
    written = [(name, float(heads)) for name, _, heads in (row.partition("|") for row in rows if row)]
    assert [(one.name, one.headcount) for one in found.organisation.departments] == written
    assert found.inputs[0].sheets[0].skipped == {}


def test_an_id_and_a_name_as_in_a_legend_are_of_a_record(reading):
    text = "Code|Department|Head / C|Consulting|Ada / R|Responsible care|Bo / S|Sales|Cy"
    found = reading({"Departments": text})
    assert [(one.id, one.name) for one in found.organisation.departments] == [
        ("C", "Consulting"), ("R", "Responsible care"), ("S", "Sales"),
    ]  # fmt: skip


def test_an_activity_is_a_name_beside_the_legend_of_its_chart(reading):
    found = reading(
        {"RACI": "Activity|Clerk|Boss|||Legend / A = Audit|R|A|||R = Responsible / Ship|A|I|||A = Accountable"}
    )
    assert letters(found) == [
        ("A = Audit", "Boss", "A"), ("A = Audit", "Clerk", "R"), ("Ship", "Boss", "I"), ("Ship", "Clerk", "A"),
    ]  # fmt: skip


def test_a_legend_with_a_sentence_beside_each_meaning_stays_one_below_its_chart(reading):
    legend = "R = Responsible|does the work\nA = Accountable|answers for it"
    chart = "Activity|Clerk|Boss|Head\nSell|R|A|I\nShip|A|I|R\nBill|R|A|I"
    found = reading({"RACI": f"{chart}\n\n{legend}"})
    assert len(letters(found)) == 9
    assert {one.name for one in found.organisation.processes} == {"Sell", "Ship", "Bill"}


def test_hidden_rows_and_columns_are_read_and_said(workbook):
    path = workbook({"Departments": "Department|Head / Sales|Ada / Ops|Bo"})
    book = load_workbook(path)
    book["Departments"].row_dimensions[3].hidden = True
    book["Departments"].column_dimensions["B"].hidden = True
    book.save(path)
    found = read([path])
    assert len(found.organisation.departments) == 2
    assert found.inputs[0].sheets[0].note == "read with 1 hidden row and 1 hidden column"


def test_columns_are_told_by_what_they_hold(reading):
    found = reading(
        {"Departments": "Department / Sales / Ops", "RACI": "Activity|Crew|Kind / Sell|Sales|R / Ship|Ops|A"}
    )
    assert letters(found) == [("Sell", "Sales", "R"), ("Ship", "Ops", "A")]
    assert 'column "Crew" is read as Department, person or role, by what it holds' in found.inputs[0].sheets[1].note


def test_aliases_settle_near_misses(reading):
    book = {
        "Departments": "Department / Legal & Compliance",
        "Journey steps": "Journey|Step|Department / Move|Ask|Legal/Finance",
    }
    assert any("no department is called" in one.message for one in reading(book).issues)
    found = reading(book, '[aliases]\n"Legal/Finance" = "Legal & Compliance"')
    assert found.organisation.steps[0].departments == ("Legal & Compliance",)
    assert not any("no department" in one.message for one in found.issues)


def test_marks_on_names_are_issues_and_no_part_of_the_name(reading):
    found = reading(
        {
            "People": "Person|Role / Ada Example (Acting)|Head / Bo**|Clerk / FIRST LAST|",
            "Journeys": "Journey|Owner / Move|Ada Example",
        }
    )
    assert [one.id for one in found.organisation.people] == ["Ada Example", "Bo"]
    assert found.organisation.journeys[0].owners[0].id == "Ada Example"
    assert sum("the mark is no part of the name" in one.message for one in found.issues) == 2


def test_names_are_parted_only_where_no_known_name_is_cut(reading):
    found = reading({
        "Departments": "Department / Legal/Finance / Billing & Collections / Sales",
        "Journey steps": "Journey|Step|Department / Move|Ask|Sales, Legal/Finance and Billing & Collections",
    })  # fmt: skip
    assert found.organisation.steps[0].departments == ("Sales", "Legal/Finance", "Billing & Collections")


def test_a_draft_says_how_sure_it_is_and_is_taken_unchanged(workbook, tmp_path):
    path = workbook({
        "Sheet1": "Department|Head / Sales|Ada / Ops|Bo\n\nName|Department|Job title / Ada|Sales|Head / Bo|Ops|Head",
        "RACI": "Role|Sell|Ship / Clerk|R|A / Boss|A|I",
        "Org": "Division|Department|Team / North|| / |Sales| / ||Inside",
    })  # fmt: skip
    (tmp_path / "draft.toml").write_text(draft_mapping([path]), encoding="utf-8")
    text = (tmp_path / "draft.toml").read_text(encoding="utf-8")
    assert 'raci = "RACI"        # 95 % sure, by the name of the sheet' in text
    assert read([path], tmp_path / "draft.toml").organisation == read([path]).organisation


def test_what_may_be_one_name_or_several_is_asked(reading):
    found = reading({"RACI": "Task|Responsible|Accountable|Consulted / Sell|Legal, Finance|Boss|"})
    assert any(str(one.cell) == "RACI!B2" and "is read as one name" in one.message for one in found.issues)


def test_a_journey_above_its_steps_is_their_heading(reading):
    found = reading({"Journey steps": "Journey|Step|Department / Move|| / |Ask|Sales / |Do|Ops"})
    assert [one.name for one in found.organisation.steps] == ["Ask", "Do"]
    assert found.inputs[0].sheets[0].skipped == {"a heading: the journey of the rows below": 1}
