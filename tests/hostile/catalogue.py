"""All hostile files."""

from hostile import archives, markup, names, values
from hostile.declared import Case

__all__ = ["CASES"]

CASES: tuple[Case, ...] = (*archives.CASES, *markup.CASES, *names.CASES, *values.CASES)
