"""Where does collaboration stop at a department's door? Ties within and between groups, beside what chance would give."""

from collections.abc import Callable, Iterator

import numpy as np

from alignment.analysis import groups, silos_communities, silos_groups, silos_rules
from alignment.analysis.base import (
    CHANCE_OUT,
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
    NEWMAN,
    NEWMAN_GIRVAN,
    PHIPSON,
    WASSERMAN,
    YULE,
)
from alignment.analysis.parts import FEW_TIES, OBSTACLES, OBSTACLES_BY_STRENGTH, chance_probability, obstacle, shuffles
from alignment.language import later, say
from alignment.wording import counted

__all__ = ["MEASURES", "RULES"]

_NEEDS = ("collaboration",)
_INWARD_LIMITS = Limits(
    good=0.3, amber=0.5, red=0.7, bad=0.9,
    basis="our choice: up to 0.3, a medium correlation (Cohen 1988), nothing is lost, since departments are there to "
    "work together; from 0.3 to 0.7 lie clearly divided networks (Newman & Girvan 2004, on the like scale of modularity)",
)  # fmt: skip
_NO_TIE = later("there is no tie")
_UNKNOWN = later("fewer than two have a known department")
_ONE_GROUP = later("all ties belong to one group")
_NEVER_ALONE = (
    "Never read it alone: where there are many departments most ties must cross one, so a high figure is not openness. "
    "Compare it with the expected value and its p."
)


def _figure(
    context: Context, function: Callable[[Blocks], float | None], undefined: str, *, weighted: bool = False
) -> Iterator[Reading]:
    """Yield the company's figure, or the reason why there is none; `undefined` is a template."""
    b = context.blocks
    why = obstacle(context, b, weighted=weighted)
    value = None if why else function(b)
    notes = []
    if weighted and not context.collaboration.weighted:
        notes.append(say("no strengths are given: each report counts 1"))
    if b.total < FEW_TIES and not (weighted and b.weight_within.any()):
        notes.append(say("it rests on {ties} only", ties=counted(b.total, "tie")))
    yield why or (not_applicable(say(undefined)) if value is None else reading(value, note="; ".join(notes)))


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
    undefined="no tie joins two people of known departments",
    differs="Of directed ties UCINET, igraph and networkx count ordered pairs; here a pair counts once, whichever side "
    "reports it.",
)
def density(context: Context) -> Iterator[Reading]:
    """Share of pairs that have a tie."""
    value = groups.density(context.blocks)
    why = obstacle(context, context.blocks)
    # Where no tie can stay inside, there is still a density.
    if why is not None and why.status == "not_measured":
        yield why
    else:
        yield not_measured(say(_UNKNOWN)) if value is None else reading(value)


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
    undefined=OBSTACLES,
    differs="UCINET and isnar count reports, so that a tie that both sides report counts twice; without strengths that "
    "is silos.ei_index_weighted.",
    expectation="silos.ei_expected",
)
def ei_index(context: Context) -> Iterator[Reading]:
    """E-I over ties, whatever their strength."""
    yield from _figure(context, groups.ei_index, _NO_TIE)


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
    undefined=OBSTACLES_BY_STRENGTH,
)
def ei_index_weighted(context: Context) -> Iterator[Reading]:
    """E-I over strengths."""
    yield from _figure(context, lambda b: groups.ei_index(b, weighted=True), _NO_TIE, weighted=True)


@measure(
    "silos.ei_expected",
    "E-I index expected by chance",
    formula="1 − 2 Σ n_k(n_k−1) / (N(N−1))",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=f"{KRACKHARDT_STERN} Exact mean under shuffled labels.",
    reading="What the E-I index would be if people worked with anybody alike. Read it beside the E-I index, always.",
    undefined=OBSTACLES,
)
def ei_expected(context: Context) -> Iterator[Reading]:
    """Mean of E-I when labels are shuffled."""
    yield from _figure(context, groups.ei_expected, _UNKNOWN)


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
    undefined=OBSTACLES,
)
def ei_p(context: Context) -> Iterator[Reading]:
    """Permutation test, "more inward than chance"."""
    yield from _figure(context, lambda b: chance_probability(context, b), _NO_TIE)


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
    undefined=f"{OBSTACLES}; every shuffle gives the same figure",
)
def ei_z(context: Context) -> Iterator[Reading]:
    """Distance from the shuffled mean."""

    def z(b: Blocks) -> float | None:
        # E-I falls linearly as ties move inside, so both scores are the same but for the sign.
        drawn = shuffles(context, b)
        spread = float(np.std(drawn, ddof=1)) if len(drawn) > 1 else 0.0
        return (float(np.mean(drawn)) - b.internal) / spread if spread > 0 else None

    yield from _figure(context, z, later("every shuffle gives the same figure"))


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
    undefined=f"{OBSTACLES}; only one value is possible with these sizes and ties",
)
def ei_rescaled(context: Context) -> Iterator[Reading]:
    """E-I between its least and most possible value."""
    yield from _figure(context, groups.ei_rescaled, later("only one value is possible with these sizes and ties"))


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
    undefined=f"{OBSTACLES}; all ties belong to one department",
    differs="UCINET counts reports, so that a tie that both sides report counts twice; without strengths that is "
    "silos.assortativity_weighted. isnar's figure of undirected ties is ours.",
    limits=_INWARD_LIMITS,
    headline=0.5,
    scored_as="silos",
    survives=CHANCE_OUT,
)
def assortativity(context: Context) -> Iterator[Reading]:
    """Newman's r over ties."""
    yield from _figure(context, groups.assortativity, _ONE_GROUP)


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
    undefined=f"{OBSTACLES_BY_STRENGTH}; all ties belong to one department",
    differs="Where both directions are added first, r is a little different: here e keeps who reported whom.",
    limits=_INWARD_LIMITS,
    headline=0.5,
    scored_as="silos",
    survives=CHANCE_OUT,
)
def assortativity_weighted(context: Context) -> Iterator[Reading]:
    """Newman's r over strengths."""
    yield from _figure(context, lambda b: groups.assortativity(b, weighted=True), _ONE_GROUP, weighted=True)


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
    undefined=OBSTACLES,
    differs="Of directed ties igraph, networkx and UCINET reckon with the chance of each direction; here ties have none.",
)
def modularity(context: Context) -> Iterator[Reading]:
    """Modularity over ties."""
    yield from _figure(context, groups.modularity, _NO_TIE)


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
    undefined=OBSTACLES_BY_STRENGTH,
    differs="Of directed ties igraph and networkx reckon with the chance of each direction; here both reports are added.",
)
def modularity_weighted(context: Context) -> Iterator[Reading]:
    """Modularity over strengths."""
    yield from _figure(context, lambda b: groups.modularity(b, weighted=True), _NO_TIE, weighted=True)


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
    undefined=f"{OBSTACLES}; no pair is inside or none across, or everybody works with everybody",
    differs="UCINET and isnar go over ordered pairs of directed ties; here a pair counts once.",
    survives=CHANCE_OUT,
)
def yules_q(context: Context) -> Iterator[Reading]:
    """Association of having a tie with sharing a department."""
    yield from _figure(context, groups.yules_q, later("no pair inside, none across, or everybody works with everybody"))


MEASURES = (*declared_measures(globals()), *silos_groups.MEASURES, *silos_communities.MEASURES)
RULES = silos_rules.RULES
