"""What do people see, road by road, and on which stage does the company stand? The chapter on maturity.

Who sees it differently stands in `maturity_gaps.py`, the way to the next stage in `maturity_route.py`.
"""

from collections.abc import Sequence
from math import ceil

from alignment.analysis.statements import Road
from alignment.language import number_text, share_text
from alignment.model.result import Scope
from alignment.report.charts import HeatRow, Shade, Stair, heat_map, stage_ladder
from alignment.report.content.findings import finding_blocks
from alignment.report.content.maturity_gaps import department_blocks, gap_blocks
from alignment.report.content.maturity_route import route_blocks
from alignment.report.content.view import View
from alignment.report.content.voices import COMPANY, Voices, next_statements
from alignment.report.document import Block, CellValue, Column, Paragraph, Register, Section, Subheading, Table
from alignment.wording import capital, counted, have, joined

__all__ = ["maturity_register", "maturity_section", "perceived", "weakest_roads"]

# Half a point each where means of several people lie.
_MEANS = (
    Shade(1.0, "under 2.5"), Shade(2.5, "2.5 to 2.9"), Shade(3.0, "3.0 to 3.4"), Shade(3.5, "3.5 to 3.9"),
    Shade(4.0, "4.0 and more"),
)  # fmt: skip
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
    findings = finding_blocks(view, "What was found about maturity", "maturity-findings", "MAT")
    if not voices.anything:
        why = f"A survey was read, and no figure of it is printed. {capital(voices.why_nothing)}."
        return Section("maturity", "Maturity", (Paragraph(why, "lead"), *findings))
    blocks = [
        *_heat(voices), *_ladder(voices), *department_blocks(voices), *_stage_maps(voices), *gap_blocks(voices),
        *route_blocks(voices), *findings,
    ]  # fmt: skip
    return Section("maturity", "Maturity", tuple(blocks))


def perceived(view: View) -> str:
    """Return in a sentence or two what people see; empty without a survey of which something may be shown."""
    voices = Voices(view)
    mean = voices.value("mean")
    if mean is None:
        return ""
    text = f"The answers to the survey average {number_text(mean, 1)} on a scale from 1 to 5"
    lowest = _lowest(voices)
    text += f"; the weakest of {counted(len(voices.roads), 'road')} is {lowest.name['en'].lower()}." if lowest else "."
    gap = voices.found("perception_gap")
    if gap is not None and gap.value is not None and abs(gap.value) >= 0.1:
        rosier, other = ("Management", "the front line") if gap.value > 0 else ("The front line", "management")
        text += f" {rosier} sees it {number_text(abs(gap.value), 1)} points rosier than {other}."
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
        at = "" if stage is None else f", stage {stage} of {len(voices.bank.stages)}"
        told.append(f"{one.name['en']} ({number_text(mean, 2)}{at})")
    return f"Lowest are {joined(told)}." if len(told) > 1 else ""


def maturity_register(view: View) -> Register:
    """Return every group with its figures, road by road; nothing where there is no survey."""
    voices = Voices(view)
    roads = voices.roads if view.organisation.answers else ()
    columns = (
        Column("About"), Column("Group", share=2), Column("Respondents", "number"), Column("Response rate", "share"),
        Column("All roads, mean of 5", "number", decimals=2), Column("Give or take", "number", decimals=2),
        *(Column(f"{one.name['en']}, mean of 5", "number", decimals=2) for one in roads),
        Column("Weakest road, stage", "number"), *(Column(f"{one.name['en']}, stage", "number") for one in roads),
        Column("Agreement (AD_M)", "number", decimals=2), Column("“Don't know”", "share"), Column("Not shown", share=3),
    )  # fmt: skip

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
        row("Organisation", COMPANY),
        *(row("Level", one) for one in voices.levels),
        *(row("Department", one) for one in voices.asked),
    ]
    note = "What people answered, by group and road. Hidden: fewer than five people, and whoever would tell what those said."
    return Register("Maturity", columns, tuple(rows) if roads else (), note)


def _lowest(voices: Voices) -> Road | None:
    means = {one.id: mean for one in voices.roads if (mean := voices.value("mean", about=one.id)) is not None}
    return min(voices.roads, key=lambda one: means.get(one.id, 6.0)) if len(means) > 1 else None


