"""What a firm gives of its looks is checked before a report is begun, and refused in one line that says what to do."""

import re
import tomllib
from pathlib import Path

import pytest
from pptx import Presentation

from alignment.branding import read_brand
from alignment.errors import SettingsError
from alignment.model.brand import PLAIN, Brand
from alignment.model.colour import contrast, is_cold, lightened
from alignment.resources import templates
from brands import FAMILY, LOGO, brand_file, face, png

FIRM = 'firm = "Harbour & Vale"\n'
FONTS = f'[fonts]\ntext = "{FAMILY}"\nfiles = ["one.otf", "two.otf"]'


def refused(folder: Path, text: str, **files: bytes | str) -> str:
    with pytest.raises(SettingsError) as stopped:
        read_brand(brand_file(folder, text, **files))
    said = str(stopped.value)
    assert "\n" not in said
    assert str(folder) in said
    return said


def logo(folder: Path, content: bytes | str) -> str:
    return refused(folder, FIRM + 'logo = "firm.svg"', firm_svg=content)


def drawing(inside: str, head: str = "", root: str = 'viewBox="0 0 20 10"') -> str:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {root}>{inside}</svg>'


# Published values: WebAIM and the W3C's own examples of grey on white; black on white is 21 by definition.
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#949494", "#ffffff", 3.03),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#008000", "#ffffff", 5.14),
    ],
)
def test_contrast_is_that_of_the_guidelines(one, other, expected):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("colour", ["#0b5563", "#6a1b4d", "#1d5a3c", "#000000", "#7a4a00"])
def test_a_colour_for_dark_pages_stands_out_from_them_and_no_more_than_it_must(colour):
    found = lightened(colour, "#1b242c", 7)
    assert 7 <= contrast(found, "#1b242c") < 7.6
    assert lightened(found, "#1b242c", 7) == found


def test_blue_teal_and_violet_are_cold_and_nothing_else_is():
    assert all(map(is_cold, ("#0b5563", "#2b5f8c", "#00447c", "#5b2a86")))
    assert not any(map(is_cold, ("#b3261e", "#7a1f5c", "#1d5a3c", "#8a5a00", "#444444", "#000000")))


def test_without_a_file_the_program_s_own_looks_hold():
    assert read_brand(None) == PLAIN == Brand()


def test_a_brand_is_read_with_its_files_beside_it(tmp_path):
    text = FIRM + 'logo = "firm.svg"\nfooter = "Quay 12"\nconfidentiality = " For the  board "\n'
    text += '[colours]\naccent = "#00447C"\n' + FONTS
    brand = read_brand(
        brand_file(tmp_path, text, firm_svg=LOGO, one_otf=face(), two_otf=face("Bold", usWeightClass=700))
    )
    assert (brand.firm, brand.foot) == ("Harbour & Vale", "For the board · Quay 12")
    assert (brand.accent, brand.headings) == ("#00447c", None)
    assert (brand.text_font, brand.heading_font) == (FAMILY, FAMILY)
    assert [(one.weight, one.italic, one.kind) for one in brand.faces] == [(400, False, "otf"), (700, False, "otf")]
    assert brand.logo is not None
    assert (brand.logo.kind, brand.logo.width, brand.logo.height) == ("svg", 200, 50)
    # It is Source Sans Pro under another name: as many letters stand on a line.
    assert brand.scale == pytest.approx(1, abs=0.001)


