"""What does a steering committee see? One message a slide, the figure that shows it, and the evidence in the notes."""

import re
from collections.abc import Callable, Iterable, Sequence

from alignment.analysis.catalogue import MEASURES
from alignment.analysis.respondents import FRONT_LINE, MANAGEMENT
from alignment.language import number_text, said, say, share_text
from alignment.model.result import Scope
from alignment.report.content import board
from alignment.report.content.company import tied
from alignment.report.content.contacts import GAP_COLUMNS, gap_rows
from alignment.report.content.findings import FindingGroup, consequence, matters_most, summary
from alignment.report.content.journeys import drawn_journeys, ranked_journeys
from alignment.report.content.maturity import perceived
from alignment.report.content.ownership import RUNGS, owner_rows
from alignment.report.content.silos import inwardness, kept_inside
from alignment.report.content.view import View
from alignment.report.content.voices import COMPANY, Voices, level
from alignment.report.content.words import chosen_words, evidence, points_column, scores_text
from alignment.report.display import clean
from alignment.report.document import Bullets, Column, Figure, Plot, Section, Series, Slide, SlideBlock, Table
from alignment.wording import capital, counted

__all__ = ["short", "slide_of", "slides"]

# What can be read from the back of a room.
_LEAST_BARS, _MOST_BARS = 2, 10
_MOST_ROWS = 6
_MOST_LETTERS = 150
_MOST_CELL = 260
# Of a longer title, only the first sentence stands on the slide.
_MOST_TITLE = 100
_MOST_CELLS = 6
# A picture taller than this, by its width, would be too small on a slide.
_TALLEST = 0.8
# A full stop behind a word of some length, a quotation, a bracket or a number: no initial of a name.
_SENTENCE_END = re.compile(r"(?:(?<=\w{4})|(?<=[”)%\d]))\.(?= [A-Z“\d])")


def slides(view: View, sections: Sequence[Section], title: str, imprint: str) -> tuple[Slide, ...]:
    """Return the slides, those left out of which the workbook tells nothing.

    Parameters
    ----------
    view
        What the sections were made of.
    sections
        The report, whose pictures are shown again.
    title, imprint
        Of the cover: what it is, and of whom and when.
    """
    blocks = [one for section in sections for one in section.blocks]
    figures = {one.chart: one for one in blocks if isinstance(one, Figure)}
    makers: tuple[Callable[[View, dict[str, Figure]], Slide | None], ...] = (
        _standing, _most, _map, _journeys, _strip, _ownership, _inward, _bridges, _contacts, _survey, _route, _plan,
        _first_steps, _reservations,
    )  # fmt: skip
    made = (make(view, figures) for make in makers)
    return Slide(title, subtitle=imprint), *(one for one in made if one is not None)


def slide_of(title: str, blocks: Iterable[SlideBlock | None], notes: Iterable[str], cut: str = "") -> Slide:
    """Return a slide whose title fits; of a long one the whole stands in the notes. Blocks that are None are left out."""
    head = short(title)
    if len(title) > _MOST_TITLE:
        head = short(board.first_sentence(title))
    shown = tuple(one for one in blocks if one is not None)
    told = (title if head != short(title) else "", *notes)
    return Slide(head, shown, "\n\n".join(filter(None, told)), cut=cut)


def _cut(shown: int, all_: int, noun: str) -> str:
    """Return how many of all are shown, where not all are."""
    return "" if shown >= all_ else say("Shown: {shown} of {all}.", shown=number_text(shown), all=counted(all_, noun))


def short(text: str, most: int = _MOST_LETTERS) -> str:
    """Return a text that fits its place, cut behind a sentence, or else between words; one sentence without its full stop."""
    text = text.strip()
    if len(text) > most:
        ends = [one.end() for one in _SENTENCE_END.finditer(text) if one.end() <= most]
        text = text[: ends[-1]] if ends else text
    if text.endswith(".") and text.count(". ") == 0:
        text = text[:-1]
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(' ,;:…')}…"


def _evidence(view: View, *prefixes: str) -> str:
    """Return the gravest findings behind a slide, each with its cells."""
    told = [
        say("{code}: {message} Evidence: {cells}.", code=one.code, message=clean(one.message), cells="; ".join(cells))
        for one in view.findings(*prefixes)[:_MOST_ROWS]
        if one.status != "waived"
        and (cells := evidence(one.evidence, view.several_files, _MOST_CELLS, view.people_names))
    ]
    return "\n".join(told)


