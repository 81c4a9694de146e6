"""Which of the small reference values are ours, and how is each of ours taken? Toys, worked examples and key players.

A value is named by its entry in `small/special_cases.json` and its field there; an entry that is one number has the
field "". Where two tools have an entry, both are compared.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.analysis import accelerate, agreement, connection, graph_theoretic
from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.model.organisation import Organisation
from alignment.model.result import Measurement, Scope
from alignment.network import collaboration, required_pairs
from alignment.settings import Settings
from build import organisation
from oracle.figures import inside_share, inside_share_beyond_chance, modularity_of_arcs, phi, yules_q_of_arcs
from oracle.organisations import Company, table

__all__ = ["TOYS", "TOYS_LEFT_OUT", "Toy", "degree", "efficiency", "ego_figures", "hightech_chart"]


@dataclass(frozen=True)
class Toy:
    """One small reference value: its entry and field, the measure it checks, and how ours is taken.

    `figure` is a function of the reference's folder; it gives a number, None, a list, or values by name.
    """

    entry: str
    field: str
    measure: str
    figure: Callable[[Path], Any]


def taken(org: Organisation, measure: str) -> list[Measurement]:
    """What a measure of the catalogue says of a company."""
    return list(MEASURES[measure].take(Context(org, Settings())))


def of(org: Callable[[Path], Organisation], measure: str, scope: Scope | None = None) -> Callable[[Path], float | None]:
    """The value of a measure."""
    scope = scope or Scope()
    return lambda folder: next(one.value for one in taken(org(folder), measure) if one.scope == scope)


def shares(*steps: int) -> Callable[[Path], Organisation]:
    """One journey, J, of so many steps by each department."""
    words = [f"D{unit}" for unit, number in enumerate(steps) for _ in range(number)]
    return lambda folder: organisation(journeys={"J": words})


_JOURNEY = Scope("journey", "J")


def diversity(entry: str, *steps: int) -> tuple[Toy, ...]:
    """What R vegan says of the shares of departments in a journey."""
    journey = shares(*steps)
    measures = {"hhi": "concentration", "invsimpson": "effective_departments", "pielou": "evenness"}
    return tuple(
        Toy(entry, field, f"fragmentation.{ident}", of(journey, f"fragmentation.{ident}", _JOURNEY))
        for field, ident in measures.items()
    )


def hightech_chart(folder: Path) -> Organisation:
    """Krackhardt's company: every person with the manager they report to."""
    above = dict(Company(folder, "krackhardt_hightech", "reports_to").ties())
    people = Company(folder, "krackhardt_hightech", "reports_to").people()
    return organisation(people=people, details={one: {"manager": above.get(one)} for one in people})


def two_heads() -> "nx.DiGraph[str]":
    """Two heads above c, and d and e below it; no register of people names two managers of one."""
    return nx.DiGraph(["ac", "bc", "cd", "ce"])


_DIMENSIONS = {
    "connectedness": "connectedness",
    "hierarchy": "hierarchy",
    "efficiency": "efficiency",
    "lubness_definition": "least_upper_boundedness",
}


def design(folder: Path) -> Organisation:
    """The design structure of MacCormack et al.: a journey of one handoff for each dependency."""
    arcs = table(folder / "small" / "edges.csv")
    return organisation(journeys={f"J{at}": [arc["source"], arc["target"]] for at, arc in enumerate(arcs)})


# Cataldo's example: the four rows of the coordination requirements and of the actual coordination.
_REQUIRED = {"J1": "D1 D2", "J2": "D2 D4", "J3": "D4 D1"}
_ACTUAL = "D1-D2 D2-D1 D3-D4 D4-D3"


def cataldo(folder: Path) -> Organisation:
    """Four departments; three pairs of them are required, one of these has a tie."""
    return organisation("D1 D2 D3 D4", ties=_ACTUAL, journeys=_REQUIRED)


# Newman (2003), table I: couples of San Francisco by ethnicity, in thousandths; women are the rows, men the columns.
_COUPLES = {
    "black": (258, 16, 35, 13),
    "hispanic": (12, 157, 58, 19),
    "white": (13, 23, 306, 35),
    "other": (5, 7, 24, 16),
}


def couples(folder: Path) -> Organisation:
    """The couples as ties between departments, those within included."""
    ties = [(one, other, number) for one, row in _COUPLES.items() for other, number in zip(_COUPLES, row, strict=True)]
    return organisation(list(_COUPLES), ties=ties)


