import io
import re
from dataclasses import replace

import example
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.errors import SettingsError
from alignment.report import pdf
from alignment.report.document import (
    Bullets,
    Cards,
    Column,
    Document,
    Figure,
    FindingCard,
    Paragraph,
    Section,
    Subheading,
    Table,
)


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf.render(example.document())


@pytest.fixture(scope="module")
def reader(content) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module")
def pages(reader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def printed(*sections: Section, **charts) -> list[str]:
    """Texts of the pages of a report whose first page is of no interest."""
    document = Document("T", "O", "", "2026-09-30", "", "g", (Section("one", "One", ()), *sections), charts)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]


def listing(rows: int) -> Section:
    """Return a chapter that is a table of so many short rows, each with a number, and a note."""
    columns = (Column("Row"), Column("Word"))
    return Section(
        f"listing-{rows}",
        "Listing",
        (Table("", columns, tuple((f"row-{one}", "word") for one in range(rows)), "The note."),),
    )


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("poison", example.POISON)
def test_a_text_that_would_like_to_run_comes_back_as_text(pages, poison):
    assert flat("".join(pages)).count(flat(poison)) >= 2


def test_it_is_tagged_and_says_that_it_is_accessible(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_it_names_its_title_author_and_day(reader):
    assert reader.metadata.title == "Cross-company health check – Fernhill Energy & Söhne <AG>"
    assert reader.metadata.author == "Example Partners"
    assert reader.metadata.creation_date.date().isoformat() == "2026-09-30"


def test_the_board_has_one_page_and_the_contents_follow(pages):
    assert "At a glance" in pages[0]
    assert "Three next steps" in pages[0]
    assert "mends 1 finding." in pages[0]
    assert "Contents" in pages[1]


def test_a_board_page_that_is_too_long_is_set_smaller():
    document = example.document(rows=1, board=("A line that the board should read as well. " * 6,) * 6)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    assert flat(pages[0]).count(flat("A line that the board should read")) == 36
    assert "Contents" in pages[1]


def test_pages_are_numbered_of_how_many_and_headed(pages):
    for number, text in enumerate(pages, 1):
        assert f"{number} of {len(pages)}" in text
    assert all("Fernhill Energy & Söhne <AG>" in text for text in pages)
    assert all("30 September 2026" in text for text in pages)


def test_every_chapter_has_a_bookmark_to_where_it_begins(reader, pages):
    titles = [section.title for section in example.document().sections]
    bookmarks = [one for one in reader.outline if not isinstance(one, list)]
    assert [one.title for one in bookmarks] == titles
    starts = [reader.get_destination_page_number(one) for one in bookmarks]
    assert starts == sorted(starts)
    assert all(title in pages[start] for title, start in zip(titles, starts, strict=True))


def test_the_header_of_a_table_is_repeated_on_each_of_its_pages(pages):
    holding = [text for text in pages if "I move house and keep" in text]
    assert len(holding) > 2
    assert all("Departments crossed, in order" in text for text in holding)


def test_every_picture_says_what_it_shows(reader):
    told = []

    def visit(element):
        element = element.get_object()
        if isinstance(element, list):
            for one in element:
                visit(one)
        elif isinstance(element, dict):
            if element.get("/S") == "/Figure":
                told.append(element.get("/Alt"))
            if "/K" in element:
                visit(element["/K"])

    visit(reader.trailer["/Root"]["/StructTreeRoot"])
    assert "A map of 16 departments." in told
    assert all(told)


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_it_is_set_for_both_papers(paper, size):
    box = pypdf.PdfReader(io.BytesIO(pdf.render(example.document(rows=2), paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_the_same_document_gives_the_same_bytes(content):
    assert pdf.render(example.document()) == content


def test_source_date_epoch_is_when_the_pdf_was_made(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    made = pdf.render(example.document())
    assert made == pdf.render(example.document())
    assert pypdf.PdfReader(io.BytesIO(made)).metadata["/CreationDate"].startswith("D:20260101000000")


def test_a_source_date_epoch_that_is_no_time_is_told(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH=yesterday: this is no number of seconds"):
        pdf.render(example.document())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bell\x07", "bell\ufffd"),
        ("half \ud800 pair", "half \ufffd pair"),
        ("private \U000f0000 use", "private \ufffd use"),
        ("mark\ufeff of order", "mark of order"),
        ("snow\u2744\ufe0f man", "snow\u2744 man"),
        ("Łódź ● Ελλάδα", "Łódź ● Ελλάδα"),
    ],
)
def test_what_cannot_be_drawn_is_replaced_and_never_vanishes(text, shown):
    assert shown in printed(Section("a", "A", (Paragraph(text),)))[-1]


@pytest.mark.parametrize(
    "text", ["日本語の部署", "🙂 team 👩‍💻", "שלום עולם", "مرحبا بالعالم", "e\u0301 x\u0323", "a\u202eb"]
)
def test_every_kind_of_writing_can_be_printed(text):
    pages = printed(
        Section("a", "A", (Paragraph(text), Figure("c", text, text), Bullets((text,)))), c=example.chart("c", text=text)
    )
    assert len(pages) == 2


def test_letters_that_a_picture_puts_together_do_not_stop_the_report():
    last = printed(Section("a", "A", (Figure("c", "Caption", "alt"),)), c=example.chart("c", text="\u01df end"))[-1]
    assert "\ufffd end" in last
    assert "1 character could not be printed" in last


@pytest.mark.parametrize(("lines", "page"), [(42, 2), (46, 2), (52, 2), (62, 3)])
def test_a_chapter_follows_on_a_page_that_the_last_one_left_nearly_empty(lines, page):
    # 43 such lines fill a page, and a third of one is 14.
    line = Paragraph("One line of this chapter.")
    pages = printed(Section("a", "A", (line,) * lines), Section("b", "The next chapter", (line,)))
    assert "The next chapter" in pages[page]
    assert len(pages) == page + 1


def test_a_chapter_that_stands_apart_shares_no_page():
    line = Paragraph("One line of this chapter.")
    apart = Section("b", "Taken out", (line,), apart=True)
    pages = printed(Section("a", "A", (line,) * 62), apart, Section("c", "The last", (line,)))
    assert ["Taken out" in one for one in pages] == [False, False, False, True, False]
    assert "The last" in pages[-1]


def test_each_page_to_be_handed_on_is_a_page_of_the_report():
    line, table = Paragraph("One line of this page."), Table("Told", (Column("Item"),), (("first",), ("",)))
    handed = [(Subheading(f"To {name}", name, page=True), *((line,) * 44), table) for name in ("sales", "care")]
    pages = printed(Section("a", "A", (line, *handed[0], *handed[1])))
    assert ["To sales" in one for one in pages] == [False, False, True, False]
    assert "To care" in pages[3]


def test_a_chapter_that_opens_with_a_tall_picture_takes_its_title_along():
    line = Paragraph("One line of this chapter.")
    opening = (Paragraph("What it shows.", "lead"), Figure("c", "The caption", "alt"))
    pages = printed(
        Section("a", "A", (line,) * 50), Section("b", "The next chapter", opening), c=example.chart("c", 170, 200)
    )
    assert "The next chapter" not in pages[2]
    assert "The next chapter" in pages[3]
    assert "The caption" in pages[3]


@pytest.mark.parametrize("rows", [6, 40])
def test_a_table_does_not_begin_at_the_foot_of_a_page_with_its_head_alone(rows):
    line = Paragraph("One line of this chapter.")
    table = Table("The table", (Column("Item"), Column("Word")), tuple((f"row {n}.", "word") for n in range(rows)))
    pages = printed(Section("a", "A", ((line,) * 40) + (Subheading("Of what follows"), table) + ((line,) * 20)))
    assert "The table" not in pages[1]
    assert "Of what follows" not in pages[1]
    assert all(words in pages[2] for words in ("Of what follows", "The table", "row 0.", "row 5."))


def test_a_report_of_few_chapters_has_no_page_of_contents():
    few = [Section(f"s{number}", f"Chapter {number}", ()) for number in range(3)]
    assert not any("Contents" in text for text in printed(*few))
    more = [*few, Section("s3", "Chapter 3", ())]
    assert "Contents" in printed(*more)[1]


def test_the_last_page_says_what_could_not_be_printed():
    last = printed(Section("a", "A", (Paragraph("\U000f0000 \U000f0000 \U000f0001"),)))[-1]
    assert "2 different characters could not be printed with the fonts of this computer" in last.replace("\n", " ")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_any_text_can_be_printed(text):
    assert printed(Section("a", text, (Paragraph(text), Table(text, (Column(text),), ((text,),)))))


def test_a_row_that_fits_no_page_is_broken_and_not_cut():
    words = " ".join(f"word{number}" for number in range(3_000))
    text = "".join(printed(Section("a", "A", (Table("T", (Column("Text"),), ((words,),)),))))
    assert "word0 " in text
    assert "word2999" in text


def test_a_finding_that_fits_no_page_is_broken_and_not_cut():
    cells = tuple(f"Journeys!D{number} (blank)" for number in range(2_000))
    card = FindingCard("f", "OWN01", "OWN01", "high", "S", "M", "R", cells)
    text = flat("".join(printed(Section("a", "A", (Cards((card,)),)))))
    assert flat(cells[0]) in text
    assert flat(cells[-1]) in text


def test_a_picture_taller_than_the_page_is_made_smaller():
    pages = printed(Section("a", "A", (Figure("c", "The caption", "alt"),)), c=example.chart("c", 170, 600))
    assert len(pages) == 2
    assert "The caption" in pages[-1]


def test_a_report_without_a_day_is_dated_by_no_clock():
    document = replace(example.document(rows=1), date="autumn", day=None)
    assert pdf.render(document) == pdf.render(document)


def test_a_figure_without_its_chart_is_our_mistake():
    with pytest.raises(KeyError):
        printed(Section("a", "A", (Figure("nowhere", "c", "a"),)))


@pytest.mark.parametrize("rows", range(41, 45))
def test_no_page_holds_only_the_last_row_of_a_table_or_its_note(rows):
    # 42 such rows fill a page. What follows fills the next one, so that only the table asks to be drawn in.
    chapter = listing(rows)
    chapter = replace(chapter, blocks=(*chapter.blocks, *(Paragraph("One line of this chapter."),) * 25))
    on_pages = [text for text in printed(chapter) if "row-" in text or "The note" in text]
    assert all(text.count("row-") >= 2 for text in on_pages)


@pytest.mark.parametrize("paragraphs", [23, 24, 27])
def test_a_report_does_not_end_on_a_nearly_empty_page(paragraphs):
    # 23 such paragraphs fill a page.
    text = "Fourteen words of running text that say nothing much and take some room. " * 3
    pages = printed(Section("two", "Two", (Paragraph(text.strip()),) * paragraphs))[1:]
    assert len(pages) == 1
    assert pages[0].count("Fourteen") == 3 * paragraphs


def test_contents_list_what_stands_under_the_chapters_but_not_the_pages_handed_on():
    chapters = (Section(f"c{one}", f"Chapter {one}", (Subheading(f"Under {one}", f"u{one}"),)) for one in range(5))
    handed = Section(
        "pages", "Pages", (Subheading("Sales", "page-sales", page=True), Paragraph("All of it.")), apart=True
    )
    contents = printed(*chapters, handed)[1]
    assert "Under 3" in contents
    assert "Sales" not in contents


def test_a_word_that_is_longer_than_its_column_is_broken_within_it():
    word = "Regionalkundenkontaktkoordinierungsabteilungsleiterstellvertretung1"
    table = Table(
        "", (Column("Department"), *(Column(f"Figure {n}", "number") for n in range(5))), ((word, *range(5)),)
    )
    text = printed(Section("a", "A", (table,)))[-1]
    assert word not in text
    assert word in flat(text)
