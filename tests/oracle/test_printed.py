"""Values that UCINET and xucinet print for the public organisations, and our catalogue quotes, to the digits printed."""

from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from alignment.analysis import accelerate
from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.settings import Settings
from oracle.figures import (
    inside_share,
    inside_share_beyond_chance,
    modularity_of_arcs,
    phi,
    reached,
    values,
    yules_q_of_arcs,
)
from oracle.organisations import NETWORKS, Company, table
from oracle.toys import degree, efficiency, ego_figures, hightech_chart

Row = Mapping[str, str]

_DATASETS = {network: dataset for dataset, network in NETWORKS}


def subject(row: Row) -> str:
    """What a printed value is about: a network, Campnet by gender, a person of it, or an organisation that is not here."""
    known = row["dataset"].split()
    if known[0] not in _DATASETS:
        return "elsewhere"
    return "network" if len(known) == 1 else "gender" if known[1] == "x" else "person"


def company(folder, row: Row) -> Company:
    network = row["dataset"].split()[0]
    return Company(folder, _DATASETS[network], network, "gender" if network == "campnet" else "")


def printed_of(measure: str) -> Callable:
    return lambda folder, row: values(company(folder, row), measure, level="network")[""]


def of_company(figure: Callable[[Company], float]) -> Callable:
    return lambda folder, row: figure(company(folder, row))


def of_pairs(folder, row: Row) -> float:
    """Pairs that both report over pairs that any does: each of the former holds two confirmed reports."""
    confirmed = printed_of("silos.reciprocity")(folder, row)
    return confirmed / (2 - confirmed)


def of_person(function: Callable) -> Callable:
    """UCINET looks at the network of a person's own contacts only."""
    return lambda folder, row: ego_figures(folder, function)[row["dataset"].split()[1]]


# Subject and metric → ours. UCINET's cohesion counts arcs, along their direction; so does xhomophily.
PRINTED: Mapping[tuple[str, str], Callable] = {
    ("network", "# of ties"): lambda folder, row: company(folder, row).collaboration().reports.number_of_edges(),
    ("network", "Density"): lambda folder, row: (
        company(folder, row).blocks().arcs.sum() / (2 * company(folder, row).blocks().pairs)
    ),
    ("network", "Breadth"): printed_of("bridges.distance_fragmentation_directed"),
    ("network", "Compactness"): lambda folder, row: (
        1 - printed_of("bridges.distance_fragmentation_directed")(folder, row)
    ),
    ("network", "Arc Reciprocity"): printed_of("silos.reciprocity"),
    ("network", "Dyad Reciprocity"): of_pairs,
    ("network", "Avg Degree"): of_company(
        lambda of: of.collaboration().reports.number_of_edges() / len(of.collaboration().reports)
    ),
    ("network", "Connectedness"): of_company(reached),
    ("network", "Fragmentation"): of_company(lambda of: 1 - reached(of)),
    ("gender", "H"): of_company(inside_share),
    ("gender", "h-star"): of_company(inside_share_beyond_chance),
    ("gender", "Corr"): of_company(phi),
    ("gender", "Modul Q"): of_company(modularity_of_arcs("dir")),
    ("gender", "Yules Q"): of_company(yules_q_of_arcs),
    # By weight a tie that both report weighs 2, as if arcs were counted.
    ("gender", "Assort"): printed_of("silos.assortativity_weighted"),
    ("gender", "E-I Index"): printed_of("silos.ei_index_weighted"),
    ("person", "Degree"): of_person(degree),
    ("person", "EffSize"): of_person(accelerate.effective_size),
    ("person", "Efficiency"): of_person(efficiency),
    ("person", "Constraint"): of_person(accelerate.constraint),
}
_NO_MEASURE = "no measure of the catalogue"
_NOISE = "kept out of the catalogue as noise at this size"
PRINTED_LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("network", "Components"): "joined along directed ties; the catalogue's is on U",
    ("network", "Avg Distance"): _NO_MEASURE,
    ("network", "Diameter"): _NO_MEASURE,
    ("network", "Wiener Index"): _NO_MEASURE,
    ("network", "Out-Centralization"): _NO_MEASURE,
    ("network", "In-Centralization"): _NO_MEASURE,
    ("network", "K-core index"): _NO_MEASURE,
    ("network", "C/P categorical fit"): _NOISE,
    ("network", "continuous fit"): _NOISE,
    ("person", "Hierarchy"): f"Burt's hierarchy: {_NOISE}",
    ("person", "coreness"): _NOISE,
}


