"""The slides: native charts and tables, the evidence in the notes, and a firm's own template kept."""

import copy
import shutil
import subprocess
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu, Inches

from alignment.model.brand import Brand
from alignment.pipeline import examine
from alignment.report import content, powerpoint
from alignment.report.document import Bullets, Plot, Series, Slide, Table
from alignment.resources import sample_data, templates
from alignment.settings import Settings

QUICK = Settings(permutations=20, score_draws=5)


@pytest.fixture(scope="module")
def sample():
    found = examine([sample_data() / "brightwater-q1.xlsx"], QUICK)
    return found, content.document(found.check, found.organisation, found.settings)


@pytest.fixture(scope="module")
def deck(sample, tmp_path_factory):
    path = tmp_path_factory.mktemp("slides") / "health-check.pptx"
    powerpoint.write(sample[1], path)
    return Presentation(path)


def shapes(deck):
    return [one for page in deck.slides for one in page.shapes]


def charts(deck):
    return [one.chart for one in shapes(deck) if one.has_chart]


def test_a_steering_committee_sees_ten_to_fourteen_slides(sample, deck):
    assert 10 <= len(deck.slides) <= 14
    assert len(deck.slides) == len(sample[1].slides)


def test_every_slide_has_a_title_that_says_something_of_its_own(deck):
    titles = [page.shapes.title.text_frame.text for page in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_charts_hold_the_numbers_of_the_check(sample, deck):
    check = sample[0].check
    ladder = [one.value for one in check.of("ownership.ladder") if one.value is not None]
    values = [tuple(series.values) for chart in charts(deck) for series in chart.plots[0].series]
    assert tuple(float(ladder.count(rung)) for rung in range(5)) in values
    scores = (check.advice.before, *(check.advice.before + one.cumulative for one in check.advice.steps))
    assert any(found == pytest.approx(scores) for found in values if len(found) == len(scores))


def test_the_lights_are_a_table_with_the_scores_of_the_check(sample, deck):
    table = next(one.table for one in deck.slides[1].shapes if one.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    weighed = [one for one in sample[0].check.dimensions if one.weight > 0]
    assert [(name, score) for name, _, score, _ in rows] == [(one.name, f"{one.score:.0f}") for one in weighed]


def test_the_notes_name_the_cells(sample, deck):
    notes = [page.notes_slide.notes_text_frame.text for page in deck.slides if page.has_notes_slide]
    assert len(notes) >= len(deck.slides) - 1
    assert any("Journeys!D" in one for one in notes)
    assert any("fragmentation.blind_handoffs" in one for one in notes)


def test_whoever_cannot_see_a_picture_is_told_what_it_shows(deck):
    drawn = [one for one in shapes(deck) if one.has_chart or one.has_table or one.shape_type == 13]
    assert len(drawn) > 10
    assert all(one._element.xpath(".//p:cNvPr")[0].get("descr") for one in drawn)


def test_nothing_stands_outside_its_slide(deck):
    for one in shapes(deck):
        assert one.left >= 0
        assert one.top >= 0
        assert one.left + one.width <= deck.slide_width
        assert one.top + one.height <= deck.slide_height


def test_no_placeholder_is_left_empty(deck):
    left = [one for page in deck.slides for one in page.placeholders if not one.text_frame.text.strip()]
    assert not left


def test_the_same_slides_give_the_same_bytes(sample, tmp_path):
    powerpoint.write(sample[1], tmp_path / "one.pptx")
    powerpoint.write(sample[1], tmp_path / "two.pptx")
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()


def firm(path):
    """A firm's presentation: narrower, its content low on the page, with a slide of its own in it."""
    deck = Presentation(str(templates() / "slides.pptx"))
    deck.slide_width = Inches(10)
    page = deck.slide_layouts[1]
    page.name = "Firm page"
    for one in page.placeholders:
        if one.placeholder_format.type in (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY):
            one.left, one.top, one.width, one.height = Inches(1), Inches(3), Inches(8), Inches(3)
    deck.slides.add_slide(page).shapes.title.text_frame.text = "How to use this template"
    deck.save(path)
    return path


def given(document, path):
    """A document whose brand gives a presentation."""
    return replace(document, brand=Brand(firm="Harbour & Vale", slides=path))


def test_a_firm_s_own_template_is_kept_and_its_example_slides_are_not(sample, tmp_path):
    powerpoint.write(given(sample[1], firm(tmp_path / "firm.pptx")), tmp_path / "out.pptx")
    deck = Presentation(tmp_path / "out.pptx")
    assert deck.slide_width == Inches(10)
    assert {page.slide_layout.name for page in list(deck.slides)[1:]} == {"Firm page"}
    assert "How to use this template" not in {page.shapes.title.text_frame.text for page in deck.slides}
    for one in shapes(deck):
        if one.has_chart:
            assert one.left >= Inches(1)
            assert one.top == Inches(3)
            assert one.left + one.width <= Inches(9) + Emu(2)


def test_a_template_without_a_place_for_content_still_gives_slides(sample, tmp_path):
    deck = Presentation(str(templates() / "slides.pptx"))
    for layout in deck.slide_layouts:
        for one in list(layout.placeholders):
            if one.placeholder_format.type in (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY):
                one.element.getparent().remove(one.element)
    deck.save(tmp_path / "bare.pptx")
    powerpoint.write(given(sample[1], tmp_path / "bare.pptx"), tmp_path / "out.pptx")
    assert len(Presentation(tmp_path / "out.pptx").slides) == len(sample[1].slides)


def test_content_is_not_laid_over_the_title_of_a_cover(sample, tmp_path):
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Title Slide", "Title Only"):
            deck.slide_layouts.remove(layout)
    deck.save(tmp_path / "few.pptx")
    powerpoint.write(given(sample[1], tmp_path / "few.pptx"), tmp_path / "out.pptx")
    cover, *pages = Presentation(tmp_path / "out.pptx").slides
    assert cover.slide_layout.name == "Title Slide"
    assert {page.slide_layout.name for page in pages} == {"Title Only"}


def test_blanks_in_a_series_stay_blank(sample, tmp_path):
    plot = Plot("bars", ("a", "b"), (Series("x", (None, 2.0)),), "two bars")
    few = replace(copy.copy(sample[1]), slides=(Slide("Title", (plot,)), Slide("Words", (Bullets(("one",)),))))
    powerpoint.write(few, tmp_path / "out.pptx")
    (series,) = charts(Presentation(tmp_path / "out.pptx"))[0].plots[0].series
    assert tuple(series.values) == (None, 2.0)


def test_text_that_looks_like_markup_or_a_formula_stays_text(sample, tmp_path):
    poison = '=HYPERLINK("http://x") <a:br/> & #set'
    table = Table("", sample[1].slides[1].blocks[0].columns[:1], ((poison,),))
    powerpoint.write(replace(sample[1], slides=(Slide(poison, (table,), poison),)), tmp_path / "out.pptx")
    page = Presentation(tmp_path / "out.pptx").slides[0]
    assert page.shapes.title.text_frame.text == poison
    assert next(one.table for one in page.shapes if one.has_table).cell(1, 0).text == poison
    assert page.notes_slide.notes_text_frame.text == poison


@pytest.mark.slow
def test_libreoffice_opens_it_and_shows_as_many_pages(sample, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    powerpoint.write(sample[1], tmp_path / "out.pptx")
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "out.pptx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    from pypdf import PdfReader

    assert len(PdfReader(tmp_path / "out.pdf").pages) == len(sample[1].slides)
