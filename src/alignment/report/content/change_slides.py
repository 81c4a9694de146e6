"""What does a steering committee see of the change? A slide of it in a health check; some of a trend report."""

from collections.abc import Callable, Sequence

from alignment.language import number_text, say, say_many
from alignment.report.content.board import first_sentence
from alignment.report.content.change import Changes
from alignment.report.content.change_ledger import CAUSES, FATES, agreed_words
from alignment.report.content.change_section import asking, mattering
from alignment.report.content.change_story import chance_words, movement_words, score_words, turned_words
from alignment.report.content.slides import short, slide_of
from alignment.report.display import NOTHING, clean
from alignment.report.document import Bullets, CellValue, Column, Figure, Plot, Section, Series, Slide, Table

__all__ = ["change_slide", "trend_slides"]

_MOST_ROWS, _MOST_BULLETS, _MOST_CELL = 6, 4, 200
# A picture taller than this, by its width, would be too small on a slide.
_TALLEST = 0.8


def change_slide(changes: Changes) -> Slide:
    """Return the change since the last check as one slide."""
    told = (*mattering(changes), *asking(changes, 2))
    shown = told or (chance_words(changes),)
    return slide_of(
        first_sentence(score_words(changes)),
        [_dimensions(changes), Bullets(tuple(short(one, _MOST_CELL) for one in shown))],
        [score_words(changes), chance_words(changes)],
    )


def trend_slides(changes: Changes, sections: Sequence[Section], title: str, imprint: str) -> tuple[Slide, ...]:
    """Return the slides of a trend report: those left out of which there is nothing to tell."""
    figures = {block.chart: block for one in sections for block in one.blocks if isinstance(block, Figure)}
    makers: tuple[Callable[[Changes, dict[str, Figure]], Slide | None], ...] = (
        _score, _turns, _figures, _departments, _findings, _agreed, _asks, _holds,
    )  # fmt: skip
    made = (make(changes, figures) for make in makers)
    return Slide(title, subtitle=imprint), *(one for one in made if one is not None)


def _dimensions(changes: Changes) -> Table:
    columns = (
        Column(say("Dimension"), share=2.0),
        Column(say("Light"), "light", 1.3),
        Column(say("Before"), "number", 1.5, 1),
        Column(say("Now"), "number", 1.0, 1),
    )
    found = changes.found
    rows: list[tuple[CellValue, ...]] = [(say("Health score"), changes.view.check.score.rating, *found.score)]
    rows += [
        (say(one.name), one.rating, *found.dimensions.get(one.id, (None, None)))
        for one in changes.view.check.dimensions
        if one.weight > 0
    ]
    return Table("", columns, tuple(rows))


def _score(changes: Changes, _: dict[str, Figure]) -> Slide:
    scored = [one for one in changes.trend.checks if one.score.value is not None]
    notes = [score_words(changes), chance_words(changes)]
    title = first_sentence(score_words(changes))
    if len(scored) < 3:
        told = tuple(short(one, _MOST_CELL) for one in mattering(changes))
        return slide_of(title, [_dimensions(changes), Bullets(told) if told else None], notes)
    plot = Plot(
        "line",
        tuple(one.day.isoformat() for one in changes.trend.checks),
        (Series(say("Health score"), tuple(one.score.value for one in changes.trend.checks), loud=True),),
        say("The health score of every check."),
        "number",
        1,
    )
    return slide_of(title, [plot, _dimensions(changes)], notes)


def _turns(changes: Changes, _: dict[str, Figure]) -> Slide:
    """Return what got better and what got worse, side by side."""
    better, worse = changes.turned("better"), changes.turned("worse")
    told = [
        say("Better: {what}", what=short(first_sentence(movement_words(changes, one)), _MOST_CELL))
        for one in changes.telling(better)[:_MOST_BULLETS]
    ]
    told += [
        say("Worse: {what}", what=short(first_sentence(movement_words(changes, one)), _MOST_CELL))
        for one in changes.telling(worse)[:_MOST_BULLETS]
    ]
    if not told:
        none = say("No leading figure got better or worse: there is no change that the data can show.")
        told = [*turned_words(changes, (*better, *worse))] or [none]
    notes = [*turned_words(changes, better), *turned_words(changes, worse)]
    return slide_of(chance_words(changes), [Bullets(tuple(told))], ["\n".join(notes)])


def _figures(changes: Changes, figures: dict[str, Figure]) -> Slide | None:
    name = next((one for one in ("figure-trend", "figure-slope") if one in figures), "")
    title = say("How the leading figures moved") if name == "figure-trend" else say("Leading figures in both checks")
    return _drawn(changes, figures, name, title)


