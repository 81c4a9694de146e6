"""What the report says: its order, its sentences for none, one and many, its caps and their notes."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from alignment.advice.advising import advise
from alignment.analysis import catalogue
from alignment.analysis.base import Context, Limits
from alignment.analysis.remeasure import Measured
from alignment.language import speaking
from alignment.model.organisation import Cell, Department, Organisation
from alignment.model.result import DimensionScore, Finding, HealthCheck, InputFile, Issue, Scope, Score, SheetReading
from alignment.report import content
from alignment.report.content.board import basis
from alignment.report.content.findings import finding_blocks, grouped, matters_most, next_steps, summary
from alignment.report.content.measures import limits_words
from alignment.report.content.view import View
from alignment.report.content.words import evidence, value_text
from alignment.report.document import (
    Bullets,
    Cards,
    Document,
    Figure,
    FindingCard,
    Gauge,
    Lights,
    Paragraph,
    Section,
    Subheading,
    Table,
)
from alignment.settings import Settings
from alignment.wording import of_all
from build import organisation

ORDER = [
    "At a glance",
    "The map",
    "Journeys",
    "Ownership",
    "Silos and bridges",
    "Who should talk and does not",
    "The plan",
    "A page for each department",
    "Method and evidence",
]


def checked(org: Organisation, **more: object) -> HealthCheck:
    found = catalogue.analyse(org, Settings(permutations=200, score_draws=20))
    check = HealthCheck(
        org.name, org.snapshot_date, (), found.score, found.dimensions, found.measurements, found.findings, ()
    )
    return replace(check, **more)


def report(org: Organisation, **more: object) -> Document:
    return content.document(checked(org, **more), org, Settings(permutations=200, score_draws=20))


def view(org: Organisation, *findings: Finding) -> View:
    check = HealthCheck(org.name, None, (), Score(None, None, None, 0, "withheld"), (), (), findings, ())
    return View(check, org, Settings(), Context(org, Settings()))


def finding(code: str, ident: str | tuple[str, str], kind: str = "journey", **more: object) -> Finding:
    values = {"severity": "medium", "message": f"{ident} is wrong.", "recommendation": "Mend it", "evidence": ()}
    return Finding(f"{code}:{ident}", code, scope=Scope(kind, ident), **(values | more))


def section(document: Document, anchor: str) -> Section:
    return next(one for one in document.sections if one.anchor == anchor)


def texts(value: object) -> Iterator[str]:
    """Every text within a part of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name))


def said(value: object) -> str:
    return "\n".join(texts(value))


@pytest.fixture(scope="module")
def tiny() -> Organisation:
    return organisation(
        departments="Sales>Front Care>Front Billing>Back Credit>Back",
        people={"ann": "Sales: Head of Sales", "bob": "Billing"},
        ties="Sales-Care:3 Billing-Credit:2 Sales-Billing",
        journeys={"Buy": "Sales Billing* Care", "Pay": "Billing - Credit"},
        owners={"Buy": "", "Pay": "bob"},
        raci={"Invoice": {"Billing": "A", "Sales": "C"}},
        name="Tiny Company",
        snapshot_date=date(2026, 3, 31),
        prepared_by="An adviser",
    )


@pytest.fixture(scope="module")
def tiny_report(tiny: Organisation) -> Document:
    return report(tiny)


# Order and whole


def test_the_sections_stand_in_the_order_of_the_design(tiny):
    advice = advise(Measured(tiny, Settings(permutations=200, score_draws=20, plan_most=1)))
    assert [one.title for one in report(tiny, advice=advice).sections] == ORDER


def test_the_title_page_says_company_date_and_who_prepared_it(tiny_report):
    assert (tiny_report.organisation, tiny_report.date, tiny_report.prepared_by) == (
        "Tiny Company",
        "31 March 2026",
        "An adviser",
    )


def test_the_same_company_gives_the_same_report(tiny, tiny_report):
    assert report(tiny) == tiny_report


