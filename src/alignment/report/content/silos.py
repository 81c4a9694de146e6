"""Does collaboration stay inside? The chapter of silos against chance; its part on bridges stands in `bridges.py`."""

from collections import Counter

from alignment.analysis import groups
from alignment.analysis.base import Reading
from alignment.analysis.catalogue import RULES
from alignment.analysis.parts import CHANCE, FEW_TIES, compared
from alignment.analysis.reliability import NAMES_HOLD, TOTALS_HOLD, response
from alignment.language import number_text, say, say_many, share_text
from alignment.model.result import Scope
from alignment.report.charts import ChanceLine, InwardGroup, chance_line, insularity_bars
from alignment.report.content.additions import Unmeasured
from alignment.report.content.bridges import bridge_blocks
from alignment.report.content.findings import finding_anchor, finding_blocks
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, Callout, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import measure, sheet, together, traced
from alignment.wording import counted, joined, singular

__all__ = ["inwardness", "kept_inside", "silos_section"]

# 95 of 100 draws fall within so many standard deviations of the mean.
_NINETY_FIVE = 1.96
# Counting ties and adding their strength tell different stories from here on: our choice.
_APART = 0.25
MOST_COMMUNITIES = 12


def silos_section(view: View) -> Section | Unmeasured:
    """Return silos and bridges, or that collaboration was not measured."""
    if not view.talks:
        return Unmeasured(say("Silos and bridges"), say("the workbook has no collaboration data"), ("collaboration",))
    blocks: list[Block] = _chance(view) + _groups(view) + _chart(view)
    blocks += finding_blocks(view, say("What was found about silos"), "silo-findings", "SIL")
    blocks += bridge_blocks(view)
    return Section("silos", say("Silos and bridges"), tuple(blocks))


def inwardness(view: View) -> str:
    """Return how much stays inside, beside what chance would give, and who is turned inward; empty if not measured.

    With as many ties inside as I and across as E, the share inside is I/(E + I) = (1 − E-I index)/2.
    """
    value, expected = view.check.value("silos.ei_index"), view.check.value("silos.ei_expected")
    if value is None or expected is None:
        return _turned(view)
    text = say(
        "{share} of ties stay inside a {noun}; chance would give {chance}.",
        share=share_text((1 - value) / 2),
        noun=singular("department" if view.by_department else "division"),
        chance=share_text((1 - expected) / 2),
    )
    text = traced(text, measure("silos.ei_index"), measure("silos.ei_expected"))
    p = view.check.value("silos.ei_p")
    if p is not None and p > 0.95:
        return together(text, say("Collaboration crosses boundaries more than chance would have it."))
    if p is not None and p >= 0.05:
        return together(text, say("The difference is no greater than chance can make it."))
    return together(text, _turned(view))


def _turned(view: View) -> str:
    """Return how many groups keep nearly all their ties inside, of those measured."""
    return traced(_inward(view), measure("silos.insularity"), *map(finding_anchor, view.findings("SIL01")))


def _inward(view: View) -> str:
    measured = [str(one.scope.id) for one in view.check.of("silos.insularity") if one.value is not None]
    if not measured:
        return ""
    inward = {one.scope for one in view.findings("SIL01")}
    noun = "department" if set(measured) <= set(view.departments) else "division"
    groups = counted(len(measured), noun)
    if len(measured) < len(view.departments):
        groups = say("{groups} measured", groups=groups)
    if not inward:
        return say("None of {groups} is turned inward.", groups=groups)
    return say_many(
        len(inward), "{n} of {groups} is turned inward.", "{n} of {groups} are turned inward.", groups=groups
    )


