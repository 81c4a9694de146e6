"""What do people see, road by road, and on which stage does the company stand? The chapter on maturity.

Who sees it differently stands in `maturity_gaps.py`, the way to the next stage in `maturity_route.py`.
"""

from collections.abc import Sequence
from math import ceil

from alignment.analysis.privacy import SMALLEST
from alignment.analysis.statements import Road
from alignment.language import number_text, said, say, say_many, share_text
from alignment.model.result import Scope
from alignment.report.charts import HeatRow, Shade, Stair, heat_map, stage_ladder
from alignment.report.content.findings import finding_blocks
from alignment.report.content.maturity_gaps import department_blocks, gap_blocks
from alignment.report.content.maturity_route import route_blocks
from alignment.report.content.view import View
from alignment.report.content.voices import COMPANY, Voices, next_statements
from alignment.report.content.words import all_in_workbook
from alignment.report.document import Block, CellValue, Column, Paragraph, Register, Section, Subheading, Table
from alignment.report.traces import measure, sheet, together, traced
from alignment.wording import capital, counted, joined

__all__ = ["maturity_register", "maturity_section", "perceived", "weakest_roads"]

# Half a point each where means of several people lie.
_MEANS = ((2.5, 2.9), (3.0, 3.4), (3.5, 3.9))
_LOWEST, _HIGHEST = 1.0, 4.0
# Of departments: in one picture, and in all.
_MOST_ROWS = 30
_MOST_DRAWN = 90
_MOST_WEAKEST = 3
# Where fewer answered, what they say is not yet what all would: as of ties between people.
_MOST_ANSWERED = 0.7


def maturity_section(view: View) -> Section | None:
    """Return what the survey says; None where the workbook holds none, one line where nothing of it may be shown."""
    if not view.organisation.answers:
        return None
    voices = Voices(view)
    findings = finding_blocks(view, say("What was found about maturity"), "maturity-findings", "MAT")
    if not voices.anything:
        nothing = say("A survey was read, and no figure of it is printed.")
        why = traced(f"{nothing} {capital(voices.why_nothing)}.", sheet("survey"))
        return Section("maturity", say("Maturity"), (Paragraph(why, "lead"), *findings))
    blocks = [
        *_heat(voices), *_ladder(voices), *department_blocks(voices), *_stage_maps(voices), *gap_blocks(voices),
        *route_blocks(voices), *findings,
    ]  # fmt: skip
    return Section("maturity", say("Maturity"), tuple(blocks))


def perceived(view: View) -> str:
    """Return in a sentence or two what people see; empty without a survey of which something may be shown."""
    voices = Voices(view)
    mean = voices.value("mean")
    if mean is None:
        return ""
    text = say("The answers to the survey average {mean} on a scale from 1 to 5", mean=number_text(mean, 1))
    lowest, sources = _lowest(voices), [measure("maturity.mean")]
    if lowest:
        sources.append(measure(f"maturity.mean.{lowest.id}"))
        text = say(
            "{text}; the weakest of {roads} is {road}",
            text=text,
            roads=counted(len(voices.roads), "road"),
            road=said(lowest.name).lower(),
        )
    text = traced(f"{text}.", *sources)
    gap = voices.found("perception_gap")
    if gap is not None and gap.value is not None and abs(gap.value) >= 0.1:
        points = number_text(abs(gap.value), 1)
        rosier = (
            say("Management sees it {points} points rosier than the front line.", points=points)
            if gap.value > 0
            else say("The front line sees it {points} points rosier than management.", points=points)
        )
        return together(text, traced(rosier, measure("maturity.perception_gap")))
    return text


def weakest_roads(view: View) -> str:
    """Return the roads with the lowest means and the stage of each; empty where fewer than two may be shown."""
    voices = Voices(view)
    means = sorted(
        (mean, place, one)
        for place, one in enumerate(voices.roads)
        if (mean := voices.value("mean", about=one.id)) is not None
    )
    told = []
    for mean, _, one in means[:_MOST_WEAKEST]:
        stage = voices.stage(COMPANY, one.id)
        at = number_text(mean, 2)
        if stage is not None:
            at = say("{mean}, stage {stage} of {stages}", mean=at, stage=stage, stages=len(voices.bank.stages))
        told.append(f"{said(one.name)} ({at})")
    shown = [measure(f"maturity.mean.{one.id}") for _, _, one in means[:_MOST_WEAKEST]]
    return traced(say("Lowest are {roads}.", roads=joined(told)), *shown) if len(told) > 1 else ""


