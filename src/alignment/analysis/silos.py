"""Where does collaboration stop at a department's door? Ties within and between groups, beside what chance would give."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

import numpy as np

from alignment.analysis import groups, silos_rules
from alignment.analysis.base import (
    Context,
    Limits,
    Reading,
    declared_measures,
    measure,
    not_applicable,
    not_measured,
    reading,
)
from alignment.analysis.groups import Blocks
from alignment.analysis.literature import (
    COHEN,
    KRACKHARDT_STERN,
    LEONARDI,
    NEWMAN,
    NEWMAN_GIRVAN,
    PHIPSON,
    WASSERMAN,
    YULE,
)
from alignment.analysis.parts import (
    HARDLY,
    INWARD,
    chance_probability,
    inside_and_across,
    meetings,
    nouns,
    obstacle,
    shuffles,
)
from alignment.analysis.wording import counted
from alignment.model.result import Scope

__all__ = ["MEASURES", "RULES"]

_NEEDS = ("collaboration",)
_INWARD_LIMITS = Limits(
    good=0.3, amber=0.5, red=0.7, bad=0.9,
    basis="our choice: up to 0.3, a medium correlation (Cohen 1988), nothing is lost, since departments are there to "
    "work together; from 0.3 to 0.7 lie clearly divided networks (Newman & Girvan 2004, on the like scale of modularity)",
)  # fmt: skip
_NEVER_ALONE = (
    "Never read it alone: where there are many departments most ties must cross one, so a high figure is not openness. "
    "Compare it with the expected value and its p."
)


def _figure(
    context: Context, function: Callable[[Blocks], float | None], undefined: str, *, weighted: bool = False
) -> Iterator[Reading]:
    """Yield the company's figure, or the reason why there is none."""
    b = context.blocks
    why = obstacle(context, b, weighted=weighted)
    value = None if why else function(b)
    note = "" if context.collaboration.weighted or not weighted else "no strengths are given: each report counts 1"
    yield why or (not_applicable(undefined) if value is None else reading(value, note=note))


@measure(
    "silos.density",
    "Density",
    formula="L / (N(N−1)/2): ties over pairs of people (or departments)",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=WASSERMAN,
    reading="The chance that any two work together. It falls as a company grows; compare only with itself.",
)
def density(context: Context) -> Iterator[Reading]:
    """Share of pairs that have a tie."""
    value = groups.density(context.blocks)
    why = obstacle(context, context.blocks)
    # Where no tie can stay inside, there is still a density.
    if why is not None and why.status == "not_measured":
        yield why
    else:
        yield not_measured("fewer than two have a known department") if value is None else reading(value)


@measure(
    "silos.ei_index",
    "E-I index",
    formula="(E − I) / (E + I); E ties between groups, I ties inside",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=KRACKHARDT_STERN,
    reading=f"−1: every tie stays inside a department; +1: every tie leaves it. {_NEVER_ALONE}",
)
def ei_index(context: Context) -> Iterator[Reading]:
    """E-I over ties, whatever their strength."""
    yield from _figure(context, groups.ei_index, "there is no tie")


@measure(
    "silos.ei_index_weighted",
    "E-I index, by strength",
    formula="(E − I) / (E + I) over tie strengths; work within departments counts as inside",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=KRACKHARDT_STERN,
    reading=f"The same in strength. Where it is far below the E-I index, ties across exist but are thin. {_NEVER_ALONE}",
)
def ei_index_weighted(context: Context) -> Iterator[Reading]:
    """E-I over strengths."""
    yield from _figure(context, lambda b: groups.ei_index(b, weighted=True), "there is no tie", weighted=True)