def test_every_figure_has_its_chart_and_every_chart_its_figure(tiny_report):
    shown = [one.chart for each in tiny_report.sections for one in each.blocks if isinstance(one, Figure)]
    assert sorted(shown) == sorted(tiny_report.charts)
    assert len(set(shown)) == len(shown)


def test_anchors_are_unique_and_safe_in_a_link(tiny_report):
    anchors = [one.anchor for one in tiny_report.sections]
    for each in tiny_report.sections:
        anchors += [one.anchor for one in each.blocks if isinstance(one, Subheading | Table) and one.anchor]
        anchors += [card.anchor for one in each.blocks if isinstance(one, Cards) for card in one.items]
    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", one) for one in anchors)


def test_every_graver_finding_is_a_card_with_its_cells(tiny, tiny_report):
    grave = [one for one in checked(tiny).findings if one.severity in ("critical", "high", "medium")]
    cards = [
        card for each in tiny_report.sections for one in each.blocks if isinstance(one, Cards) for card in one.items
    ]
    assert sorted(one.ident for one in cards) == sorted(one.id for one in grave)
    assert all(one.evidence for one in cards)


def test_tables_have_as_many_cells_in_a_row_as_columns(tiny_report):
    tables = [one for each in tiny_report.sections for one in each.blocks if isinstance(one, Table)]
    for one in (*tables, *tiny_report.registers):
        assert {len(row) for row in one.rows} == {len(one.columns)}


def test_no_technical_name_reaches_the_reader(tiny_report):
    assert not re.findall(
        r"\b[a-z]+_[a-z_]+\b", re.sub(r"alignment\.toml|[abpQsEIOTdknCR]_\w+", "", said(tiny_report.sections))
    )


# The board page


def test_the_board_page_of_the_tiny_company_reads_so(tiny_report):
    board = section(tiny_report, "at-a-glance")
    lights = next(one for one in board.blocks if isinstance(one, Lights))
    assert [(one.name, one.text) for one in lights.lines] == [
        ("Ownership", "1 of 2 journeys has one end-to-end owner; 1 has none."),
        ("Journeys", "Both journeys cross departments; 1 of 2 handoffs is blind (the two departments have no tie)."),
        (
            "Silos",
            "67% of ties stay inside a division; chance would give 33%. The difference is no greater than chance can make it.",
        ),
        ("Bridges", "2 departments are each the only link between others."),
        ("Coordination", "50% of the pairs of departments that should talk do; chance would give 50%."),
    ]
    matters, steps = (one.items for one in board.blocks if isinstance(one, Bullets))
    assert matters[0] == (
        "“Buy” has no end-to-end owner, though it crosses 3 departments (Billing, Care and Sales). "
        "Where its departments disagree, nobody can decide for the customer."
    )
    assert len(matters) == len(steps) == 3
    assert steps[0] == (
        "“Buy”: Name one person or role that answers for the whole journey, and write it in the journey list."
    )


def test_the_board_page_says_how_sure_the_score_is(tiny):
    org = tiny
    score = Score(61.6, 55.2, 68.4, 0.9, "amber")
    gauge = next(one for one in report(org, score=score).sections[0].blocks if isinstance(one, Gauge))
    assert gauge.text == (
        "With limits and weights chosen a little differently the score would lie between 55 and 68: read it as a range."
    )


def test_a_withheld_score_gives_its_reason(tiny):
    org = tiny
    score = Score(None, None, None, 0.4, "withheld", "Only 40% was measured.")
    dimension = DimensionScore("silos", "Silos", None, "withheld", 0.0, 1.0, reason="Nobody reported ties.")
    board = report(org, score=score, dimensions=(dimension,)).sections[0]
    gauge, lights = board.blocks[0], board.blocks[1]
    assert gauge.text == "No score is given. Only 40% was measured."
    assert lights.lines[0].text == "No score. Nobody reported ties."


