"""Which reference values are ours, and how is each of ours taken? Together the tables name every value there is.

`COVERED` are compared as they are, `DRAWN` are means and shares of random draws, `LEFT_OUT` are no values of ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import comb, isnan, sqrt
from typing import Any

import networkx as nx
import numpy as np

from alignment.analysis import communities, connection, graph_theoretic, groups
from alignment.analysis.brokerage import ROLES
from oracle.organisations import Company, View

__all__ = [
    "COVERED", "DRAWN", "LEFT_OUT", "WITHOUT_REFERENCE", "Figures", "Key", "Kind", "inside_share",
    "inside_share_beyond_chance", "modularity_of_arcs", "phi", "reached", "values", "yules_q_of_arcs",
]  # fmt: skip

Figures = Mapping[str, float | None]
Key = tuple[str, str, str]

_SCOPES = {"network": "organisation", "group": "group", "node": "person"}


@dataclass(frozen=True)
class Kind:
    """One kind of reference value: its metric, variant and level there, the measure it checks, and how ours is taken.

    `how` is the view of the company ("whole", "dir" or "und") of which the measure itself gives the value; or a function
    of the company that gives the values by id, or the one of the network.
    """

    metric: str
    variant: str
    level: str
    measure: str
    how: str | Callable[[Company], Any]

    @property
    def key(self) -> Key:
        """As the reference names it."""
        return self.metric, self.variant, self.level

    def figures(self, company: Company) -> Figures:
        """Our values by id, "" for the whole network; None where there is none."""
        found = values(company, self.measure, self.how, self.level) if isinstance(self.how, str) else self.how(company)
        return found if isinstance(found, Mapping) else {"": found}


def values(company: Company, measure: str, view: str = "whole", level: str = "node") -> dict[str, float | None]:
    """What a measure gives on a level, by id."""
    taken = company.taken(measure, view)
    return {one.scope.id or "": one.value for one in taken if one.scope.kind == _SCOPES[level]}


def raw(measure: str, view: str) -> Callable[[Company], Figures]:
    """Betweenness as a number of paths: the reference does not divide by the pairs of others."""

    def figures(company: Company) -> Figures:
        pairs = comb(len(company.people()) - 1, 2)
        return {node: share * pairs for node, share in values(company, measure, view).items()}

    return figures


def after_removal(company: Company) -> Figures:
    """F without each node; the measure tells the growth, and of articulation points only."""
    view = company.collaboration()
    before = connection.fragmentation(view.ties)
    return {node: before + growth for node, growth in connection.fragmentation_growth(view, view.ties).items()}


def dispersed_after_removal(company: Company) -> Figures:
    """DF without each node; the measure tells the growth."""
    before = values(company, "bridges.distance_fragmentation", level="network")[""]
    return {node: before + grown for node, grown in values(company, "bridges.distance_fragmentation_growth").items()}


def between(index: Callable[..., float | None], algorithm: str) -> Callable[[Company], float | None]:
    """An index of agreement between the grouping and the communities that another tool found."""

    def figure(company: Company) -> float | None:
        people, found = company.people(), company.partition(algorithm)
        return index(list(people.values()), [found[node] for node in people])

    return figure


def odds_ratio(company: Company) -> float:
    """The odds of a tie inside over those across, from Yule's Q."""
    q = values(company, "silos.yules_q", "und", "network")[""]
    return (1 + q) / (1 - q)


def fourfold(company: Company) -> tuple[int, int, int, int]:
    """Ordered pairs: inside groups with a report and without, across them with and without."""
    b = company.blocks()
    inside, all_ = int(b.arcs.trace()), int(b.arcs.sum())
    return inside, 2 * b.pairs_within - inside, all_ - inside, 2 * (b.pairs - b.pairs_within) - (all_ - inside)


def odds_ratio_of_arcs(company: Company) -> float:
    tied_in, free_in, tied_out, free_out = fourfold(company)
    return tied_in * free_out / (free_in * tied_out)


def yules_q_of_arcs(company: Company) -> float:
    ratio = odds_ratio_of_arcs(company)
    return (ratio - 1) / (ratio + 1)


def phi(company: Company) -> float:
    """Correlation of tie and same group over ordered pairs."""
    a, b, c, d = fourfold(company)
    return (a * d - b * c) / sqrt((a + b) * (c + d) * (a + c) * (b + d))


def inside_share(company: Company) -> float:
    """Share of the reports that stay inside groups, from the E-I of reports."""
    return (1 - values(company, "silos.ei_index_weighted", "dir", "network")[""]) / 2


def inside_share_beyond_chance(company: Company) -> float:
    return inside_share(company) - (1 - values(company, "silos.ei_expected", level="network")[""]) / 2


