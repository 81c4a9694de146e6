"""Who sees it differently? Departments, management and the front line, what is seen against what is there; part of maturity."""

from collections.abc import Mapping, Sequence

from alignment.analysis.respondents import FRONT_LINE, MANAGEMENT, lens
from alignment.analysis.statements import CROSSWALKS
from alignment.language import later, number_text, said, say, say_many, share_text
from alignment.model.result import Scope
from alignment.report.charts import Dumbbell, dumbbells
from alignment.report.content.voices import COMPANY, Voices, level
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.report.traces import measure, together, traced
from alignment.wording import capital, counted, joined

__all__ = ["department_blocks", "gap_blocks"]

_MOST_DEPARTMENTS = 20
_MOST_NAMED = 4
# Of the measures of reliability: under it the order of departments would not come out again.
_RANKED_FROM = 0.5
_CAPTIONS = {
    "dac": later("By what it takes to pull together"),
    "frame": later("By what leads to it"),
    "outcome": later("By what it is about"),
}
_ENDS = {MANAGEMENT: later("Management"), FRONT_LINE: later("Front line")}
_STANDS_OUT = {
    "MAT05": later("sees more alignment than is there"),
    "MAT06": later("does not see the alignment that is there"),
}


def gap_blocks(voices: Voices) -> list[Block]:
    """Return levels, structure and crosswalks; each is left out where nothing of it may be shown."""
    return [*_levels(voices), *_structure(voices), *_crosswalks(voices)]


def department_blocks(voices: Voices) -> list[Block]:
    """Return how far departments are apart on each road, and which are not of one mind."""
    rows: list[tuple[CellValue, ...]] = []
    for road in voices.roads:
        gap = voices.found("department_gap", about=road.id)
        if gap is not None and gap.value is not None:
            figures = (voices.value(one, about=road.id) for one in ("agreement", "icc1", "icc2"))
            rows.append((said(road.name), clean(gap.note), gap.value, *figures))
    if not rows:
        return []
    rows.sort(key=lambda one: -float(one[2] or 0))
    columns = (
        Column(say("Road"), share=2.3),
        Column(say("Highest and lowest department, mean of 5"), share=4.5),
        Column(say("Apart"), "number", 0.9, 2),
        Column(say("How far answers are apart"), "number", 1.2, 2),
        Column(say("Between them (ICC 1)"), "number", 1.4, 2),
        Column(say("Sure of their order (ICC 2)"), "number", 1.4, 2),
    )
    note = say(
        "How far answers are apart: from one answer to the mean of all, in points; up to {most} is agreement. ICC (1): the part "
        "of all differences that lies between departments. ICC (2): how surely they would come out in the same order again, 1 at most; "
        "at 0 and under no order can be told.",
        most=number_text(0.83, 2),
    )
    return [
        Subheading(say("Where departments disagree"), "maturity-departments"),
        Paragraph(_minds(voices)),
        Table(say("Departments furthest apart, by road"), columns, tuple(rows), note),
    ]


def _minds(voices: Voices) -> str:
    """Return how much of it is the department one works in, and who disagrees within."""
    icc1, icc2 = voices.value("icc1"), voices.value("icc2")
    text = ""
    if icc1 is not None and icc1 > 0:
        text = say(
            "Over all roads, {share} of the differences between people lies in the department they work in; on one road it may "
            "be less (ICC 1).",
            share=share_text(icc1),
        )
        text = traced(text, measure("maturity.icc1"))
    elif icc1 is not None:
        text = say("Over all roads, departments differ no more than people within them do.")
    if icc2 is not None and icc2 < _RANKED_FROM:
        text = together(text, say("Departments would not come out in the same order again: do not rank them."))
    spread = [(value, one) for one in voices.departments if (value := voices.value("agreement", one)) is not None]
    if not spread:
        return text
    ratings = {one.scope: one.rating for one in voices.view.check.of("maturity.agreement")}
    torn = [one for _, one in spread if ratings[one] != "green"]
    if torn:
        far = {one: value for value, one in spread}
        named = [
            say("{department} ({points} points)", department=voices.name(one), points=number_text(far[one], 2))
            for one in torn
        ]
        within = say(
            "Not of one mind within, by how far an answer stands from those of colleagues: {departments}. There the mean is "
            "nobody's view.",
            departments=joined(named, _MOST_NAMED),
        )
        return together(text, traced(within, measure("maturity.agreement")))
    value, most = max(spread, key=lambda one: (one[0], voices.name(one[1])))
    within = say(
        "Within each department shown people agree; least in {department} ({value} points from the mean, over all roads).",
        department=voices.name(most),
        value=number_text(value, 2),
    )
    return together(text, traced(within, measure("maturity.agreement")))


