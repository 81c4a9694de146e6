"""Texts that would like to run stand in every place of a company; every output gives them back as text, and nothing runs."""

import csv
import io
import json
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pypdf
import pytest
from lxml import etree
from lxml import html as pages
from openpyxl import load_workbook
from pptx import Presentation
from python_calamine import CalamineWorkbook

import poisons
from alignment.branding import read_brand
from alignment.model.edition import Print
from alignment.pipeline import FORMATS, examine, write_report
from alignment.report.printable import Words
from alignment.settings import Settings
from alignment.wording import REPLACEMENT, as_written, clean
from brands import LOGO, brand_file

QUICK = Settings(permutations=5, score_draws=2)
KINDS = ("departments", "people", "processes", "journeys", "goals")
# Every name stands in these; of slides each shows the few that matter most.
WHOLE = ("html", "xlsx", "json", "graphml", "gexf", "csv")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return examine([poisons.company(tmp_path_factory.mktemp("company") / "poisoned")], QUICK)


@pytest.fixture(scope="module")
def written(company, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("written")
    text = f"firm = {json.dumps(poisons.FIRM)}\nfooter = {json.dumps(poisons.FIRM)}\nlogo = 'firm.svg'\n"
    brand = read_brand(brand_file(folder, text, firm_svg=LOGO))
    how = Print(commentary=poisons.commentary(folder), brand=brand)
    made = write_report(company, folder / "out", FORMATS, how)
    assert {one.parent for one in made} == {folder / "out"}
    assert sorted(one.name for one in folder.iterdir()) == ["brand.toml", "firm.svg", "out", "words.md"]
    return folder / "out"


def in_json(folder: Path) -> Iterator[str]:
    def told(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from told([*value, *value.values()])
        elif isinstance(value, list):
            for one in value:
                yield from told(one)
        elif isinstance(value, str):
            yield value

    return told(json.loads((folder / "health-check.json").read_text(encoding="utf-8")))


def in_graph(graph: nx.Graph) -> Iterator[str]:
    return (str(value) for _, found in graph.nodes(data=True) for value in found.values())


def in_csv(folder: Path) -> Iterator[str]:
    with (folder / "nodes.csv").open(encoding="utf-8", newline="") as file:
        yield from (as_written(cell) for row in csv.reader(file) for cell in row)


def in_workbook(folder: Path) -> Iterator[str]:
    # This reader decodes what stands for a character by its number, as spreadsheet programs do.
    book = CalamineWorkbook.from_path(str(folder / "health-check.xlsx"))
    for name in book.sheet_names:
        yield from (str(cell) for row in book.get_sheet_by_name(name).to_python() for cell in row)


def in_slides(folder: Path) -> Iterator[str]:
    for page in Presentation(folder / "health-check.pptx").slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if shape.has_chart:
                yield from map(str, shape.chart.plots[0].categories)
        yield page.notes_slide.notes_text_frame.text if page.has_notes_slide else ""


def in_page(folder: Path) -> Iterator[str]:
    page = pages.parse(str(folder / "health-check.html"), pages.HTMLParser(encoding="utf-8")).getroot()
    yield from (one.text_content() for one in page.iter("td", "p", "li", "h2", "h3", "h4", "dd"))


READERS = {
    "json": in_json,
    "graphml": lambda folder: in_graph(nx.read_graphml(folder / "graph.graphml")),
    "gexf": lambda folder: in_graph(nx.read_gexf(folder / "graph.gexf")),
    "csv": in_csv,
    "xlsx": in_workbook,
    "html": in_page,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_read_as_it_is_written(company, kind):
    assert {one.name for one in getattr(company.organisation, kind)} == poisons.NAMES


@pytest.mark.parametrize("output", WHOLE)
def test_every_name_comes_back_from_every_output(company, written, output):
    told = "\n".join(READERS[output](written))
    shown = str if output == "json" else clean
    of_all = [name for kind in KINDS for name in (one.name for one in getattr(company.organisation, kind))]
    assert [name for name in of_all if shown(name) not in told] == []
    assert len(of_all) == len(KINDS) * len(poisons.NAMES) > 200


def test_slides_hold_names_as_they_are(company, written):
    told = "\n".join(in_slides(written))
    assert [one.name for one in company.organisation.departments if clean(one.name) not in told] == []
    assert not CONTROL.search(told.replace("\n", ""))


def test_print_holds_names_as_they_are_but_for_what_no_font_draws(company, written):
    text = subprocess.run(
        ["pdftotext", str(written / "health-check.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    printed = "".join(text.split())
    asked = {one.name for one in company.organisation.departments}
    # Letters of other scripts depend on the fonts of the computer, and some are read back from right to left.
    plain = {name for name in asked if all(ord(one) < 0x180 or one in "“”‘’„" for one in clean(name))}
    assert len(plain) > 30
    assert [name for name in plain if "".join(clean(name).split()) not in printed] == []


def test_nothing_in_print_can_be_called(written):
    reader = pypdf.PdfReader(written / "health-check.pdf")
    objects = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    keys = {key for one in objects if isinstance(one, dict) for key in one}
    assert "/Annots" in keys
    assert not keys & {"/JavaScript", "/JS", "/Launch", "/URI", "/EF", "/EmbeddedFiles", "/AA", "/OpenAction"}
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots") or ()]
    assert {note["/Subtype"] for note in notes} == {"/Link"}
    assert {note["/A"]["/S"] if "/A" in note else "/GoTo" for note in notes} == {"/GoTo"}
    assert reader.metadata.title.endswith(poisons.POISONS["formula"])


def parts(file: Path | io.BytesIO, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """The parts of an office file, and of the workbooks in it."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield f"{inside}{name}", content
            if name.endswith(".xlsx"):
                yield from parts(io.BytesIO(content), f"{name}!")


@pytest.mark.parametrize("output", ["xlsx", "pptx"])
def test_no_name_is_a_formula_or_leads_elsewhere(written, output):
    workbooks = 0
    for name, content in parts(written / f"health-check.{output}"):
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(content)
        if "/worksheets/" in name and name.endswith(".xml"):
            workbooks += "!" in name
            assert root.findall(".//{*}c/{*}f") == [], name
        if name.endswith(".rels"):
            assert [one.get("Target") for one in root if one.get("TargetMode") == "External"] == [], name
    assert bool(workbooks) == (output == "pptx")


def test_the_workbook_holds_no_formula_and_no_error_from_a_name(written):
    book = load_workbook(written / "health-check.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    risky = [one for one in cells if isinstance(one.value, str) and one.value.startswith(("=", "+", "-", "@"))]
    assert len(risky) > 30
    assert {one.data_type for one in risky} == {"s"}
    assert {one.quotePrefix for one in risky} == {True}
    assert {one.data_type for one in cells} <= {"s", "n", "d"}


def test_what_was_agreed_comes_back_with_the_workbook(company, written):
    book = CalamineWorkbook.from_path(str(written / "health-check.xlsx"))
    head, *rows = book.get_sheet_by_name("Actions").to_python()
    reasons = {row[head.index("Waiver reason")] for row in rows}
    agreed = {one.waiver_reason for one in company.organisation.actions if one.waiver_reason}
    assert len(agreed) > 30
    assert {clean(one).strip() for one in agreed} <= {one.strip() for one in reasons}


@pytest.mark.parametrize("file", ["nodes.csv", "edges.csv"])
def test_no_cell_of_a_csv_file_runs(written, file):
    with (written / file).open(encoding="utf-8", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row]
    assert not [one for one in cells if one.lstrip().startswith(("=", "+", "-", "@"))]
    assert len({one for one in cells if as_written(one) != one}) == (6 if file == "nodes.csv" else 0)


def test_nothing_of_the_data_is_an_element_or_an_attribute_of_the_page(written):
    text = (written / "health-check.html").read_text(encoding="utf-8")
    page = pages.document_fromstring(text.encode(), parser=pages.HTMLParser(encoding="utf-8"))
    elements = [one for one in page.iter() if isinstance(one.tag, str)]
    assert [dict(one.attrib) for one in page.iter("script")] == [{"id": "answers", "type": "application/json"}, {}]
    assert not [
        one.tag for one in elements if one.tag in ("iframe", "object", "embed", "link", "base", "form", "foreignobject")
    ]
    assert not [name for one in elements for name in one.attrib if name.startswith("on")]
    assert {one.get("src", "")[:22] for one in page.iter("img")} <= {"data:image/svg+xml;base"[:22]}
    addresses = {one.get("href") for one in elements if one.get("href") is not None}
    assert [one for one in addresses if not one.startswith("#")] == []
    assert page.findtext(".//title").count("ran") == 0
    assert not CONTROL.search(text)
    # The data of the page is read back by the reader that its script uses.
    names = {one["name"] for one in json.loads(page.get_element_by_id("answers").text_content())["departments"]}
    assert {clean(one) for one in names} == {clean(one) for one in poisons.NAMES}


def test_emoji_that_no_font_draws_are_named():
    words = Words("\U0001f680\U0001f468\u200d\U0001f469\U0001f3fd\U0001f1f3\U0001f1f1\u6f22")
    assert (
        words("\U0001f680 Growth \U0001f468\u200d\U0001f469\U0001f3fd \U0001f1f3\U0001f1f1")
        == "[rocket] Growth [man] [woman] NL"
    )
    assert words("\u6f22") == REPLACEMENT
    told = words.losses(())
    assert told.startswith("1 character could not be printed with the fonts of this computer")
    assert "Emoji that the fonts of this computer lack are printed by their names in square brackets" in told
    assert Words("").losses(()) == ""


def test_a_word_without_end_is_printed_shortened_and_said_to_be():
    words = Words("")
    assert words("a" * 201 + " b") == "a" * 199 + "… b"
    assert words("a" * 200) == "a" * 200
    assert words.losses(()).startswith("1 text holds a word that is too long to print")


def test_joiners_stay_where_they_are_letters_and_never_make_two_names(tmp_path):
    audit = tmp_path / "departments.csv"
    persian, family = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f468\u200d\U0001f469"
    audit.write_text(
        f"Department,Head\n{persian},Ann\nSa\u200dles,Bo\n{family} Care,Cy\n{persian.replace(chr(0x200C), '')},Di\n",
        encoding="utf-8",
    )
    names = [one.name for one in examine([audit], QUICK).organisation.departments]
    assert names == [unicodedata.normalize("NFKC", persian), "Sales", f"{family} Care"]
