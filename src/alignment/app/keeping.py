"""What is made of a check beside its report? Prints for others, and the author's words, which are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import cast, get_args

from alignment.app.running import Job, Jobs
from alignment.app.workspace import Checked, Workspace
from alignment.branding import read_brand
from alignment.errors import SettingsError
from alignment.language import say
from alignment.model.edition import WHOLE, Edition, Paper, Print
from alignment.pipeline import FORMATS, Examination, Format, default_formats, examine, stages, write_report
from alignment.publishing import replacing
from alignment.rights import made_folder

__all__ = ["MAKE", "WRITE", "Wanted", "begin_print", "begin_report", "chapters", "policy_of", "save_commentary"]

# The kinds of work that go with a check: further prints, and its report once more.
MAKE, WRITE = "make", "write"
_KEY_FILE = "alignment.key"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a print is to be."""

    formats: tuple[Format, ...]
    edition: Edition = WHOLE
    paper: Paper = "a4"
    client_safe: bool = False
    branded: bool = False

    @classmethod
    def of(cls, formats: Sequence[str], edition: str, paper: str, *, client_safe: bool, branded: bool) -> "Wanted":
        """Return what a form asks for; what means nothing is as it usually is."""
        kind, _, department = edition.partition(":")
        chosen = Edition("board") if kind == "board" else Edition("department", department) if department else WHOLE
        return cls(
            tuple(one for one in FORMATS if one in formats) or default_formats(),
            chosen,
            cast("Paper", paper) if paper in get_args(Paper) else "a4",
            client_safe,
            branded,
        )


def begin_report(space: Workspace, jobs: Jobs) -> Job:
    """Begin to write the report in hand once more, with the words that its author has saved."""
    return jobs.begin(WRITE, stages(default_formats()) - stages(()) + 1, lambda job: _rewrite(space, job), "/report")


def _rewrite(space: Workspace, job: Job) -> None:
    checked = space.checked
    if checked is None:
        return
    files = write_report(
        checked.examination, space.place("report"), default_formats(), _print(space, checked, Wanted(())), job.stage
    )
    _keep(space, checked, replace(checked, files=files))


def begin_print(space: Workspace, jobs: Jobs, wanted: Wanted) -> Job:
    """Begin a print of the check in hand."""
    total = stages(wanted.formats) if wanted.client_safe else stages(wanted.formats) - stages(()) + 1
    return jobs.begin(MAKE, total, lambda job: _make(space, job, wanted), "/report#made")


def _make(space: Workspace, job: Job, wanted: Wanted) -> None:
    checked = space.checked
    if checked is None:
        return
    examination = checked.examination
    key = _key(space, checked) if wanted.client_safe else None
    if key is not None:
        examination = _to_hand_on(space, checked, job, key)
    files = write_report(examination, space.place("print"), wanted.formats, _print(space, checked, wanted), job.stage)
    with space.lock:
        if space.checked is not None and space.checked.number == checked.number:
            space.prints = (*files, *([key] if key is not None and not checked.subject.kept else []))


def _to_hand_on(space: Workspace, checked: Checked, job: Job, key: Path) -> Examination:
    """Check the files again under pseudonyms, with the plan that is in the report."""
    settings, subject = space.settings_of(checked.subject), checked.subject
    moves = space.trial.printed if space.trial is not None and space.trial.number == checked.number else ()
    try:
        return examine(subject.paths, settings, subject.mapping, job.stage, key, moves=moves)
    except SettingsError as problem:
        if not moves:
            raise
        raise SettingsError(
            say(
                "{problem} The report has a plan that you chose, which may name what a report to hand on keeps to itself: go back "
                "to the program's own plan under {step}, then make these files.",
                problem=str(problem),
                step=say("What if"),
            )
        ) from problem


def _print(space: Workspace, checked: Checked, wanted: Wanted) -> Print:
    commentary = space.commentary_on(checked.subject)
    brand = read_brand(space.brand) if wanted.branded else Print().brand
    return Print(wanted.paper, wanted.edition, commentary if commentary.is_file() else None, brand)


def _key(space: Workspace, checked: Checked) -> Path:
    """The key of the pseudonyms: beside the workbook, as the command line has it, where that stands in its own place."""
    if checked.subject.kept:
        return checked.subject.paths[0].resolve().parent / _KEY_FILE
    folder = space.folder / "keys" / checked.subject.name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / _KEY_FILE


def _keep(space: Workspace, before: Checked, after: Checked) -> None:
    with space.lock:
        if space.checked is not None and space.checked.number == before.number:
            space.checked = after


def save_commentary(space: Workspace, text: str) -> Path:
    """Keep the author's words; without any, none are printed."""
    place = space.commentary
    if place.is_relative_to(space.folder):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    else:
        made_folder(place.parent)
    words = text.replace("\r\n", "\n")
    if words.strip():
        with replacing(place) as made:
            made.write_text(words, encoding="utf-8", newline="\n")
    else:
        place.unlink(missing_ok=True)
    return place


class _Page(HTMLParser):
    """Finds in our own page what the window needs of it: its policy, and the titles of its chapters."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = ""
        self.chapters: list[str] = []
        self._inside = False
        self._listed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given.get("content") or ""
        if tag == "nav" and given.get("id") == "contents":
            self._listed = True
        if tag == "a" and self._listed:
            self._inside = True
            self.chapters.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "a"
        self._listed = self._listed and tag != "nav"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.chapters[-1] += data


def policy_of(page: str) -> str:
    """Return what the report's page allows itself, by the digests of its own script and style."""
    # It stands in the first lines.
    return _read(page[:4_000]).policy


def chapters(page: str) -> tuple[str, ...]:
    """Return the titles of the chapters of the report's page."""
    start = page.find('<nav class="contents"')
    end = page.find("</nav>", start)
    return tuple(_read(page[start : end + 6]).chapters) if start >= 0 else ()


def _read(text: str) -> _Page:
    found = _Page()
    found.feed(text)
    return found
