"""Input files of made-up enterprises of any size, as a company would hand them in: a folder of CSV files.

Departments stand in a tree of four levels with uneven sizes. For each there are 50 people, 10 processes, and one journey
of 20 steps through mostly neighbouring departments; each person has 20 ties, mostly within the department and the
division. A plausible share is amiss: no owner, two of them, a name nobody knows, steps of nobody. The same from run to run.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from alignment.analysis.statements import bank

__all__ = ["PEOPLE", "STEPS", "TIES", "made"]

SEED = 20260301
PEOPLE = 50
PROCESSES = 10
STEPS = 20
TIES = 20
GOALS = 3
RESPONDENTS = 5
LEVELS = 4
# Who reported ties of others, too; and which share of ties both report.
REPORTING = 0.85
CONFIRMED = 0.1
# Where the other end of a tie is: in the department, in its area, in its division; elsewhere otherwise.
TIE_PLACES = (0.55, 0.25, 0.1)
STEP_PLACES = (0.4, 0.35, 0.15)
NOBODY = ("", "TBD", "vacant")

Ints = NDArray[np.int64]


def _words(text: str) -> list[str]:
    return text.split()


_VERBS = _words(
    "Approve Archive Assess Bill Book Cancel Change Check Close Collect Confirm Correct Deliver Dispatch Draft Escalate "
    "Forecast Handle Inspect Install Issue Log Match Monitor Notify Open Pay Plan Price Procure Record Refund Register "
    "Renew Repair Report Review Schedule Settle Verify"
)
_OBJECTS = _words(
    "account address agreement appointment asset audit batch budget claim complaint contract credit delivery discount "
    "dispute document enquiry estimate file forecast incident inspection invoice lead licence loan mandate meter mortgage "
    "notice offer order parcel payment permit policy portfolio premium product proposal quote rebate receipt record refund "
    "request reservation return risk sample schedule service shipment stock subscription supplier tariff tender ticket"
)
_TRADES = _words(
    "Actuarial Advice Audit Billing Brokerage Care Claims Compliance Contracts Credit Data Delivery Design Dispatch "
    "Engineering Facilities Finance Fleet Fraud Fulfilment Grid Hardware Housing Insights Integration Intake Inventory "
    "Learning Legal Licensing Logistics Loyalty Maintenance Marketing Metering Mobility Networks Onboarding Operations "
    "Orders Payments Payroll Pensions Planning Pricing Procurement Products Quality Recovery Research Retail Returns Safety "
    "Sales Security Service Settlement Sourcing Support Tax Testing Treasury Underwriting Vendor Warehouse Workforce"
)
_STARTS = _words("Al Ber Cor Dal El Fen Gar Hol Is Jor Kel Lam Mor Nor Os Pel Quin Ros Sal Tor Ul Ver Wil Yar Zen")
_ENDS = _words(
    "ac bert court den edge field gate ham ing kirk ley mouth ness over port quay ridge stad ton under vale wick"
)
_FIRST = _words(
    "Ada Ben Chloe Dirk Eva Femi Gina Hugo Iris Jan Kim Lars Mia Noor Otto Pia Quint Rosa Sem Tess Uma Vera Wim Xena Yara "
    "Zoe Anouk Bram Cas Daan Elif Floor Guus Hanna Ivo Joris Kaat Lotte Milan Nina"
)


@dataclass(frozen=True)
class _Tree:
    """Departments in the order of a walk from the top down, so that whatever stands below one follows it."""

    level: Ints
    parent: Ints
    # The first after everything below it.
    end: Ints
    # The department itself or the one above it, at each level: shape (departments, LEVELS).
    above: Ints

    def spans(self, department: Ints, chance: np.random.Generator, places: tuple[float, ...]) -> tuple[Ints, Ints]:
        """First and after the last department of a place near each: itself, its area, its division; else anywhere."""
        where = chance.choice(4, size=len(department), p=(*places, 1 - sum(places)))
        area, division = self.above[department, 1], self.above[department, 0]
        low = np.choose(where, (department, area, division, 0))
        high = np.choose(where, (department + 1, self.end[area], self.end[division], len(self.end)))
        return low, high


def made(departments: int, folder: Path) -> Path:
    """Write the files of an enterprise of so many departments into a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng([SEED, departments])
    tree = _tree(departments, chance)
    names = _department_names(tree)
    home = _homes(tree, departments * PEOPLE, chance)
    person = np.array([f"E{at:06}" for at in range(1, len(home) + 1)], dtype=object)
    first = np.searchsorted(home, np.arange(departments))
    head = person[first]
    pick = _Picking(tree, home, person, chance)
    tables = {
        "departments": _departments(tree, names, home, head, chance),
        "people": _people(tree, names, home, person, first),
        "processes": _processes(names, pick),
        "raci": _raci(names, pick),
        "journeys": _journeys(names, pick),
        "journey_steps": _steps(tree, names, pick),
        "collaboration": _ties(tree, home, person, chance),
        "goals": _goals(names, chance),
        "survey": _survey(names, home, chance),
    }
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return folder


