"""A firm's looks in every format: its name, line, colours, typeface and logo, read back from the files."""

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import example
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches, Pt

from alignment.branding import read_brand
from alignment.cli.main import alignment
from alignment.model.brand import PLAIN, Brand, Logo
from alignment.model.colour import contrast
from alignment.model.edition import Edition, Print
from alignment.pipeline import examine, write_report
from alignment.report import excel, fonts, html, pdf, powerpoint
from alignment.report.branded import branded
from alignment.report.charts import drawing
from alignment.report.document import Bullets, Chart, Column, Plot, Series, Slide, Table
from alignment.resources import templates
from alignment.settings import Settings
from brands import FAMILY, LOGO, brand_file, face, png
from printed import texts

FIRM = 'Harbour & Vale "Q" <12>'
ACCENT, HEADINGS = "#6a1b4d", "#3b0f2c"
FOOT = "For the board & nobody else · Quay 12"
TEXT = f"""
firm = '{FIRM}'
logo = "firm.svg"
footer = "Quay 12"
confidentiality = "For the board & nobody else"
[colours]
accent = "{ACCENT}"
headings = "{HEADINGS}"
pictures = "#123c69"
[fonts]
text = "{FAMILY}"
files = ["one.otf", "two.otf"]
"""
_PLOT = Plot("bars", ("a", "b"), (Series("x", (1.0, 2.0)),), "two bars")
_TABLE = Table("", (Column("Head"),), (("cell",),))
SLIDES = (Slide("Cover", subtitle="Who"), Slide("Bars", (_PLOT,)), Slide("Cells", (_TABLE, Bullets(("one",)))))


@pytest.fixture(scope="module")
def brand(tmp_path_factory) -> Brand:
    folder = tmp_path_factory.mktemp("firm")
    two = face("Bold", usWeightClass=700)
    return read_brand(brand_file(folder, TEXT, firm_svg=LOGO, one_otf=face(), two_otf=two))


@pytest.fixture(scope="module")
def document(brand):
    return replace(example.document(), brand=brand, slides=SLIDES)


# --- Pictures


def test_pictures_follow_the_brand_where_colour_means_nothing_and_keep_every_name(brand):
    svg = (
        f'<svg><path style="fill: {drawing.BLUE}; stroke: {drawing.RED}"/><g data-department="{drawing.BLUE}">'
        f'<text style="fill: {drawing.AMBER}">style="fill: {drawing.BLUE}"</text></g></svg>'
    )
    given = replace(example.document(), charts={"one": Chart(svg, 10, 10)})
    (chart,) = branded(given, brand).charts.values()
    assert chart.svg == svg.replace(f'"fill: {drawing.BLUE};', '"fill: #123c69;')


def test_without_a_brand_nothing_is_changed():
    given = example.document()
    assert branded(given, PLAIN) == given


# --- PDF


@pytest.fixture(scope="module")
def reader(document):
    return pypdf.PdfReader(io.BytesIO(pdf.render(document)))


def printed_in(page, colour: str) -> bool:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    content = page.get_contents().get_data().decode("latin-1")
    used = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN)", content)
    return any(tuple(map(float, one)) == pytest.approx(parts, abs=1e-5) for one in used)


def test_each_printed_page_carries_the_line_at_its_foot(reader):
    assert all(FOOT in page.extract_text() for page in reader.pages)


