"""How does the report say a number, a list, a cell? Small pieces of sentences, the same in every section."""

from collections.abc import Container, Iterable, Sequence
from itertools import accumulate

from alignment.analysis.wording import joined
from alignment.model.organisation import Cell
from alignment.report.display import clean, number_text, share_text

__all__ = [
    "NOUNS",
    "capital",
    "counted",
    "evidence",
    "evidence_text",
    "have",
    "joined",
    "number_text",
    "of_all",
    "plural",
    "share_text",
    "value_text",
]

# What a scope is called, in the singular.
NOUNS = {
    "organisation": "organisation",
    "group": "group",
    "department": "department",
    "person": "position",
    "process": "process",
    "journey": "journey",
    "pair": "pair of departments",
}
_PLURALS = {
    "process": "processes",
    "pair of departments": "pairs of departments",
    "pair of divisions": "pairs of divisions",
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
}


def counted(number: int, singular: str, many: str = "") -> str:
    """Return a count with its noun, thousands separated.

    Examples
    --------
    >>> counted(1, "journey"), counted(1339, "finding"), counted(0, "process")
    ('1 journey', '1,339 findings', '0 processes')
    """
    return f"{number_text(number)} {singular if number == 1 else many or plural(singular)}"


def plural(noun: str) -> str:
    """Return the plural of a noun of ours."""
    return _PLURALS.get(noun, f"{noun}s")


def have(number: int, one: str = "has", many: str = "have") -> str:
    """Return the verb that agrees with a number."""
    return one if number == 1 else many


def of_all(part: int, whole: int, noun: str) -> str:
    """Return "3 of 9 journeys"; "both journeys" and "all 9 journeys" where it is the whole.

    Examples
    --------
    >>> of_all(3, 9, "journey"), of_all(9, 9, "journey"), of_all(2, 2, "process"), of_all(1, 1, "journey")
    ('3 of 9 journeys', 'all 9 journeys', 'both processes', 'the only journey')
    """
    if part == whole:
        return (
            f"the only {noun}"
            if whole == 1
            else f"both {plural(noun)}"
            if whole == 2
            else f"all {whole} {plural(noun)}"
        )
    return f"{number_text(part)} of {number_text(whole)} {noun if whole == 1 else plural(noun)}"


def capital(sentence: str) -> str:
    """Return the sentence with a capital letter; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def value_text(value: float | None, unit: str) -> str:
    """Return a measured value as a reader expects it: shares in percent, counts whole, indices with two decimals.

    Examples
    --------
    >>> value_text(0.5, "share"), value_text(1.0, "journeys"), value_text(-0.314, "index"), value_text(None, "share")
    ('50%', '1', '−0.31', 'not measured')
    """
    if value is None:
        return "not measured"
    if unit == "share":
        return share_text(value)
    if unit == "probability" and value < 0.001:
        return "under 0.001"
    return number_text(value) if unit in _WHOLE and value == int(value) else number_text(value, 2)


def evidence_text(cell: Cell, several_files: bool = False, unnamed: Container[str] = ()) -> str:
    """Return a cell as a reader looks it up: its place, and what stands there unless it is one of `unnamed`.

    Examples
    --------
    >>> evidence_text(Cell("a.xlsx", "Journeys", 7, 4)), evidence_text(Cell("a.xlsx", "Journeys", 7, 4, "TBD"))
    ('Journeys!D7 (blank)', 'Journeys!D7 "TBD"')
    >>> evidence_text(Cell("a.xlsx", "Journeys", 7, 0)), evidence_text(Cell("a.xlsx", "Journeys", 0, 0), True)
    ('Journeys, row 7', 'a.xlsx, Journeys')
    """
    place = str(cell) if cell.column or not cell.row else f"{cell.sheet}, {cell.address}"
    place = f"{cell.file}, {place}" if several_files else place
    value = clean(cell.value).strip()
    if value in unnamed:
        return clean(place)
    if len(value) > _LONGEST_VALUE:
        value = f"{_whole_words(value, _FIRST_WORDS)}…"
    if value:
        return f'{clean(place)} "{value}"'
    return f"{clean(place)} (blank)" if cell.row and cell.column else clean(place)


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
    return (*texts[:most], f"and {counted(len(texts) - most, 'more cell')}")
