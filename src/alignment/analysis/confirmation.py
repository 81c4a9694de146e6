"""Who names whom, and does the other side confirm it? The arithmetic of reports, without its words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.analysis import accelerate, groups
from alignment.network import Collaboration

__all__ = ["Reports", "reciprocity", "reciprocity_between", "reports"]

Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Reports:
    """Every report of a tie, sorted by who names whom.

    Attributes
    ----------
    nodes
        The n nodes, sorted.
    source, target
        Shape (m,): positions of the one who reports and of the one who is named.
    confirmed
        Shape (m,): whether the one named names the other too.
    """

    nodes: tuple[str, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    confirmed: NDArray[np.bool_]

    @property
    def answerable(self) -> NDArray[np.bool_]:
        """Shape (m,): whether the one named reports ties at all; who does not cannot confirm those of others."""
        answers: NDArray[np.bool_] = np.bincount(self.source, minlength=len(self.nodes))[self.target] > 0
        return answers

    def pairs(self, kept: NDArray[np.bool_]) -> list[Pair]:
        """Return who names whom in some of the reports."""
        ends = zip(self.source[kept].tolist(), self.target[kept].tolist(), strict=True)
        return [(self.nodes[source], self.nodes[target]) for source, target in ends]


def reports(view: Collaboration) -> Reports:
    """Return every report of a tie with another; none where ties have no direction."""
    a = accelerate.arrays(view.reports)
    n = len(a.nodes)
    source, target, _ = groups.known_ties(a, np.zeros(n, dtype=np.int64))
    if not view.directed:
        source, target = source[:0], target[:0]
    # As one number for each pair, which rises from report to report.
    there, back = source * n + target, target * n + source
    at = np.searchsorted(there, back)
    confirmed = there[np.minimum(at, len(there) - 1)] == back if len(there) else np.zeros(0, dtype=bool)
    return Reports(a.nodes, source, target, confirmed)


def reciprocity(view: Collaboration) -> float | None:
    """Share of reported ties that the other side reports too; None without reports, and where ties have no direction."""
    confirmed = reports(view).confirmed
    return int(confirmed.sum()) / len(confirmed) if len(confirmed) else None


def reciprocity_between(view: Collaboration) -> dict[Pair, tuple[int, int]]:
    """Confirmed and all reports between each two groups that have any (sorted, each with itself too)."""
    found = reports(view)
    names, label = groups.labelled(found.nodes, view.group)
    source, target = label[found.source], label[found.target]
    known = (source >= 0) & (target >= 0)
    one, other = np.minimum(source, target)[known], np.maximum(source, target)[known]
    pairs, place = np.unique(one * len(names) + other, return_inverse=True)
    all_ = np.bincount(place, minlength=len(pairs)).tolist()
    confirmed = np.bincount(place[found.confirmed[known]], minlength=len(pairs)).tolist()
    return {
        (names[pair // len(names)], names[pair % len(names)]): counts
        for pair, counts in zip(pairs.tolist(), zip(confirmed, all_, strict=True), strict=True)
    }
