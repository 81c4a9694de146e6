"""Whoever reads a number finds how it was made and from which cells: every sentence with one points there."""

import io
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from alignment import language
from alignment.model.edition import Edition
from alignment.pipeline import examine
from alignment.report import content, html, pdf
from alignment.report.document import Bullets, Callout, Cards, Document, Gauge, Lights, Paragraph, Section, Table
from alignment.report.traces import Reference, measure, passages, pointed, step, together, traced
from documents import COMPANIES, document, examined

MAPPING = Path(__file__).parents[1] / "data" / "openstack-mapping.toml"

# Sentences whose numbers rest on nothing that the report could point to, and why.
EXEMPT = (
    r"[\d,]+ findings?: .*\.",  # counts what all the chapters then tell
    r"\d+ chapters? of this report could not be written .*",  # counts the lines below it
    r"A page to hand to the head of each department: .*",  # counts the rows of the table below it
    r"Numbers such as M1 behind a sentence lead here\. .*",  # says what the labels are
    # How the score is made and rules of reading, printed among the method: they are the method.
    r"Each dimension has a few headline measures\. .*",
    r"(The range comes from .* )?Where less than \d+% of a dimension could be measured, no score is given\. .*",
    r"An absent tie may be an unasked question\. .*",
    r"With many departments a few stand out by chance alone\. .*",
)


def running_texts(section: Section) -> Iterator[str]:
    """The sentences of a section; cells, captions and notes of tables speak of what stands beside them."""
    for block in section.blocks:
        match block:
            case Paragraph() | Callout() | Gauge():
                yield block.text
            case Bullets():
                yield from block.items
            case Lights():
                yield from (one.text for one in block.lines)


def without_names(text: str, organisation) -> str:
    """A text without what the workbook wrote: its names may hold digits."""
    registers = (
        organisation.departments,
        organisation.people,
        organisation.processes,
        organisation.journeys,
        organisation.goals,
    )
    names = {name for some in registers for one in some for name in (one.id, one.name)}
    for name in sorted((one for one in names if re.search(r"\d", one)), key=len, reverse=True):
        text = text.replace(name, "")
    return re.sub("“[^”]*”", "", text)


def untraced(made: Document, organisation) -> list[str]:
    """Sentences with a number that point to nothing in the document."""
    return [
        one.text
        for section in made.sections
        for text in running_texts(section)
        for one in passages(text)
        if re.search(r"\d", without_names(one.text, organisation))
        and not set(one.sources) & made.references.keys()
        and not any(re.fullmatch(exempt, one.text) for exempt in EXEMPT)
    ]


@pytest.mark.parametrize("name", ["sample", *COMPANIES])
def test_every_sentence_with_a_number_says_what_it_rests_on(name):
    assert untraced(document(name), examined(name).organisation) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kubernetes", "openstack"])
def test_every_sentence_with_a_number_about_a_real_company_says_what_it_rests_on(name, real):
    found = examine([real / name / f"{name}.xlsx"], mapping=MAPPING if name == "openstack" else None)
    made = content.document(found.check, found.organisation, found.settings)
    assert untraced(made, found.organisation) == []


def test_a_sentence_without_a_trace_is_found():
    bare = Section("s", "S", (Paragraph("All 9 journeys cross."),))
    there = Section("s", "S", (Paragraph(traced("All 9 journeys cross.", measure("a"))),))
    organisation = examined("few").organisation
    assert untraced(Document("", "", "", "", "", "", (bare,)), organisation) == ["All 9 journeys cross."]
    references = {measure("a"): Reference("M1", "Method: A")}
    assert untraced(Document("", "", "", "", "", "", (there,), references=references), organisation) == []
    # What is pointed to must be in this document.
    assert untraced(Document("", "", "", "", "", "", (there,)), organisation) != []


def anchors(made: Document) -> set[str]:
    blocks = [one for section in made.sections for one in section.blocks]
    found = {section.anchor for section in made.sections} | {getattr(one, "anchor", "") for one in blocks}
    found |= {card.anchor for one in blocks if isinstance(one, Cards) for card in one.items}
    return found | {anchor for one in blocks if isinstance(one, Table) for anchor in (*one.anchors, *one.findings)}


def test_what_is_pointed_to_is_there_and_its_label_stands_there():
    made = document("sample")
    assert made.references.keys() <= anchors(made)
    method = next(one for one in made.sections if one.anchor == "method")
    labelled = {
        anchor: row
        for one in method.blocks
        if isinstance(one, Table)
        for anchor, row in zip(one.anchors, one.rows, strict=False)
        if anchor
    }
    assert all(made.references[anchor].label == row[0] for anchor, row in labelled.items())
    numbers = [row[0] for anchor, row in labelled.items() if anchor.startswith("measure-")]
    assert numbers == [f"M{place}" for place in range(1, len(numbers) + 1)]


