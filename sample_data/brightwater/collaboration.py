"""Who works with whom at Brightwater? Ties between people, drawn from what journeys and processes ask for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from random import Random

from brightwater.company import BOARD, CONTACT, DIGITAL, DIVISIONS, PEOPLE, TEAMS
from brightwater.work import JOURNEYS, PROCESSES

__all__ = ["SEED", "Network", "Report", "network", "reports"]

SEED = 2026
# One side of every twelfth tie does not think of the other: real questionnaires are like that.
_ONE_SIDED = 1 / 12
_KINDS = ("work together", "work together", "work together", "ask for advice", "solve problems")
# Pairs that nothing in the tables asks for, yet people know one another: ties wanted.
_ACQUAINTED = {
    ("SA", "IP"): 2, ("CC", "IP"): 3, ("DS", "NO"): 2, ("NP", "IP"): 3, ("NP", "FI"): 2, ("NP", "LE"): 2,
    ("IT", "NO"): 3, ("HR", "FS"): 2, ("FI", "FS"): 2, ("EP", "NO"): 3, ("BI", "IP"): 3, ("CM", "NP"): 3,
    ("BI", "IT"): 3, ("EP", "IT"): 2, ("MK", "IT"): 2, ("CO", "FS"): 2, ("PX", "MK"): 2, ("MD", "EP"): 3,
    # The planted journey passes through these.
    ("DS", "SA"): 3, ("IP", "GW"): 3, ("FS", "NO"): 3,
}  # fmt: skip
# Ties that are there whatever is drawn.
_ALWAYS = (("Bram Vandeputte", "Carla Dierckx"),)


@dataclass
class Network:
    """What the ties are drawn from; a defect takes something away.

    `pairs` holds, for two team keys in order, how many ties join them; `only` replaces whatever is drawn for the
    outside ties of a team by the ties given; `alone` are people nobody works with.
    """

    pairs: dict[tuple[str, str], int]
    only: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    ratings: dict[tuple[str, str], int] = field(default_factory=dict)

    def part(self, one: str, other: str) -> None:
        """Take away every tie between two teams."""
        self.pairs.pop(_ordered(one, other))


@dataclass(frozen=True)
class Report:
    """One row: who says so, with whom, how strongly (1–5), about what."""

    source: str
    target: str
    strength: int
    kind: str


def _ordered(one: str, other: str) -> tuple[str, str]:
    keys = list(TEAMS)
    first, second = sorted((one, other), key=keys.index)
    return first, second


def network() -> Network:
    """Return the network of a company that works as its journeys and processes need it to."""
    pairs: dict[tuple[str, str], int] = {}
    for journey in JOURNEYS:
        for before, after in pairwise(journey.steps):
            if before.team != after.team:
                pairs[_ordered(before.team, after.team)] = 3
    for process in PROCESSES:
        for one in process.consulted:
            pairs[_ordered(process.team, one)] = 3
    for (one, other), count in _ACQUAINTED.items():
        pairs.setdefault(_ordered(one, other), count)
    pairs[CONTACT, DIGITAL] = 7
    return Network(pairs)


def reports(plan: Network, quarter: int) -> tuple[Report, ...]:
    """Return the rows of the questionnaire, sorted by who says so and with whom."""
    found: dict[tuple[str, str], Report] = {}
    ids = {one.name: one.id for one in PEOPLE}
    team = {one.name: one.team for one in PEOPLE}
    for one, other in sorted(_ties(plan), key=lambda tie: (ids[tie[0]], ids[tie[1]])):
        draw = Random(f"{SEED}/{one}/{other}")  # noqa: S311 - the sample must be the same on every machine
        strength = draw.choice((3, 4, 4, 5) if team[one] == team[other] else (2, 3, 3, 4))
        answer = max(1, min(5, strength + draw.choice((-1, 0, 0, 0, 1))))
        one_sided = draw.random() < _ONE_SIDED
        kind = draw.choice(_KINDS)
        later = draw.choice((-1, 1)) if draw.random() < 0.15 else 0
        if quarter == 2:
            strength, answer = (max(1, min(5, value + later)) for value in (strength, answer))
        strength = plan.ratings.get((one, other), strength)
        answer = plan.ratings.get((other, one), answer)
        found[one, other] = Report(one, other, strength, kind)
        if not one_sided or {(one, other), (other, one)} & set(plan.ratings):
            found[other, one] = Report(other, one, answer, kind)
    # Everyone who was asked and knows anybody has answered.
    for one, other in list(found):
        if not any(source == other for source, _ in found):
            row = found[one, other]
            found[other, one] = Report(other, one, row.strength, row.kind)
    return tuple(found[key] for key in sorted(found, key=lambda key: (ids[key[0]], ids[key[1]])))


def _ties(plan: Network) -> set[tuple[str, str]]:
    ties: set[tuple[str, str]] = set()
    names = [one.name for one in PEOPLE]
    for one, other in (*_inside(), *_between(plan), *_board(plan), *_ALWAYS):
        ties.add((one, other) if names.index(one) < names.index(other) else (other, one))
    for closed in plan.only.values():
        ties.update(closed)
    return {tie for tie in ties if not plan.alone & set(tie)}


def _members(team: str) -> list[str]:
    return [one.name for one in PEOPLE if one.team == team]


def _inside() -> Iterator[tuple[str, str]]:
    """Everyone in a small team; in a larger one a ring and most of the rest."""
    for team in TEAMS:
        members = _members(team)
        ring = {*pairwise(members), (members[0], members[-1])}
        draw = Random(f"{SEED}/{team}")  # noqa: S311 - as above
        for tie in combinations(members, 2):
            if len(members) < 6 or tie in ring or draw.random() < 0.75:
                yield tie


def _between(plan: Network) -> Iterator[tuple[str, str]]:
    """As many ties as the plan says, each between different people, so that no pair hangs on one of them."""
    for (one, other), count in plan.pairs.items():
        if one in plan.only or other in plan.only:
            continue
        draw = Random(f"{SEED}/{one}/{other}")  # noqa: S311 - as above
        sides = [_members(one), _members(other)]
        for side in sides:
            draw.shuffle(side)
            side[:] = [name for name in side if name not in plan.alone]
        wide = max(len(side) for side in sides)
        for turn in range(min(count, wide)):
            yield sides[0][turn % len(sides[0])], sides[1][turn % len(sides[1])]


def _board(plan: Network) -> Iterator[tuple[str, str]]:
    """Each director knows the head of each department of the division, and a colleague on the board its deputy."""
    board = _members(BOARD)
    directors = {division: director for division, director, _ in DIVISIONS}
    for team in TEAMS.values():
        if team.parent not in directors or team.key in plan.only:
            continue
        head, deputy = _members(team.key)[:2]
        director = directors[team.parent]
        yield director, head
        yield board[board.index(director) - 1], deputy
