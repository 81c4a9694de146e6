"""Companies made up for the benchmarks: people in departments, ties mostly inside them, the same from run to run."""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.model.organisation import Department, Organisation, Origin, Person, Table, Tie

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ends", "graph", "organisation", "person_query", "strengths"]

SEED = 20260301
DEPARTMENT = 50
DIVISION = 10
INSIDE = 0.6
STRONGEST = 5


def ends(people: int, ties: int) -> NDArray[np.int64]:
    """Who has a tie with whom; shape (ties, 2), no pair twice. About six of ten ties stay in a department of 50."""
    chance = np.random.default_rng(SEED)
    found = np.zeros((0, 2), dtype=np.int64)
    while len(found) < ties:
        one = chance.integers(people, size=2 * ties)
        home = one // DEPARTMENT * DEPARTMENT
        near = home + chance.integers(np.minimum(DEPARTMENT, people - home))
        other = np.where(chance.random(2 * ties) < INSIDE, near, chance.integers(people, size=2 * ties))
        drawn = np.stack([one, other], axis=1)
        found = np.concatenate([found, drawn[one != other]])
        _, first = np.unique(np.sort(found, axis=1), axis=0, return_index=True)
        found = found[np.sort(first)]
    return found[:ties]


def strengths(ties: int) -> NDArray[np.int64]:
    """Strength of every tie, 1 to 5; shape (ties,)."""
    return np.random.default_rng(SEED + 1).integers(1, STRONGEST + 1, size=ties)


def graph(people: int, ties: int, *, weighted: bool = True) -> "nx.Graph[int]":
    """Ties as a network, with `weight` 1 to 5, or 1 for all."""
    found: nx.Graph[int] = nx.Graph()
    found.add_nodes_from(range(people))
    weights = strengths(ties).tolist() if weighted else [1] * ties
    found.add_weighted_edges_from(
        (*pair, weight) for pair, weight in zip(ends(people, ties).tolist(), weights, strict=True)
    )
    return found


def organisation(people: int, ties: int, *, weighted: bool = True) -> Organisation:
    """Make a company of departments in divisions, whose people report ties, with a strength of 1 to 5 or none."""
    units = -(-people // DEPARTMENT)
    places = {"department": 1, "parent": 2}, {"person": 1, "department": 2}, {"from": 1, "to": 2, "strength": 3}
    sheets = ("Departments", "People", "Collaboration")
    of_departments, of_people, of_ties = (
        Origin(Table("benchmark.xlsx", sheet, columns), 2) for sheet, columns in zip(sheets, places, strict=True)
    )
    names = [f"p{at:06}" for at in range(people)]
    homes = [f"d{at:04}" for at in range(units)]
    divisions = [f"v{at:03}" for at in range(-(-units // DIVISION))]
    return Organisation(
        departments=(
            *(Department(of_departments, one, one) for one in divisions),
            *(Department(of_departments, one, one, divisions[at // DIVISION]) for at, one in enumerate(homes)),
        ),
        people=tuple(Person(of_people, one, one, homes[at // DEPARTMENT]) for at, one in enumerate(names)),
        ties=tuple(
            Tie(of_ties, names[one], names[other], float(strength) if weighted else None, reported_by=names[one])
            for (one, other), strength in zip(ends(people, ties).tolist(), strengths(ties).tolist(), strict=True)
        ),
        sheets=frozenset({"departments", "people", "collaboration"}),
        columns={
            "departments": frozenset(places[0]),
            "people": frozenset(places[1]),
            "collaboration": frozenset(places[2] if weighted else ("from", "to")),
        },
        tie_level="person",
    )


def person_query(people: int, ties: int) -> "pd.DataFrame":
    """Ties as Viva Insights exports them: a row a tie, with the department of both."""
    import pandas as pd

    one, other = ends(people, ties).T
    return pd.DataFrame(
        {
            "PrimaryCollaborator_PersonId": [f"p{at:06}" for at in one],
            "SecondaryCollaborator_PersonId": [f"p{at:06}" for at in other],
            "PrimaryCollaborator_Organization": [f"d{at:04}" for at in one // DEPARTMENT],
            "SecondaryCollaborator_Organization": [f"d{at:04}" for at in other // DEPARTMENT],
            "StrongTieScore": strengths(ties),
        }
    )
