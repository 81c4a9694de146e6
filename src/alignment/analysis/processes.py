"""Who answers for each process? What its accountable column and its row of the RACI chart say, side by side."""

from dataclasses import dataclass
from functools import cached_property

from alignment.analysis.standing import chart_accountable
from alignment.model.organisation import Assignment, Holder, Organisation, Process

__all__ = ["ProcessAccount", "process_accounts"]


@dataclass(frozen=True)
class ProcessAccount:
    """A process with whom its accountable column names and the letters of its row in the RACI chart."""

    process: Process
    row: tuple[Assignment, ...]

    @cached_property
    def column(self) -> tuple[Holder, ...]:
        """Distinct names of the accountable column."""
        return tuple(dict.fromkeys(self.process.accountable))

    @cached_property
    def chart(self) -> tuple[Holder, ...]:
        """Distinct holders of an A."""
        return chart_accountable(self.row)

    @property
    def accountables(self) -> int:
        """How many answer for it. Column and chart may name one and the same in two ways, so the longer list counts."""
        return max(len(self.column), len(self.chart))


def process_accounts(organisation: Organisation) -> tuple[ProcessAccount, ...]:
    """Return every process that someone should answer for, in the order of the workbook.

    Where the workbook has an accountable column, these are all listed processes, save those that only group others
    (parents with neither letters nor an accountable of their own); without that column only those in the RACI chart,
    since of the others nothing is said. A process that neither the list nor the chart has is left out.
    """
    rows = organisation.chart_rows["process"]
    asked = organisation.has("processes", "accountable")
    parents = {one.parent for one in organisation.processes}
    accounts = [ProcessAccount(one, rows.get(one.id, ())) for one in organisation.processes]
    return tuple(
        one
        for one in accounts
        if one.row or one.column or (asked and one.process.listed and one.process.id not in parents)
    )