@cache
def kite() -> Organisation:
    """Krackhardt's kite; people by letters in the order of their numbers."""
    ties = [("abcdefghij"[one], "abcdefghij"[other]) for one, other in nx.krackhardt_kite_graph().edges]
    return organisation(people="a b c d e f g h i j", ties=ties, ties_directed=False)


def of_kite(measure: str, times: float = 1) -> Callable[[Path], list[float]]:
    """The value of a measure for each person of the kite."""
    return lambda folder: [one.value * times for one in taken(kite(), measure)]


def kite_dispersed_without_each(folder: Path) -> list[float]:
    """DF of the kite without each person."""
    (before,) = taken(kite(), "bridges.distance_fragmentation")
    return [before.value + one.value for one in taken(kite(), "bridges.distance_fragmentation_growth")]


def kite_without_each(folder: Path) -> list[float]:
    """F of the kite without each person: F of the whole is 0."""
    return list(connection.fragmentation_growth(collaboration(kite()), "abcdefghij").values())


def kite_cuts(folder: Path) -> list[int]:
    """The articulation points of the kite, as numbers from 1."""
    points = connection.articulation_points(collaboration(kite()))
    return sorted(("abcdefghij".index(one) + 1 for one in points), reverse=True)


def campnet(folder: Path) -> Company:
    return Company(folder, "borgatti_campnet", "campnet", "gender")


def friendship(folder: Path) -> Company:
    return Company(folder, "krackhardt_hightech", "friendship")


def of_company(company: Callable[[Path], Company], measure: str) -> Callable[[Path], float | None]:
    """The value of a measure for a public organisation."""
    return lambda folder: company(folder).taken(measure)[0].value


def by_name(measure: str) -> Callable[[Path], dict[str, float | None]]:
    """The values of a measure for the people of Campnet."""

    def figures(folder: Path) -> dict[str, float | None]:
        known = {one.scope.id: one.value for one in campnet(folder).taken(measure)}
        return {name: known[node] for name, node in campnet(folder).names().items()}

    return figures


def ego_figures(folder: Path, function: Callable[[accelerate.Arrays], Any]) -> dict[str, float]:
    """A figure of every person of Campnet in the network of their own contacts only, as UCINET takes it."""
    ties = campnet(folder).collaboration().ties
    found = {}
    for name, node in campnet(folder).names().items():
        own = accelerate.arrays(nx.ego_graph(ties, node))
        found[name] = function(own)[own.nodes.index(node)]
    return found


def degree(a: accelerate.Arrays) -> NDArray[np.int64]:
    """Number of contacts of each person."""
    return np.diff(a.weights.indptr)


def efficiency(a: accelerate.Arrays) -> NDArray[np.float64]:
    """Effective size as a share of the contacts."""
    return accelerate.effective_size(a) / degree(a)


def key_players(company: Callable[[Path], Company], k: int) -> Callable[[Path], list[object]]:
    """The largest DF without k people, and who they are, as numbers."""

    def best(folder: Path) -> list[object]:
        found = company(folder).context().key_sets[k]
        # The measure that the reader sees is the same figure.
        ident = "bridges.key_set" + ("" if k == 1 else f"_{k}")
        assert company(folder).taken(ident)[0].value == found.value
        return [found.value, sorted(map(int, found.nodes))]

    return best


def players(name: str, company: Callable[[Path], Company]) -> tuple[Toy, ...]:
    """Borgatti's key players of a network."""
    return (
        Toy(f"kpp_{name}_baseline", "F", "bridges.fragmentation", of_company(company, "bridges.fragmentation")),
        Toy(f"kpp_{name}_baseline", "DF", "bridges.distance_fragmentation",
            of_company(company, "bridges.distance_fragmentation")),
        Toy(f"kpp_{name}_k1", "best_DF", "bridges.key_set", key_players(company, 1)),
        Toy(f"kpp_{name}_k2", "best_DF", "bridges.key_set_2", key_players(company, 2)),
        Toy(f"kpp_{name}_k3", "best_DF", "bridges.key_set_3", key_players(company, 3)),
    )  # fmt: skip


# The answers behind the figures of R's multilevel are not in the folder. What is there is enough: answers are made that
# have one of its figures, and our other figure of the same answers must be its other figure.


