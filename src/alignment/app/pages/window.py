"""What every page of the window has: how far the work is, the language, and its end."""

from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from alignment.app.asking import Asked, Page, page, plain_page, progress, redirect
from alignment.app.checking import CHECK, begin
from alignment.app.following import state
from alignment.language import languages, say

__all__ = ["PAGES"]


def _progress(asked: Asked) -> Response:
    """How far a job is; one that counts no more is told as superseded."""
    number = asked.number("job")
    job = asked.jobs.find(number) if number is not None else None
    return JSONResponse(progress(job) if job else {"state": "superseded", "target": "/running"})


def _state(asked: Asked) -> Response:
    """Whether the page that asks would show something else by now."""
    checked = asked.space.checked
    return JSONResponse({"state": state(asked.space, asked.jobs), "check": checked.number if checked else 0})


def _running(asked: Asked) -> Response:
    """The check that is under way, whichever window began it."""
    job = asked.jobs.latest(CHECK)
    if job is None or asked.space.subject is None:
        return redirect("/")
    if job.state == "failed":
        settle = asked.space.unsettled is not None
        return page(asked, "stopped", "drop", status=400, message=job.error, settle=settle)
    return redirect(job.target) if job.ready or job.state == "done" else page(asked, "running", "drop", watched=job)


def _language(asked: Asked) -> Response:
    """Speak another language from now on; what was found is told anew in it."""
    wanted, back = asked.text("language"), asked.text("back", "/")
    if wanted in languages() and wanted != asked.space.language:
        asked.space.speak(wanted)
        if asked.space.subject is not None:
            begin(asked.space, asked.jobs)
            return redirect("/running")
    return redirect(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")


def _close(asked: Asked) -> Response:
    asked.jobs.stop()
    said = say("The program has ended, and what it kept for this window is removed. You can close the window.")
    answer = plain_page(said, 200, asked.space.language)
    answer.background = BackgroundTask(asked.close)
    return answer


PAGES = (
    Page("/progress", _progress),
    Page("/state", _state),
    Page("/running", _running),
    Page("/language", _language, post=True),
    Page("/close", _close, post=True),
)
