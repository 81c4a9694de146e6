"""What could not be measured, and which sheets would tell it? One short chapter in place of several empty ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignment.language import later, say, say_many
from alignment.report.document import Block, Bullets, CellValue, Column, Paragraph, Section, Table

__all__ = ["SHEETS", "Unmeasured", "additions_section"]


@dataclass(frozen=True, slots=True)
class Sheets:
    """What to fill in: the sheets' names, what they hold, and the same as a step for the board."""

    names: str
    hold: str
    step: str


# In the order in which they tell most for the least work.
SHEETS: Mapping[str, Sheets] = {
    "journeys": Sheets(
        later("Journeys, Journey steps"),
        later(
            "Each journey with its end-to-end owner; one row a step as the customer meets it, with the department that "
            "does it."
        ),
        later(
            "List the customer journeys with their end-to-end owners on the sheet Journeys, and the steps of each, with "
            "the department that does it, on Journey steps."
        ),
    ),
    "accountable": Sheets(
        later("Processes or RACI"),
        later(
            "Each process with the one who is accountable for it; in a RACI chart also who does it, who is asked and who "
            "is told."
        ),
        later("Say who is accountable for each process on the sheet Processes or RACI."),
    ),
    "collaboration": Sheets(
        later("Collaboration"),
        later(
            "Who works with whom: from, to and strength. Ties between people, with their departments on the sheet People, "
            "show most; ties between departments are enough to begin with."
        ),
        later("Ask the departments, or their people, who they work with, and fill the sheet Collaboration."),
    ),
}


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """A chapter that has nothing to show: its title, why, and the keys of `SHEETS` that would fill it."""

    title: str
    reason: str
    needs: tuple[str, ...]


def additions_section(missing: Sequence[Unmeasured]) -> Section:
    """Return what to add next, one row for each thing to fill in; `missing` holds at least one chapter."""
    rows: list[tuple[CellValue, ...]] = []
    for key, sheets in SHEETS.items():
        shown = [one.title for one in missing if key in one.needs]
        if shown:
            rows.append((say(sheets.names), say(sheets.hold), "; ".join(shown)))
    lead = say_many(
        len(missing),
        "{n} chapter of this report could not be written from what the workbook holds.",
        "{n} chapters of this report could not be written from what the workbook holds.",
    )
    blocks: tuple[Block, ...] = (
        Paragraph(lead, "lead"),
        Bullets(tuple(say("{what}: {words}.", what=one.title, words=one.reason) for one in missing)),
        Table(
            say("What to fill in, and what it would show"),
            (
                Column(say("Sheet"), share=1.7),
                Column(say("What it holds"), share=4.6),
                Column(say("It would show"), share=2.4),
            ),
            tuple(rows),
            say("The command alignment new writes a blank workbook with these sheets."),
        ),
    )
    return Section("additions", say("What to add next"), blocks)
