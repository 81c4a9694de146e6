"""The pages of the change: sentences that hold for two checks and for forty, what is of whom, and every format of the whole."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import openpyxl
import pptx
import pypdf
import pytest

from alignment.history.crosswalk import Declared, with_declared
from alignment.history.snapshot import Snapshot
from alignment.history.trend import Trend, trend
from alignment.model.edition import Edition
from alignment.model.organisation import Action
from alignment.model.result import Advice, Scope, Step
from alignment.report import content, excel, html, pdf, powerpoint
from alignment.report.content.change import Changes, view_of
from alignment.report.content.change_figures import department_blocks, figure_blocks
from alignment.report.content.change_ledger import agreed_blocks, agreed_words, ledger_blocks
from alignment.report.content.change_section import asking, mattering
from alignment.report.content.change_story import chance_words, score_words, since_words, story
from alignment.report.content.commentary import Commentary
from alignment.report.document import (
    Bullets,
    Cards,
    Document,
    Figure,
    Gauge,
    Lights,
    Paragraph,
    Subheading,
    Table,
)
from alignment.settings import Target
from build import organisation, origin
from report.test_content import said
from waves import SHORT, snapshot

PEOPLE = {"ann": "Care", "bob": "Care", "cem": "Care", "dan": "Care", "eve": "Sales", "fay": "Sales", "gus": "Ops"}
TIES = "ann-bob bob-ann cem-dan dan-cem ann-cem eve-fay fay-ann gus-eve"
# Care and Ops meet in two journeys, and nobody of the one works with anybody of the other until gus names dan.
MENDED = f"{TIES} gus-dan"


def day(at: int) -> date:
    return date(2026, 3, 31) + timedelta(days=91 * at)


def wave(at: int, settings=SHORT, advice: Advice | None = None, **changes: object) -> Snapshot:
    given = {
        "departments": "Care Sales Ops",
        "people": PEOPLE,
        "ties": TIES,
        "journeys": {"Buy": "Sales Care Ops", "Leave": "Care Ops"},
        "owners": {},
        "name": "Tiny",
    }
    return snapshot(organisation(**{**given, "snapshot_date": day(at), **changes}), settings, advice or Advice())


def split(at: int, **changes: object) -> Snapshot:
    divided = {
        "departments": "Contact Digital Sales Ops",
        "people": PEOPLE | {"ann": "Contact", "bob": "Contact", "cem": "Digital", "dan": "Digital"},
        "journeys": {"Buy": "Sales Contact Ops", "Leave": "Digital Ops"},
    }
    told = [Declared("department", "Care", now, "here") for now in ("Contact", "Digital")]
    return with_declared(wave(at, **divided, **changes), told)


def changes(*waves: Snapshot) -> Changes:
    found = trend(waves)
    return Changes(view_of(found.comparison.later), found)


def action(finding: str, status: str = "", **more: object) -> Action:
    words = more.pop("action", f"Mend {finding}")
    return Action(origin("actions", 2, ("finding",)), finding, str(words), "Ann", status=status, **more)


def step(closes: str, gain: float) -> Step:
    subject = Scope("journey", closes)
    return Step(1, closes, "name_owner", subject, "Mend it", (), (), 1, gain, gain, "now", True, (closes,), (), ())


def blocks_of(blocks, kind):
    return [one for one in blocks if isinstance(one, kind)]


# What is said


def test_without_a_change_it_is_said_that_the_data_can_show_none():
    same = changes(wave(0), wave(1))
    assert score_words(same) == "The score is 42.2, as on 31 March 2026."
    assert chance_words(same) == "Nothing has changed in what could be tested against chance."
    text = said(tuple(story(same)))
    assert "No leading figure got better or worse: there is no change that the data can show." in text
    assert "What got better" not in text
    assert mattering(same) == ()


def test_what_got_better_is_said_with_what_chance_says_of_it():
    found = changes(wave(0), wave(1, owners={"Buy": "eve"}))
    better = next(one for one in story(found) if isinstance(one, Bullets))
    assert better.items == (
        "Journeys with one end-to-end owner: from 0% to 50%. Only 1 of the 2 compared has changed, too few to tell a change "
        "from chance.",
        "Ownership ladder, all journeys: from 0.00 to 1.00, not tested against chance.",
    )
    text = said(tuple(story(found)))
    assert "What got better" in text
    assert "No leading figure got worse in a way that the data can show." in text
    assert "1 finding is gone, none is new and 13 stay." in text


def test_what_got_worse_is_said_and_comes_with_the_grave_finding_that_is_new():
    found = changes(wave(0, owners={"Buy": "eve"}), wave(1))
    assert "What got worse" in said(tuple(story(found)))
    assert mattering(found)[-1] == (
        "New: “Buy” has no end-to-end owner, though it crosses 3 departments (Care, Ops and Sales)."
    )


def test_a_score_that_only_a_split_moved_is_not_of_the_company():
    found = changes(wave(0), split(1))
    lead = next(one for one in story(found) if isinstance(one, Paragraph))
    assert lead.text == (
        "Since 31 March 2026 the score fell from 42.2 to 38.7. On what both checks have it is 42.2 in both. Its light was amber "
        "and is red. None of that is of the company: it comes from how the company is divided."
    )
    text = said(tuple(story(found)))
    assert "Care was split into Contact and Digital." in text
    assert "in 2 leading figures: Assortativity and Congruence." in text


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (None, 42.0, "The score is 42.0; the check of 31 March 2026 has none, since too little could be measured."),
        (42.0, None, "No score is given now, since too little could be measured; on 31 March 2026 it was 42.0."),
        (None, None, "Neither this check nor that of 31 March 2026 has a score: too little could be measured."),
    ],
)
def test_a_withheld_score_is_no_change(before, after, words):
    found = changes(wave(0), wave(1))
    comparison = replace(found.found, score=(before, after), common_score=(before, after))
    shown = Changes(found.view, replace(found.trend, comparison=comparison))
    assert score_words(shown) == words
    assert since_words(shown).startswith(words)


def test_how_much_of_a_change_is_of_the_company_adds_up():
    found = changes(wave(0), split(1))
    comparison = replace(found.found, score=(40.0, 50.0), common_score=(40.0, 47.0))
    shown = Changes(found.view, replace(found.trend, comparison=comparison))
    lead = next(one for one in story(shown) if isinstance(one, Paragraph))
    assert lead.text.endswith(
        "Of the change of +10.0, +7.0 is of the company; the other +3.0 comes from how the company is divided."
    )


def test_a_company_that_got_better_while_its_score_fell_is_told_so():
    found = changes(wave(0), split(1))
    comparison = replace(found.found, score=(40.0, 38.0), common_score=(40.0, 41.0))
    shown = Changes(found.view, replace(found.trend, comparison=comparison))
    lead = next(one for one in story(shown) if isinstance(one, Paragraph))
    assert lead.text.endswith(
        "The company by itself moved it by +1.0; the other −3.0 comes from how the company is divided."
    )


def test_three_checks_and_more_say_how_the_score_went_over_all():
    text = said(tuple(story(changes(wave(0), wave(1), wave(2)))))
    assert "Over 3 checks, the score went from 42.2 on 31 March 2026 to 42.2 on 29 September 2026." in text
    assert "Over" not in said(tuple(story(changes(wave(0), wave(1)))))


# Findings and what was agreed


def test_the_ledger_says_what_is_gone_and_why():
    blocks = ledger_blocks(changes(wave(0), wave(1, ties=MENDED)))
    assert blocks[0].text == "New: 1 since the company changed. Gone: 9 since the company changed. 5 findings stay."
    rows = blocks_of(blocks, Table)[0].rows
    assert [row[0] for row in rows] == ["new"] + ["gone"] * 9
    assert {row[-1] for row in rows} == {"The company changed"}
    gone = next(row for row in rows if row[1] == "COO01")
    assert gone[3].startswith("Care and Ops hand over to each other")


def test_the_picture_of_the_ledger_is_filled_where_a_check_found_it():
    found = changes(wave(0), wave(1, ties=MENDED), wave(2))
    picture = blocks_of(ledger_blocks(found), Figure)[0]
    # Found by the first and the last, mended in between.
    assert re.search(r"COO01 Care and Ops: [^;]+: found by 2 of 3, back", picture.alt)


def test_what_asks_for_something_comes_first_and_what_is_late_by_what_it_was_to_gain():
    codes = ("OWN01:journey:buy", "OWN01:journey:leave", "COO01:pair:care+ops")
    gains = (0.5, 2.5, 1.0)
    advice = Advice(steps=tuple(step(one, gain) for one, gain in zip(codes, gains, strict=True)))
    late = tuple(action(one, "open", due=day(0)) for one in codes[:2])
    done = action(codes[2], "done", action="Talk on Tuesdays")
    found = changes(wave(0, advice=advice), wave(1, actions=(*late, done)))
    rows = blocks_of(agreed_blocks(found), Table)[0].rows
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("Talk on Tuesdays", 1.0, "Done and still found"),
        (f"Mend {codes[1]}", 2.5, "Late"),
        (f"Mend {codes[0]}", 0.5, "Late"),
    ]
    assert agreed_words(found) == (
        "3 actions were agreed: 1 done and still found and 2 late. What is late was to gain 3.0 points of the score."
    )
    asked = asking(found)
    assert asked[0] == f"Late since 31 March 2026: “Mend {codes[1]}” (Ann). It was to gain 2.5 points."
    assert asked[2].startswith("Done: “Talk on Tuesdays”. Still found: ")
    assert "What stayed, though something was done" in said(tuple(story(found)))


def test_what_was_done_and_is_found_again_did_not_stay_but_is_back():
    done = action("OWN01:journey:buy", "done", action="Name eve")
    # Found at first, mended by naming an owner, and found again when the owner left.
    found = changes(wave(0), wave(1, owners={"Buy": "eve"}), wave(2, actions=(done,)))
    words = (
        "Done and helped, and is back: “Name eve”. Found again: “Buy” has no end-to-end owner, though it crosses 3 "
        "departments (Care, Ops and Sales)."
    )
    text = said(tuple(story(found)))
    assert "What stayed, though something was done" not in text
    assert "What helped, and is back" in text
    assert words in text
    assert asking(found) == (words,)
    assert agreed_words(found) == "1 action was agreed: 1 done and found again."
    assert [row[-1] for row in blocks_of(agreed_blocks(found), Table)[0].rows] == ["Done and found again"]
    slides = content.trend_document(found.trend).slides
    assert "1 action was agreed, 1 asks for something now" in [one.title for one in slides]


def test_a_waiver_that_has_lapsed_asks_and_one_that_has_not_says_until_when():
    lapsed = action("OWN01:journey:buy", "waived", waiver_reason="Not now", waiver_until=day(0))
    waived = action("OWN01:journey:leave", "waived", waiver_reason="Not now", waiver_until=day(5))
    found = changes(wave(0), wave(1, actions=(lapsed, waived)))
    assert [row[-1] for row in blocks_of(agreed_blocks(found), Table)[0].rows] == [
        "Its waiver lapsed on 31 March 2026",
        "Waived until 29 June 2027",
    ]
    assert asking(found) == (
        "A waiver lapsed on 31 March 2026: Buy: Journey without an end-to-end owner. Its reason was “Not now” (Ann).",
    )
    # It had lapsed already when the check before was made.
    assert asking(changes(wave(1), wave(2, actions=(lapsed,)))) == ()


def test_nothing_agreed_and_no_target_asks_for_nothing():
    found = changes(wave(0), wave(1))
    assert (asking(found), agreed_blocks(found), agreed_words(found)) == ((), [], "")
    board = content.trend_document(found.trend).sections[0]
    assert "Nothing was agreed last time, and no targets are set." in said(board)


def test_a_target_that_is_late_asks_and_has_its_line_and_forecast():
    settings = replace(SHORT, targets={"ownership.journeys_owned": Target(1.0, day(1))})
    found = changes(wave(0, settings), wave(1, settings), wave(2, settings, owners={"Buy": "eve"}))
    assert asking(found)[0].startswith("Journeys with one end-to-end owner: the target of 100%")
    document = content.trend_document(found.trend)
    assert "change-targets" in [one.anchor for one in document.sections]


# Figures and departments


def test_the_table_of_figures_says_whose_a_change_is():
    table = blocks_of(figure_blocks(changes(wave(0), split(1))), Table)[0]
    row = next(row for row in table.rows if row[0] == "Congruence")
    assert row[1:] == ("50%", "33%", "−17 pp", "0", "−17 pp", "0", "as it was", "as it was")


def test_a_line_is_broken_at_a_reorganisation_that_a_figure_does_not_survive():
    found = changes(
        wave(0), wave(1), split(2), replace(split(3), organisation=replace(split(3).organisation, renamings=()))
    )
    blocks = figure_blocks(found)
    figure = blocks_of(blocks, Figure)[0]
    assert figure.chart == "figure-trend"
    assert "No line is drawn across a reorganisation" in figure.caption
    assert [len(one) for one in found.trend.stretches("silos.ei_index")] == [2, 2]


def test_departments_that_were_split_are_left_out_and_said():
    people = PEOPLE | {"ida": "Shop", "jon": "Shop"}
    parts = {"ann": "Contact", "bob": "Contact", "cem": "Digital", "dan": "Digital"}
    first = wave(0, departments="Care Sales Ops Shop", people=people, ties=f"{TIES} ida-jon")
    last = wave(
        1,
        departments="Contact Digital Sales Ops Shop",
        people=people | parts,
        ties=f"{TIES} ida-jon jon-eve",
        journeys={"Buy": "Sales Contact Ops", "Leave": "Digital Ops"},
    )
    told = [Declared("department", "Care", now, "here") for now in ("Contact", "Digital")]
    blocks = department_blocks(changes(first, with_declared(last, told)))
    # Of two ties of Shop one goes to Sales now, and of four ties of Sales three go elsewhere, before two of three.
    assert blocks[0].alt == "30 June 2026 and 31 March 2026 side by side: Shop 50% and 0%; Sales 75% and 67%."
    text = said(tuple(blocks))
    assert "Left out, since they are not one department in both checks: Care; Contact; Digital." in text


def test_departments_that_moved_most_come_first_whatever_chance_says_of_them():
    class Told(Changes):
        """Changes of which chance is known not to explain that of Sales alone."""

        def real(self, movement):
            return movement.place.ids == ("Sales",)

    people = PEOPLE | {"ida": "Shop", "jon": "Shop"}
    first = wave(0, departments="Care Sales Ops Shop", people=people, ties=f"{TIES} ida-jon")
    last = wave(1, departments="Care Sales Ops Shop", people=people, ties=f"{TIES} ida-jon jon-eve")
    found = changes(first, last)
    # One of two ties of Shop goes to Sales now, and before none; three of four ties of Sales go elsewhere, before two of three.
    figure = blocks_of(department_blocks(Told(found.view, found.trend)), Figure)[0]
    assert figure.alt == "30 June 2026 and 31 March 2026 side by side: Shop 50% and 0%; Sales 75% and 67%."
    assert "those that moved most come first" in figure.caption
    root = ElementTree.fromstring(found.view.charts[figure.chart].svg)
    # Editions of matplotlib differ in how they write the weight of a font.
    heavy = re.compile(r"font-weight: 600|font: 600 ")
    bold = ["".join(one.itertext()) for one in root.iter() if heavy.search(one.get("style", ""))]
    assert bold == ["Sales", "+8"]


# The whole


def quarters(number: int) -> Trend:
    """Checks of a company that ties more and names owners as time goes, without ties in the third, and is divided otherwise."""
    made = []
    for at in range(number):
        grown = {"ties": MENDED if at % 5 == 1 else TIES, "owners": {"Buy": "eve"} if at > number // 2 else {}}
        if at == 2:
            grown["ties"] = ()
        one = split(at, **grown) if at >= number - 1 else wave(at, **grown)
        made.append(one)
    return trend(made)


@pytest.fixture(scope="module", params=[2, 3, pytest.param(40, marks=pytest.mark.slow)])
def row(request) -> Trend:
    return quarters(request.param)


@pytest.fixture(scope="module", params=["trend", "check"])
def document(row, request) -> Document:
    if request.param == "trend":
        return content.trend_document(row)
    last = row.comparison.later
    return content.document(last.check, last.organisation, last.settings, trend=row)


def blocks(document: Document):
    return [one for section in document.sections for one in section.blocks]


def test_every_format_of_every_row_of_checks_can_be_made(document, row, tmp_path):
    page = html.render(document)
    assert document.sections[-1].title in page
    assert len(pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages) > 1
    excel.write(document, row.comparison.later.check, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    assert {"Changes", "Ledger", "Checks"} <= set(book.sheetnames)
    powerpoint.write(document, tmp_path / "a.pptx")
    assert len(pptx.Presentation(tmp_path / "a.pptx").slides) == len(document.slides)


def test_the_pages_keep_the_rules_of_a_document(document):
    shown = [one.chart for one in blocks(document) if isinstance(one, Figure)]
    assert sorted(shown) == sorted(document.charts)
    anchors = [one.anchor for one in document.sections]
    for one in blocks(document):
        if isinstance(one, Subheading | Table) and one.anchor:
            anchors.append(one.anchor)
        if isinstance(one, Table):
            assert {len(row) for row in one.rows} <= {len(one.columns)}
            anchors += [anchor for anchor in (*one.anchors, *one.findings) if anchor and anchor not in anchors]
        if isinstance(one, Cards):
            anchors += [card.anchor for card in one.items]
    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", one) for one in anchors)
    for register in document.registers:
        assert {len(row) for row in register.rows} == {len(register.columns)}
    assert not re.findall(
        r"\b[a-z]+_[a-z_]+\b", said(tuple(one for one in document.sections if one.anchor.startswith("change")))
    )
    told = [one for one in blocks(document) if isinstance(one, Paragraph | Figure)]
    assert all(one.text if isinstance(one, Paragraph) else one.alt for one in told)


def test_the_trend_report_begins_with_one_page_and_tells_it_in_slides(row):
    document = content.trend_document(row)
    board = document.sections[0]
    assert [type(one) for one in board.blocks[:2]] == [Gauge, Lights]
    assert all(" → " in line.value for line in board.blocks[1].lines)
    assert 4 <= len(document.slides) <= 9
    assert document.slides[0].title == document.title == "Trend report"
    checks = next(one for one in document.registers if one.name == "Checks")
    assert [one[0] for one in checks.rows] == [one.isoformat() for one in row.days]


def test_a_health_check_has_the_chapter_before_its_method_and_a_line_on_its_first_page(row):
    last = row.comparison.later
    document = content.document(last.check, last.organisation, last.settings, trend=row)
    assert [one.anchor for one in document.sections[-2:]] == ["change", "method"]
    assert since_words(Changes(view_of(last), row)) in said(document.sections[0])
    alone = content.document(last.check, last.organisation, last.settings)
    assert "change" not in [one.anchor for one in alone.sections]
    assert len(document.slides) == len(alone.slides) + 1
    assert (document.slides[1], document.slides[3]) == (alone.slides[1], alone.slides[2])


def test_sentences_on_figures_lead_to_where_these_stand():
    document = content.trend_document(trend([wave(0), wave(1, owners={"Buy": "eve"})]))
    assert "change-ownership-journeys-owned" in document.references
    assert 'href="#change-ownership-journeys-owned"' in html.render(document)


def test_the_register_of_changes_has_every_figure_that_either_check_has(row):
    document = content.trend_document(row)
    register = next(one for one in document.registers if one.name == "Changes")
    known = [
        one
        for one in row.comparison.movements
        if any(side is not None and side.value is not None for side in (one.before, one.after))
    ]
    assert len(register.rows) == len(known)
    names = [one.name for one in register.columns]
    for told in register.rows:
        change, *parts = (
            told[names.index(one)] for one in ("Change", "Of the company", "Of the division", "Of the data")
        )
        if change is not None and None not in parts:
            assert change == pytest.approx(sum(parts))


def test_a_part_of_the_report_has_its_line_on_the_change_and_no_more():
    row = trend([wave(0), wave(1, owners={"Buy": "eve"})])
    last = row.comparison.later
    board = content.document(last.check, last.organisation, last.settings, Edition("board"), trend=row)
    assert "The score is 42.2, as on 31 March 2026." in said(board.sections[0])
    assert {one.anchor for one in board.sections} <= {"at-a-glance", "board-plan"}
    handed = content.document(last.check, last.organisation, last.settings, Edition("department", "Care"), trend=row)
    assert "as on 31 March 2026" not in said(handed.sections)
    assert board.registers == handed.slides == ()


def test_the_chapters_take_the_words_of_their_authors():
    row = trend([wave(0), wave(1)])
    words = Commentary({"What has changed": (Paragraph("We were away."),)})
    chapter = next(one for one in content.trend_document(row, words).sections if one.anchor == "change")
    assert [one.text for one in chapter.blocks[1:3]] == ["Commentary", "We were away."]