@measure(
    "silos.ei_expected",
    "E-I index expected by chance",
    formula="1 − 2 Σ n_k(n_k−1) / (N(N−1))",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{KRACKHARDT_STERN} Exact mean under shuffled labels.",
    reading="What the E-I index would be if people worked with anybody alike. Print it beside the E-I index, always.",
)
def ei_expected(context: Context) -> Iterator[Reading]:
    """Mean of E-I when labels are shuffled."""
    yield from _figure(context, groups.ei_expected, "fewer than two have a known department")


@measure(
    "silos.ei_p",
    "Chance of being this inward",
    formula="(#{shuffles with I at least as high} + 1) / (B + 1), one-sided",
    unit="probability",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{KRACKHARDT_STERN} For the +1: {PHIPSON}",
    reading="Below 0.05 chance alone rarely gives so many ties inside. It says that, not how inward: no effect size.",
)
def ei_p(context: Context) -> Iterator[Reading]:
    """Permutation test, "more inward than chance"."""
    yield from _figure(context, lambda b: chance_probability(context, b), "there is no tie")


@measure(
    "silos.ei_z",
    "E-I index against chance, in standard deviations",
    formula="(EI − mean of shuffles) / standard deviation of shuffles",
    unit="standard deviations",
    direction="neither",
    range=(None, None),
    needs=_NEEDS,
    source=KRACKHARDT_STERN,
    reading="Below −2: more inward than chance; above +2: more open. It grows with the size of the company.",
)
def ei_z(context: Context) -> Iterator[Reading]:
    """Distance from the shuffled mean."""

    def z(b: Blocks) -> float | None:
        # E-I falls linearly as ties move inside, so both scores are the same but for the sign.
        drawn = shuffles(context, b)
        spread = float(np.std(drawn, ddof=1)) if len(drawn) > 1 else 0.0
        return (float(np.mean(drawn)) - b.internal) / spread if spread > 0 else None

    yield from _figure(context, z, "every shuffle gives the same figure")


@measure(
    "silos.ei_rescaled",
    "E-I index, rescaled to what is possible",
    formula="2(EI − min)/(max − min) − 1, min and max given group sizes and number of ties",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{KRACKHARDT_STERN} Rescaled as in UCINET.",
    reading="−1: as inward as these departments could be; +1: as open. Chance is not 0 here: see the expected value.",
)
def ei_rescaled(context: Context) -> Iterator[Reading]:
    """E-I between its least and most possible value."""
    yield from _figure(context, groups.ei_rescaled, "only one value is possible with these sizes and ties")


@measure(
    "silos.assortativity",
    "Assortativity",
    formula="r = (Tr e − Σ a_k b_k) / (1 − Σ a_k b_k), e over ties",
    unit="coefficient",
    direction="lower",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{NEWMAN} Limits: {COHEN} {NEWMAN_GIRVAN}",
    reading="0: as chance, given how busy each department is; 1: no tie leaves its department; below 0: ties avoid it.",
    limits=_INWARD_LIMITS,
    headline=0.5,
    scored_as="silos",
)
def assortativity(context: Context) -> Iterator[Reading]:
    """Newman's r over ties."""
    yield from _figure(context, groups.assortativity, "all ties belong to one group")


@measure(
    "silos.assortativity_weighted",
    "Assortativity, by strength",
    formula="r = (Tr e − Σ a_k b_k) / (1 − Σ a_k b_k), e over strengths, work within departments included",
    unit="coefficient",
    direction="lower",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{NEWMAN} Limits: {COHEN} {NEWMAN_GIRVAN}",
    reading="Where the time goes: 0 as chance given how busy each department is; 1 all of it stays inside.",
    limits=_INWARD_LIMITS,
    headline=0.5,
    scored_as="silos",
)
def assortativity_weighted(context: Context) -> Iterator[Reading]:
    """Newman's r over strengths."""
    yield from _figure(
        context, lambda b: groups.assortativity(b, weighted=True), "all ties belong to one group", weighted=True
    )


