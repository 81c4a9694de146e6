"""Who should talk, and does? What journeys and processes need, beside what exists."""

from collections.abc import Sequence
from dataclasses import replace

from alignment.language import later, number_text, say, say_many, share_text
from alignment.model.result import Scope
from alignment.network import Requirement
from alignment.report.charts import coordination_matrix
from alignment.report.content.additions import Unmeasured
from alignment.report.content.company import MOST_DEPARTMENTS, matrix_rows
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook, headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import measure, sheet, together, traced
from alignment.wording import capital, joined, of_all

__all__ = ["GAP_COLUMNS", "contacts_section", "gap_rows"]

MOST_GAPS = 20

GAP_COLUMNS = (
    Column(later("Department"), share=2.2),
    Column(later("Department it should talk to"), share=2.2),
    Column(later("Need"), "number", 0.8, 1),
    Column(later("Journeys"), share=3.0),
    Column(later("Processes"), share=3.0),
)


def contacts_section(view: View) -> Section | Unmeasured:
    """Return who should talk, as far as the workbook tells it."""
    title = say("Who should talk and does not")
    required = view.context.required
    if not required:
        needs = ("journeys",) if view.talks else ("journeys", "collaboration")
        return Unmeasured(title, say("no journey or process is known to join two departments"), needs)
    if not view.talks:
        text = say_many(
            len(required),
            "Not measured: for journeys and processes {n} pair of departments depend on each other, but the workbook does "
            "not say who talks.",
            "Not measured: for journeys and processes {n} pairs of departments depend on each other, but the workbook does "
            "not say who talks.",
        )
        fill = Paragraph(say("Fill the sheet Collaboration (from, to, strength) for these pairs first."))
        lead = traced(text, *map(sheet, ("journey_steps", "processes", "raci")))
        return Section("contacts", title, (Paragraph(lead, "lead"), fill, _needed_table(view)))
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
                say("What journeys and processes need, and what exists, between the departments they join."),
            )
        )
    blocks += _gaps(view)
    blocks += finding_blocks(view, say("What was found about coordination"), "coordination-findings", "COO")
    return Section("contacts", title, tuple(blocks))


def gap_rows(view: View, most: int | None = None) -> list[tuple[CellValue, ...]]:
    """Return the missing contacts for `GAP_COLUMNS`; names beyond `most` are counted. Empty without collaboration data."""
    return [_row(view, pair, need, most) for pair, need in view.missing_contacts] if view.talks else []


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
    waived = view.waived("coordination.congruence")
    judged = [pair for pair in view.context.required if view.context.covered.issuperset(pair)]
    covered = [pair for pair in judged if Scope("pair", pair) not in waived]
    if judged and not covered:
        return view.waived_words("coordination.congruence", "pair of departments")
    if not covered:
        return say("Not measured: the collaboration data covers both sides of no pair of departments that should talk.")
    met = sum(1 for pair in covered if pair in view.context.actual)
    whole = len(covered)
    text = say_many(
        met or 2,
        "{pairs} that should talk does",
        "{pairs} that should talk do",
        pairs=of_all(met, whole, "pair of departments")
        if met
        else say("none of {number} pairs of departments", number=number_text(whole)),
    )
    density = view.check.value("coordination.density")
    if density is not None:
        text = say(
            "{text} ({share}); ties laid at random would meet {chance}",
            text=text,
            share=share_text(met / whole),
            chance=share_text(density),
        )
    sources = measure("coordination.congruence"), measure("coordination.density")
    left = len(view.context.required) - len(judged)
    out = say_many(
        left,
        "{n} more pair is left out: nobody reported for one side or both.",
        "{n} more pairs are left out: nobody reported for one side or both.",
    )
    if view.small:
        out = say_many(
            left,
            "{n} more pair is left out: one side or both are too small to be told of, or nobody reported for them.",
            "{n} more pairs are left out: one side or both are too small to be told of, or nobody reported for them.",
        )
    return together(
        traced(f"{capital(text)}.", *sources[: 1 if density is None else 2]),
        traced(out, sheet("collaboration")) if left else "",
        view.waived_words("coordination.congruence", "pair of departments"),
    )


def _gaps(view: View) -> list[Block]:
    rows = gap_rows(view, most=2)
    if not rows:
        return [Paragraph(say("Every pair of departments that should talk, and could be compared, does."))]
    shown = rows[:MOST_GAPS]
    note = say("Need: each journey and process counts once, times its importance, criticality or volume where given.")
    if len(rows) > len(shown):
        rest = all_in_workbook(say("Gaps"), len(rows))
        note = f"{note} {_cut(len(shown), len(rows))} {rest}"
    return [
        Subheading(say("Contacts that are missing"), "gaps"),
        _table(say("Departments that should talk and have no tie"), shown, note),
    ]


def _needed_table(view: View) -> Table:
    ranked = sorted(view.context.required.items(), key=lambda one: (-one[1].weight, one[0]))
    rows = [_row(view, pair, need, 2) for pair, need in ranked[:MOST_GAPS]]
    note = _cut(len(rows), len(ranked)) if len(ranked) > len(rows) else ""
    return _table(say("Departments that have to work together"), rows, note)


def _cut(shown: int, total: int) -> str:
    return say("Shown: the {some} most needed of {all}.", some=number_text(shown), all=number_text(total))


def _table(caption: str, rows: Sequence[tuple[CellValue, ...]], note: str) -> Table:
    """Return a table of contacts without the columns that would be empty."""
    kept = [place for place in range(len(GAP_COLUMNS)) if any(row[place] for row in rows)]
    whole = all(row[2] == int(row[2]) for row in rows if isinstance(row[2], float))
    columns = headed(
        replace(column, decimals=0) if whole else column for column in (GAP_COLUMNS[place] for place in kept)
    )
    return Table(caption, columns, tuple(tuple(row[place] for place in kept) for row in rows), note)
