"""What stands on each page: one file a step."""

from alignment.app.asking import Page
from alignment.app.pages import drop, history, issues, report, understood, whatif, window

__all__ = ["PAGES"]

# A step's pages are added here, its place in the order in `asking.STEPS`.
PAGES: tuple[Page, ...] = (
    *window.PAGES,
    *drop.PAGES,
    *understood.PAGES,
    *issues.PAGES,
    *report.PAGES,
    *whatif.PAGES,
    *history.PAGES,
)
