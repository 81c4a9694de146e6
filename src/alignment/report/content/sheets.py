"""Which sheets were read, what became of their rows, and on which cells does a figure rest?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from alignment.language import later, number_text, say
from alignment.model.organisation import Record, column_letter
from alignment.model.result import SheetReading
from alignment.report import traces
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook, headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Subheading, Table
from alignment.source.schema import SHEETS
from alignment.wording import capital, counted, singular

__all__ = ["SHEET_COLUMNS", "SheetsRead", "left_out", "read_as"]

SHEET_COLUMNS = (
    Column(later("No."), share=0.5),
    Column(later("File"), share=2),
    Column(later("Sheet"), share=1.7),
    Column(later("Read as"), share=1.5),
    Column(later("Cells"), share=1.2),
    Column(later("Rows"), "number", 0.8),
    Column(later("Records"), "number", 0.9),
    Column(later("Left out, and why"), share=3.0),
)
# So many are printed, and the first of each kind, to which sentences point.
MOST_SHEETS = 40
# Of several sheets that were read as the same, so many are named.
_MOST_NAMED = 2


@dataclass(frozen=True)
class SheetsRead:
    """The sheets of all files, numbered in the order in which they were read."""

    view: View

    @cached_property
    def rows(self) -> tuple[tuple[CellValue, ...], ...]:
        """What became of each sheet, for `SHEET_COLUMNS`."""
        rows: list[tuple[CellValue, ...]] = []
        for file in self.view.check.inputs:
            for one in file.sheets:
                cells = self._cells.get((one.kind, file.file, one.sheet), "")
                head = (f"S{len(rows) + 1}", clean(file.file), clean(one.sheet), read_as(one.kind), cells)
                rows.append((*head, one.rows, one.records, clean(left_out(one))))
        return tuple(rows)

    @cached_property
    def _kinds(self) -> tuple[str | None, ...]:
        return tuple(one.kind for file in self.view.check.inputs for one in file.sheets)

    def blocks(self) -> list[Block]:
        """Return the sheets as a table, each the place of what rests on it; nothing where no sheet is known."""
        if not self.rows:
            return []
        # What rests on several sheets that were read as the same is pointed to the first.
        anchors = tuple(
            traces.sheet(kind) if kind and kind not in self._kinds[:at] else "" for at, kind in enumerate(self._kinds)
        )
        shown = [place for place in range(len(self.rows)) if place < MOST_SHEETS or anchors[place]]
        note = ""
        if len(shown) < len(self.rows):
            some, every = number_text(len(shown)), number_text(len(self.rows))
            note = say("Shown: {some} of {all}.", some=some, all=every)
            note = f"{note} {all_in_workbook(say('Sheets read'), len(self.rows))}"
        caption = say("Sheets, their rows, and the records made of them")
        rows, places = tuple(self.rows[place] for place in shown), tuple(anchors[place] for place in shown)
        return [
            Subheading(say("What was read"), "sheets"),
            Table(caption, headed(SHEET_COLUMNS), rows, note, anchors=places),
        ]

    def named(self, needs: Iterable[str]) -> str:
        """Return the sheets that a figure rests on, such as ``S6 Journeys; S7 Journey steps``.

        `needs` are those of a measure: alternatives are joined by a bar. Empty where it needs no sheet.
        """
        found = [self._places[key] for need in needs for key in need.split("|") if key in self._places]
        return "; ".join(dict.fromkeys(found))

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """The sheets of each kind; of many the first are named."""
        told: dict[str, list[str]] = {}
        for kind, (number, _, sheet, *_) in zip(self._kinds, self.rows, strict=True):
            if kind:
                told.setdefault(kind, []).append(f"{number} {sheet}")
        return {kind: _named(places) for kind, places in told.items()}

    @cached_property
    def _cells(self) -> Mapping[tuple[str | None, str, str], str]:
        """The cells of the records on each sheet, by kind, file and sheet."""
        organisation = self.view.organisation
        records: Mapping[str, Sequence[Record]] = {
            "departments": organisation.departments,
            "people": organisation.people,
            "processes": organisation.processes,
            "raci": organisation.assignments,
            "journeys": organisation.journeys,
            "journey_steps": organisation.steps,
            "collaboration": organisation.ties,
            "goals": organisation.goals,
            "survey": organisation.answers,
            "actions": organisation.actions,
            "crosswalk": organisation.renamings,
        }
        rows: dict[tuple[str | None, str, str], set[int]] = {}
        columns: dict[tuple[str | None, str, str], set[int]] = {}
        for kind, some in records.items():
            for one in some:
                table = one.origin.table
                if one.origin.row:
                    place = kind, table.file, table.sheet
                    rows.setdefault(place, set()).add(one.origin.row)
                    columns.setdefault(place, set()).update(table.columns.values())
        return {place: _range(rows[place], columns[place] - {0}) for place in rows}


def _range(rows: Collection[int], columns: Collection[int]) -> str:
    """Return the corners of some cells; only the rows where no column is known.

    Examples
    --------
    >>> _range({5, 13}, {1, 12}), _range({5, 13}, ())
    ('A5:L13', '5:13')
    """
    first, last = (column_letter(one) if columns else "" for one in (min(columns, default=0), max(columns, default=0)))
    return f"{first}{min(rows)}:{last}{max(rows)}"


def _named(places: Sequence[str]) -> str:
    rest = len(places) - _MOST_NAMED
    text = "; ".join(places[:_MOST_NAMED])
    return say("{first} and {number} more", first=text, number=number_text(rest)) if rest > 0 else text


def left_out(sheet: SheetReading) -> str:
    """Return which rows of a sheet were left out and why, and what else is to be said of it."""
    skipped = [
        say("{what}: {words}", what=counted(count, "row"), words=reason)
        for reason, count in sorted(sheet.skipped.items())
    ]
    return "; ".join([*skipped, sheet.note] if sheet.note else skipped)


def read_as(kind: str | None) -> str:
    """Return what a sheet was taken for, as readers call it."""
    if kind is None:
        return say("not read")
    return say(SHEETS[kind].title) if kind in SHEETS else capital(singular(kind))
