"""How did the figures move? The score and its dimensions, the leading figures over the checks, departments, and the table."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from alignment.analysis.base import Measure
from alignment.analysis.catalogue import MEASURES
from alignment.history.comparison import Movement
from alignment.history.forecast import Forecast, Wave
from alignment.history.targets import target_words
from alignment.language import number_text, say, say_many
from alignment.report.charts import (
    Dumbbell,
    Multiple,
    Outlook,
    Slope,
    TrendLine,
    TrendPoint,
    dumbbells,
    multiples,
    slope,
    trend,
)
from alignment.report.content.change import (
    Changes,
    change_text,
    figure_place,
    moved,
    name_of,
    pair_text,
)
from alignment.report.content.words import value_text
from alignment.report.document import Block, Bullets, CellValue, Column, Paragraph, Table
from alignment.report.traces import measure, traced
from alignment.wording import counted

__all__ = ["department_blocks", "figure_blocks", "score_blocks", "target_blocks"]

# From so many checks on there is a line to look at, not only two ends.
LEAST_LINE = 3
_MOST_SLOPES, _MOST_FIELDS, _MOST_DEPARTMENTS, _MOST_ROWS = 18, 9, 20, 24
_LEAST_DEPARTMENTS = 2
# A scale spans at least this part of what a figure can be.
_LEAST_PART = 0.1
# Raw, it is read only beside what chance would give.
_BESIDE_CHANCE = "silos.ei_index"
_Turn = Literal["better", "worse", "neither"]
_TURNS: dict[str, _Turn] = {"better": "better", "worse": "worse"}


def score_blocks(changes: Changes) -> list[Block]:
    """Return the score and its dimensions over the checks: lines, or a slope where there are two."""
    weighed = [one for one in changes.view.check.dimensions if one.weight > 0]
    if len(changes.trend.checks) < LEAST_LINE:
        return _score_slope(changes)
    points = [TrendPoint(one.day, one.score.value, one.score.low, one.score.high) for one in changes.trend.checks]
    lines = [
        TrendLine(
            say(kind.name),
            tuple(
                TrendPoint(one.day, found.score, found.low, found.high)
                for one in changes.trend.checks
                if (found := one.dimensions.get(kind.id)) is not None
            ),
        )
        for kind in weighed
    ]
    caption = say("The score over the checks, and below it each dimension that counts in it, as the checks print them.")
    return [changes.view.figure(trend("score-trend", points, lines), "score-trend", caption)]


def _score_slope(changes: Changes) -> list[Block]:
    found = changes.found
    rows = [_points(say("Health score"), *found.score, loud=True)]
    rows += [
        _points(say(one.name), *found.dimensions[one.id])
        for one in changes.view.check.dimensions
        if one.weight > 0 and one.id in found.dimensions
    ]
    rows = [one for one in rows if one.before is not None or one.after is not None]
    if not rows:
        return []
    caption = say("The score and its dimensions in both checks, of 100 points, as the checks print them.")
    return [changes.view.figure(slope("score-slope", rows, changes.ends), "score-slope", caption)]


def _points(name: str, before: float | None, after: float | None, loud: bool = False) -> Slope:
    shown = tuple(number_text(one, 1) if one is not None else say("withheld") for one in (before, after))
    turn: _Turn = "neither"
    if before is not None and after is not None and shown[0] != shown[1]:
        turn = "better" if after > before else "worse"
    return Slope(name, before, after, (shown[0], shown[1]), turn, loud)


def figure_blocks(changes: Changes) -> list[Block]:
    """Return the leading figures: over the checks, or as slopes where there are two; and all of them as a table."""
    drawn = _fields(changes) if len(changes.trend.checks) >= LEAST_LINE else _slopes(changes)
    return [*drawn, *_table(changes)]


def _slopes(changes: Changes) -> list[Block]:
    """Return the shares among the leading figures, side by side on what both checks have."""
    shares = [one for one in changes.leading if MEASURES[one.id].unit == "share" and moved(one.of_company)]
    if not shares:
        return []
    rows = []
    for one in shares[:_MOST_SLOPES]:
        first, last = pair_text(MEASURES[one.id], *one.common)
        way = changes.way(one) if changes.shown(one) else None
        turn = _TURNS.get(way or "", "neither")
        rows.append(Slope(name_of(one.id), *one.common, (first, last), turn, changes.real(one)))
    caption = say("Leading figures that are shares and moved, on what both checks have.")
    if len(shares) > len(rows):
        caption += " " + say("Shown: {some} of {all}.", some=number_text(len(rows)), all=number_text(len(shares)))
    picture = slope("figure-slope", rows, changes.ends, say("bold: more than chance explains"))
    return [changes.view.figure(picture, "figure-slope", caption)]


def _fields(changes: Changes) -> list[Block]:
    """Return the leading figures over all checks, one small field each."""
    known = [
        one for one in changes.leading if any(wave.value is not None for wave in changes.trend.lines.get(one.id, ()))
    ]
    # What is read only beside chance is drawn with it, whether it leads or not.
    beside = [
        one
        for one in changes.company
        if one.id == _BESIDE_CHANCE and changes.view.check.value(one.id) is not None and one not in known
    ]
    targets = {one.measure for one in changes.trend.targets}
    known.sort(key=lambda one: (one.id not in targets, _flat(changes, one.id)))
    room = _MOST_FIELDS - min(1, len(beside))
    shown = [*known[:room], *beside[:1]]
    if not shown:
        return []
    picture = multiples("figure-trend", [_field(changes, one.id) for one in shown], changes.trend.reorganised)
    told = [say("Leading figures over the checks, as the checks print them, each on a scale of its own.")]
    if len(known) > room:
        told.append(
            say("Shown: {some} of {all}.", some=number_text(len(shown)), all=number_text(len(known) + len(beside[:1])))
        )
    if changes.trend.reorganised:
        told.append(
            say("No line is drawn across a reorganisation where a figure depends on how the company is divided.")
        )
    return [changes.view.figure(picture, "figure-trend", " ".join(told))]


def _flat(changes: Changes, ident: str) -> bool:
    """Tell whether a figure was the same in all checks that have it."""
    return len({wave.value for wave in changes.trend.lines[ident] if wave.value is not None}) < 2


def _field(changes: Changes, ident: str) -> Multiple:
    kind = MEASURES[ident]
    progress = next((one for one in changes.trend.targets if one.measure == ident), None)
    outlook = None
    if progress is not None and isinstance(progress.forecast, Forecast) and progress.state in ("on_the_way", "behind"):
        expected = progress.forecast
        outlook = Outlook(expected.day, expected.value, expected.low, expected.high)
    expectation = changes.trend.lines.get(kind.expectation, ()) if kind.expectation else ()
    return Multiple(
        name_of(ident),
        value_text(changes.view.check.value(ident), kind.unit),
        tuple(_line(part) for part in changes.trend.stretches(ident)),
        _line(expectation),
        (progress.target.value, progress.target.by) if progress else None,
        outlook,
        share=kind.unit == "share",
        least=_least(kind),
        limits=kind.range,
    )


def _line(waves: Sequence[Wave]) -> tuple[tuple[date, float | None], ...]:
    return tuple((one.day, one.value) for one in waves if one.day is not None)


def _least(kind: Measure) -> float:
    low, high = kind.range
    return 1.0 if low is None or high is None else _LEAST_PART * (high - low)


def _table(changes: Changes) -> list[Block]:
    """Return the leading figures as a table."""
    both = [one for one in changes.leading if one.of_company is not None or None not in _printed(one)]
    moving = [one for one in both if not _still(one)]
    blocks = _named_only(changes, both)
    if not moving:
        return blocks
    columns = (
        Column(say("Figure"), share=3.1),
        Column(changes.ends[0], share=1.3),
        Column(changes.ends[1], share=1.3),
        Column(say("Change"), share=1.2),
        Column(say("Of the company"), share=1.3),
        Column(say("Of the division"), share=1.3),
        Column(say("Of the data"), share=1.2),
        Column(say("It is"), share=1.2),
        Column(say("What chance says"), share=2.4),
    )
    shown = moving[:_MOST_ROWS]
    notes = [
        say(
            "The change is the sum of three: of the company, on what both checks have; of how it is divided into departments; of "
            "what was read. pp: percentage points."
        )
    ]
    if any(not one.followed for one in shown):
        notes.append(say("No change as printed where a figure depends on how the company is divided."))
    left = len(moving) - len(shown)
    if left:
        notes.append(say_many(left, "{n} more figure is left out.", "{n} more figures are left out."))
    notes.append(say("Every figure is in the Excel report, sheet {sheet}.", sheet=say("Changes")))
    rows = tuple(_row(changes, one) for one in shown)
    anchors = tuple(figure_place(one.id) for one in shown)
    table = Table(say("Leading figures that moved"), columns, rows, " ".join(notes), "change-table", anchors=anchors)
    return [table, *blocks]


def _row(changes: Changes, one: Movement) -> tuple[CellValue, ...]:
    kind = MEASURES[one.id]
    before, after = pair_text(kind, *(side.value if side else None for side in (one.before, one.after)))
    parts = (one.change, one.of_company, one.of_division, one.of_data)
    return (
        name_of(one.id),
        before,
        after,
        *(change_text(kind, part) for part in parts),
        way_words(changes, one),
        changes.chance(one),
    )


def _named_only(changes: Changes, both: Sequence[Movement]) -> list[Block]:
    """Return in sentences which leading figures stayed, and which only one of the two checks has."""
    alone = [one for one in changes.leading if one not in both]
    now = [name_of(one.id) for one in alone if _printed(one)[0] is None]
    before = [name_of(one.id) for one in alone if _printed(one)[0] is not None]
    still = [name_of(one.id) for one in both if _still(one)]
    told = []
    if still:
        told.append(
            say_many(
                len(still),
                "{n} leading figure is as it was: {names}.",
                "{n} leading figures are as they were: {names}.",
                names="; ".join(still),
            )
        )
    if now:
        told.append(
            say_many(
                len(now),
                "{n} leading figure is known only now: {names}.",
                "{n} leading figures are known only now: {names}.",
                names="; ".join(now),
            )
        )
    if before:
        told.append(
            say_many(
                len(before),
                "{n} leading figure is not known any more: {names}.",
                "{n} leading figures are not known any more: {names}.",
                names="; ".join(before),
            )
        )
    return [Paragraph(one) for one in told]


def _printed(movement: Movement) -> tuple[float | None, float | None]:
    return (
        movement.before.value if movement.before else None,
        movement.after.value if movement.after else None,
    )


def _still(movement: Movement) -> bool:
    """Tell whether a figure is printed as it was and is so on what both have."""
    printed = _printed(movement)
    return not moved(movement.of_company) and printed[0] is not None and printed[0] == printed[1]


def way_words(changes: Changes, movement: Movement) -> str:
    """Return whether a change on what both checks have is for the better; of what is not on that, the printed one."""
    ways = {
        "better": say("better"),
        "worse": say("worse"),
        "neutral": say("neither"),
        "same": say("as it was"),
    }
    if changes.within(movement):
        return say("within chance")
    return ways.get(changes.way(movement) or movement.direction or "", "")


# What the head of a department can act on: a measure, of which scope, its name here, and how a value is read.
_Shown = tuple[str, str, str, Callable[[float], float]]


def _department_measures(changes: Changes) -> list[_Shown]:
    found: list[_Shown] = [("maturity.mean", "department", say("Mean answer of the survey, by department"), _as_it_is)]
    if changes.view.by_department:
        found.append(
            ("silos.insularity", "group", say("Share of ties, by strength, that go to other departments"), _outside)
        )
    else:
        found.append(
            ("silos.insularity", "group", say("Share of ties, by strength, that go to other divisions"), _outside)
        )
    return found


def _as_it_is(value: float) -> float:
    return value


def _outside(value: float) -> float:
    # Insularity counts a tie inside from both ends; here every tie counts once, as in the chapter on silos.
    return 1 - value / (2 - value)


def department_blocks(changes: Changes) -> list[Block]:
    """Return departments before and after, each measure a picture; nothing where none has two values."""
    blocks: list[Block] = []
    for ident, kind, title, read in _department_measures(changes):
        blocks += _dumbbells(changes, ident, kind, title, read)
    if blocks:
        blocks = [*blocks, *_left_out(changes)]
    return blocks


def _dumbbells(changes: Changes, ident: str, kind: str, title: str, read: Callable[[float], float]) -> list[Block]:
    found = []
    for one in changes.found.movements:
        if one.id != ident or one.place.kind != kind or one.before is None or one.after is None:
            continue
        if len(one.place.ids) == 1 and one.place.ids[0] not in changes.view.organisation.department:
            continue
        if one.before.value is not None and one.after.value is not None:
            found.append((one, read(one.before.value), read(one.after.value)))
    if len(found) < _LEAST_DEPARTMENTS:
        return []
    still = sum(not moved(after - before) for _, before, after in found)
    if still == len(found):
        return [Paragraph(say("{title}: as it was in all that both checks have.", title=title))]
    found = [one for one in found if moved(one[2] - one[1])]
    found.sort(key=lambda one: (-abs(one[2] - one[1]), one[0].place))
    shown = found[:_MOST_DEPARTMENTS]
    rows = [
        Dumbbell(changes.subject(one.place.scope), after, before, loud=changes.real(one))
        for one, before, after in shown
    ]
    name = f"change-{ident.replace('.', '-').replace('_', '-')}"
    share = MEASURES[ident].unit != "of 5"
    picture = dumbbells(name, rows, (changes.ends[1], changes.ends[0]), share)
    told = [say("{title}: those that moved most come first.", title=title)]
    if len(found) > len(shown):
        told.append(say("Shown: {some} of {all}.", some=len(shown), all=counted(len(found), "department")))
    if still:
        told.append(
            say_many(still, "In {n} more department it is as it was.", "In {n} more departments it is as it was.")
        )
    if any(changes.verdict(one[0]) for one in shown):
        told.append(
            say("Bold: more than chance explains.")
            if any(one.loud for one in rows)
            else say("None of these changes is one that the data can show.")
        )
    else:
        told.append(say("Of single departments these changes were not tested against chance."))
    if share:
        told.append(say("The change is in percentage points."))
    return [changes.view.figure(picture, name, " ".join(told))]


def _left_out(changes: Changes) -> list[Block]:
    links = [one for one in changes.found.matched.of("department") if one.listed and not one.whole]
    names = sorted(
        {changes.view.department(ident) for one in links for ident in one.now}
        | {changes.earlier.department(ident) for one in links for ident in one.was}
    )
    if not names:
        return []
    told = say_many(
        len(names),
        "Left out, since it is not one department in both checks: {names}.",
        "Left out, since they are not one department in both checks: {names}.",
        names="; ".join(names),
    )
    return [Paragraph(told, "note")]


def target_blocks(changes: Changes) -> list[Block]:
    """Return how far each target is, with its forecast; nothing where there are no targets."""
    if not changes.trend.targets:
        return []
    told = tuple(
        traced(target_words(one), measure(one.measure), figure_place(one.measure)) for one in changes.trend.targets
    )
    return [Bullets(told)]
