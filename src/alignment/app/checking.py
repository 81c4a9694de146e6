"""How are the files in hand checked? As on the command line: the same two calls, with what the window needs between them."""

from contextlib import suppress
from dataclasses import replace

from alignment.app.keeping import begin_report
from alignment.app.running import Job, Jobs
from alignment.app.trying import carried_on
from alignment.app.workspace import Checked, Subject, Workspace
from alignment.errors import AlignmentError, MappingError, SourceError
from alignment.language import speaking
from alignment.model.edition import Print
from alignment.pipeline import default_formats, examine, stages, write_report
from alignment.source.unsettled import unsettled_in

__all__ = ["CHECK", "begin"]

CHECK = "check"
# Further work on a check, as `keeping.py` and `trying.py` begin it.
_WRITING = ("make", "write", "plan")


def begin(space: Workspace, jobs: Jobs) -> Job:
    """Begin to check the files in hand, and to write their report."""
    # What is being written for the check before has nobody waiting for it.
    return jobs.begin(CHECK, stages(default_formats()), lambda job: _check(space, jobs, job), "/understood", _WRITING)


def _check(space: Workspace, jobs: Jobs, job: Job) -> None:
    with space.lock:
        subject = space.subject
    if subject is None:
        return
    settings = space.settings_of(subject)
    with speaking(settings.language):
        try:
            examination = examine(subject.paths, settings, subject.mapping, job.stage, retain=True)
        except (SourceError, MappingError):
            _tell_what_can_be_settled(space, subject)
            if space.checked is not None and not space.checked.files:
                # What is still shown is what was found before, whose report this check has kept from being written.
                begin_report(space, jobs)
            raise
    checked = carried_on(space, Checked(job.number, subject, examination))
    _keep(space, job, subject, checked)
    job.ready = True
    commentary = space.commentary_on(subject)
    how = Print(commentary=commentary if commentary.is_file() else None)
    files = write_report(checked.examination, space.place("report"), default_formats(), how, job.stage)
    _keep(space, job, subject, replace(checked, files=files))


def _keep(space: Workspace, job: Job, subject: Subject, checked: Checked) -> None:
    """Put what was found where the pages see it, unless other files were dropped meanwhile."""
    with space.lock:
        if space.subject is subject and not job.stopped.is_set():
            space.checked, space.unsettled = checked, checked.examination.unsettled


def _tell_what_can_be_settled(space: Workspace, subject: Subject) -> None:
    """Look at the sheets alone: perhaps it only has to be said what they are."""
    with suppress(AlignmentError):
        found = unsettled_in(subject.paths, space.settings.reading)
        with space.lock:
            if space.subject is subject:
                space.unsettled = found