def test_three_findings_come_from_three_dimensions_where_there_are_so_many():
    org = organisation(journeys={"A": "X Y", "B": "X"})
    found = [
        finding("OWN01", "A", severity="high"),
        finding("OWN07", "A", severity="high"),
        finding("FRG02", "A", severity="medium"),
        finding("SIL01", "X", "department", severity="medium"),
        finding("TRU01", "A", severity="critical"),
    ]
    assert [one.code for one in matters_most(view(org, *found))] == ["OWN01", "FRG02", "SIL01"]


def test_small_findings_stay_off_the_board_page():
    org = organisation(journeys={"A": "X Y"})
    assert matters_most(view(org, finding("OWN05", "A", severity="low"))) == ()


def test_equal_recommendations_are_one_step():
    org = organisation(journeys={"A": "X Y", "B": "X"})
    seen = view(org, finding("OWN01", "A"), finding("OWN02", "A"), finding("FRG01", "A", recommendation="Other."))
    assert next_steps(seen, grouped(seen, seen.check.findings)) == ("“A”: Mend it.", "“A”: Other.")


def test_with_nothing_measured_the_board_says_what_to_fill_in():
    board = report(organisation(departments="Sales Care", name="Bare")).sections[0]
    assert "Too little could be measured to find anything." in said(board)
    steps = [one.items for one in board.blocks if isinstance(one, Bullets)][-1]
    assert steps[0].startswith("List the customer journeys with their end-to-end owners on the sheet Journeys")
    assert len(steps) == 3


# Sentences for one and many


def test_one_finding_speaks_for_itself_and_several_are_counted():
    org = organisation(journeys=dict.fromkeys("ABCDE", "X"))
    one = view(org, finding("OWN01", "A", message="“A” has no owner."))
    assert summary(one, grouped(one, one.check.findings)[0]) == "“A” has no owner."
    two = view(org, finding("OWN01", "A"), finding("OWN01", "B"))
    assert summary(two, grouped(two, two.check.findings)[0]) == "2 of 5 journeys have no end-to-end owner: “A” and “B”."
    all_five = view(org, *(finding("OWN01", name) for name in "ABCDE"))
    assert summary(all_five, grouped(all_five, all_five.check.findings)[0]) == (
        "All 5 journeys have no end-to-end owner: “A”, “B”, “C” and 2 more."
    )


def test_pairs_are_listed_so_that_they_can_be_told_apart():
    org = organisation(departments="A B C D")
    seen = view(org, *(finding("COO01", pair, "pair") for pair in (("A", "B"), ("A", "C"), ("B", "D"))))
    assert summary(seen, grouped(seen, seen.check.findings)[0]) == (
        "3 pairs of departments should talk and have no tie: A and B; A and C; and 1 more."
    )


def test_a_code_without_words_of_its_own_is_counted_too():
    org = organisation(journeys={"A": "X", "B": "X"})
    seen = view(org, finding("XYZ01", "A"), finding("XYZ01", "B"))
    assert summary(seen, grouped(seen, seen.check.findings)[0]) == "A is wrong. There is 1 more finding of this kind."


@pytest.mark.parametrize("code", sorted(catalogue.RULES))
def test_several_findings_of_any_rule_make_a_sentence(code):
    org = organisation(journeys={"A": "X", "B": "X"})
    seen = view(org, finding(code, "A"), finding(code, "B"))
    text = summary(seen, grouped(seen, seen.check.findings)[0])
    assert text.endswith(".")
    assert text[0].isupper() or text[0].isdigit()


def test_ids_of_figures_come_with_the_names_to_print():
    org = organisation(
        departments="D1 D2",
        people={"p1": "D1: Dispatcher", "p2": "D2", "p3": "D2"},
        ties="p1-p2 p2-p3",
        journeys={"J1": "D1 D2"},
        details={"D1": {"name": "Sales"}, "J1": {"name": "I buy"}},
    )
    names = report(org).names
    assert names["journey", "J1"] == "I buy"
    assert names["person", "p1"] == "Dispatcher (Sales), p1"
    assert list(names) == sorted(names)


