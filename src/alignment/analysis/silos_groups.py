"""Which departments keep to themselves, which meet, and do both sides say so? Figures of groups and pairs of groups."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from alignment.analysis import confirmation, groups
from alignment.analysis.base import (
    AS_SHARE,
    Context,
    Limits,
    Reading,
    all_waived,
    declared_measures,
    measure,
    not_applicable,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.groups import Blocks
from alignment.analysis.literature import (
    BENJAMINI,
    COLEMAN,
    KRACKHARDT_STERN,
    LEONARDI,
    NEWMAN_GIRVAN,
    PHIPSON,
    WASSERMAN,
)
from alignment.analysis.parts import (
    FEW_TIES,
    HARDLY,
    INWARD,
    OBSTACLES,
    OBSTACLES_BY_STRENGTH,
    SMALLEST_GROUP,
    GroupChance,
    group_chances,
    inside_and_across,
    meetings,
    nouns,
    obstacle,
)
from alignment.analysis.silos_rules import hardly_meet, inward_by_chance, turned_inward
from alignment.language import later, number_text, say, share_text
from alignment.model.result import Scope
from alignment.wording import counted, plural, singular

__all__ = ["MEASURES"]

_NEEDS = ("collaboration",)
_NO_TIE = later("no tie is recorded")
_OF_ONE = later("a {group} of one {node}: no tie can stay inside")
_TOO_SMALL = later("no two parts of the company are large enough to expect five ties")
_BY_STRENGTH = f"{OBSTACLES_BY_STRENGTH}; of a department without a tie, or of one person and no work within"


def _by_group(
    context: Context,
    values: Callable[[Blocks], Mapping[str, float | None]],
    notes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Reading]:
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
        within = dict(zip(divided.groups, divided.weight_within, strict=True))
        for name, value in values(divided).items():
            if kind == "department" and name in b.groups:
                continue
            scope = Scope(kind, name)
            inside = within[name]
            if value is None:
                across = say("no tie is recorded of anybody else")
                yield not_applicable(across if inside else say(_NO_TIE), scope)
            elif name in alone and not inside:
                alone_words = (
                    say("work within it is not recorded: no tie can stay inside")
                    if kind == "department"
                    else say(_OF_ONE, group=singular(group), node=singular(node))
                )
                yield not_applicable(alone_words, scope)
            else:
                yield reading(value, scope, notes.get(name, ""))


def _evenly(context: Context) -> dict[str, str]:
    """What an even spread would keep inside each group; nobody can tell where work within, which is no tie, counts."""
    b, found = context.blocks, {}
    if context.collaboration.within:
        return {}
    for name, expected, ties in zip(b.groups, groups.insularity_expected(b).values(), b.ties.sum(axis=1), strict=True):
        note = say("an even spread would keep {share} inside", share=share_text(expected or 0))
        if ties < FEW_TIES:
            note += "; " + say("it rests on {ties} only", ties=counted(int(ties), "tie"))
        found[name] = note
    return found


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
    "Small departments are lower by nature: the note tells what an even spread would keep inside.",
    undefined=_BY_STRENGTH,
)
def insularity(context: Context) -> Iterator[Reading]:
    """Share of each group's strength that stays inside."""
    yield from _by_group(context, groups.insularity, _evenly(context))


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
    undefined=_BY_STRENGTH,
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
    undefined=f"{_BY_STRENGTH}; of one that has all the ties",
)
def conductance(context: Context) -> Iterator[Reading]:
    """Share of the smaller side's strength that crosses the boundary of each group."""
    yield from _by_group(context, groups.conductance)


@measure(
    "silos.coleman",
    "Homophily of a department's reports",
    formula="e = T_k (n_k−1)/(N−1); (s_kk−e)/(T_k−e) if s_kk ≥ e, else (s_kk−e)/e; T_k reports by the department's "
    "people, s_kk of them about each other",
    unit="index",
    direction="neither",
    range=(-1, 1),
    needs=_NEEDS,
    source=COLEMAN,
    reading="Whom a department's own people name: 0 as chance would have it, given its size; 1 only each other; −1 only "
    "others. It counts reports, not their strength, so departments of different size can be compared.",
    undefined=f"{OBSTACLES}; of a department of one person, or whose people report no tie",
)
def coleman(context: Context) -> Iterator[Reading]:
    """Coleman's index of each group, over reports."""
    b = context.blocks
    why = obstacle(context, b)
    if why:
        yield why
        return
    node, group = nouns(context)
    reported = dict(zip(b.groups, b.arcs.sum(axis=1), strict=True))
    alone = {name for name, size in zip(b.groups, b.sizes, strict=True) if size < 2}
    for name, value in groups.coleman(b).items():
        scope = Scope("group", name)
        if value is not None:
            number = int(reported[name])
            few = say("it rests on {ties} only", ties=counted(number, "report")) if number < FEW_TIES else ""
            yield reading(value, scope, few)
        elif name in alone:
            yield not_applicable(say(_OF_ONE, group=singular(group), node=singular(node)), scope)
        else:
            yield not_applicable(say("none of its {nodes} reports a tie", nodes=plural(node)), scope)


