"""Has a file that was opened in its own place been saved? Then it is read again, and pages are renewed where they stand."""

from datetime import datetime
from threading import Event, Thread

from alignment.app.checking import CHECK, begin
from alignment.app.running import Jobs
from alignment.app.workspace import Opening, Workspace
from alignment.watching import saves

__all__ = ["Following", "state"]

# Seconds that the end of the program waits for whoever looks at files.
_PATIENCE = 2


class Following:
    """Checks the files of the command line again each time that one of them is saved, as long as they are in hand.

    Parameters
    ----------
    space
        What is in hand.
    jobs
        What is worked on.
    opening
        The files, and the mapping that was given with them.

    Raises
    ------
    SourceError
        A file is not there.
    """

    def __init__(self, space: Workspace, jobs: Jobs, opening: Opening) -> None:
        self._space, self._jobs = space, jobs
        self._stop = Event()
        beside = [opening.mapping] if opening.mapping else []
        self._saves = saves(opening.workbooks, self._stop, beside=beside)
        self._thread = Thread(target=self._follow, name="following", daemon=True)
        self._thread.start()
        with space.lock:
            space.followed = True

    def _follow(self) -> None:
        for _ in self._saves:
            with self._space.lock:
                subject = self._space.subject
                if subject is None or not subject.kept:
                    # Other files were dropped: these are looked at no more.
                    continue
                self._space.saved = datetime.now().astimezone()
            begin(self._space, self._jobs)

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join(_PATIENCE)


def state(space: Workspace, jobs: Jobs) -> str:
    """Return a text that is another one as soon as a page would show something else of the files in hand."""
    job, checked = jobs.latest(CHECK), space.checked
    return ".".join(
        (
            f"{job.number}-{job.state}" if job else "",
            f"{checked.number}-{checked.files[0].parent.name if checked.files else ''}" if checked else "",
            "ready" if job and job.ready else "",
        )
    )
