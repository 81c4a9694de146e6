"""What may a table be? Every layout tried on it, with what its name, its columns, or names known from elsewhere tell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cached_property, partial

from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.layouts.hierarchy import level_columns_layout, with_hierarchy
from alignment.source.layouts.lanes import lanes_layout
from alignment.source.layouts.letter_columns import letter_columns_layout
from alignment.source.layouts.letters import letter_layout
from alignment.source.layouts.lists import completed, list_layout
from alignment.source.layouts.square import square_layout
from alignment.source.names import key
from alignment.source.particulars import keys_layout
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout, table_rows

__all__ = ["Known", "begins", "fitting_layout", "telling_layout", "title_rows"]

# What a table must show by its columns alone: fewer than two words that mean something are a coincidence, unless
# nearly all headers are words of that sheet.
_TELLING = 2
_COVERED = 0.75
# So many columns of letters are a RACI matrix, whatever their headers may mean besides.
_SURE_LETTERS = 3
# Any table may have a column for these.
_REMARKS = frozenset(
    header_key(word)
    for word in [
        "remarks",
        "remark",
        "comments",
        "comment",
        "notes",
        "note",
        "opmerkingen",
        "toelichting",
        "bemerkungen",
        "anmerkungen",
        "remarques",
        "commentaires",
        "observaciones",
        "comentarios",
        "observações",
        "comentários",
        "notas",
    ]
)
# The header of a table stands within so many rows of where the table begins; so many rows tell what it is.
_FIRST, _ENOUGH = 12, 60
_OWN = {"departments": "department", "people": "person", "processes": "process", "journeys": "journey"}
# Headers that name things of several lists.
_VAGUE = frozenset(
    header_key(word)
    for word in [
        "name",
        "naam",
        "nom",
        "nombre",
        "nome",
        "code",
        "team",
        "teams",
        "unit",
        "service",
        "owner",
        "task",
        "member",
        "activity",
        "kpi",
        "division",
    ]
)


class Known:
    """The names of departments, people, processes and journeys that the tables recognised so far list."""

    def __init__(self, listed: Iterable[tuple[Grid, Layout]]) -> None:
        self._listed = tuple(listed)

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        names: dict[str, set[str]] = {kind: set() for kind in _OWN}
        for grid, layout in self._listed:
            for row in table_rows(grid, layout).rows:
                names[layout.kind].update(key(row.text(field)) for field in (_OWN[layout.kind], "id"))
                if layout.kind == "people":
                    names["departments"].add(key(row.text("department")))
        return {kind: frozenset(found - {""}) for kind, found in names.items()}

    @cached_property
    def tests(self) -> Mapping[str, Callable[[str], bool]]:
        """Sheet key → whether a text is a name or ID there."""
        return {kind: partial(self._is_known, kind) for kind in _OWN}

    def _is_known(self, kind: str, text: str) -> bool:
        return key(text) in self._names[kind]

    def layout(self, grid: Grid, letters: Mapping[str, str], named: Set[str]) -> Layout | None:
        """What a table is by what its cells hold; `named` are the kinds that its name allows, all where it says nothing."""
        found = lanes_layout(grid, self.tests, named="journey_steps" in named)
        if found is not None and (not named or "journey_steps" in named):
            return found
        for kind in ("raci", "journey_steps"):
            if not named or kind in named:
                found = completed(grid, kind, self.tests, letters)
                if found is not None:
                    return found
        return None


def fitting_layout(
    grid: Grid, kind: str, letters: Mapping[str, str], forced: Mapping[str, str] | None = None, *, named: bool = False
) -> Layout | None:
    """How a table can be read as one kind; None where it cannot.

    Parameters
    ----------
    grid
        The table.
    kind
        Key of the sheet in the schema.
    letters
        Their RACI letter → ours, from a mapping file.
    forced
        Field → their header, from a mapping file.
    named
        Its name says that it is that: then little is enough.
    """
    if kind == "organisation":
        return keys_layout(grid)
    forced = forced or {}
    if not forced:
        found = level_columns_layout(grid, kind)
        if found is not None:
            return found
    found = list_layout(grid, kind, forced)
    if found is not None:
        return with_hierarchy(grid, found)
    if kind == "raci":
        # Columns of letters come first: a row of them looks like a header of letters. One alone may be remarks.
        matrix = letter_layout(grid, letters, forced, named=named)
        alone = matrix is None or matrix.telling < 2
        return (letter_columns_layout(grid, letters, forced, named=named) if alone else None) or matrix
    if kind == "collaboration":
        return square_layout(grid, named=named)
    return None


def telling_layout(grid: Grid, letters: Mapping[str, str]) -> Layout | None:
    """What the columns of a table say by themselves; None where they say too little."""
    matrix = letter_layout(grid, letters)
    if matrix is not None and matrix.telling >= _SURE_LETTERS:
        return matrix
    columns = None if matrix else letter_columns_layout(grid, letters)
    if columns is not None:
        return columns
    found = list(_telling_lists(grid))
    best = max(found, key=_weight, default=None)
    if best is not None:
        return level_columns_layout(grid, best.kind) or with_hierarchy(grid, best)
    return (
        square_layout(grid)
        or matrix
        or next(filter(None, (_sure_levels(grid, kind) for kind in ("departments", "processes"))), None)
    )


def _telling_lists(grid: Grid) -> Iterator[Layout]:
    for kind in SHEETS:
        if kind == "survey":
            continue
        layout = list_layout(grid, kind)
        if layout is not None and (layout.telling >= _TELLING or _covered(grid, layout)):
            yield layout


def _weight(layout: Layout) -> tuple[bool, int, int]:
    """A list that names its own things says more than one that only refers to others."""
    return (
        SHEETS[layout.kind].fields[0].name in layout.places or layout.kind == "survey",
        layout.telling,
        len(layout.places),
    )


def _covered(grid: Grid, layout: Layout) -> bool:
    heads = sum(bool(head) and header_key(head) not in _REMARKS for head in layout.heads)
    own = SHEETS[layout.kind].fields[0].name in layout.places
    if len(layout.places) < 2:
        # A column alone is the list that its header names in full, and above little else.
        own_name = heads == 1 and own and header_key(next(filter(None, layout.heads))) in _alone(layout.kind)
        return own_name and _is_alone(grid, layout)
    return (layout.telling >= 1 and len(layout.places) >= _COVERED * heads) or (own and len(layout.places) == heads)


def _is_alone(grid: Grid, layout: Layout) -> bool:
    """Tell whether most rows, titles aside, hold just what the header names, or one name that steps to the right; two or more."""
    headed = {column for column, head in enumerate(layout.heads) if head}
    alone = others = 0
    for row in grid.filled[:_ENOUGH]:
        filled = [column for column, text in enumerate(grid.texts[row]) if text and not text.replace(".", "").isdigit()]
        if row > layout.header and (headed.issuperset(filled) or (len(filled) == 1 and filled[0] > min(headed))):
            alone += 1
        elif row > layout.header or (row < layout.header and len(filled) > 1):
            others += 1
    return alone > 1 and alone >= others


def _alone(kind: str) -> frozenset[str]:
    field = SHEETS[kind].fields[0]
    return frozenset(header_key(word) for word in (field.header, *field.words)) - _VAGUE


def _sure_levels(grid: Grid, kind: str) -> Layout | None:
    """Columns for levels say what they are by themselves where their headers are words for it, all of them."""
    found = level_columns_layout(grid, kind)
    return found if found is not None and all(found.heads[column] for column in found.across) else None


def begins(part: Grid, *, letters: Mapping[str, str], known: Known | None = None, named: bool = False) -> int | None:
    """Return the header row (index) of the table that a part of a sheet begins with; None where none does.

    Parameters
    ----------
    part
        The part.
    letters
        Their RACI letter → ours, from a mapping file.
    known
        Names known already, where lanes are looked for too.
    named
        The sheet's name says that it holds journey steps.
    """
    start = part.part((0, _ENOUGH), (0, part.width))
    if len(start.filled) < 2:
        return None
    layouts = [telling_layout(start, letters)]
    if known is not None:
        layouts.append(lanes_layout(start, known.tests, named=named))
    last = start.filled[:_FIRST][-1]
    return next((one.header for one in layouts if one is not None and one.header <= last), None)


def title_rows(grid: Grid) -> tuple[str, ...]:
    """Return the texts that stand alone in their rows above a table, nearest first."""
    titles = []
    for index in grid.filled[:_FIRST]:
        texts = [text for text in grid.texts[index] if text]
        if len(texts) > 1:
            break
        titles.append(texts[0])
    return tuple(reversed(titles))