def _chance(view: View) -> list[Block]:
    sentence = inwardness(view)
    value, expected = view.check.value("silos.ei_index"), view.check.value("silos.ei_expected")
    if value is None or expected is None:
        measured = view.check.measurement("silos.ei_index")
        reason = measured.note if measured and measured.note else say("the data cannot answer")
        unknown = say(
            "Whether the company is more inward than chance would make it is not measured: {reason}.", reason=reason
        )
        return [Paragraph(together(sentence, unknown), "lead")]
    z = view.check.value("silos.ei_z")
    # z is the distance from the mean in standard deviations of the shuffled draws, so it gives that deviation back.
    spread = abs((value - expected) / z) * _NINETY_FIVE if z else None
    low = None if spread is None else max(-1.0, expected - spread)
    high = None if spread is None else min(1.0, expected + spread)
    lines = [ChanceLine(say("E-I index"), value, expected, low, high)]
    weighted = view.check.value("silos.ei_index_weighted")
    ties = view.context.collaboration
    if weighted is not None and _disagreement(value, weighted) and not ties.within:
        # Shuffled, a strong tie falls inside as often as a weak one: chance gives the same.
        lines.append(ChanceLine(say("by strength"), weighted, expected))
    picture = chance_line("chance", lines, say("every tie stays inside"), say("every tie crosses"))
    caption = say("The E-I index, ties across minus ties inside, over all ties.")
    if spread is not None:
        caption += " " + say(
            "Hatched: where 95 of 100 shufflings of the departments fall ({number} were drawn).",
            number=number_text(view.settings.permutations),
        )
    blocks: list[Block] = [Paragraph(sentence, "lead"), view.figure(picture, "chance", caption)]
    if rest := _beside_chance(view, value):
        blocks.append(Paragraph(rest))
    blocks += _reservations(view)
    blocks.append(
        Callout(
            say("How to read this"),
            traced(
                say(
                    "An index above 0 is not openness: with many small departments chance alone puts it near 1. Only the "
                    "distance from chance tells."
                ),
                measure("silos.ei_index"),
                measure("silos.ei_expected"),
            ),
            "caution",
        )
    )
    return blocks


def _beside_chance(view: View, value: float) -> str:
    """Say how often chance comes out so inward, what strength of ties changes, and which figure a later check can be held against."""
    p, weighted = view.check.value("silos.ei_p"), view.check.value("silos.ei_index_weighted")
    rest: list[str] = []
    if p is not None:
        p = max(p, 1 / (view.settings.permutations + 1))
        shuffled = (
            say(
                "Shuffled at random, the departments come out so inward less than once in {number} times.",
                number=number_text(1000),
            )
            if p < 0.001
            else say("Shuffled at random, the departments come out so inward in {share} of cases.", share=share_text(p))
        )
        rest.append(traced(shuffled, measure("silos.ei_p")))
    if weighted is not None:
        strong = say("Counted by strength of ties, the index is {index}.", index=number_text(weighted, 2))
        rest += [traced(strong, measure("silos.ei_index_weighted")), _disagreement(value, weighted)]
    yule = view.check.value("silos.yules_q")
    if yule is not None:
        compare = say(
            "To compare with a later check, take Yule's Q, {index}: it does not change with the sizes of departments alone.",
            index=number_text(yule, 2),
        )
        rest.append(traced(compare, measure("silos.yules_q")))
    return together(*rest)


def _disagreement(counted_: float, weighted: float) -> str:
    """Return what it means that ties and their strength tell different stories; empty where they do not."""
    if abs(counted_ - weighted) < _APART and counted_ * weighted >= 0:
        return ""
    if weighted < counted_:
        return say("The two disagree: there are ties across, but the strong ones stay inside. Read both.")
    return say("The two disagree: there are more ties inside, but the strong ones cross. Read both.")


def _reservations(view: View) -> list[Block]:
    """Return why this chapter is to be read with care: who has not answered, how few ties there are."""
    found, told = response(view.organisation), []
    if not isinstance(found, Reading) and found.rate < NAMES_HOLD:
        answered = say("Only {words} ({share}).", words=found.words, share=f"{found.percent}%")
        told.append(traced(answered, measure("trust.response_rate")))
        holds = (
            say("Totals hold from about 70% of answers, so that all of this chapter is a first sketch.")
            if found.rate < TOTALS_HOLD
            else say(
                "That is enough for totals. Who stands between others can be told from about 85%: take what is said "
                "below about bridges as places to ask."
            )
        )
        told.append(traced(holds, measure("trust.response_rate")))
    total = view.context.blocks.total
    if total < FEW_TIES:
        few = say("All of it rests on {ties}: one more would change the figures.", ties=counted(total, "tie"))
        told.append(traced(few, sheet("collaboration")))
    return [Callout(say("How far this holds"), together(*told), "caution")] if told else []


def kept_inside(view: View) -> dict[Scope, tuple[float, float | None]]:
    """Return the share of ties, by strength, that each group and department keeps inside, and what an even spread would.

    Insularity counts an inside tie from both ends; here every tie counts once, as in the findings: s / (2 − s).
    """
    # Work within a department is no tie, so nobody can say how much of it an even spread would give.
    chance = {} if view.context.collaboration.within else groups.insularity_expected(view.context.blocks)
    found = {}
    for one in view.check.of("silos.insularity"):
        if one.value is not None and isinstance(one.scope.id, str):
            even = chance.get(one.scope.id) if one.scope.kind == "group" else None
            found[one.scope] = one.value / (2 - one.value), None if even is None else even / (2 - even)
    return found


