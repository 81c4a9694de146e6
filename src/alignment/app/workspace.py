"""What is in hand? One company: its files, how they are to be read, what was found in them, and a private folder for all of it."""

import re
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, cast, get_args

from alignment.app.settling import Choices
from alignment.errors import SourceError, without_passwords
from alignment.filenames import folder_name
from alignment.language import ENGLISH, say
from alignment.pipeline import COMMENTARY, Examination, company_name
from alignment.resources import sample_data
from alignment.settings import GroupBy, Settings, read_settings
from alignment.source.unsettled import Unsettled
from alignment.temporary import PrivateFolder, remove_left_behind

if TYPE_CHECKING:
    from alignment.app.remembering import Told
    from alignment.app.trying import Trial
    from alignment.history.keeping import Keeping
    from alignment.model.result import Advice

__all__ = ["Checked", "Opening", "Subject", "Workspace"]

# How the name of the private folder begins.
_PREFIX = "alignment-window-"
# Folders of a kind that are kept, beside those that are in hand: somebody may be reading what was in hand a moment ago.
_KEPT_PLACES = 3


@dataclass(frozen=True, slots=True)
class Opening:
    """How the window was opened: files given on the command line, and how to read them."""

    workbooks: tuple[Path, ...] = ()
    mapping: Path | None = None
    settings: Path | None = None
    language: str | None = None
    store: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The files of one company, and how they are read. `kept` is whether they are the user's own, in their own place."""

    paths: tuple[Path, ...]
    mapping: Path | None = None
    kept: bool = False
    group_by: GroupBy | None = None

    @property
    def name(self) -> str:
        """What the folder of its report is called."""
        return folder_name(company_name(self.paths[0]))

    def grouped(self, group_by: str) -> "Subject":
        """Return it with what a group of people is; as it is where that says nothing."""
        return replace(self, group_by=cast("GroupBy", group_by)) if group_by in get_args(GroupBy) else self


@dataclass(frozen=True, slots=True)
class Checked:
    """What a run has left in hand, under a number that no other run has; no file while they are being written."""

    number: int
    subject: Subject
    examination: Examination
    files: tuple[Path, ...] = ()
    # The plan as it was computed, where somebody has put another into the report.
    computed: "Advice | None" = None


class Workspace:
    """One company in hand. Requests come in threads of their own: what changes is changed under `lock`.

    Attributes
    ----------
    folder
        Private, and gone when the program ends.
    subject
        What is looked at; None before anything was dropped.
    checked
        What the last run that came to its end found; None before.
    unsettled
        What can be settled in the files, where they cannot be read without it.
    pending
        What was chosen and cannot be read by yet; None where nothing is.
    prints
        The files of the last print that was asked for beside the report.
    brand
        The brand.toml of the firm in whose name is printed.
    trial
        What is tried on the check in hand, once somebody looks.
    told
        What of the history is told: how it moved over the checks that were last asked for.
    keeping
        What became of the check that was last added to the history.
    followed
        Whether the files that were opened in their own place are read again each time one is saved.
    saved
        When one was saved last.
    """

    def __init__(self, opening: Opening) -> None:
        self.opening = opening
        self.lock = RLock()
        self.settings = read_settings(opening.settings)
        if opening.language:
            self.settings = replace(self.settings, language=opening.language)
        remove_left_behind(Path(tempfile.gettempdir()), _PREFIX)
        self._home = PrivateFolder(_PREFIX)
        self.folder = self._home.path
        self._places: dict[str, list[Path]] = {}
        self.subject: Subject | None = None
        self.checked: Checked | None = None
        self.unsettled: Unsettled | None = None
        self.pending: Choices | None = None
        self.prints: tuple[Path, ...] = ()
        self.brand: Path | None = None
        self.trial: Trial | None = None
        self.told: Told | None = None
        self.keeping: Keeping | None = None
        self.followed = False
        self.saved: datetime | None = None
        self._count = 0

    @property
    def language(self) -> str:
        """The language of the window and of the report."""
        return self.settings.language or ENGLISH

    def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        with self.lock:
            self.settings = replace(self.settings, language=language)

    def settings_of(self, subject: Subject) -> Settings:
        """Return the settings that a company is checked with."""
        return replace(self.settings, group_by=subject.group_by) if subject.group_by else self.settings

    def place(self, name: str) -> Path:
        """Return a new folder of this workspace; old ones of the name go, unless something in hand is in them."""
        with self.lock:
            self._count += 1
            found = self.folder / f"{name}-{self._count}"
            found.mkdir(mode=0o700)
            made = self._places.setdefault(name, [])
            made.append(found)
            held = self._held()
            for old in [one for one in made[:-_KEPT_PLACES] if one not in held]:
                shutil.rmtree(old, ignore_errors=True)
                # What is open elsewhere cannot be removed on some systems: the next time it can.
                if not old.exists():
                    made.remove(old)
        return found

    def _held(self) -> set[Path]:
        """The folders of what is in hand."""
        subjects = [one for one in (self.subject, self.checked and self.checked.subject) if one]
        files = [file for one in subjects for file in (*one.paths, one.mapping) if file]
        files += [*self.prints, *(self.checked.files if self.checked else ()), *(self.told.files if self.told else ())]
        return {one.parent for one in (*files, self.brand) if one}

    def sample(self) -> Subject:
        """Return the sample company, as `alignment demo` takes it.

        Raises
        ------
        SourceError
            It is not there.
        """
        workbooks = sorted(sample_data().glob("*.xlsx"))
        if not workbooks:
            raise SourceError(say("The sample company is not there. Install the program again."))
        return Subject((workbooks[0],))

    def take(self, subject: Subject) -> None:
        """Look at other files: what was found in those before is let go."""
        with self.lock:
            self.subject, self.checked, self.unsettled, self.pending = subject, None, None, None
            self.prints, self.trial, self.keeping = (), None, None

    def settle(self, mapping: Path | None) -> None:
        """Read the same files by another mapping; what was found stays until the new reading is through."""
        with self.lock:
            self.pending = None
            if self.subject is not None:
                self.subject = replace(self.subject, mapping=mapping)

    @property
    def commentary(self) -> Path:
        """Where the author's words on the company in hand are kept."""
        return self.commentary_on(self.subject) if self.subject else self.folder / COMMENTARY

    def commentary_on(self, subject: Subject) -> Path:
        """Return where the author's words are kept: where the command line finds them, for files that were opened in their place."""
        home = Path("reports") if subject.kept else self.folder / "commentaries"
        return home / subject.name / COMMENTARY

    def shown(self, message: str) -> str:
        """Return a message without passwords, and without the folders of this workspace: whoever reads it gave a file, and no folder."""
        return re.sub(rf"{re.escape(str(self.folder))}[/\\][^/\\\s]+[/\\]", "", without_passwords(message))

    def close(self) -> None:
        """Remove everything that was kept for the window."""
        self._home.remove()