def _tree(departments: int, chance: np.random.Generator) -> _Tree:
    """So many departments in four levels, of which each has the same multiple of the one above it, unevenly shared."""
    upper = [round(departments ** (level / LEVELS)) for level in range(1, LEVELS)]
    counts = [*upper, departments - sum(upper)]
    parents = [np.full(counts[0], -1, dtype=np.int64)]
    for above, count in pairwise(counts):
        weight = chance.lognormal(sigma=0.7, size=above)
        # Each has at least one below it, where there are as many.
        drawn = np.concatenate(
            [np.arange(min(above, count)), chance.choice(above, size=max(0, count - above), p=weight / weight.sum())]
        )
        parents.append(np.sort(drawn) + sum(counts[: len(parents) - 1]))
    level = np.repeat(np.arange(LEVELS), counts)
    parent = np.concatenate(parents)
    path = np.full((departments, LEVELS), -1, dtype=np.int64)
    for at in range(departments):
        if parent[at] >= 0:
            path[at] = path[parent[at]]
        path[at, level[at]] = at
    order = np.lexsort(path.T[::-1])
    place = np.empty(departments + 1, dtype=np.int64)
    place[order], place[-1] = np.arange(departments), -1
    level, parent, path = level[order], place[parent[order]], place[path[order]]
    size = np.bincount(path[path >= 0], minlength=departments)
    # Where a department stands above its level's, it is its own.
    above = np.where(path >= 0, path, np.arange(departments)[:, None])
    return _Tree(level, parent, np.arange(departments) + size, above)


def _department_names(tree: _Tree) -> NDArray[np.object_]:
    """Names of a trade and a place, no two alike."""
    places = [start + end for end in _ENDS for start in _STARTS]
    kinds = ("Division", "Area", "Department", "Team")
    return np.array(
        [
            f"{_TRADES[at % len(_TRADES)]} {places[at // len(_TRADES) % len(places)]} {kinds[level]}"
            for at, level in enumerate(tree.level.tolist())
        ],
        dtype=object,
    )


def _homes(tree: _Tree, people: int, chance: np.random.Generator) -> Ints:
    """The department of everyone, in order; unevenly many in each, few at the top, at least one."""
    weight = chance.lognormal(sigma=0.6, size=len(tree.level)) * np.array([0.1, 0.2, 0.5, 1.2])[tree.level]
    drawn = chance.choice(len(weight), size=people - len(weight), p=weight / weight.sum())
    return np.sort(np.concatenate([np.arange(len(weight)), drawn]))


