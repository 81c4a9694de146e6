"""A check is kept as text and comes back the same: every value, every cell, nothing where there was nothing."""

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck as Health
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.history.documents import text_of, value_of
from alignment.history.snapshot import taken
from alignment.model.discretion import Discretion
from alignment.model.organisation import (
    Action,
    Answer,
    Assignment,
    Department,
    Goal,
    Journey,
    Organisation,
    Origin,
    Person,
    Process,
    Record,
    Step,
    Table,
    Tie,
)
from alignment.model.result import HealthCheck, Measurement, Scope
from alignment.pipeline import examine
from alignment.resources import sample_data
from alignment.settings import Settings, Target
from alignment.source import read
from alignment.source.schema import SHEETS
from build import organisation
from snapshots import snapshot

SAMPLE = sorted(sample_data().glob("*.xlsx"))
# Such as origins with rows of other files, and of sheets that share their columns.
TABLES = st.builds(
    Table,
    st.text(),
    st.text(max_size=3),
    st.dictionaries(st.text(), st.integers(0)),
    st.dictionaries(st.text(), st.integers(0)),
)
WRITTEN = st.dictionaries(st.text(), st.text())
ORIGINS = st.recursive(
    st.builds(Origin, TABLES, st.integers(0), WRITTEN),
    lambda inner: st.builds(Origin, TABLES, st.integers(0), WRITTEN, st.dictionaries(st.text(), inner, max_size=2)),
    max_leaves=3,
)
FIGURES = st.floats(allow_nan=False, allow_infinity=False)
RECORDS = (Action, Answer, Assignment, Department, Goal, Journey, Person, Process, Step, Tie)
KINDS = {Origin: ORIGINS, float: FIGURES}
anything = settings(max_examples=8, suppress_health_check=[Health.too_slow, Health.data_too_large], deadline=None)


@pytest.fixture(autouse=True, scope="module")
def _kinds():
    """What is made where a type asks for an origin or a figure: a document holds finite figures only."""
    for kind, strategy in KINDS.items():
        st.register_type_strategy(kind, strategy)


def back(value):
    return value_of(type(value), text_of(value))


def same(value) -> None:
    found = back(value)
    assert found == value
    # True is not 1 and 1 is not "1": what is equal in Python must be equal as text, too.
    assert text_of(found) == text_of(value)


@given(st.data())
@settings(max_examples=40, suppress_health_check=[Health.too_slow, Health.data_too_large], deadline=None)
def test_any_record_comes_back(data):
    same(data.draw(st.one_of([st.from_type(one) for one in RECORDS])))


@pytest.mark.slow
@given(st.data())
@anything
def test_any_organisation_comes_back(data):
    same(data.draw(st.from_type(Organisation)))


@pytest.mark.slow
@given(st.data())
@anything
def test_any_health_check_comes_back(data):
    same(data.draw(st.from_type(HealthCheck)))


@given(st.data())
@anything
def test_any_settings_come_back(data):
    same(data.draw(st.from_type(Settings)))


def test_a_company_of_the_builder_comes_back_with_its_cells():
    company = snapshot().organisation
    same(company)
    found = back(company)
    assert found.journeys[0].cell("owner") == company.journeys[0].cell("owner")
    assert (found.journeys[0].cell("owner").address, found.journeys[0].cell("owner").value) == (
        "B2",
        "ann, nobody known",
    )
    assert [one.kind for one in found.journeys[0].owners] == ["person", "unknown"]
    assert isinstance(found.columns["journeys"], frozenset)


def test_nothing_is_not_zero_and_no_is_not_nothing():
    company = organisation(
        "Sales Ops Legal",
        details={"Sales": {"headcount": 0.0, "external": False}, "Ops": {"headcount": None, "external": None}},
    )
    found = back(company)
    assert [(one.headcount, one.external) for one in found.departments] == [(0.0, False), (None, None), (None, None)]
    assert [type(one.headcount) for one in found.departments] == [float, type(None), type(None)]


def test_a_day_and_a_pair_are_what_they_were():
    journey = Journey(organisation("Sales").departments[0].origin, "a", "A", last_review=date(2024, 2, 29))
    assert back(journey).last_review == date(2024, 2, 29)
    measured = Measurement("m", Scope("pair", ("Ops", "Sales")), 0.1 + 0.2, "share", "measured")
    assert back(measured).scope.id == ("Ops", "Sales")
    assert back(measured).value == 0.1 + 0.2


def test_who_is_under_a_pseudonym_stays_so():
    person = Person(organisation("Sales").departments[0].origin, "X7Q2", "Person X7Q2", role="Head", pseudonym=True)
    assert back(person).post == ""
    assert back(Discretion("ab12", frozenset({"b", "a"}), frozenset())) == Discretion("ab12", frozenset({"a", "b"}))


def test_records_of_one_sheet_name_its_columns_once():
    document = json.loads(text_of(organisation(" ".join(f"d{one}" for one in range(50)))))
    assert len(document["tables"]) == 1
    assert len(document["content"]["departments"]) == 50


def test_equal_values_make_equal_texts():
    names = [f"s{one}" for one in range(20)]
    assert text_of(Discretion("a", frozenset(names))) == text_of(Discretion("a", frozenset(reversed(names))))


def test_a_figure_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        text_of(Measurement("m", Scope(), float("nan"), "share", "measured"))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"tables":[],"content":{"kind":"organisation","id":null,"colour":"red"}}',
        '{"tables":[],"content":7}',
        "not JSON",
    ],
)
def test_what_is_no_such_document_is_refused_and_nothing_in_it_dropped(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - each is refused for a reason of its own
        value_of(Scope, text)


def every_cell(company: Organisation) -> list[object]:
    """All cells of all records, also of fields that their sheets do not have."""
    names = sorted({one.name for sheet in SHEETS.values() for one in sheet.fields})
    records = [one for place in fields(Organisation) for one in _records(getattr(company, place.name))]
    return [one.cell(name) for one in records for name in names]


def _records(value: object) -> list[Record]:
    return [one for one in value if isinstance(one, Record)] if isinstance(value, tuple) else []


@pytest.mark.parametrize("workbook", SAMPLE, ids=lambda one: one.stem)
def test_the_sample_company_comes_back_with_every_cell(workbook: Path):
    company = read([workbook]).organisation
    same(company)
    assert every_cell(back(company)) == every_cell(company)


@pytest.mark.slow
def test_the_check_of_the_sample_comes_back_whole():
    kept = taken(examine([SAMPLE[0]], Settings(permutations=200)))
    for part in (kept.check, kept.organisation, kept.settings):
        same(part)


@pytest.mark.slow
@pytest.mark.parametrize(
    "workbook", ["kubernetes/kubernetes.xlsx", "rust/rust_2025h1.xlsx", "packt/packt_tpm__RACI.xlsx"]
)
def test_real_companies_come_back_with_every_cell(real: Path, workbook: str):
    company = read([real / workbook]).organisation
    same(company)
    assert every_cell(back(company)) == every_cell(company)


def test_an_older_document_reads_the_default_of_a_field_that_came_later():
    older = json.loads(text_of(Settings(seed=7)))
    del older["content"]["plan_most"]
    assert value_of(Settings, json.dumps(older)) == Settings(seed=7)


def test_targets_come_back_as_they_were():
    asked = Settings(targets=MappingProxyType({"silos.yules_q": Target(0.5, date(2026, 12, 31))}))
    assert value_of(Settings, text_of(asked)) == asked
