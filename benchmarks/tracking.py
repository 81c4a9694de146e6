"""How long does it take to compare many waves with one another, and to draw lines through them, beside reading one of them?

    python benchmarks/tracking.py                         40 quarters of a company of 200 departments
    python benchmarks/tracking.py --quarters 12 --departments 40

The company is made up. From quarter to quarter one tie in twenty of its people is another, and everybody answers the survey anew.
Each quarter is tested against the one before, as `alignment compare` does, and then every measure that was tested has a line
through all quarters so far. Time should grow with the number of quarters: what the last quarter of the comparisons take is told beside the first.
Reading one quarter from a workbook is what the whole is told in multiples of: ratios hold from machine to machine, seconds do
not.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import companies
import numpy as np

from alignment.analysis.base import Context
from alignment.history.certainty import between
from alignment.history.forecast import Wave, forecast
from alignment.history.matching import same_ids
from alignment.model.organisation import Answer, Organisation, Origin, Table
from alignment.settings import Settings
from alignment.source import read

ANOTHER = 0.05
ANSWERING = 8
STATEMENTS = ("A1", "A2", "E1", "E2")
QUARTER = timedelta(days=91)
FIRST = date(2020, 3, 31)


def quarters(number: int, departments: int) -> Iterator[Organisation]:
    """Yield the company quarter by quarter: five ties a person, and eight respondents a department."""
    people = departments * companies.DEPARTMENT
    company = companies.organisation(people, 5 * people)
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


def track(number: int, departments: int, settings: Settings) -> dict[str, object]:
    """Compare and trend all quarters; seconds of each part."""
    comparing: list[float] = []
    trending: list[float] = []
    path: dict[tuple[str, object], list[Wave]] = {}
    before: Context | None = None
    read_in = 0.0
    for company in quarters(number, departments):
        after = Context(company, settings)
        if before is None:
            read_in = reading(company)
        else:
            begun = process_time()
            found = between(before, after, same_ids(before.organisation, company))
            comparing.append(process_time() - begun)
            begun = process_time()
            for one in found.verdicts:
                waves = path.setdefault((one.change.measure, one.change.scope), [])
                waves.append(Wave(company.snapshot_date, one.change.after))
                forecast(waves, FIRST + (number + 1) * QUARTER, level=0.95)
            trending.append(process_time() - begun)
        before = after
    some = max(1, len(comparing) // 4)
    growth = statistics.median(comparing[-some:]) / statistics.median(comparing[:some])
    whole = sum(comparing) + sum(trending)
    return {
        "quarters": number,
        "departments": departments,
        "lines": len(path),
        "reading one quarter (s)": round(read_in, 2),
        "one comparison (s)": round(statistics.median(comparing), 2),
        "all lines of a quarter, first and last (s)": [round(trending[0], 3), round(trending[-1], 3)],
        "all (s)": round(whole, 1),
        "last comparisons against first": round(growth, 2),
        "one comparison against reading one quarter": round(statistics.median(comparing) / read_in, 2),
        "all against reading all": round(whole / (number * read_in), 2),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quarters", type=int, default=40)
    parser.add_argument("--departments", type=int, default=200)
    parser.add_argument("--draws", type=int, default=Settings().permutations)
    chosen = parser.parse_args()
    print(json.dumps(track(chosen.quarters, chosen.departments, Settings(permutations=chosen.draws)), indent=2))