class _Picking:
    """Draws people and departments near others."""

    def __init__(self, tree: _Tree, home: Ints, person: NDArray[np.object_], chance: np.random.Generator) -> None:
        self.chance, self.tree = chance, tree
        self._bounds = np.searchsorted(home, np.arange(len(tree.level) + 1))
        self._person = person

    def colleague(self, department: Ints) -> NDArray[np.object_]:
        """Somebody in each of these departments."""
        low, high = self._bounds[department], self._bounds[department + 1]
        return self._person[low + self.chance.integers(high - low)]

    def near(self, department: Ints, places: tuple[float, ...]) -> Ints:
        """A department near each, with these chances of being itself, in its area, in its division."""
        low, high = self.tree.spans(department, self.chance, places)
        return low + self.chance.integers(high - low)

    def some(self, share: float, count: int) -> NDArray[np.bool_]:
        return self.chance.random(count) < share

    def nobody(self, values: NDArray[np.object_], share: float) -> NDArray[np.object_]:
        """The values, with a share in which nobody stands."""
        blank = np.array(NOBODY, dtype=object)[self.chance.choice(len(NOBODY), size=len(values), p=(0.8, 0.12, 0.08))]
        return np.where(self.some(share, len(values)), blank, values)


def _departments(
    tree: _Tree, names: NDArray[np.object_], home: Ints, head: NDArray[np.object_], chance: np.random.Generator
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Department": names,
            "Parent": np.where(tree.parent >= 0, names[tree.parent], ""),
            "Head": np.where(chance.random(len(names)) < 0.04, "vacant", head),
            "Headcount": np.bincount(home, minlength=len(names)),
            "Customer facing": np.where(chance.random(len(names)) < 0.3, "yes", "no"),
        }
    )


def _people(
    tree: _Tree, names: NDArray[np.object_], home: Ints, person: NDArray[np.object_], first: Ints
) -> pd.DataFrame:
    at = np.arange(len(home))
    is_head = first[home] == at
    above = np.where(tree.parent[home] >= 0, person[first[tree.parent[home]]], "")
    surnames = [start + middle.lower() + end for end in _ENDS for middle in _STARTS for start in _STARTS]
    return pd.DataFrame(
        {
            "Person": [
                f"{_FIRST[n % len(_FIRST)]} {surnames[n // len(_FIRST) * 7919 % len(surnames)]}"
                for n in range(len(home))
            ],
            "ID": person,
            "Department": names[home],
            "Role": np.where(is_head, "Head", np.array(["Specialist", "Adviser", "Clerk", "Analyst"])[at % 4]),
            "Manager": np.where(is_head, above, person[first[home]]),
        }
    )


def _titles(count: int) -> list[str]:
    """What is done with what: titles that repeat after some thousands."""
    return [f"{_VERBS[n % len(_VERBS)]} {_OBJECTS[n // len(_VERBS) % len(_OBJECTS)]}" for n in range(count)]


def _process_ids(count: int) -> NDArray[np.object_]:
    return np.array([f"PR-{at:06}" for at in range(1, count + 1)], dtype=object)


def _processes(names: NDArray[np.object_], pick: _Picking) -> pd.DataFrame:
    count = len(names) * PROCESSES
    owner = np.repeat(np.arange(len(names)), PROCESSES)
    ids = _process_ids(count)
    several = np.array(
        [f"{a}; {b}" for a, b in zip(pick.colleague(owner), pick.colleague(owner), strict=True)], dtype=object
    )
    accountable = np.where(pick.some(0.03, count), several, pick.colleague(owner))
    accountable = np.where(pick.some(0.04, count), names[owner], accountable)
    return pd.DataFrame(
        {
            "Process": [f"{title}, {place}" for title, place in zip(_titles(count), names[owner], strict=True)],
            "ID": ids,
            "Owner department": pick.nobody(names[owner], 0.05),
            "Accountable": pick.nobody(accountable, 0.1),
            "Parent": np.where(
                pick.some(0.3, count) & (np.arange(count) % PROCESSES > 0), np.repeat(ids[::PROCESSES], PROCESSES), ""
            ),
            "Criticality": pick.chance.integers(1, 6, size=count),
            "Annual volume": pick.chance.integers(10, 20_000, size=count),
        }
    )


