"""Is it a list, a row a record? Its header, its columns by their words, and by what they hold where words do not tell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from alignment.language import say
from alignment.source.grid import Grid
from alignment.source.headers import match_columns
from alignment.source.layouts.headings import (
    FORM,
    HEADER_ROWS,
    LINES,
    filled_share,
    forced_places,
    header_rows,
    heads_of,
    texts_below,
)
from alignment.source.layouts.letters import is_code
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout

__all__ = ["INDISPENSABLE", "completed", "list_layout", "with_content"]

# Of each group one field must be there, or a row means nothing.
INDISPENSABLE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "departments": (("department", "id"),),
    "people": (("person", "id"),),
    "processes": (("process", "id"),),
    "raci": (("process",), ("holder",), ("code",)),
    "journeys": (("journey", "id"),),
    "journey_steps": (("journey",), ("department", "step")),
    "collaboration": (("from",), ("to",)),
    "goals": (("goal",),),
    "survey": (("department", "respondent"),),
    "actions": (("finding",),),
    "crosswalk": (("now",), ("was",)),
}
# A column is taken for what it holds where so many of its cells say so.
_SURE = 0.8


def list_layout(grid: Grid, kind: str, forced: Mapping[str, str] | None = None) -> Layout | None:
    """Find the header of a list; None where no row names the columns without which the sheet means nothing.

    Parameters
    ----------
    grid
        The sheet.
    kind
        What it is to be read as.
    forced
        Field → their header, from a mapping file.
    """
    best: Layout | None = None
    best_score = (0, 0)
    # What a mapping file names may stand below whatever there is.
    for index in header_rows(grid, HEADER_ROWS if forced else FORM):
        for heads in heads_of(grid, index):
            taken = forced_places(heads, forced or {})
            found = match_columns(kind, heads, taken)
            places = found.places
            if kind == "journey_steps":
                places = _numbered_steps(grid, index, heads, places, taken)
            if not _complete(kind, places):
                continue
            score = (len(taken), len(places))
            if score > best_score:
                best, best_score = Layout(kind, "list", index, places, heads, found.telling), score
    return best


def _complete(kind: str, places: Mapping[str, int]) -> bool:
    return all(any(name in places for name in group) for group in INDISPENSABLE[kind])


def _numbered_steps(
    grid: Grid, header: int, heads: tuple[str, ...], places: Mapping[str, int], taken: Mapping[str, int]
) -> Mapping[str, int]:
    """A column "Step" that holds just numbers is the order; what happens then stands in another column, or nowhere."""
    column = places.get("step")
    if column is None or "order" in places or "step" in taken:
        return places
    if filled_share(grid, header, column, str.isdigit) < 1:
        return places
    # The column is no longer on offer, so the next best header becomes the step.
    others = ["" if other == column else text for other, text in enumerate(heads)]
    return {**match_columns("journey_steps", others, taken).places, "order": column}


def completed(
    grid: Grid, kind: str, known: Mapping[str, Callable[[str], bool]], letters: Mapping[str, str]
) -> Layout | None:
    """Find a list of whose columns some are told by what they hold: letters, or names of another sheet.

    Parameters
    ----------
    grid
        The sheet.
    kind
        What it may be: "raci" or "journey_steps".
    known
        Sheet key → whether a text is a name or ID there.
    letters
        Their letter → ours, from a mapping file.
    """
    for index in header_rows(grid, LINES):
        for heads in heads_of(grid, index):
            if sum(map(bool, heads)) < 2:
                continue
            places = dict(match_columns(kind, heads).places)
            notes = []
            for name, test in _contents(kind, known, letters).items():
                if name in places:
                    continue
                free = [column for column in range(len(heads)) if column not in places.values()]
                holding = [column for column in free if _sure(grid, index, column, test)]
                if len(holding) == 1:
                    places[name] = holding[0]
                    notes.append(_told_by_content(heads[holding[0]], SHEETS[kind].field(name).header))
            if notes and _complete(kind, places):
                return Layout(kind, "list", index, places, heads, len(places), notes=tuple(notes))
    return None


def _told_by_content(head: str, field: str) -> str:
    if head:
        return say('column "{column}" is read as {field}, by what it holds', column=head, field=say(field))
    return say("a column without a header is read as {field}, by what it holds", field=say(field))


def _sure(grid: Grid, header: int, column: int, test: Callable[[str], bool]) -> bool:
    """Tell whether a column holds what a test asks for: in two rows or more, and in most, or from the first on."""
    texts = texts_below(grid, header, column)
    filled = sum(map(bool, texts))
    return (
        filled > 1
        and (bool(texts[0]) or 2 * filled >= len(texts))
        and filled_share(grid, header, column, test) >= _SURE
    )


def _contents(
    kind: str, known: Mapping[str, Callable[[str], bool]], letters: Mapping[str, str]
) -> Mapping[str, Callable[[str], bool]]:
    def parts(test: Callable[[str], bool]) -> Callable[[str], bool]:
        return lambda text: test(text) or any(map(test, re.split(r"\s*[;,/&\n]\s*", text)))

    holder = lambda text: known["departments"](text) or known["people"](text)  # noqa: E731
    if kind == "raci":
        return {"code": lambda text: is_code(text, letters), "holder": parts(holder), "process": known["processes"]}
    if kind == "journey_steps":
        return {"journey": known["journeys"], "department": parts(known["departments"])}
    return {}


def with_content(grid: Grid, layout: Layout, known: Mapping[str, Callable[[str], bool]]) -> Layout:
    """Add to a list the one column without a field whose values are known departments, if it lacks that field."""
    kind = layout.kind
    wanted = {"people": "department", "processes": "owner_department", "journey_steps": "department"}.get(kind)
    if layout.shape != "list" or wanted is None or wanted in layout.places:
        return layout
    taken = set(layout.places.values())
    holding = [
        column
        for column in range(grid.width)
        if column not in taken and _sure(grid, layout.header, column, known["departments"])
    ]
    if len(holding) != 1:
        return layout
    head = layout.heads[holding[0]] if holding[0] < len(layout.heads) else ""
    note = _told_by_content(head, SHEETS[kind].field(wanted).header)
    return replace(layout, places={**layout.places, wanted: holding[0]}, notes=(*layout.notes, note))
