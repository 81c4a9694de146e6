"""Which changes are named in sentences, in which order, and what asks for something: what a stranger reads first."""

from dataclasses import replace

import openpyxl

from alignment.analysis.catalogue import MEASURES
from alignment.history.certainty import Certainty
from alignment.history.comparison import Movement, direction
from alignment.history.ledger import Place
from alignment.history.trend import trend
from alignment.model.result import Measurement, Scope
from alignment.pipeline import write_trend
from alignment.report.content.change import Changes
from alignment.report.content.change_section import mattering
from alignment.report.content.change_story import story, turned_words
from report.test_content import said
from report.test_content_change import action, changes, day, wave
from waves import SHORT


class Jargon(Changes):
    """Changes of which chance is known not to explain one figure, which the score does not count."""

    def real(self, movement):
        return movement.id == "silos.modularity"


def moving(**pairs: tuple[float, float]) -> Changes:
    """Nothing but the figures given, on what both checks have, none of them tested."""
    found = changes(wave(0), wave(1))
    moved = []
    for name, both in pairs.items():
        ident = name.replace("__", ".", 1)
        way = direction(MEASURES[ident], SHORT, *both)
        moved.append(
            Movement(ident, Place("organisation"), *map(_value(ident), both), both, both, None, True, way, way)
        )
    comparison = replace(found.found, movements=tuple(moved), certainty=Certainty((), ()))
    return Jargon(found.view, replace(found.trend, comparison=comparison))


def _value(ident: str):
    return lambda value: Measurement(ident, Scope(), value, MEASURES[ident].unit, "measured")


def test_what_the_score_counts_most_leads_and_a_family_of_figures_is_named_once():
    found = moving(
        silos__modularity=(0.6, 0.5),
        silos__assortativity=(0.8, 0.6),
        silos__assortativity_weighted=(0.8, 0.65),
        bridges__single_thread_share=(0.47, 0.03),
        ownership__journeys_owned=(0.56, 0.89),
    )
    # Of the dimension of owners, owners of journeys count most; of assortativity half is by strength, which moved less.
    assert found.leading[0].id == "silos.modularity"
    better = found.turned("better")
    told = turned_words(found, better)
    names = [one.partition(":")[0] for one in told]
    assert set(names[:3]) == {
        "Journeys with one end-to-end owner",
        "Share of group pairs joined by a single thread",
        "Assortativity",
    }
    assert [abs(found.gain(one)) for one in better] == sorted((abs(found.gain(one)) for one in better), reverse=True)
    assert told[3:] == ("And 2 more figures, in the table of figures.",)
    board = [one.partition(":")[0] for one in mattering(found)]
    assert board == names[:3]


def test_a_change_that_does_not_show_as_it_is_printed_is_counted_and_not_listed():
    small = moving(silos__modularity=(0.9946, 0.9943))
    assert turned_words(small, small.turned("better")) == (
        "1 figure, by less than shows as it is printed: in the table of figures.",
    )
    assert "What got better" in said(tuple(story(small)))
    both = moving(silos__modularity=(0.9946, 0.9943), ownership__journeys_owned=(0.56, 0.89))
    assert turned_words(both, both.turned("better")) == (
        "Journeys with one end-to-end owner: from 56% to 89%, not tested against chance.",
        "And 1 more figure, in the table of figures.",
    )


def test_a_waiver_that_moves_the_score_is_named_as_what_moved_it():
    waiver = action("OWN01:journey:buy", "waived", waiver_reason="Not now", waiver_until=day(5))
    found = changes(wave(0), wave(1, actions=(waiver,)))
    assert found.found.waivers == found.found.alone == ("Only in the later wave: 1 waiver.",)
    comparison = replace(found.found, score=(40.0, 39.0), common_score=(40.0, 40.0))
    shown = Changes(found.view, replace(found.trend, comparison=comparison))
    told = said(tuple(story(shown)))
    assert "None of that is of the company: it comes from waivers that were given or have lapsed." in told


def test_the_workbook_of_a_trend_says_what_became_of_each_finding_and_has_no_empty_sheet(tmp_path):
    found = trend([wave(0), wave(1, owners={"Buy": "eve"}), wave(2)])
    write_trend(found, tmp_path / "out", ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "out" / "trend.xlsx")
    assert "Method" not in book.sheetnames
    head, *rows = book["Findings"].iter_rows(values_only=True)
    statuses = {row[0]: row[head.index("Status")] for row in rows}
    assert statuses["OWN01:journey:leave"] != statuses["OWN01:journey:buy"]
    assert set(statuses.values()) == {"Persisting", "Regressed"}
