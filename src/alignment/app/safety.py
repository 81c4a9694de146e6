"""Who may ask? Only the browser window that this program opened, on this machine: every request passes here first."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alignment.app.neighbours import is_stranger

__all__ = ["OPEN", "STATIC", "Guard", "Session"]

# Where the address with the token leads, and the folder of what is the program's own and no secret: style, script, letters.
OPEN, STATIC = "/open", "/static/"
TOO_LARGE = 413
# So many times as much as may be sent is heard out before it is refused.
_PATIENT = 20
_READING = frozenset({"GET", "HEAD"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    # Under "no-referrer" a browser calls the origin of a form "null": it could not be checked.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(eq=False)
class Session:
    """The secrets of one run of the program.

    Attributes
    ----------
    port
        Where it is served.
    token
        Stands in the first address; exchanged once for the cookie.
    cookie
        What the browser shows with each request.
    form
        What each form holds, so that it is one of ours.
    """

    port: int
    token: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)
    form: str = field(default_factory=_secret)
    used: bool = False

    @property
    def hosts(self) -> tuple[str, str]:
        """What a request may say it asks: a name that leads here from elsewhere is none of these."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"

    @property
    def address(self) -> str:
        """The address that opens the window, once."""
        return f"http://127.0.0.1:{self.port}{OPEN}?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """The name of the cookie; ports of one machine share theirs."""
        return f"alignment-{self.port}"

    def is_form(self, value: object) -> bool:
        """Tell whether a form is one of ours."""
        return isinstance(value, str) and compare_digest(value.encode(), self.form.encode())

    def exchange(self, token: str) -> bool:
        """Tell whether a token opens the window; it does so once."""
        if self.used or not compare_digest(token.encode(), self.token.encode()):
            return False
        self.used = True
        return True


class Guard:
    """Lets through what comes from the window itself, and puts the headers on what goes out.

    Parameters
    ----------
    app
        What answers.
    session
        The secrets.
    refused
        Gives the page for whoever is not let in, by its status.
    most_bytes
        As much may be sent in one request.
    public
        Addresses that anybody may read; at any other, not even what is missing is told to a stranger.
    """

    def __init__(
        self,
        app: ASGIApp,
        session: Session,
        refused: Callable[[int], Response],
        most_bytes: Callable[[], int],
        public: Collection[str] = (),
    ) -> None:
        self._app = app
        self._session = session
        self._refused = refused
        self._most_bytes = most_bytes
        self._public = frozenset(public)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._answer(scope)
        if answer is not None:
            if answer.status_code == TOO_LARGE:
                await self._let_pass(receive)
            await answer(scope, receive, told)
        else:
            await self._app(scope, self._counted(receive), told)

    def _answer(self, scope: Scope) -> Response | None:
        """What is to be said instead; None where the request may pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._session.hosts:
            return self._refused(421)
        if is_stranger(scope.get("client")):
            return self._refused(403)
        path: str = scope["path"]
        if path in self._public and scope["method"] in _READING:
            return None
        known = self._knows(headers)
        if path == OPEN:
            return self._opened(scope, known)
        if not known or (scope["method"] not in _READING and not _from_here(headers, host)):
            return self._refused(403)
        length = headers.get("content-length", "0")
        much = not length.isdigit() or int(length) > self._most_bytes()
        return self._refused(TOO_LARGE) if much else None

    def _knows(self, headers: Headers) -> bool:
        # Every program on this machine may have put cookies beside ours, of any form, and one of its name too.
        pairs = (one.partition("=") for one in headers.get("cookie", "").split(";"))
        given = [value.strip() for name, _, value in pairs if name.strip() == self._session.cookie_name]
        return any(compare_digest(one.encode(), self._session.cookie.encode()) for one in given)

    def _opened(self, scope: Scope, known: bool) -> Response:
        """Exchange the token for the cookie; a window that has it already just goes on."""
        token = dict(_pairs(scope["query_string"].decode("latin-1"))).get("token", "")
        # Whoever only looks whether there is a page, as some desktops do, does not use the token up.
        if not known and not (scope["method"] == "GET" and self._session.exchange(token)):
            return self._refused(403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._session.cookie_name, self._session.cookie, path="/", httponly=True, samesite="strict")
        return answer

    def _counted(self, receive: Receive) -> Receive:
        """What is sent in pieces says no length beforehand: it is counted as it comes."""
        left = self._most_bytes()

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                await self._let_pass(receive)
                raise HTTPException(TOO_LARGE)
            return message

        return counted

    async def _let_pass(self, receive: Receive) -> None:
        """Hear out what is not kept: a browser that is cut short shows no answer. There is an end to that too."""
        left = self._most_bytes() * _PATIENT
        while left > 0:
            message = await receive()
            left -= len(message.get("body", b""))
            if not message.get("more_body", False):
                return


def _from_here(headers: Headers, host: str) -> bool:
    """Tell whether a form was sent from a page of this window."""
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"http://{host}"
    return headers.get("sec-fetch-site") == "same-origin"


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (one.partition("=") for one in query.split("&"))]
