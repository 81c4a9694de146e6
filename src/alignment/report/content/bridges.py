"""What holds the parts together? The bridges of the chapter on silos: how few they are, and what was found about them."""

from collections.abc import Sequence

from alignment.language import later, number_text, say, say_many, share_text
from alignment.model.result import Measurement
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.report.traces import measure, together, traced
from alignment.wording import counted, plural, singular

__all__ = ["bridge_blocks"]

MOST_BRIDGES = 10
_REACH = later("the mean over all pairs of 1 for a direct tie, ½ for two steps and so on")


def bridge_blocks(view: View) -> list[Block]:
    """Return the figures on bridges and, below them, their findings."""
    return _bridges(view) + finding_blocks(view, say("What was found about bridges"), "bridge-findings", "BRG")


def _bridges(view: View) -> list[Block]:
    level = view.context.collaboration.level
    noun = "department" if level == "department" else "position"
    scored = [one for one in view.check.of("bridges.betweenness") if one.value]
    points = view.check.value("bridges.articulation_points")
    blocks: list[Block] = [Subheading(say("Bridges"), "bridges")]
    if points is not None:
        pieces = view.check.value("bridges.fragmentation")
        text = (
            say_many(
                int(points),
                "{some} is the only link between others: without it, part of the network is cut off.",
                "{some} are each the only link between others: without one of them, part of the network is cut off.",
                some=counted(int(points), noun),
            )
            if points
            else say("No single {noun} is the only link between others.", noun=singular(noun))
        )
        text = traced(text, measure("bridges.articulation_points"))
        if pieces:
            apart = say("Already now, no path joins {share} of all pairs.", share=share_text(pieces))
            text = together(text, traced(apart, measure("bridges.fragmentation")))
        blocks.append(Paragraph(together(text, view.waived_words("bridges.articulation_points", noun))))
    costs = _pair(view, noun)
    if costs:
        blocks.append(Paragraph(traced(costs, measure("bridges.key_set_2"), measure("bridges.key_set_expected"))))
    if scored and level == "department":
        blocks.append(_connecting(view, scored))
    # Positions of people are counted, not listed: the report is about structure.
    return blocks if len(blocks) > 1 else []


def _pair(view: View, noun: str) -> str:
    """Return what the loss of the key pair would cost, beside chance, where no finding says so."""
    lost, by_chance = (_reach_lost(view, view.check.value(f"bridges.key_set_{one}")) for one in ("2", "expected"))
    if lost is None or by_chance is None or lost <= 0 or view.findings("BRG06"):
        return ""
    return say(
        "Losing the two {nouns} that cost the others most would take {share} of their reach ({reach}); two at random "
        "would take {chance}.",
        nouns=plural(noun),
        share=share_text(lost),
        reach=say(_REACH),
        chance=share_text(max(by_chance, 0)),
    )


def _reach_lost(view: View, left: float | None) -> float | None:
    """Return the share of the average reach that is lost where so much distance fragmentation is left."""
    today = view.check.value("bridges.distance_fragmentation")
    return None if left is None or today is None or today >= 1 else (left - today) / (1 - today)


def _connecting(view: View, scored: Sequence[Measurement]) -> Table:
    """Return the departments that connect others most, with the band of their rank and what their loss would cost."""
    ranked = sorted(scored, key=lambda one: (-(one.value or 0.0), str(one.scope.id)))[:MOST_BRIDGES]
    today = view.check.value("bridges.distance_fragmentation") or 0.0
    growth = [view.check.value("bridges.distance_fragmentation_growth", one.scope) for one in ranked]
    columns: list[tuple[Column, list[CellValue], str]] = [
        (Column(say("Department"), share=4), [clean(view.subject(one.scope)) for one in ranked], ""),
        (
            Column(say("Shortest paths through it"), "share", 2),
            [one.value for one in ranked],
            say("Of all shortest paths between two others, the share that runs through it (betweenness)."),
        ),
        (
            Column(say("Rank at worst"), "number", 1.4),
            [view.check.value("bridges.betweenness_rank", one.scope) for one in ranked],
            say("Rank at worst: whichever one other department is left out of the data."),
        ),
        (
            Column(say("Reach lost without it"), "share", 1.8),
            [None if one is None else _reach_lost(view, today + one) for one in growth],
            say("Reach: {reach}.", reach=say(_REACH)),
        ),
    ]
    kept = [one for one in columns if None not in one[1]]
    notes = [note for *_, note in kept if note]
    if len(scored) > len(ranked):
        notes.append(
            say("Shown: the {some} highest of {all}.", some=number_text(len(ranked)), all=number_text(len(scored)))
        )
    rows = tuple(zip(*(values for _, values, _ in kept), strict=True))
    return Table(say("Departments that connect others most"), tuple(one[0] for one in kept), rows, " ".join(notes))
