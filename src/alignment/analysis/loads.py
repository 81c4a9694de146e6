"""What rests on whom? The journeys and processes that each holder answers for, with the cells that say so."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alignment.analysis.processes import ProcessAccount, process_accounts
from alignment.analysis.standing import answering, owner_cell
from alignment.model.organisation import Cell, Holder, Organisation
from alignment.wording import counted, joined

__all__ = ["Load", "loads", "named_holders"]


@dataclass
class Load:
    """What one holder answers for: names to print, and the cells that say so."""

    journeys: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Journeys and processes together."""
        return len(self.journeys) + len(self.processes)

    @property
    def words(self) -> str:
        """Such as ``3 journeys and 1 process``."""
        parts = [counted(len(self.journeys), "journey")] if self.journeys else []
        parts += [counted(len(self.processes), "process")] if self.processes else []
        return joined(parts)


def _add_journeys(found: dict[Holder, Load], organisation: Organisation) -> None:
    for journey in organisation.journeys:
        for holder in dict.fromkeys(journey.owners):
            load = found.setdefault(holder, Load())
            load.journeys.append(journey.name)
            load.cells.append(owner_cell(organisation, journey))


def _add_process(found: dict[Holder, Load], account: ProcessAccount, holders: Sequence[Holder]) -> None:
    for holder in holders:
        load = found.setdefault(holder, Load())
        load.processes.append(account.process.name)
        if holder in account.column:
            load.cells.append(account.process.cell("accountable"))
        load.cells += [one.cell("code") for one in account.row if one.holder == holder and "A" in one.codes]


def loads(organisation: Organisation) -> dict[Holder, Load]:
    """Return what each holder answers for, holders sorted.

    A process counts for whom its accountable column names; only where that is blank, for the A of the RACI chart, which
    may name the same post in other words. With several owners, the journey counts for each.
    """
    found: dict[Holder, Load] = {}
    _add_journeys(found, organisation)
    for account in process_accounts(organisation):
        _add_process(found, account, answering(account.process, account.row))
    return dict(sorted(found.items()))


def named_holders(organisation: Organisation) -> dict[Holder, Load]:
    """Return everyone named as end-to-end owner or accountable, in the column or in the chart, holders sorted."""
    found: dict[Holder, Load] = {}
    _add_journeys(found, organisation)
    for account in process_accounts(organisation):
        _add_process(found, account, tuple(dict.fromkeys((*account.column, *account.chart))))
    return dict(sorted(found.items()))
