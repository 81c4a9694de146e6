"""How is the health check printed? One tagged PDF (PDF/UA-1), set by typst from a template, with all texts as data."""

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import typst

from alignment import resources
from alignment.errors import SettingsError
from alignment.language import number_text, say
from alignment.model.brand import Brand, Logo
from alignment.model.edition import Paper
from alignment.report import display, flow, fonts
from alignment.report.document import (
    Block,
    Bullets,
    Callout,
    Cards,
    CellValue,
    Chart,
    Column,
    Definitions,
    Document,
    Figure,
    FindingCard,
    Gauge,
    Lights,
    Paragraph,
    Subheading,
    Table,
)
from alignment.report.printable import Words, shortened
from alignment.report.traces import Reference, pointed

__all__ = ["render"]

Data = dict[str, object]

# With more lines the contents stand in two columns; with yet more they would not fit one page and list chapters only.
_CONTENTS_LINES = 40
_CONTENTS_HALVED = 70
# A row or a card with more text than this may be broken across pages: kept whole, it might not fit one.
_KEPT_TOGETHER = 1500
_INTRODUCTION = 700
# A table of so many rows and characters stands on one page; of a longer one, at least the first rows stand together.
_SHORT_ROWS = 10
_SHORT_TEXT = 2500
# In a cell and in the head of a column: what may hold a word that the template hyphenates. Typst takes longer to look.
_LONG_WORD = re.compile(r"[^\W\d_]{13}")
_LONG_HEAD = re.compile(r"[^\W\d_]{9}")
# With fewer chapters the contents would be a page with nothing on it.
_CONTENTS_CHAPTERS = 5
# The name of the company in the head line of a page, in characters.
_LONGEST_HEAD = 90
# Subject and id of a finding, in characters, that stand on one line beside severity and code.
_ONE_LINE = 85
# Invisible signs, all of which PDF/UA forbids in pictures.
_INVISIBLE_IN_PICTURE = re.compile(
    "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_EPOCH = "SOURCE_DATE_EPOCH"
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def render(document: Document, paper: Paper = "a4") -> bytes:
    r"""Return the report as a tagged PDF with contents, bookmarks and page numbers.

    The same document gives the same bytes on the same computer, with SOURCE_DATE_EPOCH as the time that it is made. Characters that Source Sans Pro and DejaVu Sans lack
    (Chinese, say) are taken from the computer's own fonts; those that no font has are printed as ``\ufffd``, emoji by
    their names, and the last page says how many.

    Raises
    ------
    KeyError
        A figure names a chart that the document does not hold.
    SettingsError
        SOURCE_DATE_EPOCH is no time.
    """
    with tempfile.TemporaryDirectory(prefix="alignment-") as folder:
        root = Path(folder)
        (root / "fonts").mkdir()
        for font in fonts.print_fonts():
            shutil.copyfile(font, root / "fonts" / font.name)
        for number, face in enumerate(document.brand.faces):
            (root / "fonts" / f"brand-{number}.{face.kind}").write_bytes(face.content)
        if document.brand.logo is not None:
            (root / _logo(document.brand.logo)).write_bytes(document.brand.logo.content)
        shutil.copyfile(resources.templates() / "report.typ", root / "report.typ")
        return _printed(document, root, paper)


def _printed(document: Document, root: Path, paper: Paper) -> bytes:
    """Compile, and where a character has no shape, try the computer's fonts first, then do without the character."""
    compiler, system_fonts = _compiler(root, system_fonts=False), False
    undrawn: frozenset[str] = frozenset()
    undrawn_in_charts: frozenset[str] = frozenset()
    while True:
        content = _content(document, root, paper, undrawn, undrawn_in_charts)
        try:
            return _compiled(compiler, root, content, document.day)
        except typst.TypstError as problem:
            found = _undrawn(problem)
            if found and not system_fonts:
                compiler, system_fonts = _compiler(root, system_fonts=True), True
            elif not found <= undrawn:
                undrawn |= found
            elif not undrawn_in_charts:
                # Typst cannot say which: some letters of a picture it puts together from parts no font explains.
                undrawn_in_charts = _unsure(document)
                if not undrawn_in_charts:
                    raise
            else:
                raise


def _compiler(root: Path, system_fonts: bool) -> typst.Compiler:
    found = typst.Fonts(
        include_system_fonts=system_fonts, include_embedded_fonts=False, font_paths=[str(root / "fonts")]
    )
    return typst.Compiler(str(root / "report.typ"), root=str(root), font_paths=found)


def _compiled(compiler: typst.Compiler, root: Path, content: Data, day: date | None) -> bytes:
    """Lay out, mend how chapters flow over pages, and return the PDF."""
    (root / "data.json").write_text(json.dumps(content), encoding="utf-8")
    apart: list[bool] = content["apart"]  # type: ignore[assignment]  # see _Layout.content
    flow.settle(compiler, root, apart)
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=_moment(day))
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no single PDF")
    return pdf


