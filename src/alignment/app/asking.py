"""What does a page get, and how is one made? The request as its handler sees it, and templates filled in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from alignment import resources
from alignment.app.checking import CHECK
from alignment.app.following import state
from alignment.app.running import Job, Jobs, stage_words
from alignment.app.safety import Session
from alignment.app.workspace import Checked, Workspace
from alignment.language import later, number_text, say, say_many
from alignment.report import display
from alignment.wording import capital, joined, legible

if TYPE_CHECKING:
    from alignment.pipeline import Examination

__all__ = ["STEPS", "Answer", "Asked", "Page", "Step", "error_page", "page", "plain_page", "progress", "redirect"]

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that the window leads through; `needs` is what must be there before it can be opened."""

    key: str
    title: str
    path: str
    needs: Literal["", "sheets", "check"] = "check"


# A step is added here, with its page in `pages/`.
STEPS: tuple[Step, ...] = (
    Step("drop", later("Files"), "/", ""),
    Step("understood", later("Understood"), "/understood", "sheets"),
    Step("issues", later("Issues"), "/issues"),
    Step("report", later("Report"), "/report"),
    Step("whatif", later("What if"), "/whatif"),
    Step("history", later("History"), "/history", ""),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as the handler of a page sees it: the form is one of ours."""

    space: Workspace
    jobs: Jobs
    session: Session
    path: str
    # What stands in the braces of the page's address.
    places: Mapping[str, str]
    query: QueryParams
    form: FormData
    # Ends the program once the answer is out.
    close: Callable[[], None]
    # What was in hand as the request came: another window may let it go before the answer is made.
    checked: Checked | None = None

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a text of the form, or of the address where the form has none of the name."""
        value = self.form.get(name, self.query.get(name, otherwise))
        return value if isinstance(value, str) else otherwise

    def number(self, name: str) -> int | None:
        """Return a number of the form or the address; None where there is none that anything here could have."""
        text = self.text(name)
        return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None

    def uploads(self, name: str) -> list[UploadFile]:
        """Return the files that were given, blank places aside."""
        return [one for one in self.form.getlist(name) if isinstance(one, UploadFile) and one.filename]

    def texts(self) -> list[tuple[str, str]]:
        """Return all texts of the form."""
        return [(name, value) for name, value in self.form.multi_items() if isinstance(value, str)]

    @property
    def found(self) -> "Examination | None":
        """What the last check found."""
        return self.checked.examination if self.checked else None

    def can_open(self, step: Step) -> bool:
        """Tell whether there is something to see on a step."""
        space = self.space
        if step.needs == "check":
            return self.checked is not None
        return not step.needs or self.checked is not None or bool(space.unsettled)


Answer = Callable[[Asked], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """Who answers at an address; `post` where a form is sent there. In braces stands what the handler gets from the address."""

    path: str
    answer: Answer
    post: bool = False


def page(
    asked: Asked, template: str, step: str = "", status: int = 200, awaited: Collection[str] = (), **values: object
) -> Response:
    """Return a page of the window, in the language that is spoken; of the work under way, it tells of what is `awaited` there first."""
    working = [job for kind in asked.jobs.kinds() if (job := asked.jobs.latest(kind)) and job.state == "running"]
    working.sort(key=lambda job: job.kind not in awaited)
    subject = asked.space.subject
    text = (
        _environment()
        .get_template(f"app/{template}.html.j2")
        .render(
            asked=asked,
            subject=subject,
            checked=asked.checked,
            steps=[(one, say(one.title), asked.can_open(one)) for one in STEPS],
            step=step,
            # Where a form was sent to there is nothing to come back to.
            here="/" if asked.form else asked.path,
            job=working[0] if working else None,
            company=asked.found.check.organisation if asked.found else subject.name if subject else "",
            language=asked.space.language,
            follows=_follows(asked),
            **values,
        )
    )
    return HTMLResponse(text, status)


def _follows(asked: Asked) -> dict[str, object]:
    """What a page says of files that are read again each time one is saved."""
    space, subject = asked.space, asked.space.subject
    if not space.followed or subject is None or not subject.kept:
        return {}
    job = asked.jobs.latest(CHECK)
    return {
        "files": joined([path.name for path in subject.paths]),
        "saved": f"{space.saved:%H:%M:%S}" if space.saved else "",
        "unread": _without_place(job.error, subject.paths) if job and job.state == "failed" else "",
        "check": space.checked.number if space.checked else 0,
        "state": state(space, asked.jobs),
    }


def _without_place(problem: str, paths: Sequence[Path]) -> str:
    """What is wrong with the files; of several it is said with which, and never in which folder, which whoever saved it knows."""
    for path in paths:
        problem = problem.removeprefix(f"{path}: ") if len(paths) == 1 else problem.replace(str(path), path.name)
    return problem


def error_page(asked: Asked, message: str, status: int = 400) -> Response:
    """Return a page that says what went wrong and leads back."""
    return page(asked, "failed", status=status, message=message)


def plain_page(message: str, status: int, language: str) -> Response:
    """Return a page for whoever is not let in: of the window it shows nothing."""
    return HTMLResponse(
        _environment().get_template("app/refused.html.j2").render(message=message, language=language), status
    )


def redirect(path: str) -> Response:
    """Send the browser on to an address of the window."""
    return RedirectResponse(path, 303)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Of names nothing is lost, which are read without what cannot be shown: forms send them back as they are.
        finalize=lambda value: legible(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.globals.update(
        say=say, say_many=say_many, display=display, number_text=number_text, capital=capital, languages=_names
    )
    return environment


@cache
def _names() -> Sequence[tuple[str, str]]:
    """The languages there are, each as it calls itself."""
    from babel import Locale

    from alignment.language import languages

    return [(code, str(Locale.parse(code).display_name).capitalize()) for code in languages()]


def progress(job: Job) -> dict[str, object]:
    """Return how far a job is, for the script of the page."""
    return {
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "words": job.words,
        "stages": [stage_words(one) for one in job.stages],
        "ready": job.ready,
        "target": job.target,
        "error": legible(job.error),
    }
