"""All hostile files."""

from hostile import archives, asides, kept, markup, names, places, texts, values
from hostile.declared import Case

__all__ = ["CASES"]

CASES: tuple[Case, ...] = (
    *archives.CASES, *markup.CASES, *names.CASES, *values.CASES, *texts.CASES, *asides.CASES, *places.CASES, *kept.CASES,
)  # fmt: skip
