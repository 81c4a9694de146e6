"""What came out of the files: the organisation, every issue, and what became of each sheet."""

from dataclasses import dataclass, field

from alignment.model.organisation import Organisation
from alignment.model.result import InputFile, Issue
from alignment.source.unsettled import Unsettled

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The organisation as read, with all issues: errors first, then by file, sheet and cell; and what is open.

    `called` is what to call a company that does not say its name.
    """

    organisation: Organisation
    issues: tuple[Issue, ...]
    inputs: tuple[InputFile, ...]
    unsettled: Unsettled = field(default_factory=Unsettled)
    called: str = ""
