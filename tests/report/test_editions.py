"""Parts of the report for some of its readers, and the words of its authors."""

import io
import json
import re
from dataclasses import replace

import pypdf
import pytest

from alignment.errors import OutputError, SettingsError
from alignment.model.edition import Edition, Print
from alignment.model.result import Advice
from alignment.pipeline import examine, write_report
from alignment.report import content, html, pdf
from alignment.report.content.commentary import read_commentary, with_commentary
from alignment.report.document import Bullets, Column, Paragraph, Section, Subheading, Table
from alignment.resources import sample_data
from alignment.settings import Settings

QUICK = Settings(permutations=20, score_draws=5)


@pytest.fixture(scope="module")
def found():
    return examine([sample_data() / "brightwater-q1.xlsx"], QUICK)


def document(found, edition):
    return content.document(found.check, found.organisation, found.settings, edition)


def pages(document, paper="a4"):
    return pypdf.PdfReader(io.BytesIO(pdf.render(document, paper))).pages


def test_a_board_gets_two_pages_on_either_paper(found):
    made = document(found, Edition("board"))
    assert [len(pages(made, paper)) for paper in ("a4", "us-letter")] == [2, 2]
    assert made.sections[0] == document(found, Edition()).sections[0]
    assert not made.registers
    assert not made.slides


def test_a_board_without_a_plan_gets_what_to_do_about_what_was_found(found):
    check = replace(found.check, advice=replace(found.check.advice, steps=(), before=None, after=None))
    made = document(replace(found, check=check), Edition("board"))
    assert [one.title for one in made.sections] == ["At a glance", "What to do first"]
    (table,) = (one for one in made.sections[1].blocks if isinstance(one, Table))
    assert len(table.rows) == 5
    assert table.note.endswith("more actions, in the whole report.")


def test_a_board_without_any_advice_gets_one_page_that_ends_in_cautions(found):
    check = replace(found.check, advice=Advice())
    (only,) = document(replace(found, check=check), Edition("board")).sections
    assert isinstance(only.blocks[-1], Bullets)


def test_a_department_gets_its_own_page_and_nobody_else_s(found):
    made = document(found, Edition("department", "meter data"))
    (section,) = made.sections
    assert section.title == "Meter Data"
    assert len(pages(made)) == 1
    assert made.charts == {}
    assert [one.caption for one in section.blocks if isinstance(one, Table)][-1] == "Ours to decide"


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_department_of_which_most_is_said_gets_one_page_too(found, paper):
    made = document(found, Edition("department", "Customer Service"))
    assert len(pypdf.PdfReader(io.BytesIO(pdf.render(made, paper))).pages) == 1


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_in_the_whole_report_each_department_has_one_page(paper):
    latest = examine([sample_data() / "brightwater-q2.xlsx"])
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document(latest, Edition()), paper)))
    chapters = [one for one in reader.outline if not isinstance(one, list)]
    chapter = next(one for one in chapters if one.title == "A page for each department")
    following = chapters[chapters.index(chapter) + 1]
    handed = reader.outline[reader.outline.index(chapter) + 1]
    # All of which there is something to say, but Energy Purchasing and Human Resources: of the one what was found is waived or small.
    assert len(handed) == 16
    first, after = (reader.get_destination_page_number(one) for one in (chapter, following))
    assert [reader.get_destination_page_number(one) for one in handed] == list(range(first + 1, after))


def test_the_page_of_a_department_holds_no_ties_and_findings_of_others(found):
    made = document(found, Edition("department", "Meter Data"))
    text = html.render(made)
    (data,) = re.findall(r'type="application/json">(.*?)</script>', text, re.DOTALL)
    assert {name: json.loads(data)[name] for name in ("departments", "pairs", "journeys", "findings", "all")} == {
        "departments": [], "pairs": [], "journeys": [], "findings": {}, "all": 0,
    }  # fmt: skip
    assert "Human Resources" not in text


