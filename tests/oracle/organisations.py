"""The three public organisations of the reference folder, read in place, as companies of ours."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES
from alignment.analysis.groups import Blocks
from alignment.model.result import Measurement
from alignment.network import Collaboration
from alignment.settings import Settings
from build import organisation

__all__ = ["COMPANIES", "NETWORKS", "Company", "View", "table"]

# As in the files; as reported, without strength; U: each tie once, without strength.
View = Literal["whole", "dir", "und"]

# Every network with the columns of nodes.csv that group its nodes.
NETWORKS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("krackhardt_hightech", "advice"): ("dept", "level"),
    ("krackhardt_hightech", "friendship"): ("dept", "level"),
    ("krackhardt_hightech", "reports_to"): ("dept", "level"),
    ("borgatti_campnet", "campnet"): ("gender",),
    ("cross_parker_consulting", "info"): ("region", "location", "orglevel"),
    ("cross_parker_consulting", "value"): ("region", "location", "orglevel"),
}
COMPANIES = tuple((*network, group) for network, columns in NETWORKS.items() for group in columns)


@cache
def table(path: Path) -> tuple[dict[str, str], ...]:
    """Read the rows of a CSV file, as texts."""
    with path.open(newline="") as file:
        return tuple(csv.DictReader(file))


@dataclass(frozen=True)
class Company:
    """One network of a public organisation, its people grouped by a column; by the first one where none is given."""

    folder: Path
    dataset: str
    network: str
    group: str = ""

    def people(self) -> dict[str, str]:
        """Group of every person."""
        column = self.group or NETWORKS[self.dataset, self.network][0]
        return {row["id"]: row[column] for row in table(self.folder / self.dataset / "nodes.csv")}

    def names(self) -> dict[str, str]:
        """Id of every person by name."""
        return {row["name"]: row["id"] for row in table(self.folder / self.dataset / "nodes.csv")}

    def ties(self) -> tuple[tuple[str, ...], ...]:
        """Source, target and, where the file has them, weight of every report."""
        rows = table(self.folder / self.dataset / ("edges.csv" if self.network == "campnet" else f"{self.network}.csv"))
        return tuple(tuple(row[name] for name in ("source", "target", "weight") if name in row) for row in rows)

    def partition(self, algorithm: str) -> dict[str, str]:
        """The community of every person that another tool found."""
        rows = table(self.folder / self.dataset / f"{algorithm}_{self.network}.csv")
        return {row["id"]: row[algorithm] for row in rows}

    def context(self, view: View = "whole") -> Context:
        """The company as measures see it."""
        return _context(self, view)

    def collaboration(self, view: View = "whole") -> Collaboration:
        """Its ties as graphs."""
        return self.context(view).collaboration

    def blocks(self, view: View = "whole") -> Blocks:
        """Its ties counted by group."""
        return self.context(view).blocks

    def taken(self, ident: str, view: View = "whole") -> tuple[Measurement, ...]:
        """What a measure of the catalogue says of it."""
        return _taken(self, ident, view)


@cache
def _context(company: Company, view: View) -> Context:
    ties = company.ties()
    if view == "dir":
        ties = tuple(tie[:2] for tie in ties)
    elif view == "und":
        ties = tuple(sorted({(min(tie[:2]), max(tie[:2])) for tie in ties}))
    return Context(organisation(people=company.people(), ties=ties, ties_directed=view != "und"), Settings())


@cache
def _taken(company: Company, ident: str, view: View) -> tuple[Measurement, ...]:
    return tuple(MEASURES[ident].take(_context(company, view)))