@measure(
    "silos.modularity",
    "Modularity of the organisation chart",
    formula="Q = Tr e − Σ a_k², e over ties",
    unit="index",
    direction="lower",
    range=(-0.5, 1),
    needs=_NEEDS,
    source=NEWMAN_GIRVAN,
    reading="How far the chart cuts the network into separate parts. The same facts as assortativity, on another scale.",
)
def modularity(context: Context) -> Iterator[Reading]:
    """Modularity over ties."""
    yield from _figure(context, groups.modularity, "there is no tie")


@measure(
    "silos.modularity_weighted",
    "Modularity of the organisation chart, by strength",
    formula="Q = Tr e − Σ a_k², e over strengths, work within departments included",
    unit="index",
    direction="lower",
    range=(-0.5, 1),
    needs=_NEEDS,
    source=NEWMAN_GIRVAN,
    reading="How far the chart cuts the working time into separate parts.",
)
def modularity_weighted(context: Context) -> Iterator[Reading]:
    """Modularity over strengths."""
    yield from _figure(context, lambda b: groups.modularity(b, weighted=True), "there is no tie", weighted=True)


@measure(
    "silos.yules_q",
    "Yule's Q of tie and department",
    formula="(ad − bc) / (ad + bc); a, b pairs inside with and without tie, c, d pairs across",
    unit="coefficient",
    direction="lower",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{YULE} For its use on ties: {KRACKHARDT_STERN}",
    reading="0: chance; 0.6, 0.8, 0.95: the odds of a tie are 4, 9, 39 times higher inside. It depends least on how "
    "many ties were reported: the one to compare from survey to survey. It is near 1 in any company of many small "
    "departments, and swings where there are few ties, so it is not scored.",
)
def yules_q(context: Context) -> Iterator[Reading]:
    """Association of having a tie with sharing a department."""
    yield from _figure(context, groups.yules_q, "no pair inside, none across, or everybody works with everybody")


def _by_group(context: Context, values: Callable[[Blocks], Mapping[str, float | None]]) -> Iterator[Reading]:
    """Yield a figure for every group, and for every department with work within where departments are the nodes."""
    b = context.blocks
    why = obstacle(context, b, weighted=True)
    if why:
        yield why
        return
    node, group = nouns(context)
    found: list[tuple[Literal["group", "department"], Blocks]] = [("group", b)]
    if context.collaboration.within:
        # A department that is a division of its own has been told already.
        apart = groups.blocks(context.collaboration, {one: one for one in context.collaboration.ties})
        found.append(("department", apart))
    for kind, divided in found:
        alone = {name for name, size in zip(divided.groups, divided.sizes, strict=True) if size < 2}
        for name, value in values(divided).items():
            if kind == "department" and name in b.groups:
                continue
            scope = Scope(kind, name)
            inside = divided.weights[divided.groups.index(name), divided.groups.index(name)]
            if value is None:
                across = "no tie is recorded of anybody else"
                yield not_applicable(across if inside else "no tie is recorded", scope)
            elif name in alone and not inside:
                what = "work within it is not recorded" if kind == "department" else f"a {group} of one {node}"
                yield not_applicable(f"{what}: no tie can stay inside", scope)
            else:
                yield reading(value, scope)


@measure(
    "silos.insularity",
    "Insularity",
    formula="W_kk / vol_k: strength that stays inside over all strength, an inside tie counted from both ends",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{LEONARDI} Volume: {NEWMAN_GIRVAN}",
    reading="The share of a department's collaboration that stays inside. 0.91 is 5 inside for 1 outside. "
    "Small departments are lower by nature.",
)
def insularity(context: Context) -> Iterator[Reading]:
    """Share of each group's strength that stays inside."""
    yield from _by_group(context, groups.insularity)


