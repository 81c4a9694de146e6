"""What may be changed about a company without changing its figures, and what changes with it: for any company."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import isclose
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from alignment.analysis import confirmation, groups
from alignment.analysis.base import Context
from alignment.analysis.bridges import MEASURES as BRIDGES
from alignment.analysis.catalogue import analyse
from alignment.analysis.parts import inside_and_across
from alignment.analysis.silos import MEASURES as SILOS
from alignment.model.result import Measurement, Scope
from alignment.settings import Settings
from alignment.source import read
from build import organisation

MEASURES = {one.id: one for one in (*SILOS, *BRIDGES)}
Figure = tuple[float | None, str]
# Each example measures a company or two with everything: a fifth of the usual number of them.
a_few = settings(max_examples=settings().max_examples // 5, deadline=None)
# Shuffles are drawn for every example anew.
QUICK = Settings(permutations=50)

# Strengths do not count at all.
UNWEIGHTED = {
    "silos.density", "silos.ei_index", "silos.ei_expected", "silos.ei_p", "silos.ei_z", "silos.ei_rescaled",
    "silos.assortativity", "silos.modularity", "silos.yules_q", "silos.coleman", "silos.group_p", "silos.group_q",
    "silos.mixing", "silos.reciprocity", "silos.closed_share", "silos.agreement", "silos.agreement_rand",
    "silos.community_modularity", "bridges.fragmentation", "bridges.distance_fragmentation",
    "bridges.distance_fragmentation_directed", "bridges.articulation_points", "bridges.articulation_share",
    "bridges.fragmentation_growth", "bridges.bridge_ties", "bridges.isolates", "bridges.single_threads",
    "bridges.single_thread_share", "bridges.distance_fragmentation_growth", "bridges.key_set", "bridges.key_set_2",
    "bridges.key_set_3", "bridges.key_set_expected", "bridges.key_set_stability", "bridges.articulation_stability",
    "bridges.participation", "bridges.brokerage", "bridges.brokerage_z", "bridges.brokerage.coordinator",
    "bridges.brokerage.gatekeeper", "bridges.brokerage.representative", "bridges.brokerage.consultant",
    "bridges.brokerage.liaison",
}  # fmt: skip
# Strengths count, but not the unit they are given in.
SCALE_FREE = {
    "silos.ei_index_weighted", "silos.assortativity_weighted", "silos.modularity_weighted", "silos.insularity",
    "silos.group_ei", "silos.conductance", "silos.inward_share", "bridges.betweenness", "bridges.betweenness_rank",
    "bridges.constraint", "bridges.effective_size",
}  # fmt: skip


@dataclass(frozen=True)
class Company:
    """People with departments, or departments with divisions; "" for none; and ties with strengths."""

    level: str
    group: Mapping[str, str]
    ties: tuple[tuple[str, str, float], ...]
    directed: bool = True

    @cached_property
    def context(self) -> Context:
        nodes = {"people": self.group}
        if self.level == "department":
            nodes = {"departments": [f"{node}>{unit}" if unit else node for node, unit in self.group.items()]}
        built = organisation(**nodes, ties=self.ties, ties_directed=self.directed, tie_level=self.level)
        return Context(built, QUICK)

    @cached_property
    def _kept(self) -> dict[str, dict[Scope, Measurement]]:
        return {}

    def taken(self, ident: str) -> dict[Scope, Measurement]:
        if ident not in self._kept:
            self._kept[ident] = {one.scope: one for one in MEASURES[ident].take(self.context)}
        return self._kept[ident]

    def value(self, ident: str, scope: Scope | None = None) -> float | None:
        return self.taken(ident)[scope or Scope()].value

    def told(self) -> list[Measurement]:
        """Everything, notes included."""
        return [one for ident in MEASURES for one in self.taken(ident).values()]

    def figures(self, idents: Container[str] = MEASURES) -> dict[tuple[str, Scope], Figure]:
        """Value and status of each measure and scope."""
        found = (one for ident in MEASURES if ident in idents for one in self.taken(ident).values())
        return {(one.id, one.scope): (one.value, one.status) for one in found}


@st.composite
def companies(draw: st.DrawFn, nodes: str = "abcdefgh", units: str = "XYZ", level: str | None = None) -> Company:
    """At least two groups, one of them of two, and a tie; in a company of departments work within them too."""
    level = level or draw(st.sampled_from(["person", "department"]))
    size = draw(st.integers(4, len(nodes)))
    known = [units[0], units[0], units[1]]
    group = [*known, *(draw(st.sampled_from([*units, ""])) for _ in range(size - 3))]
    one = st.sampled_from(nodes[:size])
    pair = st.tuples(one, one).filter(lambda ends: level == "department" or ends[0] != ends[1])
    ties = draw(st.lists(st.tuples(pair, st.integers(1, 5)), max_size=20))
    rows = [(nodes[0], nodes[2], 1), *((*ends, weight) for ends, weight in ties)]
    return Company(level, dict(zip(nodes, group, strict=False)), tuple(rows))


def same(one: Mapping, other: Mapping) -> bool:
    """Equal but for the last digits of a value."""
    return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)


def alike(one: Figure, other: Figure) -> bool:
    if one[1] != other[1] or None in (one[0], other[0]):
        return one == other
    return isclose(one[0], other[0], rel_tol=1e-9, abs_tol=1e-9)


def test_every_measure_of_the_network_is_unweighted_or_scale_free():
    assert not UNWEIGHTED & SCALE_FREE
    assert MEASURES.keys() == UNWEIGHTED | SCALE_FREE


# Names and order

# What is drawn goes through the nodes in their order; of several key sets alike the first by name is told.
DRAWN = {"silos.ei_p", "silos.ei_z", "silos.group_p", "silos.group_q"}
TOLD_BY_NAME = {"bridges.key_set", "bridges.key_set_2", "bridges.key_set_stability"}


def renamed(scope: Scope, new: Mapping[str, str]) -> Scope:
    if isinstance(scope.id, tuple):
        return replace(scope, id=tuple(sorted(new[one] for one in scope.id)))
    return replace(scope, id=scope.id and new[scope.id])


@a_few
@given(company=companies(), data=st.data())
def test_renaming_and_reordering_changes_nothing(company, data):
    nodes, units = data.draw(st.permutations("stuvwxyz")), data.draw(st.permutations("KLM"))
    new = dict(zip("abcdefghXYZ", [*nodes, *units], strict=True)) | {"": ""}
    rows = data.draw(st.permutations(company.ties))
    other = Company(
        company.level,
        {new[node]: new[company.group[node]] for node in data.draw(st.permutations(list(company.group)))},
        tuple((new[one], new[two], weight) for one, two, weight in rows),
    )
    kept = MEASURES.keys() - DRAWN - TOLD_BY_NAME
    first = {(ident, renamed(scope, new)): one for (ident, scope), one in company.figures(kept).items()}
    assert same(first, other.figures(kept))
    for ident in ("bridges.key_set", "bridges.key_set_2"):
        assert company.value(ident) == pytest.approx(other.value(ident))


def teams(names: Iterable[str]) -> Company:
    """Three teams of six in which everybody works with everybody, in a ring; two of the first are of other departments."""
    names = list(names)
    group = {name: f"D{at // 6}" for at, name in enumerate(names)} | {names[0]: "D1", names[1]: "D2"}
    inside = [(names[a], names[b], 1) for a in range(18) for b in range(a) if a // 6 == b // 6]
    return Company(
        "person", group, (*inside, (names[5], names[6], 1), (names[11], names[12], 1), (names[17], names[0], 1))
    )


@a_few
@given(names=st.permutations("abcdefghijklmnopqr"))
def test_clear_communities_are_found_whatever_the_names(names):
    searched = ("silos.agreement", "silos.agreement_rand", "silos.community_modularity")
    found = teams(names).figures(searched)
    assert {status for _, status in found.values()} == {"measured"}
    assert same(found, teams("abcdefghijklmnopqr").figures(searched))


# Strengths and repeated rows


@a_few
@given(company=companies(), data=st.data())
def test_where_strengths_do_not_count_any_others_change_nothing(company, data):
    other = replace(company, ties=tuple((*ends, data.draw(st.integers(1, 9))) for *ends, _ in company.ties))
    assert company.figures(UNWEIGHTED) == other.figures(UNWEIGHTED)


def scaled(company: Company, factor: float) -> Company:
    return replace(company, ties=tuple((*ends, weight * factor) for *ends, weight in company.ties))


@a_few
@given(company=companies(), factor=st.sampled_from([0.5, 2, 1024]))
def test_a_power_of_two_times_the_strength_changes_no_figure_and_no_word(company, factor):
    assert company.told() == scaled(company, factor).told()


@a_few
@given(company=companies(), factor=st.sampled_from([3, 7.5]))
def test_another_unit_of_strength_changes_nothing(company, factor):
    assert same(company.figures(), scaled(company, factor).figures())


@a_few
@given(company=companies(), data=st.data())
def test_repeating_every_row_changes_nothing_and_repeating_some_nothing_unweighted(company, data):
    # Rows of one file that name the same pair add up: each tie is twice as strong.
    every = replace(company, ties=(*company.ties, *company.ties))
    assert company.told() == every.told()
    some = replace(company, ties=(*company.ties, *data.draw(st.lists(st.sampled_from(company.ties)))))
    assert company.figures(UNWEIGHTED) == some.figures(UNWEIGHTED)


SHEETS = {
    "Departments": "Department|Parent / Sales|North / Ops|North / Law|South / North| / South|",
    "People": "Person|Department|Manager / ann|Sales| / bob|Sales|ann / cem|Ops|ann / dan|Ops|cem / eva|Law|ann",
    "Collaboration": "From|To|Strength|Type / ann|bob|3|mail / bob|ann|2|mail / ann|cem|5|mail / cem|dan|4|call / ann|cem|1|call",
    "Journeys": "Journey|Owner|Importance / Move|ann|5 / Stay|bob|3",
    "Journey steps": "Journey|Order|Step|Department / Move|1|Ask|Sales / Move|2|Do|Ops / Move|3|Check|Law / Stay|1|Call|Ops",
    "Processes": "Process|Owner department / Billing|Ops / Claims|Law",
    "RACI": "Process|Holder|Code / Billing|ann|A / Billing|dan|R / Claims|eva|A / Claims|bob|C",
    "Goals": "Goal|Department|Perspective|Horizon / Quick answers|Sales|Customer|3 / Low cost|Ops|Financial|12",
}


def written(path: Path, order: int) -> Path:
    """Write the sheets, their rows from the top (1) or from the bottom (-1)."""
    book = Workbook()
    book.remove(book.active)
    for title, text in SHEETS.items():
        head, *rows = text.split(" / ")
        page = book.create_sheet(title)
        for row in (head, *rows[::order]):
            page.append([float(cell) if cell.isdigit() else cell or None for cell in row.split("|")])
    book.save(path)
    return path


def test_a_second_workbook_that_says_the_same_changes_nothing(tmp_path):
    first = written(tmp_path / "a.xlsx", 1)
    once = analyse(read([first]).organisation, QUICK)
    again = analyse(read([first, written(tmp_path / "b.xlsx", -1)]).organisation, QUICK)
    assert len(once.context.organisation.ties) == len(again.context.organisation.ties) == 5
    assert once.measurements == again.measurements
    assert [(one.id, one.message) for one in once.findings] == [(one.id, one.message) for one in again.findings]
    assert once.score == again.score


# Direction


@a_few
@given(company=companies(), data=st.data())
def test_an_undirected_list_is_one_that_both_sides_report(company, data):
    once = {(min(one, other), max(one, other)): weight for one, other, weight in company.ties}
    flipped = [(*(pair if data.draw(st.booleans()) else pair[::-1]), weight) for pair, weight in once.items()]
    single = replace(company, ties=tuple(flipped), directed=False)
    both = replace(company, ties=(*flipped, *((other, one, weight) for one, other, weight in flipped)))
    # Who confirms, and along which way, is asked of reports only.
    directed = {"silos.reciprocity", "bridges.distance_fragmentation_directed"}
    kept = MEASURES.keys() - directed
    assert same(single.figures(kept), both.figures(kept))
    assert {single.figures()[ident, Scope()] for ident in directed} == {(None, "not_applicable")}
    assert {value for value, _ in both.figures({"silos.reciprocity"}).values()} == {1}
    reach = both.value("bridges.distance_fragmentation_directed")
    assert reach == pytest.approx(both.value("bridges.distance_fragmentation"))


# A second company beside the first: other people, other departments, and no tie between the two

Joined = Callable[[Company, Company, Scope], float | None]

# The figures of a group or of a node are what they were.
UNTOUCHED = {
    "silos.insularity", "silos.group_ei", "bridges.constraint", "bridges.effective_size", "bridges.participation",
    "bridges.brokerage", "bridges.brokerage.coordinator", "bridges.brokerage.gatekeeper",
    "bridges.brokerage.representative", "bridges.brokerage.consultant", "bridges.brokerage.liaison",
}  # fmt: skip
ADDED = {"bridges.articulation_points", "bridges.bridge_ties", "bridges.isolates", "bridges.single_threads"}
# What chance gives, and what others might do, is asked of the whole: no figure of the parts tells it.
OF_THE_WHOLE = {
    "silos.ei_p", "silos.ei_z", "silos.ei_rescaled", "silos.assortativity", "silos.assortativity_weighted",
    "silos.modularity", "silos.modularity_weighted", "silos.yules_q", "silos.coleman", "silos.group_p", "silos.group_q",
    "silos.closed_share", "silos.agreement", "silos.agreement_rand", "silos.community_modularity", "bridges.key_set_2",
    "bridges.key_set_3", "bridges.key_set_expected", "bridges.key_set_stability", "bridges.articulation_stability",
    "bridges.betweenness_rank", "bridges.brokerage_z",
}  # fmt: skip


def pairs(*sizes: int) -> float:
    return sum(size * (size - 1) for size in sizes)


def by_pairs(ident: str) -> Joined:
    """A share of pairs that are apart: those of each company, and all pairs across."""

    def joined(one: Company, other: Company, scope: Scope) -> float:
        return apart(one, other, one.value(ident), other.value(ident))

    return joined


def apart(one: Company, other: Company, share: float, other_share: float, gone: int = 0) -> float:
    n, m = len(one.group) - gone, len(other.group)
    return 1 - ((1 - share) * pairs(n) + (1 - other_share) * pairs(m)) / pairs(n + m)


def grown(ident: str, growth: str) -> Joined:
    """The growth of such a share without a node of the first company."""

    def joined(one: Company, other: Company, scope: Scope) -> float:
        without = one.value(ident) + one.value(growth, scope)
        after = apart(one, other, without, other.value(ident), gone=1)
        return after - apart(one, other, one.value(ident), other.value(ident))

    return joined


def weighed(ident: str, weight: Callable[[Context], float]) -> Joined:
    """The mean of both, each by what it is a share of."""

    def joined(one: Company, other: Company, scope: Scope) -> float | None:
        if scope != Scope():
            return one.value(ident, scope)
        weights = [weight(each.context) for each in (one, other)]
        # Where there is nothing to share there is no value, and no weight either.
        both = zip((one, other), weights, strict=True)
        return sum((each.value(ident) or 0) * share for each, share in both) / sum(weights)

    return joined


def between(one: Company, other: Company, scope: Scope) -> float:
    n, m = len(one.group), len(other.group)
    return one.value("bridges.betweenness", scope) * pairs(n - 1) / pairs(n + m - 1)


def mixed(one: Company, other: Company, scope: Scope) -> float | None:
    """The same ties, beside a density that fell."""
    found = one.value("silos.mixing", scope)
    return found and found * one.value("silos.density") / COMPUTED["silos.density"](one, other, Scope())


def conducted(one: Company, other: Company, scope: Scope) -> float | None:
    """What crosses, over the smaller volume: the rest has grown by the other company."""
    view = one.context.collaboration
    b = groups.blocks(view, view.group if scope.kind == "group" else {node: node for node in view.ties})
    at = b.groups.index(scope.id)
    volume = 2 * b.weight_within[at] + b.weight_across[at]
    return b.weight_across[at] / min(volume, volumes(one.context) + volumes(other.context) - volume)


def volumes(context: Context) -> float:
    """Both ends of every tie."""
    return context.blocks.weights.sum() + context.blocks.weight_within.sum()


def expected(one: Company, other: Company, scope: Scope) -> float:
    b, others = one.context.blocks, other.context.blocks
    return 1 - 2 * (b.pairs_within + others.pairs_within) / (pairs(b.nodes + others.nodes) / 2)


def dense(one: Company, other: Company, scope: Scope) -> float:
    b, others = one.context.blocks, other.context.blocks
    return (b.total + others.total) / (pairs(b.nodes + others.nodes) / 2)


def key_place(one: Company, other: Company, scope: Scope) -> float:
    ident, growth = "bridges.distance_fragmentation", "bridges.distance_fragmentation_growth"
    return max(
        apart(each, rest, each.value(ident) + found[0], rest.value(ident), gone=1)
        for each, rest in ((one, other), (other, one))
        for found in each.figures({growth}).values()
    )


COMPUTED: Mapping[str, Joined] = {
    "silos.density": dense,
    "silos.ei_index": weighed("silos.ei_index", lambda one: one.blocks.total),
    "silos.ei_index_weighted": weighed("silos.ei_index_weighted", volumes),
    "silos.ei_expected": expected,
    "silos.mixing": mixed,
    "silos.conductance": conducted,
    "silos.reciprocity": weighed("silos.reciprocity", lambda one: len(confirmation.reports(one.collaboration).source)),
    "silos.inward_share": weighed("silos.inward_share", lambda one: len(inside_and_across(one))),
    "bridges.fragmentation": by_pairs("bridges.fragmentation"),
    "bridges.distance_fragmentation": by_pairs("bridges.distance_fragmentation"),
    "bridges.distance_fragmentation_directed": by_pairs("bridges.distance_fragmentation_directed"),
    "bridges.fragmentation_growth": grown("bridges.fragmentation", "bridges.fragmentation_growth"),
    "bridges.distance_fragmentation_growth": grown(
        "bridges.distance_fragmentation", "bridges.distance_fragmentation_growth"
    ),
    "bridges.articulation_share": weighed("bridges.articulation_share", lambda one: len(one.collaboration.ties)),
    "bridges.single_thread_share": weighed("bridges.single_thread_share", lambda one: one.blocks.joined),
    "bridges.betweenness": between,
    "bridges.key_set": key_place,
}


def test_of_every_measure_it_is_said_what_a_second_company_changes():
    classes = (UNTOUCHED, ADDED, OF_THE_WHOLE, COMPUTED.keys())
    assert sum(map(len, classes)) == len(MEASURES)
    assert set().union(*classes) == MEASURES.keys()


@a_few
@given(data=st.data(), level=st.sampled_from(["person", "department"]))
def test_a_second_company_changes_what_it_should_and_nothing_else(data, level):
    one = data.draw(companies(level=level))
    other = data.draw(companies("stuvwxyz", "KLM", level))
    both = Company(level, {**one.group, **other.group}, (*one.ties, *other.ties))
    for (ident, scope), (value, _) in one.figures(MEASURES.keys() - OF_THE_WHOLE).items():
        if value is None:
            continue
        expected = value
        if ident in COMPUTED:
            expected = COMPUTED[ident](one, other, scope)
        elif ident in ADDED and scope == Scope():
            expected = value + other.value(ident)
        if ident == "silos.mixing" and value == 0 and scope not in both.taken(ident):
            continue  # no tie, and less expected now that there are more people
        if ident == "bridges.key_set" and scope not in both.taken(ident):
            continue  # the place whose loss costs most may be in the other company
        assert both.value(ident, scope) == pytest.approx(expected, rel=1e-9, abs=1e-12), (ident, scope)
