"""What stands on a sheet beside its tables? Legends, notes and footnotes, which look like data and are not."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from alignment.language import later
from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.layouts.letter_columns import letter_of
from alignment.source.words import CODE_WORDS

__all__ = ["without_asides"]

# Legends and notes stand near the top or the bottom: a long list is not searched in between.
_TOP, _BOTTOM = 200, 300
_NOTES = (
    "note|notes|nb|n b|remark|source|sources|legend|key|version|opmerking|opmerkingen|toelichting|let op|bron|legenda|anmerkung|anmerkungen|hinweis"
    "|hinweise|quelle|legende|remarque|remarques|nota|notas|observacion|observaciones|fuente|leyenda|observacao|observacoes|fonte|footnote"
)
_NOTE = re.compile(rf"(?:{_NOTES})\s*:\s*\S.*", re.IGNORECASE | re.DOTALL)
_FOOTNOTE = re.compile(r"(?:[*†‡]+|[¹²³]|\([*1-9]\))\s*\S.{3,}", re.DOTALL)
_LEGEND_TITLES = frozenset(
    [
        "legend",
        "key",
        "raci key",
        "raci legend",
        "legenda",
        "legende",
        "leyenda",
        "codes",
        "note",
        "notes",
        "abbreviations",
    ]
)
_DEFINED = re.compile(r"\W*([A-Za-z]{1,2})\s*=\s*[^\W\d].*", re.DOTALL)
_LED = re.compile(r"\W*([A-Za-z])\s*[:–—-]\s*(.+)", re.DOTALL)
_MEANING = re.compile(r"\W*[A-Za-z]{1,2}\s*[=:–—-]\s*(.+)", re.DOTALL)
_LETTER_WORDS = frozenset(header_key(word) for words in CODE_WORDS.values() for word in words)
_PROSE = 60
# Why a row is no record.
_LEGEND = later("a legend")
_A_NOTE = later("a note")


def without_asides(grid: Grid) -> Grid:
    """Return a sheet with its legends and notes blanked out, and the rows that held nothing else named in `asides`.

    A legend gives each letter once with its meaning: "R = Responsible" in a cell, or "R" and "Responsible" in two. What
    is written so in a row that is filled as the rows above it is a name, and its row a record.
    """
    places = dict(_aside_places(grid))
    if not places:
        return grid
    rows = [list(row) for row in grid.rows] if len(grid.rows) < _TOP + _BOTTOM else list(grid.rows)
    for index, column in places:
        kept = list(rows[index])
        kept[column] = ""
        rows[index] = kept
    texts = grid.texts
    asides = {
        grid.first_row + index: why
        for (index, _), why in places.items()
        if not any(text for column, text in enumerate(texts[index]) if (index, column) not in places)
    }
    return replace(grid, rows=rows, asides=asides)


def _aside_places(grid: Grid) -> Iterator[tuple[tuple[int, int], str]]:
    filled = grid.filled
    near = filled if len(filled) <= _TOP + _BOTTOM else (*filled[:_TOP], *filled[-_BOTTOM:])
    legend: dict[tuple[int, int], str] = {}
    titles: list[tuple[int, int]] = []
    for index in near:
        texts = grid.texts[index]
        alone = sum(map(bool, texts)) == 1
        for column, text in enumerate(texts):
            if not text:
                continue
            if _is_definition(text):
                legend[index, column] = _LEGEND
            elif _is_letter(text) and _means(texts, column):
                legend[index, column] = legend[index, column + 1] = _LEGEND
            elif header_key(text) in _LEGEND_TITLES:
                titles.append((index, column))
            elif (
                ":" in text
                and _NOTE.fullmatch(text)
                and (alone or not texts[column - 1 : column] or not texts[column - 1])
            ) or (alone and (_FOOTNOTE.fullmatch(text) or (header_key(text) in _LEGEND_TITLES))):
                yield (index, column), _A_NOTE
    legend = {place: why for place, why in legend.items() if not _repeats(grid, legend, place)}
    legend = {place: why for place, why in legend.items() if not _is_name(grid, near, legend, place)}
    yield from legend.items()
    columns = {column for _, column in legend}
    for index, column in titles:
        # The word stands above its legend, with nothing between.
        below = next((row for row in filled if row > index), None)
        if (
            (column in columns or column + 1 in columns)
            and below is not None
            and ((below, column) in legend or (below, column + 1) in legend)
        ):
            yield (index, column), _LEGEND


def _is_letter(text: str) -> bool:
    return len(text) <= 2 and text.isalpha()


def _is_definition(text: str) -> bool:
    if "=" in text and _DEFINED.fullmatch(text):
        return True
    led = _LED.fullmatch(text) if len(text) > 3 and text[1] in " :–—-" else None
    return led is not None and header_key(led[2]).split(" ")[0] in _LETTER_WORDS and len(header_key(led[2])) < _PROSE


def _means(texts: tuple[str, ...], column: int) -> bool:
    """A letter with its word to the right and nothing to the left."""
    right = texts[column + 1] if column + 1 < len(texts) else ""
    left = texts[column - 1] if column else ""
    words = header_key(right)
    if left or not words or _is_letter(right):
        return False
    return words in _LETTER_WORDS or (
        words.split(" ")[0] in _LETTER_WORDS and letter_of(words.split(" ")[0], {}) == texts[column].upper()
    )


def _repeats(grid: Grid, legend: Mapping[tuple[int, int], str], place: tuple[int, int]) -> bool:
    """A list may have a column of letters and one of their meanings: there each stands many times."""
    index, column = place
    text = grid.texts[index][column]
    return sum(1 for row, other in legend if other == column and grid.texts[row][other] == text) > 1


def _is_name(grid: Grid, near: Sequence[int], legend: Mapping[tuple[int, int], str], place: tuple[int, int]) -> bool:
    """Tell whether what looks like a letter's meaning is a name: its row goes on as the nearest row above with a name there."""
    index, column = place
    texts, below = grid.texts[index], index
    for row in reversed(near[: bisect_left(near, index)]):
        # The meanings of the letters stand below a chart too, each with a sentence beside it, but not right below.
        if row < below - 1 and _means_letter(texts, column):
            return False
        below = row
        text = grid.texts[row][column]
        if header_key(text) in _LEGEND_TITLES:
            return False
        if text and (row, column) not in legend:
            return any(
                texts[other] and (index, other) not in legend and header_key(texts[other]) not in _LEGEND_TITLES
                for other in _beside(grid.texts[row], column)
            )
    return False


def _means_letter(texts: tuple[str, ...], column: int) -> bool:
    """Tell whether what is meant is a letter of a chart: in the cell itself, or in the one beside it."""
    found = _MEANING.fullmatch(texts[column])
    words = found[1] if found else texts[column] if not _is_letter(texts[column]) else texts[column + 1]
    return header_key(words).split(" ")[0] in _LETTER_WORDS


def _beside(texts: tuple[str, ...], column: int) -> Iterator[int]:
    """The columns of the texts that stand side by side with one, without a blank between."""
    start = next((one + 1 for one in range(column, -1, -1) if not texts[one]), 0)
    end = next((one for one in range(column, len(texts)) if not texts[one]), len(texts))
    return (one for one in range(start, end) if one != column)