def _levels(voices: Voices) -> list[Block]:
    """Return management and the front line side by side, of the company, and of departments where both may be shown."""
    above, front = level(MANAGEMENT), level(FRONT_LINE)
    rows = []
    for about, name in (("", say("All roads")), *((one.id, said(one.name)) for one in voices.roads)):
        ends = voices.value("mean", above, about), voices.value("mean", front, about)
        if ends[0] is not None and ends[1] is not None:
            margins = voices.value("uncertainty", above, about), voices.value("uncertainty", front, about)
            rows.append(Dumbbell(name, ends[0], ends[1], *margins, loud=not about))
    within = _within(voices)
    if not rows and not within:
        return []
    blocks: list[Block] = [Subheading(say("Management and the front line"), "maturity-levels")]
    if rows:
        rows[1:] = sorted(rows[1:], key=lambda one: (-abs(one.first - one.second), one.name))
        words = _end(voices, above), _end(voices, front)
        caption = say("Mean answers, 1 to 5, the roads that are furthest apart first; on the right the distance.")
        blocks.append(voices.view.figure(dumbbells("levels", rows, words), "levels", caption))
    return blocks + within


def _end(voices: Voices, scope: Scope) -> str:
    people = voices.value("respondents", scope)
    name = say(_ENDS[str(scope.id)])
    if people is None:
        return name
    return say("{name} ({people})", name=name, people=counted(int(people), "person"))


def _within(voices: Voices) -> list[Block]:
    found = [one for one in voices.view.check.of("maturity.perception_gap_within") if one.scope.kind == "department"]
    shown = sorted(
        ((one.value, one.scope) for one in found if one.value is not None), key=lambda one: (-one[0], str(one[1]))
    )
    if not shown:
        return []
    above = _by(voices, [one for one in shown if one[0] >= 0])
    below = _by(voices, [one for one in reversed(shown) if one[0] < 0])
    told = [
        *([say("above it in {departments}", departments=above)] if above else []),
        *([say("below it in {departments}", departments=below)] if below else []),
    ]
    text = say(
        "Beside the front line of their own department, management and middle answer {where}.", where="; ".join(told)
    )
    missing = len(found) - len(shown)
    few = ""
    if missing:
        few = say(
            "In {departments} one of the two sides is too few to be shown.",
            departments=counted(missing, "more department"),
        )
    return [Paragraph(traced(together(text, few), measure("maturity.perception_gap_within")))]


def _by(voices: Voices, some: Sequence[tuple[float, Scope]]) -> str:
    """Return departments, each with how far its two sides are apart."""
    return joined(
        [say("{name} (by {gap})", name=voices.name(scope), gap=number_text(abs(gap), 2)) for gap, scope in some], 8
    )


