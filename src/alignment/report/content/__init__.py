"""What does the report say, and in which order? Decided here once; every format lays out the same document."""

from dataclasses import replace

import alignment
from alignment.analysis.base import Context
from alignment.analysis.discreet import context_shown
from alignment.history.trend import Trend
from alignment.language import date_text, language, say
from alignment.model.edition import WHOLE, Edition
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.report.content.additions import Unmeasured, additions_section
from alignment.report.content.board import board_section
from alignment.report.content.change import Changes
from alignment.report.content.change_registers import change_registers
from alignment.report.content.change_section import change_section
from alignment.report.content.change_slides import change_slide
from alignment.report.content.change_story import since_words
from alignment.report.content.chart import chart_section
from alignment.report.content.commentary import Commentary, read_commentary, with_commentary
from alignment.report.content.company import company_section
from alignment.report.content.contacts import contacts_section
from alignment.report.content.departments import departments_section
from alignment.report.content.editions import edited
from alignment.report.content.goals import goals_section
from alignment.report.content.journeys import journeys_section
from alignment.report.content.maturity import maturity_section
from alignment.report.content.measures import MeasureEntries
from alignment.report.content.method import method_section
from alignment.report.content.ownership import ownership_section
from alignment.report.content.plan import plan_section
from alignment.report.content.registers import possible_owners, registers
from alignment.report.content.relations import relations
from alignment.report.content.silos import silos_section
from alignment.report.content.slides import slides
from alignment.report.content.tracing import cited, references
from alignment.report.content.trend_report import trend_document
from alignment.report.content.view import View
from alignment.report.display import clean, imprint
from alignment.report.document import Document, Section, Slide
from alignment.settings import Settings

__all__ = ["document", "read_commentary", "trend_document"]


def document(
    check: HealthCheck,
    organisation: Organisation,
    settings: Settings,
    edition: Edition = WHOLE,
    commentary: Commentary | None = None,
    trend: Trend | None = None,
    seen: Context | None = None,
) -> Document:
    """Return the report as content: sections in their order, charts drawn, and the complete lists.

    Parameters
    ----------
    check
        Everything that was found.
    organisation
        The company as read, for names, steps and the views of its graph.
    settings
        The settings the check was made with; the report prints them.
    edition
        Which part of it is wanted.
    commentary
        What its authors add in their own words.
    trend
        The checks of which this is the last; with one, the report says what has changed.
    seen
        What the check was read from, where it is at hand: its views of the graph are then not built again.

    Raises
    ------
    OutputError
        The edition is that of a department which the workbook does not have.
    """
    view = View(check, organisation, settings, context_shown(organisation, settings, check.measurements, seen))
    ownership = ownership_section(view)
    chapters = (
        company_section(view),
        journeys_section(view),
        ownership,
        None if isinstance(ownership, Section) else chart_section(view),
        goals_section(view),
        silos_section(view),
        contacts_section(view),
        maturity_section(view),
    )
    told = tuple(one for one in chapters if isinstance(one, Section))
    missing = tuple(one for one in chapters if isinstance(one, Unmeasured))
    added = (additions_section(missing),) if missing else ()
    advised = tuple(one for one in (plan_section(view), departments_section(view)) if one is not None)
    changes = Changes(view, trend) if trend is not None else None
    since = since_words(changes) if changes else ""
    changed = (change_section(changes),) if changes else ()
    chapters_told = (board_section(view, missing, since), *told, *advised, *added, *changed)
    measures = MeasureEntries(view, cited(chapters_told))
    sections: tuple[Section, ...] = (*chapters_told, method_section(view, measures))
    day = check.snapshot_date
    title, company = say("Cross-company health check"), clean(check.organisation)
    date, preparer = date_text(day) if day else "", clean(organisation.prepared_by)
    if commentary is not None:
        sections = with_commentary(sections, commentary, preparer)
    whole = Document(
        title=title,
        organisation=company,
        subtitle=say("Where structure gets in the customer's way, and what to do next"),
        date=date,
        prepared_by=preparer,
        generator=f"alignment {alignment.__version__}",
        sections=sections,
        charts=dict(view.charts),
        registers=(*registers(view, measures), *(change_registers(changes) if changes else ())),
        language=language(),
        names=view.names(),
        agreed=view.agreed,
        day=day,
        relations=relations(view, sections),
        owners=possible_owners(view),
        slides=_with_change(slides(view, sections, title, f"{company}\n{imprint(date, preparer)}"), changes),
    )
    part = edited(whole, view, edition)
    return replace(part, references=references(part.sections))


def _with_change(told: tuple[Slide, ...], changes: Changes | None) -> tuple[Slide, ...]:
    """Return the slides with that of the change behind the score, where there is one."""
    return (*told[:2], change_slide(changes), *told[2:]) if changes is not None else told