def test_a_finding_about_a_position_names_role_and_place_not_the_person():
    org = organisation(departments="Sales Care", people={"ann": "Sales: Dispatcher", "bob": "Care", "cem": ""})
    seen = view(org)
    assert seen.subject(Scope("person", "ann")) == "Dispatcher (Sales)"
    assert seen.subject(Scope("person", "bob")) == "a position in Care"
    assert seen.subject(Scope("pair", ("ann", "bob"))) == "Dispatcher (Sales) and a position in Care"
    assert seen.subject(Scope("person", "nobody here")) == "nobody here"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(0, 3, "0 of 3 journeys"), (1, 3, "1 of 3 journeys"), (2, 2, "both journeys"), (1, 1, "the only journey")],
)
def test_parts_of_a_whole_are_said_as_people_say_them(part, whole, words):
    assert of_all(part, whole, "journey") == words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.004, "share", "0.4%"),
        (0.996, "share", "99.6%"),
        (0.9904, "share", "99%"),
        (0.99999, "share", "over 99.9%"),
        (0.00001, "share", "under 0.1%"),
        (0, "share", "0%"),
        (2, "journeys", "2"),
        (-0.001, "index", "0.00"),
        (0.0001, "probability", "under 0.001"),
        (None, "share", "not measured"),
    ],
)
def test_values_are_rounded_for_people(value, unit, text):
    assert value_text(value, unit) == text


def test_limits_say_where_green_ends_and_red_begins():
    assert limits_words(Limits(1, 0.9, 0.7, 0.3, "ours"), "share") == "green from 90%, red below 70%"
    assert limits_words(Limits(0, 0.5, 1.5, 3, "ours"), "levels") == "green up to 0.5, red above 1.5"


# Evidence


def test_evidence_is_a_cell_and_what_stands_in_it():
    cells = [
        Cell("a.xlsx", "Journeys", 7, 4),
        Cell("a.xlsx", "Journeys", 8, 4, "TBD"),
        Cell("a.xlsx", "Journeys", 9, 0),
        Cell("a.xlsx", "Journeys", 9, 0),
    ]
    assert evidence(cells, several_files=False, most=5) == (
        "Journeys!D7 (blank)",
        'Journeys!D8 "TBD"',
        "Journeys, row 9",
    )
    assert evidence(cells, several_files=True, most=1) == ("a.xlsx, Journeys!D7 (blank)", "and 2 more cells")


def test_of_long_evidence_less_is_printed_and_of_a_long_value_its_first_words():
    cells = [Cell("a.xlsx", "Survey", 4, column, f"In the past month I have {column}") for column in (4, 5, 6)]
    first, second = ('Survey!D4 "In the past month I have 4"', 'Survey!E4 "In the past month I have 5"')
    assert evidence(cells, several_files=False, most=5, room=80) == (first, second, "and 1 more cell")
    assert evidence(cells, several_files=False, most=5, room=1) == (first, "and 2 more cells")
    owners, question = "Annelies Brouckaert; Carla van den Berg", "For each journey I work in, I know who answers"
    texts = evidence([Cell("a.xlsx", "Survey", 4, place, one) for place, one in ((4, owners), (5, question))], False, 5)
    assert texts == (f'Survey!D4 "{owners}"', 'Survey!E4 "For each journey I work…"')