def _departments(changes: Changes, figures: dict[str, Figure]) -> Slide | None:
    names = ("change-silos-insularity", "change-maturity-mean")
    name = next((one for one in names if _fits(changes, figures, one)), "")
    return _drawn(changes, figures, name, say("Departments before and after"))


def _fits(changes: Changes, figures: dict[str, Figure], name: str) -> bool:
    return name in figures and changes.view.charts[name].height <= _TALLEST * changes.view.charts[name].width


def _drawn(changes: Changes, figures: dict[str, Figure], name: str, title: str) -> Slide | None:
    if not _fits(changes, figures, name):
        return None
    return slide_of(title, [figures[name]], [figures[name].alt, figures[name].caption])


def _findings(changes: Changes, _: dict[str, Figure]) -> Slide | None:
    news = [one for one in changes.found.findings if one.state != "persisting"]
    if not news:
        return None
    order = ("back", "new", "gone")
    news.sort(key=lambda one: order.index(one.state))
    new = sum(one.state != "gone" for one in news)
    gone = len(news) - new
    words = {"back": say("back"), "new": say("new"), "gone": say("gone")}
    columns = (
        Column(say("It is"), share=0.9),
        Column(say("Severity"), "severity", 1.4),
        Column(say("What was found"), share=6),
        Column(say("Why"), share=2),
    )
    # Some of both, where there are both.
    least = min(gone, _MOST_ROWS // 2)
    shown = [*news[:new][: _MOST_ROWS - least]]
    shown += news[new:][: _MOST_ROWS - len(shown)]
    rows = tuple(
        (
            words[one.state],
            one.finding.severity,
            short(first_sentence(clean(one.finding.message)), _MOST_CELL),
            say(CAUSES[one.cause]) if one.cause else "",
        )
        for one in shown
    )
    title = say(
        "{gone}, {new}",
        gone=say_many(gone, "{n} finding is gone", "{n} findings are gone") if gone else say("No finding is gone"),
        new=say_many(new, "{n} is new or back", "{n} are new or back") if new else say("none is new"),
    )
    cut = ""
    if len(shown) < len(news):
        cut = say("Shown: {some} of {all}.", some=number_text(len(shown)), all=number_text(len(news)))
    return slide_of(title, [Table("", columns, rows)], ["\n".join(clean(one.finding.message) for one in news)], cut)


def _agreed(changes: Changes, _: dict[str, Figure]) -> Slide | None:
    fates = changes.found.actions
    if not fates:
        return None
    columns = (
        Column(say("What was agreed"), share=5),
        Column(say("Owner"), share=2),
        Column(say("Due"), share=1.7),
        Column(say("What became of it"), share=2.2),
    )
    rows = tuple(
        (
            short(clean(one.action.action or one.outcome.ground or one.action.finding), _MOST_CELL),
            clean(one.action.owner),
            one.action.due.isoformat() if one.action.due else NOTHING,
            say(FATES[one.state]),
        )
        for one in fates[:_MOST_ROWS]
    )
    cut = ""
    if len(fates) > len(rows):
        cut = say("Shown: {some} of {all}.", some=number_text(len(rows)), all=number_text(len(fates)))
    asks = sum(one.state in ("without effect", "back", "late", "lapsed") for one in fates)
    told = say_many(
        len(fates), "{n} action was agreed, {asks} for something now", "{n} actions were agreed, {asks} for something now",
        asks=say_many(asks, "{n} asks", "{n} ask") if asks else say("none asks"),
    )  # fmt: skip
    return slide_of(told, [Table("", columns, rows)], [agreed_words(changes)], cut)


def _asks(changes: Changes, _: dict[str, Figure]) -> Slide | None:
    told = asking(changes)
    if not told:
        return None
    asked = say("Who takes which of these on, and by when? That is the decision of this meeting.")
    shown = tuple(short(one, _MOST_CELL) for one in told)
    return slide_of(say("What asks for something now"), [Bullets(shown)], [asked, "\n".join(told)])


def _holds(changes: Changes, _: dict[str, Figure]) -> Slide:
    found = changes.found
    told = [
        say(
            "What is printed for two checks differs for three reasons: the company, how it is divided, and what was read."
        ),
        say("A figure that changed by no more than chance explains may be as it was: the data cannot show it."),
        say("What is more than chance explains may be little: a test says nothing of how much a change matters."),
    ]
    if found.matched.reorganised:
        told.append(
            say(
                "The company was divided otherwise in between: departments are compared as far as both checks have them."
            )
        )
    if found.alone:
        told.append(
            say_many(
                len(found.alone),
                "{n} thing that only one check has is left out where the two are compared.",
                "{n} things that only one check has are left out where the two are compared.",
            )
        )
    return slide_of(say("How far this holds"), [Bullets(tuple(told))], ["\n".join(map(clean, found.alone))])
