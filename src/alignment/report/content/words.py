"""How does the report say a number, a list, a cell? Small pieces of sentences, the same in every section."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from alignment.language import number_text, say, share_text
from alignment.model.discretion import WITHHELD
from alignment.model.organisation import Cell
from alignment.model.result import Advice
from alignment.report.display import clean
from alignment.report.document import MOST_ROWS, Column
from alignment.wording import counted

__all__ = [
    "SCOPE_NOUNS",
    "all_in_workbook",
    "chosen_words",
    "evidence",
    "evidence_text",
    "headed",
    "points_column",
    "points_text",
    "scores_text",
    "value_text",
]

# What a scope is called: nouns of `wording`.
SCOPE_NOUNS = {
    "organisation": "organisation",
    "group": "group",
    "department": "department",
    "person": "position",
    "process": "process",
    "journey": "journey",
    "pair": "pair of departments",
}

# What stands in a cell is quoted whole up to so many characters; of more, such as a question, the first words are enough.
_LONGEST_VALUE = 40
_FIRST_WORDS = 24
_WHOLE = {
    "journeys",
    "processes",
    "pairs",
    "departments",
    "handoffs",
    "steps",
    "returns",
    "times",
    "count",
    "journeys and processes",
    "moments of truth",
    "contradictions",
    "names",
    "levels",
    "people",
    "stage",
    "direct subordinates",
}
# From here on a second decimal is no news.
_LARGE = 10
# Decimals with which points of the score are told apart, at most: in a large company a step adds little.
_MOST_DECIMALS = 3


def value_text(value: float | None, unit: str) -> str:
    """Return a measured value as a reader expects it: shares in percent, counts whole, the rest with two decimals, or one.

    Examples
    --------
    >>> value_text(0.5, "share"), value_text(1.0, "journeys"), value_text(-0.314, "index"), value_text(None, "share")
    ('50%', '1', '−0.31', 'not measured')
    """
    if value is None:
        return say("not measured")
    if unit == "share":
        return share_text(value)
    if unit == "probability" and value < 0.001:
        return say("under {number}", number=number_text(0.001, 3))
    if unit in _WHOLE and value == int(value):
        return number_text(value)
    return number_text(value, 1 if abs(value) >= _LARGE else 2)


def evidence_text(cell: Cell, several_files: bool = False, unnamed: Container[str] = ()) -> str:
    """Return a cell as a reader looks it up: its place, and what stands there unless it is one of `unnamed`.

    Examples
    --------
    >>> evidence_text(Cell("a.xlsx", "Journeys", 7, 4)), evidence_text(Cell("a.xlsx", "Journeys", 7, 4, "TBD"))
    ('Journeys!D7 (blank)', 'Journeys!D7 "TBD"')
    >>> evidence_text(Cell("a.xlsx", "Journeys", 7, 0)), evidence_text(Cell("a.xlsx", "Journeys", 0, 0), True)
    ('Journeys, row 7', 'a.xlsx, Journeys')
    """
    place = str(cell) if cell.column or not cell.row else f"{cell.sheet}, {cell.place}"
    place = f"{cell.file}, {place}" if several_files else place
    value = clean(cell.value).strip()
    if value in unnamed or value == say(WITHHELD):
        return clean(place)
    if len(value) > _LONGEST_VALUE:
        value = f"{_whole_words(value, _FIRST_WORDS)}…"
    if value:
        return f'{clean(place)} "{value}"'
    return say("{place} (blank)", place=clean(place)) if cell.row and cell.column else clean(place)


def _whole_words(text: str, most: int) -> str:
    """Return as many whole words as `most` characters hold, but of a long word its beginning.

    Examples
    --------
    >>> _whole_words("In the past month I have", 20), _whole_words("Kundenzufriedenheitsindex 2026", 20)
    ('In the past month I', 'Kundenzufriedenheits')
    """
    kept = text[: most + 1].rpartition(" ")[0].rstrip(" ,;:–-")
    return kept if 2 * len(kept) > most else text[:most].rstrip()


def evidence(
    cells: Iterable[Cell], several_files: bool, most: int, unnamed: Container[str] = (), room: int = 0
) -> tuple[str, ...]:
    """Return cells as texts, at most `most` of them; the last line then counts the rest.

    With `room`, no more are returned than so many characters hold, and at least one.
    """
    texts: Sequence[str] = list(dict.fromkeys(evidence_text(cell, several_files, unnamed) for cell in cells))
    if room:
        filled = accumulate(len(one) for one in texts)
        most = min(most, max(1, sum(one <= room for one in filled)))
    if len(texts) <= most:
        return tuple(texts)
    return (*texts[:most], say("and {cells}", cells=counted(len(texts) - most, "more cell")))


def all_in_workbook(sheet: str, rows: int, told: str = "") -> str:
    """Return where all of a list is whose first rows are printed: on a sheet of the workbook, where that holds so many.

    `told` says so in other words.
    """
    if rows <= MOST_ROWS:
        return told or say("All are in the Excel report, sheet {sheet}.", sheet=sheet)
    return say(
        "The first {some} are in the Excel report, sheet {sheet}; the JSON report tells of all.",
        sheet=sheet,
        some=number_text(MOST_ROWS),
    )


def chosen_words(advice: Advice) -> str:
    """Return where the steps of the plan come from, if somebody chose them; empty where they are computed."""
    if not advice.chosen:
        return ""
    return say("The steps and their order were chosen by hand rather than computed.")


def points_text(gain: float) -> str:
    """Return what is added to the score: never 0 where it is only little.

    Examples
    --------
    >>> points_text(1.26), points_text(0.04), points_text(0.0)
    ('1.3', 'under 0.1', '0.0')
    """
    return say("under {number}", number=number_text(0.1, 1)) if 0 < gain < 0.05 else number_text(gain, 1)


def points_column(column: Column, gains: Iterable[float]) -> Column:
    """Return a column of points with as many decimals as its smallest figure needs to be more than 0."""
    least = min((one for one in gains if one > 0), default=1.0)
    wanted = (one for one in range(column.decimals, _MOST_DECIMALS) if round(least, one) > 0)
    return replace(column, decimals=next(wanted, _MOST_DECIMALS))


def scores_text(before: float, after: float) -> tuple[str, str]:
    """Return two scores, whole where they are a point apart or more, else with as many decimals as tell them apart.

    Examples
    --------
    >>> scores_text(57.2, 61.9), scores_text(57.4, 57.6), scores_text(57.0, 57.0)
    (('57', '62'), ('57.4', '57.6'), ('57.0', '57.0'))
    """
    least = 0 if abs(after - before) >= 1 else 1
    pairs = [(number_text(before, one), number_text(after, one)) for one in range(least, _MOST_DECIMALS + 1)]
    return next((one for one in pairs if one[0] != one[1]), pairs[0])


def headed(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns with their names said; where they are declared, the names are marked `later`."""
    return tuple(replace(one, name=say(one.name)) for one in columns)