def maturity_register(view: View) -> Register:
    """Return every group with its figures, road by road; nothing where there is no survey."""
    voices = Voices(view)
    roads = voices.roads if view.organisation.answers else ()
    columns = (
        Column(say("About")),
        Column(say("Group"), share=2),
        Column(say("Respondents"), "number"),
        Column(say("Response rate"), "share"),
        Column(say("{road}, mean of 5", road=say("All roads")), "number", decimals=2),
        Column(say("Give or take"), "number", decimals=2),
        *(Column(say("{road}, mean of 5", road=said(one.name)), "number", decimals=2) for one in roads),
        Column(say("Weakest road, stage"), "number"),
        *(Column(say("{road}, stage", road=said(one.name)), "number") for one in roads),
        Column(say("How far answers are apart"), "number", decimals=2),
        Column(say("“Don't know”"), "share"),
        Column(say("Not shown"), share=3),
    )

    def row(kind: str, scope: Scope) -> tuple[CellValue, ...]:
        notes = [
            one.note for name in ("respondents", "stage") if (one := voices.found(name, scope)) and one.value is None
        ]
        alone = scope == COMPANY
        return (
            kind,
            voices.name(scope),
            *(voices.value(one, scope) for one in ("respondents", "response_rate", "mean", "uncertainty")),
            *(voices.value("mean", scope, one.id) for one in roads),
            voices.stage(scope) if alone else voices.value("stage", scope),
            *(voices.stage(scope, one.id) if alone else voices.value("stage", scope, one.id) for one in roads),
            voices.value("agreement", scope),
            voices.value("unknown", scope),
            notes[0] if notes else None,
        )

    rows = [
        row(say("Organisation"), COMPANY),
        *(row(say("Level"), one) for one in voices.levels),
        *(row(say("Department"), one) for one in voices.asked),
    ]
    note = say(
        "What people answered, by group and road. Hidden: groups of fewer than {few} people, and those whose figures would let "
        "the answers of such a group be worked out.",
        few=number_text(SMALLEST),
    )
    return Register(say("Maturity"), columns, tuple(rows) if roads else (), note)


def _lowest(voices: Voices) -> Road | None:
    means = {one.id: mean for one in voices.roads if (mean := voices.value("mean", about=one.id)) is not None}
    return min(voices.roads, key=lambda one: means.get(one.id, 6.0)) if len(means) > 1 else None


def _lead(voices: Voices) -> str:
    people, rate, mean = (voices.value(one) for one in ("respondents", "response_rate", "mean"))
    told = [_answered(voices, int(people), rate) if people is not None else say("What people see, road by road.")]
    if mean is not None:
        margin = voices.value("uncertainty")
        average = say("On average they answer {mean} of 5", mean=number_text(mean, 2))
        if margin is not None:
            average = say("{text}, give or take {margin}", text=average, margin=number_text(margin, 2))
        sources = (measure("maturity.mean"), *((measure("maturity.uncertainty"),) if margin is not None else ()))
        told.append(traced(f"{average}.", *sources))
        if margin is not None and rate is not None and rate < _MOST_ANSWERED:
            silent = say(
                "That margin is chance among those who answered; what the other {share} would say is not known.",
                share=share_text(1 - rate),
            )
            told.append(traced(silent, measure("maturity.response_rate")))
    lowest = _lowest(voices)
    if lowest is not None:
        low = number_text(voices.value("mean", about=lowest.id) or 0, 2)
        weakest = say("The weakest road is {road}, with {mean}.", road=said(lowest.name), mean=low)
        told.append(traced(weakest, measure(f"maturity.mean.{lowest.id}")))
    unknown = voices.value("unknown")
    if unknown:
        unsure = say("“Don't know” is {share} of all answers.", share=share_text(unknown))
        told.append(traced(unsure, measure("maturity.unknown")))
    return together(*told)


