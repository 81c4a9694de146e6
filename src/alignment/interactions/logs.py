"""What does a log say, whatever it looks like? Its columns recognised, and nothing but these ever asked of the engine."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alignment.errors import SourceError
from alignment.interactions.columns import LOG, columns_of, shown
from alignment.interactions.engines import Engine
from alignment.source.headers import header_key

if TYPE_CHECKING:
    from ibis.expr.types import Table

__all__ = ["Log", "Shape", "read_logs"]

Shape = Literal["pairs", "lists", "handovers"]
# Words of headers of durations → minutes.
_UNITS = (
    (
        frozenset(
            ["h", "hr", "hrs", "hour", "hours", "uur", "uren", "stunde", "stunden", "heure", "heures", "hora", "horas"]
        ),
        60.0,
    ),
    (
        frozenset(
            [
                "s",
                "sec",
                "secs",
                "second",
                "seconds",
                "seconde",
                "seconden",
                "sekunde",
                "sekunden",
                "secondes",
                "segundo",
                "segundos",
            ]
        ),
        1 / 60,
    ),
    (frozenset(["ms", "millis", "millisecond", "milliseconds", "milliseconden", "millisekunden"]), 1 / 60_000),
)
# What the rows of each shape cannot do without, the shape that says most first.
_NEEDS: Mapping[Shape, tuple[tuple[str, ...], ...]] = {
    "handovers": (("case", "department", "order"), ("case", "department", "time")),
    "lists": (("participants", "time"), ("from", "recipients", "time")),
    "pairs": (("from", "to", "time"),),
}


@dataclass(frozen=True, slots=True)
class Log:
    """A log that is there and not read yet.

    Attributes
    ----------
    place
        File, folder or table.
    shape
        What a row is: an interaction of two, one with a list of people, or a stop of a case at a department.
    table
        Has the columns that are understood and no other, under our names; no value is changed yet.
    columns
        Our name → theirs.
    left_out
        Headers of the columns that are not selected.
    """

    place: str
    shape: Shape
    table: "Table"
    columns: Mapping[str, str]
    left_out: tuple[str, ...]

    @property
    def minutes(self) -> float:
        """Minutes of what the column of durations counts in, by its header; a minute where it does not say."""
        words = set(re.findall(r"[^\W\d_]+", self.columns.get("duration", "").lower()))
        return next((minutes for unit, minutes in _UNITS if words & unit), 1.0)


def read_logs(engine: Engine, places: Sequence[str], given: Mapping[str, str]) -> tuple[Log, ...]:
    """Find the logs of files, folders or tables; no row is read.

    Parameters
    ----------
    engine
        Where they are counted.
    places
        Paths, or names of tables of the engine.
    given
        Field → header, from a mapping file.

    Raises
    ------
    SourceError
        One is not there, or its columns do not make a log.
    """
    found = [(place, table) for place in places for table in engine.tables(place)]
    headers = {header_key(header) for _, table in found for header in table.columns}
    # A header that one of several logs has is right; what none has is a mistake in the mapping file.
    kept = (
        {field: header for field, header in given.items() if header_key(header) in headers} if len(found) > 1 else given
    )
    if len(kept) < len(given):
        columns_of(LOG, [], {field: header for field, header in given.items() if field not in kept}, ", ".join(places))
    return tuple(
        _log(place, table, _of_these(kept, table.columns) if len(found) > 1 else kept) for place, table in found
    )


def _of_these(given: Mapping[str, str], headers: Sequence[str]) -> Mapping[str, str]:
    keys = {header_key(header) for header in headers}
    return {field: header for field, header in given.items() if header_key(header) in keys}


def _log(place: str, table: "Table", given: Mapping[str, str]) -> Log:
    columns = dict(columns_of(LOG, table.columns, given, place))
    if "to" in columns and "recipients" not in columns and table[columns["to"]].type().is_array():
        columns["recipients"] = columns.pop("to")
    shape = next((shape for shape, needs in _NEEDS.items() if any(set(one) <= set(columns) for one in needs)), None)
    if shape is None:
        raise SourceError(
            f"{place}: is no log that can be counted. Its columns are: {shown(table.columns)}; understood of them: "
            f"{', '.join(columns) or 'none'}. It takes time, from and to; or time and participants; or time, from and recipients; or "
            'case, department and order. Say in a mapping file which they are: [columns.log] from = "…"'
        )
    return Log(
        place,
        shape,
        table.select(**{field: table[header] for field, header in columns.items()}),
        columns,
        tuple(header for header in table.columns if header not in columns.values()),
    )
