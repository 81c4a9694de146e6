"""What is written of what was counted? Sheets that a report reads, and every cell by month for whoever wants to look closer."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from alignment.errors import OutputError
from alignment.interactions.counting import Counted, strength
from alignment.interactions.handovers import Ways
from alignment.language import say
from alignment.publishing import publish, refusal, workshop
from alignment.source.inserting import write_sheet
from alignment.source.schema import SHEETS
from alignment.wording import harmless

__all__ = ["SUFFIXES", "check_output", "sheets", "write"]

SUFFIXES = (".csv", ".xlsx", ".parquet")
_WIDTHS = (28.0, 28.0, 14.0, 14.0, 14.0)
_Rows = Sequence[Sequence[str | float | None]]


def check_output(path: Path, inputs: Iterable[Path] = ()) -> None:
    """Make sure, before anything is counted, that a file can be written, and that it is none of those that are read.

    Raises
    ------
    OutputError
        It is one of the inputs, or in a folder that is one; its name tells no format, its folder is not there, or it is a workbook that is there already.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise OutputError(f"{path}: cannot be written. Give a name that ends in {', '.join(SUFFIXES)}.")
    for one in inputs:
        if one.exists() and one.resolve() in (path.resolve(), path.resolve().parent):
            raise OutputError(
                f"{path}: is read, or stands in a folder that is. Write somewhere else, so that no log is lost."
            )
    if not path.absolute().parent.is_dir():
        raise OutputError(
            f"{path}: cannot be written, for there is no folder {path.parent}. Make it, or choose another."
        )
    if path.suffix.lower() == ".xlsx" and path.exists():
        raise OutputError(f"{path}: is there already. Choose another name, so that no sheet of it is lost.")


def sheets(counted: Counted | None, ways: Ways | None, weights: Mapping[str, Fraction]) -> Mapping[str, _Rows]:
    """Return the rows of each sheet by its key in the schema, header first.

    Ties of which nobody knows between whom they are, are none: the sum of all that is of few people would look like a department.

    A journey is called by the number of its way; the first is the one that most cases went.
    """
    found: dict[str, _Rows] = {}
    if counted is not None:
        ties: _Rows = [
            (one.source, one.target, round(strength(one, weights, counted.per), 6), one.kind, "log")
            for one in counted.ties
            if one.named
        ]
        found["collaboration"] = [_headers("collaboration", "from", "to", "strength", "kind", "source"), *ties]
    if ways is not None:
        named = [(f"Way {at}: {way[0]} – {way[-1]}", way, cases) for at, (way, cases) in enumerate(ways.found, start=1)]
        journeys: _Rows = [(name, cases) for name, _, cases in named]
        steps: _Rows = [
            (name, at, f"{at}. {department}", department)
            for name, way, _ in named
            for at, department in enumerate(way, start=1)
        ]
        found["journeys"] = [[*_headers("journeys", "journey"), "Cases"], *journeys]
        found["journey_steps"] = [_headers("journey_steps", "journey", "order", "step", "department"), *steps]
    return found


def _headers(key: str, *names: str) -> list[str]:
    return [SHEETS[key].field(name).header for name in names]


def write(path: Path, counted: Counted | None, ways: Ways | None, weights: Mapping[str, Fraction]) -> tuple[Path, ...]:
    """Write what was counted and return the files, all of them whole or none.

    A .csv file holds the ties, and files beside it of the same name the journeys and their steps; an .xlsx workbook has a
    sheet of each. A .parquet file holds every cell: month, departments, kind, units, interactions, people.

    Raises
    ------
    OutputError
        They cannot be written, or there is nothing of what the format holds.
    """
    folder = path.parent
    try:
        with workshop(folder) as place:
            return publish(_made(place / path.name, counted, ways, weights), folder)
    except OSError as problem:
        raise OutputError(refusal(problem, path, say("Close it if it is open, or choose another name."))) from problem


def _made(path: Path, counted: Counted | None, ways: Ways | None, weights: Mapping[str, Fraction]) -> Sequence[Path]:
    if path.suffix.lower() == ".parquet":
        return (_parquet(path, counted),)
    found = sheets(counted, ways, weights)
    if path.suffix.lower() == ".xlsx":
        for key, rows in found.items():
            write_sheet(path, SHEETS[key].title, rows, _WIDTHS)
        return (path,)
    return [_csv(_beside(path, key), rows) for key, rows in found.items()]


def _beside(path: Path, key: str) -> Path:
    return path if key == "collaboration" else path.with_name(f"{path.stem}-{key.replace('_', '-')}{path.suffix}")


def _csv(path: Path, rows: _Rows) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([harmless(value) for value in row] for row in rows)
    return path


def _parquet(path: Path, counted: Counted | None) -> Path:
    if counted is None:
        raise OutputError(
            f"{path.name}: there is no log of who had to do with whom, so no months. Give a name that ends in .csv."
        )
    from pyarrow import parquet

    parquet.write_table(counted.months, path)
    return path
