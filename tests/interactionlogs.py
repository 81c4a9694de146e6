"""Tiny logs in a few words, counted. For tests only.

    counted(folder, people="a1-6:Sales b1-6:Ops", pairs="a1>b1~2026-01-05 a2>b2", lists="a1,a2,b1")

People are written ``first-last:department``, or ``name:department:since..until``; a pair ``from>to~day#event``, where the
day may be left out; a list ``name,name~day``, of a mail ``sender>name,name``.
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alignment.interactions.counting import Counted, Rules, count
from alignment.interactions.engines import Engine, connected
from alignment.interactions.logs import read_logs
from alignment.interactions.pairs import UNITS
from alignment.interactions.people import read_people
from alignment.source.pseudonyms import Key

__all__ = ["KEY", "counted", "rows", "table", "ties", "written"]

KEY = Key(bytes(range(32)))
DAY = "2026-01-05"


def table(file: Path, header: str, lines: Iterable[Iterable[object]]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header.split(), *lines])
    return file


def rows(text: str) -> list[tuple[str, str, str]]:
    """Words of `people` as rows: person, department, since, until."""
    found = []
    for word in text.split():
        who, department, *stay = word.split(":")
        since, _, until = (stay or [".."])[0].partition("..")
        first, _, last = who.partition("-")
        names = [f"{first[0]}{at}" for at in range(int(first[1:]), int(last) + 1)] if last else [who]
        found += [(name, department, since, until) for name in names]
    return found


def written(folder: Path, people: str, pairs: str = "", lists: str = "") -> list[str]:
    """Write the logs and the list of people, and return the paths of the logs; the list is people.csv."""
    folder.mkdir(exist_ok=True)
    table(folder / "people.csv", "person department from until", rows(people))
    made = []
    if pairs:
        lines = []
        for word in pairs.split():
            ends, _, event = word.partition("#")
            ends, _, day = ends.partition("~")
            one, _, other = ends.partition(">")
            lines.append((one, other, day or DAY, event))
        header = "from to time event" if "#" in pairs else "from to time"
        made.append(table(folder / "pairs.csv", header, [line[: len(header.split())] for line in lines]))
    if lists:
        lines = []
        for word in lists.split():
            who, _, day = word.partition("~")
            sender, _, names = who.rpartition(">")
            lines.append((sender, names.replace(",", ";"), day or DAY))
        column = "recipients" if ">" in lists else "participants"
        made.append(table(folder / "lists.csv", f"from {column} time", lines))
    return [str(file) for file in made]


def counted(
    folder: Path, people: str, pairs: str = "", lists: str = "", most: int = 20, engine: Engine | None = None
) -> Counted:
    logs = written(folder, people, pairs, lists)
    if engine is not None:
        return _counted(engine, logs, folder, most)
    with connected(None) as here:
        return _counted(here, logs, folder, most)


def _counted(engine: Engine, logs: list[str], folder: Path, most: int) -> Counted:
    register = read_people(engine, str(folder / "people.csv"), {})
    return count(engine, read_logs(engine, logs, {}), register, KEY, Rules(most))


def ties(found: Counted) -> dict[str, Any]:
    """``"Ops-Sales" → interactions`` of all kinds, those of n people 1/(n − 1) each."""
    sums: dict[str, float] = {}
    for tie in found.ties:
        name = f"{tie.source}-{tie.target}"
        sums[name] = sums.get(name, 0) + tie.units / UNITS / found.per
    return sums
