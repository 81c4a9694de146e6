"""How is the window served? On the loopback address alone, on a free port, until it is asked to end."""

import os
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import uvicorn

from alignment.app.checking import begin
from alignment.app.following import Following
from alignment.app.running import Jobs
from alignment.app.safety import Session
from alignment.app.site import site
from alignment.app.workspace import Opening, Subject, Workspace
from alignment.errors import AlignmentError, SettingsError
from alignment.rights import as_usual

__all__ = ["serve"]

LOOPBACK = "127.0.0.1"
# So many seconds pages that are still being read have when the program ends.
_PATIENCE = 2
# So many, work has that is in the middle of a stage.
_WORK_PATIENCE = 15


def serve(
    opening: Opening, port: int = 0, tell: Callable[[str], None] = lambda _: None, *, browser: bool = True
) -> None:
    """Serve the window until it is closed there, or the program is told to end.

    Parameters
    ----------
    opening
        What is opened with it.
    port
        Where; 0 for any that is free.
    tell
        Called with the address as soon as it can be opened.
    browser
        Whether to open the browser of the system on it.

    Raises
    ------
    SettingsError
        The port is taken, or the settings cannot be read.
    """
    space = Workspace(opening)
    jobs = Jobs(space.shown)
    following: Following | None = None
    try:
        with _listening(port) as listening:
            session = Session(listening.getsockname()[1])
            app = site(space, jobs, session, lambda: setattr(server, "should_exit", True))
            server = uvicorn.Server(
                uvicorn.Config(
                    app,
                    log_config=None,
                    access_log=False,
                    lifespan="off",
                    ws="none",
                    server_header=False,
                    timeout_graceful_shutdown=_PATIENCE,
                )
            )
            if opening.workbooks:
                space.take(Subject(opening.workbooks, opening.mapping, kept=True))
                begin(space, jobs)
                # What is not there is told by the check that has just begun.
                with suppress(AlignmentError):
                    following = Following(space, jobs, opening)
            tell(session.address)
            if browser:
                # Some systems wait for the browser to end.
                Thread(target=_open, args=(session.address,), daemon=True).start()
            server.run(sockets=[listening])
    finally:
        if following is not None:
            following.stop()
        # What writes a file still would write it after the folder is gone.
        jobs.stop(_WORK_PATIENCE)
        space.close()


def _open(address: str) -> None:
    # What the browser downloads later is as usual.
    with as_usual():
        webbrowser.open(address)


def _listening(port: int) -> socket.socket:
    """Return the socket; it takes requests at once, so that the browser may be as quick as it likes."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # So that a window can be opened again where one was closed a moment ago; on Windows the word means that others may listen too.
    if os.name == "posix":
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((LOOPBACK, port))
    except OSError as problem:
        found.close()
        raise SettingsError(
            f"--port {port}: cannot be used ({problem.strerror}). Choose another, or leave it out: a free one is found."
        ) from problem
    found.listen()
    return found