def _entry(folder: Path, entry: str) -> dict[str, Any]:
    return json.loads((folder / "small" / "special_cases.json").read_text())["R (versions inside)"][entry]


def intraclass(entry: str, index: Callable[[agreement.MeanSquares], float | None]) -> Callable[[Path], float | None]:
    """ICC of answers of 99 groups of two sizes, 7,382 together, whose ratio of mean squares is that behind ICC(2)."""

    def figure(folder: Path) -> float | None:
        theirs = _entry(folder, entry)
        sizes = np.array([75] * 98 + [theirs["k_n"] - 98 * 75])
        groups = np.repeat(np.arange(len(sizes)), sizes)
        means = np.arange(len(sizes)) % 7.0
        # Half of a group a step above its mean and half below, one of an odd number at it.
        places = np.concatenate([np.arange(size) for size in sizes])
        last = places == np.repeat(sizes, sizes) - 1
        steps = np.where(last & (np.repeat(sizes, sizes) % 2 == 1), 0.0, np.where(places % 2, 1.0, -1.0))
        made = agreement.mean_squares(means[groups] + steps, groups)
        width = np.sqrt(made.between * (1 - theirs["ICC2"]) / made.within)
        return index(agreement.mean_squares(means[groups] + steps * width, groups))

    return figure


def camps(variance: float, size: int, statements: int) -> NDArray[np.float64]:
    """Answers of an even number of people, half above and half below 3, of a given variance."""
    step = np.sqrt(variance * (size - 1) / size)
    return np.tile(np.where(np.arange(size) % 2, 3 + step, 3 - step)[:, None], statements)


def of_camps(entry: str, index: Callable[[NDArray[np.float64]], float | None]) -> Callable[[Path], list[float | None]]:
    """An index of answers to eleven statements whose variance is that behind another index of the first five groups."""

    def figure(folder: Path) -> list[float | None]:
        theirs, statements = _entry(folder, entry)["first5"], 11
        if entry == "lq2002_rwgj_LEAD":
            # J r / (J r + 1 - r), solved for r.
            theirs = [one / (statements - (statements - 1) * one) for one in theirs]
        return [index(camps(2 * (1 - one), 24, statements)) for one in theirs]

    return figure


def whole_answers(folder: Path) -> list[float | None]:
    """rwg of answers from 1 to 5: that such answers exist shows that the variance has n - 1 below, and 2 for chance."""
    theirs = _entry(folder, "lq2002_rwg_LEAD01")
    return [agreement.r_wg(_whole(value, size)) for value, size in zip(theirs["first5"], theirs["n"], strict=True)]


def _whole(value: float, size: int) -> NDArray[np.float64]:
    """So many answers from 1 to 5 of a given rwg: n Σx² - (Σx)² is a whole number, and so they can be tried out."""
    wanted = round(2 * (1 - value) * size * (size - 1))
    for ones, twos, fours in product(range(size), repeat=3):
        others = size - ones - twos - fours
        for fives in range(others + 1) if others >= 0 else ():
            total = fours - twos + 2 * (fives - ones)
            squares = fours + twos + 4 * (fives + ones)
            if size * squares - total**2 == wanted:
                return np.repeat(np.arange(1.0, 6.0), (ones, twos, others - fives, fours, fives))
    raise AssertionError(f"no {size} answers from 1 to 5 have an rwg of {value}")


def deviations(folder: Path) -> list[float | None]:
    """AD_M of 24 people in two camps as far from the mean as it says: the distances are divided by n, not by n - 1."""
    return [agreement.ad_m(camps(one**2 * 24 / 23, 24, 11)) for one in _entry(folder, "lq2002_adm")["first5"]]


