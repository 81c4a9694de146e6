"""Step 6: the checks of a company over time: today's is added, how it moved is told, and any two are compared."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any

from starlette.responses import FileResponse, HTMLResponse, Response

from alignment.analysis.score import DIMENSIONS
from alignment.app.asking import Asked, Page, error_page, page, redirect
from alignment.app.keeping import policy_of
from alignment.app.pages.report import FORMAT_WORDS, FRAMED, size_words
from alignment.app.remembering import ADD, TELL, Kept, Told, add, begin_told, kept
from alignment.errors import StoreError
from alignment.history.keeping import Keeping
from alignment.history.ledger import State
from alignment.history.regression import regressions
from alignment.history.store import Entry
from alignment.history.trend import Check
from alignment.language import date_text, later, number_text, say, share_text
from alignment.report.display import light_word
from alignment.wording import joined

__all__ = ["PAGES"]

# What became of the findings since the check before, as it is told.
_STATES: Mapping[State, str] = {
    "new": later("New"),
    "back": later("Back"),
    "persisting": later("Still there"),
    "gone": later("Gone"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One snapshot as the list shows it."""

    ident: str
    day: str
    score: str
    light: str
    measured: str
    findings: str
    added: str
    files: str
    counts: bool


def _show(asked: Asked) -> Response:
    try:
        found, problem = kept(asked.space, asked.text("company")), ""
    except StoreError as failure:
        found, problem = Kept(""), str(failure)
    failed = next((job for kind in (ADD, TELL) if (job := asked.jobs.latest(kind)) and job.state == "failed"), None)
    told = asked.space.told
    counting = {one.ident for one in found.waves}
    ids = {one.ident for one in found.own}
    if told is not None and not ids.issuperset(told.idents):
        told = None
    checked = asked.checked
    return page(
        asked,
        "history",
        "history",
        awaited=(ADD, TELL),
        kept=found,
        lines=[_line(one, one.ident in counting) for one in reversed(found.own)],
        problem=problem or (failed.error if failed else ""),
        keeping=_keeping_words(asked.space.keeping),
        day=_day(asked),
        checked_company=checked.examination.check.organisation if checked else "",
        enough=len(found.waves) > 1,
        told=_told(told, len(found.waves)) if told else None,
    )


def _day(asked: Asked) -> str:
    day = asked.found.check.snapshot_date if asked.found else None
    return day.isoformat() if day else ""


def _line(one: Entry, counts: bool) -> Line:
    return Line(
        one.ident,
        date_text(one.snapshot_date),
        say("withheld") if one.score is None else number_text(one.score),
        one.rating,
        share_text(one.coverage),
        number_text(one.findings),
        # In the time of whoever reads it.
        date_text(one.added.replace(tzinfo=UTC).astimezone().date()),
        ", ".join(one.files),
        counts,
    )


def _keeping_words(found: Keeping | None) -> list[str]:
    """Return what became of the check that was added last, in sentences."""
    if found is None:
        return []
    day = date_text(found.entry.snapshot_date)
    if found.done == "differs":
        return [
            say(
                "The same files are kept already, and were read otherwise then: with another mapping, name or settings, or by "
                "another version of this program. What is kept stays as it was: to keep what is read now, that check has to be removed first, with alignment track "
                "remove."
            )
        ]
    told = [
        say("The check of {day} was added.", day=day)
        if found.done == "added"
        else say("The check of {day} is there already.", day=day)
    ]
    if found.same_day > 1:
        told.append(
            say(
                "Of that day there are {n} snapshots: the one that was added last counts.",
                n=number_text(found.same_day),
            )
        )
    if found.others:
        told.append(
            say(
                "The workbook does not say what the company is called: it stands as {company}, the name of its file. The "
                "history also has {others}: if it is one of these, write that name on its sheet {sheet}.",
                company=found.entry.organisation,
                others=joined(list(found.others)),
                sheet=say("Organisation"),
            )
        )
    return told


