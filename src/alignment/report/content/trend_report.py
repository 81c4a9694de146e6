"""What does the trend report say, and in which order? The chapters of the change by themselves."""

from dataclasses import replace

import alignment
from alignment.history.trend import Trend, with_fates
from alignment.language import date_text, language, say
from alignment.report.content.change import Changes, view_of
from alignment.report.content.change_registers import change_registers
from alignment.report.content.change_section import trend_board, trend_sections
from alignment.report.content.change_slides import trend_slides
from alignment.report.content.commentary import Commentary, with_commentary
from alignment.report.content.registers import possible_owners
from alignment.report.content.tracing import references
from alignment.report.display import clean, imprint
from alignment.report.document import Document

__all__ = ["trend_document"]


def trend_document(trend: Trend, commentary: Commentary | None = None) -> Document:
    """Return the trend report as content; it rests on the last check.

    Parameters
    ----------
    trend
        The checks of one company over time.
    commentary
        What its authors add in their own words.
    """
    later = trend.comparison.later
    changes = Changes(view_of(replace(later, check=with_fates(later.check, trend.comparison))), trend)
    view = changes.view
    day = view.check.snapshot_date
    title, company = say("Trend report"), clean(view.check.organisation)
    date, preparer = date_text(day) if day else "", clean(view.organisation.prepared_by)
    chapters = trend_sections(changes)
    sections = (trend_board(changes), *chapters)
    slides = trend_slides(changes, sections, title, f"{company}\n{imprint(date, preparer)}")
    if commentary is not None:
        sections = with_commentary(sections, commentary, preparer)
    told = Document(
        title=title,
        organisation=company,
        subtitle=say("What has changed since {day}, and is it more than chance?", day=changes.since),
        date=date,
        prepared_by=preparer,
        generator=f"alignment {alignment.__version__}",
        sections=sections,
        charts=dict(view.charts),
        registers=change_registers(changes),
        language=language(),
        names=view.names(),
        agreed=view.agreed,
        day=day,
        owners=possible_owners(view),
        slides=slides,
    )
    return replace(told, references=references(sections))