def test_what_the_network_shows_of_a_person_is_told_by_the_cell_and_not_by_the_name():
    org = organisation(
        departments="Sales Care", people={"ann": "Sales: Dispatcher", "bob": "Care"}, journeys={"Buy": "Sales"}
    )
    cells = (Cell("a.xlsx", "Collaboration", 2, 1, "ann"), Cell("a.xlsx", "Journeys", 2, 3, "Care"))
    seen = view(
        org,
        finding("BRG01", "ann", "person", evidence=cells),
        finding("OWN02", "Buy", evidence=cells),
    )
    shown = {
        card.code: card.evidence
        for one in finding_blocks(seen, "Found", "found", "")
        if isinstance(one, Cards)
        for card in one.items
    }
    assert shown["BRG01"] == ("Collaboration!A2", 'Journeys!C2 "Care"')
    assert shown["OWN02"] == ('Collaboration!A2 "ann"', 'Journeys!C2 "Care"')


# Caps


def test_of_many_findings_of_one_code_the_worst_are_shown_and_the_rest_counted():
    org = organisation(
        journeys={f"J{number:02}": "X" for number in range(30)},
        owners={f"J{number:02}": "a, b" for number in range(30)},
        people="a b",
        details={"J07": {"importance": 5}},
    )
    blocks = section(report(org), "ownership").blocks
    several = next(one for one in blocks if isinstance(one, Cards) and one.items[0].code == "OWN02")
    assert [card.subject for card in several.items] == ["J07", "J00", "J01", "J02"]
    assert several.note == "Shown: the gravest 4 of 30. All are in the Excel report, sheet Findings."
    assert Paragraph("All 30 journeys name several end-to-end owners: “J07”, “J00”, “J01” and 27 more.") in blocks


def test_journeys_and_strips_are_capped_and_the_register_is_whole():
    org = organisation(journeys={f"J{number:02}": "X Y X" for number in range(30)}, owners={})
    made = report(org)
    journeys = section(made, "journeys")
    table = next(one for one in journeys.blocks if isinstance(one, Table))
    assert len(table.rows) == 25
    assert "Shown: 25 of 30, the gravest first. All are in the Excel report, sheet Journeys." in table.note
    assert sum(1 for name in made.charts if re.fullmatch(r"strip-\d+", name)) == 12
    assert "Drawn: of 30 journeys with two steps or more, the 12 with the most" in said(journeys)
    assert len(next(one for one in made.registers if one.name == "Journeys").rows) == 30


def test_issues_are_capped_and_counted():
    odd = tuple(Issue("warning", Cell("a.xlsx", "Journeys", row, 2), "is odd.", "Mend it.") for row in range(1, 7))
    other = tuple(Issue("warning", Cell("a.xlsx", "Goals", row, 1), f"{row} is wrong.") for row in range(1, 100))
    issues = (*odd, *other)
    table = next(
        one
        for one in section(report(organisation(departments="A B"), issues=issues), "method").blocks
        if isinstance(one, Table) and one.caption.startswith("Issues")
    )
    assert len(table.rows) == 40
    cells = "Journeys!B1, Journeys!B2, Journeys!B3, Journeys!B4 and 2 more"
    assert table.rows[0] == ("Warning", "Is odd.", "Mend it.", 6, cells)
    assert "Shown: 40 of 100 lines, errors first, then the most frequent." in table.note


def test_waived_findings_are_counted_not_shown(tiny):
    org = tiny
    check = checked(org)
    waived = tuple(replace(one, status="waived") if one.code == "OWN01" else one for one in check.findings)
    blocks = section(report(org, findings=waived), "ownership").blocks
    assert "OWN01" not in said(tuple(one for one in blocks if isinstance(one, Cards)))
    assert "1 finding is waived and not shown." in said(blocks)


# What is absent


def test_chapters_with_nothing_to_show_are_one_short_list_of_what_to_add():
    made = report(organisation(departments="Sales Care"))
    assert [one.title for one in made.sections] == ["At a glance", "What to add next", "Method and evidence"]
    lead, reasons, sheets = section(made, "additions").blocks
    assert lead.text == "5 chapters of this report could not be written from what the workbook holds."
    assert "Journeys: the workbook lists no journeys." in reasons.items
    assert [row[0] for row in sheets.rows] == ["Journeys, Journey steps", "Processes or RACI", "Collaboration"]
    assert sheets.rows[2][2] == "The map; Silos and bridges; Who should talk and does not"


