"""Which parts of the company are compared, and can they be? What the measures and rules of silos share."""

import numpy as np
from numpy.typing import NDArray

from alignment.analysis import groups
from alignment.analysis.base import Context, Reading, not_applicable, not_measured
from alignment.analysis.groups import Blocks

__all__ = [
    "HARDLY",
    "INWARD",
    "chance_probability",
    "inside_and_across",
    "meeting_places",
    "meetings",
    "nouns",
    "obstacle",
    "plural",
    "shuffles",
]

# Inside for 1 outside, and the share of expected ties under which two groups hardly meet.
INWARD = 5.0
HARDLY = 0.25
_EXPECTED_TIES = 5.0
_SMALLEST_GROUP = 3


def plural(noun: str) -> str:
    """Return the plural of what a node or group is called."""
    return "people" if noun == "person" else f"{noun}s"


def nouns(context: Context) -> tuple[str, str]:
    """Return what a node and a group are called here, in the singular."""
    if context.collaboration.level == "department":
        return "department", "division"
    return "person", "division" if context.settings.group_by == "division" else "department"


def obstacle(context: Context, b: Blocks, *, weighted: bool = False) -> Reading | None:
    """Return why ties within and between groups cannot be told apart here, or None where they can."""
    node, group = nouns(context)
    if not b.groups:
        return not_measured(f"no {group} is known for anybody who collaborates")
    if not (b.weights if weighted else b.ties).any():
        return not_measured(f"no tie between two {plural(node)} with a known {group} is recorded")
    if len(b.groups) == 1:
        return not_applicable(f"there is only one {group}, so no tie can leave it")
    if b.sizes.max() < 2 and not (weighted and b.weight_within.any()):
        within = " and no work within departments is recorded" if node == "department" else ""
        return not_applicable(f"no {group} holds two or more {plural(node)}{within}, so no tie can stay inside")
    return None


def shuffles(context: Context, b: Blocks) -> NDArray[np.int64]:
    """Return the ties inside groups in each shuffle of the labels; number and seed are settings."""
    return groups.permuted_internal_ties(b, context.settings.permutations, context.settings.seed)


def chance_probability(context: Context, b: Blocks) -> float:
    """Return how likely at least as many ties inside are by chance: (#+1)/(B+1), one-sided."""
    drawn = shuffles(context, b)
    return (int((drawn >= b.internal).sum()) + 1) / (len(drawn) + 1)


def inside_and_across(context: Context) -> dict[str, tuple[float, float]]:
    """Return the strength inside and across of every group that can be turned inward, sorted.

    Groups of people need three of them; a department or division, work within or two departments.
    """
    view = context.collaboration
    least = _SMALLEST_GROUP if view.level == "person" else 1
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
    mixing = groups.mixing(groups.blocks(context.collaboration, meeting_places(context)))
    return {
        (first, second): (observed, expected)
        for (first, second), (observed, expected) in mixing.items()
        if first != second and expected >= _EXPECTED_TIES
    }
