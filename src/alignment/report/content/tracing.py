"""Where in the report stands what its sentences rest on, and how do they point there?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from alignment.language import later, say
from alignment.report.document import Block, Cards, CellValue, FindingCard, Section, Subheading, Table
from alignment.report.traces import ISSUES, PLAN, SCORE, SHEETS_READ, Reference, Traced, place

__all__ = ["cited", "references"]

# How the parts of the report are pointed to, by their anchors.
_PARTS = {SCORE: later("Score"), PLAN: later("Plan"), SHEETS_READ: later("Sheets"), ISSUES: later("Issues")}


def cited(sections: Iterable[Section]) -> frozenset[str]:
    """Return the anchors of all that the texts of these sections rest on."""
    return frozenset(source for text in _texts(tuple(sections)) for one in text.passages for source in one.sources)


def _texts(thing: object) -> Iterator[Traced]:
    if isinstance(thing, Traced):
        yield thing
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _texts(one)
    elif is_dataclass(thing) and not isinstance(thing, Table):
        for one in fields(thing):
            yield from _texts(getattr(thing, one.name))
    elif isinstance(thing, Table):
        # Its cells are figures, not sentences.
        yield from _texts(thing.note)


def references(sections: Iterable[Section]) -> Mapping[str, Reference]:
    """Return how each place that something may rest on is pointed to, by its anchor."""
    found: dict[str, Reference] = {}
    for section in sections:
        if section.anchor in _PARTS:
            found[section.anchor] = _part(section.anchor, section.title)
        for block in section.blocks:
            for anchor, reference in _placed(block):
                found.setdefault(anchor, reference)
    return found


def _placed(block: Block) -> Iterator[tuple[str, Reference]]:
    match block:
        case Subheading() if block.anchor in _PARTS:
            yield block.anchor, _part(block.anchor, block.text)
        case Cards():
            yield from ((one.anchor, _finding(one)) for one in block.items)
        case Table():
            yield from ((one, _row(one, row)) for one, row in zip(block.anchors, block.rows, strict=False) if one)
            yield from ((one, _coded(str(row[1]))) for one, row in zip(block.findings, block.rows, strict=False) if one)


def _part(anchor: str, title: str) -> Reference:
    return Reference(say(_PARTS[anchor]), title)


def _finding(card: FindingCard) -> Reference:
    return Reference(card.code, say("Evidence: {code}, {subject}", code=card.code, subject=card.subject))


def _coded(code: str) -> Reference:
    """Return how a row is pointed to that tells a finding: its code stands second."""
    return Reference(code, say("Evidence: {code}", code=code))


def _row(anchor: str, row: tuple[CellValue, ...]) -> Reference:
    """Return how a row is pointed to whose first cell is its number."""
    number, name, *rest = map(str, row)
    if anchor.startswith(place("measure", "")):
        return Reference(number, say("Method: {measure}", measure=name))
    if anchor.startswith(place("sheet", "")):
        return Reference(number, say("Read from: {sheet}", sheet=rest[0]))
    if anchor.startswith(place("change", "")):
        return Reference(say("Table"), say("In the table of figures: {figure}", figure=number))
    return Reference(say("Step {rank}", rank=number), name)
