"""Step 5: what if? Steps of the plan are ticked and moves made by hand; what they change is told, and can become the plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import Response

from alignment.advice.byhand import Asked as Move
from alignment.advice.movesfile import moves_text
from alignment.advice.simulation import Difference, FigureChange, digits_apart
from alignment.analysis.catalogue import MEASURES, RULES
from alignment.analysis.score import DIMENSIONS
from alignment.app.asking import Asked, Page, error_page, page, redirect
from alignment.app.trying import PLAN, StaleError, Trial, Tried, begin_plan, registered, trial_of, typed
from alignment.errors import SettingsError
from alignment.language import number_text, say
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Step
from alignment.report.content.board import first_sentence
from alignment.report.content.words import points_text
from alignment.report.display import clean

__all__ = ["PAGES", "told_change"]

# As many names are offered to choose from; any other can be typed.
_MOST_OFFERED = 1_500
_MOST_FIGURES, _MOST_FINDINGS = 12, 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of what changes: before, after, the signed difference, and whether that is better (None where neither is)."""

    name: str
    before: str
    after: str
    change: str
    better: bool | None


def _show(asked: Asked) -> Response:
    trial = trial_of(asked.space)
    if trial is None:
        return redirect("/running")
    job = asked.jobs.latest(PLAN)
    return page(asked, "whatif", "whatif", **_state(asked, trial), message=job.error if job else "")


def _state(asked: Asked, trial: Trial) -> dict[str, Any]:
    """Return what the page tells: the plan, what is chosen of it, and what that changes."""
    examination = asked.found
    organisation = examination.organisation if examination else Organisation()
    tried = trial.tried
    told, problem = None, ""
    try:
        told = _told(trial.difference()) if tried.ticked or tried.made else None
    except SettingsError as failure:
        problem = str(failure)
    names = registered(organisation)
    people, units = names["people"], names["departments"]
    return {
        "trial": trial,
        "tried": tried,
        "plan": [_planned(one, ticked=one.move in tried.ticked) for one in trial.plan.steps],
        "made": _made(trial, tried, problem),
        "told": told,
        "problem": problem,
        "score": told["score"] if told else None,
        "in_report": trial.reported is not None,
        "same": trial.reported is not None and trial.printed == trial.asked(),
        "journeys": _offered(names["journeys"]),
        "units": _offered(units),
        "ends": _offered(units if organisation.tie_level == "department" else [*units, *people]),
        "anybody": _offered([*units, *people]),
    }


def _planned(step: Step, *, ticked: bool) -> tuple[Step, str, str, str, bool]:
    """Return a step, what is to be done, why, and what it adds where the whole plan is followed."""
    words = clean(step.words)
    first = first_sentence(words)
    return step, first, words[len(first) :].strip(), points_text(step.gain), ticked


def _offered(names: Sequence[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for name, _ in names))[:_MOST_OFFERED]


def _made(trial: Trial, tried: Tried, problem: str) -> list[tuple[int, str]]:
    """Return what was made by hand in words; as it was typed, where the whole choice cannot be made."""
    if not problem and tried.made:
        words = trial.choosing.words(trial.asked())[-len(tried.made) :]
        return list(enumerate(words))
    return [(place, one.text) for place, one in enumerate(tried.made)]


def _told(found: Difference) -> dict[str, Any]:
    """Return what a choice changes, as lines for a table and findings by what became of them."""
    rows = [_row(say(DIMENSIONS[ident]), *pair) for ident, pair in found.dimensions.items()]
    figures = [one for one in found.figures if one.scope.id is None and (one.better is not None or _one_sided(one))]
    # Those that the score is made of come first, as alignment simulate has it.
    figures.sort(key=lambda one: MEASURES[one.id].scored_as is None)
    return {
        "score": _row(say("Health score"), *found.score),
        "dimensions": rows,
        "figures": [_figure(one) for one in figures[:_MOST_FIGURES]],
        "further": max(0, len(figures) - _MOST_FIGURES),
        "gone": [_finding(one) for one in found.gone[:_MOST_FINDINGS]],
        "new": [_finding(one) for one in found.new[:_MOST_FINDINGS]],
        "counts": (len(found.gone), len(found.new)),
    }


def _row(name: str, before: float | None, after: float | None) -> Row:
    texts, change = told_change(before, after)
    better = None if not change or before is None or after is None else after > before
    return Row(name, *texts, change, better)


def told_change(before: float | None, after: float | None) -> tuple[tuple[str, str], str]:
    """Return two values in words, with as many digits as it takes to tell them apart, and their signed difference.

    Examples
    --------
    >>> told_change(79.2, 81.2), told_change(79.2, 79.2), told_change(None, 1.0)
    ((('79.2', '81.2'), '+2.0'), (('79.2', '79.2'), ''), (('withheld', '1.0'), ''))
    """
    if before is None or after is None:
        first, second = (say("withheld") if one is None else number_text(one, 1) for one in (before, after))
        return (first, second), ""
    digits = digits_apart(before, after)
    if digits is None:
        return (number_text(before, 1), number_text(after, 1)), ""
    sign = "+" if after > before else "−"
    return (
        number_text(before, digits),
        number_text(after, digits),
    ), f"{sign}{number_text(abs(after - before), digits)}"


