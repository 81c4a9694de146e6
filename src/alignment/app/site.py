"""What is answered at which address? The pages, the style and the script, behind the guard."""

import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from python_multipart.exceptions import FormParserError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from alignment import resources
from alignment.app.asking import Asked, Page, error_page, plain_page
from alignment.app.pages import PAGES
from alignment.app.running import Jobs, failure_words
from alignment.app.safety import STATIC, Guard, Session
from alignment.app.workspace import Workspace
from alignment.errors import AlignmentError
from alignment.language import say, speaking
from alignment.report import fonts

__all__ = ["site"]

_MEGABYTE = 1_000_000
# A form that settles every column of a hundred sheets has some thousands of fields; a field holds a commentary at most.
_MOST_FIELDS, _MOST_FILES, _LONGEST_FIELD = 50_000, 200, 2_000_000
# Several files come in one upload: so many of the largest that may be read.
_MOST_LARGEST = 3
_STATIC = {
    "report.css": "report.css",
    "app.css": "app/app.css",
    "app.js": "app/app.js",
    "whatif.css": "app/whatif.css",
    "whatif.js": "app/whatif.js",
}
# They are the same on every page, and the address of the next run is another.
_KEPT = {"Cache-Control": "max-age=3600"}
_FONTS: dict[str, fonts.Weight] = {"regular.woff": "Regular", "semibold.woff": "Semibold"}


def site(space: Workspace, jobs: Jobs, session: Session, close: Callable[[], None]) -> ASGIApp:
    """Return the window as an application of ASGI.

    Parameters
    ----------
    space
        What is in hand.
    jobs
        What is worked on.
    session
        The secrets of this run.
    close
        Ends the program.
    """

    def asked(request: Request, form: FormData | None = None) -> Asked:
        return Asked(
            space,
            jobs,
            session,
            request.url.path,
            request.path_params,
            request.query_params,
            form or FormData(),
            close,
            space.checked,
        )

    def failed(request: Request, problem: Exception) -> Response:
        status = cast("HTTPException", problem).status_code
        with speaking(space.language):
            return error_page(asked(request), _STATUS_WORDS.get(status, _unknown)(), status)

    def fault(request: Request, problem: Exception) -> Response:
        with speaking(space.language):
            return error_page(asked(request), space.shown(failure_words(problem)), 500)

    def route(one: Page) -> Route:
        async def answer(request: Request) -> Response:
            if not one.post:
                return await run_in_threadpool(_answered, one, asked(request), space)
            async with _form(request) as form:
                if not session.is_form(form.get("csrf")):
                    raise HTTPException(403)
                return await run_in_threadpool(_answered, one, asked(request, form), space)

        return Route(one.path, answer, methods=["POST" if one.post else "GET"])

    routes = [Route(STATIC + "{name}", _static), *map(route, PAGES)]
    handlers = {**dict.fromkeys((400, 403, 404, 405, 413), failed), 500: fault}
    app = Starlette(routes=routes, exception_handlers=handlers)

    def refused(status: int) -> Response:
        with speaking(space.language):
            return plain_page(_REFUSED_WORDS.get(status, _unknown)(), status, space.language)

    def most_bytes() -> int:
        return space.settings.most_file_mb * _MEGABYTE * _MOST_LARGEST

    return Guard(app, session, refused, most_bytes, [STATIC + name for name in (*_STATIC, *_FONTS)])


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    """Read a form; what claims to be one and is none is told as any other that cannot be taken."""
    try:
        form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    except (FormParserError, UnicodeError) as problem:
        raise HTTPException(400) from problem
    except HTTPException as problem:
        # Too many files, too many fields, or too long a one.
        much = problem.detail.startswith("Too many") or "exceeded maximum size" in problem.detail
        raise HTTPException(413 if much else problem.status_code) from problem
    try:
        yield form
    finally:
        await form.close()


def _answered(one: Page, asked: Asked, space: Workspace) -> Response:
    """Answer in the language of the window; what cannot go on is said on a page."""
    with speaking(space.language):
        try:
            return one.answer(asked)
        except AlignmentError as problem:
            return error_page(asked, space.shown(str(problem)))
        except OSError as problem:
            return error_page(asked, space.shown(failure_words(problem)), 500)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name in _FONTS:
        return Response(base64.b64decode(fonts.web_font(_FONTS[name])), media_type="font/woff", headers=_KEPT)
    if name not in _STATIC:
        raise HTTPException(404)
    return FileResponse(resources.templates() / Path(_STATIC[name]), headers=_KEPT)


def _unknown() -> str:
    return say("There is nothing at this address.")


def _foreign() -> str:
    return say(
        "This window was not opened by the program. Open it with alignment app, or with the address that the program shows: "
        "it can be used once."
    )


def _large() -> str:
    return say("That is too much at once. Give fewer files, or raise most_file_mb under [reading] of the settings.")


def _stale() -> str:
    return say(
        "This form is not one of this window, or was opened before the program was started. Load the page again."
    )


_Words = Callable[[], str]
_STATUS_WORDS: dict[int, _Words] = {400: _stale, 403: _stale, 413: _large}
_REFUSED_WORDS: dict[int, _Words] = {403: _foreign, 413: _large, 421: _foreign}
