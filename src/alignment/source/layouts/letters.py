"""Is it a RACI matrix? Where letters sit tells, whatever the headers say: names across, names down, letters between."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from alignment.source.grid import Grid
from alignment.source.headers import match_columns
from alignment.source.layouts.headings import forced_places, header_rows, heads_of, names_across, texts_below
from alignment.source.names import NOBODY
from alignment.source.tables import Layout
from alignment.source.values import codes_in

__all__ = ["is_code", "letter_layout"]

_SAMPLE_ROWS = 300
# Letters with a note; what is longer is a sentence that happens to hold some.
_LONGEST = 40
# More letters than this among the names across are a row of the chart.
_FEW = 0.2
# A column of letters holds little else.
_CODED = 0.6
# What a chart may tell of its processes beside the letters, in letters too: a priority of H, M or L.
_PROPERTIES = frozenset({"id", "parent", "criticality", "volume"})
_SHORT_CODE = re.compile(r"[A-Za-z]{1,2}(?:[\s/,&+]+[A-Za-z]{1,2})*")
# Where no letter of ours says so, two are initials as well.
_LETTERS = re.compile(r"[A-Za-z](?:[\s/,&+]+[A-Za-z])*")


def is_code(text: str, letters: Mapping[str, str]) -> bool:
    """Tell whether a cell holds RACI letters and nothing else; a note in brackets may follow them.

    `letters` gives their letter → ours, from a mapping file; one that it says does not count is a letter still.
    """
    if len(text) > _LONGEST:
        return False
    found, others = codes_in(text, letters)
    return (bool(found) and not others) or text.upper() in {one.upper() for one in letters}


def letter_layout(
    grid: Grid, letters: Mapping[str, str], forced: Mapping[str, str] | None = None, *, named: bool = False
) -> Layout | None:
    """Find a RACI matrix, whichever of activities and roles are down and across; None where there is none.

    Parameters
    ----------
    grid
        The sheet.
    letters
        Their letter → ours, from a mapping file.
    forced
        Field → their header, from a mapping file.
    named
        The sheet's name says that it is a RACI chart: then one column of letters is enough.
    """
    possible = header_rows(grid)
    rows = grid.filled[: len(possible) + _SAMPLE_ROWS]
    best: Layout | None = None
    for header in possible:
        if best is not None and any(is_code(grid.texts[header][column], letters) for column in best.across):
            break  # the letters have begun: no header stands below them
        heads = next(iter(heads_of(grid, header)))
        activity = match_columns("raci", heads).places.get("process")
        columns = tuple(
            column
            for column, head in enumerate(heads)
            if head
            and column != activity
            and _holds_letters([grid.texts[row][column] for row in rows if row > header], letters)
        )
        coded = sum(
            len(heads[column]) == 1 or is_code(heads[column], letters) or heads[column] in NOBODY for column in columns
        )
        if columns and coded > _FEW * len(columns):
            continue  # letters and no names: a row of the chart
        if columns and not _reach(grid, [row for row in rows if row > header], columns, letters):
            continue  # letters typed here and there: a row of a list
        if not columns or (not named and len(columns) < 2) or len(columns) < (best.telling if best else 0):
            continue
        labels = ["" if column in columns else head for column, head in enumerate(heads)]
        places = match_columns("raci", labels, _forced(heads, forced)).places
        process = places.get("process", places.get("holder"))
        if process is None or _numbered(grid, header, process):
            process = _label_column(grid, header, columns)
        if process is not None:
            across = tuple(sorted({*columns, *_foreign(grid, header, heads, {*columns, process}, letters)}))
            names = names_across(grid, header, across)
            best = Layout("raci", "letters", header, {"process": process}, names, len(columns), across)
    return best


def _forced(heads: Sequence[str], forced: Mapping[str, str] | None) -> dict[str, int]:
    return {name: place for name, place in forced_places(heads, forced or {}).items() if name == "process"}


def _holds_letters(texts: Sequence[str], letters: Mapping[str, str]) -> bool:
    filled = Counter(text for text in texts if text and text not in NOBODY)
    holding = {text for text in filled if is_code(text, letters)}
    # Other short letters, such as S for support, stand in such columns too, but do not make one.
    coded = sum(count for text, count in filled.items() if text in holding or _SHORT_CODE.fullmatch(text))
    return bool(holding) and coded >= _CODED * filled.total()


def _foreign(
    grid: Grid, header: int, heads: Sequence[str], taken: Set[int], letters: Mapping[str, str]
) -> Iterator[int]:
    """Further columns of single letters, though none of them is ours alone: E, S, or E/A, whose A counts."""
    for column, head in enumerate(heads):
        if not head or column in taken or not _PROPERTIES.isdisjoint(match_columns("processes", [head]).places):
            continue
        filled = [text for text in texts_below(grid, header, column) if text and text not in NOBODY]
        held = sum(bool(_LETTERS.fullmatch(text)) or is_code(text, letters) for text in filled)
        if filled and held >= _CODED * len(filled):
            yield column


def _reach(grid: Grid, rows: Sequence[int], columns: Sequence[int], letters: Mapping[str, str]) -> bool:
    """Tell whether the rows of a chart have letters: most of those that hold more than a heading."""
    chart = [row for row in rows if sum(map(bool, grid.texts[row])) > 1]
    lettered = sum(any(is_code(grid.texts[row][column], letters) for column in columns) for row in chart)
    return 2 * lettered >= len(chart)


def _numbered(grid: Grid, header: int, column: int) -> bool:
    texts = [grid.texts[row][column] for row in grid.filled if row > header and grid.texts[row][column]]
    return bool(texts) and all(text.replace(".", "").isdigit() for text in texts)


def _label_column(grid: Grid, header: int, letters: Sequence[int]) -> int | None:
    """The column with most different texts: phases repeat, and numbers are no names."""
    different = {}
    for column in range(len(grid.texts[header])):
        if column not in letters and not _numbered(grid, header, column):
            different[column] = len({grid.texts[row][column] for row in grid.filled if row > header} - {""})
    best = max(different, key=lambda column: (different[column], -column), default=None)
    return best if best is not None and different[best] else None