def _method(*measures: str) -> str:
    """Return how the figures of a slide are taken."""
    known = [MEASURES[one] for one in measures]
    return "\n".join(
        say("{name} ({id}): {formula}", name=say(one.name), id=one.id, formula=say(one.formula)) for one in known
    )


def _standing(view: View, _: dict[str, Figure]) -> Slide:
    score = view.check.score
    if score.value is None:
        title = say("No score is given: too little could be measured")
    elif score.low is None or score.high is None:
        title = say("The structure earns {score} of 100 points", score=number_text(score.value))
    else:
        title = say(
            "The structure earns {score} of 100 points, read as {low} to {high}",
            score=number_text(score.value), low=number_text(score.low), high=number_text(score.high),
        )  # fmt: skip
    weighed = [one for one in view.check.dimensions if one.weight > 0]
    columns = (
        Column(say("Dimension"), share=1.6),
        Column(say("Light"), "light", 1.3),
        Column(say("Score"), "number", 0.8),
        Column(say("What stands behind it"), share=6),
    )
    lines = ((one.score, board.line(view, one)) for one in weighed)
    rows = tuple((one.name, one.light, score, one.text) for score, one in lines)
    coverage = say(
        "{share} of the figures that the score asks for could be measured.", share=share_text(score.coverage)
    )
    return slide_of(title, [Table("", columns, rows)], [coverage, score.reason])


def _most(view: View, _: dict[str, Figure]) -> Slide | None:
    chosen = matters_most(view)
    if not chosen:
        return None
    columns = (
        Column(say("What is wrong"), share=4),
        Column(say("Why it matters"), share=3),
        Column(say("What to do"), share=4),
    )
    rows = tuple(
        (
            short(summary(view, one), _MOST_CELL),
            short(consequence(one)),
            short(board.first_sentence(_advice(one)), _MOST_CELL),
        )
        for one in chosen
    )
    title = say("What gets in the customer's way most")
    return slide_of(title, [Table("", columns, rows)], [_evidence(view, *(one.code for one in chosen))])


def _advice(group: FindingGroup) -> str:
    return clean(group.worst.recommendation)


def _map(view: View, figures: dict[str, Figure]) -> Slide | None:
    figure = figures.get("map")
    if figure is None:
        return None
    return slide_of(
        tied(view) if view.talks and view.context.actual else say("Who works with whom"),
        [figure, Bullets(tuple(filter(None, (board.coordination(view), board.bridges(view)))))],
        [figure.alt, figure.caption],
    )


def _journeys(view: View, _: dict[str, Figure]) -> Slide | None:
    ranked = [one for one in ranked_journeys(view) if one.id in view.routes and view.routes[one.id].handoffs]
    if len(ranked) < _LEAST_BARS:
        return None
    ranked.sort(key=lambda one: (-len(view.sights[one.id].blind), -len(view.routes[one.id].handoffs)))
    shown = ranked[:_MOST_BARS]
    blind = [len(view.sights[one.id].blind) if view.talks else 0 for one in shown]
    met = [len(view.sights[one.id].covered) - dark if view.talks else 0 for one, dark in zip(shown, blind, strict=True)]
    whole = [len(view.routes[one.id].handoffs) for one in shown]
    unknown = [all_ - dark - seen for all_, dark, seen in zip(whole, blind, met, strict=True)]
    series = [
        (say("Blind: the two have no tie"), blind, True),
        (say("The two have a tie"), met, False),
        (say("Not known"), unknown, False),
    ]
    kept = tuple(Series(name, tuple(map(float, values)), loud) for name, values, loud in series if any(values))
    names = tuple(short(clean(one.name), 44) for one in shown)
    alt = say(
        "Handoffs of {journeys}, by whether the two departments have a tie.", journeys=counted(len(shown), "journey")
    )
    cut = "" if len(shown) == len(ranked) else say(
        "Shown: {shown} of {all}, those with the most blind handoffs.", shown=len(shown), all=counted(len(ranked), "journey")
    )  # fmt: skip
    notes = [
        _evidence(view, "FRG02", "FRG01", "FRG03"),
        _method("fragmentation.handoffs", "fragmentation.blind_handoffs"),
    ]
    return slide_of(board.journeys(view), [Plot("stacked bars", names, kept, alt)], notes, cut)