def _moment(day: date | None) -> datetime:
    """Return when the PDF says that it was made: as SOURCE_DATE_EPOCH has it, else on the day that it is about.

    References
    ----------
    .. [1] Reproducible Builds (2017). SOURCE_DATE_EPOCH specification 1.1.
    """
    given = os.environ.get(_EPOCH, "")
    if given:
        try:
            return datetime.fromtimestamp(int(given), UTC)
        except (ValueError, OverflowError, OSError) as problem:
            raise SettingsError(
                f"{_EPOCH}={given}: this is no number of seconds since 1970. Set it to one, or unset it."
            ) from problem
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)


def _undrawn(problem: typst.TypstError) -> frozenset[str]:
    """Return the characters that typst names as drawn by no font."""
    texts = (_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in _UNDRAWN.findall(problem.diagnostic))
    return frozenset(one for text in texts for one in text if not one.isascii() or not one.isprintable())


def _unsure(document: Document) -> frozenset[str]:
    """Return the characters of charts that the report's own typeface does not draw one by one."""
    used = {one for chart in document.charts.values() for one in display.clean(chart.svg)}
    sure = {one for one in fonts.drawn_characters() if not unicodedata.combining(one)} | {display.REPLACEMENT}
    return frozenset(one for one in used - sure if not one.isascii())


def _content(
    document: Document, root: Path, paper: Paper, undrawn: frozenset[str], undrawn_in_charts: frozenset[str]
) -> Data:
    """Write the charts as SVG beside the template, and return all texts."""
    words = Words(undrawn)
    # In a picture there is no room for more than a sign.
    table = dict.fromkeys(map(ord, undrawn | undrawn_in_charts), display.REPLACEMENT)
    files = {name: f"chart-{number}.svg" for number, name in enumerate(sorted(document.charts))}
    for name, file in files.items():
        svg = _INVISIBLE_IN_PICTURE.sub("", display.clean(document.charts[name].svg)).translate(table)
        (root / file).write_text(svg, encoding="utf-8")
    content = _Layout(words, document.charts, files, document.references).content(document, paper)
    return content | {"colophon": words.losses(undrawn_in_charts)}