def test_a_department_without_a_page_in_the_whole_report_has_one_of_its_own(found):
    whole = document(found, Edition())
    blocks = [one for section in whole.sections for one in section.blocks]
    titles = {one.text for one in blocks if isinstance(one, Subheading) and one.page}
    assert "Human Resources" not in titles
    assert document(found, Edition("department", "Human Resources")).sections[0].title == "Human Resources"


def test_a_department_that_is_not_there_is_said_with_what_is_close(found):
    with pytest.raises(OutputError, match=r'no department "Meter Dta".*"Meter Data"'):
        document(found, Edition("department", "Meter Dta"))


def test_an_edition_stands_beside_the_whole_report_and_holds_no_spreadsheet(found, tmp_path):
    write_report(found, tmp_path, ("html",))
    board = write_report(found, tmp_path, None, Print(edition=Edition("board")))
    unit = write_report(found, tmp_path, ("html", "xlsx", "json"), Print(edition=Edition("department", "Meter Data")))
    assert [one.name for one in board] == ["health-check-board.html", "health-check-board.pdf"]
    assert [one.name for one in unit] == ["health-check-meter-data.html"]
    assert (tmp_path / "health-check.html").is_file()


COMMENTARY = """\
Before any heading, with *emphasis* and a [link](http://example.org).

# Journeys

First line
of one paragraph.

1. one
2. two

## Not a chapter

Kept <b>as text</b>.
"""


@pytest.fixture
def commentary(tmp_path):
    path = tmp_path / "commentary.md"
    path.write_text(COMMENTARY, encoding="utf-8")
    return read_commentary(path)


def test_words_stand_below_the_first_sentence_of_the_chapter_they_are_about(commentary):
    sections = (Section("at-a-glance", "At a glance", ()), Section("journeys", "Journeys", (Paragraph("Nine."), Paragraph("More."))))  # fmt: skip
    *_, journeys = with_commentary(sections, commentary, "")
    assert journeys.blocks == (
        Paragraph("Nine."),
        Subheading("Commentary", "journeys-commentary"),
        Paragraph("First line of one paragraph."),
        Bullets(("one", "two"), numbered=True),
        Paragraph("More."),
    )


def test_a_table_in_a_commentary_is_a_table_in_the_report(tmp_path):
    path = tmp_path / "words.md"
    path.write_text("# Plan\n\n| Who | By |\n|---|--:|\n| **Ann** | May |\n| Bob |\n", encoding="utf-8")
    assert read_commentary(path).parts["Plan"] == (
        Table("Commentary", (Column("Who"), Column("By")), (("Ann", "May"), ("Bob", ""))),
    )


def test_nothing_is_lost_that_is_about_no_chapter(commentary):
    told = with_commentary((Section("at-a-glance", "At a glance", ()),), commentary, "Ada & Co")
    assert told[1].title == "Commentary by Ada & Co"
    assert told[1].blocks[0] == Paragraph("Before any heading, with emphasis and a link.")
    texts = [one.text for one in told[1].blocks if isinstance(one, Subheading | Paragraph)]
    assert texts[1:] == ["Journeys", "First line of one paragraph.", "Not a chapter", "Kept <b>as text</b>."]


def test_a_chapter_is_found_by_its_anchor_whatever_the_language(tmp_path):
    path = tmp_path / "words.md"
    path.write_text("# silos\n\nWords.", encoding="utf-8")
    told = with_commentary((Section("silos", "Verkokering", (Paragraph("Lead."),)),), read_commentary(path), "")
    assert told[0].blocks[-1] == Paragraph("Words.")


def test_a_commentary_that_cannot_be_read_is_said_in_a_line(tmp_path):
    with pytest.raises(SettingsError, match=r"nothing\.md: cannot be read"):
        read_commentary(tmp_path / "nothing.md")
    (tmp_path / "latin.md").write_bytes("café".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_commentary(tmp_path / "latin.md")
