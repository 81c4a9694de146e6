"""What the report says of waivers: which, why, until when, and what is not counted; a sentence never counts what its figure does not."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date

import openpyxl
import pytest

from alignment.model.organisation import Action, Organisation
from alignment.model.result import HealthCheck
from alignment.report import content, excel
from alignment.report.document import Document, Paragraph, Section, Table
from alignment.report.traces import passages
from build import organisation, origin
from waves import SHORT, snapshot

WAIVED = (
    "OWN01:journey:pay",
    "COO01:pair:credit+sales",
    "FRG02:journey:pay",
    "BRG01:department:billing",
    "RACI02:process:dun",
)


def company(*waived: str, until: date = date(2026, 6, 30)) -> Organisation:
    actions = tuple(
        Action(
            origin("actions", row, ("finding",)), one, status="waived", waiver_reason="Winds down", waiver_until=until
        )
        for row, one in enumerate(waived, start=2)
    )
    return organisation(
        departments="Sales Care Billing Credit",
        people={"ann": "Sales", "bob": "Billing"},
        ties="Sales-Care Billing-Care Billing-Credit",
        journeys={"Buy": "Sales Care", "Pay": "Sales Credit"},
        owners={"Buy": "ann", "Pay": ""},
        processes={"Bill": "", "Dun": ""},
        raci={"Bill": {"ann": "A/R"}, "Dun": {"ann": "A", "bob": "A/R"}},
        name="Tiny Company",
        snapshot_date=date(2026, 6, 30),
        actions=actions,
    )


def made(org: Organisation) -> tuple[HealthCheck, Document]:
    check = snapshot(org).check
    return check, content.document(check, org, SHORT)


@pytest.fixture(scope="module")
def plain() -> tuple[HealthCheck, Document]:
    return made(company())


@pytest.fixture(scope="module")
def waived() -> tuple[HealthCheck, Document]:
    return made(company(*WAIVED))


def section(document: Document, anchor: str) -> Section:
    return next(one for one in document.sections if one.anchor == anchor)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from texts(getattr(value, one.name))


def test_all_that_these_tests_waive_is_found(plain):
    assert set(WAIVED) <= {one.id for one in plain[0].findings}


def test_what_is_waived_is_listed_with_reason_end_and_what_does_not_count_it(waived):
    blocks = section(waived[1], "method").blocks
    (table,) = [one for one in blocks if isinstance(one, Table) and one.caption == "Waived findings"]
    rows = {row[0]: row for row in table.rows}
    assert sorted(rows) == ["BRG01", "COO01", "FRG02", "OWN01", "RACI02"]
    assert rows["OWN01"][2:] == (
        "Winds down, until 30 June 2026",
        "Journeys with one end-to-end owner; Journeys without an end-to-end owner; Ownership ladder, all journeys",
    )
    assert rows["COO01"][3] == "Congruence; Congruence, weighted; Number of missing contacts"
    words = "\n".join(one.text for one in blocks if isinstance(one, Paragraph))
    assert "5 findings are waived. They are still found; as long as a waiver runs" in words


def test_where_nothing_is_waived_nothing_is_said_of_it(plain):
    assert "waived" not in "\n".join(texts(plain[1].sections))


def test_a_waiver_that_has_lapsed_is_not_listed():
    assert "Waived findings" not in set(texts(made(company(*WAIVED, until=date(2026, 6, 29)))[1].sections))


@pytest.mark.parametrize(
    ("without", "beside"),
    [
        ("1 of 2 journeys has one end-to-end owner; 1 has none.", "The only journey has one end-to-end owner. Not counted: 1 journey that is waived."),
        ("1 of 2 processes has exactly one accountable; 1 has several.", "The only process has exactly one accountable. Not counted: 1 process that is waived."),
        ("2 departments are each the only link between others", "1 department is the only link between others"),
        ("1 of 3 pairs of departments that should talk does", "1 of 2 pairs of departments that should talk does"),
    ],
    ids=["journeys", "processes", "bridges", "contacts"],
)  # fmt: skip
def test_sentences_count_what_their_figures_count(plain, waived, without, beside):
    before, after = ("\n".join(texts(one[1].sections)) for one in (plain, waived))
    assert without in before
    assert beside in after
    assert without not in after


def test_a_sentence_that_something_is_not_counted_points_to_the_sheet(waived):
    told = [
        one
        for each in waived[1].sections
        for block in each.blocks
        if isinstance(block, Paragraph)
        for one in passages(block.text)
        if "waived" in one.text
    ]
    assert told
    assert {one.sources for one in told} == {("sheet-actions",)}


def test_excel_says_beside_each_finding_what_does_not_count_it(waived, tmp_path):
    check, document = waived
    excel.write(document, check, tmp_path / "check.xlsx")
    header, *rows = openpyxl.load_workbook(tmp_path / "check.xlsx")["Findings"].iter_rows(values_only=True)
    left = {row[0]: row[header.index("Not counted in")] for row in rows}
    assert left["BRG01:department:billing"] == "Articulation points; Share of articulation points"
    assert [ident for ident, words in left.items() if words] == [
        one.id for one in check.findings if one.status == "waived"
    ]


def test_the_score_of_a_company_that_waives_is_that_of_the_rest(plain, waived):
    assert waived[0].value("ownership.journeys_owned") == 1
    before, after = ({one.id: one.score for one in each[0].dimensions} for each in (plain, waived))
    assert after["ownership"] > before["ownership"]
    again = snapshot(replace(company(*WAIVED), snapshot_date=date(2026, 7, 1))).check
    assert again.value("ownership.journeys_owned") == 1 / 2
