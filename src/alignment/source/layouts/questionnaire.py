"""Is it a survey that came back? Our own form, one respondent a file, or what Google Forms and Microsoft Forms export."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from alignment.model.organisation import Origin, Table
from alignment.source.grid import Grid
from alignment.source.headers import header_key, match_columns
from alignment.source.layouts.headings import texts_below
from alignment.source.scale import is_unknowing, score_of
from alignment.source.tables import Layout, Row, plain_table

__all__ = ["ANSWER", "ASIDE", "IDENTITY", "STATEMENT", "graded_places", "questionnaire_layout"]


def _keys(words: str) -> frozenset[str]:
    return frozenset(header_key(word) for word in words.replace("\n", "|").split("|") if word)


STATEMENT = _keys(
    "statement|question|item|stelling|vraag|aussage|frage|affirmation|afirmación|pregunta|afirmação|pergunta"
)
ANSWER = _keys(
    "score|answer|rating|value|antwoord|antwort|wert|bewertung|réponse|note|respuesta|puntuación|resposta|nota"
)
# Columns that tell who answered. What stands in them is never copied, and only serves to see that two rows are of one person.
IDENTITY = _keys("email|e-mail|email address|e-mail address|e-mailadres|emailadres|username|gebruikersnaam")
_BEGUN = _keys("timestamp|tijdstempel|start time|starttijd|begintijd|zeitstempel|startzeit|horodateur|marca temporal")
_ENDED = _keys(
    "completion time|voltooiingstijd|tijd van voltooien|tijd van voltooiing|tijdstip van voltooien|eindtijd|fertigstellungszeit"
)
# Columns that surveys carry besides statements.
ASIDE = (
    _BEGUN
    | _ENDED
    | IDENTITY
    | _keys("""date|datum|time|language|taal|remarks|comments|comment|opmerkingen|name|naam|last modified time|tijd van laatste wijziging
        laatst gewijzigd|total points|totaal aantal punten|quiz feedback|grade posted time|id""")
)
# What Microsoft Forms adds to each question of a quiz: its points and what was said of the answer.
_GRADED = re.compile(
    r"(?:points|punten|punkte|puntos|pontos|feedback|commentaires?|comentarios?|comentários?)\s+[-–]\s+(.+)",
    re.IGNORECASE,
)
# A question that asks for the department or the level, in the form of `header_key`. The noun stands near its beginning: "What
# else is there to say about your department?" asks for something else.
_ASKING = (
    r"(?:(?:in|at|on|op|bij|auf|dans|a|en|em) )?(?:which|what|your|my|welk|welke|wat|uw|je|jouw|mijn|welch\w*|was|ihre?|deine?|quel|quelle"
    r"|votre|ton|ta|que|cual|tu|su|qual|sua|seu)(?: \w+){0,3} "
)
_ASKED = {
    field: re.compile(rf"{_ASKING}(?:{nouns})s?\b.*")
    for field, nouns in {
        "department": "department|team|unit|division|afdeling|abteilung|bereich|departement|service|departamento|area|setor",
        "level": "level|position|niveau|functie|functieniveau|rol|role|ebene|fonction|poste|nivel|cargo|puesto|funcao",
    }.items()
}
_FIRST = 30
# A statement has so many words, and a survey so many of them; more where no time of answering says that it is one.
_SENTENCE, _FEWEST = 3, 2
_LONG_SENTENCE, _MANY = 4, 5


def questionnaire_layout(grid: Grid) -> Layout | None:
    """Return how a returned form, or an export of a survey tool, is to be read; None where the sheet is neither."""
    return _form(grid) or _export(grid)


def _form(grid: Grid) -> Layout | None:
    """Statements with an answer beside each, below the department and the level of the one who answered."""
    rows = grid.filled[:_FIRST]
    for header in rows:
        heads = grid.texts[header]
        keys = [header_key(text) for text in heads]
        statement = next((place for place, one in enumerate(keys) if one in STATEMENT), None)
        answer = next((place for place, one in enumerate(keys) if one in ANSWER and place != statement), None)
        if statement is None or answer is None:
            continue
        asked = _asked_above(grid, (row for row in rows if row < header))
        if "department" not in asked or match_columns("survey", heads).places:
            return None
        places = dict.fromkeys(asked, answer)
        return Layout("survey", "form", header, places, heads, 2, rows=partial(_rows, asked, statement, answer))
    return None


def _asked_above(grid: Grid, rows: Iterable[int]) -> Mapping[str, int]:
    """Field → the row (index) above the statements that asks for it, in its first cell."""
    found: dict[str, int] = {}
    for row in rows:
        label = next(filter(None, grid.texts[row]))
        for field in match_columns("survey", [label]).places:
            found.setdefault(field, row)
    return found


def _rows(asked: Mapping[str, int], statement: int, answer: int, grid: Grid, layout: Layout) -> list[Row]:
    """One row a statement, each with what the respondent says of their department and level above."""
    table = plain_table(grid, layout)
    texts = {field: text for field, row in asked.items() if (text := grid.text(row, answer))}
    elsewhere = {field: _above(grid, table, row, texts) for field, row in asked.items()}
    return [
        Row(Origin(table, grid.first_row + index, texts, elsewhere), texts)
        for index in grid.filled
        if index > layout.header and grid.text(index, statement)
    ]


def _above(grid: Grid, table: Table, row: int, texts: Mapping[str, str]) -> Origin:
    return Origin(table, grid.first_row + row, texts)


def _export(grid: Grid) -> Layout | None:
    """A row a respondent, a column a question, and when it was filled in; or sentences enough to tell without."""
    if not grid.filled:
        return None
    header = grid.filled[0]
    heads = grid.texts[header]
    keys = [header_key(text) for text in heads]
    begun = next((place for place, one in enumerate(keys) if one in _BEGUN), None)
    # Google's first column is when; Microsoft counts in the first, and says when it began and when it ended.
    timed = begun is not None and (begun == 0 or any(one in _ENDED for one in keys))
    words, fewest = (_SENTENCE, _FEWEST) if timed else (_LONG_SENTENCE, _MANY)
    graded = graded_places(heads)
    statements = [
        place
        for place, one in enumerate(keys)
        if one not in ASIDE and place not in graded and len(one.split()) >= words
    ]
    if len(statements) < fewest or sum(_holds_answers(grid, header, place) for place in statements) < fewest:
        return None
    named = [
        "" if one in ASIDE or place in graded else head
        for place, (head, one) in enumerate(zip(heads, keys, strict=True))
    ]
    places = {**_asked(grid, header, named), **match_columns("survey", named).places}
    if not timed and "department" not in places:
        return None
    return Layout("survey", "list", header, places, _inner(heads), len(places) + 1)


def _holds_answers(grid: Grid, header: int, place: int) -> bool:
    """Tell whether most of what stands in a column is answers: a tool may gather ties or goals as well."""
    texts = [text for text in texts_below(grid, header, place) if text]
    return bool(texts) and 2 * sum(score_of(text) is not None or is_unknowing(text) for text in texts) >= len(texts)


def graded_places(heads: Sequence[str]) -> frozenset[int]:
    """Return the places of the points of questions, and of what was said of their answers: each names its question."""
    found = {place: told[1] for place, head in enumerate(heads) if (told := _GRADED.fullmatch(head)) is not None}
    return frozenset(place for place, question in found.items() if question in heads)


def _asked(grid: Grid, header: int, heads: Sequence[str]) -> dict[str, int]:
    """Field → the column whose question asks for it; below "What our department promises" stand answers, not names."""
    keys = [header_key(head) for head in heads]
    return {
        field: place
        for field, question in _ASKED.items()
        if (
            place := next(
                (at for at, one in enumerate(keys) if question.fullmatch(one) and not _holds_answers(grid, header, at)),
                None,
            )
        )
        is not None
    }


def _inner(heads: Sequence[str]) -> tuple[str, ...]:
    """The headers, of a grid of questions only the row that is asked: "How far does this hold? [We keep our dates.]"."""
    parts = [re.fullmatch(r"(.*?)\s*\[(.+)\]", head) for head in heads]
    groups = [found[1] for found in parts if found is not None]
    return tuple(
        found[2] if found is not None and groups.count(found[1]) > 1 else head
        for head, found in zip(heads, parts, strict=True)
    )
