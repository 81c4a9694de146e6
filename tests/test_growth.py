"""The enterprises of the benchmark are read whole, and grow as they say."""

import importlib
import math
import sys
from collections import Counter
from pathlib import Path

import pytest

from alignment.source import read

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module
    for name in ("enterprises", "growth", "memory"):
        sys.modules.pop(name, None)


def test_an_enterprise_has_as_much_of_everything_as_it_has_departments(benchmark, tmp_path):
    found = read([benchmark("enterprises").made(30, tmp_path)]).organisation
    listed = [one for one in found.departments if one.listed]
    assert [len(listed), len(found.people), len(found.journeys), len(found.steps)] == [30, 30 * 50, 30, 30 * 20]
    assert len(found.processes) == 30 * 10
    # Twenty a person, each between two people, of which some were reported by both.
    assert len({frozenset((one.source, one.target)) for one in found.ties}) == 30 * 50 * 20
    assert found.ties_directed
    # Four levels, each under the one above.
    assert sorted(Counter(len(found.ancestors[one.id]) for one in listed)) == [0, 1, 2, 3]
    ties = [(found.person[one.source].department, found.person[one.target].department) for one in found.ties]
    assert sum(one == other for one, other in ties) > len(ties) / 3


def test_the_same_enterprise_is_made_again(benchmark, tmp_path):
    first, second = (benchmark("enterprises").made(30, tmp_path / name) for name in ("first", "second"))
    assert all(file.read_bytes() == (second / file.name).read_bytes() for file in first.iterdir())


def test_what_takes_four_times_as_long_of_twice_as_much_has_the_exponent_two_and_is_named(benchmark):
    growth = benchmark("growth")
    runs = [
        growth.Run(100, {"Reading": [1, 1, 100], "Planning": [2, 2, 100]}),
        growth.Run(200, {"Reading": [2, 2, 150], "Planning": [8, 8, 200]}, ended="over 8 GiB"),
    ]
    assert growth.exponent(*runs, "Planning", 1) == pytest.approx(2)
    assert growth.exponent(*runs, "Reading", 2) == pytest.approx(math.log2(1.5))
    page = growth.page(runs)
    assert "| Planning | 2.0 | 8.0 | 2.00 | 100 | 200 | 1.00 |" in page
    assert "- 200: ended in the stage after Planning: over 8 GiB" in page
    assert [line[:17] for line in growth.steep(runs)] == ["- Planning: 2.00."]
