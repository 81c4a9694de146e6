"""Which parts of the company are compared, and can they be? What the measures and rules of silos share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.analysis import communities, groups
from alignment.analysis.base import Context, Reading, not_applicable, not_measured
from alignment.analysis.groups import Blocks
from alignment.language import say
from alignment.wording import counted, plural, singular

__all__ = [
    "CHANCE",
    "FEW_TIES",
    "HARDLY",
    "INWARD",
    "LEAST_COMPARED",
    "OBSTACLES",
    "OBSTACLES_BY_STRENGTH",
    "SMALLEST_GROUP",
    "Compared",
    "GroupChance",
    "chance_probability",
    "compared",
    "group_chances",
    "inside_and_across",
    "meeting_places",
    "meetings",
    "nouns",
    "obstacle",
    "shuffles",
]

# Inside for 1 outside, and the share of expected ties under which two groups hardly meet.
INWARD = 5.0
HARDLY = 0.25
# What chance does less often than this is not called chance.
CHANCE = 0.05
# Fewer ties than this are single contacts and no habit; fewer people are no group to judge.
FEW_TIES = 5
SMALLEST_GROUP = 3
# With fewer nodes any division into communities is as good as another.
LEAST_COMPARED = 15
# Why `obstacle` returns a reason, in the words of a declaration.
OBSTACLES = "no tie joins two people of known departments, there is one department only, or none holds two people"
OBSTACLES_BY_STRENGTH = f"{OBSTACLES} or records work within"


def nouns(context: Context) -> tuple[str, str]:
    """Return what a node and a group are called here, in the singular."""
    if context.collaboration.level == "department":
        return "department", "division"
    return "person", "division" if context.settings.group_by == "division" else "department"


def obstacle(context: Context, b: Blocks, *, weighted: bool = False) -> Reading | None:
    """Return why ties within and between groups cannot be told apart here, or None where they can."""
    node, group = nouns(context)
    names = {"nodes": plural(node), "group": singular(group)}
    if not b.groups:
        return not_measured(say("no {group} is known for anybody who collaborates", group=names["group"]))
    if not (b.weights if weighted else b.ties).count_nonzero():
        return not_measured(say("no tie between two {nodes} with a known {group} is recorded", **names))
    if len(b.groups) == 1:
        return not_applicable(say("there is only one {group}, so no tie can leave it", group=names["group"]))
    if b.sizes.max() < 2 and not (weighted and b.weight_within.any()):
        if b.weight_within.any():
            why = say(
                "no {group} holds two or more {nodes}, and work within one is an amount, not a number of ties, so no tie "
                "can stay inside",
                **names,
            )
        elif node == "department":
            why = say(
                "no {group} holds two or more {nodes} and no work within departments is recorded, so no tie can stay "
                "inside",
                **names,
            )
        else:
            why = say("no {group} holds two or more {nodes}, so no tie can stay inside", **names)
        return not_applicable(why)
    return None


def shuffles(context: Context, b: Blocks) -> NDArray[np.int64]:
    """Return the ties inside groups in each shuffle of the labels; number and seed are settings."""
    return groups.permuted_internal_ties(b, context.settings.permutations, context.settings.seed)


def chance_probability(context: Context, b: Blocks) -> float:
    """Return how likely at least as many ties inside are by chance: (#+1)/(B+1), one-sided."""
    drawn = shuffles(context, b)
    return (int((drawn >= b.internal).sum()) + 1) / (len(drawn) + 1)


@dataclass(frozen=True, slots=True)
class GroupChance:
    """How likely as many ties inside a group are by chance, and the same adjusted for testing all groups."""

    p: float
    q: float


def group_chances(context: Context, b: Blocks) -> dict[str, GroupChance]:
    """Return the chance of every group of three nodes or more that has a tie; in the shuffles of the company's test.

    p as (#+1)/(B+1), one-sided; q after Benjamini & Hochberg over these groups. Empty where no tie can be told inside
    from across.
    """
    if obstacle(context, b):
        return {}
    draws = context.settings.permutations
    reached = groups.permuted_groups(b, draws, context.settings.seed)
    tested = np.flatnonzero((b.sizes >= SMALLEST_GROUP) & (b.ties.sum(axis=1) > 0)).tolist()
    p = [(int(reached[at]) + 1) / (draws + 1) for at in tested]
    adjusted = zip(tested, p, groups.benjamini_hochberg(p), strict=True)
    return {b.groups[at]: GroupChance(one, other) for at, one, other in adjusted}


def inside_and_across(context: Context) -> dict[str, tuple[float, float]]:
    """Return the strength inside and across of every group that can be turned inward, sorted.

    Groups of people need three of them; a department or division, work within or two departments.
    """
    view = context.collaboration
    least = SMALLEST_GROUP if view.level == "person" else 1
    divided = [context.blocks]
    if view.within:
        divided.append(groups.blocks(view, {node: node for node in view.ties}))
    found: dict[str, tuple[float, float]] = {}
    for b in divided:
        for name, size, inside, across in zip(b.groups, b.sizes, b.weight_within, b.weight_across, strict=True):
            if size >= least and (size > 1 or inside > 0) and inside + across > 0:
                found[name] = float(inside), float(across)
    return dict(sorted(found.items()))


def meeting_places(context: Context) -> dict[str, str]:
    """Return the group of every node among which meeting is judged: divisions where there are such, else departments.

    Below divisions most pairs of departments of a large company have no business together.
    """
    view = context.collaboration
    divisions = {node: context.organisation.top_unit(group) for node, group in view.group.items()}
    return divisions if 1 < len(set(divisions.values())) < len(set(view.group.values())) else dict(view.group)


def meetings(context: Context) -> dict[tuple[str, str], tuple[int, float]]:
    """Return observed and expected ties of every pair of meeting places large enough to judge, sorted."""
    b = groups.blocks(context.collaboration, meeting_places(context))
    return {
        (b.groups[one], b.groups[other]): (ties, even)
        for (one, other), (ties, even) in groups.mixing(b, FEW_TIES).items()
        if one != other and even >= FEW_TIES
    }


@dataclass(frozen=True)
class Compared:
    """Who stands together in the chart, and who by the ties alone: of those who have a tie and a known group.

    Attributes
    ----------
    found
        The communities of the whole network.
    group
        The group of every node compared, by sorted node.
    """

    found: communities.Communities
    group: Mapping[str, str]

    @property
    def members(self) -> dict[int, tuple[str, ...]]:
        """The compared nodes of every community, the largest community first."""
        members: dict[int, list[str]] = {}
        for node in self.group:
            members.setdefault(self.found.label[node], []).append(node)
        ordered = sorted(members.items(), key=lambda one: (-len(one[1]), one[1]))
        return {label: tuple(nodes) for label, nodes in ordered}

    @property
    def clear(self) -> bool:
        """Whether the ties divide the network more than those of a random one."""
        return self.found.modularity > self.found.by_chance


def compared(context: Context) -> Compared | Reading:
    """Return chart and communities of those who can be compared, or why nobody can."""
    why = obstacle(context, context.blocks)
    if why is not None:
        return why
    node, group = nouns(context)
    ties, known = context.collaboration.ties, context.collaboration.group
    both = {one: known[one] for one in sorted(ties) if ties[one] and one in known}
    found = communities.detect(context.arrays, context.settings.seed) if len(both) >= LEAST_COMPARED else None
    if found is None:
        return not_applicable(
            say(
                "{nodes} have a tie and a known {group}; under {least} communities tell nothing",
                nodes=counted(len(both), node),
                group=singular(group),
                least=LEAST_COMPARED,
            )
        )
    return Compared(found, both)