def _strip(view: View, figures: dict[str, Figure]) -> Slide | None:
    """Return the journey whose strip comes first, the one that needs a look most; none that is too tall to be read."""
    figure = figures.get("strip-1")
    if figure is None or view.charts["strip-1"].height > _TALLEST * view.charts["strip-1"].width:
        return None
    title = say("“{journey}” as the customer meets it", journey=clean(drawn_journeys(view)[0].name))
    return slide_of(title, [figure], [figure.alt], figure.caption)


def _ownership(view: View, _: dict[str, Figure]) -> Slide | None:
    rungs = [one.value for one in view.check.of("ownership.ladder") if one.value is not None]
    rows = owner_rows(view)
    title = board.ownership(view)
    if not title or not (rungs or rows):
        return None
    plot = Plot(
        "columns",
        tuple(say(name) for name, _ in RUNGS),
        (Series(say("Journeys"), tuple(float(rungs.count(place)) for place in range(len(RUNGS)))),),
        say("Journeys by how firmly they are owned, from nobody to exercised."),
    )
    columns = (
        Column(say("Who answers for most"), share=2.6),
        Column(say("Journeys"), "number", 1.7),
        Column(say("Processes"), "number", 1.8),
    )
    table = Table("", columns, tuple((row[0], row[2], row[3]) for row in rows[:_MOST_ROWS]))
    cut = _cut(_MOST_ROWS, len(rows), "owner or accountable")
    notes = [
        *(say("{rung}: {meaning}.", rung=say(name), meaning=say(words)) for name, words in RUNGS),
        _evidence(view, "OWN01", "OWN02", "OWN04"),
    ]
    return slide_of(title, [plot if rungs else None, table if rows else None], ["\n".join(notes[:-1]), notes[-1]], cut)


def _inward(view: View, _: dict[str, Figure]) -> Slide | None:
    every = sorted(
        ((clean(view.subject(scope)), inside, even) for scope, (inside, even) in kept_inside(view).items() if scope.kind == "group"),
        key=lambda one: -one[1],
    )  # fmt: skip
    found = every[:_MOST_BARS]
    if not found:
        return None
    series = [Series(say("Ties that stay inside, by strength"), tuple(inside for _, inside, _ in found), loud=True)]
    if all(even is not None for *_, even in found):
        series.append(Series(say("What an even spread would give"), tuple(even for *_, even in found)))
    plot = Plot(
        "bars",
        tuple(name for name, *_ in found),
        tuple(series),
        say("Share of ties that stay inside each group."),
        "share",
    )
    notes = [_evidence(view, "SIL"), _method("silos.ei_index", "silos.insularity")]
    return slide_of(inwardness(view), [plot], notes, _cut(len(found), len(every), "group"))


def _bridges(view: View, _: dict[str, Figure]) -> Slide | None:
    title = board.bridges(view)
    every = [one for one in view.findings("BRG") if one.status != "waived"]
    findings = every[:_MOST_ROWS]
    if not title or not findings:
        return None
    columns = (
        Column(say("Where"), share=2),
        Column(say("What was found"), share=5),
        Column(say("What to do"), share=4),
    )
    rows = tuple(
        (
            clean(view.subject(one.scope)),
            short(board.first_sentence(clean(one.message)), _MOST_CELL),
            short(board.first_sentence(clean(one.recommendation)), _MOST_CELL),
        )
        for one in findings
    )
    notes = [_evidence(view, "BRG"), _method("bridges.articulation_points")]
    return slide_of(title, [Table("", columns, rows)], notes, _cut(len(findings), len(every), "finding"))


def _contacts(view: View, _: dict[str, Figure]) -> Slide | None:
    rows = gap_rows(view, most=2)
    if not rows:
        return None
    columns = (
        Column(say(GAP_COLUMNS[0].name), share=2), Column(say(GAP_COLUMNS[1].name), share=2), Column(say("For"), share=5),
    )  # fmt: skip
    cells = tuple((row[0], row[1], short("; ".join(str(one) for one in row[3:] if one))) for row in rows[:_MOST_ROWS])
    notes = [_evidence(view, "COO01"), _method("coordination.congruence")]
    return slide_of(board.coordination(view), [Table("", columns, cells)], notes, _cut(_MOST_ROWS, len(rows), "pair"))