def test_print_is_in_the_firm_s_colours_and_typeface(reader):
    assert printed_in(reader.pages[0], ACCENT)
    assert printed_in(reader.pages[0], HEADINGS)
    assert not printed_in(reader.pages[0], "#0b5563")
    used = {str(one.get_object()["/BaseFont"]) for one in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("HarbourSans-Regular" in one for one in used)
    assert any("HarbourSans-Bold" in one for one in used)


def test_a_printed_logo_is_named_for_whoever_cannot_see_it(reader):
    def told(element) -> Iterator[str]:
        element = element.get_object()
        if isinstance(element, list):
            for one in element:
                yield from told(one)
        elif isinstance(element, dict):
            if element.get("/S") == "/Figure":
                yield element.get("/Alt")
            if "/K" in element:
                yield from told(element["/K"])

    assert list(told(reader.trailer["/Root"]["/StructTreeRoot"])).count(FIRM) == 1
    assert reader.metadata.author == example.document().prepared_by


def test_a_wide_typeface_is_set_smaller_so_that_pages_hold_as_much(brand):
    def scale(letter: float) -> float:
        return replace(brand, faces=tuple(replace(one, letter=letter) for one in brand.faces)).scale

    assert scale(0.5) == pytest.approx(0.95)
    assert (scale(0.4), scale(0.95)) == (1, 0.85)


@pytest.mark.parametrize("logo", [None, Logo("png", png(), 40, 10), Logo("svg", LOGO.encode(), 1, 5)])
def test_a_firm_without_colours_or_with_any_logo_is_printed(logo):
    given = replace(example.document(), brand=Brand(firm="Harbour", logo=logo))
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(given))).pages
    # Its name stands where it has no logo, and below as it has no line of its own.
    assert pages[0].extract_text().count("Harbour") == (2 if logo is None else 1)


@pytest.mark.parametrize("handout", [False, True])
def test_a_printed_logo_stays_clear_of_the_edge_of_the_paper(handout):
    brand = Brand(firm="Harbour", logo=Logo("png", png(), 40, 10))
    given = replace(example.document(), brand=brand, handout=handout)
    page = pypdf.PdfReader(io.BytesIO(pdf.render(given))).pages[0]
    above = []

    def seen(operator, operands, matrix, _text):
        if operator == b"Do" and page["/Resources"]["/XObject"][operands[0]]["/Subtype"] == "/Image":
            above.append(float(page.mediabox.top) - max(matrix[5], matrix[5] + matrix[3]))

    page.extract_text(visitor_operand_before=seen)
    # Printers leave about 4 mm of the paper white.
    assert [one > 4 * 72 / 25.4 for one in above] == [True]


# --- HTML


@pytest.fixture(scope="module")
def page(document):
    return html.render(document)


