"""How are counts and lists written in a sentence?"""

from collections.abc import Sequence

__all__ = ["counted", "joined", "part_are"]


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "journey"), counted(2, "journey"), counted(0, "process", "processes")
    ('1 journey', '2 journeys', '0 processes')
    """
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def joined(words: Sequence[str], most: int = 5) -> str:
    """Return a list as it is read aloud; what exceeds `most` is counted, not named.

    Examples
    --------
    >>> joined(["a", "b", "c"]), joined(["a", "b", "c"], most=2)
    ('a, b and c', 'a, b and 1 more')
    """
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def part_are(number: int, total: int, singular: str, plural: str = "") -> str:
    """Return "so many of so many are", as one says it; at least one of at least one.

    Examples
    --------
    >>> part_are(1, 3, "handoff"), part_are(2, 3, "handoff"), part_are(1, 1, "handoff")
    ('1 of 3 handoffs is', '2 of 3 handoffs are', 'the only handoff is')
    >>> part_are(2, 2, "handoff"), part_are(3, 3, "handoff")
    ('both handoffs are', 'all 3 handoffs are')
    """
    several = plural or singular + "s"
    if number == total:
        return {1: f"the only {singular} is", 2: f"both {several} are"}.get(total, f"all {total} {several} are")
    return f"{number} of {total} {several} {'is' if number == 1 else 'are'}"