def _survey(view: View, _: dict[str, Figure]) -> Slide | None:
    if not view.organisation.answers:
        return None
    voices = Voices(view)
    groups: list[tuple[str, Scope]] = [
        (voices.name(scope), scope)
        for scope in (level(MANAGEMENT), level(FRONT_LINE), COMPANY)
        if voices.value("mean", scope) is not None
    ]
    roads = voices.roads
    if not groups or not roads:
        return None
    series = tuple(
        Series(name, tuple(voices.value("mean", scope, road.id) for road in roads)) for name, scope in groups[:2]
    )
    names = tuple(said(road.name) for road in roads)
    plot = Plot("bars", names, series, say("Mean answer on each road, 1 to 5."), "number", 1)
    notes = [_evidence(view, "MAT"), _method("maturity.mean")]
    return slide_of(perceived(view), [plot], notes)


def _route(view: View, figures: dict[str, Figure]) -> Slide | None:
    figure = figures.get("route")
    # Where there is a plan, its steps come first.
    if figure is None or view.check.advice.steps:
        return None
    return slide_of(say("Two years, in small steps"), [figure], [figure.alt, figure.caption])


def _plan(view: View, _: dict[str, Figure]) -> Slide | None:
    advice = view.check.advice
    if not advice.steps or advice.before is None or advice.after is None:
        return None
    scores = (advice.before, *(advice.before + one.cumulative for one in advice.steps))
    plot = Plot(
        "line",
        (say("Now"), *(number_text(one.rank) for one in advice.steps)),
        (Series(say("Health score"), scores),),
        say("The health score after each step of the plan, from today's."),
        "number",
        1,
    )
    today, then = scores_text(advice.before, advice.after)
    title = say(
        "{steps} would take the score from {before} to {after}",
        steps=capital(counted(len(advice.steps), "step")), before=today, after=then,
    )  # fmt: skip
    first = tuple(board.planned(one) for one in advice.steps[:3])
    notes = ["\n".join(f"{one.rank}. {clean(one.words)}" for one in advice.steps)]
    if advice.chosen:
        notes.insert(0, chosen_words(advice))
    return slide_of(title, [plot, Bullets(first, numbered=True)], notes)


def _first_steps(view: View, _: dict[str, Figure]) -> Slide | None:
    every = [one for one in view.check.advice.steps if one.wave == "now"]
    steps = every[:_MOST_ROWS]
    if not steps:
        return None
    columns = (
        Column(say("Step"), "number", 0.8), Column(say("What to do"), share=6), Column(say("Effort"), "number", 1.3),
        points_column(Column(say("Points"), "number", 1.1, 1), [one.gain for one in every]), Column(say("Owner"), "blank", 1.6), Column(say("Date"), "blank", 1.1),
    )  # fmt: skip
    rows = tuple(
        (one.rank, short(board.first_sentence(clean(one.words)), _MOST_CELL), one.effort, one.gain, "", "")
        for one in steps
    )
    asks = say("Who takes which step, and by when? That is the decision of this meeting.")
    notes = [asks, "\n".join(f"{one.rank}. {clean(one.words)}" for one in every)]
    cut = _cut(len(steps), len(every), "step")
    return slide_of(say("The next 30 days: who takes it on?"), [Table("", columns, rows)], notes, cut)


def _reservations(view: View, _: dict[str, Figure]) -> Slide:
    score = view.check.score
    texts = [
        say("{share} of the figures that the score asks for could be measured.", share=share_text(score.coverage)),
        say("An absent tie may be an unasked question."),
        say("The score says how far a structure is from stated limits, most of which are this check's choice."),
        say("The check speaks of structures, positions and handoffs, never of how well somebody works."),
    ]
    if view.check.issues:
        texts.insert(
            1,
            say(
                "{issues} with the data, each with its cell, at the end of the report.",
                issues=capital(counted(len(view.check.issues), "issue")),
            ),
        )
    if score.low is not None and score.high is not None:
        texts.insert(
            1,
            say(
                "With limits and weights chosen a little differently the score lies between {low} and {high}.",
                low=number_text(score.low), high=number_text(score.high),
            ),
        )  # fmt: skip
    return slide_of(say("How far this holds"), [Bullets(tuple(texts))], [board.basis(view)])
