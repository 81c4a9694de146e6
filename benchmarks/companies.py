"""Companies made up for the benchmarks: people in departments, ties mostly inside them, the same from run to run."""

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from alignment.model.organisation import Department, Holder, Journey, Organisation, Origin, Person, Step, Table, Tie

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ends", "graph", "organisation", "person_query", "strengths", "unowned"]

SEED = 20260301
DEPARTMENT = 50
DIVISION = 10
STEPS = 6
INSIDE = 0.6
STRONGEST = 5


def ends(people: int, ties: int, department: int = DEPARTMENT) -> NDArray[np.int64]:
    """Who has a tie with whom; shape (ties, 2), no pair twice. About six of ten ties stay in a department of so many."""
    chance = np.random.default_rng(SEED)
    found = np.zeros((0, 2), dtype=np.int64)
    while len(found) < ties:
        one = chance.integers(people, size=2 * ties)
        home = one // department * department
        near = home + chance.integers(np.minimum(department, people - home))
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


def organisation(people: int, ties: int, *, weighted: bool = True, department: int = DEPARTMENT) -> Organisation:
    """Make a company of departments of so many people in divisions, with a journey through six departments for each division.

    One of its two people reports each tie, with a strength of 1 to 5 or with none; every tenth is confirmed.
    """
    columns = {
        "departments": ("department", "parent"),
        "people": ("person", "department"),
        "journeys": ("journey",),
        "journey_steps": ("journey", "order", "step", "department"),
        "collaboration": ("from", "to", "strength") if weighted else ("from", "to"),
    }
    places = {
        sheet: Origin(Table("made-up.xlsx", sheet, {name: at for at, name in enumerate(names, start=1)}), 2)
        for sheet, names in columns.items()
    }
    names = [f"p{at:06}" for at in range(people)]
    homes = [f"d{at:04}" for at in range(-(-people // department))]
    divisions = [f"v{at:03}" for at in range(-(-len(homes) // DIVISION))]
    way = np.random.default_rng(SEED + 2).integers(len(homes), size=(len(divisions), STEPS)).tolist()
    pairs, given = ends(people, ties, department), strengths(ties).astype(float)
    confirmed = slice(None, None, 10)
    pairs = np.concatenate([pairs, pairs[confirmed, ::-1]])
    given = np.concatenate([given, strengths(ties)[::-1][confirmed]])
    return Organisation(
        departments=(
            *(Department(places["departments"], one, one) for one in divisions),
            *(Department(places["departments"], one, one, divisions[at // DIVISION]) for at, one in enumerate(homes)),
        ),
        people=tuple(Person(places["people"], one, one, homes[at // department]) for at, one in enumerate(names)),
        journeys=tuple(Journey(places["journeys"], f"j{at}", f"j{at}") for at in range(len(way))),
        steps=tuple(
            Step(places["journey_steps"], f"j{at}", order, f"step {order}", (homes[unit],))
            for at, units in enumerate(way)
            for order, unit in enumerate(units, start=1)
        ),
        ties=tuple(
            Tie(places["collaboration"], names[one], names[other], one_strength, reported_by=names[one])
            for (one, other), one_strength in zip(
                pairs.tolist(), given.tolist() if weighted else [None] * len(pairs), strict=True
            )
        ),
        sheets=frozenset(columns),
        columns={sheet: frozenset(kept) for sheet, kept in columns.items()},
        tie_level="person",
    )


def unowned(people: int = 1_000, journeys: int = 1_200) -> Organisation:
    """Make such a company with five ties each, a head for each department, and journeys that nobody owns."""
    company = organisation(people, 5 * people)
    first = {one.department: one.id for one in reversed(company.people)}
    heads = {unit: (Holder("person", person),) for unit, person in first.items() if unit is not None}
    homes = [one.id for one in company.departments if one.id in heads]
    way = np.random.default_rng(SEED + 3).integers(len(homes), size=(journeys, STEPS)).tolist()
    listed = Origin(Table("made-up.xlsx", "journeys", {"journey": 1, "owner": 2}), 2)
    stepped = company.steps[0].origin
    return replace(
        company,
        departments=tuple(replace(one, heads=heads.get(one.id, ())) for one in company.departments),
        journeys=tuple(Journey(listed, f"j{at}", f"j{at}") for at in range(journeys)),
        steps=tuple(
            Step(stepped, f"j{at}", order, f"step {order}", (homes[unit],))
            for at, units in enumerate(way)
            for order, unit in enumerate(units, start=1)
        ),
        columns={
            **company.columns,
            "journeys": frozenset({"journey", "owner"}),
            "departments": frozenset({"department", "parent", "head"}),
        },
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
