"""The chapter on silos: what chance would give, how far the answers hold, and whether the chart is who works together."""

from itertools import combinations

import networkx as nx
import pytest

from alignment.analysis import catalogue
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.report import content
from alignment.report.document import Block, Bullets, Callout, Document, Figure, Paragraph, Table
from alignment.settings import Settings
from build import organisation

SETTINGS = Settings(permutations=200, score_draws=20)


def report(org: Organisation) -> Document:
    found = catalogue.analyse(org, SETTINGS)
    check = HealthCheck("", None, (), found.score, found.dimensions, found.measurements, found.findings, ())
    return content.document(check, org, SETTINGS)


def blocks(document: Document, anchor: str, kind: type[Block]) -> list[Block]:
    (section,) = [one for one in document.sections if one.anchor == anchor]
    return [one for one in section.blocks if isinstance(one, kind)]


def said(org: Organisation) -> str:
    document = report(org)
    paragraphs = [one.text for one in blocks(document, "silos", Paragraph)]
    return " ".join([*paragraphs, *(one.text for one in blocks(document, "silos", Callout))])


def crowds(number: int, size: int = 6, *, strength: int = 1, answering: int | None = None) -> Organisation:
    """Departments in which all work with all, and each with the next by one tie; so many answer."""
    people = {f"d{team}p{one}": f"D{team}" for team in range(number) for one in range(size)}
    ties = [(*pair, strength) for pair in combinations(people, 2) if people[pair[0]] == people[pair[1]]]
    ties += [(f"d{team}p0", f"d{(team + 1) % number}p1", 1) for team in range(number)]
    both = [*ties, *((other, one, weight) for one, other, weight in ties)]
    kept = set(list(people)[:answering])
    return organisation(people=people, ties=[tie for tie in both if tie[0] in kept])


def test_the_chart_is_compared_with_the_ties_and_with_chance():
    document = report(crowds(3))
    text = next(one.text for one in blocks(document, "silos", Paragraph) if "by their ties alone" in one.text)
    assert text == (
        "Sorted by their ties alone, 18 people fall into 3 groups; the chart knows 3 departments. The two agree by "
        "1.00, where 0 is what a shuffled chart would give and 1 the same groups."
    )
    (table,) = [one for one in blocks(document, "silos", Table) if one.caption == "Groups that the ties form"]
    assert table.rows == ((6, "D0 (6)"), (6, "D1 (6)"), (6, "D2 (6)"))


def test_groups_that_chance_would_form_as_well_are_not_shown():
    people = {str(number): f"D{number % 3}" for number in range(40)}
    ties = [(str(one), str(other)) for one, other in nx.gnm_random_graph(40, 240, seed=5).edges]
    document = report(organisation(people=people, ties=ties))
    assert any("no clearer than those of a random network" in one.text for one in blocks(document, "silos", Paragraph))
    assert "Groups that the ties form" not in {one.caption for one in blocks(document, "silos", Table)}


def test_the_bars_say_how_many_departments_chance_does_not_explain():
    (caption,) = [one.caption for one in blocks(report(crowds(3)), "silos", Figure) if one.chart == "insularity"]
    assert "Of the 3 groups that could be tested, all 3 keep more ties inside than chance would" in caption
    within = report(organisation("Sales Ops", ties="Sales-Sales:30 Sales-Ops:4 Ops-Sales:2 Ops-Ops:12"))
    (caption,) = [one.caption for one in blocks(within, "silos", Figure) if one.chart == "insularity"]
    assert "no test against chance is possible" in caption


@pytest.mark.parametrize(
    ("answering", "words"),
    [(18, ""), (14, "take what is said below about bridges as places to ask"), (12, "all of this chapter is a first sketch")],
)  # fmt: skip
def test_too_few_answers_are_said_where_they_are_read(answering, words):
    document = report(crowds(3, answering=answering))
    found = [one.text for one in blocks(document, "silos", Callout) if one.title == "How far this holds"]
    assert (found == []) if not words else (words in found[0] and f"Only {answering} of 18" in found[0])


def test_ties_and_their_strength_that_disagree_are_shown_side_by_side():
    agreeing, apart = report(crowds(4, 3)), report(crowds(4, 3, strength=9))
    alts = [
        next(one.alt for one in blocks(document, "silos", Figure) if one.chart == "chance")
        for document in (agreeing, apart)
    ]
    assert ["by strength" in alt for alt in alts] == [False, True]
    assert "The two disagree: there are ties across, but the strong ones stay inside. Read both." in said(
        crowds(4, 3, strength=9)
    )


def test_the_method_says_how_a_strength_became_a_weight():
    for ties, words in (
        ("a-b:5 b-a:1 a-c", "a rating of 5 weighs as much as 5 of 1; where it is blank, the report counts 1"),
        ("a-b:40 b-a:1 a-c:2", "Strengths that stand for hours or meetings can be added up"),
        ("a-b b-a a-c", "No strength of ties is given, so that every report counts 1."),
    ):
        document = report(organisation(people={"a": "Sales", "b": "Ops", "c": "Ops"}, ties=ties))
        bullets = [text for one in blocks(document, "method", Bullets) for text in one.items]
        assert any(words in text for text in bullets), words