def test_a_lone_raci_chart_gives_a_short_report_that_says_what_to_add():
    made = report(organisation(raci={"Invoice": {"clerk": "A", "desk": "R"}, "Dun": {"clerk": "R", "desk": "R"}}))
    assert [one.title for one in made.sections] == [
        "At a glance", "Ownership", "What to add next", "Method and evidence",
    ]  # fmt: skip
    lights = next(one for one in made.sections[0].blocks if isinstance(one, Lights))
    told = {one.name: one.text for one in lights.lines}
    assert told["Ownership"].startswith("1 of 2 processes has exactly one accountable; 1 has none. No score. ")
    assert told["Journeys"] == "Not measured: the workbook lists no journeys."
    owners = next(one for one in section(made, "ownership").blocks if isinstance(one, Table))
    assert (owners.caption, "Journeys" in [one.name for one in owners.columns]) == (
        "Those accountable for processes",
        False,
    )
    words = said(section(made, "method").blocks)
    assert "R, A, C, I" in words
    assert "Moment of truth" not in words


def test_a_lone_collaboration_list_says_what_it_shows_and_explains_no_more():
    made = report(organisation(departments="A B C", ties="A-B:3 B-C:1"))
    assert [one.title for one in made.sections] == [
        "At a glance", "The map", "Silos and bridges", "A page for each department", "What to add next",
        "Method and evidence",
    ]  # fmt: skip
    assert "See the measures" not in said(made.sections[0])
    assert "R, A, C, I" not in said(section(made, "method").blocks)


def test_without_collaboration_the_map_shows_what_journeys_join():
    made = report(organisation(departments="A B C", journeys={"Buy": "A B C"}))
    lead = section(made, "map").blocks[0].text
    assert (
        lead
        == "Collaboration was not measured. 2 pairs of departments have to work together for journeys and processes."
    )
    assert made.charts["map"].svg.startswith("<svg ")
    needed = next(one for one in section(made, "contacts").blocks if isinstance(one, Table))
    assert [row[:2] for row in needed.rows] == [("A", "B"), ("B", "C")]


def test_a_misspelt_department_is_not_joined_to_others_where_collaboration_is_unknown():
    org = organisation(departments="Billing Care", journeys={"Buy": "Billing Care Biling"})
    assert section(report(org), "map").blocks[1].alt.startswith("Map of 2 departments and 1 link")


def test_journeys_without_steps_say_what_to_fill_in():
    lead = section(report(organisation(journeys={"Buy": ""}, owners={})), "journeys").blocks[0]
    assert lead.text == "1 journey. Steps are not listed, so handoffs are not measured: fill the sheet Journey steps."


def test_a_misspelt_department_is_no_place_on_the_map():
    made = report(organisation(departments="Billing Care", ties="Billing-Care", journeys={"Buy": "Billing Biling"}))
    figure = next(one for one in section(made, "map").blocks if isinstance(one, Figure))
    assert figure.alt.startswith("Map of 2 departments and 1 tie")


def test_handoffs_that_the_data_does_not_cover_are_not_said_to_be_blind_or_met():
    org = organisation(
        departments="A B C",
        people={"ann": "A", "bob": "B", "cem": "C"},
        ties="ann-bob",
        journeys={"Buy": "A B C"},
        owners={},
    )
    journeys = section(report(org), "journeys")
    assert "Of the 1 that the collaboration data can judge, none is blind" in journeys.blocks[0].text
    figure = next(one for one in journeys.blocks if isinstance(one, Figure) and one.chart == "strip-1")
    assert figure.caption == "3 steps, 3 departments, 2 handoffs, none of them known to be blind, 1 not known."


def test_gaps_name_the_journeys_behind_them(tiny_report):
    gaps = next(one for one in tiny_report.registers if one.name == "Gaps")
    assert gaps.rows == (("Billing", "Care", 1.0, "Buy", ""),)


