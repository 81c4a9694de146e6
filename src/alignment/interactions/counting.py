"""What comes of the logs? The one way from rows to cells: hash, drop, place, add up, fold; only what is folded leaves the engine."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from alignment.interactions.engines import Engine, trimmed
from alignment.interactions.identifiers import identifiers, machines
from alignment.interactions.logs import Log
from alignment.interactions.pairs import (
    KEPT,
    MOST_RECIPIENTS,
    PER,
    UNITS,
    Amount,
    fates_of_lists,
    pairs_of_lists,
    rows,
    spelled,
    sums,
    taking_part,
)
from alignment.interactions.people import ELSEWHERE, UNLISTED, Register, coded, doubled, listed, places, stays
from alignment.interactions.privacy import REST, Hashing, folded_cells
from alignment.source.pseudonyms import Key

if TYPE_CHECKING:
    import pyarrow
    from ibis.expr.types import Table

__all__ = ["Counted", "Rules", "Tie", "count", "strength"]


# Of one cell: two addresses, or a sign that parts people.
_SEVERAL = r"[;|]|@.*,.*@"


@dataclass(frozen=True, slots=True)
class Tie:
    """What two departments had to do with one another, of one kind, over all months and both ways."""

    source: str
    target: str
    kind: str
    units: int
    times: int

    @property
    def named(self) -> bool:
        """Whether it is known whose it is: of `REST` it is not."""
        return self.source != REST


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of the logs.

    Attributes
    ----------
    per
        How many of what was added up make one of what is told: 60 seconds a minute.
    rows
        What became of a row → how many; `KEPT` is one of them.
    bots
        Machines left out of the lists of people.
    no_stays
        Rows of the list of people that are no stay in a department.
    in_several
        People who are in several departments from one day.
    several
        Different ends of pairs that hold several people, as a list does, and are read as one.
    unlisted_people
        Different people of the logs who are in no stay; machines aside.
    unlisted, elsewhere, known, withheld
        Interactions of two people: one of them in no stay; one in none on that day; both in a department; of these, those
        that belong to fewer than five people even when put together.
    ties
        By their names and kind.
    months
        One row a cell: ``month`` (null where the cells of several are put together), ``from``, ``to``, ``kind``, ``one way``, ``units``, ``times``; sorted.
    """

    per: int
    rows: Mapping[str, int]
    bots: int
    no_stays: int
    in_several: int
    several: int
    unlisted_people: int
    unlisted: int
    elsewhere: int
    known: int
    withheld: int
    ties: tuple[Tie, ...]
    months: "pyarrow.Table"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of interaction that are told."""
        return tuple(sorted({tie.kind for tie in self.ties}))


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts, and what does not.

    Attributes
    ----------
    most
        Recipients above which a row is a broadcast; of a meeting of n people each has n − 1.
    machines
        Identifiers of machines beside those that are known by their names, ``*`` for anything.
    amount
        What is added up: how often, or for how many minutes.
    """

    most: int = MOST_RECIPIENTS
    machines: Sequence[str] = ()
    amount: Amount = "times"


def strength(tie: Tie, weights: Mapping[str, Fraction], per: int = 1) -> float:
    """Return how much a tie counts: interactions or minutes, of n people 1/(n − 1) each, times the weight of their kind.

    The weight is 1 where none is given; ``per`` is of `Counted`.
    """
    return float(Fraction(tie.units, UNITS * per) * weights.get(tie.kind, Fraction(1)))


