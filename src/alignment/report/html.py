"""How does the health check look on a screen? One page that carries all it needs: nothing comes from elsewhere."""

import re
from functools import cache
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from alignment import resources
from alignment.language import say
from alignment.report import display, fonts
from alignment.report.answering import Answers, digest
from alignment.report.document import Block, Cards, Chart, Document, Section, Subheading
from alignment.report.traces import pointed

__all__ = ["render"]

_ROOT = re.compile(r"<svg\b([^>]*)>", re.DOTALL)
_SIZE = re.compile(r'\s(?:width|height|role|aria-label|style)="[^"]*"')
_MILLIMETRES_TO_POINTS = 72 / 25.4


def render(document: Document) -> str:
    """Return the report as one HTML page.

    Every text of the document is escaped; charts are put in as they are, since the program drew them.

    Raises
    ------
    KeyError
        A figure names a chart that the document does not hold.
    """
    page = _environment().get_template("report.html.j2")
    style = _style() + f"@page {{ @bottom-right {{ content: {_page_number()}; }} }}\n"
    script = (resources.templates() / "report.js").read_text(encoding="utf-8")
    return page.render(
        document=document,
        display=display,
        style=Markup(style),  # noqa: S704  # our own style sheet
        script=Markup(script),  # noqa: S704  # our own script
        policy=f"script-src {digest(script)}; style-src {digest(style)}; style-src-attr 'unsafe-inline'",
        answers=Answers(document),
        picture=lambda name, alt: _picture(document.charts[name], alt),
        levels=_card_levels,
        pointed=lambda text: pointed(text, document.references),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            display.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        ),
    )
    environment.globals["say"] = say
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment


@cache
def _style() -> str:
    faces = "".join(
        f'@font-face{{font-family:"Source Sans Pro";font-weight:{number};font-display:swap;'
        f"src:url(data:font/woff;base64,{fonts.web_font(weight)}) format('woff')}}\n"
        for weight, number in (("Regular", 400), ("Semibold", 600))
    )
    return faces + (resources.templates() / "report.css").read_text(encoding="utf-8")


def _page_number() -> str:
    """Return the number of a printed page as the style sheet makes it: counters, and the words between them."""
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    parts = re.split("({page}|{pages})", say("{page} of {pages}"))
    return " ".join(counters.get(one, f'"{one}"') for one in parts if one)


def _picture(chart: Chart, alt: str) -> Markup:
    """Return a chart as an inline picture: its own root element, named for those who cannot see it."""
    svg = display.clean(chart.svg)
    found = _ROOT.search(svg)
    if found is None:
        raise ValueError("a chart holds no svg element")
    attributes = _SIZE.sub("", found[1])
    if "viewBox" not in attributes:
        width, height = chart.width * _MILLIMETRES_TO_POINTS, chart.height * _MILLIMETRES_TO_POINTS
        attributes += f' viewBox="0 0 {width:.2f} {height:.2f}"'
    name = escape(display.clean(alt), quote=True)
    root = f'<svg{attributes} role="img" aria-label="{name}" style="--width:{chart.width:g}mm">'
    # What stands before the root (XML declaration, document type) has no place within a page.
    return Markup(root + f"<title>{name}</title>" + svg[found.end() :].strip())  # noqa: S704


def _card_levels(section: Section) -> dict[int, int]:
    """Heading level of the findings of each block of cards: one below the heading they stand under."""
    levels: dict[int, int] = {}
    level = 3
    for number, block in enumerate[Block](section.blocks):
        if isinstance(block, Subheading):
            level = 4
        elif isinstance(block, Cards):
            levels[number] = level
    return levels
