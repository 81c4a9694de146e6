"""How far is the work? Jobs in threads of their own, told stage by stage; a new one of a kind takes the place of the old."""

from collections.abc import Callable, Collection
from contextvars import copy_context
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Literal

from alignment.errors import AlignmentError, fault
from alignment.language import later, say

__all__ = ["Job", "Jobs", "Superseded", "failure_words", "is_of_system", "stage_words"]

State = Literal["running", "done", "failed", "superseded"]
Work = Callable[["Job"], None]

# Stages by the words that the pipeline reports them with.
_STAGES = {
    one: one
    for one in (
        later("Reading departments, people, processes and journeys"),
        later("Reading steps, letters, ties and answers"),
        later("Scoring"),
        later("Planning"),
        later("Drawing"),
        later("Writing HTML"),
        later("Writing Excel"),
        later("Writing PowerPoint"),
        later("Writing PDF"),
        later("Writing JSON"),
        later("Writing graphs"),
        later("Keeping"),
        later("Comparing"),
    )
} | {
    # A finding is a noun elsewhere, which other languages call otherwise.
    "Finding": later("Looking for findings"),
}


class Superseded(Exception):  # noqa: N818 - nothing went wrong
    """A newer job has taken the place of this one."""


def stage_words(stage: str) -> str:
    """Return a stage of the pipeline in the language spoken now.

    Examples
    --------
    >>> stage_words("Opening audit.xlsx"), stage_words("Measuring: Silos")
    ('Opening audit.xlsx', 'Measuring: Silos')
    """
    if stage in _STAGES:
        return say(_STAGES[stage])
    before, _, name = stage.partition(" ")
    if before == "Opening":
        return say("Opening {files}", files=name)
    return say("Measuring: {question}", question=say(name)) if before == "Measuring:" else stage


@dataclass(eq=False)
class Job:
    """One piece of work: called with the name of each stage as it begins.

    `ready` is set as soon as what the job is for can be looked at, though it may still be writing.
    """

    number: int
    kind: str
    total: int
    stages: list[str] = field(default_factory=list)
    state: State = "running"
    error: str = ""
    ready: bool = False
    # Where to go when there is something to see.
    target: str = "/"
    stopped: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)

    def stage(self, name: str) -> None:
        """Note that a stage begins.

        Raises
        ------
        Superseded
            Nobody waits for this job any more.
        """
        self.go_on()
        self.stages.append(name)

    def go_on(self) -> None:
        """Stop here where nobody waits for this job any more.

        Raises
        ------
        Superseded
            Nobody does.
        """
        if self.stopped.is_set():
            raise Superseded

    @property
    def done(self) -> int:
        """How many stages are through."""
        return self.total if self.state == "done" else min(max(len(self.stages) - 1, 0), self.total)

    @property
    def words(self) -> str:
        """The stage it is in."""
        return stage_words(self.stages[-1]) if self.stages else say("Starting")


class Jobs:
    """The work of one window: at most one job of each kind counts, and one at a time is worked on.

    Parameters
    ----------
    shown
        Gives a message as it is shown: without the folders that are nobody's business.
    """

    def __init__(self, shown: Callable[[str], str] = str) -> None:
        self._shown = shown
        self._lock = Lock()
        self._turn = Lock()
        self._count = 0
        self._latest: dict[str, Job] = {}

    def latest(self, kind: str) -> Job | None:
        """Return the job of a kind that counts."""
        with self._lock:
            return self._latest.get(kind)

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of jobs there were, the latest begun last."""
        with self._lock:
            return tuple(self._latest)

    def find(self, number: int) -> Job | None:
        """Return the job of a number, where it still counts."""
        with self._lock:
            return next((one for one in self._latest.values() if one.number == number), None)

    def begin(self, kind: str, total: int, work: Work, target: str, stops: Collection[str] = ()) -> Job:
        """Begin a job; one of the same kind that is under way stops at its next stage, and those of the kinds in `stops`."""
        with self._lock:
            self._count += 1
            job = Job(self._count, kind, total, target=target)
            for one in (kind, *stops):
                if one in self._latest:
                    self._latest.pop(one).stopped.set()
            self._latest[kind] = job
        # Daemons: a window that is closed does not wait for what nobody will see.
        Thread(target=copy_context().run, args=(self._run, job, work), name=f"{kind} {job.number}", daemon=True).start()
        return job

    def stop(self, patience: float = 0) -> None:
        """Stop all work at its next stage, and wait some seconds for that."""
        with self._lock:
            for job in self._latest.values():
                job.stopped.set()
        # Whoever has the turn is at work, superseded or not.
        if self._turn.acquire(timeout=patience):
            self._turn.release()

    def _run(self, job: Job, work: Work) -> None:
        try:
            with self._turn:
                job.go_on()
                work(job)
            job.state = "done"
        except Superseded:
            job.state = "superseded"
        except AlignmentError as problem:
            job.error, job.state = self._shown(str(problem)), "failed"
        except MemoryError:
            job.error = say(
                "The machine has too little memory for these files. Close other programs, or give fewer files."
            )
            job.state = "failed"
        except BaseException as problem:
            # Libraries that are written in another language have faults of their own, beside Python's.
            job.error, job.state = self._shown(failure_words(problem)), "failed"
            if not is_of_system(problem):
                raise
        finally:
            job.ended.set()


def is_of_system(problem: BaseException) -> bool:
    """Tell whether it is the system that refuses something, and not this program that is wrong."""
    return isinstance(problem, OSError) and bool(problem.strerror)


def failure_words(problem: BaseException) -> str:
    """Return what the system refuses, with the file that it is about; or, where the program itself is wrong, what and where."""
    if isinstance(problem, OSError) and is_of_system(problem):
        return f"{problem.filename}: {problem.strerror}." if problem.filename else f"{problem.strerror}."
    return say(
        "A fault of this program, not of your file: {fault}. Please report it with this line.", fault=fault(problem)
    )