def style_of(page: str) -> str:
    (found,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    return found


def test_a_page_is_in_the_firm_s_colours_for_light_and_dark(page):
    light, dark = (
        dict(re.findall(r"--([\w-]+): ([^;]+);", block))
        for block in re.findall(r":root \{([^}]*)\}", style_of(page))[:2]
    )
    assert (light["accent"], light["heading"]) == (ACCENT, HEADINGS)
    for name in ("accent", "heading"):
        assert all(contrast(dark[name], dark[ground]) >= 4.5 for ground in ("paper", "tint"))
    assert dark["plate"] == "#ffffff"


def test_the_policy_of_a_page_names_the_style_of_the_firm(page):
    found = base64.b64encode(sha256(style_of(page).encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert f"style-src 'sha256-{found}'" in policy.replace("&#39;", "'")
    assert policy.startswith("default-src ")


def test_a_logo_on_a_page_is_a_picture_that_carries_its_own_bytes(page):
    ((address, words),) = re.findall(r'<img src="([^"]*)" alt="([^"]*)">', page)
    assert address == "data:image/svg+xml;base64," + base64.b64encode(LOGO.encode()).decode()
    assert words == "Harbour &amp; Vale &#34;Q&#34; &lt;12&gt;"
    assert LOGO not in page


def test_a_page_carries_the_firm_s_typeface(page):
    faces = re.findall(r'font-family:"Harbour Sans";font-weight:(\d+);font-display:swap;src:url\(data:font/woff', page)
    assert faces == ["400", "700"]
    assert f'--text-face: "{FAMILY}", "Source Sans Pro"' in page


def test_a_face_too_large_for_every_page_is_named_there_and_not_carried(document, monkeypatch):
    monkeypatch.setattr(fonts, "_LARGEST_WEB_FACE", 1000)
    fonts.web_face.cache_clear()
    page = html.render(document)
    fonts.web_face.cache_clear()
    assert f'font-family:"{FAMILY}"' not in page
    assert f'--text-face: "{FAMILY}"' in page


def test_no_name_can_end_the_style_of_a_page(brand):
    poison = 'x"; } </style><script>alert(1)</script>'
    changed = replace(brand, firm=poison, footer=poison, text_font=poison, heading_font=poison, faces=())
    page = html.render(replace(example.document(), brand=changed))
    assert "<script>alert" not in style_of(page)
    assert page.count("<script>alert(1)") == html.render(example.document()).count("<script>alert(1)")
    assert '--text-face: "x\\22 ; \\7d  \\3c \\2f style\\3e ' in page


def test_a_page_says_what_is_confidential_at_its_head_and_foot(page):
    assert '<p class="confidentiality">For the board &amp; nobody else</p>' in page
    assert '<p class="foot">For the board &amp; nobody else · Quay 12</p>' in page
    assert 'content: "For the board \\26  nobody else · Quay 12"' in page


# --- PowerPoint


def presented(document, folder) -> Presentation:
    powerpoint.write(document, folder / "out.pptx")
    return Presentation(folder / "out.pptx")


def footers(page) -> list[str]:
    kind = PP_PLACEHOLDER.FOOTER
    return [one.text_frame.text for one in page.placeholders if one.placeholder_format.type == kind]


def test_slides_of_ours_take_the_firm_s_theme_and_logo(document, tmp_path):
    deck = presented(document, tmp_path)
    with zipfile.ZipFile(tmp_path / "out.pptx") as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
    assert f'<a:accent1><a:srgbClr val="{ACCENT[1:].upper()}"/>' in theme
    assert f'<a:dk2><a:srgbClr val="{HEADINGS[1:].upper()}"/>' in theme
    assert theme.count(f'<a:latin typeface="{FAMILY}"/>') == 2
    assert deck.slide_master.element.xpath("p:txStyles/p:titleStyle//a:schemeClr/@val") == ["tx2"]
    for page in deck.slides:
        layout = page.slide_layout
        assert [one.get("descr") for one in layout.element.xpath("//p:pic//p:cNvPr")] == [FIRM]
        (logo,) = (one for one in layout.shapes if one.shape_type == 13)
        assert logo.width == pytest.approx(4 * logo.height, rel=0.01)
        idents = layout.element.xpath("//p:cNvPr/@id")
        assert len(set(idents)) == len(idents)


def test_every_slide_carries_the_line_in_its_footer(document, tmp_path):
    assert [footers(page) for page in presented(document, tmp_path).slides] == [[FOOT]] * len(SLIDES)


def test_a_firm_s_own_presentation_keeps_its_theme_and_gets_the_line(document, tmp_path):
    own = Presentation()
    own.save(tmp_path / "firm.pptx")
    deck = presented(replace(document, brand=replace(document.brand, slides=tmp_path / "firm.pptx")), tmp_path)
    with zipfile.ZipFile(tmp_path / "out.pptx") as made, zipfile.ZipFile(tmp_path / "firm.pptx") as given:
        assert made.read("ppt/theme/theme1.xml") == given.read("ppt/theme/theme1.xml")
    assert not any(layout.element.xpath("//p:pic") for layout in deck.slide_layouts)
    assert [footers(page) for page in deck.slides] == [[FOOT]] * len(SLIDES)


def test_what_a_firm_s_footer_says_stays_where_the_brand_says_nothing(document, tmp_path):
    own = Presentation(str(templates() / "slides.pptx"))
    for layout in own.slide_layouts:
        for one in layout.placeholders:
            if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                one.text_frame.text = "As ever"
    own.save(tmp_path / "firm.pptx")
    deck = presented(replace(document, brand=Brand(slides=tmp_path / "firm.pptx")), tmp_path)
    assert [footers(page) for page in deck.slides] == [["As ever"]] * len(SLIDES)


def test_a_presentation_without_footers_says_what_is_confidential_all_the_same(document, tmp_path):
    own = Presentation(str(templates() / "slides.pptx"))
    for layout in own.slide_layouts:
        for one in list(layout.placeholders):
            if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                one.element.getparent().remove(one.element)
    own.save(tmp_path / "firm.pptx")
    deck = presented(replace(document, brand=replace(document.brand, slides=tmp_path / "firm.pptx")), tmp_path)
    for page in deck.slides:
        (line,) = (one for one in page.shapes if one.has_text_frame and one.text_frame.text == FOOT)
        assert line.top + line.height <= deck.slide_height


def test_long_words_are_set_smaller_in_a_firm_s_small_places(document, tmp_path):
    own = Presentation()
    own.save(tmp_path / "firm.pptx")
    brand = replace(document.brand, slides=tmp_path / "firm.pptx", footer="x" * 100, confidentiality="y" * 100)
    title = "A title as long as a sentence, of which a firm's large letters would leave half outside of the slide"
    deck = presented(replace(document, brand=brand, slides=(Slide(title, (_PLOT,)),)), tmp_path)
    page = deck.slides[0]
    assert page.shapes.title.text_frame.paragraphs[0].runs[0].font.size < Pt(44)
    (footer,) = (one for one in page.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    assert footer.width < Inches(4)
    assert footer.text_frame.paragraphs[0].runs[0].font.size == Pt(7)


# --- Excel


@pytest.fixture(scope="module")
def book(document, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "out.xlsx"
    excel.write(document, example.health_check(), path)
    return path


def test_a_workbook_is_in_the_firm_s_colours_and_typeface(book):
    found = openpyxl.load_workbook(book)
    head = found["Findings"]["A1"]
    assert head.fill.start_color.rgb == f"00{ACCENT[1:].upper()}"
    assert {cell.font.name for row in found["Findings"].iter_rows() for cell in row if cell.value} == {FAMILY}
    assert found["Cover"]["A2"].font.color.rgb == f"00{HEADINGS[1:].upper()}"


def test_the_cover_of_a_workbook_shows_the_logo_and_says_whose_it_is(book):
    with zipfile.ZipFile(book) as archive:
        (name,) = (one for one in archive.namelist() if one.startswith("xl/media/"))
        assert archive.read(name).startswith(b"\x89PNG")
        drawn = archive.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="Harbour &amp; Vale &quot;Q&quot; &lt;12&gt;"' in drawn
    (image,) = openpyxl.load_workbook(book)["Cover"]._images
    assert image.width == pytest.approx(4 * image.height, rel=0.01)


def test_a_firm_without_a_logo_is_named_on_the_cover(tmp_path):
    excel.write(replace(example.document(), brand=Brand(firm=FIRM)), example.health_check(), tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Cover"]["G1"].value == FIRM


def test_every_printed_sheet_carries_the_line(book):
    for sheet in openpyxl.load_workbook(book):
        foot = sheet.oddFooter
        assert foot.left.text.endswith(" · For the board && nobody else")
        assert foot.right.text == "Quay 12 · &P of &N"


# --- The whole


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    book = openpyxl.Workbook()
    book.active.title = "Departments"
    for row in (("Department", "Head"), ("Sales", "Ann"), ("Billing", "Bob")):
        book.active.append(row)
    path = tmp_path_factory.mktemp("company") / "small.xlsx"
    book.save(path)
    return examine([path], Settings(permutations=20, score_draws=5, language="nl"))


def test_every_edition_is_in_the_firm_s_looks_in_dutch_too(found, brand, tmp_path):
    for edition in (Edition("board"), Edition("department", "Billing")):
        made = write_report(found, tmp_path, None, Print(edition=edition, brand=brand))
        assert [one.suffix for one in made] == [".html", ".pdf"]
        for one in made:
            assert any("nobody else · Quay 12" in text for text in texts(one))


def test_the_same_brand_gives_the_same_bytes_and_data_know_none(found, brand, tmp_path):
    one = write_report(found, tmp_path / "one", None, Print(brand=brand))
    two = write_report(found, tmp_path / "two", None, Print(brand=brand))
    plain = write_report(found, tmp_path / "plain")
    assert len(one) == 5
    for first, second, third in zip(one, two, plain, strict=True):
        assert first.read_bytes() == second.read_bytes()
        assert (first.read_bytes() == third.read_bytes()) == (first.suffix == ".json")


def test_a_brand_that_cannot_be_used_stops_the_run_before_anything_is_read(tmp_path):
    path = brand_file(tmp_path, 'firm = "H"\n[colours]\naccent = "#c0d000"')
    done = CliRunner().invoke(alignment, ["demo", "--brand", str(path), "-o", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "contrast of 1.7:1; text needs 4.5:1" in done.output
    assert not (tmp_path / "out").exists()


def test_the_brand_is_asked_for_where_reports_are_written():
    for command in ("report", "demo"):
        assert "--brand" in CliRunner().invoke(alignment, [command, "--help"]).output