def _by_chance(context: Context, figure: Callable[[GroupChance], float]) -> Iterator[Reading]:
    b = context.blocks
    why = obstacle(context, b)
    if why:
        yield why
        return
    node, group = nouns(context)
    found = group_chances(context, b)
    for name, size in zip(b.groups, b.sizes, strict=True):
        scope = Scope("group", name)
        if name in found:
            yield reading(figure(found[name]), scope)
        elif size < SMALLEST_GROUP:
            small = say(
                "a {group} of fewer than {nodes} is not judged",
                group=singular(group),
                nodes=counted(SMALLEST_GROUP, node),
            )
            yield not_applicable(small, scope)
        else:
            yield not_applicable(say(_NO_TIE), scope)


@measure(
    "silos.group_p",
    "Chance of so many ties inside a department",
    formula="(#{shuffles with at least as many ties inside it} + 1) / (B + 1), one-sided; in the shuffles of silos.ei_p; "
    f"departments of {SMALLEST_GROUP} people or more",
    unit="probability",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=f"{KRACKHARDT_STERN} For the +1: {PHIPSON}",
    reading="Of one department looked at by itself. Of twenty departments one is below 0.05 by chance alone: to pick "
    "departments out take the adjusted figure. It is no effect size: insularity is.",
    undefined=f"{OBSTACLES}; of a department of fewer than {SMALLEST_GROUP} people, or without a tie",
)
def group_p(context: Context) -> Iterator[Reading]:
    """Permutation test of each group, "more ties inside than chance"."""
    yield from _by_chance(context, lambda one: one.p)


@measure(
    "silos.group_q",
    "Chance of so many ties inside a department, adjusted",
    formula="min over j ≥ i of p_(j) · m / j, at most 1: silos.group_p in rising order, of m departments tested",
    unit="probability",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=BENJAMINI,
    reading="Adjusted for testing many departments: of those below 0.05 one in twenty is expected to be there by chance. "
    "A department that keeps to itself and is above it is not called turned inward: SIL04 speaks instead of SIL01.",
    undefined=f"{OBSTACLES}; of a department of fewer than {SMALLEST_GROUP} people, or without a tie",
)
def group_q(context: Context) -> Iterator[Reading]:
    """The same after Benjamini & Hochberg."""
    yield from _by_chance(context, lambda one: one.q)


@measure(
    "silos.mixing",
    "Ties between two departments against an even spread",
    formula="O_kl / (density · pairs_kl): ties between the two over what as many pairs of people have on average; of two "
    f"departments without a tie only where that is {FEW_TIES} or more",
    unit="ratio",
    direction="neither",
    range=(0, None),
    needs=_NEEDS,
    source=f"{WASSERMAN} Block densities.",
    reading="1: as many ties as an even spread would give; under 0.25 the two hardly meet; above 1 more than even. Where "
    f"an even spread would give fewer than {FEW_TIES} ties, none at all may be chance: such a pair is left out.",
    undefined=f"{OBSTACLES}; of a department of one person with itself",
)
def mixing(context: Context) -> Iterator[Reading]:
    """Observed over expected ties of every pair of groups."""
    b = context.blocks
    why = obstacle(context, b)
    if why:
        yield why
        return
    node, group = nouns(context)
    # Of a large company nearly all pairs of departments are such that no tie at all may be chance.
    for (one, other), (ties, even) in groups.mixing(b, FEW_TIES).items():
        scope = Scope("pair", (b.groups[one], b.groups[other]))
        if even > 0:
            note = say("{ties}, {number} expected", ties=counted(ties, "tie"), number=number_text(even, 1))
            yield reading(ties / even, scope, note)
        else:
            alone = say("a {group} of one {node} has no pair inside", group=singular(group), node=singular(node))
            yield not_applicable(alone, scope)