@measure(
    "silos.group_ei",
    "E-I index of a department",
    formula="1 − 2 · insularity",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=KRACKHARDT_STERN,
    reading="Insularity on the scale of the E-I index: −1 all inside, +1 all across. No test of chance is made for it.",
)
def group_ei(context: Context) -> Iterator[Reading]:
    """E-I of each group by itself."""

    def values(b: Blocks) -> dict[str, float | None]:
        return {name: None if one is None else 1 - 2 * one for name, one in groups.insularity(b).items()}

    yield from _by_group(context, values)


@measure(
    "silos.conductance",
    "Conductance",
    formula="cut_k / min(vol_k, vol of all others): strength that crosses over the smaller of the two volumes",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{NEWMAN_GIRVAN} Volume counts a tie inside from both ends.",
    reading="0: nothing leaves the department; 1: everything does. Of a department that holds more than half of all "
    "collaboration it tells how much of the rest's work reaches it; of all others it is 1 minus insularity.",
)
def conductance(context: Context) -> Iterator[Reading]:
    """Share of the smaller side's strength that crosses the boundary of each group."""
    yield from _by_group(context, groups.conductance)


@measure(
    "silos.mixing",
    "Ties between two departments against an even spread",
    formula="O_kl / (density · pairs_kl)",
    unit="ratio",
    direction="neither",
    range=(0, None),
    needs=_NEEDS,
    source=f"{WASSERMAN} Block densities.",
    reading="1: as many ties as an even spread would give; under 0.25 the two hardly meet; above 1 more than even.",
)
def mixing(context: Context) -> Iterator[Reading]:
    """Observed over expected ties of every pair of groups."""
    b = context.blocks
    why = obstacle(context, b)
    if why:
        yield why
        return
    node, group = nouns(context)
    for pair, (observed, expected) in groups.mixing(b).items():
        scope = Scope("pair", pair)
        if expected > 0:
            yield reading(observed / expected, scope, f"{counted(observed, 'tie')}, {expected:.1f} expected")
        else:
            yield not_applicable(f"a {group} of one {node} has no pair inside", scope)


@measure(
    "silos.inward_share",
    "Departments turned inward",
    formula="share of departments with more than 5 inside for 1 outside, by strength",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source=LEONARDI,
    reading="How widespread the habit is. Departments of one or two people are left out.",
    limits=Limits(0.0, 0.1, 0.25, 0.5, "our choice: none is good; one department in ten, in four, in two is the limit"),
    headline=1.0,
    scored_as="silos",
)
def inward_share(context: Context) -> Iterator[Reading]:
    """Share of groups above 5 to 1."""
    why = obstacle(context, context.blocks, weighted=True)
    found = {} if why else inside_and_across(context)
    if why or not found:
        yield why or not_applicable(f"no {nouns(context)[1]} is large enough to be turned inward")
        return
    inward = sum(1 for inside, across in found.values() if inside > INWARD * across)
    yield reading(inward / len(found), note=f"{inward} of {len(found)}")


@measure(
    "silos.closed_share",
    "Parts of the company that hardly meet",
    formula="share of pairs of divisions (of departments where there are none) with 5 or more expected ties "
    "that have under a quarter of them",
    unit="share",
    direction="lower",
    range=(0, 1),
    needs=_NEEDS,
    source="our definition, on silos.mixing",
    reading="Pairs too small to expect five ties are not judged.",
    limits=Limits(0.0, 0.1, 0.3, 0.6, "our choice: some pairs have no business together; a third of all is structure"),
    headline=0.5,
    scored_as="silos",
)
def closed_share(context: Context) -> Iterator[Reading]:
    """Share of judged pairs under a quarter of the expected ties."""
    why = obstacle(context, context.blocks)
    pairs = {} if why else meetings(context)
    if why or not pairs:
        yield why or not_applicable("no two parts of the company are large enough to expect five ties")
        return
    closed = sum(1 for observed, expected in pairs.values() if observed < HARDLY * expected)
    yield reading(closed / len(pairs), note=f"{closed} of {len(pairs)}")


MEASURES = declared_measures(globals())
RULES = silos_rules.RULES
