"""Which ways do cases go through the departments? Each way that enough cases take is a journey with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alignment.analysis.privacy import SMALLEST
from alignment.interactions.engines import tried, trimmed

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from alignment.interactions.engines import Engine
    from alignment.interactions.logs import Log

__all__ = ["Ways", "ways"]

# Stands between steps while a way is one text; a name cannot hold it.
_BETWEEN = "\x1f"
# Digits of the number before a step, by which steps are put in order.
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of cases through departments.

    Attributes
    ----------
    found
        Departments in order, and how many cases went that way; most cases first.
    rare
        Cases of ways that fewer than five took, which are not told.
    rows
        Rows of the logs, and those of them that lack a case, a department or their place in the order.
    unusable
        See `rows`.
    """

    found: tuple[tuple[tuple[str, ...], int], ...]
    rare: int
    rows: int
    unusable: int


def ways(logs: Sequence["Log"], engine: "Engine", shown: Mapping[str, str] | None = None) -> Ways:
    """Count the ways of all cases; stops at one department in a row are one step.

    Parameters
    ----------
    logs
        Of handovers.
    engine
        Where they are.
    shown
        Department → what it is called (`people.shown_names`): those of few people are put together, before anything is
        counted. Others are called as they are.
    """
    import ibis

    stops = ibis.union(*(_stops(log) for log in logs)) if len(logs) > 1 else _stops(logs[0])
    renamed = {name: called for name, called in (shown or {}).items() if name != called}
    if renamed:
        given = engine.given(
            {"name": list(renamed), "called": list(renamed.values())}, {"name": "string", "called": "string"}
        )
        stops = stops.left_join(given, stops.department == given.name)
        stops = stops.mutate(department=stops.called.fill_null(stops.department)).drop("name", "called")
    usable = stops.usable.ifelse(1, 0).sum()
    rows, used = engine.connection.to_pyarrow(stops.agg(rows=stops.count(), used=usable)).to_pylist()[0].values()
    counted = engine.connection.to_pyarrow(_counted(stops)).to_pylist()
    found = [
        (tuple(step[_DIGITS:] for step in row["way"].split(_BETWEEN)), row["cases"])
        for row in counted
        if row["way"] is not None
    ]
    return Ways(
        tuple(sorted(found, key=lambda one: (-one[1], one[0]))),
        sum(row["cases"] for row in counted if row["way"] is None),
        rows,
        rows - (used or 0),
    )


def _stops(log: "Log") -> "Table":
    table = log.table
    if "order" in log.columns:
        order = tried(table.order, "float64")
    else:
        time = tried(table.time, "timestamp")
        order = time.epoch_seconds().cast("float64") + time.microsecond() / 1e6
    stops = table.select(
        case=trimmed(table.case.cast("string")),
        department=trimmed(table.department.cast("string").re_replace(r"\s+", " ")),
        place=order.cast("float64"),
    )
    return stops.mutate(usable=((stops.case != "") & (stops.department != "") & stops.place.notnull()).fill_null(False))


def _counted(stops: "Table") -> "Table":
    """Way → cases; the ways of fewer than five cases together, as null."""
    import ibis

    in_order = ibis.window(group_by="case", order_by=["place", "department"])
    usable = stops.filter(stops.usable)
    usable = usable.mutate(before=usable.department.lag().over(in_order))
    moved = usable.filter(usable.before.isnull() | (usable.before != usable.department))
    moved = moved.mutate(turn=ibis.row_number().over(in_order))
    numbered = moved.mutate(step=moved.turn.cast("string").lpad(_DIGITS, "0") + moved.department)
    gone = numbered.group_by("case").agg(steps=numbered.step.collect())
    gone = gone.mutate(way=gone.steps.sort().join(_BETWEEN))
    ways_ = gone.group_by("way").agg(cases=gone.count())
    told = ways_.mutate(way=(ways_.cases < SMALLEST).ifelse(ibis.null("string"), ways_.way))
    return told.group_by("way").agg(cases=told.cases.sum())