@measure(
    "silos.reciprocity",
    "Reports that the other side confirms",
    formula="ties that both sides report, each counted from either side / reported ties; of the company and of each pair "
    "of departments",
    unit="share",
    direction="neither",
    range=(0, 1),
    needs=_NEEDS,
    source=WASSERMAN,
    reading="1: whoever is named names the other too. A tie that only one side reports may be a wait, or a slip; and who "
    "reports nothing cannot confirm. Of advice or help, which flow one way, half is common.",
    undefined="ties have no direction, or there is none",
    differs="UCINET's dyad reciprocity counts pairs, both sides over either: lower. Its arc reciprocity, and sna's "
    "edgewise one, are ours.",
    survives=AS_SHARE,
)
def reciprocity(context: Context) -> Iterator[Reading]:
    """Share of reports confirmed, of the company and of each pair of groups."""
    view = context.collaboration
    value = confirmation.reciprocity(view)
    if not view.directed:
        yield not_applicable(say("each tie is recorded once: no side can confirm the other"))
    elif value is None:
        yield not_measured(say("no tie between two {nodes} is recorded", nodes=plural(nouns(context)[0])))
    else:
        found = confirmation.reports(view)
        silent = int((~found.answerable).sum())
        note = say("{number} not confirmed", number=number_text(int((~found.confirmed).sum())))
        if silent:
            note = say(
                "{number} not confirmed, {silent} of them by somebody who reports nothing",
                number=number_text(int((~found.confirmed).sum())),
                silent=number_text(silent),
            )
        yield reading(value, note=note)
        for pair, (confirmed, reports) in confirmation.reciprocity_between(view).items():
            note = say("{part} of {whole}", part=number_text(confirmed), whole=counted(reports, "report"))
            yield reading(confirmed / reports, Scope("pair", pair), note)


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
    undefined=f"{OBSTACLES_BY_STRENGTH}; no department has {SMALLEST_GROUP} people and a tie",
    limits=Limits(0.0, 0.1, 0.25, 0.5, "our choice: none is good; one department in ten, in four, in two is the limit"),
    headline=1.0,
    scored_as="silos",
    survives=AS_SHARE,
    counts=(turned_inward, inward_by_chance),
)
def inward_share(context: Context) -> Iterator[Reading]:
    """Share of groups above 5 to 1."""
    why = obstacle(context, context.blocks, weighted=True)
    found = {} if why else inside_and_across(context)
    if why or not found:
        yield why or not_applicable(
            say("no {group} is large enough to be turned inward", group=singular(nouns(context)[1]))
        )
        return
    waived = context.waived(inward_share.counts)
    kept = [both for name, both in found.items() if Scope("department", name) not in waived]
    if not kept:
        yield all_waived()
        return
    inward = sum(1 for inside, across in kept if inside > INWARD * across)
    note = say("{part} of {whole}", part=number_text(inward), whole=number_text(len(kept)))
    yield without_waived(reading(inward / len(kept), note=note), len(found) - len(kept), nouns(context)[1])


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
    undefined=f"{OBSTACLES}; no two parts of the company are large enough to expect five ties",
    limits=Limits(0.0, 0.1, 0.3, 0.6, "our choice: some pairs have no business together; a third of all is structure"),
    headline=0.5,
    scored_as="silos",
    survives=AS_SHARE,
    counts=(hardly_meet,),
)
def closed_share(context: Context) -> Iterator[Reading]:
    """Share of judged pairs under a quarter of the expected ties."""
    why = obstacle(context, context.blocks)
    pairs = {} if why else meetings(context)
    if why or not pairs:
        yield why or not_applicable(say(_TOO_SMALL))
        return
    waived = context.waived(closed_share.counts)
    kept = [ties for pair, ties in pairs.items() if Scope("pair", pair) not in waived]
    if not kept:
        yield all_waived()
        return
    closed = sum(1 for observed, expected in kept if observed < HARDLY * expected)
    note = say("{part} of {whole}", part=number_text(closed), whole=number_text(len(kept)))
    yield without_waived(reading(closed / len(kept), note=note), len(pairs) - len(kept), "pair")


MEASURES = declared_measures(globals())