def _answered(voices: Voices, people: int, rate: float | None) -> str:
    """Return how many answered, of how many departments, and of how many who work there."""
    text = say(
        "{people} of {departments} answered",
        people=counted(people, "person"),
        departments=counted(len(voices.asked), "department"),
    )
    if rate is not None:
        text = say("{text}, {share} of those who work there", text=text, share=share_text(rate))
    sources = (measure("maturity.respondents"), *((measure("maturity.response_rate"),) if rate is not None else ()))
    return traced(f"{text}.", *sources)


def _means() -> tuple[Shade, ...]:
    """Return the classes of means with their words."""

    def shown(value: float) -> str:
        return number_text(value, 1)

    between = (Shade(low, say("{low} to {high}", low=shown(low), high=shown(high))) for low, high in _MEANS)
    lowest = Shade(_LOWEST, say("under {number}", number=shown(_MEANS[0][0])))
    return lowest, *between, Shade(_HIGHEST, say("{number} and more", number=shown(_HIGHEST)))


def _heat(voices: Voices) -> list[Block]:
    """Return the means of each group on each road, the lowest department first; those not shown at the end."""
    hidden = tuple(one for one in voices.asked if one not in voices.departments)

    def row(scope: Scope, head: bool = False) -> HeatRow:
        about = ("", *(one.id for one in voices.roads))
        return HeatRow(
            voices.name(scope),
            tuple(voices.value("mean", scope, one) for one in about),
            tuple(voices.hidden("mean", scope, one) for one in about),
            head,
        )

    rows = [row(one, True) for one in (COMPANY, *voices.levels)]
    rows += [row(one) for one in (*voices.departments, *hidden)]
    caption = say("Mean answer, 1 to 5, the lowest department first; the darker, the higher.")
    blocks: list[Block] = [
        Paragraph(_lead(voices), "lead"),
        Subheading(say("Where we stand, road by road"), "maturity-roads"),
        *_maps(voices, "heat-map", say("All roads"), rows, _means(), 1, caption),
    ]
    unheard = [voices.name(one) for one in voices.unheard]
    if unheard:
        blocks.append(Paragraph(say("In {departments} nobody answered.", departments=joined(unheard, 8)), "note"))
    return blocks


def _placed(voices: Voices) -> bool:
    """Tell whether the stage of a department is known on some road."""
    return any(voices.on_stage(one.id) for one in voices.roads)


def _ladder(voices: Voices) -> list[Block]:
    """Return the ladder, and what one would see on the next stage."""
    placed = voices.on_stage()
    if not _placed(voices):
        return []
    stairs = [
        Stair(
            one.number,
            said(one.name),
            said(one.descriptor),
            said(one.next),
            tuple(said(road.name) for road in voices.roads if voices.stage(COMPANY, road.id) == one.number),
            tuple(voices.name(scope) for scope, stage in placed if stage == one.number),
        )
        for one in voices.bank.stages
    ]
    return [
        Subheading(say("The ladder of stages"), "maturity-stages"),
        Paragraph(_standing(voices)),
        voices.view.figure(stage_ladder("stage-ladder", stairs), "stage-ladder", _ladder_caption(voices, len(placed))),
        _next_table(voices),
    ]


def _standing(voices: Voices) -> str:
    """Return what a stage is, and where company and departments stand."""
    limit = number_text(voices.bank.limit, 1)
    text = say(
        "A stage is reached where its statements, and those of every stage before it, average {mean} of 5.", mean=limit
    )
    text = traced(text, measure("maturity.stage"))
    stage, placed = voices.stage(), voices.on_stage()
    if stage is None:
        return text
    name = next(said(one.name) for one in voices.bank.stages if one.number == stage)
    further = sum(other > stage for _, other in placed)
    among = (
        say("of the {departments} that can be placed", departments=counted(len(placed), "department"))
        if len(placed) > 1
        else say("of the one that can be placed")
    )
    beyond = (
        say_many(further, "{among}, {n} is further", "{among}, {n} are further", among=among)
        if further
        else say("{among}, none is further", among=among)
    )
    weakest = say(
        "A chain is as strong as its weakest link: on its weakest road the company stands at stage {stage}, “{name}”; "
        "{departments}.",
        stage=stage,
        name=name,
        departments=beyond,
    )
    return together(text, traced(weakest, measure("maturity.stage")))


