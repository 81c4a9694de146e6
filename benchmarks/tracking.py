"""How long does it take to keep many waves, to compare each with the one before, and to put all in a row, beside reading one?

    python benchmarks/tracking.py                         40 quarters of a company of 200 departments
    python benchmarks/tracking.py --quarters 12 --departments 40

The company is made up. From quarter to quarter one tie in twenty of its people is another, and everybody answers the survey anew.
Each quarter is measured and kept in a history, compared with the one before as `alignment compare` does, and at last a quarter,
half, three quarters and all of them are put in a row as `alignment track trend` does. Time should grow with the number of quarters:
what the last comparisons take is told beside the first, and what each of the last waves adds to the row beside each early one.
Reading one quarter from a workbook is what the whole is told in multiples of: ratios hold from machine to machine, seconds do
not.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import TypeVar

import companies
import numpy as np

from alignment.analysis.remeasure import Measured
from alignment.history.choosing import Kept, waves
from alignment.history.comparison import compare
from alignment.history.snapshot import Snapshot
from alignment.history.store import open_store
from alignment.history.trend import trend
from alignment.model.organisation import Answer, Organisation, Origin, Table
from alignment.model.result import HealthCheck, InputFile
from alignment.settings import Settings
from alignment.source import read

Result = TypeVar("Result")
DEPARTMENT = 10
TIES = 5
ANOTHER = 0.05
ANSWERING = 8
STATEMENTS = ("A1", "A2", "E1", "E2")
QUARTER = timedelta(days=91)
FIRST = date(2020, 3, 31)


def quarters(number: int, departments: int) -> Iterator[Organisation]:
    """Yield the company quarter by quarter: ten people a department, five ties a person, eight respondents a department."""
    people = departments * DEPARTMENT
    company = companies.organisation(people, TIES * people, department=DEPARTMENT)
    chance = np.random.default_rng(companies.SEED)
    names = [one.id for one in company.people]
    ties = list(company.ties)
    for at in range(number):
        day = FIRST + at * QUARTER
        yield replace(
            company,
            snapshot_date=day,
            ties=tuple(ties),
            answers=answers(company, chance),
            sheets=company.sheets | {"survey"},
        )
        for place in chance.choice(len(ties), int(ANOTHER * len(ties)), replace=False).tolist():
            ends = chance.choice(len(names), 2, replace=False).tolist()
            ties[place] = replace(ties[place], source=names[ends[0]], target=names[ends[1]])


def answers(company: Organisation, chance: np.random.Generator) -> tuple[Answer, ...]:
    """Answer a few statements: eight people of each department, 1 to 5."""
    place = Origin(Table("made-up.xlsx", "survey", {"respondent": 1, "department": 2, "level": 3}), 2)
    units = sorted({one.department for one in company.people if one.department is not None})
    scores = chance.integers(1, 6, size=(len(units), ANSWERING, len(STATEMENTS))).tolist()
    return tuple(
        Answer(place, f"{unit}-{number}", unit, "front line", statement, score)
        for unit, respondents in zip(units, scores, strict=True)
        for number, given in enumerate(respondents)
        for statement, score in zip(STATEMENTS, given, strict=True)
    )


def reading(company: Organisation) -> float:
    """Write the departments, people and ties of one quarter into a workbook and read it; seconds of reading."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = {
        "Departments": [("Department", "Parent"), *((one.name, one.parent) for one in company.departments)],
        "People": [("Person", "Department"), *((one.name, one.department) for one in company.people)],
        "Collaboration": [
            ("From", "To", "Strength"),
            *((one.source, one.target, one.strength) for one in company.ties),
        ],
    }
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quarter.xlsx"
        book.save(path)
        begun = process_time()
        read([path])
        return process_time() - begun


def measured(company: Organisation, settings: Settings) -> Snapshot:
    """Check a quarter as `alignment track add` does, without the plan."""
    found = Measured(company, settings).ranged_analysis
    check = HealthCheck(
        "Made up",
        company.snapshot_date,
        (InputFile("quarter.xlsx", f"{company.snapshot_date}", ()),),
        found.score,
        found.dimensions,
        found.measurements,
        found.findings,
        (),
    )
    return Snapshot(check, company, settings)


def track(number: int, departments: int, settings: Settings, folder: Path) -> dict[str, object]:
    """Keep all quarters, compare each with the one before, and put the first so many in a row; seconds of each part."""
    taken: dict[str, list[float]] = {"measuring": [], "keeping": [], "comparing": []}
    before: Snapshot | None = None
    read_in = 0.0
    with open_store(folder / "history.sqlite", create=True) as store:
        for company in quarters(number, departments):
            read_in = read_in or reading(company)
            now = timed(taken["measuring"], lambda company=company: measured(company, settings))
            timed(taken["keeping"], lambda now=now: store.add(now))
            if before is not None:
                timed(taken["comparing"], lambda before=before, now=now: compare(before, now))
            before = now
            print(f"{company.snapshot_date} {memory():.0f} MB", file=sys.stderr)
        entries = waves(store.entries())
        rows: dict[int, float] = {}
        for some in sorted({max(2, number * part // 4) for part in (1, 2, 3, 4)}):
            rows[some] = timed_alone(lambda some=some: trend(Kept(store, entries[:some])))
    size = (folder / "history.sqlite").stat().st_size / 2**20
    quarter = max(1, len(taken["comparing"]) // 4)
    last, first = (statistics.median(one) for one in (taken["comparing"][-quarter:], taken["comparing"][:quarter]))
    a_wave = [(late - early) / (more - few) for (few, early), (more, late) in pairwise(rows.items())]
    return {
        "quarters": number,
        "departments": departments,
        "people": len(before.organisation.people) if before else 0,
        "reading one quarter (s)": round(read_in, 2),
        **{f"{name} one (s)": round(statistics.median(each), 2) for name, each in taken.items()},
        "last comparisons against first": round(last / first, 2),
        "trend of so many quarters (s)": {some: round(seconds, 2) for some, seconds in rows.items()},
        "a wave more in the row, late against early": round(a_wave[-1] / a_wave[0], 2),
        "history (MB)": round(size, 1),
        "peak memory (MB)": round(memory()),
    }


def timed(into: list[float], call: Callable[[], Result]) -> Result:
    """Return what a call returns, and note its processor seconds."""
    begun = process_time()
    result = call()
    into.append(process_time() - begun)
    return result


def timed_alone(call: Callable[[], object]) -> float:
    """Processor seconds of a call."""
    seconds: list[float] = []
    timed(seconds, call)
    return seconds[0]


def memory() -> float:
    """Peak megabytes so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quarters", type=int, default=40)
    parser.add_argument("--departments", type=int, default=200)
    parser.add_argument("--draws", type=int, default=Settings().permutations)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings(permutations=chosen.draws)
        print(json.dumps(track(chosen.quarters, chosen.departments, settings, Path(scratch)), indent=2))