def _lead(voices: Voices) -> str:
    people, rate, mean = (voices.value(one) for one in ("respondents", "response_rate", "mean"))
    text = "What people see, road by road."
    if people is not None:
        text = f"{counted(int(people), 'person')} of {counted(len(voices.asked), 'department')} answered"
        text += f", {share_text(rate)} of those who work there." if rate is not None else "."
    if mean is not None:
        margin = voices.value("uncertainty")
        text += f" On average they answer {number_text(mean, 2)} of 5"
        text += f", give or take {number_text(margin, 2)}." if margin is not None else "."
        if margin is not None and rate is not None and rate < _MOST_ANSWERED:
            text += f" That is chance among those who answered; what the other {share_text(1 - rate)} would say it cannot tell."
    lowest = _lowest(voices)
    if lowest is not None:
        text += f" The weakest road is {lowest.name['en']}, with {number_text(voices.value('mean', about=lowest.id) or 0, 2)}."
    unknown = voices.value("unknown")
    return f"{text} “Don't know” is {share_text(unknown)} of all answers." if unknown else text


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
    caption = "Mean answer, 1 to 5, the lowest department first; the darker, the higher."
    blocks: list[Block] = [
        Paragraph(_lead(voices), "lead"),
        Subheading("Where we stand, road by road", "maturity-roads"),
        *_maps(voices, "heat-map", "All roads", rows, _MEANS, 1, caption),
    ]
    unheard = [voices.name(one) for one in voices.unheard]
    if unheard:
        blocks.append(Paragraph(f"Of {joined(unheard, 8)} nobody answered.", "note"))
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
            one.name["en"],
            one.descriptor["en"],
            one.next["en"],
            tuple(road.name["en"] for road in voices.roads if voices.stage(COMPANY, road.id) == one.number),
            tuple(voices.name(scope) for scope, stage in placed if stage == one.number),
        )
        for one in voices.bank.stages
    ]
    return [
        Subheading("The ladder of stages", "maturity-stages"),
        Paragraph(_standing(voices)),
        voices.view.figure(stage_ladder("stage-ladder", stairs), "stage-ladder", _ladder_caption(voices, len(placed))),
        _next_table(voices),
    ]


def _standing(voices: Voices) -> str:
    """Return what a stage is, and where company and departments stand."""
    limit = number_text(voices.bank.limit, 1)
    text = f"A stage is reached where its statements, and those of every stage before it, average {limit} of 5."
    stage, placed = voices.stage(), voices.on_stage()
    if stage is None:
        return text
    name = next(one.name["en"] for one in voices.bank.stages if one.number == stage)
    further = sum(other > stage for _, other in placed)
    among = (
        f"of the {counted(len(placed), 'department')} that can be placed"
        if len(placed) > 1
        else "of the one that can be placed"
    )
    return (
        f"{text} A chain is as strong as its weakest link: on its weakest road the company stands at stage {stage}, “{name}”; "
        f"{among}, {number_text(further) if further else 'none'} {have(further or 1, 'is', 'are')} further."
    )


def _ladder_caption(voices: Voices, placed: int) -> str:
    missing = len(voices.asked) - placed
    text = "In bold the roads of the company, each on the stage it has reached; below them the departments, each on the stage of its weakest road."
    if missing:
        text += (
            f" {counted(missing, 'department')} {have(missing, 'is', 'are')} not placed: too few people answered, or those who "
            "did could be recognised."
        )
    return text


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
    shades = [Shade(one.number, f"{one.number} {one.name['en']}") for one in voices.bank.stages]
    caption = "Stage of each department on each road, the lowest mean answer first."
    return _maps(voices, "stage-map", "Weakest road", rows, shades, 0, caption)


def _maps(
    voices: Voices, name: str, first: str, rows: Sequence[HeatRow], shades: Sequence[Shade], decimals: int, caption: str
) -> list[Block]:
    """Return the rows drawn, in as many pictures of even length as they need; each begins with company and levels."""
    columns = [first, *(one.name["en"] for one in voices.roads)]
    head, others = [one for one in rows if one.head], [one for one in rows if not one.head]
    drawn = others[:_MOST_DRAWN]
    size = ceil(len(drawn) / ceil(len(drawn) / _MOST_ROWS)) if drawn else 1
    blocks: list[Block] = []
    for place, begin in enumerate(range(0, max(len(drawn), 1), size), start=1):
        ident = name if place == 1 else f"{name}-{place}"
        picture = heat_map(ident, columns, [*head, *drawn[begin : begin + size]], shades, decimals)
        blocks.append(voices.view.figure(picture, ident, caption if place == 1 else f"{caption} Part {place}."))
    if len(drawn) < len(others):
        words = (
            f"Drawn: {len(drawn)} of {counted(len(others), 'department')}. All are in the Excel report, sheet Maturity."
        )
        blocks.append(Paragraph(words, "note"))
    return blocks


def _next_table(voices: Voices) -> Table:
    """Return for each road today's stage, how far the next one is, and what one would then hear."""
    rows: list[tuple[CellValue, ...]] = []
    for road in voices.roads:
        stage, placed = voices.stage(COMPANY, road.id), voices.on_stage(road.id)
        further = sum(other > stage for _, other in placed) if stage is not None else None
        rows.append(
            (
                road.name["en"],
                stage,
                *_ahead(voices, road, stage),
                f"{further} of {len(placed)}" if further is not None else None,
            )
        )
    limit = number_text(voices.bank.limit, 1)
    columns = (
        Column("Road", share=1.8),
        Column("Stage today", "number", 0.6),
        Column("The first stage not reached: what one would hear people say", share=5.8),
        Column(f"Mean, {limit} needed", "number", 0.9, 2),
        Column("Departments further", share=1.05),
    )
    return Table("What the next stage looks like", columns, tuple(rows))


def _ahead(voices: Voices, road: Road, stage: int | None) -> tuple[CellValue, ...]:
    """Return the statements of the first stage not reached, and their mean today, where it is told."""
    towards = voices.found("towards", about=road.id)
    if stage is None or towards is None or towards.value is None:
        ahead = next_statements(voices.bank, road.id, stage)
    else:
        ahead = tuple(one for one in voices.bank.of_road(road.id) if towards.note == f"stage {one.stage}")
    mean = towards.value if stage is not None and towards is not None else None
    return " ".join(f"“{one.text['en']}”" for one in ahead), mean
