"""The comparison with other libraries: that it compares like with like, and says what was not done."""

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def peers(benchmark) -> ModuleType:
    return benchmark("peers")


def test_a_made_up_company_has_so_many_ties_none_twice_and_most_inside_departments(benchmark):
    companies = benchmark("companies")
    ends = companies.ends(300, 1_500)
    assert ends.shape == (1_500, 2)
    assert (ends[:, 0] != ends[:, 1]).all()
    assert len(np.unique(np.sort(ends, axis=1), axis=0)) == 1_500
    assert (companies.ends(300, 1_500) == ends).all()
    inside = (ends // companies.DEPARTMENT)[:, 0] == (ends // companies.DEPARTMENT)[:, 1]
    # Six of ten as drawn, and a few of the others that fall inside by chance; less what fell on the same pair.
    assert 0.55 < inside.mean() < 0.7


def test_workbook_network_and_query_hold_the_same_ties(benchmark):
    companies = benchmark("companies")
    company, graph, query = (
        make(120, 400) for make in (companies.organisation, companies.graph, companies.person_query)
    )
    named = {frozenset((int(one.source[1:]), int(one.target[1:]))) for one in company.ties}
    assert named == {frozenset(tie) for tie in graph.edges}
    primary, secondary = (
        query[f"{side}Collaborator_PersonId"].str[1:].astype(int) for side in ("Primary", "Secondary")
    )
    assert named == {frozenset(tie) for tie in zip(primary, secondary, strict=True)}
    assert len(company.ties) == 440


@pytest.mark.parametrize("measure", ["betweenness", "weighted betweenness", "constraint", "effective size"])
def test_ours_and_networkx_give_the_same_figures(benchmark, measure: str):
    ours, others = benchmark("ours").TASKS[measure], benchmark("others").TASKS[f"networkx {measure}"]
    found, expected = ours(80, 300)()(), others(80, 300)()()
    assert found["figures"] == pytest.approx(expected["figures"], rel=1e-9, abs=1e-15, nan_ok=True)


def test_the_exponent_is_the_slope_of_the_logarithms(peers: ModuleType):
    assert peers.exponent([10, 20, 40], [3, 12, 48]) == pytest.approx(2)
    assert peers.exponent([1, 10], [5, 5]) == pytest.approx(0)


def test_a_row_says_how_many_times_faster_and_whether_the_aim_is_reached(peers: ModuleType, monkeypatch):
    runs = {
        "ours x": peers.Run(0.5, 90.0, {"figures": [1.0, 2.0]}),
        "other x": peers.Run(4.0, 80.0, {"figures": [1.0, 2.5]}),
        "ours y": peers.Run(2.0, 90.0, {"modularity": 0.5}),
        "other y": None,
    }
    monkeypatch.setattr(peers, "quickest", lambda tasks, *_: [runs[task] for task in tasks])
    rows = (peers.Row("of x", "x", "other", 10), peers.Row("of y", "y", "other", 5))
    _, _, first, second, _ = peers.beside(rows, (100, 300), runs=1, limit=60)
    assert first == "| of x | 0.5 | 4 | 8.00 | 10 | no | apart by 5e-01 |"
    assert second == "| of y | 2 | not done in 60 | over 30 | 5 | yes |  |"


def test_a_part_whose_library_is_absent_says_so(peers: ModuleType, monkeypatch):
    monkeypatch.setattr(peers, "installed", lambda _: False)
    text = peers.page(["igraph"], peers.Choice(1, large=False))
    assert "## Betweenness, beside igraph\n\nigraph is not installed: left out." in text


def test_the_committed_page_has_every_part(peers: ModuleType):
    text = (BENCHMARKS / "peers.md").read_text(encoding="utf-8")
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        one for one, _, _ in peers.PARTS.values()
    ]
    assert "left out" not in text
    assert "| 10,000 |" in text
    assert "100,000, MB" in text


@pytest.mark.slow
def test_what_is_out_of_time_is_not_done(peers: ModuleType):
    # Making the company alone takes longer than a second.
    assert peers.quickest(["ours betweenness"], peers.LARGE, runs=1, limit=1) == [None]


@pytest.mark.slow
def test_runs_take_turns_in_processes_of_their_own_and_the_quickest_counts(peers: ModuleType):
    ours, loop = peers.quickest(["ours shuffles", "numpy shuffles"], (100, 300), runs=2)
    assert ours.seconds > 0
    assert ours.megabytes > 10
    # Means of 10,000 draws each; their difference has a standard deviation of sd·√(2/10,000).
    apart = abs(ours.result["mean"] - loop.result["mean"])
    assert apart < 5 * ours.result["standard deviation"] * (2 / 10_000) ** 0.5