def _raci(names: NDArray[np.object_], pick: _Picking) -> pd.DataFrame:
    """Letters of every process: some lack an A, some have two; two of three holders are departments."""
    count = len(names) * PROCESSES
    owner = np.repeat(np.arange(len(names)), PROCESSES)
    most = {"R": (0, 1, 1, 1, 2), "A": (*[1] * 18, 0, 2), "C": (0, 1, 1, 2, 3), "I": (0, 1, 2, 2, 3)}
    rows = []
    for letter, numbers in most.items():
        of = np.repeat(np.arange(count), pick.chance.choice(numbers, size=count))
        near = pick.near(owner[of], (0.8, 0.15, 0.04) if letter in "RA" else (0.2, 0.5, 0.2))
        holder = np.where(pick.some(0.65, len(of)), names[near], pick.colleague(near))
        rows.append(pd.DataFrame({"at": of, "Department, person or role": holder, "Code": letter}))
    table = (
        pd.concat(rows).sort_values("at", kind="stable").drop_duplicates(["at", "Department, person or role", "Code"])
    )
    table.insert(0, "Process", _process_ids(count)[table.pop("at")])
    # A typing mistake in a few.
    wrong = pick.some(0.0005, len(table))
    holders = table["Department, person or role"]
    table["Department, person or role"] = np.where(wrong, holders.str[:-1], holders)
    return table


def _journeys(names: NDArray[np.object_], pick: _Picking) -> pd.DataFrame:
    count = len(names)
    at = np.arange(count)
    owner = pick.colleague(at)
    several = np.array([f"{a}; {b}" for a, b in zip(owner, pick.colleague(at[::-1]), strict=True)], dtype=object)
    owner = pick.nobody(np.where(pick.some(0.03, count), several, owner), 0.25)
    owned = ~np.isin(owner, NOBODY)
    reviewed = np.datetime64("2026-03-01") - pick.chance.integers(900, size=count)
    return pd.DataFrame(
        {
            "Journey": [f"I {title.lower()}, {place}" for title, place in zip(_titles(count), names, strict=True)],
            "ID": _journey_ids(count),
            "Segment": np.array(["Households", "Business", "Partners"])[at % 3],
            "End-to-end owner": owner,
            "Owner department": np.where(owned, names, ""),
            "Mandate": np.where(owned, np.where(pick.some(0.5, count), "yes", "no"), ""),
            "KPI": np.where(pick.some(0.6, count), "First-time-right share", ""),
            "Target": np.where(pick.some(0.6, count), "95%", ""),
            "Last review": np.where(pick.some(0.6, count), np.datetime_as_string(reviewed, unit="D"), ""),
            "Importance": pick.chance.integers(1, 6, size=count),
            "Annual volume": pick.chance.integers(100, 200_000, size=count),
            "Satisfaction": np.round(pick.chance.normal(7, 1, size=count).clip(1, 10), 1),
        }
    )


def _journey_ids(count: int) -> NDArray[np.object_]:
    return np.array([f"J-{at:05}" for at in range(1, count + 1)], dtype=object)


def _steps(tree: _Tree, names: NDArray[np.object_], pick: _Picking) -> pd.DataFrame:
    """Twenty steps a journey, each mostly near the one before it."""
    count = len(tree.level)
    way = [np.arange(count)]
    for _ in range(STEPS - 1):
        way.append(pick.near(way[-1], STEP_PLACES))
    unit = np.stack(way, axis=1).ravel()
    total = len(unit)
    with_another = np.array(
        [f"{a}; {b}" for a, b in zip(names[unit], names[pick.near(unit, STEP_PLACES)], strict=True)], dtype=object
    )
    behind = _process_ids(count * PROCESSES)[unit * PROCESSES + pick.chance.integers(PROCESSES, size=total)]
    return pd.DataFrame(
        {
            "Journey": np.repeat(_journey_ids(count), STEPS),
            "Order": np.tile(np.arange(1, STEPS + 1), count),
            "Step": [f"{title} {n % STEPS + 1}" for n, title in enumerate(_titles(total))],
            "Department": pick.nobody(np.where(pick.some(0.03, total), with_another, names[unit]), 0.05),
            "Process": np.where(pick.some(0.7, total), behind, ""),
            "Channel": np.array(["Phone", "Web", "Post", "Visit"])[pick.chance.integers(4, size=total)],
            "Moment of truth": np.where(pick.some(0.1, total), "yes", "no"),
            "Hassle": pick.chance.integers(6, size=total),
            "Duration": np.round(pick.chance.exponential(0.7, size=total) + 0.1, 1),
            "Waiting": np.round(pick.chance.exponential(10, size=total), 1),
        }
    )


