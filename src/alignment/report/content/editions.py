"""Which part of the report is handed to whom? The whole, two pages for a board, or the page of one department."""

from dataclasses import replace

from alignment.errors import OutputError
from alignment.language import say
from alignment.model.edition import Edition
from alignment.report.content.departments import department_section
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, Bullets, Document, Figure, Section, Table
from alignment.report.relations import Relations
from alignment.source.names import key, nearest
from alignment.wording import counted

__all__ = ["edited"]

_MOST_STEPS = 5


def edited(document: Document, view: View, edition: Edition) -> Document:
    """Return the part of a document that an edition holds.

    Raises
    ------
    OutputError
        The workbook has no such department.
    """
    if edition.kind == "whole":
        return document
    sections = _board(document)
    if edition.kind == "department":
        unit = _department(view, edition.department)
        sections = (department_section(view, unit),)
        document = replace(document, subtitle="", handout=True)
    shown = {block.chart for section in sections for block in section.blocks if isinstance(block, Figure)}
    charts = {name: chart for name, chart in document.charts.items() if name in shown}
    # Who is handed a part is not handed the ties and findings of all others in the page's data.
    return replace(document, sections=sections, charts=charts, registers=(), slides=(), relations=Relations())


def _board(document: Document) -> tuple[Section, ...]:
    """Return the first page, and on a second what the plan adds and its first steps, or what to do about what was found.

    What to be careful with ends the last of them.
    """
    first, *others = document.sections
    cautions = Bullets(
        (
            say("An absent tie may be an unasked question."),
            say("The score says how far a structure is from stated limits, most of which are this check's choice."),
            say("The check speaks of structures, positions and handoffs, never of how well somebody works."),
        )
    )
    blocks = [block for one in others if one.anchor == "plan" for block in one.blocks]
    curve = [one for one in blocks if isinstance(one, Figure) and one.chart == "gain-curve"]
    tables = {one.anchor: one for one in blocks if isinstance(one, Table)}
    if "plan-now" in tables:
        title = say("The first 30 days, and what they add")
        kept: tuple[Block, ...] = (*curve, _first(tables["plan-now"], "more step"))
    elif "plan-open" in tables:
        title = say("What to do first")
        kept = (*curve, _first(tables["plan-open"], "more action"))
    else:
        return (replace(first, blocks=(*first.blocks, cautions)),)
    return first, Section("board-plan", title, (*kept, cautions), apart=True, page=True)


def _first(steps: Table, noun: str) -> Table:
    """Return as many rows as leave the second page to be one page."""
    left = len(steps.rows) - _MOST_STEPS
    note = say("And {steps}, in the whole report.", steps=counted(left, noun)) if left > 0 else steps.note
    return replace(steps, rows=steps.rows[:_MOST_STEPS], note=note)


def _department(view: View, wanted: str) -> str:
    names = {key(clean(view.department(one))): one for one in view.departments} | {
        key(one): one for one in view.departments
    }
    found = names.get(key(wanted))
    if found is None:
        close = nearest(wanted, {one: view.department(unit) for one, unit in names.items()})
        hint = f' Did you mean "{close}"?' if close else ""
        raise OutputError(f'There is no department "{wanted}" in the workbook.{hint}')
    return found
