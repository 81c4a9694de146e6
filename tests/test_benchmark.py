"""The plain script of the benchmark is an independent way to the same figures, so the two must agree."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import alignment
from alignment.resources import sample_data

PLAIN = Path(__file__).resolve().parents[1] / "benchmarks" / "plain.py"
FIGURES = {
    "journeys_without_owner": "ownership.journeys_without_owner",
    "journeys_with_several_owners": "ownership.journeys_with_several_owners",
    "cross_department_journeys": "fragmentation.cross_department_journey_count",
    "articulation_points": "bridges.articulation_points",
    "bridge_ties": "bridges.bridge_ties",
    "isolates": "bridges.isolates",
    "ei_index": "silos.ei_index",
    "ei_p": "silos.ei_p",
    "modularity": "silos.modularity",
    "assortativity": "silos.assortativity",
}

pytestmark = pytest.mark.slow


def agreeing(workbook: Path, folder: Path) -> int:
    """Number of figures that both have, after comparing each."""
    command = [sys.executable, PLAIN, workbook, "--pictures", "2", "-o", folder]
    plain = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    check = alignment.examine([workbook]).check
    ours = {name: check.value(ident) for name, ident in FIGURES.items()}
    ours["handoffs"] = sum(one.value for one in check.of("fragmentation.handoffs") if one.value is not None)
    compared = {name: value for name, value in plain.items() if name in ours}
    assert {name: ours[name] for name in compared} == pytest.approx(compared, rel=1e-12)
    return len(compared)


def test_plain_pandas_and_networkx_give_the_sample_the_same_figures(tmp_path: Path):
    assert agreeing(sample_data() / "brightwater-q1.xlsx", tmp_path) == 11


def test_plain_pandas_and_networkx_give_kubernetes_the_same_figures(real: Path, tmp_path: Path):
    assert agreeing(real / "kubernetes" / "kubernetes.xlsx", tmp_path) == 7