def modularity_of_arcs(view: View) -> Callable[[Company], float]:
    """Q that expects by direction: r times the share that chance leaves to go across."""

    def figure(company: Company) -> float:
        flow = company.blocks(view).flow
        chance = (flow.sum(axis=0) * flow.sum(axis=1)).sum() / flow.sum() ** 2
        return values(company, "silos.assortativity_weighted", view, "network")[""] * (1 - chance)

    return figure


def reached(company: Company) -> float:
    """Share of ordered pairs of different people that a directed path joins, from the propagation cost of all pairs."""
    n = len(company.people())
    return (graph_theoretic.propagation_cost(company.collaboration().reports) * n**2 - n) / (n * (n - 1))


def ei_bound(rescaled: float) -> Callable[[Company], float | None]:
    """The E-I that is rescaled to -1 or 1: on the line through those of no tie inside (E-I 1) and of all (-1)."""

    def figure(company: Company) -> float | None:
        b = company.blocks("und")
        none, all_ = (
            groups.ei_rescaled(replace(b, ties=np.diag([inside] + [0] * (len(b.groups) - 1))))
            for inside in (0, b.total)
        )
        return None if none is None else 1 - 2 * (rescaled - none) / (all_ - none)

    return figure


def ei_of_each(company: Company) -> Figures:
    """E-I of the network that the ties of each person make by themselves."""
    view = company.collaboration("und")
    return {node: groups.ei_index(groups.blocks(replace(view, ties=_star(view.ties, node)))) for node in view.ties}


def _star(ties: "nx.Graph[str]", node: str) -> "nx.Graph[str]":
    star: nx.Graph[str] = nx.Graph()
    star.add_node(node)
    star.add_edges_from(ties.edges(node))
    return star


def by_group(figure: Callable[[groups.Blocks], Figures], view: str) -> Callable[[Company], Figures]:
    """A figure of every group; the measure itself refuses those of a group of one person."""
    return lambda of: figure(of.blocks(view))


def group_ei(b: groups.Blocks) -> Figures:
    return {name: 1 - 2 * share for name, share in groups.insularity(b).items()}


def chance(attribute: str, role: str) -> Callable[[Company], Figures]:
    """What chance would give of a brokerage role, and the distance from it."""

    def figures(company: Company) -> Figures:
        found = company.context().brokers
        of_role = getattr(found, attribute)[:, ROLES.index(role)].tolist()
        return {node: None if isnan(one) else one for node, one in zip(found.nodes, of_role, strict=True)}

    return figures


def overall(attribute: str, role: str) -> Callable[[Company], float]:
    """The open paths of a role in the whole network, and what chance would give."""
    return lambda of: float(getattr(of.context().brokers, attribute)[:, ROLES.index(role)].sum())


def in_role(theirs: str, role: str) -> tuple[Kind, ...]:
    """Every value of one brokerage role."""
    metric, measure = f"gf_{theirs}", f"bridges.brokerage.{role}"
    return (
        Kind(metric, "raw", "node", measure, "whole"),
        Kind(metric, "exp", "node", measure, chance("expected", role)),
        Kind(metric, "z", "node", measure, chance("z", role)),
        Kind(metric, "raw_global", "network", measure, overall("counts", role)),
        Kind(metric, "exp_global", "network", measure, overall("expected", role)),
    )


def charted(function: Callable[..., float | None]) -> Callable[[Company], float | None]:
    """A figure of the ties as if they were lines of command, from source to target."""
    return lambda of: function(of.collaboration().reports)