def _groups(view: View) -> list[Block]:
    """Return the bars of inward ties, each group beside its chance level."""
    bars = [
        InwardGroup(clean(view.subject(scope)), inside, even)
        for scope, (inside, even) in kept_inside(view).items()
        if scope.kind == "group"
    ]
    if not bars:
        return []
    limit = view.settings.rules.get("SIL01", {}).get("limit", RULES["SIL01"].limit)
    threshold = float(limit) / (float(limit) + 1) if limit is not None else None
    picture = insularity_bars("insularity", bars, threshold)
    caption = say("Share of each group's ties, by strength, that stay inside it.")
    caption = f"{caption} {_tested(view)}".rstrip()
    return [
        Subheading(say("Which groups keep to themselves"), "insularity"),
        view.figure(picture, "insularity", caption),
    ]


def _tested(view: View) -> str:
    """Return how many of the groups keep more ties inside than chance would."""
    if view.context.collaboration.within:
        return say("Work within is an amount, not a number of ties: no test against chance is possible.")
    found = [one.value for one in view.check.of("silos.group_q") if one.value is not None]
    if not found:
        return ""
    beyond = sum(1 for q in found if q < CHANCE)
    groups = counted(len(found), "group")
    if not beyond:
        return say(
            "Of the {groups} that could be tested, none keeps more ties inside than chance would, adjusted for testing so "
            "many.",
            groups=groups,
        )
    if beyond == len(found) > 1:
        return say(
            "Of the {groups} that could be tested, all {number} keep more ties inside than chance would, adjusted for "
            "testing so many.",
            groups=groups,
            number=number_text(beyond),
        )
    return say_many(
        beyond,
        "Of the {groups} that could be tested, {n} keeps more ties inside than chance would, adjusted for testing so many.",
        "Of the {groups} that could be tested, {n} keep more ties inside than chance would, adjusted for testing so many.",
        groups=groups,
    )


def _chart(view: View) -> list[Block]:
    """Return whether the chart is who works together; nothing where too few can be compared."""
    found, agreement = compared(view.context), view.check.value("silos.agreement")
    if isinstance(found, Reading) or agreement is None:
        return []
    person = view.context.collaboration.level == "person"
    noun = "department" if view.by_department else "division"
    who = counted(len(found.group), "person") if person else counted(len(found.group), "department")
    text = say(
        "Sorted by their ties alone, {who} fall into {number} groups; the chart knows {groups}. The two agree by "
        "{agreement}, where 0 is what a shuffled chart would give and 1 the same groups.",
        who=who,
        number=number_text(len(found.members)),
        groups=counted(len(set(found.group.values())), noun),
        agreement=number_text(agreement, 2),
    )
    text = traced(text, measure("silos.agreement"))
    blocks: list[Block] = [Subheading(say("Does the chart show who works together?"), "communities"), Paragraph(text)]
    if not found.clear:
        unclear = say(
            "The groups are no clearer than those of a random network with as many ties: nothing follows from them."
        )
        return [blocks[0], Paragraph(together(text, unclear))]
    if view.check.discretion is not None:
        # Who of a department is in which group would tell of a few.
        return [blocks[0], Paragraph(text)]
    rows = []
    for nodes in found.members.values():
        number = Counter(found.group[node] for node in nodes)
        ordered = sorted(number.items(), key=lambda one: (-one[1], one[0]))
        names = [f"{clean(view.department(group))} ({count})" for group, count in ordered]
        rows.append((len(nodes), joined(names, 8)))
    columns = (Column(say("People") if person else say("Departments"), "number", 0.8), Column(say("Of"), share=6))
    note = say("Other ways to sort them are nearly as good: take the groups as a picture, not as a result.")
    if len(rows) > MOST_COMMUNITIES:
        shown = say(
            "Shown: the {some} largest of {all}.", some=number_text(MOST_COMMUNITIES), all=number_text(len(rows))
        )
        note = f"{shown} {note}"
    return [*blocks, Table(say("Groups that the ties form"), columns, tuple(rows[:MOST_COMMUNITIES]), note)]