def _ties(tree: _Tree, home: Ints, person: NDArray[np.object_], chance: np.random.Generator) -> pd.DataFrame:
    """Ties of twenty a person, each reported by one who answers; a tenth by both where both answer."""
    wanted, people = len(home) * TIES, len(home)
    answers = chance.random(people) < REPORTING
    bounds = np.searchsorted(home, np.arange(len(tree.level) + 1))
    kept = np.zeros(0, dtype=np.int64)
    while len(kept) < wanted:
        count = int(1.2 * (wanted - len(kept))) + 100
        one = chance.integers(people, size=count)
        first, last = tree.spans(home[one], chance, TIE_PLACES)
        low, high = bounds[first], bounds[last]
        other = low + chance.integers(high - low)
        usable = (one != other) & (answers[one] | answers[other])
        lower, upper = np.minimum(one, other)[usable], np.maximum(one, other)[usable]
        kept = np.unique(np.concatenate([kept, lower * people + upper]))
    kept = chance.permutation(kept)[:wanted]
    one, other = kept // people, kept % people
    swapped = ~answers[one] | (answers[other] & (chance.random(wanted) < 0.5))
    reporter, named = np.where(swapped, other, one), np.where(swapped, one, other)
    both = answers[named] & (chance.random(wanted) < CONFIRMED)
    reporter, named = np.concatenate([reporter, named[both]]), np.concatenate([named, reporter[both]])
    order = np.lexsort((named, reporter))
    reporter, named = reporter[order], named[order]
    return pd.DataFrame(
        {"From": person[reporter], "To": person[named], "Strength": chance.integers(1, 6, size=len(reporter))}
    )


def _goals(names: NDArray[np.object_], chance: np.random.Generator) -> pd.DataFrame:
    count = len(names) * GOALS
    owner = np.repeat(np.arange(len(names)), GOALS)
    title = np.array(
        [f"{title} on time, {names[at]}" for title, at in zip(_titles(count), owner, strict=True)], dtype=object
    )
    journey = _journey_ids(len(names))[chance.integers(len(names), size=count)]
    return pd.DataFrame(
        {
            "Goal": title,
            "Owner department": names[owner],
            "Perspective": np.array(["customer", "financial", "process", "people"])[chance.integers(4, size=count)],
            "Horizon (months)": np.array([3, 6, 12, 24])[chance.integers(4, size=count)],
            "Journey": np.where(chance.random(count) < 0.2, journey, ""),
            "Target": "80%",
            "Actual": [f"{share}%" for share in chance.integers(50, 100, size=count)],
            "Conflicts with": np.where(chance.random(count) < 0.02, title[chance.permutation(count)], ""),
        }
    )


def _survey(names: NDArray[np.object_], home: Ints, chance: np.random.Generator) -> pd.DataFrame:
    """Answers of a tenth of the people to the statements of the program, of which some do not know."""
    count = len(names) * RESPONDENTS
    unit = home[chance.integers(len(home), size=count)]
    lean = chance.normal(3.3, 0.5, size=len(names))[unit]
    table = {
        "Respondent": [f"R{at:06}" for at in range(1, count + 1)],
        "Department": names[unit],
        "Level": np.array(["management", "middle", "front line"])[chance.choice(3, size=count, p=(0.1, 0.2, 0.7))],
    }
    for statement in bank().statements:
        answer = np.rint(chance.normal(lean - 0.2 * statement.stage + 0.5, 1)).clip(1, 5).astype(int).astype(str)
        table[statement.text["en"]] = np.where(chance.random(count) < 0.05, "don't know", answer)
    return pd.DataFrame(table)
