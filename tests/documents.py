"""Reports as content, of a few small companies and of the sample: made once in a run, for whoever looks at their words."""

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from alignment import language
from alignment.history.snapshot import taken
from alignment.history.trend import trend
from alignment.pipeline import Examination, examine
from alignment.report import content
from alignment.report.document import Document
from alignment.resources import sample_data
from alignment.settings import Settings

__all__ = ["COMPANIES", "document", "examined", "trend_document"]

# Sheets as text, a column after each bar. `few` has two sheets; `one` has one of nearly everything; of `bare` next to nothing is known.
COMPANIES: dict[str, dict[str, str]] = {
    "few": {
        "Journeys": """
            Journey name         | End-to-end owner   | Importance
            I order a part       | Sales              | 5
            I return a part      |                    | 3
            I ask for an invoice | Billing, Warehouse |
        """,
        "Journey steps": """
            Journey              | Step no. | Step                 | Department | Moment of truth
            I order a part       | 1        | Ask for a price      | Sales      |
            I order a part       | 2        | Pick and pack        | Warehouse  | yes
            I order a part       | 3        | Send the invoice     | Billing    |
            I return a part      | 1        | Ask for a label      | Sales      | yes
            I return a part      | 2        | Take it in           |            | yes
            I ask for an invoice | 1        | Look the order up    | Billing    |
            I ask for an invoice | 2        | Ask what was shipped | Warehouse  |
            I ask for an invoice | 3        | Send it again        | Billing    |
        """,
    },
    "one": {
        "Organisation": """
            Item           | Value
            Company name   | One of Each
            Snapshot date  | 2026-03-31
        """,
        "Departments": """
            Department | Headcount
            Sales      | 3
            Billing    | 2
        """,
        "People": """
            Person id | Name | Role    | Department
            ann       | Ann  | Seller  | Sales
            bob       | Bob  | Clerk   | Billing
        """,
        "Processes": """
            Process | Owner department | Accountable
            Invoice | Billing          | bob
        """,
        "Journeys": """
            Journey name | End-to-end owner
            I buy        |
        """,
        "Journey steps": """
            Journey | Step no. | Step     | Department
            I buy   | 1        | Order    | Sales
            I buy   | 2        | Be billed | Billing
        """,
        "Collaboration": """
            From  | To    | Strength
            ann   | bob   | 1
        """,
        "Goals": """
            Goal           | Owner   | Metric | Horizon (months)
            Bills in a day | Billing | days   | 3
        """,
    },
    "bare": {
        "Departments": """
            Department
            Sales
        """,
    },
}
_SAMPLE = {"sample": "brightwater-q1.xlsx", "sample-q2": "brightwater-q2.xlsx"}
_QUICK = Settings(permutations=200, score_draws=50)


def _written(sheets: dict[str, str], folder: Path) -> Path:
    """Write sheets as CSV files into a folder that is called as the company."""
    for title, text in sheets.items():
        lines = (",".join(f'"{cell.strip()}"' for cell in line.split("|")) for line in text.strip().splitlines())
        (folder / f"{title}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@cache
def examined(name: str, code: str = "en") -> Examination:
    """What is found in the first workbook of the sample, in the second (`sample-q2`), or in one of `COMPANIES`."""
    settings = replace(_QUICK, language=code)
    if name in _SAMPLE:
        return examine([sample_data() / _SAMPLE[name]], settings)
    with tempfile.TemporaryDirectory() as folder:
        company = Path(folder) / name
        company.mkdir()
        return examine([_written(COMPANIES[name], company)], settings)


@cache
def document(name: str, code: str = "en") -> Document:
    """The report on it."""
    found = examined(name, code)
    with language.speaking(code):
        return content.document(found.check, found.organisation, found.settings)


@cache
def trend_document(code: str = "en") -> Document:
    """The report on what has changed between the two quarters of the sample."""
    with language.speaking(code):
        return content.trend_document(trend(taken(examined(name, code)) for name in _SAMPLE))
