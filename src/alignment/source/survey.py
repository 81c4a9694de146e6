"""What do the departments say of themselves? Answers to the statements of a survey, a column each or a row each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from alignment.language import later, say
from alignment.model.organisation import Answer, Cell, Origin, Table
from alignment.source.headers import header_key
from alignment.source.layouts.questionnaire import ANSWER, ASIDE, IDENTITY, STATEMENT, graded_places
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED, is_example, is_remark
from alignment.source.names import key
from alignment.source.references import References
from alignment.source.scale import LEVELS, WORDS, is_unknowing, level_of, score_of, scored_word
from alignment.source.tables import Row, SheetTable
from alignment.source.values import folded, text_of
from alignment.wording import counted

__all__ = ["answers"]

_HALF = 0.5

# A longer row of digits is no slip of the hand: it may be somebody's number.
_LONGEST_FIGURE = 4


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the answers of a table stand: a column for each statement, or one for the statement and one for its score.

    `wordy` are columns in words of the respondents' own; `graded` counts those that a quiz adds to its questions.
    """

    statements: tuple[int, ...]
    statement: int | None = None
    score: int | None = None
    identity: int | None = None
    wordy: tuple[int, ...] = ()
    unused: tuple[str, ...] = ()
    graded: int = 0

    @property
    def long(self) -> bool:
        """Whether each row holds one statement."""
        return self.statement is not None and self.score is not None


def answers(tables: Sequence[SheetTable], references: References) -> list[Answer]:
    """Return one answer for each respondent and statement that is not blank.

    "Don't know" in six languages is an answer without a score. A score that is not 1, 2, 3, 4 or 5, nor one of the usual
    words for it, is an issue. The same row of answers in two workbooks is read once; of two rows of a survey tool by one
    person the later counts.
    """
    found: list[Answer] = []
    seen: dict[tuple[object, ...], str] = {}
    names: dict[str, str] = {}
    places = [_columns(table, references) for table in tables]
    again = _answered_again(tables, places, references)
    for table, columns in zip(tables, places, strict=True):
        _note(table, columns)
        stands = _Places(table)
        for row in table.rows:
            reason = _unusable(row, columns, table) or again.get((id(table), row.origin.row), "")
            if reason:
                table.skip(row, reason)
                continue
            said = tuple(_said(_without_own_words(row, references), table, references, columns, stands))
            copy = (
                *_when(row, table),
                *((one.respondent, one.department, one.level, one.statement, one.score, one.known) for one in said),
            )
            if table.layout.shape != "form" and seen.setdefault(copy, table.grid.file) != table.grid.file:
                table.skip(row, say("read from {file} already", file=seen[copy]))
                continue
            found += [_told_apart(one, row, table, names) for one in said]
            table.use(row)
        _ask_for_columns(table, columns, references)
    return found


def _columns(table: SheetTable, references: References) -> _Columns:
    heads, shape = table.layout.heads, table.layout.shape
    keys = [header_key(head) for head in heads]
    identity = next((place for place, one in enumerate(keys) if one in IDENTITY), None)
    own = () if shape == "form" else tuple(table.layout.places.values())
    graded = graded_places(heads)
    free = [place for place, one in enumerate(keys) if one and place not in (*own, *graded) and one not in ASIDE]
    statement = next((place for place in free if keys[place] in STATEMENT), None)
    score = next((place for place in free if keys[place] in ANSWER and place != statement), None)
    aside = [heads[place] for place, one in enumerate(keys) if one in ASIDE and place not in own]
    if statement is not None and score is not None:
        return _Columns(tuple(free), statement, score, identity, unused=tuple(aside))
    wordy = tuple(place for place in free if _is_wordy(table, place, references))
    unused = tuple(heads[place] for place, one in enumerate(keys) if place in wordy or heads[place] in aside)
    statements = tuple(place for place in free if place not in wordy)
    return _Columns(statements, None, None, identity, wordy, unused, len(graded))


def _is_wordy(table: SheetTable, place: int, references: References) -> bool:
    """Tell whether most of what stands in a column is neither an answer nor a figure: somebody's own words, or another list."""
    texts = [text for value in table.grid.down(place, table.indices) if (text := folded(text_of(value)))]
    told = sum(
        text[0].isdigit() or is_unknowing(text) or scored_word(text) is not None or text in references.placeholders
        for text in texts
    )
    return 2 * told < len(texts)