class _Layout:
    """Turns blocks into plain data for the template; every text passes through `words`."""

    def __init__(
        self, words: Words, charts: Mapping[str, Chart], files: Mapping[str, str], references: Mapping[str, Reference]
    ) -> None:
        self.words = words
        self.charts = charts
        self.files = files
        self.references = references
        self._placed: set[str] = set()

    def content(self, document: Document, paper: Paper) -> Data:
        """Return the whole document."""
        words = self.words
        language, _, region = document.language.partition("-")
        blocks = [block for section in document.sections for block in section.blocks]
        self._placed = {card.anchor for block in blocks if isinstance(block, Cards) for card in block.items}
        headings = len(document.sections) + sum(
            isinstance(block, Subheading) and not block.page
            for section in document.sections
            for block in section.blocks
        )
        return {
            "paper": paper,
            "language": language,
            "region": region or ("GB" if language == "en" else None),
            "title": words(document.title),
            "organisation": words(document.organisation),
            "head": shortened(words(document.organisation), _LONGEST_HEAD),
            "subtitle": words(document.subtitle),
            "date": words(document.date),
            "imprint": words(display.imprint(document.date, document.prepared_by)),
            "dated": bool(document.day or os.environ.get(_EPOCH)),
            "author": words(document.prepared_by or document.brand.firm),
            "generator": words(document.generator),
            "handout": document.handout,
            "brand": _brand(document.brand, words),
            "depth": 2 if headings <= _CONTENTS_HALVED else 1,
            "halved": _CONTENTS_LINES < headings <= _CONTENTS_HALVED,
            "words": _template_words(words),
            "contents": len(document.sections) >= _CONTENTS_CHAPTERS,
            "apart": [section.apart for section in document.sections],
            "sections": [
                {
                    "anchor": section.anchor,
                    # A heading without text would make the PDF inaccessible.
                    "title": words(section.title).strip() or display.NOTHING,
                    "pages": [self.blocks(one) for one in _pages(section.blocks)],
                    "page": section.page,
                }
                for section in document.sections
            ],
        }

    def blocks(self, blocks: Sequence[Block]) -> list[Data]:
        """Return the blocks of a section; a short paragraph stays on the page of the picture or table it introduces."""
        before, following = (None, *blocks), (*blocks, None)[1:]
        return [
            {
                "kind": type(block).__name__,
                "sticky": isinstance(block, Paragraph)
                and isinstance(after, Figure | Table | Cards | Bullets)
                and len(block.text) <= _INTRODUCTION,
                "introduced": isinstance(previous, Paragraph),
            }
            | self.block(block)
            for previous, block, after in zip(before, blocks, following, strict=False)
        ]

    def prose(self, text: str) -> list[Data]:
        """Return a running text by its passages, each with the labels of what it rests on and where that stands."""
        return [
            {
                "text": self.words(passage),
                "places": [[self.words(one.label), anchor] for anchor, one in places.items()],
            }
            for passage, places in pointed(text, self.references)
        ]

    def block(self, block: Block) -> Data:  # noqa: PLR0911  # one case a kind of block
        """Return one block."""
        words = self.words
        match block:
            case Paragraph():
                return {"text": self.prose(block.text), "style": block.style}
            case Subheading():
                return {
                    "text": words(block.text).strip() or display.NOTHING,
                    "anchor": block.anchor,
                    "page": block.page,
                }
            case Bullets():
                return {"items": [self.prose(one) for one in block.items], "numbered": block.numbered}
            case Definitions():
                return {"items": [[words(term), words(meaning)] for term, meaning in block.items]}
            case Callout():
                return {"title": words(block.title), "text": self.prose(block.text), "tone": block.kind}
            case Gauge():
                return self.gauge(block)
            case Lights():
                return {
                    "lines": [
                        {
                            "name": words(one.name),
                            "light": one.light,
                            "word": display.light_word(one.light),
                            "value": words(one.value),
                            "text": self.prose(one.text),
                        }
                        for one in block.lines
                    ]
                }
            case Table():
                return self.table(block)
            case Figure():
                chart = self.charts[block.chart]
                size: Data = {"width": chart.width, "height": chart.height, "file": self.files[block.chart]}
                return size | {
                    "caption": words(block.caption),
                    "alt": words(block.alt or block.caption).strip() or display.NOTHING,
                }
            case Cards():
                return {"items": [self.card(one) for one in block.items], "note": words(block.note)}

    def gauge(self, gauge: Gauge) -> Data:
        """Return the score, its scale and the words beside it."""
        return {
            "value": gauge.value,
            "low": gauge.low if gauge.high is not None else None,
            "high": gauge.high,
            "shown": display.NOTHING if gauge.value is None else number_text(gauge.value),
            "light": gauge.light,
            "word": display.light_word(gauge.light),
            "facts": " · ".join(display.gauge_facts(gauge)),
            "text": self.prose(gauge.text),
            "zones": [
                {"light": light, "from": start, "to": end, "word": display.light_word(light)}
                for light, start, end in display.ZONES
            ],
            "marks": [round(end) for _, _, end in display.ZONES] + [0],
        }

    def table(self, table: Table) -> Data:
        """Return a table with every cell as the text to print, beside the name of its light or severity."""
        length = sum(len(str(value)) for row in table.rows for value in row if value is not None)
        return {
            "short": len(table.rows) <= _SHORT_ROWS and length <= _SHORT_TEXT,
            "caption": self.words(table.caption),
            "anchor": table.anchor,
            "note": self.words(table.note),
            "columns": [
                {
                    "name": self.words(one.name),
                    "kind": one.kind,
                    "share": one.share,
                    "number": one.kind in ("number", "share"),
                    "long": bool(_LONG_HEAD.search(one.name)),
                }
                for one in table.columns
            ],
            "rows": [
                self.row(row, table.columns) | {"anchor": self.placed(table, at)} for at, row in enumerate(table.rows)
            ],
        }

    def placed(self, table: Table, at: int) -> str:
        """Return the anchor of a row: its own, or that of the finding which is told nowhere before."""
        finding = table.findings[at] if table.findings else ""
        if finding in self._placed:
            finding = ""
        self._placed.update(filter(None, (finding,)))
        return table.anchors[at] if table.anchors else finding

    def row(self, row: Sequence[CellValue], columns: Sequence[Column]) -> Data:
        """Return one row; only a very long one may be broken across pages, one in which nothing stands is to write in."""
        texts = [self.words(display.cell_text(value, column)) for value, column in zip(row, columns, strict=True)]
        cells = [
            [_name(value, column), text, bool(_LONG_WORD.search(text))]
            for value, column, text in zip(row, columns, texts, strict=True)
        ]
        length = sum(map(len, texts))
        return {"cells": cells, "keep": length <= _KEPT_TOGETHER, "open": not length}

    def card(self, card: FindingCard) -> Data:
        """Return one finding."""
        words = self.words
        evidence = " · ".join(map(words, card.evidence))
        length = len(card.message) + len(card.recommendation) + len(evidence)
        return {
            "anchor": card.anchor,
            "ident": words(card.ident),
            "code": words(card.code),
            "severity": card.severity,
            "word": display.severity_word(card.severity),
            "subject": words(card.subject),
            "message": words(card.message),
            "recommendation": words(card.recommendation),
            "evidence": evidence,
            "keep": length <= _KEPT_TOGETHER,
            "aside": len(card.subject) + len(card.ident) <= _ONE_LINE,
        }