def test_what_became_of_each_sheet_is_told():
    sheets = (
        SheetReading("Teams", "departments", 5, 4, {"names no department": 1}),
        SheetReading("Notes", None, 3, 0, {"not used": 3}, "nothing known in it"),
    )
    made = report(organisation(departments="A B"), inputs=(InputFile("a.xlsx", "0" * 64, sheets),))
    assert next(one for one in made.registers if one.name == "Sheets read").rows == (
        ("S1", "a.xlsx", "Teams", "Departments", "", 5, 4, "1 row: names no department"),
        ("S2", "a.xlsx", "Notes", "not read", "", 3, 0, "3 rows: not used; nothing known in it"),
    )


def test_every_measure_of_the_organisation_is_printed_with_its_limits_and_their_basis(tiny, tiny_report):
    told = said(section(tiny_report, "method").blocks)
    for one in checked(tiny).measurements:
        of_road = one.id.startswith("maturity.") and one.id.count(".") > 1
        if one.scope == Scope() and not one.id.startswith("trust.coverage.") and not of_road:
            measure = catalogue.MEASURES[one.id]
            assert measure.name in told
            assert one.value is None or measure.limits is None or measure.limits.basis[1:] in told
            assert one.value is not None or one.note[1:] in told


def test_registers_are_complete_and_carry_no_list_of_nothing(tiny_report):
    assert [(one.name, len(one.rows)) for one in tiny_report.registers] == [
        ("Journeys", 2),
        ("Owners", 2),
        ("Departments", 6),
        ("Processes", 1),
        ("Ties between groups", 3),
        ("Gaps", 1),
        ("Measures", len(catalogue.MEASURES)),
    ]


def test_large_real_input_stays_readable(real):
    from alignment import pipeline

    found = pipeline.examine([real / "kubernetes" / "kubernetes.xlsx"])
    made = content.document(found.check, found.organisation, found.settings)
    cards = [card for each in made.sections for one in each.blocks if isinstance(one, Cards) for card in one.items]
    assert len(cards) < 80
    assert all(len(one.rows) <= 60 for each in made.sections for one in each.blocks if isinstance(one, Table))
    assert "402 of 655 journeys name several end-to-end owners" in said(section(made, "ownership"))
    assert len(next(one for one in made.registers if one.name == "Journeys").rows) == 655
    assert isinstance(cards[0], FindingCard)


@pytest.mark.usefixtures("loud")
@pytest.mark.parametrize("code", ["en", "nl"])
def test_suppliers_stand_where_they_stand_in_every_other_language(code):
    # By their shown names "SUPPLIERS" would come before "Sold", "Suppliers" after it.
    org = organisation(
        departments="Sales>Sold Care>Sold Billing>Tail Credit>Tail Post Print",
        ties="Sales-Post Billing-Print",
        details={"Post": {"external": True}, "Print": {"external": True}},
    )
    with speaking(code):
        shown = view(org)
        ranks = {shown.divisions[one]: shown.division_ranks[one] for one in shown.departments}
    assert ranks == {"Sold": 0, {"en": "Suppliers", "nl": "SUPPLIERS"}[code]: 1, "Tail": 2}


def test_the_board_counts_departments_as_the_map_does_and_says_which_no_list_has():
    org = organisation(departments="Sales Care", ties="Sales-Care", name="T")
    stranger = Department(org.departments[0].origin, "Depot", "Depot", listed=False)
    tie = replace(org.ties[0], target="Depot")
    told = view(replace(org, departments=(*org.departments, stranger), ties=(*org.ties, tie)))
    assert len(told.departments) == 3
    assert basis(told).startswith(
        "Read: 3 departments and 2 reports of collaboration. 1 of the departments is in no list: only ties name it."
    )
    assert basis(view(org)).startswith("Read: 2 departments and 1 report of collaboration. No findings.")