def test_the_example_can_be_copied_as_it_is_and_line_by_line(tmp_path):
    text = (templates() / "brand.toml").read_text(encoding="utf-8")
    assert read_brand(brand_file(tmp_path, text)) == Brand(firm="Harbour & Vale")
    whole = re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE)
    assert len(tomllib.loads(whole)) == 7
    Presentation().save(tmp_path / "firm.pptx")
    (tmp_path / "Firm-Regular.ttf").write_bytes(face(family="Firm Sans"))
    (tmp_path / "Firm-Bold.ttf").write_bytes(face("Bold", family="Firm Sans"))
    brand = read_brand(brand_file(tmp_path, whole, logo_svg=LOGO))
    assert None not in (brand.logo, brand.slides, brand.accent, brand.headings, brand.pictures, brand.text_font)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "firm is missing"),
        ("firm = 7", "firm = 7 is no text"),
        (f'firm = "{"x" * 61}"', "firm has 61 characters; a page has room for 60"),
        (FIRM + f'footer = "{"x" * 101}"', "footer has 101 characters"),
        (FIRM + 'footer = "a\\u0007b"', "footer holds a control character"),
        (FIRM + 'foooter = "x"', 'there is no "foooter". Did you mean "footer"?'),
        (FIRM + '[colors]\naccent = "#000000"', 'there is no "colors". Did you mean "colours"?'),
        (FIRM + '[colours]\nacent = "#000000"', 'there is no "colours.acent". Did you mean "colours.accent"?'),
        (FIRM + '[colours]\nfooter = "x"', "Write footer above the line [colours]"),
        (FIRM + "zzz = 1", "Known: firm, logo"),
        (FIRM + 'colours = "blue"', "colours is not a table. Write [colours]"),
        (FIRM + '[colours]\naccent = "blue"', "colours.accent = 'blue' is no colour. Write it as \"#rrggbb\""),
        (FIRM + '[colours]\naccent = "#fff"', "is no colour"),
        (FIRM + "[colours]\naccent = 0", "is no colour"),
        (FIRM + 'logo = ""', "logo names no file"),
        (FIRM + 'logo = "none.png"', "none.png: cannot be read (No such file or directory). Check logo in brand.toml"),
        (FIRM + 'slides = "none.pptx"', "none.pptx: cannot be read"),
        (FIRM + '[fonts]\nfiles = "x.ttf"', "fonts.files is no list"),
        (FIRM + '[fonts]\nfiles = ["x.ttf"]', "x.ttf: cannot be read"),
        (FIRM + f"[fonts]\nfiles = {['x.ttf'] * 13}", "names 13 files; 12 are enough"),
        (FIRM + '[fonts]\ntext = "Inter"', 'there is no "Inter". Available: Source Sans Pro. Add its files'),
        ("firm", "is not valid TOML"),
    ],
)
def test_what_means_nothing_is_refused_in_one_line(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_a_missing_file_is_named():
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read .* Check the path given to --brand"):
        read_brand(Path("nowhere.toml"))


@pytest.mark.parametrize("key", ["accent", "headings", "pictures"])
def test_a_colour_that_cannot_be_read_is_refused_with_its_contrast(tmp_path, key):
    said = refused(tmp_path, FIRM + f'[colours]\n{key} = "#c0d000"')
    assert f"colours.{key} #c0d000 on white has a contrast of 1.7:1; text needs 4.5:1. Choose a darker colour." in said


def test_a_contrast_just_too_low_is_not_rounded_up_to_one_that_would_do(tmp_path):
    assert "has a contrast of 4.4:1" in refused(tmp_path, FIRM + '[colours]\naccent = "#777777"')
    assert read_brand(brand_file(tmp_path, FIRM + '[colours]\naccent = "#767676"')).accent == "#767676"


def test_pictures_take_no_colour_that_means_something(tmp_path):
    for colour in ("#b3261e", "#7a1f5c", "#1d5a3c", "#555555"):
        assert "is no blue, teal or violet" in refused(tmp_path, FIRM + f'[colours]\npictures = "{colour}"')
        # An accent may be of any hue; pictures do not follow it then.
        assert read_brand(brand_file(tmp_path, FIRM + f'[colours]\naccent = "{colour}"')).pictures is None
    assert "pictures need 5.5:1" in refused(tmp_path, FIRM + '[colours]\npictures = "#3a72c4"')
    assert read_brand(brand_file(tmp_path, FIRM + '[colours]\naccent = "#00447c"')).pictures == "#00447c"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>, which is no shape"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image href="data:image/png;base64,AA"/>', "<image>"),
        ('<a href="#x"/>', "<a>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
        ('<set attributeName="onload" to="alert(1)"/>', "<set>"),
        ('<html:script xmlns:html="http://www.w3.org/1999/xhtml">alert(1)</html:script>', "<script>"),
        ('<path onload="alert(1)"/>', "onload on <path>, which could run"),
        ('<g ONCLICK="alert(1)"/>', "ONCLICK on <g>"),
        ('<use href="https://example.org/a.svg#x"/>', "refers to 'https://example.org/a.svg#x', which lies outside"),
        ('<use xlink:href=" javascript:alert(1)"/>', "which lies outside"),
        ('<g xml:base="https://example.org/"/>', "which lies outside"),
        ('<path fill="url(https://example.org/a)"/>', "which lies outside"),
        ("<path style=\"fill: URL( 'file:///a' )\"/>", "which lies outside"),
        ('<path style="fill: \\75rl(a)"/>', "signs that say something else"),
        ("<style>@import 'a.css';</style>", "style sheet with rules"),
        ("<style>path { fill: url(//example.org/a) }</style>", "which lies outside"),
        ("<style>path { fill: \\75rl(//example.org/a) }</style>", "style sheet with rules"),
        ("<text>Harbour</text>", "turn them into paths first"),
        ("<defs/>" + "<use href='#a'/>" * 31, "too involved"),
        ("<g>" * 70 + "</g>" * 70, "too involved"),
    ],
)
def test_a_logo_that_could_run_or_fetch_something_is_refused(tmp_path, inside, said):
    assert said in logo(tmp_path, drawing(inside))