def _name(value: CellValue, column: Column) -> str | None:
    """Name of the light or severity in a cell, from which the template takes shape and colour."""
    if column.kind == "light":
        return str(value) if value in display.LIGHT_WORDS else "none"
    return str(value) if column.kind == "severity" and value in display.SEVERITY_WORDS else None


def _pages(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return what flows from the chapter's title on, and then each page that is to be handed on."""
    starts = [place for place, one in enumerate(blocks) if isinstance(one, Subheading) and one.page]
    return [tuple(blocks[start:end]) for start, end in pairwise([0, *starts, len(blocks)])]


def _logo(logo: Logo) -> str:
    return f"logo.{logo.kind}"


def _brand(brand: Brand, words: Words) -> Data:
    """Return what a firm gives of its looks; what it does not give is left out, and the template has its own."""
    given: Data = {
        "firm": words(brand.firm),
        "foot": words(brand.foot),
        "accent": brand.accent,
        "headings": brand.headings,
        "text-font": brand.text_font,
        "heading-font": brand.heading_font,
        "scale": brand.scale,
    }
    if brand.logo is not None:
        given["logo"] = {"file": _logo(brand.logo), "ratio": brand.logo.width / brand.logo.height}
    return {name: value for name, value in given.items() if value}


def _template_words(words: Words) -> Data:
    """Return what the template itself says; it puts the numbers of pages in, which nobody knows before."""
    return {
        "page": words(say("{page} of {pages}")),
        "contents": words(say("Contents")),
        "of": words(say("of {most}", most=number_text(100))),
        "lights": [words(one) for one in display.lights_header()],
        "nothing": words(say("Nothing to list.")),
        "todo": words(say("What to do:")),
        "evidence": words(say("Evidence:")),
    }