def _note(table: SheetTable, columns: _Columns) -> None:
    """Say which columns are left out, and that words are read as scores."""
    if columns.unused:
        table.notes.append(say("columns not used: {columns}", columns=", ".join(columns.unused)))
    if columns.graded:
        left_out = counted(columns.graded, "column")
        table.notes.append(say("points and feedback of a quiz are left out ({columns})", columns=left_out))
    places = columns.statements if not columns.long else (columns.score or 0,)
    rows = [row.origin.row - table.grid.first_row for row in table.rows]
    if any(scored_word(text_of(value)) for place in places for value in set(table.grid.down(place, rows))):
        table.notes.append(
            say("words are read as 1 ({lowest}) to 5 ({highest})", lowest=say(WORDS[1]), highest=say(WORDS[5]))
        )
    if not places:
        table.notes.append(say("no column holds answers from 1 to 5"))


def _ask_for_columns(table: SheetTable, columns: _Columns, references: References) -> None:
    """Say of a sheet, once, that none of its columns gives the department or the level, and which comes nearest to it."""
    if columns.long or not table.used:
        return
    heads, sheet = table.layout.heads, Cell(table.grid.file, table.grid.sheet, 0, 0)
    department, _ = _likest(table, columns, references.registers["departments"].known)
    if "department" not in table.layout.places:
        references.ledger.warn(
            sheet,
            say("no column is known to give the department; these answers count for the company alone."),
            say('If it is "{heading}", call that column Department.', heading=heads[department])
            if department is not None
            else say("Call the column that does Department."),
        )
    level, share = _likest(table, columns, lambda text: bool(level_of(text)))
    # Who asks for no level need not be told.
    if "level" not in table.layout.places and level is not None and share >= _HALF:
        references.ledger.warn(
            sheet,
            say("no column is known to give the level."),
            say('If it is "{heading}", call that column Level.', heading=heads[level]),
        )


def _likest(table: SheetTable, columns: _Columns, known: Callable[[str], bool]) -> tuple[int | None, float]:
    """The column in words of their own of which most is known, with the share; of equals the one that repeats itself most."""
    rows = [row.origin.row - table.grid.first_row for row in table.rows]
    found: tuple[float, float, int | None] = (0.0, -1.0, None)
    for place in columns.wordy:
        texts = [text for value in table.grid.down(place, rows) if (text := folded(text_of(value)))]
        told = sum(map(known, texts)) / len(texts) if texts else 0.0
        # Departments repeat; what people say freely does not.
        repeated = 1 - len(set(texts)) / len(texts) if texts else 0.0
        if (told, repeated) > found[:2]:
            found = told, repeated, place
    return found[2], found[0]


def _unusable(row: Row, columns: _Columns, table: SheetTable) -> str:
    index = row.origin.row - table.grid.first_row
    places = columns.statements if columns.score is None or table.layout.shape != "form" else (columns.score,)
    if not any(table.grid.texts[index][place] for place in places):
        if is_remark(row):
            return NOTHING_USED
        return EXAMPLE_LEFT if is_example(row, "survey") else later("no answer")
    return ""


def _answered_again(
    tables: Sequence[SheetTable], places: Sequence[_Columns], references: References
) -> Mapping[tuple[int, int], str]:
    """The rows of survey tools that a later row of the same person takes the place of, each with the reason."""
    last: dict[str, tuple[SheetTable, Row, int]] = {}
    replaced: dict[tuple[int, int], str] = {}
    for table, columns in zip(tables, places, strict=True):
        if columns.identity is None or columns.long:
            continue
        for row in table.rows:
            person = key(table.grid.text(row.origin.row - table.grid.first_row, columns.identity))
            # Microsoft writes "anonymous" where nobody is asked for a name.
            if "@" not in person or _unusable(row, columns, table):
                continue
            if person in last:
                other, earlier, place = last[person]
                replaced[id(other), earlier.origin.row] = later("answered again later")
                references.ledger.warn(
                    Cell(other.grid.file, other.grid.sheet, earlier.origin.row, other.grid.first_column + place),
                    say("the same person answers again in row {row}; the later answers count.", row=row.origin.row)
                    if other is table
                    else say(
                        "the same person answers again in row {row} of {file}; the later answers count.",
                        row=row.origin.row,
                        file=table.grid.file,
                    ),
                )
            last[person] = table, row, columns.identity
    return replaced


def _when(row: Row, table: SheetTable) -> tuple[str, ...]:
    """What tells two rows with the same answers apart: when a survey tool received them."""
    index = row.origin.row - table.grid.first_row
    return tuple(
        table.grid.text(index, place)
        for place, head in enumerate(table.layout.heads)
        if header_key(head) in ASIDE and place not in table.layout.places.values()
    )