def test_a_logo_that_defines_words_or_calls_for_a_style_sheet_is_refused(tmp_path):
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert "defines words of its own" in logo(tmp_path, drawing("<title>&b;</title>", bomb))
    style = '<?xml-stylesheet href="https://example.org/a.css"?>'
    assert "calls for <?xml-stylesheet?>" in logo(tmp_path, drawing("", style))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a", "is neither a PNG nor an SVG"),
        (b"", "is neither a PNG nor an SVG"),
        (b"\xff\xfe<\0", "is neither a PNG nor an SVG"),
        ("<html><body/></html>", "begins with <html>"),
        ("<svg/>", "begins with <svg>"),
        (drawing("", root=""), "does not say how large it is (viewBox)"),
        (drawing("", root='viewBox="0 0 0 10"'), "does not say how large it is"),
        (drawing("", root='width="100%" height="10"'), "does not say how large it is"),
        (png()[:40], "is a damaged PNG"),
        (png()[:12], "is a damaged PNG"),
        (png(5000, 2), "has 5000 by 2 pixels; a logo may have 4000 each way"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 1_000_001, "has 1.0 MB"),
    ],
)
def test_a_logo_that_is_none_is_refused_by_what_is_in_it(tmp_path, content, said):
    assert said in logo(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (png(), "png", (40, 10)),
        (drawing("<path/>", '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd">'), "svg", (20, 10)),
        (drawing('<path fill="url(#a)"/><use xlink:href="#b"/>', root='width="40mm" height="1e1" viewBox="0,0 8 2"'), "svg", (8, 2)),
        (drawing("<style>path{fill:#123456}</style>", root='width="40mm" height="20"'), "svg", (40, 20)),
        (drawing('<inkscape:view xmlns:inkscape="http://www.inkscape.org/" file="C:\\x"/>'), "svg", (20, 10)),
    ],
)  # fmt: skip
def test_a_logo_of_shapes_or_pixels_is_taken_whatever_its_name(tmp_path, content, kind, size):
    found = read_brand(brand_file(tmp_path, FIRM + 'logo = "firm.svg"', firm_svg=content)).logo
    assert found is not None
    assert (found.kind, (found.width, found.height)) == (kind, size)


def test_a_typeface_that_cannot_be_used_is_refused(tmp_path):
    def said(**files: bytes) -> str:
        return refused(tmp_path, FIRM + FONTS, **files)

    bold = face("Bold")
    assert "one.otf: is no font of one style" in said(one_otf=b"wOF2...", two_otf=bold)
    assert "one.otf: is a damaged font" in said(one_otf=face()[:3000], two_otf=bold)
    assert "its maker forbids to embed it" in said(one_otf=face(fsType=2), two_otf=bold)
    assert 'of "Harbour Sans" the weights given are 400, 400' in said(one_otf=face(), two_otf=face())
    assert "Available: Other Sans, Source Sans Pro" in said(
        one_otf=face(family="Other Sans"), two_otf=face(family="Other Sans")
    )


def test_titles_may_have_a_typeface_of_their_own_and_what_is_not_used_is_left_out(tmp_path):
    text = FIRM + f'[fonts]\nheadings = "{FAMILY.lower()}"\nfiles = ["one.otf", "two.otf"]'
    brand = read_brand(brand_file(tmp_path, text, one_otf=face(), two_otf=face(family="Other Sans")))
    assert (brand.text_font, brand.heading_font) == (None, FAMILY)
    assert [one.family for one in brand.faces] == [FAMILY]
    assert brand.scale == 1


def test_a_presentation_of_another_kind_is_refused(tmp_path):
    text = FIRM + 'slides = "firm.pptx"'
    assert "firm.pptx: is no PowerPoint presentation, or a damaged one" in refused(tmp_path, text, firm_pptx=b"x")
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "firm.pptx")
    assert "firm.pptx: is no .pptx presentation but of another kind" in refused(tmp_path, text)


def test_a_presentation_without_a_layout_with_a_title_is_refused(tmp_path):
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name != "Blank":
            deck.slide_layouts.remove(layout)
    deck.save(tmp_path / "firm.pptx")
    assert "firm.pptx: has no layout with a title" in refused(tmp_path, FIRM + 'slides = "firm.pptx"')
