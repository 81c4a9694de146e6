"""What went wrong? The issues found while reading."""

from collections.abc import Sequence
from typing import Literal

from alignment.model.organisation import Cell
from alignment.model.result import Issue

__all__ = ["Ledger"]


class Ledger:
    """Collects issues as cells are read; the same words about the same cell are said once."""

    def __init__(self) -> None:
        self._issues: dict[tuple[object, ...], Issue] = {}

    def error(self, cell: Cell, message: str, suggestion: str = "") -> None:
        """Report what makes a row unusable."""
        self._report("error", cell, message, suggestion)

    def warn(self, cell: Cell, message: str, suggestion: str = "") -> None:
        """Report what is wrong while the row stays."""
        self._report("warning", cell, message, suggestion)

    def issues(self, places: Sequence[tuple[str, str]]) -> tuple[Issue, ...]:
        """Return all issues: errors first, then in the order of the files, sheets and cells.

        Parameters
        ----------
        places
            (file, sheet) in the order of the files.
        """
        order = {place: number for number, place in enumerate(places)}
        return tuple(
            sorted(
                self._issues.values(),
                key=lambda one: (
                    one.severity != "error",
                    order.get((one.cell.file, one.cell.sheet), -1),
                    one.cell.row,
                    one.cell.column,
                    one.message,
                ),
            )
        )

    def _report(self, severity: Literal["error", "warning"], cell: Cell, message: str, suggestion: str) -> None:
        # What stands in a cell may be told in part.
        said = (severity, cell.file, cell.sheet, cell.row, cell.column, message)
        self._issues.setdefault(said, Issue(severity, cell, message, suggestion))