def rows(folder) -> list[Row]:
    return [row for row in table(folder / "published_checks.csv") if subject(row) != "elsewhere"]


def test_every_printed_value_is_compared_or_left_out_for_a_reason(oracle):
    assert not PRINTED.keys() & PRINTED_LEFT_OUT.keys()
    assert PRINTED.keys() | PRINTED_LEFT_OUT.keys() == {(subject(row), row["metric"]) for row in rows(oracle)}
    elsewhere = {
        row["dataset"].split()[0] for row in table(oracle / "published_checks.csv") if subject(row) == "elsewhere"
    }
    # None of these networks is in the folder.
    assert elsewhere == {"jemaah_islamiyah", "schoolfriends_fb", "schoolfriends_rp", "email"}
    assert not {one.name for one in oracle.iterdir() if one.is_dir()} & elsewhere


def test_of_all_printed_values_so_many_are_compared(oracle):
    compared = Counter((subject(row), row["metric"]) in PRINTED for row in rows(oracle))
    assert (compared[True], compared[False]) == (115, 53)
    assert len(table(oracle / "published_checks.csv")) == 115 + 53 + 13


@pytest.mark.parametrize("key", PRINTED, ids=" ".join)
def test_ours_is_the_printed_value(oracle, key):
    for row in rows(oracle):
        if (subject(row), row["metric"]) == key:
            value = float(row["published"])
            # UCINET's log prints numbers of single precision; the snapshots of xucinet three decimals.
            error = 5e-9 + 6e-8 * value if row["source"].startswith("UCINET") else 5e-4 + 1e-9
            assert PRINTED[key](oracle, row) == pytest.approx(value, abs=error), row["dataset"]


def test_the_catalogue_quotes_the_advice_network_as_we_measure_it(oracle):
    whole = Company(oracle, "krackhardt_hightech", "advice", "dept")
    quoted = {
        "silos.ei_index": 0.5172,
        "silos.ei_expected": 0.5524,
        "silos.ei_rescaled": -0.4894,
        "silos.assortativity": -0.0322,
        "silos.modularity": -0.0237,
        "silos.yules_q": 0.1685,
    }
    assert {ident: round(values(whole, ident, level="network")[""], 4) for ident in quoted} == quoted
    # "Which is chance": exact p is about 0.25; 10,000 draws err by 0.0043 at one standard error.
    assert values(whole, "silos.ei_p", level="network")[""] == pytest.approx(0.25, abs=0.02)


def test_the_catalogue_quotes_manager_18_as_we_measure_them(oracle):
    whole = Company(oracle, "krackhardt_hightech", "advice", "dept")
    assert values(whole, "bridges.brokerage")["18"] == 121
    assert round(values(whole, "bridges.brokerage_z")["18"], 1) == 5.0


def test_the_catalogue_quotes_campnet_as_we_measure_it(oracle):
    whole = Company(oracle, "borgatti_campnet", "campnet", "gender")
    # The quoted F of .32680 counts directed paths; U is connected, and "no single node fragments it".
    assert values(whole, "bridges.fragmentation", level="network")[""] == 0
    assert values(whole, "bridges.articulation_points", level="network")[""] == 0
    assert round(values(whole, "bridges.distance_fragmentation_directed", level="network")[""], 5) == 0.65798
    pair = whole.context().key_sets[2]
    assert set(pair.nodes) == {whole.names()["PAULINE"], whole.names()["MICHAEL"]}
    assert round(pair.value, 3) == 0.678


def test_the_catalogue_quotes_the_formal_chart_as_we_measure_it(oracle):
    chart = Context(hightech_chart(oracle), Settings())
    dimensions = ("connectedness", "hierarchy", "efficiency", "least_upper_boundedness")
    assert [one.value for ident in dimensions for one in MEASURES[f"hierarchy.{ident}_people"].take(chart)] == [
        1,
        1,
        1,
        1,
    ]
