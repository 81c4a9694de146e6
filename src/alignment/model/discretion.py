"""What does a report for others keep to itself? Who is who, texts in somebody's own words, and the ties of a few people."""

from dataclasses import dataclass

from alignment.language import later, say

__all__ = ["WITHHELD", "Discretion", "pseudonym"]

# What stands in the place of a text that is not told.
WITHHELD = later("(text withheld)")


@dataclass(frozen=True, slots=True)
class Discretion:
    """What a reading for others keeps to itself.

    Attributes
    ----------
    fingerprint
        Tells two keys of pseudonyms apart, and nothing of what they hold.
    codes
        The pseudonyms in use.
    small
        Departments, and units above them, of which no figure that rests on the ties of their people is told.
    """

    fingerprint: str
    codes: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()


def pseudonym(code: str) -> str:
    """Return what a person is called whose pseudonym has this code."""
    return say("Person {code}", code=code)
