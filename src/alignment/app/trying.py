"""What is being tried? The steps that are ticked and the moves made by hand, which all windows share, and what they come to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from threading import RLock

from alignment.advice.byhand import STEP, Asked
from alignment.advice.chosen import Choosing
from alignment.advice.simulation import Difference
from alignment.analysis.remeasure import Measured
from alignment.app.running import Job, Jobs
from alignment.app.workspace import Checked, Workspace
from alignment.errors import AlignmentError, SettingsError
from alignment.language import say
from alignment.model.edition import Print
from alignment.model.organisation import Organisation
from alignment.model.result import Advice
from alignment.pipeline import default_formats, replanned, stages, write_report

__all__ = ["PLAN", "StaleError", "Trial", "Tried", "begin_plan", "carried_on", "registered", "trial_of", "typed"]

# The kind of work that puts a plan into the report.
PLAN = "plan"


class StaleError(AlignmentError):
    """What was sent was ticked on a page that is no longer how things stand."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What is ticked of the plan, and made by hand, in this order; `version` is another after each change."""

    version: int = 0
    ticked: frozenset[str] = frozenset()
    made: tuple[Asked, ...] = ()


class Trial:
    """What is tried on one check.

    Attributes
    ----------
    number
        That of the check.
    plan
        As it was computed, whatever the report says now.
    choosing
        Answers for the moves.
    tried
        What is chosen now; changed as a whole, under the lock.
    reported
        What is in the report; None where the report has the computed plan.
    dropped
        How many of the moves made on the check before cannot be made any more.
    """

    def __init__(self, checked: Checked, before: "Trial | None" = None) -> None:
        examination = checked.examination
        self.number = checked.number
        self.plan: Advice = checked.computed or examination.check.advice
        measured = examination.measured or Measured(examination.organisation, examination.settings)
        self.choosing = Choosing(measured)
        self.tried = Tried()
        self.reported: Tried | None = None
        self.dropped = 0
        self._lock = RLock()
        if before is not None:
            self.tried, self.dropped = self._carried_on(before.tried)
            if before.reported is not None:
                reported, lost = self._carried_on(before.reported)
                # A plan that lacks something is another plan, which nobody chose.
                self.reported = None if lost else reported

    def _carried_on(self, old: Tried) -> tuple[Tried, int]:
        """Return what of a choice can still be done now that the files were read again, and how much of it cannot."""
        keys = {one.move for one in self.plan.steps}
        kept, lost = Tried(ticked=old.ticked & keys), len(old.ticked - keys)
        for one in old.made:
            more = replace(kept, made=(*kept.made, one))
            try:
                self.choosing.moves(more.made)
            except SettingsError:
                lost += 1
            else:
                kept = more
        return kept, lost

    @property
    def printed(self) -> tuple[Asked, ...]:
        """What the report has in the place of the computed plan; nothing where it has that."""
        return self.asked(self.reported) if self.reported is not None else ()

    def asked(self, tried: Tried | None = None) -> tuple[Asked, ...]:
        """Return what is chosen: the steps in the order of the plan, then what was made by hand."""
        now = tried or self.tried
        steps = [
            Asked(STEP, one.move, label=say("Step {rank} of the plan", rank=one.rank))
            for one in self.plan.steps
            if one.move in now.ticked
        ]
        return (*steps, *now.made)

    def change(self, number: str, version: str, change: Callable[[Tried], Tried]) -> Tried:
        """Change what is chosen, as it stood on the page that asks for it.

        Raises
        ------
        StaleError
            The files were read again since, or another window has chosen otherwise.
        SettingsError
            What is made by hand cannot be made; what was chosen stays.
        """
        with self._lock:
            if number != str(self.number):
                raise StaleError(say("The files were read again since this page was loaded. Load it again."))
            if version != str(self.tried.version):
                raise StaleError(
                    say("Another window has changed what is chosen since this page was loaded. Load it again.")
                )
            wanted = change(self.tried)
            if wanted.made != self.tried.made and wanted.made:
                self.choosing.moves(wanted.made)
            self.tried = replace(wanted, version=self.tried.version + 1)
            return self.tried

    def difference(self) -> Difference:
        """Return what the choice changes.

        Raises
        ------
        SettingsError
            A step that is ticked cannot be taken with the others.
        """
        return self.choosing.difference(self.asked())


def trial_of(space: Workspace) -> Trial | None:
    """Return what is tried on the check in hand; None before there is one."""
    with space.lock:
        checked = space.checked
        if checked is None:
            return None
        if space.trial is None or space.trial.number != checked.number:
            space.trial = Trial(checked, space.trial)
        return space.trial


def typed(names: Iterable[tuple[str, str]], text: str, marks: str) -> str:
    """Return a name as a change by hand is typed: by the id of the record where the name holds one of the marks.

    Parameters
    ----------
    names
        Name and id of each record that may be meant.
    text
        What was chosen or typed.
    marks
        What parts the names of a change, such as ``=``.
    """
    wanted = text.strip()
    if not any(one in wanted for one in marks):
        return wanted
    ids = (ident for name, ident in names if name == wanted and not any(one in ident for one in marks))
    return next(ids, wanted)


def begin_plan(space: Workspace, jobs: Jobs, trial: Trial, wanted: Tried | None) -> Job:
    """Begin to put what is chosen into the report, or with nothing, the computed plan; the report is written again."""
    trial.reported = wanted
    total = stages(default_formats()) - stages(()) + 1
    return jobs.begin(PLAN, total, lambda job: _put(space, job, trial), "/report")


def _put(space: Workspace, job: Job, trial: Trial) -> None:
    checked = space.checked
    if checked is None or checked.number != trial.number:
        return
    job.stage("Planning")
    new = _replanned(checked, trial)
    _keep(space, new)
    commentary = space.commentary_on(checked.subject)
    how = Print(commentary=commentary if commentary.is_file() else None)
    files = write_report(new.examination, space.place("report"), default_formats(), how, job.stage)
    _keep(space, replace(new, files=files))


def _replanned(checked: Checked, trial: Trial) -> Checked:
    examination = replanned(checked.examination, trial.printed, trial.choosing)
    # The files of before stay to be read until those of now are written.
    return replace(checked, examination=examination, computed=trial.plan)


def carried_on(space: Workspace, checked: Checked) -> Checked:
    """Return a check of files that were read again with the plan that somebody had put into the report before."""
    before = space.trial
    if before is None or before.reported is None:
        return checked
    trial = Trial(checked, before)
    try:
        return _replanned(checked, trial) if trial.reported is not None else checked
    except SettingsError:
        # It cannot be made as a whole any more: the page of moves says so, the report has the computed plan.
        return checked


def _keep(space: Workspace, after: Checked) -> None:
    with space.lock:
        if space.checked is not None and space.checked.number == after.number:
            space.checked = after


def registered(organisation: Organisation) -> dict[str, list[tuple[str, str]]]:
    """Return the names of a company that a move can be about, with their ids, by what they are."""
    kinds = {
        "journeys": organisation.journeys,
        "departments": organisation.departments,
        "people": organisation.people,
    }
    return {name: [(one.name, one.id) for one in records] for name, records in kinds.items()}  # type: ignore[attr-defined]  # all three have both
