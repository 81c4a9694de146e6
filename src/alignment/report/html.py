"""How does the health check look on a screen? One page that carries all it needs: nothing comes from elsewhere."""

import base64
import re
from functools import cache
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from alignment import resources
from alignment.language import say
from alignment.model.brand import BOLD, PLAIN, REGULAR, Brand, Logo
from alignment.model.colour import lightened
from alignment.report import display, fonts
from alignment.report.answering import Answers, digest
from alignment.report.document import Block, Cards, Chart, Document, Section, Subheading
from alignment.report.traces import pointed

__all__ = ["render"]

_ROOT = re.compile(r"<svg\b([^>]*)>", re.DOTALL)
_SIZE = re.compile(r'\s(?:width|height|role|aria-label|style)="[^"]*"')
_MILLIMETRES_TO_POINTS = 72 / 25.4
# The lighter of the two grounds of dark pages, and how far a firm's colours stand out from it: as far as the page's own.
_DARK_PAPER, _DARK_ACCENT, _DARK_HEADING = "#1b242c", 7.0, 10.5
# On dark pages a logo stands on a plate, since it is drawn for paper.
_PLATE = "#ffffff"
# The room for a logo, in the page's letters.
_LOGO_WIDTH, _LOGO_HEIGHT = 15, 3.5
_OWN_FACES = '"Source Sans Pro", "Source Sans 3", "Segoe UI", system-ui, sans-serif'
# A word that may be broken where its column is narrow; a shorter one, such as a code, widens the column.
_LONG_WORD = re.compile(r"\S{13}")
_UNQUOTED = re.compile(r"[^\w .,:;()–·-]")


def render(document: Document) -> str:
    """Return the report as one HTML page.

    Every text of the document is escaped; charts are put in as they are, since the program drew them.

    Raises
    ------
    KeyError
        A figure names a chart that the document does not hold.
    """
    page = _environment().get_template("report.html.j2")
    style = _branded(_style(), document.brand) + f"@page {{ @bottom-right {{ content: {_page_number()}; }} }}\n"
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
        logo=_logo(document.brand.logo),
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
    environment.tests["long"] = lambda value: isinstance(value, str) and _LONG_WORD.search(value) is not None
    return environment


@cache
def _style() -> str:
    faces = "".join(
        f'@font-face{{font-family:"Source Sans Pro";font-weight:{number};font-display:swap;'
        f"src:url(data:font/woff;base64,{fonts.web_font(weight)}) format('woff')}}\n"
        for weight, number in (("Regular", 400), ("Semibold", 600))
    )
    return faces + (resources.templates() / "report.css").read_text(encoding="utf-8")


def _branded(style: str, brand: Brand) -> str:
    """Return the style sheet with a firm's colours, typefaces and foot of the page."""
    if brand == PLAIN:
        return style
    light, dark = {"plate": "transparent", "heading": "var(--ink)", "scale": f"{brand.scale:.3f}"}, {"plate": _PLATE}
    for name, colour, least in (("accent", brand.accent, _DARK_ACCENT), ("heading", brand.headings, _DARK_HEADING)):
        if colour:
            light[name], dark[name] = colour, lightened(colour, _DARK_PAPER, least)
    if brand.logo:
        light["logo"] = f"{min(_LOGO_HEIGHT, _LOGO_WIDTH * brand.logo.height / brand.logo.width):.3f}rem"
    light["text-face"], light["heading-face"] = _faces(brand.text_font), _faces(brand.heading_font)
    for scheme, values in (("light", light), ("dark", dark)):
        end = f"color-scheme: {scheme};"
        style = style.replace(end, end + "".join(f" --{name}: {value};" for name, value in values.items()), 1)
    shown = [(family, weight) for family in (brand.text_font, brand.heading_font) for weight in (REGULAR, BOLD)]
    faces = dict.fromkeys(face for family, weight in shown if (face := brand.face(family, weight)))
    style += "".join(
        f"@font-face{{font-family:{_quoted(face.family)};font-weight:{face.weight};font-display:swap;"
        f"src:url(data:font/woff;base64,{content}) format('woff')}}\n"
        for face in faces
        if (content := fonts.web_face(face))
    )
    style += (resources.templates() / "brand.css").read_text(encoding="utf-8")
    return style + f"@page {{ @bottom-left {{ content: {_quoted(display.clean(brand.foot))}; }} }}\n"


def _faces(family: str | None) -> str:
    return ", ".join(filter(None, (family and _quoted(family), _OWN_FACES)))


def _quoted(text: str) -> str:
    """Return a text as the style sheet quotes it: whatever could end it there, or the style itself, by its number."""
    return '"' + _UNQUOTED.sub(lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


def _logo(logo: Logo | None) -> str:
    """Return a logo as an address that holds the picture itself."""
    if logo is None:
        return ""
    kind = {"png": "image/png", "svg": "image/svg+xml"}[logo.kind]
    return f"data:{kind};base64,{base64.b64encode(logo.content).decode('ascii')}"


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