def _ladder_caption(voices: Voices, placed: int) -> str:
    missing = len(voices.asked) - placed
    text = say(
        "In bold the roads of the company, each on the stage it has reached; below them the departments, each on the stage of "
        "its weakest road."
    )
    if not missing:
        return text
    return (
        text
        + " "
        + say_many(
            missing,
            "{n} department is not placed: too few people answered, or those who did could be recognised.",
            "{n} departments are not placed: too few people answered, or those who did could be recognised.",
        )
    )


def _stage_maps(voices: Voices) -> list[Block]:
    """Return the stage of each group on each road, in the order of the means."""
    if not _placed(voices):
        return []
    about = ("", *(one.id for one in voices.roads))

    def row(scope: Scope, head: bool = False) -> HeatRow:
        stages = tuple(voices.stage(scope, one) for one in about)
        return HeatRow(voices.name(scope), stages, tuple(voices.hidden("stage", scope, one) for one in about), head)

    rows = [row(one, True) for one in (COMPANY, *voices.levels)]
    hidden = tuple(one for one in voices.asked if one not in voices.departments)
    rows += [row(one) for one in (*voices.departments, *hidden)]
    shades = [Shade(one.number, f"{one.number} {said(one.name)}") for one in voices.bank.stages]
    caption = say("Stage of each department on each road, the lowest mean answer first.")
    maps = _maps(voices, "stage-map", say("Weakest road"), rows, shades, 0, caption)
    return [Subheading(say("The stage of each department"), "maturity-stage-map"), *maps]


def _maps(
    voices: Voices, name: str, first: str, rows: Sequence[HeatRow], shades: Sequence[Shade], decimals: int, caption: str
) -> list[Block]:
    """Return the rows drawn, in as many pictures of even length as they need; each begins with company and levels."""
    columns = [first, *(said(one.name) for one in voices.roads)]
    head, others = [one for one in rows if one.head], [one for one in rows if not one.head]
    drawn = others[:_MOST_DRAWN]
    size = ceil(len(drawn) / ceil(len(drawn) / _MOST_ROWS)) if drawn else 1
    blocks: list[Block] = []
    for place, begin in enumerate(range(0, max(len(drawn), 1), size), start=1):
        ident = name if place == 1 else f"{name}-{place}"
        picture = heat_map(ident, columns, [*head, *drawn[begin : begin + size]], shades, decimals)
        part = "" if place == 1 else say("Part {number}.", number=place)
        blocks.append(voices.view.figure(picture, ident, f"{caption} {part}".rstrip()))
    if len(drawn) < len(others):
        words = say(
            "Drawn: {some} of {departments}.",
            some=number_text(len(drawn)),
            departments=counted(len(others), "department"),
        )
        rest = all_in_workbook(say("Maturity"), len(rows))
        blocks.append(Paragraph(together(traced(words, measure("maturity.mean")), rest), "note"))
    return blocks


def _next_table(voices: Voices) -> Table:
    """Return for each road today's stage, how far the next one is, and what one would then hear."""
    rows: list[tuple[CellValue, ...]] = []
    for road in voices.roads:
        stage, placed = voices.stage(COMPANY, road.id), voices.on_stage(road.id)
        further = sum(other > stage for _, other in placed) if stage is not None else None
        rows.append(
            (
                said(road.name),
                stage,
                *_ahead(voices, road, stage),
                say("{part} of {whole}", part=number_text(further), whole=number_text(len(placed)))
                if further is not None
                else None,
            )
        )
    limit = number_text(voices.bank.limit, 1)
    columns = (
        Column(say("Road"), share=1.8),
        Column(say("Stage today"), "number", 0.6),
        Column(say("The first stage not reached: what one would hear people say"), share=5.8),
        Column(say("Mean, {limit} needed", limit=limit), "number", 0.9, 2),
        Column(say("Departments further"), share=1.05),
    )
    return Table(say("What the next stage looks like"), columns, tuple(rows))


def _ahead(voices: Voices, road: Road, stage: int | None) -> tuple[CellValue, ...]:
    """Return the statements of the first stage not reached, and their mean today, where it is told."""
    towards = voices.found("towards", about=road.id)
    mean = towards.value if stage is not None and towards is not None else None
    unmet = None if mean is None else voices.unmet(road.id)
    if unmet is None:
        ahead = next_statements(voices.bank, road.id, stage)
    else:
        ahead = tuple(one for one in voices.bank.of_road(road.id) if one.stage == unmet)
    return " ".join(f"“{said(one.text)}”" for one in ahead), mean
