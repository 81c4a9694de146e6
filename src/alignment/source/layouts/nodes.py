"""Is it the table of nodes of a network tool? Gephi and Kumu write Id and Label, Polinode Name and attributes."""

from collections.abc import Callable, Mapping

from alignment.language import say
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.headings import header_rows
from alignment.source.tables import Layout
from alignment.wording import plural

__all__ = ["nodes_layout"]

_SHEETS = frozenset(
    {
        "nodes",
        "node list",
        "nodes table",
        "vertices",
        "elements",
        "actors",
        "knoten",
        "noeuds",
        "nodos",
        "nos",
        "knopen",
    }
)
_LABELS = frozenset({"label", "name", "node", "naam", "nom", "nombre", "nome"})


def nodes_layout(grid: Grid, known: Mapping[str, Callable[[str], bool]]) -> Layout | None:
    """Find a table of nodes; None where there is none.

    They are people where most are known as such or a column tells of their department, role or manager; else
    departments.

    Parameters
    ----------
    grid
        The sheet; its name must say that it holds nodes, unless its columns are just Id and Label.
    known
        Sheet key → whether a text is a name or ID there.
    """
    for index in header_rows(grid)[:3]:
        heads = grid.texts[index]
        keys = [header_key(head) for head in heads]
        label = next((place for place, one in enumerate(keys) if one in _LABELS), None)
        ident = keys.index("id") if "id" in keys else None
        named = header_key(grid.sheet.rpartition(".")[2]) in _SHEETS or set(header_key(grid.sheet).split()) & _SHEETS
        if label is None or not (named or (ident is not None and keys[label] == "label")):
            continue
        names = [grid.texts[row][label] for row in grid.filled if row > index]
        people = sum(map(known["people"], names))
        departments = sum(map(known["departments"], names))
        attributes = match_columns(
            "people", ["" if place in (label, ident) else head for place, head in enumerate(heads)]
        ).places
        told = people != departments
        as_people = people > departments if told else bool(attributes.keys() & {"department", "role", "manager"})
        kind, own = ("people", "person") if as_people else ("departments", "department")
        places = {own: label} | ({"id": ident} if ident is not None else {})
        if as_people:
            places |= {name: place for name, place in attributes.items() if name in ("department", "role", "manager")}
        note = say("nodes of a network, read as {nouns}", nouns=plural(own))
        if not (told or attributes):
            doubt = say("if they are not, name the sheet under the right kind in a mapping file")
            note = f"{note}; {doubt}"
        return Layout(kind, "nodes", index, places, heads, 1, notes=(note,))
    return None
