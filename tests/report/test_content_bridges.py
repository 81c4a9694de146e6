"""The chapter's part on bridges: what hangs on few, beside chance, and whether it rests on one department's answers."""

import pytest

from alignment.analysis import catalogue
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.report import content
from alignment.report.document import Block, Cards, Document, Paragraph, Table
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings(permutations=200, score_draws=20)
CAPTION = "Departments that connect others most"
# Eight departments that meet only through Hub and Twin, which back each other up.
TWINS = " ".join(f"Hub-L{one} Twin-L{one}" for one in range(8))


def report(org: Organisation) -> Document:
    found = catalogue.analyse(org, SETTINGS)
    check = HealthCheck("", None, (), found.score, found.dimensions, found.measurements, found.findings, ())
    return content.document(check, org, SETTINGS)


def blocks(document: Document, kind: type[Block]) -> list[Block]:
    (section,) = [one for one in document.sections if one.anchor == "silos"]
    return [one for one in section.blocks if isinstance(one, kind)]


def text(org: Organisation) -> str:
    return " ".join(one.text for one in blocks(report(org), Paragraph))


def test_departments_are_ranked_with_the_band_of_their_rank_and_what_their_loss_would_cost():
    (table,) = [
        one
        for one in blocks(report(organisation("A B C D E", ties="A-B B-C C-D D-E")), Table)
        if one.caption == CAPTION
    ]
    assert [one.name for one in table.columns] == [
        "Department", "Shortest paths through it", "Rank at worst", "Reach lost without it",
    ]  # fmt: skip
    # The chain of five has a reach of 77/120; two pairs leave 1/3 of what is possible, a lone and a chain of three 5/12.
    assert [row[:3] for row in table.rows] == [("C", pytest.approx(4 / 6), 2), ("B", 1 / 2, 3), ("D", 1 / 2, 3)]
    assert [row[3] for row in table.rows] == pytest.approx([1 - (1 / 3) / (77 / 120), *[1 - (5 / 12) / (77 / 120)] * 2])
    assert "whichever one other department is left out of the data" in table.note


def test_what_was_not_measured_is_no_column(monkeypatch):
    monkeypatch.setattr("alignment.analysis.dispersal.EFFORT", 1)
    monkeypatch.setattr("alignment.analysis.losses._MOST_SOURCES", 1)
    org = organisation(ties=" ".join(f"N{one}-N{one + 1}" for one in range(12)))
    (table,) = [one for one in blocks(report(org), Table) if one.caption == CAPTION]
    assert [one.name for one in table.columns] == ["Department", "Shortest paths through it"]
    assert (len(table.rows), table.rows[0][0]) == (10, "N6")


def test_the_cost_of_the_key_pair_stands_beside_that_of_two_at_random():
    # Every pair of a ring of five leaves a chain of three or a pair and a lone: reach 5/6 or 1/3 of what 3/4 is today.
    told = text(organisation(ties="A-B B-C C-D D-E E-A"))
    assert (
        "Losing the two departments that cost the others most would take 56% of their reach (the mean over all pairs of 1 "
        "for a direct tie, ½ for two steps and so on); two at random would take 22%."
    ) in told


def test_a_key_pair_that_is_a_finding_is_told_once():
    org = organisation(ties=TWINS, ties_directed=False)
    assert "Losing the two" not in text(org)
    cards = [card for one in blocks(report(org), Cards) for card in one.items]
    assert [card.subject for card in cards if card.code == "BRG06"] == ["Hub and Twin"]


def test_positions_are_counted_and_not_listed():
    org = organisation(people=dict.fromkeys("abcde", "Sales"), ties="a-b b-c c-d d-e")
    assert "Losing the two positions" in text(org)
    assert not [one for one in blocks(report(org), Table) if one.caption == CAPTION]


def test_an_articulation_point_tells_how_far_it_rests_on_one_department():
    (card, *_) = [
        card for one in blocks(report(organisation("A B C D E", ties="A-B B-C C-D D-E")), Cards) for card in one.items
    ]
    assert card.message.endswith("This stays so in 2 of 4 cases when one other department is left out of the data.")