def _told_apart(answer: Answer, row: Row, table: SheetTable, names: dict[str, str]) -> Answer:
    """Name a respondent without a name after the file too where another file has one at the same place."""
    if row.text("respondent") or names.setdefault(answer.respondent, table.grid.file) == table.grid.file:
        return answer
    return replace(answer, respondent=f"{answer.respondent} of {table.grid.file}")


@dataclass(frozen=True)
class _Respondent:
    """Who stands in a row of a survey; each is looked up once for all answers of the row, and only where there is one."""

    row: Row
    table: SheetTable
    references: References
    places: "_Places"

    @cached_property
    def name(self) -> str:
        # All rows of a form are one respondent's.
        unnamed = "form" if self.table.layout.shape == "form" else f"row {self.row.origin.row}"
        return self.row.text("respondent") or unnamed

    @cached_property
    def department(self) -> str | None:
        return self.references.id(self.row, "department", "departments")

    @cached_property
    def level(self) -> str:
        return level_of(self.row.text("level"))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What stands in the row beside the answers."""
        return self.row.origin.texts


class _Places:
    """Where the answers of a sheet stand: the same for all of one column, of which there may be many."""

    def __init__(self, table: SheetTable) -> None:
        self._table = table
        # The first of each pair is kept, so that its identity is nobody else's.
        self._known: dict[tuple[int, int, int], tuple[Table, Table]] = {}

    def of(self, plain: Table, place: int, asked: int) -> Table:
        """Return where a column of answers stands; `plain` is where their row does."""
        which = id(plain), place, asked
        if which not in self._known:
            grid = self._table.grid
            places = {**plain.columns, "score": grid.first_column + place, "statement": grid.first_column + asked}
            headers = {"statement": grid.first_row + self._table.layout.header} if asked == place else {}
            self._known[which] = plain, Table(plain.file, plain.sheet, places, headers)
        return self._known[which][1]


def _said(row: Row, table: SheetTable, references: References, columns: _Columns, places: _Places) -> Iterator[Answer]:
    whose = _Respondent(row, table, references, places)
    if columns.statement is None or columns.score is None:
        for place in columns.statements:
            yield from _answer(whose, table.layout.heads[place], place, place)
    else:
        text = table.grid.text(row.origin.row - table.grid.first_row, columns.statement)
        if text:
            yield from _answer(whose, text, columns.score, columns.statement)


def _answer(whose: _Respondent, statement: str, place: int, asked: int) -> Iterator[Answer]:
    """The answer that stands in a column; `asked` is that of the statement, the same where it is the header."""
    table, references, old = whose.table, whose.references, whose.row.origin
    value = table.grid.value(old.row - table.grid.first_row, place)
    text = folded(text_of(value))
    if not text:
        return
    known = not is_unknowing(text)
    score = score_of(value) if known else None
    wrong = known and score is None and text not in references.placeholders
    # What somebody wrote in words of their own is repeated nowhere: it may tell who it was.
    own = wrong and (any(map(str.isalpha, text)) or len(text) > _LONGEST_FIGURE)
    texts = {**whose.texts, "score": "" if own else text, "statement": statement}
    origin = Origin(whose.places.of(old.table, place, asked), old.row, texts, old.elsewhere)
    if wrong:
        references.ledger.warn(
            origin.cell("score"),
            say("a text in somebody's own words is not an answer from 1 to 5.")
            if own
            else say('"{text}" is not an answer from 1 to 5.', text=text),
            say('Write 1 to 5, or "don\'t know".'),
        )
    yield Answer(origin, whose.name, whose.department, whose.level, statement, score, known)


def _without_own_words(row: Row, references: References) -> Row:
    """Leave out of a row what is given as level and is none: it may tell who it was, and is repeated nowhere."""
    text = row.text("level")
    if not text or level_of(text):
        return row
    if text not in references.placeholders:
        references.ledger.warn(
            replace(row.cell("level"), value=""),
            say("what is given here is no level that is known; these answers count without one."),
            say("The levels are {levels}.", levels=", ".join(map(say, LEVELS))),
        )
    return Row(_silent(row.origin), {name: one for name, one in row.values.items() if name != "level"}, row.numbers)


def _silent(origin: Origin) -> Origin:
    texts = {name: text for name, text in origin.texts.items() if name != "level"}
    elsewhere = {name: _silent(one) for name, one in origin.elsewhere.items()}
    return Origin(origin.table, origin.row, texts, elsewhere)
