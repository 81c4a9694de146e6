"""Who should talk, and does? What journeys and processes need, beside what exists."""

from collections.abc import Sequence
from dataclasses import replace

from alignment.language import number_text, share_text
from alignment.network import Requirement
from alignment.report.charts import coordination_matrix
from alignment.report.content.additions import Unmeasured
from alignment.report.content.company import MOST_DEPARTMENTS, matrix_rows
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.wording import capital, counted, have, joined, of_all

__all__ = ["GAP_COLUMNS", "contacts_section", "gap_rows", "missing_contacts"]

MOST_GAPS = 20

GAP_COLUMNS = (
    Column("Department", share=2.2),
    Column("Department it should talk to", share=2.2),
    Column("Need", "number", 0.8, 1),
    Column("Journeys", share=3.0),
    Column("Processes", share=3.0),
)


def contacts_section(view: View) -> Section | Unmeasured:
    """Return who should talk, as far as the workbook tells it."""
    title = "Who should talk and does not"
    required = view.context.required
    if not required:
        needs = ("journeys",) if view.talks else ("journeys", "collaboration")
        return Unmeasured(title, "no journey or process is known to join two departments", needs)
    if not view.talks:
        text = (
            f"Not measured: for journeys and processes {counted(len(required), 'pair')} of departments depend on each "
            "other, but the workbook does not say who talks."
        )
        fill = Paragraph("Fill the sheet Collaboration (from, to, strength) for these pairs first.")
        return Section("contacts", title, (Paragraph(text, "lead"), fill, _needed_table(view)))
    blocks: list[Block] = [Paragraph(_lead(view), "lead")]
    weights = {pair: need.weight for pair, need in required.items() if view.context.covered.issuperset(pair)}
    if weights:
        concerned = {end for pair in weights for end in pair}
        rows = [one for one in matrix_rows(view) if one.id in concerned]
        actual = [pair for pair in view.context.actual if concerned.issuperset(pair)]
        picture = coordination_matrix("coordination", rows, weights, actual, MOST_DEPARTMENTS)
        blocks.append(
            view.figure(
                picture,
                "coordination",
                "What journeys and processes need, and what exists, between the departments they join.",
            )
        )
    blocks += _gaps(view)
    blocks += finding_blocks(view, "What was found about coordination", "coordination-findings", "COO")
    return Section("contacts", title, tuple(blocks))


def missing_contacts(view: View) -> list[tuple[tuple[str, str], Requirement]]:
    """Return required pairs without a tie, of which the data covers both sides, the most needed first."""
    found = [
        (pair, need)
        for pair, need in view.context.required.items()
        if view.context.covered.issuperset(pair) and pair not in view.context.actual
    ]
    return sorted(found, key=lambda one: (-one[1].weight, one[0]))


def gap_rows(view: View, most: int | None = None) -> list[tuple[CellValue, ...]]:
    """Return the missing contacts for `GAP_COLUMNS`; names beyond `most` are counted. Empty without collaboration data."""
    return [_row(view, pair, need, most) for pair, need in missing_contacts(view)] if view.talks else []


def _row(view: View, pair: tuple[str, str], need: Requirement, most: int | None) -> tuple[CellValue, ...]:
    journeys = [clean(view.organisation.label("journey", one)) for one in need.journeys]
    processes = [clean(view.organisation.label("process", one)) for one in need.processes]
    return (
        clean(view.department(pair[0])),
        clean(view.department(pair[1])),
        need.weight,
        joined(journeys, most or max(len(journeys), 1)),
        joined(processes, most or max(len(processes), 1)),
    )


def _lead(view: View) -> str:
    covered = [pair for pair in view.context.required if view.context.covered.issuperset(pair)]
    if not covered:
        return "Not measured: the collaboration data covers both sides of no pair of departments that should talk."
    met = sum(1 for pair in covered if pair in view.context.actual)
    whole = len(covered)
    pairs = of_all(met, whole, "pair of departments") if met else f"none of {number_text(whole)} pairs of departments"
    text = f"{capital(pairs)} that should talk {have(met or 2, 'does', 'do')}"
    density = view.check.value("coordination.density")
    if density is not None:
        text += f" ({share_text(met / whole)}); ties laid at random would meet {share_text(density)}"
    left = len(view.context.required) - whole
    if left:
        text += f". {number_text(left)} more {have(left, 'pair is', 'pairs are')} left out: nobody reported for one side or both"
    return f"{text}."


def _gaps(view: View) -> list[Block]:
    rows = gap_rows(view, most=2)
    if not rows:
        return [Paragraph("Every pair of departments that should talk, and could be compared, does.")]
    shown = rows[:MOST_GAPS]
    note = "Need: each journey and process counts once, times its importance, criticality or volume where given."
    if len(rows) > len(shown):
        note += f" Shown: the {len(shown)} most needed of {number_text(len(rows))}. All are in the Excel report, sheet Gaps."
    return [
        Subheading("Contacts that are missing", "gaps"),
        _table("Departments that should talk and have no tie", shown, note),
    ]


def _needed_table(view: View) -> Table:
    ranked = sorted(view.context.required.items(), key=lambda one: (-one[1].weight, one[0]))
    rows = [_row(view, pair, need, 2) for pair, need in ranked[:MOST_GAPS]]
    note = f"Shown: the {len(rows)} most needed of {number_text(len(ranked))}." if len(ranked) > len(rows) else ""
    return _table("Departments that have to work together", rows, note)


def _table(caption: str, rows: Sequence[tuple[CellValue, ...]], note: str) -> Table:
    """Return a table of contacts without the columns that would be empty."""
    kept = [place for place in range(len(GAP_COLUMNS)) if any(row[place] for row in rows)]
    whole = all(row[2] == int(row[2]) for row in rows if isinstance(row[2], float))
    columns = tuple(
        replace(column, decimals=0) if whole else column for column in (GAP_COLUMNS[place] for place in kept)
    )
    return Table(caption, columns, tuple(tuple(row[place] for place in kept) for row in rows), note)
