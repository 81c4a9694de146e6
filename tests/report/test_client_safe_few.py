"""Nothing is told of the ties of fewer than five people, nor can it be had by taking what is told off the whole.

A company whose ties are between people, with two departments that are too small and one that would tell them.
"""

import csv
import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.discreet import rests_on_ties, with_small
from alignment.analysis.privacy import SMALLEST
from alignment.model.discretion import Discretion
from alignment.model.organisation import Organisation
from alignment.pipeline import FORMATS, examine, write_report
from alignment.settings import Settings
from build import organisation
from printed import texts

QUICK = Settings(permutations=20, score_draws=5, plan_most=6)
# Ants and Bees are small; without Cats, the smallest of the others, all less the rest would not tell of Ants and Bees.
SIZES = {"Ants": 1, "Bees": 2, "Cats": 6, "Dogs": 7, "Elks": 9}
HIDDEN = frozenset({"Ants", "Bees", "Cats"})


def company(sizes: dict[str, int], parents: dict[str, str] | None = None) -> Organisation:
    people = {f"{unit}{at}": unit for unit, size in sizes.items() for at in range(size)}
    units = [f"{unit}>{parent}" if (parent := (parents or {}).get(unit)) else unit for unit in sizes]
    named = list(people)
    ties = [(one, other) for one, other in zip(named, named[1:] + named[:1], strict=True)]
    found = organisation(departments=units, people=people, ties=ties)
    return with_small(replace(found, discretion=Discretion("key")))


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"Dogs": 7, "Elks": 9}, set()),
        ({"Ants": 1, "Dogs": 7, "Elks": 9}, {"Ants", "Dogs"}),
        ({"Ants": 2, "Bees": 3, "Dogs": 7, "Elks": 9}, {"Ants", "Bees"}),
        (SIZES, HIDDEN),
        ({"Ants": 4}, {"Ants"}),
    ],
)
def test_a_department_under_five_is_hidden_and_with_it_the_one_that_would_tell(sizes, hidden):
    assert company(sizes).discretion.small == hidden


def test_of_a_large_department_few_of_whom_have_a_tie_no_tie_is_told():
    org = company({"Dogs": 7, "Elks": 9})
    kept = tuple(one for one in org.ties if not {one.source, one.target} & {f"Dogs{at}" for at in range(1, 6)})
    assert with_small(replace(org, ties=kept, discretion=Discretion("key"))).discretion.small >= {"Dogs"}


def test_where_ties_are_between_departments_none_is_anybody_s():
    org = organisation(departments="A B", people={"Ann": "A", "Bo": "B"}, ties="A-B")
    assert (
        with_small(replace(org, tie_level="department", discretion=Discretion("key"))).discretion.small == frozenset()
    )