def _one_sided(one: FigureChange) -> bool:
    return (one.before is None) != (one.after is None)


def _figure(one: FigureChange) -> Row:
    name = say(MEASURES[one.id].name)
    if _one_sided(one):
        before, after = (
            say("not measured") if value is None else number_text(value, 2) for value in (one.before, one.after)
        )
        return Row(name, before, after, "", None)
    texts, change = told_change(one.before, one.after)
    return Row(name, *texts, change, one.better)


def _finding(one: Finding) -> tuple[str, str, str, str]:
    return one.code, one.severity, say(RULES[one.code].title), one.message


def _answer(asked: Asked, change: Callable[[Trial, Tried], Tried], fragment: str = "") -> Response:
    """Change what is chosen and show what comes of it: as a piece of the page where its script asks, else as the page."""
    trial = trial_of(asked.space)
    if trial is None:
        return redirect("/running")
    piece = bool(asked.text("piece"))
    try:
        trial.change(asked.text("check"), asked.text("version"), lambda tried: change(trial, tried))
    except StaleError as problem:
        return _refused(asked, str(problem), 409, piece=piece, stale=True)
    except SettingsError as problem:
        return _refused(asked, str(problem), 400, piece=piece)
    if piece:
        return page(asked, "whatif-piece", "whatif", **_state(asked, trial))
    return redirect(f"/whatif{fragment}")


def _refused(asked: Asked, message: str, status: int, *, piece: bool, stale: bool = False) -> Response:
    if piece:
        return page(asked, "whatif-refused", "whatif", message=message, stale=stale)
    return error_page(asked, message, status)


def _tick(asked: Asked) -> Response:
    wanted = frozenset(value for name, value in asked.texts() if name == "step")

    def ticked(trial: Trial, tried: Tried) -> Tried:
        return replace(tried, ticked=wanted & {one.move for one in trial.plan.steps})

    return _answer(asked, ticked, "#told")


def _make(asked: Asked) -> Response:
    examination = asked.found
    if examination is None:
        return redirect("/running")
    move = _typed_move(asked, examination.organisation)
    return _answer(asked, lambda _, tried: replace(tried, made=(*tried.made, move)), "#made")


def _typed_move(asked: Asked, organisation: Organisation) -> Move:
    """Return the move that a form asks for, as it would be typed on the command line."""
    names = registered(organisation)
    every = [*names["departments"], *names["people"]]
    kind = asked.text("kind")
    forms: Mapping[str, Callable[[], str]] = {
        "owner": lambda: f"{typed(names['journeys'], asked.text('journey'), '=')}={asked.text('who').strip()}",
        "link": lambda: f"{typed(every, asked.text('one'), ':')}:{asked.text('other').strip()}",
        "merge": lambda: _merger(asked, names["departments"]),
        "without": lambda: asked.text("gone").strip(),
    }
    if kind not in forms:
        raise SettingsError(say("Say what is to change: choose a kind of move."))
    return Move(kind, forms[kind]())


def _merger(asked: Asked, units: Sequence[tuple[str, str]]) -> str:
    one, other = (typed(units, asked.text(name), "+=") for name in ("first", "second"))
    return f"{one}+{other}={asked.text('called').strip() or one}"


def _remove(asked: Asked) -> Response:
    place = asked.text("place")

    def without(_: Trial, tried: Tried) -> Tried:
        left = tuple(one for number, one in enumerate(tried.made) if str(number) != place)
        return replace(tried, made=left)

    return _answer(asked, without, "#made")


def _put(asked: Asked) -> Response:
    """Make what is chosen the plan of the report."""
    trial = trial_of(asked.space)
    if trial is None:
        return redirect("/running")
    # Nothing is changed, but it is seen whether the page is of today.
    try:
        trial.change(asked.text("check"), asked.text("version"), lambda tried: tried)
    except StaleError as problem:
        return error_page(asked, str(problem), 409)
    wanted = trial.asked()
    if not wanted:
        return error_page(asked, say("Nothing is chosen. Tick a step of the plan, or make a move of your own."))
    trial.choosing.advice(wanted)
    begin_plan(asked.space, asked.jobs, trial, trial.tried)
    return redirect("/report")


def _moves(asked: Asked) -> Response:
    """What is chosen as a file, which the command line takes as --moves."""
    trial = trial_of(asked.space)
    if trial is None:
        return redirect("/running")
    headers = {"Content-Disposition": 'attachment; filename="moves.toml"'}
    return Response(moves_text(trial.asked()), media_type="application/toml", headers=headers)


def _own(asked: Asked) -> Response:
    """Give the report the computed plan again."""
    trial = trial_of(asked.space)
    if trial is None:
        return redirect("/running")
    begin_plan(asked.space, asked.jobs, trial, None)
    return redirect("/report")


PAGES = (
    Page("/whatif", _show),
    Page("/whatif/tick", _tick, post=True),
    Page("/whatif/make", _make, post=True),
    Page("/whatif/remove", _remove, post=True),
    Page("/whatif/moves.toml", _moves),
    Page("/whatif/report", _put, post=True),
    Page("/whatif/own", _own, post=True),
)