_COVERED = (
    Kind("density", "und", "network", "silos.density", "und"),
    # The reports counted by group, over ordered pairs.
    Kind("density", "dir", "network", "silos.density", lambda of: of.blocks().arcs.sum() / (2 * of.blocks().pairs)),
    Kind("ei", "und", "network", "silos.ei_index", "und"),
    # Where reports have no strength, each counts 1: a tie that both sides report weighs 2.
    Kind("ei", "dir", "network", "silos.ei_index_weighted", "dir"),
    Kind("ei", "weighted", "network", "silos.ei_index_weighted", "whole"),
    Kind("ei_counts", "und_internal", "network", "silos.ei_index", lambda of: of.blocks().internal),
    Kind("ei_counts", "und_external", "network", "silos.ei_index", lambda of: of.blocks().total - of.blocks().internal),
    Kind("ei_expected", "random", "network", "silos.ei_expected", "whole"),
    Kind("ei_rescaled", "und", "network", "silos.ei_rescaled", "und"),
    Kind("ei_min", "und", "network", "silos.ei_rescaled", ei_bound(-1)),
    Kind("ei_max", "und", "network", "silos.ei_rescaled", ei_bound(1)),
    Kind("ei_node", "und", "node", "silos.ei_index", ei_of_each),
    Kind("ei_group", "und", "group", "silos.group_ei", by_group(group_ei, "und")),
    Kind("assortativity", "und", "network", "silos.assortativity", "und"),
    Kind("assortativity", "und_isnar", "network", "silos.assortativity", "und"),
    Kind("assortativity", "dir", "network", "silos.assortativity_weighted", "dir"),
    Kind("assortativity", "weighted", "network", "silos.assortativity_weighted", "whole"),
    Kind("modularity", "und", "network", "silos.modularity", "und"),
    Kind("modularity", "wund", "network", "silos.modularity_weighted", "whole"),
    Kind("modularity", "dir", "network", "silos.assortativity_weighted", modularity_of_arcs("dir")),
    Kind("modularity", "wdir", "network", "silos.assortativity_weighted", modularity_of_arcs("whole")),
    Kind("modularity", "fast_greedy_und", "network", "silos.community_modularity",
         lambda of: groups.modularity(groups.blocks(of.collaboration(), of.partition("fast_greedy")))),
    Kind("modularity_max", "und_exact", "network", "silos.community_modularity", "whole"),
    Kind("modularity_max", "und_leiden_best", "network", "silos.community_modularity", "whole"),
    Kind("modularity_max", "und_louvain_best50", "network", "silos.community_modularity", "whole"),
    Kind("modularity_max", "und_leiden_best_ncomm", "network", "silos.community_modularity",
         lambda of: communities.detect(of.context().arrays, of.context().settings.seed).number),
    Kind("yule_q", "und", "network", "silos.yules_q", "und"),
    Kind("odds_ratio_within", "und", "network", "silos.yules_q", odds_ratio),
    Kind("yule_q", "dir", "network", "silos.yules_q", yules_q_of_arcs),
    Kind("odds_ratio_within", "dir", "network", "silos.yules_q", odds_ratio_of_arcs),
    Kind("insularity", "und", "group", "silos.insularity", by_group(groups.insularity, "und")),
    Kind("insularity", "wund", "group", "silos.insularity", by_group(groups.insularity, "whole")),
    Kind("conductance", "und", "group", "silos.conductance", by_group(groups.conductance, "und")),
    Kind("conductance", "wund", "group", "silos.conductance", by_group(groups.conductance, "whole")),
    Kind("coleman", "dir", "group", "silos.coleman", "whole"),
    Kind("ami_arith", "vs_fast_greedy", "network", "silos.agreement",
         between(communities.adjusted_mutual_information, "fast_greedy")),
    # The same communities as we find ourselves.
    Kind("ami_arith", "vs_leiden_best", "network", "silos.agreement", "whole"),
    Kind("ari", "vs_fast_greedy", "network", "silos.agreement_rand",
         between(communities.adjusted_rand, "fast_greedy")),
    Kind("ari", "vs_fast_greedy_igraph", "network", "silos.agreement_rand",
         between(communities.adjusted_rand, "fast_greedy")),
    Kind("ari", "vs_leiden_best", "network", "silos.agreement_rand", "whole"),
    Kind("reciprocity", "arc", "network", "silos.reciprocity", "whole"),
    Kind("reciprocity", "arc_sna_edgewise", "network", "silos.reciprocity", "whole"),
    Kind("n_components", "und", "network", "bridges.fragmentation",
         lambda of: len(connection.pieces(of.collaboration())) + len(connection.isolates(of.collaboration()))),
    Kind("fragmentation_F", "und", "network", "bridges.fragmentation", "whole"),
    Kind("fragmentation_F", "dir", "network", "fragmentation.propagation_cost", lambda of: 1 - reached(of)),
    Kind("fragmentation_F_removal", "und", "node", "bridges.fragmentation_growth", after_removal),
    Kind("fragmentation_DF", "und", "network", "bridges.distance_fragmentation", "whole"),
    Kind("fragmentation_DF", "dir", "network", "bridges.distance_fragmentation_directed", "whole"),
    Kind("fragmentation_DF_removal", "und", "node", "bridges.distance_fragmentation_growth", dispersed_after_removal),
    Kind("articulation_points", "und_count", "network", "bridges.articulation_points", "whole"),
    Kind("articulation_point", "und", "node", "bridges.articulation_points",
         lambda of: dict.fromkeys(connection.articulation_points(of.collaboration()), 1)),
    Kind("bridges", "und_count", "network", "bridges.bridge_ties", "whole"),
    Kind("betweenness", "und_raw", "node", "bridges.betweenness", raw("bridges.betweenness", "und")),
    Kind("betweenness", "wund_inverse_raw", "node", "bridges.betweenness", raw("bridges.betweenness", "whole")),
    Kind("constraint", "und_whole", "node", "bridges.constraint", "und"),
    Kind("constraint", "wsum_whole", "node", "bridges.constraint", "whole"),
    Kind("effective_size", "und_borgatti", "node", "bridges.effective_size", "und"),
    Kind("effective_size", "wsum_burt_whole", "node", "bridges.effective_size", "whole"),
    Kind("participation", "und", "node", "bridges.participation", "whole"),
    *in_role("coordinator", "coordinator"),
    *in_role("gatekeeper", "gatekeeper"),
    *in_role("representative", "representative"),
    *in_role("itinerant", "consultant"),
    *in_role("liaison", "liaison"),
    Kind("gf_total", "raw", "node", "bridges.brokerage", "whole"),
    Kind("gf_total", "exp", "node", "bridges.brokerage",
         lambda of: dict.fromkeys(of.people(), of.context().open_paths.expected)),
    Kind("gf_total", "z", "node", "bridges.brokerage_z", "whole"),
    Kind("gf_total", "raw_global", "network", "bridges.brokerage", lambda of: of.context().open_paths.counts.sum()),
    Kind("gf_total", "exp_global", "network", "bridges.brokerage",
         lambda of: of.context().open_paths.expected * len(of.people())),
    Kind("gtd_connectedness", "krackhardt", "network", "hierarchy.connectedness", charted(graph_theoretic.connectedness)),
    Kind("gtd_hierarchy", "krackhardt", "network", "hierarchy.hierarchy", charted(graph_theoretic.hierarchy)),
    Kind("gtd_efficiency", "krackhardt_lines", "network", "hierarchy.efficiency", charted(graph_theoretic.efficiency)),
    Kind("gtd_lubness", "krackhardt", "network", "hierarchy.least_upper_boundedness",
         charted(graph_theoretic.least_upper_boundedness)),
    Kind("propagation_cost", "incl_self", "network", "fragmentation.propagation_cost",
         charted(graph_theoretic.propagation_cost)),
    Kind("propagation_cost", "excl_self", "network", "fragmentation.propagation_cost", reached),
)  # fmt: skip
COVERED: Mapping[Key, Kind] = {one.key: one for one in _COVERED}