@pytest.mark.parametrize("seed", range(12))
def test_no_sum_of_what_is_shown_is_about_one_to_four_people(seed):
    draw = np.random.default_rng(seed)
    sizes = {f"U{at}": int(draw.integers(1, 9)) for at in range(6)}
    parents = {f"U{at}": f"Top{int(draw.integers(0, 3))}" for at in range(6)}
    org = company(sizes, parents)
    small, units = org.discretion.small, list(sizes)
    groups = [{unit for unit in units if one in (unit, parents[unit])} for one in {*units, *parents.values()} - small]
    rows = np.array([[unit in group for unit in units] for group in [*groups, set(units)]], dtype=float)
    for number in range(1, len(units) + 1):
        for some in combinations(units, number):
            if sum(sizes[one] for one in some) < SMALLEST <= sum(sizes.values()):
                wanted = np.array([unit in some for unit in units], dtype=float)
                left = wanted - np.linalg.lstsq(rows.T, wanted, rcond=None)[0] @ rows
                assert np.abs(left).max() > 1e-6, some


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = {unit: [f"{unit} person {at}" for at in range(size)] for unit, size in SIZES.items()}
    everybody = [one for some in named.values() for one in some]
    steps = [
        ("I walk", "Elks"),
        ("I walk", "Dogs"),
        ("I walk", "Ants"),
        ("I rest", "Cats"),
        ("I rest", "Elks"),
        ("I run", "Bees"),
    ]
    steps += [("I run", "Dogs"), ("I run", "Elks"), ("I sleep", "Dogs"), ("I sleep", "Elks")]
    ties = [pair for some in named.values() for pair in combinations(some, 2)]
    ties += [
        (named["Ants"][0], named["Cats"][0]),
        (named["Bees"][0], named["Cats"][1]),
        (named["Cats"][2], named["Dogs"][0]),
    ]
    sheets = {
        "Departments": [["Department", "Headcount"], *SIZES.items()],
        "People": [["Person", "Department", "Manager"], *([one, one.split()[0], everybody[0]] for one in everybody)],
        "Journeys": [["Journey", "End-to-end owner"], ["I walk", named["Ants"][0]], *([one, None] for one in ("I rest", "I run", "I sleep"))],
        "Journey steps": [
            ["Journey", "Order", "Step", "Department"],
            *([journey, at, f"Step {at}", unit] for at, (journey, unit) in enumerate(steps, start=1)),
        ],
        "Collaboration": [["From", "To", "Strength"], *([*pair, 3] for pair in ties)],
    }  # fmt: skip
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        page = workbook.create_sheet(title)
        for row in rows:
            page.append(list(row))
    file = tmp_path_factory.mktemp("few") / "audit.xlsx"
    workbook.save(file)
    return file


@pytest.fixture(scope="module")
def examined(book):
    return examine([book], QUICK, client_safe=book.parent / "alignment.key")


@pytest.fixture(scope="module")
def files(examined, tmp_path_factory) -> dict[str, Path]:
    return {one.name: one for one in write_report(examined, tmp_path_factory.mktemp("out"), FORMATS)}


def test_the_company_hides_what_is_thought(examined):
    assert examined.check.discretion.small == HIDDEN


def test_no_figure_on_ties_is_about_a_small_department_a_person_or_a_journey_through_one(book, examined):
    named = examine([book], QUICK).check
    told = examined.check
    through = {"I walk", "I rest", "I run"}
    for before in named.measurements:
        if before.value is None or before.scope.id is None:
            continue
        ends = (before.scope.id,) if isinstance(before.scope.id, str) else before.scope.id
        if before.scope.kind == "person" or any(one.split()[0] in SIZES and " " in one for one in ends):
            continue
        after = told.measurement(before.id, before.scope)
        if rests_on_ties(MEASURES[before.id]) and ({*ends} & (HIDDEN | through)):
            assert (after.value, after.status) == (None, "suppressed"), before
        else:
            assert after.value == before.value, before
    people = [one for one in told.measurements if one.scope.kind == "person" and one.status == "measured"]
    assert (people, len([one for one in named.measurements if one.scope.kind == "person"]) > 20) == ([], True)


def test_no_finding_on_ties_names_a_small_department_and_some_name_others(book, examined):
    named, told = examine([book], QUICK).check.findings, examined.check.findings
    on_ties = [one for one in told if rests_on_ties(RULES[one.code])]
    spoken = [text for one in on_ties for text in (one.id, one.message, one.recommendation)]
    assert [text for text in spoken if re.search("ants|bees|cats", text, re.IGNORECASE)] == []
    assert len(on_ties) < len([one for one in named if rests_on_ties(RULES[one.code])])
    assert any("Dogs" in one and "Elks" in one for one in spoken)
    # A bridge stays, with neither who it is nor where.
    (bridge,) = [one for one in on_ties if one.code == "BRG01" and "in a small department" in one.message][:1]
    assert bridge.scope.kind == "person"