def count(engine: Engine, logs: Sequence[Log], people: Register, key: Key, rules: Rules | None = None) -> Counted:
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
    rules
        What counts; those of `Rules` where none are given.
    """
    rules = rules or Rules()
    hashing, pattern = Hashing(engine, key), machines(rules.machines)
    found = [rows(log, engine, rules.amount) for log in logs]
    with (
        listed(people, hashing, pattern).cache() as rows_of_people,
        # By itself: an engine that sees what is asked of each spelling would ask it of each row.
        _united([spelled(one) for one in found]).distinct().cache() as written,
        identifiers(written, hashing, pattern).cache() as named,
        stays(rows_of_people).cache() as stayed,
    ):
        several = engine.number(written.filter(written.raw.re_search(_SEVERAL)).count())
        no_stays = engine.number((~rows_of_people.usable).ifelse(1, 0).sum())
        in_several = engine.number(doubled(rows_of_people))
        numbered, names = coded(stayed, engine)
        with places(named, numbered).cache() as where, ExitStack() as held:
            unlisted_people = engine.number(where.filter(where.code == UNLISTED).stay.nunique())
            lists = [
                held.enter_context(taking_part(one, where, engine).cache()) for one in found if "people" in one.columns
            ]
            fated = [fates_of_lists(one, rules.most) for one in lists]
            pairs = [sums(one, where, rules.most) for one in found if "people" not in one.columns]
            pairs += [pairs_of_lists(one, fates, where) for one, fates in zip(lists, fated, strict=True)]
            with _united(pairs).cache() as added:
                fates, bots = _fates(engine, added, fated)
                unlisted, elsewhere, known = _totals(engine, added)
                cells = engine.connection.to_pyarrow(folded_cells(_in_departments(added), len(names)))
    months = _months(cells, (*names, REST))
    shown = sum(months["times"].to_pylist())
    return Counted(
        PER[rules.amount],
        fates,
        bots,
        no_stays,
        in_several,
        several,
        unlisted_people,
        unlisted,
        elsewhere,
        known,
        known - shown,
        _ties(months),
        months,
    )


def _united(tables: Sequence["Table"]) -> "Table":
    first, *others = tables
    return first.union(*(one.select(first.columns) for one in others)) if others else first


def _fates(engine: Engine, added: "Table", lists: Sequence["Table"]) -> tuple[Mapping[str, int], int]:
    """What became of the rows, and how many machines were left out of lists."""
    import ibis

    of_pairs = added.group_by("fate").agg(rows=added.rows.sum().cast("int64"), bots=ibis.literal(0, "int64"))
    of_lists = [one.group_by("fate").agg(rows=one.count(), bots=one.bots.sum().cast("int64")) for one in lists]
    found = engine.connection.to_pyarrow(_united([of_pairs, *of_lists])).to_pylist()
    fates = {fate: sum(row["rows"] for row in found if row["fate"] == fate) for fate in {row["fate"] for row in found}}
    fates = {KEPT: 0} | {fate: rows for fate, rows in sorted(fates.items()) if rows}
    return fates, sum(row["bots"] for row in found)


def _totals(engine: Engine, added: "Table") -> tuple[int, int, int]:
    """How many interactions that are kept are of somebody unlisted, of somebody elsewhere, of two in departments."""
    import ibis

    kept = added.filter(added.fate == KEPT)
    ends = kept.source_code, kept.target_code
    unlisted, elsewhere = ((ends[0] == code) | (ends[1] == code) for code in (UNLISTED, ELSEWHERE))
    what = ibis.cases((unlisted, "unlisted"), (elsewhere, "elsewhere"), else_="known")
    summed = kept.mutate(what=what).group_by("what").agg(times=kept.times.sum().cast("int64"))
    found = {row["what"]: row["times"] or 0 for row in engine.connection.to_pyarrow(summed).to_pylist()}
    return found.get("unlisted", 0), found.get("elsewhere", 0), found.get("known", 0)


def _in_departments(added: "Table") -> "Table":
    """What is kept and between departments; what is mutual has no direction, and is put in the order of its departments."""
    import ibis

    kept = added.filter((added.fate == KEPT) & (added.source_code >= 0) & (added.target_code >= 0))
    turned = kept.mutual & (kept.source_code > kept.target_code)
    unsaid = kept.mutual.ifelse("meeting", "contact")
    return kept.mutate(
        kind=ibis.coalesce(trimmed(kept.kind).lower().nullif(""), unsaid),
        source_code=turned.ifelse(kept.target_code, kept.source_code),
        target_code=turned.ifelse(kept.source_code, kept.target_code),
    )


def _months(cells: "pyarrow.Table", names: Sequence[str]) -> "pyarrow.Table":
    import pyarrow
    from pyarrow import compute

    told = cells.filter(compute.is_valid(cells["source_code"]))
    called = pyarrow.array(names, pyarrow.string())
    columns = {
        "month": told["month"].cast(pyarrow.date32()),
        "from": compute.take(called, told["source_code"]),
        "to": compute.take(called, told["target_code"]),
        "kind": told["kind"].cast(pyarrow.string()),
        "one way": compute.invert(told["mutual"]),
        **{name: told[name].cast(pyarrow.int64()) for name in ("units", "times")},
    }
    return pyarrow.table(columns).sort_by([(name, "ascending") for name in list(columns)[:5]])


def _ties(months: "pyarrow.Table") -> tuple[Tie, ...]:
    import pyarrow
    from pyarrow import compute

    turned = compute.greater(months["from"], months["to"])
    both = pyarrow.table(
        {
            "source": compute.if_else(turned, months["to"], months["from"]),
            "target": compute.if_else(turned, months["from"], months["to"]),
            "kind": months["kind"],
            "units": months["units"],
            "times": months["times"],
        }
    )
    by = ["source", "target", "kind"]
    summed = (
        both.group_by(by).aggregate([("units", "sum"), ("times", "sum")]).sort_by([(one, "ascending") for one in by])
    )
    return tuple(Tie(*row.values()) for row in summed.select([*by, "units_sum", "times_sum"]).to_pylist())
