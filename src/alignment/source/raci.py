"""Who holds which letter? RACI charts, one row a letter or a matrix of activities and roles."""

from collections.abc import Callable, Mapping, Sequence

from alignment.language import later, say
from alignment.model.organisation import Assignment, Holder
from alignment.source.chart import HOLDERS, Chart
from alignment.source.headers import header_key
from alignment.source.matrix import read_matrix
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED, is_example, is_remark
from alignment.source.references import References
from alignment.source.steps import filled_down
from alignment.source.tables import Row, SheetTable
from alignment.source.words import COLUMN_WORDS
from alignment.wording import singular

__all__ = ["assignments"]


def assignments(tables: Sequence[SheetTable], references: References, letters: Mapping[str, str]) -> list[Assignment]:
    """Return the letters of all charts, in the order of their cells.

    Parameters
    ----------
    tables
        The sheets.
    references
        The registers, which processes and departments that only the chart names are added to.
    letters
        Their letter → ours, from a mapping file.
    """
    chart = Chart(references, letters)
    for table in tables:
        if table.layout.shape == "letters":
            read_matrix(table, chart)
        else:
            _read_list(table, chart)
    chart.report_unknown()
    return list(chart.found.values())


def _read_list(table: SheetTable, chart: Chart) -> None:
    references = chart.references
    place = table.layout.places.get("holder")
    who = _who(
        header_key(table.layout.heads[place]) if place is not None and place < len(table.layout.heads) else "", chart
    )
    for row, activity in filled_down(table, "process", references):
        codes: tuple[str, ...] = ()
        reason = _unusable(row, activity, references)
        if not reason:
            codes = chart.codes(row.text("code"), row.cell("code"))
            reason = "" if codes else later("no letter of R, A, C, I")
        if reason:
            table.skip(row, reason)
            continue
        subject = chart.subject(activity, row)
        names = references.names(row, "holder", HOLDERS)
        holders = [who(name, row) for name in names]
        for holder in holders:
            chart.ask_if_several(holder, row.cell("holder"))
        fresh = [chart.add(row.origin, subject, holder, codes) for holder in holders]
        if any(fresh):
            table.use(row)
        else:
            table.skip(row, later("the same as a row before"))


def _who(header: str, chart: Chart) -> Callable[[str, Row], Holder]:
    """How names under a header are read: in a column of persons or of departments all are that, else some are roles."""
    if header in {header_key(word) for word in ("person", *COLUMN_WORDS["people"]["person"])}:
        return lambda name, row: chart.person(name, row.cell("holder"))
    if header in {header_key(word) for word in ("department", *COLUMN_WORDS["people"]["department"])}:
        return chart.department
    return lambda name, row: chart.anyone(name, row.cell("holder"))


def _unusable(row: Row, activity: str, references: References) -> str:
    """Why a row is no assignment; errors are reported, blank letters and vacancies are just counted."""
    if is_remark(row):
        return NOTHING_USED
    if is_example(row, "raci"):
        return EXAMPLE_LEFT
    if not activity or activity in references.placeholders:
        said = say("the row names no {noun}.", noun=singular("process"))
        references.ledger.error(row.cell("process"), said, say("Write it, or clear the row."))
        return later("no process named")
    if not row.text("holder"):
        # A process with its letters still open is a plan; a letter that nobody holds is a mistake.
        if row.text("code"):
            references.ledger.error(
                row.cell("holder"), say("nobody holds this letter."), say("Name a department, person or role.")
            )
        return later("nobody named")
    if not references.names(row, "holder", HOLDERS):
        return later("nobody named")
    return ""