_TOYS = (
    *(
        Toy(f"bh1996_{name}", field, f"maturity.{field.lower()}", intraclass(f"bh1996_{name}", index))
        for name in ("HRS", "LEAD", "COHES", "WBEING")
        for field, index in (("ICC1", agreement.icc1), ("ICC2", agreement.icc2))
    ),
    Toy("lq2002_rwg_LEAD01", "first5", "maturity.r_star", whole_answers),
    Toy("lq2002_rwgj_LEAD", "first5", "maturity.r_wg_j", of_camps("lq2002_rwgj_lindell", agreement.r_wg_j)),
    Toy("lq2002_rwgj_lindell", "first5", "maturity.r_star", of_camps("lq2002_rwgj_LEAD", agreement.r_star)),
    Toy("lq2002_adm", "first5", "maturity.agreement", deviations),
    *diversity("vegan_equal4", 1, 1, 1, 1),
    *diversity("vegan_skew", 6, 2, 1, 1),
    *diversity("vegan_single", 1),
    *diversity("vegan_two", 7, 3),
    *(
        Toy("gtd_reports_to_transposed", field.removesuffix("_definition"), f"hierarchy.{ident}_people",
            of(hightech_chart, f"hierarchy.{ident}_people"))
        for field, ident in _DIMENSIONS.items()
    ),
    *(
        Toy("gtd_two_boss_toy", field, f"hierarchy.{ident}", lambda folder, ident=ident: getattr(graph_theoretic, ident)(two_heads()))
        for field, ident in _DIMENSIONS.items()
    ),
    Toy("maccormack_toy", "propagation_cost", "fragmentation.propagation_cost", of(design, "fragmentation.propagation_cost")),
    Toy("stc_toy", "required_pairs", "coordination.congruence", lambda folder: len(required_pairs(cataldo(folder)))),
    Toy("stc_toy", "met_pairs", "coordination.gap_count",
        lambda folder: len(required_pairs(cataldo(folder))) - of(cataldo, "coordination.gap_count")(folder)),
    Toy("stc_toy", "congruence", "coordination.congruence", of(cataldo, "coordination.congruence")),
    Toy("stc_toy", "weighted_congruence", "coordination.congruence_weighted", of(cataldo, "coordination.congruence_weighted")),
    Toy("newman2003_catania", "r", "silos.assortativity_weighted", of(couples, "silos.assortativity_weighted")),
    Toy("kite", "DF_removal", "bridges.distance_fragmentation_growth", kite_dispersed_without_each),
    Toy("kite", "F_removal", "bridges.fragmentation_growth", kite_without_each),
    Toy("kite", "constraint", "bridges.constraint", of_kite("bridges.constraint")),
    Toy("kite", "betweenness", "bridges.betweenness", of_kite("bridges.betweenness", 36)),
    Toy("kite", "articulation", "bridges.articulation_points", kite_cuts),
    # xhomophily counts arcs: a tie that both report weighs 2.
    Toy("campnet_homophily", "E-I Index", "silos.ei_index_weighted", of_company(campnet, "silos.ei_index_weighted")),
    Toy("campnet_homophily", "Assort", "silos.assortativity_weighted", of_company(campnet, "silos.assortativity_weighted")),
    Toy("campnet_homophily", "H", "silos.ei_index_weighted", lambda folder: inside_share(campnet(folder))),
    Toy("campnet_homophily", "h-star", "silos.ei_expected", lambda folder: inside_share_beyond_chance(campnet(folder))),
    Toy("campnet_homophily", "Corr", "silos.yules_q", lambda folder: phi(campnet(folder))),
    Toy("campnet_homophily", "Modul Q", "silos.assortativity_weighted",
        lambda folder: modularity_of_arcs("dir")(campnet(folder))),
    Toy("campnet_homophily", "Yules Q", "silos.yules_q", lambda folder: yules_q_of_arcs(campnet(folder))),
    Toy("campnet_structural_holes", "constraint_whole", "bridges.constraint", by_name("bridges.constraint")),
    Toy("campnet_structural_holes", "effsize_whole", "bridges.effective_size", by_name("bridges.effective_size")),
    Toy("campnet_structural_holes", "degree", "bridges.effective_size", partial(ego_figures, function=degree)),
    Toy("campnet_structural_holes", "efficiency", "bridges.effective_size", partial(ego_figures, function=efficiency)),
    Toy("campnet_structural_holes", "constraint", "bridges.constraint", partial(ego_figures, function=accelerate.constraint)),
    Toy("campnet_structural_holes", "effsize", "bridges.effective_size", partial(ego_figures, function=accelerate.effective_size)),
    *players("campnet", campnet),
    *players("friendship", friendship),
)  # fmt: skip
TOYS: Mapping[tuple[str, str], Toy] = {(one.entry, one.field): one for one in _TOYS}

