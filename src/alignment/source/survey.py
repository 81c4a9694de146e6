"""What do the departments say of themselves? Answers to the statements of a survey, a column each or a row each."""

from collections.abc import Iterator, Mapping, Sequence

from alignment.model.organisation import Answer, Origin, Table
from alignment.source.headers import header_key
from alignment.source.merge import is_example, is_remark
from alignment.source.names import key
from alignment.source.references import References
from alignment.source.tables import Row, SheetTable
from alignment.source.values import UnreadableError, folded, number_of, text_of

__all__ = ["answers"]

_UNKNOWING = frozenset(
    map(
        key,
        [
            "don't know",
            "dont know",
            "don’t know",
            "do not know",
            "i don't know",
            "no idea",
            "not sure",
            "no opinion",
            "can't say",
            "dk",
            "weet niet",
            "weet ik niet",
            "geen idee",
            "geen mening",
            "weiß nicht",
            "weiss nicht",
            "keine ahnung",
            "keine meinung",
            "kann ich nicht beurteilen",
            "ne sait pas",
            "je ne sais pas",
            "sans avis",
            "nsp",
            "no sé",
            "no sabe",
            "no lo sé",
            "ns/nc",
            "sin opinión",
            "não sei",
            "nao sei",
            "não sabe",
            "sem opinião",
        ],
    )
)
_STATEMENT = frozenset(
    map(
        header_key,
        [
            "statement",
            "question",
            "item",
            "stelling",
            "vraag",
            "aussage",
            "frage",
            "affirmation",
            "afirmación",
            "pregunta",
            "afirmação",
            "pergunta",
        ],
    )
)
_SCORE = frozenset(
    map(
        header_key,
        [
            "score",
            "answer",
            "rating",
            "value",
            "antwoord",
            "antwort",
            "wert",
            "bewertung",
            "réponse",
            "note",
            "respuesta",
            "puntuación",
            "resposta",
            "nota",
        ],
    )
)
# Columns that surveys carry besides statements.
_ASIDE = frozenset(
    map(
        header_key,
        [
            "date",
            "datum",
            "time",
            "timestamp",
            "start time",
            "completion time",
            "language",
            "taal",
            "remarks",
            "comments",
            "comment",
            "opmerkingen",
            "email",
            "e-mail",
            "name",
        ],
    )
)


def answers(tables: Sequence[SheetTable], references: References) -> list[Answer]:
    """Return one answer for each respondent and statement that is not blank.

    "Don't know" in six languages is an answer without a score. A score that is not 1, 2, 3, 4 or 5 is an issue. The same
    row of answers in two workbooks is read once.
    """
    found: list[Answer] = []
    seen: dict[tuple[object, ...], str] = {}
    for table in tables:
        heads = table.layout.heads
        statements = [
            place
            for place, head in enumerate(heads)
            if head and place not in table.layout.places.values() and header_key(head) not in _ASIDE
        ]
        statement = next((place for place in statements if header_key(heads[place]) in _STATEMENT), None)
        score = next((place for place in statements if header_key(heads[place]) in _SCORE), None)
        for row in table.rows:
            reason = _unusable(row, statements, table)
            if reason:
                table.skip(row, reason)
                continue
            if statement is not None and score is not None:
                said = tuple(_long(row, table, references, statement, score))
            else:
                said = tuple(_wide(row, table, references, statements))
            # Without a name a respondent is the number of the row: only a copy has the same answers there.
            identity = tuple(
                (one.respondent, one.department, one.level, one.statement, one.score, one.known) for one in said
            )
            if seen.setdefault(identity, table.grid.file) != table.grid.file:
                table.skip(row, f"read from {seen[identity]} already")
                continue
            found += said
            table.use(row)
    return found


def _unusable(row: Row, statements: Sequence[int], table: SheetTable) -> str:
    index = row.origin.row - table.grid.first_row
    if not any(table.grid.texts[index][place] for place in statements):
        if is_remark(row):
            return "nothing in the columns that are used"
        return "example left in" if is_example(row, "survey") else "no answer"
    return ""


def _wide(row: Row, table: SheetTable, references: References, statements: Sequence[int]) -> Iterator[Answer]:
    heads, texts = table.layout.heads, row.origin.texts
    for place in statements:
        yield from _answer(row, texts, table, references, heads[place], place)


def _long(row: Row, table: SheetTable, references: References, statement: int, score: int) -> Iterator[Answer]:
    text = table.grid.texts[row.origin.row - table.grid.first_row][statement]
    if text:
        yield from _answer(row, row.origin.texts, table, references, text, score)


def _answer(
    row: Row, texts: Mapping[str, str], table: SheetTable, references: References, statement: str, place: int
) -> Iterator[Answer]:
    value = table.grid.value(row.origin.row - table.grid.first_row, place)
    text = folded(text_of(value))
    if not text:
        return
    column = table.grid.first_column + place
    where = Table(row.origin.table.file, row.origin.table.sheet, {**row.origin.table.columns, "score": column})
    origin = Origin(where, row.origin.row, {**texts, "score": text})
    score, known = None, key(text) not in _UNKNOWING
    if known and text not in references.placeholders:
        score = _score(value, origin, references)
    department = references.id(row, "department", "departments")
    respondent = row.text("respondent") or f"row {row.origin.row}"
    yield Answer(origin, respondent, department, row.text("level"), statement, score, known)


def _score(value: object, origin: Origin, references: References) -> int | None:
    try:
        number = number_of(value)
    except UnreadableError:
        number = None
    if number is None or number not in (1, 2, 3, 4, 5):
        references.ledger.warn(
            origin.cell("score"),
            f'"{folded(text_of(value))}" is not an answer from 1 to 5.',
            'Write 1 to 5, or "don\'t know".',
        )
        return None
    return int(number)