def _structure(voices: Voices) -> list[Block]:
    """Return for each department what it sees beside what its journeys find there, the largest distance first."""
    found = [one for one in voices.view.check.of("maturity.structure_gap") if one.value is not None]
    if not found:
        return []
    codes = {one.scope: one.code for one in voices.view.findings(*_STANDS_OUT)}
    ordered = sorted(found, key=lambda one: (-(one.value or 0.0), str(one.scope.id)))
    if len(ordered) > _MOST_DEPARTMENTS:
        half = _MOST_DEPARTMENTS // 2
        ordered = [*ordered[:half], *ordered[-half:]]
    rows = tuple(
        (
            voices.name(one.scope),
            voices.value("mean", one.scope, "alignment"),
            clean(one.note),
            one.value,
            say(_STANDS_OUT.get(codes.get(one.scope, ""), "")),
        )
        for one in ordered
    )
    columns = (
        Column(say("Department"), share=2.0),
        Column(say("Alignment, mean of 5"), "number", 1.1, 2),
        Column(say("What of its journeys' needs is there"), share=4.2),
        Column(say("Seen minus there"), "number", 1.0, 2),
        Column(say("What stands out"), share=2.2),
    )
    note = say(
        "Seen minus there: the mean on a scale from 0 to 1, less the share of ties and owners that is there. The two scales are "
        "not the same: compare departments with one another."
    )
    if len(found) > len(ordered):
        some, every = number_text(len(ordered)), number_text(len(found))
        note += " " + say("Shown: the {some} at both ends of {all}.", some=some, all=every)
    lead = say("Nobody differs much from the others in how far what they see is from what is there.")
    parts = _differing(voices, codes)
    if parts:
        lead = f"{capital('; '.join(parts))}."
    return [
        Subheading(say("What is seen, and what is there"), "maturity-structure"),
        Paragraph(lead),
        Table(
            say("Alignment as departments see it, beside the ties and owners that journeys require"),
            columns,
            rows,
            note,
        ),
    ]


def _differing(voices: Voices, codes: Mapping[Scope, str]) -> list[str]:
    """Return which departments the findings are about, a clause for each code that there is."""
    more, less = (sorted(voices.name(scope) for scope, one in codes.items() if one == code) for code in _STANDS_OUT)
    told = []
    if more:
        told.append(
            say_many(
                len(more),
                "{names} sees more alignment than is there",
                "{names} see more alignment than is there",
                names=joined(more, _MOST_NAMED),
            )
        )
    if less:
        told.append(
            say_many(
                len(less),
                "{names} does not see the alignment that is there",
                "{names} do not see the alignment that is there",
                names=joined(less, _MOST_NAMED),
            )
        )
    return told


def _crosswalks(voices: Voices) -> list[Block]:
    """Return the same answers read in three other ways, a small table each."""
    tables = [_crosswalk(voices, name, values) for name, values in CROSSWALKS.items()]
    told: list[Block] = [one for one in tables if one is not None]
    if not told:
        return []
    return [
        Subheading(say("The same answers, read three other ways"), "maturity-crosswalks"),
        Paragraph(
            traced(
                say("Each statement of a road is also about one thing in each of these tables. Mean answers, 1 to 5."),
                measure("maturity.mean"),
            )
        ),
        *told,
    ]


def _crosswalk(voices: Voices, name: str, values: Sequence[str]) -> Table | None:
    groups = (COMPANY, *voices.levels)
    rows = []
    for value in values:
        about = lens(name, value)
        means = [voices.view.check.value(f"maturity.{about}", one) for one in groups]
        units = [
            (mean, one) for one in voices.departments if (mean := voices.view.check.value(f"maturity.{about}", one))
        ]
        if all(one is None for one in means) and not units:
            continue
        ends = (
            [
                f"{voices.name(one)} {number_text(mean, 2)}"
                for mean, one in (min(units, key=_by_mean), max(units, key=_by_mean))
            ]
            if len(units) > 1
            else [None, None]
        )
        rows.append((capital(say(value)), *means, *ends))
    if not rows:
        return None
    columns = (
        Column("", share=2.2),
        *(Column(voices.name(one), "number", 1.45, 2) for one in groups),
        Column(say("Lowest department"), share=2.4),
        Column(say("Highest department"), share=2.4),
    )
    return Table(say(_CAPTIONS[name]), columns, tuple(rows))


def _by_mean(one: tuple[float, Scope]) -> tuple[float, str]:
    return one[0], str(one[1].id)
