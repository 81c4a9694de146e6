"""The words of a report as text that is kept and compared: whoever changes a sentence sees it, and says so."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from alignment.report.display import cell_text, gauge_facts, light_word, severity_word
from alignment.report.document import (
    Block,
    Bullets,
    Callout,
    Cards,
    Column,
    Definitions,
    Document,
    Figure,
    Gauge,
    Lights,
    Paragraph,
    Plot,
    Slide,
    SlideBlock,
    Subheading,
    Table,
)
from alignment.report.traces import place, pointed

__all__ = ["compare", "wording"]

FOLDER = Path(__file__).parent / "golden"
_MOST_LINES = 80
_MOST_ENTRIES = 5


def wording(document: Document) -> str:
    """All that a document says, a sentence or a row a line: chapters, slides with their notes, and what heads the lists."""
    return "\n".join(_lines(document)) + "\n"


def compare(name: str, text: str, rewrite: bool) -> None:
    """Fail where the words are not those that are kept under a name; with `rewrite`, keep these from now on."""
    file = FOLDER / f"{name}.txt"
    if rewrite:
        FOLDER.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return
    kept = file.read_text(encoding="utf-8") if file.exists() else ""
    if kept != text:
        changes = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1))
        cut = [f"… and {len(changes) - _MOST_LINES} lines more"] if len(changes) > _MOST_LINES else []
        shown = "\n".join([*changes[:_MOST_LINES], *cut])
        pytest.fail(f"{file.name}: the words have changed. Where that is meant: make golden\n{shown}", pytrace=False)


def _lines(document: Document) -> Iterator[str]:
    yield from (document.title, document.organisation, document.subtitle, document.date, document.prepared_by)
    for section in document.sections:
        yield f"\n\n# {section.title}"
        for block in section.blocks:
            yield from _block(block, document)
    for slide in document.slides:
        yield from _slide(slide, document)
    for register in document.registers:
        yield f"\n\nSHEET {register.name}: {register.note}"
        yield _row(one.name for one in register.columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _prose(text: str, document: Document) -> Iterator[str]:
    """Each passage on a line, with the anchors of what it rests on: labels would change with every new measure."""
    for passage, places in pointed(text, document.references):
        yield f"{passage}  [{' '.join(places)}]" if places else passage


def _table(table: Table) -> Iterator[str]:
    yield f"\nTABLE {table.caption}"
    yield _row(one.name for one in table.columns)
    # How each measure is made is kept, and compared, in docs/method.md.
    entries = bool(table.anchors) and table.anchors[0].startswith(place("measure", ""))
    for row in table.rows[: _MOST_ENTRIES if entries else None]:
        yield _row(cell_text(value, column) for value, column in zip(row, table.columns, strict=True))
    if table.note:
        yield table.note


def _block(block: Block | SlideBlock, document: Document) -> Iterator[str]:
    match block:
        case Paragraph():
            yield ""
            yield from _prose(block.text, document)
        case Subheading():
            yield f"\n## {block.text}"
        case Bullets():
            yield ""
            for number, item in enumerate(block.items, 1):
                head, *rest = _prose(item, document)
                yield f"{f'{number}.' if block.numbered else '-'} {head}"
                yield from (f"  {one}" for one in rest)
        case Definitions():
            yield ""
            yield from (f"{term}: {meaning}" for term, meaning in block.items)
        case Callout():
            yield f"\n{block.kind.upper()} {block.title}"
            yield from _prose(block.text, document)
        case Gauge():
            yield f"\nSCORE {'–' if block.value is None else f'{block.value:.0f}'} {light_word(block.light)}"
            yield from gauge_facts(block)
            yield from _prose(block.text, document)
        case Lights():
            for one in block.lines:
                yield f"\n{one.name}: {light_word(one.light)} {one.value}"
                yield from _prose(one.text, document)
        case Table():
            yield from _table(block)
        case Figure():
            yield f"\nPICTURE {block.caption}"
            yield f"In words: {block.alt}"
        case Plot():
            yield f"\nPLOT {block.alt}"
            yield _row(("", *(one.name for one in block.series)))
            column = Column("", block.unit, decimals=block.decimals)
            for at, category in enumerate(block.categories):
                yield _row((category, *(cell_text(one.values[at], column) for one in block.series)))
        case Cards():
            for card in block.items:
                yield f"\nFINDING {card.code} {severity_word(card.severity)}: {card.subject}"
                yield card.message
                yield card.recommendation
                yield "; ".join(card.evidence)
            if block.note:
                yield block.note


def _slide(slide: Slide, document: Document) -> Iterator[str]:
    yield f"\n\nSLIDE {slide.title}"
    if slide.subtitle:
        yield slide.subtitle
    for block in slide.blocks:
        yield from _block(block, document)
    if slide.notes:
        yield f"\nNOTES {slide.notes}"
