"""What does the report consist of? Sections of blocks, the same for every format; a format only lays them out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from alignment.advice.agreed import Outcome
from alignment.model.brand import PLAIN, Brand
from alignment.model.result import Severity
from alignment.report.relations import Relations
from alignment.report.traces import Reference

__all__ = [
    "MOST_ROWS",
    "Block",
    "Bullets",
    "Callout",
    "Cards",
    "Chart",
    "Column",
    "Definitions",
    "Document",
    "Figure",
    "FindingCard",
    "Gauge",
    "Lights",
    "Paragraph",
    "Plot",
    "Register",
    "Section",
    "Series",
    "Slide",
    "SlideBlock",
    "Subheading",
    "Table",
    "TrafficLight",
]

Light = Literal["green", "amber", "red", "withheld", "none"]
CellValue = str | int | float | None
# Of a list in the workbook. Excel would hold four times as many on a sheet, and take minutes to open it: our choice. The
# JSON report holds every finding, figure and issue, however many.
MOST_ROWS = 250_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. A `lead` opens a section; a `note` is small print."""

    text: str
    style: Literal["body", "lead", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading within a section; `anchor` is unique in the document and safe in a link.

    With `page`, what stands under it, down to the next such heading, is a page to be handed on: in print it begins a
    page and, where that is possible, is set to fit it.
    """

    text: str
    anchor: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list; `numbered` where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what is said of them."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed remark: what to take away, or what to be careful with."""

    title: str
    text: str
    kind: Literal["takeaway", "caution"] = "takeaway"


@dataclass(frozen=True, slots=True)
class Gauge:
    """The company's score with its range, or the reason why it is withheld."""

    value: float | None
    low: float | None
    high: float | None
    light: Light
    coverage: float
    text: str


@dataclass(frozen=True, slots=True)
class TrafficLight:
    """One line of the board page: a dimension, its light, its score as text, and what stands behind it."""

    name: str
    light: Light
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Lights:
    """The traffic lights, one line each."""

    lines: tuple[TrafficLight, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `share` is its part of the width; `kind` says how to align and format; "blank" is left to fill in by hand."""

    name: str
    kind: Literal["text", "number", "share", "light", "severity", "blank"] = "text"
    share: float = 1.0
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is read, not searched: few rows. `note` says what was cut and where the rest is.

    A row in which nothing stands is one to write in. `findings` are the anchors of the findings that the rows
    tell, one a row, where each row tells one. `anchors` are those of the rows themselves, where sentences rest on them: each
    is unique in the document, and empty for a row that has none.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    note: str = ""
    anchor: str = ""
    findings: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of `Document.charts` with its caption. `alt` says in words what it shows."""

    chart: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class FindingCard:
    """A finding as it is printed. `evidence` is cells as text, such as ``Journeys!D7 (blank)``."""

    anchor: str
    ident: str
    code: str
    severity: Severity
    subject: str
    message: str
    recommendation: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Findings, printed one after the other."""

    items: tuple[FindingCard, ...]
    note: str = ""


Block = Paragraph | Subheading | Bullets | Definitions | Callout | Gauge | Lights | Table | Figure | Cards


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the report. In print it begins a page, unless the page before it would stay nearly empty.

    One that stands `apart` shares no page with another: its pages are taken out and handed on. With `page` it is set to
    fit one page, where that is possible.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    apart: bool = False
    page: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one colour of a plot: a value for each category, None where there is none. A `loud` one catches the eye."""

    name: str
    values: tuple[float | None, ...]
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Numbers by category that whoever presents them can still edit: bars lie, columns stand."""

    kind: Literal["bars", "stacked bars", "columns", "line"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: Literal["number", "share"] = "number"
    decimals: int = 0


SlideBlock = Bullets | Figure | Plot | Table


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a sentence that says what to take from it, what shows it, and what to say with it.

    Of two blocks the first stands on the left and is the wider. Without blocks it is the cover, `title` over `subtitle`.
    `cut` says in small print what is not shown.
    """

    title: str
    blocks: tuple[SlideBlock, ...] = ()
    notes: str = ""
    subtitle: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn picture: the SVG text (one root element, ids unique in the document), and its size in millimetres."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Register:
    """A complete list for the spreadsheet: every row, however many; of more than `MOST_ROWS` the first are shown."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report as content: order and words are decided, looks are not.

    `names` gives the name to print for a kind and an id, such as ``("journey", "J-01")`` or
    ``("measure", "silos.ei_index")``; without one, the id is shown. `agreed` says what became of each action that came back
    from the last report. `date` is `day` in words, `language` the code of the language of all its texts. `relations` says
    what belongs to each department, where a format can show it. A `handout` is one page with a small head. `brand` says in whose
    looks all of it is shown. `owners` are those who may be chosen as owner of an action.

    A running text may be `Traced`: `references` then says, by anchor, how the document points to what its passages rest on;
    what is not in it is not in this document.
    """

    title: str
    organisation: str
    subtitle: str
    date: str
    prepared_by: str
    generator: str
    sections: tuple[Section, ...]
    charts: Mapping[str, Chart] = field(default_factory=dict)
    registers: tuple[Register, ...] = ()
    language: str = "en"
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    agreed: tuple[Outcome, ...] = ()
    day: datetime.date | None = None
    slides: tuple[Slide, ...] = ()
    relations: Relations = field(default_factory=Relations)
    handout: bool = False
    brand: Brand = PLAIN
    references: Mapping[str, Reference] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
