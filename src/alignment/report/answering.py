"""What does a page need to answer when it is searched, filtered, sorted and pointed at? Data and words for its script."""

import base64
import hashlib
import re

from markupsafe import Markup

from alignment.language import say
from alignment.model.result import SEVERITIES
from alignment.report import display
from alignment.report.document import MOST_ROWS, Cards, CellValue, Column, Document, Table

__all__ = ["Answers", "digest"]

_LISTED = re.compile(r"(; )")
_NAMED = re.compile(r"(.*?)( \([^()]*\))?", re.DOTALL)
_LIGHTS = tuple(display.LIGHT_WORDS)


def digest(text: str) -> str:
    """Return what a content security policy calls the one text that it allows.

    Examples
    --------
    >>> digest("doSomething();")
    "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class Answers:
    """What a page says of the things in it; asked in the order in which the page is written."""

    def __init__(self, document: Document) -> None:
        blocks = [one for section in document.sections for one in section.blocks]
        cards = {card.anchor for block in blocks if isinstance(block, Cards) for card in block.items}
        self._relations = document.relations
        self._told = cards | {one for block in blocks if isinstance(block, Table) for one in block.findings}
        self._placed = cards
        self._page = {one.id: one.anchor for one in document.relations.departments}

    def stands_here(self, finding: str) -> bool:
        """Tell whether a row is the place of its finding: that is its card, or else the first row that tells it."""
        here = bool(finding) and finding not in self._placed
        if here:
            self._placed.add(finding)
        return here

    def is_code(self, value: CellValue, finding: str) -> bool:
        """Tell whether a cell holds the code of the finding that its row tells: it leads to the finding's place."""
        return isinstance(value, str) and finding.startswith(f"finding-{value}-")

    def linked(self, text: str) -> Markup:
        """Return the text of a cell with each department that it lists marked, and linked to its page where it has one."""
        return Markup("").join(map(self._marked, _LISTED.split(text)))

    def _marked(self, text: str) -> Markup:
        found = _NAMED.fullmatch(text)
        ident = self._relations.names.get(found[1]) if found else None
        if found is None or ident is None:
            return Markup("{}").format(text)
        page = self._page.get(ident)
        shape = '<a href="#{0}" data-department="{1}">{2}</a>' if page else '<span data-department="{1}">{2}</span>'
        return Markup(shape).format(page, ident, found[1]) + (found[2] or "")  # noqa: S704  # one of the two above

    def rank(self, value: CellValue, column: Column) -> float | None:
        """Return by what a cell is sorted; None where its text says it."""
        if column.kind == "severity" and value in SEVERITIES:
            return len(SEVERITIES) - SEVERITIES.index(value)
        if column.kind == "light" and value in _LIGHTS:
            return len(_LIGHTS) - _LIGHTS.index(str(value))
        return value if column.kind in ("number", "share") and isinstance(value, int | float) else None

    def data(self) -> dict[str, object]:
        """Return what the script reads, as JSON can hold it: departments and journeys are told by their places in the lists."""
        related = self._relations
        department = {one.id: place for place, one in enumerate(related.departments)}
        journey = {one.id: place for place, one in enumerate(related.journeys)}
        return {
            "words": _words(len(related.findings)),
            "severities": [(one, display.severity_word(one)) for one in SEVERITIES],
            "departments": [
                {
                    "id": one.id,
                    "name": one.name,
                    "division": one.division,
                    "journeys": [journey[each] for each in one.journeys if each in journey],
                    "page": one.anchor,
                }
                | ({} if one.ties is None else {"ties": one.ties, "gaps": one.gaps})
                for one in related.departments
            ],
            "journeys": [{"name": one.name, "page": one.anchor} for one in related.journeys],
            "pairs": [
                {
                    "ends": [department[one.first], department[one.second]],
                    "strength": one.strength,
                    "missing": one.missing,
                    "journeys": [journey[each] for each in one.journeys if each in journey],
                }
                for one in related.pairs
            ],
            "findings": {
                anchor: {
                    "severity": one.severity,
                    "departments": [department[each] for each in one.departments],
                    "journeys": [journey[each] for each in one.journeys if each in journey],
                }
                for anchor, one in related.findings.items()
                if anchor in self._told
            },
            "all": len(related.findings),
        }


def _words(findings: int) -> dict[str, str]:
    """Return what the script says, of so many findings in all; it fills what stands in braces."""
    some = say("Findings: {shown} of {told} told here; the Excel report has all {all}")
    if findings > MOST_ROWS:
        some = say("Findings: {shown} of {told} told here; the JSON report has all {all}")
    return {
        "findings": say("Findings: {shown} of {told}"),
        "some_findings": some,
        "places": say("Places found: {number}"),
        "nothing": say("Nothing found"),
        "with": say("Works with"),
        "missing": say("Should talk to and does not"),
        "journeys": say("Journeys"),
        "number_of_findings": say("Findings: {number}"),
        "page": say("Its page"),
        "strength": say("Strength of the tie: {number}"),
        "no_tie": say("No tie recorded"),
        "both": say("Journeys with a handoff between them"),
        "rest": say("and {number} more"),
    }
