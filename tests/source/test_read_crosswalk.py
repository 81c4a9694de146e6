"""The sheet Crosswalk: what of this workbook was what at the last check."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from alignment.errors import MappingError
from alignment.history.crosswalk import Crosswalk, Declared, crosswalk, with_declared
from alignment.source import read
from alignment.source.reading import Reading
from build import organisation
from waves import snapshot


@pytest.fixture
def reading(tmp_path: Path):
    def written(*rows: tuple[object, ...], headers: tuple[str, ...] = ("Name now", "Name before", "Kind")) -> Reading:
        book = openpyxl.Workbook()
        book.active.title = "Departments"
        for row in (("Department",), ("Contact",), ("Digital",), ("Sales",)):
            book.active.append(row)
        page = book.create_sheet("Crosswalk")
        for row in (headers, *rows):
            page.append(row)
        book.save(tmp_path / "q2.xlsx")
        return read([tmp_path / "q2.xlsx"])

    return written


def test_each_row_says_what_was_what_and_a_blank_kind_is_a_department(reading):
    found = reading(("Contact", "Care", "department"), ("Digital", "Care", None), ("Order", "Buy", "Journey"))
    assert [(one.now, one.was, one.kind) for one in found.organisation.renamings] == [
        ("Contact", "Care", "department"),
        ("Digital", "Care", "department"),
        ("Order", "Buy", "journey"),
    ]
    assert found.issues == ()


def test_headers_may_be_dutch(reading):
    found = reading(("Contact", "Care"), headers=("Nieuwe naam", "Oude naam"))
    assert [(one.now, one.was) for one in found.organisation.renamings] == [("Contact", "Care")]


def test_a_row_without_a_name_is_an_issue_at_its_cell(reading):
    found = reading(("Contact", None), ("Digital", "Care"))
    assert [str(one.cell) for one in found.issues] == ["Crosswalk!B2"]
    assert [one.now for one in found.organisation.renamings] == ["Digital"]


def test_a_kind_that_is_none_is_an_issue_and_counts_as_a_department(reading):
    found = reading(("Contact", "Care", "planet"))
    assert [str(one.cell) for one in found.issues] == ["Crosswalk!C2"]
    assert found.organisation.renamings[0].kind == "department"


def test_what_the_sheet_says_is_declared_in_a_comparison(reading):
    after = reading(("Contact", "Care"), ("Digital", "Care")).organisation
    (split,) = (one for one in crosswalk(organisation("Care Sales"), after).of("department") if not one.whole)
    assert (split.was, split.now, split.declared) == (("Care",), ("Contact", "Digital"), True)


def test_what_the_sheet_and_a_file_say_is_declared_together(reading):
    after = reading(("Contact", "Care")).organisation
    file = [
        Declared("department", "Care", "Digital", "c.toml: departments"),
        Declared("department", "care", "Contact", "c.toml: departments"),
    ]
    links = crosswalk(organisation("Care Sales"), after, file).of("department")
    assert [(one.was, one.now) for one in links] == [(("Care",), ("Contact", "Digital")), (("Sales",), ("Sales",))]


def test_a_file_that_contradicts_the_sheet_is_refused_with_the_cell(reading):
    after = reading(("Digital", "Sales"), ("Contact", "Care")).organisation
    file = [Declared("department", "Sales", "Contact", "c.toml: departments")]
    with pytest.raises(MappingError) as told:
        crosswalk(organisation("Care Sales"), after, file)
    assert str(told.value).splitlines()[1:] == [
        '  Crosswalk!B3: the department "Contact" was "Care" here, and "Sales" in c.toml: departments. '
        "Say the same in both, or say it once."
    ]


@pytest.mark.parametrize(
    ("row", "cell"), [(("Contact", "Caree"), "Crosswalk!B2"), (("Contakt", "Care"), "Crosswalk!A2")]
)
def test_a_name_that_the_wave_does_not_have_is_refused_with_its_cell(reading, row: tuple[str, str], cell: str):
    after = reading(row).organisation
    with pytest.raises(MappingError) as told:
        crosswalk(organisation("Care Sales"), after)
    assert f"{cell}: no department" in str(told.value)


def test_a_row_that_the_earlier_workbook_has_too_tells_of_what_was_before_both(reading):
    before = reading(("Contact", "Care"), ("Digital", "Care")).organisation
    after = reading(("CONTACT", "care"), ("Digital", "Care")).organisation
    assert all(one.whole and not one.declared for one in crosswalk(before, after).links)


def test_a_file_that_was_kept_with_a_snapshot_contradicts_the_sheet_as_well(reading):
    after = reading(("Contact", "Care")).organisation
    kept = with_declared(snapshot(after), [Declared("department", "Sales", "Contact", "c.toml: departments")])
    with pytest.raises(MappingError, match=r'B2: the department "Contact" was "Care" here, and "Sales" in c\.toml'):
        crosswalk(organisation("Care Sales"), kept.organisation)


def test_rows_of_several_quarters_lead_from_the_first_to_the_last(reading):
    """Care became the Desk and the Web; the Desk then Contact, and the Web Digital."""
    rows = [("Desk", "Care"), ("Web", "Care"), ("Contact", "Desk"), ("Digital", "Web")]
    after = reading(*rows).organisation
    assert departments(crosswalk(organisation("Care Sales"), after)) == {
        (("Care",), ("Contact", "Digital")),
        (("Sales",), ("Sales",)),
    }
    between = replace(organisation("Desk Web Sales"), renamings=reading(*rows[:2]).organisation.renamings)
    assert departments(crosswalk(between, after)) == {
        (("Desk",), ("Contact",)),
        (("Web",), ("Digital",)),
        (("Sales",), ("Sales",)),
    }


def test_rows_that_lead_round_in_a_circle_end(reading):
    after = reading(("Hall", "Desk"), ("Desk", "Hall")).organisation
    with pytest.raises(MappingError, match="no department of the"):
        crosswalk(organisation("Desk Sales"), after)


def departments(found: Crosswalk) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    return {(one.was, one.now) for one in found.of("department")}