def test_an_entry_of_a_measure_says_how_it_is_made_and_from_which_sheets():
    made = document("sample")
    rows = [row for one in made.sections[-1].blocks if isinstance(one, Table) and one.anchors for row in one.rows]
    ladder = next(row for row in rows if row[1] == "Ownership ladder, all journeys")
    assert (ladder[-1], str(ladder[-2]).startswith("Mean rung of the listed journeys")) == ("S6 Journeys", True)
    # Nine journeys stand below a title and the header of row 4.
    assert ("S6", "brightwater-q1.xlsx", "Journeys", "Journeys", "A5:L13", 9, 9, "") in rows


def test_the_numbers_of_the_report_stand_beside_the_ids_of_measures_in_the_spreadsheet():
    made = document("sample")
    register = next(one for one in made.registers if one.name == "Measures")
    numbered = {row[0]: row[2] for row in register.rows}
    assert numbered["silos.ei_index"] == made.references[measure("silos.ei_index")].label
    # Measures of single journeys are numbered where a sentence tells of them.
    assert numbered["ownership.ladder"] == made.references[measure("ownership.ladder")].label
    assert numbered["bridges.constraint"] is None


def test_a_part_of_the_report_points_to_nothing_that_it_leaves_out():
    found = examined("sample")
    made = content.document(found.check, found.organisation, found.settings, Edition("board"))
    assert made.references.keys() <= anchors(made)
    assert measure("silos.ei_index") not in made.references
    assert "#measure-" not in html.render(made)


def test_a_link_says_where_it_leads():
    page = html.render(document("sample"))
    links = re.findall(r'<sup class="places">(.*?)</sup>', page)
    assert links
    for label, name, shown in re.findall(r'aria-label="([^",]*), ([^"]+)" title="[^"]+">([^<]*)</a>', "".join(links)):
        assert (label, bool(name)) == (shown, True)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', "".join(links))) <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_link_on_paper_leads_to_a_page_where_its_label_stands():
    made = document("few")
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(made)))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()
    links = [one.get_object() for one in reader.pages[0]["/Annots"]]
    # Whoever hears the page is told where a link leads.
    assert links
    assert all(one["/Contents"] for one in links)
    label = made.references[measure("ownership.journeys_owned")].label
    assert label in reader.pages[0].extract_text()
    places = [one["/Dest"][0] for one in links if not isinstance(one["/Dest"], str)]
    led = [reader.pages[reader.get_page_number(one.get_object())].extract_text() for one in places]
    assert any(re.search(rf"\b{label}\b\s+Journeys with one", text) for text in led)


def test_texts_keep_what_they_rest_on_when_put_together():
    first = traced("5 of 9 have one owner.", measure("a"), measure("b"))
    text = together(first, "", "Nobody asks.", traced("Step 1 mends it.", step(1)))
    assert text == "5 of 9 have one owner. Nobody asks. Step 1 mends it."
    assert [one.sources for one in passages(text)] == [("measure-a", "measure-b"), (), ("step-1",)]
    assert passages(pickle.loads(pickle.dumps(text))) == passages(text)
    assert passages("") == ()
    assert passages(traced(text, "more"))[1].sources == ("more",)


def test_places_with_one_label_are_pointed_to_once_at_the_first_that_is_there():
    text = traced("3 journeys have no owner.", "finding-OWN01-x", "finding-OWN01-j1", "finding-OWN01-j2")
    references = {f"finding-OWN01-{one}": Reference("OWN01", f"Evidence: OWN01, {one}") for one in ("j1", "j2")}
    assert pointed(text, references) == ((text, {"finding-OWN01-j1": references["finding-OWN01-j1"]}),)


def test_sentences_side_by_side_that_rest_on_the_same_point_there_once():
    text = together(traced("3 have none.", "a"), traced("2 have one.", "a"), traced("1 has two.", "b"), "Ask them.")
    references = {one: Reference(one.upper(), one) for one in "ab"}
    assert [(told, list(places)) for told, places in pointed(text, references)] == [
        ("3 have none. 2 have one.", ["a"]),
        ("1 has two.", ["b"]),
        ("Ask them.", []),
    ]


def test_labels_are_said_in_the_language_of_the_report(loud):
    found = examined("few")
    with language.speaking("nl"):
        made = content.document(found.check, found.organisation, found.settings)
    names = {one.name.split(":")[0] for anchor, one in made.references.items() if anchor.startswith("measure-")}
    assert names == {"METHOD"}