DRAWN: Mapping[Key, str] = {
    ("ei_perm", "und_mean5000", "network"): "silos.ei_z",
    ("ei_perm", "und_sd5000", "network"): "silos.ei_z",
    ("ei_perm", "und_p_le_obs", "network"): "silos.ei_p",
    ("ei_perm", "und_p_ge_obs", "network"): "silos.ei_p",
}

_OF_NODES = "the catalogue's brokerage is of nodes: it has no spread of the whole network's total"
_ON_U = "the catalogue's is on U, the undirected ties"
LEFT_OUT: Mapping[Key, str] = {
    ("ami_max", "vs_fast_greedy", "network"): "divides by the larger entropy; the catalogue's by the mean of both",
    ("betweenness", "dir_raw", "node"): "along directed ties; the catalogue's is of weighted undirected ties",
    ("biconnected_components", "und_count", "network"): "no measure of the catalogue",
    ("gf_coordinator", "z_global", "network"): _OF_NODES,
    ("gf_gatekeeper", "z_global", "network"): _OF_NODES,
    ("gf_itinerant", "z_global", "network"): _OF_NODES,
    ("gf_liaison", "z_global", "network"): _OF_NODES,
    ("gf_representative", "z_global", "network"): _OF_NODES,
    ("gf_total", "z_global", "network"): _OF_NODES,
    ("gtd_efficiency", "sna_arcs", "network"): "counts arcs; Krackhardt's efficiency counts lines",
    ("n_components", "strong", "network"): f"joined along directed ties; {_ON_U}",
    ("participation", "wund", "node"): f"by weight; {_ON_U}",
    ("transitivity", "und_global", "network"): "no measure of the catalogue",
}

# Measures of the network that none of the tools offers, and how they are checked instead.
_OURS = "our definition: by hand, in tests/analysis"
WITHOUT_REFERENCE: Mapping[str, str] = {
    "silos.group_p": "by the draws of silos.ei_p and by hand, in tests/analysis/test_silos_groups.py",
    "silos.group_q": "by hand, in tests/analysis/test_silos_groups.py",
    "silos.mixing": "by hand, in tests/analysis/test_silos.py",
    "silos.inward_share": _OURS,
    "silos.closed_share": _OURS,
    "bridges.articulation_share": "a share of bridges.articulation_points, which is compared",
    "bridges.isolates": "by hand; counted among the components, which are compared",
    "bridges.single_threads": _OURS,
    "bridges.single_thread_share": _OURS,
    "bridges.key_set_expected": "a mean over every pair of nodes: by trying each, in tests/analysis/test_dispersal.py",
    "bridges.key_set_stability": _OURS,
    "bridges.articulation_stability": _OURS,
    "bridges.betweenness_rank": _OURS,
}
