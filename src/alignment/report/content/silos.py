"""Does collaboration stay inside, and what holds the parts together? Silos against chance, and bridges."""

from alignment.analysis.catalogue import RULES
from alignment.report.charts import ChanceLine, InwardGroup, chance_line, insularity_bars
from alignment.report.content.additions import Unmeasured
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import counted, have, number_text, share_text
from alignment.report.display import clean
from alignment.report.document import Block, Callout, CellValue, Column, Paragraph, Section, Subheading, Table

__all__ = ["inwardness", "silos_section"]

MOST_BRIDGES = 10
# 95 of 100 draws fall within so many standard deviations of the mean.
_NINETY_FIVE = 1.96


def silos_section(view: View) -> Section | Unmeasured:
    """Return silos and bridges, or that collaboration was not measured."""
    if not view.talks:
        return Unmeasured("Silos and bridges", "the workbook has no collaboration data", ("collaboration",))
    blocks: list[Block] = _chance(view) + _groups(view)
    blocks += finding_blocks(view, "What was found about silos", "silo-findings", "SIL")
    blocks += _bridges(view)
    blocks += finding_blocks(view, "What was found about bridges", "bridge-findings", "BRG")
    return Section("silos", "Silos and bridges", tuple(blocks))


def inwardness(view: View) -> str:
    """Return how much stays inside, beside what chance would give, and who is turned inward; empty if not measured.

    With as many ties inside as I and across as E, the share inside is I/(E + I) = (1 − E-I index)/2.
    """
    value, expected = view.check.value("silos.ei_index"), view.check.value("silos.ei_expected")
    if value is None or expected is None:
        return _turned(view)
    by_person = view.context.collaboration.level == "person" and view.settings.group_by == "department"
    text = (
        f"{share_text((1 - value) / 2)} of ties stay inside a {'department' if by_person else 'division'}; "
        f"chance would give {share_text((1 - expected) / 2)}."
    )
    p = view.check.value("silos.ei_p")
    if p is not None and p > 0.95:
        return f"{text} Collaboration crosses boundaries more than chance would have it."
    if p is not None and p >= 0.05:
        return f"{text} The difference is no greater than chance can make it."
    return f"{text} {_turned(view)}".rstrip()


def _turned(view: View) -> str:
    """Return how many groups keep nearly all their ties inside, of those measured."""
    measured = [str(one.scope.id) for one in view.check.of("silos.insularity") if one.value is not None]
    if not measured:
        return ""
    inward = {one.scope for one in view.findings("SIL01")}
    noun = "department" if set(measured) <= set(view.departments) else "division"
    count = number_text(len(inward)) if inward else "None"
    of_how_many = counted(len(measured), noun) + (" measured" if len(measured) < len(view.departments) else "")
    return f"{count} of {of_how_many} {have(len(inward) or 1, 'is', 'are')} turned inward."


def _chance(view: View) -> list[Block]:
    sentence = inwardness(view)
    value, expected = view.check.value("silos.ei_index"), view.check.value("silos.ei_expected")
    if value is None or expected is None:
        measured = view.check.measurement("silos.ei_index")
        reason = measured.note if measured and measured.note else "the data cannot answer"
        unknown = f"Whether the company is more inward than chance would make it is not measured: {reason}."
        return [Paragraph(f"{sentence} {unknown}".lstrip(), "lead")]
    z = view.check.value("silos.ei_z")
    # z is the distance from the mean in standard deviations of the shuffled draws, so it gives that deviation back.
    spread = abs((value - expected) / z) * _NINETY_FIVE if z else None
    low = None if spread is None else max(-1.0, expected - spread)
    high = None if spread is None else min(1.0, expected + spread)
    picture = chance_line(
        "chance", [ChanceLine("E-I index", value, expected, low, high)], "every tie stays inside", "every tie crosses"
    )
    draws = number_text(view.settings.permutations)
    caption = "The E-I index, ties across minus ties inside, over all ties."
    if spread is not None:
        caption += f" Hatched: where 95 of 100 shufflings of the departments fall ({draws} were drawn)."
    blocks: list[Block] = [Paragraph(sentence, "lead"), view.figure(picture, "chance", caption)]
    rest = []
    weighted, p = view.check.value("silos.ei_index_weighted"), view.check.value("silos.ei_p")
    if p is not None:
        p = max(p, 1 / (view.settings.permutations + 1))
        often = "less than once in 1,000 times" if p < 0.001 else f"in {share_text(p)} of cases"
        rest.append(f"Shuffled at random, the departments come out so inward {often}.")
    if weighted is not None:
        rest.append(f"Counted by strength of ties, the index is {number_text(weighted, 2)}.")
    yule = view.check.value("silos.yules_q")
    if yule is not None:
        rest.append(
            f"To compare with a later check, take Yule's Q, {number_text(yule, 2)}: it does not change with the sizes of "
            "departments alone."
        )
    if rest:
        blocks.append(Paragraph(" ".join(rest)))
    blocks.append(
        Callout(
            "How to read this",
            "An index above 0 is not openness: with many small departments chance alone puts it near 1. Only the "
            "distance from chance tells.",
            "caution",
        )
    )
    return blocks