_OTHER_GROUPS = "a mean or median over groups whose answers are not in the folder"
_SURVEY = "which survey it was: an input"
_WEIGHTED = "with the mean size of unequal groups weighted: the catalogue takes the plain mean, as R's multilevel does"
_CORE = "core–periphery: kept out of the catalogue as noise at this size"
_COMPLEMENT = "1 minus the concentration, which is compared"
_INSIDE = "no value of its own: it stands in the evenness, which is compared"
_BY_F = "the set that raises F most; the catalogue's raises DF most"
_POSITIVE = "the set that reaches most (KPP-POS); the catalogue's is the one whose loss costs most"
# "*": every field of the entry.
TOYS_LEFT_OUT: Mapping[tuple[str, str], str] = {
    **{
        (f"bh1996_{name}", field): _SURVEY for name in ("HRS", "LEAD", "COHES", "WBEING") for field in ("k_n", "groups")
    },
    **{(f"bh1996_{name}", "ICC1_n0"): _WEIGHTED for name in ("HRS", "LEAD", "COHES", "WBEING")},
    **{("lq2002_rwg_LEAD01", field): _OTHER_GROUPS for field in ("mean", "median")},
    **{("lq2002_rwg_LEAD01", field): _SURVEY for field in ("grpid5", "n")},
    ("lq2002_rwg_LEAD01", "n_negative"): "that no group of the survey has an rwg under 0",
    **{("lq2002_rwgj_LEAD", field): _OTHER_GROUPS for field in ("mean", "median")},
    ("lq2002_rwgj_LEAD", "items"): _SURVEY,
    ("lq2002_rwgj_lindell", "mean"): _OTHER_GROUPS,
    ("lq2002_awg", "*"): "another index of agreement, which the catalogue does not take",
    ("lq2002_adm", "mean"): _OTHER_GROUPS,
    **{(f"vegan_{name}", "shannon"): _INSIDE for name in ("equal4", "skew", "single", "two")},
    **{(f"vegan_{name}", "simpson_1mD"): _COMPLEMENT for name in ("equal4", "skew", "single", "two")},
    ("gtd_two_boss_toy", "lubness_sna"): "contradicts its own help page; the definition beside it is compared",
    ("maccormack_toy", "direct_density"): "no measure of the catalogue",
    ("maccormack_toy", "fan_in"): "no measure of the catalogue; propagation cost is its mean",
    ("maccormack_toy", "fan_out"): "no measure of the catalogue; propagation cost is its mean",
    ("stc_toy", "TA"): "input of the toy",
    ("stc_toy", "TD"): "input of the toy",
    ("stc_toy", "CR"): "input of ours: the journeys",
    ("stc_toy", "CA"): "input of ours: the ties",
    ("vertex_bootstrap_campnet_density", "*"): "a bootstrap of vertices: the catalogue permutes labels",
    ("campnet_structural_holes", "hierarchy"): "Burt's hierarchy: kept out of the catalogue as noise at this size",
    (
        "campnet_structural_holes",
        "hierarchy_whole",
    ): "Burt's hierarchy: kept out of the catalogue as noise at this size",
    ("campnet_constraint_whole_vs_networkx_maxdiff", ""): "a difference between two tools",
    ("core_periphery_exhaustive_campnet_blocks", "*"): _CORE,
    ("core_periphery_exhaustive_campnet_offdiag1", "*"): _CORE,
    ("core_periphery_exhaustive_friendship_blocks", "*"): _CORE,
    ("core_periphery_exhaustive_friendship_offdiag1", "*"): _CORE,
    ("core_periphery_exhaustive_advice_blocks", "*"): _CORE,
    ("core_periphery_exhaustive_advice_offdiag1", "*"): _CORE,
    ("campnet_coreness_minres", "*"): _CORE,
    ("cpnet_BE_und_campnet", "*"): _CORE,
    ("cpnet_BE_und_friendship", "*"): _CORE,
    ("cpnet_BE_und_advice", "*"): _CORE,
    **{(f"kpp_{name}_k{k}", "best_F"): _BY_F for name in ("campnet", "friendship") for k in (1, 2, 3)},
    **{(f"kpp_{name}_k{k}", "best_DR_pos"): _POSITIVE for name in ("campnet", "friendship") for k in (1, 2, 3)},
    ("jemaah_group_EI_edges_once", "*"): "the network is not in the folder",
    ("versions", "*"): "versions of the tools",
}
