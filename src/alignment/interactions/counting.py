"""What comes of the logs? The one way from rows to cells: hash, drop, place, add up, fold; only what is folded leaves the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from alignment.interactions import people as register
from alignment.interactions.engines import Engine
from alignment.interactions.logs import Log
from alignment.interactions.pairs import KEPT, UNITS, events, pairs, person_pairs
from alignment.interactions.privacy import Hashing, folded_cells
from alignment.source.pseudonyms import Key

if TYPE_CHECKING:
    import pyarrow
    from ibis.expr.types import Table

__all__ = ["Counted", "Tie", "count", "strength"]


@dataclass(frozen=True, slots=True)
class Tie:
    """What two departments had to do with one another, of one kind, over all months and both ways."""

    source: str
    target: str
    kind: str
    units: int
    times: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of the logs.

    Attributes
    ----------
    rows
        What became of a row → how many; `KEPT` is one of them.
    bots
        Machines left out of the lists of people of rows that have others.
    no_stays
        Rows of the list of people that are no stay in a department.
    unknown_people
        Hashes that no stay is known of on the day.
    unknown, known, withheld
        Interactions of two people: one of them unknown; both known; of these, those that belong to fewer than five people
        even when put together.
    ties
        By their names and kind.
    months
        One row a cell: ``month``, ``from``, ``to``, ``kind``, ``one way``, ``units``, ``times``, ``people``; sorted.
    """

    rows: Mapping[str, int]
    bots: int
    no_stays: int
    unknown_people: int
    unknown: int
    known: int
    withheld: int
    ties: tuple[Tie, ...]
    months: "pyarrow.Table"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of interaction that are told."""
        return tuple(sorted({tie.kind for tie in self.ties}))


def strength(tie: Tie, weights: Mapping[str, Fraction]) -> float:
    """Return how much a tie counts: interactions, those of n people 1/(n − 1) each, times the weight of their kind (1 where none is given)."""
    return float(Fraction(tie.units, UNITS) * weights.get(tie.kind, Fraction(1)))


def count(engine: Engine, logs: Sequence[Log], people: "Table", key: Key, most: int) -> Counted:
    """Count logs of pairs and of lists.

    Parameters
    ----------
    engine
        Where the logs and the list of people are.
    logs
        Of the shapes pairs and lists.
    people
        As `people.read_people` finds it.
    key
        With which identifiers are hashed.
    most
        Recipients above which a row is a broadcast.
    """
    hashing = Hashing(engine, key)
    found = [events(log, hashing, most) for log in logs]
    rows, bots = _dropped(engine, found)
    no_stays = int(engine.connection.to_pyarrow(register.unusable(people)).as_py() or 0)
    with register.stays(people, hashing).cache() as stays:
        where = register.folded(stays, engine)
        with person_pairs(register.placed(_united([pairs(one) for one in found]), where)).cache() as everybody:
            is_known = everybody.source_department.notnull() & everybody.target_department.notnull()
            unknown_people, unknown = _unknown(engine, everybody, everybody.filter(~is_known))
            with folded_cells(everybody.filter(is_known)).cache() as cells:
                told = cells.filter(cells.source_department.notnull())
                known, shown = (_total(engine, one) for one in (cells, told))
                return Counted(
                    rows,
                    bots,
                    no_stays,
                    unknown_people,
                    unknown,
                    known,
                    known - shown,
                    _ties(engine, told),
                    _months(engine, told),
                )


def _united(tables: Sequence["Table"]) -> "Table":
    first, *others = tables
    return first.union(*(one.select(first.columns) for one in others)) if others else first


def _dropped(engine: Engine, found: Sequence["Table"]) -> tuple[Mapping[str, int], int]:
    counted = _united([one.select("fate", "bots") for one in found])
    rows = engine.connection.to_pyarrow(
        counted.group_by("fate").agg(rows=counted.count(), bots=counted.bots.sum())
    ).to_pylist()
    fates = {row["fate"]: int(row["rows"]) for row in sorted(rows, key=lambda row: row["fate"])}
    return {KEPT: 0} | fates, sum(int(row["bots"] or 0) for row in rows)


def _unknown(engine: Engine, everybody: "Table", unknown: "Table") -> tuple[int, int]:
    import ibis

    nowhere = ibis.union(
        *(
            everybody.filter(everybody[f"{end}_department"].isnull()).select(person=everybody[end])
            for end in ("source", "target")
        ),
        distinct=True,
    )
    return int(engine.connection.to_pyarrow(nowhere.count()).as_py()), _total(engine, unknown)


def _total(engine: Engine, table: "Table") -> int:
    return int(engine.connection.to_pyarrow(table.times.sum()).as_py() or 0)


def _ties(engine: Engine, cells: "Table") -> tuple[Tie, ...]:
    both = cells.group_by(["source_department", "target_department", "kind"]).agg(
        units=cells.units.sum(), times=cells.times.sum()
    )
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for source, target, kind, units, times in zip(
        *engine.connection.to_pyarrow(both).to_pydict().values(), strict=True
    ):
        one, other = sorted((source, target))
        before = found.get((one, other, kind), (0, 0))
        found[one, other, kind] = before[0] + int(units), before[1] + int(times)
    return tuple(Tie(*ends, *sums) for ends, sums in sorted(found.items()))


def _months(engine: Engine, cells: "Table") -> "pyarrow.Table":
    import pyarrow
    from pyarrow import compute

    found = engine.connection.to_pyarrow(cells)
    one, other = (found[f"{end}_department"].cast(pyarrow.string()) for end in ("source", "target"))
    # Engines order letters each in its own way; what has no direction is put in one order here.
    turned = compute.and_(found["mutual"], compute.greater(one, other))
    columns = {
        "month": found["month"].cast(pyarrow.date32()),
        "from": compute.if_else(turned, other, one),
        "to": compute.if_else(turned, one, other),
        "kind": found["kind"].cast(pyarrow.string()),
        "one way": compute.invert(found["mutual"]),
        **{name: found[name].cast(pyarrow.int64()) for name in ("units", "times", "people")},
    }
    return pyarrow.table(columns).sort_by([(name, "ascending") for name in list(columns)[:5]])
