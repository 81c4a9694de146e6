"""What does a sentence rest on? Measures, findings, sheets read, steps of the plan, each with its place in the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

__all__ = [
    "ISSUES",
    "PLAN",
    "SCORE",
    "SHEETS_READ",
    "Passage",
    "Reference",
    "Traced",
    "measure",
    "passages",
    "place",
    "pointed",
    "sheet",
    "step",
    "together",
    "traced",
]

# Parts of the report that a sentence may rest on, by their anchors.
PLAN, SCORE, SHEETS_READ, ISSUES = "plan", "score", "sheets", "issues"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, or a few that rest on the same, with the anchors of what that is."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """How a place in the report is pointed to: by a short `label` that also stands there, and in words."""

    label: str
    name: str


class Traced(str):
    """A text that knows what its passages rest on; for whatever does not ask, just the text.

    A text made from it (cut, joined, put into a sentence) knows nothing any more: whoever writes a sentence says last what
    it rests on, and puts sentences together with `together`.
    """

    __slots__ = ("passages",)
    passages: tuple[Passage, ...]

    def __new__(cls, told: Iterable[Passage]) -> Self:
        """Return the passages as one text, a blank between them."""
        kept = tuple(one for one in told if one.text)
        text = super().__new__(cls, " ".join(one.text for one in kept))
        text.passages = kept
        return text

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Passage, ...]]]:
        """Return how it is made again."""
        return type(self), (self.passages,)


def traced(text: str, *sources: str) -> str:
    """Return a text that rests on these, beside what it rested on before.

    Examples
    --------
    >>> said = traced("5 of 9 journeys have one owner.", measure("ownership.journeys_owned"))
    >>> said, passages(said)[0].sources
    ('5 of 9 journeys have one owner.', ('measure-ownership-journeys-owned',))
    """
    return Traced(Passage(one.text, tuple(dict.fromkeys((*one.sources, *sources)))) for one in passages(text))


def together(*texts: str) -> str:
    """Return texts as one, a blank between them, each with what it rests on; empty ones are left out."""
    return Traced(one for text in texts for one in passages(text))


def passages(text: str) -> tuple[Passage, ...]:
    """Return the parts of a text with what they rest on; a plain text is one part that rests on nothing."""
    return text.passages if isinstance(text, Traced) else (Passage(text),) if text else ()


def pointed(text: str, references: Mapping[str, Reference]) -> tuple[tuple[str, Mapping[str, Reference]], ...]:
    """Return the passages of a text, each with the places in this document that it rests on, by anchor.

    Places with one label, as findings of one code, are one: the first of them. Passages that rest on the same are one.
    """
    told: list[tuple[str, Mapping[str, Reference]]] = []
    for one in passages(text):
        labels = {references[source].label: source for source in reversed(one.sources) if source in references}
        kept = [source for source in one.sources if source in labels.values()]
        places = {source: references[source] for source in kept}
        if told and places and told[-1][1] == places:
            told[-1] = f"{told[-1][0]} {one.text}", places
        else:
            told.append((one.text, places))
    return tuple(told)


def place(kind: str, ident: str) -> str:
    """Return the anchor of the place where something is told.

    Examples
    --------
    >>> place("finding", "OWN01:journey:j1")
    'finding-OWN01-journey-j1'
    """
    slug = "".join(one if one.isascii() and one.isalnum() else "-" for one in ident)
    return f"{kind}-{slug}"


def measure(ident: str) -> str:
    """Return where the method of a measure stands."""
    return place("measure", ident)


def sheet(key: str) -> str:
    """Return where the sheet stands that was read as one of the schema."""
    return place("sheet", key)


def step(rank: int) -> str:
    """Return where a step of the plan stands."""
    return place("step", str(rank))
