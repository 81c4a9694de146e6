"""What came out of the files: the organisation, every issue, and what became of each sheet."""

from dataclasses import dataclass

from alignment.model.organisation import Organisation
from alignment.model.result import InputFile, Issue

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The organisation as read, with all issues: errors first, then by file, sheet and cell."""

    organisation: Organisation
    issues: tuple[Issue, ...]
    inputs: tuple[InputFile, ...]