def _told(told: Told, waves: int) -> dict[str, Any]:
    """Return what is told of some checks: a row each, what became of the findings, and what is worse."""
    trend = told.trend
    scored = [one for one in DIMENSIONS if any(_score(check, one) is not None for check in trend.checks)]
    states = Counter(one.state for one in trend.comparison.findings)
    return {
        "since": date_text(trend.days[0]),
        "until": date_text(trend.days[-1]),
        "all": len(told.idents) == waves,
        "dimensions": [say(DIMENSIONS[one]) for one in scored],
        "rows": [_row(one, scored) for one in reversed(trend.checks)],
        "between": (date_text(trend.days[-2]), date_text(trend.days[-1])),
        "states": [(say(words), number_text(states[state])) for state, words in _STATES.items()],
        "worse": regressions(trend.comparison, trend.targets),
        "files": [
            (one.name, say(FORMAT_WORDS[one.suffix[1:]]), size_words(one)) for one in told.files if one.is_file()
        ],
        "framed": _html(told.files) is not None,
        "number": told.idents[-1][:8],
    }


def _score(check: Check, ident: str) -> float | None:
    found = check.dimensions.get(ident)
    return found.score if found else None


def _row(check: Check, scored: Sequence[str]) -> tuple[str, str, str, list[str]]:
    score = check.score
    told = say("withheld") if score.value is None else number_text(score.value, 1)
    scores = [_score(check, ident) for ident in scored]
    return (
        date_text(check.day),
        told,
        light_word(score.rating),
        ["–" if one is None else number_text(one, 1) for one in scores],
    )


def _add(asked: Asked) -> Response:
    """Add the check in hand."""
    if asked.found is None:
        return error_page(asked, say("There is no check in hand. Give the files of the company first."))
    given = asked.text("day").strip()
    try:
        day = date.fromisoformat(given) if given else None
    except ValueError:
        return error_page(asked, say("{text} is no date. Write it as year, month and day: 2026-06-30.", text=given))
    if day is None and asked.found.check.snapshot_date is None:
        return error_page(asked, say("The workbook does not say of which day it tells. Give the day."))
    asked.space.keeping = None
    job = add(asked.space, asked.jobs, asked.found, day)
    if job is not None:
        job.ended.wait(_MOMENT)
    return redirect("/history#kept")


# A page waits so many seconds for what is usually done at once.
_MOMENT = 1.5


def _tell(asked: Asked) -> Response:
    """Tell how a company moved over all its checks, or compare two of them."""
    found = kept(asked.space, asked.text("company"))
    idents = (
        [asked.text("earlier"), asked.text("later")] if asked.text("earlier") else [one.ident for one in found.waves]
    )
    if len(set(idents)) < 2:
        return error_page(
            asked, say("Two checks of different days are needed. Choose others, or add one of another day.")
        )
    begin_told(asked.space, asked.jobs, idents).ended.wait(_MOMENT)
    return redirect(f"/history?company={_quoted(found.company)}#moved")


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


def _html(files: Sequence[Path]) -> Path | None:
    return next((one for one in files if one.suffix == ".html" and one.is_file()), None)


def _framed(asked: Asked) -> Response:
    """The page of the trend report, for the frame: under its own policy, and in a sandbox."""
    told = asked.space.told
    html = _html(told.files) if told else None
    if html is None:
        return error_page(asked, say("The report is being written."), 404)
    text = html.read_text(encoding="utf-8")
    return HTMLResponse(text, headers={"Content-Security-Policy": policy_of(text) + FRAMED})


def _file(asked: Asked) -> Response:
    told = asked.space.told
    files = told.files if told else ()
    found = next((one for one in files if one.name == asked.places["name"] and one.is_file()), None)
    if found is None:
        return error_page(asked, say("This file is no longer there. Let it be told once more."), 404)
    return FileResponse(found, filename=found.name)


PAGES = (
    Page("/history", _show),
    Page("/history/add", _add, post=True),
    Page("/history/tell", _tell, post=True),
    Page("/history/page", _framed),
    Page("/history/file/{name}", _file),
)
