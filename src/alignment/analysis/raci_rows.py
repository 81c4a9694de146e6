"""What stands in the RACI chart, row by row? Processes or journeys with their letters; shared by the rules on it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from alignment.analysis.base import Context
from alignment.analysis.standing import capped, post_label
from alignment.model.organisation import Assignment, Cell, Holder, Organisation
from alignment.model.result import Scope
from alignment.wording import joined

__all__ = ["Chart", "Row", "Subject", "charts", "holder_names", "row_name", "rows"]

Subject = Literal["process", "journey"]
_SUBJECTS: tuple[Subject, ...] = ("process", "journey")


@dataclass(frozen=True)
class Row:
    """A row of the chart: a process or journey with its letters."""

    subject: Subject
    ident: str
    assignments: tuple[Assignment, ...]

    @property
    def scope(self) -> Scope:
        """The process or journey, as the subject of a finding."""
        return Scope(self.subject, self.ident)

    @cached_property
    def letters(self) -> Mapping[str, tuple[Holder, ...]]:
        """Distinct holders of each letter."""
        return {
            code: tuple(dict.fromkeys(one.holder for one in self.assignments if code in one.codes)) for code in "RACI"
        }

    @property
    def number(self) -> int:
        """Letters in the row, each counted once for each holder."""
        return sum(map(len, self.letters.values()))

    def cells(self, codes: str = "RACI") -> tuple[Cell, ...]:
        """Return the cells that hold one of these letters."""
        return capped(one.cell("code") for one in self.assignments if set(codes) & set(one.codes))


@dataclass(frozen=True)
class Chart:
    """All rows about processes, or all about journeys."""

    rows: tuple[Row, ...]

    @cached_property
    def roles(self) -> int:
        """Distinct holders of the chart: persons, departments and roles alike."""
        return len({one.holder for row in self.rows for one in row.assignments})

    @cached_property
    def asks(self) -> bool:
        """Whether the chart has any C or I: one without them does not record who is asked or told."""
        return any(row.letters["C"] or row.letters["I"] for row in self.rows)


def charts(context: Context) -> Iterator[Chart]:
    """Yield the chart of processes, then that of journeys."""
    for subject in _SUBJECTS:
        found = context.organisation.chart_rows[subject]
        yield Chart(tuple(Row(subject, ident, row) for ident, row in found.items()))


def rows(context: Context) -> Iterator[Row]:
    """Yield the rows of both charts."""
    for chart in charts(context):
        yield from chart.rows


def row_name(context: Context, row: Row) -> str:
    """Return the name to print for a row."""
    return context.label(row.subject, row.ident)


def holder_names(organisation: Organisation, holders: Iterable[Holder], most: int = 3) -> str:
    """Return the posts of holders as a list in a sentence."""
    return joined([post_label(organisation, one) for one in holders], most=most)