def _groups(view: View) -> list[Block]:
    """Return the bars of inward ties, each group beside its chance level.

    Insularity counts an inside tie from both ends; the bars count every tie once, as the findings do: s / (2 − s).
    """
    members: dict[str, int] = {}
    for group in view.context.collaboration.group.values():
        members[group] = members.get(group, 0) + 1
    nodes = sum(members.values())
    groups = []
    for one in view.check.of("silos.insularity"):
        if one.value is not None and one.scope.kind == "group" and isinstance(one.scope.id, str):
            size = members.get(one.scope.id, 0)
            chance = (size - 1) / (nodes - 1) if size and nodes > 1 else None
            expected = None if chance is None else chance / (2 - chance)
            groups.append(InwardGroup(clean(view.subject(one.scope)), one.value / (2 - one.value), expected))
    if not groups:
        return []
    limit = view.settings.rules.get("SIL01", {}).get("limit", RULES["SIL01"].limit)
    threshold = float(limit) / (float(limit) + 1) if limit is not None else None
    picture = insularity_bars("insularity", groups, threshold)
    caption = "Share of each group's ties, by strength, that stay inside it."
    return [Subheading("Which groups keep to themselves", "insularity"), view.figure(picture, "insularity", caption)]


def _bridges(view: View) -> list[Block]:
    level = view.context.collaboration.level
    noun = "department" if level == "department" else "position"
    scored = [one for one in view.check.of("bridges.betweenness") if one.value]
    points = view.check.value("bridges.articulation_points")
    blocks: list[Block] = [Subheading("Bridges", "bridges")]
    if points is not None:
        pieces = view.check.value("bridges.fragmentation")
        text = (
            f"{counted(int(points), noun)} {have(int(points), 'is', 'are')} the only link between others: without it, "
            "part of the network is cut off."
            if points == 1
            else f"{counted(int(points), noun)} are each the only link between others: without one of them, part of the network is cut off."
            if points
            else f"No single {noun} is the only link between others."
        )
        if pieces:
            text += f" Already now, no path joins {share_text(pieces)} of all pairs."
        blocks.append(Paragraph(text))
    if not scored or level == "person":
        # Positions of people are counted, not listed: the report is about structure.
        return blocks if len(blocks) > 1 else []
    ranked = sorted(scored, key=lambda one: (-(one.value or 0.0), str(one.scope.id)))[:MOST_BRIDGES]
    columns = (Column("Department", share=4), Column("Shortest paths through it", "share", 2))
    rows: list[tuple[CellValue, ...]] = [(clean(view.subject(one.scope)), one.value) for one in ranked]
    note = "Of all shortest paths between two others, the share that runs through it (betweenness)."
    if len(scored) > len(ranked):
        note += f" Shown: the {len(ranked)} highest of {len(scored)}."
    return [*blocks, Table("Departments that connect others most", columns, tuple(rows), note)]
