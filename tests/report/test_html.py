import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise

import example
import pytest

from alignment import resources
from alignment.report import html
from alignment.report.answering import Answers
from alignment.report.charts import drawing
from alignment.report.charts.heat_map import _FILLS as SHADES
from alignment.report.document import Column, Document, Figure, Gauge, Paragraph, Section, Subheading, Table
from alignment.report.relations import About, DepartmentPlace, Relations

VOID = {"meta", "col", "br", "img", "hr", "link", "input"}


class Page(HTMLParser):
    """Texts, tags and ids of a page, and whether every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data.strip())

    def named(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def text() -> str:
    return html.render(example.document())


@pytest.fixture(scope="module")
def page(text) -> Page:
    return Page(text)


def test_every_element_is_closed_in_its_turn(page):
    assert page.open == []


@pytest.mark.parametrize("poison", example.POISON)
def test_a_text_that_would_like_to_run_comes_back_as_text(page, poison):
    assert poison in page.texts


def test_nothing_comes_from_elsewhere(text, page):
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"link", "iframe", "object", "img", "base", "form"}
    assert not [one for _, attributes in page.tags for one in attributes if one.startswith("on")]
    addresses = [value for _, attributes in page.tags for name, value in attributes.items() if name in ("href", "src")]
    assert addresses
    assert all(one.startswith("#") for one in addresses)
    assert all(one.startswith("data:font/woff") for one in re.findall(r"url\(([^)]{15})", text))
    assert "@import" not in text


def test_only_the_one_script_and_the_one_style_sheet_of_the_page_are_allowed(text, page):
    policy = next(one["content"] for one in page.named("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    sources = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    for kind, named in (("script-src", "script"), ("style-src", "style")):
        (written,) = re.findall(f"<{named}>(.*?)</{named}>", text, re.DOTALL)
        found = b64encode(sha256(written.encode()).digest()).decode()
        assert sources[kind] == f"'sha256-{found}'"
    assert page.named("script") == [{"id": "answers", "type": "application/json"}, {}]
    # Of what may stand in a page without being known beforehand, only the attributes with which pictures are drawn.
    assert [kind for kind, allowed in sources.items() if "unsafe" in allowed] == ["style-src-attr"]


def test_a_text_cannot_end_the_data_of_the_script():
    name = "</script><script>alert(1)</script>"
    related = Relations((DepartmentPlace("a", name, "", ()),))
    text = html.render(Document("T", "O", "", "", "", "g", (Section("a", "A", ()),), relations=related))
    assert name not in text
    assert [tag for tag, _ in Page(text).tags].count("script") == 2
    (data,) = re.findall(r'type="application/json">(.*?)</script>', text, re.DOTALL)
    assert json.loads(data)["departments"][0]["name"] == name


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {one["href"][1:] for one in page.named("a")} <= set(ids)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_sections_come_in_the_order_of_the_document(page):
    anchors = [one["id"] for one in page.named("section")]
    assert anchors == [one.anchor for one in example.document().sections]


def test_every_picture_says_what_it_shows(page):
    pictures = [one for one in page.named("svg") if one.get("role") == "img"]
    assert [one["aria-label"] for one in pictures][:2] == [
        "A map of 16 departments.",
        "A square matrix, dark along its diagonal.",
    ]
    assert len(pictures) == 8
    assert all(one.get("role") == "img" or one.get("aria-hidden") == "true" for one in page.named("svg"))


def test_the_head_of_a_drawing_file_stays_out_of_the_page(text):
    assert text.count("<!DOCTYPE") + text.count("<!doctype") == 1
    assert "<?xml" not in text


def test_a_cell_may_be_broken_within_a_word_only_where_the_word_is_long():
    table = Table("T", (Column("Code"), Column("Name")), (("BRG01", "kubernetes/kubernetes"), ("M37", "A short name")))
    page = Page(html.render(Document("T", "O", "", "", "", "g", (Section("a", "A", (table,)),))))
    assert [one.get("class") for tag, one in page.tags if tag == "td"] == ["long", None]


def test_header_cells_say_what_they_head(page):
    assert page.named("th")
    assert all(one["scope"] in ("row", "col") for one in page.named("th"))


def test_a_withheld_score_is_a_word_and_no_empty_scale():
    gauge = Gauge(None, None, None, "withheld", 0.08, "No score is given.")
    text = html.render(Document("T", "O", "", "", "", "g", (Section("a", "A", (gauge,)),)))
    assert "8% of the figures measured" in text
    assert "Withheld" in text
    assert "of 100" not in text
    assert '<svg class="gauge-scale"' not in text


def test_lights_and_severities_are_words_and_shapes(page):
    for word in ("Green", "Amber", "Red", "Withheld", "Not rated", "Critical", "High", "Medium", "Low", "Info"):
        assert word in page.texts
    shapes = {one["href"] for one in page.named("use")}
    assert {f"#shape-{name}" for name in ("green", "amber", "red", "withheld", "none")} <= shapes


def test_the_page_names_its_language_and_title(text, page):
    assert page.named("html") == [{"lang": "en"}]
    assert "<title>Cross-company health check – Fernhill Energy &amp; Söhne &lt;AG&gt;</title>" in text


def test_there_are_landmarks_and_a_way_past_the_contents(page):
    tags = [tag for tag, _ in page.tags]
    assert [tags.count(one) for one in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert page.named("a")[0] == {"class": "skip", "href": "#content"}


def test_control_characters_never_reach_the_page():
    section = Section("a", "A\x00", (Paragraph("bell\x07 and \ud800 end"),))
    text = html.render(Document("T", "O", "", "2026-09-30", "", "g", (section,)))
    assert "bell\ufffd and \ufffd end" in text
    text.encode("utf-8")


def test_the_same_document_gives_the_same_page(text):
    html._style.cache_clear()
    html.fonts.web_font.cache_clear()
    assert html.render(example.document()) == text


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_and_shapes_stand_out_from_the_page(scheme):
    style = (resources.templates() / "report.css").read_text(encoding="utf-8")
    rules = [dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in re.findall(r":root \{([^}]*)\}", style)]
    colours = rules[scheme]
    assert all(contrast(colours[one], colours["paper"]) >= 4.5 for one in ("ink", "soft", "accent", "red", "critical"))
    assert all(contrast(colours[one], colours["tint"]) >= 4.5 for one in ("ink", "soft"))
    assert all(contrast(colours[one], colours["paper"]) >= 3 for one in ("green", "amber", "red", "soft"))


def turned_round(colour: str, style: str) -> str:
    """What a colour of a picture becomes in the dark: CSS Filter Effects, invert() and a half turn of hue-rotate()."""
    amount = float(re.search(r"filter: invert\(([\d.]+)\) hue-rotate\(180deg\)", style)[1])
    red, green, blue = (amount + (1 - 2 * amount) * int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    mixed = (
        -0.574 * red + 1.430 * green + 0.144 * blue,
        0.426 * red + 0.430 * green + 0.144 * blue,
        0.426 * red + 1.430 * green - 0.856 * blue,
    )
    return "#" + "".join(f"{round(255 * min(1, max(0, one))):02x}" for one in mixed)


@pytest.mark.parametrize(
    ("word", "ground"),
    [
        *((one, drawing.WHITE) for one in (drawing.INK, drawing.GREY, drawing.RED)),
        *((drawing.INK, ground) for ground in (drawing.AMBER, drawing.PALE, drawing.LIGHT, *SHADES[:4])),
        *((drawing.WHITE, ground) for ground in (drawing.INK, SHADES[4])),
    ],
)
def test_what_is_written_in_a_picture_stands_out_in_the_dark_too(word, ground):
    style = (resources.templates() / "report.css").read_text(encoding="utf-8")
    assert contrast(word, ground) >= 4.5
    first = dict(re.findall(r'\[style\*="fill: (#\w{6})"\]\S* { fill: (#\w{6}) !important', style))
    assert set(first) == {drawing.INK, drawing.AMBER}
    # Ink is made blacker where it writes, amber paler wherever it is.
    grounds = {**first, drawing.INK: drawing.INK}
    letters = turned_round(first.get(word, word), style)
    assert contrast(letters, turned_round(grounds.get(ground, ground), style)) >= 4.5
    assert f"--canvas: {turned_round(drawing.WHITE, style)}" in style


def test_the_page_with_its_fonts_stays_small(text):
    assert len(text.encode()) < 3_000_000


def test_a_figure_without_its_chart_is_our_mistake():
    section = Section("a", "A", (Figure("nowhere", "c", "a"),))
    with pytest.raises(KeyError):
        html.render(Document("T", "O", "", "", "", "g", (section,)))


def test_a_page_to_be_handed_on_begins_a_page_in_print_and_leaves_room_to_write():
    blocks = (Subheading("To Sales", "sales", page=True), Table("Ours", (Column("Who", "blank"),), (("",), ("Ann",))))
    text = html.render(Document("T", "O", "", "", "", "g", (Section("one", "One", blocks),)))
    assert '<h3 id="sales" class="page">To Sales</h3>' in text
    assert text.count('<tr class="open">') == 1
    assert re.search(r"h3\.page {[^}]*break-before: page", text)


_RELATED = Relations(
    (DepartmentPlace("s", "Sales & Co", "", (), "to-1"), DepartmentPlace("o", "Ops", "", ())),
    findings={f"finding-OWN01-{one}": About("low", ("s",), ()) for one in "abc"},
    names={"Sales & Co": "s", "Ops": "o"},
)


def _answering(*blocks) -> Document:
    return Document("T", "O", "", "", "", "g", (Section("one", "One", blocks),), relations=_RELATED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales & Co", '<a href="#to-1" data-department="s">Sales &amp; Co</a>'),
        ("Ops (strength 3)", '<span data-department="o">Ops</span> (strength 3)'),
        ("Ops; <b>", '<span data-department="o">Ops</span>; &lt;b&gt;'),
        ("Ops forecast", "Ops forecast"),
    ],
)
def test_a_cell_that_lists_departments_leads_to_their_pages(text, expected):
    assert Answers(_answering()).linked(text) == expected


def test_a_finding_stands_where_it_is_told_first_and_is_linked_to_from_elsewhere():
    columns = (Column("Finding"), Column("Code"))
    rows = (("It is so.", "OWN01"), ("It is.", "OWN01"))
    table = Table("T", columns, rows, findings=("finding-OWN01-a", "finding-OWN01-b"))
    text = html.render(_answering(table, Table("Again", columns, rows[:1], findings=("finding-OWN01-a",))))
    assert re.findall(r'<tr[^>]* id="([^"]+)"', text) == ["finding-OWN01-a", "finding-OWN01-b"]
    assert text.count('<td><a href="#finding-OWN01-a">OWN01</a></td>') == 2
    # A finding that is told nowhere cannot be filtered, but is counted.
    data = Answers(_answering(table)).data()
    assert set(data["findings"]) == {"finding-OWN01-a", "finding-OWN01-b"}
    assert data["all"] == 3


def test_figures_are_sorted_by_their_values_and_words_by_their_gravity():
    rank = Answers(_answering()).rank
    assert rank(0.0004, Column("Share", "share")) == 0.0004
    assert rank("critical", Column("S", "severity")) > rank("info", Column("S", "severity"))
    assert rank("green", Column("L", "light")) > rank("red", Column("L", "light")) > rank("none", Column("L", "light"))
    assert [rank(None, Column("N", kind)) for kind in ("number", "severity", "light")] == [None] * 3