def test_the_plan_makes_nobody_of_a_small_department_meet(examined):
    steps = examined.check.advice.steps
    assert [one.kind for one in steps if one.kind == "connect"]
    assert [
        one.words for one in steps if one.kind in ("connect", "second_thread", "back_up") and HIDDEN & {*one.asks}
    ] == []
    assert [one.rank for one in steps] == list(range(1, len(steps) + 1))


def test_exports_hold_no_tie_of_a_person_and_none_of_a_small_department(files):
    rows = list(csv.DictReader(files["edges.csv"].read_text(encoding="utf-8").splitlines()))
    ties = [(one["Source"], one["Target"]) for one in rows if one["Kind"] == "collaborates"]
    # Dogs and Elks have none in common.
    assert ties == []
    assert [one for one in rows if one["Kind"] == "works_in"] == []
    nodes = list(csv.DictReader(files["nodes.csv"].read_text(encoding="utf-8").splitlines()))
    assert len([one for one in nodes if one["Kind"] == "person"]) == 1
    assert {one["Label"]: one["Headcount"] for one in nodes if one["Kind"] == "department"} == {
        "Ants": "", "Bees": "", "Cats": "6.0", "Dogs": "7.0", "Elks": "9.0",
    }  # fmt: skip
    for name in ("graph.graphml", "graph.gexf"):
        assert "collaborates" not in files[name].read_text(encoding="utf-8")


def test_the_spreadsheet_lists_no_tie_of_a_small_department(files):
    book = openpyxl.load_workbook(files["health-check.xlsx"])
    groups = [row for row in book["Ties between groups"].iter_rows(values_only=True) if {*row} & {*SIZES}]
    assert [row for row in groups if HIDDEN & {*row}] == []
    assert [row[0] for row in groups if row[0] == row[1]] == ["Dogs", "Elks"]
    rows = list(book["Departments"].iter_rows(values_only=True))
    (head,) = [row for row in rows if "Departments tied to" in row]
    at = [head.index(one) for one in ("Departments tied to", "Of these without a tie", "Insularity")]
    told = {row[0]: [row[one] for one in at] for row in rows if row[0] in SIZES}
    assert {unit for unit, values in told.items() if values == [None] * 3} == HIDDEN


def test_the_page_answers_nothing_about_the_ties_of_a_small_department(files):
    text = files["health-check.html"].read_text(encoding="utf-8")
    (found,) = re.findall(r'<script id="answers" type="application/json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(found)
    names = [one["name"] for one in data["departments"]]
    pairs = {frozenset(names[end] for end in one["ends"]): one for one in data["pairs"]}
    assert frozenset({"Ants", "Dogs"}) in pairs
    assert [
        one for ends, one in pairs.items() if ends & HIDDEN and (one["strength"] is not None or one["missing"])
    ] == []
    assert pairs[frozenset({"Dogs", "Elks"})]["missing"]


def test_nobody_of_a_small_department_is_told_of_with_the_department(files, examined):
    people = {one.id: one.department for one in examined.organisation.people if one.department in HIDDEN}
    text = files["health-check.json"].read_text(encoding="utf-8")
    told = json.loads(text)
    assert [one for one in people if one in text]
    said = [json.dumps({name: value for name, value in one.items() if name != "evidence"}) for one in told["findings"]]
    said += [json.dumps(one) for one in told["actions"]]
    assert [
        one for one in said for code, unit in people.items() if code in one and re.search(rf"\\b{unit}\\b", one)
    ] == []


def test_every_format_says_what_it_keeps_to_itself(files, examined):
    fingerprint = examined.check.discretion.fingerprint
    for name in ("health-check.html", "health-check.pdf", "health-check.json"):
        told = " ".join("\n".join(texts(files[name])).split())
        assert fingerprint in told, name
    assert json.loads(files["health-check.json"].read_text(encoding="utf-8"))["discretion"] == {
        "key": fingerprint, "small": sorted(HIDDEN),
    }  # fmt: skip
