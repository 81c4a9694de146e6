"""Write the sample company: two workbooks, and README.md with what is planted in them.

Run it with the environment of the project: ``python sample_data/make_sample.py``. It always writes the same files.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The company is described by the package beside this script, which is not installed.
sys.path.insert(0, str(HERE))

from brightwater.decisions import DECISIONS  # noqa: E402
from brightwater.defects import DEFECTS, Defect  # noqa: E402
from brightwater.tables import COMPANY, SNAPSHOTS, planted, subject_ids, tables  # noqa: E402
from brightwater.workbook import Layout, workbook_bytes  # noqa: E402

__all__ = ["DECISIONS", "DEFECTS", "FILES", "cells", "main", "readme"]

FILES = ("brightwater-q1.xlsx", "brightwater-q2.xlsx")
# A finding of many cells is shown by the first of them.
_SHOWN = 3


def cells(defect: Defect, layout: Layout) -> tuple[str, ...]:
    """Return the addresses of a defect's cells in a quarter, such as ``Journeys!D5``."""
    return tuple(layout.address(place) for place in defect.places)


def readme() -> str:
    """Return the text of README.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The sample company"
    yield ""
    yield (
        f"{COMPANY} does not exist, and neither does anybody in it. It sells energy and, since it bought a fibre company,"
        " internet. Its workbook is here twice, as a consultant would have filled it in:"
    )
    yield ""
    for file, day in zip(FILES, SNAPSHOTS, strict=True):
        yield f"- `{file}`: as of {day.day} {day:%B %Y}"
    yield ""
    yield (
        "4 divisions, 16 departments and 2 suppliers, 90 people, 45 processes with RACI, 9 customer journeys, 30 goals, "
        "a survey of 120 respondents. On 1 May Customer Service was split into Customer Contact and Digital Service. "
        "The questionnaire about collaboration went to all 90; headcounts and survey cover the whole staff. The second "
        "workbook also says what was split, and brings back what was decided on findings of the first, so that"
    )
    yield ""
    yield "    alignment compare sample_data/brightwater-q1.xlsx sample_data/brightwater-q2.xlsx"
    yield ""
    yield "tells what became of each."
    yield ""
    yield "`python sample_data/make_sample.py` writes the workbooks and this page, always the same bytes."
    for quarter, file in enumerate(FILES, start=1):
        layout = Layout(tables(quarter), quarter)
        yield from _section(
            f"What is planted in {file}",
            "Each is found by `alignment report`, with the cell given here among its evidence.",
            [one for one in planted(quarter) if one.code != "issue"],
            layout,
        )
        yield from _section(
            f"What is wrong with the data of {file}",
            "Each is listed by `alignment check`, at this cell.",
            [one for one in planted(quarter) if one.code == "issue"],
            layout,
        )
    yield ""
    yield "## What changes from the first quarter to the second"
    yield ""
    yield from _changes()
    yield ""
    yield "## What becomes of what was agreed"
    yield ""
    yield from _fates()
    yield ""
    yield "## Planted in the survey"
    yield ""
    yield (
        "Management sees more alignment than the front line does, most of all in Customer Service, Field Service and "
        "Billing; in Legal and Compliance there is next to no gap. Meter Data, which keeps to "
        "itself, rates itself highest. Statements on alignment score lowest, and the front line answers them most often "
        "with “don't know”."
    )


def _section(title: str, words: str, defects: list[Defect], layout: Layout) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield words
    yield ""
    issue = all(one.code == "issue" for one in defects)
    yield "| what | cells |" if issue else "| code | subject | what | cells |"
    yield "|---|---|" if issue else "|---|---|---|---|"
    for one in defects:
        found = cells(one, layout)
        shown = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        subject = " + ".join(subject_ids(one, layout.quarter))
        yield f"| {one.words} | {shown} |" if issue else f"| {one.code} | {subject} | {one.words} | {shown} |"


def _changes() -> Iterator[str]:
    yield "| code | what | |"
    yield "|---|---|---|"
    for one in DEFECTS:
        if one.quarters != (1, 2) or one.later:
            yield f"| {'data' if one.code == 'issue' else one.code} | {one.words} | {one.history} |"


def _fates() -> Iterator[str]:
    yield "| on | what | by | as the workbook says | as the comparison says |"
    yield "|---|---|---|---|---|"
    for one in DECISIONS:
        day = one.due or one.waiver_until
        yield f"| {one.finding} | {one.action} | {day or ''} | {one.status} | {one.fate} |"


def main() -> None:
    """Write both workbooks and the page about them."""
    for quarter, file in enumerate(FILES, start=1):
        (HERE / file).write_bytes(workbook_bytes(tables(quarter), quarter))
    (HERE / "README.md").write_text(readme(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
